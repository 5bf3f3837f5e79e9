/* Disputes, as a table: each row is an order, what is said and done about it day by day, and where
 * every cent is in the end. All rows live in one market at once. On SQLite always, on PostgreSQL
 * when SOUK_TEST_POSTGRES is its URL. */
#include "base/id.h"
#include "base/log.h"
#include "disputes_rows.h"
#include "main/settings.h"
#include "shop/disputes/disputes_inside.h"
#include "shop/orders/orders_inside.h"
#include "store/store_test.h"
#include "story_market.h"

int disputes_tests(void);

struct house {
    struct bench *bench;
    struct market market;
    struct arena memory;
    struct actor actors[ACTORS];
    struct story_variables variables;
    struct moment start, now;
    void *bench_state;
};

/* What became of a row so far. */
struct playing {
    struct house *house;
    const struct row *row;
    size_t number;
    payment_id payment;
    order_id order;
    seller_id seller;
    dispute_id dispute;
    /* The act that is due. */
    char who, act[16], argument[40];
    const char *refusal;
};

static int set_up(void **state)
{
    struct house *house = must_take(sizeof *house);
    const char *problem = "";
    char *none[] = { NULL }, **rest;
    struct settings settings;
    bench_set_up(&house->bench_state);
    house->bench = house->bench_state;
    assert_true(settings_read(&house->memory, none, &settings, &rest, &problem));
    settings.database = house->bench->settings.database;
    settings.sandbox = true;
    house->bench->settings = settings;
    house->market.store = house->bench->store;
    for (const struct module *const *module = modules; *module; module++) {
        if ((*module)->schema &&
            !store_migrate(house->market.store, (*module)->name, (*module)->schema, &problem))
            fail_msg("%s", problem);
        if ((*module)->hears)
            events_register(house->market.store, (*module)->hears);
        if ((*module)->jobs)
            jobs_register(house->market.store, (*module)->jobs);
    }
    notices_register(orders_notices);
    notices_register(disputes_notices);
    house->start = house->now = test_noon;
    assert_null(story_fill_market(&house->market, &house->memory, house->now, house->actors,
                                  &house->variables));
    *state = house;
    return 0;
}

static int tear_down(void **state)
{
    struct house *house = *state;
    bench_tear_down(&house->bench_state);
    arena_clear(&house->memory);
    free(house);
    return 0;
}

static int64_t id_of(struct house *house, const char *variable, const char *prefix)
{
    int64_t number = 0;
    const char *name = arena_format(&house->memory, "$%s", variable);
    assert_true(id_read(story_fill(&house->memory, &house->variables, name), prefix, &number));
    return number;
}

/* Buying and sending ----------------------------------------------------------------------- */

static const struct statement guarantee_order = {
    "test_guarantee", "UPDATE orders_order SET guarantees = ?1 WHERE order_id = ?2",
    "UPDATE orders_order SET guarantees = $1 WHERE order_id = $2", 2
};

static refused place(struct store_tx *tx, void *what)
{
    struct playing *playing = what;
    struct house *house = playing->house;
    AUTO(arena) memory = { 0 };
    struct cart_owner owner = { .account = { id_of(house, "buyer_account", "acc") } };
    const char *offer = playing->row->offer ? playing->row->offer : "mug";
    struct cart cart;
    struct purchase_made made;
    refused why = cart_add(tx, &owner, (offer_id){ id_of(house, offer, "off") }, 2, house->now);
    struct cart_question question = {
        .owner = owner, .destination = "PT", .currency = currency_of("EUR"), .now = house->now
    };
    why = why ? why : cart_read(tx, &memory, &question, &cart);
    if (why)
        return why;
    struct purchase_wish wish = { .buyer = owner.account,
                                  .address = { id_of(house, "buyer_address", "adr") },
                                  .total = cart.quote.total,
                                  .method = PAYMENT_CARD,
                                  .token = "tok_visa",
                                  .key = arena_format(&memory, "row %zu", playing->number),
                                  .now = house->now };
    why = orders_place(tx, &memory, &wish, &made);
    if (why)
        return why;
    struct order order = orders_of_purchase(tx, &memory, made.purchase).items[0];
    playing->payment = made.payment;
    playing->order = order.order;
    playing->seller = order.seller;
    store_put(tx, &guarantee_order, WITH(INT(playing->row->guarantees), INT(order.order.number)));
    return NULL;
}

