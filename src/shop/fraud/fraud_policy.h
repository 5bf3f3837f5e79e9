/* Fraud, policy: what things cost, and so what is done.
 *
 * The operator says in money what fraud would lose, what a challenge costs an honest person, what a
 * review costs, what turning away a good customer loses. For a probability of fraud p each action
 * has an expected cost, and the least is done:
 *
 *   allow      p · loss
 *   challenge  p · (1 − share that a challenge stops) · loss + (1 − p) · friction
 *   hold       p · (1 − share that a person stops) · loss + work + (1 − p) · delay
 *   refuse     (1 − p) · (goodwill + margin · amount)
 *
 * Two bounds stand above the prices: of honest people at most so many are challenged or held, and
 * at most so many refused; a model's card says from which probability on that holds. Pure. */
#pragma once

#include "shop/fraud/fraud.h"

/* An amount is in minor units of the reference currency; a share in parts of ten thousand; an
 * action one of enum fraud_action. */
enum fraud_price_unit { PRICE_AMOUNT, PRICE_SHARE, PRICE_ACTION };

/* PRICE(name, unit, default, what it says) */
#include "shop/fraud/fraud_prices_list.h"

// clang-format off
#define FRAUD_PRICE_PLACE(NAME, UNIT, DEFAULT, SAYS) FRAUD_PRICE_##NAME,
enum fraud_price { FRAUD_PRICES(FRAUD_PRICE_PLACE) FRAUD_PRICE_COUNT };
#undef FRAUD_PRICE_PLACE
// clang-format on

struct fraud_price_row {
    const char *name;
    enum fraud_price_unit unit;
    int64_t otherwise;
    const char *says;
};
extern const struct fraud_price_row fraud_price_rows[FRAUD_PRICE_COUNT];

struct fraud_policy {
    int64_t prices[FRAUD_PRICE_COUNT];
};
void fraud_policy_clear(struct fraud_policy *policy); /* the defaults */
int fraud_price_place(const char *name);              /* -1: none */

/* What an act can be answered with: bits of enum fraud_action. */
extern const unsigned fraud_possible[FRAUD_ACTS];

/* From which probability on the bounds allow it: of honest acts of a kind, as a model's card has
 * them. 1 where nothing is known. */
struct fraud_floors {
    double challenge, refuse;
};

struct fraud_choice {
    enum fraud_action action;
    double costs[FRAUD_ACTIONS]; /* expected, in minor units; INFINITY: cannot be done */
};
struct fraud_choice fraud_choose(const struct fraud_policy *policy, enum fraud_act act,
                                 int64_t amount_minor, double probability,
                                 struct fraud_floors floors);
/* The nearest that the act can be answered with, if need be the milder one. */
enum fraud_action fraud_possible_action(enum fraud_act act, enum fraud_action wanted);
enum fraud_action fraud_safe_side(const struct fraud_policy *policy, enum fraud_act act);
