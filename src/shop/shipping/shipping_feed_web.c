/* Shipping, on the web: what AfterShip and EasyPost tell of parcels. They send an event until it
 * is taken, more than once and in any order; each is taken once. */
#include "shop/shipping/shipping_inside.h"
#include "shop/shipping/tracking_feeds.h"
#include "web/route.h"

REFUSAL(WEBHOOK_SIGNATURE_WRONG, 401, "The signature of this event is not right.");
REFUSAL(WEBHOOK_BODY_WRONG, 422, "This is not an event of a parcel.");

struct webhook_answer {
    enum feed_outcome outcome;
};
static const struct field webhook_fields[] = {
    CHOICE_FIELD(struct webhook_answer, outcome, feed_outcomes, .says = "What became of it."),
    { 0 },
};

struct hearing {
    struct feed_message message;
    struct secret_tag body_hash;
    struct moment now;
    enum feed_outcome outcome;
};

static refused hear_act(struct store_tx *tx, void *what)
{
    struct hearing *hearing = what;
    return shipping_hear_feed(tx, &hearing->message, &hearing->body_hash, hearing->now,
                              &hearing->outcome);
}

static refused hear(struct request *request, enum tracking_feed feed, const char *secret)
{
    struct webhook_answer *answer = request->answer;
    struct hearing hearing = { .now = request->now };
    size_t size;
    const char *body = request_raw_body(request, &size);
    const char *signature = request_header(request, tracking_feeds[feed].header);
    if (!tracking_feed_signed(feed, secret, signature, body, size))
        return &WEBHOOK_SIGNATURE_WRONG;
    if (!tracking_feed_read(request->memory, feed, body, size, &hearing.message))
        return &WEBHOOK_BODY_WRONG;
    hearing.body_hash = secret_hash(NULL, body, size);
    refused why = store_transact(request->store, hear_act, &hearing);
    if (why)
        return why;
    request->status = 200;
    answer->outcome = hearing.outcome;
    return NULL;
}

static refused hear_aftership(struct request *request)
{
    return hear(request, FEED_AFTERSHIP, request->settings->aftership_secret);
}

static refused hear_easypost(struct request *request)
{
    return hear(request, FEED_EASYPOST, request->settings->easypost_secret);
}

// clang-format off
static const struct route feed_routes[] = {
    { POST, "/webhooks/aftership", ANYONE, hear_aftership,
      .summary = "AfterShip tells of a parcel; aftership-hmac-sha256 signs the body",
      .gives = webhook_fields, .refuses = { &WEBHOOK_SIGNATURE_WRONG, &WEBHOOK_BODY_WRONG },
      .face = ONLY_API, .no_csrf = true, .body_max = 512 << 10, .limit = { 6000, 60 } },
    { POST, "/webhooks/easypost", ANYONE, hear_easypost,
      .summary = "EasyPost tells of a parcel; X-Hmac-Signature signs the body",
      .gives = webhook_fields, .refuses = { &WEBHOOK_SIGNATURE_WRONG, &WEBHOOK_BODY_WRONG },
      .face = ONLY_API, .no_csrf = true, .body_max = 512 << 10, .limit = { 6000, 60 } },
    { 0 },
};
// clang-format on

const struct module shipping_feed_module = {
    .name = "shipping_feed",
    .routes = feed_routes,
};
