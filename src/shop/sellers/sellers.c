/* Sellers: opened, found, and paid out. */
#include "shop/sellers/sellers_inside.h"

#include <assert.h>

#include "base/id.h"
#include "base/words.h"
#include "shop/sellers/sellers_sql.h"

REFUSAL(SELLER_NOT_FOUND, 404, "There is no such seller.");
REFUSAL(SELLER_IS_SUSPENDED, 403, "This seller may not sell at the moment.");
REFUSAL_AT(SELLER_NAME_TAKEN, 409, "name", "Another shop has this name. Choose a different one.");
REFUSAL(SELLER_EXISTS, 409, "You have a shop already.");
REFUSAL(NOT_A_SELLER, 403, "This is for sellers. Open a shop first.");
REFUSAL_AT(IBAN_WRONG, 422, "iban",
           "This is not an IBAN: its length or check digits do not fit. Look at it again.");
REFUSAL_AT(PAYOUT_NO_IBAN, 409, "amount", "Enter the IBAN that you want to be paid to first.");
REFUSAL_AT(PAYOUT_TOO_MUCH, 409, "amount", "This is more than is payable to you.");
REFUSAL(PAYOUT_NOT_FOUND, 404, "There is no such payout.");
REFUSAL_AT(SELLER_STANDING_SAME, 409, "standing", "The seller has this standing already.");

const struct choice seller_standings[] = {
    [SELLER_NEW] = { "new", N_("New seller") },
    [SELLER_VERIFIED] = { "verified", N_("Verified") },
    [SELLER_TOP] = { "top", N_("Top seller") },
    [SELLER_RESTRICTED] = { "restricted", N_("Restricted") },
    [SELLER_SUSPENDED] = { "suspended", N_("Suspended") },
    { 0 },
};
const struct choice payout_states[] = {
    [PAYOUT_BEGUN] = { "begun", N_("On its way to your bank") },
    [PAYOUT_PAID] = { "paid", N_("Paid out") },
    { 0 },
};

enum seller_standing sellers_standing_named(const char *name)
{
    enum seller_standing standing = SELLER_NEW;
    while (!text_same(seller_standings[standing].name, name))
        standing++;
    return standing;
}

struct seller sellers_from_row(const struct rows *rows, struct arena *memory)
{
    return (struct seller){
        .seller = { rows_int(rows, "seller_id") },
        .account = { rows_int(rows, "account_id") },
        .name = rows_text(rows, memory, "name"),
        .slug = rows_text(rows, memory, "slug"),
        .slogan = rows_text(rows, memory, "slogan"),
        .about = rows_text(rows, memory, "about"),
        .country = rows_text(rows, memory, "country"),
        .currency = currency_of(rows_text(rows, memory, "currency")),
        .standing = sellers_standing_named(rows_text(rows, memory, "standing")),
        .legal_name = rows_text(rows, memory, "legal_name"),
        .legal_address = rows_text(rows, memory, "legal_address"),
        .register_number = rows_text(rows, memory, "register_number"),
        .ship_days = rows_int(rows, "ship_days"),
        .since = { rows_int(rows, "opened_at") },
    };
}

