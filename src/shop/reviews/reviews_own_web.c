/* Reviews, on the web: a buyer writes, changes, adds pictures and follow-ups, takes back. */
#include "shop/fraud/fraud_web.h"
#include "shop/reviews/reviews_sql.h"
#include "shop/reviews/reviews_web.h"

enum { UPLOAD_BYTES_MAX = 12 * 1024 * 1024, OPEN_LINES_MAX = 50 };

static refused is_buyer(struct request *request)
{
    struct order order;
    if (!request->visitor.account.number)
        return &NOT_SIGNED_IN;
    refused why = orders_find(request->tx, request->memory,
                              (order_id){ request_id(request, "order") }, &order);
    if (why)
        return why;
    return order.buyer.number == request->visitor.account.number ? NULL : &ORDER_NOT_FOUND;
}

static const struct permission buyer_of_order = { "buyer_of_order", "The buyer of the order",
                                                  is_buyer };
#define BUYER_OF_ORDER (&buyer_of_order)

/* What may be said of an order --------------------------------------------------------------- */

struct star_choice {
    int64_t value;
    const char *words;
    bool chosen;
};
struct used_choice {
    const char *name, *words;
    bool chosen;
};
struct own_line {
    order_line_id line;
    order_id order;
    product_id product;
    const char *title, *options, *picture;
    struct review_answer *review;
    bool may_write, may_change, may_follow_up, may_add_picture, removed, held;
    struct moment follow_up_from;
    LIST_OF(struct star_choice) item_choices;
    LIST_OF(struct star_choice) communication_choices;
    LIST_OF(struct star_choice) shipping_choices;
    LIST_OF(struct used_choice) used_choices;
};
struct own_answer {
    order_id order;
    bool delivered;
    LIST_OF(struct own_line) lines;
};
// clang-format off
static const struct field star_fields[] = {
    INT_FIELD(struct star_choice, value, .says = "So many stars."),
    TEXT_FIELD(struct star_choice, words, .says = "What they mean."),
    BOOL_FIELD(struct star_choice, chosen, .says = "As it is now."),
    { 0 },
};
static const struct field used_fields[] = {
    TEXT_FIELD(struct used_choice, name, .says = "For programs."),
    TEXT_FIELD(struct used_choice, words, .says = "For people."),
    BOOL_FIELD(struct used_choice, chosen, .says = "As it is now."),
    { 0 },
};
static const struct field own_line_fields[] = {
    ID_FIELD(struct own_line, line, "orl", .says = "The line of the order."),
    ID_FIELD(struct own_line, order, "ord", .says = "The order."),
    ID_FIELD(struct own_line, product, "prd", .says = "The product."),
    TEXT_FIELD(struct own_line, title, .says = "What was bought."),
    TEXT_FIELD(struct own_line, options, .says = "The variant; may be empty."),
    TEXT_FIELD(struct own_line, picture, .says = "Path of a picture, or null."),
    MAYBE_FIELD(struct own_line, review, review_fields, .says = "The review of it, or null."),
    BOOL_FIELD(struct own_line, may_write, .says = "It came, and was not reviewed."),
    BOOL_FIELD(struct own_line, may_change, .says = "The review may be changed, or taken back."),
    BOOL_FIELD(struct own_line, may_follow_up, .says = "It may be added to now."),
    BOOL_FIELD(struct own_line, may_add_picture, .says = "There is room for a picture."),
    BOOL_FIELD(struct own_line, removed, .says = "The review was removed by the market."),
    BOOL_FIELD(struct own_line, held, .says = "The review waits for a person's look."),
    MOMENT_FIELD(struct own_line, follow_up_from, .says = "From when on it may be added to."),
    LIST_FIELD(struct own_line, item_choices, star_fields, .says = "Stars for the item."),
    LIST_FIELD(struct own_line, communication_choices, star_fields, .says = "For the seller."),
    LIST_FIELD(struct own_line, shipping_choices, star_fields, .says = "For the shipping."),
    LIST_FIELD(struct own_line, used_choices, used_fields, .says = "How long it was used."),
    { 0 },
};
static const struct field own_fields[] = {
    ID_FIELD(struct own_answer, order, "ord", .says = "The order."),
    BOOL_FIELD(struct own_answer, delivered, .says = "It came: it may be reviewed."),
    LIST_FIELD(struct own_answer, lines, own_line_fields, .says = "What was bought."),
    { 0 },
};
// clang-format on

