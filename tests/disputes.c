/* Disputes, as a table: each row is an order, what is said and done about it day by day, and where
 * every cent is in the end. All rows live in one market at once. On SQLite always, on PostgreSQL
 * when SOUK_TEST_POSTGRES is its URL. */
#include "disputes_rows.h"
#include "shop/escrow/escrow.h"
#include "shop/orders/orders_inside.h"

int disputes_tests(void);

static void check_dispute(struct store_tx *tx, struct arena *memory, const struct playing *playing)
{
    const struct row *row = playing->row;
    struct dispute dispute = { 0 };
    if (playing->dispute.number)
        assert_null(disputes_find(tx, memory, playing->dispute, &dispute));
    if (playing->dispute.number && dispute.state != DISPUTE_CLOSED)
        fail_msg("%s: it is left undecided: %s", row->name, dispute_states[dispute.state].name);
    if (dispute.outcome != row->outcome)
        fail_msg("%s: wanted %s, got %s", row->name, dispute_outcomes[row->outcome].name,
                 dispute_outcomes[dispute.outcome].name);
    if (!text_same(dispute.rule, row->rule))
        fail_msg("%s: wanted the rule %s, got %s", row->name, row->rule ? row->rule : "-",
                 dispute.rule ? dispute.rule : "-");
}

/* Paid is what went back, what the seller has and the commission; exactly, where all is in one
 * currency. Of what went back nobody keeps a commission. */
static void check_money(struct store_tx *tx, const struct playing *playing,
                        const struct order *order)
{
    const struct row *row = playing->row;
    int64_t paid = order->total.minor;
    int64_t wanted = row->back == ALL ? paid : row->back == HALF ? paid / 2 : row->back;
    int64_t back = paid - -play_moved(tx, LEDGER_GATEWAY, order->order);
    int64_t credit = play_moved(tx, LEDGER_CREDIT, order->order);
    int64_t seller =
        play_moved(tx, LEDGER_SELLER, order->order) + play_moved(tx, LEDGER_OWED, order->order);
    int64_t commission = play_moved(tx, LEDGER_COMMISSION, order->order);
    bool same = currency_same(order->total.currency, order->seller_total.currency);
    if (back != wanted)
        fail_msg("%s: %lld of %lld went back, wanted %lld", row->name, (long long)back,
                 (long long)paid, (long long)wanted);
    if (credit != (row->way_back_paid ? order->shipping.minor : 0))
        fail_msg("%s: store credit of %lld", row->name, (long long)credit);
    if (play_moved(tx, LEDGER_ESCROW, order->order) != 0)
        fail_msg("%s: %lld is still held", row->name,
                 (long long)play_moved(tx, LEDGER_ESCROW, order->order));
    if (same && seller + commission + back + credit != paid)
        fail_msg("%s: %lld to the seller and %lld commission do not leave %lld of %lld", row->name,
                 (long long)seller, (long long)commission, (long long)back, (long long)paid);
    int64_t full = order->commission.minor * (paid - back);
    if (llabs(commission * paid - full) > 2 * paid) /* a minor unit for each part */
        fail_msg("%s: commission of %lld when %lld of %lld went back", row->name,
                 (long long)commission, (long long)back, (long long)paid);
    int64_t net = order->seller_net.minor * (paid - back);
    if (!row->way_back_paid && llabs(seller * paid - net) > 3 * paid)
        fail_msg("%s: %lld to the seller when %lld of %lld went back", row->name, (long long)seller,
                 (long long)back, (long long)paid);
}

static void each_row_moves_the_right_money(void **state)
{
    struct house *house = *state;
    struct playing playing[ROWS];
    play(house, rows, playing, ROWS, DAYS);
    struct store_tx *tx = store_read(house->market.store);
    for (size_t i = 0; i < ROWS; i++) {
        struct order order;
        assert_null(orders_find(tx, &house->memory, playing[i].order, &order));
        check_dispute(tx, &house->memory, &playing[i]);
        check_money(tx, &playing[i], &order);
        if (order.state != (rows[i].back == ALL ? ORDER_REFUNDED : ORDER_COMPLETED))
            fail_msg("%s: the order is %s", rows[i].name, orders_state_names[order.state]);
    }
    store_read_end(tx);
    const char *fault = market_verify(house->market.store, &house->memory);
    if (fault)
        fail_msg("%s", fault);
}

