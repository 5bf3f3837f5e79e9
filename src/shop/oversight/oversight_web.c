/* Oversight, on the web: the overview, the search, the audit, and what the other pages share. */
#include "shop/oversight/oversight_web.h"

#include "shop/catalog/catalog.h"
#include "shop/exchange/exchange.h"
#include "shop/orders/orders_web.h"
#include "shop/oversight/oversight_schema_sql.h"
#include "shop/oversight/oversight_sql.h"
#include "shop/payments/payments.h"
#include "shop/sellers/sellers_inside.h"

REFUSAL(OWN_ACCOUNT, 403, "Nobody does this to their own account. Ask another operator.");

const struct field reason_fields[] = { REASON_FIELD(struct reason_request), { 0 } };

/* Shared ----------------------------------------------------------------------------------- */

void oversight_note_for(struct store_tx *tx, const struct request *request,
                        const struct noted *noted)
{
    char subject[ID_TEXT_SIZE];
    if (noted->prefix)
        id_write(subject, noted->prefix, noted->subject);
    oversight_note(tx, &(struct oversight_act){ .operator= request->visitor.account,
                                                .act = noted->act,
                                                .subject = noted->prefix ? subject : NULL,
                                                .reason = noted->reason,
                                                .facts = noted->facts,
                                                .now = request->now });
}

// clang-format off
static const struct place { const char *prefix, *path; } places[] = {
    { "acc", "/operator/accounts" }, { "sel", "/operator/sellers" },
    { "ord", "/operator/orders" },   { "pur", "/operator/purchases" },
    { "pmt", "/operator/payments" }, { "pay", "/operator/payouts" },
    { "trf", "/operator/ledger/transfers" }, { "prd", "/products" },
    { "cas", "/operator/cases" },    { "chb", "/operator/chargebacks" },
    { "sta", "/operator/standing" },    { "dec", "/operator/decisions" },
    { "rul", "/operator/fraud/rules" }, { "mod", "/operator/fraud/models" },
};
// clang-format on
enum { PLACES = sizeof places / sizeof *places };

const char *oversight_path_of(struct arena *memory, const char *id)
{
    int64_t number;
    for (int i = 0; i < PLACES; i++)
        if (id_read(id, places[i].prefix, &number))
            return arena_format(memory, "%s/%s", places[i].path,
                                id_text(memory, places[i].prefix, number));
    return NULL;
}

const struct field amount_fields[] = {
    MONEY_FIELD(struct amount_answer, amount, .says = "In one currency."),
    { 0 },
};

struct amount_list oversight_amounts(struct arena *memory, struct moneys moneys)
{
    struct amount_list list = { 0 };
    list.data.items = arena_array(memory, moneys.count, sizeof(*list.data.items));
    for (size_t i = 0; i < moneys.count; i++)
        list.data.items[list.data.count++] = (struct amount_answer){ moneys.items[i] };
    return list;
}

/* Audit ------------------------------------------------------------------------------------ */

// clang-format off
static const struct choice acts[] = {
    { "account.viewed", N_("Looked at the account") },
    { "account.suspended", N_("Suspended the account") },
    { "account.opened_again", N_("Opened the account again") },
    { "credit.granted", N_("Granted store credit") },
    { "seller.standing", N_("Changed the seller’s standing") },
    { "order.cancelled", N_("Cancelled the order") },
    { "dispute.decided", N_("Decided the dispute") },
    { "standing.appeal", N_("Decided a seller’s appeal") },
    { "chargeback.answered", N_("Contested a chargeback") },
    { "chargeback.given_up", N_("Gave up a chargeback") },
    { "chargeback.borne", N_("Said who bears a chargeback") },
    { "job.run_again", N_("Ran a failed job again") },
    { "rates.read", N_("Read in exchange rates") },
    { "alarm.ended", N_("Saw to an alarm") },
    { "rule.written", N_("Wrote a rule") },
    { "rule.changed", N_("Changed a rule’s draft") },
    { "rule.tried", N_("Tried a rule on past decisions") },
    { "rule.moved", N_("Moved a rule") },
    { "list.added", N_("Put on a list") },
    { "list.ended", N_("Took off a list") },
    { "prices.changed", N_("Changed prices of fraud") },
    { "model.trained", N_("Trained a model") },
    { "model.promoted", N_("Put a model into force") },
    { "model.retired", N_("Retired a model") },
    { "review.genuine", N_("Found a review genuine") },
    { "review.fake", N_("Found a review fake") },
    { "review.removed", N_("Removed a review") },
    { "review.restored", N_("Showed a review again") },
    { "review.model_trained", N_("Trained the text model of reviews") },
    { "message.confirmed", N_("Found a message against the rules") },
    { "message.dismissed", N_("Found a message in order") },
    { "message.model_trained", N_("Trained the text model of messages") },
    { "case.proposed", N_("Proposed a verdict") },
    { "case.decided", N_("Decided the case") },
    { 0 },
};
// clang-format on

