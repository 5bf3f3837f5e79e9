/* Tracking feeds: what AfterShip and EasyPost send, read into our own statuses.
 *
 * Pure: a body and a secret in, a message out. Whoever asks decides what becomes of it. */
#pragma once

#include <jansson.h>

#include "shop/shipping/shipping.h"

enum tracking_feed { FEED_AFTERSHIP, FEED_EASYPOST };
struct tracking_feed_info {
    const char *name;   /* "aftership": for programs, and as the source of an event */
    const char *header; /* that the signature comes in */
};
extern const struct tracking_feed_info tracking_feeds[];

/* The body was signed with this secret: AfterShip sends the HMAC-SHA256 in base64, EasyPost
 * "hmac-sha256-hex=" and hexadecimal, of a secret in NFKD. An empty secret signs nothing. */
bool tracking_feed_signed(enum tracking_feed feed, const char *secret, const char *signature,
                          const char *body, size_t size);
/* Signs, as they do. For tests, and for the sandbox. */
char *tracking_feed_sign(struct arena *memory, enum tracking_feed feed, const char *secret,
                         const char *body, size_t size);

struct feed_message {
    enum tracking_feed feed;
    const char *event_id; /* NULL: it has none */
    const char *number;
    struct tracking_events events; /* in the order they were sent */
};
/* False when it is not JSON, or not about a parcel. */
bool tracking_feed_read(struct arena *memory, enum tracking_feed feed, const char *body,
                        size_t size, struct feed_message *ret_message);
/* The events of AfterShip's tracking object, as its API gives it as well. */
struct tracking_events tracking_feed_checkpoints(struct arena *memory, const json_t *tracking);

/* Their words for what ours are; the detail may be NULL. What is not known is SHIPMENT_UNKNOWN. */
enum shipment_status tracking_from_aftership(const char *tag, const char *subtag);
enum shipment_status tracking_from_easypost(const char *status, const char *detail);
