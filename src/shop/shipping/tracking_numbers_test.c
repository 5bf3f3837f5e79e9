/* Tracking numbers: those of our own making, and those that are published. */
#include <dirent.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/text.h"
#include "shop/shipping/shipping.h"
#include "shop/shipping/tracking_numbers.h"

int tracking_numbers_tests(void);

// clang-format off
static const struct { const char *number, *carrier; } known_cases[] = {
    { "LP004172638PT", "s10" },              { "ce 9021 0044 8 de", "s10" },
    { "1Z4T6A9103520418K1", "ups" },         { "1ZE384210366009523", "ups" },
    { "K2048173653", "ups" },                { "9400011899562231047304", "usps" },
    { "9200190512345678901235", "usps" },    { "9300101189956223104738", "usps" },
    { "9505511069605048607777", "usps" },    { "94001118995622310473088122", "usps" },
    { "940019012345670000000000012343", "usps" },
    { "420902109400111899562231047301", "usps" },
    { "9112345678901234567892", "usps" },    { "12345678901234567892", "usps" },
    { "1234 5678 9012 3456 7890", "usps" },  { "612992044174", "fedex" },
    { "400100000173", "fedex" },             { "044100227819349", "fedex" },
    { "9611019044100227819349", "fedex" },   { "1001000000000009700100612992044174", "fedex" },
    { "9622001090000000000000612992044174", "fedex" },
    { "9632001960000000000044100227819349", "fedex" },
    { "000123450123456787", "fedex" },       { "61290990011223344551", "fedex" },
    { "DT612992044174", "fedex" },           { "0150 5022 3344 55 Z", "dpd" },
    { "0010115 0150 5022 3344 55 327 276 S", "dpd" },
    { "%001011501505022334455327276", "dpd" },
    { "15505022334455", "dpd" },             { "4002847016401232", "canada_post" },
    { "77700412230", "old_dominion" },       { "80022011474", "old_dominion" },
    { "332004155724", "purolator" },         { "ABC001234567", "purolator" },
    { "C11004567001231", "ontrac" },         { "D11004567001230", "ontrac" },
    { "3318820046", "dhl" },                 { "73891052200", "dhl" },
    { "60120172249999", "dhl" },             { "GM2951173225179999", "dhl" },
    { "TBA502887279999", "amazon" },         { "D576002440000009990001", "canpar" },
    { "GFUS01011884210001", "gofo" },        { "LTN74200001N1", "landmark" },
    { "LX17635999", "lasership" },           { "1LS7119013618999-1", "lasership" },
    { "SP029692510000999999", "speedee" },   { "JJD0002257639039999", "yodel" },
    { "YT2229521272169999", "yunexpress" },
};
/* Of those above, one sign is another; and what was never a number. */
static const char *const unknown_cases[] = {
    "LP004172639PT", "LP004172638ZZ", "1Z4T6A9103520418K2", "1ZE384210366009253",
    "9400011899562231047305", "94000118995622310473045", "9200193512345678901235",
    "612992044175", "044100227819348", "9611019044100227819348",
    "1001000000000009700100612992044175", "000123450123456786", "DT61299204417",
    "01505022334455Y", "001011501505022334455327276T", "001011501505022334455327999S",
    "C11004567001232", "TBX502887279999", "GFUS0101188421000", "LTN74200001N2",
    "1LS7119013618999-2", "SP02969251000099999", "JD000225763903999", "YT222952127216999",
    "", " - ", "HELLO", "1", "12345", "1Z4T6A9103520418K1'", "LP004172638PT\xC3\xA9",
    "000000000000000000000000000000000000000000000000000000000000",
};
// clang-format on

static void numbers_have_their_carrier(void **state)
{
    (void)state;
    struct tracking_match found[TRACKING_MATCHES_MAX];
    for (size_t i = 0; i < sizeof known_cases / sizeof *known_cases; i++) {
        size_t count = tracking_recognise(known_cases[i].number, found);
        if (!count || !text_same(found[0].carrier, known_cases[i].carrier))
            fail_msg("\"%s\" should be of %s, not %s", known_cases[i].number,
                     known_cases[i].carrier, count ? found[0].carrier : "none");
        assert_non_null(found[0].carrier_name);
        assert_non_null(found[0].format);
    }
}

static void wrong_numbers_are_refused(void **state)
{
    (void)state;
    struct tracking_match found[TRACKING_MATCHES_MAX];
    for (size_t i = 0; i < sizeof unknown_cases / sizeof *unknown_cases; i++)
        if (tracking_recognise(unknown_cases[i], found))
            fail_msg("\"%s\" should be of none, not %s", unknown_cases[i], found[0].carrier);
    assert_int_equal(tracking_recognise(NULL, found), 0);
}

