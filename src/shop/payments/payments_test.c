/* Payments: what the sandbox's cards are, by their tokens. */
#include "shop/payments/payments_bank.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

int payments_tests(void);

#define A24 "abcdefghijkl012345678901"

// clang-format off
static const struct { const char *token, *country, *begins; bool known; } cards[] = {
    { "tok_visa",                   NULL, "Visa ·· 4242",       true },
    { "tok_mastercard",             NULL, "Mastercard ·· 4444", true },
    { "tok_late_declined",          NULL, "Visa ·· 7772",       true },
    { "tok_visa_PT_k3f9",           "PT", "Visa ·· ",           true },
    { "tok_mastercard_JP_0",        "JP", "Mastercard ·· ",     true },
    { "tok_declined_US_1",          "US", "Visa ·· ",           true },
    { "tok_late_declined_US_1",     "US", "Visa ·· ",           true },
    { "tok_late_DE_1",              "DE", "Visa ·· ",           true },
    { "tok_visa_PT_" A24,           "PT", "Visa ·· ",           true },
    { "tok_visa_PT_" A24 "x",       NULL, NULL,                 false }, /* too long */
    { "tok_visa_PT_",               NULL, NULL,                 false }, /* nothing behind */
    { "tok_visa_PT",                NULL, NULL,                 false },
    { "tok_visa_",                  NULL, NULL,                 false },
    { "tok_visaPT_k3f9",            NULL, NULL,                 false },
    { "tok_visa_XX_k3f9",           NULL, NULL,                 false }, /* no such country */
    { "tok_visa_pt_k3f9",           NULL, NULL,                 false },
    { "tok_visa_PTT_k3f9",          NULL, NULL,                 false },
    { "tok_visa_PT_K3F9",           NULL, NULL,                 false },
    { "tok_visa_PT_k3-f9",          NULL, NULL,                 false },
    { "tok_visa_PT_k3_f9",          NULL, NULL,                 false },
    { "tok_visa_PT_k3\xc3\xa9",     NULL, NULL,                 false },
    { "tok_unheard_of_PT_k3f9",     NULL, NULL,                 false },
    { "TOK_VISA",                   NULL, NULL,                 false },
    { "",                           NULL, NULL,                 false },
};
// clang-format on

static void cards_are_read_from_their_tokens(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct settings settings = { .sandbox = true };
    for (size_t i = 0; i < sizeof cards / sizeof *cards; i++) {
        struct payment_card card = { 0 };
        bool known = payments_describe_card(&settings, cards[i].token, &memory, &card);
        if (known != cards[i].known || !text_same(card.country, cards[i].country))
            fail_msg("\"%s\"", cards[i].token);
        if (!known)
            continue;
        assert_true(text_starts(card.label, cards[i].begins));
        assert_true(text_same(card.fingerprint, cards[i].country ? cards[i].token : NULL));
        assert_int_equal(strspn(card.label + strlen(card.label) - 4, "0123456789"), 4);
    }
    assert_false(payments_describe_card(&settings, NULL, &memory, &(struct payment_card){ 0 }));
}

static void a_card_is_shown_the_same_again(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct settings settings = { .sandbox = true };
    struct payment_card one, again, other;
    assert_true(payments_describe_card(&settings, "tok_visa_PT_k3f9", &memory, &one));
    assert_true(payments_describe_card(&settings, "tok_visa_PT_k3f9", &memory, &again));
    assert_true(payments_describe_card(&settings, "tok_visa_PT_k3f8", &memory, &other));
    assert_string_equal(one.label, again.label);
    assert_string_not_equal(one.label, other.label);
}

/* What the bank of a card says when it is asked: by the card, and for its own kind. */
static const struct {
    const char *token;
    bool can;
    enum gateway_word says;
} banks[] = {
    { "tok_visa", true, GATEWAY_LATER },     { "tok_visa_PT_k3f9", true, GATEWAY_LATER },
    { "tok_mastercard", true, GATEWAY_YES }, { "tok_mastercard_JP_0", true, GATEWAY_YES },
    { "tok_late", false, GATEWAY_NO },       { "tok_never", false, GATEWAY_NO },
    { "tok_unheard_of", false, GATEWAY_NO },
};

static void banks_answer_by_the_card(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct settings sandbox = { .sandbox = true }, none = { .sandbox = false };
    for (size_t i = 0; i < sizeof banks / sizeof *banks; i++) {
        const char *page = NULL;
        struct authentication asked = { .authentication = { 7 }, .token = banks[i].token };
        assert_int_equal(payments_can_authenticate(&sandbox, banks[i].token), banks[i].can);
        assert_int_equal(payments_ask_bank(&sandbox, &memory, &asked, &page), banks[i].says);
        assert_int_equal(page != NULL, banks[i].says == GATEWAY_LATER);
        assert_false(payments_can_authenticate(&none, banks[i].token));
        assert_int_equal(payments_ask_bank(&none, &memory, &asked, &page), GATEWAY_NO);
    }
}

static void without_a_sandbox_no_card_is_known(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct settings settings = { .sandbox = false };
    struct payment_card card;
    assert_false(payments_describe_card(&settings, "tok_visa", &memory, &card));
}

int payments_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cards_are_read_from_their_tokens),
        cmocka_unit_test(a_card_is_shown_the_same_again),
        cmocka_unit_test(banks_answer_by_the_card),
        cmocka_unit_test(without_a_sandbox_no_card_is_known),
    };
    return cmocka_run_group_tests_name("payments", tests, NULL, NULL);
}
