/* Standing, the rule: a table of figures, and the level that follows. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "shop/standing/standing_rules.h"

/* Rows say what differs from these. */
#pragma GCC diagnostic ignored "-Woverride-init"
/* Good in all, and enough of it to be Top. */
#define FINE                                                                            \
    .paid = 200, .sent = 198, .cancelled = 1, .delivered = 180, .late = 6, .asked = 40, \
    .unanswered = 5, .reviews = 60, .as_described = 4.8, .communication = 4.7, .shipping = 4.6
#define FEW .paid = 30, .sent = 30, .delivered = 30

// clang-format off
#define BOTH(...) { __VA_ARGS__ }, { __VA_ARGS__ } /* the season is as the year */
static const struct row {
    const char *name;
    int64_t age_days;
    struct standing_figures recent, year;
    enum standing_level level;
    enum standing_measure reason;
} rows[] = {
    { "opened today", 0, BOTH(0), STANDING_NEW, MEASURE_AGE },
    { "opened long ago, sold nothing", 400, BOTH(0), STANDING_NEW, MEASURE_SENT },
    { "sold much in its first days", 10, BOTH(FINE), STANDING_NEW, MEASURE_AGE },
    { "nine sent", 60, BOTH(.paid = 9, .sent = 9), STANDING_NEW, MEASURE_SENT },
    { "ten sent", 60, BOTH(.paid = 10, .sent = 10), STANDING_GOOD, MEASURE_AGE },
    { "thirty sent, half a year", 180, BOTH(FEW), STANDING_GOOD, MEASURE_SENT },
    { "fine in all", 200, BOTH(FINE), STANDING_TOP, STANDING_MEASURES },
    { "fine, but not for long", 80, BOTH(FINE), STANDING_GOOD, MEASURE_AGE },
    { "fine, nobody reviews", 200, BOTH(FINE, .reviews = 0), STANDING_GOOD, MEASURE_AS_DESCRIBED },
    { "fine, a few bad stars", 200, BOTH(FINE, .as_described = 4.2),
      STANDING_GOOD, MEASURE_AS_DESCRIBED },
    { "fine, curt", 200, BOTH(FINE, .communication = 3.9), STANDING_GOOD, MEASURE_COMMUNICATION },
    { "fine, slow to answer", 200, BOTH(FINE, .unanswered = 25),
      STANDING_GOOD, MEASURE_UNANSWERED },
    { "fine, one false price", 200, BOTH(FINE, .false_prices = 1),
      STANDING_GOOD, MEASURE_FALSE_PRICES },
    { "false prices again and again", 200, { FINE, .false_prices = 5 },
      { FINE, .false_prices = 6 }, STANDING_BELOW, MEASURE_FALSE_PRICES },
    { "one of two lost says little", 60, BOTH(.paid = 2, .sent = 2, .disputed = 1, .lost = 1),
      STANDING_NEW, MEASURE_SENT },
    { "three of three lost say enough", 20, BOTH(.paid = 3, .sent = 3, .disputed = 3, .lost = 3),
      STANDING_BELOW, MEASURE_LOST },
    { "one of ten lost says little", 60, BOTH(.paid = 10, .sent = 10, .disputed = 1, .lost = 1),
      STANDING_GOOD, MEASURE_AGE },
    { "three of thirty lost", 60, BOTH(FEW, .disputed = 3, .lost = 3), STANDING_GOOD, MEASURE_AGE },
    { "five of thirty lost", 60, BOTH(FEW, .disputed = 5, .lost = 5),
      STANDING_BELOW, MEASURE_LOST },
    { "many disputes, most won", 200, BOTH(FINE, .disputed = 40, .lost = 2),
      STANDING_BELOW, MEASURE_DISPUTED },
    { "four disputes of 198", 200, BOTH(FINE, .disputed = 4), STANDING_TOP, STANDING_MEASURES },
    { "fourteen disputes of 198", 200, BOTH(FINE, .disputed = 14),
      STANDING_GOOD, MEASURE_DISPUTED },
    { "a third came late", 200, BOTH(FINE, .late = 60), STANDING_BELOW, MEASURE_LATE },
    { "a fifth of few came late", 60, BOTH(FEW, .late = 6), STANDING_GOOD, MEASURE_AGE },
    { "a tenth came late", 200, BOTH(FINE, .late = 20), STANDING_GOOD, MEASURE_LATE },
    { "does not send", 60, BOTH(.paid = 30, .sent = 20, .cancelled = 10),
      STANDING_BELOW, MEASURE_CANCELLED },
    { "cancelled once of twelve", 60, BOTH(.paid = 12, .sent = 11, .cancelled = 1),
      STANDING_GOOD, MEASURE_AGE },
    { "bad stars, few of them", 200, BOTH(FEW, .reviews = 9, .as_described = 1),
      STANDING_GOOD, MEASURE_SENT },
    { "bad stars, many of them", 200, BOTH(FEW, .reviews = 30, .as_described = 2),
      STANDING_BELOW, MEASURE_AS_DESCRIBED },
    { "a bad year, a good season", 400, { FINE },
      { FINE, .lost = 30, .disputed = 30 }, STANDING_GOOD, MEASURE_LOST },
    { "a good year, a bad season", 400, { FEW, .disputed = 8, .lost = 8 },
      { FINE, .disputed = 8, .lost = 8 }, STANDING_BELOW, MEASURE_LOST },
    { "a quiet season is judged by the year", 400, { .paid = 3, .sent = 3 },
      { FINE, .disputed = 30, .lost = 30 }, STANDING_BELOW, MEASURE_LOST },
};
// clang-format on

static void figures_decide(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct standing_record record = { .age_days = rows[i].age_days };
        record.windows[WINDOW_90] = rows[i].recent;
        record.windows[WINDOW_365] = rows[i].year;
        struct standing_verdict verdict = standing_judge(&record);
        if (verdict.level != rows[i].level || verdict.reason != rows[i].reason)
            fail_msg("%s: %s by %d, wanted %s by %d", rows[i].name,
                     standing_levels[verdict.level].name, (int)verdict.reason,
                     standing_levels[rows[i].level].name, (int)rows[i].reason);
    }
}

/* Against values computed from the formula by hand. */
static void bounds_are_wilsons(void **state)
{
    (void)state;
    assert_int_equal(standing_lower(0, 0), 0);
    assert_int_equal(standing_upper(0, 0), 10000);
    assert_int_equal(standing_lower(0, 10), 0);
    assert_int_equal(standing_upper(0, 10), 2775);
    assert_int_equal(standing_lower(1, 10), 179);
    assert_int_equal(standing_upper(1, 10), 4042);
    assert_int_equal(standing_lower(10, 100), 552);
    assert_int_equal(standing_upper(10, 100), 1744);
    assert_int_equal(standing_upper(7, 7), 10000);
}

int standing_tests(void);
int standing_tests(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(figures_decide),
                                        cmocka_unit_test(bounds_are_wilsons) };
    return cmocka_run_group_tests_name("standing", tests, NULL, NULL);
}
