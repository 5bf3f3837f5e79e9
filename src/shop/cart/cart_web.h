/* Cart, on the web floor: the cart as an answer, which the checkout shows too. */
#pragma once

#include "shop/cart/cart_inside.h"
#include "web/route.h"

enum cart_use_kind { USED_PROMOTION, USED_COUPON, USED_BUNDLE, USED_COINS, USED_DEAL };

struct cart_way_answer {
    method_id method;
    const char *name;
    struct money cost;
    struct moment arrives_from, arrives_to;
    const char *arrives; /* "3–6 Dec" */
    enum tracking_level tracking;
    bool chosen, proposed;
};
struct cart_line_answer {
    cart_line_id line;
    offer_id offer;
    product_id product;
    const char *title, *options, *picture;
    int64_t count, stock;
    struct money list_price, unit_price, total, discount;
    const char *priced_by; /* the promotion that made the price, or NULL */
    struct moment held_until; /* at a flash deal's price; 0: not so */
    int64_t held_seconds;     /* from now */
    const char *held;         /* what must be known of it, or NULL */
    const char *fault;
};
struct cart_part_answer {
    seller_id seller;
    const char *seller_name, *seller_slug;
    enum seller_standing standing;
    LIST_OF(struct cart_line_answer) lines;
    LIST_OF(struct cart_way_answer) ways;
    bool sends;      /* the seller sends there */
    const char *way; /* name of the one chosen */
    const char *arrives;
    struct money goods, discount, shipping, shipping_discount, total;
};
/* What takes something off, and what else would. */
struct cart_use_answer {
    promotion_id promotion;
    int64_t coupon; /* 0: for everyone */
    const char *coupon_text;
    enum cart_use_kind kind;
    const char *name;
    struct money amount, missing, more;
};
struct cart_unused_answer {
    promotion_id promotion;
    const char *coupon_text; /* its id, or NULL */
    const char *name, *why;
    enum promotion_fault fault;
    struct money missing, would_give;
    bool kept; /* by the buyer, for another time */
};
struct cart_answer {
    LIST_OF(struct cart_part_answer) parts;
    LIST_OF(struct cart_use_answer) uses;
    LIST_OF(struct cart_unused_answer) unused;
    struct money goods, discount, shipping, shipping_discount, total, saved;
    int64_t count;
    const char *country, *country_name;
    bool can_be_bought, shipping_free;
};
extern const struct field cart_fields[];
extern const struct choice cart_use_kinds[];
/* Fills what was used of promotions and what was not, and why. */
void cart_fill_uses(struct request *request, const struct cart *cart, struct cart_answer *answer);
extern const struct field cart_use_fields[], cart_unused_fields[];

struct cart_owner cart_owner_of(const struct request *request);

/* The visitor's cart for a destination, read in `tx`, as an answer. */
refused cart_answer_for(struct request *request, struct store_tx *tx, const char *destination,
                        struct cart_answer *ret_answer);
/* The same for any question: a preview asks for another moment. */
refused cart_answer_of(struct request *request, struct store_tx *tx,
                       const struct cart_question *question, struct cart_answer *ret_answer);
