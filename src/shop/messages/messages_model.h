/* Messages, the text model: whether a message reads like those that people found to be against the
 * rules.
 *
 * The learner is that of reviews (reviews_model.h). What is given to it is folded as for the scan,
 * so that letters which look alike hide nothing, and each digit is a 0: a model that learns an
 * account number by heart knows nothing of the next one. Pure and deterministic. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "shop/reviews/reviews_model.h"

enum {
    MESSAGE_LEARNT_LEAST = 100,    /* different texts of each kind */
    MESSAGE_SUSPECTED_FROM = 9000, /* of ten thousand */
    MESSAGE_RUNS_MAX = 3,
};

struct message_example {
    const char *words;
    int64_t sender;
    bool against;
};
/* Plain texts to learn from, each once. */
struct message_lesson {
    struct review_example *items;
    int64_t *senders;
    size_t count, kinds[2]; /* in order, against the rules */
};
/* The same text again is left out; the first one's verdict counts. */
struct message_lesson messages_lesson(struct arena *memory, const struct message_example *examples,
                                      size_t count);

/* What models say of messages whose senders they have not learnt from: a sender who repeats
 * himself must not be on both sides. [0] in order, [1] against the rules. */
struct message_figures {
    int64_t asked[2], suspected[2];
};
struct message_figures messages_figures(const struct message_lesson *lesson);
/* It catches enough and troubles few enough to warn people. */
bool messages_figures_suffice(const struct message_figures *figures);

/* Of ten thousand; below 0: the text is too short to say anything. */
int64_t messages_model_probability(const struct reviews_model *model, struct arena *memory,
                                   const char *words);

/* The runs of words, as they were written, that speak most against a message. */
struct message_runs {
    const char *items[MESSAGE_RUNS_MAX];
    size_t count;
};
struct message_runs messages_model_strongest(const struct reviews_model *model,
                                             struct arena *memory, const char *words);
