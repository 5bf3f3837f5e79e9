/* Events: each is a row, and is heard at once by those who registered. */
#include "store/events.h"

#include <assert.h>

#include "store/engine.h"
#include "store/store_sql.h"

void events_register(struct store *store, const struct listener *listeners)
{
    assert(store->listener_tables < STORE_TABLES_MAX);
    store->listeners[store->listener_tables++] = listeners;
}

refused events_announce(struct store_tx *tx, const struct event *event)
{
    assert(event->kind && event->subject_prefix);
    assert(event->at.us > 0);
    store_put(tx, &store_insert_event,
              WITH(TEXT(event->kind->name), INT(event->subject), TEXT(event->subject_prefix),
                   INT(event->at.us), TEXT(event->facts)));
    const struct store *store = tx->store;
    for (int i = 0; i < store->listener_tables; i++)
        for (const struct listener *listener = store->listeners[i]; listener->hear; listener++) {
            if (listener->kind && listener->kind != event->kind)
                continue;
            refused why = listener->hear(tx, event);
            if (why)
                return why;
        }
    return NULL;
}

static refused mend_order(struct store_tx *tx, void *what)
{
    (void)what;
    store_put(tx, &store_mend_events, WITHOUT);
    return NULL;
}

bool events_mend_order(struct store *store, const char **ret_problem)
{
    refused why = store_transact(store, mend_order, NULL);
    if (why)
        *ret_problem = store_problem("cannot order the events: %s", why->name);
    return !why;
}
