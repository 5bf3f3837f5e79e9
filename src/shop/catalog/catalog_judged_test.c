/* Catalog, judged: what is judged of a listing, what is held, and what a person's word makes of it.
 * On SQLite always, and on PostgreSQL when SOUK_TEST_POSTGRES is its URL. */
#include "shop/catalog/catalog_judged.h"

#include "base/log.h"
#include "shop/catalog/catalog_sql.h"
#include "shop/catalog/catalog_test_sql.h"
#include "shop/exchange/exchange.h"
#include "shop/fraud/fraud_rules.h"
#include "store/store_test.h"
#include "web/route.h"

int catalog_judged_tests(void);

#define EACH_MARKET(TEST) cmocka_unit_test_setup_teardown(TEST, set_up, bench_tear_down)

enum { HANDS = 2 };

/* One act after another: a mistake is the test's own. */
static struct {
    seller_id seller;
    struct fraud_visit visit;
} hands[HANDS];

static refused open_shops(struct store_tx *tx, void *what)
{
    static const char *const names[HANDS] = { "Ana", "Bob" };
    AUTO(arena) memory = { 0 };
    refused why = NULL;
    (void)what;
    exchange_set(tx, currency_of("USD"), 1000000, moment_before(test_noon, days(1)));
    for (int i = 0; !why && i < HANDS; i++) {
        account_id account;
        why = accounts_open(
            tx,
            &(struct account_opening){ .email = arena_format(&memory, "%s@souk.example", names[i]),
                                       .name = names[i],
                                       .password_hash = "-",
                                       .country = "PT",
                                       .currency = currency_of("EUR"),
                                       .now = test_noon },
            &account);
        if (why)
            return why;
        why = sellers_open(tx,
                           &(struct seller_opening){ .account = account,
                                                     .name = names[i],
                                                     .country = "PT",
                                                     .currency = currency_of("EUR"),
                                                     .legal_name = names[i],
                                                     .legal_address = "1 Street",
                                                     .ship_days = 2,
                                                     .standing = SELLER_NEW,
                                                     .now = test_noon },
                           &hands[i].seller);
        hands[i].visit = (struct fraud_visit){ .device = i ? "two" : "one" };
    }
    return why;
}

static int set_up(void **state)
{
    const char *problem = NULL;
    int failed = bench_set_up(state);
    struct bench *bench = *state;
    bench->settings.reference = currency_of("EUR");
    bench->settings.judge_fraud = true;
    for (const struct module *const *module = modules; *module; module++) {
        if ((*module)->schema &&
            !store_migrate(bench->store, (*module)->name, (*module)->schema, &problem))
            fail_msg("%s", problem);
        if ((*module)->hears)
            events_register(bench->store, (*module)->hears);
    }
    for (const struct module *const *module = modules; *module; module++)
        if (text_same((*module)->name, "fraud") || text_same((*module)->name, "catalog"))
            assert_null((*module)->first(bench->store, test_noon));
    exchange_forget();
    assert_null(store_transact(bench->store, open_shops, NULL));
    return failed;
}

struct ruling {
    const char *expression;
    enum fraud_action action;
};

static refused rule_act(struct store_tx *tx, void *what)
{
    const struct ruling *ruling = what;
    AUTO(arena) memory = { 0 };
    struct fraud_rule_wish wish = { .name = ruling->expression,
                                    .expression = ruling->expression,
                                    .reason = "For the test",
                                    .acts = 1u << FRAUD_LISTING,
                                    .action = ruling->action,
                                    .by = 1,
                                    .now = test_noon };
    fraud_rule_id rule;
    refused why = fraud_rule_write(tx, &memory, &wish, &rule);
    if (why)
        return why;
    fraud_rule_was_tried(tx, rule, test_noon);
    why = fraud_rule_move(tx, rule, RULE_SHADOW, test_noon);
    return why ? why : fraud_rule_move(tx, rule, RULE_LIVE, test_noon);
}

static void put_rule(struct bench *bench, const char *expression, enum fraud_action action)
{
    struct ruling ruling = { expression, action };
    assert_null(store_transact(bench->store, rule_act, &ruling));
}

/* Acts ------------------------------------------------------------------------------------- */

