/* Accounts: opened, confirmed, found. Addresses: accounts_addresses.c. */
#include "shop/accounts/accounts_inside.h"

#include <assert.h>

#include "base/id.h"
#include "shop/accounts/accounts_security.h"
#include "shop/accounts/accounts_sql.h"

REFUSAL(ACCOUNT_NOT_FOUND, 404, "There is no such account.");
REFUSAL_AT(
    EMAIL_TAKEN, 409, "email",
    "There is an account with this e-mail address already. Sign in, or use another address.");
REFUSAL_AT(EMAIL_WRONG, 422, "email", "This is not an e-mail address. Check it for typing errors.");
REFUSAL_AT(PASSWORD_WEAK, 422, "password",
           "This password is easy to guess. Use at least ten characters that are not your address "
           "or a common word.");
REFUSAL_AT(SIGN_IN_WRONG, 401, "password", "The e-mail address or the password is not right.");
REFUSAL_AT(CODE_WRONG, 422, "code", "This is not the code that was sent last. Look again.");
REFUSAL_AT(CODE_EXPIRED, 422, "code", "This code is too old. Ask for a new one.");
REFUSAL_AT(CODE_TRIES_USED, 429, "code", "Too many wrong codes. Ask for a new one.");
REFUSAL(ACCOUNT_IS_SUSPENDED, 403,
        "This account is suspended. Write to the market if you think that is wrong.");
REFUSAL_AT(COUNTRY_UNKNOWN, 422, "country", "This country is not known. Choose one of the list.");
REFUSAL_AT(CURRENCY_UNKNOWN, 422, "currency",
           "This currency cannot be shown here. Choose one of the list.");
REFUSAL(API_KEY_NOT_FOUND, 404, "There is no such key.");
REFUSAL(ACCOUNT_STATE_SAME, 409, "This account is so already. Look at its page again.");

const struct event_kind ACCOUNT_OPENED = { "account.opened" };
const struct event_kind ACCOUNT_CONFIRMED = { "account.confirmed" };
const struct event_kind ACCOUNT_SIGNED_IN = { "account.signed_in" };
const struct event_kind ACCOUNT_SUSPENDED_EVENT = { "account.suspended" };

static const struct notice_kind confirm_code = {
    "account.code.confirm", N_("Your code is {code}"),
    N_("Enter {code} to confirm your e-mail address. It is good for twenty minutes. If you did not "
       "open an account, do nothing."),
    NULL
};
static const struct notice_kind password_code = {
    "account.code.password", N_("Your code is {code}"),
    N_("Enter {code} to choose a new password. It is good for twenty minutes. If you did not ask "
       "for it, do nothing: your password is as it was."),
    NULL
};
const struct notice_kind *const accounts_notices[] = {
    &confirm_code,
    &password_code,
    &security_notices[CHANGED_PASSWORD],
    &security_notices[CHANGED_TOTP_ON],
    &security_notices[CHANGED_TOTP_OFF],
    &security_notices[CHANGED_RECOVERY_NEW],
    &security_notices[CHANGED_RECOVERY_USED],
    &security_notices[CHANGED_PASSKEY_ADDED],
    &security_notices[CHANGED_PASSKEY_REMOVED],
    &security_notices[CHANGED_PASSKEY_COPIED],
    NULL,
};

static const char *const state_names[] = { "open", "suspended", "closed" };

/* Keys ------------------------------------------------------------------------------------- */

static struct secret_key key_for(const struct settings *settings, const char *purpose)
{
    return secret_derive(&settings->master, purpose);
}

struct secret_tag accounts_email_tag(const struct settings *settings, const char *email)
{
    AUTO(arena) memory = { 0 };
    struct secret_key key = key_for(settings, "email tag");
    char *lower = text_trim(&memory, email);
    for (char *at = lower; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at + 32);
    return secret_hash(&key, lower, strlen(lower));
}

struct secret_tag accounts_token_tag(const struct settings *settings, const char *token)
{
    struct secret_key key = key_for(settings, "session token");
    return secret_hash(&key, token, strlen(token));
}

static struct value seal(const struct settings *settings, struct arena *memory, account_id account,
                         const char *plain)
{
    struct secret_key key = key_for(settings, "account");
    size_t size;
    unsigned char *sealed = secret_seal(memory, &key, account.number, plain, strlen(plain), &size);
    return BYTES(sealed, size);
}

static const char *unseal(const struct settings *settings, struct arena *memory, account_id account,
                          const struct rows *rows, const char *column)
{
    struct secret_key key = key_for(settings, "account");
    size_t size;
    unsigned char *sealed = rows_bytes(rows, memory, column, &size);
    char *plain = secret_open(memory, &key, account.number, sealed, size, NULL);
    return plain ? plain : "";
}

