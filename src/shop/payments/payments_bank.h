/* Payments, confirmed by the card's bank (3-D Secure): before a purchase that was challenged is
 * placed again, the bank is asked whether its holder pays. What it approves passes the challenge,
 * is used for one payment, and makes the bank bear what turns out to be fraud.
 *
 * Asked outside any transaction, as everything of a gateway is. */
#pragma once

#include "shop/payments/payments.h"

typedef struct {
    int64_t number;
} authentication_id; /* aut_ */

enum authentication_state {
    AUTHENTICATION_ASKED,
    AUTHENTICATION_APPROVED,
    AUTHENTICATION_DECLINED,
};
extern const struct choice authentication_states[];

extern const struct refusal AUTHENTICATION_NOT_FOUND, AUTHENTICATION_DECIDED,
    AUTHENTICATION_NOT_POSSIBLE, AUTHENTICATION_ASKED_ENOUGH, AUTHENTICATION_EXPIRED;

struct authentication {
    authentication_id authentication;
    account_id account;
    fraud_decision_id decision; /* whose challenge it passes */
    const char *token, *label;
    struct money amount;
    enum authentication_state state;
    struct moment begun_at, decided_at;
};

/* The market's gateway can ask the bank of this card. */
bool payments_can_authenticate(const struct settings *settings, const char *token);

struct authentication_wish {
    account_id account;
    fraud_decision_id decision;
    const char *token;
    struct money amount;
    struct moment now;
};
refused payments_begin_authentication(struct store_tx *tx, struct arena *memory,
                                      const struct authentication_wish *wish,
                                      struct authentication *ret_authentication);
/* Outside: what the bank says at once, and the page where it asks its holder. */
enum gateway_word payments_ask_bank(const struct settings *settings, struct arena *memory,
                                    const struct authentication *asked, const char **ret_page);
/* What the bank said, once; an approval passes the challenge in the same act. */
refused payments_settle_authentication(struct store_tx *tx, const struct authentication *asked,
                                       bool approved, struct moment now);
refused payments_find_authentication(struct store_tx *tx, struct arena *memory,
                                     authentication_id authentication,
                                     struct authentication *ret_authentication);

/* For payments.c: takes what the bank has approved for this payment, if there is such. */
void payments_use_authentication_for(struct store_tx *tx, const struct payment *payment);
/* Its bank has confirmed the payment, and bears what turns out to be fraud. */
bool payments_is_authenticated(struct store_tx *tx, payment_id payment);
