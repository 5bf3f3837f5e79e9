/* Messages, on the web: the list of both roles, one thread, and what its sides do. The answers:
 * messages_answer_web.c; operators: messages_operator_web.c. */
#include "shop/messages/messages_web.h"

#include "shop/catalog/catalog_photograph.h"
#include "shop/fraud/fraud_web.h"
#include "shop/messages/messages_schema_sql.h"
#include "shop/messages/messages_sql.h"

enum { UPLOAD_BYTES_MAX = 12 * 1024 * 1024, LAST_WORDS_SHOWN = 140 };

static refused find_thread(struct request *request, struct store_tx *tx,
                           struct message_thread *ret_thread, enum message_side *ret_side)
{
    thread_id thread = { request_id(request, "thread") };
    if (!request->visitor.account.number)
        return &NOT_SIGNED_IN;
    refused why = messages_find_thread(tx, request->memory, thread, ret_thread);
    return why ? why : messages_side(ret_thread, request->visitor.account, ret_side);
}

static refused is_side(struct request *request)
{
    struct message_thread thread;
    enum message_side side;
    return find_thread(request, request->tx, &thread, &side);
}

static const struct permission side_of_thread = { "side_of_thread",
                                                  "The buyer or the seller of the conversation",
                                                  is_side };
#define SIDE_OF_THREAD (&side_of_thread)

/* The list --------------------------------------------------------------------------------- */

struct thread_row {
    thread_id thread;
    enum message_side side;
    const char *other_name, *title, *last;
    bool last_own, about_order;
    struct moment at;
    int64_t unread;
};
struct threads_answer {
    LIST_OF(struct thread_row) data;
    const char *next_cursor;
    bool has_more;
    int64_t unread;
};
// clang-format off
static const struct field row_fields[] = {
    ID_FIELD(struct thread_row, thread, "thr", .says = "The conversation."),
    CHOICE_FIELD(struct thread_row, side, message_sides, .says = "The side of who asks."),
    TEXT_FIELD(struct thread_row, other_name, .says = "Whom one writes with."),
    TEXT_FIELD(struct thread_row, title, .says = "What it is about."),
    TEXT_FIELD(struct thread_row, last, .says = "The last words, cut."),
    BOOL_FIELD(struct thread_row, last_own, .says = "Who asks said them."),
    BOOL_FIELD(struct thread_row, about_order, .says = "It is about an order."),
    MOMENT_FIELD(struct thread_row, at, .says = "When they were said."),
    INT_FIELD(struct thread_row, unread, .says = "So many were not read yet."),
    { 0 },
};
static const struct field threads_fields[] = {
    LIST_FIELD(struct threads_answer, data, row_fields, .says = "The newest first."),
    PAGED_ANSWER(struct threads_answer),
    INT_FIELD(struct threads_answer, unread, .says = "So many messages were not read yet."),
    { 0 },
};
static const struct field threads_request_fields[] = {
    PAGED_REQUEST(struct page_request),
    { 0 },
};
// clang-format on

/* Cut at a whole letter. */
static const char *cut(struct arena *memory, const char *words)
{
    size_t size = strlen(words);
    if (size <= LAST_WORDS_SHOWN)
        return words;
    size = LAST_WORDS_SHOWN;
    while (size && ((unsigned char)words[size] & 0xC0) == 0x80)
        size--;
    return arena_format(memory, "%.*s…", (int)size, words);
}

static struct thread_row row_of(struct request *request, const struct message_thread *thread)
{
    struct thread_row row = { .thread = thread->thread,
                              .title = thread->title,
                              .about_order = thread->order.number != 0 };
    if (messages_side(thread, request->visitor.account, &row.side))
        return row;
    row.other_name = messages_other_name(request->tx, request->memory, thread, row.side);
    row.unread = messages_unread_of(request->tx, thread->thread, row.side);
    struct messages last =
        messages_seen(request->tx, request->memory, thread->thread, row.side, 0, INT64_MAX, 1);
    if (last.count) {
        row.last = cut(request->memory, last.items[0].words);
        row.last_own = last.items[0].side == row.side;
        row.at = last.items[0].at;
    }
    return row;
}

