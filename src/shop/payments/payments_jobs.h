/* Payments: what its module table shows besides the routes. */
#pragma once

#include "store/jobs.h"

extern const struct job_kind payments_jobs[];
refused payments_first(struct store *store, struct moment now);
