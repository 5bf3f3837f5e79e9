/* Paint: expands the language of shapes.h to SVG and writes the gradients it used. */
#include "scene/shapes.h"

#include <string.h>

static const char *const pattern_names[] = {
    "plain", "stripes", "dots", "checks", "zigzag", "floral", "stars", "waves", "herringbone", NULL,
};

const char *const *paint_patterns(void)
{
    return pattern_names;
}

static void add_hex(text *to, uint32_t rgb)
{
    static const char digits[] = "0123456789abcdef";
    char hex[7] = { '#' };
    for (int at = 0; at < 6; at++)
        hex[at + 1] = digits[rgb >> (20 - 4 * at) & 15];
    text_add_bytes(to, hex, sizeof hex);
}

static uint64_t bit_of(char letter)
{
    return UINT64_C(1) << ((unsigned char)letter & 63);
}

static bool is_gradient(char fill)
{
    return fill && strchr("bcrDksgouhiyj", fill);
}

/* The flat fills; an unknown letter is grey, so that a slip in the art is seen and harms nothing.
 */
static uint32_t flat_of(const struct paint *paint, char fill)
{
    switch (fill) {
    case 'p': return paint->body.pale;
    case 'l': return paint->body.light;
    case 'm': return paint->body.middle;
    case 'd': return paint->body.dark;
    case 'x': return paint->body.deep;
    case 'a': return paint->accent;
    case '1': return paint->tones[0];
    case '2': return paint->tones[1];
    case 'w': return 0xffffff;
    case 'W': return 0xfbf7ee;
    case '0': return 0x000000;
    case 'K': return 0x1d1b22;
    case 'S': return 0xc3c8cf;
    case 't': return 0xb07a4a;
    case 'T': return 0x8f5f36;
    case 'f': return 0xefe4cf;
    case 'v': return 0x6d9a5e;
    case 'V': return 0x3d6a45;
    case 'R': return 0xcf4532;
    case 'Y': return 0xf2b33d;
    case 'C': return 0x3b78bd;
    case 'P': return 0xe9a7b4;
    default: return 0x8a8894;
    }
}

static void add_fill(struct paint *paint, char fill)
{
    if (is_gradient(fill)) {
        text_add(paint->to, "url(#");
        text_add_char(paint->to, fill);
        text_add_char(paint->to, ')');
        paint->used |= bit_of(fill);
    } else {
        add_hex(paint->to, flat_of(paint, fill));
    }
}

struct element {
    char fill;
    bool bare; /* without material and pattern */
    const char *width, *opacity, *geometry;
    int width_size, opacity_size, geometry_size;
};

static bool is_digit(char character)
{
    return (character >= '0' && character <= '9') || character == '.';
}

static int digits_at(const char *at)
{
    int count = 0;
    while (is_digit(at[count]))
        count++;
    return count;
}

/* `at` is behind the brace; gives what is behind the closing one. */
static const char *read_element(const char *at, struct element *ret_element)
{
    struct element element = { .fill = *at };
    if (*at)
        at++;
    if (*at == '!') {
        element.bare = true;
        at++;
    }
    if (*at == '-') {
        element.width = ++at;
        element.width_size = digits_at(at);
        at += element.width_size;
    }
    if (*at == '*') {
        element.opacity = ++at;
        element.opacity_size = digits_at(at);
        at += element.opacity_size;
    }
    while (*at == ' ')
        at++;
    element.geometry = at;
    while (*at && *at != '}')
        at++;
    element.geometry_size = (int)(at - element.geometry);
    *ret_element = element;
    return *at ? at + 1 : at;
}

/* Writes `<ellipse cx="1" cy="2"...`: the names in turn before the numbers. */
static void add_numbers(text *to, const char *at, int size, const char *const *names)
{
    const char *end = at + size;
    for (; *names; names++) {
        while (at < end && *at == ' ')
            at++;
        const char *from = at;
        while (at < end && *at != ' ')
            at++;
        if (at == from)
            return;
        text_add(to, *names);
        text_add_bytes(to, from, (size_t)(at - from));
        text_add_char(to, '"');
    }
}

