/* Events, jobs and kept answers, on the engine that store_tests() has chosen. */
#include "store/store_test.h"

#include "store/events.h"
#include "store/jobs.h"
#include "store/once.h"
#include "store/store_sql.h"

/* Events ----------------------------------------------------------------------------------- */

static const struct event_kind THING_MADE = { "thing.made" }, THING_LOST = { "thing.lost" };

static int heard_any, heard_made; /* the acts of these tests run one at a time */

static refused hear_any(struct store_tx *tx, const struct event *event)
{
    (void)tx, (void)event;
    heard_any++;
    return NULL;
}

static refused hear_made(struct store_tx *tx, const struct event *event)
{
    heard_made++;
    if (event->subject == 13)
        return &TEST_NOT_WANTED;
    bench_put(tx, event->subject, *(const int *)event->what);
    return NULL;
}

static const struct listener any_listener[] = { { NULL, hear_any }, { 0 } };
static const struct listener made_listener[] = { { &THING_MADE, hear_made }, { 0 } };

static refused announce(struct store_tx *tx, void *what)
{
    const int64_t *subject = what;
    int number = 8;
    refused why = events_announce(tx, &(struct event){ .kind = &THING_LOST,
                                                       .subject = *subject,
                                                       .at = test_noon,
                                                       .subject_prefix = "thg" });
    if (why)
        return why;
    return events_announce(tx, &(struct event){ .kind = &THING_MADE,
                                                .subject = *subject,
                                                .at = test_noon,
                                                .subject_prefix = "thg",
                                                .facts = "{\"a\":1}",
                                                .what = &number });
}

/* Follows on from the numbers given and gives how many were found. */
static int follow(struct store *store, int64_t *transaction_no, int64_t *event_no)
{
    int found = 0;
    struct store_tx *tx = store_read(store);
    struct rows rows = store_query(tx, &store_select_events_after,
                                   WITH(INT(*transaction_no), INT(*event_no), INT(100)));
    for (; rows_next(&rows); found++) {
        *transaction_no = rows_int(&rows, "transaction_no");
        *event_no = rows_int(&rows, "event_no");
    }
    store_read_end(tx);
    return found;
}

static void events_are_kept_heard_and_refused(void **state)
{
    struct bench *bench = *state;
    int64_t wanted = 5, unwanted = 13, transaction_no = 0, event_no = 0;
    heard_any = heard_made = 0;
    events_register(bench->store, any_listener);
    events_register(bench->store, made_listener);
    assert_null(store_transact(bench->store, announce, &wanted));
    assert_int_equal(heard_any, 2);
    assert_int_equal(heard_made, 1);
    assert_int_equal(bench_number(bench->store, &thing_total), 8);
    assert_ptr_equal(store_transact(bench->store, announce, &unwanted), &TEST_NOT_WANTED);
    assert_int_equal(bench_number(bench->store, &thing_event_count), 2);
    assert_int_equal(follow(bench->store, &transaction_no, &event_no), 2);
    assert_int_equal(follow(bench->store, &transaction_no, &event_no), 0);
}

static refused age_events(struct store_tx *tx, void *what)
{
    (void)what;
    store_do(tx, &thing_event_age, WITHOUT);
    return NULL;
}

/* As after a restore into another cluster, which counts its transactions anew. */
static void restored_events_stay_before_new_ones(void **state)
{
    struct bench *bench = *state;
    int64_t subject = 1, transaction_no = 0, event_no = 0;
    assert_null(store_transact(bench->store, announce, &subject));
    if (bench_postgres_url)
        assert_null(store_transact(bench->store, age_events, NULL));
    store_close(bench->store);
    bench->store = bench_open_again(bench);
    assert_int_equal(follow(bench->store, &transaction_no, &event_no), 2);
    assert_null(store_transact(bench->store, announce, &subject));
    assert_int_equal(follow(bench->store, &transaction_no, &event_no), 2);
}

/* Jobs ------------------------------------------------------------------------------------- */

static pthread_mutex_t jobs_lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t jobs_run[1000];
static int jobs_run_count;
static struct moment plan_again_at; /* a job of "test.again" plans itself for this */

static refused note_job(struct store *store, const struct job *job, struct moment now)
{
    (void)store, (void)now;
    pthread_mutex_lock(&jobs_lock);
    jobs_run[jobs_run_count++] = job->subject;
    pthread_mutex_unlock(&jobs_lock);
    return job->payload && text_same(job->payload, "refuse") ? &TEST_NOT_WANTED : NULL;
}

static refused plan(struct store_tx *tx, void *what)
{
    jobs_plan(tx, what);
    return NULL;
}

static refused plan_again(struct store *store, const struct job *job, struct moment now)
{
    note_job(store, job, now);
    return store_transact(store, plan,
                          &(struct job_plan){ .kind = "test.again",
                                              .subject = job->subject,
                                              .run_at = plan_again_at });
}

