/* Catalog, on the web: reductions, and what an offer cost over time. */
#include "shop/catalog/catalog_prices_web.h"

#include <math.h>

#include "shop/catalog/catalog_web.h"
#include "shop/fraud/fraud_chart.h"

/* Reductions ------------------------------------------------------------------------------- */

// clang-format off
const struct field reduction_fields[] = {
    BOOL_FIELD(struct reduction_answer, genuine,
               .says = "It is one. Otherwise the price was raised since, and it is marked so."),
    MONEY_FIELD(struct reduction_answer, was, .says = "The price before, as the seller says."),
    MONEY_FIELD(struct reduction_answer, lowest,
                .says = "The lowest price of the 30 days before the reduction; of one that is "
                        "none, what the offer cost in the 30 days before it became none."),
    INT_FIELD(struct reduction_answer, percent, .says = "Less than before; rounded down."),
    MOMENT_FIELD(struct reduction_answer, lowest_at, .says = "When that was charged last."),
    MOMENT_FIELD(struct reduction_answer, since, .says = "Reduced first."),
    MOMENT_FIELD(struct reduction_answer, false_at, .says = "None since then, or null."),
    { 0 },
};
// clang-format on

static struct money shown_as(struct money amount, const struct rate *rate)
{
    return rate && rate->per_million ? money_convert(amount, *rate) : amount;
}

struct reduction_answer *catalog_show_reduction(struct arena *memory,
                                                const struct reduction *reduction,
                                                const struct rate *rate)
{
    if (!reduction->was.minor)
        return NULL;
    struct reduction_answer *answer = arena_take(memory, sizeof *answer);
    *answer = (struct reduction_answer){
        .genuine = reduction->genuine,
        .was = shown_as(reduction->was, rate),
        .lowest = shown_as(reduction->lowest, rate),
        .percent = reduction->percent,
        .lowest_at = reduction->lowest_at,
        .since = reduction->since,
        .false_at = reduction->false_at,
    };
    return answer;
}

/* The history ------------------------------------------------------------------------------ */

enum { POINTS_MAX = 1000, POINTS_SHOWN = 60, TICKS_UP = 4, TICKS_RIGHT = 3 };

/* Words stand to the left of it and beneath. */
static const struct fraud_chart_box BOX = { .x = 84, .y = 10, .width = 260, .height = 180 };

static const struct {
    int64_t days;
    const char *words;
} periods[] = {
    { 30, N_("30 days") },
    { 90, N_("90 days") },
    { 365, N_("A year") },
};
enum { PERIODS = sizeof periods / sizeof *periods };

struct point_answer {
    struct moment from;
    struct money price, was;
    bool for_sale;
};
struct tick_answer {
    const char *label, *anchor;
    int64_t at;
};
struct period_answer {
    int64_t days;
    const char *words, *path;
    bool chosen;
};
struct prices_answer {
    offer_id offer;
    product_id product;
    variant_id variant;
    const char *title, *options;
    seller_id seller;
    const char *seller_name;
    bool for_sale, moved;
    struct money today, lowest, highest, lowest_30_days;
    struct reduction_answer *reduction;
    struct moment from, to, since;
    int64_t days;
    LIST_OF(struct period_answer) periods;
    LIST_OF(struct point_answer) points;
    const char *curve;
    LIST_OF(struct tick_answer) up;
    LIST_OF(struct tick_answer) right;
};
struct prices_request {
    int64_t days;
};

