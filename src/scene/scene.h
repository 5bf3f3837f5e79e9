/* Scene: draws the picture of a product as SVG.
 *
 * A scene is a product type in a colour, material and pattern, seen from a view, before a
 * photographer's background. The same scene always gives the same bytes, so a picture is
 * stored as its recipe and drawn when it is asked for. */
#pragma once

#include <stdbool.h>

#include "base/text.h"

enum { SCENE_VIEWS = 4 }; /* 0 the whole; 1 turned; 2 a detail; 3 in its surroundings */

struct scene {
    const char *type;     /* "headphones": one of scene_types() */
    const char *colour;   /* "midnight": one of scene_colours() */
    const char *material; /* "leather": one of scene_materials(); NULL is the type's own */
    const char *pattern;  /* "plain", "stripes", "dots", "checks", ...; NULL is plain */
    int view;             /* 0 to SCENE_VIEWS - 1 */
    int backdrop;         /* any number: chooses the background's two tones */
};

/* False when the type is not known; then nothing is added. `ret_svg` gets a whole <svg> element,
 * 400 by 400 units, no script, no outside reference, no text that needs a language. */
bool scene_draw(text *ret_svg, const struct scene *scene);

/* NULL-ended lists of names. */
const char *const *scene_types(void);
const char *const *scene_colours(void);
const char *const *scene_materials(void);
const char *const *scene_patterns(void);

/* "#3d4d6b" for a name of scene_colours(), for a swatch; NULL when unknown. */
const char *scene_colour_hex(const char *colour);

/* The recipe as one line ("headphones/midnight/leather/plain/0/17") and back. The line comes from
 * outside: anything that is not a whole, known recipe gives false. */
void scene_write(text *ret_line, const struct scene *scene);
bool scene_read(struct arena *memory, const char *line, struct scene *ret_scene);
