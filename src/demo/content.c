/* Content: makes a product from the tables of its type. */
#include "demo/content.h"

#include "base/text.h"
#include "demo/types.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct demo_type *const families[DEMO_TOP_CATEGORIES] = {
    demo_fashion_types, demo_electronics_types, demo_home_types,  demo_beauty_types,
    demo_toys_types,    demo_sports_types,      demo_motor_types, demo_tools_types,
    demo_jewelry_types, demo_phones_types,
};

enum { PAIRS = DEMO_NOUNS * DEMO_MODELS };
static_assert(PAIRS % 7 != 0, "seven must step through all pairs");

/* What is being made, and whence its numbers come. */
struct making {
    uint32_t seed;
    uint32_t number;
    const struct demo_type *type;
    const char *model, *noun, *material;
};

int demo_type_count(void)
{
    int count = 0;
    for (int family = 0; family < DEMO_TOP_CATEGORIES; family++)
        for (const struct demo_type *type = families[family]; type->scene; type++)
            count++;
    return count;
}

const struct demo_type *demo_type_at(int index)
{
    for (int family = 0; family < DEMO_TOP_CATEGORIES; family++)
        for (const struct demo_type *type = families[family]; type->scene; type++)
            if (index-- == 0)
                return type;
    assert(!"no such type");
    return NULL;
}

/* FNV-1a, then mixed: a number that belongs to this product and this `what`. */
static uint32_t draw_bytes(const struct making *making, const char *what, size_t size)
{
    uint32_t hash = 2166136261u ^ making->seed * 2654435761u;
    hash = (hash ^ making->number) * 16777619u;
    for (size_t at = 0; at < size; at++)
        hash = (hash ^ (unsigned char)what[at]) * 16777619u;
    hash ^= hash >> 15;
    hash *= 2246822519u;
    hash ^= hash >> 13;
    hash *= 3266489917u;
    return hash ^ hash >> 16;
}

static int draw(const struct making *making, const char *what, int below)
{
    return (int)(draw_bytes(making, what, strlen(what)) % (uint32_t)below);
}

static int count_names(const char *const *names)
{
    int count = 0;
    while (names[count])
        count++;
    return count;
}

static int count_shades(const struct demo_shade *shades)
{
    int count = 0;
    while (shades[count].scene)
        count++;
    return count;
}

static int read_number(const char **at)
{
    int number = 0;
    for (; isdigit((unsigned char)**at); ++*at)
        number = number * 10 + (**at - '0');
    return number;
}

/* `slot` is "18-26" or "18-26:2", `size` long. */
static int draw_slot(const struct making *making, const char *slot, size_t size)
{
    const char *at = slot;
    int low = read_number(&at), step = 1;
    assert(*at == '-');
    at++;
    int high = read_number(&at);
    if (*at == ':') {
        at++;
        step = read_number(&at);
    }
    assert(at == slot + size && low < high && step > 0);
    uint32_t choices = (uint32_t)((high - low) / step) + 1;
    return low + step * (int)(draw_bytes(making, slot, size) % choices);
}

static void add_slot(text *to, const struct making *making, const char *slot, size_t size)
{
    if (isdigit((unsigned char)*slot)) {
        text_add_int(to, draw_slot(making, slot, size));
    } else if (size == 5 && memcmp(slot, "model", size) == 0) {
        text_add(to, making->model);
    } else if (size == 4 && memcmp(slot, "noun", size) == 0) {
        text_add(to, making->noun);
    } else if (size == 8 && memcmp(slot + 1, "aterial", size - 1) == 0) {
        bool capital = *slot == 'M';
        char first = *making->material;
        text_add_char(to, capital ? (char)toupper((unsigned char)first) : first);
        text_add(to, making->material + 1);
    } else {
        assert(!"an unknown slot");
    }
}

static void add_filled(text *to, const struct making *making, const char *from)
{
    while (*from) {
        size_t plain = strcspn(from, "{");
        text_add_bytes(to, from, plain);
        from += plain;
        if (*from == '{') {
            size_t size = strcspn(++from, "}");
            add_slot(to, making, from, size);
            from += size + 1;
        }
    }
}

static char *fill(struct arena *memory, const struct making *making, const char *from)
{
    AUTO(text) filled = { 0 };
    add_filled(&filled, making, from);
    return arena_copy(memory, text_of(&filled));
}

/* "Silent mouse, silent clicks" says it twice. */
static bool shares_a_word(const char *noun, const char *quality)
{
    enum { TELLING = 5 }; /* letters: "polarised" and "polarisation" are the same word */
    for (const char *at = quality; *at;) {
        size_t size = strcspn(at, " -");
        size_t compared = size < TELLING ? size : TELLING;
        for (const char *in = noun; compared >= 2 && strlen(in) >= compared; in++)
            if (strncasecmp(in, at, compared) == 0)
                return true;
        at += size + (at[size] != 0);
    }
    return false;
}

static char *make_title(struct arena *memory, const struct making *making, uint32_t edition)
{
    AUTO(text) title = { 0 };
    text_add(&title, making->model);
    if (edition > 0)
        text_add_format(&title, " %u", (unsigned)edition + 1);
    text_add_char(&title, ' ');
    text_add(&title, making->noun);
    if (draw(making, "has quality", 5) > 0) {
        const char *const *qualities = making->type->qualities;
        const char *quality = qualities[draw(making, "quality", count_names(qualities))];
        if (!shares_a_word(making->noun, quality)) {
            text_add(&title, ", ");
            add_filled(&title, making, quality);
        }
    }
    return arena_copy(memory, text_of(&title));
}

