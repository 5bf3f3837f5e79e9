/* Passkeys: what a device in software signs is taken, what is wrong with it is named, and the
 * standard's own vectors hold (where SOUK_SPECS has them). */
#include "shop/accounts/accounts_passkey_check.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <jansson.h>

#include "base/text.h"
#include "shop/accounts/accounts_passkey_cose.h"
#include "story_passkey.h"

int accounts_passkey_tests(void);

#define COUNT(TABLE) (sizeof TABLE / sizeof *TABLE)
#define CHALLENGE "AAECAwQFBgcICQoLDA0ODw"

static const char to_create[] =
    "{\"challenge\":\"" CHALLENGE "\",\"rp\":{\"id\":\"souk.example\"},\"pubKeyCredParams\":[]}";
static const char to_get[] = "{\"challenge\":\"" CHALLENGE "\",\"rpId\":\"souk.example\"}";
static const char to_get_elsewhere[] =
    "{\"challenge\":\"" CHALLENGE "\",\"rpId\":\"evil.example\"}";

// clang-format off
static const struct { const char *url, *origin, *id; } parties[] = {
    { "https://souk.example",        "https://souk.example",      "souk.example" },
    { "https://souk.example/",       "https://souk.example",      "souk.example" },
    { "https://Souk.Example:443/a",  "https://souk.example",      "souk.example" },
    { "https://souk.example:8443",   "https://souk.example:8443", "souk.example" },
    { "http://localhost:8080",       "http://localhost:8080",     "localhost" },
    { "http://localhost:80/",        "http://localhost",          "localhost" },
    { "http://[::1]:8080",           "http://[::1]:8080",         "[::1]" },
};

#define HERE "https://souk.example"
#define THERE "https://evil.example"
static const struct {
    const char *says, *options, *origin;
    bool unverified, spoilt, verify;
    refused why;
} uses[] = {
    { "as it should be",    to_get, HERE,  false, false, true,  NULL },
    { "unverified, enough", to_get, HERE,  true,  false, false, NULL },
    { "unverified",         to_get, HERE,  true,  false, true,  &PASSKEY_NOT_VERIFIED },
    { "another origin",     to_get, THERE, false, false, true,  &PASSKEY_ORIGIN_WRONG },
    { "without TLS",        to_get, "http://souk.example", false, false, true,
      &PASSKEY_ORIGIN_WRONG },
    { "another party", to_get_elsewhere, HERE, false, false, true, &PASSKEY_ORIGIN_WRONG },
    { "another signature",  to_get, HERE,  false, true,  true,  &PASSKEY_SIGNATURE_WRONG },
};

/* What is no key, or none that is known; keys in CBOR as hexadecimal. */
#define X31 "eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
#define X32 "65" X31
#define Y32 "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"
#define ED32 "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
static const struct { const char *says, *hex; bool good; } keys[] = {
    { "P-256",               "a5010203262001215820" X32 "225820" Y32, true },
    { "its order is free",   "a5032601022001225820" Y32 "215820" X32, true },
    { "Ed25519",             "a4010103272006215820" ED32, true },
    { "not on the curve",    "a5010203262001215820" X32 "225820" X32, false },
    { "cut off",             "a5010203262001215820" X32 "225820", false },
    { "something behind",    "a5010203262001215820" X32 "225820" Y32 "00", false },
    { "a part twice",        "a6010203262001215820" X32 "215820" X32 "225820" Y32, false },
    { "another curve",       "a5010203262002215820" X32 "225820" Y32, false },
    { "another algorithm",   "a501020338222001215820" X32 "225820" Y32, false },
    { "the kind of another", "a5010103262001215820" X32 "225820" Y32, false },
    { "a length not told",   "bf010203262001215820" X32 "225820" Y32 "ff", false },
    { "x is too short",      "a501020326200121581f" X31 "225820" Y32, false },
    { "more than there is",  "bb7fffffffffffffff01", false },
    { "RSA, far too short",  "a4010303390100204401020304214103", false },
    { "no map",              "00", false },
    { "nothing",             "", false },
};
// clang-format on

static struct span_of_bytes unhex(struct arena *memory, const char *hex)
{
    size_t size = strlen(hex) / 2;
    unsigned char *bytes = arena_take(memory, size + 1);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (unsigned char)strtoul((char[]){ hex[2 * i], hex[2 * i + 1], 0 }, NULL, 16);
    return (struct span_of_bytes){ bytes, size };
}

