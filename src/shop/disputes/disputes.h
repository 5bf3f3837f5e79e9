/* Disputes: what a buyer says is wrong with an order, and who gets the money.
 *
 * A dispute is about lines of one order (so many pieces of each), for a reason, with a remedy that
 * the buyer asks for. Its lines are kept in escrow from the moment that it is opened; the rest of
 * the order goes on. The seller answers by a deadline; offers go to and fro; either side may ask an
 * operator, and appeal once against the operator's word. What is agreed is done at once. Whoever
 * keeps silent is answered for by a rule (disputes_rules.h), so nothing stays undecided.
 *
 * A withdrawal (EU directive 2011/83, article 9) and a return for no reason are disputes that
 * nobody need agree to. */
#pragma once

#include "base/choice.h"
#include "shop/escrow/escrow.h"

typedef struct {
    int64_t number;
} dispute_id; /* dsp_ */

enum dispute_reason {
    DISPUTE_NOT_ARRIVED,
    DISPUTE_NOT_AS_DESCRIBED,
    DISPUTE_DAMAGED,
    DISPUTE_WRONG,
    DISPUTE_COUNTERFEIT,
    DISPUTE_INCOMPLETE,
    DISPUTE_WITHDRAWAL,   /* by law, within so many days */
    DISPUTE_CHANGED_MIND, /* by the seller's free returns */
    DISPUTE_REASONS,
};
enum dispute_remedy {
    REMEDY_REFUND,      /* so much back; the buyer keeps the goods */
    REMEDY_RETURN,      /* the goods back, then the money */
    REMEDY_REPLACEMENT, /* sent once more */
    REMEDY_NOTHING,     /* only as an answer: the seller or the operator says no */
    DISPUTE_REMEDIES,
};
enum dispute_state {
    DISPUTE_SELLER,    /* the seller must answer */
    DISPUTE_BUYER,     /* the buyer must answer to an offer, or to a no */
    DISPUTE_SENDING,   /* the buyer must send the goods back */
    DISPUTE_RETURNING, /* they are on their way; then the seller must look at them */
    DISPUTE_REPLACING, /* the seller must send once more */
    DISPUTE_REPLACED,  /* it is on its way */
    DISPUTE_OPERATOR,  /* an operator must decide */
    DISPUTE_DECIDED,   /* decided; either side may appeal */
    DISPUTE_CLOSED,
    DISPUTE_STATES,
};
enum dispute_outcome {
    OUTCOME_NONE,
    OUTCOME_REFUNDED,
    OUTCOME_DENIED,
    OUTCOME_WITHDRAWN,
    OUTCOME_REPLACED
};
enum dispute_side { SIDE_BUYER, SIDE_SELLER, SIDE_OPERATOR, SIDE_RULE };
extern const struct choice dispute_reasons[], dispute_remedies[], dispute_states[],
    dispute_outcomes[], dispute_sides[];

struct dispute {
    dispute_id dispute;
    order_id order;
    account_id buyer;
    seller_id seller;
    enum dispute_reason reason;
    enum dispute_state state;
    struct money claim; /* all that it can give back */
    enum dispute_remedy remedy;
    struct money asked; /* by the buyer, last */
    bool has_offer;
    enum dispute_remedy offer; /* the seller's last, or the operator's decision */
    struct money offered;
    bool seller_pays;   /* for the way back */
    const char *number; /* of the parcel back or the replacement; or NULL */
    struct moment delivered_at, escalated_at, opened_at, deadline, closed_at;
    bool appealed;         /* this is, or will be, the second decision */
    account_id decided_by; /* the operator; 0: nobody */
    enum dispute_outcome outcome;
    const char *rule; /* that decided it, or NULL */
    struct money refunded;
};

extern const struct refusal DISPUTE_NOT_FOUND, DISPUTE_TOO_EARLY, DISPUTE_TOO_LATE,
    DISPUTE_OPEN_ALREADY, DISPUTE_DECIDED_BEFORE, DISPUTE_NOTHING_LEFT, DISPUTE_LINES_WRONG,
    DISPUTE_AMOUNT_WRONG, DISPUTE_NOT_YOUR_TURN, DISPUTE_IS_CLOSED, DISPUTE_GUARANTEED,
    DISPUTE_APPEALED, DISPUTE_TEXT_NEEDED, DISPUTE_PICTURES_TOO_MANY, WITHDRAWAL_NOT_POSSIBLE,
    RETURN_NOT_FREE;

/* Subject: the dispute; `what` is a const struct dispute *, as it is now. */
extern const struct event_kind DISPUTE_OPENED_EVENT, DISPUTE_MOVED_EVENT, DISPUTE_CLOSED_EVENT;

refused disputes_find(struct store_tx *tx, struct arena *memory, dispute_id dispute,
                      struct dispute *ret_dispute);

struct disputes {
    struct dispute *items;
    size_t count;
};
struct disputes disputes_of_order(struct store_tx *tx, struct arena *memory, order_id order);
/* The newest first, before one (INT64_MAX: all), of a buyer or a seller (0: any); open ones only,
 * or all. */
