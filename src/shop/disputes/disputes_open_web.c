/* Disputes, on the web: opening one, and withdrawing from a contract. */
#include "shop/disputes/disputes_web.h"

static refused is_buyer(struct request *request)
{
    struct order order;
    if (!request->visitor.account.number)
        return &NOT_SIGNED_IN;
    refused why = orders_find(request->tx, request->memory,
                              (order_id){ request_id(request, "order") }, &order);
    bool own = !why && order.buyer.number == request->visitor.account.number;
    return own ? NULL : &ORDER_NOT_FOUND; /* someone else's is not told from none */
}

static const struct permission buyer_of_order = { "buyer_of_order", "The buyer of the order",
                                                  is_buyer };
#define BUYER_OF_ORDER (&buyer_of_order)

/* What can be said of an order ------------------------------------------------------------- */

struct problem_line {
    order_line_id line;
    const char *title, *options;
    int64_t count;
    struct money paid, left;
};
struct problem_answer {
    order_id order;
    const char *seller_name;
    struct money left; /* all that can go back */
    struct moment open_until, withdraw_until, arrives_to;
    bool may_open, may_withdraw, too_early, free_returns, guaranteed, genuine, sent;
    LIST_OF(struct problem_line) lines;
    LIST_OF(struct dispute_row) disputes;
};
static const struct field problem_line_fields[] = {
    ID_FIELD(struct problem_line, line, "orl", .says = "The line."),
    TEXT_FIELD(struct problem_line, title, .says = "What was bought."),
    TEXT_FIELD(struct problem_line, options, .says = "Colour, size and so on."),
    INT_FIELD(struct problem_line, count, .says = "How many."),
    MONEY_FIELD(struct problem_line, paid, .says = "What was paid for it."),
    MONEY_FIELD(struct problem_line, left, .says = "What of it has not gone back."),
    { 0 },
};
static const struct field dispute_short_fields[] = {
    ID_FIELD(struct dispute_row, dispute, "dsp", .says = "The dispute."),
    CHOICE_FIELD(struct dispute_row, reason, dispute_reasons, .says = "What is wrong."),
    CHOICE_FIELD(struct dispute_row, state, dispute_states, .says = "Who must act."),
    CHOICE_FIELD(struct dispute_row, outcome, dispute_outcomes, .says = "How it ended."),
    MONEY_FIELD(struct dispute_row, refunded, .says = "What went back."),
    { 0 },
};
static const struct field problem_fields[] = {
    ID_FIELD(struct problem_answer, order, "ord", .says = "The order."),
    TEXT_FIELD(struct problem_answer, seller_name, .says = "The seller's shop."),
    MONEY_FIELD(struct problem_answer, left, .says = "All that can still go back."),
    MOMENT_FIELD(struct problem_answer, open_until, .says = "Until when a dispute may be opened."),
    MOMENT_FIELD(struct problem_answer, withdraw_until,
                 .says = "Until when it may be withdrawn "
                         "from by law, or null."),
    MOMENT_FIELD(struct problem_answer, arrives_to, .says = "The last day of its promise."),
    BOOL_FIELD(struct problem_answer, may_open, .says = "A dispute may be opened now."),
    BOOL_FIELD(struct problem_answer, may_withdraw, .says = "It may be withdrawn from now."),
    BOOL_FIELD(struct problem_answer, too_early, .says = "It may still come in time."),
    BOOL_FIELD(struct problem_answer, free_returns, .says = "It goes back free, for any reason."),
    BOOL_FIELD(struct problem_answer, guaranteed, .says = "It is guaranteed to be as described."),
    BOOL_FIELD(struct problem_answer, genuine, .says = "It is guaranteed to be genuine."),
    BOOL_FIELD(struct problem_answer, sent, .says = "It has been sent."),
    LIST_FIELD(struct problem_answer, lines, problem_line_fields, .says = "What was bought."),
    LIST_FIELD(struct problem_answer, disputes, dispute_short_fields, .says = "The newest first."),
    { 0 },
};

static void fill_problem_lines(struct request *request, struct store_tx *tx,
                               const struct order *order, struct problem_answer *answer)
{
    struct order_lines lines = orders_lines(tx, request->memory, order);
    struct escrow_parts parts = escrow_parts(tx, request->memory, order);
    answer->left = money_of(0, order->total.currency);
    answer->lines.items = arena_array(request->memory, lines.count, sizeof *answer->lines.items);
    for (size_t i = 0; i < parts.count; i++)
        answer->left =
            money_plus(answer->left, money_minus(parts.items[i].paid, parts.items[i].refunded));
    for (size_t i = 0; i < lines.count; i++) {
        const struct order_line *line = &lines.items[i];
        struct money left = line->paid;
        for (size_t k = 0; k < parts.count; k++)
            if (parts.items[k].line == line->line.number)
                left = money_minus(parts.items[k].paid, parts.items[k].refunded);
        answer->lines.items[answer->lines.count++] =
            (struct problem_line){ line->line,  line->title, line->options,
                                   line->count, line->paid,  left };
    }
}

