/* Messages, on the web: those that were withheld or reported, and an operator's word on them. */
#include "shop/messages/messages_sql.h"
#include "shop/messages/messages_web.h"
#include "shop/oversight/oversight_web.h"

struct queued_answer {
    struct message_answer of;
    account_id sender;
    seller_id seller;
    fraud_decision_id decision;
    const char *title, *said;
    enum message_reason reason;
    bool reported;
};
struct queue_answer {
    LIST_OF(struct queued_answer) data;
    const char *next_cursor;
    bool has_more;
    int64_t waiting;
};
struct verdict_request {
    int verdict;
    const char *reason;
};
struct verdict_answer {
    message_id message;
    enum message_state state;
    enum message_verdict verdict;
};
// clang-format off
static const struct field queued_fields[] = {
    OBJECT_FIELD(struct queued_answer, of, message_fields, .says = "The message."),
    ID_FIELD(struct queued_answer, sender, "acc", .says = "Who wrote it."),
    ID_FIELD(struct queued_answer, seller, "sel", .says = "The seller of the conversation."),
    ID_FIELD(struct queued_answer, decision, "dec", .says = "The fraud engine's, or null."),
    TEXT_FIELD(struct queued_answer, title, .says = "What the conversation is about."),
    BOOL_FIELD(struct queued_answer, reported, .says = "The other side reported it."),
    CHOICE_FIELD(struct queued_answer, reason, message_reasons, .says = "Why, if it was."),
    TEXT_FIELD(struct queued_answer, said, .says = "What the reporter said with it, or null."),
    { 0 },
};
static const struct field queue_request_fields[] = {
    PAGED_REQUEST(struct page_request),
    { 0 },
};
static const struct field queue_fields[] = {
    LIST_FIELD(struct queue_answer, data, queued_fields, .says = "The longest waiting first."),
    PAGED_ANSWER(struct queue_answer),
    INT_FIELD(struct queue_answer, waiting, .says = "So many wait for a person."),
    { 0 },
};
static const struct choice verdict_choices[] = {
    { "confirmed", N_("Against the rules") },
    { "dismissed", N_("In order") },
    { 0 },
};
static const struct field verdict_fields[] = {
    CHOICE_FIELD(struct verdict_request, verdict, verdict_choices,
                 .says = "Confirmed: its receiver does not see it. Dismissed: it is delivered."),
    TEXT_FIELD(struct verdict_request, reason, .optional = true, .max = 500,
               .says = "Kept in the audit."),
    { 0 },
};
static const struct field verdict_answer_fields[] = {
    ID_FIELD(struct verdict_answer, message, "msg", .says = "The message."),
    CHOICE_FIELD(struct verdict_answer, state, message_states, .says = "As it is now."),
    CHOICE_FIELD(struct verdict_answer, verdict, message_verdicts, .says = "The word on it."),
    { 0 },
};
// clang-format on

static struct queued_answer queued(struct request *request, const struct message *message)
{
    struct message_thread thread;
    struct message_report report;
    struct queued_answer answer = {
        .of = messages_answer(request, request->tx, message, message->side),
        .sender = message->sender,
        .decision = message->decision,
        .reported = message->reported,
    };
    if (!messages_find_thread(request->tx, request->memory, message->thread, &thread)) {
        answer.seller = thread.seller;
        answer.title = thread.title;
    }
    answer.of.pictures.count = 0; /* for the two sides only */
    if (messages_report_of(request->tx, request->memory, message->message, &report)) {
        answer.reason = report.reason;
        answer.said = report.words;
    }
    return answer;
}

static refused show_queue(struct request *request)
{
    const struct page_request *body = request->body;
    struct queue_answer *answer = request->answer;
    int64_t limit = body->limit ? body->limit : 20, after = 0;
    if (body->cursor && !id_read(body->cursor, "msg", &after))
        after = 0;
    struct messages found = messages_read_rows(
        request->tx, request->memory,
        store_query(request->tx, &messages_select_waiting, WITH(INT(after), INT(limit + 1))));
    answer->data.items = arena_array(request->memory, found.count, sizeof *answer->data.items);
    for (size_t i = 0; i < found.count && i < (size_t)limit; i++)
        answer->data.items[answer->data.count++] = queued(request, &found.items[i]);
    answer->has_more = found.count > (size_t)limit;
    if (answer->has_more)
        answer->next_cursor =
            id_text(request->memory, "msg", found.items[limit - 1].message.number);
    answer->waiting = store_int(request->tx, &messages_count_waiting, WITHOUT, 0);
    request->title = _("Messages");
    return NULL;
}

static refused verdict_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct verdict_request *body = request->body;
    struct verdict_answer *answer = request->answer;
    struct message message = { .message = { request_id(request, "message") } };
    bool against = body->verdict == 0;
    refused why =
        messages_give_verdict(tx, request->memory, message.message,
                              against ? MESSAGE_CONFIRMED : MESSAGE_DISMISSED, request->now);
    why = why ? why : messages_find(tx, request->memory, message.message, &message);
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ .act = against ? "message.confirmed" : "message.dismissed",
                                        .prefix = "msg",
                                        .subject = message.message.number,
                                        .reason = body->reason });
    *answer = (struct verdict_answer){ message.message, message.state, message.verdict };
    return NULL;
}

static refused give_verdict(struct request *request)
{
    return request_transact(request, verdict_act, request);
}

// clang-format off
const struct route messages_operator_routes[] = {
    { GET, "/operator/messages", OPERATOR, show_queue,
      .summary = "Messages that were withheld or reported", .takes = queue_request_fields,
      .gives = queue_fields, .page = "messages/queue", .scope = SCOPE_OPERATE },
    { POST, "/operator/messages/{message}/verdict", OPERATOR, give_verdict,
      .summary = "Say whether a message breaks the rules", .takes = verdict_fields,
      .gives = verdict_answer_fields, .refuses = { &MESSAGE_NOT_FOUND, &MESSAGE_DECIDED_BEFORE },
      .then = "/operator/messages", .scope = SCOPE_OPERATE, .done = N_("Decided.") },
    { 0 },
};
// clang-format on
