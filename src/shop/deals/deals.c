/* Deals: planned, started, stopped, closed, read. Who takes pieces of them: deals_claim.c. */
#include "shop/deals/deals_inside.h"

#include "base/id.h"
#include "base/words.h"
#include "shop/deals/deals_sql.h"
#include "shop/sellers/sellers.h"

REFUSAL(DEAL_NOT_FOUND, 404, "There is no such deal.");
REFUSAL(DEAL_NOT_VERIFIED, 403,
        "Only verified sellers may make flash deals. Ask the market to verify your shop.");
REFUSAL_AT(DEAL_PRICE_WRONG, 422, "price",
           "The deal's price must be below the price of the offer, in the seller's currency.");
REFUSAL_AT(DEAL_TIMES_WRONG, 422, "ends_at",
           "A deal ends after it begins, not in the past, and at most 31 days later.");
REFUSAL_AT(DEAL_STOCK_SHORT, 409, "units", "The offer does not have so many pieces left.");
REFUSAL(DEAL_IS_LIVE, 409, "It is live already, and what is live is not changed any more.");
REFUSAL(DEAL_NOT_LIVE, 409, "It is over already.");
REFUSAL_AT(DEAL_OFFER_TAKEN, 409, "offer",
           "Another deal of this offer is live. Stop it first, or wait for its end.");

const struct choice deal_states[] = {
    [DEAL_DRAFT] = { "draft", N_("Draft") },
    [DEAL_LIVE] = { "live", N_("Live") },
    [DEAL_STOPPED] = { "stopped", N_("Stopped") },
    { 0 },
};

static enum deal_state state_named(const char *name)
{
    int state = DEAL_DRAFT;
    while (state < DEAL_STOPPED && !text_same(deal_states[state].name, name))
        state++;
    return (enum deal_state)state;
}

static struct deal from_row(const struct rows *rows, struct arena *memory)
{
    return (struct deal){
        .deal = { rows_int(rows, "deal_id") },
        .seller = { rows_int(rows, "seller_id") },
        .offer = { rows_int(rows, "offer_id") },
        .price =
            money_of(rows_int(rows, "price"), currency_of(rows_text(rows, memory, "currency"))),
        .units = rows_int(rows, "units"),
        .per_buyer = rows_int(rows, "per_buyer"),
        .starts_at = { rows_int(rows, "starts_at") },
        .ends_at = { rows_int(rows, "ends_at") },
        .state = state_named(rows_text(rows, memory, "state")),
        .closed_at = { rows_int(rows, "closed_at") },
        .returned = rows_int(rows, "returned"),
        .left = rows_int(rows, "free"),
    };
}

/* Reading ------------------------------------------------------------------------------------ */

