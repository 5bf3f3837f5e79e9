/* Cases, on the web: the operator's queue, a case, a verdict, a decision. */
#include "shop/cases/cases_web.h"

#include "base/id.h"
#include "shop/orders/orders.h"

/* Queue ------------------------------------------------------------------------------------ */

enum shown { SHOW_WAITING, SHOW_REFUSED, SHOW_CLOSED, SHOW_ALL, SHOWN };
static const struct choice shown_choices[] = {
    [SHOW_WAITING] = { "waiting", N_("Waiting") },
    [SHOW_REFUSED] = { "refused", N_("Refused, nobody asked") },
    [SHOW_CLOSED] = { "closed", N_("Closed") },
    [SHOW_ALL] = { "all", N_("All") },
    { 0 },
};

struct queue_request {
    const char *cursor;
    int64_t limit;
    enum shown show;
};
static const struct field queue_request_fields[] = {
    CHOICE_FIELD(struct queue_request, show, shown_choices, .optional = true,
                 .says = "Which ones; what waits if not given."),
    PAGED_REQUEST(struct queue_request),
    { 0 },
};
struct show_choice {
    const char *name, *words, *path;
    bool chosen;
};
static const struct field show_choice_fields[] = {
    TEXT_FIELD(struct show_choice, name, .says = "For programs."),
    TEXT_FIELD(struct show_choice, words, .says = "For people."),
    TEXT_FIELD(struct show_choice, path, .says = "The list of these."),
    BOOL_FIELD(struct show_choice, chosen, .says = "It was asked for."),
    { 0 },
};
struct queue_answer {
    LIST_OF(struct case_row) data;
    LIST_OF(struct show_choice) shows;
    int64_t waiting;
    struct money at_risk;
    bool queue;
    const char *next_cursor;
    bool has_more;
};
static const struct field queue_fields[] = {
    LIST_FIELD(struct queue_answer, data, case_row_fields,
               .says = "What waits: the most money first. Otherwise the newest first."),
    LIST_FIELD(struct queue_answer, shows, show_choice_fields, .says = "To filter by."),
    INT_FIELD(struct queue_answer, waiting, .says = "How many wait for a person."),
    MONEY_FIELD(struct queue_answer, at_risk, .says = "In all that waits."),
    BOOL_FIELD(struct queue_answer, queue, .says = "It is the list of what waits."),
    PAGED_ANSWER(struct queue_answer),
    { 0 },
};

static struct case_files find_shown(struct request *request, int64_t most)
{
    static const enum case_list lists[] = {
        [SHOW_REFUSED] = CASES_REFUSED, [SHOW_CLOSED] = CASES_CLOSED, [SHOW_ALL] = CASES_ALL
    };
    const struct queue_request *body = request->body;
    struct case_file last;
    case_id from = { INT64_MAX };
    bool paged = body->cursor && id_read(body->cursor, "cas", &from.number);
    if (body->show != SHOW_WAITING)
        return cases_list(request->tx, request->memory, lists[body->show],
                          paged ? from.number : INT64_MAX, most);
    paged = paged && !cases_find(request->tx, request->memory, from, &last);
    return cases_waiting(request->tx, request->memory, paged ? &last : NULL, most);
}

static refused list_cases(struct request *request)
{
    const struct queue_request *body = request->body;
    struct queue_answer *answer = request->answer;
    struct arena *memory = request->memory;
    int64_t limit = body->limit ? body->limit : 50;
    request->title = _("Fraud cases");
    struct case_files found = find_shown(request, limit + 1);
    struct cases_sum sum = cases_sum(request->tx);
    answer->waiting = sum.count;
    answer->at_risk = sum.at_risk;
    answer->queue = body->show == SHOW_WAITING;
    answer->has_more = (int64_t)found.count > limit;
    answer->data.items = arena_array(memory, found.count, sizeof(struct case_row));
    for (size_t i = 0; i < found.count && (int64_t)i < limit; i++)
        answer->data.items[answer->data.count++] =
            cases_row_of(request, request->tx, &found.items[i]);
    if (answer->has_more)
        answer->next_cursor = id_text(memory, "cas", answer->data.items[limit - 1].file.number);
    answer->shows.items = arena_array(memory, SHOWN, sizeof(struct show_choice));
    for (int i = 0; i < SHOWN; i++)
        answer->shows.items[answer->shows.count++] = (struct show_choice){
            shown_choices[i].name,
            _(shown_choices[i].words),
            i == SHOW_WAITING
                ? "/operator/cases"
                : arena_format(memory, "/operator/cases?show=%s", shown_choices[i].name),
            (int)body->show == i,
        };
    return NULL;
}

