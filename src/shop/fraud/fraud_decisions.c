/* Fraud, decisions: read back, with their reasons and all that was seen. */
#include "shop/fraud/fraud_inside.h"

#include <stdlib.h>

#include "base/id.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/fraud/fraud_scene.h"
#include "shop/fraud/fraud_sql.h"

REFUSAL(FRAUD_DECISION_NOT_FOUND, 404, "There is no such decision.");

static double share_of(int64_t stored)
{
    return stored < 0 ? (double)NAN : (double)stored / 1e6;
}

struct fraud_decision fraud_from_row(const struct rows *rows, struct arena *memory,
                                     struct currency reference)
{
    int64_t number = rows_int(rows, "decision_id");
    return (struct fraud_decision){
        .decision = { number },
        .act = (enum fraud_act)rows_int(rows, "act"),
        .account = rows_int(rows, "account_id"),
        .subject = rows_int(rows, "subject"),
        .action = (enum fraud_action)rows_int(rows, "action"),
        .by = (enum fraud_decider)rows_int(rows, "decided_by"),
        .rule = rows_int(rows, "rule_id"),
        .probability = share_of(rows_int(rows, "probability")),
        .shadow = share_of(rows_int(rows, "shadow")),
        .model = rows_int(rows, "model_id"),
        .amount = money_of(rows_int(rows, "amount"), reference),
        .fired = rows_text(rows, memory, "fired"),
        .outcome = (int)rows_int(rows, "outcome"),
        .outcome_by = (enum fraud_source)rows_int(rows, "outcome_by"),
        .outcome_at = { rows_int(rows, "outcome_at") },
        .at = id_moment(number),
    };
}

refused fraud_find(struct store_tx *tx, struct arena *memory, fraud_decision_id decision,
                   struct fraud_decision *ret_decision)
{
    struct rows rows = store_query(tx, &fraud_select_decision, WITH(INT(decision.number)));
    if (!rows_next(&rows))
        return &FRAUD_DECISION_NOT_FOUND;
    *ret_decision = fraud_from_row(&rows, memory, store_tx_settings(tx)->reference);
    rows_close(&rows);
    return NULL;
}

struct fraud_decisions fraud_of_account(struct store_tx *tx, struct arena *memory, int64_t account,
                                        int64_t before, int64_t most)
{
    struct fraud_decisions found = { 0 };
    struct rows rows =
        store_query(tx, &fraud_select_of_account,
                    WITH(INT(fraud_entity_number(store_tx_settings(tx), ENTITY_ACCOUNT, account)),
                         INT(before), INT(account), INT(most)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] =
            fraud_from_row(&rows, memory, store_tx_settings(tx)->reference);
    }
    return found;
}

/* Signals ---------------------------------------------------------------------------------- */

bool fraud_layout_find(struct store_tx *tx, struct arena *memory, int64_t number,
                       struct fraud_layout *ret_layout)
{
    bool found = false;
    struct rows rows = store_query(tx, &fraud_select_layout, WITH(INT(number)));
    while (rows_next(&rows))
        found = fraud_layout_read(memory, rows_text(&rows, memory, "names"), ret_layout);
    return found;
}

bool fraud_signals_of(struct store_tx *tx, struct arena *memory, fraud_decision_id decision,
                      struct fraud_signals *ret_signals)
{
    struct fraud_layout layout;
    size_t size;
    struct rows rows = store_query(tx, &fraud_select_decision, WITH(INT(decision.number)));
    if (!rows_next(&rows))
        return false;
    const unsigned char *bytes = rows_bytes(&rows, memory, "signals", &size);
    rows_close(&rows);
    return fraud_layout_find(tx, memory, fraud_signals_layout_of(bytes, size), &layout) &&
           fraud_signals_unpack(memory, &layout, bytes, size, ret_signals);
}

static const char *number_words(struct arena *memory, enum fraud_unit unit, float value)
{
    double number = (double)value;
    if (unit == UNIT_YES_NO)
        return number > 0 ? _("yes") : _("no");
    if (unit == UNIT_USD)
        return arena_format(memory, "$%.2f", number);
    if (unit == UNIT_SHARE)
        return arena_format(memory, "%.0f %%", number * 100);
    if (unit == UNIT_COUNT || unit == UNIT_KM)
        return arena_format(memory, "%.0f", number);
    return arena_format(memory, fabs(number) < 10 ? "%.2f" : "%.0f", number);
}

/* The rules' own words: why their writer thought that it speaks for fraud. */
static void add_rules(struct store_tx *tx, struct arena *memory, const char *fired,
                      struct fraud_reasons *reasons)
{
    for (const char *at = fired; at && *at;) {
        size_t length = strcspn(at, " ");
        int64_t rule;
        const char *id = arena_copy_bytes(memory, at, length);
        at += length + (at[length] == ' ');
        if (!id_read(id, "rul", &rule))
            continue;
        struct rows rows = store_query(tx, &fraud_select_rule, WITH(INT(rule)));
        if (!rows_next(&rows))
            continue;
        reasons->items = arena_room(memory, reasons->items, reasons->count, sizeof *reasons->items);
        reasons->items[reasons->count++] = (struct fraud_reason){
            .name = rows_text(&rows, memory, "name"),
            .says = rows_text(&rows, memory, "reason"),
            .rule = true,
        };
        rows_close(&rows);
    }
}

