/* Cart, inside: what the files of this module share. */
#pragma once

#include "shop/cart/cart.h"
#include "store/jobs.h"

enum { CART_COUNT_MAX = 999 };

/* "account 12" or "visitor 9f3…": how rows name their owner. */
const char *cart_owner_name(struct arena *memory, const struct cart_owner *owner);

/* Count 0 removes the line. */
refused cart_set(struct store_tx *tx, const struct cart_owner *owner, cart_line_id line,
                 int64_t count);
refused cart_choose_way(struct store_tx *tx, const struct cart_owner *owner, seller_id seller,
                        method_id method);

/* What the buyer keeps for another time (or, `keep` false, does not any more). */
refused cart_keep(struct store_tx *tx, const struct cart_owner *owner,
                  const struct promotion_coupon *what, bool keep);

/* Fills parts' ways, facts and quote of a cart whose lines and parts are there. */
refused cart_price(struct store_tx *tx, struct arena *memory, const struct cart_question *question,
                   const char *owner, struct cart *cart);

extern const struct job_kind cart_jobs[];
refused cart_first(struct store *store, struct moment now);
