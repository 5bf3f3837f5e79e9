/* Oversight, on the web: orders, purchases, payments and payouts, with all their money. */
#include "shop/oversight/oversight_web.h"

#include "shop/escrow/escrow.h"
#include "shop/orders/orders_web.h"
#include "shop/payments/payments_bank.h"
#include "shop/sellers/sellers_inside.h"

static const struct choice payment_states[] = {
    [PAYMENT_BEGUN] = { "begun", N_("Waiting for the gateway") },
    [PAYMENT_CAPTURED] = { "captured", N_("Paid") },
    [PAYMENT_FAILED] = { "failed", N_("Failed") },
    { 0 },
};

/* Parts ------------------------------------------------------------------------------------ */

struct refund_answer {
    refund_id refund;
    order_id order;
    struct money amount;
    const char *reason;
    bool done;
    struct moment begun_at, done_at;
};
static const struct field refund_fields[] = {
    ID_FIELD(struct refund_answer, refund, "rfd", .says = "The refund."),
    ID_FIELD(struct refund_answer, order, "ord", .says = "For which order."),
    MONEY_FIELD(struct refund_answer, amount, .says = "How much."),
    TEXT_FIELD(struct refund_answer, reason, .says = "Why, for programs."),
    BOOL_FIELD(struct refund_answer, done, .says = "The gateway has said yes."),
    MOMENT_FIELD(struct refund_answer, begun_at, .says = "Since when it is owed."),
    MOMENT_FIELD(struct refund_answer, done_at, .says = "When it was done, or null."),
    { 0 },
};
struct chargeback_answer {
    chargeback_id chargeback;
    struct money amount;
    enum chargeback_reason reason;
    struct moment at;
};
static const struct field chargeback_fields[] = {
    ID_FIELD(struct chargeback_answer, chargeback, "chb", .says = "The chargeback."),
    MONEY_FIELD(struct chargeback_answer, amount, .says = "What the bank took back."),
    CHOICE_FIELD(struct chargeback_answer, reason, chargeback_reasons,
                 .says = "What the card's holder says."),
    MOMENT_FIELD(struct chargeback_answer, at, .says = "When we were told."),
    { 0 },
};
struct payment_answer {
    payment_id payment;
    purchase_id purchase;
    account_id buyer;
    struct money amount, refunded;
    enum payment_state state;
    const char *gateway, *label, *failure;
    bool bank_confirmed;
    struct moment begun_at, settled_at;
    LIST_OF(struct refund_answer) refunds;
    struct chargeback_answer *chargeback;
};
static const struct field payment_fields[] = {
    ID_FIELD(struct payment_answer, payment, "pmt", .says = "The payment."),
    ID_FIELD(struct payment_answer, purchase, "pur", .says = "What it pays for."),
    ID_FIELD(struct payment_answer, buyer, "acc", .says = "Who pays."),
    MONEY_FIELD(struct payment_answer, amount, .says = "How much."),
    MONEY_FIELD(struct payment_answer, refunded, .says = "Of that, given back."),
    CHOICE_FIELD(struct payment_answer, state, payment_states, .says = "Its state."),
    TEXT_FIELD(struct payment_answer, gateway, .says = "Through which gateway."),
    TEXT_FIELD(struct payment_answer, label, .says = "With what."),
    BOOL_FIELD(struct payment_answer, bank_confirmed,
               .says = "Its bank confirmed it, and bears what turns out to be fraud."),
    TEXT_FIELD(struct payment_answer, failure, .says = "The gateway's code, or null."),
    MOMENT_FIELD(struct payment_answer, begun_at, .says = "When it was begun."),
    MOMENT_FIELD(struct payment_answer, settled_at, .says = "When it was decided, or null."),
    LIST_FIELD(struct payment_answer, refunds, refund_fields, .says = "What was given back."),
    MAYBE_FIELD(struct payment_answer, chargeback, chargeback_fields,
                .says = "What the bank took back, or null."),
    { 0 },
};

