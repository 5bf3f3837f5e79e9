/* Reviews, written: by who has the goods, judged, changed, taken back, added to, answered. */
#include "shop/reviews/reviews_inside.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/id.h"
#include "shop/reviews/reviews_sql.h"

REFUSAL_AT(REVIEW_LINE_NOT_FOUND, 404, "line", "There is no such thing in an order of yours.");
REFUSAL(REVIEW_NOT_DELIVERED, 409,
        "You can review what has come. This order has not, or all of it was refunded.");
REFUSAL(REVIEW_EXISTS, 409, "You have reviewed this already. You can change your review.");
REFUSAL(REVIEW_TAKEN_BACK, 409, "This review was taken back, and cannot be written again.");
REFUSAL(REVIEW_NOT_YOURS, 404, "This is not a review of yours.");
REFUSAL_AT(REVIEW_STARS_WRONG, 422, "stars", "Give one to five stars to each.");
REFUSAL_AT(REVIEW_WORDS_LONG, 422, "words", "A review has at most 4,000 letters.");
REFUSAL(REVIEW_FOLLOWUP_EARLY, 409,
        "You can add to a review 14 days after you wrote it, and 14 days after you added last.");
REFUSAL(REVIEW_FOLLOWUP_LIMIT, 409, "You have added to this review five times: that is all.");
REFUSAL(REVIEW_OWN, 403, "You cannot do this with a review of yours, or of your own shop.");

/* Words ------------------------------------------------------------------------------------ */

/* "Ana Maria Buyer" is shown as "Ana B.": enough to be a person, too little to be found. */
static const char *shown_name(struct arena *memory, const char *name)
{
    const char *given = name ? name : "", *last = strrchr(given, ' ');
    size_t first = strcspn(given, " "), point = 1;
    if (!*given)
        return "–";
    if (!last || !last[1])
        return arena_copy_bytes(memory, given, first);
    while (((unsigned char)last[1 + point] & 0xc0) == 0x80)
        point++;
    return arena_format(memory, "%.*s %.*s.", (int)first, given, (int)point, last + 1);
}

/* By its script where that is plain; otherwise the writer's own. */
static const char *language_of(const char *words, enum words_language writers)
{
    size_t arabic = 0, latin = 0;
    for (const unsigned char *at = (const unsigned char *)words; *at; at++) {
        arabic += *at >= 0xd8 && *at <= 0xdb; /* lead bytes of U+0600 to U+06FF */
        latin += isalpha(*at) != 0;
    }
    if (arabic > latin)
        return words_infos[WORDS_ARABIC].code;
    if (latin > arabic * 4 && writers == WORDS_ARABIC)
        return words_infos[WORDS_ENGLISH].code;
    return words_infos[writers].code;
}

static refused check_wish(const struct review_wish *wish)
{
    int64_t given[] = { wish->item, wish->communication, wish->shipping };
    for (int i = 0; i < 3; i++)
        if (given[i] < 1 || given[i] > 5)
            return &REVIEW_STARS_WRONG;
    if (text_count_points(wish->words) > REVIEW_WORDS_MAX)
        return &REVIEW_WORDS_LONG;
    return NULL;
}

static void fill_said(struct store_tx *tx, struct arena *memory, const struct review_wish *wish,
                      struct review *review)
{
    struct account account = { 0 };
    bool known = !accounts_find(tx, memory, review->buyer, &account);
    review->item = review->stars = wish->item;
    review->communication = wish->communication;
    review->shipping = wish->shipping;
    review->words = wish->words;
    review->used = wish->used;
    review->language = language_of(wish->words, known ? account.language : WORDS_ENGLISH);
    if (!review->writer)
        review->writer = shown_name(memory, known ? account.name : NULL);
}

