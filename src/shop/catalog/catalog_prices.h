/* Catalog, prices: what offers cost, and whether a reduction is one.
 *
 * Every change of what buyers see of an offer is kept in the act that makes it: its price, and that
 * it is for sale at all. The rule is article 6a of Directive 98/6/EC on the indication of prices,
 * as inserted by Directive (EU) 2019/2161 (guidance: 2021/C 526/02). An announced reduction
 * indicates the prior price, which is the lowest price that the trader applied during a period not
 * shorter than 30 days before the reduction was applied. So:
 *
 * - A seller may announce as the price before (`was`) at most the lowest price of the last 30 days
 *   that the offer was for sale. Days when nobody could buy it are not counted, so that it cannot
 *   be hidden while a price grows old. What is for sale for less than 30 days has the lowest price
 *   since then; what never was for sale has none.
 * - When the price falls again, and not up in between, the first prior price stays (paragraph 5).
 * - When the price is raised while the reduction stands, it is none any more: it is marked so, with
 *   what the offer had cost and when, and counted against the seller, until another is announced.
 *
 * Events and coupons lie above: their page may show catalog_lowest_prices() beside their price. */
#pragma once

#include "shop/catalog/catalog.h"

enum { PRIOR_DAYS = 30 };

/* An offer's prices, newest first. */
struct price_point {
    struct moment from;
    int64_t minor; /* 0: not for sale from then on */
    int64_t was;   /* announced beside it; 0: none */
};
struct price_history {
    struct price_point *points;
    size_t count;
};
/* The newest `most`. */
struct price_history catalog_price_history(struct store_tx *tx, struct arena *memory,
                                           offer_id offer, int64_t most);

/* The lowest price of the 30 days of sale before `at`. */
struct lowest_price {
    int64_t minor;    /* 0: it was not for sale before */
    struct moment at; /* charged then, and not later */
};
struct lowest_price catalog_lowest_before(const struct price_history *history, struct moment at);
struct lowest_price catalog_lowest_price(struct store_tx *tx, offer_id offer, struct moment at);
/* Of many offers by one statement; `ret_lowest` has room beside `offers`. */
void catalog_lowest_prices(struct store_tx *tx, struct arena *memory, const offer_id *offers,
                           size_t count, struct moment at, struct lowest_price *ret_lowest);

/* Whole percent that `price` is below `was`, rounded down; 0 when it is not. */
int64_t catalog_percent_off(int64_t was, int64_t price);

/* From a row with an offer's price, currency, was, was_at, was_lowest, was_lowest_at and
 * was_false_at. */
struct reduction catalog_reduction_from_row(const struct rows *rows, struct arena *memory);
/* OFFER_NOT_FOUND. */
refused catalog_reduction(struct store_tx *tx, struct arena *memory, offer_id offer,
                          struct reduction *ret_reduction);

/* How often a reduction of the seller's became none, from `since` on: for its standing. */
int64_t catalog_false_reductions(struct store_tx *tx, seller_id seller, struct moment since);
