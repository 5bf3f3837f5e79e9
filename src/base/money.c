/* Money: checked sums, sharing out, rates. */
#include "base/money.h"

#include <assert.h>

__extension__ typedef __int128 wide; /* products of two 64-bit numbers */

/* ISO 4217's exponents that are not 2 (list one of the standard, 2025). */
static const struct {
    char code[4];
    int exponent;
} odd_exponents[] = {
    { "BHD", 3 }, { "BIF", 0 }, { "CLF", 4 }, { "CLP", 0 }, { "DJF", 0 }, { "GNF", 0 },
    { "IQD", 3 }, { "ISK", 0 }, { "JOD", 3 }, { "JPY", 0 }, { "KMF", 0 }, { "KRW", 0 },
    { "KWD", 3 }, { "LYD", 3 }, { "OMR", 3 }, { "PYG", 0 }, { "RWF", 0 }, { "TND", 3 },
    { "UGX", 0 }, { "UYI", 0 }, { "UYW", 4 }, { "VND", 0 }, { "VUV", 0 }, { "XAF", 0 },
    { "XOF", 0 }, { "XPF", 0 },
};

/* The currencies in use, sorted. */
static const char codes[] =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
    "GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF "
    "KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
    "MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD "
    "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
    "UGX USD UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ";

bool currency_read(const char *code, struct currency *ret_currency)
{
    if (!code || strlen(code) != 3)
        return false;
    for (const char *at = codes; *at; at += 4) {
        if (memcmp(at, code, 3) != 0)
            continue;
        memcpy(ret_currency->code, code, 4);
        return true;
    }
    return false;
}

struct currency currency_of(const char *code)
{
    struct currency currency = { "" };
    bool known = currency_read(code, &currency);
    assert(known);
    (void)known;
    return currency;
}

int currency_exponent(struct currency currency)
{
    for (size_t i = 0; i < sizeof odd_exponents / sizeof *odd_exponents; i++)
        if (memcmp(odd_exponents[i].code, currency.code, 3) == 0)
            return odd_exponents[i].exponent;
    return 2;
}

bool currency_same(struct currency a, struct currency b)
{
    return memcmp(a.code, b.code, 3) == 0;
}

static _Noreturn void stop(const char *why)
{
    fprintf(stderr, "souk: money: %s\n", why);
    abort();
}

struct money money_of(int64_t minor, struct currency currency)
{
    return (struct money){ minor, currency };
}

struct money money_plus(struct money a, struct money b)
{
    struct money sum = a;
    if (!currency_same(a.currency, b.currency))
        stop("two currencies in one sum");
    if (__builtin_add_overflow(a.minor, b.minor, &sum.minor))
        stop("a sum is too large");
    return sum;
}

struct money money_minus(struct money a, struct money b)
{
    return money_plus(a, (struct money){ -b.minor, b.currency });
}

struct money money_times(struct money amount, int64_t count)
{
    struct money product = amount;
    if (__builtin_mul_overflow(amount.minor, count, &product.minor))
        stop("a product is too large");
    return product;
}

/* amount * up / down, halves away from zero. */
static int64_t scaled(int64_t amount, int64_t up, wide down)
{
    wide product = (wide)amount * up, half = down / 2;
    wide result = (product >= 0 ? product + half : product - half) / down;
    if (result > INT64_MAX || result < INT64_MIN)
        stop("a scaled amount is too large");
    return (int64_t)result;
}

struct money money_part(struct money amount, int basis_points)
{
    return money_of(scaled(amount.minor, basis_points, 10000), amount.currency);
}

void money_share(struct money whole, const int64_t *weights, size_t count, int64_t *ret_parts)
{
    assert(count > 0);
    wide sum = 0, size = whole.minor < 0 ? -(wide)whole.minor : whole.minor;
    for (size_t i = 0; i < count; i++) {
        assert(weights[i] >= 0);
        sum += weights[i];
    }
    wide left = size;
    for (size_t i = 0; i < count; i++) {
        wide share = sum ? size * weights[i] / sum : size / (wide)count;
        ret_parts[i] = (int64_t)share;
        left -= share;
    }
    /* At most count - 1 units are left: each goes to the largest remainder not served yet. */
    for (; left > 0; left--) {
        size_t best = count;
        wide best_remainder = -1;
        for (size_t i = 0; i < count; i++) {
            wide exact = sum ? size * weights[i] : size;
            wide remainder = exact - (wide)ret_parts[i] * (sum ? sum : (wide)count);
            if (remainder > best_remainder) {
                best = i;
                best_remainder = remainder;
            }
        }
        ret_parts[best]++;
    }
    for (size_t i = 0; whole.minor < 0 && i < count; i++)
        ret_parts[i] = -ret_parts[i];
}

static int64_t power_of_ten(int exponent)
{
    int64_t power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

struct money money_convert(struct money amount, struct rate rate)
{
    if (!currency_same(amount.currency, rate.from))
        stop("a rate for another currency");
    wide down = (wide)1000000 * power_of_ten(currency_exponent(rate.from));
    int64_t up;
    if (__builtin_mul_overflow(rate.per_million, power_of_ten(currency_exponent(rate.to)), &up))
        stop("a rate is too large");
    return money_of(scaled(amount.minor, up, down), rate.to);
}

bool money_read(const char *from, struct currency currency, struct money *ret_amount)
{
    int64_t minor = 0;
    int left = currency_exponent(currency), point = 0, digits = 0;
    for (; *from; from++) {
        if ((*from == '.' || *from == ',') && !point && digits && left) {
            point = 1;
            continue;
        }
        if (*from < '0' || *from > '9' || (point && left == 0) || minor > MONEY_MAX / 10)
            return false;
        minor = minor * 10 + (*from - '0');
        digits++;
        left -= point;
    }
    if (!digits || minor > MONEY_MAX / power_of_ten(left))
        return false;
    *ret_amount = money_of(minor * power_of_ten(left), currency);
    return true;
}

void money_write_plain(text *to, struct money amount)
{
    int exponent = currency_exponent(amount.currency);
    uint64_t size = amount.minor < 0 ? 0 - (uint64_t)amount.minor : (uint64_t)amount.minor;
    uint64_t unit = (uint64_t)power_of_ten(exponent);
    if (amount.minor < 0)
        text_add_char(to, '-');
    if (!exponent) {
        text_add_format(to, "%llu", (unsigned long long)size);
        return;
    }
    text_add_int(to, (int64_t)(size / unit));
    text_add_char(to, '.');
    text_add_digits(to, (int64_t)(size % unit), exponent);
}
