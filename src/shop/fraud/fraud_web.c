/* Fraud, on the web: confirming that it is you. The operators' pages are in fraud_rules_web.c and
 * the like. */
#include "shop/fraud/fraud_web.h"

#include "base/id.h"
#include "shop/fraud/fraud_challenges.h"
#include "shop/fraud/fraud_inside.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/fraud/fraud_schema_sql.h"
#include "shop/fraud/fraud_sql.h"

struct fraud_visit fraud_visit_of(const struct request *request)
{
    const struct visitor *visitor = &request->visitor;
    return (struct fraud_visit){
        .device = visitor->key,
        .address = visitor->address,
        .agent = visitor->agent,
        .by_program = visitor->by_api_key,
    };
}

/* Sending ---------------------------------------------------------------------------------- */

struct sending {
    struct arena *memory;
    struct fraud_sending sending;
};

static refused send_act(struct store_tx *tx, void *what)
{
    struct sending *sending = what;
    struct fraud_challenge challenge;
    struct account account;
    refused why =
        fraud_challenge_find(tx, sending->sending.token, sending->sending.now, &challenge);
    if (!why)
        why = accounts_find(tx, sending->memory, (account_id){ challenge.account }, &account);
    if (why)
        return why;
    sending->sending.email = account.email;
    sending->sending.language = account.language;
    return fraud_challenge_send(tx, &sending->sending);
}

static refused send_code(struct request *request, const char *token)
{
    char code[7];
    struct fraud_challenge challenge;
    secret_code(code);
    struct store_tx *tx = store_read(request->store);
    refused why = fraud_challenge_find(tx, token, request->now, &challenge);
    store_read_end(tx);
    if (why)
        return why;
    struct sending sending = { request->memory,
                               { .token = token,
                                 .code = code,
                                 .act_words = _(fraud_acts[challenge.act].words),
                                 .now = request->now } };
    return store_transact(request->store, send_act, &sending);
}

refused fraud_stop(struct request *request, const struct fraud_judgement *judgement)
{
    struct arena *memory = request->memory;
    if (!judgement->stops)
        return NULL;
    if (judgement->action == FRAUD_REFUSE) {
        request->onward =
            arena_format(memory, "/appeals/%s", id_text(memory, "dec", judgement->decision.number));
        return judgement->why;
    }
    refused why = send_code(request, judgement->challenge);
    if (why)
        return why;
    AUTO(text) path = { 0 };
    text_add_format(&path, "/challenges/%s", judgement->challenge);
    const char *from = request_form_path(request);
    if (from) {
        text_add(&path, "?next=");
        text_add_url(&path, from);
    }
    request->onward = arena_copy(memory, text_of(&path));
    return judgement->why;
}

/* The page for the code -------------------------------------------------------------------- */

struct challenge_request {
    const char *next;
};
static const struct field challenge_request_fields[] = {
    TEXT_FIELD(struct challenge_request, next, .optional = true, .max = 500,
               .says = "The path to go back to."),
    { 0 },
};
struct code_request {
    const char *code, *next;
};
static const struct field code_fields[] = {
    TEXT_FIELD(struct code_request, code, .max = 12, .says = "The six digits of the mail."),
    TEXT_FIELD(struct code_request, next, .optional = true, .max = 500,
               .says = "The path to go back to."),
    { 0 },
};
struct challenge_answer {
    const char *challenge, *next;
    enum fraud_act act;
    bool passed, may_send, checkout;
};
static const struct field challenge_fields[] = {
    TEXT_FIELD(struct challenge_answer, challenge, .says = "Its token, as in its address."),
    CHOICE_FIELD(struct challenge_answer, act, fraud_acts, .says = "What is to be confirmed."),
    TEXT_FIELD(struct challenge_answer, next, .says = "The path to go back to, or null."),
    BOOL_FIELD(struct challenge_answer, passed, .says = "It is confirmed: do the act again."),
    BOOL_FIELD(struct challenge_answer, may_send, .says = "A new code can be sent."),
    BOOL_FIELD(struct challenge_answer, checkout, .says = "It is about a purchase."),
    { 0 },
};

static void fill(struct request *request, const struct fraud_challenge *challenge, const char *next)
{
    struct challenge_answer *answer = request->answer;
    bool own = next && next[0] == '/' && next[1] != '/' && next[1] != '\\';
    *answer = (struct challenge_answer){
        .challenge = request_text(request, "challenge"),
        .next = own ? next : NULL,
        .act = challenge->act,
        .passed = challenge->passed,
        .may_send = challenge->may_send,
        .checkout = challenge->act == FRAUD_CHECKOUT,
    };
}

