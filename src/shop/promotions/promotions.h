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
 * order is cancelled: budgets and uses are exact. */
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
    enum promotion_state state;
    bool by_coupon;
    struct promotion_terms terms;
    struct moment starts_at, ends_at; /* ends_at 0: open */
    int64_t spent, uses; /* so far, where there is a limit; the money in its currency */
};

extern const struct refusal PROMOTION_NOT_FOUND, PROMOTION_TERMS_WRONG, PROMOTION_IS_LIVE,
    PROMOTION_NOT_VERIFIED, PROMOTION_GONE, PROMOTION_TIMES_WRONG, PROMOTION_NOT_LIVE,
    PROMOTION_GIFT_WRONG, PROMOTION_NOT_JOINABLE, PROMOTION_PRICE_WRONG;

/* Making ------------------------------------------------------------------------------------- */

struct promotion_making {
    promotion_id promotion; /* a draft to change; 0: a new one */
    seller_id seller;       /* 0: the market. Sellers fund their own, for their own goods */
    sale_event_id event;
    const char *name;
    const char *terms; /* JSON, see promotion.h */
    bool by_coupon;
    struct moment starts_at, ends_at, now;
};
/* Gives a draft. PROMOTION_TERMS_WRONG when promotion_read() does not take the terms: ask it for
 * the place before. PROMOTION_NOT_VERIFIED: only verified and top sellers may. */
refused promotions_make(struct store_tx *tx, const struct promotion_making *making,
                        promotion_id *ret_promotion);
/* PROMOTION_GIFT_WRONG when its reward is not a coupon that can be given. */
refused promotions_start(struct store_tx *tx, seller_id seller, promotion_id promotion,
                         struct moment now);
/* Nobody can use it any more; what was bought with it stays. A draft is thrown away. */
refused promotions_stop(struct store_tx *tx, seller_id seller, promotion_id promotion,
                        struct moment now);

refused promotions_find(struct store_tx *tx, struct arena *memory, promotion_id promotion,
                        struct promotion *ret_promotion);
struct promotions {
    struct promotion *items;
    size_t count;
};
struct promotions promotions_of(struct store_tx *tx, struct arena *memory, seller_id seller,
                                int64_t before, int64_t most); /* newest first */
/* All of an event, drafts included. */
struct promotions promotions_of_event(struct store_tx *tx, struct arena *memory,
                                      sale_event_id event);
/* What it cost so far (its currency), in how many purchases: of one without limits, too. */
void promotions_sum(struct store_tx *tx, promotion_id promotion, int64_t *ret_spent,
                    int64_t *ret_uses);

/* Joining ------------------------------------------------------------------------------------ */

/* A seller's offer joins a promotion of the market that is for joined offers; again changes the
 * price. `price` is in the seller's currency where the promotion asks for one
 * (BENEFIT_JOINED_PRICE), otherwise it is not looked at. PROMOTION_PRICE_WRONG when it is not far
 * enough below the offer's price, or below the promotion's lowest. */
struct promotion_joining {
    promotion_id promotion;
    seller_id seller;
    offer_id offer;
    struct money price;
    struct moment now;
};
refused promotions_join(struct store_tx *tx, const struct promotion_joining *joining);
refused promotions_leave(struct store_tx *tx, seller_id seller, promotion_id promotion,
                         offer_id offer);

struct promotion_join {
    promotion_id promotion;
    offer_id offer;
    product_id product;
    seller_id seller;
    const char *title, *options, *picture;
    struct money list_price, price; /* price 0: the promotion makes it */
};
struct promotion_joins {
    struct promotion_join *items;
    size_t count;
};
/* Of a seller, or of all (0), after an offer. */
struct promotion_joins promotions_joins(struct store_tx *tx, struct arena *memory,
                                        promotion_id promotion, seller_id seller, int64_t after,
                                        int64_t most);
int64_t promotions_count_joins(struct store_tx *tx, promotion_id promotion);

/* Pricing ------------------------------------------------------------------------------------ */

/* A coupon that the buyer has, and what the buyer keeps for another time. */
struct promotion_coupon {
    promotion_id promotion;
    int64_t coupon;
};
struct promotions_question {
    account_id buyer; /* 0: nobody is signed in */
    struct promotion_buyer about;
    const struct promotion_coupon *coupons;
    size_t coupon_count;
    const struct promotion_coupon *off; /* coupon 0: a promotion for everyone */
    size_t off_count;
    bool drafts; /* of events too, as if they were live: for a preview */
};
/* Adds what may be used to facts whose items, parcels, currency and moment are there: promotions,
 * joined prices, and what is known of the buyer. The terms live in `memory`. */
refused promotions_fill(struct store_tx *tx, struct arena *memory,
                        const struct promotions_question *question, struct quote_facts *facts);

/* What one piece costs by promotions for everyone, as a cart would price it. */
struct promotion_price {
    struct money list, price;        /* in the buyer's currency; the same when nothing holds */
    struct money discount, shipping; /* of one piece bought alone; shipping less what is off it */
    struct money total;              /* price - discount + shipping */
    promotion_id promotion;          /* that made the price; 0: none */
    const char *name;
    struct moment ends_at;
};
struct promotion_price_question {
    const struct promotions_kept *kept; /* promotions_keep(), asked once for many prices */
    struct promotion_item about;
    struct money price, shipping; /* in the seller's currency */
    struct currency currency;
    struct promotion_buyer buyer;
    struct moment now;
};
const struct promotions_kept *promotions_keep(struct store_tx *tx, struct moment now);
bool promotions_any(const struct promotions_kept *kept);
refused promotions_price(struct store_tx *tx, struct arena *memory,
                         const struct promotion_price_question *question,
                         struct promotion_price *ret_price);

/* Live ones that say something about this piece and are for everyone: "USD 3 off every USD 20". */
struct promotions promotions_about(struct store_tx *tx, struct arena *memory,
                                   const struct promotion_item *about,
                                   const struct promotion_buyer *buyer, struct moment now);

/* Using -------------------------------------------------------------------------------------- */

/* In the act that places a purchase: counts what its quote used (budget, uses, uses of the buyer).
 * PROMOTION_GONE when somebody else was faster. */
struct promotions_spending {
    int64_t purchase;
    account_id buyer;
    const struct quote_facts *facts;
    const struct quote *quote;
    struct moment now;
};
refused promotions_spend(struct store_tx *tx, const struct promotions_spending *spending);
/* Gives back what a cancelled order of the purchase had used. Again does nothing. */
void promotions_give_back(struct store_tx *tx, int64_t purchase, seller_id seller,
                          struct moment now);
/* All orders of the purchase were cancelled: the buyer's next one is the first. */
void promotions_forget_first(struct store_tx *tx, int64_t purchase, account_id buyer);
/* The rewards of an order that was paid: promotions whose coupon is given. */
struct promotion_gifts {
    promotion_id items[16];
    size_t count;
};
struct promotion_gifts promotions_gifts(struct store_tx *tx, int64_t purchase, seller_id seller);

/* Limits are what was used: NULL, or the first fault. */
const char *promotions_verify(struct store_tx *tx, struct arena *memory);
