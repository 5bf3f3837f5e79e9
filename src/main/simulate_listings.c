/* Simulation, listings: honest sellers put new things up for sale, better their words and clear
 * their shelves; false ones sell something small for weeks and then change it into something dear
 * that never comes. */
#include "main/simulate.h"

#include "shop/catalog/catalog_editing.h"
#include "shop/catalog/catalog_judged.h"
#include "shop/shipping/shipping.h"

enum { SWAP_DAYS_LEAST = 14, SWAP_DAYS_MOST = 28 };

/* What somebody does to one product. */
struct listing_deed {
    struct sim *sim;
    seller_id seller;
    const struct fraud_visit *visit;
    struct offer like;  /* that it is, or is like */
    uint32_t dice;      /* drawn before the act, which may run twice */
    product_id product; /* to change, or made */
    struct fraud_judgement judgement;
};

static refused judge(struct store_tx *tx, struct arena *memory, struct listing_deed *deed,
                     const struct product_listing *listing)
{
    bool changed;
    refused why = catalog_judge_listing(tx, memory, listing, deed->visit, &deed->product, &changed,
                                        &deed->judgement);
    return why == &PRODUCTS_FULL ? NULL : why; /* a shop below standard lists nothing new */
}

/* True when it goes on; a listing that is held is looked at as other acts are. */
static bool do_deed(struct sim *sim, struct listing_deed *deed, size_t shop, enum fraud_kind kind,
                    refused (*act)(struct store_tx *, void *))
{
    refused why = store_transact(sim->demo->market->store, act, deed);
    if (why == &PRODUCT_IN_REVIEW)
        return false; /* it waits for a person, and so does the seller */
    if (why) {
        sim->fault = why;
        return false;
    }
    if (!deed->judgement.decision.number)
        return true; /* nothing that would be judged */
    bool goes =
        sim_judged(sim, &deed->judgement, kind, money_of(0, sim->demo->market->settings.reference));
    if (goes && deed->judgement.action == FRAUD_HOLD)
        sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, 1, sim->parameters->review_hours).us,
                                         .deed = SIM_REVIEW,
                                         .kind = kind,
                                         .person = shop,
                                         .more = deed->judgement.decision.number });
    return goes;
}

/* Percent of what the other one costs, in this currency. */
static struct money price_like(struct store_tx *tx, const struct listing_deed *deed,
                               struct currency currency, uint32_t percent)
{
    struct money price = deed->like.price;
    exchange_convert(tx, deed->like.price, currency, deed->sim->demo->now, &price);
    int64_t minor = price.minor * percent / 100;
    return money_of(minor > 100 ? minor : 100, currency);
}

static bool find_like(struct sim *sim, struct arena *memory, int64_t number,
                      struct offer *ret_offer)
{
    struct store_tx *tx = store_read(sim->demo->market->store);
    refused why = catalog_offer(tx, memory, (offer_id){ number }, ret_offer);
    store_read_end(tx);
    return !why;
}

/* Honest ----------------------------------------------------------------------------------- */

void sim_plan_listing(struct sim *sim, size_t shop)
{
    uint32_t within = (uint32_t)sim->parameters->listing_every_days * 2 * 24 * 60;
    sim_plan(sim, (struct sim_plan){
                      .at = moment_after(sim->demo->now, minutes(60 + sim_random(sim, within))).us,
                      .deed = SIM_LIST,
                      .person = shop });
}

/* A longer description; now and then a shorter title. */
static refused better_words_act(struct store_tx *tx, void *what)
{
    static const char *const more[] = { "Sent with care, and soon.", "Checked by hand.",
                                        "Questions? We like to answer.", "Made to be used." };
    struct listing_deed *deed = what;
    AUTO(arena) memory = { 0 };
    struct editing editing;
    refused why =
        catalog_edit(tx, &memory, deed->seller, deed->like.product, deed->sim->demo->now, &editing);
    if (why)
        return why;
    struct product_listing *listing = &editing.listing;
    if (!listing->variant_count)
        return NULL;
    listing->description =
        arena_format(&memory, "%s\n\n%s", listing->description, more[deed->dice % 4]);
    const char *comma = strrchr(listing->title, ',');
    if (deed->dice % 5 == 0 && comma)
        listing->title =
            arena_copy_bytes(&memory, listing->title, (size_t)(comma - listing->title));
    return judge(tx, &memory, deed, listing);
}

