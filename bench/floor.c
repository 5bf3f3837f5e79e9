/* Floor: the whole purchase without HTTP: what the server's buying is measured against.
 *
 *   floor PEOPLE SECONDS [--orders N] [--setting ...]
 * The acts and reads of the three requests (into the cart, the quote, the buying) by the modules'
 * own functions, in one thread, 25 acts a durable commit. With --orders it stops after so many and
 * runs the jobs that are due by then: a market with a past. Prints one JSON object. */
#include "base/id.h"
#include "inside.h"
#include "shop/cart/cart_web.h"
#include "shop/orders/orders_web.h"
#include "store/once.h"

enum { GROUP = 25, JOBS_AT_ONCE = 1000, ORDERS_MAX = 8 };

struct person {
    char key[64];
    address_id address;
};
struct people {
    struct person *items;
    size_t count, room;
    int64_t *offers;
    size_t offer_count, offer_room;
};

/* A purchase on its way through the acts; its memory is that of its requests. */
struct purchase {
    arena memory;
    const struct person *person;
    offer_id offer;
    struct request request;
    struct money total;
    struct purchase_made made;
    struct gateway_answer said;
    const char *key;
};

/* People ----------------------------------------------------------------------------------- */

static void add_person(struct people *people, const char *line)
{
    char address[64];
    if (people->count == people->room)
        people->items = must_resize(people->items, (people->room = people->room * 2 + 1024) *
                                                       sizeof *people->items);
    struct person *person = &people->items[people->count];
    if (sscanf(line, "%63s %63s", person->key, address) == 2 &&
        id_read(address, "adr", &person->address.number))
        people->count++;
}

static void add_offer(struct people *people, const char *line)
{
    if (people->offer_count == people->offer_room)
        people->offers =
            must_resize(people->offers, (people->offer_room = people->offer_room * 2 + 1024) *
                                            sizeof *people->offers);
    people->offer_count += id_read(line, "off", &people->offers[people->offer_count]);
}

static struct people read_people(const char *file)
{
    struct people people = { 0 };
    char line[256];
    bool in_offers = false;
    FILE *from = fopen(file, "r");
    if (!from)
        inside_fail("cannot read PEOPLE");
    while (fgets(line, sizeof line, from)) {
        line[strcspn(line, "\n")] = 0;
        if (!*line)
            in_offers = true;
        else if (in_offers)
            add_offer(&people, line);
        else
            add_person(&people, line);
    }
    fclose(from);
    if (people.count < GROUP || !people.offer_count)
        inside_fail("PEOPLE has too few people or offers");
    return people;
}

/* What each request does first ------------------------------------------------------------- */

static void begin_request(struct purchase *purchase, struct store_tx *tx)
{
    struct account account = { 0 };
    unsigned scopes;
    struct request *request = &purchase->request;
    *request = (struct request){ .store = store_of(tx),
                                 .settings = store_tx_settings(tx),
                                 .memory = &purchase->memory,
                                 .now = market_now(),
                                 .tx = tx };
    if (!accounts_by_api_key(tx, &purchase->memory, purchase->person->key, request->now, &account,
                             &scopes))
        inside_fail("a key is not known");
    request->visitor = (struct visitor){ .account = account.account,
                                         .key = purchase->person->key,
                                         .country = account.country,
                                         .currency = account.currency,
                                         .scopes = scopes };
}

static void find_visitor(struct store *store, struct purchase *purchase)
{
    struct store_tx *tx = store_read(store);
    begin_request(purchase, tx);
    store_read_end(tx);
    purchase->request.tx = NULL;
}

static void read_cart(struct store_tx *tx, struct purchase *purchase)
{
    struct cart_answer answer;
    refused why =
        cart_answer_for(&purchase->request, tx, purchase->request.visitor.country, &answer);
    if (why || !answer.can_be_bought)
        inside_fail(why ? why->name : "a cart cannot be bought");
    purchase->total = answer.total;
}

/* Acts ------------------------------------------------------------------------------------- */

static refused add_act(struct store_tx *tx, void *what)
{
    struct purchase *purchase = what;
    struct cart_owner owner = cart_owner_of(&purchase->request);
    return cart_add(tx, &owner, purchase->offer, 1, purchase->request.now);
}

static refused place_act(struct store_tx *tx, void *what)
{
    struct purchase *purchase = what;
    struct purchase_wish wish = { .buyer = purchase->request.visitor.account,
                                  .address = purchase->person->address,
                                  .total = purchase->total,
                                  .method = PAYMENT_CARD,
                                  .token = "tok_visa",
                                  .key = purchase->key,
                                  .now = purchase->request.now };
    return orders_place(tx, &purchase->memory, &wish, &purchase->made);
}

