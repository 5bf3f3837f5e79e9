/* Places: networks, countries of addresses, distances, and domains of mail. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <math.h>
#include <unistd.h>

#include <jansson.h>

#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "shop/fraud/fraud_countries.h"
#include "shop/fraud/fraud_places.h"

int fraud_places_tests(void);

static void expect_text(const char *what, const char *got, const char *wanted)
{
    if (!text_same(got, wanted))
        fail_msg("%s: %s, not %s", what, got ? got : "none", wanted ? wanted : "none");
}

static void networks_are_cut(void **state)
{
    (void)state;
    // clang-format off
    static const struct { const char *address, *network; } cases[] = {
        { "203.0.113.7", "203.0.113.0/24" },
        { "203.0.113.255", "203.0.113.0/24" },
        { "::ffff:203.0.113.7", "203.0.113.0/24" },
        { "2001:db8:85a3:1234::8a2e", "2001:db8:85a3::/48" },
        { "2001:DB8::1", "2001:db8::/48" },
        { "10.0.0.1", "10.0.0.0/24" },
        { "127.0.0.1", NULL },
        { "127.1.2.3", NULL },
        { "::ffff:127.0.0.1", NULL },
        { "::1", NULL },
        { "", NULL },
        { "unknown", NULL },
        { "203.0.113", NULL },
        { "203.0.113.7:80", NULL },
        { "203.0.113.256", NULL },
        { NULL, NULL },
    };
    // clang-format on
    AUTO(arena) memory = { 0 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_text(cases[i].address ? cases[i].address : "none",
                    fraud_network_of(&memory, cases[i].address), cases[i].network);
}

static const char *file_of(struct arena *memory, const char *content)
{
    char *name = arena_copy(memory, "/tmp/souk-places-XXXXXX");
    int handle = mkstemp(name);
    assert_true(handle >= 0);
    assert_int_equal(write(handle, content, strlen(content)), strlen(content));
    close(handle);
    return name;
}

static void addresses_have_countries(void **state)
{
    (void)state;
    // clang-format off
    static const struct { const char *address, *country; } cases[] = {
        { "198.51.100.0", "PT" }, { "198.51.100.255", "PT" }, { "198.51.101.0", NULL },
        { "198.51.99.255", NULL }, { "::ffff:198.51.100.9", "PT" },
        { "1.0.0.0", "AU" }, { "1.0.0.255", "AU" }, { "1.0.1.0", "CN" },
        { "2001:db8::5", "ES" }, { "2001:db8:0:ffff::", NULL }, { "2001:db9::1", "FR" },
        { "203.0.113.77", "DE" }, { "255.255.255.255", NULL }, { "0.0.0.0", NULL },
        { "10.3.4.5", NULL }, { "::1", NULL }, { "nowhere", NULL }, { NULL, NULL },
    };
    // clang-format on
    AUTO(arena) memory = { 0 };
    const char *file = file_of(&memory, "first,last,country\n"
                                        "203.0.113.0,203.0.113.255,DE\r\n"
                                        "198.51.100.0,198.51.100.255,PT\n"
                                        "\"16777216\",\"16777471\",\"AU\"\n"
                                        "16777472,16778239,CN\n"
                                        "2001:db8::,2001:db8:0:0:ffff:ffff:ffff:ffff,ES\n"
                                        "42540766490510755371168322545197776896,"
                                        "42540766569738917885432660138741727231,FR\n"
                                        "9.0.0.0,8.0.0.0,US\n9.9.9.9\n\n1,2,usa\n"
                                        "999999999999999999999999999999999999999999,1,US\n");
    struct settings settings = { .ip_countries = file }, none = { .ip_countries = "" };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *what = cases[i].address ? cases[i].address : "none";
        expect_text(what, fraud_country_of_address(&settings, cases[i].address), cases[i].country);
        expect_text(what, fraud_country_of_address(&none, cases[i].address), NULL);
    }
    unlink(file);
    /* It was read once. */
    expect_text("again", fraud_country_of_address(&settings, "1.0.0.1"), "AU");
    settings.ip_countries = "/nowhere/countries.csv";
    log_set_level(LOG_ERROR + 1);
    expect_text("no file", fraud_country_of_address(&settings, "1.0.0.1"), NULL);
    log_set_level(LOG_ERROR);
}

