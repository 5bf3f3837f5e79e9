/* Load: many buyers at once over keep-alive connections, one thread, epoll.
 *
 *   load PORT PEOPLE CLIENTS SECONDS [ANSWERED]
 * PEOPLE is what prepare wrote. Each client is a buyer of its own that puts an offer into the cart,
 * reads the quote, buys it by the sandbox card, and begins again. ANSWERED gets a line for each
 * purchase that was answered 201, for the test that none is lost. Prints one JSON object. A program
 * of its own: it shares no code with the server. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#undef time
#undef rand

enum { BUFFER = 1 << 16, CLIENTS_MAX = 1024, PEOPLE_MAX = 100000, SAMPLES_MAX = 4000000 };
enum step { ADD, QUOTE, BUY, STEPS };

struct person {
    char key[64], address[32];
};
struct client {
    int handle;
    struct person *person;
    enum step step;
    char total[32];
    char buffer[BUFFER];
    size_t filled;
    double begun, bought_from;
    uint32_t offer;
    long turn;
};

static struct person people[PEOPLE_MAX];
static char (*offers)[24];
static size_t person_count, offer_count;
static struct client *clients[CLIENTS_MAX];
static double *samples[STEPS + 1]; /* by step, and the whole purchase */
static size_t sample_count[STEPS + 1];
static long refused_count, done_count;
static FILE *answered;
static int port;
static uint64_t seed = 88172645463325252u;

static uint32_t next_random(void) /* xorshift64 */
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 32);
}

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void read_people(const char *file)
{
    FILE *from = fopen(file, "r");
    char line[256];
    bool in_offers = false;
    size_t room = 0;
    if (!from)
        die(file);
    while (fgets(line, sizeof line, from)) {
        if (line[0] == '\n') {
            in_offers = true;
        } else if (!in_offers && person_count < PEOPLE_MAX) {
            struct person *person = &people[person_count];
            person_count += sscanf(line, "%63s %31s", person->key, person->address) == 2;
        } else if (in_offers) {
            if (offer_count == room)
                offers = realloc(offers, (room = room ? room * 2 : 1024) * sizeof *offers);
            offer_count += sscanf(line, "%23s", offers[offer_count]) == 1;
        }
    }
    fclose(from);
}

static int open_connection(void)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int one = 1, handle = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    if (handle < 0 || connect(handle, (struct sockaddr *)&to, sizeof to) != 0)
        return -1;
    setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return handle;
}

static bool send_step(struct client *client)
{
    char body[512] = "", request[1024];
    int length, size = 0;
    if (client->step == ADD)
        size = snprintf(body, sizeof body, "{\"offer\":\"%s\"}", offers[client->offer]);
    if (client->step == BUY)
        size = snprintf(body, sizeof body,
                        "{\"address\":\"%s\",\"total\":{\"minor\":%s,\"currency\":\"EUR\"},"
                        "\"pay_with\":\"tok_visa\"}",
                        client->person->address, client->total);
    if (client->step == QUOTE)
        length =
            snprintf(request, sizeof request,
                     "GET /v1/cart HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n",
                     client->person->key);
    else
        length =
            snprintf(request, sizeof request,
                     "POST /v1/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                     "Content-Type: application/json\r\nIdempotency-Key: %p-%ld-%d-%ld\r\n"
                     "Content-Length: %d\r\n\r\n%s",
                     client->step == ADD ? "cart/lines" : "purchases", client->person->key,
                     (void *)client, client->turn, (int)client->step, (long)getpid(), size, body);
    client->begun = now();
    if (client->step == ADD)
        client->bought_from = client->begun;
    client->filled = 0;
    return send(client->handle, request, (size_t)length, MSG_NOSIGNAL) == length;
}

/* The whole answer is there: its status, else 0. */
static int whole_answer(struct client *client, const char **ret_body)
{
    client->buffer[client->filled] = 0;
    char *end = strstr(client->buffer, "\r\n\r\n");
    if (!end)
        return 0;
    char *length = strcasestr(client->buffer, "\r\nContent-Length:");
    size_t size = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
    if (client->filled < (size_t)(end + 4 - client->buffer) + size)
        return 0;
    *ret_body = end + 4;
    return (int)strtol(client->buffer + 9, NULL, 10);
}

static void note(int which, double seconds)
{
    if (sample_count[which] < SAMPLES_MAX)
        samples[which][sample_count[which]++] = seconds;
}

static void keep_answered(const char *body)
{
    const char *at = strstr(body, "\"purchase\":\"");
    if (answered && at)
        fprintf(answered, "%.17s\n", at + 12);
}

