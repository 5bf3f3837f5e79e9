/* Shipping, rates: the market's methods and what a parcel costs by each.
 *
 * The bands are round figures in the order of what the postal unions' and couriers' public lists
 * asked in 2025; an operator replaces them by contracts. Limits of ePacket and China Post: at most
 * 2 kg. */
#include "shop/shipping/shipping_inside.h"

#include <assert.h>

#include "base/id.h"
#include "shop/exchange/exchange.h"
#include "shop/shipping/shipping_sql.h"

REFUSAL_AT(SHIPPING_NOT_OFFERED, 409, "method",
           "This seller cannot send this parcel there in this way. Choose another one.");

const char *const shipping_tracking_names[] = { "none", "part", "full" };

/* Zones ------------------------------------------------------------------------------------ */

static const struct {
    const char *zone, *countries;
} zones[] = {
    { "EU", "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE "
            "NO CH IS LI GB" },
    { "NA", "US CA MX" },
    { "SA", "BR AR CL CO PE UY PY BO EC VE" },
    { "ME", "AE SA QA KW BH OM JO LB IL TR EG MA TN DZ IQ" },
    { "EA", "CN HK MO TW JP KR" },
    { "SE", "SG MY TH VN ID PH KH LA MM BN" },
    { "IN", "IN PK BD LK NP" },
    { "OC", "AU NZ FJ PG" },
};

const char *shipping_zone(const char *country)
{
    for (size_t i = 0; country && i < sizeof zones / sizeof *zones; i++)
        if (strlen(country) == 2 && strstr(zones[i].countries, country))
            return zones[i].zone;
    return "REST";
}

/* The market's own methods ----------------------------------------------------------------- */

static const struct {
    const char *slug, *name;
    enum tracking_level tracking;
} methods[] = {
    { "aliexpress-standard", "AliExpress Standard Shipping", TRACKING_FULL },
    { "epacket", "ePacket", TRACKING_FULL },
    { "china-post-registered", "China Post Registered Air Mail", TRACKING_PART },
    { "china-post-ordinary", "China Post Ordinary Small Packet", TRACKING_NONE },
    { "registered-mail", "Registered Air Mail", TRACKING_PART },
    { "parcel", "Parcel, tracked", TRACKING_FULL },
    { "courier", "Express courier", TRACKING_FULL },
};

struct band {
    const char *method, *origin, *reach;
    int grams_min, grams_max, base, step_price, step_grams, days_min, days_max;
};

