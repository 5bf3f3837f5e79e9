/* Disputes, acted on: what each side may do when it is its turn. */
#include "shop/disputes/disputes_inside.h"

#include "shop/disputes/disputes_sql.h"

#define BIT(ACT) (1u << (ACT))

REFUSAL(DISPUTE_NOT_YOUR_TURN, 409,
        "This cannot be done with the dispute as it is now. Look at it again.");
REFUSAL(DISPUTE_IS_CLOSED, 409, "This dispute is closed.");
REFUSAL(DISPUTE_GUARANTEED, 409,
        "You guarantee this, so it cannot be declined, nor less be offered than all of it. Accept "
        "it, or offer to take the goods back at your cost.");
REFUSAL(DISPUTE_APPEALED, 409, "This was appealed once: the second decision stands.");
REFUSAL_AT(DISPUTE_TEXT_NEEDED, 422, "words", "Say why, in a few words.");
REFUSAL_AT(DISPUTE_PICTURES_TOO_MANY, 409, "picture", "There are 10 pictures already.");

/* Who may do what -------------------------------------------------------------------------- */

static unsigned buyer_may(const struct dispute *dispute)
{
    switch (dispute->state) {
    case DISPUTE_SELLER: return BIT(DISPUTE_WITHDRAW);
    case DISPUTE_BUYER:
        return BIT(DISPUTE_ACCEPT) | BIT(DISPUTE_OFFER) | BIT(DISPUTE_ESCALATE) |
               BIT(DISPUTE_WITHDRAW);
    case DISPUTE_SENDING: return BIT(DISPUTE_SEND) | BIT(DISPUTE_WITHDRAW);
    case DISPUTE_REPLACING: return BIT(DISPUTE_WITHDRAW);
    case DISPUTE_REPLACED: return BIT(DISPUTE_RECEIVE) | BIT(DISPUTE_CONTEST);
    case DISPUTE_OPERATOR: return BIT(DISPUTE_WITHDRAW);
    case DISPUTE_DECIDED: return BIT(DISPUTE_APPEAL);
    default: return 0;
    }
}

/* What is guaranteed cannot be declined; whether a thing is genuine, an operator may be asked. */
static unsigned seller_may(const struct dispute *dispute, const struct order *order)
{
    unsigned all =
        BIT(DISPUTE_ACCEPT) | BIT(DISPUTE_OFFER) | BIT(DISPUTE_DECLINE) | BIT(DISPUTE_ESCALATE);
    switch (dispute->state) {
    case DISPUTE_SELLER:
        if (!disputes_is_guaranteed(order->guarantees, dispute->reason))
            return all;
        return dispute->reason == DISPUTE_COUNTERFEIT ? BIT(DISPUTE_ACCEPT) | BIT(DISPUTE_ESCALATE)
                                                      : BIT(DISPUTE_ACCEPT) | BIT(DISPUTE_OFFER);
    case DISPUTE_RETURNING: return BIT(DISPUTE_RECEIVE) | BIT(DISPUTE_CONTEST);
    case DISPUTE_REPLACING: return BIT(DISPUTE_SEND);
    case DISPUTE_DECIDED: return BIT(DISPUTE_APPEAL);
    default: return 0;
    }
}

unsigned disputes_may(const struct dispute *dispute, const struct order *order,
                      enum dispute_side side)
{
    unsigned may = 0;
    if (dispute->state == DISPUTE_CLOSED)
        return 0;
    if (side == SIDE_BUYER)
        may = buyer_may(dispute);
    else if (side == SIDE_SELLER)
        may = seller_may(dispute, order);
    else
        return dispute->state == DISPUTE_OPERATOR ? BIT(DISPUTE_DECIDE) : 0;
    return (dispute->appealed ? may & ~BIT(DISPUTE_APPEAL) : may) | BIT(DISPUTE_ADD);
}

/* The right word for what may not be done. */
static refused check(const struct dispute *dispute, const struct order *order,
                     const struct dispute_deed *deed)
{
    unsigned may = disputes_may(dispute, order, deed->side);
    if (dispute->state == DISPUTE_CLOSED)
        return &DISPUTE_IS_CLOSED;
    if (may & BIT(deed->act))
        return NULL;
    if (deed->act == DISPUTE_APPEAL && dispute->appealed)
        return &DISPUTE_APPEALED;
    bool turn = deed->side == SIDE_SELLER && dispute->state == DISPUTE_SELLER;
    return turn && (deed->act == DISPUTE_DECLINE || deed->act == DISPUTE_OFFER ||
                    deed->act == DISPUTE_ESCALATE)
               ? &DISPUTE_GUARANTEED
               : &DISPUTE_NOT_YOUR_TURN;
}

static refused check_words(const struct dispute_deed *deed)
{
    static const unsigned says_why = BIT(DISPUTE_DECLINE) | BIT(DISPUTE_CONTEST) |
                                     BIT(DISPUTE_DECIDE) | BIT(DISPUTE_APPEAL) | BIT(DISPUTE_ADD);
    bool silent = !deed->words || !*deed->words;
    return silent && says_why & BIT(deed->act) ? &DISPUTE_TEXT_NEEDED : NULL;
}

