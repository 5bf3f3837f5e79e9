/* Flash: one offer with few units, and many buyers who each try once.
 *
 *   flash PORT PEOPLE CONNECTIONS [ANSWERED]
 * PEOPLE is what prepare wrote; its first offer is for sale. Every buyer of the file, on whichever
 * connection is free, puts it into the cart and buys it; the first one looks at the quote before,
 * which is the same for all. An attempt ends sold, or refused because nothing is left. ANSWERED
 * gets a line for each purchase. Prints one JSON object; exits 1 if anything else was answered. */
#include "buyers.h"

enum { SAID_MAX = 3 };
enum step { ADD, QUOTE, BUY };

struct attempt {
    const struct person *person;
    enum step step;
    double begun;
};
struct flash {
    struct buyers buyers;
    size_t next; /* person */
    char total[32];
    struct samples decided, whole; /* the request that decided an attempt, and all of it */
    long sold, sold_out, wrong;
    FILE *answered;
};

static bool ask(struct flash *flash, struct client *client, struct attempt *attempt)
{
    char request[REQUEST_MAX], key[64];
    size_t size;
    snprintf(key, sizeof key, "flash-%td-%d", attempt->person - flash->buyers.people,
             (int)attempt->step);
    if (attempt->step == ADD)
        size = request_add(request, attempt->person, flash->buyers.offers.items[0], key);
    else if (attempt->step == QUOTE)
        size = request_cart(request, attempt->person);
    else
        size = request_buy(request, attempt->person, flash->total, key);
    bool sent = client_ask(client, request, size);
    if (attempt->step == ADD)
        attempt->begun = client->asked_at;
    return sent;
}

static bool is_sold_out(const struct client *client)
{
    const char *body = client_body(client);
    return client->status == 409 &&
           (strstr(body, "\"OUT_OF_STOCK\"") || strstr(body, "\"CART_NOT_BUYABLE\""));
}

static void end_attempt(struct flash *flash, struct attempt *attempt, const struct client *client)
{
    const char *body = client_body(client), *purchase = strstr(body, "\"purchase\":\"");
    samples_note(&flash->decided, client->seconds);
    samples_note(&flash->whole, client_now() - attempt->begun);
    if (client->status == 201 && attempt->step == BUY && purchase) {
        flash->sold++;
        if (flash->answered)
            fprintf(flash->answered, "%.17s\n", purchase + 12);
    } else if (is_sold_out(client)) {
        flash->sold_out++;
    } else if (++flash->wrong <= SAID_MAX) {
        fprintf(stderr, "flash: step %d: %d %.300s\n", (int)attempt->step, client->status, body);
    }
}

/* True when the attempt goes on. */
static bool take_answer(struct flash *flash, struct attempt *attempt, const struct client *client)
{
    bool good = client->status == 200 || client->status == 201;
    if (good && attempt->step == ADD) {
        attempt->step = *flash->total ? BUY : QUOTE;
        return true;
    }
    if (good && attempt->step == QUOTE && read_total(client_body(client), flash->total)) {
        attempt->step = BUY;
        return true;
    }
    end_attempt(flash, attempt, client);
    return false;
}

static bool take_turn(struct client *client, void *context)
{
    struct flash *flash = context;
    if (!client->own)
        client->own = calloc(1, sizeof(struct attempt));
    struct attempt *attempt = client->own;
    if (!attempt->person || !take_answer(flash, attempt, client)) {
        if (flash->next == flash->buyers.count)
            return false;
        *attempt = (struct attempt){ .person = &flash->buyers.people[flash->next++] };
    }
    return ask(flash, client, attempt);
}

int main(int argument_count, char **arguments)
{
    enum { HOUR = 3600 };
    if (argument_count < 4)
        return fprintf(stderr, "flash PORT PEOPLE CONNECTIONS [ANSWERED]\n"), 2;
    struct flash flash = { .buyers = buyers_read(arguments[2]) };
    struct crowd crowd = { .port = (int)strtol(arguments[1], NULL, 10),
                           .count = (size_t)strtol(arguments[3], NULL, 10),
                           .keeps_bodies = true,
                           .turn = take_turn,
                           .context = &flash };
    if (!flash.buyers.count || !flash.buyers.offers.count)
        return fprintf(stderr, "flash: there are no people or no offer\n"), 2;
    flash.answered = argument_count > 4 ? fopen(arguments[4], "a") : NULL;
    crowd_open(&crowd);
    double seconds = crowd_run(&crowd, HOUR);
    long attempts = flash.sold + flash.sold_out + flash.wrong;
    printf("{\"connections\": %zu, \"seconds\": %.2f, \"attempts\": %ld, "
           "\"attempts_per_second\": %.1f, \"sold\": %ld, \"sold_out\": %ld, \"wrong\": %ld, "
           "\"lost\": %zu, \"p50_ms\": %.2f, \"p99_ms\": %.2f, \"attempt_p99_ms\": %.2f, "
           "\"cpu_seconds\": %.2f}\n",
           crowd.count, seconds, attempts, (double)attempts / seconds, flash.sold, flash.sold_out,
           flash.wrong, crowd.lost, samples_part_ms(&flash.decided, .5),
           samples_part_ms(&flash.decided, .99), samples_part_ms(&flash.whole, .99),
           client_cpu_seconds());
    if (flash.answered)
        fclose(flash.answered);
    return flash.wrong || crowd.lost || attempts != (long)flash.buyers.count;
}
