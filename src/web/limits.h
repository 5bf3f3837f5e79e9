/* Limits: token buckets in a fixed table, so that nobody can make it grow.
 *
 * A bucket that has not been asked for a while gives its place to another. Exact enough to slow
 * down who asks too often; not an account of anything. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct limits;

struct limits *limits_make(void);
void limits_free(struct limits *limits);

struct limit_state {
    bool allowed;
    int left;
    int seconds; /* until one more, or until all */
};

/* Takes one from the bucket `key` that holds `count` and refills in `seconds`. */
struct limit_state limits_take(struct limits *limits, uint64_t key, int count, int seconds,
                               int64_t now_us);
