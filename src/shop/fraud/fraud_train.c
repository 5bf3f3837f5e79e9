/* Fraud, training: rows from decisions, split by time; the card says how it did. */
#include "shop/fraud/fraud_train.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "shop/fraud/fraud_walk.h"

enum { MATURE_DAYS = 21, LEARN_PERCENT = 70, CALIBRATE_PERCENT = 15, EXAMPLES_LEAST = 400 };

/* Examples --------------------------------------------------------------------------------- */

static void add_example(struct fraud_examples *to, const struct fraud_signals *signals, bool bad,
                        enum fraud_act act, double amount)
{
    if (to->count == to->room) {
        to->room = to->room ? to->room * 2 : 4096;
        to->numbers = must_resize(to->numbers, to->room * FRAUD_NUMBERS * sizeof *to->numbers);
        to->bad = must_resize(to->bad, to->room * sizeof *to->bad);
        to->acts = must_resize(to->acts, to->room);
        to->amounts = must_resize(to->amounts, to->room * sizeof *to->amounts);
    }
    memcpy(to->numbers + to->count * FRAUD_NUMBERS, signals->numbers, sizeof signals->numbers);
    to->bad[to->count] = bad;
    to->acts[to->count] = (unsigned char)act;
    to->amounts[to->count++] = amount;
}

void fraud_examples_clear(struct fraud_examples *examples)
{
    free(examples->numbers);
    free(examples->bad);
    free(examples->acts);
    free(examples->amounts);
    *examples = (struct fraud_examples){ 0 };
}

struct gathering {
    struct fraud_examples *to;
    struct moment mature_before;
};

static void gather(void *what, const struct fraud_decision *decision,
                   const struct fraud_signals *signals)
{
    struct gathering *gathering = what;
    /* Whoever bought from a seller that deceives did nothing that could be learnt to be bad. */
    bool deceived = decision->act == FRAUD_CHECKOUT && (decision->outcome == FRAUD_NEVER_SHIPS ||
                                                        decision->outcome == FRAUD_SWAPPED_LISTING);
    /* Of younger ones only what is bad is known yet: they would teach that everything is. */
    if (!deceived && decision->at.us < gathering->mature_before.us)
        add_example(gathering->to, signals, decision->outcome > 0, decision->act,
                    (double)decision->amount.minor);
}

void fraud_examples_read(struct store *store, const struct fraud_training *training,
                         struct fraud_examples *ret_examples)
{
    int64_t mature = training->mature_days ? training->mature_days : MATURE_DAYS;
    struct gathering gathering = { ret_examples, moment_before(training->now, days(mature)) };
    *ret_examples = (struct fraud_examples){ 0 };
    fraud_walk(store,
               &(struct fraud_walk){
                   .from = training->from, .to = training->to, .see = gather, .what = &gathering });
}

static struct fraud_examples part_of(const struct fraud_examples *all, size_t from, size_t to)
{
    return (struct fraud_examples){ all->numbers + from * FRAUD_NUMBERS,
                                    all->bad + from,
                                    all->acts + from,
                                    all->amounts + from,
                                    to - from,
                                    0 };
}

/* The card --------------------------------------------------------------------------------- */

static int rising(const void *a, const void *b)
{
    const double *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

/* For each act: the probability above which so many of its honest ones lie. */
static json_t *honest_quantiles(const struct fraud_examples *seen, const double *scores)
{
    static const double shares[] = { 0.05,  0.03,  0.02,  0.01,   0.008,  0.005,
                                     0.003, 0.002, 0.001, 0.0005, 0.0002, 0.0001 };
    json_t *acts = json_object();
    double *honest = must_take((seen->count + 1) * sizeof *honest);
    for (int act = 0; act < FRAUD_ACTS; act++) {
        size_t count = 0;
        for (size_t i = 0; i < seen->count; i++)
            if (seen->acts[i] == act && !(seen->bad[i] > 0))
                honest[count++] = scores[i];
        if (count < 100)
            continue; /* too few to say anything */
        qsort(honest, count, sizeof *honest, rising);
        json_t *quantiles = json_object();
        for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
            char name[16];
            size_t above = (size_t)(shares[i] * (double)count);
            snprintf(name, sizeof name, "%g", shares[i]);
            json_object_set_new(quantiles, name, json_real(honest[count - 1 - above]));
        }
        json_object_set_new(acts, fraud_acts[act].name, quantiles);
    }
    free(honest);
    return acts;
}

static json_t *curve_of(const double *scores, const float *bad, size_t count)
{
    enum { POINTS = 60 };
    struct fraud_curve_point points[POINTS];
    json_t *list = json_array();
    size_t made = fraud_curve(scores, bad, count, points, POINTS);
    for (size_t i = 0; i < made; i++)
        json_array_append_new(list, json_pack("[f, f, f, f]", points[i].threshold, points[i].recall,
                                              points[i].precision, points[i].false_share));
    return list;
}

