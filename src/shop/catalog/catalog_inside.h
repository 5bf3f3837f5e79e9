/* Catalog, inside: what the files of this module share. */
#pragma once

#include "base/secret.h"
#include "shop/catalog/catalog.h"
#include "store/jobs.h"

enum {
    VARIANTS_MAX = 100,
    PICTURES_MAX = 12,
    OPTIONS_MAX = 3,
    ATTRIBUTES_MAX = 30,
    CATEGORIES_MAX = 200,
    OFFERS_MAX = 2000, /* of a product, all sellers and variants */
};

extern const char *const catalog_state_names[];
extern const struct choice product_states[];

/* The seller has listed something under this key. */
bool catalog_knows_key(struct store_tx *tx, seller_id seller, const char *import_key);
/* What there was before a listing; number 0: there is none. */
struct listed_before {
    product_id product;
    struct secret_tag tag; /* of the new listing's words */
    bool same;             /* it says the same again */
};
/* What catalog_list() and the others would refuse; they decide and change nothing. */
refused catalog_may_list(struct store_tx *tx, struct arena *memory,
                         const struct product_listing *listing, struct listed_before *ret_before);
refused catalog_may_become(const struct product *product, seller_id seller,
                           enum product_state state);
refused catalog_may_change_offer(struct store_tx *tx, struct arena *memory, offer_id offer,
                                 const struct offer_change *change, struct product *ret_product);

/* Sets the product's first picture again after its pictures changed. */
void catalog_choose_picture(struct store_tx *tx, product_id product);
/* Keeps the number of listed products; before the product's row is written. */
void catalog_tally(struct store_tx *tx, product_id product, enum product_state state);
refused catalog_announce(struct store_tx *tx, const struct event_kind *kind, product_id product,
                         struct moment now);
/* The picture of a category's gate; false when the slug is not the market's own. */
bool catalog_draw_category(text *ret_svg, const char *slug);
/* The market's ten top categories and their children. Idempotent. */
refused catalog_first(struct store *store, struct moment now);
