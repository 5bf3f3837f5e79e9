/* Shipping, tracking: events in any order, records, parcels that are late, and those asked for. */
#include <microhttpd.h>

#include "shop/shipping/shipping_inside.h"
#include "shop/shipping/shipping_schema_sql.h"
#include "shop/shipping/shipping_sql.h"
#include "shop/shipping/shipping_track_test_sql.h"
#include "store/store_test.h"

int shipping_track_tests(void);

static const seller_id lumen = { 7 };

/* What was announced, of all tests one after another. */
static struct {
    int moved, delivered, late, stuck, lost;
} told;

static refused hear_moved(struct store_tx *tx, const struct event *event)
{
    (void)tx;
    told.moved++;
    assert_non_null(event->what);
    return NULL;
}

static refused hear_delivered(struct store_tx *tx, const struct event *event)
{
    const struct shipment *shipment = event->what;
    (void)tx;
    told.delivered++;
    assert_int_equal(shipment->delivered_at.us, event->at.us);
    return NULL;
}

static refused hear_late(struct store_tx *tx, const struct event *event)
{
    (void)tx, (void)event;
    told.late++;
    return NULL;
}

static refused hear_stuck(struct store_tx *tx, const struct event *event)
{
    (void)tx, (void)event;
    told.stuck++;
    return NULL;
}

static refused hear_lost(struct store_tx *tx, const struct event *event)
{
    (void)tx, (void)event;
    told.lost++;
    return NULL;
}

static const struct listener listeners[] = {
    { &SHIPMENT_MOVED, hear_moved }, { &SHIPMENT_DELIVERED_EVENT, hear_delivered },
    { &SHIPMENT_LATE, hear_late },   { &SHIPMENT_STUCK, hear_stuck },
    { &SHIPMENT_LOST, hear_lost },   { 0 },
};

static struct bench *begin(void **state)
{
    struct bench *bench = *state;
    const char *problem = NULL;
    if (!store_migrate(bench->store, "shipping", shipping_schema, &problem))
        fail_msg("%s", problem);
    bench->settings.parcel_stuck_days = 10;
    bench->settings.parcel_lost_days = 30;
    bench->settings.aftership_key = "";
    events_register(bench->store, listeners);
    jobs_register(bench->store, shipping_jobs);
    assert_null(shipping_first(bench->store, test_noon));
    memset(&told, 0, sizeof told);
    return bench;
}

struct posting {
    int64_t order;
    const char *number;
    shipment_id made;
};

static refused post_act(struct store_tx *tx, void *what)
{
    struct posting *posting = what;
    int64_t method = store_int(tx, &shipping_select_method_id, WITH(TEXT("epacket")), 0);
    return shipping_send(tx,
                         &(struct sending){ .order = posting->order,
                                            .seller = lumen,
                                            .method = { method },
                                            .number = posting->number,
                                            .origin = "CN",
                                            .destination = "PT",
                                            .promised_at = moment_after(test_noon, days(20)),
                                            .now = test_noon,
                                            .days_min = 10,
                                            .days_max = 20 },
                         &posting->made);
}

static shipment_id post(struct bench *bench, int64_t order, const char *number)
{
    struct posting posting = { .order = order, .number = number };
    assert_null(store_transact(bench->store, post_act, &posting));
    return posting.made;
}

struct saying {
    shipment_id shipment;
    struct tracking_event event;
    struct moment now;
};

static refused say_act(struct store_tx *tx, void *what)
{
    const struct saying *saying = what;
    return shipping_hear(tx, saying->shipment, &saying->event, saying->now);
}

/* Heard a day later than it happened. */
static void say(struct bench *bench, shipment_id shipment, enum shipment_status status,
                const char *place, int64_t hour)
{
    struct moment at = moment_after(test_noon, hours(hour));
    struct saying saying = { shipment,
                             { .status = status, .place = place, .source = "easypost", .at = at },
                             moment_after(at, days(1)) };
    assert_null(store_transact(bench->store, say_act, &saying));
}

static struct shipment parcel(struct bench *bench, shipment_id number)
{
    struct shipment found;
    struct store_tx *tx = store_read(bench->store);
    assert_true(shipping_find(tx, &bench->memory, number, &found));
    store_read_end(tx);
    return found;
}

static struct shipping_punctuality punctuality(struct bench *bench, int64_t since_day)
{
    struct store_tx *tx = store_read(bench->store);
    struct shipping_punctuality found =
        shipping_punctuality(tx, lumen, moment_after(test_noon, days(since_day)));
    store_read_end(tx);
    return found;
}

