/* Orders, as answers: one order as its two sides see it, and lists of them. */
#include "shop/orders/orders_web.h"

#include <jansson.h>

#include "shop/chargebacks/chargebacks_web.h"
#include "shop/disputes/disputes.h"
#include "shop/orders/orders_sql.h"

const struct choice order_states[] = {
    [ORDER_PLACED] = { "placed", N_("Waiting for the payment") },
    [ORDER_PAID] = { "paid", N_("Paid, being prepared") },
    [ORDER_SHIPPED] = { "shipped", N_("On its way") },
    [ORDER_DELIVERED] = { "delivered", N_("Delivered") },
    [ORDER_COMPLETED] = { "completed", N_("Completed") },
    [ORDER_REFUNDED] = { "refunded", N_("Refunded") },
    [ORDER_CANCELLED] = { "cancelled", N_("Cancelled") },
    [ORDER_CHARGED_BACK] = { "charged_back", N_("Taken back by the bank") },
    { 0 },
};
const struct choice hold_states[] = {
    [HOLD_OPEN] = { "open", N_("Held") },
    [HOLD_RELEASED] = { "released", N_("Released to the seller") },
    [HOLD_REFUNDED] = { "refunded", N_("Refunded to the buyer") },
    [HOLD_CHARGED_BACK] = { "charged_back", N_("Taken back by the buyer’s bank") },
    [HOLD_SETTLED] = { "settled", N_("Shared between buyer and seller") },
    { 0 },
};

