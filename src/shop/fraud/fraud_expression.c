/* Fraud, expressions: computed by an SQLite that can do nothing else. */
#include "shop/fraud/fraud_expression.h"

#include <assert.h>
#include <sqlite3.h>

#include "shop/fraud/fraud_expression_read.h"

/* Texts beyond this are cut before they are bound: the longest signal is what a browser calls
 * itself, and nobody's rule needs more of it. */
enum { TEXT_BYTES_MAX = 1000 };
/* Between two looks of the progress handler, and how many looks an evaluation may last. An
 * expression has no loops, so only an endless one of SQLite's own gets there. */
enum { STEPS_A_LOOK = 1000, LOOKS_MAX = 20 };

struct fraud_evaluator {
    sqlite3 *connection;
    int expressions; /* that are compiled now */
    int looks;       /* in this evaluation */
    char problem[200];
};

struct fraud_expression {
    struct fraud_evaluator *evaluator;
    sqlite3_stmt *statement;
    int signal_count;
    int signals[]; /* places; parameter ?1 is the first */
};

/* Only SELECT without tables, and the functions of the list; LIKE and GLOB are functions inside. */
static int authorize(void *nothing, int act, const char *first, const char *second,
                     const char *schema, const char *inside)
{
    (void)nothing, (void)first, (void)schema, (void)inside;
    if (act == SQLITE_SELECT)
        return SQLITE_OK;
    if (act != SQLITE_FUNCTION)
        return SQLITE_DENY;
    if (sqlite3_stricmp(second, "like") == 0 || sqlite3_stricmp(second, "glob") == 0)
        return SQLITE_OK;
    for (size_t i = 0; fraud_functions[i].name; i++)
        if (sqlite3_stricmp(second, fraud_functions[i].name) == 0)
            return SQLITE_OK;
    return SQLITE_DENY;
}

static int look(void *what)
{
    struct fraud_evaluator *evaluator = what;
    return ++evaluator->looks > LOOKS_MAX;
}

struct fraud_evaluator *fraud_evaluator_open(void)
{
    // clang-format off
    static const struct { int limit, value; } limits[] = {
        { SQLITE_LIMIT_LENGTH, 10000 },        { SQLITE_LIMIT_SQL_LENGTH, 10000 },
        { SQLITE_LIMIT_COLUMN, 2 },            { SQLITE_LIMIT_EXPR_DEPTH, 250 },
        { SQLITE_LIMIT_COMPOUND_SELECT, 1 },   { SQLITE_LIMIT_VDBE_OP, 10000 },
        { SQLITE_LIMIT_FUNCTION_ARG, 20 },     { SQLITE_LIMIT_ATTACHED, 0 },
        { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200 }, { SQLITE_LIMIT_TRIGGER_DEPTH, 0 },
        { SQLITE_LIMIT_VARIABLE_NUMBER, FRAUD_SIGNALS }, { SQLITE_LIMIT_WORKER_THREADS, 0 },
    };
    static const struct { int option, value; } options[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },      { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 }, { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
        { SQLITE_DBCONFIG_DQS_DML, 0 },        { SQLITE_DBCONFIG_DQS_DDL, 0 },
        { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    };
    // clang-format on
    struct fraud_evaluator *evaluator = must_take(sizeof *evaluator);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(":memory:", &evaluator->connection, flags, NULL) != SQLITE_OK)
        abort(); /* without memory there is nothing else that it needs */
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(evaluator->connection, limits[i].limit, limits[i].value);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        sqlite3_db_config(evaluator->connection, options[i].option, options[i].value, NULL);
    sqlite3_set_authorizer(evaluator->connection, authorize, NULL);
    sqlite3_progress_handler(evaluator->connection, STEPS_A_LOOK, look, evaluator);
    return evaluator;
}

void fraud_evaluator_close(struct fraud_evaluator *evaluator)
{
    if (!evaluator)
        return;
    assert(evaluator->expressions == 0);
    sqlite3_close(evaluator->connection);
    free(evaluator);
}