static const char *act_words(const char *act)
{
    for (const struct choice *known = acts; known->name; known++)
        if (text_same(known->name, act))
            return _(known->words);
    return act;
}

const struct field audit_fields[] = {
    ID_FIELD(struct audit_answer, audit, "aud", .says = "The entry."),
    ID_FIELD(struct audit_answer, operator, "acc", .says = "Who did it."),
    TEXT_FIELD(struct audit_answer, operator_name, .says = "The same by name."),
    TEXT_FIELD(struct audit_answer, act, .says = "What was done, for programs."),
    TEXT_FIELD(struct audit_answer, act_words, .says = "And for people."),
    TEXT_FIELD(struct audit_answer, subject, .says = "The id of what it was done to, or null."),
    TEXT_FIELD(struct audit_answer, subject_path, .says = "The page of that, or null."),
    TEXT_FIELD(struct audit_answer, reason, .lines = true, .says = "Why, or null."),
    TEXT_FIELD(struct audit_answer, facts, .says = "What else belongs to it, or null."),
    MOMENT_FIELD(struct audit_answer, at, .says = "When."),
    { 0 },
};

struct audit_list oversight_audit_for(struct request *request, struct store_tx *tx,
                                      const char *subject, int64_t before, int64_t most)
{
    struct arena *memory = request->memory;
    struct oversight_entries entries = oversight_entries(tx, memory, subject, before, most);
    struct audit_list list = { 0 };
    list.data.items = arena_array(memory, entries.count, sizeof(*list.data.items));
    for (size_t i = 0; i < entries.count; i++) {
        const struct oversight_entry *entry = &entries.items[i];
        struct account operator= { 0 };
        accounts_find(tx, memory, entry->operator, & operator);
        list.data.items[list.data.count++] = (struct audit_answer){
            .audit = entry->audit,
            .operator= entry->operator,
            .operator_name = operator.name,
            .act = entry->act,
            .act_words = act_words(entry->act),
            .subject = entry->subject,
            .subject_path = oversight_path_of(memory, entry->subject),
            .reason = entry->reason,
            .facts = entry->facts,
            .at = entry->at,
        };
    }
    return list;
}

struct audit_request {
    const char *cursor;
    int64_t limit;
    const char *subject;
};
static const struct field audit_request_fields[] = {
    TEXT_FIELD(struct audit_request, subject, .optional = true, .max = 24,
               .says = "Only what was done to this."),
    PAGED_REQUEST(struct audit_request),
    { 0 },
};
struct audit_page {
    LIST_OF(struct audit_answer) data;
    const char *subject, *next_cursor;
    bool has_more;
};
static const struct field audit_page_fields[] = {
    LIST_FIELD(struct audit_page, data, audit_fields, .says = "The newest first."),
    TEXT_FIELD(struct audit_page, subject, .says = "The subject asked for, or null."),
    PAGED_ANSWER(struct audit_page),
    { 0 },
};

static refused show_audit(struct request *request)
{
    const struct audit_request *body = request->body;
    struct audit_page *answer = request->answer;
    int64_t limit = body->limit ? body->limit : 50, before;
    if (!id_read(body->cursor, "aud", &before))
        before = INT64_MAX;
    request->title = _("Audit");
    answer->subject = body->subject;
    struct audit_list list =
        oversight_audit_for(request, request->tx, body->subject, before, limit + 1);
    answer->has_more = (int64_t)list.data.count > limit;
    answer->data.items = list.data.items;
    answer->data.count = answer->has_more ? (size_t)limit : list.data.count;
    if (answer->has_more)
        answer->next_cursor =
            id_text(request->memory, "aud", answer->data.items[limit - 1].audit.number);
    return NULL;
}

/* Overview --------------------------------------------------------------------------------- */

enum { DAYS_SHOWN = 14, CURRENCIES_MAX = 200, LISTED = 10, CHART_HEIGHT = 100, DAY_WIDTH = 40 };

