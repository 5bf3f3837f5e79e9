/* Quote, choosing: the permitted set of goods' discounts that takes off the most.
 *
 * Each discount's amount depends on prices alone, not on the other discounts, except that a line
 * cannot cost less than nothing. So the best of each group would be the best of all, and mostly
 * is: then it takes off as much as the groups' best add up to, and nothing can be better. Where
 * lines run out of money, all sets are searched, depth first in the order of groups, leaving out
 * branches that cannot beat what was found (branch and bound). */
#include "shop/promotions/quote_inside.h"

#include <stdlib.h>

/* Far more than carts need; beyond it the best found holds, and the quote says so. */
enum { NODES_MAX = 50000 };

/* What it gives ------------------------------------------------------------------------------ */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t of_tiers(const struct quote_work_promotion *promotion, int64_t spent, int64_t total)
{
    const struct promotion_terms *terms = promotion->fact->terms;
    struct currency currency = promotion->fact->to_buyer.to;
    int64_t sum = 0, best = 0;
    for (int i = 0; i < terms->tier_count && spent >= promotion->tiers[i].spend; i++) {
        const struct promotion_tier *tier = &promotion->tiers[i];
        int64_t off =
            tier->off ? tier->off : money_part(money_of(total, currency), tier->basis_points).minor;
        sum += off;
        best = off > best ? off : best;
    }
    return terms->tiers_add ? sum : best;
}

int64_t quote_benefit(const struct quote_work_promotion *promotion, int64_t spent, int64_t total)
{
    const struct promotion_terms *terms = promotion->fact->terms;
    struct currency currency = promotion->fact->to_buyer.to;
    int64_t off = 0;
    if (spent < promotion->spend)
        return 0;
    switch (terms->benefit) {
    case BENEFIT_PERCENT:
        off = money_part(money_of(total, currency), terms->basis_points).minor;
        break;
    case BENEFIT_AMOUNT: off = promotion->off; break;
    case BENEFIT_EVERY: off = spent / promotion->every * promotion->off; break;
    case BENEFIT_TIERS: off = of_tiers(promotion, spent, total); break;
    default: break;
    }
    if (promotion->cap)
        off = least(off, promotion->cap);
    return least(off, total);
}

void quote_measure(struct quote_work *work)
{
    const struct quote_facts *facts = work->facts;
    for (size_t i = 0; i < facts->promotion_count; i++) {
        struct quote_work_promotion *promotion = &work->promotions[i];
        promotion->spent = promotion->most = promotion->gives = 0;
        promotion->budget_short = false;
        for (size_t k = 0; k < facts->item_count; k++)
            promotion->spent += promotion->covers[k] ? work->items[k].base : 0;
        if (promotion->fault || promotion->fact->terms->level != LEVEL_GOODS)
            continue;
        promotion->most = quote_benefit(promotion, promotion->spent, promotion->spent);
        int64_t budget = promotion->fact->budget_left;
        promotion->budget_short =
            budget >= 0 && quote_cost(promotion->most, promotion->fact->to_buyer) > budget;
        promotion->gives = promotion->budget_short ? 0 : promotion->most;
    }
}

int64_t quote_take(int64_t amount, const int64_t *weights, int64_t *remaining, size_t count,
                   int64_t *ret_parts)
{
    int64_t room = 0, left = 0;
    struct currency currency = { "XXX" };
    for (size_t i = 0; i < count; i++)
        room += weights[i] ? remaining[i] : 0;
    amount = least(amount, room);
    if (amount == 0) {
        memset(ret_parts, 0, count * sizeof *ret_parts);
        return 0;
    }
    money_share(money_of(amount, currency), weights, count, ret_parts);
    int64_t rooms[QUOTE_LINES_MAX], more[QUOTE_LINES_MAX];
    for (size_t i = 0; i < count; i++) {
        if (ret_parts[i] > remaining[i]) {
            left += ret_parts[i] - remaining[i];
            ret_parts[i] = remaining[i];
        }
        rooms[i] = weights[i] ? remaining[i] - ret_parts[i] : 0;
    }
    if (left)
        money_share(money_of(left, currency), rooms, count, more);
    for (size_t i = 0; i < count; i++) {
        ret_parts[i] += left ? more[i] : 0;
        remaining[i] -= ret_parts[i];
    }
    return amount;
}

/* The search --------------------------------------------------------------------------------- */