// clang-format off
static const struct field prices_request_fields[] = {
    INT_FIELD(struct prices_request, days, .optional = true, .min = 1, .max = 366,
              .says = "Of how many days: 30, 90 or 365; 90 if not given. Others are rounded up."),
    { 0 },
};
static const struct field point_fields[] = {
    MOMENT_FIELD(struct point_answer, from, .says = "From then on."),
    MONEY_FIELD(struct point_answer, price, .says = "What it cost; 0 while it was not for sale."),
    MONEY_FIELD(struct point_answer, was,
                .says = "Announced beside it as the price before; 0: none."),
    BOOL_FIELD(struct point_answer, for_sale, .says = "Buyers could buy it."),
    { 0 },
};
static const struct field tick_fields[] = {
    TEXT_FIELD(struct tick_answer, label, .says = "What stands there."),
    TEXT_FIELD(struct tick_answer, anchor, .says = "start, middle or end."),
    INT_FIELD(struct tick_answer, at, .says = "Where on the axis."),
    { 0 },
};
static const struct field period_fields[] = {
    INT_FIELD(struct period_answer, days, .says = "Give it as days."),
    TEXT_FIELD(struct period_answer, words, .says = "In words."),
    TEXT_FIELD(struct period_answer, path, .says = "The history of so many days."),
    BOOL_FIELD(struct period_answer, chosen, .says = "The one shown."),
    { 0 },
};
static const struct field prices_fields[] = {
    ID_FIELD(struct prices_answer, offer, "off", .says = "The offer."),
    ID_FIELD(struct prices_answer, product, "prd", .says = "What is offered."),
    ID_FIELD(struct prices_answer, variant, "var", .says = "Which of its variants."),
    TEXT_FIELD(struct prices_answer, title, .says = "Its name."),
    TEXT_FIELD(struct prices_answer, options, .says = "The variant's options; may be empty."),
    ID_FIELD(struct prices_answer, seller, "sel", .says = "Who offers it."),
    TEXT_FIELD(struct prices_answer, seller_name, .says = "The shop's name."),
    BOOL_FIELD(struct prices_answer, for_sale, .says = "It can be bought now."),
    BOOL_FIELD(struct prices_answer, moved, .says = "It had more than one price in these days."),
    MONEY_FIELD(struct prices_answer, today,
                .says = "What it costs, or cost last; in the seller's currency, as all here."),
    MONEY_FIELD(struct prices_answer, lowest, .says = "The lowest of these days; 0: not for sale."),
    MONEY_FIELD(struct prices_answer, highest, .says = "The highest of them."),
    MONEY_FIELD(struct prices_answer, lowest_30_days,
                .says = "The lowest of the last 30 days that it was for sale: what a price before "
                        "may be at most."),
    MAYBE_FIELD(struct prices_answer, reduction, reduction_fields,
                .says = "That is announced now, or null."),
    MOMENT_FIELD(struct prices_answer, from, .says = "Where the history shown begins."),
    MOMENT_FIELD(struct prices_answer, to, .says = "Now."),
    MOMENT_FIELD(struct prices_answer, since, .says = "The price of today is charged since."),
    INT_FIELD(struct prices_answer, days, .says = "Shown."),
    LIST_FIELD(struct prices_answer, periods, period_fields, .says = "To choose from."),
    LIST_FIELD(struct prices_answer, points, point_fields,
               .says = "Each change, newest first; the last one was there when the days began. At "
                       "most 60."),
    TEXT_FIELD(struct prices_answer, curve, .says = "The line as an SVG path, 360 by 220."),
    LIST_FIELD(struct prices_answer, up, tick_fields, .says = "Of its axis of prices."),
    LIST_FIELD(struct prices_answer, right, tick_fields, .says = "Of its axis of days."),
    { 0 },
};
// clang-format on

/* What is drawn: the points of the days, newest first. */
struct window {
    struct price_history history;
    struct moment from, to;
    struct currency currency;
    int64_t lowest, highest; /* 0: not for sale in these days */
};

/* The points after the beginning, and the one before that held then. */
static struct window window_of(const struct price_history *history, struct currency currency,
                               struct moment from, struct moment to)
{
    struct window window = { { history->points, 0 }, from, to, currency, 0, 0 };
    struct price_point *points = history->points;
    while (window.history.count < history->count) {
        struct price_point *point = &points[window.history.count++];
        if (point->minor && (!window.lowest || point->minor < window.lowest))
            window.lowest = point->minor;
        if (point->minor > window.highest)
            window.highest = point->minor;
        if (point->from.us <= from.us)
            break;
    }
    return window;
}

