/* Promotions, the form: what people fill in, made into terms. Programs may give the terms
 * themselves, as JSON. */
#pragma once

#include "shop/promotions/promotions.h"
#include "web/route.h"

struct promotion_form {
    const char *name, *terms;
    int level, benefit, funder; /* the choices' places */
    const char *currency, *percent, *off, *every, *spend, *cap;
    const char *tier1_spend, *tier1_off, *tier2_spend, *tier2_off;
    bool tiers_add;
    const char *category, *brands, *items, *countries;
    int64_t new_within_days, delivered_within_days;
    bool local, joined, first_order, app, alone, by_coupon;
    promotion_id gift;
    const char *platform_percent, *budget, *stacking_group;
    int64_t uses, uses_per_buyer, stacking_order;
    const char *starts_at, *ends_at, *zone;
};
extern const struct field promotion_form_fields[];

/* What was filled in, as promotions_make() takes it, for a seller (0: the market). On a fault it is
 * noted at its field of the request, and PROMOTION_TERMS_WRONG or PROMOTION_TIMES_WRONG given. */
refused promotion_form_read(struct request *request, seller_id seller,
                            struct promotion_making *ret_making);
/* The same form for a promotion there is, to be changed. */
struct promotion_form promotion_form_of(struct request *request, const struct promotion *promotion);
