/* Promotions, for a quote: what may be used on a cart, and what one piece costs by those that are
 * for everyone. */
#include "shop/promotions/promotions_inside.h"

#include <stdlib.h>

#include "shop/exchange/exchange.h"
#include "shop/promotions/promotions_sql.h"

struct filling {
    struct store_tx *tx;
    struct arena *memory;
    const struct promotions_question *question;
    const struct promotions_kept *kept;
    struct quote_facts *facts;
    struct quote_promotion *promotions;
    struct quote_price *prices;
};

/* The first of a seller's; `count` when there are none. */
static size_t first_of(const struct promotions_kept *kept, int64_t seller)
{
    size_t low = 0, high = kept->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (kept->promotions[middle].promotion.seller.number < seller)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct kept_join *join_of(const struct promotions_kept *kept, int64_t promotion,
                                       int64_t offer)
{
    size_t low = 0, high = kept->join_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct kept_join *join = &kept->joins[middle];
        bool before = join->offer != offer ? join->offer < offer : join->promotion < promotion;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < kept->join_count && kept->joins[low].offer == offer &&
                 kept->joins[low].promotion == promotion;
    return found ? &kept->joins[low] : NULL;
}

static bool covers(const struct promotions_kept *kept, const struct promotion *promotion,
                   const struct promotion_item *item, struct moment now)
{
    if (promotion->seller.number && promotion->seller.number != item->seller)
        return false;
    bool joined = promotion->terms.scope.joined &&
                  join_of(kept, promotion->promotion.number, item->offer) != NULL;
    return promotion_covers(&promotion->terms, item, joined, now);
}

/* The price that an offer has joined with, or -1. What is only planned is not kept: a preview asks
 * the database. */
static int64_t joined_price(const struct filling *filling, int64_t promotion, int64_t offer)
{
    const struct kept_join *join = join_of(filling->kept, promotion, offer);
    if (join || !filling->question->drafts)
        return join ? join->price : -1;
    return store_int(filling->tx, &promotions_select_join, WITH(INT(promotion), INT(offer)), -1);
}

static bool covers_any(const struct filling *filling, const struct promotion *promotion)
{
    for (size_t i = 0; i < filling->facts->item_count; i++)
        if (covers(filling->kept, promotion, &filling->facts->items[i].about, filling->facts->now))
            return true;
    return false;
}

static bool in_time(const struct promotion *promotion, struct moment now)
{
    return promotion->starts_at.us <= now.us &&
           (!promotion->ends_at.us || now.us < promotion->ends_at.us);
}

static bool is_off(const struct promotions_question *question, int64_t promotion, int64_t coupon)
{
    for (size_t i = 0; i < question->off_count; i++)
        if (question->off[i].promotion.number == promotion && question->off[i].coupon == coupon)
            return true;
    return false;
}

/* What is left of its limits; in a preview nothing was used. */
static void read_left(const struct filling *filling, const struct promotion *promotion,
                      struct quote_promotion *fact)
{
    const struct promotion_terms *terms = &promotion->terms;
    int64_t number = promotion->promotion.number;
    fact->budget_left = fact->uses_left = fact->uses_left_buyer = -1;
    if (terms->budget || terms->uses_max) {
        struct rows rows = store_query(filling->tx, &promotions_select_left, WITH(INT(number)));
        while (rows_next(&rows)) {
            if (terms->budget)
                fact->budget_left = terms->budget - rows_int(&rows, "spent");
            if (terms->uses_max)
                fact->uses_left = terms->uses_max - rows_int(&rows, "uses");
        }
    }
    if (terms->uses_per_buyer)
        fact->uses_left_buyer = terms->uses_per_buyer;
    if (terms->uses_per_buyer && filling->question->buyer.number) {
        int64_t uses = store_int(filling->tx, &promotions_select_uses_of_buyer,
                                 WITH(INT(number), INT(filling->question->buyer.number)), 0);
        fact->uses_left_buyer = uses < terms->uses_per_buyer ? terms->uses_per_buyer - uses : 0;
    }
}

/* A promotion without a rate is not offered: it could not be said what it takes off. */
static void add_promotion(struct filling *filling, const struct promotion *promotion,
                          int64_t coupon)
{
    struct quote_facts *facts = filling->facts;
    struct rate to_buyer;
    if (facts->promotion_count == QUOTE_PROMOTIONS_MAX ||
        exchange_rate(filling->tx, promotion->terms.currency, facts->currency, facts->now,
                      &to_buyer))
        return;
    filling->promotions = arena_room(filling->memory, filling->promotions, facts->promotion_count,
                                     sizeof *filling->promotions);
    struct quote_promotion *fact = &filling->promotions[facts->promotion_count];
    *fact = (struct quote_promotion){
        .promotion = promotion->promotion.number,
        .name = promotion->name,
        .coupon = coupon,
        .seller = promotion->seller.number,
        .terms = &promotion->terms,
        .to_buyer = to_buyer,
        .starts_at = promotion->starts_at,
        .ends_at = promotion->ends_at,
        .switched_off = is_off(filling->question, promotion->promotion.number, coupon),
    };
    read_left(filling, promotion, fact);
    for (size_t i = 0; promotion->terms.scope.joined && i < facts->item_count; i++) {
        int64_t price = joined_price(filling, fact->promotion, facts->items[i].about.offer);
        if (price < 0)
            continue;
        filling->prices = arena_room(filling->memory, filling->prices, facts->price_count,
                                     sizeof *filling->prices);
        filling->prices[facts->price_count++] = (struct quote_price){
            .item = i,
            .promotion = facts->promotion_count,
            .unit_price = money_of(price, facts->items[i].unit_price.currency),
        };
    }
    facts->promotion_count++;
}

static const struct promotion *kept_of(const struct promotions_kept *kept, int64_t promotion)
{
    for (size_t i = 0; i < kept->count; i++)
        if (kept->promotions[i].promotion.promotion.number == promotion)
            return &kept->promotions[i].promotion;
    return NULL;
}

/* Those for everyone, of the market and of the sellers in the cart, that say something here. */
static void add_open(struct filling *filling, int64_t seller)
{
    const struct promotions_kept *kept = filling->kept;
    for (size_t i = first_of(kept, seller); i < kept->count; i++) {
        const struct promotion *promotion = &kept->promotions[i].promotion;
        if (promotion->seller.number != seller)
            return;
        if (!promotion->by_coupon && in_time(promotion, filling->facts->now) &&
            covers_any(filling, promotion))
            add_promotion(filling, promotion, 0);
    }
}

static void add_drafts(struct filling *filling)
{
    struct rows rows = store_query(filling->tx, &promotions_select_drafts, WITHOUT);
    while (rows_next(&rows)) {
        struct promotion *draft = arena_take(filling->memory, sizeof *draft);
        if (promotions_from_row(&rows, filling->memory, draft) && !draft->by_coupon &&
            in_time(draft, filling->facts->now))
            add_promotion(filling, draft, 0);
    }
}

/* A coupon of a promotion that covers nothing here is told of, with its reason. */
static void add_coupons(struct filling *filling)
{
    const struct promotions_question *question = filling->question;
    for (size_t i = 0; i < question->coupon_count; i++) {
        const struct promotion *promotion =
            kept_of(filling->kept, question->coupons[i].promotion.number);
        if (promotion)
            add_promotion(filling, promotion, question->coupons[i].coupon);
    }
}

static bool asks_for_first(const struct filling *filling)
{
    for (size_t i = 0; i < filling->facts->promotion_count; i++)
        if (filling->promotions[i].terms->audience.first_order)
            return true;
    return false;
}

static refused fill(struct store_tx *tx, struct arena *memory, const struct promotions_kept *kept,
                    const struct promotions_question *question, struct quote_facts *facts)
{
    struct filling filling = {
        .tx = tx,
        .memory = memory,
        .question = question,
        .kept = kept,
        .facts = facts,
    };
    facts->buyer = question->about;
    if (!filling.kept->count && !question->drafts)
        return NULL;
    add_coupons(&filling);
    add_open(&filling, 0);
    for (size_t i = 0; i < facts->parcel_count; i++)
        add_open(&filling, facts->parcels[i].seller);
    if (question->drafts)
        add_drafts(&filling);
    facts->buyer.first_order = true;
    if (question->buyer.number && asks_for_first(&filling))
        facts->buyer.first_order =
            store_int(tx, &promotions_select_first, WITH(INT(question->buyer.number)), 0) == 0;
    facts->promotions = filling.promotions;
    facts->prices = filling.prices;
    return NULL;
}

refused promotions_fill(struct store_tx *tx, struct arena *memory,
                        const struct promotions_question *question, struct quote_facts *facts)
{
    return fill(tx, memory, promotions_keep(tx, facts->now), question, facts);
}

/* One piece ---------------------------------------------------------------------------------- */

bool promotions_any(const struct promotions_kept *kept)
{
    return kept->count > 0;
}

refused promotions_price(struct store_tx *tx, struct arena *memory,
                         const struct promotion_price_question *question,
                         struct promotion_price *ret_price)
{
    struct quote_parcel parcel = { .seller = question->about.seller };
    struct quote_item item = { .offer = question->about.offer,
                               .count = 1,
                               .unit_price = question->price,
                               .about = question->about };
    struct quote_facts facts = {
        .currency = question->currency,
        .parcels = &parcel,
        .parcel_count = 1,
        .items = &item,
        .item_count = 1,
        .now = question->now,
    };
    struct promotions_question asked = { .about = question->buyer };
    struct quote quote;
    parcel.shipping = question->shipping;
    refused why = exchange_rate(tx, question->price.currency, question->currency, question->now,
                                &parcel.to_buyer);
    if (!why)
        why = fill(tx, memory, question->kept, &asked, &facts);
    if (!why)
        why = quote_make(memory, &facts, &quote);
    if (why)
        return why;
    const struct quote_line *line = &quote.orders[0].lines[0];
    *ret_price = (struct promotion_price){
        .list = line->list_price,
        .price = line->unit_price,
        .discount = quote.discount,
        .shipping = money_minus(quote.shipping, quote.shipping_discount),
        .total = quote.total,
    };
    if (line->priced_by != SIZE_MAX && facts.promotions) {
        const struct quote_promotion *by = &facts.promotions[quote.uses[line->priced_by].fact];
        ret_price->promotion.number = by->promotion;
        ret_price->name = by->name;
        ret_price->ends_at = by->ends_at;
    }
    return NULL;
}

static void add_about(struct arena *memory, const struct promotions_kept *kept,
                      const struct promotion_item *about, const struct promotion_buyer *buyer,
                      struct moment now, int64_t seller, struct promotions *found)
{
    for (size_t i = first_of(kept, seller); i < kept->count; i++) {
        const struct promotion *promotion = &kept->promotions[i].promotion;
        if (promotion->seller.number != seller)
            return;
        if (promotion->by_coupon || !in_time(promotion, now) ||
            !covers(kept, promotion, about, now) || promotion_allows(&promotion->terms, buyer))
            continue;
        found->items = arena_room(memory, found->items, found->count, sizeof *found->items);
        found->items[found->count++] = *promotion;
    }
}

struct promotions promotions_about(struct store_tx *tx, struct arena *memory,
                                   const struct promotion_item *about,
                                   const struct promotion_buyer *buyer, struct moment now)
{
    struct promotions found = { 0 };
    const struct promotions_kept *kept = promotions_keep(tx, now);
    add_about(memory, kept, about, buyer, now, 0, &found);
    add_about(memory, kept, about, buyer, now, about->seller, &found);
    return found;
}
