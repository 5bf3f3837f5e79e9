/* Demo: what the files of `souk demo` share. */
#pragma once

#include "demo/content.h"
#include "main/market.h"
#include "shop/orders/orders.h"

enum { DEMO_SELLERS_MAX = 64, DEMO_BUYERS_MAX = 2000 };

struct demo_person {
    account_id account;
    address_id address;
    const char *country;
    struct currency currency;
};
struct demo_shop {
    seller_id seller;
    account_id account;
    const struct demo_seller *character;
};

struct demo {
    struct market *market;
    struct arena *memory;
    int64_t products, buyers, days;
    struct moment begins, now; /* simulated */
    struct moment started;     /* by the system's clock */
    uint64_t random;
    account_id operator;
    struct demo_person people[DEMO_BUYERS_MAX];
    struct demo_shop shops[DEMO_SELLERS_MAX];
    size_t shop_count;
    int64_t *offers; /* what can be bought, popular ones more than once */
    size_t offer_count;
};

uint32_t demo_random(struct demo *demo, uint32_t below);
bool demo_chance(struct demo *demo, uint32_t percent);

int64_t demo_number(char **arguments, const char *flag, int64_t otherwise, int64_t most);
int demo_fail(const char *what); /* on standard error; gives 1 */

/* Sets the clock so many days back; false when there are people in the database already. */
bool demo_begin(struct demo *demo);
struct demo_stage {
    const char *says;
    refused (*make)(struct demo *);
};
/* Makes what every market needs, then the stages, one after another; a table ends with NULLs. */
refused demo_stages(struct demo *demo, const struct demo_stage *stages, bool quiet);

/* Each gives the first refusal, which there should not be. */
refused demo_open_people(struct demo *demo); /* demo_open.c */
refused demo_open_shops(struct demo *demo);
refused demo_list_products(struct demo *demo);
refused demo_write_rules(struct demo *demo); /* demo_rules.c: the operator's, of the first week */
refused demo_live(struct demo *demo); /* demo_live.c: the days of buying, sending, confirming */
