/* Messages, scan: codes that money is sent to, known by their check digits. */
#include <ctype.h>

#include <sodium.h>

#include "shop/messages/messages_scan_inside.h"

static bool begins_like_a_card(const char *digits, size_t length)
{
    int two = (digits[0] - '0') * 10 + digits[1] - '0';
    if (digits[0] == '4')
        return length == 16 || length == 13 || length == 19;
    if (two >= 51 && two <= 55)
        return length == 16;
    if (two >= 22 && two <= 27)
        return length == 16;
    if (two == 34 || two == 37)
        return length == 15;
    return (two == 65 || strncmp(digits, "6011", 4) == 0) && length == 16;
}

bool messages_is_card(const char *digits)
{
    size_t length = strlen(digits);
    if (length < 13 || length > 19 || !begins_like_a_card(digits, length))
        return false;
    int sum = 0;
    for (size_t i = 0; i < length; i++) {
        int digit = digits[length - 1 - i] - '0';
        if (i % 2)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

bool messages_is_iban(const char *code)
{
    size_t length = strlen(code);
    if (length < 15 || length > 34 || !isupper((unsigned char)code[0]) ||
        !isupper((unsigned char)code[1]) || !isdigit((unsigned char)code[2]) ||
        !isdigit((unsigned char)code[3]))
        return false;
    int rest = 0;
    for (size_t i = 0; i < length; i++) {
        char character = code[(i + 4) % length];
        if (isdigit((unsigned char)character))
            rest = (rest * 10 + character - '0') % 97;
        else if (isupper((unsigned char)character))
            rest = (rest * 100 + character - 'A' + 10) % 97;
        else
            return false;
    }
    return rest == 1;
}

/* Base58 of 25 bytes, the last four being the beginning of a double SHA-256. */
static bool is_base58_wallet(const char *word, size_t length)
{
    static const char letters[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    unsigned char bytes[25] = { 0 }, hash[crypto_hash_sha256_BYTES];
    if (length < 26 || length > 35)
        return false;
    for (size_t i = 0; i < length; i++) {
        const char *at = strchr(letters, word[i]);
        if (!at)
            return false;
        unsigned carry = (unsigned)(at - letters);
        for (size_t j = sizeof bytes; j-- > 0;) {
            carry += bytes[j] * 58u;
            bytes[j] = (unsigned char)carry;
            carry >>= 8;
        }
        if (carry)
            return false;
    }
    crypto_hash_sha256(hash, bytes, 21);
    crypto_hash_sha256(hash, hash, sizeof hash);
    return (bytes[0] == 0 || bytes[0] == 5 || bytes[0] == 0x41) && !memcmp(hash, bytes + 21, 4);
}

static unsigned bech32_step(unsigned check, unsigned value)
{
    static const unsigned makers[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
    unsigned top = check >> 25;
    check = (check & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < 5; i++)
        if (top >> i & 1)
            check ^= makers[i];
    return check;
}

/* Bitcoin's newer addresses: 1 is the remainder of bech32, the other of bech32m. */
static bool is_bech32_wallet(const char *word, size_t length)
{
    static const char letters[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    if (length < 42 || length > 62 || strncasecmp(word, "bc1", 3) != 0)
        return false;
    unsigned check = 1;
    for (int i = 0; i < 2; i++)
        check = bech32_step(check, (unsigned)"bc"[i] >> 5);
    check = bech32_step(check, 0);
    for (int i = 0; i < 2; i++)
        check = bech32_step(check, (unsigned)"bc"[i] & 31);
    for (size_t i = 3; i < length; i++) {
        const char *at = strchr(letters, tolower((unsigned char)word[i]));
        if (!at)
            return false;
        check = bech32_step(check, (unsigned)(at - letters));
    }
    return check == 1 || check == 0x2bc830a3;
}

bool messages_is_wallet(const char *word)
{
    size_t length = strlen(word);
    if (length == 42 && word[0] == '0' && (word[1] == 'x' || word[1] == 'X'))
        return strspn(word + 2, "0123456789abcdefABCDEF") == 40;
    return is_base58_wallet(word, length) || is_bech32_wallet(word, length);
}
