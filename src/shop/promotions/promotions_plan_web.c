/* Sale events, planned: by operators, with a look at any moment; joined by sellers. */
#include "base/id.h"
#include "base/zone.h"
#include "shop/cart/cart_web.h"
#include "shop/oversight/oversight_web.h"
#include "shop/promotions/promotions_events_web.h"
#include "shop/promotions/promotions_sql.h"
#include "shop/sellers/sellers_web.h"

/* Operators: the list ------------------------------------------------------------------------ */

struct plan_list {
    LIST_OF(struct sale_answer) data;
};
static const struct field plan_list_fields[] = {
    LIST_FIELD(struct plan_list, data, sale_fields, .says = "Sales that are not over."),
    { 0 },
};

static refused list_plans(struct request *request)
{
    enum { PLANS_MOST = 200 };
    struct plan_list *answer = request->answer;
    struct sale_events found =
        sale_events_after(request->tx, request->memory, request->now, true, PLANS_MOST);
    answer->data.items = arena_array(request->memory, found.count + 1, sizeof(*answer->data.items));
    for (size_t i = 0; i < found.count; i++)
        answer->data.items[answer->data.count++] = sales_answer(request, &found.items[i]);
    request->title = _("Sales");
    return NULL;
}

/* Operators: one ----------------------------------------------------------------------------- */

struct plan_page {
    struct sale_answer of;
    const char *starts_local, *ends_local;
    LIST_OF(struct promotion_answer) promotions;
    bool may_show, may_cancel;
};
static const struct field plan_page_fields[] = {
    OBJECT_FIELD(struct plan_page, of, sale_fields, .says = "The sale."),
    TEXT_FIELD(struct plan_page, starts_local, .says = "Its first moment, in its zone."),
    TEXT_FIELD(struct plan_page, ends_local, .says = "Its last, in its zone."),
    LIST_FIELD(struct plan_page, promotions, promotion_fields, .says = "Its promotions."),
    BOOL_FIELD(struct plan_page, may_show, .says = "It can be shown."),
    BOOL_FIELD(struct plan_page, may_cancel, .says = "It can be cancelled."),
    { 0 },
};

static refused fill_plan(struct request *request, struct store_tx *tx, sale_event_id number)
{
    struct plan_page *answer = request->answer;
    struct sale_event event;
    struct promotion_list list = { 0 };
    refused why = sale_events_find(tx, request->memory, number, &event);
    if (why)
        return why;
    answer->of = sales_answer(request, &event);
    answer->starts_local = zone_text(request->memory, event.starts_at, event.zone);
    answer->ends_local = zone_text(request->memory, event.ends_at, event.zone);
    sales_fill_promotions(request, tx, number, &list);
    answer->promotions.items = list.items;
    answer->promotions.count = list.count;
    answer->may_show = event.state == SALE_PLANNED && event.ends_at.us > request->now.us;
    answer->may_cancel = event.state != SALE_CANCELLED && event.ends_at.us > request->now.us;
    request->title = event.name;
    return NULL;
}

static refused show_plan(struct request *request)
{
    return fill_plan(request, request->tx, (sale_event_id){ request_id(request, "event") });
}

struct plan_request {
    const char *name, *says, *countries, *zone, *starts_at, *ends_at;
};
static const struct field plan_request_fields[] = {
    TEXT_FIELD(struct plan_request, name, .min = 3, .max = 80, .says = "As people read it."),
    TEXT_FIELD(struct plan_request, says, .max = 400, .says = "What it is, in a sentence or two."),
    TEXT_FIELD(struct plan_request, countries, .optional = true, .max = 800,
               .says = "By their letters, with spaces between; none: all."),
    TEXT_FIELD(struct plan_request, zone, .optional = true, .max = 60,
               .says = "\"America/Sao_Paulo\"; or UTC."),
    TEXT_FIELD(struct plan_request, starts_at, .max = 30, .says = "\"2026-11-27T00:00\" there."),
    TEXT_FIELD(struct plan_request, ends_at, .max = 30, .says = "The same."),
    { 0 },
};

