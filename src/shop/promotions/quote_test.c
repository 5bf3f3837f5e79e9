/* Quote: a table of small baskets, and that the parts of any basket add up. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/secret.h"
#include "shop/promotions/quote.h"

int quote_tests(void);

// clang-format off
/* One seller, one line: prices in the seller's currency, what comes out in the buyer's. */
static const struct {
    const char *says, *seller, *buyer;
    int64_t per_million, unit_price, count, shipping, commission_basis_points;
    struct { int64_t goods, sent, total, seller_total, commission, net; } gives;
} cases[] = {
    { "one currency", "EUR", "EUR", 1000000, 1299, 2, 350, 500,
      { 2598, 350, 2948, 2948, 147, 2801 } },
    { "converted once a unit", "USD", "EUR", 868056, 1299, 3, 500, 500,
      { 3384, 434, 3818, 4397, 220, 4177 } },
    { "to yen, without cents", "EUR", "JPY", 178500000, 999, 1, 100, 500,
      { 1783, 179, 1962, 1099, 55, 1044 } },
    { "from yen", "JPY", "EUR", 5602, 2000, 1, 0, 1000,
      { 1120, 0, 1120, 2000, 200, 1800 } },
    { "never rounds to nothing", "JPY", "KWD", 1, 1, 5, 0, 0,
      { 5, 0, 5, 5, 0, 5 } },
    { "no commission", "EUR", "EUR", 1000000, 1000, 1, 0, 0,
      { 1000, 0, 1000, 1000, 0, 1000 } },
    { "commission rounds up", "EUR", "EUR", 1000000, 10, 1, 0, 500,
      { 10, 0, 10, 10, 1, 9 } },
};
static const struct { const char *says; int64_t unit_price, count; } too_large[] = {
    { "a price beyond bounds", MONEY_MAX, 1 },
    { "a count beyond bounds", 100, 1000 },
    { "no units",              100, 0 },
};
// clang-format on

static void small_baskets(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct currency seller = currency_of(cases[i].seller), buyer = currency_of(cases[i].buyer);
        struct quote_parcel parcel = { .to_buyer = { seller, buyer, cases[i].per_million },
                                       .shipping = money_of(cases[i].shipping, seller),
                                       .commission_basis_points =
                                           (int)cases[i].commission_basis_points };
        struct quote_item item = { .count = cases[i].count,
                                   .unit_price = money_of(cases[i].unit_price, seller) };
        struct quote quote;
        assert_null(quote_make(&memory,
                               &(struct quote_facts){ .currency = buyer,
                                                      .parcels = &parcel,
                                                      .parcel_count = 1,
                                                      .items = &item,
                                                      .item_count = 1 },
                               &quote));
        const struct quote_order *order = &quote.orders[0];
        const int64_t got[] = { quote.goods.minor,       quote.shipping.minor,
                                quote.total.minor,       order->seller_total.minor,
                                order->commission.minor, order->seller_net.minor };
        const int64_t wanted[] = { cases[i].gives.goods,      cases[i].gives.sent,
                                   cases[i].gives.total,      cases[i].gives.seller_total,
                                   cases[i].gives.commission, cases[i].gives.net };
        for (size_t k = 0; k < sizeof got / sizeof *got; k++)
            if (got[k] != wanted[k])
                fail_msg("%s, number %zu: %lld, not %lld", cases[i].says, k, (long long)got[k],
                         (long long)wanted[k]);
    }
}

static void what_is_too_large_is_refused(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct currency euro = currency_of("EUR");
    struct quote_parcel parcel = { .to_buyer = { euro, euro, 1000000 },
                                   .shipping = money_of(0, euro) };
    for (size_t i = 0; i < sizeof too_large / sizeof *too_large; i++) {
        struct quote_item item = { .count = too_large[i].count,
                                   .unit_price = money_of(too_large[i].unit_price, euro) };
        struct quote quote;
        refused why = quote_make(&memory,
                                 &(struct quote_facts){ .currency = euro,
                                                        .parcels = &parcel,
                                                        .parcel_count = 1,
                                                        .items = &item,
                                                        .item_count = 1 },
                                 &quote);
        if (why != &QUOTE_TOO_LARGE)
            fail_msg("%s was not refused", too_large[i].says);
    }
}