/* Acting ----------------------------------------------------------------------------------- */

struct acting {
    struct store_tx *tx;
    struct arena *memory;
    const struct order *order;
    const struct dispute_deed *deed;
    const struct dispute *before;
    struct dispute *dispute;
};

static refused carry_out(const struct acting *acting, enum dispute_remedy remedy,
                         struct money amount, const char *rule)
{
    struct dispute *dispute = acting->dispute;
    struct dispute_facts facts = { .claim = dispute->claim };
    dispute->remedy = remedy == REMEDY_NOTHING ? dispute->remedy : remedy;
    dispute->asked = remedy == REMEDY_NOTHING ? dispute->asked : amount;
    struct dispute_verdict verdict = disputes_stands(&facts, remedy, amount, rule);
    return disputes_carry_out(acting->tx, acting->memory, acting->order, acting->before, dispute,
                              &verdict, acting->deed->now);
}

static refused go_on(const struct acting *acting, enum dispute_state state)
{
    return disputes_go_on(acting->tx, acting->before, acting->dispute, state, acting->deed->now);
}

/* The other side's last word stands. A counterfeit is not sent on. */
static refused accept(const struct acting *acting)
{
    struct dispute *dispute = acting->dispute;
    bool fake = dispute->reason == DISPUTE_COUNTERFEIT &&
                acting->order->guarantees & GUARANTEE_BIT(GUARANTEE_GENUINE);
    if (acting->deed->side == SIDE_SELLER && fake)
        return carry_out(acting, REMEDY_REFUND, dispute->claim, NULL);
    if (acting->deed->side == SIDE_SELLER)
        return carry_out(acting, dispute->remedy, dispute->asked, NULL);
    return carry_out(acting, dispute->has_offer ? dispute->offer : REMEDY_NOTHING, dispute->offered,
                     NULL);
}

/* The amount of a remedy: a return and a replacement are about all of the claim. */
static refused amount_of(const struct acting *acting, bool may_be_nothing, struct money *ret_amount)
{
    const struct dispute_deed *deed = acting->deed;
    struct money claim = acting->dispute->claim;
    *ret_amount = deed->remedy == REMEDY_NOTHING ? money_of(0, claim.currency) : claim;
    if (deed->remedy != REMEDY_REFUND)
        return deed->remedy == REMEDY_NOTHING && !may_be_nothing ? &DISPUTE_AMOUNT_WRONG : NULL;
    if (!currency_same(deed->amount.currency, claim.currency) || deed->amount.minor <= 0 ||
        deed->amount.minor > claim.minor)
        return &DISPUTE_AMOUNT_WRONG;
    *ret_amount = deed->amount;
    return NULL;
}

static refused offer(const struct acting *acting)
{
    struct dispute *dispute = acting->dispute;
    struct money amount;
    refused why = amount_of(acting, false, &amount);
    if (why)
        return why;
    if (acting->deed->side == SIDE_BUYER) {
        dispute->remedy = acting->deed->remedy;
        dispute->asked = amount;
        return go_on(acting, DISPUTE_SELLER);
    }
    bool guaranteed = disputes_is_guaranteed(acting->order->guarantees, dispute->reason);
    bool all = amount.minor == dispute->claim.minor && acting->deed->remedy != REMEDY_REPLACEMENT;
    if (guaranteed && !all)
        return &DISPUTE_GUARANTEED;
    dispute->has_offer = true;
    dispute->offer = acting->deed->remedy;
    dispute->offered = amount;
    return go_on(acting, DISPUTE_BUYER);
}

static refused decline(const struct acting *acting)
{
    acting->dispute->has_offer = true;
    acting->dispute->offer = REMEDY_NOTHING;
    acting->dispute->offered.minor = 0;
    return go_on(acting, DISPUTE_BUYER);
}

static refused escalate(const struct acting *acting)
{
    acting->dispute->escalated_at = acting->deed->now;
    return go_on(acting, DISPUTE_OPERATOR);
}

static refused withdraw(const struct acting *acting)
{
    struct dispute_verdict verdict = { DISPUTE_CLOSED, OUTCOME_WITHDRAWN,
                                       money_of(0, acting->dispute->claim.currency), NULL };
    return disputes_carry_out(acting->tx, acting->memory, acting->order, acting->before,
                              acting->dispute, &verdict, acting->deed->now);
}

/* A parcel of its own: the way back, or the replacement's. It is followed as any other. */
static refused send(const struct acting *acting)
{
    struct dispute *dispute = acting->dispute;
    const struct order *order = acting->order;
    bool back = dispute->state == DISPUTE_SENDING;
    struct moment now = acting->deed->now;
    struct seller seller;
    shipment_id shipment;
    refused why = sellers_find(acting->tx, acting->memory, order->seller, &seller);
    if (!why)
        why = shipping_send(
            acting->tx,
            &(struct sending){ .order = dispute->dispute.number,
                               .method = order->method,
                               .number = acting->deed->number,
                               .origin = back ? order->destination : seller.country,
                               .destination = back ? seller.country : order->destination,
                               .promised_at = moment_after(now, days(order->days_max)),
                               .now = now,
                               .days_min = order->days_min,
                               .days_max = order->days_max },
            &shipment);
    if (why)
        return why;
    dispute->number = acting->deed->number && *acting->deed->number ? acting->deed->number : "-";
    return go_on(acting, back ? DISPUTE_RETURNING : DISPUTE_REPLACED);
}

