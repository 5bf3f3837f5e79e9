/* Evaluation, fraud: the figures, who is left out, and that no signal sees the future. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "main/eval_folds.h"
#include "main/eval_replay.h"
#include "shop/fraud/fraud_model.h"

int eval_fraud_tests(void);

enum { ROWS_MAX = 8 };

static void figures_are_as_by_hand(void **state)
{
    (void)state;
    // clang-format off
    static const struct {
        const char *says;
        size_t count;
        double scores[ROWS_MAX];
        float bad[ROWS_MAX];
        double auc, average_precision;
    } cases[] = {
        { "all in order", 4, { .9, .8, .2, .1 }, { 1, 1, 0, 0 }, 1, 1 },
        { "all turned around", 4, { .1, .2, .8, .9 }, { 1, 1, 0, 0 }, 0, 5.0 / 12 },
        { "all the same", 4, { .5, .5, .5, .5 }, { 1, 0, 0, 0 }, .5, .25 },
        { "a good one first", 4, { .9, .8, .7, .1 }, { 0, 1, 1, 0 }, .5, 7.0 / 12 },
        { "a tie across", 5, { .9, .5, .5, .5, .1 }, { 1, 1, 0, 0, 0 }, 5.0 / 6, .75 },
        { "no bad one", 2, { .9, .1 }, { 0, 0 }, 0, 0 },
        { "no good one", 2, { .9, .1 }, { 1, 1 }, 0, 0 },
        { "nothing", 0, { 0 }, { 0 }, 0, 0 },
    };
    // clang-format on
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fraud_figures told = fraud_figures_of(cases[i].scores, cases[i].bad, cases[i].count);
        if (fabs(told.auc - cases[i].auc) > 1e-9 ||
            fabs(told.average_precision - cases[i].average_precision) > 1e-9)
            fail_msg("%s: AUC %g, average precision %g", cases[i].says, told.auc,
                     told.average_precision);
    }
}

static void caught_cards_are_left_out_later(void **state)
{
    (void)state;
    // clang-format off
    static const struct eval_scored rows[] = {
        /* Day 1, the two highest: 1 by its second row, and 2. Account 1 was defrauded by its first
         * row: an account is bad or not, whichever of its rows says so. */
        { 1, 1, .1, true }, { 1, 1, .9, false }, { 1, 2, .8, false }, { 1, 3, .7, true },
        /* Day 2: 1 is caught and gone, so 3 and 4 are the two highest, both bad. */
        { 2, 1, .99, true }, { 2, 3, .6, true }, { 2, 4, .5, true }, { 2, 2, .4, false },
        /* Day 3: only one is left of whom anything is seen; still of two. */
        { 3, 3, .9, true }, { 3, 5, .2, true },
    };
    // clang-format on
    size_t count = sizeof rows / sizeof *rows;
    assert_true(fabs(eval_card_precision(rows, count, 2) - (0.5 + 1.0 + 0.5) / 3) < 1e-12);
    assert_true(fabs(eval_card_precision(rows, 4, 100) - 0.02) < 1e-12);
    assert_true(eval_card_precision(rows, 0, 100) == 0);
}

/* One row a day at noon from 2026-03-02 on, account and bad as given. */
static struct eval_rows rows_of(struct eval_row items[], const uint32_t *accounts, const bool *bad,
                                size_t count)
{
    static const char *names[] = { "", "a", "b", "c", "s" };
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct eval_row){ .amount_usd = 10, .bad = bad[i] };
        items[i].at = moment_after(moment_of_date(2026, 3, 2), hours(24 * (int64_t)i + 12));
        items[i].things[COLUMN_ACCOUNT] = accounts[i];
        items[i].things[COLUMN_SELLER] = 4;
    }
    return (struct eval_rows){ items, count, count, names, 5, false };
}

