/* Simulation, fraud of buyers: stolen cards with their testing, accounts taken over, triangulation.
 * That of sellers is in simulate_sellers.c and simulate_listings.c. */
#include "main/simulate.h"

#include "base/id.h"

static const char *const card_countries[] = { "US", "GB", "FR", "DE", "BR", "CA", "AU", "ES" };
static const char *const drop_countries[] = { "US", "GB", "DE", "PT", "AE", "PL" };

void sim_plan_campaigns(struct sim *sim)
{
    const struct simulate_parameters *usual = sim->parameters;
    const struct {
        enum fraud_kind kind;
        int in_30_days;
    } kinds[] = {
        { FRAUD_STOLEN_CARD, usual->stolen_card_campaigns },
        { FRAUD_TAKEOVER, usual->takeover_campaigns },
        { FRAUD_TRIANGULATION, usual->triangulation_campaigns },
        { FRAUD_NEVER_SHIPS, usual->never_ships_campaigns },
        { FRAUD_SWAPPED_LISTING, usual->swapped_campaigns },
        { FRAUD_PAYOUT_HIJACK, usual->hijack_campaigns },
    };
    int64_t days_all = (sim->ends.us - sim->begins.us) / days(1).us;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (int64_t n = 0; n < kinds[i].in_30_days * days_all * sim->demo->buyers / 30000; n++)
            sim_plan(sim,
                     (struct sim_plan){
                         .at = moment_after(sim->begins,
                                            hours(72 + sim_random(sim, (uint32_t)days_all * 24)))
                                   .us,
                         .deed = SIM_CAMPAIGN,
                         .kind = kinds[i].kind });
}

static struct sim_ring *new_ring(struct sim *sim, enum fraud_kind kind)
{
    struct sim_ring *ring = arena_take(sim->demo->memory, sizeof *ring);
    *ring = (struct sim_ring){ .kind = kind,
                               .number = ++sim->ring_count,
                               .country = card_countries[sim_random(sim, 8)],
                               .address_country = drop_countries[sim_random(sim, 6)],
                               .network = sim_random(sim, 60000) };
    return ring;
}

static void plan_next(struct sim *sim, struct sim_ring *ring, int64_t least, int64_t most)
{
    sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, least, most).us,
                                     .deed = SIM_FRAUD_BUY,
                                     .kind = ring->kind,
                                     .ring = ring });
}

static bool open_false_account(struct sim *sim, struct sim_ring *ring)
{
    AUTO(arena) memory = { 0 };
    struct fraud_visit visit = sim_ring_visit(sim, &memory, ring);
    ring->person = sim_add_person(sim, &(struct sim_person){ .country = ring->address_country,
                                                             .currency = currency_of("USD"),
                                                             .bad = true });
    return sim_open_account(sim, &visit, &sim->persons[ring->person], ring->kind);
}

/* Someone who has bought here before: there is a habit to break, and a card that is known. */
static bool choose_victim(struct sim *sim, struct sim_ring *ring)
{
    for (int tries = 0; tries < 200; tries++) {
        size_t person = sim_random(sim, (uint32_t)sim->person_count);
        const struct sim_person *victim = &sim->persons[person];
        if (victim->ready && !victim->bad && victim->purchases >= 2) {
            ring->person = person;
            return true;
        }
    }
    return false;
}

void sim_campaign(struct sim *sim, const struct sim_plan *plan)
{
    struct sim_ring *ring = new_ring(sim, plan->kind);
    switch (plan->kind) {
    case FRAUD_STOLEN_CARD:
        if (open_false_account(sim, ring)) {
            ring->left = sim->parameters->cards_tested + (int)sim_random(sim, 4);
            plan_next(sim, ring, 0, 30);
        }
        break;
    case FRAUD_TAKEOVER:
        if (choose_victim(sim, ring)) {
            ring->left = 1 + (int)sim_random(sim, 3);
            plan_next(sim, ring, 0, 2);
        }
        break;
    case FRAUD_TRIANGULATION:
        if (open_false_account(sim, ring)) {
            ring->left = 12 + (int)sim_random(sim, 12);
            plan_next(sim, ring, 2, 48);
        }
        break;
    case FRAUD_NEVER_SHIPS: sim_open_false_shop(sim, ring); break;
    case FRAUD_SWAPPED_LISTING: sim_open_swapped_shop(sim, ring); break;
    case FRAUD_PAYOUT_HIJACK: sim_hijack(sim, ring); break;
    default: break;
    }
}

