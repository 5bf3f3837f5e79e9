/* Reviews, on the web: what is said of a seller, and the seller's answer. */
#include "shop/reviews/reviews_sql.h"
#include "shop/reviews/reviews_web.h"
#include "shop/sellers/sellers_web.h"

struct seller_request {
    bool unanswered;
    const char *cursor;
    int64_t limit;
};
struct seller_answer {
    int64_t count, count_90;
    const char *shown, *as_described, *communication, *shipping;
    LIST_OF(struct review_answer) data;
    const char *next_cursor;
    bool has_more, unanswered;
};
struct reply_request {
    const char *words;
};
// clang-format off
static const struct field seller_request_fields[] = {
    BOOL_FIELD(struct seller_request, unanswered, .optional = true,
               .says = "Only those that have no answer."),
    PAGED_REQUEST(struct seller_request),
    { 0 },
};
static const struct field seller_fields[] = {
    INT_FIELD(struct seller_answer, count, .says = "Reviews that count."),
    TEXT_FIELD(struct seller_answer, shown, .says = "The shop's rating, or null."),
    INT_FIELD(struct seller_answer, count_90, .says = "Reviews of the last 90 days."),
    TEXT_FIELD(struct seller_answer, as_described,
               .says = "Stars for the items, mean of 90 days; or null. So the next two."),
    TEXT_FIELD(struct seller_answer, communication, .says = "For the communication."),
    TEXT_FIELD(struct seller_answer, shipping, .says = "For the shipping."),
    BOOL_FIELD(struct seller_answer, unanswered, .says = "Only those without an answer."),
    LIST_FIELD(struct seller_answer, data, review_fields, .says = "The newest first."),
    PAGED_ANSWER(struct seller_answer),
    { 0 },
};
static const struct field reply_fields[] = {
    TEXT_FIELD(struct reply_request, words, .min = 1, .max = 2000, .lines = true,
               .says = "The answer, that everybody sees. Sent again, it takes the other's place."),
    { 0 },
};
// clang-format on

static void fill_standing(struct request *request, seller_id seller, struct seller_answer *answer)
{
    struct arena *memory = request->memory;
    struct review_rating rating = reviews_rating_of_shop(request->tx, seller, request->now);
    struct review_standing standing =
        reviews_rating_of_seller(request->tx, seller, moment_before(request->now, days(90)));
    answer->count = rating.count;
    answer->count_90 = standing.count;
    if (rating.count)
        answer->shown = reviews_mean_text(memory, rating.shown);
    if (!standing.count)
        return;
    answer->as_described = reviews_mean_text(memory, standing.as_described);
    answer->communication = reviews_mean_text(memory, standing.communication);
    answer->shipping = reviews_mean_text(memory, standing.shipping);
}

static refused show_seller_reviews(struct request *request)
{
    const struct seller_request *body = request->body;
    struct seller_answer *answer = request->answer;
    struct seller seller;
    int64_t before = INT64_MAX, limit = body->limit ? body->limit : 20;
    refused why = sellers_of_request(request, request->tx, &seller);
    if (why)
        return why;
    if (body->cursor && !id_read(body->cursor, "rev", &before))
        before = INT64_MAX;
    struct rows rows = store_query(
        request->tx, &reviews_select_of_seller,
        WITH(INT(seller.seller.number), INT(before), INT(body->unanswered), INT(limit + 1)));
    struct reviews found = reviews_read(&rows, request->memory);
    answer->data.items = arena_array(request->memory, found.count, sizeof *answer->data.items);
    for (size_t i = 0; i < found.count && i < (size_t)limit; i++)
        answer->data.items[answer->data.count++] =
            reviews_answer(request, request->tx, &found.items[i]);
    answer->has_more = found.count > (size_t)limit;
    if (answer->has_more)
        answer->next_cursor = id_text(request->memory, "rev", found.items[limit - 1].review.number);
    answer->unanswered = body->unanswered;
    fill_standing(request, seller.seller, answer);
    request->title = _("Reviews");
    return NULL;
}

static refused reply_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct reply_request *body = request->body;
    struct seller seller;
    struct review review;
    review_id number = { request_id(request, "review") };
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = reviews_reply(
            tx, request->memory,
            &(struct review_reply_wish){ .review = number,
                                         .seller = seller.seller,
                                         .words = text_trim(request->memory, body->words),
                                         .now = request->now });
    if (!why)
        why = reviews_find(tx, request->memory, number, &review);
    if (!why)
        *(struct review_done *)request->answer = reviews_done(&review);
    return why;
}

static refused reply(struct request *request)
{
    return request_transact(request, reply_act, request);
}

// clang-format off
const struct route reviews_seller_routes[] = {
    { GET, "/seller/reviews", SELLER, show_seller_reviews,
      .summary = "What buyers say of the shop", .takes = seller_request_fields,
      .gives = seller_fields, .refuses = { &NOT_A_SELLER }, .page = "reviews/seller" },
    { POST, "/seller/reviews/{review}/reply", SELLER, reply,
      .summary = "Answer a review, or change the answer", .takes = reply_fields,
      .gives = review_done_fields,
      .refuses = { &NOT_A_SELLER, &REVIEW_NOT_FOUND, &REVIEW_STATE_WRONG },
      .then = "/seller/reviews", .scope = SCOPE_SELL, .limit = { 120, 3600 },
      .done = N_("Your answer is there.") },
    { 0 },
};
// clang-format on
