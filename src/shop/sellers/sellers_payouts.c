/* Sellers, paid out: the IBAN, and the money on its way to it. */
#include "shop/sellers/sellers_inside.h"

#include "base/id.h"
#include "base/words.h"
#include "shop/sellers/sellers_sql.h"

REFUSAL_AT(IBAN_WRONG, 422, "iban",
           "This is not an IBAN: its length or check digits do not fit. Look at it again.");
REFUSAL_AT(PAYOUT_NO_IBAN, 409, "amount", "Enter the IBAN that you want to be paid to first.");
REFUSAL_AT(PAYOUT_TOO_MUCH, 409, "amount", "This is more than is payable to you.");
REFUSAL(PAYOUT_NOT_FOUND, 404, "There is no such payout.");
REFUSAL_AT(PAYOUT_IBAN_WAITS, 409, "amount",
           "The account that you want to be paid to is being checked. Ask again when that is "
           "done: your balance shows it then.");
REFUSAL(PAYOUT_NOT_HELD, 409, "This payout is not held: it was decided already.");
REFUSAL(IBAN_NOT_WAITING, 409, "No new account of this seller waits to be checked.");

const struct choice payout_states[] = {
    [PAYOUT_BEGUN] = { "begun", N_("On its way to your bank") },
    [PAYOUT_PAID] = { "paid", N_("Paid out") },
    [PAYOUT_HELD] = { "held", N_("Being checked") },
    [PAYOUT_REFUSED] = { "refused", N_("Not paid out, back in your balance") },
    { 0 },
};

/* IBAN ------------------------------------------------------------------------------------- */

/* Lengths of ISO 13616's registry (SWIFT, release 98). */
static const struct {
    char country[3];
    int length;
} iban_lengths[] = {
    { "AD", 24 }, { "AE", 23 }, { "AL", 28 }, { "AT", 20 }, { "AZ", 28 }, { "BA", 20 },
    { "BE", 16 }, { "BG", 22 }, { "BH", 22 }, { "BI", 27 }, { "BR", 29 }, { "BY", 28 },
    { "CH", 21 }, { "CR", 22 }, { "CY", 28 }, { "CZ", 24 }, { "DE", 22 }, { "DJ", 27 },
    { "DK", 18 }, { "DO", 28 }, { "EE", 20 }, { "EG", 29 }, { "ES", 24 }, { "FI", 18 },
    { "FK", 18 }, { "FO", 18 }, { "FR", 27 }, { "GB", 22 }, { "GE", 22 }, { "GI", 23 },
    { "GL", 18 }, { "GR", 27 }, { "GT", 28 }, { "HN", 28 }, { "HR", 21 }, { "HU", 28 },
    { "IE", 22 }, { "IL", 23 }, { "IQ", 23 }, { "IS", 26 }, { "IT", 27 }, { "JO", 30 },
    { "KW", 30 }, { "KZ", 20 }, { "LB", 28 }, { "LC", 32 }, { "LI", 21 }, { "LT", 20 },
    { "LU", 20 }, { "LV", 21 }, { "LY", 25 }, { "MC", 27 }, { "MD", 24 }, { "ME", 22 },
    { "MK", 19 }, { "MN", 20 }, { "MR", 27 }, { "MT", 31 }, { "MU", 30 }, { "NI", 28 },
    { "NL", 18 }, { "NO", 15 }, { "OM", 23 }, { "PK", 24 }, { "PL", 28 }, { "PS", 29 },
    { "PT", 25 }, { "QA", 29 }, { "RO", 24 }, { "RS", 22 }, { "RU", 33 }, { "SA", 24 },
    { "SC", 31 }, { "SD", 18 }, { "SE", 24 }, { "SI", 19 }, { "SK", 24 }, { "SM", 27 },
    { "SO", 23 }, { "ST", 25 }, { "SV", 28 }, { "TL", 23 }, { "TN", 24 }, { "TR", 26 },
    { "UA", 29 }, { "VA", 22 }, { "VG", 24 }, { "XK", 20 }, { "YE", 30 },
};

enum { IBAN_MAX = 34 };

