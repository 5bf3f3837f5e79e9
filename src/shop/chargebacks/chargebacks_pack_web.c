/* Chargebacks, the pack: all that is known about a payment that was taken back, order by order. */
#include "shop/chargebacks/chargebacks_web.h"

#include "shop/chargebacks/chargebacks_sql.h"
#include "shop/messages/messages.h"
#include "shop/orders/orders_web.h"
#include "shop/payments/payments_bank.h"

static const struct field event_fields[] = {
    CHOICE_FIELD(struct pack_event, status, shipment_statuses, .says = "What happened."),
    TEXT_FIELD(struct pack_event, place, .says = "Where: a country, or empty."),
    MOMENT_FIELD(struct pack_event, at, .says = "When."),
    { 0 },
};
static const struct field message_fields[] = {
    TEXT_FIELD(struct pack_message, by, .says = "\"buyer\" or \"seller\"."),
    TEXT_FIELD(struct pack_message, words, .lines = true, .says = "What was said."),
    MOMENT_FIELD(struct pack_message, at, .says = "When."),
    { 0 },
};
static const struct field dispute_fields[] = {
    ID_FIELD(struct pack_dispute, dispute, "dsp", .says = "The dispute."),
    CHOICE_FIELD(struct pack_dispute, reason, dispute_reasons, .says = "What the buyer said."),
    CHOICE_FIELD(struct pack_dispute, state, dispute_states, .says = "Where it stands."),
    CHOICE_FIELD(struct pack_dispute, outcome, dispute_outcomes, .says = "How it ended."),
    MONEY_FIELD(struct pack_dispute, refunded, .says = "What went back."),
    { 0 },
};
static const struct field order_pack_fields[] = {
    ID_FIELD(struct pack_order, order, "ord", .says = "The order."),
    CHOICE_FIELD(struct pack_order, state, order_states, .says = "Its state."),
    ID_FIELD(struct pack_order, seller, "sel", .says = "Who sold it."),
    TEXT_FIELD(struct pack_order, seller_name, .says = "The shop."),
    TEXT_FIELD(struct pack_order, title, .says = "What was bought: the first line."),
    INT_FIELD(struct pack_order, more, .says = "Further lines."),
    MONEY_FIELD(struct pack_order, total, .says = "What the buyer paid for it."),
    MONEY_FIELD(struct pack_order, seller_net, .says = "What the seller gets of it."),
    MOMENT_FIELD(struct pack_order, placed_at, .says = "When it was bought."),
    MOMENT_FIELD(struct pack_order, shipped_at, .says = "When it was sent, or null."),
    MOMENT_FIELD(struct pack_order, promised_at, .says = "Until when it was promised, or null."),
    MOMENT_FIELD(struct pack_order, delivered_at, .says = "When it was delivered, or null."),
    MOMENT_FIELD(struct pack_order, received_at, .says = "When the buyer confirmed it, or null."),
    TEXT_FIELD(struct pack_order, carrier, .says = "The carrier, or null."),
    TEXT_FIELD(struct pack_order, number, .says = "The tracking number, or null."),
    TEXT_FIELD(struct pack_order, destination, .says = "The country that it was sent to."),
    TEXT_FIELD(struct pack_order, address, .lines = true,
               .says = "Where it was sent to: only in what the gateway is sent, otherwise null."),
    LIST_FIELD(struct pack_order, events, event_fields, .says = "Of the parcel, oldest first."),
    LIST_FIELD(struct pack_order, messages, message_fields, .says = "Oldest first."),
    LIST_FIELD(struct pack_order, disputes, dispute_fields, .says = "About it, on this market."),
    TEXT_FIELD(struct pack_order, seller_words, .lines = true, .says = "The seller's, or null."),
    CHOICE_FIELD(struct pack_order, proof, chargeback_proofs,
                 .says = "The strongest proof against what the card's holder says."),
    CHOICE_FIELD(struct pack_order, bearer, chargeback_bearers,
                 .says = "Who bears it, as an operator has said."),
    CHOICE_FIELD(struct pack_order, proposed, chargeback_bearers,
                 .says = "Who bears it by the rule."),
    BOOL_FIELD(struct pack_order, sent, .says = "It was sent."),
    BOOL_FIELD(struct pack_order, contestable, .says = "Its proof is worth an answer."),
    BOOL_FIELD(struct pack_order, seller_paid, .says = "The seller was paid for it."),
    BOOL_FIELD(struct pack_order, may_bear, .says = "Who bears it may be decided now."),
    { 0 },
};
const struct field pack_fields[] = {
    TEXT_FIELD(struct pack_answer, card, .says = "The card, shortened."),
    BOOL_FIELD(struct pack_answer, bank_confirmed, .says = "Its bank confirmed the holder."),
    ID_FIELD(struct pack_answer, buyer, "acc", .says = "Who bought."),
    MOMENT_FIELD(struct pack_answer, buyer_since, .says = "Since when the account is open."),
    INT_FIELD(struct pack_answer, earlier_orders,
              .says = "Orders of the buyer that were completed before this purchase."),
    LIST_FIELD(struct pack_answer, orders, order_pack_fields, .says = "What was paid for."),
    { 0 },
};

enum { EVENTS_MAX = 50, MESSAGES_MAX = 100 };

