/* Disputes, as answers: one dispute as a side sees it, and lists of them. */
#include "shop/disputes/disputes_web.h"

#include "base/id.h"

static const struct field line_fields[] = {
    INT_FIELD(struct dispute_line_answer, count, .says = "How many pieces."),
    TEXT_FIELD(struct dispute_line_answer, title, .says = "What; null of the shipping."),
    MONEY_FIELD(struct dispute_line_answer, claim, .says = "What it can give back at most."),
    { 0 },
};
static const struct field step_fields[] = {
    CHOICE_FIELD(struct dispute_step_answer, side, dispute_sides, .says = "Who."),
    TEXT_FIELD(struct dispute_step_answer, act, .says = "What was done, for programs."),
    TEXT_FIELD(struct dispute_step_answer, did, .says = "What was done, for people."),
    TEXT_FIELD(struct dispute_step_answer, words, .says = "What was said, or null."),
    BOOL_FIELD(struct dispute_step_answer, has_remedy, .says = "It names a remedy."),
    CHOICE_FIELD(struct dispute_step_answer, remedy, dispute_remedies,
                 .says = "The remedy; means something with has_remedy."),
    MONEY_FIELD(struct dispute_step_answer, amount, .says = "How much; 0 where none is meant."),
    MOMENT_FIELD(struct dispute_step_answer, at, .says = "When."),
    { 0 },
};
static const struct field picture_fields[] = {
    TEXT_FIELD(struct dispute_picture_answer, path, .says = "Where it is."),
    CHOICE_FIELD(struct dispute_picture_answer, side, dispute_sides, .says = "Who brought it."),
    { 0 },
};
static const struct field event_fields[] = {
    CHOICE_FIELD(struct dispute_event_answer, status, shipment_statuses, .says = "What happened."),
    TEXT_FIELD(struct dispute_event_answer, place, .says = "Where."),
    MOMENT_FIELD(struct dispute_event_answer, at, .says = "When."),
    { 0 },
};
static const struct field written_fields[] = {
    CHOICE_FIELD(struct dispute_message_answer, side, message_sides, .says = "Who."),
    TEXT_FIELD(struct dispute_message_answer, words, .says = "What was said."),
    BOOL_FIELD(struct dispute_message_answer, warned, .says = "Its receiver was warned of it."),
    MOMENT_FIELD(struct dispute_message_answer, at, .says = "When."),
    { 0 },
};
static const struct field offer_fields[] = {
    CHOICE_FIELD(struct dispute_offer_answer, remedy, dispute_remedies, .says = "What."),
    MONEY_FIELD(struct dispute_offer_answer, amount, .says = "How much."),
    { 0 },
};
const struct field dispute_fields[] = {
    ID_FIELD(struct dispute_answer, dispute, "dsp", .says = "The dispute."),
    ID_FIELD(struct dispute_answer, order, "ord", .says = "The order that it is about."),
    ID_FIELD(struct dispute_answer, buyer, "acc", .says = "The buyer."),
    ID_FIELD(struct dispute_answer, seller, "sel", .says = "The seller."),
    CHOICE_FIELD(struct dispute_answer, side, dispute_sides, .says = "The side of who asks."),
    CHOICE_FIELD(struct dispute_answer, reason, dispute_reasons, .says = "What is wrong."),
    CHOICE_FIELD(struct dispute_answer, state, dispute_states, .says = "Who must act."),
    CHOICE_FIELD(struct dispute_answer, outcome, dispute_outcomes, .says = "How it ended."),
    CHOICE_FIELD(struct dispute_answer, remedy, dispute_remedies, .says = "What the buyer asks."),
    MONEY_FIELD(struct dispute_answer, claim, .says = "All that it can give back."),
    MONEY_FIELD(struct dispute_answer, asked, .says = "What the buyer asks for."),
    MONEY_FIELD(struct dispute_answer, refunded, .says = "What went back."),
    MAYBE_FIELD(struct dispute_answer, offer, offer_fields,
                .says = "The seller's last offer or the market's decision, or null."),
    BOOL_FIELD(struct dispute_answer, seller_pays, .says = "The seller pays the way back."),
    BOOL_FIELD(struct dispute_answer, appealed, .says = "A decision was appealed against."),
    BOOL_FIELD(struct dispute_answer, guaranteed,
               .says = "The seller guarantees it, so it cannot be declined."),
    BOOL_FIELD(struct dispute_answer, by_operator, .says = "An operator has decided."),
    TEXT_FIELD(struct dispute_answer, number, .says = "Of the parcel back or the replacement."),
    TEXT_FIELD(struct dispute_answer, rule, .says = "The rule that decided it, or null."),
    TEXT_FIELD(struct dispute_answer, why, .says = "That rule in a sentence, or null."),
    TEXT_FIELD(struct dispute_answer, next, .says = "What happens if nobody acts, or null."),
    TEXT_FIELD(struct dispute_answer, title, .says = "What was bought first of all."),
    TEXT_FIELD(struct dispute_answer, picture, .says = "Path of its picture, or null."),
    TEXT_FIELD(struct dispute_answer, seller_name, .says = "The seller's shop."),
    TEXT_FIELD(struct dispute_answer, return_to, .says = "Where goods go back to, or null."),
    MOMENT_FIELD(struct dispute_answer, opened_at, .says = "When it was opened."),
    MOMENT_FIELD(struct dispute_answer, deadline, .says = "Until when somebody must act."),
    MOMENT_FIELD(struct dispute_answer, closed_at, .says = "When it was closed."),
    MOMENT_FIELD(struct dispute_answer, promised_at, .says = "When the order was promised."),
    MOMENT_FIELD(struct dispute_answer, delivered_at, .says = "When the carrier delivered it."),
    INT_FIELD(struct dispute_answer, days_left, .says = "Days to the deadline."),
    LIST_FIELD(struct dispute_answer, lines, line_fields, .says = "What it is about."),
    LIST_FIELD(struct dispute_answer, steps, step_fields, .says = "What happened, oldest first."),
    LIST_FIELD(struct dispute_answer, pictures, picture_fields, .says = "Evidence."),
    LIST_FIELD(struct dispute_answer, tracking, event_fields, .says = "What the carrier said."),
    LIST_FIELD(struct dispute_answer, messages, written_fields,
               .says = "What the sides wrote about the order, oldest first."),
    BOOL_FIELD(struct dispute_answer, may_accept, .says = "May accept."),
    BOOL_FIELD(struct dispute_answer, may_offer, .says = "May make an offer."),
    BOOL_FIELD(struct dispute_answer, may_decline, .says = "May say no."),
    BOOL_FIELD(struct dispute_answer, may_escalate, .says = "May ask the market."),
    BOOL_FIELD(struct dispute_answer, may_withdraw, .says = "May take it back."),
    BOOL_FIELD(struct dispute_answer, may_send, .says = "May say that a parcel is sent."),
    BOOL_FIELD(struct dispute_answer, may_receive, .says = "May say that it has come."),
    BOOL_FIELD(struct dispute_answer, may_contest, .says = "May say that it is not right."),
    BOOL_FIELD(struct dispute_answer, may_decide, .says = "May decide."),
    BOOL_FIELD(struct dispute_answer, may_appeal, .says = "May appeal."),
    BOOL_FIELD(struct dispute_answer, may_add, .says = "May add words and pictures."),
    { 0 },
};

