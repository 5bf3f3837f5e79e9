/* Fields: what comes in as JSON or as pairs, what goes out, and the schema of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <jansson.h>

#include "base/words.h"
#include "web/field.h"

int fields_tests(void);

struct line {
    const char *name;
    int64_t count;
};
struct wish {
    const char *title, *note, *secret, *slug;
    int64_t count, any;
    bool gift;
    struct money price;
    struct moment by;
    struct {
        int64_t number;
    } order;
    int size;
    struct line first;
    struct line *second;
    LIST_OF(struct line) lines;
    LIST_OF(const char *) colours;
    struct upload photo;
};

// clang-format off
static const struct choice sizes[] = { { "small", N_("Small") }, { "large", N_("Large") }, { 0 } };
static const struct field line_fields[] = {
    TEXT_FIELD(struct line, name, .says = "Its name."),
    INT_FIELD(struct line, count, .min = 1, .max = 99, .says = "How many."),
    { 0 },
};
/* All optional, so that each case is about one of them. */
static const struct field wish_fields[] = {
    TEXT_FIELD(struct wish, title, .optional = true, .max = 5, .says = "At most five."),
    TEXT_FIELD(struct wish, note, .optional = true, .lines = true, .says = "With lines."),
    TEXT_FIELD(struct wish, secret, .optional = true, .secret = true, .min = 3, .says = "Kept."),
    TEXT_FIELD(struct wish, slug, .optional = true, .pattern = "[a-z]+|[0-9]+", .says = "Plain."),
    INT_FIELD(struct wish, count, .optional = true, .min = 1, .max = 9, .says = "One to nine."),
    INT_FIELD(struct wish, any, .optional = true, .says = "Any."),
    BOOL_FIELD(struct wish, gift, .optional = true, .says = "Wrapped."),
    MONEY_FIELD(struct wish, price, .optional = true, .says = "At most."),
    MOMENT_FIELD(struct wish, by, .optional = true, .says = "Not later."),
    ID_FIELD(struct wish, order, "ord", .optional = true, .says = "Of which."),
    CHOICE_FIELD(struct wish, size, sizes, .optional = true, .says = "How large."),
    OBJECT_FIELD(struct wish, first, line_fields, .optional = true, .says = "Before all."),
    MAYBE_FIELD(struct wish, second, line_fields, .optional = true, .says = "After it."),
    LIST_FIELD(struct wish, lines, line_fields, .optional = true, .max = 3, .says = "All."),
    TEXTS_FIELD(struct wish, colours, .optional = true, .max = 2, .says = "Liked."),
    UPLOAD_FIELD(struct wish, photo, .optional = true, .says = "Of it."),
    { 0 },
};
static const struct field needed_fields[] = {
    TEXT_FIELD(struct wish, title, .says = "Needed."),
    BOOL_FIELD(struct wish, gift, .says = "Needed."),
    { 0 },
};

