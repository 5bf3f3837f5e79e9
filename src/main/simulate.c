/* Simulation: the queue of what everybody will do, and the report. */
#include "main/simulate.h"

#include <jansson.h>

#include "base/id.h"
#include "shop/exchange/exchange.h"

uint32_t sim_random(struct sim *sim, uint32_t below)
{
    return below ? demo_random(sim->demo, below) : 0;
}

bool sim_chance(struct sim *sim, int percent)
{
    return sim_random(sim, 1000) < (uint32_t)percent * 10;
}

struct moment sim_later(struct sim *sim, int64_t hours_least, int64_t hours_most)
{
    int64_t minutes_more = (hours_most - hours_least) * 60;
    return moment_after(sim->demo->now,
                        minutes(hours_least * 60 + sim_random(sim, (uint32_t)minutes_more + 1)));
}

/* The queue -------------------------------------------------------------------------------- */

static void swap(struct sim_plan *a, struct sim_plan *b)
{
    struct sim_plan kept = *a;
    *a = *b;
    *b = kept;
}

void sim_plan(struct sim *sim, struct sim_plan plan)
{
    if (plan.at >= sim->ends.us)
        return;
    if (sim->plan_count == sim->plan_room) {
        sim->plan_room = sim->plan_room ? sim->plan_room * 2 : 1024;
        sim->plans = must_resize(sim->plans, sim->plan_room * sizeof *sim->plans);
    }
    size_t at = sim->plan_count++;
    sim->plans[at] = plan;
    for (; at > 0 && sim->plans[(at - 1) / 2].at > sim->plans[at].at; at = (at - 1) / 2)
        swap(&sim->plans[at], &sim->plans[(at - 1) / 2]);
}

static struct sim_plan take_first(struct sim *sim)
{
    struct sim_plan first = sim->plans[0];
    sim->plans[0] = sim->plans[--sim->plan_count];
    for (size_t at = 0;;) {
        size_t left = at * 2 + 1, least = at;
        if (left < sim->plan_count && sim->plans[left].at < sim->plans[least].at)
            least = left;
        if (left + 1 < sim->plan_count && sim->plans[left + 1].at < sim->plans[least].at)
            least = left + 1;
        if (least == at)
            return first;
        swap(&sim->plans[at], &sim->plans[least]);
        at = least;
    }
}

static void do_plan(struct sim *sim, const struct sim_plan *plan)
{
    static void (*const deeds[])(struct sim *, const struct sim_plan *) = {
        [SIM_BUY] = sim_buy,
        [SIM_JOIN] = sim_join,
        [SIM_SEND] = sim_send,
        [SIM_RECEIVE] = sim_receive,
        [SIM_CANCEL] = sim_cancel,
        [SIM_REVIEW] = sim_review,
        [SIM_CHARGEBACK] = sim_charge_back,
        [SIM_PAYOUT] = sim_payout,
        [SIM_CAMPAIGN] = sim_campaign,
        [SIM_FRAUD_BUY] = sim_fraud_buy,
        [SIM_FRAUD_PAYOUT] = sim_payout,
        [SIM_BANK_CHANGE] = sim_bank_change,
        [SIM_COMPLAIN] = sim_complain,
        [SIM_LIST] = sim_list,
        [SIM_SWAP] = sim_swap,
        [SIM_FIND_OUT] = sim_find_out,
    };
    deeds[plan->deed](sim, plan);
}

/* Beginning -------------------------------------------------------------------------------- */

static const struct statement select_prices = {
    "simulate_select_prices", "SELECT offer_id, price, currency FROM catalog_offer WHERE stock > 3",
    "SELECT offer_id, price, currency FROM catalog_offer WHERE stock > 3", 0
};

struct priced {
    int64_t offer, cents;
};

static int by_price(const void *a, const void *b)
{
    const struct priced *one = a, *other = b;
    if (one->cents != other->cents)
        return one->cents < other->cents ? -1 : 1;
    return (one->offer > other->offer) - (one->offer < other->offer);
}

