/* Deals: who gets pieces and who does not, where pieces go, and what work is good for. On SQLite
 * always, and on PostgreSQL when SOUK_TEST_POSTGRES is its URL. */
#include "base/id.h"
#include "shop/deals/deals_inside.h"
#include "shop/deals/deals_sql.h"
#include "shop/deals/deals_test_sql.h"
#include "shop/deals/deals_work.h"
#include "shop/exchange/exchange.h"
#include "store/store_test.h"
#include "web/route.h"

int deals_tests(void);

#define EACH_MARKET(TEST) cmocka_unit_test_setup_teardown(TEST, set_up, tear_down)

enum { PEOPLE = 6, STOCK = 100, UNITS = 20 };

/* One act after another: a mistake is the test's own. */
static struct {
    account_id people[PEOPLE];
    seller_id seller;
    offer_id offer;
    deal_id deal;
} shop;

static refused open_shop(struct store_tx *tx, void *what)
{
    AUTO(arena) memory = { 0 };
    refused why = NULL;
    product_id product;
    bool changed;
    (void)what;
    exchange_set(tx, currency_of("USD"), 1000000, moment_before(test_noon, days(1)));
    for (int i = 0; !why && i < PEOPLE; i++)
        why = accounts_open(
            tx,
            &(struct account_opening){ .email = arena_format(&memory, "p%d@souk.example", i),
                                       .name = "Ana",
                                       .password_hash = "-",
                                       .country = "PT",
                                       .currency = currency_of("EUR"),
                                       .now = test_noon },
            &shop.people[i]);
    if (!why)
        why = sellers_open(tx,
                           &(struct seller_opening){ .account = shop.people[0],
                                                     .name = "Ana",
                                                     .country = "PT",
                                                     .currency = currency_of("EUR"),
                                                     .legal_name = "Ana",
                                                     .legal_address = "1 Street",
                                                     .ship_days = 2,
                                                     .standing = SELLER_VERIFIED,
                                                     .now = test_noon },
                           &shop.seller);
    struct variant_listing variant = { .price = money_of(1000, currency_of("EUR")),
                                       .stock = STOCK,
                                       .weight_grams = 100 };
    if (!why)
        why =
            catalog_list(tx,
                         &(struct product_listing){ .seller = shop.seller,
                                                    .title = "A lamp",
                                                    .description = "It shines.",
                                                    .category = catalog_category(tx, "home-garden"),
                                                    .variants = &variant,
                                                    .variant_count = 1,
                                                    .state = PRODUCT_LISTED,
                                                    .now = test_noon },
                         &product, &changed);
    shop.offer.number = store_int(tx, &deals_test_first_offer, WITHOUT, 0);
    return why;
}

static refused start_deal(struct store_tx *tx, void *what)
{
    (void)what;
    struct deal_planning planning = { .seller = shop.seller,
                                      .offer = shop.offer,
                                      .price = money_of(500, currency_of("EUR")),
                                      .units = UNITS,
                                      .per_buyer = 3,
                                      .starts_at = test_noon,
                                      .ends_at = moment_after(test_noon, hours(1)),
                                      .now = test_noon };
    refused why = deals_plan(tx, &planning, &shop.deal);
    return why ? why : deals_start(tx, shop.seller, shop.deal, test_noon);
}

static int set_up(void **state)
{
    const char *problem = NULL;
    int failed = bench_set_up(state);
    struct bench *bench = *state;
    bench->settings.reference = currency_of("EUR");
    for (const struct module *const *module = modules; *module; module++) {
        if ((*module)->schema &&
            !store_migrate(bench->store, (*module)->name, (*module)->schema, &problem))
            fail_msg("%s", problem);
        if ((*module)->hears)
            events_register(bench->store, (*module)->hears);
    }
    for (const struct module *const *module = modules; *module; module++)
        if (text_same((*module)->name, "catalog"))
            assert_null((*module)->first(bench->store, test_noon));
    exchange_forget();
    assert_null(store_transact(bench->store, open_shop, NULL));
    assert_null(store_transact(bench->store, start_deal, NULL));
    jobs_register(bench->store, deals_jobs);
    return failed;
}

static const char *proof(struct bench *bench)
{
    struct store_tx *tx = store_read(bench->store);
    const char *fault = deals_verify(tx, &bench->memory);
    store_read_end(tx);
    return fault;
}

static int tear_down(void **state)
{
    const char *fault = proof(*state);
    if (fault)
        print_error("%s\n", fault);
    return bench_tear_down(state) || fault;
}

