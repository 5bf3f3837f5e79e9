/* Fraud, drift: bins by quantiles, counts, and the index. */
#include "shop/fraud/fraud_drift.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    float one = *(const float *)a, other = *(const float *)b;
    return (one > other) - (one < other);
}

static struct fraud_drift_bin *add_bin(struct fraud_drift *drift, float above, float up_to)
{
    assert(drift->bin_count < FRAUD_DRIFT_BINS_MAX);
    struct fraud_drift_bin *bin = &drift->bins[drift->bin_count++];
    *bin = (struct fraud_drift_bin){ .above = above, .up_to = up_to };
    return bin;
}

/* The bin that a value falls in: few enough to look at them in turn. */
static struct fraud_drift_bin *bin_of(struct fraud_drift *drift, float value)
{
    struct fraud_drift_bin *bin = drift->bins;
    for (size_t i = 0; i < drift->bin_count; i++, bin++)
        if (isnan(value) ? bin->missing : !bin->missing && value <= bin->up_to)
            return bin;
    assert(!"the bins cover every value");
    return NULL;
}

struct fraud_drift fraud_drift_bins(struct arena *memory, const float *before, size_t count)
{
    struct fraud_drift drift = { .before_count = (int64_t)count };
    float *sorted = arena_array(memory, count + 1, sizeof(float)), above = -INFINITY;
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(before[i]))
            sorted[known++] = before[i];
    qsort(sorted, known, sizeof(float), compare);
    for (size_t k = 1; known && k < FRAUD_DRIFT_QUANTILES; k++) {
        float edge = sorted[(known - 1) * k / FRAUD_DRIFT_QUANTILES];
        if (edge <= above || edge == INFINITY)
            continue; /* many are the same */
        /* Where the least value fills the first bin, what is below it is another thing. */
        float below = nextafterf(sorted[0], -INFINITY);
        if (!drift.bin_count && edge == sorted[0] && below > -INFINITY) {
            add_bin(&drift, above, below);
            above = below;
        }
        add_bin(&drift, above, edge);
        above = edge;
    }
    add_bin(&drift, above, INFINITY);
    add_bin(&drift, NAN, NAN)->missing = true;
    for (size_t i = 0; i < count; i++)
        bin_of(&drift, before[i])->before++;
    return drift;
}

void fraud_drift_count(struct fraud_drift *drift, const float *after, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bin_of(drift, after[i])->after++;
    drift->after_count += (int64_t)count;
}

void fraud_drift_compute(struct fraud_drift *drift)
{
    size_t kept = 0;
    double sum = 0;
    for (size_t i = 0; i < drift->bin_count; i++)
        if (drift->bins[i].before || drift->bins[i].after)
            drift->bins[kept++] = drift->bins[i];
    drift->bin_count = kept;
    double extra = 0.5 * (double)kept;
    for (size_t i = 0; i < kept; i++) {
        struct fraud_drift_bin *bin = &drift->bins[i];
        double a = ((double)bin->before + 0.5) / ((double)drift->before_count + extra);
        double b = ((double)bin->after + 0.5) / ((double)drift->after_count + extra);
        double part = (b - a) * log(b / a);
        bin->psi_thousandths = (int64_t)llround(part * 1000);
        sum += part;
    }
    drift->psi_thousandths = (int64_t)llround(sum * 1000);
    drift->level = drift->before_count < FRAUD_DRIFT_VALUES_LEAST ||
                           drift->after_count < FRAUD_DRIFT_VALUES_LEAST
                       ? FRAUD_DRIFT_TOO_FEW
                   : drift->psi_thousandths > FRAUD_DRIFT_ALARM   ? FRAUD_DRIFT_ALARMS
                   : drift->psi_thousandths > FRAUD_DRIFT_WARNING ? FRAUD_DRIFT_WARNS
                                                                  : FRAUD_DRIFT_STEADY;
}

struct fraud_drift fraud_drift_measure(struct arena *memory, const float *before,
                                       size_t before_count, const float *after, size_t after_count)
{
    struct fraud_drift drift = fraud_drift_bins(memory, before, before_count);
    fraud_drift_count(&drift, after, after_count);
    fraud_drift_compute(&drift);
    return drift;
}
