/* Fraud, policy: the least expected cost. */
#include "shop/fraud/fraud_policy.h"

#include <math.h>
#include <string.h>

// clang-format off
#define ROW(NAME, UNIT, DEFAULT, SAYS) { #NAME, UNIT, DEFAULT, SAYS },
const struct fraud_price_row fraud_price_rows[FRAUD_PRICE_COUNT] = { FRAUD_PRICES(ROW) };
#undef ROW

#define BIT(ACTION) (1u << (ACTION))
/* A sign-up confirms its address by a code anyway, and nothing of it can wait for a person. */
const unsigned fraud_possible[FRAUD_ACTS] = {
    [FRAUD_SIGN_UP] = BIT(FRAUD_ALLOW) | BIT(FRAUD_REFUSE),
    [FRAUD_SIGN_IN] = BIT(FRAUD_ALLOW) | BIT(FRAUD_CHALLENGE) | BIT(FRAUD_REFUSE),
    [FRAUD_CHECKOUT] = BIT(FRAUD_ALLOW) | BIT(FRAUD_CHALLENGE) | BIT(FRAUD_HOLD) |
                       BIT(FRAUD_REFUSE),
    [FRAUD_COUPON] = BIT(FRAUD_ALLOW) | BIT(FRAUD_CHALLENGE) | BIT(FRAUD_REFUSE),
    [FRAUD_LISTING] = BIT(FRAUD_ALLOW) | BIT(FRAUD_HOLD) | BIT(FRAUD_REFUSE),
    [FRAUD_REVIEW] = BIT(FRAUD_ALLOW) | BIT(FRAUD_HOLD) | BIT(FRAUD_REFUSE),
    [FRAUD_MESSAGE] = BIT(FRAUD_ALLOW) | BIT(FRAUD_REFUSE),
    [FRAUD_PAYOUT] = BIT(FRAUD_ALLOW) | BIT(FRAUD_CHALLENGE) | BIT(FRAUD_HOLD),
    [FRAUD_BANK_CHANGE] = BIT(FRAUD_ALLOW) | BIT(FRAUD_CHALLENGE) | BIT(FRAUD_HOLD),
};
// clang-format on

void fraud_policy_clear(struct fraud_policy *policy)
{
    for (int i = 0; i < FRAUD_PRICE_COUNT; i++)
        policy->prices[i] = fraud_price_rows[i].otherwise;
}

int fraud_price_place(const char *name)
{
    for (int i = 0; i < FRAUD_PRICE_COUNT; i++)
        if (text_same(fraud_price_rows[i].name, name))
            return i;
    return -1;
}

enum fraud_action fraud_possible_action(enum fraud_act act, enum fraud_action wanted)
{
    enum fraud_action action = wanted;
    while (!(fraud_possible[act] & BIT(action)))
        action--; /* allowing is always possible */
    /* A challenge that cannot be is a wait, if there is one, rather than an open door. */
    if (wanted != FRAUD_ALLOW && action == FRAUD_ALLOW)
        for (enum fraud_action more = wanted; more < FRAUD_ACTIONS; more++)
            if (fraud_possible[act] & BIT(more))
                return more;
    return action;
}

enum fraud_action fraud_safe_side(const struct fraud_policy *policy, enum fraud_act act)
{
    int64_t chosen = policy->prices[FRAUD_PRICE_safe_sign_up + (int)act];
    return fraud_possible_action(act, (enum fraud_action)chosen);
}

static double share(const struct fraud_policy *policy, enum fraud_price price)
{
    return (double)policy->prices[price] / 10000;
}

struct fraud_choice fraud_choose(const struct fraud_policy *policy, enum fraud_act act,
                                 int64_t amount_minor, double probability,
                                 struct fraud_floors floors)
{
    const int64_t *prices = policy->prices;
    double p = probability, amount = (double)amount_minor;
    double loss = amount + (double)prices[FRAUD_PRICE_loss_sign_up + (int)act];
    struct fraud_choice choice = {
        .costs = {
            [FRAUD_ALLOW] = p * loss,
            [FRAUD_CHALLENGE] = p * (1 - share(policy, FRAUD_PRICE_challenge_stops)) * loss +
                                (1 - p) * (double)prices[FRAUD_PRICE_challenge_friction],
            [FRAUD_HOLD] = p * (1 - share(policy, FRAUD_PRICE_hold_stops)) * loss +
                           (double)prices[FRAUD_PRICE_hold_work] +
                           (1 - p) * (double)prices[FRAUD_PRICE_hold_delay],
            [FRAUD_REFUSE] = (1 - p) * ((double)prices[FRAUD_PRICE_refuse_goodwill] +
                                        share(policy, FRAUD_PRICE_refuse_margin) * amount),
        },
    };
    for (int action = 0; action < FRAUD_ACTIONS; action++) {
        bool bounded = (action >= FRAUD_CHALLENGE && p < floors.challenge) ||
                       (action == FRAUD_REFUSE && p < floors.refuse);
        if (!(fraud_possible[act] & BIT(action)) || bounded)
            choice.costs[action] = INFINITY;
        if (choice.costs[action] < choice.costs[choice.action])
            choice.action = (enum fraud_action)action;
    }
    return choice;
}
