/* Cart: what a visitor means to buy, signed in or not, and how each seller's part is sent.
 *
 * A cart belongs to an account, or to a browser until it signs in; then the two become one. The
 * prices in it are those of now: nothing is promised until the purchase. */
#pragma once

#include "shop/accounts/accounts.h"
#include "shop/catalog/catalog.h"
#include "shop/deals/deals.h"
#include "shop/promotions/promotions.h"
#include "shop/shipping/shipping.h"

typedef struct {
    int64_t number;
} cart_line_id; /* crl_ */

extern const struct refusal CART_EMPTY, CART_FULL, CART_LINE_NOT_FOUND, CART_SELLER_NOT_FOUND,
    COUPON_UNREADABLE;

struct cart_owner {
    account_id account;
    const char *visitor; /* used when account is 0 */
};

enum cart_fault { CART_FINE, CART_WITHDRAWN, CART_SOLD_OUT, CART_TOO_FEW };

struct cart_view_line {
    cart_line_id line;
    struct offer offer;
    int64_t count;
    enum cart_fault fault; /* why it cannot be bought now */
    method_id way;         /* that the buyer chose for the seller's part; 0: none */
    const char *brand;     /* may be NULL */
    struct moment listed_at;
    int64_t category_parent;
    const struct deal_hold *hold; /* pieces that a flash deal keeps for the owner; NULL: none */
};
/* A seller's part of the cart, priced. */
struct cart_part {
    struct seller seller;
    size_t *lines; /* indexes */
    size_t line_count;
    struct shipping_offers ways;
    struct shipping_offer way; /* chosen, or else proposed; method 0: does not send there */
};
struct cart {
    struct cart_view_line *lines;
    size_t line_count;
    struct cart_part *parts;
    size_t part_count;
    struct deal_holds holds;
    struct quote_facts facts;
    struct quote quote; /* orders as the parts, lines as theirs */
    bool can_be_bought; /* every line and part can */
};

/* Everything a checkout shows: lines, ways, quote, for a destination and a currency. */
struct cart_question {
    struct cart_owner owner;
    const char *destination;
    struct currency currency;
    struct moment now;
    bool app;    /* asked from the installed app */
    bool drafts; /* with planned sales, as if they were live: a preview */
};
refused cart_read(struct store_tx *tx, struct arena *memory, const struct cart_question *question,
                  struct cart *ret_cart);

refused cart_add(struct store_tx *tx, const struct cart_owner *owner, offer_id offer, int64_t count,
                 struct moment now);
/* So many pieces of an offer that a flash deal keeps for the owner, whatever was there before. */
refused cart_hold(struct store_tx *tx, const struct cart_owner *owner,
                  const struct deal_hold *hold, struct moment now);
/* The line's pieces are of a flash deal: not more than it keeps. */
bool cart_is_of_deal(const struct cart_view_line *line);
void cart_empty(struct store_tx *tx, const struct cart_owner *owner);
/* What a browser put in goes to the account that it signs in to. */
void cart_merge(struct store_tx *tx, const char *visitor, account_id account, struct moment now);
int64_t cart_count(struct store_tx *tx, const struct cart_owner *owner); /* units */
