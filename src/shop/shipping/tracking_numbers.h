/* Tracking numbers: whose number this is, told from its shape and its check digit.
 *
 * Pure: no clock, no store. A number may fit more than one carrier; the most likely one comes
 * first. What fits none is not a tracking number, or was copied with a mistake. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum { TRACKING_MATCHES_MAX = 8, TRACKING_NUMBER_SIZE = 45 };

struct tracking_match {
    const char *carrier;      /* "usps": for programs, kept with the shipment */
    const char *carrier_name; /* "United States Postal Service"; of S10 the post of its country */
    const char *format;       /* "IMpb" */
    const char *page;         /* the carrier's public page, %s is the number; NULL: none known */
};

/* The carriers that the number may be of, each once, most likely first; 0: it is none. */
size_t tracking_recognise(const char *number,
                          struct tracking_match found[static TRACKING_MATCHES_MAX]);

/* The number read as that of one carrier. */
bool tracking_recognise_as(const char *number, const char *carrier,
                           struct tracking_match *ret_match);

/* Blanks and hyphens away, letters capital; false when it is empty, too long, or of other signs. */
bool tracking_normalise(const char *number, char to[static TRACKING_NUMBER_SIZE]);

/* The carrier's page of this number; NULL when the carrier has none that we know. */
char *tracking_link(struct arena *memory, const struct tracking_match *match, const char *number);

/* The table ------------------------------------------------------------------------------- */

enum tracking_check {
    CHECK_NONE,
    CHECK_FROM_LEFT,  /* weights from the left, up to the next ten */
    CHECK_FROM_RIGHT, /* weights from the right, up to the next ten (GS1: 3 1) */
    CHECK_REMAINDER,  /* weights from the right, the remainder by 11, of which 10 gives 0 */
    CHECK_S10,        /* 8 6 4 2 3 5 9 7, eleven less the remainder by 11; 10 gives 0, 11 gives 5 */
    CHECK_LUHN,
    CHECK_SEVEN,     /* the remainder of the whole number by 7 */
    CHECK_MOD_37_36, /* ISO 7064: digits and letters */
};

/* A pattern is read from left to right: # a digit, @ a letter, * either, [..] one of these, {n}
 * and {n,m} so many of the one before, (..) what the check is taken over, ! the check digit or
 * letter, ^^ a country's letters, %%% a country's number, <..> may be absent, ~ a per cent sign.
 * All else stands for itself. */
struct tracking_format {
    const char *carrier, *carrier_name, *name, *pattern;
    enum tracking_check check;
    const char *weights; /* "31", again and again */
    const char *before;  /* put before what is checked, unless it begins so; or NULL */
    bool digits;         /* somewhere there is a digit: for patterns that are mostly letters */
    const char *page;
};
extern const struct tracking_format tracking_formats[]; /* most likely first; { 0 } ends it */

/* The post of a country, and its page, where we know it. */
struct tracking_post {
    const char *country, *name, *page;
};
extern const struct tracking_post tracking_posts[]; /* { 0 } ends it */

/* What the first letters of an S10 number say of the service. */
const char *tracking_s10_service(const char *number);