struct fraud_expression *fraud_expression_compile(struct fraud_evaluator *evaluator,
                                                  struct arena *memory, const char *written,
                                                  unsigned *ret_acts,
                                                  struct fraud_expression_fault *ret_fault)
{
    struct fraud_expression_reading reading;
    sqlite3_stmt *statement = NULL;
    if (!fraud_expression_read(memory, written, &reading, ret_fault))
        return NULL;
    if (sqlite3_prepare_v3(evaluator->connection, reading.statement, -1, SQLITE_PREPARE_PERSISTENT,
                           &statement, NULL) != SQLITE_OK) {
        ret_fault->at = 0;
        ret_fault->sentence = arena_format(memory, "This cannot be computed: %s.",
                                           sqlite3_errmsg(evaluator->connection));
        return NULL;
    }
    size_t size = (size_t)reading.signal_count * sizeof(int);
    struct fraud_expression *expression = must_take(sizeof *expression + size);
    expression->evaluator = evaluator;
    expression->statement = statement;
    expression->signal_count = reading.signal_count;
    memcpy(expression->signals, reading.signals, size);
    evaluator->expressions++;
    if (ret_acts)
        *ret_acts = reading.acts;
    return expression;
}

void fraud_expression_free(struct fraud_expression *expression)
{
    if (!expression)
        return;
    expression->evaluator->expressions--;
    sqlite3_finalize(expression->statement);
    free(expression);
}

/* The number that people would write for it: 0.1f is 0.100000001490116 as it is, and a rule says
 * 0.1. A float keeps seven digits at most, so what is told apart stays apart. */
static double decimal_of(float number)
{
    static const double powers[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    double exact = number, size = fabs(exact);
    int digits = 6;
    if (exact == nearbyint(exact) || size > 1e6 || size < 1e-9)
        return exact;
    while (size >= 10 && digits > 0)
        size /= 10, digits--;
    while (size < 1)
        size *= 10, digits++;
    return nearbyint(exact * powers[digits]) / powers[digits];
}

static int text_length(const char *words)
{
    size_t length = strnlen(words, TEXT_BYTES_MAX + 1);
    if (length <= TEXT_BYTES_MAX)
        return (int)length;
    for (length = TEXT_BYTES_MAX; length && ((unsigned char)words[length] & 0xc0) == 0x80;)
        length--;
    return (int)length;
}

static int bind(sqlite3_stmt *statement, int parameter, int place,
                const struct fraud_signals *signals)
{
    if (place < FRAUD_NUMBERS) {
        float number = signals->numbers[place];
        return isnan(number) ? sqlite3_bind_null(statement, parameter)
                             : sqlite3_bind_double(statement, parameter, decimal_of(number));
    }
    const char *words = signals->words[place - FRAUD_NUMBERS];
    return words ? sqlite3_bind_text(statement, parameter, words, text_length(words), SQLITE_STATIC)
                 : sqlite3_bind_null(statement, parameter);
}

static enum fraud_said what_it_says(sqlite3_stmt *statement, const char **ret_problem)
{
    double number;
    switch (sqlite3_column_type(statement, 0)) {
    case SQLITE_NULL: return FRAUD_SAYS_UNKNOWN;
    case SQLITE_INTEGER:
    case SQLITE_FLOAT: break;
    default: *ret_problem = "it gives a text, not yes or no"; return FRAUD_FAILS;
    }
    number = sqlite3_column_double(statement, 0);
    if (!isfinite(number)) {
        *ret_problem = "the number is too large";
        return FRAUD_FAILS;
    }
    return number != 0 ? FRAUD_SAYS_YES : FRAUD_SAYS_NO;
}

enum fraud_said fraud_expression_evaluate(struct fraud_expression *expression,
                                          const struct fraud_signals *signals,
                                          const char **ret_problem)
{
    struct fraud_evaluator *evaluator = expression->evaluator;
    sqlite3_stmt *statement = expression->statement;
    enum fraud_said said = FRAUD_FAILS;
    int code = SQLITE_OK;
    evaluator->looks = 0;
    for (int i = 0; i < expression->signal_count && code == SQLITE_OK; i++)
        code = bind(statement, i + 1, expression->signals[i], signals);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        said = what_it_says(statement, ret_problem);
    } else {
        snprintf(evaluator->problem, sizeof evaluator->problem, "%s",
                 code == SQLITE_INTERRUPT ? "it takes too many steps"
                                          : sqlite3_errmsg(evaluator->connection));
        *ret_problem = evaluator->problem;
    }
    sqlite3_reset(statement);
    return said;
}
