/* Fraud, training: from stored decisions and what became of them to a new version of the model.
 *
 * Decisions are split by time: the first 70 of a hundred are learnt from, the next 15 calibrate
 * the probabilities and say how many honest ones lie above each, the last 15 are what the model has
 * not seen: its figures. One that nobody complained of for so many days counts as honest; younger
 * ones are left out, for their chargebacks are still to come. */
#pragma once

#include "shop/fraud/fraud.h"
#include "shop/fraud/fraud_model.h"

typedef struct {
    int64_t number;
} fraud_model_id; /* mod_ */

enum fraud_model_state { MODEL_DRAFT, MODEL_SHADOW, MODEL_CHAMPION, MODEL_RETIRED };
extern const struct choice fraud_model_states[];
extern const struct refusal MODEL_NOT_FOUND, MODEL_TOO_LITTLE, MODEL_STATE_WRONG, MODEL_UNREADABLE;

struct fraud_training {
    struct moment from, to; /* decisions between */
    int64_t mature_days;    /* without a complaint for so long: honest; 0 is 21 */
    struct moment now;
    const char *problem; /* after MODEL_TOO_LITTLE: what is lacking; else NULL */
};

/* What became known of decisions, as rows to learn from; in the order of time. Numbers are freed
 * by fraud_examples_clear(). */
void fraud_examples_read(struct store *store, const struct fraud_training *training,
                         struct fraud_examples *ret_examples);
void fraud_examples_clear(struct fraud_examples *examples);

/* Trains outside any transaction, and gives the bytes and the card (JSON). */
struct fraud_trained {
    const unsigned char *bytes;
    size_t size;
    const char *card;
};
refused fraud_train(struct store *store, struct arena *memory, struct fraud_training *training,
                    struct fraud_trained *ret_trained);

/* Keeps a trained model: it goes into the shadow beside the champion, and takes the place of one
 * that stood there; where there is no champion it is the champion. MODEL_UNREADABLE when the bytes
 * are not a model. */
refused fraud_model_keep(struct store_tx *tx, const struct fraud_training *training,
                         const struct fraud_trained *trained, fraud_model_id *ret_model);
/* The shadow becomes the champion, or a retired one again; the champion retires. */
refused fraud_model_promote(struct store_tx *tx, fraud_model_id model);
/* A shadow retires. */
refused fraud_model_retire(struct store_tx *tx, fraud_model_id model);

struct fraud_model_row {
    fraud_model_id model;
    enum fraud_model_state state;
    struct moment trained_at, from_at, to_at;
    const char *card; /* JSON */
};
struct fraud_model_rows {
    struct fraud_model_row *items;
    size_t count;
};
struct fraud_model_rows fraud_models(struct store_tx *tx, struct arena *memory, int64_t most);
refused fraud_model_find(struct store_tx *tx, struct arena *memory, fraud_model_id model,
                         struct fraud_model_row *ret_model);

/* Exported to a file and back: a magic line, the card, the bytes. False with one line. */
bool fraud_trained_write(const char *file, const struct fraud_trained *trained);
bool fraud_trained_read(struct arena *memory, const char *file, struct fraud_trained *ret_trained,
                        const char **ret_problem);
