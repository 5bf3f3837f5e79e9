/* Coupons, codes: the two forms that a coupon has outside, and how each is known to be genuine.
 *
 * The short code is for typing: 16 letters of Crockford's base 32, shown in fours. Its first half
 * is batch and serial, mixed by a keyed permutation, so that neighbours look like strangers; its
 * second half is a keyed tag over the first. Who does not have the key hits one code of 2^40.
 * The signed form is for links and QR: who gave it, which coupon, of which promotion and until
 * when, with an Ed25519 signature that anyone can check with the published key (coupons_layout).
 * Neither needs a look-up, so a million coupons are one row until they are claimed. */
#pragma once

#include "base/moment.h"
#include "base/secret.h"

enum {
    COUPONS_BATCH_MAX = (1 << 20) - 1,
    COUPONS_SIZE_MAX = 1000000,         /* coupons in a batch */
    COUPONS_SERIAL_ANY = (1 << 20) - 1, /* in the signed form: any coupon of the batch, one each */
    COUPONS_CODE_SIZE = 20,             /* 16 letters, 3 dashes, NUL */
    COUPONS_SIGNED_SIZE = 127,          /* 126 letters of base64url, NUL */
    COUPONS_PUBLIC_KEY_SIZE = 32,
};

/* All derived from the market's master key: another master key knows none of the codes. */
struct coupons_keys {
    struct secret_key mixing, tag;
    unsigned char published[COUPONS_PUBLIC_KEY_SIZE], signing[64];
};
struct coupons_keys coupons_keys(const struct secret_key *master);

enum coupons_reading {
    COUPONS_READ_GENUINE,
    COUPONS_READ_FORGED, /* it has the shape, and nobody here made it; or it was mistyped */
    COUPONS_READ_OTHER,  /* not the shape at all: perhaps a word */
};

struct coupons_name {
    int64_t batch, serial;
};
void coupons_code_write(char to[static COUPONS_CODE_SIZE], const struct coupons_keys *keys,
                        struct coupons_name name);
/* Letter case, dashes and spaces aside; O is 0, I and L are 1. */
enum coupons_reading coupons_code_read(const char *typed, const struct coupons_keys *keys,
                                       struct coupons_name *ret_name);

struct coupons_signed {
    struct coupons_name name;
    int64_t promotion;
    struct moment ends_at; /* whole seconds; 0: open */
};
/* The layout in words, for whoever checks without us; true for ever for version 1. */
extern const char coupons_layout[];
void coupons_sign(char to[static COUPONS_SIGNED_SIZE], const struct coupons_keys *keys,
                  const char *market_url, const struct coupons_signed *what);
/* White space at the ends aside, and what stands before it in a link (".../c/"). The market's
 * address is for others: what this key has signed is ours, also after a move. */
enum coupons_reading coupons_signed_read(const char *typed, const struct coupons_keys *keys,
                                         struct coupons_signed *ret_what);
