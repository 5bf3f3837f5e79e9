/* Coupons: held by accounts, redeemed with purchases, given back. Batches and claiming:
 * coupons_batches.c and coupons_claim.c. */
#include "shop/coupons/coupons_inside.h"

#include "base/id.h"
#include "base/words.h"
#include "shop/coupons/coupons_sql.h"

REFUSAL(COUPON_NOT_FOUND, 404, "There is no such coupon.");
REFUSAL(COUPON_NOT_YOURS, 403, "This coupon is for another account.");
REFUSAL(COUPON_SPENT, 409, "This coupon was used already. Look at the new total.");
REFUSAL(COUPON_OVER, 409, "This coupon is over.");

const struct choice coupon_states[] = {
    [COUPON_CLAIMED] = { "claimed", N_("Yours to use") },
    [COUPON_REDEEMED] = { "redeemed", N_("Used") },
    [COUPON_LAPSED] = { "lapsed", N_("Over") },
    { 0 },
};

struct coupon coupons_from_row(const struct rows *rows)
{
    static const char *const names[] = { "claimed", "redeemed", "lapsed" };
    AUTO(arena) memory = { 0 };
    return (struct coupon){
        .coupon = { rows_int(rows, "coupon_id") },
        .batch = { rows_int(rows, "batch_id") },
        .promotion = { rows_int(rows, "promotion_id") },
        .account = { rows_int(rows, "account_id") },
        .state = (enum coupon_state)text_place(rows_text(rows, &memory, "state"), names, 3),
        .claimed_at = { rows_int(rows, "claimed_at") },
        .redeemed_at = { rows_int(rows, "redeemed_at") },
        .ends_at = { rows_int(rows, "ends_at") },
        .purchase = rows_int(rows, "purchase_id"),
    };
}

static struct coupons all_of(struct rows *rows, struct arena *memory)
{
    struct coupons found = { 0 };
    while (rows_next(rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = coupons_from_row(rows);
    }
    return found;
}

struct coupons coupons_usable(struct store_tx *tx, struct arena *memory, account_id account,
                              struct moment now)
{
    struct rows rows =
        store_query(tx, &coupons_select_usable, WITH(INT(account.number), INT(now.us)));
    return all_of(&rows, memory);
}

struct coupons coupons_of_account(struct store_tx *tx, struct arena *memory, account_id account,
                                  const struct coupons_wanted *wanted, struct moment now)
{
    struct rows rows =
        store_query(tx, &coupons_select_of_account,
                    WITH(INT(account.number), INT(wanted->before),
                         TEXT(wanted->state ? wanted->state : ""), INT(now.us), INT(wanted->most)));
    return all_of(&rows, memory);
}

refused coupons_find(struct store_tx *tx, coupon_id coupon, struct coupon *ret_coupon)
{
    struct rows rows = store_query(tx, &coupons_select, WITH(INT(coupon.number)));
    if (!rows_next(&rows))
        return &COUPON_NOT_FOUND;
    *ret_coupon = coupons_from_row(&rows);
    rows_close(&rows);
    return NULL;
}

refused coupons_redeem(struct store_tx *tx, coupon_id number, account_id account, int64_t purchase,
                       struct moment now)
{
    struct coupon coupon;
    if (store_do(tx, &coupons_spend,
                 WITH(INT(now.us), INT(purchase), INT(number.number), INT(account.number))))
        return NULL;
    refused why = coupons_find(tx, number, &coupon);
    if (why)
        return why;
    if (coupon.account.number != account.number)
        return &COUPON_NOT_YOURS;
    return coupon.state == COUPON_REDEEMED ? &COUPON_SPENT : &COUPON_OVER;
}

void coupons_restore(struct store_tx *tx, int64_t purchase, seller_id seller, struct moment now)
{
    store_put(tx, &coupons_give_back, WITH(INT(now.us), INT(purchase), INT(seller.number)));
}

bool coupons_is_live(const struct promotion *promotion, struct moment now)
{
    return promotion->state == PROMOTION_LIVE &&
           (!promotion->ends_at.us || promotion->ends_at.us > now.us);
}

refused coupons_give(struct store_tx *tx, promotion_id number, account_id account, const char *key,
                     struct moment now, coupon_id *ret_coupon)
{
    AUTO(arena) memory = { 0 };
    struct promotion promotion;
    refused why = promotions_find(tx, &memory, number, &promotion);
    if (why)
        return why;
    if (!promotion.by_coupon || !coupons_is_live(&promotion, now))
        return &COUPON_OVER;
    ret_coupon->number = id_next(now);
    if (!store_do(tx, &coupons_insert,
                  WITH(INT(ret_coupon->number), NOTHING, NOTHING, NOTHING, TEXT(key),
                       INT(number.number), INT(promotion.seller.number), INT(account.number),
                       INT(now.us), INT(promotion.ends_at.us))))
        ret_coupon->number = store_int(tx, &coupons_select_given, WITH(TEXT(key)), 0);
    return NULL;
}

const char *coupons_verify(struct store_tx *tx, struct arena *memory)
{
    const struct {
        const struct statement *statement;
        const char *prefix, *fault;
    } checks[] = {
        { &coupons_verify_redeemed, "cpn", "it is redeemed, and its purchase did not use it" },
        { &coupons_verify_used, "cpn", "a purchase used it, and it is not redeemed for that" },
        { &coupons_verify_beyond, "cpn", "its batch does not have it" },
        { &coupons_verify_taken, "cpb", "its count is not that of its coupons" },
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        int64_t found = store_int(tx, checks[i].statement, WITHOUT, 0);
        if (found)
            return arena_format(memory, "coupons: %s: %s", id_text(memory, checks[i].prefix, found),
                                checks[i].fault);
    }
    return NULL;
}

/* Guesses are forgotten a day later ---------------------------------------------------------- */

static refused forget_wrong(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    store_put(tx, &coupons_forget_wrong, WITH(INT(moment_before(*now, days(1)).us / hours(1).us)));
    jobs_plan(tx, &(struct job_plan){ .kind = "coupons.forget_wrong",
                                      .run_at = moment_after(*now, days(1)) });
    return NULL;
}

static refused run_forget_wrong(struct store *store, const struct job *job, struct moment now)
{
    (void)job;
    return store_transact(store, forget_wrong, &now);
}

const struct job_kind coupons_jobs[] = {
    { .name = "coupons.forget_wrong", .run = run_forget_wrong, .attempts_max = 1000000 },
    { 0 },
};

refused coupons_first(struct store *store, struct moment now)
{
    return store_transact(store, forget_wrong, &now);
}
