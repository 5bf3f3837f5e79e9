/* Accounts, security inside: what one-time codes and passkeys share: the count of wrong tries, and
 * telling the person by mail that something about signing in has changed. */
#pragma once

#include "shop/accounts/accounts_inside.h"

enum security_change {
    CHANGED_PASSWORD,
    CHANGED_TOTP_ON,
    CHANGED_TOTP_OFF,
    CHANGED_RECOVERY_NEW,
    CHANGED_RECOVERY_USED,
    CHANGED_PASSKEY_ADDED,
    CHANGED_PASSKEY_REMOVED,
    CHANGED_PASSKEY_COPIED,
    SECURITY_CHANGES,
};
/* `name` is of the passkey; NULL where none is meant. */
void security_tell(struct store_tx *tx, account_id account, enum security_change change,
                   const char *name, struct moment now);

/* False when there were too many within the window; otherwise this one is counted. */
bool security_count_try(struct store_tx *tx, account_id account, struct moment now);
void security_forget_tries(struct store_tx *tx, account_id account);

extern const struct notice_kind security_notices[SECURITY_CHANGES];
