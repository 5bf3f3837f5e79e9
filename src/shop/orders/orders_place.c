/* Orders, placed: a cart becomes a purchase, in one act. */
#include "shop/orders/orders_inside.h"

#include <assert.h>
#include <jansson.h>
#include <math.h>

#include "base/id.h"
#include "shop/coupons/coupons.h"
#include "shop/exchange/exchange.h"
#include "shop/orders/orders_sql.h"

REFUSAL(QUOTE_CHANGED, 409,
        "A price, a rate or the shipping changed since this total was shown. Look at the new total "
        "and pay again.");
REFUSAL(CART_NOT_BUYABLE, 409,
        "Something in the cart cannot be bought as it is. The cart says what, and why.");

/* The address as it is now, sealed for this purchase: a later edit does not redirect a parcel. */
static struct value sealed_address(struct store_tx *tx, struct arena *memory, purchase_id purchase,
                                   const struct postal_address *address)
{
    struct secret_key key = secret_derive(&store_tx_settings(tx)->master, "purchase address");
    json_t *json = json_pack(
        "{s:s* s:s* s:s* s:s* s:s* s:s* s:s* s:s*}", "name", address->name, "line1", address->line1,
        "line2", address->line2, "city", address->city, "region", address->region, "postcode",
        address->postcode, "country", address->country, "phone", address->phone);
    char *plain = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    assert(plain);
    size_t size;
    unsigned char *sealed = secret_seal(memory, &key, purchase.number, plain, strlen(plain), &size);
    free(plain);
    return BYTES(sealed, size);
}

static refused place_line(struct store_tx *tx, order_id order, const struct cart_view_line *line,
                          const struct quote_line *quoted, struct moment now)
{
    refused why = cart_is_of_deal(line) ? deals_sell(tx, line->hold, line->count, order.number, now)
                                        : catalog_take_stock(tx, line->offer.offer, line->count);
    if (why)
        return why;
    store_put(tx, &orders_insert_line,
              WITH(INT(id_next(now)), INT(order.number), INT(line->offer.offer.number),
                   INT(line->offer.product.number), TEXT(line->offer.title),
                   TEXT(line->offer.options), TEXT(line->offer.picture), INT(line->count),
                   INT(quoted->list_price.minor), INT(quoted->unit_price.minor),
                   INT(quoted->total.minor), INT(quoted->discount.minor),
                   INT(quoted->subsidy.minor), INT(quoted->seller_total.minor)));
    return NULL;
}

/* What a use took off one order, and whether it says anything of it. */
static bool falls_on(const struct cart *cart, const struct quote_use *use, size_t part,
                     int64_t *ret_amount)
{
    const struct quote_facts *facts = &cart->facts;
    int64_t amount = use->shipping_parts[part], seller = facts->parcels[part].seller;
    for (size_t i = 0; i < facts->item_count; i++)
        amount += facts->items[i].order == part ? use->line_parts[i] : 0;
    *ret_amount = amount;
    bool perk = use->level == LEVEL_PERK && (!facts->promotions[use->fact].seller ||
                                             facts->promotions[use->fact].seller == seller);
    return amount || perk;
}

static void write_adjustments(struct store_tx *tx, order_id order, const struct cart *cart,
                              size_t part)
{
    int64_t place = 0, amount;
    for (size_t i = 0; i < cart->quote.use_count; i++) {
        const struct quote_use *use = &cart->quote.uses[i];
        const char *name = use->promotion ? cart->facts.promotions[use->fact].name
                           : use->bundle  ? cart->facts.bundles[use->fact].name
                           : use->deal    ? "deal"
                                          : "coins";
        if (!falls_on(cart, use, part, &amount))
            continue;
        store_put(tx, &orders_insert_adjustment,
                  WITH(INT(order.number), INT(place), INT(use->promotion), INT(use->coupon),
                       INT(use->bundle), INT(use->deal), TEXT(name), INT(amount)));
        place++;
    }
}

/* A parcel that is followed to the door, from a seller in good standing. */
static bool is_protected(const struct cart_part *part)
{
    return part->way.tracking == TRACKING_FULL && part->seller.standing != SELLER_RESTRICTED;
}

