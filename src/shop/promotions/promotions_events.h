/* Sale events: sales of the calendar. An event gathers promotions of the market under a name, from
 * a first minute to a last in a time zone of its own. It is planned, then shown: with that its
 * promotions go live, each for the event's time. Cancelled, they are stopped; the event stays in
 * the calendar's feed, so that whoever keeps it is told. */
#pragma once

#include "shop/notices/notices.h"
#include "shop/promotions/promotions.h"
#include "store/jobs.h"

enum sale_event_state { SALE_PLANNED, SALE_SHOWN, SALE_CANCELLED };
extern const struct choice sale_event_states[];

struct sale_event {
    sale_event_id event;
    const char *slug, *name, *says;
    const char *countries; /* "SA IL AE"; empty: everywhere */
    const char *zone;
    struct moment starts_at, ends_at;
    enum sale_event_state state;
    int64_t changed; /* how often */
    struct moment made_at;
};
struct sale_events {
    struct sale_event *items;
    size_t count;
};

extern const struct refusal SALE_NOT_FOUND, SALE_TIMES_WRONG, SALE_TAKEN, SALE_STATE_WRONG,
    SALE_COUNTRIES_WRONG;

struct sale_event_making {
    sale_event_id event; /* to change; 0: a new one */
    const char *name, *says, *countries, *zone;
    struct moment starts_at, ends_at, now;
};
/* SALE_TAKEN when there is one of this name that day. Promotions keep the times that they have. */
refused sale_events_make(struct store_tx *tx, const struct sale_event_making *making,
                         sale_event_id *ret_event);
/* Shows it, and starts its promotions; or cancels it, and stops them. */
refused sale_events_move(struct store_tx *tx, sale_event_id event, enum sale_event_state to,
                         struct moment now);
refused sale_events_find(struct store_tx *tx, struct arena *memory, sale_event_id event,
                         struct sale_event *ret_event);
refused sale_events_named(struct store_tx *tx, struct arena *memory, const char *slug,
                          struct sale_event *ret_event);
/* That end after a moment; planned ones too, or only what was shown. */
struct sale_events sale_events_after(struct store_tx *tx, struct arena *memory, struct moment after,
                                     bool planned, int64_t most);

void sale_events_remind(struct store_tx *tx, sale_event_id event, account_id account, bool wanted);
bool sale_events_reminds(struct store_tx *tx, sale_event_id event, account_id account);

/* RFC 5545: a calendar of these events, as `url` has them. */
const char *sale_events_feed(struct arena *memory, const struct sale_events *events,
                             const char *url, size_t *ret_size);

extern const struct notice_kind *const sale_notices[];
extern const struct job_kind promotions_jobs[];
refused promotions_first(struct store *store, struct moment now);
