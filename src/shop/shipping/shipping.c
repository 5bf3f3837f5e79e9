/* Shipping, shipments: numbers checked, parcels sent, the sandbox carrier. What carriers tell:
 * shipping_track.c. Rates: shipping_rates.c. */
#include "shop/shipping/shipping_inside.h"

#include <assert.h>

#include "base/id.h"
#include "base/words.h"
#include "shop/shipping/shipping_sql.h"
#include "shop/shipping/tracking_numbers.h"

REFUSAL_AT(
    TRACKING_NUMBER_WRONG, 422, "number",
    "No carrier has a number like this: a sign is missing, or one is wrong. Look at the label "
    "again.");
REFUSAL_AT(TRACKING_NUMBER_NEEDED, 422, "number",
           "This way of shipping is tracked: enter the number on the label.");
REFUSAL_AT(TRACKING_NUMBER_USED, 409, "number",
           "This tracking number belongs to another parcel. Look at the label again.");
REFUSAL(SHIPMENT_NOT_FOUND, 404, "There is no such shipment.");

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

struct numbered {
    const char *number, *carrier; /* NULL both: sent without a number */
};

/* As people copy it: "lp 0012 3456 7 pt". */
static refused check_number(struct store_tx *tx, struct arena *memory, const char *tracking,
                            const struct sending *sending, struct numbered *ret_numbered)
{
    bool tracked = !text_same(tracking, "none");
    char plain[TRACKING_NUMBER_SIZE] = "";
    struct tracking_match found[TRACKING_MATCHES_MAX], chosen;
    *ret_numbered = (struct numbered){ NULL, NULL };
    if (!sending->number || !*sending->number)
        return tracked ? &TRACKING_NUMBER_NEEDED : NULL;
    if (!tracking_normalise(sending->number, plain) || !tracking_recognise(plain, found))
        return &TRACKING_NUMBER_WRONG;
    chosen = found[0];
    if (sending->carrier && !tracking_recognise_as(plain, sending->carrier, &chosen))
        return &TRACKING_NUMBER_WRONG;
    if (store_int(tx, &shipping_count_number, WITH(TEXT(plain)), 0))
        return &TRACKING_NUMBER_USED;
    *ret_numbered = (struct numbered){ arena_copy(memory, plain), chosen.carrier };
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
    const char *tracking = NULL;
    struct numbered numbered;
    struct rows rows = store_query(tx, &shipping_select_method, WITH(INT(sending->method.number)));
    if (rows_next(&rows))
        tracking = rows_text(&rows, &memory, "tracking");
    rows_close(&rows);
    if (!tracking)
        return &SHIPPING_NOT_OFFERED;
    refused why = check_number(tx, &memory, tracking, sending, &numbered);
    if (why)
        return why;
    shipment_id shipment = { id_next(sending->now) };
    bool sandbox = store_tx_settings(tx)->sandbox && text_same(numbered.carrier, "s10");
    struct moment due_at = sandbox ? sandbox_due(sending, shipment) : (struct moment){ 0 };
    store_do(tx, &shipping_insert_shipment,
             WITH(INT(shipment.number), INT(sending->order), INT(sending->method.number),
                  TEXT(numbered.number), TEXT(numbered.carrier), INT(sending->seller.number),
                  TEXT(sending->origin), TEXT(sending->destination), INT(sending->now.us),
                  INT(sending->paid_at.us), INT(sending->promised_at.us), INT(due_at.us)));
    if (sandbox)
        shipping_plan_move(tx, shipment, moment_after(sending->now, hours(6)));
    *ret_shipment = shipment;
    return NULL;
}

void shipping_end(struct store_tx *tx, int64_t order, struct moment now)
{
    store_put(tx, &shipping_set_ended, WITH(INT(now.us), INT(order)));
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
    struct shipment found = {
        .shipment = { rows_int(rows, "shipment_id") },
        .order = rows_int(rows, "order_id"),
        .seller = { rows_int(rows, "seller_id") },
        .method = { rows_int(rows, "method_id") },
        .method_name = rows_text(rows, memory, "method_name"),
        .number = rows_text(rows, memory, "number"),
        .carrier = rows_text(rows, memory, "carrier"),
        .status = status_of(rows_text(rows, memory, "status")),
        .origin = rows_text(rows, memory, "origin"),
        .destination = rows_text(rows, memory, "destination"),
        .paid_at = { rows_int(rows, "paid_at") },
        .sent_at = { rows_int(rows, "sent_at") },
        .promised_at = { rows_int(rows, "promised_at") },
        .delivered_at = { rows_int(rows, "delivered_at") },
        .moved_at = { rows_int(rows, "moved_at") },
        .late_at = { rows_int(rows, "late_at") },
        .stuck_at = { rows_int(rows, "stuck_at") },
        .lost_at = { rows_int(rows, "lost_at") },
        .due_at = { rows_int(rows, "due_at") },
    };
    struct tracking_match match;
    if (found.number && tracking_recognise_as(found.number, found.carrier, &match)) {
        found.carrier_name = match.carrier_name;
        found.carrier_page = tracking_link(memory, &match, found.number);
    }
    return found;
}

