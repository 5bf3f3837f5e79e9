/* Fraud, backtest: what a rule, other prices or another model would have done with past decisions.
 *
 * Each decision's own signals are judged anew: what was seen then, no more. Outcomes that are not
 * known count as honest once they are old enough, and are told apart until then. */
#pragma once

#include "shop/fraud/fraud_policy.h"
#include "shop/fraud/fraud_rules.h"
#include "shop/fraud/fraud_train.h"

enum { BACKTEST_SHOWN = 20, BACKTEST_MOST = 50000 };

struct fraud_backtest_plan {
    struct moment from, to, now;
    /* One of the three; the others are as they are now. */
    const char *expression;
    unsigned acts;
    enum fraud_action action;
    const struct fraud_policy *policy; /* NULL: the one in force */
    fraud_model_id model;              /* number 0: the champion */
};

struct fraud_backtest_sum {
    int64_t count, minor; /* minor units of the reference currency */
};
struct fraud_backtest {
    int64_t decisions, unknown, failed;  /* looked at; outcome not known yet; could not be judged */
    struct fraud_backtest_sum bad, good; /* all of each */
    struct fraud_backtest_sum caught;    /* bad, allowed then, stopped now */
    struct fraud_backtest_sum bothered;  /* good, allowed then, challenged or held now */
    struct fraud_backtest_sum refused;   /* good, refused now and not then */
    struct fraud_backtest_sum missed;    /* bad, stopped then, allowed now */
    struct fraud_backtest_sum freed;     /* good, stopped then, allowed now */
    struct {
        fraud_decision_id decision;
        enum fraud_action was, would;
        bool bad;
        struct money amount;
    } shown[BACKTEST_SHOWN]; /* the dearest that change */
    size_t shown_count;
};

/* RULE_WRONG, MODEL_NOT_FOUND, MODEL_UNREADABLE. Takes seconds on many decisions: not inside an
 * act, nor while this thread holds a read. */
refused fraud_backtest(struct store *store, struct arena *memory,
                       const struct fraud_backtest_plan *plan, struct fraud_backtest *ret_backtest);