/* Finding ---------------------------------------------------------------------------------- */

/* All but the e-mail address, which costs its opening and which most need not have. */
static struct account account_from_row(const struct settings *settings, struct arena *memory,
                                       const struct rows *rows)
{
    struct account account = { .account = { rows_int(rows, "account_id") } };
    const char *state = rows_text(rows, memory, "state");
    account.name = unseal(settings, memory, account.account, rows, "name");
    account.roles = (unsigned)rows_int(rows, "roles");
    account.confirmed = rows_int(rows, "confirmed_at") != 0;
    account.language = words_choose(rows_text(rows, memory, "language"));
    account.country = rows_text(rows, memory, "country");
    account.currency = currency_of(rows_text(rows, memory, "currency"));
    account.opened_at = (struct moment){ rows_int(rows, "opened_at") };
    account.state = (enum account_state)text_place(state, state_names, 3);
    return account;
}

struct account accounts_from_row(const struct settings *settings, struct arena *memory,
                                 const struct rows *rows)
{
    struct account account = account_from_row(settings, memory, rows);
    account.email = unseal(settings, memory, account.account, rows, "email");
    return account;
}

/* Whoever asks the market for something: an open account, or nobody. */
static bool find_visitor(struct store_tx *tx, struct arena *memory, struct rows rows,
                         struct account *ret_account, unsigned *ret_scopes)
{
    if (!rows_next(&rows))
        return false;
    *ret_account = account_from_row(store_tx_settings(tx), memory, &rows);
    if (ret_scopes)
        *ret_scopes = (unsigned)rows_int(&rows, "scopes");
    rows_close(&rows);
    return ret_account->state == ACCOUNT_OPEN;
}

refused accounts_find(struct store_tx *tx, struct arena *memory, account_id account,
                      struct account *ret_account)
{
    struct rows rows = store_query(tx, &accounts_select, WITH(INT(account.number)));
    if (!rows_next(&rows))
        return &ACCOUNT_NOT_FOUND;
    *ret_account = accounts_from_row(store_tx_settings(tx), memory, &rows);
    rows_close(&rows);
    return NULL;
}

account_id accounts_with_email(struct store_tx *tx, const char *email)
{
    struct secret_tag tag = accounts_email_tag(store_tx_settings(tx), email);
    return (account_id){ store_int(tx, &accounts_select_by_email,
                                   WITH(BYTES(tag.bytes, sizeof tag.bytes)), 0) };
}

struct accounts accounts_newest(struct store_tx *tx, struct arena *memory, int64_t before,
                                int64_t most)
{
    struct accounts found = { arena_array(memory, (size_t)most, sizeof(struct account)), 0 };
    struct rows rows = store_query(tx, &accounts_select_newest, WITH(INT(before), INT(most)));
    while (rows_next(&rows))
        found.items[found.count++] = accounts_from_row(store_tx_settings(tx), memory, &rows);
    return found;
}

bool accounts_by_session(struct store_tx *tx, struct arena *memory, const struct secret_tag *token,
                         struct moment now, struct account *ret_account)
{
    struct rows rows = store_query(tx, &accounts_select_by_session,
                                   WITH(BYTES(token->bytes, sizeof token->bytes), INT(now.us)));
    return find_visitor(tx, memory, rows, ret_account, NULL);
}

bool accounts_by_api_key(struct store_tx *tx, struct arena *memory, const char *key,
                         struct moment now, struct account *ret_account, unsigned *ret_scopes)
{
    struct secret_tag tag = accounts_token_tag(store_tx_settings(tx), key);
    (void)now;
    struct rows rows =
        store_query(tx, &accounts_select_by_api_key, WITH(BYTES(tag.bytes, sizeof tag.bytes)));
    return find_visitor(tx, memory, rows, ret_account, ret_scopes);
}

struct stored_password accounts_password(struct store_tx *tx, struct arena *memory,
                                         const char *email)
{
    struct stored_password found = { 0 };
    struct secret_tag tag = accounts_email_tag(store_tx_settings(tx), email);
    struct rows rows =
        store_query(tx, &accounts_select_password, WITH(BYTES(tag.bytes, sizeof tag.bytes)));
    while (rows_next(&rows)) {
        const char *state = rows_text(&rows, memory, "state");
        found.account = (account_id){ rows_int(&rows, "account_id") };
        found.hash = rows_text(&rows, memory, "password_hash");
        found.state = (enum account_state)text_place(state, state_names, 3);
    }
    return found;
}

/* Opening ---------------------------------------------------------------------------------- */

