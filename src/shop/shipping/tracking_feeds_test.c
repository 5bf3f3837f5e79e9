/* Tracking feeds: signatures, words, bodies; and the map of stages. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "shop/shipping/tracking_feeds.h"

int tracking_feeds_tests(void);

// clang-format off
static const struct { const char *tag, *subtag; enum shipment_status ours; } aftership_cases[] = {
    { "Pending", "Pending_001", SHIPMENT_UNKNOWN },
    { "InfoReceived", "InfoReceived_001", SHIPMENT_PENDING },
    { "InTransit", NULL, SHIPMENT_IN_TRANSIT },
    { "InTransit", "InTransit_001", SHIPMENT_IN_TRANSIT },
    { "InTransit", "InTransit_002", SHIPMENT_PICKED_UP },
    { "InTransit", "InTransit_005", SHIPMENT_ON_HOLD },
    { "OutForDelivery", "OutForDelivery_001", SHIPMENT_OUT_FOR_DELIVERY },
    { "AttemptFail", "AttemptFail_002", SHIPMENT_DELIVERY_FAILED },
    { "AvailableForPickup", NULL, SHIPMENT_READY_FOR_PICKUP },
    { "Delivered", "Delivered_003", SHIPMENT_DELIVERED },
    { "Exception", NULL, SHIPMENT_ON_HOLD },
    { "Exception", "Exception_004", SHIPMENT_DELIVERY_DELAYED },
    { "Exception", "Exception_007", SHIPMENT_DELIVERY_FAILED },
    { "Exception", "Exception_010", SHIPMENT_RETURN_TO_SENDER },
    { "Exception", "Exception_011", SHIPMENT_RETURN_TO_SENDER },
    { "Expired", "Expired_001", SHIPMENT_UNKNOWN },
    { "Teleported", NULL, SHIPMENT_UNKNOWN },
    { NULL, NULL, SHIPMENT_UNKNOWN },
};
static const struct { const char *status, *detail; enum shipment_status ours; } easypost_cases[] = {
    { "unknown", "unknown", SHIPMENT_UNKNOWN },
    { "pre_transit", "label_created", SHIPMENT_PENDING },
    { "in_transit", NULL, SHIPMENT_IN_TRANSIT },
    { "in_transit", "departed_facility", SHIPMENT_IN_TRANSIT },
    { "in_transit", "received_at_origin_facility", SHIPMENT_PICKED_UP },
    { "in_transit", "weather_delay", SHIPMENT_DELIVERY_DELAYED },
    { "in_transit", "held", SHIPMENT_ON_HOLD },
    { "out_for_delivery", "out_for_delivery", SHIPMENT_OUT_FOR_DELIVERY },
    { "delivered", "delayed", SHIPMENT_DELIVERED }, /* it is there, whatever was before */
    { "available_for_pickup", NULL, SHIPMENT_READY_FOR_PICKUP },
    { "return_to_sender", "return", SHIPMENT_RETURN_TO_SENDER },
    { "failure", "refused", SHIPMENT_DELIVERY_FAILED },
    { "cancelled", NULL, SHIPMENT_CANCELLED },
    { "error", NULL, SHIPMENT_UNKNOWN },
    { NULL, NULL, SHIPMENT_UNKNOWN },
};
// clang-format on

static void their_words_are_ours(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof aftership_cases / sizeof *aftership_cases; i++)
        if (tracking_from_aftership(aftership_cases[i].tag, aftership_cases[i].subtag) !=
            aftership_cases[i].ours)
            fail_msg("AfterShip's %s %s should be %s", aftership_cases[i].tag,
                     aftership_cases[i].subtag, shipment_statuses[aftership_cases[i].ours].name);
    for (size_t i = 0; i < sizeof easypost_cases / sizeof *easypost_cases; i++)
        if (tracking_from_easypost(easypost_cases[i].status, easypost_cases[i].detail) !=
            easypost_cases[i].ours)
            fail_msg("EasyPost's %s %s should be %s", easypost_cases[i].status,
                     easypost_cases[i].detail, shipment_statuses[easypost_cases[i].ours].name);
}

