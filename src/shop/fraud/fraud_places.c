/* Fraud, places: networks and countries. Domains of mail are in fraud_domains.c. */
#include "shop/fraud/fraud_places.h"

#include <arpa/inet.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/log.h"
#include "base/text.h"
#include "shop/fraud/fraud_countries.h"

enum { SANDBOX_NETWORK = 10, LINE_MAX_BYTES = 300 };
#define EARTH_RADIUS_KM 6371.0
#define DEGREE 0.017453292519943295 /* in radians */

/* Either version's, in network order; IPv4 as ::ffff:a.b.c.d, as IPv6 has it. */
struct address {
    unsigned char bytes[16];
};
struct range {
    struct address first, last;
    char country[3];
};

/* What a file of settings->ip_countries says. Never released: a setting names one file. */
struct range_list {
    const char *file;
    struct range *ranges; /* ordered */
    size_t count;
    struct range_list *next;
};
static _Atomic(struct range_list *) lists;
static pthread_mutex_t reading = PTHREAD_MUTEX_INITIALIZER;

static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static bool is_of_version_4(const struct address *address)
{
    return memcmp(address->bytes, mapped, sizeof mapped) == 0;
}

static bool read_address(const char *written, struct address *ret_address)
{
    struct address address;
    memcpy(address.bytes, mapped, sizeof mapped);
    if (!written || (inet_pton(AF_INET, written, address.bytes + 12) != 1 &&
                     inet_pton(AF_INET6, written, address.bytes) != 1))
        return false;
    *ret_address = address;
    return true;
}

/* 16777216 is 1.0.0.0; beyond 32 bits it is of IPv6. */
static bool read_number(const char *digits, struct address *ret_address)
{
    static const unsigned char nothing[12];
    struct address address = { { 0 } };
    if (!*digits)
        return false;
    for (; *digits; digits++) {
        unsigned carry = (unsigned)(*digits - '0');
        if (*digits < '0' || *digits > '9')
            return false;
        for (int i = 15; i >= 0; i--) {
            carry += address.bytes[i] * 10U;
            address.bytes[i] = (unsigned char)carry;
            carry >>= 8;
        }
        if (carry)
            return false;
    }
    if (memcmp(address.bytes, nothing, sizeof nothing) == 0)
        memcpy(address.bytes, mapped, sizeof mapped);
    *ret_address = address;
    return true;
}

const char *fraud_network_of(struct arena *memory, const char *address)
{
    static const unsigned char itself[16] = { [15] = 1 };
    struct address read;
    char shown[INET6_ADDRSTRLEN];
    if (!read_address(address, &read) || memcmp(read.bytes, itself, sizeof itself) == 0)
        return NULL;
    if (!is_of_version_4(&read)) {
        memset(read.bytes + 6, 0, 10);
        inet_ntop(AF_INET6, read.bytes, shown, sizeof shown);
        return arena_format(memory, "%s/48", shown);
    }
    const unsigned char *four = read.bytes + 12;
    return four[0] == 127
               ? NULL
               : arena_format(memory, "%d.%d.%d.0/24", (int)four[0], (int)four[1], (int)four[2]);
}

/* The next column, without its quotes; the text is cut into columns. */
static char *next_column(char **at)
{
    char *column = *at, *end = column + strcspn(column, ",\r\n");
    *at = *end == ',' ? end + 1 : end;
    *end = 0;
    if (*column == '"')
        column++;
    if (end > column && end[-1] == '"')
        end[-1] = 0;
    return column;
}

static bool read_range(char *line, struct range *ret_range)
{
    struct range range = { 0 };
    const char *first = next_column(&line), *last = next_column(&line);
    const char *country = next_column(&line);
    if (!(read_number(first, &range.first) || read_address(first, &range.first)) ||
        !(read_number(last, &range.last) || read_address(last, &range.last)))
        return false;
    for (int i = 0; i < 2; i++)
        if (country[i] < 'A' || country[i] > 'Z')
            return false;
    memcpy(range.country, country, 2);
    *ret_range = range;
    return memcmp(&range.first, &range.last, sizeof range.first) <= 0;
}

