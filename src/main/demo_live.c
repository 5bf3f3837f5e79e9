/* Demo, alive: the months before today, lived by the simulation; then what its visitors find. */
#include "main/simulate.h"

#include "base/id.h"
#include "shop/cart/cart.h"
#include "shop/fraud/fraud_train.h"
#include "shop/orders/orders_inside.h"
#include "shop/payments/payments.h"

/* The first buyer is who signs in to look at the demo: always some orders of every kind. */
static void plan_for_visitor(struct sim *sim)
{
    static const int days_before[] = { 80, 62, 46, 33, 24, 16, 9, 5, 3, 2, 1 };
    for (size_t i = 0; i < sizeof days_before / sizeof *days_before; i++) {
        struct moment at = moment_before(sim->ends, hours(days_before[i] * 24 - 6));
        if (at.us > sim->begins.us)
            sim_plan(sim, (struct sim_plan){ .at = at.us, .deed = SIM_BUY, .only = true });
    }
}

/* Training ---------------------------------------------------------------------------------- */

struct keeping {
    struct fraud_training training;
    struct fraud_trained trained;
};

static refused keep_model(struct store_tx *tx, void *what)
{
    struct keeping *keeping = what;
    fraud_model_id model;
    return fraud_model_keep(tx, &keeping->training, &keeping->trained, &model);
}

/* By what this market has seen so far; a small one has too little and lives by its rules. */
static refused train(struct demo *demo)
{
    struct keeping keeping = {
        .training = { .from = demo->begins, .to = demo->now, .now = demo->now },
    };
    if (fraud_train(demo->market->store, demo->memory, &keeping.training, &keeping.trained))
        return NULL;
    return store_transact(demo->market->store, keep_model, &keeping);
}

/* Waiting orders ----------------------------------------------------------------------------- */

struct buying {
    struct demo *demo;
    const struct demo_person *person;
    int64_t offer;
    const char *key;
    struct purchase_made made;
};

static refused fill_and_place(struct store_tx *tx, void *what)
{
    struct buying *buying = what;
    struct demo *demo = buying->demo;
    AUTO(arena) memory = { 0 };
    struct cart_owner owner = { .account = buying->person->account };
    struct cart cart;
    cart_empty(tx, &owner);
    cart_add(tx, &owner, (offer_id){ buying->offer }, 1, demo->now);
    refused why = cart_read(tx, &memory,
                            &(struct cart_question){ .owner = owner,
                                                     .destination = buying->person->country,
                                                     .currency = buying->person->currency,
                                                     .now = demo->now },
                            &cart);
    if (why)
        return why;
    return orders_place(tx, &memory,
                        &(struct purchase_wish){ .buyer = buying->person->account,
                                                 .address = buying->person->address,
                                                 .total = cart.quote.total,
                                                 .method = PAYMENT_CARD,
                                                 .token = "tok_visa",
                                                 .key = buying->key,
                                                 .now = demo->now },
                        &buying->made);
}

static const struct statement select_first_shop = {
    "demo_select_first_shop",
    "SELECT offer_id FROM catalog_offer WHERE seller_id = ?1 AND stock > 1 ORDER BY offer_id LIMIT "
    "40",
    "SELECT offer_id FROM catalog_offer WHERE seller_id = $1 AND stock > 1 ORDER BY offer_id LIMIT "
    "40",
    1
};

/* The shop that visitors of the demo sign in to always has orders that wait to be sent. */
static refused leave_orders_to_send(struct demo *demo)
{
    enum { LEFT = 4, OFFERS = 40 };
    AUTO(arena) memory = { 0 };
    int64_t offers[OFFERS] = { 0 };
    uint32_t count = 0;
    struct store_tx *tx = store_read(demo->market->store);
    struct rows rows = store_query(tx, &select_first_shop, WITH(INT(demo->shops[0].seller.number)));
    while (rows_next(&rows))
        offers[count++] = rows_int(&rows, "offer_id");
    store_read_end(tx);
    for (uint32_t i = 1; count && i <= LEFT && i < demo->buyers; i++) {
        struct buying buying = { .demo = demo,
                                 .person = &demo->people[i],
                                 .offer = offers[demo_random(demo, count)],
                                 .key = arena_format(&memory, "demo left %u", i) };
        refused why = store_transact(demo->market->store, fill_and_place, &buying);
        if (!why)
            payments_ask(demo->market->store, buying.made.payment, demo->now);
        else if (why != &CART_NOT_BUYABLE && why != &CART_EMPTY)
            return why;
    }
    return NULL;
}

/* No rate changes in these days, so the index need not be made anew each day; the next start of
 * the market plans it again. */
static refused spare_rebuilding(struct store_tx *tx, void *what)
{
    (void)what;
    jobs_cancel(tx, "search.rebuild", 0);
    return NULL;
}

refused demo_live(struct demo *demo)
{
    struct sim *sim = arena_take(demo->memory, sizeof *sim);
    struct moment trained = moment_after(demo->begins, days(demo->days * 2 / 3));
    refused why = store_transact(demo->market->store, spare_rebuilding, NULL);
    if (!why)
        why = simulate_begin(demo, &simulate_usual, sim);
    if (!why)
        plan_for_visitor(sim);
    if (!why)
        why = simulate_until(sim, trained);
    if (!why)
        why = train(demo);
    if (!why)
        why = simulate_until(sim, sim->ends);
    if (!why)
        why = leave_orders_to_send(demo);
    simulate_clear(sim);
    return why;
}
