/* Orders played: bought, sent, disputed and charged back by scripts, day by day. */
#include "played.h"

#include "base/id.h"
#include "base/log.h"
#include "main/settings.h"
#include "shop/chargebacks/chargebacks_inside.h"
#include "shop/disputes/disputes_inside.h"
#include "shop/orders/orders_inside.h"

int play_set_up(void **state)
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

int play_tear_down(void **state)
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

refused play_place(struct store_tx *tx, void *what)
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

refused play_ship(struct store_tx *tx, void *what)
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

/* "x.charge=fraudulent", "x.again", "x.won", "x.lost"; and who bears it: "x.bear=seller". */
static refused act_of_bank(struct store_tx *tx, struct arena *memory, struct playing *playing)
{
    struct moment now = playing->house->now;
    struct chargeback chargeback;
    struct chargeback_wish wish = { .payment = playing->payment,
                                    .reason = CHARGEBACK_NOT_RECEIVED,
                                    .key = "evt",
                                    .again = text_same(playing->act, "again"),
                                    .now = now };
    if (text_same(playing->act, "charge") || wish.again)
        return payments_charge_back(tx, memory, &wish, &chargeback);
    if (!text_same(playing->act, "bear"))
        return payments_decide_chargeback(tx, memory, playing->payment,
                                          text_same(playing->act, "won"), now);
    if (!payments_find_chargeback(tx, memory, playing->payment, &chargeback))
        return &CHARGEBACK_NOT_FOUND;
    return chargebacks_bear(
        tx, memory,
        &(struct chargeback_bearing){
            .chargeback = chargeback.chargeback,
            .order = playing->order,
            .bearer = (enum bearer)place_of(chargeback_bearers, playing->argument),
            .words = "Because of what is known about it.",
            .now = now });
}

refused play_act(struct store_tx *tx, void *what)
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
    if (playing->who == 'x')
        return act_of_bank(tx, &memory, playing);
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
        refused why = store_transact(playing->house->market.store, play_act, playing);
        if (!text_same(why ? why->name : NULL, refusal))
            fail_msg("%s: day %d: %s: wanted %s, got %s", playing->row->name, day, playing->act,
                     refusal ? refusal : "done", why ? why->name : "done");
    }
}

void play(struct house *house, const struct row *rows, struct playing *playing, size_t count,
          int day_count)
{
    for (size_t i = 0; i < count; i++) {
        playing[i] = (struct playing){ .house = house, .row = &rows[i], .number = i + 1 };
        assert_null(store_transact(house->market.store, play_place, &playing[i]));
        payments_ask(house->market.store, playing[i].payment, house->now);
    }
    for (int day = 0; day < day_count; day++) {
        house->now = moment_after(house->start, days(day));
        while (jobs_run_due(house->market.store, house->now, 1000) > 0)
            continue;
        for (size_t i = 0; i < count; i++) {
            if (day == 1 && !rows[i].unsent)
                assert_null(store_transact(house->market.store, play_ship, &playing[i]));
            play_day(&playing[i], day);
        }
    }
}

/* What came to accounts of a kind, less what left them, for an order. */
int64_t play_moved(struct store_tx *tx, enum ledger_kind kind, order_id order)
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

refused play_give_promotions(struct store_tx *tx, void *what)
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

int play_run_group(const char *name, const struct CMUnitTest *tests, size_t count)
{
    const char *url = getenv("SOUK_TEST_POSTGRES");
    AUTO(arena) memory = { 0 };
    int failed = 0;
    log_set_level(LOG_ERROR + 1);
    for (int engine = 0; engine < (url ? 2 : 1); engine++) {
        bench_postgres_url = engine ? url : NULL;
        failed += _cmocka_run_group_tests(
            arena_format(&memory, "%s, %s", name, engine ? "PostgreSQL" : "SQLite"), tests, count,
            NULL, NULL);
    }
    bench_postgres_url = NULL;
    log_set_level(LOG_ERROR);
    return failed;
}