/* JSON that is wrong: where, and a part of what is said. */
static const struct json_case { const char *json, *pointer, *sentence; } json_cases[] = {
    { "",                                   "",               "not valid JSON" },
    { "{\"title\":\"a\"",                   "",               "not valid JSON" },
    { "{\"title\":\"a\"}x",                 "",               "not valid JSON" },
    { "{\"title\":\"a\",\"title\":\"b\"}",  "",               "stands twice" },
    { "[1]",                                "",               "an object" },
    { "{\"title\":\"\\ud800\"}",            "",               "not valid JSON" },
    { "{\"title\":\"\\u0000\"}",            "",               "not valid JSON" },
    { "{\"title\":\"\xff\"}",               "",               "not valid JSON" },
    { "{\"any\":99999999999999999999}",     "",               "not valid JSON" },
    { "{\"any\":1e999}",                    "",               "not valid JSON" },
    { "{\"any\":9007199254740992}",         "/any",           "At most 9007199254740991" },
    { "{\"any\":1.5}",                      "/any",           "whole number" },
    { "{\"any\":\"1\"}",                    "/any",           "whole number" },
    { "{\"count\":0}",                      "/count",         "At least 1" },
    { "{\"count\":10}",                     "/count",         "At most 9" },
    { "{\"gift\":\"true\"}",                "/gift",          "true or false" },
    { "{\"title\":7}",                      "/title",         "in quotes" },
    { "{\"title\":\"abcdef\"}",             "/title",         "At most 5 characters" },
    { "{\"title\":\"a\\nb\"}",              "/title",         "cannot be kept" },
    { "{\"note\":\"a\\u0085b\"}",           "/note",          "cannot be kept" },
    { "{\"secret\":\"ab\"}",                "/secret",        "At least 3" },
    { "{\"slug\":\"ab1\"}",                 "/slug",          "right form" },
    { "{\"price\":{\"minor\":1}}",          "/price/currency", "a currency" },
    { "{\"price\":{\"minor\":1,\"currency\":\"eur\"}}", "/price/currency", "a currency" },
    { "{\"price\":{\"minor\":-1,\"currency\":\"EUR\"}}", "/price", "At least 0.00" },
    { "{\"price\":{\"minor\":1000000000000001,\"currency\":\"EUR\"}}", "/price", "At most" },
    { "{\"price\":{\"minor\":1,\"currency\":\"EUR\",\"x\":1}}", "/price/x", "not known" },
    { "{\"price\":12}",                     "/price",         "minor and currency" },
    { "{\"by\":\"tomorrow\"}",              "/by",            "a date" },
    { "{\"order\":\"acc_00g5m2x7qx8t0\"}",  "/order",         "no such thing" },
    { "{\"order\":5}",                      "/order",         "in quotes" },
    { "{\"size\":\"huge\"}",                "/size",          "one of the list" },
    { "{\"first\":{\"name\":\"a\"}}",       "/first/count",   "needed" },
    { "{\"first\":[]}",                     "/first",         "an object" },
    { "{\"lines\":[{\"name\":\"a\",\"count\":1},{\"name\":\"b\",\"count\":0}]}",
      "/lines/1/count", "At least 1" },
    { "{\"lines\":[1]}",                    "/lines/0",       "an object" },
    { "{\"lines\":[{},{},{},{}]}",          "/lines",         "At most 3" },
    { "{\"colours\":[\"a\",\"b\",\"c\"]}",  "/colours",       "At most 2" },
    { "{\"colours\":[\"\\u0007\"]}",        "/colours/0",     "cannot be kept" },
    { "{\"colours\":\"a\"}",                "/colours",       "a list" },
    { "{\"photo\":\"a\"}",                  "/photo",         "multipart" },
    { "{\"colour\":\"a\"}",                 "/colour",        "not known" },
    { "{\"a/b~c\":1}",                      "/a~1b~0c",       "not known" },
};
// clang-format on

static void refuses_wrong_json(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof json_cases / sizeof json_cases[0]; i++) {
        AUTO(arena) memory = { 0 };
        const struct json_case *one = &json_cases[i];
        struct wish wish = { 0 };
        struct faults faults;
        if (fields_from_json(&memory, wish_fields, one->json, strlen(one->json), &wish, &faults))
            fail_msg("%s was taken", one->json);
        if (strcmp(faults.items[0].pointer, one->pointer) != 0 ||
            !strstr(faults.items[0].sentence, one->sentence))
            fail_msg("%s: %s %s", one->json, faults.items[0].pointer, faults.items[0].sentence);
    }
}

static void refuses_depth_and_nul(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    AUTO(text) deep = { 0 };
    struct wish wish = { 0 };
    struct faults faults;
    for (int i = 0; i < 100000; i++)
        text_add(&deep, "[");
    assert_false(fields_from_json(&memory, wish_fields, deep.bytes, deep.length, &wish, &faults));
    assert_non_null(strstr(faults.items[0].sentence, "too deep"));
    assert_false(
        fields_from_json(&memory, wish_fields, "{\"title\":\"a\0b\"}", 15, &wish, &faults));
    assert_string_equal(faults.items[0].pointer, "");
}

