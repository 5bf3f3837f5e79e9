/* Catalog, on the web floor: one seller's offer of a product, with what it costs to the door. */
#pragma once

#include "shop/catalog/catalog_web.h"
#include "shop/search/search_web.h"

struct offer_answer {
    offer_id offer;
    seller_id seller;
    const char *seller_name, *from_country;
    enum seller_standing standing;
    bool trusted, best, in_stock, sends;
    struct money list, item, shipping, discount, total;
    const char *promotion;
    bool cut;
    struct moment promotion_ends;
    struct reduction_answer *reduction;
    const char *way, *arrives;
    int64_t stock, ship_days;
    LIST_OF(const char *) guarantees; /* what the seller promises beyond the market, in words */
    bool followed;                    /* to the door: never delivered, it is refunded by itself */
};
extern const struct field catalog_offer_fields[];

struct offer_answer catalog_offer_answer(struct arena *memory, const struct variant_offer *offer,
                                         const struct door *door);