static void trials_have_countries_without_a_file(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct settings sandbox = { .sandbox = true }, real = { .sandbox = false };
    for (int i = 0; i < FRAUD_COUNTRIES; i++)
        for (unsigned number = 0; number < 100000; number += 9973) {
            const char *code = fraud_countries[i].code;
            const char *address = fraud_sandbox_address(&memory, code, number);
            expect_text(address, fraud_country_of_address(&sandbox, address), code);
            expect_text(address, fraud_country_of_address(&real, address), NULL);
        }
    expect_text("PT", fraud_sandbox_address(&memory, "PT", 0), "10.183.0.1");
    expect_text("PT", fraud_sandbox_address(&memory, "PT", 254), "10.183.1.1");
    assert_null(fraud_sandbox_address(&memory, "XX", 1));
    assert_null(fraud_sandbox_address(&memory, NULL, 1));
    assert_null(fraud_country_of_address(&sandbox, "10.249.0.1"));
    assert_null(fraud_country_of_address(&sandbox, "11.1.0.1"));
}

static void every_country_has_a_middle(void **state)
{
    (void)state;
    for (int i = 0; i < FRAUD_COUNTRIES; i++) {
        const struct fraud_country *country = &fraud_countries[i];
        assert_true(words_country_known(country->code));
        assert_true(country->latitude >= -90 && country->latitude <= 90);
        assert_true(country->longitude >= -180 && country->longitude <= 180);
        if (i && strcmp(fraud_countries[i - 1].code, country->code) >= 0)
            fail_msg("%s is out of order", country->code);
    }
}

static void distances_are_about_right(void **state)
{
    (void)state;
    // clang-format off
    static const struct { const char *from, *to; double least, most; } cases[] = {
        { "PT", "PT", 0, 0 },
        { "PT", "ES", 250, 500 },
        { "DE", "FR", 500, 1000 },
        { "US", "CA", 1500, 2800 },
        { "GB", "AU", 14000, 16000 },
        { "BR", "CN", 16000, 18000 },
        { "FJ", "TO", 600, 1000 }, /* across the date line */
        { "ES", "NZ", 19000, 20100 },
    };
    // clang-format on
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double km = fraud_km_between(cases[i].from, cases[i].to);
        if (!(km >= cases[i].least && km <= cases[i].most))
            fail_msg("%s to %s: %.0f km", cases[i].from, cases[i].to, km);
        assert_true(fabs(km - fraud_km_between(cases[i].to, cases[i].from)) < 1e-6);
    }
    assert_true(isnan(fraud_km_between("PT", "XX")));
    assert_true(isnan(fraud_km_between(NULL, "PT")));
    assert_true(isnan(fraud_km_between("pt", "PT")));
    assert_true(isnan(fraud_km_between("PRT", "PT")));
}

