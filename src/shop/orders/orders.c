/* Orders: their states, and the acts that change them. Placing is in orders_place.c. */
#include "shop/orders/orders_inside.h"

#include <assert.h>

#include "base/id.h"
#include "shop/coupons/coupons.h"
#include "shop/orders/orders_sql.h"

#define BIT(STATE) (1u << (STATE))

REFUSAL(ORDER_NOT_FOUND, 404, "There is no such order.");
REFUSAL(PURCHASE_NOT_FOUND, 404, "There is no such purchase.");
REFUSAL(ORDER_NOT_PAID, 409, "This order is not paid yet.");
REFUSAL(ORDER_ALREADY_SHIPPED, 409,
        "This order is on its way and can no longer be cancelled. Wait for it, then confirm or say "
        "what is wrong.");
REFUSAL(ORDER_ALREADY_CLOSED, 409, "This order is closed already.");
REFUSAL(ORDER_NOT_SHIPPED, 409, "This order has not been sent yet.");
REFUSAL(ORDER_IN_REVIEW, 409,
        "This order is being checked. Do not send it yet: you are told when it may go, and your "
        "time to send it begins then.");

const struct event_kind ORDER_PAID_EVENT = { "order.paid" };
const struct event_kind ORDER_SHIPPED_EVENT = { "order.shipped" };
const struct event_kind ORDER_DELIVERED_EVENT = { "order.delivered" };
const struct event_kind ORDER_RECEIVED_EVENT = { "order.received" };
const struct event_kind ORDER_CANCELLED_EVENT = { "order.cancelled" };
const struct event_kind ORDER_CLEARED_EVENT = { "order.cleared" };
const struct event_kind ORDER_CHARGED_BACK_EVENT = { "order.charged_back" };
const struct event_kind ORDER_REINSTATED_EVENT = { "order.reinstated" };
const struct event_kind ORDER_SETTLED_EVENT = { "order.settled" };

const char *const orders_state_names[ORDER_STATES] = {
    [ORDER_PLACED] = "placed",       [ORDER_PAID] = "paid",
    [ORDER_SHIPPED] = "shipped",     [ORDER_DELIVERED] = "delivered",
    [ORDER_COMPLETED] = "completed", [ORDER_REFUNDED] = "refunded",
    [ORDER_CANCELLED] = "cancelled", [ORDER_CHARGED_BACK] = "charged_back",
};

static const unsigned may_become[ORDER_STATES] = {
    [ORDER_PLACED] = BIT(ORDER_PAID) | BIT(ORDER_CANCELLED),
    [ORDER_PAID] = BIT(ORDER_SHIPPED) | BIT(ORDER_CANCELLED) | BIT(ORDER_CHARGED_BACK),
    [ORDER_SHIPPED] =
        BIT(ORDER_DELIVERED) | BIT(ORDER_COMPLETED) | BIT(ORDER_REFUNDED) | BIT(ORDER_CHARGED_BACK),
    [ORDER_DELIVERED] = BIT(ORDER_COMPLETED) | BIT(ORDER_REFUNDED) | BIT(ORDER_CHARGED_BACK),
    [ORDER_COMPLETED] = BIT(ORDER_REFUNDED) | BIT(ORDER_CHARGED_BACK),
    [ORDER_CHARGED_BACK] = BIT(ORDER_COMPLETED) | BIT(ORDER_CANCELLED),
};

static bool is_closed(const struct order *order)
{
    return order->state >= ORDER_COMPLETED;
}

bool orders_move(struct store_tx *tx, struct order *order, enum order_state to)
{
    assert(may_become[order->state] & BIT(to));
    bool moved = store_do(tx, &orders_change_state,
                          WITH(TEXT(orders_state_names[to]), INT(order->order.number),
                               TEXT(orders_state_names[order->state])));
    if (moved) {
        order->state = to;
        order->in_review = order->in_review && (to == ORDER_PLACED || to == ORDER_PAID);
    }
    return moved;
}

