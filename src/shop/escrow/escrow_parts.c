/* Escrow, part by part: a line of an order, or its shipping, given back, kept or released on its
 * own. A hold is taken apart when the first of its parts goes its own way, and closed with the last
 * of them. */
#include "shop/escrow/escrow_inside.h"

#include "base/id.h"
#include "shop/escrow/escrow_sql.h"
#include "shop/exchange/exchange.h"
#include "shop/promotions/quote.h"

REFUSAL(HOLD_KEPT, 409,
        "There is an open dispute or return about this. Settle or withdraw it first.");
REFUSAL(PART_NOT_FOUND, 404, "This is not a part of the order.");
REFUSAL(PART_TOO_LITTLE, 409, "This is more than what is left of what was paid for it.");

/* Taking apart ----------------------------------------------------------------------------- */

static struct escrow_part part_from_row(const struct rows *rows, const struct order *order)
{
    struct currency buyers = order->total.currency, sellers = order->seller_total.currency;
    char state[8];
    AUTO(arena) memory = { 0 };
    snprintf(state, sizeof state, "%s", rows_text(rows, &memory, "state"));
    return (struct escrow_part){
        .line = rows_int(rows, "line_id"),
        .open = text_same(state, "open"),
        .paid = money_of(rows_int(rows, "paid"), buyers),
        .refunded = money_of(rows_int(rows, "refunded"), buyers),
        .subsidy = money_of(rows_int(rows, "subsidy"), buyers),
        .subsidy_back = money_of(rows_int(rows, "subsidy_back"), buyers),
        .seller_total = money_of(rows_int(rows, "seller_total"), sellers),
        .seller_back = money_of(rows_int(rows, "seller_back"), sellers),
        .commission = money_of(rows_int(rows, "commission"), sellers),
        .commission_back = money_of(rows_int(rows, "commission_back"), sellers),
        .whole_back = rows_int(rows, "whole_back"),
        .keeper = rows_int(rows, "keeper"),
        .taken = money_of(rows_int(rows, "taken"), buyers),
        .lost = money_of(rows_int(rows, "lost"), buyers),
        .taken_open = rows_int(rows, "taken_open"),
    };
}

struct escrow_parts escrow_kept_parts(struct store_tx *tx, struct arena *memory,
                                      const struct order *order)
{
    struct escrow_parts found = { 0 };
    struct escrow_part shipping = { 0 };
    bool any = false;
    struct rows rows = store_query(tx, &escrow_select_parts, WITH(INT(order->order.number)));
    while (rows_next(&rows)) {
        struct escrow_part part = part_from_row(&rows, order);
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        if (part.line == 0) {
            shipping = part;
            any = true;
        } else {
            found.items[found.count++] = part;
        }
    }
    if (any) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = shipping;
    }
    return found;
}

/* The lines as they were bought; the shipping is what they leave of the order. */
static struct escrow_parts fresh_parts(struct store_tx *tx, struct arena *memory,
                                       const struct order *order, bool open)
{
    struct order_lines lines = orders_lines(tx, memory, order);
    struct currency buyers = order->total.currency, sellers = order->seller_total.currency;
    struct escrow_parts parts = { arena_array(memory, lines.count + 1, sizeof *parts.items),
                                  lines.count + 1 };
    int64_t *weights = arena_array(memory, parts.count, sizeof *weights);
    int64_t *commissions = arena_array(memory, parts.count, sizeof *commissions);
    struct escrow_part left = { .paid = order->total,
                                .subsidy = order->subsidy,
                                .seller_total = order->seller_total };
    for (size_t i = 0; i < parts.count; i++) {
        struct escrow_part *part = &parts.items[i];
        *part = left; /* the last: the shipping */
        if (i < lines.count) {
            const struct order_line *line = &lines.items[i];
            part->line = line->line.number;
            part->paid = line->paid;
            part->subsidy = line->subsidy;
            part->seller_total = line->seller_total;
            left.paid = money_minus(left.paid, part->paid);
            left.subsidy = money_minus(left.subsidy, part->subsidy);
            left.seller_total = money_minus(left.seller_total, part->seller_total);
        }
        part->open = open;
        part->refunded = part->subsidy_back = money_of(0, buyers);
        part->seller_back = part->commission_back = money_of(0, sellers);
        weights[i] = part->seller_total.minor;
    }
    money_share(order->commission, weights, parts.count, commissions);
    for (size_t i = 0; i < parts.count; i++)
        parts.items[i].commission = money_of(commissions[i], sellers);
    return parts;
}

