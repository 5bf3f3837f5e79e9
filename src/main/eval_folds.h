/* Evaluation, folds: which rows are learnt from and which are assessed, and what is said of the
 * scores. Pure.
 *
 * A fold that begins on day S learns from [S, S + train), waits for the labels (delay), and
 * assesses the days after. On each of those days customers who are known to have been defrauded
 * since S are left out: their cards are blocked (the protocol of the Fraud Detection Handbook by Le
 * Borgne and others, chapter 5). */
#pragma once

#include "main/eval_rows.h"

struct eval_fold {
    const char *name;
    size_t train_first, train_end;   /* rows */
    size_t assess_first, assess_end; /* rows */
};

/* "08-15" of the year of the first row, or "2018-08-15"; days that the file does not have are
 * refused with one line. */
bool eval_fold_read(struct arena *memory, const char *name, const struct eval_mapping *mapping,
                    const struct eval_rows *rows, struct eval_fold *ret_fold,
                    const char **ret_problem);
/* Learns from the first so many of a hundred rows, assesses the rest. */
bool eval_fold_by_share(const struct eval_mapping *mapping, const struct eval_rows *rows,
                        struct eval_fold *ret_fold, const char **ret_problem);

/* Which rows of the fold are assessed: their places, in `memory`. */
size_t *eval_assessed(struct arena *memory, const struct eval_mapping *mapping,
                      const struct eval_rows *rows, const struct eval_fold *fold,
                      size_t *ret_count);

/* Card precision: each day accounts stand in the order of their highest score of the day; of the
 * first `most` of them the share that was defrauded that day. Who was among them and defrauded is
 * left out on later days. The mean over the days that have rows. */
struct eval_scored {
    int64_t day; /* in rising order */
    uint32_t account;
    double score;
    bool bad;
};
double eval_card_precision(const struct eval_scored *scored, size_t count, size_t most);
