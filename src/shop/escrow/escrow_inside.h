/* Escrow, inside: what its module table shows besides the routes. */
#pragma once

#include "shop/escrow/escrow.h"
#include "store/jobs.h"

extern const struct job_kind escrow_jobs[];
extern const struct listener escrow_hears[];
refused escrow_first(struct store *store, struct moment now);
