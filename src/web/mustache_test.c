/* Mustache: the specification's cases, what souk adds to it, and how structs are shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <jansson.h>

#include "web/field.h"
#include "web/mustache.h"

int mustache_tests(void);

static const char *partial_of_case(const char *name, void *context)
{
    return json_string_value(json_object_get(json_object_get(context, "partials"), name));
}

static const char *no_partial(const char *name, void *context)
{
    (void)name, (void)context;
    return NULL;
}

/* What the template gives, or "fault: ..." when it does not parse. */
static const char *rendered(struct arena *memory, const char *source, struct shown value,
                            mustache_partial *partial, void *context)
{
    const char *problem = NULL;
    struct template *template =
        mustache_parse(source, WORDS_ENGLISH, partial, context, memory, &problem);
    if (!template)
        return arena_format(memory, "fault: %s", problem);
    AUTO(text) made = { 0 };
    mustache_render(template, &value, 1, memory, &made);
    mustache_free(template);
    return arena_copy(memory, text_of(&made));
}

static int run_case(const char *file, json_t *one)
{
    AUTO(arena) memory = { 0 };
    const char *wanted = json_string_value(json_object_get(one, "expected"));
    struct shown data = { &shown_json, json_object_get(one, "data"), NULL };
    const char *got = rendered(&memory, json_string_value(json_object_get(one, "template")), data,
                               partial_of_case, one);
    if (strcmp(got, wanted) == 0)
        return 0;
    print_error("%s: %s\n  wanted: %s\n  got:    %s\n", file,
                json_string_value(json_object_get(one, "name")), wanted, got);
    return 1;
}

static void passes_the_specification(void **state)
{
    (void)state;
    static const char *const files[] = { "comments", "delimiters", "interpolation",
                                         "inverted", "partials",   "sections" };
    const char *folder = getenv("SOUK_SPECS");
    int failed = 0, ran = 0;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        AUTO(text) path = { 0 };
        text_add_format(&path, "%s/mustache-spec/%s.json", folder ? folder : ".", files[i]);
        json_t *file = folder ? json_load_file(text_of(&path), 0, NULL) : NULL;
        if (!file) {
            print_message("mustache: SOUK_SPECS has no %s.json, so its cases are skipped\n",
                          files[i]);
            continue;
        }
        json_t *tests = json_object_get(file, "tests"), *one;
        size_t index;
        json_array_foreach(tests, index, one)
        {
            failed += run_case(files[i], one);
            ran++;
        }
        json_decref(file);
    }
    print_message("mustache: %d cases of the specification\n", ran);
    assert_int_equal(failed, 0);
    if (!ran)
        skip();
}

/* Structs ---------------------------------------------------------------------------------- */

struct line {
    const char *name;
    int64_t count;
};
struct sample {
    const char *title;
    const char *none;
    int64_t sold;
    bool open;
    struct money price;
    struct moment paid_at, never_at;
    struct {
        int64_t number;
    } order;
    int state;
    struct line first;
    struct line *gift, *no_gift;
    LIST_OF(struct line) lines;
    LIST_OF(const char *) colours;
};

static const struct choice states[] = { { "paid", N_("Paid") },
                                        { "shipped", N_("On its way") },
                                        { 0 } };
static const struct field line_fields[] = {
    TEXT_FIELD(struct line, name, .says = "Its name."),
    INT_FIELD(struct line, count, .says = "How many."),
    { 0 },
};
static const struct field sample_fields[] = {
    TEXT_FIELD(struct sample, title, .says = "Sample."),
    TEXT_FIELD(struct sample, none, .says = "Sample."),
    INT_FIELD(struct sample, sold, .says = "Sample."),
    BOOL_FIELD(struct sample, open, .says = "Sample."),
    MONEY_FIELD(struct sample, price, .says = "Sample."),
    MOMENT_FIELD(struct sample, paid_at, .says = "Sample."),
    MOMENT_FIELD(struct sample, never_at, .says = "Sample."),
    ID_FIELD(struct sample, order, "ord", .says = "Sample."),
    CHOICE_FIELD(struct sample, state, states, .says = "Sample."),
    OBJECT_FIELD(struct sample, first, line_fields, .says = "Sample."),
    MAYBE_FIELD(struct sample, gift, line_fields, .says = "Sample."),
    MAYBE_FIELD(struct sample, no_gift, line_fields, .says = "Sample."),
    LIST_FIELD(struct sample, lines, line_fields, .says = "Sample."),
    TEXTS_FIELD(struct sample, colours, .says = "Sample."),
    { 0 },
};

