/* Fraud: prices choose the cheapest action, signals survive their storing, models their files; and
 * whatever fails, the door does not open by accident. On SQLite always, and on PostgreSQL when
 * SOUK_TEST_POSTGRES is its URL. */
#include "shop/fraud/fraud_inside.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/id.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/fraud/fraud_scene.h"
#include "shop/fraud/fraud_test_sql.h"
#include "shop/fraud/fraud_train.h"
#include "store/store_test.h"
#include "web/route.h"

int fraud_tests(void);

#define EACH_MARKET(TEST) cmocka_unit_test_setup_teardown(TEST, set_up, bench_tear_down)

static int set_up(void **state)
{
    const char *problem = NULL;
    int failed = bench_set_up(state);
    struct bench *bench = *state;
    bench->settings.reference = currency_of("EUR");
    bench->settings.judge_fraud = true;
    for (const struct module *const *module = modules; *module; module++)
        if ((*module)->schema &&
            !store_migrate(bench->store, (*module)->name, (*module)->schema, &problem))
            fail_msg("%s", problem);
    for (const struct module *const *module = modules; *module; module++)
        if (text_same((*module)->name, "fraud"))
            assert_null((*module)->first(bench->store, test_noon));
    return failed;
}

/* Prices ----------------------------------------------------------------------------------- */

static void what_costs_least_is_done(void **state)
{
    static const struct {
        const char *name;
        enum fraud_act act;
        int64_t minor;
        double probability;
        struct fraud_floors floors;
        enum fraud_action wanted;
    } rows[] = {
        { "honest", FRAUD_CHECKOUT, 5000, 0.001, { 0, 0 }, FRAUD_ALLOW },
        { "small and doubtful", FRAUD_CHECKOUT, 500, 0.05, { 0, 0 }, FRAUD_ALLOW },
        { "dear and doubtful", FRAUD_CHECKOUT, 50000, 0.2, { 0, 0 }, FRAUD_HOLD },
        { "all but certain", FRAUD_CHECKOUT, 5000, 0.9999, { 0, 0 }, FRAUD_REFUSE },
        { "bounded", FRAUD_CHECKOUT, 50000, 0.2, { 0.5, 0.9 }, FRAUD_ALLOW },
        { "bounded from refusing", FRAUD_CHECKOUT, 5000, 0.95, { 0.5, 0.99 }, FRAUD_HOLD },
        { "a payout is never refused", FRAUD_PAYOUT, 90000, 1, { 0, 0 }, FRAUD_HOLD },
        { "a sign-up cannot wait", FRAUD_SIGN_UP, 0, 0.2, { 0, 0 }, FRAUD_ALLOW },
    };
    struct fraud_policy policy;
    (void)state;
    fraud_policy_clear(&policy);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fraud_choice choice =
            fraud_choose(&policy, rows[i].act, rows[i].minor, rows[i].probability, rows[i].floors);
        if (choice.action != rows[i].wanted)
            fail_msg("%s: %s", rows[i].name, fraud_actions[choice.action].name);
    }
    assert_int_equal(fraud_possible_action(FRAUD_SIGN_UP, FRAUD_CHALLENGE), FRAUD_REFUSE);
    assert_int_equal(fraud_possible_action(FRAUD_PAYOUT, FRAUD_REFUSE), FRAUD_HOLD);
    assert_int_equal(fraud_possible_action(FRAUD_LISTING, FRAUD_CHALLENGE), FRAUD_HOLD);
}

/* Signals ---------------------------------------------------------------------------------- */

