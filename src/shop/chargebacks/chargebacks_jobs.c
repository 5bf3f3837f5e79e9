/* Chargebacks, heard and told: what banks do, whose time runs out, and who hears of it. */
#include "shop/chargebacks/chargebacks_inside.h"

#include "base/id.h"
#include "base/words.h"
#include "shop/chargebacks/chargebacks_sql.h"
#include "shop/orders/orders_inside.h"

/* Notices ---------------------------------------------------------------------------------- */

const struct notice_kind chargeback_owed_notice = {
    "chargeback.owed", N_("A payment that was taken back is yours to bear"),
    N_("The bank has decided for the buyer of {title}, and we found that you bear it: what you "
       "were paid for it is taken from your balance. The reasons are on the order."),
    N_("Read the reasons")
};
const struct notice_kind chargeback_paid_notice = {
    "chargeback.paid", N_("You are paid although a payment was taken back"),
    N_("The bank has decided for the buyer of {title}. You did what you had to, so we bear it and "
       "you are paid."),
    N_("See the order")
};
const struct notice_kind *const chargebacks_notices[] = {
    &chargeback_owed_notice,
    &chargeback_paid_notice,
    NULL,
};

void chargebacks_tell_seller(struct store_tx *tx, struct arena *memory,
                             const struct chargeback_order *part, const struct notice_kind *kind,
                             struct moment now)
{
    struct seller seller;
    struct account account;
    struct order order;
    if (sellers_find(tx, memory, part->seller, &seller) ||
        accounts_find(tx, memory, seller.account, &account) ||
        orders_find(tx, memory, part->order, &order))
        return;
    struct order_lines lines = orders_lines(tx, memory, &order);
    const char *name = id_text(memory, "ord", part->order.number);
    notices_send(tx, &(struct notice){
                         .kind = kind,
                         .account = account.account.number,
                         .email = account.email,
                         .language = account.language,
                         .path = arena_format(memory, "/seller/orders/%s", name),
                         .key = name,
                         .facts =
                             (const struct notice_fact[]){
                                 { "title", lines.count ? lines.items[0].title : "" }, { 0 } },
                         .now = now,
                     });
}

/* What others say -------------------------------------------------------------------------- */

/* Each order that was sent can be proved; of nothing sent, there is nothing to prove. */
static size_t add_orders(struct store_tx *tx, const struct chargeback *chargeback)
{
    AUTO(arena) memory = { 0 };
    size_t sent = 0;
    struct orders orders = orders_of_purchase(tx, &memory, (purchase_id){ chargeback->purchase });
    for (size_t i = 0; i < orders.count; i++) {
        const struct order *order = &orders.items[i];
        if (order->state != ORDER_CHARGED_BACK || !order->shipped_at.us)
            continue;
        store_put(tx, &chargebacks_insert_order,
                  WITH(INT(order->order.number), INT(chargeback->chargeback.number),
                       INT(order->seller.number)));
        sent++;
    }
    return sent;
}

static refused open_case(struct store_tx *tx, const struct event *event)
{
    const struct chargeback *chargeback = event->what;
    struct moment deadline = moment_after(event->at, days(CHARGEBACK_ANSWER_DAYS));
    int64_t number = chargeback->chargeback.number;
    if (chargeback->round > 1)
        store_put(tx, &chargebacks_open_again,
                  WITH(INT(event->at.us), INT(deadline.us), INT(number)));
    else
        store_put(tx, &chargebacks_insert,
                  WITH(INT(number), INT(chargeback->payment.number), INT(chargeback->purchase),
                       INT(event->at.us), INT(deadline.us)));
    chargebacks_add_step(tx, chargeback->chargeback, "bank", "opened", NULL, event->at);
    if (add_orders(tx, chargeback)) {
        jobs_plan(tx, &(struct job_plan){
                          .kind = "chargebacks.lapse", .subject = number, .run_at = deadline });
        return NULL;
    }
    bool open = store_do(
        tx, &chargebacks_answer_row,
        WITH(TEXT("given_up"), TEXT(NULL), BYTES(NULL, 0), INT(0), INT(event->at.us), INT(number)));
    if (open)
        chargebacks_add_step(tx, chargeback->chargeback, "rule", "given_up", NULL, event->at);
    chargebacks_plan_bank(tx, chargeback->chargeback, event->at);
    return NULL;
}

/* The parcels were followed on as proof; they are needed no more. */
static void end_parcels(struct store_tx *tx, chargeback_id chargeback, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct chargeback_orders orders = chargebacks_orders(tx, &memory, chargeback);
    for (size_t i = 0; i < orders.count; i++)
        shipping_end(tx, orders.items[i].order.number, now);
}

