/* Catalog, import: what the formats share, and loading what was read. */
#include "shop/catalog/catalog_import.h"

#include "base/words.h"
#include "shop/catalog/catalog_judged.h"

enum { ITEMS_AT_ONCE = 100, FAULTS_MAX = 1000 };

static const char *const not_by_file = N_("The market does not take this one from a file. List it "
                                          "by hand: there it tells you what can be done.");

static const char *const was_not_charged =
    N_("It is for sale, but without its price before: that one was not charged in the last 30 days "
       "on which buyers could buy it.");
static const char *const was_not_above =
    N_("It is for sale, but without its price before: that one is not above the price.");

/* What the formats share ------------------------------------------------------------------- */

void import_add(struct arena *memory, struct import_items *items, size_t *room,
                const struct import_item *item)
{
    if (items->count == *room) {
        *room = *room * 2 + 64;
        struct import_item *grown = arena_array(memory, *room, sizeof *grown);
        if (items->count)
            memcpy(grown, items->items, items->count * sizeof *grown);
        items->items = grown;
    }
    items->items[items->count++] = *item;
}

const char *import_words(struct arena *memory, const char *from, size_t most, bool lines)
{
    AUTO(text) kept = { 0 };
    size_t points = 0;
    for (const char *at = from ? from : ""; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if ((byte & 0xc0) != 0x80 && ++points > most)
            break;
        bool control = byte < 0x20 || byte == 0x7f;
        text_add_char(&kept, !control || (lines && byte == '\n') ? *at : ' ');
    }
    const char *trimmed = text_trim(memory, text_of(&kept));
    return *trimmed ? trimmed : NULL;
}

bool import_money(const char *from, struct currency currency, struct money *ret_amount)
{
    AUTO(text) plain = { 0 };
    int digits = currency_exponent(currency), places = -1;
    const char *point = strrchr(from, '.');
    for (const char *at = from; *at; at++) {
        if (*at == ' ' || (*at == ',' && point && at < point))
            continue; /* grouping */
        if (at == point || (!point && *at == ','))
            places = 0;
        else if (*at < '0' || *at > '9')
            return false;
        else if (places >= 0 && ++places > digits && *at != '0')
            return false; /* finer than the currency */
        if (places <= digits && !(places == 0 && digits == 0))
            text_add_char(&plain, *at == ',' ? '.' : *at);
    }
    return plain.length > 0 && plain.length <= 20 &&
           money_read(text_of(&plain), currency, ret_amount) && ret_amount->minor > 0;
}

void import_was(const char *from, struct currency currency, struct variant_listing *variant)
{
    struct money was;
    if (import_money(from, currency, &was) && was.minor != variant->price.minor)
        variant->was = was;
}

/* Categories by words ---------------------------------------------------------------------- */

/* Words of other catalogues, for what is not in our categories' own names. First that fits wins, so
 * the narrow ones stand before the wide ones. */
