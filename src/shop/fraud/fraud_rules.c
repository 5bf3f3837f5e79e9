/* Fraud, rules: written, moved on, and counted. */
#include "shop/fraud/fraud_rules.h"

#include "base/id.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/fraud/fraud_scene.h"
#include "shop/fraud/fraud_sql.h"

REFUSAL(RULE_NOT_FOUND, 404, "There is no such rule.");
REFUSAL_AT(RULE_WRONG, 422, "expression", "This rule cannot be read.");
REFUSAL(RULE_STATE_WRONG, 409, "This rule is not in the state for that. Look at its page again.");
REFUSAL(RULE_NOT_TRIED, 409,
        "Try this rule on past decisions first, so that you know whom it would have stopped.");
REFUSAL(RULE_LIMIT, 409, "There are 200 rules in force or in the shadow. End one first.");

static const char *const state_names[] = { "draft", "shadow", "live", "ended" };
// clang-format off
const struct choice fraud_rule_states[] = {
    [RULE_DRAFT] = { "draft", N_("Draft") },
    [RULE_SHADOW] = { "shadow", N_("In the shadow") },
    [RULE_LIVE] = { "live", N_("In force") },
    [RULE_ENDED] = { "ended", N_("Ended") },
    { 0 },
};
// clang-format on

static void count_hits(struct store_tx *tx, struct arena *memory, struct fraud_rule *rule,
                       struct moment now)
{
    struct fraud_scene *scene = arena_take(memory, sizeof *scene);
    scene_add(scene, ENTITY_RULE,
              fraud_entity_number(store_tx_settings(tx), ENTITY_RULE, rule->rule.number));
    scene_load(tx, memory, scene, 0);
    const struct fraud_history *seen = entity_seen(&scene->entities[0]);
    for (int act = 0; act < FRAUD_ACTS; act++) {
        int series = SERIES_ACTS + act;
        rule->hits.day += (int64_t)history_count(seen, series, now, days(1));
        rule->hits.week += (int64_t)history_count(seen, series, now, days(7));
        rule->hits.month += (int64_t)history_count(seen, series, now, days(30));
        rule->hits.ever += (int64_t)history_ever(seen, series).count;
    }
}

static struct fraud_rule from_row(const struct rows *rows, struct arena *memory)
{
    return (struct fraud_rule){
        .rule = { rows_int(rows, "rule_id") },
        .name = rows_text(rows, memory, "name"),
        .expression = rows_text(rows, memory, "expression"),
        .reason = rows_text(rows, memory, "reason"),
        .acts = (unsigned)rows_int(rows, "acts"),
        .action = (enum fraud_action)rows_int(rows, "action"),
        .state =
            (enum fraud_rule_state)text_place(rows_text(rows, memory, "state"), state_names, 4),
        .made_by = rows_int(rows, "made_by"),
        .made_at = { rows_int(rows, "made_at") },
        .changed_at = { rows_int(rows, "changed_at") },
        .tried_at = { rows_int(rows, "tried_at") },
        .failures = rows_int(rows, "failures"),
        .failure = rows_text(rows, memory, "failure"),
    };
}

struct fraud_rules fraud_rules(struct store_tx *tx, struct arena *memory, struct moment now)
{
    struct fraud_rules found = { 0 };
    struct rows rows = store_query(tx, &fraud_select_rules, WITHOUT);
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = from_row(&rows, memory);
    }
    for (size_t i = 0; i < found.count; i++)
        count_hits(tx, memory, &found.items[i], now);
    return found;
}

refused fraud_rule_find(struct store_tx *tx, struct arena *memory, fraud_rule_id rule,
                        struct moment now, struct fraud_rule *ret_rule)
{
    struct rows rows = store_query(tx, &fraud_select_rule, WITH(INT(rule.number)));
    if (!rows_next(&rows))
        return &RULE_NOT_FOUND;
    *ret_rule = from_row(&rows, memory);
    rows_close(&rows);
    count_hits(tx, memory, ret_rule, now);
    return NULL;
}

refused fraud_rule_write(struct store_tx *tx, struct arena *memory, struct fraud_rule_wish *wish,
                         fraud_rule_id *ret_rule)
{
    struct fraud_expression_fault fault = { 0 };
    struct fraud_evaluator *evaluator = fraud_evaluator_open();
    unsigned acts = 0;
    struct fraud_expression *read =
        fraud_expression_compile(evaluator, memory, wish->expression, &acts, &fault);
    bool good = read != NULL;
    fraud_expression_free(read);
    fraud_evaluator_close(evaluator);
    wish->fault = good ? NULL : fault.sentence;
    if (!good)
        return &RULE_WRONG;
    if (wish->acts & ~acts || !acts) {
        wish->fault = N_("Not all of these acts have every signal that the rule names.");
        return &RULE_WRONG;
    }
    fraud_rule_id rule = wish->rule;
    struct value written[] = { INT(rule.number),       TEXT(wish->name),
                               TEXT(wish->expression), INT(wish->acts ? wish->acts : acts),
                               INT(wish->action),      TEXT(wish->reason),
                               INT(wish->by),          INT(wish->now.us) };
    if (!rule.number) {
        rule.number = id_next(wish->now);
        written[0] = INT(rule.number);
        store_put(tx, &fraud_insert_rule, written, 8);
    } else {
        const struct value changed[] = { written[1], written[2], written[3], written[4],
                                         written[5], written[7], written[0] };
        if (!store_do(tx, &fraud_change_rule, changed, 7))
            return &RULE_STATE_WRONG;
    }
    *ret_rule = rule;
    return NULL;
}

void fraud_rule_was_tried(struct store_tx *tx, fraud_rule_id rule, struct moment now)
{
    store_put(tx, &fraud_set_rule_tried, WITH(INT(now.us), INT(rule.number)));
}

refused fraud_rule_move(struct store_tx *tx, fraud_rule_id number, enum fraud_rule_state to,
                        struct moment now)
{
    static const unsigned may_come_from[] = {
        [RULE_DRAFT] = 1u << RULE_SHADOW,
        [RULE_SHADOW] = 1u << RULE_DRAFT | 1u << RULE_LIVE,
        [RULE_LIVE] = 1u << RULE_SHADOW,
        [RULE_ENDED] = 1u << RULE_SHADOW | 1u << RULE_LIVE | 1u << RULE_DRAFT,
    };
    AUTO(arena) memory = { 0 };
    struct fraud_rule rule;
    refused why = fraud_rule_find(tx, &memory, number, now, &rule);
    if (why)
        return why;
    if (!(may_come_from[to] & 1u << rule.state))
        return &RULE_STATE_WRONG;
    if (to == RULE_SHADOW && rule.state == RULE_DRAFT && !rule.tried_at.us)
        return &RULE_NOT_TRIED;
    if (to == RULE_SHADOW && store_int(tx, &fraud_count_rules, WITHOUT, 0) >= FRAUD_RULES_MAX)
        return &RULE_LIMIT;
    if (!store_do(tx, &fraud_set_rule_state,
                  WITH(TEXT(state_names[to]), INT(now.us), INT(number.number),
                       TEXT(state_names[rule.state]))))
        return &RULE_STATE_WRONG;
    fraud_changed(tx);
    return NULL;
}
