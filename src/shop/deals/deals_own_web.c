/* Deals, on the web: what sellers and operators plan, start and stop, with its figures. */
#include "base/id.h"
#include "base/zone.h"
#include "shop/deals/deals_sql.h"
#include "shop/deals/deals_web.h"
#include "shop/oversight/oversight_web.h"
#include "shop/sellers/sellers_web.h"

struct own_deal_answer {
    struct deal_answer of;
    int64_t held, sold, lapsed, given_back, returned;
    bool may_start, may_stop;
};
static const struct field own_deal_fields[] = {
    OBJECT_FIELD(struct own_deal_answer, of, deal_fields, .says = "The deal."),
    INT_FIELD(struct own_deal_answer, held, .says = "Pieces kept for buyers now."),
    INT_FIELD(struct own_deal_answer, sold, .says = "Pieces sold."),
    INT_FIELD(struct own_deal_answer, lapsed, .says = "Pieces kept and not bought, so far."),
    INT_FIELD(struct own_deal_answer, given_back, .says = "Pieces of cancelled orders, so far."),
    INT_FIELD(struct own_deal_answer, returned, .says = "Pieces back on the shelf."),
    BOOL_FIELD(struct own_deal_answer, may_start, .says = "It can go live."),
    BOOL_FIELD(struct own_deal_answer, may_stop, .says = "It can be stopped, or thrown away."),
    { 0 },
};
struct own_offer_answer {
    offer_id offer;
    const char *name;
    struct money price;
    int64_t stock;
};
static const struct field own_offer_fields[] = {
    ID_FIELD(struct own_offer_answer, offer, "off", .says = "An offer for sale."),
    TEXT_FIELD(struct own_offer_answer, name, .says = "What it is."),
    MONEY_FIELD(struct own_offer_answer, price, .says = "Of one."),
    INT_FIELD(struct own_offer_answer, stock, .says = "How many are left."),
    { 0 },
};
struct own_request {
    const char *cursor;
    int64_t limit;
};
static const struct field own_request_fields[] = { PAGED_REQUEST(struct own_request), { 0 } };
struct own_answer {
    LIST_OF(struct own_deal_answer) data;
    LIST_OF(struct own_offer_answer) offers;
    const char *currency, *next_cursor;
    bool has_more, market, may_make;
};
static const struct field own_fields[] = {
    LIST_FIELD(struct own_answer, data, own_deal_fields, .says = "The newest first."),
    LIST_FIELD(struct own_answer, offers, own_offer_fields,
               .says = "What a seller can make a deal of; for the form."),
    TEXT_FIELD(struct own_answer, currency, .says = "Of a seller's prices, or null."),
    BOOL_FIELD(struct own_answer, market, .says = "All sellers' deals."),
    BOOL_FIELD(struct own_answer, may_make, .says = "New ones may be made."),
    PAGED_ANSWER(struct own_answer),
    { 0 },
};

static bool of_market(const struct request *request)
{
    return text_starts(request->route->path, "/operator/");
}

/* Seller 0 for an operator. */
static refused maker(struct request *request, struct store_tx *tx, struct seller *ret_seller)
{
    *ret_seller = (struct seller){ 0 };
    return of_market(request) ? NULL : sellers_of_request(request, tx, ret_seller);
}

static void note(struct store_tx *tx, struct request *request, const char *act, deal_id deal)
{
    if (of_market(request))
        oversight_note_for(tx, request, &(struct noted){ act, "dea", deal.number, NULL, NULL });
}

static refused fill_deal(struct request *request, struct store_tx *tx, const struct deal *deal,
                         struct own_deal_answer *ret_answer)
{
    refused why = deals_answer(request, tx, deal, deal->price.currency, &ret_answer->of);
    if (why)
        return why;
    struct deal_figures figures = deals_figures(tx, deal->deal);
    ret_answer->held = figures.held;
    ret_answer->sold = figures.sold;
    ret_answer->lapsed = figures.lapsed;
    ret_answer->given_back = figures.given_back;
    ret_answer->returned = figures.returned;
    ret_answer->may_start = deal->state == DEAL_DRAFT && deal->ends_at.us > request->now.us;
    ret_answer->may_stop =
        deal->state == DEAL_DRAFT || ret_answer->of.running || ret_answer->of.coming;
    return NULL;
}

