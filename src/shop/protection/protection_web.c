/* Protection, on the web: a seller's guarantees and deposit, and more time for an order. */
#include "shop/orders/orders_web.h"
#include "shop/protection/protection.h"
#include "shop/protection/protection_schema_sql.h"
#include "shop/protection/protection_sql.h"
#include "shop/sellers/sellers_web.h"

/* Guarantees ------------------------------------------------------------------------------- */

struct guarantee_row {
    enum guarantee guarantee;
    const char *says;
    bool chosen, in_force;
    struct money needs;
};
static const struct field row_fields[] = {
    CHOICE_FIELD(struct guarantee_row, guarantee, guarantee_choices, .says = "The guarantee."),
    TEXT_FIELD(struct guarantee_row, says, .says = "What it promises to buyers."),
    BOOL_FIELD(struct guarantee_row, chosen, .says = "You have chosen it."),
    BOOL_FIELD(struct guarantee_row, in_force, .says = "It is shown on your offers."),
    MONEY_FIELD(struct guarantee_row, needs, .says = "The deposit that it needs now."),
    { 0 },
};
struct guarantees_answer {
    LIST_OF(struct guarantee_row) guarantees;
    struct money deposit, needed, payable, missing;
};
static const struct field guarantees_fields[] = {
    LIST_FIELD(struct guarantees_answer, guarantees, row_fields, .says = "All that there are."),
    MONEY_FIELD(struct guarantees_answer, deposit, .says = "What you have left here."),
    MONEY_FIELD(struct guarantees_answer, needed, .says = "What your guarantees need."),
    MONEY_FIELD(struct guarantees_answer, missing, .says = "What is missing of it."),
    MONEY_FIELD(struct guarantees_answer, payable, .says = "What you could put to it."),
    { 0 },
};

static refused fill_guarantees(struct request *request, struct store_tx *tx)
{
    struct guarantees_answer *answer = request->answer;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    if (why)
        return why;
    struct guarantees_view view = guarantees_view(tx, request->memory, &seller, request->now);
    answer->deposit = view.deposit;
    answer->needed = view.needed;
    answer->payable = view.payable;
    answer->missing = view.deposit.minor < view.needed.minor
                          ? money_minus(view.needed, view.deposit)
                          : money_of(0, seller.currency);
    answer->guarantees.items =
        arena_array(request->memory, GUARANTEES, sizeof *answer->guarantees.items);
    for (int i = 0; i < GUARANTEES; i++)
        answer->guarantees.items[answer->guarantees.count++] = (struct guarantee_row){
            .guarantee = (enum guarantee)i,
            .says = guarantee_says((enum guarantee)i),
            .chosen = view.chosen & GUARANTEE_BIT(i),
            .in_force = view.in_force & GUARANTEE_BIT(i),
            .needs = guarantee_needs(tx, &seller, (enum guarantee)i, request->now),
        };
    return NULL;
}

static refused show_guarantees(struct request *request)
{
    request->title = _("Guarantees");
    return fill_guarantees(request, request->tx);
}

struct choose_request {
    enum guarantee guarantee;
    bool chosen;
};
static const struct field choose_fields[] = {
    CHOICE_FIELD(struct choose_request, guarantee, guarantee_choices, .says = "Which."),
    BOOL_FIELD(struct choose_request, chosen, .optional = true,
               .says = "True: from now on; false: not for new orders any more."),
    { 0 },
};

static refused choose_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct choose_request *body = request->body;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = guarantee_choose(tx, request->memory, &seller, body->guarantee, body->chosen,
                               request->now);
    return why ? why : fill_guarantees(request, tx);
}

static refused choose(struct request *request)
{
    return request_transact(request, choose_act, request);
}

struct deposit_request {
    const char *amount;
    bool back;
};
static const struct field deposit_fields[] = {
    TEXT_FIELD(struct deposit_request, amount, .max = 20,
               .says = "How much: \"50.00\", in the currency of the shop."),
    BOOL_FIELD(struct deposit_request, back, .optional = true,
               .says = "From the deposit to your balance instead."),
    { 0 },
};

static refused deposit_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct deposit_request *body = request->body;
    struct seller seller;
    struct money amount;
    refused why = sellers_of_request(request, tx, &seller);
    if (why)
        return why;
    if (!money_read(body->amount, seller.currency, &amount))
        return &DEPOSIT_TOO_LITTLE;
    amount.minor = body->back ? -amount.minor : amount.minor;
    why =
        guarantee_deposit(tx, request->memory, &seller, amount, request_key(request), request->now);
    return why ? why : fill_guarantees(request, tx);
}

