/* Zone: ICU's calendar, asked for one moment at a time. */
#include "base/zone.h"

#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

enum { NAME_MAX_UNITS = 64 };

/* NULL when there is no such zone: ICU would take it for GMT. */
static UCalendar *open_calendar(const char *zone)
{
    UChar name[NAME_MAX_UNITS], canonical[NAME_MAX_UNITS];
    UErrorCode error = U_ZERO_ERROR;
    if (!zone || !*zone || strlen(zone) >= NAME_MAX_UNITS)
        return NULL;
    u_uastrncpy(name, zone, NAME_MAX_UNITS - 1);
    name[NAME_MAX_UNITS - 1] = 0;
    UBool system = false;
    ucal_getCanonicalTimeZoneID(name, -1, canonical, NAME_MAX_UNITS, &system, &error);
    if (U_FAILURE(error) || !system)
        return NULL;
    UCalendar *calendar = ucal_open(name, -1, "en_US", UCAL_GREGORIAN, &error);
    if (U_FAILURE(error))
        return NULL;
    ucal_setAttribute(calendar, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
    ucal_setAttribute(calendar, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_NEXT_VALID);
    return calendar;
}

bool zone_known(const char *zone)
{
    UCalendar *calendar = open_calendar(zone);
    if (calendar)
        ucal_close(calendar);
    return calendar != NULL;
}

/* The shape alone: digits where digits belong. */
static bool has_shape(const char *local)
{
    static const char shape[] = "dddd-dd-ddTdd:dd";
    size_t length = strlen(local);
    if (length != 10 && length != 16)
        return false;
    for (size_t i = 0; i < length; i++)
        if (shape[i] == 'd' ? local[i] < '0' || local[i] > '9' : local[i] != shape[i])
            return false;
    return true;
}

static int digits(const char *from, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++)
        number = number * 10 + (from[i] - '0');
    return number;
}

bool zone_read(const char *local, const char *zone, struct moment *ret_at)
{
    if (!local || !has_shape(local))
        return false;
    bool timed = strlen(local) == 16;
    int year = digits(local, 4), month = digits(local + 5, 2), day = digits(local + 8, 2);
    int hour = timed ? digits(local + 11, 2) : 0, minute = timed ? digits(local + 14, 2) : 0;
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59)
        return false;
    struct date back = moment_date(moment_of_date(year, month, day));
    if (back.month != month || back.day != day)
        return false; /* the 31st of a short month */
    UCalendar *calendar = open_calendar(zone);
    if (!calendar)
        return false;
    UErrorCode error = U_ZERO_ERROR;
    ucal_clear(calendar);
    ucal_setDateTime(calendar, year, month - 1, day, hour, minute, 0, &error);
    double at = ucal_getMillis(calendar, &error);
    ucal_close(calendar);
    if (U_FAILURE(error))
        return false;
    *ret_at = (struct moment){ (int64_t)at * 1000 };
    return true;
}

char *zone_text(struct arena *memory, struct moment at, const char *zone)
{
    UCalendar *calendar = open_calendar(zone);
    UErrorCode error = U_ZERO_ERROR;
    if (!calendar)
        return arena_copy(memory, "");
    int64_t milliseconds = at.us / 1000;
    ucal_setMillis(calendar, (double)milliseconds, &error);
    char *local = arena_format(
        memory, "%04d-%02d-%02dT%02d:%02d", ucal_get(calendar, UCAL_YEAR, &error),
        ucal_get(calendar, UCAL_MONTH, &error) + 1, ucal_get(calendar, UCAL_DATE, &error),
        ucal_get(calendar, UCAL_HOUR_OF_DAY, &error), ucal_get(calendar, UCAL_MINUTE, &error));
    ucal_close(calendar);
    return local;
}
