/* Standing, the rule: figures in, level and the deciding measure out. */
#include "shop/standing/standing_rules.h"

#include <math.h>

#include "base/words.h"

const struct choice standing_levels[] = {
    [STANDING_NEW] = { "new", N_("New") },
    [STANDING_BELOW] = { "below", N_("Below standard") },
    [STANDING_GOOD] = { "good", N_("In good standing") },
    [STANDING_TOP] = { "top", N_("Top") },
    { 0 },
};
const struct choice standing_measures[] = {
    [MEASURE_LOST] = { "lost", N_("Disputes lost") },
    [MEASURE_DISPUTED] = { "disputed", N_("Orders in dispute") },
    [MEASURE_LATE] = { "late", N_("Parcels that came late") },
    [MEASURE_CANCELLED] = { "cancelled", N_("Orders cancelled or not sent in time") },
    [MEASURE_UNANSWERED] = { "unanswered", N_("Questions not answered within a day") },
    [MEASURE_AS_DESCRIBED] = { "as_described", N_("Stars: as described") },
    [MEASURE_COMMUNICATION] = { "communication", N_("Stars: communication") },
    [MEASURE_SHIPPING] = { "shipping", N_("Stars: shipping") },
    [MEASURE_FALSE_PRICES] = { "false_prices", N_("Reductions that were none") },
    [MEASURE_AGE] = { "age", N_("Time on this market") },
    [MEASURE_SENT] = { "sent", N_("Orders sent") },
    { 0 },
};
const int standing_window_days[STANDING_WINDOWS] = { 30, 90, 365 };

/* Chosen so that few bad orders decide nothing: three lost disputes of thirty are not enough to
 * fall (their lower bound is 3.5 %), five are. */
const struct standing_limit standing_limits[STANDING_MEASURES] = {
    [MEASURE_LOST] = { .below = 400, .top = 100, .usual = 100 },
    [MEASURE_DISPUTED] = { .below = 1000, .top = 300, .usual = 300 },
    [MEASURE_LATE] = { .below = 2000, .top = 700, .usual = 700 },
    [MEASURE_CANCELLED] = { .below = 600, .top = 150, .usual = 150 },
    [MEASURE_UNANSWERED] = { .below = 0, .top = 2500, .usual = 2500 },
    [MEASURE_AS_DESCRIBED] = { .below = 300, .top = 440 },
    [MEASURE_COMMUNICATION] = { .below = 0, .top = 430 },
    [MEASURE_SHIPPING] = { .below = 0, .top = 430 },
    [MEASURE_FALSE_PRICES] = { .below = 5, .top = 0 },
};

void standing_share(const struct standing_figures *figures, enum standing_measure measure,
                    int64_t *ret_bad, int64_t *ret_all)
{
    switch (measure) {
    case MEASURE_LOST: *ret_bad = figures->lost, *ret_all = figures->sent; break;
    case MEASURE_DISPUTED: *ret_bad = figures->disputed, *ret_all = figures->sent; break;
    case MEASURE_LATE: *ret_bad = figures->late, *ret_all = figures->delivered; break;
    case MEASURE_CANCELLED: *ret_bad = figures->cancelled, *ret_all = figures->paid; break;
    default: *ret_bad = figures->unanswered, *ret_all = figures->asked; break;
    }
    if (*ret_bad > *ret_all)
        *ret_all = *ret_bad; /* a dispute about an order from before the window */
}

enum { PRIOR_VOTES = 10, PRIOR_STARS = 400 };

int64_t standing_stars(const struct standing_figures *figures, enum standing_measure measure)
{
    double mean = measure == MEASURE_AS_DESCRIBED    ? figures->as_described
                  : measure == MEASURE_COMMUNICATION ? figures->communication
                                                     : figures->shipping;
    double count = (double)figures->reviews;
    if (figures->reviews == 0)
        return 0;
    return (int64_t)floor((mean * 100 * count + PRIOR_STARS * PRIOR_VOTES) / (count + PRIOR_VOTES) +
                          0.5);
}

