/* Quote: what holds for every basket, on random ones; and that the best set is found, against all
 * sets tried one by one. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/secret.h"
#include "shop/promotions/quote.h"

int quote_property_tests(void);

enum { PARCELS = 4, ITEMS = 8, PROMOTIONS = 6, BUNDLES = 2 };

/* A generator of its own: a basket that fails is made again from its number. */
struct dice {
    uint64_t state;
};
static uint64_t roll(struct dice *dice, uint64_t below)
{
    dice->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = dice->state; /* splitmix64, Steele, Lea and Flood 2014 */
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (mixed ^ (mixed >> 31)) % below;
}

struct basket {
    struct quote_parcel parcels[PARCELS];
    struct quote_item items[ITEMS];
    struct quote_promotion promotions[PROMOTIONS];
    struct promotion_terms terms[PROMOTIONS];
    struct quote_price prices[PROMOTIONS];
    struct quote_bundle bundles[BUNDLES];
    int64_t offers[PROMOTIONS][2];
    struct quote_facts facts;
};

static const char *const codes[] = { "EUR", "USD", "GBP", "JPY", "BRL", "KWD" };

static struct rate rate_between(struct dice *dice, struct currency from, struct currency to)
{
    static const int64_t in_euro[] = { 1000000, 860000, 1150000, 5600, 160000, 2800000 };
    int64_t a = 0, b = 0;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (currency_same(currency_of(codes[i]), from))
            a = in_euro[i];
        if (currency_same(currency_of(codes[i]), to))
            b = in_euro[i];
    }
    int64_t noise = currency_same(from, to) ? 0 : (int64_t)roll(dice, 1000);
    return (struct rate){ from, to, a * 1000000 / b + noise };
}

static void fill_items(struct dice *dice, struct basket *basket, size_t parcels)
{
    size_t items = parcels + roll(dice, ITEMS - parcels + 1);
    for (size_t i = 0; i < parcels; i++) {
        struct currency seller = currency_of(codes[roll(dice, 6)]);
        basket->parcels[i] = (struct quote_parcel){
            .seller = (int64_t)i + 1,
            .to_buyer = rate_between(dice, seller, basket->facts.currency),
            .shipping = money_of((int64_t)roll(dice, 3) * (int64_t)roll(dice, 900), seller),
            .commission_basis_points = (int)roll(dice, 3001),
        };
    }
    for (size_t i = 0; i < items; i++) {
        size_t order = i < parcels ? i : roll(dice, parcels);
        basket->items[i] = (struct quote_item){
            .offer = (int64_t)i + 1,
            .order = order,
            .count = 1 + (int64_t)roll(dice, 4),
            .unit_price = money_of(1 + (int64_t)roll(dice, roll(dice, 4) ? 3000 : 5),
                                   basket->parcels[order].to_buyer.from),
            .about = { .offer = (int64_t)i + 1,
                       .seller = (int64_t)order + 1,
                       .category = 1 + (int64_t)roll(dice, 3) },
        };
    }
    basket->facts.item_count = items;
    basket->facts.parcel_count = parcels;
}

