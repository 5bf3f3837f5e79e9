/* Sellers, judged: a payout and a change of the bank account by somebody's hand (fraud.h). When the
 * judgement stops it nothing was done; when it holds it, the payout or the IBAN waits. */
#pragma once

#include "shop/fraud/fraud.h"
#include "shop/sellers/sellers.h"

refused sellers_judge_payout(struct store_tx *tx, struct arena *memory,
                             const struct payout_wish *wish, const struct fraud_visit *visit,
                             payout_id *ret_payout, struct fraud_judgement *ret_judgement);
refused sellers_judge_iban(struct store_tx *tx, struct arena *memory,
                           const struct iban_change *change, const struct fraud_visit *visit,
                           struct fraud_judgement *ret_judgement);
