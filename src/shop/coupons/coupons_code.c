/* Coupons, codes: a Feistel network, tags and signatures, over libsodium. */
#include "shop/coupons/coupons_code.h"

#include <assert.h>
#include <sodium.h>

enum {
    HALF_BITS = 20,
    ROUNDS = 8, /* four would do against distinguishers of this size; eight cost nothing */
    LETTERS = 16,
    VERSION = 1,
    MARKET_AT = 1,
    NAME_AT = 9,
    PROMOTION_AT = 14,
    ENDS_AT = 22,
    SIGNED_PART = 30,
    SIGNED_BYTES = SIGNED_PART + crypto_sign_BYTES,
};

static const uint32_t half_mask = (1u << HALF_BITS) - 1;
static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static_assert(COUPONS_SIZE_MAX <= COUPONS_SERIAL_ANY, "a serial that means any must be free");
static_assert(sizeof((struct coupons_keys *)0)->published == crypto_sign_PUBLICKEYBYTES, "key");
static_assert(sizeof((struct coupons_keys *)0)->signing == crypto_sign_SECRETKEYBYTES, "key");
static_assert(sodium_base64_ENCODED_LEN(SIGNED_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING) ==
                  COUPONS_SIGNED_SIZE,
              "the length of a signed form");

const char coupons_layout[] =
    "base64url without padding of 94 bytes: version (1 byte, 1), market (8 bytes: the first of "
    "BLAKE2b-256 of the market's address), coupon (5 bytes: batch, 20 bits, and serial, 20 bits; "
    "serial 1048575 is any coupon of the batch), promotion (8 bytes), end (8 bytes: seconds since "
    "1970-01-01 UTC, 0 is open), signature (64 bytes: Ed25519 over the 30 bytes before it). "
    "Numbers "
    "are big-endian.";

struct coupons_keys coupons_keys(const struct secret_key *master)
{
    struct coupons_keys keys = { .mixing = secret_derive(master, "coupons mixing"),
                                 .tag = secret_derive(master, "coupons tag") };
    struct secret_key seed = secret_derive(master, "coupons signature");
    static_assert(sizeof seed.bytes == crypto_sign_SEEDBYTES, "seed");
    crypto_sign_seed_keypair(keys.published, keys.signing, seed.bytes);
    return keys;
}

static void put_number(unsigned char *to, int size, uint64_t number)
{
    for (int i = size - 1; i >= 0; i--, number >>= 8)
        to[i] = (unsigned char)number;
}

static uint64_t get_number(const unsigned char *from, int size)
{
    uint64_t number = 0;
    for (int i = 0; i < size; i++)
        number = number << 8 | from[i];
    return number;
}

/* The short code --------------------------------------------------------------------------- */

static uint32_t mix_half(const struct secret_key *key, int round, uint32_t half)
{
    unsigned char asked[5] = { (unsigned char)round };
    put_number(asked + 1, 4, half);
    struct secret_tag tag = secret_hash(key, asked, sizeof asked);
    return (uint32_t)get_number(tag.bytes, 4) & half_mask;
}

static uint64_t mix(const struct secret_key *key, struct coupons_name name)
{
    uint32_t left = (uint32_t)name.batch, right = (uint32_t)name.serial;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t next = left ^ mix_half(key, round, right);
        left = right;
        right = next;
    }
    return (uint64_t)left << HALF_BITS | right;
}

static struct coupons_name unmix(const struct secret_key *key, uint64_t mixed)
{
    uint32_t left = (uint32_t)(mixed >> HALF_BITS), right = (uint32_t)mixed & half_mask;
    for (int round = ROUNDS - 1; round >= 0; round--) {
        uint32_t before = right ^ mix_half(key, round, left);
        right = left;
        left = before;
    }
    return (struct coupons_name){ left, right };
}

static uint64_t tag_of(const struct secret_key *key, uint64_t mixed)
{
    unsigned char bytes[5];
    put_number(bytes, sizeof bytes, mixed);
    struct secret_tag tag = secret_hash(key, bytes, sizeof bytes);
    return get_number(tag.bytes, 5);
}

void coupons_code_write(char to[static COUPONS_CODE_SIZE], const struct coupons_keys *keys,
                        struct coupons_name name)
{
    assert(name.batch >= 0 && name.batch <= COUPONS_BATCH_MAX);
    assert(name.serial >= 0 && name.serial < COUPONS_SIZE_MAX);
    uint64_t halves[2] = { mix(&keys->mixing, name) };
    halves[1] = tag_of(&keys->tag, halves[0]);
    char *at = to;
    for (int i = 0; i < LETTERS; i++) {
        if (i && i % 4 == 0)
            *at++ = '-';
        *at++ = letters[halves[i / 8] >> (35 - i % 8 * 5) & 31];
    }
    *at = 0;
}