/* What was bought: of the wisher, and here. */
static refused find_line(struct store_tx *tx, struct arena *memory, const struct review_wish *wish,
                         struct review *ret_review)
{
    struct rows rows = store_query(tx, &reviews_select_line, WITH(INT(wish->line.number)));
    if (!rows_next(&rows))
        return &REVIEW_LINE_NOT_FOUND;
    struct review review = {
        .line = wish->line,
        .order = { rows_int(&rows, "order_id") },
        .product = { rows_int(&rows, "product_id") },
        .seller = { rows_int(&rows, "seller_id") },
        .buyer = { rows_int(&rows, "buyer_id") },
        .title = rows_text(&rows, memory, "title"),
        .options = rows_text(&rows, memory, "options"),
        .weight = reviews_weight(wish->now),
        .written_at = wish->now,
    };
    const char *state = rows_text(&rows, memory, "state");
    rows_close(&rows);
    if (review.buyer.number != wish->buyer.number)
        return &REVIEW_LINE_NOT_FOUND; /* someone else's is not told from none */
    if (!text_same(state, "delivered") && !text_same(state, "completed"))
        return &REVIEW_NOT_DELIVERED;
    *ret_review = review;
    return NULL;
}

static refused may_add(struct store_tx *tx, struct arena *memory, const struct review_wish *wish,
                       struct review *ret_review)
{
    struct seller seller;
    struct review before;
    refused why = find_line(tx, memory, wish, ret_review);
    if (!why)
        why = check_wish(wish);
    if (!why)
        why = sellers_find(tx, memory, ret_review->seller, &seller);
    if (why)
        return why;
    if (seller.account.number == wish->buyer.number)
        return &REVIEW_OWN;
    int64_t number = store_int(tx, &reviews_select_of_line, WITH(INT(wish->line.number)), 0);
    if (!number)
        return NULL;
    why = reviews_find(tx, memory, (review_id){ number }, &before);
    bool deleted = !why && before.state == REVIEW_DELETED;
    return why ? why : deleted ? &REVIEW_TAKEN_BACK : &REVIEW_EXISTS;
}

/* Judging ---------------------------------------------------------------------------------- */

static refused judge(struct store_tx *tx, struct arena *memory, const struct review_wish *wish,
                     const struct review *review, struct fraud_judgement *ret_judgement)
{
    struct account account;
    *ret_judgement = (struct fraud_judgement){ .probability = (double)NAN };
    if (!wish->visit)
        return NULL;
    refused why = accounts_find(tx, memory, review->buyer, &account);
    if (why)
        return why;
    struct fraud_question question = {
        .act = FRAUD_REVIEW,
        .account = review->buyer.number,
        .subject = review->review.number,
        .visit = *wish->visit,
        .account_country = account.country,
        .amount = money_of(0, store_tx_settings(tx)->reference),
        .amount_usd = (double)NAN,
        .sellers[0].seller = review->seller.number,
        .seller_count = 1,
        .text = review->words,
        .account_opened = account.opened_at,
        .now = wish->now,
    };
    question.visit.email = account.email;
    return fraud_judge(tx, memory, &question, ret_judgement);
}

/* What it becomes, by all that is known; its signature is noted by the caller. */
static struct review_suspicion decide_state(struct store_tx *tx, struct arena *memory,
                                            const struct fraud_judgement *judgement,
                                            struct moment now, struct review *review)
{
    struct review_suspicion suspicion = reviews_suspect(tx, memory, review, now);
    bool held = judgement->action == FRAUD_HOLD;
    if (held)
        suspicion.reasons |= 1 << REASON_ENGINE;
    review->decision = judgement->decision;
    review->reasons = suspicion.reasons;
    review->probability = suspicion.probability;
    review->state = held ? REVIEW_HELD : suspicion.suspicious ? REVIEW_SUSPECTED : REVIEW_SHOWN;
    return suspicion;
}

static struct value signature_value(const struct review_signature *signature)
{
    return BYTES(signature->minima, signature->known ? sizeof signature->minima : 0);
}

/* Acts ------------------------------------------------------------------------------------- */

static bool insert(struct store_tx *tx, const struct review *review,
                   const struct review_signature *signature)
{
    return store_do(tx, &reviews_insert,
                    WITH(INT(review->review.number), INT(review->line.number),
                         INT(review->order.number), INT(review->product.number),
                         INT(review->seller.number), INT(review->buyer.number), INT(review->item),
                         INT(review->communication), INT(review->shipping), TEXT(review->words),
                         TEXT(review_useds[review->used].name), TEXT(review->language),
                         TEXT(review->title), TEXT(review->options), TEXT(review->writer),
                         TEXT(review_states[review->state].name), INT(review->decision.number),
                         INT(review->reasons), INT(review->probability), INT(review->weight),
                         signature_value(signature), INT(review->written_at.us)));
}

