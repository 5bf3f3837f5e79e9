/* Engine: what SQLite and PostgreSQL each do for the store. Only src/store includes this.
 *
 * store.h's functions check their arguments and come here. An engine embeds struct store in its
 * own store and struct store_tx in its own connection. */
#pragma once

#include <stdatomic.h>

#include "store/events.h"
#include "store/jobs.h"
#include "store/store.h"

enum { STORE_TABLES_MAX = 64 }; /* modules that register listeners or jobs */

enum store_level {
    LEVEL_ACT,
    /* Sees what others commit meanwhile. Only for claiming jobs, where rows that others hold are
     * skipped, and to be run again after a conflict would be the rule, not the exception. */
    LEVEL_COMMITTED,
};

struct engine {
    /* The outer functions have set `store` up to the engine's own part. */
    refused (*transact)(struct store *store, store_act *act, void *what, enum store_level level);
    struct store_tx *(*read)(struct store *store);
    void (*read_end)(struct store_tx *tx);
    void (*close)(struct store *store);

    int64_t (*change)(struct store_tx *tx, const struct statement *statement,
                      const struct value *values);
    void (*put)(struct store_tx *tx, const struct statement *statement, const struct value *values);
    struct rows (*query)(struct store_tx *tx, const struct statement *statement,
                         const struct value *values);
    bool (*next)(struct rows *rows);
    void (*close_rows)(struct rows *rows);
    int (*column)(const struct rows *rows, const char *name); /* -1 when there is none */
    bool (*is_null)(const struct rows *rows, int column);
    int64_t (*number)(const struct rows *rows, int column);
    /* NULL for NULL. */
    char *(*bytes)(const struct rows *rows, int column, struct arena *memory, size_t *ret_size);

    bool (*script)(struct store_tx *tx, const char *sql); /* many statements, no parameters */
    /* Keeps other processes from migrating at the same time. */
    bool (*lock_schema)(struct store *store, const char **ret_problem);
    void (*unlock_schema)(struct store *store);
    int (*claim_node)(struct store *store);
    bool (*backup)(struct store *store, const char *file, const char **ret_problem);
    bool (*check)(struct store *store, const struct statement *statement, const char **ret_problem);
};

struct store {
    const struct engine *engine;
    const struct settings *settings;
    const struct listener *listeners[STORE_TABLES_MAX];
    int listener_tables;
    const struct job_kind *kinds[STORE_TABLES_MAX];
    int kind_tables;
    atomic_int_least64_t acts, commits, retries, queued;
};

struct store_tx {
    struct store *store;
    bool writing;
    bool failed;
    char problem[256]; /* of the statement that failed */
};

/* NULL with a line in ret_problem when the database cannot be opened. */
struct store *sqlite_open(const struct settings *settings, const char **ret_problem);
struct store *postgres_open(const struct settings *settings, const char **ret_problem);

refused store_transact_at(struct store *store, store_act *act, void *what, enum store_level level);

/* Marks the transaction; the first problem is kept. */
void store_tx_fail(struct store_tx *tx, const char *statement, const char *problem);

/* The calling thread is inside an act or a read of this store: it must not begin another. */
void store_enter(const struct store *store);
void store_leave(void);

/* A line that lives until this thread makes the next; line ends become blanks. */
const char *store_problem(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* store_schema.sql, once the table that remembers versions is there. */
bool store_migrate_own(struct store *store, const char **ret_problem);

/* Events restored into a younger PostgreSQL cluster keep their place before what is to come. */
bool events_mend_order(struct store *store, const char **ret_problem);
