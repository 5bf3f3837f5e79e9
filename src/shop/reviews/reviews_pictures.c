/* Reviews, pictures: photographs of buyers, drawn anew by catalog_photograph.h before the act. */
#include "shop/reviews/reviews_inside.h"

#include "base/id.h"
#include "shop/reviews/reviews_sql.h"

REFUSAL(REVIEW_PICTURE_LIMIT, 409, "A review has at most six pictures. Take one away first.");
REFUSAL(REVIEW_PICTURE_NOT_FOUND, 404, "There is no such picture.");

refused reviews_may_add_picture(struct store_tx *tx, struct arena *memory, review_id number,
                                account_id buyer)
{
    struct review review;
    refused why = reviews_find(tx, memory, number, &review);
    if (why)
        return why;
    if (review.buyer.number != buyer.number)
        return &REVIEW_NOT_YOURS;
    if (review.state == REVIEW_DELETED || review.state == REVIEW_REMOVED)
        return &REVIEW_STATE_WRONG;
    return review.pictures >= REVIEW_PICTURES_MAX ? &REVIEW_PICTURE_LIMIT : NULL;
}

static void rank_again(struct store_tx *tx, struct arena *memory, review_id number)
{
    struct review review;
    if (!reviews_find(tx, memory, number, &review))
        reviews_rank(tx, &review);
}

/* A photograph that another account has shown before is hardly of what came. */
static refused suspect_copy(struct store_tx *tx, struct arena *memory,
                            const struct review_picture_adding *adding)
{
    struct review review;
    int64_t bit = INT64_C(1) << REASON_SAME_PICTURE;
    if (!store_int(tx, &reviews_count_same_picture,
                   WITH(INT((int64_t)adding->photograph->hash), INT(adding->buyer.number)), 0))
        return NULL;
    refused why = reviews_find(tx, memory, adding->review, &review);
    if (why || review.verdict != REVIEW_NO_VERDICT)
        return why; /* a person has looked at it */
    store_put(tx, &reviews_add_reasons, WITH(INT(bit), INT(review.review.number)));
    review.reasons |= bit;
    if (review.state != REVIEW_SHOWN)
        return NULL;
    why = reviews_move(tx, &review, REVIEW_SUSPECTED, review.verdict);
    return why ? why : reviews_announce(tx, &REVIEW_CHANGED_EVENT, &review, adding->now);
}

refused reviews_add_picture(struct store_tx *tx, struct arena *memory,
                            const struct review_picture_adding *adding,
                            review_picture_id *ret_picture)
{
    const struct photograph *photograph = adding->photograph;
    refused why = reviews_may_add_picture(tx, memory, adding->review, adding->buyer);
    if (why)
        return why;
    if (!store_do(tx, &reviews_take_picture_place,
                  WITH(INT(adding->review.number), INT(REVIEW_PICTURES_MAX))))
        return &REVIEW_PICTURE_LIMIT;
    *ret_picture = (review_picture_id){ id_next(adding->now) };
    store_put(
        tx, &reviews_insert_picture,
        WITH(INT(ret_picture->number), INT(adding->review.number), INT((int64_t)photograph->hash)));
    for (int i = 0; i < photograph->count; i++)
        store_put(tx, &reviews_insert_picture_file,
                  WITH(INT(ret_picture->number), INT(photograph->files[i].width),
                       BYTES(photograph->files[i].bytes, photograph->files[i].size)));
    rank_again(tx, memory, adding->review);
    return suspect_copy(tx, memory, adding);
}

refused reviews_remove_picture(struct store_tx *tx, struct arena *memory, review_picture_id picture,
                               account_id buyer, order_id *ret_order)
{
    struct review review;
    struct rows rows = store_query(tx, &reviews_select_picture, WITH(INT(picture.number)));
    if (!rows_next(&rows))
        return &REVIEW_PICTURE_NOT_FOUND;
    review_id number = { rows_int(&rows, "review_id") };
    bool own = rows_int(&rows, "buyer_id") == buyer.number;
    rows_close(&rows);
    refused why = own ? reviews_find(tx, memory, number, &review) : &REVIEW_PICTURE_NOT_FOUND;
    if (why)
        return why;
    if (!store_do(tx, &reviews_delete_picture, WITH(INT(picture.number))))
        return &REVIEW_PICTURE_NOT_FOUND;
    store_put(tx, &reviews_delete_picture_files, WITH(INT(picture.number)));
    store_put(tx, &reviews_give_picture_place, WITH(INT(number.number)));
    rank_again(tx, memory, number);
    *ret_order = review.order;
    return NULL;
}

refused reviews_picture_bytes(struct store_tx *tx, struct arena *memory, review_picture_id picture,
                              account_id asker, bool operator, int64_t width,
                              const unsigned char **ret_bytes, size_t *ret_size)
{
    struct rows rows = store_query(tx, &reviews_select_picture, WITH(INT(picture.number)));
    if (!rows_next(&rows))
        return &REVIEW_PICTURE_NOT_FOUND;
    bool own = asker.number && rows_int(&rows, "buyer_id") == asker.number;
    const char *state = rows_text(&rows, memory, "state");
    rows_close(&rows);
    bool open = text_same(state, "shown") || text_same(state, "suspected");
    if (!open && !operator&& !(own && !text_same(state, "deleted")))
        return &REVIEW_PICTURE_NOT_FOUND;
    rows = store_query(tx, &reviews_select_picture_bytes, WITH(INT(picture.number), INT(width)));
    if (!rows_next(&rows))
        return &REVIEW_PICTURE_NOT_FOUND;
    *ret_bytes = rows_bytes(&rows, memory, "bytes", ret_size);
    rows_close(&rows);
    return NULL;
}
