/* Accounts, on the web: the ways by which a person shows who they are, beside password and mailbox:
 * one-time codes and recovery codes here, passkeys in accounts_passkey_web.c. Each change asks for
 * the password again, and is told by mail. */
#include <qrencode.h>
#include <sodium.h>

#include "shop/accounts/accounts_passkey.h"
#include "shop/accounts/accounts_sql.h"
#include "shop/accounts/accounts_totp.h"
#include "shop/accounts/accounts_web.h"
#include "shop/fraud/fraud_web.h"

REFUSAL_AT(SECURITY_PASSWORD_WRONG, 403, "password",
           "This is not your password. It is asked for once more because this is a sensitive "
           "change.");

/* The page --------------------------------------------------------------------------------- */

struct passkey_row {
    passkey_id passkey;
    const char *name;
    bool synced;
    struct moment made_at, used_at;
};
static const struct field passkey_fields[] = {
    ID_FIELD(struct passkey_row, passkey, "pky", .says = "The passkey."),
    TEXT_FIELD(struct passkey_row, name, .says = "What the person calls it."),
    BOOL_FIELD(struct passkey_row, synced, .says = "Its maker keeps a copy for other devices."),
    MOMENT_FIELD(struct passkey_row, made_at, .says = "When it was added."),
    MOMENT_FIELD(struct passkey_row, used_at, .says = "When it was used last, or null."),
    { 0 },
};
struct security_answer {
    bool totp, passkeys_work, any_way, has_room;
    int64_t recovery_codes;
    LIST_OF(struct passkey_row) passkeys;
};
static const struct field security_fields[] = {
    BOOL_FIELD(struct security_answer, totp, .says = "One-time codes are on."),
    INT_FIELD(struct security_answer, recovery_codes, .says = "How many are not used yet."),
    LIST_FIELD(struct security_answer, passkeys, passkey_fields, .says = "The oldest first."),
    BOOL_FIELD(struct security_answer, passkeys_work,
               .says = "This market has an address at which browsers allow passkeys."),
    BOOL_FIELD(struct security_answer, has_room, .says = "Another passkey can be added."),
    BOOL_FIELD(struct security_answer, any_way, .says = "There is a way beside the mailbox."),
    { 0 },
};

/* Browsers want a name, not a number, and TLS unless it is this machine. */
static bool passkeys_work(struct arena *memory, const char *url)
{
    const char *host = passkey_party_of(memory, url).id;
    bool name = host[0] != '[' && host[strspn(host, "0123456789.")];
    return name && (text_starts(url, "https:") || text_same(host, "localhost") ||
                    text_ends(host, ".localhost"));
}

static refused show_security(struct request *request)
{
    struct security_answer *answer = request->answer;
    account_id account = request->visitor.account;
    struct account_ways ways = accounts_ways(request->tx, account);
    struct passkeys found = accounts_passkeys(request->tx, request->memory, account);
    request->title = _("Security");
    *answer = (struct security_answer){
        .totp = ways.totp,
        .recovery_codes = ways.recovery_codes,
        .any_way = ways.totp || ways.passkeys,
        .has_room = found.count < PASSKEYS_MAX,
        .passkeys_work = passkeys_work(request->memory, request->settings->url),
        .passkeys.items = arena_array(request->memory, found.count, sizeof(struct passkey_row)),
    };
    for (size_t i = 0; i < found.count; i++)
        answer->passkeys.items[answer->passkeys.count++] =
            (struct passkey_row){ found.items[i].passkey, found.items[i].name,
                                  found.items[i].synced, found.items[i].made_at,
                                  found.items[i].used_at };
    return NULL;
}

/* The password again ----------------------------------------------------------------------- */

const struct field proof_fields[] = {
    TEXT_FIELD(struct proof_request, password, .max = 200, .secret = true,
               .says = "The account's password."),
    { 0 },
};

static refused note_wrong(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct fraud_visit visit = fraud_visit_of(request);
    accounts_note_wrong(tx, request->visitor.account, &visit, request->now);
    return NULL;
}

/* Before the act, for hashing takes long. */
refused accounts_ask_password(struct request *request, const char *password)
{
    const char *stored = NULL;
    struct store_tx *tx = store_read(request->store);
    struct rows rows =
        store_query(tx, &accounts_select_own_password, WITH(INT(request->visitor.account.number)));
    while (rows_next(&rows))
        stored = rows_text(&rows, request->memory, "password_hash");
    store_read_end(tx);
    if (stored && password && secret_password_matches(stored, password))
        return NULL;
    refused failed = store_transact(request->store, note_wrong, request);
    return failed ? failed : &SECURITY_PASSWORD_WRONG;
}