static const char *name_of(refused why)
{
    return why ? why->name : "taken";
}

static void the_party_is_read_from_the_address(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    for (size_t i = 0; i < COUNT(parties); i++) {
        struct passkey_party party = passkey_party_of(&memory, parties[i].url);
        assert_string_equal(party.origin, parties[i].origin);
        assert_string_equal(party.id, parties[i].id);
    }
}

static void keys_are_read_strictly(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    for (size_t i = 0; i < COUNT(keys); i++) {
        int64_t algorithm;
        EVP_PKEY *key = passkey_key(unhex(&memory, keys[i].hex), &algorithm);
        if ((key != NULL) != keys[i].good)
            fail_msg("%s", keys[i].says);
        EVP_PKEY_free(key);
    }
}

/* A passkey of the device, and its key as we would keep it. */
static struct span_of_bytes make(struct arena *memory, struct soft_passkey *device,
                                 const struct passkey_party *party)
{
    struct passkey_given given;
    struct passkey_data data;
    struct soft_wish wish = { .options = to_create, .origin = "https://souk.example" };
    assert_null(passkey_read(memory, soft_passkey_create(memory, device, &wish), &given));
    assert_int_equal(given.challenge.size, 16);
    assert_string_equal(name_of(passkey_check_new(&given, party, true, &data)), "taken");
    assert_int_equal(data.algorithm, COSE_ES256);
    assert_memory_equal(data.id.bytes, device->id, sizeof device->id);
    return data.key;
}

static void what_is_wrong_with_an_answer_is_named(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct soft_passkey device = { 0 };
    struct passkey_party party = passkey_party_of(&memory, "https://souk.example");
    struct span_of_bytes key = make(&memory, &device, &party);
    for (size_t i = 0; i < COUNT(uses); i++) {
        struct passkey_given given;
        struct passkey_data data;
        struct soft_wish wish = { .options = uses[i].options,
                                  .origin = uses[i].origin,
                                  .unverified = uses[i].unverified,
                                  .spoilt = uses[i].spoilt };
        assert_null(passkey_read(&memory, soft_passkey_get(&memory, &device, &wish), &given));
        refused why = passkey_check_used(&given, key, &party, uses[i].verify, &data);
        if (why != uses[i].why)
            fail_msg("%s: %s", uses[i].says, name_of(why));
        if (!why)
            assert_int_equal(data.count, device.count);
    }
    soft_passkey_clear(&device);
}

/* One ceremony's answer is not the other's, and another device's key does not fit. */
static void answers_are_not_exchanged(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct soft_passkey device = { 0 }, other = { 0 };
    struct passkey_party party = passkey_party_of(&memory, "https://souk.example");
    struct span_of_bytes key = make(&memory, &device, &party);
    make(&memory, &other, &party);
    struct passkey_given given;
    struct passkey_data data;
    struct soft_wish wish = { .options = to_get, .origin = "https://souk.example" };
    assert_null(passkey_read(&memory, soft_passkey_get(&memory, &other, &wish), &given));
    assert_ptr_equal(passkey_check_used(&given, key, &party, true, &data),
                     &PASSKEY_SIGNATURE_WRONG);
    assert_ptr_equal(passkey_check_new(&given, &party, true, &data), &PASSKEY_UNREADABLE);
    soft_passkey_clear(&device);
    soft_passkey_clear(&other);
}

/* Whatever is missing at the end, or changed in the middle, nothing is read past it. */
static void pieces_are_refused(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct soft_passkey device = { 0 };
    struct passkey_party party = passkey_party_of(&memory, "https://souk.example");
    struct passkey_given given;
    struct passkey_data data;
    struct soft_wish wish = { .options = to_create, .origin = "https://souk.example" };
    assert_null(passkey_read(&memory, soft_passkey_create(&memory, &device, &wish), &given));
    struct span_of_bytes whole = given.attestation;
    for (size_t size = 0; size < whole.size; size++) {
        unsigned char *cut = must_take(size + 1); /* so that a sanitizer sees a step too far */
        memcpy(cut, whole.bytes, size);
        given.attestation = (struct span_of_bytes){ cut, size };
        assert_ptr_equal(passkey_check_new(&given, &party, true, &data), &PASSKEY_UNREADABLE);
        free(cut);
    }
    soft_passkey_clear(&device);
}

