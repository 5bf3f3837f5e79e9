/* Quote, prices: what a piece costs, and what bundles make of it. */
#include "shop/promotions/quote_inside.h"

__extension__ typedef __int128 wide;

int64_t quote_proportion(int64_t amount, int64_t part, int64_t whole)
{
    return (int64_t)(((wide)amount * part + whole / 2) / whole);
}

int64_t quote_cost(int64_t amount, struct rate to_buyer)
{
    wide up = amount, down = to_buyer.per_million;
    if (currency_same(to_buyer.from, to_buyer.to))
        return amount;
    for (int i = 0; i < 6 + currency_exponent(to_buyer.from); i++)
        up *= 10;
    for (int i = 0; i < currency_exponent(to_buyer.to); i++)
        down *= 10;
    wide cost = (up + down / 2) / down;
    return cost > MONEY_MAX ? MONEY_MAX : (int64_t)cost;
}

/* A product that stays far below overflow, so that no sum behind it can overflow. */
static bool line_fits(int64_t unit_price, int64_t count)
{
    return unit_price <= MONEY_MAX / 1000 && count >= 1 && count <= 999;
}

static int64_t at_least_one(int64_t minor)
{
    return minor < 1 ? 1 : minor; /* a price never rounds to nothing */
}

/* What one piece costs by a promotion: to the buyer, and to the seller who funds all of it. */
static void price_by(const struct quote_work *work, const struct quote_work_item *item,
                     const struct quote_work_promotion *promotion, struct money joined,
                     int64_t *ret_unit, int64_t *ret_seller_unit)
{
    const struct promotion_terms *terms = promotion->fact->terms;
    const struct quote_parcel *parcel = &work->facts->parcels[item->fact->order];
    struct currency currency = work->facts->currency, seller = parcel->to_buyer.from;
    int64_t unit = item->list, of_seller = item->seller_list;
    switch (terms->benefit) {
    case BENEFIT_PERCENT:
        unit -= money_part(money_of(item->list, currency), terms->basis_points).minor;
        of_seller -= money_part(money_of(item->seller_list, seller), terms->basis_points).minor;
        break;
    case BENEFIT_JOINED_PRICE:
        unit = money_convert(joined, parcel->to_buyer).minor;
        of_seller = joined.minor;
        break;
    case BENEFIT_AMOUNT:
    case BENEFIT_FIXED_PRICE:
    default:
        unit = terms->benefit == BENEFIT_AMOUNT ? item->list - promotion->off : promotion->off;
        unit = unit < 1 ? 1 : unit;
        of_seller = currency_same(seller, currency)
                        ? unit
                        : quote_proportion(item->seller_list, unit, item->list);
        break;
    }
    *ret_unit = at_least_one(unit);
    *ret_seller_unit = at_least_one(of_seller);
}

/* Takes a lower price over, with who pays for the difference. */
static void lower_price(struct quote_work_item *item, const struct quote_promotion *promotion,
                        struct currency currency, int number, int64_t unit, int64_t of_seller)
{
    const struct promotion_terms *terms = promotion->terms;
    int share = terms->funder == FUNDED_BY_SELLER ? 0
                : terms->funder == FUNDED_BY_BOTH ? terms->platform_basis_points
                                                  : 10000;
    int64_t off = item->list - unit, seller_off = item->seller_list - of_seller;
    item->unit = unit;
    item->priced_by = number;
    item->subsidy_unit = money_part(money_of(off, currency), share).minor;
    item->seller_unit =
        of_seller + money_part(money_of(seller_off < 0 ? 0 : seller_off, currency), share).minor;
    if (item->seller_unit > item->seller_list)
        item->seller_unit = item->seller_list;
}

static const struct quote_price *joined_price(const struct quote_facts *facts, size_t item,
                                              size_t promotion)
{
    for (size_t i = 0; i < facts->price_count; i++)
        if (facts->prices[i].item == item && facts->prices[i].promotion == promotion)
            return &facts->prices[i];
    return NULL;
}

