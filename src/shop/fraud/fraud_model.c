/* Fraud, models: XGBoost's C interface, and what it is told and asked. */
#include "shop/fraud/fraud_model_inside.h"

#include <stdlib.h>
#include <string.h>

const struct fraud_tuning fraud_tuning_usual = {
    .rounds = 120,
    .depth = 4,
    .rate = 0.1,
    .leaf_least = 0.02,
    .rows = 0.8,
    .columns = 0.6,
    .bad_weight = 1,
    .leaf_penalty = 10,
    .seeds = 1,
};

struct fraud_model *fraud_model_new(void)
{
    struct fraud_model *model = must_take(sizeof *model);
    pthread_mutex_init(&model->lock, NULL);
    model->slope = 1;
    return model;
}

void fraud_model_free(struct fraud_model *model)
{
    if (!model)
        return;
    for (int i = 0; i < model->booster_count; i++) {
        XGBoosterFree(model->boosters[i]);
        fraud_trees_free(model->trees[i]);
    }
    for (int i = 0; i < model->columns; i++)
        free(model->names[i]);
    pthread_mutex_destroy(&model->lock);
    free(model);
}

bool fraud_model_uses(const struct fraud_model *model, int signal)
{
    for (int i = 0; i < model->columns; i++)
        if (model->places[i] == signal)
            return true;
    return false;
}

void fraud_model_add_column(struct fraud_model *model, const char *name, size_t length)
{
    char *copy = must_take(length + 1);
    memcpy(copy, name, length);
    int place = fraud_signal_place(copy, length);
    model->names[model->columns] = copy;
    model->places[model->columns++] = place < FRAUD_NUMBERS ? place : -1;
}

/* The model's columns of these rows, in its order. Freed by the caller. */
static float *columns_of(const struct fraud_model *model, const float *numbers, size_t count)
{
    float *columns = must_take(count * (size_t)model->columns * sizeof *columns + 1);
    for (size_t row = 0; row < count; row++)
        for (int i = 0; i < model->columns; i++)
            columns[row * (size_t)model->columns + (size_t)i] =
                model->places[i] < 0 ? NAN
                                     : numbers[row * FRAUD_NUMBERS + (size_t)model->places[i]];
    return columns;
}

/* Training --------------------------------------------------------------------------------- */

/* The signals that are not the same in all rows. */
static void choose_columns(struct fraud_model *model, const struct fraud_examples *examples,
                           const bool *only)
{
    for (int i = 0; i < FRAUD_NUMBERS; i++) {
        float first = examples->numbers[i];
        bool varies = false;
        for (size_t row = 1; row < examples->count && !varies; row++) {
            float number = examples->numbers[row * FRAUD_NUMBERS + (size_t)i];
            varies = isnan(number) != isnan(first) || (!isnan(number) && number != first);
        }
        if (varies && (!only || only[i]))
            fraud_model_add_column(model, fraud_signals[i].name, strlen(fraud_signals[i].name));
    }
}

static bool set_number(BoosterHandle booster, const char *name, double number)
{
    char words[40];
    snprintf(words, sizeof words, "%.9g", number);
    return XGBoosterSetParam(booster, name, words) == 0;
}

/* Trees begin at the share of bad rows. From there a row weighs as much as it can teach, a sure one
 * next to nothing, and all of them together about as much as there are bad rows: so the least
 * weight of a leaf is said in those, and grows with what there is to learn from. */
static bool tune(BoosterHandle booster, const struct fraud_tuning *tuning, int seed, double bad,
                 double good)
{
    double bad_weight = bad * tuning->bad_weight;
    return XGBoosterSetParam(booster, "objective", "binary:logistic") == 0 &&
           XGBoosterSetParam(booster, "tree_method", "hist") == 0 &&
           XGBoosterSetParam(booster, "verbosity", "0") == 0 &&
           set_number(booster, "base_score", bad_weight / (bad_weight + good)) &&
           set_number(booster, "max_depth", tuning->depth) &&
           set_number(booster, "eta", tuning->rate) &&
           set_number(booster, "min_child_weight", tuning->leaf_least * bad_weight) &&
           set_number(booster, "subsample", tuning->rows) &&
           set_number(booster, "colsample_bytree", tuning->columns) &&
           set_number(booster, "scale_pos_weight", tuning->bad_weight) &&
           set_number(booster, "lambda", tuning->leaf_penalty) && set_number(booster, "seed", seed);
}

