/* Coupons, on the web floor: what a coupon gives, for the pages of buyers and of givers. */
#pragma once

#include "shop/coupons/coupons_inside.h"
#include "shop/promotions/promotions_web.h"
#include "web/qr.h"

struct coupon_gives {
    promotion_id promotion;
    const char *name, *gives, *by;
    seller_id seller; /* 0: the market */
    LIST_OF(struct condition_answer) conditions;
    struct moment starts_at;
};
extern const struct field coupon_gives_fields[];
struct coupon_gives coupons_gives_answer(struct request *request, struct store_tx *tx,
                                         const struct promotion *promotion);

/* The signed form of a coupon of a batch; COUPONS_SERIAL_ANY: of any of it. */
const char *coupons_signed_for(const struct request *request, const struct coupon_batch *batch,
                               const struct promotion *promotion, int64_t serial);
