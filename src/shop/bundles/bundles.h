/* Bundles: products of one seller that cost less when they are bought together.
 *
 * A member is a product, in whichever variants the buyer takes; a set has so many pieces of each.
 * The price of a set is shared out over its pieces by their list prices (quote.h), so a piece that
 * is given back is refunded by its share. */
#pragma once

#include "shop/catalog/catalog.h"

typedef struct {
    int64_t number;
} bundle_id; /* bdl_ */

enum { BUNDLE_MEMBERS_MAX = 8 };

struct bundle_member {
    product_id product;
    int64_t count;
    const char *title, *picture;
    offer_id offer;     /* the seller's cheapest that can be bought; 0: none */
    struct money price; /* of one piece of it */
};
struct bundle {
    bundle_id bundle;
    seller_id seller;
    const char *name;
    struct money price; /* of a set */
    struct money apart; /* the same pieces one by one, at the cheapest; 0 when they cannot be had */
    bool open;          /* not closed by the seller */
    bool available;     /* each member can be bought now */
    struct bundle_member members[BUNDLE_MEMBERS_MAX];
    size_t member_count;
};
struct bundles {
    struct bundle *items;
    size_t count;
};

extern const struct refusal BUNDLE_NOT_FOUND, BUNDLE_TOO_SMALL, BUNDLE_PRICE_WRONG,
    BUNDLE_NOT_AVAILABLE;

struct bundle_making {
    seller_id seller;
    struct currency currency;
    const char *name;
    struct money price;
    const struct bundle_member *members; /* product and count */
    size_t member_count;
    struct moment now;
};
/* BUNDLE_TOO_SMALL: two pieces at least. BUNDLE_PRICE_WRONG: not below what the pieces cost one by
 * one. PRODUCT_NOT_FOUND: one of them is not for sale by this seller. */
refused bundles_make(struct store_tx *tx, const struct bundle_making *making,
                     bundle_id *ret_bundle);
refused bundles_close_one(struct store_tx *tx, seller_id seller, bundle_id bundle);

refused bundles_find(struct store_tx *tx, struct arena *memory, bundle_id bundle,
                     struct bundle *ret_bundle);
struct bundles bundles_of_seller(struct store_tx *tx, struct arena *memory, seller_id seller,
                                 int64_t before, int64_t most); /* newest first */
/* Open ones that a product is in. */
struct bundles bundles_of_product(struct store_tx *tx, struct arena *memory, product_id product,
                                  int64_t most);
