/* Shipping: ways to send a parcel, what they cost and how long they take.
 *
 * A method belongs to the market (AliExpress Standard Shipping, ePacket, China Post Registered Air
 * Mail, ...). Its rates are bands: origin, zone of destination, weight from and to; each has a
 * base, a price for each step of grams, and days least and most. Which methods a seller uses is
 * the seller's choice. The rate functions are pure: rows in, offers out. A market has at most 64
 * methods. */
#pragma once

#include "base/choice.h"
#include "base/money.h"
#include "shop/sellers/sellers.h"
#include "store/events.h"
#include "store/store.h"

typedef struct {
    int64_t number;
} method_id; /* shm_ */
typedef struct {
    int64_t number;
} shipment_id; /* shp_ */

enum tracking_level { TRACKING_NONE, TRACKING_PART, TRACKING_FULL };
enum shipment_status {
    SHIPMENT_PENDING,
    SHIPMENT_PICKED_UP,
    SHIPMENT_IN_TRANSIT,
    SHIPMENT_ON_HOLD,
    SHIPMENT_OUT_FOR_DELIVERY,
    SHIPMENT_READY_FOR_PICKUP,
    SHIPMENT_DELIVERED,
    SHIPMENT_DELIVERY_DELAYED,
    SHIPMENT_DELIVERY_FAILED,
    SHIPMENT_RETURN_TO_SENDER,
    SHIPMENT_CANCELLED,
    SHIPMENT_UNKNOWN,
};
extern const struct choice shipment_statuses[], tracking_levels[];

extern const struct event_kind SHIPMENT_MOVED, SHIPMENT_DELIVERED_EVENT; /* subject: the shipment;
    `what` is a const struct shipment * */
extern const struct refusal SHIPPING_NOT_OFFERED, TRACKING_NUMBER_WRONG, TRACKING_NUMBER_NEEDED,
    TRACKING_NUMBER_USED, SHIPMENT_NOT_FOUND;

/* One way that a parcel may go. */
struct shipping_offer {
    method_id method;
    const char *name;
    struct money seller_cost;   /* in the seller's currency: what the quote starts from */
    struct money cost;          /* the same in the buyer's, converted once */
    int64_t days_min, days_max; /* from today to the door, the seller's handling included */
    struct moment arrives_from, arrives_to;
    enum tracking_level tracking;
    bool proposed; /* the cheapest that is tracked and not slow: shown first */
};
struct shipping_offers {
    struct shipping_offer *items;
    size_t count;
};

struct parcel {
    seller_id seller;
    const char *origin, *destination; /* countries */
    int64_t weight_grams;
    struct currency seller_currency;
    struct rate to_buyer; /* seller's currency to buyer's */
    struct moment now;
    int64_t ship_days; /* the seller's handling */
    int64_t revision;  /* shipping_revision(), where it was asked before; 0: it is asked here */
};

/* Tells whether methods, bands or what sellers use of them have changed: then it is another one. A
 * snapshot's own, so one question does for many parcels. 0: there are none yet. */
int64_t shipping_revision(struct store_tx *tx);

/* All ways of the seller for this parcel, the proposed one first, then by cost; none at all when
 * the seller does not send there. */
struct shipping_offers shipping_offers(struct store_tx *tx, struct arena *memory,
                                       const struct parcel *parcel);
refused shipping_offer(struct store_tx *tx, struct arena *memory, const struct parcel *parcel,
                       method_id method, struct shipping_offer *ret_offer);

/* UPU S10: two letters, eight digits and their check digit, a country. Upper case, no spaces. */
bool shipping_s10_valid(const char *number);
/* Makes one: service "LP", serial 0 to 99999999, country "CN". For the sandbox carrier. */
void shipping_s10_make(char to[static 14], const char *service, int64_t serial,
                       const char *country);

/* Shipments -------------------------------------------------------------------------------- */

struct shipment {
    shipment_id shipment;
    int64_t order; /* the subject that it was sent for */
    method_id method;
    const char *method_name;
    const char *number; /* checked; NULL for a method without tracking */
    enum shipment_status status;
    const char *origin, *destination;
    struct moment sent_at, promised_at, delivered_at;
};
struct sending {
    int64_t order;
    method_id method;
    const char *number;
    const char *origin, *destination;
    struct moment promised_at, now;
    int64_t days_min, days_max;
};
/* Checks the number by the method's tracking; in a sandbox the carrier then moves the parcel by
 * jobs. */
refused shipping_send(struct store_tx *tx, const struct sending *sending,
                      shipment_id *ret_shipment);
bool shipping_of_order(struct store_tx *tx, struct arena *memory, int64_t order,
                       struct shipment *ret_shipment);

struct tracking_event {
    enum shipment_status status;
    const char *place;
    struct moment at;
};
struct tracking_events {
    struct tracking_event *items;
    size_t count;
};
struct tracking_events shipping_events(struct store_tx *tx, struct arena *memory,
                                       shipment_id shipment); /* oldest first */
/* What a carrier says; the same event twice is one. */
refused shipping_record(struct store_tx *tx, shipment_id shipment, enum shipment_status status,
                        const char *place, struct moment at);
/* Gives a seller the ways it uses: all that start in its country or anywhere. */
void shipping_give_methods(struct store_tx *tx, seller_id seller, const char *country);
