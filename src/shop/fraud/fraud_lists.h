/* Fraud, lists: what a person has allowed or blocked, until a time or for good. */
#pragma once

#include "shop/fraud/fraud.h"
#include "shop/fraud/fraud_scene.h"

typedef struct {
    int64_t number;
} fraud_listed_id; /* lst_ */

extern const struct refusal LISTED_NOT_FOUND, LISTED_ALREADY, LISTED_WRONG;

enum fraud_list_verdict { LIST_ALLOW, LIST_BLOCK };
extern const struct choice fraud_list_verdicts[];

struct fraud_listed_entry {
    fraud_listed_id listed;
    enum fraud_entity_kind kind;
    const char *shown; /* the thing as it was given */
    enum fraud_list_verdict verdict;
    const char *reason;
    int64_t made_by;
    struct moment made_at, expires_at;
};
struct fraud_listed_entries {
    struct fraud_listed_entry *items;
    size_t count;
};
struct fraud_listed_entries fraud_listed(struct store_tx *tx, struct arena *memory, int64_t before,
                                         int64_t most);

struct fraud_list_wish {
    enum fraud_entity_kind kind; /* account, device, card, address, ip, network, domain, seller */
    const char *thing; /* "acc_...", "203.0.113.7", "203.0.113.0/24", "mail.example", "sel_..." */
    fraud_decision_id of; /* instead: the thing of this kind at this decision */
    enum fraud_list_verdict verdict;
    const char *reason;
    int64_t by;
    struct moment until, now; /* until 0: for good */
};
refused fraud_list_add(struct store_tx *tx, const struct fraud_list_wish *wish,
                       fraud_listed_id *ret_listed);
refused fraud_list_end(struct store_tx *tx, fraud_listed_id listed, struct moment now);
