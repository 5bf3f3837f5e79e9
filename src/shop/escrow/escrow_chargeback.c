/* Escrow, charged back: a bank takes a payment, and may give it back.
 *
 * What is still held goes back to the gateway that lost it; of what was released the market has
 * the loss. Won, all of it goes to where it was to go. Lost, somebody says who bears it. */
#include "shop/escrow/escrow_inside.h"

#include "shop/escrow/escrow_sql.h"

/* Each round of each order has keys of its own. */
static struct moving moving_of(struct store_tx *tx, struct arena *memory, const struct order *order,
                               const char *stage, struct moment now)
{
    struct payment payment;
    struct chargeback chargeback = { 0 };
    if (!payments_of_purchase(tx, memory, order->purchase.number, &payment))
        payments_find_chargeback(tx, memory, payment.payment, &chargeback);
    return (struct moving){ .tx = tx,
                            .memory = memory,
                            .order = order,
                            .key = arena_format(memory, "chargeback %lld %lld %s",
                                                (long long)order->order.number,
                                                (long long)chargeback.round, stage),
                            .now = now };
}

static void of_part(struct moving *moving, const char *stage, int64_t line)
{
    moving->line = line;
    moving->key = arena_format(moving->memory, "%s %lld", stage, (long long)line);
}

static bool set_hold(const struct moving *moving, const char *before, const char *after)
{
    return store_do(
        moving->tx, &escrow_set_state,
        WITH(TEXT(after), INT(moving->now.us), INT(moving->order->order.number), TEXT(before)));
}

/* Between escrow or the losses and an account of the market, in the buyer's currency. */
static refused shift(const struct moving *moving, enum ledger_kind from, enum ledger_kind to,
                     struct money amount, const char *kind)
{
    return escrow_move(moving, escrow_account(moving, from, 0, amount.currency),
                       escrow_account(moving, to, 0, amount.currency), amount, kind);
}

/* Taken ------------------------------------------------------------------------------------ */

static refused take_parts(struct moving *moving, const struct escrow_parts *parts)
{
    const char *stage = moving->key;
    refused why = NULL;
    for (size_t i = 0; !why && i < parts->count; i++) {
        const struct escrow_part *part = &parts->items[i];
        enum ledger_kind from = part->open ? LEDGER_ESCROW : LEDGER_LOSS;
        of_part(moving, stage, part->line);
        store_put(moving->tx, &escrow_take_part,
                  WITH(INT(moving->now.us), INT(moving->order->order.number), INT(part->line)));
        if (part->open)
            why = shift(moving, LEDGER_ESCROW, LEDGER_PROMOTION,
                        money_minus(part->subsidy, part->subsidy_back), "escrow.subsidy_returned");
        if (!why)
            why = shift(moving, from, LEDGER_GATEWAY, money_minus(part->paid, part->refunded),
                        part->open ? "escrow.charged_back" : "loss.charged_back");
    }
    store_put(moving->tx, &escrow_set_charged_back,
              WITH(INT(moving->now.us), INT(moving->order->order.number)));
    return why;
}

refused escrow_hear_taken(struct store_tx *tx, const struct event *event)
{
    const struct order *order = event->what;
    AUTO(arena) memory = { 0 };
    struct moving moving = moving_of(tx, &memory, order, "taken", event->at);
    struct escrow_parts parts = escrow_kept_parts(tx, &memory, order);
    if (parts.count)
        return take_parts(&moving, &parts);
    bool held = store_do(tx, &escrow_close,
                         WITH(TEXT("charged_back"), INT(event->at.us), INT(order->order.number)));
    refused why = held ? shift(&moving, LEDGER_ESCROW, LEDGER_PROMOTION, order->subsidy,
                               "escrow.subsidy_returned")
                       : NULL;
    if (why)
        return why;
    return shift(&moving, held ? LEDGER_ESCROW : LEDGER_LOSS, LEDGER_GATEWAY, order->total,
                 held ? "escrow.charged_back" : "loss.charged_back");
}

