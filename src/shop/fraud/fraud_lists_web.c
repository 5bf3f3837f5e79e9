/* Fraud, lists on the web: what people have allowed or blocked. */
#include "shop/fraud/fraud_lists.h"

#include "base/id.h"
#include "shop/fraud/fraud_console_web.h"

/* What can be on a list, as the form offers it. */
enum kind {
    KIND_ACCOUNT,
    KIND_DEVICE,
    KIND_CARD,
    KIND_ADDRESS,
    KIND_IP,
    KIND_NETWORK,
    KIND_DOMAIN,
    KIND_SELLER,
    KINDS
};
// clang-format off
static const struct choice kind_choices[] = {
    [KIND_ACCOUNT] = { "account", N_("Account") },
    [KIND_DEVICE] = { "device", N_("Device") },
    [KIND_CARD] = { "card", N_("Card") },
    [KIND_ADDRESS] = { "address", N_("Postal address") },
    [KIND_IP] = { "ip", N_("IP address") },
    [KIND_NETWORK] = { "network", N_("IP network") },
    [KIND_DOMAIN] = { "domain", N_("E-mail domain") },
    [KIND_SELLER] = { "seller", N_("Seller") },
    { 0 },
};
static const enum fraud_entity_kind entity_of_kind[] = {
    [KIND_ACCOUNT] = ENTITY_ACCOUNT, [KIND_DEVICE] = ENTITY_DEVICE, [KIND_CARD] = ENTITY_CARD,
    [KIND_ADDRESS] = ENTITY_ADDRESS, [KIND_IP] = ENTITY_IP, [KIND_NETWORK] = ENTITY_NETWORK,
    [KIND_DOMAIN] = ENTITY_DOMAIN,   [KIND_SELLER] = ENTITY_SELLER,
};
// clang-format on

REFUSAL_AT(LISTED_THING_NEEDED, 422, "thing",
           "Say what it is, or name a decision that it was part of; one of the two.");

/* Reading ---------------------------------------------------------------------------------- */

struct listed_row {
    fraud_listed_id listed;
    enum kind kind;
    const char *thing, *path, *reason, *made_by_name;
    enum fraud_list_verdict verdict;
    account_id made_by;
    struct moment made_at, expires_at;
    bool run_out;
};
static const struct field listed_row_fields[] = {
    ID_FIELD(struct listed_row, listed, "lst", .says = "The entry."),
    CHOICE_FIELD(struct listed_row, kind, kind_choices, .says = "What kind of thing it is."),
    TEXT_FIELD(struct listed_row, thing, .says = "The thing, or the decision that it was part of."),
    TEXT_FIELD(struct listed_row, path, .says = "The page of that, or null."),
    CHOICE_FIELD(struct listed_row, verdict, fraud_list_verdicts, .says = "What holds for it."),
    TEXT_FIELD(struct listed_row, reason, .lines = true, .says = "Why."),
    ID_FIELD(struct listed_row, made_by, "acc", .says = "By whom."),
    TEXT_FIELD(struct listed_row, made_by_name, .says = "The same by name."),
    MOMENT_FIELD(struct listed_row, made_at, .says = "Since when."),
    MOMENT_FIELD(struct listed_row, expires_at, .says = "Until when; null is for good."),
    BOOL_FIELD(struct listed_row, run_out, .says = "Its time is over: it does nothing any more."),
    { 0 },
};
struct lists_answer {
    LIST_OF(struct listed_row) data;
    LIST_OF(struct named_choice) kinds;
    const char *next_cursor;
    bool has_more;
};
static const struct field lists_fields[] = {
    LIST_FIELD(struct lists_answer, data, listed_row_fields, .says = "The newest first."),
    LIST_FIELD(struct lists_answer, kinds, named_choice_fields, .says = "What can be listed."),
    PAGED_ANSWER(struct lists_answer),
    { 0 },
};
static const struct field lists_request_fields[] = { PAGED_REQUEST(struct page_request), { 0 } };

static enum kind kind_of(enum fraud_entity_kind entity)
{
    for (int kind = 0; kind < KINDS; kind++)
        if (entity_of_kind[kind] == entity)
            return (enum kind)kind;
    return KIND_ACCOUNT;
}

static struct listed_row row_of(struct request *request, const struct fraud_listed_entry *entry)
{
    struct account maker = { 0 };
    accounts_find(request->tx, request->memory, (account_id){ entry->made_by }, &maker);
    return (struct listed_row){
        .listed = entry->listed,
        .kind = kind_of(entry->kind),
        .thing = entry->shown,
        .path = oversight_path_of(request->memory, entry->shown),
        .verdict = entry->verdict,
        .reason = entry->reason,
        .made_by = { entry->made_by },
        .made_by_name = maker.name,
        .made_at = entry->made_at,
        .expires_at = entry->expires_at,
        .run_out = entry->expires_at.us && entry->expires_at.us <= request->now.us,
    };
}

