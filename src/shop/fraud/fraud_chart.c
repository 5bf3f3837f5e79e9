/* Fraud, chart: places of curves, ticks and bars. */
#include "shop/fraud/fraud_chart.h"

#include <assert.h>
#include <math.h>

#include "base/text.h"

static double within(double number)
{
    return number < 0 ? 0 : number > 1 ? 1 : number;
}

static int64_t tenths(double number)
{
    return (int64_t)llround(number * 10);
}

static void add_tenths(text *path, int64_t number)
{
    text_add_int(path, number / 10);
    if (number % 10) {
        text_add_char(path, '.');
        text_add_int(path, number % 10);
    }
}

static void add_place(text *path, char letter, int64_t x, int64_t y)
{
    text_add_char(path, letter);
    add_tenths(path, x);
    text_add_char(path, ' ');
    add_tenths(path, y);
}

/* In pieces between gaps; `closed` ones go down to the lower edge. */
static const char *path_of(struct arena *memory, const struct fraud_point *points, size_t count,
                           struct fraud_chart_box box, bool closed)
{
    AUTO(text) path = { 0 };
    int64_t begin = 0, last_x = 0, last_y = 0, foot = (box.y + box.height) * 10;
    bool open = false;
    assert(box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0);
    for (size_t i = 0; i <= count; i++) {
        bool there = i < count && !isnan(points[i].x) && !isnan(points[i].y);
        if (!there) {
            if (open && closed) {
                add_place(&path, 'L', last_x, foot);
                add_place(&path, 'L', begin, foot);
                text_add_char(&path, 'Z');
            }
            open = false;
            continue;
        }
        int64_t x = tenths((double)box.x + within(points[i].x) * (double)box.width);
        int64_t y = tenths((double)box.y + (1 - within(points[i].y)) * (double)box.height);
        if (open && x == last_x && y == last_y)
            continue;
        if (!open)
            begin = x;
        add_place(&path, open ? 'L' : 'M', x, y);
        open = true;
        last_x = x;
        last_y = y;
    }
    return arena_copy(memory, text_of(&path));
}

const char *fraud_chart_curve(struct arena *memory, const struct fraud_point *points, size_t count,
                              struct fraud_chart_box box)
{
    return path_of(memory, points, count, box, false);
}

const char *fraud_chart_area(struct arena *memory, const struct fraud_point *points, size_t count,
                             struct fraud_chart_box box)
{
    return path_of(memory, points, count, box, true);
}

struct fraud_ticks fraud_chart_ticks(struct arena *memory, double least, double most, int wanted,
                                     enum fraud_axis axis, struct fraud_chart_box box)
{
    struct fraud_ticks ticks = { 0 };
    double span = most - least;
    assert(wanted > 0);
    if (!(span > 0) || !isfinite(span) || span < 1e-9 * fmax(fabs(least), fabs(most)))
        return ticks;
    double power = floor(log10(span / wanted)), unit = pow(10, power), times = span / wanted / unit;
    double round_one = times <= 1.5 ? 1 : times <= 3.5 ? 2 : times <= 7.5 ? 5 : 10;
    double step = round_one * unit;
    int decimals = (int)(round_one == 10 ? -power - 1 : -power);
    decimals = decimals < 0 ? 0 : decimals > 12 ? 12 : decimals;
    /* Counted in whole steps, so that errors do not add up; a hair at both ends is forgiven. */
    double first = ceil(least / step - 1e-9), last = floor(most / step + 1e-9);
    size_t count = (size_t)(last - first + 1);
    ticks.items = arena_array(memory, count, sizeof *ticks.items);
    for (; ticks.count < count; ticks.count++) {
        double value = (first + (double)ticks.count) * step + 0.0, share = (value - least) / span;
        int64_t along = llround(within(share) * (double)(axis == AXIS_UP ? box.height : box.width));
        ticks.items[ticks.count] =
            (struct fraud_tick){ .value = value,
                                 .label = arena_format(memory, "%.*f", decimals, value),
                                 .at =
                                     axis == AXIS_UP ? box.y + box.height - along : box.x + along };
    }
    return ticks;
}

static double sum_of(const int64_t *counts, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        assert(counts[i] >= 0);
        sum += (double)counts[i];
    }
    return sum > 0 ? sum : 1;
}

struct fraud_bars fraud_chart_bars(struct arena *memory, const int64_t *first,
                                   const int64_t *second, size_t count, struct fraud_chart_box box)
{
    struct fraud_bars bars = { .items = arena_array(memory, count + 1, sizeof *bars.items) };
    double firsts = sum_of(first, count), seconds = sum_of(second, count), most = 0;
    for (size_t i = 0; i < count; i++)
        most = fmax(most, fmax((double)first[i] / firsts, (double)second[i] / seconds));
    bars.count = count;
    bars.most_thousandths = llround(most * 1000);
    if (most <= 0)
        most = 1;
    for (size_t i = 0; i < count; i++) {
        /* A fifth of a bin's room stays free between it and the next. */
        double room = (double)box.width / (double)count, left = (double)box.x + room * (double)i;
        double one = (double)first[i] / firsts, other = (double)second[i] / seconds;
        struct fraud_bar_pair *pair = &bars.items[i];
        pair->width = (int64_t)fmax(1, floor(room * 0.4));
        pair->middle = llround(left + room / 2);
        pair->first_x = pair->middle - pair->width;
        pair->second_x = pair->middle;
        pair->first_height = llround(one / most * (double)box.height);
        pair->second_height = llround(other / most * (double)box.height);
        pair->first_y = box.y + box.height - pair->first_height;
        pair->second_y = box.y + box.height - pair->second_height;
        pair->first_thousandths = llround(one * 1000);
        pair->second_thousandths = llround(other * 1000);
    }
    return bars;
}
