/* Fraud, expressions, inside: reads what was written, before SQLite does. */
#pragma once

#include "shop/fraud/fraud_expression.h"

/* Something wrong is told at the first place where it shows. */
struct fraud_expression_reading {
    const char *statement;      /* for SQLite: ?1 stands for signals[0] */
    int signals[FRAUD_SIGNALS]; /* places among fraud_signals, in the order of first use */
    int signal_count;
    unsigned acts; /* those that have all of them */
};
bool fraud_expression_read(struct arena *memory, const char *written,
                           struct fraud_expression_reading *ret_reading,
                           struct fraud_expression_fault *ret_fault);

/* The words that an expression is made of. */
enum fraud_token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_TEXT,
    TOKEN_SIGNAL,
    TOKEN_FUNCTION,
    TOKEN_WORD
};

struct fraud_token {
    enum fraud_token_kind kind;
    int64_t at; /* byte of the text */
    size_t length;
    int signal;       /* TOKEN_SIGNAL: its place */
    const char *word; /* TOKEN_WORD: "AND", "<="; TOKEN_FUNCTION: "abs" */
};
struct fraud_tokens {
    struct fraud_token *items; /* the last one is TOKEN_END */
    size_t count;
};
bool fraud_expression_split(struct arena *memory, const char *written,
                            struct fraud_tokens *ret_tokens,
                            struct fraud_expression_fault *ret_fault);

/* What functions take and give. */
enum fraud_kind_of_value { KIND_ANY, KIND_NUMBER, KIND_TEXT };
struct fraud_function {
    const char *name;
    int least, most; /* arguments */
    enum fraud_kind_of_value first, others, gives;
};
extern const struct fraud_function fraud_functions[]; /* ended by { 0 } */