static void signals_survive_their_storing(void **state)
{
    AUTO(arena) memory = { 0 };
    struct fraud_signals signals, back;
    struct fraud_layout layout;
    size_t size;
    (void)state;
    fraud_signals_clear(&signals);
    for (int i = 0; i < FRAUD_NUMBERS; i++)
        signals.numbers[i] = i % 5 == 0   ? NAN
                             : i % 5 == 1 ? 0
                             : i % 5 == 2 ? (float)(i % 260)
                             : i % 5 == 3 ? -1.5f * (float)i
                                          : 1e7f + (float)i;
    signals.words[WORD_card_country] = "PT";
    signals.words[WORD_agent] = "Ünïcode agent";
    unsigned char *bytes = fraud_signals_pack(&memory, &signals, &size);
    assert_int_equal(fraud_signals_layout_of(bytes, size), fraud_signals_layout());
    assert_true(fraud_layout_read(&memory, fraud_signals_names(&memory), &layout));
    assert_true(fraud_signals_unpack(&memory, &layout, bytes, size, &back));
    for (int i = 0; i < FRAUD_NUMBERS; i++)
        if (isnan(signals.numbers[i]) ? !isnan(back.numbers[i])
                                      : back.numbers[i] != signals.numbers[i])
            fail_msg("%s", fraud_signals[i].name);
    assert_string_equal(back.words[WORD_agent], "Ünïcode agent");
    assert_null(back.words[WORD_ip_country]);
    for (size_t cut = 0; cut < size; cut += 7) /* whatever is cut off is not read beyond */
        fraud_signals_unpack(&memory, &layout, bytes, cut, &back);
    /* Another build's list: what is not known here is passed over. */
    assert_true(fraud_layout_read(&memory, "amount_usd not_known_here items|act_name", &layout));
    assert_int_equal(layout.places[1], -1);
    assert_int_equal(layout.numbers, 3);
}

/* Models ----------------------------------------------------------------------------------- */

enum { ROWS = 1500 };

/* Bad is what is dear and comes from a young account, mostly. */
static struct fraud_trained trained_model(struct arena *memory)
{
    struct fraud_examples rows = { 0 };
    uint64_t random = 7;
    rows.count = ROWS;
    rows.numbers = must_take(ROWS * FRAUD_NUMBERS * sizeof *rows.numbers);
    rows.bad = must_take(ROWS * sizeof *rows.bad);
    for (size_t row = 0; row < ROWS; row++) {
        float *numbers = rows.numbers + row * FRAUD_NUMBERS;
        for (int i = 0; i < FRAUD_NUMBERS; i++)
            numbers[i] = NAN;
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        numbers[SIGNAL_amount_usd] = (float)(random >> 33 & 511);
        numbers[SIGNAL_account_age_days] = (float)(random >> 50 & 127);
        rows.bad[row] = numbers[SIGNAL_amount_usd] > 300 && numbers[SIGNAL_account_age_days] < 30;
    }
    const char *problem = NULL;
    struct fraud_model *model = fraud_model_train(&rows, &fraud_tuning_usual, NULL, &problem);
    assert_non_null(model);
    struct fraud_trained trained = { .card = "{\"honest\":{\"checkout\":{\"0.001\":0.5}}}" };
    fraud_model_calibrate(model, &rows);
    trained.bytes = fraud_model_write(memory, model, &trained.size);
    fraud_model_free(model);
    free(rows.numbers);
    free(rows.bad);
    return trained;
}

static void a_model_is_what_was_written_or_nothing(void **state)
{
    AUTO(arena) memory = { 0 };
    struct fraud_trained trained = trained_model(&memory);
    const char *problem = NULL;
    float numbers[FRAUD_NUMBERS], reasons[FRAUD_NUMBERS];
    (void)state;
    struct fraud_model *model = fraud_model_read(trained.bytes, trained.size, &problem);
    assert_non_null(model);
    for (int i = 0; i < FRAUD_NUMBERS; i++)
        numbers[i] = NAN;
    numbers[SIGNAL_amount_usd] = 480;
    numbers[SIGNAL_account_age_days] = 2;
    assert_true(fraud_model_probability(model, numbers) > 0.8);
    assert_true(fraud_model_reasons(model, numbers, reasons));
    assert_true(reasons[SIGNAL_amount_usd] > 0 && reasons[SIGNAL_account_age_days] > 0);
    numbers[SIGNAL_amount_usd] = 20;
    assert_true(fraud_model_probability(model, numbers) < 0.2);
    fraud_model_free(model);
    for (size_t cut = 0; cut < trained.size; cut += trained.size / 40) {
        assert_null(fraud_model_read(trained.bytes, cut, &problem));
        assert_non_null(problem);
    }
}

