/* Accounts, on the web: passkeys, added and used to sign in. Options and answers go as texts of
 * WebAuthn's own JSON, so that a form and the API take the same. */
#include "shop/accounts/accounts_passkey.h"
#include "shop/accounts/accounts_web.h"
#include "shop/fraud/fraud_challenges.h"
#include "shop/fraud/fraud_web.h"

/* Adding ----------------------------------------------------------------------------------- */

struct options_answer {
    const char *options;
};
static const struct field options_fields[] = {
    TEXT_FIELD(struct options_answer, options,
               .says = "For the browser, in WebAuthn's own JSON (level 3), as a text."),
    { 0 },
};

struct asking {
    struct request *request;
    struct passkey_asking passkey;
};

static refused ask_act(struct store_tx *tx, void *what)
{
    struct asking *asking = what;
    struct options_answer *answer = asking->request->answer;
    return accounts_ask_passkey(tx, asking->request->memory, &asking->passkey, &answer->options);
}

static refused ask_to_add(struct request *request)
{
    const struct proof_request *body = request->body;
    struct asking asking = {
        request,
        { .purpose = PASSKEY_ADD, .account = request->visitor.account, .now = request->now }
    };
    refused why = accounts_ask_password(request, body->password);
    if (why)
        return why;
    secret_random(asking.passkey.challenge, sizeof asking.passkey.challenge);
    return store_transact(request->store, ask_act, &asking);
}

struct passkey_request {
    const char *name, *passkey;
};
static const struct field passkey_request_fields[] = {
    TEXT_FIELD(struct passkey_request, name, .max = 60, .says = "What to call it."),
    TEXT_FIELD(struct passkey_request, passkey, .max = 20000, .secret = true,
               .says = "What PublicKeyCredential.toJSON() gives, as a text."),
    { 0 },
};
struct added_answer {
    passkey_id passkey;
    const char *name;
};
static const struct field added_fields[] = {
    ID_FIELD(struct added_answer, passkey, "pky", .says = "The passkey."),
    TEXT_FIELD(struct added_answer, name, .says = "What the person calls it."),
    { 0 },
};

static refused add_act(struct store_tx *tx, void *what)
{
    accounts_add_passkey(tx, what);
    return NULL;
}

static refused add_passkey(struct request *request)
{
    const struct passkey_request *body = request->body;
    struct added_answer *answer = request->answer;
    struct passkey_given given;
    struct passkey_answer passkey = { .purpose = PASSKEY_ADD,
                                      .account = request->visitor.account,
                                      .given = &given,
                                      .name = body->name,
                                      .now = request->now };
    refused why = passkey_read(request->memory, body->passkey, &given);
    if (!why)
        why = store_transact(request->store, add_act, &passkey);
    if (why || passkey.why)
        return why ? why : passkey.why;
    *answer = (struct added_answer){ passkey.passkey, body->name };
    request->status = 201;
    return NULL;
}

struct name_request {
    const char *name;
};
static const struct field name_fields[] = {
    TEXT_FIELD(struct name_request, name, .max = 60, .says = "What to call it."),
    { 0 },
};

static refused rename_act(struct store_tx *tx, void *what)
{
    const struct request *request = what;
    const struct name_request *body = request->body;
    passkey_id passkey = { request_id(request, "passkey") };
    return accounts_rename_passkey(tx, request->visitor.account, passkey, body->name);
}

static refused rename_passkey(struct request *request)
{
    const struct name_request *body = request->body;
    struct added_answer *answer = request->answer;
    *answer = (struct added_answer){ { request_id(request, "passkey") }, body->name };
    return store_transact(request->store, rename_act, request);
}

static refused remove_act(struct store_tx *tx, void *what)
{
    const struct request *request = what;
    passkey_id passkey = { request_id(request, "passkey") };
    return accounts_remove_passkey(tx, request->visitor.account, passkey, request->now);
}

static refused remove_passkey(struct request *request)
{
    const struct proof_request *body = request->body;
    struct done_answer *answer = request->answer;
    *answer = (struct done_answer){ .done = true, .next = "/account/security" };
    refused why = accounts_ask_password(request, body->password);
    return why ? why : store_transact(request->store, remove_act, request);
}

/* Signing in ------------------------------------------------------------------------------- */

static refused ask_to_sign_in(struct request *request)
{
    struct asking asking = { request, { .purpose = PASSKEY_SIGN_IN, .now = request->now } };
    secret_random(asking.passkey.challenge, sizeof asking.passkey.challenge);
    return store_transact(request->store, ask_act, &asking);
}

struct sign_in_request {
    const char *passkey, *next;
};
static const struct field sign_in_fields[] = {
    TEXT_FIELD(struct sign_in_request, passkey, .max = 20000, .secret = true,
               .says = "What PublicKeyCredential.toJSON() gives, as a text."),
    TEXT_FIELD(struct sign_in_request, next, .optional = true, .max = 500,
               .says = "The path to go on to."),
    { 0 },
};

struct signing_in {
    struct request *request;
    struct passkey_answer passkey;
    const char *token;
    struct fraud_judgement judgement;
};

/* A challenge would ask for what was just shown: if the device looked who holds it, it is passed,
 * and the judgement that follows says so. */
