/* Protection: guarantees, their deposit, and more time. */
#include "shop/protection/protection.h"

#include "base/id.h"
#include "base/words.h"
#include "shop/exchange/exchange.h"
#include "shop/notices/notices.h"
#include "shop/protection/protection_sql.h"

REFUSAL(GUARANTEE_CHOSEN, 409, "You guarantee this already.");
REFUSAL(GUARANTEE_NOT_CHOSEN, 409, "You do not guarantee this.");
REFUSAL_AT(DEPOSIT_TOO_LITTLE, 409, "amount", "There is not so much to move.");
REFUSAL_AT(DEPOSIT_NEEDED, 409, "amount",
           "So much must stay for what you guarantee. End a guarantee first.");
REFUSAL(EXTENSION_ASKED, 409, "You have asked for more time; the seller has not answered yet.");
REFUSAL_AT(EXTENSION_TOO_LONG, 422, "days", "Protection can be 60 days longer at most, in all.");
REFUSAL(EXTENSION_NOT_ASKED, 409, "The buyer has not asked for more time.");

const struct choice guarantee_choices[] = {
    [GUARANTEE_ON_TIME] = { "on_time", N_("On time") },
    [GUARANTEE_AS_DESCRIBED] = { "as_described", N_("As described") },
    [GUARANTEE_FREE_RETURNS] = { "free_returns", N_("Free returns") },
    [GUARANTEE_GENUINE] = { "genuine", N_("Genuine") },
    { 0 },
};
const struct choice extension_states[] = {
    [EXTENSION_WAITS] = { "asked", N_("Asked for") },
    [EXTENSION_GRANTED] = { "granted", N_("Granted") },
    [EXTENSION_REFUSED] = { "refused", N_("Refused") },
    { 0 },
};

const char *guarantee_says(enum guarantee guarantee)
{
    switch (guarantee) {
    case GUARANTEE_ON_TIME: return _("Later than promised: a tenth of the price back, by itself");
    case GUARANTEE_AS_DESCRIBED:
        return _("Not as described: all back, sent back at the seller’s cost");
    case GUARANTEE_FREE_RETURNS: return _("Goes back for any reason, at the seller’s cost");
    default: return _("Not genuine: all back, and nothing to send back");
    }
}

const char **guarantee_texts(struct arena *memory, unsigned guarantees, size_t *ret_count)
{
    const char **texts = arena_array(memory, GUARANTEES, sizeof *texts);
    size_t count = 0;
    for (int i = 0; i < GUARANTEES; i++)
        if (guarantees & GUARANTEE_BIT(i))
            texts[count++] = arena_format(memory, "%s: %s", _(guarantee_choices[i].words),
                                          guarantee_says((enum guarantee)i));
    *ret_count = count;
    return texts;
}

/* The deposit ------------------------------------------------------------------------------ */

/* Of what was sold in 30 days, in basis points, for each guarantee. */
static const int shares[GUARANTEES] = {
    [GUARANTEE_ON_TIME] = 100,
    [GUARANTEE_AS_DESCRIBED] = 300,
    [GUARANTEE_FREE_RETURNS] = 200,
    [GUARANTEE_GENUINE] = 300,
};
enum { TURNOVER_DAYS = 30, LEAST_UNITS = 20, LATE_BASIS_POINTS = 1000 };

static struct money least_deposit(struct store_tx *tx, struct currency currency, struct moment now)
{
    struct currency reference = store_tx_settings(tx)->reference;
    int64_t minor = LEAST_UNITS;
    for (int i = 0; i < currency_exponent(reference); i++)
        minor *= 10;
    struct money least = money_of(minor, reference), converted = least;
    return exchange_convert(tx, least, currency, now, &converted) ? money_of(minor, currency)
                                                                  : converted;
}

struct money guarantee_needs(struct store_tx *tx, const struct seller *seller,
                             enum guarantee guarantee, struct moment now)
{
    struct moment since = moment_before(now, days(TURNOVER_DAYS));
    struct money turnover = money_of(
        store_int(tx, &protection_sum_turnover, WITH(INT(seller->seller.number), INT(since.us)), 0),
        seller->currency);
    struct money share = money_part(turnover, shares[guarantee]);
    struct money least = least_deposit(tx, seller->currency, now);
    return share.minor > least.minor ? share : least;
}