static refused list_threads(struct request *request)
{
    const struct page_request *body = request->body;
    struct threads_answer *answer = request->answer;
    int64_t limit = body->limit ? body->limit : 20, before = INT64_MAX;
    if (body->cursor && !id_read(body->cursor, "msg", &before))
        before = INT64_MAX;
    struct message_threads found =
        messages_threads(request->tx, request->memory, request->visitor.account, before, limit + 1);
    answer->data.items = arena_array(request->memory, found.count, sizeof *answer->data.items);
    for (size_t i = 0; i < found.count && i < (size_t)limit; i++)
        answer->data.items[answer->data.count++] = row_of(request, &found.items[i]);
    answer->has_more = found.count > (size_t)limit;
    if (answer->has_more)
        answer->next_cursor = id_text(request->memory, "msg", found.items[limit - 1].newest.number);
    answer->unread = messages_unread(request->tx, request->visitor.account);
    request->title = _("Messages");
    return NULL;
}

/* One thread ------------------------------------------------------------------------------- */

struct show_request {
    const char *after, *before;
};
// clang-format off
static const struct field show_request_fields[] = {
    TEXT_FIELD(struct show_request, after, .optional = true,
               .says = "Only what was said after this message."),
    TEXT_FIELD(struct show_request, before, .optional = true,
               .says = "Only what was said before this message."),
    { 0 },
};
// clang-format on

static refused show(struct request *request)
{
    const struct show_request *body = request->body;
    struct message_thread thread;
    enum message_side side;
    int64_t after = 0, before = INT64_MAX;
    refused why = find_thread(request, request->tx, &thread, &side);
    if (why)
        return why;
    if (body->after && !id_read(body->after, "msg", &after))
        after = 0;
    if (body->before && !id_read(body->before, "msg", &before))
        before = INT64_MAX;
    messages_fill_thread(request, request->tx, &thread, side, after, before, request->answer);
    request->title = _("Messages");
    return NULL;
}

/* What is said already about a product or an order, and where to say more. */
static refused show_about(struct request *request, const struct message_wish *wish)
{
    struct message_thread thread;
    enum message_side side;
    refused why = messages_thread_about(request->tx, request->memory, wish, &thread);
    why = why ? why : messages_side(&thread, wish->sender, &side);
    if (why)
        return why;
    messages_fill_thread(request, request->tx, &thread, side, 0, INT64_MAX, request->answer);
    request->title = _("Messages");
    return NULL;
}

static refused show_about_product(struct request *request)
{
    return show_about(request,
                      &(struct message_wish){ .product = { request_id(request, "product") },
                                              .sender = request->visitor.account });
}

static refused show_about_order(struct request *request)
{
    return show_about(request, &(struct message_wish){ .order = { request_id(request, "order") },
                                                       .sender = request->visitor.account });
}

static refused show_picture(struct request *request)
{
    struct message_thread thread;
    struct message message;
    struct message_photo photo;
    enum message_side side;
    int64_t place;
    refused why = find_thread(request, request->tx, &thread, &side);
    why = why ? why
              : messages_find(request->tx, request->memory,
                              (message_id){ request_id(request, "message") }, &message);
    if (why)
        return why;
    if (message.thread.number != thread.thread.number ||
        (message.side != side && message.state == MESSAGE_WITHHELD) ||
        !text_to_int(request_text(request, "place"), &place) ||
        !messages_picture(request->tx, request->memory, message.message, place, &photo))
        return &PICTURE_NOT_FOUND;
    request->raw = photo.bytes;
    request->raw_size = photo.size;
    request->raw_type = "image/jpeg";
    request->cache = "private, max-age=3600";
    return NULL;
}

/* Saying something ------------------------------------------------------------------------- */

