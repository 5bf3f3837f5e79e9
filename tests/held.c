/* Held: purchases in review, payouts and accounts that wait, and payments that banks take back,
 * as acts on a whole market. On SQLite always, on PostgreSQL when SOUK_TEST_POSTGRES is its URL. */
#include "base/id.h"
#include "base/log.h"
#include "main/settings.h"
#include "shop/escrow/escrow.h"
#include "shop/orders/orders_inside.h"
#include "shop/sellers/sellers_inside.h"
#include "store/store_test.h"
#include "story_market.h"

int held_tests(void);

#define EACH_MARKET(TEST) cmocka_unit_test_setup_teardown(TEST, set_up, tear_down)

struct house {
    struct bench *bench;
    struct market market;
    struct arena memory;
    struct actor actors[ACTORS];
    struct story_variables variables;
    struct moment now;
    void *bench_state;
};

static int set_up(void **state)
{
    struct house *house = must_take(sizeof *house);
    const char *problem = "";
    char *none[] = { NULL }, **rest;
    struct settings settings;
    bench_set_up(&house->bench_state);
    house->bench = house->bench_state;
    assert_true(settings_read(&house->memory, none, &settings, &rest, &problem));
    settings.database = house->bench->settings.database;
    settings.sandbox = true;
    house->bench->settings = settings;
    house->market.store = house->bench->store;
    for (const struct module *const *module = modules; *module; module++) {
        if ((*module)->schema &&
            !store_migrate(house->market.store, (*module)->name, (*module)->schema, &problem))
            fail_msg("%s", problem);
        if ((*module)->hears)
            events_register(house->market.store, (*module)->hears);
        if ((*module)->jobs)
            jobs_register(house->market.store, (*module)->jobs);
    }
    notices_register(orders_notices);
    house->now = test_noon;
    assert_null(story_fill_market(&house->market, &house->memory, house->now, house->actors,
                                  &house->variables));
    *state = house;
    return 0;
}

/* Every test ends with the proof of the books. */
static int tear_down(void **state)
{
    struct house *house = *state;
    const char *fault = market_verify(house->market.store, &house->memory);
    if (fault)
        fail_msg("%s", fault);
    bench_tear_down(&house->bench_state);
    arena_clear(&house->memory);
    free(house);
    return 0;
}

/* What is done and read --------------------------------------------------------------------- */

static int64_t id_of(struct house *house, const char *variable, const char *prefix)
{
    int64_t number = 0;
    const char *name = arena_format(&house->memory, "$%s", variable);
    assert_true(id_read(story_fill(&house->memory, &house->variables, name), prefix, &number));
    return number;
}

static void wait_days(struct house *house, int64_t count)
{
    struct moment to = moment_after(house->now, days(count));
    market_tick(house->market.store, house->now, to);
    house->now = to;
}

static struct order order_now(struct house *house, order_id number)
{
    struct order order;
    struct store_tx *tx = store_read(house->market.store);
    refused why = orders_find(tx, &house->memory, number, &order);
    store_read_end(tx);
    assert_null(why);
    return order;
}

static enum hold_state hold_now(struct house *house, order_id order)
{
    struct hold hold;
    struct store_tx *tx = store_read(house->market.store);
    refused why = escrow_hold(tx, order, &hold);
    store_read_end(tx);
    assert_null(why);
    return hold.state;
}

static int64_t balance(struct house *house, enum ledger_kind kind, int64_t owner,
                       const char *currency)
{
    struct store_tx *tx = store_read(house->market.store);
    struct money money = ledger_balance(tx, kind, owner, currency_of(currency));
    store_read_end(tx);
    return money.minor;
}

static int64_t count_notices(struct house *house, const char *kind)
{
    static const struct statement count = {
        "held_count", "SELECT COUNT(*) AS n FROM notices_notice WHERE kind = ?1",
        "SELECT COUNT(*) AS n FROM notices_notice WHERE kind = $1", 1
    };
    struct store_tx *tx = store_read(house->market.store);
    int64_t found = store_int(tx, &count, WITH(TEXT(kind)), 0);
    store_read_end(tx);
    return found;
}

