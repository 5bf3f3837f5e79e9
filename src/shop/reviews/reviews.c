/* Reviews: finding them, their states, ratings and order. Writing is in reviews_write.c. */
#include "shop/reviews/reviews_inside.h"

#include <math.h>

#include "base/id.h"
#include "base/words.h"
#include "shop/reviews/reviews_sql.h"
#include "shop/search/search.h"

REFUSAL(REVIEW_NOT_FOUND, 404, "There is no such review.");
REFUSAL(REVIEW_STATE_WRONG, 409, "This review has changed meanwhile. Look at it again.");

const double review_prior_mean = 4.0;

const struct event_kind REVIEW_WRITTEN_EVENT = { "review.written" };
const struct event_kind REVIEW_CHANGED_EVENT = { "review.changed" };

const struct choice review_states[] = {
    [REVIEW_SHOWN] = { "shown", N_("Shown") },
    [REVIEW_HELD] = { "held", N_("Being checked") },
    [REVIEW_REMOVED] = { "removed", N_("Removed") },
    [REVIEW_SUSPECTED] = { "suspected", N_("Not counted: being checked") },
    [REVIEW_DELETED] = { "deleted", N_("Taken back") },
    { 0 },
};
const struct choice review_useds[] = {
    [USED_NOT_YET] = { "not_yet", N_("not used yet") },
    [USED_DAYS] = { "days", N_("used for days") },
    [USED_WEEKS] = { "weeks", N_("used for weeks") },
    [USED_MONTHS] = { "months", N_("used for months") },
    [USED_OVER_A_YEAR] = { "over_a_year", N_("used for over a year") },
    { 0 },
};
const struct choice review_verdicts[] = {
    [REVIEW_NO_VERDICT] = { "none", N_("Nobody has decided") },
    [REVIEW_GENUINE] = { "genuine", N_("Genuine") },
    [REVIEW_FAKE] = { "fake", N_("Fake") },
    { 0 },
};
const struct choice review_report_reasons[] = {
    [REPORT_FAKE] = { "fake", N_("It is made up or bought") },
    [REPORT_ABUSE] = { "abuse", N_("It insults or threatens") },
    [REPORT_PERSONAL] = { "personal", N_("It tells private things of somebody") },
    [REPORT_ADVERTISING] = { "advertising", N_("It is advertising") },
    [REPORT_OTHER_THING] = { "other_thing", N_("It is about something else") },
    { 0 },
};
const struct choice review_orders[] = {
    [REVIEWS_USEFUL] = { "useful", N_("Most useful first") },
    [REVIEWS_NEWEST] = { "newest", N_("Newest first") },
    [REVIEWS_HIGHEST] = { "highest", N_("Most stars first") },
    [REVIEWS_LOWEST] = { "lowest", N_("Fewest stars first") },
    { 0 },
};

static int place_of(const char *name, const struct choice *choices)
{
    int place = 0;
    while (choices[place].name && !text_same(choices[place].name, name))
        place++;
    return choices[place].name ? place : 0;
}

/* Finding ---------------------------------------------------------------------------------- */

struct review reviews_from_row(const struct rows *rows, struct arena *memory)
{
    return (struct review){
        .review = { rows_int(rows, "review_id") },
        .line = { rows_int(rows, "line_id") },
        .order = { rows_int(rows, "order_id") },
        .product = { rows_int(rows, "product_id") },
        .seller = { rows_int(rows, "seller_id") },
        .buyer = { rows_int(rows, "buyer_id") },
        .item = rows_int(rows, "item"),
        .communication = rows_int(rows, "communication"),
        .shipping = rows_int(rows, "shipping"),
        .stars = rows_int(rows, "stars"),
        .words = rows_text(rows, memory, "words"),
        .language = rows_text(rows, memory, "language"),
        .title = rows_text(rows, memory, "title"),
        .options = rows_text(rows, memory, "options"),
        .writer = rows_text(rows, memory, "writer"),
        .used = (enum review_used)place_of(rows_text(rows, memory, "used"), review_useds),
        .state = (enum review_state)place_of(rows_text(rows, memory, "state"), review_states),
        .decision = { rows_int(rows, "decision_id") },
        .reasons = rows_int(rows, "reasons"),
        .probability = rows_int(rows, "probability"),
        .verdict =
            (enum review_verdict)place_of(rows_text(rows, memory, "verdict"), review_verdicts),
        .counted = rows_int(rows, "counted"),
        .weight = rows_int(rows, "weight"),
        .pictures = rows_int(rows, "pictures"),
        .followups = rows_int(rows, "followups"),
        .helpful = rows_int(rows, "helpful"),
        .votes = rows_int(rows, "votes"),
        .reports = rows_int(rows, "reports"),
        .usefulness = rows_int(rows, "usefulness"),
        .written_at = { rows_int(rows, "written_at") },
        .changed_at = { rows_int(rows, "changed_at") },
    };
}