struct say_request {
    const char *words;
    message_id seen;
};
struct said_answer {
    thread_id thread;
    message_id message;
    enum message_state state;
    enum message_caution caution;
    LIST_OF(const char *) found;
};
// clang-format off
static const struct field say_fields[] = {
    TEXT_FIELD(struct say_request, words, .optional = true, .max = MESSAGE_WORDS_MAX,
               .lines = true, .says = "What is said."),
    ID_FIELD(struct say_request, seen, "msg", .optional = true,
             .says = "The last message that was shown: it counts as read."),
    { 0 },
};
static const struct field said_fields[] = {
    ID_FIELD(struct said_answer, thread, "thr", .says = "The conversation."),
    ID_FIELD(struct said_answer, message, "msg", .says = "The message."),
    CHOICE_FIELD(struct said_answer, state, message_states,
                 .says = "Withheld: it was not delivered, for what was found in it."),
    CHOICE_FIELD(struct said_answer, caution, message_cautions,
                 .says = "How much its receiver is warned of it."),
    TEXTS_FIELD(struct said_answer, found, .says = "What does not belong there, in words."),
    { 0 },
};
// clang-format on

struct saying {
    struct request *request;
    struct message_wish wish;
    struct message_made made;
};

static refused say_act(struct store_tx *tx, void *what)
{
    struct saying *saying = what;
    struct request *request = saying->request;
    struct said_answer *answer = request->answer;
    refused why = messages_send(tx, request->memory, &saying->wish, &saying->made);
    if (why || saying->made.judgement.stops)
        return why;
    const struct message *message = &saying->made.message;
    *answer = (struct said_answer){
        saying->made.thread, message->message, message->state, messages_caution(message), { 0 }
    };
    return NULL;
}

static refused say(struct request *request, struct message_wish wish)
{
    const struct say_request *body = request->body;
    struct said_answer *answer = request->answer;
    struct fraud_visit visit = fraud_visit_of(request);
    wish.sender = request->visitor.account;
    wish.words = body->words;
    wish.seen = body->seen;
    wish.visit = &visit;
    wish.now = request->now;
    struct saying saying = { .request = request, .wish = wish };
    refused why = store_transact(request->store, say_act, &saying);
    if (why || saying.made.judgement.stops)
        return why ? why : fraud_stop(request, &saying.made.judgement);
    struct message_found found = messages_found(request->memory, &saying.made.message);
    answer->found.items = found.items;
    answer->found.count = found.count;
    return NULL;
}

static refused say_in_thread(struct request *request)
{
    return say(request, (struct message_wish){ .thread = { request_id(request, "thread") } });
}

static refused say_about_product(struct request *request)
{
    return say(request, (struct message_wish){ .product = { request_id(request, "product") } });
}

static refused say_about_order(struct request *request)
{
    return say(request, (struct message_wish){ .order = { request_id(request, "order") } });
}

/* Pictures --------------------------------------------------------------------------------- */

struct upload_request {
    struct upload file;
};
static const struct field upload_fields[] = {
    UPLOAD_FIELD(struct upload_request, file,
                 .says = "JPEG, PNG, WebP or GIF, up to 12 MB and 40 megapixels."),
    { 0 },
};

struct uploading {
    struct request *request;
    struct photograph photograph;
};

static refused answer_thread(struct request *request, struct store_tx *tx,
                             const struct message_thread *thread, enum message_side side)
{
    messages_fill_thread(request, tx, thread, side, 0, INT64_MAX, request->answer);
    return NULL;
}

static refused upload_act(struct store_tx *tx, void *what)
{
    const struct uploading *uploading = what;
    struct request *request = uploading->request;
    const struct photograph_file *file = &uploading->photograph.files[0];
    struct message_thread thread;
    enum message_side side;
    refused why = find_thread(request, tx, &thread, &side);
    why =
        why ? why
            : messages_add_picture(tx, request->memory, &thread, side,
                                   (struct message_photo){ file->bytes, file->size }, request->now);
    return why ? why : answer_thread(request, tx, &thread, side);
}

static refused upload(struct request *request)
{
    const struct upload_request *body = request->body;
    struct uploading uploading = { .request = request };
    refused why =
        photograph_make(request->memory, body->file.bytes, body->file.size, &uploading.photograph);
    return why ? why : request_transact(request, upload_act, &uploading);
}

/* Reading, blocking, reporting ------------------------------------------------------------- */

