/* Deals, claimed: pieces are kept for a buyer, sold to them, or free again.
 *
 * What is read first decides; the conditional statements behind it hold when somebody else was
 * faster. So most of those who come too late are refused before anything is written. */
#include "shop/deals/deals_inside.h"

#include "base/id.h"
#include "shop/deals/deals_sql.h"

REFUSAL(DEAL_NOT_BEGUN, 409, "This deal has not begun yet. Its page counts down.");
REFUSAL(DEAL_OVER, 409, "This deal is over.");
REFUSAL(DEAL_SOLD_OUT, 409,
        "All pieces are taken. What others do not buy within ten minutes comes back here.");
REFUSAL_AT(DEAL_LIMIT, 409, "count", "This is more than one buyer may have of this deal.");
REFUSAL(DEAL_DEVICE_LIMIT, 409,
        "From this device as much was claimed as one device may. Leave some for others.");
REFUSAL(DEAL_YOURS_ALREADY, 409,
        "It is kept for you already: it is in your cart, and the time is running.");
REFUSAL(DEAL_TURNS_OVER, 409,
        "It was kept for you three times, and you did not buy it. Now it is others' turn.");
REFUSAL(DEAL_NOT_HELD, 409, "Nothing of this deal is kept for you any more.");
REFUSAL(DEAL_LAPSED, 409,
        "The time for which it was kept for you is over. Look at the new total, or claim again.");

enum { EXPIRED_AT_ONCE = 20 };

static const char *account_taker(struct arena *memory, account_id account)
{
    return arena_format(memory, "account %lld", (long long)account.number);
}

static const char *device_taker(struct arena *memory, const char *device)
{
    return arena_format(memory, "device %s", device);
}

static int64_t bucket_count(struct store_tx *tx, int64_t units)
{
    int64_t count = store_is_postgres(store_of(tx)) ? DEAL_BUCKETS : 1;
    return units < count ? units : count;
}

/* Where an account looks first: neighbours by number are spread. */
static int64_t first_bucket(account_id account, int64_t buckets)
{
    uint64_t mixed = (uint64_t)account.number * UINT64_C(0x9e3779b97f4a7c15);
    return (int64_t)((mixed >> 32) % (uint64_t)buckets);
}

/* Free again ------------------------------------------------------------------------------- */

static void give_pieces(struct store_tx *tx, const struct deal *deal, int64_t bucket,
                        int64_t pieces)
{
    if (!deal->closed_at.us) {
        store_put(tx, &deals_give, WITH(INT(pieces), INT(deal->deal.number), INT(bucket)));
        return;
    }
    store_put(tx, &deals_count_returned, WITH(INT(pieces), INT(deal->deal.number)));
    catalog_put_back(tx, deal->offer, pieces);
}

static void untake(struct store_tx *tx, struct arena *memory, deal_id deal, account_id account,
                   const char *device, int64_t pieces)
{
    store_put(tx, &deals_count_untaken,
              WITH(INT(pieces), INT(deal.number), TEXT(account_taker(memory, account))));
    store_put(tx, &deals_count_untaken,
              WITH(INT(pieces), INT(deal.number), TEXT(device_taker(memory, device))));
}

bool deals_end(struct store_tx *tx, int64_t reservation, const char *from, const char *state)
{
    AUTO(arena) memory = { 0 };
    struct deal deal;
    if (!store_do(tx, &deals_end_reservation, WITH(TEXT(state), INT(reservation), TEXT(from))))
        return false;
    struct rows rows = store_query(tx, &deals_select_reservation, WITH(INT(reservation)));
    if (!rows_next(&rows))
        return false;
    deal_id number = { rows_int(&rows, "deal_id") };
    account_id account = { rows_int(&rows, "account_id") };
    const char *device = rows_text(&rows, &memory, "device");
    int64_t pieces = rows_int(&rows, "pieces"), bucket = rows_int(&rows, "bucket");
    rows_close(&rows);
    if (deals_find(tx, &memory, number, &deal))
        return false;
    give_pieces(tx, &deal, bucket, pieces);
    untake(tx, &memory, number, account, device, pieces);
    return true;
}

/* Claiming --------------------------------------------------------------------------------- */

static refused check_time(const struct deal *deal, struct moment now)
{
    if (deal->state == DEAL_DRAFT)
        return &DEAL_NOT_FOUND;
    if (deal->state == DEAL_STOPPED || deal->closed_at.us || deal->ends_at.us <= now.us)
        return &DEAL_OVER;
    return deal->starts_at.us > now.us ? &DEAL_NOT_BEGUN : NULL;
}

