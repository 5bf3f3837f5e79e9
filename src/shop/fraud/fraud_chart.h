/* Fraud, chart: curves, axes and bars as what SVG elements say.
 *
 * Pure: numbers in, places in a box out. A page draws <path class="curve" d="{{path}}"/>, <text> at
 * the ticks, and <rect> for bars; texts need direction="ltr". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Where to draw; y grows downwards, as in SVG. */
struct fraud_chart_box {
    int64_t x, y, width, height;
};

/* Both 0 to 1, y upwards; what is beyond is drawn at the edge. A point with NAN is a gap. */
struct fraud_point {
    double x, y;
};

/* "M10 20L30.5 40": points that stand at the same place are drawn once. "" without points. */
const char *fraud_chart_curve(struct arena *memory, const struct fraud_point *points, size_t count,
                              struct fraud_chart_box box);
/* The same, closed down to the box's lower edge: the area under the curve. */
const char *fraud_chart_area(struct arena *memory, const struct fraud_point *points, size_t count,
                             struct fraud_chart_box box);

struct fraud_tick {
    double value;
    const char *label; /* plain: "0.25", "1500" */
    int64_t at;        /* x of an axis that goes to the right, y of one that goes up */
};
struct fraud_ticks {
    struct fraud_tick *items;
    size_t count;
};
enum fraud_axis { AXIS_RIGHT, AXIS_UP };
/* Round values (1, 2 or 5 and zeros) within least and most, about `wanted` of them. The box's edges
 * are least and most. None if most is not above least. */
struct fraud_ticks fraud_chart_ticks(struct arena *memory, double least, double most, int wanted,
                                     enum fraud_axis axis, struct fraud_chart_box box);

/* Two bars side by side, of the same bin in two samples. */
struct fraud_bar_pair {
    int64_t first_x, first_y, first_height;
    int64_t second_x, second_y, second_height;
    int64_t width;                                 /* of each of the two */
    int64_t middle;                                /* x, for a label beneath */
    int64_t first_thousandths, second_thousandths; /* shares of their samples */
};
struct fraud_bars {
    struct fraud_bar_pair *items;
    size_t count;
    int64_t most_thousandths; /* the share that fills the box's height */
};
/* By shares of each sample's sum, so that samples of different sizes compare. */
struct fraud_bars fraud_chart_bars(struct arena *memory, const int64_t *first,
                                   const int64_t *second, size_t count, struct fraud_chart_box box);
