/* Shipping, on the web: whose number this is, where a parcel is, and what is recorded by hand. */
#include "shop/orders/orders.h"
#include "shop/oversight/oversight_web.h"
#include "shop/sellers/sellers_web.h"
#include "shop/shipping/shipping_inside.h"
#include "shop/shipping/tracking_numbers.h"

/* Whose number ----------------------------------------------------------------------------- */

struct recognise_request {
    const char *number;
};
static const struct field recognise_fields[] = {
    TEXT_FIELD(struct recognise_request, number, .max = 60, .optional = true,
               .says = "As it is typed; blanks and hyphens do not matter."),
    { 0 },
};
struct match_answer {
    const char *carrier, *carrier_name, *format, *page;
};
static const struct field match_fields[] = {
    TEXT_FIELD(struct match_answer, carrier, .says = "The carrier, for programs."),
    TEXT_FIELD(struct match_answer, carrier_name, .says = "Its name."),
    TEXT_FIELD(struct match_answer, format, .says = "Which of its kinds of numbers."),
    TEXT_FIELD(struct match_answer, page, .says = "The carrier's page of this number, or null."),
    { 0 },
};
struct recognise_answer {
    const char *number;
    bool known;
    LIST_OF(struct match_answer) data;
};
static const struct field recognised_fields[] = {
    TEXT_FIELD(struct recognise_answer, number, .says = "As it is kept, or null."),
    BOOL_FIELD(struct recognise_answer, known, .says = "It is some carrier's number."),
    LIST_FIELD(struct recognise_answer, data, match_fields, .says = "The most likely first."),
    { 0 },
};

static refused recognise(struct request *request)
{
    const struct recognise_request *body = request->body;
    struct recognise_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct tracking_match found[TRACKING_MATCHES_MAX];
    char plain[TRACKING_NUMBER_SIZE];
    request->title = _("Whose tracking number is this?");
    if (!tracking_normalise(body->number, plain))
        return NULL;
    size_t count = tracking_recognise(plain, found);
    answer->number = arena_copy(memory, plain);
    answer->known = count > 0;
    answer->data.items = arena_array(memory, count, sizeof(*answer->data.items));
    for (size_t i = 0; i < count; i++)
        answer->data.items[answer->data.count++] = (struct match_answer){
            found[i].carrier,
            found[i].carrier_name,
            found[i].format,
            tracking_link(memory, &found[i], plain),
        };
    return NULL;
}

/* Where a parcel is ------------------------------------------------------------------------ */

/* What may be recorded by hand, and in which of our statuses. */
static const struct choice hand_statuses[] = {
    { "picked_up", N_("Picked up by the carrier") },
    { "in_transit", N_("On its way") },
    { "on_hold", N_("Held by the carrier") },
    { "out_for_delivery", N_("Out for delivery") },
    { "ready_for_pickup", N_("Ready to be picked up") },
    { "delivery_delayed", N_("Delayed") },
    { "delivery_failed", N_("Could not be delivered") },
    { "return_to_sender", N_("On its way back") },
    { "delivered", N_("Delivered") },
    { 0 },
};
static const enum shipment_status hand_meanings[] = {
    SHIPMENT_PICKED_UP,        SHIPMENT_IN_TRANSIT,       SHIPMENT_ON_HOLD,
    SHIPMENT_OUT_FOR_DELIVERY, SHIPMENT_READY_FOR_PICKUP, SHIPMENT_DELIVERY_DELAYED,
    SHIPMENT_DELIVERY_FAILED,  SHIPMENT_RETURN_TO_SENDER, SHIPMENT_DELIVERED,
};
enum { HAND_STATUSES = sizeof hand_meanings / sizeof *hand_meanings };

