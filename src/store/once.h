/* Once: the same key gets the same answer, whatever happened between.
 *
 * The answer is written in the transaction of the act that it answers, so it is there exactly
 * when the act is. */
#pragma once

#include "base/secret.h"
#include "store/jobs.h"
#include "store/store.h"

extern const struct refusal KEY_REUSED; /* 422: this key was sent with another body */

struct once {
    int64_t account; /* whose key: 0 for a visitor, then `visitor` tells them apart */
    const char *visitor;
    const char *route; /* "POST /purchases" */
    const char *key;
    struct secret_tag body; /* hash of the body */
    struct moment now;
    struct span keep;
};

struct once_answer {
    int status;
    const char *location;
    const char *body;
};

/* Looks for an earlier answer: NULL and *ret_found as it is, or KEY_REUSED. */
refused once_find(struct store_tx *tx, struct arena *memory, const struct once *once,
                  bool *ret_found, struct once_answer *ret_answer);
void once_keep(struct store_tx *tx, const struct once *once, const struct once_answer *answer);

extern const struct job_kind once_jobs[]; /* "once.forget": removes what is past its time */
