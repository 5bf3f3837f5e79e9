/* The store's promises, on SQLite always and on PostgreSQL when SOUK_TEST_POSTGRES is its URL. */
#include "store/store_test.h"

#include <libpq-fe.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/log.h"
#include "store/store_sql.h"

int store_tests(void);

REFUSAL(TEST_NOT_WANTED, 409, "The test does not want it.");
static REFUSAL(TEST_TAKEN, 409, "Somebody was faster.");

#define PART_SCHEMA                                                                           \
    "CREATE TABLE part (part_id BIGINT NOT NULL, thing_id BIGINT REFERENCES thing (thing_id)" \
    " DEFERRABLE INITIALLY DEFERRED); CREATE INDEX part_of ON part (thing_id)"
static const struct schema thing_schema[] = {
    { 1,
      "CREATE TABLE thing (thing_id INTEGER PRIMARY KEY, words TEXT, bytes BLOB,"
      " number BIGINT CHECK (number >= 0))",
      "CREATE TABLE thing (thing_id BIGINT PRIMARY KEY, words TEXT, bytes BYTEA,"
      " number BIGINT CHECK (number >= 0))" },
    { 2, PART_SCHEMA, PART_SCHEMA },
    { 0, NULL, NULL },
};

/* A store of its own for each test --------------------------------------------------------- */

const char *bench_postgres_url;

static void run_on_postgres(const char *sql)
{
    PGconn *server = PQconnectdb(bench_postgres_url);
    PGresult *result = PQexec(server, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(server));
    PQclear(result);
    PQfinish(server);
}

struct store *bench_open_again(struct bench *bench)
{
    const char *problem = NULL;
    struct store *store = store_open(&bench->settings, &bench->memory, &problem);
    if (!store)
        fail_msg("%s", problem);
    return store;
}

int bench_set_up(void **state)
{
    static int count;
    struct bench *bench = must_take(sizeof(*bench));
    snprintf(bench->directory, sizeof(bench->directory), "/tmp/souk_store_test_XXXXXX");
    assert_non_null(mkdtemp(bench->directory));
    bench->settings.database = arena_format(&bench->memory, "%s/market.db", bench->directory);
    if (bench_postgres_url) {
        snprintf(bench->schema, sizeof(bench->schema), "store_test_%d_%d", (int)getpid(), ++count);
        run_on_postgres(arena_format(&bench->memory, "CREATE SCHEMA %s", bench->schema));
        bench->settings.database =
            arena_format(&bench->memory, "%s%soptions=-csearch_path%%3D%s", bench_postgres_url,
                         strchr(bench_postgres_url, '?') ? "&" : "?", bench->schema);
    }
    bench->store = bench_open_again(bench);
    const char *problem = NULL;
    if (!store_migrate(bench->store, "thing", thing_schema, &problem))
        fail_msg("%s", problem);
    *state = bench;
    return 0;
}

int bench_tear_down(void **state)
{
    struct bench *bench = *state;
    store_close(bench->store);
    if (bench_postgres_url)
        run_on_postgres(arena_format(&bench->memory,
                                     "SET client_min_messages = warning; SET lock_timeout = '20s';"
                                     "DROP SCHEMA %s CASCADE",
                                     bench->schema));
    static const char *const files[] = { "market.db", "market.db.nodes", "copy.db" };
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
        unlink(arena_format(&bench->memory, "%s/%s", bench->directory, files[i]));
    assert_int_equal(rmdir(bench->directory), 0); /* no log or memory file was left */
    arena_clear(&bench->memory);
    free(bench);
    return 0;
}

int64_t bench_number(struct store *store, const struct statement *statement)
{
    struct store_tx *tx = store_read(store);
    int64_t number = store_int(tx, statement, WITHOUT, -1);
    store_read_end(tx);
    return number;
}

void bench_put(struct store_tx *tx, int64_t thing, int64_t number)
{
    store_do(tx, &thing_insert, WITH(INT(thing), TEXT("a thing"), NOTHING, INT(number)));
}