static unsigned chosen_by(struct store_tx *tx, struct arena *memory, const struct seller *seller)
{
    unsigned chosen = 0;
    struct rows rows =
        store_query(tx, &protection_select_guarantees, WITH(INT(seller->seller.number)));
    while (rows_next(&rows)) {
        const char *name = rows_text(&rows, memory, "guarantee");
        for (int i = 0; i < GUARANTEES; i++)
            if (text_same(guarantee_choices[i].name, name))
                chosen |= GUARANTEE_BIT(i);
    }
    return chosen;
}

struct guarantees_view guarantees_view(struct store_tx *tx, struct arena *memory,
                                       const struct seller *seller, struct moment now)
{
    int64_t owner = seller->seller.number;
    struct guarantees_view view = {
        .chosen = chosen_by(tx, memory, seller),
        .deposit = ledger_balance(tx, LEDGER_DEPOSIT, owner, seller->currency),
        .payable = ledger_balance(tx, LEDGER_SELLER, owner, seller->currency),
        .needed = money_of(0, seller->currency),
    };
    for (int i = 0; i < GUARANTEES; i++)
        if (view.chosen & GUARANTEE_BIT(i))
            view.needed =
                money_plus(view.needed, guarantee_needs(tx, seller, (enum guarantee)i, now));
    view.in_force = view.deposit.minor >= view.needed.minor ? view.chosen : 0;
    return view;
}

/* In force, or not any more. */
static void refresh(struct store_tx *tx, struct arena *memory, const struct seller *seller,
                    struct moment now)
{
    struct guarantees_view view = guarantees_view(tx, memory, seller, now);
    if (view.in_force != seller->guarantees)
        sellers_set_guarantees_of(tx, seller->seller, view.in_force);
}

refused guarantee_choose(struct store_tx *tx, struct arena *memory, const struct seller *seller,
                         enum guarantee guarantee, bool chosen, struct moment now)
{
    const char *name = guarantee_choices[guarantee].name;
    int64_t number = seller->seller.number;
    bool changed =
        chosen
            ? store_do(tx, &protection_insert_guarantee, WITH(INT(number), TEXT(name), INT(now.us)))
            : store_do(tx, &protection_delete_guarantee, WITH(INT(number), TEXT(name)));
    if (!changed)
        return chosen ? &GUARANTEE_CHOSEN : &GUARANTEE_NOT_CHOSEN;
    refresh(tx, memory, seller, now);
    return NULL;
}

refused guarantee_deposit(struct store_tx *tx, struct arena *memory, const struct seller *seller,
                          struct money amount, const char *key, struct moment now)
{
    struct guarantees_view view = guarantees_view(tx, memory, seller, now);
    int64_t owner = seller->seller.number;
    bool in = amount.minor > 0;
    struct ledger_account payable = ledger_account(tx, LEDGER_SELLER, owner, seller->currency, now);
    struct ledger_account deposit =
        ledger_account(tx, LEDGER_DEPOSIT, owner, seller->currency, now);
    int64_t minor = in ? amount.minor : -amount.minor;
    if (minor == 0 || minor > (in ? view.payable.minor : view.deposit.minor))
        return &DEPOSIT_TOO_LITTLE;
    if (!in && view.deposit.minor - minor < view.needed.minor)
        return &DEPOSIT_NEEDED;
    refused why = ledger_transfer(
        tx,
        &(struct transfer){ .from = in ? payable : deposit,
                            .to = in ? deposit : payable,
                            .amount = money_of(minor, seller->currency),
                            .kind = in ? "deposit.paid" : "deposit.returned",
                            .key = arena_format(memory, "deposit %lld %s", (long long)owner, key),
                            .subject = owner,
                            .now = now });
    if (!why)
        refresh(tx, memory, seller, now);
    return why == &LEDGER_TOO_LITTLE ? &DEPOSIT_TOO_LITTLE : why;
}

