/* Coupons: the right to use one promotion that is by coupon.
 *
 * Its terms are the promotion's. A batch is so many coupons of one promotion; what is outside is a
 * code or a signed link (coupons_code.h), and a row is made when a coupon is claimed into an
 * account. There it is redeemed with a purchase, once.
 *
 * The rule of restoring, as it stands on the page: when an order is cancelled before it was
 * shipped, the coupon that it used may be used again, as long as the promotion is not over;
 * otherwise it lapses. */
#pragma once

#include "shop/coupons/coupons_code.h"
#include "base/choice.h"
#include "shop/promotions/promotions.h"

typedef struct {
    int64_t number;
} coupon_id; /* cpn_ */
typedef struct {
    int64_t number;
} coupon_batch_id; /* cpb_; 1 to COUPONS_BATCH_MAX */

enum coupon_state { COUPON_CLAIMED, COUPON_REDEEMED, COUPON_LAPSED };
extern const struct choice coupon_states[];

enum coupon_batch_kind {
    BATCH_PUBLIC, /* anyone may claim one, from the market's page of coupons */
    BATCH_CODES,  /* each has a code of its own */
    BATCH_WORD,   /* one word for all ("SUMMER5"); one an account */
};
extern const struct choice coupon_batch_kinds[];

struct coupon {
    coupon_id coupon;
    coupon_batch_id batch; /* 0: given, of no batch */
    promotion_id promotion;
    account_id account;
    enum coupon_state state;
    struct moment claimed_at, redeemed_at, ends_at; /* ends_at 0: open */
    int64_t purchase;                               /* 0: none */
};
struct coupons {
    struct coupon *items;
    size_t count;
};

extern const struct refusal COUPON_NOT_FOUND, COUPON_FORGED, COUPON_UNKNOWN, COUPON_TAKEN,
    COUPON_YOURS_ALREADY, COUPON_NONE_LEFT, COUPON_OVER, COUPON_NOT_OPEN, COUPON_NOT_YOURS,
    COUPON_SPENT, COUPON_GUESSING;

/* For carts and orders ----------------------------------------------------------------------- */

/* Claimed, not redeemed, of a promotion that is live and not over; at most 100, those ending
 * first. Some may not have begun: the quote says so. */
struct coupons coupons_usable(struct store_tx *tx, struct arena *memory, account_id account,
                              struct moment now);
refused coupons_find(struct store_tx *tx, coupon_id coupon, struct coupon *ret_coupon);

/* In the act that places a purchase. COUPON_SPENT, COUPON_OVER when it lapsed, COUPON_NOT_YOURS. */
refused coupons_redeem(struct store_tx *tx, coupon_id coupon, account_id account, int64_t purchase,
                       struct moment now);
/* An order was cancelled before it was shipped: the coupons of this seller that its purchase used
 * may be used again, or lapse. The market's (seller 0) when all orders of the purchase are. Doing
 * it twice does it once. */
void coupons_restore(struct store_tx *tx, int64_t purchase, seller_id seller, struct moment now);

/* A coupon as a reward ("rewards.order ord_..."): once for each key, whoever asks again. */
refused coupons_give(struct store_tx *tx, promotion_id promotion, account_id account,
                     const char *key, struct moment now, coupon_id *ret_coupon);

/* No coupon twice, none beyond its batch, states that fit what was bought: NULL, or the first
 * fault. */
const char *coupons_verify(struct store_tx *tx, struct arena *memory);

/* Batches ------------------------------------------------------------------------------------ */

extern const struct refusal COUPON_BATCH_NOT_FOUND, COUPON_WORD_WRONG, COUPON_WORD_TAKEN,
    COUPON_BATCHES_ENDED, COUPON_BATCH_TIMES, COUPON_NOT_BY_COUPON, COUPON_BATCH_STOPPED;

struct coupon_batch {
    coupon_batch_id batch;
    promotion_id promotion;
    seller_id seller; /* 0: the market */
    enum coupon_batch_kind kind;
    const char *word; /* BATCH_WORD */
    int64_t size;     /* so many in all */
    int64_t claimed, redeemed;
    account_id account;                         /* only this one may claim; 0: anyone */
    struct moment made_at, ends_at, stopped_at; /* 0: open, not stopped */
};
struct coupon_batches {
    struct coupon_batch *items;
    size_t count;
};

struct coupon_batch_making {
    promotion_id promotion;
    seller_id seller; /* whose promotion it must be; 0: the market */
    enum coupon_batch_kind kind;
    const char *word;
    int64_t size; /* 1 to COUPONS_SIZE_MAX */
    account_id account;
    struct moment ends_at, now; /* ends_at 0: with the promotion */
};
refused coupons_make_batch(struct store_tx *tx, const struct coupon_batch_making *making,
                           coupon_batch_id *ret_batch);
/* Nobody claims from it any more; what was claimed stays good. COUPON_BATCH_STOPPED when it is. */
refused coupons_stop_batch(struct store_tx *tx, seller_id seller, coupon_batch_id batch,
                           struct moment now);
/* COUPON_BATCH_NOT_FOUND also when it is another's. */
refused coupons_batch_of(struct store_tx *tx, struct arena *memory, seller_id seller,
                         coupon_batch_id batch, struct coupon_batch *ret_batch);
struct coupon_batches coupons_batches(struct store_tx *tx, struct arena *memory,
                                      promotion_id promotion, int64_t most); /* newest first */
