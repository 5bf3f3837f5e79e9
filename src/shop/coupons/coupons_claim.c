/* Coupons, claimed: what was typed or scanned is recognised, seen, and put into an account. */
#include "shop/coupons/coupons_inside.h"

#include "base/id.h"
#include "base/words.h"
#include "shop/coupons/coupons_sql.h"

REFUSAL_AT(COUPON_FORGED, 422, "code",
           "This is not a coupon of ours. Look at each letter once more: it may be mistyped.");
REFUSAL_AT(COUPON_UNKNOWN, 404, "code", "No coupon goes by this word.");
REFUSAL(COUPON_TAKEN, 409, "Somebody has claimed this coupon already.");
REFUSAL(COUPON_YOURS_ALREADY, 409, "You have this coupon already.");
REFUSAL(COUPON_NONE_LEFT, 409, "All of these coupons are claimed.");
REFUSAL(COUPON_NOT_OPEN, 409, "This coupon cannot be claimed yet.");
REFUSAL(COUPON_GUESSING, 429, "Too many wrong codes. Try again in an hour.");

const struct choice coupon_standings[] = {
    [STANDING_OPEN] = { "open", N_("It can be claimed") },
    [STANDING_NOT_YET] = { "not_yet", N_("It can be claimed, and used later") },
    [STANDING_CLAIMED] = { "claimed", N_("It is claimed") },
    [STANDING_SPENT] = { "spent", N_("It was used") },
    [STANDING_OVER] = { "over", N_("It is over") },
    [STANDING_STOPPED] = { "stopped", N_("No more are given out") },
    [STANDING_NONE_LEFT] = { "none_left", N_("All are claimed") },
    [STANDING_DRAFT] = { "draft", N_("It is not given out yet") },
    { 0 },
};

/* Recognised --------------------------------------------------------------------------------- */

struct coupon_typed coupons_read_typed(const struct settings *settings, const char *given)
{
    struct coupons_keys keys = coupons_keys(&settings->master);
    struct coupon_typed typed = { .form = FORM_CODE };
    struct coupons_signed what;
    enum coupons_reading read = coupons_signed_read(given, &keys, &what);
    if (read == COUPONS_READ_GENUINE) {
        bool any = what.name.serial == COUPONS_SERIAL_ANY;
        return (struct coupon_typed){ .form = any ? FORM_BATCH : FORM_SIGNED,
                                      .name = what.name,
                                      .promotion = { what.promotion } };
    }
    if (read == COUPONS_READ_OTHER)
        read = coupons_code_read(given, &keys, &typed.name);
    if (read == COUPONS_READ_GENUINE)
        return typed;
    typed.form = read == COUPONS_READ_FORGED ? FORM_FORGED : FORM_WORD;
    if (typed.form == FORM_WORD && !coupons_word_read(given, typed.word))
        typed.word[0] = 0;
    return typed;
}

/* Seen --------------------------------------------------------------------------------------- */

static enum coupon_standing standing_of(const struct coupon_seen *seen, struct moment now)
{
    const struct coupon_batch *batch = &seen->batch;
    bool over = seen->ends_at.us && seen->ends_at.us <= now.us;
    if (seen->coupon.coupon.number && seen->coupon.state == COUPON_REDEEMED)
        return STANDING_SPENT;
    if (over || seen->promotion.state == PROMOTION_STOPPED || seen->coupon.state == COUPON_LAPSED)
        return STANDING_OVER;
    if (seen->coupon.coupon.number)
        return STANDING_CLAIMED;
    if (seen->promotion.state == PROMOTION_DRAFT)
        return STANDING_DRAFT;
    if (batch->stopped_at.us)
        return STANDING_STOPPED;
    if (!seen->single && batch->claimed >= batch->size)
        return STANDING_NONE_LEFT;
    return seen->promotion.starts_at.us > now.us ? STANDING_NOT_YET : STANDING_OPEN;
}

static void find_row(struct store_tx *tx, const struct statement *statement,
                     const struct value *values, int count, struct coupon_seen *seen)
{
    struct rows rows = store_query(tx, statement, values, count);
    if (!rows_next(&rows))
        return;
    seen->coupon = coupons_from_row(&rows);
    rows_close(&rows);
}

