/* Catalog, prices on the web floor: a reduction as every card, offer and form shows it. */
#pragma once

#include "shop/catalog/catalog_prices.h"
#include "web/route.h"

struct reduction_answer {
    bool genuine;
    struct money was, lowest;
    int64_t percent;
    struct moment lowest_at, since, false_at;
};
extern const struct field reduction_fields[];

/* NULL when none is announced; by the rate, or in the seller's currency when there is none: NULL or
 * zeroed. */
struct reduction_answer *catalog_show_reduction(struct arena *memory,
                                                const struct reduction *reduction,
                                                const struct rate *rate);