/* The card's holder finds it on the bill. */
static void plan_chargeback(struct sim *sim, const struct sim_purchase *purchase)
{
    const struct simulate_parameters *usual = sim->parameters;
    if (sim_chance(sim, usual->chargeback_percent))
        sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, usual->chargeback_days_min * 24,
                                                         usual->chargeback_days_max * 24)
                                                   .us,
                                         .deed = SIM_CHARGEBACK,
                                         .kind = purchase->kind,
                                         .subject = purchase->made.payment.number,
                                         .more = purchase->judgement.decision.number });
}

static void buy(struct sim *sim, struct sim_purchase *purchase)
{
    sim_place(sim, purchase);
    if (purchase->bought)
        plan_chargeback(sim, purchase);
}

/* First small purchases with one card after another; then large ones with those that work. */
static void buy_with_stolen_card(struct sim *sim, struct sim_ring *ring, struct arena *memory)
{
    struct fraud_visit visit = sim_ring_visit(sim, memory, ring);
    bool testing = ring->left > 0;
    bool good = !testing || sim_chance(sim, sim->parameters->cards_good_percent);
    if (testing || sim_chance(sim, 40))
        ring->cards++;
    struct sim_purchase purchase = {
        .person = ring->person,
        .visit = &visit,
        .token = sim_ring_card(sim, memory, ring, good),
        .address = sim->persons[ring->person].address,
        .lines = testing ? 1 : 1 + sim_random(sim, 3),
        .kind = testing ? FRAUD_CARD_TESTING : FRAUD_STOLEN_CARD,
    };
    for (size_t i = 0; i < purchase.lines; i++)
        purchase.offers[i] = sim_choose_offer(sim, testing ? 0 : 85);
    buy(sim, &purchase);
    ring->left--;
    if (ring->left > -sim->parameters->purchases_big)
        plan_next(sim, ring, 0, testing ? 1 : 20);
}

static void buy_with_taken_account(struct sim *sim, struct sim_ring *ring, struct arena *memory)
{
    struct fraud_visit visit = sim_ring_visit(sim, memory, ring);
    if (!ring->signed_in) {
        ring->signed_in =
            sim_sign_in(sim, &visit, ring->person, FRAUD_TAKEOVER, (int)sim_random(sim, 5));
        if (sim->again)
            plan_next(sim, ring, 0, 1);
        if (!ring->signed_in)
            return;
    }
    struct sim_person *victim = &sim->persons[ring->person];
    struct sim_purchase purchase = {
        .person = ring->person,
        .visit = &visit,
        .token = sim_chance(sim, 60) ? sim_card(sim, memory, ring->person)
                                     : sim_ring_card(sim, memory, ring, true),
        .address = victim->address,
        .lines = 1 + sim_random(sim, 3),
        .kind = FRAUD_TAKEOVER,
    };
    if (sim_chance(sim, 85))
        purchase.address = sim_new_address(sim, ring->person, ring->address_country);
    for (size_t i = 0; i < purchase.lines; i++)
        purchase.offers[i] = sim_choose_offer(sim, 85);
    buy(sim, &purchase);
    if (--ring->left > 0)
        plan_next(sim, ring, 0, 6);
}

/* Sells elsewhere what it buys here with stolen cards: each parcel goes to somebody else. */
static void buy_for_others(struct sim *sim, struct sim_ring *ring, struct arena *memory)
{
    struct fraud_visit visit = sim_ring_visit(sim, memory, ring);
    if (sim_chance(sim, 70))
        ring->cards++;
    struct sim_purchase purchase = {
        .person = ring->person,
        .visit = &visit,
        .token = sim_ring_card(sim, memory, ring, sim_chance(sim, 80)),
        .address = sim_new_address(sim, ring->person, drop_countries[sim_random(sim, 6)]),
        .lines = 1,
        .kind = FRAUD_TRIANGULATION,
    };
    purchase.offers[0] = sim_choose_offer(sim, 55);
    buy(sim, &purchase);
    if (--ring->left > 0)
        plan_next(sim, ring, 3, 60);
}

void sim_fraud_buy(struct sim *sim, const struct sim_plan *plan)
{
    AUTO(arena) memory = { 0 };
    if (plan->kind == FRAUD_TAKEOVER)
        buy_with_taken_account(sim, plan->ring, &memory);
    else if (plan->kind == FRAUD_TRIANGULATION)
        buy_for_others(sim, plan->ring, &memory);
    else
        buy_with_stolen_card(sim, plan->ring, &memory);
}