struct market_money {
    const char *currency;
    struct money held, payable, on_its_way, commission, credit, lost;
};
static const struct field market_money_fields[] = {
    TEXT_FIELD(struct market_money, currency, .says = "ISO 4217."),
    MONEY_FIELD(struct market_money, held, .says = "Held for open orders."),
    MONEY_FIELD(struct market_money, payable, .says = "Payable to sellers."),
    MONEY_FIELD(struct market_money, on_its_way, .says = "On its way to sellers' banks."),
    MONEY_FIELD(struct market_money, commission, .says = "Earned by the market."),
    MONEY_FIELD(struct market_money, credit, .says = "Buyers' store credit."),
    MONEY_FIELD(struct market_money, lost,
                .says = "What banks took back after sellers were paid; below zero."),
    { 0 },
};
struct day_answer {
    struct moment day;
    int64_t orders, x, y, height;
};
static const struct field day_fields[] = {
    MOMENT_FIELD(struct day_answer, day, .says = "Where it begins, in UTC."),
    INT_FIELD(struct day_answer, orders, .says = "Orders paid on it."),
    INT_FIELD(struct day_answer, x, .says = "Of its bar in a chart 560 wide and 100 high."),
    INT_FIELD(struct day_answer, y, .says = "Of the bar's top."),
    INT_FIELD(struct day_answer, height, .says = "Of the bar."),
    { 0 },
};
struct overview_answer {
    int64_t orders_today, orders_week, late_orders, waiting_payments, failed_jobs, unsealed;
    LIST_OF(struct market_money) money;
    struct money held_about, payable_about, commission_about;
    LIST_OF(struct day_answer) days;
    int64_t most_on_a_day;
    LIST_OF(struct order_row) late;
    LIST_OF(struct order_row) newest;
};
static const struct field overview_fields[] = {
    INT_FIELD(struct overview_answer, orders_today, .says = "Paid since midnight, UTC."),
    INT_FIELD(struct overview_answer, orders_week, .says = "Paid within seven days."),
    INT_FIELD(struct overview_answer, late_orders, .says = "To be sent within a day, or overdue."),
    INT_FIELD(struct overview_answer, waiting_payments, .says = "That gateways have not decided."),
    INT_FIELD(struct overview_answer, failed_jobs, .says = "Jobs whose attempts are used up."),
    INT_FIELD(struct overview_answer, unsealed, .says = "Transfers not yet in the hash chain."),
    LIST_FIELD(struct overview_answer, money, market_money_fields,
               .says = "One for each currency."),
    MONEY_FIELD(struct overview_answer, held_about, .says = "All that is held, at today's rates."),
    MONEY_FIELD(struct overview_answer, payable_about, .says = "All payable, at today's rates."),
    MONEY_FIELD(struct overview_answer, commission_about, .says = "All earned, at today's rates."),
    LIST_FIELD(struct overview_answer, days, day_fields, .says = "The last 14 days, oldest first."),
    INT_FIELD(struct overview_answer, most_on_a_day, .says = "The most orders of one of them."),
    LIST_FIELD(struct overview_answer, late, order_row_fields, .says = "The most urgent ones."),
    LIST_FIELD(struct overview_answer, newest, order_row_fields, .says = "The newest ones."),
    { 0 },
};

static int64_t count_paid_since(struct store_tx *tx, struct moment from)
{
    /* A payment may take two days to be decided, so its order may be that much older. */
    int64_t from_id = id_first(moment_before(from, days(2)));
    return store_int(tx, &oversight_count_orders, WITH(INT(from_id), INT(from.us)), 0);
}

static struct moment midnight(struct moment now)
{
    return (struct moment){ now.us - now.us % days(1).us };
}

static void fill_days(struct request *request, struct overview_answer *answer)
{
    struct moment first = moment_before(midnight(request->now), days(DAYS_SHOWN - 1));
    answer->days.items = arena_array(request->memory, DAYS_SHOWN, sizeof(struct day_answer));
    answer->days.count = DAYS_SHOWN;
    for (int i = 0; i < DAYS_SHOWN; i++)
        answer->days.items[i] =
            (struct day_answer){ .day = moment_after(first, days(i)), .x = i * DAY_WIDTH + 4 };
    struct rows rows =
        store_query(request->tx, &oversight_select_days,
                    WITH(INT(id_first(moment_before(first, days(2)))), INT(first.us)));
    while (rows_next(&rows)) {
        int64_t at = rows_int(&rows, "day") - first.us / days(1).us;
        if (at < 0 || at >= DAYS_SHOWN)
            continue;
        int64_t orders = answer->days.items[at].orders = rows_int(&rows, "n");
        answer->most_on_a_day = orders > answer->most_on_a_day ? orders : answer->most_on_a_day;
    }
    for (int i = 0; i < DAYS_SHOWN; i++) {
        struct day_answer *day = &answer->days.items[i];
        if (answer->most_on_a_day)
            day->height = day->orders * CHART_HEIGHT / answer->most_on_a_day;
        day->y = CHART_HEIGHT - day->height;
    }
}

