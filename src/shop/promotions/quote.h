/* Quote: what a cart costs, line by line.
 *
 * One pure function makes every price that a buyer sees. An offer is priced in its seller's
 * currency; the buyer sees and pays in theirs, each unit price converted once by the rate that the
 * quote freezes. The lines of an order add up to its total, and the orders to the quote's. */
#pragma once

#include "base/arena.h"
#include "base/money.h"
#include "base/refusal.h"

enum { QUOTE_LINES_MAX = 100, QUOTE_ORDERS_MAX = 50 };

/* Facts that go in. The ids are the callers'; the quote only carries them. */
struct quote_item {
    int64_t offer;
    size_t order;            /* index into the facts' orders */
    int64_t count;           /* 1 to 999 */
    struct money unit_price; /* in the seller's currency */
};
struct quote_parcel { /* one a seller */
    int64_t seller;
    struct rate to_buyer;  /* seller's currency to buyer's */
    struct money shipping; /* in the seller's currency */
    int commission_basis_points;
};
struct quote_facts {
    struct currency currency; /* the buyer's */
    const struct quote_parcel *parcels;
    size_t parcel_count;
    const struct quote_item *items;
    size_t item_count;
};

struct quote_line {
    int64_t offer;
    int64_t count;
    struct money unit_price;   /* in the buyer's currency */
    struct money total;        /* unit_price times count */
    struct money seller_total; /* the same in the seller's currency */
};
struct quote_order {
    int64_t seller;
    struct quote_line *lines;
    size_t line_count;
    struct money goods, shipping, total;               /* in the buyer's currency */
    struct money seller_total, commission, seller_net; /* in the seller's currency */
    struct rate to_buyer;
};
struct quote {
    struct quote_order *orders;
    size_t order_count;
    struct money goods, shipping, total;
};

extern const struct refusal QUOTE_TOO_LARGE; /* 422: the sum is beyond what can be paid at once */

refused quote_make(struct arena *memory, const struct quote_facts *facts, struct quote *ret_quote);
