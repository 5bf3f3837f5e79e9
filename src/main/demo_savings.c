/* Demo, savings: promotions, coupons, sets and reductions, through the acts of sellers. */
#include "main/demo_savings.h"

#include <assert.h>

#include "base/id.h"
#include "shop/bundles/bundles.h"
#include "shop/cart/cart.h"
#include "shop/catalog/catalog_prices.h"
#include "shop/coupons/coupons_inside.h"
#include "shop/promotions/promotions.h"

/* Giving ----------------------------------------------------------------------------------- */

enum { OF_MARKET = -1, COUPON_DAYS = 28 };

struct giving {
    int shop; /* a place among the shops, or OF_MARKET */
    const char *name;
    const char *category;         /* slug; NULL: everything of the shop */
    int last_days;                /* begins so many days before the end; 0: on the first day */
    const char *word;             /* that its coupons are claimed by, or NULL */
    int64_t open;                 /* so many coupons for anyone to claim; 0: none */
    struct promotion_terms terms; /* amounts in the shop's currency; the market's is the dollar */
};

// clang-format off
static const struct giving givings[] = {
    { OF_MARKET, "Welcome to the market", NULL, 0, "WELCOME", 100000,
      { .level = LEVEL_GOODS, .benefit = BENEFIT_AMOUNT, .off = 400, .spend = 1500,
        .audience = { .first_order = true }, .uses_per_buyer = 1, .group = "market" } },
    { OF_MARKET, "Ten percent in the app", NULL, 0, NULL, 20000,
      { .level = LEVEL_GOODS, .benefit = BENEFIT_PERCENT, .basis_points = 1000, .cap = 800,
        .audience = { .app = true }, .uses_per_buyer = 1, .group = "market" } },
    { 0, "Sent free from 40 dollars", NULL, 0, NULL, 0,
      { .level = LEVEL_SHIPPING, .benefit = BENEFIT_FREE_SHIPPING, .spend = 4000 } },
    { 0, "Sound week", "audio", 5, NULL, 0,
      { .level = LEVEL_PRICE, .benefit = BENEFIT_PERCENT, .basis_points = 1000 } },
    { 0, "Thank you for coming back", NULL, 0, NULL, 500,
      { .level = LEVEL_GOODS, .benefit = BENEFIT_AMOUNT, .off = 500, .spend = 4500,
        .uses_per_buyer = 1, .group = "coupon" } },
    { 3, "The more you dress, the less you pay", NULL, 0, NULL, 0,
      { .level = LEVEL_GOODS, .benefit = BENEFIT_EVERY, .off = 300, .every = 2000, .cap = 900 } },
    { 3, "A wardrobe for less", NULL, 0, NULL, 300,
      { .level = LEVEL_GOODS, .benefit = BENEFIT_PERCENT, .basis_points = 500, .spend = 2500,
        .uses_per_buyer = 1, .group = "coupon" } },
    { 4, "For everyone who builds, paints or repairs at home", NULL, 0, NULL, 250,
      { .level = LEVEL_GOODS, .benefit = BENEFIT_PERCENT, .basis_points = 800, .cap = 1200,
        .spend = 3000, .uses_per_buyer = 1 } },
    { 6, "Sent back free", NULL, 0, NULL, 0,
      { .level = LEVEL_PERK, .benefit = BENEFIT_FREE_RETURNS } },
    { 8, "Ready for the weekend", "sports-outdoors", 6, NULL, 0,
      { .level = LEVEL_PRICE, .benefit = BENEFIT_PERCENT, .basis_points = 1000 } },
    { 9, "A coupon in the parcel", NULL, 0, "PRAIRIE5", 0,
      { .level = LEVEL_GOODS, .benefit = BENEFIT_AMOUNT, .off = 500, .spend = 5000,
        .uses_per_buyer = 1 } },
    { 12, "Three pounds off, eight from sixty", NULL, 0, NULL, 0,
      { .level = LEVEL_GOODS, .benefit = BENEFIT_TIERS, .tier_count = 2,
        .tiers = { { .spend = 3000, .off = 300 }, { .spend = 6000, .off = 800 } } } },
};
// clang-format on
enum { GIVINGS = sizeof givings / sizeof *givings };

struct giving_act {
    struct demo *demo;
    const struct giving *giving;
    struct arena *memory;
};

