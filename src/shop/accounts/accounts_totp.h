/* Accounts, one-time codes: an app on the phone makes six digits every thirty seconds (RFC 6238).
 * Recovery codes, ten of them and each good once, stand in when the phone is lost.
 *
 * Wrong codes of either kind are counted for the account, and after five within a quarter of an
 * hour none is looked at. What checks a code tells `why` instead of refusing, so that the count
 * stands; whoever calls looks at it after the act. */
#pragma once

#include "shop/accounts/accounts.h"

extern const struct refusal TOTP_IS_ON, TOTP_IS_OFF, TOTP_NOT_BEGUN, TOTP_CODE_WRONG,
    TOTP_CODE_USED, RECOVERY_CODE_WRONG, RECOVERY_CODE_USED, SECURITY_TRIES_USED, SECURITY_WAY_NONE;

enum { TOTP_SECRET_SIZE = 20, TOTP_SECONDS = 30, TOTP_DIGITS = 6, RECOVERY_CODES = 10 };

/* RFC 6238 over HMAC-SHA-1: the code of the step that begins at step * TOTP_SECONDS. */
uint32_t totp_code(const void *secret, size_t size, int64_t step, int digits);
int64_t totp_step(struct moment at);
/* As apps take it: RFC 4648 base 32 without padding; and the address that a QR code holds. */
char *totp_secret_text(struct arena *memory, const void *secret, size_t size);
char *totp_uri(struct arena *memory, const char *market, const char *email, const char *secret);
/* The code by whom it was given ("123 456") is of the secret, at the moment or a step beside it;
 * which step it was. */
bool totp_matches(const void *secret, size_t size, const char *code, struct moment now,
                  int64_t *ret_step);

/* Which ways the account has, beside its mailbox. */
struct account_ways {
    bool totp;
    int64_t passkeys, recovery_codes; /* how many */
};
struct account_ways accounts_ways(struct store_tx *tx, account_id account);

/* Setting up ------------------------------------------------------------------------------- */

/* The secret is made before the act and is worth nothing until it is confirmed by a code. */
struct totp_beginning {
    account_id account;
    unsigned char secret[TOTP_SECRET_SIZE];
    struct moment now;
};
refused accounts_begin_totp(struct store_tx *tx, const struct totp_beginning *beginning);
/* What was begun a short while ago and is not confirmed; as text. */
refused accounts_totp_begun(struct store_tx *tx, struct arena *memory, account_id account,
                            struct moment now, const char **ret_secret);

/* Made before the act, in `memory`: "k3f9q-2mx7c". */
struct recovery_codes {
    const char *codes[RECOVERY_CODES];
};
struct recovery_codes accounts_make_recovery_codes(struct arena *memory);

struct way_check {
    account_id account;
    const char *code;
    struct moment now;
    refused why;
};
/* Confirms what was begun; the recovery codes are kept with it. */
void accounts_confirm_totp(struct store_tx *tx, struct way_check *check,
                           const struct recovery_codes *codes);
/* In place of all that there were. SECURITY_WAY_NONE when there is nothing they could stand for. */
refused accounts_keep_recovery_codes(struct store_tx *tx, account_id account,
                                     const struct recovery_codes *codes, struct moment now);
/* Recovery codes go with the last way that they stand in for. */
refused accounts_end_totp(struct store_tx *tx, account_id account, struct moment now);

/* Proving ---------------------------------------------------------------------------------- */

void accounts_check_totp(struct store_tx *tx, struct way_check *check);
void accounts_check_recovery(struct store_tx *tx, struct way_check *check);
