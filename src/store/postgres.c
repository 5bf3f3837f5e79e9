/* PostgreSQL: one link to the server for each thread that reads or acts at the moment. */
#include "store/postgres_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

enum { NODES = 256, VERSION_MIN = 150000 };

/* Advisory locks are of the database and have two numbers: this one says that they are ours. */
#define LOCKS_OF_SOUK "1936684395"
#define LOCK_SCHEMA "SELECT pg_advisory_lock(" LOCKS_OF_SOUK ", 1000)"
#define UNLOCK_SCHEMA "SELECT pg_advisory_unlock(" LOCKS_OF_SOUK ", 1000)"

/* Links at rest ---------------------------------------------------------------------------- */

/* The one that rested last, or a new one; it may be lost, and its transaction then fails. */
struct link *link_take(struct postgres_store *store)
{
    pthread_mutex_lock(&store->lock);
    struct link *link = store->resting;
    if (link)
        store->resting = link->next;
    pthread_mutex_unlock(&store->lock);
    if (!link)
        return link_open(store);
    if (link->syncs_left)
        pipe_settle(link);
    if (link_is_lost(link))
        link_renew(link);
    return link;
}

void link_rest(struct postgres_store *store, struct link *link)
{
    pthread_mutex_lock(&store->lock);
    link->next = store->resting;
    store->resting = link;
    pthread_mutex_unlock(&store->lock);
}

/* Reading ---------------------------------------------------------------------------------- */

/* Nothing is asked of the server yet: the first query goes with BEGIN. */
static struct store_tx *postgres_read(struct store *store)
{
    struct link *link = link_take((struct postgres_store *)store);
    link->tx.writing = link->tx.failed = false;
    pipe_begin(link, BEGIN_READ);
    return &link->tx;
}

static void postgres_read_end(struct store_tx *tx)
{
    struct link *link = (struct link *)tx;
    link_close_rows(link);
    if (tx->failed)
        log_line(LOG_ERROR, "statement failed", LOG_TEXT("problem", tx->problem));
    pipe_leave(link, COMMIT);
    link_rest((struct postgres_store *)tx->store, link);
}

/* Nodes ------------------------------------------------------------------------------------ */

static bool lock_node(PGconn *server, int node)
{
    char sql[80];
    snprintf(sql, sizeof(sql), "SELECT pg_try_advisory_lock(" LOCKS_OF_SOUK ", %d)", node);
    PGresult *result = PQexec(server, sql);
    bool locked = PQresultStatus(result) == PGRES_TUPLES_OK && *PQgetvalue(result, 0, 0) == 't';
    PQclear(result);
    return locked;
}

static int postgres_claim_node(struct store *of)
{
    struct postgres_store *store = (struct postgres_store *)of;
    pthread_mutex_lock(&store->lock);
    if (!store->node_server)
        store->node_server = server_connect(of->settings);
    int node = -1;
    for (int i = 0; node < 0 && i < NODES && PQstatus(store->node_server) == CONNECTION_OK; i++)
        if (i != store->node && lock_node(store->node_server, i))
            node = i;
    if (node >= 0)
        store->node = node;
    pthread_mutex_unlock(&store->lock);
    return node;
}

/* Two nodes with one number would make the same ids; the tables' keys refuse the second, so this
 * costs retries, not truth, and an operator is told. */
void node_keep(struct postgres_store *store)
{
    pthread_mutex_lock(&store->lock);
    if (store->node >= 0) {
        PQclear(PQexec(store->node_server, "SELECT 1")); /* notices a loss */
        if (PQstatus(store->node_server) != CONNECTION_OK) {
            PQreset(store->node_server);
            if (!lock_node(store->node_server, store->node))
                log_line(LOG_ERROR, "another process has taken this node's number: restart this",
                         LOG_INT("node", store->node));
        }
    }
    pthread_mutex_unlock(&store->lock);
}

/* Copies ----------------------------------------------------------------------------------- */

extern char **environ;

/* What libpq was told, as pg_dump reads it: a password must not be seen in a list of processes. */
static char **dump_environment(PGconn *server, struct arena *memory)
{
    PQconninfoOption *options = PQconninfo(server);
    size_t count = 0, at = 0;
    while (environ[count])
        count++;
    for (const PQconninfoOption *option = options; option->keyword; option++)
        count++;
    char **made = arena_array(memory, count + 1, sizeof(*made));
    for (const PQconninfoOption *option = options; option->keyword; option++)
        if (option->envvar && option->val)
            made[at++] = arena_format(memory, "%s=%s", option->envvar, option->val);
    PQconninfoFree(options);
    for (char **each = environ; *each; each++)
        made[at++] = *each; /* the first of a name counts */
    return made;
}