/* Something, one @, a dot behind it, no spaces or control characters: the mail tells the rest. */
bool accounts_email_is_good(const char *email)
{
    const char *at = strchr(email, '@');
    if (!at || at == email || strchr(at + 1, '@') || strlen(email) > 254)
        return false;
    const char *dot = strrchr(at, '.');
    for (const char *letter = email; *letter; letter++)
        if ((unsigned char)*letter <= ' ' || strchr("<>()[]\\,;:\"\x7f", *letter))
            return false;
    return dot && dot > at + 1 && dot[1];
}

/* Common ones that are long enough, after the lists of leaked passwords that are published. */
bool accounts_password_is_weak(const char *password, const char *email)
{
    static const char *const common[] = {
        "1234567890", "12345678910", "0123456789",  "qwertyuiop", "password123", "password1234",
        "1q2w3e4r5t", "iloveyou123", "qwerty12345", "1234567891", "abcdefghij",  "passw0rd123",
        "0987654321", "letmein1234", "welcome1234", "password12",
    };
    if (text_count_points(password) < PASSWORD_MIN || strcasecmp(password, email) == 0)
        return true;
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strcasecmp(password, common[i]) == 0)
            return true;
    return strspn(password, (char[]){ password[0], 0 }) == strlen(password);
}

refused accounts_may_open(struct store_tx *tx, const struct account_opening *opening)
{
    if (!accounts_email_is_good(opening->email))
        return &EMAIL_WRONG;
    if (!words_country_known(opening->country))
        return &COUNTRY_UNKNOWN;
    return accounts_with_email(tx, opening->email).number ? &EMAIL_TAKEN : NULL;
}

refused accounts_open(struct store_tx *tx, const struct account_opening *opening,
                      account_id *ret_account)
{
    AUTO(arena) memory = { 0 };
    const struct settings *settings = store_tx_settings(tx);
    refused why = accounts_may_open(tx, opening);
    if (why)
        return why;
    account_id account = opening->account;
    if (!account.number)
        account.number = id_next(opening->now);
    struct secret_tag tag = accounts_email_tag(settings, opening->email);
    store_put(tx, &accounts_insert,
              WITH(INT(account.number), BYTES(tag.bytes, sizeof tag.bytes),
                   seal(settings, &memory, account, text_trim(&memory, opening->email)),
                   seal(settings, &memory, account, opening->name), TEXT(opening->password_hash),
                   INT(opening->roles), INT(opening->code ? 0 : opening->now.us),
                   TEXT(words_infos[opening->language].code), TEXT(opening->country),
                   TEXT(opening->currency.code), INT(opening->now.us)));
    *ret_account = account;
    if (opening->code)
        accounts_send_code(tx,
                           &(struct account){ .account = account,
                                              .email = opening->email,
                                              .language = opening->language },
                           "confirm", opening->code, opening->now);
    return events_announce(tx, &(struct event){ .kind = &ACCOUNT_OPENED,
                                                .subject = account.number,
                                                .subject_prefix = "acc",
                                                .at = opening->now });
}

/* Codes ------------------------------------------------------------------------------------ */

static struct secret_tag code_tag(struct store_tx *tx, account_id account, const char *purpose,
                                  const char *code)
{
    AUTO(arena) memory = { 0 };
    struct secret_key key = key_for(store_tx_settings(tx), "code");
    char *whole = arena_format(&memory, "%lld %s %s", (long long)account.number, purpose, code);
    return secret_hash(&key, whole, strlen(whole));
}

void accounts_send_code(struct store_tx *tx, const struct account *account, const char *purpose,
                        const char *code, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct secret_tag tag = code_tag(tx, account->account, purpose, code);
    store_put(tx, &accounts_upsert_code,
              WITH(INT(account->account.number), TEXT(purpose), BYTES(tag.bytes, sizeof tag.bytes),
                   INT(moment_after(now, minutes(CODE_MINUTES)).us)));
    notices_send(tx, &(struct notice){
                         .kind = text_same(purpose, "confirm") ? &confirm_code : &password_code,
                         .account = account->account.number,
                         .email = account->email,
                         .language = account->language,
                         .path = "/",
                         .key = arena_format(&memory, "%lld", (long long)id_next(now)),
                         .facts = (const struct notice_fact[]){ { "code", code }, { 0 } },
                         .only_mail = true,
                         .now = now,
                     });
}

