/* Disputes: found, listed, written and proved. What people do with them: disputes_acts.c. */
#include "shop/disputes/disputes_inside.h"

#include "base/id.h"
#include "base/secret.h"
#include "base/words.h"
#include "shop/disputes/disputes_sql.h"

const struct event_kind DISPUTE_OPENED_EVENT = { "dispute.opened" };
const struct event_kind DISPUTE_MOVED_EVENT = { "dispute.moved" };
const struct event_kind DISPUTE_CLOSED_EVENT = { "dispute.closed" };

REFUSAL(DISPUTE_NOT_FOUND, 404, "There is no such dispute.");

const struct choice dispute_reasons[] = {
    [DISPUTE_NOT_ARRIVED] = { "not_arrived", N_("It has not arrived") },
    [DISPUTE_NOT_AS_DESCRIBED] = { "not_as_described", N_("It is not as described") },
    [DISPUTE_DAMAGED] = { "damaged", N_("It is damaged") },
    [DISPUTE_WRONG] = { "wrong", N_("It is something else") },
    [DISPUTE_COUNTERFEIT] = { "counterfeit", N_("It is a counterfeit") },
    [DISPUTE_INCOMPLETE] = { "incomplete", N_("Something is missing") },
    [DISPUTE_WITHDRAWAL] = { "withdrawal", N_("Withdrawal from the contract") },
    [DISPUTE_CHANGED_MIND] = { "changed_mind", N_("I have changed my mind") },
    { 0 },
};
const struct choice dispute_remedies[] = {
    [REMEDY_REFUND] = { "refund", N_("Money back, keep the goods") },
    [REMEDY_RETURN] = { "return", N_("Send it back for the money") },
    [REMEDY_REPLACEMENT] = { "replacement", N_("A replacement") },
    [REMEDY_NOTHING] = { "nothing", N_("Nothing") },
    { 0 },
};
const struct choice dispute_states[] = {
    [DISPUTE_SELLER] = { "seller", N_("Waiting for the seller") },
    [DISPUTE_BUYER] = { "buyer", N_("Waiting for the buyer") },
    [DISPUTE_SENDING] = { "sending", N_("To be sent back") },
    [DISPUTE_RETURNING] = { "returning", N_("On its way back") },
    [DISPUTE_REPLACING] = { "replacing", N_("A replacement is due") },
    [DISPUTE_REPLACED] = { "replaced", N_("The replacement is on its way") },
    [DISPUTE_OPERATOR] = { "operator", N_("With the market") },
    [DISPUTE_DECIDED] = { "decided", N_("Decided; may be appealed") },
    [DISPUTE_CLOSED] = { "closed", N_("Closed") },
    { 0 },
};
const struct choice dispute_outcomes[] = {
    [OUTCOME_NONE] = { "none", N_("Not decided") },
    [OUTCOME_REFUNDED] = { "refunded", N_("Money went back") },
    [OUTCOME_DENIED] = { "denied", N_("No money went back") },
    [OUTCOME_WITHDRAWN] = { "withdrawn", N_("The buyer took it back") },
    [OUTCOME_REPLACED] = { "replaced", N_("Replaced") },
    { 0 },
};
const struct choice dispute_sides[] = {
    [SIDE_BUYER] = { "buyer", N_("Buyer") },
    [SIDE_SELLER] = { "seller", N_("Seller") },
    [SIDE_OPERATOR] = { "operator", N_("The market") },
    [SIDE_RULE] = { "rule", N_("By rule") },
    { 0 },
};
const struct choice dispute_acts[] = {
    [DISPUTE_ACCEPT] = { "accept", N_("Accept") },
    [DISPUTE_OFFER] = { "offer", N_("Make an offer") },
    [DISPUTE_DECLINE] = { "decline", N_("Decline") },
    [DISPUTE_ESCALATE] = { "escalate", N_("Ask the market to decide") },
    [DISPUTE_WITHDRAW] = { "withdraw", N_("Take the dispute back") },
    [DISPUTE_SEND] = { "send", N_("It is sent") },
    [DISPUTE_RECEIVE] = { "receive", N_("It has come") },
    [DISPUTE_CONTEST] = { "contest", N_("It is not as it should be") },
    [DISPUTE_DECIDE] = { "decide", N_("Decide") },
    [DISPUTE_APPEAL] = { "appeal", N_("Appeal") },
    [DISPUTE_ADD] = { "add", N_("Add something") },
    { 0 },
};

static int choice_place(const struct choice *choices, const char *name)
{
    int place = 0;
    while (choices[place].name && !text_same(choices[place].name, name))
        place++;
    return place;
}

