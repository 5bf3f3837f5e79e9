/* The sale calendar: a basket for each sale of the year, priced to the cent by the terms of the
 * demo's table; and the table against the published calendar, where that is at hand. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/id.h"
#include "demo/sales.h"
#include "shop/promotions/quote.h"

int sale_calendar_tests(void);

enum { LINES = 3, CATEGORY = 77, SHIPPING = 500 };

/* A line: cents of a piece, and of the price it was joined with; what its promotions ask about. */
struct line {
    int64_t price, joined;
    const char *brand;
    bool in_category;
    int64_t days_old;
};
/* All of one seller, in US dollars; sent for 5.00. */
struct basket {
    const char *says, *sale, *country;
    bool local, coupon;
    int64_t days_max;
    struct line lines[LINES];
    int64_t total;
    int perks;
};

// clang-format off
#define PIECE(PRICE)                       { PRICE, 0, NULL, false, 0 }
#define JOINED(PRICE, JOINED)              { PRICE, JOINED, NULL, false, 0 }
#define OF_BRAND(PRICE, JOINED, BRAND, OLD) { PRICE, JOINED, BRAND, false, OLD }
#define IN_CATEGORY(PRICE, JOINED, OLD)    { PRICE, JOINED, NULL, true, OLD }
#define PLAIN { PIECE(2500), PIECE(1800) }             /* 43.00 */
#define ONE_JOINED { JOINED(2500, 2000), PIECE(1800) }  /* 43.00, of which the first for 20.00 */

