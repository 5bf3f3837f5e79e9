/* Accounts, passkeys checked. */
#include "shop/accounts/accounts_passkey_check.h"

#include <assert.h>

#include <jansson.h>
#include <openssl/err.h>
#include <sodium.h>

#include "base/secret.h"
#include "base/text.h"
#include "shop/accounts/accounts_passkey_cose.h"

REFUSAL_AT(PASSKEY_UNREADABLE, 422, "passkey",
           "What the browser sent is not a passkey's answer. Try once more.");
REFUSAL_AT(PASSKEY_ORIGIN_WRONG, 422, "passkey",
           "This passkey was used on another site. Look at the address above, and begin again.");
REFUSAL_AT(PASSKEY_NOT_VERIFIED, 422, "passkey",
           "Your device did not check that it is you. Unlock it with your finger, face or PIN.");
REFUSAL_AT(PASSKEY_ALGORITHM, 422, "passkey",
           "This device makes a kind of passkey that is not known here. Use another one.");
REFUSAL_AT(PASSKEY_ATTESTATION, 422, "passkey",
           "This device says more of itself than was asked. Let the browser keep that to itself.");
REFUSAL_AT(PASSKEY_SIGNATURE_WRONG, 422, "passkey",
           "The passkey's answer is not right. Try once more.");
REFUSAL_AT(PASSKEY_CHALLENGE_WRONG, 422, "passkey",
           "This was asked too long ago, or answered already. Try once more.");

enum {
    FLAG_PRESENT = 1,
    FLAG_VERIFIED = 4,
    FLAG_MAY_SYNC = 8,
    FLAG_SYNCED = 16,
    FLAG_KEY = 64,
    FLAG_EXTENSIONS = 128,
    DATA_HEAD = 37,  /* hash, flags, count */
    GIVEN_MAX = 8192 /* bytes of any one part */
};

/* Texts ------------------------------------------------------------------------------------ */