static const struct field adjustment_fields[] = {
    CHOICE_FIELD(struct order_adjustment_answer, kind, cart_use_kinds, .says = "What it was."),
    TEXT_FIELD(struct order_adjustment_answer, name, .says = "Its name, as it was then."),
    MONEY_FIELD(struct order_adjustment_answer, amount, .says = "What it took off; 0 of a perk."),
    { 0 },
};
static const struct field line_fields[] = {
    ID_FIELD(struct order_line_answer, line, "orl", .says = "This line."),
    ID_FIELD(struct order_line_answer, offer, "off", .says = "The offer that was bought."),
    ID_FIELD(struct order_line_answer, product, "prd", .says = "The product."),
    TEXT_FIELD(struct order_line_answer, title, .says = "Its name when it was bought."),
    TEXT_FIELD(struct order_line_answer, options, .says = "Colour, size and so on."),
    TEXT_FIELD(struct order_line_answer, picture, .says = "Path of a picture, or null."),
    INT_FIELD(struct order_line_answer, count, .says = "How many."),
    MONEY_FIELD(struct order_line_answer, list_price, .says = "Of one, without any promotion."),
    MONEY_FIELD(struct order_line_answer, unit_price, .says = "Of one."),
    MONEY_FIELD(struct order_line_answer, discount, .says = "Off the total, of all discounts."),
    MONEY_FIELD(struct order_line_answer, paid, .says = "What was paid for this line."),
    MONEY_FIELD(struct order_line_answer, total, .says = "Of all."),
    { 0 },
};
static const struct field step_fields[] = {
    TEXT_FIELD(struct order_step_answer, words, .says = "What happens."),
    TEXT_FIELD(struct order_step_answer, detail, .says = "More of it, or null."),
    MOMENT_FIELD(struct order_step_answer, at, .says = "When it happened, or is due; or null."),
    BOOL_FIELD(struct order_step_answer, done, .says = "It has happened."),
    BOOL_FIELD(struct order_step_answer, now, .says = "It is what has happened last."),
    { 0 },
};
static const struct field extension_fields[] = {
    INT_FIELD(struct order_extension_answer, days, .says = "How many days more."),
    CHOICE_FIELD(struct order_extension_answer, state, extension_states, .says = "The answer."),
    MOMENT_FIELD(struct order_extension_answer, asked_at, .says = "When it was asked for."),
    MOMENT_FIELD(struct order_extension_answer, decided_at, .says = "When it was answered."),
    { 0 },
};
static const struct field hold_fields[] = {
    CHOICE_FIELD(struct order_hold_answer, state, hold_states, .says = "Where the money is."),
    MONEY_FIELD(struct order_hold_answer, amount, .says = "How much."),
    MOMENT_FIELD(struct order_hold_answer, opened_at, .says = "Since when it was held."),
    MOMENT_FIELD(struct order_hold_answer, release_at, .says = "When protection runs out."),
    MOMENT_FIELD(struct order_hold_answer, closed_at, .says = "When it was released or refunded."),
    INT_FIELD(struct order_hold_answer, days_left, .says = "Whole days of protection left."),
    { 0 },
};
const struct field order_fields[] = {
    ID_FIELD(struct order_answer, order, "ord", .says = "This order."),
    ID_FIELD(struct order_answer, purchase, "pur", .says = "The purchase that it was paid with."),
    CHOICE_FIELD(struct order_answer, state, order_states, .says = "Its state."),
    ID_FIELD(struct order_answer, seller, "sel", .says = "Who sells."),
    TEXT_FIELD(struct order_answer, seller_name, .says = "The shop's name."),
    TEXT_FIELD(struct order_answer, buyer_name, .says = "Whom it is sent to; null once closed."),
    LIST_FIELD(struct order_answer, lines, line_fields, .says = "What was bought."),
    MONEY_FIELD(struct order_answer, goods, .says = "The lines, in the buyer's currency."),
    MONEY_FIELD(struct order_answer, discount, .says = "Off the lines."),
    MONEY_FIELD(struct order_answer, shipping, .says = "Sending them."),
    MONEY_FIELD(struct order_answer, shipping_discount, .says = "Off sending them."),
    MONEY_FIELD(struct order_answer, subsidy,
                .says = "What the market pays to the seller in the buyer's place."),
    LIST_FIELD(struct order_answer, adjustments, adjustment_fields,
               .says = "What took something off."),
    MONEY_FIELD(struct order_answer, total, .says = "Both: what is held."),
    MONEY_FIELD(struct order_answer, seller_total, .says = "The same in the seller's currency."),
    MONEY_FIELD(struct order_answer, commission, .says = "The market's part of it."),
    MONEY_FIELD(struct order_answer, seller_net, .says = "What the seller is paid."),
    MOMENT_FIELD(struct order_answer, placed_at, .says = "When it was bought."),
    MOMENT_FIELD(struct order_answer, ship_by, .says = "Not sent by then, it is refunded."),
    MOMENT_FIELD(struct order_answer, shipped_at, .says = "When it was sent."),
    MOMENT_FIELD(struct order_answer, arrives_from, .says = "The earliest day promised."),
    MOMENT_FIELD(struct order_answer, arrives_to, .says = "The latest day promised."),
    MOMENT_FIELD(struct order_answer, delivered_at, .says = "When the carrier brought it."),
    MOMENT_FIELD(struct order_answer, closed_at, .says = "When it was completed or cancelled."),
    TEXT_FIELD(struct order_answer, method, .says = "How it is sent."),
    TEXT_FIELD(struct order_answer, arrives, .says = "The days promised, in words."),
    TEXT_FIELD(struct order_answer, paid_with, .says = "How it was paid."),
    TEXT_FIELD(struct order_answer, tracking_number, .says = "The carrier's number, or null."),
    TEXT_FIELD(struct order_answer, destination, .says = "The country that it is sent to."),
    TEXT_FIELD(struct order_answer, address, .lines = true, .says = "The whole address, in lines."),
    TEXT_FIELD(struct order_answer, headline, .says = "The state as a sentence."),
    TEXT_FIELD(struct order_answer, cancel_reason,
               .says = "Why it was cancelled, in words, or null."),
    TEXT_FIELD(struct order_answer, example_number,
               .says = "In a sandbox, a tracking number that its carrier takes; or null."),
    LIST_FIELD(struct order_answer, steps, step_fields, .says = "Its way, in order."),
    MAYBE_FIELD(struct order_answer, hold, hold_fields, .says = "The money held, or null."),
    MAYBE_FIELD(struct order_answer, chargeback, order_chargeback_fields,
                .says = "For the seller: what became of the chargeback, or null."),
    BOOL_FIELD(struct order_answer, may_confirm, .says = "The buyer may confirm receipt."),
    BOOL_FIELD(struct order_answer, may_cancel, .says = "It may be cancelled."),
    BOOL_FIELD(struct order_answer, may_ship, .says = "The seller may send it."),
    BOOL_FIELD(struct order_answer, number_needed, .says = "Its way of shipping needs a number."),
    MONEY_FIELD(struct order_answer, given_back,
                .says = "What of it went back to the buyer after it was sent."),
    MONEY_FIELD(struct order_answer, seller_gets, .says = "What that leaves to the seller."),
    BOOL_FIELD(struct order_answer, disputed, .says = "Something of it is in dispute."),
    BOOL_FIELD(struct order_answer, is_protected,
               .says = "Never delivered, it is refunded by itself."),
    BOOL_FIELD(struct order_answer, refunded_if_lost,
               .says = "It is on its way; never delivered, it is refunded by itself."),
    TEXTS_FIELD(struct order_answer, guarantees, .says = "What the seller guaranteed then."),
    LIST_FIELD(struct order_answer, extensions, extension_fields,
               .says = "More time to object, asked for or given."),
    BOOL_FIELD(struct order_answer, may_ask_time, .says = "The buyer may ask for more time."),
    BOOL_FIELD(struct order_answer, time_asked, .says = "More time was asked for: not answered."),
    MOMENT_FIELD(struct order_answer, promised_at, .says = "The last day of the first promise."),
    BOOL_FIELD(struct order_answer, may_object, .says = "A dispute may be opened."),
    BOOL_FIELD(struct order_answer, may_withdraw, .says = "It may be withdrawn from by law."),
    BOOL_FIELD(struct order_answer, closed, .says = "Nothing more will happen."),
    BOOL_FIELD(struct order_answer, held, .says = "The market holds the money."),
    BOOL_FIELD(struct order_answer, released, .says = "The seller has it."),
    BOOL_FIELD(struct order_answer, refunded, .says = "The buyer has it back."),
    BOOL_FIELD(struct order_answer, in_review,
               .says =
                   "It is being checked: it is paid, and nothing is sent before it is cleared."),
    BOOL_FIELD(struct order_answer, charged_back, .says = "The buyer's bank took it back."),
    { 0 },
};
const struct field order_row_fields[] = {
    ID_FIELD(struct order_row, order, "ord", .says = "The order."),
    CHOICE_FIELD(struct order_row, state, order_states, .says = "Its state."),
    TEXT_FIELD(struct order_row, title, .says = "Its first line."),
    TEXT_FIELD(struct order_row, picture, .says = "Path of a picture, or null."),
    TEXT_FIELD(struct order_row, seller_name, .says = "The shop's name."),
    TEXT_FIELD(struct order_row, arrives, .says = "The days promised, in words."),
    INT_FIELD(struct order_row, more, .says = "Further lines."),
    MONEY_FIELD(struct order_row, total, .says = "What was paid."),
    MONEY_FIELD(struct order_row, seller_net, .says = "What the seller gets."),
    MOMENT_FIELD(struct order_row, placed_at, .says = "When it was bought."),
    MOMENT_FIELD(struct order_row, ship_by, .says = "Until when it is to be sent."),
    BOOL_FIELD(struct order_row, may_confirm, .says = "The buyer may confirm receipt."),
    BOOL_FIELD(struct order_row, may_ship, .says = "The seller may send it."),
    BOOL_FIELD(struct order_row, in_review, .says = "It is being checked."),
    { 0 },
};
const struct field orders_list_fields[] = {
    LIST_FIELD(struct orders_answer_list, data, order_row_fields, .says = "The newest first."),
    TEXT_FIELD(struct orders_answer_list, state, .says = "The state asked for, or null."),
    INT_FIELD(struct orders_answer_list, to_ship,
              .says = "A seller's orders that wait to be sent."),
    PAGED_ANSWER(struct orders_answer_list),
    { 0 },
};

