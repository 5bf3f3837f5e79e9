/* Disputes, later: who keeps silent is answered for by the rule; parcels back and replacements that
 * are delivered leave their receiver a few days to look; both sides are told whose turn it is. */
#include "shop/disputes/disputes_inside.h"

#include "base/id.h"
#include "shop/disputes/disputes_sql.h"

enum { DUE_MOST = 200 };

struct answering {
    dispute_id dispute;
    struct moment now;
};

static refused answer_silence(struct store_tx *tx, void *what)
{
    const struct answering *answering = what;
    AUTO(arena) memory = { 0 };
    struct dispute before;
    struct order order;
    refused why = disputes_find(tx, &memory, answering->dispute, &before);
    why = why ? why : orders_find(tx, &memory, before.order, &order);
    if (why || before.state == DISPUTE_CLOSED || before.deadline.us > answering->now.us)
        return why; /* somebody has acted meanwhile */
    struct dispute dispute = before;
    struct dispute_facts facts = disputes_facts(tx, &memory, &before, &order);
    struct dispute_verdict verdict = disputes_silence(&facts);
    if (before.state == DISPUTE_BUYER || before.state == DISPUTE_DECIDED) {
        bool some = before.has_offer && before.offer != REMEDY_NOTHING;
        dispute.remedy = some ? before.offer : before.remedy;
        dispute.asked = some ? before.offered : before.asked;
    }
    if (verdict.state == DISPUTE_OPERATOR)
        dispute.escalated_at = answering->now;
    why = disputes_carry_out(tx, &memory, &order, &before, &dispute, &verdict, answering->now);
    if (why)
        return why;
    disputes_add_step(tx, &dispute, SIDE_RULE, verdict.rule, NULL, verdict.refund, NULL,
                      answering->now);
    return NULL;
}

static refused plan_due(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "disputes.answer_silence",
                                      .run_at = moment_after(*now, hours(2)) });
    return NULL;
}

/* One dispute that cannot be answered holds up no other. */
static refused run_due(struct store *store, const struct job *job, struct moment now)
{
    struct answering due[DUE_MOST];
    int count = 0;
    refused first = NULL;
    (void)job;
    struct store_tx *tx = store_read(store);
    struct rows rows = store_query(tx, &disputes_select_due, WITH(INT(now.us), INT(DUE_MOST)));
    while (rows_next(&rows))
        due[count++] = (struct answering){ { rows_int(&rows, "dispute_id") }, now };
    store_read_end(tx);
    for (int i = 0; i < count; i++) {
        refused why = store_transact(store, answer_silence, &due[i]);
        first = first ? first : why;
    }
    refused why = store_transact(store, plan_due, &now);
    return first ? first : why;
}

const struct job_kind disputes_jobs[] = {
    { .name = "disputes.answer_silence", .run = run_due, .attempts_max = 1000000 },
    { 0 },
};

refused disputes_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_due, &now);
}

/* What others say -------------------------------------------------------------------------- */

/* A parcel that belongs to a dispute, not to an order. */
static refused note_delivered(struct store_tx *tx, const struct event *event)
{
    const struct shipment *shipment = event->what;
    AUTO(arena) memory = { 0 };
    struct dispute before;
    if (disputes_find(tx, &memory, (dispute_id){ shipment->order }, &before) ||
        (before.state != DISPUTE_RETURNING && before.state != DISPUTE_REPLACED))
        return NULL;
    struct dispute dispute = before;
    dispute.delivered_at = event->at;
    dispute.deadline = moment_after(event->at, days(DISPUTE_INSPECTION_DAYS));
    if (!disputes_write(tx, &before, &dispute))
        return NULL;
    return disputes_announce(tx, &DISPUTE_MOVED_EVENT, &dispute, event->at);
}

/* The bank has taken the money: there is nothing left to decide about. */
static refused close_charged_back(struct store_tx *tx, const struct event *event)
{
    const struct order *order = event->what;
    AUTO(arena) memory = { 0 };
    struct disputes disputes = disputes_of_order(tx, &memory, order->order);
    for (size_t i = 0; i < disputes.count; i++) {
        struct dispute dispute = disputes.items[i];
        if (dispute.state == DISPUTE_CLOSED)
            continue;
        dispute.state = DISPUTE_CLOSED;
        dispute.outcome = OUTCOME_WITHDRAWN;
        dispute.rule = "charged_back";
        dispute.deadline = (struct moment){ 0 };
        dispute.closed_at = event->at;
        if (!disputes_write(tx, &disputes.items[i], &dispute))
            return &DISPUTE_NOT_YOUR_TURN;
        disputes_add_step(tx, &dispute, SIDE_RULE, "charged_back", NULL, dispute.refunded, NULL,
                          event->at);
    }
    return NULL;
}

/* Notices ---------------------------------------------------------------------------------- */

