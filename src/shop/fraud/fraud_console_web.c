/* Fraud, the operator's overview: alarms, what was done these days and to whom, and the signals. */
#include "shop/fraud/fraud_console_web.h"

#include "base/id.h"
#include "shop/fraud/fraud_console_sql.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/fraud/fraud_sql.h"
#include "shop/fraud/fraud_watch.h"

enum { WEEK = 7, STOPPED_SHOWN = 20 };

/* Overview --------------------------------------------------------------------------------- */

struct alarm_answer {
    const char *kind, *says;
    int64_t count;
    struct moment first_at, last_at;
};
static const struct field alarm_fields[] = {
    TEXT_FIELD(struct alarm_answer, kind, .says = "For programs."),
    TEXT_FIELD(struct alarm_answer, says, .says = "What is wrong."),
    INT_FIELD(struct alarm_answer, count, .says = "How often."),
    MOMENT_FIELD(struct alarm_answer, first_at, .says = "When first."),
    MOMENT_FIELD(struct alarm_answer, last_at, .says = "When last."),
    { 0 },
};
struct act_row {
    enum fraud_act act;
    int64_t count, challenged, held, refused;
    const char *challenged_share, *held_share, *refused_share;
};
static const struct field act_row_fields[] = {
    CHOICE_FIELD(struct act_row, act, fraud_acts, .says = "The act."),
    INT_FIELD(struct act_row, count, .says = "How many were judged."),
    INT_FIELD(struct act_row, challenged, .says = "How many were challenged."),
    INT_FIELD(struct act_row, held, .says = "How many were held."),
    INT_FIELD(struct act_row, refused, .says = "How many were refused."),
    TEXT_FIELD(struct act_row, challenged_share, .says = "The same as a share, or null."),
    TEXT_FIELD(struct act_row, held_share, .says = "The same as a share, or null."),
    TEXT_FIELD(struct act_row, refused_share, .says = "The same as a share, or null."),
    { 0 },
};
struct stopped_row {
    fraud_decision_id decision;
    enum fraud_act act;
    enum fraud_action action;
    enum fraud_decider by;
    account_id account;
    struct money amount;
    enum fraud_kind outcome;
    bool known;
    struct moment at;
};
static const struct field stopped_row_fields[] = {
    ID_FIELD(struct stopped_row, decision, "dec", .says = "The decision."),
    CHOICE_FIELD(struct stopped_row, act, fraud_acts, .says = "The act."),
    CHOICE_FIELD(struct stopped_row, action, fraud_actions, .says = "What was done."),
    CHOICE_FIELD(struct stopped_row, by, fraud_deciders, .says = "By what."),
    ID_FIELD(struct stopped_row, account, "acc", .says = "Whose act it was."),
    MONEY_FIELD(struct stopped_row, amount, .says = "At stake."),
    CHOICE_FIELD(struct stopped_row, outcome, fraud_kinds, .says = "What it was, when known."),
    BOOL_FIELD(struct stopped_row, known, .says = "What it was is known."),
    MOMENT_FIELD(struct stopped_row, at, .says = "When."),
    { 0 },
};
struct console_answer {
    LIST_OF(struct alarm_answer) alarms;
    int64_t decisions, honest, known;
    const char *stopped_share, *refused_share, *honest_stopped_share, *honest_refused_share;
    const char *stopped_most, *refused_most;
    struct money known_amount, stopped_amount;
    LIST_OF(struct act_row) acts;
    LIST_OF(struct stopped_row) stopped;
    int64_t live_rules, shadow_rules;
    fraud_model_id model;
};
static const struct field console_fields[] = {
    LIST_FIELD(struct console_answer, alarms, alarm_fields, .says = "What nobody has seen to yet."),
    INT_FIELD(struct console_answer, decisions, .says = "Acts judged within 7 days."),
    INT_FIELD(struct console_answer, honest,
              .says = "Of them those that nobody has found to be fraud: they count as honest."),
    TEXT_FIELD(struct console_answer, stopped_share,
               .says = "Share of all that was challenged or held, or null."),
    TEXT_FIELD(struct console_answer, refused_share, .says = "Share of all that was refused."),
    TEXT_FIELD(struct console_answer, honest_stopped_share,
               .says = "Share of the honest that was challenged or held, or null."),
    TEXT_FIELD(struct console_answer, honest_refused_share,
               .says = "Share of the honest that was refused, or null."),
    TEXT_FIELD(struct console_answer, stopped_most,
               .says = "The bound of the prices: honest acts challenged or held, in percent."),
    TEXT_FIELD(struct console_answer, refused_most,
               .says = "The bound of the prices: honest acts refused, in percent."),
    INT_FIELD(struct console_answer, known, .says = "Acts that became known as fraud in 7 days."),
    MONEY_FIELD(struct console_answer, known_amount, .says = "The money in them."),
    MONEY_FIELD(struct console_answer, stopped_amount,
                .says = "Held or refused within 7 days, and not known to be honest."),
    LIST_FIELD(struct console_answer, acts, act_row_fields, .says = "By act, of 7 days."),
    LIST_FIELD(struct console_answer, stopped, stopped_row_fields, .says = "The newest stopped."),
    INT_FIELD(struct console_answer, live_rules, .says = "Rules in force."),
    INT_FIELD(struct console_answer, shadow_rules, .says = "Rules in the shadow."),
    ID_FIELD(struct console_answer, model, "mod", .says = "The model in force, or null."),
    { 0 },
};

