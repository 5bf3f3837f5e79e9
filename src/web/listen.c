/* Listen: one socket, and event threads that serve it.
 *
 * Each thread runs a daemon of libmicrohttpd of its own. Whichever has the fewest connections
 * accepts the next one: left to chance, one thread may get nearly all. The threads are ours and not
 * the library's: its loop (as of 0.9.75) waits with its whole timeout when one look at epoll gave
 * exactly as many events as it takes at once, 128, although it has handled none of them, nor those
 * who were to be resumed. With hundreds of connections requests lay for half a minute so. Here the
 * thread itself waits, for the daemon's epoll or to be woken, and then lets the daemon look without
 * waiting. */
#include "web/transport.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"

enum {
    CONNECTIONS_MAX = 4096,
    CONNECTION_SECONDS = 30,
    CONNECTION_MEMORY = 32 * 1024, /* the request's line and headers must fit: else 431 */
    BACKLOG = 1024,
    IDLE_MILLISECONDS = 1000,
};

struct event_thread {
    struct server *server;
    struct MHD_Daemon *daemon;
    int wake; /* an eventfd: somebody is to be resumed, or to accept, or the end has come */
    atomic_int connections;
    bool full; /* no file was left for one more: until one is closed, or nothing happens */
    pthread_t thread;
};

static _Thread_local struct event_thread *own_thread;

/* Threads ---------------------------------------------------------------------------------- */

static void wake(const struct event_thread *one)
{
    eventfd_write(one->wake, 1);
}

struct event_thread *listen_own_thread(void)
{
    return own_thread;
}

/* Once resumed, the connection and all that hangs on it may be gone. */
void listen_resume(struct transport *transport)
{
    const struct event_thread *its = transport->event_thread;
    MHD_resume_connection(transport->connection);
    wake(its);
}

static void wake_all(struct server *server)
{
    for (size_t i = 0; i < server->event_count; i++)
        wake(&server->event_threads[i]);
}

static void count_connection(void *context, struct MHD_Connection *connection, void **thing,
                             enum MHD_ConnectionNotificationCode what)
{
    struct event_thread *own = context;
    (void)connection, (void)thing;
    own->connections += what == MHD_CONNECTION_NOTIFY_STARTED ? 1 : -1;
    own->full = false;
}

static bool accepts_next(const struct event_thread *own)
{
    const struct server *server = own->server;
    int fewest = own->connections;
    for (size_t i = 0; i < server->event_count; i++)
        if (server->event_threads[i].connections < fewest)
            return false;
    return !server->closed && !own->full;
}

/* The others may have slept until they had the fewest. */
static void accept_one(struct event_thread *own)
{
    struct sockaddr_storage from;
    socklen_t size = sizeof from;
    int made = accept4(own->server->listening, (struct sockaddr *)&from, &size,
                       SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (made < 0) { /* asked again at once, a thread would do nothing else */
        own->full = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
        return;
    }
    MHD_add_connection(own->daemon, made, (struct sockaddr *)&from, size);
    wake_all(own->server);
}

static void wait_for_events(struct event_thread *own)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(own->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    struct pollfd watched[] = { { .fd = info->epoll_fd, .events = POLLIN },
                                { .fd = own->wake, .events = POLLIN },
                                { .fd = own->server->listening, .events = POLLIN } };
    MHD_UNSIGNED_LONG_LONG due;
    eventfd_t times;
    int wait = IDLE_MILLISECONDS;
    if (MHD_get_timeout(own->daemon, &due) == MHD_YES && due < IDLE_MILLISECONDS)
        wait = (int)due;
    int ready = poll(watched, accepts_next(own) ? 3 : 2, wait);
    own->full = own->full && ready > 0;
    if (ready <= 0)
        return;
    if (watched[1].revents)
        eventfd_read(own->wake, &times);
    if (watched[2].revents)
        accept_one(own);
}

static void *run_events(void *context)
{
    struct event_thread *own = context;
    own_thread = own;
    while (!own->server->halted) {
        wait_for_events(own);
        MHD_run(own->daemon);
    }
    return NULL;
}

void listen_start(struct server *server)
{
    for (size_t i = 0; i < server->event_count; i++)
        if (pthread_create(&server->event_threads[i].thread, NULL, run_events,
                           &server->event_threads[i]) != 0) {
            fputs("souk: cannot start an event thread\n", stderr);
            abort();
        }
}

static void stop_daemons(struct server *server)
{
    for (size_t i = 0; i < server->event_count; i++) {
        if (server->event_threads[i].daemon)
            MHD_stop_daemon(server->event_threads[i].daemon);
        close(server->event_threads[i].wake);
    }
    close(server->listening);
}

void listen_close(struct server *server)
{
    server->closed = true;
    wake_all(server);
}

void listen_stop(struct server *server)
{
    server->halted = true;
    wake_all(server);
    for (size_t i = 0; i < server->event_count; i++)
        pthread_join(server->event_threads[i].thread, NULL);
    stop_daemons(server);
}

/* Opening ---------------------------------------------------------------------------------- */

static void log_fault(void *context, const char *format, va_list arguments)
{
    char words[300];
    (void)context;
    vsnprintf(words, sizeof words, format, arguments);
    words[strcspn(words, "\n")] = 0;
    log_line(LOG_DEBUG, "http", LOG_TEXT("says", words));
}

static char *read_whole(struct arena *memory, const char *path)
{
    FILE *file = fopen(path, "rb");
    AUTO(text) whole = { 0 };
    char block[4096];
    size_t size;
    if (!file)
        return NULL;
    while ((size = fread(block, 1, sizeof block, file)) > 0 && whole.length < 1024 * 1024)
        text_add_bytes(&whole, block, size);
    fclose(file);
    return arena_copy(memory, text_of(&whole));
}

/* -1 with errno when nobody can listen there. */
static int open_socket(const struct settings *settings, bool *ret_six)
{
    const char *address = settings->listen && *settings->listen ? settings->listen : "127.0.0.1";
    struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
    struct sockaddr_in four = { .sin_family = AF_INET };
    six.sin6_port = four.sin_port = htons((uint16_t)settings->port);
    *ret_six = inet_pton(AF_INET, address, &four.sin_addr) != 1;
    errno = EINVAL;
    if ((*ret_six && inet_pton(AF_INET6, address, &six.sin6_addr) != 1) || settings->port < 0 ||
        settings->port > 65535)
        return -1;
    int one = 1,
        made = socket(*ret_six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made < 0)
        return -1;
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (*ret_six)
        setsockopt(made, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    const struct sockaddr *to =
        *ret_six ? (const struct sockaddr *)&six : (const struct sockaddr *)&four;
    socklen_t size = *ret_six ? sizeof six : sizeof four;
    if (bind(made, to, size) == 0 && listen(made, BACKLOG) == 0)
        return made;
    int fault = errno;
    close(made);
    errno = fault;
    return -1;
}

/* False when a certificate is wanted and cannot be read. */
static bool read_certificate(struct server *server, struct MHD_OptionItem options[static 3])
{
    const struct settings *settings = server->plan.settings;
    options[0] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
    if (!settings->tls_certificate || !*settings->tls_certificate)
        return true;
    server->certificate = read_whole(server->memory, settings->tls_certificate);
    server->certificate_key =
        read_whole(server->memory, settings->tls_key ? settings->tls_key : "");
    if (!server->certificate || !server->certificate_key)
        return false;
    options[0] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, server->certificate };
    options[1] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, server->certificate_key };
    options[2] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
    return true;
}

