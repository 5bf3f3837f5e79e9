/* Scene: backdrop, light, shadow and view around a shape. */
#include "scene/scene.h"

#include "scene/shapes.h"

/* The light and the dark tone of a photographer's background. */
static const uint32_t backdrops[][2] = {
    { 0xe9f0dc, 0xb3c796 }, { 0xdfe9f2, 0xa3bbd0 }, { 0xf6e3d0, 0xdcb088 }, { 0xefe6f7, 0xc3add9 },
    { 0xf7f1e3, 0xdcca9f }, { 0xf3e1e6, 0xd8a5b6 }, { 0xd8ece8, 0x8fbdb3 }, { 0xf4f2ee, 0xcfc9be },
    { 0xfbe8c8, 0xe6b866 }, { 0xe3e6ea, 0xa9b1bb }, { 0xf8ddd2, 0xe0937a }, { 0x6d6590, 0x342d52 },
    { 0xe2f0f5, 0x8cb6cd }, { 0x4f7570, 0x1f3f3c }, { 0xece3d8, 0xb79f86 }, { 0x6b7388, 0x2c3346 },
};
enum { BACKDROPS = sizeof backdrops / sizeof *backdrops, TOO_NEAR = 125 };

static struct ramp ramp_of(uint32_t rgb, const struct material *material)
{
    return (struct ramp){
        .pale = colour_mix(rgb, 0xffffff, 74),
        .light = colour_mix(rgb, 0xffffff, material->light),
        .middle = rgb,
        .dark = colour_mix(rgb, 0x161028, material->dark),
        .deep = colour_mix(rgb, 0x120e20, (material->dark + 100) / 2),
    };
}

/* The one asked for, or the next that the product stands out from. */
static void choose_tones(struct paint *paint, int backdrop)
{
    int chosen = backdrop < 0 ? -(backdrop + 1) : backdrop;
    chosen %= BACKDROPS;
    for (int tries = 0; tries < BACKDROPS; tries++) {
        const uint32_t *tones = backdrops[chosen];
        if (colour_distance(colour_mix(tones[0], tones[1], 40), paint->body.middle) > TOO_NEAR)
            break;
        chosen = (chosen + 5) % BACKDROPS; /* not its neighbour, which is near it too */
    }
    paint->tones[0] = backdrops[chosen][0];
    paint->tones[1] = backdrops[chosen][1];
}

static void add_defs_of_light(const struct paint *paint)
{
    text_add_format(paint->to,
                    "<defs><radialGradient id=\"W\" cx=\".36\" cy=\".26\" r=\".95\">"
                    "<stop stop-color=\"#%06x\"/><stop offset=\"1\" stop-color=\"#%06x\"/>"
                    "</radialGradient>",
                    (unsigned)paint->tones[0], (unsigned)paint->tones[1]);
    text_add(paint->to,
             "<radialGradient id=\"Z\"><stop stop-opacity=\".42\"/>"
             "<stop offset=\".5\" stop-opacity=\".24\"/>"
             "<stop offset=\"1\" stop-opacity=\"0\"/></radialGradient>"
             "<radialGradient id=\"V\" r=\".75\"><stop offset=\".6\" stop-opacity=\"0\"/>"
             "<stop offset=\"1\" stop-opacity=\".17\"/></radialGradient></defs>");
}

static void add_drop_shadow(text *to)
{
    text_add(to, "<filter id=\"F\" x=\"-20%\" y=\"-20%\" width=\"150%\" height=\"150%\">"
                 "<feDropShadow dx=\"7\" dy=\"12\" stdDeviation=\"8\" flood-opacity=\".34\"/>"
                 "</filter>");
}