/* The axis of prices holds some room above and below, so that a step is not at the edge. */
struct scale {
    double least, most;
};

static struct scale scale_of(const struct window *window)
{
    double span = (double)(window->highest - window->lowest);
    double room = span > 0 ? span / 6 : fmax(1, (double)window->highest / 10);
    return (struct scale){ fmax(0, (double)window->lowest - room), (double)window->highest + room };
}

/* Steps: a price holds until the next one; a gap while it was not for sale. */
static void draw_steps(struct arena *memory, const struct window *window,
                       struct prices_answer *answer)
{
    struct scale scale = scale_of(window);
    double span = (double)(window->to.us - window->from.us), height = scale.most - scale.least;
    size_t count = window->history.count, made = 0;
    struct fraud_point *points = arena_array(memory, count * 2, sizeof *points);
    for (size_t i = count; i-- > 0;) {
        const struct price_point *point = &window->history.points[i];
        int64_t until = i ? window->history.points[i - 1].from.us : window->to.us;
        double y = point->minor ? ((double)point->minor - scale.least) / height : (double)NAN;
        double begin = (double)(point->from.us - window->from.us) / span;
        points[made++] = (struct fraud_point){ begin, y };
        points[made++] = (struct fraud_point){ (double)(until - window->from.us) / span, y };
    }
    answer->curve = fraud_chart_curve(memory, points, made, BOX);
}

/* Round amounts, in words; between two minor units there is none. */
static void draw_up(struct arena *memory, const struct window *window, struct prices_answer *answer)
{
    struct scale scale = scale_of(window);
    struct fraud_ticks ticks =
        fraud_chart_ticks(memory, scale.least, scale.most, TICKS_UP, AXIS_UP, BOX);
    answer->up.items = arena_array(memory, ticks.count, sizeof *answer->up.items);
    for (size_t i = 0; i < ticks.count; i++) {
        int64_t minor = llround(ticks.items[i].value);
        if (fabs(ticks.items[i].value - (double)minor) < 1e-6)
            answer->up.items[answer->up.count++] = (struct tick_answer){
                .label = words_money(memory, money_of(minor, window->currency)),
                .anchor = "end",
                .at = ticks.items[i].at,
            };
    }
}

static void draw_right(struct arena *memory, const struct window *window,
                       struct prices_answer *answer)
{
    static const char *const anchors[TICKS_RIGHT] = { "start", "middle", "end" };
    answer->right.items = arena_array(memory, TICKS_RIGHT, sizeof *answer->right.items);
    for (int i = 0; i < TICKS_RIGHT; i++) {
        int64_t span = window->to.us - window->from.us;
        struct moment at = { window->from.us + span * i / (TICKS_RIGHT - 1) };
        answer->right.items[answer->right.count++] = (struct tick_answer){
            .label = words_day(memory, at),
            .anchor = anchors[i],
            .at = BOX.x + BOX.width * i / (TICKS_RIGHT - 1),
        };
    }
}

static void fill_points(struct arena *memory, const struct window *window,
                        struct prices_answer *answer)
{
    answer->points.items = arena_array(memory, POINTS_SHOWN, sizeof *answer->points.items);
    for (size_t i = 0; i < window->history.count && i < POINTS_SHOWN; i++) {
        const struct price_point *point = &window->history.points[i];
        answer->points.items[answer->points.count++] = (struct point_answer){
            .from = point->from,
            .price = money_of(point->minor, window->currency),
            .was = money_of(point->was, window->currency),
            .for_sale = point->minor > 0,
        };
    }
}

static void fill_periods(struct request *request, struct prices_answer *answer)
{
    struct arena *memory = request->memory;
    answer->periods.items = arena_array(memory, PERIODS, sizeof *answer->periods.items);
    for (int i = 0; i < PERIODS; i++)
        answer->periods.items[answer->periods.count++] = (struct period_answer){
            .days = periods[i].days,
            .words = _(periods[i].words),
            .path = arena_format(memory, "/offers/%s/prices?days=%lld",
                                 id_text(memory, "off", answer->offer.number),
                                 (long long)periods[i].days),
            .chosen = periods[i].days == answer->days,
        };
}

