/* Bench, prepared: sellers in several countries, and what they sell.
 *
 * Some things, colours and brands are much more common than others, so that two words find between
 * a few and some thousands of products, as in a real market. */
#include "base/id.h"
#include "prepare.h"
#include "scene/scene.h"
#include "shop/exchange/exchange.h"
#include "shop/shipping/shipping.h"

enum { PRODUCTS_AT_ONCE = 2000, QUERIES = 5000, ATTRIBUTES = 3, GRAMS_MAX = 1900 };

uint32_t prepare_random(struct preparing *p, uint32_t below)
{
    p->random ^= p->random >> 12;
    p->random ^= p->random << 25;
    p->random ^= p->random >> 27;
    return (uint32_t)((p->random * UINT64_C(2685821657736338717)) >> 33) % below;
}

uint32_t prepare_lean(struct preparing *p, uint32_t below)
{
    uint64_t at = prepare_random(p, 1 << 20);
    return (uint32_t)(at * at * below >> 40);
}

static const char *lean_word(struct preparing *p, const char *const *list)
{
    return list[prepare_lean(p, count_words(list))];
}

static bool chance(struct preparing *p, uint32_t percent)
{
    return prepare_random(p, 100) < percent;
}

/* Sellers ---------------------------------------------------------------------------------- */

static refused add_seller(struct store_tx *tx, struct preparing *p, int number)
{
    static const struct {
        const char *country, *currency;
    } homes[] = { { "PT", "EUR" }, { "CN", "USD" }, { "DE", "EUR" }, { "US", "USD" },
                  { "GB", "GBP" }, { "CN", "CNY" }, { "FR", "EUR" }, { "PL", "PLN" } };
    enum { HOMES = sizeof homes / sizeof *homes };
    AUTO(arena) memory = { 0 };
    account_id account;
    const char *key,
        *name = arena_format(&memory, "%s Shop %d",
                             brand_words[number % (int)count_words(brand_words)], number);
    refused why =
        prepare_person(tx, p, &memory, arena_format(&memory, "seller%d", number), &account, &key);
    p->currencies[number] = currency_of(homes[number % HOMES].currency);
    struct seller_opening opening = { .account = account,
                                      .name = name,
                                      .country = homes[number % HOMES].country,
                                      .currency = p->currencies[number],
                                      .ship_days = 1 + number % 4,
                                      .standing = number % 5 ? SELLER_VERIFIED : SELLER_TOP,
                                      .now = p->now };
    if (!why)
        why = sellers_open(tx, &opening, &p->sellers[number]);
    if (!why)
        shipping_give_methods(tx, p->sellers[number], opening.country);
    return why;
}

static refused add_sellers(struct store_tx *tx, void *what)
{
    refused why = NULL;
    for (int i = 0; !why && i < SELLERS; i++)
        why = add_seller(tx, what, i);
    return why;
}

refused prepare_sellers(struct preparing *p)
{
    return store_transact(p->store, add_sellers, p);
}

/* Products --------------------------------------------------------------------------------- */

/* What one product is about; `brand`, `quality`, `colour` and `material` may be left out of the
 * title. */
struct idea {
    const struct thing *thing;
    const char *brand, *quality, *colour, *material, *title;
};

/* Two to six words: "Aldren Lamp", "Marlow Folding Navy Canvas Camping Stool". */
static const char *make_title(struct preparing *p, struct arena *memory, const struct idea *idea)
{
    AUTO(text) title = { 0 };
    const char *parts[] = { chance(p, 60) ? idea->brand : NULL,
                            chance(p, 40) ? idea->quality : NULL,
                            chance(p, 50) ? idea->colour : NULL,
                            chance(p, 60) ? idea->material : NULL };
    for (int i = 0; i < 4; i++)
        if (parts[i])
            text_add_format(&title, "%s ", parts[i]);
    if (!title.length)
        text_add_format(&title, "%s ", idea->brand);
    text_add(&title, idea->thing->noun);
    return arena_copy(memory, text_of(&title));
}

static struct idea have_idea(struct preparing *p, struct arena *memory)
{
    struct idea idea = { &things[prepare_lean(p, count_things())],
                         lean_word(p, brand_words),
                         lean_word(p, quality_words),
                         lean_word(p, colour_words),
                         lean_word(p, material_words),
                         NULL };
    idea.title = make_title(p, memory, &idea);
    return idea;
}

static const char *describe(struct preparing *p, struct arena *memory, const struct idea *idea)
{
    static const char *const ends[] = {
        "Made to be used every day and to last for years.",
        "Packed in cardboard only, and sent within a few days.",
        "A present for somebody who has everything else.",
        "Looks small in the picture and is just the right size in the hand.",
        "Repaired free of charge for two years.",
    };
    return arena_format(memory,
                        "A %s %s by %s, in %s. %s It goes well with any %s you have at home.\n\n"
                        "Please look at the measures before you order. %s",
                        idea->quality, idea->thing->noun, idea->brand, idea->colour,
                        ends[prepare_random(p, 5)], idea->material, ends[prepare_random(p, 5)]);
}

/* As the scene writes its colours. */
static const char *lower(struct arena *memory, const char *word)
{
    char *made = arena_copy(memory, word);
    *made = (char)(*made + 32);
    return made;
}

static const char *draw(struct preparing *p, struct arena *memory, const struct idea *idea)
{
    AUTO(text) line = { 0 };
    scene_write(&line, &(struct scene){ .type = idea->thing->scene,
                                        .colour = lower(memory, idea->colour),
                                        .view = (int)prepare_random(p, SCENE_VIEWS),
                                        .backdrop = (int)prepare_random(p, 16) });
    return arena_copy(memory, text_of(&line));
}

