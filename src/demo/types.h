/* Types: the tables of product types, one a category; only src/demo includes this. */
#pragma once

#include "demo/content.h"

/* Colours as shops of a kind name them. Each list ends with a nameless one. */
extern const struct demo_shade demo_bold_colours[];
extern const struct demo_shade demo_earth_colours[];
extern const struct demo_shade demo_textile_colours[];
extern const struct demo_shade demo_gadget_colours[];
extern const struct demo_shade demo_home_colours[];
extern const struct demo_shade demo_makeup_colours[];
extern const struct demo_shade demo_care_colours[];
extern const struct demo_shade demo_kids_colours[];
extern const struct demo_shade demo_gear_colours[];
extern const struct demo_shade demo_gem_colours[];
extern const struct demo_shade demo_phone_colours[];
extern const struct demo_shade demo_metal_colours[];

/* Each ends with a nameless type. */
extern const struct demo_type demo_fashion_types[];
extern const struct demo_type demo_electronics_types[];
extern const struct demo_type demo_home_types[];
extern const struct demo_type demo_beauty_types[];
extern const struct demo_type demo_toys_types[];
extern const struct demo_type demo_sports_types[];
extern const struct demo_type demo_motor_types[];
extern const struct demo_type demo_tools_types[];
extern const struct demo_type demo_jewelry_types[];
extern const struct demo_type demo_phones_types[];