struct escrow_parts escrow_parts(struct store_tx *tx, struct arena *memory,
                                 const struct order *order)
{
    struct hold hold;
    struct escrow_parts parts = escrow_kept_parts(tx, memory, order);
    if (parts.count || escrow_hold(tx, order->order, &hold))
        return parts;
    return fresh_parts(tx, memory, order, hold.state == HOLD_OPEN);
}

/* Takes the hold apart, unless it is. */
refused escrow_take_apart(struct store_tx *tx, struct arena *memory, const struct order *order,
                          struct moment now, struct escrow_parts *ret_parts)
{
    struct hold hold;
    *ret_parts = escrow_kept_parts(tx, memory, order);
    refused why = ret_parts->count ? NULL : escrow_hold(tx, order->order, &hold);
    if (why || ret_parts->count)
        return why;
    bool open = hold.state == HOLD_OPEN;
    if (!open && hold.state != HOLD_RELEASED)
        return &HOLD_CLOSED;
    *ret_parts = fresh_parts(tx, memory, order, open);
    for (size_t i = 0; i < ret_parts->count; i++) {
        const struct escrow_part *part = &ret_parts->items[i];
        store_put(tx, &escrow_insert_part,
                  WITH(INT(order->order.number), INT(part->line), TEXT(open ? "open" : "closed"),
                       INT(part->paid.minor), INT(part->subsidy.minor),
                       INT(part->seller_total.minor), INT(part->commission.minor),
                       INT(open ? 0 : now.us)));
    }
    if (!open && !store_do(tx, &escrow_set_state,
                           WITH(TEXT("settled"), INT(hold.closed_at.us), INT(order->order.number),
                                TEXT("released"))))
        return &HOLD_CLOSED;
    return NULL;
}

static struct escrow_part *part_of(const struct escrow_parts *parts, int64_t line)
{
    for (size_t i = 0; i < parts->count; i++)
        if (parts->items[i].line == line)
            return &parts->items[i];
    return NULL;
}

static refused find_part(struct store_tx *tx, struct arena *memory, const struct order *order,
                         int64_t line, struct moment now, struct escrow_part *ret_part)
{
    struct escrow_parts parts;
    refused why = escrow_take_apart(tx, memory, order, now, &parts);
    const struct escrow_part *part = why ? NULL : part_of(&parts, line);
    if (why || !part)
        return why ? why : &PART_NOT_FOUND;
    *ret_part = *part;
    return NULL;
}

/* Keeping ---------------------------------------------------------------------------------- */

refused escrow_keep(struct store_tx *tx, struct arena *memory, const struct order *order,
                    int64_t line, int64_t keeper, struct moment now)
{
    struct escrow_part part;
    refused why = find_part(tx, memory, order, line, now, &part);
    if (why || !part.open || part.keeper == keeper)
        return why;
    bool kept =
        store_do(tx, &escrow_keep_part, WITH(INT(keeper), INT(order->order.number), INT(line)));
    return kept ? NULL : &HOLD_KEPT;
}

void escrow_let_go(struct store_tx *tx, const struct order *order, int64_t keeper)
{
    store_put(tx, &escrow_let_go_parts, WITH(INT(order->order.number), INT(keeper)));
}

/* Moving money ----------------------------------------------------------------------------- */

struct ledger_account escrow_account(const struct moving *moving, enum ledger_kind kind,
                                     int64_t owner, struct currency currency)
{
    return ledger_account(moving->tx, kind, owner, currency, moving->now);
}

