/* Sellers, inside: what the files of this module share. */
#pragma once

#include "shop/sellers/sellers.h"
#include "store/jobs.h"

enum payout_state { PAYOUT_BEGUN, PAYOUT_PAID, PAYOUT_HELD, PAYOUT_REFUSED };
extern const struct choice payout_states[];
struct payout {
    payout_id payout;
    struct money amount;
    enum payout_state state;
    const char *iban_shown;
    struct moment begun_at, paid_at;
    struct moment ready_at; /* held by the seller's standing, until then; 0: not by that */
    int64_t decision;
};
refused sellers_payout(struct store_tx *tx, struct arena *memory, payout_id payout,
                       seller_id *ret_seller, struct payout *ret_payout);
struct payouts {
    struct payout *items;
    size_t count;
};
struct payouts sellers_payouts(struct store_tx *tx, struct arena *memory, seller_id seller,
                               int64_t most); /* the newest first */
struct payout sellers_payout_from_row(const struct rows *rows, struct arena *memory);
struct seller sellers_from_row(const struct rows *rows, struct arena *memory);

/* Why a payout cannot be asked for; decides and changes nothing. */
refused sellers_may_pay_out(struct store_tx *tx, struct arena *memory,
                            const struct payout_wish *wish);
const char *sellers_iban_shown(struct store_tx *tx, struct arena *memory, seller_id seller);
/* The payouts on their way or held equal the ledger's payout account: NULL, or the first fault. */
const char *sellers_verify(struct store_tx *tx, struct arena *memory);
extern const struct job_kind sellers_jobs[];
