/* Base: tables for money, moments, ids, text, secrets and words. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/id.h"
#include "base/money.h"
#include "base/moment.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/words.h"

int base_tests(void);

#define COUNT(TABLE) (sizeof TABLE / sizeof *TABLE)

// clang-format off
/* Money ------------------------------------------------------------------------------------ */

static const struct { const char *typed, *currency; bool good; int64_t minor; } money_cases[] = {
    { "12.99",            "EUR", true,  1299 },
    { "12,99",            "EUR", true,  1299 },
    { "12",               "EUR", true,  1200 },
    { "12.9",             "EUR", true,  1290 },
    { "0.01",             "EUR", true,  1 },
    { "0",                "EUR", true,  0 },
    { "1299",             "JPY", true,  1299 },
    { "1.234",            "KWD", true,  1234 },
    { "1.2",              "KWD", true,  1200 },
    { "9999999999999.99", "EUR", true,  INT64_C(999999999999999) },
    { "12.999",           "EUR", false, 0 },
    { "12.5",             "JPY", false, 0 },
    { "1.2345",           "KWD", false, 0 },
    { "-1",               "EUR", false, 0 },
    { "+1",               "EUR", false, 0 },
    { "1,234.50",         "EUR", false, 0 },
    { "1 000",            "EUR", false, 0 },
    { "",                 "EUR", false, 0 },
    { ".",                "EUR", false, 0 },
    { "12.99x",           "EUR", false, 0 },
    { "1e3",              "EUR", false, 0 },
    { "99999999999999999999", "EUR", false, 0 },
};

static const struct { int64_t minor; const char *currency, *plain; } written_cases[] = {
    { 1299, "EUR", "12.99" },  { 5, "EUR", "0.05" },     { 0, "EUR", "0.00" },
    { 1299, "JPY", "1299" },   { 0, "JPY", "0" },        { 1234, "KWD", "1.234" },
    { 7, "KWD", "0.007" },     { -1299, "EUR", "-12.99" }, { -5, "EUR", "-0.05" },
};

/* Halves go away from zero. */
static const struct { int64_t minor; int basis_points; int64_t part; } part_cases[] = {
    { 10000, 500, 500 }, { 1299, 500, 65 }, { 10, 500, 1 }, { 9, 500, 0 },   { 1, 5000, 1 },
    { 0, 500, 0 },       { 100, 10000, 100 }, { 100, 0, 0 }, { 3, 3333, 1 }, { -10, 500, -1 },
    { INT64_C(900000000000000000), 9999, INT64_C(899910000000000000) },
};

/* 12.99 USD at 0.868056 is 11.28 EUR; digits of the currencies differ. */
static const struct {
    int64_t minor; const char *from, *to; int64_t per_million, wanted;
} convert_cases[] = {
    { 1299,  "USD", "EUR",    868056,  1128 },
    { 1299,  "EUR", "EUR",   1000000,  1299 },
    { 1000,  "EUR", "JPY", 178500000,  1785 },
    { 1785,  "JPY", "EUR",      5602,  1000 },
    { 100,   "EUR", "KWD",    354000,   354 },
    { 354,   "KWD", "EUR",   2824859,   100 },
    { 1,     "JPY", "EUR",      5602,     1 },
    { 0,     "USD", "EUR",    868056,     0 },
    { 1,     "EUR", "USD",    500000,     1 },
};

/* Moments ---------------------------------------------------------------------------------- */