refused escrow_move(const struct moving *moving, struct ledger_account from,
                    struct ledger_account to, struct money amount, const char *kind)
{
    const char *of = moving->key;
    if (amount.minor == 0)
        return NULL;
    if (!of)
        of = arena_format(moving->memory, "%lld %lld %lld", (long long)moving->order->order.number,
                          (long long)moving->line, (long long)moving->mark);
    return ledger_transfer(moving->tx, &(struct transfer){
                                           .from = from,
                                           .to = to,
                                           .amount = amount,
                                           .kind = kind,
                                           .key = arena_format(moving->memory, "%s %s %lld", kind,
                                                               of, (long long)from.number),
                                           .subject = moving->order->order.number,
                                           .now = moving->now,
                                       });
}

/* What is left of a part to the seller and the market, in the seller's currency. */
refused escrow_pay_part(const struct moving *moving, const struct escrow_part *part)
{
    const struct order *order = moving->order;
    struct currency buyers = order->total.currency, sellers = order->seller_total.currency;
    struct money left = money_minus(money_plus(part->paid, part->subsidy),
                                    money_plus(part->refunded, part->subsidy_back));
    struct money commission = money_minus(part->commission, part->commission_back);
    struct money net = money_minus(money_minus(part->seller_total, part->seller_back), commission);
    struct ledger_account from = escrow_account(moving, LEDGER_ESCROW, 0, buyers);
    refused why = NULL;
    if (!currency_same(buyers, sellers)) {
        why = escrow_move(moving, from, escrow_account(moving, LEDGER_EXCHANGE, 0, buyers), left,
                          "escrow.exchange");
        from = escrow_account(moving, LEDGER_EXCHANGE, 0, sellers);
    }
    struct ledger_account seller =
        escrow_account(moving, LEDGER_SELLER, order->seller.number, sellers);
    why = why ? why : escrow_move(moving, from, seller, net, "escrow.release");
    why = why ? why
              : escrow_move(moving, from, escrow_account(moving, LEDGER_COMMISSION, 0, sellers),
                            commission, "commission");
    return why ? why : escrow_collect_owed(moving->tx, order->seller, sellers, moving->now);
}

/* So much of what the seller was paid comes back: what is payable, then the deposit; the rest the
 * market lends. */
static refused pull_from_seller(const struct moving *moving, struct ledger_account to,
                                struct money net, const char *kind)
{
    static const enum ledger_kind sources[] = { LEDGER_SELLER, LEDGER_DEPOSIT };
    int64_t seller = moving->order->seller.number;
    refused why = NULL;
    for (size_t i = 0; !why && net.minor > 0 && i < 2; i++) {
        struct money there = ledger_balance(moving->tx, sources[i], seller, net.currency);
        struct money some = there.minor < net.minor ? there : net;
        why = escrow_move(moving, escrow_account(moving, sources[i], seller, net.currency), to,
                          some, kind);
        net = money_minus(net, some);
    }
    if (why || net.minor == 0)
        return why;
    return escrow_move(moving, escrow_account(moving, LEDGER_OWED, seller, net.currency), to, net,
                       kind);
}

/* What was paid out for a share of the part that goes back now comes to escrow again. */
refused escrow_bring_back(const struct moving *moving, const struct escrow_part *before,
                          const struct escrow_part *after)
{
    const struct order *order = moving->order;
    struct currency buyers = order->total.currency, sellers = order->seller_total.currency;
    struct money back = money_minus(money_plus(after->refunded, after->subsidy_back),
                                    money_plus(before->refunded, before->subsidy_back));
    struct money commission = money_minus(after->commission_back, before->commission_back);
    struct money net =
        money_minus(money_minus(after->seller_back, before->seller_back), commission);
    struct ledger_account escrow = escrow_account(moving, LEDGER_ESCROW, 0, buyers), to = escrow;
    if (!currency_same(buyers, sellers))
        to = escrow_account(moving, LEDGER_EXCHANGE, 0, sellers);
    refused why = pull_from_seller(moving, to, net, "escrow.pulled");
    if (!why)
        why = escrow_move(moving, escrow_account(moving, LEDGER_COMMISSION, 0, sellers), to,
                          commission, "commission.back");
    if (!why && !currency_same(buyers, sellers))
        why = escrow_move(moving, escrow_account(moving, LEDGER_EXCHANGE, 0, buyers), escrow, back,
                          "escrow.exchange_back");
    return why;
}