/* One deed of many: each act takes from here what it needs. */
struct deed {
    struct house *house;
    const char *offers[3], *token, *number, *iban;
    purchase_id purchase;
    payment_id payment;
    order_id order;
    seller_id seller;
    payout_id payout;
    struct money amount;
    bool hold;
    struct chargeback chargeback;
    bool again;
    bool won;
    enum bearer bearer;
};

static refused do_place(struct store_tx *tx, void *what)
{
    struct deed *deed = what;
    struct house *house = deed->house;
    AUTO(arena) memory = { 0 };
    struct cart_owner owner = { .account = { id_of(house, "buyer_account", "acc") } };
    struct cart cart;
    struct purchase_made made;
    for (int i = 0; i < 3 && deed->offers[i]; i++) {
        offer_id offer = { id_of(house, deed->offers[i], "off") };
        refused why = cart_add(tx, &owner, offer, 1, house->now);
        if (why)
            return why;
    }
    struct cart_question question = {
        .owner = owner, .destination = "PT", .currency = currency_of("EUR"), .now = house->now
    };
    refused why = cart_read(tx, &memory, &question, &cart);
    if (why)
        return why;
    struct purchase_wish wish = { .buyer = owner.account,
                                  .address = { id_of(house, "buyer_address", "adr") },
                                  .total = cart.quote.total,
                                  .method = PAYMENT_CARD,
                                  .token = deed->token,
                                  .key = "once",
                                  .review = deed->hold,
                                  .now = house->now };
    why = orders_place(tx, &memory, &wish, &made);
    if (why)
        return why;
    deed->purchase = made.purchase;
    deed->payment = made.payment;
    deed->order = orders_of_purchase(tx, &memory, made.purchase).items[0].order;
    return NULL;
}

static void buy(struct deed *deed)
{
    assert_null(store_transact(deed->house->market.store, do_place, deed));
    payments_ask(deed->house->market.store, deed->payment, deed->house->now);
}

#define ACT(NAME, CALL)                                  \
    static refused NAME(struct store_tx *tx, void *what) \
    {                                                    \
        struct deed *deed = what;                        \
        struct moment now = deed->house->now;            \
        AUTO(arena) memory = { 0 };                      \
        (void)now;                                       \
        return CALL;                                     \
    }
ACT(do_clear, orders_clear_review(tx, &memory, deed->purchase, now))
ACT(do_refuse, orders_refuse_review(tx, &memory, deed->purchase, now))
ACT(do_cancel, orders_cancel(tx, &memory, deed->order, "buyer", now))
ACT(do_receive, orders_receive(tx, &memory, deed->order, false, now))
ACT(do_ship, orders_ship(tx, &memory,
                         &(struct order_shipping){ deed->order, deed->seller, deed->number, now }))
ACT(do_charge_back, payments_charge_back(tx, &memory,
                                         &(struct chargeback_wish){ .payment = deed->payment,
                                                                    .reason = CHARGEBACK_FRAUDULENT,
                                                                    .key = "evt",
                                                                    .again = deed->again,
                                                                    .now = now },
                                         &deed->chargeback))
ACT(do_ask_payout, sellers_request_payout(tx,
                                          &(struct payout_wish){ .seller = deed->seller,
                                                                 .amount = deed->amount,
                                                                 .key = "once",
                                                                 .hold = deed->hold,
                                                                 .decision = 77,
                                                                 .now = now },
                                          &deed->payout))
ACT(do_release_payout, sellers_release_payout(tx, deed->payout, now))
ACT(do_refuse_payout, sellers_refuse_payout(tx, deed->payout, now))
ACT(do_change_iban,
    sellers_change_iban(tx, &(struct iban_change){ deed->seller, deed->iban, deed->hold, 78, now }))
