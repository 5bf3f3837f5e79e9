/* Judge: how long one judgement of a checkout takes, inside its transaction.
 *
 *   judge COUNT [--setting ...]
 * COUNT judgements of the market's people, each with the account's own
 * device, card and address, an IP address of many, one of the market's sellers, in groups as the
 * server's writer makes them. Only fraud_judge() is timed: what it reads, computes, asks of rules
 * and model, and writes; not the commit, which the purchase needs anyway. Prints one JSON object.
 */
#include "inside.h"

#include <string.h>

#include "base/id.h"
#include "shop/fraud/fraud.h"

enum { GROUP = 25, SELLERS_MOST = 64 };

struct judging {
    int64_t number;
    struct moment now;
    int64_t sellers[SELLERS_MOST], accounts[4096];
    size_t seller_count, account_count;
    double *micros;
    int64_t count;
};
struct one {
    struct judging *judging;
    int64_t number;
};

static double now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static refused judge(struct store_tx *tx, void *what)
{
    const struct one *one = what;
    struct judging *judging = one->judging;
    AUTO(arena) memory = { 0 };
    int64_t n = one->number, person = n * 7919 % (int64_t)judging->account_count;
    struct fraud_judgement judgement;
    struct fraud_question question = {
        .act = FRAUD_CHECKOUT,
        .account = judging->accounts[person],
        .subject = id_next(judging->now),
        .visit = { .device = arena_format(&memory, "device %lld", (long long)person),
                   .address = arena_format(&memory, "10.183.%lld.%lld", (long long)(n / 7 % 200),
                                           (long long)(n % 250)),
                   .agent = "bench" },
        .amount = money_of(2000 + n % 9000, currency_of("EUR")),
        .amount_usd = (double)(2000 + n % 9000) / 90,
        .account_country = "PT",
        .card = arena_format(&memory, "card %lld", (long long)person),
        .card_country = "PT",
        .postal = arena_format(&memory, "Street %lld Lisbon", (long long)person),
        .postal_country = "PT",
        .sellers = { { judging->sellers[n % (int64_t)judging->seller_count], 40 } },
        .seller_count = 1,
        .category = 1 + n % 40,
        .items = 1,
        .now = judging->now,
    };
    double from = now_us();
    refused why = fraud_judge(tx, &memory, &question, &judgement);
    judging->micros[n] = now_us() - from;
    if (!why && judgement.action != FRAUD_ALLOW)
        inside_fail("a judgement was not what the bench is for");
    return why;
}

static const struct statement select_sellers = {
    "bench_select_sellers", "SELECT seller_id AS id FROM sellers_seller LIMIT 64",
    "SELECT seller_id AS id FROM sellers_seller LIMIT 64", 0
};
static const struct statement select_accounts = {
    "bench_select_accounts", "SELECT account_id AS id FROM accounts_account LIMIT 4096",
    "SELECT account_id AS id FROM accounts_account LIMIT 4096", 0
};

static size_t read_ids(struct store_tx *tx, const struct statement *statement, int64_t *to,
                       size_t most)
{
    size_t count = 0;
    struct rows rows = store_query(tx, statement, WITHOUT);
    while (rows_next(&rows))
        if (count < most)
            to[count++] = rows_int(&rows, "id");
    return count;
}

static int rising(const void *a, const void *b)
{
    const double *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

int main(int count, char **arguments)
{
    AUTO(arena) memory = { 0 };
    struct market market = { 0 };
    static struct judging judging;
    char **rest;
    if (count < 2 || !text_to_int(arguments[1], &judging.count) || judging.count < 100)
        inside_fail("judge COUNT");
    inside_open(&memory, &market, arguments + 2, &rest);
    judging.micros = must_take((size_t)judging.count * sizeof(double));
    struct store_tx *tx = store_read(market.store);
    judging.seller_count = read_ids(tx, &select_sellers, judging.sellers, SELLERS_MOST);
    judging.account_count = read_ids(tx, &select_accounts, judging.accounts, 4096);
    store_read_end(tx);
    if (!judging.seller_count || !judging.account_count)
        inside_fail("there are no sellers or accounts");
    struct one group[GROUP];
    for (int64_t n = 0; n < judging.count; n += GROUP) {
        size_t size = 0;
        for (; size < GROUP && n + (int64_t)size < judging.count; size++)
            group[size] = (struct one){ &judging, n + (int64_t)size };
        judging.now = market_now();
        inside_group(market.store, judge, group, sizeof *group, size);
    }
    /* The first tenth warms the caches, as the first buyers of a day do. */
    size_t warm = (size_t)judging.count / 10, left = (size_t)judging.count - warm;
    double sum = 0;
    for (size_t i = warm; i < (size_t)judging.count; i++)
        sum += judging.micros[i];
    qsort(judging.micros + warm, left, sizeof(double), rising);
    printf("{\"judgements\": %zu, \"mean_us\": %.1f, \"p50_us\": %.1f, \"p99_us\": %.1f}\n", left,
           sum / (double)left, judging.micros[warm + left / 2],
           judging.micros[warm + left * 99 / 100]);
    market_close(&market);
    return 0;
}
