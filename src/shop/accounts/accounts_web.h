/* Accounts, on the web floor: what its web files share. */
#pragma once

#include "shop/accounts/accounts_inside.h"
#include "web/route.h"

/* What the forms around signing in show. */
struct form_answer {
    const char *next, *email;
    bool confirmed, demo;
};
extern const struct field form_fields[];
struct done_answer {
    const char *next;
    bool done;
};
extern const struct field done_fields[];

/* A path of this market only, never another site's address; NULL otherwise. */
const char *accounts_own_path(const char *next);
/* A session for the account; the browser's cart comes along. */
refused accounts_begin_session(struct request *request, struct store_tx *tx, account_id account,
                               const char *token);
/* The visitor's password again, before a sensitive change. It hashes, so never inside an act. */
extern const struct refusal SECURITY_PASSWORD_WRONG;
refused accounts_ask_password(struct request *request, const char *password);
struct proof_request {
    const char *password;
};
extern const struct field proof_fields[];

extern const struct route accounts_own_routes[];