/* Paid after all --------------------------------------------------------------------------- */

static bool note_part(const struct moving *moving, const struct escrow_part *before,
                      const struct escrow_part *after)
{
    return store_do(moving->tx, &escrow_note_taken,
                    WITH(INT(after->taken.minor), INT(after->lost.minor),
                         INT(after->subsidy_back.minor), INT(after->seller_back.minor),
                         INT(after->commission_back.minor), INT(moving->order->order.number),
                         INT(before->line), INT(before->taken.minor), INT(before->lost.minor)));
}

/* What was held of a part is held again, from `source`, and goes to the seller. */
static refused pay_taken_part(const struct moving *moving, const struct escrow_part *part,
                              enum ledger_kind source, const char *kind)
{
    struct escrow_part again = *part;
    again.subsidy_back = escrow_share_back(part->subsidy, part);
    again.taken = source == LEDGER_LOSS ? part->taken : money_of(0, part->taken.currency);
    again.lost = again.taken;
    if (!note_part(moving, part, &again))
        return &HOLD_CLOSED;
    refused why = shift(moving, source, LEDGER_ESCROW, part->taken, kind);
    if (!why)
        why = shift(moving, LEDGER_PROMOTION, LEDGER_ESCROW,
                    money_minus(part->subsidy_back, again.subsidy_back), "escrow.subsidy");
    return why ? why : escrow_pay_part(moving, &again);
}

static refused pay_taken_hold(const struct moving *moving, enum ledger_kind source,
                              const char *kind)
{
    const struct order *order = moving->order;
    if (!set_hold(moving, "charged_back", "released"))
        return &HOLD_CLOSED;
    refused why = shift(moving, source, LEDGER_ESCROW, order->total, kind);
    if (!why)
        why = shift(moving, LEDGER_PROMOTION, LEDGER_ESCROW, order->subsidy, "escrow.subsidy");
    return why ? why : escrow_pay_out_hold(moving->tx, order, moving->now);
}

/* Returned --------------------------------------------------------------------------------- */

static refused return_parts(struct moving *moving, const struct escrow_parts *parts)
{
    const char *stage = moving->key;
    refused why = NULL;
    for (size_t i = 0; !why && i < parts->count; i++) {
        const struct escrow_part *part = &parts->items[i];
        of_part(moving, stage, part->line);
        if (part->taken_open) {
            why = pay_taken_part(moving, part, LEDGER_GATEWAY, "escrow.reinstated");
        } else if (part->lost.minor > 0) {
            struct escrow_part after = *part;
            after.taken = after.lost = money_of(0, part->lost.currency);
            why = note_part(moving, part, &after)
                      ? shift(moving, LEDGER_GATEWAY, LEDGER_LOSS, part->lost, "loss.reinstated")
                      : &HOLD_CLOSED;
        }
    }
    if (!why && !set_hold(moving, "charged_back", "settled"))
        return &HOLD_CLOSED;
    return why;
}

/* It was never sent, so its buyer is refunded as of any other. */
static refused return_unsent(const struct moving *moving)
{
    const struct order *order = moving->order;
    if (!set_hold(moving, "charged_back", "refunded"))
        return &HOLD_CLOSED;
    refused why = shift(moving, LEDGER_GATEWAY, LEDGER_ESCROW, order->total, "escrow.reinstated");
    if (why)
        return why;
    return payments_refund(moving->tx, &(struct refund_wish){ .purchase = order->purchase.number,
                                                              .order = order->order.number,
                                                              .amount = order->total,
                                                              .reason = order->cancel_reason,
                                                              .key = moving->key,
                                                              .now = moving->now });
}

