/* Accounts, passkeys in CBOR: attestation objects and COSE keys, by libcbor's streaming reader, so
 * that nothing is taken from memory for what a stranger claims to send. */
#pragma once

#include <openssl/evp.h>

#include "shop/accounts/accounts_passkey_check.h"

/* An attestation object: {fmt, attStmt, authData}, and nothing behind it. */
struct passkey_attestation {
    bool none, packed;
    struct span_of_bytes data;      /* authData */
    int64_t algorithm;              /* of a packed statement; 0: it names none */
    struct span_of_bytes signature; /* of a packed statement */
    bool empty;                     /* the statement has no entries */
    bool certified;                 /* it brings certificates */
};
bool passkey_read_attestation(struct span_of_bytes from, struct passkey_attestation *ret);

/* Size of the one CBOR item at the beginning; 0 when there is none, or it is too deep. */
size_t passkey_item_size(struct span_of_bytes from);

/* A COSE_Key of one of the three kinds; NULL when it is not, or its numbers are not a key. The
 * caller frees it. */
EVP_PKEY *passkey_key(struct span_of_bytes from, int64_t *ret_algorithm);
