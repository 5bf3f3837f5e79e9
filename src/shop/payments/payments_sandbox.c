/* The sandbox gateway: answers by the token that it is given, without money.
 *
 * It behaves as the real ones do at their worst: it declines, it answers late, and it never
 * answers. The same key always gets the same answer. */
#include "shop/payments/payments.h"

static const struct {
    const char *token, *label;
    const char *failure;   /* declines with this code */
    int64_t later_seconds; /* says "later" for so long; below zero: always */
} cards[] = {
    { "tok_visa", "Visa ·· 4242", NULL, 0 },
    { "tok_mastercard", "Mastercard ·· 4444", NULL, 0 },
    { "tok_declined", "Visa ·· 0002", "card_declined", 0 },
    { "tok_no_funds", "Visa ·· 9995", "insufficient_funds", 0 },
    { "tok_late", "Visa ·· 7771", NULL, 30 },
    { "tok_late_declined", "Visa ·· 7772", "card_declined", 30 },
    { "tok_never", "Visa ·· 7773", NULL, -1 },
};
enum { CARDS = sizeof cards / sizeof *cards };

static int card_of(const char *token)
{
    for (int i = 0; token && i < CARDS; i++)
        if (text_same(cards[i].token, token))
            return i;
    return -1;
}

static bool token_known(const char *token, const char **ret_label)
{
    int card = card_of(token);
    if (card >= 0)
        *ret_label = cards[card].label;
    return card >= 0;
}

static enum gateway_word capture(const struct payment *payment, const char *key, struct moment now,
                                 const char **ret_failure)
{
    int card = card_of(payment->token);
    (void)key; /* nothing is remembered, so nothing can be done twice */
    if (card < 0) {
        *ret_failure = "token_unknown";
        return GATEWAY_NO;
    }
    int64_t later = cards[card].later_seconds;
    if (later < 0 || now.us < moment_after(payment->begun_at, seconds(later)).us)
        return GATEWAY_LATER;
    *ret_failure = cards[card].failure;
    return cards[card].failure ? GATEWAY_NO : GATEWAY_YES;
}

static enum gateway_word refund(const struct payment *payment, struct money amount, const char *key,
                                struct moment now)
{
    (void)payment, (void)amount, (void)key, (void)now;
    return GATEWAY_YES;
}

const struct gateway payments_sandbox = {
    .name = "sandbox",
    .capture = capture,
    .refund = refund,
    .token_known = token_known,
};