/* Without spaces, in capitals; false when it is too long or has other signs. */
static bool plain_iban(const char *iban, char to[static IBAN_MAX + 1])
{
    int length = 0;
    for (; *iban; iban++) {
        if (*iban == ' ')
            continue;
        char sign = *iban >= 'a' && *iban <= 'z' ? (char)(*iban - 32) : *iban;
        bool good = (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9');
        if (!good || length == IBAN_MAX)
            return false;
        to[length++] = sign;
    }
    to[length] = 0;
    return true;
}

bool sellers_iban_valid(const char *iban)
{
    char plain[IBAN_MAX + 1];
    if (!iban || !plain_iban(iban, plain))
        return false;
    int length = (int)strlen(plain), wanted = 0, remainder = 0;
    for (size_t i = 0; i < sizeof iban_lengths / sizeof *iban_lengths; i++)
        if (strncmp(iban_lengths[i].country, plain, 2) == 0)
            wanted = iban_lengths[i].length;
    if (length != wanted || plain[2] > '9' || plain[3] > '9')
        return false;
    for (int i = 0; i < length; i++) {
        char sign = plain[(i + 4) % length];
        int value = sign >= 'A' ? sign - 'A' + 10 : sign - '0';
        remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return remainder == 1;
}

refused sellers_change_iban(struct store_tx *tx, const struct iban_change *change)
{
    AUTO(arena) memory = { 0 };
    char plain[IBAN_MAX + 1];
    if (!sellers_iban_valid(change->iban) || !plain_iban(change->iban, plain))
        return &IBAN_WRONG;
    struct secret_key key = secret_derive(&store_tx_settings(tx)->master, "iban");
    size_t size;
    unsigned char *sealed =
        secret_seal(&memory, &key, change->seller.number, plain, strlen(plain), &size);
    store_put(tx, change->hold ? &sellers_set_iban_pending : &sellers_set_iban,
              WITH(BYTES(sealed, size),
                   TEXT(arena_format(&memory, "%.2s ·· %s", plain, plain + strlen(plain) - 4)),
                   INT(change->now.us), INT(change->decision), INT(change->seller.number)));
    return NULL;
}

refused sellers_clear_iban(struct store_tx *tx, seller_id seller, struct moment now)
{
    bool waited = store_do(tx, &sellers_use_iban_pending, WITH(INT(now.us), INT(seller.number)));
    return waited ? NULL : &IBAN_NOT_WAITING;
}

refused sellers_refuse_iban(struct store_tx *tx, seller_id seller)
{
    bool waited = store_do(tx, &sellers_drop_iban_pending, WITH(INT(seller.number)));
    return waited ? NULL : &IBAN_NOT_WAITING;
}

struct iban_view sellers_iban_view(struct store_tx *tx, struct arena *memory, seller_id seller)
{
    struct iban_view view = { 0 };
    struct rows rows = store_query(tx, &sellers_select, WITH(INT(seller.number)));
    while (rows_next(&rows))
        view = (struct iban_view){
            .used = rows_text(&rows, memory, "iban_shown"),
            .pending = rows_text(&rows, memory, "iban_pending_shown"),
            .used_since = { rows_int(&rows, "iban_at") },
            .pending_since = { rows_int(&rows, "iban_pending_at") },
            .decision = rows_int(&rows, "iban_decision_id"),
        };
    return view;
}

const char *sellers_iban_shown(struct store_tx *tx, struct arena *memory, seller_id seller)
{
    return sellers_iban_view(tx, memory, seller).used;
}

/* Payouts ---------------------------------------------------------------------------------- */

static enum payout_state payout_state_named(const char *name)
{
    static const char *const names[] = { "begun", "paid", "held", "refused" };
    return (enum payout_state)text_place(name, names, 4);
}

struct payout sellers_payout_from_row(const struct rows *rows, struct arena *memory)
{
    return (struct payout){
        .payout = { rows_int(rows, "payout_id") },
        .amount =
            money_of(rows_int(rows, "amount"), currency_of(rows_text(rows, memory, "currency"))),
        .state = payout_state_named(rows_text(rows, memory, "state")),
        .iban_shown = rows_text(rows, memory, "iban_shown"),
        .begun_at = { rows_int(rows, "begun_at") },
        .paid_at = { rows_int(rows, "paid_at") },
        .decision = rows_int(rows, "decision_id"),
        .ready_at = { rows_int(rows, "ready_at") },
    };
}

refused sellers_payout(struct store_tx *tx, struct arena *memory, payout_id payout,
                       seller_id *ret_seller, struct payout *ret_payout)
{
    struct rows rows = store_query(tx, &sellers_select_payout, WITH(INT(payout.number)));
    if (!rows_next(&rows))
        return &PAYOUT_NOT_FOUND;
    *ret_payout = sellers_payout_from_row(&rows, memory);
    *ret_seller = (seller_id){ rows_int(&rows, "seller_id") };
    rows_close(&rows);
    return NULL;
}

struct payouts sellers_payouts(struct store_tx *tx, struct arena *memory, seller_id seller,
                               int64_t most)
{
    struct payouts found = { arena_array(memory, (size_t)most, sizeof(struct payout)), 0 };
    struct rows rows = store_query(tx, &sellers_select_payouts,
                                   WITH(INT(seller.number), INT(INT64_MAX), INT(most)));
    while (rows_next(&rows))
        found.items[found.count++] = sellers_payout_from_row(&rows, memory);
    return found;
}

/* The sandbox bank takes a day. */
static void send_to_bank(struct store_tx *tx, payout_id payout, struct moment now)
{
    if (store_tx_settings(tx)->sandbox)
        jobs_plan(tx, &(struct job_plan){ .kind = "sellers.payout",
                                          .subject = payout.number,
                                          .run_at = moment_after(now, hours(24)) });
}

refused sellers_may_pay_out(struct store_tx *tx, struct arena *memory,
                            const struct payout_wish *wish)
{
    struct iban_view iban = sellers_iban_view(tx, memory, wish->seller);
    if (!iban.used)
        return iban.pending ? &PAYOUT_IBAN_WAITS : &PAYOUT_NO_IBAN;
    struct money payable =
        ledger_balance(tx, LEDGER_SELLER, wish->seller.number, wish->amount.currency);
    return payable.minor < wish->amount.minor ? &PAYOUT_TOO_MUCH : NULL;
}

/* When a payout of this seller may leave; 0: at once. */
static struct moment ready_at(struct store_tx *tx, struct arena *memory,
                              const struct payout_wish *wish)
{
    struct seller seller;
    if (wish->hold || sellers_find(tx, memory, wish->seller, &seller) || !seller.payout_days)
        return (struct moment){ 0 };
    return moment_after(wish->now, days(seller.payout_days));
}

refused sellers_request_payout(struct store_tx *tx, const struct payout_wish *wish,
                               payout_id *ret_payout)
{
    AUTO(arena) memory = { 0 };
    int64_t before = store_int(tx, &sellers_select_payout_by_key,
                               WITH(INT(wish->seller.number), TEXT(wish->key)), 0);
    *ret_payout = (payout_id){ before };
    if (before)
        return NULL;
    refused why = sellers_may_pay_out(tx, &memory, wish);
    if (why)
        return why;
    struct currency currency = wish->amount.currency;
    payout_id payout = { wish->payout.number ? wish->payout.number : id_next(wish->now) };
    why = ledger_transfer(
        tx, &(struct transfer){
                .from = ledger_account(tx, LEDGER_SELLER, wish->seller.number, currency, wish->now),
                .to = ledger_account(tx, LEDGER_PAYOUT, 0, currency, wish->now),
                .amount = wish->amount,
                .kind = "payout.begun",
                .key = arena_format(&memory, "payout %lld", (long long)payout.number),
                .subject = payout.number,
                .now = wish->now,
            });
    if (why)
        return why == &LEDGER_TOO_LITTLE ? &PAYOUT_TOO_MUCH : why;
    struct moment ready = ready_at(tx, &memory, wish);
    bool held = wish->hold || ready.us;
    store_put(tx, &sellers_insert_payout,
              WITH(INT(payout.number), INT(wish->seller.number), TEXT(wish->key),
                   INT(wish->amount.minor), TEXT(currency.code),
                   TEXT(payout_states[held ? PAYOUT_HELD : PAYOUT_BEGUN].name),
                   TEXT(sellers_iban_shown(tx, &memory, wish->seller)), INT(wish->now.us),
                   INT(wish->decision), INT(ready.us)));
    if (!held)
        send_to_bank(tx, payout, wish->now);
    if (ready.us)
        jobs_plan(tx, &(struct job_plan){ .kind = "sellers.payout_ready",
                                          .subject = payout.number,
                                          .run_at = ready });
    *ret_payout = payout;
    return NULL;
}

/* Takes a payout out of the hold, once. */
static refused decide_payout(struct store_tx *tx, payout_id number, enum payout_state to,
                             seller_id *ret_seller, struct payout *ret_payout)
{
    AUTO(arena) memory = { 0 };
    refused why = sellers_payout(tx, &memory, number, ret_seller, ret_payout);
    if (why)
        return why;
    bool held = store_do(tx, &sellers_decide_payout,
                         WITH(TEXT(payout_states[to].name), INT(number.number)));
    return held ? NULL : &PAYOUT_NOT_HELD;
}

refused sellers_release_payout(struct store_tx *tx, payout_id number, struct moment now)
{
    seller_id seller;
    struct payout payout;
    refused why = decide_payout(tx, number, PAYOUT_BEGUN, &seller, &payout);
    if (!why)
        send_to_bank(tx, number, now);
    return why;
}

refused sellers_refuse_payout(struct store_tx *tx, payout_id number, struct moment now)
{
    AUTO(arena) memory = { 0 };
    seller_id seller;
    struct payout payout;
    refused why = decide_payout(tx, number, PAYOUT_REFUSED, &seller, &payout);
    if (why)
        return why;
    struct currency currency = payout.amount.currency;
    return ledger_transfer(
        tx, &(struct transfer){
                .from = ledger_account(tx, LEDGER_PAYOUT, 0, currency, now),
                .to = ledger_account(tx, LEDGER_SELLER, seller.number, currency, now),
                .amount = payout.amount,
                .kind = "payout.refused",
                .key = arena_format(&memory, "payout refused %lld", (long long)number.number),
                .subject = number.number,
                .now = now,
            });
}

struct paying {
    int64_t payout;
    struct moment now;
};

/* The bank says that it is there. */
static refused finish_payout(struct store_tx *tx, void *what)
{
    const struct paying *paying = what;
    AUTO(arena) memory = { 0 };
    struct rows rows = store_query(tx, &sellers_select_payout, WITH(INT(paying->payout)));
    if (!rows_next(&rows))
        return &PAYOUT_NOT_FOUND;
    struct payout payout = sellers_payout_from_row(&rows, &memory);
    rows_close(&rows);
    if (!store_do(tx, &sellers_finish_payout, WITH(INT(paying->now.us), INT(paying->payout))))
        return NULL; /* the bank says it twice */
    struct currency currency = payout.amount.currency;
    return ledger_transfer(
        tx, &(struct transfer){
                .from = ledger_account(tx, LEDGER_PAYOUT, 0, currency, paying->now),
                .to = ledger_account(tx, LEDGER_BANK, 0, currency, paying->now),
                .amount = payout.amount,
                .kind = "payout.paid",
                .key = arena_format(&memory, "payout paid %lld", (long long)paying->payout),
                .subject = paying->payout,
                .now = paying->now,
            });
}

/* The sandbox bank: a day later it has arrived. */
static refused run_payout(struct store *store, const struct job *job, struct moment now)
{
    return store_transact(store, finish_payout, &(struct paying){ job->subject, now });
}

static refused let_payout_go(struct store_tx *tx, void *what)
{
    const struct paying *paying = what;
    refused why = sellers_release_payout(tx, (payout_id){ paying->payout }, paying->now);
    return why == &PAYOUT_NOT_HELD ? NULL : why; /* decided by a person meanwhile */
}

static refused run_payout_ready(struct store *store, const struct job *job, struct moment now)
{
    return store_transact(store, let_payout_go, &(struct paying){ job->subject, now });
}

const struct job_kind sellers_jobs[] = {
    { .name = "sellers.payout_ready", .run = run_payout_ready },
    { .name = "sellers.payout", .run = run_payout },
    { 0 },
};

const char *sellers_verify(struct store_tx *tx, struct arena *memory)
{
    struct moneys booked = ledger_balances(tx, memory, LEDGER_PAYOUT, 0);
    struct rows rows = store_query(tx, &sellers_verify_payouts, WITHOUT);
    while (rows_next(&rows)) {
        struct currency currency = currency_of(rows_text(&rows, memory, "currency"));
        for (size_t i = 0; i < booked.count; i++)
            if (currency_same(booked.items[i].currency, currency))
                booked.items[i].minor -= rows_int(&rows, "minor");
    }
    for (size_t i = 0; i < booked.count; i++)
        if (booked.items[i].minor)
            return arena_format(memory,
                                "payouts: the ledger has %lld minor units of %s more on "
                                "their way than the payouts",
                                (long long)booked.items[i].minor, booked.items[i].currency.code);
    return NULL;
}
