/* Reviews, on the web: what everybody reads, finds helpful or reports. Writers, sellers and
 * operators: reviews_own_web.c, reviews_seller_web.c, reviews_operator_web.c. */
#include "shop/reviews/reviews_web.h"

#include <math.h>

#include "shop/catalog/catalog.h"
#include "shop/reviews/reviews_schema_sql.h"
#include "shop/reviews/reviews_sql.h"

enum { VARIANTS_MAX = 30 };

/* Answers ---------------------------------------------------------------------------------- */

// clang-format off
const struct field review_picture_fields[] = {
    ID_FIELD(struct review_picture_answer, photo, "rpc",
             .says = "At /reviews/pictures/{photo}/{width}."),
    { 0 },
};
static const struct field followup_fields[] = {
    INT_FIELD(struct review_followup_answer, stars, .says = "Stars now; 0: as before."),
    TEXT_FIELD(struct review_followup_answer, stars_text, .says = "The same as signs, or null."),
    TEXT_FIELD(struct review_followup_answer, words, .says = "What was added."),
    MOMENT_FIELD(struct review_followup_answer, written_at, .says = "When."),
    { 0 },
};
static const struct field reply_fields[] = {
    TEXT_FIELD(struct review_reply_answer, words, .says = "What the seller answers."),
    MOMENT_FIELD(struct review_reply_answer, written_at, .says = "When."),
    MOMENT_FIELD(struct review_reply_answer, changed_at, .says = "Changed, or null."),
    { 0 },
};
const struct field review_fields[] = {
    ID_FIELD(struct review_answer, review, "rev", .says = "The review."),
    ID_FIELD(struct review_answer, product, "prd", .says = "The product."),
    TEXT_FIELD(struct review_answer, title, .says = "What was bought, as it was called then."),
    TEXT_FIELD(struct review_answer, options, .says = "The variant; may be empty."),
    TEXT_FIELD(struct review_answer, writer, .says = "First name and a letter."),
    TEXT_FIELD(struct review_answer, words, .says = "What is said; may be empty."),
    TEXT_FIELD(struct review_answer, language, .says = "In this language, as far as known."),
    INT_FIELD(struct review_answer, stars, .says = "For the item, as last said: 1 to 5."),
    TEXT_FIELD(struct review_answer, stars_text, .says = "The same as signs."),
    INT_FIELD(struct review_answer, communication, .says = "For the seller's communication."),
    INT_FIELD(struct review_answer, shipping, .says = "For the shipping."),
    CHOICE_FIELD(struct review_answer, used, review_useds, .says = "How long it was used."),
    CHOICE_FIELD(struct review_answer, state, review_states, .says = "Shown, suspected ..."),
    BOOL_FIELD(struct review_answer, not_counted, .says = "Suspected: not in the rating."),
    BOOL_FIELD(struct review_answer, own, .says = "The visitor wrote it."),
    BOOL_FIELD(struct review_answer, may_vote, .says = "The visitor may say whether it helped."),
    BOOL_FIELD(struct review_answer, voted, .says = "The visitor has."),
    BOOL_FIELD(struct review_answer, voted_helpful, .says = "And it did."),
    INT_FIELD(struct review_answer, helpful, .says = "So many found it helpful."),
    INT_FIELD(struct review_answer, votes, .says = "Of so many."),
    BOOL_FIELD(struct review_answer, changed, .says = "It was changed by its writer."),
    LIST_FIELD(struct review_answer, pictures, review_picture_fields, .says = "Up to six."),
    LIST_FIELD(struct review_answer, followups, followup_fields, .says = "Added weeks later."),
    MAYBE_FIELD(struct review_answer, reply, reply_fields, .says = "The seller's answer, or null."),
    MOMENT_FIELD(struct review_answer, written_at, .says = "When."),
    { 0 },
};
static const struct field bar_fields[] = {
    INT_FIELD(struct review_bar_answer, stars, .says = "So many stars"),
    INT_FIELD(struct review_bar_answer, count, .says = "gave so many people,"),
    INT_FIELD(struct review_bar_answer, percent, .says = "so many of a hundred."),
    { 0 },
};
const struct field review_summary_fields[] = {
    ID_FIELD(struct review_summary, product, "prd", .says = "The product."),
    INT_FIELD(struct review_summary, count, .says = "Reviews that count."),
    INT_FIELD(struct review_summary, not_counted, .says = "Suspected ones, that do not."),
    TEXT_FIELD(struct review_summary, shown,
               .says = "The rating: ten votes of 4.0 stand before all others, and a review counts "
                       "half as much with each year; null while there is none."),
    TEXT_FIELD(struct review_summary, mean, .says = "The plain mean of the stars, or null."),
    TEXT_FIELD(struct review_summary, stars_text, .says = "The rating as signs, or null."),
    LIST_FIELD(struct review_summary, bars, bar_fields, .says = "How many gave 5, 4, 3, 2, 1."),
    LIST_FIELD(struct review_summary, data, review_fields, .says = "The most useful."),
    { 0 },
};
const struct field review_done_fields[] = {
    ID_FIELD(struct review_done, review, "rev", .says = "The review."),
    ID_FIELD(struct review_done, product, "prd", .says = "The product."),
    ID_FIELD(struct review_done, order, "ord", .says = "The order; null for who is not its buyer."),
    CHOICE_FIELD(struct review_done, state, review_states, .says = "What became of it."),
    INT_FIELD(struct review_done, helpful, .says = "So many found it helpful."),
    INT_FIELD(struct review_done, votes, .says = "Of so many."),
    { 0 },
};
// clang-format on