/* More time -------------------------------------------------------------------------------- */

struct extensions protection_extensions(struct store_tx *tx, struct arena *memory, order_id order)
{
    struct extensions found = { 0 };
    struct rows rows = store_query(tx, &protection_select_extensions, WITH(INT(order.number)));
    while (rows_next(&rows)) {
        static const char *const names[] = { "asked", "granted", "refused" };
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct extension){
            .days = rows_int(&rows, "days"),
            .state = (enum extension_state)text_place(rows_text(&rows, memory, "state"), names, 3),
            .asked_at = { rows_int(&rows, "asked_at") },
            .decided_at = { rows_int(&rows, "decided_at") },
        };
    }
    return found;
}

/* May it be so much longer; whether one waits. */
static refused check_extension(struct store_tx *tx, struct arena *memory, const struct order *order,
                               int64_t more, struct moment now, struct extensions *ret_extensions,
                               bool *ret_waits)
{
    struct hold hold;
    int64_t granted = 0;
    refused why = escrow_hold(tx, order->order, &hold);
    if (why)
        return why;
    if (order->state != ORDER_SHIPPED && order->state != ORDER_DELIVERED)
        return order->state == ORDER_PAID ? &ORDER_NOT_SHIPPED : &HOLD_CLOSED;
    if (hold.state != HOLD_OPEN || hold.release_at.us <= now.us)
        return &HOLD_CLOSED;
    *ret_extensions = protection_extensions(tx, memory, order->order);
    *ret_waits = false;
    for (size_t i = 0; i < ret_extensions->count; i++) {
        const struct extension *extension = &ret_extensions->items[i];
        granted += extension->state == EXTENSION_GRANTED ? extension->days : 0;
        *ret_waits = *ret_waits || extension->state == EXTENSION_WAITS;
    }
    return granted + more > EXTENSION_DAYS_MAX ? &EXTENSION_TOO_LONG : NULL;
}

static const struct notice_kind asked_seller = {
    "protection.asked", N_("A buyer asks for more time"),
    N_("{title} has not arrived yet. Give the buyer more time to wait for it, or say no."),
    N_("Answer")
};
static const struct notice_kind granted_buyer = {
    "protection.granted", N_("You have more time"),
    N_("The seller of {title} has given you more time. Your money stays held until then."),
    N_("See the order")
};
static const struct notice_kind late_buyer = {
    "protection.late", N_("It came late, so a part of the price is yours"),
    N_("{title} came later than was promised. The seller guarantees to be on time, so a tenth of "
       "what you paid is in your store credit."),
    N_("See the order")
};
const struct notice_kind *const protection_notices[] = { &asked_seller, &granted_buyer, &late_buyer,
                                                         NULL };

static void tell(struct store_tx *tx, struct arena *memory, const struct order *order,
                 account_id receiver, const struct notice_kind *kind, struct moment now)
{
    struct account account;
    if (accounts_find(tx, memory, receiver, &account))
        return;
    struct order_lines lines = orders_lines(tx, memory, order);
    const char *name = id_text(memory, "ord", order->order.number);
    bool buyer = receiver.number == order->buyer.number;
    notices_send(tx,
                 &(struct notice){
                     .kind = kind,
                     .account = receiver.number,
                     .email = account.email,
                     .language = account.language,
                     .path = arena_format(memory, buyer ? "/orders/%s" : "/seller/orders/%s", name),
                     .key = arena_format(memory, "%s %lld", name, (long long)now.us),
                     .facts =
                         (const struct notice_fact[]){
                             { "title", lines.count ? lines.items[0].title : "" }, { 0 } },
                     .now = now });
}

refused protection_ask(struct store_tx *tx, struct arena *memory, const struct order *order,
                       int64_t more, struct moment now)
{
    struct extensions extensions;
    struct seller seller;
    bool waits;
    refused why = check_extension(tx, memory, order, more, now, &extensions, &waits);
    why = why ? why : sellers_find(tx, memory, order->seller, &seller);
    if (why || waits)
        return why ? why : &EXTENSION_ASKED;
    store_put(tx, &protection_insert_extension,
              WITH(INT(order->order.number), INT((int64_t)extensions.count), INT(more),
                   TEXT("asked"), INT(now.us), INT(0)));
    tell(tx, memory, order, seller.account, &asked_seller, now);
    return NULL;
}