static struct star_choice *stars_of(struct arena *memory, int64_t chosen)
{
    static const char *const words[] = { N_("5 – very good"), N_("4 – good"), N_("3 – so-so"),
                                         N_("2 – bad"), N_("1 – very bad") };
    struct star_choice *choices = arena_array(memory, 5, sizeof *choices);
    for (int i = 0; i < 5; i++)
        choices[i] = (struct star_choice){ 5 - i, _(words[i]), chosen == 5 - i };
    return choices;
}

static void fill_choices(struct arena *memory, const struct review *review, struct own_line *line)
{
    line->item_choices.items = stars_of(memory, review->item);
    line->communication_choices.items = stars_of(memory, review->communication);
    line->shipping_choices.items = stars_of(memory, review->shipping);
    line->item_choices.count = line->communication_choices.count = line->shipping_choices.count = 5;
    line->used_choices.items = arena_array(memory, 5, sizeof *line->used_choices.items);
    for (int i = 0; review_useds[i].name; i++)
        line->used_choices.items[line->used_choices.count++] =
            (struct used_choice){ review_useds[i].name, _(review_useds[i].words),
                                  (int)review->used == i };
}

static void fill_review(struct request *request, struct store_tx *tx, const struct review *review,
                        struct own_line *line)
{
    line->review = arena_take(request->memory, sizeof *line->review);
    *line->review = reviews_answer(request, tx, review);
    line->review->stars = review->item;
    line->removed = review->state == REVIEW_REMOVED;
    line->held = review->state == REVIEW_HELD;
    line->may_change = !line->removed && review->state != REVIEW_DELETED;
    line->may_add_picture = line->may_change && review->pictures < REVIEW_PICTURES_MAX;
    int64_t last = store_int(tx, &reviews_last_said, WITH(INT(review->review.number)), 0);
    last = last > review->written_at.us ? last : review->written_at.us;
    line->follow_up_from = moment_after((struct moment){ last }, days(REVIEW_FOLLOWUP_DAYS));
    line->may_follow_up = line->may_change && review->followups < REVIEW_FOLLOWUPS_MAX &&
                          request->now.us >= line->follow_up_from.us;
}

static struct own_line own_line(struct request *request, struct store_tx *tx,
                                const struct order *order, const struct order_line *of)
{
    struct review review = { .item = 5, .communication = 5, .shipping = 5, .used = USED_DAYS };
    struct own_line line = {
        .line = of->line,
        .order = order->order,
        .product = of->product,
        .title = of->title,
        .options = of->options,
        .picture = of->picture,
    };
    int64_t number = store_int(tx, &reviews_select_of_line, WITH(INT(of->line.number)), 0);
    bool written = number && !reviews_find(tx, request->memory, (review_id){ number }, &review);
    if (written && review.state != REVIEW_DELETED)
        fill_review(request, tx, &review, &line);
    line.may_write =
        !written && (order->state == ORDER_DELIVERED || order->state == ORDER_COMPLETED);
    fill_choices(request->memory, &review, &line);
    return line;
}

static refused show_order_reviews(struct request *request)
{
    struct own_answer *answer = request->answer;
    struct order order;
    order_id number = { request_id(request, "order") };
    refused why = orders_find(request->tx, request->memory, number, &order);
    if (why)
        return why;
    struct order_lines lines = orders_lines(request->tx, request->memory, &order);
    answer->order = number;
    answer->delivered = order.state == ORDER_DELIVERED || order.state == ORDER_COMPLETED;
    answer->lines.items =
        arena_array(request->memory, lines.count + 1, sizeof *answer->lines.items);
    for (size_t i = 0; i < lines.count; i++)
        answer->lines.items[answer->lines.count++] =
            own_line(request, request->tx, &order, &lines.items[i]);
    request->title = _("Review your order");
    return NULL;
}

