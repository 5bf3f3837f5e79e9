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
refused escrow_take_parts(struct store_tx *tx, struct arena *memory, const struct order *order,
                          struct moment now);
/* What a seller owes the market is taken from what is payable to it. */
refused escrow_collect_owed(struct store_tx *tx, seller_id seller, struct currency currency,
                            struct moment now);

extern const struct job_kind escrow_jobs[];
extern const struct listener escrow_hears[];
refused escrow_first(struct store *store, struct moment now);