struct planning {
    struct request *request;
    struct sale_event_making wish;
};

static refused plan_act(struct store_tx *tx, void *what)
{
    struct planning *planning = what;
    struct request *request = planning->request;
    sale_event_id event;
    bool made = !planning->wish.event.number;
    refused why = sale_events_make(tx, &planning->wish, &event);
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ made ? "sale.made" : "sale.changed", "sev", event.number,
                                        NULL, planning->wish.name });
    return fill_plan(request, tx, event);
}

static refused plan_one(struct request *request, sale_event_id event)
{
    const struct plan_request *body = request->body;
    struct planning planning = { .request = request };
    const char *zone = body->zone && *body->zone ? body->zone : "UTC";
    planning.wish = (struct sale_event_making){
        .event = event,
        .name = body->name,
        .says = body->says,
        .countries = body->countries ? body->countries : "",
        .zone = zone,
        .now = request->now,
    };
    if (!zone_read(body->starts_at, zone, &planning.wish.starts_at) ||
        !zone_read(body->ends_at, zone, &planning.wish.ends_at))
        return &SALE_TIMES_WRONG;
    refused why = request_transact(request, plan_act, &planning);
    const struct plan_page *answer = request->answer;
    if (!why)
        request->location = arena_format(request->memory, "/operator/events/%s",
                                         id_text(request->memory, "sev", answer->of.event.number));
    return why;
}

static refused make_plan(struct request *request)
{
    return plan_one(request, (sale_event_id){ 0 });
}

static refused change_plan(struct request *request)
{
    refused why = plan_one(request, (sale_event_id){ request_id(request, "event") });
    if (!why)
        request->status = 200;
    return why;
}

struct move_request {
    enum sale_event_state to;
};
static const struct field move_fields[] = {
    CHOICE_FIELD(struct move_request, to, sale_event_states, .says = "shown, or cancelled."),
    { 0 },
};

static refused move_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct move_request *body = request->body;
    sale_event_id event = { request_id(request, "event") };
    refused why = sale_events_move(tx, event, body->to, request->now);
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ "sale.moved", "sev", event.number, NULL,
                                        sale_event_states[body->to].name });
    return fill_plan(request, tx, event);
}

static refused move_plan(struct request *request)
{
    return request_transact(request, move_act, request);
}

/* A promotion of the sale lasts as long as the sale, unless its form says otherwise. */
struct adding {
    struct request *request;
    struct promotion_making wish;
    sale_event_id event;
};

static refused add_act(struct store_tx *tx, void *what)
{
    struct adding *adding = what;
    struct request *request = adding->request;
    const struct promotion_form *form = request->body;
    struct promotion_making wish = adding->wish;
    struct sale_event event;
    promotion_id promotion;
    refused why = sale_events_find(tx, request->memory, adding->event, &event);
    if (why)
        return why;
    if (event.state == SALE_CANCELLED)
        return &SALE_STATE_WRONG;
    wish.event = adding->event;
    if (!form->starts_at || !*form->starts_at)
        wish.starts_at = event.starts_at;
    if (!form->ends_at || !*form->ends_at)
        wish.ends_at = event.ends_at;
    why = promotions_make(tx, &wish, &promotion);
    if (!why && event.state == SALE_SHOWN)
        why = promotions_start(tx, (seller_id){ 0 }, promotion, request->now);
    if (why)
        return why;
    oversight_note_for(
        tx, request, &(struct noted){ "promotion.made", "prm", promotion.number, NULL, wish.name });
    return fill_plan(request, tx, adding->event);
}

static refused add_promotion(struct request *request)
{
    struct adding adding = { .request = request, .event = { request_id(request, "event") } };
    refused why = promotion_form_read(request, (seller_id){ 0 }, &adding.wish);
    if (!why)
        why = request_transact(request, add_act, &adding);
    if (!why)
        request->status = 201;
    return why;
}

