/* Fraud, walk: past decisions one after another, with what was seen at each. */
#pragma once

#include "shop/fraud/fraud.h"
#include "shop/fraud/fraud_signals.h"

struct fraud_walk {
    struct moment from, to;
    int64_t most; /* 0: all */
    /* What it is given is there only while it is called. */
    void (*see)(void *what, const struct fraud_decision *decision,
                const struct fraud_signals *signals);
    void *what;
};

/* In the order of time; in batches, each on a snapshot of its own, so that a long walk holds
 * nothing up. Not inside an act, nor while this thread holds a read. */
void fraud_walk(struct store *store, const struct fraud_walk *walk);