static const struct notice_kind opened_seller = {
    "dispute.opened", N_("A buyer has a problem with an order"),
    N_("The buyer says that something is wrong with {title}. Answer within 5 days; after that what "
       "the buyer asks for is done."),
    N_("Answer")
};
static const struct notice_kind turn_buyer = {
    "dispute.turn.buyer", N_("Your dispute waits for you"),
    N_("There is news about {title}. Please answer in time: silence counts as an answer."),
    N_("See the dispute")
};
static const struct notice_kind turn_seller = {
    "dispute.turn.seller", N_("A dispute waits for you"),
    N_("There is news about {title}. Please answer in time: silence counts as an answer."),
    N_("See the dispute")
};
static const struct notice_kind closed_refunded = {
    "dispute.closed.refunded", N_("A dispute is settled: money goes back"),
    N_("The dispute about {title} is closed. Money goes back to the buyer the way it came."),
    N_("See the dispute")
};
static const struct notice_kind closed_other = {
    "dispute.closed", N_("A dispute is closed"),
    N_("The dispute about {title} is closed. No money goes back."), N_("See the dispute")
};
static const struct notice_kind returning_seller = {
    "dispute.return", N_("A buyer sends something back"),
    N_("The buyer of {title} sends it back. Look at it within 3 days of its arrival."),
    N_("See the return")
};
/* The receipt that directive 2011/83, article 11a asks for: at once, with the moment. */
static const struct notice_kind withdrawn_buyer = {
    "dispute.withdrawn", N_("You have withdrawn from the contract"),
    N_("We have received your withdrawal from the contract about {title} on {at}. Send it back "
       "within 14 days; then all that you paid goes back to you."),
    N_("See the return")
};
const struct notice_kind *const disputes_notices[] = {
    &withdrawn_buyer, &opened_seller, &turn_buyer,       &turn_seller,
    &closed_refunded, &closed_other,  &returning_seller, NULL,
};

static void tell(struct store_tx *tx, struct arena *memory, const struct dispute *dispute,
                 account_id receiver, const struct notice_kind *kind, struct moment now)
{
    struct account account;
    struct order order;
    if (accounts_find(tx, memory, receiver, &account) ||
        orders_find(tx, memory, dispute->order, &order))
        return;
    struct order_lines lines = orders_lines(tx, memory, &order);
    const char *name = id_text(memory, "dsp", dispute->dispute.number);
    enum words_language language = account.language;
    notices_send(
        tx,
        &(struct notice){
            .kind = kind,
            .account = receiver.number,
            .email = account.email,
            .language = language,
            .path = arena_format(memory, "/disputes/%s", name),
            .key = arena_format(memory, "%s %s %lld %d", name, dispute_states[dispute->state].name,
                                (long long)dispute->deadline.us, (int)dispute->appealed),
            .facts =
                (const struct notice_fact[]){ { "title", lines.count ? lines.items[0].title : "" },
                                              { "at", moment_text(memory, now) },
                                              { 0 } },
            .now = now,
        });
}

static account_id account_of_seller(struct store_tx *tx, struct arena *memory, seller_id number)
{
    struct seller seller;
    return sellers_find(tx, memory, number, &seller) ? (account_id){ 0 } : seller.account;
}

static refused tell_opened(struct store_tx *tx, const struct event *event)
{
    const struct dispute *dispute = event->what;
    AUTO(arena) memory = { 0 };
    tell(tx, &memory, dispute, account_of_seller(tx, &memory, dispute->seller),
         dispute->state == DISPUTE_SELLER ? &opened_seller : &returning_seller, event->at);
    if (dispute->reason == DISPUTE_WITHDRAWAL)
        tell(tx, &memory, dispute, dispute->buyer, &withdrawn_buyer, event->at);
    return NULL;
}

/* Those whose turn it is. */
static refused tell_moved(struct store_tx *tx, const struct event *event)
{
    const struct dispute *dispute = event->what;
    AUTO(arena) memory = { 0 };
    account_id seller = account_of_seller(tx, &memory, dispute->seller);
    bool sellers = dispute->state == DISPUTE_SELLER || dispute->state == DISPUTE_REPLACING ||
                   dispute->state == DISPUTE_RETURNING || dispute->state == DISPUTE_DECIDED;
    bool buyers = dispute->state == DISPUTE_BUYER || dispute->state == DISPUTE_SENDING ||
                  dispute->state == DISPUTE_REPLACED || dispute->state == DISPUTE_DECIDED;
    if (sellers)
        tell(tx, &memory, dispute, seller, &turn_seller, event->at);
    if (buyers)
        tell(tx, &memory, dispute, dispute->buyer, &turn_buyer, event->at);
    return NULL;
}

static refused tell_closed(struct store_tx *tx, const struct event *event)
{
    const struct dispute *dispute = event->what;
    const struct notice_kind *kind =
        dispute->outcome == OUTCOME_REFUNDED ? &closed_refunded : &closed_other;
    AUTO(arena) memory = { 0 };
    tell(tx, &memory, dispute, account_of_seller(tx, &memory, dispute->seller), kind, event->at);
    tell(tx, &memory, dispute, dispute->buyer, kind, event->at);
    return NULL;
}

const struct listener disputes_hears[] = {
    { &SHIPMENT_DELIVERED_EVENT, note_delivered },
    { &ORDER_CHARGED_BACK_EVENT, close_charged_back },
    { &DISPUTE_OPENED_EVENT, tell_opened },
    { &DISPUTE_MOVED_EVENT, tell_moved },
    { &DISPUTE_CLOSED_EVENT, tell_closed },
    { 0 },
};
