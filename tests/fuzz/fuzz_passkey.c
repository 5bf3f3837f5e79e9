/* Fuzz: any bytes as an attestation object, as authenticator data, as a key, and as the JSON that a
 * browser sends. */
#include "shop/accounts/accounts_passkey_check.h"

#include "base/text.h"
#include "shop/accounts/accounts_passkey_cose.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void within(struct span_of_bytes part, struct span_of_bytes whole)
{
    if (part.size && (part.bytes < whole.bytes || part.size > whole.size ||
                      part.bytes + part.size > whole.bytes + whole.size))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO(arena) memory = { 0 };
    struct span_of_bytes whole = { bytes, size };
    struct passkey_attestation attestation;
    struct passkey_data data;
    struct passkey_given given;
    struct passkey_party party = passkey_party_of(&memory, "https://souk.example");
    int64_t algorithm;
    EVP_PKEY_free(passkey_key(whole, &algorithm));
    if (passkey_item_size(whole) > size)
        abort();
    if (!passkey_read_data(whole, &data)) {
        within(data.id, whole);
        within(data.key, whole);
    }
    if (passkey_read_attestation(whole, &attestation)) {
        within(attestation.data, whole);
        within(attestation.signature, whole);
        if (!passkey_read_data(attestation.data, &data))
            within(data.key, attestation.data);
    }
    const char *words = arena_copy_bytes(&memory, bytes, size);
    if (text_is_utf8(words, strlen(words)) && !passkey_read(&memory, words, &given)) {
        passkey_check_new(&given, &party, true, &data);
        passkey_check_used(&given, whole, &party, true, &data);
    }
    return 0;
}
