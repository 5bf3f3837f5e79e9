/* Evaluation, tables: a CSV file read row by row, plain or packed by zstd, of any length. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { EVAL_CELLS_MAX = 200 };

struct eval_table;

/* Opens the file and reads its line of names; NULL with one line. A byte order mark is passed
 * over. Freed by eval_table_close(). */
struct eval_table *eval_table_open(struct arena *memory, const char *file,
                                   const char **ret_problem);
void eval_table_close(struct eval_table *table); /* NULL is nothing */

/* Where a column stands, or -1. */
int eval_table_column(const struct eval_table *table, const char *name);

/* The next row's cells, as many as there are names; they live until the next one is read. False at
 * the end, or with one line when the file is not what it should be. A last row that was cut off is
 * passed over. */
bool eval_table_next(struct eval_table *table, const char *const **ret_cells,
                     const char **ret_problem);
int64_t eval_table_line(const struct eval_table *table); /* of the row last read */
bool eval_table_ended(struct eval_table *table);         /* the row last read is the last one */
bool eval_table_cut(const struct eval_table *table);     /* the last row was cut off */
