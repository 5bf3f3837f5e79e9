/* Client: connections, answers, samples. */
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD_ROOM = 4096, EVENTS = 256, WAIT_MS = 200 };

void client_fail(const char *what)
{
    fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
    exit(2);
}

double client_now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

double client_cpu_seconds(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

uint32_t client_random(void)
{
    static uint64_t seed; /* xorshift64 */
    if (!seed)
        seed = UINT64_C(88172645463325252) ^ (uint64_t)getpid() << 20;
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 32);
}

static void *must_grow(void *old, size_t size)
{
    void *grown = realloc(old, size);
    if (!grown)
        client_fail("out of memory");
    return grown;
}

/* Lines and samples ------------------------------------------------------------------------ */

struct lines lines_read(const char *file)
{
    struct lines lines = { NULL, 0 };
    size_t room = 0, line_room = 0;
    char *line = NULL;
    FILE *from = fopen(file, "r");
    if (!from)
        client_fail(file);
    while (getline(&line, &line_room, from) >= 0) {
        line[strcspn(line, "\n")] = 0;
        if (lines.count == room)
            lines.items = must_grow(lines.items, (room = room ? room * 2 : 1024) * sizeof(char *));
        lines.items[lines.count++] = strdup(line);
    }
    free(line);
    fclose(from);
    return lines;
}

void samples_note(struct samples *samples, double seconds)
{
    if (samples->count == samples->room) {
        samples->room = samples->room ? samples->room * 2 : 65536;
        samples->items = must_grow(samples->items, samples->room * sizeof *samples->items);
    }
    samples->items[samples->count++] = (float)seconds;
}

static int by_size(const void *a, const void *b)
{
    float one = *(const float *)a, other = *(const float *)b;
    return (one > other) - (one < other);
}

double samples_part_ms(struct samples *samples, double part)
{
    if (!samples->count)
        return 0;
    qsort(samples->items, samples->count, sizeof *samples->items, by_size);
    return (double)samples->items[(size_t)((double)(samples->count - 1) * part)] * 1000;
}

/* Connections ------------------------------------------------------------------------------ */

static int connect_to(int port)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int one = 1, handle = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    if (handle < 0 || connect(handle, (struct sockaddr *)&to, sizeof to) != 0)
        client_fail("cannot connect");
    setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return handle;
}

static void end_client(struct crowd *crowd, struct client *client)
{
    close(client->handle);
    client->handle = -1;
    crowd->open--;
}

void crowd_open(struct crowd *crowd)
{
    crowd->epoll = epoll_create1(0);
    crowd->clients =
        crowd->clients ? crowd->clients : must_grow(NULL, crowd->count * sizeof *crowd->clients);
    for (size_t i = 0; i < crowd->count; i++) {
        struct client *client = &crowd->clients[i];
        *client = (struct client){ .handle = connect_to(crowd->port), .room = HEAD_ROOM };
        client->bytes = must_grow(NULL, HEAD_ROOM + 1);
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = client };
        epoll_ctl(crowd->epoll, EPOLL_CTL_ADD, client->handle, &event);
    }
    crowd->open = crowd->count;
}

bool client_ask(struct client *client, const char *request, size_t size)
{
    client->filled = client->head = client->body = client->to_come = 0;
    client->status = 0;
    client->asked_at = client_now();
    return send(client->handle, request, size, MSG_NOSIGNAL) == (ssize_t)size;
}

const char *client_body(const struct client *client)
{
    return client->bytes + client->head;
}

/* Answers ---------------------------------------------------------------------------------- */

/* False when the head is not one that this program understands. */
static bool read_head(struct crowd *crowd, struct client *client)
{
    client->bytes[client->filled] = 0;
    char *end = strstr(client->bytes, "\r\n\r\n");
    if (!end)
        return client->filled < client->room;
    char *length = strcasestr(client->bytes, "\r\nContent-Length:");
    client->head = (size_t)(end + 4 - client->bytes);
    client->status = (int)strtol(client->bytes + 9, NULL, 10);
    if (length && length < end)
        client->body = strtoul(length + 17, NULL, 10);
    else if (client->status != 204 && client->status != 304)
        return false;
    size_t got = client->filled - client->head;
    if (got > client->body)
        return false;
    client->to_come = client->body - got;
    size_t wanted = client->head + client->body;
    if (crowd->keeps_bodies && client->room < wanted)
        client->bytes = must_grow(client->bytes, (client->room = wanted) + 1);
    return true;
}

/* What is there now: more than 0, 0 when nothing is, below 0 when the connection is lost. */
static ssize_t take_bytes(struct crowd *crowd, struct client *client)
{
    bool throws_away = client->head && !crowd->keeps_bodies;
    size_t most = client->head ? client->to_come : client->room - client->filled;
    /* On TCP, MSG_TRUNC drops the bytes without copying them. */
    ssize_t size = recv(client->handle, throws_away ? NULL : client->bytes + client->filled, most,
                        MSG_DONTWAIT | (throws_away ? MSG_TRUNC : 0));
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (size <= 0)
        return -1;
    crowd->bytes += (uint64_t)size;
    if (client->head)
        client->to_come -= (size_t)size;
    if (!throws_away)
        client->filled += (size_t)size;
    if (!client->head && !read_head(crowd, client))
        return -1;
    return size;
}

static void take_answer(struct crowd *crowd, struct client *client)
{
    ssize_t size;
    do
        size = take_bytes(crowd, client);
    while (size > 0 && (!client->head || client->to_come));
    if (size == 0)
        return;
    if (size < 0) {
        crowd->lost++;
        end_client(crowd, client);
        return;
    }
    if (crowd->keeps_bodies)
        client->bytes[client->filled] = 0;
    client->seconds = client_now() - client->asked_at;
    if (!crowd->turn(client, crowd->context))
        end_client(crowd, client);
}

double crowd_run(struct crowd *crowd, double seconds)
{
    struct epoll_event events[EVENTS];
    double from = client_now();
    for (size_t i = 0; i < crowd->count; i++)
        if (!crowd->turn(&crowd->clients[i], crowd->context))
            end_client(crowd, &crowd->clients[i]);
    while (crowd->open > 0 && client_now() - from < seconds) {
        int ready = epoll_wait(crowd->epoll, events, EVENTS, WAIT_MS);
        for (int i = 0; i < ready; i++)
            take_answer(crowd, events[i].data.ptr);
    }
    return client_now() - from;
}