/* The wall, and where it meets the floor; the style comes from the same number as the tones. */
static void add_backdrop(struct paint *paint, int style, int horizon)
{
    text *to = paint->to;
    text_add(to, "<rect width=\"400\" height=\"400\" fill=\"url(#W)\"/>");
    switch (style) {
    case 0:
        text_add_format(to,
                        "<path d=\"M0 %dh400V400H0z\" fill=\"#fff\" opacity=\".13\"/>"
                        "<path d=\"M0 %dh400\" stroke=\"#fff\" stroke-width=\"2\""
                        " opacity=\".22\"/>",
                        horizon, horizon);
        break;
    case 1:
        text_add(to, "<circle cx=\"214\" cy=\"186\" r=\"158\" fill=\"#fff\" opacity=\".16\"/>"
                     "<ellipse cx=\"200\" cy=\"346\" rx=\"270\" ry=\"60\" fill=\"#fff\""
                     " opacity=\".12\"/>");
        break;
    case 2:
        text_add_format(to,
                        "<path d=\"M-20 0h150l170 %dH90zM170 0h60l170 %dh-70z\" fill=\"#fff\""
                        " opacity=\".13\"/>",
                        horizon, horizon);
        text_add_format(to, "<path d=\"M0 %dh400V400H0z\" opacity=\".05\"/>", horizon);
        break;
    default:
        text_add(to, "<ellipse cx=\"200\" cy=\"336\" rx=\"270\" ry=\"66\" fill=\"#fff\""
                     " opacity=\".14\"/>");
    }
}

/* The shadow and the thing, once: views place it by transforms. */
static void add_thing(struct paint *paint, const struct shape *shape, const char *art)
{
    if (shape->stance != STANDS) {
        text_add(paint->to, "<g filter=\"url(#F)\">");
        paint_art(paint, art);
        text_add(paint->to, "</g>");
        return;
    }
    text_add_format(paint->to,
                    "<ellipse cx=\"%d\" cy=\"%d\" rx=\"%d\" ry=\"%d\" fill=\"url(#Z)\"/>",
                    shape->middle + 10, shape->ground, shape->reach + 26, 12 + shape->reach / 8);
    paint_art(paint, art);
}

/* Without printf, whose decimal point depends on the locale. */
static void add_thousandths(text *to, int thousandths)
{
    int size = thousandths < 0 ? -thousandths : thousandths;
    text_add_format(to, "%s%d.%03d ", thousandths < 0 ? "-" : "", size / 1000, size % 1000);
}

/* Puts the shape's point (x, y) at (to_x, to_y); the matrix is in thousandths. */
static void begin_placed(text *to, const int matrix[4], int x, int y, int to_x, int to_y)
{
    text_add(to, "<g transform=\"matrix(");
    for (int at = 0; at < 4; at++)
        add_thousandths(to, matrix[at]);
    add_thousandths(to, to_x * 1000 - matrix[0] * x - matrix[2] * y);
    add_thousandths(to, to_y * 1000 - matrix[1] * x - matrix[3] * y);
    text_add(to, ")\">");
}

static void draw_whole(struct paint *paint, const struct shape *shape, int style)
{
    add_backdrop(paint, style, shape->stance == STANDS ? shape->ground - 26 : 420);
    add_thing(paint, shape, shape->art);
}

/* Two of them: one near and turned, one behind. */
static void draw_turned(struct paint *paint, const struct shape *shape, int style)
{
    static const int behind[4] = { 620, 0, 0, 620 }, mirrored[4] = { -720, 62, 0, 820 };
    static const int leant[4] = { 750, -46, 0, 790 };
    static const int flat_behind[4] = { 470, 210, -210, 470 }, flat[4] = { 690, -300, 300, 690 };
    text *to = paint->to;
    bool stands = shape->stance == STANDS;
    add_backdrop(paint, (style + 1) % 4, stands ? shape->ground - 60 : 420);
    int middle = stands ? shape->middle : 200, low = stands ? shape->ground : 200;
    begin_placed(to, stands ? behind : flat_behind, middle, low, stands ? 286 : 318,
                 stands ? low - 44 : 96);
    if (shape->turned) {
        add_thing(paint, shape, shape->art);
    } else {
        text_add(to, "<g id=\"A\">");
        add_thing(paint, shape, shape->art);
        text_add(to, "</g>");
    }
    text_add(to, "</g>");
    begin_placed(to,
                 !stands         ? flat
                 : shape->turned ? leant
                                 : mirrored,
                 middle, low, stands ? 156 : 178, stands ? low + 14 : 224);
    if (shape->turned)
        add_thing(paint, shape, shape->turned);
    else
        text_add(to, "<use href=\"#A\"/>");
    text_add(to, "</g>");
}

