/* Simulation, sellers: they send, are paid out and change their bank; false ones open shops and
 * never send; some accounts of honest ones are hijacked for their money. */
#include "main/simulate.h"

#include <assert.h>

#include "base/id.h"
#include "shop/catalog/catalog.h"
#include "shop/fraud/fraud_places.h"
#include "shop/orders/orders_inside.h"
#include "shop/sellers/sellers_inside.h"
#include "shop/sellers/sellers_judged.h"
#include "shop/shipping/shipping.h"

enum { PAYOUT_DAYS = 7 };

size_t sim_add_shop(struct sim *sim, const struct sim_shop *shop)
{
    if (sim->shop_count == sim->shop_room) {
        sim->shop_room = sim->shop_room ? sim->shop_room * 2 : 128;
        sim->shops = must_resize(sim->shops, sim->shop_room * sizeof *sim->shops);
    }
    sim->shops[sim->shop_count] = *shop;
    sim->shops[sim->shop_count].devices = 1;
    sim->shops[sim->shop_count].home = sim_random(sim, 60000);
    return sim->shop_count++;
}

void sim_plan_payout(struct sim *sim, size_t shop, enum fraud_kind kind, int64_t in_hours)
{
    sim_plan(sim, (struct sim_plan){ .at = moment_after(sim->demo->now, hours(in_hours)).us,
                                     .deed = SIM_PAYOUT,
                                     .kind = kind,
                                     .person = shop });
}

void sim_plan_sellers(struct sim *sim)
{
    struct demo *demo = sim->demo;
    for (size_t i = 0; i < demo->shop_count; i++) {
        const struct demo_seller *like = demo->shops[i].character;
        size_t shop = sim_add_shop(sim, &(struct sim_shop){ .seller = demo->shops[i].seller,
                                                            .account = demo->shops[i].account,
                                                            .country = like->address.country,
                                                            .currency = currency_of(like->currency),
                                                            .ship_days = like->ship_days });
        sim_plan_payout(sim, shop, FRAUD_NONE, 24 * PAYOUT_DAYS + sim_random(sim, 96));
        sim_plan_listing(sim, shop);
    }
}

struct fraud_visit sim_shop_visit(struct sim *sim, struct arena *memory, size_t place)
{
    struct sim_shop *shop = &sim->shops[place];
    unsigned device = sim_random(sim, shop->devices);
    if (sim_chance(sim, sim->parameters->seller_new_device_percent))
        device = shop->devices++;
    unsigned number =
        sim_chance(sim, sim->parameters->mobile_percent) ? 61000 + sim_random(sim, 20) : shop->home;
    return (struct fraud_visit){
        .device = arena_format(memory, "shop %zu %u", place, device),
        .address = fraud_sandbox_address(memory, shop->country, number),
        .agent = "Mozilla/5.0 (desktop)",
    };
}

/* Orders ----------------------------------------------------------------------------------- */

struct sending_order {
    struct sim *sim;
    const struct sim_plan *plan;
    struct order order;
    refused why;
};

static refused send_act(struct store_tx *tx, void *what)
{
    struct sending_order *sending = what;
    struct sim *sim = sending->sim;
    AUTO(arena) memory = { 0 };
    const struct sim_shop *shop = &sim->shops[sending->plan->person];
    char number[14];
    refused why = orders_find(tx, &memory, (order_id){ sending->plan->subject }, &sending->order);
    if (why)
        return why;
    shipping_s10_make(number, "LP", (unsigned)(sending->plan->subject >> 8) % 99999999u,
                      shop->country);
    bool tracked = !strstr(sending->order.method_name, "Ordinary");
    return orders_ship(tx, &memory,
                       &(struct order_shipping){ .order = sending->order.order,
                                                 .seller = shop->seller,
                                                 .number = tracked ? number : NULL,
                                                 .now = sim->demo->now });
}

void sim_send(struct sim *sim, const struct sim_plan *plan)
{
    struct sending_order sending = { .sim = sim, .plan = plan };
    refused why = store_transact(sim->demo->market->store, send_act, &sending);
    if (why == &ORDER_IN_REVIEW) { /* it waits for a person, and so does the seller */
        struct sim_plan again = *plan;
        again.at = sim_later(sim, 6, 24).us;
        sim_plan(sim, again);
    }
    /* Who has it says so, mostly; a parcel that never comes nobody confirms. */
    if (why || sim->shops[plan->person].false_one || plan->kind || !sim_chance(sim, 72))
        return;
    int64_t days_on_way = sending.order.days_max + 1 + sim_random(sim, 6);
    sim_plan(sim, (struct sim_plan){ .at = moment_after(sim->demo->now, days(days_on_way)).us,
                                     .deed = SIM_RECEIVE,
                                     .subject = plan->subject });
}

