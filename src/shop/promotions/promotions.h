/* Promotions: what the market and its sellers offer below their prices, when, and how much of it
 * is left.
 *
 * A promotion is drafted, goes live, and is over when its time is, or when it is stopped; what is
 * live is not changed any more, so that everyone who saw it saw the same. Its terms are data
 * (promotion.h). Some are for everyone while they last; those by coupon are only for who has one
 * (coupons). A sale event of the calendar gathers promotions under a name; sellers join some of
 * them with their offers.
 *
 * What a purchase used is counted when it is placed, with the purchase, and given back when the
 * order is cancelled before it was shipped: budgets and uses are exact. */
#pragma once

#include "shop/catalog/catalog.h"
#include "shop/promotions/promotion.h"
#include "shop/promotions/quote.h"

typedef struct {
    int64_t number;
} sale_event_id; /* sev_ */

enum promotion_state { PROMOTION_DRAFT, PROMOTION_LIVE, PROMOTION_STOPPED };
extern const struct choice promotion_states[];

struct promotion {
    promotion_id promotion;
    seller_id seller;    /* who gives it; 0: the market */
    sale_event_id event; /* 0: of none */
    const char *name;
    const char *code; /* the word that everyone may type for it ("SUMMER5"), or NULL */
    enum promotion_state state;
    bool by_coupon;
    struct promotion_terms terms;
    struct moment starts_at, ends_at; /* ends_at 0: open */
    int64_t spent, uses;              /* so far; the money in its currency */
};

extern const struct refusal PROMOTION_NOT_FOUND, PROMOTION_TERMS_WRONG, PROMOTION_IS_LIVE,
    PROMOTION_NOT_VERIFIED, PROMOTION_USED_UP_NOW, PROMOTION_TIMES_WRONG, PROMOTION_NOT_LIVE;

struct promotion_making {
    promotion_id promotion; /* a draft to change; 0: a new one */
    seller_id seller;       /* 0: the market. Sellers fund their own, for their own goods */
    sale_event_id event;
    const char *name;
    const char *terms; /* JSON, see promotion.h */
    bool by_coupon;
    struct moment starts_at, ends_at, now;
};
/* PROMOTION_NOT_VERIFIED: only verified and top sellers may. */
refused promotions_make(struct store_tx *tx, const struct promotion_making *making,
                        promotion_id *ret_promotion);
refused promotions_start(struct store_tx *tx, seller_id seller, promotion_id promotion,
                         struct moment now);
/* Nobody can use it any more; what was bought with it stays. */
refused promotions_stop(struct store_tx *tx, seller_id seller, promotion_id promotion,
                        struct moment now);

refused promotions_find(struct store_tx *tx, struct arena *memory, promotion_id promotion,
                        struct promotion *ret_promotion);

struct promotions {
    struct promotion *items;
    size_t count;
};
/* Live, for everyone, begun and not over at `now`; of the market and these sellers. */
struct promotions promotions_live(struct store_tx *tx, struct arena *memory, struct moment now);
struct promotions promotions_of(struct store_tx *tx, struct arena *memory, seller_id seller,
                                int64_t before, int64_t most); /* newest first */

/* In the act that places a purchase: counts what its quote used (budget, uses, uses of the buyer).
 * PROMOTION_USED_UP_NOW when somebody else was faster. */
struct promotions_spending {
    int64_t purchase, buyer;
    const struct quote_facts *facts;
    const struct quote *quote;
    struct moment now;
};
refused promotions_spend(struct store_tx *tx, const struct promotions_spending *spending);
/* Gives back what a cancelled order's share of the purchase had used. */
void promotions_give_back(struct store_tx *tx, int64_t purchase, seller_id seller,
                          struct moment now);