ACT(do_clear_iban, sellers_clear_iban(tx, deed->seller, now))
ACT(do_refuse_iban, sellers_refuse_iban(tx, deed->seller))

static void expect(struct deed *deed, store_act *act, refused wanted)
{
    refused why = store_transact(deed->house->market.store, act, deed);
    if (why != wanted)
        fail_msg("wanted %s, got %s", wanted ? wanted->name : "done", why ? why->name : "done");
}

/* Reviews ---------------------------------------------------------------------------------- */

static struct deed purchase_in_review(struct house *house, const char *token)
{
    struct deed deed = { .house = house,
                         .offers = { "mug" },
                         .token = token,
                         .seller = { id_of(house, "porto_seller", "sel") },
                         .hold = true };
    char *number = arena_take(&house->memory, 14);
    shipping_s10_make(number, "LP", 77, "PT");
    deed.number = number;
    buy(&deed);
    return deed;
}

static void a_purchase_in_review_waits_and_goes_on(void **state)
{
    struct house *house = *state;
    struct deed deed = purchase_in_review(house, "tok_visa_PT_k3f9");
    wait_days(house, 1);
    assert_int_equal(count_notices(house, "order.review"), 1);
    assert_int_equal(count_notices(house, "order.new"), 0);
    expect(&deed, do_ship, &ORDER_IN_REVIEW);
    wait_days(house, 60);
    struct order order = order_now(house, deed.order);
    assert_int_equal(order.state, ORDER_PAID);
    assert_true(order.in_review);
    assert_int_equal(hold_now(house, deed.order), HOLD_OPEN);

    struct moment promised = order.arrives_to;
    expect(&deed, do_clear, NULL);
    order = order_now(house, deed.order);
    assert_false(order.in_review);
    assert_int_equal(order.ship_by.us, moment_after(house->now, days(7)).us);
    assert_int_equal(order.arrives_to.us, moment_after(promised, days(61)).us);
    expect(&deed, do_clear, &ORDER_NOT_IN_REVIEW);
    expect(&deed, do_refuse, &ORDER_NOT_IN_REVIEW);
    wait_days(house, 1);
    assert_int_equal(count_notices(house, "order.new"), 1);
    assert_int_equal(count_notices(house, "order.cleared"), 1);
    expect(&deed, do_ship, NULL);
    wait_days(house, 40);
    assert_int_equal(order_now(house, deed.order).state, ORDER_COMPLETED);
    assert_int_equal(hold_now(house, deed.order), HOLD_RELEASED);
}

static void a_cleared_order_not_sent_in_time_is_refunded(void **state)
{
    struct house *house = *state;
    struct deed deed = purchase_in_review(house, "tok_visa");
    wait_days(house, 20);
    expect(&deed, do_clear, NULL);
    wait_days(house, 6);
    assert_int_equal(order_now(house, deed.order).state, ORDER_PAID);
    wait_days(house, 2);
    assert_int_equal(order_now(house, deed.order).state, ORDER_CANCELLED);
}

static void a_refused_review_gives_everything_back(void **state)
{
    struct house *house = *state;
    struct deed deed = {
        .house = house, .offers = { "mug", "rare", "yen" }, .token = "tok_visa", .hold = true
    };
    buy(&deed);
    assert_true(balance(house, LEDGER_ESCROW, 0, "EUR") > 0);
    expect(&deed, do_refuse, NULL);
    struct order order = order_now(house, deed.order);
    assert_int_equal(order.state, ORDER_CANCELLED);
    assert_string_equal(order.cancel_reason, "review");
    assert_false(order.in_review);
    assert_int_equal(hold_now(house, deed.order), HOLD_REFUNDED);
    assert_int_equal(balance(house, LEDGER_ESCROW, 0, "EUR"), 0);
    assert_int_equal(balance(house, LEDGER_GATEWAY, 0, "EUR"), 0);
    expect(&deed, do_refuse, &ORDER_NOT_IN_REVIEW);
    expect(&deed, do_clear, &ORDER_NOT_IN_REVIEW);
    wait_days(house, 1);
    assert_int_equal(count_notices(house, "order.review.refused"), 3);
    assert_int_equal(count_notices(house, "order.cancelled"), 0);
}

