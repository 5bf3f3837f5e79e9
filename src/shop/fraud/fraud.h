/* Fraud: judges every sensitive act in line, and gives its reasons.
 *
 * An act asks fraud_judge() inside its own transaction, before it changes anything. What is known
 * of the account and of all that it uses (device, card, address, network, seller) is read from
 * counters that the same transaction moves on; lists, then operators' rules, then the model say how
 * likely fraud is; and what costs least by the operator's prices is done. The row of signals is
 * kept with the decision, so what trains a model is what was seen. See README.md.
 *
 * When a judgement stops the act, the act does nothing more and returns NULL, so that the decision
 * stays; the caller then answers judgement.why. */
#pragma once

#include "base/choice.h"
#include "base/money.h"
#include "base/settings.h"
#include "base/words.h"
#include "store/events.h"
#include "store/jobs.h"

typedef struct {
    int64_t number;
} fraud_decision_id; /* dec_ */

enum fraud_act {
    FRAUD_SIGN_UP,
    FRAUD_SIGN_IN,
    FRAUD_CHECKOUT,
    FRAUD_COUPON,
    FRAUD_LISTING,
    FRAUD_REVIEW,
    FRAUD_MESSAGE,
    FRAUD_PAYOUT,
    FRAUD_BANK_CHANGE,
    FRAUD_ACTS,
};
extern const struct choice fraud_acts[]; /* "sign_up", N_("Sign-up") ... */

/* In the order of their harshness. */
enum fraud_action { FRAUD_ALLOW, FRAUD_CHALLENGE, FRAUD_HOLD, FRAUD_REFUSE, FRAUD_ACTIONS };
extern const struct choice fraud_actions[];

/* Whose hand did it, as the request saw it. All may be NULL. */
struct fraud_visit {
    const char *device;  /* names the browser, or the key of a program */
    const char *address; /* of the network, "203.0.113.7" */
    const char *agent;   /* User-Agent */
    bool by_program;     /* with an API key */
    const char *email;   /* its domain is a signal; where the act knows it */
};

enum { FRAUD_SELLERS_MAX = 8, FRAUD_PICTURES_MAX = 12 };

/* What is about to be done. Zero and NULL: there is none, or nobody knows. */
struct fraud_question {
    enum fraud_act act;
    int64_t account; /* who; a sign-up brings the id that the account will have */
    int64_t subject; /* what the act makes or changes: a purchase, a payout, a product ... */
    struct fraud_visit visit;
    struct money amount; /* at stake, in the market's reference currency */
    double amount_usd;   /* the same in US dollars */
    const char *account_country;
    const char *card, *card_country; /* the gateway's name of the card itself; where it is from */
    const char *card_token;          /* what the gateway would be given to take the money */
    struct money charged;            /* and how much it would take */
    const char *postal, *postal_country; /* the whole address in one text; only its hash is kept */
    bool by_credit;
    struct {
        int64_t seller;
        double amount_usd;
    } sellers[FRAUD_SELLERS_MAX];
    size_t seller_count;
    int64_t category;          /* of the dearest line, or of the listing */
    const char *category_name; /* its slug, for rules */
    int64_t items;             /* how many pieces */
    double price_to_usual;     /* of a listing or the dearest line: 1 is usual; 0 not known */
    double title_kept;   /* of a changed listing: share of its words that stayed; 0 not known */
    int64_t sold_before; /* of a changed listing: pieces sold as it was */
    const char *text;    /* of a listing, review, message: what it says */
    uint64_t pictures[FRAUD_PICTURES_MAX]; /* perceptual hashes, newest first */
    size_t picture_count;
    struct moment account_opened; /* where the module knows better than the counters */
    struct moment bank_since;     /* payouts: when the bank account was last changed */
    struct moment now;
};

struct fraud_judgement {
    fraud_decision_id decision;
    enum fraud_action action;
    bool stops;            /* challenged or refused: the act does nothing more */
    refused why;           /* then: FRAUD_CHALLENGED or FRAUD_REFUSED */
    const char *challenge; /* FRAUD_CHALLENGED: the token that /challenges/{token} takes */
    double probability;    /* by the model, calibrated; NAN without one */
};

extern const struct refusal FRAUD_CHALLENGED; /* 403: confirm that it is you, then do it again */
extern const struct refusal FRAUD_REFUSED;    /* 403: with what can be done next */

/* Inside the transaction of the act. On FRAUD_HOLD the act goes on, and what it makes waits for a
 * person (orders_clear_review() and the like end it). A refusal is the store's alone. */
refused fraud_judge(struct store_tx *tx, struct arena *memory,
                    const struct fraud_question *question, struct fraud_judgement *ret_judgement);

/* What went wrong without an act: a wrong password, a wrong code. Counted, not judged. */
void fraud_note_failure(struct store_tx *tx, const struct fraud_question *question);
/* The bank said no to what was allowed. */
void fraud_note_decline(struct store_tx *tx, fraud_decision_id decision, struct moment now);
/* What a seller does with orders: sent so long after the payment, cancelled or too late, and
 * closed, by the buyer's word or by the clock. */
void fraud_note_sent(struct store_tx *tx, int64_t seller, struct span after, struct moment now);
void fraud_note_cancelled(struct store_tx *tx, int64_t seller, struct moment now);
void fraud_note_closed(struct store_tx *tx, int64_t seller, bool by_clock, struct moment now);

