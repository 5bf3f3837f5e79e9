/* Reviews, suspected: reasons, and texts that are nearly the same. */
#include "shop/reviews/reviews_suspect.h"

#include "base/words.h"
#include "shop/reviews/reviews_features.h"

enum {
    RING_ACCOUNTS = 3,
    BURST_LEAST = 8,  /* in a day */
    BURST_TIMES = 5,  /* what is usual */
    BEFORE_DAYS = 60, /* that tell what is usual */
    NEW_ACCOUNT_DAYS = 7,
    SHINGLE_WORDS = 4,
    SIGNATURE_WORDS_LEAST = 12,
    PLACES_A_BAND = SIGNATURE_PLACES / SIGNATURE_BANDS,
};
static const double text_threshold = 0.9;

const struct choice review_reasons[] = {
    [REASON_LINKED] = { "linked", N_("The writer and the seller have something in common") },
    [REASON_SAME_WORDS] = { "same_words", N_("Nearly the words of another review") },
    [REASON_RING] = { "ring", N_("Several accounts praise the same sellers") },
    [REASON_BURST] = { "burst", N_("Many more reviews than usual at once") },
    [REASON_PAID] = { "paid", N_("A new account that only praises") },
    [REASON_TEXT] = { "text", N_("It reads like reviews that were made up") },
    [REASON_ENGINE] = { "engine", N_("The fraud engine held it") },
    [REASON_UNPAID] = { "unpaid", N_("The buyer’s bank took the payment back") },
    [REASON_SAME_PICTURE] = { "same_picture", N_("A picture of another review") },
    { 0 },
};

static bool is_burst(int64_t day, int64_t before)
{
    return day >= BURST_LEAST && day * BEFORE_DAYS > before * BURST_TIMES;
}

int64_t reviews_reasons(const struct review_facts *facts)
{
    bool praises = facts->stars == 5 && facts->all_the_same;
    bool only_praised = facts->account_praises == facts->account_reviews;
    bool holds[REVIEW_REASONS] = {
        [REASON_LINKED] = facts->linked,
        [REASON_SAME_WORDS] = facts->same_words > 0,
        [REASON_RING] = facts->ring_accounts >= RING_ACCOUNTS && only_praised,
        [REASON_BURST] = is_burst(facts->product_day, facts->product_before) ||
                         is_burst(facts->seller_day, facts->seller_before),
        [REASON_PAID] = praises && facts->account_days < NEW_ACCOUNT_DAYS && only_praised,
        [REASON_TEXT] = facts->probability >= text_threshold,
    };
    int64_t reasons = 0;
    for (int i = 0; i < REVIEW_REASONS; i++)
        reasons |= holds[i] ? INT64_C(1) << i : 0;
    return reasons;
}

/* A burst follows a sale as well, and a first review is often praise: they need company. */
bool reviews_suspicious(int64_t reasons)
{
    int64_t alone = 1 << REASON_LINKED | 1 << REASON_SAME_WORDS | 1 << REASON_RING |
                    1 << REASON_TEXT | 1 << REASON_ENGINE | 1 << REASON_UNPAID |
                    1 << REASON_SAME_PICTURE;
    int64_t together = 1 << REASON_BURST | 1 << REASON_PAID;
    return (reasons & alone) || (reasons & together) == together;
}

/* Signatures ------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash)
{
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccd;
    hash ^= hash >> 33;
    hash *= 0xc4ceb9fe1a85ec53;
    return hash ^ hash >> 33;
}

struct review_signature reviews_signature(struct arena *memory, const char *words)
{
    struct review_words said = review_words_of(memory, words);
    struct review_signature signature = { .known = said.count >= SIGNATURE_WORDS_LEAST };
    for (int place = 0; place < SIGNATURE_PLACES; place++)
        signature.minima[place] = UINT32_MAX;
    for (size_t i = 0; signature.known && i + SHINGLE_WORDS <= said.count; i++) {
        uint64_t shingle = 0;
        for (size_t word = 0; word < SHINGLE_WORDS; word++)
            shingle = mix(shingle * 31 + said.items[i + word]);
        for (uint64_t place = 0; place < SIGNATURE_PLACES; place++) {
            uint32_t hash = (uint32_t)mix(shingle + place * 0x9e3779b97f4a7c15);
            if (hash < signature.minima[place])
                signature.minima[place] = hash;
        }
    }
    return signature;
}

int64_t reviews_signature_band(const struct review_signature *signature, int band)
{
    uint64_t hash = (uint64_t)band;
    for (int i = 0; i < PLACES_A_BAND; i++)
        hash = mix(hash * 31 + signature->minima[band * PLACES_A_BAND + i]);
    return (int64_t)(hash >> 1);
}

double reviews_likeness(const struct review_signature *a, const struct review_signature *b)
{
    int same = 0;
    for (int i = 0; i < SIGNATURE_PLACES; i++)
        same += a->minima[i] == b->minima[i];
    return a->known && b->known ? (double)same / SIGNATURE_PLACES : 0;
}
