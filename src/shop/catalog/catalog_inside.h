/* Catalog, inside: what the files of this module share. */
#pragma once

#include "base/secret.h"
#include "shop/catalog/catalog.h"
#include "shop/catalog/catalog_prices.h"
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

/* Reductions as they are announced (catalog_prices.h): a row of the offer's. In minor units of its
 * currency. */
struct announced {
    int64_t was, lowest; /* was 0: none; lowest as in struct reduction */
    struct moment since, lowest_at, false_at;
};
enum was_wish { WAS_STAYS, WAS_IS, WAS_ENDS };
/* What a seller's hand makes of an offer. */
struct price_wish {
    offer_id offer;       /* number 0: a new one, that nobody could buy before */
    int64_t price_before; /* 0: none */
    struct announced standing;
    int64_t price;
    enum was_wish wish;
    int64_t was; /* for WAS_IS */
    struct moment now;
};
/* Fills the offer, the price before and what stands. */
void catalog_wish_of(struct store_tx *tx, offer_id offer, struct price_wish *wish);
/* Of all that a seller offers of a product, by the options that a listing names it with. */
struct own_prices {
    const char **options;
    struct price_wish *items; /* beside them */
    size_t count;
};
struct own_prices catalog_own_prices(struct store_tx *tx, struct arena *memory, product_id product,
                                     seller_id seller);
/* Decides what is announced from now on; `lowest` is of the 30 days before now. WAS_NOT_ABOVE,
 * WAS_NOT_CHARGED. */
refused catalog_decide_reduction(const struct price_wish *wish, struct lowest_price lowest,
                                 struct announced *ret_announced);
/* The same, with a look at the history where it needs one. */
refused catalog_may_announce(struct store_tx *tx, const struct price_wish *wish,
                             struct announced *ret_announced);
/* Writes it, where it is not what stands; a reduction that ceases to be one is counted. */
void catalog_write_announced(struct store_tx *tx, seller_id seller, const struct price_wish *wish,
                             const struct announced *announced);
/* Keeps what buyers see of a product's offers now; after the rows of an act are written. */
void catalog_keep_prices(struct store_tx *tx, product_id product, struct moment now);

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
