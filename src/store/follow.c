/* Followers: events read from a cursor, in an act. */
#include "store/events.h"

#include "base/log.h"
#include "base/text.h"
#include "store/store_sql.h"

struct following {
    const struct follower *follower;
    int most;
    bool more; /* result */
};

/* Events of other kinds cost little to pass over, and there may be very many of them, as when a
 * catalogue is loaded. */
enum { LOOKED_AT_MAX = 2000 };

static refused see_next(struct store_tx *tx, void *what)
{
    struct following *following = what;
    const char *name = following->follower->name;
    AUTO(arena) memory = { 0 };
    int64_t transaction_no = 0, event_no = 0;
    int seen = 0, looked_at = 0;
    refused why = NULL;
    struct rows rows = store_query(tx, &store_select_follower, WITH(TEXT(name)));
    while (rows_next(&rows)) {
        transaction_no = rows_int(&rows, "transaction_no");
        event_no = rows_int(&rows, "event_no");
    }
    rows = store_query(tx, &store_select_events_after,
                       WITH(INT(transaction_no), INT(event_no), INT(LOOKED_AT_MAX)));
    struct seen_event *events = arena_array(&memory, (size_t)following->most, sizeof *events);
    while (seen < following->most && rows_next(&rows)) {
        const char *kind = rows_text(&rows, &memory, "kind");
        transaction_no = rows_int(&rows, "transaction_no");
        event_no = rows_int(&rows, "event_no");
        looked_at++;
        if (text_starts(kind, following->follower->about))
            events[seen++] = (struct seen_event){
                .kind = kind,
                .subject = rows_int(&rows, "subject"),
                .at = { rows_int(&rows, "at") },
                .facts = rows_text(&rows, &memory, "facts"),
            };
    }
    rows_close(&rows); /* before anything is changed: what is left need not be read ahead */
    for (int i = 0; !why && i < seen; i++)
        why = following->follower->see(tx, &events[i]);
    following->more = seen == following->most || looked_at == LOOKED_AT_MAX;
    if (!why && looked_at)
        store_put(tx, &store_upsert_follower, WITH(TEXT(name), INT(transaction_no), INT(event_no)));
    return why;
}

bool events_follow(struct store *store, const struct follower *follower, int most)
{
    struct following following = { follower, most, false };
    refused why = store_transact(store, see_next, &following);
    if (why)
        log_line(LOG_WARNING, "follower stopped", LOG_TEXT("name", follower->name),
                 LOG_TEXT("why", why->name));
    return !why && following.more;
}
