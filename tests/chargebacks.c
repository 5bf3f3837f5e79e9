/* Chargebacks, as a table: each row is an order, when a bank takes its payment and what follows,
 * and where every cent is in the end: with the bank, the seller, the market. Each is played in one
 * currency and in two, with prices that the market pays a part of. */
#include "played.h"

int chargebacks_money_tests(void);

enum { DAYS = 60, OFFERS = 2 };
// clang-format off
static const struct row kinds[] = {
    { .name = "never sent, taken", .script = "0:x.charge",
      .unsent = true, .taken = true, .state = ORDER_CHARGED_BACK },
    { .name = "never sent, given back: refunded", .script = "0:x.charge 0:x.won",
      .unsent = true, .back = ALL, .state = ORDER_CANCELLED },
    { .name = "never sent, refunded, and asked for again",
      .script = "0:x.charge 0:x.won 1:x.again!CHARGEBACK_NOT_POSSIBLE",
      .unsent = true, .back = ALL, .state = ORDER_CANCELLED },
    { .name = "on its way, taken, nobody answers", .script = "2:x.charge",
      .taken = true, .state = ORDER_CHARGED_BACK },
    { .name = "on its way, taken, told twice", .script = "2:x.charge 3:x.charge",
      .taken = true, .state = ORDER_CHARGED_BACK },
    { .name = "on its way, lost", .script = "2:x.charge 4:x.lost",
      .taken = true, .state = ORDER_CHARGED_BACK },
    { .name = "on its way, won", .script = "2:x.charge 4:x.won",
      .seller_paid = true, .state = ORDER_COMPLETED },
    { .name = "on its way, won, told twice, then lost",
      .script = "2:x.charge 4:x.won 5:x.won 6:x.lost!CHARGEBACK_IS_DECIDED",
      .seller_paid = true, .state = ORDER_COMPLETED },
    { .name = "on its way, lost, then won",
      .script = "2:x.charge 4:x.lost 5:x.won!CHARGEBACK_IS_DECIDED",
      .taken = true, .state = ORDER_CHARGED_BACK },
    { .name = "on its way, lost, the market bears it",
      .script = "2:x.charge 4:x.lost 5:x.bear=market 6:x.bear=seller!CHARGEBACK_BORNE",
      .taken = true, .seller_paid = true, .market_lost = true, .state = ORDER_CHARGED_BACK },
    { .name = "on its way, lost, the seller bears it",
      .script = "2:x.charge 4:x.lost 5:x.bear=seller 6:x.bear=market!CHARGEBACK_BORNE",
      .taken = true, .state = ORDER_CHARGED_BACK },
    { .name = "too early to say who bears it",
      .script = "2:x.charge 3:x.bear=market!CHARGEBACK_NOT_LOST 4:x.won",
      .seller_paid = true, .state = ORDER_COMPLETED },
    { .name = "confirmed, taken", .script = "8:b.confirm 20:x.charge",
      .taken = true, .seller_paid = true, .market_lost = true, .state = ORDER_CHARGED_BACK },
    { .name = "confirmed, won", .script = "8:b.confirm 20:x.charge 22:x.won",
      .seller_paid = true, .state = ORDER_COMPLETED },
    { .name = "confirmed, lost, the seller bears it",
      .script = "8:b.confirm 20:x.charge 22:x.lost 23:x.bear=seller",
      .taken = true, .state = ORDER_CHARGED_BACK },
    { .name = "confirmed, lost, the market bears it",
      .script = "8:b.confirm 20:x.charge 22:x.lost 23:x.bear=market",
      .taken = true, .seller_paid = true, .market_lost = true, .state = ORDER_CHARGED_BACK },
    { .name = "released by the clock, taken", .script = "40:x.charge",
      .taken = true, .seller_paid = true, .market_lost = true, .state = ORDER_CHARGED_BACK },
    { .name = "won, and again, lost", .script = "2:x.charge 4:x.won 20:x.again 22:x.lost",
      .taken = true, .seller_paid = true, .market_lost = true, .state = ORDER_CHARGED_BACK },
    { .name = "won, again, won again",
      .script = "2:x.charge 4:x.won 20:x.again 21:x.again 22:x.won",
      .seller_paid = true, .state = ORDER_COMPLETED },
    { .name = "won, again, lost, the seller bears it",
      .script = "2:x.charge 4:x.won 20:x.again 22:x.lost 23:x.bear=seller",
      .taken = true, .state = ORDER_CHARGED_BACK },
    { .name = "won three times",
      .script = "8:b.confirm 10:x.charge 12:x.won 20:x.again 22:x.won 30:x.again 32:x.won",
      .seller_paid = true, .state = ORDER_COMPLETED },
    { .name = "some went back before, taken",
      .script = "6:b.open=damaged/refund/300 7:s.accept 9:x.charge",
      .taken = true, .back = 300, .seller_paid = true, .market_lost = true,
      .state = ORDER_CHARGED_BACK },
    { .name = "some went back before, won",
      .script = "6:b.open=damaged/refund/300 7:s.accept 9:x.charge 10:x.won",
      .back = 300, .seller_paid = true, .state = ORDER_COMPLETED },
    { .name = "some went back before, lost, the market bears it",
      .script = "6:b.open=damaged/refund/300 7:s.accept 9:x.charge 10:x.lost 11:x.bear=market",
      .back = 300, .taken = true, .seller_paid = true, .market_lost = true,
      .state = ORDER_CHARGED_BACK },
    { .name = "a piece went back, the rest was won, and taken again",
      .script = "6:b.open=damaged/refund/all/1 7:s.accept 9:x.charge 10:x.won 20:x.again",
      .back = HALF, .taken = true, .seller_paid = true, .market_lost = true,
      .state = ORDER_CHARGED_BACK },
    { .name = "confirmed, some went back, taken",
      .script = "6:b.confirm 7:b.open=damaged/refund/300 8:s.accept 12:x.charge",
      .back = 300, .taken = true, .seller_paid = true, .market_lost = true,
      .state = ORDER_CHARGED_BACK },
    { .name = "confirmed, some went back, lost, the seller bears it",
      .script = "6:b.confirm 7:b.open=damaged/refund/300 8:s.accept 12:x.charge 13:x.lost "
                "14:x.bear=seller",
      .back = 300, .taken = true, .state = ORDER_CHARGED_BACK },
    { .name = "in dispute, taken", .script = "6:b.open=damaged/refund/all 8:x.charge",
      .taken = true, .state = ORDER_CHARGED_BACK },
    { .name = "in dispute, taken, won", .script = "6:b.open=damaged/refund/all 8:x.charge 9:x.won",
      .seller_paid = true, .state = ORDER_COMPLETED },
    { .name = "all went back before",
      .script = "6:b.open=damaged/refund/all 7:s.accept 9:x.charge!CHARGEBACK_NOT_POSSIBLE",
      .back = ALL, .state = ORDER_REFUNDED },
};
// clang-format on
enum { KINDS = sizeof kinds / sizeof *kinds, ROWS = KINDS * OFFERS };