/* The answer is made and kept in the act, as the server does. */
static refused answer_orders(struct store_tx *tx, struct purchase *purchase, text *to)
{
    struct payment payment;
    refused why =
        payments_of_purchase(tx, &purchase->memory, purchase->made.purchase.number, &payment);
    struct orders orders = orders_of_purchase(tx, &purchase->memory, purchase->made.purchase);
    for (size_t i = 0; !why && i < orders.count && i < ORDERS_MAX; i++) {
        struct order_answer answer = { 0 };
        why = orders_answer(&purchase->request, tx, &orders.items[i], false, &answer);
        if (!why)
            fields_to_json(to, order_fields, &answer);
    }
    return why;
}

static refused settle_act(struct store_tx *tx, void *what)
{
    struct purchase *purchase = what;
    struct once_answer earlier;
    enum payment_state state = purchase->made.state;
    bool found = false;
    struct once once = { .account = purchase->request.visitor.account.number,
                         .route = "POST /purchases",
                         .key = purchase->key,
                         .body = secret_hash(NULL, purchase->key, strlen(purchase->key)),
                         .now = purchase->request.now,
                         .keep = days(1) };
    refused why = once_find(tx, &purchase->memory, &once, &found, &earlier);
    if (!why)
        why = payments_settle_answer(tx, &purchase->said, &state);
    if (why)
        return why;
    AUTO(text) body = { 0 };
    why = answer_orders(tx, purchase, &body);
    const char *location =
        arena_format(&purchase->memory, "/purchases/%s",
                     id_text(&purchase->memory, "pur", purchase->made.purchase.number));
    once_keep(tx, &once, &(struct once_answer){ 201, location, text_of(&body) });
    return why;
}

/* Rounds ----------------------------------------------------------------------------------- */

static void begin_purchases(struct people *people, struct purchase *purchases, int64_t number)
{
    for (int i = 0; i < GROUP; i++) {
        struct purchase *purchase = &purchases[i];
        arena_clear(&purchase->memory);
        *purchase = (struct purchase){ .memory = purchase->memory };
        purchase->person = &people->items[(size_t)(number + i) % people->count];
        purchase->offer.number = people->offers[secret_random_below((uint32_t)people->offer_count)];
        purchase->key = arena_format(&purchase->memory, "floor %lld %u", (long long)(number + i),
                                     secret_random_below(1u << 30));
    }
}

static void buy_all(struct store *store, struct purchase *purchases)
{
    for (int i = 0; i < GROUP; i++)
        find_visitor(store, &purchases[i]);
    inside_group(store, add_act, purchases, sizeof *purchases, GROUP);
    for (int i = 0; i < GROUP; i++) { /* the answer to adding; then the quote, asked anew */
        struct store_tx *tx = store_read(store);
        read_cart(tx, &purchases[i]);
        store_read_end(tx);
        tx = store_read(store);
        begin_request(&purchases[i], tx);
        read_cart(tx, &purchases[i]);
        store_read_end(tx);
    }
    for (int i = 0; i < GROUP; i++)
        find_visitor(store, &purchases[i]);
    inside_group(store, place_act, purchases, sizeof *purchases, GROUP);
    for (int i = 0; i < GROUP; i++)
        purchases[i].said =
            payments_ask_gateway(store, purchases[i].made.payment, purchases[i].request.now);
    inside_group(store, settle_act, purchases, sizeof *purchases, GROUP);
}

static double seconds_since(struct moment from)
{
    return (double)(market_now().us - from.us) / 1e6;
}

int main(int count, char **arguments)
{
    AUTO(arena) memory = { 0 };
    struct market market = { 0 };
    char **rest;
    int64_t orders = INT64_MAX, done = 0;
    if (count < 3)
        inside_fail("floor PEOPLE SECONDS [--orders N]");
    double length = strtod(arguments[2], NULL);
    inside_open(&memory, &market, arguments + 3, &rest);
    struct people people = read_people(arguments[1]);
    const char *past = command_flag(rest, "--orders");
    if (past && !text_to_int(past, &orders))
        inside_fail("--orders is a number");
    static struct purchase purchases[GROUP];
    struct moment from = market_now();
    struct store_figures before = store_figures(market.store);
    while (done < orders && (past || seconds_since(from) < length)) {
        begin_purchases(&people, purchases, done);
        buy_all(market.store, purchases);
        done += GROUP;
    }
    double took = seconds_since(from);
    struct store_figures after = store_figures(market.store);
    printf("{\"orders\": %lld, \"seconds\": %.2f, \"orders_per_second\": %.1f, "
           "\"commits\": %lld}\n",
           (long long)done, took, (double)done / took, (long long)(after.commits - before.commits));
    while (past && jobs_run_due(market.store, market_now(), JOBS_AT_ONCE) > 0)
        continue;
    market_close(&market);
    return 0;
}