static void a_buyer_may_cancel_in_review(void **state)
{
    struct house *house = *state;
    struct deed deed = purchase_in_review(house, "tok_visa");
    expect(&deed, do_cancel, NULL);
    assert_int_equal(balance(house, LEDGER_GATEWAY, 0, "EUR"), 0);
    expect(&deed, do_clear, &ORDER_NOT_IN_REVIEW);
    expect(&deed, do_refuse, &ORDER_NOT_IN_REVIEW);
    deed.purchase.number++;
    expect(&deed, do_clear, &PURCHASE_NOT_FOUND);
    expect(&deed, do_refuse, &PURCHASE_NOT_FOUND);
}

/* The gateway has not decided: it can be cleared before that, but not refused. */
static void a_review_may_end_before_the_payment_does(void **state)
{
    struct house *house = *state;
    struct deed deed = purchase_in_review(house, "tok_late_PT_1");
    assert_int_equal(order_now(house, deed.order).state, ORDER_PLACED);
    expect(&deed, do_refuse, &ORDER_NOT_PAID);
    expect(&deed, do_clear, NULL);
    wait_days(house, 1);
    assert_int_equal(order_now(house, deed.order).state, ORDER_PAID);
    assert_int_equal(count_notices(house, "order.new"), 1);
    assert_int_equal(count_notices(house, "order.review"), 0);
    expect(&deed, do_ship, NULL);
}

/* Chargebacks ------------------------------------------------------------------------------- */

static void a_bank_ends_a_review(void **state)
{
    struct house *house = *state;
    struct deed deed = purchase_in_review(house, "tok_visa");
    expect(&deed, do_charge_back, NULL);
    int64_t first = deed.chargeback.chargeback.number;
    struct order order = order_now(house, deed.order);
    assert_int_equal(order.state, ORDER_CHARGED_BACK);
    assert_false(order.in_review);
    assert_int_equal(hold_now(house, deed.order), HOLD_CHARGED_BACK);
    expect(&deed, do_clear, &ORDER_NOT_IN_REVIEW);
    expect(&deed, do_ship, &ORDER_ALREADY_CLOSED);
    expect(&deed, do_charge_back, NULL); /* told again */
    assert_int_equal(deed.chargeback.chargeback.number, first);
    assert_int_equal(balance(house, LEDGER_GATEWAY, 0, "EUR"), 0);
}

ACT(do_refund, payments_refund(tx, &(struct refund_wish){ deed->purchase.number, deed->order.number,
                                                          deed->amount, "buyer", "by hand", now }))

static void nothing_is_refunded_after_the_bank_took_it(void **state)
{
    struct house *house = *state;
    struct deed deed = purchase_in_review(house, "tok_visa");
    deed.amount = money_of(1, currency_of("EUR"));
    expect(&deed, do_charge_back, NULL);
    expect(&deed, do_refund, &REFUND_TOO_MUCH);
}

struct part {
    struct deed deed;
    store_act *act;
    refused why;
};

static void *do_part(void *what)
{
    struct part *part = what;
    part->why = store_transact(part->deed.house->market.store, part->act, &part->deed);
    return NULL;
}

