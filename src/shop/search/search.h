/* Search: the catalogue as buyers look through it.
 *
 * One row a product holds all that a card shows, and its words; it is written again in the same
 * transaction whenever the product or one of its offers changes. Words are folded the same way
 * on both engines before they reach them (case, accents, plurals; scripts without spaces letter
 * by letter), so both find the same. */
#pragma once

#include "shop/catalog/catalog.h"
#include "shop/catalog/catalog_prices.h"

enum search_sort { SEARCH_BEST, SEARCH_PRICE_UP, SEARCH_PRICE_DOWN, SEARCH_NEWEST, SEARCH_ORDERS };
extern const struct choice search_sorts[];

struct search_question {
    const char *words;                 /* as typed; NULL or "" is everything */
    category_id category;              /* itself and what is below it; 0: all */
    seller_id seller;                  /* 0: all */
    struct money price_min, price_max; /* in any currency; minor 0: no bound */
    bool in_stock, top_sellers;        /* only those */
    enum search_sort sort;
    int64_t after; /* passes over so many */
    int64_t limit;
    bool facets;       /* counts by category, too */
    struct moment now; /* for rates */
};

struct search_card {
    product_id product;
    const char *title, *brand, *picture;
    category_id category;
    int64_t category_parent;
    offer_id offer;             /* the cheapest one */
    struct money price;         /* of it, in its seller's currency */
    struct reduction reduction; /* that it announces */
    int64_t stock;              /* of it */
    int64_t weight_grams;
    int64_t variants; /* that are offered */
    int64_t sellers;  /* that offer it */
    bool in_stock;    /* of anybody */
    seller_id seller; /* of the cheapest offer */
    const char *seller_name, *country;
    enum seller_standing standing;
    int64_t ship_days;
    int64_t orders;
    int64_t rated, rated_weight, rated_weighted; /* sums of reviews: reviews_rating_from() */
    struct moment listed_at;
};
struct search_facet {
    category_id category;
    int64_t count;
};

/* How the words were met. */
enum search_manner { SEARCH_ALL_WORDS, SEARCH_SOME_WORDS, SEARCH_PART_OF_WORD };

struct search_found {
    struct search_card *cards;
    size_t count;
    bool has_more;
    int64_t total;               /* with .facets; otherwise of this page only */
    bool more_than_total;        /* counting stopped there */
    struct search_facet *facets; /* of every category but the one chosen; most first */
    size_t facet_count;
    enum search_manner manner;
};

/* When no product has all the words, those that have some; failing that, those whose name holds
 * the longest of them.
 *
 * Time does not grow with the catalogue. Products have a standing order: those bought much, by
 * steps, then the newest. What fits the words is ordered among the first 288 of it, then among
 * the next 288, and so on; among the first 3,000 where the order is not the best match. Counts are
 * exact up to there, and "more than" above. Those of a whole shelf (no words, no filters) are
 * exact. */
struct search_found search_products(struct store_tx *tx, struct arena *memory,
                                    const struct search_question *question);

/* So many more were bought: what "popular" counts. For orders, in the act that pays. */
void search_count_bought(struct store_tx *tx, product_id product, int64_t count);

/* So much more was said of it by reviews that count (less, below zero): what cards show. */
void search_count_rating(struct store_tx *tx, product_id product, int64_t count, int64_t weight,
                         int64_t weighted);

/* Writes every product's row again, in acts of its own; gives how many. */
int64_t search_rebuild(struct store *store, struct moment now);