static int by_weight(const void *a, const void *b)
{
    const struct fraud_reason *one = a, *other = b;
    double left = fabs(one->weight), right = fabs(other->weight);
    return (left < right) - (left > right);
}

static void add_signals(struct store_tx *tx, struct arena *memory,
                        const struct fraud_decision *decision, struct fraud_reasons *reasons)
{
    float weights[FRAUD_NUMBERS];
    struct fraud_signals signals;
    const char *problem;
    struct fraud_model *model =
        decision->model ? fraud_read_model(tx, decision->model, &problem) : NULL;
    size_t first = reasons->count;
    bool told = model && fraud_signals_of(tx, memory, decision->decision, &signals) &&
                fraud_model_reasons(model, signals.numbers, weights);
    for (int i = 0; told && i < FRAUD_NUMBERS; i++) {
        if (fabsf(weights[i]) < 0.05f)
            continue;
        const char *value = isnan(signals.numbers[i])
                                ? _("not known")
                                : number_words(memory, fraud_signals[i].unit, signals.numbers[i]);
        reasons->items = arena_room(memory, reasons->items, reasons->count, sizeof *reasons->items);
        reasons->items[reasons->count++] = (struct fraud_reason){
            .name = fraud_signals[i].name,
            .says = arena_format(memory, "%s: %s", fraud_signal_says(memory, i), value),
            .weight = (double)weights[i],
        };
    }
    fraud_model_free(model);
    if (reasons->count > first)
        qsort(reasons->items + first, reasons->count - first, sizeof *reasons->items, by_weight);
}

struct fraud_reasons fraud_reasons(struct store_tx *tx, struct arena *memory,
                                   fraud_decision_id number, size_t most)
{
    struct fraud_reasons reasons = { 0 };
    struct fraud_decision decision;
    if (fraud_find(tx, memory, number, &decision))
        return reasons;
    add_rules(tx, memory, decision.fired, &reasons);
    add_signals(tx, memory, &decision, &reasons);
    if (reasons.count > most)
        reasons.count = most;
    return reasons;
}

struct fraud_facts fraud_facts(struct store_tx *tx, struct arena *memory,
                               fraud_decision_id decision)
{
    struct fraud_facts facts = { arena_array(memory, FRAUD_SIGNALS, sizeof(struct fraud_fact)), 0 };
    struct fraud_signals signals;
    struct fraud_decision found;
    if (fraud_find(tx, memory, decision, &found) ||
        !fraud_signals_of(tx, memory, decision, &signals))
        return facts;
    for (int i = 0; i < FRAUD_SIGNALS; i++) {
        bool number = i < FRAUD_NUMBERS;
        const char *word = number ? NULL : signals.words[i - FRAUD_NUMBERS];
        bool known = number ? !isnan(signals.numbers[i]) : word != NULL;
        if (!(fraud_signals[i].acts & 1u << found.act))
            continue;
        facts.items[facts.count++] = (struct fraud_fact){
            .name = fraud_signals[i].name,
            .says = fraud_signal_says(memory, i),
            .value = !known   ? _("not known")
                     : number ? number_words(memory, fraud_signals[i].unit, signals.numbers[i])
                              : word,
            .known = known,
        };
    }
    return facts;
}

/* Links ------------------------------------------------------------------------------------ */

static bool is_bad(struct store_tx *tx, struct arena *memory, enum fraud_entity_kind kind,
                   int64_t id)
{
    struct fraud_scene *scene = arena_take(memory, sizeof *scene);
    scene_add(scene, kind, id);
    scene_load(tx, memory, scene, 0);
    return history_ever(entity_seen(&scene->entities[0]), SERIES_BAD).count > 0;
}

struct fraud_links fraud_links(struct store_tx *tx, struct arena *memory, int64_t account,
                               size_t most)
{
    enum { THINGS = 24, USERS = 8 };
    struct {
        int64_t id, at;
        int kind;
    } things[THINGS];
    struct fraud_links found = { arena_array(memory, most, sizeof(struct fraud_linked)), 0, false };
    const struct settings *settings = store_tx_settings(tx);
    size_t count = 0;
    struct rows rows =
        store_query(tx, &fraud_select_links_of_account, WITH(INT(account), INT(THINGS)));
    while (rows_next(&rows)) {
        things[count].id = rows_int(&rows, "entity_id");
        things[count].at = rows_int(&rows, "first_at");
        things[count++].kind = (int)rows_int(&rows, "kind");
    }
    for (size_t i = 0; i < count; i++) {
        bool thing_bad = is_bad(tx, memory, (enum fraud_entity_kind)things[i].kind, things[i].id);
        rows = store_query(tx, &fraud_select_links_of_entity, WITH(INT(things[i].id), INT(USERS)));
        while (rows_next(&rows)) {
            int64_t user = rows_int(&rows, "account_id");
            if (found.count == most) {
                found.more = true;
                continue;
            }
            found.items[found.count++] = (struct fraud_linked){
                .account = user,
                .thing = things[i].id,
                .kind = things[i].kind,
                .first_at = { rows_int(&rows, "first_at") },
                .thing_bad = thing_bad,
            };
        }
    }
    for (size_t i = 0; i < found.count; i++)
        found.items[i].account_bad =
            is_bad(tx, memory, ENTITY_ACCOUNT,
                   fraud_entity_number(settings, ENTITY_ACCOUNT, found.items[i].account));
    return found;
}
