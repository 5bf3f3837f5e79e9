/* Chargebacks, on the web: the operator's queue, the pack and the answer; the seller's words. */
#include "shop/chargebacks/chargebacks_web.h"

#include "base/id.h"
#include "shop/chargebacks/chargebacks_schema_sql.h"
#include "shop/chargebacks/chargebacks_sql.h"
#include "shop/orders/orders_web.h"
#include "shop/oversight/oversight_web.h"

/* The queue -------------------------------------------------------------------------------- */

struct list_request {
    const char *cursor;
    int64_t limit;
    bool all;
};
static const struct field list_request_fields[] = {
    PAGED_REQUEST(struct list_request),
    BOOL_FIELD(struct list_request, all, .optional = true,
               .says = "All, the newest first; otherwise those to be answered, by deadline."),
    { 0 },
};
struct chargeback_row {
    chargeback_id chargeback;
    struct money amount;
    enum chargeback_reason reason;
    enum chargeback_state state;
    struct moment opened_at, deadline;
    int64_t days_left;
};
static const struct field row_fields[] = {
    ID_FIELD(struct chargeback_row, chargeback, "chb", .says = "The chargeback."),
    MONEY_FIELD(struct chargeback_row, amount, .says = "What the bank took."),
    CHOICE_FIELD(struct chargeback_row, reason, chargeback_reasons,
                 .says = "What the card's holder says."),
    CHOICE_FIELD(struct chargeback_row, state, chargeback_states, .says = "Where it stands."),
    MOMENT_FIELD(struct chargeback_row, opened_at, .says = "When the bank took it."),
    MOMENT_FIELD(struct chargeback_row, deadline, .says = "Until when it can be answered."),
    INT_FIELD(struct chargeback_row, days_left, .says = "Whole days until then."),
    { 0 },
};
struct list_answer {
    LIST_OF(struct chargeback_row) data;
    int64_t waiting;
    bool queue;
    const char *next_cursor;
    bool has_more;
};
static const struct field list_fields[] = {
    LIST_FIELD(struct list_answer, data, row_fields, .says = "Chargebacks."),
    INT_FIELD(struct list_answer, waiting, .says = "How many are to be answered."),
    BOOL_FIELD(struct list_answer, queue, .says = "Only those are listed."),
    PAGED_ANSWER(struct list_answer),
    { 0 },
};

static int64_t days_until(struct moment deadline, struct moment now)
{
    int64_t left = deadline.us - now.us;
    return left > 0 ? left / days(1).us : 0;
}

static refused list(struct request *request)
{
    const struct list_request *body = request->body;
    struct list_answer *answer = request->answer;
    struct arena *memory = request->memory;
    int64_t limit = body->limit ? body->limit : 20, before;
    request->title = _("Chargebacks");
    if (!id_read(body->cursor, "chb", &before))
        before = INT64_MAX;
    struct chargeback_cases found = body->all
                                        ? chargebacks_list(request->tx, memory, before, limit + 1)
                                        : chargebacks_open(request->tx, memory, limit);
    answer->queue = !body->all;
    answer->waiting = chargebacks_count_open(request->tx);
    answer->has_more = (int64_t)found.count > limit;
    answer->data.items = arena_array(memory, found.count + 1, sizeof *answer->data.items);
    for (size_t i = 0; i < found.count && (int64_t)i < limit; i++) {
        const struct chargeback_case *file = &found.items[i];
        answer->data.items[answer->data.count++] =
            (struct chargeback_row){ file->chargeback,
                                     file->amount,
                                     file->reason,
                                     file->state,
                                     file->opened_at,
                                     file->deadline,
                                     days_until(file->deadline, request->now) };
    }
    if (answer->has_more)
        answer->next_cursor =
            id_text(memory, "chb", answer->data.items[limit - 1].chargeback.number);
    return NULL;
}

/* One -------------------------------------------------------------------------------------- */

