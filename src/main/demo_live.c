/* Demo, alive: day after day people buy, shops send or fail to, carriers bring, buyers confirm,
 * shops are paid out. */
#include "main/demo.h"

#include "base/id.h"
#include "shop/cart/cart.h"
#include "shop/orders/orders_inside.h"
#include "shop/payments/payments.h"
#include "shop/shipping/shipping.h"

enum { STEPS_A_DAY = 4, PENDING_MAX = 100000, OWN_ORDERS = 12 };

enum deed { SEND, SELLER_CANCELS, BUYER_CANCELS, CONFIRM, NEVER };
struct pending {
    order_id order;
    size_t shop;
    enum deed deed;
    struct moment at;
};

struct life {
    struct demo *demo;
    struct pending *pending;
    size_t count;
};

/* Buying ----------------------------------------------------------------------------------- */

struct buying {
    struct demo *demo;
    const struct demo_person *person;
    int64_t lines[4];
    size_t line_count;
    const char *token, *key;
    struct purchase_made made;
    struct order_made {
        order_id order;
        seller_id seller;
    } orders[8];
    size_t order_count;
};

/* Popular things are bought more: the square of a random number leans to the first. */
static int64_t choose_offer(struct demo *demo)
{
    uint64_t at = demo_random(demo, 100000);
    size_t offer = (size_t)(at * at / 100000 * demo->offer_count / 100000);
    return demo->offers[(offer * 7919) % demo->offer_count];
}

static refused fill_and_place(struct store_tx *tx, void *what)
{
    struct buying *buying = what;
    struct demo *demo = buying->demo;
    AUTO(arena) memory = { 0 };
    struct cart_owner owner = { .account = buying->person->account };
    struct cart cart;
    cart_empty(tx, &owner);
    for (size_t i = 0; i < buying->line_count; i++)
        cart_add(tx, &owner, (offer_id){ buying->lines[i] }, 1, demo->now);
    refused why = cart_read(tx, &memory,
                            &(struct cart_question){ .owner = owner,
                                                     .destination = buying->person->country,
                                                     .currency = buying->person->currency,
                                                     .now = demo->now },
                            &cart);
    if (why)
        return why;
    why = orders_place(tx, &memory,
                       &(struct purchase_wish){ .buyer = buying->person->account,
                                                .address = buying->person->address,
                                                .total = cart.quote.total,
                                                .method = PAYMENT_CARD,
                                                .token = buying->token,
                                                .key = buying->key,
                                                .now = demo->now },
                       &buying->made);
    if (why)
        return why;
    struct orders orders = orders_of_purchase(tx, &memory, buying->made.purchase);
    buying->order_count = 0;
    for (size_t i = 0; i < orders.count && i < 8; i++)
        buying->orders[buying->order_count++] =
            (struct order_made){ orders.items[i].order, orders.items[i].seller };
    return NULL;
}

static size_t shop_of(const struct demo *demo, seller_id seller)
{
    size_t i = 0;
    while (i + 1 < demo->shop_count && demo->shops[i].seller.number != seller.number)
        i++;
    return i;
}

static void plan(struct life *life, struct pending pending)
{
    if (life->count < PENDING_MAX)
        life->pending[life->count++] = pending;
}

/* What becomes of an order is decided by its shop's character. */
static void plan_order(struct life *life, const struct order_made *made)
{
    struct demo *demo = life->demo;
    size_t shop = shop_of(demo, made->seller);
    const struct demo_seller *seller = demo->shops[shop].character;
    struct pending pending = { made->order, shop, SEND, demo->now };
    int64_t hours_to_send = 4 + demo_random(demo, (uint32_t)seller->ship_days * 24);
    pending.at = moment_after(demo->now, hours(hours_to_send));
    if (demo_chance(demo, 2)) {
        pending.deed = BUYER_CANCELS;
        pending.at = moment_after(demo->now, hours(2));
    } else if (demo_chance(demo, (uint32_t)seller->cancel_percent)) {
        pending.deed = SELLER_CANCELS;
    } else if (demo_chance(demo, (uint32_t)seller->late_percent)) {
        pending.deed = demo_chance(demo, 25) ? NEVER : SEND;
        pending.at = moment_after(demo->now, days(6));
    }
    plan(life, pending);
}

