/* Fraud, signals: what is known of an act when it is judged.
 *
 * One table (fraud_signals.c) declares them all: a name for rules and models, a type, the acts that
 * have it, and what it says in words. A number that cannot be had is NAN, a text NULL: rules see
 * NULL, and the model has learnt what a missing one means. Places are stable only within a build;
 * what is stored names its signals (fraud_signals_pack). */
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"
#include "shop/fraud/fraud.h"

enum fraud_unit {
    UNIT_COUNT,  /* how many */
    UNIT_USD,    /* an amount, in US dollars */
    UNIT_RATIO,  /* how many times; 1 is as usual */
    UNIT_SHARE,  /* 0 to 1 */
    UNIT_DAYS,   /* with fractions */
    UNIT_HOURS,  /* with fractions */
    UNIT_KM,     /* kilometres */
    UNIT_SCORE,  /* standard deviations */
    UNIT_YES_NO, /* 1 or 0 */
    UNIT_TEXT,   /* for rules only */
};

struct fraud_signal {
    const char *name; /* "account_age_days" */
    enum fraud_unit unit;
    unsigned acts;    /* bits of enum fraud_act: those that have it */
    const char *says; /* N_("Age of the account in days") */
};

#include "shop/fraud/fraud_signals_list.h"

#define FRAUD_PLACE(NAME, UNIT, ACTS, SAYS) SIGNAL_##NAME,
#define FRAUD_WORD_PLACE(NAME, UNIT, ACTS, SAYS) WORD_##NAME,
enum fraud_number { FRAUD_NUMBER_SIGNALS(FRAUD_PLACE) FRAUD_NUMBERS };
enum fraud_word { FRAUD_TEXT_SIGNALS(FRAUD_WORD_PLACE) FRAUD_WORDS };
#undef FRAUD_PLACE
#undef FRAUD_WORD_PLACE

/* The numbers first, then the texts. */
enum { FRAUD_SIGNALS = FRAUD_NUMBERS + FRAUD_WORDS };
extern const struct fraud_signal fraud_signals[FRAUD_SIGNALS];

struct fraud_signals {
    float numbers[FRAUD_NUMBERS]; /* NAN: cannot be had */
    const char *words[FRAUD_WORDS];
};
void fraud_signals_clear(struct fraud_signals *signals); /* all of them cannot be had */

/* Place among fraud_signals, or -1. */
int fraud_signal_place(const char *name, size_t length);

/* What a signal says, in the language that is spoken. */
const char *fraud_signal_says(struct arena *memory, int signal);

/* Stored signals name their layout: the list of signals of the build that wrote them. Those that
 * this build does not know are passed over; those it has newly are missing. */
struct fraud_layout {
    int *places; /* of each stored signal among fraud_signals, or -1 */
    int numbers; /* so many of them are numbers */
    int count;
};
int64_t fraud_signals_layout(void);                    /* this build's */
const char *fraud_signals_names(struct arena *memory); /* "amount_usd items ...|act_name ..." */
bool fraud_layout_read(struct arena *memory, const char *names, struct fraud_layout *ret_layout);

unsigned char *fraud_signals_pack(struct arena *memory, const struct fraud_signals *signals,
                                  size_t *ret_size);
int64_t fraud_signals_layout_of(const unsigned char *bytes, size_t size); /* 0: too short */
bool fraud_signals_unpack(struct arena *memory, const struct fraud_layout *layout,
                          const unsigned char *bytes, size_t size,
                          struct fraud_signals *ret_signals);
