/* Reviews, on the web: what operators decide on, and the text model that learns from it. */
#include "shop/oversight/oversight_web.h"
#include "shop/reviews/reviews_sql.h"
#include "shop/reviews/reviews_web.h"

struct reason_answer {
    const char *name, *words;
};
struct report_answer {
    enum review_report_reason reason;
    const char *words;
    struct moment reported_at;
};
struct queued_answer {
    struct review_answer of;
    seller_id seller;
    account_id buyer;
    fraud_decision_id decision;
    enum review_verdict verdict;
    const char *text_says;
    bool held, removed, reported;
    LIST_OF(struct reason_answer) reasons;
    LIST_OF(struct report_answer) reports;
};
struct queue_request {
    bool removed;
    const char *cursor;
    int64_t limit;
};
struct queue_answer {
    LIST_OF(struct queued_answer) data;
    const char *next_cursor;
    bool has_more, removed, trained;
    int64_t waiting, genuine, fakes;
    const char *told_right;
    struct moment trained_at;
};
// clang-format off
static const struct field reason_answer_fields[] = {
    TEXT_FIELD(struct reason_answer, name, .says = "For programs."),
    TEXT_FIELD(struct reason_answer, words, .says = "For people."),
    { 0 },
};
static const struct field report_answer_fields[] = {
    CHOICE_FIELD(struct report_answer, reason, review_report_reasons, .says = "Why."),
    TEXT_FIELD(struct report_answer, words, .says = "What was said; may be empty."),
    MOMENT_FIELD(struct report_answer, reported_at, .says = "When."),
    { 0 },
};
static const struct field queued_fields[] = {
    OBJECT_FIELD(struct queued_answer, of, review_fields, .says = "The review."),
    ID_FIELD(struct queued_answer, seller, "sel", .says = "Of whom it speaks."),
    ID_FIELD(struct queued_answer, buyer, "acc", .says = "Who wrote it."),
    ID_FIELD(struct queued_answer, decision, "dec", .says = "The fraud engine's, or null."),
    CHOICE_FIELD(struct queued_answer, verdict, review_verdicts, .says = "People's word so far."),
    TEXT_FIELD(struct queued_answer, text_says,
               .says = "How likely it is made up by its text, of a hundred; null: no model."),
    BOOL_FIELD(struct queued_answer, held, .says = "Nobody sees it yet."),
    BOOL_FIELD(struct queued_answer, removed, .says = "Nobody sees it any more."),
    BOOL_FIELD(struct queued_answer, reported, .says = "Somebody reported it."),
    LIST_FIELD(struct queued_answer, reasons, reason_answer_fields, .says = "Why suspected."),
    LIST_FIELD(struct queued_answer, reports, report_answer_fields, .says = "The newest first."),
    { 0 },
};
static const struct field queue_request_fields[] = {
    BOOL_FIELD(struct queue_request, removed, .optional = true,
               .says = "Removed ones instead of those that wait."),
    PAGED_REQUEST(struct queue_request),
    { 0 },
};
static const struct field queue_fields[] = {
    LIST_FIELD(struct queue_answer, data, queued_fields, .says = "The longest waiting first."),
    BOOL_FIELD(struct queue_answer, removed, .says = "These are the removed ones."),
    INT_FIELD(struct queue_answer, waiting, .says = "So many wait for a person."),
    BOOL_FIELD(struct queue_answer, trained, .says = "There is a text model."),
    INT_FIELD(struct queue_answer, genuine, .says = "It learnt from so many genuine ones"),
    INT_FIELD(struct queue_answer, fakes, .says = "and so many fakes."),
    TEXT_FIELD(struct queue_answer, told_right,
               .says = "Of a hundred that were kept from it, so many told right; or null."),
    MOMENT_FIELD(struct queue_answer, trained_at, .says = "When, or null."),
    PAGED_ANSWER(struct queue_answer),
    { 0 },
};
// clang-format on

static void fill_reasons(struct arena *memory, const struct review *review,
                         struct queued_answer *answer)
{
    answer->reasons.items = arena_array(memory, REVIEW_REASONS, sizeof *answer->reasons.items);
    for (int i = 0; i < REVIEW_REASONS; i++)
        if (review->reasons >> i & 1)
            answer->reasons.items[answer->reasons.count++] =
                (struct reason_answer){ review_reasons[i].name, _(review_reasons[i].words) };
}

static int reason_named(const char *name)
{
    int reason = 0;
    while (reason < REPORT_OTHER_THING && !text_same(review_report_reasons[reason].name, name))
        reason++;
    return reason;
}

