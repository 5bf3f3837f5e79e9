/* Shipping, kept: what is in memory is what the asker's snapshot has, whoever changed it. */
#include "shop/shipping/shipping_inside.h"
#include "shop/shipping/shipping_schema_sql.h"
#include "shop/shipping/shipping_sql.h"
#include "store/store_test.h"

int shipping_kept_tests(void);

static const seller_id lumen = { 7 };

static struct bench *begin(void **state)
{
    struct bench *bench = *state;
    const char *problem = NULL;
    if (!store_migrate(bench->store, "shipping", shipping_schema, &problem))
        fail_msg("%s", problem);
    assert_null(shipping_first(bench->store, test_noon));
    return bench;
}

/* How many ways the seller has from China to Portugal. */
static size_t ways(struct store_tx *tx)
{
    AUTO(arena) memory = { 0 };
    struct shipping_offers found =
        shipping_offers(tx, &memory,
                        &(struct parcel){ .seller = lumen,
                                          .origin = "CN",
                                          .destination = "PT",
                                          .weight_grams = 300,
                                          .seller_currency = { "USD" },
                                          .to_buyer = { { "USD" }, { "USD" }, 1000000 },
                                          .now = test_noon,
                                          .ship_days = 2 });
    return found.count;
}

static size_t ways_now(struct store *store)
{
    struct store_tx *tx = store_read(store);
    size_t count = ways(tx);
    store_read_end(tx);
    return count;
}

static refused give(struct store_tx *tx, void *what)
{
    (void)what;
    shipping_give_methods(tx, lumen, "CN");
    return NULL;
}

static refused take_away(struct store_tx *tx, void *what)
{
    (void)what;
    store_do(tx, &shipping_delete_seller_methods, WITH(INT(lumen.number)));
    shipping_changed(tx);
    return NULL;
}

static void another_process_changes_it(void **state)
{
    struct bench *bench = begin(state);
    struct store *other = bench_open_again(bench);
    assert_int_equal(ways_now(bench->store), 0);
    assert_null(store_transact(other, give, NULL));
    size_t given = ways_now(bench->store);
    assert_true(given > 2);
    assert_int_equal(ways_now(bench->store), given); /* from memory */
    assert_null(store_transact(other, take_away, NULL));
    assert_int_equal(ways_now(bench->store), 0);
    store_close(other);
}

/* An act sees its own change; when it is refused nobody else ever does. */
static refused take_away_and_look(struct store_tx *tx, void *what)
{
    size_t *seen = what;
    take_away(tx, NULL);
    *seen = ways(tx);
    return &TEST_NOT_WANTED;
}

static void a_refused_change_leaves_nothing(void **state)
{
    struct bench *bench = begin(state);
    assert_null(store_transact(bench->store, give, NULL));
    size_t given = ways_now(bench->store), seen = given;
    assert_ptr_equal(store_transact(bench->store, take_away_and_look, &seen), &TEST_NOT_WANTED);
    assert_int_equal(seen, 0);
    assert_int_equal(ways_now(bench->store), given);
}

static void an_old_snapshot_stays_as_it_was(void **state)
{
    struct bench *bench = begin(state);
    struct store *other = bench_open_again(bench);
    assert_null(store_transact(bench->store, give, NULL));
    size_t given = ways_now(bench->store);
    struct store_tx *old = store_read(bench->store);
    assert_int_equal(ways(old), given);
    assert_null(store_transact(other, take_away, NULL));
    assert_int_equal(ways_now(other), 0);
    assert_int_equal(ways(old), given);
    assert_int_equal(ways_now(other), 0);
    store_read_end(old);
    store_close(other);
}

static void doing_the_first_again_changes_nothing(void **state)
{
    struct bench *bench = begin(state);
    int64_t revision = bench_number(bench->store, &shipping_select_revision);
    assert_true(revision > 0);
    assert_null(shipping_first(bench->store, test_noon));
    assert_int_equal(bench_number(bench->store, &shipping_select_revision), revision);
}

int shipping_kept_tests(void)
{
    const struct CMUnitTest tests[] = {
        EACH(another_process_changes_it),
        EACH(a_refused_change_leaves_nothing),
        EACH(an_old_snapshot_stays_as_it_was),
        EACH(doing_the_first_again_changes_nothing),
    };
    return cmocka_run_group_tests_name("shipping kept", tests, NULL, NULL);
}
