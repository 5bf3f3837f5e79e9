/* PostgreSQL's pipe: statements go out without waiting for the answers of those before them.
 *
 * What is put, and BEGIN, wait unread until a statement asks for its answer or the transaction
 * ends: then all goes out together and is read in its order. What ends a read or a refused act is
 * read when the link is used the next time. An error makes the server skip the rest, up to a sync.
 */
#include "store/postgres_inside.h"

#include <assert.h>

#include "base/text.h"

/* One command's answer. The NULL behind it ends the command. */
static PGresult *take_answer(struct link *link)
{
    PGresult *answer = PQgetResult(link->server), *more;
    while (answer && (more = PQgetResult(link->server)))
        PQclear(more);
    return answer;
}

static bool is_good(const PGresult *answer)
{
    ExecStatusType status = PQresultStatus(answer);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* Reads what waits; the first that failed marks the transaction. */
static void take_waiting(struct link *link)
{
    for (int i = 0; i < link->waiting_count; i++) {
        PGresult *answer = take_answer(link);
        if (!is_good(answer))
            link_fail(link, link->waiting[i], answer);
        PQclear(answer);
    }
    link->waiting_count = 0;
}

static bool send_turn(struct link *link, enum turn turn)
{
    return PQsendQueryPrepared(link->server, turn_names[turn], 0, NULL, NULL, NULL, 0) == 1;
}

void pipe_wait(struct link *link, const char *name)
{
    if (link->waiting_count == WAITING_MAX) {
        PQsendFlushRequest(link->server);
        take_waiting(link);
    }
    link->waiting[link->waiting_count++] = name;
}

bool pipe_begin(struct link *link, enum turn turn)
{
    assert(!link->syncs_left);
    link->waiting_count = 0;
    link->answered = false;
    if (PQenterPipelineMode(link->server) == 1 && send_turn(link, turn)) {
        pipe_wait(link, "BEGIN");
        return true;
    }
    link_fail(link, "BEGIN", NULL);
    return false;
}

PGresult *pipe_answer(struct link *link, const char *name)
{
    PQsendFlushRequest(link->server);
    take_waiting(link);
    PGresult *answer = take_answer(link);
    if (!is_good(answer))
        link_fail(link, name, answer);
    if (!link->tx.failed) {
        link->answered = true;
        return answer;
    }
    PQclear(answer);
    return NULL;
}

void pipe_settle(struct link *link)
{
    while (link->syncs_left && !link_is_lost(link)) {
        PGresult *answer = PQgetResult(link->server);
        link->syncs_left -= PQresultStatus(answer) == PGRES_PIPELINE_SYNC;
        PQclear(answer);
    }
    link->syncs_left = 0;
    link->waiting_count = 0;
    if (!link_is_lost(link))
        PQexitPipelineMode(link->server);
}

static void sync(struct link *link)
{
    link->syncs_left += PQpipelineSync(link->server) == 1;
}

void pipe_sync(struct link *link)
{
    sync(link);
    take_waiting(link);
    pipe_settle(link);
}

bool pipe_commit(struct link *link)
{
    bool sent = send_turn(link, COMMIT);
    if (!sent)
        link_fail(link, "COMMIT", NULL);
    sync(link);
    take_waiting(link);
    PGresult *answer = sent ? take_answer(link) : NULL;
    bool done = !link->tx.failed && text_same(answer ? PQcmdStatus(answer) : "", "COMMIT");
    if (!done)
        link_fail(link, "COMMIT", answer);
    PQclear(answer);
    if (done || link_is_lost(link))
        pipe_settle(link);
    else
        pipe_leave(link, ROLLBACK); /* COMMIT may have been skipped */
    return done;
}

void pipe_leave(struct link *link, enum turn turn)
{
    if (link_is_lost(link))
        return;
    if (link->tx.failed)
        sync(link); /* else the server would skip what follows */
    send_turn(link, turn);
    sync(link);
}