/* The safe side ---------------------------------------------------------------------------- */

struct judging {
    enum fraud_act act;
    double amount_usd;
    const char *device;
    int64_t account;
    struct moment now;
    struct fraud_judgement judgement;
};

static refused judge_act(struct store_tx *tx, void *what)
{
    struct judging *judging = what;
    AUTO(arena) memory = { 0 };
    struct fraud_question question = { .act = judging->act,
                                       .account = judging->account,
                                       .subject = 1,
                                       .visit = { .device = judging->device },
                                       .amount = money_of(4000, currency_of("EUR")),
                                       .amount_usd = judging->amount_usd,
                                       .now = judging->now };
    return fraud_judge(tx, &memory, &question, &judging->judgement);
}

static enum fraud_action judge(struct bench *bench, enum fraud_act act, double amount_usd)
{
    static int64_t minute; /* an alarm is raised once in a while */
    struct judging judging = { .act = act,
                               .amount_usd = amount_usd,
                               .device = "d",
                               .account = id_next(test_noon),
                               .now = moment_after(test_noon, minutes(++minute)) };
    assert_null(store_transact(bench->store, judge_act, &judging));
    return judging.judgement.action;
}

static int64_t alarms(struct bench *bench, const char *kind)
{
    struct store_tx *tx = store_read(bench->store);
    int64_t count = store_int(tx, &count_alarms, WITH(TEXT(kind)), -1);
    store_read_end(tx);
    return count;
}

struct keeping {
    struct fraud_trained trained;
    fraud_model_id model;
};

static refused keep_act(struct store_tx *tx, void *what)
{
    struct keeping *keeping = what;
    return fraud_model_keep(tx, &(struct fraud_training){ .now = test_noon }, &keeping->trained,
                            &keeping->model);
}

static refused break_act(struct store_tx *tx, void *what)
{
    (void)what;
    store_put(tx, &break_models, WITH(BYTES("soukfrd broken", 14)));
    fraud_changed(tx);
    return NULL;
}

static refused remove_act(struct store_tx *tx, void *what)
{
    (void)what;
    store_put(tx, &remove_models, WITHOUT);
    fraud_changed(tx);
    return NULL;
}

static void keep_model(struct bench *bench)
{
    struct keeping keeping = { .trained = trained_model(&bench->memory) };
    assert_null(store_transact(bench->store, keep_act, &keeping));
}

static void a_market_without_a_model_lives_by_its_rules(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(judge(bench, FRAUD_CHECKOUT, 480), FRAUD_ALLOW);
    assert_int_equal(alarms(bench, "model"), 0);
}

static void a_model_stops_what_it_was_taught(void **state)
{
    struct bench *bench = *state;
    keep_model(bench);
    assert_int_equal(judge(bench, FRAUD_CHECKOUT, 20), FRAUD_ALLOW);
    assert_true(judge(bench, FRAUD_CHECKOUT, 480) >= FRAUD_HOLD);
    /* Of payouts it has seen no honest ones, so it has no bound and says nothing. */
    assert_int_equal(judge(bench, FRAUD_PAYOUT, 480), FRAUD_ALLOW);
    assert_int_equal(alarms(bench, "model"), 0);
}

static void a_corrupt_model_does_not_open_the_door(void **state)
{
    struct bench *bench = *state;
    struct keeping broken = { .trained = { (const unsigned char *)"soukfrd", 7, "{}" } };
    assert_ptr_equal(store_transact(bench->store, keep_act, &broken), &MODEL_UNREADABLE);
    /* Kept whole, broken on the disk before any thread has read it. */
    keep_model(bench);
    assert_null(store_transact(bench->store, break_act, NULL));
    assert_int_equal(judge(bench, FRAUD_CHECKOUT, 20), FRAUD_HOLD);
    assert_int_equal(judge(bench, FRAUD_SIGN_IN, 0), FRAUD_ALLOW);
    assert_int_equal(judge(bench, FRAUD_PAYOUT, 20), FRAUD_HOLD);
    assert_int_equal(judge(bench, FRAUD_COUPON, 0), FRAUD_REFUSE);
    assert_int_equal(alarms(bench, "model"), 1);
}

