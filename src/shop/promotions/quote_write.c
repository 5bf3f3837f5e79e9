/* Quote, written down: the plan that was found, as lines, orders and uses that add up. */
#include "shop/promotions/quote_inside.h"

static int market_share(const struct promotion_terms *terms)
{
    return terms->funder == FUNDED_BY_SELLER ? 0
           : terms->funder == FUNDED_BY_BOTH ? terms->platform_basis_points
                                             : 10000;
}

static struct quote_use *add_use(struct quote_work *work, struct quote *quote)
{
    const struct quote_facts *facts = work->facts;
    quote->uses = arena_room(work->memory, quote->uses, quote->use_count, sizeof *quote->uses);
    struct quote_use *use = &quote->uses[quote->use_count++];
    struct money nothing = money_of(0, facts->currency);
    *use = (struct quote_use){
        .amount = nothing,
        .subsidy = nothing,
        .missing = nothing,
        .more = nothing,
        .line_parts = arena_array(work->memory, facts->item_count + 1, sizeof(int64_t)),
        .shipping_parts = arena_array(work->memory, facts->parcel_count + 1, sizeof(int64_t)),
    };
    return use;
}

static struct quote_use *add_promotion_use(struct quote_work *work, struct quote *quote,
                                           size_t number)
{
    const struct quote_promotion *fact = &work->facts->promotions[number];
    struct quote_use *use = add_use(work, quote);
    use->promotion = fact->promotion;
    use->coupon = fact->coupon;
    use->deal = fact->deal;
    use->fact = number;
    use->level = fact->terms->level;
    use->cost = money_of(0, fact->terms->currency);
    return use;
}

static struct quote_line *line_of(const struct quote *quote, const struct quote_facts *facts,
                                  size_t item)
{
    size_t at = 0;
    for (size_t i = 0; i < item; i++)
        at += facts->items[i].order == facts->items[item].order;
    return &quote->orders[facts->items[item].order].lines[at];
}

static void add_minor(struct money *to, int64_t minor)
{
    to->minor += minor;
}

/* Takes a use's parts off the lines and the shipping, each with the market's share of it. */
static void book_use(struct quote_work *work, struct quote *quote, struct quote_use *use, int share)
{
    const struct quote_facts *facts = work->facts;
    size_t count = facts->item_count + facts->parcel_count;
    int64_t *weights = arena_array(work->memory, count, sizeof *weights);
    int64_t *subsidies = arena_array(work->memory, count, sizeof *subsidies);
    memcpy(weights, use->line_parts, facts->item_count * sizeof *weights);
    memcpy(weights + facts->item_count, use->shipping_parts, facts->parcel_count * sizeof *weights);
    use->subsidy = money_part(use->amount, share);
    money_share(use->subsidy, weights, count, subsidies);
    for (size_t i = 0; i < facts->item_count; i++) {
        struct quote_line *line = line_of(quote, facts, i);
        struct quote_order *order = &quote->orders[facts->items[i].order];
        int64_t of_seller = use->line_parts[i] - subsidies[i], told;
        const struct quote_work_item *item = &work->items[i];
        add_minor(&line->discount, use->line_parts[i]);
        add_minor(&line->subsidy, subsidies[i]);
        add_minor(&order->subsidy, subsidies[i]);
        told = quote_proportion(item->seller_list, of_seller, item->list);
        told = told < line->seller_total.minor ? told : line->seller_total.minor;
        add_minor(&line->seller_total, -told);
    }
    for (size_t i = 0; i < facts->parcel_count; i++) {
        struct quote_order *order = &quote->orders[i];
        int64_t of_seller = use->shipping_parts[i] - subsidies[facts->item_count + i], told = 0;
        add_minor(&order->shipping_discount, use->shipping_parts[i]);
        add_minor(&order->subsidy, subsidies[facts->item_count + i]);
        if (of_seller)
            told = quote_proportion(facts->parcels[i].shipping.minor, of_seller, work->shipping[i]);
        add_minor(&order->seller_total, -told);
    }
}

