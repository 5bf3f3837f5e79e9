/* Catalog, prices: histories kept and read, reductions decided. */
#include "shop/catalog/catalog_prices.h"

#include <assert.h>

#include "base/words.h"
#include "shop/catalog/catalog_inside.h"
#include "shop/catalog/catalog_sql.h"

REFUSAL_AT(WAS_NOT_CHARGED, 422, "was",
           "The price before must be one that was charged: at most the lowest of the last 30 days "
           "on which buyers could buy this. What was not for sale yet has no price before.");
REFUSAL_AT(WAS_NOT_ABOVE, 422, "was",
           "The price before must be above the price, and in your shop’s currency. Leave it out "
           "when this is not a reduction.");

enum { POINTS_FIRST = 64, OFFERS_AT_ONCE_MAX = 10000 };

/* Histories -------------------------------------------------------------------------------- */

static struct price_point point_from_row(const struct rows *rows)
{
    return (struct price_point){ .from = { rows_int(rows, "from_at") },
                                 .minor = rows_int(rows, "price"),
                                 .was = rows_int(rows, "was") };
}

struct price_history catalog_price_history(struct store_tx *tx, struct arena *memory,
                                           offer_id offer, int64_t most)
{
    struct price_history history = { 0 };
    struct rows rows = store_query(tx, &catalog_select_prices, WITH(INT(offer.number), INT(most)));
    while (rows_next(&rows)) {
        history.points = arena_room(memory, history.points, history.count, sizeof *history.points);
        history.points[history.count++] = point_from_row(&rows);
    }
    return history;
}

/* A walk back through a history, newest first. */
struct walk {
    struct moment end; /* the point before begins where this one ends */
    int64_t covered;   /* microseconds for sale */
    struct lowest_price lowest;
};

/* False when 30 days are covered, and what is older does not count. */
static bool walk_back(struct walk *walk, const struct price_point *point)
{
    if (walk->covered >= days(PRIOR_DAYS).us)
        return false;
    if (point->from.us >= walk->end.us)
        return true; /* replaced in the moment that it came in: nobody could pay it */
    if (point->minor > 0) {
        if (!walk->lowest.minor || point->minor < walk->lowest.minor)
            walk->lowest = (struct lowest_price){ point->minor, { walk->end.us - 1 } };
        walk->covered += walk->end.us - point->from.us;
    }
    walk->end = point->from;
    return true;
}

static struct walk walk_through(const struct price_history *history, struct moment at)
{
    struct walk walk = { .end = at };
    for (size_t i = 0; i < history->count && walk_back(&walk, &history->points[i]); i++)
        ;
    return walk;
}

struct lowest_price catalog_lowest_before(const struct price_history *history, struct moment at)
{
    return walk_through(history, at).lowest;
}

/* Few prices are the rule; whoever changes them by the hour is read further. */
struct lowest_price catalog_lowest_price(struct store_tx *tx, offer_id offer, struct moment at)
{
    AUTO(arena) memory = { 0 };
    for (int64_t most = POINTS_FIRST;; most *= 16) {
        struct price_history history = catalog_price_history(tx, &memory, offer, most);
        struct walk walk = walk_through(&history, at);
        if (walk.covered >= days(PRIOR_DAYS).us || (int64_t)history.count < most)
            return walk.lowest;
    }
}

void catalog_lowest_prices(struct store_tx *tx, struct arena *memory, const offer_id *offers,
                           size_t count, struct moment at, struct lowest_price *ret_lowest)
{
    AUTO(text) numbers = { 0 };
    struct walk *walks = arena_array(memory, count, sizeof *walks);
    assert(count <= OFFERS_AT_ONCE_MAX);
    text_add(&numbers, "[");
    for (size_t i = 0; i < count; i++) {
        walks[i] = (struct walk){ .end = at };
        text_add_format(&numbers, "%s%lld", i ? "," : "", (long long)offers[i].number);
    }
    text_add(&numbers, "]");
    /* The rows come in the order of the offers. */
    size_t now = 0;
    struct rows rows = store_query(tx, &catalog_select_prices_of, WITH(TEXT(text_of(&numbers))));
    while (rows_next(&rows)) {
        struct price_point point = point_from_row(&rows);
        while (now < count && offers[now].number != rows_int(&rows, "offer_id"))
            now++;
        if (now < count)
            walk_back(&walks[now], &point);
    }
    for (size_t i = 0; i < count; i++)
        ret_lowest[i] = walks[i].lowest;
}

void catalog_keep_prices(struct store_tx *tx, product_id product, struct moment now)
{
    store_put(tx, &catalog_keep_price, WITH(INT(now.us), INT(product.number)));
}

/* Reductions ------------------------------------------------------------------------------- */

int64_t catalog_percent_off(int64_t was, int64_t price)
{
    return was > price && price >= 0 ? (was - price) * 100 / was : 0;
}

static struct announced announced_from_row(const struct rows *rows)
{
    return (struct announced){
        .was = rows_int(rows, "was"),
        .lowest = rows_int(rows, "was_lowest"),
        .since = { rows_int(rows, "was_at") },
        .lowest_at = { rows_int(rows, "was_lowest_at") },
        .false_at = { rows_int(rows, "was_false_at") },
    };
}

struct reduction catalog_reduction_from_row(const struct rows *rows, struct arena *memory)
{
    struct announced announced = announced_from_row(rows);
    struct currency currency = currency_of(rows_text(rows, memory, "currency"));
    if (!announced.was)
        return (struct reduction){ .was = money_of(0, currency) };
    return (struct reduction){
        .was = money_of(announced.was, currency),
        .genuine = announced.false_at.us == 0,
        .lowest = money_of(announced.lowest, currency),
        .lowest_at = announced.lowest_at,
        .since = announced.since,
        .false_at = announced.false_at,
        .percent = catalog_percent_off(announced.was, rows_int(rows, "price")),
    };
}

