/* Escrow: keeps the buyer's money until the goods are there. */
#include "shop/escrow/escrow_inside.h"

#include "base/id.h"
#include "base/words.h"
#include "shop/escrow/escrow_sql.h"

REFUSAL(HOLD_NOT_FOUND, 404, "No money is held for this order.");
REFUSAL(HOLD_CLOSED, 409, "The money of this order is no longer held.");

static const char *const state_names[] = { "open", "released", "refunded", "charged_back",
                                           "settled" };

static struct hold hold_from_row(const struct rows *rows, struct arena *memory)
{
    const char *name = rows_text(rows, memory, "state");
    int state = text_place(name, state_names, 5);
    struct currency currency = currency_of(rows_text(rows, memory, "currency"));
    return (struct hold){
        .order = { rows_int(rows, "order_id") },
        .amount = money_of(rows_int(rows, "amount"), currency),
        .subsidy = money_of(rows_int(rows, "subsidy"), currency),
        .state = (enum hold_state)state,
        .opened_at = { rows_int(rows, "opened_at") },
        .release_at = { rows_int(rows, "release_at") },
        .closed_at = { rows_int(rows, "closed_at") },
    };
}

refused escrow_hold(struct store_tx *tx, order_id order, struct hold *ret_hold)
{
    AUTO(arena) memory = { 0 };
    struct rows rows = store_query(tx, &escrow_select, WITH(INT(order.number)));
    if (!rows_next(&rows))
        return &HOLD_NOT_FOUND;
    *ret_hold = hold_from_row(&rows, &memory);
    rows_close(&rows);
    return NULL;
}

/* Where the buyer's money of a purchase waits before its orders hold it. */
static refused paid_from(struct store_tx *tx, struct arena *memory, const struct order *order,
                         struct moment now, struct ledger_account *ret_account)
{
    struct payment payment;
    struct currency currency = order->total.currency;
    refused why = payments_of_purchase(tx, memory, order->purchase.number, &payment);
    if (why)
        return why;
    *ret_account = payment.method == PAYMENT_CREDIT
                       ? ledger_account(tx, LEDGER_CREDIT, order->buyer.number, currency, now)
                       : ledger_account(tx, LEDGER_GATEWAY, 0, currency, now);
    return NULL;
}

static struct span protection(struct store_tx *tx)
{
    return days(store_tx_settings(tx)->protection_days);
}

/* Moves when the parcel is sent; until then it outlives the latest day that it may be. */
static struct moment latest_release(struct store_tx *tx, const struct order *order)
{
    return moment_after(moment_after(order->ship_by, days(order->days_max)), protection(tx));
}

struct money escrow_held_of(const struct order *order)
{
    return money_plus(order->total, order->subsidy);
}

static bool is_apart(struct store_tx *tx, order_id order)
{
    return store_int(tx, &escrow_count_parts, WITH(INT(order.number)), 0) > 0;
}

refused escrow_extend(struct store_tx *tx, order_id order, struct span by, struct moment now)
{
    bool open =
        store_do(tx, &escrow_extend_release, WITH(INT(by.us), INT(order.number), INT(now.us)));
    return open ? NULL : &HOLD_CLOSED;
}

/* A transfer that may be of nothing: then nothing moves. */
static refused move_some(struct store_tx *tx, const struct transfer *transfer)
{
    return transfer->amount.minor ? ledger_transfer(tx, transfer) : NULL;
}

static refused open_hold(struct store_tx *tx, const struct event *event)
{
    const struct order *order = event->what;
    AUTO(arena) memory = { 0 };
    struct moment release_at = latest_release(tx, order);
    struct ledger_account from;
    refused why = paid_from(tx, &memory, order, event->at, &from);
    if (why)
        return why;
    store_put(tx, &escrow_insert,
              WITH(INT(order->order.number), INT(escrow_held_of(order).minor),
                   INT(order->subsidy.minor), TEXT(order->total.currency.code), INT(event->at.us),
                   INT(release_at.us)));
    struct transfer leg = {
        .from = from,
        .to = ledger_account(tx, LEDGER_ESCROW, 0, order->total.currency, event->at),
        .amount = order->total,
        .kind = "escrow.hold",
        .key = arena_format(&memory, "hold %lld", (long long)order->order.number),
        .subject = order->order.number,
        .now = event->at,
    };
    why = move_some(tx, &leg);
    if (why || !order->subsidy.minor)
        return why;
    leg.from = ledger_account(tx, LEDGER_PROMOTION, 0, order->total.currency, event->at);
    leg.amount = order->subsidy;
    leg.kind = "escrow.subsidy";
    leg.key = arena_format(&memory, "subsidy %lld", (long long)order->order.number);
    return ledger_transfer(tx, &leg);
}

