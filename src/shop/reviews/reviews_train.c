/* Reviews, training: the text model from this market's own verdicts, kept and asked.
 *
 * Examples are what operators decided, and as genuine ones also old reviews that helped others and
 * that nobody reported. Below 200 of each kind there is no model, and the text alone says nothing:
 * how a review came about decides. */
#include "shop/reviews/reviews_inside.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/id.h"
#include "shop/reviews/reviews_model.h"
#include "shop/reviews/reviews_sql.h"

enum { LEAST_OF_KIND = 200, MOST_OF_KIND = 2000, TRUSTED_DAYS = 90, KEPT_APART = 5 };

REFUSAL(REVIEW_FEW_VERDICTS, 409,
        "There are not yet 200 genuine and 200 fake reviews to learn from. Decide on more.");

/* Examples --------------------------------------------------------------------------------- */

struct examples {
    struct review_example *items;
    size_t count, kinds[2];
};

static void read_into(struct rows rows, struct arena *memory, bool fake, struct examples *to)
{
    while (rows_next(&rows)) {
        if (to->kinds[fake] == MOST_OF_KIND)
            continue;
        to->items = arena_room(memory, to->items, to->count, sizeof *to->items);
        to->items[to->count++] = (struct review_example){
            .text = rows_text(&rows, memory, "words"),
            .negative = rows_int(&rows, "stars") <= 3,
            .fake = fake,
        };
        to->kinds[fake]++;
    }
}

static struct examples read_examples(struct store *store, struct arena *memory, struct moment now)
{
    struct examples examples = { 0 };
    struct store_tx *tx = store_read(store);
    for (int fake = 0; fake < 2; fake++)
        read_into(store_query(tx, &reviews_select_verdicts, WITH(INT(fake), INT(MOST_OF_KIND))),
                  memory, fake, &examples);
    struct moment before = moment_before(now, days(TRUSTED_DAYS));
    read_into(store_query(tx, &reviews_select_trusted, WITH(INT(before.us), INT(MOST_OF_KIND))),
              memory, false, &examples);
    store_read_end(tx);
    return examples;
}

/* What a model of four fifths says of the other fifth: the mean of the two kinds, of ten thousand.
 */
static int64_t told_right(struct arena *memory, const struct examples *examples)
{
    struct review_example *learnt = arena_array(memory, examples->count, sizeof *learnt);
    size_t count = 0;
    double right[2] = { 0 }, asked[2] = { 0 };
    for (size_t i = 0; i < examples->count; i++)
        if (i % KEPT_APART)
            learnt[count++] = examples->items[i];
    struct reviews_model *model = reviews_model_train(learnt, count);
    for (size_t i = 0; i < examples->count; i += KEPT_APART) {
        const struct review_example *of = &examples->items[i];
        asked[of->fake]++;
        right[of->fake] += (reviews_model_margin(model, of->text, of->negative) > 0) == of->fake;
    }
    reviews_model_free(model);
    return llround((right[0] / fmax(asked[0], 1) + right[1] / fmax(asked[1], 1)) * 5000);
}

struct keeping {
    const struct reviews_trained *trained;
    const text *bytes;
    struct moment now;
};

static refused keep(struct store_tx *tx, void *what)
{
    const struct keeping *keeping = what;
    /* The one before stays, for who is just reading it. */
    store_put(tx, &reviews_forget_models,
              WITH(INT(store_int(tx, &reviews_select_model_id, WITHOUT, 0))));
    store_put(tx, &reviews_insert_model,
              WITH(INT(id_next(keeping->now)), INT(keeping->trained->genuine),
                   INT(keeping->trained->fakes), INT(keeping->trained->told_right),
                   BYTES(text_of(keeping->bytes), keeping->bytes->length), INT(keeping->now.us)));
    return NULL;
}

refused reviews_train(struct store *store, struct moment now, struct reviews_trained *ret_trained)
{
    AUTO(arena) memory = { 0 };
    AUTO(text) bytes = { 0 };
    struct examples examples = read_examples(store, &memory, now);
    if (examples.kinds[0] < LEAST_OF_KIND || examples.kinds[1] < LEAST_OF_KIND)
        return &REVIEW_FEW_VERDICTS;
    struct reviews_model *model = reviews_model_train_calibrated(examples.items, examples.count);
    reviews_model_write(model, &bytes);
    reviews_model_free(model);
    *ret_trained = (struct reviews_trained){
        .genuine = (int64_t)examples.kinds[0],
        .fakes = (int64_t)examples.kinds[1],
        .told_right = told_right(&memory, &examples),
    };
    struct keeping keeping = { ret_trained, &bytes, now };
    return store_transact(store, keep, &keeping);
}

struct reviews_model_facts reviews_model_facts(struct store_tx *tx)
{
    struct reviews_model_facts facts = { .genuine = 0 };
    int64_t newest = store_int(tx, &reviews_select_model_id, WITHOUT, 0);
    struct rows rows = store_query(tx, &reviews_select_model_facts, WITH(INT(newest)));
    if (rows_next(&rows)) {
        facts = (struct reviews_model_facts){
            .genuine = rows_int(&rows, "genuine"),
            .fakes = rows_int(&rows, "fakes"),
            .told_right = rows_int(&rows, "told_right"),
            .trained_at = { rows_int(&rows, "trained_at") },
        };
        rows_close(&rows);
    }
    return facts;
}

/* Asking ----------------------------------------------------------------------------------- */

/* One for the process: models change once a week, and are some megabytes. A number names a model
 * for ever, and those of several markets in one process differ. */
static struct {
    pthread_mutex_t lock;
    int64_t number;
    struct reviews_model *model; /* NULL: it cannot be read */
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void read_kept(struct store_tx *tx, int64_t number)
{
    AUTO(arena) memory = { 0 };
    size_t size = 0;
    struct rows rows = store_query(tx, &reviews_select_model, WITH(INT(number)));
    reviews_model_free(kept.model);
    kept.model = NULL;
    kept.number = number;
    if (rows_next(&rows)) {
        const unsigned char *bytes = rows_bytes(&rows, &memory, "bytes", &size);
        kept.model = reviews_model_read(bytes, size);
        rows_close(&rows);
    }
}

double reviews_probability(struct store_tx *tx, const char *words, bool negative)
{
    int64_t number = store_int(tx, &reviews_select_model_id, WITHOUT, 0);
    double probability = -1;
    if (!number || text_count_points(words) < 40) /* too short to say anything */
        return probability;
    pthread_mutex_lock(&kept.lock);
    if (kept.number != number)
        read_kept(tx, number);
    if (kept.model)
        probability = reviews_model_probability(kept.model, words, negative);
    pthread_mutex_unlock(&kept.lock);
    return probability;
}