static void fill_reports(struct request *request, const struct review *review,
                         struct queued_answer *answer)
{
    struct arena *memory = request->memory;
    struct rows rows =
        store_query(request->tx, &reviews_select_reports, WITH(INT(review->review.number)));
    while (rows_next(&rows)) {
        answer->reports.items = arena_room(memory, answer->reports.items, answer->reports.count,
                                           sizeof *answer->reports.items);
        answer->reports.items[answer->reports.count++] = (struct report_answer){
            .reason = (enum review_report_reason)reason_named(rows_text(&rows, memory, "reason")),
            .words = rows_text(&rows, memory, "words"),
            .reported_at = { rows_int(&rows, "reported_at") },
        };
    }
}

static struct queued_answer queued(struct request *request, const struct review *review)
{
    struct queued_answer answer = {
        .of = reviews_answer(request, request->tx, review),
        .seller = review->seller,
        .buyer = review->buyer,
        .decision = review->decision,
        .verdict = review->verdict,
        .held = review->state == REVIEW_HELD,
        .removed = review->state == REVIEW_REMOVED,
        .reported = review->reports > 0,
    };
    if (review->probability >= 0)
        answer.text_says =
            arena_format(request->memory, "%lld", (long long)(review->probability / 100));
    fill_reasons(request->memory, review, &answer);
    fill_reports(request, review, &answer);
    return answer;
}

static refused show_queue(struct request *request)
{
    const struct queue_request *body = request->body;
    struct queue_answer *answer = request->answer;
    int64_t limit = body->limit ? body->limit : 20, from = body->removed ? INT64_MAX : 0;
    if (body->cursor && !id_read(body->cursor, "rev", &from))
        from = body->removed ? INT64_MAX : 0;
    struct rows rows =
        body->removed
            ? store_query(request->tx, &reviews_select_removed, WITH(INT(from), INT(limit + 1)))
            : store_query(request->tx, &reviews_select_waiting, WITH(INT(from), INT(limit + 1)));
    struct reviews found = reviews_read(&rows, request->memory);
    answer->data.items = arena_array(request->memory, found.count, sizeof *answer->data.items);
    for (size_t i = 0; i < found.count && i < (size_t)limit; i++)
        answer->data.items[answer->data.count++] = queued(request, &found.items[i]);
    answer->has_more = found.count > (size_t)limit;
    if (answer->has_more)
        answer->next_cursor = id_text(request->memory, "rev", found.items[limit - 1].review.number);
    struct reviews_model_facts facts = reviews_model_facts(request->tx);
    answer->removed = body->removed;
    answer->waiting = store_int(request->tx, &reviews_count_waiting, WITHOUT, 0);
    answer->trained = facts.trained_at.us != 0;
    answer->genuine = facts.genuine;
    answer->fakes = facts.fakes;
    answer->trained_at = facts.trained_at;
    if (answer->trained)
        answer->told_right = arena_format(request->memory, "%.1f", (double)facts.told_right / 100);
    request->title = _("Reviews");
    return NULL;
}

/* Deciding --------------------------------------------------------------------------------- */

struct verdict_request {
    int verdict;
    const char *reason;
};
struct removal_request {
    const char *reason;
};
// clang-format off
static const struct choice verdict_choices[] = {
    { "genuine", N_("Genuine") },
    { "fake", N_("Fake") },
    { 0 },
};
static const struct field verdict_fields[] = {
    CHOICE_FIELD(struct verdict_request, verdict, verdict_choices,
                 .says = "Genuine: shown and counted. Fake: removed."),
    TEXT_FIELD(struct verdict_request, reason, .optional = true, .max = 500,
               .says = "Told to the writer of a fake, and kept in the audit."),
    { 0 },
};
static const struct field removal_fields[] = {
    TEXT_FIELD(struct removal_request, reason, .min = 3, .max = 500,
               .says = "Told to the writer, and kept in the audit."),
    { 0 },
};
// clang-format on

typedef refused decide_act(struct store_tx *tx, struct arena *memory,
                           const struct review_deciding *deciding);

static refused decide(struct request *request, struct store_tx *tx, decide_act *act,
                      const struct review_deciding *wish, const char *noted)
{
    struct review review;
    struct review_deciding deciding = *wish;
    deciding.review.number = request_id(request, "review");
    deciding.operator= request->visitor.account;
    deciding.now = request->now;
    refused why = act(tx, request->memory, &deciding);
    if (!why)
        why = reviews_find(tx, request->memory, deciding.review, &review);
    if (why)
        return why; // cppcheck-suppress returnDanglingLifetime -- a refusal is a constant
    oversight_note_for(tx, request,
                       &(struct noted){ .act = noted,
                                        .prefix = "rev",
                                        .subject = deciding.review.number,
                                        .reason = wish->reason });
    *(struct review_done *)request->answer = reviews_done(&review);
    return NULL;
}