/* The carrier loses it: it is neither moved nor, asked for, delivered for years. */
static void stop_parcel(struct store_tx *tx, struct arena *memory, int64_t of)
{
    static const struct statement lose = {
        "test_lose", "UPDATE shipping_shipment SET due_at = ?1 WHERE shipment_id = ?2",
        "UPDATE shipping_shipment SET due_at = $1 WHERE shipment_id = $2", 2
    };
    struct shipment shipment;
    assert_true(shipping_of_order(tx, memory, of, &shipment));
    jobs_cancel(tx, "shipping.move", shipment.shipment.number);
    store_put(tx, &lose,
              WITH(INT(moment_after(test_noon, days(3650)).us), INT(shipment.shipment.number)));
}

static const char *number_of(struct arena *memory, const struct playing *playing, int64_t more)
{
    char *number = arena_take(memory, 14);
    shipping_s10_make(number, "LP", (int64_t)playing->number * 10 + more, "PT");
    return number;
}

static refused ship(struct store_tx *tx, void *what)
{
    struct playing *playing = what;
    AUTO(arena) memory = { 0 };
    struct order_shipping shipping = { playing->order, playing->seller,
                                       number_of(&memory, playing, 0), playing->house->now };
    refused why = orders_ship(tx, &memory, &shipping);
    if (!why && playing->row->lost)
        stop_parcel(tx, &memory, playing->order.number);
    return why;
}

/* Acting ----------------------------------------------------------------------------------- */

static int place_of(const struct choice *choices, const char *name)
{
    int place = 0;
    while (choices[place].name && !text_same(choices[place].name, name))
        place++;
    if (!choices[place].name)
        fail_msg("no such word: %s", name);
    return place;
}

static int64_t number_in(const char *digits)
{
    int64_t number = 0;
    assert_true(text_to_int(digits, &number));
    return number;
}

/* "refund/700/1": the remedy, the amount, the pieces; what is missing is NULL. */
static void split(char *argument, char *words[static 4])
{
    char *rest = NULL;
    for (int i = 0; i < 4; i++)
        words[i] = strtok_r(i ? NULL : argument, "/", &rest);
}

static refused open_dispute(struct store_tx *tx, struct arena *memory, struct playing *playing)
{
    char argument[sizeof playing->argument], *words[4];
    struct order order;
    struct dispute dispute;
    snprintf(argument, sizeof argument, "%s", playing->argument);
    split(argument, words); /* reason, remedy, amount, pieces */
    refused why = orders_find(tx, memory, playing->order, &order);
    if (why)
        return why;
    struct dispute_line line = { .line = orders_lines(tx, memory, &order).items[0].line.number };
    bool all = !words[2] || text_same(words[2], "all");
    struct dispute_wish wish = {
        .buyer = order.buyer,
        .order = order.order,
        .reason = (enum dispute_reason)place_of(dispute_reasons, words[0]),
        .remedy =
            words[1] ? (enum dispute_remedy)place_of(dispute_remedies, words[1]) : REMEDY_RETURN,
        .asked = money_of(all ? 0 : number_in(words[2]), order.total.currency),
        .all = all,
        .lines = words[3] ? &line : NULL,
        .line_count = words[3] ? 1 : 0,
        .words = "This is what is wrong.",
        .now = playing->house->now,
    };
    line.count = words[3] ? number_in(words[3]) : 0;
    why = disputes_open(tx, memory, &wish, &dispute);
    if (!why)
        playing->dispute = dispute.dispute;
    return why;
}

static refused act_in_dispute(struct store_tx *tx, struct arena *memory, struct playing *playing)
{
    char argument[sizeof playing->argument], *words[4];
    struct dispute dispute;
    snprintf(argument, sizeof argument, "%s", playing->argument);
    split(argument, words); /* remedy, amount */
    refused why = disputes_find(tx, memory, playing->dispute, &dispute);
    if (why)
        return why;
    bool all = !words[0] || !words[1] || text_same(words[1], "all");
    struct dispute_deed deed = {
        .dispute = dispute.dispute,
        .side = playing->who == 'b'   ? SIDE_BUYER
                : playing->who == 's' ? SIDE_SELLER
                                      : SIDE_OPERATOR,
        .by = dispute.buyer,
        .act = (enum dispute_act)place_of(dispute_acts, playing->act),
        .remedy =
            words[0] ? (enum dispute_remedy)place_of(dispute_remedies, words[0]) : REMEDY_REFUND,
        .amount = all ? dispute.claim : money_of(number_in(words[1]), dispute.claim.currency),
        .words = "Because of this.",
        .number = number_of(memory, playing, 1),
        .now = playing->house->now,
    };
    return disputes_act(tx, memory, &deed, &dispute);
}

