/* Coupons, codes: read leniently, told from forged ones, and signed so that others can check. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <sodium.h>

#include "base/text.h"
#include "shop/coupons/coupons_code.h"

int coupons_code_tests(void);

static struct coupons_keys keys_of(unsigned char seed)
{
    struct secret_key master = { { seed } };
    return coupons_keys(&master);
}

static void a_code_names_its_coupon(void **state)
{
    (void)state;
    static const struct coupons_name names[] = {
        { 0, 0 }, { 1, 0 }, { 0, 1 }, { 7, 999999 }, { COUPONS_BATCH_MAX, COUPONS_SIZE_MAX - 1 },
    };
    struct coupons_keys keys = keys_of(1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char code[COUPONS_CODE_SIZE];
        struct coupons_name read;
        coupons_code_write(code, &keys, names[i]);
        assert_int_equal(strlen(code), 19);
        assert_true(code[4] == '-' && code[9] == '-' && code[14] == '-');
        assert_int_equal(coupons_code_read(code, &keys, &read), COUPONS_READ_GENUINE);
        assert_int_equal(read.batch, names[i].batch);
        assert_int_equal(read.serial, names[i].serial);
    }
}

static void codes_are_all_different_and_look_unlike(void **state)
{
    (void)state;
    enum { MANY = 2000 };
    static char codes[MANY][COUPONS_CODE_SIZE];
    struct coupons_keys keys = keys_of(1);
    int alike = 0;
    for (int i = 0; i < MANY; i++) {
        coupons_code_write(codes[i], &keys, (struct coupons_name){ 3, i });
        for (int k = 0; k < i; k++)
            assert_string_not_equal(codes[i], codes[k]);
        alike += i && strncmp(codes[i], codes[i - 1], 4) == 0;
    }
    assert_true(alike < 5); /* neighbours share their first four letters once in a million */
}

/* How a person may type it. `change` is done to a genuine code. */
static void write_typed(char to[static 64], const char *code, const char *change)
{
    size_t length = 0;
    for (const char *at = code; *at; at++) {
        char letter = *at;
        if (strchr(change, 's') && letter == '-')
            letter = ' ';
        if (strchr(change, 'n') && letter == '-')
            continue;
        if (strchr(change, 'l') && letter >= 'A' && letter <= 'Z')
            letter = (char)(letter + 32);
        if (strchr(change, 'o') && letter == '0')
            letter = 'o';
        if (strchr(change, 'i') && letter == '1')
            letter = 'I';
        if (strchr(change, 'k') && letter == '1')
            letter = 'l';
        to[length++] = letter;
    }
    to[length] = 0;
}

static void typing_is_read_leniently(void **state)
{
    (void)state;
    static const char *const changes[] = { "", "s", "n", "l", "ls", "oi", "ok", "lnok" };
    struct coupons_keys keys = keys_of(9);
    for (int serial = 0; serial < 200; serial++) {
        char code[COUPONS_CODE_SIZE], typed[64];
        struct coupons_name read;
        coupons_code_write(code, &keys, (struct coupons_name){ 12, serial });
        for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
            write_typed(typed, code, changes[i]);
            if (coupons_code_read(typed, &keys, &read) != COUPONS_READ_GENUINE ||
                read.serial != serial)
                fail_msg("\"%s\" is %s", typed, code);
        }
    }
}

// clang-format off
static const struct { const char *typed; enum coupons_reading reading; } others[] = {
    { "0000-0000-0000-0000",   COUPONS_READ_FORGED },
    { "ZZZZ-ZZZZ-ZZZZ-ZZZZ",   COUPONS_READ_FORGED },
    { "oooo oooo oooo oooo",   COUPONS_READ_FORGED },
    { "0000-0000-0000-000",    COUPONS_READ_OTHER }, /* one short */
    { "0000-0000-0000-00000",  COUPONS_READ_OTHER }, /* one long */
    { "0000-0000-0000-000U",   COUPONS_READ_OTHER }, /* no such letter */
    { "0000.0000.0000.0000",   COUPONS_READ_OTHER },
    { "SUMMER5",               COUPONS_READ_OTHER },
    { "",                      COUPONS_READ_OTHER },
    { "----",                  COUPONS_READ_OTHER },
};
// clang-format on

static void what_is_no_code_is_told(void **state)
{
    (void)state;
    struct coupons_keys keys = keys_of(1);
    struct coupons_name read;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (coupons_code_read(others[i].typed, &keys, &read) != others[i].reading)
            fail_msg("\"%s\" was read otherwise", others[i].typed);
}

static void one_letter_off_is_forged(void **state)
{
    (void)state;
    struct coupons_keys keys = keys_of(4);
    char code[COUPONS_CODE_SIZE];
    struct coupons_name read;
    coupons_code_write(code, &keys, (struct coupons_name){ 5, 77 });
    for (int place = 0; place < COUPONS_CODE_SIZE - 1; place++)
        for (const char *letter = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; *letter; letter++) {
            char wrong[COUPONS_CODE_SIZE];
            memcpy(wrong, code, sizeof wrong);
            if (code[place] == '-' || code[place] == *letter)
                continue;
            wrong[place] = *letter;
            assert_int_equal(coupons_code_read(wrong, &keys, &read), COUPONS_READ_FORGED);
        }
}

static void another_market_knows_none(void **state)
{
    (void)state;
    struct coupons_keys ours = keys_of(1), theirs = keys_of(2);
    char code[COUPONS_CODE_SIZE], form[COUPONS_SIGNED_SIZE];
    struct coupons_name name;
    struct coupons_signed what = { .name = { 1, 2 }, .promotion = 3 };
    coupons_code_write(code, &theirs, what.name);
    coupons_sign(form, &theirs, "https://souk.example", &what);
    assert_int_equal(coupons_code_read(code, &ours, &name), COUPONS_READ_FORGED);
    assert_int_equal(coupons_signed_read(form, &ours, &what), COUPONS_READ_FORGED);
}