refused reviews_add(struct store_tx *tx, struct arena *memory, const struct review_wish *wish,
                    struct review_made *ret_made)
{
    struct review review;
    *ret_made = (struct review_made){ .review.number = 0 };
    refused why = may_add(tx, memory, wish, &review);
    if (why)
        return why;
    review.review.number = id_next(wish->now);
    fill_said(tx, memory, wish, &review);
    why = judge(tx, memory, wish, &review, &ret_made->judgement);
    if (why || ret_made->judgement.stops)
        return why;
    struct review_suspicion suspicion =
        decide_state(tx, memory, &ret_made->judgement, wish->now, &review);
    if (!insert(tx, &review, &suspicion.signature))
        return &REVIEW_EXISTS;
    reviews_note_signature(tx, review.review, &suspicion.signature);
    reviews_count(tx, &review);
    reviews_rank(tx, &review);
    if (review.state == REVIEW_SHOWN)
        reviews_tell_seller(tx, &review, wish->now);
    jobs_plan(tx, &(struct job_plan){ .kind = "reviews.ask_again",
                                      .subject = review.review.number,
                                      .run_at = moment_after(wish->now, days(30)) });
    ret_made->review = review.review;
    ret_made->state = review.state;
    return reviews_announce(tx, &REVIEW_WRITTEN_EVENT, &review, wish->now);
}

/* The writer's own, and not gone. */
static refused find_own(struct store_tx *tx, struct arena *memory, review_id number,
                        account_id buyer, struct review *ret_review)
{
    refused why = reviews_find(tx, memory, number, ret_review);
    if (why)
        return why;
    if (ret_review->buyer.number != buyer.number)
        return &REVIEW_NOT_YOURS;
    if (ret_review->state == REVIEW_DELETED)
        return &REVIEW_TAKEN_BACK;
    return ret_review->state == REVIEW_REMOVED ? &REVIEW_STATE_WRONG : NULL;
}

static bool update(struct store_tx *tx, const struct review *review, enum review_state before,
                   const struct review_signature *signature, struct moment now)
{
    return store_do(tx, &reviews_update,
                    WITH(INT(review->item), INT(review->communication), INT(review->shipping),
                         TEXT(review->words), TEXT(review_useds[review->used].name),
                         TEXT(review->language), TEXT(review_states[review->state].name),
                         INT(review->decision.number), INT(review->reasons),
                         INT(review->probability), signature_value(signature), INT(now.us),
                         INT(review->review.number), TEXT(review_states[before].name)));
}

refused reviews_change(struct store_tx *tx, struct arena *memory, review_id number,
                       const struct review_wish *wish, struct review_made *ret_made)
{
    struct review review;
    *ret_made = (struct review_made){ .review.number = 0 };
    refused why = find_own(tx, memory, number, wish->buyer, &review);
    if (!why)
        why = check_wish(wish);
    if (why)
        return why;
    enum review_state before = review.state;
    struct review changed = review;
    fill_said(tx, memory, wish, &changed);
    why = judge(tx, memory, wish, &changed, &ret_made->judgement);
    if (why || ret_made->judgement.stops)
        return why;
    struct review_suspicion suspicion =
        decide_state(tx, memory, &ret_made->judgement, wish->now, &changed);
    if (before == REVIEW_HELD) /* what waits for a person is not freed by other words */
        changed.state = REVIEW_HELD;
    reviews_uncount(tx, &review);
    store_put(tx, &reviews_insert_past,
              WITH(INT(id_next(wish->now)), INT(wish->now.us), INT(number.number)));
    if (!update(tx, &changed, before, &suspicion.signature, wish->now))
        return &REVIEW_STATE_WRONG;
    reviews_note_signature(tx, number, &suspicion.signature);
    reviews_count(tx, &changed);
    reviews_rank(tx, &changed);
    ret_made->review = number;
    ret_made->state = changed.state;
    return reviews_announce(tx, &REVIEW_CHANGED_EVENT, &changed, wish->now);
}