/* Parts of an order ------------------------------------------------------------------------ */

static void fill_lines(struct request *request, struct store_tx *tx, const struct order *order,
                       struct order_answer *answer)
{
    struct order_lines lines = orders_lines(tx, request->memory, order);
    answer->lines.items = arena_array(request->memory, lines.count, sizeof(*answer->lines.items));
    for (size_t i = 0; i < lines.count; i++) {
        const struct order_line *line = &lines.items[i];
        answer->lines.items[answer->lines.count++] = (struct order_line_answer){
            .line = line->line,
            .offer = line->offer,
            .product = line->product,
            .title = line->title,
            .options = line->options,
            .picture = line->picture,
            .count = line->count,
            .list_price = line->list_price,
            .unit_price = line->unit_price,
            .total = line->total,
            .discount = line->discount,
            .paid = line->paid,
        };
    }
}

static void fill_adjustments(struct request *request, struct store_tx *tx,
                             const struct order *order, struct order_answer *answer)
{
    struct order_adjustments found = orders_adjustments(tx, request->memory, order);
    answer->adjustments.items =
        arena_array(request->memory, found.count, sizeof(*answer->adjustments.items));
    for (size_t i = 0; i < found.count; i++) {
        const struct order_adjustment *one = &found.items[i];
        enum cart_use_kind kind = one->coupon      ? USED_COUPON
                                  : one->promotion ? USED_PROMOTION
                                  : one->bundle    ? USED_BUNDLE
                                  : one->deal      ? USED_DEAL
                                                   : USED_COINS;
        answer->adjustments.items[answer->adjustments.count++] = (struct order_adjustment_answer){
            .kind = kind,
            .name =
                kind == USED_COINS || kind == USED_DEAL ? _(cart_use_kinds[kind].words) : one->name,
            .amount = one->amount,
        };
    }
}

