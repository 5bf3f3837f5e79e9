/* Catalog, prices: the lowest of 30 days, what becomes of a reduction, and what is kept. The
 * store's part on SQLite always, and on PostgreSQL when SOUK_TEST_POSTGRES is its URL. */
#include "shop/catalog/catalog_inside.h"
#include "store/store_test.h"
#include "web/route.h"

int catalog_prices_tests(void);

enum { NOW = 1000 }; /* the day on which it is asked */

static struct moment day(int64_t number)
{
    return (struct moment){ days(number).us };
}

/* Histories, oldest first: "970:50" is 50 from day 970 on, 0 not for sale. ----------------- */

struct days_history {
    struct price_point points[8];
    size_t count;
};

static struct days_history history_from(const char *words)
{
    struct days_history history = { 0 };
    struct price_point points[8] = { 0 };
    while (*words) {
        char *end;
        int64_t from = strtoll(words, &end, 10), shift = 0;
        if (*end == '+') /* a moment later, or (-) before */
            shift = 1;
        if (*end == '-')
            shift = -1;
        end += shift != 0;
        points[history.count++] = (struct price_point){ .from = { day(from).us + shift },
                                                        .minor = strtoll(end + 1, &end, 10) };
        words = end + (*end == ' ');
    }
    for (size_t i = 0; i < history.count; i++)
        history.points[i] = points[history.count - 1 - i];
    return history;
}

// clang-format off
static const struct { const char *says, *history; int64_t lowest, day_last; } lowest_cases[] = {
    { "never for sale",                        "",                              0,   0 },
    { "a draft is not for sale",               "900:0",                         0,   0 },
    { "one price",                             "900:100",                       100, 999 },
    { "younger than 30 days",                  "990:100",                       100, 999 },
    { "younger, and it rose",                  "990:80 995:100",                80,  994 },
    { "a dip within the days",                 "900:100 980:80 985:100",        80,  984 },
    { "a dip that ended 30 days ago",          "900:100 960:80 970:100",        100, 999 },
    { "a dip that ended a moment later",       "900:100 960:80 970+:100",       80,  970 },
    { "a dip that ended a moment before",      "900:100 960:80 970-:100",       100, 999 },
    { "a price that began as the days did",    "900:80 970:100",                100, 999 },
    { "raised, to be reduced",                 "900:100 990:150",               100, 989 },
    { "raised 30 days ago",                    "900:100 970:150",               150, 999 },
    { "raised 29 days ago",                    "900:100 971:150",               100, 970 },
    { "equal prices: the last of them",        "900:80 980:100 985:80 990:100", 80,  989 },
    { "off the shelf in between",              "900:100 960:150 970:0 990:150", 100, 959 },
    { "long off the shelf",                    "100:100 140:0 999:150",         100, 139 },
    { "off the shelf now",                     "900:100 990:0",                 100, 989 },
    { "for sale 30 days, off, dear before",    "900:200 930:100 960:0",         100, 959 },
    { "for sale 31 days, off",                 "900:90 929:100 960:0",          100, 959 },
    { "replaced in its own moment",            "900:100 1000:70",               100, 999 },
    { "later than the question",               "900:100 1001:70",               100, 999 },
};
// clang-format on

static void the_lowest_price_is_that_of_30_days_on_sale(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lowest_cases / sizeof *lowest_cases; i++) {
        struct days_history days_history = history_from(lowest_cases[i].history);
        struct price_history history = { days_history.points, days_history.count };
        struct lowest_price lowest = catalog_lowest_before(&history, day(NOW));
        if (lowest.minor != lowest_cases[i].lowest ||
            lowest.at.us / days(1).us != lowest_cases[i].day_last)
            fail_msg("%s: %lld on day %lld", lowest_cases[i].says, (long long)lowest.minor,
                     (long long)(lowest.at.us / days(1).us));
    }
}

/* What becomes of a reduction --------------------------------------------------------------- */

enum stood { NONE, ONE, FALSE };
enum came { NOT_CHARGED, NOT_ABOVE, GONE, STAYS, NEW, FALSE_NOW };