static void fill_offers(struct request *request, const struct seller *seller,
                        struct own_answer *answer)
{
    struct arena *memory = request->memory;
    struct rows rows =
        store_query(request->tx, &deals_select_own_offers, WITH(INT(seller->seller.number)));
    while (rows_next(&rows)) {
        answer->offers.items = arena_room(memory, answer->offers.items, answer->offers.count,
                                          sizeof(*answer->offers.items));
        const char *options = rows_text(&rows, memory, "options"),
                   *title = rows_text(&rows, memory, "title");
        answer->offers.items[answer->offers.count++] = (struct own_offer_answer){
            .offer = { rows_int(&rows, "offer_id") },
            .name = *options ? arena_format(memory, "%s, %s", title, options) : title,
            .price = money_of(rows_int(&rows, "price"),
                              currency_of(rows_text(&rows, memory, "currency"))),
            .stock = rows_int(&rows, "stock"),
        };
    }
}

static refused list_own(struct request *request)
{
    const struct own_request *body = request->body;
    struct own_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct seller seller;
    int64_t limit = body->limit ? body->limit : 20, before = INT64_MAX;
    refused why = maker(request, request->tx, &seller);
    if (why)
        return why;
    if (body->cursor && !id_read(body->cursor, "dea", &before))
        before = INT64_MAX;
    struct deals found = deals_of_seller(request->tx, memory, seller.seller, before, limit + 1);
    answer->data.items = arena_array(memory, found.count + 1, sizeof(*answer->data.items));
    for (size_t i = 0; i < found.count && i < (size_t)limit; i++)
        answer->data.count += !fill_deal(request, request->tx, &found.items[i],
                                         &answer->data.items[answer->data.count]);
    answer->has_more = found.count > (size_t)limit;
    if (answer->has_more)
        answer->next_cursor = id_text(memory, "dea", found.items[limit - 1].deal.number);
    answer->market = of_market(request);
    answer->may_make =
        answer->market || seller.standing == SELLER_VERIFIED || seller.standing == SELLER_TOP;
    if (!answer->market) {
        answer->currency = arena_copy(memory, seller.currency.code);
        fill_offers(request, &seller, answer);
    }
    request->title = _("Flash deals");
    return NULL;
}

/* Planned ------------------------------------------------------------------------------------ */

struct plan_request {
    offer_id offer;
    const char *price, *starts_at, *ends_at, *zone;
    int64_t units, per_buyer;
};
static const struct field plan_fields[] = {
    ID_FIELD(struct plan_request, offer, "off", .says = "The offer."),
    TEXT_FIELD(struct plan_request, price, .max = 20, .says = "Of one, in the seller's currency."),
    INT_FIELD(struct plan_request, units, .min = 1, .max = DEAL_UNITS_MAX,
              .says = "How many pieces, taken off the shelf when it goes live."),
    INT_FIELD(struct plan_request, per_buyer, .optional = true, .min = 1, .max = DEAL_BUYER_MAX,
              .says = "At most so many for one buyer; 1 if not given."),
    TEXT_FIELD(struct plan_request, starts_at, .optional = true, .max = 30,
               .says = "\"2026-11-27T09:00\" in the zone, or with an offset; now if not given."),
    TEXT_FIELD(struct plan_request, ends_at, .max = 30, .says = "The same way."),
    TEXT_FIELD(struct plan_request, zone, .optional = true, .max = 60,
               .says = "Of these times, like Europe/Lisbon; UTC if not given."),
    { 0 },
};
struct acted_answer {
    deal_id deal;
    enum deal_state state;
};
static const struct field acted_fields[] = {
    ID_FIELD(struct acted_answer, deal, "dea", .says = "The deal."),
    CHOICE_FIELD(struct acted_answer, state, deal_states, .says = "Where it stands now."),
    { 0 },
};

struct planning {
    struct request *request;
    struct deal_planning wish;
};

static refused plan_act(struct store_tx *tx, void *what)
{
    struct planning *planning = what;
    struct request *request = planning->request;
    const struct plan_request *body = request->body;
    struct acted_answer *answer = request->answer;
    struct seller seller;
    struct offer offer;
    refused why = maker(request, tx, &seller);
    if (!why)
        why = catalog_offer(tx, request->memory, body->offer, &offer);
    if (why)
        return why;
    planning->wish.seller = seller.seller;
    if (!money_read(body->price, offer.price.currency, &planning->wish.price))
        return &DEAL_PRICE_WRONG;
    why = deals_plan(tx, &planning->wish, &answer->deal);
    if (why)
        return why;
    answer->state = DEAL_DRAFT;
    note(tx, request, "deal.planned", answer->deal);
    return NULL;
}

