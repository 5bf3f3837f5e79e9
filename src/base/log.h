/* Log: one JSON object a line on standard error.
 *
 * Never a password, code, key, card, document or full address: what a person would not want read
 * aloud does not go in. */
#pragma once

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

struct log_fact {
    const char *name;
    const char *words;
    int64_t number;
};

#define LOG_TEXT(NAME, VALUE) ((struct log_fact){ NAME, VALUE, 0 })
#define LOG_INT(NAME, VALUE) ((struct log_fact){ NAME, NULL, VALUE })

void log_set_level(enum log_level least);

/* log_line(LOG_INFO, "served", LOG_TEXT("path", path), LOG_INT("status", 200)); one fact at least.
 */
#define log_line(LEVEL, WHAT, ...) \
    log_write(LEVEL, WHAT, (const struct log_fact[]){ __VA_ARGS__, { NULL, NULL, 0 } })
void log_write(enum log_level level, const char *what, const struct log_fact *facts);