/* Inserts things 1 to *what. */
static refused put_many(struct store_tx *tx, void *what)
{
    const int *count = what;
    for (int i = 1; i <= *count; i++)
        bench_put(tx, i, i);
    return NULL;
}

static void fill(struct store *store, int count)
{
    assert_null(store_transact(store, put_many, &count));
}

void bench_run_threads(int count, void *(*work)(void *), void *parts, size_t size)
{
    pthread_t threads[64];
    for (int i = 0; i < count; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, (char *)parts + (size_t)i * size),
                         0);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

/* Transactions ----------------------------------------------------------------------------- */

static refused put_and_refuse(struct store_tx *tx, void *what)
{
    (void)what;
    bench_put(tx, 7, 1);
    return &TEST_NOT_WANTED;
}

static void commits_and_rolls_back(void **state)
{
    struct bench *bench = *state;
    fill(bench->store, 3);
    assert_ptr_equal(store_transact(bench->store, put_and_refuse, NULL), &TEST_NOT_WANTED);
    assert_int_equal(bench_number(bench->store, &thing_count), 3);
    assert_int_equal(bench_number(bench->store, &thing_total), 6);
    store_close(bench->store);
    bench->store = bench_open_again(bench);
    assert_int_equal(bench_number(bench->store, &thing_count), 3);
}

struct neighbour {
    struct bench *bench;
    int64_t thing;
    refused wanted, answer;
};

static atomic_bool first_has_begun;

static refused put_neighbour(struct store_tx *tx, void *what)
{
    const struct neighbour *neighbour = what;
    /* The first holds the writer until the others have queued behind it. */
    if (neighbour->thing == 1)
        first_has_begun = true;
    while (neighbour->thing == 1 && !bench_postgres_url && store_figures(store_of(tx)).queued < 4)
        usleep(1000);
    bench_put(tx, neighbour->thing, neighbour->thing == 3 ? -1 : 1); /* 3 breaks the CHECK */
    return neighbour->wanted;
}

static void *be_neighbour(void *what)
{
    struct neighbour *neighbour = what;
    while (neighbour->thing != 1 && !first_has_begun)
        usleep(1000);
    neighbour->answer = store_transact(neighbour->bench->store, put_neighbour, neighbour);
    return NULL;
}

static void a_refused_act_leaves_its_neighbours(void **state)
{
    struct bench *bench = *state;
    struct neighbour neighbours[] = {
        { bench, 1, NULL, NULL },
        { bench, 2, &TEST_NOT_WANTED, NULL },
        { bench, 3, NULL, NULL },
        { bench, 4, NULL, NULL },
    };
    struct store_figures before = store_figures(bench->store);
    first_has_begun = false;
    bench_run_threads(4, be_neighbour, neighbours, sizeof(*neighbours));
    assert_null(neighbours[0].answer);
    assert_ptr_equal(neighbours[1].answer, &TEST_NOT_WANTED);
    assert_ptr_equal(neighbours[2].answer, &STORE_FAILED);
    assert_null(neighbours[3].answer);
    assert_int_equal(bench_number(bench->store, &thing_count), 2);
    assert_int_equal(store_figures(bench->store).commits - before.commits, 2);
}

static refused put_twice(struct store_tx *tx, void *what)
{
    int64_t *changed = what;
    bench_put(tx, 1, 1);
    bench_put(tx, 1, 1);
    changed[0] = store_do(tx, &thing_set, WITH(INT(5), INT(1)));
    struct rows rows = store_query(tx, &thing_select, WITH(INT(0), INT(9)));
    changed[1] = rows_next(&rows);
    return NULL;
}

