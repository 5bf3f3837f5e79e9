/* Fraud, histories: what was seen of one thing (an account, a device, a card ...), counted in
 * windows.
 *
 * A history is a list of buckets: how many, how much and the sum of squares of one series in five
 * minutes, an hour, a day, or ever. Fine buckets are folded into coarser ones as they age, so a
 * history stays small however much happened. A window's edge is as sharp as the bucket it falls
 * into: an hour is right to five minutes, a day to an hour, 7 and 30 days to a day. The same
 * additions give the same counts on every engine, in any number of processes: two histories of one
 * thing are added bucket by bucket. Pure: nothing here knows the store. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/moment.h"

/* What is counted. The first ones are the acts, in the order of enum fraud_act. */
enum fraud_series {
    SERIES_ACTS = 0,
    SERIES_FAILED = 16, /* a wrong password or code */
    SERIES_DECLINED,    /* the bank said no */
    SERIES_CHALLENGED,
    SERIES_NEW_ACCOUNT, /* an account used it for the first time */
    SERIES_NEW_DEVICE,  /* the account used another one for the first time ... */
    SERIES_NEW_CARD,
    SERIES_NEW_ADDRESS,
    SERIES_BAD,         /* known bad, when it became known */
    SERIES_KNOWN,       /* purchases whose outcome is due, when it became due */
    SERIES_SHIPPED,     /* amount: hours from payment to sending */
    SERIES_CANCELLED,   /* by the seller, or too late */
    SERIES_HIGH,        /* purchases that are high against the account's habit */
    SERIES_UNCONFIRMED, /* closed by the clock: the buyer said nothing */
    SERIES,
};

enum history_tier { TIER_MINUTES, TIER_HOURS, TIER_DAYS, TIER_EVER, TIERS };

struct history_bucket {
    uint8_t series, tier;
    uint32_t place; /* number of the tier's span since 1970 */
    uint32_t count;
    double sum, squares, highest; /* of the amounts */
};

enum { HISTORY_KNOWN_MAX = 16 };

struct fraud_history {
    struct moment first, last; /* seen; 0: never */
    struct history_bucket *buckets;
    size_t count, room;
    /* What this account has used: short hashes, the one used last at the end. */
    struct history_known {
        uint32_t tag;
        uint16_t day, first; /* used last, and for the first time */
    } known[HISTORY_KNOWN_MAX];
    size_t known_count;
    uint8_t listed;          /* enum fraud_listed */
    struct moment listed_to; /* until then; 0: for good */
    int64_t domain;          /* of an account: the entity of its mail domain, or 0 */
    char country[3];         /* of an account, or "" */
};

struct history_sum {
    double count, sum, squares;
};

/* Counts one, of this amount. Buckets that are due are folded on the way. */
void history_add(struct fraud_history *history, struct arena *memory, int series, struct moment now,
                 double amount);

/* Takes back one that was counted at `at`, if it can still be told from others. */
void history_take_back(struct fraud_history *history, int series, struct moment at);

/* What was counted after `now` - `since` and up to `now` - `until`; `until` 0: up to now. Beyond
 * 46 days only history_ever() knows. */
struct history_sum history_between(const struct fraud_history *history, int series,
                                   struct moment now, struct span since, struct span until);
double history_count(const struct fraud_history *history, int series, struct moment now,
                     struct span since);
struct history_sum history_ever(const struct fraud_history *history, int series);

/* Start of the last bucket of a series, and of the first of its present run: buckets that follow
 * each other with at most `gap` between. Moment 0 when there is none within 46 days. */
struct moment history_latest(const struct fraud_history *history, int series);
struct moment history_run_began(const struct fraud_history *history, int series, struct span gap);
/* The same buckets as history_between(): the highest amount among them, 0 when there is none. */
double history_highest(const struct fraud_history *history, int series, struct moment now,
                       struct span since, struct span until);
/* How many were counted in buckets that begin at `from` or later. */
double history_from(const struct fraud_history *history, int series, struct moment from);
/* Start of the last bucket in which more of `series` were counted than of `others`. */
struct moment history_latest_beyond(const struct fraud_history *history, int series, int others);

/* Remembers what an account uses; false when it did so before. */
bool history_meets(struct fraud_history *history, int64_t entity, struct moment now);
bool history_knows(const struct fraud_history *history, int64_t entity);
/* Since another day than today: whoever has just come in with it does not make it known. */
bool history_knows_since(const struct fraud_history *history, int64_t entity, struct moment now);

/* As bytes, and back. Bytes that are not a history give an empty one and false. */
unsigned char *history_pack(struct arena *memory, const struct fraud_history *history,
                            size_t *ret_size);
bool history_unpack(struct arena *memory, const unsigned char *bytes, size_t size,
                    struct fraud_history *ret_history);
/* Adds what another process counted of the same thing. */
void history_merge(struct fraud_history *history, struct arena *memory,
                   const struct fraud_history *other);
