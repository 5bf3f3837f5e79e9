/* Deals: few pieces of an offer, at a low price, for a short time.
 *
 * When a deal goes live its pieces leave the shelf and lie in buckets, several rows that many can
 * take from at once. Who claims keeps pieces for ten minutes, at the deal's price, whatever the
 * clock says then: so nobody pays for a race that was lost while typing an address. Placing the
 * order turns what is kept into what is sold; what lapses, is given back or is cancelled goes back
 * to the deal while it runs, and on the shelf when it is over. A piece is always exactly one of
 * free, held, sold or returned: deals_verify() proves it.
 *
 * The clock is the server's. Who comes first is who the store wrote first. */
#pragma once

#include "shop/accounts/accounts.h"
#include "shop/catalog/catalog.h"
#include "shop/promotions/quote.h"

typedef struct {
    int64_t number;
} deal_id; /* dea_ */

enum {
    DEAL_BUCKETS = 16,      /* on PostgreSQL; SQLite has one writer, and one bucket */
    DEAL_HELD_MINUTES = 10, /* how long pieces are kept for who claimed them */
    DEAL_DEVICE_TIMES = 2,  /* a device may take so many times what a buyer may */
    DEAL_LAPSES_MAX = 3,    /* who has let it go so often has had their turns */
    DEAL_UNITS_MAX = 1000000,
    DEAL_BUYER_MAX = 99,
    DEAL_DAYS_MAX = 31, /* a deal is short, or it is the price */
};

enum deal_state { DEAL_DRAFT, DEAL_LIVE, DEAL_STOPPED };
extern const struct choice deal_states[];

struct deal {
    deal_id deal;
    seller_id seller;
    offer_id offer;
    struct money price; /* in the seller's currency */
    int64_t units, per_buyer;
    struct moment starts_at, ends_at;
    enum deal_state state;
    struct moment closed_at; /* unsold pieces are back on the shelf; 0: not yet */
    int64_t returned;        /* how many went there */
    int64_t left;            /* free to be claimed */
};

extern const struct refusal DEAL_NOT_FOUND, DEAL_NOT_BEGUN, DEAL_OVER, DEAL_SOLD_OUT, DEAL_LIMIT,
    DEAL_DEVICE_LIMIT, DEAL_YOURS_ALREADY, DEAL_NOT_HELD, DEAL_WORK_NEEDED, DEAL_NOT_VERIFIED,
    DEAL_PRICE_WRONG, DEAL_TIMES_WRONG, DEAL_STOCK_SHORT, DEAL_IS_LIVE, DEAL_NOT_LIVE,
    DEAL_OFFER_TAKEN, DEAL_LAPSED, DEAL_TURNS_OVER;

/* Planning ----------------------------------------------------------------------------------- */

struct deal_planning {
    seller_id seller; /* whose offer it must be; 0: anyone's, planned by the market */
    account_id by;
    offer_id offer;
    struct money price; /* below the offer's, in its currency */
    int64_t units, per_buyer;
    struct moment starts_at, ends_at, now;
};
/* Gives a draft: no piece has moved yet. */
refused deals_plan(struct store_tx *tx, const struct deal_planning *planning, deal_id *ret_deal);
/* Takes the pieces off the shelf (DEAL_STOCK_SHORT); from starts_at on they can be claimed.
 * `seller` 0: the market does it. DEAL_OFFER_TAKEN: another deal of the offer is live. */
refused deals_start(struct store_tx *tx, seller_id seller, deal_id deal, struct moment now);
/* Nobody claims any more, and what is free goes back on the shelf; what is held stays good. A
 * draft is thrown away. */
refused deals_stop(struct store_tx *tx, seller_id seller, deal_id deal, struct moment now);

/* Reading ------------------------------------------------------------------------------------ */

struct deals {
    struct deal *items;
    size_t count;
};
refused deals_find(struct store_tx *tx, struct arena *memory, deal_id deal, struct deal *ret_deal);
/* Running, those that end first before others; or coming, those that begin first. */
struct deals deals_running(struct store_tx *tx, struct arena *memory, struct moment now,
                           int64_t most);
struct deals deals_coming(struct store_tx *tx, struct arena *memory, struct moment now,
                          int64_t most);
/* The newest first; seller 0: of all. */
struct deals deals_of_seller(struct store_tx *tx, struct arena *memory, seller_id seller,
                             int64_t before, int64_t most);
/* Running, of the offers of a product. */
struct deals deals_of_product(struct store_tx *tx, struct arena *memory, product_id product,
                              struct moment now);

struct deal_figures {
    int64_t left, held, sold, lapsed, given_back, returned; /* lapsed and given back: so far */
};
struct deal_figures deals_figures(struct store_tx *tx, deal_id deal);

/* Claiming ----------------------------------------------------------------------------------- */

struct deal_claiming {
    deal_id deal;
    account_id account;
    const char *device; /* names the browser, or the key of a program */
    int64_t pieces;
    struct moment now;
};
/* Pieces kept for a buyer. */
struct deal_hold {
    int64_t reservation;
    deal_id deal;
    offer_id offer;
    int64_t pieces;
    struct money price;
    struct moment expires_at;
};
struct deal_holds {
    struct deal_hold *items;
    size_t count;
};
refused deals_claim(struct store_tx *tx, const struct deal_claiming *claiming,
                    struct deal_hold *ret_hold);
/* Why a claim of this deal would be refused whoever claimed: its time, or nothing left. */
refused deals_is_open(struct store_tx *tx, deal_id deal, struct moment now);
/* The buyer does not want it any more. */
refused deals_release(struct store_tx *tx, account_id account, deal_id deal, struct moment now);

/* For a cart: what is kept for an account now; and one of them, NULL when there is none. */
struct deal_holds deals_holds(struct store_tx *tx, struct arena *memory, account_id account,
                              struct moment now);
const struct deal_hold *deals_hold_of(const struct deal_holds *holds, offer_id offer);
/* So many pieces of an offer that the account may put into its cart, though the shelf is empty. */
int64_t deals_pieces_held(struct store_tx *tx, account_id account, offer_id offer,
                          struct moment now);
/* Adds their prices to facts whose items and parcels are there. The price holds for a line of at
 * most so many pieces as are kept. */
void deals_fill(struct arena *memory, const struct deal_holds *holds, struct quote_facts *facts);

/* In the act that places an order: `count` of the pieces kept are sold, the others free again.
 * DEAL_LAPSED when they were given to others in the meantime. */
refused deals_sell(struct store_tx *tx, const struct deal_hold *hold, int64_t count, int64_t order,
                   struct moment now);
/* An order is over before it was sent: true when its pieces of this offer were of a deal, and went
 * back to it or on the shelf. */
bool deals_take_back(struct store_tx *tx, int64_t order, offer_id offer);
/* Its payment failed: what is left of the ten minutes is for another try. False when it is over,
 * or they were not of a deal. */
bool deals_hold_again(struct store_tx *tx, int64_t order, offer_id offer, struct moment now);

/* Every piece is in one place, and nobody has more than allowed: NULL, or the first fault. */
const char *deals_verify(struct store_tx *tx, struct arena *memory);