struct read_request {
    message_id last;
};
struct report_request {
    message_id message;
    enum message_reason reason;
    const char *words;
};
// clang-format off
static const struct field read_fields[] = {
    ID_FIELD(struct read_request, last, "msg", .says = "The last message that was read."),
    { 0 },
};
static const struct field report_fields[] = {
    ID_FIELD(struct report_request, message, "msg", .says = "The other side's message."),
    CHOICE_FIELD(struct report_request, reason, message_reasons, .says = "What is wrong."),
    TEXT_FIELD(struct report_request, words, .optional = true, .max = 500, .lines = true,
               .says = "What else there is to say."),
    { 0 },
};
// clang-format on

static refused read_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct read_request *body = request->body;
    struct message_thread thread;
    enum message_side side;
    refused why = find_thread(request, tx, &thread, &side);
    if (why)
        return why;
    messages_mark_read(tx, thread.thread, side, body->last);
    return answer_thread(request, tx, &thread, side);
}

static refused mark_read(struct request *request)
{
    return request_transact(request, read_act, request);
}

static refused block_or_not(struct store_tx *tx, struct request *request, bool block)
{
    struct message_thread thread;
    enum message_side side;
    refused why = find_thread(request, tx, &thread, &side);
    why = why ? why : messages_block(tx, &thread, request->visitor.account, block, request->now);
    return why ? why : answer_thread(request, tx, &thread, side);
}

static refused block_act(struct store_tx *tx, void *what)
{
    return block_or_not(tx, what, true);
}

static refused unblock_act(struct store_tx *tx, void *what)
{
    return block_or_not(tx, what, false);
}

static refused block(struct request *request)
{
    return request_transact(request, block_act, request);
}

static refused unblock(struct request *request)
{
    return request_transact(request, unblock_act, request);
}

static refused report_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct report_request *body = request->body;
    struct message_thread thread;
    enum message_side side;
    refused why = find_thread(request, tx, &thread, &side);
    why = why ? why
              : messages_report(tx, request->memory, &thread,
                                &(struct message_report){ .message = body->message,
                                                          .reporter = request->visitor.account,
                                                          .reason = body->reason,
                                                          .words = body->words,
                                                          .at = request->now });
    return why ? why : answer_thread(request, tx, &thread, side);
}

static refused report(struct request *request)
{
    return request_transact(request, report_act, request);
}

static int64_t count_for_head(struct request *request, struct store_tx *tx)
{
    return request->visitor.account.number ? messages_unread(tx, request->visitor.account) : 0;
}

// clang-format off
#define SAYING_REFUSES &MESSAGE_EMPTY, &MESSAGE_OWN_SHOP, &MESSAGES_BLOCKED, &MESSAGES_CLOSED, \
    &MESSAGES_PAUSED, &FRAUD_CHALLENGED, &FRAUD_REFUSED
