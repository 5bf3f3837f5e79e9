/* Fetch: GET, many times at once.
 *
 *   fetch PORT FILE-OF-PATHS CONNECTIONS SECONDS ["Header: line" ...]
 * Each connection asks for a random path of the file, again and again. Prints one JSON object. */
#include "client.h"

enum { REQUEST_MAX = 4096, SAID_MAX = 3 };

struct fetching {
    struct lines requests; /* whole ones, made once */
    size_t *sizes;
    struct samples samples;
    long answers, not_200;
};

static void make_requests(struct fetching *fetching, const char *file, char **headers)
{
    char more[REQUEST_MAX] = "", request[REQUEST_MAX * 2];
    size_t used = 0;
    for (; *headers && used < sizeof more; headers++)
        used += (size_t)snprintf(more + used, sizeof more - used, "%s\r\n", *headers);
    fetching->requests = lines_read(file);
    fetching->sizes = calloc(fetching->requests.count + 1, sizeof(size_t));
    for (size_t i = 0; i < fetching->requests.count; i++) {
        char **line = &fetching->requests.items[i];
        int size = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n",
                            *line, more);
        free(*line);
        *line = strdup(request);
        fetching->sizes[i] = (size_t)size;
    }
}

static bool take_turn(struct client *client, void *context)
{
    struct fetching *fetching = context;
    if (client->status) {
        fetching->answers++;
        samples_note(&fetching->samples, client->seconds);
        if (client->status != 200 && ++fetching->not_200 <= SAID_MAX)
            fprintf(stderr, "fetch: answered %d: %.300s\n", client->status, client->bytes);
    }
    size_t which = client_random() % fetching->requests.count;
    return client_ask(client, fetching->requests.items[which], fetching->sizes[which]);
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 5)
        return fprintf(stderr, "fetch PORT FILE-OF-PATHS CONNECTIONS SECONDS [\"Header: line\"]\n"),
               2;
    struct fetching fetching = { 0 };
    make_requests(&fetching, arguments[2], arguments + 5);
    if (!fetching.requests.count)
        return fprintf(stderr, "fetch: there are no paths in %s\n", arguments[2]), 2;
    struct crowd crowd = { .port = (int)strtol(arguments[1], NULL, 10),
                           .count = (size_t)strtol(arguments[3], NULL, 10),
                           .turn = take_turn,
                           .context = &fetching };
    crowd_open(&crowd);
    double seconds = crowd_run(&crowd, strtod(arguments[4], NULL));
    long answers = fetching.answers ? fetching.answers : 1;
    printf("{\"connections\": %zu, \"seconds\": %.2f, \"requests\": %ld, "
           "\"requests_per_second\": %.1f, \"not_200\": %ld, \"lost\": %zu, \"bytes_each\": %.0f, "
           "\"p50_ms\": %.2f, \"p99_ms\": %.2f, \"cpu_seconds\": %.2f}\n",
           crowd.count, seconds, fetching.answers, (double)fetching.answers / seconds,
           fetching.not_200, crowd.lost, (double)crowd.bytes / (double)answers,
           samples_part_ms(&fetching.samples, .5), samples_part_ms(&fetching.samples, .99),
           client_cpu_seconds());
    return fetching.answers ? 0 : 1;
}