static void domains_are_told_apart(void **state)
{
    (void)state;
    // clang-format off
    static const struct { const char *email, *domain; bool thrown_away, by_file, open; } cases[] = {
        { "ana@Gmail.com", "gmail.com", false, false, true },
        { "ana@mailinator.com", "mailinator.com", true, true, false },
        { "ana@X.Y.Mailinator.COM.", "x.y.mailinator.com", true, true, false },
        { "ana@notmailinator.com", "notmailinator.com", false, false, false },
        { "a@b@yopmail.fr", "yopmail.fr", true, true, false },
        { "ana@souk.example", "souk.example", false, false, false },
        { "ana@gone.example", "gone.example", false, true, false },
        { "ana@deep.gone.example", "deep.gone.example", false, true, false },
        { "ana@wild.example", "wild.example", false, true, false },
        { "ana@example", "example", false, false, false },
        { "ana@", NULL, false, false, false },
        { "ana@.", NULL, false, false, false },
        { "ana", NULL, false, false, false },
        { "", NULL, false, false, false },
        { NULL, NULL, false, false, false },
    };
    static const char *const contents[] = {
        "# thrown away\r\n\nGone.example\r\n *.wild.example\nhotmail.com\ngmail.com",
        "[\"wild.example\", 7, \"gone.example\", \"gmail.com\"]",
    };
    // clang-format on
    AUTO(arena) memory = { 0 };
    struct settings none = { .disposable_domains = "" };
    for (size_t k = 0; k < sizeof contents / sizeof *contents; k++) {
        const char *file = file_of(&memory, contents[k]);
        struct settings settings = { .disposable_domains = file };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            const char *domain = fraud_domain_of(&memory, cases[i].email);
            expect_text(cases[i].email ? cases[i].email : "none", domain, cases[i].domain);
            if (fraud_domain_disposable(&none, domain) != cases[i].thrown_away ||
                fraud_domain_disposable(&settings, domain) != cases[i].by_file ||
                fraud_domain_public(domain) != cases[i].open)
                fail_msg("%s", cases[i].email);
        }
        unlink(file);
    }
}

static void a_spoilt_file_is_an_alarm_and_no_domains(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const char *file = file_of(&memory, "[\"gone.example\"");
    struct settings settings = { .disposable_domains = file };
    log_set_level(LOG_ERROR + 1);
    assert_false(fraud_domain_disposable(&settings, "gone.example"));
    assert_true(fraud_domain_disposable(&settings, "mailinator.com"));
    settings.disposable_domains = "/nowhere/domains.txt";
    assert_false(fraud_domain_disposable(&settings, "gone.example"));
    assert_true(fraud_domain_disposable(&settings, "mailinator.com"));
    log_set_level(LOG_ERROR);
    unlink(file);
}

/* The published list of all that is known, when it is at hand. */
static void the_published_list_is_understood(void **state)
{
    (void)state;
    static const char *const great[] = { "gmail.com",   "outlook.com", "yahoo.com", "icloud.com",
                                         "hotmail.com", "gmx.de",      "qq.com",    "mail.ru" };
    const char *folder = getenv("SOUK_DATA");
    AUTO(arena) memory = { 0 };
    const char *file =
        folder ? arena_format(&memory, "%s/facts/disposable_email/domains.json", folder) : NULL;
    if (!file || access(file, R_OK) != 0) {
        print_message("SOUK_DATA is not set to the test data: its disposable mail is skipped\n");
        skip();
    }
    struct settings settings = { .disposable_domains = file };
    json_t *list = json_load_file(file, 0, NULL), *domain;
    size_t i;
    assert_true(json_array_size(list) > 100000);
    json_array_foreach(list, i, domain)
    {
        const char *name = json_string_value(domain);
        if (!fraud_domain_public(name) && !fraud_domain_disposable(&settings, name))
            fail_msg("%s", name);
    }
    json_decref(list);
    for (i = 0; i < sizeof great / sizeof *great; i++)
        assert_false(fraud_domain_disposable(&settings, great[i]));
}

int fraud_places_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(networks_are_cut),
        cmocka_unit_test(addresses_have_countries),
        cmocka_unit_test(trials_have_countries_without_a_file),
        cmocka_unit_test(every_country_has_a_middle),
        cmocka_unit_test(distances_are_about_right),
        cmocka_unit_test(domains_are_told_apart),
        cmocka_unit_test(a_spoilt_file_is_an_alarm_and_no_domains),
        cmocka_unit_test(the_published_list_is_understood),
    };
    return cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
