/* Fuzz: any bytes as a coupon's code and as its signed form; what is read as genuine is written
 * again, and must be the same. */
#include "base/text.h"
#include "shop/coupons/coupons_code.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* The letters that count, as they are written. */
static void write_plain(char to[static 17], const char *code)
{
    size_t count = 0;
    for (; *code && count < 16; code++) {
        char letter = *code >= 'a' && *code <= 'z' ? (char)(*code - 32) : *code;
        if (letter != '-' && letter != ' ')
            to[count++] = letter == 'O' ? '0' : letter == 'I' || letter == 'L' ? '1' : letter;
    }
    to[count] = 0;
}

static void check_code(const char *typed, const struct coupons_keys *keys)
{
    struct coupons_name name;
    char code[COUPONS_CODE_SIZE], plain[17], again[17];
    if (coupons_code_read(typed, keys, &name) != COUPONS_READ_GENUINE)
        return;
    coupons_code_write(code, keys, name);
    write_plain(plain, typed);
    write_plain(again, code);
    if (strcmp(plain, again) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct secret_key master = { { 7 } };
    static struct coupons_keys keys;
    static bool begun;
    if (!begun) {
        secret_start();
        keys = coupons_keys(&master);
        begun = true;
    }
    AUTO(arena) memory = { 0 };
    const char *typed = arena_copy_bytes(&memory, bytes, size);
    struct coupons_signed what;
    check_code(typed, &keys);
    if (coupons_signed_read(typed, &keys, &what) == COUPONS_READ_GENUINE)
        abort(); /* nobody signs by chance */
    if (size < 8)
        return 0;
    /* A genuine code with one letter exchanged by the bytes is another, or none. */
    char code[COUPONS_CODE_SIZE];
    struct coupons_name name = { (bytes[0] << 8 | bytes[1]) & COUPONS_BATCH_MAX,
                                 (bytes[2] << 12 | bytes[3] << 4 | bytes[4] >> 4) %
                                     COUPONS_SIZE_MAX };
    coupons_code_write(code, &keys, name);
    check_code(code, &keys);
    code[bytes[5] % (COUPONS_CODE_SIZE - 1)] = (char)(bytes[6] ? bytes[6] : '0');
    check_code(code, &keys);
    return 0;
}
