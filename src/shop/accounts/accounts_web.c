/* Accounts, on the web: signing up, confirming, signing in and out. The rest of a person's pages
 * is in accounts_own_web.c. */
#include "shop/accounts/accounts_web.h"

#include "shop/accounts/accounts_schema_sql.h"
#include "shop/accounts/accounts_security.h"
#include "shop/accounts/accounts_sql.h"
#include "shop/cart/cart.h"
#include "shop/fraud/fraud_challenges.h"
#include "shop/fraud/fraud_web.h"

const struct field done_fields[] = {
    BOOL_FIELD(struct done_answer, done, .says = "It is done."),
    TEXT_FIELD(struct done_answer, next, .says = "Where to go on, or null."),
    { 0 },
};

/* A path of this market only: never another site's address. */
const char *accounts_own_path(const char *next)
{
    bool own = next && next[0] == '/' && next[1] != '/' && next[1] != '\\';
    return own ? next : NULL;
}

/* Sign-up ---------------------------------------------------------------------------------- */

struct form_request {
    const char *next;
};
static const struct field form_request_fields[] = {
    TEXT_FIELD(struct form_request, next, .optional = true, .max = 500,
               .says = "The path to go on to."),
    { 0 },
};

struct sign_up_request {
    const char *name, *email, *password;
    const char *next;
};
static const struct field sign_up_fields[] = {
    TEXT_FIELD(struct sign_up_request, name, .max = 100, .says = "What to call the person."),
    TEXT_FIELD(struct sign_up_request, email, .max = 254, .says = "Where codes and news are sent."),
    TEXT_FIELD(struct sign_up_request, password, .max = 200, .secret = true,
               .says = "At least ten characters."),
    TEXT_FIELD(struct sign_up_request, next, .optional = true, .max = 500,
               .says = "The path to go on to."),
    { 0 },
};

struct signing_up {
    struct request *request;
    struct account_opening opening;
    const char *token;
    struct fraud_judgement judgement;
};

/* A session for the account, and the browser's cart comes along. */
refused accounts_begin_session(struct request *request, struct store_tx *tx, account_id account,
                               const char *token)
{
    refused why = accounts_start_session(tx, account, token, request->visitor.agent, request->now);
    if (!why)
        cart_merge(tx, request->visitor.key, account, request->now);
    return why;
}

static refused sign_up_act(struct store_tx *tx, void *what)
{
    struct signing_up *signing = what;
    struct request *request = signing->request;
    struct fraud_visit visit = fraud_visit_of(request);
    account_id account;
    refused why = accounts_sign_up(tx, request->memory, &signing->opening, &visit, &account,
                                   &signing->judgement);
    if (why || signing->judgement.stops)
        return why;
    return accounts_begin_session(request, tx, account, signing->token);
}

static refused sign_up(struct request *request)
{
    const struct sign_up_request *body = request->body;
    struct done_answer *answer = request->answer;
    char code[7];
    if (!accounts_email_is_good(body->email))
        return &EMAIL_WRONG;
    if (accounts_password_is_weak(body->password, body->email))
        return &PASSWORD_WEAK;
    secret_code(code);
    struct signing_up signing = {
        .request = request,
        .opening = { .email = body->email,
                     .name = body->name,
                     .password_hash = secret_password_hash(request->memory, body->password),
                     .code = code,
                     .language = request->visitor.language,
                     .country = request->visitor.country,
                     .currency = request->visitor.currency,
                     .now = request->now },
        .token = secret_token(request->memory, 20),
    };
    refused why = store_transact(request->store, sign_up_act, &signing);
    if (!why)
        why = fraud_stop(request, &signing.judgement);
    if (why)
        return why;
    request_set_session(request, signing.token, days(SESSION_DAYS));
    const char *next = accounts_own_path(body->next);
    *answer = (struct done_answer){ .done = true, .next = "/confirm" };
    AUTO(text) location = { 0 };
    text_add(&location, "/confirm");
    if (next) {
        text_add(&location, "?next=");
        text_add_url(&location, next);
    }
    request->location = arena_copy(request->memory, text_of(&location));
    request->status = 200;
    return NULL;
}

static refused show_sign_up(struct request *request)
{
    const struct form_request *body = request->body;
    struct form_answer *answer = request->answer;
    request->title = _("Open an account");
    answer->next = accounts_own_path(body->next);
    return NULL;
}

/* Confirming ------------------------------------------------------------------------------- */

struct confirm_request {
    const char *code;
    const char *next;
};
static const struct field confirm_fields[] = {
    TEXT_FIELD(struct confirm_request, code, .max = 12, .says = "The six digits of the mail."),
    TEXT_FIELD(struct confirm_request, next, .optional = true, .max = 500,
               .says = "The path to go on to."),
    { 0 },
};

