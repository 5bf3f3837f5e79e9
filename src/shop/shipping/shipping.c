/* Shipping, shipments: numbers checked, parcels sent and followed. Rates: shipping_rates.c. */
#include "shop/shipping/shipping_inside.h"

#include <assert.h>

#include "base/id.h"
#include "base/words.h"
#include "shop/shipping/shipping_sql.h"

REFUSAL_AT(TRACKING_NUMBER_WRONG, 422, "number",
           "This is not a tracking number: its check digit does not fit. Look at the label again.");
REFUSAL_AT(TRACKING_NUMBER_NEEDED, 422, "number",
           "This way of shipping is tracked: enter the number on the label.");
REFUSAL_AT(TRACKING_NUMBER_USED, 409, "number",
           "This tracking number belongs to another parcel. Look at the label again.");
REFUSAL(SHIPMENT_NOT_FOUND, 404, "There is no such shipment.");

const struct event_kind SHIPMENT_MOVED = { "shipment.moved" };
const struct event_kind SHIPMENT_DELIVERED_EVENT = { "shipment.delivered" };

const struct choice shipment_statuses[] = {
    [SHIPMENT_PENDING] = { "pending", N_("Label made") },
    [SHIPMENT_PICKED_UP] = { "picked_up", N_("Picked up by the carrier") },
    [SHIPMENT_IN_TRANSIT] = { "in_transit", N_("On its way") },
    [SHIPMENT_ON_HOLD] = { "on_hold", N_("Held by the carrier") },
    [SHIPMENT_OUT_FOR_DELIVERY] = { "out_for_delivery", N_("Out for delivery") },
    [SHIPMENT_READY_FOR_PICKUP] = { "ready_for_pickup", N_("Ready to be picked up") },
    [SHIPMENT_DELIVERED] = { "delivered", N_("Delivered") },
    [SHIPMENT_DELIVERY_DELAYED] = { "delivery_delayed", N_("Delayed") },
    [SHIPMENT_DELIVERY_FAILED] = { "delivery_failed", N_("Could not be delivered") },
    [SHIPMENT_RETURN_TO_SENDER] = { "return_to_sender", N_("On its way back") },
    [SHIPMENT_CANCELLED] = { "cancelled", N_("Cancelled") },
    [SHIPMENT_UNKNOWN] = { "unknown", N_("Not known yet") },
    { 0 },
};
const struct choice tracking_levels[] = {
    [TRACKING_NONE] = { "none", N_("Not tracked") },
    [TRACKING_PART] = { "part", N_("Tracked in part") },
    [TRACKING_FULL] = { "full", N_("Tracked to the door") },
    { 0 },
};

/* Numbers ---------------------------------------------------------------------------------- */

/* UPU S10: weights 8 6 4 2 3 5 9 7; 11 - (sum mod 11), 10 gives 0 and 11 gives 5. */
static char check_digit(const char digits[static 8])
{
    static const int weights[] = { 8, 6, 4, 2, 3, 5, 9, 7 };
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += weights[i] * (digits[i] - '0');
    int check = 11 - sum % 11;
    return (char)('0' + (check == 10 ? 0 : check == 11 ? 5 : check));
}

static bool all_between(const char *from, size_t count, char least, char most)
{
    for (size_t i = 0; i < count; i++)
        if (from[i] < least || from[i] > most)
            return false;
    return true;
}

bool shipping_s10_valid(const char *number)
{
    return number && strlen(number) == 13 && all_between(number, 2, 'A', 'Z') &&
           all_between(number + 2, 9, '0', '9') && all_between(number + 11, 2, 'A', 'Z') &&
           words_country_known(number + 11) && check_digit(number + 2) == number[10];
}

void shipping_s10_make(char to[static 14], const char *service, int64_t serial, const char *country)
{
    assert(strlen(service) == 2 && strlen(country) == 2 && serial >= 0);
    memcpy(to, service, 2);
    for (int i = 9; i >= 2; i--, serial /= 10)
        to[i] = (char)('0' + serial % 10);
    to[10] = check_digit(to + 2);
    memcpy(to + 11, country, 3);
}

/* "lp 0012 3456 7 pt" as people copy it. */
static char *plain_number(struct arena *memory, const char *typed)
{
    char *number = arena_take(memory, strlen(typed) + 1), *to = number;
    for (; *typed; typed++)
        if (*typed != ' ' && *typed != '-')
            *to++ = *typed >= 'a' && *typed <= 'z' ? (char)(*typed - 32) : *typed;
    return number;
}