static void a_failed_statement_fails_its_act(void **state)
{
    struct bench *bench = *state;
    int64_t changed[2] = { 9, 9 };
    assert_ptr_equal(store_transact(bench->store, put_twice, changed), &STORE_FAILED);
    assert_int_equal(changed[0], 0);
    assert_int_equal(changed[1], 0);
    assert_int_equal(bench_number(bench->store, &thing_count), 0);
    fill(bench->store, 2);
    assert_int_equal(bench_number(bench->store, &thing_count), 2);
}

static refused put_orphan(struct store_tx *tx, void *what)
{
    (void)what;
    store_do(tx, &thing_part_insert, WITH(INT(1), INT(99)));
    return NULL;
}

/* A deferred constraint is only looked at by COMMIT. */
static void a_failed_commit_fails_the_act(void **state)
{
    struct bench *bench = *state;
    assert_ptr_equal(store_transact(bench->store, put_orphan, NULL), &STORE_FAILED);
    fill(bench->store, 1);
}

enum { ADDERS = 16, ADDITIONS = 500 };

static refused add_one(struct store_tx *tx, void *what)
{
    (void)what;
    int64_t number = store_int(tx, &thing_number, WITH(INT(1)), 0);
    store_do(tx, &thing_set, WITH(INT(number + 1), INT(1)));
    return NULL;
}

static void *add_many(void *what)
{
    struct bench *bench = *(struct bench **)what;
    for (int i = 0; i < ADDITIONS;) {
        refused why = store_transact(bench->store, add_one, NULL);
        if (why && why != &STORE_BUSY)
            return NULL; /* the sum will tell */
        i += !why;
    }
    return NULL;
}

static void nothing_is_lost_among_threads(void **state)
{
    struct bench *bench = *state, *all[ADDERS];
    fill(bench->store, 1);
    for (int i = 0; i < ADDERS; i++)
        all[i] = bench;
    bench_run_threads(ADDERS, add_many, all, sizeof(*all));
    assert_int_equal(bench_number(bench->store, &thing_total), 1 + ADDERS * ADDITIONS);
    struct store_figures figures = store_figures(bench->store);
    assert_int_equal(figures.queued, 0);
    if (!bench_postgres_url)
        assert_true(figures.commits < figures.acts / 2);
}

static refused put_if_free(struct store_tx *tx, void *what)
{
    (void)what;
    if (store_int(tx, &thing_number, WITH(INT(1)), -1) >= 0)
        return &TEST_TAKEN;
    usleep(2000); /* so that they meet */
    bench_put(tx, 1, 1);
    return NULL;
}

static void *be_first(void *what)
{
    struct neighbour *racer = what;
    racer->answer = store_transact(racer->bench->store, put_if_free, NULL);
    return NULL;
}

static void a_lost_race_is_told_as_such(void **state)
{
    struct bench *bench = *state;
    struct neighbour racers[8];
    int first = 0;
    for (int i = 0; i < 8; i++)
        racers[i] = (struct neighbour){ .bench = bench };
    bench_run_threads(8, be_first, racers, sizeof(*racers));
    for (int i = 0; i < 8; i++) {
        first += !racers[i].answer;
        assert_true(!racers[i].answer || racers[i].answer == &TEST_TAKEN);
    }
    assert_int_equal(first, 1);
}

/* Reading ---------------------------------------------------------------------------------- */

static void a_read_is_a_snapshot(void **state)
{
    struct bench *bench = *state;
    fill(bench->store, 1);
    struct store_tx *tx = store_read(bench->store);
    assert_int_equal(store_int(tx, &thing_number, WITH(INT(1)), -1), 1);
    struct bench *other = bench;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, add_many, &other), 0);
    pthread_join(thread, NULL);
    assert_int_equal(store_int(tx, &thing_number, WITH(INT(1)), -1), 1);
    store_read_end(tx);
    assert_int_equal(bench_number(bench->store, &thing_total), 1 + ADDITIONS);
}