static refused deposit(struct request *request)
{
    return request_transact(request, deposit_act, request);
}

/* More time -------------------------------------------------------------------------------- */

struct extension_request {
    int64_t days;
};
static const struct field ask_fields[] = {
    INT_FIELD(struct extension_request, days, .min = 1, .max = EXTENSION_DAYS_MAX,
              .says = "How many more days."),
    { 0 },
};
static const struct field grant_fields[] = {
    INT_FIELD(struct extension_request, days, .min = 0, .max = EXTENSION_DAYS_MAX,
              .says = "How many more days; 0 refuses what was asked for."),
    { 0 },
};

struct extending {
    struct request *request;
    bool seller;
};

static refused extend_act(struct store_tx *tx, void *what)
{
    const struct extending *extending = what;
    struct request *request = extending->request;
    const struct extension_request *body = request->body;
    struct order order;
    struct seller seller;
    refused why =
        orders_find(tx, request->memory, (order_id){ request_id(request, "order") }, &order);
    if (why)
        return why;
    bool own = extending->seller ? !sellers_of_request(request, tx, &seller) &&
                                       seller.seller.number == order.seller.number
                                 : order.buyer.number == request->visitor.account.number;
    if (!own)
        return &ORDER_NOT_FOUND; /* someone else's is not told from none */
    why = extending->seller
              ? protection_grant(tx, request->memory, &order, body->days, request->now)
              : protection_ask(tx, request->memory, &order, body->days, request->now);
    return why ? why : orders_answer(request, tx, &order, extending->seller, request->answer);
}

static refused ask_for_time(struct request *request)
{
    return request_transact(request, extend_act, &(struct extending){ request, false });
}

static refused grant_time(struct request *request)
{
    return request_transact(request, extend_act, &(struct extending){ request, true });
}

// clang-format off
static const struct route protection_routes[] = {
    { GET, "/seller/guarantees", SELLER, show_guarantees,
      .summary = "What a seller guarantees, and its deposit", .gives = guarantees_fields,
      .refuses = { &NOT_A_SELLER }, .page = "protection/guarantees" },
    { POST, "/seller/guarantees", SELLER, choose,
      .summary = "Begin or end a guarantee", .takes = choose_fields, .gives = guarantees_fields,
      .refuses = { &NOT_A_SELLER, &GUARANTEE_CHOSEN, &GUARANTEE_NOT_CHOSEN },
      .then = "/seller/guarantees", .scope = SCOPE_SELL, .done = N_("Kept.") },
    { POST, "/seller/guarantees/deposit", SELLER, deposit,
      .summary = "Put money to the deposit, or take it back", .takes = deposit_fields,
      .gives = guarantees_fields,
      .refuses = { &NOT_A_SELLER, &DEPOSIT_TOO_LITTLE, &DEPOSIT_NEEDED },
      .then = "/seller/guarantees", .again = "/seller/guarantees", .once = true,
      .scope = SCOPE_SELL, .done = N_("Moved.") },
    { POST, "/orders/{order}/extension", SIGNED_IN, ask_for_time,
      .summary = "The buyer asks the seller for more time", .takes = ask_fields,
      .gives = order_fields,
      .refuses = { &ORDER_NOT_FOUND, &ORDER_NOT_SHIPPED, &HOLD_NOT_FOUND, &HOLD_CLOSED,
                   &EXTENSION_ASKED, &EXTENSION_TOO_LONG },
      .then = "/orders/{order}", .again = "/orders/{order}", .scope = SCOPE_BUY,
      .done = N_("The seller is asked. Until the answer nothing changes.") },
    { POST, "/seller/orders/{order}/extension", SELLER, grant_time,
      .summary = "The seller gives the buyer more time, or refuses it", .takes = grant_fields,
      .gives = order_fields,
      .refuses = { &ORDER_NOT_FOUND, &NOT_A_SELLER, &ORDER_NOT_SHIPPED, &HOLD_NOT_FOUND,
                   &HOLD_CLOSED, &EXTENSION_TOO_LONG, &EXTENSION_NOT_ASKED },
      .then = "/seller/orders/{order}", .again = "/seller/orders/{order}", .scope = SCOPE_SELL,
      .done = N_("Done.") },
    { 0 },
};
// clang-format on

const struct module protection_module = {
    .name = "protection",
    .routes = protection_routes,
    .schema = protection_schema,
    .hears = protection_hears,
    .jobs = protection_jobs,
    .statements = protection_statements,
    .first = protection_first,
};