struct group {
    int64_t seller;
    const char *name; /* "": of its own */
    int order;
    size_t first; /* its first promotion */
    size_t *members;
    size_t member_count;
    int64_t best, best_behind; /* the most it gives, and all groups after it */
};
struct search {
    struct quote_work *work;
    struct group *groups;
    size_t group_count;
    int64_t *weights; /* of each promotion, of each item */
    int64_t *picked;  /* of each group: promotion, or -1 */
    int64_t *best_picked;
    int64_t best_amount;
    int nodes;
};

static struct group *group_of(struct search *search, const struct quote_promotion *fact)
{
    for (size_t i = 0; *fact->terms->group && i < search->group_count; i++)
        if (search->groups[i].seller == fact->seller &&
            text_same(search->groups[i].name, fact->terms->group))
            return &search->groups[i];
    struct group *group = &search->groups[search->group_count++];
    *group = (struct group){ .seller = fact->seller,
                             .name = fact->terms->group,
                             .order = fact->terms->order };
    return group;
}

/* Those that give more come first; of equals those that need no coupon, then those ending first. */
static bool comes_before(const struct quote_work *work, size_t a, size_t b)
{
    const struct quote_work_promotion *one = &work->promotions[a], *other = &work->promotions[b];
    if (one->gives != other->gives)
        return one->gives > other->gives;
    if (!one->fact->coupon != !other->fact->coupon)
        return !one->fact->coupon;
    int64_t ends = one->fact->ends_at.us ? one->fact->ends_at.us : INT64_MAX;
    int64_t other_ends = other->fact->ends_at.us ? other->fact->ends_at.us : INT64_MAX;
    return ends != other_ends ? ends < other_ends : a < b;
}

static void add_member(struct search *search, struct group *group, size_t promotion)
{
    size_t at = group->member_count;
    if (!group->members)
        group->members = arena_array(search->work->memory, search->work->facts->promotion_count,
                                     sizeof *group->members);
    if (!at || promotion < group->first)
        group->first = promotion;
    for (; at && comes_before(search->work, promotion, group->members[at - 1]); at--)
        group->members[at] = group->members[at - 1];
    group->members[at] = promotion;
    group->member_count++;
    group->best = search->work->promotions[group->members[0]].gives;
}

/* Where orders are equal, what is the same whichever members a group has on this cart. */
static int by_order(const void *a, const void *b)
{
    const struct group *one = a, *other = b;
    if (one->order != other->order)
        return one->order < other->order ? -1 : 1;
    if (one->seller != other->seller)
        return one->seller > other->seller ? -1 : 1;
    int by_name = strcmp(one->name, other->name);
    if (by_name)
        return by_name;
    return one->first < other->first ? -1 : one->first > other->first;
}

static void make_groups(struct search *search)
{
    const struct quote_facts *facts = search->work->facts;
    search->groups =
        arena_array(search->work->memory, facts->promotion_count + 1, sizeof *search->groups);
    for (size_t i = 0; i < facts->promotion_count; i++) {
        const struct quote_work_promotion *promotion = &search->work->promotions[i];
        if (promotion->gives <= 0 || promotion->fact->terms->alone)
            continue;
        add_member(search, group_of(search, promotion->fact), i);
    }
    qsort(search->groups, search->group_count, sizeof *search->groups, by_order);
    int64_t behind = 0;
    for (size_t i = search->group_count; i-- > 0; behind += search->groups[i].best)
        search->groups[i].best_behind = behind;
}

static const int64_t *weights_of(const struct search *search, size_t promotion)
{
    return search->weights + promotion * search->work->facts->item_count;
}

/* Goes on only where more can be taken off than was found. */
static void visit(struct search *search, size_t depth, const int64_t *remaining, int64_t amount)
{
    size_t count = search->work->facts->item_count;
    if (depth == search->group_count) {
        if (amount > search->best_amount) {
            search->best_amount = amount;
            memcpy(search->best_picked, search->picked, depth * sizeof *search->picked);
        }
        return;
    }
    const struct group *group = &search->groups[depth];
    int64_t left[QUOTE_LINES_MAX], parts[QUOTE_LINES_MAX], room = 0;
    for (size_t i = 0; i < count; i++)
        room += remaining[i];
    for (size_t i = 0; i <= group->member_count; i++) {
        bool none = i == group->member_count;
        int64_t most = none ? 0 : search->work->promotions[group->members[i]].gives;
        if (amount + least(most + group->best_behind, room) <= search->best_amount)
            return; /* members give less and less */
        if (search->nodes++ > NODES_MAX)
            return;
        memcpy(left, remaining, count * sizeof *left);
        int64_t taken =
            none ? 0 : quote_take(most, weights_of(search, group->members[i]), left, count, parts);
        search->picked[depth] = taken ? (int64_t)group->members[i] : NO_PROMOTION;
        visit(search, depth + 1, left, amount + taken);
    }
}

