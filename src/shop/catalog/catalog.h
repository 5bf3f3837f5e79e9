/* Catalog: what is for sale.
 *
 * A product (what it is) has variants (red, size 40), and a variant has offers: a seller's price
 * and stock. The same product of several sellers is one product with several offers. Stock is
 * taken when an order is placed and given back when it is cancelled; it is never below zero. */
#pragma once

#include "base/money.h"
#include "shop/sellers/sellers.h"
#include "store/events.h"
#include "store/store.h"

typedef struct {
    int64_t number;
} product_id; /* prd_ */
typedef struct {
    int64_t number;
} variant_id; /* var_ */
typedef struct {
    int64_t number;
} offer_id; /* off_ */
typedef struct {
    int64_t number;
} picture_id; /* pic_ */
typedef struct {
    int64_t number;
} category_id; /* cat_ */

enum product_state { PRODUCT_DRAFT, PRODUCT_LISTED, PRODUCT_WITHDRAWN };

extern const struct event_kind PRODUCT_LISTED_EVENT, PRODUCT_CHANGED, PRODUCT_WITHDRAWN_EVENT,
    OFFER_CHANGED; /* subject: the product */
extern const struct refusal PRODUCT_NOT_FOUND, OFFER_NOT_FOUND, CATEGORY_NOT_FOUND,
    PICTURE_NOT_FOUND, PICTURE_NOT_AN_IMAGE, PICTURE_TOO_LARGE, PICTURE_LIMIT, OUT_OF_STOCK,
    STATE_CHANGE_WRONG, NOT_YOUR_PRODUCT, VARIANT_TWICE, PRICE_WRONG, OFFER_WITHDRAWN,
    PRODUCT_IN_REVIEW, PRODUCT_NOT_IN_REVIEW, WAS_NOT_CHARGED, WAS_NOT_ABOVE, PRODUCTS_FULL;

/* Products of a seller that are not withdrawn. */
int64_t catalog_count_products(struct store_tx *tx, seller_id seller);

/* What an order, a cart or a quote needs to know of an offer, at this moment. */
struct offer {
    offer_id offer;
    product_id product;
    variant_id variant;
    seller_id seller;
    const char *title;   /* of the product */
    const char *options; /* "Midnight, 40", "" when there is one variant */
    const char *picture; /* path of the first picture at 400 pixels; NULL when none */
    struct money price;  /* in the seller's currency */
    int64_t stock;
    int64_t weight_grams;
    category_id category;
    const char *origin; /* country that it is sent from */
    bool for_sale;      /* the product is listed, the offer is open, the seller may sell */
};
/* From a row with the columns of catalog_select_offer. */
struct offer catalog_offer_from_row(const struct rows *rows, struct arena *memory);
refused catalog_offer(struct store_tx *tx, struct arena *memory, offer_id offer,
                      struct offer *ret_offer);

/* OUT_OF_STOCK when fewer than `count` are left; otherwise they are taken. */
refused catalog_take_stock(struct store_tx *tx, offer_id offer, int64_t count);
void catalog_return_stock(struct store_tx *tx, offer_id offer, int64_t count);

/* Off the shelf for a deal, without being sold (OUT_OF_STOCK); back on it; and what of it was sold
 * since, or came back: `count` may be below zero. */
refused catalog_set_aside(struct store_tx *tx, offer_id offer, int64_t count);
void catalog_put_back(struct store_tx *tx, offer_id offer, int64_t count);
void catalog_count_sold(struct store_tx *tx, offer_id offer, int64_t count);

/* Listing ---------------------------------------------------------------------------------- */

struct attribute {
    const char *name, *value;
};
struct option {
    const char *name, *value;
}; /* "Colour", "Midnight" */

struct variant_listing {
    struct option options[3]; /* unused ones have NULL names */
    const char *sku;          /* the seller's own; may be NULL */
    const char *barcode;      /* GTIN; may be NULL */
    struct money price;       /* above zero, in the seller's currency */
    struct money was;         /* the price before, announced with a reduction; minor 0: none */
    int64_t stock;
    int64_t weight_grams;
};

struct product_listing {
    product_id product; /* to change; number 0: a new one, or the one under the import key */
    product_id to_be;   /* the number that a new one gets; 0: whichever comes */
    seller_id seller;
    const char *import_key; /* with the seller: listing it again changes it; may be NULL */
    const char *title, *brand, *description;
    category_id category;
    const struct attribute *attributes;
    size_t attribute_count;
    const struct variant_listing *variants; /* at least one, at most 100 */
    size_t variant_count;
    const char *const *scenes; /* recipes of scene.h, or NULL */
    size_t scene_count;
    const char *picture_url; /* where the seller's file says one is: kept, not fetched; or NULL */
    enum product_state state;
    struct moment now;
};

/* Makes or (same seller and import key) changes a product with its variants and offers; the same
 * listing again changes nothing (ret_changed false). */