/* A look at any moment: the operator's own cart, as it would be priced then. */
struct preview_request {
    const char *at, *zone, *country;
};
static const struct field preview_fields[] = {
    TEXT_FIELD(struct preview_request, at, .optional = true, .max = 30,
               .says = "\"2026-11-27T09:00\" in the zone; now if not given."),
    TEXT_FIELD(struct preview_request, zone, .optional = true, .max = 60, .says = "Or UTC."),
    TEXT_FIELD(struct preview_request, country, .optional = true, .max = 2,
               .says = "Where it would be sent; or the visitor's."),
    { 0 },
};
struct preview_answer {
    struct cart_answer cart;
    struct moment at;
    const char *at_local, *zone, *country;
};
static const struct field preview_answer_fields[] = {
    OBJECT_FIELD(struct preview_answer, cart, cart_fields, .says = "Your cart at that moment."),
    MOMENT_FIELD(struct preview_answer, at, .says = "That moment."),
    TEXT_FIELD(struct preview_answer, at_local, .says = "The same in the zone."),
    TEXT_FIELD(struct preview_answer, zone, .says = "The zone."),
    TEXT_FIELD(struct preview_answer, country, .says = "Where it would be sent."),
    { 0 },
};

static refused preview(struct request *request)
{
    const struct preview_request *body = request->body;
    struct preview_answer *answer = request->answer;
    const char *zone = body->zone && *body->zone ? body->zone : "UTC";
    struct moment at = request->now;
    if (!zone_known(zone) || (body->at && *body->at && !zone_read(body->at, zone, &at)))
        return &SALE_TIMES_WRONG;
    bool country = body->country && words_country_known(body->country);
    answer->at = at;
    answer->zone = zone;
    answer->at_local = zone_text(request->memory, at, zone);
    answer->country = country ? body->country : request->visitor.country;
    request->title = _("A look at any moment");
    return cart_answer_of(request, request->tx,
                          &(struct cart_question){ .owner = cart_owner_of(request),
                                                   .destination = answer->country,
                                                   .currency = request->visitor.currency,
                                                   .now = at,
                                                   .drafts = true },
                          &answer->cart);
}

/* Sellers: what can be joined ---------------------------------------------------------------- */

struct joinable_answer {
    struct promotion_answer of;
    const char *sale, *slug;
    int64_t own; /* so many of the seller's offers */
};
static const struct field joinable_fields[] = {
    OBJECT_FIELD(struct joinable_answer, of, promotion_fields, .says = "The promotion."),
    TEXT_FIELD(struct joinable_answer, sale, .says = "Its sale."),
    TEXT_FIELD(struct joinable_answer, slug, .says = "The sale's name in its address."),
    INT_FIELD(struct joinable_answer, own, .says = "So many offers of yours take part."),
    { 0 },
};
struct joinables {
    LIST_OF(struct joinable_answer) data;
};
static const struct field joinables_fields[] = {
    LIST_FIELD(struct joinables, data, joinable_fields, .says = "By their sales' beginning."),
    { 0 },
};

static void add_joinable(struct request *request, seller_id seller,
                         const struct promotion *promotion, struct joinables *answer)
{
    enum { OWN_MOST = 1000 };
    struct sale_event event;
    if (!promotion->terms.scope.joined ||
        sale_events_find(request->tx, request->memory, promotion->event, &event))
        return;
    answer->data.items = arena_room(request->memory, answer->data.items, answer->data.count,
                                    sizeof(*answer->data.items));
    struct joinable_answer *one = &answer->data.items[answer->data.count++];
    one->of = promotions_answer(request, request->tx, promotion);
    one->sale = event.name;
    one->slug = event.slug;
    one->own = (int64_t)promotions_joins(request->tx, request->memory, promotion->promotion, seller,
                                         0, OWN_MOST)
                   .count;
}

