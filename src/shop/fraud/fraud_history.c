/* Fraud, histories: counted in buckets that grow coarser with age. */
#include "shop/fraud/fraud_history.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { FORMAT = 2, CENTS = 100 };

/* How long a bucket is, and for how long it is kept before it is folded into the next tier. */
static const struct {
    int64_t span_us, kept_us;
} tiers[TIERS] = {
    [TIER_MINUTES] = { INT64_C(300000000), INT64_C(3600000000) },
    [TIER_HOURS] = { INT64_C(3600000000), INT64_C(86400000000) },
    [TIER_DAYS] = { INT64_C(86400000000), INT64_C(46) * INT64_C(86400000000) },
    [TIER_EVER] = { INT64_MAX, INT64_MAX },
};

static int64_t begins(const struct history_bucket *bucket)
{
    return bucket->tier == TIER_EVER ? 0 : (int64_t)bucket->place * tiers[bucket->tier].span_us;
}

static int64_t ends(const struct history_bucket *bucket)
{
    return bucket->tier == TIER_EVER ? 0 : begins(bucket) + tiers[bucket->tier].span_us;
}

/* Counting --------------------------------------------------------------------------------- */

static struct history_bucket *find(struct fraud_history *history, int series, int tier,
                                   uint32_t place)
{
    for (size_t i = history->count; i-- > 0;) {
        struct history_bucket *bucket = &history->buckets[i];
        if (bucket->series == series && bucket->tier == tier && bucket->place == place)
            return bucket;
    }
    return NULL;
}

static struct history_bucket *room_for(struct fraud_history *history, struct arena *memory)
{
    if (history->count == history->room) {
        size_t room = history->room ? history->room * 2 : 16;
        struct history_bucket *more = arena_array(memory, room, sizeof *more);
        if (history->count)
            memcpy(more, history->buckets, history->count * sizeof *more);
        history->buckets = more;
        history->room = room;
    }
    return &history->buckets[history->count++];
}

static void pour(struct fraud_history *history, struct arena *memory,
                 const struct history_bucket *from)
{
    struct history_bucket *to = find(history, from->series, from->tier, from->place);
    if (!to) {
        to = room_for(history, memory);
        *to = *from;
        return;
    }
    to->count += from->count;
    to->sum += from->sum;
    to->squares += from->squares;
    if (from->highest > to->highest)
        to->highest = from->highest;
}

/* A bucket waits until the coarser one that it falls into is out of its own window as a whole: what
 * is folded must not come back into a window with what is still in it. */
static bool is_due(const struct history_bucket *bucket, struct moment now)
{
    if (bucket->tier == TIER_EVER)
        return false;
    int64_t end = ends(bucket), coarser = tiers[bucket->tier + 1].span_us;
    if (bucket->tier + 1 < TIER_EVER)
        end = (begins(bucket) / coarser + 1) * coarser;
    return end <= now.us - tiers[bucket->tier].kept_us;
}

/* One pass from fine to coarse: what a fold makes is looked at in its turn. */
static void fold(struct fraud_history *history, struct arena *memory, struct moment now)
{
    for (size_t i = 0; i < history->count;) {
        struct history_bucket bucket = history->buckets[i];
        if (!is_due(&bucket, now)) {
            i++;
            continue;
        }
        int64_t at = begins(&bucket);
        history->buckets[i] = history->buckets[--history->count];
        bucket.tier++;
        bucket.place = bucket.tier == TIER_EVER ? 0 : (uint32_t)(at / tiers[bucket.tier].span_us);
        pour(history, memory, &bucket);
    }
}

void history_add(struct fraud_history *history, struct arena *memory, int series, struct moment now,
                 double amount)
{
    struct history_bucket one = {
        .series = (uint8_t)series,
        .tier = TIER_MINUTES,
        .place = (uint32_t)(now.us / tiers[TIER_MINUTES].span_us),
        .count = 1,
        .sum = amount,
        .squares = amount * amount,
        .highest = amount,
    };
    fold(history, memory, now);
    pour(history, memory, &one);
    if (!history->first.us || now.us < history->first.us)
        history->first = now;
    if (now.us > history->last.us)
        history->last = now;
}

void history_take_back(struct fraud_history *history, int series, struct moment at)
{
    for (size_t i = 0; i < history->count; i++) {
        struct history_bucket *bucket = &history->buckets[i];
        bool holds = bucket->tier == TIER_EVER || (begins(bucket) <= at.us && at.us < ends(bucket));
        if (bucket->series != series || !holds)
            continue;
        if (--bucket->count == 0)
            *bucket = history->buckets[--history->count];
        return;
    }
}

/* Asking ----------------------------------------------------------------------------------- */

/* Partly within the window is within, where it ends now; a window that ends before takes only
 * buckets that had ended by then, so that two windows side by side share none. */
static bool is_within(const struct history_bucket *bucket, int series, int64_t from, int64_t to,
                      bool closed)
{
    return bucket->series == series && bucket->tier != TIER_EVER && ends(bucket) > from &&
           begins(bucket) <= to && (!closed || ends(bucket) <= to);
}

