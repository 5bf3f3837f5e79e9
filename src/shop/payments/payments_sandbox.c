/* The sandbox gateway: answers by the token that it is given, without money.
 *
 * It behaves as the real ones do at their worst: it declines, it answers late, and it never
 * answers. The same key always gets the same answer.
 *
 * Each token may be continued by a country and a suffix of small letters and digits
 * ("tok_visa_PT_k3f9"): then it is a card of its own, with a fingerprint and a country, and behaves
 * as the token that it begins with.
 *
 * The bank of a Visa asks its holder on a page of the sandbox (payments_bank_web.c), that of a
 * Mastercard confirms without asking, and those of the cards that answer late cannot be asked. */
#include "shop/payments/payments_bank.h"

#include "base/words.h"

enum bank { BANK_ASKS, BANK_KNOWS, BANK_ABSENT };
static const struct {
    const char *token, *label;
    const char *failure;   /* declines with this code */
    int64_t later_seconds; /* says "later" for so long; below zero: always */
    enum bank bank;        /* when it is asked to confirm that its holder pays */
} cards[] = {
    { "tok_visa", "Visa ·· 4242", NULL, 0, BANK_ASKS },
    { "tok_mastercard", "Mastercard ·· 4444", NULL, 0, BANK_KNOWS },
    { "tok_declined", "Visa ·· 0002", "card_declined", 0, BANK_ASKS },
    { "tok_no_funds", "Visa ·· 9995", "insufficient_funds", 0, BANK_ASKS },
    { "tok_late", "Visa ·· 7771", NULL, 30, BANK_ABSENT },
    { "tok_late_declined", "Visa ·· 7772", "card_declined", 30, BANK_ABSENT },
    { "tok_never", "Visa ·· 7773", NULL, -1, BANK_ABSENT },
};
enum { CARDS = sizeof cards / sizeof *cards, SUFFIX_MAX = 24 };

/* The rest "_PT_k3f9" of a token that names a card of its own: its country, and what makes it
 * another card than the others of that country. */
static bool read_own(const char *rest, char country[static 3])
{
    if (strlen(rest) < strlen("_PT_k") || rest[0] != '_' || rest[3] != '_')
        return false;
    const char *suffix = rest + 4;
    size_t length = strspn(suffix, "abcdefghijklmnopqrstuvwxyz0123456789");
    if (length > SUFFIX_MAX || suffix[length])
        return false;
    memcpy(country, rest + 1, 2);
    country[2] = 0;
    return words_country_known(country);
}

/* Which card it behaves as, and its country if it is one of its own (else empty). */
static int card_of(const char *token, char ret_country[static 3])
{
    for (int i = 0; token && i < CARDS; i++) {
        if (!text_starts(token, cards[i].token))
            continue;
        const char *rest = token + strlen(cards[i].token);
        *ret_country = 0;
        if (!*rest || read_own(rest, ret_country))
            return i;
    }
    return -1;
}

/* Its last four digits are the token's, by a hash: "Visa ·· 7203". */
static const char *label_of(struct arena *memory, const char *base, const char *token)
{
    struct secret_tag tag = secret_hash(NULL, token, strlen(token));
    int digits = (tag.bytes[0] << 8 | tag.bytes[1]) % 10000;
    return arena_format(memory, "%.*s%04d", (int)strlen(base) - 4, base, digits);
}

static bool describe(const char *token, struct arena *memory, struct payment_card *ret_card)
{
    char country[3];
    int card = card_of(token, country);
    if (card < 0)
        return false;
    *ret_card = (struct payment_card){ .label = cards[card].label };
    if (*country)
        *ret_card = (struct payment_card){ .label = label_of(memory, cards[card].label, token),
                                           .fingerprint = arena_copy(memory, token),
                                           .country = arena_copy(memory, country) };
    return true;
}

static enum gateway_word capture(const struct payment *payment, const char *key, struct moment now,
                                 const char **ret_failure)
{
    char country[3];
    int card = card_of(payment->token, country);
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

static enum gateway_word contest(const struct payment *payment, const char *pack, const char *key,
                                 struct moment now)
{
    (void)payment, (void)pack, (void)key, (void)now;
    return GATEWAY_YES;
}

static bool can_authenticate(const char *token)
{
    char country[3];
    int card = card_of(token, country);
    return card >= 0 && cards[card].bank != BANK_ABSENT;
}

static enum gateway_word authenticate(struct arena *memory, const struct authentication *asked,
                                      const char *key, const char **ret_page)
{
    char country[3];
    int card = card_of(asked->token, country);
    if (card < 0 || cards[card].bank == BANK_ABSENT)
        return GATEWAY_NO;
    if (cards[card].bank == BANK_KNOWS)
        return GATEWAY_YES;
    *ret_page = arena_format(memory, "/sandbox/bank/%s", key);
    return GATEWAY_LATER;
}

const struct gateway payments_sandbox = {
    .name = "sandbox",
    .capture = capture,
    .refund = refund,
    .contest = contest,
    .authenticate = authenticate,
    .can_authenticate = can_authenticate,
    .describe = describe,
};
