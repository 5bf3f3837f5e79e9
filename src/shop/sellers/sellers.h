/* Sellers: who sells here, what buyers may know of them, and where they are paid.
 *
 * A seller belongs to one account. The trader's identity (name, address, register number) is what
 * DSA article 30 asks for and is shown with each offer. Money that is payable is paid out to a
 * checked IBAN on request; the bank's answer comes later. A payout, and a change of the IBAN, may
 * be held until a person has looked at it. */
#pragma once

#include "base/choice.h"
#include "shop/accounts/accounts.h"
#include "shop/ledger/ledger.h"
#include "store/store.h"

typedef struct {
    int64_t number;
} seller_id; /* sel_ */
typedef struct {
    int64_t number;
} payout_id; /* pay_ */

enum seller_standing {
    SELLER_NEW,
    SELLER_VERIFIED,
    SELLER_TOP,
    SELLER_RESTRICTED,
    SELLER_SUSPENDED
};
extern const struct choice seller_standings[];
enum seller_standing sellers_standing_named(const char *name); /* as it is stored */

/* What a seller promises beyond the market's protection; enforced without a person. */
enum guarantee {
    GUARANTEE_ON_TIME,      /* late: a part of the price back */
    GUARANTEE_AS_DESCRIBED, /* otherwise all back, sent back at the seller's cost */
    GUARANTEE_FREE_RETURNS, /* for any reason, at the seller's cost */
    GUARANTEE_GENUINE,      /* a counterfeit: all back, nothing to send back */
    GUARANTEES,
};
#define GUARANTEE_BIT(GUARANTEE) (1u << (GUARANTEE))

struct seller {
    seller_id seller;
    account_id account;
    const char *name; /* of the shop */
    const char *slug; /* in its address: "lumen-audio" */
    const char *slogan, *about;
    const char *country;
    struct currency currency; /* of its prices */
    enum seller_standing standing;
    const char *legal_name, *legal_address, *register_number; /* public by law; may be NULL */
    int64_t ship_days;                                        /* hands a parcel over within */
    unsigned guarantees;                                      /* in force: bits of enum guarantee */
    int64_t payout_days, products_most; /* by its standing: see sellers_set_limits_of() */
    struct moment since;
};

extern const struct refusal SELLER_NOT_FOUND, SELLER_IS_SUSPENDED, SELLER_NAME_TAKEN, SELLER_EXISTS,
    NOT_A_SELLER, IBAN_WRONG, PAYOUT_NO_IBAN, PAYOUT_TOO_MUCH, PAYOUT_NOT_FOUND,
    SELLER_STANDING_SAME, PAYOUT_IBAN_WAITS, PAYOUT_NOT_HELD, IBAN_NOT_WAITING;

refused sellers_find(struct store_tx *tx, struct arena *memory, seller_id seller,
                     struct seller *ret_seller);
refused sellers_of_account(struct store_tx *tx, struct arena *memory, account_id account,
                           struct seller *ret_seller); /* NOT_A_SELLER */

struct seller_opening {
    account_id account;
    const char *name, *slogan, *about, *country;
    struct currency currency;
    const char *legal_name, *legal_address, *register_number, *iban; /* iban may be NULL */
    int64_t ship_days;
    enum seller_standing standing;
    struct moment now;
};
refused sellers_open(struct store_tx *tx, const struct seller_opening *opening,
                     seller_id *ret_seller);

/* Sets what an operator thinks of a seller; SELLER_STANDING_SAME when it is that already. */
refused sellers_set_standing_of(struct store_tx *tx, seller_id seller,
                                enum seller_standing standing);

/* What a seller's standing allows: payouts wait so many days; no more products than so many (0: as
 * many as it likes). */
void sellers_set_limits_of(struct store_tx *tx, seller_id seller, int64_t payout_days,
                           int64_t products_most);

/* The guarantees in force from now on: bits of enum guarantee. */
void sellers_set_guarantees_of(struct store_tx *tx, seller_id seller, unsigned guarantees);

/* Those opened before one (INT64_MAX: the newest), newest first. */
struct sellers {
    struct seller *items;
    size_t count;
};
struct sellers sellers_newest(struct store_tx *tx, struct arena *memory, int64_t before,
                              int64_t most);

/* ISO 13616: length by country, letters and digits, remainder 1 by 97. Spaces are passed over.
 * The national parts are checked by length only. */
bool sellers_iban_valid(const char *iban);

/* Where a seller is paid to. Held, it waits and the old one is used on; the next change takes its
 * place. IBAN_WRONG when it is none. */
struct iban_change {
    seller_id seller;
    const char *iban;
    bool hold;
    int64_t decision; /* the judgement of it; 0 none */
    struct moment now;
};
refused sellers_change_iban(struct store_tx *tx, const struct iban_change *change);

/* The IBAN that waits is used from now on, or forgotten. IBAN_NOT_WAITING when none does. */
refused sellers_clear_iban(struct store_tx *tx, seller_id seller, struct moment now);
refused sellers_refuse_iban(struct store_tx *tx, seller_id seller);

/* As it is shown, "PT ·· 0154"; NULL where there is none. */
struct iban_view {
    const char *used, *pending;
    struct moment used_since, pending_since; /* 0: not known, or none */
    int64_t decision;                        /* of the newest change; 0 none */
};
struct iban_view sellers_iban_view(struct store_tx *tx, struct arena *memory, seller_id seller);

/* What is payable leaves the seller's account at once and reaches the bank by a job; held, it
 * waits on its way until it is released or refused. By the seller's standing it may wait some days
 * and is then released by itself. */
struct payout_wish {
    payout_id payout; /* chosen by the caller; number 0: the next one */
    seller_id seller;
    struct money amount;
    const char *key;
    bool hold;
    int64_t decision; /* the judgement of it; 0 none */
    struct moment now;
};
refused sellers_request_payout(struct store_tx *tx, const struct payout_wish *wish,
                               payout_id *ret_payout);

/* A held payout goes to the bank, or back to the seller's account. PAYOUT_NOT_HELD when it was
 * decided before. */
refused sellers_release_payout(struct store_tx *tx, payout_id payout, struct moment now);
refused sellers_refuse_payout(struct store_tx *tx, payout_id payout, struct moment now);