static struct dispute dispute_from_row(const struct rows *rows, struct arena *memory)
{
    struct currency currency = currency_of(rows_text(rows, memory, "currency"));
    const char *offer = rows_text(rows, memory, "offer_remedy");
    const char *outcome = rows_text(rows, memory, "outcome");
    return (struct dispute){
        .dispute = { rows_int(rows, "dispute_id") },
        .order = { rows_int(rows, "order_id") },
        .buyer = { rows_int(rows, "buyer_id") },
        .seller = { rows_int(rows, "seller_id") },
        .reason =
            (enum dispute_reason)choice_place(dispute_reasons, rows_text(rows, memory, "reason")),
        .state = (enum dispute_state)choice_place(dispute_states, rows_text(rows, memory, "state")),
        .claim = money_of(rows_int(rows, "claim"), currency),
        .remedy =
            (enum dispute_remedy)choice_place(dispute_remedies, rows_text(rows, memory, "remedy")),
        .asked = money_of(rows_int(rows, "asked"), currency),
        .has_offer = offer,
        .offer = offer ? (enum dispute_remedy)choice_place(dispute_remedies, offer) : REMEDY_REFUND,
        .offered = money_of(rows_int(rows, "offer_amount"), currency),
        .seller_pays = rows_int(rows, "seller_pays"),
        .number = rows_text(rows, memory, "number"),
        .delivered_at = { rows_int(rows, "delivered_at") },
        .escalated_at = { rows_int(rows, "escalated_at") },
        .appealed = rows_int(rows, "appealed"),
        .decided_by = { rows_int(rows, "decided_by") },
        .outcome =
            outcome ? (enum dispute_outcome)choice_place(dispute_outcomes, outcome) : OUTCOME_NONE,
        .rule = rows_text(rows, memory, "rule"),
        .refunded = money_of(rows_int(rows, "refunded"), currency),
        .opened_at = { rows_int(rows, "opened_at") },
        .deadline = { rows_int(rows, "deadline") },
        .closed_at = { rows_int(rows, "closed_at") },
    };
}

refused disputes_find(struct store_tx *tx, struct arena *memory, dispute_id dispute,
                      struct dispute *ret_dispute)
{
    struct rows rows = store_query(tx, &disputes_select, WITH(INT(dispute.number)));
    if (!rows_next(&rows))
        return &DISPUTE_NOT_FOUND;
    *ret_dispute = dispute_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

static struct disputes collect(struct rows rows, struct arena *memory)
{
    struct disputes found = { 0 };
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = dispute_from_row(&rows, memory);
    }
    return found;
}

struct disputes disputes_of_order(struct store_tx *tx, struct arena *memory, order_id order)
{
    enum { MOST = 50 };
    return collect(store_query(tx, &disputes_select_of_order, WITH(INT(order.number), INT(MOST))),
                   memory);
}

struct disputes disputes_list(struct store_tx *tx, struct arena *memory,
                              const struct dispute_filter *filter)
{
    return collect(
        store_query(tx, &disputes_select_list,
                    WITH(INT(filter->before), INT(filter->buyer.number), INT(filter->seller.number),
                         INT(filter->open_only), INT(filter->with_operator), INT(filter->most))),
        memory);
}

int64_t disputes_count(struct store_tx *tx, const struct dispute_filter *filter)
{
    return store_int(tx, &disputes_count_list,
                     WITH(INT(filter->buyer.number), INT(filter->seller.number),
                          INT(filter->open_only), INT(filter->with_operator)),
                     0);
}

struct dispute_lines disputes_lines(struct store_tx *tx, struct arena *memory,
                                    const struct dispute *dispute)
{
    struct dispute_lines found = { 0 };
    struct rows rows = store_query(tx, &disputes_select_lines, WITH(INT(dispute->dispute.number)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct dispute_line){
            .line = rows_int(&rows, "line_id"),
            .count = rows_int(&rows, "count"),
            .claim = money_of(rows_int(&rows, "claim"), dispute->claim.currency),
        };
    }
    return found;
}

/* Steps ------------------------------------------------------------------------------------ */

static struct secret_key words_key(struct store_tx *tx)
{
    return secret_derive(&store_tx_settings(tx)->master, "dispute words");
}

struct dispute_steps disputes_steps(struct store_tx *tx, struct arena *memory,
                                    const struct dispute *dispute)
{
    struct dispute_steps found = { 0 };
    struct secret_key key = words_key(tx);
    struct rows rows = store_query(tx, &disputes_select_steps,
                                   WITH(INT(dispute->dispute.number), INT(DISPUTE_STEPS_MAX)));
    while (rows_next(&rows)) {
        size_t size = 0;
        const unsigned char *sealed = rows_bytes(&rows, memory, "words", &size);
        const char *remedy = rows_text(&rows, memory, "remedy");
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct dispute_step){
            .side =
                (enum dispute_side)choice_place(dispute_sides, rows_text(&rows, memory, "side")),
            .act = rows_text(&rows, memory, "act"),
            .has_remedy = remedy,
            .remedy = remedy ? (enum dispute_remedy)choice_place(dispute_remedies, remedy)
                             : REMEDY_NOTHING,
            .amount = money_of(rows_int(&rows, "amount"), dispute->claim.currency),
            .words = sealed ? secret_open(memory, &key, dispute->dispute.number, sealed, size, NULL)
                            : NULL,
            .at = { rows_int(&rows, "at") },
        };
    }
    return found;
}