/* Words ------------------------------------------------------------------------------------ */

static const struct {
    const char *name, *words;
} told[] = {
    { "opened", N_("opened the dispute") },
    { "accept", N_("accepted") },
    { "offer", N_("made an offer") },
    { "decline", N_("declined") },
    { "escalate", N_("asked the market to decide") },
    { "withdraw", N_("took the dispute back") },
    { "send", N_("sent a parcel") },
    { "receive", N_("has received it") },
    { "contest", N_("says that what came is not as it should be") },
    { "decide", N_("decided") },
    { "appeal", N_("appealed") },
    { "add", N_("added") },
    { "seller_silent",
      N_("The seller did not answer in time, so what the buyer asked for stands.") },
    { "seller_silent_delivered",
      N_("The seller did not answer in time. The carrier says that it was delivered, so the market "
         "decides.") },
    { "buyer_silent", N_("The buyer did not answer in time, so the seller’s last word stands.") },
    { "not_sent_back", N_("The goods were not sent back in time.") },
    { "return_delivered", N_("The goods came back and nobody objected.") },
    { "return_lost", N_("The parcel did not come back. Whoever paid for its way bears the loss.") },
    { "replacement_not_sent", N_("The replacement was not sent in time.") },
    { "replacement_lost", N_("The replacement did not arrive.") },
    { "replacement_delivered", N_("The replacement was delivered and nobody objected.") },
    { "delivered_by_carrier", N_("The carrier says that it was delivered.") },
    { "not_delivered", N_("The carrier never said that it was delivered.") },
    { "guaranteed", N_("The seller guarantees this.") },
    { "evidence_of_buyer", N_("Only the buyer brought evidence.") },
    { "evidence_of_seller", N_("Only the seller brought evidence.") },
    { "last_offer", N_("Both sides brought evidence, so the seller’s last offer stands.") },
    { "half", N_("It could not be told who is right, so the loss is shared.") },
    { "not_appealed", N_("Nobody appealed against the decision.") },
    { "charged_back", N_("The buyer’s bank took the payment back.") },
};

