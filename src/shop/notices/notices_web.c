/* Notices, on the web: a person's notices, and the outbox of a demo. */
#include "shop/notices/notices_inside.h"
#include "shop/notices/notices_schema_sql.h"
#include "shop/notices/notices_sql.h"
#include "web/route.h"

struct notice_answer {
    notice_id notice;
    const char *subject, *words, *button, *path, *email;
    struct moment at;
    bool unread;
};
static const struct field notice_fields[] = {
    ID_FIELD(struct notice_answer, notice, "ntc", .says = "The notice."),
    TEXT_FIELD(struct notice_answer, subject, .says = "In a line."),
    TEXT_FIELD(struct notice_answer, words, .says = "In full."),
    TEXT_FIELD(struct notice_answer, button, .says = "What its link says, or null."),
    TEXT_FIELD(struct notice_answer, path, .says = "Where its link leads."),
    TEXT_FIELD(struct notice_answer, email, .says = "Whom it was mailed to: in the outbox only."),
    MOMENT_FIELD(struct notice_answer, at, .says = "When."),
    BOOL_FIELD(struct notice_answer, unread, .says = "It was not seen before."),
    { 0 },
};
struct notices_answer {
    LIST_OF(struct notice_answer) data;
    const char *next_cursor;
    bool has_more;
};
static const struct field notices_fields[] = {
    LIST_FIELD(struct notices_answer, data, notice_fields, .says = "The newest first."),
    PAGED_ANSWER(struct notices_answer),
    { 0 },
};
struct list_request {
    const char *cursor;
    int64_t limit;
};
static const struct field list_fields[] = { PAGED_REQUEST(struct list_request), { 0 } };

static int64_t limit_of(const struct list_request *body)
{
    return body->limit ? body->limit : 20;
}

static int64_t before_of(const struct list_request *body)
{
    int64_t before;
    return id_read(body->cursor, "ntc", &before) ? before : INT64_MAX;
}

static void fill(struct request *request, struct rows *rows, bool outbox)
{
    struct notices_answer *answer = request->answer;
    int64_t limit = limit_of(request->body);
    answer->data.items = arena_array(request->memory, (size_t)limit, sizeof(*answer->data.items));
    while (rows_next(rows)) {
        if ((int64_t)answer->data.count == limit) {
            answer->has_more = true;
            int64_t last = answer->data.items[limit - 1].notice.number;
            answer->next_cursor = id_text(request->memory, "ntc", last);
            rows_close(rows);
            return;
        }
        struct notice_words words = notices_words(request->settings, request->memory, rows, outbox);
        answer->data.items[answer->data.count++] = (struct notice_answer){
            words.notice, words.subject,
            words.words,  words.button,
            words.path,   outbox ? words.email : NULL,
            words.at,     words.read_at.us == 0,
        };
    }
}

static refused list_notices(struct request *request)
{
    request->title = _("Notices");
    struct rows rows =
        store_query(request->tx, &notices_select_of_account,
                    WITH(INT(request->visitor.account.number), INT(before_of(request->body)),
                         INT(limit_of(request->body) + 1)));
    fill(request, &rows, false);
    return NULL;
}

static refused read_act(struct store_tx *tx, void *what)
{
    const struct request *request = what;
    store_put(tx, &notices_read_all,
              WITH(INT(request->now.us), INT(request->visitor.account.number)));
    return NULL;
}

struct read_answer {
    bool done;
};
static const struct field read_fields[] = {
    BOOL_FIELD(struct read_answer, done, .says = "It is done."),
    { 0 },
};

static refused read_all(struct request *request)
{
    struct read_answer *answer = request->answer;
    answer->done = true;
    return store_transact(request->store, read_act, request);
}

/* Everybody's mail: only where everything is pretended. */
static refused only_demo(struct request *request)
{
    return request->settings->demo ? NULL : &NOT_FOUND;
}

static const struct permission permit_demo = { "demo", "Anyone, on a demo market only", only_demo };

static refused show_outbox(struct request *request)
{
    request->title = _("Outbox of this demo");
    struct rows rows =
        store_query(request->tx, &notices_select_newest,
                    WITH(INT(before_of(request->body)), INT(limit_of(request->body) + 1)));
    fill(request, &rows, true);
    return NULL;
}

static int64_t count_unread(struct request *request, struct store_tx *tx)
{
    int64_t account = request->visitor.account.number;
    return account ? store_int(tx, &notices_count_unread, WITH(INT(account)), 0) : 0;
}

// clang-format off
static const struct route notices_routes[] = {
    { GET, "/notices", SIGNED_IN, list_notices, .summary = "What happened", .takes = list_fields,
      .gives = notices_fields, .page = "notices/notices" },
    { POST, "/notices/seen", SIGNED_IN, read_all, .summary = "All notices are seen",
      .gives = read_fields, .then = "/notices" },
    { GET, "/outbox", &permit_demo, show_outbox, .summary = "The mail of a demo market",
      .takes = list_fields, .gives = notices_fields, .page = "notices/outbox" },
    { 0 },
};
// clang-format on

static const struct id_name notices_ids[] = { { "notice", "ntc" }, { 0 } };

const struct module notices_module = {
    .name = "notices",
    .routes = notices_routes,
    .ids = notices_ids,
    .schema = notices_schema,
    .jobs = notices_jobs,
    .statements = notices_statements,
    .counter_name = "notices",
    .counter = count_unread,
    .first = notices_first,
};
