/* SQLite: one file, one writer, as many readers as there are threads at once. */
#include "store/sqlite_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

enum { NODES = 256 };

static const struct statement reading_begin = { "BEGIN", "BEGIN", NULL, 0 };
static const struct statement reading_end = { "COMMIT", "COMMIT", NULL, 0 };

/* Reading ---------------------------------------------------------------------------------- */

/* All take from the first place that has one, so that few readers serve all threads: each that
 * meets a new commit must map the file anew and forget its pages (measured: a reader of its own for
 * each of 64 threads costs half as much again a purchase). No lock: all requests would meet at it.
 */
static struct connection *take_reader(struct sqlite_store *store, const char **ret_problem)
{
    for (size_t i = 0; i < REST_PLACES; i++) {
        _Atomic(struct connection *) *place = &store->resting[i];
        struct connection *found = atomic_load(place) ? atomic_exchange(place, NULL) : NULL;
        if (found)
            return found;
    }
    return connection_open(store, false, ret_problem);
}

static void rest_reader(struct sqlite_store *store, struct connection *connection)
{
    for (size_t i = 0; connection && i < REST_PLACES; i++)
        connection = atomic_exchange(&store->resting[i], connection);
    if (connection) /* more than ever rest at once */
        connection_close(connection);
}

static void close_resting(struct sqlite_store *store)
{
    for (size_t i = 0; i < REST_PLACES; i++) {
        struct connection *found = atomic_exchange(&store->resting[i], NULL);
        if (found)
            connection_close(found);
    }
}

static struct store_tx *sqlite_read(struct store *store)
{
    const char *problem;
    struct connection *connection = take_reader((struct sqlite_store *)store, &problem);
    if (!connection) { /* a file that could be opened cannot be any more: no files are left */
        log_line(LOG_ERROR, "cannot read", LOG_TEXT("problem", problem));
        abort();
    }
    connection->tx.failed = false;
    if (connection_run(connection, &reading_begin) != SQLITE_OK)
        store_tx_fail(&connection->tx, "BEGIN", sqlite3_errmsg(connection->database));
    return &connection->tx;
}

static void sqlite_read_end(struct store_tx *tx)
{
    struct connection *connection = (struct connection *)tx;
    connection_close_rows(connection);
    if (sqlite3_get_autocommit(connection->database) == 0)
        connection_run(connection, &reading_end);
    rest_reader((struct sqlite_store *)tx->store, connection);
}

/* Nodes ------------------------------------------------------------------------------------ */

/* Byte N of the file is locked by the living process that is node N. The locks belong to the open
 * file, so that two stores in one process are two nodes. */
static int sqlite_claim_node(struct store *of)
{
    struct sqlite_store *store = (struct sqlite_store *)of;
    AUTO(text) name = { 0 };
    text_add_format(&name, "%s.nodes", store->file);
    pthread_mutex_lock(&store->lock);
    if (store->nodes_file < 0)
        store->nodes_file = open(text_of(&name), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    int node = -1;
    for (int i = 0; store->nodes_file >= 0 && node < 0 && i < NODES; i++) {
        struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = i, .l_len = 1 };
        if (fcntl(store->nodes_file, F_OFD_SETLK, &lock) == 0)
            node = i;
    }
    pthread_mutex_unlock(&store->lock);
    return node;
}

/* Copies ----------------------------------------------------------------------------------- */

static bool sync_file(const char *file)
{
    int open_file = open(file, O_RDONLY | O_CLOEXEC);
    bool synced = open_file >= 0 && fsync(open_file) == 0;
    if (open_file >= 0)
        close(open_file);
    return synced;
}

/* All pages in one step, from one snapshot: stepping would begin anew after each commit. */
static bool copy_pages(struct connection *from, const char *file, const char **ret_problem)
{
    sqlite3 *to = NULL;
    int result = sqlite3_open_v2(file, &to, SQLITE_OPEN_READWRITE, NULL);
    sqlite3_backup *backup =
        result == SQLITE_OK ? sqlite3_backup_init(to, "main", from->database, "main") : NULL;
    if (backup) {
        sqlite3_backup_step(backup, -1);
        result = sqlite3_backup_finish(backup);
    } else if (result == SQLITE_OK) {
        result = sqlite3_errcode(to);
    }
    if (result != SQLITE_OK)
        *ret_problem = store_problem("cannot copy to %s: %s", file, sqlite3_errmsg(to));
    sqlite3_close(to);
    return result == SQLITE_OK;
}

