/* Fraud, rules on the web: written, tried on past decisions, put into force and ended. */
#include "shop/fraud/fraud_rules.h"

#include "base/id.h"
#include "shop/fraud/fraud_console_web.h"
#include "shop/fraud/fraud_expression.h"

/* Answers ---------------------------------------------------------------------------------- */

struct rule_answer {
    fraud_rule_id rule;
    const char *name, *expression, *reason;
    enum fraud_action action;
    enum fraud_rule_state state;
    LIST_OF(struct named_choice) acts;
    account_id made_by;
    const char *made_by_name;
    struct moment made_at, changed_at, tried_at;
    int64_t hits_day, hits_week, hits_month, hits_ever, failures;
    const char *failure;
    bool may_change, may_shadow, may_live, may_draft, may_end;
    int64_t days;
    struct tried *tried;
    LIST_OF(struct named_choice) actions;
    LIST_OF(struct signal_row) signals;
    LIST_OF(struct audit_answer) audit;
};
#define RULE_FIELDS                                                                              \
    ID_FIELD(struct rule_answer, rule, "rul", .says = "The rule."),                              \
        TEXT_FIELD(struct rule_answer, name, .says = "As people call it."),                      \
        TEXT_FIELD(struct rule_answer, expression, .lines = true, .says = "When it fires."),     \
        TEXT_FIELD(struct rule_answer, reason, .says = "For those who review."),                 \
        CHOICE_FIELD(struct rule_answer, action, fraud_actions, .says = "What it then does."),   \
        CHOICE_FIELD(struct rule_answer, state, fraud_rule_states, .says = "Where it stands."),  \
        LIST_FIELD(struct rule_answer, acts, named_choice_fields,                                \
                   .says = "All acts; chosen are those that it judges."),                        \
        ID_FIELD(struct rule_answer, made_by, "acc", .says = "Who wrote it."),                   \
        TEXT_FIELD(struct rule_answer, made_by_name, .says = "The same by name."),               \
        MOMENT_FIELD(struct rule_answer, made_at, .says = "When it was made."),                  \
        MOMENT_FIELD(struct rule_answer, changed_at, .says = "When it was last changed."),       \
        MOMENT_FIELD(struct rule_answer, tried_at,                                               \
                     .says = "When its text was last tried on past decisions, or null."),        \
        INT_FIELD(struct rule_answer, hits_day, .says = "How often it fired within a day."),     \
        INT_FIELD(struct rule_answer, hits_week, .says = "Within 7 days."),                      \
        INT_FIELD(struct rule_answer, hits_month, .says = "Within 30 days."),                    \
        INT_FIELD(struct rule_answer, hits_ever, .says = "Ever."),                               \
        INT_FIELD(struct rule_answer, failures, .says = "How often it could not be evaluated."), \
        TEXT_FIELD(struct rule_answer, failure, .says = "The last reason, or null."),            \
        BOOL_FIELD(struct rule_answer, may_change, .says = "It is a draft."),                    \
        BOOL_FIELD(struct rule_answer, may_shadow, .says = "It may go into the shadow."),        \
        BOOL_FIELD(struct rule_answer, may_live, .says = "It may go into force."),               \
        BOOL_FIELD(struct rule_answer, may_draft, .says = "It may become a draft again."),       \
        BOOL_FIELD(struct rule_answer, may_end, .says = "It may be ended.")

static const struct field rule_row_fields[] = { RULE_FIELDS, { 0 } };
static const struct field rule_fields[] = {
    RULE_FIELDS,
    INT_FIELD(struct rule_answer, days, .says = "Over how many days it was tried just now, or 0."),
    MAYBE_FIELD(struct rule_answer, tried, tried_fields,
                .says = "What it would have done with past decisions, when asked for."),
    LIST_FIELD(struct rule_answer, actions, named_choice_fields,
               .says = "What a rule can do; for the form."),
    LIST_FIELD(struct rule_answer, signals, signal_row_fields,
               .says = "What a rule can name; for the form."),
    LIST_FIELD(struct rule_answer, audit, audit_fields, .says = "What operators did to it."),
    { 0 },
};

