/* Promotions: drafted, started, stopped, joined. What is used of them: promotions_spend.c. */
#include "shop/promotions/promotions_inside.h"

#include "base/id.h"
#include "base/words.h"
#include "shop/exchange/exchange.h"
#include "shop/promotions/promotions_sql.h"

REFUSAL(PROMOTION_NOT_FOUND, 404, "There is no such promotion.");
REFUSAL_AT(
    PROMOTION_TERMS_WRONG, 422, "terms",
    "These terms cannot be read, or are not for a seller to give. See what is said of them.");
REFUSAL(PROMOTION_IS_LIVE, 409,
        "It is live, and what is live is not changed any more. Stop it and make another one.");
REFUSAL(PROMOTION_NOT_LIVE, 409, "It is over already.");
REFUSAL(PROMOTION_NOT_VERIFIED, 403,
        "Only verified sellers may give promotions. Ask the market to verify your shop.");
REFUSAL(PROMOTION_GONE, 409,
        "Something that took money off was used up a moment ago. Look at the new total.");
REFUSAL_AT(PROMOTION_TIMES_WRONG, 422, "ends_at",
           "It must end after it begins, and not in the past.");
REFUSAL_AT(PROMOTION_GIFT_WRONG, 422, "terms",
           "The reward must be a coupon of a promotion that is live and by coupon.");
REFUSAL_AT(PROMOTION_NOT_JOINABLE, 409, "promotion",
           "Offers cannot join this promotion, or not any more.");
REFUSAL_AT(PROMOTION_PRICE_WRONG, 422, "price",
           "This price is not far enough below the offer's price, or below the lowest allowed.");

const struct choice promotion_states[] = {
    [PROMOTION_DRAFT] = { "draft", N_("Draft") },
    [PROMOTION_LIVE] = { "live", N_("Live") },
    [PROMOTION_STOPPED] = { "stopped", N_("Stopped") },
    { 0 },
};

static enum promotion_state state_named(const char *name)
{
    int state = PROMOTION_DRAFT;
    while (state < PROMOTION_STOPPED && !text_same(promotion_states[state].name, name))
        state++;
    return (enum promotion_state)state;
}

bool promotions_from_row(const struct rows *rows, struct arena *memory,
                         struct promotion *ret_promotion)
{
    const char *where, *problem;
    *ret_promotion = (struct promotion){
        .promotion = { rows_int(rows, "promotion_id") },
        .seller = { rows_int(rows, "seller_id") },
        .event = { rows_int(rows, "event_id") },
        .name = rows_text(rows, memory, "name"),
        .state = state_named(rows_text(rows, memory, "state")),
        .by_coupon = rows_int(rows, "by_coupon"),
        .starts_at = { rows_int(rows, "starts_at") },
        .ends_at = { rows_int(rows, "ends_at") },
        .spent = rows_int(rows, "spent"),
        .uses = rows_int(rows, "uses"),
    };
    return promotion_read(memory, rows_text(rows, memory, "terms"), &ret_promotion->terms, &where,
                          &problem);
}

refused promotions_find(struct store_tx *tx, struct arena *memory, promotion_id promotion,
                        struct promotion *ret_promotion)
{
    struct rows rows = store_query(tx, &promotions_select, WITH(INT(promotion.number)));
    if (!rows_next(&rows))
        return &PROMOTION_NOT_FOUND;
    bool readable = promotions_from_row(&rows, memory, ret_promotion);
    rows_close(&rows);
    return readable ? NULL : &PROMOTION_TERMS_WRONG;
}

