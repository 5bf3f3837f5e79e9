/* Promotions, inside: what the files of this module share. */
#pragma once

#include "shop/promotions/promotions.h"

/* From a row of promotions_promotion. False when its terms cannot be read. */
bool promotions_from_row(const struct rows *rows, struct arena *memory,
                         struct promotion *ret_promotion);

/* Each change of what is live or joined calls this in its transaction. */
void promotions_changed(struct store_tx *tx);

/* All that are live, sorted by seller, then number; and joined offers, by offer. Of this thread;
 * valid until it asks again. */
struct promotions_kept {
    int64_t revision;
    struct kept_promotion {
        struct promotion promotion;
        struct arena memory; /* its own: what is live stays as it is */
    } * promotions;
    size_t count;
    struct kept_join {
        int64_t offer, promotion, price;
    } * joins;
    size_t join_count;
};