static const char *choose_token(struct demo *demo)
{
    uint32_t dice = demo_random(demo, 100);
    return dice < 62   ? "tok_visa"
           : dice < 95 ? "tok_mastercard"
           : dice < 98 ? "tok_declined"
                       : "tok_late";
}

static refused buy_something(struct life *life, size_t person)
{
    struct demo *demo = life->demo;
    AUTO(arena) memory = { 0 };
    struct buying buying = {
        .demo = demo,
        .person = &demo->people[person],
        .line_count = 1 + demo_random(demo, 3),
        .token = choose_token(demo),
        .key = arena_format(&memory, "demo %u", demo_random(demo, 2000000000)),
    };
    for (size_t i = 0; i < buying.line_count; i++)
        buying.lines[i] = choose_offer(demo);
    refused why = store_transact(demo->market->store, fill_and_place, &buying);
    if (why == &CART_NOT_BUYABLE || why == &CART_EMPTY || why == &OUT_OF_STOCK)
        return NULL; /* sold out, or not sent to this country: people look on */
    if (why)
        return why;
    enum payment_state state = payments_ask(demo->market->store, buying.made.payment, demo->now);
    for (size_t i = 0; i < buying.order_count && state != PAYMENT_FAILED; i++)
        plan_order(life, &buying.orders[i]);
    return NULL;
}

/* Deeds ------------------------------------------------------------------------------------ */

struct doing {
    struct demo *demo;
    struct pending *pending;
    struct moment confirm_at;
};

static refused send_order(struct store_tx *tx, struct doing *doing, struct arena *memory)
{
    struct demo *demo = doing->demo;
    const struct demo_shop *shop = &demo->shops[doing->pending->shop];
    char number[14];
    struct order order;
    refused why = orders_find(tx, memory, doing->pending->order, &order);
    if (why)
        return why;
    shipping_s10_make(number, "LP", demo_random(demo, 99999999), shop->character->address.country);
    bool tracked = !strstr(order.method_name, "Ordinary");
    why = orders_ship(tx, memory,
                      &(struct order_shipping){ .order = order.order,
                                                .seller = shop->seller,
                                                .number = tracked ? number : NULL,
                                                .now = demo->now });
    doing->confirm_at = moment_after(demo->now, days(order.days_max + 1 + demo_random(demo, 6)));
    return why;
}

static refused do_deed(struct store_tx *tx, void *what)
{
    struct doing *doing = what;
    struct moment now = doing->demo->now;
    AUTO(arena) memory = { 0 };
    switch (doing->pending->deed) {
    case SEND: return send_order(tx, doing, &memory);
    case SELLER_CANCELS: return orders_cancel(tx, &memory, doing->pending->order, "seller", now);
    case BUYER_CANCELS: return orders_cancel(tx, &memory, doing->pending->order, "buyer", now);
    case CONFIRM: return orders_receive(tx, &memory, doing->pending->order, false, now);
    case NEVER: break;
    }
    return NULL;
}

/* What an order refuses is life: it was cancelled, or sent, or closed before. */
static void do_due(struct life *life)
{
    struct demo *demo = life->demo;
    for (size_t i = 0; i < life->count; i++) {
        struct doing doing = { demo, &life->pending[i], { 0 } };
        if (life->pending[i].at.us > demo->now.us)
            continue;
        bool sends = life->pending[i].deed == SEND;
        refused why = store_transact(demo->market->store, do_deed, &doing);
        if (!why && sends && demo_chance(demo, 72)) {
            life->pending[i].deed = CONFIRM;
            life->pending[i].at = doing.confirm_at;
        } else {
            life->pending[i--] = life->pending[--life->count];
        }
    }
}

/* Payouts ---------------------------------------------------------------------------------- */

struct paying {
    struct demo *demo;
    size_t shop;
};

static refused pay_out(struct store_tx *tx, void *what)
{
    const struct paying *paying = what;
    struct demo *demo = paying->demo;
    const struct demo_shop *shop = &demo->shops[paying->shop];
    AUTO(arena) memory = { 0 };
    payout_id payout;
    struct money payable = ledger_balance(tx, LEDGER_SELLER, shop->seller.number,
                                          currency_of(shop->character->currency));
    if (payable.minor < 1000)
        return NULL;
    return sellers_request_payout(
        tx,
        &(struct payout_wish){ .seller = shop->seller,
                               .amount = payable,
                               .key = arena_format(&memory, "demo %lld", (long long)demo->now.us),
                               .now = demo->now },
        &payout);
}

