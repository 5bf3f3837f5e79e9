/* Fraud, challenges: "confirm that it is you", opened by a judgement and passed by a mailed code,
 * or by a way that another module has checked. */
#include "shop/fraud/fraud_challenges.h"

#include "base/id.h"
#include "shop/fraud/fraud_inside.h"
#include "shop/fraud/fraud_scene.h"
#include "shop/fraud/fraud_sql.h"
#include "shop/notices/notices.h"

REFUSAL(CHALLENGE_NOT_FOUND, 404,
        "There is nothing to confirm here any more. Go back and try again.");
REFUSAL_AT(CHALLENGE_CODE_WRONG, 422, "code",
           "This is not the code that was sent last. Look again.");
REFUSAL_AT(CHALLENGE_TRIES_USED, 429, "code", "Too many wrong codes. Ask for a new one.");
REFUSAL_AT(CHALLENGE_EXPIRED, 422, "code", "This code is too old. Ask for a new one.");
REFUSAL(CHALLENGE_SENT_ENOUGH, 429,
        "No more codes are sent for this. Wait an hour, then start again.");

const struct choice fraud_ways[] = {
    [FRAUD_WAY_NONE] = { "none", N_("Not confirmed") },
    [FRAUD_WAY_EMAIL] = { "email", N_("By a code sent by e-mail") },
    [FRAUD_WAY_RECOVERY] = { "recovery", N_("By a recovery code") },
    [FRAUD_WAY_TOTP] = { "totp", N_("By a one-time code") },
    [FRAUD_WAY_PASSKEY] = { "passkey", N_("By a passkey") },
    [FRAUD_WAY_BANK] = { "bank", N_("By the card’s bank") },
    { 0 },
};

enum { CODE_MINUTES = 15, TRIES_MOST = 5, CODES_MOST = 4, CHALLENGE_HOURS = 1 };

static const struct notice_kind challenge_code = {
    "fraud.challenge", N_("Your code is {code}"),
    N_("Enter {code} to confirm that it is you: {act}. It is good for fifteen minutes. If you did "
       "not do this, somebody may know your password: choose a new one at once."),
    NULL
};
const struct notice_kind *const fraud_notices[] = { &challenge_code, NULL };

static struct secret_tag token_tag(struct store_tx *tx, const char *token)
{
    struct secret_key key = secret_derive(&store_tx_settings(tx)->master, "fraud challenge");
    return secret_hash(&key, token, strlen(token));
}

static struct secret_tag code_tag(struct store_tx *tx, const char *token, const char *code)
{
    AUTO(arena) memory = { 0 };
    const char *whole = arena_format(&memory, "%s %s", token, code);
    struct secret_key key = secret_derive(&store_tx_settings(tx)->master, "fraud challenge code");
    return secret_hash(&key, whole, strlen(whole));
}

const char *fraud_open_challenge(struct store_tx *tx, struct arena *memory,
                                 const struct fraud_question *question, fraud_decision_id decision,
                                 int64_t device)
{
    const char *token = secret_token(memory, 20);
    struct secret_tag tag = token_tag(tx, token);
    store_put(tx, &fraud_insert_challenge,
              WITH(BYTES(tag.bytes, sizeof tag.bytes), INT(decision.number), INT(question->account),
                   INT(question->act), INT(device), INT(question->amount.minor),
                   INT(question->now.us), TEXT(question->card_token), INT(question->charged.minor),
                   TEXT(question->card_token ? question->charged.currency.code : NULL)));
    return token;
}

struct stored {
    struct fraud_challenge seen;
    unsigned char code[SECRET_TAG_SIZE];
    int64_t tries, expires;
};

static bool find(struct store_tx *tx, const char *token, struct moment now, struct stored *ret)
{
    AUTO(arena) memory = { 0 };
    struct secret_tag tag = token_tag(tx, token);
    struct rows rows =
        store_query(tx, &fraud_select_challenge, WITH(BYTES(tag.bytes, sizeof tag.bytes)));
    if (!rows_next(&rows))
        return false;
    size_t size;
    const unsigned char *code = rows_bytes(&rows, &memory, "code_tag", &size);
    *ret = (struct stored){
        .seen = { .account = rows_int(&rows, "account_id"),
                  .decision = { rows_int(&rows, "decision_id") },
                  .act = (enum fraud_act)rows_int(&rows, "act"),
                  .sent = rows_int(&rows, "sent"),
                  .passed = rows_int(&rows, "passed_at") != 0,
                  .may_send = rows_int(&rows, "sent") < CODES_MOST },
        .tries = rows_int(&rows, "tries"),
        .expires = rows_int(&rows, "expires_at"),
    };
    if (code && size == sizeof ret->code)
        memcpy(ret->code, code, size);
    int64_t made = rows_int(&rows, "made_at");
    rows_close(&rows);
    return now.us < made + hours(CHALLENGE_HOURS).us;
}