/* The cart's total is the last "total" of the answer: orders' totals come before it. */
static bool read_total(struct client *client, const char *body)
{
    const char *found = NULL;
    for (const char *at = body; (at = strstr(at, "\"total\":{\"minor\":")); at += 10)
        found = at + 17;
    if (!found)
        return false;
    snprintf(client->total, sizeof client->total, "%.*s", (int)strspn(found, "0123456789"), found);
    return true;
}

/* Goes on to the next step; a refused one begins again from an empty mind. */
static void take_answer(struct client *client, int status, const char *body)
{
    double at = now();
    note(client->step, at - client->begun);
    bool good = status == 200 || status == 201;
    if (client->step == QUOTE)
        good = good && read_total(client, body);
    if (!good) {
        refused_count++;
        if (refused_count < 4)
            fprintf(stderr, "load: step %d refused: %d %.300s\n", (int)client->step, status, body);
        client->step = ADD;
        client->offer = next_random() % (uint32_t)offer_count;
    } else if (client->step == BUY) {
        done_count++;
        note(STEPS, at - client->bought_from);
        keep_answered(body);
        client->step = ADD;
        client->offer = next_random() % (uint32_t)offer_count;
    } else {
        client->step++;
    }
    client->turn++;
}

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

static double part_ms(int which, double part)
{
    if (!sample_count[which])
        return 0;
    return samples[which][(size_t)((double)(sample_count[which] - 1) * part)] * 1000;
}

static void print_figures(int count, double seconds)
{
    for (int i = 0; i <= STEPS; i++)
        qsort(samples[i], sample_count[i], sizeof(double), by_size);
    printf("{\"clients\": %d, \"seconds\": %.2f, \"orders\": %ld, \"orders_per_second\": %.1f, "
           "\"refused\": %ld, \"p50_ms\": %.2f, \"p99_ms\": %.2f, \"purchase_p50_ms\": %.2f, "
           "\"purchase_p99_ms\": %.2f, \"add_p99_ms\": %.2f, \"quote_p99_ms\": %.2f}\n",
           count, seconds, done_count, (double)done_count / seconds, refused_count,
           part_ms(BUY, .5), part_ms(BUY, .99), part_ms(STEPS, .5), part_ms(STEPS, .99),
           part_ms(ADD, .99), part_ms(QUOTE, .99));
}

static bool take_bytes(struct client *client)
{
    ssize_t size =
        recv(client->handle, client->buffer + client->filled, BUFFER - 1 - client->filled, 0);
    if (size <= 0)
        return false;
    client->filled += (size_t)size;
    const char *body;
    int status = whole_answer(client, &body);
    if (!status)
        return client->filled < BUFFER - 1;
    take_answer(client, status, body);
    return true;
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 5)
        return fprintf(stderr, "load PORT PEOPLE CLIENTS SECONDS [ANSWERED]\n"), 2;
    port = (int)strtol(arguments[1], NULL, 10);
    read_people(arguments[2]);
    int count = (int)strtol(arguments[3], NULL, 10), epoll = epoll_create1(0), open = 0;
    double length = strtod(arguments[4], NULL);
    answered = argument_count > 5 ? fopen(arguments[5], "a") : NULL;
    if (count > CLIENTS_MAX || (size_t)count > person_count || !offer_count)
        return fprintf(stderr, "load: too few people or offers\n"), 2;
    seed ^= (uint64_t)getpid() << 20;
    for (int i = 0; i <= STEPS; i++)
        samples[i] = malloc(SAMPLES_MAX * sizeof(double));
    for (int i = 0; i < count; i++) {
        clients[i] = calloc(1, sizeof(struct client));
        *clients[i] = (struct client){ .handle = open_connection(),
                                       .person = &people[i],
                                       .offer = next_random() % (uint32_t)offer_count };
        if (clients[i]->handle < 0)
            die("cannot connect");
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = clients[i] };
        epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i]->handle, &event);
        open += send_step(clients[i]);
    }
    double from = now();
    struct epoll_event events[256];
    while (open > 0 && now() - from < length) {
        int ready = epoll_wait(epoll, events, 256, 200);
        for (int i = 0; i < ready; i++) {
            struct client *client = events[i].data.ptr;
            long turn = client->turn;
            bool alive = take_bytes(client) && (client->turn == turn || send_step(client));
            if (!alive) {
                close(client->handle);
                open--;
            }
        }
        if (answered && ready > 0)
            fflush(answered);
    }
    print_figures(count, now() - from);
    return 0;
}
