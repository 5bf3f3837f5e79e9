/* Promotion: terms under which somebody pays less, as data.
 *
 * A promotion says who funds it, what it acts on, for whom, what it gives, within which limits and
 * what it may be used together with. The terms are written as JSON (promotion_read()), kept with
 * the promotion, and read by one pure function, the quote. Nothing here looks at a database.
 *
 * Four levels, applied in this order:
 *   price     a unit's price: of all that cover a line the lowest holds; needs no choice
 *   goods     off what is spent on the covered goods, at the prices that the first level made
 *   shipping  off the shipping of parcels that hold covered goods alone
 *   perk      no money now: free returns, a coupon as reward, more coins
 * "Spent" is measured at the prices of the first level and of bundles, before any discount of the
 * second: so no coupon takes away the ground that another stands on. Discounts of one group act on
 * different targets only: at most one of a group for a seller's order (funded by its seller), or
 * for the whole purchase (the market's). Those of different groups add up, in their order. */
#pragma once

#include "base/arena.h"
#include "base/choice.h"
#include "base/moment.h"
#include "base/money.h"
#include "base/refusal.h"

typedef struct {
    int64_t number;
} promotion_id; /* prm_ */

enum promotion_funder { FUNDED_BY_PLATFORM, FUNDED_BY_SELLER, FUNDED_BY_BOTH };
enum promotion_level { LEVEL_PRICE, LEVEL_GOODS, LEVEL_SHIPPING, LEVEL_PERK };
enum promotion_benefit {
    BENEFIT_PERCENT,
    BENEFIT_AMOUNT,
    BENEFIT_FIXED_PRICE,  /* each unit at one price */
    BENEFIT_JOINED_PRICE, /* each joined offer at the price that its seller joined with, not above
                             `percent` off and not below `off`: "deals from USD 0.99" */
    BENEFIT_EVERY,        /* `off` for every `every` that is spent */
    BENEFIT_TIERS,
    BENEFIT_FREE_SHIPPING,
    BENEFIT_FREE_RETURNS,
    BENEFIT_GIFT_COUPON, /* a coupon of `gift` as reward, when the order is paid */
    BENEFIT_COINS,       /* `coins_percent` of the usual coins */
    BENEFITS,
};
extern const struct choice promotion_funders[], promotion_levels[], promotion_benefits[];

enum { TIERS_MAX = 5, SCOPE_IDS_MAX = 2000, GROUP_NAME_MAX = 24 };

struct promotion_tier {
    int64_t spend; /* minor units of the promotion's currency */
    int64_t off;   /* minor units; 0 when it is a percentage */
    int basis_points;
};

/* Which goods. Each list that is not empty must hold the item; lists of ids are sorted. */
struct promotion_scope {
    struct promotion_ids {
        const int64_t *items;
        size_t count;
    } offers, products, categories, sellers; /* a category covers its children */
    const char *const *brands;               /* as the products say, letter case aside */
    size_t brand_count;
    int64_t new_within_days;       /* listed for sale no longer ago; 0: any */
    int64_t delivered_within_days; /* by the way of shipping chosen; 0: any */
    bool local;                    /* sent from the country that it goes to */
    bool joined;                   /* only offers that their sellers joined with */
};

/* For whom. */
struct promotion_audience {
    const char *const *countries; /* of the destination; none: everywhere */
    size_t country_count;
    bool first_order; /* the buyer never paid an order before */
    bool app;         /* from the installed app */
    int64_t tier;     /* at least; 0: everyone */
    const char *segment;
};

struct promotion_terms {
    struct currency currency; /* of every amount here */
    enum promotion_funder funder;
    int platform_basis_points; /* the market's share where both fund it */
    enum promotion_level level;
    struct promotion_scope scope;
    struct promotion_audience audience;
    enum promotion_benefit benefit;
    int basis_points;        /* percent */
    int64_t off, every, cap; /* cap 0: none */
    int64_t spend;           /* on covered goods, at least */
    struct promotion_tier tiers[TIERS_MAX];
    int tier_count;
    bool tiers_add; /* "an additional ...": each tier that is reached counts; else the best one */
    int64_t gift;   /* the promotion that the reward is a coupon of */
    int64_t coins_percent;
    int64_t budget, uses_max, uses_per_buyer; /* 0: no limit; the budget in minor units */
    char group[GROUP_NAME_MAX + 1];           /* at most one of a group for a target */
    int order;                                /* among groups; smaller first */
    bool alone;                               /* with no other discount of its level */
};

/* Reads and checks the JSON of terms. On a fault NULL terms are left and a sentence is in
 * ret_problem, with the JSON pointer of what is wrong in ret_where ("/benefit/off"). */
bool promotion_read(struct arena *memory, const char *json, struct promotion_terms *ret_terms,
                    const char **ret_where, const char **ret_problem);
/* The terms as JSON in their one spelling: promotion_read() gives the same terms again. */
const char *promotion_write(struct arena *memory, const struct promotion_terms *terms);

/* What a promotion must know of an item to cover it. */
struct promotion_item {
    int64_t offer, product, category, category_parent, seller;
    const char *brand; /* may be NULL */
    struct moment listed_at;
    int64_t days_max; /* to the door, by the way chosen; 0: not known */
    bool local;       /* sent from the country of destination */
};
bool promotion_covers(const struct promotion_terms *terms, const struct promotion_item *item,
                      bool joined, struct moment now);

/* Of a buyer, at a moment. */
struct promotion_buyer {
    const char *country; /* of the destination */
    bool first_order, app;
    int64_t tier;
    const char *const *segments;
    size_t segment_count;
};

/* Why something is not used; the first that holds. */
enum promotion_fault {
    PROMOTION_FINE,
    PROMOTION_NOT_YET,
    PROMOTION_OVER,
    PROMOTION_NOT_THERE,  /* not in this country */
    PROMOTION_FIRST_ONLY, /* for the first order only */
    PROMOTION_APP_ONLY,
    PROMOTION_TIER_TOO_LOW,
    PROMOTION_OTHER_PEOPLE, /* not for this buyer */
    PROMOTION_USED_UP,      /* its budget or its uses are gone */
    PROMOTION_USED_BY_YOU,
    PROMOTION_SWITCHED_OFF, /* by the buyer */
    PROMOTION_COVERS_NOTHING,
    PROMOTION_SPEND_MORE,   /* `missing` says how much */
    PROMOTION_OTHER_BETTER, /* another of its group gives more */
    PROMOTION_NOT_TOGETHER, /* with something that gives more */
    PROMOTION_NOTHING_LEFT, /* what it covers costs nothing more to take off */
    PROMOTION_FAULTS,
};
extern const struct choice promotion_faults[];
enum promotion_fault promotion_allows(const struct promotion_terms *terms,
                                      const struct promotion_buyer *buyer);