static void add_geometry(text *to, const struct element *element)
{
    static const char *const ellipse[] = { " cx=\"", " cy=\"", " rx=\"", " ry=\"", NULL };
    static const char *const rect[] = {
        " x=\"", " y=\"", " width=\"", " height=\"", " rx=\"", NULL,
    };
    const char *at = element->geometry;
    if (*at == 'o') {
        text_add(to, "<ellipse");
        add_numbers(to, at + 1, element->geometry_size - 1, ellipse);
    } else if (*at == 'q') {
        text_add(to, "<rect");
        add_numbers(to, at + 1, element->geometry_size - 1, rect);
    } else {
        text_add(to, "<path d=\"");
        text_add_bytes(to, at, (size_t)element->geometry_size);
        text_add_char(to, '"');
    }
}

/* "30" percent is ".30", "5" is ".05", "100" is "1". */
static void add_opacity(text *to, const char *name, const char *digits, int size)
{
    text_add_char(to, ' ');
    text_add(to, name);
    if (size >= 3) {
        text_add(to, "=\"1\"");
        return;
    }
    text_add(to, size == 1 ? "=\".0" : "=\".");
    text_add_bytes(to, digits, (size_t)size);
    text_add_char(to, '"');
}

static void add_overlay(struct paint *paint, const struct element *element, char reference)
{
    add_geometry(paint->to, element);
    text_add(paint->to, " fill=\"url(#");
    text_add_char(paint->to, reference);
    text_add(paint->to, ")\"/>");
    paint->used |= bit_of(reference);
}

static void add_element(struct paint *paint, const struct element *element)
{
    text *to = paint->to;
    bool body = strchr("bcr", element->fill) && !element->bare && !element->width;
    add_geometry(to, element);
    if (element->width) {
        text_add(to, " fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\" stroke=\"");
        add_fill(paint, element->fill);
        text_add(to, "\" stroke-width=\"");
        text_add_bytes(to, element->width, (size_t)element->width_size);
    } else {
        text_add(to, " fill=\"");
        add_fill(paint, element->fill);
    }
    text_add_char(to, '"');
    if (element->opacity)
        add_opacity(to, "opacity", element->opacity, element->opacity_size);
    else if (body && paint->material->opacity < 100)
        text_add_format(to, " fill-opacity=\".%02d\"", paint->material->opacity);
    text_add(to, "/>");
    if (body && paint->material->texture != SMOOTH)
        add_overlay(paint, element, 'x');
    if (body && paint->pattern)
        add_overlay(paint, element, 't');
}

void paint_art(struct paint *paint, const char *art)
{
    for (const char *at = art; at && *at;) {
        size_t plain = strcspn(at, "{");
        text_add_bytes(paint->to, at, plain);
        at += plain;
        if (*at == '{') {
            struct element element;
            at = read_element(at + 1, &element);
            add_element(paint, &element);
        }
    }
}

static void add_stop(text *to, int percent, uint32_t rgb, int opacity)
{
    text_add(to, "<stop offset=\"");
    text_add_int(to, percent);
    text_add(to, "%\" stop-color=\"");
    add_hex(to, rgb);
    text_add_char(to, '"');
    if (opacity < 100)
        text_add_format(to, " stop-opacity=\".%02d\"", opacity);
    text_add(to, "/>");
}

struct stop {
    int percent;
    uint32_t rgb;
    int opacity;
};

/* `line` is the gradient's direction as attributes. */
static void add_gradient(struct paint *paint, char id, const char *line, const struct stop *stops,
                         int count)
{
    bool radial = line[1] == 'c';
    if (!(paint->used & bit_of(id)))
        return;
    text_add(paint->to, radial ? "<radialGradient id=\"" : "<linearGradient id=\"");
    text_add_char(paint->to, id);
    text_add_char(paint->to, '"');
    text_add(paint->to, line);
    text_add_char(paint->to, '>');
    for (int at = 0; at < count; at++)
        add_stop(paint->to, stops[at].percent, stops[at].rgb, stops[at].opacity);
    text_add(paint->to, radial ? "</radialGradient>" : "</linearGradient>");
}

