/* Store: rows and transactions, on SQLite or PostgreSQL, knowing no shop.
 *
 * Reading: a snapshot of the calling thread's own connection. Changing: one function given to
 * store_transact(), which may run twice and must not look at the clock, the network or anything
 * outside its arguments. On SQLite acts queue for the one writer, each whole or not at all, many in
 * one durable commit; on PostgreSQL each runs REPEATABLE READ on the calling thread's connection
 * and is run again after a conflict. store_transact() returns when the change is on disk.
 *
 * A statement that fails (a constraint, a lost connection) marks its transaction: what follows in
 * it does nothing and gives no rows, and store_transact() answers &STORE_FAILED after rolling
 * back. So acts do not check statements; they decide and write. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/moment.h"
#include "base/refusal.h"
#include "base/settings.h"

extern const struct refusal STORE_FAILED; /* 500: nothing was changed; may be tried again */
extern const struct refusal STORE_BUSY;   /* 503: too many conflicts */

struct store;
struct store_tx;

/* Made by tools/sqlbake from a .sql file. Parameters are given in the order in which their names
 * first appear in the text. */
struct statement {
    const char *name;
    const char *sqlite;   /* with ?1 ?2 ... */
    const char *postgres; /* with $1 $2 ... */
    int parameters;
};

/* Made by tools/sqlbake from NAME_schema.sql: "-- version: 1" begins a version. A module's table
 * ends with { 0 }. Versions are applied once each, in the order of modules and then numbers. */
struct schema {
    int version;
    const char *sqlite;
    const char *postgres;
};

struct value {
    enum { VALUE_NOTHING, VALUE_INT, VALUE_TEXT, VALUE_BYTES } kind;
    int64_t number;
    const void *bytes; /* of a text or bytes; NULL is stored as NULL */
    size_t size;
};

#define INT(N) ((struct value){ VALUE_INT, (N), NULL, 0 })
#define TEXT(S) store_text_value(S)
#define BYTES(B, SIZE) ((struct value){ VALUE_BYTES, 0, (B), (SIZE) })
#define NOTHING ((struct value){ VALUE_NOTHING, 0, NULL, 0 })
struct value store_text_value(const char *words); /* NULL is stored as NULL */

/* WITH(INT(1), TEXT("a")): two arguments, the array and its count. WITHOUT for none. */
#define WITH(...)                          \
    (const struct value[]){ __VA_ARGS__ }, \
        (int)(sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value))
#define WITHOUT NULL, 0

/* Opening -------------------------------------------------------------------------------- */

/* The settings must outlive the store. On failure NULL, with one clear line in ret_problem. */
struct store *store_open(const struct settings *settings, struct arena *memory,
                         const char **ret_problem);
void store_close(struct store *store);

/* Claims the lowest node number (0-255) that no living process on this database holds, and keeps
 * it until the store is closed; -1 when all are taken. */
int store_claim_node(struct store *store);

const struct settings *store_settings(const struct store *store);
bool store_is_postgres(const struct store *store);

/* Applies what is missing. Refuses (with a line in ret_problem) a database that is newer. */
bool store_migrate(struct store *store, const char *module, const struct schema *versions,
                   const char **ret_problem);

/* Copies a living database to a new file (SQLite: the backup API; PostgreSQL: pg_dump -Fc). */
bool store_backup(struct store *store, const char *file, const char **ret_problem);

/* Transactions --------------------------------------------------------------------------- */

typedef refused store_act(struct store_tx *tx, void *what);

/* Must not be called inside an act or while this thread holds a read. */
refused store_transact(struct store *store, store_act *act, void *what);

/* A snapshot for reading; one a thread at a time. Writing in it fails. */
struct store_tx *store_read(struct store *store);
void store_read_end(struct store_tx *tx);

struct store *store_of(struct store_tx *tx);
const struct settings *store_tx_settings(const struct store_tx *tx);

/* Statements ----------------------------------------------------------------------------- */

/* Changes rows; gives how many were changed. */
int64_t store_do(struct store_tx *tx, const struct statement *statement, const struct value *values,
                 int count);

/* Changes rows where nobody asks how many. PostgreSQL is not waited for: it goes with what comes
 * next, so a run of these costs one way to the server; what fails shows then, or at the end. */
void store_put(struct store_tx *tx, const struct statement *statement, const struct value *values,
               int count);

/* Rows of an answer. rows_next() closes it when there are no more; whoever stops earlier calls
 * rows_close(). Columns are named; asking for one that is not there is our mistake. */
struct rows {
    struct store_tx *tx;
    void *handle; /* the engine's */
    int row;
    bool own;
};

struct rows store_query(struct store_tx *tx, const struct statement *statement,
                        const struct value *values, int count);
bool rows_next(struct rows *rows);
void rows_close(struct rows *rows);

int64_t rows_int(const struct rows *rows, const char *column); /* NULL gives 0 */
bool rows_is_null(const struct rows *rows, const char *column);
/* Copies into `memory`; NULL gives NULL. */
char *rows_text(const struct rows *rows, struct arena *memory, const char *column);
unsigned char *rows_bytes(const struct rows *rows, struct arena *memory, const char *column,
                          size_t *ret_size);

/* The one number of the first row, or `otherwise` when there is none. */
int64_t store_int(struct store_tx *tx, const struct statement *statement,
                  const struct value *values, int count, int64_t otherwise);

/* Prepares a statement on a connection without running it; for the test that prepares them all. */
bool store_check_statement(struct store *store, const struct statement *statement,
                           const char **ret_problem);
/* How many acts shared the last commits, for /metrics and the bench. */
struct store_figures {
    int64_t acts, commits, retries, queued;
};
struct store_figures store_figures(struct store *store);
