/* Catalog, changing: a product's state, and sellers' offers one by one. */
#include "shop/catalog/catalog_inside.h"

#include "base/id.h"
#include "base/words.h"
#include "shop/catalog/catalog_sql.h"

REFUSAL(STATE_CHANGE_WRONG, 409, "A product cannot go back to being a draft.");

/* What a state may become. A draft was never seen, so nothing becomes one again. */
static const bool may_become[][3] = {
    [PRODUCT_DRAFT] = { [PRODUCT_LISTED] = true, [PRODUCT_WITHDRAWN] = true },
    [PRODUCT_LISTED] = { [PRODUCT_WITHDRAWN] = true },
    [PRODUCT_WITHDRAWN] = { [PRODUCT_LISTED] = true },
};

refused catalog_may_become(const struct product *product, seller_id seller,
                           enum product_state state)
{
    if (product->seller.number != seller.number)
        return &NOT_YOUR_PRODUCT;
    if (product->held_decision && state == PRODUCT_LISTED)
        return &PRODUCT_IN_REVIEW;
    if (product->state != state && !may_become[product->state][state])
        return &STATE_CHANGE_WRONG;
    return NULL;
}

refused catalog_change_state(struct store_tx *tx, seller_id seller, product_id product,
                             enum product_state state, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct product found;
    refused why = catalog_find(tx, &memory, product, &found);
    if (!why)
        why = catalog_may_become(&found, seller, state);
    if (why)
        return why;
    bool ends_holding = found.held_decision && state == PRODUCT_WITHDRAWN;
    if (found.state == state && !ends_holding)
        return NULL;
    catalog_tally(tx, product, state);
    store_do(tx, &catalog_set_state,
             WITH(TEXT(catalog_state_names[state]), INT(now.us), INT(product.number)));
    return catalog_announce(
        tx, state == PRODUCT_LISTED ? &PRODUCT_LISTED_EVENT : &PRODUCT_WITHDRAWN_EVENT, product,
        now);
}

static refused check_price(struct store_tx *tx, const struct offer_change *change)
{
    AUTO(arena) memory = { 0 };
    struct seller seller;
    refused why = sellers_find(tx, &memory, change->seller, &seller);
    if (why)
        return why;
    if (seller.standing == SELLER_SUSPENDED || seller.standing == SELLER_RESTRICTED)
        return &SELLER_IS_SUSPENDED;
    bool priced = change->price.minor > 0 && change->price.minor <= MONEY_MAX / 1000 &&
                  currency_same(change->price.currency, seller.currency);
    return priced ? NULL : &PRICE_WRONG;
}

/* The product of a seller's own offer; number 0 when it is not theirs. */
static product_id product_of_own(struct store_tx *tx, seller_id seller, offer_id offer)
{
    product_id product = { 0 };
    struct rows rows =
        store_query(tx, &catalog_select_own_offer, WITH(INT(offer.number), INT(seller.number)));
    while (rows_next(&rows))
        product.number = rows_int(&rows, "product_id");
    return product;
}

refused catalog_withdraw_offer(struct store_tx *tx, seller_id seller, offer_id offer,
                               struct moment now, product_id *ret_product)
{
    product_id product = product_of_own(tx, seller, offer);
    if (!product.number)
        return &OFFER_NOT_FOUND;
    store_do(tx, &catalog_close_offer, WITH(INT(offer.number)));
    *ret_product = product;
    return catalog_announce(tx, &OFFER_CHANGED, product, now);
}

/* What the change says of the price before; nothing said of a new offer is none. */
static struct price_wish wish_of(const struct offer_change *change)
{
    return (struct price_wish){
        .price = change->price.minor,
        .was = change->was.minor,
        .wish = change->ends_reduction         ? WAS_ENDS
                : change->was.currency.code[0] ? WAS_IS
                                               : WAS_STAYS,
        .now = change->now,
    };
}

static refused decide_reduction(struct store_tx *tx, offer_id offer,
                                const struct offer_change *change, struct price_wish *ret_wish,
                                struct announced *ret_announced)
{
    *ret_wish = wish_of(change);
    if (ret_wish->wish == WAS_IS && !currency_same(change->was.currency, change->price.currency))
        return &WAS_NOT_ABOVE;
    if (offer.number)
        catalog_wish_of(tx, offer, ret_wish);
    return catalog_may_announce(tx, ret_wish, ret_announced);
}

refused catalog_may_change_offer(struct store_tx *tx, struct arena *memory, offer_id offer,
                                 const struct offer_change *change, struct product *ret_product)
{
    product_id product = product_of_own(tx, change->seller, offer);
    if (!product.number)
        return &OFFER_NOT_FOUND;
    refused why = check_price(tx, change);
    if (!why)
        why = catalog_find(tx, memory, product, ret_product);
    if (why)
        return why;
    bool held = ret_product->held_decision && ret_product->seller.number == change->seller.number;
    struct price_wish wish;
    struct announced announced;
    return held ? &PRODUCT_IN_REVIEW : decide_reduction(tx, offer, change, &wish, &announced);
}

refused catalog_change_offer(struct store_tx *tx, offer_id offer, const struct offer_change *change)
{
    AUTO(arena) memory = { 0 };
    struct product found;
    refused why = catalog_may_change_offer(tx, &memory, offer, change, &found);
    if (why)
        return why;
    struct price_wish wish;
    struct announced announced;
    why = decide_reduction(tx, offer, change, &wish, &announced);
    if (why)
        return why;
    product_id product = found.product;
    store_do(tx, &catalog_update_offer,
             WITH(INT(change->price.minor), TEXT(change->price.currency.code), INT(change->stock),
                  TEXT(change->sku), INT(offer.number)));
    catalog_write_announced(tx, change->seller, &wish, &announced);
    return catalog_announce(tx, &OFFER_CHANGED, product, change->now);
}

refused catalog_offer_too(struct store_tx *tx, variant_id variant,
                          const struct offer_change *change, offer_id *ret_offer)
{
    AUTO(arena) memory = { 0 };
    struct product product;
    product_id number = { store_int(tx, &catalog_select_variant_product, WITH(INT(variant.number)),
                                    0) };
    refused why = catalog_find(tx, &memory, number, &product);
    if (!why)
        why = check_price(tx, change);
    if (why)
        return why;
    if (product.state != PRODUCT_LISTED && product.seller.number != change->seller.number)
        return &PRODUCT_NOT_FOUND;
    struct price_wish wish;
    struct announced announced;
    offer_id before = { store_int(tx, &catalog_select_offer_of,
                                  WITH(INT(variant.number), INT(change->seller.number)), 0) };
    why = decide_reduction(tx, before, change, &wish, &announced);
    if (why)
        return why;
    store_do(tx, &catalog_upsert_offer,
             WITH(INT(id_next(change->now)), INT(variant.number), INT(number.number),
                  INT(change->seller.number), TEXT(change->sku), INT(change->price.minor),
                  TEXT(change->price.currency.code), INT(change->stock)));
    ret_offer->number = store_int(tx, &catalog_select_offer_of,
                                  WITH(INT(variant.number), INT(change->seller.number)), 0);
    if (before.number)
        catalog_write_announced(tx, change->seller, &wish, &announced);
    return catalog_announce(tx, &OFFER_CHANGED, number, change->now);
}
