/* Shipping: tracking numbers of the Universal Postal Union, S10. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "shop/shipping/shipping.h"

int shipping_tests(void);
int shipping_kept_tests(void);

// clang-format off
static const struct { const char *number; bool valid; } s10_cases[] = {
    { "RB123456785GB", true },
    { "LP000010008CN", true },
    { "AA473124829GB", true },
    { "RB123456786GB", false }, /* the check digit is off */
    { "RB213456785GB", false }, /* two exchanged */
    { "RB123456785XX", false }, /* no such country */
    { "RB12345678GB",  false }, /* one short */
    { "RB1234567855GB", false },
    { "R1123456785GB", false },
    { "RB12345678AGB", false },
    { "rb123456785gb", false }, /* as it is typed; shipping_send() makes it capital first */
    { "RB 123456785GB", false },
    { "RB123456785G1", false },
    { "",              false },
};
/* The serial's remainder by 11 decides: 10 gives 0, and 11 gives 5. */
static const struct { int64_t serial; const char *number; } made_cases[] = {
    { 47312482, "LP473124829GB" }, { 12345678, "LP123456785GB" }, { 0, "LP000000005GB" },
    { 99999999, "LP999999995GB" }, { 8, "LP000000080GB" },
};
// clang-format on

static void numbers_are_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof s10_cases / sizeof *s10_cases; i++)
        if (shipping_s10_valid(s10_cases[i].number) != s10_cases[i].valid)
            fail_msg("\"%s\" should be %s", s10_cases[i].number,
                     s10_cases[i].valid ? "valid" : "refused");
    assert_false(shipping_s10_valid(NULL));
}

static void numbers_are_made(void **state)
{
    (void)state;
    char number[14];
    for (size_t i = 0; i < sizeof made_cases / sizeof *made_cases; i++) {
        shipping_s10_make(number, "LP", made_cases[i].serial, "GB");
        assert_string_equal(number, made_cases[i].number);
    }
}

/* Of the ten check digits exactly one is right, and it is the one that is made. */
static void one_check_digit_is_right(void **state)
{
    (void)state;
    char number[14];
    for (int64_t serial = 0; serial < 100000000; serial += 9973) {
        shipping_s10_make(number, "RR", serial, "CN");
        char made = number[10];
        for (char digit = '0'; digit <= '9'; digit++) {
            number[10] = digit;
            assert_int_equal(shipping_s10_valid(number), digit == made);
        }
    }
}

int shipping_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_checked),
        cmocka_unit_test(numbers_are_made),
        cmocka_unit_test(one_check_digit_is_right),
    };
    return cmocka_run_group_tests_name("shipping", tests, NULL, NULL) + shipping_kept_tests();
}
