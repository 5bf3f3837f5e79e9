/* Moment: RFC 3339 and civil dates, without asking the system. */
#include "base/moment.h"

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY (INT64_C(86400) * US_PER_SECOND)

/* Days since 1970-01-01 of a civil date, and back: the era arithmetic described by Howard Hinnant
 * (chrono-Compatible Low-Level Date Algorithms); eras of 400 years that begin in March. */
static int64_t days_of_date(int year, int month, int day)
{
    int64_t y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct moment moment_of_date(int year, int month, int day)
{
    return (struct moment){ days_of_date(year, month, day) * US_PER_DAY };
}

struct date moment_date(struct moment at)
{
    int64_t day = at.us / US_PER_DAY - (at.us % US_PER_DAY < 0);
    int64_t shifted = day + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t of_era = shifted - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    return (struct date){
        .year = (int)(year + era * 400 + (month >= 10)),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(of_year - (153 * month + 2) / 5 + 1),
        .weekday = (int)(((day + 3) % 7 + 7) % 7 + 1),
    };
}

void moment_write(text *to, struct moment at)
{
    struct date date = moment_date(at);
    int64_t rest = ((at.us % US_PER_DAY) + US_PER_DAY) % US_PER_DAY, second = rest / US_PER_SECOND;
    const struct {
        int64_t number;
        int width;
        char before;
    } parts[] = { { date.month, 2, '-' },    { date.day, 2, '-' },
                  { second / 3600, 2, 'T' }, { second / 60 % 60, 2, ':' },
                  { second % 60, 2, ':' },   { rest % US_PER_SECOND, 6, '.' } };
    size_t count = rest % US_PER_SECOND ? 6 : 5;
    if (date.year >= 0 && date.year <= 9999)
        text_add_digits(to, date.year, 4);
    else
        text_add_int(to, date.year);
    for (size_t i = 0; i < count; i++) {
        text_add_char(to, parts[i].before);
        text_add_digits(to, parts[i].number, parts[i].width);
    }
    text_add_char(to, 'Z');
}

char *moment_text(struct arena *memory, struct moment at)
{
    AUTO(text) made = { 0 };
    moment_write(&made, at);
    return arena_copy(memory, text_of(&made));
}

/* Reads exactly `digits` digits. */
static bool read_number(const char **at, int digits, int least, int most, int *ret_number)
{
    int number = 0;
    for (int i = 0; i < digits; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return false;
        number = number * 10 + (**at - '0');
    }
    *ret_number = number;
    return number >= least && number <= most;
}

static bool read_sign(const char **at, char sign)
{
    if (**at != sign)
        return false;
    (*at)++;
    return true;
}

/* ".25" as microseconds; digits past the sixth are cut. */
static bool read_fraction(const char **at, int64_t *ret_us)
{
    int64_t us = 0, worth = US_PER_SECOND / 10;
    if (**at < '0' || **at > '9')
        return false;
    for (; **at >= '0' && **at <= '9'; (*at)++, worth /= 10)
        us += (**at - '0') * worth;
    *ret_us = us;
    return true;
}

static bool read_offset(const char **at, int64_t *ret_us)
{
    int hour, minute, sign = **at == '-' ? -1 : 1;
    *ret_us = 0;
    if (**at == 'Z' || **at == 'z') {
        (*at)++;
        return true;
    }
    if (**at != '+' && **at != '-')
        return false;
    (*at)++;
    if (!read_number(at, 2, 0, 23, &hour) || !read_sign(at, ':') ||
        !read_number(at, 2, 0, 59, &minute))
        return false;
    *ret_us = sign * (hour * INT64_C(3600) + minute * INT64_C(60)) * US_PER_SECOND;
    return true;
}

static bool read_day(const char **at, int64_t *ret_us)
{
    int year, month, day;
    if (!read_number(at, 4, 1970, 9999, &year) || !read_sign(at, '-') ||
        !read_number(at, 2, 1, 12, &month) || !read_sign(at, '-') ||
        !read_number(at, 2, 1, 31, &day))
        return false;
    *ret_us = days_of_date(year, month, day) * US_PER_DAY;
    return moment_date((struct moment){ *ret_us }).day == day; /* refuses 31 February */
}

bool moment_read(const char *from, struct moment *ret_at)
{
    int64_t day, fraction = 0, offset;
    int hour, minute, second;
    if (!from || !read_day(&from, &day))
        return false;
    if (!*from) {
        *ret_at = (struct moment){ day };
        return true;
    }
    if (*from != 'T' && *from != 't' && *from != ' ')
        return false;
    from++;
    if (!read_number(&from, 2, 0, 23, &hour) || !read_sign(&from, ':') ||
        !read_number(&from, 2, 0, 59, &minute) || !read_sign(&from, ':') ||
        !read_number(&from, 2, 0, 59, &second))
        return false;
    if (read_sign(&from, '.') && !read_fraction(&from, &fraction))
        return false;
    if (!read_offset(&from, &offset) || *from)
        return false;
    int64_t of_day = (hour * INT64_C(3600) + minute * INT64_C(60) + second) * US_PER_SECOND;
    *ret_at = (struct moment){ day + of_day + fraction - offset };
    return true;
}
