/* Demo, opened: people, shops and what they sell. */
#include "main/demo.h"

#include "base/id.h"
#include "base/words.h"
#include "scene/scene.h"
#include "shop/catalog/catalog.h"
#include "shop/exchange/exchange.h"
#include "shop/payments/payments.h"
#include "shop/shipping/shipping.h"

#define DEMO_PASSWORD "open sesame souk"

enum { PRODUCTS_AT_ONCE = 50, COLOURS_LISTED = 3, OPTIONS_LISTED = 5 };

/* People ----------------------------------------------------------------------------------- */

/* What people of a country pay in; the euro where the market knows no other. */
static const char *currency_of_country(const char *country)
{
    static const char *const pairs[] = { "USUSD", "GBGBP", "BRBRL", "JPJPY", "CNCNY",
                                         "ININR", "TRTRY", "AEAED", "EGEGP", "SASAR",
                                         "PLPLN", "SESEK", "CHCHF", "CACAD", "AUAUD",
                                         "KRKRW", "MXMXN", "KWKWD", "ILILS" };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strncmp(pairs[i], country, 2) == 0 && strlen(pairs[i]) == 5)
            return pairs[i] + 2;
    return "EUR";
}

static bool speaks_arabic(const char *country)
{
    return strstr("AE EG SA KW QA BH OM JO LB IQ MA TN DZ", country) != NULL;
}

struct opening_people {
    struct demo *demo;
    const char *hash;
    int64_t from, to;
};

static refused open_person(struct store_tx *tx, struct opening_people *opening, int64_t i)
{
    struct demo *demo = opening->demo;
    const struct demo_buyer *buyer = &demo_buyers[i % demo_buyer_count()];
    struct demo_person *person = &demo->people[i];
    person->country = buyer->address.country;
    person->currency = currency_of(currency_of_country(buyer->address.country));
    struct account_opening account = {
        .email = i == 0 ? "buyer@souk.example"
                        : arena_format(demo->memory, "buyer%lld@souk.example", (long long)i),
        .name = buyer->name,
        .password_hash = opening->hash,
        .language = speaks_arabic(buyer->address.country) ? WORDS_ARABIC : WORDS_ENGLISH,
        .country = person->country,
        .currency = person->currency,
        .now = demo->now,
    };
    struct postal_address address = { .name = buyer->name,
                                      .line1 = buyer->address.line,
                                      .city = buyer->address.city,
                                      .postcode = buyer->address.postcode,
                                      .country = buyer->address.country };
    refused why = accounts_open(tx, &account, &person->account);
    return why ? why
               : accounts_add_address(tx, person->account, &address, demo->now, &person->address);
}

static refused open_some_people(struct store_tx *tx, void *what)
{
    struct opening_people *opening = what;
    for (int64_t i = opening->from; i < opening->to; i++) {
        refused why = open_person(tx, opening, i);
        if (why)
            return why;
    }
    return NULL;
}

static refused open_operator(struct store_tx *tx, void *what)
{
    struct opening_people *opening = what;
    struct demo *demo = opening->demo;
    refused why = accounts_open(tx,
                                &(struct account_opening){ .email = "operator@souk.example",
                                                           .name = "Noor Haddad",
                                                           .password_hash = opening->hash,
                                                           .language = WORDS_ENGLISH,
                                                           .country = "PT",
                                                           .currency = currency_of("EUR"),
                                                           .roles = ROLE_OPERATOR,
                                                           .now = demo->now },
                                &demo->operator);
    struct demo_person *first = &demo->people[0];
    if (!why)
        why = payments_grant_credit(tx, first->account, money_of(5000, first->currency),
                                    "demo credit", demo->now);
    return why;
}

refused demo_open_people(struct demo *demo)
{
    struct opening_people opening = { .demo = demo,
                                      .hash = secret_password_hash(demo->memory, DEMO_PASSWORD) };
    refused why = NULL;
    for (; !why && opening.from < demo->buyers; opening.from = opening.to) {
        opening.to = opening.from + 100 < demo->buyers ? opening.from + 100 : demo->buyers;
        why = store_transact(demo->market->store, open_some_people, &opening);
    }
    return why ? why : store_transact(demo->market->store, open_operator, &opening);
}