/* What became of it ------------------------------------------------------------------------ */

/* How fraud is done. Who is guilty of it differs: a taken-over account's owner is not. */
enum fraud_kind {
    FRAUD_NONE, /* it was honest */
    FRAUD_STOLEN_CARD,
    FRAUD_CARD_TESTING,
    FRAUD_TAKEOVER,
    FRAUD_FAKE_ACCOUNT,
    FRAUD_NEVER_SHIPS,
    FRAUD_SWAPPED_LISTING,
    FRAUD_TRIANGULATION,
    FRAUD_PAYOUT_HIJACK,
    FRAUD_OTHER,
    FRAUD_KINDS,
};
extern const struct choice fraud_kinds[];

enum fraud_source { FRAUD_BY_CHARGEBACK, FRAUD_BY_PERSON, FRAUD_BY_SIMULATION };

/* Says what a decision's act turned out to be. A person's word stands over a chargeback's; the
 * same again changes nothing. Moves the counters of bad outcomes of all that is guilty. */
void fraud_label(struct store_tx *tx, fraud_decision_id decision, enum fraud_kind kind,
                 enum fraud_source source, struct moment now);

/* Decisions -------------------------------------------------------------------------------- */

extern const struct refusal FRAUD_DECISION_NOT_FOUND;

enum fraud_decider {
    FRAUD_BY_MODEL,
    FRAUD_BY_RULE,
    FRAUD_BY_LIST,
    FRAUD_BY_SAFE_SIDE, /* the engine could not judge */
    FRAUD_BY_PASSED,    /* a challenge was passed */
    FRAUD_BY_NOTHING,
    FRAUD_DECIDERS,
};
extern const struct choice fraud_deciders[], fraud_sources[];

struct fraud_decision {
    fraud_decision_id decision;
    enum fraud_act act;
    int64_t account, subject;
    enum fraud_action action;
    enum fraud_decider by;
    int64_t rule;
    double probability, shadow; /* NAN: there was none */
    int64_t model;
    struct money amount;
    const char *fired; /* "rul_... rul_...", or NULL */
    int outcome;       /* enum fraud_kind, or -1: not known */
    enum fraud_source outcome_by;
    struct moment at, outcome_at;
};
struct fraud_decisions {
    struct fraud_decision *items;
    size_t count;
};
refused fraud_find(struct store_tx *tx, struct arena *memory, fraud_decision_id decision,
                   struct fraud_decision *ret_decision);
/* The newest first, from before one (INT64_MAX: all). */
struct fraud_decisions fraud_of_account(struct store_tx *tx, struct arena *memory, int64_t account,
                                        int64_t before, int64_t most);

/* Why, strongest first: rules that fired, then signals by what they add (SHAP, in log odds). */
struct fraud_reason {
    const char *name; /* of a signal, or of a rule */
    const char *says; /* in the language that is spoken, "Age of the account in days: 0.2" */
    double weight;    /* of a signal: above 0 speaks for fraud; 0 of a rule */
    bool rule;
};
struct fraud_reasons {
    struct fraud_reason *items;
    size_t count;
};
struct fraud_reasons fraud_reasons(struct store_tx *tx, struct arena *memory,
                                   fraud_decision_id decision, size_t most);
/* Every signal of a decision that was there, in the order of the list: name, value in words. */
struct fraud_fact {
    const char *name, *says, *value;
    bool known;
};
struct fraud_facts {
    struct fraud_fact *items;
    size_t count;
};
struct fraud_facts fraud_facts(struct store_tx *tx, struct arena *memory,
                               fraud_decision_id decision);

/* What accounts have in common with one, two steps away: for a case's drawing. */
struct fraud_linked {
    int64_t account; /* another account, or this one */
    int64_t thing;   /* entity */
    int kind;        /* place in fraud_entity_kinds */
    struct moment first_at;
    bool thing_bad, account_bad;
};
struct fraud_links {
    struct fraud_linked *items;
    size_t count;
    bool more;
};
struct fraud_links fraud_links(struct store_tx *tx, struct arena *memory, int64_t account,
                               size_t most);
extern const struct choice fraud_entity_kinds[]; /* "account", N_("Account") ... */

/* The operator's bound of money over which a verdict needs a second person. */
struct money fraud_two_people_over(struct store_tx *tx);

/* Subject: the decision; `what` is a const struct fraud_stopped *. Announced when an act was held
 * or refused, inside its transaction: people's cases are opened by it. */
extern const struct event_kind FRAUD_STOPPED_EVENT;
struct fraud_stopped {
    fraud_decision_id decision;
    enum fraud_act act;
    enum fraud_action action;
    int64_t account, subject;
    struct money at_risk; /* reference currency */
    struct moment now;
};

/* Alarms: what an operator must know, one a kind, counted until somebody has seen to it. */
struct fraud_alarm {
    const char *kind, *says;
    struct moment first_at, last_at;
    int64_t count;
};
struct fraud_alarms {
    struct fraud_alarm *items;
    size_t count;
};
struct fraud_alarms fraud_alarms(struct store_tx *tx, struct arena *memory);

/* The lists: allowed or blocked by a person, until a time or for good. */
void fraud_list_account(struct store_tx *tx, int64_t account, bool block, const char *reason,
                        int64_t by, struct moment until, struct moment now);
