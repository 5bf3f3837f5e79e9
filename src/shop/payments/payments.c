/* Payments: begun in an act, asked of a gateway outside it, settled in another. */
#include "shop/payments/payments.h"

#include <assert.h>

#include "base/id.h"
#include "base/log.h"
#include "shop/payments/payments_sql.h"
#include "shop/payments/payments_bank.h"
#include "shop/payments/payments_jobs.h"

REFUSAL_AT(PAYMENT_DECLINED, 402, "token",
           "The card was declined. Nothing was taken. Try another way to pay.");
REFUSAL_AT(PAYMENT_TOKEN_WRONG, 422, "token", "This way to pay is not known. Choose another one.");
REFUSAL(PAYMENT_NOT_FOUND, 404, "There is no such payment.");
REFUSAL_AT(CREDIT_TOO_LITTLE, 402, "method",
           "Your store credit does not cover the total. Pay by card instead.");
REFUSAL(REFUND_TOO_MUCH, 409,
        "This payment has nothing left to refund: it was given back, or taken back by the bank.");

const struct event_kind PAYMENT_CAPTURED_EVENT = { "payment.captured" };
const struct event_kind PAYMENT_FAILED_EVENT = { "payment.failed" };
const struct event_kind PAYMENT_CHARGED_BACK_EVENT = { "payment.charged_back" };
const struct event_kind CHARGEBACK_WON_EVENT = { "payment.chargeback_won" };
const struct event_kind CHARGEBACK_LOST_EVENT = { "payment.chargeback_lost" };

static const char *const state_names[] = { "begun", "captured", "failed" };
static const char *const method_names[] = { "card", "credit" };

enum { ASK_AFTER_SECONDS = 60, GIVE_UP_AFTER_HOURS = 24 };

static struct payment payment_of(const struct rows *rows, struct arena *memory)
{
    struct currency currency = currency_of(rows_text(rows, memory, "currency"));
    return (struct payment){
        .payment = { rows_int(rows, "payment_id") },
        .purchase = rows_int(rows, "purchase_id"),
        .buyer = { rows_int(rows, "buyer_id") },
        .amount = money_of(rows_int(rows, "amount"), currency),
        .method =
            (enum payment_method)text_place(rows_text(rows, memory, "method"), method_names, 2),
        .state = (enum payment_state)text_place(rows_text(rows, memory, "state"), state_names, 3),
        .gateway = rows_text(rows, memory, "gateway"),
        .token = rows_text(rows, memory, "token"),
        .label = rows_text(rows, memory, "label"),
        .failure = rows_text(rows, memory, "failure"),
        .begun_at = { rows_int(rows, "begun_at") },
        .settled_at = { rows_int(rows, "settled_at") },
    };
}

static refused find_by(struct store_tx *tx, struct arena *memory, const struct statement *statement,
                       int64_t number, struct payment *ret_payment)
{
    struct rows rows = store_query(tx, statement, WITH(INT(number)));
    if (!rows_next(&rows))
        return &PAYMENT_NOT_FOUND;
    *ret_payment = payment_of(&rows, memory);
    rows_close(&rows);
    return NULL;
}

refused payments_find(struct store_tx *tx, struct arena *memory, payment_id payment,
                      struct payment *ret_payment)
{
    return find_by(tx, memory, &payments_select, payment.number, ret_payment);
}

refused payments_of_purchase(struct store_tx *tx, struct arena *memory, int64_t purchase,
                             struct payment *ret_payment)
{
    return find_by(tx, memory, &payments_select_of_purchase, purchase, ret_payment);
}

/* The one place where a payment is decided. A second decision finds it decided and is silent. */
static refused settle(struct store_tx *tx, struct payment *payment, enum payment_state state,
                      const char *failure, struct moment now)
{
    assert(state == PAYMENT_CAPTURED || state == PAYMENT_FAILED);
    if (!store_do(tx, &payments_settle,
                  WITH(TEXT(state_names[state]), TEXT(failure), INT(now.us),
                       INT(payment->payment.number))))
        return NULL;
    payment->state = state;
    payment->failure = failure;
    payment->settled_at = now;
    return events_announce(
        tx, &(struct event){
                .kind = state == PAYMENT_CAPTURED ? &PAYMENT_CAPTURED_EVENT : &PAYMENT_FAILED_EVENT,
                .subject = payment->payment.number,
                .subject_prefix = "pmt",
                .at = now,
                .what = payment,
            });
}