static refused make_batch(struct store_tx *tx, const struct giving_act *act,
                          struct coupon_batch_making making)
{
    coupon_batch_id batch;
    making.now = act->demo->now;
    making.ends_at = moment_after(act->demo->started, days(COUPON_DAYS));
    return coupons_make_batch(tx, &making, &batch);
}

static refused give_one(struct store_tx *tx, void *what)
{
    const struct giving_act *act = what;
    const struct giving *giving = act->giving;
    const struct demo *demo = act->demo;
    assert(demo);
    const struct demo_shop *shop = giving->shop == OF_MARKET ? NULL : &demo->shops[giving->shop];
    struct promotion_terms terms = giving->terms;
    int64_t category = giving->category ? catalog_category(tx, giving->category).number : 0;
    seller_id seller = shop ? shop->seller : (seller_id){ 0 };
    promotion_id promotion;
    if (giving->category && !category)
        return &CATEGORY_NOT_FOUND;
    terms.currency = currency_of(shop ? shop->character->currency : "USD");
    terms.funder = shop ? FUNDED_BY_SELLER : FUNDED_BY_PLATFORM;
    if (category)
        terms.scope.categories = (struct promotion_ids){ &category, 1 };
    refused why = promotions_make(
        tx,
        &(struct promotion_making){
            .seller = seller,
            .name = giving->name,
            .terms = promotion_write(act->memory, &terms),
            .by_coupon = giving->word || giving->open,
            .starts_at = giving->last_days ? moment_before(demo->started, days(giving->last_days))
                                           : demo->now,
            .ends_at = moment_after(demo->started, days(COUPON_DAYS)),
            .now = demo->now },
        &promotion);
    if (!why)
        why = promotions_start(tx, seller, promotion, demo->now);
    if (!why && giving->word)
        why = make_batch(tx, act,
                         (struct coupon_batch_making){ .promotion = promotion,
                                                       .seller = seller,
                                                       .kind = BATCH_WORD,
                                                       .word = giving->word,
                                                       .size = 10000 });
    if (!why && giving->open)
        why = make_batch(tx, act,
                         (struct coupon_batch_making){ .promotion = promotion,
                                                       .seller = seller,
                                                       .kind = BATCH_PUBLIC,
                                                       .size = giving->open });
    return why;
}

/* Claiming --------------------------------------------------------------------------------- */

enum { CLAIMERS = 12 };

struct claiming_act {
    struct demo *demo;
    struct arena *memory;
    const struct coupon_batches *open;
};

/* The first buyer, who is shown around, has some of each; the others what newcomers take. */
static refused claim_some(struct store_tx *tx, void *what)
{
    const struct claiming_act *act = what;
    const struct demo *demo = act->demo;
    refused why = NULL;
    for (int64_t person = 0; person < CLAIMERS && person < demo->buyers; person++)
        for (size_t i = 0; !why && i < act->open->count; i++) {
            struct coupon_seen seen;
            struct coupon_claiming claiming = {
                .typed = { .form = FORM_BATCH,
                           .name = { act->open->items[i].batch.number, COUPONS_SERIAL_ANY } },
                .account = demo->people[person].account,
                .country = demo->people[person].country,
                .now = demo->now,
            };
            if ((person + (int64_t)i) % 3 != 2)
                why = coupons_claim(tx, act->memory, &claiming, &seen);
        }
    return why;
}

refused demo_give(struct demo *demo)
{
    refused why = NULL;
    for (size_t i = 0; !why && i < GIVINGS; i++) {
        struct giving_act act = { demo, &givings[i], demo->memory };
        why = store_transact(demo->market->store, give_one, &act);
    }
    if (why)
        return why;
    struct store_tx *tx = store_read(demo->market->store);
    struct coupon_batches open =
        coupons_public(tx, demo->memory, demo->people[0].account, demo->now, GIVINGS);
    store_read_end(tx);
    struct claiming_act act = { demo, demo->memory, &open };
    return store_transact(demo->market->store, claim_some, &act);
}

/* Reducing --------------------------------------------------------------------------------- */

enum { REDUCED = 28, ONE_OF = 4, REDUCED_DAYS = 4, RAISED_DAYS = 2 };

