/* SQLite's connections: prepared statements, values in, rows out. */
#include "store/sqlite_inside.h"

#include <assert.h>

#include "base/log.h"

/* Ours alone and never shared by two threads at once, so SQLite need not lock it. The file is not
 * mapped: SQLite maps it anew for each reader that meets a new commit, which under a load of
 * purchases costs more than reading (measured: a tenth of a purchase), and what is mapped counts as
 * memory of the process. */
#define SETUP_OF_ALL              \
    "PRAGMA temp_store = MEMORY;" \
    "PRAGMA foreign_keys = ON;"   \
    "PRAGMA case_sensitive_like = ON;" /* as PostgreSQL has it */
static const char setup_writer[] = "PRAGMA journal_mode = WAL;"
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA secure_delete = OFF;" /* what is secret is sealed */
                                   "PRAGMA cache_size = -65536;"
                                   "PRAGMA wal_autocheckpoint = 16000;"
                                   "PRAGMA journal_size_limit = 67108864;" SETUP_OF_ALL;
static const char setup_reader[] = "PRAGMA cache_size = -8192;" SETUP_OF_ALL;

enum { BUSY_MILLISECONDS = 10000 }; /* another process is writing */

/* Opening ---------------------------------------------------------------------------------- */

/* SQLite keeps another mode, and says nothing, where memory cannot be shared: on a network's disk
 * readers and the writer would stop each other. */
static bool is_in_wal_mode(sqlite3 *database)
{
    sqlite3_stmt *made = NULL;
    bool is_wal =
        sqlite3_prepare_v2(database, "PRAGMA journal_mode", -1, &made, NULL) == SQLITE_OK &&
        sqlite3_step(made) == SQLITE_ROW &&
        strcmp((const char *)sqlite3_column_text(made, 0), "wal") == 0;
    sqlite3_finalize(made);
    return is_wal;
}

