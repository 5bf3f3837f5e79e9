/* Quote, inside: what its files share. Amounts are minor units of the buyer's currency, except
 * where a name says seller. */
#pragma once

#include "shop/promotions/quote.h"

enum { NO_PROMOTION = -1 };

/* An item while it is priced. */
struct quote_work_item {
    const struct quote_item *fact;
    int64_t list, unit;               /* of one piece: without and with promotions of the price */
    int64_t seller_list, seller_unit; /* the seller's own, and what the seller is told */
    int64_t subsidy_unit;             /* the market's part of list - unit */
    int priced_by;                    /* promotion, or NO_PROMOTION */
    int64_t bundled;                  /* pieces in bundles of the set being tried */
    int64_t bundle_seller;            /* what the seller is told for those */
    int64_t base;                     /* of all pieces: what goods' discounts are measured on */
};

/* A promotion while it is decided on. */
struct quote_work_promotion {
    const struct quote_promotion *fact;
    enum promotion_fault fault;     /* that does not depend on the set of bundles */
    bool *covers;                   /* of each item */
    int64_t spend, every, off, cap; /* its amounts, in the buyer's currency */
    struct promotion_tier tiers[TIERS_MAX];
    /* For the set of bundles being tried: */
    int64_t spent, most,
        gives; /* on what it covers; what it would take off; what its budget pays */
    bool budget_short;
};

/* A discount of goods that was chosen. */
struct quote_chosen {
    size_t promotion;
    int64_t amount;
    int64_t *parts; /* of each item */
};
/* One set of bundles with what is then best. */
struct quote_plan {
    unsigned bundles; /* bits */
    int64_t saved;    /* by bundles, goods and shipping */
    struct quote_work_item *items;
    struct quote_chosen *chosen;
    size_t chosen_count;
    int *shipping_by; /* of each parcel: promotion, or NO_PROMOTION */
    int64_t *shipping_off;
    int64_t *bundle_saves; /* of each bundle */
    bool exact;
};

struct quote_work {
    struct arena *memory;
    const struct quote_facts *facts;
    struct quote_work_item *items;
    struct quote_work_promotion *promotions;
    int64_t *shipping; /* of each parcel */
    bool *no_money;    /* of each promotion: its budget does not pay what it would take off */
};

/* Minor units of the promotion's currency, that `amount` of the buyer's is. */
int64_t quote_cost(int64_t amount, struct rate to_buyer);
/* amount * part / whole, halves up; none below zero, whole above. */
int64_t quote_proportion(int64_t amount, int64_t part, int64_t whole);

/* quote_prices.c: unit prices, and what a set of bundles makes of them. */
refused quote_price_items(struct quote_work *work);
int64_t quote_bundle_items(struct quote_work *work, unsigned bundles, int64_t *ret_saves);

/* quote_choose.c: what each promotion of goods gives on the items as they are now, and the best
 * permitted set of them. */
void quote_measure(struct quote_work *work);
void quote_choose_goods(struct quote_work *work, struct quote_plan *plan);
/* Off `total` for a spend of `spent`, whatever the other conditions. */
int64_t quote_benefit(const struct quote_work_promotion *promotion, int64_t spent, int64_t total);
/* Takes at most `amount` from `remaining`, shared by `weights` (zero: not covered), by largest
 * remainder; what a line cannot bear goes to those that can. Gives what was taken. */
int64_t quote_take(int64_t amount, const int64_t *weights, int64_t *remaining, size_t count,
                   int64_t *ret_parts);

/* quote_write.c */
void quote_write(struct quote_work *work, const struct quote_plan *plan, struct quote *ret_quote);