static void a_signed_form_says_what_was_signed(void **state)
{
    (void)state;
    struct coupons_keys keys = keys_of(1);
    struct coupons_signed what = { { 1048575, COUPONS_SERIAL_ANY },
                                   INT64_C(0x0123456789abcdef),
                                   { INT64_C(1764720000000000) } },
                          read = { 0 };
    char form[COUPONS_SIGNED_SIZE], typed[300];
    coupons_sign(form, &keys, "https://souk.example", &what);
    static const char *const around[] = { "%s", "  %s ", "https://souk.example/c/%s",
                                          "http://a/c/b/c/%s", "/c/ %s" };
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        const char *place = strstr(around[i], "%s");
        snprintf(typed, sizeof typed, "%.*s%s%s", (int)(place - around[i]), around[i], form,
                 place + 2);
        assert_int_equal(coupons_signed_read(typed, &keys, &read), COUPONS_READ_GENUINE);
        assert_memory_equal(&read, &what, sizeof read);
    }
}

static void a_changed_signed_form_is_no_more_genuine(void **state)
{
    (void)state;
    struct coupons_keys keys = keys_of(1);
    struct coupons_signed what = { .name = { 1, 2 }, .promotion = 3, .ends_at = { 0 } }, read;
    char form[COUPONS_SIGNED_SIZE], wrong[COUPONS_SIGNED_SIZE];
    coupons_sign(form, &keys, "https://souk.example", &what);
    for (int place = 0; place < COUPONS_SIGNED_SIZE - 1; place++) {
        memcpy(wrong, form, sizeof wrong);
        wrong[place] = form[place] == 'A' ? 'B' : 'A';
        assert_int_not_equal(coupons_signed_read(wrong, &keys, &read), COUPONS_READ_GENUINE);
    }
    assert_int_equal(coupons_signed_read(form + 1, &keys, &read), COUPONS_READ_OTHER);
    assert_int_equal(coupons_signed_read("", &keys, &read), COUPONS_READ_OTHER);
}

/* By the published description alone, as a stranger's program would. */
static void anyone_can_check_it(void **state)
{
    (void)state;
    struct coupons_keys keys = keys_of(1);
    struct coupons_signed what = { .name = { 258, 3 }, .promotion = 772 };
    char form[COUPONS_SIGNED_SIZE];
    unsigned char bytes[94], market[32];
    size_t size;
    coupons_sign(form, &keys, "https://souk.example", &what);
    assert_int_equal(sodium_base642bin(bytes, sizeof bytes, form, strlen(form), NULL, &size, NULL,
                                       sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                     0);
    assert_int_equal(size, 94);
    assert_int_equal(crypto_sign_verify_detached(bytes + 30, bytes, 30, keys.published), 0);
    crypto_generichash(market, sizeof market, (const unsigned char *)"https://souk.example", 20,
                       NULL, 0);
    assert_memory_equal(bytes + 1, market, 8);
    assert_int_equal(bytes[0], 1);
    assert_memory_equal(bytes + 9, "\x00\x10\x20\x00\x03", 5); /* 258 << 20 | 3 */
    assert_memory_equal(bytes + 14, "\0\0\0\0\0\0\x03\x04", 8);
    bytes[13]++;
    assert_int_not_equal(crypto_sign_verify_detached(bytes + 30, bytes, 30, keys.published), 0);
}

static int openssl_verifies(const unsigned char *key, const unsigned char bytes[static 94])
{
    EVP_PKEY *public = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    assert_int_equal(EVP_DigestVerifyInit(context, NULL, NULL, NULL, public), 1);
    int good = EVP_DigestVerify(context, bytes + 30, 64, bytes, 30);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(public);
    return good;
}

/* Another program's Ed25519 says the same, of the form and of each byte changed. */
static void another_implementation_agrees(void **state)
{
    (void)state;
    struct coupons_keys keys = keys_of(1), strangers = keys_of(2);
    struct coupons_signed what = { .name = { 77, COUPONS_SERIAL_ANY }, .promotion = 5 };
    char form[COUPONS_SIGNED_SIZE];
    unsigned char bytes[94];
    size_t size;
    coupons_sign(form, &keys, "https://souk.example", &what);
    assert_int_equal(sodium_base642bin(bytes, sizeof bytes, form, strlen(form), NULL, &size, NULL,
                                       sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                     0);
    assert_int_equal(openssl_verifies(keys.published, bytes), 1);
    assert_int_not_equal(openssl_verifies(strangers.published, bytes), 1);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] ^= 1;
        assert_int_not_equal(openssl_verifies(keys.published, bytes), 1);
        bytes[i] ^= 1;
    }
}

int coupons_code_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_names_its_coupon),
        cmocka_unit_test(codes_are_all_different_and_look_unlike),
        cmocka_unit_test(typing_is_read_leniently),
        cmocka_unit_test(what_is_no_code_is_told),
        cmocka_unit_test(one_letter_off_is_forged),
        cmocka_unit_test(another_market_knows_none),
        cmocka_unit_test(a_signed_form_says_what_was_signed),
        cmocka_unit_test(a_changed_signed_form_is_no_more_genuine),
        cmocka_unit_test(anyone_can_check_it),
        cmocka_unit_test(another_implementation_agrees),
    };
    return cmocka_run_group_tests_name("coupons_code", tests, NULL, NULL);
}
