/* Fraud, challenges: what the pages ask of them. The token is in the address of a challenge's page
 * and names it to nobody else. */
#pragma once

#include "shop/fraud/fraud.h"

extern const struct refusal CHALLENGE_NOT_FOUND, CHALLENGE_CODE_WRONG, CHALLENGE_TRIES_USED,
    CHALLENGE_EXPIRED, CHALLENGE_SENT_ENOUGH;

/* How it was shown that it is the person. All but the mailed code are checked by others, who stand
 * above this module: they check, and in the same act say fraud_challenge_pass_by(). */
enum fraud_way {
    FRAUD_WAY_NONE,
    FRAUD_WAY_EMAIL,
    FRAUD_WAY_RECOVERY,
    FRAUD_WAY_TOTP,
    FRAUD_WAY_PASSKEY,
    FRAUD_WAY_BANK,
    FRAUD_WAYS,
};
extern const struct choice fraud_ways[];

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
/* By a way that the caller has checked. CHALLENGE_NOT_FOUND when it is over; passed already is
 * done. */
refused fraud_challenge_pass_by(struct store_tx *tx, const char *token, enum fraud_way way,
                                struct moment now);
/* The same by the decision that is confirmed; false when there is no challenge of it that waits. */
bool fraud_challenge_pass_of(struct store_tx *tx, int64_t account, fraud_decision_id decision,
                             enum fraud_way way, struct moment now);

/* What a card would pay; false when the challenge is about nothing of the kind. */
struct fraud_charge {
    const char *card_token;
    struct money amount;
};
bool fraud_challenge_charge(struct store_tx *tx, struct arena *memory, const char *token,
                            struct fraud_charge *ret_charge);
/* By which way a challenge was passed that let the decision through; FRAUD_WAY_NONE. */
enum fraud_way fraud_way_of(struct store_tx *tx, fraud_decision_id decision);