static const char *const DOWN = " x2=\"0\" y2=\"1\"";
static const char *const ACROSS = " x2=\"1\" y2=\"0\"";
static const char *const SLANT = " x2=\".8\" y2=\"1\"";
static const char *const BALL = " cx=\".35\" cy=\".28\" r=\".85\"";

#define STOPS(...)                        \
    (const struct stop[]){ __VA_ARGS__ }, \
        (int)(sizeof((const struct stop[]){ __VA_ARGS__ }) / sizeof(struct stop))

static void add_body_gradients(struct paint *paint)
{
    const struct ramp *body = &paint->body, *jewel = &paint->jewel;
    if (paint->material->banded) {
        add_gradient(paint, 'b', SLANT,
                     STOPS({ 0, body->light, 100 }, { 28, body->middle, 100 },
                           { 40, body->pale, 100 }, { 54, body->middle, 100 },
                           { 100, body->dark, 100 }));
        add_gradient(paint, 'c', ACROSS,
                     STOPS({ 0, body->dark, 100 }, { 16, body->pale, 100 },
                           { 32, body->middle, 100 }, { 64, body->dark, 100 },
                           { 82, body->light, 100 }, { 100, body->deep, 100 }));
    } else {
        add_gradient(
            paint, 'b', SLANT,
            STOPS({ 0, body->light, 100 }, { 45, body->middle, 100 }, { 100, body->dark, 100 }));
        add_gradient(paint, 'c', ACROSS,
                     STOPS({ 0, body->dark, 100 }, { 14, body->middle, 100 },
                           { 32, body->light, 100 }, { 60, body->middle, 100 },
                           { 100, body->dark, 100 }));
    }
    add_gradient(paint, 'r', BALL,
                 STOPS({ 0, body->pale, 100 }, { 30, body->light, 100 }, { 58, body->middle, 100 },
                       { 100, body->dark, 100 }));
    add_gradient(paint, 'D', SLANT, STOPS({ 0, body->dark, 100 }, { 100, body->deep, 100 }));
    add_gradient(paint, 'j', BALL,
                 STOPS({ 0, jewel->pale, 100 }, { 34, jewel->light, 100 },
                       { 62, jewel->middle, 100 }, { 100, jewel->dark, 100 }));
}

static void add_own_gradients(struct paint *paint)
{
    uint32_t metal = paint->material->metal;
    uint32_t shade = colour_mix(metal, 0x1a1008, 52), light = colour_mix(metal, 0xffffff, 70);
    add_gradient(paint, 'k', SLANT,
                 STOPS({ 0, 0x4a4853, 100 }, { 40, 0x2a2832, 100 }, { 100, 0x141318, 100 }));
    add_gradient(paint, 's', ACROSS,
                 STOPS({ 0, 0x7c828c, 100 }, { 20, 0xe9ecf0, 100 }, { 42, 0xb4bac3, 100 },
                       { 70, 0x868c97, 100 }, { 86, 0xd3d7dd, 100 }, { 100, 0x666c77, 100 }));
    add_gradient(paint, 'g', SLANT,
                 STOPS({ 0, light, 100 }, { 28, metal, 100 }, { 44, light, 100 },
                       { 62, metal, 100 }, { 100, shade, 100 }));
    add_gradient(paint, 'o', SLANT,
                 STOPS({ 0, 0xdcae78, 100 }, { 50, 0xbd8750, 100 }, { 100, 0x8a5a31, 100 }));
    add_gradient(paint, 'u', SLANT,
                 STOPS({ 0, 0xffffff, 100 }, { 55, 0xf1eee8, 100 }, { 100, 0xc9c4ba, 100 }));
    add_gradient(paint, 'h', DOWN,
                 STOPS({ 0, 0xffffff, paint->material->shine }, { 100, 0xffffff, 0 }));
    add_gradient(paint, 'i', SLANT,
                 STOPS({ 0, colour_mix(paint->body.light, 0x8fb6ff, 40), 100 },
                       { 55, colour_mix(paint->body.dark, 0x2b2f7a, 55), 100 },
                       { 100, colour_mix(paint->accent, 0x7a2f6a, 45), 100 }));
    add_gradient(paint, 'y', SLANT,
                 STOPS({ 0, 0xffffff, 62 }, { 45, 0xd9ecf4, 16 }, { 100, 0x9dbfd0, 40 }));
}