// clang-format off
static const struct { const char *word, *slug; } hints[] = {
    { "screen protector", "screen-protectors" }, { "phone case", "cases" },
    { "cell phone case", "cases" }, { "cases, covers", "cases" },
    { "cell phone", "mobile-phones" }, { "smartphone", "mobile-phones" },
    { "prepaid phone", "mobile-phones" }, { "iphone", "mobile-phones" }, { "headphone", "audio" },
    { "earbud", "audio" }, { "speaker", "audio" }, { "laptop", "laptops" },
    { "tablet", "tablets" }, { "camera", "cameras" }, { "drone", "cameras" },
    { "smartwatch", "wearables" }, { "smart watch", "wearables" },
    { "keyboard", "computer-accessories" }, { "necklace", "necklaces" },
    { "pendant", "necklaces" }, { "earring", "earrings" }, { "bracelet", "bracelets" },
    { "bangle", "bracelets" }, { "ring", "rings" }, { "jewelry", "jewelry-accessories" },
    { "jewelery", "jewelry-accessories" }, { "jewellery", "jewelry-accessories" },
    { "shoe", "shoes" }, { "boot", "shoes" }, { "sneaker", "shoes" }, { "handbag", "bags" },
    { "backpack", "bags" }, { "bag", "bags" }, { "watch", "watches" },
    { "sunglasses", "accessories" }, { "scarf", "accessories" }, { "women", "clothing" },
    { "dress", "clothing" }, { "men", "clothing" }, { "shirt", "clothing" },
    { "jacket", "clothing" }, { "apparel", "clothing" }, { "clothing", "clothing" },
    { "lipstick", "makeup" }, { "makeup", "makeup" }, { "skin", "skincare" },
    { "hair", "hair-care" }, { "fragrance", "fragrance" }, { "perfume", "fragrance" },
    { "puzzle", "puzzles" }, { "board game", "board-games" }, { "toy", "toys-hobbies" },
    { "tent", "camping" }, { "camping", "camping" }, { "bicycle", "cycling" },
    { "cycling", "cycling" }, { "fitness", "fitness" }, { "yoga", "fitness" },
    { "car electronics", "car-electronics" }, { "motorcycle", "motorcycle-gear" },
    { "automotive", "automobiles-motorcycles" }, { "drill", "tools" }, { "tool", "tools" },
    { "plumbing", "plumbing" }, { "lamp", "home-decor" }, { "candle", "home-decor" },
    { "lighting", "home-decor" }, { "kitchen", "kitchen" }, { "bedding", "bedding-textiles" },
    { "garden", "garden" }, { "plant", "garden" }, { "pet", "pet-supplies" },
    { "vase", "home-decor" }, { "decor", "home-decor" }, { "phone", "chargers-cables" },
    { "cable", "chargers-cables" }, { "charger", "chargers-cables" },
};
// clang-format on

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter + 32) : letter;
}

static bool is_letter(char letter)
{
    return lower(letter) >= 'a' && lower(letter) <= 'z';
}

/* `word` begins a word of `words` and ends one, give or take a plural's s. */
static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; *at; at++) {
        size_t same = 0;
        if (at > words && is_letter(at[-1]))
            continue;
        while (same < length && at[same] && lower(at[same]) == lower(word[same]))
            same++;
        if (same < length)
            continue;
        const char *end = at + length + (at[length] == 's');
        if (!is_letter(*end))
            return true;
    }
    return false;
}

static category_id with_slug(const struct categories *categories, const char *slug)
{
    for (size_t i = 0; i < categories->count; i++)
        if (text_same(categories->items[i].slug, slug))
            return categories->items[i].category;
    return (category_id){ 0 };
}

category_id import_category(const struct categories *categories, const char *words,
                            category_id otherwise)
{
    category_id found = { 0 };
    for (size_t i = 0; i < categories->count && !found.number; i++)
        if (has_word(words, categories->items[i].name))
            found = categories->items[i].category;
    for (size_t i = 0; i < sizeof hints / sizeof *hints && !found.number; i++)
        if (has_word(words, hints[i].word))
            found = with_slug(categories, hints[i].slug);
    return found.number ? found : otherwise;
}

category_id import_otherwise(const struct import_plan *plan)
{
    return with_slug(plan->categories, plan->category ? plan->category : "home-garden");
}

/* Reading ---------------------------------------------------------------------------------- */

static enum import_format look_at(const char *file, size_t size)
{
    size_t at = size >= 3 && memcmp(file, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < size && strchr(" \t\r\n", file[at]) && file[at])
        at++;
    return at < size && (file[at] == '{' || file[at] == '[') ? IMPORT_JSON : IMPORT_SHOPIFY;
}

struct import_items catalog_import_read(struct arena *memory, const struct import_plan *plan,
                                        const char *file, size_t size)
{
    enum import_format format = plan->format ? plan->format : look_at(file, size);
    if (!text_is_utf8(file, size)) {
        struct import_items items = { 0 };
        size_t room = 0;
        import_add(memory, &items, &room,
                   &(struct import_item){ .line = 1, .fault = N_("The file is not UTF-8 text.") });
        return items;
    }
    return format == IMPORT_JSON ? catalog_import_json(memory, plan, file, size)
                                 : catalog_import_shopify(memory, plan, file, size);
}

/* Loading ---------------------------------------------------------------------------------- */

