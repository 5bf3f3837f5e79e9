/* Accounts, one-time codes and recovery codes. */
#include "shop/accounts/accounts_totp.h"

#include <assert.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "shop/accounts/accounts_security.h"
#include "shop/accounts/accounts_sql.h"

REFUSAL(TOTP_IS_ON, 409,
        "One-time codes are on already. Switch them off first to use another app.");
REFUSAL(TOTP_IS_OFF, 409, "One-time codes are not on for this account. Choose another way.");
REFUSAL(TOTP_NOT_BEGUN, 404,
        "Nothing is being set up here, or it was too long ago. Begin again on the security page.");
REFUSAL_AT(TOTP_CODE_WRONG, 422, "code",
           "This is not the code that the app shows now. Check that the phone's clock is right.");
REFUSAL_AT(TOTP_CODE_USED, 422, "code",
           "This code was used already. Wait until the app shows the next one.");
REFUSAL_AT(RECOVERY_CODE_WRONG, 422, "code", "This is not one of your recovery codes.");
REFUSAL_AT(RECOVERY_CODE_USED, 422, "code", "This recovery code was used already. Take another.");
REFUSAL_AT(SECURITY_TRIES_USED, 429, "code",
           "Too many wrong codes. Wait a quarter of an hour, or choose another way.");
REFUSAL(SECURITY_WAY_NONE, 409,
        "Set up an app or a passkey first: recovery codes stand in when those are lost.");

enum { BEGUN_MINUTES = 20, STEPS_BESIDE = 1 };

/* The rule --------------------------------------------------------------------------------- */

int64_t totp_step(struct moment at)
{
    return at.us / 1000000 / TOTP_SECONDS;
}

uint32_t totp_code(const void *secret, size_t size, int64_t step, int digits)
{
    unsigned char counter[8], tag[EVP_MAX_MD_SIZE];
    unsigned tag_size = sizeof tag;
    uint32_t bound = 1;
    assert(digits > 0 && digits < 10 && size > 0);
    for (int i = 0; i < 8; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    HMAC(EVP_sha1(), secret, (int)size, counter, sizeof counter, tag, &tag_size);
    const unsigned char *from = tag + (tag[tag_size - 1] & 15); /* RFC 4226, 5.3 */
    uint32_t number = (uint32_t)(from[0] & 0x7f) << 24 | (uint32_t)from[1] << 16 |
                      (uint32_t)from[2] << 8 | from[3];
    for (int i = 0; i < digits; i++)
        bound *= 10;
    return number % bound;
}

char *totp_secret_text(struct arena *memory, const void *secret, size_t size)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const unsigned char *bytes = secret;
    char *made = arena_take(memory, (size * 8 + 4) / 5 + 1), *to = made;
    unsigned held = 0, bits = 0;
    for (size_t i = 0; i < size; i++) {
        held = held << 8 | bytes[i];
        for (bits += 8; bits >= 5; bits -= 5)
            *to++ = letters[held >> (bits - 5) & 31];
    }
    if (bits)
        *to++ = letters[held << (5 - bits) & 31];
    return made;
}

char *totp_uri(struct arena *memory, const char *market, const char *email, const char *secret)
{
    AUTO(text) made = { 0 };
    text_add(&made, "otpauth://totp/");
    text_add_url(&made, market);
    text_add_char(&made, ':');
    text_add_url(&made, email);
    text_add_format(&made, "?secret=%s&issuer=", secret);
    text_add_url(&made, market);
    text_add_format(&made, "&algorithm=SHA1&digits=%d&period=%d", TOTP_DIGITS, TOTP_SECONDS);
    return arena_copy(memory, text_of(&made));
}

/* Without what people put between: "123 456", "k3f9q-2mx7c". In lower case. */
static char *bare(struct arena *memory, const char *typed)
{
    char *made = arena_take(memory, strlen(typed) + 1), *to = made;
    for (; *typed; typed++)
        if (*typed != ' ' && *typed != '-')
            *to++ = *typed >= 'A' && *typed <= 'Z' ? (char)(*typed + 32) : *typed;
    return made;
}

