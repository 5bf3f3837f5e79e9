/* Names: the lists a scene is chosen from, and its recipe as a line. */
#include "scene/scene.h"

#include "scene/shapes.h"

#include <limits.h>
#include <pthread.h>
#include <string.h>

enum { NAMES_MAX = 128, PARTS = 6, LINE_MAX_BYTES = 160 };

static const struct shape *const groups[] = {
    fashion_shapes, electronics_shapes, home_shapes,  garden_shapes,  beauty_shapes, toys_shapes,
    sports_shapes,  motor_shapes,       tools_shapes, jewelry_shapes, phones_shapes, NULL,
};

static const char *type_names[NAMES_MAX + 1];
static const char *colour_names[NAMES_MAX + 1];
static const char *material_names[NAMES_MAX + 1];
static pthread_once_t listed = PTHREAD_ONCE_INIT;

static void list_names(void)
{
    int count = 0;
    for (int group = 0; groups[group]; group++)
        for (const struct shape *shape = groups[group]; shape->name && count < NAMES_MAX; shape++)
            type_names[count++] = shape->name;
    for (count = 0; count < NAMES_MAX && colours[count].name; count++)
        colour_names[count] = colours[count].name;
    for (count = 0; count < NAMES_MAX && materials[count].name; count++)
        material_names[count] = materials[count].name;
}

const char *const *scene_types(void)
{
    pthread_once(&listed, list_names);
    return type_names;
}

const char *const *scene_colours(void)
{
    pthread_once(&listed, list_names);
    return colour_names;
}

const char *const *scene_materials(void)
{
    pthread_once(&listed, list_names);
    return material_names;
}

const char *const *scene_patterns(void)
{
    return paint_patterns();
}

const char *scene_colour_hex(const char *colour)
{
    const struct colour *known = colour_named(colour);
    return known ? known->hex : NULL;
}

const struct shape *shape_named(const char *name)
{
    for (int group = 0; name && groups[group]; group++)
        for (const struct shape *shape = groups[group]; shape->name; shape++)
            if (text_same(shape->name, name))
                return shape;
    return NULL;
}

/* The list's own copy of the name; NULL when it is not there. */
static const char *known_name(const char *const *list, const char *name)
{
    for (; name && *list; list++)
        if (text_same(*list, name))
            return *list;
    return NULL;
}

void scene_write(text *ret_line, const struct scene *scene)
{
    const struct shape *shape = shape_named(scene->type);
    const char *material = scene->material ? scene->material : shape ? shape->material : "";
    text_add_format(ret_line, "%s/%s/%s/%s/%d/%d", scene->type ? scene->type : "",
                    scene->colour ? scene->colour : "", material,
                    scene->pattern ? scene->pattern : "plain", scene->view, scene->backdrop);
}

/* Cuts `line` at its slashes; false unless there are exactly PARTS. */
static bool cut(char *line, const char *ret_parts[PARTS])
{
    for (int count = 0; count < PARTS; count++) {
        char *slash = strchr(line, '/');
        ret_parts[count] = line;
        if (!slash)
            return count == PARTS - 1;
        *slash = 0;
        line = slash + 1;
    }
    return false;
}

bool scene_read(struct arena *memory, const char *line, struct scene *ret_scene)
{
    const char *part[PARTS];
    int64_t view, backdrop;
    if (!line || strlen(line) > LINE_MAX_BYTES || !cut(arena_copy(memory, line), part) ||
        !text_to_int(part[4], &view) || !text_to_int(part[5], &backdrop) || view < 0 ||
        view >= SCENE_VIEWS || backdrop < INT_MIN || backdrop > INT_MAX)
        return false;
    struct scene scene = {
        .type = known_name(scene_types(), part[0]),
        .colour = known_name(scene_colours(), part[1]),
        .material = known_name(scene_materials(), part[2]),
        .pattern = known_name(scene_patterns(), part[3]),
        .view = (int)view,
        .backdrop = (int)backdrop,
    };
    if (!scene.type || !scene.colour || !scene.material || !scene.pattern)
        return false;
    AUTO(text) again = { 0 };
    scene_write(&again, &scene);
    if (!text_same(text_of(&again), line)) /* "+1" and "01" would be other names of a picture */
        return false;
    *ret_scene = scene;
    return true;
}