static const struct { const char *from, *written; } moment_cases[] = {
    { "2026-11-21",                  "2026-11-21T00:00:00Z" },
    { "2026-11-21T09:12:00Z",        "2026-11-21T09:12:00Z" },
    { "2026-11-21t09:12:00z",        "2026-11-21T09:12:00Z" },
    { "2026-11-21 09:12:00Z",        "2026-11-21T09:12:00Z" },
    { "2026-11-21T09:12:00+02:00",   "2026-11-21T07:12:00Z" },
    { "2026-11-21T23:30:00-05:30",   "2026-11-22T05:00:00Z" },
    { "2026-11-21T09:12:00.25Z",     "2026-11-21T09:12:00.250000Z" },
    { "2026-11-21T09:12:00.1234567Z", "2026-11-21T09:12:00.123456Z" },
    { "1970-01-01T00:00:00Z",        "1970-01-01T00:00:00Z" },
    { "2000-02-29",                  "2000-02-29T00:00:00Z" },
    { "9999-12-31T23:59:59Z",        "9999-12-31T23:59:59Z" },
};
static const char *const moment_wrong[] = {
    "", "tomorrow", "2026-13-01", "2026-00-01", "2026-02-29", "2026-04-31", "2026-11-32",
    "1969-12-31", "2026-1-1", "26-11-21", "2026-11-21T", "2026-11-21T24:00:00Z",
    "2026-11-21T09:60:00Z", "2026-11-21T09:12:60Z", "2026-11-21T09:12Z", "2026-11-21T09:12:00",
    "2026-11-21T09:12:00.Z", "2026-11-21T09:12:00+2:00", "2026-11-21T09:12:00+24:00",
    "2026-11-21T09:12:00Zx", " 2026-11-21",
};

static const struct { int year, month, day, weekday; } date_cases[] = {
    { 1970, 1, 1, 4 },   { 2000, 2, 29, 2 }, { 2024, 2, 29, 4 }, { 2026, 11, 22, 7 },
    { 2026, 12, 31, 4 }, { 2100, 3, 1, 1 },  { 9999, 12, 31, 5 },
};

/* Ids -------------------------------------------------------------------------------------- */

static const char *const id_wrong[] = {
    "", "ord", "ord_", "acc_00g5m2x7qx8t0", "ord_00g5m2x7qx8t", "ord_00g5m2x7qx8t00",
    "ord_u0g5m2x7qx8t0", "ord_00g5m2x7qx8t!", "ord-00g5m2x7qx8t0", "ord_zzzzzzzzzzzzz",
    "ord_0000000000000", " ord_00g5m2x7qx8t0",
};

/* Text ------------------------------------------------------------------------------------- */

static const struct { const char *bytes; size_t size; bool good; } utf8_cases[] = {
    { "", 0, true },                  { "plain", 5, true },       { "\xc3\xa9", 2, true },
    { "\xe2\x82\xac", 3, true },      { "\xf0\x9f\x98\x80", 4, true },
    { "\xf4\x8f\xbf\xbf", 4, true },  { "a\0b", 3, false },       { "\xc3", 1, false },
    { "\xc0\x80", 2, false },         { "\xc1\xbf", 2, false },   { "\xe0\x80\x80", 3, false },
    { "\xed\xa0\x80", 3, false },     { "\xf0\x80\x80\x80", 4, false },
    { "\xf4\x90\x80\x80", 4, false }, { "\xf5\x80\x80\x80", 4, false }, { "\x80", 1, false },
    { "\xff", 1, false },             { "a\xe2\x82", 3, false },
};

static const struct { const char *raw, *html, *json, *url; } escape_cases[] = {
    { "plain", "plain", "\"plain\"", "plain" },
    { "<a href=\"x\">&'", "&lt;a href=&quot;x&quot;&gt;&amp;&#39;",
      "\"\\u003ca href=\\\"x\\\">&'\"", "%3Ca%20href%3D%22x%22%3E%26%27" },
    { "a\\b\nc\td", "a\\b\nc\td", "\"a\\\\b\\nc\\u0009d\"", "a%5Cb%0Ac%09d" },
    { "</script>", "&lt;/script&gt;", "\"\\u003c/script>\"", "%3C%2Fscript%3E" },
    { "\xc3\xa9", "\xc3\xa9", "\"\xc3\xa9\"", "%C3%A9" },
    { "~-._", "~-._", "\"~-._\"", "~-._" },
    { "", "", "\"\"", "" },
};

static const struct { const char *from, *slug; } slug_cases[] = {
    { "A Fine Lamp (40 cm)", "a-fine-lamp-40-cm" }, { "  Lumen  &  Co.  ", "lumen-co" },
    { "caf\xc3\xa9", "caf" }, { "---", "" }, { "", "" }, { "\xe5\xba\x97", "" }, { "A1", "a1" },
};

