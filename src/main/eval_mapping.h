/* Evaluation, mapping: an INI file that says which column of a file of transactions is what, how
 * cells are written, and how the rows are split (eval/handbook.ini is one). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* What a column can be. The ones before COLUMN_TIME are names of things. */
enum eval_column {
    COLUMN_ACCOUNT,
    COLUMN_SELLER,
    COLUMN_DEVICE,
    COLUMN_CARD,
    COLUMN_ADDRESS,
    COLUMN_IP,
    COLUMN_EMAIL,
    COLUMN_COUNTRY, /* of the account */
    COLUMN_CARD_COUNTRY,
    COLUMN_ADDRESS_COUNTRY, /* of the delivery */
    COLUMN_CATEGORY,
    COLUMN_AGENT,
    COLUMN_TIME,
    COLUMN_OPENED, /* when the account was opened */
    COLUMN_AMOUNT,
    COLUMN_LABEL,
    COLUMNS,
    COLUMN_THINGS = COLUMN_TIME,
};

struct eval_mapping {
    const char *columns[COLUMNS]; /* NULL: the file has none */
    const char *never;            /* names that must not be used, "A, B" */
    const char *time;             /* as strptime reads it, or "unix": seconds since 1970 */
    const char *bad;              /* what the label of a bad row says */
    bool ip_is_number;            /* 732758368.8 instead of 43.172.247.224 */
    double usd;                   /* US dollars in one unit of the amount */
    bool by_share;                /* otherwise by folds */
    int64_t train_days, assess_days, delay_days; /* a label is known so many days after its row */
    int64_t train_share; /* by share: so many of a hundred rows are learnt from */
};

/* False with one line. */
bool eval_mapping_read(struct arena *memory, const char *file, struct eval_mapping *ret_mapping,
                       const char **ret_problem);
