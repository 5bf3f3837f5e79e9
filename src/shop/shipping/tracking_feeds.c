/* Tracking feeds: signatures, words and bodies of AfterShip and EasyPost. */
#include "shop/shipping/tracking_feeds.h"

#include <openssl/hmac.h>
#include <unicode/unorm2.h>
#include <unicode/uregion.h>
#include <unicode/ustring.h>

#include "base/secret.h"

enum { EVENTS_MAX = 60, SECRET_MAX = 200, MAC_SIZE = 32, SAID_MAX = 200, TOWN_MAX = 80 };

const struct tracking_feed_info tracking_feeds[] = {
    [FEED_AFTERSHIP] = { "aftership", "aftership-hmac-sha256" },
    [FEED_EASYPOST] = { "easypost", "X-Hmac-Signature" },
};

/* Signatures ------------------------------------------------------------------------------- */

/* Compatibility decomposition; what cannot be decomposed signs nothing. */
static bool decompose(const char *secret, char to[static SECRET_MAX * 6], size_t *ret_size)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[SECRET_MAX], apart[SECRET_MAX * 2];
    int32_t length = 0, parts, size = 0;
    const UNormalizer2 *normalizer = unorm2_getNFKDInstance(&status);
    u_strFromUTF8(wide, SECRET_MAX, &length, secret, -1, &status);
    if (U_FAILURE(status))
        return false;
    parts = unorm2_normalize(normalizer, wide, length, apart, SECRET_MAX * 2, &status);
    u_strToUTF8(to, SECRET_MAX * 6, &size, apart, parts, &status);
    *ret_size = (size_t)size;
    return U_SUCCESS(status) && size < SECRET_MAX * 6;
}

char *tracking_feed_sign(struct arena *memory, enum tracking_feed feed, const char *secret,
                         const char *body, size_t size)
{
    char key[SECRET_MAX * 6];
    unsigned char mac[MAC_SIZE], base64[MAC_SIZE * 2];
    size_t key_size = strlen(secret);
    const void *with = secret;
    if (feed == FEED_EASYPOST) {
        if (!decompose(secret, key, &key_size))
            return NULL;
        with = key;
    }
    if (!key_size ||
        !HMAC(EVP_sha256(), with, (int)key_size, (const unsigned char *)body, size, mac, NULL))
        return NULL;
    if (feed == FEED_EASYPOST)
        return arena_format(memory, "hmac-sha256-hex=%s", secret_hex(memory, mac, sizeof mac));
    EVP_EncodeBlock(base64, mac, sizeof mac);
    return arena_copy(memory, (const char *)base64);
}

bool tracking_feed_signed(enum tracking_feed feed, const char *secret, const char *signature,
                          const char *body, size_t size)
{
    AUTO(arena) memory = { 0 };
    const char *wanted = secret && *secret && signature
                             ? tracking_feed_sign(&memory, feed, secret, body, size)
                             : NULL;
    return wanted && strlen(signature) == strlen(wanted) &&
           secret_same(signature, wanted, strlen(wanted));
}

/* Words ------------------------------------------------------------------------------------ */

struct word {
    const char *theirs;
    enum shipment_status ours;
};

static bool find_word(const struct word *words, const char *theirs, enum shipment_status *ret_ours)
{
    for (; theirs && words->theirs; words++)
        if (text_same(words->theirs, theirs)) {
            *ret_ours = words->ours;
            return true;
        }
    return false;
}