static refused show_problem(struct request *request)
{
    struct problem_answer *answer = request->answer;
    struct order order;
    struct seller seller;
    request->title = _("A problem with an order");
    refused why = orders_find(request->tx, request->memory,
                              (order_id){ request_id(request, "order") }, &order);
    why = why ? why : sellers_find(request->tx, request->memory, order.seller, &seller);
    if (why)
        return why;
    answer->order = order.order;
    answer->seller_name = seller.name;
    answer->open_until = disputes_open_until(request->tx, &order);
    answer->withdraw_until = disputes_withdraw_until(request->tx, &order);
    answer->arrives_to = order.arrives_to;
    answer->sent = order.shipped_at.us != 0;
    answer->may_open = request->now.us < answer->open_until.us;
    answer->may_withdraw = request->now.us < answer->withdraw_until.us || order.state == ORDER_PAID;
    answer->too_early = request->now.us < order.arrives_to.us;
    answer->free_returns =
        disputes_seller_pays(order.guarantees, order.free_returns, DISPUTE_CHANGED_MIND);
    answer->guaranteed = order.guarantees & GUARANTEE_BIT(GUARANTEE_AS_DESCRIBED);
    answer->genuine = order.guarantees & GUARANTEE_BIT(GUARANTEE_GENUINE);
    fill_problem_lines(request, request->tx, &order, answer);
    struct disputes disputes = disputes_of_order(request->tx, request->memory, order.order);
    answer->disputes.items =
        arena_array(request->memory, disputes.count, sizeof *answer->disputes.items);
    for (size_t i = 0; i < disputes.count; i++)
        answer->disputes.items[answer->disputes.count++] =
            (struct dispute_row){ .dispute = disputes.items[i].dispute,
                                  .reason = disputes.items[i].reason,
                                  .state = disputes.items[i].state,
                                  .outcome = disputes.items[i].outcome,
                                  .refunded = disputes.items[i].refunded };
    return NULL;
}

/* Opening ---------------------------------------------------------------------------------- */

struct open_request {
    enum dispute_reason reason;
    enum dispute_remedy remedy;
    const char *amount, *words;
    order_line_id line;
    int64_t count;
};
static const struct field open_fields[] = {
    CHOICE_FIELD(struct open_request, reason, dispute_reasons, .says = "What is wrong."),
    CHOICE_FIELD(struct open_request, remedy, dispute_remedies, .optional = true,
                 .says = "What is asked for; a refund when it is not given."),
    TEXT_FIELD(struct open_request, amount, .optional = true, .max = 20,
               .says = "Of a refund: \"12.50\", in the currency of the order; all when it is not "
                       "given."),
    ID_FIELD(struct open_request, line, "orl", .optional = true,
             .says = "Which line; the whole order when it is not given."),
    INT_FIELD(struct open_request, count, .optional = true, .min = 1, .max = 999,
              .says = "How many pieces of the line; all when it is not given."),
    TEXT_FIELD(struct open_request, words, .max = 4000, .lines = true,
               .says = "What happened, in a few words."),
    { 0 },
};

static int64_t pieces_of(struct store_tx *tx, struct arena *memory, const struct order *order,
                         order_line_id line)
{
    struct order_lines lines = orders_lines(tx, memory, order);
    for (size_t i = 0; i < lines.count; i++)
        if (lines.items[i].line.number == line.number)
            return lines.items[i].count;
    return 0;
}

static refused open_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct open_request *body = request->body;
    struct order order;
    struct dispute dispute;
    refused why =
        orders_find(tx, request->memory, (order_id){ request_id(request, "order") }, &order);
    if (why)
        return why;
    struct dispute_line line = {
        .line = body->line.number,
        .count = body->count ? body->count : pieces_of(tx, request->memory, &order, body->line),
    };
    struct dispute_wish wish = {
        .buyer = request->visitor.account,
        .order = order.order,
        .reason = body->reason,
        .remedy = body->remedy,
        .all = !body->amount || !*body->amount,
        .lines = &line,
        .line_count = line.line ? 1 : 0,
        .words = body->words,
        .now = request->now,
    };
    if (!wish.all && !money_read(body->amount, order.total.currency, &wish.asked))
        return &DISPUTE_AMOUNT_WRONG;
    why = disputes_open(tx, request->memory, &wish, &dispute);
    return why ? why : disputes_answer(request, tx, &dispute, SIDE_BUYER, request->answer);
}

