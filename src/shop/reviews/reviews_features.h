/* Features of a text: what a linear model sees of it.
 *
 * Three views: runs of words, runs of letters, and the style (how long, how
 * many capitals, "I" and "we", digits, exclamation marks). A feature is a place in a table of a
 * fixed size, found by a hash, so that there is no dictionary to keep. Pure and deterministic. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { REVIEW_PLACES = 1 << 20 };

struct review_feature {
    uint32_t place; /* below REVIEW_PLACES */
    float count;
};
/* In the order of places, each once. */
struct review_features {
    struct review_feature *items;
    size_t count;
};

enum review_view { REVIEW_WORDS, REVIEW_LETTERS, REVIEW_STYLE, REVIEW_VIEWS };

/* The runs of `least` to `most` words or letters. Style has no runs: its counts are the values. */
struct review_features review_features_of(struct arena *memory, const char *words,
                                          enum review_view view, int least, int most);

/* Words in lower case, punctuation left out, as hashes in their order. */
struct review_words {
    uint64_t *items;
    size_t count;
};
struct review_words review_words_of(struct arena *memory, const char *words);