/* The same as a present, for a little more; with the same pictures. */
static refused list_boxed_act(struct store_tx *tx, void *what)
{
    struct listing_deed *deed = what;
    AUTO(arena) memory = { 0 };
    struct editing editing;
    refused why =
        catalog_edit(tx, &memory, deed->seller, deed->like.product, deed->sim->demo->now, &editing);
    if (why)
        return why;
    if (strstr(editing.listing.title, "gift box"))
        return better_words_act(tx, deed);
    struct pictures pictures = catalog_pictures(tx, &memory, deed->like.product);
    const char **scenes = arena_array(&memory, pictures.count + 1, sizeof *scenes);
    size_t scene_count = 0;
    for (size_t i = 0; i < pictures.count; i++)
        if (pictures.items[i].scene)
            scenes[scene_count++] = pictures.items[i].scene;
    struct variant_listing variant = {
        .price = price_like(tx, deed, deed->like.price.currency, 106 + deed->dice % 12),
        .stock = 40,
        .weight_grams = deed->like.weight_grams + 120,
    };
    struct product_listing boxed = editing.listing;
    boxed.product = (product_id){ 0 };
    boxed.import_key = arena_format(&memory, "boxed %lld", (long long)deed->like.product.number);
    boxed.title = arena_format(&memory, "%s, in a gift box", boxed.title);
    boxed.variants = &variant;
    boxed.variant_count = 1;
    boxed.scenes = scenes;
    boxed.scene_count = scene_count;
    boxed.state = PRODUCT_LISTED;
    return judge(tx, &memory, deed, &boxed);
}

/* What is left goes for little. */
static refused clear_shelf_act(struct store_tx *tx, void *what)
{
    struct listing_deed *deed = what;
    AUTO(arena) memory = { 0 };
    struct offer_change change = {
        .seller = deed->seller,
        .price = price_like(tx, deed, deed->like.price.currency, 38 + deed->dice % 20),
        .stock = deed->like.stock,
        .now = deed->sim->demo->now,
    };
    return catalog_judge_offer(tx, &memory, deed->like.offer, &change, deed->visit,
                               &deed->judgement);
}

static const struct statement count_own_offers = {
    "simulate_count_own_offers",
    "SELECT COUNT(*) AS n FROM catalog_offer o JOIN catalog_product p "
    "ON p.product_id = o.product_id AND p.seller_id = o.seller_id "
    "WHERE o.seller_id = ?1 AND o.open = 1 AND p.state = 'listed'",
    "SELECT COUNT(*) AS n FROM catalog_offer o JOIN catalog_product p "
    "ON p.product_id = o.product_id AND p.seller_id = o.seller_id "
    "WHERE o.seller_id = $1 AND o.open = 1 AND p.state = 'listed'",
    1
};
static const struct statement select_own_offer = {
    "simulate_select_own_offer",
    "SELECT o.offer_id FROM catalog_offer o JOIN catalog_product p "
    "ON p.product_id = o.product_id AND p.seller_id = o.seller_id "
    "WHERE o.seller_id = ?1 AND o.open = 1 AND p.state = 'listed' "
    "ORDER BY o.offer_id LIMIT 1 OFFSET ?2",
    "SELECT o.offer_id FROM catalog_offer o JOIN catalog_product p "
    "ON p.product_id = o.product_id AND p.seller_id = o.seller_id "
    "WHERE o.seller_id = $1 AND o.open = 1 AND p.state = 'listed' "
    "ORDER BY o.offer_id LIMIT 1 OFFSET $2",
    2
};

static int64_t choose_own(struct sim *sim, seller_id seller)
{
    struct store_tx *tx = store_read(sim->demo->market->store);
    int64_t count = store_int(tx, &count_own_offers, WITH(INT(seller.number)), 0);
    int64_t at = sim_random(sim, (uint32_t)count);
    int64_t offer = store_int(tx, &select_own_offer, WITH(INT(seller.number), INT(at)), 0);
    store_read_end(tx);
    return offer;
}

void sim_list(struct sim *sim, const struct sim_plan *plan)
{
    AUTO(arena) memory = { 0 };
    struct fraud_visit visit = sim_shop_visit(sim, &memory, plan->person);
    seller_id seller = sim->shops[plan->person].seller;
    struct listing_deed deed = { .sim = sim, .seller = seller, .visit = &visit };
    uint32_t wish = sim_random(sim, 100);
    deed.dice = sim_random(sim, 1000);
    sim_plan_listing(sim, plan->person);
    if (!find_like(sim, &memory, choose_own(sim, seller), &deed.like))
        return;
    do_deed(sim, &deed, plan->person, FRAUD_NONE,
            wish < 35   ? list_boxed_act
            : wish < 85 ? better_words_act
                        : clear_shelf_act);
}

/* False ------------------------------------------------------------------------------------ */

struct opening_swapped {
    struct listing_deed deed; /* what it lists first */
    const struct sim_person *person;
    unsigned number;
};

