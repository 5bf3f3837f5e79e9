/* Oversight, on the web: sellers, their money and their standing. */
#include "shop/oversight/oversight_web.h"

#include "shop/escrow/escrow.h"
#include "shop/orders/orders_web.h"
#include "shop/sellers/sellers_inside.h"
#include "shop/standing/standing.h"

struct list_request {
    const char *cursor;
    int64_t limit;
};
static const struct field list_fields[] = { PAGED_REQUEST(struct list_request), { 0 } };

enum { LISTED = 20 };

struct seller_row {
    seller_id seller;
    const char *name, *country_name, *currency;
    enum seller_standing standing;
    struct moment since;
};
static const struct field seller_row_fields[] = {
    ID_FIELD(struct seller_row, seller, "sel", .says = "The seller."),
    TEXT_FIELD(struct seller_row, name, .says = "The shop's name."),
    TEXT_FIELD(struct seller_row, country_name, .says = "Where parcels start, in words."),
    TEXT_FIELD(struct seller_row, currency, .says = "What it prices in."),
    CHOICE_FIELD(struct seller_row, standing, seller_standings, .says = "Its standing."),
    MOMENT_FIELD(struct seller_row, since, .says = "Since when."),
    { 0 },
};
struct sellers_answer {
    LIST_OF(struct seller_row) data;
    const char *next_cursor;
    bool has_more;
};
static const struct field sellers_fields[] = {
    LIST_FIELD(struct sellers_answer, data, seller_row_fields, .says = "The newest first."),
    PAGED_ANSWER(struct sellers_answer),
    { 0 },
};

static refused list_sellers(struct request *request)
{
    const struct list_request *body = request->body;
    struct sellers_answer *answer = request->answer;
    struct arena *memory = request->memory;
    int64_t limit = body->limit ? body->limit : 50, before;
    request->title = _("Sellers");
    if (!id_read(body->cursor, "sel", &before))
        before = INT64_MAX;
    struct sellers found = sellers_newest(request->tx, memory, before, limit + 1);
    answer->has_more = (int64_t)found.count > limit;
    answer->data.items = arena_array(memory, found.count, sizeof(struct seller_row));
    for (size_t i = 0; i < found.count && (int64_t)i < limit; i++) {
        const struct seller *seller = &found.items[i];
        answer->data.items[answer->data.count++] = (struct seller_row){
            seller->seller,
            seller->name,
            words_country(memory, seller->country),
            arena_copy(memory, seller->currency.code),
            seller->standing,
            seller->since,
        };
    }
    if (answer->has_more)
        answer->next_cursor = id_text(memory, "sel", answer->data.items[limit - 1].seller.number);
    return NULL;
}