/* Since when the price of today is charged: an announcement beside it changes nothing of that. */
static struct moment charged_since(const struct price_history *history)
{
    size_t at = 0;
    while (at + 1 < history->count && history->points[at + 1].minor == history->points[at].minor)
        at++;
    return history->points[at].from;
}

/* What its seller makes of it while it is not for sale is nobody's business. */
static int64_t last_charged(const struct price_history *history)
{
    size_t at = 0;
    while (at + 1 < history->count && !history->points[at].minor)
        at++;
    return history->points[at].minor;
}

static void fill_prices(struct request *request, const struct offer *offer,
                        const struct price_history *history, struct prices_answer *answer)
{
    struct arena *memory = request->memory;
    struct currency currency = offer->price.currency;
    struct moment begin = moment_before(request->now, days(answer->days));
    struct moment first = history->points[history->count - 1].from;
    struct window window = window_of(history, currency, begin, request->now);
    /* A young history fills the picture, but not with less than a day. */
    if (first.us > begin.us)
        begin = first;
    if (begin.us > request->now.us - days(1).us)
        begin = moment_before(request->now, days(1));
    window.from = begin;
    answer->from = begin;
    answer->to = request->now;
    answer->since = charged_since(history);
    answer->today = money_of(last_charged(history), currency);
    answer->moved = window.lowest != window.highest;
    answer->lowest = money_of(window.lowest, currency);
    answer->highest = money_of(window.highest, currency);
    answer->lowest_30_days = money_of(catalog_lowest_before(history, request->now).minor, currency);
    fill_points(memory, &window, answer);
    if (window.highest) {
        draw_steps(memory, &window, answer);
        draw_up(memory, &window, answer);
        draw_right(memory, &window, answer);
    }
}

static int64_t period_for(int64_t wanted)
{
    int chosen = wanted ? 0 : 1;
    while (chosen + 1 < PERIODS && periods[chosen].days < wanted)
        chosen++;
    return periods[chosen].days;
}

static refused show_prices(struct request *request)
{
    const struct prices_request *body = request->body;
    struct prices_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct offer offer;
    struct seller seller;
    struct reduction reduction;
    offer_id number = { request_id(request, "offer") };
    refused why = catalog_offer(request->tx, memory, number, &offer);
    if (!why)
        why = catalog_reduction(request->tx, memory, number, &reduction);
    if (!why)
        why = sellers_find(request->tx, memory, offer.seller, &seller);
    if (why)
        return why;
    struct price_history history = catalog_price_history(request->tx, memory, number, POINTS_MAX);
    if (!history.count)
        return &OFFER_NOT_FOUND; /* nobody could ever buy it: it is its seller's business */
    *answer = (struct prices_answer){
        .offer = number,
        .product = offer.product,
        .variant = offer.variant,
        .title = offer.title,
        .options = offer.options,
        .seller = offer.seller,
        .seller_name = seller.name,
        .for_sale = offer.for_sale,
        .days = period_for(body->days),
    };
    if (offer.for_sale)
        answer->reduction = catalog_show_reduction(memory, &reduction, NULL);
    fill_periods(request, answer);
    fill_prices(request, &offer, &history, answer);
    request->title = words_fill(memory, _("What {title} cost"), "title", offer.title, NULL);
    request->cache = "public, max-age=60, stale-while-revalidate=600";
    return NULL;
}

// clang-format off
const struct route catalog_prices_routes[] = {
    { GET, "/offers/{offer}/prices", ANYONE, show_prices,
      .summary = "What an offer cost over time", .takes = prices_request_fields,
      .gives = prices_fields, .refuses = { &OFFER_NOT_FOUND }, .page = "catalog/prices" },
    { 0 },
};
// clang-format on