static refused open_swapped_act(struct store_tx *tx, void *what)
{
    struct listing_deed *deed = what;
    const struct opening_swapped *opening = what; /* begins with the deed */
    const struct sim_person *person = opening->person;
    AUTO(arena) memory = { 0 };
    refused why =
        sellers_open(tx,
                     &(struct seller_opening){
                         .account = person->account,
                         .name = arena_format(&memory, "Little Things %u", opening->number),
                         .country = person->country,
                         .currency = person->currency,
                         .legal_name = "Little Things",
                         .legal_address = "Unit 9",
                         .iban = "DE89370400440532013000",
                         .ship_days = 2,
                         .standing = SELLER_NEW,
                         .now = deed->sim->demo->now },
                     &deed->seller);
    if (why)
        return why;
    shipping_give_methods(tx, deed->seller, person->country);
    struct variant_listing variant = {
        .price = price_like(tx, deed, person->currency, 85 + deed->dice % 30),
        .stock = 800,
        .weight_grams = deed->like.weight_grams,
    };
    deed->product.number = 0;
    return judge(tx, &memory, deed,
                 &(struct product_listing){ .seller = deed->seller,
                                            .title = deed->like.title,
                                            .description = "Useful every day, and sent soon.",
                                            .category = deed->like.category,
                                            .variants = &variant,
                                            .variant_count = 1,
                                            .state = PRODUCT_LISTED,
                                            .now = deed->sim->demo->now });
}

/* A shop that sells one small thing, and sends it. */
void sim_open_swapped_shop(struct sim *sim, struct sim_ring *ring)
{
    AUTO(arena) memory = { 0 };
    struct fraud_visit visit = sim_ring_visit(sim, &memory, ring);
    struct opening_swapped opening = {
        .deed = { .sim = sim, .visit = &visit, .dice = sim_random(sim, 1000) },
        .number = ring->number,
    };
    size_t place = sim_add_person(
        sim, &(struct sim_person){ .country = "DE", .currency = currency_of("EUR"), .bad = true });
    if (!sim_open_account(sim, &visit, &sim->persons[place], FRAUD_SWAPPED_LISTING) ||
        !find_like(sim, &memory, sim_choose_offer(sim, 5), &opening.deed.like))
        return;
    opening.person = &sim->persons[place];
    size_t shop = sim->shop_count; /* the number that it will have */
    if (!do_deed(sim, &opening.deed, shop, FRAUD_SWAPPED_LISTING, open_swapped_act))
        return;
    sim_add_shop(sim, &(struct sim_shop){ .seller = opening.deed.seller,
                                          .account = opening.person->account,
                                          .country = "DE",
                                          .currency = currency_of("EUR"),
                                          .ship_days = 2,
                                          .kind = FRAUD_SWAPPED_LISTING });
    sim_offer_to_all(sim, opening.deed.seller, 40);
    sim_plan(sim,
             (struct sim_plan){ .at = sim_later(sim, 24 * SWAP_DAYS_LEAST, 24 * SWAP_DAYS_MOST).us,
                                .deed = SIM_SWAP,
                                .kind = FRAUD_SWAPPED_LISTING,
                                .person = shop,
                                .subject = opening.deed.product.number,
                                .ring = ring });
}

static refused swap_act(struct store_tx *tx, void *what)
{
    struct listing_deed *deed = what;
    AUTO(arena) memory = { 0 };
    struct editing editing;
    refused why =
        catalog_edit(tx, &memory, deed->seller, deed->product, deed->sim->demo->now, &editing);
    if (why)
        return why;
    struct product_listing *listing = &editing.listing;
    if (!listing->variant_count)
        return NULL;
    listing->title = deed->like.title;
    listing->description = "New, in its box. Only while there are some.";
    listing->category = deed->like.category;
    editing.variants[0].price =
        price_like(tx, deed, editing.variants[0].price.currency, 20 + deed->dice % 25);
    return judge(tx, &memory, deed, listing);
}

/* What sold well becomes something dear, far below its price; from now on nothing comes. */
void sim_swap(struct sim *sim, const struct sim_plan *plan)
{
    enum { PAYOUT_DAYS = 14 };
    AUTO(arena) memory = { 0 };
    struct fraud_visit visit = sim_ring_visit(sim, &memory, plan->ring);
    struct listing_deed deed = { .sim = sim,
                                 .seller = sim->shops[plan->person].seller,
                                 .visit = &visit,
                                 .dice = sim_random(sim, 1000),
                                 .product = { plan->subject } };
    if (sim->shops[plan->person].suspended ||
        !find_like(sim, &memory, sim_choose_offer(sim, 85), &deed.like) ||
        !do_deed(sim, &deed, plan->person, plan->kind, swap_act))
        return;
    sim->shops[plan->person].false_one = true;
    sim->shops[plan->person].swapped = deed.judgement.decision.number;
    sim_offer_to_all(sim, deed.seller, 40); /* so cheap that many find it */
    sim_plan_payout(sim, plan->person, plan->kind, 24 * PAYOUT_DAYS);
}