struct loading {
    const struct import_item *items;
    size_t count;
    const struct fraud_visit *visit; /* or NULL */
    struct import_result *result;    /* of these items alone: begun again when the act is */
    const char *faults[ITEMS_AT_ONCE];
};

/* The same without prices before: what is true of it is for sale all the same. */
static struct product_listing without_reductions(struct arena *memory,
                                                 const struct product_listing *listing)
{
    struct product_listing plain = *listing;
    struct variant_listing *variants =
        arena_array(memory, listing->variant_count, sizeof *variants);
    for (size_t i = 0; i < listing->variant_count; i++) {
        variants[i] = listing->variants[i];
        variants[i].was = (struct money){ 0 };
    }
    plain.variants = variants;
    return plain;
}

static refused list_it(struct store_tx *tx, struct arena *memory, const struct fraud_visit *visit,
                       const struct product_listing *listing, bool *ret_changed,
                       struct fraud_judgement *ret_judgement)
{
    product_id product;
    return visit ? catalog_judge_listing(tx, memory, listing, visit, &product, ret_changed,
                                         ret_judgement)
                 : catalog_list(tx, listing, &product, ret_changed);
}

/* A listing that is refused does not hold the others up: it refuses before it writes. False when it
 * is not loaded; what is wrong with it, loaded or not, goes to `ret_fault`. */
static bool load_one(struct store_tx *tx, const struct fraud_visit *visit,
                     const struct product_listing *listing, bool *ret_changed,
                     const char **ret_fault)
{
    AUTO(arena) memory = { 0 };
    struct fraud_judgement judgement = { 0 };
    refused why = list_it(tx, &memory, visit, listing, ret_changed, &judgement);
    *ret_fault = NULL;
    if (why == &WAS_NOT_CHARGED || why == &WAS_NOT_ABOVE) {
        struct product_listing plain = without_reductions(&memory, listing);
        *ret_fault = why == &WAS_NOT_CHARGED ? was_not_charged : was_not_above;
        why = list_it(tx, &memory, visit, &plain, ret_changed, &judgement);
    }
    if (why || judgement.stops)
        *ret_fault = why ? why->sentence : not_by_file;
    return !why && !judgement.stops;
}

static refused load_some(struct store_tx *tx, void *what)
{
    struct loading *loading = what;
    struct import_result result = { 0 };
    for (size_t i = 0; i < loading->count; i++) {
        const struct import_item *item = &loading->items[i];
        bool changed, is_new;
        loading->faults[i] = item->fault;
        if (item->fault)
            continue;
        is_new = !catalog_knows_key(tx, item->listing.seller, item->listing.import_key);
        if (!load_one(tx, loading->visit, &item->listing, &changed, &loading->faults[i]))
            continue;
        if (is_new)
            result.made++;
        else if (changed)
            result.changed++;
        else
            result.same++;
    }
    *loading->result = result;
    return NULL;
}

static void note_faults(const struct loading *loading, struct import_result *all)
{
    for (size_t i = 0; i < loading->count; i++)
        if (loading->faults[i] && all->fault_count < FAULTS_MAX)
            all->faults[all->fault_count++] =
                (struct import_fault){ loading->items[i].line, loading->faults[i] };
}

refused catalog_import_load(struct store *store, struct arena *memory,
                            const struct import_items *items, import_progress *progress,
                            void *context, struct import_result *ret_result)
{
    struct import_result all = { .faults = arena_array(memory, FAULTS_MAX, sizeof *all.faults) };
    for (size_t at = 0; at < items->count; at += ITEMS_AT_ONCE) {
        struct import_result some = { 0 };
        struct loading loading = { .items = items->items + at,
                                   .count = items->count - at < ITEMS_AT_ONCE ? items->count - at
                                                                              : ITEMS_AT_ONCE,
                                   .visit = items->visit,
                                   .result = &some };
        refused why = store_transact(store, load_some, &loading);
        if (why)
            return why;
        all.made += some.made;
        all.changed += some.changed;
        all.same += some.same;
        note_faults(&loading, &all);
        if (progress)
            progress((int64_t)(at + loading.count), (int64_t)items->count, context);
    }
    *ret_result = all;
    return NULL;
}
