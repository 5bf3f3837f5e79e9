/* Story, passkey: CBOR written by hand, signed by OpenSSL. */
#include "story_passkey.h"

#include <jansson.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <sodium.h>

#include "base/text.h"

enum { PRESENT = 1, VERIFIED = 4, KEY = 64 };

void soft_passkey_clear(struct soft_passkey *passkey)
{
    EVP_PKEY_free(passkey->key);
    *passkey = (struct soft_passkey){ 0 };
}

static char *base64url(struct arena *memory, const void *bytes, size_t size)
{
    size_t room = sodium_base64_encoded_len(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return sodium_bin2base64(arena_take(memory, room), room, bytes, size,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* {"type": ..., "challenge": ..., "origin": ...}, as browsers order it. */
static char *client_data(struct arena *memory, const char *type, json_t *options,
                         const char *origin)
{
    return arena_format(memory,
                        "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\","
                        "\"crossOrigin\":false}",
                        type, json_string_value(json_object_get(options, "challenge")), origin);
}

static void add_head(text *to, const char *party, unsigned flags, uint32_t count)
{
    unsigned char tag[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(tag, (const unsigned char *)party, strlen(party));
    text_add_bytes(to, tag, sizeof tag);
    unsigned char rest[5] = { (unsigned char)flags, (unsigned char)(count >> 24),
                              (unsigned char)(count >> 16), (unsigned char)(count >> 8),
                              (unsigned char)count };
    text_add_bytes(to, rest, sizeof rest);
}

static void add_key(text *to, const struct soft_passkey *passkey)
{
    static const unsigned char aaguid[16] = { 0 };
    unsigned char point[65], length[2] = { 0, sizeof passkey->id };
    size_t size;
    EVP_PKEY_get_octet_string_param(passkey->key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point,
                                    &size);
    text_add_bytes(to, aaguid, sizeof aaguid);
    text_add_bytes(to, length, sizeof length);
    text_add_bytes(to, passkey->id, sizeof passkey->id);
    /* {1: 2, 3: -7, -1: 1, -2: x, -3: y} */
    text_add_bytes(to, "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10);
    text_add_bytes(to, point + 1, 32);
    text_add_bytes(to, "\x22\x58\x20", 3);
    text_add_bytes(to, point + 33, 32);
}

char *soft_passkey_create(struct arena *memory, struct soft_passkey *passkey,
                          const struct soft_wish *wish)
{
    AUTO(text) data = { 0 };
    AUTO(text) attestation = { 0 };
    json_t *options = json_loads(wish->options, 0, NULL);
    const char *party = json_string_value(json_object_get(json_object_get(options, "rp"), "id"));
    if (!party || !json_object_get(options, "pubKeyCredParams")) {
        json_decref(options);
        return NULL;
    }
    if (!passkey->key) {
        passkey->key = EVP_EC_gen("P-256");
        randombytes_buf(passkey->id, sizeof passkey->id);
    }
    add_head(&data, party, PRESENT | KEY | (wish->unverified ? 0 : VERIFIED), passkey->count);
    add_key(&data, passkey);
    /* {"fmt": "none", "attStmt": {}, "authData": data} */
    text_add_bytes(&attestation,
                   "\xa3\x63"
                   "fmt"
                   "\x64"
                   "none"
                   "\x67"
                   "attStmt"
                   "\xa0\x68"
                   "authData\x58",
                   29);
    text_add_char(&attestation, (char)data.length);
    text_add_bytes(&attestation, data.bytes, data.length);
    char *client = client_data(memory, "webauthn.create", options, wish->origin);
    char *id = base64url(memory, passkey->id, sizeof passkey->id);
    json_decref(options);
    return arena_format(memory,
                        "{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\","
                        "\"clientExtensionResults\":{},\"response\":{\"clientDataJSON\":\"%s\","
                        "\"attestationObject\":\"%s\"}}",
                        id, id, base64url(memory, client, strlen(client)),
                        base64url(memory, attestation.bytes, attestation.length));
}

static char *signed_by(struct arena *memory, const struct soft_passkey *passkey, const text *data,
                       const char *client, bool spoilt)
{
    unsigned char signature[128];
    size_t size = sizeof signature;
    AUTO(text) whole = { 0 };
    unsigned char tag[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(tag, (const unsigned char *)client, strlen(client));
    text_add_bytes(&whole, data->bytes, data->length);
    text_add_bytes(&whole, tag, sizeof tag);
    if (spoilt)
        whole.bytes[0] ^= 1;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, passkey->key);
    EVP_DigestSign(context, signature, &size, (const unsigned char *)whole.bytes, whole.length);
    EVP_MD_CTX_free(context);
    return base64url(memory, signature, size);
}

char *soft_passkey_get(struct arena *memory, struct soft_passkey *passkey,
                       const struct soft_wish *wish)
{
    AUTO(text) data = { 0 };
    json_t *options = json_loads(wish->options, 0, NULL);
    const char *party = json_string_value(json_object_get(options, "rpId"));
    if (!party || !passkey->key) {
        json_decref(options);
        return NULL;
    }
    passkey->count += wish->stalled ? 0 : 1;
    add_head(&data, party, PRESENT | (wish->unverified ? 0 : VERIFIED), passkey->count);
    char *client = client_data(memory, "webauthn.get", options, wish->origin);
    char *id = base64url(memory, passkey->id, sizeof passkey->id);
    json_decref(options);
    return arena_format(memory,
                        "{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\","
                        "\"clientExtensionResults\":{},\"response\":{\"clientDataJSON\":\"%s\","
                        "\"authenticatorData\":\"%s\",\"signature\":\"%s\"}}",
                        id, id, base64url(memory, client, strlen(client)),
                        base64url(memory, data.bytes, data.length),
                        signed_by(memory, passkey, &data, client, wish->spoilt));
}