refused escrow_hear_returned(struct store_tx *tx, const struct event *event)
{
    const struct order *order = event->what;
    AUTO(arena) memory = { 0 };
    struct hold hold;
    struct moving moving = moving_of(tx, &memory, order, "returned", event->at);
    struct escrow_parts parts = escrow_kept_parts(tx, &memory, order);
    if (parts.count)
        return return_parts(&moving, &parts);
    refused why = escrow_hold(tx, order->order, &hold);
    if (why)
        return why;
    if (order->state == ORDER_CANCELLED)
        return return_unsent(&moving);
    if (hold.state == HOLD_RELEASED)
        return shift(&moving, LEDGER_GATEWAY, LEDGER_LOSS, order->total, "loss.reinstated");
    return pay_taken_hold(&moving, LEDGER_GATEWAY, "escrow.reinstated");
}

/* Borne ------------------------------------------------------------------------------------ */

/* A released hold, taken whole, becomes parts that were taken. */
static refused part_taken_hold(const struct moving *moving, struct escrow_parts *ret_parts)
{
    refused why =
        escrow_take_apart(moving->tx, moving->memory, moving->order, moving->now, ret_parts);
    for (size_t i = 0; !why && i < ret_parts->count; i++)
        store_put(moving->tx, &escrow_take_part,
                  WITH(INT(moving->now.us), INT(moving->order->order.number),
                       INT(ret_parts->items[i].line)));
    if (why)
        return why;
    store_put(moving->tx, &escrow_set_charged_back,
              WITH(INT(moving->now.us), INT(moving->order->order.number)));
    *ret_parts = escrow_kept_parts(moving->tx, moving->memory, moving->order);
    return NULL;
}

/* All that is left of it comes back: the loss is the seller's, the market's part returns. */
static refused charge_part(const struct moving *moving, const struct escrow_part *part)
{
    struct escrow_part after = *part, all = *part;
    after.subsidy_back = part->subsidy;
    after.seller_back = part->seller_total;
    after.commission_back = part->commission;
    after.lost = money_of(0, part->lost.currency);
    if (!note_part(moving, part, &after))
        return &HOLD_CLOSED;
    all = after;
    all.refunded = part->paid;
    refused why = escrow_bring_back(moving, part, &all);
    if (!why)
        why = shift(moving, LEDGER_ESCROW, LEDGER_PROMOTION,
                    money_minus(part->subsidy, part->subsidy_back), "escrow.subsidy_returned");
    return why ? why : shift(moving, LEDGER_ESCROW, LEDGER_LOSS, part->lost, "loss.borne");
}

static refused charge_seller(struct moving *moving, struct escrow_parts parts)
{
    const char *stage = moving->key;
    struct hold hold;
    refused why = escrow_hold(moving->tx, moving->order->order, &hold);
    if (!why && hold.state == HOLD_RELEASED)
        why = part_taken_hold(moving, &parts);
    for (size_t i = 0; !why && i < parts.count; i++) {
        of_part(moving, stage, parts.items[i].line);
        if (!parts.items[i].taken_open && !parts.items[i].whole_back)
            why = charge_part(moving, &parts.items[i]);
    }
    return why;
}

static refused pay_seller(struct moving *moving, const struct escrow_parts *parts)
{
    const char *stage = moving->key;
    struct hold hold;
    refused why = escrow_hold(moving->tx, moving->order->order, &hold);
    if (!why && !parts->count && hold.state == HOLD_CHARGED_BACK)
        return pay_taken_hold(moving, LEDGER_LOSS, "loss.charged_back");
    for (size_t i = 0; !why && i < parts->count; i++) {
        of_part(moving, stage, parts->items[i].line);
        if (parts->items[i].taken_open)
            why = pay_taken_part(moving, &parts->items[i], LEDGER_LOSS, "loss.charged_back");
    }
    return why;
}

refused escrow_bear(struct store_tx *tx, struct arena *memory, const struct order *order,
                    enum bearer bearer, struct moment now)
{
    struct moving moving = moving_of(tx, memory, order, "borne", now);
    struct escrow_parts parts = escrow_kept_parts(tx, memory, order);
    if (order->state != ORDER_CHARGED_BACK)
        return &HOLD_CLOSED;
    return bearer == BEARER_MARKET ? pay_seller(&moving, &parts) : charge_seller(&moving, parts);
}
