/* Oversight, on the web: accounts. */
#include "shop/oversight/oversight_web.h"

#include "shop/orders/orders_web.h"
#include "shop/oversight/oversight_sql.h"
#include "shop/payments/payments.h"
#include "shop/sellers/sellers.h"

static const struct choice account_states[] = {
    [ACCOUNT_OPEN] = { "open", N_("Open") },
    [ACCOUNT_SUSPENDED] = { "suspended", N_("Suspended") },
    [ACCOUNT_CLOSED] = { "closed", N_("Closed") },
    { 0 },
};

struct list_request {
    const char *cursor;
    int64_t limit;
};
static const struct field list_fields[] = { PAGED_REQUEST(struct list_request), { 0 } };

enum { LISTED = 20 };

/* E-mail addresses are only on an account's own page, where looking is noted. */
struct account_row {
    account_id account;
    const char *name, *country_name;
    enum account_state state;
    bool operator, sells, confirmed;
    struct moment opened_at;
};
static const struct field account_row_fields[] = {
    ID_FIELD(struct account_row, account, "acc", .says = "The account."),
    TEXT_FIELD(struct account_row, name, .says = "The person's name."),
    TEXT_FIELD(struct account_row, country_name, .says = "The country, in words."),
    CHOICE_FIELD(struct account_row, state, account_states, .says = "Its state."),
    BOOL_FIELD(struct account_row, operator, .says = "It runs the market."),
    BOOL_FIELD(struct account_row, sells, .says = "It has a shop."),
    BOOL_FIELD(struct account_row, confirmed, .says = "Its e-mail address is confirmed."),
    MOMENT_FIELD(struct account_row, opened_at, .says = "Since when."),
    { 0 },
};
struct accounts_answer {
    LIST_OF(struct account_row) data;
    const char *next_cursor;
    bool has_more;
};
static const struct field accounts_fields[] = {
    LIST_FIELD(struct accounts_answer, data, account_row_fields, .says = "The newest first."),
    PAGED_ANSWER(struct accounts_answer),
    { 0 },
};

static refused list_accounts(struct request *request)
{
    const struct list_request *body = request->body;
    struct accounts_answer *answer = request->answer;
    struct arena *memory = request->memory;
    int64_t limit = body->limit ? body->limit : 50, before;
    request->title = _("Accounts");
    if (!id_read(body->cursor, "acc", &before))
        before = INT64_MAX;
    struct accounts found = accounts_newest(request->tx, memory, before, limit + 1);
    answer->has_more = (int64_t)found.count > limit;
    answer->data.items = arena_array(memory, found.count, sizeof(struct account_row));
    for (size_t i = 0; i < found.count && (int64_t)i < limit; i++) {
        const struct account *account = &found.items[i];
        answer->data.items[answer->data.count++] = (struct account_row){
            account->account,
            account->name,
            words_country(memory, account->country),
            account->state,
            account->roles & ROLE_OPERATOR,
            account->roles & ROLE_SELLER,
            account->confirmed,
            account->opened_at,
        };
    }
    if (answer->has_more)
        answer->next_cursor = id_text(memory, "acc", answer->data.items[limit - 1].account.number);
    return NULL;
}

struct account_answer {
    account_id account;
    const char *name, *email, *country_name, *currency, *language;
    enum account_state state;
    bool operator, confirmed, own, may_suspend, may_open_again;
    struct moment opened_at;
    int64_t addresses;
    seller_id seller;
    const char *seller_name;
    LIST_OF(struct amount_answer) credit;
    LIST_OF(struct order_row) orders;
    LIST_OF(struct audit_answer) audit;
};
static const struct field account_fields[] = {
    ID_FIELD(struct account_answer, account, "acc", .says = "The account."),
    TEXT_FIELD(struct account_answer, name, .says = "The person's name."),
    TEXT_FIELD(struct account_answer, email, .says = "The e-mail address."),
    TEXT_FIELD(struct account_answer, country_name, .says = "The country, in words."),
    TEXT_FIELD(struct account_answer, currency, .says = "What is paid in."),
    TEXT_FIELD(struct account_answer, language, .says = "The language, in itself."),
    CHOICE_FIELD(struct account_answer, state, account_states, .says = "Its state."),
    BOOL_FIELD(struct account_answer, operator, .says = "It runs the market."),
    BOOL_FIELD(struct account_answer, confirmed, .says = "Its e-mail address is confirmed."),
    BOOL_FIELD(struct account_answer, own, .says = "It is the operator's own."),
    BOOL_FIELD(struct account_answer, may_suspend, .says = "It can be suspended."),
    BOOL_FIELD(struct account_answer, may_open_again, .says = "It can be opened again."),
    MOMENT_FIELD(struct account_answer, opened_at, .says = "Since when."),
    INT_FIELD(struct account_answer, addresses, .says = "How many it has; they are not shown."),
    ID_FIELD(struct account_answer, seller, "sel", .says = "Its shop, or null."),
    TEXT_FIELD(struct account_answer, seller_name, .says = "The shop's name, or null."),
    LIST_FIELD(struct account_answer, credit, amount_fields, .says = "Store credit, by currency."),
    LIST_FIELD(struct account_answer, orders, order_row_fields, .says = "The newest it bought."),
    LIST_FIELD(struct account_answer, audit, audit_fields, .says = "What operators did to it."),
    { 0 },
};