const char *reviews_stars_text(int64_t stars)
{
    static const char *const signs[] = { "☆☆☆☆☆", "★☆☆☆☆", "★★☆☆☆", "★★★☆☆", "★★★★☆", "★★★★★" };
    return signs[stars < 0 ? 0 : stars > 5 ? 5 : stars];
}

const char *reviews_mean_text(struct arena *memory, double mean)
{
    return arena_format(memory, "%.1f", mean);
}

struct review_done reviews_done(const struct review *review)
{
    return (struct review_done){ .review = review->review,
                                 .product = review->product,
                                 .state = review->state,
                                 .helpful = review->helpful,
                                 .votes = review->votes };
}

static void fill_pictures(struct store_tx *tx, struct arena *memory, const struct review *review,
                          struct review_answer *answer)
{
    answer->pictures.items =
        arena_array(memory, REVIEW_PICTURES_MAX, sizeof *answer->pictures.items);
    if (!review->pictures)
        return;
    struct rows rows = store_query(tx, &reviews_select_pictures, WITH(INT(review->review.number)));
    while (rows_next(&rows))
        if (answer->pictures.count < REVIEW_PICTURES_MAX)
            answer->pictures.items[answer->pictures.count++].photo.number =
                rows_int(&rows, "picture_id");
}

static void fill_added(struct store_tx *tx, struct arena *memory, const struct review *review,
                       struct review_answer *answer)
{
    struct review_reply reply;
    struct review_followups added = { 0 };
    if (review->followups)
        added = reviews_followups(tx, memory, review->review);
    answer->followups.items = arena_array(memory, added.count + 1, sizeof *answer->followups.items);
    for (size_t i = 0; i < added.count; i++)
        answer->followups.items[answer->followups.count++] = (struct review_followup_answer){
            .stars = added.items[i].stars,
            .stars_text = added.items[i].stars ? reviews_stars_text(added.items[i].stars) : NULL,
            .words = added.items[i].words,
            .written_at = added.items[i].written_at,
        };
    if (!reviews_reply_of(tx, memory, review->review, &reply))
        return;
    answer->reply = arena_take(memory, sizeof *answer->reply);
    *answer->reply =
        (struct review_reply_answer){ reply.words, reply.written_at, reply.changed_at };
}

