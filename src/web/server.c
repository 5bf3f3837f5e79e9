/* Server: libmicrohttpd's callbacks, the act threads and their queue.
 *
 * An event thread takes the headers and the body, and answers at once what can be read at once.
 * What must wait is put on the queue with its connection suspended; an act thread makes the
 * answer and resumes it. The queue is bounded: beyond it the answer is 503, at once. */
#include "web/transport.h"

#include <unistd.h>

#include "base/log.h"

enum { QUEUE_MAX = 1024, STOP_SECONDS = 15 };

static int64_t monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

/* Act threads ------------------------------------------------------------------------------ */

/* Ends the turn of who comes again, and waits for the next; NULL at the end. */
static struct transport *queue_take(struct server *server, bool again)
{
    pthread_mutex_lock(&server->queue_lock);
    server->busy -= again;
    while (!server->queue_first && !server->stopping)
        pthread_cond_wait(&server->queue_more, &server->queue_lock);
    struct transport *transport = server->queue_first;
    if (transport) {
        server->queue_first = transport->next;
        if (!server->queue_first)
            server->queue_last = NULL;
        server->queued--;
        server->busy++;
    }
    pthread_mutex_unlock(&server->queue_lock);
    return transport;
}

static void *act_thread(void *context)
{
    struct server *server = context;
    struct transport *transport = queue_take(server, false);
    for (; transport; transport = queue_take(server, true)) {
        dispatch_run(transport);
        listen_resume(transport);
    }
    return NULL;
}

/* The connection is suspended already. Whoever is woken finds the lock free. */
static bool queue_add(struct server *server, struct transport *transport)
{
    pthread_mutex_lock(&server->queue_lock);
    bool room = server->queued < server->queue_max && !server->stopping;
    if (room) {
        transport->next = NULL;
        if (server->queue_last)
            server->queue_last->next = transport;
        else
            server->queue_first = transport;
        server->queue_last = transport;
        server->queued++;
    }
    pthread_mutex_unlock(&server->queue_lock);
    if (room)
        pthread_cond_signal(&server->queue_more);
    return room;
}

/* Callbacks -------------------------------------------------------------------------------- */

static struct transport *transport_make(struct server *server, const char *target,
                                        struct MHD_Connection *connection)
{
    struct transport *transport = must_take(sizeof *transport);
    transport->server = server;
    transport->connection = connection;
    transport->event_thread = listen_own_thread();
    char *own = arena_copy(&transport->memory, target);
    if (!text_is_utf8(own, strlen(own))) /* nobody's address; it must not break the log */
        for (char *at = own; *at; at++)
            *at = *at > ' ' && *at <= '~' ? *at : '_';
    transport->target = own;
    transport->started_us = monotonic_us();
    struct request *request = &transport->request;
    request->transport = transport;
    request->memory = &transport->memory;
    request->store = server->plan.store;
    request->settings = server->plan.settings;
    request->now = server->plan.clock(server->plan.clock_context);
    return transport;
}

static void transport_free(struct transport *transport)
{
    body_clear(transport);
    text_clear(&transport->text);
    json_decref(transport->replay);
    arena_clear(&transport->memory);
    free(transport);
}

static void *take_target(void *context, const char *target, struct MHD_Connection *connection)
{
    return transport_make(context, target, connection);
}