static const char *in_words(const char *name)
{
    for (size_t i = 0; name && i < sizeof told / sizeof *told; i++)
        if (text_same(told[i].name, name))
            return _(told[i].words);
    return name;
}

/* What silence leads to. */
static const char *next_of(const struct dispute *dispute)
{
    switch (dispute->state) {
    case DISPUTE_SELLER:
        return _("If the seller says nothing by then, what the buyer asks for is done.");
    case DISPUTE_BUYER:
        return _("If the buyer says nothing by then, the seller’s last word stands.");
    case DISPUTE_SENDING:
        return _("If the goods are not on their way back by then, no money goes back.");
    case DISPUTE_RETURNING:
        return _("Once they are back, the seller has 3 days to look at them. After that the money "
                 "goes back.");
    case DISPUTE_REPLACING: return _("If it is not sent by then, all the money goes back.");
    case DISPUTE_REPLACED:
        return _("Once it has come, the buyer has 3 days to look at it. If it never comes, all the "
                 "money goes back.");
    case DISPUTE_OPERATOR: return _("The market looks at both sides and decides by then.");
    case DISPUTE_DECIDED: return _("If nobody appeals by then, the decision is carried out.");
    default: return NULL;
    }
}

/* One dispute ------------------------------------------------------------------------------ */

static void fill_lines(struct request *request, struct store_tx *tx, const struct dispute *dispute,
                       const struct order_lines *lines, struct dispute_answer *answer)
{
    struct dispute_lines about = disputes_lines(tx, request->memory, dispute);
    answer->lines.items = arena_array(request->memory, about.count, sizeof *answer->lines.items);
    for (size_t i = 0; i < about.count; i++) {
        struct dispute_line_answer *to = &answer->lines.items[answer->lines.count++];
        *to = (struct dispute_line_answer){ about.items[i].count, NULL, about.items[i].claim };
        for (size_t k = 0; k < lines->count; k++)
            if (lines->items[k].line.number == about.items[i].line)
                to->title = lines->items[k].title;
    }
}