struct doing {
    int hand;
    product_id product;
    const char *title;
    int64_t minor;
    enum product_state state;
    uint64_t hash;
    struct fraud_judgement judgement;
};

static refused list_act(struct store_tx *tx, void *what)
{
    struct doing *doing = what;
    AUTO(arena) memory = { 0 };
    struct variant_listing variant = { .price = money_of(doing->minor, currency_of("EUR")),
                                       .stock = 9 };
    bool changed;
    return catalog_judge_listing(
        tx, &memory,
        &(struct product_listing){ .product = doing->product,
                                   .seller = hands[doing->hand].seller,
                                   .title = doing->title,
                                   .description = "As it is.",
                                   .category = catalog_category(tx, "kitchen"),
                                   .variants = &variant,
                                   .variant_count = 1,
                                   .state = doing->state,
                                   .now = test_noon },
        &hands[doing->hand].visit, &doing->product, &changed, &doing->judgement);
}

static refused state_act(struct store_tx *tx, void *what)
{
    struct doing *doing = what;
    AUTO(arena) memory = { 0 };
    return catalog_judge_state(tx, &memory,
                               &(struct state_change){ hands[doing->hand].seller, doing->product,
                                                       doing->state, test_noon },
                               &hands[doing->hand].visit, &doing->judgement);
}

static refused price_act(struct store_tx *tx, void *what)
{
    struct doing *doing = what;
    AUTO(arena) memory = { 0 };
    struct variant_offers offers = catalog_offers(tx, &memory, doing->product);
    struct offer_change change = { .seller = hands[doing->hand].seller,
                                   .price = money_of(doing->minor, currency_of("EUR")),
                                   .stock = 9,
                                   .now = test_noon };
    return catalog_judge_offer(tx, &memory, offers.items[0].offer, &change,
                               &hands[doing->hand].visit, &doing->judgement);
}

static refused picture_act(struct store_tx *tx, void *what)
{
    struct doing *doing = what;
    AUTO(arena) memory = { 0 };
    struct photograph photograph = { .hash = doing->hash };
    picture_id picture;
    return catalog_judge_picture(tx, &memory,
                                 &(struct picture_adding){ hands[doing->hand].seller,
                                                           doing->product, &photograph, test_noon },
                                 &hands[doing->hand].visit, &picture, &doing->judgement);
}

static refused sell_act(struct store_tx *tx, void *what)
{
    struct doing *doing = what;
    AUTO(arena) memory = { 0 };
    struct variant_offers offers = catalog_offers(tx, &memory, doing->product);
    return catalog_take_stock(tx, offers.items[0].offer, 3);
}

static refused clear_act(struct store_tx *tx, void *what)
{
    struct doing *doing = what;
    return catalog_clear_product(tx, doing->product, test_noon);
}

static refused refuse_act(struct store_tx *tx, void *what)
{
    struct doing *doing = what;
    return catalog_refuse_product(tx, doing->product, test_noon);
}

static refused done(struct bench *bench, refused (*act)(struct store_tx *, void *),
                    struct doing *doing)
{
    return store_transact(bench->store, act, doing);
}

static void expect(struct bench *bench, const struct doing *doing, enum product_state state,
                   bool held)
{
    struct product found;
    struct store_tx *tx = store_read(bench->store);
    assert_null(catalog_find(tx, &bench->memory, doing->product, &found));
    store_read_end(tx);
    assert_int_equal(found.state, state);
    assert_int_equal(found.held_decision != 0, held);
    if (held)
        assert_int_equal(found.held_decision, doing->judgement.decision.number);
    assert_int_equal(bench_number(bench->store, &catalog_count_listed), state == PRODUCT_LISTED);
}

static struct doing listed(struct bench *bench, int hand, const char *title, int64_t minor)
{
    struct doing doing = { .hand = hand, .title = title, .minor = minor, .state = PRODUCT_LISTED };
    assert_null(done(bench, list_act, &doing));
    return doing;
}

/* Tests ------------------------------------------------------------------------------------ */

