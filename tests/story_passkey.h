/* Story, passkey: a device in software, that makes a passkey and uses it as browsers do. */
#pragma once

#include <openssl/evp.h>
#include <stdbool.h>

#include "base/arena.h"

struct soft_passkey {
    const char *name;
    EVP_PKEY *key; /* P-256; made with the first create */
    unsigned char id[32];
    uint32_t count;
};
void soft_passkey_clear(struct soft_passkey *passkey);

/* How it is done, and how it is done wrongly. */
struct soft_wish {
    const char *options; /* as the server gave them, JSON */
    const char *origin;  /* of the page that asks */
    bool unverified;     /* nobody's finger, face or PIN */
    bool spoilt;         /* the signature is another's */
    bool stalled;        /* the count does not grow */
};
/* As PublicKeyCredential.toJSON() writes it, in `memory`; NULL when the options are not of such. */
char *soft_passkey_create(struct arena *memory, struct soft_passkey *passkey,
                          const struct soft_wish *wish);
char *soft_passkey_get(struct arena *memory, struct soft_passkey *passkey,
                       const struct soft_wish *wish);