static refused check_number(struct store_tx *tx, struct arena *memory, const char *tracking,
                            const char *typed, const char **ret_number)
{
    bool tracked = !text_same(tracking, "none");
    *ret_number = NULL;
    if (!typed || !*typed)
        return tracked ? &TRACKING_NUMBER_NEEDED : NULL;
    char *number = plain_number(memory, typed);
    if (!shipping_s10_valid(number))
        return &TRACKING_NUMBER_WRONG;
    if (store_int(tx, &shipping_count_number, WITH(TEXT(number)), 0))
        return &TRACKING_NUMBER_USED;
    *ret_number = number;
    return NULL;
}

/* Sending ---------------------------------------------------------------------------------- */

/* The sandbox carrier keeps its promise: a day between the least and the most, by the number. */
static struct moment sandbox_due(const struct sending *sending, shipment_id shipment)
{
    int64_t room = sending->days_max - sending->days_min;
    int64_t day = sending->days_min + (room > 0 ? (shipment.number >> 3) % (room + 1) : 0);
    return moment_after(sending->now, days(day > 0 ? day : 1));
}

refused shipping_send(struct store_tx *tx, const struct sending *sending, shipment_id *ret_shipment)
{
    AUTO(arena) memory = { 0 };
    const char *number = NULL, *tracking = NULL;
    struct rows rows = store_query(tx, &shipping_select_method, WITH(INT(sending->method.number)));
    if (rows_next(&rows))
        tracking = rows_text(&rows, &memory, "tracking");
    rows_close(&rows);
    if (!tracking)
        return &SHIPPING_NOT_OFFERED;
    refused why = check_number(tx, &memory, tracking, sending->number, &number);
    if (why)
        return why;
    shipment_id shipment = { id_next(sending->now) };
    bool sandbox = store_tx_settings(tx)->sandbox && number;
    struct moment due_at = sandbox ? sandbox_due(sending, shipment) : (struct moment){ 0 };
    store_do(tx, &shipping_insert_shipment,
             WITH(INT(shipment.number), INT(sending->order), INT(sending->method.number),
                  TEXT(number), TEXT(sending->origin), TEXT(sending->destination),
                  INT(sending->now.us), INT(sending->promised_at.us), INT(due_at.us)));
    if (sandbox)
        shipping_plan_move(tx, shipment, moment_after(sending->now, hours(6)));
    *ret_shipment = shipment;
    return NULL;
}

static enum shipment_status status_of(const char *name)
{
    for (int i = 0; shipment_statuses[i].name; i++)
        if (text_same(shipment_statuses[i].name, name))
            return (enum shipment_status)i;
    return SHIPMENT_UNKNOWN;
}

static struct shipment shipment_from_row(const struct rows *rows, struct arena *memory)
{
    return (struct shipment){
        .shipment = { rows_int(rows, "shipment_id") },
        .order = rows_int(rows, "order_id"),
        .method = { rows_int(rows, "method_id") },
        .method_name = rows_text(rows, memory, "method_name"),
        .number = rows_text(rows, memory, "number"),
        .status = status_of(rows_text(rows, memory, "status")),
        .origin = rows_text(rows, memory, "origin"),
        .destination = rows_text(rows, memory, "destination"),
        .sent_at = { rows_int(rows, "sent_at") },
        .promised_at = { rows_int(rows, "promised_at") },
        .delivered_at = { rows_int(rows, "delivered_at") },
    };
}

static bool find_by(struct store_tx *tx, struct arena *memory, const struct statement *statement,
                    int64_t number, struct shipment *ret_shipment)
{
    struct rows rows = store_query(tx, statement, WITH(INT(number)));
    if (!rows_next(&rows))
        return false;
    *ret_shipment = shipment_from_row(&rows, memory);
    rows_close(&rows);
    return true;
}

bool shipping_of_order(struct store_tx *tx, struct arena *memory, int64_t order,
                       struct shipment *ret_shipment)
{
    return find_by(tx, memory, &shipping_select_of_order, order, ret_shipment);
}