/* The opener and a fact; the facts between, from one of them onward and one left out; care and
 * a last word of the house. */
static char *make_description(struct arena *memory, const struct making *making)
{
    const char *const *sentences = making->type->sentences;
    const struct demo_family *family = &demo_families[making->type->family];
    int middle = count_names(sentences) - 3; /* behind the first two, before the last */
    int from = draw(making, "first fact", middle);
    AUTO(text) description = { 0 };
    add_filled(&description, making, sentences[0]);
    text_add_char(&description, ' ');
    add_filled(&description, making, sentences[1]);
    text_add(&description, "\n\n");
    for (int at = 0; at < (middle > 3 ? middle - 1 : middle); at++) {
        text_add(&description, at ? " " : "");
        add_filled(&description, making, sentences[2 + (from + at) % middle]);
    }
    text_add(&description, "\n\n");
    add_filled(&description, making, sentences[middle + 2]);
    text_add_char(&description, ' ');
    text_add(&description, family->closings[draw(making, "closing", DEMO_CLOSINGS)]);
    return arena_copy(memory, text_of(&description));
}

/* More of the cheap than of the dear, ending as prices do. */
static int make_price(const struct making *making)
{
    static const int below_the_round[] = { 10, 1, 0, 50, 10, 5 };
    const struct demo_type *type = making->type;
    int share = draw(making, "price", 1000);
    int64_t above = (int64_t)(type->cents_high - type->cents_low) * share * share / 1000000;
    int cents = type->cents_low + (int)above;
    cents = (cents + 99) / 100 * 100 - below_the_round[draw(making, "price ending", 6)];
    return cents < 100 ? 100 : cents;
}

static int make_weight(const struct making *making)
{
    int typical = making->type->weight_grams;
    int grams = typical * (90 + draw(making, "weight", 21)) / 100;
    int step = typical >= 1000 ? 50 : typical >= 100 ? 10 : 1;
    return (grams + step - 1) / step * step;
}

static void choose_colours(const struct making *making, struct demo_product *product)
{
    const struct demo_shade *shades = making->type->colours;
    int known = count_shades(shades);
    int from = draw(making, "first colour", known);
    product->colour_count = 2 + draw(making, "colours", DEMO_COLOURS_MAX - 1);
    int step = known % 3 ? 3 : 1; /* visits each once */
    for (int at = 0; at < product->colour_count; at++)
        product->colours[at] = shades[(from + at * step) % known];
}

/* A long row of sizes may begin or end one earlier in some products. */
static void choose_options(const struct making *making, struct demo_product *product)
{
    const struct demo_type *type = making->type;
    if (!type->option_name)
        return;
    int known = count_names(type->options);
    int first = known > 4 ? draw(making, "first option", 2) : 0;
    int left_out = known > 4 ? draw(making, "last option", 2) : 0;
    product->option_name = type->option_name;
    product->options = type->options + first;
    product->option_count = known - first - left_out;
    product->option_step_percent = type->option_step_percent;
}

static int choose_seller(const struct making *making)
{
    int suitable[64], count = 0;
    for (int at = 0; at < demo_seller_count() && count < 64; at++)
        for (int side = 0; side < 2; side++)
            if (demo_sellers[at].categories[side] == making->type->family && count < 64)
                suitable[count++] = at;
    assert(count > 0);
    return suitable[draw(making, "seller", count)];
}

void demo_product_make(struct arena *memory, uint32_t seed, int number,
                       struct demo_product *ret_product)
{
    assert(number >= 0);
    uint32_t types = (uint32_t)demo_type_count();
    uint32_t round = (uint32_t)number / types, place = (uint32_t)number % types;
    const struct demo_type *type = demo_type_at((int)((place * 37 + seed % types) % types));
    uint32_t pair = round * 7 % PAIRS, edition = round / PAIRS;
    struct making making = { .seed = seed,
                             .number = (uint32_t)number,
                             .type = type,
                             .model = type->models[pair % DEMO_MODELS],
                             .noun = type->nouns[pair / DEMO_MODELS] };
    const struct demo_shade *material =
        &type->materials[draw(&making, "material", count_shades(type->materials))];
    making.material = material->says;
    const struct demo_family *family = &demo_families[type->family];
    struct demo_product product = {
        .title = make_title(memory, &making, edition),
        .brand = family->brands[draw(&making, "brand", DEMO_BRANDS)],
        .category = type->category,
        .description = make_description(memory, &making),
        .scene_type = type->scene,
        .scene_material = material->scene,
        .scene_pattern = type->patterns[draw(&making, "pattern", count_names(type->patterns))],
        .scene_backdrop = draw(&making, "backdrop", 1000),
        .price_cents = make_price(&making),
        .weight_grams = make_weight(&making),
        .seller = choose_seller(&making),
    };
    for (int at = 0; at < DEMO_ATTRIBUTES_MAX && type->attributes[at].name; at++)
        product.attributes[product.attribute_count++] = (struct demo_attribute){
            .name = type->attributes[at].name,
            .value = fill(memory, &making, type->attributes[at].value),
        };
    choose_colours(&making, &product);
    choose_options(&making, &product);
    *ret_product = product;
}
