/* Fuzz: any bytes as a tracking number and as what a carrier's feed sends. What is recognised is
 * recognised again as it is kept; what is read holds at most what may be kept of it. */
#include "shop/shipping/tracking_feeds.h"
#include "shop/shipping/tracking_numbers.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_number(struct arena *memory, const char *typed)
{
    struct tracking_match found[TRACKING_MATCHES_MAX], again[TRACKING_MATCHES_MAX];
    char plain[TRACKING_NUMBER_SIZE];
    size_t count = tracking_recognise(typed, found);
    if (!count)
        return;
    if (count > TRACKING_MATCHES_MAX || !tracking_normalise(typed, plain) ||
        tracking_recognise(plain, again) != count)
        abort();
    for (size_t i = 0; i < count; i++) {
        const char *link = tracking_link(memory, &found[i], plain);
        if (strcmp(found[i].carrier, again[i].carrier) != 0 || (link && strpbrk(link, "\"<> ")))
            abort();
    }
}

static void check_body(struct arena *memory, enum tracking_feed feed, const char *body, size_t size)
{
    struct feed_message message;
    if (!tracking_feed_read(memory, feed, body, size, &message))
        return;
    for (size_t i = 0; i < message.events.count; i++) {
        const struct tracking_event *event = &message.events.items[i];
        if (event->status == SHIPMENT_UNKNOWN || strlen(event->said) > 200 ||
            strlen(event->town) > 80 || strpbrk(event->said, "\r\n"))
            abort();
        if (*event->place && strlen(event->place) != 2)
            abort();
    }
    if (tracking_feed_signed(feed, "a secret", "", body, size))
        abort(); /* nobody signs with nothing */
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO(arena) memory = { 0 };
    const char *body = arena_copy_bytes(&memory, bytes, size);
    check_number(&memory, body);
    check_body(&memory, FEED_AFTERSHIP, body, size);
    check_body(&memory, FEED_EASYPOST, body, size);
    return 0;
}
