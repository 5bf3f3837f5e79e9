/* Price: how many quotes a core makes in a second, and how long the best combination takes.
 *
 *   price LINES PROMOTIONS SECONDS
 * Baskets of so many lines of three sellers in two currencies, the buyer's a third, with so many
 * promotions, no two the same: prices, goods, shipping, with and without coupons, in groups and
 * free, some of which cannot be used. A quote is made from facts that are there, as the cart has
 * them; nothing is read from a database. 64 baskets in turn, one thread. Prints one JSON object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "shop/promotions/quote.h"

enum { BASKETS = 64, SELLERS = 3 };

struct basket {
    struct quote_parcel parcels[SELLERS];
    struct quote_item items[QUOTE_LINES_MAX];
    struct quote_promotion promotions[QUOTE_PROMOTIONS_MAX];
    struct promotion_terms terms[QUOTE_PROMOTIONS_MAX];
    struct quote_facts facts;
};

static uint64_t dice = 20261123;
static int64_t roll(int64_t below)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((dice >> 33) % (uint64_t)below);
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void fill_promotion(struct basket *basket, size_t i)
{
    static const char *const groups[] = { "", "event", "coupon", "shop" };
    struct promotion_terms *terms = &basket->terms[i];
    struct currency dollar = currency_of("USD");
    *terms = (struct promotion_terms){
        .currency = dollar,
        .level = i % 5 == 0   ? LEVEL_PRICE
                 : i % 5 == 4 ? LEVEL_SHIPPING
                              : LEVEL_GOODS,
        .benefit = i % 2 ? BENEFIT_AMOUNT : BENEFIT_PERCENT,
        .basis_points = 100 + (int)roll(2500),
        .off = 100 + roll(900),
        .every = 1500 + roll(1500),
        .spend = i % 5 == 0 ? 0 : roll(6000),
        .cap = roll(2) ? 0 : 900,
        .funder = i % 3 ? FUNDED_BY_PLATFORM : FUNDED_BY_SELLER,
        .order = (int)roll(3),
    };
    if (i % 5 == 2)
        terms->benefit = BENEFIT_EVERY;
    if (i % 5 == 4 && i % 2)
        terms->benefit = BENEFIT_FREE_SHIPPING;
    const char *group = groups[roll(4)];
    memcpy(terms->group, group, strlen(group) + 1);
    basket->promotions[i] = (struct quote_promotion){
        .promotion = (int64_t)i + 1,
        .coupon = i % 2 ? (int64_t)i + 1 : 0,
        .seller = i % 3 ? 0 : 1 + roll(SELLERS),
        .terms = terms,
        .to_buyer = { dollar, basket->facts.currency, 868056 },
        .budget_left = -1,
        .uses_left = -1,
        .uses_left_buyer = -1,
    };
}

static void fill(struct basket *basket, size_t lines, size_t promotions)
{
    struct currency euro = currency_of("EUR"), dollar = currency_of("USD");
    basket->facts = (struct quote_facts){
        .currency = euro,
        .parcels = basket->parcels,
        .parcel_count = SELLERS,
        .items = basket->items,
        .item_count = lines,
        .promotions = basket->promotions,
        .promotion_count = promotions,
        .buyer = { .country = "PT" },
    };
    for (size_t i = 0; i < SELLERS; i++)
        basket->parcels[i] = (struct quote_parcel){
            .seller = (int64_t)i + 1,
            .to_buyer = { i ? dollar : euro, euro, i ? 868056 : 1000000 },
            .shipping = money_of(300 + roll(900), i ? dollar : euro),
            .commission_basis_points = 500,
        };
    for (size_t i = 0; i < lines; i++) {
        size_t order = i % SELLERS;
        basket->items[i] = (struct quote_item){
            .offer = (int64_t)i + 1,
            .order = order,
            .count = 1 + roll(3),
            .unit_price = money_of(199 + roll(6000), basket->parcels[order].to_buyer.from),
            .about = { .offer = (int64_t)i + 1,
                       .product = (int64_t)i + 1,
                       .category = 1 + roll(8),
                       .seller = (int64_t)order + 1,
                       .days_max = 9 },
        };
    }
    for (size_t i = 0; i < promotions; i++)
        fill_promotion(basket, i);
}

int main(int count, char **words)
{
    static struct basket baskets[BASKETS];
    int64_t lines = 0, promotions = 0, wanted = 0;
    if (count != 4 || !text_to_int(words[1], &lines) || !text_to_int(words[2], &promotions) ||
        !text_to_int(words[3], &wanted) || lines < SELLERS || lines > QUOTE_LINES_MAX ||
        promotions < 0 || promotions > QUOTE_PROMOTIONS_MAX) {
        fprintf(stderr, "price LINES PROMOTIONS SECONDS\n");
        return 2;
    }
    for (size_t i = 0; i < BASKETS; i++)
        fill(&baskets[i], (size_t)lines, (size_t)promotions);
    AUTO(arena) memory = { 0 };
    int64_t made = 0, used = 0, inexact = 0;
    double began = seconds_now(), until = began + (double)wanted, now = began, slowest = 0;
    while (now < until) {
        struct quote quote;
        if (quote_make(&memory, &baskets[made % BASKETS].facts, &quote))
            return 1;
        used += (int64_t)quote.use_count;
        inexact += !quote.exact;
        arena_clear(&memory);
        made++;
        double after = made % 16 && lines < 20 ? now : seconds_now();
        slowest = after - now > slowest ? after - now : slowest;
        now = after;
    }
    double took = seconds_now() - began;
    printf("{\"per_second\": %.1f, \"mean_us\": %.2f, \"slowest_ms\": %.3f, \"made\": %lld, "
           "\"used\": %.2f, \"inexact\": %lld}\n",
           (double)made / took, took * 1e6 / (double)made, slowest * 1000, (long long)made,
           (double)used / (double)made, (long long)inexact);
    return 0;
}
