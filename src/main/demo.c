/* Demo: makes a living market through the same acts as a real one. */
#include "main/demo.h"

#include <stdlib.h>

#include "base/id.h"
#include "base/words.h"
#include "main/demo_after.h"
#include "main/demo_sales.h"
#include "main/demo_savings.h"

/* xorshift64*: the same market every time, so that pictures and tests can be compared. */
uint32_t demo_random(struct demo *demo, uint32_t below)
{
    demo->random ^= demo->random >> 12;
    demo->random ^= demo->random << 25;
    demo->random ^= demo->random >> 27;
    return (uint32_t)((demo->random * UINT64_C(2685821657736338717)) >> 33) % below;
}

bool demo_chance(struct demo *demo, uint32_t percent)
{
    return demo_random(demo, 100) < percent;
}

int64_t demo_number(char **arguments, const char *flag, int64_t otherwise, int64_t most)
{
    int64_t number;
    if (!text_to_int(command_flag(arguments, flag), &number) || number < 1)
        return otherwise;
    return number < most ? number : most;
}

static const struct statement count_accounts = { "demo_count_accounts",
                                                 "SELECT COUNT(*) AS n FROM accounts_account",
                                                 "SELECT COUNT(*) AS n FROM accounts_account", 0 };

int demo_fail(const char *what)
{
    fprintf(stderr, "souk: %s\n", what);
    return 1;
}

static double seconds_since(struct moment from)
{
    return (double)(market_now().us - from.us) / 1e6;
}

bool demo_begin(struct demo *demo)
{
    struct market *market = demo->market;
    demo->started = market_now();
    demo->begins = demo->now = moment_before(demo->started, days(demo->days));
    struct store_tx *tx = store_read(market->store);
    int64_t people = store_int(tx, &count_accounts, WITHOUT, 0);
    store_read_end(tx);
    market->settings.demo = market->settings.sandbox = true;
    return people == 0;
}

refused demo_stages(struct demo *demo, const struct demo_stage *stages, bool quiet)
{
    refused why = market_first(demo->market, demo->begins);
    for (; !why && stages->says; stages++) {
        if (!quiet)
            printf("  %-18s", stages->says);
        fflush(stdout);
        why = stages->make(demo);
        if (!quiet)
            printf(" %5.1f s\n", seconds_since(demo->started));
    }
    return why;
}

int command_demo(struct arena *memory, struct market *market, char **arguments)
{
    static const struct demo_stage stages[] = {
        { "people", demo_open_people },     { "shops", demo_open_shops },
        { "products", demo_list_products }, { "rules", demo_write_rules },
        { "savings", demo_give },           { "months of orders", demo_live },
        { "reductions", demo_reduce },      { "sales", demo_plan_sales },
        { "deals", demo_run_deals },        { "guarantees", demo_guarantee },
        { "reviews", demo_review },         { "disputes", demo_dispute },
        { "messages", demo_talk },          { NULL, NULL },
    };
    struct demo *demo = arena_take(memory, sizeof(*demo));
    *demo = (struct demo){
        .market = market,
        .memory = memory,
        .products = demo_number(arguments, "--products", 2000, DEMO_TITLES),
        .buyers = demo_number(arguments, "--buyers", 120, DEMO_BUYERS_MAX),
        .days = demo_number(arguments, "--days", 90, 365),
        .random = UINT64_C(0x9e3779b97f4a7c15),
    };
    if (!demo_begin(demo))
        return demo_fail("this database has people in it already; choose another with --database");
    refused why = demo_stages(demo, stages, false);
    free(demo->offers);
    if (why)
        return demo_fail(arena_format(memory, "%s: %s", why->name, why->sentence));
    while (ledger_seal(market->store, 2000) == 2000)
        continue;
    const char *fault = market_verify(market->store, memory);
    if (fault)
        return demo_fail(fault);
    printf("The demo market is ready, its books are proved: %.1f s\n",
           seconds_since(demo->started));
    return 0;
}
