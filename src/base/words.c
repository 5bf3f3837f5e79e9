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

/* How numbers are written: what stands before and behind the digits, and between them. */
struct shape {
    char before[24], behind[24], group[8], point[8];
    int decimals;
    bool learned, fits; /* what it makes was compared with ICU's */
};

/* How one currency is written. */
struct money_format {
    struct currency currency; /* "" for a free place */
    UNumberFormat *format;
    struct shape shape;
};

struct formatters {
    UNumberFormat *number;
    struct shape number_shape;
    struct money_format money[CURRENCIES_KEPT];
    int money_next;
    UDateFormat *day, *moment, *month;
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
            if (one->money[i].format)
                unum_close(one->money[i].format);
        if (one->number)
            unum_close(one->number);
        UDateFormat *const dates[] = { one->day, one->moment, one->month };
        for (int i = 0; i < 3; i++)
            if (dates[i])
                udat_close(dates[i]);
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

static struct money_format *money_format(struct currency currency)
{
    UErrorCode status = U_ZERO_ERROR;
    struct formatters *formatters = mine();
    for (int i = 0; i < CURRENCIES_KEPT; i++)
        if (currency_same(formatters->money[i].currency, currency))
            return &formatters->money[i];
    struct money_format *slot = &formatters->money[formatters->money_next++ % CURRENCIES_KEPT];
    if (slot->format)
        unum_close(slot->format);
    UNumberFormat *format = unum_open(UNUM_CURRENCY, NULL, 0, locales[spoken], NULL, &status);
    UChar code[4];
    u_charsToUChars(currency.code, code, 4);
    unum_setTextAttribute(format, UNUM_CURRENCY_CODE, code, 3, &status);
    /* ISO 4217's digits and not ICU's, which rounds some currencies to what is paid in cash. */
    unum_setAttribute(format, UNUM_FRACTION_DIGITS, currency_exponent(currency));
    assert(U_SUCCESS(status));
    *slot = (struct money_format){ .currency = currency, .format = format };
    return slot;
}

static char *icu_money(struct arena *memory, int64_t minor, struct currency currency)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[WIDE_MAX];
    AUTO(text) plain = { 0 };
    money_write_plain(&plain, money_of(minor, currency));
    int32_t length = unum_formatDecimal(money_format(currency)->format, text_of(&plain),
                                        (int32_t)plain.length, wide, WIDE_MAX, NULL, &status);
    return U_SUCCESS(status) ? from_wide(memory, wide, length)
                             : arena_format(memory, "%s %s", currency.code, text_of(&plain));
}

static char *icu_number(struct arena *memory, int64_t number, struct currency none)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[WIDE_MAX];
    (void)none;
    int32_t length = unum_formatInt64(number_format(), number, wide, WIDE_MAX, NULL, &status);
    return U_SUCCESS(status) ? from_wide(memory, wide, length)
                             : arena_format(memory, "%lld", (long long)number);
}

/* Shapes ----------------------------------------------------------------------------------- */

/* ICU takes some 5000 instructions for an amount, and a product's page shows forty. So each thread
 * learns from ICU how a currency is written and writes it itself. */

typedef char *icu_writer(struct arena *memory, int64_t number, struct currency currency);

static char *put_before(char *at, const char *words)
{
    size_t length = strlen(words);
    // NOLINTNEXTLINE(bugprone-not-null-terminated-result): more follows
    return memcpy(at - length, words, length);
}

enum { SHAPED_MAX = 256 };

/* Writes up to `end`, from the last digit to the first; gives where it begins. */
static char *write_shape(char *end, const struct shape *shape, int64_t number)
{
    char *at = put_before(end, shape->behind);
    int written = 0;
    for (; number || written <= shape->decimals; number /= 10, written++) {
        int whole = written - shape->decimals;
        if (whole == 0 && written)
            at = put_before(at, shape->point);
        if (whole > 0 && whole % 3 == 0)
            at = put_before(at, shape->group);
        *--at = (char)('0' + number % 10);
    }
    return put_before(at, shape->before);
}

static char *shaped(struct arena *memory, const struct shape *shape, int64_t number)
{
    char room[SHAPED_MAX], *end = room + sizeof room, *at = write_shape(end, shape, number);
    return arena_copy_bytes(memory, at, (size_t)(end - at));
}

static const char digits[] = "0123456789";

/* Takes the next digits and what stands behind them, up to the digit after it. */
static const char *cut_mark(const char *at, size_t size, char *ret_mark)
{
    at += strspn(at, digits);
    size_t length = strcspn(at, digits);
    if (length < size)
        memcpy(ret_mark, at, length);
    return at + length;
}

/* Reads the marks off what ICU makes of one number, and then compares many. */
static void learn_shape(struct shape *shape, icu_writer *by_icu, struct currency currency,
                        int decimals)
{
    static const int64_t samples[] = { 0,    7,    10,    99,     100,     999,       1000,
                                       1234, 9999, 10000, 100000, 1000000, 123456789, MONEY_MAX };
    AUTO(arena) memory = { 0 };
    const char *example = by_icu(&memory, 123456789, currency);
    *shape = (struct shape){ .decimals = decimals, .learned = true };
    size_t length = strcspn(example, digits);
    if (length < sizeof shape->before)
        memcpy(shape->before, example, length);
    const char *at = cut_mark(example + length, sizeof shape->group, shape->group);
    while (*at) { /* the last mark of all is what stands behind, the one before it the point */
        memcpy(shape->point, shape->behind, sizeof shape->point - 1);
        memset(shape->behind, 0, sizeof shape->behind);
        at = cut_mark(at, sizeof shape->behind, shape->behind);
    }
    shape->fits = true;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        shape->fits &=
            strcmp(shaped(&memory, shape, samples[i]), by_icu(&memory, samples[i], currency)) == 0;
}

