/* Jobs: rows that are claimed, run outside any transaction, and removed.
 *
 * A claim is a random number in the row. Whoever ends a run names it, so a runner whose claim
 * lapsed long ago cannot end another's; the plan's number shows a plan made meanwhile. */
#include "store/jobs.h"

#include <assert.h>

#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "store/engine.h"
#include "store/store_sql.h"

enum { ATTEMPTS_USUAL = 12, CLAIM_MINUTES = 5 };

static const struct moment never = { INT64_MAX };

static REFUSAL(JOB_KIND_UNKNOWN, 500, "This program has no job of that kind.");
REFUSAL(JOB_NOT_FAILED, 409, "This job has not failed, or is gone. Look at the list again.");

/* Registering ------------------------------------------------------------------------------ */

void jobs_register(struct store *store, const struct job_kind *kinds)
{
    assert(store->kind_tables < STORE_TABLES_MAX);
    store->kinds[store->kind_tables++] = kinds;
}

static const struct job_kind *find_kind(const struct store *store, const char *name)
{
    for (int i = 0; i < store->kind_tables; i++)
        for (const struct job_kind *kind = store->kinds[i]; kind->name; kind++)
            if (text_same(kind->name, name))
                return kind;
    return NULL;
}

/* Planning --------------------------------------------------------------------------------- */

void jobs_plan(struct store_tx *tx, const struct job_plan *plan)
{
    char subject[24];
    snprintf(subject, sizeof(subject), "%lld", (long long)plan->subject);
    store_put(tx, &store_plan_job,
              WITH(TEXT(plan->kind), TEXT(plan->key ? plan->key : subject), INT(plan->subject),
                   TEXT(plan->payload), INT(plan->run_at.us)));
}

void jobs_cancel(struct store_tx *tx, const char *kind, int64_t subject)
{
    store_put(tx, &store_cancel_jobs, WITH(TEXT(kind), INT(subject)));
}

struct moment jobs_next_due(struct store *store)
{
    struct store_tx *tx = store_read(store);
    struct moment due = { store_int(tx, &store_select_next_job, WITHOUT, never.us) };
    store_read_end(tx);
    return due;
}

/* Looking on ------------------------------------------------------------------------------- */

static const char *state_name(bool failed)
{
    return failed ? "failed" : "planned";
}

struct jobs_seen jobs_list(struct store_tx *tx, struct arena *memory, bool failed, int64_t most)
{
    struct jobs_seen found = { arena_array(memory, (size_t)most, sizeof(struct job_seen)), 0 };
    struct rows rows =
        store_query(tx, &store_select_jobs, WITH(TEXT(state_name(failed)), INT(most)));
    while (rows_next(&rows))
        found.items[found.count++] = (struct job_seen){
            .job_id = rows_int(&rows, "job_id"),
            .subject = rows_int(&rows, "subject"),
            .kind = rows_text(&rows, memory, "kind"),
            .key = rows_text(&rows, memory, "job_key"),
            .refusal = rows_text(&rows, memory, "refusal"),
            .failed = failed,
            .running = rows_int(&rows, "claim") != 0,
            .run_at = { rows_int(&rows, "run_at") },
            .attempt = (int)rows_int(&rows, "attempt"),
        };
    return found;
}

int64_t jobs_count(struct store_tx *tx, bool failed)
{
    return store_int(tx, &store_count_jobs, WITH(TEXT(state_name(failed))), 0);
}

refused jobs_run_again(struct store_tx *tx, int64_t job_id, struct moment now)
{
    return store_do(tx, &store_plan_failed_job, WITH(INT(now.us), INT(job_id))) ? NULL
                                                                                : &JOB_NOT_FAILED;
}

/* Running ---------------------------------------------------------------------------------- */

/* The end of one run and the claim of the next share a transaction. */
struct turn {
    struct arena *memory;
    struct moment now;
    bool ends, claims; /* what is to be done in this turn */

    int64_t job_id, claim, plan_no; /* of the run that ends */
    struct moment run_again_at;
    refused answer;
    bool is_last; /* its attempts are used up */

    int64_t next_claim;
    bool found;
    int64_t next_job_id, next_plan_no;
    const char *kind;
    struct job job;
};

