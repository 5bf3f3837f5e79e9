/* Fraud, models: gradient-boosted trees by XGBoost, trained on the shop's own decisions.
 *
 * A model is XGBoost's bytes and a card: which signals it reads, how its margin is made a
 * probability, and how it did on what it had not seen. The margin is calibrated by Platt's method
 * (Platt, Probabilistic outputs for support vector machines, 1999); why it said so is told by
 * SHAP values of the trees (Lundberg and others, Consistent individualized feature attribution for
 * tree ensembles, 2018), in log odds. Pure: nothing here knows the store. */
#pragma once

#include "shop/fraud/fraud_signals.h"

struct fraud_model;

/* Rows of signals to learn from, in the order of time. */
struct fraud_examples {
    float *numbers;      /* count × FRAUD_NUMBERS */
    float *bad;          /* 1 or 0 */
    unsigned char *acts; /* enum fraud_act; may be NULL */
    double *amounts;     /* at stake; may be NULL */
    size_t count, room;
};

struct fraud_tuning {
    int rounds, depth;
    double rate;          /* learning rate */
    double leaf_least;    /* weight of a leaf, at least: in bad rows, as a share of all of them */
    double rows, columns; /* shares drawn for each tree */
    double bad_weight;    /* of bad rows; 1 leaves the balance */
    double leaf_penalty;  /* L2 */
    int seeds;            /* so many models are averaged */
};
extern const struct fraud_tuning fraud_tuning_usual;

/* Trains on the examples; NULL with one line when there is too little (no bad or no good row).
 * The signals that vary are used; `only` (may be NULL) names those that may be. */
struct fraud_model *fraud_model_train(const struct fraud_examples *examples,
                                      const struct fraud_tuning *tuning, const bool *only,
                                      const char **ret_problem);
/* Fits the calibration to examples that it was not trained on. */
void fraud_model_calibrate(struct fraud_model *model, const struct fraud_examples *examples);

/* NULL with one line when the bytes are not a model, or read signals in no way known. */
struct fraud_model *fraud_model_read(const void *bytes, size_t size, const char **ret_problem);
/* The whole of it, signals and calibration included; in `memory`. */
unsigned char *fraud_model_write(struct arena *memory, struct fraud_model *model, size_t *ret_size);
void fraud_model_free(struct fraud_model *model); /* NULL is nothing */

/* Calibrated, 0 to 1; NAN when the model fails. Safe from any thread. */
double fraud_model_probability(struct fraud_model *model, const float *numbers);
/* Of many rows at once: calibrated probabilities. */
bool fraud_model_probabilities(struct fraud_model *model, const float *numbers, size_t count,
                               double *ret_probabilities);
/* What each signal adds to the log odds; 0 for those that are not used. */
bool fraud_model_reasons(struct fraud_model *model, const float *numbers,
                         float ret_reasons[FRAUD_NUMBERS]);
bool fraud_model_uses(const struct fraud_model *model, int signal);

/* How well scores tell bad from good ------------------------------------------------------ */

struct fraud_figures {
    double auc;               /* area under the ROC curve; ties count half */
    double average_precision; /* sum of precision at each bad row, by falling score */
    size_t count, bad;
};
struct fraud_figures fraud_figures_of(const double *scores, const float *bad, size_t count);

struct fraud_curve_point {
    double threshold, recall, precision, false_share; /* of the good above it */
};
/* At most `most` points by falling threshold. */
size_t fraud_curve(const double *scores, const float *bad, size_t count,
                   struct fraud_curve_point *points, size_t most);
