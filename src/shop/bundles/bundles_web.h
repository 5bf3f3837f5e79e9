/* Bundles, on the web floor: a set as an answer, which product pages show too. */
#pragma once

#include "shop/bundles/bundles.h"
#include "web/route.h"

struct bundle_member_answer {
    product_id product;
    const char *title, *picture;
    int64_t count;
    struct money price;
};
struct bundle_answer {
    bundle_id bundle;
    const char *name;
    LIST_OF(struct bundle_member_answer) members;
    struct money price, apart, saves;
    bool open, available;
};
extern const struct field bundle_fields[];
struct bundle_answer bundles_answer(struct arena *memory, const struct bundle *bundle);
/* In the visitor's currency; as it is where there is no rate. The cart computes it to the cent. */
void bundles_answer_for_visitor(struct request *request, struct bundle_answer *answer);