static refused show_challenge(struct request *request)
{
    const struct challenge_request *body = request->body;
    struct fraud_challenge challenge;
    request->title = _("Is that you?");
    refused why = fraud_challenge_find(request->tx, request_text(request, "challenge"),
                                       request->now, &challenge);
    if (!why)
        fill(request, &challenge, body->next);
    return why;
}

static refused pass_act(struct store_tx *tx, void *what)
{
    fraud_challenge_pass(tx, what);
    return NULL;
}

static refused pass_challenge(struct request *request)
{
    const struct code_request *body = request->body;
    struct fraud_challenge challenge;
    const char *token = request_text(request, "challenge");
    char *digits = arena_copy(request->memory, body->code), *to = digits;
    for (const char *at = body->code; *at; at++) /* "123 456" as people copy it */
        if (*at != ' ' && *at != '-')
            *to++ = *at;
    *to = 0;
    struct fraud_passing passing = { .token = token, .code = digits, .now = request->now };
    refused why = store_transact(request->store, pass_act, &passing);
    if (why || passing.why)
        return why ? why : passing.why;
    struct store_tx *tx = store_read(request->store);
    why = fraud_challenge_find(tx, token, request->now, &challenge);
    store_read_end(tx);
    if (why)
        return why;
    fill(request, &challenge, body->next);
    const struct challenge_answer *answer = request->answer;
    request->location = answer->next ? answer->next : "/";
    request->status = 200; /* nothing was made there */
    return NULL;
}

static refused send_again(struct request *request)
{
    const struct challenge_request *body = request->body;
    struct fraud_challenge challenge;
    const char *token = request_text(request, "challenge");
    refused why = send_code(request, token);
    if (why)
        return why;
    struct store_tx *tx = store_read(request->store);
    why = fraud_challenge_find(tx, token, request->now, &challenge);
    store_read_end(tx);
    if (why)
        return why;
    fill(request, &challenge, body->next);
    AUTO(text) path = { 0 };
    text_add_format(&path, "/challenges/%s", token);
    const struct challenge_answer *answer = request->answer;
    if (answer->next) {
        text_add(&path, "?next=");
        text_add_url(&path, answer->next);
    }
    request->location = arena_copy(request->memory, text_of(&path));
    request->status = 200;
    return NULL;
}

/* The module ------------------------------------------------------------------------------- */

/* What is stored names its signals by this build's list, so the list must be there first. */
static refused keep_layout(struct store_tx *tx, void *what)
{
    AUTO(arena) memory = { 0 };
    (void)what;
    store_put(tx, &fraud_insert_layout,
              WITH(INT(fraud_signals_layout()), TEXT(fraud_signals_names(&memory))));
    if (!store_int(tx, &fraud_select_revision, WITHOUT, 0))
        fraud_changed(tx);
    return NULL;
}

static refused fraud_first(struct store *store, struct moment now)
{
    (void)now;
    return store_transact(store, keep_layout, NULL);
}

// clang-format off
static const struct route fraud_routes[] = {
    { GET, "/challenges/{challenge}", ANYONE, show_challenge,
      .summary = "What is to be confirmed, and the form for the code",
      .takes = challenge_request_fields, .gives = challenge_fields,
      .refuses = { &CHALLENGE_NOT_FOUND }, .page = "fraud/challenge" },
    { POST, "/challenges/{challenge}", ANYONE, pass_challenge,
      .summary = "Confirm by the code; then do the act again, from the same browser or key",
      .takes = code_fields, .gives = challenge_fields,
      .refuses = { &CHALLENGE_NOT_FOUND, &CHALLENGE_CODE_WRONG, &CHALLENGE_TRIES_USED,
                   &CHALLENGE_EXPIRED },
      .then = "/", .again = "/challenges/{challenge}", .limit = { 20, 600 },
      .done = N_("Thank you. Please do it once more: it will go through now.") },
    { POST, "/challenges/{challenge}/code", ANYONE, send_again, .summary = "Send a new code",
      .takes = challenge_request_fields, .gives = challenge_fields,
      .refuses = { &CHALLENGE_NOT_FOUND, &CHALLENGE_SENT_ENOUGH, &ACCOUNT_NOT_FOUND },
      .then = "/challenges/{challenge}", .again = "/challenges/{challenge}", .limit = { 5, 600 },
      .done = N_("A new code is on its way to you.") },
    { 0 },
};
// clang-format on

static const struct id_name fraud_ids[] = {
    { "decision", "dec" }, { "rule", "rul" }, { "listed", "lst" }, { "model", "mod" }, { 0 },
};

const struct module fraud_module = {
    .name = "fraud",
    .routes = fraud_routes,
    .ids = fraud_ids,
    .schema = fraud_schema,
    .statements = fraud_statements,
    .first = fraud_first,
};