/* Prices and bundles are in the lines' totals already: their uses tell what they took off. */
static void add_price_uses(struct quote_work *work, struct quote *quote)
{
    const struct quote_facts *facts = work->facts;
    for (size_t i = 0; i < facts->promotion_count; i++) {
        struct quote_use *use = NULL;
        for (size_t k = 0; k < facts->item_count; k++) {
            const struct quote_work_item *item = &work->items[k];
            int64_t pieces = item->fact->count - item->bundled;
            if (item->priced_by != (int)i || pieces == 0)
                continue;
            use = use ? use : add_promotion_use(work, quote, i);
            use->line_parts[k] = (item->list - item->unit) * pieces;
            add_minor(&use->amount, use->line_parts[k]);
            add_minor(&use->subsidy, item->subsidy_unit * pieces);
            line_of(quote, facts, k)->priced_by = quote->use_count - 1;
        }
        if (use)
            use->cost.minor = quote_cost(use->amount.minor, facts->promotions[i].to_buyer);
    }
}

static void add_bundle_uses(struct quote_work *work, struct quote *quote,
                            const struct quote_plan *plan)
{
    const struct quote_facts *facts = work->facts;
    int64_t saves[QUOTE_BUNDLES_MAX], *before, *bundled;
    before = arena_array(work->memory, facts->item_count + 1, sizeof *before);
    bundled = arena_array(work->memory, facts->item_count + 1, sizeof *bundled);
    for (size_t i = 0; i < facts->bundle_count; i++) {
        if (!plan->bundle_saves[i])
            continue;
        /* What this one alone changed, the bundles before it, then with it: against list prices,
         * for what a promotion took off the price of a piece holds for loose ones only. */
        unsigned until = plan->bundles & ((1u << i) - 1);
        struct quote_use *use = add_use(work, quote);
        quote_bundle_items(work, until, saves);
        for (size_t k = 0; k < facts->item_count; k++) {
            before[k] = work->items[k].base;
            bundled[k] = work->items[k].bundled;
        }
        quote_bundle_items(work, until | 1u << i, saves);
        for (size_t k = 0; k < facts->item_count; k++) {
            const struct quote_work_item *item = &work->items[k];
            use->line_parts[k] =
                before[k] - item->base + (item->list - item->unit) * (item->bundled - bundled[k]);
            add_minor(&use->amount, use->line_parts[k]);
        }
        use->bundle = facts->bundles[i].bundle;
        use->fact = i;
        use->level = LEVEL_PRICE;
    }
    quote_bundle_items(work, plan->bundles, saves);
}

/* How much more must be spent for more, and how much more that is: the nearest step. */
static void find_step(const struct quote_work_promotion *promotion, int64_t *ret_missing,
                      int64_t *ret_gives)
{
    const struct promotion_terms *terms = promotion->fact->terms;
    int64_t spent = promotion->spent, next = promotion->spend, step = 0;
    *ret_missing = *ret_gives = 0;
    if (terms->benefit == BENEFIT_EVERY)
        step = (spent / promotion->every + 1) * promotion->every;
    for (int i = terms->benefit == BENEFIT_TIERS ? terms->tier_count : 0; i-- > 0;)
        if (promotion->tiers[i].spend > spent)
            step = promotion->tiers[i].spend;
    next = step > next ? step : next;
    if (next <= spent)
        return;
    int64_t gives = quote_benefit(promotion, next, next);
    if (terms->level == LEVEL_GOODS && gives <= promotion->gives)
        return;
    *ret_missing = next - spent;
    *ret_gives = gives;
}

static void add_goods_uses(struct quote_work *work, struct quote *quote,
                           const struct quote_plan *plan)
{
    for (size_t i = 0; i < plan->chosen_count; i++) {
        const struct quote_chosen *chosen = &plan->chosen[i];
        const struct quote_work_promotion *promotion = &work->promotions[chosen->promotion];
        struct quote_use *use = add_promotion_use(work, quote, chosen->promotion);
        int64_t missing, gives;
        use->amount.minor = chosen->amount;
        memcpy(use->line_parts, chosen->parts, work->facts->item_count * sizeof *use->line_parts);
        use->cost.minor = quote_cost(chosen->amount, promotion->fact->to_buyer);
        find_step(promotion, &missing, &gives);
        use->missing.minor = missing;
        use->more.minor = missing ? gives - promotion->gives : 0;
        book_use(work, quote, use, market_share(promotion->fact->terms));
    }
}