/* The same four events, in each of their 24 orders, end the same. */
static void events_come_in_any_order(void **state)
{
    struct bench *bench = begin(state);
    static const struct {
        enum shipment_status status;
        int64_t hour;
    } events[] = {
        { SHIPMENT_PICKED_UP, 5 },
        { SHIPMENT_IN_TRANSIT, 30 },
        { SHIPMENT_OUT_FOR_DELIVERY, 80 },
        { SHIPMENT_DELIVERED, 90 },
    };
    for (int order = 0; order < 24; order++) {
        int left[] = { 0, 1, 2, 3 }, code = order;
        shipment_id shipment =
            post(bench, order + 1, arena_format(&bench->memory, "TBA5028872799%02d", order));
        for (int i = 4; i > 0; i--) {
            int place = code % i;
            say(bench, shipment, events[left[place]].status, "", events[left[place]].hour);
            left[place] = left[i - 1];
            code /= i;
        }
        struct shipment found = parcel(bench, shipment);
        assert_int_equal(found.status, SHIPMENT_DELIVERED);
        assert_int_equal(found.delivered_at.us, moment_after(test_noon, hours(90)).us);
    }
    assert_int_equal(told.moved, 24 * 4);
    assert_int_equal(told.delivered, 24);
    assert_int_equal(punctuality(bench, 0).delivered, 24);
    assert_int_equal(punctuality(bench, 0).in_time, 24);
}

static void what_is_told_late_is_no_news(void **state)
{
    struct bench *bench = begin(state);
    shipment_id shipment = post(bench, 1, "1Z4T6A9103520418K1");
    say(bench, shipment, SHIPMENT_IN_TRANSIT, "PT", 50);
    say(bench, shipment, SHIPMENT_PICKED_UP, "CN", 5);
    assert_int_equal(parcel(bench, shipment).status, SHIPMENT_IN_TRANSIT);
    say(bench, shipment, SHIPMENT_IN_TRANSIT, "PT", 50);
    assert_int_equal(told.moved, 2);
    struct store_tx *tx = store_read(bench->store);
    struct tracking_events events = shipping_events(tx, &bench->memory, shipment);
    store_read_end(tx);
    assert_int_equal(events.count, 2);
    assert_int_equal(events.items[0].status, SHIPMENT_PICKED_UP);
}

static void what_is_of_another_parcel_is_passed_over(void **state)
{
    struct bench *bench = begin(state);
    shipment_id shipment = post(bench, 1, "1Z4T6A9103520418K1");
    say(bench, shipment, SHIPMENT_IN_TRANSIT, "PT", -24 * 8); /* before it was sent, long */
    say(bench, shipment, SHIPMENT_DELIVERED, "PT", -2);       /* before it was sent */
    struct moment soon = moment_after(test_noon, days(3));
    struct saying ahead = { shipment,
                            { .status = SHIPMENT_DELIVERED, .source = "easypost", .at = soon },
                            test_noon };
    assert_null(store_transact(bench->store, say_act, &ahead));
    assert_int_equal(told.moved, 0);
    say(bench, shipment, SHIPMENT_DELIVERED, "US", 40); /* not where it was sent */
    assert_int_equal(parcel(bench, shipment).delivered_at.us, 0);
    say(bench, shipment, SHIPMENT_RETURN_TO_SENDER, "", 50);
    say(bench, shipment, SHIPMENT_DELIVERED, "", 60); /* to its sender */
    assert_int_equal(parcel(bench, shipment).delivered_at.us, 0);
    assert_int_equal(parcel(bench, shipment).status, SHIPMENT_RETURN_TO_SENDER);
    assert_int_equal(told.delivered, 0);
}

static void promise_and_fact_are_kept(void **state)
{
    struct bench *bench = begin(state);
    shipment_id early = post(bench, 1, "TBA502887279901"), late = post(bench, 2, "TBA502887279902");
    say(bench, early, SHIPMENT_DELIVERED, "PT", 24 * 20);
    say(bench, late, SHIPMENT_DELIVERED, "PT", 24 * 20 + 1);
    assert_int_equal(punctuality(bench, 0).delivered, 2);
    assert_int_equal(punctuality(bench, 0).in_time, 1);
    assert_int_equal(punctuality(bench, 21).delivered, 0);
}

/* Runs what is due until then, an hour at a time. */
static void live(struct bench *bench, int64_t from_day, int64_t to_day)
{
    for (int64_t hour = from_day * 24; hour <= to_day * 24; hour++)
        jobs_run_due(bench->store, moment_after(test_noon, hours(hour)), 1000);
}

