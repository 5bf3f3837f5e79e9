/* Ledger: what moves, what must not, and that a changed byte is found. On SQLite always, and on
 * PostgreSQL when SOUK_TEST_POSTGRES is its URL. */
#include "shop/ledger/ledger.h"

#include "base/log.h"
#include "shop/ledger/ledger_schema_sql.h"
#include "shop/ledger/ledger_test_sql.h"
#include "store/store_test.h"

int ledger_tests(void);

#define EACH_LEDGER(TEST) cmocka_unit_test_setup_teardown(TEST, set_up, bench_tear_down)

static int set_up(void **state)
{
    const char *problem = NULL;
    int failed = bench_set_up(state);
    struct bench *bench = *state;
    if (!store_migrate(bench->store, "ledger", ledger_schema, &problem))
        fail_msg("%s", problem);
    return failed;
}

/* A move between two kinds of account, as one act. */
struct move {
    enum ledger_kind from, to;
    int64_t from_owner, to_owner, minor;
    const char *key;
};

static struct currency euro(void)
{
    return currency_of("EUR");
}

static refused move_in(struct store_tx *tx, const struct move *move)
{
    return ledger_transfer(
        tx, &(struct transfer){
                .from = ledger_account(tx, move->from, move->from_owner, euro(), test_noon),
                .to = ledger_account(tx, move->to, move->to_owner, euro(), test_noon),
                .amount = money_of(move->minor, euro()),
                .kind = "test",
                .key = move->key,
                .subject = 7,
                .now = test_noon });
}

static refused move_act(struct store_tx *tx, void *what)
{
    return move_in(tx, what);
}

static refused move(struct bench *bench, enum ledger_kind from, int64_t from_owner,
                    enum ledger_kind to, int64_t to_owner, int64_t minor, const char *key)
{
    struct move wanted = { from, to, from_owner, to_owner, minor, key };
    return store_transact(bench->store, move_act, &wanted);
}

static int64_t balance(struct bench *bench, enum ledger_kind kind, int64_t owner)
{
    struct store_tx *tx = store_read(bench->store);
    int64_t minor = ledger_balance(tx, kind, owner, euro()).minor;
    store_read_end(tx);
    return minor;
}

static const char *verify(struct bench *bench)
{
    struct store_tx *tx = store_read(bench->store);
    const char *fault = ledger_verify(tx, &bench->memory);
    store_read_end(tx);
    return fault;
}

/* A small market: a payment held, released and paid out in part. */
static void fill(struct bench *bench)
{
    assert_null(move(bench, LEDGER_GATEWAY, 0, LEDGER_ESCROW, 0, 5000, "hold"));
    assert_null(move(bench, LEDGER_ESCROW, 0, LEDGER_SELLER, 11, 4750, "release"));
    assert_null(move(bench, LEDGER_ESCROW, 0, LEDGER_COMMISSION, 0, 250, "commission"));
    assert_null(move(bench, LEDGER_SELLER, 11, LEDGER_PAYOUT, 0, 1000, "payout"));
}

static void money_moves_and_sums_to_zero(void **state)
{
    struct bench *bench = *state;
    fill(bench);
    assert_int_equal(balance(bench, LEDGER_GATEWAY, 0), -5000);
    assert_int_equal(balance(bench, LEDGER_ESCROW, 0), 0);
    assert_int_equal(balance(bench, LEDGER_SELLER, 11), 3750);
    assert_int_equal(balance(bench, LEDGER_SELLER, 12), 0); /* never opened */
    assert_int_equal(balance(bench, LEDGER_COMMISSION, 0), 250);
    assert_int_equal(balance(bench, LEDGER_PAYOUT, 0), 1000);
    assert_int_equal(bench_number(bench->store, &tamper_count_entries), 8);
    assert_null(verify(bench));
}

static void floors_hold(void **state)
{
    struct bench *bench = *state;
    static const struct {
        int64_t minor;
        refused why;
    } cases[] = {
        { 3751, &LEDGER_TOO_LITTLE },
        { INT64_MAX / 2, &LEDGER_TOO_LITTLE },
        { 3750, NULL },
        { 1, &LEDGER_TOO_LITTLE },
    };
    fill(bench);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *key = arena_format(&bench->memory, "payout %zu", i);
        assert_ptr_equal(move(bench, LEDGER_SELLER, 11, LEDGER_PAYOUT, 0, cases[i].minor, key),
                         cases[i].why);
    }
    assert_int_equal(balance(bench, LEDGER_SELLER, 11), 0);
    assert_int_equal(bench_number(bench->store, &tamper_count_entries), 10); /* refused left none */
    assert_null(move(bench, LEDGER_GRANT, 0, LEDGER_CREDIT, 3, 10, "grant")); /* has no floor */
    assert_null(verify(bench));
}

