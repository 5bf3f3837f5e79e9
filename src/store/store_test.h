/* What the store's tests share: a store of its own for each test, with a table of things. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <pthread.h>

#include "base/text.h"
#include "store/store.h"
#include "store/store_test_sql.h"

struct bench {
    struct arena memory;
    struct settings settings;
    struct store *store;
    char directory[40];
    char schema[40];
};

extern const char *bench_postgres_url; /* NULL while SQLite is tested */
extern const struct refusal TEST_NOT_WANTED;

static const struct moment test_noon = { INT64_C(1795000000000000) };

#define EACH(TEST) cmocka_unit_test_setup_teardown(TEST, bench_set_up, bench_tear_down)
int bench_set_up(void **state); /* of a struct bench */
int bench_tear_down(void **state);

struct store *bench_open_again(struct bench *bench); /* another store on the same database */
int64_t bench_number(struct store *store, const struct statement *statement);
void bench_put(struct store_tx *tx, int64_t thing, int64_t number);

/* Runs `work` in as many threads, each with its own part of the array. */
void bench_run_threads(int count, void *(*work)(void *), void *parts, size_t size);

int store_later_tests(void); /* events, jobs and once */
