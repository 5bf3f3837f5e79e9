/* Quote: what a cart costs, line by line, and why.
 *
 * One pure function makes every price that a buyer sees. An offer is priced in its seller's
 * currency; the buyer sees and pays in theirs, each unit price converted once by the rate that the
 * quote freezes. Prices, bundles, discounts and shipping come in the order of promotion.h; the
 * cheapest permitted set of discounts is found exactly (quote_choose.c).
 *
 * Everything adds up to the minor unit: a line is its parts, the lines of an order and its shipping
 * are its total, the orders the quote's. Each discount says who pays for it and how it is spread
 * over lines and shipping by largest remainder, so that giving back one item gives back what was
 * paid for it. No line and no shipping is below zero. */
#pragma once

#include "base/arena.h"
#include "base/money.h"
#include "base/refusal.h"
#include "shop/promotions/promotion.h"

enum {
    QUOTE_LINES_MAX = 100,
    QUOTE_ORDERS_MAX = 50,
    QUOTE_PROMOTIONS_MAX = 200,
    QUOTE_BUNDLES_MAX = 8, /* of a cart, those that save most; each set of them is tried */
};

/* Facts that go in. The ids are the callers'; the quote only carries them. */
struct quote_item {
    int64_t offer;
    size_t order;            /* index into the facts' parcels */
    int64_t count;           /* 1 to 999 */
    struct money unit_price; /* in the seller's currency */
    struct promotion_item about;
};
struct quote_parcel { /* one a seller */
    int64_t seller;
    struct rate to_buyer;  /* seller's currency to buyer's */
    struct money shipping; /* in the seller's currency */
    int commission_basis_points;
};
/* A price that an offer was joined to a promotion with, or that a flash deal has reserved. */
struct quote_price {
    size_t item;
    size_t promotion;        /* index into the facts' promotions */
    struct money unit_price; /* in the seller's currency */
};
struct quote_promotion {
    int64_t promotion; /* 0: a flash deal's price */
    int64_t deal;      /* 0: a promotion */
    const char *name;  /* carried along */
    int64_t coupon;    /* the claimed coupon that it needs; 0: for everyone */
    int64_t seller;    /* who gives it; 0: the market */
    const struct promotion_terms *terms;
    struct rate to_buyer; /* its currency to the buyer's */
    struct moment starts_at, ends_at;
    int64_t budget_left, uses_left, uses_left_buyer; /* -1: no limit; the budget in its currency */
    bool switched_off;
};
/* Items that cost less together. All of one seller. */
struct quote_bundle {
    int64_t bundle;
    const char *name; /* carried along */
    struct quote_bundle_member {
        size_t item;
        int64_t count;
    } members[8];
    size_t member_count;
    struct money price; /* of one set, in the seller's currency */
};
struct quote_facts {
    struct currency currency; /* the buyer's */
    const struct quote_parcel *parcels;
    size_t parcel_count;
    const struct quote_item *items;
    size_t item_count;
    const struct quote_promotion *promotions;
    size_t promotion_count;
    const struct quote_price *prices;
    size_t price_count;
    const struct quote_bundle *bundles;
    size_t bundle_count;
    struct promotion_buyer buyer;
    struct money coins; /* that the buyer wants to pay with, in the buyer's currency */
    struct moment now;
};

struct quote_line {
    int64_t offer;
    int64_t count;
    struct money list_price;   /* of a unit without any promotion, in the buyer's currency */
    struct money unit_price;   /* with the promotions of its price */
    struct money total;        /* unit_price times count, less what bundles save */
    struct money discount;     /* of this total, all discounts of goods */
    struct money subsidy;      /* the market's part of what was taken off this line */
    struct money paid;         /* total less discount */
    struct money seller_total; /* what the seller is told: list less what the seller funds */
    size_t priced_by;          /* index into `uses`, SIZE_MAX: no promotion made its price */
    int64_t bundled;           /* how many of its units are in bundles */
};
struct quote_order {
    int64_t seller;
    struct quote_line *lines;
    size_t line_count;
    struct money goods;    /* the lines' totals, before discounts */
    struct money discount; /* of the goods */
    struct money shipping; /* before its own discount */
    struct money shipping_discount;
    struct money total;   /* goods - discount + shipping - shipping_discount: what is paid */
    struct money subsidy; /* the market's part of all that was taken off; it comes to the hold */
    struct money seller_total, commission, seller_net; /* in the seller's currency */
    struct rate to_buyer;
    bool free_returns;
};
/* A promotion, a flash deal, a bundle or coins that took something off, or a perk. */
struct quote_use {
    int64_t promotion, coupon, bundle, deal; /* what it is; all 0: coins */
    size_t fact;                             /* its index in the facts */
    enum promotion_level level;
    struct money amount;        /* taken off, in the buyer's currency */
    struct money subsidy;       /* the market's part of it */
    struct money cost;          /* the same amount in the promotion's currency, for its budget */
    int64_t *line_parts;        /* of each item, as the facts' items */
    int64_t *shipping_parts;    /* of each parcel */
    struct money missing, more; /* with so much more spent, it takes off so much more; or 0 */
};
/* What was not used, and why; `missing` with PROMOTION_SPEND_MORE, and what it would then give. */
struct quote_unused {
    size_t fact;
    enum promotion_fault fault;
    struct money missing, would_give;
};
struct quote {
    struct quote_order *orders;
    size_t order_count;
    struct money goods, discount, shipping, shipping_discount, total, subsidy;
    struct money saved; /* against list prices and list shipping */
    struct quote_use *uses;
    size_t use_count;
    struct quote_unused *unused;
    size_t unused_count;
    bool exact; /* the search was finished: nothing permitted is cheaper */
};

extern const struct refusal QUOTE_TOO_LARGE; /* 422: the sum is beyond what can be paid at once */

refused quote_make(struct arena *memory, const struct quote_facts *facts, struct quote *ret_quote);

/* Of `whole`, paid for `count` units, the part of units `from` to `to` (0 <= from <= to <= count).
 * Whatever is given back in any order, everything gives the whole. */
int64_t quote_part_of(int64_t whole, int64_t count, int64_t from, int64_t to);
