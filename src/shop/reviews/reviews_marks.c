/* Reviews, marked by others: helpful or not, and reported. */
#include "shop/reviews/reviews_inside.h"

#include "shop/reviews/reviews_sql.h"

REFUSAL(REVIEW_NO_VOTE, 409, "You have not said anything of this review yet.");
REFUSAL(REVIEW_REPORTED, 409, "You have reported this review already. A person will look at it.");

/* Others' reviews that are shown, and not of the account's own shop. */
static refused find_of_others(struct store_tx *tx, struct arena *memory, review_id number,
                              account_id account, struct review *ret_review)
{
    struct seller seller;
    refused why = reviews_find(tx, memory, number, ret_review);
    if (why)
        return why;
    if (ret_review->state != REVIEW_SHOWN && ret_review->state != REVIEW_SUSPECTED)
        return &REVIEW_NOT_FOUND;
    why = sellers_find(tx, memory, ret_review->seller, &seller);
    if (why)
        return why;
    bool own =
        ret_review->buyer.number == account.number || seller.account.number == account.number;
    return own ? &REVIEW_OWN : NULL;
}

/* The row of the review is written by every vote, so of two at once the later counts both. */
static void count_again(struct store_tx *tx, struct review *review)
{
    struct rows rows = store_query(tx, &reviews_count_votes, WITH(INT(review->review.number)));
    if (rows_next(&rows)) {
        review->votes = rows_int(&rows, "votes");
        review->helpful = rows_int(&rows, "helpful");
        rows_close(&rows);
    }
    reviews_rank(tx, review);
}

refused reviews_vote(struct store_tx *tx, struct arena *memory, review_id number,
                     account_id account, bool helpful)
{
    struct review review;
    refused why = find_of_others(tx, memory, number, account, &review);
    if (why)
        return why;
    store_put(tx, &reviews_put_vote, WITH(INT(number.number), INT(account.number), INT(helpful)));
    count_again(tx, &review);
    return NULL;
}

refused reviews_unvote(struct store_tx *tx, struct arena *memory, review_id number,
                       account_id account)
{
    struct review review;
    refused why = find_of_others(tx, memory, number, account, &review);
    if (why)
        return why;
    if (!store_do(tx, &reviews_delete_vote, WITH(INT(number.number), INT(account.number))))
        return &REVIEW_NO_VOTE;
    count_again(tx, &review);
    return NULL;
}

/* The seller may report what is said of the shop; the writer has no reason to. */
refused reviews_report(struct store_tx *tx, struct arena *memory,
                       const struct review_reporting *reporting)
{
    struct review review;
    refused why = reviews_find(tx, memory, reporting->review, &review);
    if (why)
        return why;
    if (review.state != REVIEW_SHOWN && review.state != REVIEW_SUSPECTED)
        return &REVIEW_NOT_FOUND;
    if (review.buyer.number == reporting->account.number)
        return &REVIEW_OWN;
    if (!store_do(tx, &reviews_insert_report,
                  WITH(INT(review.review.number), INT(reporting->account.number),
                       TEXT(review_report_reasons[reporting->reason].name),
                       TEXT(reporting->words ? reporting->words : ""), INT(reporting->now.us))))
        return &REVIEW_REPORTED;
    store_put(tx, &reviews_note_report, WITH(INT(review.review.number)));
    return NULL;
}