refused fraud_challenge_find(struct store_tx *tx, const char *token, struct moment now,
                             struct fraud_challenge *ret_challenge)
{
    struct stored stored;
    if (!find(tx, token, now, &stored))
        return &CHALLENGE_NOT_FOUND;
    *ret_challenge = stored.seen;
    return NULL;
}

refused fraud_challenge_send(struct store_tx *tx, const struct fraud_sending *sending)
{
    AUTO(arena) memory = { 0 };
    struct stored stored;
    struct secret_tag tag = token_tag(tx, sending->token);
    struct secret_tag code = code_tag(tx, sending->token, sending->code);
    struct moment expires = moment_after(sending->now, minutes(CODE_MINUTES));
    if (!find(tx, sending->token, sending->now, &stored))
        return &CHALLENGE_NOT_FOUND;
    if (!store_do(tx, &fraud_send_challenge,
                  WITH(BYTES(code.bytes, sizeof code.bytes), INT(expires.us),
                       BYTES(tag.bytes, sizeof tag.bytes), INT(CODES_MOST))))
        return stored.seen.passed ? &CHALLENGE_NOT_FOUND : &CHALLENGE_SENT_ENOUGH;
    notices_send(tx, &(struct notice){
                         .kind = &challenge_code,
                         .account = stored.seen.account,
                         .email = sending->email,
                         .language = sending->language,
                         .path = "/",
                         .key = arena_format(&memory, "%lld", (long long)id_next(sending->now)),
                         .facts = (const struct notice_fact[]){ { "code", sending->code },
                                                                { "act", sending->act_words },
                                                                { 0 } },
                         .only_mail = true,
                         .now = sending->now,
                     });
    return NULL;
}

void fraud_challenge_pass(struct store_tx *tx, struct fraud_passing *passing)
{
    struct stored stored;
    struct secret_tag tag = token_tag(tx, passing->token);
    struct secret_tag code = code_tag(tx, passing->token, passing->code);
    struct value key = BYTES(tag.bytes, sizeof tag.bytes);
    passing->why = &CHALLENGE_NOT_FOUND;
    if (!find(tx, passing->token, passing->now, &stored))
        return;
    if (stored.seen.passed) {
        passing->why = NULL;
        return;
    }
    bool counted = store_do(tx, &fraud_count_challenge_try, WITH(key, INT(TRIES_MOST))) != 0;
    if (!counted)
        passing->why = &CHALLENGE_TRIES_USED;
    else if (!stored.seen.sent || passing->now.us > stored.expires)
        passing->why = &CHALLENGE_EXPIRED;
    else if (!secret_same(stored.code, code.bytes, sizeof stored.code))
        passing->why = &CHALLENGE_CODE_WRONG;
    else
        passing->why = NULL;
    if (!passing->why)
        store_put(tx, &fraud_pass_challenge, WITH(INT(passing->now.us), INT(FRAUD_WAY_EMAIL), key));
}

refused fraud_challenge_pass_by(struct store_tx *tx, const char *token, enum fraud_way way,
                                struct moment now)
{
    struct stored stored;
    struct secret_tag tag = token_tag(tx, token);
    if (!find(tx, token, now, &stored))
        return &CHALLENGE_NOT_FOUND;
    if (!stored.seen.passed)
        store_put(tx, &fraud_pass_challenge,
                  WITH(INT(now.us), INT(way), BYTES(tag.bytes, sizeof tag.bytes)));
    return NULL;
}

bool fraud_challenge_pass_of(struct store_tx *tx, int64_t account, fraud_decision_id decision,
                             enum fraud_way way, struct moment now)
{
    struct moment since = moment_before(now, hours(CHALLENGE_HOURS));
    return store_do(
               tx, &fraud_pass_challenge_of_row,
               WITH(INT(now.us), INT(way), INT(account), INT(decision.number), INT(since.us))) != 0;
}

bool fraud_challenge_charge(struct store_tx *tx, struct arena *memory, const char *token,
                            struct fraud_charge *ret_charge)
{
    struct secret_tag tag = token_tag(tx, token);
    struct rows rows =
        store_query(tx, &fraud_select_challenge_card, WITH(BYTES(tag.bytes, sizeof tag.bytes)));
    if (!rows_next(&rows))
        return false;
    struct currency currency = currency_of(rows_text(&rows, memory, "charged_currency"));
    *ret_charge = (struct fraud_charge){ .card_token = rows_text(&rows, memory, "card_token"),
                                         .amount = money_of(rows_int(&rows, "charged"), currency) };
    rows_close(&rows);
    return true;
}

enum fraud_way fraud_way_of(struct store_tx *tx, fraud_decision_id decision)
{
    int64_t way = store_int(tx, &fraud_select_way, WITH(INT(decision.number)), FRAUD_WAY_NONE);
    return way > 0 && way < FRAUD_WAYS ? (enum fraud_way)way : FRAUD_WAY_NONE;
}