struct connection *connection_open(struct sqlite_store *store, bool writing,
                                   const char **ret_problem)
{
    struct connection *connection = must_take(sizeof(*connection));
    connection->tx.store = &store->store;
    connection->tx.writing = writing;
    connection->slot_count = CACHE_SLOTS_MIN;
    connection->slots = must_take(connection->slot_count * sizeof(*connection->slots));

    int flags = writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int result = sqlite3_open_v2(store->file, &connection->database, flags | SQLITE_OPEN_NOMUTEX,
                                 writing ? LOG_VFS : NULL);
    if (result == SQLITE_OK) {
        sqlite3_busy_timeout(connection->database, BUSY_MILLISECONDS);
        /* "name" is a column or a fault, never a text, as in PostgreSQL. */
        sqlite3_db_config(connection->database, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
        sqlite3_db_config(connection->database, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
        result = sqlite3_exec(connection->database, writing ? setup_writer : setup_reader, NULL,
                              NULL, NULL);
    }
    if (result != SQLITE_OK)
        *ret_problem =
            store_problem("cannot open %s: %s", store->file, sqlite3_errmsg(connection->database));
    else if (!is_in_wal_mode(connection->database))
        *ret_problem =
            store_problem("cannot keep a log beside %s: is its disk local?", store->file);
    else
        return connection;
    connection_close(connection);
    return NULL;
}

static void forget_names(struct prepared *prepared)
{
    for (int i = 0; i < prepared->columns; i++)
        free(prepared->names[i]);
    free(prepared->names);
    prepared->names = NULL;
    prepared->columns = 0;
}

static void prepared_free(struct prepared *prepared)
{
    sqlite3_finalize(prepared->made);
    forget_names(prepared);
    free(prepared);
}

void connection_close(struct connection *connection)
{
    connection_close_rows(connection);
    for (size_t i = 0; i < connection->slot_count; i++)
        if (connection->slots[i])
            prepared_free(connection->slots[i]);
    free(connection->slots);
    int result = sqlite3_close(connection->database);
    assert(result == SQLITE_OK); /* every statement is ours and finalized */
    (void)result;
    free(connection);
}

/* Preparing -------------------------------------------------------------------------------- */

/* Where the statement is in the cache, or would be. */
static struct prepared **find_slot(struct prepared **slots, size_t slot_count,
                                   const struct statement *statement)
{
    uint64_t hash = (uint64_t)(uintptr_t)statement * UINT64_C(0x9e3779b97f4a7c15);
    for (size_t at = (size_t)(hash >> 32);; at++) {
        struct prepared **slot = &slots[at & (slot_count - 1)];
        if (!*slot || (*slot)->statement == statement)
            return slot;
    }
}

static void grow_cache(struct connection *connection)
{
    size_t count = connection->slot_count * 2;
    struct prepared **slots = must_take(count * sizeof(*slots));
    for (size_t i = 0; i < connection->slot_count; i++)
        if (connection->slots[i])
            *find_slot(slots, count, connection->slots[i]->statement) = connection->slots[i];
    free(connection->slots);
    connection->slots = slots;
    connection->slot_count = count;
}

static void fail(struct connection *connection, const struct statement *statement)
{
    struct store_tx *tx = &connection->tx;
    if (tx->failed)
        return;
    store_tx_fail(tx, statement->name, sqlite3_errmsg(connection->database));
    log_line(LOG_ERROR, "statement failed", LOG_TEXT("problem", tx->problem));
}

/* Columns may become more while a process runs, when another one migrates. */
static void learn_names(struct prepared *prepared)
{
    int columns = sqlite3_column_count(prepared->made);
    if (columns == prepared->columns)
        return;
    forget_names(prepared);
    prepared->names = must_take((size_t)columns * sizeof(*prepared->names));
    prepared->columns = columns;
    for (int i = 0; i < columns; i++) {
        const char *name = sqlite3_column_name(prepared->made, i);
        size_t size = strlen(name) + 1;
        prepared->names[i] = memcpy(must_take(size), name, size);
    }
}

static struct prepared *prepare(struct connection *connection, const struct statement *statement,
                                bool own)
{
    sqlite3_stmt *made = NULL;
    if (sqlite3_prepare_v3(connection->database, statement->sqlite, -1,
                           own ? 0 : SQLITE_PREPARE_PERSISTENT, &made, NULL) != SQLITE_OK) {
        fail(connection, statement);
        return NULL;
    }
    assert(sqlite3_bind_parameter_count(made) == statement->parameters);
    struct prepared *prepared = must_take(sizeof(*prepared));
    *prepared = (struct prepared){ .statement = statement, .made = made, .own = own };
    return prepared;
}

/* NULL when it cannot be prepared. */
static struct prepared *take(struct connection *connection, const struct statement *statement)
{
    struct prepared **slot = find_slot(connection->slots, connection->slot_count, statement);
    if (*slot)
        return (*slot)->busy ? prepare(connection, statement, true) : *slot;
    struct prepared *prepared = prepare(connection, statement, false);
    if (!prepared)
        return NULL;
    *slot = prepared;
    if (++connection->used * 2 > connection->slot_count)
        grow_cache(connection);
    return prepared;
}

/* `life` is SQLITE_STATIC when the answer is complete before the caller goes on. */
static void bind(sqlite3_stmt *made, const struct value *values, int count,
                 sqlite3_destructor_type life)
{
    for (int i = 0; i < count; i++) {
        const struct value *value = &values[i];
        int result;
        if (value->kind == VALUE_INT)
            result = sqlite3_bind_int64(made, i + 1, value->number);
        else if (value->kind == VALUE_NOTHING || !value->bytes)
            result = sqlite3_bind_null(made, i + 1);
        else if (value->kind == VALUE_TEXT)
            result = sqlite3_bind_text64(made, i + 1, value->bytes, value->size, life, SQLITE_UTF8);
        else
            result = sqlite3_bind_blob64(made, i + 1, value->bytes, value->size, life);
        assert(result == SQLITE_OK); /* too many, or too large */
        (void)result;
    }
}

/* Reading ahead ---------------------------------------------------------------------------- */

static void keep_row(struct prepared *prepared, size_t *capacity)
{
    size_t columns = (size_t)prepared->columns, from = prepared->ahead_rows * columns;
    if (from + columns > *capacity) {
        *capacity = (from + columns) * 2;
        prepared->ahead = must_resize(prepared->ahead, *capacity * sizeof(*prepared->ahead));
    }
    for (int i = 0; i < prepared->columns; i++)
        prepared->ahead[from + (size_t)i] =
            sqlite3_value_dup(sqlite3_column_value(prepared->made, i));
    prepared->ahead_rows++;
}

/* The row that is looked at stays the first. */
static void read_ahead(struct connection *connection, struct prepared *prepared)
{
    size_t capacity = 0;
    int result = SQLITE_ROW;
    while (result == SQLITE_ROW) {
        keep_row(prepared, &capacity);
        result = sqlite3_step(prepared->made);
    }
    if (result != SQLITE_DONE)
        fail(connection, prepared->statement);
    prepared->is_ahead = true;
    sqlite3_reset(prepared->made);
}

static void forget_ahead(struct prepared *prepared)
{
    for (size_t i = 0; i < prepared->ahead_rows * (size_t)prepared->columns; i++)
        sqlite3_value_free(prepared->ahead[i]);
    free(prepared->ahead);
    prepared->ahead = NULL;
    prepared->ahead_rows = prepared->ahead_at = 0;
    prepared->is_ahead = false;
}

static void before_change(struct connection *connection)
{
    for (struct prepared *open = connection->open; open; open = open->next_open)
        if (!open->is_ahead)
            read_ahead(connection, open);
}

/* Running ---------------------------------------------------------------------------------- */

int connection_run(struct connection *connection, const struct statement *statement)
{
    struct prepared *prepared = take(connection, statement);
    if (!prepared)
        return SQLITE_ERROR;
    int result = sqlite3_step(prepared->made);
    sqlite3_reset(prepared->made);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

int64_t sqlite_change(struct store_tx *tx, const struct statement *statement,
                      const struct value *values)
{
    struct connection *connection = (struct connection *)tx;
    struct prepared *prepared = take(connection, statement);
    if (!prepared)
        return 0;
    before_change(connection);
    bind(prepared->made, values, statement->parameters, SQLITE_STATIC);
    int result;
    do
        result = sqlite3_step(prepared->made);
    while (result == SQLITE_ROW);
    int64_t changed =
        sqlite3_stmt_readonly(prepared->made) ? 0 : sqlite3_changes64(connection->database);
    if (result != SQLITE_DONE) {
        fail(connection, statement);
        changed = 0;
    }
    sqlite3_reset(prepared->made);
    if (prepared->own)
        prepared_free(prepared);
    return changed;
}

void sqlite_put(struct store_tx *tx, const struct statement *statement, const struct value *values)
{
    sqlite_change(tx, statement, values);
}

struct rows sqlite_query(struct store_tx *tx, const struct statement *statement,
                         const struct value *values)
{
    struct connection *connection = (struct connection *)tx;
    struct rows rows = { .tx = tx };
    struct prepared *prepared = take(connection, statement);
    if (!prepared)
        return rows;
    if (!sqlite3_stmt_readonly(prepared->made))
        before_change(connection);
    bind(prepared->made, values, statement->parameters, SQLITE_TRANSIENT);
    prepared->busy = true;
    prepared->next_open = connection->open;
    connection->open = prepared;
    rows.handle = prepared;
    rows.own = prepared->own;

    /* The first row at once: a change with RETURNING must happen even if nobody reads it. */
    int result = sqlite3_step(prepared->made);
    if (result == SQLITE_ROW) {
        prepared->pending = true;
        learn_names(prepared);
        return rows;
    }
    if (result != SQLITE_DONE)
        fail(connection, statement);
    rows_close(&rows);
    return rows;
}

bool sqlite_next(struct rows *rows)
{
    struct prepared *prepared = rows->handle;
    if (prepared->pending) {
        prepared->pending = false;
        return true;
    }
    if (prepared->is_ahead)
        return ++prepared->ahead_at < prepared->ahead_rows;
    int result = sqlite3_step(prepared->made);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        fail((struct connection *)rows->tx, prepared->statement);
    return result == SQLITE_ROW;
}

void sqlite_close_rows(struct rows *rows)
{
    struct connection *connection = (struct connection *)rows->tx;
    struct prepared *prepared = rows->handle, **at = &connection->open;
    while (*at != prepared)
        at = &(*at)->next_open;
    *at = prepared->next_open;
    sqlite3_reset(prepared->made);
    forget_ahead(prepared);
    prepared->busy = prepared->pending = false;
    if (prepared->own)
        prepared_free(prepared);
}

void connection_close_rows(struct connection *connection)
{
    while (connection->open)
        sqlite_close_rows(&(struct rows){ .tx = &connection->tx, .handle = connection->open });
}

bool sqlite_script(struct store_tx *tx, const char *sql)
{
    static const struct statement script = { "script", NULL, NULL, 0 };
    struct connection *connection = (struct connection *)tx;
    if (!tx->failed && sqlite3_exec(connection->database, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail(connection, &script);
    return !tx->failed;
}

/* Columns ---------------------------------------------------------------------------------- */

int sqlite_column(const struct rows *rows, const char *name)
{
    struct prepared *prepared = rows->handle;
    for (int i = 0, column = prepared->next_column; i < prepared->columns; i++, column++) {
        if (column >= prepared->columns)
            column = 0;
        if (strcmp(prepared->names[column], name) == 0) {
            prepared->next_column = column + 1; /* mostly asked for in their order */
            return column;
        }
    }
    return -1;
}

static sqlite3_value *value_ahead(const struct prepared *prepared, int column)
{
    return prepared->ahead[prepared->ahead_at * (size_t)prepared->columns + (size_t)column];
}

static int type_of(const struct prepared *prepared, int column)
{
    return prepared->is_ahead ? sqlite3_value_type(value_ahead(prepared, column))
                              : sqlite3_column_type(prepared->made, column);
}

bool sqlite_is_null(const struct rows *rows, int column)
{
    return type_of(rows->handle, column) == SQLITE_NULL;
}

int64_t sqlite_number(const struct rows *rows, int column)
{
    const struct prepared *prepared = rows->handle;
    int type = type_of(prepared, column);
    assert(type == SQLITE_INTEGER || type == SQLITE_NULL);
    (void)type;
    return prepared->is_ahead ? sqlite3_value_int64(value_ahead(prepared, column))
                              : sqlite3_column_int64(prepared->made, column);
}

char *sqlite_bytes(const struct rows *rows, int column, struct arena *memory, size_t *ret_size)
{
    const struct prepared *prepared = rows->handle;
    int type = type_of(prepared, column);
    *ret_size = 0;
    if (type == SQLITE_NULL)
        return NULL;
    const void *bytes;
    int size; /* asked for after the bytes, whose conversion may change it */
    if (prepared->is_ahead) {
        sqlite3_value *value = value_ahead(prepared, column);
        bytes = type == SQLITE_BLOB ? sqlite3_value_blob(value) : sqlite3_value_text(value);
        size = sqlite3_value_bytes(value);
    } else {
        bytes = type == SQLITE_BLOB ? sqlite3_column_blob(prepared->made, column)
                                    : sqlite3_column_text(prepared->made, column);
        size = sqlite3_column_bytes(prepared->made, column);
    }
    *ret_size = (size_t)size;
    return arena_copy_bytes(memory, bytes, (size_t)size);
}