struct review_answer reviews_answer(struct request *request, struct store_tx *tx,
                                    const struct review *review)
{
    int64_t visitor = request->visitor.account.number;
    struct review_answer answer = {
        .review = review->review,
        .product = review->product,
        .title = review->title,
        .options = review->options,
        .writer = review->writer,
        .words = review->words,
        .language = review->language,
        .stars_text = reviews_stars_text(review->stars),
        .stars = review->stars,
        .communication = review->communication,
        .shipping = review->shipping,
        .helpful = review->helpful,
        .votes = review->votes,
        .used = review->used,
        .state = review->state,
        .not_counted = review->state == REVIEW_SUSPECTED,
        .own = visitor && visitor == review->buyer.number,
        .changed = review->changed_at.us != 0,
        .written_at = review->written_at,
    };
    answer.may_vote = visitor && !answer.own;
    if (answer.may_vote) {
        int64_t vote =
            store_int(tx, &reviews_select_vote, WITH(INT(review->review.number), INT(visitor)), -1);
        answer.voted = vote >= 0;
        answer.voted_helpful = vote > 0;
    }
    fill_pictures(tx, request->memory, review, &answer);
    fill_added(tx, request->memory, review, &answer);
    return answer;
}

static void fill_bars(struct arena *memory, const struct review_rating *rating,
                      struct review_summary *summary)
{
    int64_t parts[5];
    money_share(money_of(100, currency_of("EUR")), rating->stars, 5, parts);
    summary->bars.items = arena_array(memory, 5, sizeof *summary->bars.items);
    for (int i = 4; i >= 0; i--)
        summary->bars.items[summary->bars.count++] =
            (struct review_bar_answer){ i + 1, rating->stars[i], rating->count ? parts[i] : 0 };
}

static struct review_summary rating_answer(struct request *request, struct store_tx *tx,
                                           product_id product)
{
    struct review_rating rating = reviews_rating_of_product(tx, product, request->now);
    struct review_summary summary = {
        .product = product,
        .count = rating.count,
        .not_counted = store_int(tx, &reviews_count_suspected, WITH(INT(product.number)), 0),
    };
    if (rating.count) {
        summary.shown = reviews_mean_text(request->memory, rating.shown);
        summary.mean = reviews_mean_text(request->memory, rating.mean);
        summary.stars_text = reviews_stars_text(llround(rating.shown));
    }
    fill_bars(request->memory, &rating, &summary);
    return summary;
}

struct review_summary reviews_summary(struct request *request, struct store_tx *tx,
                                      product_id product, int64_t most)
{
    struct review_summary summary = rating_answer(request, tx, product);
    struct review_filter filter = { .product = product, .most = most + 10 };
    struct reviews found = reviews_list(tx, request->memory, &filter);
    summary.data.items = arena_array(request->memory, found.count, sizeof *summary.data.items);
    for (size_t i = 0; i < found.count && summary.data.count < (size_t)most; i++) {
        if (found.items[i].state != REVIEW_SHOWN)
            continue;
        struct review_answer *shown = &summary.data.items[summary.data.count++];
        *shown = reviews_answer(request, tx, &found.items[i]);
        /* The page is kept by caches: what is of the visitor alone is not on it. */
        shown->own = shown->may_vote = shown->voted = shown->voted_helpful = false;
    }
    return summary;
}

/* The list --------------------------------------------------------------------------------- */

struct list_request {
    int sort;
    int64_t stars;
    bool pictures;
    const char *variant, *language, *cursor;
    int64_t limit;
};
struct variant_answer {
    const char *options;
    int64_t count;
};
struct list_answer {
    struct review_summary rating;
    const char *title, *picture;
    LIST_OF(struct variant_answer) variants;
    LIST_OF(struct review_answer) data;
    const char *next_cursor;
    bool has_more, filtered, signed_in;
};
// clang-format off
static const struct field list_request_fields[] = {
    CHOICE_FIELD(struct list_request, sort, review_orders, .optional = true,
                 .says = "Useful if not given."),
    INT_FIELD(struct list_request, stars, .optional = true, .min = 1, .max = 5,
              .says = "Only with so many stars."),
    BOOL_FIELD(struct list_request, pictures, .optional = true, .says = "Only with pictures."),
    TEXT_FIELD(struct list_request, variant, .optional = true, .says = "Only of this variant."),
    TEXT_FIELD(struct list_request, language, .optional = true, .pattern = "[a-z]{2,3}",
               .says = "Only in this language."),
    PAGED_REQUEST(struct list_request),
    { 0 },
};
static const struct field variant_fields[] = {
    TEXT_FIELD(struct variant_answer, options, .says = "The variant."),
    INT_FIELD(struct variant_answer, count, .says = "So many reviews."),
    { 0 },
};
static const struct field list_fields[] = {
    OBJECT_FIELD(struct list_answer, rating, review_summary_fields,
                 .says = "The rating; its data is empty here."),
    TEXT_FIELD(struct list_answer, title, .says = "The product's name."),
    TEXT_FIELD(struct list_answer, picture, .says = "Path of its picture, or null."),
    LIST_FIELD(struct list_answer, variants, variant_fields, .says = "That somebody reviewed."),
    LIST_FIELD(struct list_answer, data, review_fields, .says = "The reviews."),
    BOOL_FIELD(struct list_answer, filtered, .says = "Not all were asked for."),
    BOOL_FIELD(struct list_answer, signed_in, .says = "Somebody is signed in."),
    PAGED_ANSWER(struct list_answer),
    { 0 },
};
// clang-format on

