/* Search, inside: what the files of this module share. */
#pragma once

#include "shop/search/search.h"
#include "store/jobs.h"

enum { SEARCH_WORDS_MAX = 12, SEARCH_WORD_BYTES_MAX = 64, SEARCH_ENDINGS_MAX = 8 };

/* "Crème BRÛLÉE, 青い帽子!" gives "creme brulee 青 い 帽 子": what is compared. Letters
 * and digits of any script and single blanks, nothing else. Never NULL. */
char *search_fold(struct arena *memory, const char *words);
int64_t search_count_folded(const char *folded);

/* What people typed, folded and cut at their blanks. A word of a script without spaces has
 * several parts that must follow each other. */
struct search_word {
    const char *parts; /* "青 い" or "creme" */
    bool is_phrase;
    bool goes_on; /* the last one, when it is more than a letter: "sho" is the beginning of shoe */
};
struct search_words {
    struct search_word items[SEARCH_WORDS_MAX];
    size_t count;
    /* What the last word may become, itself among it; none: it stands as it was typed. */
    const char *endings[SEARCH_ENDINGS_MAX + 1];
    size_t ending_count;
};
struct search_words search_read_words(struct arena *memory, const char *typed);

/* The words as a query of each engine; nothing of it is anything but quoted letters and digits. All
 * of them must be there. */
char *search_query_sqlite(struct arena *memory, const struct search_words *words);
char *search_query_postgres(struct arena *memory, const struct search_words *words);
/* The longest word between percent signs, for LIKE; it holds none itself. */
char *search_part(struct arena *memory, const struct search_words *words);
/* A word long enough that the known words are asked how it may go on. */
bool search_wants_endings(const struct search_word *word);

/* "red shoe" as PostgreSQL's 'red':1 'shoe':2. */
char *search_vector(struct arena *memory, const char *folded);

/* How well a product fits. `lines`: folded title, brand and category, a line each; `length`: its
 * words in all; `found`: bits of the words that the index says it has. */
struct search_fitting {
    const char *lines;
    int64_t length, orders;
    unsigned found;
    const double *weights; /* of the words; NULL: all alike */
};
double search_fit(const struct search_words *words, const struct search_fitting *fitting);

/* What was bought, in steps; products of a higher step come first in the standing order. */
int64_t search_step_of(int64_t orders);
int64_t search_step_of_number(int64_t number);

/* Writes one product's row, or removes it when it cannot be bought. */
void search_write(struct store_tx *tx, product_id product, struct moment now);

extern const struct listener search_hears[];
extern const struct job_kind search_jobs[];
refused search_first(struct store *store, struct moment now);
