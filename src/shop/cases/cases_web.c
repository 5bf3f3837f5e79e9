/* Cases, on the web: asking for a person. What was refused is told in calm words, and never by
 * which rule or signal: that would teach how to get round it. */
#include "shop/cases/cases_web.h"

#include "base/id.h"
#include "shop/accounts/accounts_inside.h"
#include "shop/cases/cases_schema_sql.h"
#include "shop/cases/cases_sql.h"

struct appeal_request {
    const char *words, *email;
};
static const struct field appeal_request_fields[] = {
    TEXT_FIELD(struct appeal_request, words, .max = 2000, .lines = true,
               .says = "What a person should know; at least ten letters."),
    TEXT_FIELD(struct appeal_request, email, .optional = true, .max = 254,
               .says = "Where to answer, when a sign-up was refused: there is no account to "
                       "write to."),
    { 0 },
};

enum appeal_state { APPEAL_POSSIBLE, APPEAL_WAITS, APPEAL_GRANTED, APPEAL_STAYS };
static const struct choice appeal_states[] = {
    [APPEAL_POSSIBLE] = { "possible", N_("You can ask for a person") },
    [APPEAL_WAITS] = { "waits", N_("A person looks at it") },
    [APPEAL_GRANTED] = { "granted", N_("It was our mistake") },
    [APPEAL_STAYS] = { "stays", N_("It stays as it is") },
    { 0 },
};

struct appeal_answer {
    fraud_decision_id decision;
    enum fraud_act act;
    enum appeal_state state;
    bool wants_email;
    const char *again_path;
    struct moment at, appealed_at;
};
static const struct field appeal_fields[] = {
    ID_FIELD(struct appeal_answer, decision, "dec", .says = "What was decided."),
    CHOICE_FIELD(struct appeal_answer, act, fraud_acts, .says = "What was not accepted."),
    CHOICE_FIELD(struct appeal_answer, state, appeal_states, .says = "Where it stands."),
    BOOL_FIELD(struct appeal_answer, wants_email, .says = "There is no account to write to."),
    TEXT_FIELD(struct appeal_answer, again_path, .says = "Where it is done once more."),
    MOMENT_FIELD(struct appeal_answer, at, .says = "When it was decided."),
    MOMENT_FIELD(struct appeal_answer, appealed_at, .says = "When a person was asked for."),
    { 0 },
};

static fraud_decision_id decision_of(const struct request *request)
{
    return (fraud_decision_id){ request_id(request, "decision") };
}

static enum appeal_state state_of(const struct case_file *file)
{
    if (file->state == CASE_IS_CLOSED)
        return file->verdict == FRAUD_NONE ? APPEAL_GRANTED : APPEAL_STAYS;
    return file->appealed_at.us ? APPEAL_WAITS : APPEAL_POSSIBLE;
}

static refused fill_appeal(struct request *request, struct store_tx *tx)
{
    struct appeal_answer *answer = request->answer;
    struct case_file file;
    struct account owner;
    refused why = cases_of_refused(tx, request->memory, decision_of(request),
                                   request->visitor.account, &file);
    if (why)
        return why;
    *answer = (struct appeal_answer){
        .decision = file.decision,
        .act = file.act,
        .state = state_of(&file),
        .wants_email = accounts_find(tx, request->memory, file.account, &owner) != NULL,
        .again_path = cases_again_path(file.act),
        .at = file.opened_at,
        .appealed_at = file.appealed_at,
    };
    return NULL;
}

static refused show_appeal(struct request *request)
{
    request->title = _("We could not accept this");
    return fill_appeal(request, request->tx);
}

static refused appeal_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct appeal_request *body = request->body;
    refused why = cases_appeal(tx, request->memory,
                               &(struct appeal_wish){ .decision = decision_of(request),
                                                      .account = request->visitor.account,
                                                      .words = body->words,
                                                      .email = body->email,
                                                      .language = request->visitor.language,
                                                      .now = request->now });
    return why ? why : fill_appeal(request, tx);
}

static refused appeal(struct request *request)
{
    const struct appeal_request *body = request->body;
    if (body->email && !accounts_email_is_good(body->email))
        return &EMAIL_WRONG;
    return request_transact(request, appeal_act, request);
}

/* What waits, beside its name in the operator's console. */
static int64_t count_waiting(struct request *request, struct store_tx *tx)
{
    return request->visitor.roles & ROLE_OPERATOR ? cases_sum(tx).count : 0;
}

// clang-format off
static const struct route cases_routes[] = {
    { GET, "/appeals/{decision}", ANYONE, show_appeal,
      .summary = "What was not accepted, and the form to ask for a person",
      .gives = appeal_fields, .refuses = { &APPEAL_NOT_POSSIBLE }, .page = "cases/appeal",
      .limit = { 60, 600 } },
    { POST, "/appeals/{decision}", ANYONE, appeal,
      .summary = "Ask for a person to look at what was refused; once",
      .takes = appeal_request_fields, .gives = appeal_fields,
      .refuses = { &APPEAL_NOT_POSSIBLE, &APPEAL_WORDS_SHORT, &APPEAL_EMAIL_MISSING,
                   &EMAIL_WRONG },
      .then = "/appeals/{decision}", .again = "/appeals/{decision}", .limit = { 10, 3600 },
      .done = N_("A person looks at it within a day. We write to you.") },
    { 0 },
};
// clang-format on

static const struct id_name cases_ids[] = { { "case", "cas" }, { 0 } };

/* Two tables of routes, one module: modules.c lists them one behind the other. */
const struct module cases_module = {
    .name = "cases",
    .routes = cases_routes,
    .ids = cases_ids,
    .schema = cases_schema,
    .hears = cases_hears,
    .statements = cases_statements,
    .counter_name = "cases",
    .counter = count_waiting,
};