refused deals_is_open(struct store_tx *tx, deal_id number, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct deal deal;
    refused why = deals_find(tx, &memory, number, &deal);
    if (!why)
        why = check_time(&deal, now);
    if (why || deal.left > 0)
        return why;
    return store_int(tx, &deals_select_expired, WITH(INT(now.us), INT(number.number), INT(1)), 0)
               ? NULL
               : &DEAL_SOLD_OUT;
}

/* What others' time is over for is as good as free. False when it is not enough either. */
static bool free_expired(struct store_tx *tx, const struct deal *deal, int64_t wanted,
                         struct moment now)
{
    int64_t expired[EXPIRED_AT_ONCE], pieces = deal->left;
    int count = 0;
    struct rows rows = store_query(tx, &deals_select_expired,
                                   WITH(INT(now.us), INT(deal->deal.number), INT(EXPIRED_AT_ONCE)));
    while (rows_next(&rows)) {
        if (pieces >= wanted)
            continue;
        expired[count++] = rows_int(&rows, "reservation_id");
        pieces += rows_int(&rows, "pieces");
    }
    if (pieces < wanted)
        return false;
    for (int i = 0; i < count; i++)
        deals_end(tx, expired[i], "held", "lapsed");
    return true;
}

/* From one bucket if one has enough, else from several; ret_bucket is where they go back to. */
static refused take_pieces(struct store_tx *tx, const struct deal *deal,
                           const struct deal_claiming *claiming, int64_t *ret_bucket)
{
    int64_t buckets = bucket_count(tx, deal->units), first, left[DEAL_BUCKETS] = { 0 };
    int64_t wanted = claiming->pieces;
    struct rows rows = store_query(tx, &deals_select_buckets, WITH(INT(deal->deal.number)));
    while (rows_next(&rows)) {
        int64_t bucket = rows_int(&rows, "bucket");
        if (bucket < DEAL_BUCKETS)
            left[bucket] = rows_int(&rows, "pieces");
    }
    first = first_bucket(claiming->account, buckets);
    *ret_bucket = first;
    for (int64_t i = 0; i < buckets; i++) {
        int64_t bucket = (first + i) % buckets;
        if (left[bucket] < wanted)
            continue;
        *ret_bucket = bucket;
        return store_do(tx, &deals_take, WITH(INT(wanted), INT(deal->deal.number), INT(bucket)))
                   ? NULL
                   : &DEAL_SOLD_OUT;
    }
    for (int64_t i = 0; wanted > 0 && i < buckets; i++) {
        int64_t bucket = (first + i) % buckets, some = left[bucket];
        some = some < wanted ? some : wanted;
        if (some == 0)
            continue;
        if (!store_do(tx, &deals_take, WITH(INT(some), INT(deal->deal.number), INT(bucket))))
            return &DEAL_SOLD_OUT;
        wanted -= some;
    }
    return wanted ? &DEAL_SOLD_OUT : NULL;
}

/* What the buyer and the device have already. A reservation of the buyer's whose time is over is
 * ended, and its pieces are left for this claim. */
static refused check_limits(struct store_tx *tx, struct arena *memory, struct deal *deal,
                            const struct deal_claiming *claiming)
{
    int64_t account = 0, device = 0, held = 0, lapsed = 0, pieces = claiming->pieces;
    struct rows rows = store_query(
        tx, &deals_select_mine,
        WITH(INT(deal->deal.number), TEXT(account_taker(memory, claiming->account)),
             TEXT(device_taker(memory, claiming->device)), INT(claiming->account.number)));
    while (rows_next(&rows)) {
        account = rows_int(&rows, "account");
        device = rows_int(&rows, "device");
        held = rows_int(&rows, "reservation_id");
        lapsed = rows_int(&rows, "lapsed");
    }
    if (held) {
        rows = store_query(tx, &deals_select_reservation, WITH(INT(held)));
        bool good = rows_next(&rows) && rows_int(&rows, "expires_at") > claiming->now.us;
        int64_t old = good ? 0 : rows_int(&rows, "pieces");
        rows_close(&rows);
        if (good)
            return &DEAL_YOURS_ALREADY;
        deals_end(tx, held, "held", "lapsed");
        lapsed++;
        deal->left += old;
        account -= old;
        device -= device < old ? device : old;
    }
    if (account + pieces > deal->per_buyer)
        return &DEAL_LIMIT;
    if (lapsed >= DEAL_LAPSES_MAX)
        return &DEAL_TURNS_OVER;
    return device + pieces > deal->per_buyer * DEAL_DEVICE_TIMES ? &DEAL_DEVICE_LIMIT : NULL;
}