struct order orders_from_row(const struct rows *rows, struct arena *memory)
{
    struct currency currency = currency_of(rows_text(rows, memory, "currency"));
    struct currency sellers = currency_of(rows_text(rows, memory, "seller_currency"));
    return (struct order){
        .order = { rows_int(rows, "order_id") },
        .purchase = { rows_int(rows, "purchase_id") },
        .buyer = { rows_int(rows, "buyer_id") },
        .seller = { rows_int(rows, "seller_id") },
        .state = (enum order_state)text_place(rows_text(rows, memory, "state"), orders_state_names,
                                              ORDER_STATES),
        .goods = money_of(rows_int(rows, "goods"), currency),
        .discount = money_of(rows_int(rows, "discount"), currency),
        .shipping = money_of(rows_int(rows, "shipping"), currency),
        .shipping_discount = money_of(rows_int(rows, "shipping_discount"), currency),
        .total = money_of(rows_int(rows, "total"), currency),
        .subsidy = money_of(rows_int(rows, "subsidy"), currency),
        .seller_total = money_of(rows_int(rows, "seller_total"), sellers),
        .commission = money_of(rows_int(rows, "commission"), sellers),
        .seller_net = money_of(rows_int(rows, "seller_net"), sellers),
        .method = { rows_int(rows, "method_id") },
        .method_name = rows_text(rows, memory, "method_name"),
        .destination = rows_text(rows, memory, "destination"),
        .days_min = rows_int(rows, "days_min"),
        .days_max = rows_int(rows, "days_max"),
        .placed_at = { rows_int(rows, "placed_at") },
        .paid_at = { rows_int(rows, "paid_at") },
        .ship_by = { rows_int(rows, "ship_by") },
        .shipped_at = { rows_int(rows, "shipped_at") },
        .arrives_from = { rows_int(rows, "arrives_from") },
        .arrives_to = { rows_int(rows, "arrives_to") },
        .delivered_at = { rows_int(rows, "delivered_at") },
        .closed_at = { rows_int(rows, "closed_at") },
        .cancel_reason = rows_text(rows, memory, "cancel_reason"),
        .in_review = rows_int(rows, "in_review"),
        .free_returns = rows_int(rows, "free_returns"),
        .promised_at = { rows_int(rows, "promised_at") },
        .received_at = { rows_int(rows, "received_at") },
        .guarantees = (unsigned)rows_int(rows, "guarantees"),
        .is_protected = rows_int(rows, "protected"),
    };
}