static refused confirm_act(struct store_tx *tx, void *what)
{
    return accounts_confirm(tx, what);
}

/* "123 456" as people copy it. */
static const char *digits_of(struct arena *memory, const char *typed)
{
    char *digits = arena_take(memory, strlen(typed) + 1), *to = digits;
    for (; *typed; typed++)
        if (*typed != ' ' && *typed != '-')
            *to++ = *typed;
    return digits;
}

static refused confirm(struct request *request)
{
    const struct confirm_request *body = request->body;
    struct done_answer *answer = request->answer;
    struct code_check check = { .account = request->visitor.account,
                                .code = digits_of(request->memory, body->code),
                                .now = request->now };
    refused why = store_transact(request->store, confirm_act, &check);
    if (why || check.why)
        return why ? why : check.why;
    const char *next = accounts_own_path(body->next);
    *answer = (struct done_answer){ .done = true, .next = next ? next : "/" };
    request->location = answer->next;
    request->status = 200; /* nothing was made there */
    return NULL;
}

static refused show_confirm(struct request *request)
{
    const struct form_request *body = request->body;
    struct form_answer *answer = request->answer;
    struct account account;
    request->title = _("Confirm your e-mail address");
    answer->next = accounts_own_path(body->next);
    refused why = accounts_find(request->tx, request->memory, request->visitor.account, &account);
    if (why)
        return why;
    answer->email = account.email;
    answer->confirmed = account.confirmed;
    return NULL;
}

struct resending {
    struct request *request;
    const char *code;
};

static refused resend_act(struct store_tx *tx, void *what)
{
    struct resending *resending = what;
    struct request *request = resending->request;
    struct account account;
    refused why = accounts_find(tx, request->memory, request->visitor.account, &account);
    if (!why && !account.confirmed)
        accounts_send_code(tx, &account, "confirm", resending->code, request->now);
    return why;
}

static refused resend(struct request *request)
{
    struct done_answer *answer = request->answer;
    char code[7];
    secret_code(code);
    answer->done = true;
    return store_transact(request->store, resend_act, &(struct resending){ request, code });
}

/* Sign-in ---------------------------------------------------------------------------------- */

struct sign_in_request {
    const char *email, *password;
    const char *next;
};
static const struct field sign_in_fields[] = {
    TEXT_FIELD(struct sign_in_request, email, .max = 254, .says = "The e-mail address."),
    TEXT_FIELD(struct sign_in_request, password, .max = 200, .secret = true,
               .says = "The password."),
    TEXT_FIELD(struct sign_in_request, next, .optional = true, .max = 500,
               .says = "The path to go on to."),
    { 0 },
};

struct signing_in {
    struct request *request;
    account_id account;
    const char *token;
    struct fraud_judgement judgement;
};

static refused sign_in_act(struct store_tx *tx, void *what)
{
    struct signing_in *signing = what;
    struct request *request = signing->request;
    struct fraud_visit visit = fraud_visit_of(request);
    refused why = accounts_judge_sign_in(tx, request->memory, signing->account, &visit,
                                         request->now, &signing->judgement);
    if (why || signing->judgement.stops)
        return why;
    return accounts_begin_session(request, tx, signing->account, signing->token);
}

static refused note_wrong_sign_in(struct store_tx *tx, void *what)
{
    const struct signing_in *signing = what;
    struct fraud_visit visit = fraud_visit_of(signing->request);
    accounts_note_wrong(tx, signing->account, &visit, signing->request->now);
    return NULL;
}

/* A hash of nothing anyone knows: an unknown address takes as long as a wrong password. */
#define NOBODYS_HASH                                         \
    "$argon2id$v=19$m=19456,t=2,p=1$c291a3NvdWtzb3Vrc291aw$" \
    "GpZ3sK/oH9p7VIiq56G64Zo/8GaUw434IimaPqxwCHo"

static refused sign_in(struct request *request)
{
    const struct sign_in_request *body = request->body;
    struct done_answer *answer = request->answer;
    struct store_tx *tx = store_read(request->store);
    struct stored_password stored = accounts_password(tx, request->memory, body->email);
    store_read_end(tx);
    bool matches =
        secret_password_matches(stored.hash ? stored.hash : NOBODYS_HASH, body->password);
    struct signing_in signing = { .request = request,
                                  .account = stored.account,
                                  .token = secret_token(request->memory, 20) };
    if (!matches || !stored.account.number) {
        refused failed = store_transact(request->store, note_wrong_sign_in, &signing);
        return failed ? failed : &SIGN_IN_WRONG;
    }
    if (stored.state != ACCOUNT_OPEN)
        return &ACCOUNT_IS_SUSPENDED;
    refused why = store_transact(request->store, sign_in_act, &signing);
    if (!why)
        why = fraud_stop(request, &signing.judgement);
    if (why)
        return why;
    request_set_session(request, signing.token, days(SESSION_DAYS));
    const char *next = accounts_own_path(body->next);
    *answer = (struct done_answer){ .done = true, .next = next ? next : "/" };
    request->location = answer->next;
    request->status = 200; /* nothing was made there */
    return NULL;
}