static refused count_taken(struct store_tx *tx, struct arena *memory, const struct deal *deal,
                           const struct deal_claiming *claiming)
{
    int64_t number = deal->deal.number, pieces = claiming->pieces;
    if (!store_do(tx, &deals_count_taken,
                  WITH(INT(number), TEXT(account_taker(memory, claiming->account)), INT(pieces),
                       INT(deal->per_buyer))))
        return &DEAL_LIMIT;
    if (!store_do(tx, &deals_count_taken,
                  WITH(INT(number), TEXT(device_taker(memory, claiming->device)), INT(pieces),
                       INT(deal->per_buyer * DEAL_DEVICE_TIMES))))
        return &DEAL_DEVICE_LIMIT;
    return NULL;
}

refused deals_claim(struct store_tx *tx, const struct deal_claiming *claiming,
                    struct deal_hold *ret_hold)
{
    AUTO(arena) memory = { 0 };
    struct deal deal;
    struct offer offer;
    int64_t bucket;
    refused why = deals_find(tx, &memory, claiming->deal, &deal);
    if (!why)
        why = check_time(&deal, claiming->now);
    if (!why && claiming->pieces > deal.per_buyer)
        why = &DEAL_LIMIT;
    if (!why)
        why = check_limits(tx, &memory, &deal, claiming);
    if (why)
        return why;
    if (deal.left < claiming->pieces && !free_expired(tx, &deal, claiming->pieces, claiming->now))
        return &DEAL_SOLD_OUT;
    if ((why = catalog_offer(tx, &memory, deal.offer, &offer)))
        return why;
    if (!offer.for_sale)
        return &OFFER_WITHDRAWN;
    why = count_taken(tx, &memory, &deal, claiming);
    if (!why)
        why = take_pieces(tx, &deal, claiming, &bucket);
    if (why)
        return why;
    *ret_hold = (struct deal_hold){
        .reservation = id_next(claiming->now),
        .deal = deal.deal,
        .offer = deal.offer,
        .pieces = claiming->pieces,
        .price = deal.price,
        .expires_at = moment_after(claiming->now, minutes(DEAL_HELD_MINUTES)),
    };
    store_put(tx, &deals_insert_reservation,
              WITH(INT(ret_hold->reservation), INT(deal.deal.number), INT(deal.offer.number),
                   INT(claiming->account.number), TEXT(claiming->device), INT(claiming->pieces),
                   INT(bucket), INT(claiming->now.us), INT(ret_hold->expires_at.us)));
    return NULL;
}

refused deals_release(struct store_tx *tx, account_id account, deal_id deal, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct deal_holds holds = deals_holds(tx, &memory, account, now);
    for (size_t i = 0; i < holds.count; i++)
        if (holds.items[i].deal.number == deal.number)
            return deals_end(tx, holds.items[i].reservation, "held", "lapsed") ? NULL
                                                                               : &DEAL_NOT_HELD;
    return &DEAL_NOT_HELD;
}

/* In a cart -------------------------------------------------------------------------------- */

struct deal_holds deals_holds(struct store_tx *tx, struct arena *memory, account_id account,
                              struct moment now)
{
    struct deal_holds found = { 0 };
    if (!account.number)
        return found;
    struct rows rows = store_query(tx, &deals_select_held, WITH(INT(account.number), INT(now.us)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct deal_hold){
            .reservation = rows_int(&rows, "reservation_id"),
            .deal = { rows_int(&rows, "deal_id") },
            .offer = { rows_int(&rows, "offer_id") },
            .pieces = rows_int(&rows, "pieces"),
            .price = money_of(rows_int(&rows, "price"),
                              currency_of(rows_text(&rows, memory, "currency"))),
            .expires_at = { rows_int(&rows, "expires_at") },
        };
    }
    return found;
}

const struct deal_hold *deals_hold_of(const struct deal_holds *holds, offer_id offer)
{
    for (size_t i = 0; i < holds->count; i++)
        if (holds->items[i].offer.number == offer.number)
            return &holds->items[i];
    return NULL;
}

