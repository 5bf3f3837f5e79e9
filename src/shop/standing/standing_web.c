/* Standing, on the web: a seller's own page and appeals; the operator's queue and decisions. */
#include "shop/standing/standing_web.h"

#include "base/id.h"
#include "shop/oversight/oversight_web.h"
#include "shop/sellers/sellers_web.h"
#include "shop/standing/standing_schema_sql.h"
#include "shop/standing/standing_sql.h"

/* The seller ------------------------------------------------------------------------------- */

struct standing_page {
    enum standing_level level;
    enum seller_standing standing;
    const char *next; /* what it takes to rise, or NULL */
    int64_t payout_days, products_most, sent;
    struct moment since;
    LIST_OF(struct measure_row) measures;
    LIST_OF(struct statement_row) statements;
    LIST_OF(const char *) history;
};
static const struct field page_fields[] = {
    CHOICE_FIELD(struct standing_page, level, standing_levels, .says = "The level by figures."),
    CHOICE_FIELD(struct standing_page, standing, seller_standings, .says = "The standing."),
    TEXT_FIELD(struct standing_page, next, .says = "What it takes to rise, or null."),
    INT_FIELD(struct standing_page, payout_days, .says = "Payouts wait so many days."),
    INT_FIELD(struct standing_page, products_most, .says = "Products at most; 0: no limit."),
    INT_FIELD(struct standing_page, sent, .says = "Orders sent in a year."),
    MOMENT_FIELD(struct standing_page, since, .says = "Since when it has the level, or null."),
    LIST_FIELD(struct standing_page, measures, measure_fields, .says = "What is measured."),
    LIST_FIELD(struct standing_page, statements, statement_fields,
               .says = "Statements of reasons, the newest first."),
    TEXTS_FIELD(struct standing_page, history, .says = "Its levels of the last year."),
    { 0 },
};

static const char *next_of(struct arena *memory, const struct standing_verdict *verdict)
{
    if (verdict->level == STANDING_TOP)
        return NULL;
    bool is_new = verdict->level == STANDING_NEW;
    int days_needed = is_new ? STANDING_NEW_DAYS : STANDING_TOP_DAYS;
    int sent_needed = is_new ? STANDING_NEW_SENT : STANDING_TOP_SENT;
    if (verdict->reason == MEASURE_AGE)
        return words_fill(memory, _("It takes {days} days on this market."), "days",
                          arena_format(memory, "%d", days_needed), NULL);
    if (verdict->reason == MEASURE_SENT)
        return words_fill(memory, _("It takes {count} orders sent within a year."), "count",
                          arena_format(memory, "%d", sent_needed), NULL);
    return words_fill(memory, _("What stands in the way: {measure}."), "measure",
                      _(standing_measures[verdict->reason].words), NULL);
}

static refused fill_page(struct request *request, struct store_tx *tx)
{
    enum { STATEMENTS_SHOWN = 20 };
    struct standing_page *answer = request->answer;
    struct arena *memory = request->memory;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    if (why)
        return why;
    struct standing_record record = standing_record(tx, memory, &seller, request->now);
    struct standing_verdict verdict = standing_judge(&record);
    struct standing_now now = standing_of(tx, memory, seller.seller);
    struct standing_statements statements =
        standing_list_statements(tx, memory, seller.seller, STATEMENTS_SHOWN);
    struct standing_public shown = standing_for_buyers(request, tx, &seller);
    *answer = (struct standing_page){
        .level = now.level,
        .standing = seller.standing,
        .next = now.level == STANDING_TOP ? NULL : next_of(memory, &verdict),
        .payout_days = seller.payout_days,
        .products_most = seller.products_most,
        .sent = record.windows[WINDOW_365].sent,
        .since = now.since,
    };
    answer->history.items = shown.history.items;
    answer->history.count = shown.history.count;
    answer->measures.items = arena_array(memory, STANDING_MEASURES, sizeof *answer->measures.items);
    answer->measures.count = standing_measure_rows(memory, &record, answer->measures.items);
    answer->statements.items =
        arena_array(memory, statements.count + 1, sizeof *answer->statements.items);
    for (size_t i = 0; i < statements.count; i++)
        answer->statements.items[answer->statements.count++] =
            standing_statement_row(request, tx, &statements.items[i]);
    return NULL;
}