/* Shops ------------------------------------------------------------------------------------ */

static enum seller_standing standing_of(const char *name)
{
    return text_same(name, "top")        ? SELLER_TOP
           : text_same(name, "verified") ? SELLER_VERIFIED
                                         : SELLER_NEW;
}

static refused open_shop(struct store_tx *tx, struct opening_people *opening, size_t i)
{
    struct demo *demo = opening->demo;
    const struct demo_seller *seller = &demo_sellers[i];
    struct demo_shop *shop = &demo->shops[i];
    shop->character = seller;
    refused why =
        accounts_open(tx,
                      &(struct account_opening){
                          .email = i == 0 ? "seller@souk.example"
                                          : arena_format(demo->memory, "seller%zu@souk.example", i),
                          .name = seller->name,
                          .password_hash = opening->hash,
                          .language = WORDS_ENGLISH,
                          .country = seller->address.country,
                          .currency = currency_of(seller->currency),
                          .now = demo->now },
                      &shop->account);
    if (!why)
        why = sellers_open(
            tx,
            &(struct seller_opening){
                .account = shop->account,
                .name = seller->name,
                .slogan = seller->slogan,
                .about = seller->about,
                .country = seller->address.country,
                .currency = currency_of(seller->currency),
                .legal_name = arena_format(demo->memory, "%s Trading", seller->name),
                .legal_address = arena_format(demo->memory, "%s\n%s %s", seller->address.line,
                                              seller->address.postcode, seller->address.city),
                .iban = seller->iban,
                .ship_days = seller->ship_days,
                .standing = standing_of(seller->standing),
                .now = demo->now },
            &shop->seller);
    if (!why)
        shipping_give_methods(tx, shop->seller, seller->address.country);
    return why;
}

static refused open_all_shops(struct store_tx *tx, void *what)
{
    struct opening_people *opening = what;
    struct demo *demo = opening->demo;
    refused why = NULL;
    demo->shop_count = (size_t)demo_seller_count();
    for (size_t i = 0; !why && i < demo->shop_count && i < DEMO_SELLERS_MAX; i++)
        why = open_shop(tx, opening, i);
    return why;
}

refused demo_open_shops(struct demo *demo)
{
    struct opening_people opening = { .demo = demo,
                                      .hash = secret_password_hash(demo->memory, DEMO_PASSWORD) };
    return store_transact(demo->market->store, open_all_shops, &opening);
}

/* Products --------------------------------------------------------------------------------- */

struct listing_products {
    struct demo *demo;
    int64_t from, to;
};

/* A price as shops write it: 24.90, and in yen or reais as round as there. */
static struct money shop_price(struct money price)
{
    int64_t step = currency_exponent(price.currency) == 0 ? 10 : 100;
    int64_t whole = price.minor / step * step;
    price.minor = step == 10 ? whole + (whole == 0) * 10 : whole + 90;
    return price;
}

static const char *scene_line(struct arena *memory, const struct demo_product *product, int colour,
                              int view)
{
    AUTO(text) line = { 0 };
    scene_write(&line, &(struct scene){ .type = product->scene_type,
                                        .colour = product->colours[colour].scene,
                                        .material = product->scene_material,
                                        .pattern = product->scene_pattern,
                                        .view = view,
                                        .backdrop = product->scene_backdrop });
    return arena_copy(memory, text_of(&line));
}

static size_t make_variants(struct demo *demo, struct arena *memory,
                            const struct demo_product *product, struct money base,
                            struct variant_listing *variants, int number)
{
    size_t count = 0;
    int colours = product->colour_count < COLOURS_LISTED ? product->colour_count : COLOURS_LISTED;
    int options = product->option_count < OPTIONS_LISTED ? product->option_count : OPTIONS_LISTED;
    for (int c = 0; c < colours; c++)
        for (int o = 0; o < (options ? options : 1); o++) {
            struct money price = base;
            price.minor += base.minor * product->option_step_percent * o / 100;
            struct variant_listing *variant = &variants[count++];
            *variant = (struct variant_listing){
                .sku = arena_format(memory, "SK-%04d-%d%d", number, c, o),
                .price = shop_price(price),
                .stock = demo_chance(demo, 4) ? 0 : 5 + demo_random(demo, 120),
                .weight_grams = product->weight_grams,
            };
            variant->options[0] = (struct option){ "Colour", product->colours[c].says };
            if (options)
                variant->options[1] = (struct option){ product->option_name, product->options[o] };
        }
    return count;
}