refused catalog_list(struct store_tx *tx, const struct product_listing *listing,
                     product_id *ret_product, bool *ret_changed);

/* Changing --------------------------------------------------------------------------------- */

/* For the seller who listed it; what is withdrawn may be listed again. What is held is not listed
 * (PRODUCT_IN_REVIEW); withdrawn, it is not held any more. */
refused catalog_change_state(struct store_tx *tx, seller_id seller, product_id product,
                             enum product_state state, struct moment now);

/* A seller's own price and stock of a variant; `sku` NULL leaves the one there is. The price before
 * that is announced with a reduction must have been charged (catalog_prices.h): WAS_NOT_CHARGED. */
struct offer_change {
    seller_id seller;
    struct money price;
    struct money was;    /* zeroed: as it was */
    bool ends_reduction; /* none is announced any more */
    int64_t stock;
    const char *sku;
    struct moment now;
};
refused catalog_change_offer(struct store_tx *tx, offer_id offer,
                             const struct offer_change *change);
/* Another seller sells this variant, too; offering it again changes the offer. */
refused catalog_offer_too(struct store_tx *tx, variant_id variant,
                          const struct offer_change *change, offer_id *ret_offer);
/* The seller does not offer it any more; the product stays. */
refused catalog_withdraw_offer(struct store_tx *tx, seller_id seller, offer_id offer,
                               struct moment now, product_id *ret_product);

/* A person has looked at what the fraud engine held (catalog_judged.h): it is for sale, or it is
 * withdrawn. PRODUCT_NOT_IN_REVIEW when it is not held, or not any more. */
refused catalog_clear_product(struct store_tx *tx, product_id product, struct moment now);
refused catalog_refuse_product(struct store_tx *tx, product_id product, struct moment now);

/* Reading ---------------------------------------------------------------------------------- */

struct product {
    product_id product;
    seller_id seller; /* who listed it */
    const char *title, *brand, *description;
    const char *title_sold; /* when it was for sale last; NULL: it never was */
    category_id category;
    enum product_state state;
    int64_t held_decision; /* a person has to look at it before it is for sale; 0: not so */
    const char *picture;   /* path of the first at 400 pixels, or NULL */
    const char *import_key, *picture_url;
    struct moment listed_at, changed_at;
};
refused catalog_find(struct store_tx *tx, struct arena *memory, product_id product,
                     struct product *ret_product);

struct variant {
    variant_id variant;
    const char *options;   /* "Midnight, 40" */
    const char *names;     /* "Colour, Size" */
    const char *values[3]; /* "Midnight", "40", NULL */
    const char *barcode;
    int64_t weight_grams;
};
struct variants {
    struct variant *items;
    size_t count;
};
struct variants catalog_variants(struct store_tx *tx, struct arena *memory, product_id product);

/* That an offer announces a reduction, and whether it is one: see catalog_prices.h. */
struct reduction {
    struct money was; /* minor 0: no reduction is announced */
    bool genuine;
    struct money lowest;     /* of the 30 days before it; not genuine: what it cost, */
    struct moment lowest_at; /* and when it did last */
    struct moment since;     /* reduced first */
    struct moment false_at;  /* not genuine: since when */
    int64_t percent;         /* whole ones, never more than it is */
};

/* One seller's price and stock of one variant, and who the seller is. */
struct variant_offer {
    offer_id offer;
    variant_id variant;
    seller_id seller;
    const char *sku;
    struct money price;
    struct reduction reduction;
    int64_t stock;
    bool open; /* and the seller may sell */
    const char *seller_name, *seller_country;
    enum seller_standing standing;
    unsigned guarantees; /* bits of enum guarantee */
    int64_t ship_days;   /* the seller hands a parcel over within */
};
struct variant_offers {
    struct variant_offer *items;
    size_t count;
};
struct variant_offers catalog_offers(struct store_tx *tx, struct arena *memory, product_id product);

struct attributes {
    struct attribute *items;
    size_t count;
};
struct attributes catalog_attributes(struct store_tx *tx, struct arena *memory, product_id product);

struct picture {
    picture_id picture;
    const char *scene; /* NULL for a photograph */
};
struct pictures {
    struct picture *items;
    size_t count;
};
struct pictures catalog_pictures(struct store_tx *tx, struct arena *memory, product_id product);

/* Categories ------------------------------------------------------------------------------- */

struct category {
    category_id category, parent; /* parent 0: a top one */
    const char *slug, *name;      /* English; translated when shown */
};
struct categories {
    struct category *items;
    size_t count;
};
/* The top ones in order, then the others, each parent's in order. */
struct categories catalog_categories(struct store_tx *tx, struct arena *memory);
struct categories catalog_top_categories(struct store_tx *tx, struct arena *memory);
/* NULL when there is none of this number. */
const struct category *catalog_category_in(const struct categories *all, category_id category);
category_id catalog_category(struct store_tx *tx, const char *slug); /* number 0: unknown */
int64_t catalog_parent(struct store_tx *tx, category_id category);   /* 0: none */