struct step_row {
    const char *words, *says;
    struct moment at;
};
static const struct field step_fields[] = {
    TEXT_FIELD(struct step_row, words, .says = "What happened."),
    TEXT_FIELD(struct step_row, says, .lines = true, .says = "What was said with it, or null."),
    MOMENT_FIELD(struct step_row, at, .says = "When."),
    { 0 },
};
struct chargeback_page {
    chargeback_id chargeback;
    payment_id payment;
    purchase_id purchase;
    struct money amount;
    enum chargeback_reason reason;
    enum chargeback_state state;
    int64_t round, days_left;
    const char *words;
    struct moment opened_at, deadline, answered_at, decided_at;
    struct pack_answer pack;
    LIST_OF(struct step_row) steps;
    bool may_answer, worth_it, again;
};
static const struct field page_fields[] = {
    ID_FIELD(struct chargeback_page, chargeback, "chb", .says = "The chargeback."),
    ID_FIELD(struct chargeback_page, payment, "pmt", .says = "The payment."),
    ID_FIELD(struct chargeback_page, purchase, "pur", .says = "What it paid for."),
    MONEY_FIELD(struct chargeback_page, amount, .says = "What the bank took."),
    CHOICE_FIELD(struct chargeback_page, reason, chargeback_reasons,
                 .says = "What the card's holder says."),
    CHOICE_FIELD(struct chargeback_page, state, chargeback_states, .says = "Where it stands."),
    INT_FIELD(struct chargeback_page, round, .says = "2: it came again after it was won."),
    INT_FIELD(struct chargeback_page, days_left, .says = "Whole days until the deadline."),
    TEXT_FIELD(struct chargeback_page, words, .lines = true, .says = "Our answer, or null."),
    MOMENT_FIELD(struct chargeback_page, opened_at, .says = "When the bank took it."),
    MOMENT_FIELD(struct chargeback_page, deadline, .says = "Until when it can be answered."),
    MOMENT_FIELD(struct chargeback_page, answered_at, .says = "When it was, or null."),
    MOMENT_FIELD(struct chargeback_page, decided_at, .says = "When the bank decided, or null."),
    OBJECT_FIELD(struct chargeback_page, pack, pack_fields, .says = "What is known about it."),
    LIST_FIELD(struct chargeback_page, steps, step_fields, .says = "What happened so far."),
    BOOL_FIELD(struct chargeback_page, may_answer, .says = "It can be answered now."),
    BOOL_FIELD(struct chargeback_page, worth_it, .says = "The proof of each order is good."),
    BOOL_FIELD(struct chargeback_page, again, .says = "It came again after it was won."),
    { 0 },
};

static const char *step_words(const struct chargeback_step *step)
{
    static const struct choice acts[] = {
        { "opened", N_("The bank took the payment back") },
        { "said", N_("The seller said") },
        { "answered", N_("We contested it") },
        { "given_up", N_("It was given up") },
        { "lapsed", N_("The time to answer ran out") },
        { "won", N_("The bank decided for us") },
        { "lost", N_("The bank decided against us") },
        { "seller_bears", N_("The seller bears it") },
        { "market_bears", N_("The market bears it") },
        { 0 },
    };
    if (text_same(step->by, "rule") && text_same(step->act, "given_up"))
        return _("Nothing of it was sent, so there is nothing to contest");
    for (int i = 0; acts[i].name; i++)
        if (text_same(acts[i].name, step->act))
            return _(acts[i].words);
    return step->act;
}

static refused fill(struct request *request, struct store_tx *tx, chargeback_id chargeback)
{
    struct chargeback_page *answer = request->answer;
    struct arena *memory = request->memory;
    struct chargeback_case file;
    refused why = chargebacks_find(tx, memory, chargeback, &file);
    if (why)
        return why;
    *answer = (struct chargeback_page){
        .chargeback = chargeback,
        .payment = file.payment,
        .purchase = file.purchase,
        .amount = file.amount,
        .reason = file.reason,
        .state = file.state,
        .round = file.round,
        .words = file.words,
        .opened_at = file.opened_at,
        .deadline = file.deadline,
        .answered_at = file.answered_at,
        .decided_at = file.decided_at,
        .days_left = days_until(file.deadline, request->now),
        .may_answer = file.state == CHARGEBACK_OPEN &&
                      request->now.us<file.deadline.us, .worth_it = true, .again = file.round> 1,
    };
    why = chargebacks_fill_pack(request, tx, &file, &answer->pack);
    for (size_t i = 0; i < answer->pack.orders.count; i++)
        answer->worth_it = answer->worth_it && (!answer->pack.orders.items[i].sent ||
                                                answer->pack.orders.items[i].contestable);
    struct chargeback_steps steps = chargebacks_steps(tx, memory, chargeback);
    answer->steps.items = arena_array(memory, steps.count + 1, sizeof *answer->steps.items);
    for (size_t i = 0; i < steps.count; i++)
        answer->steps.items[answer->steps.count++] =
            (struct step_row){ step_words(&steps.items[i]), steps.items[i].words,
                               steps.items[i].at };
    return why;
}

static refused show(struct request *request)
{
    request->title = _("A chargeback");
    return fill(request, request->tx, (chargeback_id){ request_id(request, "chargeback") });
}

/* Answering -------------------------------------------------------------------------------- */

struct words_request {
    const char *words;
};
static const struct field words_fields[] = {
    TEXT_FIELD(struct words_request, words, .max = CHARGEBACK_WORDS_MAX, .lines = true,
               .says = "At least twenty letters."),
    { 0 },
};