static const struct basket baskets[] = {
    { "joined", "1-1 New Year's Day", "PT", false, false, 20, ONE_JOINED, 4300, 0 },
    { "nothing joined", "1-1 New Year's Day", "PT", false, false, 20, PLAIN, 4800, 0 },
    { "a selected brand", "1-3 Plus Day", "PT", false, false, 20,
      { OF_BRAND(2500, 1000, "Lumora", 0), OF_BRAND(1800, 900, "Other", 0) }, 3300, 0 },
    { "on top of sale prices", "1-6 Winter Sale", "US", false, false, 20, ONE_JOINED, 4000, 0 },
    { "29.99 is not 30", "1-6 Winter Sale", "US", false, false, 20, { PIECE(2999) }, 3499, 0 },
    { "twice 30", "1-6 Winter Sale", "US", false, false, 20, { PIECE(6000) }, 5900, 0 },
    { "not in another country", "1-6 Winter Sale", "PT", false, false, 20, ONE_JOINED, 4800, 0 },
    { "five percent", "1-22 Chinese New Year", "CN", false, false, 20, PLAIN, 4585, 0 },
    { "and a coupon", "2-1 Great-Value Deals", "PT", false, true, 20, ONE_JOINED, 4110, 0 },
    { "without the coupon", "2-1 Great-Value Deals", "PT", false, false, 20, ONE_JOINED, 4300, 0 },
    { "a new model", "2-8 Brand campaign: Poco world premiere", "PT", false, false, 20,
      { OF_BRAND(2500, 0, "Poco", 3), OF_BRAND(1800, 0, "Poco", 90) }, 4550, 0 },
    { "a gift", "2-14 Valentine's Day", "PT", false, false, 20,
      { IN_CATEGORY(2500, 0, 0), PIECE(1800) }, 4550, 0 },
    { "new for the home", "2-20 Inspiration for Better Living", "PT", false, false, 20,
      { IN_CATEGORY(2500, 1250, 10), IN_CATEGORY(1800, 900, 100) }, 3550, 0 },
    { "all of choice", "3-1 Choice Day", "PT", false, false, 20, { JOINED(2500, 2000) }, 2000, 0 },
    { "not all of choice", "3-1 Choice Day", "PT", false, false, 20, ONE_JOINED, 4300, 0 },
    { "eight percent", "3-8 International Women's Day", "PT", false, false, 20, PLAIN, 4456, 0 },
    { "at most eight", "3-8 International Women's Day", "PT", false, false, 20,
      { PIECE(20000) }, 19700, 0 },
    { "only announced", "3-18 Anniversary Sale: warm-up", "PT", false, false, 20, PLAIN, 4800, 0 },
    { "in a week", "3-20 Anniversary Sale: 3-7 day delivery", "PT", false, false, 7,
      PLAIN, 4370, 0 },
    { "in eight days", "3-20 Anniversary Sale: 3-7 day delivery", "PT", false, false, 8,
      PLAIN, 4800, 0 },
    { "seven percent", "3-22 Ramadan", "SA", false, false, 20, PLAIN, 4499, 0 },
    { "sent free, with a reward", "4-1 Choice Day", "PT", false, false, 20, PLAIN, 4300, 1 },
    { "9.99 is sent for 5", "4-1 Choice Day", "PT", false, false, 20, { PIECE(999) }, 1499, 1 },
    { "the reward, used", "4-1 Choice Day", "PT", false, true, 20, PLAIN, 3870, 1 },
    { "selected", "4-4 Easter Picks", "US", false, false, 20, ONE_JOINED, 4300, 0 },
    { "not in another country", "4-4 Easter Picks", "DE", false, false, 20, ONE_JOINED, 4800, 0 },
    { "with the coupon", "4-10 Plus Day", "PT", false, true, 20, PLAIN, 4300, 0 },
    { "39.99 is not 40", "4-10 Plus Day", "PT", false, true, 20, { PIECE(3999) }, 4499, 0 },
    { "sent free, with a bonus", "5-1 Choice Day", "PT", false, false, 20, PLAIN, 4300, 1 },
    { "a deal, and 5 off 30", "5-15 Summer Inspirations", "US", false, false, 20,
      { JOINED(2500, 99), PIECE(3000) }, 3099, 0 },
    { "a deal, and not 30", "5-15 Summer Inspirations", "US", false, false, 20,
      { JOINED(2500, 99), PIECE(1800) }, 2399, 0 },
    { "both tiers", "6-1 Choice Day", "PT", false, false, 20, PLAIN, 3900, 0 },
    { "the first tier", "6-1 Choice Day", "PT", false, false, 20, { PIECE(2500) }, 2700, 0 },
    { "19.99 is not 20", "6-1 Choice Day", "PT", false, false, 20, { PIECE(1999) }, 2499, 0 },
    { "39.99 is not 40", "6-1 Choice Day", "PT", false, false, 20, { PIECE(3999) }, 4199, 0 },
    { "the brand, in time", "6-7 Brand Day: Cubot world premiere", "PT", false, false, 3,
      { OF_BRAND(2000, 0, "Cubot", 0), PIECE(1800) }, 4000, 0 },
    { "the brand, too late", "6-7 Brand Day: Cubot world premiere", "PT", false, false, 4,
      { OF_BRAND(2000, 0, "Cubot", 0), PIECE(1800) }, 4300, 0 },
    { "selected", "6-10 Summer Sale", "US", false, false, 20, ONE_JOINED, 4300, 0 },
    { "both tiers", "7-1 Choice Day", "PT", false, false, 20, PLAIN, 3900, 0 },
    { "local and quick", "7-3 Do Brasil Day", "BR", true, false, 5,
      { JOINED(2500, 500), JOINED(1800, 360) }, 1360, 0 },
    { "not local", "7-3 Do Brasil Day", "BR", false, false, 5,
      { JOINED(2500, 500), JOINED(1800, 360) }, 4800, 0 },
    { "not quick", "7-3 Do Brasil Day", "BR", true, false, 12,
      { JOINED(2500, 500), JOINED(1800, 360) }, 4800, 0 },
    { "not in Brazil", "7-3 Do Brasil Day", "PT", true, false, 5,
      { JOINED(2500, 500), JOINED(1800, 360) }, 4800, 0 },
    { "both tiers", "8-1 Choice Day", "PT", false, false, 20, PLAIN, 3900, 0 },
    { "local and quick", "8-7 Do Brasil Day", "BR", true, false, 5,
      { JOINED(2500, 500) }, 1000, 0 },
    { "the first tier", "9-1 Choice Day", "PT", false, false, 20, PLAIN, 4400, 0 },
    { "both tiers", "9-1 Choice Day", "PT", false, false, 20,
      { PIECE(2500), PIECE(2000) }, 4000, 0 },
    { "sent and returned free", "9-1 Mega Savings", "AE", false, false, 14, PLAIN, 4300, 1 },
    { "not quick", "9-1 Mega Savings", "SA", false, false, 15, PLAIN, 4800, 1 },
    { "not there", "9-1 Mega Savings", "EG", false, false, 14, PLAIN, 4800, 0 },
    { "twice 15", "10-1 Choice Day", "PT", false, false, 20, PLAIN, 4400, 0 },
    { "at most 6", "10-1 Choice Day", "PT", false, false, 20, { PIECE(9000) }, 8900, 0 },
    { "14.99 is not 15", "10-1 Choice Day", "PT", false, false, 20, { PIECE(1499) }, 1999, 0 },
    { "half", "10-31 Halloween Sale", "US", false, false, 20, { JOINED(2500, 1250) }, 1750, 0 },
    { "twice 20", "11-1 Choice Day", "PT", false, false, 20, PLAIN, 4200, 0 },
    { "at most 9", "11-1 Choice Day", "PT", false, false, 20, { PIECE(9000) }, 8600, 0 },
    { "a code", "11-11 Global Shopping Festival 11.11", "PT", false, true, 20,
      { JOINED(5000, 4200), PIECE(1800) }, 5700, 0 },
    { "the code from 60 on", "11-11 Global Shopping Festival 11.11", "PT", false, true, 20,
      ONE_JOINED, 4300, 0 },
    { "and ten percent", "11-27 Cyber Monday", "PT", false, false, 20,
      { JOINED(5000, 4000), PIECE(1800) }, 5720, 0 },
    { "sale prices alone", "11-27 Cyber Monday", "PT", false, false, 20, ONE_JOINED, 4300, 0 },
    { "for the home", "12-12 12.12 Home Festival", "PT", false, false, 20,
      { IN_CATEGORY(2500, 1250, 0), JOINED(1800, 900) }, 3550, 0 },
    { "six percent", "12-25 Christmas Day", "PT", false, false, 20, PLAIN, 4542, 0 },
};
// clang-format on

