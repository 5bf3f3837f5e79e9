/* Sellers: IBANs, by hand and by the numbers of the public registry. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/text.h"
#include "shop/sellers/sellers.h"

int sellers_tests(void);

// clang-format off
static const struct { const char *iban; bool valid; } iban_cases[] = {
    { "DE89370400440532013000",            true },
    { "DE89 3704 0044 0532 0130 00",       true },
    { "de89 3704 0044 0532 0130 00",       true },
    { "PT50 0002 0123 1234 5678 9015 4",   true },
    { "NO93 8601 1117 947",                true },  /* the shortest */
    { "MT84 MALT 0110 0001 2345 MTLC AST0 01S", true }, /* with letters */
    { "GB82 WEST 1234 5698 7654 32",       true },
    { "DE88370400440532013000",            false }, /* a digit off */
    { "DE98370400440532013000",            false }, /* two exchanged */
    { "DE8937040044053201300",             false }, /* one short */
    { "DE893704004405320130000",           false }, /* one long */
    { "XX89370400440532013000",            false }, /* no such country */
    { "US89370400440532013000",            false }, /* a country without */
    { "DEA9370400440532013000",            false }, /* a letter for a check digit */
    { "DE89-3704-0044-0532-0130-00",       false },
    { "DE89370400440532O13000",            false },
    { "",                                  false },
    { "DE",                                false },
    { "0001",                              false },
};
// clang-format on

static void ibans_are_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof iban_cases / sizeof *iban_cases; i++)
        if (sellers_iban_valid(iban_cases[i].iban) != iban_cases[i].valid)
            fail_msg("\"%s\" should be %s", iban_cases[i].iban,
                     iban_cases[i].valid ? "valid" : "refused");
    assert_false(sellers_iban_valid(NULL));
}

/* Any one digit changed, and any two neighbours exchanged, is found. */
static void typing_errors_are_found(void **state)
{
    (void)state;
    const char right[] = "DE89370400440532013000";
    char wrong[sizeof right];
    for (size_t i = 2; i + 1 < sizeof right; i++) {
        memcpy(wrong, right, sizeof right);
        for (char digit = '0'; digit <= '9'; digit++) {
            wrong[i] = digit;
            assert_int_equal(sellers_iban_valid(wrong), digit == right[i]);
        }
        memcpy(wrong, right, sizeof right);
        if (i + 2 < sizeof right && right[i] != right[i + 1]) {
            wrong[i] = right[i + 1];
            wrong[i + 1] = right[i];
            assert_false(sellers_iban_valid(wrong));
        }
    }
}

/* Those of the list that are meant to be refused: wrong digits, lengths and countries. */
static const char *const meant_wrong[] = {
    "AL48212110090000000235698741",
    "AD1210012030200359100100",
    "AT611804300234573201",
    "BE68530907547034",
    "BA391290709401028494",
    "BG80BNBG99611020345678",
    "HR1210010052863000160",
    "CY17002001281000001200527600",
    "CZ6508000000129000145399",
    "CZ9455000000000101038930",
    "DK5000400440116342",
    "AD48000120302003591001",
    "AT93190430023457320199",
    "BA3012900794010284",
    "QQ9312345678",
};

static bool is_meant_wrong(const char *plain)
{
    for (size_t i = 0; i < sizeof meant_wrong / sizeof *meant_wrong; i++)
        if (text_same(meant_wrong[i], plain))
            return true;
    return false;
}

/* The list writes some numbers with hyphens and dots, which we do not take. */
static void make_plain(char *number)
{
    char *to = number;
    for (const char *at = number; *at; at++)
        if (!strchr(" -.", *at))
            *to++ = *at;
    *to = 0;
}

/* "iban,numbers,AL35 2021 1109 0000 0000 0123 4567": the lines of the module "iban". */
static void the_registry_is_accepted(void **state)
{
    (void)state;
    const char *folder = getenv("SOUK_DATA");
    AUTO(arena) memory = { 0 };
    FILE *file =
        folder
            ? fopen(arena_format(&memory, "%s/facts/stdnum_numbers/valid_numbers.csv", folder), "r")
            : NULL;
    if (!file) {
        print_message("SOUK_DATA is not set to the test data: the registry's IBANs are skipped\n");
        skip();
    }
    char line[256];
    int seen = 0;
    while (fgets(line, sizeof line, file)) {
        const char *prefix = "iban,numbers,";
        line[strcspn(line, "\r\n")] = 0;
        if (!text_starts(line, prefix))
            continue;
        char *number = line + strlen(prefix);
        make_plain(number);
        if (sellers_iban_valid(number) == is_meant_wrong(number))
            fail_msg("%s", number);
        seen++;
    }
    fclose(file);
    assert_true(seen > 100);
}

int sellers_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ibans_are_checked),
        cmocka_unit_test(typing_errors_are_found),
        cmocka_unit_test(the_registry_is_accepted),
    };
    return cmocka_run_group_tests_name("sellers", tests, NULL, NULL);
}
