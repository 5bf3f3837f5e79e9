/* Coupons, judged: a claim as the fraud engine lets it through. When the judgement stops it,
 * nothing was claimed. */
#pragma once

#include "shop/coupons/coupons_inside.h"
#include "shop/fraud/fraud.h"

refused coupons_judge_claim(struct store_tx *tx, struct arena *memory,
                            const struct coupon_claiming *claiming, const struct fraud_visit *visit,
                            struct coupon_seen *ret_seen, struct fraud_judgement *ret_judgement);