/* All of mine -------------------------------------------------------------------------------- */

struct open_line {
    order_line_id line;
    order_id order;
    product_id product;
    const char *title, *options, *picture;
};
struct mine_answer {
    LIST_OF(struct open_line) open;
    LIST_OF(struct review_answer) data;
    const char *next_cursor;
    bool has_more;
};
struct mine_request {
    const char *cursor;
    int64_t limit;
};
// clang-format off
static const struct field open_line_fields[] = {
    ID_FIELD(struct open_line, line, "orl", .says = "The line of the order."),
    ID_FIELD(struct open_line, order, "ord", .says = "The order."),
    ID_FIELD(struct open_line, product, "prd", .says = "The product."),
    TEXT_FIELD(struct open_line, title, .says = "What was bought."),
    TEXT_FIELD(struct open_line, options, .says = "The variant; may be empty."),
    TEXT_FIELD(struct open_line, picture, .says = "Path of a picture, or null."),
    { 0 },
};
static const struct field mine_fields[] = {
    LIST_FIELD(struct mine_answer, open, open_line_fields, .says = "What waits for a review."),
    LIST_FIELD(struct mine_answer, data, review_fields, .says = "Yours, the newest first."),
    PAGED_ANSWER(struct mine_answer),
    { 0 },
};
static const struct field mine_request_fields[] = { PAGED_REQUEST(struct mine_request), { 0 } };
// clang-format on

static void fill_open(struct request *request, struct mine_answer *answer)
{
    struct arena *memory = request->memory;
    answer->open.items = arena_array(memory, OPEN_LINES_MAX, sizeof *answer->open.items);
    struct rows rows = store_query(request->tx, &reviews_select_open_lines,
                                   WITH(INT(request->visitor.account.number), INT(OPEN_LINES_MAX)));
    while (rows_next(&rows))
        answer->open.items[answer->open.count++] = (struct open_line){
            .line = { rows_int(&rows, "line_id") },
            .order = { rows_int(&rows, "order_id") },
            .product = { rows_int(&rows, "product_id") },
            .title = rows_text(&rows, memory, "title"),
            .options = rows_text(&rows, memory, "options"),
            .picture = rows_text(&rows, memory, "picture"),
        };
}

static refused show_mine(struct request *request)
{
    const struct mine_request *body = request->body;
    struct mine_answer *answer = request->answer;
    int64_t before = INT64_MAX, limit = body->limit ? body->limit : 20;
    if (body->cursor && !id_read(body->cursor, "rev", &before))
        before = INT64_MAX;
    struct rows rows =
        store_query(request->tx, &reviews_select_of_buyer,
                    WITH(INT(request->visitor.account.number), INT(before), INT(limit + 1)));
    struct reviews found = reviews_read(&rows, request->memory);
    answer->data.items = arena_array(request->memory, found.count, sizeof *answer->data.items);
    for (size_t i = 0; i < found.count && i < (size_t)limit; i++)
        answer->data.items[answer->data.count++] =
            reviews_answer(request, request->tx, &found.items[i]);
    answer->has_more = found.count > (size_t)limit;
    if (answer->has_more)
        answer->next_cursor = id_text(request->memory, "rev", found.items[limit - 1].review.number);
    if (!body->cursor)
        fill_open(request, answer);
    request->title = _("Your reviews");
    return NULL;
}

/* Writing ------------------------------------------------------------------------------------ */

