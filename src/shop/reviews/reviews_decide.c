/* Reviews, decided: a person says whether one is genuine, or removes it for another reason. */
#include "shop/reviews/reviews_inside.h"

#include "base/id.h"
#include "shop/reviews/reviews_sql.h"

static void tell_writer(struct store_tx *tx, struct arena *memory, const struct notice_kind *kind,
                        const struct review *review, const char *reason, struct moment now)
{
    const char *id = id_text(memory, "rev", review->review.number);
    reviews_tell(tx, &(struct review_telling){
                         .kind = kind,
                         .receiver = review->buyer,
                         .path = "/account/reviews",
                         .key = arena_format(memory, "%s %lld", id, (long long)now.us),
                         .title = review->title,
                         .reason = reason,
                         .now = now,
                     });
}

static void keep_verdict(struct store_tx *tx, const struct review *review,
                         const struct review_deciding *deciding)
{
    bool fake = deciding->verdict == REVIEW_FAKE;
    store_put(tx, &reviews_put_verdict,
              WITH(INT(review->review.number), TEXT(review->words), INT(review->item), INT(fake),
                   INT(deciding->operator.number), INT(deciding->now.us)));
    if (review->decision.number)
        fraud_label(tx, review->decision, fake ? FRAUD_OTHER : FRAUD_NONE, FRAUD_BY_PERSON,
                    deciding->now);
}

static refused find_present(struct store_tx *tx, struct arena *memory, review_id number,
                            struct review *ret_review)
{
    refused why = reviews_find(tx, memory, number, ret_review);
    return !why && ret_review->state == REVIEW_DELETED ? &REVIEW_TAKEN_BACK : why;
}

refused reviews_decide(struct store_tx *tx, struct arena *memory,
                       const struct review_deciding *deciding)
{
    struct review review;
    bool genuine = deciding->verdict == REVIEW_GENUINE;
    refused why = find_present(tx, memory, deciding->review, &review);
    if (why)
        return why;
    enum review_state before = review.state;
    why = reviews_move(tx, &review, genuine ? REVIEW_SHOWN : REVIEW_REMOVED, deciding->verdict);
    if (why)
        return why;
    keep_verdict(tx, &review, deciding);
    if (genuine && before == REVIEW_REMOVED)
        tell_writer(tx, memory, &review_restored_notice, &review, deciding->reason, deciding->now);
    else if (genuine && before == REVIEW_HELD)
        reviews_tell_seller(tx, &review, deciding->now);
    else if (!genuine && before != REVIEW_REMOVED)
        tell_writer(tx, memory, &review_removed_notice, &review, deciding->reason, deciding->now);
    return reviews_announce(tx, &REVIEW_CHANGED_EVENT, &review, deciding->now);
}

refused reviews_remove(struct store_tx *tx, struct arena *memory,
                       const struct review_deciding *deciding)
{
    struct review review;
    refused why = find_present(tx, memory, deciding->review, &review);
    if (why)
        return why;
    if (review.state == REVIEW_REMOVED)
        return &REVIEW_STATE_WRONG;
    why = reviews_move(tx, &review, REVIEW_REMOVED, review.verdict);
    if (why)
        return why;
    tell_writer(tx, memory, &review_removed_notice, &review, deciding->reason, deciding->now);
    return reviews_announce(tx, &REVIEW_CHANGED_EVENT, &review, deciding->now);
}

refused reviews_restore(struct store_tx *tx, struct arena *memory,
                        const struct review_deciding *deciding)
{
    struct review review;
    refused why = find_present(tx, memory, deciding->review, &review);
    if (why)
        return why;
    if (review.state != REVIEW_REMOVED)
        return &REVIEW_STATE_WRONG;
    why = reviews_move(tx, &review, REVIEW_SHOWN, review.verdict);
    if (why)
        return why;
    tell_writer(tx, memory, &review_restored_notice, &review, deciding->reason, deciding->now);
    return reviews_announce(tx, &REVIEW_CHANGED_EVENT, &review, deciding->now);
}

refused reviews_settle_held(struct store_tx *tx, struct arena *memory, review_id number,
                            fraud_decision_id decision, bool honest, struct moment now)
{
    struct review review;
    refused why = reviews_find(tx, memory, number, &review);
    if (why || review.state != REVIEW_HELD || review.decision.number != decision.number)
        return why == &REVIEW_NOT_FOUND ? NULL : why;
    why = reviews_move(tx, &review, honest ? REVIEW_SHOWN : REVIEW_REMOVED,
                       honest ? REVIEW_GENUINE : REVIEW_FAKE);
    if (why)
        return why;
    if (honest)
        reviews_tell_seller(tx, &review, now);
    else
        tell_writer(tx, memory, &review_removed_notice, &review, "", now);
    return reviews_announce(tx, &REVIEW_CHANGED_EVENT, &review, now);
}