enum shipment_status tracking_from_aftership(const char *tag, const char *subtag)
{
    static const struct word subtags[] = {
        { "InTransit_002", SHIPMENT_PICKED_UP }, /* accepted by the carrier */
        { "InTransit_005", SHIPMENT_ON_HOLD },   /* customs have it */
        { "AvailableForPickup_001", SHIPMENT_READY_FOR_PICKUP },
        { "Exception_003", SHIPMENT_DELIVERY_FAILED },  /* the receiver refused it */
        { "Exception_004", SHIPMENT_DELIVERY_DELAYED }, /* customs */
        { "Exception_005", SHIPMENT_DELIVERY_DELAYED }, /* weather, strikes */
        { "Exception_006", SHIPMENT_ON_HOLD },          /* something is to be paid */
        { "Exception_007", SHIPMENT_DELIVERY_FAILED },  /* the address is wrong */
        { "Exception_008", SHIPMENT_DELIVERY_FAILED },  /* nobody came for it */
        { "Exception_009", SHIPMENT_DELIVERY_FAILED },  /* the carrier does not take it */
        { "Exception_010", SHIPMENT_RETURN_TO_SENDER },
        { "Exception_011", SHIPMENT_RETURN_TO_SENDER },
        { "Exception_012", SHIPMENT_DELIVERY_FAILED }, /* damaged */
        { "Exception_013", SHIPMENT_DELIVERY_FAILED }, /* lost */
        { NULL, SHIPMENT_UNKNOWN },
    };
    static const struct word tags[] = {
        { "InfoReceived", SHIPMENT_PENDING },
        { "InTransit", SHIPMENT_IN_TRANSIT },
        { "OutForDelivery", SHIPMENT_OUT_FOR_DELIVERY },
        { "AttemptFail", SHIPMENT_DELIVERY_FAILED },
        { "Delivered", SHIPMENT_DELIVERED },
        { "AvailableForPickup", SHIPMENT_READY_FOR_PICKUP },
        { "Exception", SHIPMENT_ON_HOLD },
        { NULL, SHIPMENT_UNKNOWN }, /* Pending and Expired: the carrier says nothing */
    };
    enum shipment_status ours = SHIPMENT_UNKNOWN;
    if (!find_word(subtags, subtag, &ours))
        find_word(tags, tag, &ours);
    return ours;
}

enum shipment_status tracking_from_easypost(const char *status, const char *detail)
{
    static const struct word details[] = {
        { "received_at_origin_facility", SHIPMENT_PICKED_UP },
        { "arrived_at_pickup_location", SHIPMENT_READY_FOR_PICKUP },
        { "delayed", SHIPMENT_DELIVERY_DELAYED },
        { "weather_delay", SHIPMENT_DELIVERY_DELAYED },
        { "held", SHIPMENT_ON_HOLD },
        { "awaiting_information", SHIPMENT_ON_HOLD },
        { "return", SHIPMENT_RETURN_TO_SENDER },
        { NULL, SHIPMENT_UNKNOWN },
    };
    static const struct word statuses[] = {
        { "pre_transit", SHIPMENT_PENDING },
        { "in_transit", SHIPMENT_IN_TRANSIT },
        { "out_for_delivery", SHIPMENT_OUT_FOR_DELIVERY },
        { "delivered", SHIPMENT_DELIVERED },
        { "available_for_pickup", SHIPMENT_READY_FOR_PICKUP },
        { "return_to_sender", SHIPMENT_RETURN_TO_SENDER },
        { "failure", SHIPMENT_DELIVERY_FAILED },
        { "cancelled", SHIPMENT_CANCELLED },
        { NULL, SHIPMENT_UNKNOWN }, /* unknown, error */
    };
    enum shipment_status ours = SHIPMENT_UNKNOWN;
    find_word(statuses, status, &ours);
    if (ours == SHIPMENT_IN_TRANSIT) /* a detail says more only of what is under way */
        find_word(details, detail, &ours);
    return ours;
}

/* Bodies ----------------------------------------------------------------------------------- */