static refused judge(struct store_tx *tx, struct signing_in *signing)
{
    struct request *request = signing->request;
    struct fraud_visit visit = fraud_visit_of(request);
    struct fraud_judgement *judgement = &signing->judgement;
    account_id account = signing->passkey.owner;
    refused why =
        accounts_judge_sign_in(tx, request->memory, account, &visit, request->now, judgement);
    if (why || judgement->action != FRAUD_CHALLENGE || !signing->passkey.verified)
        return why;
    why = fraud_challenge_pass_by(tx, judgement->challenge, FRAUD_WAY_PASSKEY, request->now);
    return why ? why
               : accounts_judge_sign_in(tx, request->memory, account, &visit, request->now,
                                        judgement);
}

static refused sign_in_act(struct store_tx *tx, void *what)
{
    struct signing_in *signing = what;
    struct request *request = signing->request;
    struct account account;
    accounts_check_passkey(tx, &signing->passkey);
    if (signing->passkey.why)
        return NULL;
    refused why = accounts_find(tx, request->memory, signing->passkey.owner, &account);
    if (why)
        return why;
    if (account.state != ACCOUNT_OPEN)
        return &ACCOUNT_IS_SUSPENDED;
    why = judge(tx, signing);
    if (why || signing->judgement.stops)
        return why;
    return accounts_begin_session(request, tx, account.account, signing->token);
}

static refused sign_in(struct request *request)
{
    const struct sign_in_request *body = request->body;
    struct done_answer *answer = request->answer;
    struct passkey_given given;
    struct signing_in signing = {
        .request = request,
        .passkey = { .purpose = PASSKEY_SIGN_IN, .given = &given, .now = request->now },
        .token = secret_token(request->memory, 20)
    };
    refused why = passkey_read(request->memory, body->passkey, &given);
    if (!why)
        why = store_transact(request->store, sign_in_act, &signing);
    if (!why)
        why = signing.passkey.why;
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

// clang-format off
static const struct route passkey_routes[] = {
    { POST, "/account/security/passkeys/options", SIGNED_IN, ask_to_add,
      .summary = "What the browser needs to make a passkey; good for five minutes",
      .takes = proof_fields, .gives = options_fields,
      .refuses = { &SECURITY_PASSWORD_WRONG, &PASSKEY_LIMIT, &ACCOUNT_NOT_FOUND },
      .face = ONLY_API, .limit = { 10, 600 } },
    { POST, "/account/security/passkeys", SIGNED_IN, add_passkey, .summary = "Add the passkey",
      .takes = passkey_request_fields, .gives = added_fields,
      .refuses = { &PASSKEY_UNREADABLE, &PASSKEY_CHALLENGE_WRONG, &PASSKEY_ORIGIN_WRONG,
                   &PASSKEY_NOT_VERIFIED, &PASSKEY_ALGORITHM, &PASSKEY_ATTESTATION,
                   &PASSKEY_SIGNATURE_WRONG, &PASSKEY_TAKEN, &PASSKEY_LIMIT },
      .then = "/account/security", .again = "/account/security", .limit = { 20, 600 },
      .done = N_("The passkey is added.") },
    { POST, "/account/security/passkeys/{passkey}/name", SIGNED_IN, rename_passkey,
      .summary = "Call a passkey something else", .takes = name_fields, .gives = added_fields,
      .refuses = { &PASSKEY_NOT_FOUND }, .then = "/account/security",
      .again = "/account/security", .done = N_("The passkey has its new name.") },
    { POST, "/account/security/passkeys/{passkey}/removal", SIGNED_IN, remove_passkey,
      .summary = "Remove a passkey", .takes = proof_fields, .gives = done_fields,
      .refuses = { &SECURITY_PASSWORD_WRONG, &PASSKEY_NOT_FOUND }, .then = "/account/security",
      .again = "/account/security", .limit = { 10, 600 },
      .done = N_("The passkey is removed here. Remove it on your device, too.") },
    { POST, "/sign-in/passkey/options", ANYONE, ask_to_sign_in,
      .summary = "What the browser needs to sign in by a passkey; good for five minutes",
      .gives = options_fields, .refuses = { &PASSKEY_NOT_FOUND }, .face = ONLY_API,
      .limit = { 20, 600 } },
    { POST, "/sign-in/passkey", ANYONE, sign_in, .summary = "Sign in by a passkey",
      .takes = sign_in_fields, .gives = done_fields,
      .refuses = { &PASSKEY_UNREADABLE, &PASSKEY_CHALLENGE_WRONG, &PASSKEY_ORIGIN_WRONG,
                   &PASSKEY_NOT_VERIFIED, &PASSKEY_ALGORITHM, &PASSKEY_SIGNATURE_WRONG,
                   &PASSKEY_NOT_FOUND, &PASSKEY_COPIED, &ACCOUNT_IS_SUSPENDED,
                   &ACCOUNT_NOT_FOUND, &FRAUD_CHALLENGED, &FRAUD_REFUSED,
                   &CHALLENGE_SENT_ENOUGH, &CHALLENGE_NOT_FOUND },
      .then = "/", .again = "/sign-in", .limit = { 20, 600 } },
    { 0 },
};
// clang-format on

static const struct id_name passkey_ids[] = { { "passkey", "pky" }, { 0 } };

const struct module accounts_passkey_module = {
    .name = "accounts_passkey",
    .routes = passkey_routes,
    .ids = passkey_ids,
};