static void pay_out_all(struct demo *demo)
{
    for (size_t i = 0; i < demo->shop_count; i++)
        store_transact(demo->market->store, pay_out, &(struct paying){ demo, i });
}

/* Days ------------------------------------------------------------------------------------- */

/* More people come as the market gets known, and more at the end of the week. */
static uint32_t purchases_in_step(struct demo *demo, int64_t day)
{
    uint32_t most = (uint32_t)(1 + demo->buyers / 40 + day * demo->buyers / 60 / demo->days);
    bool weekend = moment_date(demo->now).weekday >= 6;
    return demo_random(demo, most + 1) + (weekend ? most / 2 : 0);
}

/* The first buyer is who signs in to look at the demo: always some orders of every kind. */
static refused buy_for_visitor(struct life *life, int64_t day)
{
    int64_t left = life->demo->days - day;
    bool due = left % 9 == 1 || left == 2 || left == 4;
    return due ? buy_something(life, 0) : NULL;
}

static refused live_step(struct life *life, int64_t day, int step)
{
    struct demo *demo = life->demo;
    refused why = step == 1 ? buy_for_visitor(life, day) : NULL;
    for (uint32_t left = purchases_in_step(demo, day); !why && left > 0; left--) {
        demo->now.us += seconds(demo_random(demo, 600)).us;
        why = buy_something(life, 1 + demo_random(demo, (uint32_t)demo->buyers - 1));
    }
    do_due(life);
    while (jobs_run_due(demo->market->store, demo->now, 500) > 0)
        continue;
    if (step == 0 && day % 7 == 6)
        pay_out_all(demo);
    return why;
}

/* No rate changes in these days, so the index need not be made anew each day; the next start of
 * the market plans it again. */
static refused spare_rebuilding(struct store_tx *tx, void *what)
{
    (void)what;
    jobs_cancel(tx, "search.rebuild", 0);
    return NULL;
}

static const struct statement select_first_shop = {
    "demo_select_first_shop",
    "SELECT offer_id FROM catalog_offer WHERE seller_id = ?1 AND stock > 1 ORDER BY offer_id LIMIT "
    "40",
    "SELECT offer_id FROM catalog_offer WHERE seller_id = $1 AND stock > 1 ORDER BY offer_id LIMIT "
    "40",
    1
};

/* The shop that visitors of the demo sign in to always has orders that wait to be sent. */
static refused leave_orders_to_send(struct demo *demo)
{
    enum { LEFT = 4, OFFERS = 40 };
    AUTO(arena) memory = { 0 };
    int64_t offers[OFFERS];
    uint32_t count = 0;
    struct store_tx *tx = store_read(demo->market->store);
    struct rows rows = store_query(tx, &select_first_shop, WITH(INT(demo->shops[0].seller.number)));
    while (rows_next(&rows))
        offers[count++] = rows_int(&rows, "offer_id");
    store_read_end(tx);
    for (uint32_t i = 1; count && i <= LEFT && i < demo->buyers; i++) {
        struct buying buying = { .demo = demo,
                                 .person = &demo->people[i],
                                 .line_count = 1,
                                 .lines = { offers[demo_random(demo, count)] },
                                 .token = "tok_visa",
                                 .key = arena_format(&memory, "demo left %u", i) };
        refused why = store_transact(demo->market->store, fill_and_place, &buying);
        if (!why)
            payments_ask(demo->market->store, buying.made.payment, demo->now);
        else if (why != &CART_NOT_BUYABLE && why != &CART_EMPTY)
            return why;
    }
    return NULL;
}

refused demo_live(struct demo *demo)
{
    struct life life = { demo, must_take(PENDING_MAX * sizeof(struct pending)), 0 };
    struct moment begun = demo->now;
    refused why = store_transact(demo->market->store, spare_rebuilding, NULL);
    for (int64_t day = 0; !why && day < demo->days; day++)
        for (int step = 0; !why && step < STEPS_A_DAY; step++) {
            struct moment at =
                moment_after(demo->begins, hours(day * 24 + step * 24 / STEPS_A_DAY));
            demo->now = at.us > begun.us ? at : begun;
            why = live_step(&life, day, step);
        }
    if (!why)
        why = leave_orders_to_send(demo);
    free(life.pending);
    free(demo->offers);
    demo->offers = NULL;
    return why;
}
