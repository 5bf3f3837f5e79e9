/* Fraud, trees: a model's trees laid out flat, to be walked for one row at a time.
 *
 * XGBoost answers for a single row in about 20 microseconds, most of them spent on preparing
 * (it reads the machine's limits from files each time); walking 120 trees takes about two. A
 * judgement waits for this in a transaction. The trees are taken from XGBoost's own description of
 * them, and are used only after they gave what XGBoost gives on many rows. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct fraud_trees;

/* Adds the trees of XGBoost's JSON dumps; false when one is not as expected. */
struct fraud_trees *fraud_trees_new(void);
bool fraud_trees_add(struct fraud_trees *trees, const char *const *dumps, size_t count,
                     size_t columns);
void fraud_trees_free(struct fraud_trees *trees); /* NULL is nothing */

/* The sum of the leaves that a row falls into. */
double fraud_trees_sum(const struct fraud_trees *trees, const float *columns);