static const struct route messages_routes[] = {
    { GET, "/messages", SIGNED_IN, list_threads,
      .summary = "Conversations of both roles", .takes = threads_request_fields,
      .gives = threads_fields, .page = "messages/list" },
    { GET, "/messages/{thread}", SIDE_OF_THREAD, show, .summary = "A conversation",
      .takes = show_request_fields, .gives = thread_fields, .refuses = { &THREAD_NOT_FOUND },
      .page = "messages/thread" },
    { GET, "/products/{product}/messages", SIGNED_IN, show_about_product,
      .summary = "What the buyer and the seller of a product wrote to each other",
      .gives = thread_fields, .refuses = { &PRODUCT_NOT_FOUND, &MESSAGE_OWN_SHOP },
      .page = "messages/thread" },
    { GET, "/orders/{order}/messages", SIGNED_IN, show_about_order,
      .summary = "What the buyer and the seller of an order wrote to each other",
      .gives = thread_fields, .refuses = { &ORDER_NOT_FOUND }, .page = "messages/thread" },
    { POST, "/messages/{thread}", SIDE_OF_THREAD, say_in_thread, .summary = "Say something",
      .takes = say_fields, .gives = said_fields, .refuses = { &THREAD_NOT_FOUND, SAYING_REFUSES },
      .then = "/messages/{thread}", .again = "/messages/{thread}", .limit = { 30, 60 },
      .scope = SCOPE_BUY | SCOPE_SELL },
    { POST, "/products/{product}/messages", CONFIRMED, say_about_product,
      .summary = "Write to the seller of a product", .takes = say_fields, .gives = said_fields,
      .refuses = { &PRODUCT_NOT_FOUND, SAYING_REFUSES }, .then = "/messages/{thread}",
      .again = "/products/{product}/messages", .limit = { 10, 60 }, .scope = SCOPE_BUY },
    { POST, "/orders/{order}/messages", CONFIRMED, say_about_order,
      .summary = "Write to the other side of an order", .takes = say_fields, .gives = said_fields,
      .refuses = { &ORDER_NOT_FOUND, SAYING_REFUSES }, .then = "/messages/{thread}",
      .again = "/orders/{order}/messages", .limit = { 30, 60 }, .scope = SCOPE_BUY | SCOPE_SELL },
    { POST, "/messages/{thread}/read", SIDE_OF_THREAD, mark_read,
      .summary = "What was said so far is read", .takes = read_fields, .gives = thread_fields,
      .refuses = { &THREAD_NOT_FOUND }, .then = "/messages/{thread}",
      .again = "/messages/{thread}" },
    { POST, "/messages/{thread}/pictures", SIDE_OF_THREAD, upload,
      .summary = "Add a picture to one's newest message", .takes = upload_fields,
      .gives = thread_fields,
      .refuses = { &THREAD_NOT_FOUND, &MESSAGE_PICTURE_LATE, &MESSAGE_PICTURES_TOO_MANY,
                   &MESSAGES_BLOCKED, &MESSAGES_CLOSED, &MESSAGES_PAUSED, &PICTURE_NOT_AN_IMAGE,
                   &PICTURE_TOO_LARGE },
      .then = "/messages/{thread}", .again = "/messages/{thread}", .body_max = UPLOAD_BYTES_MAX,
      .limit = { 30, 60 } },
    { GET, "/messages/{thread}/pictures/{message}/{place}", SIDE_OF_THREAD, show_picture,
      .raw = true, .summary = "A picture of a message",
      .refuses = { &THREAD_NOT_FOUND, &MESSAGE_NOT_FOUND, &PICTURE_NOT_FOUND },
      .limit = { 600, 60 } },
    { POST, "/messages/{thread}/block", SIDE_OF_THREAD, block,
      .summary = "Want no messages about products from the other side any more",
      .gives = thread_fields, .refuses = { &THREAD_NOT_FOUND, &MESSAGES_OF_ORDER },
      .then = "/messages/{thread}", .again = "/messages/{thread}", .done = N_("It is blocked.") },
    { POST, "/messages/{thread}/unblock", SIDE_OF_THREAD, unblock,
      .summary = "Allow messages again", .gives = thread_fields,
      .refuses = { &THREAD_NOT_FOUND, &MESSAGES_OF_ORDER }, .then = "/messages/{thread}",
      .again = "/messages/{thread}", .done = N_("You can write to each other again.") },
    { POST, "/messages/{thread}/report", SIDE_OF_THREAD, report,
      .summary = "Report a message of the other side", .takes = report_fields,
      .gives = thread_fields,
      .refuses = { &THREAD_NOT_FOUND, &MESSAGE_NOT_FOUND, &MESSAGE_YOUR_OWN,
                   &MESSAGE_REPORTED_BEFORE },
      .then = "/messages/{thread}", .again = "/messages/{thread}",
      .done = N_("Thank you. We look at it.") },
    { 0 },
};
// clang-format on

static const struct id_name messages_ids[] = { { "thread", "thr" }, { "message", "msg" }, { 0 } };

const struct module messages_module = {
    .name = "messages",
    .routes = messages_routes,
    .ids = messages_ids,
    .schema = messages_schema,
    .statements = messages_statements,
    .jobs = messages_jobs,
    .first = messages_first,
    .counter_name = "messages",
    .counter = count_for_head,
};
const struct module messages_operator_module = {
    .name = "messages_operator",
    .routes = messages_operator_routes,
};