static void fill_variants(struct request *request, product_id product, struct list_answer *answer)
{
    answer->variants.items =
        arena_array(request->memory, VARIANTS_MAX, sizeof *answer->variants.items);
    struct rows rows = store_query(request->tx, &reviews_select_variants,
                                   WITH(INT(product.number), INT(VARIANTS_MAX)));
    while (rows_next(&rows))
        answer->variants.items[answer->variants.count++] =
            (struct variant_answer){ rows_text(&rows, request->memory, "options"),
                                     rows_int(&rows, "n") };
}

static refused list_reviews(struct request *request)
{
    const struct list_request *body = request->body;
    struct list_answer *answer = request->answer;
    struct product product;
    product_id number = { request_id(request, "product") };
    refused why = catalog_find(request->tx, request->memory, number, &product);
    if (why || product.state == PRODUCT_DRAFT)
        return why ? why : &PRODUCT_NOT_FOUND;
    int64_t limit = body->limit ? body->limit : 20;
    struct review_filter filter = { .product = number,
                                    .order = (enum review_order)body->sort,
                                    .stars = body->stars,
                                    .with_pictures = body->pictures,
                                    .options = body->variant,
                                    .language = body->language,
                                    .most = limit + 1 };
    if (body->cursor && !id_read(body->cursor, "rev", &filter.after.number))
        filter.after.number = 0;
    struct reviews found = reviews_list(request->tx, request->memory, &filter);
    answer->data.items = arena_array(request->memory, found.count, sizeof *answer->data.items);
    for (size_t i = 0; i < found.count && i < (size_t)limit; i++)
        answer->data.items[answer->data.count++] =
            reviews_answer(request, request->tx, &found.items[i]);
    answer->has_more = found.count > (size_t)limit;
    if (answer->has_more)
        answer->next_cursor = id_text(request->memory, "rev", found.items[limit - 1].review.number);
    answer->rating = rating_answer(request, request->tx, number);
    answer->title = product.title;
    answer->picture = product.picture;
    answer->filtered = body->stars || body->pictures || body->variant || body->language;
    answer->signed_in = request->visitor.account.number != 0;
    fill_variants(request, number, answer);
    request->title =
        words_fill(request->memory, _("Reviews of {title}"), "title", product.title, NULL);
    return NULL;
}

static refused show_picture(struct request *request)
{
    int64_t width;
    review_picture_id photo = { request_id(request, "photo") };
    bool good = text_to_int(request_text(request, "width"), &width) && width >= 1 && width <= 4000;
    if (!good)
        return &REVIEW_PICTURE_NOT_FOUND;
    const unsigned char *bytes;
    refused why = reviews_picture_bytes(
        request->tx, request->memory, photo, request->visitor.account,
        request->visitor.roles & ROLE_OPERATOR, width, &bytes, &request->raw_size);
    if (why)
        return why;
    request->raw = bytes;
    request->raw_type = "image/jpeg";
    request->cache = "private, max-age=3600";
    return NULL;
}

/* Votes and reports ------------------------------------------------------------------------ */

struct vote_request {
    bool not_helpful;
};
struct report_request {
    int reason;
    const char *words;
};
// clang-format off
static const struct field vote_fields[] = {
    BOOL_FIELD(struct vote_request, not_helpful, .optional = true,
               .says = "It was not; otherwise it was helpful."),
    { 0 },
};
static const struct field report_fields[] = {
    CHOICE_FIELD(struct report_request, reason, review_report_reasons, .says = "Why."),
    TEXT_FIELD(struct report_request, words, .optional = true, .max = 1000, .lines = true,
               .says = "What a person should know who looks at it."),
    { 0 },
};
// clang-format on

