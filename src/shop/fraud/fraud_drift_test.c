/* Drift: the index of samples whose answer is known, and of those that are hard to bin. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <math.h>

#include "shop/fraud/fraud_drift.h"

int fraud_drift_tests(void);

enum { VALUES = 1000 };

/* `different` values, each `step` above the one before; the first `missing` of them are not there.
 */
struct shape {
    float step, from;
    int different;
    int missing;
};

static void fill(float *values, struct shape shape)
{
    for (int i = 0; i < VALUES; i++) {
        int place = (i * 7) % VALUES; /* in no order */
        values[i] = place < shape.missing
                        ? NAN
                        : shape.from + shape.step * (float)(place % shape.different);
    }
}

static void the_level_is_told(void **state)
{
    (void)state;
    enum { STEADY = FRAUD_DRIFT_STEADY, WARNS = FRAUD_DRIFT_WARNS, ALARMS = FRAUD_DRIFT_ALARMS };
    // clang-format off
    static const struct {
        const char *says;
        struct shape before, after;
        int level;
        int64_t least, most; /* thousandths */
        size_t bins;
    } cases[] = {
        { "the same",         { 1, 0, 1000, 0 }, { 1, 0, 1000, 0 },   STEADY, 0, 0, 10 },
        { "a tenth higher",   { 1, 0, 1000, 0 }, { 1, 100, 1000, 0 }, ALARMS, 550, 750, 10 },
        { "hardly higher",    { 1, 0, 1000, 0 }, { 1, 10, 1000, 0 },  STEADY, 0, 10, 10 },
        { "a little higher",  { 1, 0, 1000, 0 }, { 1, 75, 1000, 0 },  WARNS, 101, 200, 10 },
        { "quite another",    { 1, 0, 1000, 0 }, { 1, 5000, 1000, 0 }, ALARMS, 5000, 9000, 10 },
        { "always the same",  { 0, 5, 1, 0 },    { 0, 5, 1, 0 },      STEADY, 0, 0, 1 },
        { "constant, higher", { 0, 5, 1, 0 },    { 0, 6, 1, 0 },      ALARMS, 10000, 20000, 2 },
        { "constant, lower",  { 0, 5, 1, 0 },    { 0, 4, 1, 0 },      ALARMS, 10000, 20000, 2 },
        { "yes or no",        { 1, 0, 2, 0 },    { 1, 0, 2, 0 },      STEADY, 0, 0, 2 },
        { "a few missing",    { 1, 0, 1000, 10 }, { 1, 0, 1000, 30 }, STEADY, 10, 40, 11 },
        { "many missing",     { 1, 0, 1000, 0 }, { 1, 0, 1000, 300 }, ALARMS, 3000, 4000, 11 },
        { "all missing",      { 1, 0, 1, 1000 }, { 1, 0, 1, 1000 },   STEADY, 0, 0, 1 },
        { "newly there",      { 1, 0, 1, 1000 }, { 1, 0, 50, 0 },     ALARMS, 10000, 20000, 2 },
    };
    // clang-format on
    AUTO(arena) memory = { 0 };
    float before[VALUES], after[VALUES];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fill(before, cases[i].before);
        fill(after, cases[i].after);
        struct fraud_drift drift = fraud_drift_measure(&memory, before, VALUES, after, VALUES);
        int64_t counted[2] = { 0 };
        if (drift.psi_thousandths < cases[i].least || drift.psi_thousandths > cases[i].most ||
            drift.bin_count != cases[i].bins)
            fail_msg("%s: %lld in %zu bins", cases[i].says, (long long)drift.psi_thousandths,
                     drift.bin_count);
        for (size_t k = 0; k < drift.bin_count; k++) {
            counted[0] += drift.bins[k].before;
            counted[1] += drift.bins[k].after;
            if (k && !drift.bins[k].missing)
                assert_true(drift.bins[k].above >= drift.bins[k - 1].up_to);
        }
        assert_int_equal(counted[0], VALUES);
        assert_int_equal(counted[1], VALUES);
        if (cases[i].level != (int)drift.level)
            fail_msg("%s: %lld is level %d", cases[i].says, (long long)drift.psi_thousandths,
                     (int)drift.level);
    }
}

/* Two bins, 800 and 200 against 600 and 400 with the half that is put in:
 * (0.5999-0.7997) ln(0.5999/0.7997) + (0.4001-0.2003) ln(0.4001/0.2003) = 0.196. */
static void the_formula_is_the_books(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    float before[VALUES], after[VALUES];
    for (int i = 0; i < VALUES; i++) {
        before[i] = i < 800 ? 0 : 1;
        after[i] = i < 600 ? 0 : 1;
    }
    struct fraud_drift drift = fraud_drift_measure(&memory, before, VALUES, after, VALUES);
    assert_int_equal(drift.bin_count, 2);
    assert_int_equal(drift.psi_thousandths, 196);
    assert_int_equal(drift.level, FRAUD_DRIFT_WARNS);
    assert_int_equal(drift.bins[0].psi_thousandths, 57);
    assert_int_equal(drift.bins[1].psi_thousandths, 138);
}

static void few_values_say_nothing(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    float before[VALUES] = { 0 }, after[VALUES];
    for (int i = 0; i < VALUES; i++)
        after[i] = 1000;
    assert_int_equal(fraud_drift_measure(&memory, before, VALUES, after, 399).level,
                     FRAUD_DRIFT_TOO_FEW);
    assert_int_equal(fraud_drift_measure(&memory, before, 399, after, VALUES).level,
                     FRAUD_DRIFT_TOO_FEW);
    assert_int_equal(fraud_drift_measure(&memory, NULL, 0, NULL, 0).level, FRAUD_DRIFT_TOO_FEW);
    assert_int_equal(fraud_drift_measure(&memory, NULL, 0, after, VALUES).bin_count, 1);
}

static void no_value_is_too_large(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const float hard[] = { -INFINITY, INFINITY, 0, -0.0F, 1e38F, -1e38F, 1e-40F, NAN };
    float before[VALUES], after[VALUES];
    for (int shift = 0; shift < 8; shift++) {
        for (int i = 0; i < VALUES; i++) {
            before[i] = hard[shift];
            after[i] = hard[(i + shift) % 8];
        }
        struct fraud_drift drift = fraud_drift_measure(&memory, before, VALUES, after, VALUES);
        assert_int_equal(drift.level, FRAUD_DRIFT_ALARMS);
        drift = fraud_drift_measure(&memory, after, VALUES, before, VALUES);
        assert_int_equal(drift.level, FRAUD_DRIFT_ALARMS);
    }
}

int fraud_drift_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_level_is_told),
        cmocka_unit_test(the_formula_is_the_books),
        cmocka_unit_test(few_values_say_nothing),
        cmocka_unit_test(no_value_is_too_large),
    };
    return cmocka_run_group_tests_name("drift", tests, NULL, NULL);
}