/* Every step is compared, so that the time it takes tells nothing of which. */
bool totp_matches(const void *secret, size_t size, const char *code, struct moment now,
                  int64_t *ret_step)
{
    AUTO(arena) memory = { 0 };
    const char *given = bare(&memory, code);
    int64_t step = totp_step(now), found = -1;
    if (strlen(given) != TOTP_DIGITS)
        return false;
    for (int64_t at = step - STEPS_BESIDE; at <= step + STEPS_BESIDE; at++) {
        char *wanted =
            arena_format(&memory, "%0*u", TOTP_DIGITS, totp_code(secret, size, at, TOTP_DIGITS));
        if (secret_same(wanted, given, TOTP_DIGITS))
            found = at;
    }
    if (found >= 0)
        *ret_step = found;
    return found >= 0;
}

/* What is kept ------------------------------------------------------------------------------ */

static struct secret_key totp_key(struct store_tx *tx)
{
    return secret_derive(&store_tx_settings(tx)->master, "totp");
}

struct kept_totp {
    const unsigned char *secret; /* NULL: none that can be read */
    size_t size;
    struct moment begun_at, confirmed_at;
};

static struct kept_totp find_totp(struct store_tx *tx, struct arena *memory, account_id account)
{
    struct kept_totp kept = { 0 };
    struct secret_key key = totp_key(tx);
    struct rows rows = store_query(tx, &accounts_select_totp, WITH(INT(account.number)));
    if (!rows_next(&rows))
        return kept;
    size_t size;
    const unsigned char *sealed = rows_bytes(&rows, memory, "secret", &size);
    kept.begun_at.us = rows_int(&rows, "begun_at");
    kept.confirmed_at.us = rows_int(&rows, "confirmed_at");
    kept.secret =
        (unsigned char *)secret_open(memory, &key, account.number, sealed, size, &kept.size);
    rows_close(&rows);
    return kept;
}

static bool is_pending(const struct kept_totp *kept, struct moment now)
{
    return kept->secret && !kept->confirmed_at.us &&
           now.us < moment_after(kept->begun_at, minutes(BEGUN_MINUTES)).us;
}

struct account_ways accounts_ways(struct store_tx *tx, account_id account)
{
    struct rows rows = store_query(tx, &accounts_select_ways, WITH(INT(account.number)));
    struct account_ways ways = { 0 };
    while (rows_next(&rows))
        ways = (struct account_ways){ .totp = rows_int(&rows, "totp") != 0,
                                      .passkeys = rows_int(&rows, "passkeys"),
                                      .recovery_codes = rows_int(&rows, "recovery_codes") };
    return ways;
}

/* Setting up ------------------------------------------------------------------------------- */

refused accounts_begin_totp(struct store_tx *tx, const struct totp_beginning *beginning)
{
    AUTO(arena) memory = { 0 };
    struct secret_key key = totp_key(tx);
    size_t size;
    unsigned char *sealed = secret_seal(&memory, &key, beginning->account.number, beginning->secret,
                                        sizeof beginning->secret, &size);
    bool begun =
        store_do(tx, &accounts_upsert_totp,
                 WITH(INT(beginning->account.number), BYTES(sealed, size), INT(beginning->now.us)));
    return begun ? NULL : &TOTP_IS_ON;
}

refused accounts_totp_begun(struct store_tx *tx, struct arena *memory, account_id account,
                            struct moment now, const char **ret_secret)
{
    struct kept_totp kept = find_totp(tx, memory, account);
    if (!is_pending(&kept, now))
        return &TOTP_NOT_BEGUN;
    *ret_secret = totp_secret_text(memory, kept.secret, kept.size);
    return NULL;
}

struct recovery_codes accounts_make_recovery_codes(struct arena *memory)
{
    struct recovery_codes made;
    for (int i = 0; i < RECOVERY_CODES; i++) {
        const char *letters = secret_token(memory, 10);
        made.codes[i] = arena_format(memory, "%.5s-%.5s", letters, letters + 5);
    }
    return made;
}

static struct secret_tag recovery_tag(struct store_tx *tx, account_id account, const char *code)
{
    AUTO(arena) memory = { 0 };
    struct secret_key key = secret_derive(&store_tx_settings(tx)->master, "recovery code");
    char *whole = arena_format(&memory, "%lld %s", (long long)account.number, bare(&memory, code));
    return secret_hash(&key, whole, strlen(whole));
}

