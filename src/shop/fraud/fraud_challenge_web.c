/* Fraud, on the web: confirming that it is you, by the strongest way that the person has set up.
 *
 * Fraud knows no passkeys and no apps: this file stands on the web floor, asks accounts to check
 * what was given, and says in the same act that the challenge is passed. */
#include "shop/fraud/fraud_web.h"

#include "base/id.h"
#include "shop/accounts/accounts_passkey.h"
#include "shop/accounts/accounts_totp.h"
#include "shop/fraud/fraud_challenges.h"
#include "shop/payments/payments_bank.h"

REFUSAL_AT(CHALLENGE_WAY_WRONG, 422, "way",
           "This way is not answered here. The card's bank is asked at /bank behind this address.");

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

static refused send_code(struct request *request, const char *token, enum fraud_act act)
{
    char code[7];
    secret_code(code);
    struct sending sending = {
        request->memory,
        { .token = token, .code = code, .act_words = _(fraud_acts[act].words), .now = request->now }
    };
    return store_transact(request->store, send_act, &sending);
}

/* The challenge's path, and behind it where to go back to. */
static const char *challenge_path(struct arena *memory, const char *token, const char *next)
{
    AUTO(text) path = { 0 };
    text_add_format(&path, "/challenges/%s", token);
    if (next) {
        text_add(&path, "?next=");
        text_add_url(&path, next);
    }
    return arena_copy(memory, text_of(&path));
}

static bool is_stronger(const struct account_ways *ways)
{
    return ways->totp || ways->passkeys || ways->recovery_codes;
}

refused fraud_stop(struct request *request, const struct fraud_judgement *judgement)
{
    struct arena *memory = request->memory;
    struct fraud_challenge challenge;
    struct account_ways ways = { 0 };
    if (!judgement->stops)
        return NULL;
    if (judgement->action == FRAUD_REFUSE) {
        request->onward =
            arena_format(memory, "/appeals/%s", id_text(memory, "dec", judgement->decision.number));
        return judgement->why;
    }
    struct store_tx *tx = store_read(request->store);
    refused why = fraud_challenge_find(tx, judgement->challenge, request->now, &challenge);
    if (!why)
        ways = accounts_ways(tx, (account_id){ challenge.account });
    store_read_end(tx);
    /* Who has a stronger way is sent a code only when they ask for one. */
    if (!why && !is_stronger(&ways))
        why = send_code(request, judgement->challenge, challenge.act);
    if (why)
        return why;
    request->onward = challenge_path(memory, judgement->challenge, request_form_path(request));
    return judgement->why;
}

/* The page --------------------------------------------------------------------------------- */

struct challenge_request {
    const char *next;
};
static const struct field challenge_request_fields[] = {
    TEXT_FIELD(struct challenge_request, next, .optional = true, .max = 500,
               .says = "The path to go back to."),
    { 0 },
};
struct answer_request {
    int way;
    const char *code, *passkey, *next;
};
static const struct field answer_fields[] = {
    CHOICE_FIELD(struct answer_request, way, fraud_ways, .optional = true,
                 .says = "By which way; the code of the mail if not given."),
    TEXT_FIELD(struct answer_request, code, .max = 24, .optional = true,
               .says = "The six digits of the mail or the app, or a recovery code."),
    TEXT_FIELD(struct answer_request, passkey, .max = 20000, .secret = true, .optional = true,
               .says = "What PublicKeyCredential.toJSON() gives, as a text."),
    TEXT_FIELD(struct answer_request, next, .optional = true, .max = 500,
               .says = "The path to go back to."),
    { 0 },
};
struct challenge_answer {
    const char *challenge, *next;
    enum fraud_act act;
    bool passed, may_send, sent, checkout, passkey, bank, totp, recovery, stronger;
    LIST_OF(const char *) ways;
};
static const struct field challenge_fields[] = {
    TEXT_FIELD(struct challenge_answer, challenge, .says = "Its token, as in its address."),
    CHOICE_FIELD(struct challenge_answer, act, fraud_acts, .says = "What is to be confirmed."),
    TEXT_FIELD(struct challenge_answer, next, .says = "The path to go back to, or null."),
    BOOL_FIELD(struct challenge_answer, passed, .says = "It is confirmed: do the act again."),
    TEXTS_FIELD(struct challenge_answer, ways, .says = "Those that can be used, strongest first."),
    BOOL_FIELD(struct challenge_answer, sent, .says = "A code was sent by e-mail."),
    BOOL_FIELD(struct challenge_answer, may_send, .says = "A new code can be sent."),
    BOOL_FIELD(struct challenge_answer, checkout, .says = "It is about a purchase."),
    BOOL_FIELD(struct challenge_answer, passkey, .says = "A passkey can be used."),
    BOOL_FIELD(struct challenge_answer, bank, .says = "The card's bank can be asked."),
    BOOL_FIELD(struct challenge_answer, totp, .says = "A one-time code can be used."),
    BOOL_FIELD(struct challenge_answer, recovery, .says = "A recovery code can be used."),
    BOOL_FIELD(struct challenge_answer, stronger, .says = "There is a way beside the mailbox."),
    { 0 },
};

