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
        .at = { rows_int(&rows, "at") },
    };
    rows_close(&rows);
    return true;
}

refused payments_charge_back(struct store_tx *tx, struct arena *memory,
                             const struct chargeback_wish *wish, struct chargeback *ret_chargeback)
{
    struct payment payment;
    refused why = payments_find(tx, memory, wish->payment, &payment);
    if (why)
        return why;
    if (payments_find_chargeback(tx, memory, wish->payment, ret_chargeback))
        return NULL; /* gateways tell more than once, also by another event */
    int64_t given_back =
        store_int(tx, &payments_select_given_back, WITH(INT(payment.payment.number)), 0);
    struct money left = money_minus(payment.amount, money_of(given_back, payment.amount.currency));
    if (payment.method != PAYMENT_CARD || payment.state != PAYMENT_CAPTURED || left.minor <= 0)
        return &CHARGEBACK_NOT_POSSIBLE;
    if (!store_do(tx, &payments_give_back, WITH(INT(left.minor), INT(payment.payment.number))))
        return &CHARGEBACK_NOT_POSSIBLE;
    struct chargeback chargeback = {
        .chargeback = { id_next(wish->now) },
        .payment = payment.payment,
        .purchase = payment.purchase,
        .amount = left,
        .reason = wish->reason,
        .at = wish->now,
    };
    store_put(tx, &payments_insert_chargeback,
              WITH(INT(chargeback.chargeback.number), INT(payment.payment.number), INT(left.minor),
                   TEXT(chargeback_reasons[wish->reason].name), TEXT(wish->key),
                   INT(wish->now.us)));
    why = events_announce(tx, &(struct event){
                                  .kind = &PAYMENT_CHARGED_BACK_EVENT,
                                  .subject = payment.payment.number,
                                  .subject_prefix = "pmt",
                                  .at = wish->now,
                                  .what = &chargeback,
                              });
    if (!why)
        *ret_chargeback = chargeback;
    return why;
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