/* A case ----------------------------------------------------------------------------------- */

struct verdict_row {
    enum fraud_kind kind;
    const char *note, *operator_name;
    account_id operator;
    struct moment at;
};
static const struct field verdict_row_fields[] = {
    CHOICE_FIELD(struct verdict_row, kind, fraud_kinds, .says = "What it was found to be."),
    TEXT_FIELD(struct verdict_row, note, .lines = true, .says = "Why."),
    ID_FIELD(struct verdict_row, operator, "acc", .says = "By whom."),
    TEXT_FIELD(struct verdict_row, operator_name, .says = "The same by name."),
    MOMENT_FIELD(struct verdict_row, at, .says = "When."),
    { 0 },
};
struct kind_choice {
    const char *name, *words;
    bool chosen;
};
static const struct field kind_choice_fields[] = {
    TEXT_FIELD(struct kind_choice, name, .says = "For programs."),
    TEXT_FIELD(struct kind_choice, words, .says = "For people."),
    BOOL_FIELD(struct kind_choice, chosen, .says = "It is proposed."),
    { 0 },
};
struct case_answer {
    case_id file;
    enum case_state state;
    struct money at_risk, two_people_over;
    bool waits, held, two_people, may_decide, own, proposed_by_you;
    struct moment opened_at, closed_at, appealed_at;
    const char *appeal;
    struct judged judged;
    LIST_OF(struct verdict_row) verdicts;
    LIST_OF(struct kind_choice) kinds;
    LIST_OF(struct audit_answer) audit;
};
static const struct field case_fields[] = {
    CASE_FIELD(struct case_answer, "The case."),
    CHOICE_FIELD(struct case_answer, state, case_states, .says = "Where it stands."),
    MONEY_FIELD(struct case_answer, at_risk, .says = "What may be lost."),
    MONEY_FIELD(struct case_answer, two_people_over, .says = "Over it two people must agree."),
    BOOL_FIELD(struct case_answer, waits, .says = "It waits for a person."),
    BOOL_FIELD(struct case_answer, held, .says = "It was held; otherwise refused."),
    BOOL_FIELD(struct case_answer, two_people, .says = "Two people must agree."),
    BOOL_FIELD(struct case_answer, may_decide, .says = "This operator can decide it."),
    BOOL_FIELD(struct case_answer, own, .says = "It is about this operator's own account."),
    BOOL_FIELD(struct case_answer, proposed_by_you, .says = "This operator's word is proposed."),
    MOMENT_FIELD(struct case_answer, opened_at, .says = "When it was opened."),
    MOMENT_FIELD(struct case_answer, closed_at, .says = "When it was decided, or null."),
    MOMENT_FIELD(struct case_answer, appealed_at, .says = "When a person was asked for, or null."),
    TEXT_FIELD(struct case_answer, appeal, .lines = true,
               .says = "What was written then, or null."),
    OBJECT_FIELD(struct case_answer, judged, judged_fields, .says = "The decision."),
    LIST_FIELD(struct case_answer, verdicts, verdict_row_fields, .says = "The oldest first."),
    LIST_FIELD(struct case_answer, kinds, kind_choice_fields, .says = "What a verdict can be."),
    LIST_FIELD(struct case_answer, audit, audit_fields, .says = "What operators did."),
    { 0 },
};

static void fill_verdicts(struct request *request, const struct case_file *file)
{
    struct case_answer *answer = request->answer;
    struct case_verdicts found = cases_verdicts(request->tx, request->memory, file->file);
    bool open = file->state == CASE_IS_PROPOSED;
    answer->verdicts.items = arena_array(request->memory, found.count, sizeof(struct verdict_row));
    for (size_t i = 0; i < found.count; i++) {
        const struct case_verdict *verdict = &found.items[i];
        answer->verdicts.items[answer->verdicts.count++] = (struct verdict_row){
            verdict->kind,
            verdict->note,
            cases_name_of(request, request->tx, verdict->operator.number),
            verdict->operator,
            verdict->at,
        };
    }
    answer->kinds.items = arena_array(request->memory, FRAUD_KINDS, sizeof(struct kind_choice));
    for (int i = 0; i < FRAUD_KINDS; i++)
        answer->kinds.items[answer->kinds.count++] =
            (struct kind_choice){ fraud_kinds[i].name, _(fraud_kinds[i].words),
                                  open && file->verdict == i };
}

