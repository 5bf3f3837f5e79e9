/* Bench, prepared: what the files that make a market share. */
#pragma once

#include "base/id.h"
#include "main/market.h"
#include "shop/catalog/catalog.h"

enum { SELLERS = 40, OFFERS_OF_PRODUCT_MAX = 20 };

struct preparing {
    struct store *store;
    FILE *out;
    int64_t buyers, products, stock, offers; /* offers: sellers of each product */
    struct moment now;
    uint64_t random;
    seller_id sellers[SELLERS];
    struct currency currencies[SELLERS];
    int64_t from; /* the next buyer or product */
    text lines;   /* of the last buyers, for `out` */
    int64_t deal_units;
    char deal[ID_TEXT_SIZE];
};

/* xorshift64*: the same market every time. */
uint32_t prepare_random(struct preparing *p, uint32_t below);
/* Leans to the first ones: one of the first quarter is as likely as one of the rest. */
uint32_t prepare_lean(struct preparing *p, uint32_t below);

/* Words (prepare_words.c): a thing to sell, and what else titles are made of. Lists end with
 * NULL. */
struct thing {
    const char *noun, *category, *scene;
    int grams, cents; /* about */
};
extern const struct thing things[];
extern const char *const brand_words[], *const colour_words[];
extern const char *const material_words[], *const quality_words[];
uint32_t count_words(const char *const *list);
uint32_t count_things(void);

/* prepare_catalogue.c. They give the first refusal, which there should not be. */
refused prepare_sellers(struct preparing *p);
refused prepare_products(struct preparing *p);
/* A line a product of the market, and a line a search that finds some of them. */
bool prepare_write_paths(struct preparing *p, const char *file);
bool prepare_write_queries(struct preparing *p, const char *file);

/* prepare_people.c */
refused prepare_person(struct store_tx *tx, struct preparing *p, struct arena *memory,
                       const char *name, account_id *ret_account, const char **ret_key);
refused prepare_buyers(struct preparing *p); /* and a line each in `out` */

/* prepare_model.c: a model in force, and ten live rules. */
refused prepare_model(struct preparing *p);