refused protection_grant(struct store_tx *tx, struct arena *memory, const struct order *order,
                         int64_t more, struct moment now)
{
    struct extensions extensions;
    bool waits;
    refused why = check_extension(tx, memory, order, more, now, &extensions, &waits);
    if (why || (!more && !waits))
        return why ? why : &EXTENSION_NOT_ASKED;
    const char *state = more ? "granted" : "refused";
    int64_t asked = waits ? extensions.items[extensions.count - 1].days : more;
    if (waits)
        store_put(
            tx, &protection_decide_extension,
            WITH(TEXT(state), INT(more ? more : asked), INT(now.us), INT(order->order.number)));
    else
        store_put(tx, &protection_insert_extension,
                  WITH(INT(order->order.number), INT((int64_t)extensions.count), INT(more),
                       TEXT(state), INT(0), INT(now.us)));
    if (!more)
        return NULL;
    tell(tx, memory, order, order->buyer, &granted_buyer, now);
    return escrow_extend(tx, order->order, days(more), now);
}

/* What others say -------------------------------------------------------------------------- */

static refused compensate_late(struct store_tx *tx, const struct event *event)
{
    const struct order *order = event->what;
    AUTO(arena) memory = { 0 };
    bool late = order->promised_at.us && order->delivered_at.us > order->promised_at.us;
    if (!late || !(order->guarantees & GUARANTEE_BIT(GUARANTEE_ON_TIME)))
        return NULL;
    struct money amount = money_part(order->total, LATE_BASIS_POINTS);
    refused why = escrow_compensate(
        tx, &memory,
        &(struct compensation){
            .order = order,
            .amount = amount,
            .kind = "late.compensated",
            .key = arena_format(&memory, "late %lld", (long long)order->order.number),
            .now = event->at });
    if (!why && amount.minor)
        tell(tx, &memory, order, order->buyer, &late_buyer, event->at);
    return why;
}

const struct listener protection_hears[] = {
    { &ORDER_DELIVERED_EVENT, compensate_late },
    { 0 },
};

/* Jobs ------------------------------------------------------------------------------------- */

struct refreshing {
    seller_id seller;
    struct moment now;
};

static refused refresh_seller(struct store_tx *tx, void *what)
{
    const struct refreshing *refreshing = what;
    AUTO(arena) memory = { 0 };
    struct seller seller;
    refused why = sellers_find(tx, &memory, refreshing->seller, &seller);
    if (!why)
        refresh(tx, &memory, &seller, refreshing->now);
    return why;
}

static refused plan_refresh(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "protection.refresh",
                                      .run_at = moment_after(*now, days(1)) });
    return NULL;
}

/* What sellers sold has changed, and what was taken from deposits. */
static refused run_refresh(struct store *store, const struct job *job, struct moment now)
{
    enum { MOST = 200 };
    struct refreshing found[MOST];
    int count = MOST;
    (void)job;
    for (int64_t after = 0; count == MOST; after = count ? found[count - 1].seller.number : 0) {
        count = 0;
        struct store_tx *tx = store_read(store);
        struct rows rows = store_query(tx, &protection_select_sellers, WITH(INT(after), INT(MOST)));
        while (rows_next(&rows))
            found[count++] = (struct refreshing){ { rows_int(&rows, "seller_id") }, now };
        store_read_end(tx);
        for (int i = 0; i < count; i++) {
            refused why = store_transact(store, refresh_seller, &found[i]);
            if (why)
                return why;
        }
    }
    return store_transact(store, plan_refresh, &now);
}

const struct job_kind protection_jobs[] = {
    { .name = "protection.refresh", .run = run_refresh, .attempts_max = 1000000 },
    { 0 },
};

refused protection_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_refresh, &now);
}