static enum MHD_Result send_answer(struct transport *transport)
{
    struct MHD_Response *response = answer_response(transport);
    enum MHD_Result queued =
        MHD_queue_response(transport->connection, (unsigned)transport->status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result answer_now_or_later(struct transport *transport)
{
    struct server *server = transport->server;
    if (!dispatch_needs_thread(transport)) {
        dispatch_run(transport);
        return send_answer(transport);
    }
    MHD_suspend_connection(transport->connection); /* first: an act thread may be quicker */
    if (queue_add(server, transport))
        return MHD_YES;
    server->figures.queue_full++;
    transport->early = &SERVER_BUSY;
    dispatch_run(transport);
    listen_resume(transport);
    return MHD_YES;
}

static enum MHD_Result serve(void *context, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *bytes,
                             size_t *size, void **thing)
{
    struct transport *transport = *thing;
    (void)context, (void)url, (void)version, (void)connection;
    if (transport->done)
        return send_answer(transport);
    if (!transport->request_id) {
        dispatch_begin(transport, method);
        if (transport->early == &BODY_TOO_LARGE) { /* said before the body comes */
            dispatch_run(transport);
            return send_answer(transport);
        }
        return MHD_YES;
    }
    if (*size) {
        bool goes_on = body_add(transport, bytes, *size);
        *size = 0;
        return goes_on ? MHD_YES : MHD_NO;
    }
    return answer_now_or_later(transport);
}

static void count_answer(struct server *server, const struct transport *transport, int64_t micros)
{
    static const int64_t bounds[] = { 500, 1000, 5000, 10000, 50000, 100000, 500000 };
    struct figures *figures = &server->figures;
    size_t bucket = 0;
    while (bucket < sizeof bounds / sizeof bounds[0] && micros > bounds[bucket])
        bucket++;
    figures->requests++;
    figures->micros += micros;
    figures->buckets[bucket]++;
    if (transport->status >= 100 && transport->status < 600)
        figures->by_class[transport->status / 100]++;
}

static void completed(void *context, struct MHD_Connection *connection, void **thing,
                      enum MHD_RequestTerminationCode why)
{
    struct transport *transport = *thing;
    (void)connection;
    if (!transport)
        return;
    *thing = NULL;
    int64_t micros = monotonic_us() - transport->started_us;
    count_answer(context, transport, micros);
    if (transport->request_id) {
        /* Without the query: people type things there that are nobody's business. */
        const char *path = arena_copy_bytes(&transport->memory, transport->target,
                                            strcspn(transport->target, "?"));
        log_line(LOG_INFO, "served",
                 LOG_TEXT("method", transport->options ? "OPTIONS"
                                    : transport->head  ? "HEAD"
                                                       : method_names[transport->method]),
                 LOG_TEXT("path", path), LOG_INT("status", transport->status),
                 LOG_INT("us", micros), LOG_TEXT("request", transport->request_id),
                 LOG_INT("whole", why == MHD_REQUEST_TERMINATED_COMPLETED_OK));
    }
    transport_free(transport);
}

/* Paths and queries are decoded by us, where what they mean is known. */
static size_t leave_as_is(void *context, struct MHD_Connection *connection, char *words)
{
    (void)context, (void)connection;
    return strlen(words);
}

static const struct listen_callbacks callbacks = { serve, take_target, leave_as_is, completed };

/* Starting --------------------------------------------------------------------------------- */

static const struct module *const *with_own(struct arena *memory, const struct module *const *given)
{
    size_t count = 0;
    while (given[count])
        count++;
    const struct module **all = arena_array(memory, count + 2, sizeof *all);
    memcpy(all, given, count * sizeof *all);
    all[count] = &problems_module;
    return all;
}

static bool check_pages(const struct server *server, const char **ret_problem)
{
    size_t count;
    const struct routed *const *all = router_all(server->router, &count);
    for (size_t i = 0; i < count; i++) {
        const struct route *route = all[i]->route;
        if (!route->page || pages_know(server->pages, route->page))
            continue;
        *ret_problem = arena_format(server->memory, "there is no page %s for %s %s", route->page,
                                    method_names[route->method], route->path);
        return false;
    }
    return true;
}

/* A browser takes Secure cookies from http://localhost, but from no other plain address. */
static bool cookies_secure(const char *url)
{
    const char *host = strstr(url, "://");
    if (text_starts(url, "https:") || !host)
        return true;
    host += 3;
    size_t length = strcspn(host, ":/");
    return (length == 9 && strncmp(host, "localhost", 9) == 0) ||
           (length == 9 && strncmp(host, "127.0.0.1", 9) == 0);
}

static void init_queue(struct server *server)
{
    pthread_mutex_init(&server->queue_lock, NULL);
    pthread_cond_init(&server->queue_more, NULL);
    pthread_mutex_init(&server->flights_lock, NULL);
    pthread_cond_init(&server->flights_less, NULL);
    server->queue_max = QUEUE_MAX;
}

static void start_acts(struct server *server)
{
    int64_t wanted = server->plan.settings->act_threads;
    server->act_count = wanted > 0 ? (size_t)wanted : 8;
    server->act_threads = arena_array(server->memory, server->act_count, sizeof(pthread_t));
    for (size_t i = 0; i < server->act_count; i++)
        if (pthread_create(&server->act_threads[i], NULL, act_thread, server) != 0) {
            server->act_count = i;
            break;
        }
}

struct server *server_start(const struct server_plan *plan, struct arena *memory,
                            const char **ret_problem)
{
    struct server *server = arena_take(memory, sizeof *server);
    const struct settings *settings = plan->settings;
    server->plan = *plan;
    server->memory = memory;
    server->modules = with_own(memory, plan->modules);
    server->secure = cookies_secure(settings->url);
    server->cookie_name = server->secure ? "__Host-souk" : "souk";
    server->reads_wait = plan->store && store_is_postgres(plan->store);
    server->csrf_key = secret_derive(&settings->master, "csrf");
    server->visitor_key = secret_derive(&settings->master, "visitor");
    server->router = router_make(server->modules, memory, ret_problem);
    server->pages = server->router ? pages_make(memory, ret_problem) : NULL;
    if (!server->pages)
        return NULL;
    problems_collect(server);
    AUTO(text) openapi = { 0 };
    openapi_write(&openapi, plan->modules, settings);
    server->openapi = arena_copy(memory, text_of(&openapi));
    server->limits = limits_make();
    init_queue(server);
    if (check_pages(server, ret_problem) && listen_open(server, &callbacks, ret_problem)) {
        start_acts(server);
        listen_start(server);
        return server;
    }
    pages_free(server->pages);
    limits_free(server->limits);
    return NULL;
}

/* Stopping --------------------------------------------------------------------------------- */

static size_t left_to_do(struct server *server)
{
    pthread_mutex_lock(&server->queue_lock);
    size_t left = server->queued + server->busy;
    pthread_mutex_unlock(&server->queue_lock);
    return left;
}

void server_stop(struct server *server)
{
    listen_close(server);
    for (int waited = 0; left_to_do(server) && waited < STOP_SECONDS * 100; waited++)
        usleep(10000);
    pthread_mutex_lock(&server->queue_lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->queue_more);
    pthread_mutex_unlock(&server->queue_lock);
    for (size_t i = 0; i < server->act_count; i++)
        pthread_join(server->act_threads[i], NULL);
    usleep(20000); /* what was just resumed is sent */
    listen_stop(server);
    pages_free(server->pages);
    limits_free(server->limits);
}
