/* Orders played: bought, sent, disputed and charged back by scripts, day by day, as acts on a whole
 * market; and what came of it. On SQLite, or on PostgreSQL when bench_postgres_url is set. */
#pragma once

#include "main/market.h"
#include "shop/disputes/disputes.h"
#include "store/store_test.h"
#include "story_market.h"

struct house {
    struct bench *bench;
    struct market market;
    struct arena memory;
    struct actor actors[ACTORS];
    struct story_variables variables;
    struct moment start, now;
    void *bench_state;
};

/* Two of an offer and their shipping, sent on day 1, promised by day 4 and delivered by then
 * unless `lost`; protection ends 15 days later. A script is "DAY:WHO.ACT=ARGUMENTS!REFUSAL". */
enum { ALL = -1, HALF = -2 };
struct row {
    const char *name, *script;
    unsigned guarantees;
    bool lost, unsent;
    int64_t back; /* to the card; ALL: what was paid; HALF of it, rounded down */
    enum dispute_outcome outcome;
    const char *rule;   /* NULL: people decided */
    bool way_back_paid; /* store credit for the parcel back */
    const char *offer;  /* "mug" when NULL */
    /* Of a payment that a bank took. */
    bool taken, seller_paid, market_lost;
    enum order_state state;
};

/* What became of a row so far. */
struct playing {
    struct house *house;
    const struct row *row;
    size_t number;
    payment_id payment;
    order_id order;
    seller_id seller;
    dispute_id dispute;
    /* The act that is due. */
    char who, act[16], argument[40];
    const char *refusal;
};

int play_set_up(void **state);
int play_tear_down(void **state);

/* For store_transact(), with a struct playing. */
refused play_place(struct store_tx *tx, void *what);
refused play_ship(struct store_tx *tx, void *what);
refused play_act(struct store_tx *tx, void *what);
/* With a struct house: the market takes something off all goods and pays for shipping. */
refused play_give_promotions(struct store_tx *tx, void *what);

/* All rows, side by side, for so many days. */
void play(struct house *house, const struct row *rows, struct playing *playing, size_t count,
          int day_count);

/* What came to accounts of a kind, less what left them, for an order. */
int64_t play_moved(struct store_tx *tx, enum ledger_kind kind, order_id order);

/* Runs a group on SQLite, and on PostgreSQL when SOUK_TEST_POSTGRES is its URL. */
int play_run_group(const char *name, const struct CMUnitTest *tests, size_t count);