// clang-format off
#define POPULAR                                                                                    \
    "SELECT product_id, MIN(seller_id) AS seller_id, SUM(sold) AS sold FROM catalog_offer "        \
    "WHERE open = 1 AND stock > 0 GROUP BY product_id ORDER BY SUM(sold) DESC, product_id LIMIT "
static const struct statement select_popular = {
    "demo_select_popular", POPULAR "?1", POPULAR "$1", 1
};
#define OFFERS_OF                                                                                  \
    "SELECT offer_id, seller_id, price, currency, stock FROM catalog_offer "                       \
    "WHERE open = 1 AND product_id = "
static const struct statement select_offers_of = {
    "demo_select_offers_of", OFFERS_OF "?1", OFFERS_OF "$1", 1
};
#define CHEAPEST                                                                                   \
    "SELECT o.product_id, MIN(o.price) AS price FROM catalog_offer o JOIN catalog_product p "      \
    "ON p.product_id = o.product_id WHERE p.state = 'listed' AND o.open = 1 AND o.stock > 5 AND "
static const struct statement select_cheapest = {
    "demo_select_cheapest",
    CHEAPEST "o.seller_id = ?1 AND p.category_id = ?2 GROUP BY o.product_id "
             "ORDER BY MIN(o.price), o.product_id LIMIT 1",
    CHEAPEST "o.seller_id = $1 AND p.category_id = $2 GROUP BY o.product_id "
             "ORDER BY MIN(o.price), o.product_id LIMIT 1",
    2
};
// clang-format on

/* As shops write it: 21.90, in yen 2190. */
static int64_t round_price(int64_t minor, struct currency currency)
{
    int64_t step = currency_exponent(currency) == 0 ? 10 : 100;
    // cppcheck-suppress zerodivcond -- a step is 10 or 100
    return minor > 3 * step ? minor / step * step - (step == 10 ? 0 : 10) : minor;
}

struct reducing_act {
    struct demo *demo;
    struct arena *memory;
    int64_t product;
    int percent;
    bool raised; /* two days later, by half of what it fell: then it is no reduction any more */
};

static refused reduce_offer(struct store_tx *tx, const struct reducing_act *act,
                            const struct rows *row)
{
    offer_id offer = { rows_int(row, "offer_id") };
    struct moment at = moment_before(act->demo->now, days(REDUCED_DAYS));
    struct price_history history = catalog_price_history(tx, act->memory, offer, 1);
    int64_t was = catalog_lowest_price(tx, offer, at).minor;
    struct currency currency = currency_of(rows_text(row, act->memory, "currency"));
    struct offer_change change = { .seller = { rows_int(row, "seller_id") },
                                   .stock = rows_int(row, "stock"),
                                   .was = money_of(was, currency),
                                   .now = at };
    change.price = money_of(round_price(was * (100 - act->percent) / 100, currency), currency);
    /* What its seller changed in these days, or sells for less already, stays as it is. */
    bool quiet = history.count && history.points[0].from.us < at.us;
    if (!quiet || change.price.minor <= 0 || change.price.minor >= rows_int(row, "price") ||
        change.price.minor >= was)
        return NULL;
    refused why = catalog_change_offer(tx, offer, &change);
    if (why || !act->raised)
        return why;
    change.now = moment_before(act->demo->now, days(RAISED_DAYS));
    change.price.minor += (was - change.price.minor) / 2;
    change.was = (struct money){ 0 };
    return catalog_change_offer(tx, offer, &change);
}

static refused reduce_product(struct store_tx *tx, void *what)
{
    const struct reducing_act *act = what;
    struct rows rows = store_query(tx, &select_offers_of, WITH(INT(act->product)));
    refused why = NULL;
    while (!why && rows_next(&rows))
        why = reduce_offer(tx, act, &rows);
    return why;
}

static refused reduce_popular(struct demo *demo)
{
    static const int percents[] = { 15, 20, 10, 30, 25, 12, 40 };
    int64_t products[REDUCED];
    size_t count = 0;
    refused why = NULL;
    struct store_tx *tx = store_read(demo->market->store);
    struct rows rows = store_query(tx, &select_popular, WITH(INT(REDUCED * ONE_OF)));
    for (int i = 0; rows_next(&rows); i++)
        if (i % ONE_OF == 1 && count < REDUCED)
            products[count++] = rows_int(&rows, "product_id");
    store_read_end(tx);
    for (size_t i = 0; !why && i < count; i++) {
        AUTO(arena) memory = { 0 };
        struct reducing_act act = { demo, &memory, products[i],
                                    percents[i % (sizeof percents / sizeof *percents)], i == 5 };
        why = store_transact(demo->market->store, reduce_product, &act);
    }
    return why;
}

