/* Deals, inside: what the files of this module share. */
#pragma once

#include "shop/deals/deals.h"
#include "store/jobs.h"

/* Free pieces of an ended or stopped deal go back on the shelf, once. */
void deals_close_now(struct store_tx *tx, const struct deal *deal, struct moment now);

/* What was held or sold (`from`) is free again: `state` says why. False when it was not `from` any
 * more. */
bool deals_end(struct store_tx *tx, int64_t reservation, const char *from, const char *state);

extern const struct job_kind deals_jobs[];
refused deals_first(struct store *store, struct moment now);