static const struct gateway *gateway_of(const struct settings *settings)
{
    return settings->sandbox ? &payments_sandbox : NULL;
}

bool payments_describe_card(const struct settings *settings, const char *token,
                            struct arena *memory, struct payment_card *ret_card)
{
    const struct gateway *gateway = gateway_of(settings);
    return gateway && token && gateway->describe(token, memory, ret_card);
}

enum gateway_word payments_contest(const struct settings *settings, const struct payment *payment,
                                   const char *pack, const char *key, struct moment now)
{
    const struct gateway *gateway = gateway_of(settings);
    return gateway ? gateway->contest(payment, pack, key, now) : GATEWAY_LATER;
}

refused payments_begin(struct store_tx *tx, struct arena *memory, const struct payment_wish *wish,
                       payment_id *ret_payment)
{
    struct payment payment = {
        .payment = { id_next(wish->now) },
        .purchase = wish->purchase,
        .buyer = wish->buyer,
        .amount = wish->amount,
        .method = wish->method,
        .gateway = "credit",
        .label = "Store credit",
        .begun_at = wish->now,
    };
    if (wish->method == PAYMENT_CREDIT) {
        struct money credit =
            ledger_balance(tx, LEDGER_CREDIT, wish->buyer.number, wish->amount.currency);
        if (credit.minor < wish->amount.minor)
            return &CREDIT_TOO_LITTLE;
    } else {
        struct payment_card card;
        const struct settings *settings = store_tx_settings(tx);
        if (!payments_describe_card(settings, wish->token, memory, &card))
            return &PAYMENT_TOKEN_WRONG;
        payment.gateway = gateway_of(settings)->name;
        payment.token = wish->token;
        payment.label = card.label;
    }
    struct moment ask_at = moment_after(wish->now, seconds(ASK_AFTER_SECONDS));
    store_put(tx, &payments_insert,
              WITH(INT(payment.payment.number), INT(payment.purchase), INT(payment.buyer.number),
                   INT(payment.amount.minor), TEXT(payment.amount.currency.code),
                   TEXT(method_names[payment.method]), TEXT(payment.gateway), TEXT(payment.token),
                   TEXT(payment.label), INT(payment.begun_at.us), INT(ask_at.us)));
    *ret_payment = payment.payment;
    if (wish->method == PAYMENT_CARD)
        payments_use_authentication_for(tx, &payment);
    if (wish->method == PAYMENT_CREDIT || wish->amount.minor == 0) /* no gateway need be asked */
        return settle(tx, &payment, PAYMENT_CAPTURED, NULL, wish->now);
    return NULL;
}

refused payments_settle_answer(struct store_tx *tx, const struct gateway_answer *answer,
                               enum payment_state *ret_state)
{
    AUTO(arena) memory = { 0 };
    struct payment payment;
    refused why = payments_find(tx, &memory, answer->payment, &payment);
    if (why)
        return why;
    if (payment.state == PAYMENT_BEGUN && answer->word == GATEWAY_LATER) {
        /* Asked again after as long as it has been waiting, so ever more seldom. */
        int64_t waited = answer->now.us - payment.begun_at.us;
        struct span least = seconds(ASK_AFTER_SECONDS);
        struct span wait = { waited > least.us ? waited : least.us };
        store_put(tx, &payments_ask_later,
                  WITH(INT(moment_after(answer->now, wait).us), INT(payment.payment.number)));
    } else if (payment.state == PAYMENT_BEGUN) {
        bool yes = answer->word == GATEWAY_YES;
        why = settle(tx, &payment, yes ? PAYMENT_CAPTURED : PAYMENT_FAILED,
                     yes ? NULL : answer->failure, answer->now);
    }
    *ret_state = payment.state;
    return why;
}

