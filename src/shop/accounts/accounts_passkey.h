/* Accounts, passkeys: a key that stays in the person's device and signs what it is asked to.
 *
 * A ceremony has two requests. The first keeps a challenge, good for five minutes and for one
 * purpose, and gives the options for the browser (WebAuthn level 3, in JSON); the second brings
 * what PublicKeyCredential.toJSON() gave. The challenge is gone with the first answer to it, right
 * or wrong: what checks an answer tells `why` instead of refusing, so that this stands. */
#pragma once

#include "shop/accounts/accounts.h"
#include "shop/accounts/accounts_passkey_check.h"

typedef struct {
    int64_t number;
} passkey_id; /* pky_ */

extern const struct refusal PASSKEY_NOT_FOUND, PASSKEY_TAKEN, PASSKEY_LIMIT, PASSKEY_COPIED;

enum { PASSKEYS_MAX = 10 };

enum passkey_purpose { PASSKEY_ADD, PASSKEY_CONFIRM, PASSKEY_SIGN_IN };

struct passkey {
    passkey_id passkey;
    const char *credential; /* base64url */
    const char *name;
    bool synced;
    struct moment made_at, used_at;
};
struct passkeys {
    struct passkey *items;
    size_t count;
};
struct passkeys accounts_passkeys(struct store_tx *tx, struct arena *memory, account_id account);

/* Asking ----------------------------------------------------------------------------------- */

struct passkey_asking {
    enum passkey_purpose purpose;
    account_id account; /* number 0 when signing in */
    int64_t subject;    /* what is confirmed; it must be named again with the answer */
    bool verify_user;
    unsigned char challenge[PASSKEY_CHALLENGE_SIZE]; /* random, made before the act */
    struct moment now;
};
/* Keeps the challenge and gives the options that the browser takes, as JSON. */
refused accounts_ask_passkey(struct store_tx *tx, struct arena *memory,
                             const struct passkey_asking *asking, const char **ret_options);

/* Answering -------------------------------------------------------------------------------- */

struct passkey_answer {
    enum passkey_purpose purpose;
    account_id account; /* whose it must be; number 0 when signing in */
    int64_t subject;
    const struct passkey_given *given; /* by passkey_read(), before the act */
    const char *name;                  /* of a new one */
    struct moment now;
    refused why;
    passkey_id passkey; /* set when it is right */
    account_id owner;   /* whose it is, too */
    bool verified;      /* the device looked who holds it */
};
void accounts_add_passkey(struct store_tx *tx, struct passkey_answer *answer);
void accounts_check_passkey(struct store_tx *tx, struct passkey_answer *answer);

refused accounts_rename_passkey(struct store_tx *tx, account_id account, passkey_id passkey,
                                const char *name);
refused accounts_remove_passkey(struct store_tx *tx, account_id account, passkey_id passkey,
                                struct moment now);