struct claim {
    struct deal_claiming wish;
    struct deal_hold hold;
};
static refused claim_act(struct store_tx *tx, void *what)
{
    struct claim *one = what;
    return deals_claim(tx, &one->wish, &one->hold);
}
static refused claim(struct bench *bench, int person, const char *device, int64_t pieces,
                     struct moment now)
{
    struct claim one = { .wish = { .deal = shop.deal,
                                   .account = shop.people[person],
                                   .device = device,
                                   .pieces = pieces,
                                   .now = now } };
    return store_transact(bench->store, claim_act, &one);
}

static struct deal_figures figures(struct bench *bench)
{
    struct store_tx *tx = store_read(bench->store);
    struct deal_figures found = deals_figures(tx, shop.deal);
    store_read_end(tx);
    return found;
}

static int64_t stock(struct bench *bench)
{
    struct store_tx *tx = store_read(bench->store);
    int64_t found = store_int(tx, &deals_test_stock, WITH(INT(shop.offer.number)), -1);
    store_read_end(tx);
    return found;
}

static struct moment after(int64_t n)
{
    return moment_after(test_noon, minutes(n));
}

// clang-format off
static const struct {
    int person; const char *device; int64_t pieces; int64_t at_minutes; refused why;
} claims[] = {
    { 1, "one", 4, 0, &DEAL_LIMIT },
    { 1, "one", 3, -1, &DEAL_NOT_BEGUN },
    { 1, "one", 3, 60, &DEAL_OVER },
    { 1, "one", 2, 0, NULL },
    { 1, "one", 1, 1, &DEAL_YOURS_ALREADY },
    { 2, "one", 3, 1, NULL },
    { 3, "one", 2, 2, &DEAL_DEVICE_LIMIT },   /* of 6 there are 5 gone */
    { 3, "one", 1, 2, NULL },
    { 4, "one", 1, 2, &DEAL_DEVICE_LIMIT },
    { 4, "two", 1, 2, NULL },
    { 1, "one", 3, 11, &DEAL_DEVICE_LIMIT },  /* the first claim's time is over: 4 are gone */
    { 1, "one", 2, 11, NULL },
    { 4, "three", 3, 13, NULL },
    { 4, "three", 3, 24, NULL },              /* let go twice */
    { 4, "three", 3, 35, &DEAL_TURNS_OVER },
};
// clang-format on

static void claims_are_refused_for_the_right_reason(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        refused why = claim(bench, claims[i].person, claims[i].device, claims[i].pieces,
                            after(claims[i].at_minutes));
        if (why != claims[i].why)
            fail_msg("claim %zu: %s", i, why ? why->name : "done");
        assert_null(proof(bench));
    }
}

static void what_is_over_for_others_is_free(void **state)
{
    struct bench *bench = *state;
    static const char *const devices[PEOPLE] = { "a", "b", "c", "d", "e", "f" };
    /* 6 times 3: two are left, in different buckets where there are several. */
    for (int i = 0; i < PEOPLE; i++)
        assert_null(claim(bench, i, devices[i], 3, after(i)));
    assert_int_equal(figures(bench).left, 2);
    assert_ptr_equal(claim(bench, 0, "a", 3, after(9)), &DEAL_YOURS_ALREADY);
    assert_null(claim(bench, 0, "a", 3, after(10)));
    assert_null(claim(bench, 1, "b", 3, after(12)));
    struct deal_figures found = figures(bench);
    assert_int_equal(found.left, 2);
    assert_int_equal(found.held, 18);
    assert_int_equal(found.lapsed, 6);
}

static void pieces_are_gathered_from_several_buckets(void **state)
{
    struct bench *bench = *state;
    static const char *const devices[PEOPLE] = { "a", "b", "c", "d", "e", "f" };
    for (int i = 0; i < PEOPLE; i++)
        assert_null(claim(bench, i, devices[i], i ? 3 : 2, after(0)));
    assert_int_equal(figures(bench).left, 3);
    assert_int_equal(stock(bench), STOCK - UNITS);
}

static void what_is_not_sold_returns_once(void **state)
{
    struct bench *bench = *state;
    assert_null(claim(bench, 1, "one", 3, after(55)));
    assert_int_equal(stock(bench), STOCK - UNITS);
    assert_true(jobs_run_due(bench->store, after(60), 10) > 0);
    assert_int_equal(stock(bench), STOCK - 3); /* what is held stays held over the end */
    assert_true(jobs_run_due(bench->store, after(64), 10) > 0);
    assert_int_equal(figures(bench).held, 3);
    assert_true(jobs_run_due(bench->store, after(66), 10) > 0);
    assert_int_equal(stock(bench), STOCK);
    assert_true(jobs_run_due(bench->store, after(70), 10) > 0);
    assert_int_equal(stock(bench), STOCK);
    assert_int_equal(figures(bench).returned, UNITS);
}