static refused verdict_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct verdict_request *body = request->body;
    bool fake = body->verdict == 1;
    return decide(request, tx, reviews_decide,
                  &(struct review_deciding){ .verdict = fake ? REVIEW_FAKE : REVIEW_GENUINE,
                                             .reason = body->reason },
                  fake ? "review.fake" : "review.genuine");
}

static refused give_verdict(struct request *request)
{
    return request_transact(request, verdict_act, request);
}

static refused removal_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct removal_request *body = request->body;
    return decide(request, tx, reviews_remove, &(struct review_deciding){ .reason = body->reason },
                  "review.removed");
}

static refused remove_review(struct request *request)
{
    return request_transact(request, removal_act, request);
}

static refused restoration_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct removal_request *body = request->body;
    return decide(request, tx, reviews_restore, &(struct review_deciding){ .reason = body->reason },
                  "review.restored");
}

static refused restore_review(struct request *request)
{
    return request_transact(request, restoration_act, request);
}

struct trained_answer {
    int64_t genuine, fakes;
    const char *told_right;
};
// clang-format off
static const struct field trained_fields[] = {
    INT_FIELD(struct trained_answer, genuine, .says = "It learnt from so many genuine ones"),
    INT_FIELD(struct trained_answer, fakes, .says = "and so many fakes."),
    TEXT_FIELD(struct trained_answer, told_right,
               .says = "Of a hundred that were kept from it, so many told right."),
    { 0 },
};
// clang-format on

static refused train_act(struct store_tx *tx, void *what)
{
    const struct request *request = what;
    oversight_note_for(tx, request, &(struct noted){ .act = "review.model_trained" });
    return NULL;
}

static refused train(struct request *request)
{
    struct reviews_trained trained;
    struct trained_answer *answer = request->answer;
    refused why = reviews_train(request->store, request->now, &trained);
    if (!why)
        why = store_transact(request->store, train_act, request);
    if (why)
        return why;
    *answer = (struct trained_answer){
        .genuine = trained.genuine,
        .fakes = trained.fakes,
        .told_right = arena_format(request->memory, "%.1f", (double)trained.told_right / 100),
    };
    return NULL;
}

// clang-format off
const struct route reviews_operator_routes[] = {
    { GET, "/operator/reviews", OPERATOR, show_queue,
      .summary = "Reviews that wait for a person", .takes = queue_request_fields,
      .gives = queue_fields, .page = "reviews/queue", .scope = SCOPE_OPERATE },
    { POST, "/operator/reviews/{review}/verdict", OPERATOR, give_verdict,
      .summary = "Say whether a review is genuine: the text model learns from it",
      .takes = verdict_fields, .gives = review_done_fields,
      .refuses = { &REVIEW_NOT_FOUND, &REVIEW_TAKEN_BACK, &REVIEW_STATE_WRONG },
      .then = "/operator/reviews", .scope = SCOPE_OPERATE, .done = N_("Decided.") },
    { POST, "/operator/reviews/{review}/removal", OPERATOR, remove_review,
      .summary = "Remove a review for another reason than being fake", .takes = removal_fields,
      .gives = review_done_fields,
      .refuses = { &REVIEW_NOT_FOUND, &REVIEW_TAKEN_BACK, &REVIEW_STATE_WRONG },
      .then = "/operator/reviews", .scope = SCOPE_OPERATE,
      .done = N_("It is removed, and its writer was told.") },
    { POST, "/operator/reviews/{review}/restoration", OPERATOR, restore_review,
      .summary = "Show a removed review again", .takes = removal_fields,
      .gives = review_done_fields,
      .refuses = { &REVIEW_NOT_FOUND, &REVIEW_TAKEN_BACK, &REVIEW_STATE_WRONG },
      .then = "/operator/reviews", .scope = SCOPE_OPERATE,
      .done = N_("It is shown again, and its writer was told.") },
    { POST, "/operator/reviews/training", OPERATOR, train,
      .summary = "Train the text model anew from all verdicts", .gives = trained_fields,
      .refuses = { &REVIEW_FEW_VERDICTS }, .then = "/operator/reviews", .scope = SCOPE_OPERATE,
      .limit = { 4, 3600 }, .done = N_("The text model is trained.") },
    { 0 },
};
// clang-format on