static void fill_acts(struct arena *memory, unsigned acts, struct rule_answer *answer)
{
    answer->acts.items = arena_array(memory, FRAUD_ACTS, sizeof(struct named_choice));
    for (int act = 0; act < FRAUD_ACTS; act++)
        answer->acts.items[answer->acts.count++] =
            (struct named_choice){ fraud_acts[act].name, _(fraud_acts[act].words),
                                   (acts & 1u << act) != 0 };
}

static struct rule_answer answer_of(struct request *request, struct store_tx *tx,
                                    const struct fraud_rule *rule)
{
    struct account maker = { 0 };
    bool draft = rule->state == RULE_DRAFT, shadow = rule->state == RULE_SHADOW;
    accounts_find(tx, request->memory, (account_id){ rule->made_by }, &maker);
    struct rule_answer answer = {
        .rule = rule->rule,
        .name = rule->name,
        .expression = rule->expression,
        .reason = rule->reason,
        .action = rule->action,
        .state = rule->state,
        .made_by = { rule->made_by },
        .made_by_name = maker.name,
        .made_at = rule->made_at,
        .changed_at = rule->changed_at,
        .tried_at = rule->tried_at,
        .hits_day = rule->hits.day,
        .hits_week = rule->hits.week,
        .hits_month = rule->hits.month,
        .hits_ever = rule->hits.ever,
        .failures = rule->failures,
        .failure = rule->failure,
        .may_change = draft,
        .may_shadow = (draft && rule->tried_at.us) || rule->state == RULE_LIVE,
        .may_live = shadow,
        .may_draft = shadow,
        .may_end = rule->state != RULE_ENDED,
    };
    fill_acts(request->memory, rule->acts, &answer);
    return answer;
}

/* What the form offers. */
static void fill_form(struct request *request, struct rule_answer *answer)
{
    struct arena *memory = request->memory;
    struct signal_rows signals = console_signals(memory);
    answer->signals.items = signals.data.items;
    answer->signals.count = signals.data.count;
    answer->actions.items = arena_array(memory, FRAUD_ACTIONS, sizeof(struct named_choice));
    for (int action = FRAUD_CHALLENGE; action < FRAUD_ACTIONS; action++)
        answer->actions.items[answer->actions.count++] =
            (struct named_choice){ fraud_actions[action].name, _(fraud_actions[action].words),
                                   (int)answer->action == action };
}

/* Reading ---------------------------------------------------------------------------------- */

struct rules_answer {
    LIST_OF(struct rule_answer) data;
};
static const struct field rules_fields[] = {
    LIST_FIELD(struct rules_answer, data, rule_row_fields,
               .says = "Those in force first, then in the shadow, drafts and ended ones."),
    { 0 },
};

static refused list_rules(struct request *request)
{
    static const enum fraud_rule_state order[] = { RULE_LIVE, RULE_SHADOW, RULE_DRAFT, RULE_ENDED };
    struct rules_answer *answer = request->answer;
    struct fraud_rules found = fraud_rules(request->tx, request->memory, request->now);
    request->title = _("Rules");
    answer->data.items = arena_array(request->memory, found.count, sizeof(struct rule_answer));
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (size_t i = found.count; i-- > 0;)
            if (found.items[i].state == order[k])
                answer->data.items[answer->data.count++] =
                    answer_of(request, request->tx, &found.items[i]);
    return NULL;
}

static refused show_new_rule(struct request *request)
{
    struct rule_answer *answer = request->answer;
    request->title = _("New rule");
    answer->action = FRAUD_HOLD;
    fill_acts(request->memory, 0, answer);
    fill_form(request, answer);
    return NULL;
}

static refused try_rule(struct request *request, const struct fraud_rule *rule, int64_t days_back,
                        struct tried **ret_tried)
{
    struct fraud_backtest_plan plan = { .expression = rule->expression,
                                        .acts = rule->acts,
                                        .action = rule->action };
    return console_try(request, &plan, days_back, ret_tried);
}

