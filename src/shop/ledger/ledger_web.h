/* Ledger, on the web floor: transfers as answers, which other pages of operators show too. */
#pragma once

#include "shop/ledger/ledger.h"
#include "web/route.h"

/* An account as people know it: what it is for, and whose it is. */
struct party {
    enum ledger_kind kind;
    const char *owner, *owner_path;
};

struct transfer_answer {
    transfer_id transfer;
    const char *kind, *kind_words, *key, *subject, *subject_path, *hash;
    struct party from, to;
    struct money amount, taken;
    struct moment at;
    int64_t seal;
};
extern const struct field transfer_fields[];
struct transfer_list {
    LIST_OF(struct transfer_answer) data;
};

/* All that moved for an order, a payout or an account; the newest first, at most 100. */
struct transfer_list ledger_transfers_for(struct request *request, struct store_tx *tx,
                                          int64_t subject);
