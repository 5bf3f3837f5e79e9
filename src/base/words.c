/* Words: gettext catalogues and ICU's formats.
 *
 * A catalogue is a .mo file in memory; its layout is GNU gettext's (manual, "The Format of GNU MO
 * Files"). ICU's formatters are dear to open and not safe in two threads at once, so each thread
 * keeps its own. */
#include "base/words.h"

#include <assert.h>
#include <pthread.h>
#include <stdarg.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "base/baked.h"

const struct words_info words_infos[WORDS_LANGUAGES] = {
    [WORDS_ENGLISH] = { "en", "English", "ltr" },
    [WORDS_ARABIC] = { "ar", "العربية", "rtl" },
};

/* ICU's locales. Arabic with western digits, which prices and sizes are written in across the
 * market; English dates with the day first, which reads the same everywhere. */
static const char *const locales[WORDS_LANGUAGES] = { "en-GB", "ar-u-nu-latn" };

static _Thread_local enum words_language spoken;

void words_speak(enum words_language language)
{
    assert(language < WORDS_LANGUAGES);
    spoken = language;
}

enum words_language words_spoken(void)
{
    return spoken;
}

enum words_language words_choose(const char *accepted)
{
    for (const char *at = accepted ? accepted : ""; *at;) {
        for (int i = 0; i < WORDS_LANGUAGES; i++) {
            const char *code = words_infos[i].code;
            size_t length = strlen(code);
            if (strncmp(at, code, length) == 0 && !strchr("abcdefghijklmnopqrstuvwxyz", at[length]))
                return (enum words_language)i;
            if (strncmp(at, code, length) == 0 && !at[length])
                return (enum words_language)i;
        }
        at += strcspn(at, ",");
        at += strspn(at, ", ");
    }
    return WORDS_ENGLISH;
}

/* Catalogues ------------------------------------------------------------------------------- */

static uint32_t mo_word(const struct baked_file *file, size_t at)
{
    uint32_t word;
    assert(at + 4 <= file->size);
    memcpy(&word, file->bytes + at, 4);
    return word;
}

static const struct baked_file *catalogue(enum words_language language)
{
    for (const struct baked_file *file = baked_words; file->name; file++)
        if (text_same(file->name, words_infos[language].code))
            return file;
    return NULL;
}

/* Originals are sorted by bytes, so the search is binary. A plural's original is "one\0many"; its
 * first part is compared. */
const char *words_say_in(enum words_language language, const char *english)
{
    const struct baked_file *file = catalogue(language);
    if (!file || file->size < 28 || !*english)
        return english;
    uint32_t count = mo_word(file, 8), originals = mo_word(file, 12), others = mo_word(file, 16);
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *original =
            (const char *)file->bytes + mo_word(file, originals + middle * 8 + 4);
        int order = strcmp(english, original);
        if (order == 0)
            return (const char *)file->bytes + mo_word(file, others + middle * 8 + 4);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return english;
}

const char *words_say(const char *english)
{
    return words_say_in(spoken, english);
}

/* UTF-8 and ICU's UTF-16 ------------------------------------------------------------------- */

enum { WIDE_MAX = 256 };

static char *from_wide(struct arena *memory, const UChar *from, int32_t length)
{
    UErrorCode status = U_ZERO_ERROR;
    char *to = arena_take(memory, (size_t)length * 3 + 1);
    u_strToUTF8(to, length * 3 + 1, NULL, from, length, &status);
    return U_SUCCESS(status) ? to : arena_copy(memory, "");
}

static UChar *to_wide(UChar to[static WIDE_MAX], const char *from)
{
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(to, WIDE_MAX, NULL, from, -1, &status);
    if (U_FAILURE(status))
        to[0] = 0;
    return to;
}

/* Formatters, each thread its own ---------------------------------------------------------- */

enum { CURRENCIES_KEPT = 16 };

struct formatters {
    UNumberFormat *number, *money[CURRENCIES_KEPT];
    struct currency money_of[CURRENCIES_KEPT];
    int money_next;
    UDateFormat *day, *moment;
    UDateIntervalFormat *days;
    UPluralRules *plural;
    UCollator *order;
};

static _Thread_local struct formatters *kept;
static pthread_key_t kept_key;
static pthread_once_t kept_once = PTHREAD_ONCE_INIT;

/* A thread that ends closes what it opened. */
static void close_kept(void *of_thread)
{
    for (struct formatters *one = of_thread; one < (struct formatters *)of_thread + WORDS_LANGUAGES;
         one++) {
        for (int i = 0; i < CURRENCIES_KEPT; i++)
            if (one->money[i])
                unum_close(one->money[i]);
        if (one->number)
            unum_close(one->number);
        if (one->day)
            udat_close(one->day);
        if (one->moment)
            udat_close(one->moment);
        if (one->days)
            udtitvfmt_close(one->days);
        if (one->plural)
            uplrules_close(one->plural);
        if (one->order)
            ucol_close(one->order);
    }
    free(of_thread);
}

static void make_kept_key(void)
{
    pthread_key_create(&kept_key, close_kept);
}

