/* Payments, on the web: a challenge confirmed by the card's bank, and the sandbox's bank, whose
 * page a holder sees. A real gateway has that page, and tells the answer as an event. */
#include "shop/fraud/fraud_challenges.h"
#include "shop/payments/payments_bank.h"
#include "web/route.h"

struct bank_answer {
    authentication_id authentication;
    enum authentication_state state;
    struct money amount;
    const char *card, *asks_at, *next;
    bool asked;
};
static const struct field bank_fields[] = {
    ID_FIELD(struct bank_answer, authentication, "aut", .says = "The question to the bank."),
    CHOICE_FIELD(struct bank_answer, state, authentication_states, .says = "What it said."),
    MONEY_FIELD(struct bank_answer, amount, .says = "What is to be paid, at most."),
    TEXT_FIELD(struct bank_answer, card, .says = "With which card."),
    TEXT_FIELD(struct bank_answer, asks_at, .says = "Where the bank asks its holder, or null."),
    TEXT_FIELD(struct bank_answer, next, .says = "The path to go back to, or null."),
    BOOL_FIELD(struct bank_answer, asked, .says = "It has not answered yet."),
    { 0 },
};

static void fill(struct request *request, const struct authentication *from, const char *next)
{
    struct bank_answer *answer = request->answer;
    bool own = next && next[0] == '/' && next[1] != '/' && next[1] != '\\';
    *answer = (struct bank_answer){
        .authentication = from->authentication,
        .state = from->state,
        .amount = from->amount,
        .card = from->label,
        .asked = from->state == AUTHENTICATION_ASKED,
        .next = own ? next : NULL,
    };
}

struct next_request {
    const char *next;
};
static const struct field next_fields[] = {
    TEXT_FIELD(struct next_request, next, .optional = true, .max = 800,
               .says = "The path to go back to."),
    { 0 },
};

/* Asking ----------------------------------------------------------------------------------- */

struct asking {
    struct request *request;
    struct authentication made;
    bool approved;
};

/* Whoever is not the one that is challenged is told of no challenge. */
static refused begin_act(struct store_tx *tx, void *what)
{
    struct asking *asking = what;
    struct request *request = asking->request;
    const char *token = request_text(request, "challenge");
    struct fraud_challenge challenge;
    struct fraud_charge charge;
    refused why = fraud_challenge_find(tx, token, request->now, &challenge);
    if (why)
        return why;
    if (challenge.account != request->visitor.account.number || challenge.passed)
        return &CHALLENGE_NOT_FOUND;
    if (!fraud_challenge_charge(tx, request->memory, token, &charge))
        return &AUTHENTICATION_NOT_POSSIBLE;
    return payments_begin_authentication(
        tx, request->memory,
        &(struct authentication_wish){ .account = request->visitor.account,
                                       .decision = challenge.decision,
                                       .token = charge.card_token,
                                       .amount = charge.amount,
                                       .now = request->now },
        &asking->made);
}

static refused settle_act(struct store_tx *tx, void *what)
{
    const struct asking *asking = what;
    return payments_settle_authentication(tx, &asking->made, asking->approved,
                                          asking->request->now);
}

static const char *with_next(struct arena *memory, const char *path, const char *next)
{
    AUTO(text) made = { 0 };
    text_add(&made, path);
    if (next) {
        text_add(&made, "?next=");
        text_add_url(&made, next);
    }
    return arena_copy(memory, text_of(&made));
}

static refused ask_bank(struct request *request)
{
    const struct next_request *body = request->body;
    struct bank_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct asking asking = { .request = request };
    const char *page = NULL;
    refused why = store_transact(request->store, begin_act, &asking);
    if (why)
        return why;
    enum gateway_word word = payments_ask_bank(request->settings, memory, &asking.made, &page);
    asking.approved = word == GATEWAY_YES;
    if (word != GATEWAY_LATER)
        why = store_transact(request->store, settle_act, &asking);
    if (why)
        return why;
    if (word != GATEWAY_LATER)
        asking.made.state = asking.approved ? AUTHENTICATION_APPROVED : AUTHENTICATION_DECLINED;
    fill(request, &asking.made, body->next);
    answer->asks_at = page;
    const char *back = with_next(
        memory, arena_format(memory, "/challenges/%s", request_text(request, "challenge")),
        answer->next);
    request->location = page ? with_next(memory, page, back) : back;
    request->status = 200;
    return NULL;
}

