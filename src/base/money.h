/* Money: whole minor units of a currency; never a float.
 *
 * 12.99 EUR is 1299; how many digits a currency has is ISO 4217's exponent (JPY 0, KWD 3).
 * Sums that would overflow, and mixing currencies, are our mistakes: they stop the process.
 * What comes from outside is bounded by MONEY_MAX before it gets here. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define MONEY_MAX INT64_C(1000000000000000) /* of minor units, in what people may enter */

struct currency {
    char code[4];
};
struct money {
    int64_t minor;
    struct currency currency;
};

/* False unless `code` is one of ISO 4217's currencies in use; upper case only. */
bool currency_read(const char *code, struct currency *ret_currency);
struct currency currency_of(const char *code); /* for codes we write ourselves */
int currency_exponent(struct currency currency);
bool currency_same(struct currency a, struct currency b);

struct money money_of(int64_t minor, struct currency currency);
struct money money_plus(struct money a, struct money b);
struct money money_minus(struct money a, struct money b);
struct money money_times(struct money amount, int64_t count);

/* `basis_points` of the amount, halves away from zero. 10000 is all of it. */
struct money money_part(struct money amount, int basis_points);

/* Shares `whole` out in proportion to `weights` (none below zero; all zero shares equally), by
 * largest remainder, earlier first among equals. The parts add up to the whole exactly. */
void money_share(struct money whole, const int64_t *weights, size_t count, int64_t *ret_parts);

/* One unit of `from` is `per_million` millionths of a unit of `to` (units, not minor units). */
struct rate {
    struct currency from, to;
    int64_t per_million;
};

/* Converts by the rate, halves away from zero; the currencies must be the rate's. */
struct money money_convert(struct money amount, struct rate rate);

/* "12.99" or "12,99" or "12" by the currency's digits; refuses more digits, signs, grouping. */
bool money_read(const char *from, struct currency currency, struct money *ret_amount);

/* "12.99", for inputs, files and tests; people are shown words_money(). */
void money_write_plain(text *to, struct money amount);
