/* Catalog, import: products as JSON, one a line or in one array.
 *
 * Names differ from shop to shop; the usual ones are known: name or title, price, brand or vendor,
 * category or categories, image or thumbnail, objectID or id or sku. */
#include "shop/catalog/catalog_import.h"

#include <jansson.h>

#include "base/secret.h"
#include "base/words.h"

enum { GRAMS_UNKNOWN = 500, STOCK_UNKNOWN = 10, ONE_BYTES_MAX = 256 * 1024, FAULTS_MAX = 500 };

static const json_t *first_of(const json_t *object, const char *const *names)
{
    for (; *names; names++) {
        const json_t *found = json_object_get(object, *names);
        if (found && !json_is_null(found))
            return found;
    }
    return NULL;
}
#define FIRST(OBJECT, ...) first_of(OBJECT, (const char *const[]){ __VA_ARGS__, NULL })

/* A text, a number as text, or a list's first text; NULL for all else. */
static const char *words_of(struct arena *memory, const json_t *value)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_integer(value))
        return arena_format(memory, "%lld", (long long)json_integer_value(value));
    return NULL;
}

/* Jansson reads 49.99 into a double; fifteen digits are what it holds exactly. */
static bool price_of(const json_t *value, struct currency currency, struct money *ret_price)
{
    char number[64];
    if (json_is_string(value))
        return import_money(json_string_value(value), currency, ret_price);
    if (!json_is_number(value) || json_number_value(value) > 1e12)
        return false;
    snprintf(number, sizeof number, "%.*f", currency_exponent(currency), json_number_value(value));
    return import_money(number, currency, ret_price);
}

/* All that tells the category, in one line. */
static const char *category_words(struct arena *memory, const json_t *object)
{
    AUTO(text) words = { 0 };
    static const char *const names[] = { "categories", "category", "type", "tags", NULL };
    for (const char *const *name = names; *name; name++) {
        const json_t *value = json_object_get(object, *name);
        if (json_is_string(value))
            text_add_format(&words, "%s, ", json_string_value(value));
        for (size_t i = 0; i < json_array_size(value) && i < 20; i++)
            if (json_is_string(json_array_get(value, i)))
                text_add_format(&words, "%s, ", json_string_value(json_array_get(value, i)));
    }
    return arena_copy(memory, text_of(&words));
}

/* What names the product in the file; without a name of its own, its title and brand do. */
static const char *key_of(struct arena *memory, const json_t *object,
                          const struct product_listing *listing)
{
    const char *own = words_of(memory, FIRST(object, "objectID", "id", "handle", "sku"));
    if (own && *own)
        return import_words(memory, own, 200, false);
    const char *both =
        arena_format(memory, "%s|%s|%s", listing->title, listing->brand ? listing->brand : "",
                     listing->picture_url ? listing->picture_url : "");
    struct secret_tag tag = secret_hash(NULL, both, strlen(both));
    return secret_hex(memory, tag.bytes, 12);
}

static int64_t whole_of(const json_t *value, int64_t most, int64_t otherwise)
{
    double number = json_is_number(value) ? json_number_value(value) : -1;
    return number < 0 ? otherwise : number > (double)most ? most : (int64_t)(number + 0.5);
}

