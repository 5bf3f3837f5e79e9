/* Chargebacks: the market's answer to a bank that took a payment back.
 *
 * The money is gone when the bank tells of it (payments.h, escrow_chargeback.c). From then on there
 * are some days to contest it: sellers say what they know of what they sent, an operator looks at
 * all that proves it, on one page, and sends the answer or gives it up. Whoever keeps silent has
 * lost. What the bank decides moves the money again; when it is lost, an operator may say that the
 * other side bears it: the seller whose fault it was, or the market whose seller did all right.
 * Purchases of which nothing was sent are given up by rule: there is nothing to prove. */
#pragma once

#include "shop/chargebacks/chargebacks_rules.h"
#include "shop/escrow/escrow.h"

enum { CHARGEBACK_ANSWER_DAYS = 7, CHARGEBACK_WORDS_MAX = 4000 };

enum chargeback_state {
    CHARGEBACK_OPEN,
    CHARGEBACK_ANSWERED,
    CHARGEBACK_GIVEN_UP,
    CHARGEBACK_LAPSED, /* nobody answered in time */
    CHARGEBACK_WON,
    CHARGEBACK_LOST,
    CHARGEBACK_STATES,
};
extern const struct choice chargeback_states[], chargeback_bearers[];

struct chargeback_case {
    chargeback_id chargeback;
    payment_id payment;
    purchase_id purchase;
    struct money amount;
    enum chargeback_reason reason;
    int64_t round;
    enum chargeback_state state;
    const char *words; /* the market's answer; NULL: none was given */
    account_id answered_by;
    struct moment opened_at, deadline, answered_at, decided_at;
};
struct chargeback_cases {
    struct chargeback_case *items;
    size_t count;
};
/* An order of it that was sent. */
struct chargeback_order {
    order_id order;
    seller_id seller;
    const char *words; /* the seller's, or NULL */
    struct moment words_at;
    enum bearer bearer;  /* as an operator has said */
    const char *reasons; /* of that; or NULL */
};
struct chargeback_orders {
    struct chargeback_order *items;
    size_t count;
};

extern const struct refusal CHARGEBACK_ANSWERED_BEFORE, CHARGEBACK_WORDS_NEEDED,
    CHARGEBACK_NOT_LOST, CHARGEBACK_BORNE;

refused chargebacks_find(struct store_tx *tx, struct arena *memory, chargeback_id chargeback,
                         struct chargeback_case *ret_case);
struct chargeback_orders chargebacks_orders(struct store_tx *tx, struct arena *memory,
                                            chargeback_id chargeback);
/* The chargeback that an order is part of; false when there is none, or it was never sent. */
bool chargebacks_of_order(struct store_tx *tx, struct arena *memory, order_id order,
                          struct chargeback_case *ret_case, struct chargeback_order *ret_order);

/* Those to be answered, the earliest deadline first; or all, the newest first, before one
 * (INT64_MAX: from the first). */
struct chargeback_cases chargebacks_open(struct store_tx *tx, struct arena *memory, int64_t most);
struct chargeback_cases chargebacks_list(struct store_tx *tx, struct arena *memory, int64_t before,
                                         int64_t most);
int64_t chargebacks_count_open(struct store_tx *tx);

/* What happened, oldest first. */
struct chargeback_step {
    const char *by;    /* "bank", "operator", "seller", "rule" */
    const char *act;   /* "opened", "said", "answered", "given_up", "lapsed", "won", "lost", ... */
    const char *words; /* or NULL */
    struct moment at;
};
struct chargeback_steps {
    struct chargeback_step *items;
    size_t count;
};
struct chargeback_steps chargebacks_steps(struct store_tx *tx, struct arena *memory,
                                          chargeback_id chargeback);

/* What is known about an order, for the rule that proposes who bears it. */
struct chargeback_facts chargebacks_facts(struct store_tx *tx, struct arena *memory,
                                          const struct chargeback_case *file,
                                          const struct order *order);

/* Acts ------------------------------------------------------------------------------------- */

/* A seller says what it knows, while the chargeback is open; the last word stands. */
struct chargeback_saying {
    order_id order;
    seller_id seller;
    const char *words;
    struct moment now;
};
refused chargebacks_say(struct store_tx *tx, struct arena *memory,
                        const struct chargeback_saying *saying);

/* An operator contests it: the pack, JSON, goes to the gateway by a job. Or gives it up. */
struct chargeback_answering {
    chargeback_id chargeback;
    account_id operator;
    const char *words;
    const char *pack; /* NULL: it is given up */
    struct moment now;
};
refused chargebacks_answer(struct store_tx *tx, struct arena *memory,
                           const struct chargeback_answering *answering);

/* Who bears what was lost of an order: once, with a reason that the seller reads. */
struct chargeback_bearing {
    chargeback_id chargeback;
    order_id order;
    enum bearer bearer;
    const char *words;
    struct moment now;
};
refused chargebacks_bear(struct store_tx *tx, struct arena *memory,
                         const struct chargeback_bearing *bearing);
