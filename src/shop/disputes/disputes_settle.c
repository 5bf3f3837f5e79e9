/* Disputes, settled: the money goes where a verdict says, part by part, and the dispute with it. */
#include "shop/disputes/disputes_inside.h"

#include "shop/exchange/exchange.h"

struct moment disputes_deadline(const struct dispute *dispute, struct moment now)
{
    static const int given[DISPUTE_STATES] = {
        [DISPUTE_SELLER] = DISPUTE_ANSWER_DAYS,         [DISPUTE_BUYER] = DISPUTE_ANSWER_DAYS,
        [DISPUTE_SENDING] = DISPUTE_SENDING_DAYS,       [DISPUTE_RETURNING] = DISPUTE_RETURN_DAYS,
        [DISPUTE_REPLACING] = DISPUTE_REPLACEMENT_DAYS, [DISPUTE_REPLACED] = DISPUTE_RETURN_DAYS,
        [DISPUTE_OPERATOR] = DISPUTE_OPERATOR_DAYS,     [DISPUTE_DECIDED] = DISPUTE_APPEAL_DAYS,
    };
    bool by_law = dispute->reason == DISPUTE_WITHDRAWAL && dispute->state == DISPUTE_SENDING;
    if (dispute->state == DISPUTE_CLOSED)
        return (struct moment){ 0 };
    return moment_after(now, days(by_law ? DISPUTE_WITHDRAWAL_DAYS : given[dispute->state]));
}

refused disputes_go_on(struct store_tx *tx, const struct dispute *before, struct dispute *dispute,
                       enum dispute_state state, struct moment now)
{
    dispute->state = state;
    dispute->deadline = disputes_deadline(dispute, now);
    if (!disputes_write(tx, before, dispute))
        return &DISPUTE_NOT_YOUR_TURN;
    return disputes_announce(tx, &DISPUTE_MOVED_EVENT, dispute, now);
}

/* The dispute is about all that is left of a part, not only about some pieces of it. */
static bool covers(const struct escrow_part *part, const struct dispute_line *line)
{
    return line->claim.minor == part->paid.minor - part->refunded.minor;
}

/* The refund, shared out over the lines by what each could give back. */
static refused give_back(struct store_tx *tx, struct arena *memory, const struct order *order,
                         const struct dispute *dispute, const struct dispute_lines *lines,
                         const struct escrow_parts *parts, struct moment now)
{
    int64_t *claims = arena_array(memory, lines->count, sizeof *claims);
    int64_t *shares = arena_array(memory, lines->count, sizeof *shares);
    bool all = dispute->refunded.minor == dispute->claim.minor;
    refused why = NULL;
    for (size_t i = 0; i < lines->count; i++)
        claims[i] = lines->items[i].claim.minor;
    if (dispute->claim.minor)
        money_share(dispute->refunded, claims, lines->count, shares);
    for (size_t i = 0; !why && i < lines->count; i++)
        for (size_t k = 0; !why && k < parts->count; k++)
            if (parts->items[k].line == lines->items[i].line)
                why = escrow_refund_part(
                    tx, memory,
                    &(struct part_refund){ .order = order,
                                           .line = lines->items[i].line,
                                           .amount = money_of(shares[i], dispute->claim.currency),
                                           .whole =
                                               all && covers(&parts->items[k], &lines->items[i]),
                                           .reason = dispute_reasons[dispute->reason].name,
                                           .now = now });
    return why;
}

/* What was sent back at the seller's cost is paid to the buyer as store credit: as much as the way
 * out cost. */
static refused pay_way_back(struct store_tx *tx, struct arena *memory, const struct order *order,
                            const struct dispute *dispute, struct moment now)
{
    bool sent_back = dispute->number && dispute->seller_pays &&
                     dispute->outcome == OUTCOME_REFUNDED && dispute->remedy == REMEDY_RETURN;
    if (!sent_back || order->shipping.minor == 0)
        return NULL;
    return escrow_compensate(
        tx, memory,
        &(struct compensation){
            .order = order,
            .amount = order->shipping,
            .kind = "return.paid",
            .key = arena_format(memory, "return %lld", (long long)dispute->dispute.number),
            .now = now });
}

