/* Oversight: what operators may see and do, and the record of what they did.
 *
 * Every act of an operator is noted in the same transaction as the act, so the record holds
 * exactly what happened. Looking at someone's personal page is an act as well. Notes are never
 * changed or removed. */
#pragma once

#include "shop/accounts/accounts.h"
#include "store/store.h"

typedef struct {
    int64_t number;
} audit_id; /* aud_ */

struct oversight_act {
    account_id operator;
    const char *act;     /* for programs: "account.suspended" */
    const char *subject; /* the id of what it was done to, as written outside; or NULL */
    const char *reason;  /* as the operator gave it; NULL where none is asked for */
    const char *facts;   /* what else belongs to it, in words of the market; or NULL */
    struct moment now;
};
void oversight_note(struct store_tx *tx, const struct oversight_act *act);

struct oversight_entry {
    audit_id audit;
    account_id operator;
    const char *act, *subject, *reason, *facts;
    struct moment at;
};
struct oversight_entries {
    struct oversight_entry *items;
    size_t count;
};

/* The newest first, from before one (INT64_MAX: all), of one subject (NULL: any). */
struct oversight_entries oversight_entries(struct store_tx *tx, struct arena *memory,
                                           const char *subject, int64_t before, int64_t most);
