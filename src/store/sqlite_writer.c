/* SQLite's writer: one thread runs the acts of all, many in one commit.
 *
 * While a commit waits for the disk, acts queue; the next commit takes them all. Nobody is told
 * "done" or "refused" before the commit, for a refusal may rest on what a neighbour wrote. */
#include "store/sqlite_inside.h"

#include <errno.h>
#include <semaphore.h>

#include "base/log.h"

struct call {
    store_act *act;
    void *what;
    refused answer;
    sem_t answered;
    struct call *next;
};

static const struct statement sqlite_begin = { "BEGIN", "BEGIN IMMEDIATE", NULL, 0 };
static const struct statement sqlite_commit = { "COMMIT", "COMMIT", NULL, 0 };
static const struct statement sqlite_rollback = { "ROLLBACK", "ROLLBACK", NULL, 0 };
static const struct statement sqlite_save = { "SAVEPOINT", "SAVEPOINT act", NULL, 0 };
static const struct statement sqlite_release = { "RELEASE", "RELEASE act", NULL, 0 };
static const struct statement sqlite_undo = { "ROLLBACK TO", "ROLLBACK TO act", NULL, 0 };

/* The whole group's transaction is gone: SQLite itself rolls back when the disk is full. */
static bool is_lost(const struct connection *connection)
{
    return sqlite3_get_autocommit(connection->database) != 0;
}

/* False when the act was refused after it had changed something that nothing can undo alone. */
static bool run_act(struct connection *connection, struct call *call, bool saving)
{
    struct store_tx *tx = &connection->tx;
    int64_t before = sqlite3_total_changes64(connection->database);
    tx->failed = saving && connection_run(connection, &sqlite_save) != SQLITE_OK;
    if (!tx->failed)
        call->answer = call->act(tx, call->what);
    connection_close_rows(connection);
    if (tx->failed)
        call->answer = &STORE_FAILED;
    /* Tables that were made do not count as changes, so whatever failed may have left something. */
    bool dirty = tx->failed ||
                 (call->answer && sqlite3_total_changes64(connection->database) != before);
    if (!saving || is_lost(connection))
        return !dirty;
    if (call->answer)
        connection_run(connection, &sqlite_undo);
    connection_run(connection, &sqlite_release);
    return true;
}

/* NULL when what was done is on disk. */
static refused end_group(struct connection *connection, bool changed)
{
    if (is_lost(connection))
        return &STORE_FAILED;
    if (!changed) {
        connection_run(connection, &sqlite_rollback);
        return NULL;
    }
    if (connection_run(connection, &sqlite_commit) == SQLITE_OK) {
        atomic_fetch_add_explicit(&connection->tx.store->commits, 1, memory_order_relaxed);
        return NULL;
    }
    log_line(LOG_ERROR, "commit failed", LOG_TEXT("problem", sqlite3_errmsg(connection->database)));
    if (!is_lost(connection))
        connection_run(connection, &sqlite_rollback);
    return &STORE_FAILED;
}

enum ran { RAN_NOTHING, RAN_CHANGES, RAN_SPOILT };

/* Spoilt: what one act left must go, and all of the group with it. */
static enum ran run_acts(struct connection *connection, struct call *calls, bool saving)
{
    bool changed = false, alone = !calls->next;
    for (struct call *call = calls; call && !is_lost(connection); call = call->next) {
        if (!run_act(connection, call, saving) && !alone)
            return RAN_SPOILT;
        changed |= !call->answer;
    }
    return changed ? RAN_CHANGES : RAN_NOTHING;
}

/* A savepoint an act costs a tenth of a purchase, mostly for the copies of pages that it may have
 * to bring back; and an act that is refused has seldom changed anything. So a group runs without
 * them. One that is spoilt is undone whole and run again with them (an act may run twice), and so
 * are the next groups: what is refused so is refused many times, as when a shelf is empty. */
enum { SAVING_GROUPS = 64 };

static refused run_group(struct writer *writer, struct call *calls)
{
    struct connection *connection = writer->connection;
    bool saving = writer->saving_left > 0 && calls->next;
    writer->saving_left -= writer->saving_left > 0;
    int result = connection_run(connection, &sqlite_begin);
    enum ran ran = result == SQLITE_OK ? run_acts(connection, calls, saving) : RAN_NOTHING;
    if (ran == RAN_SPOILT && !is_lost(connection)) {
        connection_run(connection, &sqlite_rollback);
        writer->saving_left = SAVING_GROUPS;
        result = connection_run(connection, &sqlite_begin);
        ran = result == SQLITE_OK ? run_acts(connection, calls, true) : RAN_NOTHING;
    }
    if (result == SQLITE_OK)
        return end_group(connection, ran != RAN_NOTHING);
    log_line(LOG_ERROR, "cannot begin", LOG_TEXT("problem", sqlite3_errmsg(connection->database)));
    return (result & 0xff) == SQLITE_BUSY ? &STORE_BUSY : &STORE_FAILED;
}

static void answer_group(struct call *calls, refused fault)
{
    for (struct call *call = calls, *next; call; call = next) {
        next = call->next; /* once answered, the call is gone */
        if (fault)
            call->answer = fault;
        sem_post(&call->answered);
    }
}

/* Waits for calls and takes up to GROUP_MAX of them; NULL at the end. */
static struct call *take_group(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    while (!writer->first && !writer->closing)
        pthread_cond_wait(&writer->wanted, &writer->lock);
    struct call *calls = writer->first, *last = calls;
    for (int count = 1; last && last->next && count < GROUP_MAX; count++)
        last = last->next;
    if (last) {
        writer->first = last->next;
        last->next = NULL;
    }
    if (!writer->first)
        writer->last = NULL;
    pthread_mutex_unlock(&writer->lock);
    return calls;
}

static void *write_for_all(void *of)
{
    struct sqlite_store *store = of;
    store_enter(&store->store); /* an act that begins another would wait for itself */
    for (struct call *calls; (calls = take_group(&store->writer));)
        answer_group(calls, run_group(&store->writer, calls));
    return NULL;
}

void writer_start(struct sqlite_store *store, struct connection *connection)
{
    struct writer *writer = &store->writer;
    writer->connection = connection;
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->wanted, NULL);
    if (pthread_create(&writer->thread, NULL, write_for_all, store) != 0) {
        fputs("souk: cannot start the writer's thread\n", stderr);
        abort();
    }
}

void writer_stop(struct sqlite_store *store)
{
    struct writer *writer = &store->writer;
    pthread_mutex_lock(&writer->lock);
    writer->closing = true;
    pthread_cond_signal(&writer->wanted);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    pthread_cond_destroy(&writer->wanted);
    pthread_mutex_destroy(&writer->lock);
    connection_close(writer->connection);
}

/* The one writer makes every level serializable. */
refused sqlite_transact(struct store *store, store_act *act, void *what, enum store_level level)
{
    (void)level;
    struct writer *writer = &((struct sqlite_store *)store)->writer;
    struct call call = { .act = act, .what = what };
    sem_init(&call.answered, 0, 0);
    pthread_mutex_lock(&writer->lock);
    if (writer->last)
        writer->last->next = &call;
    else
        writer->first = &call;
    writer->last = &call;
    pthread_mutex_unlock(&writer->lock);
    pthread_cond_signal(&writer->wanted); /* whoever is woken finds the lock free */
    while (sem_wait(&call.answered) != 0 && errno == EINTR)
        ; /* a signal is not an answer */
    sem_destroy(&call.answered);
    return call.answer;
}
