/* Payments, confirmed by the card's bank. */
#include "shop/payments/payments_bank.h"

#include "base/id.h"
#include "shop/fraud/fraud_challenges.h"
#include "shop/payments/payments_sql.h"

REFUSAL(AUTHENTICATION_NOT_FOUND, 404, "There is no such question to a bank.");
REFUSAL(AUTHENTICATION_DECIDED, 409, "The bank has answered this already.");
REFUSAL(AUTHENTICATION_NOT_POSSIBLE, 409,
        "The bank of this card cannot be asked. Choose another way to confirm.");
REFUSAL(AUTHENTICATION_ASKED_ENOUGH, 429,
        "The bank was asked often enough. Choose another way to confirm.");
REFUSAL(AUTHENTICATION_EXPIRED, 409,
        "The bank was asked too long ago. Go back and ask it once more.");

const struct choice authentication_states[] = {
    [AUTHENTICATION_ASKED] = { "asked", N_("The bank was asked") },
    [AUTHENTICATION_APPROVED] = { "approved", N_("The bank has confirmed it") },
    [AUTHENTICATION_DECLINED] = { "declined", N_("The bank has said no") },
    { 0 },
};
static const char *const state_names[] = { "asked", "approved", "declined" };

enum { ATTEMPTS_MOST = 3, ANSWER_MINUTES = 10, USE_MINUTES = 30 };

static const struct gateway *gateway_of(const struct settings *settings)
{
    return settings->sandbox ? &payments_sandbox : NULL;
}

bool payments_can_authenticate(const struct settings *settings, const char *token)
{
    const struct gateway *gateway = gateway_of(settings);
    return gateway && token && gateway->can_authenticate(token);
}

refused payments_begin_authentication(struct store_tx *tx, struct arena *memory,
                                      const struct authentication_wish *wish,
                                      struct authentication *ret_authentication)
{
    const struct settings *settings = store_tx_settings(tx);
    struct payment_card card;
    if (!payments_can_authenticate(settings, wish->token) || wish->amount.minor <= 0 ||
        !payments_describe_card(settings, wish->token, memory, &card))
        return &AUTHENTICATION_NOT_POSSIBLE;
    struct authentication made = { .authentication = { id_next(wish->now) },
                                   .account = wish->account,
                                   .decision = wish->decision,
                                   .token = wish->token,
                                   .label = card.label,
                                   .amount = wish->amount,
                                   .begun_at = wish->now };
    int64_t before =
        store_int(tx, &payments_count_authentications, WITH(INT(wish->decision.number)), 0);
    /* Of two at once, both would be the same attempt, and one of them is not made. */
    if (before >= ATTEMPTS_MOST ||
        !store_do(tx, &payments_insert_authentication,
                  WITH(INT(made.authentication.number), INT(made.account.number),
                       INT(made.decision.number), INT(before + 1), TEXT(gateway_of(settings)->name),
                       TEXT(made.token), TEXT(made.label), INT(made.amount.minor),
                       TEXT(made.amount.currency.code), INT(wish->now.us))))
        return &AUTHENTICATION_ASKED_ENOUGH;
    *ret_authentication = made;
    return NULL;
}

enum gateway_word payments_ask_bank(const struct settings *settings, struct arena *memory,
                                    const struct authentication *asked, const char **ret_page)
{
    const struct gateway *gateway = gateway_of(settings);
    const char *key = id_text(memory, "aut", asked->authentication.number);
    return gateway ? gateway->authenticate(memory, asked, key, ret_page) : GATEWAY_NO;
}

refused payments_settle_authentication(struct store_tx *tx, const struct authentication *asked,
                                       bool approved, struct moment now)
{
    const char *state = state_names[approved ? AUTHENTICATION_APPROVED : AUTHENTICATION_DECLINED];
    if (now.us > moment_after(asked->begun_at, minutes(ANSWER_MINUTES)).us)
        return &AUTHENTICATION_EXPIRED;
    if (!store_do(tx, &payments_settle_authentication_row,
                  WITH(TEXT(state), INT(now.us), INT(asked->authentication.number))))
        return &AUTHENTICATION_DECIDED;
    /* Passed by another way meanwhile, it is passed: the bank's word still counts for the money. */
    if (approved)
        fraud_challenge_pass_of(tx, asked->account.number, asked->decision, FRAUD_WAY_BANK, now);
    return NULL;
}

refused payments_find_authentication(struct store_tx *tx, struct arena *memory,
                                     authentication_id authentication,
                                     struct authentication *ret_authentication)
{
    struct rows rows =
        store_query(tx, &payments_select_authentication, WITH(INT(authentication.number)));
    if (!rows_next(&rows))
        return &AUTHENTICATION_NOT_FOUND;
    struct currency currency = currency_of(rows_text(&rows, memory, "currency"));
    *ret_authentication = (struct authentication){
        .authentication = authentication,
        .account = { rows_int(&rows, "account_id") },
        .decision = { rows_int(&rows, "decision_id") },
        .token = rows_text(&rows, memory, "token"),
        .label = rows_text(&rows, memory, "label"),
        .amount = money_of(rows_int(&rows, "amount"), currency),
        .state = (enum authentication_state)text_place(rows_text(&rows, memory, "state"),
                                                       state_names, 3),
        .begun_at = { rows_int(&rows, "begun_at") },
        .decided_at = { rows_int(&rows, "decided_at") },
    };
    rows_close(&rows);
    return NULL;
}

void payments_use_authentication_for(struct store_tx *tx, const struct payment *payment)
{
    struct moment since = moment_before(payment->begun_at, minutes(USE_MINUTES));
    store_put(tx, &payments_use_authentication,
              WITH(INT(payment->payment.number), INT(payment->buyer.number), TEXT(payment->token),
                   TEXT(payment->amount.currency.code), INT(payment->amount.minor), INT(since.us)));
}

bool payments_is_authenticated(struct store_tx *tx, payment_id payment)
{
    return store_int(tx, &payments_count_authenticated, WITH(INT(payment.number)), 0) > 0;
}