static void keys_are_done_once(void **state)
{
    struct bench *bench = *state;
    fill(bench);
    assert_null(move(bench, LEDGER_GATEWAY, 0, LEDGER_ESCROW, 0, 5000, "hold"));
    assert_null(move(bench, LEDGER_SELLER, 11, LEDGER_PAYOUT, 0, 1000, "payout"));
    assert_int_equal(balance(bench, LEDGER_GATEWAY, 0), -5000);
    assert_int_equal(balance(bench, LEDGER_SELLER, 11), 3750);
    /* A refused one has not used its key up. */
    assert_ptr_equal(move(bench, LEDGER_SELLER, 11, LEDGER_PAYOUT, 0, 9999, "later"),
                     &LEDGER_TOO_LITTLE);
    assert_null(move(bench, LEDGER_SELLER, 11, LEDGER_PAYOUT, 0, 50, "later"));
    assert_int_equal(balance(bench, LEDGER_SELLER, 11), 3700);
    assert_null(verify(bench));
}

static refused exchange_act(struct store_tx *tx, void *what)
{
    struct currency dollar = currency_of("USD");
    (void)what;
    return ledger_exchange(tx, &(struct exchange_transfer){
                                   .from = ledger_account(tx, LEDGER_ESCROW, 0, euro(), test_noon),
                                   .to = ledger_account(tx, LEDGER_SELLER, 21, dollar, test_noon),
                                   .gives = money_of(1000, euro()),
                                   .gets = money_of(1152, dollar),
                                   .kind = "test",
                                   .key = "exchange",
                                   .subject = 7,
                                   .now = test_noon });
}

static void currencies_balance_on_their_own(void **state)
{
    struct bench *bench = *state;
    fill(bench);
    for (int i = 0; i < 2; i++) /* the second time changes nothing */
        assert_null(store_transact(bench->store, exchange_act, NULL));
    assert_int_equal(balance(bench, LEDGER_EXCHANGE, 0), 1000);
    assert_int_equal(balance(bench, LEDGER_ESCROW, 0), -1000);
    struct store_tx *tx = store_read(bench->store);
    struct moneys exchange = ledger_balances(tx, &bench->memory, LEDGER_EXCHANGE, 0);
    struct moneys seller = ledger_balances(tx, &bench->memory, LEDGER_SELLER, 21);
    store_read_end(tx);
    assert_int_equal(exchange.count, 2);
    assert_int_equal(exchange.items[0].minor, 1000);
    assert_int_equal(exchange.items[1].minor, -1152);
    assert_int_equal(seller.count, 1);
    assert_int_equal(seller.items[0].minor, 1152);
    assert_null(verify(bench));
}

/* An act that moves twice and is then refused has moved nothing. */
static refused move_and_refuse(struct store_tx *tx, void *what)
{
    (void)what;
    refused why = move_in(tx, &(struct move){ LEDGER_GATEWAY, LEDGER_ESCROW, 0, 0, 70, "one" });
    if (!why)
        why = move_in(tx, &(struct move){ LEDGER_ESCROW, LEDGER_SELLER, 0, 11, 70, "two" });
    return why ? why : &TEST_NOT_WANTED;
}

static void a_refused_act_moves_nothing(void **state)
{
    struct bench *bench = *state;
    fill(bench);
    assert_ptr_equal(store_transact(bench->store, move_and_refuse, NULL), &TEST_NOT_WANTED);
    assert_int_equal(balance(bench, LEDGER_SELLER, 11), 3750);
    assert_int_equal(bench_number(bench->store, &tamper_count_entries), 8);
    assert_null(verify(bench));
}

static int64_t unsealed(struct bench *bench)
{
    struct store_tx *tx = store_read(bench->store);
    int64_t count = ledger_count_unsealed(tx);
    store_read_end(tx);
    return count;
}

