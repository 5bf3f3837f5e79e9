/* Disputes, inside: what the files of this module share. */
#pragma once

#include "shop/disputes/disputes.h"
#include "shop/disputes/disputes_rules.h"
#include "shop/notices/notices.h"
#include "store/jobs.h"

/* How long each has, in days. */
enum {
    DISPUTE_ANSWER_DAYS = 5,
    DISPUTE_SENDING_DAYS = 10,
    DISPUTE_RETURN_DAYS = 30,    /* a parcel that is not delivered by then is lost */
    DISPUTE_INSPECTION_DAYS = 3, /* after the parcel was delivered */
    DISPUTE_REPLACEMENT_DAYS = 7,
    DISPUTE_OPERATOR_DAYS = 14,
    DISPUTE_APPEAL_DAYS = 3,
    DISPUTE_WITHDRAWAL_DAYS = 14, /* directive 2011/83, article 9: from the delivery */
};
enum { DISPUTE_PICTURES_MAX = 10, DISPUTE_STEPS_MAX = 200 };

/* Writes what of the dispute has changed, from the state and deadline of `before`. False when it
 * was not as before any more. */
bool disputes_write(struct store_tx *tx, const struct dispute *before,
                    const struct dispute *dispute);
void disputes_add_step(struct store_tx *tx, const struct dispute *dispute, enum dispute_side side,
                       const char *act, const enum dispute_remedy *remedy, struct money amount,
                       const char *words, struct moment now);
/* So many days for the one whose turn it is in this state. */
struct moment disputes_deadline(const struct dispute *dispute, struct moment now);

/* Moves the money and the dispute as a verdict says. */
refused disputes_carry_out(struct store_tx *tx, struct arena *memory, const struct order *order,
                           const struct dispute *before, struct dispute *dispute,
                           const struct dispute_verdict *verdict, struct moment now);
/* Writes where it goes on, with the deadline of whose turn it is then. */
refused disputes_go_on(struct store_tx *tx, const struct dispute *before, struct dispute *dispute,
                       enum dispute_state state, struct moment now);
refused disputes_announce(struct store_tx *tx, const struct event_kind *kind,
                          const struct dispute *dispute, struct moment now);

/* What the rule sees of a dispute. */
struct dispute_facts disputes_facts(struct store_tx *tx, struct arena *memory,
                                    const struct dispute *dispute, const struct order *order);

extern const struct job_kind disputes_jobs[];
extern const struct listener disputes_hears[];
extern const struct notice_kind *const disputes_notices[];
refused disputes_first(struct store *store, struct moment now);