static refused list_product(struct store_tx *tx, struct demo *demo, int number)
{
    AUTO(arena) memory = { 0 };
    struct demo_product product;
    struct variant_listing variants[COLOURS_LISTED * OPTIONS_LISTED];
    struct attribute attributes[DEMO_ATTRIBUTES_MAX];
    const char *scenes[SCENE_VIEWS + DEMO_COLOURS_MAX];
    size_t scene_count = 0;
    demo_product_make(&memory, 7, number, &product);
    const struct demo_shop *shop = &demo->shops[product.seller];
    struct money base;
    refused why = exchange_convert(tx, money_of(product.price_cents, currency_of("USD")),
                                   currency_of(shop->character->currency), demo->now, &base);
    if (why)
        return why;
    for (int view = 0; view < SCENE_VIEWS; view++)
        scenes[scene_count++] = scene_line(&memory, &product, 0, view);
    for (int c = 1; c < product.colour_count && c < COLOURS_LISTED; c++)
        scenes[scene_count++] = scene_line(&memory, &product, c, 0);
    for (int i = 0; i < product.attribute_count; i++)
        attributes[i] =
            (struct attribute){ product.attributes[i].name, product.attributes[i].value };
    struct product_listing listing = {
        .seller = shop->seller,
        .import_key = arena_format(&memory, "demo-%d", number),
        .title = product.title,
        .brand = product.brand,
        .description = product.description,
        .category = catalog_category(tx, product.category),
        .attributes = attributes,
        .attribute_count = (size_t)product.attribute_count,
        .variants = variants,
        .variant_count = make_variants(demo, &memory, &product, base, variants, number),
        .scenes = scenes,
        .scene_count = scene_count,
        .state = PRODUCT_LISTED,
        .now = demo->now,
    };
    product_id made;
    bool changed;
    if (!listing.category.number)
        return &CATEGORY_NOT_FOUND;
    return catalog_list(tx, &listing, &made, &changed);
}

static refused list_some(struct store_tx *tx, void *what)
{
    struct listing_products *listing = what;
    struct demo *demo = listing->demo;
    uint64_t random = demo->random; /* an act that runs again makes the same */
    refused why = NULL;
    for (int64_t i = listing->from; !why && i < listing->to; i++) {
        why = list_product(tx, demo, (int)i);
        demo->now.us += 1000; /* ids in the order of listing */
    }
    if (why)
        demo->random = random;
    return why;
}

static const struct statement select_offers = {
    "demo_select_offers",
    "SELECT o.offer_id FROM catalog_offer o WHERE o.stock > 0 ORDER BY o.offer_id",
    "SELECT o.offer_id FROM catalog_offer o WHERE o.stock > 0 ORDER BY o.offer_id", 0
};

static void read_offers(struct demo *demo)
{
    struct store_tx *tx = store_read(demo->market->store);
    struct rows rows = store_query(tx, &select_offers, WITHOUT);
    size_t room = 0;
    while (rows_next(&rows)) {
        if (demo->offer_count == room)
            demo->offers =
                must_resize(demo->offers, (room = room ? room * 2 : 4096) * sizeof(int64_t));
        demo->offers[demo->offer_count++] = rows_int(&rows, "offer_id");
    }
    store_read_end(tx);
}

refused demo_list_products(struct demo *demo)
{
    struct listing_products listing = { .demo = demo };
    refused why = NULL;
    for (; !why && listing.from < demo->products; listing.from = listing.to) {
        listing.to = listing.from + PRODUCTS_AT_ONCE;
        listing.to = listing.to < demo->products ? listing.to : demo->products;
        why = store_transact(demo->market->store, list_some, &listing);
    }
    read_offers(demo);
    return why;
}
