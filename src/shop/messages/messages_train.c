/* Messages, training: the text model from operators' verdicts, kept, and asked of each message.
 *
 * The model alone warns a message's receiver and brings it before a person; it never withholds.
 * Without a model the patterns of the scan speak alone. */
#include "shop/messages/messages_inside.h"

#include <pthread.h>

#include "base/id.h"
#include "base/secret.h"
#include "base/words.h"
#include "shop/fraud/fraud_inside.h"
#include "shop/messages/messages_sql.h"

enum { MOST_OF_KIND = 1000, TRAIN_EVERY_DAYS = 7 };

REFUSAL(MESSAGE_FEW_VERDICTS, 409,
        "There are not yet 100 different messages of each kind to learn from. Decide on more.");
REFUSAL(MESSAGE_MODEL_WEAK, 409,
        "What was learnt does not tell the messages of other people well enough to warn of them. "
        "Decide on messages of more people.");

/* Training --------------------------------------------------------------------------------- */

/* The newest come first: a text that was judged twice has its last verdict. */
static struct message_lesson read_lesson(struct store *store, struct arena *memory)
{
    struct message_example *examples =
        arena_array(memory, (size_t)MOST_OF_KIND * 2, sizeof *examples);
    size_t count = 0;
    struct store_tx *tx = store_read(store);
    for (int against = 1; against >= 0; against--) {
        enum message_verdict verdict = against ? MESSAGE_CONFIRMED : MESSAGE_DISMISSED;
        struct messages found = messages_read_rows(
            tx, memory,
            store_query(tx, &messages_select_decided,
                        WITH(TEXT(message_verdicts[verdict].name), INT(MOST_OF_KIND))));
        for (size_t i = 0; i < found.count; i++)
            examples[count++] = (struct message_example){ found.items[i].words,
                                                          found.items[i].sender.number, against };
    }
    store_read_end(tx);
    return messages_lesson(memory, examples, count);
}

struct keeping {
    struct messages_trained *trained;
    const text *bytes;
    struct moment now;
};

static refused keep(struct store_tx *tx, void *what)
{
    struct keeping *keeping = what;
    struct messages_trained *trained = keeping->trained;
    struct messages_trained before = messages_model_facts(tx);
    trained->version = before.version + 1;
    /* The one before stays, for who is just reading it. */
    store_put(tx, &messages_forget_models, WITH(INT(before.version)));
    store_put(tx, &messages_insert_model,
              WITH(INT(id_next(keeping->now)), INT(trained->version), INT(trained->learnt[0]),
                   INT(trained->learnt[1]), INT(trained->figures.asked[0]),
                   INT(trained->figures.suspected[0]), INT(trained->figures.asked[1]),
                   INT(trained->figures.suspected[1]),
                   BYTES(text_of(keeping->bytes), keeping->bytes->length), INT(keeping->now.us)));
    return NULL;
}

refused messages_train(struct store *store, struct moment now, struct messages_trained *ret_trained)
{
    AUTO(arena) memory = { 0 };
    AUTO(text) bytes = { 0 };
    struct message_lesson lesson = read_lesson(store, &memory);
    if (lesson.kinds[0] < MESSAGE_LEARNT_LEAST || lesson.kinds[1] < MESSAGE_LEARNT_LEAST)
        return &MESSAGE_FEW_VERDICTS;
    struct messages_trained trained = {
        .learnt = { (int64_t)lesson.kinds[0], (int64_t)lesson.kinds[1] },
        .figures = messages_figures(&lesson),
        .at = now,
    };
    if (!messages_figures_suffice(&trained.figures))
        return &MESSAGE_MODEL_WEAK;
    struct reviews_model *model = reviews_model_train_calibrated(lesson.items, lesson.count);
    reviews_model_write(model, &bytes);
    reviews_model_free(model);
    struct keeping keeping = { &trained, &bytes, now };
    refused why = store_transact(store, keep, &keeping);
    if (!why)
        *ret_trained = trained;
    return why;
}

struct messages_trained messages_model_facts(struct store_tx *tx)
{
    struct messages_trained trained = { .version = 0 };
    struct rows rows = store_query(tx, &messages_select_model_facts, WITHOUT);
    if (rows_next(&rows)) {
        trained = (struct messages_trained){
            .model = rows_int(&rows, "model_id"),
            .version = rows_int(&rows, "version"),
            .learnt = { rows_int(&rows, "in_order"), rows_int(&rows, "against") },
            .figures = { { rows_int(&rows, "asked_in_order"), rows_int(&rows, "asked_against") },
                         { rows_int(&rows, "troubled"), rows_int(&rows, "caught") } },
            .at = { rows_int(&rows, "trained_at") },
        };
        rows_close(&rows);
    }
    return trained;
}

/* Planned again whatever became of it: few verdicts are no failure. */
static refused plan_training(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "messages.train",
                                      .run_at = moment_after(*now, days(TRAIN_EVERY_DAYS)) });
    return NULL;
}

static refused run_train(struct store *store, const struct job *job, struct moment now)
{
    struct messages_trained trained;
    (void)job;
    refused why = messages_train(store, now, &trained);
    if (why && why != &MESSAGE_FEW_VERDICTS && why != &MESSAGE_MODEL_WEAK)
        return why;
    return store_transact(store, plan_training, &now);
}

const struct job_kind messages_jobs[] = { { .name = "messages.train", .run = run_train }, { 0 } };

refused messages_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_training, &now);
}

/* Asking ----------------------------------------------------------------------------------- */

/* One for the process: models change once a week, and are some megabytes. A number names a model
 * for ever, and those of several markets in one process differ. */
static struct {
    pthread_mutex_t lock;
    int64_t number;
    struct reviews_model *model; /* NULL: it cannot be read */
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Under the lock; NULL when it cannot be read. */
static const struct reviews_model *model_of(struct store_tx *tx, int64_t number)
{
    AUTO(arena) memory = { 0 };
    size_t size = 0;
    if (kept.number == number)
        return kept.model;
    reviews_model_free(kept.model);
    kept.model = NULL;
    kept.number = number;
    struct rows rows = store_query(tx, &messages_select_model, WITH(INT(number)));
    if (rows_next(&rows)) {
        const unsigned char *bytes = rows_bytes(&rows, &memory, "bytes", &size);
        kept.model = reviews_model_read(bytes, size);
        rows_close(&rows);
    }
    return kept.model;
}

int64_t messages_probability(struct store_tx *tx, struct arena *memory, const char *words,
                             struct moment now)
{
    int64_t number = store_int(tx, &messages_select_model_id, WITHOUT, 0), probability = -1;
    if (!number)
        return probability;
    pthread_mutex_lock(&kept.lock);
    const struct reviews_model *model = model_of(tx, number);
    if (model)
        probability = messages_model_probability(model, memory, words);
    pthread_mutex_unlock(&kept.lock);
    if (!model)
        fraud_raise(tx, "messages_model",
                    N_("The text model of messages cannot be read: only the patterns judge them. "
                       "Train it anew on the page of messages."),
                    now);
    return probability;
}

struct message_runs messages_strongest(struct store_tx *tx, struct arena *memory, const char *words)
{
    struct message_runs runs = { { 0 }, 0 };
    int64_t number = store_int(tx, &messages_select_model_id, WITHOUT, 0);
    if (!number)
        return runs;
    pthread_mutex_lock(&kept.lock);
    const struct reviews_model *model = model_of(tx, number);
    if (model)
        runs = messages_model_strongest(model, memory, words);
    pthread_mutex_unlock(&kept.lock);
    return runs;
}