static refused do_act(struct store_tx *tx, void *what)
{
    struct playing *playing = what;
    AUTO(arena) memory = { 0 };
    if (text_same(playing->act, "open"))
        return open_dispute(tx, &memory, playing);
    if (text_same(playing->act, "confirm"))
        return orders_receive(tx, &memory, playing->order, false, playing->house->now);
    if (text_same(playing->act, "picture"))
        return disputes_add_picture(
            tx, playing->dispute, playing->who == 'b' ? SIDE_BUYER : SIDE_SELLER,
            (struct dispute_photo){ (const unsigned char *)"jpeg", 4 }, playing->house->now);
    if (text_same(playing->act, "lose")) {
        stop_parcel(tx, &memory, playing->dispute.number);
        return NULL;
    }
    return act_in_dispute(tx, &memory, playing);
}

/* What the row's script says of this day. */
static void play_day(struct playing *playing, int day)
{
    char script[300], *rest = NULL;
    snprintf(script, sizeof script, "%s", playing->row->script ? playing->row->script : "");
    for (char *word = strtok_r(script, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        char *deed = strchr(word, ':'), *refusal = strchr(word, '!');
        *deed++ = '\0';
        if (number_in(word) != day)
            continue;
        if (refusal)
            *refusal++ = '\0';
        char *argument = strchr(deed, '=');
        if (argument)
            *argument++ = '\0';
        snprintf(playing->argument, sizeof playing->argument, "%s", argument ? argument : "");
        bool sided = deed[1] == '.';
        playing->who = deed[0];
        snprintf(playing->act, sizeof playing->act, "%s", sided ? deed + 2 : deed);
        refused why = store_transact(playing->house->market.store, do_act, playing);
        if (!text_same(why ? why->name : NULL, refusal))
            fail_msg("%s: day %d: %s: wanted %s, got %s", playing->row->name, day, playing->act,
                     refusal ? refusal : "done", why ? why->name : "done");
    }
}

static void play(struct house *house, struct playing playing[static ROWS])
{
    for (size_t i = 0; i < ROWS; i++) {
        playing[i] = (struct playing){ .house = house, .row = &rows[i], .number = i + 1 };
        assert_null(store_transact(house->market.store, place, &playing[i]));
        payments_ask(house->market.store, playing[i].payment, house->now);
    }
    for (int day = 0; day < DAYS; day++) {
        house->now = moment_after(house->start, days(day));
        while (jobs_run_due(house->market.store, house->now, 1000) > 0)
            continue;
        for (size_t i = 0; i < ROWS; i++) {
            if (day == 1)
                assert_null(store_transact(house->market.store, ship, &playing[i]));
            play_day(&playing[i], day);
        }
    }
}

/* Checking --------------------------------------------------------------------------------- */

/* What came to accounts of a kind, less what left them, for an order. */
static int64_t moved(struct store_tx *tx, enum ledger_kind kind, order_id order)
{
    static const struct statement sum = {
        "test_moved",
        "SELECT COALESCE(SUM(CASE WHEN b.kind = ?1 THEN t.amount ELSE 0 END) - "
        "SUM(CASE WHEN a.kind = ?1 THEN t.amount ELSE 0 END), 0) AS n FROM ledger_transfer t "
        "JOIN ledger_account a ON a.account_id = t.from_account "
        "JOIN ledger_account b ON b.account_id = t.to_account WHERE t.subject = ?2",
        "SELECT COALESCE(SUM(CASE WHEN b.kind = $1 THEN t.amount ELSE 0 END) - "
        "SUM(CASE WHEN a.kind = $1 THEN t.amount ELSE 0 END), 0) AS n FROM ledger_transfer t "
        "JOIN ledger_account a ON a.account_id = t.from_account "
        "JOIN ledger_account b ON b.account_id = t.to_account WHERE t.subject = $2",
        2
    };
    return store_int(tx, &sum, WITH(TEXT(ledger_kind_names[kind]), INT(order.number)), 0);
}

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
    int64_t back = paid - -moved(tx, LEDGER_GATEWAY, order->order);
    int64_t credit = moved(tx, LEDGER_CREDIT, order->order);
    int64_t seller = moved(tx, LEDGER_SELLER, order->order) + moved(tx, LEDGER_OWED, order->order);
    int64_t commission = moved(tx, LEDGER_COMMISSION, order->order);
    bool same = currency_same(order->total.currency, order->seller_total.currency);
    if (back != wanted)
        fail_msg("%s: %lld of %lld went back, wanted %lld", row->name, (long long)back,
                 (long long)paid, (long long)wanted);
    if (credit != (row->way_back_paid ? order->shipping.minor : 0))
        fail_msg("%s: store credit of %lld", row->name, (long long)credit);
    if (moved(tx, LEDGER_ESCROW, order->order) != 0)
        fail_msg("%s: %lld is still held", row->name,
                 (long long)moved(tx, LEDGER_ESCROW, order->order));
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
    play(house, playing);
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

static refused give_promotions(struct store_tx *tx, void *what)
{
    const struct house *house = what;
    const struct promotion_terms terms[] = {
        { .funder = FUNDED_BY_PLATFORM,
          .level = LEVEL_GOODS,
          .benefit = BENEFIT_PERCENT,
          .basis_points = 1330 },
        { .funder = FUNDED_BY_PLATFORM, .level = LEVEL_SHIPPING, .benefit = BENEFIT_FREE_SHIPPING },
    };
    for (size_t i = 0; i < 2; i++) {
        AUTO(arena) memory = { 0 };
        struct promotion_terms given = terms[i];
        promotion_id promotion;
        given.currency = currency_of("EUR");
        refused why = promotions_make(
            tx,
            &(struct promotion_making){ .name = "Off everything",
                                        .terms = promotion_write(&memory, &given),
                                        .starts_at = house->now,
                                        .ends_at = moment_after(house->now, days(30)),
                                        .now = house->now },
            &promotion);
        if (!why)
            why = promotions_start(tx, (seller_id){ 0 }, promotion, house->now);
        if (why)
            return why;
    }
    return NULL;
}

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
    assert_null(store_transact(house->market.store, give_promotions, house));
    for (size_t i = 0; i < ORDERS; i++) {
        playing[i] =
            (struct playing){ .house = house, .row = i % 2 ? &lamps : &mugs, .number = i + 1 };
        assert_null(store_transact(house->market.store, place, &playing[i]));
        payments_ask(house->market.store, playing[i].payment, house->now);
        assert_null(store_transact(house->market.store, ship, &playing[i]));
    }
    for (int k = 0; k < TIMES; k++)
        for (size_t i = 0; i < ORDERS; i++) {
            struct refunding refunding = { &playing[i], &random, k == TIMES - 1 };
            if (k == 3 + (int)i % 4) { /* released in between: later ones come from the seller */
                snprintf(playing[i].act, sizeof playing[i].act, "confirm");
                refused why = store_transact(house->market.store, do_act, &playing[i]);
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
        assert_int_equal(moved(tx, LEDGER_GATEWAY, order.order), 0);
        assert_int_equal(moved(tx, LEDGER_ESCROW, order.order), 0);
        assert_int_equal(moved(tx, LEDGER_PROMOTION, order.order), 0);
        assert_int_equal(moved(tx, LEDGER_COMMISSION, order.order), 0);
        assert_int_equal(moved(tx, LEDGER_EXCHANGE, order.order), 0);
        assert_int_equal(
            moved(tx, LEDGER_SELLER, order.order) + moved(tx, LEDGER_OWED, order.order), 0);
    }
    store_read_end(tx);
    const char *fault = market_verify(house->market.store, &house->memory);
    if (fault)
        fail_msg("%s", fault);
}

int disputes_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_row_moves_the_right_money, set_up, tear_down),
        cmocka_unit_test_setup_teardown(whatever_the_order_all_goes_back, set_up, tear_down),
    };
    const char *url = getenv("SOUK_TEST_POSTGRES");
    bench_postgres_url = NULL;
    log_set_level(LOG_ERROR + 1);
    int failed = cmocka_run_group_tests_name("disputes, SQLite", tests, NULL, NULL);
    if (url) {
        bench_postgres_url = url;
        failed += cmocka_run_group_tests_name("disputes, PostgreSQL", tests, NULL, NULL);
        bench_postgres_url = NULL;
    }
    log_set_level(LOG_ERROR);
    return failed;
}