struct payout_row {
    payout_id payout;
    struct money amount;
    enum payout_state state;
    struct moment begun_at;
};
static const struct field payout_row_fields[] = {
    ID_FIELD(struct payout_row, payout, "pay", .says = "The payout."),
    MONEY_FIELD(struct payout_row, amount, .says = "How much."),
    CHOICE_FIELD(struct payout_row, state, payout_states, .says = "Where it is."),
    MOMENT_FIELD(struct payout_row, begun_at, .says = "When it was asked for."),
    { 0 },
};
struct standing_choice {
    const char *name, *words;
    bool chosen;
};
static const struct field standing_choice_fields[] = {
    TEXT_FIELD(struct standing_choice, name, .says = "For the form."),
    TEXT_FIELD(struct standing_choice, words, .says = "For people."),
    BOOL_FIELD(struct standing_choice, chosen, .says = "It is the present one."),
    { 0 },
};
struct seller_answer {
    seller_id seller;
    account_id account;
    const char *name, *slogan, *country_name, *currency, *legal_name, *legal_address,
        *register_number, *iban_shown, *iban_pending_shown;
    enum seller_standing standing;
    int64_t ship_days;
    struct moment since;
    LIST_OF(struct amount_answer) held;
    LIST_OF(struct amount_answer) payable;
    LIST_OF(struct payout_row) payouts;
    LIST_OF(struct order_row) orders;
    LIST_OF(struct standing_choice) standings;
    LIST_OF(struct audit_answer) audit;
};
static const struct field seller_fields[] = {
    ID_FIELD(struct seller_answer, seller, "sel", .says = "The seller."),
    ID_FIELD(struct seller_answer, account, "acc", .says = "Whose shop it is."),
    TEXT_FIELD(struct seller_answer, name, .says = "The shop's name."),
    TEXT_FIELD(struct seller_answer, slogan, .says = "One line, or null."),
    TEXT_FIELD(struct seller_answer, country_name, .says = "Where parcels start, in words."),
    TEXT_FIELD(struct seller_answer, currency, .says = "What it prices in."),
    TEXT_FIELD(struct seller_answer, legal_name, .says = "The trader, or null."),
    TEXT_FIELD(struct seller_answer, legal_address, .lines = true, .says = "Its address, or null."),
    TEXT_FIELD(struct seller_answer, register_number, .says = "In the trade register, or null."),
    TEXT_FIELD(struct seller_answer, iban_pending_shown,
               .says = "A new account that waits to be checked, shortened; or null."),
    TEXT_FIELD(struct seller_answer, iban_shown,
               .says = "Where it is paid to, shortened; or null."),
    CHOICE_FIELD(struct seller_answer, standing, seller_standings, .says = "Its standing."),
    INT_FIELD(struct seller_answer, ship_days, .says = "Hands parcels over within so many days."),
    MOMENT_FIELD(struct seller_answer, since, .says = "Since when."),
    LIST_FIELD(struct seller_answer, held, amount_fields, .says = "Held for it, less commission."),
    LIST_FIELD(struct seller_answer, payable, amount_fields, .says = "Payable to it."),
    LIST_FIELD(struct seller_answer, payouts, payout_row_fields, .says = "The newest first."),
    LIST_FIELD(struct seller_answer, orders, order_row_fields, .says = "The newest it sold."),
    LIST_FIELD(struct seller_answer, standings, standing_choice_fields, .says = "To choose from."),
    LIST_FIELD(struct seller_answer, audit, audit_fields,
               .says = "Its standing through time, and what else operators did."),
    { 0 },
};

static void fill_seller(struct request *request, const struct seller *seller)
{
    struct seller_answer *answer = request->answer;
    struct arena *memory = request->memory;
    *answer = (struct seller_answer){
        .seller = seller->seller,
        .account = seller->account,
        .name = seller->name,
        .slogan = seller->slogan,
        .country_name = words_country(memory, seller->country),
        .currency = arena_copy(memory, seller->currency.code),
        .legal_name = seller->legal_name,
        .legal_address = seller->legal_address,
        .register_number = seller->register_number,
        .iban_shown = sellers_iban_shown(request->tx, memory, seller->seller),
        .iban_pending_shown = sellers_iban_view(request->tx, memory, seller->seller).pending,
        .standing = seller->standing,
        .ship_days = seller->ship_days,
        .since = seller->since,
    };
    answer->standings.items = arena_array(memory, 8, sizeof(struct standing_choice));
    for (int i = 0; seller_standings[i].name; i++)
        answer->standings.items[answer->standings.count++] =
            (struct standing_choice){ seller_standings[i].name, _(seller_standings[i].words),
                                      i == (int)seller->standing };
    struct payouts payouts = sellers_payouts(request->tx, memory, seller->seller, LISTED);
    answer->payouts.items = arena_array(memory, payouts.count, sizeof(struct payout_row));
    for (size_t i = 0; i < payouts.count; i++)
        answer->payouts.items[answer->payouts.count++] =
            (struct payout_row){ payouts.items[i].payout, payouts.items[i].amount,
                                 payouts.items[i].state, payouts.items[i].begun_at };
}

