/* Secret: random numbers, keyed hashes, sealing and passwords, all by libsodium.
 *
 * Every key is derived from the market's one master key by purpose, so a tag made for one use is
 * worth nothing in another. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { SECRET_KEY_SIZE = 32, SECRET_TAG_SIZE = 32, SECRET_SEAL_EXTRA = 24 + 16 };

struct secret_key {
    unsigned char bytes[SECRET_KEY_SIZE];
};
struct secret_tag {
    unsigned char bytes[SECRET_TAG_SIZE];
};

void secret_start(void); /* once, before anything else here */

void secret_random(void *to, size_t size);
uint32_t secret_random_below(uint32_t bound);
char *secret_token(struct arena *memory,
                   size_t bytes);    /* lower-case base 32, 8 letters for 5 bytes */
void secret_code(char to[static 7]); /* six digits, for mail and phone */

/* A key for one purpose ("mail address", "csrf"). */
struct secret_key secret_derive(const struct secret_key *master, const char *purpose);

/* BLAKE2b-256; keyed when `key` is not NULL. */
struct secret_tag secret_hash(const struct secret_key *key, const void *bytes, size_t size);
bool secret_same(const void *a, const void *b, size_t size); /* in constant time */

/* XChaCha20-Poly1305 with a random nonce in front: size + SECRET_SEAL_EXTRA bytes. `bound_to` is
 * authenticated with it (the row's id), so a sealed value cannot be moved to another row. */
unsigned char *secret_seal(struct arena *memory, const struct secret_key *key, int64_t bound_to,
                           const void *plain, size_t size, size_t *ret_size);
/* NULL when it was not sealed with this key and id, or was changed. Ends with a NUL. */
char *secret_open(struct arena *memory, const struct secret_key *key, int64_t bound_to,
                  const void *sealed, size_t size, size_t *ret_size);

/* argon2id; takes tens of milliseconds, so never on an event thread or inside an act. */
char *secret_password_hash(struct arena *memory, const char *password);
bool secret_password_matches(const char *hash, const char *password);

/* Lower-case hexadecimal. */
char *secret_hex(struct arena *memory, const void *bytes, size_t size);