/* The standard's vectors -------------------------------------------------------------------- */

// clang-format off
static const struct { const char *name; refused made, used; } vectors[] = {
    { "none-es256",                    NULL,                  NULL },
    { "packed-self-es256",             NULL,                  NULL },
    { "none-es256-long-credential-id", NULL,                  NULL },
    { "none-es256-crossOrigin",        &PASSKEY_ORIGIN_WRONG, &PASSKEY_ORIGIN_WRONG },
    { "none-es256-topOrigin",          &PASSKEY_ORIGIN_WRONG, &PASSKEY_ORIGIN_WRONG },
    { "packed-es256",                  &PASSKEY_ATTESTATION,  NULL },
    { "packed-rs256",                  &PASSKEY_ATTESTATION,  NULL },
    { "packed-eddsa",                  &PASSKEY_ATTESTATION,  NULL },
    { "packed-es384",                  &PASSKEY_ALGORITHM,    &PASSKEY_ALGORITHM },
    { "packed-es512",                  &PASSKEY_ALGORITHM,    &PASSKEY_ALGORITHM },
    { "packed-ed448",                  &PASSKEY_ALGORITHM,    &PASSKEY_ALGORITHM },
    { "tpm-es256",                     &PASSKEY_ATTESTATION,  NULL },
    { "android-key-es256",             &PASSKEY_ATTESTATION,  NULL },
    { "apple-es256",                   &PASSKEY_ATTESTATION,  NULL },
    { "fido-u2f-es256",                &PASSKEY_ATTESTATION,  NULL },
};
// clang-format on

static struct span_of_bytes part(struct arena *memory, json_t *block, const char *name)
{
    const char *hex = json_string_value(json_object_get(block, name));
    return hex ? unhex(memory, hex) : (struct span_of_bytes){ 0 };
}

static void check_vector(size_t i, json_t *blocks)
{
    AUTO(arena) memory = { 0 };
    struct passkey_party party = passkey_party_of(&memory, "https://example.org");
    struct passkey_attestation attestation;
    struct passkey_data data = { 0 };
    json_t *made = json_array_get(blocks, 0), *used = json_array_get(blocks, 1);
    struct passkey_given create = { .id = part(&memory, made, "credential_id"),
                                    .client_data = part(&memory, made, "clientDataJSON"),
                                    .attestation = part(&memory, made, "attestationObject") };
    struct passkey_given get = { .id = create.id,
                                 .client_data = part(&memory, used, "clientDataJSON"),
                                 .authenticator_data = part(&memory, used, "authenticatorData"),
                                 .signature = part(&memory, used, "signature") };
    refused why = passkey_check_new(&create, &party, false, &data);
    if (why != vectors[i].made)
        fail_msg("%s, made: %s", vectors[i].name, name_of(why));
    assert_true(passkey_read_attestation(create.attestation, &attestation));
    assert_null(passkey_read_data(attestation.data, &data));
    why = passkey_check_used(&get, data.key, &party, false, &data);
    if (why != vectors[i].used)
        fail_msg("%s, used: %s", vectors[i].name, name_of(why));
}

static void the_standards_vectors_hold(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const char *folder = getenv("SOUK_SPECS");
    const char *file =
        arena_format(&memory, "%s/webauthn-test-vectors/vectors.json", folder ? folder : "");
    json_t *all = folder ? json_load_file(file, 0, NULL) : NULL;
    if (!all) {
        print_message("skipped: SOUK_SPECS has no webauthn-test-vectors/vectors.json\n");
        skip();
    }
    for (size_t i = 0; i < COUNT(vectors); i++) {
        json_t *one =
            json_object_get(all, arena_format(&memory, "sctn-test-vectors-%s", vectors[i].name));
        assert_non_null(one);
        check_vector(i, json_object_get(one, "blocks"));
    }
    json_decref(all);
}

int accounts_passkey_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_party_is_read_from_the_address),
        cmocka_unit_test(keys_are_read_strictly),
        cmocka_unit_test(what_is_wrong_with_an_answer_is_named),
        cmocka_unit_test(answers_are_not_exchanged),
        cmocka_unit_test(pieces_are_refused),
        cmocka_unit_test(the_standards_vectors_hold),
    };
    return cmocka_run_group_tests_name("accounts_passkey", tests, NULL, NULL);
}