/* Acts ------------------------------------------------------------------------------------- */

/* With the last part the hold is closed, and the order. A late refund may change what an order
 * that is closed has become. */
static refused finish(struct store_tx *tx, struct arena *memory, const struct order *order,
                      struct moment now)
{
    struct escrow_parts parts = escrow_kept_parts(tx, memory, order);
    bool open = false, refunded = true;
    for (size_t i = 0; i < parts.count; i++) {
        open = open || parts.items[i].open;
        refunded = refunded && parts.items[i].whole_back;
    }
    if (open)
        return NULL;
    store_put(tx, &escrow_set_state,
              WITH(TEXT("settled"), INT(now.us), INT(order->order.number), TEXT("open")));
    return orders_settle(tx, memory, order->order, refunded, now);
}

struct money escrow_share_back(struct money whole, const struct escrow_part *part)
{
    int64_t minor = part->whole_back ? whole.minor
                    : part->paid.minor
                        ? quote_part_of(whole.minor, part->paid.minor, 0, part->refunded.minor)
                        : 0;
    return money_of(minor, whole.currency);
}

static struct escrow_part part_after(const struct escrow_part *before, struct money amount,
                                     bool whole)
{
    struct escrow_part after = *before;
    after.refunded = money_plus(before->refunded, amount);
    after.whole_back = whole || (before->paid.minor && after.refunded.minor == before->paid.minor);
    after.subsidy_back = escrow_share_back(before->subsidy, &after);
    after.seller_back = escrow_share_back(before->seller_total, &after);
    after.commission_back = escrow_share_back(before->commission, &after);
    return after;
}

static refused give_back(const struct moving *moving, const struct part_refund *wish,
                         struct money amount, const struct escrow_part *before,
                         const struct escrow_part *after)
{
    struct currency buyers = wish->order->total.currency;
    struct money subsidy = money_minus(after->subsidy_back, before->subsidy_back);
    refused why = before->open ? NULL : escrow_bring_back(moving, before, after);
    if (!why)
        why = escrow_move(moving, escrow_account(moving, LEDGER_ESCROW, 0, buyers),
                          escrow_account(moving, LEDGER_PROMOTION, 0, buyers), subsidy,
                          "escrow.subsidy_returned");
    if (why)
        return why;
    return payments_refund(
        moving->tx,
        &(struct refund_wish){ .purchase = wish->order->purchase.number,
                               .order = wish->order->order.number,
                               .amount = amount,
                               .reason = wish->reason,
                               .key = arena_format(moving->memory, "part %lld %lld %lld",
                                                   (long long)wish->order->order.number,
                                                   (long long)wish->line,
                                                   (long long)before->refunded.minor),
                               .now = wish->now });
}

refused escrow_refund_part(struct store_tx *tx, struct arena *memory,
                           const struct part_refund *wish)
{
    struct escrow_part before;
    refused why = find_part(tx, memory, wish->order, wish->line, wish->now, &before);
    if (why)
        return why;
    struct money left = money_minus(before.paid, before.refunded);
    struct money amount = wish->whole ? left : wish->amount;
    if (before.whole_back)
        return amount.minor ? &PART_TOO_LITTLE : NULL;
    if (amount.minor < 0 || amount.minor > left.minor)
        return &PART_TOO_LITTLE;
    if (amount.minor == 0 && !wish->whole)
        return NULL;
    struct escrow_part after = part_after(&before, amount, wish->whole);
    struct moving moving = { tx,   memory,   wish->order, wish->line, before.refunded.minor,
                             NULL, wish->now };
    if (!store_do(tx, &escrow_give_part_back,
                  WITH(INT(after.refunded.minor), INT(after.subsidy_back.minor),
                       INT(after.seller_back.minor), INT(after.commission_back.minor),
                       INT(after.whole_back), INT(wish->order->order.number), INT(wish->line),
                       INT(before.refunded.minor))))
        return &PART_TOO_LITTLE;
    why = give_back(&moving, wish, amount, &before, &after);
    if (why || !after.whole_back)
        return why;
    store_put(tx, &escrow_close_part,
              WITH(INT(wish->now.us), INT(wish->order->order.number), INT(wish->line)));
    return finish(tx, memory, wish->order, wish->now);
}

