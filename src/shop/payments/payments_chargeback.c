/* Payments, charged back: what a card's bank takes back on its holder's word.
 *
 * The money has left the gateway when we hear of it. Here it is only noted, once a payment, and
 * announced: orders close, and escrow books the loss where the money is by then. */
#include "shop/payments/payments.h"

#include "base/id.h"
#include "base/words.h"
#include "shop/payments/payments_sql.h"

REFUSAL(CHARGEBACK_NOT_POSSIBLE, 409,
        "Only a card payment that was taken and is not wholly refunded can be charged back.");
REFUSAL(CHARGEBACK_NOT_FOUND, 404, "There is no such chargeback.");
REFUSAL(CHARGEBACK_IS_DECIDED, 409, "The bank has decided about this chargeback already.");

const struct choice chargeback_reasons[] = {
    [CHARGEBACK_FRAUDULENT] = { "fraudulent", N_("The holder did not pay this") },
    [CHARGEBACK_NOT_RECEIVED] = { "not_received", N_("The goods did not come") },
    [CHARGEBACK_NOT_AS_DESCRIBED] = { "not_as_described", N_("The goods are not as described") },
    { 0 },
};

static enum chargeback_reason reason_named(const char *name)
{
    static const char *const names[] = { "fraudulent", "not_received", "not_as_described" };
    return (enum chargeback_reason)text_place(name, names, 3);
}

bool payments_find_chargeback(struct store_tx *tx, struct arena *memory, payment_id payment,
                              struct chargeback *ret_chargeback)
{
    struct rows rows = store_query(tx, &payments_select_chargeback, WITH(INT(payment.number)));
    if (!rows_next(&rows))
        return false;
    *ret_chargeback = (struct chargeback){
        .chargeback = { rows_int(&rows, "chargeback_id") },
        .payment = payment,
        .purchase = rows_int(&rows, "purchase_id"),
        .amount =
            money_of(rows_int(&rows, "amount"), currency_of(rows_text(&rows, memory, "currency"))),
        .reason = reason_named(rows_text(&rows, memory, "reason")),
        .round = rows_int(&rows, "round"),
        .won = rows_int(&rows, "returned") > 0,
        .at = { rows_int(&rows, "at") },
    };
    rows_close(&rows);
    return true;
}

static refused announce(struct store_tx *tx, const struct event_kind *kind,
                        const struct chargeback *chargeback, struct moment now)
{
    return events_announce(tx, &(struct event){ .kind = kind,
                                                .subject = chargeback->payment.number,
                                                .subject_prefix = "pmt",
                                                .at = now,
                                                .what = chargeback });
}

/* Notes the chargeback, or its next round; false when another was as quick. */
static bool note(struct store_tx *tx, const struct chargeback *chargeback, const char *key)
{
    const char *reason = chargeback_reasons[chargeback->reason].name;
    if (chargeback->round > 1)
        return store_do(tx, &payments_take_again,
                        WITH(INT(chargeback->amount.minor), TEXT(reason), TEXT(key),
                             INT(chargeback->at.us), INT(chargeback->chargeback.number)));
    store_put(tx, &payments_insert_chargeback,
              WITH(INT(chargeback->chargeback.number), INT(chargeback->payment.number),
                   INT(chargeback->amount.minor), TEXT(reason), TEXT(key), INT(chargeback->at.us)));
    return true;
}

refused payments_charge_back(struct store_tx *tx, struct arena *memory,
                             const struct chargeback_wish *wish, struct chargeback *ret_chargeback)
{
    struct payment payment;
    struct chargeback before = { 0 };
    refused why = payments_find(tx, memory, wish->payment, &payment);
    if (why)
        return why;
    bool known = payments_find_chargeback(tx, memory, wish->payment, &before);
    if (wish->again && !known)
        return &CHARGEBACK_NOT_FOUND;
    if (known && !(wish->again && before.won)) {
        *ret_chargeback = before; /* gateways tell more than once, also by another event */
        return NULL;
    }
    int64_t given_back =
        store_int(tx, &payments_select_given_back, WITH(INT(payment.payment.number)), 0);
    struct money left = money_minus(payment.amount, money_of(given_back, payment.amount.currency));
    if (payment.method != PAYMENT_CARD || payment.state != PAYMENT_CAPTURED || left.minor <= 0)
        return &CHARGEBACK_NOT_POSSIBLE;
    if (!store_do(tx, &payments_give_back, WITH(INT(left.minor), INT(payment.payment.number))))
        return &CHARGEBACK_NOT_POSSIBLE;
    struct chargeback chargeback = {
        .chargeback = { known ? before.chargeback.number : id_next(wish->now) },
        .payment = payment.payment,
        .purchase = payment.purchase,
        .amount = left,
        .reason = wish->reason,
        .round = before.round + 1,
        .at = wish->now,
    };
    if (!note(tx, &chargeback, wish->key))
        return &CHARGEBACK_NOT_POSSIBLE;
    why = announce(tx, &PAYMENT_CHARGED_BACK_EVENT, &chargeback, wish->now);
    if (!why)
        *ret_chargeback = chargeback;
    return why;
}

refused payments_decide_chargeback(struct store_tx *tx, struct arena *memory, payment_id payment,
                                   bool won, struct moment now)
{
    struct chargeback chargeback;
    if (!payments_find_chargeback(tx, memory, payment, &chargeback))
        return &CHARGEBACK_NOT_FOUND;
    if (chargeback.won)
        return won ? NULL : &CHARGEBACK_IS_DECIDED;
    if (!won)
        return announce(tx, &CHARGEBACK_LOST_EVENT, &chargeback, now);
    if (!store_do(tx, &payments_win_chargeback, WITH(INT(chargeback.chargeback.number))))
        return NULL; /* told twice at once */
    store_put(tx, &payments_take_returned, WITH(INT(chargeback.amount.minor), INT(payment.number)));
    chargeback.won = true;
    return announce(tx, &CHARGEBACK_WON_EVENT, &chargeback, now);
}

const char *payments_verify(struct store_tx *tx, struct arena *memory)
{
    int64_t payment = store_int(tx, &payments_verify_given_back, WITHOUT, 0);
    if (payment)
        return arena_format(memory,
                            "payments: %s: what was given back is not its refunds and chargeback",
                            id_text(memory, "pmt", payment));
    payment = store_int(tx, &payments_verify_authentications, WITHOUT, 0);
    return payment ? arena_format(memory, "payments: %s: its bank has not confirmed this",
                                  id_text(memory, "pmt", payment))
                   : NULL;
}