static void add_way(struct challenge_answer *answer, bool there, enum fraud_way way)
{
    if (there)
        answer->ways.items[answer->ways.count++] = fraud_ways[way].name;
}

static void fill(struct request *request, struct store_tx *tx,
                 const struct fraud_challenge *challenge, const char *next)
{
    struct challenge_answer *answer = request->answer;
    struct account_ways ways = accounts_ways(tx, (account_id){ challenge->account });
    struct fraud_charge charge;
    const char *token = request_text(request, "challenge");
    bool own = next && next[0] == '/' && next[1] != '/' && next[1] != '\\';
    bool bank = challenge->account == request->visitor.account.number &&
                fraud_challenge_charge(tx, request->memory, token, &charge) &&
                charge.amount.minor > 0 &&
                payments_can_authenticate(request->settings, charge.card_token);
    *answer = (struct challenge_answer){
        .challenge = token,
        .next = own ? next : NULL,
        .act = challenge->act,
        .passed = challenge->passed,
        .sent = challenge->sent > 0,
        .may_send = challenge->may_send,
        .checkout = challenge->act == FRAUD_CHECKOUT,
        .passkey = ways.passkeys > 0,
        .bank = bank,
        .totp = ways.totp,
        .recovery = ways.recovery_codes > 0,
        .stronger = is_stronger(&ways),
        .ways.items = arena_array(request->memory, FRAUD_WAYS, sizeof(char *)),
    };
    add_way(answer, answer->passkey, FRAUD_WAY_PASSKEY);
    add_way(answer, answer->bank, FRAUD_WAY_BANK);
    add_way(answer, answer->totp, FRAUD_WAY_TOTP);
    add_way(answer, answer->recovery, FRAUD_WAY_RECOVERY);
    add_way(answer, true, FRAUD_WAY_EMAIL);
}

static refused show(struct request *request, struct store_tx *tx, const char *next)
{
    struct fraud_challenge challenge;
    refused why =
        fraud_challenge_find(tx, request_text(request, "challenge"), request->now, &challenge);
    if (!why)
        fill(request, tx, &challenge, next);
    return why;
}

/* After an act. */
static refused show_now(struct request *request, const char *next)
{
    struct store_tx *tx = store_read(request->store);
    refused why = show(request, tx, next);
    store_read_end(tx);
    return why;
}

static refused show_challenge(struct request *request)
{
    const struct challenge_request *body = request->body;
    request->title = _("Is that you?");
    return show(request, request->tx, body->next);
}

/* Passing ---------------------------------------------------------------------------------- */

/* A payout or a bank account is worth a look at who holds the device. */
static bool verifies_user(enum fraud_act act)
{
    return act == FRAUD_PAYOUT || act == FRAUD_BANK_CHANGE;
}

/* What is given, to be checked inside the act; `why` tells what was wrong with it, so that what
 * was counted stands. */
struct passing {
    struct request *request;
    enum fraud_way way;
    const char *token, *code;
    struct passkey_given given;
    refused why;
};

static refused check_mailed(struct store_tx *tx, struct passing *passing)
{
    const struct request *request = passing->request;
    char *digits = arena_copy(request->memory, passing->code), *to = digits;
    for (const char *at = passing->code; *at; at++) /* "123 456" as people copy it */
        if (*at != ' ' && *at != '-')
            *to++ = *at;
    *to = 0;
    struct fraud_passing mailed = { passing->token, digits, request->now, NULL };
    fraud_challenge_pass(tx, &mailed);
    passing->why = mailed.why;
    return NULL;
}

static refused check_by_accounts(struct store_tx *tx, const struct passing *passing,
                                 const struct fraud_challenge *challenge)
{
    account_id account = { challenge->account };
    struct moment now = passing->request->now;
    struct way_check check = { .account = account, .code = passing->code, .now = now };
    struct passkey_answer passkey = { .purpose = PASSKEY_CONFIRM,
                                      .account = account,
                                      .subject = challenge->decision.number,
                                      .given = &passing->given,
                                      .now = now };
    switch (passing->way) {
    case FRAUD_WAY_PASSKEY: accounts_check_passkey(tx, &passkey); return passkey.why;
    case FRAUD_WAY_TOTP: accounts_check_totp(tx, &check); return check.why;
    case FRAUD_WAY_RECOVERY: accounts_check_recovery(tx, &check); return check.why;
    default: return &CHALLENGE_WAY_WRONG;
    }
}

