/* Exchange, on the web: the rates in use, for everyone. */
#include "shop/exchange/exchange.h"
#include "shop/exchange/exchange_schema_sql.h"
#include "shop/exchange/exchange_sql.h"
#include "web/route.h"

struct rate_answer {
    const char *currency, *name, *per_euro;
};
static const struct field rate_fields[] = {
    TEXT_FIELD(struct rate_answer, currency, .says = "ISO 4217."),
    TEXT_FIELD(struct rate_answer, name, .says = "In words."),
    TEXT_FIELD(struct rate_answer, per_euro, .says = "Units for one euro, as a decimal number."),
    { 0 },
};
struct rates_answer {
    LIST_OF(struct rate_answer) data;
};
static const struct field rates_fields[] = {
    LIST_FIELD(struct rates_answer, data, rate_fields, .says = "The euro first."),
    { 0 },
};

static refused list_rates(struct request *request)
{
    struct rates_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct currencies known = exchange_currencies(request->tx, memory);
    answer->data.items = arena_array(memory, known.count, sizeof(*answer->data.items));
    for (size_t i = 0; i < known.count; i++) {
        struct rate rate;
        if (exchange_rate(request->tx, currency_of("EUR"), known.items[i], request->now, &rate))
            continue;
        answer->data.items[answer->data.count++] = (struct rate_answer){
            known.items[i].code,
            words_currency(memory, known.items[i]),
            arena_format(memory, "%lld.%06lld", (long long)(rate.per_million / 1000000),
                         (long long)(rate.per_million % 1000000)),
        };
    }
    return NULL;
}

// clang-format off
static const struct route exchange_routes[] = {
    { GET, "/rates", ANYONE, list_rates, .summary = "The exchange rates in use",
      .gives = rates_fields, .face = ONLY_API },
    { 0 },
};
// clang-format on

/* A market is begun with the rates of a day, so that it can price at once: the European Central
 * Bank's reference rates, rounded. An operator replaces them with `souk rates FILE`. */
static const struct {
    const char *currency;
    int64_t per_million_euro;
} first_rates[] = {
    { "USD", 1152000 },  { "GBP", 876000 },    { "BRL", 6190000 },  { "JPY", 178500000 },
    { "CNY", 8210000 },  { "INR", 102900000 }, { "TRY", 48700000 }, { "AED", 4231000 },
    { "EGP", 54600000 }, { "SAR", 4320000 },   { "PLN", 4240000 },  { "SEK", 10980000 },
    { "CHF", 931000 },   { "CAD", 1621000 },   { "AUD", 1778000 },  { "KRW", 1689000000 },
    { "MXN", 21150000 }, { "KWD", 354000 },    { "ILS", 3770000 },  { "HKD", 8960000 },
};

static refused set_first_rates(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    struct rate rate;
    for (size_t i = 0; i < sizeof first_rates / sizeof *first_rates; i++) {
        struct currency currency = currency_of(first_rates[i].currency);
        if (exchange_rate(tx, currency, currency_of("EUR"), *now, &rate))
            exchange_set(tx, currency, first_rates[i].per_million_euro,
                         moment_of_date(2025, 11, 3));
    }
    return NULL;
}

static refused exchange_first(struct store *store, struct moment now)
{
    exchange_forget();
    return store_transact(store, set_first_rates, &now);
}

const struct module exchange_module = {
    .name = "exchange",
    .routes = exchange_routes,
    .schema = exchange_schema,
    .statements = exchange_statements,
    .first = exchange_first,
};
