/* Orders, inside: what the files of this module share. */
#pragma once

#include "shop/notices/notices.h"
#include "shop/orders/orders.h"
#include "store/jobs.h"

extern const char *const orders_state_names[ORDER_STATES];

/* Moves an order along may_become; false when it was not in `before` any more. */
bool orders_move(struct store_tx *tx, struct order *order, enum order_state to);

/* The next order of an open answer. */
struct order orders_from_row(const struct rows *rows, struct arena *memory);

struct orders {
    struct order *items;
    size_t count;
};
struct orders orders_of_purchase(struct store_tx *tx, struct arena *memory, purchase_id purchase);

/* What took something off an order: a promotion, a bundle, coins. */
struct order_adjustment {
    int64_t promotion, coupon, bundle, deal; /* all 0: coins */
    const char *name;
    struct money amount;
};
struct order_adjustments {
    struct order_adjustment *items;
    size_t count;
};
struct order_adjustments orders_adjustments(struct store_tx *tx, struct arena *memory,
                                            const struct order *order);

refused orders_announce(struct store_tx *tx, const struct event_kind *kind,
                        const struct order *order, struct moment now);

/* To the fraud engine: orders_judged.c. */
refused orders_tell_decline(struct store_tx *tx, const struct event *event);
refused orders_tell_chargeback(struct store_tx *tx, const struct event *event);
refused orders_tell_chargeback_won(struct store_tx *tx, const struct event *event);

/* A parcel is late, stuck or lost: both sides are told while its order waits for it. */
refused orders_tell_parcel(struct store_tx *tx, const struct event *event);

extern const struct job_kind orders_jobs[];
extern const struct listener orders_hears[];
extern const struct notice_kind *const orders_notices[];
refused orders_first(struct store *store, struct moment now);
/* The job that tells people of what has happened to orders. */
refused orders_run_tell(struct store *store, const struct job *job, struct moment now);

/* Lines, totals and payments agree with orders and purchases: NULL, or the first fault. */
const char *orders_verify(struct store_tx *tx, struct arena *memory);
