/* Evaluation: `souk eval WHAT` measures an engine on a file of data with known answers.
 *
 * Each kind is one line in eval.c. Progress goes to standard error, the result to standard output,
 * as lines for people or with --json as one object. */
#pragma once

#include <jansson.h>

#include "main/market.h"

int eval_fraud(struct arena *memory, struct market *market, char **arguments);
int eval_reviews(struct arena *memory, struct market *market, char **arguments);

/* Says the problem; the exit code. */
int eval_fail(const char *problem);
bool eval_has(char **arguments, const char *flag);
/* Prints and frees the object. */
void eval_print_json(json_t *object);
