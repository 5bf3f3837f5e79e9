/* Sales: a year's sale events of the demonstration market, with the terms that price them.
 *
 * The days, names, regions and offers are those of a large marketplace's public calendar, as facts;
 * where it says only "special promotions", the terms are ours. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { DEMO_SALE_PROMOTIONS = 3 };

struct demo_sale_promotion {
    const char *name;
    /* JSON as promotion_read() takes it, with {category} where the sale's category's id belongs and
     * {gift} where that of the sale's first promotion does. */
    const char *terms;
    bool by_coupon; /* with a word for all: the sale's */
};
struct demo_sale {
    int month, day, days;
    const char *name;
    const char *countries; /* "SA IL AE"; "": everywhere */
    const char *says;
    const char *category; /* slug, or NULL */
    const char *word;     /* that its coupons are claimed by, or NULL */
    struct demo_sale_promotion promotions[DEMO_SALE_PROMOTIONS]; /* until a NULL name */
};
extern const struct demo_sale demo_sales[];
extern const size_t demo_sale_count;
