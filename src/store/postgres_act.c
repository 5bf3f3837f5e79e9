/* PostgreSQL's acts: REPEATABLE READ, and run again after a conflict (docs/decisions/0010). */
#include "store/postgres_inside.h"

#include <time.h>

#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"

/* A duplicate key may be a race that was lost: run again, the act sees the other's row and decides
 * otherwise. What is a duplicate three times running is one. */
enum { RETRIES_MAX = 12, DUPLICATES_MAX = 3, WAIT_MILLISECONDS_MAX = 128 };

#define SERIALIZATION_FAILURE "40001"
#define DEADLOCK_DETECTED "40P01"
#define UNIQUE_VIOLATION "23505"

enum outcome {
    ENDED,     /* with the act's own answer */
    CONFLICT,  /* nothing was changed; may go well the next time */
    DUPLICATE, /* as CONFLICT, a few times */
    LOST,      /* nothing was changed: the server was gone before COMMIT was sent */
    FAILED,
};

static enum outcome outcome_of_failure(const struct link *link)
{
    if (text_same(link->fault, SERIALIZATION_FAILURE) || text_same(link->fault, DEADLOCK_DETECTED))
        return CONFLICT;
    if (text_same(link->fault, UNIQUE_VIOLATION))
        return DUPLICATE;
    return link_was_cut(link) ? LOST : FAILED;
}

static enum outcome try_act(struct link *link, store_act *act, void *what, enum store_level level,
                            refused *ret_answer)
{
    struct store_tx *tx = &link->tx;
    tx->failed = false;
    if (!pipe_begin(link, level == LEVEL_ACT ? BEGIN_ACT : BEGIN_COMMITTED))
        return link_is_lost(link) ? LOST : FAILED;
    refused answer = act(tx, what);
    link_close_rows(link);
    if (tx->failed || answer) {
        enum outcome outcome = tx->failed ? outcome_of_failure(link) : ENDED;
        pipe_leave(link, ROLLBACK);
        pipe_settle(link);
        *ret_answer = answer;
        return outcome;
    }
    if (pipe_commit(link)) {
        atomic_fetch_add_explicit(&tx->store->commits, 1, memory_order_relaxed);
        *ret_answer = NULL;
        return ENDED;
    }
    /* Gone with COMMIT under way: it may be done, and running it again might do it twice. */
    enum outcome outcome = outcome_of_failure(link);
    pipe_settle(link);
    return outcome == LOST ? FAILED : outcome;
}

/* Up to 1, 2, 4, ... milliseconds, so that those who met once do not meet again. */
static void wait_a_little(int retry)
{
    int most = retry < 7 ? 1 << retry : WAIT_MILLISECONDS_MAX;
    long microseconds = secret_random_below((uint32_t)most * 1000) + 1;
    nanosleep(&(struct timespec){ .tv_nsec = microseconds * 1000 }, NULL);
}

static refused retry_act(struct link *link, store_act *act, void *what, enum store_level level)
{
    int duplicates = 0, losses = 0;
    for (int retry = 0; retry <= RETRIES_MAX; retry++) {
        refused answer = NULL;
        enum outcome outcome = try_act(link, act, what, level, &answer);
        if (outcome == ENDED)
            return answer;
        if (outcome == LOST && ++losses == 1 && link_renew(link))
            continue;
        if (outcome == FAILED || outcome == LOST ||
            (outcome == DUPLICATE && ++duplicates == DUPLICATES_MAX)) {
            log_line(LOG_ERROR, "act failed", LOG_TEXT("problem", link->tx.problem));
            return &STORE_FAILED;
        }
        atomic_fetch_add_explicit(&link->tx.store->retries, 1, memory_order_relaxed);
        wait_a_little(retry);
    }
    return &STORE_BUSY;
}

refused postgres_transact(struct store *of, store_act *act, void *what, enum store_level level)
{
    struct postgres_store *store = (struct postgres_store *)of;
    struct link *link = link_take(store);
    link->tx.writing = true;
    store_enter(of);
    refused why = retry_act(link, act, what, level);
    store_leave();
    link_rest(store, link);
    return why;
}