static refused lose_a_piece(struct store_tx *tx, void *what)
{
    store_put(tx, what, WITH(INT(shop.deal.number)));
    return NULL;
}

static void a_piece_that_is_lost_is_seen(void **state)
{
    struct bench *bench = *state;
    assert_null(claim(bench, 1, "one", 3, after(0)));
    assert_null(proof(bench));
    store_transact(bench->store, lose_a_piece, (void *)&deals_test_forget_taken);
    assert_non_null(proof(bench));
    store_transact(bench->store, lose_a_piece, (void *)&deals_test_lose_a_piece);
    assert_non_null(strstr(proof(bench), "not all of its pieces"));
    assert_int_equal(bench_tear_down(state), 0); /* broken on purpose: no proof at the end */
    assert_int_equal(set_up(state), 0);
}

/* Work --------------------------------------------------------------------------------------- */

static const char *solve(struct arena *memory, const char *challenge)
{
    for (int64_t number = 0;; number++) {
        const char *work = arena_format(memory, "%lld", (long long)number);
        if (deals_work_fits(challenge, work, DEAL_WORK_BITS))
            return work;
        if (number % 1000 == 999)
            arena_clear(memory);
    }
}

static void work_is_for_one_account_deal_and_minute(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct secret_key master = { { 1 } }, other = { { 2 } };
    deal_id deal = { 7 };
    account_id account = { 9 };
    char challenge[DEAL_CHALLENGE_SIZE];
    deals_challenge(&master, deal, account, test_noon, challenge);
    const char *work = solve(&memory, challenge);
    assert_true(deals_work_is_done(&master, deal, account, test_noon, work));
    assert_true(deals_work_is_done(&master, deal, account, after(1), work));
    assert_false(deals_work_is_done(&master, deal, account, after(2), work));
    assert_false(deals_work_is_done(&master, deal, (account_id){ 8 }, test_noon, work));
    assert_false(deals_work_is_done(&master, (deal_id){ 8 }, account, test_noon, work));
    assert_false(deals_work_is_done(&other, deal, account, test_noon, work));
    assert_false(deals_work_is_done(&master, deal, account, test_noon, NULL));
    assert_false(deals_work_is_done(&master, deal, account, test_noon, ""));
    assert_false(
        deals_work_is_done(&master, deal, account, test_noon, "000000000000000000000000001"));
}

static void known_work_fits(void **state)
{
    (void)state;
    /* By another SHA-256: 000071935b52db... */
    assert_true(deals_work_fits("0123456789abcdef0123456789abcdef", "58454", 17));
    assert_false(deals_work_fits("0123456789abcdef0123456789abcdef", "58454", 18));
    assert_false(deals_work_fits("0123456789abcdef0123456789abcdef", "58455", 16));
}

static void a_crowd_is_noticed_and_goes(void **state)
{
    (void)state;
    deal_id deal = { 1001 }, quiet = { 1002 };
    struct moment now = { test_noon.us - test_noon.us % 1000000 };
    for (int i = 0; i < DEAL_CROWD; i++)
        assert_false(deals_note_claim(deal, now));
    assert_true(deals_note_claim(deal, now));
    assert_true(deals_is_crowded(deal, now));
    assert_false(deals_is_crowded(quiet, now));
    assert_true(deals_note_claim(deal, moment_after(now, seconds(1)))); /* the last second's */
    assert_false(deals_is_crowded(deal, (struct moment){ now.us + 1500000 }));
    assert_false(deals_is_crowded(deal, moment_after(now, seconds(5))));
}

int deals_tests(void)
{
    const struct CMUnitTest tests[] = {
        EACH_MARKET(claims_are_refused_for_the_right_reason),
        EACH_MARKET(what_is_over_for_others_is_free),
        EACH_MARKET(pieces_are_gathered_from_several_buckets),
        EACH_MARKET(what_is_not_sold_returns_once),
        EACH_MARKET(a_piece_that_is_lost_is_seen),
    };
    const struct CMUnitTest pure[] = {
        cmocka_unit_test(work_is_for_one_account_deal_and_minute),
        cmocka_unit_test(known_work_fits),
        cmocka_unit_test(a_crowd_is_noticed_and_goes),
    };
    bench_postgres_url = NULL;
    int failed = cmocka_run_group_tests_name("deals, work", pure, NULL, NULL);
    failed += cmocka_run_group_tests_name("deals, SQLite", tests, NULL, NULL);
    bench_postgres_url = getenv("SOUK_TEST_POSTGRES");
    if (bench_postgres_url)
        failed += cmocka_run_group_tests_name("deals, PostgreSQL", tests, NULL, NULL);
    bench_postgres_url = NULL;
    return failed;
}
