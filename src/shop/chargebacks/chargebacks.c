/* Chargebacks: found, listed, answered and borne. What banks say comes by chargebacks_jobs.c. */
#include "shop/chargebacks/chargebacks_inside.h"

#include "base/id.h"
#include "base/secret.h"
#include "base/words.h"
#include "shop/chargebacks/chargebacks_sql.h"
#include "shop/disputes/disputes.h"
#include "shop/payments/payments_bank.h"

REFUSAL(CHARGEBACK_ANSWERED_BEFORE, 409,
        "This chargeback is not open any more: it was answered, given up, or its time has run "
        "out.");
REFUSAL_AT(CHARGEBACK_WORDS_NEEDED, 422, "words", "Say it in at least twenty letters.");
REFUSAL(CHARGEBACK_NOT_LOST, 409, "The bank has not decided this chargeback against us.");
REFUSAL(CHARGEBACK_BORNE, 409, "Who bears this was decided before.");

const struct choice chargeback_states[] = {
    [CHARGEBACK_OPEN] = { "open", N_("To be answered") },
    [CHARGEBACK_ANSWERED] = { "answered", N_("Contested, the bank decides") },
    [CHARGEBACK_GIVEN_UP] = { "given_up", N_("Not contested") },
    [CHARGEBACK_LAPSED] = { "lapsed", N_("Not answered in time") },
    [CHARGEBACK_WON] = { "won", N_("Won") },
    [CHARGEBACK_LOST] = { "lost", N_("Lost") },
    { 0 },
};
const struct choice chargeback_bearers[] = {
    [BEARER_NONE] = { "none", N_("As it fell") },
    [BEARER_SELLER] = { "seller", N_("The seller") },
    [BEARER_MARKET] = { "market", N_("The market") },
    { 0 },
};

static int choice_place(const struct choice *choices, const char *name)
{
    int place = 0;
    while (choices[place].name && !text_same(choices[place].name, name))
        place++;
    return place;
}

/* Finding ---------------------------------------------------------------------------------- */

static struct chargeback_case case_from_row(const struct rows *rows, struct arena *memory)
{
    struct currency currency = currency_of(rows_text(rows, memory, "currency"));
    return (struct chargeback_case){
        .chargeback = { rows_int(rows, "chargeback_id") },
        .payment = { rows_int(rows, "payment_id") },
        .purchase = { rows_int(rows, "purchase_id") },
        .amount = money_of(rows_int(rows, "amount"), currency),
        .reason = (enum chargeback_reason)choice_place(chargeback_reasons,
                                                       rows_text(rows, memory, "reason")),
        .round = rows_int(rows, "round"),
        .state = (enum chargeback_state)choice_place(chargeback_states,
                                                     rows_text(rows, memory, "state")),
        .words = rows_text(rows, memory, "words"),
        .answered_by = { rows_int(rows, "answered_by") },
        .opened_at = { rows_int(rows, "opened_at") },
        .deadline = { rows_int(rows, "deadline") },
        .answered_at = { rows_int(rows, "answered_at") },
        .decided_at = { rows_int(rows, "decided_at") },
    };
}

refused chargebacks_find(struct store_tx *tx, struct arena *memory, chargeback_id chargeback,
                         struct chargeback_case *ret_case)
{
    struct rows rows = store_query(tx, &chargebacks_select, WITH(INT(chargeback.number)));
    if (!rows_next(&rows))
        return &CHARGEBACK_NOT_FOUND;
    *ret_case = case_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

static struct chargeback_cases collect(struct rows rows, struct arena *memory)
{
    struct chargeback_cases found = { 0 };
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = case_from_row(&rows, memory);
    }
    return found;
}

struct chargeback_cases chargebacks_open(struct store_tx *tx, struct arena *memory, int64_t most)
{
    return collect(store_query(tx, &chargebacks_select_open, WITH(INT(most))), memory);
}

struct chargeback_cases chargebacks_list(struct store_tx *tx, struct arena *memory, int64_t before,
                                         int64_t most)
{
    return collect(store_query(tx, &chargebacks_select_all, WITH(INT(before), INT(most))), memory);
}

int64_t chargebacks_count_open(struct store_tx *tx)
{
    return store_int(tx, &chargebacks_count_state_open, WITHOUT, 0);
}

