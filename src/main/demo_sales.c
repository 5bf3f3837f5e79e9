/* Demo, sales: the table of demo/sales.h as the market's events, shown, with sellers that joined.
 */
#include "main/demo_sales.h"

#include "base/id.h"
#include "base/zone.h"
#include "demo/sales.h"
#include "shop/coupons/coupons.h"
#include "shop/deals/deals.h"
#include "shop/promotions/promotions_events.h"

enum { JOINED_EACH = 24, CODES = 100000 };

struct selling {
    struct demo *demo;
    const struct demo_sale *sale;
    const char *zone;
    struct moment starts_at, ends_at;
};

/* Puts an id where its placeholder stands, if it does. */
static const char *with_id(struct arena *memory, const char *in, const char *what,
                           const char *prefix, int64_t number)
{
    const char *found = strstr(in, what);
    if (!found || !number)
        return in;
    return arena_format(memory, "%.*s%s%s", (int)(found - in), in, id_text(memory, prefix, number),
                        found + strlen(what));
}

/* A fifth to two fifths below the offer's own price, in whole tens of minor units. */
static refused join_some(struct store_tx *tx, const struct selling *selling, promotion_id promotion)
{
    struct demo *demo = selling->demo;
    AUTO(arena) memory = { 0 };
    for (int i = 0; i < JOINED_EACH; i++) {
        offer_id number = { demo->offers[demo_random(demo, (uint32_t)demo->offer_count)] };
        struct offer offer;
        refused why = catalog_offer(tx, &memory, number, &offer);
        if (why)
            return why;
        int64_t kept = 60 + (int64_t)demo_random(demo, 21);
        struct money price = money_of(offer.price.minor * kept / 100, offer.price.currency);
        if (price.minor > 100)
            price.minor -= price.minor % 10;
        why = promotions_join(tx, &(struct promotion_joining){ .promotion = promotion,
                                                               .seller = offer.seller,
                                                               .offer = number,
                                                               .price = price,
                                                               .now = demo->now });
        if (why && why != &PROMOTION_PRICE_WRONG) /* too cheap to be cheaper */
            return why;
    }
    return NULL;
}

static refused give_codes(struct store_tx *tx, const struct selling *selling,
                          promotion_id promotion, const char *word)
{
    coupon_batch_id batch;
    return coupons_make_batch(tx,
                              &(struct coupon_batch_making){ .promotion = promotion,
                                                             .kind = BATCH_WORD,
                                                             .word = word,
                                                             .size = CODES,
                                                             .now = selling->demo->now },
                              &batch);
}

static refused add_promotions(struct store_tx *tx, struct arena *memory,
                              const struct selling *selling, sale_event_id event)
{
    const struct demo_sale *sale = selling->sale;
    promotion_id first = { 0 };
    refused why = NULL;
    for (int i = 0; !why && i < DEMO_SALE_PROMOTIONS && sale->promotions[i].name; i++) {
        const struct demo_sale_promotion *from = &sale->promotions[i];
        const char *terms = with_id(memory, from->terms, "{gift}", "prm", first.number);
        if (sale->category)
            terms = with_id(memory, terms, "{category}", "cat",
                            catalog_category(tx, sale->category).number);
        promotion_id promotion;
        why = promotions_make(tx,
                              &(struct promotion_making){ .event = event,
                                                          .name = from->name,
                                                          .terms = terms,
                                                          .by_coupon = from->by_coupon,
                                                          .starts_at = selling->starts_at,
                                                          .ends_at = selling->ends_at,
                                                          .now = selling->demo->now },
                              &promotion);
        first = first.number ? first : promotion;
        if (!why && from->by_coupon && sale->word)
            why = give_codes(tx, selling, promotion, sale->word);
        if (!why && strstr(terms, "\"joined\":true") && strstr(terms, "joined_price"))
            why = join_some(tx, selling, promotion);
    }
    return why;
}

static refused plan_act(struct store_tx *tx, void *what)
{
    struct selling *selling = what;
    AUTO(arena) memory = { 0 };
    sale_event_id event;
    refused why =
        sale_events_make(tx,
                         &(struct sale_event_making){ .name = selling->sale->name,
                                                      .says = selling->sale->says,
                                                      .countries = selling->sale->countries,
                                                      .zone = selling->zone,
                                                      .starts_at = selling->starts_at,
                                                      .ends_at = selling->ends_at,
                                                      .now = selling->demo->now },
                         &event);
    if (!why)
        why = add_promotions(tx, &memory, selling, event);
    return why ? why : sale_events_move(tx, event, SALE_SHOWN, selling->demo->now);
}

