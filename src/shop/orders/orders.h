/* Orders: a purchase, paid once, holds one order a seller.
 *
 * Placing takes the stock, freezes the quote into orders and lines and begins the payment, in one
 * act. Paid orders wait for their seller to ship; then for the parcel; then for the buyer to
 * confirm. A seller who does not ship in time and a buyer who cancels before shipping give the
 * money back. Nobody sets a state: acts do, by the table may_become. */
#pragma once

#include "shop/cart/cart.h"
#include "shop/payments/payments.h"
#include "store/events.h"

typedef struct {
    int64_t number;
} purchase_id; /* pur_ */
typedef struct {
    int64_t number;
} order_id; /* ord_ */
typedef struct {
    int64_t number;
} order_line_id; /* orl_ */

enum purchase_state { PURCHASE_PLACED, PURCHASE_PAID, PURCHASE_FAILED };
enum order_state {
    ORDER_PLACED, /* its payment is not decided */
    ORDER_PAID,
    ORDER_SHIPPED,
    ORDER_DELIVERED, /* the carrier says so */
    ORDER_COMPLETED, /* confirmed, or protection ran out: the seller is paid */
    ORDER_CANCELLED, /* before shipping, or never paid: the buyer has the money */
    ORDER_STATES,
};
extern const struct choice order_states[];

struct order {
    order_id order;
    purchase_id purchase;
    account_id buyer;
    seller_id seller;
    enum order_state state;
    struct money goods, shipping, total;               /* the buyer's currency */
    struct money seller_total, commission, seller_net; /* the seller's, frozen */
    method_id method;
    const char *destination;
    const char *method_name;
    int64_t days_min, days_max; /* from shipping to the door */
    struct moment placed_at, paid_at, ship_by, shipped_at, arrives_from, arrives_to, delivered_at,
        closed_at;
    const char *cancel_reason; /* "buyer", "seller_late", "payment", "seller", "operator" or NULL */
};

/* Subject: the order; `what` is a const struct order *. */
extern const struct event_kind ORDER_PAID_EVENT, ORDER_SHIPPED_EVENT, ORDER_DELIVERED_EVENT,
    ORDER_RECEIVED_EVENT, ORDER_CANCELLED_EVENT;

extern const struct refusal ORDER_NOT_FOUND, PURCHASE_NOT_FOUND, ORDER_NOT_PAID,
    ORDER_ALREADY_SHIPPED, ORDER_ALREADY_CLOSED, ORDER_NOT_SHIPPED, QUOTE_CHANGED, CART_NOT_BUYABLE;

refused orders_find(struct store_tx *tx, struct arena *memory, order_id order,
                    struct order *ret_order);

/* Buys the cart. The total is what the buyer was shown: QUOTE_CHANGED when it is not that now. */
struct purchase_wish {
    account_id buyer;
    address_id address;
    struct money total;
    enum payment_method method;
    const char *token;
    const char *key; /* the purchase's own: doing it again gives the same purchase */
    struct moment now;
};
struct purchase_made {
    purchase_id purchase;
    payment_id payment;
    enum payment_state state;
};

/* Inside a transaction: places, and begins the payment. */
refused orders_place(struct store_tx *tx, struct arena *memory, const struct purchase_wish *wish,
                     struct purchase_made *ret_made);

struct order_shipping {
    order_id order;
    seller_id seller;
    const char *number;
    struct moment now;
};
refused orders_ship(struct store_tx *tx, struct arena *memory,
                    const struct order_shipping *shipping);
refused orders_cancel(struct store_tx *tx, struct arena *memory, order_id order, const char *reason,
                      struct moment now);
/* The buyer has the goods, or protection ran out (`by_clock`). */
refused orders_receive(struct store_tx *tx, struct arena *memory, order_id order, bool by_clock,
                       struct moment now);
