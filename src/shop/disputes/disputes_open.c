/* Disputes, opened: by when, about which lines, and for how much. */
#include "shop/disputes/disputes_inside.h"

#include "base/id.h"
#include "shop/disputes/disputes_sql.h"
#include "shop/promotions/quote.h"

REFUSAL(DISPUTE_TOO_EARLY, 409,
        "It may still come in time. If it has not arrived after the promised day, say so here.");
REFUSAL(DISPUTE_TOO_LATE, 409, "The time to object to this order is over.");
REFUSAL(DISPUTE_OPEN_ALREADY, 409, "There is an open dispute about this already.");
REFUSAL(DISPUTE_DECIDED_BEFORE, 409, "A dispute about this was decided before.");
REFUSAL(DISPUTE_NOTHING_LEFT, 409, "All of this was refunded already.");
REFUSAL_AT(DISPUTE_LINES_WRONG, 422, "lines",
           "Choose what it is about: lines of this order, and not more pieces than you bought.");
REFUSAL_AT(DISPUTE_AMOUNT_WRONG, 422, "amount",
           "Ask for more than nothing and not more than was paid for it.");
REFUSAL(WITHDRAWAL_NOT_POSSIBLE, 409,
        "This order cannot be withdrawn from, or the time to do so is over.");
REFUSAL(RETURN_NOT_FREE, 409,
        "The seller does not take goods back without a reason. Say what is wrong with them.");

static bool is_in_eu(const char *country)
{
    static const char members[] = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL "
                                  "PT RO SK SI ES SE";
    const char *at = country && *country ? strstr(members, country) : NULL;
    return at && (at - members) % 3 == 0 && strlen(country) == 2;
}

struct moment disputes_withdraw_until(struct store_tx *tx, const struct order *order)
{
    struct moment from = order->delivered_at;
    (void)tx;
    bool bought = order->state == ORDER_PAID || order->state == ORDER_SHIPPED ||
                  order->state == ORDER_DELIVERED || order->state == ORDER_COMPLETED;
    if (!bought || !is_in_eu(order->destination))
        return (struct moment){ 0 };
    if (!from.us)
        from = order->state == ORDER_COMPLETED ? order->closed_at : order->arrives_to;
    return moment_after(from, days(DISPUTE_WITHDRAWAL_DAYS));
}

/* While the money is held, until protection ends; after the buyer has confirmed, as long as it
 * would have been. What the clock released is over, and what a bank has decided. */
struct moment disputes_open_until(struct store_tx *tx, const struct order *order)
{
    struct hold hold;
    struct moment never = { 0 };
    if (order->state == ORDER_SHIPPED || order->state == ORDER_DELIVERED)
        return escrow_hold(tx, order->order, &hold) ? never : hold.release_at;
    if (order->state != ORDER_COMPLETED || text_same(order->cancel_reason, "protection_ended") ||
        text_same(order->cancel_reason, "reinstated"))
        return never;
    return moment_after(order->closed_at, days(store_tx_settings(tx)->protection_days));
}

static refused may_open(struct store_tx *tx, const struct order *order,
                        const struct dispute_wish *wish)
{
    bool withdraws = wish->reason == DISPUTE_WITHDRAWAL;
    struct moment until =
        withdraws ? disputes_withdraw_until(tx, order) : disputes_open_until(tx, order);
    if (order->state == ORDER_PLACED || order->state == ORDER_PAID)
        return &ORDER_NOT_SHIPPED;
    if (wish->now.us >= until.us)
        return withdraws ? &WITHDRAWAL_NOT_POSSIBLE : &DISPUTE_TOO_LATE;
    if (wish->reason == DISPUTE_CHANGED_MIND &&
        !disputes_seller_pays(order->guarantees, order->free_returns, wish->reason))
        return &RETURN_NOT_FREE;
    if (wish->reason != DISPUTE_NOT_ARRIVED)
        return NULL;
    if (order->state == ORDER_COMPLETED)
        return &DISPUTE_TOO_LATE; /* the buyer has said that it came */
    return wish->now.us < order->arrives_to.us ? &DISPUTE_TOO_EARLY : NULL;
}

/* The claim -------------------------------------------------------------------------------- */

struct claim {
    struct dispute_line *items;
    size_t count;
    struct money total;
};

static const struct order_line *line_of(const struct order_lines *lines, int64_t number)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->items[i].line.number == number)
            return &lines->items[i];
    return NULL;
}