static refused show_own(struct request *request)
{
    request->title = _("Your standing");
    return fill_page(request, request->tx);
}

struct words_request {
    const char *words;
};
static const struct field words_fields[] = {
    TEXT_FIELD(struct words_request, words, .max = STANDING_WORDS_MAX, .lines = true,
               .says = "Why it is wrong, in at least twenty letters."),
    { 0 },
};

static refused appeal_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct words_request *body = request->body;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = standing_appeal(
            tx, request->memory,
            &(struct standing_appeal){
                { request_id(request, "statement") }, seller.seller, body->words, request->now });
    return why ? why : fill_page(request, tx);
}

static refused appeal(struct request *request)
{
    return request_transact(request, appeal_act, request);
}

/* The operator ----------------------------------------------------------------------------- */

struct below_row {
    seller_id seller;
    const char *name, *reason;
    struct moment since;
};
static const struct field below_fields[] = {
    ID_FIELD(struct below_row, seller, "sel", .says = "The seller."),
    TEXT_FIELD(struct below_row, name, .says = "The shop."),
    TEXT_FIELD(struct below_row, reason, .says = "The deciding measure, in words."),
    MOMENT_FIELD(struct below_row, since, .says = "Since when."),
    { 0 },
};
struct queue_answer {
    LIST_OF(struct statement_row) appeals;
    LIST_OF(struct below_row) below;
};
static const struct field queue_fields[] = {
    LIST_FIELD(struct queue_answer, appeals, statement_fields,
               .says = "Appeals that wait, the oldest first."),
    LIST_FIELD(struct queue_answer, below, below_fields, .says = "Sellers below standard."),
    { 0 },
};

static refused show_queue(struct request *request)
{
    enum { SHOWN = 100 };
    struct queue_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct standing_statements appeals =
        standing_list_statements(request->tx, memory, (seller_id){ 0 }, SHOWN);
    struct standing_belows below = standing_below(request->tx, memory, SHOWN);
    request->title = _("Standing");
    answer->appeals.items = arena_array(memory, SHOWN, sizeof *answer->appeals.items);
    for (size_t i = 0; i < appeals.count; i++)
        answer->appeals.items[answer->appeals.count++] =
            standing_statement_row(request, request->tx, &appeals.items[i]);
    answer->below.items = arena_array(memory, SHOWN, sizeof *answer->below.items);
    for (size_t i = 0; i < below.count; i++)
        answer->below.items[answer->below.count++] =
            (struct below_row){ below.items[i].seller, below.items[i].name,
                                below.items[i].reason < STANDING_MEASURES
                                    ? _(standing_measures[below.items[i].reason].words)
                                    : "",
                                below.items[i].since };
    return NULL;
}

struct statement_page {
    struct statement_row shown;
    LIST_OF(struct measure_row) measures;
    bool may_answer;
};
static const struct field statement_page_fields[] = {
    OBJECT_FIELD(struct statement_page, shown, statement_fields, .says = "The statement."),
    LIST_FIELD(struct statement_page, measures, measure_fields,
               .says = "What the figures say today."),
    BOOL_FIELD(struct statement_page, may_answer, .says = "The visitor may decide the appeal."),
    { 0 },
};

static refused fill_statement(struct request *request, struct store_tx *tx, statement_id number)
{
    struct statement_page *answer = request->answer;
    struct arena *memory = request->memory;
    struct standing_statement statement;
    struct seller seller;
    refused why = standing_statement_find(tx, memory, number, &statement);
    if (!why)
        why = sellers_find(tx, memory, statement.seller, &seller);
    if (why)
        return why;
    struct standing_record record = standing_record(tx, memory, &seller, request->now);
    *answer = (struct statement_page){ .shown = standing_statement_row(request, tx, &statement) };
    answer->measures.items = arena_array(memory, STANDING_MEASURES, sizeof *answer->measures.items);
    answer->measures.count = standing_measure_rows(memory, &record, answer->measures.items);
    account_id visitor = request->visitor.account;
    answer->may_answer = answer->shown.waits && statement.decided_by.number != visitor.number &&
                         seller.account.number != visitor.number;
    return NULL;
}

