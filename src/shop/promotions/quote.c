/* Quote: prices, bundles, discounts, shipping and coins, put together line by line. */
#include "shop/promotions/quote_inside.h"

#include <assert.h>

REFUSAL(QUOTE_TOO_LARGE, 422,
        "This is more than can be paid at once. Buy it in several purchases.");

int64_t quote_part_of(int64_t whole, int64_t count, int64_t from, int64_t to)
{
    return quote_proportion(whole, to, count) - quote_proportion(whole, from, count);
}

/* What each promotion is on this cart -------------------------------------------------------- */

static int64_t in_buyers(const struct quote_promotion *fact, int64_t amount)
{
    if (!amount)
        return 0;
    int64_t minor = money_convert(money_of(amount, fact->terms->currency), fact->to_buyer).minor;
    return minor < 1 ? 1 : minor;
}

static enum promotion_fault fault_of(const struct quote_facts *facts,
                                     const struct quote_promotion *fact)
{
    if (facts->now.us < fact->starts_at.us)
        return PROMOTION_NOT_YET;
    if (fact->ends_at.us && facts->now.us >= fact->ends_at.us)
        return PROMOTION_OVER;
    enum promotion_fault fault = promotion_allows(fact->terms, &facts->buyer);
    if (fault)
        return fault;
    if (fact->uses_left == 0 || fact->budget_left == 0)
        return PROMOTION_USED_UP;
    if (fact->uses_left_buyer == 0)
        return PROMOTION_USED_BY_YOU;
    return fact->switched_off ? PROMOTION_SWITCHED_OFF : PROMOTION_FINE;
}

static bool has_price(const struct quote_facts *facts, size_t item, size_t promotion)
{
    for (size_t i = 0; i < facts->price_count; i++)
        if (facts->prices[i].item == item && facts->prices[i].promotion == promotion)
            return true;
    return false;
}

static void prepare_promotion(struct quote_work *work, size_t number)
{
    const struct quote_facts *facts = work->facts;
    struct quote_work_promotion *promotion = &work->promotions[number];
    const struct quote_promotion *fact = &facts->promotions[number];
    const struct promotion_terms *terms = fact->terms;
    promotion->fact = fact;
    promotion->fault = fault_of(facts, fact);
    promotion->spend = in_buyers(fact, terms->spend);
    promotion->every = in_buyers(fact, terms->every);
    promotion->off = in_buyers(fact, terms->off);
    promotion->cap = in_buyers(fact, terms->cap);
    for (int i = 0; i < terms->tier_count; i++)
        promotion->tiers[i] = (struct promotion_tier){ in_buyers(fact, terms->tiers[i].spend),
                                                       in_buyers(fact, terms->tiers[i].off),
                                                       terms->tiers[i].basis_points };
    promotion->covers = arena_array(work->memory, facts->item_count + 1, sizeof(bool));
    bool any = false;
    for (size_t i = 0; i < facts->item_count; i++) {
        const struct promotion_item *about = &facts->items[i].about;
        promotion->covers[i] =
            (!fact->seller || fact->seller == about->seller) &&
            promotion_covers(terms, about, has_price(facts, i, number), facts->now);
        any = any || promotion->covers[i];
    }
    if (!promotion->fault && !any)
        promotion->fault = PROMOTION_COVERS_NOTHING;
}

/* Shipping ----------------------------------------------------------------------------------- */

/* What a promotion takes off the shipping of a parcel: all that is in it must be covered. */
static int64_t off_parcel(const struct quote_work *work, size_t number, size_t parcel)
{
    const struct quote_facts *facts = work->facts;
    const struct quote_work_promotion *promotion = &work->promotions[number];
    const struct promotion_terms *terms = promotion->fact->terms;
    int64_t shipping = work->shipping[parcel], off = shipping;
    if (terms->level != LEVEL_SHIPPING || promotion->fault || work->no_money[number] ||
        promotion->spent < promotion->spend)
        return 0;
    for (size_t i = 0; i < facts->item_count; i++)
        if (facts->items[i].order == parcel && !promotion->covers[i])
            return 0;
    if (terms->benefit == BENEFIT_PERCENT)
        off = money_part(money_of(shipping, facts->currency), terms->basis_points).minor;
    if (terms->benefit == BENEFIT_AMOUNT && promotion->off < off)
        off = promotion->off;
    if (promotion->cap && promotion->cap < off)
        off = promotion->cap;
    return off;
}

static void choose_shipping(struct quote_work *work, struct quote_plan *plan)
{
    const struct quote_facts *facts = work->facts;
    for (size_t i = 0; i < facts->parcel_count; i++) {
        plan->shipping_by[i] = NO_PROMOTION;
        plan->shipping_off[i] = 0;
        for (size_t k = 0; k < facts->promotion_count; k++) {
            int64_t off = off_parcel(work, k, i);
            int by = plan->shipping_by[i];
            bool instead = by >= 0 && off == plan->shipping_off[i] && off > 0 &&
                           facts->promotions[by].coupon && !facts->promotions[k].coupon;
            if (off > plan->shipping_off[i] || instead) {
                plan->shipping_off[i] = off;
                plan->shipping_by[i] = (int)k;
            }
        }
        plan->saved += plan->shipping_off[i];
    }
}

