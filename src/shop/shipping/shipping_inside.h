/* Shipping, inside: what the files of this module share. */
#pragma once

#include "shop/shipping/shipping.h"
#include "store/jobs.h"

/* "EU", "NA", ...: the zones that rates know; "REST" for all else. */
const char *shipping_zone(const char *country);

extern const char *const shipping_tracking_names[];
extern const char *const shipping_status_names[];

extern const struct job_kind shipping_jobs[];
enum tracking_level shipping_tracking_named(const char *name); /* as it is stored */

/* shipping_kept.c -------------------------------------------------------------------------- */

enum { SHIPPING_METHODS_MAX = 64 };

/* Whoever changes methods, bands or what a seller uses says so in the same transaction. */
void shipping_changed(struct store_tx *tx);

/* What a method asks for a parcel, in minor units of US dollars. */
struct shipping_band {
    method_id method;
    const char *name;
    enum tracking_level tracking;
    int64_t base, step_price, step_grams, days_min, days_max;
};
struct shipping_bands {
    struct shipping_band *items;
    size_t count;
};
struct shipping_question {
    int64_t revision; /* of the asker's snapshot */
    seller_id seller;
    const char *origin;
    const char *zone, *near; /* the reaches that would do */
    int64_t grams;
};
/* The band of each of the seller's methods that carries the parcel, by method. */
struct shipping_bands shipping_bands(struct store_tx *tx, struct arena *memory,
                                     const struct shipping_question *question);

refused shipping_first(struct store *store, struct moment now);
void shipping_plan_move(struct store_tx *tx, shipment_id shipment, struct moment at);

/* shipping.c ------------------------------------------------------------------------------- */

bool shipping_find(struct store_tx *tx, struct arena *memory, shipment_id shipment,
                   struct shipment *ret_shipment);
bool shipping_of_number(struct store_tx *tx, struct arena *memory, const char *number,
                        struct shipment *ret_shipment);
refused shipping_announce(struct store_tx *tx, const struct event_kind *kind,
                          const struct shipment *shipment, struct moment at);
/* The way of the sandbox carrier's parcel until now. */
struct tracking_events shipping_sandbox_way(struct arena *memory, const struct shipment *shipment,
                                            struct moment now);

/* shipping_feed.c -------------------------------------------------------------------------- */

struct feed_message;
enum feed_outcome { FEED_TAKEN, FEED_UNKNOWN_NUMBER, FEED_NOTHING_NEW, FEED_AGAIN };
extern const struct choice feed_outcomes[];
/* What a feed told, once: a number that no parcel has is noted and no fault. */
refused shipping_hear_feed(struct store_tx *tx, const struct feed_message *message,
                           const struct secret_tag *body_hash, struct moment now,
                           enum feed_outcome *ret_outcome);

/* shipping_watch.c, shipping_poll.c -------------------------------------------------------- */

enum { SHIPPING_WATCH_MOST = 200 };
void shipping_plan_watch(struct store_tx *tx, struct moment now);
refused shipping_run_watch(struct store *store, const struct job *job, struct moment now);
void shipping_plan_poll(struct store_tx *tx, struct moment now);
refused shipping_run_poll(struct store *store, const struct job *job, struct moment now);