static void fill_steps(struct request *request, struct store_tx *tx, const struct dispute *dispute,
                       struct dispute_answer *answer)
{
    struct dispute_steps steps = disputes_steps(tx, request->memory, dispute);
    answer->steps.items = arena_array(request->memory, steps.count, sizeof *answer->steps.items);
    for (size_t i = 0; i < steps.count; i++) {
        const struct dispute_step *step = &steps.items[i];
        answer->steps.items[answer->steps.count++] = (struct dispute_step_answer){
            .side = step->side,
            .act = step->act,
            .did = in_words(step->act),
            .words = step->words,
            .has_remedy = step->has_remedy,
            .remedy = step->remedy,
            .amount = step->amount,
            .at = step->at,
        };
    }
}

static void fill_evidence(struct request *request, struct store_tx *tx,
                          const struct dispute *dispute, struct dispute_answer *answer)
{
    struct shipment shipment;
    const char *name = id_text(request->memory, "dsp", dispute->dispute.number);
    struct dispute_pictures pictures = disputes_pictures(tx, request->memory, dispute->dispute);
    answer->pictures.items =
        arena_array(request->memory, pictures.count, sizeof *answer->pictures.items);
    for (size_t i = 0; i < pictures.count; i++)
        answer->pictures.items[answer->pictures.count++] =
            (struct dispute_picture_answer){ arena_format(request->memory,
                                                          "/disputes/%s/pictures/%lld", name,
                                                          (long long)pictures.items[i].place),
                                             pictures.items[i].side };
    if (!shipping_of_order(tx, request->memory, dispute->order.number, &shipment))
        return;
    struct tracking_events events = shipping_events(tx, request->memory, shipment.shipment);
    answer->tracking.items =
        arena_array(request->memory, events.count, sizeof *answer->tracking.items);
    for (size_t i = 0; i < events.count; i++)
        answer->tracking.items[answer->tracking.count++] =
            (struct dispute_event_answer){ events.items[i].status, events.items[i].place,
                                           events.items[i].at };
}

static void fill_written(struct request *request, struct store_tx *tx,
                         const struct dispute *dispute, struct dispute_answer *answer)
{
    struct messages messages = messages_of_order(tx, request->memory, dispute->order);
    answer->messages.items =
        arena_array(request->memory, messages.count, sizeof *answer->messages.items);
    for (size_t i = 0; i < messages.count; i++) {
        const struct message *message = &messages.items[i];
        answer->messages.items[answer->messages.count++] =
            (struct dispute_message_answer){ message->side, message->words, message->warned,
                                             message->at };
    }
}

static void fill_may(unsigned may, struct dispute_answer *answer)
{
    answer->may_accept = may >> DISPUTE_ACCEPT & 1;
    answer->may_offer = may >> DISPUTE_OFFER & 1;
    answer->may_decline = may >> DISPUTE_DECLINE & 1;
    answer->may_escalate = may >> DISPUTE_ESCALATE & 1;
    answer->may_withdraw = may >> DISPUTE_WITHDRAW & 1;
    answer->may_send = may >> DISPUTE_SEND & 1;
    answer->may_receive = may >> DISPUTE_RECEIVE & 1;
    answer->may_contest = may >> DISPUTE_CONTEST & 1;
    answer->may_decide = may >> DISPUTE_DECIDE & 1;
    answer->may_appeal = may >> DISPUTE_APPEAL & 1;
    answer->may_add = may >> DISPUTE_ADD & 1;
}

static int64_t days_until(struct moment until, struct moment now)
{
    int64_t left = until.us - now.us;
    return left > 0 ? (left + days(1).us - 1) / days(1).us : 0;
}