/* What the gateway is sent: the words, and all that is known, with the addresses. */
static refused write_pack(struct request *request, struct store_tx *tx,
                          const struct chargeback_case *file, const char *words,
                          const char **ret_pack)
{
    struct pack_answer pack;
    AUTO(text) json = { 0 };
    refused why = chargebacks_fill_pack(request, tx, file, &pack);
    for (size_t i = 0; !why && i < pack.orders.count; i++) {
        struct order order;
        struct order_answer shown = { .address = NULL };
        why = orders_find(tx, request->memory, pack.orders.items[i].order, &order);
        if (!why)
            why = orders_answer(request, tx, &order, false, &shown);
        if (!why)
            pack.orders.items[i].address = shown.address;
    }
    if (why)
        return why;
    text_add(&json, "{\"words\": ");
    text_add_json(&json, words);
    text_add(&json, ", \"known\": ");
    fields_to_json(&json, pack_fields, &pack);
    text_add(&json, "}");
    *ret_pack = arena_copy(request->memory, text_of(&json));
    return NULL;
}

static refused answer_with(struct request *request, struct store_tx *tx, bool contests)
{
    const struct words_request *body = request->body;
    chargeback_id chargeback = { request_id(request, "chargeback") };
    struct chargeback_case file;
    const char *pack = NULL;
    refused why = chargebacks_find(tx, request->memory, chargeback, &file);
    if (!why && contests)
        why = write_pack(request, tx, &file, body->words, &pack);
    if (!why)
        why =
            chargebacks_answer(tx, request->memory,
                               &(struct chargeback_answering){ .chargeback = chargeback,
                                                               .operator= request->visitor.account,
                                                               .words = body->words,
                                                               .pack = pack,
                                                               .now = request->now });
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ contests ? "chargeback.answered" : "chargeback.given_up",
                                        "chb", chargeback.number, body->words, NULL });
    return fill(request, tx, chargeback);
}

static refused contest_act(struct store_tx *tx, void *what)
{
    return answer_with(what, tx, true);
}

static refused give_up_act(struct store_tx *tx, void *what)
{
    return answer_with(what, tx, false);
}

static refused contest(struct request *request)
{
    return request_transact(request, contest_act, request);
}

static refused give_up(struct request *request)
{
    return request_transact(request, give_up_act, request);
}

/* Bearing ---------------------------------------------------------------------------------- */

struct bear_request {
    order_id order;
    enum bearer bearer;
    const char *words;
};
static const struct choice bearers[] = {
    [BEARER_NONE] = { "", "" },
    [BEARER_SELLER] = { "seller", N_("The seller") },
    [BEARER_MARKET] = { "market", N_("The market") },
    { 0 },
};
static const struct field bear_fields[] = {
    ID_FIELD(struct bear_request, order, "ord", .says = "The order."),
    CHOICE_FIELD(struct bear_request, bearer, bearers, .says = "Who bears what was lost of it."),
    TEXT_FIELD(struct bear_request, words, .max = CHARGEBACK_WORDS_MAX, .lines = true,
               .says = "The reasons, for the seller; at least twenty letters."),
    { 0 },
};

static refused bear_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct bear_request *body = request->body;
    chargeback_id chargeback = { request_id(request, "chargeback") };
    refused why = chargebacks_bear(tx, request->memory,
                                   &(struct chargeback_bearing){ .chargeback = chargeback,
                                                                 .order = body->order,
                                                                 .bearer = body->bearer,
                                                                 .words = body->words,
                                                                 .now = request->now });
    if (why)
        return why;
    oversight_note_for(
        tx, request,
        &(struct noted){ "chargeback.borne", "chb", chargeback.number, body->words,
                         arena_format(request->memory, "%s: %s",
                                      id_text(request->memory, "ord", body->order.number),
                                      bearers[body->bearer].name) });
    return fill(request, tx, chargeback);
}

static refused bear(struct request *request)
{
    return request_transact(request, bear_act, request);
}

/* The seller ------------------------------------------------------------------------------- */

const struct field order_chargeback_fields[] = {
    CHOICE_FIELD(struct order_chargeback_answer, state, chargeback_states,
                 .says = "Where it stands."),
    CHOICE_FIELD(struct order_chargeback_answer, bearer, chargeback_bearers,
                 .says = "Who bears what was lost, as the market has said."),
    MOMENT_FIELD(struct order_chargeback_answer, deadline, .says = "Until when you can help."),
    TEXT_FIELD(struct order_chargeback_answer, words, .lines = true, .says = "Yours, or null."),
    TEXT_FIELD(struct order_chargeback_answer, reasons, .lines = true,
               .says = "The market's reasons for who bears it, or null."),
    BOOL_FIELD(struct order_chargeback_answer, may_say, .says = "You can say something now."),
    { 0 },
};

