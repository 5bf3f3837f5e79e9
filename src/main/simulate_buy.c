/* Simulation, buying: a cart, a judgement, a payment; reviews and chargebacks after. */
#include "main/simulate.h"

#include "base/id.h"
#include "shop/cart/cart.h"
#include "shop/cases/cases.h"
#include "shop/fraud/fraud_challenges.h"
#include "shop/orders/orders_inside.h"
#include "shop/payments/payments.h"

/* Judgements ------------------------------------------------------------------------------- */

struct passing {
    const char *token;
    struct moment now;
    refused why;
};

/* The code that the mail brought, typed. */
static refused pass_act(struct store_tx *tx, void *what)
{
    struct passing *passing = what;
    refused why = fraud_challenge_send(tx, &(struct fraud_sending){ .token = passing->token,
                                                                    .code = "271828",
                                                                    .email = "person@mail.example",
                                                                    .act_words = "",
                                                                    .now = passing->now });
    if (why)
        return why;
    struct fraud_passing passed = { passing->token, "271828", passing->now, NULL };
    fraud_challenge_pass(tx, &passed);
    return passed.why;
}

static bool can_pass(struct sim *sim, enum fraud_kind kind)
{
    const struct simulate_parameters *usual = sim->parameters;
    if (kind == FRAUD_NONE)
        return sim_chance(sim, usual->challenge_passed_percent);
    bool victims = kind == FRAUD_TAKEOVER || kind == FRAUD_PAYOUT_HIJACK;
    return sim_chance(sim, victims ? usual->stolen_mailbox_percent : usual->own_mailbox_percent);
}

bool sim_judged(struct sim *sim, const struct fraud_judgement *judgement, enum fraud_kind kind,
                struct money amount)
{
    struct sim_tally *tally = &sim->tallies[kind];
    tally->acts++;
    tally->minor += kind ? amount.minor : 0;
    if (judgement->action == FRAUD_ALLOW)
        return true;
    if (judgement->action == FRAUD_HOLD) {
        tally->held++;
        return true;
    }
    if (judgement->action == FRAUD_CHALLENGE) {
        tally->challenged++;
        if (can_pass(sim, kind)) {
            struct passing passing = { judgement->challenge, sim->demo->now, NULL };
            sim->again = store_transact(sim->demo->market->store, pass_act, &passing) == NULL;
            tally->passed += sim->again;
            tally->acts -= sim->again;
            tally->minor -= kind && sim->again ? amount.minor : 0;
            if (sim->again)
                return false;
        }
    } else {
        tally->refused++;
    }
    tally->acts_stopped++;
    tally->stopped_minor += kind ? amount.minor : 0;
    return false;
}

/* Placing ---------------------------------------------------------------------------------- */

int64_t sim_choose_offer(struct sim *sim, unsigned level)
{
    struct demo *demo = sim->demo;
    /* Around the level that the person likes, wide; cheap things are bought more. */
    uint64_t at = level + sim_random(sim, 70);
    at = at > 35 ? at - 35 : 0;
    at = at > 99 ? 99 : at;
    uint64_t place =
        at * demo->offer_count / 100 + sim_random(sim, (uint32_t)demo->offer_count / 50 + 1);
    return demo->offers[place % demo->offer_count];
}

static refused place_act(struct store_tx *tx, void *what)
{
    struct placing {
        struct sim *sim;
        struct sim_purchase *purchase;
    } *placing = what;
    struct sim *sim = placing->sim;
    struct sim_purchase *purchase = placing->purchase;
    struct moment now = sim->demo->now;
    const struct sim_person *person = &sim->persons[purchase->person];
    AUTO(arena) memory = { 0 };
    struct cart_owner owner = { .account = person->account };
    struct postal_address address;
    struct cart cart;
    cart_empty(tx, &owner);
    for (size_t i = 0; i < purchase->lines; i++)
        cart_add(tx, &owner, (offer_id){ purchase->offers[i] }, 1, now);
    refused why = accounts_address(tx, &memory, person->account, purchase->address, &address);
    if (!why)
        why = cart_read(tx, &memory,
                        &(struct cart_question){ .owner = owner,
                                                 .destination = address.country,
                                                 .currency = person->currency,
                                                 .now = now },
                        &cart);
    if (why)
        return why;
    purchase->total = cart.quote.total;
    return orders_place(
        tx, &memory,
        &(struct purchase_wish){ .buyer = person->account,
                                 .address = purchase->address,
                                 .total = cart.quote.total,
                                 .method = PAYMENT_CARD,
                                 .token = purchase->token,
                                 .key = arena_format(&memory, "sim %u", sim->purchases),
                                 .account_country = person->country,
                                 .visit = purchase->visit,
                                 .now = now },
        &purchase->made);
}

