/* Escrow: keeps the buyer's money until the goods are there.
 *
 * A hold is opened when an order is paid and closed once: released to the seller, less
 * commission, or refunded to the buyer; or settled part by part (a line, the shipping), when parts
 * of the order go their own ways. When the buyer's bank takes the payment back, an open hold
 * goes back to the gateway; of a released one the market has the loss: sellers are not charged
 * here, for that needs a dispute, and its judgement. Balances are not kept here; see ledger.h.
 *
 * What the market takes off a price at its own cost (an order's subsidy) it puts into the hold
 * beside the buyer's money, and takes out again when that goes back. */
#pragma once

#include "shop/orders/orders.h"

enum hold_state { HOLD_OPEN, HOLD_RELEASED, HOLD_REFUNDED, HOLD_CHARGED_BACK, HOLD_SETTLED };
extern const struct choice hold_states[];

struct hold {
    order_id order;
    struct money amount;  /* all of it */
    struct money subsidy; /* the market's part of it */
    enum hold_state state;
    struct moment opened_at;
    struct moment release_at; /* when protection runs out; moves when the parcel is sent */
    struct moment closed_at;
};

extern const struct refusal HOLD_NOT_FOUND, HOLD_CLOSED, HOLD_KEPT, PART_NOT_FOUND, PART_TOO_LITTLE;

refused escrow_hold(struct store_tx *tx, order_id order, struct hold *ret_hold);

/* Parts ------------------------------------------------------------------------------------ */

/* One line of an order, or its shipping. What went back to the buyer is a share of it: the same
 * share of the subsidy, of what the seller was told and of the commission goes back with it,
 * rounded (halves up) of the whole that has gone back so far: everything gives all of them. */
struct escrow_part {
    int64_t line;          /* 0: the shipping */
    bool open;             /* still held */
    struct money paid;     /* what the buyer paid for it */
    struct money refunded; /* of that, back to the buyer */
    struct money subsidy, subsidy_back;
    struct money seller_total, seller_back;   /* the seller's currency */
    struct money commission, commission_back; /* the seller's currency */
    bool whole_back;
    int64_t keeper;           /* who keeps it from being released; 0: nobody */
    struct money taken, lost; /* by a bank; of that, what the market bears */
    bool taken_open;          /* it was still held then */
};
struct escrow_parts {
    struct escrow_part *items;
    size_t count;
};
/* Of an order that is paid, its lines first; none of one that is not. */
struct escrow_parts escrow_parts(struct store_tx *tx, struct arena *memory,
                                 const struct order *order);

/* Keeps a part from being released by the clock or by the buyer's word, until it is let go. A part
 * that is closed is not kept. HOLD_KEPT when another keeps it. */
refused escrow_keep(struct store_tx *tx, struct arena *memory, const struct order *order,
                    int64_t line, int64_t keeper, struct moment now);
void escrow_let_go(struct store_tx *tx, const struct order *order, int64_t keeper);

/* Gives so much more of a part back to the buyer: out of the hold, or when it was released before,
 * from the seller: what is payable, then the deposit, and the rest the market lends and the seller
 * owes. A part of which all went back is closed. PART_TOO_LITTLE when it has not so much left. */
struct part_refund {
    const struct order *order;
    int64_t line;
    struct money amount; /* may be 0, with `whole` */
    bool whole;          /* all that is left of it */
    const char *reason;  /* as refunds have it */
    struct moment now;
};
refused escrow_refund_part(struct store_tx *tx, struct arena *memory,
                           const struct part_refund *wish);

/* What is left of a part goes to the seller; kept or not. Closed before, nothing happens. */
refused escrow_release_part(struct store_tx *tx, struct arena *memory, const struct order *order,
                            int64_t line, struct moment now);

/* From the seller to the buyer beside the price, as store credit: what is payable, then the
 * deposit, and the rest the market lends. Once for each key. */
struct compensation {
    const struct order *order;
    struct money amount; /* the buyer's currency */
    const char *kind;    /* of the transfers: "late.compensated" */
    const char *key;
    struct moment now;
};
refused escrow_compensate(struct store_tx *tx, struct arena *memory,
                          const struct compensation *compensation);

/* Who bears what a bank took of an order and keeps. Until somebody says so it is the seller for
 * what was still held, and the market for what was released before. */
enum bearer { BEARER_NONE, BEARER_SELLER, BEARER_MARKET };
/* The market: the seller is paid what was held, at the market's loss. The seller: what it was paid
 * comes back from it, as with escrow_refund_part(), and the market has no loss and no commission.
 * Once an order; done before, nothing happens. */
refused escrow_bear(struct store_tx *tx, struct arena *memory, const struct order *order,
                    enum bearer bearer, struct moment now);

/* Protection ends so much later; HOLD_CLOSED when it has ended. */
refused escrow_extend(struct store_tx *tx, order_id order, struct span by, struct moment now);

/* What is held for a seller: net of commission, in the seller's currency. */
struct moneys escrow_of_seller(struct store_tx *tx, struct arena *memory, seller_id seller);

/* The open holds equal the ledger's escrow in each currency, what banks took back of released ones
 * its losses, and subsidies what promotions cost: NULL, or the first fault. */
const char *escrow_verify(struct store_tx *tx, struct arena *memory);
