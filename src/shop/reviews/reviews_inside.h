/* Reviews, inside: what the files of this module share. */
#pragma once

#include "shop/catalog/catalog_photograph.h"
#include "shop/notices/notices.h"
#include "shop/reviews/reviews.h"
#include "shop/reviews/reviews_suspect.h"
#include "store/jobs.h"

enum { REVIEW_STATES = REVIEW_DELETED + 1 };

/* The next review of an open answer. */
struct review reviews_from_row(const struct rows *rows, struct arena *memory);
struct reviews reviews_read(struct rows *rows, struct arena *memory);

/* Moves a review to a state, and in or out of the ratings with it; REVIEW_STATE_WRONG when it is
 * not as it was read any more. */
refused reviews_move(struct store_tx *tx, struct review *review, enum review_state to,
                     enum review_verdict verdict);
/* Takes it out of the ratings, so that it may be changed; reviews_count() puts it in again where
 * it is shown. */
void reviews_uncount(struct store_tx *tx, struct review *review);
void reviews_count(struct store_tx *tx, struct review *review);
/* Where it stands in lists sorted by usefulness. */
int64_t reviews_usefulness(const struct review *review);
void reviews_rank(struct store_tx *tx, struct review *review);

refused reviews_announce(struct store_tx *tx, const struct event_kind *kind,
                         const struct review *review, struct moment now);

/* How it came about (reviews_gather.c): fills reasons, probability and the signature's bands. */
struct review_suspicion {
    int64_t reasons, probability;
    bool suspicious;
    struct review_signature signature;
};
struct review_suspicion reviews_suspect(struct store_tx *tx, struct arena *memory,
                                        const struct review *review, struct moment now);
void reviews_note_signature(struct store_tx *tx, review_id review,
                            const struct review_signature *signature);

/* The text model in force, kept by this process; below 0 when there is none (reviews_train.c). */
double reviews_probability(struct store_tx *tx, const char *words, bool negative);
struct reviews_model_facts {
    int64_t genuine, fakes, told_right;
    struct moment trained_at; /* 0: there is no model */
};
struct reviews_model_facts reviews_model_facts(struct store_tx *tx);

/* Pictures (reviews_pictures.c). */
struct review_picture_adding {
    review_id review;
    account_id buyer;
    const struct photograph *photograph;
    struct moment now;
};
refused reviews_may_add_picture(struct store_tx *tx, struct arena *memory, review_id review,
                                account_id buyer);
refused reviews_add_picture(struct store_tx *tx, struct arena *memory,
                            const struct review_picture_adding *adding,
                            review_picture_id *ret_picture);
refused reviews_remove_picture(struct store_tx *tx, struct arena *memory, review_picture_id picture,
                               account_id buyer, order_id *ret_order);
/* Of a review that is shown, or the asker's own. */
refused reviews_picture_bytes(struct store_tx *tx, struct arena *memory, review_picture_id picture,
                              account_id asker, bool operator, int64_t width,
                              const unsigned char **ret_bytes, size_t *ret_size);

struct review_followup {
    int64_t stars;
    const char *words;
    struct moment written_at;
};
struct review_followups {
    struct review_followup *items;
    size_t count;
};
struct review_followups reviews_followups(struct store_tx *tx, struct arena *memory,
                                          review_id review);
struct review_reply {
    const char *words;
    struct moment written_at, changed_at;
};
bool reviews_reply_of(struct store_tx *tx, struct arena *memory, review_id review,
                      struct review_reply *ret_reply);

/* Lists: places in the answer of one statement. */
enum review_order { REVIEWS_USEFUL, REVIEWS_NEWEST, REVIEWS_HIGHEST, REVIEWS_LOWEST };
extern const struct choice review_orders[];
struct review_filter {
    product_id product;
    enum review_order order;
    int64_t stars; /* 0: any */
    bool with_pictures;
    const char *options, *language; /* NULL: any */
    review_id after;                /* number 0: from the first */
    int64_t most;
};
struct reviews reviews_list(struct store_tx *tx, struct arena *memory,
                            const struct review_filter *filter);

/* People are told (reviews_tell.c). */
extern const struct notice_kind review_new_notice, review_reply_notice, review_removed_notice,
    review_restored_notice, review_ask_notice, review_ask_again_notice;
extern const struct notice_kind *const reviews_notices[];
struct review_telling {
    const struct notice_kind *kind;
    account_id receiver;
    const char *path, *key, *title, *reason;
    struct moment now;
};
void reviews_tell(struct store_tx *tx, const struct review_telling *telling);
void reviews_tell_seller(struct store_tx *tx, const struct review *review, struct moment now);

extern const struct job_kind reviews_jobs[];
extern const struct listener reviews_hears[];
refused reviews_first(struct store *store, struct moment now);

/* Ratings are the sums of what is counted, and what is counted is shown: NULL, or a fault. */
const char *reviews_verify(struct store_tx *tx, struct arena *memory);