/* Puts the market's offers in the order of their price in US dollars. */
static void sort_offers(struct sim *sim)
{
    AUTO(arena) memory = { 0 };
    struct demo *demo = sim->demo;
    struct priced *priced = NULL;
    size_t count = 0;
    struct store_tx *tx = store_read(demo->market->store);
    struct rows rows = store_query(tx, &select_prices, WITHOUT);
    while (rows_next(&rows)) {
        struct money price =
            money_of(rows_int(&rows, "price"), currency_of(rows_text(&rows, &memory, "currency")));
        priced = arena_room(&memory, priced, count, sizeof *priced);
        priced[count++] = (struct priced){ rows_int(&rows, "offer_id"), price.minor };
        struct money dollars;
        if (!exchange_convert(tx, price, currency_of("USD"), demo->now, &dollars))
            priced[count - 1].cents = dollars.minor;
    }
    store_read_end(tx);
    if (count)
        qsort(priced, count, sizeof *priced, by_price);
    free(demo->offers);
    demo->offers = must_take((count + 1) * sizeof *demo->offers);
    demo->offer_count = count;
    for (size_t i = 0; i < count; i++)
        demo->offers[i] = priced[i].offer;
}

static void begin_people(struct sim *sim)
{
    struct demo *demo = sim->demo;
    int64_t joining = demo->buyers * sim->parameters->new_buyers_percent / 100;
    uint32_t minutes_all = (uint32_t)((sim->ends.us - sim->begins.us) / 60000000);
    for (int64_t i = 0; i < demo->buyers; i++) {
        size_t person =
            sim_add_person(sim, &(struct sim_person){ .account = demo->people[i].account,
                                                      .address = demo->people[i].address,
                                                      .country = demo->people[i].country,
                                                      .currency = demo->people[i].currency,
                                                      .ready = true });
        uint32_t within = (uint32_t)sim->parameters->purchases_every_days * 24 * 60;
        sim_plan(sim, (struct sim_plan){
                          .at = moment_after(sim->begins, minutes(sim_random(sim, within))).us,
                          .deed = SIM_BUY,
                          .person = person });
    }
    for (int64_t i = 0; i < joining; i++)
        sim_plan(sim, (struct sim_plan){
                          .at = moment_after(sim->begins, minutes(sim_random(sim, minutes_all))).us,
                          .deed = SIM_JOIN });
}

/* Jobs run near their own time; time is told to them hour by hour. */
static void run_jobs(struct sim *sim, struct moment *told, struct moment to)
{
    while (told->us + hours(1).us < to.us) {
        *told = moment_after(*told, hours(1));
        while (jobs_run_due(sim->demo->market->store, *told, 1000) > 0)
            continue;
    }
}

/* People who review cases, of whom large ones need two. */
static refused open_reviewers(struct store_tx *tx, void *what)
{
    struct sim *sim = what;
    AUTO(arena) memory = { 0 };
    refused why = NULL;
    for (int i = 0; !why && i < 2; i++)
        why = accounts_open(tx,
                            &(struct account_opening){
                                .email = arena_format(&memory, "reviewer%d@souk.example", i + 1),
                                .name = i ? "Ines Duarte" : "Tomas Berg",
                                .password_hash = "none",
                                .language = WORDS_ENGLISH,
                                .country = "PT",
                                .currency = currency_of("EUR"),
                                .roles = ROLE_OPERATOR,
                                .now = sim->demo->now },
                            &sim->reviewers[i]);
    return why;
}

refused simulate_begin(struct demo *demo, const struct simulate_parameters *parameters,
                       struct sim *sim)
{
    *sim = (struct sim){ .demo = demo,
                         .parameters = parameters,
                         .begins = demo->now,
                         .told = demo->now,
                         .ends = moment_after(demo->begins, days(demo->days)) };
    sort_offers(sim);
    if (!demo->offer_count)
        return &CART_EMPTY;
    begin_people(sim);
    sim_plan_sellers(sim);
    sim_plan_campaigns(sim);
    return store_transact(demo->market->store, open_reviewers, sim);
}

