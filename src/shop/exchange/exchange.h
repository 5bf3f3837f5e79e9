/* Exchange: what one currency is worth in another, and since when.
 *
 * Rates are those of the European Central Bank's reference file (a column a currency, units of it
 * for one euro) or entered by hand; every other pair goes through the euro. A quote freezes the
 * rate that it used. */
#pragma once

#include "base/money.h"
#include "store/store.h"

extern const struct refusal RATE_UNKNOWN; /* 409: no rate for this pair of currencies */

/* The newest rate not later than now. The same currency is 1. */
refused exchange_rate(struct store_tx *tx, struct currency from, struct currency to,
                      struct moment now, struct rate *ret_rate);
refused exchange_convert(struct store_tx *tx, struct money amount, struct currency to,
                         struct moment now, struct money *ret_amount);

/* Millionths of a unit of `currency` for one euro, valid from `at` on. */
void exchange_set(struct store_tx *tx, struct currency currency, int64_t per_million_euro,
                  struct moment at);

/* What threads keep of rates is read anew: another market may be opened in this process. */
void exchange_forget(void);

/* Reads the ECB's eurofxref CSV: a header of codes, then dated lines. Gives the number of rates;
 * a bad cell is passed over ("N/A"), a bad file gives -1. */
int exchange_read_csv(struct store_tx *tx, const char *csv);

/* The currencies that there is a rate for, euro first. */
struct currencies {
    struct currency *items;
    size_t count;
};
struct currencies exchange_currencies(struct store_tx *tx, struct arena *memory);
