/* Limits: a bucket is where it lies by its key's hash, in one of a few places. */
#include "web/limits.h"

#include <pthread.h>

#include "base/arena.h"

enum { SHELVES = 16384, PLACES = 4, LOCKS = 64 };

struct bucket {
    uint64_t key;
    int64_t at_us;
    int64_t micro_tokens;
};
struct limits {
    pthread_mutex_t locks[LOCKS];
    struct bucket buckets[SHELVES][PLACES];
};

struct limits *limits_make(void)
{
    struct limits *limits = must_take(sizeof *limits);
    for (int i = 0; i < LOCKS; i++)
        pthread_mutex_init(&limits->locks[i], NULL);
    return limits;
}

void limits_free(struct limits *limits)
{
    free(limits);
}

/* The key's own bucket, or the one that was left alone the longest. */
static struct bucket *find_bucket(struct bucket *shelf, uint64_t key)
{
    struct bucket *oldest = shelf;
    for (int i = 0; i < PLACES; i++) {
        if (shelf[i].key == key)
            return &shelf[i];
        if (shelf[i].at_us < oldest->at_us)
            oldest = &shelf[i];
    }
    *oldest = (struct bucket){ .key = key };
    return oldest;
}

struct limit_state limits_take(struct limits *limits, uint64_t key, int count, int seconds,
                               int64_t now_us)
{
    const int64_t one = 1000000, full = count * one;
    uint64_t shelf = (key * UINT64_C(0x9e3779b97f4a7c15)) >> 50;
    pthread_mutex_t *lock = &limits->locks[shelf % LOCKS];
    pthread_mutex_lock(lock);
    struct bucket *bucket = find_bucket(limits->buckets[shelf], key);
    int64_t passed = now_us - bucket->at_us;
    if (!bucket->at_us || passed < 0 || passed >= seconds * one)
        bucket->micro_tokens = full;
    else
        bucket->micro_tokens += passed * count / seconds;
    if (bucket->micro_tokens > full)
        bucket->micro_tokens = full;
    bucket->at_us = now_us;
    bool allowed = bucket->micro_tokens >= one;
    if (allowed)
        bucket->micro_tokens -= one;
    int64_t missing = allowed ? full - bucket->micro_tokens : one - bucket->micro_tokens;
    struct limit_state state = { allowed, (int)(bucket->micro_tokens / one),
                                 (int)((missing * seconds / count + one - 1) / one) };
    pthread_mutex_unlock(lock);
    return state;
}
