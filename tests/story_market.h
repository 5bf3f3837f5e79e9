/* Story, market: the small market that each story begins with. */
#pragma once

#include "main/market.h"
#include "story.h"

enum { ACTORS = 8 };
struct actor {
    const char *name, *email, *key, *cookie;
    int64_t account;
};

/* Opens people, two shops and six products through the market's own acts, and keeps their ids as
 * variables: lamp, lamp_sand (Lumen, US dollars, from China), mug (Porto, euros, from Portugal),
 * rare (Lumen, one piece), yen (Kyoto, yen, from Japan), heavy (Porto, 25 kg); buyer_address. */
refused story_fill_market(struct market *market, struct arena *memory, struct moment now,
                          struct actor actors[static ACTORS], struct story_variables *variables);
