/* Evaluation, replay: the rows of a file go through the shop's own signal engine, one after
 * another, with histories in memory instead of tables.
 *
 * Each row is a purchase: gather_signals() sees what was counted before it, then gather_count()
 * counts it. What a row turned out to be is counted when it becomes known, so many days later, as
 * fraud_label() and fraud_note_known() do it: no signal sees the future. */
#pragma once

#include "base/settings.h"
#include "main/eval_rows.h"

/* A run of rows whose signals are wanted: from `first` up to before `end`. */
struct eval_run {
    size_t first, end;
};

struct eval_signals {
    float *numbers; /* FRAUD_NUMBERS for each wanted row; freed by eval_signals_clear() */
    size_t *places; /* of each row's numbers, in rows; SIZE_MAX: not wanted */
};

void eval_replay(const struct settings *settings, const struct eval_mapping *mapping,
                 const struct eval_rows *rows, const struct eval_run *wanted, size_t wanted_count,
                 struct eval_signals *ret_signals);
void eval_signals_clear(struct eval_signals *signals);
