/* Catalog, judged: what a seller's hand puts up for sale, as the fraud engine lets it through
 * (fraud.h). A new product for sale, one that is listed again, other words or another picture of a
 * listed one, and a price that falls by more than half are judged; all else goes on as it is.
 *
 * When the judgement refuses it, nothing was changed. When it holds it, the product is kept as it
 * was wished, but not for sale until a person has looked: see catalog_clear_product(). */
#pragma once

#include "shop/catalog/catalog_pictures.h"
#include "shop/fraud/fraud.h"

refused catalog_judge_listing(struct store_tx *tx, struct arena *memory,
                              const struct product_listing *listing,
                              const struct fraud_visit *visit, product_id *ret_product,
                              bool *ret_changed, struct fraud_judgement *ret_judgement);

struct state_change {
    seller_id seller;
    product_id product;
    enum product_state state;
    struct moment now;
};
refused catalog_judge_state(struct store_tx *tx, struct arena *memory,
                            const struct state_change *change, const struct fraud_visit *visit,
                            struct fraud_judgement *ret_judgement);

refused catalog_judge_offer(struct store_tx *tx, struct arena *memory, offer_id offer,
                            const struct offer_change *change, const struct fraud_visit *visit,
                            struct fraud_judgement *ret_judgement);

refused catalog_judge_picture(struct store_tx *tx, struct arena *memory,
                              const struct picture_adding *adding, const struct fraud_visit *visit,
                              picture_id *ret_picture, struct fraud_judgement *ret_judgement);

extern const struct notice_kind *const catalog_notices[]; /* what its seller is told then */

/* The share of a title's words that another one has, too: 1 all, never quite 0. */
double catalog_title_kept(const char *before, const char *after);