refused simulate_until(struct sim *sim, struct moment until)
{
    struct demo *demo = sim->demo;
    while (sim->plan_count && sim->plans[0].at < until.us && !sim->fault) {
        struct sim_plan plan = take_first(sim);
        if (plan.at > demo->now.us)
            demo->now.us = plan.at;
        run_jobs(sim, &sim->told, demo->now);
        do_plan(sim, &plan);
    }
    demo->now = until;
    run_jobs(sim, &sim->told, until);
    return sim->fault;
}

void simulate_clear(struct sim *sim)
{
    free(sim->plans);
    free(sim->persons);
    free(sim->shops);
    sim->plans = NULL;
    sim->persons = NULL;
    sim->shops = NULL;
}

/* The report ------------------------------------------------------------------------------- */

static double share_of(int64_t part, int64_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

static void report_json(const struct sim *sim)
{
    json_t *kinds = json_object(), *report = json_object();
    int64_t minor = 0, stopped = 0;
    for (int kind = 1; kind < FRAUD_KINDS; kind++) {
        const struct sim_tally *tally = &sim->tallies[kind];
        minor += tally->minor;
        stopped += tally->stopped_minor;
        if (tally->acts)
            json_object_set_new(kinds, fraud_kinds[kind].name,
                                json_pack("{s:I s:I s:f s:f s:f}", "acts", (json_int_t)tally->acts,
                                          "acts_stopped", (json_int_t)tally->acts_stopped, "money",
                                          (double)tally->minor / 100, "money_stopped",
                                          (double)tally->stopped_minor / 100, "share_stopped",
                                          share_of(tally->stopped_minor, tally->minor)));
    }
    const struct sim_tally *honest = &sim->checkouts;
    json_object_set_new(report, "fraud_money_stopped", json_real(share_of(stopped, minor)));
    json_object_set_new(report, "honest_orders", json_integer((json_int_t)honest->acts));
    json_object_set_new(report, "honest_challenged",
                        json_real(share_of(honest->challenged + honest->held, honest->acts)));
    json_object_set_new(report, "honest_refused",
                        json_real(share_of(honest->refused, honest->acts)));
    json_object_set_new(report, "kinds", kinds);
    char *written = json_dumps(report, JSON_REAL_PRECISION(6));
    puts(written);
    free(written);
    json_decref(report);
}

static void report_line(const char *name, const struct sim_tally *tally)
{
    printf("  %-16s %7lld acts %6lld challenged %5lld held %5lld refused", name,
           (long long)tally->acts, (long long)tally->challenged, (long long)tally->held,
           (long long)tally->refused);
    if (tally->minor)
        printf("  %12.2f tried, %5.1f %% stopped", (double)tally->minor / 100,
               100 * share_of(tally->stopped_minor, tally->minor));
    putchar('\n');
}

void simulate_report(const struct sim *sim, bool json)
{
    int64_t minor = 0, stopped = 0;
    if (json) {
        report_json(sim);
        return;
    }
    report_line("honest, all", &sim->tallies[FRAUD_NONE]);
    report_line("honest orders", &sim->checkouts);
    for (int kind = 1; kind < FRAUD_KINDS; kind++) {
        minor += sim->tallies[kind].minor;
        stopped += sim->tallies[kind].stopped_minor;
        if (sim->tallies[kind].acts)
            report_line(fraud_kinds[kind].name, &sim->tallies[kind]);
    }
    printf("  Of fraudulent money %.1f %% was stopped; of honest orders %.2f %% were challenged or "
           "held, %.3f %% refused.\n",
           100 * share_of(stopped, minor),
           100 * share_of(sim->checkouts.challenged + sim->checkouts.held, sim->checkouts.acts),
           100 * share_of(sim->checkouts.refused, sim->checkouts.acts));
}