static struct payment_answer payment_answer_of(struct request *request, struct store_tx *tx,
                                               const struct payment *payment)
{
    struct payment_answer answer = {
        .payment = payment->payment,
        .purchase = { payment->purchase },
        .buyer = payment->buyer,
        .amount = payment->amount,
        .refunded = money_of(0, payment->amount.currency),
        .state = payment->state,
        .gateway = payment->gateway,
        .bank_confirmed = payments_is_authenticated(tx, payment->payment),
        .label = payment->label,
        .failure = payment->failure,
        .begun_at = payment->begun_at,
        .settled_at = payment->settled_at,
    };
    struct refunds refunds = payments_refunds(tx, request->memory, payment);
    answer.refunds.items =
        arena_array(request->memory, refunds.count, sizeof(struct refund_answer));
    for (size_t i = 0; i < refunds.count; i++) {
        const struct refund *refund = &refunds.items[i];
        answer.refunded = money_plus(answer.refunded, refund->amount);
        answer.refunds.items[answer.refunds.count++] = (struct refund_answer){
            refund->refund, { refund->order }, refund->amount,  refund->reason,
            refund->done,   refund->begun_at,  refund->done_at,
        };
    }
    struct chargeback chargeback;
    if (payments_find_chargeback(tx, request->memory, payment->payment, &chargeback)) {
        answer.chargeback = arena_take(request->memory, sizeof(*answer.chargeback));
        *answer.chargeback = (struct chargeback_answer){ chargeback.chargeback, chargeback.amount,
                                                         chargeback.reason, chargeback.at };
    }
    return answer;
}

/* Orders ----------------------------------------------------------------------------------- */

struct orders_request {
    const char *cursor;
    int64_t limit;
    const char *state;
    account_id buyer;
    seller_id seller;
};
static const struct field orders_request_fields[] = {
    TEXT_FIELD(struct orders_request, state, .optional = true,
               .pattern = "placed|paid|shipped|delivered|completed|cancelled|charged_back",
               .says = "Only those in this state."),
    ID_FIELD(struct orders_request, buyer, "acc", .optional = true, .says = "Only its orders."),
    ID_FIELD(struct orders_request, seller, "sel", .optional = true, .says = "Only its orders."),
    PAGED_REQUEST(struct orders_request),
    { 0 },
};
struct state_choice {
    const char *name, *words, *path;
    bool chosen;
};
static const struct field state_choice_fields[] = {
    TEXT_FIELD(struct state_choice, name, .says = "For programs; null for all."),
    TEXT_FIELD(struct state_choice, words, .says = "For people."),
    TEXT_FIELD(struct state_choice, path, .says = "The same list in this state."),
    BOOL_FIELD(struct state_choice, chosen, .says = "It was asked for."),
    { 0 },
};
struct operator_orders {
    LIST_OF(struct order_row) data;
    LIST_OF(struct state_choice) states;
    account_id buyer;
    seller_id seller;
    const char *next_cursor;
    bool has_more;
};
static const struct field operator_orders_fields[] = {
    LIST_FIELD(struct operator_orders, data, order_row_fields, .says = "The newest first."),
    LIST_FIELD(struct operator_orders, states, state_choice_fields, .says = "To filter by."),
    ID_FIELD(struct operator_orders, buyer, "acc", .says = "The buyer asked for, or null."),
    ID_FIELD(struct operator_orders, seller, "sel", .says = "The seller asked for, or null."),
    PAGED_ANSWER(struct operator_orders),
    { 0 },
};

static struct state_choice state_choice_of(struct request *request, const char *name,
                                           const char *words)
{
    const struct orders_request *body = request->body;
    struct arena *memory = request->memory;
    AUTO(text) path = { 0 };
    text_add(&path, "/operator/orders?");
    if (body->buyer.number)
        text_add_format(&path, "buyer=%s&", id_text(memory, "acc", body->buyer.number));
    if (body->seller.number)
        text_add_format(&path, "seller=%s&", id_text(memory, "sel", body->seller.number));
    if (name)
        text_add_format(&path, "state=%s", name);
    return (struct state_choice){
        name, words, arena_copy_bytes(memory, path.bytes, path.length - (name ? 0 : 1)),
        text_same(name, body->state)
    };
}

