/* Secret: libsodium under the names of this house. */
#include "base/secret.h"

#include <sodium.h>

_Static_assert(SECRET_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key size");
_Static_assert(SECRET_SEAL_EXTRA == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
                                        crypto_aead_xchacha20poly1305_ietf_ABYTES,
               "what sealing adds");

/* libsodium's own generator, which the kernel seeds: a call of the kernel for each number would be
 * seven for a purchase. */
void secret_start(void)
{
    randombytes_set_implementation(&randombytes_internal_implementation);
    if (sodium_init() < 0) {
        fputs("souk: the cryptographic library could not start\n", stderr);
        abort();
    }
}

void secret_random(void *to, size_t size)
{
    randombytes_buf(to, size);
}

uint32_t secret_random_below(uint32_t bound)
{
    return randombytes_uniform(bound);
}

char *secret_token(struct arena *memory, size_t bytes)
{
    static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
    size_t length = (bytes * 8 + 4) / 5;
    unsigned char *random = arena_take(memory, length);
    char *token = arena_take(memory, length + 1);
    secret_random(random, length);
    for (size_t i = 0; i < length; i++)
        token[i] = letters[random[i] & 31];
    return token;
}

void secret_code(char to[static 7])
{
    snprintf(to, 7, "%06u", secret_random_below(1000000));
}

/* The same few purposes are asked for many times a request, so each thread keeps some. */
struct secret_key secret_derive(const struct secret_key *master, const char *purpose)
{
    enum { KEPT = 32 };
    static _Thread_local struct {
        const char *purpose; /* mostly a literal: its address says whether it can be the same */
        struct secret_key master, key;
        char words[48];
    } kept[KEPT];
    size_t place = ((uintptr_t)purpose >> 3) % KEPT;
    bool same = kept[place].purpose == purpose && strcmp(kept[place].words, purpose) == 0 &&
                memcmp(&kept[place].master, master, sizeof *master) == 0;
    if (same)
        return kept[place].key;
    struct secret_key key;
    crypto_generichash(key.bytes, sizeof key.bytes, (const unsigned char *)purpose, strlen(purpose),
                       master->bytes, sizeof master->bytes);
    if (strlen(purpose) < sizeof kept[place].words) {
        kept[place].purpose = purpose;
        kept[place].master = *master;
        kept[place].key = key;
        memcpy(kept[place].words, purpose, strlen(purpose) + 1);
    }
    return key;
}

struct secret_tag secret_hash(const struct secret_key *key, const void *bytes, size_t size)
{
    struct secret_tag tag;
    crypto_generichash(tag.bytes, sizeof tag.bytes, bytes, size, key ? key->bytes : NULL,
                       key ? sizeof key->bytes : 0);
    return tag;
}

bool secret_same(const void *a, const void *b, size_t size)
{
    return sodium_memcmp(a, b, size) == 0;
}

unsigned char *secret_seal(struct arena *memory, const struct secret_key *key, int64_t bound_to,
                           const void *plain, size_t size, size_t *ret_size)
{
    enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };
    unsigned char *sealed = arena_take(memory, size + SECRET_SEAL_EXTRA);
    unsigned long long length;
    secret_random(sealed, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, &length, plain, size,
                                               (const unsigned char *)&bound_to, sizeof bound_to,
                                               NULL, sealed, key->bytes);
    *ret_size = NONCE + (size_t)length;
    return sealed;
}

char *secret_open(struct arena *memory, const struct secret_key *key, int64_t bound_to,
                  const void *sealed, size_t size, size_t *ret_size)
{
    enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };
    const unsigned char *bytes = sealed;
    if (!bytes || size < SECRET_SEAL_EXTRA)
        return NULL;
    char *plain = arena_take(memory, size - SECRET_SEAL_EXTRA + 1);
    unsigned long long length;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            (unsigned char *)plain, &length, NULL, bytes + NONCE, size - NONCE,
            (const unsigned char *)&bound_to, sizeof bound_to, bytes, key->bytes) != 0)
        return NULL;
    if (ret_size)
        *ret_size = (size_t)length;
    return plain;
}

/* OWASP's password storage advice for argon2id: 19 MiB, two passes. */
char *secret_password_hash(struct arena *memory, const char *password)
{
    char *hash = arena_take(memory, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str(hash, password, strlen(password), 2, 19 * 1024 * 1024) != 0) {
        fputs("souk: no memory to hash a password\n", stderr);
        abort();
    }
    return hash;
}

bool secret_password_matches(const char *hash, const char *password)
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

char *secret_hex(struct arena *memory, const void *bytes, size_t size)
{
    char *hex = arena_take(memory, size * 2 + 1);
    return sodium_bin2hex(hex, size * 2 + 1, bytes, size);
}
