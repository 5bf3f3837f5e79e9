/* Coupons, judged: farms of accounts claim what each person may have once. */
#include "shop/coupons/coupons_judged.h"

#include <math.h>

#include "shop/exchange/exchange.h"

/* The most that a coupon of these terms can take off, as far as they say. */
static struct money worth(const struct promotion_terms *terms)
{
    int64_t most = terms->cap ? terms->cap : terms->off;
    for (int i = 0; i < terms->tier_count; i++)
        most = terms->tiers[i].off > most ? terms->tiers[i].off : most;
    return money_of(most, terms->currency);
}

refused coupons_judge_claim(struct store_tx *tx, struct arena *memory,
                            const struct coupon_claiming *claiming, const struct fraud_visit *visit,
                            struct coupon_seen *ret_seen, struct fraud_judgement *ret_judgement)
{
    refused why = coupons_may_claim(tx, memory, claiming, ret_seen);
    if (why)
        return why;
    struct money off = worth(&ret_seen->promotion.terms), about, dollars;
    struct currency reference = store_tx_settings(tx)->reference;
    struct fraud_question question = {
        .act = FRAUD_COUPON,
        .account = claiming->account.number,
        .subject = ret_seen->batch.batch.number,
        .visit = *visit,
        .account_country = claiming->country,
        .amount = money_of(off.minor, reference), /* the nearest that can be said */
        .amount_usd = (double)NAN,
        .now = claiming->now,
    };
    if (!exchange_convert(tx, off, reference, claiming->now, &about))
        question.amount = about;
    if (!exchange_convert(tx, off, currency_of("USD"), claiming->now, &dollars))
        question.amount_usd = (double)dollars.minor / 100;
    why = fraud_judge(tx, memory, &question, ret_judgement);
    if (why || ret_judgement->stops)
        return why;
    return coupons_claim(tx, memory, claiming, ret_seen);
}