static bool grow(struct fraud_model *model, DMatrixHandle matrix, const struct fraud_tuning *tuning,
                 double bad, double good)
{
    int seeds = tuning->seeds < 1                 ? 1
                : tuning->seeds > FRAUD_SEEDS_MAX ? FRAUD_SEEDS_MAX
                                                  : tuning->seeds;
    for (int i = 0; i < seeds; i++) {
        BoosterHandle booster;
        if (XGBoosterCreate(&matrix, 1, &booster) != 0)
            return false;
        model->boosters[model->booster_count++] = booster;
        if (!tune(booster, tuning, i + 1, bad, good))
            return false;
        for (int round = 0; round < tuning->rounds; round++)
            if (XGBoosterUpdateOneIter(booster, round, matrix) != 0)
                return false;
        set_number(booster, "nthread", 1); /* from here on it is asked about single rows */
    }
    return true;
}

struct fraud_model *fraud_model_train(const struct fraud_examples *examples,
                                      const struct fraud_tuning *tuning, const bool *only,
                                      const char **ret_problem)
{
    struct fraud_model *model = fraud_model_new();
    DMatrixHandle matrix = NULL;
    size_t bad = 0;
    for (size_t i = 0; i < examples->count; i++)
        bad += examples->bad[i] > 0;
    *ret_problem = "there are no bad outcomes to learn from, or no good ones";
    if (bad > 0 && bad < examples->count) {
        choose_columns(model, examples, only);
        float *columns = columns_of(model, examples->numbers, examples->count);
        bool grown = XGDMatrixCreateFromMat(columns, examples->count, (bst_ulong)model->columns,
                                            NAN, &matrix) == 0 &&
                     XGDMatrixSetFloatInfo(matrix, "label", examples->bad, examples->count) == 0 &&
                     grow(model, matrix, tuning, (double)bad, (double)(examples->count - bad));
        free(columns);
        if (matrix)
            XGDMatrixFree(matrix);
        if (grown)
            return model;
        *ret_problem = "XGBoost could not train";
    }
    fraud_model_free(model);
    return NULL;
}

/* Asking ----------------------------------------------------------------------------------- */

/* Adds the margins of one booster to `margins`. With the lock. */
static bool add_margins(const struct fraud_model *model, BoosterHandle booster,
                        const float *columns, size_t count, double *margins)
{
    static const char how[] = "{\"type\":1,\"training\":false,\"iteration_begin\":0,"
                              "\"iteration_end\":0,\"strict_shape\":false,\"missing\":NaN,"
                              "\"cache_id\":0}";
    char where[200];
    const bst_ulong *shape;
    bst_ulong dimensions;
    const float *answers;
    snprintf(where, sizeof where,
             "{\"data\":[%zu,true],\"shape\":[%zu,%d],\"typestr\":\"<f4\",\"version\":3}",
             (size_t)columns, count, model->columns);
    if (XGBoosterPredictFromDense(booster, where, how, NULL, &shape, &dimensions, &answers) != 0)
        return false;
    for (size_t i = 0; i < count; i++)
        margins[i] += (double)answers[i];
    return true;
}

static bool margins_of(struct fraud_model *model, const float *numbers, size_t count,
                       double *ret_margins)
{
    float *columns = columns_of(model, numbers, count);
    bool good = true;
    memset(ret_margins, 0, count * sizeof *ret_margins);
    pthread_mutex_lock(&model->lock);
    for (int i = 0; good && i < model->booster_count; i++)
        good = add_margins(model, model->boosters[i], columns, count, ret_margins);
    pthread_mutex_unlock(&model->lock);
    free(columns);
    for (size_t i = 0; i < count; i++)
        ret_margins[i] /= model->booster_count;
    return good;
}

static double calibrated(const struct fraud_model *model, double margin)
{
    return 1 / (1 + exp(-(model->slope * margin + model->shift)));
}

bool fraud_model_probabilities(struct fraud_model *model, const float *numbers, size_t count,
                               double *ret_probabilities)
{
    bool good = margins_of(model, numbers, count, ret_probabilities);
    for (size_t i = 0; i < count; i++)
        ret_probabilities[i] = calibrated(model, ret_probabilities[i]);
    return good;
}

/* Walks the trees laid out flat: no lock, no memory, no waiting. */
static double walk(const struct fraud_model *model, const float *numbers)
{
    float columns[FRAUD_NUMBERS];
    double margin = 0;
    for (int i = 0; i < model->columns; i++)
        columns[i] = model->places[i] < 0 ? NAN : numbers[model->places[i]];
    for (int i = 0; i < model->booster_count; i++)
        margin += fraud_trees_sum(model->trees[i], columns);
    return model->base + margin / model->booster_count;
}

double fraud_model_probability(struct fraud_model *model, const float *numbers)
{
    double probability;
    if (model->flat)
        return calibrated(model, walk(model, numbers));
    return fraud_model_probabilities(model, numbers, 1, &probability) ? probability : (double)NAN;
}