/* One-time codes --------------------------------------------------------------------------- */

struct totp_answer {
    const char *secret, *uri, *qr_path;
    int64_t qr_size;
};
static const struct field totp_fields[] = {
    TEXT_FIELD(struct totp_answer, secret, .says = "For an app that cannot read the picture."),
    TEXT_FIELD(struct totp_answer, uri, .says = "The same with names, \"otpauth://totp/...\"."),
    TEXT_FIELD(struct totp_answer, qr_path, .says = "The address as a QR code: a path of SVG."),
    INT_FIELD(struct totp_answer, qr_size, .says = "How many squares it is wide, with its edge."),
    { 0 },
};

/* Each run of dark squares is a rectangle of the path. */
static const char *qr_path(struct arena *memory, const char *words, int64_t *ret_size)
{
    enum { EDGE = 4, DARK = 1 };
    AUTO(text) path = { 0 };
    QRcode *code = QRcode_encodeString8bit(words, 0, QR_ECLEVEL_M);
    if (!code)
        return NULL; /* too long for any: the secret can still be typed */
    for (int y = 0; y < code->width; y++)
        for (int x = 0, length; x < code->width; x += length ? length : 1) {
            const unsigned char *row = code->data + y * code->width;
            for (length = 0; x + length < code->width && row[x + length] & DARK; length++)
                ;
            if (length)
                text_add_format(&path, "M%d %dh%dv1h-%dz", x + EDGE, y + EDGE, length, length);
        }
    *ret_size = code->width + 2 * EDGE;
    QRcode_free(code);
    return arena_copy(memory, text_of(&path));
}

static refused fill_totp(struct request *request, struct store_tx *tx)
{
    struct totp_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct account account;
    const char *secret;
    refused why = accounts_totp_begun(tx, memory, request->visitor.account, request->now, &secret);
    if (!why)
        why = accounts_find(tx, memory, request->visitor.account, &account);
    if (why)
        return why;
    answer->secret = secret;
    answer->uri = totp_uri(memory, request->settings->market_name, account.email, secret);
    answer->qr_path = qr_path(memory, answer->uri, &answer->qr_size);
    return NULL;
}

static refused show_totp(struct request *request)
{
    request->title = _("Set up one-time codes");
    return fill_totp(request, request->tx);
}

struct beginning {
    struct request *request;
    struct totp_beginning totp;
};

static refused begin_act(struct store_tx *tx, void *what)
{
    struct beginning *beginning = what;
    refused why = accounts_begin_totp(tx, &beginning->totp);
    return why ? why : fill_totp(beginning->request, tx);
}

static refused begin_totp(struct request *request)
{
    const struct proof_request *body = request->body;
    struct beginning beginning = {
        .request = request, .totp = { .account = request->visitor.account, .now = request->now }
    };
    refused why = accounts_ask_password(request, body->password);
    if (why)
        return why;
    secret_random(beginning.totp.secret, sizeof beginning.totp.secret);
    why = store_transact(request->store, begin_act, &beginning);
    sodium_memzero(beginning.totp.secret, sizeof beginning.totp.secret);
    return why;
}

struct code_request {
    const char *code;
};
static const struct field code_fields[] = {
    TEXT_FIELD(struct code_request, code, .max = 12, .says = "The six digits that the app shows."),
    { 0 },
};
struct codes_answer {
    LIST_OF(const char *) recovery_codes;
};
static const struct field codes_fields[] = {
    TEXTS_FIELD(struct codes_answer, recovery_codes, .says = "Shown once, each good once."),
    { 0 },
};

struct confirming {
    struct way_check check;
    struct recovery_codes codes;
};

static void answer_codes(struct request *request, const struct recovery_codes *codes)
{
    struct codes_answer *answer = request->answer;
    request->title = _("Your recovery codes");
    answer->recovery_codes.items = arena_array(request->memory, RECOVERY_CODES, sizeof(char *));
    for (int i = 0; i < RECOVERY_CODES; i++)
        answer->recovery_codes.items[answer->recovery_codes.count++] = codes->codes[i];
}

static refused confirm_act(struct store_tx *tx, void *what)
{
    struct confirming *confirming = what;
    accounts_confirm_totp(tx, &confirming->check, &confirming->codes);
    return NULL;
}

static refused confirm_totp(struct request *request)
{
    const struct code_request *body = request->body;
    struct confirming confirming = {
        .check = { .account = request->visitor.account, .code = body->code, .now = request->now },
        .codes = accounts_make_recovery_codes(request->memory),
    };
    refused why = store_transact(request->store, confirm_act, &confirming);
    if (why || confirming.check.why)
        return why ? why : confirming.check.why;
    answer_codes(request, &confirming.codes);
    return NULL;
}

