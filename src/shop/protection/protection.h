/* Protection: more time to object, and what sellers guarantee beyond it.
 *
 * Every order is protected by its hold (escrow.h). A buyer whose parcel is late may ask for more
 * time, and the seller may give it, asked or not.
 *
 * A seller may guarantee more (enum guarantee). It leaves a deposit for it: for each guarantee a
 * share of what it sold in 30 days, at least 20 of the market's reference currency. While the
 * deposit suffices the guarantees are in force, are shown on every offer and are frozen into each
 * order; the rules of disputes keep them. A parcel that is late under the on-time guarantee is
 * compensated by itself: a tenth of what was paid, as store credit. */
#pragma once

#include "shop/escrow/escrow.h"
#include "store/jobs.h"

extern const struct choice guarantee_choices[];       /* by enum guarantee */
const char *guarantee_says(enum guarantee guarantee); /* a sentence for buyers, translated */
/* "On time: Later than promised, ..." of each bit. */
const char **guarantee_texts(struct arena *memory, unsigned guarantees, size_t *ret_count);

extern const struct refusal GUARANTEE_CHOSEN, GUARANTEE_NOT_CHOSEN, DEPOSIT_TOO_LITTLE,
    DEPOSIT_NEEDED, EXTENSION_ASKED, EXTENSION_TOO_LONG, EXTENSION_NOT_ASKED;

struct guarantees_view {
    unsigned chosen, in_force;             /* bits of enum guarantee */
    struct money deposit, needed, payable; /* the seller's currency */
};
struct guarantees_view guarantees_view(struct store_tx *tx, struct arena *memory,
                                       const struct seller *seller, struct moment now);
/* What this guarantee alone needs as a deposit now. */
struct money guarantee_needs(struct store_tx *tx, const struct seller *seller,
                             enum guarantee guarantee, struct moment now);

refused guarantee_choose(struct store_tx *tx, struct arena *memory, const struct seller *seller,
                         enum guarantee guarantee, bool chosen, struct moment now);
/* From what is payable into the deposit, or (below zero) back; never below what is needed. */
refused guarantee_deposit(struct store_tx *tx, struct arena *memory, const struct seller *seller,
                          struct money amount, const char *key, struct moment now);

/* More time ------------------------------------------------------------------------------- */

enum extension_state { EXTENSION_WAITS, EXTENSION_GRANTED, EXTENSION_REFUSED };
extern const struct choice extension_states[];
enum { EXTENSION_DAYS_MAX = 60 }; /* of all for an order together */

struct extension {
    int64_t days;
    enum extension_state state;
    struct moment asked_at, decided_at;
};
struct extensions {
    struct extension *items;
    size_t count;
};
struct extensions protection_extensions(struct store_tx *tx, struct arena *memory, order_id order);
/* By the buyer. EXTENSION_ASKED when one waits already; HOLD_CLOSED when protection has ended. */
refused protection_ask(struct store_tx *tx, struct arena *memory, const struct order *order,
                       int64_t days, struct moment now);
/* By the seller: `days` 0 refuses what was asked for. */
refused protection_grant(struct store_tx *tx, struct arena *memory, const struct order *order,
                         int64_t days, struct moment now);

extern const struct job_kind protection_jobs[];
extern const struct listener protection_hears[];
struct notice_kind;
extern const struct notice_kind *const protection_notices[];
refused protection_first(struct store *store, struct moment now);