/* The bank, the buyer and the seller at once: one of them is first, and the money goes one way. */
static void at_once_the_money_goes_one_way(void **state)
{
    struct house *house = *state;
    struct deed deed = purchase_in_review(house, "tok_visa");
    struct part parts[] = { { deed, do_charge_back, NULL },
                            { deed, do_cancel, NULL },
                            { deed, do_clear, NULL },
                            { deed, do_refuse, NULL } };
    bench_run_threads(4, do_part, parts, sizeof *parts);
    int ended = !parts[0].why + !parts[1].why + !parts[3].why;
    assert_int_equal(ended, 1);
    enum order_state reached = order_now(house, deed.order).state;
    assert_int_equal(reached, parts[0].why ? ORDER_CANCELLED : ORDER_CHARGED_BACK);
    assert_int_equal(balance(house, LEDGER_GATEWAY, 0, "EUR"), 0);
    assert_int_equal(balance(house, LEDGER_ESCROW, 0, "EUR"), 0);
}

/* Payouts ---------------------------------------------------------------------------------- */

static enum payout_state payout_now(struct house *house, payout_id number, const char **ret_iban)
{
    seller_id seller;
    struct payout payout = { 0 };
    struct store_tx *tx = store_read(house->market.store);
    refused why = sellers_payout(tx, &house->memory, number, &seller, &payout);
    store_read_end(tx);
    assert_null(why);
    assert_int_equal(payout.decision, 77);
    *ret_iban = payout.iban_shown;
    return payout.state;
}

/* A seller with money, who has asked for all of it; held. */
static struct deed held_payout(struct house *house)
{
    struct deed deed = purchase_in_review(house, "tok_visa");
    expect(&deed, do_clear, NULL);
    expect(&deed, do_ship, NULL);
    expect(&deed, do_receive, NULL);
    deed.amount =
        money_of(balance(house, LEDGER_SELLER, deed.seller.number, "EUR"), currency_of("EUR"));
    assert_true(deed.amount.minor > 0);
    expect(&deed, do_ask_payout, NULL);
    return deed;
}

static void a_held_payout_is_released(void **state)
{
    struct house *house = *state;
    struct deed deed = held_payout(house);
    const char *iban;
    wait_days(house, 3);
    assert_int_equal(payout_now(house, deed.payout, &iban), PAYOUT_HELD);
    assert_int_equal(balance(house, LEDGER_PAYOUT, 0, "EUR"), deed.amount.minor);
    assert_int_equal(balance(house, LEDGER_SELLER, deed.seller.number, "EUR"), 0);
    expect(&deed, do_release_payout, NULL);
    assert_int_equal(payout_now(house, deed.payout, &iban), PAYOUT_BEGUN);
    expect(&deed, do_release_payout, &PAYOUT_NOT_HELD);
    expect(&deed, do_refuse_payout, &PAYOUT_NOT_HELD);
    wait_days(house, 2);
    assert_int_equal(payout_now(house, deed.payout, &iban), PAYOUT_PAID);
    assert_int_equal(balance(house, LEDGER_BANK, 0, "EUR"), deed.amount.minor);
}

static void a_refused_payout_is_payable_again(void **state)
{
    struct house *house = *state;
    struct deed deed = held_payout(house);
    const char *iban;
    expect(&deed, do_refuse_payout, NULL);
    expect(&deed, do_refuse_payout, &PAYOUT_NOT_HELD);
    expect(&deed, do_release_payout, &PAYOUT_NOT_HELD);
    wait_days(house, 3);
    assert_int_equal(payout_now(house, deed.payout, &iban), PAYOUT_REFUSED);
    assert_int_equal(balance(house, LEDGER_SELLER, deed.seller.number, "EUR"), deed.amount.minor);
    assert_int_equal(balance(house, LEDGER_PAYOUT, 0, "EUR"), 0);
    deed.payout.number++;
    expect(&deed, do_release_payout, &PAYOUT_NOT_FOUND);
}

/* IBANs ------------------------------------------------------------------------------------- */

static struct iban_view iban_now(struct house *house, seller_id seller)
{
    struct store_tx *tx = store_read(house->market.store);
    struct iban_view view = sellers_iban_view(tx, &house->memory, seller);
    store_read_end(tx);
    return view;
}

