/* Payments: taking a buyer's money through a gateway, or from their store credit.
 *
 * A payment is begun in the act that needs it (nothing is asked of the outside there), then asked
 * of its gateway, and settled by what the gateway says; a gateway that answers late, twice or
 * never is asked again by a job until the payment is captured or failed. Card numbers never come
 * here: the gateway's page gives a token. */
#pragma once

#include "base/choice.h"
#include "base/money.h"
#include "shop/accounts/accounts.h"
#include "shop/ledger/ledger.h"
#include "store/events.h"
#include "store/jobs.h"

typedef struct {
    int64_t number;
} payment_id; /* pmt_ */
typedef struct {
    int64_t number;
} refund_id; /* rfd_ */
typedef struct {
    int64_t number;
} chargeback_id; /* chb_ */

enum payment_state { PAYMENT_BEGUN, PAYMENT_CAPTURED, PAYMENT_FAILED };
enum payment_method { PAYMENT_CARD, PAYMENT_CREDIT };
enum gateway_word { GATEWAY_YES, GATEWAY_NO, GATEWAY_LATER };

/* Subject: the payment; `what` is a const struct payment *. Heard in the settling transaction. */
extern const struct event_kind PAYMENT_CAPTURED_EVENT, PAYMENT_FAILED_EVENT;
/* Subject: the payment; `what` is a const struct chargeback *. */
extern const struct event_kind PAYMENT_CHARGED_BACK_EVENT, CHARGEBACK_WON_EVENT,
    CHARGEBACK_LOST_EVENT;
extern const struct refusal PAYMENT_DECLINED, PAYMENT_TOKEN_WRONG, PAYMENT_NOT_FOUND,
    CREDIT_TOO_LITTLE, REFUND_TOO_MUCH, CHARGEBACK_NOT_POSSIBLE, CHARGEBACK_NOT_FOUND,
    CHARGEBACK_IS_DECIDED;

struct payment {
    payment_id payment;
    int64_t purchase; /* the subject that it pays for */
    account_id buyer;
    struct money amount;
    enum payment_method method;
    enum payment_state state;
    const char *gateway; /* "sandbox", "credit" */
    const char *token;   /* the gateway's name of the card */
    const char *label;   /* "Card ·· 4242" */
    const char *failure; /* the gateway's code, "card_declined"; NULL */
    struct moment begun_at, settled_at;
};

struct payment_wish {
    int64_t purchase;
    account_id buyer;
    struct money amount;
    enum payment_method method;
    const char *token; /* "tok_visa"; not for store credit */
    struct moment now;
};

/* In the act that places the purchase. Store credit is taken and captured at once (announced
 * before this returns); a card waits for payments_ask(). */
refused payments_begin(struct store_tx *tx, struct arena *memory, const struct payment_wish *wish,
                       payment_id *ret_payment);

/* Asks the gateway, outside any transaction, and settles what it says. Gives the state reached;
 * PAYMENT_BEGUN when the gateway has not decided. Safe to call again at any time. */
enum payment_state payments_ask(struct store *store, payment_id payment, struct moment now);

/* The two halves of payments_ask(), for a caller that settles in a transaction of its own. The
 * gateway's word is asked outside any transaction, for a payment as it was when it was begun. */
struct gateway_answer {
    payment_id payment;
    int word;
    const char *failure;
    struct moment now;
};
struct gateway_answer payments_ask_gateway(struct store *store, payment_id payment,
                                           struct moment now);
refused payments_settle_answer(struct store_tx *tx, const struct gateway_answer *answer,
                               enum payment_state *ret_state);

refused payments_find(struct store_tx *tx, struct arena *memory, payment_id payment,
                      struct payment *ret_payment);
refused payments_of_purchase(struct store_tx *tx, struct arena *memory, int64_t purchase,
                             struct payment *ret_payment);

/* Gives back part of a captured payment, the way it came, from the escrow account. The money
 * leaves the ledger's escrow at once; the gateway is asked by a job. The key makes it once. */
struct refund_wish {
    int64_t purchase, order;
    struct money amount;
    const char *reason, *key;
    struct moment now;
};
refused payments_refund(struct store_tx *tx, const struct refund_wish *wish);

struct refund {
    refund_id refund;
    int64_t order;
    struct money amount;
    const char *reason;
    bool done; /* otherwise the gateway is still asked */
    struct moment begun_at, done_at;
};
struct refunds {
    struct refund *items;
    size_t count;
};
struct refunds payments_refunds(struct store_tx *tx, struct arena *memory,
                                const struct payment *payment); /* oldest first */