static refused list_joinable(struct request *request)
{
    enum { JOINABLE_MOST = 100 };
    struct seller seller;
    refused why = sellers_of_request(request, request->tx, &seller);
    if (why)
        return why;
    promotion_id numbers[JOINABLE_MOST];
    size_t count = 0;
    struct rows rows = store_query(request->tx, &promotions_select_joinable,
                                   WITH(INT(request->now.us), INT(JOINABLE_MOST)));
    while (rows_next(&rows))
        if (count < JOINABLE_MOST)
            numbers[count++].number = rows_int(&rows, "promotion_id");
    for (size_t i = 0; i < count; i++) {
        struct promotion promotion;
        if (!promotions_find(request->tx, request->memory, numbers[i], &promotion))
            add_joinable(request, seller.seller, &promotion, request->answer);
    }
    request->title = _("Sales to join");
    return NULL;
}

struct own_offer {
    offer_id offer;
    const char *title, *options, *picture;
    struct money price, joined_price;
    bool joined;
};
static const struct field own_offer_fields[] = {
    ID_FIELD(struct own_offer, offer, "off", .says = "The offer."),
    TEXT_FIELD(struct own_offer, title, .says = "Its product's name."),
    TEXT_FIELD(struct own_offer, options, .says = "The variant; may be empty."),
    TEXT_FIELD(struct own_offer, picture, .says = "Path of a picture, or null."),
    MONEY_FIELD(struct own_offer, price, .says = "Its own price."),
    MONEY_FIELD(struct own_offer, joined_price, .says = "In the sale; 0: as its terms make it."),
    BOOL_FIELD(struct own_offer, joined, .says = "It takes part."),
    { 0 },
};
struct join_page {
    struct promotion_answer of;
    struct sale_answer sale;
    LIST_OF(struct own_offer) data;
    bool priced, has_more;
    const char *next_cursor;
};
static const struct field join_page_fields[] = {
    OBJECT_FIELD(struct join_page, of, promotion_fields, .says = "The promotion."),
    OBJECT_FIELD(struct join_page, sale, sale_fields, .says = "Its sale."),
    LIST_FIELD(struct join_page, data, own_offer_fields, .says = "Your offers, newest first."),
    BOOL_FIELD(struct join_page, priced, .says = "An offer joins with a price."),
    PAGED_ANSWER(struct join_page),
    { 0 },
};
struct join_list_request {
    const char *cursor;
    int64_t limit;
};
static const struct field join_list_fields[] = { PAGED_REQUEST(struct join_list_request), { 0 } };

static void fill_own_offers(struct request *request, seller_id seller, promotion_id promotion,
                            struct join_page *answer)
{
    const struct join_list_request *body = request->body;
    struct arena *memory = request->memory;
    int64_t limit = body->limit ? body->limit : 50, before = INT64_MAX, last = 0;
    if (body->cursor && !id_read(body->cursor, "off", &before))
        before = INT64_MAX;
    answer->data.items = arena_array(memory, (size_t)limit + 1, sizeof(*answer->data.items));
    struct rows rows =
        store_query(request->tx, &promotions_select_own_offers,
                    WITH(INT(promotion.number), INT(seller.number), INT(before), INT(limit + 1)));
    while (rows_next(&rows)) {
        if (answer->data.count == (size_t)limit) {
            answer->has_more = true;
            continue;
        }
        struct currency currency = currency_of(rows_text(&rows, memory, "currency"));
        last = rows_int(&rows, "offer_id");
        answer->data.items[answer->data.count++] = (struct own_offer){
            .offer = { last },
            .title = rows_text(&rows, memory, "title"),
            .options = rows_text(&rows, memory, "options"),
            .picture = rows_text(&rows, memory, "picture"),
            .price = money_of(rows_int(&rows, "price"), currency),
            .joined_price = money_of(rows_int(&rows, "joined_price"), currency),
            .joined = rows_int(&rows, "joined_offer") != 0,
        };
    }
    if (answer->has_more)
        answer->next_cursor = id_text(memory, "off", last);
}

