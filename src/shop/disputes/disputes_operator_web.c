/* Disputes, on the web: the operator's queue, and decisions on the record. */
#include "shop/disputes/disputes_web.h"

#include "shop/oversight/oversight_web.h"

static refused list_queue(struct request *request)
{
    request->title = _("Disputes");
    disputes_fill_list(request, (struct dispute_filter){ .with_operator = true }, SIDE_OPERATOR,
                       request->answer);
    return NULL;
}

static refused list_all(struct request *request)
{
    request->title = _("All disputes");
    disputes_fill_list(request, (struct dispute_filter){ 0 }, SIDE_OPERATOR, request->answer);
    return NULL;
}

struct decide_request {
    enum dispute_remedy remedy;
    const char *amount, *words;
    bool seller_pays;
};
static const struct field decide_fields[] = {
    CHOICE_FIELD(struct decide_request, remedy, dispute_remedies, .says = "What is decided."),
    TEXT_FIELD(struct decide_request, amount, .optional = true, .max = 20,
               .says = "Of a refund: \"12.50\"; all of the claim when it is not given."),
    BOOL_FIELD(struct decide_request, seller_pays, .optional = true,
               .says = "Of a return: the seller pays the way back."),
    TEXT_FIELD(struct decide_request, words, .max = 4000, .lines = true,
               .says = "The reasons, for both sides."),
    { 0 },
};

static refused decide_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct decide_request *body = request->body;
    struct dispute dispute;
    refused why = disputes_find(tx, request->memory, (dispute_id){ request_id(request, "dispute") },
                                &dispute);
    if (why)
        return why;
    struct money amount = dispute.claim;
    if (body->amount && *body->amount && !money_read(body->amount, dispute.claim.currency, &amount))
        return &DISPUTE_AMOUNT_WRONG;
    struct dispute_deed deed = {
        .dispute = dispute.dispute,
        .side = SIDE_OPERATOR,
        .by = request->visitor.account,
        .act = DISPUTE_DECIDE,
        .remedy = body->remedy,
        .amount = amount,
        .seller_pays = body->seller_pays,
        .words = body->words,
        .now = request->now,
    };
    why = disputes_act(tx, request->memory, &deed, &dispute);
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ "dispute.decided", "dsp", dispute.dispute.number,
                                        body->words, dispute_remedies[body->remedy].name });
    return disputes_answer(request, tx, &dispute, SIDE_OPERATOR, request->answer);
}

static refused decide(struct request *request)
{
    return request_transact(request, decide_act, request);
}

// clang-format off
const struct route disputes_operator_routes[] = {
    { GET, "/operator/disputes", OPERATOR, list_queue,
      .summary = "Disputes that wait for the market", .takes = disputes_list_request_fields,
      .gives = disputes_list_fields, .page = "disputes/operator_list",
      .scope = SCOPE_OPERATE },
    { GET, "/operator/disputes/all", OPERATOR, list_all,
      .summary = "All disputes, the newest first", .takes = disputes_list_request_fields,
      .gives = disputes_list_fields, .page = "disputes/operator_list",
      .scope = SCOPE_OPERATE },
    { POST, "/operator/disputes/{dispute}/decision", OPERATOR, decide,
      .summary = "Decide a dispute, with reasons", .takes = decide_fields, .gives = dispute_fields,
      .refuses = { &DISPUTE_NOT_FOUND, &DISPUTE_IS_CLOSED, &DISPUTE_NOT_YOUR_TURN,
                   &DISPUTE_TEXT_NEEDED, &DISPUTE_AMOUNT_WRONG },
      .then = "/disputes/{dispute}", .again = "/disputes/{dispute}", .once = true,
      .scope = SCOPE_OPERATE, .done = N_("Decided. Both sides are told, and may appeal once.") },
    { 0 },
};
// clang-format on