/* clang-format off */
static const struct band bands[] = {
    { "aliexpress-standard", "CN", "EU",       0,  2000,  182,  62, 100,  7, 15 },
    { "aliexpress-standard", "CN", "EU",    2000, 20000,  980, 210, 500,  8, 18 },
    { "aliexpress-standard", "CN", "NA",       0,  2000,  210,  78, 100,  8, 16 },
    { "aliexpress-standard", "CN", "NA",    2000, 20000, 1180, 290, 500, 10, 20 },
    { "aliexpress-standard", "CN", "SA",       0,  2000,  240,  96, 100, 12, 25 },
    { "aliexpress-standard", "CN", "SA",    2000, 20000, 1490, 360, 500, 14, 30 },
    { "aliexpress-standard", "CN", "ME",       0,  2000,  205,  74, 100,  9, 18 },
    { "aliexpress-standard", "CN", "ME",    2000, 20000, 1120, 280, 500, 10, 20 },
    { "aliexpress-standard", "CN", "EA",       0, 20000,  120,  38, 100,  4,  9 },
    { "aliexpress-standard", "CN", "SE",       0, 20000,  130,  42, 100,  5, 12 },
    { "aliexpress-standard", "CN", "IN",       0, 20000,  170,  66, 100,  9, 20 },
    { "aliexpress-standard", "CN", "OC",       0, 20000,  220,  82, 100,  9, 18 },
    { "aliexpress-standard", "CN", "REST",     0, 20000,  260,  99, 100, 14, 35 },
    { "epacket", "CN", "EU",                   0,  2000,  168,  55, 100,  9, 20 },
    { "epacket", "CN", "NA",                   0,  2000,  198,  70, 100, 10, 20 },
    { "epacket", "CN", "SA",                   0,  2000,  225,  88, 100, 14, 30 },
    { "epacket", "CN", "ME",                   0,  2000,  190,  68, 100, 10, 22 },
    { "epacket", "CN", "EA",                   0,  2000,  110,  32, 100,  5, 12 },
    { "epacket", "CN", "SE",                   0,  2000,  118,  36, 100,  6, 14 },
    { "epacket", "CN", "OC",                   0,  2000,  205,  75, 100, 10, 20 },
    { "epacket", "HK", "EU",                   0,  2000,  178,  58, 100,  8, 18 },
    { "epacket", "HK", "NA",                   0,  2000,  205,  74, 100,  9, 18 },
    { "epacket", "HK", "EA",                   0,  2000,  110,  32, 100,  4, 10 },
    { "china-post-registered", "CN", "far",    0,  2000,  225,  51, 100, 15, 39 },
    { "china-post-ordinary", "CN", "far",      0,  2000,   45,  48, 100, 20, 50 },
    { "registered-mail", "*", "far",           0,  2000,  390, 110, 250, 10, 24 },
    { "registered-mail", "*", "region",        0,  2000,  320,  80, 250,  5, 12 },
    { "parcel", "*", "domestic",               0, 30000,  345,  45, 1000, 1,  4 },
    { "parcel", "*", "region",                 0, 30000,  790, 110, 1000, 3,  7 },
    { "parcel", "*", "far",                    0, 30000, 1490, 390, 1000, 7, 15 },
    { "courier", "*", "domestic",              0, 30000,  990, 120, 1000, 1,  2 },
    { "courier", "*", "region",                0, 30000, 1990, 320, 1000, 1,  3 },
    { "courier", "*", "far",                   0, 30000, 3490, 980, 1000, 2,  5 },
};
/* clang-format on */

static refused add_methods(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    int64_t added = 0;
    static_assert(sizeof methods / sizeof *methods <= SHIPPING_METHODS_MAX, "no room to keep them");
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        added += store_do(tx, &shipping_insert_method,
                          WITH(INT(id_next(*now)), TEXT(methods[i].slug), TEXT(methods[i].name),
                               TEXT(shipping_tracking_names[methods[i].tracking])));
    for (size_t i = 0; i < sizeof bands / sizeof *bands; i++) {
        const struct band *band = &bands[i];
        int64_t method = store_int(tx, &shipping_select_method_id, WITH(TEXT(band->method)), 0);
        added +=
            store_do(tx, &shipping_upsert_rate,
                     WITH(INT(method), TEXT(band->origin), TEXT(band->reach), INT(band->grams_min),
                          INT(band->grams_max), INT(band->base), INT(band->step_price),
                          INT(band->step_grams), INT(band->days_min), INT(band->days_max)));
    }
    if (added || !shipping_revision(tx))
        shipping_changed(tx);
    return NULL;
}

static refused begin(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    shipping_plan_watch(tx, *now);
    shipping_plan_poll(tx, *now);
    return add_methods(tx, what);
}

refused shipping_first(struct store *store, struct moment now)
{
    return store_transact(store, begin, &now);
}

void shipping_give_methods(struct store_tx *tx, seller_id seller, const char *country)
{
    struct rows rows = store_query(tx, &shipping_select_methods_from, WITH(TEXT(country)));
    while (rows_next(&rows))
        store_do(tx, &shipping_insert_seller_method,
                 WITH(INT(seller.number), INT(rows_int(&rows, "method_id"))));
    shipping_changed(tx);
}

/* Ways ------------------------------------------------------------------------------------- */

enum { SLOW_DAYS = 30 };

static const struct currency dollars = { "USD" }; /* that the bands are in */