struct history_sum history_between(const struct fraud_history *history, int series,
                                   struct moment now, struct span since, struct span until)
{
    struct history_sum sum = { 0 };
    int64_t from = now.us - since.us, to = now.us - until.us;
    for (size_t i = 0; i < history->count; i++) {
        const struct history_bucket *bucket = &history->buckets[i];
        if (!is_within(bucket, series, from, to, until.us != 0))
            continue;
        sum.count += bucket->count;
        sum.sum += bucket->sum;
        sum.squares += bucket->squares;
    }
    return sum;
}

double history_count(const struct fraud_history *history, int series, struct moment now,
                     struct span since)
{
    return history_between(history, series, now, since, seconds(0)).count;
}

struct history_sum history_ever(const struct fraud_history *history, int series)
{
    struct history_sum sum = { 0 };
    for (size_t i = 0; i < history->count; i++) {
        const struct history_bucket *bucket = &history->buckets[i];
        if (bucket->series != series)
            continue;
        sum.count += bucket->count;
        sum.sum += bucket->sum;
        sum.squares += bucket->squares;
    }
    return sum;
}

struct moment history_latest(const struct fraud_history *history, int series)
{
    int64_t latest = 0;
    for (size_t i = 0; i < history->count; i++)
        if (history->buckets[i].series == series && begins(&history->buckets[i]) > latest)
            latest = begins(&history->buckets[i]);
    return (struct moment){ latest };
}

struct moment history_run_began(const struct fraud_history *history, int series, struct span gap)
{
    int64_t began = history_latest(history, series).us;
    for (bool moved = began != 0; moved;) {
        moved = false;
        for (size_t i = 0; i < history->count; i++) {
            const struct history_bucket *bucket = &history->buckets[i];
            if (bucket->series != series || bucket->tier == TIER_EVER || begins(bucket) >= began ||
                ends(bucket) + gap.us < began)
                continue;
            began = begins(bucket);
            moved = true;
        }
    }
    return (struct moment){ began };
}

double history_highest(const struct fraud_history *history, int series, struct moment now,
                       struct span since, struct span until)
{
    double highest = 0;
    int64_t from = now.us - since.us, to = now.us - until.us;
    for (size_t i = 0; i < history->count; i++) {
        const struct history_bucket *bucket = &history->buckets[i];
        if (is_within(bucket, series, from, to, until.us != 0) && bucket->highest > highest)
            highest = bucket->highest;
    }
    return highest;
}

double history_from(const struct fraud_history *history, int series, struct moment from)
{
    double count = 0;
    for (size_t i = 0; i < history->count; i++) {
        const struct history_bucket *bucket = &history->buckets[i];
        if (bucket->series == series && bucket->tier != TIER_EVER && begins(bucket) >= from.us)
            count += bucket->count;
    }
    return count;
}

struct moment history_latest_beyond(const struct fraud_history *history, int series, int others)
{
    int64_t latest = 0;
    for (size_t i = 0; i < history->count; i++) {
        const struct history_bucket *bucket = &history->buckets[i];
        uint32_t other = 0;
        if (bucket->series != series || begins(bucket) <= latest)
            continue;
        for (size_t k = 0; k < history->count; k++)
            if (history->buckets[k].series == others && history->buckets[k].tier == bucket->tier &&
                history->buckets[k].place == bucket->place)
                other = history->buckets[k].count;
        if (bucket->count > other)
            latest = begins(bucket);
    }
    return (struct moment){ latest };
}

/* What an account uses --------------------------------------------------------------------- */

static uint32_t tag_of(int64_t entity)
{
    return (uint32_t)((uint64_t)entity >> 32 ^ (uint64_t)entity);
}

bool history_knows(const struct fraud_history *history, int64_t entity)
{
    for (size_t i = 0; i < history->known_count; i++)
        if (history->known[i].tag == tag_of(entity))
            return true;
    return false;
}

bool history_knows_since(const struct fraud_history *history, int64_t entity, struct moment now)
{
    uint16_t today = (uint16_t)(now.us / tiers[TIER_DAYS].span_us);
    for (size_t i = 0; i < history->known_count; i++)
        if (history->known[i].tag == tag_of(entity))
            return history->known[i].first < today;
    return false;
}

bool history_meets(struct fraud_history *history, int64_t entity, struct moment now)
{
    uint16_t today = (uint16_t)(now.us / tiers[TIER_DAYS].span_us);
    struct history_known met = { tag_of(entity), today, today };
    size_t at = 0;
    while (at < history->known_count && history->known[at].tag != met.tag)
        at++;
    bool is_new = at == history->known_count;
    if (is_new && history->known_count < HISTORY_KNOWN_MAX) {
        history->known[history->known_count++] = met;
        return true;
    }
    if (is_new)
        at = 0; /* the one used longest ago is forgotten */
    else
        met.first = history->known[at].first;
    memmove(&history->known[at], &history->known[at + 1],
            (history->known_count - at - 1) * sizeof met);
    history->known[history->known_count - 1] = met;
    return is_new;
}

/* Bytes ------------------------------------------------------------------------------------ */