refused reviews_delete(struct store_tx *tx, struct arena *memory, review_id number,
                       account_id buyer, struct moment now)
{
    struct review review;
    refused why = find_own(tx, memory, number, buyer, &review);
    if (why)
        return why;
    store_put(tx, &reviews_insert_past, WITH(INT(id_next(now)), INT(now.us), INT(number.number)));
    why = reviews_move(tx, &review, REVIEW_DELETED, review.verdict);
    if (why)
        return why;
    jobs_cancel(tx, "reviews.ask_again", number.number);
    return reviews_announce(tx, &REVIEW_CHANGED_EVENT, &review, now);
}

refused reviews_follow_up(struct store_tx *tx, struct arena *memory,
                          const struct review_followup_wish *wish)
{
    struct review review;
    refused why = find_own(tx, memory, wish->review, wish->buyer, &review);
    if (why)
        return why;
    if (text_count_points(wish->words) > REVIEW_WORDS_MAX)
        return &REVIEW_WORDS_LONG;
    if (wish->stars < 0 || wish->stars > 5)
        return &REVIEW_STARS_WRONG;
    if (review.followups >= REVIEW_FOLLOWUPS_MAX)
        return &REVIEW_FOLLOWUP_LIMIT;
    int64_t number = review.review.number;
    int64_t last = store_int(tx, &reviews_last_said, WITH(INT(number)), 0);
    if (last < review.written_at.us)
        last = review.written_at.us;
    if (wish->now.us < last + days(REVIEW_FOLLOWUP_DAYS).us)
        return &REVIEW_FOLLOWUP_EARLY;
    if (!store_do(tx, &reviews_note_followup, WITH(INT(number), INT(review.followups))))
        return &REVIEW_STATE_WRONG;
    review.followups++;
    store_put(tx, &reviews_insert_followup,
              WITH(INT(id_next(wish->now)), INT(number), INT(review.followups), INT(wish->stars),
                   TEXT(wish->words), INT(wish->now.us)));
    if (wish->stars && wish->stars != review.stars) {
        reviews_uncount(tx, &review); /* with the stars that it counted with */
        review.stars = wish->stars;
        store_put(tx, &reviews_set_stars, WITH(INT(wish->stars), INT(number)));
        reviews_count(tx, &review);
    }
    reviews_rank(tx, &review);
    return reviews_announce(tx, &REVIEW_CHANGED_EVENT, &review, wish->now);
}

refused reviews_reply(struct store_tx *tx, struct arena *memory,
                      const struct review_reply_wish *wish)
{
    struct review review;
    struct review_reply before;
    refused why = reviews_find(tx, memory, wish->review, &review);
    if (why)
        return why;
    if (review.seller.number != wish->seller.number)
        return &REVIEW_NOT_FOUND;
    if (review.state != REVIEW_SHOWN && review.state != REVIEW_SUSPECTED)
        return &REVIEW_STATE_WRONG;
    bool first = !reviews_reply_of(tx, memory, wish->review, &before);
    store_put(tx, &reviews_put_reply,
              WITH(INT(wish->review.number), TEXT(wish->words), INT(wish->now.us)));
    if (first)
        reviews_tell(tx, &(struct review_telling){
                             .kind = &review_reply_notice,
                             .receiver = review.buyer,
                             .path = arena_format(memory, "/orders/%s/reviews",
                                                  id_text(memory, "ord", review.order.number)),
                             .key = id_text(memory, "rev", review.review.number),
                             .title = review.title,
                             .now = wish->now,
                         });
    return NULL;
}

struct review_followups reviews_followups(struct store_tx *tx, struct arena *memory,
                                          review_id review)
{
    struct review_followups found = { 0 };
    struct rows rows = store_query(tx, &reviews_select_followups, WITH(INT(review.number)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct review_followup){
            .stars = rows_int(&rows, "stars"),
            .words = rows_text(&rows, memory, "words"),
            .written_at = { rows_int(&rows, "written_at") },
        };
    }
    return found;
}

bool reviews_reply_of(struct store_tx *tx, struct arena *memory, review_id review,
                      struct review_reply *ret_reply)
{
    struct rows rows = store_query(tx, &reviews_select_reply, WITH(INT(review.number)));
    if (!rows_next(&rows))
        return false;
    *ret_reply = (struct review_reply){
        .words = rows_text(&rows, memory, "words"),
        .written_at = { rows_int(&rows, "written_at") },
        .changed_at = { rows_int(&rows, "changed_at") },
    };
    rows_close(&rows);
    return true;
}
