/* Payments, on the web: what a gateway tells us. */
#include "shop/payments/payments.h"
#include "shop/payments/payments_jobs.h"
#include "shop/payments/payments_schema_sql.h"
#include "shop/payments/payments_sql.h"
#include "web/route.h"

REFUSAL(SIGNATURE_WRONG, 401, "The signature of this event is not right.");

REFUSAL_AT(CHARGEBACK_REASON_NEEDED, 422, "reason", "Say why the bank takes it back.");

/* The sandbox tells as real gateways do: more than once and in any order, so an event of a payment
 * only makes us ask; the gateway's answer is what counts. Of a chargeback there is nothing to ask:
 * the money is gone when the event comes. */
struct told_request {
    const char *id;
    payment_id payment;
    const char *kind, *reason;
};
static const struct field told_fields[] = {
    TEXT_FIELD(struct told_request, id, .max = 64, .says = "The gateway's name of the event."),
    ID_FIELD(struct told_request, payment, "pmt", .says = "The payment it is about."),
    TEXT_FIELD(struct told_request, kind, .optional = true,
               .pattern = "payment|chargeback|chargeback_again|chargeback_won|chargeback_lost",
               .says = "\"payment\" if not given: it may be decided."),
    TEXT_FIELD(struct told_request, reason, .optional = true,
               .pattern = "fraudulent|not_received|not_as_described",
               .says = "Of a chargeback: what the card's holder says."),
    { 0 },
};
struct told_answer {
    bool taken;
};
static const struct field told_answer_fields[] = {
    BOOL_FIELD(struct told_answer, taken, .says = "It was new."),
    { 0 },
};

/* Souk-Signature: the keyed BLAKE2b-256 of "id payment", and " kind" and " reason" behind it where
 * they are given, in hexadecimal: "evt_7 pmt_... chargeback fraudulent". */
static bool signature_is_right(const struct request *request, const struct told_request *told)
{
    struct secret_key key = secret_derive(&request->settings->master, "sandbox events");
    const char *given = request_header(request, "Souk-Signature");
    const char *said = arena_format(request->memory, "%s %s%s%s%s%s", told->id,
                                    id_text(request->memory, "pmt", told->payment.number),
                                    told->kind ? " " : "", told->kind ? told->kind : "",
                                    told->reason ? " " : "", told->reason ? told->reason : "");
    struct secret_tag tag = secret_hash(&key, said, strlen(said));
    const char *wanted = secret_hex(request->memory, tag.bytes, sizeof tag.bytes);
    return given && strlen(given) == strlen(wanted) && secret_same(given, wanted, strlen(wanted));
}

struct keeping {
    const struct request *request;
    const struct told_request *told;
    bool is_new;
};

static bool opens_chargeback(const struct told_request *told)
{
    return text_same(told->kind, "chargeback") || text_same(told->kind, "chargeback_again");
}

static bool is_of_chargeback(const struct told_request *told)
{
    return told->kind && text_starts(told->kind, "chargeback");
}

static refused take_chargeback(struct store_tx *tx, struct arena *memory,
                               const struct told_request *told, struct moment now)
{
    struct chargeback chargeback;
    int reason = 0;
    if (!opens_chargeback(told))
        return payments_decide_chargeback(tx, memory, told->payment,
                                          text_same(told->kind, "chargeback_won"), now);
    while (!text_same(chargeback_reasons[reason].name, told->reason))
        reason++;
    return payments_charge_back(
        tx, memory,
        &(struct chargeback_wish){ .payment = told->payment,
                                   .reason = (enum chargeback_reason)reason,
                                   .key = told->id,
                                   .again = text_same(told->kind, "chargeback_again"),
                                   .now = now },
        &chargeback);
}

/* Kept and taken in one: a chargeback that cannot be taken yet is refused whole, so that the
 * gateway tells of it again. */
static refused keep_event(struct store_tx *tx, void *what)
{
    struct keeping *keeping = what;
    const struct told_request *told = keeping->told;
    AUTO(arena) memory = { 0 };
    const char *payment = id_text(&memory, "pmt", told->payment.number);
    const char *body = is_of_chargeback(told)
                           ? arena_format(&memory, "%s %s %s", payment, told->kind,
                                          told->reason ? told->reason : "")
                           : payment;
    keeping->is_new =
        store_do(tx, &payments_insert_gateway_event,
                 WITH(TEXT("sandbox"), TEXT(told->id), TEXT(body), INT(keeping->request->now.us)));
    if (!keeping->is_new || !is_of_chargeback(told))
        return NULL;
    return take_chargeback(tx, &memory, told, keeping->request->now);
}

static refused hear_sandbox(struct request *request)
{
    const struct told_request *told = request->body;
    struct told_answer *answer = request->answer;
    if (!request->settings->sandbox || !signature_is_right(request, told))
        return &SIGNATURE_WRONG;
    if (opens_chargeback(told) && !told->reason)
        return &CHARGEBACK_REASON_NEEDED;
    struct keeping keeping = { request, told, false };
    refused why = store_transact(request->store, keep_event, &keeping);
    if (why)
        return why;
    answer->taken = keeping.is_new;
    if (keeping.is_new && !is_of_chargeback(told))
        payments_ask(request->store, told->payment, request->now);
    return NULL;
}

/* Store credit ----------------------------------------------------------------------------- */

struct credit_line {
    struct money amount;
};
struct credit_answer {
    LIST_OF(struct credit_line) data;
};
static const struct field credit_line_fields[] = {
    MONEY_FIELD(struct credit_line, amount, .says = "The credit in one currency."),
    { 0 },
};
static const struct field credit_fields[] = {
    LIST_FIELD(struct credit_answer, data, credit_line_fields, .says = "One for each currency."),
    { 0 },
};

static refused show_credit(struct request *request)
{
    struct credit_answer *answer = request->answer;
    struct moneys found = ledger_balances(request->tx, request->memory, LEDGER_CREDIT,
                                          request->visitor.account.number);
    answer->data.items = arena_array(request->memory, found.count, sizeof(struct credit_line));
    for (size_t i = 0; i < found.count; i++)
        answer->data.items[answer->data.count++] = (struct credit_line){ found.items[i] };
    return NULL;
}

// clang-format off
static const struct route payments_routes[] = {
    { POST, "/gateways/sandbox/events", ANYONE, hear_sandbox,
      .summary = "The sandbox gateway tells of a payment", .takes = told_fields,
      .gives = told_answer_fields,
      .refuses = { &SIGNATURE_WRONG, &CHARGEBACK_REASON_NEEDED, &PAYMENT_NOT_FOUND,
                   &CHARGEBACK_NOT_POSSIBLE, &CHARGEBACK_NOT_FOUND, &CHARGEBACK_IS_DECIDED },
      .face = ONLY_API,
      .no_csrf = true },
    { GET, "/credit", SIGNED_IN, show_credit, .summary = "The buyer's store credit",
      .gives = credit_fields, .face = ONLY_API },
    { 0 },
};
// clang-format on

static const struct id_name payments_ids[] = { { "payment", "pmt" },
                                               { "chargeback", "chb" },
                                               { 0 } };

const struct module payments_module = {
    .name = "payments",
    .routes = payments_routes,
    .ids = payments_ids,
    .schema = payments_schema,
    .jobs = payments_jobs,
    .statements = payments_statements,
    .first = payments_first,
};