struct review_request {
    order_line_id line;
    int64_t item, communication, shipping;
    const char *words;
    int used;
};
// clang-format off
#define REVIEW_FIELDS                                                                        \
    INT_FIELD(struct review_request, item, .min = 1, .max = 5, .says = "Stars for the item."), \
    INT_FIELD(struct review_request, communication, .min = 1, .max = 5,                      \
              .says = "Stars for the seller's communication."),                              \
    INT_FIELD(struct review_request, shipping, .min = 1, .max = 5,                           \
              .says = "Stars for the shipping."),                                            \
    TEXT_FIELD(struct review_request, words, .optional = true, .max = REVIEW_WORDS_MAX,      \
               .lines = true, .says = "What there is to say."),                              \
    CHOICE_FIELD(struct review_request, used, review_useds, .optional = true,                \
                 .says = "How long it was used; not yet if not given.")
static const struct field write_fields[] = {
    ID_FIELD(struct review_request, line, "orl", .says = "The line of the order."),
    REVIEW_FIELDS,
    { 0 },
};
static const struct field change_fields[] = { REVIEW_FIELDS, { 0 } };
// clang-format on

struct writing {
    struct request *request;
    struct review_made made;
};

static struct review_wish wish_of(const struct request *request, const struct fraud_visit *visit)
{
    const struct review_request *body = request->body;
    return (struct review_wish){
        .line = body->line,
        .buyer = request->visitor.account,
        .item = body->item,
        .communication = body->communication,
        .shipping = body->shipping,
        .words = body->words ? text_trim(request->memory, body->words) : "",
        .used = (enum review_used)body->used,
        .visit = visit,
        .now = request->now,
    };
}

static refused answer_done(struct request *request, struct store_tx *tx, review_id number)
{
    struct review review;
    struct review_done *answer = request->answer;
    refused why = reviews_find(tx, request->memory, number, &review);
    if (why)
        return why;
    *answer = reviews_done(&review);
    answer->order = review.order;
    return NULL;
}

static refused write_act(struct store_tx *tx, void *what)
{
    struct writing *writing = what;
    struct request *request = writing->request;
    struct fraud_visit visit = fraud_visit_of(request);
    struct review_wish wish = wish_of(request, &visit);
    struct rows rows = store_query(tx, &reviews_select_line, WITH(INT(wish.line.number)));
    bool of_order = false;
    if (rows_next(&rows)) {
        of_order = rows_int(&rows, "order_id") == request_id(request, "order");
        rows_close(&rows);
    }
    if (!of_order)
        return &REVIEW_LINE_NOT_FOUND;
    refused why = reviews_add(tx, request->memory, &wish, &writing->made);
    if (why || writing->made.judgement.stops)
        return why;
    return answer_done(request, tx, writing->made.review);
}

static refused change_act(struct store_tx *tx, void *what)
{
    struct writing *writing = what;
    struct request *request = writing->request;
    struct fraud_visit visit = fraud_visit_of(request);
    struct review_wish wish = wish_of(request, &visit);
    review_id review = { request_id(request, "review") };
    refused why = reviews_change(tx, request->memory, review, &wish, &writing->made);
    if (why || writing->made.judgement.stops)
        return why;
    return answer_done(request, tx, review);
}

static refused do_judged(struct request *request, store_act *act)
{
    struct writing writing = { .request = request };
    refused why = store_transact(request->store, act, &writing);
    return why ? why : fraud_stop(request, &writing.made.judgement);
}

static refused write_review(struct request *request)
{
    refused why = do_judged(request, write_act);
    if (!why)
        request->status = 201;
    return why;
}

static refused change_review(struct request *request)
{
    return do_judged(request, change_act);
}

static refused delete_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    review_id review = { request_id(request, "review") };
    refused why =
        reviews_delete(tx, request->memory, review, request->visitor.account, request->now);
    return why ? why : answer_done(request, tx, review);
}

static refused delete_review(struct request *request)
{
    return request_transact(request, delete_act, request);
}