static refused show_case(struct request *request)
{
    struct case_answer *answer = request->answer;
    struct case_file file;
    refused why =
        cases_find(request->tx, request->memory, (case_id){ request_id(request, "case") }, &file);
    if (why)
        return why;
    struct money bound = fraud_two_people_over(request->tx);
    bool open = file.state != CASE_IS_CLOSED;
    bool own = file.account.number == request->visitor.account.number;
    bool yours =
        file.state == CASE_IS_PROPOSED && file.decided_by.number == request->visitor.account.number;
    request->title = _(fraud_acts[file.act].words);
    *answer = (struct case_answer){
        .file = file.file,
        .state = file.state,
        .at_risk = file.at_risk,
        .two_people_over = bound,
        .waits = file.waits,
        .held = file.action == FRAUD_HOLD,
        .two_people = file.at_risk.minor > bound.minor,
        .may_decide = open && !own && !yours,
        .own = open && own,
        .proposed_by_you = yours,
        .opened_at = file.opened_at,
        .closed_at = file.closed_at,
        .appealed_at = file.appealed_at,
        .appeal = file.appeal,
    };
    fill_verdicts(request, &file);
    struct audit_list audit = oversight_audit_for(
        request, request->tx, id_text(request->memory, "cas", file.file.number), INT64_MAX, 20);
    answer->audit.items = audit.data.items;
    answer->audit.count = audit.data.count;
    return cases_fill_judged(request, file.decision, &answer->judged);
}

/* A verdict -------------------------------------------------------------------------------- */

struct verdict_request {
    enum fraud_kind verdict;
    const char *note;
};
static const struct field verdict_request_fields[] = {
    CHOICE_FIELD(struct verdict_request, verdict, fraud_kinds, .says = "What it was."),
    TEXT_FIELD(struct verdict_request, note, .max = 2000, .lines = true,
               .says = "Why, in ten letters or more; never shown to the one it is about."),
    { 0 },
};
struct verdict_answer {
    case_id file;
    enum case_state state;
    enum fraud_kind verdict;
};
static const struct field verdict_fields[] = {
    CASE_FIELD(struct verdict_answer, "The case."),
    CHOICE_FIELD(struct verdict_answer, state, case_states,
                 .says = "Closed, or proposed when another person has to agree."),
    CHOICE_FIELD(struct verdict_answer, verdict, fraud_kinds, .says = "What was said."),
    { 0 },
};

static refused verdict_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct verdict_request *body = request->body;
    struct verdict_answer *answer = request->answer;
    struct case_deciding deciding = { .file = { request_id(request, "case") },
                                      .kind = body->verdict,
                                      .note = body->note,
                                      .operator= request->visitor.account,
                                      .now = request->now };
    *answer = (struct verdict_answer){ .file = deciding.file, .verdict = body->verdict };
    return cases_decide(tx, request->memory, &deciding, &answer->state);
}

static refused decide_case(struct request *request)
{
    return request_transact(request, verdict_act, request);
}

/* A decision ------------------------------------------------------------------------------- */

static refused show_decision(struct request *request)
{
    request->title = _("Decision");
    return cases_fill_judged(request, (fraud_decision_id){ request_id(request, "decision") },
                             request->answer);
}

// clang-format off
static const struct route queue_routes[] = {
    { GET, "/operator/cases", OPERATOR, list_cases,
      .summary = "What the fraud engine stopped and a person has to look at",
      .takes = queue_request_fields, .gives = queue_fields, .page = "cases/cases",
      .scope = SCOPE_OPERATE },
    { GET, "/operator/cases/{case}", OPERATOR, show_case,
      .summary = "A case: the decision, its reasons, and what is linked", .gives = case_fields,
      .refuses = { &CASE_NOT_FOUND, &FRAUD_DECISION_NOT_FOUND }, .page = "cases/case",
      .slow = true, .scope = SCOPE_OPERATE },
    { POST, "/operator/cases/{case}/verdict", OPERATOR, decide_case,
      .summary = "Say what it was; over the operator's bound two people must say the same",
      .takes = verdict_request_fields, .gives = verdict_fields,
      .refuses = { &CASE_NOT_FOUND, &CASE_CLOSED, &CASE_NOTE_SHORT, &CASE_SAME_PERSON, &CASE_OWN,
                   &ORDER_NOT_PAID },
      .then = "/operator/cases/{case}", .again = "/operator/cases/{case}",
      .scope = SCOPE_OPERATE, .done = N_("Your verdict is noted.") },
    { GET, "/operator/decisions/{decision}", OPERATOR, show_decision,
      .summary = "Any decision of the fraud engine, with its reasons", .gives = judged_fields,
      .refuses = { &FRAUD_DECISION_NOT_FOUND }, .page = "cases/decision_page", .slow = true,
      .scope = SCOPE_OPERATE },
    { 0 },
};
// clang-format on

const struct module cases_queue_module = {
    .name = "cases_queue",
    .routes = queue_routes,
};
