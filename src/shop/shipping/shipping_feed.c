/* Shipping, feeds: what carriers' webhooks told, taken once. */
#include "base/words.h"
#include "shop/shipping/shipping_inside.h"
#include "shop/shipping/shipping_sql.h"
#include "shop/shipping/tracking_feeds.h"
#include "shop/shipping/tracking_numbers.h"

const struct choice feed_outcomes[] = {
    [FEED_TAKEN] = { "taken", N_("Taken") },
    [FEED_UNKNOWN_NUMBER] = { "unknown_number", N_("No parcel has this number") },
    [FEED_NOTHING_NEW] = { "nothing_new", N_("It says nothing of the parcel's way") },
    [FEED_AGAIN] = { "again", N_("Heard before") },
    { 0 },
};

static refused hear_all(struct store_tx *tx, const struct feed_message *message, struct moment now,
                        enum feed_outcome *ret_outcome)
{
    AUTO(arena) memory = { 0 };
    char number[TRACKING_NUMBER_SIZE];
    struct shipment shipment;
    *ret_outcome = FEED_UNKNOWN_NUMBER;
    if (!tracking_normalise(message->number, number) ||
        !shipping_of_number(tx, &memory, number, &shipment))
        return NULL;
    *ret_outcome = message->events.count ? FEED_TAKEN : FEED_NOTHING_NEW;
    for (size_t i = 0; i < message->events.count; i++) {
        refused why = shipping_hear(tx, shipment.shipment, &message->events.items[i], now);
        if (why)
            return why;
    }
    return NULL;
}

refused shipping_hear_feed(struct store_tx *tx, const struct feed_message *message,
                           const struct secret_tag *body_hash, struct moment now,
                           enum feed_outcome *ret_outcome)
{
    AUTO(arena) memory = { 0 };
    const char *feed = tracking_feeds[message->feed].name;
    /* Without a name of its own, an event is named by what it says. */
    const char *event = message->event_id
                            ? message->event_id
                            : secret_hex(&memory, body_hash->bytes, sizeof body_hash->bytes);
    *ret_outcome = FEED_AGAIN;
    if (!store_do(tx, &shipping_insert_webhook,
                  WITH(TEXT(feed), TEXT(event), BYTES(body_hash->bytes, sizeof body_hash->bytes),
                       TEXT(message->number), TEXT(feed_outcomes[FEED_NOTHING_NEW].name),
                       INT(now.us))))
        return NULL;
    refused why = hear_all(tx, message, now, ret_outcome);
    if (why)
        return why;
    store_put(tx, &shipping_set_webhook_outcome,
              WITH(TEXT(feed_outcomes[*ret_outcome].name), TEXT(feed), TEXT(event)));
    return NULL;
}
