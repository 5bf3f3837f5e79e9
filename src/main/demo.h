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
    uint64_t random;
    struct demo_person people[DEMO_BUYERS_MAX];
    struct demo_shop shops[DEMO_SELLERS_MAX];
    size_t shop_count;
    int64_t *offers; /* what can be bought, popular ones more than once */
    size_t offer_count;
};

uint32_t demo_random(struct demo *demo, uint32_t below);
bool demo_chance(struct demo *demo, uint32_t percent);

/* Each gives the first refusal, which there should not be. */
refused demo_open_people(struct demo *demo); /* demo_open.c */
refused demo_open_shops(struct demo *demo);
refused demo_list_products(struct demo *demo);
refused demo_live(struct demo *demo); /* demo_live.c: the days of buying, sending, confirming */