void accounts_check_code(struct store_tx *tx, struct code_check *check)
{
    AUTO(arena) memory = { 0 };
    struct rows rows = store_query(tx, &accounts_select_code,
                                   WITH(INT(check->account.number), TEXT(check->purpose)));
    check->why = &CODE_EXPIRED;
    if (!rows_next(&rows))
        return;
    size_t size;
    unsigned char *stored = rows_bytes(&rows, &memory, "code_tag", &size);
    int64_t expires = rows_int(&rows, "expires_at"), tries = rows_int(&rows, "tries");
    rows_close(&rows);
    struct secret_tag given = code_tag(tx, check->account, check->purpose, check->code);
    if (tries >= CODE_TRIES)
        check->why = &CODE_TRIES_USED;
    else if (check->now.us > expires)
        check->why = &CODE_EXPIRED;
    else if (size != sizeof given.bytes || !secret_same(stored, given.bytes, size))
        check->why = &CODE_WRONG;
    else
        check->why = NULL;
    store_put(tx, check->why ? &accounts_count_try : &accounts_delete_code,
              WITH(INT(check->account.number), TEXT(check->purpose)));
}

refused accounts_confirm(struct store_tx *tx, struct code_check *check)
{
    check->purpose = "confirm";
    accounts_check_code(tx, check);
    if (check->why)
        return NULL;
    store_put(tx, &accounts_set_confirmed, WITH(INT(check->now.us), INT(check->account.number)));
    return events_announce(tx, &(struct event){ .kind = &ACCOUNT_CONFIRMED,
                                                .subject = check->account.number,
                                                .subject_prefix = "acc",
                                                .at = check->now });
}

void accounts_give_role(struct store_tx *tx, account_id account, enum account_role role)
{
    AUTO(arena) memory = { 0 };
    struct account found;
    if (!accounts_find(tx, &memory, account, &found))
        store_put(tx, &accounts_set_roles,
                  WITH(INT((int64_t)(found.roles | role)), INT(account.number)));
}

refused accounts_suspend(struct store_tx *tx, account_id account, struct moment now)
{
    if (!store_do(tx, &accounts_change_state,
                  WITH(TEXT("suspended"), INT(account.number), TEXT("open"))))
        return &ACCOUNT_STATE_SAME;
    store_put(tx, &accounts_delete_sessions, WITH(INT(account.number)));
    return events_announce(tx, &(struct event){ .kind = &ACCOUNT_SUSPENDED_EVENT,
                                                .subject = account.number,
                                                .subject_prefix = "acc",
                                                .at = now });
}

refused accounts_open_again(struct store_tx *tx, account_id account)
{
    bool opened = store_do(tx, &accounts_change_state,
                           WITH(TEXT("open"), INT(account.number), TEXT("suspended")));
    return opened ? NULL : &ACCOUNT_STATE_SAME;
}

/* Sessions and keys ------------------------------------------------------------------------ */

refused accounts_start_session(struct store_tx *tx, account_id account, const char *token,
                               const char *agent, struct moment now)
{
    struct secret_tag tag = accounts_token_tag(store_tx_settings(tx), token);
    store_put(tx, &accounts_insert_session,
              WITH(BYTES(tag.bytes, sizeof tag.bytes), INT(id_next(now)), INT(account.number),
                   TEXT(agent ? agent : ""), INT(now.us),
                   INT(moment_after(now, days(SESSION_DAYS)).us)));
    return events_announce(tx, &(struct event){ .kind = &ACCOUNT_SIGNED_IN,
                                                .subject = account.number,
                                                .subject_prefix = "acc",
                                                .at = now });
}

refused accounts_make_api_key(struct store_tx *tx, account_id account, const char *key,
                              const char *label, unsigned scopes, struct moment now,
                              api_key_id *ret_key)
{
    AUTO(arena) memory = { 0 };
    struct secret_tag tag = accounts_token_tag(store_tx_settings(tx), key);
    api_key_id made = { id_next(now) };
    assert(text_starts(key, "sk_") && strlen(key) > 20);
    store_put(tx, &accounts_insert_api_key,
              WITH(INT(made.number), BYTES(tag.bytes, sizeof tag.bytes), INT(account.number),
                   TEXT(arena_copy_bytes(&memory, key, 8)), TEXT(label), INT(scopes), INT(now.us)));
    *ret_key = made;
    return NULL;
}

/* Jobs ------------------------------------------------------------------------------------- */

static refused end_sessions(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    store_put(tx, &accounts_delete_old_sessions, WITH(INT(now->us)));
    store_put(tx, &accounts_delete_old_passkey_challenges, WITH(INT(now->us)));
    jobs_plan(tx, &(struct job_plan){ .kind = "accounts.end_sessions",
                                      .run_at = moment_after(*now, days(1)) });
    return NULL;
}

static refused run_end_sessions(struct store *store, const struct job *job, struct moment now)
{
    (void)job;
    return store_transact(store, end_sessions, &now);
}

const struct job_kind accounts_jobs[] = {
    { .name = "accounts.end_sessions", .run = run_end_sessions, .attempts_max = 1000000 },
    { 0 },
};

refused accounts_first(struct store *store, struct moment now)
{
    return store_transact(store, end_sessions, &now);
}
