/* Catalog: offers found, stock taken and given back, products listed. */
#include "shop/catalog/catalog_inside.h"

#include <assert.h>

#include "base/id.h"
#include "base/secret.h"
#include "base/words.h"
#include "shop/catalog/catalog_sql.h"

REFUSAL(PRODUCT_NOT_FOUND, 404, "There is no such product. It may have been withdrawn.");
REFUSAL(OFFER_NOT_FOUND, 404, "There is no such offer. It may have been withdrawn.");
REFUSAL_AT(CATEGORY_NOT_FOUND, 422, "category",
           "There is no such category. Choose one of the list.");
REFUSAL_AT(OUT_OF_STOCK, 409, "count", "There are not as many left. Take fewer.");
REFUSAL(NOT_YOUR_PRODUCT, 404, "There is no such product of yours.");
REFUSAL_AT(VARIANT_TWICE, 422, "variants",
           "Two variants have the same options. Change one of them.");
REFUSAL_AT(PRICE_WRONG, 422, "price", "A price must be above zero and in your shop's currency.");
REFUSAL_AT(PRODUCTS_FULL, 409, "title",
           "Your shop has as many products as it may have at the moment. Your standing tells why.");
REFUSAL(OFFER_WITHDRAWN, 409, "This is no longer for sale.");
REFUSAL(PRODUCT_IN_REVIEW, 409,
        "The market is checking this product, which takes a working day as a rule. When that is "
        "done you can change it; until then you may only withdraw it.");

const struct event_kind PRODUCT_LISTED_EVENT = { "product.listed" };
const struct event_kind PRODUCT_CHANGED = { "product.changed" };
const struct event_kind PRODUCT_WITHDRAWN_EVENT = { "product.withdrawn" };
const struct event_kind OFFER_CHANGED = { "offer.changed" };

const char *const catalog_state_names[] = { "draft", "listed", "withdrawn", NULL };
const struct choice product_states[] = {
    [PRODUCT_DRAFT] = { "draft", N_("Draft") },
    [PRODUCT_LISTED] = { "listed", N_("For sale") },
    [PRODUCT_WITHDRAWN] = { "withdrawn", N_("Withdrawn") },
    { 0 },
};

refused catalog_announce(struct store_tx *tx, const struct event_kind *kind, product_id product,
                         struct moment now)
{
    catalog_keep_prices(tx, product, now);
    return events_announce(
        tx, &(struct event){
                .kind = kind, .subject = product.number, .subject_prefix = "prd", .at = now });
}

/* Offers and stock ------------------------------------------------------------------------- */

struct offer catalog_offer_from_row(const struct rows *rows, struct arena *memory)
{
    const char *standing = rows_text(rows, memory, "standing");
    return (struct offer){
        .offer = { rows_int(rows, "offer_id") },
        .product = { rows_int(rows, "product_id") },
        .variant = { rows_int(rows, "variant_id") },
        .seller = { rows_int(rows, "seller_id") },
        .title = rows_text(rows, memory, "title"),
        .options = rows_text(rows, memory, "options"),
        .picture = rows_text(rows, memory, "picture"),
        .price =
            money_of(rows_int(rows, "price"), currency_of(rows_text(rows, memory, "currency"))),
        .stock = rows_int(rows, "stock"),
        .weight_grams = rows_int(rows, "weight_grams"),
        .category = { rows_int(rows, "category_id") },
        .origin = rows_text(rows, memory, "country"),
        .for_sale = rows_int(rows, "open") &&
                    text_same(rows_text(rows, memory, "state"), "listed") &&
                    !text_same(standing, "suspended") && !text_same(standing, "restricted"),
    };
}