static void fill_parcel(struct request *request, struct store_tx *tx, struct pack_order *answer)
{
    struct arena *memory = request->memory;
    struct shipment shipment;
    if (!shipping_of_order(tx, memory, answer->order.number, &shipment))
        return;
    struct tracking_events events = shipping_events(tx, memory, shipment.shipment);
    answer->carrier = shipment.carrier_name;
    answer->number = shipment.number;
    answer->delivered_at = shipment.delivered_at;
    answer->promised_at = shipment.promised_at;
    answer->events.items = arena_array(memory, EVENTS_MAX, sizeof *answer->events.items);
    for (size_t i = 0; i < events.count && answer->events.count < EVENTS_MAX; i++)
        answer->events.items[answer->events.count++] =
            (struct pack_event){ events.items[i].status, events.items[i].place,
                                 events.items[i].at };
}

static void fill_talk(struct request *request, struct store_tx *tx, struct pack_order *answer)
{
    struct arena *memory = request->memory;
    struct messages messages = messages_of_order(tx, memory, answer->order);
    struct disputes disputes = disputes_of_order(tx, memory, answer->order);
    answer->messages.items = arena_array(memory, MESSAGES_MAX, sizeof *answer->messages.items);
    for (size_t i = 0; i < messages.count && answer->messages.count < MESSAGES_MAX; i++)
        answer->messages.items[answer->messages.count++] =
            (struct pack_message){ message_sides[messages.items[i].side].name,
                                   messages.items[i].words, messages.items[i].at };
    answer->disputes.items =
        arena_array(memory, disputes.count + 1, sizeof *answer->disputes.items);
    for (size_t i = 0; i < disputes.count; i++)
        answer->disputes.items[answer->disputes.count++] =
            (struct pack_dispute){ disputes.items[i].dispute, disputes.items[i].reason,
                                   disputes.items[i].state, disputes.items[i].outcome,
                                   disputes.items[i].refunded };
}

/* The seller has money of it: a part of it that was released before, or that the market bore. */
static bool seller_is_paid(struct store_tx *tx, struct arena *memory, const struct order *order)
{
    struct escrow_parts parts = escrow_parts(tx, memory, order);
    struct hold hold;
    if (!escrow_hold(tx, order->order, &hold) && hold.state == HOLD_RELEASED)
        return true;
    for (size_t i = 0; i < parts.count; i++)
        if (parts.items[i].lost.minor > 0)
            return true;
    return false;
}

static void fill_proof(struct request *request, struct store_tx *tx,
                       const struct chargeback_case *file, const struct order *order,
                       struct pack_order *answer)
{
    struct arena *memory = request->memory;
    struct chargeback_facts facts = chargebacks_facts(tx, memory, file, order);
    struct chargeback_view view = chargebacks_view(&facts);
    struct chargeback_orders parts = chargebacks_orders(tx, memory, file->chargeback);
    for (size_t i = 0; i < parts.count; i++)
        if (parts.items[i].order.number == order->order.number) {
            answer->seller_words = parts.items[i].words;
            answer->bearer = parts.items[i].bearer;
        }
    answer->proof = view.proof;
    answer->contestable = view.contest && answer->sent;
    answer->proposed = view.seller_bears ? BEARER_SELLER : BEARER_MARKET;
    answer->seller_paid = seller_is_paid(tx, memory, order);
    answer->may_bear = file->state == CHARGEBACK_LOST && answer->sent &&
                       answer->bearer == BEARER_NONE && order->state == ORDER_CHARGED_BACK;
}

static refused fill_order(struct request *request, struct store_tx *tx,
                          const struct chargeback_case *file, const struct order *order,
                          struct pack_order *answer)
{
    struct arena *memory = request->memory;
    struct seller seller;
    refused why = sellers_find(tx, memory, order->seller, &seller);
    if (why)
        return why;
    struct order_lines lines = orders_lines(tx, memory, order);
    *answer = (struct pack_order){
        .order = order->order,
        .state = order->state,
        .seller = order->seller,
        .seller_name = seller.name,
        .title = lines.count ? lines.items[0].title : "",
        .more = lines.count ? (int64_t)lines.count - 1 : 0,
        .total = order->total,
        .seller_net = order->seller_net,
        .placed_at = order->placed_at,
        .shipped_at = order->shipped_at,
        .promised_at = order->promised_at,
        .delivered_at = order->delivered_at,
        .received_at = order->received_at,
        .destination = words_country(memory, order->destination),
        .sent = order->shipped_at.us,
    };
    fill_parcel(request, tx, answer);
    fill_talk(request, tx, answer);
    fill_proof(request, tx, file, order, answer);
    return NULL;
}

refused chargebacks_fill_pack(struct request *request, struct store_tx *tx,
                              const struct chargeback_case *file, struct pack_answer *ret_pack)
{
    struct arena *memory = request->memory;
    struct payment payment;
    struct account account;
    struct orders orders = orders_of_purchase(tx, memory, file->purchase);
    refused why = payments_find(tx, memory, file->payment, &payment);
    if (!why)
        why = accounts_find(tx, memory, payment.buyer, &account);
    if (why)
        return why;
    *ret_pack = (struct pack_answer){
        .card = payment.label,
        .bank_confirmed = payments_is_authenticated(tx, file->payment),
        .buyer = payment.buyer,
        .buyer_since = account.opened_at,
        .earlier_orders = store_int(tx, &chargebacks_count_earlier,
                                    WITH(INT(payment.buyer.number), INT(payment.begun_at.us)), 0),
    };
    ret_pack->orders.items = arena_array(memory, orders.count, sizeof *ret_pack->orders.items);
    for (size_t i = 0; !why && i < orders.count; i++)
        why = fill_order(request, tx, file, &orders.items[i],
                         &ret_pack->orders.items[ret_pack->orders.count++]);
    return why;
}
