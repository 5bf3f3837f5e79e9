/* Standing, inside: what the files of this module share. */
#pragma once

#include "shop/notices/notices.h"
#include "shop/standing/standing.h"
#include "store/events.h"
#include "store/jobs.h"

enum { STANDING_HISTORY_MAX = 50 };

/* To a seller, about a statement. */
void standing_tell(struct store_tx *tx, struct arena *memory, seller_id seller,
                   const struct notice_kind *kind, const char *key, struct moment now);
extern const struct notice_kind standing_restricted_notice, standing_answered_notice,
    standing_level_notice;
extern const struct notice_kind *const standing_notices[]; /* NULL-ended */

/* Whether a review would write anything; reads only. */
bool standing_would_change(struct store_tx *tx, struct arena *memory, const struct seller *seller,
                           struct moment now);

extern const struct job_kind standing_jobs[];
refused standing_first(struct store *store, struct moment now);
