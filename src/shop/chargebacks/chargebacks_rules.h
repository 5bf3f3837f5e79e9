/* Chargebacks, the rule: what proves that a payment stands, and who bears it otherwise.
 *
 * The rule proposes; a person decides. It follows what card networks ask of a merchant (proof of
 * delivery against "not received"; the holder's own confirmation against "fraudulent", for which
 * the bank that confirmed is liable), and what sellers are told: who sends with a number that is
 * followed, and sends what was described, does not bear a stolen card. */
#pragma once

#include "shop/payments/payments.h"

struct chargeback_facts {
    enum chargeback_reason reason;
    bool followed;       /* sent with a number */
    bool delivered;      /* the carrier says so, in the country of the address */
    bool confirmed;      /* the card's bank had confirmed that its holder pays (3-D Secure) */
    bool received;       /* the buyer said that it has come */
    bool denied;         /* the market decided a dispute about it for the seller */
    bool found_at_fault; /* ... or for the buyer */
};
enum chargeback_proof {
    PROOF_NONE,
    PROOF_OF_SENDING, /* only */
    PROOF_OF_DELIVERY,
    PROOF_OF_RECEIPT,  /* by the buyer's own word */
    PROOF_OF_HOLDER,   /* the bank itself had confirmed */
    PROOF_OF_DECISION, /* the market looked at it and found nothing wrong */
    CHARGEBACK_PROOFS,
};
extern const struct choice chargeback_proofs[];

struct chargeback_view {
    enum chargeback_proof proof; /* the strongest against this reason */
    bool contest;                /* worth an answer */
    bool seller_bears;           /* if it is lost */
};
struct chargeback_view chargebacks_view(const struct chargeback_facts *facts);