static refused list_orders(struct request *request)
{
    const struct orders_request *body = request->body;
    struct operator_orders *answer = request->answer;
    struct orders_answer_list list = { 0 };
    request->title = _("Orders");
    orders_list_all(request, request->tx,
                    &(struct orders_filter){ body->buyer, body->seller, body->state },
                    &(struct page_request){ body->cursor, body->limit ? body->limit : 50 }, &list);
    answer->data.items = list.data.items;
    answer->data.count = list.data.count;
    answer->buyer = body->buyer;
    answer->seller = body->seller;
    answer->next_cursor = list.next_cursor;
    answer->has_more = list.has_more;
    answer->states.items =
        arena_array(request->memory, ORDER_STATES + 1, sizeof(struct state_choice));
    answer->states.items[answer->states.count++] = state_choice_of(request, NULL, _("All"));
    for (int i = 0; i < ORDER_STATES; i++)
        answer->states.items[answer->states.count++] =
            state_choice_of(request, order_states[i].name, _(order_states[i].words));
    return NULL;
}

struct shipment_answer {
    shipment_id shipment;
    const char *number;
    enum shipment_status status;
    struct moment sent_at, promised_at, delivered_at;
};
static const struct field shipment_fields[] = {
    ID_FIELD(struct shipment_answer, shipment, "shp", .says = "The parcel."),
    TEXT_FIELD(struct shipment_answer, number, .says = "The carrier's number, or null."),
    CHOICE_FIELD(struct shipment_answer, status, shipment_statuses, .says = "Where it is."),
    MOMENT_FIELD(struct shipment_answer, sent_at, .says = "When it was sent."),
    MOMENT_FIELD(struct shipment_answer, promised_at, .says = "Until when it was promised."),
    MOMENT_FIELD(struct shipment_answer, delivered_at, .says = "When it was there, or null."),
    { 0 },
};
/* The sale is the order as its buyer sees it, without the address: where someone lives is for the
 * seller to know, until the parcel is there. */
struct operator_order {
    struct order_answer sale;
    account_id buyer;
    struct payment_answer payment;
    struct shipment_answer *shipment;
    LIST_OF(struct transfer_answer) transfers;
    LIST_OF(struct audit_answer) audit;
    bool may_cancel;
};
static const struct field operator_order_fields[] = {
    OBJECT_FIELD(struct operator_order, sale, order_fields,
                 .says = "The order as its buyer sees it, without name and address."),
    ID_FIELD(struct operator_order, buyer, "acc", .says = "Who bought."),
    OBJECT_FIELD(struct operator_order, payment, payment_fields, .says = "How it was paid."),
    MAYBE_FIELD(struct operator_order, shipment, shipment_fields, .says = "The parcel, or null."),
    LIST_FIELD(struct operator_order, transfers, transfer_fields, .says = "Its ledger transfers."),
    LIST_FIELD(struct operator_order, audit, audit_fields, .says = "What operators did to it."),
    BOOL_FIELD(struct operator_order, may_cancel, .says = "An operator may cancel it now."),
    { 0 },
};

static void fill_shipment(struct request *request, struct operator_order *answer)
{
    struct shipment shipment;
    if (!shipping_of_order(request->tx, request->memory, answer->sale.order.number, &shipment))
        return;
    answer->shipment = arena_take(request->memory, sizeof(*answer->shipment));
    *answer->shipment = (struct shipment_answer){
        shipment.shipment, shipment.number,      shipment.status,
        shipment.sent_at,  shipment.promised_at, shipment.delivered_at,
    };
}

static refused show_order(struct request *request)
{
    struct operator_order *answer = request->answer;
    struct arena *memory = request->memory;
    struct store_tx *tx = request->tx;
    struct order order;
    struct payment payment;
    refused why = orders_find(tx, memory, (order_id){ request_id(request, "order") }, &order);
    if (!why)
        why = orders_answer(request, tx, &order, false, &answer->sale);
    if (!why)
        why = payments_of_purchase(tx, memory, order.purchase.number, &payment);
    if (why)
        return why;
    request->title = id_text(memory, "ord", order.order.number);
    answer->sale.address = answer->sale.buyer_name = NULL;
    answer->buyer = order.buyer;
    answer->payment = payment_answer_of(request, tx, &payment);
    fill_shipment(request, answer);
    struct transfer_list transfers = ledger_transfers_for(request, tx, order.order.number);
    struct audit_list audit =
        oversight_audit_for(request, tx, id_text(memory, "ord", order.order.number), INT64_MAX, 20);
    answer->transfers.items = transfers.data.items;
    answer->transfers.count = transfers.data.count;
    answer->audit.items = audit.data.items;
    answer->audit.count = audit.data.count;
    answer->may_cancel = order.state == ORDER_PAID;
    return NULL;
}

