/* Search: words folded alike, and queries that hold nothing but words. */
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "shop/search/search_inside.h"

int search_tests(void);

// clang-format off
static const struct { const char *words, *folded; } fold_cases[] = {
    { "Crème BRÛLÉE", "creme brulee" },
    { "Straße", "strasse" },
    { "  many,   signs! (here) ", "many sign here" },
    { "USB-C 3.1 4K", "usb c 3 1 4k" },
    { "men's watches", "men watch" },
    { "shoes boxes dress glass bus", "shoe box dress glass bus" },
    { "٣ قَلَم", "٣ قلم" },
    { "أحذية رياضية", "احذيه رياضيه" },
    { "青い帽子", "青 い 帽 子" },
    { "iPhone用ケース", "iphone 用 ケ ー ス" },
    { "Łódź naïve", "lodz naive" },
    { "\"NEAR(a b)\" OR * ^x :y", "near a b or x y" },
    { "", "" },
    { "!?", "" },
};
// clang-format on

static void words_are_folded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fold_cases / sizeof *fold_cases; i++) {
        AUTO(arena) memory = { 0 };
        assert_string_equal(search_fold(&memory, fold_cases[i].words), fold_cases[i].folded);
    }
}

// clang-format off
static const struct { const char *typed, *sqlite, *postgres; } query_cases[] = {
    { "red shoes", "\"red\" AND \"shoe\" *", "('red') & ('shoe':*)" },
    { "lamp", "\"lamp\" *", "('lamp':*)" },
    { "USB-C cable", "\"usb c\" AND \"cable\" *", "('usb' <-> 'c') & ('cable':*)" },
    { "青い", "\"青 い\"", "('青' <-> 'い')" },
    { "\" OR title:x --", "\"or\" AND \"title x\"", "('or') & ('title' <-> 'x')" },
    { "a' | b & !c <-> d", "\"a\" AND \"b\" AND \"c\" AND \"d\"",
      "('a') & ('b') & ('c') & ('d')" },
    { "\\ % _ ' \" ; DROP", "\"drop\" *", "('drop':*)" },
    { "!!", "", "" },
};
// clang-format on

static void queries_hold_nothing_but_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof query_cases / sizeof *query_cases; i++) {
        AUTO(arena) memory = { 0 };
        struct search_words words = search_read_words(&memory, query_cases[i].typed);
        assert_string_equal(search_query_sqlite(&memory, &words), query_cases[i].sqlite);
        assert_string_equal(search_query_postgres(&memory, &words), query_cases[i].postgres);
    }
}

/* A word begun is asked for as the words that it may become. */
static void a_word_goes_on(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct search_words words = search_read_words(&memory, "red shoes");
    assert_true(search_wants_endings(&words.items[1]));
    assert_false(search_wants_endings(&words.items[0]));
    words.endings[words.ending_count++] = "shoe";
    words.endings[words.ending_count++] = "shoelace";
    assert_string_equal(search_query_sqlite(&memory, &words),
                        "\"red\" AND (\"shoe\" OR \"shoelace\")");
    words = search_read_words(&memory, "red sh");
    assert_false(search_wants_endings(&words.items[1]));
}

// clang-format off
static const struct { const char *typed, *better, *worse; int64_t better_orders; } fit_cases[] = {
    { "lamp",      "desk lamp\n\nlight",     "desk\n\nlamp",          0 },
    { "lamp",      "desk\nlamp\nlight",      "desk\n\nlamp",          0 },
    { "lamp",      "desk\n\nlamp",           "desk\n\nlight",         0 },
    { "lamp",      "desk lamp\n\nlight",     "desk lamp\n\nlight",    50 },
    { "desk lamp", "desk lamp\n\nlight",     "desk\n\nlight",         0 },
    { "usb-c red", "red usb c cable\n\n",    "red c usb cable\n\n",   0 },
    { "lam",       "desk lamp\n\nlight",     "desk clam\n\nlight",    0 },
    { "lam desk",  "lam desk\n\nlight",      "lamp desk\n\nlight",    0 },
};
// clang-format on

static void what_fits_better_comes_first(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fit_cases / sizeof *fit_cases; i++) {
        AUTO(arena) memory = { 0 };
        struct search_words words = search_read_words(&memory, fit_cases[i].typed);
        struct search_fitting better = { .lines = fit_cases[i].better,
                                         .length = 50,
                                         .orders = fit_cases[i].better_orders,
                                         .found = 3 };
        struct search_fitting worse = { .lines = fit_cases[i].worse, .length = 50, .found = 3 };
        assert_true(search_fit(&words, &better) > search_fit(&words, &worse));
    }
}

static void steps_are_three_doublings(void **state)
{
    (void)state;
    static const int64_t orders[] = { 0, 7, 8, 63, 64, 511, 512, 4096 };
    static const int64_t steps[] = { 0, 0, 1, 1, 2, 2, 3, 4 };
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        assert_int_equal(search_step_of(orders[i]), steps[i]);
}

static void a_long_question_is_cut(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    AUTO(text) typed = { 0 };
    for (int i = 0; i < 100; i++)
        text_add_format(&typed, "word%d ", i);
    assert_int_equal(search_read_words(&memory, text_of(&typed)).count, SEARCH_WORDS_MAX);
    text_reset(&typed);
    for (int i = 0; i < 200; i++)
        text_add(&typed, "é");
    assert_true(strlen(search_fold(&memory, text_of(&typed))) <= SEARCH_WORD_BYTES_MAX);
}

static void documents_name_their_places(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    assert_string_equal(search_vector(&memory, "red shoe red"), "'red':1 'shoe':2 'red':3");
    assert_string_equal(search_vector(&memory, ""), "");
    struct search_words words = search_read_words(&memory, "a longest word");
    assert_string_equal(search_part(&memory, &words), "%longest%");
}

int search_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_folded),
        cmocka_unit_test(queries_hold_nothing_but_words),
        cmocka_unit_test(a_word_goes_on),
        cmocka_unit_test(what_fits_better_comes_first),
        cmocka_unit_test(steps_are_three_doublings),
        cmocka_unit_test(a_long_question_is_cut),
        cmocka_unit_test(documents_name_their_places),
    };
    return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