/* As if this runner died and its claim lapsed: the job runs elsewhere before this run ends. */
static refused outlive_claim(struct store *store, const struct job *job, struct moment now)
{
    note_job(store, job, now);
    if (job->attempt == 1)
        assert_int_equal(jobs_run_due(store, moment_after(now, minutes(6)), 10), 1);
    return job->attempt == 1 ? &TEST_NOT_WANTED : NULL;
}

static const struct job_kind test_kinds[] = {
    { .name = "test.note", .run = note_job, .attempts_max = 3 },
    { .name = "test.again", .run = plan_again },
    { .name = "test.outlive", .run = outlive_claim },
    { 0 },
};

static void prepare_jobs(struct bench *bench)
{
    jobs_run_count = 0;
    jobs_register(bench->store, test_kinds);
    jobs_register(bench->store, once_jobs);
    assert_int_equal(jobs_run_due(bench->store, moment_before(test_noon, days(2)), 100), 1);
    assert_int_equal(jobs_run_count, 0); /* that was once.forget */
}

static void plan_job(struct bench *bench, const char *kind, int64_t subject, struct moment run_at,
                     const char *payload)
{
    assert_null(store_transact(
        bench->store, plan,
        &(struct job_plan){
            .kind = kind, .subject = subject, .run_at = run_at, .payload = payload }));
}

static int run_jobs(struct bench *bench, struct moment now)
{
    jobs_run_count = 0;
    jobs_run_due(bench->store, now, 100);
    return jobs_run_count;
}

static refused cancel(struct store_tx *tx, void *what)
{
    jobs_cancel(tx, "test.note", *(const int64_t *)what);
    return NULL;
}

static void jobs_run_in_order_when_due(void **state)
{
    struct bench *bench = *state;
    int64_t third = 3;
    prepare_jobs(bench);
    plan_job(bench, "test.note", 1, moment_after(test_noon, minutes(2)), NULL);
    plan_job(bench, "test.note", 2, test_noon, NULL);
    plan_job(bench, "test.note", 3, test_noon, NULL);
    plan_job(bench, "test.note", 4, test_noon, NULL);
    plan_job(bench, "test.note", 5, moment_after(test_noon, days(9)), NULL);
    plan_job(bench, "test.note", 5, moment_after(test_noon, minutes(1)), NULL); /* moved */
    assert_null(store_transact(bench->store, cancel, &third));
    assert_int_equal(run_jobs(bench, moment_before(test_noon, seconds(1))), 0);
    assert_int_equal(jobs_next_due(bench->store).us, test_noon.us);
    assert_int_equal(run_jobs(bench, moment_after(test_noon, minutes(2))), 4);
    static const int64_t order[] = { 2, 4, 5, 1 };
    assert_memory_equal(jobs_run, order, sizeof(order));
    assert_int_equal(run_jobs(bench, moment_after(test_noon, minutes(2))), 0);
    plan_job(bench, "test.note", 6, test_noon, NULL);
    plan_job(bench, "test.note", 7, test_noon, NULL);
    assert_int_equal(jobs_run_due(bench->store, test_noon, 1), 1);
}

static void check_job(struct bench *bench, int64_t subject, const char *state, int attempt)
{
    struct store_tx *tx = store_read(bench->store);
    struct rows rows = store_query(tx, &thing_job_row, WITH(INT(subject)));
    assert_int_equal(rows_next(&rows), state != NULL);
    if (state) {
        assert_string_equal(rows_text(&rows, &bench->memory, "state"), state);
        assert_int_equal(rows_int(&rows, "attempt"), attempt);
        assert_string_equal(rows_text(&rows, &bench->memory, "refusal"), "TEST_NOT_WANTED");
    }
    store_read_end(tx);
}

static void refused_jobs_are_tried_again_and_kept(void **state)
{
    struct bench *bench = *state;
    prepare_jobs(bench);
    plan_job(bench, "test.note", 1, test_noon, "refuse");
    assert_int_equal(run_jobs(bench, test_noon), 1);
    check_job(bench, 1, "planned", 1);
    assert_int_equal(run_jobs(bench, moment_after(test_noon, seconds(47))), 0);
    struct moment second = moment_after(test_noon, seconds(73));
    assert_int_equal(run_jobs(bench, second), 1);
    assert_int_equal(run_jobs(bench, moment_after(second, minutes(3))), 0);
    assert_int_equal(run_jobs(bench, moment_after(second, minutes(7))), 1);
    check_job(bench, 1, "failed", 3);
    assert_int_equal(run_jobs(bench, moment_after(test_noon, hours(20))), 0);
    plan_job(bench, "test.note", 1, test_noon, NULL); /* a new plan, a new chance */
    assert_int_equal(run_jobs(bench, test_noon), 1);
    check_job(bench, 1, NULL, 0);
}

static void a_job_may_plan_itself_again(void **state)
{
    struct bench *bench = *state;
    prepare_jobs(bench);
    plan_job(bench, "test.again", 1, test_noon, NULL);
    plan_again_at = moment_after(test_noon, minutes(10));
    assert_int_equal(run_jobs(bench, test_noon), 1);
    assert_int_equal(jobs_next_due(bench->store).us, plan_again_at.us);
    struct moment second = plan_again_at;
    plan_again_at = moment_after(test_noon, minutes(20));
    assert_int_equal(run_jobs(bench, second), 1);
    assert_int_equal(jobs_next_due(bench->store).us, plan_again_at.us);
}