refused deals_find(struct store_tx *tx, struct arena *memory, deal_id deal, struct deal *ret_deal)
{
    struct rows rows = store_query(tx, &deals_select, WITH(INT(deal.number)));
    if (!rows_next(&rows))
        return &DEAL_NOT_FOUND;
    *ret_deal = from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

static struct deals all_of(struct rows *rows, struct arena *memory)
{
    struct deals found = { 0 };
    while (rows_next(rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = from_row(rows, memory);
    }
    return found;
}

struct deals deals_running(struct store_tx *tx, struct arena *memory, struct moment now,
                           int64_t most)
{
    struct rows rows = store_query(tx, &deals_select_running, WITH(INT(now.us), INT(most)));
    return all_of(&rows, memory);
}

struct deals deals_coming(struct store_tx *tx, struct arena *memory, struct moment now,
                          int64_t most)
{
    struct rows rows = store_query(tx, &deals_select_coming, WITH(INT(now.us), INT(most)));
    return all_of(&rows, memory);
}

struct deals deals_of_seller(struct store_tx *tx, struct arena *memory, seller_id seller,
                             int64_t before, int64_t most)
{
    struct rows rows = seller.number
                           ? store_query(tx, &deals_select_of_seller,
                                         WITH(INT(seller.number), INT(before), INT(most)))
                           : store_query(tx, &deals_select_of_all, WITH(INT(before), INT(most)));
    return all_of(&rows, memory);
}

struct deals deals_of_product(struct store_tx *tx, struct arena *memory, product_id product,
                              struct moment now)
{
    struct rows rows =
        store_query(tx, &deals_select_of_product, WITH(INT(product.number), INT(now.us)));
    return all_of(&rows, memory);
}

struct deal_figures deals_figures(struct store_tx *tx, deal_id number)
{
    AUTO(arena) memory = { 0 };
    struct deal_figures figures = { 0 };
    struct deal deal;
    if (deals_find(tx, &memory, number, &deal))
        return figures;
    figures.left = deal.left;
    figures.returned = deal.returned;
    struct rows rows = store_query(tx, &deals_select_figures, WITH(INT(number.number)));
    while (rows_next(&rows)) {
        const char *state = rows_text(&rows, &memory, "state");
        int64_t *place = text_same(state, "held")     ? &figures.held
                         : text_same(state, "sold")   ? &figures.sold
                         : text_same(state, "lapsed") ? &figures.lapsed
                                                      : &figures.given_back;
        *place = rows_int(&rows, "pieces");
    }
    return figures;
}

/* Planning ----------------------------------------------------------------------------------- */

/* A price that is one, on an offer of this seller, who may. */
static refused check_offer(struct store_tx *tx, struct arena *memory, seller_id seller,
                           offer_id number, struct money price, struct offer *ret_offer)
{
    struct seller found;
    refused why = catalog_offer(tx, memory, number, ret_offer);
    if (!why && seller.number && ret_offer->seller.number != seller.number)
        why = &OFFER_NOT_FOUND; /* someone else's is not told from none */
    if (!why)
        why = sellers_find(tx, memory, ret_offer->seller, &found);
    if (why)
        return why;
    if (found.standing != SELLER_VERIFIED && found.standing != SELLER_TOP)
        return &DEAL_NOT_VERIFIED;
    if (!ret_offer->for_sale)
        return &OFFER_WITHDRAWN;
    if (price.minor < 1 || !currency_same(price.currency, ret_offer->price.currency) ||
        price.minor >= ret_offer->price.minor)
        return &DEAL_PRICE_WRONG;
    return NULL;
}

static refused check_times(struct moment starts_at, struct moment ends_at, struct moment now)
{
    bool right = ends_at.us > starts_at.us && ends_at.us > now.us &&
                 ends_at.us - starts_at.us <= days(DEAL_DAYS_MAX).us;
    return right ? NULL : &DEAL_TIMES_WRONG;
}

refused deals_plan(struct store_tx *tx, const struct deal_planning *planning, deal_id *ret_deal)
{
    AUTO(arena) memory = { 0 };
    struct offer offer;
    refused why =
        check_offer(tx, &memory, planning->seller, planning->offer, planning->price, &offer);
    if (!why)
        why = check_times(planning->starts_at, planning->ends_at, planning->now);
    if (!why && planning->units > offer.stock)
        why = &DEAL_STOCK_SHORT;
    if (why)
        return why;
    *ret_deal = (deal_id){ id_next(planning->now) };
    store_put(tx, &deals_insert,
              WITH(INT(ret_deal->number), INT(offer.seller.number), INT(offer.offer.number),
                   INT(planning->price.minor), TEXT(planning->price.currency.code),
                   INT(planning->units), INT(planning->per_buyer), INT(planning->starts_at.us),
                   INT(planning->ends_at.us), INT(planning->by.number), INT(planning->now.us)));
    return NULL;
}

static refused find_own(struct store_tx *tx, struct arena *memory, seller_id seller, deal_id number,
                        struct deal *ret_deal)
{
    refused why = deals_find(tx, memory, number, ret_deal);
    if (!why && seller.number && ret_deal->seller.number != seller.number)
        why = &DEAL_NOT_FOUND;
    return why;
}

/* As even as it goes; the first ones have what is over. */
static void fill_buckets(struct store_tx *tx, const struct deal *deal)
{
    int64_t count = store_is_postgres(store_of(tx)) ? DEAL_BUCKETS : 1;
    count = deal->units < count ? deal->units : count;
    for (int64_t i = 0; i < count; i++)
        store_put(tx, &deals_insert_bucket,
                  WITH(INT(deal->deal.number), INT(i),
                       INT(deal->units / count + (i < deal->units % count))));
}

/* Planned with each start, too: a market older than deals has no such job. */
static void plan_tending(struct store_tx *tx, struct moment now)
{
    jobs_plan(tx,
              &(struct job_plan){ .kind = "deals.tend", .run_at = moment_after(now, minutes(1)) });
}

refused deals_start(struct store_tx *tx, seller_id seller, deal_id number, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct deal deal;
    struct offer offer;
    refused why = find_own(tx, &memory, seller, number, &deal);
    if (why)
        return why;
    if (deal.state == DEAL_STOPPED)
        return &DEAL_NOT_LIVE;
    if (deal.state == DEAL_LIVE)
        return &DEAL_IS_LIVE;
    why = check_times(deal.starts_at, deal.ends_at, now);
    if (!why)
        why = check_offer(tx, &memory, deal.seller, deal.offer, deal.price, &offer);
    if (!why &&
        store_int(tx, &deals_count_live, WITH(INT(deal.offer.number), INT(number.number)), 0))
        why = &DEAL_OFFER_TAKEN;
    if (!why)
        why = catalog_set_aside(tx, deal.offer, deal.units);
    if (why)
        return why == &OUT_OF_STOCK ? &DEAL_STOCK_SHORT : why;
    if (!store_do(tx, &deals_change_state, WITH(TEXT("live"), INT(number.number), TEXT("draft"))))
        return &DEAL_IS_LIVE;
    fill_buckets(tx, &deal);
    plan_tending(tx, now);
    return NULL;
}

void deals_close_now(struct store_tx *tx, const struct deal *deal, struct moment now)
{
    store_put(tx, &deals_empty_buckets, WITH(INT(deal->deal.number)));
    if (store_do(tx, &deals_close, WITH(INT(now.us), INT(deal->left), INT(deal->deal.number))) &&
        deal->left > 0)
        catalog_put_back(tx, deal->offer, deal->left);
}

refused deals_stop(struct store_tx *tx, seller_id seller, deal_id number, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct deal deal;
    refused why = find_own(tx, &memory, seller, number, &deal);
    if (why)
        return why;
    if (deal.state == DEAL_DRAFT)
        return store_do(tx, &deals_delete_draft, WITH(INT(number.number))) ? NULL : &DEAL_IS_LIVE;
    if (deal.state == DEAL_STOPPED || deal.closed_at.us || deal.ends_at.us <= now.us)
        return &DEAL_NOT_LIVE;
    if (!store_do(tx, &deals_change_state, WITH(TEXT("stopped"), INT(number.number), TEXT("live"))))
        return &DEAL_NOT_LIVE;
    deals_close_now(tx, &deal, now);
    return NULL;
}

/* Jobs --------------------------------------------------------------------------------------- */

enum { MOST_AT_ONCE = 500, COUNTED_DAYS = 60 };

struct tending {
    struct moment now;
    bool more;
};

static refused close_ended(struct store_tx *tx, void *what)
{
    struct tending *tending = what;
    AUTO(arena) memory = { 0 };
    struct deal deal;
    int64_t number = store_int(tx, &deals_select_ended, WITH(INT(tending->now.us), INT(1)), 0);
    tending->more = number && !deals_find(tx, &memory, (deal_id){ number }, &deal);
    if (tending->more)
        deals_close_now(tx, &deal, tending->now);
    return NULL;
}

static refused lapse_some(struct store_tx *tx, void *what)
{
    struct tending *tending = what;
    int64_t expired[MOST_AT_ONCE];
    int count = 0;
    struct rows rows = store_query(tx, &deals_select_expired,
                                   WITH(INT(tending->now.us), INT(0), INT(MOST_AT_ONCE)));
    while (rows_next(&rows))
        expired[count++] = rows_int(&rows, "reservation_id");
    for (int i = 0; i < count; i++)
        deals_end(tx, expired[i], "held", "lapsed");
    tending->more = count == MOST_AT_ONCE;
    return NULL;
}

/* Tells offers how many of the pieces that were set aside were sold: not with each sale, for then
 * all who buy would wait for the offer's one row. */
static refused count_sold(struct store_tx *tx, void *what)
{
    const struct tending *tending = what;
    struct {
        int64_t deal, offer, counted, sold;
    } of[MOST_AT_ONCE];
    int count = 0;
    struct moment since = moment_before(tending->now, days(COUNTED_DAYS));
    struct rows rows =
        store_query(tx, &deals_select_uncounted, WITH(INT(since.us), INT(MOST_AT_ONCE)));
    for (; rows_next(&rows); count++) {
        of[count].deal = rows_int(&rows, "deal_id");
        of[count].offer = rows_int(&rows, "offer_id");
        of[count].counted = rows_int(&rows, "counted");
        of[count].sold = rows_int(&rows, "sold");
    }
    for (int i = 0; i < count; i++)
        if (store_do(tx, &deals_set_counted,
                     WITH(INT(of[i].sold), INT(of[i].deal), INT(of[i].counted))))
            catalog_count_sold(tx, (offer_id){ of[i].offer }, of[i].sold - of[i].counted);
    plan_tending(tx, tending->now);
    return NULL;
}

/* Each ended deal in an act of its own, and what lapsed in parts: so none of them is long. */
static refused run_tend(struct store *store, const struct job *job, struct moment now)
{
    static store_act *const acts[] = { close_ended, lapse_some, count_sold };
    refused first = NULL;
    (void)job;
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        struct tending tending = { .now = now };
        refused why = NULL;
        do {
            tending.more = false;
            why = store_transact(store, acts[i], &tending);
        } while (!why && tending.more);
        first = first ? first : why;
    }
    return first;
}

const struct job_kind deals_jobs[] = {
    { .name = "deals.tend", .run = run_tend, .attempts_max = 1000000 },
    { 0 },
};

static refused plan_first(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    plan_tending(tx, *now);
    return NULL;
}

refused deals_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_first, &now);
}

const char *deals_verify(struct store_tx *tx, struct arena *memory)
{
    static const struct {
        const struct statement *finds;
        const char *says;
    } proofs[] = {
        { &deals_verify_pieces, "free, held, sold and returned are not all of its pieces" },
        { &deals_verify_buckets, "its buckets hold what they must not" },
        { &deals_verify_takers, "what a buyer has of it is not what was counted, or too much" },
    };
    for (size_t i = 0; i < sizeof proofs / sizeof *proofs; i++) {
        int64_t deal = store_int(tx, proofs[i].finds, WITHOUT, 0);
        if (deal)
            return arena_format(memory, "deals: %s: %s", id_text(memory, "dea", deal),
                                proofs[i].says);
    }
    return NULL;
}