/* NULL when only ICU can write it. */
static const struct shape *shape_of(struct money amount)
{
    struct shape *shape = &money_format(amount.currency)->shape;
    if (!shape->learned)
        learn_shape(shape, icu_money, amount.currency, currency_exponent(amount.currency));
    return shape->fits && amount.minor >= 0 ? shape : NULL;
}

char *words_money(struct arena *memory, struct money amount)
{
    const struct shape *shape = shape_of(amount);
    return shape ? shaped(memory, shape, amount.minor)
                 : icu_money(memory, amount.minor, amount.currency);
}

void words_add_money(text *to, struct money amount)
{
    const struct shape *shape = shape_of(amount);
    AUTO(arena) memory = { 0 };
    char room[SHAPED_MAX], *end = room + sizeof room;
    char *at = shape ? write_shape(end, shape, amount.minor) : NULL;
    if (at)
        text_add_bytes(to, at, (size_t)(end - at));
    else
        text_add(to, icu_money(&memory, amount.minor, amount.currency));
}

char *words_number(struct arena *memory, int64_t number)
{
    struct shape *shape = &mine()->number_shape;
    struct currency none = { "" };
    if (!shape->learned)
        learn_shape(shape, icu_number, none, 0);
    return shape->fits && number >= 0 ? shaped(memory, shape, number)
                                      : icu_number(memory, number, none);
}

/* Dates ------------------------------------------------------------------------------------ */

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

char *words_moment(struct arena *memory, struct moment at)
{
    return format_date(memory, date_format(&mine()->moment, "yMMMdHm"), at);
}

char *words_month(struct arena *memory, struct moment at)
{
    return format_date(memory, date_format(&mine()->month, "yMMMM"), at);
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

/* The same few days are written for every way of every offer, and ICU takes 15 microseconds for
 * an interval: each thread keeps the last ones. */
enum { DAYS_KEPT = 256 };
#define NO_LAST INT64_MIN /* a single day, with its year */
struct kept_days {
    int64_t first, last; /* days since 1970 */
    enum words_language language;
    char words[64]; /* "" in a free place */
};
static _Thread_local struct kept_days days_kept[DAYS_KEPT];

static struct kept_days *place_of_days(int64_t first, int64_t last)
{
    uint64_t mixed = ((uint64_t)first * 2 + (uint64_t)last * 1000 + (uint64_t)spoken) *
                     UINT64_C(0x9e3779b97f4a7c15);
    return &days_kept[(mixed >> 32) % DAYS_KEPT];
}

static bool days_fit(const struct kept_days *kept_one, int64_t first, int64_t last)
{
    return kept_one->words[0] && kept_one->first == first && kept_one->last == last &&
           kept_one->language == spoken;
}

static char *keep_days(struct kept_days *place, int64_t first, int64_t last, char *words)
{
    if (strlen(words) < sizeof place->words) {
        *place = (struct kept_days){ .first = first, .last = last, .language = spoken };
        memcpy(place->words, words, strlen(words) + 1);
    }
    return words;
}

static int64_t day_number(struct moment at)
{
    return at.us / days(1).us - (at.us % days(1).us < 0);
}

char *words_day(struct arena *memory, struct moment at)
{
    int64_t day = day_number(at);
    struct kept_days *place = place_of_days(day, NO_LAST);
    return days_fit(place, day, NO_LAST)
               ? arena_copy(memory, place->words)
               : keep_days(place, day, NO_LAST,
                           format_date(memory, date_format(&mine()->day, "yMMMd"), at));
}

char *words_days(struct arena *memory, struct moment from, struct moment to)
{
    int64_t first = day_number(from), last = day_number(to);
    struct kept_days *place = place_of_days(first, last);
    return days_fit(place, first, last)
               ? arena_copy(memory, place->words)
               : keep_days(place, first, last, format_days(memory, from, to));
}

/* Countries -------------------------------------------------------------------------------- */

/* The names of all countries in all languages, made at the first question: ICU opens a bundle for
 * each, which takes it ten thousand instructions. NULL: no such country. */
enum { LETTERS = 26 };
static char *country_names[WORDS_LANGUAGES][LETTERS][LETTERS];
static pthread_once_t countries_once = PTHREAD_ONCE_INIT;

static void name_countries(void)
{
    AUTO(arena) memory = { 0 };
    for (int language = 0; language < WORDS_LANGUAGES; language++)
        for (const char *const *code = words_countries(); *code; code++) {
            UErrorCode status = U_ZERO_ERROR;
            UChar wide[WIDE_MAX];
            char locale[8] = "und-";
            memcpy(locale + 4, *code, 3);
            int32_t length =
                uloc_getDisplayCountry(locale, locales[language], wide, WIDE_MAX, &status);
            const char *name = from_wide(&memory, wide, U_SUCCESS(status) ? length : 0);
            char **slot = &country_names[language][(*code)[0] - 'A'][(*code)[1] - 'A'];
            *slot = memcpy(must_take(strlen(name) + 1), name, strlen(name) + 1);
        }
}

static const char *country_name(const char *code, enum words_language language)
{
    pthread_once(&countries_once, name_countries);
    bool shaped =
        code && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z' && !code[2];
    return shaped ? country_names[language][code[0] - 'A'][code[1] - 'A'] : NULL;
}

char *words_country(struct arena *memory, const char *country)
{
    const char *name = country_name(country, spoken);
    return arena_copy(memory, name ? name : country ? country : "");
}

bool words_country_known(const char *country)
{
    return country_name(country, WORDS_ENGLISH) != NULL;
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
