/* Scenes: every picture is a whole, well-formed SVG, and recipes are read strictly. */
#include "scene/scene.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

int scene_tests(void);

enum { DEPTH_MAX = 16, NAME_MAX_BYTES = 24, SVG_MAX_BYTES = 12000 };

static int count_names(const char *const *names)
{
    int count = 0;
    while (names[count])
        count++;
    return count;
}

struct open_tags {
    char name[DEPTH_MAX][NAME_MAX_BYTES];
    int depth;
};

/* `at` is behind a "<"; gives what is behind the ">", or NULL when the tag is at fault. */
static const char *read_tag(const char *at, struct open_tags *open)
{
    bool closes = *at == '/';
    at += closes;
    size_t size = strcspn(at, " />");
    const char *name = at, *end = at;
    bool quoted = false;
    for (; *end && (quoted || *end != '>'); end++) {
        if (*end == '"')
            quoted = !quoted;
        if (*end == '<')
            return NULL;
    }
    if (!*end || size == 0 || size >= NAME_MAX_BYTES)
        return NULL;
    if (closes) {
        if (open->depth == 0 || strlen(open->name[--open->depth]) != size ||
            memcmp(open->name[open->depth], name, size) != 0)
            return NULL;
    } else if (end[-1] != '/') {
        if (open->depth == DEPTH_MAX)
            return NULL;
        memcpy(open->name[open->depth], name, size);
        open->name[open->depth++][size] = 0;
    }
    return end + 1;
}

static bool is_well_formed(const char *svg)
{
    struct open_tags open = { .depth = 0 };
    for (const char *at = strchr(svg, '<'); at; at = strchr(at, '<')) {
        at = read_tag(at + 1, &open);
        if (!at)
            return false;
    }
    return open.depth == 0;
}

/* Each id stands once, and each that is named stands. */
static bool names_its_parts(const char *svg)
{
    for (const char *at = strstr(svg, " id=\""); at; at = strstr(at + 1, " id=\"")) {
        AUTO(text) id = { 0 };
        text_add_bytes(&id, at, strcspn(at + 5, "\"") + 6);
        if (strstr(at + 1, text_of(&id)))
            return false;
    }
    for (const char *at = strstr(svg, "url(#"); at; at = strstr(at + 1, "url(#")) {
        AUTO(text) id = { 0 };
        text_add_format(&id, " id=\"%c\"", at[5]);
        if (at[6] != ')' || !strstr(svg, text_of(&id)))
            return false;
    }
    return true;
}

static void assert_good_picture(const struct scene *scene)
{
    AUTO(text) svg = { 0 };
    assert_true(scene_draw(&svg, scene));
    const char *bytes = text_of(&svg);
    bool good = text_starts(bytes, "<svg ") && text_ends(bytes, "</svg>") && svg.length > 1000 &&
                svg.length < SVG_MAX_BYTES && is_well_formed(bytes) && names_its_parts(bytes) &&
                !strpbrk(bytes, "{}") && !strstr(bytes, "script") && !strstr(bytes, "<text") &&
                !strstr(bytes, "href=\"http");
    if (!good)
        fail_msg("%s in %s, view %d", scene->type, scene->colour, scene->view);
}

static void every_type_colour_and_view_is_drawn(void **state)
{
    (void)state;
    const char *const *types = scene_types(), *const *colours = scene_colours();
    for (int type = 0; types[type]; type++)
        for (int colour = 0; colours[colour]; colour++)
            for (int view = 0; view < SCENE_VIEWS; view++)
                assert_good_picture(&(struct scene){ .type = types[type],
                                                     .colour = colours[colour],
                                                     .view = view,
                                                     .backdrop = type + colour });
}

static void every_material_and_pattern_is_drawn(void **state)
{
    (void)state;
    const char *const *types = scene_types();
    const char *const *materials = scene_materials(), *const *patterns = scene_patterns();
    for (int type = 0; types[type]; type += 5)
        for (int material = 0; materials[material]; material++)
            for (int pattern = 0; patterns[pattern]; pattern++)
                assert_good_picture(&(struct scene){ .type = types[type],
                                                     .colour = "teal",
                                                     .material = materials[material],
                                                     .pattern = patterns[pattern],
                                                     .view = pattern % SCENE_VIEWS });
}

static void there_is_enough_to_choose_from(void **state)
{
    (void)state;
    assert_true(count_names(scene_types()) >= 66);
    assert_true(count_names(scene_colours()) >= 24);
    assert_true(count_names(scene_materials()) >= 10);
    assert_true(count_names(scene_patterns()) >= 6);
    assert_string_equal(scene_colour_hex("teal"), "#0f766e");
    assert_null(scene_colour_hex("nothing"));
    assert_null(scene_colour_hex(NULL));
}

