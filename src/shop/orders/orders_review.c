/* Orders, in review: paid and held, they wait for a person's word. */
#include "shop/orders/orders_inside.h"

#include "shop/orders/orders_sql.h"

REFUSAL(ORDER_NOT_IN_REVIEW, 409, "This purchase is not in review: it was decided already.");

/* Its time to send begins now. An order whose payment is not decided gets its time when it is. */
static refused clear_order(struct store_tx *tx, struct order *order, struct moment now)
{
    bool paid = order->state == ORDER_PAID;
    struct moment ship_by = moment_after(now, days(store_tx_settings(tx)->ship_within_days));
    int64_t waited = paid && now.us > order->paid_at.us ? now.us - order->paid_at.us : 0;
    if (!store_do(tx, &orders_clear,
                  WITH(INT(ship_by.us), INT(waited), INT(order->order.number),
                       TEXT(orders_state_names[order->state]))))
        return &ORDER_NOT_IN_REVIEW;
    order->in_review = false;
    order->ship_by = ship_by;
    order->arrives_from.us += waited;
    order->arrives_to.us += waited;
    return paid ? orders_announce(tx, &ORDER_CLEARED_EVENT, order, now) : NULL;
}

refused orders_clear_review(struct store_tx *tx, struct arena *memory, purchase_id purchase,
                            struct moment now)
{
    struct orders orders = orders_of_purchase(tx, memory, purchase);
    size_t cleared = 0;
    if (!orders.count)
        return &PURCHASE_NOT_FOUND;
    for (size_t i = 0; i < orders.count; i++) {
        if (!orders.items[i].in_review)
            continue;
        refused why = clear_order(tx, &orders.items[i], now);
        if (why)
            return why;
        cleared++;
    }
    return cleared ? NULL : &ORDER_NOT_IN_REVIEW;
}

refused orders_refuse_review(struct store_tx *tx, struct arena *memory, purchase_id purchase,
                             struct moment now)
{
    struct orders orders = orders_of_purchase(tx, memory, purchase);
    size_t cancelled = 0;
    if (!orders.count)
        return &PURCHASE_NOT_FOUND;
    for (size_t i = 0; i < orders.count; i++) {
        if (!orders.items[i].in_review)
            continue;
        refused why = orders_cancel(tx, memory, orders.items[i].order, "review", now);
        if (why)
            return why;
        cancelled++;
    }
    return cancelled ? NULL : &ORDER_NOT_IN_REVIEW;
}