static void seals_follow(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(ledger_seal(bench->store, 100), 0);
    fill(bench);
    assert_int_equal(unsealed(bench), 4);
    assert_int_equal(ledger_seal(bench->store, 3), 3);
    assert_int_equal(unsealed(bench), 1);
    assert_null(verify(bench)); /* what is not sealed yet is no fault */
    assert_int_equal(ledger_seal(bench->store, 3), 1);
    assert_int_equal(ledger_seal(bench->store, 3), 0);
    assert_null(move(bench, LEDGER_SELLER, 11, LEDGER_PAYOUT, 0, 5, "more"));
    assert_int_equal(ledger_seal(bench->store, 3), 1);
    assert_int_equal(unsealed(bench), 0);
    assert_null(verify(bench));
}

/* Tampering -------------------------------------------------------------------------------- */

static const char another_hash[32] = "0123456789abcdef0123456789abcde";

struct tampering {
    const struct statement *statements[2];
};

static refused tamper_act(struct store_tx *tx, void *what)
{
    const struct tampering *tampering = what;
    for (int i = 0; i < 2 && tampering->statements[i]; i++) {
        bool hashed = tampering->statements[i]->parameters == 1;
        int64_t changed = hashed ? store_do(tx, tampering->statements[i],
                                            WITH(BYTES(another_hash, sizeof another_hash)))
                                 : store_do(tx, tampering->statements[i], WITHOUT);
        assert_true(changed > 0);
    }
    return NULL;
}

// clang-format off
static const struct {
    const char *says;
    struct tampering tampering;
    const char *fault; /* a part of what is found */
} tamperings[] = {
    { "an entry's amount",      { { &tamper_entry } },              "do not balance" },
    { "a transfer's amount",    { { &tamper_transfer } },           "do not balance" },
    { "a transfer with its entries",
      { { &tamper_transfer_twice, &tamper_everything_but_seals } }, "was changed after" },
    { "a transfer's moment",    { { &tamper_moment } },             "was changed after" },
    { "a transfer's key",       { { &tamper_key } },                "was changed after" },
    { "an account's owner",     { { &tamper_owner } },              "was changed after" },
    { "an account's currency",  { { &tamper_currency } },           "between currencies" },
    { "a kept balance",         { { &tamper_balance } },            "kept balance" },
    { "a kept balance removed", { { &tamper_balance_gone } },       "kept balance" },
    { "a seal's hash",          { { &tamper_seal } },               "was changed after" },
    { "a seal removed",         { { &tamper_seal_gone } },          "a seal before it is missing" },
    { "a transfer removed",     { { &tamper_transfer_gone } },      "entries without" },
    { "a transfer removed with its entries",
      { { &tamper_entries_gone, &tamper_transfer_gone } },          "is missing" },
};
// clang-format on

static void a_changed_byte_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof tamperings / sizeof *tamperings; i++) {
        void *own = NULL;
        set_up(&own);
        struct bench *bench = own;
        fill(bench);
        assert_int_equal(ledger_seal(bench->store, 100), 4);
        assert_null(verify(bench));
        struct tampering tampering = tamperings[i].tampering;
        assert_null(store_transact(bench->store, tamper_act, &tampering));
        const char *fault = verify(bench);
        if (!fault || !strstr(fault, tamperings[i].fault))
            fail_msg("%s: %s", tamperings[i].says, fault ? fault : "was not found");
        bench_tear_down(&own);
    }
}

int ledger_tests(void)
{
    const struct CMUnitTest tests[] = {
        EACH_LEDGER(money_moves_and_sums_to_zero), EACH_LEDGER(floors_hold),
        EACH_LEDGER(keys_are_done_once),           EACH_LEDGER(currencies_balance_on_their_own),
        EACH_LEDGER(a_refused_act_moves_nothing),  EACH_LEDGER(seals_follow),
        cmocka_unit_test(a_changed_byte_is_found),
    };
    log_set_level(LOG_ERROR + 1); /* new tables are no news here */
    bench_postgres_url = NULL;
    int failed = cmocka_run_group_tests_name("ledger on SQLite", tests, NULL, NULL);
    bench_postgres_url = getenv("SOUK_TEST_POSTGRES");
    if (bench_postgres_url)
        failed += cmocka_run_group_tests_name("ledger on PostgreSQL", tests, NULL, NULL);
    bench_postgres_url = NULL;
    log_set_level(LOG_INFO);
    return failed;
}
