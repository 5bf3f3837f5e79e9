/* Fraud, challenges: what the pages ask of them. The token is in the address of a challenge's page
 * and names it to nobody else. */
#pragma once

#include "shop/fraud/fraud.h"

extern const struct refusal CHALLENGE_NOT_FOUND, CHALLENGE_CODE_WRONG, CHALLENGE_TRIES_USED,
    CHALLENGE_EXPIRED, CHALLENGE_SENT_ENOUGH;

struct fraud_challenge {
    int64_t account;
    fraud_decision_id decision;
    enum fraud_act act;
    int64_t sent; /* codes so far */
    bool passed, may_send;
};
refused fraud_challenge_find(struct store_tx *tx, const char *token, struct moment now,
                             struct fraud_challenge *ret_challenge);

struct fraud_sending {
    const char *token, *code, *email;
    enum words_language language;
    const char *act_words; /* what is to be confirmed, in that language */
    struct moment now;
};
refused fraud_challenge_send(struct store_tx *tx, const struct fraud_sending *sending);

/* Tells `why` instead of refusing, so that a wrong try stays counted. */
struct fraud_passing {
    const char *token, *code;
    struct moment now;
    refused why;
};
void fraud_challenge_pass(struct store_tx *tx, struct fraud_passing *passing);
