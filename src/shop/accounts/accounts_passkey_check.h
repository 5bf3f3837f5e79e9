/* Accounts, passkeys checked: what WebAuthn (levels 2 and 3) asks of a relying party, as pure
 * functions over what a browser sent. Nothing is kept here; see accounts_passkey.h.
 *
 * Keys are ES256 (P-256), RS256 and EdDSA (Ed25519). Attestation is not asked for: "none" is taken,
 * and "packed" signed by the passkey itself; whose device it is stays unknown, as it should. */
#pragma once

#include "base/arena.h"
#include "base/refusal.h"
#include "base/settings.h"

extern const struct refusal PASSKEY_UNREADABLE, PASSKEY_ORIGIN_WRONG, PASSKEY_NOT_VERIFIED,
    PASSKEY_ALGORITHM, PASSKEY_ATTESTATION, PASSKEY_SIGNATURE_WRONG, PASSKEY_CHALLENGE_WRONG;

enum {
    PASSKEY_ID_MAX = 1023,       /* of a credential, by the standard */
    PASSKEY_CHALLENGE_SIZE = 32, /* bytes */
    COSE_ES256 = -7,
    COSE_EDDSA = -8,
    COSE_RS256 = -257,
};

struct span_of_bytes {
    const unsigned char *bytes;
    size_t size;
};

/* Who we are to a browser: from settings.url. */
struct passkey_party {
    const char *origin; /* "https://souk.example" */
    const char *id;     /* "souk.example" */
};
struct passkey_party passkey_party_of(struct arena *memory, const char *url);

/* What PublicKeyCredential.toJSON() gives, read; the parts of the other ceremony are empty. */
struct passkey_given {
    struct span_of_bytes id, client_data, attestation, authenticator_data, signature;
    struct span_of_bytes challenge; /* out of the client data */
};
refused passkey_read(struct arena *memory, const char *json, struct passkey_given *ret_given);

enum passkey_ceremony { PASSKEY_CREATE, PASSKEY_GET };

/* The client data is of this ceremony, at our own origin, not inside another site's page. Whether
 * the challenge is one of ours is for the caller, who keeps them. */
refused passkey_check_client(const struct passkey_given *given, enum passkey_ceremony ceremony,
                             const struct passkey_party *party);

/* Authenticator data, taken apart. */
struct passkey_data {
    unsigned char party_tag[32];
    bool present, verified, may_sync, synced;
    uint32_t count;
    struct span_of_bytes id, key; /* of a new passkey; empty otherwise */
    int64_t algorithm;            /* of the key */
};
refused passkey_read_data(struct span_of_bytes from, struct passkey_data *ret_data);

/* A new passkey: its data and attestation are as they should be. */
refused passkey_check_new(const struct passkey_given *given, const struct passkey_party *party,
                          bool verify_user, struct passkey_data *ret_data);
/* A passkey used: by the key that was kept. The count is for the caller to compare. */
refused passkey_check_used(const struct passkey_given *given, struct span_of_bytes key,
                           const struct passkey_party *party, bool verify_user,
                           struct passkey_data *ret_data);

/* base64url without padding, as WebAuthn's JSON has it. */
char *passkey_text(struct arena *memory, const void *bytes, size_t size);
bool passkey_bytes(struct arena *memory, const char *words, struct span_of_bytes *ret_bytes);
