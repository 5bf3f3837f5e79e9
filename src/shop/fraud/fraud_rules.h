/* Fraud, rules: what operators write, from a draft to being in force.
 *
 * A rule is a draft (it may be changed, and does nothing), then in its shadow (it is evaluated at
 * every act and its hits are counted, and nothing is done), then live, then ended. It must have
 * been tried on past decisions before it leaves the draft, and stand in the shadow before it is
 * live. What was tried is what goes live: only a draft can be changed. */
#pragma once

#include "shop/fraud/fraud.h"

typedef struct {
    int64_t number;
} fraud_rule_id; /* rul_ */

enum fraud_rule_state { RULE_DRAFT, RULE_SHADOW, RULE_LIVE, RULE_ENDED };
extern const struct choice fraud_rule_states[];

extern const struct refusal RULE_NOT_FOUND, RULE_WRONG, RULE_STATE_WRONG, RULE_NOT_TRIED,
    RULE_LIMIT;

struct fraud_rule {
    fraud_rule_id rule;
    const char *name, *expression, *reason;
    unsigned acts; /* bits of enum fraud_act */
    enum fraud_action action;
    enum fraud_rule_state state;
    int64_t made_by;
    struct moment made_at, changed_at, tried_at;
    int64_t failures;
    const char *failure; /* the last reason, or NULL */
    struct {
        int64_t day, week, month, ever;
    } hits;
};
struct fraud_rules {
    struct fraud_rule *items;
    size_t count;
};
struct fraud_rules fraud_rules(struct store_tx *tx, struct arena *memory, struct moment now);
refused fraud_rule_find(struct store_tx *tx, struct arena *memory, fraud_rule_id rule,
                        struct moment now, struct fraud_rule *ret_rule);

struct fraud_rule_wish {
    fraud_rule_id rule; /* to change; number 0: a new one */
    const char *name, *expression, *reason;
    unsigned acts; /* 0: all that have the signals which it names */
    enum fraud_action action;
    int64_t by;
    struct moment now;
    const char *fault; /* after RULE_WRONG: what and where, in words; else NULL */
};
/* RULE_WRONG tells in wish->fault, in `memory`. */
refused fraud_rule_write(struct store_tx *tx, struct arena *memory, struct fraud_rule_wish *wish,
                         fraud_rule_id *ret_rule);
/* draft → shadow → live → ended; shadow → draft as well. */
refused fraud_rule_move(struct store_tx *tx, fraud_rule_id rule, enum fraud_rule_state to,
                        struct moment now);
void fraud_rule_was_tried(struct store_tx *tx, fraud_rule_id rule, struct moment now);
