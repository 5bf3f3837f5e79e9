/* Bench, prepared: a market with buyers, keys and offers, made through the market's own acts.
 *
 *   prepare BUYERS PRODUCTS STOCK OUT [--offers N] [--paths FILE] [--queries FILE] [--deal UNITS]
 *           [--setting ...]
 *   prepare --missing < PURCHASES
 *   prepare --sold
 * OUT gets a line a buyer ("KEY ADDRESS") and, behind an empty line, a line an offer in stock.
 * Each product has --offers offers (1), of as many sellers. --paths gets a line a product,
 * --queries lines that search. --deal starts a flash deal of the first offer and prints its id. The
 * second form prints how many purchases are not in the store, the
 * third how many pieces are left in stock and how many are paid. */
#include "prepare.h"

#include <malloc.h>

#include "base/id.h"
#include "base/log.h"
#include "main/settings.h"
#include "shop/deals/deals.h"
#include "store/jobs.h"

static int fail(const char *what)
{
    fprintf(stderr, "prepare: %s\n", what);
    return 1;
}

static const struct statement select_purchase = {
    "bench_select_purchase", "SELECT purchase_id FROM orders_purchase WHERE purchase_id = ?1",
    "SELECT purchase_id FROM orders_purchase WHERE purchase_id = $1", 1
};

/* How many of the purchases named on standard input are not there, paid or placed. */
static void print_missing(struct store_tx *tx)
{
    char line[64];
    int missing = 0;
    while (fgets(line, sizeof line, stdin)) {
        int64_t purchase;
        line[strcspn(line, "\n")] = 0;
        missing += !id_read(line, "pur", &purchase) ||
                   !store_int(tx, &select_purchase, WITH(INT(purchase)), 0);
    }
    printf("%d\n", missing);
}

#define SUM_STOCK "SELECT COALESCE(SUM(stock), 0) FROM catalog_offer"
#define SUM_PAID                                           \
    "SELECT COALESCE(SUM(l.count), 0) FROM orders_line l " \
    "JOIN orders_order o ON o.order_id = l.order_id "      \
    "JOIN payments_payment p ON p.purchase_id = o.purchase_id AND p.state = 'captured'"
static const struct statement sum_stock = { "bench_sum_stock", SUM_STOCK, SUM_STOCK, 0 };
static const struct statement sum_paid = { "bench_sum_paid", SUM_PAID, SUM_PAID, 0 };

static void print_sold(struct store_tx *tx)
{
    printf("%lld %lld\n", (long long)store_int(tx, &sum_stock, WITHOUT, -1),
           (long long)store_int(tx, &sum_paid, WITHOUT, -1));
}

static int ask_market(struct arena *memory, struct market *market, void (*print)(struct store_tx *))
{
    const char *problem = "";
    char *none[] = { NULL }, **rest;
    if (!settings_read(memory, none, &market->settings, &rest, &problem) ||
        !market_open(memory, market, false, &problem))
        return fail(problem);
    struct store_tx *tx = store_read(market->store);
    print(tx);
    store_read_end(tx);
    market_close(market);
    return 0;
}

static const struct statement select_offers = {
    "bench_select_offers", "SELECT offer_id FROM catalog_offer WHERE stock > 0 ORDER BY offer_id",
    "SELECT offer_id FROM catalog_offer WHERE stock > 0 ORDER BY offer_id", 0
};

static void write_offers(struct preparing *p)
{
    fputc('\n', p->out);
    struct store_tx *tx = store_read(p->store);
    struct rows rows = store_query(tx, &select_offers, WITHOUT);
    while (rows_next(&rows)) {
        char id[ID_TEXT_SIZE];
        id_write(id, "off", rows_int(&rows, "offer_id"));
        fprintf(p->out, "%s\n", id);
    }
    store_read_end(tx);
}