static const struct { const char *from; bool good; int64_t number; } int_cases[] = {
    { "0", true, 0 },         { "-5", true, -5 },   { "9223372036854775807", true, INT64_MAX },
    { "9223372036854775808", false, 0 }, { "", false, 0 }, { "-", false, 0 }, { "+5", false, 0 },
    { " 5", false, 0 },       { "5 ", false, 0 },   { "0x10", false, 0 },   { "1.0", false, 0 },
};

/* Words ------------------------------------------------------------------------------------ */

static const struct { int64_t minor; const char *currency, *english; } shown_cases[] = {
    { 1299, "EUR", "\xe2\x82\xac" "12.99" }, { 123456, "EUR", "\xe2\x82\xac" "1,234.56" },
    { 1299, "JPY", "JP\xc2\xa5" "1,299" },   { 1234, "KWD", "KWD\xc2\xa0" "1.234" },
    { 0, "EUR", "\xe2\x82\xac" "0.00" },     { -1299, "EUR", "-\xe2\x82\xac" "12.99" },
};
// clang-format on

static void money_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(money_cases); i++) {
        struct money amount = { 0 };
        struct currency currency = currency_of(money_cases[i].currency);
        bool good = money_read(money_cases[i].typed, currency, &amount);
        if (good != money_cases[i].good || (good && amount.minor != money_cases[i].minor))
            fail_msg("%s %s: %d, %lld", money_cases[i].typed, money_cases[i].currency, good,
                     (long long)amount.minor);
    }
}

static void money_is_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(written_cases); i++) {
        AUTO(text) plain = { 0 };
        money_write_plain(&plain,
                          money_of(written_cases[i].minor, currency_of(written_cases[i].currency)));
        assert_string_equal(text_of(&plain), written_cases[i].plain);
    }
}

static void currencies_are_known(void **state)
{
    (void)state;
    static const char *const wrong[] = { "", "EU", "EURO", "eur", "XYZ", "12A", "ZZZ" };
    struct currency currency;
    assert_true(currency_read("EUR", &currency));
    assert_int_equal(currency_exponent(currency), 2);
    assert_int_equal(currency_exponent(currency_of("JPY")), 0);
    assert_int_equal(currency_exponent(currency_of("KWD")), 3);
    assert_false(currency_same(currency_of("JPY"), currency));
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(currency_read(wrong[i], &currency));
}

static void parts_are_rounded(void **state)
{
    (void)state;
    struct currency euro = currency_of("EUR");
    for (size_t i = 0; i < COUNT(part_cases); i++)
        assert_int_equal(
            money_part(money_of(part_cases[i].minor, euro), part_cases[i].basis_points).minor,
            part_cases[i].part);
}

static void money_is_converted(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(convert_cases); i++) {
        struct currency from = currency_of(convert_cases[i].from);
        struct rate rate = { from, currency_of(convert_cases[i].to), convert_cases[i].per_million };
        struct money got = money_convert(money_of(convert_cases[i].minor, from), rate);
        assert_int_equal(got.minor, convert_cases[i].wanted);
        assert_true(currency_same(got.currency, rate.to));
    }
}

static void shares_are_by_largest_remainder(void **state)
{
    (void)state;
    struct currency euro = currency_of("EUR");
    static const struct {
        int64_t whole, weights[3], parts[3];
    } cases[] = {
        { 100, { 1, 1, 1 }, { 34, 33, 33 } }, { 101, { 1, 1, 1 }, { 34, 34, 33 } },
        { 100, { 0, 0, 0 }, { 34, 33, 33 } }, { 100, { 0, 1, 0 }, { 0, 100, 0 } },
        { 10, { 5, 3, 2 }, { 5, 3, 2 } },     { 1, { 1, 1, 2 }, { 0, 0, 1 } },
        { 0, { 1, 2, 3 }, { 0, 0, 0 } },      { 7, { 1, 2, 4 }, { 1, 2, 4 } },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t parts[3];
        money_share(money_of(cases[i].whole, euro), cases[i].weights, 3, parts);
        assert_memory_equal(parts, cases[i].parts, sizeof parts);
    }
}

