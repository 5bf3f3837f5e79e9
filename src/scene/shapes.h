/* Shapes: what the scene is drawn from; only src/scene includes this.
 *
 * A shape is art in a small language, expanded to SVG in the colours of the moment. Art is SVG
 * text; what stands in braces is one element:
 *
 *     {fill geometry}               {b M60 260h280v40H60z}
 *     {fill*opacity geometry}       {w*30 o200 120 60 20}      30 percent white
 *     {fill-width*opacity geometry} {d-8 M60 60L90 90}         a line 8 wide, round ends
 *
 * Geometry: path data beginning with M, or `o cx cy rx ry` for an ellipse, or `q x y w h r` for
 * a rectangle with round corners.
 *
 * Fills. The body, which takes material and pattern (add ! to leave both out):
 *     b lit from the top left   c a cylinder   r a ball
 * The colour's shades, flat:  p pale  l light  m middle  d dark  x deep  a accent;  D dark, shaded
 * Things of their own:  k black plastic  s steel  g the material's metal  o oak  u white shaded
 *     h highlight, fading down  i screen  y clear glass  j jewel in the colour
 * Flat:  w white  W warm white  0 black  K ink  z grey  S silver  t tan  T timber  f cream
 *     v leaf  V dark leaf  R red  Y saffron  C blue  P pink  1 and 2 the backdrop's tones */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "scene/scene.h"

enum stance {
    STANDS, /* on the ground, seen from the front */
    LIES,   /* flat, seen from above */
    HANGS,  /* flat when alone, on a rail in its surroundings */
};

enum setting {
    WARDROBE,
    DESK,
    LIVING,
    KITCHEN,
    GARDEN,
    BATH,
    PLAYROOM,
    OUTDOORS,
    GARAGE,
    WORKSHOP,
    DRESSER,
    CAFE,
    SETTINGS,
};

struct shape {
    const char *name;
    const char *material; /* its own, when the scene names none */
    enum stance stance;
    enum setting setting;
    int ground, middle, reach; /* the shadow: its y, its centre, half its width */
    int focus_x, focus_y;      /* what the detail shows */
    const char *art;
    const char *turned; /* another side, or NULL: then the art is mirrored and leant */
};

/* Each ends with a nameless shape. */
extern const struct shape fashion_shapes[];
extern const struct shape electronics_shapes[];
extern const struct shape home_shapes[];
extern const struct shape garden_shapes[];
extern const struct shape beauty_shapes[];
extern const struct shape toys_shapes[];
extern const struct shape sports_shapes[];
extern const struct shape motor_shapes[];
extern const struct shape tools_shapes[];
extern const struct shape jewelry_shapes[];
extern const struct shape phones_shapes[];

const struct shape *shape_named(const char *name); /* NULL when unknown */

/* A place with its light; the product is put between the two pictures. */
struct surroundings {
    int x, y;    /* where the product's ground goes */
    int percent; /* its size */
    const char *behind, *before;
};
extern const struct surroundings surroundings_of[SETTINGS];

struct colour {
    const char *name, *hex;
    uint32_t rgb, accent;
};
extern const struct colour colours[];
const struct colour *colour_named(const char *name); /* NULL when unknown */
uint32_t colour_mix(uint32_t a, uint32_t b, int percent_b);
int colour_distance(uint32_t a, uint32_t b); /* 0 to 765 */

enum texture { SMOOTH, GRAIN, KNIT, WEAVE, TIMBER, BRUSHED };

struct material {
    const char *name;
    uint32_t tint; /* what the body's colour leans to */
    int tint_percent;
    int light, dark; /* percent of white and of shade at the gradient's ends */
    int shine;       /* percent, the highlight's strength */
    int opacity;     /* percent */
    bool banded;     /* a second reflection, as metal and silk have */
    enum texture texture;
    uint32_t metal; /* the colour of its metal parts */
};
extern const struct material materials[];
const struct material *material_named(const char *name); /* NULL when unknown */

struct ramp {
    uint32_t pale, light, middle, dark, deep;
};

/* One picture being painted. */
struct paint {
    text *to;
    const struct material *material;
    const char *pattern; /* NULL for plain */
    struct ramp body, jewel;
    uint32_t accent, tones[2];
    uint64_t used; /* the gradients named so far, by letter */
};

void paint_art(struct paint *paint, const char *art);
void paint_defs(struct paint *paint); /* the gradients that were used; last of all */
const char *const *paint_patterns(void);