struct closing {
    const struct sim_plan *plan;
    struct moment now;
};

static refused receive_act(struct store_tx *tx, void *what)
{
    const struct closing *closing = what;
    AUTO(arena) memory = { 0 };
    return orders_receive(tx, &memory, (order_id){ closing->plan->subject }, false, closing->now);
}

static refused cancel_act(struct store_tx *tx, void *what)
{
    const struct closing *closing = what;
    AUTO(arena) memory = { 0 };
    return orders_cancel(tx, &memory, (order_id){ closing->plan->subject }, "buyer", closing->now);
}

/* What an order refuses is life: it was cancelled, or closed before. */
void sim_receive(struct sim *sim, const struct sim_plan *plan)
{
    store_transact(sim->demo->market->store, receive_act,
                   &(struct closing){ plan, sim->demo->now });
}

void sim_cancel(struct sim *sim, const struct sim_plan *plan)
{
    store_transact(sim->demo->market->store, cancel_act, &(struct closing){ plan, sim->demo->now });
}

/* Money ------------------------------------------------------------------------------------ */

struct paying {
    struct sim *sim;
    size_t shop;
    const struct fraud_visit *visit;
    struct fraud_judgement judgement;
    payout_id payout;
    struct money amount;
};

static refused pay_out_act(struct store_tx *tx, void *what)
{
    struct paying *paying = what;
    const struct sim_shop *shop = &paying->sim->shops[paying->shop];
    AUTO(arena) memory = { 0 };
    paying->judgement = (struct fraud_judgement){ 0 };
    paying->amount = ledger_balance(tx, LEDGER_SELLER, shop->seller.number, shop->currency);
    if (paying->amount.minor < 1000)
        return &PAYOUT_TOO_MUCH;
    return sellers_judge_payout(
        tx, &memory,
        &(struct payout_wish){
            .seller = shop->seller,
            .amount = paying->amount,
            .key = arena_format(&memory, "sim %lld", (long long)paying->sim->demo->now.us),
            .now = paying->sim->demo->now },
        paying->visit, &paying->payout, &paying->judgement);
}

static struct money about(struct sim *sim, struct money amount)
{
    struct money converted = amount;
    struct store_tx *tx = store_read(sim->demo->market->store);
    exchange_convert(tx, amount, sim->demo->market->settings.reference, sim->demo->now, &converted);
    store_read_end(tx);
    return converted;
}

/* True when it was paid or waits; what waits is looked at later. */
static bool pay_out(struct sim *sim, size_t shop, const struct fraud_visit *visit,
                    enum fraud_kind kind)
{
    struct paying paying = { .sim = sim, .shop = shop, .visit = visit };
    bool goes = false;
    do {
        sim->again = false;
        if (store_transact(sim->demo->market->store, pay_out_act, &paying))
            return true; /* nothing to be paid */
        goes = sim_judged(sim, &paying.judgement, kind, about(sim, paying.amount));
    } while (sim->again);
    struct sim_shop *paid = &sim->shops[shop];
    if (paid->payout_count < 8)
        paid->payouts[paid->payout_count++] = paying.judgement.decision.number;
    if (goes && kind == FRAUD_PAYOUT_HIJACK) /* its owner misses the money soon */
        sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, 12, 120).us,
                                         .deed = SIM_FIND_OUT,
                                         .kind = kind,
                                         .more = paying.judgement.decision.number });
    if (goes && paying.judgement.action == FRAUD_HOLD)
        sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, 1, sim->parameters->review_hours).us,
                                         .deed = SIM_REVIEW,
                                         .kind = kind,
                                         .person = shop,
                                         .more = paying.judgement.decision.number,
                                         .minor = about(sim, paying.amount).minor });
    return goes;
}