static account_id account_of(const struct request *request)
{
    return (account_id){ request_id(request, "account") };
}

static refused note_viewing(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct account account;
    refused why = accounts_find(tx, request->memory, account_of(request), &account);
    if (!why)
        oversight_note_for(
            tx, request,
            &(struct noted){ "account.viewed", "acc", account.account.number, NULL, NULL });
    return why;
}

/* Written before anything is shown: whoever sees a page is known, even if the answer is lost. A
 * read cannot write, so the snapshot is given up and another begun. */
static refused view(struct request *request)
{
    store_read_end(request->tx);
    refused why = store_transact(request->store, note_viewing, request);
    request->tx = store_read(request->store);
    return why;
}

static void fill_account(struct request *request, const struct account *account)
{
    struct account_answer *answer = request->answer;
    struct arena *memory = request->memory;
    bool own = account->account.number == request->visitor.account.number;
    struct seller seller;
    *answer = (struct account_answer){
        .account = account->account,
        .name = account->name,
        .email = account->email,
        .country_name = words_country(memory, account->country),
        .currency = arena_copy(memory, account->currency.code),
        .language = words_infos[account->language].name,
        .state = account->state,
        .operator= account->roles & ROLE_OPERATOR,
        .confirmed = account->confirmed,
        .own = own,
        .may_suspend = !own && account->state == ACCOUNT_OPEN,
        .may_open_again = !own && account->state == ACCOUNT_SUSPENDED,
        .opened_at = account->opened_at,
        .addresses = store_int(request->tx, &oversight_count_addresses,
                               WITH(INT(account->account.number)), 0),
    };
    if (!sellers_of_account(request->tx, memory, account->account, &seller)) {
        answer->seller = seller.seller;
        answer->seller_name = seller.name;
    }
}

static refused show_account(struct request *request)
{
    struct account_answer *answer = request->answer;
    struct account account;
    refused why = view(request);
    if (!why)
        why = accounts_find(request->tx, request->memory, account_of(request), &account);
    if (why)
        return why;
    request->title = account.name;
    fill_account(request, &account);
    struct amount_list credit =
        oversight_amounts(request->memory, ledger_balances(request->tx, request->memory,
                                                           LEDGER_CREDIT, account.account.number));
    struct orders_answer_list orders = { 0 };
    orders_list_all(request, request->tx, &(struct orders_filter){ .buyer = account.account },
                    &(struct page_request){ .limit = LISTED }, &orders);
    struct audit_list audit = oversight_audit_for(
        request, request->tx, id_text(request->memory, "acc", account.account.number), INT64_MAX,
        LISTED);
    answer->credit.items = credit.data.items;
    answer->credit.count = credit.data.count;
    answer->orders.items = orders.data.items;
    answer->orders.count = orders.data.count;
    answer->audit.items = audit.data.items;
    answer->audit.count = audit.data.count;
    return NULL;
}

struct account_acted {
    account_id account;
    enum account_state state;
};
static const struct field account_acted_fields[] = {
    ID_FIELD(struct account_acted, account, "acc", .says = "The account."),
    CHOICE_FIELD(struct account_acted, state, account_states, .says = "Its state now."),
    { 0 },
};

/* Suspending and opening again differ in one call. */
static refused change_state(struct store_tx *tx, struct request *request, bool suspends)
{
    const struct reason_request *body = request->body;
    struct account_acted *answer = request->answer;
    struct account found;
    account_id account = account_of(request);
    refused why = accounts_find(tx, request->memory, account, &found);
    if (!why && account.number == request->visitor.account.number)
        why = &OWN_ACCOUNT;
    if (!why)
        why = suspends ? accounts_suspend(tx, account, request->now)
                       : accounts_open_again(tx, account);
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ suspends ? "account.suspended" : "account.opened_again",
                                        "acc", account.number, body->reason, NULL });
    answer->account = account;
    answer->state = suspends ? ACCOUNT_SUSPENDED : ACCOUNT_OPEN;
    return NULL;
}