/* The market takes out again what it had put to a hold. */
static refused return_subsidy(struct store_tx *tx, const struct order *order, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct currency currency = order->total.currency;
    if (!order->subsidy.minor)
        return NULL;
    return ledger_transfer(
        tx, &(struct transfer){
                .from = ledger_account(tx, LEDGER_ESCROW, 0, currency, now),
                .to = ledger_account(tx, LEDGER_PROMOTION, 0, currency, now),
                .amount = order->subsidy,
                .kind = "escrow.subsidy_returned",
                .key = arena_format(&memory, "subsidy back %lld", (long long)order->order.number),
                .subject = order->order.number,
                .now = now });
}

/* The seller's part and the market's, in the seller's currency. */
refused escrow_pay_out_hold(struct store_tx *tx, const struct order *order, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct currency currency = order->seller_total.currency;
    long long number = (long long)order->order.number;
    bool exchanged = !currency_same(currency, order->total.currency);
    struct ledger_account from = ledger_account(tx, LEDGER_ESCROW, 0, order->total.currency, now);
    struct transfer leg = { .subject = order->order.number, .now = now };
    refused why = NULL;
    if (exchanged) {
        leg.from = from;
        leg.to = ledger_account(tx, LEDGER_EXCHANGE, 0, order->total.currency, now);
        leg.amount = escrow_held_of(order);
        leg.kind = "escrow.exchange";
        leg.key = arena_format(&memory, "exchange %lld", number);
        why = move_some(tx, &leg);
        from = ledger_account(tx, LEDGER_EXCHANGE, 0, currency, now);
    }
    if (!why) {
        leg.from = from;
        leg.to = ledger_account(tx, LEDGER_SELLER, order->seller.number, currency, now);
        leg.amount = order->seller_net;
        leg.kind = "escrow.release";
        leg.key = arena_format(&memory, "release %lld", number);
        why = move_some(tx, &leg);
    }
    if (!why && order->commission.minor > 0) {
        leg.to = ledger_account(tx, LEDGER_COMMISSION, 0, currency, now);
        leg.amount = order->commission;
        leg.kind = "commission";
        leg.key = arena_format(&memory, "commission %lld", number);
        why = ledger_transfer(tx, &leg);
    }
    return why ? why : escrow_collect_owed(tx, order->seller, currency, now);
}

static refused release_hold(struct store_tx *tx, const struct event *event)
{
    const struct order *order = event->what;
    AUTO(arena) memory = { 0 };
    if (is_apart(tx, order->order)) {
        if (store_int(tx, &escrow_count_kept, WITH(INT(order->order.number)), 0))
            return &HOLD_KEPT;
        return escrow_release_parts(tx, &memory, order, false, event->at);
    }
    if (!store_do(tx, &escrow_close,
                  WITH(TEXT("released"), INT(event->at.us), INT(order->order.number))))
        return &HOLD_CLOSED;
    return escrow_pay_out_hold(tx, order, event->at);
}

static refused refund_hold(struct store_tx *tx, const struct event *event)
{
    const struct order *order = event->what;
    AUTO(arena) memory = { 0 };
    if (!store_do(tx, &escrow_close,
                  WITH(TEXT("refunded"), INT(event->at.us), INT(order->order.number))))
        return NULL; /* cancelled before it was paid: nothing is held */
    refused why = return_subsidy(tx, order, event->at);
    if (why)
        return why;
    return payments_refund(
        tx, &(struct refund_wish){
                .purchase = order->purchase.number,
                .order = order->order.number,
                .amount = order->total,
                .reason = order->cancel_reason,
                .key = arena_format(&memory, "cancel %lld", (long long)order->order.number),
                .now = event->at });
}

static void move_release(struct store_tx *tx, const struct order *order, struct moment from)
{
    store_put(tx, &escrow_move_release,
              WITH(INT(moment_after(from, protection(tx)).us), INT(order->order.number)));
}

static refused start_clock(struct store_tx *tx, const struct event *event)
{
    const struct order *order = event->what;
    move_release(tx, order, order->arrives_to);
    return NULL;
}

/* A parcel that comes early leaves the buyer as long to look at it as one in time. */
static refused restart_clock(struct store_tx *tx, const struct event *event)
{
    move_release(tx, event->what, event->at);
    return NULL;
}

/* Cleared after a review: its time to be sent began anew, so protection ends later. */
static refused put_off_release(struct store_tx *tx, const struct event *event)
{
    const struct order *order = event->what;
    store_put(tx, &escrow_move_release,
              WITH(INT(latest_release(tx, order).us), INT(order->order.number)));
    return NULL;
}

const struct listener escrow_hears[] = {
    { &ORDER_PAID_EVENT, open_hold },
    { &ORDER_SHIPPED_EVENT, start_clock },
    { &ORDER_DELIVERED_EVENT, restart_clock },
    { &ORDER_RECEIVED_EVENT, release_hold },
    { &ORDER_CANCELLED_EVENT, refund_hold },
    { &ORDER_CLEARED_EVENT, put_off_release },
    { &ORDER_CHARGED_BACK_EVENT, escrow_hear_taken },
    { &ORDER_REINSTATED_EVENT, escrow_hear_returned },
    { 0 },
};

/* Jobs ------------------------------------------------------------------------------------- */