struct stage_answer {
    enum shipping_stage stage;
    enum stage_state state;
    struct moment at;
    bool done, now;
};
static const struct field stage_fields[] = {
    CHOICE_FIELD(struct stage_answer, stage, shipping_stage_names, .says = "Which."),
    CHOICE_FIELD(struct stage_answer, state, stage_states, .says = "Whether it is there."),
    MOMENT_FIELD(struct stage_answer, at, .says = "Since when, or null."),
    BOOL_FIELD(struct stage_answer, done, .says = "It was reached."),
    BOOL_FIELD(struct stage_answer, now, .says = "It is the last that was reached."),
    { 0 },
};
struct said_answer {
    enum shipment_status status;
    struct moment at;
    const char *place, *town, *said;
    bool by_hand;
};
static const struct field said_fields[] = {
    CHOICE_FIELD(struct said_answer, status, shipment_statuses, .says = "What happened."),
    MOMENT_FIELD(struct said_answer, at, .says = "When."),
    TEXT_FIELD(struct said_answer, place, .says = "In which country, or null."),
    TEXT_FIELD(struct said_answer, town, .says = "In which town, or null."),
    TEXT_FIELD(struct said_answer, said, .says = "The carrier's own words, or null."),
    BOOL_FIELD(struct said_answer, by_hand, .says = "The seller or the market recorded it."),
    { 0 },
};
struct kind_answer {
    const char *name, *words;
};
static const struct field kind_fields[] = {
    TEXT_FIELD(struct kind_answer, name, .says = "For programs."),
    TEXT_FIELD(struct kind_answer, words, .says = "For people."),
    { 0 },
};
struct tracking_answer {
    order_id order;
    bool sent, delivered, late, in_time, lost, stuck, may_record;
    const char *number, *carrier, *carrier_name, *carrier_page, *method, *destination, *back;
    enum shipment_status status;
    struct moment sent_at, promised_at, delivered_at;
    LIST_OF(struct stage_answer) stages;
    LIST_OF(struct said_answer) events;
    LIST_OF(struct kind_answer) kinds;
};
static const struct field tracking_fields[] = {
    ID_FIELD(struct tracking_answer, order, "ord", .says = "The order."),
    BOOL_FIELD(struct tracking_answer, sent, .says = "The parcel was sent."),
    BOOL_FIELD(struct tracking_answer, delivered, .says = "It was delivered."),
    BOOL_FIELD(struct tracking_answer, late, .says = "It is, or was, later than promised."),
    BOOL_FIELD(struct tracking_answer, in_time, .says = "It was delivered as promised."),
    BOOL_FIELD(struct tracking_answer, lost, .says = "It is so late that it counts as lost."),
    BOOL_FIELD(struct tracking_answer, stuck, .says = "Nothing was heard of it for long."),
    BOOL_FIELD(struct tracking_answer, may_record, .says = "The visitor may record by hand."),
    TEXT_FIELD(struct tracking_answer, number, .says = "The tracking number, or null."),
    TEXT_FIELD(struct tracking_answer, carrier, .says = "The carrier, told from it, or null."),
    TEXT_FIELD(struct tracking_answer, carrier_name, .says = "Its name, or null."),
    TEXT_FIELD(struct tracking_answer, carrier_page, .says = "Its page of the parcel, or null."),
    TEXT_FIELD(struct tracking_answer, method, .says = "The way it was sent, or null."),
    TEXT_FIELD(struct tracking_answer, destination, .says = "The country it goes to."),
    TEXT_FIELD(struct tracking_answer, back, .says = "The order's page of the visitor."),
    CHOICE_FIELD(struct tracking_answer, status, shipment_statuses, .says = "The latest."),
    MOMENT_FIELD(struct tracking_answer, sent_at, .says = "When it was sent, or null."),
    MOMENT_FIELD(struct tracking_answer, promised_at, .says = "Until when it is to arrive."),
    MOMENT_FIELD(struct tracking_answer, delivered_at, .says = "When it did, or null."),
    LIST_FIELD(struct tracking_answer, stages, stage_fields, .says = "The map of its way."),
    LIST_FIELD(struct tracking_answer, events, said_fields, .says = "All events, latest first."),
    LIST_FIELD(struct tracking_answer, kinds, kind_fields, .says = "What may be recorded."),
    { 0 },
};

/* The sides of an order. */
enum side { SIDE_NONE, SIDE_BUYER, SIDE_SELLER, SIDE_OPERATOR };

/* Someone else's order is not told from none. */
static refused find_side(struct request *request, struct store_tx *tx, struct order *ret_order,
                         enum side *ret_side)
{
    const struct visitor *visitor = &request->visitor;
    struct seller seller;
    if (!visitor->account.number)
        return &NOT_SIGNED_IN;
    refused why =
        orders_find(tx, request->memory, (order_id){ request_id(request, "order") }, ret_order);
    if (why)
        return why;
    *ret_side = SIDE_NONE;
    if (ret_order->buyer.number == visitor->account.number)
        *ret_side = SIDE_BUYER;
    else if (visitor->roles & ROLE_OPERATOR)
        *ret_side = SIDE_OPERATOR;
    else if ((visitor->roles & ROLE_SELLER) && !sellers_of_request(request, tx, &seller) &&
             seller.seller.number == ret_order->seller.number)
        *ret_side = SIDE_SELLER;
    return *ret_side == SIDE_NONE ? &ORDER_NOT_FOUND : NULL;
}

