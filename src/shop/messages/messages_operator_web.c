/* Messages, on the web: those that were withheld or reported, and an operator's word on them. */
#include "shop/messages/messages_sql.h"
#include "shop/messages/messages_web.h"
#include "shop/oversight/oversight_web.h"

struct queued_answer {
    struct message_answer of;
    account_id sender;
    seller_id seller;
    fraud_decision_id decision;
    const char *title, *said, *text_says;
    LIST_OF(const char *) runs;
    enum message_reason reason;
    bool reported, suspected;
};
struct queue_answer {
    LIST_OF(struct queued_answer) data;
    const char *next_cursor;
    bool has_more, trained;
    int64_t waiting, version, in_order, against;
    const char *caught, *troubled;
    struct moment trained_at;
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
struct trained_answer {
    int64_t version, in_order, against;
    const char *caught, *troubled;
};
// clang-format off
#define MODEL_FIELDS(TYPE)                                                                     \
    INT_FIELD(TYPE, version, .says = "The text model's number; 0: there is none."),            \
    INT_FIELD(TYPE, in_order, .says = "It learnt from so many that are in order"),             \
    INT_FIELD(TYPE, against, .says = "and so many against the rules."),                        \
    TEXT_FIELD(TYPE, caught,                                                                   \
               .says = "Of 100 bad ones of people kept from it, it suspected so many."),       \
    TEXT_FIELD(TYPE, troubled,                                                                 \
               .says = "Of 100 of theirs that are in order, it suspected so many.")
static const struct field trained_fields[] = {
    MODEL_FIELDS(struct trained_answer),
    { 0 },
};
static const struct field queued_fields[] = {
    OBJECT_FIELD(struct queued_answer, of, message_fields, .says = "The message."),
    ID_FIELD(struct queued_answer, sender, "acc", .says = "Who wrote it."),
    ID_FIELD(struct queued_answer, seller, "sel", .says = "The seller of the conversation."),
    ID_FIELD(struct queued_answer, decision, "dec", .says = "The fraud engine's, or null."),
    TEXT_FIELD(struct queued_answer, title, .says = "What the conversation is about."),
    BOOL_FIELD(struct queued_answer, reported, .says = "The other side reported it."),
    CHOICE_FIELD(struct queued_answer, reason, message_reasons, .says = "Why, if it was."),
    BOOL_FIELD(struct queued_answer, suspected, .says = "Only the text model warned of it."),
    TEXT_FIELD(struct queued_answer, text_says,
               .says = "How likely it is against the rules by its text, of 100; or null."),
    TEXTS_FIELD(struct queued_answer, runs, .says = "Its words that speak most against it."),
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
    MODEL_FIELDS(struct queue_answer),
    BOOL_FIELD(struct queue_answer, trained, .says = "There is a text model."),
    MOMENT_FIELD(struct queue_answer, trained_at, .says = "When it was trained, or null."),
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
        .suspected = message->suspected,
    };
    if (message->probability >= 0)
        answer.text_says =
            arena_format(request->memory, "%lld", (long long)(message->probability / 100));
    if (message->suspected) {
        struct message_runs runs = messages_strongest(request->tx, request->memory, message->words);
        answer.runs.items = arena_array(request->memory, runs.count + 1, sizeof *answer.runs.items);
        for (size_t i = 0; i < runs.count; i++)
            answer.runs.items[answer.runs.count++] = runs.items[i];
    }
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

static const char *of_hundred(struct arena *memory, const struct message_figures *figures, int kind)
{
    int64_t asked = figures->asked[kind] ? figures->asked[kind] : 1;
    return arena_format(memory, "%.1f", 100 * (double)figures->suspected[kind] / (double)asked);
}

static struct trained_answer trained_answer(struct arena *memory,
                                            const struct messages_trained *trained)
{
    return (struct trained_answer){ trained->version, trained->learnt[0], trained->learnt[1],
                                    of_hundred(memory, &trained->figures, 1),
                                    of_hundred(memory, &trained->figures, 0) };
}

static void fill_model(struct request *request, struct queue_answer *answer)
{
    struct messages_trained trained = messages_model_facts(request->tx);
    if (!trained.version)
        return;
    struct trained_answer told = trained_answer(request->memory, &trained);
    answer->trained = true;
    answer->trained_at = trained.at;
    answer->version = told.version;
    answer->in_order = told.in_order;
    answer->against = told.against;
    answer->caught = told.caught;
    answer->troubled = told.troubled;
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
    fill_model(request, answer);
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

static refused train_act(struct store_tx *tx, void *what)
{
    const struct request *request = what;
    oversight_note_for(tx, request, &(struct noted){ .act = "message.model_trained" });
    return NULL;
}

static refused train(struct request *request)
{
    struct messages_trained trained;
    struct trained_answer *answer = request->answer;
    refused why = messages_train(request->store, request->now, &trained);
    why = why ? why : store_transact(request->store, train_act, request);
    if (!why)
        *answer = trained_answer(request->memory, &trained);
    return why;
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
    { POST, "/operator/messages/training", OPERATOR, train,
      .summary = "Train the text model of messages anew from all verdicts",
      .gives = trained_fields, .refuses = { &MESSAGE_FEW_VERDICTS, &MESSAGE_MODEL_WEAK },
      .then = "/operator/messages", .again = "/operator/messages", .scope = SCOPE_OPERATE,
      .limit = { 4, 3600 }, .done = N_("The text model is trained.") },
    { 0 },
};
// clang-format on