/* The sandbox's bank ----------------------------------------------------------------------- */

static refused find_own(struct request *request, struct store_tx *tx,
                        struct authentication *ret_found)
{
    authentication_id number = { request_id(request, "authentication") };
    struct authentication found;
    if (!request->settings->sandbox)
        return &AUTHENTICATION_NOT_FOUND;
    refused why = payments_find_authentication(tx, request->memory, number, &found);
    if (why || found.account.number != request->visitor.account.number)
        return &AUTHENTICATION_NOT_FOUND; /* someone else's is not told from none */
    *ret_found = found;
    return NULL;
}

static refused show_bank(struct request *request)
{
    const struct next_request *body = request->body;
    struct authentication found;
    refused why = find_own(request, request->tx, &found);
    request->title = _("Your bank asks");
    if (!why)
        fill(request, &found, body->next);
    return why;
}

struct decision_request {
    bool approve;
    const char *next;
};
static const struct field decision_fields[] = {
    BOOL_FIELD(struct decision_request, approve, .optional = true,
               .says = "It is paid; otherwise it is not."),
    TEXT_FIELD(struct decision_request, next, .optional = true, .max = 800,
               .says = "The path to go back to."),
    { 0 },
};

static refused decide_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct decision_request *body = request->body;
    struct authentication found;
    refused why = find_own(request, tx, &found);
    if (!why)
        why = payments_settle_authentication(tx, &found, body->approve, request->now);
    if (why)
        return why;
    found.state = body->approve ? AUTHENTICATION_APPROVED : AUTHENTICATION_DECLINED;
    fill(request, &found, body->next);
    return NULL;
}

static refused decide(struct request *request)
{
    const struct bank_answer *answer = request->answer;
    refused why = store_transact(request->store, decide_act, request);
    if (why)
        return why;
    request->location = answer->next ? answer->next : "/checkout";
    request->status = 200;
    return NULL;
}

// clang-format off
static const struct route bank_routes[] = {
    { POST, "/challenges/{challenge}/bank", SIGNED_IN, ask_bank,
      .summary = "Ask the card's bank to confirm the purchase (3-D Secure)",
      .takes = next_fields, .gives = bank_fields,
      .refuses = { &CHALLENGE_NOT_FOUND, &AUTHENTICATION_NOT_POSSIBLE,
                   &AUTHENTICATION_ASKED_ENOUGH, &AUTHENTICATION_DECIDED,
                   &AUTHENTICATION_EXPIRED },
      .then = "/challenges/{challenge}", .again = "/challenges/{challenge}",
      .limit = { 20, 600 } },
    { GET, "/sandbox/bank/{authentication}", SIGNED_IN, show_bank,
      .summary = "The sandbox's bank: what its holder is asked", .takes = next_fields,
      .gives = bank_fields, .refuses = { &AUTHENTICATION_NOT_FOUND }, .page = "payments/bank" },
    { POST, "/sandbox/bank/{authentication}", SIGNED_IN, decide,
      .summary = "The sandbox's bank: what its holder answers", .takes = decision_fields,
      .gives = bank_fields,
      .refuses = { &AUTHENTICATION_NOT_FOUND, &AUTHENTICATION_DECIDED, &AUTHENTICATION_EXPIRED },
      .then = "/checkout", .again = "/sandbox/bank/{authentication}" },
    { 0 },
};
// clang-format on

static const struct id_name bank_ids[] = { { "authentication", "aut" }, { 0 } };

const struct module payments_bank_module = {
    .name = "payments_bank",
    .routes = bank_routes,
    .ids = bank_ids,
};
