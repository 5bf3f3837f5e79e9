/* Words: the visitor's language, and how numbers, money and dates read in it.
 *
 * English is the source text. Catalogues are gettext's .mo files, baked in. Plurals, money, dates
 * and sorting are ICU's. The language spoken is the thread's: the router sets it for a request
 * and a job sets it for its receiver. Never speak inside an act: what is stored is not words. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/moment.h"
#include "base/money.h"

enum words_language { WORDS_ENGLISH, WORDS_ARABIC, WORDS_LANGUAGES };

struct words_info {
    const char *code;      /* "en", "ar": for lang= */
    const char *name;      /* in itself: "العربية" */
    const char *direction; /* "ltr" or "rtl" */
};

extern const struct words_info words_infos[WORDS_LANGUAGES];

void words_speak(enum words_language language);
enum words_language words_spoken(void);

/* From an Accept-Language header or a code; English when nothing fits. */
enum words_language words_choose(const char *accepted);

/* The words in the spoken language, or as given when there is no translation. Lives for ever. */
#define _(ENGLISH) words_say(ENGLISH)
const char *words_say(const char *english);
const char *words_say_in(enum words_language language, const char *english);

/* Marks words that are translated where they are shown: tables, refusals. */
#define N_(ENGLISH) ENGLISH

/* "{count} item", "{count} items": chooses by the language's plural rule and fills {count}. */
char *words_count(struct arena *memory, const char *one, const char *many, int64_t count);

/* Fills {name} in already translated words: words_fill(memory, _("Hello {name}"), "name", name,
 * NULL). */
char *words_fill(struct arena *memory, const char *words, ...) __attribute__((sentinel));

/* As people of the language read them. */
char *words_money(struct arena *memory, struct money amount); /* "€12.99" */
void words_add_money(text *to, struct money amount); /* nothing in it that HTML or JSON escapes */
char *words_number(struct arena *memory, int64_t number);   /* "2,318" */
char *words_day(struct arena *memory, struct moment at);    /* "21 Nov 2026" */
char *words_month(struct arena *memory, struct moment at);  /* "November 2026" */
char *words_moment(struct arena *memory, struct moment at); /* "21 Nov 2026, 09:12" UTC */
char *words_days(struct arena *memory, struct moment from, struct moment to); /* "3–6 Dec" */
char *words_country(struct arena *memory, const char *country);       /* "PT" gives "Portugal" */
char *words_currency(struct arena *memory, struct currency currency); /* "Euro" */
int words_compare(const char *a, const char *b); /* sorts as the language does */
bool words_country_known(const char *country);   /* ISO 3166-1 alpha-2 */
const char *const *words_countries(void);        /* codes, NULL-ended, in no order of language */
