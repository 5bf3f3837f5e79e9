/* Quote: converts each unit price once, multiplies, adds up. */
#include "shop/promotions/quote.h"

#include <assert.h>

REFUSAL(QUOTE_TOO_LARGE, 422,
        "This is more than can be paid at once. Buy it in several purchases.");

/* A product that stays far below overflow, so that no sum behind it can overflow. */
static bool line_fits(struct money unit_price, int64_t count)
{
    return unit_price.minor <= MONEY_MAX / 1000 && count >= 1 && count <= 999;
}

static refused add_line(const struct quote_parcel *parcel, const struct quote_item *item,
                        struct quote_order *order)
{
    struct money unit_price = money_convert(item->unit_price, parcel->to_buyer);
    if (unit_price.minor < 1)
        unit_price.minor = 1; /* a price never rounds to nothing */
    if (!line_fits(item->unit_price, item->count) || !line_fits(unit_price, item->count))
        return &QUOTE_TOO_LARGE;
    struct quote_line *line = &order->lines[order->line_count++];
    *line = (struct quote_line){
        .offer = item->offer,
        .count = item->count,
        .unit_price = unit_price,
        .total = money_times(unit_price, item->count),
        .seller_total = money_times(item->unit_price, item->count),
    };
    order->goods = money_plus(order->goods, line->total);
    order->seller_total = money_plus(order->seller_total, line->seller_total);
    return NULL;
}

/* The market's share is of all that the seller is paid, shipping included. */
static void finish_order(const struct quote_parcel *parcel, struct quote_order *order)
{
    order->shipping = money_convert(parcel->shipping, parcel->to_buyer);
    order->total = money_plus(order->goods, order->shipping);
    order->seller_total = money_plus(order->seller_total, parcel->shipping);
    order->commission = money_part(order->seller_total, parcel->commission_basis_points);
    order->seller_net = money_minus(order->seller_total, order->commission);
}

refused quote_make(struct arena *memory, const struct quote_facts *facts, struct quote *ret_quote)
{
    assert(facts->parcel_count <= QUOTE_ORDERS_MAX && facts->item_count <= QUOTE_LINES_MAX);
    struct money nothing = money_of(0, facts->currency);
    struct quote quote = { .goods = nothing, .shipping = nothing, .total = nothing };
    quote.orders = arena_array(memory, facts->parcel_count, sizeof(*quote.orders));
    for (size_t i = 0; i < facts->parcel_count; i++) {
        const struct quote_parcel *parcel = &facts->parcels[i];
        quote.orders[i] = (struct quote_order){
            .seller = parcel->seller,
            .lines = arena_array(memory, facts->item_count, sizeof(struct quote_line)),
            .goods = nothing,
            .seller_total = money_of(0, parcel->to_buyer.from),
            .to_buyer = parcel->to_buyer,
        };
    }
    for (size_t i = 0; i < facts->item_count; i++) {
        const struct quote_item *item = &facts->items[i];
        assert(item->order < facts->parcel_count);
        refused why = add_line(&facts->parcels[item->order], item, &quote.orders[item->order]);
        if (why)
            return why;
    }
    for (size_t i = 0; i < facts->parcel_count; i++) {
        struct quote_order *order = &quote.orders[i];
        finish_order(&facts->parcels[i], order);
        quote.goods = money_plus(quote.goods, order->goods);
        quote.shipping = money_plus(quote.shipping, order->shipping);
        quote.total = money_plus(quote.total, order->total);
    }
    quote.order_count = facts->parcel_count;
    if (quote.total.minor > MONEY_MAX)
        return &QUOTE_TOO_LARGE;
    *ret_quote = quote;
    return NULL;
}