static void a_model_that_is_gone_does_not_open_the_door(void **state)
{
    struct bench *bench = *state;
    keep_model(bench);
    assert_null(store_transact(bench->store, remove_act, NULL));
    assert_int_equal(judge(bench, FRAUD_CHECKOUT, 20), FRAUD_HOLD);
    assert_int_equal(alarms(bench, "model"), 1);
}

static void an_amount_without_a_rate_does_not_open_the_door(void **state)
{
    struct bench *bench = *state;
    keep_model(bench);
    assert_int_equal(judge(bench, FRAUD_CHECKOUT, (double)NAN), FRAUD_HOLD);
    assert_int_equal(alarms(bench, "signal"), 1);
}

/* Counting at once ------------------------------------------------------------------------- */

enum { THREADS = 4, ACTS = 25 };

static void *judge_often(void *of_bench)
{
    struct bench *bench = of_bench;
    for (int i = 0; i < ACTS; i++) {
        struct judging judging = {
            .act = FRAUD_CHECKOUT,
            .amount_usd = 5,
            .device = "shared",
            .account = 4711,
            .now = test_noon,
        };
        refused why = store_transact(bench->store, judge_act, &judging);
        while (why == &STORE_BUSY)
            why = store_transact(bench->store, judge_act, &judging);
        if (why)
            return (void *)why;
    }
    return NULL;
}

static void nothing_that_many_count_at_once_is_lost(void **state)
{
    struct bench *bench = *state;
    pthread_t threads[THREADS];
    void *why;
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, judge_often, bench), 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], &why);
        assert_null(why);
    }
    struct fraud_scene *scene = arena_take(&bench->memory, sizeof *scene);
    struct store_tx *tx = store_read(bench->store);
    scene_add(scene, ENTITY_DEVICE, fraud_entity_text(&bench->settings, ENTITY_DEVICE, "shared"));
    scene_add(scene, ENTITY_ACCOUNT, fraud_entity_number(&bench->settings, ENTITY_ACCOUNT, 4711));
    scene_load(tx, &bench->memory, scene, 0);
    store_read_end(tx);
    for (size_t i = 0; i < scene->count; i++)
        assert_int_equal(
            (int)history_ever(entity_seen(&scene->entities[i]), SERIES_ACTS + FRAUD_CHECKOUT).count,
            THREADS * ACTS);
}

int fraud_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_costs_least_is_done),
        cmocka_unit_test(signals_survive_their_storing),
        cmocka_unit_test(a_model_is_what_was_written_or_nothing),
        EACH_MARKET(a_market_without_a_model_lives_by_its_rules),
        EACH_MARKET(a_model_stops_what_it_was_taught),
        EACH_MARKET(a_corrupt_model_does_not_open_the_door),
        EACH_MARKET(a_model_that_is_gone_does_not_open_the_door),
        EACH_MARKET(an_amount_without_a_rate_does_not_open_the_door),
        EACH_MARKET(nothing_that_many_count_at_once_is_lost),
    };
    bench_postgres_url = NULL;
    int failed = cmocka_run_group_tests_name("fraud on SQLite", tests, NULL, NULL);
    bench_postgres_url = getenv("SOUK_TEST_POSTGRES");
    if (bench_postgres_url && *bench_postgres_url)
        failed += cmocka_run_group_tests_name("fraud on PostgreSQL", tests, NULL, NULL);
    else
        printf("skipped: fraud on PostgreSQL needs SOUK_TEST_POSTGRES\n");
    bench_postgres_url = NULL;
    return failed;
}
