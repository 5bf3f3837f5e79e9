/* Simulation, people: who they are to the fraud engine: devices, networks, cards, mail. */
#include "main/simulate.h"

#include "base/id.h"
#include "shop/fraud/fraud_places.h"

size_t sim_add_person(struct sim *sim, const struct sim_person *person)
{
    if (sim->person_count == sim->person_room) {
        sim->person_room = sim->person_room ? sim->person_room * 2 : 512;
        sim->persons = must_resize(sim->persons, sim->person_room * sizeof *sim->persons);
    }
    struct sim_person *made = &sim->persons[sim->person_count];
    *made = *person;
    made->devices = 1 + (sim_random(sim, 100) < 45);
    made->cards = 1 + (sim_random(sim, 100) < 35);
    made->home = sim_random(sim, 60000);
    made->level = sim_random(sim, 100);
    return sim->person_count++;
}

/* Honest hands ----------------------------------------------------------------------------- */

/* A phone's network is shared by many: one of 20 addresses of its country. */
static const char *network_of(struct sim *sim, struct arena *memory,
                              const struct sim_person *person)
{
    static const char *const abroad[] = { "US", "FR", "TR", "AE", "TH", "BR", "IT", "MX" };
    const struct simulate_parameters *usual = sim->parameters;
    if (sim_chance(sim, usual->travel_percent))
        return fraud_sandbox_address(memory, abroad[sim_random(sim, 8)], sim_random(sim, 60000));
    unsigned number =
        sim_chance(sim, usual->mobile_percent) ? 61000 + sim_random(sim, 20) : person->home;
    return fraud_sandbox_address(memory, person->country, number);
}

struct fraud_visit sim_visit(struct sim *sim, struct arena *memory, size_t place)
{
    struct sim_person *person = &sim->persons[place];
    unsigned device = 0;
    if (sim_chance(sim, sim->parameters->new_device_percent))
        device = person->devices++;
    else if (sim_chance(sim, sim->parameters->other_device_percent))
        device = sim_random(sim, person->devices);
    return (struct fraud_visit){
        .device = arena_format(memory, "device %zu %u", place, device),
        .address = network_of(sim, memory, person),
        .agent = device % 2 ? "Mozilla/5.0 (phone)" : "Mozilla/5.0 (desktop)",
    };
}

/* "tok_visa_PT_p12c0": a card of its own; now and then one that the bank declines. */
const char *sim_card(struct sim *sim, struct arena *memory, size_t place)
{
    static const char *const elsewhere[] = { "US", "GB", "DE", "ES" };
    struct sim_person *person = &sim->persons[place];
    unsigned card = 0;
    if (sim_chance(sim, sim->parameters->new_card_percent))
        card = person->cards++;
    else if (sim_chance(sim, sim->parameters->other_card_percent))
        card = sim_random(sim, person->cards);
    bool foreign = (place * 31 + card * 7) % 100 < (size_t)sim->parameters->foreign_card_percent;
    const char *country = foreign ? elsewhere[place % 4] : person->country;
    const char *kind = sim_chance(sim, sim->parameters->declined_percent) ? "tok_no_funds"
                       : place % 3                                        ? "tok_visa"
                                                                          : "tok_mastercard";
    return arena_format(memory, "%s_%s_p%zuc%u", kind, country, place, card);
}

/* Rings ------------------------------------------------------------------------------------ */

/* Half of them hide behind networks of the cards' own country; devices are changed often. */
struct fraud_visit sim_ring_visit(struct sim *sim, struct arena *memory, struct sim_ring *ring)
{
    if (sim_chance(sim, 15))
        ring->devices++;
    if (sim_chance(sim, 25))
        ring->network = sim_random(sim, 60000);
    const char *country = ring->number % 2 ? ring->country : "NG";
    return (struct fraud_visit){
        .device = arena_format(memory, "ring %u %u", ring->number, ring->devices),
        .address = fraud_sandbox_address(memory, country, ring->network),
        .agent = "Mozilla/5.0 (desktop)",
    };
}

const char *sim_ring_card(struct sim *sim, struct arena *memory, struct sim_ring *ring, bool good)
{
    (void)sim;
    return arena_format(memory, "%s_%s_r%ux%u", good ? "tok_visa" : "tok_declined", ring->country,
                        ring->number, ring->cards);
}

/* Accounts --------------------------------------------------------------------------------- */

struct opening {
    struct sim *sim;
    const struct fraud_visit *visit;
    struct account_opening opening;
    struct postal_address address;
    account_id account;
    address_id address_made;
    struct fraud_judgement judgement;
};

static refused open_act(struct store_tx *tx, void *what)
{
    struct opening *opening = what;
    AUTO(arena) memory = { 0 };
    refused why = accounts_sign_up(tx, &memory, &opening->opening, opening->visit,
                                   &opening->account, &opening->judgement);
    if (why || opening->judgement.stops)
        return why;
    return accounts_add_address(tx, opening->account, &opening->address, opening->opening.now,
                                &opening->address_made);
}