static refused show_sign_in(struct request *request)
{
    const struct form_request *body = request->body;
    struct form_answer *answer = request->answer;
    request->title = _("Sign in");
    answer->next = accounts_own_path(body->next);
    answer->demo = request->settings->demo;
    return NULL;
}

static refused sign_out_act(struct store_tx *tx, void *what)
{
    const struct request *request = what;
    const char *token = request_session_token(request);
    struct secret_tag tag = accounts_token_tag(request->settings, token ? token : "");
    store_put(tx, &accounts_delete_session, WITH(BYTES(tag.bytes, sizeof tag.bytes)));
    return NULL;
}

static refused sign_out(struct request *request)
{
    struct done_answer *answer = request->answer;
    answer->done = true;
    refused why = store_transact(request->store, sign_out_act, request);
    if (!why)
        request_set_session(request, NULL, seconds(0));
    return why;
}

/* A forgotten password --------------------------------------------------------------------- */

struct forgot_request {
    const char *email;
};
static const struct field forgot_fields[] = {
    TEXT_FIELD(struct forgot_request, email, .max = 254, .says = "The account's e-mail address."),
    { 0 },
};

struct forgetting {
    struct request *request;
    const char *email, *code;
};

static refused forgot_act(struct store_tx *tx, void *what)
{
    struct forgetting *forgetting = what;
    struct account account;
    account_id known = accounts_with_email(tx, forgetting->email);
    if (!known.number || accounts_find(tx, forgetting->request->memory, known, &account))
        return NULL; /* nobody is told which addresses have accounts */
    accounts_send_code(tx, &account, "password", forgetting->code, forgetting->request->now);
    return NULL;
}

static refused forgot(struct request *request)
{
    const struct forgot_request *body = request->body;
    struct done_answer *answer = request->answer;
    char code[7];
    secret_code(code);
    AUTO(text) location = { 0 };
    text_add(&location, "/password/new?email=");
    text_add_url(&location, body->email);
    request->location = arena_copy(request->memory, text_of(&location));
    request->status = 200;
    *answer = (struct done_answer){ .done = true, .next = "/password/new" };
    return store_transact(request->store, forgot_act,
                          &(struct forgetting){ request, body->email, code });
}

struct new_password_request {
    const char *email, *code, *password;
};
static const struct field new_password_fields[] = {
    TEXT_FIELD(struct new_password_request, email, .max = 254, .says = "The e-mail address."),
    TEXT_FIELD(struct new_password_request, code, .max = 12, .says = "The six digits of the mail."),
    TEXT_FIELD(struct new_password_request, password, .max = 200, .secret = true,
               .says = "At least ten characters."),
    { 0 },
};

struct renewing {
    struct code_check check;
    const char *email, *hash;
};

static refused renew_act(struct store_tx *tx, void *what)
{
    struct renewing *renewing = what;
    renewing->check.account = accounts_with_email(tx, renewing->email);
    accounts_check_code(tx, &renewing->check);
    if (renewing->check.why)
        return NULL; /* so that the wrong try stays counted */
    struct secret_tag none = { { 0 } };
    int64_t account = renewing->check.account.number;
    store_put(tx, &accounts_set_password, WITH(TEXT(renewing->hash), INT(account)));
    store_put(tx, &accounts_delete_other_sessions,
              WITH(INT(account), BYTES(none.bytes, sizeof none.bytes)));
    security_tell(tx, renewing->check.account, CHANGED_PASSWORD, NULL, renewing->check.now);
    return NULL;
}

static refused renew_password(struct request *request)
{
    const struct new_password_request *body = request->body;
    struct done_answer *answer = request->answer;
    if (accounts_password_is_weak(body->password, body->email))
        return &PASSWORD_WEAK;
    struct renewing renewing = {
        .check = { .purpose = "password",
                   .code = digits_of(request->memory, body->code),
                   .now = request->now },
        .email = body->email,
        .hash = secret_password_hash(request->memory, body->password),
    };
    refused why = store_transact(request->store, renew_act, &renewing);
    if (why || renewing.check.why)
        return why ? why : renewing.check.why;
    *answer = (struct done_answer){ .done = true, .next = "/sign-in" };
    return NULL;
}

struct email_request {
    const char *email;
};
static const struct field email_request_fields[] = {
    TEXT_FIELD(struct email_request, email, .optional = true, .max = 254, .says = "The address."),
    { 0 },
};

