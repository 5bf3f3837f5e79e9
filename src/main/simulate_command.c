/* Commands: `souk simulate` lives months in a new market and says what fraud was stopped; `souk
 * train` makes a model of what a market has seen. */
#include "main/simulate.h"

#include "base/id.h"
#include "shop/fraud/fraud_train.h"

/* Models ----------------------------------------------------------------------------------- */

struct keeping {
    const struct fraud_training *training;
    const struct fraud_trained *trained;
    fraud_model_id model;
};

static refused keep_act(struct store_tx *tx, void *what)
{
    struct keeping *keeping = what;
    return fraud_model_keep(tx, keeping->training, keeping->trained, &keeping->model);
}

static int keep(struct store *store, const struct fraud_training *training,
                const struct fraud_trained *trained, struct arena *memory, const char **ret_id)
{
    struct keeping keeping = { training, trained, { 0 } };
    refused why = store_transact(store, keep_act, &keeping);
    if (why)
        return demo_fail(why->sentence);
    *ret_id = id_text(memory, "mod", keeping.model.number);
    return 0;
}

int command_train(struct arena *memory, struct market *market, char **arguments)
{
    const char *file = command_flag(arguments, "--to"), *id = "";
    struct moment now = market_now();
    struct fraud_training training = {
        .from = moment_before(now, days(demo_number(arguments, "--days", 180, 3650))),
        .to = now,
        .mature_days = demo_number(arguments, "--mature-days", 21, 365),
        .now = now,
    };
    struct fraud_trained trained;
    if (!arguments[0] || !text_same(arguments[0], "fraud"))
        return demo_fail("train what? `souk train fraud`");
    refused why = fraud_train(market->store, memory, &training, &trained);
    if (why)
        return demo_fail(training.problem ? training.problem : why->sentence);
    if (file) {
        if (!fraud_trained_write(file, &trained))
            return demo_fail("the file of the model cannot be written");
        printf("The model is in %s.\n", file);
        return 0;
    }
    if (keep(market->store, &training, &trained, memory, &id))
        return 1;
    printf("%s is kept: in the shadow beside the one in force, or in force if there was none. Its "
           "card: /operator/fraud/models/%s\n",
           id, id);
    return 0;
}

/* A model of another market's months is in force from the first day. */
static int take_model(struct demo *demo, const char *file)
{
    struct fraud_trained trained;
    const char *problem, *id;
    struct fraud_training training = { .from = demo->begins,
                                       .to = demo->begins,
                                       .now = demo->begins };
    if (!fraud_trained_read(demo->memory, file, &trained, &problem))
        return demo_fail(problem);
    return keep(demo->market->store, &training, &trained, demo->memory, &id);
}

/* Simulating ------------------------------------------------------------------------------- */

static int train_to(struct demo *demo, const char *file)
{
    struct fraud_trained trained;
    struct fraud_training training = { .from = demo->begins, .to = demo->now, .now = demo->now };
    refused why = fraud_train(demo->market->store, demo->memory, &training, &trained);
    if (why)
        return demo_fail(training.problem ? training.problem : why->sentence);
    if (!fraud_trained_write(file, &trained))
        return demo_fail("the file of the model cannot be written");
    fprintf(stderr, "trained: %s\n", trained.card);
    return 0;
}

int command_simulate(struct arena *memory, struct market *market, char **arguments)
{
    static const struct demo_stage stages[] = {
        { "people", demo_open_people },
        { "shops", demo_open_shops },
        { "products", demo_list_products },
        { "rules", demo_write_rules },
        { NULL, NULL },
    };
    struct sim *sim = arena_take(memory, sizeof *sim);
    struct demo *demo = arena_take(memory, sizeof *demo);
    const char *model = command_flag(arguments, "--model");
    const char *to = command_flag(arguments, "--model-to");
    bool json = command_has(arguments, "--json");
    *demo = (struct demo){
        .market = market,
        .memory = memory,
        .products = demo_number(arguments, "--products", 150, DEMO_TITLES),
        .buyers = demo_number(arguments, "--buyers", 600, DEMO_BUYERS_MAX),
        .days = demo_number(arguments, "--days", 75, 365),
        .random = UINT64_C(0x9e3779b97f4a7c15) *
                  (uint64_t)(2 * demo_number(arguments, "--seed", 1, 1000000) + 1),
    };
    if (!demo_begin(demo))
        return demo_fail("this database has people in it already; choose another with --database");
    /* A seed is one life, whenever it is lived: hours and weekdays are signals as well. */
    demo->begins = demo->now = moment_before(moment_of_date(2026, 6, 1), days(demo->days));
    refused why = demo_stages(demo, stages, json);
    if (!why && model && take_model(demo, model))
        return 1;
    if (!why)
        why = simulate_begin(demo, &simulate_usual, sim);
    if (!why)
        why = simulate_until(sim, sim->ends);
    if (why)
        return demo_fail(arena_format(memory, "%s: %s", why->name, why->sentence));
    simulate_report(sim, json);
    simulate_clear(sim);
    if (to && train_to(demo, to))
        return 1;
    while (ledger_seal(market->store, 2000) == 2000)
        continue;
    const char *fault = market_verify(market->store, memory);
    return fault ? demo_fail(fault) : 0;
}