static void fill_protection(struct request *request, struct store_tx *tx, const struct order *order,
                            struct order_answer *answer)
{
    struct extensions extensions = protection_extensions(tx, request->memory, order->order);
    answer->is_protected = order->is_protected;
    answer->refunded_if_lost = order->is_protected && order->state == ORDER_SHIPPED;
    answer->promised_at = order->promised_at;
    answer->guarantees.items =
        guarantee_texts(request->memory, order->guarantees, &answer->guarantees.count);
    answer->extensions.items =
        arena_array(request->memory, extensions.count, sizeof *answer->extensions.items);
    for (size_t i = 0; i < extensions.count; i++) {
        const struct extension *extension = &extensions.items[i];
        answer->time_asked = answer->time_asked || extension->state == EXTENSION_WAITS;
        answer->extensions.items[answer->extensions.count++] =
            (struct order_extension_answer){ extension->days, extension->state, extension->asked_at,
                                             extension->decided_at };
    }
    answer->may_ask_time = order->state == ORDER_SHIPPED && !answer->time_asked &&
                           request->now.us < disputes_open_until(tx, order).us;
}

/* What of it went back to the buyer, and what that leaves to the seller. */
static void fill_parts(struct request *request, struct store_tx *tx, const struct order *order,
                       struct order_answer *answer)
{
    struct escrow_parts parts = escrow_parts(tx, request->memory, order);
    for (size_t i = 0; i < parts.count; i++) {
        const struct escrow_part *part = &parts.items[i];
        answer->disputed = answer->disputed || part->keeper;
        answer->given_back = money_plus(answer->given_back, part->refunded);
        answer->seller_gets =
            money_plus(money_minus(answer->seller_gets, part->seller_back), part->commission_back);
    }
}

static void fill_hold(struct request *request, struct store_tx *tx, const struct order *order,
                      struct order_answer *answer)
{
    struct hold hold;
    if (escrow_hold(tx, order->order, &hold))
        return;
    int64_t left = hold.release_at.us - request->now.us;
    answer->hold = arena_take(request->memory, sizeof(*answer->hold));
    *answer->hold = (struct order_hold_answer){
        hold.state,     hold.amount,
        hold.opened_at, hold.release_at,
        hold.closed_at, hold.state == HOLD_OPEN && left > 0 ? left / days(1).us : 0,
    };
    fill_parts(request, tx, order, answer);
    answer->may_confirm = answer->may_confirm && !answer->disputed;
    answer->held = hold.state == HOLD_OPEN;
    answer->refunded = hold.state == HOLD_REFUNDED || order->state == ORDER_REFUNDED;
    answer->released =
        hold.state == HOLD_RELEASED || (hold.state == HOLD_SETTLED && !answer->refunded);
}

static void add_line_of(text *to, const char *line)
{
    if (!line || !*line)
        return;
    if (to->length)
        text_add_char(to, '\n');
    text_add(to, line);
}

/* The address frozen in the purchase, for its buyer, and for its seller until the order is closed.
 */
