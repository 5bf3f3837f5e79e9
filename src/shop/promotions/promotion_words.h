/* Promotion, words: what a promotion gives, as people read it, in the language that is spoken.
 * Never inside an act. */
#pragma once

#include "shop/promotions/promotion.h"

/* "$5 off", "15% off, at most $20", "free shipping". */
char *promotion_words_gives(struct arena *memory, const struct promotion_terms *terms);

struct promotion_saying {
    const struct promotion_terms *terms;
    const char *shop;      /* NULL: the market's */
    struct moment ends_at; /* 0: not said */
};
/* "$5 off from $30 at Lumen Audio, until 3 Dec 2026". */
char *promotion_words(struct arena *memory, const struct promotion_saying *saying);

/* What else must hold, a few words each: "In the app only", "Delivered to Brazil". */
struct promotion_conditions {
    const char **items;
    size_t count;
};
struct promotion_conditions promotion_words_conditions(struct arena *memory,
                                                       const struct promotion_terms *terms);
