/* Once: kept answers, found by whose key it is, the route and the key. */
#include "store/once.h"

#include <limits.h>

#include "store/store_sql.h"

enum { FORGET_AT_A_TIME = 1000 };

REFUSAL(KEY_REUSED, 422, "This Idempotency-Key was sent before with another body. Take a new one.");

/* An account's key is its own from whatever browser it comes. */
static const char *visitor_of(const struct once *once)
{
    return once->account == 0 && once->visitor ? once->visitor : "";
}

refused once_find(struct store_tx *tx, struct arena *memory, const struct once *once,
                  bool *ret_found, struct once_answer *ret_answer)
{
    struct rows rows = store_query(tx, &store_select_once,
                                   WITH(INT(once->account), TEXT(visitor_of(once)),
                                        TEXT(once->route), TEXT(once->key), INT(once->now.us)));
    bool found = rows_next(&rows);
    if (found) {
        size_t size;
        const unsigned char *tag = rows_bytes(&rows, memory, "body_tag", &size);
        if (size != SECRET_TAG_SIZE || memcmp(tag, once->body.bytes, size) != 0) {
            rows_close(&rows);
            return &KEY_REUSED;
        }
        *ret_answer = (struct once_answer){ .status = (int)rows_int(&rows, "status"),
                                            .location = rows_text(&rows, memory, "location"),
                                            .body = rows_text(&rows, memory, "body") };
        rows_close(&rows);
    }
    *ret_found = found;
    return NULL;
}

void once_keep(struct store_tx *tx, const struct once *once, const struct once_answer *answer)
{
    struct moment expires_at = moment_after(once->now, once->keep);
    store_put(tx, &store_keep_once,
              WITH(INT(once->account), TEXT(visitor_of(once)), TEXT(once->route), TEXT(once->key),
                   BYTES(once->body.bytes, SECRET_TAG_SIZE), INT(answer->status),
                   TEXT(answer->location), TEXT(answer->body), INT(expires_at.us)));
}

/* Forgetting ------------------------------------------------------------------------------- */

struct forgetting {
    struct moment now;
    int64_t forgotten;
};

static refused forget_some(struct store_tx *tx, void *what)
{
    struct forgetting *forgetting = what;
    forgetting->forgotten =
        store_do(tx, &store_forget_once, WITH(INT(forgetting->now.us), INT(FORGET_AT_A_TIME)));
    return NULL;
}

static refused plan_next(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx,
              &(struct job_plan){ .kind = "once.forget", .run_at = moment_after(*now, days(1)) });
    return NULL;
}

static refused forget(struct store *store, const struct job *job, struct moment now)
{
    (void)job;
    struct forgetting forgetting = { .now = now };
    do {
        refused why = store_transact(store, forget_some, &forgetting);
        if (why)
            return why;
    } while (forgetting.forgotten == FORGET_AT_A_TIME);
    return store_transact(store, plan_next, &now);
}

/* The first plan is in store_schema.sql. */
const struct job_kind once_jobs[] = {
    { .name = "once.forget", .run = forget, .attempts_max = INT_MAX },
    { 0 },
};