struct dispute_filter {
    account_id buyer;
    seller_id seller;
    bool open_only, with_operator;
    int64_t before, most;
};
struct disputes disputes_list(struct store_tx *tx, struct arena *memory,
                              const struct dispute_filter *filter);
int64_t disputes_count(struct store_tx *tx, const struct dispute_filter *filter);

struct dispute_line {
    int64_t line; /* 0: the shipping */
    int64_t count;
    struct money claim;
};
struct dispute_lines {
    struct dispute_line *items;
    size_t count;
};
struct dispute_lines disputes_lines(struct store_tx *tx, struct arena *memory,
                                    const struct dispute *dispute);

/* What happened, oldest first. */
struct dispute_step {
    enum dispute_side side;
    const char *act; /* "opened", "offered", "accepted", ... */
    bool has_remedy;
    enum dispute_remedy remedy;
    struct money amount;
    const char *words; /* or NULL */
    struct moment at;
};
struct dispute_steps {
    struct dispute_step *items;
    size_t count;
};
struct dispute_steps disputes_steps(struct store_tx *tx, struct arena *memory,
                                    const struct dispute *dispute);

struct dispute_picture {
    int64_t place;
    enum dispute_side side;
    struct moment at;
};
struct dispute_pictures {
    struct dispute_picture *items;
    size_t count;
};
struct dispute_pictures disputes_pictures(struct store_tx *tx, struct arena *memory,
                                          dispute_id dispute);

/* Acts ------------------------------------------------------------------------------------- */

/* Opened by the buyer. Without lines it is about all that has not gone back yet. */
struct dispute_wish {
    account_id buyer;
    order_id order;
    enum dispute_reason reason;
    enum dispute_remedy remedy;
    struct money asked;               /* of a refund; the whole claim otherwise */
    bool all;                         /* the whole claim, whatever it comes to */
    const struct dispute_line *lines; /* line and count */
    size_t line_count;
    const char *words;
    struct moment now;
};
refused disputes_open(struct store_tx *tx, struct arena *memory, const struct dispute_wish *wish,
                      struct dispute *ret_dispute);
/* What a dispute about these lines could give back now; the same refusals as opening it. */
refused disputes_claim(struct store_tx *tx, struct arena *memory, const struct dispute_wish *wish,
                       struct money *ret_claim);
/* The last moment to withdraw from an order by law; 0: it is not of those. */
struct moment disputes_withdraw_until(struct store_tx *tx, const struct order *order);
/* The last moment to open a dispute; 0: not yet sent, or it is closed for good. */
struct moment disputes_open_until(struct store_tx *tx, const struct order *order);

/* What a side does with a dispute. Whose turn it is not is refused. */
enum dispute_act {
    DISPUTE_ACCEPT,   /* the other side's last word */
    DISPUTE_OFFER,    /* seller's offer, buyer's counter-offer: remedy and amount */
    DISPUTE_DECLINE,  /* seller: no, and why */
    DISPUTE_ESCALATE, /* to an operator */
    DISPUTE_WITHDRAW, /* buyer: it is settled, or a mistake */
    DISPUTE_SEND,     /* the parcel back (buyer), the replacement (seller): number */
    DISPUTE_RECEIVE,  /* it has come and is as it should be */
    DISPUTE_CONTEST,  /* seller: what came back is not; buyer: nor is the replacement */
    DISPUTE_DECIDE,   /* operator: remedy and amount */
    DISPUTE_APPEAL,
    DISPUTE_ADD, /* only words, at any time while it is open */
    DISPUTE_ACTS,
};
extern const struct choice dispute_acts[];
struct dispute_deed {
    dispute_id dispute;
    enum dispute_side side; /* the caller knows that it is that side's */
    account_id by;
    enum dispute_act act;
    enum dispute_remedy remedy;
    struct money amount;
    bool seller_pays; /* operator, with REMEDY_RETURN */
    const char *words, *number;
    struct moment now;
};
refused disputes_act(struct store_tx *tx, struct arena *memory, const struct dispute_deed *deed,
                     struct dispute *ret_dispute);
/* Which of them this side may do now: bits of enum dispute_act. */
unsigned disputes_may(const struct dispute *dispute, const struct order *order,
                      enum dispute_side side);

/* A JPEG of our own making, at most 10 a side, while the dispute is open. */
struct dispute_photo {
    const unsigned char *bytes;
    size_t size;
};
refused disputes_add_picture(struct store_tx *tx, dispute_id dispute, enum dispute_side side,
                             struct dispute_photo photo, struct moment now);
bool disputes_picture(struct store_tx *tx, struct arena *memory, dispute_id dispute, int64_t place,
                      struct dispute_photo *ret_photo);

/* Closed disputes gave back what they say: NULL, or the first fault. */
const char *disputes_verify(struct store_tx *tx, struct arena *memory);

/* For a seller's standing. */
struct dispute_share {
    int64_t disputed; /* closed, and not taken back, for a reason that speaks against a seller */
    int64_t lost;     /* of those, in the buyer's favour */
};
struct dispute_share disputes_share(struct store_tx *tx, seller_id seller, struct moment since);
