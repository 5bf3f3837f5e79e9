/* What the PostgreSQL engine's files share: links to the server and their answers. */
#pragma once

#include <libpq-fe.h>
#include <pthread.h>

#include "store/engine.h"

/* The rows of an answer, while they are used. */
struct answer {
    PGresult *result;
    int row;         /* -1 before the first */
    int next_column; /* where the next one asked for is looked for first */
    struct answer *next_open;
};

/* A statement that this link's server has prepared; its name there is "s" and the number. */
struct prepared {
    const struct statement *statement;
    unsigned number;
};

enum { WAITING_MAX = 64 };

/* Where transactions begin and end; each link's server has them prepared under their names. */
enum turn { BEGIN_READ, BEGIN_ACT, BEGIN_COMMITTED, COMMIT, ROLLBACK, TURNS };
extern const char *const turn_names[TURNS];

struct link {
    struct store_tx tx; /* first: a store_tx is cast back */
    PGconn *server;
    char fault[6];          /* SQLSTATE of what failed; "" when the server did not say */
    struct prepared *slots; /* open addressing, by the statement's address */
    size_t slot_count;
    unsigned used;
    struct answer *open;
    const char *waiting[WAITING_MAX]; /* names of what was sent and not yet answered */
    int waiting_count;
    int syncs_left;    /* of an ended transaction: to be read before the next */
    bool answered;     /* the server has answered a statement of this transaction */
    struct link *next; /* of those at rest */
};

struct postgres_store {
    struct store store;   /* first: a store is cast back */
    pthread_mutex_t lock; /* of what follows */
    struct link *resting;
    struct link *schema; /* holds the lock while tables are migrated */
    PGconn *node_server; /* holds the lock of the node's number */
    int node;            /* -1 until it is claimed */
};

/* postgres_link.c */
PGconn *server_connect(const struct settings *settings); /* look at PQstatus() */
struct link *link_open(struct postgres_store *store);    /* look at link_is_lost() */
void link_close(struct link *link);
bool link_is_lost(const struct link *link);
bool link_was_cut(const struct link *link); /* lost, or about to be, when a statement failed */
bool link_renew(struct link *link);         /* connects again, and forgets what was prepared */
/* Marks the link's transaction; `result` may be NULL. */
void link_fail(struct link *link, const char *statement, const PGresult *result);
void link_close_rows(struct link *link);

/* postgres_pipe.c. A link at rest, and one that was just taken, is not in a pipe. */
bool pipe_begin(struct link *link, enum turn turn);  /* false: the link is lost */
void pipe_wait(struct link *link, const char *name); /* for what was just sent, unread */
PGresult *pipe_answer(struct link *link,
                      const char *name); /* of what was just sent; NULL: failed */
void pipe_sync(struct link *link);       /* reads all; out of the pipe, inside the transaction */
bool pipe_commit(struct link *link);
/* Sends the transaction's end and does not wait for it: pipe_settle() does, before the next. */
void pipe_leave(struct link *link, enum turn turn);
void pipe_settle(struct link *link);

int64_t postgres_change(struct store_tx *tx, const struct statement *statement,
                        const struct value *values);
void postgres_put(struct store_tx *tx, const struct statement *statement,
                  const struct value *values);
struct rows postgres_query(struct store_tx *tx, const struct statement *statement,
                           const struct value *values);
bool postgres_next(struct rows *rows);
void postgres_close_rows(struct rows *rows);
int postgres_column(const struct rows *rows, const char *name);
bool postgres_is_null(const struct rows *rows, int column);
int64_t postgres_number(const struct rows *rows, int column);
char *postgres_bytes(const struct rows *rows, int column, struct arena *memory, size_t *ret_size);
bool postgres_script(struct store_tx *tx, const char *sql);

/* postgres_act.c */
refused postgres_transact(struct store *store, store_act *act, void *what, enum store_level level);

/* postgres.c */
struct link *link_take(struct postgres_store *store);
void link_rest(struct postgres_store *store, struct link *link);
/* After a lost connection the node's lock may be lost, too: takes it again. */
void node_keep(struct postgres_store *store);