static bool read_time(const char *given, const char *zone, struct moment otherwise,
                      struct moment *ret_at)
{
    *ret_at = otherwise;
    if (!given || !*given)
        return true;
    return zone_read(given, zone, ret_at) || moment_read(given, ret_at);
}

static refused plan(struct request *request)
{
    const struct plan_request *body = request->body;
    const char *zone = body->zone && *body->zone ? body->zone : "UTC";
    struct planning planning = {
        .request = request,
        .wish = { .by = request->visitor.account,
                  .offer = body->offer,
                  .units = body->units,
                  .per_buyer = body->per_buyer ? body->per_buyer : 1,
                  .now = request->now },
    };
    if (!zone_known(zone) ||
        !read_time(body->starts_at, zone, request->now, &planning.wish.starts_at) ||
        !read_time(body->ends_at, zone, (struct moment){ 0 }, &planning.wish.ends_at))
        return &DEAL_TIMES_WRONG;
    refused why = request_transact(request, plan_act, &planning);
    if (!why)
        request->status = 201;
    return why;
}

/* Started and stopped ------------------------------------------------------------------------ */

struct move_request {
    enum deal_state to;
};
static const struct field move_fields[] = {
    CHOICE_FIELD(struct move_request, to, deal_states, .says = "live, or stopped."),
    { 0 },
};

static refused move_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct move_request *body = request->body;
    struct acted_answer *answer = request->answer;
    deal_id deal = { request_id(request, "deal") };
    struct seller seller;
    refused why = maker(request, tx, &seller);
    if (!why)
        why = body->to == DEAL_LIVE ? deals_start(tx, seller.seller, deal, request->now)
                                    : deals_stop(tx, seller.seller, deal, request->now);
    if (why)
        return why;
    note(tx, request, body->to == DEAL_LIVE ? "deal.started" : "deal.stopped", deal);
    *answer = (struct acted_answer){ deal, body->to };
    return NULL;
}

static refused move(struct request *request)
{
    const struct move_request *body = request->body;
    return body->to == DEAL_DRAFT ? &DEAL_IS_LIVE : request_transact(request, move_act, request);
}

// clang-format off
#define OWN_ROUTES(BASE, WHO, SCOPE)                                                             \
    { GET, BASE "/deals", WHO, list_own, .summary = "Flash deals with their figures",           \
      .takes = own_request_fields, .gives = own_fields, .page = "deals/own", .scope = SCOPE },  \
    { POST, BASE "/deals", WHO, plan, .summary = "Plan a flash deal: a draft",                  \
      .takes = plan_fields, .gives = acted_fields,                                              \
      .refuses = { &OFFER_NOT_FOUND, &OFFER_WITHDRAWN, &DEAL_NOT_VERIFIED, &DEAL_PRICE_WRONG,   \
                   &DEAL_TIMES_WRONG, &DEAL_STOCK_SHORT, &NOT_A_SELLER },                       \
      .then = BASE "/deals", .again = BASE "/deals", .scope = SCOPE,                            \
      .done = N_("The deal is a draft. Start it when you are sure.") },                         \
    { POST, BASE "/deals/{deal}/state", WHO, move,                                              \
      .summary = "Start a flash deal, or stop it; a draft that is stopped is thrown away",      \
      .takes = move_fields, .gives = acted_fields,                                              \
      .refuses = { &DEAL_NOT_FOUND, &DEAL_IS_LIVE, &DEAL_NOT_LIVE, &DEAL_TIMES_WRONG,           \
                   &DEAL_PRICE_WRONG, &DEAL_STOCK_SHORT, &DEAL_OFFER_TAKEN, &DEAL_NOT_VERIFIED, \
                   &OFFER_NOT_FOUND, &OFFER_WITHDRAWN, &NOT_A_SELLER },                         \
      .then = BASE "/deals", .again = BASE "/deals", .scope = SCOPE }

static const struct route seller_routes[] = { OWN_ROUTES("/seller", SELLER, SCOPE_SELL), { 0 } };
static const struct route operator_routes[] = {
    OWN_ROUTES("/operator", OPERATOR, SCOPE_OPERATE), { 0 }
};
// clang-format on

const struct module deals_seller_module = { .name = "deals_seller", .routes = seller_routes };
const struct module deals_operator_module = { .name = "deals_operator", .routes = operator_routes };
