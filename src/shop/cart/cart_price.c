/* Cart, priced: each part's way of shipping, what may be used on the whole, and its quote. */
#include "shop/cart/cart_inside.h"

#include "shop/bundles/bundles.h"
#include "shop/cart/cart_sql.h"
#include "shop/coupons/coupons.h"
#include "shop/exchange/exchange.h"

/* The ways of one part, and the one chosen: the buyer's, or the proposed one. */
static void find_way(struct store_tx *tx, struct arena *memory, const struct cart *cart,
                     const struct cart_question *question, struct rate to_buyer,
                     struct cart_part *part)
{
    struct parcel parcel = {
        .seller = part->seller.seller,
        .origin = part->seller.country,
        .destination = question->destination,
        .seller_currency = part->seller.currency,
        .to_buyer = to_buyer,
        .now = question->now,
        .ship_days = part->seller.ship_days,
    };
    for (size_t i = 0; i < part->line_count; i++) {
        const struct cart_view_line *line = &cart->lines[part->lines[i]];
        parcel.weight_grams += line->offer.weight_grams * line->count;
    }
    part->ways = shipping_offers(tx, memory, &parcel);
    int64_t chosen = cart->lines[part->lines[0]].way.number;
    if (part->ways.count)
        part->way = part->ways.items[0];
    for (size_t i = 0; i < part->ways.count; i++)
        if (part->ways.items[i].method.number == chosen)
            part->way = part->ways.items[i];
}

/* A line of a part, as the quote and the promotions must know it. */
static struct quote_item item_of(struct cart *cart, size_t part_number, size_t line_number,
                                 const struct cart_question *question)
{
    const struct cart_part *part = &cart->parts[part_number];
    const struct cart_view_line *line = &cart->lines[part->lines[line_number]];
    cart->can_be_bought = cart->can_be_bought && !line->fault;
    return (struct quote_item){
        .offer = line->offer.offer.number,
        .order = part_number,
        .count = line->count,
        .unit_price = line->offer.price,
        .about = { .offer = line->offer.offer.number,
                   .product = line->offer.product.number,
                   .category = line->offer.category.number,
                   .category_parent = line->category_parent,
                   .seller = part->seller.seller.number,
                   .brand = line->brand,
                   .listed_at = line->listed_at,
                   .days_max = part->way.days_max,
                   .local = text_same(part->seller.country, question->destination) },
    };
}

/* What the buyer keeps for another time. */
static void read_off(struct store_tx *tx, struct arena *memory, const char *owner,
                     struct promotions_question *asked)
{
    struct promotion_coupon *off = NULL;
    struct rows rows = store_query(tx, &cart_select_off, WITH(TEXT(owner)));
    while (rows_next(&rows)) {
        off = arena_room(memory, off, asked->off_count, sizeof *off);
        off[asked->off_count++] = (struct promotion_coupon){ { rows_int(&rows, "promotion_id") },
                                                             rows_int(&rows, "coupon_id") };
    }
    asked->off = off;
}

static refused fill_promotions(struct store_tx *tx, struct arena *memory,
                               const struct cart_question *question, const char *owner,
                               struct quote_facts *facts)
{
    struct promotions_question asked = {
        .buyer = question->owner.account,
        .about = { .country = question->destination, .app = question->app },
        .drafts = question->drafts,
    };
    struct promotion_coupon *coupons = NULL;
    if (question->owner.account.number) {
        struct coupons found = coupons_usable(tx, memory, question->owner.account, question->now);
        coupons = arena_array(memory, found.count + 1, sizeof *coupons);
        for (size_t i = 0; i < found.count; i++)
            coupons[asked.coupon_count++] =
                (struct promotion_coupon){ found.items[i].promotion, found.items[i].coupon.number };
        asked.coupons = coupons;
    }
    refused why = promotions_fill(tx, memory, &asked, facts);
    if (why || !facts->promotion_count)
        return why;
    /* Few keep anything back, so it is asked only where there is something to keep. */
    read_off(tx, memory, owner, &asked);
    if (asked.off_count) {
        facts->promotion_count = facts->price_count = 0;
        why = promotions_fill(tx, memory, &asked, facts);
    }
    return why;
}

