/* Escrow, on the web: the hold of an order, for programs; pages show it with the order. */
#include "shop/escrow/escrow_inside.h"
#include "shop/escrow/escrow_schema_sql.h"
#include "shop/escrow/escrow_sql.h"
#include "shop/orders/orders_web.h"
#include "shop/sellers/sellers_web.h"

static const struct field hold_fields[] = {
    ID_FIELD(struct hold, order, "ord", .says = "The order."),
    MONEY_FIELD(struct hold, amount, .says = "What the buyer paid."),
    CHOICE_FIELD(struct hold, state, hold_states, .says = "Where the money is."),
    MOMENT_FIELD(struct hold, opened_at, .says = "Since when it was held."),
    MOMENT_FIELD(struct hold, release_at, .says = "When protection runs out."),
    MOMENT_FIELD(struct hold, closed_at, .says = "When it was released or refunded."),
    { 0 },
};

static refused is_party(struct request *request)
{
    struct order order;
    struct seller seller;
    if (!request->visitor.account.number)
        return &NOT_SIGNED_IN;
    refused why = orders_find(request->tx, request->memory,
                              (order_id){ request_id(request, "order") }, &order);
    if (why)
        return why;
    bool buyer = order.buyer.number == request->visitor.account.number;
    bool sells = !sellers_of_request(request, request->tx, &seller) &&
                 seller.seller.number == order.seller.number;
    return buyer || sells ? NULL : &ORDER_NOT_FOUND;
}

static const struct permission party_of_order = { "party_of_order",
                                                  "The buyer or the seller of the order",
                                                  is_party };
#define PARTY_OF_ORDER (&party_of_order)

static refused show_hold(struct request *request)
{
    return escrow_hold(request->tx, (order_id){ request_id(request, "order") }, request->answer);
}

// clang-format off
static const struct route escrow_routes[] = {
    { GET, "/orders/{order}/hold", PARTY_OF_ORDER, show_hold,
      .summary = "The money held for an order", .gives = hold_fields,
      .refuses = { &ORDER_NOT_FOUND, &HOLD_NOT_FOUND }, .face = ONLY_API },
    { 0 },
};
// clang-format on

const struct module escrow_module = {
    .name = "escrow",
    .routes = escrow_routes,
    .schema = escrow_schema,
    .hears = escrow_hears,
    .jobs = escrow_jobs,
    .statements = escrow_statements,
    .first = escrow_first,
};