static void a_changed_account_waits(void **state)
{
    struct house *house = *state;
    struct deed deed = { .house = house,
                         .seller = { id_of(house, "porto_seller", "sel") },
                         .iban = "DE89 3704 0044 0532 0130 00",
                         .hold = true };
    const struct {
        const char *name;
        store_act *act;
        refused wanted;
        const char *used, *pending;
    } steps[] = {
        { "nothing waits", do_clear_iban, &IBAN_NOT_WAITING, "PT ·· 0154", NULL },
        { "it waits", do_change_iban, NULL, "PT ·· 0154", "DE ·· 3000" },
        { "it is refused", do_refuse_iban, NULL, "PT ·· 0154", NULL },
        { "and again", do_refuse_iban, &IBAN_NOT_WAITING, "PT ·· 0154", NULL },
        { "another waits", do_change_iban, NULL, "PT ·· 0154", "DE ·· 3000" },
        { "it is cleared", do_clear_iban, NULL, "DE ·· 3000", NULL },
        { "and again", do_clear_iban, &IBAN_NOT_WAITING, "DE ·· 3000", NULL },
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        expect(&deed, steps[i].act, steps[i].wanted);
        struct iban_view view = iban_now(house, deed.seller);
        if (!text_same(view.used, steps[i].used) || !text_same(view.pending, steps[i].pending))
            fail_msg("%s: %s, %s", steps[i].name, view.used, view.pending);
        assert_int_equal(view.pending_since.us, view.pending ? house->now.us : 0);
        assert_int_equal(view.decision, i ? 78 : 0);
    }
    deed.iban = "DE88 3704 0044 0532 0130 00";
    expect(&deed, do_change_iban, &IBAN_WRONG);
}

static void while_an_account_waits_the_old_one_is_paid(void **state)
{
    struct house *house = *state;
    struct deed deed = held_payout(house);
    const char *iban;
    expect(&deed, do_refuse_payout, NULL);
    deed.iban = "DE89370400440532013000";
    expect(&deed, do_change_iban, NULL);
    deed.amount = money_of(100, currency_of("EUR"));
    deed.hold = false;
    struct deed again = deed;
    expect(&again, do_ask_payout, NULL); /* the same key: the payout that was refused */
    assert_int_equal(again.payout.number, deed.payout.number);
    payout_now(house, again.payout, &iban);
    assert_string_equal(iban, "PT ·· 0154");
    expect(&deed, do_change_iban, NULL); /* not held: it overtakes what waits */
    assert_string_equal(iban_now(house, deed.seller).used, "DE ·· 3000");
    assert_null(iban_now(house, deed.seller).pending);
}

int held_tests(void)
{
    const struct CMUnitTest tests[] = {
        EACH_MARKET(a_purchase_in_review_waits_and_goes_on),
        EACH_MARKET(a_cleared_order_not_sent_in_time_is_refunded),
        EACH_MARKET(a_refused_review_gives_everything_back),
        EACH_MARKET(a_buyer_may_cancel_in_review),
        EACH_MARKET(a_review_may_end_before_the_payment_does),
        EACH_MARKET(a_bank_ends_a_review),
        EACH_MARKET(nothing_is_refunded_after_the_bank_took_it),
        EACH_MARKET(at_once_the_money_goes_one_way),
        EACH_MARKET(a_held_payout_is_released),
        EACH_MARKET(a_refused_payout_is_payable_again),
        EACH_MARKET(a_changed_account_waits),
        EACH_MARKET(while_an_account_waits_the_old_one_is_paid),
    };
    log_set_level(LOG_ERROR + 1); /* new tables are no news here */
    bench_postgres_url = NULL;
    int failed = cmocka_run_group_tests_name("held on SQLite", tests, NULL, NULL);
    bench_postgres_url = getenv("SOUK_TEST_POSTGRES");
    if (bench_postgres_url)
        failed += cmocka_run_group_tests_name("held on PostgreSQL", tests, NULL, NULL);
    bench_postgres_url = NULL;
    log_set_level(LOG_INFO);
    return failed;
}
