/* Shipping, watching: parcels that are late, stuck or lost are noticed, once each. */
#include "shop/shipping/shipping_inside.h"
#include "shop/shipping/shipping_sql.h"

const struct event_kind SHIPMENT_LATE = { "shipment.late" };
const struct event_kind SHIPMENT_STUCK = { "shipment.stuck" };
const struct event_kind SHIPMENT_LOST = { "shipment.lost" };

enum {
    WATCH_MINUTES = 360,
    WEBHOOK_DAYS = 30,
    GRACE_HOURS = 12 /* carriers tell of a delivery some time after it */
};

struct watching {
    shipment_id shipment;
    struct moment now, late_before, stuck_before, lost_before;
};

static struct watching watching_at(const struct settings *settings, struct moment now)
{
    return (struct watching){
        .now = now,
        .late_before = moment_before(now, hours(GRACE_HOURS)),
        .stuck_before = moment_before(now, days(settings->parcel_stuck_days)),
        .lost_before = moment_before(now, days(settings->parcel_lost_days)),
    };
}

/* Each mark is set only where it is still true: the parcel may have come in the meantime. */
static refused notice(struct store_tx *tx, void *what)
{
    const struct watching *watching = what;
    AUTO(arena) memory = { 0 };
    int64_t number = watching->shipment.number, now = watching->now.us;
    struct shipment shipment;
    if (!shipping_find(tx, &memory, watching->shipment, &shipment))
        return NULL;
    refused why = NULL;
    if (store_do(tx, &shipping_set_late,
                 WITH(INT(now), INT(number), INT(watching->late_before.us)))) {
        shipment.late_at = watching->now;
        why = shipping_announce(tx, &SHIPMENT_LATE, &shipment, watching->now);
    }
    if (!why && store_do(tx, &shipping_set_stuck,
                         WITH(INT(now), INT(number), INT(watching->stuck_before.us)))) {
        shipment.stuck_at = watching->now;
        why = shipping_announce(tx, &SHIPMENT_STUCK, &shipment, watching->now);
    }
    if (!why && store_do(tx, &shipping_set_lost,
                         WITH(INT(now), INT(number), INT(watching->lost_before.us)))) {
        shipment.lost_at = watching->now;
        why = shipping_announce(tx, &SHIPMENT_LOST, &shipment, watching->now);
    }
    return why;
}

void shipping_plan_watch(struct store_tx *tx, struct moment now)
{
    jobs_plan(tx, &(struct job_plan){ .kind = "shipping.watch",
                                      .run_at = moment_after(now, minutes(WATCH_MINUTES)) });
}

/* Feeds tell again within hours, not weeks; and an old event that is told again changes nothing. */
static refused plan_next(struct store_tx *tx, void *what)
{
    const struct watching *watching = what;
    store_put(tx, &shipping_forget_webhooks,
              WITH(INT(moment_before(watching->now, days(WEBHOOK_DAYS)).us)));
    shipping_plan_watch(tx, watching->now);
    return NULL;
}

/* One parcel that cannot be told of holds up no other. */
refused shipping_run_watch(struct store *store, const struct job *job, struct moment now)
{
    shipment_id found[SHIPPING_WATCH_MOST] = { 0 };
    int count = 0;
    refused first = NULL;
    (void)job;
    struct watching watching = watching_at(store_settings(store), now);
    struct store_tx *tx = store_read(store);
    struct rows rows = store_query(tx, &shipping_select_to_notice,
                                   WITH(INT(watching.late_before.us), INT(watching.stuck_before.us),
                                        INT(watching.lost_before.us), INT(SHIPPING_WATCH_MOST)));
    while (rows_next(&rows))
        found[count++] = (shipment_id){ rows_int(&rows, "shipment_id") };
    store_read_end(tx);
    for (int i = 0; i < count; i++) {
        watching.shipment = found[i];
        refused why = store_transact(store, notice, &watching);
        first = first ? first : why;
    }
    refused why = store_transact(store, plan_next, &watching);
    return first ? first : why;
}
