/* Disputes, by rule: who answers for a side that keeps silent. */
#include "shop/disputes/disputes_rules.h"

bool disputes_is_guaranteed(unsigned guarantees, enum dispute_reason reason)
{
    if (reason == DISPUTE_COUNTERFEIT && guarantees & GUARANTEE_BIT(GUARANTEE_GENUINE))
        return true;
    bool about_goods = reason == DISPUTE_NOT_AS_DESCRIBED || reason == DISPUTE_DAMAGED ||
                       reason == DISPUTE_WRONG || reason == DISPUTE_COUNTERFEIT ||
                       reason == DISPUTE_INCOMPLETE;
    return about_goods && guarantees & GUARANTEE_BIT(GUARANTEE_AS_DESCRIBED);
}

bool disputes_seller_pays(unsigned guarantees, bool free_returns, enum dispute_reason reason)
{
    if (reason == DISPUTE_WITHDRAWAL || reason == DISPUTE_CHANGED_MIND)
        return free_returns || guarantees & GUARANTEE_BIT(GUARANTEE_FREE_RETURNS);
    return true;
}

/* Where nothing was paid, all of it can go back and come to nothing. */
static struct dispute_verdict back(const struct dispute_facts *facts, struct money refund,
                                   const char *rule)
{
    bool some = refund.minor > 0 || facts->claim.minor == 0;
    return (struct dispute_verdict){ DISPUTE_CLOSED, some ? OUTCOME_REFUNDED : OUTCOME_DENIED,
                                     refund, rule };
}

static struct dispute_verdict nothing_back(const struct dispute_facts *facts, const char *rule)
{
    return (struct dispute_verdict){ DISPUTE_CLOSED, OUTCOME_DENIED,
                                     money_of(0, facts->claim.currency), rule };
}

static struct dispute_verdict go_on(const struct dispute_facts *facts, enum dispute_state state,
                                    const char *rule)
{
    return (struct dispute_verdict){ state, OUTCOME_NONE, money_of(0, facts->claim.currency),
                                     rule };
}

/* What a remedy comes to, once it stands. */
struct dispute_verdict disputes_stands(const struct dispute_facts *facts,
                                       enum dispute_remedy remedy, struct money amount,
                                       const char *rule)
{
    switch (remedy) {
    case REMEDY_REFUND: return back(facts, amount, rule);
    case REMEDY_RETURN: return go_on(facts, DISPUTE_SENDING, rule);
    case REMEDY_REPLACEMENT: return go_on(facts, DISPUTE_REPLACING, rule);
    default: return nothing_back(facts, rule);
    }
}

static struct dispute_verdict seller_silent(const struct dispute_facts *facts)
{
    if (facts->reason == DISPUTE_NOT_ARRIVED && facts->delivered)
        return go_on(facts, DISPUTE_OPERATOR, "seller_silent_delivered");
    bool fake = facts->reason == DISPUTE_COUNTERFEIT &&
                facts->guarantees & GUARANTEE_BIT(GUARANTEE_GENUINE);
    if (fake || facts->remedy == REMEDY_REPLACEMENT)
        return back(facts, facts->claim, "seller_silent");
    return disputes_stands(facts, facts->remedy, facts->asked, "seller_silent");
}

static struct dispute_verdict operator_silent(const struct dispute_facts *facts)
{
    if (facts->reason == DISPUTE_NOT_ARRIVED)
        return facts->delivered ? nothing_back(facts, "delivered_by_carrier")
                                : back(facts, facts->claim, "not_delivered");
    if (disputes_is_guaranteed(facts->guarantees, facts->reason))
        return back(facts, facts->claim, "guaranteed");
    if (facts->buyer_evidence && !facts->seller_evidence)
        return back(facts, facts->remedy == REMEDY_REFUND ? facts->asked : facts->claim,
                    "evidence_of_buyer");
    if (facts->seller_evidence && !facts->buyer_evidence)
        return nothing_back(facts, "evidence_of_seller");
    if (facts->has_offer && facts->offer == REMEDY_REFUND && facts->offered.minor)
        return back(facts, facts->offered, "last_offer");
    return back(facts, money_of(facts->claim.minor / 2, facts->claim.currency), "half");
}

struct dispute_verdict disputes_silence(const struct dispute_facts *facts)
{
    switch (facts->state) {
    case DISPUTE_SELLER: return seller_silent(facts);
    case DISPUTE_BUYER:
        return facts->has_offer
                   ? disputes_stands(facts, facts->offer, facts->offered, "buyer_silent")
                   : nothing_back(facts, "buyer_silent");
    case DISPUTE_SENDING: return nothing_back(facts, "not_sent_back");
    case DISPUTE_RETURNING:
        if (facts->arrived)
            return back(facts, facts->asked, "return_delivered");
        return facts->seller_pays ? back(facts, facts->asked, "return_lost")
                                  : nothing_back(facts, "return_lost");
    case DISPUTE_REPLACING: return back(facts, facts->claim, "replacement_not_sent");
    case DISPUTE_REPLACED:
        if (!facts->arrived)
            return back(facts, facts->claim, "replacement_lost");
        return (struct dispute_verdict){ DISPUTE_CLOSED, OUTCOME_REPLACED,
                                         money_of(0, facts->claim.currency),
                                         "replacement_delivered" };
    case DISPUTE_OPERATOR: return operator_silent(facts);
    case DISPUTE_DECIDED:
        return disputes_stands(facts, facts->offer, facts->offered, "not_appealed");
    default: return go_on(facts, DISPUTE_CLOSED, "closed");
    }
}