static void add_shipping_uses(struct quote_work *work, struct quote *quote,
                              const struct quote_plan *plan)
{
    const struct quote_facts *facts = work->facts;
    for (size_t i = 0; i < facts->promotion_count; i++) {
        struct quote_use *use = NULL;
        for (size_t k = 0; k < facts->parcel_count; k++) {
            if (plan->shipping_by[k] != (int)i)
                continue;
            use = use ? use : add_promotion_use(work, quote, i);
            use->shipping_parts[k] = plan->shipping_off[k];
            add_minor(&use->amount, plan->shipping_off[k]);
        }
        if (!use)
            continue;
        use->cost.minor = quote_cost(use->amount.minor, facts->promotions[i].to_buyer);
        book_use(work, quote, use, market_share(facts->promotions[i].terms));
    }
}

static void add_perks(struct quote_work *work, struct quote *quote)
{
    const struct quote_facts *facts = work->facts;
    for (size_t i = 0; i < facts->promotion_count; i++) {
        const struct quote_work_promotion *promotion = &work->promotions[i];
        const struct promotion_terms *terms = promotion->fact->terms;
        if (terms->level != LEVEL_PERK || promotion->fault || promotion->spent < promotion->spend)
            continue;
        add_promotion_use(work, quote, i);
        for (size_t k = 0; terms->benefit == BENEFIT_FREE_RETURNS && k < facts->item_count; k++)
            if (promotion->covers[k])
                quote->orders[facts->items[k].order].free_returns = true;
    }
}

/* Coins pay for goods only, last; the market funds them. */
static void add_coins(struct quote_work *work, struct quote *quote)
{
    const struct quote_facts *facts = work->facts;
    int64_t remaining[QUOTE_LINES_MAX], weights[QUOTE_LINES_MAX];
    if (facts->coins.minor <= 0)
        return;
    for (size_t i = 0; i < facts->item_count; i++) {
        const struct quote_line *line = line_of(quote, facts, i);
        weights[i] = remaining[i] = line->total.minor - line->discount.minor;
    }
    struct quote_use *use = add_use(work, quote);
    use->level = LEVEL_GOODS;
    use->amount.minor =
        quote_take(facts->coins.minor, weights, remaining, facts->item_count, use->line_parts);
    use->cost = use->amount;
    if (use->amount.minor == 0)
        quote->use_count--;
    else
        book_use(work, quote, use, 10000);
}

static enum promotion_fault why_not(const struct quote_work *work, const struct quote *quote,
                                    size_t number)
{
    const struct quote_work_promotion *promotion = &work->promotions[number];
    const struct promotion_terms *terms = promotion->fact->terms;
    if (promotion->fault)
        return promotion->fault;
    if (work->no_money[number] || promotion->budget_short)
        return PROMOTION_USED_UP;
    int64_t missing, gives;
    find_step(promotion, &missing, &gives);
    if (missing && promotion->gives == 0 && terms->level != LEVEL_PRICE)
        return PROMOTION_SPEND_MORE;
    for (size_t i = 0; i < quote->use_count; i++) {
        bool by_promotion = quote->uses[i].promotion || quote->uses[i].deal;
        if (!by_promotion || quote->uses[i].level != terms->level)
            continue;
        const struct quote_promotion *used = &work->facts->promotions[quote->uses[i].fact];
        bool group = *terms->group && used->seller == promotion->fact->seller &&
                     text_same(used->terms->group, terms->group);
        if (group || terms->level == LEVEL_PRICE || terms->level == LEVEL_SHIPPING)
            return PROMOTION_OTHER_BETTER;
        if (terms->level == LEVEL_GOODS && (terms->alone || used->terms->alone))
            return PROMOTION_NOT_TOGETHER;
    }
    return PROMOTION_NOTHING_LEFT;
}

static void add_unused(struct quote_work *work, struct quote *quote)
{
    const struct quote_facts *facts = work->facts;
    quote->unused = arena_array(work->memory, facts->promotion_count + 1, sizeof *quote->unused);
    for (size_t i = 0; i < facts->promotion_count; i++) {
        bool used = false;
        for (size_t k = 0; k < quote->use_count; k++)
            used = used ||
                   ((quote->uses[k].promotion || quote->uses[k].deal) && quote->uses[k].fact == i);
        if (used)
            continue;
        int64_t missing = 0, gives = 0;
        struct quote_unused *unused = &quote->unused[quote->unused_count++];
        unused->fact = i;
        unused->fault = why_not(work, quote, i);
        if (unused->fault == PROMOTION_SPEND_MORE)
            find_step(&work->promotions[i], &missing, &gives);
        unused->missing = money_of(missing, facts->currency);
        unused->would_give = money_of(gives, facts->currency);
    }
}