static const char *texture_art(enum texture texture)
{
    switch (texture) {
    case GRAIN: return "7\" height=\"7\">{0*16 o2 2 .8 .6}{w*14 o5 5.500 .8 .6}{0*10 o6 1 .5 .5}";
    case KNIT: return "10\" height=\"9\">{0-1.200*16 M0 1l5 6 5-6}{w-1*20 M0 4l5 6 5-6}";
    case WEAVE: return "4\" height=\"4\">{w-.7*16 M0 1h4}{0-.7*10 M1 0v4}";
    case TIMBER:
        return "90\" height=\"26\">{0-1.400*20 M0 5c30 5 50-5 90 0M0 18c24-6 60 6 90 0}"
               "{w-1*20 M0 11c30 6 60-4 90 0}";
    case BRUSHED: return "40\" height=\"5\">{w-.6*22 M0 1h28}{0-.6*12 M10 3.500h30}";
    case SMOOTH: break;
    }
    return NULL;
}

static const char *pattern_art(const char *name)
{
    if (text_same(name, "stripes"))
        return "24\" height=\"24\">{p*80 q0 4 24 8}{a*70 q0 16 24 2}";
    if (text_same(name, "dots"))
        return "26\" height=\"26\">{p*85 o7 7 4.500 4.500}{p*85 o20 20 4.500 4.500}";
    if (text_same(name, "checks"))
        return "32\" height=\"32\">{x*34 q0 0 16 32}{x*34 q0 0 32 16}{a-1.500*70 M24 0v32M0 24h32}";
    if (text_same(name, "zigzag"))
        return "28\" height=\"24\">{p-4*85 M-2 9L7 2l14 14 9-7}{a-2*80 M-2 19l9-7 14 14 9-7}";
    if (text_same(name, "floral"))
        return "44\" height=\"44\">{p*90 o12 7 4 5}{p*90 o12 17 4 5}{p*90 o7 12 5 4}"
               "{p*90 o17 12 5 4}{a o12 12 3 3}{a*85 o34 29 3 4}{a*85 o34 37 3 4}{a*85 o30 33 4 3}"
               "{a*85 o38 33 4 3}{p o34 33 2.500 2.500}{p-1.500*60 M17 20c6 4 8 8 12 10}";
    if (text_same(name, "stars"))
        return "34\" height=\"34\">{p*88 M9 2l2 5 5 2-5 2-2 5-2-5-5-2 5-2z}"
               "{a*80 M26 21l1.500 3.500 3.500 1.500-3.500 1.500-1.500 3.500-1.500-3.500"
               "-3.500-1.500 3.500-1.500z}";
    if (text_same(name, "waves"))
        return "36\" height=\"18\">{p-3*80 M-9 6c6-8 12-8 18 0s12 8 18 0 12-8 18 0}"
               "{a-1.500*70 M-9 14c6-8 12-8 18 0s12 8 18 0 12-8 18 0}";
    if (text_same(name, "herringbone"))
        return "20\" height=\"20\">{p-2*70 M0 0l10 10L20 0M0 10l10 10 10-10}"
               "{x-2*34 M0 5l10 10L20 5M0 15l5 5M15 20l5-5}";
    return NULL;
}

static void add_tile(struct paint *paint, char id, const char *art)
{
    if (!art || !(paint->used & bit_of(id)))
        return;
    text_add(paint->to, "<pattern id=\"");
    text_add_char(paint->to, id);
    text_add(paint->to, "\" patternUnits=\"userSpaceOnUse\" width=\"");
    paint_art(paint, art);
    text_add(paint->to, "</pattern>");
}

void paint_defs(struct paint *paint)
{
    text_add(paint->to, "<defs>");
    add_tile(paint, 'x', texture_art(paint->material->texture));
    add_tile(paint, 't', pattern_art(paint->pattern));
    add_body_gradients(paint);
    add_own_gradients(paint);
    text_add(paint->to, "</defs>");
}