struct tracking_events shipping_events(struct store_tx *tx, struct arena *memory,
                                       shipment_id shipment)
{
    enum { EVENTS_MAX = 100 };
    struct tracking_events found = { arena_array(memory, EVENTS_MAX, sizeof(struct tracking_event)),
                                     0 };
    struct rows rows = store_query(tx, &shipping_select_events, WITH(INT(shipment.number)));
    while (rows_next(&rows))
        if (found.count < EVENTS_MAX)
            found.items[found.count++] = (struct tracking_event){
                .status = status_of(rows_text(&rows, memory, "status")),
                .place = rows_text(&rows, memory, "place"),
                .at = { rows_int(&rows, "at") },
            };
    return found;
}

refused shipping_record(struct store_tx *tx, shipment_id number, enum shipment_status status,
                        const char *place, struct moment at)
{
    AUTO(arena) memory = { 0 };
    struct shipment shipment;
    if (!find_by(tx, &memory, &shipping_select_shipment, number.number, &shipment))
        return &SHIPMENT_NOT_FOUND;
    const char *name = shipment_statuses[status].name;
    if (!store_do(tx, &shipping_insert_event,
                  WITH(INT(number.number), INT(at.us), TEXT(name), TEXT(place))))
        return NULL; /* said before */
    bool was_delivered = shipment.delivered_at.us != 0;
    if (!was_delivered)
        store_do(tx, &shipping_set_status, WITH(TEXT(name), INT(number.number)));
    shipment.status = status;
    struct event event = { .kind = &SHIPMENT_MOVED,
                           .subject = number.number,
                           .subject_prefix = "shp",
                           .at = at,
                           .what = &shipment };
    refused why = events_announce(tx, &event);
    if (why || status != SHIPMENT_DELIVERED || was_delivered)
        return why;
    shipment.delivered_at = at;
    store_do(tx, &shipping_set_delivered, WITH(INT(at.us), INT(number.number)));
    event.kind = &SHIPMENT_DELIVERED_EVENT;
    return events_announce(tx, &event);
}

/* The sandbox carrier ---------------------------------------------------------------------- */

void shipping_plan_move(struct store_tx *tx, shipment_id shipment, struct moment at)
{
    jobs_plan(tx, &(struct job_plan){
                      .kind = "shipping.move", .subject = shipment.number, .run_at = at });
}

/* What a parcel goes through, each stage at its part of the way. */
static const struct {
    enum shipment_status status;
    int per_cent;
} stages[] = {
    { SHIPMENT_PICKED_UP, 0 },         { SHIPMENT_IN_TRANSIT, 15 }, { SHIPMENT_IN_TRANSIT, 70 },
    { SHIPMENT_OUT_FOR_DELIVERY, 95 }, { SHIPMENT_DELIVERED, 100 },
};
enum { STAGES = sizeof stages / sizeof *stages };

struct moving {
    int64_t shipment;
    struct moment now;
};

static refused move_parcel(struct store_tx *tx, void *what)
{
    const struct moving *moving = what;
    AUTO(arena) memory = { 0 };
    struct rows rows = store_query(tx, &shipping_select_shipment, WITH(INT(moving->shipment)));
    if (!rows_next(&rows))
        return &SHIPMENT_NOT_FOUND;
    struct shipment shipment = shipment_from_row(&rows, &memory);
    int64_t way = rows_int(&rows, "due_at") - shipment.sent_at.us;
    rows_close(&rows);
    int64_t stage = store_int(tx, &shipping_count_events, WITH(INT(moving->shipment)), 0);
    if (stage >= STAGES)
        return NULL;
    /* At its own time, even when the carrier is late to tell. */
    struct moment at = { shipment.sent_at.us + way * stages[stage].per_cent / 100 };
    if (stage == 0)
        at = moment_after(shipment.sent_at, hours(6));
    refused why = shipping_record(tx, shipment.shipment, stages[stage].status,
                                  stage < 2 ? shipment.origin : shipment.destination, at);
    if (why || stage + 1 >= STAGES)
        return why;
    struct moment next = { shipment.sent_at.us + way * stages[stage + 1].per_cent / 100 };
    shipping_plan_move(tx, shipment.shipment, next);
    return NULL;
}

static refused run_move(struct store *store, const struct job *job, struct moment now)
{
    return store_transact(store, move_parcel, &(struct moving){ job->subject, now });
}

const struct job_kind shipping_jobs[] = {
    { .name = "shipping.move", .run = run_move },
    { 0 },
};
