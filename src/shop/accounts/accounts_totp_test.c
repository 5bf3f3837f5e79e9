/* One-time codes: the vectors of RFC 6238, and what is taken when. */
#include "shop/accounts/accounts_totp.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

int accounts_totp_tests(void);

#define COUNT(TABLE) (sizeof TABLE / sizeof *TABLE)
static const char secret[] = "12345678901234567890"; /* appendix B's, for SHA-1 */
enum { SECRET_SIZE = sizeof secret - 1 };

// clang-format off
/* RFC 6238, appendix B: the mode SHA1, eight digits. */
static const struct { int64_t seconds; uint32_t code; } vectors[] = {
    { 59,          94287082 }, { 1111111109, 7081804 },  { 1111111111,  14050471 },
    { 1234567890,  89005924 }, { 2000000000, 69279037 }, { 20000000000, 65353130 },
};

/* At 1111111111: its step is 37037037; the codes are of 37037035 to 37037039. */
static const struct { const char *typed; int64_t step; } typed[] = {
    { "050471",   37037037 }, { "050 471", 37037037 }, { "050-471", 37037037 },
    { "081804",   37037036 }, /* a step before */
    { "266759",   37037038 }, /* a step after */
    { "050472",   -1 }, { "",        -1 }, { "50471",     -1 }, { "0050471", -1 },
    { "14050471", -1 }, { "O50471",  -1 }, { "050471x",   -1 },
};

/* RFC 4648, section 10, without the padding. */
static const struct { const char *plain, *letters; } base32[] = {
    { "", "" }, { "f", "MY" }, { "fo", "MZXQ" }, { "foo", "MZXW6" }, { "foob", "MZXW6YQ" },
    { "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI" },
};
// clang-format on

static void codes_are_those_of_the_standard(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        struct moment at = { vectors[i].seconds * 1000000 };
        assert_int_equal(totp_code(secret, SECRET_SIZE, totp_step(at), 8), vectors[i].code);
    }
}

static void a_code_is_good_for_its_step_and_those_beside(void **state)
{
    (void)state;
    struct moment now = { INT64_C(1111111111000000) };
    for (size_t i = 0; i < COUNT(typed); i++) {
        int64_t step = -1;
        bool taken = totp_matches(secret, SECRET_SIZE, typed[i].typed, now, &step);
        if (taken != (typed[i].step >= 0) || step != typed[i].step)
            fail_msg("\"%s\": step %lld", typed[i].typed, (long long)step);
    }
}

static void a_step_further_is_not_taken(void **state)
{
    (void)state;
    char code[8];
    int64_t step;
    struct moment now = { INT64_C(1111111111000000) };
    for (int64_t beside = -3; beside <= 3; beside++) {
        snprintf(code, sizeof code, "%06u",
                 totp_code(secret, SECRET_SIZE, totp_step(now) + beside, TOTP_DIGITS));
        assert_int_equal(totp_matches(secret, SECRET_SIZE, code, now, &step),
                         beside >= -1 && beside <= 1);
    }
}

static void secrets_are_written_for_apps(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    for (size_t i = 0; i < COUNT(base32); i++)
        assert_string_equal(totp_secret_text(&memory, base32[i].plain, strlen(base32[i].plain)),
                            base32[i].letters);
    assert_string_equal(totp_uri(&memory, "Souk & co", "ana@mail.example", "MZXW6YTB"),
                        "otpauth://totp/Souk%20%26%20co:ana%40mail.example?secret=MZXW6YTB"
                        "&issuer=Souk%20%26%20co&algorithm=SHA1&digits=6&period=30");
}

static void recovery_codes_differ(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct recovery_codes made = accounts_make_recovery_codes(&memory);
    for (int i = 0; i < RECOVERY_CODES; i++) {
        assert_int_equal(strlen(made.codes[i]), 11);
        assert_int_equal(made.codes[i][5], '-');
        for (int k = 0; k < i; k++)
            assert_string_not_equal(made.codes[i], made.codes[k]);
    }
}

int accounts_totp_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_standard),
        cmocka_unit_test(a_code_is_good_for_its_step_and_those_beside),
        cmocka_unit_test(a_step_further_is_not_taken),
        cmocka_unit_test(secrets_are_written_for_apps),
        cmocka_unit_test(recovery_codes_differ),
    };
    return cmocka_run_group_tests_name("accounts_totp", tests, NULL, NULL);
}