static refused answer_done(struct request *request, struct store_tx *tx, review_id number)
{
    struct review review;
    refused why = reviews_find(tx, request->memory, number, &review);
    if (!why)
        *(struct review_done *)request->answer = reviews_done(&review);
    return why;
}

static refused vote_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct vote_request *body = request->body;
    review_id review = { request_id(request, "review") };
    refused why =
        reviews_vote(tx, request->memory, review, request->visitor.account, !body->not_helpful);
    return why ? why : answer_done(request, tx, review);
}

static refused vote(struct request *request)
{
    return request_transact(request, vote_act, request);
}

static refused unvote_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    review_id review = { request_id(request, "review") };
    refused why = reviews_unvote(tx, request->memory, review, request->visitor.account);
    return why ? why : answer_done(request, tx, review);
}

static refused unvote(struct request *request)
{
    return request_transact(request, unvote_act, request);
}

static refused report_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct report_request *body = request->body;
    review_id review = { request_id(request, "review") };
    refused why = reviews_report(
        tx, request->memory,
        &(struct review_reporting){ .review = review,
                                    .account = request->visitor.account,
                                    .reason = (enum review_report_reason)body->reason,
                                    .words = body->words,
                                    .now = request->now });
    return why ? why : answer_done(request, tx, review);
}

static refused report(struct request *request)
{
    refused why = request_transact(request, report_act, request);
    if (!why)
        request->status = 201;
    return why;
}

// clang-format off
static const struct route reviews_routes[] = {
    { GET, "/products/{product}/reviews", ANYONE, list_reviews,
      .summary = "What buyers say of a product", .takes = list_request_fields,
      .gives = list_fields, .refuses = { &PRODUCT_NOT_FOUND }, .page = "reviews/list" },
    { GET, "/reviews/pictures/{photo}/{width}", ANYONE, show_picture,
      .summary = "A picture of a review, at least this wide if there is one", .face = ONLY_PAGE,
      .refuses = { &REVIEW_PICTURE_NOT_FOUND }, .limit = { 6000, 60 } },
    { POST, "/reviews/{review}/vote", CONFIRMED, vote,
      .summary = "Say whether a review helped; again changes it", .takes = vote_fields,
      .gives = review_done_fields, .refuses = { &REVIEW_NOT_FOUND, &REVIEW_OWN, &SELLER_NOT_FOUND },
      .then = "/products/{product}/reviews", .done = N_("Thank you. It counts.") },
    { POST, "/reviews/{review}/vote/removal", CONFIRMED, unvote,
      .summary = "Take that back", .gives = review_done_fields,
      .refuses = { &REVIEW_NOT_FOUND, &REVIEW_OWN, &REVIEW_NO_VOTE, &SELLER_NOT_FOUND },
      .then = "/products/{product}/reviews" },
    { POST, "/reviews/{review}/reports", CONFIRMED, report,
      .summary = "Report a review to the market", .takes = report_fields,
      .gives = review_done_fields,
      .refuses = { &REVIEW_NOT_FOUND, &REVIEW_OWN, &REVIEW_REPORTED },
      .then = "/products/{product}/reviews", .limit = { 20, 3600 },
      .done = N_("Thank you. A person will look at it.") },
    { 0 },
};
// clang-format on

static const struct id_name reviews_ids[] = {
    { "review", "rev" },
    { "photo", "rpc" },
    { 0 },
};

const struct module reviews_module = {
    .name = "reviews",
    .routes = reviews_routes,
    .ids = reviews_ids,
    .schema = reviews_schema,
    .hears = reviews_hears,
    .jobs = reviews_jobs,
    .statements = reviews_statements,
    .first = reviews_first,
};
const struct module reviews_own_module = { .name = "reviews_own", .routes = reviews_own_routes };
const struct module reviews_seller_module = {
    .name = "reviews_seller",
    .routes = reviews_seller_routes,
};
const struct module reviews_operator_module = {
    .name = "reviews_operator",
    .routes = reviews_operator_routes,
};