static void a_claim_lapses(void **state)
{
    struct bench *bench = *state;
    prepare_jobs(bench);
    plan_job(bench, "test.outlive", 1, test_noon, NULL);
    assert_int_equal(run_jobs(bench, test_noon), 2);
    check_job(bench, 1, NULL, 0); /* the second runner's end counts, not the first's refusal */
}

struct runner {
    struct bench *bench;
    int run;
};

static void *run_all_jobs(void *what)
{
    struct runner *runner = what;
    for (int idle = 0; idle < 5;) {
        int run = jobs_run_due(runner->bench->store, test_noon, 7);
        runner->run += run;
        idle = run ? 0 : idle + 1;
    }
    return NULL;
}

static void two_runners_never_run_the_same(void **state)
{
    enum { JOBS = 200, RUNNERS = 8 };
    struct bench *bench = *state;
    struct runner runners[RUNNERS];
    bool seen[JOBS] = { false };
    int run = 0;
    prepare_jobs(bench);
    for (int i = 0; i < JOBS; i++)
        plan_job(bench, "test.note", i, moment_before(test_noon, seconds(i % 7)), NULL);
    for (int i = 0; i < RUNNERS; i++)
        runners[i] = (struct runner){ bench, 0 };
    bench_run_threads(RUNNERS, run_all_jobs, runners, sizeof(*runners));
    for (int i = 0; i < RUNNERS; i++)
        run += runners[i].run;
    assert_int_equal(jobs_run_count, JOBS);
    assert_int_equal(run, JOBS + 1); /* and once.forget */
    for (int i = 0; i < jobs_run_count; i++) {
        assert_false(seen[jobs_run[i]]);
        seen[jobs_run[i]] = true;
    }
}

/* Once ------------------------------------------------------------------------------------- */

struct keeping {
    struct once once;
    refused refuses;
};

static refused keep_answer(struct store_tx *tx, void *what)
{
    const struct keeping *keeping = what;
    once_keep(tx, &keeping->once,
              &(struct once_answer){ .status = 201, .location = "/orders/1", .body = "{}" });
    return keeping->refuses;
}

static bool finds_answer(struct bench *bench, const struct once *once, refused wanted)
{
    struct once_answer answer = { 0 };
    bool found = false;
    struct store_tx *tx = store_read(bench->store);
    assert_ptr_equal(once_find(tx, &bench->memory, once, &found, &answer), wanted);
    store_read_end(tx);
    if (found) {
        assert_int_equal(answer.status, 201);
        assert_string_equal(answer.location, "/orders/1");
        assert_string_equal(answer.body, "{}");
    }
    return found;
}

static void a_key_gives_the_same_answer(void **state)
{
    struct bench *bench = *state;
    struct keeping keeping = { .once = { .account = 4,
                                         .visitor = "a",
                                         .route = "POST /purchases",
                                         .key = "k",
                                         .now = test_noon,
                                         .keep = days(1) },
                               .refuses = &TEST_NOT_WANTED };
    struct once *once = &keeping.once;
    store_transact(bench->store, keep_answer, &keeping);
    assert_false(finds_answer(bench, once, NULL)); /* it went with its act */
    keeping.refuses = NULL;
    assert_null(store_transact(bench->store, keep_answer, &keeping));
    assert_true(finds_answer(bench, once, NULL));
    once->visitor = "another browser";
    assert_true(finds_answer(bench, once, NULL));
    once->body.bytes[0] = 1;
    assert_false(finds_answer(bench, once, &KEY_REUSED));
    once->body.bytes[0] = 0;
    once->account = 0;
    assert_false(finds_answer(bench, once, NULL));
    once->account = 4;
    once->now = moment_after(test_noon, days(1));
    assert_false(finds_answer(bench, once, NULL)); /* past its time, though still there */
    assert_null(store_transact(bench->store, keep_answer, &keeping));
    assert_true(finds_answer(bench, once, NULL));
    prepare_jobs(bench);
    assert_int_equal(jobs_run_due(bench->store, moment_after(test_noon, days(3)), 10), 1);
    assert_false(finds_answer(bench, once, NULL));
    assert_int_equal(jobs_next_due(bench->store).us, moment_after(test_noon, days(4)).us);
}

static const struct CMUnitTest tests[] = {
    EACH(events_are_kept_heard_and_refused), EACH(restored_events_stay_before_new_ones),
    EACH(jobs_run_in_order_when_due),        EACH(refused_jobs_are_tried_again_and_kept),
    EACH(a_job_may_plan_itself_again),       EACH(a_claim_lapses),
    EACH(two_runners_never_run_the_same),    EACH(a_key_gives_the_same_answer),
};

int store_later_tests(void)
{
    return cmocka_run_group_tests_name("events, jobs and answers", tests, NULL, NULL);
}