/* What is not given back goes to the seller where the dispute was about all that was left of a
 * part; other parts, and all of those whose dispute was taken back, go on as if nothing were. */
static refused release_rest(struct store_tx *tx, struct arena *memory, const struct order *order,
                            const struct dispute *dispute, const struct dispute_lines *lines,
                            const struct escrow_parts *parts, struct moment now)
{
    bool settled = dispute->outcome != OUTCOME_WITHDRAWN;
    refused why = NULL;
    escrow_let_go(tx, order, dispute->dispute.number);
    for (size_t i = 0; !why && settled && i < lines->count; i++)
        for (size_t k = 0; !why && k < parts->count; k++)
            if (parts->items[k].line == lines->items[i].line &&
                covers(&parts->items[k], &lines->items[i]))
                why = escrow_release_part(tx, memory, order, parts->items[k].line, now);
    return why;
}

refused disputes_carry_out(struct store_tx *tx, struct arena *memory, const struct order *order,
                           const struct dispute *before, struct dispute *dispute,
                           const struct dispute_verdict *verdict, struct moment now)
{
    dispute->rule = verdict->rule;
    if (verdict->state != DISPUTE_CLOSED)
        return disputes_go_on(tx, before, dispute, verdict->state, now);
    struct dispute_lines lines = disputes_lines(tx, memory, dispute);
    struct escrow_parts parts = escrow_parts(tx, memory, order);
    dispute->state = DISPUTE_CLOSED;
    dispute->outcome = verdict->outcome;
    dispute->refunded = verdict->refund;
    dispute->deadline = (struct moment){ 0 };
    dispute->closed_at = now;
    if (!disputes_write(tx, before, dispute))
        return &DISPUTE_NOT_YOUR_TURN;
    refused why = NULL;
    if (dispute->outcome == OUTCOME_REFUNDED)
        why = give_back(tx, memory, order, dispute, &lines, &parts, now);
    if (!why)
        why = release_rest(tx, memory, order, dispute, &lines, &parts, now);
    if (!why)
        why = pay_way_back(tx, memory, order, dispute, now);
    return why ? why : disputes_announce(tx, &DISPUTE_CLOSED_EVENT, dispute, now);
}

struct dispute_facts disputes_facts(struct store_tx *tx, struct arena *memory,
                                    const struct dispute *dispute, const struct order *order)
{
    struct dispute_facts facts = {
        .state = dispute->state,
        .reason = dispute->reason,
        .guarantees = order->guarantees,
        .remedy = dispute->remedy,
        .asked = dispute->asked,
        .claim = dispute->claim,
        .has_offer = dispute->has_offer,
        .offer = dispute->offer,
        .offered = dispute->offered,
        .seller_pays = dispute->seller_pays,
        .delivered = order->delivered_at.us != 0,
        .arrived = dispute->delivered_at.us != 0,
    };
    struct dispute_pictures pictures = disputes_pictures(tx, memory, dispute->dispute);
    struct dispute_steps steps = disputes_steps(tx, memory, dispute);
    for (size_t i = 0; i < pictures.count; i++) {
        facts.buyer_evidence = facts.buyer_evidence || pictures.items[i].side == SIDE_BUYER;
        facts.seller_evidence = facts.seller_evidence || pictures.items[i].side == SIDE_SELLER;
    }
    /* Words are a side's evidence only where the other brings nothing at all: a seller who never
     * answered, for one. */
    bool seller_words = false;
    for (size_t i = 0; i < steps.count; i++)
        seller_words = seller_words || steps.items[i].side == SIDE_SELLER;
    facts.buyer_evidence = facts.buyer_evidence || !seller_words;
    return facts;
}