static void fill_terms(struct dice *dice, struct basket *basket, size_t at)
{
    static const char *const groups[] = { "", "a", "b", "c" };
    struct promotion_terms *terms = &basket->terms[at];
    *terms = (struct promotion_terms){
        .currency = currency_of(codes[roll(dice, 6)]),
        .level = (enum promotion_level)roll(dice, 3),
        .benefit = (enum promotion_benefit)roll(dice, 2),
        .basis_points = 1 + (int)roll(dice, 10000),
        .off = 1 + (int64_t)roll(dice, 1500),
        .every = 1 + (int64_t)roll(dice, 3000),
        .cap = roll(dice, 2) ? 0 : 1 + (int64_t)roll(dice, 1000),
        .spend = roll(dice, 2) ? 0 : (int64_t)roll(dice, 4000),
        .order = (int)roll(dice, 3),
        .alone = roll(dice, 8) == 0,
        .funder = (enum promotion_funder)roll(dice, 3),
    };
    const char *group = groups[roll(dice, 4)];
    memcpy(terms->group, group, strlen(group) + 1);
    if (terms->funder == FUNDED_BY_BOTH)
        terms->platform_basis_points = 1 + (int)roll(dice, 9999);
    if (terms->level == LEVEL_GOODS && roll(dice, 3) == 0)
        terms->benefit = BENEFIT_EVERY;
    if (terms->level == LEVEL_GOODS && roll(dice, 4) == 0) {
        terms->benefit = BENEFIT_TIERS;
        terms->tier_count = 2;
        terms->tiers_add = roll(dice, 2);
        terms->tiers[0] = (struct promotion_tier){ .spend = 500, .off = 100 };
        terms->tiers[1] = (struct promotion_tier){ .spend = 1500, .basis_points = 2000 };
    }
    if (terms->level == LEVEL_PRICE) {
        terms->spend = 0;
        if (roll(dice, 3) == 0)
            terms->benefit = roll(dice, 2) ? BENEFIT_FIXED_PRICE : BENEFIT_JOINED_PRICE;
    }
    if (roll(dice, 3) == 0) {
        basket->offers[at][0] = 1;
        basket->offers[at][1] = 2 + (int64_t)roll(dice, 4);
        terms->scope.offers = (struct promotion_ids){ basket->offers[at], 2 };
    }
}

static void fill_promotions(struct dice *dice, struct basket *basket)
{
    size_t count = roll(dice, PROMOTIONS + 1);
    for (size_t i = 0; i < count; i++) {
        fill_terms(dice, basket, i);
        const struct promotion_terms *terms = &basket->terms[i];
        basket->promotions[i] = (struct quote_promotion){
            .promotion = (int64_t)i + 1,
            .coupon = (int64_t)roll(dice, 2),
            .seller = roll(dice, 2) ? 1 + (int64_t)roll(dice, basket->facts.parcel_count) : 0,
            .terms = terms,
            .to_buyer = rate_between(dice, terms->currency, basket->facts.currency),
            .budget_left = roll(dice, 5) ? -1 : (int64_t)roll(dice, 1500),
            .uses_left = roll(dice, 9) ? -1 : 0,
            .uses_left_buyer = -1,
        };
        size_t item = roll(dice, basket->facts.item_count);
        if (terms->benefit == BENEFIT_JOINED_PRICE)
            basket->prices[basket->facts.price_count++] = (struct quote_price){
                .item = item,
                .promotion = i,
                .unit_price = money_of(1 + (int64_t)roll(dice, 1500),
                                       basket->items[item].unit_price.currency),
            };
    }
    basket->facts.promotion_count = count;
}

static void fill_bundles(struct dice *dice, struct basket *basket)
{
    const struct quote_facts *facts = &basket->facts;
    for (size_t i = 0; i < roll(dice, BUNDLES + 1); i++) {
        struct quote_bundle *bundle = &basket->bundles[basket->facts.bundle_count];
        size_t first = roll(dice, facts->item_count);
        *bundle = (struct quote_bundle){ .bundle = (int64_t)i + 1 };
        for (size_t k = 0; k < facts->item_count && bundle->member_count < 3; k++)
            if (basket->items[k].order == basket->items[first].order)
                bundle->members[bundle->member_count++] =
                    (struct quote_bundle_member){ k, 1 + (int64_t)roll(dice, 2) };
        bundle->price =
            money_of(1 + (int64_t)roll(dice, 4000), basket->items[first].unit_price.currency);
        basket->facts.bundle_count++;
    }
}