static refused show_joining(struct request *request)
{
    struct join_page *answer = request->answer;
    struct promotion promotion = { 0 };
    struct sale_event event;
    struct seller seller;
    refused why = sellers_of_request(request, request->tx, &seller);
    if (!why)
        why = promotions_find(request->tx, request->memory,
                              (promotion_id){ request_id(request, "promotion") }, &promotion);
    if (!why && (promotion.seller.number || !promotion.terms.scope.joined))
        why = &PROMOTION_NOT_JOINABLE;
    if (!why)
        why = sale_events_find(request->tx, request->memory, promotion.event, &event);
    if (why)
        return why;
    answer->of = promotions_answer(request, request->tx, &promotion);
    answer->sale = sales_answer(request, &event);
    answer->priced = promotion.terms.benefit == BENEFIT_JOINED_PRICE;
    fill_own_offers(request, seller.seller, promotion.promotion, answer);
    request->title = _("Join a sale");
    return NULL;
}

struct join_request {
    offer_id offer;
    const char *price;
};
static const struct field join_fields[] = {
    ID_FIELD(struct join_request, offer, "off", .says = "Your offer."),
    TEXT_FIELD(struct join_request, price, .optional = true, .max = 20,
               .says = "Its price in the sale, in your currency, where one is asked for."),
    { 0 },
};
struct joined_done {
    promotion_id promotion;
    offer_id offer;
    bool joined;
};
static const struct field joined_done_fields[] = {
    ID_FIELD(struct joined_done, promotion, "prm", .says = "The promotion."),
    ID_FIELD(struct joined_done, offer, "off", .says = "The offer."),
    BOOL_FIELD(struct joined_done, joined, .says = "It takes part."),
    { 0 },
};

static refused join_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct join_request *body = request->body;
    struct joined_done *answer = request->answer;
    struct seller seller;
    struct money price = { 0 };
    promotion_id promotion = { request_id(request, "promotion") };
    refused why = sellers_of_request(request, tx, &seller);
    if (!why && body->price && *body->price && !money_read(body->price, seller.currency, &price))
        why = &PROMOTION_PRICE_WRONG;
    if (!why)
        why = promotions_join(tx, &(struct promotion_joining){ .promotion = promotion,
                                                               .seller = seller.seller,
                                                               .offer = body->offer,
                                                               .price = price,
                                                               .now = request->now });
    if (!why)
        *answer = (struct joined_done){ promotion, body->offer, true };
    return why;
}

static refused join(struct request *request)
{
    return request_transact(request, join_act, request);
}

static refused leave_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct join_request *body = request->body;
    struct joined_done *answer = request->answer;
    struct seller seller;
    promotion_id promotion = { request_id(request, "promotion") };
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = promotions_leave(tx, seller.seller, promotion, body->offer);
    if (!why)
        *answer = (struct joined_done){ promotion, body->offer, false };
    return why;
}

static refused leave(struct request *request)
{
    return request_transact(request, leave_act, request);
}