static const char *text_at(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* In one line, and not longer than a line: cut between characters. */
static const char *one_line(struct arena *memory, const char *words, size_t most)
{
    size_t size = words ? strlen(words) : 0;
    if (size > most)
        for (size = most; size && ((unsigned char)words[size] & 0xC0) == 0x80;)
            size--;
    char *line = arena_copy_bytes(memory, words ? words : "", size);
    for (char *at = line; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 127)
            *at = ' ';
    return line;
}

/* "US" or "USA" gives "US"; what is no country gives "". */
static const char *country_of(struct arena *memory, const char *code)
{
    UErrorCode status = U_ZERO_ERROR;
    size_t length = code ? strlen(code) : 0;
    const URegion *region =
        length == 2 || length == 3 ? uregion_getRegionFromCode(code, &status) : NULL;
    if (U_FAILURE(status) || !region || uregion_getType(region) != URGN_TERRITORY)
        return "";
    return arena_copy(memory, uregion_getRegionCode(region));
}

/* Some carriers write no zone: then it is read as UTC. */
static bool time_of(struct arena *memory, const char *written, struct moment *ret_at)
{
    return written && (moment_read(written, ret_at) ||
                       moment_read(arena_format(memory, "%sZ", written), ret_at));
}

struct tracking_events tracking_feed_checkpoints(struct arena *memory, const json_t *tracking)
{
    struct tracking_events found = { arena_array(memory, EVENTS_MAX, sizeof(struct tracking_event)),
                                     0 };
    const json_t *list = json_object_get(tracking, "checkpoints");
    size_t count = json_array_size(list), first = count > EVENTS_MAX ? count - EVENTS_MAX : 0;
    for (size_t i = first; i < count; i++) {
        const json_t *point = json_array_get(list, i);
        const char *country = text_at(point, "country_iso3");
        struct tracking_event event = {
            .status = tracking_from_aftership(text_at(point, "tag"), text_at(point, "subtag")),
            .place = country_of(memory, country ? country : text_at(point, "country_region")),
            .town = one_line(memory, text_at(point, "city"), TOWN_MAX),
            .said = one_line(memory, text_at(point, "message"), SAID_MAX),
            .source = tracking_feeds[FEED_AFTERSHIP].name,
        };
        if (event.status != SHIPMENT_UNKNOWN &&
            time_of(memory, text_at(point, "checkpoint_time"), &event.at))
            found.items[found.count++] = event;
    }
    return found;
}

static struct tracking_events details_of(struct arena *memory, const json_t *tracker)
{
    struct tracking_events found = { arena_array(memory, EVENTS_MAX, sizeof(struct tracking_event)),
                                     0 };
    const json_t *list = json_object_get(tracker, "tracking_details");
    size_t count = json_array_size(list), first = count > EVENTS_MAX ? count - EVENTS_MAX : 0;
    for (size_t i = first; i < count; i++) {
        const json_t *detail = json_array_get(list, i);
        const json_t *where = json_object_get(detail, "tracking_location");
        struct tracking_event event = {
            .status =
                tracking_from_easypost(text_at(detail, "status"), text_at(detail, "status_detail")),
            .place = country_of(memory, text_at(where, "country")),
            .town = one_line(memory, text_at(where, "city"), TOWN_MAX),
            .said = one_line(memory, text_at(detail, "message"), SAID_MAX),
            .source = tracking_feeds[FEED_EASYPOST].name,
        };
        if (event.status != SHIPMENT_UNKNOWN &&
            time_of(memory, text_at(detail, "datetime"), &event.at))
            found.items[found.count++] = event;
    }
    return found;
}

bool tracking_feed_read(struct arena *memory, enum tracking_feed feed, const char *body,
                        size_t size, struct feed_message *ret_message)
{
    json_t *json = json_loadb(body, size, JSON_REJECT_DUPLICATES, NULL);
    bool aftership = feed == FEED_AFTERSHIP;
    const json_t *parcel = json_object_get(json, aftership ? "msg" : "result");
    const char *number = text_at(parcel, aftership ? "tracking_number" : "tracking_code");
    const char *event_id = text_at(json, aftership ? "event_id" : "id");
    if (number)
        *ret_message = (struct feed_message){
            .feed = feed,
            .event_id = event_id && *event_id ? one_line(memory, event_id, 100) : NULL,
            .number = one_line(memory, number, TOWN_MAX),
            .events =
                aftership ? tracking_feed_checkpoints(memory, parcel) : details_of(memory, parcel),
        };
    json_decref(json);
    return number != NULL;
}
