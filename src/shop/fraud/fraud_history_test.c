/* Histories: windows, folding, shards and bytes. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "shop/fraud/fraud_history.h"

int fraud_history_tests(void);

enum { BOUGHT = SERIES_ACTS + 2 };

/* A Wednesday at 12:02:30, in the middle of its buckets. */
static struct moment noon(void)
{
    return moment_after(moment_of_date(2026, 3, 4), seconds(12 * 3600 + 150));
}

static void windows_are_right_to_the_bucket(void **state)
{
    (void)state;
    const struct moment nows[] = { noon(), moment_after(noon(), minutes(40)),
                                   moment_after(noon(), hours(11)) };
    // clang-format off
    static const struct {
        const char *says;
        int64_t minutes_ago, window_hours;
        double counted;
    } cases[] = {
        { "just now",                  0,               1,       1 },
        { "within the hour",           57,              1,       1 },
        { "in the bucket at its edge", 62,              1,       1 },
        { "an hour and a bucket ago",  66,              1,       0 },
        { "within the day",            23 * 60,         24,      1 },
        { "an hour and a half ago",    90,              1,       0 },
        { "a day and an hour ago",     25 * 60 + 3,     24,      0 },
        { "within the week",           6 * 1440,        7 * 24,  1 },
        { "a week and a day ago",      8 * 1440 + 10,   7 * 24,  0 },
        { "within 30 days",            29 * 1440,       30 * 24, 1 },
        { "30 days and one ago",       31 * 1440 + 10,  30 * 24, 0 },
        { "within all that is kept",   44 * 1440,       46 * 24, 1 },
        { "longer than it is kept",    60 * 1440,       46 * 24, 0 },
    };
    // clang-format on
    for (size_t k = 0; k < 3 * sizeof cases / sizeof *cases; k++) {
        AUTO(arena) memory = { 0 };
        struct fraud_history history = { 0 };
        size_t i = k / 3;
        struct moment now = nows[k % 3];
        struct moment then = moment_before(now, minutes(cases[i].minutes_ago));
        history_add(&history, &memory, BOUGHT, then, 10);
        history_add(&history, &memory, SERIES_FAILED, now, 0); /* folds what is due */
        double counted = history_count(&history, BOUGHT, now, hours(cases[i].window_hours));
        if (counted != cases[i].counted || history_ever(&history, BOUGHT).count != 1)
            fail_msg("%s, at time %zu: counted %g", cases[i].says, k % 3, counted);
    }
}

static void windows_side_by_side_share_nothing(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct fraud_history history = { 0 };
    struct moment now = noon();
    for (int day = 40; day >= 0; day--)
        history_add(&history, &memory, BOUGHT, moment_before(now, days(day)), 5);
    struct history_sum recent = history_between(&history, BOUGHT, now, days(14), seconds(0));
    struct history_sum before = history_between(&history, BOUGHT, now, days(60), days(14));
    assert_true(recent.count == 15 && before.count == 26);
}

static void a_history_stays_small(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct fraud_history history = { 0 };
    struct moment now = noon();
    double sum = 0, squares = 0;
    int count = 0;
    for (int64_t at = 100 * 1440; at >= 0; at -= 10, count++) {
        double amount = 1 + count % 7;
        history_add(&history, &memory, BOUGHT, moment_before(now, minutes(at)), amount);
        sum += amount;
        squares += amount * amount;
    }
    struct history_sum ever = history_ever(&history, BOUGHT);
    assert_true(ever.count == count && ever.sum == sum && ever.squares == squares);
    assert_true(history.count <= 24 + 48 + 48 + 1);
    assert_true(history_highest(&history, BOUGHT, now, days(46), seconds(0)) == 7);
    assert_true(history_highest(&history, SERIES_BAD, now, days(46), seconds(0)) == 0);
    assert_int_equal(history.last.us, now.us);
    assert_int_equal(history.first.us, moment_before(now, days(100)).us);
}

static void shards_add_up(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct fraud_history whole = { 0 };
    struct fraud_history *shards = arena_array(&memory, 2, sizeof *shards);
    struct moment now = noon();
    unsigned random = 1;
    for (int64_t at = 70 * 1440; at >= 0; at -= 97) {
        random = random * 1103515245U + 12345U;
        struct moment then = moment_before(now, minutes(at));
        int series = random >> 16 & 1 ? BOUGHT : SERIES_BAD;
        history_add(&whole, &memory, series, then, random >> 20 & 0xff);
        history_add(&shards[random >> 17 & 1], &memory, series, then, random >> 20 & 0xff);
    }
    history_add(&whole, &memory, SERIES_FAILED, now, 0);
    for (int i = 0; i < 2; i++)
        history_add(&shards[i], &memory, SERIES_DECLINED, now, 0); /* folds both up to now */
    history_merge(&shards[0], &memory, &shards[1]);
    static const int windows[] = { 1, 24, 7 * 24, 30 * 24, 46 * 24 };
    for (int series = BOUGHT; series <= SERIES_BAD; series += SERIES_BAD - BOUGHT) {
        for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
            struct history_sum one =
                history_between(&whole, series, now, hours(windows[i]), seconds(0));
            struct history_sum two =
                history_between(&shards[0], series, now, hours(windows[i]), seconds(0));
            assert_true(one.count == two.count && one.sum == two.sum && one.squares == two.squares);
            assert_true(history_highest(&whole, series, now, hours(windows[i]), seconds(0)) ==
                        history_highest(&shards[0], series, now, hours(windows[i]), seconds(0)));
        }
        assert_true(history_ever(&whole, series).count == history_ever(&shards[0], series).count);
    }
    assert_int_equal(whole.first.us, shards[0].first.us);
}

