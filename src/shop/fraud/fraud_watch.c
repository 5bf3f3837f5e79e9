/* Fraud, watch: samples of two times, signal by signal. */
#include "shop/fraud/fraud_watch.h"

#include <stdlib.h>

#include "shop/fraud/fraud_inside.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/fraud/fraud_train.h"
#include "shop/fraud/fraud_walk.h"

/* A time is sampled in parts, so that its end counts as much as its beginning. */
enum { PARTS = 10, SAMPLE_MOST = 500, WALK_MOST = 5000 };

/* Checkouts' numbers, one signal behind the other. */
struct sample {
    float *numbers; /* FRAUD_NUMBERS × PARTS * SAMPLE_MOST */
    size_t count, full;
};

static void see(void *what, const struct fraud_decision *decision,
                const struct fraud_signals *signals)
{
    struct sample *sample = what;
    if (decision->act != FRAUD_CHECKOUT || sample->count >= sample->full)
        return;
    for (size_t i = 0; i < FRAUD_NUMBERS; i++)
        sample->numbers[i * PARTS * SAMPLE_MOST + sample->count] = signals->numbers[i];
    sample->count++;
}

static struct sample take_sample(struct store *store, struct arena *memory, struct moment from,
                                 struct moment to)
{
    struct sample sample = { .numbers = arena_array(memory, FRAUD_NUMBERS,
                                                    PARTS * SAMPLE_MOST * sizeof(float)) };
    int64_t step = (to.us - from.us) / PARTS;
    for (int64_t part = 0; part < PARTS; part++) {
        sample.full = sample.count + SAMPLE_MOST;
        fraud_walk(store, &(struct fraud_walk){ .from = { from.us + part * step },
                                                .to = { from.us + (part + 1) * step },
                                                .most = WALK_MOST,
                                                .see = see,
                                                .what = &sample });
    }
    return sample;
}

static int most_moved_first(const void *a, const void *b)
{
    const struct fraud_watched *one = a, *other = b;
    if (one->drift.psi_thousandths != other->drift.psi_thousandths)
        return one->drift.psi_thousandths < other->drift.psi_thousandths ? 1 : -1;
    return one->signal - other->signal;
}

static refused find_champion(struct store *store, struct arena *memory,
                             struct fraud_model_row *ret_row, bool ret_uses[FRAUD_NUMBERS])
{
    const char *problem;
    struct store_tx *tx = store_read(store);
    fraud_model_id champion = { fraud_keep(tx)->champion.model };
    refused why =
        champion.number ? fraud_model_find(tx, memory, champion, ret_row) : &MODEL_NOT_FOUND;
    struct fraud_model *model = why ? NULL : fraud_read_model(tx, champion.number, &problem);
    if (!why && !model)
        why = &MODEL_UNREADABLE;
    for (int i = 0; i < FRAUD_NUMBERS; i++)
        ret_uses[i] = model && i != SIGNAL_act && fraud_model_uses(model, i);
    fraud_model_free(model);
    store_read_end(tx);
    return why;
}

refused fraud_watch_measure(struct store *store, struct arena *memory, struct moment now,
                            struct fraud_watch *ret_watch)
{
    bool uses[FRAUD_NUMBERS];
    struct fraud_model_row model;
    refused why = find_champion(store, memory, &model, uses);
    if (why)
        return why;
    struct fraud_watch watch = { .model = model.model.number,
                                 .from = model.from_at,
                                 .to = model.to_at };
    AUTO(arena) samples = { 0 };
    struct sample before = take_sample(store, &samples, watch.from, watch.to);
    struct sample after =
        take_sample(store, &samples, moment_before(now, days(FRAUD_WATCH_DAYS)), now);
    watch.before_count = (int64_t)before.count;
    watch.after_count = (int64_t)after.count;
    watch.items = arena_array(memory, FRAUD_NUMBERS, sizeof *watch.items);
    for (int i = 0; i < FRAUD_NUMBERS; i++) {
        size_t at = (size_t)i * PARTS * SAMPLE_MOST;
        if (uses[i])
            watch.items[watch.count++] =
                (struct fraud_watched){ i, fraud_drift_measure(&samples, before.numbers + at,
                                                               before.count, after.numbers + at,
                                                               after.count) };
    }
    if (watch.count)
        qsort(watch.items, watch.count, sizeof *watch.items, most_moved_first);
    *ret_watch = watch;
    return NULL;
}

/* Once a day ------------------------------------------------------------------------------- */

struct watching {
    bool alarms;
    struct moment now;
};

static refused watch_act(struct store_tx *tx, void *what)
{
    const struct watching *watching = what;
    if (watching->alarms)
        fraud_raise(tx, "drift",
                    N_("A signal has moved far from what the model was trained on. See the drift "
                       "of the signals, and train the model anew."),
                    watching->now);
    jobs_plan(tx, &(struct job_plan){ .kind = "fraud.watch_drift",
                                      .run_at = moment_after(watching->now, days(1)) });
    return NULL;
}

static refused run_watch(struct store *store, const struct job *job, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct fraud_watch watch = { 0 };
    struct watching watching = { .now = now };
    (void)job;
    if (!fraud_watch_measure(store, &memory, now, &watch))
        for (size_t i = 0; i < watch.count; i++) {
            /* Ages grow with the market: that they move says nothing of its people. */
            bool ages = fraud_signals[watch.items[i].signal].unit == UNIT_DAYS;
            watching.alarms |= !ages && watch.items[i].drift.level == FRAUD_DRIFT_ALARMS;
        }
    return store_transact(store, watch_act, &watching);
}

const struct job_kind fraud_watch_jobs[] = { { "fraud.watch_drift", run_watch, 0 }, { 0 } };

static refused plan_watch(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "fraud.watch_drift",
                                      .run_at = moment_after(*now, hours(1)) });
    return NULL;
}

refused fraud_watch_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_watch, &now);
}