refused catalog_offer(struct store_tx *tx, struct arena *memory, offer_id offer,
                      struct offer *ret_offer)
{
    struct rows rows = store_query(tx, &catalog_select_offer, WITH(INT(offer.number)));
    if (!rows_next(&rows))
        return &OFFER_NOT_FOUND;
    *ret_offer = catalog_offer_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

refused catalog_take_stock(struct store_tx *tx, offer_id offer, int64_t count)
{
    assert(count > 0);
    return store_do(tx, &catalog_take_units, WITH(INT(count), INT(offer.number))) ? NULL
                                                                                  : &OUT_OF_STOCK;
}

void catalog_return_stock(struct store_tx *tx, offer_id offer, int64_t count)
{
    assert(count > 0);
    store_do(tx, &catalog_return_units, WITH(INT(count), INT(offer.number)));
}

refused catalog_set_aside(struct store_tx *tx, offer_id offer, int64_t count)
{
    assert(count > 0);
    return store_do(tx, &catalog_set_units_aside, WITH(INT(count), INT(offer.number)))
               ? NULL
               : &OUT_OF_STOCK;
}

void catalog_put_back(struct store_tx *tx, offer_id offer, int64_t count)
{
    assert(count > 0);
    store_put(tx, &catalog_put_units_back, WITH(INT(count), INT(offer.number)));
}

void catalog_count_sold(struct store_tx *tx, offer_id offer, int64_t count)
{
    store_put(tx, &catalog_count_units_sold, WITH(INT(count), INT(offer.number)));
}

category_id catalog_category(struct store_tx *tx, const char *slug)
{
    return (category_id){ store_int(tx, &catalog_select_category, WITH(TEXT(slug)), 0) };
}

/* Listing ---------------------------------------------------------------------------------- */

static void add_hashed(text *to, const char *part)
{
    text_add(to, part ? part : "");
    text_add_bytes(to, "", 1); /* a NUL parts them, so that "ab","c" is not "a","bc" */
}

/* A hash of all that a listing says, to tell a changed one from the same again. */
static struct secret_tag content_tag(const struct product_listing *listing)
{
    AUTO(text) all = { 0 };
    add_hashed(&all, listing->title);
    add_hashed(&all, listing->brand);
    add_hashed(&all, listing->description);
    add_hashed(&all, listing->picture_url);
    text_add_format(&all, "%lld %d", (long long)listing->category.number, (int)listing->state);
    for (size_t i = 0; i < listing->attribute_count; i++) {
        add_hashed(&all, listing->attributes[i].name);
        add_hashed(&all, listing->attributes[i].value);
    }
    for (size_t i = 0; i < listing->variant_count; i++) {
        const struct variant_listing *variant = &listing->variants[i];
        for (int k = 0; k < OPTIONS_MAX; k++) {
            add_hashed(&all, variant->options[k].name);
            add_hashed(&all, variant->options[k].value);
        }
        add_hashed(&all, variant->sku);
        add_hashed(&all, variant->barcode);
        text_add_format(&all, "%lld %s %lld %lld", (long long)variant->price.minor,
                        variant->price.currency.code, (long long)variant->stock,
                        (long long)variant->weight_grams);
        if (variant->was.minor)
            text_add_format(&all, " was %lld", (long long)variant->was.minor);
    }
    for (size_t i = 0; i < listing->scene_count; i++)
        add_hashed(&all, listing->scenes[i]);
    return secret_hash(NULL, text_of(&all), all.length);
}

/* "Midnight, 40" from the values, or "Colour, Size" from the names. */
static char *joined(struct arena *memory, const struct variant_listing *variant, bool names)
{
    AUTO(text) made = { 0 };
    for (int i = 0; i < OPTIONS_MAX; i++) {
        const char *part = names ? variant->options[i].name : variant->options[i].value;
        if (!variant->options[i].name || !part || !*part)
            continue;
        if (made.length)
            text_add(&made, ", ");
        text_add(&made, part);
    }
    return arena_copy(memory, text_of(&made));
}

static refused check_variants(struct arena *memory, const struct product_listing *listing,
                              struct currency currency)
{
    const char *options[VARIANTS_MAX];
    assert(listing->variant_count >= 1 && listing->variant_count <= VARIANTS_MAX);
    for (size_t i = 0; i < listing->variant_count; i++) {
        const struct variant_listing *variant = &listing->variants[i];
        bool priced = variant->price.minor > 0 && variant->price.minor <= MONEY_MAX / 1000 &&
                      currency_same(variant->price.currency, currency);
        if (!priced)
            return &PRICE_WRONG;
        options[i] = joined(memory, variant, false);
        for (size_t k = 0; k < i; k++)
            if (text_same(options[i], options[k]))
                return &VARIANT_TWICE;
    }
    return NULL;
}

/* What a listing says of the price of one of its variants: all of it, so that no price before said
 * is none announced. */
static struct price_wish wish_for(const struct own_prices *own, const char *options,
                                  const struct variant_listing *variant, struct moment now)
{
    struct price_wish wish = { 0 };
    for (size_t i = 0; i < own->count; i++)
        if (text_same(own->options[i], options))
            wish = own->items[i];
    wish.price = variant->price.minor;
    wish.was = variant->was.minor;
    wish.wish = variant->was.minor ? WAS_IS : WAS_ENDS;
    wish.now = now;
    return wish;
}

static refused check_reductions(struct store_tx *tx, struct arena *memory,
                                const struct product_listing *listing, product_id product)
{
    struct own_prices own = { 0 };
    bool loaded = false;
    for (size_t i = 0; i < listing->variant_count; i++) {
        const struct variant_listing *variant = &listing->variants[i];
        struct announced announced;
        if (!variant->was.minor)
            continue;
        if (!currency_same(variant->was.currency, variant->price.currency))
            return &WAS_NOT_ABOVE;
        if (!loaded && product.number)
            own = catalog_own_prices(tx, memory, product, listing->seller);
        loaded = true;
        struct price_wish wish =
            wish_for(&own, joined(memory, variant, false), variant, listing->now);
        refused why = catalog_may_announce(tx, &wish, &announced);
        if (why)
            return why;
    }
    return NULL;
}

static void write_reduction(struct store_tx *tx, const struct product_listing *listing,
                            const struct own_prices *own, const char *options,
                            const struct variant_listing *variant)
{
    struct price_wish wish = wish_for(own, options, variant, listing->now);
    struct announced announced;
    if (wish.offer.number && !catalog_may_announce(tx, &wish, &announced))
        catalog_write_announced(tx, listing->seller, &wish, &announced);
}

/* `own` is what there was before. */
static void write_variant(struct store_tx *tx, struct arena *memory,
                          const struct product_listing *listing, product_id product,
                          const struct own_prices *own, size_t i)
{
    const struct variant_listing *variant = &listing->variants[i];
    const char *options = joined(memory, variant, false), *names = joined(memory, variant, true);
    int64_t number =
        store_int(tx, &catalog_select_variant, WITH(INT(product.number), TEXT(options)), 0);
    if (number) {
        store_do(tx, &catalog_update_variant,
                 WITH(INT((int64_t)i), TEXT(names), TEXT(variant->barcode),
                      INT(variant->weight_grams), INT(number)));
    } else {
        number = id_next(listing->now);
        store_do(tx, &catalog_insert_variant,
                 WITH(INT(number), INT(product.number), INT((int64_t)i), TEXT(options), TEXT(names),
                      TEXT(variant->options[0].value), TEXT(variant->options[1].value),
                      TEXT(variant->options[2].value), TEXT(variant->barcode),
                      INT(variant->weight_grams)));
    }
    store_do(tx, &catalog_upsert_offer,
             WITH(INT(id_next(listing->now)), INT(number), INT(product.number),
                  INT(listing->seller.number), TEXT(variant->sku), INT(variant->price.minor),
                  TEXT(variant->price.currency.code), INT(variant->stock)));
    write_reduction(tx, listing, own, options, variant);
}

void catalog_choose_picture(struct store_tx *tx, product_id product)
{
    AUTO(arena) memory = { 0 };
    int64_t first = store_int(tx, &catalog_select_first_picture, WITH(INT(product.number)), 0);
    const char *path =
        first ? arena_format(&memory, "/pictures/%s/400", id_text(&memory, "pic", first)) : NULL;
    store_do(tx, &catalog_set_picture, WITH(TEXT(path), INT(product.number)));
}

static void write_parts(struct store_tx *tx, struct arena *memory,
                        const struct product_listing *listing, product_id product, bool is_new)
{
    struct own_prices own = { 0 };
    if (!is_new)
        own = catalog_own_prices(tx, memory, product, listing->seller);
    store_do(tx, &catalog_delete_attributes, WITH(INT(product.number)));
    for (size_t i = 0; i < listing->attribute_count; i++)
        store_do(tx, &catalog_insert_attribute,
                 WITH(INT(product.number), INT((int64_t)i), TEXT(listing->attributes[i].name),
                      TEXT(listing->attributes[i].value)));
    store_do(tx, &catalog_close_offers, WITH(INT(product.number), INT(listing->seller.number)));
    for (size_t i = 0; i < listing->variant_count; i++)
        write_variant(tx, memory, listing, product, &own, i);
    if (!listing->scenes)
        return;
    store_do(tx, &catalog_delete_scenes, WITH(INT(product.number)));
    for (size_t i = 0; i < listing->scene_count; i++)
        store_do(tx, &catalog_insert_picture,
                 WITH(INT(id_next(listing->now)), INT(product.number), INT(listing->seller.number),
                      INT((int64_t)i), TEXT(listing->scenes[i]), INT(listing->now.us)));
    catalog_choose_picture(tx, product);
}

void catalog_tally(struct store_tx *tx, product_id product, enum product_state state)
{
    enum { TALLY_PARTS = 8 }; /* rows of the table */
    uint64_t mixed = (uint64_t)product.number * UINT64_C(0x9e3779b97f4a7c15);
    store_do(tx, &catalog_tally_state,
             WITH(INT(state == PRODUCT_LISTED), INT(product.number),
                  INT((int64_t)((mixed >> 32) % TALLY_PARTS))));
}

bool catalog_knows_key(struct store_tx *tx, seller_id seller, const char *import_key)
{
    return store_int(tx, &catalog_select_by_key, WITH(INT(seller.number), TEXT(import_key)), 0) !=
           0;
}

/* The product to change, or listed under the key before. What is held stays as the person who
 * looks at it sees it. */
static refused find_before(struct store_tx *tx, struct arena *memory,
                           const struct product_listing *listing, struct listed_before *before)
{
    bool held = false;
    if (!listing->import_key && !listing->product.number)
        return NULL;
    struct rows rows =
        listing->product.number
            ? store_query(tx, &catalog_select_tag,
                          WITH(INT(listing->product.number), INT(listing->seller.number)))
            : store_query(tx, &catalog_select_by_key,
                          WITH(INT(listing->seller.number), TEXT(listing->import_key)));
    while (rows_next(&rows)) {
        size_t size;
        unsigned char *tag = rows_bytes(&rows, memory, "content_tag", &size);
        before->product.number = rows_int(&rows, "product_id");
        before->same =
            size == sizeof before->tag.bytes && memcmp(tag, before->tag.bytes, size) == 0;
        held = rows_int(&rows, "held_decision") != 0;
    }
    if (listing->product.number && !before->product.number)
        return &NOT_YOUR_PRODUCT;
    return held && !before->same ? &PRODUCT_IN_REVIEW : NULL;
}

int64_t catalog_count_products(struct store_tx *tx, seller_id seller)
{
    return store_int(tx, &catalog_count_own, WITH(INT(seller.number)), 0);
}

/* A shop whose standing lets it grow no further may still change what it has. */
static refused has_room(struct store_tx *tx, const struct seller *seller)
{
    bool full = seller->products_most &&
                catalog_count_products(tx, seller->seller) >= seller->products_most;
    return full ? &PRODUCTS_FULL : NULL;
}

refused catalog_may_list(struct store_tx *tx, struct arena *memory,
                         const struct product_listing *listing, struct listed_before *ret_before)
{
    struct seller seller;
    refused why = sellers_find(tx, memory, listing->seller, &seller);
    if (!why)
        why = check_variants(memory, listing, seller.currency);
    *ret_before = (struct listed_before){ .tag = content_tag(listing) };
    if (!why)
        why = find_before(tx, memory, listing, ret_before);
    if (!why && !ret_before->product.number)
        why = has_room(tx, &seller);
    if (!why && !ret_before->same)
        why = check_reductions(tx, memory, listing, ret_before->product);
    return why;
}

refused catalog_list(struct store_tx *tx, const struct product_listing *listing,
                     product_id *ret_product, bool *ret_changed)
{
    AUTO(arena) memory = { 0 };
    struct listed_before before;
    refused why = catalog_may_list(tx, &memory, listing, &before);
    if (why)
        return why;
    const struct secret_tag tag = before.tag;
    product_id product = before.product;
    *ret_changed = !before.same;
    *ret_product = product;
    if (before.same)
        return NULL;
    const char *state = catalog_state_names[listing->state];
    bool is_new = product.number == 0;
    if (is_new)
        product.number = listing->to_be.number ? listing->to_be.number : id_next(listing->now);
    catalog_tally(tx, product, listing->state);
    if (is_new) {
        store_do(tx, &catalog_insert_product,
                 WITH(INT(product.number), INT(listing->seller.number), TEXT(listing->import_key),
                      BYTES(tag.bytes, sizeof tag.bytes), TEXT(listing->title),
                      TEXT(listing->brand), TEXT(listing->description),
                      INT(listing->category.number), TEXT(state), TEXT(listing->picture_url),
                      INT(listing->now.us)));
    } else {
        store_do(tx, &catalog_update_product,
                 WITH(BYTES(tag.bytes, sizeof tag.bytes), TEXT(listing->title),
                      TEXT(listing->brand), TEXT(listing->description),
                      INT(listing->category.number), TEXT(state), TEXT(listing->picture_url),
                      INT(listing->now.us), INT(product.number)));
    }
    write_parts(tx, &memory, listing, product, is_new);
    *ret_product = product;
    return catalog_announce(tx, is_new ? &PRODUCT_LISTED_EVENT : &PRODUCT_CHANGED, product,
                            listing->now);
}
