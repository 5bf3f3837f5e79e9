/* Escrow, inside: what its module table shows besides the routes. */
#pragma once

#include "shop/escrow/escrow.h"
#include "store/jobs.h"

/* Of a hold that was taken apart; of others nothing happens. */
refused escrow_release_parts(struct store_tx *tx, struct arena *memory, const struct order *order,
                             bool kept_too, struct moment now);
/* All that is not kept, back to the buyer. */
refused escrow_refund_parts(struct store_tx *tx, struct arena *memory, const struct order *order,
                            const char *reason, struct moment now);
/* What a seller owes the market is taken from what is payable to it. */
refused escrow_collect_owed(struct store_tx *tx, seller_id seller, struct currency currency,
                            struct moment now);

/* Money moved for a part of an order, or for the whole of it. */
struct moving {
    struct store_tx *tx;
    struct arena *memory;
    const struct order *order;
    int64_t line;
    int64_t mark; /* what of the part was given back before: makes the keys of each time its own */
    const char *key; /* or this, of what is about no part */
    struct moment now;
};
struct ledger_account escrow_account(const struct moving *moving, enum ledger_kind kind,
                                     int64_t owner, struct currency currency);
/* Of nothing, nothing moves. */
refused escrow_move(const struct moving *moving, struct ledger_account from,
                    struct ledger_account to, struct money amount, const char *kind);
/* What is left of a part to the seller and the market, in the seller's currency. */
refused escrow_pay_part(const struct moving *moving, const struct escrow_part *part);
/* What was paid out for a share of the part that goes back now comes to escrow again. */
refused escrow_bring_back(const struct moving *moving, const struct escrow_part *before,
                          const struct escrow_part *after);
/* What of a whole has gone back with the part. */
struct money escrow_share_back(struct money whole, const struct escrow_part *part);
/* The parts of a hold that was taken apart, the shipping last; of others none. */
struct escrow_parts escrow_kept_parts(struct store_tx *tx, struct arena *memory,
                                      const struct order *order);
/* Takes the hold apart, unless it is. */
refused escrow_take_apart(struct store_tx *tx, struct arena *memory, const struct order *order,
                          struct moment now, struct escrow_parts *ret_parts);
/* All of an open hold to the seller and the market. */
refused escrow_pay_out_hold(struct store_tx *tx, const struct order *order, struct moment now);
struct money escrow_held_of(const struct order *order); /* its total, and the market's part */

/* When a bank takes the payment back, and gives it back: escrow_chargeback.c. */
refused escrow_hear_taken(struct store_tx *tx, const struct event *event);
refused escrow_hear_returned(struct store_tx *tx, const struct event *event);

extern const struct job_kind escrow_jobs[];
extern const struct listener escrow_hears[];
refused escrow_first(struct store *store, struct moment now);