static void what_is_held_waits_for_a_person(void **state)
{
    struct bench *bench = *state;
    put_rule(bench, "amount_usd > 100", FRAUD_HOLD);
    struct doing doing = listed(bench, 0, "Copper kettle", 20000);
    assert_int_equal(doing.judgement.action, FRAUD_HOLD);
    expect(bench, &doing, PRODUCT_DRAFT, true);
    struct doing other = doing;
    assert_ptr_equal(done(bench, state_act, &other), &PRODUCT_IN_REVIEW);
    other = doing;
    other.title = "Another kettle";
    assert_ptr_equal(done(bench, list_act, &other), &PRODUCT_IN_REVIEW);
    assert_ptr_equal(done(bench, price_act, &other), &PRODUCT_IN_REVIEW);
    assert_ptr_equal(done(bench, picture_act, &other), &PRODUCT_IN_REVIEW);
    expect(bench, &doing, PRODUCT_DRAFT, true);
    assert_null(done(bench, clear_act, &doing));
    expect(bench, &doing, PRODUCT_LISTED, false);
    assert_ptr_equal(done(bench, clear_act, &doing), &PRODUCT_NOT_IN_REVIEW);
    assert_ptr_equal(done(bench, refuse_act, &doing), &PRODUCT_NOT_IN_REVIEW);
}

static void withdrawn_it_waits_no_more(void **state)
{
    struct bench *bench = *state;
    put_rule(bench, "amount_usd > 100", FRAUD_HOLD);
    struct doing doing = listed(bench, 0, "Copper kettle", 20000);
    doing.state = PRODUCT_WITHDRAWN;
    assert_null(done(bench, state_act, &doing));
    expect(bench, &doing, PRODUCT_WITHDRAWN, false);
    assert_ptr_equal(done(bench, clear_act, &doing), &PRODUCT_NOT_IN_REVIEW);
    doing.state = PRODUCT_LISTED; /* and is judged again */
    assert_null(done(bench, state_act, &doing));
    expect(bench, &doing, PRODUCT_WITHDRAWN, true);
    assert_null(done(bench, refuse_act, &doing));
    expect(bench, &doing, PRODUCT_WITHDRAWN, false);
}

static void only_what_buyers_should_know_is_judged(void **state)
{
    struct bench *bench = *state;
    struct doing doing = { .title = "Copper kettle", .minor = 4000 };
    assert_null(done(bench, list_act, &doing)); /* a draft */
    assert_int_equal(bench_number(bench->store, &catalog_test_count_judged), 0);
    doing.title = "Copper kettle, small";
    assert_null(done(bench, list_act, &doing));
    assert_int_equal(bench_number(bench->store, &catalog_test_count_judged), 0);
    doing.state = PRODUCT_LISTED;
    assert_null(done(bench, state_act, &doing));
    assert_int_equal(bench_number(bench->store, &catalog_test_count_judged), 1);
    doing.minor = 2000; /* half of it */
    assert_null(done(bench, price_act, &doing));
    assert_int_equal(bench_number(bench->store, &catalog_test_count_judged), 1);
    doing.minor = 999;
    assert_null(done(bench, price_act, &doing));
    assert_int_equal(bench_number(bench->store, &catalog_test_count_judged), 2);
    doing.title = "Copper kettle, medium";
    assert_null(done(bench, list_act, &doing));
    assert_null(done(bench, list_act, &doing)); /* the same again */
    assert_int_equal(bench_number(bench->store, &catalog_test_count_judged), 3);
    doing.minor = 400; /* by the listing, and so by files */
    assert_null(done(bench, list_act, &doing));
    assert_int_equal(bench_number(bench->store, &catalog_test_count_judged), 4);
    expect(bench, &doing, PRODUCT_LISTED, false);
}

/* Sold as one thing, then changed to another: at once, or by way of the store room. */
static void a_swapped_listing_is_seen(void **state)
{
    struct bench *bench = *state;
    put_rule(bench, "title_kept < 0.5 AND sold_before >= 3", FRAUD_HOLD);
    struct doing doing = listed(bench, 0, "Phone case of felt", 900);
    assert_null(done(bench, sell_act, &doing));
    doing.title = "Phone case of felt, grey";
    assert_null(done(bench, list_act, &doing));
    expect(bench, &doing, PRODUCT_LISTED, false);
    doing.title = "Smartphone 512 GB";
    assert_null(done(bench, list_act, &doing));
    expect(bench, &doing, PRODUCT_WITHDRAWN, true);
    assert_null(done(bench, refuse_act, &doing));
    expect(bench, &doing, PRODUCT_WITHDRAWN, false);
    doing.title = "Smartphone 512 GB, blue";
    doing.state = PRODUCT_WITHDRAWN;
    assert_null(done(bench, list_act, &doing));
    expect(bench, &doing, PRODUCT_WITHDRAWN, false);
    doing.state = PRODUCT_LISTED;
    assert_null(done(bench, state_act, &doing));
    expect(bench, &doing, PRODUCT_WITHDRAWN, true);
}

