/* Transfer: how fast the ledger moves money.
 *
 *   transfer COUNT [--setting ...]
 * COUNT transfers by ledger_transfer(), in one thread, as many in a durable commit as the server's
 * writer takes at most. Store credit is granted to accounts and goes from one to another: each
 * transfer has its own key and both sides have a floor that is checked. Prints one JSON object. */
#include "inside.h"
#include "shop/ledger/ledger.h"

enum { ACCOUNTS = 1000, GROUP = 256, GRANTED = 1000000 };

struct moving {
    struct ledger_account accounts[ACCOUNTS];
    int64_t from, to; /* numbers of transfers */
    int64_t mark;     /* of this run, in its keys */
    struct moment now;
};

static refused open_accounts(struct store_tx *tx, void *what)
{
    struct moving *moving = what;
    struct currency euro = currency_of("EUR");
    struct ledger_account grant = ledger_account(tx, LEDGER_GRANT, 0, euro, moving->now);
    refused why = NULL;
    for (int i = 0; !why && i < ACCOUNTS; i++) {
        char key[64];
        snprintf(key, sizeof key, "bench grant %lld %d", (long long)moving->mark, i);
        moving->accounts[i] = ledger_account(tx, LEDGER_CREDIT, i + 1, euro, moving->now);
        why = ledger_transfer(tx, &(struct transfer){ .from = grant,
                                                      .to = moving->accounts[i],
                                                      .amount = money_of(GRANTED, euro),
                                                      .kind = "credit.granted",
                                                      .key = key,
                                                      .subject = i + 1,
                                                      .now = moving->now });
    }
    return why;
}

static refused move_some(struct store_tx *tx, void *what)
{
    const struct moving *moving = what;
    struct currency euro = currency_of("EUR");
    refused why = NULL;
    for (int64_t i = moving->from; !why && i < moving->to; i++) {
        char key[64];
        snprintf(key, sizeof key, "bench %lld %lld", (long long)moving->mark, (long long)i);
        /* 7919 is prime: all accounts take turns, far from their neighbours. */
        why = ledger_transfer(tx,
                              &(struct transfer){ .from = moving->accounts[i * 7919 % ACCOUNTS],
                                                  .to = moving->accounts[(i * 7919 + 1) % ACCOUNTS],
                                                  .amount = money_of(1 + i % 100, euro),
                                                  .kind = "credit.moved",
                                                  .key = key,
                                                  .subject = i + 1,
                                                  .now = moving->now });
    }
    return why;
}

int main(int count, char **arguments)
{
    AUTO(arena) memory = { 0 };
    struct market market = { 0 };
    struct moving moving = { 0 };
    int64_t all = 0;
    char **rest;
    if (count < 2 || !text_to_int(arguments[1], &all) || all < 1)
        inside_fail("transfer COUNT");
    inside_open(&memory, &market, arguments + 2, &rest);
    moving.now = market_now();
    moving.mark = moving.now.us;
    refused why = store_transact(market.store, open_accounts, &moving);
    struct moment from = market_now();
    for (; !why && moving.from < all; moving.from = moving.to) {
        moving.to = moving.from + GROUP < all ? moving.from + GROUP : all;
        moving.now = market_now();
        why = store_transact(market.store, move_some, &moving);
    }
    double seconds = (double)(market_now().us - from.us) / 1e6;
    if (why)
        inside_fail(why->name);
    printf("{\"transfers\": %lld, \"seconds\": %.2f, \"transfers_per_second\": %.1f, "
           "\"a_commit\": %d}\n",
           (long long)all, seconds, (double)all / seconds, GROUP);
    market_close(&market);
    return 0;
}
