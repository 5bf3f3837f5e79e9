/* Refusal: a named fact about why an act was not done. NULL means done. */
#pragma once

struct refusal {
    const char *name;     /* for programs: "COUPON_EXPIRED" */
    int status;           /* HTTP */
    const char *sentence; /* for people: says what to do. English; translated when shown */
    const char *field;    /* the field of the body at fault, or NULL */
};

typedef const struct refusal *refused;

/* In the .c of the module that refuses; its header says `extern const struct refusal NAME;`. */
#define REFUSAL(NAME, STATUS, SENTENCE) \
    const struct refusal NAME = { #NAME, STATUS, SENTENCE, NULL }
#define REFUSAL_AT(NAME, STATUS, FIELD, SENTENCE) \
    const struct refusal NAME = { #NAME, STATUS, SENTENCE, FIELD }