static void plan_orders(struct sim *sim, const struct sim_purchase *purchase)
{
    AUTO(arena) memory = { 0 };
    struct demo *demo = sim->demo;
    struct store_tx *tx = store_read(demo->market->store);
    struct orders orders = orders_of_purchase(tx, &memory, purchase->made.purchase);
    store_read_end(tx);
    for (size_t i = 0; i < orders.count; i++) {
        size_t shop = 0;
        while (shop + 1 < sim->shop_count &&
               sim->shops[shop].seller.number != orders.items[i].seller.number)
            shop++;
        struct sim_plan plan = { .deed = SIM_SEND,
                                 .kind = purchase->kind,
                                 .person = shop,
                                 .subject = orders.items[i].order.number };
        uint32_t usual = (uint32_t)sim->shops[shop].ship_days * 24;
        plan.at = moment_after(demo->now, hours(4 + sim_random(sim, usual))).us;
        if (sim_random(sim, 100) < 2 && !purchase->kind) {
            plan.deed = SIM_CANCEL;
            plan.at = moment_after(demo->now, hours(2)).us;
        }
        sim_plan(sim, plan);
        if (!sim->shops[shop].false_one || purchase->kind)
            continue;
        /* It never comes: some go to their bank. */
        if (sim_chance(sim, 60))
            sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, 24 * 24, 24 * 45).us,
                                             .deed = SIM_COMPLAIN,
                                             .person = shop,
                                             .subject = purchase->made.payment.number,
                                             .more = purchase->made.judgement.decision.number });
    }
}

void sim_place(struct sim *sim, struct sim_purchase *purchase)
{
    struct placing {
        struct sim *sim;
        struct sim_purchase *purchase;
    } placing = { sim, purchase };
    struct demo *demo = sim->demo;
    struct sim_tally before = sim->tallies[FRAUD_NONE];
    bool goes = false;
    do {
        sim->again = false;
        sim->purchases++;
        refused why = store_transact(demo->market->store, place_act, &placing);
        if (why == &CART_NOT_BUYABLE || why == &CART_EMPTY || why == &OUT_OF_STOCK ||
            why == &QUOTE_TOO_LARGE)
            return; /* sold out, or not sent to this country */
        if (why) {
            sim->fault = why;
            return;
        }
        struct store_tx *tx = store_read(demo->market->store);
        struct money about = purchase->total;
        exchange_convert(tx, purchase->total, demo->market->settings.reference, demo->now, &about);
        store_read_end(tx);
        purchase->about = about;
        purchase->judgement = purchase->made.judgement;
        goes = sim_judged(sim, &purchase->judgement, purchase->kind, about);
    } while (sim->again);
    if (!purchase->kind) { /* the honest orders alone */
        const struct sim_tally *now = &sim->tallies[FRAUD_NONE];
        sim->checkouts.acts += now->acts - before.acts;
        sim->checkouts.challenged += now->challenged - before.challenged;
        sim->checkouts.held += now->held - before.held;
        sim->checkouts.refused += now->refused - before.refused;
    }
    if (!goes)
        return;
    enum payment_state state = payments_ask(demo->market->store, purchase->made.payment, demo->now);
    purchase->bought = state != PAYMENT_FAILED;
    if (!purchase->bought && purchase->kind) /* the bank stopped it, not us */
        sim->tallies[purchase->kind].minor -= purchase->about.minor;
    if (!purchase->bought)
        return;
    plan_orders(sim, purchase);
    if (purchase->judgement.action == FRAUD_HOLD)
        sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, 1, sim->parameters->review_hours).us,
                                         .deed = SIM_REVIEW,
                                         .kind = purchase->kind,
                                         .more = purchase->judgement.decision.number,
                                         .minor = purchase->about.minor });
}

void sim_buy(struct sim *sim, const struct sim_plan *plan)
{
    AUTO(arena) memory = { 0 };
    struct demo *demo = sim->demo;
    const struct simulate_parameters *usual = sim->parameters;
    struct fraud_visit visit = sim_visit(sim, &memory, plan->person);
    struct sim_person *person = &sim->persons[plan->person];
    uint32_t within = (uint32_t)usual->purchases_every_days * 2 * 24 * 60;
    if (!plan->only)
        sim_plan(sim, (struct sim_plan){
                          .at = moment_after(demo->now, minutes(60 + sim_random(sim, within))).us,
                          .deed = SIM_BUY,
                          .person = plan->person });
    int wrong = sim_chance(sim, usual->wrong_password_percent) ? 1 + (int)sim_random(sim, 3) : 0;
    if (sim_chance(sim, 30) && !sim_sign_in(sim, &visit, plan->person, FRAUD_NONE, wrong) &&
        !sim->again)
        return;
    struct sim_purchase purchase = { .person = plan->person,
                                     .visit = &visit,
                                     .token = sim_card(sim, &memory, plan->person),
                                     .address = person->address,
                                     .lines = 1 + sim_random(sim, 3) };
    if (sim_chance(sim, usual->gift_percent))
        purchase.address = sim_new_address(sim, plan->person, person->country);
    for (size_t i = 0; i < purchase.lines; i++)
        purchase.offers[i] = sim_choose_offer(sim, person->level);
    if (sim_chance(sim, 4)) /* now and then something dear */
        purchase.offers[0] = sim_choose_offer(sim, 95);
    sim_place(sim, &purchase);
    sim->persons[plan->person].purchases += purchase.bought;
}