static refused show_rule(struct request *request)
{
    const struct days_request *body = request->body;
    struct rule_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct tried *tried = NULL;
    struct fraud_rule rule;
    fraud_rule_id number = { request_id(request, "rule") };
    refused why = fraud_rule_find(request->tx, memory, number, request->now, &rule);
    if (!why && body && body->days)
        why = try_rule(request, &rule, body->days, &tried);
    if (why)
        return why;
    request->title = rule.name;
    *answer = answer_of(request, request->tx, &rule);
    answer->tried = tried;
    answer->days = tried ? tried->days : 0;
    if (answer->may_change && request_wants_page(request))
        fill_form(request, answer);
    struct audit_list audit = oversight_audit_for(
        request, request->tx, id_text(memory, "rul", number.number), INT64_MAX, 20);
    answer->audit.items = audit.data.items;
    answer->audit.count = audit.data.count;
    return NULL;
}

/* Writing ---------------------------------------------------------------------------------- */

struct rule_request {
    const char *name, *expression, *reason;
    enum fraud_action action;
    LIST_OF(const char *) acts;
};
static const struct field rule_request_fields[] = {
    TEXT_FIELD(struct rule_request, name, .min = 3, .max = 100, .says = "As people call it."),
    TEXT_FIELD(struct rule_request, expression, .lines = true, .max = FRAUD_EXPRESSION_MAX,
               .says = "When it fires: an SQL expression over the signals."),
    CHOICE_FIELD(struct rule_request, action, fraud_actions,
                 .says = "What it does: challenge, hold or refuse."),
    TEXT_FIELD(struct rule_request, reason, .min = 3, .max = 300,
               .says = "Why, for those who review what it stopped."),
    TEXTS_FIELD(struct rule_request, acts, .optional = true,
                .says = "Acts that it judges; none given: all that have its signals."),
    { 0 },
};
struct rule_acted {
    fraud_rule_id rule;
    enum fraud_rule_state state;
};
static const struct field rule_acted_fields[] = {
    ID_FIELD(struct rule_acted, rule, "rul", .says = "The rule."),
    CHOICE_FIELD(struct rule_acted, state, fraud_rule_states, .says = "Where it stands now."),
    { 0 },
};

REFUSAL_AT(RULE_ACT_WRONG, 422, "acts", "There is no such act.");
REFUSAL_AT(RULE_ACTION_WRONG, 422, "action",
           "A rule challenges, holds or refuses. To let somebody through, put them on the list.");

static refused acts_of(const struct rule_request *body, unsigned *ret_acts)
{
    unsigned acts = 0;
    for (size_t i = 0; i < body->acts.count; i++) {
        int act = 0;
        while (act < FRAUD_ACTS && !text_same(fraud_acts[act].name, body->acts.items[i]))
            act++;
        if (act == FRAUD_ACTS)
            return &RULE_ACT_WRONG;
        acts |= 1u << act;
    }
    *ret_acts = acts;
    return NULL;
}

struct writing {
    struct request *request;
    struct fraud_rule_wish wish;
    const char *act; /* of the audit */
};

static refused write_act(struct store_tx *tx, void *what)
{
    struct writing *writing = what;
    struct request *request = writing->request;
    struct rule_acted *answer = request->answer;
    fraud_rule_id rule;
    struct fraud_rule found;
    refused why = NULL;
    if (writing->wish.rule.number)
        why = fraud_rule_find(tx, request->memory, writing->wish.rule, request->now, &found);
    if (!why)
        why = fraud_rule_write(tx, request->memory, &writing->wish, &rule);
    if (why)
        return why;
    oversight_note_for(
        tx, request,
        &(struct noted){ writing->act, "rul", rule.number, NULL, writing->wish.expression });
    *answer = (struct rule_acted){ rule, RULE_DRAFT };
    request->status = writing->wish.rule.number ? 200 : 201;
    request->location = arena_format(request->memory, "/operator/fraud/rules/%s",
                                     id_text(request->memory, "rul", rule.number));
    return NULL;
}