static void what_is_refused_changes_nothing(void **state)
{
    struct bench *bench = *state;
    put_rule(bench, "text_contacts > 0", FRAUD_REFUSE);
    struct doing doing = listed(bench, 0, "Copper kettle", 4000);
    struct doing other = doing;
    other.title = "Copper kettle, write to whatsapp";
    assert_null(done(bench, list_act, &other));
    assert_true(other.judgement.stops);
    struct product found;
    struct store_tx *tx = store_read(bench->store);
    assert_null(catalog_find(tx, &bench->memory, doing.product, &found));
    store_read_end(tx);
    assert_string_equal(found.title, "Copper kettle");
    other.product.number = 0;
    assert_null(done(bench, list_act, &other));
    assert_true(other.judgement.stops);
    assert_int_equal(other.product.number, 0);
    assert_int_equal(bench_number(bench->store, &catalog_test_count_products), 1);
    expect(bench, &doing, PRODUCT_LISTED, false);
}

static void pictures_of_others_are_seen(void **state)
{
    struct bench *bench = *state;
    put_rule(bench, "pictures_copied > 0", FRAUD_HOLD);
    struct doing first = listed(bench, 0, "Copper kettle", 4000);
    first.hash = UINT64_C(0xf0f0cc3355aa0f0f);
    assert_null(done(bench, picture_act, &first));
    assert_null(done(bench, picture_act, &first)); /* one's own again */
    expect(bench, &first, PRODUCT_LISTED, false);
    struct doing second = { .hand = 1, .title = "Kettle of copper", .minor = 2000 };
    second.hash = first.hash;
    assert_null(done(bench, list_act, &second));
    assert_null(done(bench, picture_act, &second)); /* to a draft: not judged yet */
    assert_int_equal(second.judgement.decision.number, 0);
    second.state = PRODUCT_LISTED;
    assert_null(done(bench, state_act, &second));
    assert_int_equal(second.judgement.action, FRAUD_HOLD);
}

// clang-format off
static const struct { const char *before, *after; double kept; } title_cases[] = {
    { "Copper kettle", "Copper kettle", 1 },
    { "Copper kettle", "KETTLE, copper!", 1 },
    { "Copper kettle", "Copper pan", 0.5 },
    { "Copper kettle", "Coppers kettles", 0.01 },
    { "Phone case", "Smartphone 512 GB", 0.01 },
    { "Chaleira de cobré", "cobré", 1.0 / 3 },
    { "--", "Anything", 1 },
};
// clang-format on

static void titles_are_compared_by_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof title_cases / sizeof *title_cases; i++)
        assert_float_equal(catalog_title_kept(title_cases[i].before, title_cases[i].after),
                           title_cases[i].kept, 1e-9);
}

int catalog_judged_tests(void)
{
    const struct CMUnitTest tests[] = {
        EACH_MARKET(what_is_held_waits_for_a_person),
        EACH_MARKET(withdrawn_it_waits_no_more),
        EACH_MARKET(only_what_buyers_should_know_is_judged),
        EACH_MARKET(a_swapped_listing_is_seen),
        EACH_MARKET(what_is_refused_changes_nothing),
        EACH_MARKET(pictures_of_others_are_seen),
        cmocka_unit_test(titles_are_compared_by_words),
    };
    bench_postgres_url = NULL;
    int failed = cmocka_run_group_tests_name("catalog judged, SQLite", tests, NULL, NULL);
    bench_postgres_url = getenv("SOUK_TEST_POSTGRES");
    if (bench_postgres_url)
        failed += cmocka_run_group_tests_name("catalog judged, PostgreSQL", tests, NULL, NULL);
    bench_postgres_url = NULL;
    return failed;
}
