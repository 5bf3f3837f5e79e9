/* Deals, on the web floor: a deal as an answer. */
#pragma once

#include "shop/deals/deals_inside.h"
#include "web/route.h"

struct deal_answer {
    deal_id deal;
    offer_id offer;
    product_id product;
    seller_id seller;
    const char *seller_name, *title, *options, *picture;
    struct money price, was, lowest; /* in the visitor's currency, or the seller's own */
    int64_t percent;                 /* below `was`; whole ones, never more than it is */
    int64_t units, left, taken_percent, per_buyer;
    struct moment starts_at, ends_at;
    enum deal_state state;
    bool running, coming, over, sold_out, may_claim;
};
extern const struct field deal_fields[];

/* In `currency`; a currency that the prices cannot be said in gives the seller's. */
refused deals_answer(struct request *request, struct store_tx *tx, const struct deal *deal,
                     struct currency currency, struct deal_answer *ret_answer);
