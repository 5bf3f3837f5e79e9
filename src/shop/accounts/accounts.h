/* Accounts: who someone is, how they prove it, and where they live.
 *
 * An account is opened with an e-mail address and a password, confirmed by a code sent there, and
 * used through sessions (browsers) and API keys (programs). The address, the name and the postal
 * addresses are sealed at rest; the e-mail address is found by a keyed hash. Every person is a
 * buyer; being a seller is told by sellers.h; operators are made by `souk user`. */
#pragma once

#include "base/secret.h"
#include "base/words.h"
#include "shop/fraud/fraud.h"
#include "store/events.h"
#include "store/store.h"

typedef struct {
    int64_t number;
} account_id; /* acc_ */
typedef struct {
    int64_t number;
} address_id; /* adr_ */
typedef struct {
    int64_t number;
} api_key_id; /* key_ */

enum account_role { ROLE_OPERATOR = 1, ROLE_SELLER = 2 };
enum account_state { ACCOUNT_OPEN, ACCOUNT_SUSPENDED, ACCOUNT_CLOSED };

/* Scopes of an API key. */
enum api_scope { SCOPE_READ = 1, SCOPE_BUY = 2, SCOPE_SELL = 4, SCOPE_OPERATE = 8 };

struct account {
    account_id account;
    const char *name;
    const char *email;
    unsigned roles;
    enum account_state state;
    bool confirmed;
    enum words_language language;
    const char *country; /* ISO 3166-1 alpha-2 */
    struct currency currency;
    struct moment opened_at;
};

struct postal_address {
    address_id address;
    const char *name, *line1, *line2, *city, *region, *postcode, *country, *phone;
    bool preferred;
};

extern const struct event_kind ACCOUNT_OPENED, ACCOUNT_CONFIRMED, ACCOUNT_SIGNED_IN,
    ACCOUNT_SUSPENDED_EVENT;
extern const struct refusal ACCOUNT_NOT_FOUND, EMAIL_TAKEN, EMAIL_WRONG, PASSWORD_WEAK,
    SIGN_IN_WRONG, CODE_WRONG, CODE_EXPIRED, CODE_TRIES_USED, ACCOUNT_IS_SUSPENDED,
    ADDRESS_NOT_FOUND, ADDRESS_LIMIT, COUNTRY_UNKNOWN, CURRENCY_UNKNOWN, API_KEY_NOT_FOUND,
    ACCOUNT_STATE_SAME;

/* Finding ---------------------------------------------------------------------------------- */

refused accounts_find(struct store_tx *tx, struct arena *memory, account_id account,
                      struct account *ret_account);
/* 0 when there is none. Case of the e-mail address does not matter. */
account_id accounts_with_email(struct store_tx *tx, const char *email);

/* Those opened before one (INT64_MAX: the newest), newest first. */
struct accounts {
    struct account *items;
    size_t count;
};
struct accounts accounts_newest(struct store_tx *tx, struct arena *memory, int64_t before,
                                int64_t most);

/* By the hash of the token in the cookie; false when unknown, ended or out of time, or when the
 * account is not open. Without the e-mail address. */
bool accounts_by_session(struct store_tx *tx, struct arena *memory, const struct secret_tag *token,
                         struct moment now, struct account *ret_account);
/* By the whole key, "sk_...". Without the e-mail address, too. */
bool accounts_by_api_key(struct store_tx *tx, struct arena *memory, const char *key,
                         struct moment now, struct account *ret_account, unsigned *ret_scopes);
/* Hashes what a cookie or key holds, as the two above expect it. */
struct secret_tag accounts_token_tag(const struct settings *settings, const char *token);

/* Opening ---------------------------------------------------------------------------------- */

struct account_opening {
    account_id account; /* chosen by the caller; number 0: the next one */
    const char *email, *name;
    const char *password_hash; /* by secret_password_hash(), made before the act */
    const char *code; /* six digits to confirm; NULL opens it confirmed (souk user, demo) */
    enum words_language language;
    const char *country;
    struct currency currency;
    unsigned roles;
    struct moment now;
};
/* NULL when accounts_open() would open it. */
refused accounts_may_open(struct store_tx *tx, const struct account_opening *opening);
refused accounts_open(struct store_tx *tx, const struct account_opening *opening,
                      account_id *ret_account);
/* The same, judged first (fraud.h): when that stops it, no account is opened. */
refused accounts_sign_up(struct store_tx *tx, struct arena *memory,
                         const struct account_opening *opening, const struct fraud_visit *visit,
                         account_id *ret_account, struct fraud_judgement *ret_judgement);
/* Before a session is started for whoever gave the right password; and for whoever did not. */
refused accounts_judge_sign_in(struct store_tx *tx, struct arena *memory, account_id account,
                               const struct fraud_visit *visit, struct moment now,
                               struct fraud_judgement *ret_judgement);
void accounts_note_wrong(struct store_tx *tx, account_id account, const struct fraud_visit *visit,
                         struct moment now);
/* Adds a role bit (an approved seller). */
void accounts_give_role(struct store_tx *tx, account_id account, enum account_role role);

/* Suspends an open account, whose sessions end and whose keys are refused from then on, or opens a
 * suspended one again. ACCOUNT_STATE_SAME when it is so already. */
refused accounts_suspend(struct store_tx *tx, account_id account, struct moment now);
refused accounts_open_again(struct store_tx *tx, account_id account);

/* Starts a session; the token is for the cookie and stored only as its tag. */
refused accounts_start_session(struct store_tx *tx, account_id account, const char *token,
                               const char *agent, struct moment now);
refused accounts_make_api_key(struct store_tx *tx, account_id account, const char *key,
                              const char *label, unsigned scopes, struct moment now,
                              api_key_id *ret_key);

/* Addresses -------------------------------------------------------------------------------- */

refused accounts_add_address(struct store_tx *tx, account_id account,
                             const struct postal_address *address, struct moment now,
                             address_id *ret_address);
/* ADDRESS_NOT_FOUND also when it is someone else's. */
refused accounts_address(struct store_tx *tx, struct arena *memory, account_id account,
                         address_id address, struct postal_address *ret_address);
struct postal_addresses {
    struct postal_address *items;
    size_t count;
};
struct postal_addresses accounts_addresses(struct store_tx *tx, struct arena *memory,
                                           account_id account); /* the preferred one first */
