/* Fraud, drift: how far a signal has moved from what a model was trained on.
 *
 * The population stability index (N. Siddiqi, Credit Risk Scorecards, Wiley 2006): over bins that
 * each hold about as much of the first sample, the sum of (b - a) ln(b / a), where a and b are the
 * shares of the two samples in a bin. Beyond 0.1 look at it, beyond 0.25 the model is no longer for
 * these people. What is missing is a bin of its own. Half a value is put into every bin, so that an
 * empty one has a logarithm. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum {
    FRAUD_DRIFT_QUANTILES = 10,
    FRAUD_DRIFT_BINS_MAX = FRAUD_DRIFT_QUANTILES + 2, /* one below them all, one for missing */
    FRAUD_DRIFT_WARNING = 100,                        /* thousandths */
    FRAUD_DRIFT_ALARM = 250,
    /* With fewer values in either sample chance alone comes near the warning. */
    FRAUD_DRIFT_VALUES_LEAST = 400,
};

enum fraud_drift_level {
    FRAUD_DRIFT_TOO_FEW, /* to say anything */
    FRAUD_DRIFT_STEADY,
    FRAUD_DRIFT_WARNS,
    FRAUD_DRIFT_ALARMS,
};

/* Values above `above` up to `up_to`; the first begins at -INFINITY, the last ends at INFINITY. */
struct fraud_drift_bin {
    float above, up_to;
    bool missing;            /* the bin of NAN; it has no bounds */
    int64_t before, after;   /* how many values */
    int64_t psi_thousandths; /* its part of the sum */
};
struct fraud_drift {
    struct fraud_drift_bin bins[FRAUD_DRIFT_BINS_MAX]; /* none is empty in both samples */
    size_t bin_count;
    int64_t before_count, after_count;
    int64_t psi_thousandths;
    enum fraud_drift_level level;
};

/* Of two samples in any order; NAN is missing. `memory` is for sorting. */
struct fraud_drift fraud_drift_measure(struct arena *memory, const float *before,
                                       size_t before_count, const float *after, size_t after_count);

/* In two steps, when the first sample is not at hand any more: the bins are made (and stored) once,
 * with the first sample counted; later values are counted into them, and the index is computed. */
struct fraud_drift fraud_drift_bins(struct arena *memory, const float *before, size_t count);
void fraud_drift_count(struct fraud_drift *drift, const float *after, size_t count);
void fraud_drift_compute(struct fraud_drift *drift); /* sums up; empty bins go */