static const struct demo_sale *sale_of(struct arena *memory, const char *name)
{
    for (size_t i = 0; i < demo_sale_count; i++) {
        const struct demo_sale *sale = &demo_sales[i];
        if (text_same(arena_format(memory, "%d-%d %s", sale->month, sale->day, sale->name), name))
            return sale;
    }
    fail_msg("there is no sale %s", name);
    return NULL;
}

static const char *replaced(struct arena *memory, const char *in, const char *what,
                            const char *with)
{
    const char *found = strstr(in, what);
    if (!found)
        return in;
    return arena_format(memory, "%.*s%s%s", (int)(found - in), in, with, found + strlen(what));
}

struct facts {
    struct quote_parcel parcel;
    struct quote_item items[LINES];
    struct quote_promotion promotions[DEMO_SALE_PROMOTIONS];
    struct promotion_terms terms[DEMO_SALE_PROMOTIONS];
    struct quote_price prices[DEMO_SALE_PROMOTIONS * LINES];
    struct quote_facts whole;
};

static void fill_items(struct facts *facts, const struct basket *basket, struct currency dollar)
{
    struct quote_facts *whole = &facts->whole;
    for (int i = 0; i < LINES && basket->lines[i].price; i++) {
        const struct line *line = &basket->lines[i];
        facts->items[whole->item_count++] = (struct quote_item){
            .offer = i + 1,
            .count = 1,
            .unit_price = money_of(line->price, dollar),
            .about = { .offer = i + 1,
                       .category = line->in_category ? CATEGORY : 1,
                       .seller = 9,
                       .brand = line->brand,
                       .listed_at = moment_before(whole->now, days(line->days_old)),
                       .days_max = basket->days_max,
                       .local = basket->local },
        };
    }
}

static void fill_promotions(struct arena *memory, struct facts *facts, const struct basket *basket,
                            const struct demo_sale *sale, struct currency dollar)
{
    struct quote_facts *whole = &facts->whole;
    for (int i = 0; i < DEMO_SALE_PROMOTIONS && sale->promotions[i].name; i++) {
        const struct demo_sale_promotion *promotion = &sale->promotions[i];
        const char *where, *problem, *json = promotion->terms;
        json = replaced(memory, json, "{category}", id_text(memory, "cat", CATEGORY));
        json = replaced(memory, json, "{gift}", id_text(memory, "prm", 5));
        size_t at = whole->promotion_count;
        if (!promotion_read(memory, json, &facts->terms[at], &where, &problem))
            fail_msg("%s: %s: %s at %s", sale->name, promotion->name, problem, where);
        if (promotion->by_coupon && !basket->coupon)
            continue;
        facts->promotions[whole->promotion_count++] = (struct quote_promotion){
            .promotion = i + 1,
            .coupon = promotion->by_coupon,
            .terms = &facts->terms[at],
            .to_buyer = { dollar, dollar, 1000000 },
            .budget_left = -1,
            .uses_left = -1,
            .uses_left_buyer = -1,
        };
        for (size_t k = 0; facts->terms[at].scope.joined && k < whole->item_count; k++)
            if (basket->lines[k].joined)
                facts->prices[whole->price_count++] =
                    (struct quote_price){ k, at, money_of(basket->lines[k].joined, dollar) };
    }
}