/* The goods are back, so the money goes back as agreed; or the replacement is good. */
static refused receive(const struct acting *acting)
{
    struct dispute *dispute = acting->dispute;
    struct dispute_facts facts = { .claim = dispute->claim };
    struct dispute_verdict verdict = { DISPUTE_CLOSED, OUTCOME_REPLACED,
                                       money_of(0, dispute->claim.currency), NULL };
    if (dispute->state == DISPUTE_RETURNING)
        verdict = disputes_stands(&facts, REMEDY_REFUND, dispute->asked, NULL);
    return disputes_carry_out(acting->tx, acting->memory, acting->order, acting->before, dispute,
                              &verdict, acting->deed->now);
}

/* The first decision may be appealed against; the second stands at once. */
static refused decide(const struct acting *acting)
{
    struct dispute *dispute = acting->dispute;
    struct money amount;
    refused why = amount_of(acting, true, &amount);
    if (why)
        return why;
    dispute->has_offer = true;
    dispute->offer = acting->deed->remedy;
    dispute->offered = amount;
    dispute->decided_by = acting->deed->by;
    if (acting->deed->remedy == REMEDY_RETURN)
        dispute->seller_pays = acting->deed->seller_pays;
    return dispute->appealed ? carry_out(acting, dispute->offer, amount, NULL)
                             : go_on(acting, DISPUTE_DECIDED);
}

static refused appeal(const struct acting *acting)
{
    acting->dispute->appealed = true;
    acting->dispute->escalated_at = acting->deed->now;
    return go_on(acting, DISPUTE_OPERATOR);
}

/* Nothing but words: nobody's turn changes. */
static refused add(const struct acting *acting)
{
    (void)acting;
    return NULL;
}

static refused (*const deeds[DISPUTE_ACTS])(const struct acting *acting) = {
    [DISPUTE_ACCEPT] = accept,     [DISPUTE_OFFER] = offer,       [DISPUTE_DECLINE] = decline,
    [DISPUTE_ESCALATE] = escalate, [DISPUTE_WITHDRAW] = withdraw, [DISPUTE_SEND] = send,
    [DISPUTE_RECEIVE] = receive,   [DISPUTE_CONTEST] = escalate,  [DISPUTE_DECIDE] = decide,
    [DISPUTE_APPEAL] = appeal,     [DISPUTE_ADD] = add,
};

refused disputes_act(struct store_tx *tx, struct arena *memory, const struct dispute_deed *deed,
                     struct dispute *ret_dispute)
{
    static const unsigned with_amount = BIT(DISPUTE_OFFER) | BIT(DISPUTE_DECIDE);
    struct dispute before;
    struct order order;
    refused why = disputes_find(tx, memory, deed->dispute, &before);
    why = why ? why : orders_find(tx, memory, before.order, &order);
    why = why ? why : check(&before, &order, deed);
    why = why ? why : check_words(deed);
    if (why)
        return why;
    struct dispute dispute = before;
    struct acting acting = { tx, memory, &order, deed, &before, &dispute };
    if ((why = deeds[deed->act](&acting)))
        return why;
    struct money amount = money_of(0, before.claim.currency);
    if (BIT(deed->act) & with_amount)
        amount = deed->act == DISPUTE_OFFER && deed->side == SIDE_BUYER ? dispute.asked
                                                                        : dispute.offered;
    disputes_add_step(tx, &dispute, deed->side, dispute_acts[deed->act].name,
                      BIT(deed->act) & with_amount ? &deed->remedy : NULL, amount, deed->words,
                      deed->now);
    *ret_dispute = dispute;
    return NULL;
}

refused disputes_add_picture(struct store_tx *tx, dispute_id dispute, enum dispute_side side,
                             struct dispute_photo photo, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct dispute found;
    refused why = disputes_find(tx, &memory, dispute, &found);
    if (why || found.state == DISPUTE_CLOSED)
        return why ? why : &DISPUTE_IS_CLOSED;
    const char *name = dispute_sides[side].name;
    int64_t own = store_int(tx, &disputes_count_pictures, WITH(INT(dispute.number), TEXT(name)), 0);
    if (own >= DISPUTE_PICTURES_MAX)
        return &DISPUTE_PICTURES_TOO_MANY;
    int64_t place = store_int(tx, &disputes_count_all_pictures, WITH(INT(dispute.number)), 0);
    store_put(tx, &disputes_insert_picture,
              WITH(INT(dispute.number), INT(place), TEXT(name), BYTES(photo.bytes, photo.size),
                   INT(now.us)));
    return NULL;
}