static struct fraud_history *filled(struct arena *memory)
{
    struct fraud_history *history = arena_take(memory, sizeof *history);
    struct moment now = noon();
    for (int day = 60; day >= 0; day -= 3)
        history_add(history, memory, BOUGHT, moment_before(now, days(day)), 12.34 * (day + 1));
    history_add(history, memory, SERIES_BAD, now, 0);
    history_meets(history, INT64_C(0x123456789abcdef), now);
    history->domain = 42;
    memcpy(history->country, "PT", 3);
    return history;
}

static void bytes_come_back(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct fraud_history *kept = filled(&memory), back;
    size_t size;
    unsigned char *bytes = history_pack(&memory, kept, &size);
    assert_true(history_unpack(&memory, bytes, size, &back));
    assert_int_equal(back.count, kept->count);
    assert_int_equal(back.first.us, kept->first.us);
    assert_int_equal(back.last.us, kept->last.us);
    assert_int_equal(back.domain, 42);
    assert_string_equal(back.country, "PT");
    assert_true(history_knows(&back, INT64_C(0x123456789abcdef)));
    assert_false(history_knows(&back, 7));
    for (size_t i = 0; i < back.count; i++) {
        const struct history_bucket *one = &kept->buckets[i], *other = &back.buckets[i];
        assert_int_equal(one->series, other->series);
        assert_int_equal(one->tier, other->tier);
        assert_int_equal(one->place, other->place);
        assert_int_equal(one->count, other->count);
        assert_true(fabs(one->sum - other->sum) < 0.01);
        assert_true(fabs(one->highest - other->highest) < 0.01);
        assert_true(fabs(one->squares - other->squares) <= one->squares * 1e-6);
    }
}

static void bad_bytes_are_refused(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct fraud_history back;
    size_t size;
    unsigned char *bytes = history_pack(&memory, filled(&memory), &size);
    for (size_t shorter = 0; shorter < size; shorter++) {
        assert_false(history_unpack(&memory, bytes, shorter, &back));
        assert_int_equal(back.count, 0);
    }
    unsigned char *longer = arena_take(&memory, size + 1);
    memcpy(longer, bytes, size);
    history_unpack(&memory, longer, size + 1, &back);
    bytes[0] = 99; /* a format to come */
    assert_false(history_unpack(&memory, bytes, size, &back));
    unsigned random = 7;
    for (int round = 0; round < 2000; round++) { /* whatever it is, nothing is read beyond it */
        unsigned char noise[48];
        for (size_t i = 0; i < sizeof noise; i++) {
            random = random * 1103515245U + 12345U;
            noise[i] = (unsigned char)(random >> 16);
        }
        noise[0] = 2;
        history_unpack(&memory, noise, sizeof noise, &back);
    }
}

static void runs_are_told(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct fraud_history history = { 0 };
    struct moment now = noon(), began = moment_before(now, days(6));
    /* Good on most days; bad 20 days ago, then from 6 days ago on 3 times. */
    for (int day = 30; day >= 0; day--) {
        struct moment then = moment_before(now, days(day));
        bool bad = day == 20 || day == 6 || day == 5 || day == 2;
        history_add(&history, &memory, SERIES_KNOWN, then, 0);
        if (bad)
            history_add(&history, &memory, SERIES_BAD, then, 0);
    }
    struct moment run = history_run_began(&history, SERIES_BAD, days(5));
    struct moment last = history_latest(&history, SERIES_BAD);
    assert_true(run.us <= began.us && began.us - run.us < days(1).us);
    assert_true(history_from(&history, SERIES_BAD, run) == 3);
    assert_true(history_from(&history, SERIES_KNOWN, run) == 7);
    assert_true(history_from(&history, SERIES_KNOWN, last) == 3);
    struct moment good = history_latest_beyond(&history, SERIES_KNOWN, SERIES_BAD);
    assert_true(now.us - good.us < minutes(5).us);
    assert_int_equal(history_run_began(&history, SERIES_HIGH, days(5)).us, 0);
    history_take_back(&history, SERIES_BAD, moment_before(now, days(2)));
    assert_true(history_ever(&history, SERIES_BAD).count == 3);
    assert_true(history_latest(&history, SERIES_BAD).us < moment_before(now, days(4)).us);
}

static void what_is_used_is_remembered(void **state)
{
    (void)state;
    struct fraud_history history = { 0 };
    struct moment now = noon();
    for (int64_t thing = 1; thing <= HISTORY_KNOWN_MAX; thing++)
        assert_true(history_meets(&history, thing, now));
    assert_false(history_meets(&history, 1, now)); /* now the one used last */
    assert_true(history_meets(&history, 100, now));
    assert_true(history_knows(&history, 1) && history_knows(&history, 100));
    assert_false(history_knows(&history, 2)); /* used longest ago, forgotten */
}

int fraud_history_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_are_right_to_the_bucket),
        cmocka_unit_test(windows_side_by_side_share_nothing),
        cmocka_unit_test(a_history_stays_small),
        cmocka_unit_test(shards_add_up),
        cmocka_unit_test(bytes_come_back),
        cmocka_unit_test(bad_bytes_are_refused),
        cmocka_unit_test(runs_are_told),
        cmocka_unit_test(what_is_used_is_remembered),
    };
    return cmocka_run_group_tests_name("histories", tests, NULL, NULL);
}
