/* Reviews, on the web floor: reviews as answers, and what pages of others show of them. */
#pragma once

#include "shop/reviews/reviews_inside.h"
#include "web/route.h"

struct review_picture_answer {
    review_picture_id photo;
};
struct review_followup_answer {
    int64_t stars;
    const char *stars_text, *words;
    struct moment written_at;
};
struct review_reply_answer {
    const char *words;
    struct moment written_at, changed_at;
};
struct review_answer {
    review_id review;
    product_id product;
    const char *title, *options, *writer, *words, *language, *stars_text;
    int64_t stars, communication, shipping, helpful, votes;
    enum review_used used;
    enum review_state state;
    bool not_counted, own, may_vote, voted, voted_helpful, changed;
    LIST_OF(struct review_picture_answer) pictures;
    LIST_OF(struct review_followup_answer) followups;
    struct review_reply_answer *reply;
    struct moment written_at;
};
extern const struct field review_fields[], review_picture_fields[];
struct review_answer reviews_answer(struct request *request, struct store_tx *tx,
                                    const struct review *review);
const char *reviews_stars_text(int64_t stars);                    /* "★★★★☆" */
const char *reviews_mean_text(struct arena *memory, double mean); /* "4.6" */

/* The rating of a product, and the most useful of what is said: for its page. */
struct review_bar_answer {
    int64_t stars, count, percent;
};
struct review_summary {
    product_id product;
    int64_t count, not_counted;
    const char *shown, *mean, *stars_text; /* NULL when nothing counts yet */
    LIST_OF(struct review_bar_answer) bars;
    LIST_OF(struct review_answer) data;
};
extern const struct field review_summary_fields[];
struct review_summary reviews_summary(struct request *request, struct store_tx *tx,
                                      product_id product, int64_t most);

/* What an act gives: where it was done. */
struct review_done {
    review_id review;
    product_id product;
    order_id order;
    enum review_state state;
    int64_t helpful, votes;
};
extern const struct field review_done_fields[];
struct review_done reviews_done(const struct review *review);

extern const struct route reviews_own_routes[], reviews_seller_routes[], reviews_operator_routes[];