/* Whatever the weights: the parts add up, and none is more than a unit off its due. */
static void shares_add_up(void **state)
{
    (void)state;
    enum { TIMES = 20000, MOST = 20 };
    for (int i = 0; i < TIMES; i++) {
        int64_t weights[MOST], parts[MOST], sum = 0, weight = 0;
        size_t count = 1 + secret_random_below(MOST);
        int64_t whole = secret_random_below(UINT32_C(2000000000));
        for (size_t k = 0; k < count; k++)
            weight += weights[k] = secret_random_below(4) ? secret_random_below(1000000) : 0;
        money_share(money_of(whole, currency_of("EUR")), weights, count, parts);
        for (size_t k = 0; k < count; k++) {
            sum += parts[k];
            assert_true(parts[k] >= 0);
            if (weight)
                assert_true(llabs(parts[k] - whole * weights[k] / weight) <= 1);
        }
        assert_int_equal(sum, whole);
    }
}

static void moments_are_read(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct moment at;
    for (size_t i = 0; i < COUNT(moment_cases); i++) {
        assert_true(moment_read(moment_cases[i].from, &at));
        assert_string_equal(moment_text(&memory, at), moment_cases[i].written);
    }
    for (size_t i = 0; i < COUNT(moment_wrong); i++)
        if (moment_read(moment_wrong[i], &at))
            fail_msg("\"%s\" is no moment", moment_wrong[i]);
    assert_false(moment_read(NULL, &at));
}

static void dates_and_days_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(date_cases); i++) {
        struct moment at =
            moment_of_date(date_cases[i].year, date_cases[i].month, date_cases[i].day);
        struct date date = moment_date((struct moment){ at.us + days(1).us - 1 });
        assert_int_equal(date.year, date_cases[i].year);
        assert_int_equal(date.month, date_cases[i].month);
        assert_int_equal(date.day, date_cases[i].day);
        assert_int_equal(date.weekday, date_cases[i].weekday);
    }
    struct moment noon = moment_of_date(2026, 11, 22);
    assert_int_equal(moment_before(moment_after(noon, hours(36)), days(1)).us,
                     noon.us + hours(12).us);
}

static void ids_rise_and_read_back(void **state)
{
    (void)state;
    struct moment now = moment_of_date(2026, 11, 22), earlier = moment_of_date(2024, 1, 1);
    int64_t last = 0, read;
    for (int i = 0; i < 40000;
         i++) { /* more than a millisecond has room for; the clock goes back */
        int64_t made = id_next(i % 2 ? now : earlier);
        assert_true(made > last);
        char written[ID_TEXT_SIZE];
        id_write(written, "ord", made);
        assert_int_equal(strlen(written), 17);
        assert_true(id_read(written, "ord", &read));
        assert_int_equal(read, made);
        assert_false(id_read(written, "acc", &read));
        last = made;
    }
    struct moment later = moment_of_date(2030, 6, 15);
    assert_int_equal(id_moment(id_next(later)).us, later.us);
    assert_true(id_first(later) <= id_next(later));
    assert_int_equal(id_moment(id_first(later)).us, later.us);
}

static void ids_are_forgiving_and_strict(void **state)
{
    (void)state;
    int64_t read, other;
    for (size_t i = 0; i < COUNT(id_wrong); i++)
        if (id_read(id_wrong[i], "ord", &read))
            fail_msg("\"%s\" is no id", id_wrong[i]);
    assert_false(id_read(NULL, "ord", &read));
    assert_true(id_read("ord_01g5m2x7qx8t0", "ord", &read));
    assert_true(id_read("ord_OIG5M2X7QX8TO", "ord", &other)); /* as people copy it */
    assert_int_equal(read, other);
}

