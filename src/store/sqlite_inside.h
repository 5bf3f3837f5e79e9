/* What the SQLite engine's files share: connections, their prepared statements, the writer. */
#pragma once

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

#include "store/engine.h"

enum {
    CACHE_SLOTS_MIN = 256, /* a power of two, as it always is */
    GROUP_MAX = 256,       /* acts in one commit */
    REST_PLACES = 64,      /* for readers; a power of two */
};

/* A statement on a connection, and the rows of its answer while it is used. */
struct prepared {
    const struct statement *statement;
    sqlite3_stmt *made;
    char **names; /* of the columns */
    int columns;
    int next_column;            /* where the next one asked for is looked for first */
    bool busy;                  /* between store_query() and rows_close() */
    bool own;                   /* not in the cache: another use of the statement was open */
    bool pending;               /* a row has been stepped to and not been asked for */
    struct prepared *next_open; /* of the connection */

    /* Rows read ahead of a change in the same transaction, so that it does not disturb them: they
     * are what PostgreSQL would give, too. */
    sqlite3_value **ahead;
    size_t ahead_rows, ahead_at;
    bool is_ahead;
};

struct connection {
    struct store_tx tx; /* first: a store_tx is cast back */
    sqlite3 *database;
    struct prepared **slots; /* open addressing, by the statement's address */
    size_t slot_count, used;
    struct prepared *open;
};

/* One caller of store_transact(), waiting; lives on its stack. */
struct call;

struct writer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wanted;
    struct call *first, *last;
    bool closing;
    struct connection *connection;
    int saving_left; /* how many more groups run with a savepoint an act */
};

struct sqlite_store {
    struct store store; /* first: a store is cast back */
    char *file;
    struct writer writer;
    _Atomic(struct connection *) resting[REST_PLACES]; /* readers that nobody uses */
    pthread_mutex_t lock;                              /* of the nodes file */
    int nodes_file; /* -1 until a node is claimed */
};

/* sqlite_connection.c */
struct connection *connection_open(struct sqlite_store *store, bool writing,
                                   const char **ret_problem);
void connection_close(struct connection *connection);
/* Runs one of the engine's own statements (BEGIN and its like); gives SQLite's result code. */
int connection_run(struct connection *connection, const struct statement *statement);
/* What an act or a read left open is closed with it. */
void connection_close_rows(struct connection *connection);

int64_t sqlite_change(struct store_tx *tx, const struct statement *statement,
                      const struct value *values);
void sqlite_put(struct store_tx *tx, const struct statement *statement, const struct value *values);
struct rows sqlite_query(struct store_tx *tx, const struct statement *statement,
                         const struct value *values);
bool sqlite_next(struct rows *rows);
void sqlite_close_rows(struct rows *rows);
int sqlite_column(const struct rows *rows, const char *name);
bool sqlite_is_null(const struct rows *rows, int column);
int64_t sqlite_number(const struct rows *rows, int column);
char *sqlite_bytes(const struct rows *rows, int column, struct arena *memory, size_t *ret_size);
bool sqlite_script(struct store_tx *tx, const char *sql);

/* sqlite_log.c: the writer's connection is opened with this name of a VFS. */
#define LOG_VFS "souk"
void log_leave_unsynced(void); /* for settings->made_anew; before a store is opened */
void log_register(void); /* once, before the first use */

/* sqlite_writer.c */
void writer_start(struct sqlite_store *store, struct connection *connection);
void writer_stop(struct sqlite_store *store); /* after all that is queued */
refused sqlite_transact(struct store *store, store_act *act, void *what, enum store_level level);