refused orders_find(struct store_tx *tx, struct arena *memory, order_id order,
                    struct order *ret_order)
{
    struct rows rows = store_query(tx, &orders_select_order, WITH(INT(order.number)));
    if (!rows_next(&rows))
        return &ORDER_NOT_FOUND;
    *ret_order = orders_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

struct orders orders_of_purchase(struct store_tx *tx, struct arena *memory, purchase_id purchase)
{
    struct orders found = { 0 };
    struct rows rows = store_query(tx, &orders_select_of_purchase, WITH(INT(purchase.number)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = orders_from_row(&rows, memory);
    }
    return found;
}

struct order_lines orders_lines(struct store_tx *tx, struct arena *memory,
                                const struct order *order)
{
    struct order_lines found = { 0 };
    struct rows rows = store_query(tx, &orders_select_lines, WITH(INT(order->order.number)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        struct currency currency = order->total.currency;
        int64_t total = rows_int(&rows, "total"), discount = rows_int(&rows, "discount");
        found.items[found.count++] = (struct order_line){
            .line = { rows_int(&rows, "line_id") },
            .offer = { rows_int(&rows, "offer_id") },
            .product = { rows_int(&rows, "product_id") },
            .title = rows_text(&rows, memory, "title"),
            .options = rows_text(&rows, memory, "options"),
            .picture = rows_text(&rows, memory, "picture"),
            .count = rows_int(&rows, "count"),
            .list_price = money_of(rows_int(&rows, "list_price"), currency),
            .unit_price = money_of(rows_int(&rows, "unit_price"), currency),
            .total = money_of(total, currency),
            .discount = money_of(discount, currency),
            .paid = money_of(total - discount, currency),
            .subsidy = money_of(rows_int(&rows, "subsidy"), currency),
            .seller_total = money_of(rows_int(&rows, "seller_total"), order->seller_total.currency),
        };
    }
    return found;
}

struct order_adjustments orders_adjustments(struct store_tx *tx, struct arena *memory,
                                            const struct order *order)
{
    struct order_adjustments found = { 0 };
    struct rows rows = store_query(tx, &orders_select_adjustments, WITH(INT(order->order.number)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct order_adjustment){
            .promotion = rows_int(&rows, "promotion_id"),
            .coupon = rows_int(&rows, "coupon_id"),
            .bundle = rows_int(&rows, "bundle_id"),
            .deal = rows_int(&rows, "deal_id"),
            .name = rows_text(&rows, memory, "name"),
            .amount = money_of(rows_int(&rows, "amount"), order->total.currency),
        };
    }
    return found;
}

/* What is told of it later must be of how it was then. */
static const char in_review_facts[] = "{\"in_review\": true}";

refused orders_announce(struct store_tx *tx, const struct event_kind *kind,
                        const struct order *order, struct moment now)
{
    return events_announce(tx, &(struct event){ .kind = kind,
                                                .subject = order->order.number,
                                                .subject_prefix = "ord",
                                                .at = now,
                                                .facts = order->in_review ? in_review_facts : NULL,
                                                .what = order });
}

/* Acts ------------------------------------------------------------------------------------- */

/* Why an order in this state cannot be sent. */
static refused may_ship(const struct order *order)
{
    switch (order->state) {
    case ORDER_PAID: return order->in_review ? &ORDER_IN_REVIEW : NULL;
    case ORDER_PLACED: return &ORDER_NOT_PAID;
    case ORDER_SHIPPED:
    case ORDER_DELIVERED: return &ORDER_ALREADY_SHIPPED;
    default: return &ORDER_ALREADY_CLOSED;
    }
}

refused orders_ship(struct store_tx *tx, struct arena *memory,
                    const struct order_shipping *shipping)
{
    struct order order;
    struct moment now = shipping->now;
    refused why = orders_find(tx, memory, shipping->order, &order);
    if (why)
        return why;
    if (order.seller.number != shipping->seller.number)
        return &ORDER_NOT_FOUND; /* someone else's is not told from none */
    if ((why = may_ship(&order)))
        return why;
    struct seller seller;
    if ((why = sellers_find(tx, memory, order.seller, &seller)))
        return why;
    order.shipped_at = now;
    order.arrives_from = moment_after(now, days(order.days_min));
    order.arrives_to = moment_after(now, days(order.days_max));
    shipment_id shipment;
    why = shipping_send(tx,
                        &(struct sending){ .order = order.order.number,
                                           .seller = order.seller,
                                           .method = order.method,
                                           .number = shipping->number,
                                           .origin = seller.country,
                                           .destination = order.destination,
                                           .paid_at = order.paid_at,
                                           .promised_at = order.arrives_to,
                                           .now = now,
                                           .days_min = order.days_min,
                                           .days_max = order.days_max },
                        &shipment);
    if (why)
        return why;
    if (!orders_move(tx, &order, ORDER_SHIPPED))
        return &ORDER_ALREADY_CLOSED;
    store_put(tx, &orders_set_shipped,
              WITH(INT(now.us), INT(order.arrives_from.us), INT(order.arrives_to.us),
                   INT(order.order.number)));
    fraud_note_sent(tx, order.seller.number, (struct span){ now.us - order.paid_at.us }, now);
    return orders_announce(tx, &ORDER_SHIPPED_EVENT, &order, now);
}

static void return_stock(struct store_tx *tx, struct arena *memory, const struct order *order)
{
    struct order_lines lines = orders_lines(tx, memory, order);
    int64_t number = order->order.number;
    bool unpaid = text_same(order->cancel_reason, "payment");
    for (size_t i = 0; i < lines.count; i++) {
        offer_id offer = lines.items[i].offer;
        if (!(unpaid && deals_hold_again(tx, number, offer, order->closed_at)) &&
            !deals_take_back(tx, number, offer))
            catalog_return_stock(tx, offer, lines.items[i].count);
    }
}

/* What it used can be used again: by others, and by the buyer. */
static void give_back_promotions(struct store_tx *tx, const struct order *order, struct moment now)
{
    int64_t purchase = order->purchase.number;
    promotions_give_back(tx, purchase, order->seller, now);
    coupons_restore(tx, purchase, order->seller, now);
    if (store_int(tx, &orders_count_not_cancelled, WITH(INT(purchase)), 0))
        return;
    coupons_restore(tx, purchase, (seller_id){ 0 }, now); /* the market's are of all of it */
    promotions_forget_first(tx, purchase, order->buyer);
}

refused orders_cancel(struct store_tx *tx, struct arena *memory, order_id number,
                      const char *reason, struct moment now)
{
    struct order order;
    refused why = orders_find(tx, memory, number, &order);
    if (why)
        return why;
    if (order.state == ORDER_SHIPPED || order.state == ORDER_DELIVERED)
        return &ORDER_ALREADY_SHIPPED;
    if (is_closed(&order))
        return &ORDER_ALREADY_CLOSED;
    /* Its payment may still be captured; it is the payment's end that closes it. */
    if (order.state == ORDER_PLACED && !text_same(reason, "payment"))
        return &ORDER_NOT_PAID;
    if (!orders_move(tx, &order, ORDER_CANCELLED))
        return &ORDER_ALREADY_CLOSED;
    order.closed_at = now;
    order.cancel_reason = reason;
    store_put(tx, &orders_set_closed, WITH(INT(now.us), TEXT(reason), INT(order.order.number)));
    return_stock(tx, memory, &order);
    give_back_promotions(tx, &order, now);
    if (text_same(reason, "seller") || text_same(reason, "seller_late"))
        fraud_note_cancelled(tx, order.seller.number, now);
    return orders_announce(tx, &ORDER_CANCELLED_EVENT, &order, now);
}

refused orders_receive(struct store_tx *tx, struct arena *memory, order_id number, bool by_clock,
                       struct moment now)
{
    struct order order;
    refused why = orders_find(tx, memory, number, &order);
    if (why)
        return why;
    if (order.state == ORDER_PLACED || order.state == ORDER_PAID)
        return &ORDER_NOT_SHIPPED;
    if (is_closed(&order))
        return &ORDER_ALREADY_CLOSED;
    if (!orders_move(tx, &order, ORDER_COMPLETED))
        return &ORDER_ALREADY_CLOSED;
    order.closed_at = now;
    if (by_clock)
        store_put(tx, &orders_set_closed,
                  WITH(INT(now.us), TEXT("protection_ended"), INT(order.order.number)));
    else
        store_put(tx, &orders_set_received, WITH(INT(now.us), INT(order.order.number)));
    fraud_note_closed(tx, order.seller.number, by_clock, now);
    return orders_announce(tx, &ORDER_RECEIVED_EVENT, &order, now);
}

refused orders_settle(struct store_tx *tx, struct arena *memory, order_id number, bool refunded,
                      struct moment now)
{
    struct order order;
    refused why = orders_find(tx, memory, number, &order);
    enum order_state to = refunded ? ORDER_REFUNDED : ORDER_COMPLETED;
    if (why || order.state == to || !(may_become[order.state] & BIT(to)))
        return why;
    if (!orders_move(tx, &order, to))
        return &ORDER_ALREADY_CLOSED;
    order.closed_at = now;
    order.cancel_reason = "settled";
    store_put(tx, &orders_set_closed, WITH(INT(now.us), TEXT("settled"), INT(number.number)));
    fraud_note_closed(tx, order.seller.number, false, now);
    return orders_announce(tx, &ORDER_SETTLED_EVENT, &order, now);
}

/* What others say -------------------------------------------------------------------------- */

/* The rewards of an order that was paid: coupons, once each. */
static refused give_rewards(struct store_tx *tx, const struct order *order, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct promotion_gifts gifts = promotions_gifts(tx, order->purchase.number, order->seller);
    for (size_t i = 0; i < gifts.count; i++) {
        coupon_id coupon;
        refused why = coupons_give(tx, gifts.items[i], order->buyer,
                                   arena_format(&memory, "reward %lld %lld",
                                                (long long)order->purchase.number,
                                                (long long)gifts.items[i].number),
                                   now, &coupon);
        if (why && why != &COUPON_OVER && why != &PROMOTION_NOT_FOUND)
            return why;
    }
    return NULL;
}

static refused pay_orders(struct store_tx *tx, const struct event *event)
{
    const struct payment *payment = event->what;
    AUTO(arena) memory = { 0 };
    purchase_id purchase = { payment->purchase };
    if (!store_do(tx, &orders_change_purchase, WITH(TEXT("paid"), INT(purchase.number))))
        return NULL;
    struct moment ship_by = moment_after(event->at, days(store_tx_settings(tx)->ship_within_days));
    struct orders orders = orders_of_purchase(tx, &memory, purchase);
    for (size_t i = 0; i < orders.count; i++) {
        struct order *order = &orders.items[i];
        assert(may_become[order->state] & BIT(ORDER_PAID));
        if (!store_do(tx, &orders_pay,
                      WITH(INT(event->at.us), INT(ship_by.us), INT(order->order.number))))
            return &ORDER_ALREADY_CLOSED;
        order->state = ORDER_PAID;
        order->paid_at = event->at;
        order->ship_by = ship_by;
        refused why = give_rewards(tx, order, event->at);
        if (!why)
            why = orders_announce(tx, &ORDER_PAID_EVENT, order, event->at);
        if (why)
            return why;
    }
    return NULL;
}

/* The payment failed: the goods go back on the shelf and the lines into the cart. */
static refused fail_orders(struct store_tx *tx, const struct event *event)
{
    const struct payment *payment = event->what;
    AUTO(arena) memory = { 0 };
    purchase_id purchase = { payment->purchase };
    if (!store_do(tx, &orders_change_purchase, WITH(TEXT("failed"), INT(purchase.number))))
        return NULL;
    struct cart_owner owner = { .account = payment->buyer };
    struct orders orders = orders_of_purchase(tx, &memory, purchase);
    for (size_t i = 0; i < orders.count; i++) {
        refused why = orders_cancel(tx, &memory, orders.items[i].order, "payment", event->at);
        if (why)
            return why;
        struct order_lines lines = orders_lines(tx, &memory, &orders.items[i]);
        for (size_t k = 0; k < lines.count; k++)
            cart_add(tx, &owner, lines.items[k].offer, lines.items[k].count, event->at);
    }
    return NULL;
}

static refused deliver_order(struct store_tx *tx, const struct event *event)
{
    const struct shipment *shipment = event->what;
    AUTO(arena) memory = { 0 };
    struct order order;
    refused why = orders_find(tx, &memory, (order_id){ shipment->order }, &order);
    if (why == &ORDER_NOT_FOUND)
        return NULL; /* a parcel of something else: of a return */
    if (why || order.state != ORDER_SHIPPED || !orders_move(tx, &order, ORDER_DELIVERED))
        return why; /* confirmed before the carrier knew */
    order.delivered_at = event->at;
    store_put(tx, &orders_set_delivered, WITH(INT(event->at.us), INT(order.order.number)));
    return orders_announce(tx, &ORDER_DELIVERED_EVENT, &order, event->at);
}

/* The bank has taken the money back: whatever is not cancelled is over. What was not sent yet goes
 * back on the shelf; what was is with the buyer, or on its way to them. */
static refused charge_back_orders(struct store_tx *tx, const struct event *event)
{
    const struct chargeback *chargeback = event->what;
    AUTO(arena) memory = { 0 };
    struct orders orders = orders_of_purchase(tx, &memory, (purchase_id){ chargeback->purchase });
    for (size_t i = 0; i < orders.count; i++) {
        struct order *order = &orders.items[i];
        bool unsent = order->state == ORDER_PAID;
        if (!(may_become[order->state] & BIT(ORDER_CHARGED_BACK)))
            continue;
        if (!orders_move(tx, order, ORDER_CHARGED_BACK))
            return &ORDER_ALREADY_CLOSED;
        order->closed_at = event->at;
        order->cancel_reason = "charged_back";
        store_put(tx, &orders_set_closed,
                  WITH(INT(event->at.us), TEXT(order->cancel_reason), INT(order->order.number)));
        if (unsent)
            return_stock(tx, &memory, order);
        refused why = orders_announce(tx, &ORDER_CHARGED_BACK_EVENT, order, event->at);
        if (why)
            return why;
    }
    return NULL;
}

/* The bank has given the money back. An order that was sent is the seller's after all; the buyer of
 * one that was not is refunded, as of any that is not sent. */
static refused reinstate_orders(struct store_tx *tx, const struct event *event)
{
    const struct chargeback *chargeback = event->what;
    AUTO(arena) memory = { 0 };
    struct orders orders = orders_of_purchase(tx, &memory, (purchase_id){ chargeback->purchase });
    for (size_t i = 0; i < orders.count; i++) {
        struct order *order = &orders.items[i];
        if (order->state != ORDER_CHARGED_BACK)
            continue;
        if (!orders_move(tx, order, order->shipped_at.us ? ORDER_COMPLETED : ORDER_CANCELLED))
            return &ORDER_ALREADY_CLOSED;
        order->closed_at = event->at;
        order->cancel_reason = "reinstated";
        store_put(tx, &orders_set_closed,
                  WITH(INT(event->at.us), TEXT(order->cancel_reason), INT(order->order.number)));
        refused why = orders_announce(tx, &ORDER_REINSTATED_EVENT, order, event->at);
        if (why)
            return why;
    }
    return NULL;
}

/* The order needs its parcel no more. */
static refused end_parcel(struct store_tx *tx, const struct event *event)
{
    shipping_end(tx, event->subject, event->at);
    return NULL;
}

const struct listener orders_hears[] = {
    { &PAYMENT_CAPTURED_EVENT, pay_orders },
    { &PAYMENT_FAILED_EVENT, fail_orders },
    { &PAYMENT_CHARGED_BACK_EVENT, charge_back_orders },
    { &PAYMENT_FAILED_EVENT, orders_tell_decline },
    { &PAYMENT_CHARGED_BACK_EVENT, orders_tell_chargeback },
    { &CHARGEBACK_WON_EVENT, reinstate_orders },
    { &CHARGEBACK_WON_EVENT, orders_tell_chargeback_won },
    { &SHIPMENT_DELIVERED_EVENT, deliver_order },
    { &SHIPMENT_LATE, orders_tell_parcel },
    { &SHIPMENT_STUCK, orders_tell_parcel },
    { &SHIPMENT_LOST, orders_tell_parcel },
    { &ORDER_RECEIVED_EVENT, end_parcel },
    { &ORDER_SETTLED_EVENT, end_parcel },
    { &ORDER_REINSTATED_EVENT, end_parcel },
    { 0 },
};

/* Jobs ------------------------------------------------------------------------------------- */

enum { LATE_MOST = 200 };

static refused plan_next(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "orders.cancel_late",
                                      .run_at = moment_after(*now, minutes(1)) });
    return NULL;
}

struct cancelling {
    order_id order;
    struct moment now;
};

static refused cancel_late(struct store_tx *tx, void *what)
{
    struct cancelling *late = what;
    AUTO(arena) memory = { 0 };
    refused why = orders_cancel(tx, &memory, late->order, "seller_late", late->now);
    bool settled = why == &ORDER_ALREADY_SHIPPED || why == &ORDER_ALREADY_CLOSED;
    return settled ? NULL : why; /* sent or closed in the meantime */
}

/* Sellers who did not ship in time. One order that cannot be cancelled holds up no other. */
static refused run_cancel_late(struct store *store, const struct job *job, struct moment now)
{
    struct cancelling late[LATE_MOST];
    int count = 0;
    refused first = NULL;
    (void)job;
    struct store_tx *tx = store_read(store);
    struct rows rows = store_query(tx, &orders_select_late, WITH(INT(now.us), INT(LATE_MOST)));
    while (rows_next(&rows))
        late[count++] = (struct cancelling){ { rows_int(&rows, "order_id") }, now };
    store_read_end(tx);
    for (int i = 0; i < count; i++) {
        refused why = store_transact(store, cancel_late, &late[i]);
        first = first ? first : why;
    }
    refused why = store_transact(store, plan_next, &now);
    return first ? first : why;
}

const struct job_kind orders_jobs[] = {
    { .name = "orders.cancel_late", .run = run_cancel_late, .attempts_max = 1000000 },
    { .name = "orders.tell", .run = orders_run_tell, .attempts_max = 1000000 },
    { 0 },
};

static refused plan_all(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "orders.tell", .run_at = *now });
    return plan_next(tx, what);
}

