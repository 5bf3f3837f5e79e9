/* Promotion: whom and what terms are for. */
#include "shop/promotions/promotion.h"

#include <strings.h>

#include "base/words.h"

// clang-format off
const struct choice promotion_funders[] = {
    [FUNDED_BY_SELLER]   = { "seller",   N_("The seller") },
    [FUNDED_BY_PLATFORM] = { "platform", N_("The market") },
    [FUNDED_BY_BOTH]     = { "both",     N_("The seller and the market") },
    { 0 },
};
const struct choice promotion_levels[] = {
    [LEVEL_PRICE]    = { "price",    N_("The price of a piece") },
    [LEVEL_GOODS]    = { "goods",    N_("What is spent on goods") },
    [LEVEL_SHIPPING] = { "shipping", N_("Shipping") },
    [LEVEL_PERK]     = { "perk",     N_("Something on top") },
    { 0 },
};
const struct choice promotion_benefits[] = {
    [BENEFIT_PERCENT]       = { "percent",       N_("Percent off") },
    [BENEFIT_AMOUNT]        = { "amount",        N_("An amount off") },
    [BENEFIT_FIXED_PRICE]   = { "fixed_price",   N_("One price for each") },
    [BENEFIT_JOINED_PRICE]  = { "joined_price",  N_("Sale prices") },
    [BENEFIT_EVERY]         = { "every",         N_("An amount off for every so much spent") },
    [BENEFIT_TIERS]         = { "tiers",         N_("The more is spent, the more off") },
    [BENEFIT_FREE_SHIPPING] = { "free_shipping", N_("Free shipping") },
    [BENEFIT_FREE_RETURNS]  = { "free_returns",  N_("Free returns") },
    [BENEFIT_GIFT_COUPON]   = { "gift_coupon",   N_("A coupon as reward") },
    [BENEFIT_COINS]         = { "coins",         N_("More coins") },
    { 0 },
};
const struct choice promotion_faults[] = {
    [PROMOTION_FINE]           = { "fine",           N_("Used") },
    [PROMOTION_NOT_YET]        = { "not_yet",        N_("It has not begun yet.") },
    [PROMOTION_OVER]           = { "over",           N_("It is over.") },
    [PROMOTION_NOT_THERE]      = { "not_there",      N_("Not in the country that you buy for.") },
    [PROMOTION_FIRST_ONLY]     = { "first_only",     N_("Only for a first order.") },
    [PROMOTION_APP_ONLY]       = { "app_only",       N_("Only in the installed app.") },
    [PROMOTION_TIER_TOO_LOW]   = { "tier_too_low",   N_("For a higher tier than yours.") },
    [PROMOTION_OTHER_PEOPLE]   = { "other_people",   N_("Not for this account.") },
    [PROMOTION_USED_UP]        = { "used_up",        N_("Others were faster: it is used up.") },
    [PROMOTION_USED_BY_YOU]    = { "used_by_you",    N_("You have used it as often as it goes.") },
    [PROMOTION_SWITCHED_OFF]   = { "switched_off",   N_("You keep it for another time.") },
    [PROMOTION_COVERS_NOTHING] = { "covers_nothing", N_("Nothing in the cart is what it is for.") },
    [PROMOTION_SPEND_MORE]     = { "spend_more",     N_("A little more has to be spent.") },
    [PROMOTION_OTHER_BETTER]   = { "other_better",   N_("Another one of its kind saves more.") },
    [PROMOTION_NOT_TOGETHER]   = { "not_together",   N_("Not together with what saves more.") },
    [PROMOTION_NOTHING_LEFT]   = { "nothing_left",   N_("There is nothing left to take off.") },
    { 0 },
};
// clang-format on

static bool has_id(const struct promotion_ids *ids, int64_t wanted)
{
    size_t low = 0, high = ids->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (ids->items[middle] == wanted)
            return true;
        if (ids->items[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool has_brand(const struct promotion_scope *scope, const char *brand)
{
    for (size_t i = 0; brand && i < scope->brand_count; i++)
        if (!strcasecmp(scope->brands[i], brand))
            return true;
    return false;
}

bool promotion_covers(const struct promotion_terms *terms, const struct promotion_item *item,
                      bool joined, struct moment now)
{
    const struct promotion_scope *scope = &terms->scope;
    if (scope->joined && !joined)
        return false;
    if (scope->sellers.count && !has_id(&scope->sellers, item->seller))
        return false;
    if (scope->offers.count && !has_id(&scope->offers, item->offer))
        return false;
    if (scope->products.count && !has_id(&scope->products, item->product))
        return false;
    if (scope->categories.count && !has_id(&scope->categories, item->category) &&
        !has_id(&scope->categories, item->category_parent))
        return false;
    if (scope->brand_count && !has_brand(scope, item->brand))
        return false;
    if (scope->local && !item->local)
        return false;
    if (scope->delivered_within_days &&
        (!item->days_max || item->days_max > scope->delivered_within_days))
        return false;
    return !scope->new_within_days ||
           item->listed_at.us >= moment_before(now, days(scope->new_within_days)).us;
}

static bool has_word(const char *const *words, size_t count, const char *wanted)
{
    for (size_t i = 0; i < count; i++)
        if (text_same(words[i], wanted))
            return true;
    return false;
}

enum promotion_fault promotion_allows(const struct promotion_terms *terms,
                                      const struct promotion_buyer *buyer)
{
    const struct promotion_audience *audience = &terms->audience;
    if (audience->country_count &&
        !has_word(audience->countries, audience->country_count, buyer->country))
        return PROMOTION_NOT_THERE;
    if (audience->first_order && !buyer->first_order)
        return PROMOTION_FIRST_ONLY;
    if (audience->app && !buyer->app)
        return PROMOTION_APP_ONLY;
    if (audience->tier > buyer->tier)
        return PROMOTION_TIER_TOO_LOW;
    if (audience->segment && !has_word(buyer->segments, buyer->segment_count, audience->segment))
        return PROMOTION_OTHER_PEOPLE;
    return PROMOTION_FINE;
}