static struct MHD_Daemon *open_daemon(struct event_thread *own, unsigned flags,
                                      const struct listen_callbacks *calls,
                                      struct MHD_OptionItem *more)
{
    struct server *server = own->server;
    /* The log comes first: later options may already speak. */
    return MHD_start_daemon(
        flags, 0, NULL, NULL, calls->serve, server, MHD_OPTION_EXTERNAL_LOGGER, log_fault, server,
        MHD_OPTION_NOTIFY_CONNECTION, count_connection, own, MHD_OPTION_URI_LOG_CALLBACK,
        calls->take_target, server, MHD_OPTION_UNESCAPE_CALLBACK, calls->leave_as_is, server,
        MHD_OPTION_NOTIFY_COMPLETED, calls->completed, server, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)(CONNECTIONS_MAX / server->event_count), MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)CONNECTION_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, more, MHD_OPTION_END);
}

bool listen_open(struct server *server, const struct listen_callbacks *callbacks,
                 const char **ret_problem)
{
    const struct settings *settings = server->plan.settings;
    struct MHD_OptionItem more[3];
    unsigned flags =
        MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    bool six;
    if (!read_certificate(server, more)) {
        *ret_problem = arena_format(server->memory, "cannot read the certificate %s or its key",
                                    settings->tls_certificate);
        return false;
    }
    server->listening = open_socket(settings, &six);
    if (server->listening < 0) {
        *ret_problem = arena_format(server->memory, "cannot listen on %s port %lld: %s",
                                    settings->listen, (long long)settings->port, strerror(errno));
        return false;
    }
    flags |= (server->certificate ? MHD_USE_TLS : 0) | (six ? MHD_USE_IPv6 : 0);
    server->event_count = settings->event_threads > 1 ? (size_t)settings->event_threads : 1;
    server->event_threads =
        arena_array(server->memory, server->event_count, sizeof *server->event_threads);
    for (size_t i = 0; i < server->event_count; i++) {
        server->event_threads[i].server = server;
        server->event_threads[i].wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        server->event_threads[i].daemon =
            open_daemon(&server->event_threads[i], flags, callbacks, more);
        if (server->event_threads[i].daemon)
            continue;
        *ret_problem = server->certificate ? "cannot serve: the certificate may be wrong"
                                           : "cannot serve: too few files or too little memory";
        stop_daemons(server);
        return false;
    }
    return true;
}

int server_port(const struct server *server)
{
    struct sockaddr_storage own = { 0 };
    socklen_t size = sizeof own;
    if (getsockname(server->listening, (struct sockaddr *)&own, &size) != 0)
        return 0;
    struct sockaddr_in6 six;
    struct sockaddr_in four;
    memcpy(&six, &own, sizeof six);
    memcpy(&four, &own, sizeof four);
    return ntohs(own.ss_family == AF_INET6 ? six.sin6_port : four.sin_port);
}