static void fill_address(struct request *request, struct store_tx *tx, const struct order *order,
                         struct order_answer *answer)
{
    struct arena *memory = request->memory;
    struct secret_key key = secret_derive(&request->settings->master, "purchase address");
    struct rows rows = store_query(tx, &orders_select_purchase, WITH(INT(order->purchase.number)));
    size_t size = 0;
    unsigned char *sealed = rows_next(&rows) ? rows_bytes(&rows, memory, "address", &size) : NULL;
    rows_close(&rows);
    char *plain = secret_open(memory, &key, order->purchase.number, sealed, size, NULL);
    json_t *json = plain ? json_loads(plain, 0, NULL) : NULL;
    if (!json)
        return;
    static const char *const parts[] = { "name", "line1", "line2" };
    AUTO(text) lines = { 0 };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add_line_of(&lines, json_string_value(json_object_get(json, parts[i])));
    const char *postcode = json_string_value(json_object_get(json, "postcode"));
    add_line_of(&lines,
                arena_format(memory, "%s%s%s", postcode ? postcode : "", postcode ? " " : "",
                             json_string_value(json_object_get(json, "city"))));
    add_line_of(&lines, json_string_value(json_object_get(json, "region")));
    add_line_of(&lines, words_country(memory, order->destination));
    answer->address = arena_copy(memory, text_of(&lines));
    answer->buyer_name = arena_copy(memory, json_string_value(json_object_get(json, "name")));
    json_decref(json);
}

/* Steps ------------------------------------------------------------------------------------ */

enum { STEPS_MAX = 120 };

static void add_step(struct order_answer *answer, const char *words, const char *detail,
                     struct moment at, bool done)
{
    if (answer->steps.count < STEPS_MAX)
        answer->steps.items[answer->steps.count++] =
            (struct order_step_answer){ words, detail, at, done, false };
}

static void add_parcel_steps(struct request *request, struct store_tx *tx,
                             const struct order *order, struct order_answer *answer)
{
    struct shipment shipment;
    if (!order->shipped_at.us ||
        !shipping_of_order(tx, request->memory, order->order.number, &shipment))
        return;
    answer->tracking_number = shipment.number;
    const char *detail =
        shipment.number
            ? words_fill(request->memory, _("{method}, {number}, number checked"), "method",
                         shipment.method_name, "number", shipment.number, NULL)
            : shipment.method_name;
    add_step(answer, _("Handed to the carrier"), detail, order->shipped_at, true);
    struct tracking_events events = shipping_events(tx, request->memory, shipment.shipment);
    for (size_t i = 0; i < events.count; i++)
        add_step(answer, _(shipment_statuses[events.items[i].status].words),
                 words_country(request->memory, events.items[i].place), events.items[i].at, true);
}

static const char *reason_words(const char *reason)
{
    if (text_same(reason, "buyer"))
        return _("Cancelled by the buyer before it was sent");
    if (text_same(reason, "seller"))
        return _("Cancelled by the seller");
    if (text_same(reason, "seller_late"))
        return _("Not sent in time, so it was cancelled");
    if (text_same(reason, "operator"))
        return _("Cancelled by the market");
    if (text_same(reason, "review"))
        return _("Not accepted after a check");
    if (text_same(reason, "charged_back"))
        return _("The buyer’s bank took the payment back");
    if (text_same(reason, "reinstated"))
        return _("The buyer’s bank gave the payment back, so it was refunded");
    if (text_same(reason, "payment"))
        return _("The payment did not go through");
    return NULL;
}

