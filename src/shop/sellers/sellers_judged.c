/* Sellers, judged: money that leaves, as the fraud engine lets it through. */
#include "shop/sellers/sellers_judged.h"

#include <math.h>

#include "base/id.h"
#include "shop/exchange/exchange.h"
#include "shop/sellers/sellers_inside.h"
#include "shop/sellers/sellers_sql.h"

static refused fill_question(struct store_tx *tx, struct arena *memory, seller_id number,
                             const struct fraud_visit *visit, struct moment now,
                             struct fraud_question *question)
{
    struct seller seller;
    refused why = sellers_find(tx, memory, number, &seller);
    if (why)
        return why;
    question->account = seller.account.number;
    question->visit = *visit;
    question->account_country = seller.country;
    question->sellers[0].seller = number.number;
    question->seller_count = 1;
    question->bank_since = sellers_iban_view(tx, memory, number).used_since;
    question->now = now;
    return NULL;
}

refused sellers_judge_payout(struct store_tx *tx, struct arena *memory,
                             const struct payout_wish *wish, const struct fraud_visit *visit,
                             payout_id *ret_payout, struct fraud_judgement *ret_judgement)
{
    struct currency reference = store_tx_settings(tx)->reference;
    struct money about, dollars;
    struct fraud_question question = { .act = FRAUD_PAYOUT, .subject = wish->seller.number };
    struct payout_wish judged = *wish;
    if (store_int(tx, &sellers_select_payout_by_key,
                  WITH(INT(wish->seller.number), TEXT(wish->key)), 0))
        return sellers_request_payout(tx, wish, ret_payout); /* the same one again */
    refused why = sellers_may_pay_out(tx, memory, wish);
    if (!why)
        why = fill_question(tx, memory, wish->seller, visit, wish->now, &question);
    if (why)
        return why;
    question.amount = money_of(wish->amount.minor, reference);
    if (!exchange_convert(tx, wish->amount, reference, wish->now, &about))
        question.amount = about;
    question.amount_usd = (double)NAN;
    if (!exchange_convert(tx, wish->amount, currency_of("USD"), wish->now, &dollars))
        question.amount_usd = (double)dollars.minor / 100;
    judged.payout = (payout_id){ id_next(wish->now) };
    question.subject = judged.payout.number;
    why = fraud_judge(tx, memory, &question, ret_judgement);
    if (why || ret_judgement->stops)
        return why;
    judged.hold = wish->hold || ret_judgement->action == FRAUD_HOLD;
    judged.decision = ret_judgement->decision.number;
    return sellers_request_payout(tx, &judged, ret_payout);
}

refused sellers_judge_iban(struct store_tx *tx, struct arena *memory,
                           const struct iban_change *change, const struct fraud_visit *visit,
                           struct fraud_judgement *ret_judgement)
{
    struct fraud_question question = { .act = FRAUD_BANK_CHANGE, .subject = change->seller.number };
    struct iban_change judged = *change;
    if (!sellers_iban_valid(change->iban))
        return &IBAN_WRONG;
    refused why = fill_question(tx, memory, change->seller, visit, change->now, &question);
    if (!why)
        why = fraud_judge(tx, memory, &question, ret_judgement);
    if (why || ret_judgement->stops)
        return why;
    judged.hold = change->hold || ret_judgement->action == FRAUD_HOLD;
    judged.decision = ret_judgement->decision.number;
    return sellers_change_iban(tx, &judged);
}
