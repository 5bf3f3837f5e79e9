/* Fraud, watch: how far the signals of checkouts have moved from the time that the model in force
 * was trained on. Once a day a job looks, and raises an alarm when one has moved too far. */
#pragma once

#include "base/moment.h"
#include "base/refusal.h"
#include "shop/fraud/fraud_drift.h"
#include "store/jobs.h"

struct fraud_watched {
    int signal; /* place among fraud_signals */
    struct fraud_drift drift;
};
struct fraud_watch {
    int64_t model;          /* the one in force */
    struct moment from, to; /* the time that it was trained on */
    int64_t before_count, after_count;
    struct fraud_watched *items; /* of the signals it uses; the most moved first */
    size_t count;
};
enum { FRAUD_WATCH_DAYS = 7 };

/* MODEL_NOT_FOUND when none is in force. Takes a second or so: not inside an act, nor while this
 * thread holds a read. */
refused fraud_watch_measure(struct store *store, struct arena *memory, struct moment now,
                            struct fraud_watch *ret_watch);

extern const struct job_kind fraud_watch_jobs[];
refused fraud_watch_first(struct store *store, struct moment now);