/* Sets ------------------------------------------------------------------------------------- */

enum { MEMBERS = 3, SET_PERCENT = 88 };

static const struct set_idea {
    size_t shop;
    const char *name;
    const char *categories[MEMBERS]; /* slugs; NULLs at the end */
} set_ideas[] = {
    { 0, "Listening at the desk", { "audio", "computer-accessories" } },
    { 3, "From head to toe", { "clothing", "shoes", "accessories" } },
    { 4, "A room painted in a day", { "painting", "tools" } },
    { 8, "A weekend outside", { "camping", "shoes", "bags" } },
    { 10, "Morning and evening", { "skincare", "personal-care" } },
};

struct set_act {
    struct demo *demo;
    const struct set_idea *idea;
};

/* A small market may lack something of it: then there is no such set. */
static refused make_set(struct store_tx *tx, void *what)
{
    const struct set_act *act = what;
    const struct demo_shop *shop = &act->demo->shops[act->idea->shop];
    struct currency currency = currency_of(shop->character->currency);
    struct bundle_member members[MEMBERS] = { 0 };
    size_t count = 0;
    int64_t apart = 0;
    while (count < MEMBERS && act->idea->categories[count]) {
        int64_t category = catalog_category(tx, act->idea->categories[count]).number;
        struct rows rows =
            store_query(tx, &select_cheapest, WITH(INT(shop->seller.number), INT(category)));
        if (!rows_next(&rows))
            return NULL;
        members[count].product = (product_id){ rows_int(&rows, "product_id") };
        members[count++].count = 1;
        apart += rows_int(&rows, "price");
        while (rows_next(&rows))
            continue;
    }
    bundle_id bundle;
    return bundles_make(
        tx,
        &(struct bundle_making){
            .seller = shop->seller,
            .currency = currency,
            .name = act->idea->name,
            .price = money_of(round_price(apart * SET_PERCENT / 100, currency), currency),
            .members = members,
            .member_count = count,
            .now = act->demo->now },
        &bundle);
}

/* The first buyer's cart has a whole set in it, and something of two other shops. */
static refused fill_cart(struct store_tx *tx, void *what)
{
    static const struct {
        size_t shop;
        const char *category;
        int64_t count;
    } goods[] = { { 0, "audio", 1 },
                  { 0, "computer-accessories", 1 },
                  { 3, "clothing", 2 },
                  { 4, "painting", 1 } };
    struct demo *demo = what;
    struct cart_owner owner = { .account = demo->people[0].account };
    AUTO(arena) memory = { 0 };
    for (size_t i = 0; i < sizeof goods / sizeof *goods; i++) {
        int64_t category = catalog_category(tx, goods[i].category).number, product = 0;
        struct rows rows =
            store_query(tx, &select_cheapest,
                        WITH(INT(demo->shops[goods[i].shop].seller.number), INT(category)));
        while (rows_next(&rows))
            product = rows_int(&rows, "product_id");
        struct variant_offers offers = catalog_offers(tx, &memory, (product_id){ product });
        const struct variant_offer *best = NULL;
        for (size_t o = 0; o < offers.count; o++)
            if (offers.items[o].open && offers.items[o].stock > goods[i].count &&
                (!best || offers.items[o].price.minor < best->price.minor))
                best = &offers.items[o];
        if (best) {
            refused why = cart_add(tx, &owner, best->offer, goods[i].count, demo->now);
            if (why)
                return why;
        }
    }
    return NULL;
}

refused demo_reduce(struct demo *demo)
{
    refused why = reduce_popular(demo);
    for (size_t i = 0; !why && i < sizeof set_ideas / sizeof *set_ideas; i++) {
        struct set_act act = { demo, &set_ideas[i] };
        why = store_transact(demo->market->store, make_set, &act);
    }
    return why ? why : store_transact(demo->market->store, fill_cart, demo);
}
