/* Demo: makes a living market through the same acts as a real one. */
#include "main/demo.h"

#include "base/id.h"
#include "base/words.h"

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

static int64_t number_of(char **arguments, const char *flag, int64_t otherwise, int64_t most)
{
    int64_t number;
    if (!text_to_int(command_flag(arguments, flag), &number) || number < 1)
        return otherwise;
    return number < most ? number : most;
}

static const struct statement count_accounts = { "demo_count_accounts",
                                                 "SELECT COUNT(*) AS n FROM accounts_account",
                                                 "SELECT COUNT(*) AS n FROM accounts_account", 0 };

static int fail(const char *what)
{
    fprintf(stderr, "souk: demo: %s\n", what);
    return 1;
}

static double seconds_since(struct moment from)
{
    return (double)(market_now().us - from.us) / 1e6;
}

int command_demo(struct arena *memory, struct market *market, char **arguments)
{
    static const struct {
        const char *says;
        refused (*make)(struct demo *);
    } stages[] = {
        { "people", demo_open_people },
        { "shops", demo_open_shops },
        { "products", demo_list_products },
        { "months of orders", demo_live },
    };
    struct demo *demo = arena_take(memory, sizeof(*demo));
    struct moment started = market_now();
    *demo = (struct demo){
        .market = market,
        .memory = memory,
        .products = number_of(arguments, "--products", 2000, DEMO_TITLES),
        .buyers = number_of(arguments, "--buyers", 120, DEMO_BUYERS_MAX),
        .days = number_of(arguments, "--days", 90, 365),
        .random = UINT64_C(0x9e3779b97f4a7c15),
    };
    demo->begins = demo->now = moment_before(started, days(demo->days));
    struct store_tx *tx = store_read(market->store);
    int64_t people = store_int(tx, &count_accounts, WITHOUT, 0);
    store_read_end(tx);
    if (people)
        return fail("this database has people in it already; choose another with --database");
    market->settings.demo = market->settings.sandbox = true;
    refused why = market_first(market, demo->begins);
    for (size_t i = 0; !why && i < sizeof stages / sizeof *stages; i++) {
        printf("  %-18s", stages[i].says);
        fflush(stdout);
        why = stages[i].make(demo);
        printf(" %5.1f s\n", seconds_since(started));
    }
    if (why)
        return fail(arena_format(memory, "%s: %s", why->name, why->sentence));
    while (ledger_seal(market->store, 2000) == 2000)
        continue;
    const char *fault = market_verify(market->store, memory);
    if (fault)
        return fail(fault);
    printf("The demo market is ready, its books are proved: %.1f s\n", seconds_since(started));
    return 0;
}
