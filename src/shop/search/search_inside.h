/* Search, inside: what the files of this module share. */
#pragma once

#include "shop/search/search.h"
#include "store/jobs.h"

enum { SEARCH_WORDS_MAX = 12, SEARCH_WORD_BYTES_MAX = 64 };

/* "Crème BRÛLÉE, 青い帽子!" gives "creme brulee 青 い 帽 子": what is compared. Letters
 * and digits of any script and single blanks, nothing else. Never NULL. */
char *search_fold(struct arena *memory, const char *words);

/* What people typed, folded and cut at their blanks. A word of a script without spaces has
 * several parts that must follow each other. */
struct search_word {
    const char *parts; /* "青 い" or "creme" */
    bool is_phrase;
};
struct search_words {
    struct search_word items[SEARCH_WORDS_MAX];
    size_t count;
};
struct search_words search_read_words(struct arena *memory, const char *typed);

/* The words as a query of each engine; nothing of it is anything but quoted letters and digits.
 * `any`: one of them is enough. The last word may go on. */
char *search_query_sqlite(struct arena *memory, const struct search_words *words, bool any);
char *search_query_postgres(struct arena *memory, const struct search_words *words, bool any);
/* The longest word between percent signs, for LIKE; it holds none itself. */
char *search_part(struct arena *memory, const struct search_words *words);

/* "red shoe" as PostgreSQL's 'red':1 'shoe':2. */
char *search_vector(struct arena *memory, const char *folded);

/* Writes one product's row, or removes it when it cannot be bought. */
void search_write(struct store_tx *tx, product_id product, struct moment now);

extern const struct listener search_hears[];
extern const struct job_kind search_jobs[];
refused search_first(struct store *store, struct moment now);
