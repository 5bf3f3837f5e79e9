/* Shipping, tracking: what carriers and people say of a parcel, and how punctual it was. */
#include "base/words.h"
#include "shop/shipping/shipping_inside.h"
#include "shop/shipping/shipping_sql.h"

REFUSAL(TRACKING_ENDED, 409, "This parcel is delivered: nothing more is recorded of it.");
REFUSAL_AT(TRACKING_BACKWARDS, 409, "at",
           "Something later is known of this parcel already, or it was not sent by then. Give the "
           "time that it happened at.");
REFUSAL_AT(TRACKING_IN_FUTURE, 422, "at", "This time has not come yet.");
REFUSAL(TRACKING_BY_CARRIER, 409,
        "The carrier tells of this parcel itself, so nothing is recorded by hand.");
REFUSAL_AT(TRACKING_NOT_BY_SELLER, 422, "status",
           "Only the carrier, the buyer or the market can say that it was delivered.");

const struct event_kind SHIPMENT_MOVED = { "shipment.moved" };
const struct event_kind SHIPMENT_DELIVERED_EVENT = { "shipment.delivered" };

enum {
    EARLY_DAYS = 7,  /* a label may be scanned before the seller says that it was sent */
    AHEAD_HOURS = 24 /* carriers write local times without saying where */
};

refused shipping_announce(struct store_tx *tx, const struct event_kind *kind,
                          const struct shipment *shipment, struct moment at)
{
    return events_announce(tx, &(struct event){ .kind = kind,
                                                .subject = shipment->shipment.number,
                                                .subject_prefix = "shp",
                                                .at = at,
                                                .what = shipment });
}

/* It can be of this parcel: a number may have been another parcel's before. */
static bool is_of(const struct shipment *shipment, const struct tracking_event *event,
                  struct moment now)
{
    struct moment earliest = moment_before(shipment->sent_at, days(EARLY_DAYS));
    if (event->status == SHIPMENT_UNKNOWN || event->at.us < earliest.us)
        return false;
    if (event->status == SHIPMENT_DELIVERED && event->at.us < shipment->sent_at.us)
        return false;
    return event->at.us <= moment_after(now, hours(AHEAD_HOURS)).us;
}

/* Handed over at the door it was sent to: a parcel that went back is not, nor one that shares its
 * number with another country's. */
static bool is_delivery(struct store_tx *tx, const struct shipment *shipment,
                        const struct tracking_event *event)
{
    if (event->status != SHIPMENT_DELIVERED || shipment->delivered_at.us)
        return false;
    if (*event->place && !text_same(event->place, shipment->destination))
        return false;
    return !store_int(tx, &shipping_count_returned,
                      WITH(INT(shipment->shipment.number), INT(event->at.us)), 0);
}

static void write_record(struct store_tx *tx, const struct shipment *shipment)
{
    bool late = shipment->delivered_at.us > shipment->promised_at.us;
    if (shipment->seller.number)
        store_put(tx, &shipping_insert_record,
                  WITH(INT(shipment->shipment.number), INT(shipment->seller.number),
                       INT(shipment->promised_at.us), INT(shipment->delivered_at.us),
                       INT(shipment->sent_at.us), INT(shipment->paid_at.us), INT(late)));
}

static refused deliver(struct store_tx *tx, struct shipment *shipment, struct moment at)
{
    if (!store_do(tx, &shipping_set_delivered, WITH(INT(at.us), INT(shipment->shipment.number))))
        return NULL; /* said before */
    shipment->delivered_at = at;
    write_record(tx, shipment);
    return shipping_announce(tx, &SHIPMENT_DELIVERED_EVENT, shipment, at);
}

static const char *or_nothing(const char *words)
{
    return words ? words : "";
}

refused shipping_hear(struct store_tx *tx, shipment_id number, const struct tracking_event *said,
                      struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct shipment shipment;
    if (!shipping_find(tx, &memory, number, &shipment))
        return &SHIPMENT_NOT_FOUND;
    struct tracking_event event = *said;
    event.place = or_nothing(said->place);
    if (!is_of(&shipment, &event, now))
        return NULL;
    const char *name = shipment_statuses[event.status].name;
    if (!store_do(tx, &shipping_insert_event,
                  WITH(INT(number.number), INT(event.at.us), TEXT(name), TEXT(event.place),
                       TEXT(or_nothing(event.town)), TEXT(or_nothing(event.said)),
                       TEXT(event.source), INT(event.told_by))))
        return NULL; /* said before */
    bool delivery = is_delivery(tx, &shipment, &event);
    bool counts = event.status != SHIPMENT_DELIVERED || delivery;
    if (counts)
        store_put(tx, &shipping_set_status, WITH(TEXT(name), INT(event.at.us), INT(number.number)));
    shipment.status = event.status;
    refused why = shipping_announce(tx, &SHIPMENT_MOVED, &shipment, event.at);
    if (why || !delivery)
        return why;
    return deliver(tx, &shipment, event.at);
}

/* By hand ---------------------------------------------------------------------------------- */

bool shipping_is_fed(const struct shipment *shipment, const struct tracking_events *events)
{
    for (size_t i = 0; i < events->count; i++)
        if (!text_same(events->items[i].source, "hand"))
            return true;
    return shipment->due_at.us != 0;
}

static refused may_record(struct store_tx *tx, struct arena *memory,
                          const struct tracking_entry *entry, const struct shipment *shipment)
{
    if (shipment->delivered_at.us)
        return &TRACKING_ENDED;
    if (entry->at.us > entry->now.us)
        return &TRACKING_IN_FUTURE;
    if (entry->at.us < shipment->moved_at.us || entry->at.us < shipment->sent_at.us)
        return &TRACKING_BACKWARDS;
    if (!entry->by_operator && entry->status == SHIPMENT_DELIVERED)
        return &TRACKING_NOT_BY_SELLER;
    struct tracking_events events = shipping_events(tx, memory, shipment->shipment);
    return !entry->by_operator && shipping_is_fed(shipment, &events) ? &TRACKING_BY_CARRIER : NULL;
}

refused shipping_record_by_hand(struct store_tx *tx, const struct tracking_entry *entry)
{
    AUTO(arena) memory = { 0 };
    struct shipment shipment;
    if (!shipping_of_order(tx, &memory, entry->order, &shipment))
        return &SHIPMENT_NOT_FOUND;
    refused why = may_record(tx, &memory, entry, &shipment);
    if (why)
        return why;
    struct tracking_event event = { .status = entry->status,
                                    .place = entry->place,
                                    .town = entry->town,
                                    .source = "hand",
                                    .told_by = entry->told_by,
                                    .at = entry->at };
    why = shipping_hear(tx, shipment.shipment, &event, entry->now);
    /* Where an operator says that it was delivered, it was: also one that was on its way back. */
    return !why && entry->status == SHIPMENT_DELIVERED ? deliver(tx, &shipment, entry->at) : why;
}

/* Promise against fact --------------------------------------------------------------------- */

struct shipping_punctuality shipping_punctuality(struct store_tx *tx, seller_id seller,
                                                 struct moment since)
{
    struct shipping_punctuality found = { 0, 0 };
    struct rows rows =
        store_query(tx, &shipping_select_punctuality, WITH(INT(seller.number), INT(since.us)));
    if (rows_next(&rows))
        found = (struct shipping_punctuality){ rows_int(&rows, "delivered"),
                                               rows_int(&rows, "in_time") };
    rows_close(&rows);
    return found;
}