struct reviews reviews_read(struct rows *rows, struct arena *memory)
{
    struct reviews found = { 0 };
    while (rows_next(rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = reviews_from_row(rows, memory);
    }
    return found;
}

refused reviews_find(struct store_tx *tx, struct arena *memory, review_id review,
                     struct review *ret_review)
{
    struct rows rows = store_query(tx, &reviews_select, WITH(INT(review.number)));
    if (!rows_next(&rows))
        return &REVIEW_NOT_FOUND;
    *ret_review = reviews_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

refused reviews_announce(struct store_tx *tx, const struct event_kind *kind,
                         const struct review *review, struct moment now)
{
    return events_announce(tx, &(struct event){ .kind = kind,
                                                .subject = review->review.number,
                                                .subject_prefix = "rev",
                                                .at = now,
                                                .what = review });
}

/* Ratings ---------------------------------------------------------------------------------- */

/* 1 at the beginning of 2026, doubled each year; so it fits for a century. */
static double half_lives_since(struct moment at)
{
    double since = (double)(at.us - moment_of_date(2026, 1, 1).us);
    return since / (double)days(REVIEW_HALF_LIFE_DAYS).us;
}

int64_t reviews_weight(struct moment written_at)
{
    const double one = 100000;
    return (int64_t)llround(one * exp2(fmax(half_lives_since(written_at), -10)));
}

struct review_rating reviews_rating_from(const int64_t stars[5], int64_t weight, int64_t weighted,
                                         struct moment now)
{
    struct review_rating rating = { .count = 0 };
    int64_t sum = 0;
    for (int i = 0; i < 5; i++) {
        rating.stars[i] = stars[i];
        rating.count += stars[i];
        sum += stars[i] * (i + 1);
    }
    rating.mean = rating.count ? (double)sum / (double)rating.count : 0;
    double votes = (double)weight / (double)reviews_weight(now);
    double said = (double)weighted / (double)reviews_weight(now);
    rating.shown =
        (review_prior_mean * REVIEW_PRIOR_VOTES + said) / ((double)REVIEW_PRIOR_VOTES + votes);
    return rating;
}

static struct review_rating rating_of(struct store_tx *tx, const char *kind, int64_t subject,
                                      struct moment now)
{
    static const char *const names[5] = { "one", "two", "three", "four", "five" };
    int64_t stars[5] = { 0 }, weight = 0, weighted = 0;
    struct rows rows = store_query(tx, &reviews_select_rating, WITH(TEXT(kind), INT(subject)));
    if (rows_next(&rows)) {
        for (int i = 0; i < 5; i++)
            stars[i] = rows_int(&rows, names[i]);
        weight = rows_int(&rows, "weight");
        weighted = rows_int(&rows, "weighted");
        rows_close(&rows);
    }
    return reviews_rating_from(stars, weight, weighted, now);
}

struct review_rating reviews_rating_of_product(struct store_tx *tx, product_id product,
                                               struct moment now)
{
    return rating_of(tx, "product", product.number, now);
}

struct review_rating reviews_rating_of_shop(struct store_tx *tx, seller_id seller,
                                            struct moment now)
{
    return rating_of(tx, "seller", seller.number, now);
}

struct review_standing reviews_rating_of_seller(struct store_tx *tx, seller_id seller,
                                                struct moment since)
{
    struct review_standing standing = { .count = 0 };
    struct rows rows =
        store_query(tx, &reviews_select_standing, WITH(INT(seller.number), INT(since.us)));
    if (!rows_next(&rows))
        return standing;
    standing.count = rows_int(&rows, "n");
    if (standing.count) {
        double count = (double)standing.count;
        standing.as_described = (double)rows_int(&rows, "item") / count;
        standing.communication = (double)rows_int(&rows, "communication") / count;
        standing.shipping = (double)rows_int(&rows, "shipping") / count;
    }
    rows_close(&rows);
    return standing;
}

static void add_to(struct store_tx *tx, const char *kind, int64_t subject,
                   const struct review *review, int64_t sign)
{
    int64_t stars[5] = { 0 };
    stars[review->stars - 1] = sign;
    store_put(tx, &reviews_add_rating,
              WITH(TEXT(kind), INT(subject), INT(stars[0]), INT(stars[1]), INT(stars[2]),
                   INT(stars[3]), INT(stars[4]), INT(sign * review->weight),
                   INT(sign * review->weight * review->stars)));
}

void reviews_count(struct store_tx *tx, struct review *review)
{
    if (review->state != REVIEW_SHOWN ||
        !store_do(tx, &reviews_count_in, WITH(INT(review->review.number))))
        return;
    review->counted = true;
    add_to(tx, "product", review->product.number, review, 1);
    search_count_rating(tx, review->product, 1, review->weight, review->weight * review->stars);
    add_to(tx, "seller", review->seller.number, review, 1);
}

void reviews_uncount(struct store_tx *tx, struct review *review)
{
    if (!store_do(tx, &reviews_count_out, WITH(INT(review->review.number))))
        return;
    review->counted = false;
    add_to(tx, "product", review->product.number, review, -1);
    search_count_rating(tx, review->product, -1, -review->weight, -review->weight * review->stars);
    add_to(tx, "seller", review->seller.number, review, -1);
}

refused reviews_move(struct store_tx *tx, struct review *review, enum review_state to,
                     enum review_verdict verdict)
{
    reviews_uncount(tx, review);
    if (!store_do(tx, &reviews_change_state,
                  WITH(TEXT(review_states[to].name), TEXT(review_verdicts[verdict].name),
                       INT(review->review.number), TEXT(review_states[review->state].name))))
        return &REVIEW_STATE_WRONG;
    review->state = to;
    review->verdict = verdict;
    reviews_count(tx, review);
    return NULL;
}

/* Order ------------------------------------------------------------------------------------ */

/* The lower bound of Wilson's interval (95 %): few votes say little. In millionths. */
static double wilson(double helpful, double votes)
{
    const double z = 1.96;
    if (votes <= 0)
        return 0;
    double share = helpful / votes;
    double spread = z * sqrt((share * (1 - share) + z * z / (4 * votes)) / votes);
    return (share + z * z / (2 * votes) - spread) / (1 + z * z / votes);
}

/* What the words and pictures of a review promise before anyone has voted, and a year of age. */
int64_t reviews_usefulness(const struct review *review)
{
    double length = fmin((double)text_count_points(review->words), 600) / 600;
    double pictures = fmin((double)review->pictures, 3) / 3;
    double score = wilson((double)review->helpful, (double)review->votes) + 0.15 * length +
                   0.1 * pictures + 0.05 * (review->followups > 0) +
                   0.15 * half_lives_since(review->written_at);
    return (int64_t)llround(score * 1e6);
}

void reviews_rank(struct store_tx *tx, struct review *review)
{
    review->usefulness = reviews_usefulness(review);
    store_put(tx, &reviews_set_usefulness,
              WITH(INT(review->helpful), INT(review->votes), INT(review->usefulness),
                   INT(review->review.number)));
}

struct reviews reviews_list(struct store_tx *tx, struct arena *memory,
                            const struct review_filter *filter)
{
    static const struct statement *const by[] = {
        [REVIEWS_USEFUL] = &reviews_select_useful,
        [REVIEWS_HIGHEST] = &reviews_select_highest,
        [REVIEWS_LOWEST] = &reviews_select_lowest,
    };
    struct review after;
    int64_t before = INT64_MAX, key = filter->order == REVIEWS_LOWEST ? 0 : INT64_MAX;
    if (filter->after.number && !reviews_find(tx, memory, filter->after, &after)) {
        before = after.review.number;
        key = filter->order == REVIEWS_USEFUL ? after.usefulness : after.stars;
    }
    const char *options = filter->options ? filter->options : "";
    const char *language = filter->language ? filter->language : "";
    struct rows rows;
    if (filter->order == REVIEWS_NEWEST)
        rows = store_query(tx, &reviews_select_newest,
                           WITH(INT(filter->product.number), INT(filter->stars),
                                INT(filter->with_pictures), TEXT(options), TEXT(language),
                                INT(before), INT(filter->most)));
    else
        rows = store_query(tx, by[filter->order],
                           WITH(INT(filter->product.number), INT(filter->stars),
                                INT(filter->with_pictures), TEXT(options), TEXT(language), INT(key),
                                INT(before), INT(filter->most)));
    return reviews_read(&rows, memory);
}

/* Proof ------------------------------------------------------------------------------------ */

const char *reviews_verify(struct store_tx *tx, struct arena *memory)
{
    int64_t product = store_int(tx, &reviews_verify_product, WITHOUT, 0);
    if (product)
        return arena_format(memory, "reviews: %s: its rating is not the sum of its reviews",
                            id_text(memory, "prd", product));
    int64_t review = store_int(tx, &reviews_verify_counted, WITHOUT, 0);
    if (review)
        return arena_format(memory, "reviews: %s: it counts and is not shown, or the other way",
                            id_text(memory, "rev", review));
    return NULL;
}
