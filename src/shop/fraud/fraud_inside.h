/* Fraud, inside: what the files of this module share. */
#pragma once

#include "shop/fraud/fraud.h"
#include "shop/notices/notices.h"

enum fraud_listed { FRAUD_UNLISTED, FRAUD_LISTED_ALLOW, FRAUD_LISTED_BLOCK };

/* Tells operators; the same again is counted, at most once in a while. */
void fraud_raise(struct store_tx *tx, const char *kind, const char *says, struct moment now);
void fraud_note_rule_failure(struct store_tx *tx, int64_t rule, const char *problem,
                             struct moment now);

/* Opens a challenge; its token, whose hash is kept. */
const char *fraud_open_challenge(struct store_tx *tx, struct arena *memory,
                                 const struct fraud_question *question, fraud_decision_id decision,
                                 int64_t device);

struct fraud_signals;
struct fraud_layout;
struct fraud_decision fraud_from_row(const struct rows *rows, struct arena *memory,
                                     struct currency reference);
bool fraud_layout_find(struct store_tx *tx, struct arena *memory, int64_t number,
                       struct fraud_layout *ret_layout);
/* What was seen at a decision; false when it cannot be read. */
bool fraud_signals_of(struct store_tx *tx, struct arena *memory, fraud_decision_id decision,
                      struct fraud_signals *ret_signals);

extern const struct notice_kind *const fraud_notices[];
