/* Search, on the web floor: cards, as every shelf and list shows them, and what an offer costs at
 * the visitor's door. */
#pragma once

#include "shop/catalog/catalog_prices_web.h"
#include "shop/promotions/promotions.h"
#include "shop/search/search.h"
#include "shop/shipping/shipping.h"
#include "web/route.h"

struct card_answer {
    product_id product;
    offer_id offer;
    const char *title, *brand, *picture;
    struct money list; /* with a promotion: the lowest of 30 days without it */
    const char *promotion;
    bool cut;                 /* the promotion's price is below that */
    struct money price, door; /* door: with the shipping that the cart would propose */
    struct reduction_answer *reduction;
    bool from; /* other variants or sellers may cost something else */
    bool sends, in_stock, shipping_free, quick;
    const char *arrives;
    seller_id seller;
    const char *seller_name;
    enum seller_standing standing;
    bool trusted; /* verified or top */
    int64_t orders, reviews;
    const char *rating; /* "4.6"; NULL: nobody has said */
};
extern const struct field card_fields[];
struct card_list {
    struct card_answer *items;
    size_t count;
};

/* What one unit costs at the door, exactly as the cart will ask. */
struct door {
    bool sends;
    struct money item, shipping, total; /* the visitor's currency; not sent: total is item */
    struct money list, discount;        /* item without promotions; and what comes off the total */
    const char *promotion;              /* the one that made the price, or NULL */
    struct moment promotion_ends;       /* 0: open */
    struct shipping_offers ways;        /* the proposed one first */
    struct rate rate;                   /* from the seller's; per_million 0: there is none */
};
struct door_question {
    seller_id seller;
    const char *origin;
    struct money price; /* in the seller's currency */
    int64_t weight_grams, ship_days;
    struct promotion_item about; /* what promotions must know; days and place are the door's */
};
/* The same seller and weight is asked for once a request. */
/* Beside a promotion's price stands the lowest that the offer itself had in the 30 days before, not
 * the price of today: what was raised before a sale is no reduction in it. One statement for all
 * offers, at most 10,000; `list` of each door becomes it. */
struct promoted_door {
    offer_id offer;
    struct door *door;
};
struct doors;
void doors_lowest(struct doors *doors, struct promoted_door *promoted, size_t count);
struct doors *doors_begin(struct request *request, struct store_tx *tx);
struct door doors_find(struct doors *doors, const struct door_question *question);

/* The cards of what was found, for this visitor. */
struct card_list search_cards(struct request *request, struct store_tx *tx,
                              const struct search_found *found);

/* What lists of cards are asked with, on every page that has them. */
struct list_question {
    const char *cursor;
    int64_t limit;
    struct money price_min, price_max;
    bool in_stock, top_sellers;
    enum search_sort sort;
};
#define LIST_QUESTION(TYPE)                                                             \
    PAGED_REQUEST(TYPE),                                                                \
        MONEY_FIELD(TYPE, price_min, .optional = true,                                  \
                    .says = "At least, in the visitor's currency."),                    \
        MONEY_FIELD(TYPE, price_max, .optional = true, .says = "At most."),             \
        BOOL_FIELD(TYPE, in_stock, .optional = true, .says = "Only what is in stock."), \
        BOOL_FIELD(TYPE, top_sellers, .optional = true,                                 \
                   .says = "Only what Top sellers sell for the lowest price."),         \
        CHOICE_FIELD(TYPE, sort, search_sorts, .optional = true,                        \
                     .says = "Order; best if not given.")
#define LIST_QUESTION_OF(BODY)                                                                 \
    {                                                                                          \
        (BODY)->cursor, (BODY)->limit, (BODY)->price_min, (BODY)->price_max, (BODY)->in_stock, \
            (BODY)->top_sellers, (BODY)->sort                                                  \
    }

/* A way to order the list: a link. */
struct sort_answer {
    const char *name, *words, *path;
    bool chosen;
};
extern const struct field sort_fields[];
struct sort_list {
    struct sort_answer *items;
    size_t count;
};

/* A whole list of cards, as members of an answer; LIST_TAKE copies them. */
#define LIST_MEMBERS                                           \
    LIST_OF(struct card_answer) data;                          \
    const char *next_cursor;                                   \
    bool has_more;                                             \
    int64_t total;                                             \
    bool more_than_total; /* counting stopped there */         \
    LIST_OF(struct sort_answer) sorts;                         \
    bool filtered;        /* prices or stock narrow it down */ \
    const char *bare_path /* the same without those */
struct list_answer {
    LIST_MEMBERS;
};
#define LIST_TAKE(ANSWER, LIST)                             \
    do {                                                    \
        (ANSWER)->data.items = (LIST).data.items;           \
        (ANSWER)->data.count = (LIST).data.count;           \
        (ANSWER)->next_cursor = (LIST).next_cursor;         \
        (ANSWER)->has_more = (LIST).has_more;               \
        (ANSWER)->total = (LIST).total;                     \
        (ANSWER)->more_than_total = (LIST).more_than_total; \
        (ANSWER)->sorts.items = (LIST).sorts.items;         \
        (ANSWER)->sorts.count = (LIST).sorts.count;         \
        (ANSWER)->filtered = (LIST).filtered;               \
        (ANSWER)->bare_path = (LIST).bare_path;             \
    } while (0)
#define LIST_ANSWER(TYPE)                                                                          \
    LIST_FIELD(TYPE, data, card_fields, .says = "The products of this page."), PAGED_ANSWER(TYPE), \
        INT_FIELD(TYPE, total, .says = "How many there are in all."),                              \
        BOOL_FIELD(TYPE, more_than_total, .says = "There are more: counting stopped at total."),   \
        LIST_FIELD(TYPE, sorts, sort_fields, .says = "Ways to order them."),                       \
        BOOL_FIELD(TYPE, filtered, .says = "Prices or stock narrow the list down."),               \
        TEXT_FIELD(TYPE, bare_path, .says = "The same list without those filters.")

/* Fills the question from the list's; and the answer from what was found. `path` has what the list
 * is about ("/search?q=lamp"). */
struct search_question search_question_of(const struct request *request,
                                          const struct list_question *list);
struct list_answer search_list(struct request *request, struct store_tx *tx,
                               const struct list_question *list, const struct search_found *found,
                               const char *path);