static void replace_recovery_codes(struct store_tx *tx, account_id account,
                                   const struct recovery_codes *codes)
{
    store_put(tx, &accounts_delete_recovery, WITH(INT(account.number)));
    for (int i = 0; i < RECOVERY_CODES; i++) {
        struct secret_tag tag = recovery_tag(tx, account, codes->codes[i]);
        store_put(tx, &accounts_insert_recovery,
                  WITH(INT(account.number), BYTES(tag.bytes, sizeof tag.bytes)));
    }
}

void accounts_confirm_totp(struct store_tx *tx, struct way_check *check,
                           const struct recovery_codes *codes)
{
    AUTO(arena) memory = { 0 };
    int64_t step;
    struct kept_totp kept = find_totp(tx, &memory, check->account);
    if (kept.confirmed_at.us)
        check->why = &TOTP_IS_ON;
    else if (!is_pending(&kept, check->now))
        check->why = &TOTP_NOT_BEGUN;
    else if (!security_count_try(tx, check->account, check->now))
        check->why = &SECURITY_TRIES_USED;
    else if (!totp_matches(kept.secret, kept.size, check->code, check->now, &step))
        check->why = &TOTP_CODE_WRONG;
    else if (!store_do(tx, &accounts_confirm_totp_row,
                       WITH(INT(check->now.us), INT(step), INT(check->account.number))))
        check->why = &TOTP_IS_ON;
    else
        check->why = NULL;
    if (check->why)
        return;
    security_forget_tries(tx, check->account);
    replace_recovery_codes(tx, check->account, codes);
    security_tell(tx, check->account, CHANGED_TOTP_ON, NULL, check->now);
}

refused accounts_keep_recovery_codes(struct store_tx *tx, account_id account,
                                     const struct recovery_codes *codes, struct moment now)
{
    struct account_ways ways = accounts_ways(tx, account);
    if (!ways.totp && !ways.passkeys)
        return &SECURITY_WAY_NONE;
    replace_recovery_codes(tx, account, codes);
    security_tell(tx, account, CHANGED_RECOVERY_NEW, NULL, now);
    return NULL;
}

refused accounts_end_totp(struct store_tx *tx, account_id account, struct moment now)
{
    struct account_ways ways = accounts_ways(tx, account);
    if (!ways.totp || !store_do(tx, &accounts_delete_totp, WITH(INT(account.number))))
        return &TOTP_IS_OFF;
    if (!ways.passkeys)
        store_put(tx, &accounts_delete_recovery, WITH(INT(account.number)));
    security_tell(tx, account, CHANGED_TOTP_OFF, NULL, now);
    return NULL;
}

/* Proving ---------------------------------------------------------------------------------- */

void accounts_check_totp(struct store_tx *tx, struct way_check *check)
{
    AUTO(arena) memory = { 0 };
    int64_t step;
    struct kept_totp kept = find_totp(tx, &memory, check->account);
    if (!kept.secret || !kept.confirmed_at.us)
        check->why = &TOTP_IS_OFF;
    else if (!security_count_try(tx, check->account, check->now))
        check->why = &SECURITY_TRIES_USED;
    else if (!totp_matches(kept.secret, kept.size, check->code, check->now, &step))
        check->why = &TOTP_CODE_WRONG;
    else if (!store_do(tx, &accounts_take_totp_step, WITH(INT(step), INT(check->account.number))))
        check->why = &TOTP_CODE_USED;
    else
        check->why = NULL;
    if (!check->why)
        security_forget_tries(tx, check->account);
}

void accounts_check_recovery(struct store_tx *tx, struct way_check *check)
{
    struct secret_tag tag = recovery_tag(tx, check->account, check->code);
    struct value key = BYTES(tag.bytes, sizeof tag.bytes);
    if (!security_count_try(tx, check->account, check->now)) {
        check->why = &SECURITY_TRIES_USED;
        return;
    }
    if (store_do(tx, &accounts_use_recovery,
                 WITH(INT(check->now.us), INT(check->account.number), key))) {
        check->why = NULL;
        security_forget_tries(tx, check->account);
        security_tell(tx, check->account, CHANGED_RECOVERY_USED, NULL, check->now);
        return;
    }
    int64_t used =
        store_int(tx, &accounts_select_recovery_used, WITH(INT(check->account.number), key), 0);
    check->why = used ? &RECOVERY_CODE_USED : &RECOVERY_CODE_WRONG;
}
