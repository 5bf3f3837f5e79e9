/* Orders, on the web: what the buyer sees and does. The seller's side: orders_seller_web.c. */
#include "shop/orders/orders_web.h"

#include "shop/orders/orders_checkout_web.h"
#include "shop/orders/orders_schema_sql.h"
#include "shop/orders/orders_sql.h"

static refused is_buyer(struct request *request)
{
    struct order order;
    if (!request->visitor.account.number)
        return &NOT_SIGNED_IN;
    refused why = orders_find(request->tx, request->memory,
                              (order_id){ request_id(request, "order") }, &order);
    if (why)
        return why;
    bool own = order.buyer.number == request->visitor.account.number;
    return own ? NULL : &ORDER_NOT_FOUND; /* someone else's is not told from none */
}

static const struct permission buyer_of_order = { "buyer_of_order", "The buyer of the order",
                                                  is_buyer };
#define BUYER_OF_ORDER (&buyer_of_order)

struct list_request {
    const char *cursor;
    int64_t limit;
};
static const struct field list_fields[] = { PAGED_REQUEST(struct list_request), { 0 } };

static refused list_orders(struct request *request)
{
    const struct list_request *body = request->body;
    struct page_request page = { body->cursor, body->limit };
    int64_t limit = orders_limit(&page);
    request->title = _("Your orders");
    struct rows rows = store_query(
        request->tx, &orders_select_of_buyer,
        WITH(INT(request->visitor.account.number), INT(orders_before(&page)), INT(limit + 1)));
    orders_fill_list(request, &rows, limit, request->answer);
    return NULL;
}

static refused answer_order(struct request *request, struct store_tx *tx)
{
    struct order order;
    refused why =
        orders_find(tx, request->memory, (order_id){ request_id(request, "order") }, &order);
    return why ? why : orders_answer(request, tx, &order, false, request->answer);
}

static refused show_order(struct request *request)
{
    request->title = _("Your order");
    return answer_order(request, request->tx);
}

/* The permission was asked on a snapshot; the act asks again, in its own transaction. */
static refused own_order(struct store_tx *tx, const struct request *request, order_id order)
{
    struct order found;
    refused why = orders_find(tx, request->memory, order, &found);
    bool own = !why && found.buyer.number == request->visitor.account.number;
    return own ? NULL : &ORDER_NOT_FOUND;
}

static refused confirm_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    order_id order = { request_id(request, "order") };
    refused why = own_order(tx, request, order);
    if (!why)
        why = orders_receive(tx, request->memory, order, false, request->now);
    return why ? why : answer_order(request, tx);
}

static refused confirm_receipt(struct request *request)
{
    return request_transact(request, confirm_act, request);
}

static refused cancel_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    order_id order = { request_id(request, "order") };
    refused why = own_order(tx, request, order);
    if (!why)
        why = orders_cancel(tx, request->memory, order, "buyer", request->now);
    return why ? why : answer_order(request, tx);
}

static refused cancel_order(struct request *request)
{
    return request_transact(request, cancel_act, request);
}

// clang-format off
static const struct route orders_routes[] = {
    { GET, "/orders", SIGNED_IN, list_orders,
      .summary = "The buyer's orders", .takes = list_fields, .gives = orders_list_fields,
      .page = "orders/orders" },
    { GET, "/orders/{order}", BUYER_OF_ORDER, show_order,
      .summary = "An order, its money and its way", .gives = order_fields,
      .refuses = { &ORDER_NOT_FOUND }, .page = "orders/order" },
    { POST, "/orders/{order}/receipt", BUYER_OF_ORDER, confirm_receipt,
      .summary = "The buyer has the goods: pay the seller", .gives = order_fields,
      .refuses = { &ORDER_NOT_FOUND, &ORDER_NOT_SHIPPED, &ORDER_ALREADY_CLOSED, &HOLD_CLOSED,
                   &HOLD_KEPT },
      .then = "/orders/{order}", .again = "/orders/{order}", .once = true, .scope = SCOPE_BUY,
      .done = N_("Thank you. The seller is paid now.") },
    { POST, "/orders/{order}/cancellation", BUYER_OF_ORDER, cancel_order,
      .summary = "The buyer cancels before it is sent: all is refunded", .gives = order_fields,
      .refuses = { &ORDER_NOT_FOUND, &ORDER_NOT_PAID, &ORDER_ALREADY_SHIPPED,
                   &ORDER_ALREADY_CLOSED },
      .then = "/orders/{order}", .again = "/orders/{order}", .once = true, .scope = SCOPE_BUY,
      .done = N_("The order is cancelled and all of it is refunded.") },
    { 0 },
};
// clang-format on

static const struct id_name orders_ids[] = {
    { "purchase", "pur" },
    { "order", "ord" },
    { 0 },
};

/* Three tables of routes, one module: modules.c lists them one behind the other. */
const struct module orders_module = {
    .name = "orders",
    .routes = orders_routes,
    .ids = orders_ids,
    .schema = orders_schema,
    .hears = orders_hears,
    .jobs = orders_jobs,
    .statements = orders_statements,
    .first = orders_first,
};
const struct module orders_checkout_module = {
    .name = "orders_checkout",
    .routes = orders_checkout_routes,
};
const struct module orders_seller_module = {
    .name = "orders_seller",
    .routes = orders_seller_routes,
};