static void fill_alarms(struct request *request, struct console_answer *answer)
{
    struct fraud_alarms found = fraud_alarms(request->tx, request->memory);
    answer->alarms.items = arena_array(request->memory, found.count, sizeof(struct alarm_answer));
    for (size_t i = 0; i < found.count; i++) {
        const struct fraud_alarm *alarm = &found.items[i];
        answer->alarms.items[answer->alarms.count++] =
            (struct alarm_answer){ alarm->kind, _(alarm->says), alarm->count, alarm->first_at,
                                   alarm->last_at };
    }
}

/* Counts of an act and action, of all and of those not known as fraud. */
struct week {
    int64_t counts[FRAUD_ACTS][FRAUD_ACTIONS], honest[FRAUD_ACTS][FRAUD_ACTIONS];
    int64_t amounts[FRAUD_ACTIONS]; /* of what is not known to be honest */
};

static void read_week(struct request *request, struct week *ret_week)
{
    struct moment from = moment_before(request->now, days(WEEK));
    struct rows rows = store_query(request->tx, &fraud_console_sum_acts, WITH(INT(id_first(from))));
    *ret_week = (struct week){ 0 };
    while (rows_next(&rows)) {
        int64_t act = rows_int(&rows, "act"), action = rows_int(&rows, "action");
        if (act < 0 || act >= FRAUD_ACTS || action < 0 || action >= FRAUD_ACTIONS)
            continue;
        ret_week->counts[act][action] = rows_int(&rows, "n");
        ret_week->honest[act][action] = rows_int(&rows, "honest");
        ret_week->amounts[action] += rows_int(&rows, "amount");
    }
}

static int64_t sum(int64_t counts[FRAUD_ACTS][FRAUD_ACTIONS], unsigned actions)
{
    int64_t found = 0;
    for (int act = 0; act < FRAUD_ACTS; act++)
        for (int action = 0; action < FRAUD_ACTIONS; action++)
            found += actions & 1u << action ? counts[act][action] : 0;
    return found;
}

static void fill_acts(struct request *request, const struct week *week,
                      struct console_answer *answer)
{
    struct arena *memory = request->memory;
    answer->acts.items = arena_array(memory, FRAUD_ACTS, sizeof(struct act_row));
    for (int act = 0; act < FRAUD_ACTS; act++) {
        const int64_t *counts = week->counts[act];
        int64_t all = counts[FRAUD_ALLOW] + counts[FRAUD_CHALLENGE] + counts[FRAUD_HOLD] +
                      counts[FRAUD_REFUSE];
        if (!all)
            continue;
        answer->acts.items[answer->acts.count++] = (struct act_row){
            .act = (enum fraud_act)act,
            .count = all,
            .challenged = counts[FRAUD_CHALLENGE],
            .held = counts[FRAUD_HOLD],
            .refused = counts[FRAUD_REFUSE],
            .challenged_share = console_share(memory, counts[FRAUD_CHALLENGE], all),
            .held_share = console_share(memory, counts[FRAUD_HOLD], all),
            .refused_share = console_share(memory, counts[FRAUD_REFUSE], all),
        };
    }
}

