/* Promotions, on the web floor: a promotion as an answer, which the pages of coupons, events and
 * the market show too. */
#pragma once

#include "shop/promotions/promotions_form_web.h"

struct condition_answer {
    const char *words;
};
/* One line of what is taken off, for a product's page. */
struct promotion_line {
    promotion_id promotion;
    const char *name, *gives;
    struct moment ends_at;
};
extern const struct field promotion_line_fields[];
struct promotion_line promotions_line(struct arena *memory, const struct promotion *promotion);

struct promotion_answer {
    promotion_id promotion;
    seller_id seller;
    sale_event_id event;
    const char *name, *gives; /* "USD 3 off every USD 20 spent, at most USD 9" */
    LIST_OF(struct condition_answer) conditions;
    enum promotion_state state;
    enum promotion_funder funder;
    bool by_coupon, open, waiting, over, joinable;
    const char *terms;
    struct moment starts_at, ends_at;
    int64_t uses, uses_max, joined;
    struct money spent, budget;
    bool may_change, may_start, may_stop;
};
extern const struct field promotion_fields[];
struct promotion_answer promotions_answer(struct request *request, struct store_tx *tx,
                                          const struct promotion *promotion);