/* This thread's formatters of the spoken language. */
static struct formatters *mine(void)
{
    if (!kept) {
        pthread_once(&kept_once, make_kept_key);
        kept = must_take(WORDS_LANGUAGES * sizeof(*kept));
        pthread_setspecific(kept_key, kept);
    }
    return &kept[spoken];
}

static UNumberFormat *number_format(void)
{
    UErrorCode status = U_ZERO_ERROR;
    if (!mine()->number)
        mine()->number = unum_open(UNUM_DECIMAL, NULL, 0, locales[spoken], NULL, &status);
    assert(U_SUCCESS(status));
    return mine()->number;
}

static UNumberFormat *money_format(struct currency currency)
{
    UErrorCode status = U_ZERO_ERROR;
    for (int i = 0; i < CURRENCIES_KEPT; i++)
        if (mine()->money[i] && currency_same(mine()->money_of[i], currency))
            return mine()->money[i];
    int slot = mine()->money_next++ % CURRENCIES_KEPT;
    if (mine()->money[slot])
        unum_close(mine()->money[slot]);
    UNumberFormat *format = unum_open(UNUM_CURRENCY, NULL, 0, locales[spoken], NULL, &status);
    UChar code[4];
    u_charsToUChars(currency.code, code, 4);
    unum_setTextAttribute(format, UNUM_CURRENCY_CODE, code, 3, &status);
    /* ISO 4217's digits and not ICU's, which rounds some currencies to what is paid in cash. */
    unum_setAttribute(format, UNUM_FRACTION_DIGITS, currency_exponent(currency));
    assert(U_SUCCESS(status));
    mine()->money[slot] = format;
    mine()->money_of[slot] = currency;
    return format;
}

static char *format_money(struct arena *memory, struct money amount)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[WIDE_MAX];
    AUTO(text) plain = { 0 };
    money_write_plain(&plain, amount);
    int32_t length = unum_formatDecimal(money_format(amount.currency), text_of(&plain),
                                        (int32_t)plain.length, wide, WIDE_MAX, NULL, &status);
    return U_SUCCESS(status) ? from_wide(memory, wide, length)
                             : arena_format(memory, "%s %s", amount.currency.code, text_of(&plain));
}

/* An answer says the same few amounts again and again (a line, its part, the total), and ICU takes
 * more than a microsecond for each: each thread keeps the last ones. */
char *words_money(struct arena *memory, struct money amount)
{
    enum { AMOUNTS_KEPT = 256 };
    static _Thread_local struct kept_amount {
        struct money amount;
        int language;
        char words[40];
    } amounts[AMOUNTS_KEPT];
    uint64_t mixed = (uint64_t)amount.minor * 2654435761u + (uint64_t)amount.currency.code[0] * 31 +
                     (uint64_t)spoken;
    struct kept_amount *slot = &amounts[(mixed >> 8 ^ mixed) % AMOUNTS_KEPT];
    bool fits = slot->words[0] && slot->amount.minor == amount.minor &&
                currency_same(slot->amount.currency, amount.currency) &&
                slot->language == (int)spoken;
    if (!fits) {
        const char *words = format_money(memory, amount);
        if (strlen(words) >= sizeof slot->words)
            return arena_copy(memory, words);
        slot->amount = amount;
        slot->language = (int)spoken;
        memcpy(slot->words, words, strlen(words) + 1);
    }
    return arena_copy(memory, slot->words);
}

char *words_number(struct arena *memory, int64_t number)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[WIDE_MAX];
    int32_t length = unum_formatInt64(number_format(), number, wide, WIDE_MAX, NULL, &status);
    return U_SUCCESS(status) ? from_wide(memory, wide, length)
                             : arena_format(memory, "%lld", (long long)number);
}

static UDateFormat *date_format(UDateFormat **slot, const char *skeleton)
{
    UErrorCode status = U_ZERO_ERROR;
    if (*slot)
        return *slot; // cppcheck-suppress identicalInnerCondition
    UChar wanted[WIDE_MAX], pattern[WIDE_MAX], utc[4];
    u_charsToUChars("UTC", utc, 4);
    UDateTimePatternGenerator *generator = udatpg_open(locales[spoken], &status);
    int32_t length =
        udatpg_getBestPattern(generator, to_wide(wanted, skeleton), -1, pattern, WIDE_MAX, &status);
    udatpg_close(generator);
    *slot =
        udat_open(UDAT_PATTERN, UDAT_PATTERN, locales[spoken], utc, 3, pattern, length, &status);
    assert(U_SUCCESS(status));
    return *slot;
}

static char *format_date(struct arena *memory, UDateFormat *format, struct moment at)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[WIDE_MAX];
    int32_t length = udat_format(format, (double)at.us / 1000, wide, WIDE_MAX, NULL, &status);
    return from_wide(memory, wide, U_SUCCESS(status) ? length : 0);
}

char *words_day(struct arena *memory, struct moment at)
{
    return format_date(memory, date_format(&mine()->day, "yMMMd"), at);
}

char *words_moment(struct arena *memory, struct moment at)
{
    return format_date(memory, date_format(&mine()->moment, "yMMMdHm"), at);
}

