/* Catalog, on the web floor: what its web files share. */
#pragma once

#include "shop/catalog/catalog_inside.h"
#include "shop/search/search_web.h"
#include "web/route.h"

/* A category as a link: on a shelf, in a chip, in a trail of crumbs. */
struct category_answer {
    const char *slug, *name;
    int64_t count;
    bool chosen;
};
extern const struct field category_link_fields[];

/* The way down to a category, from the top; the last one is itself. None of an unknown one. */
struct crumbs {
    struct category_answer *items;
    size_t count;
};
struct crumbs catalog_crumbs(struct store_tx *tx, struct arena *memory, category_id category);

/* Who is behind a shop: what the law asks to be shown with each offer, and more. */
struct trader_answer {
    seller_id seller;
    const char *name, *slogan, *about, *country_name;
    enum seller_standing standing;
    bool trusted;
    const char *legal_name, *legal_address, *register_number;
    int64_t ship_days;
    const char *handing; /* the same in words */
    struct moment since;
};
extern const struct field trader_fields[];
struct trader_answer catalog_trader(struct arena *memory, const struct seller *seller);

extern const struct route catalog_product_routes[], catalog_pictures_routes[],
    catalog_seller_routes[], catalog_offers_routes[], catalog_import_routes[];
