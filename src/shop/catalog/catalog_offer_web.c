/* Catalog, on the web: one seller's offer, as an answer. */
#include "shop/catalog/catalog_offer_web.h"

#include "shop/catalog/catalog_prices_web.h"
#include "shop/protection/protection.h"

const struct field catalog_offer_fields[] = {
    ID_FIELD(struct offer_answer, offer, "off", .says = "Put this into the cart."),
    ID_FIELD(struct offer_answer, seller, "sel", .says = "Who sells it."),
    TEXT_FIELD(struct offer_answer, seller_name, .says = "The shop's name."),
    TEXT_FIELD(struct offer_answer, from_country, .says = "Where it starts."),
    CHOICE_FIELD(struct offer_answer, standing, seller_standings, .says = "The seller's standing."),
    BOOL_FIELD(struct offer_answer, trusted, .says = "Verified by the market."),
    BOOL_FIELD(struct offer_answer, best, .says = "The least to the door."),
    BOOL_FIELD(struct offer_answer, in_stock, .says = "Some are left."),
    BOOL_FIELD(struct offer_answer, sends, .says = "It is sent to the visitor's country."),
    MONEY_FIELD(struct offer_answer, item, .says = "One piece, in the visitor's currency."),
    MONEY_FIELD(struct offer_answer, list,
                .says = "Without promotions; beside one, the lowest of the 30 days before."),
    TEXT_FIELD(struct offer_answer, promotion, .says = "What made the price, or null."),
    BOOL_FIELD(struct offer_answer, cut, .says = "The promotion's price is below list."),
    MOMENT_FIELD(struct offer_answer, promotion_ends, .says = "Until when; null: open."),
    MONEY_FIELD(struct offer_answer, shipping, .says = "Sending it in the proposed way."),
    MONEY_FIELD(struct offer_answer, discount, .says = "What promotions take off the total."),
    MONEY_FIELD(struct offer_answer, total, .says = "At the door."),
    MAYBE_FIELD(struct offer_answer, reduction, reduction_fields,
                .says = "That the seller announces, or null."),
    TEXT_FIELD(struct offer_answer, way, .says = "The proposed way, or null."),
    TEXT_FIELD(struct offer_answer, arrives, .says = "When, in words, or null."),
    INT_FIELD(struct offer_answer, stock, .says = "How many are left."),
    INT_FIELD(struct offer_answer, ship_days, .says = "Handed over within so many days."),
    TEXTS_FIELD(struct offer_answer, guarantees, .says = "What the seller promises beyond."),
    BOOL_FIELD(struct offer_answer, followed,
               .says = "Followed to the door: never delivered, it is refunded by itself."),
    { 0 },
};

struct offer_answer catalog_offer_answer(struct arena *memory, const struct variant_offer *offer,
                                         const struct door *door)
{
    struct offer_answer answer = {
        .offer = offer->offer,
        .seller = offer->seller,
        .seller_name = offer->seller_name,
        .from_country = words_country(memory, offer->seller_country),
        .standing = offer->standing,
        .trusted = offer->standing == SELLER_VERIFIED || offer->standing == SELLER_TOP,
        .in_stock = offer->stock > 0,
        .sends = door->sends,
        .list = door->list,
        .item = door->item,
        .promotion = door->promotion,
        .cut = door->promotion && door->item.minor < door->list.minor,
        .promotion_ends = door->promotion_ends,
        .shipping = door->shipping,
        .discount = door->discount,
        .total = door->total,
        .reduction = catalog_show_reduction(memory, &offer->reduction, &door->rate),
        .stock = offer->stock,
        .ship_days = offer->ship_days,
    };
    if (door->sends) {
        const struct shipping_offer *way = &door->ways.items[0];
        answer.way = way->name;
        answer.followed = way->tracking == TRACKING_FULL;
        answer.arrives = words_days(memory, way->arrives_from, way->arrives_to);
    }
    answer.guarantees.items = guarantee_texts(memory, offer->guarantees, &answer.guarantees.count);
    return answer;
}