static refused show_lists(struct request *request)
{
    const struct page_request *body = request->body;
    struct lists_answer *answer = request->answer;
    struct arena *memory = request->memory;
    int64_t limit = body && body->limit ? body->limit : 50, before;
    if (!body || !id_read(body->cursor, "lst", &before))
        before = INT64_MAX;
    request->title = _("Lists");
    struct fraud_listed_entries found = fraud_listed(request->tx, memory, before, limit + 1);
    answer->has_more = (int64_t)found.count > limit;
    answer->data.items = arena_array(memory, found.count, sizeof(struct listed_row));
    for (size_t i = 0; i < found.count && (int64_t)i < limit; i++)
        answer->data.items[answer->data.count++] = row_of(request, &found.items[i]);
    if (answer->has_more)
        answer->next_cursor = id_text(memory, "lst", answer->data.items[limit - 1].listed.number);
    answer->kinds.items = arena_array(memory, KINDS, sizeof(struct named_choice));
    for (int kind = 0; kind < KINDS; kind++)
        answer->kinds.items[answer->kinds.count++] =
            (struct named_choice){ kind_choices[kind].name, _(kind_choices[kind].words), false };
    return NULL;
}

/* Adding and ending ------------------------------------------------------------------------ */

struct list_request {
    enum kind kind;
    const char *thing, *reason;
    fraud_decision_id decision;
    enum fraud_list_verdict verdict;
    int64_t days;
};
static const struct field list_request_fields[] = {
    CHOICE_FIELD(struct list_request, kind, kind_choices, .says = "What kind of thing it is."),
    TEXT_FIELD(struct list_request, thing, .optional = true, .max = 200,
               .says = "The thing: acc_..., sel_..., 203.0.113.7, 203.0.113.0/24, mail.example."),
    ID_FIELD(struct list_request, decision, "dec", .optional = true,
             .says = "Instead: a decision; the thing of this kind that was part of it."),
    CHOICE_FIELD(struct list_request, verdict, fraud_list_verdicts, .says = "Allow or block."),
    INT_FIELD(struct list_request, days, .optional = true, .min = 1, .max = 3650,
              .says = "For so many days; for good if not given."),
    REASON_FIELD(struct list_request),
    { 0 },
};
struct listed_acted {
    fraud_listed_id listed;
};
static const struct field listed_acted_fields[] = {
    ID_FIELD(struct listed_acted, listed, "lst", .says = "The entry."),
    { 0 },
};

static refused add_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct list_request *body = request->body;
    struct listed_acted *answer = request->answer;
    struct fraud_list_wish wish = {
        .kind = entity_of_kind[body->kind],
        .thing = body->thing,
        .of = body->decision,
        .verdict = body->verdict,
        .reason = body->reason,
        .by = request->visitor.account.number,
        .until = { body->days ? moment_after(request->now, days(body->days)).us : 0 },
        .now = request->now,
    };
    refused why = fraud_list_add(tx, &wish, &answer->listed);
    if (why)
        return why;
    /* The thing itself stays sealed in its entry: the audit is kept for ever. */
    const char *facts =
        arena_format(request->memory, "%s %s", fraud_list_verdicts[body->verdict].name,
                     kind_choices[body->kind].name);
    oversight_note_for(
        tx, request,
        &(struct noted){ "list.added", "lst", answer->listed.number, body->reason, facts });
    return NULL;
}

static refused add_listed(struct request *request)
{
    const struct list_request *body = request->body;
    if (!body->thing == !body->decision.number)
        return &LISTED_THING_NEEDED;
    return request_transact(request, add_act, request);
}

static refused end_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct listed_acted *answer = request->answer;
    fraud_listed_id listed = { request_id(request, "listed") };
    refused why = fraud_list_end(tx, listed, request->now);
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ "list.ended", "lst", listed.number, NULL, NULL });
    answer->listed = listed;
    return NULL;
}

static refused end_listed(struct request *request)
{
    return request_transact(request, end_act, request);
}

// clang-format off
static const struct route lists_routes[] = {
    { GET, "/operator/fraud/lists", OPERATOR, show_lists, .summary = "What is allowed or blocked",
      .takes = lists_request_fields, .gives = lists_fields, .page = "fraud/lists",
      .scope = SCOPE_OPERATE },
    { POST, "/operator/fraud/lists", OPERATOR, add_listed, .summary = "Allow or block something",
      .takes = list_request_fields, .gives = listed_acted_fields,
      .refuses = { &LISTED_THING_NEEDED, &LISTED_WRONG, &LISTED_ALREADY },
      .then = "/operator/fraud/lists", .again = "/operator/fraud/lists", .scope = SCOPE_OPERATE,
      .done = N_("It is on the list, and counts from the next act on.") },
    { POST, "/operator/fraud/lists/{listed}/end", OPERATOR, end_listed,
      .summary = "End an entry of the lists", .gives = listed_acted_fields,
      .refuses = { &LISTED_NOT_FOUND }, .then = "/operator/fraud/lists",
      .again = "/operator/fraud/lists", .scope = SCOPE_OPERATE,
      .done = N_("It is on no list any more.") },
    { 0 },
};
// clang-format on

const struct module fraud_lists_module = { .name = "fraud_lists", .routes = lists_routes };