static void find_price(struct quote_work *work, size_t number)
{
    const struct quote_facts *facts = work->facts;
    struct quote_work_item *item = &work->items[number];
    for (size_t i = 0; i < facts->promotion_count; i++) {
        const struct quote_work_promotion *promotion = &work->promotions[i];
        const struct promotion_terms *terms = promotion->fact->terms;
        if (terms->level != LEVEL_PRICE || promotion->fault || !promotion->covers[number] ||
            work->no_money[i])
            continue;
        const struct quote_price *joined = joined_price(facts, number, i);
        if (terms->benefit == BENEFIT_JOINED_PRICE && !joined)
            continue;
        int64_t unit, of_seller;
        price_by(work, item, promotion, joined ? joined->unit_price : (struct money){ 0 }, &unit,
                 &of_seller);
        if (unit < item->unit)
            lower_price(item, promotion->fact, facts->currency, (int)i, unit, of_seller);
    }
}

refused quote_price_items(struct quote_work *work)
{
    const struct quote_facts *facts = work->facts;
    for (size_t i = 0; i < facts->item_count; i++) {
        const struct quote_item *fact = &facts->items[i];
        int64_t list = at_least_one(
            money_convert(fact->unit_price, facts->parcels[fact->order].to_buyer).minor);
        if (!line_fits(fact->unit_price.minor, fact->count) || !line_fits(list, fact->count))
            return &QUOTE_TOO_LARGE;
        struct quote_work_item *item = &work->items[i];
        *item = (struct quote_work_item){
            .fact = fact,
            .list = list,
            .unit = list,
            .seller_list = fact->unit_price.minor,
            .seller_unit = fact->unit_price.minor,
            .priced_by = NO_PROMOTION,
        };
        find_price(work, i);
        item->base = item->unit * fact->count;
    }
    return NULL;
}

/* Bundles ------------------------------------------------------------------------------------ */

/* How many whole sets the pieces that are in no bundle yet make. */
static int64_t sets_of(const struct quote_work *work, const struct quote_bundle *bundle)
{
    int64_t sets = INT64_MAX;
    for (size_t i = 0; i < bundle->member_count; i++) {
        const struct quote_work_item *item = &work->items[bundle->members[i].item];
        int64_t free_pieces = item->fact->count - item->bundled;
        int64_t fits = free_pieces / bundle->members[i].count;
        sets = fits < sets ? fits : sets;
    }
    return bundle->member_count ? sets : 0;
}

/* Puts as many sets as there are under the bundle's price, if that saves; gives what it saves. */
static int64_t apply_bundle(struct quote_work *work, const struct quote_bundle *bundle)
{
    enum { MEMBERS = sizeof bundle->members / sizeof *bundle->members };
    int64_t weights[MEMBERS] = { 0 }, seller_weights[MEMBERS] = { 0 }, now = 0;
    int64_t parts[MEMBERS], seller_parts[MEMBERS], sets = sets_of(work, bundle);
    if (sets == 0)
        return 0;
    const struct quote_work_item *first = &work->items[bundle->members[0].item];
    struct rate to_buyer = work->facts->parcels[first->fact->order].to_buyer;
    for (size_t i = 0; i < bundle->member_count; i++) {
        const struct quote_work_item *item = &work->items[bundle->members[i].item];
        int64_t pieces = bundle->members[i].count * sets;
        now += item->unit * pieces;
        weights[i] = item->list * pieces;
        seller_weights[i] = item->seller_list * pieces;
    }
    int64_t price = at_least_one(money_convert(bundle->price, to_buyer).minor) * sets;
    if (price >= now)
        return 0;
    money_share(money_of(price, to_buyer.to), weights, bundle->member_count, parts);
    money_share(money_times(bundle->price, sets), seller_weights, bundle->member_count,
                seller_parts);
    for (size_t i = 0; i < bundle->member_count; i++) {
        struct quote_work_item *item = &work->items[bundle->members[i].item];
        int64_t pieces = bundle->members[i].count * sets;
        item->bundled += pieces;
        item->bundle_seller += seller_parts[i];
        item->base += parts[i] - item->unit * pieces;
    }
    return now - price;
}

int64_t quote_bundle_items(struct quote_work *work, unsigned bundles, int64_t *ret_saves)
{
    int64_t saved = 0;
    for (size_t i = 0; i < work->facts->item_count; i++) {
        struct quote_work_item *item = &work->items[i];
        item->bundled = item->bundle_seller = 0;
        item->base = item->unit * item->fact->count;
    }
    for (size_t i = 0; i < work->facts->bundle_count; i++) {
        ret_saves[i] = bundles & 1u << i ? apply_bundle(work, &work->facts->bundles[i]) : 0;
        saved += ret_saves[i];
    }
    return saved;
}