/* A random basket of up to five sellers in their currencies and a dozen lines. */
struct basket {
    struct quote_parcel parcels[5];
    struct quote_item items[12];
    struct quote_facts facts;
};

static void fill_basket(struct basket *basket)
{
    static const char *const codes[] = { "EUR", "USD", "GBP", "JPY", "BRL", "KWD" };
    struct currency buyer = currency_of(codes[secret_random_below(6)]);
    size_t parcels = 1 + secret_random_below(5), items = parcels + secret_random_below(8);
    for (size_t i = 0; i < parcels; i++) {
        struct currency seller = currency_of(codes[secret_random_below(6)]);
        bool same = currency_same(seller, buyer);
        int64_t rate = same ? 1000000 : 1 + secret_random_below(200000000);
        basket->parcels[i] = (struct quote_parcel){
            .seller = (int64_t)i,
            .to_buyer = { seller, buyer, rate },
            .shipping = money_of(secret_random_below(5000), seller),
            .commission_basis_points = (int)secret_random_below(3001),
        };
    }
    for (size_t i = 0; i < items; i++) {
        size_t order = i < parcels ? i : secret_random_below((uint32_t)parcels);
        struct currency seller = basket->parcels[order].to_buyer.from;
        basket->items[i] = (struct quote_item){
            .offer = (int64_t)i,
            .order = order,
            .count = 1 + secret_random_below(20),
            .unit_price = money_of(1 + secret_random_below(1000000), seller),
        };
    }
    basket->facts = (struct quote_facts){ .currency = buyer,
                                          .parcels = basket->parcels,
                                          .parcel_count = parcels,
                                          .items = basket->items,
                                          .item_count = items };
}

static void check_sums(const struct quote *quote, const struct basket *basket)
{
    int64_t goods = 0, shipping = 0, total = 0;
    size_t lines = 0;
    for (size_t i = 0; i < quote->order_count; i++) {
        const struct quote_order *order = &quote->orders[i];
        int64_t of_lines = 0, of_seller = basket->parcels[i].shipping.minor;
        for (size_t k = 0; k < order->line_count; k++, lines++) {
            of_lines += order->lines[k].total.minor;
            of_seller += order->lines[k].seller_total.minor;
            assert_int_equal(order->lines[k].total.minor,
                             order->lines[k].unit_price.minor * order->lines[k].count);
        }
        assert_int_equal(order->goods.minor, of_lines);
        assert_int_equal(order->total.minor, order->goods.minor + order->shipping.minor);
        assert_int_equal(order->seller_total.minor, of_seller);
        assert_int_equal(order->seller_total.minor,
                         order->commission.minor + order->seller_net.minor);
        assert_true(order->commission.minor >= 0 && order->seller_net.minor >= 0);
        goods += order->goods.minor;
        shipping += order->shipping.minor;
        total += order->total.minor;
    }
    assert_int_equal(lines, basket->facts.item_count);
    assert_int_equal(quote->goods.minor, goods);
    assert_int_equal(quote->shipping.minor, shipping);
    assert_int_equal(quote->total.minor, total);
    assert_int_equal(total, goods + shipping);
}

static void parts_add_up(void **state)
{
    (void)state;
    enum { BASKETS = 100000 };
    AUTO(arena) memory = { 0 };
    for (int i = 0; i < BASKETS; i++) {
        struct basket basket;
        struct quote quote, again;
        fill_basket(&basket);
        assert_null(quote_make(&memory, &basket.facts, &quote));
        check_sums(&quote, &basket);
        assert_null(quote_make(&memory, &basket.facts, &again));
        assert_int_equal(quote.total.minor, again.total.minor);
        arena_clear(&memory);
    }
}

int quote_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_baskets),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(parts_add_up),
    };
    return cmocka_run_group_tests_name("quote", tests, NULL, NULL);
}
