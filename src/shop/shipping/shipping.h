/* Shipping: ways to send a parcel, what they cost and how long they take; and where it is.
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

/* Subject: the shipment; `what` is a const struct shipment *. Late: past its promise. Stuck: no
 * word of it for long. Lost: long past its promise. Each of these three once a parcel; who hears
 * them looks whether its order still waits. */
extern const struct event_kind SHIPMENT_MOVED, SHIPMENT_DELIVERED_EVENT, SHIPMENT_LATE,
    SHIPMENT_STUCK, SHIPMENT_LOST;
extern const struct refusal SHIPPING_NOT_OFFERED, TRACKING_NUMBER_WRONG, TRACKING_NUMBER_NEEDED,
    TRACKING_NUMBER_USED, SHIPMENT_NOT_FOUND, TRACKING_ENDED, TRACKING_BACKWARDS,
    TRACKING_IN_FUTURE, TRACKING_BY_CARRIER, TRACKING_NOT_BY_SELLER;

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

/* Numbers of all carriers: tracking_numbers.h. UPU S10: two letters, eight digits and their check
 * digit, a country. Upper case, no spaces. */
bool shipping_s10_valid(const char *number);
/* Makes one: service "LP", serial 0 to 99999999, country "CN". For the sandbox carrier. */
void shipping_s10_make(char to[static 14], const char *service, int64_t serial,
                       const char *country);

/* Shipments -------------------------------------------------------------------------------- */

struct shipment {
    shipment_id shipment;
    int64_t order; /* the subject that it was sent for */
    seller_id seller;
    method_id method;
    const char *method_name;
    const char *number;                 /* checked; NULL for a method without tracking */
    const char *carrier, *carrier_name; /* told from the number; NULL without one */
    const char *carrier_page;           /* of this number, or NULL */
    enum shipment_status status;        /* of the latest event */
    const char *origin, *destination;
    struct moment paid_at, sent_at, promised_at, delivered_at;
    struct moment moved_at;                   /* the latest event */
    struct moment late_at, stuck_at, lost_at; /* when it was noticed */
    struct moment due_at; /* the sandbox carrier brings it then; 0: a real carrier */
};
struct sending {
    int64_t order;
    seller_id seller;
    method_id method;
    const char *number;
    const char *carrier; /* which, of a number that fits several; NULL: the most likely */
    const char *origin, *destination;
    struct moment paid_at, promised_at, now;
    int64_t days_min, days_max;
};
/* Takes a number of any carrier, needed when the method is tracked. In a sandbox, its carrier then
 * moves parcels with S10 numbers by jobs. */
refused shipping_send(struct store_tx *tx, const struct sending *sending,
                      shipment_id *ret_shipment);
bool shipping_of_order(struct store_tx *tx, struct arena *memory, int64_t order,
                       struct shipment *ret_shipment);
/* The order needs its parcel no more (received, refunded): it is not watched or asked for. */
void shipping_end(struct store_tx *tx, int64_t order, struct moment now);

struct tracking_event {
    enum shipment_status status;
    const char *place;  /* a country, or "" */
    const char *town;   /* as the carrier writes it, or "" */
    const char *said;   /* the carrier's own words, or "" */
    const char *source; /* "carrier" (the sandbox's), "aftership", "easypost", "hand" */
    int64_t told_by;    /* the account that recorded it by hand, or 0 */
    struct moment at;
};
struct tracking_events {
    struct tracking_event *items;
    size_t count;
};
struct tracking_events shipping_events(struct store_tx *tx, struct arena *memory,
                                       shipment_id shipment); /* oldest first */
/* What a carrier says, in any order; the same event twice is one. An older one changes no status,
 * and none undoes that it was delivered. What cannot be of this parcel is passed over: older than
 * its sending, or of tomorrow. It is not delivered in another country, nor on its way back. */
refused shipping_hear(struct store_tx *tx, shipment_id shipment, const struct tracking_event *event,
                      struct moment now);

/* Someone records what the carrier does not tell. A seller does not say that it is delivered, and
 * nothing where a carrier tells of the parcel itself; an operator may. */
struct tracking_entry {
    int64_t order;
    enum shipment_status status;
    const char *place, *town;
    int64_t told_by;
    bool by_operator;
    struct moment at, now;
};
/* Whether its carrier tells of this parcel itself, or has. */
bool shipping_is_fed(const struct shipment *shipment, const struct tracking_events *events);
refused shipping_record_by_hand(struct store_tx *tx, const struct tracking_entry *entry);

/* Promise against fact: parcels of a seller that were delivered since then, and those in time. */
struct shipping_punctuality {
    int64_t delivered, in_time;
};
struct shipping_punctuality shipping_punctuality(struct store_tx *tx, seller_id seller,
                                                 struct moment since);

/* The map of stages: where a parcel is between order and door. Of one that stays in its country
 * two are absent. */
enum shipping_stage {
    STAGE_ORDERED,
    STAGE_POSTED,
    STAGE_LEFT_COUNTRY,
    STAGE_ARRIVED,
    STAGE_OUT_FOR_DELIVERY,
    STAGE_DELIVERED,
    SHIPPING_STAGES
};
enum stage_state { STAGE_DONE, STAGE_CURRENT, STAGE_NEXT, STAGE_LATER };
extern const struct choice shipping_stage_names[], stage_states[];
struct stage_seen {
    enum shipping_stage stage;
    enum stage_state state; /* current: the last that has happened; next: what comes then */
    struct moment at;       /* 0: not yet, or nobody said when */
};
/* Pure: from the parcel (NULL: not sent yet) and its events. Gives how many. */
size_t shipping_map(struct moment ordered_at, const struct shipment *shipment,
                    const struct tracking_events *events,
                    struct stage_seen ret_stages[static SHIPPING_STAGES]);

/* Gives a seller the ways it uses: all that start in its country or anywhere. */
void shipping_give_methods(struct store_tx *tx, seller_id seller, const char *country);