refused catalog_reduction(struct store_tx *tx, struct arena *memory, offer_id offer,
                          struct reduction *ret_reduction)
{
    struct rows rows = store_query(tx, &catalog_select_announced, WITH(INT(offer.number)));
    if (!rows_next(&rows))
        return &OFFER_NOT_FOUND;
    *ret_reduction = catalog_reduction_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

int64_t catalog_false_reductions(struct store_tx *tx, seller_id seller, struct moment since)
{
    return store_int(tx, &catalog_count_false_reductions, WITH(INT(seller.number), INT(since.us)),
                     0);
}

/* Announcing ------------------------------------------------------------------------------- */

static struct price_wish wish_from_row(const struct rows *rows)
{
    return (struct price_wish){
        .offer = { rows_int(rows, "offer_id") },
        .price_before = rows_int(rows, "price"),
        .standing = announced_from_row(rows),
    };
}

void catalog_wish_of(struct store_tx *tx, offer_id offer, struct price_wish *wish)
{
    struct rows rows = store_query(tx, &catalog_select_announced, WITH(INT(offer.number)));
    while (rows_next(&rows)) {
        struct price_wish found = wish_from_row(&rows);
        wish->offer = found.offer;
        wish->price_before = found.price_before;
        wish->standing = found.standing;
    }
}

struct own_prices catalog_own_prices(struct store_tx *tx, struct arena *memory, product_id product,
                                     seller_id seller)
{
    struct own_prices own = { 0 };
    struct rows rows = store_query(tx, &catalog_select_announced_own,
                                   WITH(INT(product.number), INT(seller.number)));
    while (rows_next(&rows)) {
        own.items = arena_room(memory, own.items, own.count, sizeof *own.items);
        own.options = arena_room(memory, own.options, own.count, sizeof *own.options);
        own.items[own.count] = wish_from_row(&rows);
        own.options[own.count++] = rows_text(&rows, memory, "options");
    }
    return own;
}

/* The same price before is said again, or nothing is said of it. */
static bool is_said_again(const struct price_wish *wish)
{
    return wish->wish == WAS_STAYS || wish->was == wish->standing.was;
}

enum outcome { STANDS, ENDS, BECOMES_FALSE, BEGINS };

/* What a wish comes to, before anybody looks at the history. */
static enum outcome outcome_of(const struct price_wish *wish)
{
    const struct announced *standing = &wish->standing;
    bool raised = wish->price > wish->price_before;
    if (wish->wish == WAS_ENDS || (wish->wish == WAS_STAYS && !standing->was))
        return ENDS;
    if (!standing->was || !is_said_again(wish))
        return BEGINS;
    if (wish->wish == WAS_STAYS)
        return raised && !standing->false_at.us ? BECOMES_FALSE : STANDS;
    bool unchanged = standing->false_at.us ? wish->price == wish->price_before : !raised;
    return unchanged ? STANDS : BEGINS;
}

refused catalog_decide_reduction(const struct price_wish *wish, struct lowest_price lowest,
                                 struct announced *ret_announced)
{
    switch (outcome_of(wish)) {
    case STANDS: *ret_announced = wish->standing; return NULL;
    case ENDS: *ret_announced = (struct announced){ 0 }; return NULL;
    case BECOMES_FALSE:
        if (!lowest.minor || lowest.minor > wish->price_before)
            lowest = (struct lowest_price){ wish->price_before, wish->now };
        *ret_announced = (struct announced){ .was = wish->standing.was,
                                             .since = wish->standing.since,
                                             .lowest = lowest.minor,
                                             .lowest_at = lowest.at,
                                             .false_at = wish->now };
        return NULL;
    case BEGINS: break;
    }
    if (wish->was <= wish->price)
        return &WAS_NOT_ABOVE;
    if (wish->was > lowest.minor)
        return &WAS_NOT_CHARGED;
    *ret_announced = (struct announced){
        .was = wish->was, .since = wish->now, .lowest = lowest.minor, .lowest_at = lowest.at
    };
    return NULL;
}

refused catalog_may_announce(struct store_tx *tx, const struct price_wish *wish,
                             struct announced *ret_announced)
{
    enum outcome outcome = outcome_of(wish);
    struct lowest_price lowest = { 0 };
    if (wish->offer.number && (outcome == BEGINS || outcome == BECOMES_FALSE))
        lowest = catalog_lowest_price(tx, wish->offer, wish->now);
    return catalog_decide_reduction(wish, lowest, ret_announced);
}

void catalog_write_announced(struct store_tx *tx, seller_id seller, const struct price_wish *wish,
                             const struct announced *announced)
{
    const struct announced *before = &wish->standing;
    bool same = before->was == announced->was && before->since.us == announced->since.us &&
                before->false_at.us == announced->false_at.us;
    if (same)
        return;
    store_put(tx, &catalog_set_announced,
              WITH(INT(announced->was), INT(announced->since.us), INT(announced->lowest),
                   INT(announced->lowest_at.us), INT(announced->false_at.us),
                   INT(wish->offer.number)));
    if (announced->false_at.us)
        store_put(tx, &catalog_insert_false_reduction,
                  WITH(INT(wish->offer.number), INT(announced->false_at.us), INT(seller.number),
                       INT(announced->was), INT(wish->price), INT(announced->lowest),
                       INT(announced->lowest_at.us)));
}