int64_t deals_pieces_held(struct store_tx *tx, account_id account, offer_id offer,
                          struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct deal_holds holds = deals_holds(tx, &memory, account, now);
    const struct deal_hold *hold = deals_hold_of(&holds, offer);
    return hold ? hold->pieces : 0;
}

/* Its seller's price for this one offer, at no cost to the market. */
static struct promotion_terms *terms_of(struct arena *memory, const struct deal_hold *hold)
{
    struct promotion_terms *terms = arena_take(memory, sizeof *terms);
    *terms = (struct promotion_terms){
        .currency = hold->price.currency,
        .funder = FUNDED_BY_SELLER,
        .level = LEVEL_PRICE,
        .scope = { .offers = { &hold->offer.number, 1 }, .joined = true },
        .benefit = BENEFIT_JOINED_PRICE,
    };
    return terms;
}

static bool has_item(const struct quote_facts *facts, const struct deal_hold *hold,
                     size_t *ret_item)
{
    for (size_t i = 0; i < facts->item_count; i++)
        if (facts->items[i].offer == hold->offer.number && facts->items[i].count <= hold->pieces &&
            currency_same(facts->items[i].unit_price.currency, hold->price.currency)) {
            *ret_item = i;
            return true;
        }
    return false;
}

void deals_fill(struct arena *memory, const struct deal_holds *holds, struct quote_facts *facts)
{
    if (!holds->count)
        return;
    struct quote_promotion *promotions =
        arena_array(memory, facts->promotion_count + holds->count, sizeof *promotions);
    struct quote_price *prices =
        arena_array(memory, facts->price_count + holds->count, sizeof *prices);
    if (facts->promotion_count)
        memcpy(promotions, facts->promotions, facts->promotion_count * sizeof *promotions);
    if (facts->price_count)
        memcpy(prices, facts->prices, facts->price_count * sizeof *prices);
    for (size_t i = 0; i < holds->count; i++) {
        const struct deal_hold *hold = &holds->items[i];
        size_t item;
        if (facts->promotion_count == QUOTE_PROMOTIONS_MAX || !has_item(facts, hold, &item))
            continue;
        const struct quote_parcel *parcel = &facts->parcels[facts->items[item].order];
        prices[facts->price_count++] =
            (struct quote_price){ item, facts->promotion_count, hold->price };
        promotions[facts->promotion_count++] = (struct quote_promotion){
            .deal = hold->deal.number,
            .name = "Flash deal",
            .seller = parcel->seller,
            .terms = terms_of(memory, hold),
            .to_buyer = parcel->to_buyer,
            .ends_at = hold->expires_at,
            .budget_left = -1,
            .uses_left = -1,
            .uses_left_buyer = -1,
        };
    }
    facts->promotions = promotions;
    facts->prices = prices;
}

/* Bought ----------------------------------------------------------------------------------- */

refused deals_sell(struct store_tx *tx, const struct deal_hold *hold, int64_t count, int64_t order,
                   struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct deal deal;
    if (!store_do(tx, &deals_sell_reservation,
                  WITH(INT(order), INT(count), INT(hold->reservation), INT(now.us))))
        return &DEAL_LAPSED;
    if (count == hold->pieces)
        return NULL;
    struct rows rows = store_query(tx, &deals_select_reservation, WITH(INT(hold->reservation)));
    if (!rows_next(&rows))
        return &DEAL_LAPSED;
    account_id account = { rows_int(&rows, "account_id") };
    const char *device = rows_text(&rows, &memory, "device");
    int64_t bucket = rows_int(&rows, "bucket"), rest = hold->pieces - count;
    rows_close(&rows);
    refused why = deals_find(tx, &memory, hold->deal, &deal);
    if (why)
        return why;
    give_pieces(tx, &deal, bucket, rest);
    untake(tx, &memory, hold->deal, account, device, rest);
    return NULL;
}

bool deals_take_back(struct store_tx *tx, int64_t order, offer_id offer)
{
    int64_t reservation = store_int(tx, &deals_select_sold, WITH(INT(order), INT(offer.number)), 0);
    return reservation && deals_end(tx, reservation, "sold", "given_back");
}

bool deals_hold_again(struct store_tx *tx, int64_t order, offer_id offer, struct moment now)
{
    return store_do(tx, &deals_hold_sold_again, WITH(INT(order), INT(offer.number), INT(now.us))) >
           0;
}