// clang-format off
static const struct route plan_routes[] = {
    { GET, "/operator/events", OPERATOR, list_plans, .summary = "Sales planned and shown",
      .gives = plan_list_fields, .page = "promotions/plans", .scope = SCOPE_OPERATE },
    { POST, "/operator/events", OPERATOR, make_plan, .summary = "Plan a sale",
      .takes = plan_request_fields, .gives = plan_page_fields,
      .refuses = { &SALE_TIMES_WRONG, &SALE_TAKEN, &SALE_COUNTRIES_WRONG },
      .then = "/operator/events", .again = "/operator/events", .scope = SCOPE_OPERATE,
      .done = N_("The sale is planned. Give it its promotions, then show it.") },
    { GET, "/operator/events/{event}", OPERATOR, show_plan, .summary = "A sale and its promotions",
      .gives = plan_page_fields, .refuses = { &SALE_NOT_FOUND }, .page = "promotions/plan",
      .scope = SCOPE_OPERATE },
    { POST, "/operator/events/{event}", OPERATOR, change_plan, .summary = "Change a sale",
      .takes = plan_request_fields, .gives = plan_page_fields,
      .refuses = { &SALE_NOT_FOUND, &SALE_TIMES_WRONG, &SALE_COUNTRIES_WRONG },
      .then = "/operator/events/{event}", .again = "/operator/events/{event}",
      .scope = SCOPE_OPERATE, .done = N_("The sale is changed.") },
    { POST, "/operator/events/{event}/state", OPERATOR, move_plan,
      .summary = "Show a sale, or cancel it", .takes = move_fields, .gives = plan_page_fields,
      .refuses = { &SALE_NOT_FOUND, &SALE_STATE_WRONG, &PROMOTION_TIMES_WRONG,
                   &PROMOTION_GIFT_WRONG },
      .then = "/operator/events/{event}", .again = "/operator/events/{event}",
      .scope = SCOPE_OPERATE },
    { POST, "/operator/events/{event}/promotions", OPERATOR, add_promotion,
      .summary = "Give a sale a promotion", .takes = promotion_form_fields,
      .gives = plan_page_fields,
      .refuses = { &SALE_NOT_FOUND, &SALE_STATE_WRONG, &PROMOTION_TERMS_WRONG,
                   &PROMOTION_TIMES_WRONG, &PROMOTION_GIFT_WRONG },
      .then = "/operator/events/{event}", .again = "/operator/events/{event}",
      .scope = SCOPE_OPERATE },
    { GET, "/operator/preview", OPERATOR, preview,
      .summary = "The operator's own cart as it would be priced at any moment, with planned sales",
      .takes = preview_fields, .gives = preview_answer_fields, .refuses = { &SALE_TIMES_WRONG },
      .page = "promotions/preview", .scope = SCOPE_OPERATE },
    { GET, "/seller/sales", SELLER, list_joinable, .summary = "Sales that offers can join",
      .gives = joinables_fields, .page = "promotions/joinable", .scope = SCOPE_SELL },
    { GET, "/seller/sales/{promotion}", SELLER, show_joining,
      .summary = "The seller's offers, and which take part", .takes = join_list_fields,
      .gives = join_page_fields,
      .refuses = { &PROMOTION_NOT_FOUND, &PROMOTION_NOT_JOINABLE, &SALE_NOT_FOUND, &NOT_A_SELLER },
      .page = "promotions/join", .scope = SCOPE_SELL },
    { POST, "/seller/sales/{promotion}/offers", SELLER, join,
      .summary = "Join a sale with an offer",
      .takes = join_fields, .gives = joined_done_fields,
      .refuses = { &PROMOTION_NOT_FOUND, &PROMOTION_NOT_JOINABLE, &PROMOTION_PRICE_WRONG,
                   &OFFER_NOT_FOUND, &RATE_UNKNOWN, &NOT_A_SELLER },
      .then = "/seller/sales/{promotion}", .again = "/seller/sales/{promotion}",
      .scope = SCOPE_SELL },
    { POST, "/seller/sales/{promotion}/leaving", SELLER, leave,
      .summary = "Take an offer out of a sale",
      .takes = join_fields, .gives = joined_done_fields,
      .refuses = { &OFFER_NOT_FOUND, &NOT_A_SELLER }, .then = "/seller/sales/{promotion}",
      .again = "/seller/sales/{promotion}", .scope = SCOPE_SELL },
    { 0 },
};
// clang-format on

const struct module sales_plan_module = { .name = "sales_plan", .routes = plan_routes };