/* The reduction that stands was announced on day 900 with a price before of 100. */
// clang-format off
static const struct {
    const char *says;
    enum stood stood;
    int64_t before, after, lowest;
    enum was_wish wish;
    int64_t was;
    enum came came;
} reduction_cases[] = {
    { "nothing announced, nothing said",      NONE,  100,  90, 100, WAS_STAYS,    0, GONE },
    { "raised without a reduction",           NONE,  100, 120, 100, WAS_STAYS,    0, GONE },
    { "an honest one",                        NONE,  100,  80, 100, WAS_IS,     100, NEW },
    { "a modest one",                         NONE,  100,  80, 100, WAS_IS,      90, NEW },
    { "never charged",                        NONE,  100,  80, 100, WAS_IS,     101, NOT_CHARGED },
    { "charged, but for less as well",        NONE,  100,  80,  95, WAS_IS,     100, NOT_CHARGED },
    { "never for sale",                       NONE,  100,  80,   0, WAS_IS,     100, NOT_CHARGED },
    { "a new offer",                          NONE,    0,  80,   0, WAS_IS,     100, NOT_CHARGED },
    { "the same price",                       NONE,  100, 100, 100, WAS_IS,     100, NOT_ABOVE },
    { "a raise called a reduction",           NONE,  100, 110, 100, WAS_IS,     105, NOT_ABOVE },
    { "nothing before",                       NONE,  100,  80, 100, WAS_IS,       0, NOT_ABOVE },
    { "said when it costs less already",      NONE,   80,  80,  80, WAS_IS,     100, NOT_CHARGED },
    { "it stands when nothing is said",       ONE,    80,  80,  80, WAS_STAYS,    0, STAYS },
    { "it stands when it is said again",      ONE,    80,  80,  80, WAS_IS,     100, STAYS },
    { "further reduced: the first one stays", ONE,    80,  60,  80, WAS_IS,     100, STAYS },
    { "further reduced in silence",           ONE,    80,  60,  80, WAS_STAYS,    0, STAYS },
    { "another one below what it costs",      ONE,    80,  60,  80, WAS_IS,      80, NEW },
    { "another one that was not the lowest",  ONE,    80,  60,  80, WAS_IS,      90, NOT_CHARGED },
    { "raised in silence",                    ONE,    80,  90,  80, WAS_STAYS,    0, FALSE_NOW },
    { "raised by the least",                  ONE,    80,  81,  80, WAS_STAYS,    0, FALSE_NOW },
    { "raised to the price before",           ONE,    80, 100,  80, WAS_STAYS,    0, FALSE_NOW },
    { "raised above the price before",        ONE,    80, 120,  80, WAS_STAYS,    0, FALSE_NOW },
    { "raised, and said again",               ONE,    80,  90,  80, WAS_IS,     100, NOT_CHARGED },
    { "raised, and ended",                    ONE,    80,  90,  80, WAS_ENDS,     0, GONE },
    { "ended",                                ONE,    80,  80,  80, WAS_ENDS,     0, GONE },
    { "a false one is touched",               FALSE, 90,  90,  80, WAS_STAYS,    0, STAYS },
    { "a false one is said again",            FALSE, 90,  90,  80, WAS_IS,     100, STAYS },
    { "a false one is raised",                FALSE, 90,  95,  80, WAS_STAYS,    0, STAYS },
    { "a false one is lowered",               FALSE, 90,  80,  80, WAS_STAYS,    0, STAYS },
    { "a false one is lowered, said again",   FALSE, 90,  70,  80, WAS_IS,     100, NOT_CHARGED },
    { "a false one gives way to a true one",  FALSE, 90,  70,  80, WAS_IS,      80, NEW },
    { "a false one is ended",                 FALSE, 90,  90,  80, WAS_ENDS,     0, GONE },
};
// clang-format on

static enum came what_came(refused why, const struct announced *standing,
                           const struct announced *announced)
{
    if (why)
        return why == &WAS_NOT_CHARGED ? NOT_CHARGED : NOT_ABOVE;
    if (!announced->was)
        return GONE;
    if (announced->false_at.us && !standing->false_at.us)
        return FALSE_NOW;
    return announced->since.us == standing->since.us ? STAYS : NEW;
}

static void a_reduction_becomes_what_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof reduction_cases / sizeof *reduction_cases; i++) {
        struct price_wish wish = {
            .offer = { 1 },
            .price_before = reduction_cases[i].before,
            .price = reduction_cases[i].after,
            .wish = reduction_cases[i].wish,
            .was = reduction_cases[i].was,
            .now = day(NOW),
        };
        if (reduction_cases[i].stood)
            wish.standing = (struct announced){
                .was = 100, .lowest = 100, .since = day(900), .lowest_at = day(899)
            };
        if (reduction_cases[i].stood == FALSE)
            wish.standing.false_at = day(950);
        struct lowest_price lowest = { reduction_cases[i].lowest, day(NOW - 1) };
        struct announced announced = { 0 };
        refused why = catalog_decide_reduction(&wish, lowest, &announced);
        enum came came = what_came(why, &wish.standing, &announced);
        if (came != reduction_cases[i].came)
            fail_msg("%s: %s, %d", reduction_cases[i].says, why ? why->name : "done", (int)came);
        if (came == FALSE_NOW) {
            assert_int_equal(announced.lowest, reduction_cases[i].lowest);
            assert_int_equal(announced.was, 100);
        }
    }
}

