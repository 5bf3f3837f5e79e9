/* Coupons, batches: made, stopped, shown. */
#include "shop/coupons/coupons_inside.h"

#include "base/words.h"
#include "shop/coupons/coupons_sql.h"

REFUSAL(COUPON_BATCH_NOT_FOUND, 404, "There is no such batch of coupons.");
REFUSAL_AT(COUPON_WORD_WRONG, 422, "word",
           "A word has 4 to 15 letters and digits, of A to Z and 0 to 9.");
REFUSAL_AT(COUPON_WORD_TAKEN, 409, "word",
           "This word is in use for other coupons. Choose another.");
REFUSAL(COUPON_BATCHES_ENDED, 409, "There are as many batches as there are numbers for them.");
REFUSAL_AT(COUPON_BATCH_TIMES, 422, "ends_at",
           "It must end after now, and not after its promotion.");
REFUSAL(COUPON_NOT_BY_COUPON, 409,
        "This promotion is for everyone. Only one by coupon has coupons.");
REFUSAL(COUPON_BATCH_STOPPED, 409, "No more of these coupons are given out.");

const struct choice coupon_batch_kinds[] = {
    [BATCH_PUBLIC] = { "public", N_("Anyone may claim one") },
    [BATCH_CODES] = { "codes", N_("Each with its own code") },
    [BATCH_WORD] = { "word", N_("One word for all") },
    { 0 },
};

bool coupons_word_read(const char *typed, char to[static COUPONS_CODE_SIZE])
{
    size_t length = 0;
    while (*typed == ' ')
        typed++;
    for (; *typed; typed++) {
        char letter = *typed >= 'a' && *typed <= 'z' ? (char)(*typed - 32) : *typed;
        bool plain = (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
        if (letter == ' ' || letter == '-')
            continue;
        if (!plain || length == COUPON_WORD_MAX)
            return false;
        to[length++] = letter;
    }
    to[length] = 0;
    return length >= COUPON_WORD_MIN;
}

struct coupon_batch coupons_batch_from_row(const struct rows *rows, struct arena *memory)
{
    static const char *const names[] = { "public", "codes", "word" };
    return (struct coupon_batch){
        .batch = { rows_int(rows, "batch_id") },
        .promotion = { rows_int(rows, "promotion_id") },
        .seller = { rows_int(rows, "seller_id") },
        .kind = (enum coupon_batch_kind)text_place(rows_text(rows, memory, "kind"), names, 3),
        .word = rows_text(rows, memory, "word"),
        .size = rows_int(rows, "size"),
        .claimed = rows_int(rows, "claimed"),
        .redeemed = rows_int(rows, "redeemed"),
        .account = { rows_int(rows, "account_id") },
        .made_at = { rows_int(rows, "made_at") },
        .ends_at = { rows_int(rows, "ends_at") },
        .stopped_at = { rows_int(rows, "stopped_at") },
    };
}

refused coupons_make_batch(struct store_tx *tx, const struct coupon_batch_making *making,
                           coupon_batch_id *ret_batch)
{
    AUTO(arena) memory = { 0 };
    struct promotion promotion;
    char word[COUPONS_CODE_SIZE] = "";
    refused why = promotions_find(tx, &memory, making->promotion, &promotion);
    if (why)
        return why;
    if (promotion.seller.number != making->seller.number)
        return &PROMOTION_NOT_FOUND;
    if (!promotion.by_coupon)
        return &COUPON_NOT_BY_COUPON;
    if (making->kind == BATCH_WORD && (!making->word || !coupons_word_read(making->word, word)))
        return &COUPON_WORD_WRONG;
    int64_t ends = making->ends_at.us, promotion_ends = promotion.ends_at.us;
    if ((ends && ends <= making->now.us) || (ends && promotion_ends && ends > promotion_ends))
        return &COUPON_BATCH_TIMES;
    ret_batch->number = store_int(tx, &coupons_select_number, WITHOUT, 0);
    if (!store_do(tx, &coupons_take_number, WITH(INT(ret_batch->number))))
        return &COUPON_BATCHES_ENDED;
    const char *kind = coupon_batch_kinds[making->kind].name;
    bool made = store_do(tx, &coupons_insert_batch,
                         WITH(INT(ret_batch->number), INT(making->promotion.number),
                              INT(making->seller.number), TEXT(kind),
                              TEXT(making->kind == BATCH_WORD ? word : NULL), INT(making->size),
                              INT(making->account.number), INT(making->now.us), INT(ends)));
    return made ? NULL : &COUPON_WORD_TAKEN;
}

refused coupons_batch_of(struct store_tx *tx, struct arena *memory, seller_id seller,
                         coupon_batch_id batch, struct coupon_batch *ret_batch)
{
    struct rows rows = store_query(tx, &coupons_select_batch, WITH(INT(batch.number)));
    if (!rows_next(&rows))
        return &COUPON_BATCH_NOT_FOUND;
    *ret_batch = coupons_batch_from_row(&rows, memory);
    rows_close(&rows);
    return ret_batch->seller.number == seller.number ? NULL : &COUPON_BATCH_NOT_FOUND;
}

refused coupons_stop_batch(struct store_tx *tx, seller_id seller, coupon_batch_id number,
                           struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct coupon_batch batch;
    refused why = coupons_batch_of(tx, &memory, seller, number, &batch);
    if (why)
        return why;
    return store_do(tx, &coupons_stop, WITH(INT(now.us), INT(number.number)))
               ? NULL
               : &COUPON_BATCH_STOPPED;
}

static struct coupon_batches all_of(struct rows *rows, struct arena *memory)
{
    struct coupon_batches found = { 0 };
    while (rows_next(rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = coupons_batch_from_row(rows, memory);
    }
    return found;
}

struct coupon_batches coupons_batches(struct store_tx *tx, struct arena *memory,
                                      promotion_id promotion, int64_t most)
{
    struct rows rows =
        store_query(tx, &coupons_select_batches, WITH(INT(promotion.number), INT(most)));
    return all_of(&rows, memory);
}

struct coupon_batches coupons_public(struct store_tx *tx, struct arena *memory, account_id account,
                                     struct moment now, int64_t most)
{
    struct rows rows =
        store_query(tx, &coupons_select_public, WITH(INT(now.us), INT(account.number), INT(most)));
    return all_of(&rows, memory);
}