static struct chargeback_order order_from_row(const struct rows *rows, struct arena *memory)
{
    return (struct chargeback_order){
        .order = { rows_int(rows, "order_id") },
        .seller = { rows_int(rows, "seller_id") },
        .words = rows_text(rows, memory, "words"),
        .words_at = { rows_int(rows, "words_at") },
        .reasons = rows_text(rows, memory, "reasons"),
        .bearer = (enum bearer)choice_place(chargeback_bearers, rows_text(rows, memory, "bearer")),
    };
}

struct chargeback_orders chargebacks_orders(struct store_tx *tx, struct arena *memory,
                                            chargeback_id chargeback)
{
    struct chargeback_orders found = { 0 };
    struct rows rows = store_query(tx, &chargebacks_select_orders, WITH(INT(chargeback.number)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = order_from_row(&rows, memory);
    }
    return found;
}

bool chargebacks_of_order(struct store_tx *tx, struct arena *memory, order_id order,
                          struct chargeback_case *ret_case, struct chargeback_order *ret_order)
{
    struct rows rows = store_query(tx, &chargebacks_select_order, WITH(INT(order.number)));
    if (!rows_next(&rows))
        return false;
    chargeback_id chargeback = { rows_int(&rows, "chargeback_id") };
    *ret_order = order_from_row(&rows, memory);
    rows_close(&rows);
    return !chargebacks_find(tx, memory, chargeback, ret_case);
}

struct chargeback_steps chargebacks_steps(struct store_tx *tx, struct arena *memory,
                                          chargeback_id chargeback)
{
    struct chargeback_steps found = { 0 };
    struct rows rows = store_query(tx, &chargebacks_select_steps,
                                   WITH(INT(chargeback.number), INT(CHARGEBACK_STEPS_MAX)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] =
            (struct chargeback_step){ .by = rows_text(&rows, memory, "by_side"),
                                      .act = rows_text(&rows, memory, "act"),
                                      .words = rows_text(&rows, memory, "words"),
                                      .at = { rows_int(&rows, "at") } };
    }
    return found;
}

void chargebacks_add_step(struct store_tx *tx, chargeback_id chargeback, const char *by,
                          const char *act, const char *words, struct moment now)
{
    store_put(tx, &chargebacks_insert_step,
              WITH(INT(id_next(now)), INT(chargeback.number), TEXT(by), TEXT(act), TEXT(words),
                   INT(now.us)));
}

/* Facts ------------------------------------------------------------------------------------ */

struct chargeback_facts chargebacks_facts(struct store_tx *tx, struct arena *memory,
                                          const struct chargeback_case *file,
                                          const struct order *order)
{
    struct chargeback_facts facts = { .reason = file->reason };
    struct shipment shipment;
    facts.confirmed = payments_is_authenticated(tx, file->payment);
    if (shipping_of_order(tx, memory, order->order.number, &shipment)) {
        facts.followed = shipment.number;
        facts.delivered = shipment.delivered_at.us;
    }
    struct disputes disputes = disputes_of_order(tx, memory, order->order);
    for (size_t i = 0; i < disputes.count; i++) {
        const struct dispute *dispute = &disputes.items[i];
        bool by_people = dispute->decided_by.number;
        facts.denied = facts.denied || (by_people && dispute->outcome == OUTCOME_DENIED);
        facts.found_at_fault =
            facts.found_at_fault || (by_people && dispute->outcome == OUTCOME_REFUNDED);
    }
    facts.received = order->received_at.us;
    return facts;
}

/* Acts ------------------------------------------------------------------------------------- */

enum { WORDS_LEAST = 20 };

static bool says_enough(const char *words)
{
    return words && text_count_points(words) >= WORDS_LEAST;
}

refused chargebacks_say(struct store_tx *tx, struct arena *memory,
                        const struct chargeback_saying *saying)
{
    struct chargeback_case file;
    struct chargeback_order order;
    if (!chargebacks_of_order(tx, memory, saying->order, &file, &order) ||
        order.seller.number != saying->seller.number)
        return &CHARGEBACK_NOT_FOUND;
    if (file.state != CHARGEBACK_OPEN || saying->now.us >= file.deadline.us)
        return &CHARGEBACK_ANSWERED_BEFORE;
    if (!says_enough(saying->words))
        return &CHARGEBACK_WORDS_NEEDED;
    store_put(tx, &chargebacks_say_row,
              WITH(TEXT(saying->words), INT(saying->now.us), INT(saying->order.number)));
    chargebacks_add_step(tx, file.chargeback, "seller", "said", saying->words, saying->now);
    return NULL;
}

static struct secret_key pack_key(struct store_tx *tx)
{
    return secret_derive(&store_tx_settings(tx)->master, "chargeback packs");
}

const char *chargebacks_pack(struct store_tx *tx, struct arena *memory, chargeback_id chargeback)
{
    struct rows rows = store_query(tx, &chargebacks_select, WITH(INT(chargeback.number)));
    if (!rows_next(&rows))
        return NULL;
    size_t size = 0;
    const unsigned char *sealed = rows_bytes(&rows, memory, "pack", &size);
    rows_close(&rows);
    struct secret_key key = pack_key(tx);
    return sealed ? secret_open(memory, &key, chargeback.number, sealed, size, &size) : NULL;
}

refused chargebacks_answer(struct store_tx *tx, struct arena *memory,
                           const struct chargeback_answering *answering)
{
    struct chargeback_case file;
    refused why = chargebacks_find(tx, memory, answering->chargeback, &file);
    if (why)
        return why;
    bool contests = answering->pack;
    size_t size = 0;
    const unsigned char *sealed = NULL;
    struct secret_key key = pack_key(tx);
    if (!says_enough(answering->words))
        return &CHARGEBACK_WORDS_NEEDED;
    if (contests)
        sealed = secret_seal(memory, &key, file.chargeback.number, answering->pack,
                             strlen(answering->pack), &size);
    enum chargeback_state state = contests ? CHARGEBACK_ANSWERED : CHARGEBACK_GIVEN_UP;
    if (!store_do(tx, &chargebacks_answer_row,
                  WITH(TEXT(chargeback_states[state].name), TEXT(answering->words),
                       BYTES(sealed, size), INT(answering->operator.number), INT(answering->now.us),
                       INT(file.chargeback.number))))
        return &CHARGEBACK_ANSWERED_BEFORE;
    chargebacks_add_step(tx, file.chargeback, "operator", chargeback_states[state].name,
                         answering->words, answering->now);
    if (contests)
        jobs_plan(tx, &(struct job_plan){ .kind = "chargebacks.send",
                                          .subject = file.chargeback.number,
                                          .run_at = answering->now });
    chargebacks_plan_bank(
        tx, file.chargeback,
        moment_after(answering->now, days(contests ? CHARGEBACK_SANDBOX_DAYS : 0)));
    return NULL;
}

refused chargebacks_bear(struct store_tx *tx, struct arena *memory,
                         const struct chargeback_bearing *bearing)
{
    struct chargeback_case file;
    struct chargeback_order part;
    struct order order;
    if (!chargebacks_of_order(tx, memory, bearing->order, &file, &part) ||
        file.chargeback.number != bearing->chargeback.number)
        return &CHARGEBACK_NOT_FOUND;
    if (file.state != CHARGEBACK_LOST)
        return &CHARGEBACK_NOT_LOST;
    if (!says_enough(bearing->words))
        return &CHARGEBACK_WORDS_NEEDED;
    if (!store_do(tx, &chargebacks_bear_row,
                  WITH(TEXT(chargeback_bearers[bearing->bearer].name), TEXT(bearing->words),
                       INT(bearing->order.number), INT(bearing->chargeback.number))))
        return &CHARGEBACK_BORNE;
    refused why = orders_find(tx, memory, bearing->order, &order);
    if (!why)
        why = escrow_bear(tx, memory, &order, bearing->bearer, bearing->now);
    if (why)
        return why;
    bool sellers = bearing->bearer == BEARER_SELLER;
    chargebacks_add_step(tx, file.chargeback, "operator", sellers ? "seller_bears" : "market_bears",
                         bearing->words, bearing->now);
    chargebacks_tell_seller(tx, memory, &part,
                            sellers ? &chargeback_owed_notice : &chargeback_paid_notice,
                            bearing->now);
    return NULL;
}

const char *chargebacks_verify(struct store_tx *tx, struct arena *memory)
{
    int64_t chargeback = store_int(tx, &chargebacks_verify_states, WITHOUT, 0);
    return chargeback ? arena_format(memory, "chargebacks: %s: its state does not fit its money",
                                     id_text(memory, "chb", chargeback))
                      : NULL;
}