struct ending_request {
    const char *password, *code;
};
static const struct field ending_fields[] = {
    TEXT_FIELD(struct ending_request, password, .max = 200, .secret = true, .optional = true,
               .says = "The account's password; or a code instead."),
    TEXT_FIELD(struct ending_request, code, .max = 12, .optional = true,
               .says = "The six digits that the app shows, instead of the password."),
    { 0 },
};

/* The code is used up and the way ended in one act. */
static refused end_by_code_act(struct store_tx *tx, void *what)
{
    struct way_check *check = what;
    accounts_check_totp(tx, check);
    return check->why ? NULL : accounts_end_totp(tx, check->account, check->now);
}

static refused end_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    return accounts_end_totp(tx, request->visitor.account, request->now);
}

static refused end_totp(struct request *request)
{
    const struct ending_request *body = request->body;
    struct done_answer *answer = request->answer;
    struct way_check check = { .account = request->visitor.account,
                               .code = body->code,
                               .now = request->now };
    *answer = (struct done_answer){ .done = true, .next = "/account/security" };
    if (!body->password && body->code) {
        refused why = store_transact(request->store, end_by_code_act, &check);
        return why ? why : check.why;
    }
    refused why = accounts_ask_password(request, body->password);
    return why ? why : store_transact(request->store, end_act, request);
}

struct renewing {
    struct request *request;
    struct recovery_codes codes;
};

static refused renew_act(struct store_tx *tx, void *what)
{
    struct renewing *renewing = what;
    return accounts_keep_recovery_codes(tx, renewing->request->visitor.account, &renewing->codes,
                                        renewing->request->now);
}

static refused renew_codes(struct request *request)
{
    const struct proof_request *body = request->body;
    struct renewing renewing = { request, accounts_make_recovery_codes(request->memory) };
    refused why = accounts_ask_password(request, body->password);
    if (!why)
        why = store_transact(request->store, renew_act, &renewing);
    if (!why)
        answer_codes(request, &renewing.codes);
    return why;
}

// clang-format off
static const struct route security_routes[] = {
    { GET, "/account/security", SIGNED_IN, show_security,
      .summary = "The ways by which the person shows who they are",
      .gives = security_fields, .page = "accounts/security" },
    { POST, "/account/security/totp", SIGNED_IN, begin_totp,
      .summary = "Begin to set up one-time codes; nothing changes until a code confirms it",
      .takes = proof_fields, .gives = totp_fields,
      .refuses = { &SECURITY_PASSWORD_WRONG, &TOTP_IS_ON, &TOTP_NOT_BEGUN, &ACCOUNT_NOT_FOUND },
      .then = "/account/security/totp", .again = "/account/security", .limit = { 10, 600 } },
    { GET, "/account/security/totp", SIGNED_IN, show_totp,
      .summary = "What an app needs for what was begun", .gives = totp_fields,
      .refuses = { &TOTP_NOT_BEGUN, &ACCOUNT_NOT_FOUND }, .page = "accounts/totp" },
    { POST, "/account/security/totp/confirmation", SIGNED_IN, confirm_totp,
      .summary = "Switch one-time codes on by the first of them; recovery codes are shown once",
      .takes = code_fields, .gives = codes_fields,
      .refuses = { &TOTP_IS_ON, &TOTP_NOT_BEGUN, &TOTP_CODE_WRONG, &SECURITY_TRIES_USED },
      .page = "accounts/recovery", .again = "/account/security/totp", .limit = { 20, 600 } },
    { POST, "/account/security/totp/removal", SIGNED_IN, end_totp,
      .summary = "Switch one-time codes off, by the password or a code",
      .takes = ending_fields, .gives = done_fields,
      .refuses = { &SECURITY_PASSWORD_WRONG, &TOTP_IS_OFF, &TOTP_CODE_WRONG, &TOTP_CODE_USED,
                   &SECURITY_TRIES_USED },
      .then = "/account/security", .again = "/account/security", .limit = { 10, 600 },
      .done = N_("One-time codes are off.") },
    { POST, "/account/security/recovery", SIGNED_IN, renew_codes,
      .summary = "Make new recovery codes in place of the old; they are shown once",
      .takes = proof_fields, .gives = codes_fields,
      .refuses = { &SECURITY_PASSWORD_WRONG, &SECURITY_WAY_NONE }, .page = "accounts/recovery",
      .again = "/account/security", .limit = { 10, 600 } },
    { 0 },
};
// clang-format on

const struct module accounts_security_module = {
    .name = "accounts_security",
    .routes = security_routes,
};
