/* Reviews, the text model: how likely a text was made up.
 *
 * Three linear models of views of the text (runs of letters, runs of words, the style), each a
 * support vector machine with squared hinge, learnt by dual coordinate descent (Hsieh et al., ICML
 * 2008); what they say is added up. A run weighs by its rarity and a little by its log-count ratio
 * (Wang and Manning, ACL 2012). Praise and blame are made up differently, so each feature is there
 * once for all texts and once for its own side (Daume, ACL 2007). Pure and deterministic: the same
 * examples in the same order give the same model.
 *
 * No model is shipped: a market trains on its own operators' verdicts (reviews_train.c).
 * docs/reviews_evaluation.md says what it reaches on published data. */
#pragma once

#include "base/arena.h"
#include "base/text.h"

struct review_example {
    const char *text;
    bool negative; /* it speaks ill: three stars or fewer */
    bool fake;
};

struct reviews_model;

/* At least one of each kind. Takes about a second for 1,600 texts; its probabilities are rough. */
struct reviews_model *reviews_model_train(const struct review_example *examples, size_t count);
/* Five times as long: the probabilities are by Platt's method on texts kept from the training. */
struct reviews_model *reviews_model_train_calibrated(const struct review_example *examples,
                                                     size_t count);
void reviews_model_free(struct reviews_model *model); /* NULL is nothing */

/* Above 0: rather made up. */
double reviews_model_margin(const struct reviews_model *model, const char *words, bool negative);
/* Between 0 and 1. */
double reviews_model_probability(const struct reviews_model *model, const char *words,
                                 bool negative);

/* As bytes, to be kept; NULL when they are not a model that this program wrote. */
void reviews_model_write(const struct reviews_model *model, text *to);
struct reviews_model *reviews_model_read(const void *bytes, size_t size);