struct order_acted {
    order_id order;
    enum order_state state;
};
static const struct field order_acted_fields[] = {
    ID_FIELD(struct order_acted, order, "ord", .says = "The order."),
    CHOICE_FIELD(struct order_acted, state, order_states, .says = "Its state now."),
    { 0 },
};

static refused cancel_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct reason_request *body = request->body;
    struct order_acted *answer = request->answer;
    order_id order = { request_id(request, "order") };
    refused why = orders_cancel(tx, request->memory, order, "operator", request->now);
    if (why)
        return why;
    oversight_note_for(
        tx, request, &(struct noted){ "order.cancelled", "ord", order.number, body->reason, NULL });
    *answer = (struct order_acted){ order, ORDER_CANCELLED };
    return NULL;
}

static refused cancel_order(struct request *request)
{
    return request_transact(request, cancel_act, request);
}

/* Purchases, payments, payouts ------------------------------------------------------------- */

struct operator_purchase {
    purchase_id purchase;
    account_id buyer;
    struct money total;
    struct moment placed_at;
    struct payment_answer payment;
    LIST_OF(struct order_answer) orders;
};
static const struct field operator_purchase_fields[] = {
    ID_FIELD(struct operator_purchase, purchase, "pur", .says = "The purchase."),
    ID_FIELD(struct operator_purchase, buyer, "acc", .says = "Who bought."),
    MONEY_FIELD(struct operator_purchase, total, .says = "What was to be paid."),
    MOMENT_FIELD(struct operator_purchase, placed_at, .says = "When."),
    OBJECT_FIELD(struct operator_purchase, payment, payment_fields, .says = "How it was paid."),
    LIST_FIELD(struct operator_purchase, orders, order_fields,
               .says = "One for each seller, without name and address."),
    { 0 },
};

static refused show_purchase(struct request *request)
{
    struct operator_purchase *answer = request->answer;
    struct arena *memory = request->memory;
    purchase_id purchase = { request_id(request, "purchase") };
    struct payment payment;
    if (payments_of_purchase(request->tx, memory, purchase.number, &payment))
        return &PURCHASE_NOT_FOUND;
    request->title = id_text(memory, "pur", purchase.number);
    answer->purchase = purchase;
    answer->buyer = payment.buyer;
    answer->total = payment.amount;
    answer->placed_at = payment.begun_at;
    answer->payment = payment_answer_of(request, request->tx, &payment);
    struct orders orders = orders_of_purchase(request->tx, memory, purchase);
    answer->orders.items = arena_array(memory, orders.count, sizeof(struct order_answer));
    for (size_t i = 0; i < orders.count; i++) {
        struct order_answer *order = &answer->orders.items[answer->orders.count++];
        refused why = orders_answer(request, request->tx, &orders.items[i], false, order);
        if (why)
            return why;
        order->address = order->buyer_name = NULL;
    }
    return NULL;
}

static refused show_payment(struct request *request)
{
    struct payment_answer *answer = request->answer;
    struct payment payment;
    refused why = payments_find(request->tx, request->memory,
                                (payment_id){ request_id(request, "payment") }, &payment);
    if (why)
        return why;
    request->title = id_text(request->memory, "pmt", payment.payment.number);
    *answer = payment_answer_of(request, request->tx, &payment);
    return NULL;
}

