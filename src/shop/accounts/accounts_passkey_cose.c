/* Accounts, passkeys in CBOR. */
#include "shop/accounts/accounts_passkey_cose.h"

#include <cbor.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

enum { DEPTH_MAX = 6, RSA_BYTES_MIN = 256, RSA_BYTES_MAX = 512 };

/* Items ------------------------------------------------------------------------------------ */

enum item_kind { ITEM_OTHER, ITEM_INT, ITEM_BYTES, ITEM_TEXT, ITEM_ARRAY, ITEM_MAP };
struct item {
    enum item_kind kind;
    int64_t number; /* ITEM_INT; of an ARRAY or MAP how many */
    struct span_of_bytes span;
};

static void take_number(struct item *item, uint64_t number, bool negative)
{
    if (number > INT64_MAX)
        return; /* stays ITEM_OTHER: no key and no count is that large */
    item->kind = ITEM_INT;
    item->number = negative ? -1 - (int64_t)number : (int64_t)number;
}

static void take_u8(void *item, uint8_t number)
{
    take_number(item, number, false);
}
static void take_u16(void *item, uint16_t number)
{
    take_number(item, number, false);
}
static void take_u32(void *item, uint32_t number)
{
    take_number(item, number, false);
}
static void take_u64(void *item, uint64_t number)
{
    take_number(item, number, false);
}
static void take_n8(void *item, uint8_t number)
{
    take_number(item, number, true);
}
static void take_n16(void *item, uint16_t number)
{
    take_number(item, number, true);
}
static void take_n32(void *item, uint32_t number)
{
    take_number(item, number, true);
}
static void take_n64(void *item, uint64_t number)
{
    take_number(item, number, true);
}
static void take_bytes(void *item, cbor_data bytes, size_t size)
{
    *(struct item *)item = (struct item){ ITEM_BYTES, 0, { bytes, size } };
}
static void take_text(void *item, cbor_data bytes, size_t size)
{
    *(struct item *)item = (struct item){ ITEM_TEXT, 0, { bytes, size } };
}
static void take_array(void *item, size_t count)
{
    *(struct item *)item = (struct item){ ITEM_ARRAY, (int64_t)(count & INT64_MAX), { 0 } };
}
static void take_map(void *item, size_t count)
{
    *(struct item *)item = (struct item){ ITEM_MAP, (int64_t)(count & INT64_MAX), { 0 } };
}

/* The next item's head, with its bytes if it is a text or bytes; `from` moves behind it. What is
 * of no use in a passkey (floats, tags, lengths that are not told) is ITEM_OTHER. */
static bool next(struct span_of_bytes *from, struct item *ret_item)
{
    struct cbor_callbacks takes = cbor_empty_callbacks;
    takes.uint8 = take_u8;
    takes.uint16 = take_u16;
    takes.uint32 = take_u32;
    takes.uint64 = take_u64;
    takes.negint8 = take_n8;
    takes.negint16 = take_n16;
    takes.negint32 = take_n32;
    takes.negint64 = take_n64;
    takes.byte_string = take_bytes;
    takes.string = take_text;
    takes.array_start = take_array;
    takes.map_start = take_map;
    *ret_item = (struct item){ ITEM_OTHER, 0, { 0 } };
    if (!from->size)
        return false;
    struct cbor_decoder_result result =
        cbor_stream_decode(from->bytes, from->size, &takes, ret_item);
    if (result.status != CBOR_DECODER_FINISHED || !result.read || result.read > from->size)
        return false;
    from->bytes += result.read;
    from->size -= result.read;
    return true;
}

/* Every item takes a byte at least, so a claimed count ends with the bytes. */
static bool skip(struct span_of_bytes *from, int depth)
{
    struct item item;
    if (depth > DEPTH_MAX || !next(from, &item) || item.kind == ITEM_OTHER)
        return false;
    int64_t items = item.kind == ITEM_ARRAY ? item.number : 0;
    if (item.kind == ITEM_MAP)
        items = item.number > INT64_MAX / 2 ? INT64_MAX : item.number * 2;
    for (int64_t i = 0; i < items; i++)
        if (!skip(from, depth + 1))
            return false;
    return true;
}

size_t passkey_item_size(struct span_of_bytes from)
{
    struct span_of_bytes rest = from;
    return skip(&rest, 0) ? from.size - rest.size : 0;
}

static bool is_text(const struct item *item, const char *words)
{
    return item->kind == ITEM_TEXT && item->span.size == strlen(words) &&
           memcmp(item->span.bytes, words, item->span.size) == 0;
}

/* Attestation ------------------------------------------------------------------------------ */

static bool read_statement(struct span_of_bytes *from, struct passkey_attestation *to)
{
    struct item map, name, value;
    if (!next(from, &map) || map.kind != ITEM_MAP)
        return false;
    to->empty = map.number == 0;
    for (int64_t i = 0; i < map.number; i++) {
        if (!next(from, &name) || name.kind != ITEM_TEXT)
            return false;
        struct span_of_bytes at = *from;
        if (!skip(from, 1) || !next(&at, &value))
            return false;
        if (is_text(&name, "alg") && value.kind == ITEM_INT)
            to->algorithm = value.number;
        else if (is_text(&name, "sig") && value.kind == ITEM_BYTES)
            to->signature = value.span;
        else if (is_text(&name, "x5c"))
            to->certified = true;
    }
    return true;
}

