/* Evaluation, rows: a file of transactions in memory, in the order of time. */
#pragma once

#include "base/moment.h"
#include "main/eval_mapping.h"

struct eval_row {
    struct moment at, opened;       /* opened 0: not known */
    uint32_t things[COLUMN_THINGS]; /* numbers of names; 0: none */
    double amount_usd;
    bool bad;
};

struct eval_rows {
    struct eval_row *items; /* freed by eval_rows_clear() */
    size_t count, room;
    const char **names; /* of the things, by number */
    uint32_t name_count;
    bool cut; /* the file's last row was cut off */
};

/* Reads the whole file; false with one line. Names live in `memory`. */
bool eval_rows_read(struct arena *memory, const char *file, const struct eval_mapping *mapping,
                    struct eval_rows *ret_rows, const char **ret_problem);
void eval_rows_clear(struct eval_rows *rows);