static void a_read_cannot_write(void **state)
{
    struct bench *bench = *state;
    fill(bench->store, 1);
    struct store_tx *tx = store_read(bench->store);
    assert_int_equal(store_do(tx, &thing_set, WITH(INT(5), INT(1))), 0);
    assert_int_equal(store_int(tx, &thing_number, WITH(INT(1)), -1), -1); /* it is marked */
    store_read_end(tx);
    assert_int_equal(bench_number(bench->store, &thing_total), 1);
}

static const unsigned char some_bytes[] = { 0, 255, '\'', '\\', 'x', 0 };
static const char some_words[] = "naïve \"quotes\" 'and' €, كلمة, 🧿\n\\x41";

static refused put_values(struct store_tx *tx, void *what)
{
    (void)what;
    store_do(tx, &thing_insert,
             WITH(INT(1), TEXT(some_words), BYTES(some_bytes, sizeof(some_bytes)), INT(INT64_MAX)));
    store_do(tx, &thing_insert, WITH(INT(INT64_MAX), TEXT(NULL), BYTES(NULL, 0), NOTHING));
    store_do(tx, &thing_insert, WITH(INT(2), TEXT(""), BYTES("", 0), INT(0)));
    return NULL;
}

static void values_come_back_as_they_went(void **state)
{
    struct bench *bench = *state;
    size_t size;
    assert_null(store_transact(bench->store, put_values, NULL));
    struct store_tx *tx = store_read(bench->store);
    struct rows rows = store_query(tx, &thing_select, WITH(INT(1), INT(INT64_MAX)));
    assert_true(rows_next(&rows));
    assert_int_equal(rows_int(&rows, "number"), INT64_MAX);
    assert_string_equal(rows_text(&rows, &bench->memory, "words"), some_words);
    assert_memory_equal(rows_bytes(&rows, &bench->memory, "bytes", &size), some_bytes,
                        sizeof(some_bytes));
    assert_int_equal(size, sizeof(some_bytes));
    assert_int_equal(rows_int(&rows, "is_nothing"), 0);
    assert_true(rows_next(&rows));
    assert_string_equal(rows_text(&rows, &bench->memory, "words"), "");
    assert_non_null(rows_bytes(&rows, &bench->memory, "bytes", &size));
    assert_int_equal(size, 0);
    assert_false(rows_is_null(&rows, "number"));
    assert_true(rows_next(&rows));
    assert_int_equal(rows_int(&rows, "thing_id"), INT64_MAX);
    assert_null(rows_text(&rows, &bench->memory, "words"));
    assert_null(rows_bytes(&rows, &bench->memory, "bytes", &size));
    assert_true(rows_is_null(&rows, "number"));
    assert_int_equal(rows_int(&rows, "number"), 0);
    assert_int_equal(rows_int(&rows, "is_nothing"), 1);
    assert_false(rows_next(&rows));
    assert_false(rows_next(&rows));
    store_read_end(tx);
}

static void a_statement_may_be_open_twice(void **state)
{
    struct bench *bench = *state;
    int64_t pairs = 0;
    fill(bench->store, 5);
    struct store_tx *tx = store_read(bench->store);
    struct rows outer = store_query(tx, &thing_select, WITH(INT(1), INT(5)));
    while (rows_next(&outer)) {
        struct rows inner =
            store_query(tx, &thing_select, WITH(INT(rows_int(&outer, "thing_id")), INT(5)));
        while (rows_next(&inner))
            pairs += rows_int(&inner, "thing_id") >= rows_int(&outer, "thing_id");
        struct rows stopped = store_query(tx, &thing_select, WITH(INT(1), INT(5)));
        assert_true(rows_next(&stopped));
        rows_close(&stopped);
    }
    store_query(tx, &thing_select, WITH(INT(1), INT(5))); /* left open: closed with the read */
    store_read_end(tx);
    assert_int_equal(pairs, 15);
}

