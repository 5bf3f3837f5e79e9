/* Reviews: what buyers say of what came, and what that says of products and sellers.
 *
 * Who has an order line that was delivered may write one review of it: stars for the item, the
 * seller's communication and the shipping, words, up to six pictures; and after weeks add to it.
 * The seller answers once, others say whether it helped or report it.
 *
 * The rating of a product is a Bayesian mean: ten votes of 4.0 stand before all others (the
 * market's prior), and a review counts half as much with each year. Only what is shown counts;
 * what is suspected is shown as such and does not, until a person has looked.
 *
 * Each review is judged by the fraud engine, by the text model (reviews_model.h) once the market
 * has trained one, and by how it came about (reviews_suspect.h). */
#pragma once

#include "shop/orders/orders.h"

typedef struct {
    int64_t number;
} review_id; /* rev_ */
typedef struct {
    int64_t number;
} review_picture_id; /* rpc_ */

enum {
    REVIEW_WORDS_MAX = 4000,
    REVIEW_PICTURES_MAX = 6,
    REVIEW_FOLLOWUPS_MAX = 5,
    REVIEW_FOLLOWUP_DAYS = 14,  /* since the review, and since the one before */
    REVIEW_PRIOR_VOTES = 10,    /* of the market's mean stand before all others */
    REVIEW_HALF_LIFE_DAYS = 365 /* after which a review counts half */
};
extern const double review_prior_mean; /* 4.0 */

enum review_state { REVIEW_SHOWN, REVIEW_HELD, REVIEW_REMOVED, REVIEW_SUSPECTED, REVIEW_DELETED };
enum review_used { USED_NOT_YET, USED_DAYS, USED_WEEKS, USED_MONTHS, USED_OVER_A_YEAR };
enum review_verdict { REVIEW_NO_VERDICT, REVIEW_GENUINE, REVIEW_FAKE };
enum review_report_reason {
    REPORT_FAKE,
    REPORT_ABUSE,
    REPORT_PERSONAL,
    REPORT_ADVERTISING,
    REPORT_OTHER_THING
};
extern const struct choice review_states[], review_useds[], review_verdicts[],
    review_report_reasons[];

struct review {
    review_id review;
    order_line_id line;
    order_id order;
    product_id product;
    seller_id seller;
    account_id buyer;
    int64_t item, communication, shipping, stars; /* stars: of the item, as last said */
    const char *words, *language, *title, *options, *writer;
    enum review_used used;
    enum review_state state;
    fraud_decision_id decision;
    int64_t reasons;     /* bits of enum review_reason (reviews_suspect.h) */
    int64_t probability; /* by the text model, of ten thousand; -1: none */
    enum review_verdict verdict;
    bool counted;
    int64_t weight, pictures, followups, helpful, votes, reports, usefulness;
    struct moment written_at, changed_at;
};
struct reviews {
    struct review *items;
    size_t count;
};

extern const struct refusal REVIEW_NOT_FOUND, REVIEW_NOT_DELIVERED, REVIEW_EXISTS,
    REVIEW_TAKEN_BACK, REVIEW_NOT_YOURS, REVIEW_STARS_WRONG, REVIEW_WORDS_LONG,
    REVIEW_FOLLOWUP_EARLY, REVIEW_FOLLOWUP_LIMIT, REVIEW_PICTURE_LIMIT, REVIEW_PICTURE_NOT_FOUND,
    REVIEW_OWN, REVIEW_REPORTED, REVIEW_NO_VOTE, REVIEW_STATE_WRONG, REVIEW_LINE_NOT_FOUND,
    REVIEW_FEW_VERDICTS;

/* Subject: the review; `what` is a const struct review *. */
extern const struct event_kind REVIEW_WRITTEN_EVENT, REVIEW_CHANGED_EVENT;

refused reviews_find(struct store_tx *tx, struct arena *memory, review_id review,
                     struct review *ret_review);

/* Ratings ---------------------------------------------------------------------------------- */

struct review_rating {
    int64_t count;    /* that count */
    int64_t stars[5]; /* of them with 1 to 5 stars */
    double mean;      /* of the stars; 0: there are none */
    double shown;     /* with the prior, by age: what buyers see */
};
struct review_rating reviews_rating_of_product(struct store_tx *tx, product_id product,
                                               struct moment now);