static char *format_days(struct arena *memory, struct moment from, struct moment to)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[WIDE_MAX], skeleton[WIDE_MAX], utc[4];
    if (!mine()->days) {
        u_charsToUChars("UTC", utc, 4);
        mine()->days =
            udtitvfmt_open(locales[spoken], to_wide(skeleton, "MMMd"), -1, utc, 3, &status);
    }
    int32_t length = udtitvfmt_format(mine()->days, (double)from.us / 1000, (double)to.us / 1000,
                                      wide, WIDE_MAX, NULL, &status);
    return from_wide(memory, wide, U_SUCCESS(status) ? length : 0);
}

/* The same few days are written for every way of every cart, and ICU takes 15 microseconds for an
 * interval: each thread keeps the last ones. */
char *words_days(struct arena *memory, struct moment from, struct moment to)
{
    enum { DAYS_KEPT = 64 };
    static _Thread_local struct {
        int64_t from, to;
        int language;
        char words[96];
    } days_kept[DAYS_KEPT];
    int64_t first = from.us / days(1).us, last = to.us / days(1).us;
    size_t slot = (size_t)(first * 31 + last + (int64_t)spoken * 7) % DAYS_KEPT;
    bool fits = days_kept[slot].from == first && days_kept[slot].to == last &&
                days_kept[slot].language == (int)spoken && days_kept[slot].words[0];
    if (!fits) {
        const char *words = format_days(memory, from, to);
        if (strlen(words) >= sizeof days_kept[slot].words)
            return arena_copy(memory, words);
        days_kept[slot].from = first;
        days_kept[slot].to = last;
        days_kept[slot].language = (int)spoken;
        memcpy(days_kept[slot].words, words, strlen(words) + 1);
    }
    return arena_copy(memory, days_kept[slot].words);
}

char *words_country(struct arena *memory, const char *country)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[WIDE_MAX];
    char locale[8] = "und-";
    if (!country || strlen(country) != 2)
        return arena_copy(memory, country ? country : "");
    memcpy(locale + 4, country, 3);
    int32_t length = uloc_getDisplayCountry(locale, locales[spoken], wide, WIDE_MAX, &status);
    return from_wide(memory, wide, U_SUCCESS(status) ? length : 0);
}

char *words_currency(struct arena *memory, struct currency currency)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar code[4];
    UBool is_choice = 0;
    int32_t length = 0;
    u_charsToUChars(currency.code, code, 4);
    const UChar *name =
        ucurr_getName(code, locales[spoken], UCURR_LONG_NAME, &is_choice, &length, &status);
    return from_wide(memory, name, length);
}

int words_compare(const char *a, const char *b)
{
    UErrorCode status = U_ZERO_ERROR;
    if (!mine()->order)
        mine()->order = ucol_open(locales[spoken], &status);
    return ucol_strcollUTF8(mine()->order, a, -1, b, -1, &status);
}

const char *const *words_countries(void)
{
    return uloc_getISOCountries();
}

bool words_country_known(const char *country)
{
    for (const char *const *at = words_countries(); country && *at; at++)
        if (strcmp(*at, country) == 0)
            return true;
    return false;
}

/* Filling in ------------------------------------------------------------------------------- */

/* Which of the language's forms a count takes: CLDR's keywords in the order that gettext numbers
 * the forms of these languages in. */
static int plural_form(int64_t count)
{
    static const char *const keywords[] = { "zero", "one", "two", "few", "many", "other" };
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[16];
    char keyword[16] = "";
    if (spoken == WORDS_ENGLISH)
        return count == 1 ? 0 : 1;
    if (!mine()->plural)
        mine()->plural = uplrules_open(locales[spoken], &status);
    int32_t length = uplrules_select(mine()->plural, (double)count, wide, 15, &status);
    u_UCharsToChars(wide, keyword, length);
    for (int i = 0; i < 6; i++)
        if (strcmp(keywords[i], keyword) == 0)
            return i;
    return 5;
}

static char *fill_one(struct arena *memory, const char *words, const char *name, const char *value)
{
    AUTO(text) made = { 0 };
    size_t length = strlen(name);
    for (; *words; words++) {
        if (*words == '{' && strncmp(words + 1, name, length) == 0 && words[length + 1] == '}') {
            text_add(&made, value);
            words += length + 1;
        } else {
            text_add_char(&made, *words);
        }
    }
    return arena_copy(memory, text_of(&made));
}

char *words_count(struct arena *memory, const char *one, const char *many, int64_t count)
{
    int form = plural_form(count);
    const char *words = words_say(one);
    if (words == one) /* not translated, so English has its say */
        words = count == 1 ? one : many;
    else
        for (; form > 0; form--)
            words += strlen(words) + 1;
    return fill_one(memory, words, "count", words_number(memory, count));
}

char *words_fill(struct arena *memory, const char *words, ...)
{
    va_list values;
    va_start(values, words);
    char *made = arena_copy(memory, words);
    for (const char *name; (name = va_arg(values, const char *));)
        made = fill_one(memory, made, name, va_arg(values, const char *));
    va_end(values);
    return made;
}