/* Refunds in any order --------------------------------------------------------------------- */

/* xorshift64*: the same refunds every time. */
static int64_t chance(uint64_t *random, int64_t below)
{
    *random ^= *random >> 12;
    *random ^= *random << 25;
    *random ^= *random >> 27;
    return (int64_t)((*random * UINT64_C(2685821657736338717)) >> 33) % below;
}

struct refunding {
    struct playing *playing;
    uint64_t *random;
    bool all;
};

/* Some of a part, or all that is left of every part. */
static refused refund_some(struct store_tx *tx, void *what)
{
    const struct refunding *refunding = what;
    AUTO(arena) memory = { 0 };
    struct order order;
    refused why = orders_find(tx, &memory, refunding->playing->order, &order);
    if (why)
        return why;
    struct escrow_parts parts = escrow_parts(tx, &memory, &order);
    size_t chosen = (size_t)chance(refunding->random, (int64_t)parts.count);
    for (size_t i = 0; !why && i < parts.count; i++) {
        int64_t left = parts.items[i].paid.minor - parts.items[i].refunded.minor;
        struct part_refund wish = { .order = &order,
                                    .line = parts.items[i].line,
                                    .amount = money_of(chance(refunding->random, left + 1),
                                                       order.total.currency),
                                    .whole = refunding->all,
                                    .reason = "damaged",
                                    .now = refunding->playing->house->now };
        if (refunding->all || i == chosen)
            why = escrow_refund_part(tx, &memory, &wish);
    }
    return why;
}

static void whatever_the_order_all_goes_back(void **state)
{
    enum { ORDERS = 24, TIMES = 9 };
    static const struct row mugs = { .name = "mugs" }, lamps = { .name = "lamps", .offer = "lamp" };
    struct house *house = *state;
    struct playing playing[ORDERS];
    uint64_t random = UINT64_C(0x2545f4914f6cdd1d);
    assert_null(store_transact(house->market.store, play_give_promotions, house));
    for (size_t i = 0; i < ORDERS; i++) {
        playing[i] =
            (struct playing){ .house = house, .row = i % 2 ? &lamps : &mugs, .number = i + 1 };
        assert_null(store_transact(house->market.store, play_place, &playing[i]));
        payments_ask(house->market.store, playing[i].payment, house->now);
        assert_null(store_transact(house->market.store, play_ship, &playing[i]));
    }
    for (int k = 0; k < TIMES; k++)
        for (size_t i = 0; i < ORDERS; i++) {
            struct refunding refunding = { &playing[i], &random, k == TIMES - 1 };
            if (k == 3 + (int)i % 4) { /* released in between: later ones come from the seller */
                snprintf(playing[i].act, sizeof playing[i].act, "confirm");
                refused why = store_transact(house->market.store, play_act, &playing[i]);
                assert_true(!why || why == &ORDER_ALREADY_CLOSED);
            }
            assert_null(store_transact(house->market.store, refund_some, &refunding));
        }
    struct store_tx *tx = store_read(house->market.store);
    for (size_t i = 0; i < ORDERS; i++) {
        struct order order;
        assert_null(orders_find(tx, &house->memory, playing[i].order, &order));
        assert_true(order.subsidy.minor > 0);
        assert_int_equal(order.state, ORDER_REFUNDED);
        assert_int_equal(play_moved(tx, LEDGER_GATEWAY, order.order), 0);
        assert_int_equal(play_moved(tx, LEDGER_ESCROW, order.order), 0);
        assert_int_equal(play_moved(tx, LEDGER_PROMOTION, order.order), 0);
        assert_int_equal(play_moved(tx, LEDGER_COMMISSION, order.order), 0);
        assert_int_equal(play_moved(tx, LEDGER_EXCHANGE, order.order), 0);
        assert_int_equal(play_moved(tx, LEDGER_SELLER, order.order) +
                             play_moved(tx, LEDGER_OWED, order.order),
                         0);
    }
    store_read_end(tx);
    const char *fault = market_verify(house->market.store, &house->memory);
    if (fault)
        fail_msg("%s", fault);
}

int disputes_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_row_moves_the_right_money, play_set_up,
                                        play_tear_down),
        cmocka_unit_test_setup_teardown(whatever_the_order_all_goes_back, play_set_up,
                                        play_tear_down),
    };
    return play_run_group("disputes", tests, sizeof tests / sizeof *tests);
}
