/* Ledger: accounts, transfers and their balances. Sealing and proving: ledger_verify.c. */
#include "shop/ledger/ledger.h"

#include <assert.h>

#include "base/id.h"
#include "shop/ledger/ledger_sql.h"

REFUSAL(LEDGER_TOO_LITTLE, 409, "There is not enough money in this account.");

const char *const ledger_kind_names[LEDGER_KINDS] = {
    [LEDGER_GATEWAY] = "gateway", [LEDGER_BANK] = "bank",     [LEDGER_ESCROW] = "escrow",
    [LEDGER_SELLER] = "seller",   [LEDGER_PAYOUT] = "payout", [LEDGER_COMMISSION] = "commission",
    [LEDGER_CREDIT] = "credit",   [LEDGER_GRANT] = "grant",   [LEDGER_EXCHANGE] = "exchange",
    [LEDGER_PROMOTION] = "promotion", [LEDGER_LOSS] = "loss",
    [LEDGER_DEPOSIT] = "deposit",     [LEDGER_OWED] = "owed",
};

static bool has_floor(enum ledger_kind kind)
{
    return kind == LEDGER_SELLER || kind == LEDGER_CREDIT || kind == LEDGER_DEPOSIT;
}

struct ledger_account ledger_account(struct store_tx *tx, enum ledger_kind kind, int64_t owner,
                                     struct currency currency, struct moment now)
{
    assert(kind < LEDGER_KINDS);
    const char *name = ledger_kind_names[kind];
    struct ledger_account account = { 0, currency, has_floor(kind) };
    account.number =
        store_int(tx, &ledger_select_account, WITH(TEXT(name), INT(owner), TEXT(currency.code)), 0);
    if (account.number)
        return account;
    account.number = id_next(now);
    store_put(tx, &ledger_insert_account,
              WITH(INT(account.number), TEXT(name), INT(owner), TEXT(currency.code),
                   INT(account.floored), INT(now.us)));
    if (account.floored)
        store_put(tx, &ledger_insert_balance, WITH(INT(account.number)));
    return account;
}

refused ledger_transfer(struct store_tx *tx, const struct transfer *transfer)
{
    int64_t amount = transfer->amount.minor, made = id_next(transfer->now);
    assert(amount > 0);
    assert(transfer->from.number != transfer->to.number);
    assert(currency_same(transfer->from.currency, transfer->amount.currency));
    assert(currency_same(transfer->to.currency, transfer->amount.currency));
    int64_t written = store_do(tx, &ledger_insert_transfer,
                               WITH(INT(made), TEXT(transfer->kind), TEXT(transfer->key),
                                    INT(transfer->subject), INT(transfer->from.number),
                                    INT(transfer->to.number), INT(amount), INT(transfer->now.us)));
    if (!written)
        return NULL; /* this key has moved its money before */
    if (transfer->from.floored &&
        !store_do(tx, &ledger_take, WITH(INT(amount), INT(transfer->from.number))))
        return &LEDGER_TOO_LITTLE;
    if (transfer->to.floored)
        store_put(tx, &ledger_add, WITH(INT(amount), INT(transfer->to.number)));
    store_put(tx, &ledger_insert_entry, WITH(INT(transfer->from.number), INT(made), INT(-amount)));
    store_put(tx, &ledger_insert_entry, WITH(INT(transfer->to.number), INT(made), INT(amount)));
    return NULL;
}

bool ledger_transfer_exists(struct store_tx *tx, transfer_id transfer)
{
    return store_int(tx, &ledger_select_transfer, WITH(INT(transfer.number)), 0) != 0;
}

refused ledger_exchange(struct store_tx *tx, const struct exchange_transfer *exchange)
{
    struct transfer leg = {
        .from = exchange->from,
        .to = exchange->to,
        .amount = exchange->gives,
        .kind = exchange->kind,
        .key = exchange->key,
        .subject = exchange->subject,
        .now = exchange->now,
    };
    if (currency_same(exchange->gives.currency, exchange->gets.currency)) {
        assert(exchange->gives.minor == exchange->gets.minor);
        return ledger_transfer(tx, &leg);
    }
    AUTO(arena) memory = { 0 };
    leg.to = ledger_account(tx, LEDGER_EXCHANGE, 0, exchange->gives.currency, exchange->now);
    leg.key = arena_format(&memory, "%s gives", exchange->key);
    refused why = ledger_transfer(tx, &leg);
    if (why)
        return why;
    leg.from = ledger_account(tx, LEDGER_EXCHANGE, 0, exchange->gets.currency, exchange->now);
    leg.to = exchange->to;
    leg.amount = exchange->gets;
    leg.key = arena_format(&memory, "%s gets", exchange->key);
    return ledger_transfer(tx, &leg);
}

struct money ledger_balance(struct store_tx *tx, enum ledger_kind kind, int64_t owner,
                            struct currency currency)
{
    const struct statement *statement = has_floor(kind) ? &ledger_select_balance : &ledger_sum;
    int64_t minor = store_int(
        tx, statement, WITH(TEXT(ledger_kind_names[kind]), INT(owner), TEXT(currency.code)), 0);
    return money_of(minor, currency);
}

struct moneys ledger_balances(struct store_tx *tx, struct arena *memory, enum ledger_kind kind,
                              int64_t owner)
{
    enum { CURRENCIES_MAX = 200 };
    struct moneys found = { arena_array(memory, CURRENCIES_MAX, sizeof(struct money)), 0 };
    struct rows rows =
        store_query(tx, &ledger_select_balances, WITH(TEXT(ledger_kind_names[kind]), INT(owner)));
    while (rows_next(&rows)) {
        struct currency currency = currency_of(rows_text(&rows, memory, "currency"));
        if (found.count < CURRENCIES_MAX)
            found.items[found.count++] = money_of(rows_int(&rows, "minor"), currency);
    }
    return found;
}
