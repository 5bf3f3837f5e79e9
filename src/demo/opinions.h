/* Demo: what buyers write about what they bought, put together from sentences. */
#pragma once

#include <stddef.h>

enum opinion_part { OPINION_OPENING, OPINION_DETAIL, OPINION_WAY, OPINION_CLOSING, OPINION_PARTS };

struct opinion_sentences {
    const char *const *items;
    size_t count;
};
/* Of this part, as somebody says it who gives so many stars, 1 to 5. */
struct opinion_sentences demo_opinion(enum opinion_part part, int stars);

struct complaint {
    const char *reason; /* as disputes name it */
    const char *buyer, *seller;
};
extern const struct complaint demo_complaints[];
extern const size_t demo_complaint_count;