static int letter_value(char letter)
{
    if (letter >= 'a' && letter <= 'z')
        letter = (char)(letter - 32);
    if (letter == 'O')
        letter = '0';
    if (letter == 'I' || letter == 'L')
        letter = '1';
    const char *found = letter ? strchr(letters, letter) : NULL;
    return found ? (int)(found - letters) : -1;
}

enum coupons_reading coupons_code_read(const char *typed, const struct coupons_keys *keys,
                                       struct coupons_name *ret_name)
{
    uint64_t halves[2] = { 0 };
    int count = 0;
    for (const char *at = typed; *at; at++) {
        if (*at == '-' || *at == ' ')
            continue;
        int value = letter_value(*at);
        if (value < 0 || count == LETTERS)
            return COUPONS_READ_OTHER;
        halves[count / 8] = halves[count / 8] << 5 | (uint64_t)value;
        count++;
    }
    if (count != LETTERS)
        return COUPONS_READ_OTHER;
    uint64_t tag = tag_of(&keys->tag, halves[0]);
    if (!secret_same(&tag, &halves[1], sizeof tag))
        return COUPONS_READ_FORGED;
    struct coupons_name name = unmix(&keys->mixing, halves[0]);
    if (name.serial >= COUPONS_SIZE_MAX)
        return COUPONS_READ_FORGED; /* never made */
    *ret_name = name;
    return COUPONS_READ_GENUINE;
}

/* The signed form -------------------------------------------------------------------------- */

void coupons_sign(char to[static COUPONS_SIGNED_SIZE], const struct coupons_keys *keys,
                  const char *market_url, const struct coupons_signed *what)
{
    assert(what->name.batch >= 0 && what->name.batch <= COUPONS_BATCH_MAX);
    assert(what->name.serial >= 0 && what->name.serial <= COUPONS_SERIAL_ANY);
    unsigned char bytes[SIGNED_BYTES] = { VERSION };
    struct secret_tag market = secret_hash(NULL, market_url, strlen(market_url));
    memcpy(bytes + MARKET_AT, market.bytes, NAME_AT - MARKET_AT);
    put_number(bytes + NAME_AT, 5,
               (uint64_t)what->name.batch << HALF_BITS | (uint64_t)what->name.serial);
    put_number(bytes + PROMOTION_AT, 8, (uint64_t)what->promotion);
    put_number(bytes + ENDS_AT, 8, (uint64_t)(what->ends_at.us / 1000000));
    crypto_sign_detached(bytes + SIGNED_PART, NULL, bytes, SIGNED_PART, keys->signing);
    sodium_bin2base64(to, COUPONS_SIGNED_SIZE, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* Where the signed form begins in what was typed or scanned, and how long it is. */
static const char *find_signed(const char *typed, size_t *ret_length)
{
    const char *link = typed;
    for (const char *found = strstr(typed, "/c/"); found; found = strstr(link, "/c/"))
        link = found + strlen("/c/");
    while (*link == ' ')
        link++;
    size_t length = strlen(link);
    while (length && link[length - 1] == ' ')
        length--;
    *ret_length = length;
    return link;
}

enum coupons_reading coupons_signed_read(const char *typed, const struct coupons_keys *keys,
                                         struct coupons_signed *ret_what)
{
    static const int64_t seconds_max = INT64_C(253402300800); /* the year 10000 */
    unsigned char bytes[SIGNED_BYTES];
    size_t length, size = 0;
    const char *at = find_signed(typed, &length);
    if (length != COUPONS_SIGNED_SIZE - 1 ||
        sodium_base642bin(bytes, sizeof bytes, at, length, NULL, &size, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        size != sizeof bytes)
        return COUPONS_READ_OTHER;
    if (bytes[0] != VERSION ||
        crypto_sign_verify_detached(bytes + SIGNED_PART, bytes, SIGNED_PART, keys->published) != 0)
        return COUPONS_READ_FORGED;
    uint64_t name = get_number(bytes + NAME_AT, 5), ends = get_number(bytes + ENDS_AT, 8);
    if (ends > (uint64_t)seconds_max)
        return COUPONS_READ_FORGED; /* never made */
    *ret_what = (struct coupons_signed){
        .name = { (int64_t)(name >> HALF_BITS), (int64_t)(name & half_mask) },
        .promotion = (int64_t)get_number(bytes + PROMOTION_AT, 8),
        .ends_at = { (int64_t)ends * 1000000 },
    };
    return COUPONS_READ_GENUINE;
}