static void each_sale_prices_its_basket(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct currency dollar = currency_of("USD");
    for (size_t i = 0; i < sizeof baskets / sizeof *baskets; i++) {
        const struct basket *basket = &baskets[i];
        const struct demo_sale *sale = sale_of(&memory, basket->sale);
        struct facts facts = { .parcel = { .seller = 9,
                                           .to_buyer = { dollar, dollar, 1000000 },
                                           .shipping = money_of(SHIPPING, dollar) } };
        facts.whole = (struct quote_facts){ .currency = dollar,
                                            .parcels = &facts.parcel,
                                            .parcel_count = 1,
                                            .items = facts.items,
                                            .promotions = facts.promotions,
                                            .prices = facts.prices,
                                            .buyer = { .country = basket->country },
                                            .now = moment_of_date(2026, sale->month, sale->day) };
        fill_items(&facts, basket, dollar);
        fill_promotions(&memory, &facts, basket, sale, dollar);
        struct quote quote;
        assert_null(quote_make(&memory, &facts.whole, &quote));
        int perks = 0;
        for (size_t k = 0; k < quote.use_count; k++)
            perks += quote.uses[k].level == LEVEL_PERK;
        if (quote.total.minor != basket->total || perks != basket->perks)
            fail_msg("%s, %s: %lld with %d perks, not %lld with %d", basket->sale, basket->says,
                     (long long)quote.total.minor, perks, (long long)basket->total, basket->perks);
        arena_clear(&memory);
    }
}

static void each_sale_has_a_basket(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    for (size_t i = 0; i < demo_sale_count; i++) {
        const struct demo_sale *sale = &demo_sales[i];
        const char *name = arena_format(&memory, "%d-%d %s", sale->month, sale->day, sale->name);
        bool has = false;
        for (size_t k = 0; k < sizeof baskets / sizeof *baskets; k++)
            has = has || text_same(baskets[k].sale, name);
        if (!has)
            fail_msg("%s has no basket", name);
    }
}

/* A field of the published file: quoted or not, without commas in what is read here. */
static const char *field(struct arena *memory, const char **at)
{
    const char *end = strchr(*at, ',');
    size_t length = end ? (size_t)(end - *at) : strlen(*at);
    const char *value = arena_copy_bytes(memory, *at, length);
    *at += length + (end != NULL);
    return value;
}

static void the_published_calendar_is_in_it(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const char *shared = getenv("SOUK_SHARED");
    char line[500];
    size_t rows = 0;
    FILE *file = fopen(
        arena_format(&memory, "%s/facts/sale-calendar.csv", shared ? shared : "../shared"), "r");
    if (!file) {
        printf("skipped: the published calendar needs SOUK_SHARED, the folder with facts\n");
        skip();
    }
    while (fgets(line, sizeof line, file)) {
        const char *at = line;
        const char *month = field(&memory, &at), *day = field(&memory, &at);
        const char *name = field(&memory, &at), *regions = field(&memory, &at);
        if (!rows++)
            continue; /* the head */
        const struct demo_sale *sale =
            sale_of(&memory, arena_format(&memory, "%s-%s %s", month, day, name));
        assert_string_equal(text_same(regions, "all") ? "" : regions, sale->countries);
    }
    fclose(file);
    assert_int_equal(rows, demo_sale_count + 1);
}

int sale_calendar_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sale_prices_its_basket),
        cmocka_unit_test(each_sale_has_a_basket),
        cmocka_unit_test(the_published_calendar_is_in_it),
    };
    return cmocka_run_group_tests_name("sale calendar", tests, NULL, NULL);
}