/* The best plan: each set of bundles with its best discounts ---------------------------------- */

static void make_plan(struct quote_work *work, unsigned bundles, struct quote_plan *plan)
{
    const struct quote_facts *facts = work->facts;
    *plan = (struct quote_plan){
        .bundles = bundles,
        .shipping_by = arena_array(work->memory, facts->parcel_count, sizeof(int)),
        .shipping_off = arena_array(work->memory, facts->parcel_count, sizeof(int64_t)),
        .bundle_saves = arena_array(work->memory, facts->bundle_count + 1, sizeof(int64_t)),
    };
    plan->saved = quote_bundle_items(work, bundles, plan->bundle_saves);
    quote_measure(work);
    quote_choose_goods(work, plan);
    choose_shipping(work, plan);
    plan->items = arena_array(work->memory, facts->item_count + 1, sizeof *plan->items);
    memcpy(plan->items, work->items, facts->item_count * sizeof *plan->items);
}

/* The most that goods and shipping can give behind any set of bundles: at list prices and without
 * budgets, for no line costs more than that, and nothing gives more for less. */
static int64_t most_behind_bundles(struct quote_work *work)
{
    int64_t most = 0;
    for (size_t i = 0; i < work->facts->item_count; i++)
        work->items[i].base = work->items[i].list * work->items[i].fact->count;
    quote_measure(work);
    for (size_t i = 0; i < work->facts->promotion_count; i++)
        most += work->promotions[i].most;
    for (size_t i = 0; i < work->facts->parcel_count; i++)
        most += work->shipping[i];
    return most;
}

static void find_plan(struct quote_work *work, struct quote_plan *ret_plan)
{
    size_t bundles = work->facts->bundle_count;
    make_plan(work, 0, ret_plan);
    bool exact = ret_plan->exact;
    int64_t most = bundles ? most_behind_bundles(work) : 0;
    for (unsigned set = (1u << bundles) - 1; set > 0; set--) {
        struct quote_plan plan;
        AUTO(arena) memory = { 0 };
        int64_t *saves = arena_array(&memory, bundles, sizeof *saves);
        if (quote_bundle_items(work, set, saves) + most <= ret_plan->saved)
            continue;
        make_plan(work, set, &plan);
        exact = exact && plan.exact;
        if (plan.saved > ret_plan->saved)
            *ret_plan = plan;
    }
    ret_plan->exact = exact;
    memcpy(work->items, ret_plan->items, work->facts->item_count * sizeof *work->items);
}

/* Putting it together ------------------------------------------------------------------------ */

/* Promotions of prices and shipping whose budget does not pay what they would take off are left
 * out, and everything is priced anew. True when there was one. */
static bool drop_unpaid(struct quote_work *work, const struct quote *quote)
{
    bool any = false;
    for (size_t i = 0; i < quote->use_count; i++) {
        const struct quote_use *use = &quote->uses[i];
        if (!use->promotion || use->level == LEVEL_GOODS)
            continue;
        int64_t left = work->facts->promotions[use->fact].budget_left;
        if (left >= 0 && use->cost.minor > left)
            any = work->no_money[use->fact] = true;
    }
    return any;
}

static refused price_once(struct quote_work *work, struct quote *ret_quote)
{
    struct quote_plan plan;
    refused why = quote_price_items(work);
    if (why)
        return why;
    find_plan(work, &plan);
    quote_write(work, &plan, ret_quote);
    return NULL;
}

refused quote_make(struct arena *memory, const struct quote_facts *facts, struct quote *ret_quote)
{
    assert(facts->parcel_count <= QUOTE_ORDERS_MAX && facts->item_count <= QUOTE_LINES_MAX);
    assert(facts->promotion_count <= QUOTE_PROMOTIONS_MAX &&
           facts->bundle_count <= QUOTE_BUNDLES_MAX);
    struct quote_work work = {
        .memory = memory,
        .facts = facts,
        .items = arena_array(memory, facts->item_count + 1, sizeof *work.items),
        .promotions = arena_array(memory, facts->promotion_count + 1, sizeof *work.promotions),
        .shipping = arena_array(memory, facts->parcel_count + 1, sizeof *work.shipping),
        .no_money = arena_array(memory, facts->promotion_count + 1, sizeof *work.no_money),
    };
    for (size_t i = 0; i < facts->item_count; i++)
        assert(facts->items[i].order < facts->parcel_count);
    for (size_t i = 0; i < facts->parcel_count; i++)
        work.shipping[i] =
            money_convert(facts->parcels[i].shipping, facts->parcels[i].to_buyer).minor;
    for (size_t i = 0; i < facts->promotion_count; i++)
        prepare_promotion(&work, i);
    struct quote quote;
    do {
        refused why = price_once(&work, &quote);
        if (why)
            return why;
    } while (drop_unpaid(&work, &quote));
    if (quote.total.minor > MONEY_MAX)
        return &QUOTE_TOO_LARGE;
    *ret_quote = quote;
    return NULL;
}
