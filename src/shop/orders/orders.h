/* Orders: a purchase, paid once, holds one order a seller.
 *
 * Placing takes the stock, freezes the quote into orders and lines and begins the payment, in one
 * act. Paid orders wait for their seller to ship; then for the parcel; then for the buyer to
 * confirm. A seller who does not ship in time and a buyer who cancels before shipping give the
 * money back. Nobody sets a state: acts do, by the table may_become.
 *
 * A purchase may be placed for review: its orders are paid and the money is held, but nothing is
 * sent and no deadline runs until somebody clears or refuses it. */
#pragma once

#include "shop/cart/cart.h"
#include "shop/fraud/fraud.h"
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
    ORDER_DELIVERED,    /* the carrier says so */
    ORDER_COMPLETED,    /* confirmed, or protection ran out: the seller is paid */
    ORDER_REFUNDED,     /* after it was sent, all of it: the buyer has the money */
    ORDER_CANCELLED,    /* before shipping, or never paid: the buyer has the money */
    ORDER_CHARGED_BACK, /* the buyer's bank took the payment back */
    ORDER_STATES,
};
extern const struct choice order_states[];

struct order {
    order_id order;
    purchase_id purchase;
    account_id buyer;
    seller_id seller;
    enum order_state state;
    struct money goods, discount, shipping, shipping_discount; /* the buyer's currency */
    struct money total;   /* goods - discount + shipping - shipping_discount: what the buyer pays */
    struct money subsidy; /* what the market pays to the seller in the buyer's place */
    struct money seller_total, commission, seller_net; /* the seller's, frozen */
    method_id method;
    const char *destination;
    const char *method_name;
    int64_t days_min, days_max; /* from shipping to the door */
    struct moment placed_at, paid_at, ship_by, shipped_at, arrives_from, arrives_to, delivered_at,
        closed_at;
    /* Why it was closed: "buyer", "seller_late", "payment", "seller", "operator", "review",
     * "charged_back", "reinstated", "protection_ended", "settled" or NULL. */
    const char *cancel_reason;
    bool in_review;            /* placed or paid, and waits for a person's word */
    bool free_returns;         /* by a promotion */
    struct moment promised_at; /* the last day that the buyer was told when it was bought */
    struct moment received_at; /* the buyer's own word that it has come; 0: never said */
    unsigned guarantees;       /* in force when it was bought: bits of enum guarantee */
    bool is_protected;         /* followed all the way: never delivered, it is refunded */
};

/* Subject: the order; `what` is a const struct order *. */
extern const struct event_kind ORDER_PAID_EVENT, ORDER_SHIPPED_EVENT, ORDER_DELIVERED_EVENT,
    ORDER_RECEIVED_EVENT, ORDER_CANCELLED_EVENT, ORDER_CLEARED_EVENT, ORDER_CHARGED_BACK_EVENT,
    ORDER_SETTLED_EVENT,
    ORDER_REINSTATED_EVENT; /* what a bank took came back: completed, or cancelled if never sent */

extern const struct refusal ORDER_NOT_FOUND, PURCHASE_NOT_FOUND, ORDER_NOT_PAID,
    ORDER_ALREADY_SHIPPED, ORDER_ALREADY_CLOSED, ORDER_NOT_SHIPPED, QUOTE_CHANGED, CART_NOT_BUYABLE,
    ORDER_IN_REVIEW, ORDER_NOT_IN_REVIEW;

refused orders_find(struct store_tx *tx, struct arena *memory, order_id order,
                    struct order *ret_order);

struct order_line {
    order_line_id line;
    offer_id offer;
    product_id product;
    const char *title, *options, *picture;
    int64_t count;
    struct money list_price, unit_price; /* of one: without and with promotions of its price */
    struct money total, discount, paid;  /* paid: total - discount */
    struct money subsidy;                /* the market's part of what was taken off it */
    struct money seller_total;           /* the seller's currency */
};
struct order_lines {
    struct order_line *items;
    size_t count;
};
struct order_lines orders_lines(struct store_tx *tx, struct arena *memory,
                                const struct order *order);

/* Buys the cart. The total is what the buyer was shown: QUOTE_CHANGED when it is not that now. */
struct purchase_wish {
    account_id buyer;
    address_id address;
    struct money total;
    enum payment_method method;
    const char *token;
    const char *key;             /* the purchase's own: doing it again gives the same purchase */
    const char *account_country; /* of the buyer; may be NULL */
    const struct fraud_visit *visit; /* whose hand; NULL: by the market's own, not judged */
    bool review; /* its orders wait until they are cleared, whatever the judgement */
    bool app;    /* from the installed app */
    struct moment now;
};
/* When the judgement stops it, nothing was placed and there is no purchase. */
struct purchase_made {
    purchase_id purchase;
    payment_id payment;
    enum payment_state state;
    struct fraud_judgement judgement;
};

/* Inside a transaction: judges, places, and begins the payment. */
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
/* The orders of a purchase that are in review go on, or are cancelled with everything refunded.
 * Those that were cancelled meanwhile stay so. ORDER_NOT_IN_REVIEW when none is: done before. A
 * payment that is not decided can be cleared, but not refused (ORDER_NOT_PAID). */
refused orders_clear_review(struct store_tx *tx, struct arena *memory, purchase_id purchase,
                            struct moment now);
refused orders_refuse_review(struct store_tx *tx, struct arena *memory, purchase_id purchase,
                             struct moment now);
/* The buyer has the goods, or protection ran out (`by_clock`). */
refused orders_receive(struct store_tx *tx, struct arena *memory, order_id order, bool by_clock,
                       struct moment now);
/* Its money has gone, part by part, to where it belongs: all to the buyer (`refunded`), or some to
 * the seller. Whoever holds the money says so; done before, nothing happens. */
refused orders_settle(struct store_tx *tx, struct arena *memory, order_id order, bool refunded,
                      struct moment now);