static refused write_rule(struct request *request, fraud_rule_id rule)
{
    const struct rule_request *body = request->body;
    struct writing writing = { .request = request,
                               .wish = { .rule = rule,
                                         .name = body->name,
                                         .expression = body->expression,
                                         .reason = body->reason,
                                         .action = body->action,
                                         .by = request->visitor.account.number,
                                         .now = request->now },
                               .act = rule.number ? "rule.changed" : "rule.written" };
    if (body->action == FRAUD_ALLOW)
        return &RULE_ACTION_WRONG;
    refused why = acts_of(body, &writing.wish.acts);
    if (!why)
        why = request_transact(request, write_act, &writing);
    if (why == &RULE_WRONG && writing.wish.fault)
        console_fault(request, "/expression", _(writing.wish.fault));
    return why;
}

static refused make_rule(struct request *request)
{
    return write_rule(request, (fraud_rule_id){ 0 });
}

static refused change_rule(struct request *request)
{
    return write_rule(request, (fraud_rule_id){ request_id(request, "rule") });
}

/* The same again as a new draft. */
static refused copy_rule(struct request *request)
{
    struct fraud_rule rule;
    struct store_tx *tx = store_read(request->store);
    refused why = fraud_rule_find(
        tx, request->memory, (fraud_rule_id){ request_id(request, "rule") }, request->now, &rule);
    store_read_end(tx);
    if (why)
        return why;
    struct writing writing = { .request = request,
                               .wish = { .name = rule.name,
                                         .expression = rule.expression,
                                         .reason = rule.reason,
                                         .acts = rule.acts,
                                         .action = rule.action,
                                         .by = request->visitor.account.number,
                                         .now = request->now },
                               .act = "rule.written" };
    why = request_transact(request, write_act, &writing);
    if (why == &RULE_WRONG && writing.wish.fault)
        console_fault(request, "/expression", _(writing.wish.fault));
    return why;
}

/* Trying ----------------------------------------------------------------------------------- */

struct tried_answer {
    fraud_rule_id rule;
    struct tried *tried;
};
static const struct field tried_answer_fields[] = {
    ID_FIELD(struct tried_answer, rule, "rul", .says = "The rule."),
    MAYBE_FIELD(struct tried_answer, tried, tried_fields,
                .says = "What it would have done with past decisions."),
    { 0 },
};

struct marking {
    struct request *request;
    struct fraud_rule rule;
    const char *facts;
};

static refused mark_tried_act(struct store_tx *tx, void *what)
{
    struct marking *marking = what;
    struct request *request = marking->request;
    struct fraud_rule now;
    refused why = fraud_rule_find(tx, request->memory, marking->rule.rule, request->now, &now);
    if (why)
        return why;
    if (now.changed_at.us != marking->rule.changed_at.us)
        return &RULE_STATE_WRONG; /* what was tried is not what stands there any more */
    fraud_rule_was_tried(tx, now.rule, request->now);
    oversight_note_for(
        tx, request, &(struct noted){ "rule.tried", "rul", now.rule.number, NULL, marking->facts });
    return NULL;
}

static refused backtest_rule(struct request *request)
{
    const struct days_request *body = request->body;
    struct tried_answer *answer = request->answer;
    struct marking marking = { .request = request };
    struct tried *tried;
    struct store_tx *tx = store_read(request->store);
    refused why =
        fraud_rule_find(tx, request->memory, (fraud_rule_id){ request_id(request, "rule") },
                        request->now, &marking.rule);
    store_read_end(tx);
    if (!why)
        why = try_rule(request, &marking.rule, body->days, &tried);
    if (why)
        return why;
    marking.facts = arena_format(request->memory, "%lld days", (long long)tried->days);
    why = request_transact(request, mark_tried_act, &marking);
    if (why)
        return why;
    *answer = (struct tried_answer){ marking.rule.rule, tried };
    request->status = 200;
    request->location = arena_format(request->memory, "/operator/fraud/rules/%s?days=%lld#tried",
                                     id_text(request->memory, "rul", marking.rule.rule.number),
                                     (long long)tried->days);
    return NULL;
}

/* Moving ----------------------------------------------------------------------------------- */

struct move_request {
    enum fraud_rule_state to;
};
static const struct field move_request_fields[] = {
    CHOICE_FIELD(struct move_request, to, fraud_rule_states, .says = "Where it shall stand."),
    { 0 },
};