static struct promotions all_of(struct rows *rows, struct arena *memory)
{
    struct promotions found = { 0 };
    while (rows_next(rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.count += promotions_from_row(rows, memory, &found.items[found.count]);
    }
    return found;
}

struct promotions promotions_of(struct store_tx *tx, struct arena *memory, seller_id seller,
                                int64_t before, int64_t most)
{
    struct rows rows =
        store_query(tx, &promotions_select_of,
                    WITH(INT(seller.number), INT(before ? before : INT64_MAX), INT(most)));
    return all_of(&rows, memory);
}

struct promotions promotions_of_event(struct store_tx *tx, struct arena *memory,
                                      sale_event_id event)
{
    struct rows rows = store_query(tx, &promotions_select_of_event, WITH(INT(event.number)));
    return all_of(&rows, memory);
}

void promotions_sum(struct store_tx *tx, promotion_id promotion, int64_t *ret_spent,
                    int64_t *ret_uses)
{
    *ret_spent = *ret_uses = 0;
    struct rows rows = store_query(tx, &promotions_sum_uses, WITH(INT(promotion.number)));
    while (rows_next(&rows)) {
        *ret_spent = rows_int(&rows, "spent");
        *ret_uses = rows_int(&rows, "uses");
    }
}

/* Making ------------------------------------------------------------------------------------- */

/* A seller gives what is the seller's: off their own goods and shipping, at their own cost. */
static bool for_a_seller(const struct promotion_terms *terms)
{
    return terms->funder == FUNDED_BY_SELLER && terms->benefit != BENEFIT_COINS &&
           terms->benefit != BENEFIT_JOINED_PRICE && !terms->scope.joined &&
           !terms->scope.sellers.count && !terms->audience.tier && !terms->audience.segment;
}

static refused may_give(struct store_tx *tx, seller_id number)
{
    AUTO(arena) memory = { 0 };
    struct seller seller;
    if (number.number == 0)
        return NULL; /* the market */
    refused why = sellers_find(tx, &memory, number, &seller);
    if (why)
        return why;
    bool may = seller.standing == SELLER_VERIFIED || seller.standing == SELLER_TOP;
    return may ? NULL : &PROMOTION_NOT_VERIFIED;
}

refused promotions_make(struct store_tx *tx, const struct promotion_making *making,
                        promotion_id *ret_promotion)
{
    AUTO(arena) memory = { 0 };
    struct promotion_terms terms;
    const char *where, *problem;
    refused why = may_give(tx, making->seller);
    if (why)
        return why;
    if (!promotion_read(&memory, making->terms, &terms, &where, &problem) ||
        (making->seller.number && !for_a_seller(&terms)))
        return &PROMOTION_TERMS_WRONG;
    if (making->ends_at.us &&
        (making->ends_at.us <= making->starts_at.us || making->ends_at.us <= making->now.us))
        return &PROMOTION_TIMES_WRONG;
    const char *written = promotion_write(&memory, &terms);
    if (!making->promotion.number) {
        *ret_promotion = (promotion_id){ id_next(making->now) };
        store_put(tx, &promotions_insert,
                  WITH(INT(ret_promotion->number), INT(making->seller.number),
                       INT(making->event.number), TEXT(making->name), INT(making->by_coupon),
                       TEXT(written), INT(making->starts_at.us), INT(making->ends_at.us),
                       INT(terms.budget), INT(terms.uses_max), INT(terms.uses_per_buyer),
                       INT(making->now.us)));
        return NULL;
    }
    struct promotion before;
    why = promotions_find(tx, &memory, making->promotion, &before);
    if (why)
        return why;
    if (before.seller.number != making->seller.number)
        return &PROMOTION_NOT_FOUND;
    *ret_promotion = making->promotion;
    bool changed = store_do(tx, &promotions_update,
                            WITH(INT(making->event.number), TEXT(making->name),
                                 INT(making->by_coupon), TEXT(written), INT(making->starts_at.us),
                                 INT(making->ends_at.us), INT(terms.budget), INT(terms.uses_max),
                                 INT(terms.uses_per_buyer), INT(making->promotion.number)));
    return changed ? NULL : &PROMOTION_IS_LIVE;
}

static bool is_over(const struct promotion *promotion, struct moment now)
{
    return promotion->ends_at.us && promotion->ends_at.us <= now.us;
}

/* A reward is a coupon of the same giver's, or of the market's. */
static refused check_gift(struct store_tx *tx, const struct promotion *promotion, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct promotion gift;
    if (promotion->terms.benefit != BENEFIT_GIFT_COUPON)
        return NULL;
    if (promotions_find(tx, &memory, (promotion_id){ promotion->terms.gift }, &gift))
        return &PROMOTION_GIFT_WRONG;
    bool own = gift.seller.number == promotion->seller.number;
    bool good = own && gift.by_coupon && gift.state == PROMOTION_LIVE && !is_over(&gift, now);
    return good ? NULL : &PROMOTION_GIFT_WRONG;
}

/* Someone else's is not told from none. */
static refused find_own(struct store_tx *tx, struct arena *memory, seller_id seller,
                        promotion_id number, struct promotion *ret_promotion)
{
    refused why = promotions_find(tx, memory, number, ret_promotion);
    if (!why && ret_promotion->seller.number != seller.number)
        why = &PROMOTION_NOT_FOUND;
    return why;
}

refused promotions_start(struct store_tx *tx, seller_id seller, promotion_id number,
                         struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct promotion promotion;
    refused why = may_give(tx, seller);
    if (!why)
        why = find_own(tx, &memory, seller, number, &promotion);
    if (why)
        return why;
    if (promotion.state == PROMOTION_LIVE)
        return NULL; /* again */
    if (is_over(&promotion, now))
        return &PROMOTION_TIMES_WRONG;
    if ((why = check_gift(tx, &promotion, now)))
        return why;
    if (!store_do(tx, &promotions_change_state,
                  WITH(TEXT("live"), INT(number.number), TEXT("draft"))))
        return &PROMOTION_NOT_LIVE;
    promotions_changed(tx);
    return NULL;
}

refused promotions_stop(struct store_tx *tx, seller_id seller, promotion_id number,
                        struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct promotion promotion;
    refused why = find_own(tx, &memory, seller, number, &promotion);
    if (why)
        return why;
    if (store_do(tx, &promotions_delete_draft, WITH(INT(number.number))))
        return NULL;
    if (is_over(&promotion, now) ||
        !store_do(tx, &promotions_change_state,
                  WITH(TEXT("stopped"), INT(number.number), TEXT("live"))))
        return &PROMOTION_NOT_LIVE;
    promotions_changed(tx);
    return NULL;
}

/* Joining ------------------------------------------------------------------------------------ */

/* `percent` below the offer's price at least, and not below the promotion's lowest. */
static refused check_price(struct store_tx *tx, const struct promotion_terms *terms,
                           const struct offer *offer, const struct promotion_joining *joining)
{
    struct money lowest, list = offer->price;
    struct money most = money_minus(list, money_part(list, terms->basis_points));
    if (!currency_same(joining->price.currency, list.currency) || joining->price.minor <= 0)
        return &PROMOTION_PRICE_WRONG;
    refused why = exchange_convert(tx, money_of(terms->off, terms->currency), list.currency,
                                   joining->now, &lowest);
    if (why)
        return why;
    bool fits = joining->price.minor <= most.minor && joining->price.minor < list.minor &&
                joining->price.minor >= lowest.minor;
    return fits ? NULL : &PROMOTION_PRICE_WRONG;
}

refused promotions_join(struct store_tx *tx, const struct promotion_joining *joining)
{
    AUTO(arena) memory = { 0 };
    struct promotion promotion;
    struct offer offer;
    refused why = promotions_find(tx, &memory, joining->promotion, &promotion);
    if (!why)
        why = catalog_offer(tx, &memory, joining->offer, &offer);
    if (why)
        return why;
    if (offer.seller.number != joining->seller.number)
        return &OFFER_NOT_FOUND;
    bool open = promotion.state != PROMOTION_STOPPED && !is_over(&promotion, joining->now);
    if (promotion.seller.number || !promotion.terms.scope.joined || !open)
        return &PROMOTION_NOT_JOINABLE;
    bool priced = promotion.terms.benefit == BENEFIT_JOINED_PRICE;
    if (priced && (why = check_price(tx, &promotion.terms, &offer, joining)))
        return why;
    store_put(tx, &promotions_upsert_join,
              WITH(INT(joining->promotion.number), INT(joining->offer.number),
                   INT(joining->seller.number), INT(priced ? joining->price.minor : 0),
                   INT(joining->now.us)));
    promotions_changed(tx);
    return NULL;
}

refused promotions_leave(struct store_tx *tx, seller_id seller, promotion_id promotion,
                         offer_id offer)
{
    if (!store_do(tx, &promotions_delete_join,
                  WITH(INT(promotion.number), INT(offer.number), INT(seller.number))))
        return &OFFER_NOT_FOUND;
    promotions_changed(tx);
    return NULL;
}

struct promotion_joins promotions_joins(struct store_tx *tx, struct arena *memory,
                                        promotion_id promotion, seller_id seller, int64_t after,
                                        int64_t most)
{
    struct promotion_joins found = { 0 };
    struct rows rows =
        store_query(tx, &promotions_select_joins,
                    WITH(INT(promotion.number), INT(seller.number), INT(after), INT(most)));
    while (rows_next(&rows)) {
        struct currency currency = currency_of(rows_text(&rows, memory, "currency"));
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct promotion_join){
            .promotion = { rows_int(&rows, "promotion_id") },
            .offer = { rows_int(&rows, "offer_id") },
            .product = { rows_int(&rows, "product_id") },
            .seller = { rows_int(&rows, "seller_id") },
            .title = rows_text(&rows, memory, "title"),
            .options = rows_text(&rows, memory, "options"),
            .picture = rows_text(&rows, memory, "picture"),
            .list_price = money_of(rows_int(&rows, "list_price"), currency),
            .price = money_of(rows_int(&rows, "price"), currency),
        };
    }
    return found;
}

int64_t promotions_count_joins(struct store_tx *tx, promotion_id promotion)
{
    return store_int(tx, &promotions_count_joins_of, WITH(INT(promotion.number)), 0);
}

const char *promotions_verify(struct store_tx *tx, struct arena *memory)
{
    int64_t promotion = store_int(tx, &promotions_verify_limits, WITHOUT, 0);
    if (promotion)
        return arena_format(memory, "promotions: %s: its count is not what was used of it",
                            id_text(memory, "prm", promotion));
    return NULL;
}