struct gateway_answer payments_ask_gateway(struct store *store, payment_id asked, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct payment payment;
    struct gateway_answer answer = { asked, GATEWAY_LATER, NULL, now };
    struct store_tx *tx = store_read(store);
    refused why = payments_find(tx, &memory, asked, &payment);
    store_read_end(tx);
    const struct gateway *gateway = gateway_of(store_settings(store));
    if (why || payment.state != PAYMENT_BEGUN || !gateway)
        return answer;
    answer.word = (int)gateway->capture(&payment, id_text(&memory, "pmt", asked.number), now,
                                        &answer.failure);
    bool silent = answer.word == GATEWAY_LATER &&
                  now.us > moment_after(payment.begun_at, hours(GIVE_UP_AFTER_HOURS)).us;
    if (silent) {
        answer.word = GATEWAY_NO;
        answer.failure = "gateway_silent";
    }
    return answer;
}

struct settling {
    struct gateway_answer answer;
    enum payment_state reached;
};

static refused settle_act(struct store_tx *tx, void *what)
{
    struct settling *settling = what;
    return payments_settle_answer(tx, &settling->answer, &settling->reached);
}

enum payment_state payments_ask(struct store *store, payment_id asked, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct settling settling = { payments_ask_gateway(store, asked, now), PAYMENT_BEGUN };
    refused why = store_transact(store, settle_act, &settling);
    if (why)
        log_line(LOG_WARNING, "payment not settled", LOG_TEXT("why", why->name),
                 LOG_TEXT("payment", id_text(&memory, "pmt", asked.number)));
    return why ? PAYMENT_BEGUN : settling.reached;
}

/* Giving back ------------------------------------------------------------------------------ */

refused payments_refund(struct store_tx *tx, const struct refund_wish *wish)
{
    AUTO(arena) memory = { 0 };
    struct payment payment;
    refused why = payments_of_purchase(tx, &memory, wish->purchase, &payment);
    if (why)
        return why;
    assert(payment.state == PAYMENT_CAPTURED);
    if (wish->amount.minor == 0)
        return NULL; /* nothing was paid for it */
    bool by_credit = payment.method == PAYMENT_CREDIT;
    refund_id refund = { id_next(wish->now) };
    if (!store_do(tx, &payments_insert_refund,
                  WITH(INT(refund.number), INT(payment.payment.number), INT(wish->order),
                       INT(wish->amount.minor), TEXT(wish->key), TEXT(wish->reason),
                       TEXT(by_credit ? "done" : "begun"), INT(wish->now.us),
                       INT(by_credit ? wish->now.us : 0))))
        return NULL; /* this key was refunded before */
    if (!store_do(tx, &payments_give_back,
                  WITH(INT(wish->amount.minor), INT(payment.payment.number))))
        return &REFUND_TOO_MUCH;
    struct currency currency = wish->amount.currency;
    why = ledger_transfer(
        tx, &(struct transfer){
                .from = ledger_account(tx, LEDGER_ESCROW, 0, currency, wish->now),
                .to = by_credit ? ledger_account(tx, LEDGER_CREDIT, payment.buyer.number, currency,
                                                 wish->now)
                                : ledger_account(tx, LEDGER_GATEWAY, 0, currency, wish->now),
                .amount = wish->amount,
                .kind = "payment.refund",
                .key = arena_format(&memory, "refund %s", wish->key),
                .subject = wish->order,
                .now = wish->now,
            });
    if (!why && !by_credit)
        jobs_plan(tx, &(struct job_plan){ .kind = "payments.refund",
                                          .subject = refund.number,
                                          .run_at = wish->now });
    return why;
}