static void says_what_is_needed(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct wish wish = { 0 };
    struct faults faults;
    assert_false(fields_from_json(&memory, needed_fields, "{}", 2, &wish, &faults));
    assert_int_equal(faults.count, 2);
    assert_string_equal(faults.items[1].pointer, "/gift");
    const char *spaces = "{\"title\":\"  \",\"gift\":false}";
    assert_false(fields_from_json(&memory, needed_fields, spaces, strlen(spaces), &wish, &faults));
    assert_int_equal(faults.count, 1);
    const char *null = "{\"title\":null,\"gift\":false}";
    assert_false(fields_from_json(&memory, needed_fields, null, strlen(null), &wish, &faults));
}

/* What goes in comes out. */
static void reads_and_writes_json(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const char *json =
        "{\"title\":\" L\xc3\xa1mp \",\"note\":\"a\\r\\nb\",\"secret\":\" x y \",\"slug\":null,"
        "\"count\":9,\"any\":-5,\"gift\":true,"
        "\"price\":{\"minor\":1299,\"currency\":\"EUR\",\"text\":\"passed over\"},"
        "\"by\":\"2026-11-21T10:12:00+01:00\",\"order\":\"ord_00g5m2x7qx8t0\",\"size\":\"large\","
        "\"second\":{\"name\":\"b\",\"count\":2},\"lines\":[{\"name\":\"c\",\"count\":3}],"
        "\"colours\":[\"red\",\"blue\"]}";
    const char *wanted =
        "{\"title\":\"L\xc3\xa1mp\",\"note\":\"a\\nb\",\"secret\":\" x y \",\"slug\":null,"
        "\"count\":9,\"any\":-5,\"gift\":true,"
        "\"price\":{\"minor\":1299,\"currency\":\"EUR\",\"text\":\"\xe2\x82\xac"
        "12.99\"},"
        "\"by\":\"2026-11-21T09:12:00Z\",\"order\":\"ord_00g5m2x7qx8t0\",\"size\":\"large\","
        "\"first\":{\"name\":null,\"count\":0},\"second\":{\"name\":\"b\",\"count\":2},"
        "\"lines\":[{\"name\":\"c\",\"count\":3}],\"colours\":[\"red\",\"blue\"],\"photo\":null}";
    struct wish wish = { 0 };
    struct faults faults;
    words_speak(WORDS_ENGLISH);
    if (!fields_from_json(&memory, wish_fields, json, strlen(json), &wish, &faults))
        fail_msg("%s %s", faults.items[0].pointer, faults.items[0].sentence);
    AUTO(text) out = { 0 };
    fields_to_json(&out, wish_fields, &wish);
    assert_string_equal(text_of(&out), wanted);
}

/* Pairs ------------------------------------------------------------------------------------ */

/* A query without escapes, cut at & and =; a value "@" is a file. */
static struct pairs pairs_of(struct arena *memory, const char *query)
{
    struct pairs pairs = { arena_array(memory, 40, sizeof(struct pair)), 0 };
    for (char *rest = arena_copy(memory, query), *one; (one = strsep(&rest, "&"));) {
        char *value = strchr(one, '=');
        if (!value)
            continue;
        *value++ = 0;
        struct pair *pair = &pairs.items[pairs.count++];
        *pair = (struct pair){ .name = one, .value = value };
        if (strcmp(value, "@") == 0)
            *pair = (struct pair){ .name = one, .upload = { "photo.png", "bytes", 5 } };
    }
    return pairs;
}

