/* Demo: what buyers and sellers write to each other, in the languages of the buyers. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct demo_talk {
    const char *language;
    bool of_order; /* after buying; otherwise before, about a product */
    const char *asks, *answers, *thanks;
};
extern const struct demo_talk demo_talks[];
extern const size_t demo_talk_count;

/* What a bad seller writes: from a hint of it to what is withheld. */
struct demo_trick {
    const char *buyer, *seller;
    bool reported;
};
extern const struct demo_trick demo_tricks[];
extern const size_t demo_trick_count;

/* What somebody writes who lives there; English where nothing else fits. */
const char *demo_language(const char *country);
