/* Buyers: who buys, what there is to buy, and the requests that a purchase is made of. */
#pragma once

#include "client.h"

enum { REQUEST_MAX = 1024 };

struct person {
    char key[64], address[32];
};
struct buyers {
    struct person *people;
    size_t count;
    struct lines offers;
};
/* What prepare wrote; stops the program when there is no such file. */
struct buyers buyers_read(const char *file);

/* Each writes a whole request and gives its size. `key` is the act's own, for ever. */
size_t request_add(char to[static REQUEST_MAX], const struct person *person, const char *offer,
                   const char *key);
size_t request_cart(char to[static REQUEST_MAX], const struct person *person);
size_t request_buy(char to[static REQUEST_MAX], const struct person *person, const char *total,
                   const char *key);

/* The whole cart's total in minor units, out of the cart's JSON. */
bool read_total(const char *body, char to[static 32]);