static void the_same_scene_gives_the_same_bytes(void **state)
{
    (void)state;
    struct scene scene = { .type = "mug", .colour = "coral", .pattern = "dots", .view = 1 };
    AUTO(text) first = { 0 };
    AUTO(text) again = { 0 };
    scene_draw(&first, &scene);
    scene_draw(&again, &scene);
    assert_string_equal(text_of(&first), text_of(&again));
    scene.view = 2;
    text_reset(&again);
    scene_draw(&again, &scene);
    assert_string_not_equal(text_of(&first), text_of(&again));
}

static void an_odd_scene_is_safe(void **state)
{
    (void)state;
    AUTO(text) svg = { 0 };
    assert_false(scene_draw(&svg, &(struct scene){ .type = "submarine", .colour = "teal" }));
    assert_false(scene_draw(&svg, &(struct scene){ .type = NULL }));
    assert_int_equal(svg.length, 0);
    const int backdrops[] = { 0, -1, INT_MIN, INT_MAX };
    for (size_t at = 0; at < sizeof backdrops / sizeof *backdrops; at++)
        assert_good_picture(&(struct scene){ .type = "lamp",
                                             .colour = "no\"<colour",
                                             .material = "no\"<material",
                                             .pattern = "no\"<pattern",
                                             .view = backdrops[at],
                                             .backdrop = backdrops[at] });
}

static void a_recipe_comes_back(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const char *const *types = scene_types(), *const *colours = scene_colours();
    int count_of_colours = count_names(colours);
    for (int type = 0; types[type]; type++) {
        struct scene scene = { .type = types[type],
                               .colour = colours[type % count_of_colours],
                               .view = type % SCENE_VIEWS,
                               .backdrop = type * 7 - 40 };
        struct scene back = { 0 };
        AUTO(text) line = { 0 };
        AUTO(text) again = { 0 };
        AUTO(text) svg = { 0 };
        AUTO(text) svg_back = { 0 };
        scene_write(&line, &scene);
        assert_true(scene_read(&memory, text_of(&line), &back));
        scene_write(&again, &back);
        assert_string_equal(text_of(&line), text_of(&again));
        scene_draw(&svg, &scene);
        scene_draw(&svg_back, &back);
        assert_string_equal(text_of(&svg), text_of(&svg_back));
    }
}

static void a_bad_recipe_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "/",
        "/////",
        "mug",
        "mug/teal/ceramic/plain/0",
        "mug/teal/ceramic/plain/0/17/",
        "mug/teal/ceramic/plain/0/17/1",
        "mug/teal/ceramic/plain/4/17",
        "mug/teal/ceramic/plain/-1/17",
        "mug/teal/ceramic/plain/0/",
        "mug/teal/ceramic/plain//17",
        "mug/teal/ceramic/plain/0/x",
        "mug/teal/ceramic/plain/0/+17",
        "mug/teal/ceramic/plain/0/017",
        "mug/teal/ceramic/plain/0/ 17",
        "mug/teal/ceramic/plain/0/99999999999",
        "mug/teal/ceramic/plain/0/99999999999999999999999999",
        "submarine/teal/ceramic/plain/0/17",
        "mug/nothing/ceramic/plain/0/17",
        "mug/teal/nothing/plain/0/17",
        "mug/teal/ceramic/nothing/0/17",
        "mug/teal/ceramic/<svg>/0/17",
        "Mug/teal/ceramic/plain/0/17",
        " mug/teal/ceramic/plain/0/17",
        "../../etc/passwd/0/17",
        NULL,
    };
    AUTO(arena) memory = { 0 };
    struct scene scene = { .type = "untouched" };
    for (int at = 0; bad[at]; at++)
        if (scene_read(&memory, bad[at], &scene))
            fail_msg("read \"%s\"", bad[at]);
    char endless[5000];
    memset(endless, '/', sizeof endless - 1);
    endless[sizeof endless - 1] = 0;
    assert_false(scene_read(&memory, endless, &scene));
    assert_false(scene_read(&memory, NULL, &scene));
    assert_string_equal(scene.type, "untouched");
    assert_true(scene_read(&memory, "mug/teal/ceramic/plain/0/17", &scene));
}

int scene_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_colour_and_view_is_drawn),
        cmocka_unit_test(every_material_and_pattern_is_drawn),
        cmocka_unit_test(there_is_enough_to_choose_from),
        cmocka_unit_test(the_same_scene_gives_the_same_bytes),
        cmocka_unit_test(an_odd_scene_is_safe),
        cmocka_unit_test(a_recipe_comes_back),
        cmocka_unit_test(a_bad_recipe_is_refused),
    };
    return cmocka_run_group_tests_name("scene", tests, NULL, NULL);
}