static refused show_statement(struct request *request)
{
    request->title = _("A statement of reasons");
    return fill_statement(request, request->tx, (statement_id){ request_id(request, "statement") });
}

struct decide_request {
    enum statement_decision decision;
    const char *words;
};
static const struct choice decisions[] = {
    [STATEMENT_UNDECIDED] = { "", "" },
    [STATEMENT_UPHELD] = { "upheld", N_("Uphold") },
    [STATEMENT_LIFTED] = { "lifted", N_("Lift") },
    { 0 },
};
static const struct field decide_fields[] = {
    CHOICE_FIELD(struct decide_request, decision, decisions, .says = "Uphold it or lift it."),
    TEXT_FIELD(struct decide_request, words, .max = STANDING_WORDS_MAX, .lines = true,
               .says = "The reasons, for the seller; at least twenty letters."),
    { 0 },
};

static refused decide_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct decide_request *body = request->body;
    statement_id number = { request_id(request, "statement") };
    struct standing_statement statement;
    struct seller seller;
    refused why = standing_statement_find(tx, request->memory, number, &statement);
    if (!why)
        why = sellers_find(tx, request->memory, statement.seller, &seller);
    if (!why && seller.account.number == request->visitor.account.number)
        why = &OWN_ACCOUNT;
    if (!why)
        why = standing_answer(tx, request->memory,
                              &(struct standing_answer){ .statement = number,
                                                         .operator= request->visitor.account,
                                                         .decision = body->decision,
                                                         .words = body->words,
                                                         .now = request->now });
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ "standing.appeal", "sel", statement.seller.number,
                                        body->words, decisions[body->decision].name });
    return fill_statement(request, tx, number);
}

static refused decide(struct request *request)
{
    return request_transact(request, decide_act, request);
}

static int64_t count_waiting(struct request *request, struct store_tx *tx)
{
    (void)request;
    return standing_count_appeals(tx);
}

// clang-format off
static const struct route standing_routes[] = {
    { GET, "/seller/standing", SELLER, show_own,
      .summary = "The seller's figures, level and restrictions", .gives = page_fields,
      .page = "standing/own", .scope = SCOPE_SELL },
    { POST, "/seller/standing/{statement}/appeal", SELLER, appeal,
      .summary = "Appeal against a restriction", .takes = words_fields, .gives = page_fields,
      .refuses = { &STATEMENT_NOT_FOUND, &STATEMENT_APPEALED, &STATEMENT_APPEAL_LATE,
                   &STATEMENT_WORDS_NEEDED },
      .then = "/seller/standing", .again = "/seller/standing", .scope = SCOPE_SELL,
      .done = N_("A person will look at it, somebody else than who decided.") },
    { GET, "/operator/standing", OPERATOR, show_queue,
      .summary = "Appeals of sellers, and sellers below standard", .gives = queue_fields,
      .page = "standing/queue", .scope = SCOPE_OPERATE },
    { GET, "/operator/standing/{statement}", OPERATOR, show_statement,
      .summary = "A statement of reasons, and its appeal", .gives = statement_page_fields,
      .refuses = { &STATEMENT_NOT_FOUND }, .page = "standing/statement", .scope = SCOPE_OPERATE },
    { POST, "/operator/standing/{statement}/decision", OPERATOR, decide,
      .summary = "Decide a seller's appeal", .takes = decide_fields,
      .gives = statement_page_fields,
      .refuses = { &STATEMENT_NOT_FOUND, &STATEMENT_NO_APPEAL, &STATEMENT_DECIDED,
                   &STATEMENT_SAME_PERSON, &STATEMENT_WORDS_NEEDED, &OWN_ACCOUNT },
      .then = "/operator/standing/{statement}", .again = "/operator/standing/{statement}",
      .once = true, .scope = SCOPE_OPERATE, .done = N_("Decided. The seller is told.") },
    { 0 },
};
// clang-format on

static const struct id_name standing_ids[] = { { "statement", "sta" }, { 0 } };

const struct module standing_module = {
    .name = "standing",
    .routes = standing_routes,
    .ids = standing_ids,
    .schema = standing_schema,
    .jobs = standing_jobs,
    .statements = standing_statements,
    .first = standing_first,
    .counter_name = "standing",
    .counter = count_waiting,
};