/* About the thing's price, in the seller's currency. */
static struct money price_of(struct store_tx *tx, struct preparing *p, const struct thing *thing,
                             size_t seller)
{
    struct money price =
        money_of(thing->cents * (60 + (int)prepare_random(p, 90)) / 100, currency_of("EUR"));
    struct money converted = price;
    refused why = exchange_convert(tx, price, p->currencies[seller], p->now, &converted);
    return why || converted.minor < 1 ? money_of(100, p->currencies[seller]) : converted;
}

static const struct statement select_variant = {
    "bench_select_variant", "SELECT variant_id FROM catalog_variant WHERE product_id = ?1",
    "SELECT variant_id FROM catalog_variant WHERE product_id = $1", 1
};

/* The same product of other sellers; one in thirty of them has sold out. */
static refused add_other_offers(struct store_tx *tx, struct preparing *p, const struct thing *thing,
                                product_id product, size_t first_seller)
{
    variant_id variant = { store_int(tx, &select_variant, WITH(INT(product.number)), 0) };
    refused why = NULL;
    for (int64_t i = 1; !why && i < p->offers; i++) {
        size_t seller = (first_seller + (size_t)i) % SELLERS;
        struct offer_change change = { .seller = p->sellers[seller],
                                       .price = price_of(tx, p, thing, seller),
                                       .stock = chance(p, 3) ? 0 : p->stock,
                                       .now = p->now };
        offer_id offer;
        why = catalog_offer_too(tx, variant, &change, &offer);
    }
    return why;
}

static refused add_product(struct store_tx *tx, struct preparing *p, int64_t number)
{
    AUTO(arena) memory = { 0 };
    struct idea idea = have_idea(p, &memory);
    size_t seller = prepare_random(p, SELLERS);
    int64_t grams = idea.thing->grams * (80 + (int)prepare_random(p, 40)) / 100;
    struct variant_listing variant = { .options = { { "Colour", idea.colour } },
                                       .price = price_of(tx, p, idea.thing, seller),
                                       .stock = p->stock,
                                       .weight_grams = grams < GRAMS_MAX ? grams : GRAMS_MAX };
    const struct attribute attributes[ATTRIBUTES] = { { "Material", idea.material },
                                                      { "Colour", idea.colour },
                                                      { "Style", idea.quality } };
    const char *scene = draw(p, &memory, &idea);
    struct product_listing listing = {
        .seller = p->sellers[seller],
        .import_key = arena_format(&memory, "bench-%lld", (long long)number),
        .title = idea.title,
        .brand = idea.brand,
        .description = describe(p, &memory, &idea),
        .category = catalog_category(tx, idea.thing->category),
        .attributes = attributes,
        .attribute_count = 1 + prepare_random(p, ATTRIBUTES),
        .variants = &variant,
        .variant_count = 1,
        .scenes = &scene,
        .scene_count = 1,
        .state = PRODUCT_LISTED,
        .now = p->now,
    };
    product_id product;
    bool changed;
    refused why = catalog_list(tx, &listing, &product, &changed);
    return why ? why : add_other_offers(tx, p, idea.thing, product, seller);
}

static refused add_some_products(struct store_tx *tx, void *what)
{
    struct preparing *p = what;
    refused why = NULL;
    for (int64_t i = p->from; !why && i < p->products && i < p->from + PRODUCTS_AT_ONCE; i++) {
        why = add_product(tx, p, i);
        p->now.us += 1000; /* ids in the order of listing */
    }
    return why;
}

refused prepare_products(struct preparing *p)
{
    refused why = NULL;
    for (p->from = 0; !why && p->from < p->products; p->from += PRODUCTS_AT_ONCE)
        why = store_transact(p->store, add_some_products, p);
    return why;
}

/* What is asked of it ---------------------------------------------------------------------- */

static const struct statement select_products = {
    "bench_select_products", "SELECT product_id FROM catalog_product ORDER BY product_id",
    "SELECT product_id FROM catalog_product ORDER BY product_id", 0
};

bool prepare_write_paths(struct preparing *p, const char *file)
{
    FILE *to = fopen(file, "w");
    if (!to)
        return false;
    struct store_tx *tx = store_read(p->store);
    struct rows rows = store_query(tx, &select_products, WITHOUT);
    while (rows_next(&rows)) {
        char id[ID_TEXT_SIZE];
        id_write(id, "prd", rows_int(&rows, "product_id"));
        fprintf(to, "/products/%s\n", id);
    }
    store_read_end(tx);
    return fclose(to) == 0;
}

static const struct statement select_titles = {
    "bench_select_titles", "SELECT title FROM catalog_product ORDER BY product_id",
    "SELECT title FROM catalog_product ORDER BY product_id", 0
};

/* The last word of a title and another one of it: so there is something to find. */
static void write_query(struct preparing *p, FILE *to, char *title)
{
    enum { WORDS_MAX = 8 };
    char *words[WORDS_MAX], *rest = title, *word;
    uint32_t count = 0;
    while ((word = strsep(&rest, " ")) && count < WORDS_MAX)
        words[count++] = word;
    if (count > 1)
        fprintf(to, "/search?q=%s+%s\n", words[prepare_random(p, count - 1)], words[count - 1]);
}

bool prepare_write_queries(struct preparing *p, const char *file)
{
    FILE *to = fopen(file, "w");
    if (!to)
        return false;
    int64_t step = p->products / QUERIES + 1, number = 0;
    struct store_tx *tx = store_read(p->store);
    struct rows rows = store_query(tx, &select_titles, WITHOUT);
    while (rows_next(&rows)) {
        AUTO(arena) memory = { 0 };
        if (number++ % step == 0)
            write_query(p, to, rows_text(&rows, &memory, "title"));
    }
    store_read_end(tx);
    return fclose(to) == 0;
}