void sim_payout(struct sim *sim, const struct sim_plan *plan)
{
    if (plan->kind == FRAUD_SWAPPED_LISTING && sim->shops[plan->person].suspended)
        return; /* it was found out by its listing */
    AUTO(arena) memory = { 0 };
    struct fraud_visit visit = plan->ring ? sim_ring_visit(sim, &memory, plan->ring)
                                          : sim_shop_visit(sim, &memory, plan->person);
    bool goes = pay_out(sim, plan->person, &visit, plan->kind);
    if (plan->ring || sim->shops[plan->person].suspended || (plan->kind && !goes))
        return;
    sim_plan_payout(sim, plan->person, plan->kind,
                    plan->kind ? 72 : 24 * PAYOUT_DAYS + sim_random(sim, 48));
    if (!plan->kind && sim_chance(sim, sim->parameters->bank_change_percent))
        sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, 24, 100).us,
                                         .deed = SIM_BANK_CHANGE,
                                         .person = plan->person });
}

struct changing {
    struct sim *sim;
    size_t shop;
    const struct fraud_visit *visit;
    const char *iban;
    struct fraud_judgement judgement;
};

static refused change_bank_act(struct store_tx *tx, void *what)
{
    struct changing *changing = what;
    AUTO(arena) memory = { 0 };
    return sellers_judge_iban(
        tx, &memory,
        &(struct iban_change){ .seller = changing->sim->shops[changing->shop].seller,
                               .iban = changing->iban,
                               .now = changing->sim->demo->now },
        changing->visit, &changing->judgement);
}

static bool change_bank(struct sim *sim, size_t shop, const struct fraud_visit *visit,
                        enum fraud_kind kind)
{
    static const char *const ibans[] = { "DE89370400440532013000", "GB29NWBK60161331926819",
                                         "FR1420041010050500013M02606",
                                         "PT50000201231234567890154" };
    struct changing changing = {
        .sim = sim, .shop = shop, .visit = visit, .iban = ibans[sim_random(sim, 4)]
    };
    bool goes = false;
    do {
        sim->again = false;
        refused why = store_transact(sim->demo->market->store, change_bank_act, &changing);
        if (why) {
            sim->fault = why;
            return false;
        }
        goes = sim_judged(sim, &changing.judgement, kind,
                          money_of(0, sim->demo->market->settings.reference));
    } while (sim->again);
    if (goes && kind == FRAUD_PAYOUT_HIJACK)
        sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, 12, 120).us,
                                         .deed = SIM_FIND_OUT,
                                         .kind = kind,
                                         .more = changing.judgement.decision.number });
    if (goes && changing.judgement.action == FRAUD_HOLD)
        sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, 1, sim->parameters->review_hours).us,
                                         .deed = SIM_REVIEW,
                                         .kind = kind,
                                         .person = shop,
                                         .more = changing.judgement.decision.number });
    return goes;
}

void sim_bank_change(struct sim *sim, const struct sim_plan *plan)
{
    AUTO(arena) memory = { 0 };
    struct fraud_visit visit = sim_shop_visit(sim, &memory, plan->person);
    change_bank(sim, plan->person, &visit, FRAUD_NONE);
}

/* Fraud ------------------------------------------------------------------------------------ */

/* In the account of an honest seller, by another hand: a new bank account, then all the money. */
void sim_hijack(struct sim *sim, struct sim_ring *ring)
{
    AUTO(arena) memory = { 0 };
    size_t shop = sim_random(sim, (uint32_t)sim->demo->shop_count);
    ring->country = sim->shops[shop].country;
    struct fraud_visit visit = sim_ring_visit(sim, &memory, ring);
    ring->shop = shop;
    size_t person = sim_add_person(sim, &(struct sim_person){ .account = sim->shops[shop].account,
                                                              .country = ring->country,
                                                              .bad = true });
    if (!sim_sign_in(sim, &visit, person, FRAUD_PAYOUT_HIJACK, (int)sim_random(sim, 5)) &&
        !sim->again)
        return;
    if (!change_bank(sim, shop, &visit, FRAUD_PAYOUT_HIJACK))
        return;
    sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, 0, 12).us,
                                     .deed = SIM_FRAUD_PAYOUT,
                                     .kind = FRAUD_PAYOUT_HIJACK,
                                     .person = shop,
                                     .ring = ring });
}

struct opening_shop {
    struct sim *sim;
    struct sim_person *person;
    const struct fraud_visit *visit;
    unsigned number;
    seller_id seller;
    const int64_t *offers; /* like which it lists, at half the price */
    size_t offer_count;
};

