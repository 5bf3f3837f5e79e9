/* Exchange: every pair goes through the euro. */
#include "shop/exchange/exchange.h"

#include <assert.h>
#include <stdatomic.h>

#include "base/moment.h"
#include "shop/exchange/exchange_sql.h"

REFUSAL(RATE_UNKNOWN, 409, "There is no exchange rate for this currency. Choose another one.");

enum { RATE_DIGITS_MAX = 12 };

static bool is_euro(struct currency currency)
{
    return memcmp(currency.code, "EUR", 3) == 0;
}

/* Rates change once a day and are asked for several times in every price, so each thread keeps what
 * it read for a minute of the asker's clock. A rate that is set here is seen at once; one that
 * another process sets, within the minute. Measured: four of the statements of every purchase. */
enum { KEPT_RATES = 24, KEPT_SECONDS = 60 };

static _Thread_local struct kept_rate {
    const struct store *store;
    struct currency currency;
    struct moment at;
    int64_t per_million, version;
} kept_rates[KEPT_RATES];
static _Thread_local size_t next_kept;
static _Atomic int64_t rates_version = 1;

void exchange_forget(void)
{
    atomic_fetch_add(&rates_version, 1);
}

static int64_t read_for_one_euro(struct store_tx *tx, struct currency currency, struct moment now)
{
    int64_t found = store_int(tx, &exchange_select, WITH(TEXT(currency.code), INT(now.us)), 0);
    return found ? found : store_int(tx, &exchange_select_oldest, WITH(TEXT(currency.code)), 0);
}

/* Millionths of a unit for one euro; 0 when unknown. */
static int64_t for_one_euro(struct store_tx *tx, struct currency currency, struct moment now)
{
    if (is_euro(currency))
        return 1000000;
    int64_t version = atomic_load(&rates_version);
    for (size_t i = 0; i < KEPT_RATES; i++) {
        const struct kept_rate *kept = &kept_rates[i];
        bool fits = kept->version == version && kept->store == store_of(tx) &&
                    currency_same(kept->currency, currency) && now.us >= kept->at.us &&
                    now.us - kept->at.us < seconds(KEPT_SECONDS).us;
        if (fits)
            return kept->per_million;
    }
    int64_t found = read_for_one_euro(tx, currency, now);
    if (found)
        kept_rates[next_kept++ % KEPT_RATES] =
            (struct kept_rate){ store_of(tx), currency, now, found, version };
    return found;
}

refused exchange_rate(struct store_tx *tx, struct currency from, struct currency to,
                      struct moment now, struct rate *ret_rate)
{
    *ret_rate = (struct rate){ from, to, 1000000 };
    if (currency_same(from, to))
        return NULL;
    int64_t below = for_one_euro(tx, from, now), above = for_one_euro(tx, to, now);
    int64_t product;
    if (!below || !above || __builtin_mul_overflow(above, INT64_C(1000000), &product))
        return &RATE_UNKNOWN;
    ret_rate->per_million = (product + below / 2) / below;
    return ret_rate->per_million > 0 ? NULL : &RATE_UNKNOWN;
}

refused exchange_convert(struct store_tx *tx, struct money amount, struct currency to,
                         struct moment now, struct money *ret_amount)
{
    struct rate rate;
    refused why = exchange_rate(tx, amount.currency, to, now, &rate);
    if (why)
        return why;
    *ret_amount = money_convert(amount, rate);
    return NULL;
}

void exchange_set(struct store_tx *tx, struct currency currency, int64_t per_million_euro,
                  struct moment at)
{
    assert(per_million_euro > 0);
    exchange_forget();
    if (!is_euro(currency))
        store_do(tx, &exchange_upsert,
                 WITH(TEXT(currency.code), INT(at.us), INT(per_million_euro)));
}

/* "1.0842" as millionths; 0 for what is not a rate. */
static int64_t read_per_million(const char *cell)
{
    int64_t number = 0, places = -1;
    size_t digits = 0;
    for (; *cell && places < 6; cell++) {
        if (*cell == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (*cell < '0' || *cell > '9' || ++digits > RATE_DIGITS_MAX)
            return 0;
        number = number * 10 + (*cell - '0');
        places += places >= 0;
    }
    for (places = places < 0 ? 0 : places; places < 6; places++)
        number *= 10;
    return number;
}

enum { CELLS_MAX = 100 };

/* Cuts a line at its commas in place. */
static int cut_cells(char *line, char *ret_cells[static CELLS_MAX], struct arena *memory)
{
    int count = 0;
    for (char *at = line; at && count < CELLS_MAX;) {
        char *comma = strchr(at, ',');
        if (comma)
            *comma = 0;
        ret_cells[count++] = text_trim(memory, at);
        at = comma ? comma + 1 : NULL;
    }
    return count;
}

/* Both ways that the bank writes a day: "2026-11-20" in the history, "20 November 2026" daily. */
static bool read_day(const char *cell, struct moment *ret_at)
{
    static const char *const months[] = { "January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December" };
    int day, year;
    char name[16];
    if (moment_read(cell, ret_at))
        return true;
    if (sscanf(cell, "%2d %15s %4d", &day, name, &year) != 3 || day < 1 || day > 31 || year < 1970)
        return false;
    for (int month = 0; month < 12; month++)
        if (strcmp(months[month], name) == 0) {
            *ret_at = moment_of_date(year, month + 1, day);
            return true;
        }
    return false;
}

int exchange_read_csv(struct store_tx *tx, const char *csv)
{
    AUTO(arena) memory = { 0 };
    char *names[CELLS_MAX], *cells[CELLS_MAX], *rest = arena_copy(&memory, csv);
    char *line = strsep(&rest, "\n");
    int name_count = cut_cells(line, names, &memory), taken = 0;
    if (name_count < 2 || strcmp(names[0], "Date") != 0)
        return -1;
    while ((line = strsep(&rest, "\n"))) {
        struct moment at;
        int count = cut_cells(line, cells, &memory);
        if (!read_day(cells[0], &at))
            continue;
        for (int i = 1; i < count && i < name_count; i++) {
            struct currency currency;
            int64_t rate = read_per_million(cells[i]);
            if (!rate || !currency_read(names[i], &currency))
                continue;
            exchange_set(tx, currency, rate, at);
            taken++;
        }
    }
    return taken;
}

struct currencies exchange_currencies(struct store_tx *tx, struct arena *memory)
{
    struct currencies found = { arena_array(memory, CELLS_MAX, sizeof(struct currency)), 1 };
    found.items[0] = currency_of("EUR");
    struct rows rows = store_query(tx, &exchange_select_currencies, WITHOUT);
    while (rows_next(&rows))
        if (found.count < CELLS_MAX &&
            currency_read(rows_text(&rows, memory, "currency"), &found.items[found.count]))
            found.count++;
    return found;
}