static refused find_batch(struct store_tx *tx, struct arena *memory,
                          const struct coupon_typed *typed, struct coupon_batch *ret_batch)
{
    int64_t number = typed->name.batch;
    if (typed->form == FORM_FORGED)
        return &COUPON_FORGED;
    if (typed->form == FORM_WORD) {
        number = *typed->word ? store_int(tx, &coupons_select_word, WITH(TEXT(typed->word)), 0) : 0;
        if (!number)
            return &COUPON_UNKNOWN;
    }
    struct rows rows = store_query(tx, &coupons_select_batch, WITH(INT(number)));
    if (!rows_next(&rows))
        return &COUPON_FORGED; /* signed by our key, and never made here */
    *ret_batch = coupons_batch_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

/* The earlier of two ends; 0 is open. */
static struct moment earlier(struct moment one, struct moment other)
{
    if (!one.us || !other.us)
        return one.us ? one : other;
    return one.us < other.us ? one : other;
}

refused coupons_see(struct store_tx *tx, struct arena *memory, const struct coupon_typed *typed,
                    account_id account, struct moment now, struct coupon_seen *ret_seen)
{
    struct coupon_seen seen = { 0 };
    refused why = find_batch(tx, memory, typed, &seen.batch);
    if (!why)
        why = promotions_find(tx, memory, seen.batch.promotion, &seen.promotion);
    if (why)
        return why;
    bool own_codes = seen.batch.kind == BATCH_CODES;
    seen.single = typed->form == FORM_CODE || typed->form == FORM_SIGNED;
    if (seen.single != own_codes || (seen.single && typed->name.serial >= seen.batch.size) ||
        (typed->promotion.number && typed->promotion.number != seen.promotion.promotion.number))
        return &COUPON_FORGED; /* beyond what was made */
    seen.ends_at = earlier(seen.batch.ends_at, seen.promotion.ends_at);
    if (seen.single)
        find_row(tx, &coupons_select_serial,
                 WITH(INT(seen.batch.batch.number), INT(typed->name.serial)), &seen);
    else if (account.number)
        find_row(tx, &coupons_select_single,
                 WITH(INT(seen.batch.batch.number), INT(account.number)), &seen);
    seen.yours = seen.coupon.coupon.number && seen.coupon.account.number == account.number;
    seen.standing = standing_of(&seen, now);
    *ret_seen = seen;
    return NULL;
}

/* Claimed ------------------------------------------------------------------------------------ */

refused coupons_may_claim(struct store_tx *tx, struct arena *memory,
                          const struct coupon_claiming *claiming, struct coupon_seen *ret_seen)
{
    refused why =
        coupons_see(tx, memory, &claiming->typed, claiming->account, claiming->now, ret_seen);
    if (why)
        return why;
    if (ret_seen->yours)
        return &COUPON_YOURS_ALREADY;
    int64_t only = ret_seen->batch.account.number;
    switch (ret_seen->standing) {
    case STANDING_OPEN:
    case STANDING_NOT_YET: break;
    case STANDING_CLAIMED:
    case STANDING_SPENT: return &COUPON_TAKEN;
    case STANDING_STOPPED: return &COUPON_BATCH_STOPPED;
    case STANDING_NONE_LEFT: return &COUPON_NONE_LEFT;
    case STANDING_DRAFT: return &COUPON_NOT_OPEN;
    default: return &COUPON_OVER;
    }
    return only && only != claiming->account.number ? &COUPON_NOT_YOURS : NULL;
}

refused coupons_claim(struct store_tx *tx, struct arena *memory,
                      const struct coupon_claiming *claiming, struct coupon_seen *ret_seen)
{
    refused why = coupons_may_claim(tx, memory, claiming, ret_seen);
    if (why)
        return why;
    const struct coupon_batch *batch = &ret_seen->batch;
    bool single = ret_seen->single;
    coupon_id coupon = { id_next(claiming->now) };
    if (!single && !store_do(tx, &coupons_take, WITH(INT(batch->batch.number))))
        return &COUPON_NONE_LEFT;
    if (!store_do(tx, &coupons_insert,
                  WITH(INT(coupon.number), INT(batch->batch.number),
                       single ? INT(claiming->typed.name.serial) : NOTHING,
                       single ? NOTHING : INT(claiming->account.number), NOTHING,
                       INT(batch->promotion.number), INT(batch->seller.number),
                       INT(claiming->account.number), INT(claiming->now.us),
                       INT(ret_seen->ends_at.us))))
        return single ? &COUPON_TAKEN : &COUPON_YOURS_ALREADY;
    ret_seen->yours = true;
    return coupons_find(tx, coupon, &ret_seen->coupon);
}

/* Guessing ----------------------------------------------------------------------------------- */

enum { WRONG_OF_ONE = 10, WRONG_OF_ADDRESS = 60 };

struct guess_count {
    const char *what;
    int64_t most;
};

/* Who it was is kept as a keyed hash: an address is nobody's business an hour later. */
static struct secret_tag who_of(struct store_tx *tx, const char *what)
{
    struct secret_key key = secret_derive(&store_tx_settings(tx)->master, "coupons guessing");
    return secret_hash(&key, what, strlen(what));
}

static size_t counts_of(struct arena *memory, const struct coupon_guesser *guesser,
                        struct guess_count ret_counts[3])
{
    size_t count = 0;
    if (guesser->account)
        ret_counts[count++] =
            (struct guess_count){ arena_format(memory, "account %lld", (long long)guesser->account),
                                  WRONG_OF_ONE };
    if (guesser->visitor)
        ret_counts[count++] =
            (struct guess_count){ arena_format(memory, "visitor %s", guesser->visitor),
                                  WRONG_OF_ONE };
    if (guesser->address)
        ret_counts[count++] =
            (struct guess_count){ arena_format(memory, "address %s", guesser->address),
                                  WRONG_OF_ADDRESS };
    return count;
}

refused coupons_may_guess(struct store_tx *tx, const struct coupon_guesser *guesser)
{
    AUTO(arena) memory = { 0 };
    struct guess_count counts[3];
    size_t count = counts_of(&memory, guesser, counts);
    int64_t hour = guesser->now.us / hours(1).us;
    for (size_t i = 0; i < count; i++) {
        struct secret_tag who = who_of(tx, counts[i].what);
        if (store_int(tx, &coupons_select_wrong,
                      WITH(INT(hour), BYTES(who.bytes, sizeof who.bytes)), 0) >= counts[i].most)
            return &COUPON_GUESSING;
    }
    return NULL;
}

void coupons_note_wrong(struct store_tx *tx, const struct coupon_guesser *guesser)
{
    AUTO(arena) memory = { 0 };
    struct guess_count counts[3];
    size_t count = counts_of(&memory, guesser, counts);
    int64_t hour = guesser->now.us / hours(1).us;
    for (size_t i = 0; i < count; i++) {
        struct secret_tag who = who_of(tx, counts[i].what);
        store_put(tx, &coupons_count_wrong, WITH(INT(hour), BYTES(who.bytes, sizeof who.bytes)));
    }
}
