/* Followers: events read from a cursor, in an act. */
#include "store/events.h"

#include "base/log.h"
#include "store/store_sql.h"

struct following {
    const struct follower *follower;
    int most;
    int seen; /* result */
};

static refused see_next(struct store_tx *tx, void *what)
{
    struct following *following = what;
    const char *name = following->follower->name;
    AUTO(arena) memory = { 0 };
    int64_t transaction_no = 0, event_no = 0;
    refused why = NULL;
    following->seen = 0;
    struct rows rows = store_query(tx, &store_select_follower, WITH(TEXT(name)));
    while (rows_next(&rows)) {
        transaction_no = rows_int(&rows, "transaction_no");
        event_no = rows_int(&rows, "event_no");
    }
    rows = store_query(tx, &store_select_events_after,
                       WITH(INT(transaction_no), INT(event_no), INT(following->most)));
    while (!why && rows_next(&rows)) {
        transaction_no = rows_int(&rows, "transaction_no");
        event_no = rows_int(&rows, "event_no");
        following->seen++;
        why = following->follower->see(tx, &(struct seen_event){
                                               .kind = rows_text(&rows, &memory, "kind"),
                                               .subject = rows_int(&rows, "subject"),
                                               .at = { rows_int(&rows, "at") },
                                               .facts = rows_text(&rows, &memory, "facts"),
                                           });
    }
    rows_close(&rows);
    if (!why && following->seen)
        store_put(tx, &store_upsert_follower, WITH(TEXT(name), INT(transaction_no), INT(event_no)));
    return why;
}

int events_follow(struct store *store, const struct follower *follower, int most)
{
    struct following following = { follower, most, 0 };
    refused why = store_transact(store, see_next, &following);
    if (why)
        log_line(LOG_WARNING, "follower stopped", LOG_TEXT("name", follower->name),
                 LOG_TEXT("why", why->name));
    return why ? 0 : following.seen;
}
