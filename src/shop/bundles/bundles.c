/* Bundles: made, closed, found. */
#include "shop/bundles/bundles.h"

#include "base/id.h"
#include "shop/bundles/bundles_sql.h"

REFUSAL(BUNDLE_NOT_FOUND, 404, "There is no such set.");
REFUSAL_AT(BUNDLE_TOO_SMALL, 422, "products",
           "A set has at least two pieces, of at most 8 products.");
REFUSAL_AT(BUNDLE_PRICE_WRONG, 422, "price",
           "The set must cost less than its pieces bought one by one.");
REFUSAL(BUNDLE_NOT_AVAILABLE, 409, "Something in this set is sold out.");

static void read_members(struct store_tx *tx, struct arena *memory, struct bundle *bundle)
{
    bundle->apart = money_of(0, bundle->price.currency);
    bundle->available = true;
    struct rows rows = store_query(tx, &bundles_select_members, WITH(INT(bundle->bundle.number)));
    while (rows_next(&rows)) {
        if (bundle->member_count == BUNDLE_MEMBERS_MAX)
            continue;
        struct bundle_member *member = &bundle->members[bundle->member_count++];
        *member = (struct bundle_member){
            .product = { rows_int(&rows, "product_id") },
            .count = rows_int(&rows, "count"),
            .title = rows_text(&rows, memory, "title"),
            .picture = rows_text(&rows, memory, "picture"),
            .offer = { rows_int(&rows, "offer_id") },
            .price = money_of(rows_int(&rows, "price"), bundle->price.currency),
        };
        bundle->available = bundle->available && member->offer.number;
        bundle->apart = money_plus(bundle->apart, money_times(member->price, member->count));
    }
    if (!bundle->available)
        bundle->apart.minor = 0;
}

refused bundles_find(struct store_tx *tx, struct arena *memory, bundle_id number,
                     struct bundle *ret_bundle)
{
    struct rows rows = store_query(tx, &bundles_select, WITH(INT(number.number)));
    if (!rows_next(&rows))
        return &BUNDLE_NOT_FOUND;
    *ret_bundle = (struct bundle){
        .bundle = number,
        .seller = { rows_int(&rows, "seller_id") },
        .name = rows_text(&rows, memory, "name"),
        .price =
            money_of(rows_int(&rows, "price"), currency_of(rows_text(&rows, memory, "currency"))),
        .open = rows_int(&rows, "open"),
    };
    rows_close(&rows);
    read_members(tx, memory, ret_bundle);
    return NULL;
}

refused bundles_make(struct store_tx *tx, const struct bundle_making *making, bundle_id *ret_bundle)
{
    AUTO(arena) memory = { 0 };
    struct bundle made;
    int64_t pieces = 0;
    for (size_t i = 0; i < making->member_count; i++)
        pieces += making->members[i].count;
    if (pieces < 2 || making->member_count > BUNDLE_MEMBERS_MAX)
        return &BUNDLE_TOO_SMALL;
    if (making->price.minor <= 0 || !currency_same(making->price.currency, making->currency))
        return &BUNDLE_PRICE_WRONG;
    *ret_bundle = (bundle_id){ id_next(making->now) };
    store_put(tx, &bundles_insert,
              WITH(INT(ret_bundle->number), INT(making->seller.number), TEXT(making->name),
                   INT(making->price.minor), TEXT(making->currency.code), INT(making->now.us)));
    for (size_t i = 0; i < making->member_count; i++)
        store_put(tx, &bundles_insert_member,
                  WITH(INT(ret_bundle->number), INT(making->members[i].product.number),
                       INT(making->members[i].count)));
    refused why = bundles_find(tx, &memory, *ret_bundle, &made);
    if (why)
        return why;
    if (!made.available || !made.member_count)
        return &PRODUCT_NOT_FOUND; /* not theirs, or none left: nothing was made */
    return made.price.minor < made.apart.minor ? NULL : &BUNDLE_PRICE_WRONG;
}

refused bundles_close_one(struct store_tx *tx, seller_id seller, bundle_id bundle)
{
    return store_do(tx, &bundles_close, WITH(INT(bundle.number), INT(seller.number)))
               ? NULL
               : &BUNDLE_NOT_FOUND;
}

static struct bundles all_of(struct store_tx *tx, struct arena *memory, struct rows *rows)
{
    struct bundles found = { 0 };
    bundle_id *numbers = NULL;
    size_t count = 0;
    while (rows_next(rows)) {
        numbers = arena_room(memory, numbers, count, sizeof *numbers);
        numbers[count++].number = rows_int(rows, "bundle_id");
    }
    found.items = arena_array(memory, count + 1, sizeof *found.items);
    for (size_t i = 0; i < count; i++)
        found.count += !bundles_find(tx, memory, numbers[i], &found.items[found.count]);
    return found;
}

struct bundles bundles_of_seller(struct store_tx *tx, struct arena *memory, seller_id seller,
                                 int64_t before, int64_t most)
{
    struct rows rows = store_query(tx, &bundles_select_of_seller,
                                   WITH(INT(seller.number), INT(before), INT(most)));
    return all_of(tx, memory, &rows);
}

struct bundles bundles_of_product(struct store_tx *tx, struct arena *memory, product_id product,
                                  int64_t most)
{
    struct rows rows =
        store_query(tx, &bundles_select_of_product, WITH(INT(product.number), INT(most)));
    return all_of(tx, memory, &rows);
}