/* Lines and orders --------------------------------------------------------------------------- */

static void begin_orders(struct quote_work *work, struct quote *quote)
{
    const struct quote_facts *facts = work->facts;
    struct money nothing = money_of(0, facts->currency);
    quote->orders = arena_array(work->memory, facts->parcel_count, sizeof(*quote->orders));
    quote->order_count = facts->parcel_count;
    for (size_t i = 0; i < facts->parcel_count; i++) {
        const struct quote_parcel *parcel = &facts->parcels[i];
        quote->orders[i] = (struct quote_order){
            .seller = parcel->seller,
            .lines = arena_array(work->memory, facts->item_count, sizeof(struct quote_line)),
            .goods = nothing,
            .discount = nothing,
            .shipping = money_of(work->shipping[i], facts->currency),
            .shipping_discount = nothing,
            .subsidy = nothing,
            .seller_total = parcel->shipping,
            .to_buyer = parcel->to_buyer,
        };
    }
    for (size_t i = 0; i < facts->item_count; i++) {
        const struct quote_work_item *item = &work->items[i];
        const struct quote_item *fact = item->fact;
        struct quote_order *order = &quote->orders[fact->order];
        int64_t loose = fact->count - item->bundled;
        order->lines[order->line_count++] = (struct quote_line){
            .offer = fact->offer,
            .count = fact->count,
            .list_price = money_of(item->list, facts->currency),
            .unit_price = money_of(item->unit, facts->currency),
            .total = money_of(item->base, facts->currency),
            .discount = nothing,
            .subsidy = money_of(item->subsidy_unit * loose, facts->currency),
            .seller_total =
                money_of(item->seller_unit * loose + item->bundle_seller, order->to_buyer.from),
            .priced_by = SIZE_MAX,
            .bundled = item->bundled,
        };
        add_minor(&order->subsidy, item->subsidy_unit * loose);
    }
}

/* The market's share is of all that the seller is paid, shipping included. */
static void finish_order(const struct quote_parcel *parcel, struct quote_order *order)
{
    for (size_t i = 0; i < order->line_count; i++) {
        struct quote_line *line = &order->lines[i];
        line->paid = money_minus(line->total, line->discount);
        order->goods = money_plus(order->goods, line->total);
        order->discount = money_plus(order->discount, line->discount);
        order->seller_total = money_plus(order->seller_total, line->seller_total);
    }
    order->total = money_minus(money_plus(order->goods, order->shipping),
                               money_plus(order->discount, order->shipping_discount));
    order->commission = money_part(order->seller_total, parcel->commission_basis_points);
    order->seller_net = money_minus(order->seller_total, order->commission);
}

static void finish(const struct quote_facts *facts, struct quote *quote)
{
    struct money list = money_of(0, facts->currency);
    quote->goods = quote->discount = quote->shipping = quote->shipping_discount = list;
    quote->total = quote->subsidy = list;
    for (size_t i = 0; i < quote->order_count; i++) {
        struct quote_order *order = &quote->orders[i];
        finish_order(&facts->parcels[i], order);
        quote->goods = money_plus(quote->goods, order->goods);
        quote->discount = money_plus(quote->discount, order->discount);
        quote->shipping = money_plus(quote->shipping, order->shipping);
        quote->shipping_discount = money_plus(quote->shipping_discount, order->shipping_discount);
        quote->total = money_plus(quote->total, order->total);
        quote->subsidy = money_plus(quote->subsidy, order->subsidy);
        list = money_plus(list, order->shipping);
        for (size_t k = 0; k < order->line_count; k++)
            list = money_plus(list, money_times(order->lines[k].list_price, order->lines[k].count));
    }
    quote->saved = money_minus(list, quote->total);
}

void quote_write(struct quote_work *work, const struct quote_plan *plan, struct quote *ret_quote)
{
    struct quote quote = { .exact = plan->exact };
    begin_orders(work, &quote);
    add_price_uses(work, &quote);
    add_bundle_uses(work, &quote, plan);
    quote_measure(work);
    add_goods_uses(work, &quote, plan);
    add_shipping_uses(work, &quote, plan);
    add_perks(work, &quote);
    add_coins(work, &quote);
    add_unused(work, &quote);
    finish(work->facts, &quote);
    *ret_quote = quote;
}
