/* Standing, the rule: what is counted of a seller, and the level that follows.
 *
 * Pure: figures in, level and the deciding measure out. Few orders say little, in both directions:
 * a seller falls only when even the favourable end of what its figures allow is too bad (the lower
 * bound of the 95 % interval of E. B. Wilson, Journal of the American Statistical Association 22,
 * 1927), and is Top only by a share that is shrunk towards what is usual (a Beta prior, kept as
 * `usual` bad ones of fifty). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/choice.h"

enum standing_level { STANDING_NEW, STANDING_BELOW, STANDING_GOOD, STANDING_TOP, STANDING_LEVELS };
extern const struct choice standing_levels[];

enum standing_window { WINDOW_30, WINDOW_90, WINDOW_365, STANDING_WINDOWS };
extern const int standing_window_days[STANDING_WINDOWS]; /* 30, 90, 365 */

/* Counted over one window that ends now. */
struct standing_figures {
    int64_t paid, cancelled;   /* orders paid for; of them cancelled by the seller, or too late */
    int64_t sent;              /* of those paid for, sent */
    int64_t disputed, lost;    /* closed disputes; of them in the buyer's favour */
    int64_t delivered, late;   /* parcels; of them after their promise */
    int64_t asked, unanswered; /* questions; of them not answered within a day */
    int64_t false_prices;      /* reductions that were none */
    int64_t reviews;           /* that count */
    double as_described, communication, shipping; /* mean stars; 0 without reviews */
};
struct standing_record {
    int64_t age_days; /* since the shop was opened */
    struct standing_figures windows[STANDING_WINDOWS];
};

/* What is measured. The first ones are shares of bad ones; then stars; then a count. */
enum standing_measure {
    MEASURE_LOST,
    MEASURE_DISPUTED,
    MEASURE_LATE,
    MEASURE_CANCELLED,
    MEASURE_UNANSWERED,
    MEASURE_SHARES,
    MEASURE_AS_DESCRIBED = MEASURE_SHARES,
    MEASURE_COMMUNICATION,
    MEASURE_SHIPPING,
    MEASURE_FALSE_PRICES,
    MEASURE_AGE,  /* only as a reason: too short here */
    MEASURE_SENT, /* only as a reason: too little sent */
    STANDING_MEASURES,
};
extern const struct choice standing_measures[];

enum {
    STANDING_NEW_DAYS = 30, /* until then, and until so many were sent, a seller is new */
    STANDING_NEW_SENT = 10,
    STANDING_TOP_DAYS = 90,
    STANDING_TOP_SENT = 50, /* within the year */
    STANDING_BAD_LEAST = 3, /* fewer bad ones never make a seller fall */
    STANDING_PRIOR = 50,    /* orders that stand before all others */
    STANDING_REVIEWS_LEAST = 10,
};
/* Of a share: in basis points; of stars: in hundredths; 0: it has none. */
struct standing_limit {
    int64_t below; /* worse than that for sure: below standard */
    int64_t top;   /* at most (shares), at least (stars) */
    int64_t usual; /* of a share: the prior's */
};
extern const struct standing_limit standing_limits[STANDING_MEASURES];

/* Bad ones and all of a share, from figures. */
void standing_share(const struct standing_figures *figures, enum standing_measure measure,
                    int64_t *ret_bad, int64_t *ret_all);
/* In hundredths of a star, with ten votes of 4.0 before all others; 0 without reviews. */
int64_t standing_stars(const struct standing_figures *figures, enum standing_measure measure);
/* Bounds of the interval, in basis points; 0 and 10,000 when nothing was counted. */
int64_t standing_lower(int64_t bad, int64_t all);
int64_t standing_upper(int64_t bad, int64_t all);

/* Of one measure: for sure worse than the standard, in the window that decides; or good enough for
 * Top, in the year. */
bool standing_is_below(const struct standing_record *record, enum standing_measure measure);
bool standing_is_top(const struct standing_record *record, enum standing_measure measure);

struct standing_verdict {
    enum standing_level level;
    enum standing_measure reason; /* why it is below, or not yet Top (new: age or sent) */
    enum standing_window window;  /* in which */
};
struct standing_verdict standing_judge(const struct standing_record *record);