/* Each is moved behind those that are still to come, and must not be met again. */
static refused move_all(struct store_tx *tx, void *what)
{
    int64_t *seen = what;
    *seen = 0;
    struct rows rows = store_query(tx, &thing_select, WITH(INT(1), INT(100000)));
    while (rows_next(&rows)) {
        int64_t thing = rows_int(&rows, "thing_id");
        store_do(tx, &thing_move, WITH(INT(thing)));
        *seen += rows_int(&rows, "thing_id") == thing; /* still the same row */
    }
    return NULL;
}

static refused take_one(struct store_tx *tx, void *what)
{
    int64_t *taken = what;
    struct rows rows = store_query(tx, &thing_take, WITH(INT(1004)));
    *taken = rows_next(&rows) ? rows_int(&rows, "thing_id") : 0;
    rows_close(&rows);
    store_query(tx, &thing_take, WITH(INT(1005))); /* happens even if nobody reads */
    return NULL;
}

static void changes_do_not_disturb_rows_being_read(void **state)
{
    struct bench *bench = *state;
    int64_t seen, taken;
    fill(bench->store, 10);
    assert_null(store_transact(bench->store, move_all, &seen));
    assert_int_equal(seen, 10);
    assert_null(store_transact(bench->store, take_one, &taken));
    assert_int_equal(taken, 1004);
    assert_int_equal(bench_number(bench->store, &thing_count), 8);
}

static refused end_link_once(struct store_tx *tx, void *what)
{
    int *runs = what;
    if (++*runs == 1)
        store_do(tx, &thing_link_end, WITHOUT);
    bench_put(tx, 1, 1);
    return NULL;
}

static void a_lost_link_is_made_again(void **state)
{
    struct bench *bench = *state;
    int runs = 0;
    assert_int_equal(store_claim_node(bench->store), 0);
    assert_null(store_transact(bench->store, end_link_once, &runs));
    assert_int_equal(runs, bench_postgres_url ? 2 : 1);
    assert_int_equal(bench_number(bench->store, &thing_count), 1);
}

static void statements_can_be_prepared(void **state)
{
    struct bench *bench = *state;
    const char *problem = NULL;
    const struct statement *const *const lists[] = { store_statements, store_test_statements };
    for (int list = 0; list < 2; list++)
        for (int i = 0; lists[list][i]; i++)
            if (!store_check_statement(bench->store, lists[list][i], &problem))
                fail_msg("%s", problem);
    static const struct statement wrong = { "wrong", "SELECT nothing", "SELECT nothing", 0 };
    assert_false(store_check_statement(bench->store, &wrong, &problem));
    assert_non_null(strstr(problem, "wrong: "));
}

/* Opening ---------------------------------------------------------------------------------- */

static void migration_goes_forward_only(void **state)
{
    struct bench *bench = *state;
    const char *problem = NULL;
    struct schema versions[] = { thing_schema[0],
                                 thing_schema[1],
                                 { 3, "CREATE TABLE more (a BIGINT); CREATE TABLE more (b BIGINT)",
                                   "CREATE TABLE more (a BIGINT); CREATE TABLE more (b BIGINT)" },
                                 { 0, NULL, NULL } };
    fill(bench->store, 2);
    assert_true(store_migrate(bench->store, "thing", thing_schema, &problem)); /* nothing to do */
    assert_false(store_migrate(bench->store, "thing", versions, &problem));
    assert_non_null(strstr(problem, "more"));
    versions[2].sqlite = versions[2].postgres = "CREATE TABLE more (a BIGINT)";
    assert_true(store_migrate(bench->store, "thing", versions, &problem)); /* it had left nothing */
    assert_int_equal(bench_number(bench->store, &thing_count), 2);
    assert_false(store_migrate(bench->store, "thing", thing_schema, &problem));
    assert_non_null(strstr(problem, "newer"));
}

static void *migrate_beside(void *what)
{
    struct neighbour *neighbour = what;
    struct arena memory = { 0 };
    const char *problem = NULL;
    struct store *store = store_open(&neighbour->bench->settings, &memory, &problem);
    static const struct schema versions[] = {
        { 1, "CREATE TABLE beside (a BIGINT)", "CREATE TABLE beside (a BIGINT)" },
        { 0, NULL, NULL },
    };
    if (!store || !store_migrate(store, "beside", versions, &problem))
        neighbour->answer = &TEST_NOT_WANTED;
    store_close(store);
    arena_clear(&memory);
    return NULL;
}

