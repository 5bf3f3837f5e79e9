/* Accounts, inside: what the files of this module share. */
#pragma once

#include "shop/accounts/accounts.h"
#include "shop/notices/notices.h"
#include "store/jobs.h"

enum {
    PASSWORD_MIN = 10,
    ADDRESSES_MAX = 20,
    SESSION_DAYS = 30,
    CODE_MINUTES = 20,
    CODE_TRIES = 5,
};

/* Sends a new code for a purpose ("confirm", "password"), replacing the one before. */
void accounts_send_code(struct store_tx *tx, const struct account *account, const char *purpose,
                        const char *code, struct moment now);
/* `why` is NULL when the code is right; it is used up then. A wrong one is counted, so the act must
 * stand: it answers NULL, and whoever gave it looks at `why` afterwards. */
struct code_check {
    account_id account;
    const char *purpose, *code;
    struct moment now;
    refused why;
};
void accounts_check_code(struct store_tx *tx, struct code_check *check);
/* The same, and confirms the e-mail address when the code is right. */
refused accounts_confirm(struct store_tx *tx, struct code_check *check);

bool accounts_password_is_weak(const char *password, const char *email);
struct account accounts_from_row(const struct settings *settings, struct arena *memory,
                                 const struct rows *rows);
struct secret_tag accounts_email_tag(const struct settings *settings, const char *email);
bool accounts_email_is_good(const char *email);

/* Looks up the stored hash; the account's number is 0 when there is none. */
struct stored_password {
    account_id account;
    const char *hash;
    enum account_state state;
};
struct stored_password accounts_password(struct store_tx *tx, struct arena *memory,
                                         const char *email);

extern const struct notice_kind *const accounts_notices[];
extern const struct job_kind accounts_jobs[];
refused accounts_first(struct store *store, struct moment now);