/* What becomes of it ----------------------------------------------------------------------- */

struct reviewing {
    struct sim *sim;
    const struct sim_plan *plan;
    enum fraud_kind verdict;
};

static refused review_act(struct store_tx *tx, void *what)
{
    const struct reviewing *reviewing = what;
    AUTO(arena) memory = { 0 };
    struct case_file file;
    enum case_state state = CASE_IS_OPEN;
    refused why =
        cases_of_decision(tx, &memory, (fraud_decision_id){ reviewing->plan->more }, &file);
    /* Of much money the second person says the same. */
    for (int i = 0; !why && i < 2 && state != CASE_IS_CLOSED; i++)
        why = cases_decide(tx, &memory,
                           &(struct case_deciding){ .file = file.file,
                                                    .kind = reviewing->verdict,
                                                    .note = reviewing->verdict
                                                                ? "Looked at what is linked: fraud."
                                                                : "Known buyer, all explained.",
                                                    .operator= reviewing->sim->reviewers[i],
                                                    .now = reviewing->sim->demo->now },
                           &state);
    return why == &CASE_CLOSED ? NULL : why;
}

/* People are right mostly. */
void sim_review(struct sim *sim, const struct sim_plan *plan)
{
    bool wrong = sim_chance(sim, sim->parameters->review_wrong_percent);
    struct reviewing reviewing = { sim, plan,
                                   !wrong       ? plan->kind
                                   : plan->kind ? FRAUD_NONE
                                                : FRAUD_OTHER };
    refused why = store_transact(sim->demo->market->store, review_act, &reviewing);
    if (why)
        sim->fault = why;
    if (!plan->kind || !reviewing.verdict)
        return;
    sim->tallies[plan->kind].stopped_minor += plan->minor;
    sim->tallies[plan->kind].acts_stopped++;
    if (plan->kind == FRAUD_NEVER_SHIPS ||
        plan->kind == FRAUD_SWAPPED_LISTING) /* whoever is found out gets no second try */
        sim->shops[plan->person].suspended = true;
}

static refused charge_back_act(struct store_tx *tx, void *what)
{
    const struct sim_verdict *outcome = what;
    AUTO(arena) memory = { 0 };
    struct chargeback chargeback;
    bool complaint = outcome->plan->deed == SIM_COMPLAIN;
    refused why = payments_charge_back(
        tx, &memory,
        &(struct chargeback_wish){
            .payment = { outcome->plan->subject },
            .reason = complaint ? CHARGEBACK_NOT_RECEIVED : CHARGEBACK_FRAUDULENT,
            .key = arena_format(&memory, "sim %lld", (long long)outcome->plan->subject),
            .now = outcome->now },
        &chargeback);
    if (why == &CHARGEBACK_NOT_POSSIBLE)
        return NULL; /* it was refunded */
    /* Whoever was robbed tells how, sometimes. */
    if (!why && outcome->verdict)
        fraud_label(tx, (fraud_decision_id){ outcome->plan->more }, outcome->verdict,
                    FRAUD_BY_PERSON, outcome->now);
    return why;
}

void sim_charge_back(struct sim *sim, const struct sim_plan *plan)
{
    bool told = plan->kind == FRAUD_TAKEOVER ? sim_chance(sim, 85) : sim_chance(sim, 30);
    struct sim_verdict outcome = { plan, told ? plan->kind : FRAUD_NONE, sim->demo->now };
    refused why = store_transact(sim->demo->market->store, charge_back_act, &outcome);
    if (why)
        sim->fault = why;
}

/* When buyers of a shop complain again and again, somebody looks at what it was paid. */
void sim_complain(struct sim *sim, const struct sim_plan *plan)
{
    enum { COMPLAINTS_ENOUGH = 2 };
    struct sim_verdict outcome = { plan, FRAUD_NONE, sim->demo->now };
    struct sim_shop *shop = &sim->shops[plan->person];
    refused why = store_transact(sim->demo->market->store, charge_back_act, &outcome);
    if (why)
        sim->fault = why;
    if (++shop->complaints != COMPLAINTS_ENOUGH)
        return;
    for (size_t i = 0; i < shop->payout_count; i++)
        sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, 2, 48).us,
                                         .deed = SIM_FIND_OUT,
                                         .kind = shop->kind,
                                         .more = shop->payouts[i] });
    if (shop->swapped)
        sim_plan(sim, (struct sim_plan){ .at = sim_later(sim, 2, 48).us,
                                         .deed = SIM_FIND_OUT,
                                         .kind = shop->kind,
                                         .more = shop->swapped });
}

static refused find_out_act(struct store_tx *tx, void *what)
{
    const struct sim_verdict *verdict = what;
    fraud_label(tx, (fraud_decision_id){ verdict->plan->more }, verdict->verdict, FRAUD_BY_PERSON,
                verdict->now);
    return NULL;
}

void sim_find_out(struct sim *sim, const struct sim_plan *plan)
{
    struct sim_verdict verdict = { plan, plan->kind, sim->demo->now };
    refused why = store_transact(sim->demo->market->store, find_out_act, &verdict);
    if (why)
        sim->fault = why;
}
