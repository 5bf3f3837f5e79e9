/* Colours and materials: the tables that every picture takes its tones from. */
#include "scene/shapes.h"

#include <stdlib.h>

const struct colour colours[] = {
    { "black", "#1d1d22", 0x1d1d22, 0xf0a24a },
    { "ink", "#2a2933", 0x2a2933, 0xffd37a },
    { "graphite", "#4a4d56", 0x4a4d56, 0xf0a24a },
    { "grey", "#888a92", 0x888a92, 0xf2735d },
    { "silver", "#c3c8cf", 0xc3c8cf, 0x2456c4 },
    { "white", "#f4f3f0", 0xf4f3f0, 0xe0872f },
    { "cream", "#f1e7d3", 0xf1e7d3, 0xc0643a },
    { "sand", "#dcc5a0", 0xdcc5a0, 0x2f6b66 },
    { "tan", "#b98553", 0xb98553, 0xf6e3c2 },
    { "chocolate", "#5f3c2a", 0x5f3c2a, 0xf0c27a },
    { "midnight", "#33436a", 0x33436a, 0xf0a24a },
    { "navy", "#213d74", 0x213d74, 0xffd37a },
    { "cobalt", "#2559c7", 0x2559c7, 0xffd04d },
    { "sky", "#7fb2e5", 0x7fb2e5, 0xfff3c9 },
    { "teal", "#0f766e", 0x0f766e, 0xffd37a },
    { "turquoise", "#2fb5ad", 0x2fb5ad, 0xfff0b8 },
    { "mint", "#a8dcc3", 0xa8dcc3, 0xf2735d },
    { "sage", "#9caf88", 0x9caf88, 0xfbe3b6 },
    { "olive", "#70743f", 0x70743f, 0xf2c15e },
    { "forest", "#2c5e3f", 0x2c5e3f, 0xf2c15e },
    { "lime", "#b5cf3e", 0xb5cf3e, 0x2c5e3f },
    { "lemon", "#f3dc5c", 0xf3dc5c, 0x2456c4 },
    { "saffron", "#f0a82e", 0xf0a82e, 0x33436a },
    { "amber", "#d9822b", 0xd9822b, 0xfff0c4 },
    { "coral", "#f2735d", 0xf2735d, 0xffe9a8 },
    { "red", "#cf3530", 0xcf3530, 0xffe1a0 },
    { "burgundy", "#7b1f33", 0x7b1f33, 0xf0c27a },
    { "rose", "#e58fa8", 0xe58fa8, 0xfff3d6 },
    { "blush", "#f0cac3", 0xf0cac3, 0xb4475f },
    { "lilac", "#b9a2dc", 0xb9a2dc, 0xfff0b8 },
    { "violet", "#6c4ab6", 0x6c4ab6, 0xffd37a },
    { "plum", "#5f2d63", 0x5f2d63, 0xf5c98a },
    { "gold", "#d8a93f", 0xd8a93f, 0x5a3d12 },
    { "copper", "#b86b42", 0xb86b42, 0xffe3c0 },
    { NULL, NULL, 0, 0 },
};

enum { GOLD = 0xdcae45, SILVER = 0xc9ced6, COPPER = 0xc07a4e, STEEL = 0xaab0ba };

const struct material materials[] = {
    /* name      tint      %   light dark shine see-through bands texture metal */
    { "plastic", 0xffffff, 0, 26, 40, 55, 100, false, SMOOTH, STEEL },
    { "rubber", 0x1c1c20, 12, 16, 38, 22, 100, false, GRAIN, STEEL },
    { "metal", 0xb4bac4, 22, 46, 52, 70, 100, true, BRUSHED, STEEL },
    { "aluminium", 0xd2d6dc, 30, 40, 36, 60, 100, true, SMOOTH, SILVER },
    { "gold", GOLD, 62, 48, 46, 80, 100, true, SMOOTH, GOLD },
    { "silver", SILVER, 62, 52, 44, 80, 100, true, SMOOTH, SILVER },
    { "copper", COPPER, 60, 44, 46, 70, 100, true, BRUSHED, COPPER },
    { "wood", 0xb57c45, 55, 24, 38, 20, 100, false, TIMBER, GOLD },
    { "bamboo", 0xe0bd7c, 60, 24, 32, 24, 100, false, TIMBER, SILVER },
    { "leather", 0x5a3418, 10, 28, 48, 34, 100, false, GRAIN, GOLD },
    { "suede", 0x8a6f56, 14, 18, 34, 10, 100, false, GRAIN, GOLD },
    { "cotton", 0xfff8ea, 6, 20, 30, 14, 100, false, WEAVE, SILVER },
    { "linen", 0xe6d9bd, 18, 20, 30, 10, 100, false, WEAVE, GOLD },
    { "canvas", 0xd8c9a8, 10, 18, 36, 14, 100, false, WEAVE, GOLD },
    { "denim", 0x3a5480, 32, 24, 40, 12, 100, false, WEAVE, COPPER },
    { "wool", 0xfff3de, 10, 22, 34, 8, 100, false, KNIT, SILVER },
    { "velvet", 0x1a1030, 10, 40, 56, 20, 100, false, SMOOTH, GOLD },
    { "silk", 0xffffff, 8, 50, 38, 50, 100, true, SMOOTH, GOLD },
    { "glass", 0xe8f4f8, 8, 40, 40, 85, 92, true, SMOOTH, SILVER },
    { "ceramic", 0xffffff, 6, 40, 36, 80, 100, false, SMOOTH, GOLD },
    { "stone", 0x9a968e, 26, 24, 36, 16, 100, false, GRAIN, SILVER },
    { "paper", 0xffffff, 6, 18, 22, 12, 100, false, SMOOTH, SILVER },
    { NULL, 0, 0, 0, 0, 0, 0, false, SMOOTH, 0 },
};

const struct colour *colour_named(const char *name)
{
    for (const struct colour *colour = colours; name && colour->name; colour++)
        if (text_same(colour->name, name))
            return colour;
    return NULL;
}

const struct material *material_named(const char *name)
{
    for (const struct material *material = materials; name && material->name; material++)
        if (text_same(material->name, name))
            return material;
    return NULL;
}

static int channel(uint32_t rgb, int shift)
{
    return (int)(rgb >> shift & 255);
}

uint32_t colour_mix(uint32_t a, uint32_t b, int percent_b)
{
    uint32_t mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int part = channel(a, shift) * (100 - percent_b) + channel(b, shift) * percent_b;
        mixed |= (uint32_t)(part / 100) << shift;
    }
    return mixed;
}

int colour_distance(uint32_t a, uint32_t b)
{
    int distance = 0;
    for (int shift = 0; shift <= 16; shift += 8)
        distance += abs(channel(a, shift) - channel(b, shift));
    return distance;
}