char *passkey_text(struct arena *memory, const void *bytes, size_t size)
{
    size_t room = sodium_base64_encoded_len(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *made = arena_take(memory, room);
    return sodium_bin2base64(made, room, bytes, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool passkey_bytes(struct arena *memory, const char *words, struct span_of_bytes *ret_bytes)
{
    size_t length = strlen(words), size;
    const char *end;
    unsigned char *made = arena_take(memory, length + 1);
    if (sodium_base642bin(made, length, words, length, NULL, &size, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != words + length || size > GIVEN_MAX)
        return false;
    *ret_bytes = (struct span_of_bytes){ made, size };
    return true;
}

/* As browsers name an origin: in lower case, without the port that goes without saying. */
struct passkey_party passkey_party_of(struct arena *memory, const char *url)
{
    char *lower = arena_copy(memory, url);
    for (char *at = lower; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at + 32);
    const char *host = strstr(lower, "://");
    host = host ? host + 3 : lower;
    size_t length = strcspn(host, "/");
    const char *end = host[0] == '[' ? strchr(host, ']') : NULL; /* an IPv6 address */
    size_t name = end ? (size_t)(end - host) + 1 : strcspn(host, ":/");
    const char *usual = text_starts(lower, "https:") ? ":443" : ":80";
    if (length - name == strlen(usual) && strncmp(host + name, usual, length - name) == 0)
        length = name;
    return (struct passkey_party){
        .origin = arena_copy_bytes(memory, lower, (size_t)(host - lower) + length),
        .id = arena_copy_bytes(memory, host, name),
    };
}

static bool bytes_at(struct arena *memory, json_t *object, const char *name,
                     struct span_of_bytes *ret_bytes)
{
    const char *words = json_string_value(json_object_get(object, name));
    return words && passkey_bytes(memory, words, ret_bytes);
}

static bool read_parts(struct arena *memory, json_t *json, struct passkey_given *given)
{
    json_t *response = json_object_get(json, "response");
    const char *type = json_string_value(json_object_get(json, "type"));
    if (!text_same(type, "public-key") || !bytes_at(memory, json, "id", &given->id) ||
        !given->id.size || given->id.size > PASSKEY_ID_MAX ||
        !bytes_at(memory, response, "clientDataJSON", &given->client_data))
        return false;
    if (json_object_get(response, "attestationObject"))
        return bytes_at(memory, response, "attestationObject", &given->attestation);
    return bytes_at(memory, response, "authenticatorData", &given->authenticator_data) &&
           bytes_at(memory, response, "signature", &given->signature);
}

static json_t *client_json(const struct passkey_given *given)
{
    return json_loadb((const char *)given->client_data.bytes, given->client_data.size,
                      JSON_REJECT_DUPLICATES, NULL);
}

refused passkey_read(struct arena *memory, const char *words, struct passkey_given *ret_given)
{
    struct passkey_given given = { 0 };
    json_t *json = json_loads(words, JSON_REJECT_DUPLICATES, NULL);
    bool good = read_parts(memory, json, &given);
    json_decref(json);
    json_t *client = good ? client_json(&given) : NULL;
    good = good && bytes_at(memory, client, "challenge", &given.challenge);
    json_decref(client);
    if (!good)
        return &PASSKEY_UNREADABLE;
    *ret_given = given;
    return NULL;
}

/* Checks ----------------------------------------------------------------------------------- */

refused passkey_check_client(const struct passkey_given *given, enum passkey_ceremony ceremony,
                             const struct passkey_party *party)
{
    const char *wanted = ceremony == PASSKEY_CREATE ? "webauthn.create" : "webauthn.get";
    json_t *client = client_json(given);
    const char *type = json_string_value(json_object_get(client, "type"));
    const char *origin = json_string_value(json_object_get(client, "origin"));
    bool typed = text_same(type, wanted);
    bool ours = origin && strcasecmp(origin, party->origin) == 0 &&
                !json_is_true(json_object_get(client, "crossOrigin")) &&
                !json_object_get(client, "topOrigin");
    json_decref(client);
    if (!typed)
        return &PASSKEY_UNREADABLE;
    return ours ? NULL : &PASSKEY_ORIGIN_WRONG;
}

/* The new passkey's id and key, behind the head; what follows them is left in `rest`. */
static bool read_new(struct span_of_bytes *rest, struct passkey_data *data)
{
    enum { AAGUID = 16 };
    if (rest->size < AAGUID + 2)
        return false;
    const unsigned char *at = rest->bytes + AAGUID;
    size_t length = (size_t)at[0] << 8 | at[1];
    rest->bytes += AAGUID + 2;
    rest->size -= AAGUID + 2;
    if (!length || length > PASSKEY_ID_MAX || length > rest->size)
        return false;
    data->id = (struct span_of_bytes){ rest->bytes, length };
    rest->bytes += length;
    rest->size -= length;
    size_t size = passkey_item_size(*rest);
    if (!size)
        return false;
    data->key = (struct span_of_bytes){ rest->bytes, size };
    rest->bytes += size;
    rest->size -= size;
    return true;
}

refused passkey_read_data(struct span_of_bytes from, struct passkey_data *ret_data)
{
    struct passkey_data data = { 0 };
    if (from.size < DATA_HEAD)
        return &PASSKEY_UNREADABLE;
    unsigned flags = from.bytes[32];
    const unsigned char *count = from.bytes + 33;
    memcpy(data.party_tag, from.bytes, sizeof data.party_tag);
    data.present = flags & FLAG_PRESENT;
    data.verified = flags & FLAG_VERIFIED;
    data.may_sync = flags & FLAG_MAY_SYNC;
    data.synced = flags & FLAG_SYNCED;
    data.count =
        (uint32_t)count[0] << 24 | (uint32_t)count[1] << 16 | (uint32_t)count[2] << 8 | count[3];
    struct span_of_bytes rest = { from.bytes + DATA_HEAD, from.size - DATA_HEAD };
    if (flags & FLAG_KEY && !read_new(&rest, &data))
        return &PASSKEY_UNREADABLE;
    if (flags & FLAG_EXTENSIONS) {
        size_t size = passkey_item_size(rest);
        if (!size || rest.bytes[0] >> 5 != 5) /* a map */
            return &PASSKEY_UNREADABLE;
        rest.size -= size;
    }
    if (rest.size || (data.synced && !data.may_sync))
        return &PASSKEY_UNREADABLE;
    *ret_data = data;
    return NULL;
}

static refused check_data(const struct passkey_data *data, const struct passkey_party *party,
                          bool verify_user)
{
    unsigned char wanted[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(wanted, (const unsigned char *)party->id, strlen(party->id));
    static_assert(sizeof wanted == sizeof data->party_tag, "both are SHA-256");
    if (memcmp(wanted, data->party_tag, sizeof wanted) != 0)
        return &PASSKEY_ORIGIN_WRONG;
    return data->present && (data->verified || !verify_user) ? NULL : &PASSKEY_NOT_VERIFIED;
}

/* Signed is the authenticator's data with the hash of the client's. */
static refused check_signature(struct span_of_bytes cose, struct span_of_bytes data,
                               struct span_of_bytes client_data, struct span_of_bytes signature,
                               int64_t *ret_algorithm)
{
    int64_t algorithm = 0;
    EVP_PKEY *key = passkey_key(cose, &algorithm);
    if (!key)
        return &PASSKEY_ALGORITHM;
    *ret_algorithm = algorithm;
    unsigned char *whole = must_take(data.size + crypto_hash_sha256_BYTES);
    memcpy(whole, data.bytes, data.size);
    crypto_hash_sha256(whole + data.size, client_data.bytes, client_data.size);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const EVP_MD *hash = algorithm == COSE_EDDSA ? NULL : EVP_sha256();
    bool right = EVP_DigestVerifyInit(context, NULL, hash, NULL, key) == 1 &&
                 EVP_DigestVerify(context, signature.bytes, signature.size, whole,
                                  data.size + crypto_hash_sha256_BYTES) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    ERR_clear_error(); /* others of this thread look there, too */
    free(whole);
    return right ? NULL : &PASSKEY_SIGNATURE_WRONG;
}

/* "none" says nothing; "packed" without certificates is signed by the new key itself, which shows
 * that the device has it. */
static refused check_attestation(const struct passkey_given *given,
                                 const struct passkey_attestation *attestation,
                                 struct passkey_data *data)
{
    EVP_PKEY *key = passkey_key(data->key, &data->algorithm);
    if (!key)
        return &PASSKEY_ALGORITHM;
    EVP_PKEY_free(key);
    if (attestation->none)
        return attestation->empty ? NULL : &PASSKEY_UNREADABLE;
    if (!attestation->packed || attestation->certified || !attestation->signature.size)
        return &PASSKEY_ATTESTATION;
    if (attestation->algorithm != data->algorithm)
        return &PASSKEY_UNREADABLE;
    return check_signature(data->key, attestation->data, given->client_data, attestation->signature,
                           &data->algorithm);
}

refused passkey_check_new(const struct passkey_given *given, const struct passkey_party *party,
                          bool verify_user, struct passkey_data *ret_data)
{
    struct passkey_attestation attestation;
    struct passkey_data data;
    refused why = passkey_check_client(given, PASSKEY_CREATE, party);
    if (!why && !passkey_read_attestation(given->attestation, &attestation))
        why = &PASSKEY_UNREADABLE;
    if (!why)
        why = passkey_read_data(attestation.data, &data);
    if (!why)
        why = check_data(&data, party, verify_user);
    if (why)
        return why;
    if (data.id.size != given->id.size || memcmp(data.id.bytes, given->id.bytes, data.id.size) != 0)
        return &PASSKEY_UNREADABLE;
    why = check_attestation(given, &attestation, &data);
    if (!why)
        *ret_data = data;
    return why;
}

refused passkey_check_used(const struct passkey_given *given, struct span_of_bytes key,
                           const struct passkey_party *party, bool verify_user,
                           struct passkey_data *ret_data)
{
    struct passkey_data data;
    refused why = passkey_check_client(given, PASSKEY_GET, party);
    if (!why)
        why = passkey_read_data(given->authenticator_data, &data);
    if (!why)
        why = check_data(&data, party, verify_user);
    if (!why)
        why = check_signature(key, given->authenticator_data, given->client_data, given->signature,
                              &data.algorithm);
    if (!why)
        *ret_data = data;
    return why;
}
