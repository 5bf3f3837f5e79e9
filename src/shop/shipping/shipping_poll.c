/* Shipping, asking: parcels that nothing was heard of for a day are asked for. */
#include <curl/curl.h>

#include "base/log.h"
#include "shop/shipping/shipping_inside.h"
#include "shop/shipping/shipping_sql.h"
#include "shop/shipping/tracking_feeds.h"

enum {
    SILENT_HOURS = 24,
    FOLLOWED_DAYS = 180, /* after that no carrier knows a number */
    POLL_MINUTES = 180,
    POLL_MOST = 50,
    ANSWER_MAX = 1 << 20,
};

/* Who can be asked where a parcel is. False: no answer now; it is asked again another time. */
struct tracker {
    const char *name; /* for the log */
    bool (*ask)(const struct settings *settings, struct arena *memory,
                const struct shipment *shipment, struct moment now,
                struct tracking_events *ret_events);
};

static bool ask_sandbox(const struct settings *settings, struct arena *memory,
                        const struct shipment *shipment, struct moment now,
                        struct tracking_events *ret_events)
{
    (void)settings;
    *ret_events = (struct tracking_events){ NULL, 0 };
    if (shipment->due_at.us)
        *ret_events = shipping_sandbox_way(memory, shipment, now);
    return true;
}

/* AfterShip -------------------------------------------------------------------------------- */

static size_t take_bytes(char *from, size_t size, size_t count, void *user)
{
    text *to = user;
    size_t more = size * count;
    if (to->length + more > ANSWER_MAX)
        return 0; /* gives up */
    text_add_bytes(to, from, more);
    return more;
}

/* A POST when there is a body. NULL when there is no good answer; otherwise decref it. */
static json_t *fetch(const struct settings *settings, const char *url, const char *body)
{
    AUTO(text) answer = { 0 };
    AUTO(text) key = { 0 };
    long status = 0;
    CURL *curl = curl_easy_init();
    if (!curl)
        return NULL;
    text_add_format(&key, "as-api-key: %s", settings->aftership_key);
    struct curl_slist *headers = curl_slist_append(NULL, text_of(&key));
    headers = curl_slist_append(headers, "Content-Type: application/json");
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 20L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (body)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    bool done = curl_easy_perform(curl) == CURLE_OK;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return done && status >= 200 && status < 300
               ? json_loadb(text_of(&answer), answer.length, 0, NULL)
               : NULL;
}

/* What AfterShip does not follow yet, it is asked to follow: then there is an answer next time. */
static void begin_following(const struct settings *settings, struct arena *memory,
                            const struct shipment *shipment)
{
    AUTO(text) body = { 0 };
    text_add(&body, "{\"tracking_number\": ");
    text_add_json(&body, shipment->number);
    text_add(&body, "}");
    json_decref(fetch(settings, arena_format(memory, "%s/trackings", settings->aftership_url),
                      text_of(&body)));
}

static bool ask_aftership(const struct settings *settings, struct arena *memory,
                          const struct shipment *shipment, struct moment now,
                          struct tracking_events *ret_events)
{
    (void)now;
    AUTO(text) url = { 0 };
    text_add_format(&url, "%s/trackings?tracking_numbers=", settings->aftership_url);
    text_add_url(&url, shipment->number);
    json_t *answer = fetch(settings, text_of(&url), NULL);
    if (!answer)
        return false;
    const json_t *list = json_object_get(json_object_get(answer, "data"), "trackings");
    if (json_is_array(list) && !json_array_size(list))
        begin_following(settings, memory, shipment);
    *ret_events = tracking_feed_checkpoints(memory, json_array_get(list, 0));
    json_decref(answer);
    return true;
}

static const struct tracker sandbox_tracker = { "sandbox", ask_sandbox };
static const struct tracker aftership_tracker = { "aftership", ask_aftership };

static bool has_aftership(const struct settings *settings)
{
    return settings->aftership_key && *settings->aftership_key;
}

/* NULL: there is nobody to ask. */
static const struct tracker *tracker_of(const struct settings *settings,
                                        const struct shipment *shipment)
{
    if (shipment->due_at.us)
        return settings->sandbox ? &sandbox_tracker : NULL;
    return has_aftership(settings) ? &aftership_tracker : NULL;
}

/* The job ---------------------------------------------------------------------------------- */

struct answered {
    struct shipment shipment;
    struct tracking_events events;
    struct moment now;
};

static refused take_answer(struct store_tx *tx, void *what)
{
    const struct answered *answered = what;
    shipment_id shipment = answered->shipment.shipment;
    store_put(tx, &shipping_set_asked, WITH(INT(answered->now.us), INT(shipment.number)));
    for (size_t i = 0; i < answered->events.count; i++) {
        refused why = shipping_hear(tx, shipment, &answered->events.items[i], answered->now);
        if (why)
            return why;
    }
    return NULL;
}

void shipping_plan_poll(struct store_tx *tx, struct moment now)
{
    jobs_plan(tx, &(struct job_plan){ .kind = "shipping.poll",
                                      .run_at = moment_after(now, minutes(POLL_MINUTES)) });
}

static refused plan_next(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    shipping_plan_poll(tx, *now);
    return NULL;
}

static int find_silent(struct store *store, struct arena *memory, struct moment now,
                       struct shipment ret_found[static POLL_MOST])
{
    shipment_id numbers[POLL_MOST];
    int count = 0, found = 0;
    struct store_tx *tx = store_read(store);
    struct rows rows =
        store_query(tx, &shipping_select_to_ask,
                    WITH(INT(moment_before(now, hours(SILENT_HOURS)).us),
                         INT(moment_before(now, days(FOLLOWED_DAYS)).us), INT(POLL_MOST)));
    while (rows_next(&rows))
        numbers[count++] = (shipment_id){ rows_int(&rows, "shipment_id") };
    for (int i = 0; i < count; i++)
        found += shipping_find(tx, memory, numbers[i], &ret_found[found]);
    store_read_end(tx);
    return found;
}

refused shipping_run_poll(struct store *store, const struct job *job, struct moment now)
{
    AUTO(arena) memory = { 0 };
    const struct settings *settings = store_settings(store);
    struct shipment found[POLL_MOST];
    refused first = NULL;
    (void)job;
    bool anybody = settings->sandbox || has_aftership(settings);
    int count = anybody ? find_silent(store, &memory, now, found) : 0;
    for (int i = 0; i < count; i++) {
        const struct tracker *tracker = tracker_of(settings, &found[i]);
        struct answered answered = { .shipment = found[i], .now = now };
        /* Who does not answer is asked again later, after all others. */
        if (tracker && !tracker->ask(settings, &memory, &found[i], now, &answered.events)) {
            answered.events.count = 0;
            log_line(LOG_WARNING, "a tracker does not answer", LOG_TEXT("tracker", tracker->name));
        }
        refused why = store_transact(store, take_answer, &answered);
        first = first ? first : why;
    }
    refused why = store_transact(store, plan_next, &now);
    return first ? first : why;
}
