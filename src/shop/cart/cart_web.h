/* Cart, on the web floor: the cart as an answer, which the checkout shows too. */
#pragma once

#include "shop/cart/cart_inside.h"
#include "web/route.h"

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
    struct money unit_price, total;
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
    struct money goods, shipping, total;
};
struct cart_answer {
    LIST_OF(struct cart_part_answer) parts;
    struct money goods, shipping, total;
    int64_t count;
    const char *country, *country_name;
    bool can_be_bought, shipping_free;
};
extern const struct field cart_fields[];

struct cart_owner cart_owner_of(const struct request *request);

/* The visitor's cart for a destination, read in `tx`, as an answer. */
refused cart_answer_for(struct request *request, struct store_tx *tx, const char *destination,
                        struct cart_answer *ret_answer);
