/* Load: many buyers at once, each going through the whole purchase again and again.
 *
 *   load PORT PEOPLE CLIENTS SECONDS [ANSWERED]
 * PEOPLE is what prepare wrote. Each client is a buyer of its own that puts an offer into the cart,
 * reads the quote, buys it by the sandbox card, and begins again. ANSWERED gets a line for each
 * purchase that was answered 201, for the test that none is lost. Prints one JSON object. */
#include "buyers.h"

#include <unistd.h>

enum { SAID_MAX = 3 };
enum step { ADD, QUOTE, BUY, STEPS };

struct buyer {
    const struct person *person;
    enum step step;
    char total[32];
    double begun;
    const char *offer;
    long turn;
};
struct load {
    struct buyers buyers;
    size_t next;                       /* person */
    struct samples samples[STEPS + 1]; /* by step, and the whole purchase */
    long refused, done;
    FILE *answered;
};

static void begin_purchase(struct load *load, struct buyer *buyer)
{
    buyer->step = ADD;
    buyer->offer = load->buyers.offers.items[client_random() % load->buyers.offers.count];
}

static bool ask(struct client *client, struct buyer *buyer)
{
    char request[REQUEST_MAX], key[64];
    size_t size = 0;
    snprintf(key, sizeof key, "%p-%ld-%d-%ld", (void *)client, buyer->turn, (int)buyer->step,
             (long)getpid());
    switch (buyer->step) {
    case ADD: size = request_add(request, buyer->person, buyer->offer, key); break;
    case QUOTE: size = request_cart(request, buyer->person); break;
    case BUY: size = request_buy(request, buyer->person, buyer->total, key); break;
    case STEPS: break;
    }
    bool sent = client_ask(client, request, size);
    if (buyer->step == ADD)
        buyer->begun = client->asked_at;
    return sent;
}

static void keep_answered(struct load *load, const char *body)
{
    const char *at = strstr(body, "\"purchase\":\"");
    if (load->answered && at) {
        fprintf(load->answered, "%.17s\n", at + 12);
        fflush(load->answered);
    }
}

/* Goes on to the next step; a refused one begins again from an empty mind. */
static void take_answer(struct load *load, struct buyer *buyer, const struct client *client)
{
    const char *body = client_body(client);
    samples_note(&load->samples[buyer->step], client->seconds);
    bool good = client->status == 200 || client->status == 201;
    if (good && buyer->step == QUOTE)
        good = read_total(body, buyer->total);
    if (!good) {
        if (++load->refused <= SAID_MAX)
            fprintf(stderr, "load: step %d refused: %d %.300s\n", (int)buyer->step, client->status,
                    body);
        begin_purchase(load, buyer);
    } else if (buyer->step == BUY) {
        load->done++;
        samples_note(&load->samples[STEPS], client_now() - buyer->begun);
        keep_answered(load, body);
        begin_purchase(load, buyer);
    } else {
        buyer->step++;
    }
    buyer->turn++;
}

static bool take_turn(struct client *client, void *context)
{
    struct load *load = context;
    if (!client->own) {
        struct buyer *buyer = client->own = calloc(1, sizeof *buyer);
        buyer->person = &load->buyers.people[load->next++];
        begin_purchase(load, buyer);
    } else {
        take_answer(load, client->own, client);
    }
    return ask(client, client->own);
}

static void print_figures(struct load *load, const struct crowd *crowd, double seconds)
{
    struct samples *samples = load->samples;
    printf("{\"clients\": %zu, \"seconds\": %.2f, \"orders\": %ld, \"orders_per_second\": %.1f, "
           "\"refused\": %ld, \"lost\": %zu, \"p50_ms\": %.2f, \"p99_ms\": %.2f, "
           "\"purchase_p50_ms\": %.2f, \"purchase_p99_ms\": %.2f, \"add_p99_ms\": %.2f, "
           "\"quote_p99_ms\": %.2f, \"cpu_seconds\": %.2f}\n",
           crowd->count, seconds, load->done, (double)load->done / seconds, load->refused,
           crowd->lost, samples_part_ms(&samples[BUY], .5), samples_part_ms(&samples[BUY], .99),
           samples_part_ms(&samples[STEPS], .5), samples_part_ms(&samples[STEPS], .99),
           samples_part_ms(&samples[ADD], .99), samples_part_ms(&samples[QUOTE], .99),
           client_cpu_seconds());
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 5)
        return fprintf(stderr, "load PORT PEOPLE CLIENTS SECONDS [ANSWERED]\n"), 2;
    struct load load = { .buyers = buyers_read(arguments[2]) };
    struct crowd crowd = { .port = (int)strtol(arguments[1], NULL, 10),
                           .count = (size_t)strtol(arguments[3], NULL, 10),
                           .keeps_bodies = true,
                           .turn = take_turn,
                           .context = &load };
    if (crowd.count > load.buyers.count || !load.buyers.offers.count)
        return fprintf(stderr, "load: too few people or offers\n"), 2;
    load.answered = argument_count > 5 ? fopen(arguments[5], "a") : NULL;
    crowd_open(&crowd);
    double seconds = crowd_run(&crowd, strtod(arguments[4], NULL));
    print_figures(&load, &crowd, seconds);
    return 0;
}
