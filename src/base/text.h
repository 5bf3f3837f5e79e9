/* Text: a growing string of UTF-8, and what may be asked of strings.
 *
 * A zeroed text is empty; its bytes always end with a NUL. Values elsewhere are plain
 * `const char *`: valid UTF-8 without NUL, checked where they come in. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct text {
    char *bytes;
    size_t length, capacity;
} text;

void text_reserve(text *to, size_t size); /* room for so many more bytes: growing copies */
void text_add(text *to, const char *more);
void text_add_bytes(text *to, const void *bytes, size_t size);
void text_add_char(text *to, char character);
void text_add_int(text *to, int64_t number);
void text_add_digits(text *to, int64_t number, int width); /* with leading zeros: its last digits */
void text_add_format(text *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Escaped by context. Each takes NUL-ended UTF-8. */
void text_add_html(text *to, const char *raw); /* element content and quoted attributes */
void text_add_json(text *to, const char *raw); /* with its quotes */
void text_add_url(text *to,
                  const char *raw); /* percent-encoded, for a path part or a query value */

/* Never NULL. Lives until the text grows or is cleared. */
const char *text_of(const text *from);
void text_reset(text *of); /* empty, keeps its room */
void text_clear(text *of);

bool text_is_utf8(const char *bytes, size_t size); /* valid, and without NUL */
size_t text_count_points(const char *utf8);        /* code points */
bool text_same(const char *a, const char *b);      /* both may be NULL */
bool text_starts(const char *whole, const char *with);
bool text_ends(const char *whole, const char *with);

/* Where a word stands in a list of `count`; a word that is not in it is our mistake. */
int text_place(const char *word, const char *const *list, int count);

/* The whole of `from` is a decimal number that fits. */
bool text_to_int(const char *from, int64_t *ret_number);

/* Copies without white space at both ends. */
char *text_trim(struct arena *memory, const char *from);

/* "A Fine Lamp (40 cm)" gives "a-fine-lamp-40-cm": ASCII letters, digits, single hyphens. */
char *text_slug(struct arena *memory, const char *from);