bool sim_open_account(struct sim *sim, const struct fraud_visit *visit, struct sim_person *person,
                      enum fraud_kind kind)
{
    static const char *const domains[] = { "gmail.com", "outlook.com", "proton.me", "mail.example",
                                           "family.example" };
    static const char *const throwaway[] = { "mailinator.com", "guerrillamail.com", "yopmail.com",
                                             "gmail.com", "outlook.com" };
    AUTO(arena) memory = { 0 };
    struct demo *demo = sim->demo;
    unsigned number = ++sim->addresses;
    struct opening opening = {
        .sim = sim,
        .visit = visit,
        .opening = { .email = arena_format(&memory, "person%u@%s", number,
                                           (kind ? throwaway : domains)[sim_random(sim, 5)]),
                     .name = arena_format(&memory, "Person %u", number),
                     .password_hash = "none", /* nobody signs in to it by the pages */
                     .language = WORDS_ENGLISH,
                     .country = person->country,
                     .currency = person->currency,
                     .now = demo->now },
        .address = { .name = "A. Person",
                     .line1 = arena_format(&memory, "Street %u", number),
                     .city = "Town",
                     .postcode = arena_format(&memory, "%05u", number),
                     .country = person->country },
    };
    refused why = store_transact(demo->market->store, open_act, &opening);
    if (why) {
        sim->fault = why;
        return false;
    }
    if (!sim_judged(sim, &opening.judgement, kind, money_of(0, demo->market->settings.reference)))
        return false;
    person->account = opening.account;
    person->address = opening.address_made;
    person->ready = true;
    return true;
}

void sim_join(struct sim *sim, const struct sim_plan *plan)
{
    AUTO(arena) memory = { 0 };
    struct demo *demo = sim->demo;
    const struct demo_person *like = &demo->people[sim_random(sim, (uint32_t)demo->buyers)];
    struct sim_person person = { .country = like->country, .currency = like->currency };
    (void)plan;
    size_t place = sim_add_person(sim, &person);
    struct fraud_visit visit = sim_visit(sim, &memory, place);
    if (!sim_open_account(sim, &visit, &sim->persons[place], FRAUD_NONE))
        return;
    sim_plan(sim,
             (struct sim_plan){ .at = moment_after(demo->now, minutes(5 + sim_random(sim, 600))).us,
                                .deed = SIM_BUY,
                                .person = place });
}

struct adding {
    account_id account;
    struct postal_address address;
    address_id made;
    struct moment now;
};

static refused add_address_act(struct store_tx *tx, void *what)
{
    struct adding *adding = what;
    return accounts_add_address(tx, adding->account, &adding->address, adding->now, &adding->made);
}

address_id sim_new_address(struct sim *sim, size_t place, const char *country)
{
    AUTO(arena) memory = { 0 };
    unsigned number = ++sim->addresses;
    struct sim_person *person = &sim->persons[place];
    struct adding adding = {
        .account = person->account,
        .address = { .name = "Another Person",
                     .line1 = arena_format(&memory, "Road %u", number),
                     .city = "Elsewhere",
                     .postcode = arena_format(&memory, "%05u", number),
                     .country = country },
        .now = sim->demo->now,
    };
    refused why = store_transact(sim->demo->market->store, add_address_act, &adding);
    return why ? person->address : adding.made; /* an account may have so many and no more */
}

struct signing {
    account_id account;
    const struct fraud_visit *visit;
    struct moment now;
    struct fraud_judgement judgement;
};

static refused sign_in_act(struct store_tx *tx, void *what)
{
    struct signing *signing = what;
    AUTO(arena) memory = { 0 };
    return accounts_judge_sign_in(tx, &memory, signing->account, signing->visit, signing->now,
                                  &signing->judgement);
}

static refused wrong_act(struct store_tx *tx, void *what)
{
    struct signing *signing = what;
    accounts_note_wrong(tx, signing->account, signing->visit, signing->now);
    return NULL;
}

bool sim_sign_in(struct sim *sim, const struct fraud_visit *visit, size_t person,
                 enum fraud_kind kind, int wrong_first)
{
    struct store *store = sim->demo->market->store;
    struct signing signing = { .account = sim->persons[person].account,
                               .visit = visit,
                               .now = sim->demo->now };
    refused why = NULL;
    for (int i = 0; !why && i < wrong_first; i++)
        why = store_transact(store, wrong_act, &signing);
    if (!why)
        why = store_transact(store, sign_in_act, &signing);
    if (why) {
        sim->fault = why;
        return false;
    }
    return sim_judged(sim, &signing.judgement, kind,
                      money_of(0, sim->demo->market->settings.reference));
}
