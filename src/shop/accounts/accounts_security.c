/* Accounts, security: wrong tries counted, changes told. */
#include "shop/accounts/accounts_security.h"

#include "base/id.h"
#include "shop/accounts/accounts_sql.h"

enum { TRIES_MOST = 5, TRIES_MINUTES = 15 };

const struct notice_kind security_notices[SECURITY_CHANGES] = {
    [CHANGED_PASSWORD] = { "account.security.password", N_("Your password was changed"),
                           N_("Your account has a new password, and other browsers are signed "
                              "out. If that was not you, ask for another password at once and "
                              "look at your account’s security page."),
                           N_("See the security page") },
    [CHANGED_TOTP_ON] = { "account.security.totp_on", N_("One-time codes are on"),
                          N_("An app that makes one-time codes was set up for your account. "
                             "If that was not you, choose a new password at once and look at your "
                             "account’s security page."),
                          N_("See the security page") },
    [CHANGED_TOTP_OFF] = { "account.security.totp_off", N_("One-time codes are off"),
                           N_("One-time codes were switched off for your account. "
                              "If that was not you, choose a new password at once and look at "
                              "your account’s security page."),
                           N_("See the security page") },
    [CHANGED_RECOVERY_NEW] = { "account.security.recovery_new", N_("New recovery codes were made"),
                               N_("New recovery codes were made for your account; the old ones "
                                  "are worth nothing now. If that was not you, choose a new "
                                  "password at once and look at your account’s security page."),
                               N_("See the security page") },
    [CHANGED_RECOVERY_USED] = { "account.security.recovery_used", N_("A recovery code was used"),
                                N_("One of your recovery codes was used to confirm that it is "
                                   "you. If that was not you, choose a new password at once and "
                                   "look at your account’s security page."),
                                N_("See the security page") },
    [CHANGED_PASSKEY_ADDED] = { "account.security.passkey_added", N_("A passkey was added"),
                                N_("The passkey “{name}” was added to your account. If that was "
                                   "not you, choose a new password at once and look at your "
                                   "account’s security page."),
                                N_("See the security page") },
    [CHANGED_PASSKEY_REMOVED] = { "account.security.passkey_removed", N_("A passkey was removed"),
                                  N_("The passkey “{name}” was removed from your account. If that "
                                     "was not you, choose a new password at once and look at your "
                                     "account’s security page."),
                                  N_("See the security page") },
    [CHANGED_PASSKEY_COPIED] = { "account.security.passkey_copied",
                                 N_("A passkey may have been copied"),
                                 N_("The passkey “{name}” was refused: it counted backwards, as a "
                                    "copy of it would. Remove it and add it again. If you did not "
                                    "use it just now, choose a new password as well."),
                                 N_("See the security page") },
};

void security_tell(struct store_tx *tx, account_id number, enum security_change change,
                   const char *name, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct account account;
    if (accounts_find(tx, &memory, number, &account))
        return;
    notices_send(tx,
                 &(struct notice){
                     .kind = &security_notices[change],
                     .account = number.number,
                     .email = account.email,
                     .language = account.language,
                     .path = "/account/security",
                     .key = arena_format(&memory, "%lld", (long long)id_next(now)),
                     .facts = (const struct notice_fact[]){ { "name", name ? name : "" }, { 0 } },
                     .now = now,
                 });
}

bool security_count_try(struct store_tx *tx, account_id account, struct moment now)
{
    int64_t from = moment_before(now, minutes(TRIES_MINUTES)).us;
    store_put(tx, &accounts_insert_security, WITH(INT(account.number)));
    return store_do(tx, &accounts_count_security_try,
                    WITH(INT(from), INT(now.us), INT(account.number), INT(TRIES_MOST))) != 0;
}

void security_forget_tries(struct store_tx *tx, account_id account)
{
    store_put(tx, &accounts_forget_security_tries, WITH(INT(account.number)));
}