static void the_defrauded_are_left_out_when_known(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    /* Learns on days 1 and 2, waits a day, assesses days 4 to 7. What is bad is left out from two
     * days later on: 2, bad on day 4, from day 6 on; 3 was bad before the fold began and stays. */
    static const uint32_t accounts[] = { 3, 1, 2, 1, 2, 2, 2, 3 };
    static const bool bad[] = { true, true, false, true, true, false, false, false };
    struct eval_row items[ROWS_MAX];
    struct eval_rows rows = rows_of(items, accounts, bad, ROWS_MAX);
    struct eval_mapping mapping = { .train_days = 2, .delay_days = 1, .assess_days = 4 };
    struct eval_fold fold;
    const char *problem = NULL;
    size_t count;
    assert_true(eval_fold_read(&memory, "03-03", &mapping, &rows, &fold, &problem));
    assert_int_equal(fold.train_first, 1);
    assert_int_equal(fold.train_end, 3);
    assert_int_equal(fold.assess_first, 4);
    assert_int_equal(fold.assess_end, 8);
    const size_t *places = eval_assessed(&memory, &mapping, &rows, &fold, &count);
    assert_int_equal(count, 3);
    assert_int_equal(places[0], 4);
    assert_int_equal(places[1], 5);
    assert_int_equal(places[2], 7);
}

static void folds_are_within_the_file(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    static const uint32_t accounts[] = { 1, 1, 1, 1, 1, 1, 1, 1 };
    static const bool bad[ROWS_MAX] = { false };
    // clang-format off
    static const struct {
        const char *name;
        bool fits;
    } cases[] = {
        { "03-02", true }, { "2026-03-02", true }, { "03-03", true }, { "03-04", false },
        { "03-01", false }, { "02-30", false }, { "soon", false }, { "", false },
        { "2025-03-02", false },
    };
    // clang-format on
    struct eval_row items[ROWS_MAX];
    struct eval_rows rows = rows_of(items, accounts, bad, ROWS_MAX);
    struct eval_mapping mapping = { .train_days = 2, .delay_days = 1, .assess_days = 4 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct eval_fold fold;
        const char *problem = NULL;
        if (eval_fold_read(&memory, cases[i].name, &mapping, &rows, &fold, &problem) !=
            cases[i].fits)
            fail_msg("%s", cases[i].name);
        assert_true(cases[i].fits || problem);
    }
}

static void no_signal_sees_the_future(void **state)
{
    (void)state;
    static const uint32_t accounts[] = { 1, 2, 3, 1, 2 };
    static const bool bad[] = { true, false, false, false, false };
    struct eval_row items[ROWS_MAX];
    struct eval_rows rows = rows_of(items, accounts, bad, 5);
    rows.items[2].at.us = rows.items[0].at.us + days(2).us - 1; /* a moment before it is known */
    struct eval_mapping mapping = { .delay_days = 2 };
    struct settings settings = { 0 };
    struct eval_signals signals;
    struct eval_run all = { 0, 5 };
    eval_replay(&settings, &mapping, &rows, &all, 1, &signals);
    // clang-format off
    static const struct {
        int signal;
        float values[5];
    } expected[] = {
        { SIGNAL_seller_orders_30d,   { 0, 1, 2, 3, 4 } },
        { SIGNAL_seller_bad_ever,     { 0, 0, 0, 1, 1 } },
        { SIGNAL_account_bad_ever,    { 0, 0, 0, 1, 0 } },
        { SIGNAL_account_acts_ever,   { 0, 0, 0, 1, 1 } },
        { SIGNAL_seller_bad_share_7d, { 0, 0, 0, .5F, 1.0F / 3 } },
    };
    // clang-format on
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        for (size_t row = 0; row < 5; row++) {
            float told = signals.numbers[row * FRAUD_NUMBERS + (size_t)expected[i].signal];
            if (fabsf(told - expected[i].values[row]) > 1e-6F)
                fail_msg("%s of row %zu is %g", fraud_signals[expected[i].signal].name, row,
                         (double)told);
        }
    eval_signals_clear(&signals);
}

int eval_fraud_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_as_by_hand),
        cmocka_unit_test(caught_cards_are_left_out_later),
        cmocka_unit_test(the_defrauded_are_left_out_when_known),
        cmocka_unit_test(folds_are_within_the_file),
        cmocka_unit_test(no_signal_sees_the_future),
    };
    return cmocka_run_group_tests_name("evaluation of fraud", tests, NULL, NULL);
}