static refused show_forgot(struct request *request)
{
    request->title = _("Forgotten your password?");
    return NULL;
}

static refused show_new_password(struct request *request)
{
    const struct email_request *body = request->body;
    struct form_answer *answer = request->answer;
    request->title = _("Choose a new password");
    answer->email = body->email;
    return NULL;
}

const struct field form_fields[] = {
    TEXT_FIELD(struct form_answer, next, .says = "The path to go on to, or null."),
    TEXT_FIELD(struct form_answer, email, .says = "The e-mail address it is about, or null."),
    BOOL_FIELD(struct form_answer, confirmed, .says = "The address is confirmed already."),
    BOOL_FIELD(struct form_answer, demo, .says = "This is a demo market."),
    { 0 },
};

// clang-format off
static const struct route accounts_routes[] = {
    { GET, "/sign-up", ANYONE, show_sign_up, .summary = "The form to open an account",
      .takes = form_request_fields, .gives = form_fields, .page = "accounts/sign_up",
      .face = ONLY_PAGE },
    { POST, "/sign-up", ANYONE, sign_up, .summary = "Open an account; a code is mailed",
      .takes = sign_up_fields, .gives = done_fields,
      .refuses = { &EMAIL_WRONG, &EMAIL_TAKEN, &PASSWORD_WEAK, &COUNTRY_UNKNOWN, &FRAUD_REFUSED },
      .then = "/confirm", .again = "/sign-up", .limit = { 20, 3600 } },
    { GET, "/confirm", SIGNED_IN, show_confirm, .summary = "The form for the code",
      .takes = form_request_fields, .gives = form_fields, .page = "accounts/confirm",
      .face = ONLY_PAGE },
    { POST, "/confirm", SIGNED_IN, confirm, .summary = "Confirm the e-mail address by its code",
      .takes = confirm_fields, .gives = done_fields,
      .refuses = { &CODE_WRONG, &CODE_EXPIRED, &CODE_TRIES_USED },
      .then = "/", .again = "/confirm", .limit = { 20, 600 },
      .done = N_("Thank you. Your e-mail address is confirmed.") },
    { POST, "/confirm/code", SIGNED_IN, resend, .summary = "Mail a new code",
      .gives = done_fields, .then = "/confirm", .limit = { 5, 600 },
      .done = N_("A new code is on its way to you.") },
    { GET, "/sign-in", ANYONE, show_sign_in, .summary = "The form to sign in",
      .takes = form_request_fields, .gives = form_fields, .page = "accounts/sign_in",
      .face = ONLY_PAGE },
    { POST, "/sign-in", ANYONE, sign_in, .summary = "Sign in",
      .takes = sign_in_fields, .gives = done_fields,
      .refuses = { &SIGN_IN_WRONG, &ACCOUNT_IS_SUSPENDED, &FRAUD_CHALLENGED, &FRAUD_REFUSED,
                   &CHALLENGE_SENT_ENOUGH },
      .then = "/", .again = "/sign-in", .limit = { 20, 600 } },
    { POST, "/sign-out", ANYONE, sign_out, .summary = "Sign out", .gives = done_fields,
      .then = "/", .done = N_("You are signed out.") },
    { GET, "/password/forgotten", ANYONE, show_forgot,
      .summary = "The form for a forgotten password",
      .gives = form_fields, .page = "accounts/forgotten", .face = ONLY_PAGE },
    { POST, "/password/forgotten", ANYONE, forgot, .summary = "Mail a code for a new password",
      .takes = forgot_fields, .gives = done_fields, .then = "/password/new",
      .again = "/password/forgotten", .limit = { 5, 600 } },
    { GET, "/password/new", ANYONE, show_new_password, .summary = "The form for a new password",
      .takes = email_request_fields, .gives = form_fields, .page = "accounts/new_password",
      .face = ONLY_PAGE },
    { POST, "/password/new", ANYONE, renew_password, .summary = "Choose a new password by a code",
      .takes = new_password_fields, .gives = done_fields,
      .refuses = { &PASSWORD_WEAK, &CODE_WRONG, &CODE_EXPIRED, &CODE_TRIES_USED },
      .then = "/sign-in", .again = "/password/new", .limit = { 10, 600 },
      .done = N_("Your new password is set. Sign in with it.") },
    { 0 },
};
// clang-format on

static const struct id_name accounts_ids[] = {
    { "account", "acc" },
    { "address", "adr" },
    { "api_key", "key" },
    { 0 },
};

const struct module accounts_module = {
    .name = "accounts",
    .routes = accounts_routes,
    .ids = accounts_ids,
    .schema = accounts_schema,
    .jobs = accounts_jobs,
    .statements = accounts_statements,
    .first = accounts_first,
};
const struct module accounts_own_module = { .name = "accounts_own", .routes = accounts_own_routes };