enum tracking_level shipping_tracking_named(const char *name)
{
    int level = TRACKING_NONE;
    while (level < TRACKING_FULL && !text_same(shipping_tracking_names[level], name))
        level++;
    return (enum tracking_level)level;
}

static struct shipping_offer way_of(const struct parcel *parcel, const struct shipping_band *band,
                                    struct rate to_seller)
{
    int64_t over = parcel->weight_grams, step = band->step_grams;
    int64_t cents = band->base + band->step_price * ((over + step - 1) / step);
    struct shipping_offer way = {
        .method = band->method,
        .name = band->name,
        .days_min = band->days_min,
        .days_max = band->days_max,
        .tracking = band->tracking,
    };
    way.arrives_from = moment_after(parcel->now, days(way.days_min));
    way.arrives_to = moment_after(parcel->now, days(way.days_max + parcel->ship_days));
    /* To the seller's currency, then by the quote's own rate to the buyer's, so that what is shown
     * on the product is what the cart asks. */
    way.seller_cost = money_convert(money_of(cents, to_seller.from), to_seller);
    way.cost = money_convert(way.seller_cost, parcel->to_buyer);
    return way;
}

static int by_cost(const void *a, const void *b)
{
    const struct shipping_offer *first = a, *second = b;
    if (first->proposed != second->proposed)
        return first->proposed ? -1 : 1;
    int64_t one = first->seller_cost.minor, other = second->seller_cost.minor;
    return one != other
               ? (one < other ? -1 : 1)
               : (first->days_max > second->days_max) - (first->days_max < second->days_max);
}

/* The cheapest that is tracked and not slow; failing that the cheapest tracked; or the cheapest. */
static void propose(struct shipping_offers *ways)
{
    struct shipping_offer *best = NULL;
    int best_rank = -1;
    for (size_t i = 0; i < ways->count; i++) {
        struct shipping_offer *way = &ways->items[i];
        int rank = (way->tracking != TRACKING_NONE) + (way->days_max <= SLOW_DAYS);
        if (rank > best_rank ||
            (rank == best_rank && way->seller_cost.minor < best->seller_cost.minor)) {
            best = way;
            best_rank = rank;
        }
    }
    if (best)
        best->proposed = true;
}

struct shipping_offers shipping_offers(struct store_tx *tx, struct arena *memory,
                                       const struct parcel *parcel)
{
    struct shipping_offers ways = { 0 };
    const char *zone = shipping_zone(parcel->destination);
    bool domestic = text_same(parcel->origin, parcel->destination);
    bool region = text_same(shipping_zone(parcel->origin), zone);
    const char *near = domestic ? "domestic" : region ? "region" : "far";
    struct rate to_seller;
    if (exchange_rate(tx, dollars, parcel->seller_currency, parcel->now, &to_seller))
        return ways;
    struct shipping_bands found =
        shipping_bands(tx, memory,
                       &(struct shipping_question){
                           .revision = parcel->revision ? parcel->revision : shipping_revision(tx),
                           .seller = parcel->seller,
                           .origin = parcel->origin,
                           .zone = zone,
                           .near = near,
                           .grams = parcel->weight_grams > 0 ? parcel->weight_grams : 1,
                       });
    ways.items = arena_array(memory, found.count, sizeof *ways.items);
    for (size_t i = 0; i < found.count; i++)
        ways.items[ways.count++] = way_of(parcel, &found.items[i], to_seller);
    propose(&ways);
    if (ways.count)
        qsort(ways.items, ways.count, sizeof(*ways.items), by_cost);
    return ways;
}

refused shipping_offer(struct store_tx *tx, struct arena *memory, const struct parcel *parcel,
                       method_id method, struct shipping_offer *ret_offer)
{
    struct shipping_offers ways = shipping_offers(tx, memory, parcel);
    for (size_t i = 0; i < ways.count; i++)
        if (ways.items[i].method.number == method.number) {
            *ret_offer = ways.items[i];
            return NULL;
        }
    return &SHIPPING_NOT_OFFERED;
}