/* Pure: from sums as they are kept. */
struct review_rating reviews_rating_from(const int64_t stars[5], int64_t weight, int64_t weighted,
                                         struct moment now);
int64_t reviews_weight(struct moment written_at); /* with which a review counts */

/* The averages of what buyers said since a moment, for a seller's standing; 0: nobody did. */
struct review_standing {
    int64_t count;
    double as_described, communication, shipping;
};
struct review_standing reviews_rating_of_seller(struct store_tx *tx, seller_id seller,
                                                struct moment since);
/* All that was ever said of a seller, as a product's rating is made. */
struct review_rating reviews_rating_of_shop(struct store_tx *tx, seller_id seller,
                                            struct moment now);

/* Writing ---------------------------------------------------------------------------------- */

struct review_wish {
    order_line_id line;
    account_id buyer;
    int64_t item, communication, shipping; /* 1 to 5 */
    const char *words;                     /* may be "" */
    enum review_used used;
    const struct fraud_visit *visit; /* whose hand; NULL: the market's own, not judged */
    struct moment now;
};
/* When the judgement stops it, nothing was written and there is no review. */
struct review_made {
    review_id review;
    enum review_state state;
    struct fraud_judgement judgement;
};
refused reviews_add(struct store_tx *tx, struct arena *memory, const struct review_wish *wish,
                    struct review_made *ret_made);
/* The writer's own; judged anew. `wish` without line. */
refused reviews_change(struct store_tx *tx, struct arena *memory, review_id review,
                       const struct review_wish *wish, struct review_made *ret_made);
refused reviews_delete(struct store_tx *tx, struct arena *memory, review_id review,
                       account_id buyer, struct moment now);

struct review_followup_wish {
    review_id review;
    account_id buyer;
    int64_t stars; /* 0: as before */
    const char *words;
    struct moment now;
};
refused reviews_follow_up(struct store_tx *tx, struct arena *memory,
                          const struct review_followup_wish *wish);
struct review_reply_wish {
    review_id review;
    seller_id seller;
    const char *words;
    struct moment now;
};
/* Writes the seller's answer, or changes it. */
refused reviews_reply(struct store_tx *tx, struct arena *memory,
                      const struct review_reply_wish *wish);

/* Others ----------------------------------------------------------------------------------- */

/* One an account, the last word counts; not on one's own, nor on one's own shop's. */
refused reviews_vote(struct store_tx *tx, struct arena *memory, review_id review,
                     account_id account, bool helpful);
refused reviews_unvote(struct store_tx *tx, struct arena *memory, review_id review,
                       account_id account);
struct review_reporting {
    review_id review;
    account_id account;
    enum review_report_reason reason;
    const char *words; /* may be NULL */
    struct moment now;
};
refused reviews_report(struct store_tx *tx, struct arena *memory,
                       const struct review_reporting *reporting);

/* People's word ---------------------------------------------------------------------------- */

/* Genuine: it is shown and counts. Fake: it is removed, its writer told; its judgement gets the
 * label. Both are examples for the text model. */
struct review_deciding {
    review_id review;
    enum review_verdict verdict;
    account_id operator;
    const char *reason; /* told to the writer when it is removed */
    struct moment now;
};
refused reviews_decide(struct store_tx *tx, struct arena *memory,
                       const struct review_deciding *deciding);
/* For other reasons than being fake: abuse, personal data... */
refused reviews_remove(struct store_tx *tx, struct arena *memory,
                       const struct review_deciding *deciding);
refused reviews_restore(struct store_tx *tx, struct arena *memory,
                        const struct review_deciding *deciding);
/* What the fraud engine held, after its case was decided; nothing when it is not held by this
 * decision any more. */
refused reviews_settle_held(struct store_tx *tx, struct arena *memory, review_id review,
                            fraud_decision_id decision, bool honest, struct moment now);

/* The newest text model in force is trained anew from people's verdicts, outside any transaction.
 * REVIEW_FEW_VERDICTS until there are 200 of each kind. */
struct reviews_trained {
    int64_t genuine, fakes, told_right; /* of ten thousand kept from the training */
};
refused reviews_train(struct store *store, struct moment now, struct reviews_trained *ret_trained);
