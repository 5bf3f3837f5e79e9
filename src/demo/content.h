/* Content: the people and goods of the demonstration market.
 *
 * Sellers, buyers, categories and product types are tables; a product is made from them by a
 * seed and a number. The same seed and number always give the same product. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum {
    DEMO_TOP_CATEGORIES = 10,
    DEMO_NOUNS = 4,
    DEMO_MODELS = 6,
    DEMO_QUALITIES_MAX = 6,
    DEMO_MATERIALS_MAX = 5,
    DEMO_PATTERNS_MAX = 8,
    DEMO_OPTIONS_MAX = 10,
    DEMO_SENTENCES_MAX = 7,
    DEMO_ATTRIBUTES_MAX = 6,
    DEMO_BRANDS = 8,
    DEMO_CLOSINGS = 5,
    DEMO_COLOURS_MAX = 5, /* of one product */
    DEMO_TITLES = 2000,   /* numbers below it give different titles */
};

struct demo_category {
    const char *slug, *parent_slug, *name; /* parent_slug is NULL at the top */
};

struct demo_address {
    const char *line, *city, *postcode;
    const char *country; /* ISO 3166 alpha-2 */
};

struct demo_seller {
    const char *name, *slogan, *about;
    const char *currency; /* USD, EUR, GBP, BRL or JPY */
    const char *standing; /* "new", "verified" or "top" */
    int categories[2];    /* indexes into demo_families, the better one first; -1 is none */
    struct demo_address address;
    const char *iban; /* well-formed and invented */
    int ship_days;
    int late_percent, cancel_percent; /* of its orders */
};

struct demo_buyer {
    const char *name;
    struct demo_address address;
};

/* What the products of a top category share; in the order of the market's ten. */
struct demo_family {
    const char *slug; /* the top category's */
    const char *brands[DEMO_BRANDS];
    const char *closings[DEMO_CLOSINGS]; /* a last sentence for a description */
};

/* A name of scene_colours() or scene_materials(), and what the shop calls it. */
struct demo_shade {
    const char *scene, *says;
};

struct demo_attribute {
    const char *name, *value;
};

/* Texts may hold {model}, {noun}, {material}, {Material} and {low-high} or {low-high:step}: a
 * number that is the same wherever the same braces stand in one product. Lists end with NULL. */
struct demo_type {
    const char *scene;    /* one of scene_types() */
    const char *category; /* slug of a child category */
    int family;           /* index into demo_families */
    const char *nouns[DEMO_NOUNS], *models[DEMO_MODELS];
    const char *qualities[DEMO_QUALITIES_MAX + 1];
    struct demo_shade materials[DEMO_MATERIALS_MAX + 1];
    const struct demo_shade *colours; /* ends with a nameless one */
    const char *patterns[DEMO_PATTERNS_MAX + 1];
    const char *option_name; /* "Size"; NULL when there is nothing to choose but a colour */
    const char *options[DEMO_OPTIONS_MAX + 1];
    int option_step_percent;   /* how much dearer each option is than the one before */
    int cents_low, cents_high; /* US */
    int weight_grams;
    const char *sentences[DEMO_SENTENCES_MAX + 1]; /* the first opens, the last tells of care */
    struct demo_attribute attributes[DEMO_ATTRIBUTES_MAX + 1];
};

struct demo_product {
    const char *title, *brand;
    const char *category;    /* slug of a child category */
    const char *description; /* paragraphs with an empty line between */
    struct demo_attribute attributes[DEMO_ATTRIBUTES_MAX];
    int attribute_count;
    const char *scene_type, *scene_material, *scene_pattern;
    int scene_backdrop;
    struct demo_shade colours[DEMO_COLOURS_MAX];
    int colour_count;        /* 2 to DEMO_COLOURS_MAX */
    const char *option_name; /* NULL when there are none */
    const char *const *options;
    int option_count;
    int option_step_percent; /* how much dearer each option is than the one before */
    int price_cents;         /* US, of the first option */
    int weight_grams;
    int seller; /* index into demo_sellers: one that sells in this family */
};

/* Each ends with a nameless row. */
extern const struct demo_category demo_categories[]; /* parents before children */
extern const struct demo_seller demo_sellers[];
extern const struct demo_buyer demo_buyers[];
extern const struct demo_family demo_families[DEMO_TOP_CATEGORIES];

int demo_category_count(void);
int demo_seller_count(void);
int demo_buyer_count(void);
int demo_type_count(void);
const struct demo_type *demo_type_at(int index); /* any index below the count */

/* The texts live in `memory`. Numbers from 0; those below DEMO_TITLES have different titles. */
void demo_product_make(struct arena *memory, uint32_t seed, int number,
                       struct demo_product *ret_product);