static struct money *member_of(struct market_money *row, const char *kind)
{
    if (text_same(kind, "escrow"))
        return &row->held;
    if (text_same(kind, "seller"))
        return &row->payable;
    if (text_same(kind, "payout"))
        return &row->on_its_way;
    if (text_same(kind, "loss"))
        return &row->lost;
    return text_same(kind, "commission") ? &row->commission : &row->credit;
}

/* Adds what it is worth in the reference currency; one without a rate is left out. */
static void add_about(struct request *request, struct money *about, struct money amount)
{
    struct money converted;
    if (!exchange_convert(request->tx, amount, about->currency, request->now, &converted))
        *about = money_plus(*about, converted);
}

static void fill_money(struct request *request, struct overview_answer *answer)
{
    struct arena *memory = request->memory;
    struct money zero = money_of(0, request->settings->reference);
    answer->held_about = answer->payable_about = answer->commission_about = zero;
    answer->money.items = arena_array(memory, CURRENCIES_MAX, sizeof(struct market_money));
    struct rows rows = store_query(request->tx, &oversight_sum_money, WITHOUT);
    while (rows_next(&rows)) {
        const char *code = rows_text(&rows, memory, "currency");
        size_t count = answer->money.count;
        if (!count || !text_same(answer->money.items[count - 1].currency, code)) {
            struct money none = money_of(0, currency_of(code));
            if (count == CURRENCIES_MAX)
                continue;
            answer->money.items[answer->money.count++] =
                (struct market_money){ code, none, none, none, none, none, none };
        }
        struct market_money *row = &answer->money.items[answer->money.count - 1];
        member_of(row, rows_text(&rows, memory, "kind"))->minor = rows_int(&rows, "minor");
    }
    for (size_t i = 0; i < answer->money.count; i++) {
        const struct market_money *row = &answer->money.items[i];
        add_about(request, &answer->held_about, row->held);
        add_about(request, &answer->payable_about, row->payable);
        add_about(request, &answer->commission_about, row->commission);
    }
}

static void fill_orders(struct request *request, struct overview_answer *answer)
{
    struct orders_answer_list late = { 0 }, newest = { 0 };
    struct moment soon = moment_after(request->now, days(1));
    struct rows rows = store_query(request->tx, &oversight_select_late,
                                   WITH(INT(soon.us), INT(request->now.us), INT(LISTED)));
    orders_fill_list(request, &rows, LISTED, &late);
    orders_list_all(request, request->tx, &(struct orders_filter){ 0 },
                    &(struct page_request){ .limit = LISTED }, &newest);
    answer->late.items = late.data.items;
    answer->late.count = late.data.count;
    answer->newest.items = newest.data.items;
    answer->newest.count = newest.data.count;
    answer->late_orders =
        store_int(request->tx, &oversight_count_late, WITH(INT(soon.us), INT(request->now.us)), 0);
}

static refused show_overview(struct request *request)
{
    struct overview_answer *answer = request->answer;
    request->title = _("Operator’s console");
    answer->orders_today = count_paid_since(request->tx, midnight(request->now));
    answer->orders_week = count_paid_since(request->tx, moment_before(request->now, days(7)));
    answer->waiting_payments = payments_count_waiting(request->tx);
    answer->failed_jobs = jobs_count(request->tx, true);
    answer->unsealed = ledger_count_unsealed(request->tx);
    fill_money(request, answer);
    fill_days(request, answer);
    fill_orders(request, answer);
    return NULL;
}

/* Finding ---------------------------------------------------------------------------------- */

struct find_request {
    const char *q;
};
static const struct field find_request_fields[] = {
    TEXT_FIELD(struct find_request, q, .optional = true,
               .says = "An id of any kind, an e-mail address, or a part of a seller's name."),
    { 0 },
};
struct found_seller {
    seller_id seller;
    const char *name;
    enum seller_standing standing;
};
static const struct field found_seller_fields[] = {
    ID_FIELD(struct found_seller, seller, "sel", .says = "The seller."),
    TEXT_FIELD(struct found_seller, name, .says = "The shop's name."),
    CHOICE_FIELD(struct found_seller, standing, seller_standings, .says = "Its standing."),
    { 0 },
};
struct find_answer {
    const char *q, *path;
    LIST_OF(struct found_seller) sellers;
};
static const struct field find_fields[] = {
    TEXT_FIELD(struct find_answer, q, .says = "What was looked for, or null."),
    TEXT_FIELD(struct find_answer, path, .says = "The page of the one thing it names, or null."),
    LIST_FIELD(struct find_answer, sellers, found_seller_fields, .says = "By name, at most 50."),
    { 0 },
};

