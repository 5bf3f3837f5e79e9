/* Buyers: read from a file, and what they ask. */
#include "buyers.h"

enum { BODY_MAX = 512 };

struct buyers buyers_read(const char *file)
{
    struct buyers buyers = { .offers = lines_read(file) };
    struct lines *lines = &buyers.offers;
    size_t empty = 0;
    while (empty < lines->count && *lines->items[empty])
        empty++;
    buyers.people = calloc(empty + 1, sizeof *buyers.people);
    for (size_t i = 0; i < empty; i++) {
        struct person *person = &buyers.people[buyers.count];
        buyers.count += sscanf(lines->items[i], "%63s %31s", person->key, person->address) == 2;
    }
    empty += empty < lines->count;
    lines->items += empty;
    lines->count -= empty;
    return buyers;
}

static size_t write_post(char *to, const char *path, const struct person *person, const char *key,
                         const char *body)
{
    return (size_t)snprintf(
        to, REQUEST_MAX,
        "POST /v1/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
        "Content-Type: application/json\r\nIdempotency-Key: %s\r\n"
        "Content-Length: %zu\r\n\r\n%s",
        path, person->key, key, strlen(body), body);
}

size_t request_add(char to[static REQUEST_MAX], const struct person *person, const char *offer,
                   const char *key)
{
    char body[BODY_MAX];
    snprintf(body, sizeof body, "{\"offer\":\"%s\"}", offer);
    return write_post(to, "cart/lines", person, key, body);
}

size_t request_cart(char to[static REQUEST_MAX], const struct person *person)
{
    return (size_t)snprintf(to, REQUEST_MAX,
                            "GET /v1/cart HTTP/1.1\r\nHost: localhost\r\n"
                            "Authorization: Bearer %s\r\n\r\n",
                            person->key);
}

size_t request_buy(char to[static REQUEST_MAX], const struct person *person, const char *total,
                   const char *key)
{
    char body[BODY_MAX];
    snprintf(body, sizeof body,
             "{\"address\":\"%s\",\"total\":{\"minor\":%s,\"currency\":\"EUR\"},"
             "\"pay_with\":\"tok_visa_PT_%.8s\"}", /* a card of their own */
             person->address, total, person->address + strlen(person->address) - 8);
    return write_post(to, "purchases", person, key, body);
}

/* The last "total" of the answer: orders' totals come before it. */
bool read_total(const char *body, char to[static 32])
{
    const char *found = NULL;
    for (const char *at = body; (at = strstr(at, "\"total\":{\"minor\":")); at += 10)
        found = at + 17;
    if (!found)
        return false;
    snprintf(to, 32, "%.*s", (int)strspn(found, "0123456789"), found);
    return true;
}