static void copy_bases(const struct quote_work *work, int64_t *ret_remaining)
{
    for (size_t i = 0; i < work->facts->item_count; i++)
        ret_remaining[i] = work->items[i].base;
}

/* What is taken off by those that were picked, without the one of `skipped`. */
static int64_t amount_of(const struct search *search, size_t skipped)
{
    int64_t remaining[QUOTE_LINES_MAX], parts[QUOTE_LINES_MAX], amount = 0;
    copy_bases(search->work, remaining);
    for (size_t i = 0; i < search->group_count; i++)
        if (i != skipped && search->best_picked[i] >= 0)
            amount += quote_take(search->work->promotions[search->best_picked[i]].gives,
                                 weights_of(search, (size_t)search->best_picked[i]), remaining,
                                 search->work->facts->item_count, parts);
    return amount;
}

/* What takes nothing more off is kept for another time: coupons first. */
static void drop_useless(struct search *search)
{
    for (int coupons = 1; coupons >= 0; coupons--)
        for (size_t i = search->group_count; i-- > 0;) {
            int64_t picked = search->best_picked[i];
            if (picked >= 0 && (search->work->promotions[picked].fact->coupon != 0) == coupons &&
                amount_of(search, i) == search->best_amount)
                search->best_picked[i] = NO_PROMOTION;
        }
}

static void add_chosen(struct search *search, struct quote_plan *plan, size_t promotion,
                       int64_t *remaining)
{
    struct quote_work *work = search->work;
    size_t count = work->facts->item_count;
    struct quote_chosen *chosen = &plan->chosen[plan->chosen_count];
    chosen->promotion = promotion;
    chosen->parts = arena_array(work->memory, count, sizeof *chosen->parts);
    chosen->amount = quote_take(work->promotions[promotion].gives, weights_of(search, promotion),
                                remaining, count, chosen->parts);
    plan->chosen_count += chosen->amount > 0;
}

static int64_t bests_of(const struct search *search)
{
    return search->group_count ? search->groups[0].best + search->groups[0].best_behind : 0;
}

/* The best of those that go with no other; -1 when the set is as good. */
static int64_t best_alone(const struct search *search)
{
    const struct quote_facts *facts = search->work->facts;
    int64_t best = NO_PROMOTION;
    for (size_t i = 0; i < facts->promotion_count; i++) {
        const struct quote_work_promotion *promotion = &search->work->promotions[i];
        if (!promotion->fact->terms->alone || promotion->gives <= search->best_amount)
            continue;
        if (best < 0 || comes_before(search->work, i, (size_t)best))
            best = (int64_t)i;
    }
    return best;
}

void quote_choose_goods(struct quote_work *work, struct quote_plan *plan)
{
    const struct quote_facts *facts = work->facts;
    size_t count = facts->item_count;
    int64_t remaining[QUOTE_LINES_MAX];
    struct search search = { .work = work, .best_amount = -1 };
    make_groups(&search);
    search.weights = arena_array(work->memory, facts->promotion_count * count + 1, sizeof(int64_t));
    for (size_t i = 0; i < facts->promotion_count; i++)
        for (size_t k = 0; work->promotions[i].gives && k < count; k++)
            search.weights[i * count + k] = work->promotions[i].covers[k] ? work->items[k].base : 0;
    search.picked = arena_array(work->memory, search.group_count + 1, sizeof *search.picked);
    search.best_picked =
        arena_array(work->memory, search.group_count + 1, sizeof *search.best_picked);
    copy_bases(work, remaining);
    visit(&search, 0, remaining, 0);
    plan->exact = search.nodes <= NODES_MAX;
    if (search.best_amount < bests_of(&search))
        drop_useless(&search); /* otherwise each is needed */
    plan->chosen = arena_array(work->memory, search.group_count + 1, sizeof *plan->chosen);
    plan->chosen_count = 0;
    int64_t alone = best_alone(&search);
    copy_bases(work, remaining);
    if (alone >= 0)
        add_chosen(&search, plan, (size_t)alone, remaining);
    for (size_t i = 0; alone < 0 && i < search.group_count; i++)
        if (search.best_picked[i] >= 0)
            add_chosen(&search, plan, (size_t)search.best_picked[i], remaining);
    for (size_t i = 0; i < plan->chosen_count; i++)
        plan->saved += plan->chosen[i].amount;
}