/* An id that was never given names nothing, whatever its shape. */
static bool is_there(struct store_tx *tx, struct arena *memory, const char *id)
{
    int64_t number;
    if (id_read(id, "acc", &number))
        return !accounts_find(tx, memory, (account_id){ number }, &(struct account){ 0 });
    if (id_read(id, "sel", &number))
        return !sellers_find(tx, memory, (seller_id){ number }, &(struct seller){ 0 });
    if (id_read(id, "ord", &number))
        return !orders_find(tx, memory, (order_id){ number }, &(struct order){ 0 });
    if (id_read(id, "pur", &number))
        return !payments_of_purchase(tx, memory, number, &(struct payment){ 0 });
    if (id_read(id, "pmt", &number))
        return !payments_find(tx, memory, (payment_id){ number }, &(struct payment){ 0 });
    if (id_read(id, "pay", &number))
        return !sellers_payout(tx, memory, (payout_id){ number }, &(seller_id){ 0 },
                               &(struct payout){ 0 });
    if (id_read(id, "prd", &number))
        return !catalog_find(tx, memory, (product_id){ number }, &(struct product){ 0 });
    return id_read(id, "trf", &number) && ledger_transfer_exists(tx, (transfer_id){ number });
}

static const char *path_named(struct request *request, const char *words)
{
    struct arena *memory = request->memory;
    if (strchr(words, '@')) {
        account_id account = accounts_with_email(request->tx, words);
        return account.number ? arena_format(memory, "/operator/accounts/%s",
                                             id_text(memory, "acc", account.number))
                              : NULL;
    }
    return is_there(request->tx, memory, words) ? oversight_path_of(memory, words) : NULL;
}

/* "100%" is looked for as it stands. */
static const char *pattern_of(struct arena *memory, const char *words)
{
    AUTO(text) pattern = { 0 };
    text_add_char(&pattern, '%');
    for (; *words; words++) {
        if (strchr("%_!", *words))
            text_add_char(&pattern, '!');
        text_add_char(&pattern, *words);
    }
    text_add_char(&pattern, '%');
    return arena_copy(memory, text_of(&pattern));
}

static refused find_anything(struct request *request)
{
    enum { FOUND_MOST = 50 };
    const struct find_request *body = request->body;
    struct find_answer *answer = request->answer;
    struct arena *memory = request->memory;
    request->title = _("Find");
    answer->q = body->q ? text_trim(memory, body->q) : NULL;
    if (!answer->q || !*answer->q)
        return NULL;
    answer->path = path_named(request, answer->q);
    if (answer->path) {
        request->location = answer->path;
        return NULL;
    }
    answer->sellers.items = arena_array(memory, FOUND_MOST, sizeof(struct found_seller));
    struct rows rows = store_query(request->tx, &oversight_find_sellers,
                                   WITH(TEXT(pattern_of(memory, answer->q)), INT(FOUND_MOST)));
    while (rows_next(&rows)) {
        struct seller seller;
        if (!sellers_find(request->tx, memory, (seller_id){ rows_int(&rows, "seller_id") },
                          &seller))
            answer->sellers.items[answer->sellers.count++] =
                (struct found_seller){ seller.seller, seller.name, seller.standing };
    }
    return NULL;
}

// clang-format off
static const struct route oversight_routes[] = {
    { GET, "/operator", OPERATOR, show_overview, .summary = "The market at a glance",
      .gives = overview_fields, .page = "oversight/overview", .slow = true,
      .scope = SCOPE_OPERATE },
    { GET, "/operator/find", OPERATOR, find_anything,
      .summary = "Find anything by its id, a person by e-mail address, a seller by name",
      .takes = find_request_fields, .gives = find_fields, .page = "oversight/find", .slow = true,
      .scope = SCOPE_OPERATE },
    { GET, "/operator/audit", OPERATOR, show_audit, .summary = "What operators did",
      .takes = audit_request_fields, .gives = audit_page_fields, .page = "oversight/audit",
      .scope = SCOPE_OPERATE },
    { 0 },
};
// clang-format on

static const struct id_name oversight_ids[] = { { "audit", "aud" }, { "job", "job" }, { 0 } };

/* Five tables of routes, one module: modules.c lists them one behind the other. */
const struct module oversight_module = {
    .name = "oversight",
    .routes = oversight_routes,
    .ids = oversight_ids,
    .schema = oversight_schema,
    .statements = oversight_statements,
};
