/* Orders, judged: what became of purchases is told to the fraud engine that let them in. */
#include "shop/orders/orders_inside.h"

#include "shop/orders/orders_sql.h"

static fraud_decision_id decision_of(struct store_tx *tx, int64_t purchase)
{
    return (fraud_decision_id){ store_int(tx, &orders_select_decision, WITH(INT(purchase)), 0) };
}

refused orders_tell_decline(struct store_tx *tx, const struct event *event)
{
    const struct payment *payment = event->what;
    fraud_decision_id decision = decision_of(tx, payment->purchase);
    if (decision.number && !text_same(payment->failure, "gateway_silent"))
        fraud_note_decline(tx, decision, event->at);
    return NULL;
}

/* Whose parcel never came was deceived by the seller; else the card was not the buyer's. */
refused orders_tell_chargeback(struct store_tx *tx, const struct event *event)
{
    const struct chargeback *chargeback = event->what;
    fraud_decision_id decision = decision_of(tx, chargeback->purchase);
    enum fraud_kind kind = chargeback->reason == CHARGEBACK_FRAUDULENT     ? FRAUD_STOLEN_CARD
                           : chargeback->reason == CHARGEBACK_NOT_RECEIVED ? FRAUD_NEVER_SHIPS
                                                                           : FRAUD_SWAPPED_LISTING;
    if (decision.number)
        fraud_label(tx, decision, kind, FRAUD_BY_CHARGEBACK, event->at);
    return NULL;
}

/* The bank found that the payment stands. */
refused orders_tell_chargeback_won(struct store_tx *tx, const struct event *event)
{
    const struct chargeback *chargeback = event->what;
    fraud_decision_id decision = decision_of(tx, chargeback->purchase);
    if (decision.number)
        fraud_label(tx, decision, FRAUD_NONE, FRAUD_BY_CHARGEBACK, event->at);
    return NULL;
}
