/* Cart, on the web: what promotions take off it, which do not, and why. */
#include "base/id.h"
#include "base/words.h"
#include "shop/cart/cart_web.h"

// clang-format off
const struct choice cart_use_kinds[] = {
    [USED_PROMOTION] = { "promotion", N_("Promotion") },
    [USED_COUPON]    = { "coupon",    N_("Coupon") },
    [USED_BUNDLE]    = { "bundle",    N_("Bought together") },
    [USED_COINS]     = { "coins",     N_("Coins") },
    [USED_DEAL]      = { "deal",      N_("Flash deal") },
    { 0 },
};
// clang-format on
const struct field cart_use_fields[] = {
    ID_FIELD(struct cart_use_answer, promotion, "prm", .says = "The promotion, or null."),
    TEXT_FIELD(struct cart_use_answer, coupon_text, .says = "The coupon (cpn_) used, or null."),
    CHOICE_FIELD(struct cart_use_answer, kind, cart_use_kinds, .says = "What takes it off."),
    TEXT_FIELD(struct cart_use_answer, name, .says = "Its name."),
    MONEY_FIELD(struct cart_use_answer, amount, .says = "What it takes off; 0 of a perk."),
    MONEY_FIELD(struct cart_use_answer, missing, .says = "With so much more spent ..."),
    MONEY_FIELD(struct cart_use_answer, more, .says = "... it takes off so much more; or 0."),
    { 0 },
};
const struct field cart_unused_fields[] = {
    ID_FIELD(struct cart_unused_answer, promotion, "prm", .says = "The promotion."),
    TEXT_FIELD(struct cart_unused_answer, coupon_text, .says = "The coupon (cpn_), or null."),
    TEXT_FIELD(struct cart_unused_answer, name, .says = "Its name."),
    CHOICE_FIELD(struct cart_unused_answer, fault, promotion_faults, .says = "Why not."),
    TEXT_FIELD(struct cart_unused_answer, why, .says = "Why not, in words."),
    MONEY_FIELD(struct cart_unused_answer, missing, .says = "With so much more spent, or 0 ..."),
    MONEY_FIELD(struct cart_unused_answer, would_give, .says = "... it would take off so much."),
    BOOL_FIELD(struct cart_unused_answer, kept, .says = "The buyer keeps it for another time."),
    { 0 },
};

static const char *coupon_text(struct arena *memory, int64_t coupon)
{
    return coupon ? id_text(memory, "cpn", coupon) : NULL;
}

static struct cart_use_answer use_answer(struct arena *memory, const struct cart *cart,
                                         const struct quote_use *use)
{
    struct cart_use_answer answer = {
        .promotion = { use->promotion },
        .coupon = use->coupon,
        .coupon_text = coupon_text(memory, use->coupon),
        .kind = use->coupon      ? USED_COUPON
                : use->promotion ? USED_PROMOTION
                : use->bundle    ? USED_BUNDLE
                : use->deal      ? USED_DEAL
                                 : USED_COINS,
        .amount = use->amount,
        .missing = use->missing,
        .more = use->more,
    };
    answer.name = use->promotion ? cart->facts.promotions[use->fact].name
                  : use->bundle  ? cart->facts.bundles[use->fact].name
                                 : _(cart_use_kinds[answer.kind].words);
    return answer;
}

static const char *why_not(struct arena *memory, const struct quote_unused *unused)
{
    if (unused->fault != PROMOTION_SPEND_MORE)
        return _(promotion_faults[unused->fault].words);
    if (unused->would_give.minor)
        return words_fill(memory, _("Spend {missing} more to get {off} off."), "missing",
                          words_money(memory, unused->missing), "off",
                          words_money(memory, unused->would_give), NULL);
    return words_fill(memory, _("Spend {missing} more to get it."), "missing",
                      words_money(memory, unused->missing), NULL);
}

/* What is over, or for others, is not worth a line unless the buyer has a coupon of it. */
static bool worth_telling(const struct quote_promotion *fact, enum promotion_fault fault)
{
    switch (fault) {
    case PROMOTION_SPEND_MORE:
    case PROMOTION_SWITCHED_OFF:
    case PROMOTION_OTHER_BETTER:
    case PROMOTION_NOT_TOGETHER:
    case PROMOTION_APP_ONLY:
    case PROMOTION_USED_UP: return true;
    default: return fact->coupon != 0;
    }
}

void cart_fill_uses(struct request *request, const struct cart *cart, struct cart_answer *answer)
{
    struct arena *memory = request->memory;
    const struct quote *quote = &cart->quote;
    answer->uses.items = arena_array(memory, quote->use_count, sizeof(*answer->uses.items));
    for (size_t i = 0; i < quote->use_count; i++)
        answer->uses.items[answer->uses.count++] = use_answer(memory, cart, &quote->uses[i]);
    answer->unused.items = arena_array(memory, quote->unused_count, sizeof(*answer->unused.items));
    for (size_t i = 0; i < quote->unused_count; i++) {
        const struct quote_unused *unused = &quote->unused[i];
        const struct quote_promotion *fact = &cart->facts.promotions[unused->fact];
        if (!worth_telling(fact, unused->fault))
            continue;
        answer->unused.items[answer->unused.count++] = (struct cart_unused_answer){
            .promotion = { fact->promotion },
            .coupon_text = coupon_text(memory, fact->coupon),
            .name = fact->name,
            .why = why_not(memory, unused),
            .fault = unused->fault,
            .missing = unused->missing,
            .would_give = unused->would_give,
            .kept = unused->fault == PROMOTION_SWITCHED_OFF,
        };
    }
}