/* How often each score was right: ten bins of the same size. */
static json_t *calibration_of(double *scores, const float *bad, size_t count)
{
    enum { BINS = 10 };
    json_t *list = json_array();
    for (int bin = 0; bin < BINS; bin++) {
        double said = 0, was = 0, within = 0;
        for (size_t i = 0; i < count; i++) {
            if ((int)(scores[i] * BINS) != bin && !(bin == BINS - 1 && scores[i] >= 1))
                continue;
            said += scores[i];
            was += (double)bad[i];
            within++;
        }
        if (within > 0)
            json_array_append_new(list,
                                  json_pack("[f, f, f]", said / within, was / within, within));
    }
    return list;
}

static void add_figures(json_t *card, const char *name, const struct fraud_figures *figures)
{
    json_object_set_new(card, name,
                        json_pack("{s:f s:f s:I s:I}", "auc_roc", figures->auc, "average_precision",
                                  figures->average_precision, "decisions",
                                  (json_int_t)figures->count, "bad", (json_int_t)figures->bad));
}

static json_t *signals_of(const struct fraud_model *model)
{
    json_t *names = json_array();
    for (int i = 0; i < FRAUD_NUMBERS; i++)
        if (fraud_model_uses(model, i))
            json_array_append_new(names, json_string(fraud_signals[i].name));
    return names;
}

/* By act, of what was not seen: one good kind must not hide a bad one. */
static json_t *figures_by_act(const struct fraud_examples *tested, const double *scores)
{
    json_t *acts = json_object();
    double *own = must_take((tested->count + 1) * sizeof *own);
    float *bad = must_take((tested->count + 1) * sizeof *bad);
    for (int act = 0; act < FRAUD_ACTS; act++) {
        size_t count = 0;
        for (size_t i = 0; i < tested->count; i++)
            if (tested->acts[i] == act) {
                own[count] = scores[i];
                bad[count++] = tested->bad[i];
            }
        struct fraud_figures figures = fraud_figures_of(own, bad, count);
        if (figures.count)
            add_figures(acts, fraud_acts[act].name, &figures);
    }
    free(own);
    free(bad);
    return acts;
}

static const char *card_of(struct arena *memory, struct fraud_model *model,
                           const struct fraud_examples *all, size_t learnt, size_t calibrated)
{
    struct fraud_examples unlearnt = part_of(all, learnt, all->count);
    struct fraud_examples tested = part_of(all, calibrated, all->count);
    double *scores = must_take((unlearnt.count + 1) * sizeof *scores);
    json_t *card = json_object();
    fraud_model_probabilities(model, unlearnt.numbers, unlearnt.count, scores);
    double *of_tested = scores + (calibrated - learnt);
    struct fraud_figures figures = fraud_figures_of(of_tested, tested.bad, tested.count);
    json_object_set_new(card, "learnt", json_integer((json_int_t)learnt));
    json_object_set_new(card, "calibrated", json_integer((json_int_t)(calibrated - learnt)));
    add_figures(card, "figures", &figures);
    json_object_set_new(card, "by_act", figures_by_act(&tested, of_tested));
    json_object_set_new(card, "honest", honest_quantiles(&unlearnt, scores));
    json_object_set_new(card, "curve", curve_of(of_tested, tested.bad, tested.count));
    json_object_set_new(card, "calibration", calibration_of(of_tested, tested.bad, tested.count));
    json_object_set_new(card, "signals", signals_of(model));
    char *written = json_dumps(card, JSON_COMPACT | JSON_REAL_PRECISION(6));
    const char *kept = arena_copy(memory, written);
    json_decref(card);
    free(written);
    free(scores);
    return kept;
}

refused fraud_train(struct store *store, struct arena *memory, struct fraud_training *training,
                    struct fraud_trained *ret_trained)
{
    struct fraud_examples all;
    training->problem = NULL;
    fraud_examples_read(store, training, &all);
    size_t learnt = all.count * LEARN_PERCENT / 100;
    size_t calibrated = all.count * (LEARN_PERCENT + CALIBRATE_PERCENT) / 100;
    struct fraud_model *model = NULL;
    if (all.count < EXAMPLES_LEAST) {
        training->problem =
            arena_format(memory, "%zu decisions are old enough to be known; at least %d are needed",
                         all.count, EXAMPLES_LEAST);
    } else {
        struct fraud_examples seen = part_of(&all, 0, learnt);
        struct fraud_examples held = part_of(&all, learnt, calibrated);
        model = fraud_model_train(&seen, &fraud_tuning_usual, NULL, &training->problem);
        if (model) {
            fraud_model_calibrate(model, &held);
            ret_trained->card = card_of(memory, model, &all, learnt, calibrated);
            ret_trained->bytes = fraud_model_write(memory, model, &ret_trained->size);
            training->problem = NULL;
        }
    }
    fraud_examples_clear(&all);
    fraud_model_free(model);
    return model ? NULL : &MODEL_TOO_LITTLE;
}