static const struct escrow_part *part_of(const struct escrow_parts *parts, int64_t number)
{
    for (size_t i = 0; i < parts->count; i++)
        if (parts->items[i].line == number)
            return &parts->items[i];
    return NULL;
}

static struct money left_of(const struct escrow_part *part)
{
    return money_minus(part->paid, part->refunded);
}

static void add_line(struct claim *claim, int64_t line, int64_t count, struct money amount)
{
    claim->items[claim->count++] = (struct dispute_line){ line, count, amount };
    claim->total = money_plus(claim->total, amount);
}

static int64_t pieces_before(struct store_tx *tx, const struct order *order, int64_t line)
{
    return store_int(tx, &disputes_count_refunded, WITH(INT(order->order.number), INT(line)), 0);
}

/* Everything that has not gone back yet, with the shipping. */
static void claim_all(struct store_tx *tx, const struct order *order,
                      const struct order_lines *lines, const struct escrow_parts *parts,
                      struct claim *claim)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct escrow_part *part = &parts->items[i];
        const struct order_line *line = line_of(lines, part->line);
        if (!part->whole_back)
            add_line(claim, part->line,
                     line ? line->count - pieces_before(tx, order, part->line) : 1, left_of(part));
    }
}

static refused claim_some(struct store_tx *tx, const struct order *order,
                          const struct order_lines *lines, const struct escrow_parts *parts,
                          const struct dispute_wish *wish, struct claim *claim)
{
    for (size_t i = 0; i < wish->line_count; i++) {
        int64_t number = wish->lines[i].line, count = wish->lines[i].count;
        const struct order_line *line = line_of(lines, number);
        const struct escrow_part *part = part_of(parts, number);
        bool twice = false;
        for (size_t k = 0; k < i; k++)
            twice = twice || wish->lines[k].line == number;
        if (!line || !part || twice || count < 1)
            return &DISPUTE_LINES_WRONG;
        int64_t before = pieces_before(tx, order, number);
        if (before + count > line->count)
            return &DISPUTE_LINES_WRONG;
        struct money left = left_of(part);
        int64_t minor = quote_part_of(line->paid.minor, line->count, before, before + count);
        if (before + count == line->count || minor > left.minor)
            minor = left.minor;
        add_line(claim, number, count, money_of(minor, left.currency));
    }
    return NULL;
}

static refused read_claim(struct store_tx *tx, struct arena *memory, const struct order *order,
                          const struct dispute_wish *wish, struct claim *ret_claim)
{
    struct order_lines lines = orders_lines(tx, memory, order);
    struct escrow_parts parts = escrow_parts(tx, memory, order);
    struct claim claim = { arena_array(memory, parts.count + wish->line_count + 1,
                                       sizeof *claim.items),
                           0, money_of(0, order->total.currency) };
    int64_t pieces = 0, wanted = 0;
    for (size_t i = 0; i < lines.count; i++)
        pieces += lines.items[i].count - pieces_before(tx, order, lines.items[i].line.number);
    for (size_t i = 0; i < wish->line_count; i++)
        wanted += wish->lines[i].count;
    refused why = claim_some(tx, order, &lines, &parts, wish, &claim);
    if (why)
        return why;
    if (wanted == 0 || wanted == pieces) { /* the last piece takes the shipping with it */
        claim.count = 0;
        claim.total.minor = 0;
        claim_all(tx, order, &lines, &parts, &claim);
    }
    if (claim.count == 0)
        return &DISPUTE_NOTHING_LEFT;
    *ret_claim = claim;
    return NULL;
}

static refused find_claim(struct store_tx *tx, struct arena *memory,
                          const struct dispute_wish *wish, struct order *ret_order,
                          struct claim *ret_claim)
{
    refused why = orders_find(tx, memory, wish->order, ret_order);
    if (!why && ret_order->buyer.number != wish->buyer.number)
        return &ORDER_NOT_FOUND; /* someone else's is not told from none */
    why = why ? why : may_open(tx, ret_order, wish);
    return why ? why : read_claim(tx, memory, ret_order, wish, ret_claim);
}

refused disputes_claim(struct store_tx *tx, struct arena *memory, const struct dispute_wish *wish,
                       struct money *ret_claim)
{
    struct order order;
    struct claim claim;
    refused why = find_claim(tx, memory, wish, &order, &claim);
    if (!why)
        *ret_claim = claim.total;
    return why;
}

/* Opening ---------------------------------------------------------------------------------- */