static refused suspend_act(struct store_tx *tx, void *what)
{
    return change_state(tx, what, true);
}

static refused suspend_account(struct request *request)
{
    return request_transact(request, suspend_act, request);
}

static refused open_again_act(struct store_tx *tx, void *what)
{
    return change_state(tx, what, false);
}

static refused open_account_again(struct request *request)
{
    return request_transact(request, open_again_act, request);
}

struct credit_request {
    struct money amount;
    const char *reason;
};
static const struct field credit_request_fields[] = {
    MONEY_FIELD(struct credit_request, amount, .min = 1, .says = "How much, above zero."),
    REASON_FIELD(struct credit_request),
    { 0 },
};
struct credit_acted {
    account_id account;
    struct money amount;
};
static const struct field credit_acted_fields[] = {
    ID_FIELD(struct credit_acted, account, "acc", .says = "Whose it is."),
    MONEY_FIELD(struct credit_acted, amount, .says = "What was granted."),
    { 0 },
};
REFUSAL_AT(CREDIT_NOTHING, 422, "amount", "Enter an amount above zero.");

static const char *plain_amount(struct arena *memory, struct money amount)
{
    AUTO(text) plain = { 0 };
    money_write_plain(&plain, amount);
    return arena_format(memory, "%s %s", amount.currency.code, text_of(&plain));
}

static refused credit_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct credit_request *body = request->body;
    struct credit_acted *answer = request->answer;
    struct account found;
    account_id account = account_of(request);
    refused why = accounts_find(tx, request->memory, account, &found);
    if (!why && account.number == request->visitor.account.number)
        why = &OWN_ACCOUNT;
    if (why)
        return why;
    const char *key = arena_format(request->memory, "grant %lld %lld %s",
                                   (long long)request->visitor.account.number,
                                   (long long)account.number, request_key(request));
    why = payments_grant_credit(tx, account, body->amount, key, request->now);
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ "credit.granted", "acc", account.number, body->reason,
                                        plain_amount(request->memory, body->amount) });
    *answer = (struct credit_acted){ account, body->amount };
    return NULL;
}

static refused grant_credit(struct request *request)
{
    const struct credit_request *body = request->body;
    if (body->amount.minor < 1)
        return &CREDIT_NOTHING;
    refused why = request_transact(request, credit_act, request);
    request->status = why ? 0 : 201;
    return why;
}

// clang-format off
static const struct route account_routes[] = {
    { GET, "/operator/accounts", OPERATOR, list_accounts, .summary = "Everybody's accounts",
      .takes = list_fields, .gives = accounts_fields, .page = "oversight/accounts",
      .scope = SCOPE_OPERATE },
    { GET, "/operator/accounts/{account}", OPERATOR, show_account,
      .summary = "An account; looking at it is noted in the audit", .gives = account_fields,
      .refuses = { &ACCOUNT_NOT_FOUND }, .page = "oversight/account", .slow = true,
      .scope = SCOPE_OPERATE },
    { POST, "/operator/accounts/{account}/suspension", OPERATOR, suspend_account,
      .summary = "Suspend an account: its sessions end, its keys are refused",
      .takes = reason_fields, .gives = account_acted_fields,
      .refuses = { &ACCOUNT_NOT_FOUND, &ACCOUNT_STATE_SAME, &OWN_ACCOUNT },
      .then = "/operator/accounts/{account}", .again = "/operator/accounts/{account}",
      .scope = SCOPE_OPERATE, .done = N_("The account is suspended and signed out everywhere.") },
    { POST, "/operator/accounts/{account}/reopening", OPERATOR, open_account_again,
      .summary = "Open a suspended account again",
      .takes = reason_fields, .gives = account_acted_fields,
      .refuses = { &ACCOUNT_NOT_FOUND, &ACCOUNT_STATE_SAME, &OWN_ACCOUNT },
      .then = "/operator/accounts/{account}", .again = "/operator/accounts/{account}",
      .scope = SCOPE_OPERATE, .done = N_("The account is open again.") },
    { POST, "/operator/accounts/{account}/credit", OPERATOR, grant_credit,
      .summary = "Grant store credit", .takes = credit_request_fields,
      .gives = credit_acted_fields,
      .refuses = { &ACCOUNT_NOT_FOUND, &OWN_ACCOUNT, &CREDIT_NOTHING },
      .then = "/operator/accounts/{account}", .again = "/operator/accounts/{account}",
      .once = true, .scope = SCOPE_OPERATE, .done = N_("The store credit is granted.") },
    { 0 },
};
// clang-format on

const struct module oversight_accounts_module = {
    .name = "oversight_accounts",
    .routes = account_routes,
};
