/* Reviews, told: sellers of a new one, writers of an answer or a removal; and buyers are asked for
 * one, some days after the goods came and once more after a month. */
#include "shop/reviews/reviews_inside.h"

#include "base/id.h"
#include "shop/reviews/reviews_sql.h"

enum { ASK_AFTER_DAYS = 5, TRAIN_EVERY_DAYS = 7 };

const struct notice_kind review_new_notice = {
    "review.new", N_("You have a new review"),
    N_("A buyer has reviewed {title}. You can answer it once, where everybody sees it."),
    N_("See the review")
};
const struct notice_kind review_reply_notice = { "review.reply",
                                                 N_("The seller has answered your review"),
                                                 N_("The seller has answered your review of "
                                                    "{title}."),
                                                 N_("See the answer") };
const struct notice_kind review_removed_notice = {
    "review.removed", N_("Your review is no longer shown"),
    N_("A person has looked at your review of {title} and removed it. {reason} If you think that "
       "we are wrong, answer to this message: another person will look at it."),
    N_("See your reviews")
};
const struct notice_kind review_restored_notice = {
    "review.restored", N_("Your review is shown again"),
    N_("A person has looked at your review of {title} once more: it is shown again, and counts."),
    N_("See your reviews")
};
const struct notice_kind review_ask_notice = {
    "review.ask", N_("How is it?"),
    N_("{title} has come to you. Say how it is: others choose by what you tell them, good or bad."),
    N_("Write a review")
};
const struct notice_kind review_ask_again_notice = {
    "review.ask_again", N_("Is it still as good?"),
    N_("You reviewed {title} a month ago. If there is more to say now, add it to your review."),
    N_("Add to the review")
};
const struct notice_kind *const reviews_notices[] = {
    &review_new_notice,
    &review_reply_notice,
    &review_removed_notice,
    &review_restored_notice,
    &review_ask_notice,
    &review_ask_again_notice,
    NULL,
};

void reviews_tell(struct store_tx *tx, const struct review_telling *telling)
{
    AUTO(arena) memory = { 0 };
    struct account account;
    if (accounts_find(tx, &memory, telling->receiver, &account))
        return;
    notices_send(
        tx, &(struct notice){
                .kind = telling->kind,
                .account = telling->receiver.number,
                .email = account.email,
                .language = account.language,
                .path = telling->path,
                .key = telling->key,
                .facts = (const struct notice_fact[]){ { "title", telling->title },
                                                       { "reason",
                                                         telling->reason ? telling->reason : "" },
                                                       { 0 } },
                .now = telling->now,
            });
}

void reviews_tell_seller(struct store_tx *tx, const struct review *review, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct seller seller;
    if (sellers_find(tx, &memory, review->seller, &seller))
        return;
    reviews_tell(tx, &(struct review_telling){
                         .kind = &review_new_notice,
                         .receiver = seller.account,
                         .path = "/seller/reviews",
                         .key = id_text(&memory, "rev", review->review.number),
                         .title = review->title,
                         .now = now,
                     });
}

/* Asking ----------------------------------------------------------------------------------- */

struct asking {
    const struct job *job;
    struct moment now;
};

static bool has_open_line(struct store_tx *tx, struct arena *memory, const struct order *order,
                          const char **ret_title)
{
    struct order_lines lines = orders_lines(tx, memory, order);
    for (size_t i = 0; i < lines.count; i++)
        if (!store_int(tx, &reviews_select_of_line, WITH(INT(lines.items[i].line.number)), 0)) {
            *ret_title = lines.items[i].title;
            return true;
        }
    return false;
}

static refused ask(struct store_tx *tx, void *what)
{
    AUTO(arena) memory = { 0 };
    const struct asking *asking = what;
    struct order order;
    const char *title = NULL;
    refused why = orders_find(tx, &memory, (order_id){ asking->job->subject }, &order);
    if (why)
        return why == &ORDER_NOT_FOUND ? NULL : why;
    bool there = order.state == ORDER_DELIVERED || order.state == ORDER_COMPLETED;
    if (!there || !has_open_line(tx, &memory, &order, &title))
        return NULL;
    const char *id = id_text(&memory, "ord", order.order.number);
    reviews_tell(tx, &(struct review_telling){
                         .kind = &review_ask_notice,
                         .receiver = order.buyer,
                         .path = arena_format(&memory, "/orders/%s/reviews", id),
                         .key = id, /* once, though the job may run again */
                         .title = title,
                         .now = asking->now,
                     });
    return NULL;
}