static refused decide(struct store_tx *tx, const struct chargeback *chargeback,
                      enum chargeback_state state, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct chargeback_case file;
    refused why = chargebacks_find(tx, &memory, chargeback->chargeback, &file);
    if (why)
        return why;
    if (file.state == state)
        return NULL; /* told twice */
    if (!store_do(tx, &chargebacks_decide_row,
                  WITH(TEXT(chargeback_states[state].name), INT(now.us),
                       INT(chargeback->chargeback.number))))
        return &CHARGEBACK_IS_DECIDED;
    chargebacks_add_step(tx, chargeback->chargeback, "bank", chargeback_states[state].name, NULL,
                         now);
    end_parcels(tx, chargeback->chargeback, now);
    jobs_cancel(tx, "chargebacks.lapse", chargeback->chargeback.number);
    jobs_cancel(tx, "chargebacks.bank", chargeback->chargeback.number);
    return NULL;
}

static refused note_won(struct store_tx *tx, const struct event *event)
{
    return decide(tx, event->what, CHARGEBACK_WON, event->at);
}

static refused note_lost(struct store_tx *tx, const struct event *event)
{
    return decide(tx, event->what, CHARGEBACK_LOST, event->at);
}

const struct listener chargebacks_hears[] = {
    { &PAYMENT_CHARGED_BACK_EVENT, open_case },
    { &CHARGEBACK_WON_EVENT, note_won },
    { &CHARGEBACK_LOST_EVENT, note_lost },
    { 0 },
};

/* Jobs ------------------------------------------------------------------------------------- */

void chargebacks_plan_bank(struct store_tx *tx, chargeback_id chargeback, struct moment at)
{
    if (store_tx_settings(tx)->sandbox)
        jobs_plan(tx, &(struct job_plan){
                          .kind = "chargebacks.bank", .subject = chargeback.number, .run_at = at });
}

struct timed {
    chargeback_id chargeback;
    struct moment now;
};

static refused lapse(struct store_tx *tx, void *what)
{
    const struct timed *timed = what;
    if (!store_do(tx, &chargebacks_lapse_row,
                  WITH(INT(timed->chargeback.number), INT(timed->now.us))))
        return NULL; /* answered, or opened again meanwhile */
    chargebacks_add_step(tx, timed->chargeback, "rule", "lapsed", NULL, timed->now);
    chargebacks_plan_bank(tx, timed->chargeback, timed->now);
    return NULL;
}

static refused run_lapse(struct store *store, const struct job *job, struct moment now)
{
    return store_transact(store, lapse, &(struct timed){ { job->subject }, now });
}

/* The gateway takes the answer; until it does it is asked again. */
static refused run_send(struct store *store, const struct job *job, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct chargeback_case file;
    struct payment payment;
    chargeback_id chargeback = { job->subject };
    struct store_tx *tx = store_read(store);
    refused why = chargebacks_find(tx, &memory, chargeback, &file);
    if (!why)
        why = payments_find(tx, &memory, file.payment, &payment);
    const char *pack = why ? NULL : chargebacks_pack(tx, &memory, chargeback);
    store_read_end(tx);
    if (why || !pack)
        return why; /* opened again meanwhile: there is another answer to come */
    const char *key = arena_format(&memory, "%s %lld", id_text(&memory, "chb", job->subject),
                                   (long long)file.round);
    enum gateway_word word = payments_contest(store_settings(store), &payment, pack, key, now);
    return word == GATEWAY_YES ? NULL : &PAYMENT_DECLINED;
}

/* As banks do: what is proved of every order that was sent stands. */
static bool bank_is_convinced(struct store_tx *tx, struct arena *memory,
                              const struct chargeback_case *file)
{
    bool convinced = file->state == CHARGEBACK_ANSWERED;
    struct chargeback_orders orders = chargebacks_orders(tx, memory, file->chargeback);
    for (size_t i = 0; convinced && i < orders.count; i++) {
        struct order order;
        convinced = !orders_find(tx, memory, orders.items[i].order, &order);
        struct chargeback_facts facts = convinced ? chargebacks_facts(tx, memory, file, &order)
                                                  : (struct chargeback_facts){ 0 };
        convinced = convinced && chargebacks_view(&facts).contest;
    }
    return convinced;
}

static refused bank_decides(struct store_tx *tx, void *what)
{
    const struct timed *timed = what;
    AUTO(arena) memory = { 0 };
    struct chargeback_case file;
    refused why = chargebacks_find(tx, &memory, timed->chargeback, &file);
    if (why || file.state == CHARGEBACK_WON || file.state == CHARGEBACK_LOST ||
        file.state == CHARGEBACK_OPEN)
        return why;
    return payments_decide_chargeback(tx, &memory, file.payment,
                                      bank_is_convinced(tx, &memory, &file), timed->now);
}

static refused run_bank(struct store *store, const struct job *job, struct moment now)
{
    return store_transact(store, bank_decides, &(struct timed){ { job->subject }, now });
}

const struct job_kind chargebacks_jobs[] = {
    { .name = "chargebacks.lapse", .run = run_lapse },
    { .name = "chargebacks.send", .run = run_send },
    { .name = "chargebacks.bank", .run = run_bank },
    { 0 },
};