void disputes_add_step(struct store_tx *tx, const struct dispute *dispute, enum dispute_side side,
                       const char *act, const enum dispute_remedy *remedy, struct money amount,
                       const char *words, struct moment now)
{
    AUTO(arena) memory = { 0 };
    int64_t number = dispute->dispute.number, place;
    struct secret_key key = words_key(tx);
    size_t size = 0;
    unsigned char *sealed =
        words && *words ? secret_seal(&memory, &key, number, words, strlen(words), &size) : NULL;
    place = store_int(tx, &disputes_count_steps, WITH(INT(number)), 0);
    store_put(tx, &disputes_insert_step,
              WITH(INT(number), INT(place), TEXT(dispute_sides[side].name), TEXT(act),
                   TEXT(remedy ? dispute_remedies[*remedy].name : NULL), INT(amount.minor),
                   sealed ? BYTES(sealed, size) : NOTHING, INT(now.us)));
}

struct dispute_pictures disputes_pictures(struct store_tx *tx, struct arena *memory,
                                          dispute_id dispute)
{
    struct dispute_pictures found = { 0 };
    struct rows rows = store_query(tx, &disputes_select_pictures,
                                   WITH(INT(dispute.number), INT(2 * DISPUTE_PICTURES_MAX)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct dispute_picture){
            .side =
                (enum dispute_side)choice_place(dispute_sides, rows_text(&rows, memory, "side")),
            .place = rows_int(&rows, "place"),
            .at = { rows_int(&rows, "at") },
        };
    }
    return found;
}

bool disputes_picture(struct store_tx *tx, struct arena *memory, dispute_id dispute, int64_t place,
                      struct dispute_photo *ret_photo)
{
    struct rows rows =
        store_query(tx, &disputes_select_picture, WITH(INT(dispute.number), INT(place)));
    if (!rows_next(&rows))
        return false;
    ret_photo->bytes = rows_bytes(&rows, memory, "bytes", &ret_photo->size);
    rows_close(&rows);
    return true;
}

/* Writing ---------------------------------------------------------------------------------- */

bool disputes_write(struct store_tx *tx, const struct dispute *before, const struct dispute *now)
{
    return store_do(tx, &disputes_move,
                    WITH(TEXT(dispute_states[now->state].name),
                         TEXT(dispute_remedies[now->remedy].name), INT(now->asked.minor),
                         TEXT(now->has_offer ? dispute_remedies[now->offer].name : NULL),
                         INT(now->offered.minor), INT(now->seller_pays), TEXT(now->number),
                         INT(now->delivered_at.us), INT(now->escalated_at.us), INT(now->appealed),
                         INT(now->decided_by.number),
                         TEXT(now->outcome ? dispute_outcomes[now->outcome].name : NULL),
                         TEXT(now->rule), INT(now->refunded.minor), INT(now->deadline.us),
                         INT(now->closed_at.us), INT(now->dispute.number),
                         TEXT(dispute_states[before->state].name), INT(before->deadline.us)));
}

refused disputes_announce(struct store_tx *tx, const struct event_kind *kind,
                          const struct dispute *dispute, struct moment now)
{
    return events_announce(tx, &(struct event){ .kind = kind,
                                                .subject = dispute->dispute.number,
                                                .subject_prefix = "dsp",
                                                .at = now,
                                                .what = dispute });
}

struct dispute_share disputes_share(struct store_tx *tx, seller_id seller, struct moment since)
{
    struct dispute_share share = { 0 };
    struct rows rows = store_query(tx, &disputes_share_of, WITH(INT(seller.number), INT(since.us)));
    while (rows_next(&rows)) {
        share.disputed = rows_int(&rows, "n");
        share.lost = rows_int(&rows, "lost");
    }
    return share;
}

const char *disputes_verify(struct store_tx *tx, struct arena *memory)
{
    int64_t dispute = store_int(tx, &disputes_verify_lines, WITHOUT, 0);
    if (dispute)
        return arena_format(memory, "disputes: %s: its claim, refund or outcome do not fit",
                            id_text(memory, "dsp", dispute));
    int64_t order = store_int(tx, &disputes_verify_kept, WITHOUT, 0);
    if (order)
        return arena_format(memory, "disputes: %s: money is kept for no open dispute",
                            id_text(memory, "ord", order));
    order = store_int(tx, &disputes_verify_refunds, WITHOUT, 0);
    return order ? arena_format(memory, "disputes: %s: disputes gave back more than was refunded",
                                id_text(memory, "ord", order))
                 : NULL;
}
