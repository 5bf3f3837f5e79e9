/* Orders, on the web floor: what the buyer's and the seller's pages share. */
#pragma once

#include "shop/cart/cart_web.h"
#include "shop/escrow/escrow.h"
#include "shop/orders/orders_inside.h"
#include "shop/protection/protection.h"
#include "shop/sellers/sellers_web.h"
#include "web/route.h"

struct order_line_answer {
    order_line_id line;
    offer_id offer;
    product_id product;
    const char *title, *options, *picture;
    int64_t count;
    struct money list_price, unit_price, total, discount, paid;
};
/* What took something off: a promotion, a coupon, a bundle, coins. */
struct order_adjustment_answer {
    enum cart_use_kind kind;
    const char *name;
    struct money amount;
};
/* A step of the order's way: done, now, or to come. */
struct order_step_answer {
    const char *words, *detail;
    struct moment at;
    bool done, now;
};
struct order_hold_answer {
    enum hold_state state;
    struct money amount;
    struct moment opened_at, release_at, closed_at;
    int64_t days_left;
};
/* More time to object, asked for or given. */
struct order_extension_answer {
    int64_t days;
    enum extension_state state;
    struct moment asked_at, decided_at;
};
struct order_answer {
    order_id order;
    purchase_id purchase;
    enum order_state state;
    seller_id seller;
    const char *seller_name;
    const char *buyer_name; /* for the seller: whom to send to */
    LIST_OF(struct order_line_answer) lines;
    LIST_OF(struct order_adjustment_answer) adjustments;
    struct money goods, discount, shipping, shipping_discount, total, subsidy;
    struct money seller_total, commission, seller_net;
    struct money given_back, seller_gets; /* by parts: back to the buyer; left for the seller */
    struct moment placed_at, ship_by, shipped_at, arrives_from, arrives_to, delivered_at, closed_at;
    const char *method, *arrives, *paid_with, *tracking_number, *destination, *address;
    const char *headline, *cancel_reason, *example_number;
    LIST_OF(struct order_step_answer) steps;
    struct order_hold_answer *hold;
    struct order_chargeback_answer *chargeback; /* chargebacks_web.h; for the seller */
    bool may_confirm, may_cancel, may_ship, number_needed, closed, held, released, refunded,
        in_review, charged_back;
    bool may_object, may_withdraw, is_protected, may_ask_time, refunded_if_lost, disputed;
    LIST_OF(const char *) guarantees;
    LIST_OF(struct order_extension_answer) extensions;
    bool time_asked; /* and not answered */
    struct moment promised_at;
};
extern const struct field order_fields[];

/* All of an order as its buyer or (for_seller) its seller may see it. */
refused orders_answer(struct request *request, struct store_tx *tx, const struct order *order,
                      bool for_seller, struct order_answer *ret_answer);

/* One line of a list of orders. */
struct order_row {
    order_id order;
    enum order_state state;
    const char *title, *picture, *seller_name, *arrives;
    int64_t more; /* further lines */
    struct money total, seller_net;
    struct moment placed_at, ship_by;
    bool may_confirm, may_ship, in_review;
};
extern const struct field order_row_fields[];
struct orders_answer_list {
    LIST_OF(struct order_row) data;
    const char *next_cursor;
    bool has_more;
    const char *state; /* the filter, for the page */
    int64_t to_ship;   /* for sellers: how many wait */
};
extern const struct field orders_list_fields[];

/* Reads a statement's orders (already limited to one more than `limit`) into the list. */
void orders_fill_list(struct request *request, struct rows *rows, int64_t limit,
                      struct orders_answer_list *ret_list);
/* For operators, the newest first: of a buyer or a seller (0: any), in a state (NULL: any). */
struct orders_filter {
    account_id buyer;
    seller_id seller;
    const char *state;
};
void orders_list_all(struct request *request, struct store_tx *tx,
                     const struct orders_filter *filter, const struct page_request *page,
                     struct orders_answer_list *ret_list);
int64_t orders_limit(const struct page_request *page);
/* The cursor's id, or the greatest. */
int64_t orders_before(const struct page_request *page);

/* The seller's newest paid orders: those that wait to be sent. */
void orders_waiting_for(struct request *request, struct store_tx *tx, seller_id seller,
                        int64_t most, struct orders_answer_list *ret_list);

extern const struct route orders_seller_routes[];