/* Wilson's interval with z = 1.96; `side` -1 or 1. */
static int64_t bound(int64_t bad, int64_t all, double side)
{
    const double z = 1.96;
    double n = (double)all, p = n > 0 ? (double)bad / n : 0;
    if (all == 0)
        return side < 0 ? 0 : 10000;
    double middle = p + z * z / (2 * n);
    double width = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    double share = (middle + side * width) / (1 + z * z / n);
    return (int64_t)(fmin(fmax(share, 0), 1) * 10000 + 0.5);
}

int64_t standing_lower(int64_t bad, int64_t all)
{
    return bound(bad, all, -1);
}

int64_t standing_upper(int64_t bad, int64_t all)
{
    return bound(bad, all, 1);
}

static bool is_below(const struct standing_figures *figures, enum standing_measure measure)
{
    const struct standing_limit *limit = &standing_limits[measure];
    int64_t bad, all;
    if (!limit->below)
        return false;
    if (measure == MEASURE_FALSE_PRICES)
        return figures->false_prices >= limit->below;
    if (measure >= MEASURE_SHARES)
        return figures->reviews >= STANDING_REVIEWS_LEAST &&
               standing_stars(figures, measure) < limit->below;
    standing_share(figures, measure, &bad, &all);
    return bad >= STANDING_BAD_LEAST && standing_lower(bad, all) > limit->below;
}

/* The share, drawn towards what is usual. */
static bool is_top(const struct standing_figures *figures, enum standing_measure measure)
{
    const struct standing_limit *limit = &standing_limits[measure];
    int64_t bad, all;
    if (measure == MEASURE_FALSE_PRICES)
        return figures->false_prices == 0;
    if (measure >= MEASURE_SHARES)
        return figures->reviews >= STANDING_REVIEWS_LEAST &&
               standing_stars(figures, measure) >= limit->top;
    standing_share(figures, measure, &bad, &all);
    return bad * 10000 + limit->usual * STANDING_PRIOR <= limit->top * (all + STANDING_PRIOR);
}

/* What is recent decides; the year only when that is too little to tell. */
static enum standing_window deciding(const struct standing_record *record,
                                     enum standing_measure measure)
{
    enum { ENOUGH = 20 };
    bool recent = measure == MEASURE_FALSE_PRICES || record->windows[WINDOW_90].paid >= ENOUGH;
    return recent ? WINDOW_90 : WINDOW_365;
}

bool standing_is_below(const struct standing_record *record, enum standing_measure measure)
{
    return is_below(&record->windows[deciding(record, measure)], measure);
}

bool standing_is_top(const struct standing_record *record, enum standing_measure measure)
{
    return is_top(&record->windows[WINDOW_365], measure);
}

struct standing_verdict standing_judge(const struct standing_record *record)
{
    const struct standing_figures *year = &record->windows[WINDOW_365];
    for (int i = 0; i <= MEASURE_FALSE_PRICES; i++) {
        enum standing_measure measure = (enum standing_measure)i;
        if (standing_is_below(record, measure))
            return (struct standing_verdict){ STANDING_BELOW, measure, deciding(record, measure) };
    }
    if (record->age_days < STANDING_NEW_DAYS)
        return (struct standing_verdict){ STANDING_NEW, MEASURE_AGE, WINDOW_365 };
    if (year->sent < STANDING_NEW_SENT)
        return (struct standing_verdict){ STANDING_NEW, MEASURE_SENT, WINDOW_365 };
    if (record->age_days < STANDING_TOP_DAYS)
        return (struct standing_verdict){ STANDING_GOOD, MEASURE_AGE, WINDOW_365 };
    if (year->sent < STANDING_TOP_SENT)
        return (struct standing_verdict){ STANDING_GOOD, MEASURE_SENT, WINDOW_365 };
    for (int i = 0; i <= MEASURE_FALSE_PRICES; i++)
        if (!standing_is_top(record, (enum standing_measure)i))
            return (struct standing_verdict){ STANDING_GOOD, (enum standing_measure)i, WINDOW_365 };
    return (struct standing_verdict){ STANDING_TOP, STANDING_MEASURES, WINDOW_365 };
}
