/* Bench, prepared: a model and rules, so that what is measured judges as a real market does.
 *
 * The model is trained on made-up rows: as wide, as many trees and as deep as a real one, which is
 * what its cost depends on. It finds next to nothing suspicious in what the benches buy. */
#include "prepare.h"

#include <stdlib.h>

#include "shop/fraud/fraud_rules.h"
#include "shop/fraud/fraud_train.h"

enum { ROWS = 4000 };

static void make_rows(struct preparing *p, struct fraud_examples *to)
{
    to->count = ROWS;
    to->numbers = must_take(ROWS * FRAUD_NUMBERS * sizeof *to->numbers);
    to->bad = must_take(ROWS * sizeof *to->bad);
    for (size_t row = 0; row < ROWS; row++) {
        float *numbers = to->numbers + row * FRAUD_NUMBERS;
        double risk = 0;
        for (int i = 0; i < FRAUD_NUMBERS; i++) {
            bool missing = prepare_random(p, 10) == 0;
            numbers[i] = missing ? NAN : (float)prepare_random(p, 20) * (float)(1 + i % 7);
            if (!missing && i % 9 == 4)
                risk += (double)(numbers[i] > 14 * (float)(1 + i % 7));
        }
        to->bad[row] = risk > 6 || prepare_random(p, 200) == 0;
    }
}

static const struct {
    const char *name, *expression;
} rules[] = {
    { "Dear and new", "amount_usd > 90000 AND account_age_days < 1" },
    { "Many at once", "account_acts_1h > 100000" },
    { "Declined again", "account_declines_1d >= 3 AND account_cards_7d >= 3" },
    { "Far away", "ip_card_km > 9000 AND card_address_km > 9000 AND amount_usd > 5000" },
    { "Shared device", "device_accounts > 50 AND linked_bad > 3" },
    { "Bad seller", "seller_bad_share_7d > 0.5 AND seller_orders_30d > 20" },
    { "Against habit", "amount_to_habit > 40 AND account_acts_ever > 5" },
    { "Failures", "account_failures_1h > 8 OR device_failures_1h > 20" },
    { "A country", "card_country IN ('XX', 'YY') AND address_country <> card_country" },
    { "Young shop", "seller_age_days < 0.01 AND amount_usd > 20000" },
};

struct keeping {
    struct preparing *p;
    struct fraud_training training;
    struct fraud_trained trained;
};

static refused keep_act(struct store_tx *tx, void *what)
{
    struct keeping *keeping = what;
    AUTO(arena) memory = { 0 };
    fraud_model_id model;
    refused why = fraud_model_keep(tx, &keeping->training, &keeping->trained, &model);
    for (size_t i = 0; !why && i < sizeof rules / sizeof *rules; i++) {
        fraud_rule_id rule;
        struct fraud_rule_wish wish = { .name = rules[i].name,
                                        .expression = rules[i].expression,
                                        .reason = rules[i].name,
                                        .action = FRAUD_HOLD,
                                        .now = keeping->p->now };
        why = fraud_rule_write(tx, &memory, &wish, &rule);
        if (why)
            break;
        fraud_rule_was_tried(tx, rule, keeping->p->now);
        why = fraud_rule_move(tx, rule, RULE_SHADOW, keeping->p->now);
        if (!why)
            why = fraud_rule_move(tx, rule, RULE_LIVE, keeping->p->now);
    }
    return why;
}

refused prepare_model(struct preparing *p)
{
    AUTO(arena) memory = { 0 };
    struct fraud_examples rows = { 0 };
    const char *problem = "";
    make_rows(p, &rows);
    struct fraud_model *model = fraud_model_train(&rows, &fraud_tuning_usual, NULL, &problem);
    free(rows.numbers);
    free(rows.bad);
    if (!model)
        return &MODEL_TOO_LITTLE;
    struct keeping keeping = { .p = p, .training = { .now = p->now } };
    /* Everything under a probability of 0.999 is within the bounds. */
    keeping.trained.card = "{\"honest\":{\"checkout\":{\"0.0001\":0.999}}}";
    keeping.trained.bytes = fraud_model_write(&memory, model, &keeping.trained.size);
    fraud_model_free(model);
    return store_transact(p->store, keep_act, &keeping);
}
