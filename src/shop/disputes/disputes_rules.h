/* Disputes, by rule: who answers for a side that keeps silent, pure.
 *
 * | must act | silent until the deadline | then |
 * |---|---|---|
 * | seller | a parcel that the carrier says was delivered is said not to have come | an operator |
 * | seller | a replacement was asked for, or a counterfeit is guaranteed genuine | all back |
 * | seller | otherwise | as the buyer asked |
 * | buyer | there is an offer | the offer |
 * | buyer | the seller said no | nothing back |
 * | buyer | goods not sent back | nothing back |
 * | seller | goods came back, not looked at | back as agreed |
 * | carrier | goods lost on the way back | back if the seller pays the way, otherwise nothing |
 * | seller | replacement not sent; carrier: not delivered | all back |
 * | buyer | replacement delivered | replaced |
 * | operator | not arrived | back unless the carrier says delivered |
 * | operator | guaranteed | all back |
 * | operator | only one side brought evidence | as that side wants |
 * | operator | otherwise | the seller's last offer of money, or half |
 * | both | a decision not appealed against | the decision | */
#pragma once

#include "shop/disputes/disputes.h"

struct dispute_facts {
    enum dispute_state state;
    enum dispute_reason reason;
    unsigned guarantees; /* bits of enum guarantee */
    enum dispute_remedy remedy;
    struct money asked, claim;
    bool has_offer;
    enum dispute_remedy offer;
    struct money offered;
    bool seller_pays;
    bool delivered; /* the order's own parcel, says its carrier */
    bool arrived;   /* the parcel back, or the replacement */
    bool buyer_evidence, seller_evidence;
};
struct dispute_verdict {
    enum dispute_state state; /* DISPUTE_CLOSED, or where it goes on */
    enum dispute_outcome outcome;
    struct money refund;
    const char *rule; /* "seller_silent", ...; NULL: people agreed */
};
/* What a remedy comes to once it stands; `rule` NULL: people agreed to it. */
struct dispute_verdict disputes_stands(const struct dispute_facts *facts,
                                       enum dispute_remedy remedy, struct money amount,
                                       const char *rule);
struct dispute_verdict disputes_silence(const struct dispute_facts *facts);

/* Guaranteed by the seller, so that it cannot say no or offer less. */
bool disputes_is_guaranteed(unsigned guarantees, enum dispute_reason reason);
/* For this reason the way back is at the seller's cost. */
bool disputes_seller_pays(unsigned guarantees, bool free_returns, enum dispute_reason reason);