/* Its days are those of the country that it is for. */
static const char *zone_of(const struct demo_sale *sale)
{
    if (text_starts(sale->countries, "BR"))
        return "America/Sao_Paulo";
    if (text_starts(sale->countries, "US"))
        return "America/New_York";
    return *sale->countries ? "Asia/Dubai" : "UTC";
}

/* The next time that it comes, or that it is on: this year or next. */
static bool next_time(struct selling *selling)
{
    const struct demo_sale *sale = selling->sale;
    AUTO(arena) memory = { 0 };
    int year = moment_date(selling->demo->now).year;
    for (int tries = 0; tries < 2; tries++, year++) {
        const char *day = arena_format(&memory, "%04d-%02d-%02d", year, sale->month, sale->day);
        if (!zone_read(day, selling->zone, &selling->starts_at))
            return false;
        selling->ends_at = moment_after(selling->starts_at, days(sale->days));
        if (selling->ends_at.us > selling->demo->now.us)
            return true;
    }
    return false;
}

/* So that something is on, whatever the day. */
static const struct demo_sale this_week = {
    .days = 5,
    .name = "Finds of the week",
    .countries = "",
    .says = "Prices that sellers lowered for these days.",
    .promotions = { { "This week's prices",
                      "{\"currency\":\"USD\",\"level\":\"price\",\"funder\":\"seller\","
                      "\"on\":{\"joined\":true},\"gives\":{\"benefit\":\"joined_price\","
                      "\"basis_points\":1000}}",
                      false } },
};

refused demo_plan_sales(struct demo *demo)
{
    struct selling selling = { .demo = demo, .sale = &this_week, .zone = "UTC" };
    selling.starts_at = moment_before(demo->now, hours(30));
    selling.ends_at = moment_after(demo->now, days(this_week.days));
    refused why = store_transact(demo->market->store, plan_act, &selling);
    for (size_t i = 0; !why && i < demo_sale_count; i++) {
        selling.sale = &demo_sales[i];
        selling.zone = zone_of(selling.sale);
        if (next_time(&selling))
            why = store_transact(demo->market->store, plan_act, &selling);
    }
    return why;
}

/* Deals ------------------------------------------------------------------------------------ */

enum { DEALS = 8, DEALS_RUNNING = 5, DEAL_UNITS = 12 };

/* A third below the offer's price; some run, some come. An offer with too few pieces has none. */
static refused deal_act(struct store_tx *tx, void *what)
{
    struct demo *demo = what;
    AUTO(arena) memory = { 0 };
    for (int i = 0, tries = 0; i < DEALS && tries < 200; tries++) {
        offer_id number = { demo->offers[demo_random(demo, (uint32_t)demo->offer_count)] };
        struct offer offer;
        deal_id deal;
        refused why = catalog_offer(tx, &memory, number, &offer);
        if (why)
            return why;
        if (offer.stock < 2 * DEAL_UNITS || offer.price.minor < 1000 || !offer.for_sale)
            continue;
        bool running = i < DEALS_RUNNING;
        struct moment starts_at =
            running ? moment_before(demo->now, hours(1)) : moment_after(demo->now, hours(3 * i));
        struct deal_planning planning = {
            .by = demo->operator,
            .offer = number,
            .price = money_of(offer.price.minor * 2 / 3, offer.price.currency),
            .units = DEAL_UNITS,
            .per_buyer = 2,
            .starts_at = starts_at,
            .ends_at = moment_after(starts_at, running ? hours(20 + 12 * i) : hours(12)),
            .now = demo->now,
        };
        if (deals_plan(tx, &planning, &deal))
            continue; /* this offer has one */
        if ((why = deals_start(tx, (seller_id){ 0 }, deal, demo->now)))
            return why;
        i++;
    }
    return NULL;
}

refused demo_run_deals(struct demo *demo)
{
    return store_transact(demo->market->store, deal_act, demo);
}