struct order_chargeback_answer *chargebacks_shown(struct request *request, struct store_tx *tx,
                                                  order_id order)
{
    struct chargeback_case file;
    struct chargeback_order part;
    if (!chargebacks_of_order(tx, request->memory, order, &file, &part))
        return NULL;
    struct order_chargeback_answer *shown = arena_take(request->memory, sizeof *shown);
    *shown = (struct order_chargeback_answer){
        .state = file.state,
        .bearer = part.bearer,
        .deadline = file.deadline,
        .words = part.words,
        .reasons = part.reasons,
        .may_say = file.state == CHARGEBACK_OPEN && request->now.us < file.deadline.us,
    };
    return shown;
}

static refused say_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct words_request *body = request->body;
    struct seller seller;
    struct order order;
    order_id number = { request_id(request, "order") };
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = chargebacks_say(tx, request->memory,
                              &(struct chargeback_saying){ .order = number,
                                                           .seller = seller.seller,
                                                           .words = body->words,
                                                           .now = request->now });
    if (!why)
        why = orders_find(tx, request->memory, number, &order);
    return why ? why : orders_answer(request, tx, &order, true, request->answer);
}

static refused say(struct request *request)
{
    return request_transact(request, say_act, request);
}

static int64_t count_waiting(struct request *request, struct store_tx *tx)
{
    (void)request;
    return chargebacks_count_open(tx);
}

// clang-format off
static const struct route chargebacks_routes[] = {
    { GET, "/operator/chargebacks", OPERATOR, list,
      .summary = "Payments that banks took back", .takes = list_request_fields,
      .gives = list_fields, .page = "chargebacks/list", .scope = SCOPE_OPERATE },
    { GET, "/operator/chargebacks/{chargeback}", OPERATOR, show,
      .summary = "A chargeback and all that is known about it", .gives = page_fields,
      .refuses = { &CHARGEBACK_NOT_FOUND }, .page = "chargebacks/chargeback",
      .scope = SCOPE_OPERATE },
    { POST, "/operator/chargebacks/{chargeback}/answer", OPERATOR, contest,
      .summary = "Contest a chargeback with all that is known", .takes = words_fields,
      .gives = page_fields,
      .refuses = { &CHARGEBACK_NOT_FOUND, &CHARGEBACK_ANSWERED_BEFORE, &CHARGEBACK_WORDS_NEEDED },
      .then = "/operator/chargebacks/{chargeback}", .again = "/operator/chargebacks/{chargeback}",
      .once = true, .scope = SCOPE_OPERATE,
      .done = N_("The answer is on its way to the bank.") },
    { POST, "/operator/chargebacks/{chargeback}/giving-up", OPERATOR, give_up,
      .summary = "Do not contest a chargeback", .takes = words_fields, .gives = page_fields,
      .refuses = { &CHARGEBACK_NOT_FOUND, &CHARGEBACK_ANSWERED_BEFORE, &CHARGEBACK_WORDS_NEEDED },
      .then = "/operator/chargebacks/{chargeback}", .again = "/operator/chargebacks/{chargeback}",
      .once = true, .scope = SCOPE_OPERATE, .done = N_("It is not contested.") },
    { POST, "/operator/chargebacks/{chargeback}/bearer", OPERATOR, bear,
      .summary = "Say who bears a lost chargeback of an order", .takes = bear_fields,
      .gives = page_fields,
      .refuses = { &CHARGEBACK_NOT_FOUND, &CHARGEBACK_NOT_LOST, &CHARGEBACK_BORNE,
                   &CHARGEBACK_WORDS_NEEDED, &HOLD_CLOSED },
      .then = "/operator/chargebacks/{chargeback}", .again = "/operator/chargebacks/{chargeback}",
      .once = true, .scope = SCOPE_OPERATE,
      .done = N_("Done. The seller is told, with the reasons.") },
    { POST, "/seller/orders/{order}/chargeback", SELLER, say,
      .summary = "The seller says what proves that the payment stands", .takes = words_fields,
      .gives = order_fields,
      .refuses = { &CHARGEBACK_NOT_FOUND, &CHARGEBACK_ANSWERED_BEFORE, &CHARGEBACK_WORDS_NEEDED },
      .then = "/seller/orders/{order}", .again = "/seller/orders/{order}", .scope = SCOPE_SELL,
      .done = N_("Thank you. It goes into our answer to the bank.") },
    { 0 },
};
// clang-format on

const struct module chargebacks_module = {
    .name = "chargebacks",
    .routes = chargebacks_routes,
    .schema = chargebacks_schema,
    .hears = chargebacks_hears,
    .jobs = chargebacks_jobs,
    .statements = chargebacks_statements,
    .counter_name = "chargebacks",
    .counter = count_waiting,
};