static void end_run(struct store_tx *tx, const struct turn *turn)
{
    int64_t ended;
    if (!turn->answer)
        ended = store_do(tx, &store_remove_job,
                         WITH(INT(turn->job_id), INT(turn->claim), INT(turn->plan_no)));
    else if (turn->is_last)
        ended = store_do(tx, &store_fail_job,
                         WITH(TEXT(turn->answer->name), INT(turn->job_id), INT(turn->claim),
                              INT(turn->plan_no)));
    else
        ended = store_do(tx, &store_retry_job,
                         WITH(INT(turn->run_again_at.us), TEXT(turn->answer->name),
                              INT(turn->job_id), INT(turn->claim), INT(turn->plan_no)));
    if (!ended) /* planned again, cancelled, or the claim lapsed */
        store_put(tx, &store_release_job, WITH(INT(turn->job_id), INT(turn->claim)));
}

static refused take_turn(struct store_tx *tx, void *what)
{
    struct turn *turn = what;
    if (turn->ends)
        end_run(tx, turn);
    turn->found = false;
    if (!turn->claims)
        return NULL;
    struct moment lapses_at = moment_after(turn->now, minutes(CLAIM_MINUTES));
    struct rows rows = store_query(
        tx, &store_claim_job, WITH(INT(turn->next_claim), INT(lapses_at.us), INT(turn->now.us)));
    if (!rows_next(&rows))
        return NULL;
    turn->found = true;
    turn->next_job_id = rows_int(&rows, "job_id");
    turn->next_plan_no = rows_int(&rows, "plan_no");
    turn->kind = rows_text(&rows, turn->memory, "kind");
    turn->job = (struct job){ .subject = rows_int(&rows, "subject"),
                              .payload = rows_text(&rows, turn->memory, "payload"),
                              .attempt = (int)rows_int(&rows, "attempt") };
    rows_close(&rows);
    return NULL;
}

/* 1, 5, 25, ... minutes, a fifth more or less by the job, so that many that failed together do not
 * come back together; at most a day. */
static struct span back_off(int64_t job_id, int attempt)
{
    struct span wait = minutes(1);
    for (int i = 1; i < attempt && wait.us < days(1).us; i++)
        wait.us *= 5;
    uint64_t mixed = ((uint64_t)job_id + (uint64_t)attempt) * UINT64_C(0x9e3779b97f4a7c15);
    int64_t thousandths = 800 + (int64_t)((mixed >> 32) % 401);
    wait.us = wait.us / 1000 * thousandths;
    return wait.us < days(1).us ? wait : days(1);
}

static void run_claimed(struct store *store, struct turn *turn)
{
    const struct job_kind *kind = find_kind(store, turn->kind);
    turn->answer = kind ? kind->run(store, &turn->job, turn->now) : &JOB_KIND_UNKNOWN;
    int most = kind && kind->attempts_max ? kind->attempts_max : ATTEMPTS_USUAL;
    turn->is_last = turn->job.attempt >= most;
    turn->run_again_at = moment_after(turn->now, back_off(turn->next_job_id, turn->job.attempt));
    if (turn->answer)
        log_line(turn->is_last ? LOG_ERROR : LOG_WARNING, "job refused",
                 LOG_TEXT("kind", turn->kind), LOG_TEXT("why", turn->answer->name),
                 LOG_INT("attempt", turn->job.attempt));
    turn->ends = true;
    turn->job_id = turn->next_job_id;
    turn->claim = turn->next_claim;
    turn->plan_no = turn->next_plan_no;
}

/* Never 0, which stands for nobody. */
static int64_t new_claim(void)
{
    uint64_t random;
    secret_random(&random, sizeof(random));
    return (int64_t)(random >> 2) + 1;
}

int jobs_run_due(struct store *store, struct moment now, int most)
{
    AUTO(arena) memory = { 0 };
    struct turn turn = { .memory = &memory, .now = now };
    int run = 0;
    if (jobs_next_due(store).us > now.us)
        return 0; /* mostly so, and a look costs less than an act */
    for (;;) {
        turn.claims = run < most;
        turn.next_claim = new_claim();
        if (!turn.ends && !turn.claims)
            return run;
        /* When the end of a run cannot be written its claim lapses, and it is run again. */
        if (store_transact_at(store, take_turn, &turn, LEVEL_COMMITTED) || !turn.found)
            return run;
        run_claimed(store, &turn);
        run++;
        arena_clear(&memory);
    }
}