refused orders_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_all, &now);
}

const char *orders_verify(struct store_tx *tx, struct arena *memory)
{
    int64_t order = store_int(tx, &orders_verify_totals, WITHOUT, 0);
    if (order)
        return arena_format(memory, "orders: %s: its lines and parts do not add up to its total",
                            id_text(memory, "ord", order));
    int64_t purchase = store_int(tx, &orders_verify_purchases, WITHOUT, 0);
    if (purchase)
        return arena_format(memory, "orders: %s: its orders do not add up to its total",
                            id_text(memory, "pur", purchase));
    purchase = store_int(tx, &orders_verify_payments, WITHOUT, 0);
    if (purchase)
        return arena_format(memory, "orders: %s: its payment does not fit its state or total",
                            id_text(memory, "pur", purchase));
    purchase = store_int(tx, &orders_verify_chargebacks, WITHOUT, 0);
    if (purchase)
        return arena_format(memory,
                            "orders: %s: what the bank took back is not what is charged back",
                            id_text(memory, "pur", purchase));
    int64_t deal = store_int(tx, &orders_verify_deals, WITHOUT, 0);
    if (deal)
        return arena_format(memory, "orders: %s: it does not fit what a flash deal sold",
                            id_text(memory, "ord", deal));
    return NULL;
}