static void parcels_are_noticed_once(void **state)
{
    struct bench *bench = begin(state);
    shipment_id silent = post(bench, 1, "TBA502887279901"),
                moves = post(bench, 2, "TBA502887279902");
    live(bench, 0, 9);
    say(bench, moves, SHIPMENT_IN_TRANSIT, "PT", 24 * 9);
    live(bench, 9, 12);
    assert_int_equal(told.stuck, 1);
    assert_int_equal(told.late, 0);
    say(bench, moves, SHIPMENT_DELIVERED, "PT", 24 * 15);
    live(bench, 15, 49);
    assert_int_equal(told.late, 1);
    assert_int_equal(told.lost, 0);
    live(bench, 49, 60);
    assert_int_equal(told.stuck, 1);
    assert_int_equal(told.late, 1);
    assert_int_equal(told.lost, 1);
    assert_true(parcel(bench, silent).lost_at.us > 0);
    assert_int_equal(parcel(bench, moves).late_at.us, 0);
}

static refused end_act(struct store_tx *tx, void *what)
{
    shipping_end(tx, *(const int64_t *)what, test_noon);
    return NULL;
}

static void what_has_ended_is_not_watched(void **state)
{
    struct bench *bench = begin(state);
    int64_t order = 1;
    post(bench, order, "TBA502887279901");
    assert_null(store_transact(bench->store, end_act, &order));
    live(bench, 0, 60);
    assert_int_equal(told.late + told.stuck + told.lost, 0);
}

static refused forget_moves(struct store_tx *tx, void *what)
{
    (void)what;
    store_do(tx, &shipping_test_delete_jobs, WITH(TEXT("shipping.move")));
    return NULL;
}

/* The sandbox carrier is asked like a real one: its parcels come although nobody told of them. */
static void a_silent_parcel_is_asked_for(void **state)
{
    struct bench *bench = begin(state);
    bench->settings.sandbox = true;
    shipment_id shipment = post(bench, 1, "LP004172638PT");
    assert_null(store_transact(bench->store, forget_moves, NULL));
    live(bench, 0, 25);
    assert_int_equal(parcel(bench, shipment).status, SHIPMENT_DELIVERED);
    assert_int_equal(told.delivered, 1);
    assert_int_equal(told.moved, 5);
}

/* AfterShip, played ------------------------------------------------------------------------ */

static struct {
    int asked, begun, wrong;
    const char *answer;
} played;

static enum MHD_Result play(void *context, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *body,
                            size_t *body_size, void **seen)
{
    (void)context, (void)version, (void)body;
    if (!*seen || *body_size) {
        *seen = &played;
        *body_size = 0;
        return MHD_YES;
    }
    const char *key = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "as-api-key");
    const char *number =
        MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "tracking_numbers");
    bool asks = text_same(method, "GET");
    played.asked += asks;
    played.begun += !asks;
    played.wrong += !text_same(key, "as_key") || !text_same(url, "/tracking/trackings") ||
                    (asks && !text_same(number, "1Z4T6A9103520418K1"));
    const char *answer = asks ? played.answer : "{\"data\": {}}";
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(answer), (void *)(uintptr_t)answer, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result queued = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return queued;
}

static void aftership_is_asked(void **state)
{
    struct bench *bench = begin(state);
    memset(&played, 0, sizeof played);
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL,
                                                 play, NULL, MHD_OPTION_END);
    assert_non_null(daemon);
    bench->settings.aftership_key = "as_key";
    bench->settings.aftership_url =
        arena_format(&bench->memory, "http://127.0.0.1:%d/tracking",
                     (int)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    shipment_id shipment = post(bench, 1, "1Z4T6A9103520418K1");
    played.answer = "{\"data\": {\"trackings\": []}}";
    live(bench, 0, 2);
    assert_int_equal(played.asked, 1);
    assert_int_equal(played.begun, 1);
    played.answer = "{\"data\": {\"trackings\": [{\"tracking_number\": \"1Z4T6A9103520418K1\", "
                    "\"checkpoints\": [{\"tag\": \"InTransit\", \"country_iso3\": \"PRT\", "
                    "\"checkpoint_time\": \"2026-11-20T10:00:00Z\"}]}]}}";
    live(bench, 2, 4);
    assert_int_equal(parcel(bench, shipment).status, SHIPMENT_IN_TRANSIT);
    played.answer = "not JSON";
    live(bench, 4, 6);
    MHD_stop_daemon(daemon);
    live(bench, 6, 8); /* nobody there: it goes on */
    assert_int_equal(played.wrong, 0);
    assert_int_equal(played.begun, 1);
    assert_int_equal(bench_number(bench->store, &shipping_test_count_asked), 1);
    assert_int_equal(told.moved, 1);
}

int shipping_track_tests(void)
{
    const struct CMUnitTest tests[] = {
        EACH(events_come_in_any_order),
        EACH(what_is_told_late_is_no_news),
        EACH(what_is_of_another_parcel_is_passed_over),
        EACH(promise_and_fact_are_kept),
        EACH(parcels_are_noticed_once),
        EACH(what_has_ended_is_not_watched),
        EACH(a_silent_parcel_is_asked_for),
        EACH(aftership_is_asked),
    };
    return cmocka_run_group_tests_name("shipping tracked", tests, NULL, NULL);
}