static void draw_detail(struct paint *paint, const struct shape *shape)
{
    static const int zoom[4] = { 2150, -180, 180, 2150 };
    text *to = paint->to;
    text_add(to, "<rect width=\"400\" height=\"400\" fill=\"url(#W)\"/>"
                 "<g fill=\"#fff\" opacity=\".14\"><circle cx=\"60\" cy=\"70\" r=\"70\"/>"
                 "<circle cx=\"350\" cy=\"40\" r=\"96\"/><circle cx=\"330\" cy=\"330\" r=\"60\"/>"
                 "<circle cx=\"30\" cy=\"320\" r=\"44\"/></g>");
    begin_placed(to, zoom, shape->focus_x, shape->focus_y, 200, 205);
    add_thing(paint, shape, shape->art);
    text_add(to, "</g><path d=\"M0 0h190L0 260z\" fill=\"#fff\" opacity=\".07\"/>");
}

static void draw_placed(struct paint *paint, const struct shape *shape)
{
    const struct surroundings *place = &surroundings_of[shape->setting];
    text *to = paint->to;
    int size = place->percent * 10;
    const int upright[4] = { size, 0, 0, size },
              lying[4] = { size * 6 / 5, 0, -size / 4, size * 64 / 100 };
    paint_art(paint, place->behind);
    if (shape->stance == STANDS)
        begin_placed(to, upright, shape->middle, shape->ground, place->x, place->y);
    else if (shape->stance == HANGS)
        begin_placed(to, upright, 200, 40, place->x, 84);
    else
        begin_placed(to, lying, 200, 320, place->x, place->y + 22);
    add_thing(paint, shape, shape->art);
    text_add(to, "</g>");
    paint_art(paint, place->before);
}

bool scene_draw(text *ret_svg, const struct scene *scene)
{
    const struct shape *shape = shape_named(scene->type);
    if (!shape)
        return false;
    const struct colour *colour = colour_named(scene->colour);
    const struct material *material = material_named(scene->material);
    if (!colour)
        colour = colours;
    if (!material)
        material = material_named(shape->material);
    struct paint paint = { .to = ret_svg, .material = material ? material : materials };
    for (const char *const *name = paint_patterns() + 1; scene->pattern && *name; name++)
        if (text_same(*name, scene->pattern))
            paint.pattern = *name;
    uint32_t tinted = colour_mix(colour->rgb, paint.material->tint, paint.material->tint_percent);
    paint.body = ramp_of(tinted, paint.material);
    paint.jewel = ramp_of(colour->rgb, materials);
    paint.accent = colour->accent;
    choose_tones(&paint, scene->backdrop);
    int style = (int)((unsigned)scene->backdrop % 7 % 4);

    text_add(ret_svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\" "
                      "preserveAspectRatio=\"xMidYMid slice\">");
    add_defs_of_light(&paint);
    if (shape->stance != STANDS)
        add_drop_shadow(ret_svg);
    switch (scene->view) {
    case 1: draw_turned(&paint, shape, style); break;
    case 2: draw_detail(&paint, shape); break;
    case 3: draw_placed(&paint, shape); break;
    default: draw_whole(&paint, shape, style);
    }
    text_add(ret_svg, "<rect width=\"400\" height=\"400\" fill=\"url(#V)\"/>");
    paint_defs(&paint);
    text_add(ret_svg, "</svg>");
    return true;
}