static void fill_facts(struct request *request, const struct dispute *dispute,
                       const struct order *order, const struct seller *seller,
                       struct dispute_answer *answer)
{
    bool returns = dispute->state == DISPUTE_SENDING || dispute->state == DISPUTE_RETURNING;
    answer->dispute = dispute->dispute;
    answer->order = dispute->order;
    answer->buyer = dispute->buyer;
    answer->seller = dispute->seller;
    answer->reason = dispute->reason;
    answer->state = dispute->state;
    answer->outcome = dispute->outcome;
    answer->remedy = dispute->remedy;
    answer->claim = dispute->claim;
    answer->asked = dispute->asked;
    answer->refunded = dispute->refunded;
    answer->seller_pays = dispute->seller_pays;
    answer->appealed = dispute->appealed;
    answer->guaranteed = disputes_is_guaranteed(order->guarantees, dispute->reason);
    answer->by_operator = dispute->decided_by.number != 0;
    answer->number = dispute->number;
    answer->rule = dispute->rule;
    answer->why = in_words(dispute->rule);
    answer->next = next_of(dispute);
    answer->seller_name = seller->name;
    answer->return_to = returns && seller->legal_address
                            ? arena_format(request->memory, "%s\n%s\n%s", seller->legal_name,
                                           seller->legal_address, seller->country)
                            : NULL;
    answer->opened_at = dispute->opened_at;
    answer->deadline = dispute->deadline;
    answer->days_left = days_until(dispute->deadline, request->now);
    answer->closed_at = dispute->closed_at;
    answer->promised_at = order->promised_at;
    answer->delivered_at = order->delivered_at;
}

refused disputes_answer(struct request *request, struct store_tx *tx, const struct dispute *dispute,
                        enum dispute_side side, struct dispute_answer *answer)
{
    struct order order;
    struct seller seller;
    refused why = orders_find(tx, request->memory, dispute->order, &order);
    why = why ? why : sellers_find(tx, request->memory, dispute->seller, &seller);
    if (why)
        return why;
    struct order_lines lines = orders_lines(tx, request->memory, &order);
    fill_facts(request, dispute, &order, &seller, answer);
    answer->side = side;
    answer->title = lines.count ? lines.items[0].title : NULL;
    answer->picture = lines.count ? lines.items[0].picture : NULL;
    if (dispute->has_offer) {
        answer->offer = arena_take(request->memory, sizeof *answer->offer);
        *answer->offer = (struct dispute_offer_answer){ dispute->offer, dispute->offered };
    }
    fill_lines(request, tx, dispute, &lines, answer);
    fill_steps(request, tx, dispute, answer);
    fill_evidence(request, tx, dispute, answer);
    fill_written(request, tx, dispute, answer);
    fill_may(disputes_may(dispute, &order, side), answer);
    return NULL;
}

refused disputes_side(struct request *request, struct store_tx *tx, struct dispute *ret_dispute,
                      enum dispute_side *ret_side)
{
    struct seller seller;
    if (!request->visitor.account.number)
        return &NOT_SIGNED_IN;
    refused why = disputes_find(tx, request->memory, (dispute_id){ request_id(request, "dispute") },
                                ret_dispute);
    if (why)
        return why;
    bool buys = ret_dispute->buyer.number == request->visitor.account.number;
    bool sells = !sellers_of_request(request, tx, &seller) &&
                 seller.seller.number == ret_dispute->seller.number;
    bool operates = request->visitor.roles & ROLE_OPERATOR;
    *ret_side = buys ? SIDE_BUYER : sells ? SIDE_SELLER : SIDE_OPERATOR;
    return buys || sells || operates ? NULL : &DISPUTE_NOT_FOUND;
}

/* Lists ------------------------------------------------------------------------------------ */

