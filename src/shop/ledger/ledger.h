/* Ledger: where every cent is.
 *
 * Accounts hold one currency each. Money moves only by transfers, from account to account: append
 * only, each with a key that makes it happen once, written as two entries that sum to zero. What
 * came from outside the market leaves the account of the outside (a gateway, a bank) below zero by
 * as much, so all balances of a currency sum to zero always.
 *
 * Accounts that must not go below zero keep a balance row; the others are summed when asked. A
 * follower seals transfers into a hash chain, so that a changed byte is found. */
#pragma once

#include "base/money.h"
#include "store/events.h"
#include "store/jobs.h"
#include "store/store.h"

/* An account, as found by its purpose: what a transfer must know of it. */
struct ledger_account {
    int64_t number; /* lac_ */
    struct currency currency;
    bool floored; /* keeps a balance row and never goes below zero */
};
typedef struct {
    int64_t number;
} transfer_id; /* trf_ */

/* What an account is for. Those marked "owner" have one for each owner (a seller, a buyer). */
enum ledger_kind {
    LEDGER_GATEWAY,    /* owed to us by a payment gateway; below zero */
    LEDGER_BANK,       /* the outside bank that payouts reach */
    LEDGER_ESCROW,     /* what buyers paid and nobody owns yet: the open holds */
    LEDGER_SELLER,     /* owner: payable to a seller; floor zero */
    LEDGER_PAYOUT,     /* on its way to sellers' banks */
    LEDGER_COMMISSION, /* earned by the market */
    LEDGER_CREDIT,     /* owner: a buyer's store credit; floor zero */
    LEDGER_GRANT,      /* what the market has given as store credit; below zero */
    LEDGER_EXCHANGE,   /* between currencies; either sign */
    LEDGER_PROMOTION,  /* what the market paid towards buyers' prices; below zero */
    LEDGER_LOSS,       /* what the market bears: banks took it back after the seller was paid */
    LEDGER_DEPOSIT,    /* owner: what a seller leaves here for its guarantees; floor zero */
    LEDGER_OWED,       /* owner: what the market gave back in a seller's place; below zero */
    LEDGER_KINDS,
};

extern const struct refusal LEDGER_TOO_LITTLE; /* 409: the balance does not suffice */

/* The account for a purpose, owner (0 where the kind has none) and currency; opened if it is not
 * there yet. */
struct ledger_account ledger_account(struct store_tx *tx, enum ledger_kind kind, int64_t owner,
                                     struct currency currency, struct moment now);

struct transfer {
    struct ledger_account from, to;
    struct money amount; /* above zero, in the currency of both */
    const char *kind;    /* "escrow.hold", "escrow.release", "payout.sent", ... */
    const char *key;     /* once for all transfers: "hold ord_..." */
    int64_t subject;     /* the order, payout, ... it is for */
    struct moment now;
};

/* A transfer whose key is known was made already: done, and nothing moves. */
refused ledger_transfer(struct store_tx *tx, const struct transfer *transfer);

/* Two transfers through the exchange account: `from` gives `gives`, `to` gets `gets`. */
struct exchange_transfer {
    struct ledger_account from, to;
    struct money gives, gets;
    const char *kind, *key;
    int64_t subject;
    struct moment now;
};
refused ledger_exchange(struct store_tx *tx, const struct exchange_transfer *exchange);

/* Summed from entries; for floor accounts the kept row, which is the same or `souk verify` says
 * so. Zero for an account that was never opened. */
struct money ledger_balance(struct store_tx *tx, enum ledger_kind kind, int64_t owner,
                            struct currency currency);

/* The sums of all currencies that an owner has in a kind of account. */
struct moneys {
    struct money *items;
    size_t count;
};
struct moneys ledger_balances(struct store_tx *tx, struct arena *memory, enum ledger_kind kind,
                              int64_t owner);

bool ledger_transfer_exists(struct store_tx *tx, transfer_id transfer);

/* Seals what is not sealed yet, at most `most` transfers, in one act; gives how many. */
int ledger_seal(struct store *store, int most);

/* How many transfers are not sealed yet. */
int64_t ledger_count_unsealed(struct store_tx *tx);

/* Proves the ledger's own invariants on a snapshot: NULL, or the first fault in words. */
const char *ledger_verify(struct store_tx *tx, struct arena *memory);

extern const char *const ledger_kind_names[LEDGER_KINDS]; /* "gateway", "bank", ... */

extern const struct job_kind ledger_jobs[]; /* "ledger.seal": the follower */
refused ledger_first(struct store *store, struct moment now);