static void fill_basket(struct basket *basket, uint64_t number)
{
    struct dice dice = { number * UINT64_C(0xd1342543de82ef95) };
    memset(basket, 0, sizeof *basket);
    basket->facts = (struct quote_facts){
        .currency = currency_of(codes[roll(&dice, 6)]),
        .parcels = basket->parcels,
        .items = basket->items,
        .promotions = basket->promotions,
        .prices = basket->prices,
        .bundles = basket->bundles,
        .buyer = { .country = "PT" },
    };
    fill_items(&dice, basket, 1 + roll(&dice, PARCELS));
    fill_promotions(&dice, basket);
    fill_bundles(&dice, basket);
    basket->facts.coins =
        money_of(roll(&dice, 3) ? 0 : (int64_t)roll(&dice, 500), basket->facts.currency);
}

/* What must hold ----------------------------------------------------------------------------- */

#define MUST(CONDITION)                                                          \
    do {                                                                         \
        if (!(CONDITION))                                                        \
            fail_msg("basket %llu: %s", (unsigned long long)number, #CONDITION); \
    } while (0)

static void check_lines(uint64_t number, const struct quote *quote, const struct basket *basket)
{
    int64_t goods = 0, discount = 0, shipping = 0, off = 0, total = 0, subsidy = 0;
    for (size_t i = 0; i < quote->order_count; i++) {
        const struct quote_order *order = &quote->orders[i];
        int64_t of_lines = 0, of_discounts = 0, of_seller = 0;
        for (size_t k = 0; k < order->line_count; k++) {
            const struct quote_line *line = &order->lines[k];
            MUST(line->paid.minor >= 0 && line->discount.minor >= 0 && line->subsidy.minor >= 0);
            MUST(line->paid.minor == line->total.minor - line->discount.minor);
            MUST(line->total.minor <= line->list_price.minor * line->count);
            MUST(line->seller_total.minor >= 0);
            of_lines += line->total.minor;
            of_discounts += line->discount.minor;
            of_seller += line->seller_total.minor;
        }
        MUST(order->goods.minor == of_lines && order->discount.minor == of_discounts);
        MUST(order->shipping_discount.minor >= 0);
        MUST(order->shipping_discount.minor <= order->shipping.minor);
        MUST(order->total.minor >= 0 && order->subsidy.minor >= 0);
        MUST(order->total.minor == order->goods.minor - order->discount.minor +
                                       order->shipping.minor - order->shipping_discount.minor);
        MUST(order->seller_total.minor >= of_seller && order->seller_net.minor >= 0);
        MUST(order->seller_total.minor == order->commission.minor + order->seller_net.minor);
        if (currency_same(order->seller_total.currency, order->total.currency))
            MUST(order->seller_total.minor == order->total.minor + order->subsidy.minor);
        goods += of_lines, discount += of_discounts, total += order->total.minor;
        shipping += order->shipping.minor, off += order->shipping_discount.minor;
        subsidy += order->subsidy.minor;
    }
    MUST(quote->goods.minor == goods && quote->discount.minor == discount);
    MUST(quote->shipping.minor == shipping && quote->shipping_discount.minor == off);
    MUST(quote->total.minor == total && quote->subsidy.minor == subsidy);
    MUST(quote->exact);
    (void)basket;
}

/* The uses are all that was taken off, each line's and parcel's by its parts. */
static void check_uses(uint64_t number, const struct quote *quote, const struct basket *basket)
{
    int64_t amount = 0, subsidy = 0;
    for (size_t i = 0; i < quote->use_count; i++) {
        const struct quote_use *use = &quote->uses[i];
        int64_t parts = 0;
        for (size_t k = 0; k < basket->facts.item_count; k++)
            parts += use->line_parts[k];
        for (size_t k = 0; k < basket->facts.parcel_count; k++)
            parts += use->shipping_parts[k];
        MUST(parts == use->amount.minor);
        MUST(use->subsidy.minor >= 0 && use->subsidy.minor <= use->amount.minor);
        if (use->promotion && basket->promotions[use->fact].budget_left >= 0)
            MUST(use->cost.minor <= basket->promotions[use->fact].budget_left);
        amount += use->amount.minor;
        subsidy += use->subsidy.minor;
    }
    MUST(amount == quote->saved.minor);
    MUST(subsidy == quote->subsidy.minor);
    size_t promotions = 0;
    for (size_t i = 0; i < quote->use_count; i++)
        promotions += quote->uses[i].promotion != 0;
    MUST(promotions + quote->unused_count == basket->facts.promotion_count);
    for (size_t i = 0; i < quote->unused_count; i++)
        MUST(quote->unused[i].fault != PROMOTION_FINE);
}

/* Every piece given back, in any order, gives what was paid for the line. */
static void check_refunds(uint64_t number, const struct quote *quote, struct dice *dice)
{
    for (size_t i = 0; i < quote->order_count; i++)
        for (size_t k = 0; k < quote->orders[i].line_count; k++) {
            const struct quote_line *line = &quote->orders[i].lines[k];
            int64_t back = 0, pieces = 0;
            while (pieces < line->count) {
                int64_t more = 1 + (int64_t)roll(dice, (uint64_t)(line->count - pieces));
                int64_t part = quote_part_of(line->paid.minor, line->count, pieces, pieces + more);
                MUST(part >= 0);
                back += part;
                pieces += more;
            }
            MUST(back == line->paid.minor);
        }
}

/* A soak asks for more. */
static int64_t basket_count(void)
{
    const char *wanted = getenv("SOUK_BASKETS");
    int64_t baskets = 0;
    return wanted && text_to_int(wanted, &baskets) ? baskets : 60000;
}

static void every_basket_adds_up(void **state)
{
    (void)state;
    int64_t baskets = basket_count();
    AUTO(arena) memory = { 0 };
    struct dice dice = { 7 };
    for (uint64_t number = 0; number < (uint64_t)baskets; number++) {
        struct basket basket;
        struct quote quote;
        fill_basket(&basket, number);
        assert_null(quote_make(&memory, &basket.facts, &quote));
        check_lines(number, &quote, &basket);
        check_uses(number, &quote, &basket);
        check_refunds(number, &quote, &dice);
        arena_clear(&memory);
    }
}

/* The best set ------------------------------------------------------------------------------- */

/* The same basket with some promotions switched off. */
static int64_t total_with(struct arena *memory, struct basket *basket, unsigned on)
{
    struct quote quote;
    for (size_t i = 0; i < basket->facts.promotion_count; i++)
        basket->promotions[i].switched_off = !(on & 1u << i);
    assert_null(quote_make(memory, &basket->facts, &quote));
    return quote.total.minor;
}

/* No subset of what may be used is cheaper than what was found with all. A quote of a subset is
 * one that the buyer could have, so all subsets together are brute force over discounts; shipping
 * and prices are chosen line by line and parcel by parcel. Budgets may make fewer cheaper for the
 * prices' level, which takes the lowest first; so they are left out here. */
static void nothing_is_cheaper(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    for (uint64_t number = 0; number < (uint64_t)basket_count() / 20; number++) {
        struct basket basket;
        fill_basket(&basket, number + UINT64_C(1000000000));
        size_t count = basket.facts.promotion_count;
        for (size_t i = 0; i < count; i++) {
            basket.promotions[i].budget_left = -1;
            if (basket.terms[i].level == LEVEL_PRICE)
                basket.terms[i].level = LEVEL_GOODS, basket.terms[i].benefit = BENEFIT_PERCENT;
        }
        int64_t best = total_with(&memory, &basket, ~0u);
        for (unsigned on = 0; on < 1u << count; on++)
            if (total_with(&memory, &basket, on) < best)
                fail_msg("basket %llu: set %u is cheaper", (unsigned long long)number, on);
        arena_clear(&memory);
    }
}

int quote_property_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_basket_adds_up),
        cmocka_unit_test(nothing_is_cheaper),
    };
    return cmocka_run_group_tests_name("quote, any basket", tests, NULL, NULL);
}