static const struct field row_fields[] = {
    ID_FIELD(struct dispute_row, dispute, "dsp", .says = "The dispute."),
    CHOICE_FIELD(struct dispute_row, reason, dispute_reasons, .says = "What is wrong."),
    CHOICE_FIELD(struct dispute_row, state, dispute_states, .says = "Who must act."),
    CHOICE_FIELD(struct dispute_row, outcome, dispute_outcomes, .says = "How it ended."),
    TEXT_FIELD(struct dispute_row, title, .says = "What was bought first of all."),
    TEXT_FIELD(struct dispute_row, picture, .says = "Path of its picture, or null."),
    TEXT_FIELD(struct dispute_row, seller_name, .says = "The seller's shop."),
    MONEY_FIELD(struct dispute_row, claim, .says = "All that it can give back."),
    MONEY_FIELD(struct dispute_row, refunded, .says = "What went back."),
    MOMENT_FIELD(struct dispute_row, opened_at, .says = "When it was opened."),
    MOMENT_FIELD(struct dispute_row, deadline, .says = "Until when somebody must act."),
    BOOL_FIELD(struct dispute_row, waits_for_me, .says = "It is the turn of who asks."),
    { 0 },
};
const struct field disputes_list_fields[] = {
    LIST_FIELD(struct disputes_answer_list, data, row_fields, .says = "The newest first."),
    PAGED_ANSWER(struct disputes_answer_list),
    INT_FIELD(struct disputes_answer_list, open, .says = "How many are open."),
    { 0 },
};
const struct field disputes_list_request_fields[] = {
    PAGED_REQUEST(struct disputes_list_request),
    { 0 },
};

static bool waits_for(const struct dispute *dispute, enum dispute_side side)
{
    switch (dispute->state) {
    case DISPUTE_SELLER:
    case DISPUTE_REPLACING: return side == SIDE_SELLER;
    case DISPUTE_RETURNING: return side == SIDE_SELLER && dispute->delivered_at.us;
    case DISPUTE_BUYER:
    case DISPUTE_SENDING: return side == SIDE_BUYER;
    case DISPUTE_REPLACED: return side == SIDE_BUYER && dispute->delivered_at.us;
    case DISPUTE_OPERATOR: return side == SIDE_OPERATOR;
    default: return false;
    }
}

static struct dispute_row row_of(struct request *request, const struct dispute *dispute,
                                 enum dispute_side side)
{
    struct order order;
    struct seller seller;
    struct dispute_row row = {
        .dispute = dispute->dispute,
        .reason = dispute->reason,
        .state = dispute->state,
        .outcome = dispute->outcome,
        .claim = dispute->claim,
        .refunded = dispute->refunded,
        .opened_at = dispute->opened_at,
        .deadline = dispute->deadline,
        .waits_for_me = waits_for(dispute, side),
    };
    if (!sellers_find(request->tx, request->memory, dispute->seller, &seller))
        row.seller_name = seller.name;
    if (!orders_find(request->tx, request->memory, dispute->order, &order)) {
        struct order_lines lines = orders_lines(request->tx, request->memory, &order);
        row.title = lines.count ? lines.items[0].title : NULL;
        row.picture = lines.count ? lines.items[0].picture : NULL;
    }
    return row;
}

void disputes_fill_list(struct request *request, struct dispute_filter filter,
                        enum dispute_side side, struct disputes_answer_list *ret_list)
{
    const struct disputes_list_request *body = request->body;
    struct page_request page = { body->cursor, body->limit };
    int64_t limit = page.limit ? page.limit : 20;
    int64_t before = 0;
    bool given = page.cursor && id_read(page.cursor, "dsp", &before);
    filter.before = given ? before : INT64_MAX;
    filter.most = limit + 1;
    struct disputes found = disputes_list(request->tx, request->memory, &filter);
    ret_list->has_more = found.count > (size_t)limit;
    ret_list->data.items = arena_array(request->memory, found.count, sizeof *ret_list->data.items);
    for (size_t i = 0; i < found.count && i < (size_t)limit; i++)
        ret_list->data.items[ret_list->data.count++] = row_of(request, &found.items[i], side);
    if (ret_list->has_more)
        ret_list->next_cursor =
            id_text(request->memory, "dsp", found.items[limit - 1].dispute.number);
    filter.open_only = true;
    ret_list->open = disputes_count(request->tx, &filter);
}
