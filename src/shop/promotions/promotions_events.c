/* Sale events: made, shown, cancelled; and who is told when one begins. */
#include "shop/promotions/promotions_events.h"

#include "base/id.h"
#include "base/words.h"
#include "base/zone.h"
#include "shop/notices/notices.h"
#include "shop/promotions/promotions_sql.h"

REFUSAL(SALE_NOT_FOUND, 404, "There is no such sale.");
REFUSAL_AT(SALE_TIMES_WRONG, 422, "ends_at",
           "It must end after it begins, and not in the past; its time zone must be one like "
           "Europe/Lisbon.");
REFUSAL_AT(SALE_TAKEN, 409, "name", "There is a sale of this name on that day already.");
REFUSAL(SALE_STATE_WRONG, 409, "A sale goes from planned to shown, and from either to cancelled.");
REFUSAL_AT(SALE_COUNTRIES_WRONG, 422, "countries",
           "Write countries by their two letters with spaces between, or none for everywhere.");

const struct choice sale_event_states[] = {
    [SALE_PLANNED] = { "planned", N_("Planned") },
    [SALE_SHOWN] = { "shown", N_("In the calendar") },
    [SALE_CANCELLED] = { "cancelled", N_("Cancelled") },
    { 0 },
};

static struct sale_event event_from_row(const struct rows *rows, struct arena *memory)
{
    return (struct sale_event){
        .event = { rows_int(rows, "event_id") },
        .slug = rows_text(rows, memory, "slug"),
        .name = rows_text(rows, memory, "name"),
        .says = rows_text(rows, memory, "says"),
        .countries = rows_text(rows, memory, "countries"),
        .zone = rows_text(rows, memory, "zone"),
        .starts_at = { rows_int(rows, "starts_at") },
        .ends_at = { rows_int(rows, "ends_at") },
        .state = (enum sale_event_state)rows_int(rows, "shown"),
        .changed = rows_int(rows, "changed"),
        .made_at = { rows_int(rows, "made_at") },
    };
}

