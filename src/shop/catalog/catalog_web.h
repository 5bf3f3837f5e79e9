/* Catalog, on the web floor: what its web files share. */
#pragma once

#include "shop/catalog/catalog_inside.h"
#include "shop/catalog/catalog_photograph.h"
#include "shop/catalog/catalog_prices_web.h"
#include "shop/fraud/fraud.h"
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

/* An act of the seller's hand, and what the fraud engine says of it. */
struct judged_act {
    struct request *request;
    refused (*act)(struct store_tx *tx, void *judged); /* gets this struct */
    struct fraud_visit visit;
    struct photograph photograph; /* that is uploaded */
    struct fraud_judgement judgement;
};
/* Does the act; what the engine stops is answered as it says. */
refused catalog_do_judged(struct judged_act *judged);

/* catalog_own_web.c */
extern const struct field catalog_own_request_fields[], catalog_own_list_fields[];
refused catalog_list_own(struct request *request);

extern const struct route catalog_product_routes[], catalog_pictures_routes[],
    catalog_seller_routes[], catalog_offers_routes[], catalog_import_routes[],
    catalog_prices_routes[];