static bool sqlite_backup(struct store *of, const char *file, const char **ret_problem)
{
    struct sqlite_store *store = (struct sqlite_store *)of;
    int made = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) {
        *ret_problem = store_problem("cannot make %s: %s", file, strerror(errno));
        return false;
    }
    close(made);
    struct connection *connection = take_reader(store, ret_problem);
    bool done = connection && copy_pages(connection, file, ret_problem);
    if (connection)
        rest_reader(store, connection);
    if (done && !sync_file(file)) {
        *ret_problem = store_problem("cannot write %s: %s", file, strerror(errno));
        done = false;
    }
    if (!done)
        unlink(file);
    return done;
}

/* The engine ------------------------------------------------------------------------------- */

static bool sqlite_check(struct store *of, const struct statement *statement,
                         const char **ret_problem)
{
    struct sqlite_store *store = (struct sqlite_store *)of;
    struct connection *connection = take_reader(store, ret_problem);
    if (!connection)
        return false;
    sqlite3_stmt *made = NULL;
    bool good =
        sqlite3_prepare_v2(connection->database, statement->sqlite, -1, &made, NULL) == SQLITE_OK;
    if (!good)
        *ret_problem =
            store_problem("%s: %s", statement->name, sqlite3_errmsg(connection->database));
    else if (sqlite3_bind_parameter_count(made) != statement->parameters) {
        *ret_problem =
            store_problem("%s: SQLite finds another count of parameters", statement->name);
        good = false;
    }
    sqlite3_finalize(made);
    rest_reader(store, connection);
    return good;
}

/* Migrations are acts, and BEGIN IMMEDIATE keeps other processes away. */
static bool sqlite_lock_schema(struct store *store, const char **ret_problem)
{
    (void)store, (void)ret_problem;
    return true;
}

static void sqlite_unlock_schema(struct store *store)
{
    (void)store;
}

static void sqlite_free(struct sqlite_store *store)
{
    close_resting(store);
    if (store->nodes_file >= 0)
        close(store->nodes_file);
    pthread_mutex_destroy(&store->lock);
    free(store->file);
    free(store);
}

/* Readers first: the last connection to close folds the log into the file, and must be able to. */
static void sqlite_close(struct store *of)
{
    struct sqlite_store *store = (struct sqlite_store *)of;
    close_resting(store);
    writer_stop(store);
    sqlite_free(store);
}

static const struct engine sqlite_engine = {
    .transact = sqlite_transact,
    .read = sqlite_read,
    .read_end = sqlite_read_end,
    .close = sqlite_close,
    .change = sqlite_change,
    .put = sqlite_put,
    .query = sqlite_query,
    .next = sqlite_next,
    .close_rows = sqlite_close_rows,
    .column = sqlite_column,
    .is_null = sqlite_is_null,
    .number = sqlite_number,
    .bytes = sqlite_bytes,
    .script = sqlite_script,
    .lock_schema = sqlite_lock_schema,
    .unlock_schema = sqlite_unlock_schema,
    .claim_node = sqlite_claim_node,
    .backup = sqlite_backup,
    .check = sqlite_check,
};

/* For the whole process, before SQLite's first use; later it would be ignored. Statistics would
 * lock every allocation; what a savepoint may have to undo is small and stays in memory. */
static void configure_sqlite(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
    log_register();
}

/* What SQLite would take for something other than a file: nobody could share it, or lock it. */
static bool is_file_name(const char *name)
{
    return *name && *name != ':' && !text_starts(name, "file:");
}

struct store *sqlite_open(const struct settings *settings, const char **ret_problem)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure_sqlite);
    if (!is_file_name(settings->database)) {
        *ret_problem = store_problem("\"%s\" is not the name of a file", settings->database);
        return NULL;
    }
    /* Only its owner may read it; SQLite gives the files beside it the same permissions. */
    int made = open(settings->database, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (made < 0) {
        *ret_problem = store_problem("cannot open %s: %s", settings->database, strerror(errno));
        return NULL;
    }
    close(made);
    if (settings->made_anew)
        log_leave_unsynced();

    struct sqlite_store *store = must_take(sizeof(*store));
    store->store.engine = &sqlite_engine;
    store->store.settings = settings;
    store->nodes_file = -1;
    pthread_mutex_init(&store->lock, NULL);
    size_t size = strlen(settings->database) + 1;
    store->file = memcpy(must_take(size), settings->database, size);
    struct connection *connection = connection_open(store, true, ret_problem);
    if (!connection) {
        sqlite_free(store);
        return NULL;
    }
    writer_start(store, connection);
    return &store->store;
}
