/* Jobs: what must happen later or outside.
 *
 * A job is a row written in the act's transaction: one for each kind and key. It is claimed for a
 * while, run, and removed; what refuses is tried again with back-off (1 min, 5 min, 25 min, ...
 * at most a day) until its kind's attempts are used up, then it is kept as failed for an operator.
 * A process that dies leaves its claims to lapse, so a job may run twice: its act must be one that
 * can. */
#pragma once

#include "store/store.h"

struct job {
    int64_t subject;     /* what it is about: most jobs need no more */
    const char *payload; /* JSON, or NULL */
    int attempt;         /* 1 the first time */
};

struct job_kind {
    const char *name; /* "escrow.release" */
    refused (*run)(struct store *store, const struct job *job, struct moment now);
    int attempts_max; /* 0 is 12 */
};

/* A { 0 }-ended table. Before jobs are run. */
void jobs_register(struct store *store, const struct job_kind *kinds);

struct job_plan {
    const char *kind;
    int64_t subject;
    const char *key; /* NULL: one for each kind and subject */
    const char *payload;
    struct moment run_at;
};

/* Plans it; a plan with the same kind and key that has not run yet is moved to the new time. */
void jobs_plan(struct store_tx *tx, const struct job_plan *plan);
void jobs_cancel(struct store_tx *tx, const char *kind, int64_t subject);

/* Claims and runs what is due, oldest first, up to `most`. Gives how many were run. Safe in many
 * threads and processes at once. */
int jobs_run_due(struct store *store, struct moment now, int most);

/* For operators: what is planned, or has failed, earliest first. */
struct job_seen {
    int64_t job_id, subject;
    const char *kind, *key, *refusal; /* name of the last one, or NULL */
    bool failed, running;
    struct moment run_at;
    int attempt;
};
struct jobs_seen {
    struct job_seen *items;
    size_t count;
};
struct jobs_seen jobs_list(struct store_tx *tx, struct arena *memory, bool failed, int64_t most);
int64_t jobs_count(struct store_tx *tx, bool failed);

/* Plans a failed job again, for now, with all its attempts; JOB_NOT_FAILED when it is not one. */
extern const struct refusal JOB_NOT_FAILED; /* 409 */
refused jobs_run_again(struct store_tx *tx, int64_t job_id, struct moment now);

/* When the next one is due; far in the future if there is none. */
struct moment jobs_next_due(struct store *store);