refused escrow_release_part(struct store_tx *tx, struct arena *memory, const struct order *order,
                            int64_t line, struct moment now)
{
    struct escrow_part part;
    refused why = find_part(tx, memory, order, line, now, &part);
    if (why || !part.open)
        return why;
    if (!store_do(tx, &escrow_close_part, WITH(INT(now.us), INT(order->order.number), INT(line))))
        return NULL;
    struct moving moving = { tx, memory, order, line, part.refunded.minor, NULL, now };
    why = escrow_pay_part(&moving, &part);
    return why ? why : finish(tx, memory, order, now);
}

refused escrow_compensate(struct store_tx *tx, struct arena *memory,
                          const struct compensation *wish)
{
    const struct order *order = wish->order;
    struct currency buyers = wish->amount.currency, sellers = order->seller_total.currency;
    struct money net = wish->amount;
    struct moving moving = { tx, memory, order, .now = wish->now, .key = wish->key };
    refused why = exchange_convert(tx, wish->amount, sellers, wish->now, &net);
    if (why || wish->amount.minor == 0)
        return why;
    struct ledger_account credit =
        escrow_account(&moving, LEDGER_CREDIT, order->buyer.number, buyers);
    if (currency_same(buyers, sellers))
        return pull_from_seller(&moving, credit, net, wish->kind);
    why = pull_from_seller(&moving, escrow_account(&moving, LEDGER_EXCHANGE, 0, sellers), net,
                           wish->kind);
    return why ? why
               : escrow_move(&moving, escrow_account(&moving, LEDGER_EXCHANGE, 0, buyers), credit,
                             wish->amount, wish->kind);
}

/* For the holds ---------------------------------------------------------------------------- */

refused escrow_release_parts(struct store_tx *tx, struct arena *memory, const struct order *order,
                             bool kept_too, struct moment now)
{
    struct escrow_parts parts = escrow_kept_parts(tx, memory, order);
    refused why = NULL;
    for (size_t i = 0; !why && i < parts.count; i++)
        if (parts.items[i].open && (kept_too || !parts.items[i].keeper))
            why = escrow_release_part(tx, memory, order, parts.items[i].line, now);
    return why;
}

refused escrow_refund_parts(struct store_tx *tx, struct arena *memory, const struct order *order,
                            const char *reason, struct moment now)
{
    struct escrow_parts parts = escrow_parts(tx, memory, order);
    refused why = NULL;
    for (size_t i = 0; !why && i < parts.count; i++)
        if (parts.items[i].open && !parts.items[i].keeper)
            why = escrow_refund_part(tx, memory,
                                     &(struct part_refund){ .order = order,
                                                            .line = parts.items[i].line,
                                                            .whole = true,
                                                            .reason = reason,
                                                            .now = now });
    return why;
}

refused escrow_collect_owed(struct store_tx *tx, seller_id seller, struct currency currency,
                            struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct money owed = ledger_balance(tx, LEDGER_OWED, seller.number, currency);
    struct money payable = ledger_balance(tx, LEDGER_SELLER, seller.number, currency);
    int64_t some = -owed.minor < payable.minor ? -owed.minor : payable.minor;
    if (some <= 0)
        return NULL;
    return ledger_transfer(
        tx,
        &(struct transfer){ .from = ledger_account(tx, LEDGER_SELLER, seller.number, currency, now),
                            .to = ledger_account(tx, LEDGER_OWED, seller.number, currency, now),
                            .amount = money_of(some, currency),
                            .kind = "owed.collected",
                            .key = arena_format(&memory, "owed %lld", (long long)id_next(now)),
                            .subject = seller.number,
                            .now = now });
}