static void utf8_is_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(utf8_cases); i++)
        if (text_is_utf8(utf8_cases[i].bytes, utf8_cases[i].size) != utf8_cases[i].good)
            fail_msg("case %zu", i);
    assert_int_equal(text_count_points("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), 4);
}

static void text_is_escaped(void **state)
{
    (void)state;
    AUTO(text) made = { 0 };
    for (size_t i = 0; i < COUNT(escape_cases); i++) {
        text_reset(&made);
        text_add_html(&made, escape_cases[i].raw);
        assert_string_equal(text_of(&made), escape_cases[i].html);
        text_reset(&made);
        text_add_json(&made, escape_cases[i].raw);
        assert_string_equal(text_of(&made), escape_cases[i].json);
        text_reset(&made);
        text_add_url(&made, escape_cases[i].raw);
        assert_string_equal(text_of(&made), escape_cases[i].url);
    }
}

static void text_grows_and_is_cut(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    AUTO(text) made = { 0 };
    assert_string_equal(text_of(&made), "");
    for (int i = 0; i < 10000; i++)
        text_add_char(&made, 'a');
    text_add_int(&made, INT64_MIN);
    assert_int_equal(made.length, 10020);
    assert_true(text_ends(text_of(&made), "-9223372036854775808"));
    for (size_t i = 0; i < COUNT(slug_cases); i++)
        assert_string_equal(text_slug(&memory, slug_cases[i].from), slug_cases[i].slug);
    assert_string_equal(text_trim(&memory, " \t a b \r\n"), "a b");
    assert_string_equal(text_trim(&memory, "   "), "");
    for (size_t i = 0; i < COUNT(int_cases); i++) {
        int64_t number = 0;
        assert_int_equal(text_to_int(int_cases[i].from, &number), int_cases[i].good);
        assert_int_equal(number, int_cases[i].number);
    }
}

static void sealed_values_stay_where_they_are(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct secret_key master = { { 7 } }, key = secret_derive(&master, "mail address"),
                      other = secret_derive(&master, "csrf");
    size_t size, opened;
    unsigned char *sealed = secret_seal(&memory, &key, 12, "a secret", 8, &size);
    assert_int_equal(size, 8 + SECRET_SEAL_EXTRA);
    assert_string_equal(secret_open(&memory, &key, 12, sealed, size, &opened), "a secret");
    assert_int_equal(opened, 8);
    assert_null(secret_open(&memory, &key, 13, sealed, size, NULL)); /* another row's id */
    assert_null(secret_open(&memory, &other, 12, sealed, size, NULL));
    assert_null(secret_open(&memory, &key, 12, sealed, size - 1, NULL));
    assert_null(secret_open(&memory, &key, 12, sealed, 0, NULL));
    assert_null(secret_open(&memory, &key, 12, NULL, 0, NULL));
    for (size_t i = 0; i < size; i++) {
        sealed[i] ^= 1;
        assert_null(secret_open(&memory, &key, 12, sealed, size, NULL));
        sealed[i] ^= 1;
    }
    size_t again;
    unsigned char *second = secret_seal(&memory, &key, 12, "a secret", 8, &again);
    assert_memory_not_equal(sealed, second, size); /* a nonce of its own each time */
}

static void hashes_and_passwords_fit(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct secret_tag empty = secret_hash(NULL, "", 0);
    assert_string_equal(secret_hex(&memory, empty.bytes, sizeof empty.bytes),
                        "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    struct secret_key key = { { 1 } };
    struct secret_tag keyed = secret_hash(&key, "", 0);
    assert_false(secret_same(empty.bytes, keyed.bytes, sizeof empty.bytes));
    char *hash = secret_password_hash(&memory, "correct horse");
    assert_true(text_starts(hash, "$argon2id$"));
    assert_true(secret_password_matches(hash, "correct horse"));
    assert_false(secret_password_matches(hash, "correct horsf"));
    char code[7];
    for (int i = 0; i < 100; i++) {
        secret_code(code);
        assert_int_equal(strspn(code, "0123456789"), 6);
        assert_int_equal(code[6], 0);
        assert_true(secret_random_below(7) < 7);
    }
    assert_int_equal(strlen(secret_token(&memory, 15)), 24);
}

static void words_count_and_fill(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    words_speak(WORDS_ENGLISH);
    assert_string_equal(words_count(&memory, "{count} thing", "{count} things", 1), "1 thing");
    assert_string_equal(words_count(&memory, "{count} thing", "{count} things", 0), "0 things");
    assert_string_equal(words_count(&memory, "{count} thing", "{count} things", 2318),
                        "2,318 things");
    assert_string_equal(words_fill(&memory, "{a} and {b}, {c}", "a", "x{b}", "b", "y", NULL),
                        "xy and y, {c}");
    assert_string_equal(words_country(&memory, "PT"), "Portugal");
    assert_true(words_country_known("PT"));
    assert_false(words_country_known("XX"));
    assert_false(words_country_known(NULL));
    assert_true(words_compare("apple", "Banana") < 0);
    assert_int_equal(words_choose("ar-EG,en;q=0.5"), WORDS_ARABIC);
    assert_int_equal(words_choose("fr"), WORDS_ENGLISH);
    assert_int_equal(words_choose(NULL), WORDS_ENGLISH);
}

static void money_reads_as_the_language_does(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    words_speak(WORDS_ENGLISH);
    for (size_t i = 0; i < COUNT(shown_cases); i++)
        assert_string_equal(words_money(&memory, money_of(shown_cases[i].minor,
                                                          currency_of(shown_cases[i].currency))),
                            shown_cases[i].english);
    assert_string_equal(words_day(&memory, moment_of_date(2026, 11, 21)), "21 Nov 2026");
    assert_string_equal(
        words_days(&memory, moment_of_date(2026, 12, 3), moment_of_date(2026, 12, 6)),
        "3\xe2\x80\x93"
        "6 Dec");
    words_speak(WORDS_ARABIC);
    struct money amount = money_of(1299, currency_of("EUR"));
    char *arabic = words_money(&memory, amount);
    assert_true(text_is_utf8(arabic, strlen(arabic)));
    assert_non_null(strstr(arabic, "\xe2\x82\xac")); /* the sign, but not where English has it */
    assert_false(text_starts(arabic, "\xe2\x82\xac"));
    assert_string_equal(words_infos[WORDS_ARABIC].direction, "rtl");
    words_speak(WORDS_ENGLISH);
}

/* Pages and JSON take amounts as they are. */
static void money_needs_no_escape(void **state)
{
    static const char *const codes[] = { "EUR", "USD", "GBP", "JPY", "CNY", "INR", "KWD",
                                         "CHF", "PLN", "TRY", "AED", "SAR", "EGP", "BRL",
                                         "KRW", "CLF", "ZWG", "VED", "XCG", "MAD" };
    static const int64_t amounts[] = { 0, 7, 1299, -1299, 123456789, MONEY_MAX };
    (void)state;
    for (int language = 0; language < WORDS_LANGUAGES; language++)
        for (size_t i = 0; i < COUNT(codes) * COUNT(amounts); i++) {
            AUTO(arena) memory = { 0 };
            AUTO(text) added = { 0 };
            struct money amount =
                money_of(amounts[i % COUNT(amounts)], currency_of(codes[i / COUNT(amounts)]));
            words_speak((enum words_language)language);
            words_add_money(&added, amount);
            assert_string_equal(text_of(&added), words_money(&memory, amount));
            assert_null(strpbrk(text_of(&added), "\"\\<>&'"));
        }
    words_speak(WORDS_ENGLISH);
}

int base_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_is_read),
        cmocka_unit_test(money_is_written),
        cmocka_unit_test(currencies_are_known),
        cmocka_unit_test(parts_are_rounded),
        cmocka_unit_test(money_is_converted),
        cmocka_unit_test(shares_are_by_largest_remainder),
        cmocka_unit_test(shares_add_up),
        cmocka_unit_test(moments_are_read),
        cmocka_unit_test(dates_and_days_agree),
        cmocka_unit_test(ids_rise_and_read_back),
        cmocka_unit_test(ids_are_forgiving_and_strict),
        cmocka_unit_test(utf8_is_checked),
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(text_grows_and_is_cut),
        cmocka_unit_test(sealed_values_stay_where_they_are),
        cmocka_unit_test(hashes_and_passwords_fit),
        cmocka_unit_test(words_count_and_fill),
        cmocka_unit_test(money_reads_as_the_language_does),
        cmocka_unit_test(money_needs_no_escape),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
