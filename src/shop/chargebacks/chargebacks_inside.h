/* Chargebacks, inside: what the files of this module share. */
#pragma once

#include "shop/chargebacks/chargebacks.h"
#include "shop/notices/notices.h"
#include "store/jobs.h"

enum { CHARGEBACK_STEPS_MAX = 200, CHARGEBACK_SANDBOX_DAYS = 10 };

void chargebacks_add_step(struct store_tx *tx, chargeback_id chargeback, const char *by,
                          const char *act, const char *words, struct moment now);
/* Plans what the sandbox's bank decides; with a real gateway, its event comes. */
void chargebacks_plan_bank(struct store_tx *tx, chargeback_id chargeback, struct moment at);
/* The pack that was sent, or is to be; NULL when there is none. */
const char *chargebacks_pack(struct store_tx *tx, struct arena *memory, chargeback_id chargeback);
/* To a seller, about an order of it. */
void chargebacks_tell_seller(struct store_tx *tx, struct arena *memory,
                             const struct chargeback_order *order, const struct notice_kind *kind,
                             struct moment now);

extern const struct listener chargebacks_hears[];
extern const struct job_kind chargebacks_jobs[];
extern const struct notice_kind *const chargebacks_notices[]; /* NULL-ended */
extern const struct notice_kind chargeback_owed_notice, chargeback_paid_notice;

/* Each chargeback has its case, and those won came back: NULL, or the first fault. */
const char *chargebacks_verify(struct store_tx *tx, struct arena *memory);