bool fraud_model_flatten(struct fraud_model *model)
{
    enum { ROWS = 64 };
    float *rows = must_take(ROWS * FRAUD_NUMBERS * sizeof *rows);
    double margins[ROWS];
    uint64_t random = 1;
    bool good = true;
    for (int i = 0; good && i < model->booster_count; i++) {
        bst_ulong count = 0;
        const char **dumps = NULL;
        model->trees[i] = fraud_trees_new();
        good = XGBoosterDumpModelEx(model->boosters[i], "", 0, "json", &count, &dumps) == 0 &&
               fraud_trees_add(model->trees[i], dumps, (size_t)count, (size_t)model->columns);
    }
    /* Numbers of all sizes, whole and broken, and missing ones. */
    for (int i = 0; i < ROWS * FRAUD_NUMBERS; i++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        float number = (float)(random >> 40) / (float)(1 << (random >> 33 & 31) % 20);
        rows[i] = random >> 61 == 0 ? NAN : number;
    }
    good = good && margins_of(model, rows, ROWS, margins);
    if (good) /* where XGBoost begins to add: the same for every row */
        model->base = margins[0] - walk(model, rows);
    for (int i = 0; good && i < ROWS; i++)
        good = fabs(walk(model, rows + (size_t)i * FRAUD_NUMBERS) - margins[i]) < 1e-4;
    free(rows);
    model->flat = good;
    return good;
}

bool fraud_model_reasons(struct fraud_model *model, const float *numbers,
                         float ret_reasons[FRAUD_NUMBERS])
{
    static const char how[] = "{\"type\":2,\"training\":false,\"iteration_begin\":0,"
                              "\"iteration_end\":0,\"strict_shape\":false}";
    DMatrixHandle matrix;
    float *columns = columns_of(model, numbers, 1);
    bool good = XGDMatrixCreateFromMat(columns, 1, (bst_ulong)model->columns, NAN, &matrix) == 0;
    free(columns);
    memset(ret_reasons, 0, FRAUD_NUMBERS * sizeof *ret_reasons);
    if (!good)
        return false;
    pthread_mutex_lock(&model->lock);
    for (int i = 0; good && i < model->booster_count; i++) {
        const bst_ulong *shape;
        bst_ulong dimensions;
        const float *answers;
        good = XGBoosterPredictFromDMatrix(model->boosters[i], matrix, how, &shape, &dimensions,
                                           &answers) == 0;
        for (int k = 0; good && k < model->columns; k++)
            if (model->places[k] >= 0)
                ret_reasons[model->places[k]] +=
                    answers[k] * (float)model->slope / (float)model->booster_count;
    }
    pthread_mutex_unlock(&model->lock);
    XGDMatrixFree(matrix);
    return good;
}

/* Newton's method on two numbers; targets are drawn in from 0 and 1 as Platt does, so that a
 * perfect separation does not run away. */
void fraud_model_calibrate(struct fraud_model *model, const struct fraud_examples *examples)
{
    enum { STEPS = 50 };
    double bad = 0, *margins = must_take((examples->count + 1) * sizeof *margins);
    double slope = 1, shift = 0;
    for (size_t i = 0; i < examples->count; i++)
        bad += examples->bad[i] > 0;
    double good = (double)examples->count - bad;
    bool can =
        bad >= 5 && good >= 5 && margins_of(model, examples->numbers, examples->count, margins);
    for (int step = 0; can && step < STEPS; step++) {
        double h11 = 1e-9, h22 = 1e-9, h12 = 0, g1 = 0, g2 = 0;
        for (size_t i = 0; i < examples->count; i++) {
            double p = 1 / (1 + exp(-(slope * margins[i] + shift)));
            double target = examples->bad[i] > 0 ? (bad + 1) / (bad + 2) : 1 / (good + 2);
            double weight = p * (1 - p);
            h11 += margins[i] * margins[i] * weight;
            h12 += margins[i] * weight;
            h22 += weight;
            g1 += margins[i] * (p - target);
            g2 += p - target;
        }
        double determinant = h11 * h22 - h12 * h12;
        if (fabs(determinant) < 1e-12)
            break;
        slope -= (h22 * g1 - h12 * g2) / determinant;
        shift -= (h11 * g2 - h12 * g1) / determinant;
    }
    /* A slope that turns the order around, or no number, is worse than none. */
    if (can && isfinite(slope) && isfinite(shift) && slope > 0.05 && slope < 20) {
        model->slope = slope;
        model->shift = shift;
    }
    free(margins);
}