static void percents_are_never_more_than_they_are(void **state)
{
    (void)state;
    static const struct {
        int64_t was, price, percent;
    } cases[] = {
        { 100, 80, 20 },  { 3000, 1999, 33 }, { 1000, 999, 0 },
        { 100, 100, 0 },  { 100, 120, 0 },    { 0, 10, 0 },
        { 10000, 1, 99 }, { 3, 2, 33 },       { MONEY_MAX / 1000, 1, 99 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(catalog_percent_off(cases[i].was, cases[i].price), cases[i].percent);
}

/* What is kept ------------------------------------------------------------------------------ */

enum { VARIANTS = 3, CHANGES = 100 };

static struct {
    seller_id seller;
    product_id product;
} shelf;

static refused open_shop(struct store_tx *tx, void *what)
{
    account_id account;
    (void)what;
    refused why = accounts_open(tx,
                                &(struct account_opening){ .email = "ana@souk.example",
                                                           .name = "Ana",
                                                           .password_hash = "-",
                                                           .country = "PT",
                                                           .currency = currency_of("EUR"),
                                                           .now = test_noon },
                                &account);
    if (why)
        return why;
    return sellers_open(tx,
                        &(struct seller_opening){ .account = account,
                                                  .name = "Ana",
                                                  .country = "PT",
                                                  .currency = currency_of("EUR"),
                                                  .legal_name = "Ana",
                                                  .legal_address = "1 Street",
                                                  .ship_days = 2,
                                                  .standing = SELLER_NEW,
                                                  .now = test_noon },
                        &shelf.seller);
}

static int set_up(void **state)
{
    const char *problem = NULL;
    int failed = bench_set_up(state);
    struct bench *bench = *state;
    bench->settings.reference = currency_of("EUR");
    for (const struct module *const *module = modules; *module; module++)
        if ((*module)->schema &&
            !store_migrate(bench->store, (*module)->name, (*module)->schema, &problem))
            fail_msg("%s", problem);
    for (const struct module *const *module = modules; *module; module++)
        if (text_same((*module)->name, "catalog"))
            assert_null((*module)->first(bench->store, test_noon));
    assert_null(store_transact(bench->store, open_shop, NULL));
    shelf.product.number = 0;
    return failed;
}

/* All variants at these prices, from this moment on. */
struct pricing {
    int64_t minors[VARIANTS];
    enum product_state state;
    struct moment now;
};

static refused price_act(struct store_tx *tx, void *what)
{
    static const char *const colours[VARIANTS] = { "Red", "Green", "Blue" };
    const struct pricing *pricing = what;
    struct variant_listing variants[VARIANTS];
    bool changed;
    for (int i = 0; i < VARIANTS; i++)
        variants[i] =
            (struct variant_listing){ .options = { { "Colour", colours[i] } },
                                      .price = money_of(pricing->minors[i], currency_of("EUR")),
                                      .stock = 9 };
    return catalog_list(tx,
                        &(struct product_listing){ .product = shelf.product,
                                                   .seller = shelf.seller,
                                                   .title = "Copper kettle",
                                                   .description = "As it is.",
                                                   .category = catalog_category(tx, "kitchen"),
                                                   .variants = variants,
                                                   .variant_count = VARIANTS,
                                                   .state = pricing->state,
                                                   .now = pricing->now },
                        &shelf.product, &changed);
}

/* The offers beside their histories, and what both ways to look at them find at a moment. */
static void check_lowest(struct store_tx *tx, const offer_id *offers, struct moment at)
{
    AUTO(arena) memory = { 0 };
    struct lowest_price together[VARIANTS];
    catalog_lowest_prices(tx, &memory, offers, VARIANTS, at, together);
    for (int i = 0; i < VARIANTS; i++) {
        struct price_history whole = catalog_price_history(tx, &memory, offers[i], CHANGES * 2);
        struct lowest_price wanted = catalog_lowest_before(&whole, at);
        struct lowest_price alone = catalog_lowest_price(tx, offers[i], at);
        assert_int_equal(together[i].minor, wanted.minor);
        assert_int_equal(together[i].at.us, wanted.at.us);
        assert_int_equal(alone.minor, wanted.minor);
        assert_int_equal(alone.at.us, wanted.at.us);
    }
}

static void every_change_is_kept_and_found_again(void **state)
{
    struct bench *bench = *state;
    AUTO(arena) memory = { 0 };
    struct moment now = test_noon;
    struct pricing pricing = { { 900, 900, 900 }, PRODUCT_DRAFT, now };
    assert_null(store_transact(bench->store, price_act, &pricing));
    pricing.state = PRODUCT_LISTED;
    for (int i = 0; i < CHANGES; i++) {
        /* Red changes each time, green each tenth, blue never; it is off the shelf now and then. */
        pricing.minors[0] = 1000 + i * 37 % 101;
        pricing.minors[1] = 2000 + i / 10 % 3;
        pricing.state = i % 25 == 24 ? PRODUCT_WITHDRAWN : PRODUCT_LISTED;
        now = moment_after(now, hours(7));
        pricing.now = now;
        assert_null(store_transact(bench->store, price_act, &pricing));
    }
    struct store_tx *tx = store_read(bench->store);
    struct variant_offers offers = catalog_offers(tx, &memory, shelf.product);
    offer_id numbers[VARIANTS];
    assert_int_equal(offers.count, VARIANTS);
    for (size_t i = 0; i < VARIANTS; i++)
        numbers[i] = offers.items[i].offer;
    struct price_history red = catalog_price_history(tx, &memory, numbers[0], CHANGES * 2);
    struct price_history blue = catalog_price_history(tx, &memory, numbers[2], CHANGES * 2);
    assert_int_equal(red.count, CHANGES);
    assert_int_equal(blue.count, 8); /* off and on again */
    assert_int_equal(red.points[0].minor, 0);
    assert_int_equal(blue.points[7].minor, 900);
    assert_int_equal(blue.points[7].from.us, moment_after(test_noon, hours(7)).us);
    for (int i = 0; i < 40; i++)
        check_lowest(tx, numbers, moment_after(test_noon, hours(i * 19)));
    store_read_end(tx);
}

static void moments_of_a_history_go_up_whatever_the_clock_says(void **state)
{
    struct bench *bench = *state;
    AUTO(arena) memory = { 0 };
    struct pricing pricing = { { 900, 900, 900 }, PRODUCT_LISTED, test_noon };
    static const int64_t shifts[] = { 0, 0, -5, 1, 3 };
    for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
        pricing.minors[0] = 900 - (int64_t)i;
        pricing.now.us = test_noon.us + shifts[i];
        assert_null(store_transact(bench->store, price_act, &pricing));
    }
    struct store_tx *tx = store_read(bench->store);
    struct variant_offers offers = catalog_offers(tx, &memory, shelf.product);
    struct price_history history =
        catalog_price_history(tx, &memory, offers.items[0].offer, CHANGES);
    assert_int_equal(history.count, sizeof shifts / sizeof *shifts);
    for (size_t i = 0; i < history.count; i++) {
        assert_int_equal(history.points[i].minor, 896 + (int64_t)i);
        if (i)
            assert_true(history.points[i].from.us < history.points[i - 1].from.us);
    }
    store_read_end(tx);
}

#define EACH_MARKET(TEST) cmocka_unit_test_setup_teardown(TEST, set_up, bench_tear_down)

static int store_tests(void)
{
    const struct CMUnitTest tests[] = {
        EACH_MARKET(every_change_is_kept_and_found_again),
        EACH_MARKET(moments_of_a_history_go_up_whatever_the_clock_says),
    };
    bench_postgres_url = NULL;
    int failed = cmocka_run_group_tests_name("catalog prices, SQLite", tests, NULL, NULL);
    bench_postgres_url = getenv("SOUK_TEST_POSTGRES");
    if (bench_postgres_url)
        failed += cmocka_run_group_tests_name("catalog prices, PostgreSQL", tests, NULL, NULL);
    bench_postgres_url = NULL;
    return failed;
}

int catalog_prices_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lowest_price_is_that_of_30_days_on_sale),
        cmocka_unit_test(a_reduction_becomes_what_it_is),
        cmocka_unit_test(percents_are_never_more_than_they_are),
    };
    return cmocka_run_group_tests_name("catalog prices", tests, NULL, NULL) + store_tests();
}