static struct import_item read_product(struct arena *memory, const struct import_plan *plan,
                                       const json_t *object, int64_t line)
{
    struct import_item item = { .line = line };
    struct variant_listing *variant = arena_take(memory, sizeof *variant);
    struct product_listing *listing = &item.listing;
    if (!json_is_object(object)) {
        item.fault = N_("This is not a JSON object.");
        return item;
    }
    const char *title = words_of(memory, FIRST(object, "name", "title"));
    const char *body = words_of(memory, FIRST(object, "description", "body_html", "body"));
    const char *plain = import_plain_text(memory, body);
    *listing = (struct product_listing){
        .seller = plan->seller,
        .title = import_words(memory, title, 150, false),
        .brand =
            import_words(memory, words_of(memory, FIRST(object, "brand", "vendor")), 60, false),
        .description = import_words(memory, plain, 8000, true),
        .picture_url = import_words(
            memory, words_of(memory, FIRST(object, "image", "thumbnail", "images")), 1000, false),
        .variants = variant,
        .variant_count = 1,
        .state = PRODUCT_LISTED,
        .now = plan->now,
    };
    if (!listing->description)
        listing->description = "";
    category_id by_title = import_category(plan->categories, listing->title ? listing->title : "",
                                           import_otherwise(plan));
    listing->category = import_category(plan->categories, category_words(memory, object), by_title);
    variant->stock =
        whole_of(FIRST(object, "stock", "inventory", "quantity"), 1000000, STOCK_UNKNOWN);
    variant->weight_grams = whole_of(FIRST(object, "weight_grams", "grams"), 100000, GRAMS_UNKNOWN);
    variant->sku = import_words(memory, words_of(memory, FIRST(object, "sku")), 60, false);
    if (!listing->title)
        item.fault = N_("It has no name.");
    else if (!price_of(FIRST(object, "price", "salePrice"), plan->currency, &variant->price))
        item.fault = N_("The price is not an amount above zero.");
    else
        listing->import_key = key_of(memory, object, listing);
    bool announces =
        price_of(FIRST(object, "compare_at_price", "was"), plan->currency, &variant->was) &&
        variant->was.minor != variant->price.minor;
    if (!announces)
        variant->was = (struct money){ 0 };
    return item;
}

static void add_fault(struct arena *memory, struct import_items *items, size_t *room, int64_t line,
                      const char *fault)
{
    import_add(memory, items, room, &(struct import_item){ .line = line, .fault = fault });
}

/* The text of the value that begins at `at`: to its closing bracket, passing over strings. What is
 * longer than a product can be is cut, and no JSON then. */
static size_t value_length(const char *at, const char *end)
{
    int depth = 0;
    bool quoted = false;
    if (end - at > ONE_BYTES_MAX)
        end = at + ONE_BYTES_MAX;
    for (const char *here = at; here < end; here++) {
        if (quoted) {
            if (*here == '\\')
                here++;
            else if (*here == '"')
                quoted = false;
        } else if (*here == '"')
            quoted = true;
        else if (*here == '{' || *here == '[')
            depth++;
        else if ((*here == '}' || *here == ']') && --depth <= 0)
            return (size_t)(here - at) + 1;
    }
    return (size_t)(end - at);
}

/* Reads the object at `at`; gives how much of the text it was. Of a broken one, its line. */
static size_t take_object(struct arena *memory, const struct import_plan *plan, const char *at,
                          const char *end, int64_t line, struct import_item *ret_item)
{
    size_t length = value_length(at, end);
    json_error_t error;
    json_t *object = json_loadb(at, length, JSON_REJECT_DUPLICATES, &error);
    *ret_item = (struct import_item){ .line = line, .fault = N_("This is not valid JSON.") };
    if (object) {
        *ret_item = read_product(memory, plan, object, line);
        json_decref(object);
        return length;
    }
    const char *line_end = memchr(at, '\n', length);
    return line_end ? (size_t)(line_end - at) : length;
}

/* Products one behind the other, in an array or not: commas and brackets between them are passed
 * over, so that one that is broken does not take the others with it. */
struct import_items catalog_import_json(struct arena *memory, const struct import_plan *plan,
                                        const char *file, size_t size)
{
    struct import_items items = { 0 };
    size_t room = 0, faults = 0;
    int64_t line = 1;
    const char *end = file + size, *at = file;
    if (size >= 3 && memcmp(file, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    while (at < end && faults < FAULTS_MAX) {
        size_t length = 1;
        if (*at == '{') {
            struct import_item item;
            length = take_object(memory, plan, at, end, line, &item);
            import_add(memory, &items, &room, &item);
            faults += item.fault != NULL;
        } else if (!strchr(" \t\r\n,[]", *at)) {
            add_fault(memory, &items, &room, line, N_("This is not a JSON object."));
            length = strcspn(at, "\n");
            faults++;
        }
        for (size_t i = 0; i < length; i++)
            line += at[i] == '\n';
        at += length;
    }
    if (faults == FAULTS_MAX)
        add_fault(memory, &items, &room, line,
                  N_("Too much of this file is broken: the rest of it was not read."));
    if (!items.count)
        add_fault(memory, &items, &room, 1, N_("There is no product in this file."));
    return items;
}