static bool find_by(struct store_tx *tx, struct arena *memory, const struct statement *statement,
                    struct value value, struct shipment *ret_shipment)
{
    struct rows rows = store_query(tx, statement, WITH(value));
    if (!rows_next(&rows))
        return false;
    *ret_shipment = shipment_from_row(&rows, memory);
    rows_close(&rows);
    return true;
}

bool shipping_find(struct store_tx *tx, struct arena *memory, shipment_id shipment,
                   struct shipment *ret_shipment)
{
    return find_by(tx, memory, &shipping_select_shipment, INT(shipment.number), ret_shipment);
}

bool shipping_of_order(struct store_tx *tx, struct arena *memory, int64_t order,
                       struct shipment *ret_shipment)
{
    return find_by(tx, memory, &shipping_select_of_order, INT(order), ret_shipment);
}

bool shipping_of_number(struct store_tx *tx, struct arena *memory, const char *number,
                        struct shipment *ret_shipment)
{
    return find_by(tx, memory, &shipping_select_of_number, TEXT(number), ret_shipment);
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
                .town = rows_text(&rows, memory, "town"),
                .said = rows_text(&rows, memory, "said"),
                .source = rows_text(&rows, memory, "source"),
                .told_by = rows_int(&rows, "told_by"),
                .at = { rows_int(&rows, "at") },
            };
    return found;
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

/* At its own time, even when the carrier is late to tell. */
static struct tracking_event stage_event(const struct shipment *shipment, int stage)
{
    int64_t way = shipment->due_at.us - shipment->sent_at.us;
    struct moment at = { shipment->sent_at.us + way * stages[stage].per_cent / 100 };
    struct moment earliest = moment_after(shipment->sent_at, hours(6 + stage)); /* a short way */
    return (struct tracking_event){
        .status = stages[stage].status,
        .place = stage < 2 ? shipment->origin : shipment->destination,
        .source = "carrier",
        .at = at.us > earliest.us ? at : earliest,
    };
}

struct tracking_events shipping_sandbox_way(struct arena *memory, const struct shipment *shipment,
                                            struct moment now)
{
    struct tracking_events way = { arena_array(memory, STAGES, sizeof(struct tracking_event)), 0 };
    for (int i = 0; i < STAGES; i++) {
        struct tracking_event event = stage_event(shipment, i);
        if (event.at.us <= now.us)
            way.items[way.count++] = event;
    }
    return way;
}

struct moving {
    shipment_id shipment;
    struct moment now;
};

static refused move_parcel(struct store_tx *tx, void *what)
{
    const struct moving *moving = what;
    AUTO(arena) memory = { 0 };
    struct shipment shipment;
    if (!shipping_find(tx, &memory, moving->shipment, &shipment))
        return &SHIPMENT_NOT_FOUND;
    int64_t stage = store_int(tx, &shipping_count_moves, WITH(INT(moving->shipment.number)), 0);
    if (stage >= STAGES || shipment.delivered_at.us)
        return NULL;
    struct tracking_event event = stage_event(&shipment, (int)stage);
    refused why = shipping_hear(tx, shipment.shipment, &event, moving->now);
    if (why || stage + 1 >= STAGES)
        return why;
    shipping_plan_move(tx, shipment.shipment, stage_event(&shipment, (int)stage + 1).at);
    return NULL;
}

static refused run_move(struct store *store, const struct job *job, struct moment now)
{
    return store_transact(store, move_parcel, &(struct moving){ { job->subject }, now });
}

const struct job_kind shipping_jobs[] = {
    { .name = "shipping.move", .run = run_move },
    { .name = "shipping.watch", .run = shipping_run_watch, .attempts_max = 1000000 },
    { .name = "shipping.poll", .run = shipping_run_poll, .attempts_max = 1000000 },
    { 0 },
};
