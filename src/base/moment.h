/* Moment: a point in time, and spans between them.
 *
 * Microseconds since 1970-01-01 UTC, without leap seconds. Zero means "not yet". Nobody below
 * main asks the system for the time: a moment is an argument. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct moment {
    int64_t us;
};
struct span {
    int64_t us;
};

static inline struct span seconds(int64_t n)
{
    return (struct span){ n * 1000000 };
}
static inline struct span minutes(int64_t n)
{
    return seconds(n * 60);
}
static inline struct span hours(int64_t n)
{
    return seconds(n * 3600);
}
static inline struct span days(int64_t n)
{
    return seconds(n * 86400);
}

static inline struct moment moment_after(struct moment from, struct span by)
{
    return (struct moment){ from.us + by.us };
}

static inline struct moment moment_before(struct moment from, struct span by)
{
    return (struct moment){ from.us - by.us };
}

/* RFC 3339 in UTC: "2026-11-21T09:12:00Z"; a fraction is written only if there is one. */
void moment_write(text *to, struct moment at);
char *moment_text(struct arena *memory, struct moment at);

/* Takes "2026-11-21", "2026-11-21T09:12:00Z" and offsets ("+02:00"); years 1970 to 9999. */
bool moment_read(const char *from, struct moment *ret_at);

/* Civil date in UTC. month 1-12, day 1-31, weekday 1 (Monday) to 7. */
struct date {
    int year, month, day, weekday;
};
struct date moment_date(struct moment at);
struct moment moment_of_date(int year, int month, int day);