/* Every other check sign of an own number is wrong for its format: a mistake is noticed. */
static void one_check_digit_is_right(void **state)
{
    (void)state;
    static const struct {
        const char *number, *carrier;
        size_t place;
    } cases[] = {
        { "LP004172638PT", "s10", 10 },           { "1Z4T6A9103520418K1", "ups", 17 },
        { "9400011899562231047304", "usps", 21 }, { "044100227819349", "fedex", 14 },
        { "612992044174", "fedex", 11 },          { "01505022334455Z", "dpd", 14 },
        { "332004155724", "purolator", 11 },      { "4002847016401232", "canada_post", 15 },
    };
    AUTO(arena) memory = { 0 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *number = arena_copy(&memory, cases[i].number);
        for (char digit = '0'; digit <= '9'; digit++) {
            struct tracking_match match;
            number[cases[i].place] = digit;
            bool right = digit == cases[i].number[cases[i].place];
            if (tracking_recognise_as(number, cases[i].carrier, &match) != right)
                fail_msg("\"%s\" should be %s", number, right ? "right" : "wrong");
        }
    }
}

static void pages_hold_the_number(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct tracking_match match;
    assert_true(tracking_recognise_as("1Z4T6A9103520418K1", "ups", &match));
    assert_string_equal(tracking_link(&memory, &match, "1Z4T6A9103520418K1"),
                        "https://www.ups.com/track?tracknum=1Z4T6A9103520418K1");
    assert_true(tracking_recognise_as("LP004172638PT", "s10", &match));
    assert_string_equal(match.carrier_name, "CTT");
    assert_true(tracking_recognise_as("TBA502887279999", "amazon", &match));
    assert_null(tracking_link(&memory, &match, "TBA502887279999"));
    for (const struct tracking_format *format = tracking_formats; format->carrier; format++)
        assert_true(!format->page || strstr(format->page, "%s"));
    for (const struct tracking_post *post = tracking_posts; post->country; post++)
        assert_true(!post->page || strstr(post->page, "%s"));
}

/* The published numbers -------------------------------------------------------------------- */

struct published {
    int files, valid, invalid;
};

static void check_valid(const char *carrier, const char *number, struct published *seen)
{
    struct tracking_match found[TRACKING_MATCHES_MAX];
    size_t count = tracking_recognise(number, found);
    bool among = false;
    for (size_t i = 0; i < count; i++)
        among = among || text_same(found[i].carrier, carrier);
    if (!among)
        fail_msg("\"%s\" is of %s and was not recognised", number, carrier);
    if (!text_same(found[0].carrier, carrier))
        fail_msg("\"%s\" is of %s, but %s came first", number, carrier, found[0].carrier);
    seen->valid++;
}

/* What is invalid in one format may be valid in another of the same carrier. */
static bool valid_elsewhere(const json_t *formats, const char *wanted)
{
    size_t i, k;
    json_t *format, *number;
    json_array_foreach(formats, i, format)
    {
        json_t *numbers = json_object_get(format, "test_numbers");
        json_array_foreach(json_object_get(numbers, "valid"), k,
                           number) if (text_same(json_string_value(number), wanted)) return true;
    }
    return false;
}

static void check_invalid(const char *carrier, const char *number, struct published *seen)
{
    struct tracking_match match;
    if (tracking_recognise_as(number, carrier, &match))
        fail_msg("\"%s\" is none of %s, but was taken as %s", number, carrier, match.format);
    seen->invalid++;
}

static void check_file(const char *path, struct published *seen)
{
    json_error_t error;
    json_t *file = json_load_file(path, 0, &error);
    const char *carrier = json_string_value(json_object_get(file, "courier_code"));
    const json_t *formats = json_object_get(file, "tracking_numbers");
    if (!carrier)
        fail_msg("%s cannot be read: %s", path, error.text);
    for (size_t i = 0; i < json_array_size(formats); i++) {
        const json_t *numbers = json_object_get(json_array_get(formats, i), "test_numbers");
        const json_t *valid = json_object_get(numbers, "valid");
        const json_t *invalid = json_object_get(numbers, "invalid");
        for (size_t k = 0; k < json_array_size(valid); k++)
            check_valid(carrier, json_string_value(json_array_get(valid, k)), seen);
        for (size_t k = 0; k < json_array_size(invalid); k++)
            if (!valid_elsewhere(formats, json_string_value(json_array_get(invalid, k))))
                check_invalid(carrier, json_string_value(json_array_get(invalid, k)), seen);
    }
    seen->files++;
    json_decref(file);
}

static void the_published_numbers_are_told(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const char *data = getenv("SOUK_DATA");
    const char *folder =
        arena_format(&memory, "%s/facts/tracking_numbers", data ? data : "../shared/data");
    struct published seen = { 0 };
    DIR *listed = opendir(folder);
    if (!listed) {
        printf("skipped: the published tracking numbers need SOUK_SHARED, the folder with data\n");
        arena_clear(&memory); /* skip() does not come back */
        skip();
    }
    for (struct dirent *entry; (entry = readdir(listed));)
        if (text_ends(entry->d_name, ".json"))
            check_file(arena_format(&memory, "%s/%s", folder, entry->d_name), &seen);
    closedir(listed);
    printf("published tracking numbers: %d valid and %d invalid of %d carriers\n", seen.valid,
           seen.invalid, seen.files);
    assert_true(seen.files >= 16 && seen.valid >= 100);
}

int tracking_numbers_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_their_carrier),
        cmocka_unit_test(wrong_numbers_are_refused),
        cmocka_unit_test(one_check_digit_is_right),
        cmocka_unit_test(pages_hold_the_number),
        cmocka_unit_test(the_published_numbers_are_told),
    };
    return cmocka_run_group_tests_name("tracking numbers", tests, NULL, NULL);
}
