/* Orders, on the web: what the seller sees and does. */
#include "shop/orders/orders_sql.h"
#include "shop/orders/orders_web.h"

static refused find_own(struct request *request, struct store_tx *tx, struct order *ret_order,
                        struct seller *ret_seller)
{
    refused why = sellers_of_request(request, tx, ret_seller);
    if (!why)
        why =
            orders_find(tx, request->memory, (order_id){ request_id(request, "order") }, ret_order);
    if (why)
        return why;
    bool own = ret_order->seller.number == ret_seller->seller.number;
    return own ? NULL : &ORDER_NOT_FOUND; /* someone else's is not told from none */
}

static refused is_seller_of_order(struct request *request)
{
    struct order order;
    struct seller seller;
    if (!request->visitor.account.number)
        return &NOT_SIGNED_IN;
    return find_own(request, request->tx, &order, &seller);
}

static const struct permission seller_of_order = { "seller_of_order", "The seller of the order",
                                                   is_seller_of_order };
#define SELLER_OF_ORDER (&seller_of_order)

void orders_waiting_for(struct request *request, struct store_tx *tx, seller_id seller,
                        int64_t most, struct orders_answer_list *ret_list)
{
    struct rows rows = store_query(tx, &orders_select_to_ship, WITH(INT(seller.number), INT(most)));
    orders_fill_list(request, &rows, most, ret_list);
}

struct list_request {
    const char *cursor;
    int64_t limit;
    const char *state;
};
static const struct field list_fields[] = {
    PAGED_REQUEST(struct list_request),
    TEXT_FIELD(struct list_request, state, .optional = true,
               .pattern = "paid|shipped|delivered|completed|cancelled|charged_back",
               .says = "Only orders in this state."),
    { 0 },
};

static refused list_orders(struct request *request)
{
    const struct list_request *body = request->body;
    struct page_request page = { body->cursor, body->limit };
    struct orders_answer_list *answer = request->answer;
    struct seller seller;
    refused why = sellers_of_request(request, request->tx, &seller);
    if (why)
        return why;
    const char *state = body->state ? body->state : "";
    int64_t limit = orders_limit(&page);
    request->title = _("Orders to you");
    answer->state = body->state;
    answer->to_ship =
        store_int(request->tx, &orders_count_to_ship, WITH(INT(seller.seller.number)), 0);
    struct rows rows = store_query(
        request->tx, &orders_select_of_seller,
        WITH(INT(seller.seller.number), INT(orders_before(&page)), TEXT(state), INT(limit + 1)));
    orders_fill_list(request, &rows, limit, answer);
    return NULL;
}

static refused show_order(struct request *request)
{
    struct order order;
    struct seller seller;
    request->title = _("An order to you");
    refused why = find_own(request, request->tx, &order, &seller);
    return why ? why : orders_answer(request, request->tx, &order, true, request->answer);
}

struct ship_request {
    const char *number;
};
static const struct field ship_fields[] = {
    TEXT_FIELD(struct ship_request, number, .optional = true, .max = 60,
               .says = "The tracking number on the label; needed when the method is tracked."),
    { 0 },
};

static refused ship_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct ship_request *body = request->body;
    struct order order;
    struct seller seller;
    refused why = find_own(request, tx, &order, &seller);
    if (!why)
        why = orders_ship(tx, request->memory,
                          &(struct order_shipping){ .order = order.order,
                                                    .seller = seller.seller,
                                                    .number = body->number,
                                                    .now = request->now });
    if (!why)
        why = orders_find(tx, request->memory, order.order, &order);
    return why ? why : orders_answer(request, tx, &order, true, request->answer);
}

static refused ship_order(struct request *request)
{
    return request_transact(request, ship_act, request);
}

static refused cancel_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct order order;
    struct seller seller;
    refused why = find_own(request, tx, &order, &seller);
    if (!why)
        why = orders_cancel(tx, request->memory, order.order, "seller", request->now);
    if (!why)
        why = orders_find(tx, request->memory, order.order, &order);
    return why ? why : orders_answer(request, tx, &order, true, request->answer);
}

static refused cancel_order(struct request *request)
{
    return request_transact(request, cancel_act, request);
}

// clang-format off
const struct route orders_seller_routes[] = {
    { GET, "/seller/orders", SELLER, list_orders,
      .summary = "Orders to the seller", .takes = list_fields, .gives = orders_list_fields,
      .page = "orders/seller_orders", .scope = SCOPE_SELL },
    { GET, "/seller/orders/{order}", SELLER_OF_ORDER, show_order,
      .summary = "An order to the seller", .gives = order_fields,
      .refuses = { &ORDER_NOT_FOUND }, .page = "orders/seller_order", .scope = SCOPE_SELL },
    { POST, "/seller/orders/{order}/shipment", SELLER_OF_ORDER, ship_order,
      .summary = "The parcel is on its way", .takes = ship_fields, .gives = order_fields,
      .refuses = { &ORDER_NOT_FOUND, &ORDER_NOT_PAID, &ORDER_IN_REVIEW, &ORDER_ALREADY_SHIPPED,
                   &ORDER_ALREADY_CLOSED, &TRACKING_NUMBER_WRONG, &TRACKING_NUMBER_NEEDED,
                   &TRACKING_NUMBER_USED, &SHIPPING_NOT_OFFERED },
      .then = "/seller/orders/{order}", .again = "/seller/orders/{order}", .once = true,
      .scope = SCOPE_SELL, .done = N_("Noted. The buyer is told that it is on its way.") },
    { POST, "/seller/orders/{order}/cancellation", SELLER_OF_ORDER, cancel_order,
      .summary = "The seller cannot send it: the buyer is refunded", .gives = order_fields,
      .refuses = { &ORDER_NOT_FOUND, &ORDER_NOT_PAID, &ORDER_ALREADY_SHIPPED,
                   &ORDER_ALREADY_CLOSED },
      .then = "/seller/orders/{order}", .again = "/seller/orders/{order}", .once = true,
      .scope = SCOPE_SELL, .done = N_("The order is cancelled and the buyer is refunded.") },
    { 0 },
};
// clang-format on