static void check(const char *name, const char *what, int64_t got, int64_t wanted, int64_t off)
{
    if (llabs(got - wanted) > off)
        fail_msg("%s: %s: %lld, wanted %lld", name, what, (long long)got, (long long)wanted);
}

/* What is left of an order of one line when so much of that was given back. */
struct left {
    int64_t paid, net, commission, subsidy;
};
static struct left left_of(struct store_tx *tx, struct arena *memory, const struct order *order,
                           int64_t back)
{
    struct order_line line = orders_lines(tx, memory, order).items[0];
    int64_t sold = order->seller_total.minor - line.seller_total.minor * back / line.paid.minor;
    int64_t commission = order->commission.minor * sold / order->seller_total.minor;
    return (struct left){ order->total.minor - back, sold - commission, commission,
                          order->subsidy.minor - line.subsidy.minor * back / line.paid.minor };
}

/* Exact, but for a minor unit a part where a share of what was paid went back before. */
static void check_money(struct store_tx *tx, const struct playing *playing,
                        const struct order *order)
{
    const struct row *row = playing->row;
    struct arena *memory = &playing->house->memory;
    order_id number = order->order;
    int64_t back = row->back, off = back > 0 || back == HALF ? 2 : 0;
    if (back == HALF) { /* one of two pieces */
        back = escrow_parts(tx, memory, order).items[0].refunded.minor;
        check(row->name, "a piece", back, orders_lines(tx, memory, order).items[0].paid.minor / 2,
              1);
    }
    struct left none = { 0 }, left = back == ALL ? none : left_of(tx, memory, order, back);
    struct left paid = row->seller_paid ? left : none;
    check(row->name, "with the gateway", -play_moved(tx, LEDGER_GATEWAY, number),
          row->taken ? 0 : left.paid, 0);
    check(row->name, "held", play_moved(tx, LEDGER_ESCROW, number), 0, 0);
    check(row->name, "the market's loss", -play_moved(tx, LEDGER_LOSS, number),
          row->market_lost ? left.paid : 0, 0);
    check(row->name, "to the seller",
          play_moved(tx, LEDGER_SELLER, number) + play_moved(tx, LEDGER_OWED, number), paid.net,
          off);
    check(row->name, "commission", play_moved(tx, LEDGER_COMMISSION, number), paid.commission, off);
    check(row->name, "the market's part", -play_moved(tx, LEDGER_PROMOTION, number), paid.subsidy,
          off);
    if (!row->seller_paid)
        check(row->name, "exchanged", play_moved(tx, LEDGER_EXCHANGE, number), 0, off);
}

/* The shelf of the market of stories is short, so half of the rows live in each of two. */
static void play_half(struct house *house, size_t half)
{
    static const char *const offers[OFFERS] = { "mug", "lamp" };
    struct row rows[ROWS];
    struct playing playing[ROWS];
    size_t count = 0;
    for (size_t i = half; i < KINDS; i += 2)
        for (int k = 0; k < OFFERS; k++) {
            struct row *row = &rows[count++];
            *row = kinds[i];
            row->offer = offers[k];
            row->name = arena_format(&house->memory, "%s (%s)", kinds[i].name, offers[k]);
        }
    assert_null(store_transact(house->market.store, play_give_promotions, house));
    play(house, rows, playing, count, DAYS);
    struct store_tx *tx = store_read(house->market.store);
    for (size_t i = 0; i < count; i++) {
        struct order order;
        assert_null(orders_find(tx, &house->memory, playing[i].order, &order));
        assert_true(order.subsidy.minor > 0);
        check_money(tx, &playing[i], &order);
        check(rows[i].name, "state", order.state, rows[i].state, 0);
    }
    store_read_end(tx);
    const char *fault = market_verify(house->market.store, &house->memory);
    if (fault)
        fail_msg("%s", fault);
}

static void each_even_row_moves_the_right_money(void **state)
{
    play_half(*state, 0);
}

static void each_odd_row_moves_the_right_money(void **state)
{
    play_half(*state, 1);
}

int chargebacks_money_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_even_row_moves_the_right_money, play_set_up,
                                        play_tear_down),
        cmocka_unit_test_setup_teardown(each_odd_row_moves_the_right_money, play_set_up,
                                        play_tear_down),
    };
    return play_run_group("chargebacks, money", tests, sizeof tests / sizeof *tests);
}
