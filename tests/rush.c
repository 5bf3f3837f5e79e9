/* Rush: very many clients at one flash deal, at once.
 *
 *   rush PORT PEOPLE CLIENTS DEAL UNITS
 * Each buyer of the file PEOPLE claims one piece over one of so many connections, does the work
 * when it is asked for, and who gets a piece buys it. Prints one JSON object; exits 1 unless
 * exactly UNITS were bought, everyone else was told DEAL_SOLD_OUT, and nobody who asked after
 * somebody had been told so still got one. */
#include "buyers.h"

#define OPENSSL_SUPPRESS_DEPRECATED /* what replaces it costs more than the hash itself */
#include <openssl/sha.h>

enum { SAID_MAX = 3, HOUR = 3600 };
enum step { CLAIM, WORK, CLAIM_WORKED, QUOTE, BUY };

struct attempt {
    const struct person *person;
    enum step step;
    char work[24];
    double begun;
};
struct rush {
    struct buyers buyers;
    const char *deal;
    size_t next; /* person */
    char total[32];
    struct samples decided; /* from the first question to having a piece, or to none */
    long units, claimed, bought, sold_out, worked, wrong, out_of_order;
    double begun, sold_out_after, first_refused, last_claimed;
};

static size_t write_claim(char *to, const struct rush *rush, const struct attempt *attempt,
                          const char *key)
{
    char body[64] = "{}";
    if (attempt->step == CLAIM_WORKED)
        snprintf(body, sizeof body, "{\"work\":\"%s\"}", attempt->work);
    return (size_t)snprintf(
        to, REQUEST_MAX,
        "POST /v1/deals/%s/claim HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
        "Content-Type: application/json\r\nIdempotency-Key: %s\r\n"
        "Content-Length: %zu\r\n\r\n%s",
        rush->deal, attempt->person->key, key, strlen(body), body);
}

static bool ask(struct rush *rush, struct client *client, struct attempt *attempt)
{
    char request[REQUEST_MAX], key[64];
    size_t size;
    snprintf(key, sizeof key, "rush-%td-%d", attempt->person - rush->buyers.people,
             (int)attempt->step);
    switch (attempt->step) {
    case WORK:
        size = (size_t)snprintf(request, sizeof request,
                                "GET /v1/deals/%s/work HTTP/1.1\r\nHost: localhost\r\n"
                                "Authorization: Bearer %s\r\n\r\n",
                                rush->deal, attempt->person->key);
        break;
    case QUOTE: size = request_cart(request, attempt->person); break;
    case BUY: size = request_buy(request, attempt->person, rush->total, key); break;
    case CLAIM:
    case CLAIM_WORKED:
    default: size = write_claim(request, rush, attempt, key); break;
    }
    bool sent = client_ask(client, request, size);
    if (attempt->step == CLAIM)
        attempt->begun = client->asked_at;
    return sent;
}

static bool has_zeros(const unsigned char *hash, int bits)
{
    for (int i = 0; i < bits; i++)
        if (hash[i / 8] & 0x80 >> i % 8)
            return false;
    return true;
}

/* The challenge and the bits out of the answer; then numbers until one fits. */
static bool do_work(const char *body, char work[static 24])
{
    const char *challenge = strstr(body, "\"challenge\":\""), *bits = strstr(body, "\"bits\":");
    unsigned char hash[SHA256_DIGEST_LENGTH];
    SHA256_CTX begun, state;
    char *at;
    if (!challenge || !bits)
        return false;
    int wanted = (int)strtol(bits + 7, NULL, 10);
    SHA256_Init(&begun);
    SHA256_Update(&begun, challenge + 13, 32);
    strncpy(work, "1000000", 24); /* counted up in decimal, from the last digit on */
    do {
        for (at = work + strlen(work) - 1; at > work && *at == '9'; at--)
            *at = '0';
        ++*at;
        state = begun;
        SHA256_Update(&state, work, strlen(work));
        SHA256_Final(hash, &state);
    } while (!has_zeros(hash, wanted));
    return true;
}