static refused show_seller(struct request *request)
{
    struct seller_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct store_tx *tx = request->tx;
    struct seller seller;
    refused why = sellers_find(tx, memory, (seller_id){ request_id(request, "seller") }, &seller);
    if (why)
        return why;
    request->title = seller.name;
    fill_seller(request, &seller);
    struct amount_list held =
        oversight_amounts(memory, escrow_of_seller(tx, memory, seller.seller));
    struct amount_list payable =
        oversight_amounts(memory, ledger_balances(tx, memory, LEDGER_SELLER, seller.seller.number));
    struct orders_answer_list orders = { 0 };
    orders_list_all(request, tx, &(struct orders_filter){ .seller = seller.seller },
                    &(struct page_request){ .limit = LISTED }, &orders);
    struct audit_list audit = oversight_audit_for(
        request, tx, id_text(memory, "sel", seller.seller.number), INT64_MAX, LISTED);
    answer->held.items = held.data.items;
    answer->held.count = held.data.count;
    answer->payable.items = payable.data.items;
    answer->payable.count = payable.data.count;
    answer->orders.items = orders.data.items;
    answer->orders.count = orders.data.count;
    answer->audit.items = audit.data.items;
    answer->audit.count = audit.data.count;
    return NULL;
}

struct standing_request {
    enum seller_standing standing;
    const char *reason, *words;
};
static const struct field standing_request_fields[] = {
    CHOICE_FIELD(struct standing_request, standing, seller_standings, .says = "The new standing."),
    REASON_FIELD(struct standing_request),
    TEXT_FIELD(struct standing_request, words, .optional = true, .max = STANDING_WORDS_MAX,
               .lines = true,
               .says = "The statement of reasons, for the seller: to restrict or suspend it, at "
                       "least twenty letters."),
    { 0 },
};
struct standing_acted {
    seller_id seller;
    enum seller_standing standing;
};
static const struct field standing_acted_fields[] = {
    ID_FIELD(struct standing_acted, seller, "sel", .says = "The seller."),
    CHOICE_FIELD(struct standing_acted, standing, seller_standings, .says = "Its standing now."),
    { 0 },
};

static refused standing_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct standing_request *body = request->body;
    struct standing_acted *answer = request->answer;
    struct seller before;
    seller_id seller = { request_id(request, "seller") };
    refused why = sellers_find(tx, request->memory, seller, &before);
    if (!why && before.account.number == request->visitor.account.number)
        why = &OWN_ACCOUNT;
    if (!why)
        why = sellers_set_standing_of(tx, seller, body->standing);
    if (!why)
        why = standing_set_by_hand(tx, request->memory,
                                   &(struct standing_by_hand){ .before = &before,
                                                               .standing = body->standing,
                                                               .operator= request->visitor.account,
                                                               .words = body->words,
                                                               .now = request->now });
    if (why)
        return why;
    const char *facts =
        arena_format(request->memory, "%s → %s", seller_standings[before.standing].name,
                     seller_standings[body->standing].name);
    oversight_note_for(
        tx, request,
        &(struct noted){ "seller.standing", "sel", seller.number, body->reason, facts });
    *answer = (struct standing_acted){ seller, body->standing };
    return NULL;
}

static refused set_standing(struct request *request)
{
    return request_transact(request, standing_act, request);
}

// clang-format off
static const struct route seller_routes[] = {
    { GET, "/operator/sellers", OPERATOR, list_sellers, .summary = "All sellers",
      .takes = list_fields, .gives = sellers_fields, .page = "oversight/sellers",
      .scope = SCOPE_OPERATE },
    { GET, "/operator/sellers/{seller}", OPERATOR, show_seller,
      .summary = "A seller, its money and its standing", .gives = seller_fields,
      .refuses = { &SELLER_NOT_FOUND }, .page = "oversight/seller", .scope = SCOPE_OPERATE },
    { POST, "/operator/sellers/{seller}/standing", OPERATOR, set_standing,
      .summary = "Set a seller's standing", .takes = standing_request_fields,
      .gives = standing_acted_fields,
      .refuses = { &SELLER_NOT_FOUND, &SELLER_STANDING_SAME, &OWN_ACCOUNT,
                   &STATEMENT_WORDS_NEEDED },
      .then = "/operator/sellers/{seller}", .again = "/operator/sellers/{seller}",
      .scope = SCOPE_OPERATE, .done = N_("The standing is set.") },
    { 0 },
};
// clang-format on

const struct module oversight_sellers_module = {
    .name = "oversight_sellers",
    .routes = seller_routes,
};
