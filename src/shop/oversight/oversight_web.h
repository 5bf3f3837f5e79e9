/* Oversight, on the web floor: what the operator's pages share. */
#pragma once

#include "shop/ledger/ledger_web.h"
#include "shop/oversight/oversight.h"
#include "web/route.h"

extern const struct refusal OWN_ACCOUNT; /* 403: operators do not act upon themselves */

/* Notes an act of the request's operator, in the act's transaction. The prefix is NULL when there
 * is no subject. */
struct noted {
    const char *act, *prefix;
    int64_t subject;
    const char *reason, *facts;
};
void oversight_note_for(struct store_tx *tx, const struct request *request,
                        const struct noted *noted);

/* Where an operator sees the thing of an id; NULL when there is no such page. */
const char *oversight_path_of(struct arena *memory, const char *id);

/* Entries of the audit, as answers. */
struct audit_answer {
    audit_id audit;
    account_id operator;
    const char *operator_name, *act, *act_words, *subject, *subject_path, *reason, *facts;
    struct moment at;
};
extern const struct field audit_fields[];
struct audit_list {
    LIST_OF(struct audit_answer) data;
};
struct audit_list oversight_audit_for(struct request *request, struct store_tx *tx,
                                      const char *subject, int64_t before, int64_t most);

/* Amounts of several currencies. */
struct amount_answer {
    struct money amount;
};
extern const struct field amount_fields[];
struct amount_list {
    LIST_OF(struct amount_answer) data;
};
struct amount_list oversight_amounts(struct arena *memory, struct moneys moneys);

/* A reason that has to be given, and what is said when it is done. */
struct reason_request {
    const char *reason;
};
#define REASON_FIELD(TYPE)                         \
    TEXT_FIELD(TYPE, reason, .min = 3, .max = 500, \
               .says = "Why; kept in the audit, and never shown to the one it is about.")
extern const struct field reason_fields[];
