/* Fraud, kept: rules, prices and models as this thread has them in memory.
 *
 * They change a few times a day and are asked at every act. What is kept belongs to one revision: a
 * number in the database that each change of them replaces, in its own transaction, by one that
 * was never there before (docs/decisions/0011). */
#pragma once

#include "shop/fraud/fraud_expression.h"
#include "shop/fraud/fraud_model.h"
#include "shop/fraud/fraud_policy.h"

enum { FRAUD_RULES_MAX = 200 };

struct fraud_kept_rule {
    int64_t rule;
    unsigned acts;
    enum fraud_action action;
    bool live;                           /* otherwise in its shadow */
    struct fraud_expression *expression; /* NULL: it could not be read */
    const char *problem;
};

/* What a model's card says that judging needs. */
struct fraud_kept_model {
    int64_t model;             /* 0: there is none */
    struct fraud_model *trees; /* NULL: it cannot be read */
    const char *problem;
    struct fraud_floors floors[FRAUD_ACTS];
};

struct fraud_kept {
    int64_t revision;
    struct arena memory;
    struct fraud_evaluator *evaluator;
    struct fraud_kept_rule *rules;
    size_t rule_count;
    struct fraud_policy policy;
    struct fraud_kept_model champion, shadow;
};

/* Of this thread; valid until it asks again. */
const struct fraud_kept *fraud_keep(struct store_tx *tx);

/* Each change of rules, prices or models calls this in its transaction. */
void fraud_changed(struct store_tx *tx);

/* Reads a stored model; NULL with the problem. Freed by the caller. */
struct fraud_model *fraud_read_model(struct store_tx *tx, int64_t model, const char **ret_problem);

/* The floors of a card (JSON) for an operator's bounds. */
void fraud_floors_of_card(const char *card, const struct fraud_policy *policy,
                          struct fraud_floors ret_floors[FRAUD_ACTS]);