static bool run_dump(PGconn *server, const char *file, const char **ret_problem)
{
    AUTO(arena) memory = { 0 };
    char *to = arena_format(&memory, "--file=%s", file);
    char *const arguments[] = { (char[]){ "pg_dump" }, (char[]){ "--format=custom" },
                                (char[]){ "--no-password" }, to, NULL };
    pid_t process;
    int status, fault = posix_spawnp(&process, "pg_dump", NULL, NULL, arguments,
                                     dump_environment(server, &memory));
    if (fault) {
        *ret_problem = store_problem("cannot run pg_dump: %s", strerror(fault));
        return false;
    }
    while (waitpid(process, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    *ret_problem = store_problem("pg_dump failed; it says why on standard error");
    return false;
}

static bool postgres_backup(struct store *of, const char *file, const char **ret_problem)
{
    struct postgres_store *store = (struct postgres_store *)of;
    int made = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) {
        *ret_problem = store_problem("cannot make %s: %s", file, strerror(errno));
        return false;
    }
    struct link *link = link_take(store);
    bool done = run_dump(link->server, file, ret_problem);
    link_rest(store, link);
    if (done && fsync(made) != 0) {
        *ret_problem = store_problem("cannot write %s: %s", file, strerror(errno));
        done = false;
    }
    close(made);
    if (!done)
        unlink(file);
    return done;
}

/* The engine ------------------------------------------------------------------------------- */

static bool postgres_check(struct store *of, const struct statement *statement,
                           const char **ret_problem)
{
    struct postgres_store *store = (struct postgres_store *)of;
    struct link *link = link_take(store);
    PGresult *result = PQprepare(link->server, "", statement->postgres, 0, NULL);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (good) {
        PQclear(result);
        result = PQdescribePrepared(link->server, "");
        good = PQnparams(result) == statement->parameters;
    }
    if (!good)
        *ret_problem = store_problem("%s: %s", statement->name,
                                     PQresultStatus(result) == PGRES_COMMAND_OK
                                         ? "PostgreSQL finds another count of parameters"
                                         : PQresultErrorMessage(result));
    PQclear(result);
    link_rest(store, link);
    return good;
}

/* A lock of the session, not of the act: an act's snapshot would be from before it had waited. */
static bool postgres_lock_schema(struct store *of, const char **ret_problem)
{
    struct postgres_store *store = (struct postgres_store *)of;
    store->schema = link_take(store);
    PGresult *result = PQexec(store->schema->server, LOCK_SCHEMA);
    bool locked = PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    if (!locked) {
        *ret_problem =
            store_problem("cannot lock the tables: %s", PQerrorMessage(store->schema->server));
        link_rest(store, store->schema);
    }
    return locked;
}

static void postgres_unlock_schema(struct store *of)
{
    struct postgres_store *store = (struct postgres_store *)of;
    PQclear(PQexec(store->schema->server, UNLOCK_SCHEMA));
    link_rest(store, store->schema);
}

static void postgres_close(struct store *of)
{
    struct postgres_store *store = (struct postgres_store *)of;
    while (store->resting) {
        struct link *link = store->resting;
        store->resting = link->next;
        link_close(link);
    }
    PQfinish(store->node_server);
    pthread_mutex_destroy(&store->lock);
    free(store);
}

static const struct engine postgres_engine = {
    .transact = postgres_transact,
    .read = postgres_read,
    .read_end = postgres_read_end,
    .close = postgres_close,
    .change = postgres_change,
    .put = postgres_put,
    .query = postgres_query,
    .next = postgres_next,
    .close_rows = postgres_close_rows,
    .column = postgres_column,
    .is_null = postgres_is_null,
    .number = postgres_number,
    .bytes = postgres_bytes,
    .script = postgres_script,
    .lock_schema = postgres_lock_schema,
    .unlock_schema = postgres_unlock_schema,
    .claim_node = postgres_claim_node,
    .backup = postgres_backup,
    .check = postgres_check,
};

/* Texts must sort by their bytes, as SQLite and C do: cursors of lists go by it. */
static void check_order(PGconn *server)
{
    PGresult *result =
        PQexec(server, "SELECT datcollate FROM pg_database WHERE datname = current_database()");
    const char *order = PQntuples(result) == 1 ? PQgetvalue(result, 0, 0) : "";
    if (!text_same(order, "C") && !text_same(order, "POSIX") && !text_starts(order, "C."))
        log_line(LOG_WARNING, "texts sort otherwise in this database: create it with LOCALE 'C'",
                 LOG_TEXT("collation", order));
    PQclear(result);
}

static const char *problem_with(const struct link *link)
{
    if (link_is_lost(link))
        return store_problem("cannot open the database: %s", PQerrorMessage(link->server));
    if (PQserverVersion(link->server) < VERSION_MIN)
        return "the database needs PostgreSQL 15 or newer";
    if (!text_same(PQparameterStatus(link->server, "server_encoding"), "UTF8"))
        return "the database's encoding is not UTF8";
    return NULL;
}

struct store *postgres_open(const struct settings *settings, const char **ret_problem)
{
    struct postgres_store *store = must_take(sizeof(*store));
    store->store.engine = &postgres_engine;
    store->store.settings = settings;
    store->node = -1;
    pthread_mutex_init(&store->lock, NULL);
    struct link *link = link_open(store);
    const char *problem = problem_with(link);
    if (!problem)
        check_order(link->server);
    link_rest(store, link);
    if (!problem)
        return &store->store;
    *ret_problem = problem;
    postgres_close(&store->store);
    return NULL;
}