static refused start_deal(struct store_tx *tx, void *what)
{
    struct preparing *p = what;
    AUTO(arena) memory = { 0 };
    struct offer offer;
    deal_id deal;
    offer_id first = { store_int(tx, &select_offers, WITHOUT, 0) };
    refused why = catalog_offer(tx, &memory, first, &offer);
    if (why)
        return why;
    struct moment now = p->now;
    why = deals_plan(tx,
                     &(struct deal_planning){ .offer = first,
                                              .price = money_part(offer.price, 5000),
                                              .units = p->deal_units,
                                              .per_buyer = 1,
                                              .starts_at = now,
                                              .ends_at = moment_after(now, hours(1)),
                                              .now = now },
                     &deal);
    if (!why)
        why = deals_start(tx, (seller_id){ 0 }, deal, now);
    id_write(p->deal, "dea", deal.number);
    return why;
}

static void say(const char *what, struct moment from)
{
    fprintf(stderr, "prepare: %-9s %6.1f s\n", what, (double)(market_now().us - from.us) / 1e6);
}

/* What follows the listings (the search index) is brought to its end. */
static void run_jobs(struct preparing *p)
{
    while (jobs_run_due(p->store, market_now(), 1000) > 0)
        continue;
}

static refused make_market(struct market *market, struct preparing *p)
{
    struct moment from = market_now();
    refused why = market_first(market, p->now);
    if (!why)
        why = prepare_sellers(p);
    if (!why)
        why = prepare_buyers(p);
    say("people", from);
    if (!why)
        why = prepare_model(p);
    if (!why)
        why = prepare_products(p);
    say("products", from);
    if (why)
        return why;
    run_jobs(p);
    say("jobs", from);
    write_offers(p);
    if (!p->deal_units)
        return NULL;
    p->now = market_now();
    why = store_transact(p->store, start_deal, p);
    if (!why)
        puts(p->deal);
    return why;
}

/* The clock of the listings runs ahead by a millisecond a product, so it begins in the past. */
static struct moment first_moment(const struct preparing *p)
{
    return moment_before(market_now(), seconds(p->products / 1000 + 60));
}

int main(int count, char **arguments)
{
    AUTO(arena) memory = { 0 };
    struct market market = { 0 };
    struct preparing p = { .offers = 1, .random = UINT64_C(0x9e3779b97f4a7c15) };
    const char *problem = "", *file;
    char **rest;
    if (count == 2 && text_same(arguments[1], "--missing"))
        return ask_market(&memory, &market, print_missing);
    if (count == 2 && text_same(arguments[1], "--sold"))
        return ask_market(&memory, &market, print_sold);
    mallopt(M_MMAP_THRESHOLD, 64 << 20); /* as the server keeps its heap (serve.c) */
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_TOP_PAD, 4 << 20);
    if (count < 5 || !text_to_int(arguments[1], &p.buyers) ||
        !text_to_int(arguments[2], &p.products) || !text_to_int(arguments[3], &p.stock))
        return fail("BUYERS PRODUCTS STOCK OUT [--offers N] [--paths FILE] [--queries FILE] ...");
    if (!settings_read(&memory, arguments + 5, &market.settings, &rest, &problem))
        return fail(problem);
    log_set_level((enum log_level)market.settings.log_level);
    if (!market_open(&memory, &market, true, &problem))
        return fail(problem);
    const char *offers = command_flag(rest, "--offers");
    if (offers &&
        (!text_to_int(offers, &p.offers) || p.offers < 1 || p.offers > OFFERS_OF_PRODUCT_MAX))
        return fail("--offers is 1 to 20");
    const char *units = command_flag(rest, "--deal");
    if (units && (!text_to_int(units, &p.deal_units) || p.deal_units < 1))
        return fail("--deal is how many pieces");
    p.store = market.store;
    p.now = first_moment(&p);
    p.out = fopen(arguments[4], "w");
    if (!p.out)
        return fail("cannot write OUT");
    refused why = make_market(&market, &p);
    if (why)
        return fail(why->name);
    if ((file = command_flag(rest, "--paths")) && !prepare_write_paths(&p, file))
        return fail("cannot write the paths");
    if ((file = command_flag(rest, "--queries")) && !prepare_write_queries(&p, file))
        return fail("cannot write the queries");
    fclose(p.out);
    market_close(&market);
    return 0;
}
