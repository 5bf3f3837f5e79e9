/* Reviews, suspected: how it came about speaks for a review that was bought or made up.
 *
 * Pure: the facts are gathered by the act, from rows of the same transaction. What is suspected
 * does not count until a person has looked at it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/choice.h"

enum review_reason {
    REASON_LINKED,       /* writer and seller share a device, card or address */
    REASON_SAME_WORDS,   /* nearly the words of another account's review */
    REASON_RING,         /* accounts that only praise, the same sellers in the same weeks */
    REASON_BURST,        /* many more reviews of the product or seller than usual, at once */
    REASON_PAID,         /* five stars for everything, by a new account that says nothing else */
    REASON_TEXT,         /* the text model */
    REASON_ENGINE,       /* the fraud engine held it */
    REASON_UNPAID,       /* the buyer's bank took the payment back */
    REASON_SAME_PICTURE, /* a photograph of another account's review */
    REVIEW_REASONS,
};
extern const struct choice review_reasons[]; /* N_("...") */

struct review_facts {
    bool linked;
    int64_t same_words;    /* reviews of other accounts with nearly the same words */
    int64_t ring_accounts; /* others that praised four sellers that this one praised, in 30 days */
    int64_t product_day, seller_day;       /* reviews in the last day, with this one */
    int64_t product_before, seller_before; /* in the 60 days before that */
    int64_t stars;
    bool all_the_same;       /* all three stars the same */
    int64_t account_days;    /* how old the account is */
    int64_t account_reviews; /* before this one */
    int64_t account_praises; /* of them with five stars */
    double probability;      /* by the text model; below 0: there is none */
};
/* Bits of enum review_reason that apply, each by itself. */
int64_t reviews_reasons(const struct review_facts *facts);
/* Enough of them: some suffice alone, others need company. */
bool reviews_suspicious(int64_t reasons);

/* Signatures: the minima of 32 hashes over the shingles of four words; two texts agree in about as
 * many places as they share shingles (Broder, 1997). */
enum { SIGNATURE_PLACES = 32, SIGNATURE_BANDS = 8 };
struct review_signature {
    uint32_t minima[SIGNATURE_PLACES];
    bool known; /* false: too short to say anything */
};
struct review_signature reviews_signature(struct arena *memory, const char *words);
/* Texts that are nearly the same meet in a band with near certainty. */
int64_t reviews_signature_band(const struct review_signature *signature, int band);
double reviews_likeness(const struct review_signature *a, const struct review_signature *b);