// clang-format off
static const struct pairs_case { const char *query, *pointer, *sentence; } pairs_cases[] = {
    { "any=x",                      "/any",           "whole number" },
    { "any=99999999999999999999",   "/any",           "whole number" },
    { "count=0",                    "/count",         "At least 1" },
    { "price=12.999",               "/price",         "an amount" },
    { "price=-1",                   "/price",         "an amount" },
    { "price=1&price_currency=XXY", "/price",         "a currency" },
    { "by=soon",                    "/by",            "a date" },
    { "lines-0-name=a",             "/lines/0/count", "needed" },
    { "lines-1-name=a&lines-1-count=1", "/lines/0/name", "needed" },
    { "lines-9-name=a&lines-9-count=1", "/lines",     "At most 3" },
    { "lines-00-name=a",            "/lines-00-name", "not known" },
    { "lines-0-colour=a",           "/lines-0-colour", "not known" },
    { "second-name=a",              "/second/count",  "needed" },
    { "colours=a&colours=b&colours=c", "/colours",    "At most 2" },
    { "colour=a",                   "/colour",        "not known" },
    { "title_currency=a",           "/title_currency", "not known" },
    { "title=\x01",                 "/title",         "cannot be kept" },
    { "title=\xc3",                 "/title",         "not readable" },
};
// clang-format on

static void refuses_wrong_pairs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pairs_cases / sizeof pairs_cases[0]; i++) {
        AUTO(arena) memory = { 0 };
        const struct pairs_case *one = &pairs_cases[i];
        struct pairs pairs = pairs_of(&memory, one->query);
        struct wish wish = { 0 };
        struct faults faults;
        if (fields_from_pairs(&memory, wish_fields, &pairs, currency_of("EUR"), &wish, &faults))
            fail_msg("%s was taken", one->query);
        if (strcmp(faults.items[0].pointer, one->pointer) != 0 ||
            !strstr(faults.items[0].sentence, one->sentence))
            fail_msg("%s: %s %s", one->query, faults.items[0].pointer, faults.items[0].sentence);
    }
}

static void reads_pairs(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct pairs pairs = pairs_of(
        &memory, "_csrf=x&_key=y&title= abc &count=&gift=on&price=12.990&price_currency=KWD"
                 "&size=large&first-name=a&first-count=1&lines-1-name=c&lines-1-count=2"
                 "&lines-0-name=b&lines-0-count=3&colours=red&colours=&colours=blue&photo=@");
    struct wish wish = { 0 };
    struct faults faults;
    if (!fields_from_pairs(&memory, wish_fields, &pairs, currency_of("EUR"), &wish, &faults))
        fail_msg("%s %s", faults.items[0].pointer, faults.items[0].sentence);
    assert_string_equal(wish.title, "abc");
    assert_int_equal(wish.count, 0);
    assert_true(wish.gift);
    assert_int_equal(wish.price.minor, 12990);
    assert_int_equal(wish.size, 1);
    assert_string_equal(wish.first.name, "a");
    assert_null(wish.second);
    assert_int_equal(wish.lines.count, 2);
    assert_string_equal(wish.lines.items[0].name, "b");
    assert_int_equal(wish.lines.items[1].count, 2);
    assert_int_equal(wish.colours.count, 2);
    assert_string_equal(wish.colours.items[1], "blue");
    assert_int_equal(wish.photo.size, 5);
}

static void writes_a_schema(void **state)
{
    (void)state;
    AUTO(text) schema = { 0 };
    for (int incoming = 0; incoming < 2; incoming++) {
        text_reset(&schema);
        fields_to_schema(&schema, wish_fields, incoming);
        json_t *document = json_loads(text_of(&schema), JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(document);
        json_t *properties = json_object_get(document, "properties");
        assert_int_equal(json_object_size(properties), 16);
        json_t *count = json_object_get(properties, "count");
        assert_int_equal(json_integer_value(json_object_get(count, "maximum")), incoming ? 9 : 0);
        assert_int_equal(json_array_size(json_object_get(document, "required")), incoming ? 0 : 16);
        json_decref(document);
    }
}

int fields_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_wrong_json),  cmocka_unit_test(refuses_depth_and_nul),
        cmocka_unit_test(says_what_is_needed), cmocka_unit_test(reads_and_writes_json),
        cmocka_unit_test(refuses_wrong_pairs), cmocka_unit_test(reads_pairs),
        cmocka_unit_test(writes_a_schema),
    };
    return cmocka_run_group_tests_name("fields", tests, NULL, NULL);
}