bool passkey_read_attestation(struct span_of_bytes from, struct passkey_attestation *ret)
{
    struct item map, name, value;
    bool format = false, statement = false;
    *ret = (struct passkey_attestation){ 0 };
    if (!next(&from, &map) || map.kind != ITEM_MAP || map.number != 3)
        return false;
    for (int i = 0; i < 3; i++) {
        if (!next(&from, &name))
            return false;
        if (is_text(&name, "attStmt")) {
            if (statement || !read_statement(&from, ret))
                return false;
            statement = true;
        } else if (!next(&from, &value)) {
            return false;
        } else if (is_text(&name, "fmt") && value.kind == ITEM_TEXT && !format) {
            format = true;
            ret->none = is_text(&value, "none");
            ret->packed = is_text(&value, "packed");
        } else if (is_text(&name, "authData") && value.kind == ITEM_BYTES && !ret->data.bytes) {
            ret->data = value.span;
        } else {
            return false;
        }
    }
    return format && statement && ret->data.bytes && !from.size;
}

/* Keys ------------------------------------------------------------------------------------- */

/* The parts of a COSE_Key, whichever kind: -1 to -3 mean different things by kind. */
struct cose {
    int64_t kind, algorithm, curve;
    struct span_of_bytes one, two, three; /* -1, -2, -3 where they are bytes */
    unsigned seen;
};

static bool read_cose(struct span_of_bytes from, struct cose *ret)
{
    struct item map, name, value;
    *ret = (struct cose){ 0 };
    if (!next(&from, &map) || map.kind != ITEM_MAP)
        return false;
    for (int64_t i = 0; i < map.number; i++) {
        if (!next(&from, &name) || name.kind != ITEM_INT || name.number < -3 || name.number > 5)
            return false;
        unsigned bit = 1u << (name.number + 3);
        if (ret->seen & bit || !next(&from, &value) ||
            (value.kind != ITEM_INT && value.kind != ITEM_BYTES))
            return false;
        ret->seen |= bit;
        bool number = value.kind == ITEM_INT;
        switch (name.number) {
        case 1: ret->kind = number ? value.number : 0; break;
        case 3: ret->algorithm = number ? value.number : 0; break;
        case -1:
            ret->curve = number ? value.number : 0;
            ret->one = value.span;
            break;
        case -2: ret->two = value.span; break;
        case -3: ret->three = value.span; break;
        default: break;
        }
    }
    return !from.size;
}

static EVP_PKEY *from_parameters(const char *kind, OSSL_PARAM_BLD *builder)
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    if (!context || !parameters || EVP_PKEY_fromdata_init(context) <= 0 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) <= 0)
        key = NULL;
    OSSL_PARAM_free(parameters);
    EVP_PKEY_CTX_free(context);
    return key;
}

/* OpenSSL refuses a point that is not on the curve. */
static EVP_PKEY *elliptic_key(const struct cose *cose)
{
    enum { SIDE = 32 };
    unsigned char point[1 + 2 * SIDE] = { 4 };
    if (cose->kind != 2 || cose->curve != 1 || cose->two.size != SIDE || cose->three.size != SIDE)
        return NULL;
    memcpy(point + 1, cose->two.bytes, SIDE);
    memcpy(point + 1 + SIDE, cose->three.bytes, SIDE);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
    OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point);
    EVP_PKEY *key = from_parameters("EC", builder);
    OSSL_PARAM_BLD_free(builder);
    return key;
}

static EVP_PKEY *rsa_key(const struct cose *cose)
{
    const struct span_of_bytes *modulus = &cose->one, *exponent = &cose->two;
    if (cose->kind != 3 || modulus->size < RSA_BYTES_MIN || modulus->size > RSA_BYTES_MAX ||
        !modulus->bytes[0] || !exponent->size || exponent->size > 4 ||
        !(exponent->bytes[exponent->size - 1] & 1) ||
        (exponent->size == 1 && exponent->bytes[0] < 3))
        return NULL;
    BIGNUM *n = BN_bin2bn(modulus->bytes, (int)modulus->size, NULL);
    BIGNUM *e = BN_bin2bn(exponent->bytes, (int)exponent->size, NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n);
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e);
    EVP_PKEY *key = from_parameters("RSA", builder);
    OSSL_PARAM_BLD_free(builder);
    BN_free(n);
    BN_free(e);
    return key;
}

EVP_PKEY *passkey_key(struct span_of_bytes from, int64_t *ret_algorithm)
{
    struct cose cose;
    if (!read_cose(from, &cose))
        return NULL;
    *ret_algorithm = cose.algorithm;
    switch (cose.algorithm) {
    case COSE_ES256: return elliptic_key(&cose);
    case COSE_RS256: return rsa_key(&cose);
    case COSE_EDDSA:
        if (cose.kind != 1 || cose.curve != 6 || cose.two.size != 32)
            return NULL;
        return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, cose.two.bytes, 32);
    default: return NULL;
    }
}