struct operator_payout {
    payout_id payout;
    seller_id seller;
    const char *seller_name, *iban_shown;
    struct money amount;
    enum payout_state state;
    struct moment begun_at, paid_at;
    LIST_OF(struct transfer_answer) transfers;
};
static const struct field operator_payout_fields[] = {
    ID_FIELD(struct operator_payout, payout, "pay", .says = "The payout."),
    ID_FIELD(struct operator_payout, seller, "sel", .says = "Who is paid."),
    TEXT_FIELD(struct operator_payout, seller_name, .says = "The shop's name."),
    TEXT_FIELD(struct operator_payout, iban_shown, .says = "The account, shortened."),
    MONEY_FIELD(struct operator_payout, amount, .says = "How much."),
    CHOICE_FIELD(struct operator_payout, state, payout_states, .says = "Where it is."),
    MOMENT_FIELD(struct operator_payout, begun_at, .says = "When it was asked for."),
    MOMENT_FIELD(struct operator_payout, paid_at, .says = "When it arrived, or null."),
    LIST_FIELD(struct operator_payout, transfers, transfer_fields, .says = "Its ledger transfers."),
    { 0 },
};

static refused show_payout(struct request *request)
{
    struct operator_payout *answer = request->answer;
    struct arena *memory = request->memory;
    struct payout payout;
    struct seller seller;
    seller_id number;
    refused why = sellers_payout(request->tx, memory, (payout_id){ request_id(request, "payout") },
                                 &number, &payout);
    if (!why)
        why = sellers_find(request->tx, memory, number, &seller);
    if (why)
        return why;
    request->title = id_text(memory, "pay", payout.payout.number);
    *answer = (struct operator_payout){
        .payout = payout.payout,
        .seller = number,
        .seller_name = seller.name,
        .iban_shown = payout.iban_shown,
        .amount = payout.amount,
        .state = payout.state,
        .begun_at = payout.begun_at,
        .paid_at = payout.paid_at,
    };
    struct transfer_list transfers =
        ledger_transfers_for(request, request->tx, payout.payout.number);
    answer->transfers.items = transfers.data.items;
    answer->transfers.count = transfers.data.count;
    return NULL;
}

// clang-format off
static const struct route order_routes[] = {
    { GET, "/operator/orders", OPERATOR, list_orders, .summary = "Everybody's orders",
      .takes = orders_request_fields, .gives = operator_orders_fields, .page = "oversight/orders",
      .scope = SCOPE_OPERATE },
    { GET, "/operator/orders/{order}", OPERATOR, show_order,
      .summary = "An order with all its money", .gives = operator_order_fields,
      .refuses = { &ORDER_NOT_FOUND }, .page = "oversight/order", .scope = SCOPE_OPERATE },
    { POST, "/operator/orders/{order}/cancellation", OPERATOR, cancel_order,
      .summary = "Cancel a paid order: all of it is refunded", .takes = reason_fields,
      .gives = order_acted_fields,
      .refuses = { &ORDER_NOT_FOUND, &ORDER_NOT_PAID, &ORDER_ALREADY_SHIPPED,
                   &ORDER_ALREADY_CLOSED },
      .then = "/operator/orders/{order}", .again = "/operator/orders/{order}", .once = true,
      .scope = SCOPE_OPERATE, .done = N_("The order is cancelled and all of it is refunded.") },
    { GET, "/operator/purchases/{purchase}", OPERATOR, show_purchase,
      .summary = "A purchase and its orders", .gives = operator_purchase_fields,
      .refuses = { &PURCHASE_NOT_FOUND }, .page = "oversight/purchase", .scope = SCOPE_OPERATE },
    { GET, "/operator/payments/{payment}", OPERATOR, show_payment,
      .summary = "A payment and what was given back", .gives = payment_fields,
      .refuses = { &PAYMENT_NOT_FOUND }, .page = "oversight/payment", .scope = SCOPE_OPERATE },
    { GET, "/operator/payouts/{payout}", OPERATOR, show_payout, .summary = "A payout",
      .gives = operator_payout_fields, .refuses = { &PAYOUT_NOT_FOUND },
      .page = "oversight/payout", .scope = SCOPE_OPERATE },
    { 0 },
};
// clang-format on

const struct module oversight_orders_module = {
    .name = "oversight_orders",
    .routes = order_routes,
};
