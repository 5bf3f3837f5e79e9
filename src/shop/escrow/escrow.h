/* Escrow: keeps the buyer's money until the goods are there.
 *
 * A hold is opened when an order is paid and closed once: released to the seller, less
 * commission, or refunded to the buyer. When the buyer's bank takes the payment back, an open hold
 * goes back to the gateway; of a released one the market has the loss: sellers are not charged
 * here, for that needs a dispute, and its judgement. Balances are not kept here; see ledger.h.
 *
 * What the market takes off a price at its own cost (an order's subsidy) it puts into the hold
 * beside the buyer's money, and takes out again when that goes back. */
#pragma once

#include "shop/orders/orders.h"

enum hold_state { HOLD_OPEN, HOLD_RELEASED, HOLD_REFUNDED, HOLD_CHARGED_BACK };
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

extern const struct refusal HOLD_NOT_FOUND, HOLD_CLOSED;

refused escrow_hold(struct store_tx *tx, order_id order, struct hold *ret_hold);

/* What is held for a seller: net of commission, in the seller's currency. */
struct moneys escrow_of_seller(struct store_tx *tx, struct arena *memory, seller_id seller);

/* The open holds equal the ledger's escrow in each currency, what banks took back of released ones
 * its losses, and subsidies what promotions cost: NULL, or the first fault. */
const char *escrow_verify(struct store_tx *tx, struct arena *memory);