static void note_claimed(struct rush *rush, const struct client *client)
{
    rush->last_claimed = client_now();
    rush->out_of_order += rush->first_refused > 0 && client->asked_at > rush->first_refused;
    if (++rush->claimed == rush->units)
        rush->sold_out_after = client_now() - rush->begun;
}

/* What comes next for this buyer; false when the attempt is at its end. */
static bool take_answer(struct rush *rush, struct attempt *attempt, const struct client *client)
{
    const char *body = client_body(client);
    bool good = client->status == 200 || client->status == 201;
    bool claims = attempt->step == CLAIM || attempt->step == CLAIM_WORKED;
    if (claims)
        samples_note(&rush->decided, client_now() - attempt->begun);
    if (attempt->step == CLAIM && client->status == 428) {
        attempt->step = WORK;
        return true;
    }
    if (attempt->step == WORK && good && do_work(body, attempt->work)) {
        attempt->step = CLAIM_WORKED;
        rush->worked++;
        return true;
    }
    if (claims && good) {
        note_claimed(rush, client);
        attempt->step = *rush->total ? BUY : QUOTE;
        return true;
    }
    if (attempt->step == QUOTE && good && read_total(body, rush->total)) {
        attempt->step = BUY;
        return true;
    }
    if (attempt->step == BUY && good) {
        rush->bought++;
    } else if (claims && client->status == 409 && strstr(body, "\"DEAL_SOLD_OUT\"")) {
        rush->first_refused = rush->first_refused > 0 ? rush->first_refused : client_now();
        rush->sold_out++;
    } else if (++rush->wrong <= SAID_MAX) {
        fprintf(stderr, "rush: step %d: %d %.300s\n", (int)attempt->step, client->status, body);
    }
    return false;
}

static bool take_turn(struct client *client, void *context)
{
    struct rush *rush = context;
    if (!client->own)
        client->own = calloc(1, sizeof(struct attempt));
    struct attempt *attempt = client->own;
    if (!attempt->person || !take_answer(rush, attempt, client)) {
        if (rush->next == rush->buyers.count)
            return false;
        *attempt = (struct attempt){ .person = &rush->buyers.people[rush->next++] };
    }
    return ask(rush, client, attempt);
}

int main(int argument_count, char **arguments)
{
    if (argument_count != 6)
        return fprintf(stderr, "rush PORT PEOPLE CLIENTS DEAL UNITS\n"), 2;
    struct rush rush = { .buyers = buyers_read(arguments[2]),
                         .deal = arguments[4],
                         .units = strtol(arguments[5], NULL, 10) };
    struct crowd crowd = { .port = (int)strtol(arguments[1], NULL, 10),
                           .count = (size_t)strtol(arguments[3], NULL, 10),
                           .keeps_bodies = true,
                           .turn = take_turn,
                           .context = &rush };
    crowd_open(&crowd);
    rush.begun = client_now();
    double seconds = crowd_run(&crowd, HOUR);
    printf("{\"clients\": %zu, \"buyers\": %zu, \"seconds\": %.2f, \"sold_out_after\": %.2f, "
           "\"claimed\": %ld, \"bought\": %ld, \"sold_out\": %ld, \"worked\": %ld, "
           "\"out_of_order\": %ld, \"wrong\": %ld, \"lost\": %zu, \"p50_ms\": %.1f, "
           "\"p99_ms\": %.1f}\n",
           crowd.count, rush.buyers.count, seconds, rush.sold_out_after, rush.claimed, rush.bought,
           rush.sold_out, rush.worked, rush.out_of_order, rush.wrong, crowd.lost,
           samples_part_ms(&rush.decided, .5), samples_part_ms(&rush.decided, .99));
    bool whole = rush.bought == rush.units && rush.claimed == rush.units &&
                 rush.sold_out + rush.bought == (long)rush.buyers.count;
    return !whole || rush.wrong || crowd.lost || rush.out_of_order;
}