static refused ask_again(struct store_tx *tx, void *what)
{
    AUTO(arena) memory = { 0 };
    const struct asking *asking = what;
    struct review review;
    refused why = reviews_find(tx, &memory, (review_id){ asking->job->subject }, &review);
    if (why)
        return why == &REVIEW_NOT_FOUND ? NULL : why;
    if (review.state != REVIEW_SHOWN || review.followups)
        return NULL;
    reviews_tell(tx, &(struct review_telling){
                         .kind = &review_ask_again_notice,
                         .receiver = review.buyer,
                         .path = arena_format(&memory, "/orders/%s/reviews",
                                              id_text(&memory, "ord", review.order.number)),
                         .key = id_text(&memory, "rev", review.review.number),
                         .title = review.title,
                         .now = asking->now,
                     });
    return NULL;
}

static refused run_ask(struct store *store, const struct job *job, struct moment now)
{
    struct asking asking = { job, now };
    return store_transact(store, ask, &asking);
}

static refused run_ask_again(struct store *store, const struct job *job, struct moment now)
{
    struct asking asking = { job, now };
    return store_transact(store, ask_again, &asking);
}

/* Training is planned again whatever became of it: few verdicts are no failure. */
static refused plan_training(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "reviews.train",
                                      .run_at = moment_after(*now, days(TRAIN_EVERY_DAYS)) });
    return NULL;
}

static refused run_train(struct store *store, const struct job *job, struct moment now)
{
    struct reviews_trained trained;
    (void)job;
    refused why = reviews_train(store, now, &trained);
    if (why && why != &REVIEW_FEW_VERDICTS)
        return why;
    return store_transact(store, plan_training, &now);
}

const struct job_kind reviews_jobs[] = {
    { .name = "reviews.ask", .run = run_ask },
    { .name = "reviews.ask_again", .run = run_ask_again },
    { .name = "reviews.train", .run = run_train },
    { 0 },
};

refused reviews_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_training, &now);
}

/* Confirmed early, it is asked for from then on. */
static refused plan_ask(struct store_tx *tx, const struct event *event)
{
    jobs_plan(tx, &(struct job_plan){ .kind = "reviews.ask",
                                      .subject = event->subject,
                                      .run_at = moment_after(event->at, days(ASK_AFTER_DAYS)) });
    return NULL;
}

/* Not a sale any more: what was said of it does not count until a person has looked. */
static refused doubt_unpaid(struct store_tx *tx, const struct event *event)
{
    AUTO(arena) memory = { 0 };
    struct rows rows = store_query(tx, &reviews_select_shown_of_order, WITH(INT(event->subject)));
    struct reviews found = reviews_read(&rows, &memory);
    for (size_t i = 0; i < found.count; i++) {
        struct review *review = &found.items[i];
        store_put(tx, &reviews_add_reasons,
                  WITH(INT(INT64_C(1) << REASON_UNPAID), INT(review->review.number)));
        refused why = reviews_move(tx, review, REVIEW_SUSPECTED, review->verdict);
        if (!why)
            why = reviews_announce(tx, &REVIEW_CHANGED_EVENT, review, event->at);
        if (why)
            return why;
    }
    return NULL;
}

/* A sale after all: what nothing else speaks against counts again. */
static refused trust_again(struct store_tx *tx, const struct event *event)
{
    AUTO(arena) memory = { 0 };
    struct rows rows =
        store_query(tx, &reviews_select_suspected_of_order, WITH(INT(event->subject)));
    struct reviews found = reviews_read(&rows, &memory);
    for (size_t i = 0; i < found.count; i++) {
        struct review *review = &found.items[i];
        int64_t unpaid = INT64_C(1) << REASON_UNPAID;
        if (!(review->reasons & unpaid))
            continue;
        review->reasons &= ~unpaid;
        store_put(tx, &reviews_drop_reasons, WITH(INT(unpaid), INT(review->review.number)));
        if (reviews_suspicious(review->reasons))
            continue;
        refused why = reviews_move(tx, review, REVIEW_SHOWN, review->verdict);
        if (!why)
            why = reviews_announce(tx, &REVIEW_CHANGED_EVENT, review, event->at);
        if (why)
            return why;
    }
    return NULL;
}

const struct listener reviews_hears[] = {
    { &ORDER_CHARGED_BACK_EVENT, doubt_unpaid },
    { &ORDER_REINSTATED_EVENT, trust_again },
    { &ORDER_DELIVERED_EVENT, plan_ask },
    { &ORDER_RECEIVED_EVENT, plan_ask },
    { 0 },
};