static void fill_week(struct request *request, struct console_answer *answer)
{
    enum {
        ALL = 15,
        STOPPED = 1 << FRAUD_CHALLENGE | 1 << FRAUD_HOLD,
        REFUSED = 1 << FRAUD_REFUSE
    };
    struct week week;
    struct arena *memory = request->memory;
    struct currency reference = request->settings->reference;
    read_week(request, &week);
    fill_acts(request, &week, answer);
    answer->decisions = sum(week.counts, ALL);
    answer->honest = sum(week.honest, ALL);
    answer->stopped_share = console_share(memory, sum(week.counts, STOPPED), answer->decisions);
    answer->refused_share = console_share(memory, sum(week.counts, REFUSED), answer->decisions);
    answer->honest_stopped_share = console_share(memory, sum(week.honest, STOPPED), answer->honest);
    answer->honest_refused_share = console_share(memory, sum(week.honest, REFUSED), answer->honest);
    answer->stopped_amount =
        money_of(week.amounts[FRAUD_HOLD] + week.amounts[FRAUD_REFUSE], reference);
    struct rows rows = store_query(request->tx, &fraud_console_sum_known,
                                   WITH(INT(moment_before(request->now, days(WEEK)).us)));
    answer->known_amount = money_of(0, reference);
    if (rows_next(&rows)) {
        answer->known = rows_int(&rows, "n");
        answer->known_amount.minor = rows_int(&rows, "amount");
        rows_close(&rows);
    }
}

static void fill_stopped(struct request *request, struct console_answer *answer)
{
    answer->stopped.items = arena_array(request->memory, STOPPED_SHOWN, sizeof(struct stopped_row));
    struct rows rows =
        store_query(request->tx, &fraud_console_select_stopped, WITH(INT(STOPPED_SHOWN)));
    while (rows_next(&rows)) {
        int64_t decision = rows_int(&rows, "decision_id"), outcome = rows_int(&rows, "outcome");
        answer->stopped.items[answer->stopped.count++] = (struct stopped_row){
            .decision = { decision },
            .act = (enum fraud_act)rows_int(&rows, "act"),
            .action = (enum fraud_action)rows_int(&rows, "action"),
            .by = (enum fraud_decider)rows_int(&rows, "decided_by"),
            .account = { rows_int(&rows, "account_id") },
            .amount = money_of(rows_int(&rows, "amount"), request->settings->reference),
            .outcome = outcome < 0 ? FRAUD_NONE : (enum fraud_kind)outcome,
            .known = outcome >= 0,
            .at = id_moment(decision),
        };
    }
}

static refused show_console(struct request *request)
{
    struct console_answer *answer = request->answer;
    request->title = _("Fraud");
    fill_alarms(request, answer);
    fill_week(request, answer);
    fill_stopped(request, answer);
    const struct fraud_kept *kept = fraud_keep(request->tx);
    answer->model.number = kept->champion.model;
    for (size_t i = 0; i < kept->rule_count; i++)
        *(kept->rules[i].live ? &answer->live_rules : &answer->shadow_rules) += 1;
    const int64_t *prices = kept->policy.prices;
    answer->stopped_most = console_percent(request->memory, prices[FRAUD_PRICE_challenged_most]);
    answer->refused_most = console_percent(request->memory, prices[FRAUD_PRICE_refused_most]);
    return NULL;
}

/* Alarms ----------------------------------------------------------------------------------- */

REFUSAL(ALARM_NOT_FOUND, 404, "There is no such alarm. Perhaps somebody has seen to it already.");

struct alarm_acted {
    const char *kind;
};
static const struct field alarm_acted_fields[] = {
    TEXT_FIELD(struct alarm_acted, kind, .says = "The alarm that was ended."),
    { 0 },
};

static refused end_alarm_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct alarm_acted *answer = request->answer;
    const char *kind = request_text(request, "kind");
    if (!store_do(tx, &fraud_end_alarm, WITH(INT(request->now.us), TEXT(kind))))
        return &ALARM_NOT_FOUND;
    oversight_note_for(tx, request, &(struct noted){ .act = "alarm.ended", .facts = kind });
    answer->kind = kind;
    return NULL;
}