static refused is_of_order(struct request *request)
{
    struct order order;
    enum side side;
    return find_side(request, request->tx, &order, &side);
}

static refused may_record(struct request *request)
{
    struct order order;
    enum side side;
    refused why = find_side(request, request->tx, &order, &side);
    return !why && side == SIDE_BUYER ? &ORDER_NOT_FOUND : why;
}

static const struct permission side_of_order = {
    "side_of_order", "The buyer or the seller of the order, or an operator", is_of_order
};
static const struct permission sender_of_order = { "sender_of_order",
                                                   "The seller of the order, or an operator",
                                                   may_record };
#define SIDE_OF_ORDER (&side_of_order)
#define SENDER_OF_ORDER (&sender_of_order)

static const char *or_null(const char *words)
{
    return words && *words ? words : NULL;
}

static void fill_events(struct request *request, const struct tracking_events *events,
                        struct tracking_answer *answer)
{
    struct arena *memory = request->memory;
    answer->events.items = arena_array(memory, events->count, sizeof(*answer->events.items));
    for (size_t i = events->count; i > 0; i--) {
        const struct tracking_event *event = &events->items[i - 1];
        answer->events.items[answer->events.count++] = (struct said_answer){
            .status = event->status,
            .at = event->at,
            .place = *event->place ? words_country(memory, event->place) : NULL,
            .town = or_null(event->town),
            .said = or_null(event->said),
            .by_hand = text_same(event->source, "hand"),
        };
    }
}

static void fill_stages(struct request *request, const struct order *order,
                        const struct shipment *shipment, const struct tracking_events *events,
                        struct tracking_answer *answer)
{
    struct stage_seen seen[SHIPPING_STAGES];
    size_t count = shipping_map(order->placed_at, shipment, events, seen);
    answer->stages.items = arena_array(request->memory, count, sizeof(*answer->stages.items));
    for (size_t i = 0; i < count; i++)
        answer->stages.items[answer->stages.count++] = (struct stage_answer){
            .stage = seen[i].stage,
            .state = seen[i].state,
            .at = seen[i].at,
            .done = seen[i].state == STAGE_DONE || seen[i].state == STAGE_CURRENT,
            .now = seen[i].state == STAGE_CURRENT,
        };
}

static void fill_parcel(struct request *request, const struct shipment *shipment,
                        struct tracking_answer *answer)
{
    struct moment until = shipment->delivered_at.us ? shipment->delivered_at : request->now;
    answer->sent = true;
    answer->delivered = shipment->delivered_at.us != 0;
    answer->late = until.us > shipment->promised_at.us;
    answer->in_time = answer->delivered && !answer->late;
    answer->lost = shipment->lost_at.us && !answer->delivered;
    answer->stuck = shipment->stuck_at.us && !answer->delivered;
    answer->number = shipment->number;
    answer->carrier = shipment->carrier;
    answer->carrier_name = shipment->carrier_name;
    answer->carrier_page = shipment->carrier_page;
    answer->method = shipment->method_name;
    answer->status = shipment->status;
    answer->sent_at = shipment->sent_at;
    answer->promised_at = shipment->promised_at;
    answer->delivered_at = shipment->delivered_at;
}

static void fill_kinds(struct request *request, enum side side, struct tracking_answer *answer)
{
    answer->kinds.items = arena_array(request->memory, HAND_STATUSES, sizeof(*answer->kinds.items));
    for (int i = 0; i < HAND_STATUSES; i++)
        if (side == SIDE_OPERATOR || hand_meanings[i] != SHIPMENT_DELIVERED)
            answer->kinds.items[answer->kinds.count++] =
                (struct kind_answer){ hand_statuses[i].name, _(hand_statuses[i].words) };
}