static void nodes_may_migrate_at_the_same_time(void **state)
{
    struct neighbour nodes[6];
    for (int i = 0; i < 6; i++)
        nodes[i] = (struct neighbour){ .bench = *state };
    bench_run_threads(6, migrate_beside, nodes, sizeof(*nodes));
    for (int i = 0; i < 6; i++)
        assert_null(nodes[i].answer);
}

static void nodes_have_their_own_numbers(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(store_claim_node(bench->store), 0);
    struct store *second = bench_open_again(bench), *third = bench_open_again(bench);
    assert_int_equal(store_claim_node(second), 1);
    assert_int_equal(store_claim_node(third), 2);
    store_close(second);
    second = bench_open_again(bench);
    assert_int_equal(store_claim_node(second), 1);
    store_close(second);
    store_close(third);
}

static void a_copy_can_be_opened(void **state)
{
    struct bench *bench = *state;
    const char *problem = NULL,
               *file = arena_format(&bench->memory, "%s/copy.db", bench->directory);
    fill(bench->store, 3);
    if (!store_backup(bench->store, file, &problem))
        fail_msg("%s", problem);
    assert_false(store_backup(bench->store, file, &problem)); /* never over another */
    if (bench_postgres_url) {
        char begin[6] = "";
        FILE *copy = fopen(file, "r");
        assert_int_equal(fread(begin, 1, 5, copy), 5);
        fclose(copy);
        assert_string_equal(begin, "PGDMP");
        return;
    }
    struct settings settings = { .database = file };
    struct store *copy = store_open(&settings, &bench->memory, &problem);
    assert_non_null(copy);
    assert_int_equal(bench_number(copy, &thing_total), 6);
    store_close(copy);
}

static void what_cannot_be_opened_says_why(void **state)
{
    struct bench *bench = *state;
    static const char *const wrong[] = { ":memory:", "", "/nowhere/at/all.db", "/tmp",
                                         "postgresql:///x?host=/nowhere" };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        const char *problem = NULL;
        struct settings settings = { .database = wrong[i] };
        assert_null(store_open(&settings, &bench->memory, &problem));
        assert_non_null(problem);
    }
}

static const struct CMUnitTest tests[] = {
    EACH(commits_and_rolls_back),
    EACH(a_refused_act_leaves_its_neighbours),
    EACH(a_failed_statement_fails_its_act),
    EACH(a_failed_commit_fails_the_act),
    EACH(nothing_is_lost_among_threads),
    EACH(a_lost_race_is_told_as_such),
    EACH(a_read_is_a_snapshot),
    EACH(a_read_cannot_write),
    EACH(values_come_back_as_they_went),
    EACH(a_statement_may_be_open_twice),
    EACH(changes_do_not_disturb_rows_being_read),
    EACH(a_lost_link_is_made_again),
    EACH(statements_can_be_prepared),
    EACH(migration_goes_forward_only),
    EACH(nodes_may_migrate_at_the_same_time),
    EACH(nodes_have_their_own_numbers),
    EACH(a_copy_can_be_opened),
    EACH(what_cannot_be_opened_says_why),
};

int store_tests(void)
{
    log_set_level(LOG_ERROR + 1); /* what these tests provoke is no news */
    int failed =
        cmocka_run_group_tests_name("store on SQLite", tests, NULL, NULL) + store_later_tests();
    bench_postgres_url = getenv("SOUK_TEST_POSTGRES");
    if (bench_postgres_url)
        failed += cmocka_run_group_tests_name("store on PostgreSQL", tests, NULL, NULL) +
                  store_later_tests();
    log_set_level(LOG_INFO);
    return failed;
}
