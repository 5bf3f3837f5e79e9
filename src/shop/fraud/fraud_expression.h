/* Fraud, expressions: what operators write as a rule, "amount_usd > 500 AND account_age_days < 1".
 *
 * An SQL expression over the signals, evaluated by an SQLite in memory that has no tables, no
 * functions beyond arithmetic and text, and bounded steps. It is read by our own words first, so
 * that faults are told where they are and nothing reaches SQLite that is not in the list: names of
 * signals, numbers, 'texts', + - * / % || = == <> != < <= > >= ( ) , AND OR NOT IN BETWEEN LIKE
 * GLOB IS NULL CASE WHEN THEN ELSE END, and the functions abs coalesce ifnull iif nullif min max
 * round length lower upper substr instr trim replace. */
#pragma once

#include "shop/fraud/fraud_signals.h"

enum { FRAUD_EXPRESSION_MAX = 2000 }; /* bytes */

struct fraud_expression_fault {
    int64_t at;           /* byte of the text */
    const char *sentence; /* English; names the word and, for a signal, the nearest one */
};

/* What an evaluation says. A missing signal makes SQL's NULL: unknown, which is not yes. */
enum fraud_said { FRAUD_SAYS_NO, FRAUD_SAYS_YES, FRAUD_SAYS_UNKNOWN, FRAUD_FAILS };

/* An SQLite of one thread's own, with what it compiled. */
struct fraud_evaluator;
struct fraud_evaluator *fraud_evaluator_open(void); /* never NULL */
void fraud_evaluator_close(struct fraud_evaluator *evaluator);

struct fraud_expression;
/* NULL with the fault; compiled otherwise, until fraud_expression_free(). The acts are those that
 * have every signal which it names (ret_acts, may be NULL). */
struct fraud_expression *fraud_expression_compile(struct fraud_evaluator *evaluator,
                                                  struct arena *memory, const char *written,
                                                  unsigned *ret_acts,
                                                  struct fraud_expression_fault *ret_fault);
void fraud_expression_free(struct fraud_expression *expression);

/* FRAUD_FAILS when the steps are used up or arithmetic fails; ret_problem then says what, until the
 * evaluator's next evaluation. Texts are seen up to their first 1000 bytes. */
enum fraud_said fraud_expression_evaluate(struct fraud_expression *expression,
                                          const struct fraud_signals *signals,
                                          const char **ret_problem);