/* Computed by another program. */
static void signatures_are_told(void **state)
{
    (void)state;
    static const char body[] = "{\"id\": \"evt_1\"}";
    static const struct {
        enum tracking_feed feed;
        const char *secret, *signature;
    } cases[] = {
        { FEED_AFTERSHIP, "secret", "xIugoVGzSfZimH6to9kx+GjHL2PJ0B/tGSbUqAgQy9o=" },
        { FEED_EASYPOST, "secret",
          "hmac-sha256-hex=c48ba0a151b349f662987eada3d931f868c72f63c9d01fed1926d4a80810cbda" },
        /* "é" as one sign and as two are the same secret; and a ligature is its letters. */
        { FEED_EASYPOST, "caf\xC3\xA9 \xEF\xAC\x81",
          "hmac-sha256-hex=6230ce08465c851fc639152d6185f24183885bce7c8dd71d04694ec82dc4cacf" },
        { FEED_EASYPOST, "cafe\xCC\x81 fi",
          "hmac-sha256-hex=6230ce08465c851fc639152d6185f24183885bce7c8dd71d04694ec82dc4cacf" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *signature = cases[i].signature;
        size_t size = strlen(body);
        assert_true(tracking_feed_signed(cases[i].feed, cases[i].secret, signature, body, size));
        assert_false(tracking_feed_signed(cases[i].feed, "other", signature, body, size));
        assert_false(tracking_feed_signed(cases[i].feed, "", signature, body, size));
        assert_false(tracking_feed_signed(cases[i].feed, cases[i].secret, NULL, body, size));
        assert_false(tracking_feed_signed(cases[i].feed, cases[i].secret, "", body, size));
        assert_false(
            tracking_feed_signed(cases[i].feed, cases[i].secret, signature, body, size - 1));
    }
}

static void bodies_are_read(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct feed_message message;
    static const char told[] =
        "{\"event_id\": \"e1\", \"msg\": {\"tracking_number\": \"1Z4T6A9103520418K1\", "
        "\"checkpoints\": [{\"tag\": \"InTransit\", \"checkpoint_time\": \"2026-11-22T10:00:00\", "
        "\"country_region\": \"DEU\", \"city\": \"Köln\\u0007\", \"message\": \"a\\nb\"}, "
        "{\"tag\": \"Pending\", \"checkpoint_time\": \"2026-11-22T10:00:00\"}, "
        "{\"tag\": \"Delivered\", \"checkpoint_time\": \"soon\"}, 7, "
        "{\"tag\": \"Delivered\", \"checkpoint_time\": \"2026-11-23T10:00:00+02:00\", "
        "\"country_iso3\": \"Atlantis\"}]}}";
    assert_true(tracking_feed_read(&memory, FEED_AFTERSHIP, told, strlen(told), &message));
    assert_string_equal(message.event_id, "e1");
    assert_string_equal(message.number, "1Z4T6A9103520418K1");
    assert_int_equal(message.events.count, 2);
    assert_string_equal(message.events.items[0].place, "DE");
    assert_string_equal(message.events.items[0].town, "Köln ");
    assert_string_equal(message.events.items[0].said, "a b");
    assert_string_equal(message.events.items[1].place, "");
    assert_int_equal(message.events.items[1].at.us, moment_of_date(2026, 11, 23).us + hours(8).us);
    static const char *const wrong[] = {
        "",
        "{",
        "[]",
        "{}",
        "7",
        "{\"msg\": 7}",
        "{\"msg\": {\"tracking_number\": 7}}",
        "{\"msg\": {\"tracking_number\": \"1\"}, \"msg\": {}}",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(
            tracking_feed_read(&memory, FEED_AFTERSHIP, wrong[i], strlen(wrong[i]), &message));
    static const char bare[] = "{\"result\": {\"tracking_code\": \"X\"}}";
    assert_true(tracking_feed_read(&memory, FEED_EASYPOST, bare, strlen(bare), &message));
    assert_null(message.event_id);
    assert_int_equal(message.events.count, 0);
}

/* The map ---------------------------------------------------------------------------------- */

// clang-format off
static const struct {
    const char *name, *destination;
    struct tracking_event events[4];
    bool delivered;
    size_t stages, current;
} map_cases[] = {
    { "not sent", NULL, { { 0 } }, false, 6, 0 },
    { "sent", "PT", { { 0 } }, false, 6, 1 },
    { "scanned", "PT", { { .status = SHIPMENT_PICKED_UP, .place = "CN" } }, false, 6, 1 },
    { "on the way", "PT", { { .status = SHIPMENT_IN_TRANSIT, .place = "NL" } }, false, 6, 2 },
    { "arrived", "PT", { { .status = SHIPMENT_IN_TRANSIT, .place = "PT" } }, false, 6, 3 },
    { "place not said", "PT", { { .status = SHIPMENT_IN_TRANSIT, .place = "" } }, false, 6, 1 },
    { "at the post office", "PT", { { .status = SHIPMENT_READY_FOR_PICKUP, .place = "PT" } },
      false, 6, 4 },
    { "at home", "CN", { { .status = SHIPMENT_IN_TRANSIT, .place = "CN" } }, false, 4, 1 },
    { "at home, out", "CN", { { .status = SHIPMENT_OUT_FOR_DELIVERY, .place = "CN" } },
      false, 4, 2 },
    { "delivered", "PT", { { 0 } }, true, 6, 5 },
    { "delivered elsewhere", "PT", { { .status = SHIPMENT_DELIVERED, .place = "US" } },
      false, 6, 1 },
};
// clang-format on

static void the_map_shows_the_way(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof map_cases / sizeof *map_cases; i++) {
        struct stage_seen seen[SHIPPING_STAGES];
        struct moment now = { 1000 };
        struct shipment shipment = { .origin = "CN",
                                     .destination = map_cases[i].destination,
                                     .sent_at = { 10 },
                                     .delivered_at = { map_cases[i].delivered ? 90 : 0 } };
        struct tracking_event events[4];
        struct tracking_events given = { events, 0 };
        for (; map_cases[i].events[given.count].place; given.count++)
            events[given.count] = map_cases[i].events[given.count];
        size_t count = shipping_map(now, map_cases[i].destination ? &shipment : NULL, &given, seen);
        assert_int_equal(count, map_cases[i].stages);
        for (size_t k = 0; k < count; k++) {
            size_t current = map_cases[i].current;
            enum stage_state wanted = k < current        ? STAGE_DONE
                                      : k == current     ? STAGE_CURRENT
                                      : k == current + 1 ? STAGE_NEXT
                                                         : STAGE_LATER;
            if (seen[k].state != wanted)
                fail_msg("%s: stage %zu is %s", map_cases[i].name, k,
                         stage_states[seen[k].state].name);
        }
    }
}

int tracking_feeds_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(their_words_are_ours),
        cmocka_unit_test(signatures_are_told),
        cmocka_unit_test(bodies_are_read),
        cmocka_unit_test(the_map_shows_the_way),
    };
    return cmocka_run_group_tests_name("tracking feeds", tests, NULL, NULL);
}