struct refunds payments_refunds(struct store_tx *tx, struct arena *memory,
                                const struct payment *payment)
{
    enum { REFUNDS_MAX = 200 };
    struct refunds found = { arena_array(memory, REFUNDS_MAX, sizeof(struct refund)), 0 };
    struct rows rows = store_query(tx, &payments_select_refunds,
                                   WITH(INT(payment->payment.number), INT(REFUNDS_MAX)));
    while (rows_next(&rows))
        found.items[found.count++] = (struct refund){
            .refund = { rows_int(&rows, "refund_id") },
            .order = rows_int(&rows, "order_id"),
            .amount = money_of(rows_int(&rows, "amount"), payment->amount.currency),
            .reason = rows_text(&rows, memory, "reason"),
            .done = text_same(rows_text(&rows, memory, "state"), "done"),
            .begun_at = { rows_int(&rows, "begun_at") },
            .done_at = { rows_int(&rows, "done_at") },
        };
    return found;
}

int64_t payments_count_waiting(struct store_tx *tx)
{
    return store_int(tx, &payments_count_begun, WITHOUT, 0);
}

refused payments_grant_credit(struct store_tx *tx, account_id buyer, struct money amount,
                              const char *key, struct moment now)
{
    return ledger_transfer(
        tx, &(struct transfer){
                .from = ledger_account(tx, LEDGER_GRANT, 0, amount.currency, now),
                .to = ledger_account(tx, LEDGER_CREDIT, buyer.number, amount.currency, now),
                .amount = amount,
                .kind = "credit.grant",
                .key = key,
                .subject = buyer.number,
                .now = now,
            });
}

/* Jobs ------------------------------------------------------------------------------------- */

struct refunding {
    int64_t refund;
    struct moment now;
};

static refused finish_refund(struct store_tx *tx, void *what)
{
    struct refunding *refunding = what;
    store_put(tx, &payments_finish_refund, WITH(INT(refunding->now.us), INT(refunding->refund)));
    return NULL;
}

/* Asks the gateway; the books have moved already, so a "no" is tried again and then shown to an
 * operator as a failed job. */
static refused run_refund(struct store *store, const struct job *job, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct payment payment;
    struct money amount = { 0 };
    payment_id of = { 0 };
    struct store_tx *tx = store_read(store);
    struct rows rows = store_query(tx, &payments_select_refund, WITH(INT(job->subject)));
    while (rows_next(&rows)) {
        of.number = rows_int(&rows, "payment_id");
        amount =
            money_of(rows_int(&rows, "amount"), currency_of(rows_text(&rows, &memory, "currency")));
    }
    refused why = payments_find(tx, &memory, of, &payment);
    store_read_end(tx);
    const struct gateway *gateway = gateway_of(store_settings(store));
    if (why || !gateway)
        return &PAYMENT_NOT_FOUND;
    if (gateway->refund(&payment, amount, id_text(&memory, "rfd", job->subject), now) !=
        GATEWAY_YES)
        return &PAYMENT_DECLINED;
    return store_transact(store, finish_refund, &(struct refunding){ job->subject, now });
}

enum { ASK_MOST = 200 };

static refused plan_next_asking(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "payments.ask_due",
                                      .run_at = moment_after(*now, seconds(ASK_AFTER_SECONDS)) });
    return NULL;
}

/* What a process that died, or a late gateway, has left undecided. */
static refused run_ask_due(struct store *store, const struct job *job, struct moment now)
{
    payment_id due[ASK_MOST];
    int count = 0;
    (void)job;
    struct store_tx *tx = store_read(store);
    struct rows rows = store_query(tx, &payments_select_due, WITH(INT(now.us), INT(ASK_MOST)));
    while (rows_next(&rows))
        due[count++] = (payment_id){ rows_int(&rows, "payment_id") };
    store_read_end(tx);
    for (int i = 0; i < count; i++)
        payments_ask(store, due[i], now);
    return store_transact(store, plan_next_asking, &now);
}

const struct job_kind payments_jobs[] = {
    { .name = "payments.refund", .run = run_refund },
    { .name = "payments.ask_due", .run = run_ask_due },
    { 0 },
};

refused payments_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_next_asking, &now);
}