static const struct struct_case {
    const char *template, *wanted;
} struct_cases[] = {
    { "{{title}} {{{title}}}", "Lamp &lt;1&gt; Lamp <1>" },
    { "[{{none}}]{{^none}}none{{/none}}", "[]none" },
    { "{{sold}} {{sold.plain}}", "2,318 2318" },
    { "{{#open}}open{{/open}}", "open" },
    { "{{price.minor}} {{price.plain}} {{price.currency}}", "1299 12.99 EUR" },
    { "{{paid_at.iso}} {{paid_at.date}}[{{never_at}}{{never_at.date}}]",
      "2026-11-21T09:12:00Z 2026-11-21[]" },
    { "{{#paid_at}}paid{{/paid_at}}{{^never_at}}never{{/never_at}}", "paidnever" },
    { "{{state}}/{{state.name}}/{{#state.shipped}}yes{{/state.shipped}}{{#state.paid}}no{{/"
      "state.paid}}",
      "On its way/shipped/yes" },
    { "{{first.name}} {{gift.name}}{{#gift}}:{{count}}{{/gift}}{{^no_gift}} no{{/no_gift}}",
      "bulb box:2 no" },
    { "{{no_gift.name}}|{{#lines}}{{name}}{{/lines}}{{lines.count}}", "|ab2" },
    { "{{#colours}}<{{.}}>{{/colours}}{{#lines}}{{title}}{{/lines}}",
      "<red><blue>Lamp &lt;1&gt;Lamp &lt;1&gt;" },
    { "{{_ Terms & {title}, {lines.count} lines}}", "Terms &amp; Lamp &lt;1&gt;, 2 lines" },
    { "{{_ Hello {title}}}!", "Hello Lamp &lt;1&gt;!" },
    { "{{#lines}}", "fault: line 1: is not closed: \"lines\"" },
    { "a\n{{/lines}}", "fault: line 2: closes what is not open: \"lines\"" },
    { "a {{title", "fault: line 1: a tag is not closed: \"{{title\"" },
    { "{{a..b}}", "fault: line 1: not a name: \"a..b\"" },
    { "{{= x =}}", "fault: line 1: not a pair of delimiters: \"x\"" },
};

static void shows_structs(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct line lines[] = { { "a", 1 }, { "b", 2 } }, gift = { "box", 2 };
    const char *colours[] = { "red", "blue" };
    struct sample sample = { .title = "Lamp <1>",
                             .sold = 2318,
                             .open = true,
                             .price = money_of(1299, currency_of("EUR")),
                             .state = 1,
                             .first = { "bulb", 1 },
                             .gift = &gift };
    moment_read("2026-11-21T09:12:00Z", &sample.paid_at);
    sample.lines.items = lines;
    sample.lines.count = 2;
    sample.colours.items = colours;
    sample.colours.count = 2;
    for (size_t i = 0; i < sizeof struct_cases / sizeof struct_cases[0]; i++)
        assert_string_equal(rendered(&memory, struct_cases[i].template,
                                     show_struct(sample_fields, &sample), no_partial, NULL),
                            struct_cases[i].wanted);
}

static const char *itself(const char *name, void *context)
{
    (void)context;
    return strcmp(name, "loop") == 0 ? "x\n  {{>loop}}\n" : NULL;
}

static void stops_endless_partials(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const char *got =
        rendered(&memory, "  {{>loop}}\n", show_struct(sample_fields, NULL), itself, NULL);
    assert_non_null(strstr(got, "too deep"));
}

int mustache_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_the_specification),
        cmocka_unit_test(shows_structs),
        cmocka_unit_test(stops_endless_partials),
    };
    return cmocka_run_group_tests_name("mustache", tests, NULL, NULL);
}
