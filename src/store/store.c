/* Store: checks what it is asked, and hands it to the engine. */
#include "store/store.h"

#include <assert.h>
#include <stdarg.h>

#include "base/text.h"
#include "store/engine.h"

REFUSAL(STORE_FAILED, 500, "Something went wrong on our side and nothing was changed. Try again.");
REFUSAL(STORE_BUSY, 503, "The market is very busy. Try again in a moment.");

/* The store that this thread is reading or changing, to catch our mistake of nesting. */
static _Thread_local const struct store *inside_of;

void store_enter(const struct store *store)
{
    assert(inside_of != store);
    inside_of = store;
}

void store_leave(void)
{
    inside_of = NULL;
}

const char *store_problem(const char *format, ...)
{
    static _Thread_local char line[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    for (char *at = line; *at; at++)
        if (*at == '\n')
            *at = ' ';
    for (size_t length = strlen(line); length && line[length - 1] == ' ';)
        line[--length] = 0;
    return line;
}

void store_tx_fail(struct store_tx *tx, const char *statement, const char *problem)
{
    if (tx->failed)
        return;
    tx->failed = true;
    snprintf(tx->problem, sizeof(tx->problem), "%s: %s", statement, problem);
}

struct value store_text_value(const char *words)
{
    return (struct value){ VALUE_TEXT, 0, words, words ? strlen(words) : 0 };
}

/* Opening ---------------------------------------------------------------------------------- */

static bool is_postgres_url(const char *database)
{
    return text_starts(database, "postgresql://") || text_starts(database, "postgres://");
}

struct store *store_open(const struct settings *settings, struct arena *memory,
                         const char **ret_problem)
{
    const char *problem = NULL;
    struct store *store = is_postgres_url(settings->database) ? postgres_open(settings, &problem)
                                                              : sqlite_open(settings, &problem);
    if (store && (!store_migrate_own(store, &problem) || !events_mend_order(store, &problem))) {
        problem = arena_copy(memory, problem);
        store_close(store);
        store = NULL;
    }
    if (!store)
        *ret_problem = arena_copy(memory, problem);
    return store;
}

void store_close(struct store *store)
{
    if (store)
        store->engine->close(store);
}

int store_claim_node(struct store *store)
{
    return store->engine->claim_node(store);
}

const struct settings *store_settings(const struct store *store)
{
    return store->settings;
}

bool store_is_postgres(const struct store *store)
{
    return is_postgres_url(store->settings->database);
}

bool store_backup(struct store *store, const char *file, const char **ret_problem)
{
    return store->engine->backup(store, file, ret_problem);
}

/* Transactions ----------------------------------------------------------------------------- */

refused store_transact_at(struct store *store, store_act *act, void *what, enum store_level level)
{
    assert(inside_of != store);
    atomic_fetch_add_explicit(&store->queued, 1, memory_order_relaxed);
    refused why = store->engine->transact(store, act, what, level);
    atomic_fetch_sub_explicit(&store->queued, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&store->acts, 1, memory_order_relaxed);
    return why;
}

refused store_transact(struct store *store, store_act *act, void *what)
{
    return store_transact_at(store, act, what, LEVEL_ACT);
}

struct store_tx *store_read(struct store *store)
{
    store_enter(store);
    struct store_tx *tx = store->engine->read(store);
    assert(!tx->writing);
    return tx;
}

void store_read_end(struct store_tx *tx)
{
    assert(!tx->writing);
    tx->store->engine->read_end(tx);
    store_leave();
}

struct store *store_of(struct store_tx *tx)
{
    return tx->store;
}

const struct settings *store_tx_settings(const struct store_tx *tx)
{
    return tx->store->settings;
}

/* Statements ------------------------------------------------------------------------------- */

int64_t store_do(struct store_tx *tx, const struct statement *statement, const struct value *values,
                 int count)
{
    assert(count == statement->parameters);
    if (tx->failed)
        return 0;
    return tx->store->engine->change(tx, statement, values);
}

void store_put(struct store_tx *tx, const struct statement *statement, const struct value *values,
               int count)
{
    assert(count == statement->parameters);
    if (!tx->failed)
        tx->store->engine->put(tx, statement, values);
}

struct rows store_query(struct store_tx *tx, const struct statement *statement,
                        const struct value *values, int count)
{
    assert(count == statement->parameters);
    if (tx->failed)
        return (struct rows){ .tx = tx };
    return tx->store->engine->query(tx, statement, values);
}

bool rows_next(struct rows *rows)
{
    if (!rows->handle)
        return false;
    if (!rows->tx->failed && rows->tx->store->engine->next(rows)) {
        rows->row++;
        return true;
    }
    rows_close(rows);
    return false;
}

void rows_close(struct rows *rows)
{
    if (rows->handle)
        rows->tx->store->engine->close_rows(rows);
    rows->handle = NULL;
}

static int must_find_column(const struct rows *rows, const char *name)
{
    assert(rows->handle && rows->row > 0); /* rows_next() said that there is one */
    int column = rows->tx->store->engine->column(rows, name);
    assert(column >= 0);
    return column;
}

int64_t rows_int(const struct rows *rows, const char *column)
{
    int number = must_find_column(rows, column);
    return rows->tx->store->engine->number(rows, number);
}

bool rows_is_null(const struct rows *rows, const char *column)
{
    int number = must_find_column(rows, column);
    return rows->tx->store->engine->is_null(rows, number);
}

char *rows_text(const struct rows *rows, struct arena *memory, const char *column)
{
    size_t size;
    int number = must_find_column(rows, column);
    // cppcheck-suppress returnDanglingLifetime
    return rows->tx->store->engine->bytes(rows, number, memory, &size);
}

unsigned char *rows_bytes(const struct rows *rows, struct arena *memory, const char *column,
                          size_t *ret_size)
{
    int number = must_find_column(rows, column);
    return (unsigned char *)rows->tx->store->engine->bytes(rows, number, memory, ret_size);
}

int64_t store_int(struct store_tx *tx, const struct statement *statement,
                  const struct value *values, int count, int64_t otherwise)
{
    struct rows rows = store_query(tx, statement, values, count);
    if (!rows_next(&rows))
        return otherwise;
    int64_t number = rows.tx->store->engine->number(&rows, 0);
    rows_close(&rows);
    return number;
}

bool store_check_statement(struct store *store, const struct statement *statement,
                           const char **ret_problem)
{
    return store->engine->check(store, statement, ret_problem);
}

struct store_figures store_figures(struct store *store)
{
    return (struct store_figures){ .acts = atomic_load(&store->acts),
                                   .commits = atomic_load(&store->commits),
                                   .retries = atomic_load(&store->retries),
                                   .queued = atomic_load(&store->queued) };
}