static refused place_order(struct store_tx *tx, const struct purchase_wish *wish,
                           purchase_id purchase, const struct cart *cart, size_t part_number,
                           const char *destination, bool review)
{
    const struct cart_part *part = &cart->parts[part_number];
    const struct quote_order *quoted = &cart->quote.orders[part_number];
    order_id order = { id_next(wish->now) };
    struct moment ship_by = moment_after(wish->now, days(store_tx_settings(tx)->ship_within_days));
    assert(quoted->line_count == part->line_count);
    store_put(tx, &orders_insert_order,
              WITH(INT(order.number), INT(purchase.number), INT(wish->buyer.number),
                   INT(part->seller.seller.number), TEXT(quoted->total.currency.code),
                   INT(quoted->goods.minor), INT(quoted->discount.minor),
                   INT(quoted->shipping.minor), INT(quoted->shipping_discount.minor),
                   INT(quoted->total.minor), INT(quoted->subsidy.minor), INT(quoted->free_returns),
                   TEXT(quoted->seller_total.currency.code), INT(quoted->seller_total.minor),
                   INT(quoted->commission.minor), INT(quoted->seller_net.minor),
                   INT(quoted->to_buyer.per_million), INT(part->way.method.number),
                   TEXT(part->way.name), TEXT(destination), INT(part->way.days_min),
                   INT(part->way.days_max), INT(wish->now.us), INT(ship_by.us),
                   INT(part->way.arrives_from.us), INT(part->way.arrives_to.us), INT(review),
                   INT(part->seller.guarantees), INT(is_protected(part))));
    for (size_t i = 0; i < part->line_count; i++) {
        refused why =
            place_line(tx, order, &cart->lines[part->lines[i]], &quoted->lines[i], wish->now);
        if (why)
            return why;
    }
    write_adjustments(tx, order, cart, part_number);
    return NULL;
}

/* What is asked of the fraud engine: the whole of the purchase, in US dollars. */
static void fill_question(struct store_tx *tx, const struct purchase_wish *wish,
                          const struct cart *cart, struct fraud_question *question)
{
    struct money total = cart->quote.total, about, dollars;
    struct currency reference = store_tx_settings(tx)->reference;
    const struct cart_view_line *dearest = NULL;
    int64_t dearest_minor = -1;
    question->amount = money_of(total.minor, reference); /* the nearest that can be said */
    if (!exchange_convert(tx, total, reference, wish->now, &about))
        question->amount = about;
    question->amount_usd = (double)NAN;
    if (!exchange_convert(tx, total, currency_of("USD"), wish->now, &dollars))
        question->amount_usd = (double)dollars.minor / 100;
    for (size_t i = 0; i < cart->part_count && i < FRAUD_SELLERS_MAX; i++) {
        const struct quote_order *order = &cart->quote.orders[i];
        question->sellers[question->seller_count].seller = cart->parts[i].seller.seller.number;
        question->sellers[question->seller_count++].amount_usd =
            total.minor ? question->amount_usd * (double)order->total.minor / (double)total.minor
                        : 0;
        for (size_t k = 0; k < order->line_count; k++)
            if (order->lines[k].unit_price.minor > dearest_minor) {
                dearest = &cart->lines[cart->parts[i].lines[k]];
                dearest_minor = order->lines[k].unit_price.minor;
            }
    }
    for (size_t i = 0; i < cart->line_count; i++)
        question->items += cart->lines[i].count;
    question->category = dearest ? dearest->offer.category.number : 0;
}

/* NULL when it may go on, or was stopped and ret_judgement says so. A card that is not known is
 * refused before anything is counted. */
static refused judge(struct store_tx *tx, struct arena *memory, const struct purchase_wish *wish,
                     purchase_id purchase, const struct cart *cart,
                     const struct postal_address *address, struct fraud_judgement *ret_judgement)
{
    struct payment_card card = { 0 };
    if (wish->method == PAYMENT_CARD &&
        !payments_describe_card(store_tx_settings(tx), wish->token, memory, &card))
        return &PAYMENT_TOKEN_WRONG;
    if (!wish->visit)
        return NULL;
    struct fraud_question question = {
        .act = FRAUD_CHECKOUT,
        .account = wish->buyer.number,
        .subject = purchase.number,
        .visit = *wish->visit,
        .account_country = wish->account_country,
        .card = card.fingerprint,
        .card_country = card.country,
        .card_token = wish->token,
        .charged = wish->total,
        .postal = arena_format(
            memory, "%s %s %s %s %s", address->line1, address->line2 ? address->line2 : "",
            address->postcode ? address->postcode : "", address->city, address->country),
        .postal_country = address->country,
        .by_credit = wish->method == PAYMENT_CREDIT,
        .now = wish->now,
    };
    fill_question(tx, wish, cart, &question);
    return fraud_judge(tx, memory, &question, ret_judgement);
}