struct writing {
    unsigned char *at;
};

static void put(struct writing *to, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        *to->at++ = (unsigned char)(number | 0x80);
    *to->at++ = (unsigned char)number;
}

/* Amounts are kept to the cent; squares to a float's precision. */
static void put_bucket(struct writing *to, const struct history_bucket *bucket)
{
    bool amounts = bucket->sum > 0;
    float squares = (float)bucket->squares;
    put(to, (uint64_t)bucket->series << 3 | (uint64_t)bucket->tier << 1 | amounts);
    put(to, bucket->place);
    put(to, bucket->count);
    if (!amounts)
        return;
    put(to, (uint64_t)llround(bucket->sum * CENTS));
    put(to, (uint64_t)llround(bucket->highest * CENTS));
    memcpy(to->at, &squares, sizeof squares);
    to->at += sizeof squares;
}

unsigned char *history_pack(struct arena *memory, const struct fraud_history *history,
                            size_t *ret_size)
{
    enum { HEAD_MAX = 64, KNOWN_SIZE = 11, BUCKET_MAX = 46 };
    unsigned char *bytes = arena_take(memory, HEAD_MAX + history->known_count * KNOWN_SIZE +
                                                  history->count * BUCKET_MAX);
    struct writing to = { bytes };
    put(&to, FORMAT);
    put(&to, (uint64_t)history->first.us);
    put(&to, (uint64_t)(history->last.us - history->first.us));
    put(&to, history->listed);
    put(&to, (uint64_t)history->listed_to.us);
    put(&to, (uint64_t)history->domain);
    put(&to,
        (uint64_t)(unsigned char)history->country[0] << 8 | (unsigned char)history->country[1]);
    put(&to, history->known_count);
    for (size_t i = 0; i < history->known_count; i++) {
        put(&to, history->known[i].tag);
        put(&to, history->known[i].day);
        put(&to, history->known[i].first);
    }
    put(&to, history->count);
    for (size_t i = 0; i < history->count; i++)
        put_bucket(&to, &history->buckets[i]);
    *ret_size = (size_t)(to.at - bytes);
    return bytes;
}

struct reading {
    const unsigned char *at, *end;
    bool failed;
};

static uint64_t take(struct reading *from)
{
    uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (from->at == from->end)
            break;
        unsigned char byte = *from->at++;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return number;
    }
    from->failed = true;
    return 0;
}

static bool take_bucket(struct reading *from, struct history_bucket *to)
{
    uint64_t head = take(from);
    float squares = 0;
    to->series = (uint8_t)(head >> 3);
    to->tier = (uint8_t)(head >> 1 & 3);
    to->place = (uint32_t)take(from);
    to->count = (uint32_t)take(from);
    if (head & 1) {
        to->sum = (double)take(from) / CENTS;
        to->highest = (double)take(from) / CENTS;
        if (from->end - from->at < (ptrdiff_t)sizeof squares)
            return false;
        memcpy(&squares, from->at, sizeof squares);
        from->at += sizeof squares;
        to->squares = (double)squares;
    }
    return !from->failed && head >> 3 < SERIES && to->count > 0;
}

static bool take_head(struct reading *from, struct fraud_history *to)
{
    if (take(from) != FORMAT)
        return false;
    to->first.us = (int64_t)take(from);
    to->last.us = to->first.us + (int64_t)take(from);
    to->listed = (uint8_t)take(from);
    to->listed_to.us = (int64_t)take(from);
    to->domain = (int64_t)take(from);
    uint64_t country = take(from);
    to->country[0] = (char)(country >> 8);
    to->country[1] = (char)country;
    to->known_count = (size_t)take(from);
    if (from->failed || to->known_count > HISTORY_KNOWN_MAX)
        return false;
    for (size_t i = 0; i < to->known_count; i++) {
        to->known[i].tag = (uint32_t)take(from);
        to->known[i].day = (uint16_t)take(from);
        to->known[i].first = (uint16_t)take(from);
    }
    return !from->failed;
}

bool history_unpack(struct arena *memory, const unsigned char *bytes, size_t size,
                    struct fraud_history *ret_history)
{
    struct reading from = { bytes, bytes + size, false };
    struct fraud_history history = { 0 };
    *ret_history = history;
    if (!take_head(&from, &history))
        return false;
    size_t count = (size_t)take(&from);
    if (from.failed || count > size)
        return false;
    history.room = count + 8;
    history.buckets = arena_array(memory, history.room, sizeof *history.buckets);
    for (; history.count < count; history.count++)
        if (!take_bucket(&from, &history.buckets[history.count]))
            return false;
    *ret_history = history;
    return from.at == from.end;
}

void history_merge(struct fraud_history *history, struct arena *memory,
                   const struct fraud_history *other)
{
    if (other->first.us && (!history->first.us || other->first.us < history->first.us))
        history->first = other->first;
    if (other->last.us > history->last.us)
        history->last = other->last;
    for (size_t i = 0; i < other->count; i++)
        pour(history, memory, &other->buckets[i]);
    if (other->listed) {
        history->listed = other->listed;
        history->listed_to = other->listed_to;
    }
}