static refused is_free(struct store_tx *tx, const struct order *order, const struct claim *claim,
                       enum dispute_reason reason)
{
    bool by_right = reason == DISPUTE_WITHDRAWAL || reason == DISPUTE_CHANGED_MIND;
    for (size_t i = 0; i < claim->count; i++) {
        int64_t line = claim->items[i].line;
        if (store_int(tx, &disputes_count_open_with, WITH(INT(order->order.number), INT(line)), 0))
            return &DISPUTE_OPEN_ALREADY;
        if (!by_right && line &&
            store_int(tx, &disputes_count_decided_with, WITH(INT(order->order.number), INT(line)),
                      0))
            return &DISPUTE_DECIDED_BEFORE;
    }
    return NULL;
}

/* What is asked for; a return and a replacement are about all of the claim. */
static refused ask(const struct dispute_wish *wish, struct dispute *dispute)
{
    bool by_right = wish->reason == DISPUTE_WITHDRAWAL || wish->reason == DISPUTE_CHANGED_MIND;
    dispute->remedy = by_right ? REMEDY_RETURN : wish->remedy;
    dispute->asked = dispute->claim;
    if (dispute->remedy == REMEDY_NOTHING)
        return &DISPUTE_AMOUNT_WRONG;
    if (dispute->remedy != REMEDY_REFUND || wish->all)
        return NULL;
    if (!currency_same(wish->asked.currency, dispute->claim.currency) || wish->asked.minor <= 0 ||
        wish->asked.minor > dispute->claim.minor)
        return &DISPUTE_AMOUNT_WRONG;
    dispute->asked = wish->asked;
    return NULL;
}

static refused write_dispute(struct store_tx *tx, struct arena *memory, const struct order *order,
                             const struct claim *claim, const struct dispute *dispute,
                             const char *words)
{
    int64_t number = dispute->dispute.number;
    store_put(tx, &disputes_insert,
              WITH(INT(number), INT(dispute->order.number), INT(dispute->buyer.number),
                   INT(dispute->seller.number), TEXT(dispute_reasons[dispute->reason].name),
                   TEXT(dispute_states[dispute->state].name), TEXT(dispute->claim.currency.code),
                   INT(dispute->claim.minor), TEXT(dispute_remedies[dispute->remedy].name),
                   INT(dispute->asked.minor), INT(dispute->seller_pays), INT(dispute->opened_at.us),
                   INT(dispute->deadline.us)));
    for (size_t i = 0; i < claim->count; i++) {
        const struct dispute_line *line = &claim->items[i];
        store_put(tx, &disputes_insert_line,
                  WITH(INT(number), INT(line->line), INT(line->count), INT(line->claim.minor)));
        refused why = escrow_keep(tx, memory, order, line->line, number, dispute->opened_at);
        if (why)
            return why == &HOLD_KEPT ? &DISPUTE_OPEN_ALREADY : why;
    }
    disputes_add_step(tx, dispute, SIDE_BUYER, "opened", &dispute->remedy, dispute->asked, words,
                      dispute->opened_at);
    return disputes_announce(tx, &DISPUTE_OPENED_EVENT, dispute, dispute->opened_at);
}

refused disputes_open(struct store_tx *tx, struct arena *memory, const struct dispute_wish *wish,
                      struct dispute *ret_dispute)
{
    struct order order;
    struct claim claim;
    bool by_right = wish->reason == DISPUTE_WITHDRAWAL || wish->reason == DISPUTE_CHANGED_MIND;
    refused why = find_claim(tx, memory, wish, &order, &claim);
    why = why ? why : is_free(tx, &order, &claim, wish->reason);
    if (why)
        return why;
    struct dispute dispute = {
        .dispute = { id_next(wish->now) },
        .order = order.order,
        .buyer = order.buyer,
        .seller = order.seller,
        .reason = wish->reason,
        .state = by_right ? DISPUTE_SENDING : DISPUTE_SELLER,
        .claim = claim.total,
        .offered = money_of(0, claim.total.currency),
        .refunded = money_of(0, claim.total.currency),
        .seller_pays = disputes_seller_pays(order.guarantees, order.free_returns, wish->reason),
        .opened_at = wish->now,
    };
    struct moment from = wish->now;
    if (by_right && order.state == ORDER_SHIPPED && order.arrives_to.us > from.us)
        from = order.arrives_to; /* what has not come yet cannot be sent back */
    dispute.deadline = disputes_deadline(&dispute, from);
    if ((why = ask(wish, &dispute)))
        return why;
    if ((why = write_dispute(tx, memory, &order, &claim, &dispute, wish->words)))
        return why;
    *ret_dispute = dispute;
    return NULL;
}