static refused first_of(struct rows rows, struct arena *memory, struct sale_event *ret_event)
{
    if (!rows_next(&rows))
        return &SALE_NOT_FOUND;
    *ret_event = event_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

refused sale_events_find(struct store_tx *tx, struct arena *memory, sale_event_id event,
                         struct sale_event *ret_event)
{
    return first_of(store_query(tx, &promotions_select_event, WITH(INT(event.number))), memory,
                    ret_event);
}

refused sale_events_named(struct store_tx *tx, struct arena *memory, const char *slug,
                          struct sale_event *ret_event)
{
    return first_of(store_query(tx, &promotions_select_event_by_slug, WITH(TEXT(slug))), memory,
                    ret_event);
}

struct sale_events sale_events_after(struct store_tx *tx, struct arena *memory, struct moment after,
                                     bool planned, int64_t most)
{
    struct sale_events found = { 0 };
    struct rows rows = store_query(tx, &promotions_select_events,
                                   WITH(INT(after.us), INT(planned ? 0 : 1), INT(most)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = event_from_row(&rows, memory);
    }
    return found;
}

/* Making ------------------------------------------------------------------------------------- */

static bool countries_good(struct arena *memory, const char *countries)
{
    char *rest = arena_copy(memory, countries), *kept;
    for (char *word = strtok_r(rest, " ", &kept); word; word = strtok_r(NULL, " ", &kept))
        if (!words_country_known(word))
            return false;
    return true;
}

/* "choice-day-2027-03-01": sales come again every year, and some every month. */
static const char *slug_of(struct arena *memory, const struct sale_event_making *making)
{
    char *local = zone_text(memory, making->starts_at, making->zone);
    return arena_format(memory, "%s-%.10s", text_slug(memory, making->name), local);
}

refused sale_events_make(struct store_tx *tx, const struct sale_event_making *making,
                         sale_event_id *ret_event)
{
    AUTO(arena) memory = { 0 };
    if (!zone_known(making->zone) || making->ends_at.us <= making->starts_at.us ||
        making->ends_at.us <= making->now.us)
        return &SALE_TIMES_WRONG;
    if (!countries_good(&memory, making->countries))
        return &SALE_COUNTRIES_WRONG;
    *ret_event = making->event;
    if (making->event.number)
        return store_do(tx, &promotions_update_event,
                        WITH(TEXT(making->name), TEXT(making->says), TEXT(making->countries),
                             TEXT(making->zone), INT(making->starts_at.us), INT(making->ends_at.us),
                             INT(making->event.number)))
                   ? NULL
                   : &SALE_NOT_FOUND;
    *ret_event = (sale_event_id){ id_next(making->now) };
    return store_do(tx, &promotions_insert_event,
                    WITH(INT(ret_event->number), TEXT(slug_of(&memory, making)), TEXT(making->name),
                         TEXT(making->says), TEXT(making->countries), TEXT(making->zone),
                         INT(making->starts_at.us), INT(making->ends_at.us), INT(making->now.us)))
               ? NULL
               : &SALE_TAKEN;
}

enum { OF_ONE_SALE = 20 };

static size_t promotions_in(struct store_tx *tx, sale_event_id event, const char *state,
                            promotion_id ret_promotions[OF_ONE_SALE])
{
    size_t count = 0;
    struct rows rows =
        store_query(tx, &promotions_select_event_drafts, WITH(INT(event.number), TEXT(state)));
    while (rows_next(&rows))
        if (count < OF_ONE_SALE)
            ret_promotions[count++].number = rows_int(&rows, "promotion_id");
    return count;
}

refused sale_events_move(struct store_tx *tx, sale_event_id number, enum sale_event_state to,
                         struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct sale_event event;
    promotion_id promotions[OF_ONE_SALE];
    refused why = sale_events_find(tx, &memory, number, &event);
    if (why)
        return why;
    if (to <= event.state)
        return to == event.state ? NULL : &SALE_STATE_WRONG;
    if (!store_do(tx, &promotions_show_event,
                  WITH(INT((int64_t)to), INT(number.number), INT((int64_t)event.state))))
        return &SALE_STATE_WRONG;
    size_t count = promotions_in(tx, number, to == SALE_SHOWN ? "draft" : "live", promotions);
    for (size_t i = 0; !why && i < count; i++)
        why = to == SALE_SHOWN ? promotions_start(tx, (seller_id){ 0 }, promotions[i], now)
                               : promotions_stop(tx, (seller_id){ 0 }, promotions[i], now);
    return why == &PROMOTION_NOT_LIVE ? NULL : why; /* over already */
}

/* Reminders ---------------------------------------------------------------------------------- */

static const struct notice_kind begun = { "sale.begun", N_("A sale has begun"),
                                          N_("{sale} has begun, and you wanted to know."),
                                          N_("See the sale") };
const struct notice_kind *const sale_notices[] = { &begun, NULL };

void sale_events_remind(struct store_tx *tx, sale_event_id event, account_id account, bool wanted)
{
    store_put(tx, wanted ? &promotions_insert_reminder : &promotions_delete_reminder,
              WITH(INT(event.number), INT(account.number)));
}

bool sale_events_reminds(struct store_tx *tx, sale_event_id event, account_id account)
{
    return store_int(tx, &promotions_select_reminder, WITH(INT(event.number), INT(account.number)),
                     0) > 0;
}

enum { REMIND_MOST = 200, REMIND_SECONDS = 60 };

struct reminding {
    int64_t event, account;
    const char *name, *slug;
    struct moment now;
};

static refused remind_one(struct store_tx *tx, void *what)
{
    const struct reminding *reminding = what;
    AUTO(arena) memory = { 0 };
    struct account account;
    if (!store_do(tx, &promotions_set_reminded,
                  WITH(INT(reminding->now.us), INT(reminding->event), INT(reminding->account))))
        return NULL; /* told before, or not wanted any more */
    refused why = accounts_find(tx, &memory, (account_id){ reminding->account }, &account);
    if (why)
        return NULL; /* gone */
    const struct notice_fact facts[] = { { "sale", reminding->name }, { 0 } };
    notices_send(
        tx, &(struct notice){ .kind = &begun,
                              .account = reminding->account,
                              .email = account.email,
                              .language = account.language,
                              .path = arena_format(&memory, "/sales/%s", reminding->slug),
                              .key = arena_format(&memory, "%lld %lld", (long long)reminding->event,
                                                  (long long)reminding->account),
                              .facts = facts,
                              .now = reminding->now });
    return NULL;
}

static refused plan_reminding(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "promotions.remind",
                                      .run_at = moment_after(*now, seconds(REMIND_SECONDS)) });
    return NULL;
}

static refused run_remind(struct store *store, const struct job *job, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct reminding *due = arena_array(&memory, REMIND_MOST, sizeof *due);
    size_t count = 0;
    refused first = NULL;
    (void)job;
    struct store_tx *tx = store_read(store);
    struct rows rows =
        store_query(tx, &promotions_select_due_reminders, WITH(INT(now.us), INT(REMIND_MOST)));
    while (rows_next(&rows))
        if (count < REMIND_MOST)
            due[count++] =
                (struct reminding){ rows_int(&rows, "event_id"), rows_int(&rows, "account_id"),
                                    rows_text(&rows, &memory, "name"),
                                    rows_text(&rows, &memory, "slug"), now };
    store_read_end(tx);
    for (size_t i = 0; i < count; i++) {
        refused why = store_transact(store, remind_one, &due[i]);
        first = first ? first : why;
    }
    refused why = store_transact(store, plan_reminding, &now);
    return first ? first : why;
}

const struct job_kind promotions_jobs[] = {
    { .name = "promotions.remind", .run = run_remind, .attempts_max = 1000000 },
    { 0 },
};

refused promotions_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_reminding, &now);
}