struct followup_request {
    int64_t stars;
    const char *words;
};
// clang-format off
static const struct field followup_fields[] = {
    INT_FIELD(struct followup_request, stars, .optional = true, .min = 1, .max = 5,
              .says = "Stars for the item now; as before if not given."),
    TEXT_FIELD(struct followup_request, words, .min = 1, .max = REVIEW_WORDS_MAX, .lines = true,
               .says = "What there is to add."),
    { 0 },
};
// clang-format on

static refused followup_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct followup_request *body = request->body;
    review_id review = { request_id(request, "review") };
    refused why = reviews_follow_up(
        tx, request->memory,
        &(struct review_followup_wish){ .review = review,
                                        .buyer = request->visitor.account,
                                        .stars = body->stars,
                                        .words = text_trim(request->memory, body->words),
                                        .now = request->now });
    return why ? why : answer_done(request, tx, review);
}

static refused add_followup(struct request *request)
{
    refused why = request_transact(request, followup_act, request);
    if (!why)
        request->status = 201;
    return why;
}

/* Pictures ----------------------------------------------------------------------------------- */

struct picture_request {
    struct upload file;
};
struct picture_answer {
    review_picture_id photo;
    review_id review;
    order_id order;
};
// clang-format off
static const struct field picture_request_fields[] = {
    UPLOAD_FIELD(struct picture_request, file,
                 .says = "JPEG, PNG, WebP or GIF, up to 12 MB and 40 megapixels."),
    { 0 },
};
static const struct field picture_fields[] = {
    ID_FIELD(struct picture_answer, photo, "rpc", .says = "The picture."),
    ID_FIELD(struct picture_answer, review, "rev", .says = "The review; null when it is gone."),
    ID_FIELD(struct picture_answer, order, "ord", .says = "The order."),
    { 0 },
};
// clang-format on

struct uploading {
    struct request *request;
    struct photograph photograph;
};

static refused upload_act(struct store_tx *tx, void *what)
{
    struct uploading *uploading = what;
    struct request *request = uploading->request;
    struct picture_answer *answer = request->answer;
    struct review review;
    answer->review = (review_id){ request_id(request, "review") };
    refused why =
        reviews_add_picture(tx, request->memory,
                            &(struct review_picture_adding){ .review = answer->review,
                                                             .buyer = request->visitor.account,
                                                             .photograph = &uploading->photograph,
                                                             .now = request->now },
                            &answer->photo);
    if (!why)
        why = reviews_find(tx, request->memory, answer->review, &review);
    if (!why)
        answer->order = review.order;
    return why;
}

static refused upload_picture(struct request *request)
{
    const struct picture_request *body = request->body;
    struct uploading uploading = { .request = request };
    struct store_tx *tx = store_read(request->store);
    /* What would be refused anyway is not decoded. */
    refused why =
        reviews_may_add_picture(tx, request->memory, (review_id){ request_id(request, "review") },
                                request->visitor.account);
    store_read_end(tx);
    if (!why) /* before the transaction: it takes long and changes nothing */
        why = photograph_make(request->memory, body->file.bytes, body->file.size,
                              &uploading.photograph);
    if (!why)
        why = request_transact(request, upload_act, &uploading);
    if (!why)
        request->status = 201;
    return why;
}

static refused remove_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct picture_answer *answer = request->answer;
    answer->photo = (review_picture_id){ request_id(request, "photo") };
    return reviews_remove_picture(tx, request->memory, answer->photo, request->visitor.account,
                                  &answer->order);
}

static refused remove_picture(struct request *request)
{
    return request_transact(request, remove_act, request);
}