static void add_end_steps(const struct order *order, bool for_seller, struct order_answer *answer)
{
    if (order->state == ORDER_CANCELLED) {
        add_step(answer, reason_words(order->cancel_reason),
                 answer->refunded ? _("All of it was refunded") : NULL, order->closed_at, true);
        return;
    }
    if (order->state == ORDER_CHARGED_BACK) {
        add_step(answer, reason_words(order->cancel_reason),
                 answer->released ? _("The seller was paid before that")
                                  : _("What was held went back to the bank"),
                 order->closed_at, true);
        return;
    }
    if (order->state == ORDER_REFUNDED) {
        add_step(answer, _("Settled: all of it was refunded"), NULL, order->closed_at, true);
        return;
    }
    if (order->state == ORDER_COMPLETED && text_same(order->cancel_reason, "settled")) {
        add_step(answer, _("Settled, the seller is paid what is left"), NULL, order->closed_at,
                 true);
        return;
    }
    if (order->state == ORDER_COMPLETED && text_same(order->cancel_reason, "reinstated")) {
        add_step(answer, _("The bank found that the payment stands, the seller is paid"), NULL,
                 order->closed_at, true);
        return;
    }
    if (order->state == ORDER_COMPLETED) {
        bool by_clock = text_same(order->cancel_reason, "protection_ended");
        add_step(answer,
                 by_clock ? _("Protection ended and nobody objected, the seller is paid")
                          : _("Receipt confirmed, the seller is paid"),
                 NULL, order->closed_at, true);
        return;
    }
    if (order->in_review)
        add_step(answer, _("We check the order before it is sent"), NULL, (struct moment){ 0 },
                 false);
    if (order->state <= ORDER_PAID)
        add_step(answer,
                 for_seller ? _("You send it, or the buyer is refunded")
                            : _("The seller sends it, or you are refunded"),
                 NULL, order->in_review ? (struct moment){ 0 } : order->ship_by, false);
    if (order->state <= ORDER_SHIPPED)
        add_step(answer, _("Delivered"), answer->arrives, (struct moment){ 0 }, false);
    add_step(answer,
             for_seller ? _("The buyer confirms, you are paid")
                        : _("You confirm, the seller is paid"),
             NULL, (struct moment){ 0 }, false);
}

static void fill_steps(struct request *request, struct store_tx *tx, const struct order *order,
                       bool for_seller, struct order_answer *answer)
{
    answer->steps.items = arena_array(request->memory, STEPS_MAX, sizeof(*answer->steps.items));
    if (order->paid_at.us)
        add_step(answer, _("Paid and held"), answer->paid_with, order->paid_at, true);
    else
        add_step(answer, _("Bought"), _("The payment is not decided yet"), order->placed_at, true);
    add_parcel_steps(request, tx, order, answer);
    add_end_steps(order, for_seller, answer);
    for (size_t i = answer->steps.count; i-- > 0;)
        if (answer->steps.items[i].done) {
            answer->steps.items[i].now = true;
            break;
        }
}

static const char *headline(const struct order *order)
{
    switch (order->state) {
    case ORDER_PLACED: return _("Waiting for your payment to be confirmed");
    case ORDER_PAID:
        return order->in_review ? _("Paid, and being checked") : _("Paid, and being prepared");
    case ORDER_SHIPPED: return _("On its way to you");
    case ORDER_DELIVERED: return _("Delivered. Is everything as it should be?");
    case ORDER_COMPLETED: return _("Completed");
    case ORDER_REFUNDED: return _("Refunded");
    case ORDER_CHARGED_BACK: return _("Closed: your bank took the payment back");
    default:
        return order->paid_at.us ? _("Cancelled and refunded") : _("Cancelled, nothing was paid");
    }
}