static refused find_by(struct store_tx *tx, struct arena *memory, const struct statement *statement,
                       int64_t number, struct seller *ret_seller, refused otherwise)
{
    struct rows rows = store_query(tx, statement, WITH(INT(number)));
    if (!rows_next(&rows))
        return otherwise;
    *ret_seller = sellers_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

refused sellers_find(struct store_tx *tx, struct arena *memory, seller_id seller,
                     struct seller *ret_seller)
{
    return find_by(tx, memory, &sellers_select, seller.number, ret_seller, &SELLER_NOT_FOUND);
}

refused sellers_of_account(struct store_tx *tx, struct arena *memory, account_id account,
                           struct seller *ret_seller)
{
    return find_by(tx, memory, &sellers_select_of_account, account.number, ret_seller,
                   &NOT_A_SELLER);
}

refused sellers_open(struct store_tx *tx, const struct seller_opening *opening,
                     seller_id *ret_seller)
{
    AUTO(arena) memory = { 0 };
    struct seller existing;
    if (!sellers_of_account(tx, &memory, opening->account, &existing))
        return &SELLER_EXISTS;
    if (!words_country_known(opening->country))
        return &COUNTRY_UNKNOWN;
    seller_id seller = { id_next(opening->now) };
    char *slug = text_slug(&memory, opening->name);
    if (!*slug) /* a name in another script */
        slug = arena_format(&memory, "shop-%lld", (long long)(seller.number & 0xffffff));
    if (store_int(tx, &sellers_count_name, WITH(TEXT(opening->name), TEXT(slug)), 0))
        return &SELLER_NAME_TAKEN;
    store_do(tx, &sellers_insert,
             WITH(INT(seller.number), INT(opening->account.number), TEXT(opening->name), TEXT(slug),
                  TEXT(opening->slogan), TEXT(opening->about), TEXT(opening->country),
                  TEXT(opening->currency.code), TEXT(seller_standings[opening->standing].name),
                  TEXT(opening->legal_name), TEXT(opening->legal_address),
                  TEXT(opening->register_number), INT(opening->ship_days), INT(opening->now.us)));
    accounts_give_role(tx, opening->account, ROLE_SELLER);
    *ret_seller = seller;
    return opening->iban ? sellers_set_iban_of(tx, seller, opening->iban) : NULL;
}

refused sellers_set_standing_of(struct store_tx *tx, seller_id number,
                                enum seller_standing standing)
{
    AUTO(arena) memory = { 0 };
    struct seller seller;
    refused why = sellers_find(tx, &memory, number, &seller);
    if (why)
        return why;
    if (seller.standing == standing)
        return &SELLER_STANDING_SAME;
    store_do(tx, &sellers_set_standing,
             WITH(TEXT(seller_standings[standing].name), INT(number.number)));
    return NULL;
}

struct sellers sellers_newest(struct store_tx *tx, struct arena *memory, int64_t before,
                              int64_t most)
{
    struct sellers found = { arena_array(memory, (size_t)most, sizeof(struct seller)), 0 };
    struct rows rows = store_query(tx, &sellers_select_all, WITH(INT(before), INT(most)));
    while (rows_next(&rows))
        found.items[found.count++] = sellers_from_row(&rows, memory);
    return found;
}

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

refused sellers_set_iban_of(struct store_tx *tx, seller_id seller, const char *iban)
{
    AUTO(arena) memory = { 0 };
    char plain[IBAN_MAX + 1];
    if (!sellers_iban_valid(iban) || !plain_iban(iban, plain))
        return &IBAN_WRONG;
    struct secret_key key = secret_derive(&store_tx_settings(tx)->master, "iban");
    size_t size;
    unsigned char *sealed = secret_seal(&memory, &key, seller.number, plain, strlen(plain), &size);
    store_do(tx, &sellers_set_iban,
             WITH(BYTES(sealed, size),
                  TEXT(arena_format(&memory, "%.2s ·· %s", plain, plain + strlen(plain) - 4)),
                  INT(seller.number)));
    return NULL;
}

const char *sellers_iban_shown(struct store_tx *tx, struct arena *memory, seller_id seller)
{
    const char *shown = NULL;
    struct rows rows = store_query(tx, &sellers_select, WITH(INT(seller.number)));
    while (rows_next(&rows))
        shown = rows_text(&rows, memory, "iban_shown");
    return shown;
}

/* Payouts ---------------------------------------------------------------------------------- */

struct payout sellers_payout_from_row(const struct rows *rows, struct arena *memory)
{
    return (struct payout){
        .payout = { rows_int(rows, "payout_id") },
        .amount =
            money_of(rows_int(rows, "amount"), currency_of(rows_text(rows, memory, "currency"))),
        .state = text_same(rows_text(rows, memory, "state"), "paid") ? PAYOUT_PAID : PAYOUT_BEGUN,
        .iban_shown = rows_text(rows, memory, "iban_shown"),
        .begun_at = { rows_int(rows, "begun_at") },
        .paid_at = { rows_int(rows, "paid_at") },
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

refused sellers_request_payout(struct store_tx *tx, const struct payout_wish *wish,
                               payout_id *ret_payout)
{
    AUTO(arena) memory = { 0 };
    int64_t before = store_int(tx, &sellers_select_payout_by_key,
                               WITH(INT(wish->seller.number), TEXT(wish->key)), 0);
    *ret_payout = (payout_id){ before };
    if (before)
        return NULL;
    const char *iban = sellers_iban_shown(tx, &memory, wish->seller);
    if (!iban)
        return &PAYOUT_NO_IBAN;
    struct currency currency = wish->amount.currency;
    payout_id payout = { id_next(wish->now) };
    refused why = ledger_transfer(
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
    store_do(tx, &sellers_insert_payout,
             WITH(INT(payout.number), INT(wish->seller.number), TEXT(wish->key),
                  INT(wish->amount.minor), TEXT(currency.code), TEXT(iban), INT(wish->now.us)));
    if (store_tx_settings(tx)->sandbox)
        jobs_plan(tx, &(struct job_plan){ .kind = "sellers.payout",
                                          .subject = payout.number,
                                          .run_at = moment_after(wish->now, hours(24)) });
    *ret_payout = payout;
    return NULL;
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

const struct job_kind sellers_jobs[] = {
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