static refused list_like(struct store_tx *tx, struct opening_shop *opening, int64_t like,
                         size_t number)
{
    AUTO(arena) memory = { 0 };
    struct offer offer;
    product_id made;
    bool changed;
    refused why = catalog_offer(tx, &memory, (offer_id){ like }, &offer);
    if (why)
        return why;
    struct money price =
        money_of(offer.price.minor * (40 + (int64_t)number % 25) / 100, opening->person->currency);
    struct money dollars;
    if (!exchange_convert(tx, offer.price, opening->person->currency, opening->sim->demo->now,
                          &dollars))
        price.minor = dollars.minor * (40 + (int64_t)number % 25) / 100;
    struct variant_listing variant = { .price = { price.minor > 100 ? price.minor : 100,
                                                  price.currency },
                                       .stock = 500,
                                       .weight_grams = offer.weight_grams };
    return catalog_list(
        tx,
        &(struct product_listing){ .seller = opening->seller,
                                   .import_key = arena_format(&memory, "like %zu", number),
                                   .title = offer.title,
                                   .brand = "",
                                   .description = offer.title,
                                   .category = offer.category,
                                   .variants = &variant,
                                   .variant_count = 1,
                                   .state = PRODUCT_LISTED,
                                   .now = opening->sim->demo->now },
        &made, &changed);
}

static refused open_shop_act(struct store_tx *tx, void *what)
{
    struct opening_shop *opening = what;
    struct demo *demo = opening->sim->demo;
    AUTO(arena) memory = { 0 };
    refused why = sellers_open(
        tx,
        &(struct seller_opening){ .account = opening->person->account,
                                  .name = arena_format(&memory, "Best Deals %u", opening->number),
                                  .country = opening->person->country,
                                  .currency = opening->person->currency,
                                  .legal_name = "Best Deals",
                                  .legal_address = "Unit 7",
                                  .iban = "DE89370400440532013000",
                                  .ship_days = 3,
                                  .standing = SELLER_NEW,
                                  .now = demo->now },
        &opening->seller);
    if (why)
        return why;
    shipping_give_methods(tx, opening->seller, opening->person->country);
    for (size_t i = 0; !why && i < opening->offer_count; i++)
        why = list_like(tx, opening, opening->offers[i], i);
    return why;
}

static const struct statement select_offers_of_shop = {
    "simulate_select_offers_of_shop", "SELECT offer_id FROM catalog_offer WHERE seller_id = ?1",
    "SELECT offer_id FROM catalog_offer WHERE seller_id = $1", 1
};

/* Cheap things are found: its offers stand where many choose. */
void sim_offer_to_all(struct sim *sim, seller_id seller, int times)
{
    struct demo *demo = sim->demo;
    struct store_tx *tx = store_read(demo->market->store);
    struct rows rows = store_query(tx, &select_offers_of_shop, WITH(INT(seller.number)));
    while (rows_next(&rows))
        for (int i = 0; i < times; i++)
            demo->offers[sim_random(sim, (uint32_t)demo->offer_count)] =
                rows_int(&rows, "offer_id");
    store_read_end(tx);
}

void sim_open_false_shop(struct sim *sim, struct sim_ring *ring)
{
    enum { LIKE_MOST = 10 };
    AUTO(arena) memory = { 0 };
    int64_t offers[LIKE_MOST];
    struct fraud_visit visit = sim_ring_visit(sim, &memory, ring);
    size_t place = sim_add_person(
        sim, &(struct sim_person){ .country = "DE", .currency = currency_of("EUR"), .bad = true });
    if (!sim_open_account(sim, &visit, &sim->persons[place], FRAUD_NEVER_SHIPS))
        return;
    struct opening_shop opening = { .sim = sim,
                                    .person = &sim->persons[place],
                                    .visit = &visit,
                                    .number = ring->number,
                                    .offers = offers,
                                    .offer_count = LIKE_MOST };
    for (size_t i = 0; i < LIKE_MOST; i++)
        offers[i] = sim_choose_offer(sim, 60);
    refused why = store_transact(sim->demo->market->store, open_shop_act, &opening);
    if (why) {
        sim->fault = why;
        return;
    }
    sim_offer_to_all(sim, opening.seller, 6);
    size_t shop = sim_add_shop(sim, &(struct sim_shop){ .seller = opening.seller,
                                                        .account = sim->persons[place].account,
                                                        .country = "DE",
                                                        .currency = currency_of("EUR"),
                                                        .ship_days = 2,
                                                        .false_one = true,
                                                        .kind = FRAUD_NEVER_SHIPS });
    sim_plan_payout(sim, shop, FRAUD_NEVER_SHIPS, 24 * 20);
}