static refused end_alarm(struct request *request)
{
    return request_transact(request, end_alarm_act, request);
}

/* Signals ---------------------------------------------------------------------------------- */

static const struct choice unit_choices[] = {
    [UNIT_COUNT] = { "count", N_("Number") },
    [UNIT_USD] = { "usd", N_("US dollars") },
    [UNIT_RATIO] = { "ratio", N_("Times") },
    [UNIT_SHARE] = { "share", N_("Share, 0 to 1") },
    [UNIT_DAYS] = { "days", N_("Days") },
    [UNIT_HOURS] = { "hours", N_("Hours") },
    [UNIT_KM] = { "km", N_("Kilometres") },
    [UNIT_SCORE] = { "score", N_("Standard deviations") },
    [UNIT_YES_NO] = { "yes_no", N_("1 or 0") },
    [UNIT_TEXT] = { "text", N_("Text") },
    { 0 },
};

const struct field signal_row_fields[] = {
    TEXT_FIELD(struct signal_row, name, .says = "For rules."),
    CHOICE_FIELD(struct signal_row, unit, unit_choices, .says = "What it is counted in."),
    TEXT_FIELD(struct signal_row, says, .says = "What it is."),
    BOOL_FIELD(struct signal_row, any, .says = "Every act has it."),
    LIST_FIELD(struct signal_row, acts, named_choice_fields, .says = "The acts that have it."),
    { 0 },
};

struct signal_rows console_signals(struct arena *memory)
{
    enum { EVERY = (1 << FRAUD_ACTS) - 1 };
    struct signal_rows list = { .data.items =
                                    arena_array(memory, FRAUD_SIGNALS, sizeof(struct signal_row)) };
    for (int i = 0; i < FRAUD_SIGNALS; i++) {
        const struct fraud_signal *signal = &fraud_signals[i];
        struct signal_row *row = &list.data.items[list.data.count++];
        *row = (struct signal_row){ .name = signal->name,
                                    .unit = signal->unit,
                                    .says = fraud_signal_says(memory, i),
                                    .any = (signal->acts & EVERY) == EVERY };
        row->acts.items = arena_array(memory, FRAUD_ACTS, sizeof(struct named_choice));
        for (int act = 0; act < FRAUD_ACTS; act++)
            if (signal->acts & 1u << act)
                row->acts.items[row->acts.count++] =
                    (struct named_choice){ fraud_acts[act].name, _(fraud_acts[act].words), false };
    }
    return list;
}

static const struct field signals_answer_fields[] = {
    LIST_FIELD(struct signal_rows, data, signal_row_fields, .says = "The numbers, then the texts."),
    { 0 },
};

static refused list_signals(struct request *request)
{
    struct signal_rows *answer = request->answer;
    *answer = console_signals(request->memory);
    return NULL;
}

// clang-format off
static const struct route console_routes[] = {
    { GET, "/operator/fraud", OPERATOR, show_console,
      .summary = "Fraud at a glance: alarms, what was stopped, how many honest were bothered",
      .gives = console_fields, .page = "fraud/console", .slow = true, .scope = SCOPE_OPERATE },
    { POST, "/operator/fraud/alarms/{kind}", OPERATOR, end_alarm,
      .summary = "End an alarm: seen to",
      .gives = alarm_acted_fields, .refuses = { &ALARM_NOT_FOUND }, .then = "/operator/fraud",
      .again = "/operator/fraud", .scope = SCOPE_OPERATE,
      .done = N_("Seen to. If it happens again, it is shown again.") },
    { GET, "/operator/fraud/signals", OPERATOR, list_signals,
      .summary = "The signals that rules and models see", .gives = signals_answer_fields,
      .face = ONLY_API, .scope = SCOPE_OPERATE },
    { 0 },
};
// clang-format on

const struct module fraud_console_module = {
    .name = "fraud_console",
    .routes = console_routes,
    .statements = fraud_console_statements,
    .jobs = fraud_watch_jobs,
    .first = fraud_watch_first,
};
