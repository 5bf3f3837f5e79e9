/* Fraud, models, inside: what the two files of a model share. */
#pragma once

#include <pthread.h>
#include <xgboost/c_api.h>

#include "shop/fraud/fraud_model.h"
#include "shop/fraud/fraud_trees.h"

enum { FRAUD_SEEDS_MAX = 8 };

struct fraud_model {
    pthread_mutex_t lock; /* a booster keeps its answers in itself */
    BoosterHandle boosters[FRAUD_SEEDS_MAX];
    struct fraud_trees *trees[FRAUD_SEEDS_MAX];
    bool flat;   /* the trees stand for the boosters */
    double base; /* of the margin, before any tree */
    int booster_count;
    int places[FRAUD_NUMBERS]; /* of its columns among the signals; -1: not known here */
    char *names[FRAUD_NUMBERS];
    int columns;
    double slope, shift; /* of Platt: 1 / (1 + exp(-(slope * margin + shift))) */
};

struct fraud_model *fraud_model_new(void);
/* Lays the trees out flat and compares what they say with XGBoost; false when they differ. */
bool fraud_model_flatten(struct fraud_model *model);
void fraud_model_add_column(struct fraud_model *model, const char *name, size_t length);
