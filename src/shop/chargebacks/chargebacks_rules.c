/* Chargebacks, the rule: what proves that a payment stands, and who bears it otherwise. */
#include "shop/chargebacks/chargebacks_rules.h"

#include "base/words.h"

const struct choice chargeback_proofs[] = {
    [PROOF_NONE] = { "none", N_("Nothing speaks against it") },
    [PROOF_OF_SENDING] = { "sending", N_("It was sent, but not seen to arrive") },
    [PROOF_OF_DELIVERY] = { "delivery", N_("The carrier delivered it") },
    [PROOF_OF_RECEIPT] = { "receipt", N_("The buyer confirmed that it came") },
    [PROOF_OF_HOLDER] = { "holder", N_("The card’s bank had confirmed its holder") },
    [PROOF_OF_DECISION] = { "decision", N_("We looked at a dispute about it and denied it") },
    { 0 },
};

static enum chargeback_proof proof_of(const struct chargeback_facts *facts)
{
    bool described = facts->reason == CHARGEBACK_NOT_AS_DESCRIBED;
    if (facts->reason == CHARGEBACK_FRAUDULENT && facts->confirmed)
        return PROOF_OF_HOLDER;
    if (facts->denied && facts->reason != CHARGEBACK_FRAUDULENT)
        return PROOF_OF_DECISION;
    if (facts->received)
        return PROOF_OF_RECEIPT;
    if (facts->delivered && !described)
        return PROOF_OF_DELIVERY;
    return facts->followed && !described ? PROOF_OF_SENDING : PROOF_NONE;
}

struct chargeback_view chargebacks_view(const struct chargeback_facts *facts)
{
    enum chargeback_proof proof = proof_of(facts);
    struct chargeback_view view = { .proof = proof, .contest = proof >= PROOF_OF_DELIVERY };
    switch (facts->reason) {
    case CHARGEBACK_FRAUDULENT: view.seller_bears = proof == PROOF_NONE; break;
    case CHARGEBACK_NOT_RECEIVED: view.seller_bears = proof < PROOF_OF_DELIVERY; break;
    case CHARGEBACK_NOT_AS_DESCRIBED: view.seller_bears = proof < PROOF_OF_RECEIPT; break;
    }
    if (facts->found_at_fault) {
        view.seller_bears = true;
        view.contest = view.contest && facts->reason == CHARGEBACK_FRAUDULENT;
    }
    return view;
}