/* Placed before under this key: the same purchase, whatever became of it. */
static bool placed_before(struct store_tx *tx, struct arena *memory,
                          const struct purchase_wish *wish, struct purchase_made *ret_made)
{
    struct payment payment;
    int64_t found = store_int(tx, &orders_select_purchase_by_key,
                              WITH(INT(wish->buyer.number), TEXT(wish->key)), 0);
    if (!found || payments_of_purchase(tx, memory, found, &payment))
        return false;
    *ret_made = (struct purchase_made){ .purchase = { found },
                                        .payment = payment.payment,
                                        .state = payment.state };
    return true;
}

/* What the quote used is used up: promotions' limits and the buyer's coupons. */
static refused use_up(struct store_tx *tx, const struct purchase_wish *wish, purchase_id purchase,
                      const struct cart *cart)
{
    refused why = promotions_spend(tx, &(struct promotions_spending){ .purchase = purchase.number,
                                                                      .buyer = wish->buyer,
                                                                      .facts = &cart->facts,
                                                                      .quote = &cart->quote,
                                                                      .now = wish->now });
    for (size_t i = 0; !why && i < cart->quote.use_count; i++) {
        coupon_id coupon = { cart->quote.uses[i].coupon };
        if (coupon.number)
            why = coupons_redeem(tx, coupon, wish->buyer, purchase.number, wish->now);
    }
    return why;
}

static void write_purchase(struct store_tx *tx, struct arena *memory,
                           const struct purchase_wish *wish, purchase_id purchase,
                           const struct quote *quote, const struct postal_address *address,
                           fraud_decision_id decision)
{
    store_put(tx, &orders_insert_purchase,
              WITH(INT(purchase.number), INT(wish->buyer.number), TEXT(wish->key),
                   TEXT(wish->total.currency.code), INT(quote->goods.minor),
                   INT(quote->discount.minor), INT(quote->shipping.minor),
                   INT(quote->shipping_discount.minor), INT(quote->total.minor),
                   sealed_address(tx, memory, purchase, address), TEXT(address->country),
                   INT(wish->now.us), INT(decision.number)));
}

refused orders_place(struct store_tx *tx, struct arena *memory, const struct purchase_wish *wish,
                     struct purchase_made *ret_made)
{
    struct cart_owner owner = { .account = wish->buyer };
    struct postal_address address;
    struct cart cart;
    if (placed_before(tx, memory, wish, ret_made))
        return NULL;
    refused why = accounts_address(tx, memory, wish->buyer, wish->address, &address);
    if (why)
        return why;
    why = cart_read(tx, memory,
                    &(struct cart_question){ .owner = owner,
                                             .destination = address.country,
                                             .currency = wish->total.currency,
                                             .now = wish->now,
                                             .app = wish->app },
                    &cart);
    if (why)
        return why;
    if (cart.line_count == 0)
        return &CART_EMPTY;
    if (!cart.can_be_bought)
        return &CART_NOT_BUYABLE;
    if (cart.quote.total.minor != wish->total.minor)
        return &QUOTE_CHANGED;
    purchase_id purchase = { id_next(wish->now) };
    struct fraud_judgement judgement = { 0 };
    if ((why = judge(tx, memory, wish, purchase, &cart, &address, &judgement)))
        return why;
    if (judgement.stops) {
        *ret_made = (struct purchase_made){ .judgement = judgement };
        return NULL;
    }
    bool review = wish->review || judgement.action == FRAUD_HOLD;
    write_purchase(tx, memory, wish, purchase, &cart.quote, &address, judgement.decision);
    for (size_t i = 0; i < cart.part_count; i++)
        if ((why = place_order(tx, wish, purchase, &cart, i, address.country, review)))
            return why;
    if ((why = use_up(tx, wish, purchase, &cart)))
        return why;
    cart_empty(tx, &owner);
    payment_id payment;
    why = payments_begin(tx, memory,
                         &(struct payment_wish){ .purchase = purchase.number,
                                                 .buyer = wish->buyer,
                                                 .amount = cart.quote.total,
                                                 .method = wish->method,
                                                 .token = wish->token,
                                                 .now = wish->now },
                         &payment);
    if (why)
        return why;
    *ret_made =
        (struct purchase_made){ purchase, payment,
                                wish->method == PAYMENT_CREDIT || cart.quote.total.minor == 0
                                    ? PAYMENT_CAPTURED
                                    : PAYMENT_BEGUN,
                                judgement };
    return NULL;
}