/* A bank takes a card payment back, on its holder's word. What had not been refunded is gone from
 * the market at that moment: nothing is asked of us. Once for a payment; what it takes, and from
 * whom, is for those who hear of it. Contested and won, all of it comes back; a bank may then take
 * it once more, which is another round of the same chargeback. */
enum chargeback_reason {
    CHARGEBACK_FRAUDULENT, /* the holder did not pay this */
    CHARGEBACK_NOT_RECEIVED,
    CHARGEBACK_NOT_AS_DESCRIBED,
};
extern const struct choice chargeback_reasons[];

struct chargeback {
    chargeback_id chargeback;
    payment_id payment;
    int64_t purchase;
    struct money amount;
    enum chargeback_reason reason;
    int64_t round; /* 1, and one more each time that it comes again after it was won */
    bool won;      /* all of it came back */
    struct moment at;
};
struct chargeback_wish {
    payment_id payment;
    enum chargeback_reason reason;
    const char *key; /* the gateway's name of its event */
    bool again;      /* after it was won; CHARGEBACK_NOT_FOUND when it was not */
    struct moment now;
};
/* Only of a captured card payment that is not wholly refunded: CHARGEBACK_NOT_POSSIBLE. Told
 * again, by whatever event, it gives the one that was taken, and nothing moves. */
refused payments_charge_back(struct store_tx *tx, struct arena *memory,
                             const struct chargeback_wish *wish, struct chargeback *ret_chargeback);
/* False when the bank has not taken it back. */
bool payments_find_chargeback(struct store_tx *tx, struct arena *memory, payment_id payment,
                              struct chargeback *ret_chargeback);
/* The bank has decided: won, its money is back at that moment. CHARGEBACK_NOT_FOUND; once a round,
 * then CHARGEBACK_IS_DECIDED; told the same again, nothing happens. */
refused payments_decide_chargeback(struct store_tx *tx, struct arena *memory, payment_id payment,
                                   bool won, struct moment now);
/* Gives the answer to a chargeback to its gateway, outside any transaction; LATER: ask again. */
enum gateway_word payments_contest(const struct settings *settings, const struct payment *payment,
                                   const char *pack, const char *key, struct moment now);

/* What was given back of each payment is what refunds and a chargeback say, and what banks
 * confirmed is what was paid: NULL, or the first fault. */
const char *payments_verify(struct store_tx *tx, struct arena *memory);

/* Payments that their gateway has not decided. */
int64_t payments_count_waiting(struct store_tx *tx);

/* Gives a buyer store credit from the market's grants. */
refused payments_grant_credit(struct store_tx *tx, account_id buyer, struct money amount,
                              const char *key, struct moment now);

/* What a gateway tells of a card before it is asked for money. */
struct payment_card {
    const char *label;       /* "Visa ·· 4242" */
    const char *fingerprint; /* the same for the same card, whoever brings it; NULL: not told */
    const char *country;     /* of the bank that gave it, "PT"; NULL: not told */
};
/* For a caller that judges before paying; false when the token is not known. */
bool payments_describe_card(const struct settings *settings, const char *token,
                            struct arena *memory, struct payment_card *ret_card);

/* A gateway: its functions run outside transactions and may block. `key` names the payment or
 * refund for ever, so asking twice charges once. */
struct authentication;
struct gateway {
    const char *name;
    enum gateway_word (*capture)(const struct payment *payment, const char *key, struct moment now,
                                 const char **ret_failure);
    enum gateway_word (*refund)(const struct payment *payment, struct money amount, const char *key,
                                struct moment now);
    /* Takes the answer to a chargeback: a JSON text. What the bank decides comes as an event. */
    enum gateway_word (*contest)(const struct payment *payment, const char *pack, const char *key,
                                 struct moment now);
    /* The card's bank is asked to confirm: yes, without asking its holder; no, it cannot; or later,
     * when the holder has answered on the page that ret_page names. */
    enum gateway_word (*authenticate)(struct arena *memory, const struct authentication *asked,
                                      const char *key, const char **ret_page);
    /* Know by the token alone, so they may be asked inside an act. */
    bool (*can_authenticate)(const char *token);
    bool (*describe)(const char *token, struct arena *memory, struct payment_card *ret_card);
};
extern const struct gateway payments_sandbox;