enum { DUE_MOST = 200 };

struct releasing {
    order_id order;
    struct moment now;
};

static refused release_due(struct store_tx *tx, void *what)
{
    struct releasing *due = what;
    AUTO(arena) memory = { 0 };
    if (store_int(tx, &escrow_count_kept, WITH(INT(due->order.number)), 0)) {
        struct order order;
        refused why = orders_find(tx, &memory, due->order, &order);
        return why ? why : escrow_release_parts(tx, &memory, &order, false, due->now);
    }
    struct order order;
    refused why = orders_find(tx, &memory, due->order, &order);
    if (!why && order.state == ORDER_SHIPPED && order.is_protected)
        return escrow_refund_parts(tx, &memory, &order, "not_arrived", due->now);
    why = why ? why : orders_receive(tx, &memory, due->order, true, due->now);
    return why == &ORDER_ALREADY_CLOSED ? NULL : why;
}

static refused plan_release(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "escrow.release_due",
                                      .run_at = moment_after(*now, minutes(1)) });
    return NULL;
}

/* Protection ran out for what is undisputed. What was to be followed to the door and was never
 * delivered is refunded, without being asked for. One order that cannot be closed holds up no
 * other. */
static refused run_release_due(struct store *store, const struct job *job, struct moment now)
{
    struct releasing due[DUE_MOST];
    int count = 0;
    refused first = NULL;
    (void)job;
    struct store_tx *tx = store_read(store);
    struct rows rows = store_query(tx, &escrow_select_due, WITH(INT(now.us), INT(DUE_MOST)));
    while (rows_next(&rows))
        due[count++] = (struct releasing){ { rows_int(&rows, "order_id") }, now };
    store_read_end(tx);
    for (int i = 0; i < count; i++) {
        refused why = store_transact(store, release_due, &due[i]);
        first = first ? first : why;
    }
    refused why = store_transact(store, plan_release, &now);
    return first ? first : why;
}

const struct job_kind escrow_jobs[] = {
    { .name = "escrow.release_due", .run = run_release_due, .attempts_max = 1000000 },
    { 0 },
};

refused escrow_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_release, &now);
}

struct moneys escrow_of_seller(struct store_tx *tx, struct arena *memory, seller_id seller)
{
    enum { CURRENCIES_MAX = 8 };
    struct moneys found = { arena_array(memory, CURRENCIES_MAX, sizeof(struct money)), 0 };
    struct rows rows = store_query(tx, &escrow_sum_of_seller, WITH(INT(seller.number)));
    while (rows_next(&rows))
        if (found.count < CURRENCIES_MAX)
            found.items[found.count++] = money_of(
                rows_int(&rows, "minor"), currency_of(rows_text(&rows, memory, "currency")));
    return found;
}

/* Proof ------------------------------------------------------------------------------------ */

/* Whether a kind of account holds, in each currency, what the rows sum up to (times `sign`). */
static const char *compare(struct store_tx *tx, struct arena *memory, enum ledger_kind kind,
                           const struct statement *sums, int sign)
{
    const char *name = ledger_kind_names[kind];
    struct moneys booked = ledger_balances(tx, memory, kind, 0);
    struct rows rows = store_query(tx, sums, WITHOUT);
    while (rows_next(&rows)) {
        struct currency currency = currency_of(rows_text(&rows, memory, "currency"));
        int64_t wanted = sign * rows_int(&rows, "minor");
        for (size_t i = 0; i < booked.count; i++)
            if (currency_same(booked.items[i].currency, currency)) {
                booked.items[i].minor -= wanted;
                wanted = 0;
            }
        if (wanted) {
            rows_close(&rows);
            return arena_format(memory, "escrow: holds in %s have no %s account in the ledger",
                                currency.code, name);
        }
    }
    for (size_t i = 0; i < booked.count; i++)
        if (booked.items[i].minor)
            return arena_format(memory,
                                "escrow: the ledger's %s has %lld minor units of %s more than "
                                "the holds",
                                name, (long long)booked.items[i].minor,
                                booked.items[i].currency.code);
    return NULL;
}

const char *escrow_verify(struct store_tx *tx, struct arena *memory)
{
    int64_t order = store_int(tx, &escrow_verify_orders, WITHOUT, 0);
    if (order)
        return arena_format(memory, "escrow: %s: its hold does not fit its state or total",
                            id_text(memory, "ord", order));
    order = store_int(tx, &escrow_verify_parts, WITHOUT, 0);
    if (!order)
        order = store_int(tx, &escrow_verify_settled, WITHOUT, 0);
    if (order)
        return arena_format(memory, "escrow: %s: its parts do not fit its hold, state or refunds",
                            id_text(memory, "ord", order));
    const char *fault = compare(tx, memory, LEDGER_ESCROW, &escrow_sum_open, 1);
    if (!fault)
        fault = compare(tx, memory, LEDGER_PROMOTION, &escrow_sum_subsidies, -1);
    return fault ? fault : compare(tx, memory, LEDGER_LOSS, &escrow_sum_lost, -1);
}
