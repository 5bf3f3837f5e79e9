/* Money: checked sums, sharing out, rates. */
#include "base/money.h"

#include <assert.h>

__extension__ typedef __int128 wide; /* products of two 64-bit numbers */

/* The currencies in use, sorted, each with its exponent (ISO 4217, list one, 2025). */
enum { CODE_WIDTH = 5 };
static const char codes[] =
    "AED2 AFN2 ALL2 AMD2 AOA2 ARS2 AUD2 AWG2 AZN2 BAM2 BBD2 BDT2 BHD3 BIF0 BMD2 BND2 BOB2 BRL2 "
    "BSD2 BTN2 BWP2 BYN2 BZD2 CAD2 CDF2 CHF2 CLF4 CLP0 CNY2 COP2 CRC2 CUP2 CVE2 CZK2 DJF0 DKK2 "
    "DOP2 DZD2 EGP2 ERN2 ETB2 EUR2 FJD2 FKP2 GBP2 GEL2 GHS2 GIP2 GMD2 GNF0 GTQ2 GYD2 HKD2 HNL2 "
    "HTG2 HUF2 IDR2 ILS2 INR2 IQD3 IRR2 ISK0 JMD2 JOD3 JPY0 KES2 KGS2 KHR2 KMF0 KPW2 KRW0 KWD3 "
    "KYD2 KZT2 LAK2 LBP2 LKR2 LRD2 LSL2 LYD3 MAD2 MDL2 MGA2 MKD2 MMK2 MNT2 MOP2 MRU2 MUR2 MVR2 "
    "MWK2 MXN2 MYR2 MZN2 NAD2 NGN2 NIO2 NOK2 NPR2 NZD2 OMR3 PAB2 PEN2 PGK2 PHP2 PKR2 PLN2 PYG0 "
    "QAR2 RON2 RSD2 RUB2 RWF0 SAR2 SBD2 SCR2 SDG2 SEK2 SGD2 SHP2 SLE2 SOS2 SRD2 SSP2 STN2 SVC2 "
    "SYP2 SZL2 THB2 TJS2 TMT2 TND3 TOP2 TRY2 TTD2 TWD2 TZS2 UAH2 UGX0 USD2 UYI0 UYU2 UYW4 UZS2 "
    "VED2 VES2 VND0 VUV0 WST2 XAF0 XCD2 XCG2 XOF0 XPF0 YER2 ZAR2 ZMW2 ZWG2 ";

/* NULL when it is none. */
static const char *find_code(const char *code)
{
    size_t low = 0, high = sizeof codes / CODE_WIDTH;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = memcmp(code, codes + middle * CODE_WIDTH, 3);
        if (order == 0)
            return codes + middle * CODE_WIDTH;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

bool currency_read(const char *code, struct currency *ret_currency)
{
    if (!code || strlen(code) != 3 || !find_code(code))
        return false;
    memcpy(ret_currency->code, code, 4);
    return true;
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
    const char *found = find_code(currency.code);
    return found ? found[3] - '0' : 2;
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

/* At most count - 1 units are left over: each goes to the largest remainder that has none yet. */
static void share_rest(int64_t left, wide *remainders, size_t count, int64_t *parts)
{
    for (; left > 0; left--) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++)
            if (remainders[i] > remainders[best])
                best = i;
        parts[best]++;
        remainders[best] = -1;
    }
}

void money_share(struct money whole, const int64_t *weights, size_t count, int64_t *ret_parts)
{
    enum { USUAL = 128 };
    wide usual[USUAL], *remainders = usual;
    assert(count > 0);
    if (count > USUAL)
        remainders = must_take(count * sizeof *remainders);
    wide sum = 0, size = whole.minor < 0 ? -(wide)whole.minor : whole.minor;
    for (size_t i = 0; i < count; i++) {
        assert(weights[i] >= 0);
        sum += weights[i];
    }
    wide left = size, all = sum ? sum : (wide)count;
    for (size_t i = 0; i < count; i++) {
        wide exact = sum ? size * weights[i] : size;
        ret_parts[i] = (int64_t)(exact / all);
        remainders[i] = exact - (wide)ret_parts[i] * all;
        left -= ret_parts[i];
    }
    share_rest((int64_t)left, remainders, count, ret_parts);
    for (size_t i = 0; whole.minor < 0 && i < count; i++)
        ret_parts[i] = -ret_parts[i];
    if (remainders != usual)
        free(remainders);
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