static refused move_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct move_request *body = request->body;
    struct rule_acted *answer = request->answer;
    fraud_rule_id rule = { request_id(request, "rule") };
    refused why = fraud_rule_move(tx, rule, body->to, request->now);
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ "rule.moved", "rul", rule.number, NULL,
                                        fraud_rule_states[body->to].name });
    *answer = (struct rule_acted){ rule, body->to };
    return NULL;
}

static refused move_rule(struct request *request)
{
    return request_transact(request, move_act, request);
}

// clang-format off
static const struct route rules_routes[] = {
    { GET, "/operator/fraud/rules", OPERATOR, list_rules, .summary = "The rules and their hits",
      .gives = rules_fields, .page = "fraud/rules", .slow = true, .scope = SCOPE_OPERATE },
    { GET, "/operator/fraud/rules/new", OPERATOR, show_new_rule,
      .summary = "The form of a new rule",
      .gives = rule_fields, .page = "fraud/rule_new", .face = ONLY_PAGE, .scope = SCOPE_OPERATE },
    { POST, "/operator/fraud/rules", OPERATOR, make_rule, .summary = "Write a rule, as a draft",
      .takes = rule_request_fields, .gives = rule_acted_fields,
      .refuses = { &RULE_WRONG, &RULE_ACT_WRONG, &RULE_ACTION_WRONG },
      .then = "/operator/fraud/rules/{rule}", .again = "/operator/fraud/rules/new",
      .scope = SCOPE_OPERATE,
      .done = N_("The rule is a draft. Try it on past decisions before it goes on.") },
    { GET, "/operator/fraud/rules/{rule}", OPERATOR, show_rule,
      .summary = "A rule; with days, what it would have done with so many days of decisions",
      .takes = days_fields, .gives = rule_fields, .refuses = { &RULE_NOT_FOUND, &RULE_WRONG },
      .page = "fraud/rule", .slow = true, .scope = SCOPE_OPERATE },
    { POST, "/operator/fraud/rules/{rule}", OPERATOR, change_rule, .summary = "Change a draft",
      .takes = rule_request_fields, .gives = rule_acted_fields,
      .refuses = { &RULE_NOT_FOUND, &RULE_STATE_WRONG, &RULE_WRONG, &RULE_ACT_WRONG,
                   &RULE_ACTION_WRONG },
      .then = "/operator/fraud/rules/{rule}", .again = "/operator/fraud/rules/{rule}",
      .scope = SCOPE_OPERATE, .done = N_("The draft is changed. Try it again.") },
    { POST, "/operator/fraud/rules/{rule}/copy", OPERATOR, copy_rule,
      .summary = "Copy a rule to a new draft", .gives = rule_acted_fields,
      .refuses = { &RULE_NOT_FOUND, &RULE_WRONG }, .then = "/operator/fraud/rules/{rule}",
      .again = "/operator/fraud/rules/{rule}", .scope = SCOPE_OPERATE,
      .done = N_("This is the copy. Change it as you like: nothing is done by a draft.") },
    { POST, "/operator/fraud/rules/{rule}/backtest", OPERATOR, backtest_rule,
      .summary = "Try a rule on past decisions", .takes = days_fields, .gives = tried_answer_fields,
      .refuses = { &RULE_NOT_FOUND, &RULE_WRONG, &RULE_STATE_WRONG },
      .then = "/operator/fraud/rules/{rule}", .again = "/operator/fraud/rules/{rule}",
      .limit = { 60, 600 }, .scope = SCOPE_OPERATE, .done = N_("The rule is tried.") },
    { POST, "/operator/fraud/rules/{rule}/state", OPERATOR, move_rule,
      .summary = "Move a rule on: into the shadow, into force, to its end",
      .takes = move_request_fields, .gives = rule_acted_fields,
      .refuses = { &RULE_NOT_FOUND, &RULE_STATE_WRONG, &RULE_NOT_TRIED, &RULE_LIMIT },
      .then = "/operator/fraud/rules/{rule}", .again = "/operator/fraud/rules/{rule}",
      .scope = SCOPE_OPERATE, .done = N_("It stands there now.") },
    { 0 },
};
// clang-format on

const struct module fraud_rules_module = { .name = "fraud_rules", .routes = rules_routes };