// clang-format off
const struct route reviews_own_routes[] = {
    { GET, "/orders/{order}/reviews", BUYER_OF_ORDER, show_order_reviews,
      .summary = "What the buyer says of an order, and what may be said", .gives = own_fields,
      .refuses = { &ORDER_NOT_FOUND }, .page = "reviews/write" },
    { POST, "/orders/{order}/reviews", BUYER_OF_ORDER, write_review,
      .summary = "Review a line of an order that came", .takes = write_fields,
      .gives = review_done_fields,
      .refuses = { &ORDER_NOT_FOUND, &REVIEW_LINE_NOT_FOUND, &REVIEW_NOT_DELIVERED, &REVIEW_EXISTS,
                   &REVIEW_TAKEN_BACK, &REVIEW_OWN, &REVIEW_STARS_WRONG, &REVIEW_WORDS_LONG,
                   &SELLER_NOT_FOUND, &ACCOUNT_NOT_FOUND, &FRAUD_REFUSED },
      .then = "/orders/{order}/reviews", .again = "/orders/{order}/reviews", .scope = SCOPE_BUY,
      .limit = { 60, 3600 }, .done = N_("Thank you. Your review is there.") },
    { GET, "/account/reviews", SIGNED_IN, show_mine,
      .summary = "One's own reviews, and what may still be reviewed",
      .takes = mine_request_fields, .gives = mine_fields, .page = "reviews/mine" },
    { POST, "/reviews/{review}/change", SIGNED_IN, change_review,
      .summary = "Change one's own review; what it said before is kept by the market",
      .takes = change_fields, .gives = review_done_fields,
      .refuses = { &REVIEW_NOT_FOUND, &REVIEW_NOT_YOURS, &REVIEW_TAKEN_BACK, &REVIEW_STATE_WRONG,
                   &REVIEW_STARS_WRONG, &REVIEW_WORDS_LONG, &ACCOUNT_NOT_FOUND,
                   &FRAUD_REFUSED },
      .then = "/orders/{order}/reviews", .scope = SCOPE_BUY, .limit = { 60, 3600 },
      .done = N_("Your review is changed.") },
    { POST, "/reviews/{review}/removal", SIGNED_IN, delete_review,
      .summary = "Take one's own review back", .gives = review_done_fields,
      .refuses = { &REVIEW_NOT_FOUND, &REVIEW_NOT_YOURS, &REVIEW_TAKEN_BACK,
                   &REVIEW_STATE_WRONG },
      .then = "/orders/{order}/reviews", .scope = SCOPE_BUY,
      .done = N_("Your review is taken back.") },
    { POST, "/reviews/{review}/followups", SIGNED_IN, add_followup,
      .summary = "Add to one's own review, two weeks after", .takes = followup_fields,
      .gives = review_done_fields,
      .refuses = { &REVIEW_NOT_FOUND, &REVIEW_NOT_YOURS, &REVIEW_TAKEN_BACK, &REVIEW_STATE_WRONG,
                   &REVIEW_STARS_WRONG, &REVIEW_WORDS_LONG, &REVIEW_FOLLOWUP_EARLY,
                   &REVIEW_FOLLOWUP_LIMIT },
      .then = "/orders/{order}/reviews", .scope = SCOPE_BUY, .done = N_("It is added.") },
    { POST, "/reviews/{review}/pictures", SIGNED_IN, upload_picture,
      .summary = "Add a photograph to one's own review", .takes = picture_request_fields,
      .gives = picture_fields,
      .refuses = { &REVIEW_NOT_FOUND, &REVIEW_NOT_YOURS, &REVIEW_STATE_WRONG,
                   &REVIEW_PICTURE_LIMIT, &PICTURE_NOT_AN_IMAGE, &PICTURE_TOO_LARGE },
      .then = "/orders/{order}/reviews", .body_max = UPLOAD_BYTES_MAX, .scope = SCOPE_BUY,
      .limit = { 60, 600 }, .done = N_("The picture is there.") },
    { POST, "/reviews/pictures/{photo}/removal", SIGNED_IN, remove_picture,
      .summary = "Take a picture of one's own review away", .gives = picture_fields,
      .refuses = { &REVIEW_PICTURE_NOT_FOUND, &REVIEW_NOT_FOUND }, .scope = SCOPE_BUY,
      .then = "/orders/{order}/reviews", .done = N_("The picture is gone.") },
    { 0 },
};
// clang-format on