/* Of a set's members, each by a line of its product; with several variants in the cart each choice
 * of lines is a set of its own, as many as a quote takes. */
static void add_choices(const struct bundle *bundle, struct quote_bundle *made, size_t at,
                        const struct quote_facts *facts, struct quote_bundle *bundles,
                        size_t *count)
{
    if (*count == QUOTE_BUNDLES_MAX)
        return;
    if (at == bundle->member_count) {
        bundles[(*count)++] = *made;
        return;
    }
    const struct bundle_member *member = &bundle->members[at];
    for (size_t i = 0; i < facts->item_count; i++) {
        const struct quote_item *item = &facts->items[i];
        if (item->about.product != member->product.number ||
            item->about.seller != bundle->seller.number || item->count < member->count)
            continue;
        made->members[at].item = i;
        made->members[at].count = member->count;
        add_choices(bundle, made, at + 1, facts, bundles, count);
    }
}

static void fill_bundles(struct store_tx *tx, struct arena *memory, const char *owner,
                         struct quote_facts *facts)
{
    enum { SEEN_MAX = 50 };
    bundle_id seen[SEEN_MAX];
    size_t seen_count = 0, count = 0;
    struct rows rows = store_query(tx, &cart_select_bundles, WITH(TEXT(owner)));
    while (rows_next(&rows))
        if (seen_count < SEEN_MAX)
            seen[seen_count++].number = rows_int(&rows, "bundle_id");
    if (!seen_count)
        return;
    struct quote_bundle *bundles = arena_array(memory, QUOTE_BUNDLES_MAX, sizeof *bundles);
    for (size_t i = 0; i < seen_count; i++) {
        struct bundle bundle;
        if (bundles_find(tx, memory, seen[i], &bundle))
            continue;
        struct quote_bundle made = { .bundle = bundle.bundle.number,
                                     .name = bundle.name,
                                     .member_count = bundle.member_count,
                                     .price = bundle.price };
        add_choices(&bundle, &made, 0, facts, bundles, &count);
    }
    facts->bundles = bundles;
    facts->bundle_count = count;
}

refused cart_price(struct store_tx *tx, struct arena *memory, const struct cart_question *question,
                   const char *owner, struct cart *cart)
{
    struct quote_facts facts = { .currency = question->currency, .now = question->now };
    struct quote_parcel *parcels = arena_array(memory, cart->part_count, sizeof(*parcels));
    struct quote_item *items = arena_array(memory, cart->line_count, sizeof(*items));
    for (size_t i = 0; i < cart->part_count; i++) {
        struct cart_part *part = &cart->parts[i];
        struct rate to_buyer;
        refused why =
            exchange_rate(tx, part->seller.currency, question->currency, question->now, &to_buyer);
        if (why)
            return why;
        find_way(tx, memory, cart, question, to_buyer, part);
        bool sends = part->way.method.number != 0;
        cart->can_be_bought = cart->can_be_bought && sends;
        parcels[i] = (struct quote_parcel){
            .seller = part->seller.seller.number,
            .to_buyer = to_buyer,
            .shipping = sends ? part->way.seller_cost : money_of(0, part->seller.currency),
            .commission_basis_points = (int)store_tx_settings(tx)->commission_basis_points,
        };
        for (size_t k = 0; k < part->line_count; k++)
            items[facts.item_count++] = item_of(cart, i, k, question);
    }
    facts.parcels = parcels;
    facts.parcel_count = cart->part_count;
    facts.items = items;
    fill_bundles(tx, memory, owner, &facts);
    refused why = fill_promotions(tx, memory, question, owner, &facts);
    deals_fill(memory, &cart->holds, &facts);
    cart->facts = facts;
    return why ? why : quote_make(memory, &facts, &cart->quote);
}