static refused fill_tracking(struct request *request, struct store_tx *tx,
                             const struct order *order, enum side side)
{
    struct tracking_answer *answer = request->answer;
    struct arena *memory = request->memory;
    const char *id = id_text(memory, "ord", order->order.number);
    struct shipment shipment;
    struct tracking_events events = { NULL, 0 };
    *answer = (struct tracking_answer){
        .order = order->order,
        .status = SHIPMENT_UNKNOWN,
        .promised_at = order->arrives_to,
        .destination = words_country(memory, order->destination),
        .back = arena_format(memory, "%s/orders/%s",
                             side == SIDE_SELLER     ? "/seller"
                             : side == SIDE_OPERATOR ? "/operator"
                                                     : "",
                             id),
    };
    bool sent = shipping_of_order(tx, memory, order->order.number, &shipment);
    if (sent) {
        events = shipping_events(tx, memory, shipment.shipment);
        fill_parcel(request, &shipment, answer);
        answer->may_record =
            !answer->delivered && (side == SIDE_OPERATOR ||
                                   (side == SIDE_SELLER && !shipping_is_fed(&shipment, &events)));
    }
    fill_stages(request, order, sent ? &shipment : NULL, &events, answer);
    fill_events(request, &events, answer);
    if (answer->may_record)
        fill_kinds(request, side, answer);
    return NULL;
}

static refused show_tracking(struct request *request)
{
    struct order order;
    enum side side;
    request->title = _("Where the parcel is");
    refused why = find_side(request, request->tx, &order, &side);
    return why ? why : fill_tracking(request, request->tx, &order, side);
}

/* By hand ---------------------------------------------------------------------------------- */

struct record_request {
    int status;
    const char *place, *town;
    struct moment at;
};
static const struct field record_fields[] = {
    CHOICE_FIELD(struct record_request, status, hand_statuses, .says = "What happened."),
    TEXT_FIELD(struct record_request, place, .optional = true, .pattern = "[A-Z]{2}",
               .says = "In which country, its code."),
    TEXT_FIELD(struct record_request, town, .optional = true, .max = 80, .says = "In which town."),
    MOMENT_FIELD(struct record_request, at, .optional = true, .says = "When; now if not given."),
    { 0 },
};

REFUSAL_AT(TRACKING_COUNTRY_UNKNOWN, 422, "place", "There is no country with this code.");

static refused record_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct record_request *body = request->body;
    struct order order;
    enum side side;
    refused why = find_side(request, tx, &order, &side);
    if (why || side == SIDE_BUYER)
        return why ? why : &ORDER_NOT_FOUND;
    if (body->place && !words_country_known(body->place))
        return &TRACKING_COUNTRY_UNKNOWN;
    why = shipping_record_by_hand(
        tx, &(struct tracking_entry){ .order = order.order.number,
                                      .status = hand_meanings[body->status],
                                      .place = body->place,
                                      .town = body->town,
                                      .told_by = request->visitor.account.number,
                                      .by_operator = side == SIDE_OPERATOR,
                                      .at = body->at.us ? body->at : request->now,
                                      .now = request->now });
    if (why)
        return why;
    if (side == SIDE_OPERATOR)
        oversight_note_for(tx, request,
                           &(struct noted){ "shipment.recorded", "ord", order.order.number, NULL,
                                            hand_statuses[body->status].name });
    return fill_tracking(request, tx, &order, side);
}

static refused record(struct request *request)
{
    return request_transact(request, record_act, request);
}

// clang-format off
static const struct route tracking_routes[] = {
    { GET, "/tracking/recognise", SELLER, recognise,
      .summary = "Whose a tracking number is, told from its shape and check digit",
      .takes = recognise_fields, .gives = recognised_fields, .page = "shipping/recognise",
      .scope = SCOPE_SELL },
    { GET, "/orders/{order}/tracking", SIDE_OF_ORDER, show_tracking,
      .summary = "Where the parcel of an order is", .gives = tracking_fields,
      .refuses = { &ORDER_NOT_FOUND }, .page = "shipping/tracking" },
    { POST, "/seller/orders/{order}/tracking", SENDER_OF_ORDER, record,
      .summary = "Record by hand what the carrier does not tell", .takes = record_fields,
      .gives = tracking_fields,
      .refuses = { &ORDER_NOT_FOUND, &SHIPMENT_NOT_FOUND, &TRACKING_ENDED, &TRACKING_BACKWARDS,
                   &TRACKING_IN_FUTURE, &TRACKING_BY_CARRIER, &TRACKING_NOT_BY_SELLER,
                   &TRACKING_COUNTRY_UNKNOWN },
      .then = "/orders/{order}/tracking", .again = "/orders/{order}/tracking",
      .scope = SCOPE_SELL, .done = N_("Noted. Both sides of the order see it.") },
    { 0 },
};
// clang-format on

const struct module shipping_tracking_module = {
    .name = "shipping_tracking",
    .routes = tracking_routes,
};