refused orders_answer(struct request *request, struct store_tx *tx, const struct order *order,
                      bool for_seller, struct order_answer *ret_answer)
{
    struct arena *memory = request->memory;
    struct seller seller;
    struct payment payment;
    refused why = sellers_find(tx, memory, order->seller, &seller);
    if (!why)
        why = payments_of_purchase(tx, memory, order->purchase.number, &payment);
    if (why)
        return why;
    struct order_answer answer = {
        .order = order->order,
        .purchase = order->purchase,
        .state = order->state,
        .seller = order->seller,
        .seller_name = seller.name,
        .goods = order->goods,
        .discount = order->discount,
        .shipping = order->shipping,
        .shipping_discount = order->shipping_discount,
        .subsidy = order->subsidy,
        .total = order->total,
        .seller_total = order->seller_total,
        .commission = order->commission,
        .seller_net = order->seller_net,
        .given_back = money_of(0, order->total.currency),
        .seller_gets = order->seller_net,
        .placed_at = order->placed_at,
        .ship_by = order->ship_by,
        .shipped_at = order->shipped_at,
        .arrives_from = order->arrives_from,
        .arrives_to = order->arrives_to,
        .delivered_at = order->delivered_at,
        .closed_at = order->closed_at,
        .method = order->method_name,
        .arrives = words_days(memory, order->arrives_from, order->arrives_to),
        .paid_with = payment.method == PAYMENT_CREDIT ? _("Store credit") : payment.label,
        .destination = order->destination,
        .headline = headline(order),
        .cancel_reason = reason_words(order->cancel_reason),
        .may_confirm = order->state == ORDER_SHIPPED || order->state == ORDER_DELIVERED,
        .may_cancel = order->state == ORDER_PAID,
        .may_ship = order->state == ORDER_PAID && !order->in_review,
        .closed = order->state >= ORDER_COMPLETED,
        .in_review = order->in_review,
        .charged_back = order->state == ORDER_CHARGED_BACK,
        .may_object = request->now.us < disputes_open_until(tx, order).us,
        .may_withdraw = request->now.us < disputes_withdraw_until(tx, order).us,
    };
    fill_lines(request, tx, order, &answer);
    fill_adjustments(request, tx, order, &answer);
    fill_hold(request, tx, order, &answer);
    fill_protection(request, tx, order, &answer);
    if (!for_seller || !answer.closed)
        fill_address(request, tx, order, &answer);
    if (for_seller)
        answer.chargeback = chargebacks_shown(request, tx, order->order);
    fill_steps(request, tx, order, for_seller, &answer);
    if (for_seller && answer.may_ship && request->settings->sandbox) {
        char number[14];
        shipping_s10_make(number, "LP", order->order.number >> 2 & 0x5ffffff, seller.country);
        answer.example_number = arena_copy(memory, number);
    }
    *ret_answer = answer;
    return NULL;
}

/* Lists ------------------------------------------------------------------------------------ */

int64_t orders_limit(const struct page_request *page)
{
    return page->limit ? page->limit : 20;
}

int64_t orders_before(const struct page_request *page)
{
    int64_t before;
    return id_read(page->cursor, "ord", &before) ? before : INT64_MAX;
}

static struct order_row row_of(struct request *request, struct store_tx *tx,
                               const struct order *order)
{
    struct arena *memory = request->memory;
    struct order_lines lines = orders_lines(tx, memory, order);
    struct seller seller = { 0 };
    sellers_find(tx, memory, order->seller, &seller);
    return (struct order_row){
        .order = order->order,
        .state = order->state,
        .title = lines.count ? lines.items[0].title : "",
        .picture = lines.count ? lines.items[0].picture : NULL,
        .more = lines.count ? (int64_t)lines.count - 1 : 0,
        .seller_name = seller.name,
        .arrives = words_days(memory, order->arrives_from, order->arrives_to),
        .total = order->total,
        .seller_net = order->seller_net,
        .placed_at = order->placed_at,
        .ship_by = order->ship_by,
        .may_confirm = order->state == ORDER_SHIPPED || order->state == ORDER_DELIVERED,
        .may_ship = order->state == ORDER_PAID && !order->in_review,
        .in_review = order->in_review,
    };
}

void orders_list_all(struct request *request, struct store_tx *tx,
                     const struct orders_filter *filter, const struct page_request *page,
                     struct orders_answer_list *ret_list)
{
    int64_t limit = orders_limit(page);
    struct rows rows = store_query(tx, &orders_select_all,
                                   WITH(INT(orders_before(page)), INT(filter->buyer.number),
                                        INT(filter->seller.number),
                                        TEXT(filter->state ? filter->state : ""), INT(limit + 1)));
    orders_fill_list(request, &rows, limit, ret_list);
}

void orders_fill_list(struct request *request, struct rows *rows, int64_t limit,
                      struct orders_answer_list *ret_list)
{
    struct arena *memory = request->memory;
    struct order last = { 0 };
    ret_list->data.items = arena_array(memory, (size_t)limit, sizeof(*ret_list->data.items));
    while (rows_next(rows)) {
        if ((int64_t)ret_list->data.count == limit) {
            ret_list->has_more = true;
            ret_list->next_cursor = id_text(memory, "ord", last.order.number);
            rows_close(rows);
            return;
        }
        last = orders_from_row(rows, memory);
        ret_list->data.items[ret_list->data.count++] = row_of(request, rows->tx, &last);
    }
}