static refused pass_act(struct store_tx *tx, void *what)
{
    struct passing *passing = what;
    struct fraud_challenge challenge;
    struct moment now = passing->request->now;
    passing->why = NULL;
    if (passing->way <= FRAUD_WAY_EMAIL)
        return check_mailed(tx, passing);
    refused why = fraud_challenge_find(tx, passing->token, now, &challenge);
    if (why || challenge.passed)
        return why;
    passing->why = check_by_accounts(tx, passing, &challenge);
    return passing->why ? NULL : fraud_challenge_pass_by(tx, passing->token, passing->way, now);
}

static refused pass_challenge(struct request *request)
{
    const struct answer_request *body = request->body;
    struct passing passing = { .request = request,
                               .way = (enum fraud_way)body->way,
                               .token = request_text(request, "challenge"),
                               .code = body->code ? body->code : "" };
    refused why = NULL;
    if (passing.way == FRAUD_WAY_PASSKEY)
        why = passkey_read(request->memory, body->passkey ? body->passkey : "", &passing.given);
    if (!why)
        why = store_transact(request->store, pass_act, &passing);
    if (!why)
        why = passing.why;
    if (!why)
        why = show_now(request, body->next);
    if (why)
        return why;
    const struct challenge_answer *answer = request->answer;
    request->location = answer->next ? answer->next : "/";
    request->status = 200; /* nothing was made there */
    return NULL;
}

static refused send_again(struct request *request)
{
    const struct challenge_request *body = request->body;
    const char *token = request_text(request, "challenge");
    const struct challenge_answer *answer = request->answer;
    refused why = show_now(request, body->next);
    if (!why)
        why = send_code(request, token, answer->act);
    if (!why)
        why = show_now(request, body->next);
    if (why)
        return why;
    request->location = challenge_path(request->memory, token, answer->next);
    request->status = 200;
    return NULL;
}

/* A passkey is asked ----------------------------------------------------------------------- */

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
    struct request *request = asking->request;
    struct options_answer *answer = request->answer;
    struct fraud_challenge challenge;
    refused why =
        fraud_challenge_find(tx, request_text(request, "challenge"), request->now, &challenge);
    if (why)
        return why;
    asking->passkey.account.number = challenge.account;
    asking->passkey.subject = challenge.decision.number;
    asking->passkey.verify_user = verifies_user(challenge.act);
    return accounts_ask_passkey(tx, request->memory, &asking->passkey, &answer->options);
}

static refused ask_passkey(struct request *request)
{
    struct asking asking = { request, { .purpose = PASSKEY_CONFIRM, .now = request->now } };
    secret_random(asking.passkey.challenge, sizeof asking.passkey.challenge);
    return store_transact(request->store, ask_act, &asking);
}

// clang-format off
const struct route fraud_challenge_routes[] = {
    { GET, "/challenges/{challenge}", ANYONE, show_challenge,
      .summary = "What is to be confirmed, and the ways to do it",
      .takes = challenge_request_fields, .gives = challenge_fields,
      .refuses = { &CHALLENGE_NOT_FOUND }, .page = "fraud/challenge" },
    { POST, "/challenges/{challenge}", ANYONE, pass_challenge,
      .summary = "Confirm by one of the ways; then do the act again, from the same browser or key",
      .takes = answer_fields, .gives = challenge_fields,
      .refuses = { &CHALLENGE_NOT_FOUND, &CHALLENGE_CODE_WRONG, &CHALLENGE_TRIES_USED,
                   &CHALLENGE_EXPIRED, &TOTP_IS_OFF, &TOTP_CODE_WRONG, &TOTP_CODE_USED,
                   &RECOVERY_CODE_WRONG, &RECOVERY_CODE_USED, &SECURITY_TRIES_USED,
                   &PASSKEY_UNREADABLE, &PASSKEY_CHALLENGE_WRONG, &PASSKEY_ORIGIN_WRONG,
                   &PASSKEY_NOT_VERIFIED, &PASSKEY_ALGORITHM, &PASSKEY_SIGNATURE_WRONG,
                   &PASSKEY_NOT_FOUND, &PASSKEY_COPIED, &CHALLENGE_WAY_WRONG },
      .then = "/", .again = "/challenges/{challenge}", .limit = { 20, 600 },
      .done = N_("Thank you. Please do it once more: it will go through now.") },
    { POST, "/challenges/{challenge}/code", ANYONE, send_again, .summary = "Send a new code",
      .takes = challenge_request_fields, .gives = challenge_fields,
      .refuses = { &CHALLENGE_NOT_FOUND, &CHALLENGE_SENT_ENOUGH, &ACCOUNT_NOT_FOUND },
      .then = "/challenges/{challenge}", .again = "/challenges/{challenge}", .limit = { 5, 600 },
      .done = N_("A new code is on its way to you.") },
    { POST, "/challenges/{challenge}/passkey", ANYONE, ask_passkey,
      .summary = "What the browser needs to use a passkey; good for five minutes",
      .gives = options_fields, .refuses = { &CHALLENGE_NOT_FOUND, &PASSKEY_NOT_FOUND },
      .face = ONLY_API, .limit = { 20, 600 } },
    { 0 },
};
// clang-format on