static int compare_ranges(const void *a, const void *b)
{
    const struct range *one = a, *other = b;
    return memcmp(&one->first, &other->first, sizeof one->first);
}

static struct range_list *read_list(const char *name)
{
    static struct arena memory;
    struct range_list *list = arena_take(&memory, sizeof *list);
    char line[LINE_MAX_BYTES];
    size_t room = 0, passed_over = 0;
    FILE *file = fopen(name, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (list->count == room) {
            room = room ? room * 2 : 1024;
            list->ranges = must_resize(list->ranges, room * sizeof *list->ranges);
        }
        if (read_range(line, &list->ranges[list->count]))
            list->count++;
        else
            passed_over++;
    }
    bool good = file && !ferror(file) && list->count;
    if (file)
        fclose(file);
    list->file = arena_copy(&memory, name);
    if (list->count)
        qsort(list->ranges, list->count, sizeof *list->ranges, compare_ranges);
    if (good)
        log_line(LOG_INFO, "countries of addresses read", LOG_INT("ranges", (int64_t)list->count),
                 LOG_INT("lines_passed_over", (int64_t)passed_over));
    else
        log_line(LOG_ERROR, "countries of addresses cannot be read", LOG_TEXT("file", name));
    return list;
}

static const struct range_list *list_in(const char *name)
{
    const struct range_list *found = lists;
    while (found && strcmp(found->file, name) != 0)
        found = found->next;
    return found;
}

static const struct range_list *list_of(const struct settings *settings)
{
    const char *name = settings->ip_countries;
    const struct range_list *found = name && *name ? list_in(name) : NULL;
    if (found || !name || !*name)
        return found;
    pthread_mutex_lock(&reading);
    found = list_in(name);
    if (!found) {
        struct range_list *list = read_list(name);
        list->next = lists;
        lists = list;
        found = list;
    }
    pthread_mutex_unlock(&reading);
    return found;
}

const char *fraud_country_of_address(const struct settings *settings, const char *address)
{
    struct address read;
    if (!read_address(address, &read))
        return NULL;
    const unsigned char *four = read.bytes + 12;
    if (settings->sandbox && is_of_version_4(&read) && four[0] == SANDBOX_NETWORK)
        return four[1] < FRAUD_COUNTRIES ? fraud_countries[four[1]].code : NULL;
    const struct range_list *list = list_of(settings);
    size_t least = 0, beyond = list ? list->count : 0;
    while (least < beyond) {
        size_t middle = least + (beyond - least) / 2;
        if (memcmp(&list->ranges[middle].first, &read, sizeof read) <= 0)
            least = middle + 1;
        else
            beyond = middle;
    }
    return least && memcmp(&list->ranges[least - 1].last, &read, sizeof read) >= 0
               ? list->ranges[least - 1].country
               : NULL;
}

static int compare_countries(const void *a, const void *b)
{
    const struct fraud_country *one = a, *other = b;
    return memcmp(one->code, other->code, sizeof one->code);
}

static const struct fraud_country *country_of(const char *code)
{
    struct fraud_country wanted = { 0 };
    if (!code || strlen(code) != 2)
        return NULL;
    memcpy(wanted.code, code, 2);
    return bsearch(&wanted, fraud_countries, FRAUD_COUNTRIES, sizeof wanted, compare_countries);
}

const char *fraud_sandbox_address(struct arena *memory, const char *country, unsigned number)
{
    const struct fraud_country *found = country_of(country);
    if (!found)
        return NULL;
    return arena_format(memory, "%d.%d.%u.%u", SANDBOX_NETWORK, (int)(found - fraud_countries),
                        number / 254 % 256, number % 254 + 1);
}

/* By haversines, which stay exact for what is near. */
double fraud_km_between(const char *country, const char *other)
{
    const struct fraud_country *a = country_of(country), *b = country_of(other);
    if (!a || !b)
        return NAN;
    double up = sin((b->latitude - a->latitude) * DEGREE / 2);
    double along = sin((b->longitude - a->longitude) * DEGREE / 2);
    double part = up * up + cos(a->latitude * DEGREE) * cos(b->latitude * DEGREE) * along * along;
    return 2 * EARTH_RADIUS_KM * asin(sqrt(part > 1 ? 1 : part));
}
