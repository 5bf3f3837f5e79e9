/* Story: a journey of several people through a market, written down and run. */
#pragma once

// clang-format off
/* A line is one of
 *   story "A name"
 *   ACTOR METHOD /path [{json}] STATUS [REFUSAL | {part of the answer}] [-> name=path.in.answer]
 *   ACTOR page /path STATUS [has "words"] [lacks "words"] ...
 *   ACTOR form /path [name=value ...] STATUS [to /where] [has "words"] ...
 *   ACTOR upload /path [name=value | name=@file ...] STATUS ...    files of tests/files
 *   wait 15 days | wait 2 hours | wait 30 seconds
 *   ledger KIND [NAME] CURRENCY MINOR      the balance of an account of the books
 *   rows TABLE COUNT
 *   code E-MAIL -> name                    the six digits mailed last
 *   totp SECRET -> name                    the one-time code of an app, by the story's clock
 *   passkey DEVICE create|get OPTIONS [at ORIGIN] [unverified] [spoilt] [stalled] -> name
 *                                          what a browser would send: $name in a form, and
 *                                          $name_json between the quotes of a JSON body
 *   gateway payment PAYMENT STATUS [REFUSAL | {part}]              the sandbox tells, and signs it
 *   gateway chargeback PAYMENT REASON STATUS [REFUSAL | {part}]    "-": no reason said
 *   gateway chargeback_won|chargeback_lost PAYMENT STATUS ...      what the bank decided
 *   feed aftership|easypost|forged-aftership|forged-easypost {json} STATUS [REFUSAL | {part}]
 *                                          a carrier's feed tells, and signs it, rightly or not
 *   together ... end                       the lines between at once; statuses in any order
 *   app on | app off                       what is asked next comes from the installed app
 *   key NAME                               the next request's Idempotency-Key, or event's name
 * $name stands for what was kept. Actors are the people of story_market.c; `nobody` is not signed
 * in. # begins a comment. Each story begins with a new market and ends with a proof of its
 * books. */
// clang-format on

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

enum { STORY_WORDS_MAX = 40, STORY_VARIABLES_MAX = 100, STORY_LINES_MAX = 200 };

struct story_line {
    int number;
    const char *words[STORY_WORDS_MAX]; /* quotes taken off; {...} is one word */
    size_t count;
};

struct story {
    const char *file, *name;
    struct story_line *lines;
    size_t line_count;
};

struct stories {
    struct story *items;
    size_t count;
};

/* Reads a file's stories; exits with one clear line when it cannot be read. */
struct stories story_read(struct arena *memory, const char *file);

struct story_variables {
    const char *names[STORY_VARIABLES_MAX], *values[STORY_VARIABLES_MAX];
    size_t count;
};
void story_set(struct arena *memory, struct story_variables *variables, const char *name,
               const char *value);
/* With each $name filled in. */
const char *story_fill(struct arena *memory, const struct story_variables *variables,
                       const char *word);