static refused open_dispute(struct request *request)
{
    return request_transact(request, open_act, request);
}

/* Withdrawing ------------------------------------------------------------------------------ */

struct withdrawn_answer {
    order_id order;
    dispute_id dispute; /* the return; 0: it was not sent yet, and is cancelled */
    enum order_state state;
    struct moment at;
};
static const struct field withdrawn_fields[] = {
    ID_FIELD(struct withdrawn_answer, order, "ord", .says = "The order."),
    ID_FIELD(struct withdrawn_answer, dispute, "dsp", .says = "The return, or null."),
    CHOICE_FIELD(struct withdrawn_answer, state, order_states, .says = "Its state now."),
    MOMENT_FIELD(struct withdrawn_answer, at, .says = "When it was withdrawn from."),
    { 0 },
};

/* What is not sent yet is cancelled; what is comes back first. */
static refused withdraw_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct withdrawn_answer *answer = request->answer;
    struct order order;
    struct dispute dispute = { 0 };
    refused why =
        orders_find(tx, request->memory, (order_id){ request_id(request, "order") }, &order);
    if (why)
        return why;
    if (order.buyer.number != request->visitor.account.number)
        return &ORDER_NOT_FOUND;
    if (order.state == ORDER_PAID)
        why = orders_cancel(tx, request->memory, order.order, "buyer", request->now);
    else
        why = disputes_open(tx, request->memory,
                            &(struct dispute_wish){ .buyer = order.buyer,
                                                    .order = order.order,
                                                    .reason = DISPUTE_WITHDRAWAL,
                                                    .remedy = REMEDY_RETURN,
                                                    .all = true,
                                                    .now = request->now },
                            &dispute);
    why = why ? why : orders_find(tx, request->memory, order.order, &order);
    if (why)
        return why;
    *answer = (struct withdrawn_answer){ order.order, dispute.dispute, order.state, request->now };
    return NULL;
}

static refused withdraw(struct request *request)
{
    return request_transact(request, withdraw_act, request);
}

// clang-format off
const struct route disputes_open_routes[] = {
    { GET, "/orders/{order}/problem", BUYER_OF_ORDER, show_problem,
      .summary = "What can be said and done when something is wrong with an order",
      .gives = problem_fields, .refuses = { &ORDER_NOT_FOUND }, .page = "disputes/problem" },
    { POST, "/orders/{order}/disputes", BUYER_OF_ORDER, open_dispute,
      .summary = "Open a dispute about an order or a line of it", .takes = open_fields,
      .gives = dispute_fields,
      .refuses = { &ORDER_NOT_FOUND, &ORDER_NOT_SHIPPED, &DISPUTE_TOO_EARLY, &DISPUTE_TOO_LATE,
                   &DISPUTE_OPEN_ALREADY, &DISPUTE_DECIDED_BEFORE, &DISPUTE_NOTHING_LEFT,
                   &DISPUTE_LINES_WRONG, &DISPUTE_AMOUNT_WRONG, &WITHDRAWAL_NOT_POSSIBLE,
                   &RETURN_NOT_FREE, &HOLD_NOT_FOUND, &HOLD_CLOSED },
      .then = "/disputes/{dispute}", .again = "/orders/{order}/problem", .once = true,
      .scope = SCOPE_BUY, .done = N_("The seller is told. What it is about is held meanwhile.") },
    { GET, "/orders/{order}/withdrawal", BUYER_OF_ORDER, show_problem,
      .summary = "Before withdrawing from a contract: what happens then",
      .gives = problem_fields, .refuses = { &ORDER_NOT_FOUND }, .page = "disputes/withdrawal" },
    { POST, "/orders/{order}/withdrawal", BUYER_OF_ORDER, withdraw,
      .summary = "Withdraw from the contract (EU directive 2011/83, article 11a)",
      .gives = withdrawn_fields,
      .refuses = { &ORDER_NOT_FOUND, &ORDER_NOT_PAID, &ORDER_NOT_SHIPPED, &ORDER_ALREADY_CLOSED,
                   &ORDER_ALREADY_SHIPPED, &WITHDRAWAL_NOT_POSSIBLE, &DISPUTE_OPEN_ALREADY,
                   &DISPUTE_NOTHING_LEFT, &HOLD_NOT_FOUND, &HOLD_CLOSED },
      .then = "/orders/{order}/problem", .again = "/orders/{order}/withdrawal", .once = true,
      .scope = SCOPE_BUY,
      .done = N_("You have withdrawn from the contract. A confirmation is on its way to you.") },
    { 0 },
};
// clang-format on
