/* HTTP floor: the bare HTTP library with a fixed answer, for what pages are measured against.
 *
 *   http_floor EVENT_THREADS BYTES
 * Serves the same page at every address, set up as the market's server is. Prints "(port N)" and
 * serves until it is told to stop. */
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>

static struct MHD_Response *page;

static enum MHD_Result serve(void *context, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *bytes,
                             size_t *size, void **thing)
{
    static int begun;
    (void)context, (void)url, (void)method, (void)version, (void)bytes;
    if (!*thing) { /* the headers are here; a body might come */
        *thing = &begun;
        return MHD_YES;
    }
    *size = 0;
    return MHD_queue_response(connection, MHD_HTTP_OK, page);
}

static struct MHD_Response *make_page(size_t size)
{
    char *bytes = malloc(size + 1);
    if (!bytes)
        exit(1);
    memset(bytes, 'x', size);
    struct MHD_Response *made = MHD_create_response_from_buffer(size, bytes, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(made, "Content-Type", "text/html; charset=utf-8");
    return made;
}

int main(int count, char **arguments)
{
    sigset_t stop;
    int signal;
    if (count < 3)
        return fprintf(stderr, "http_floor EVENT_THREADS BYTES\n"), 2;
    unsigned threads = (unsigned)strtoul(arguments[1], NULL, 10);
    page = make_page(strtoul(arguments[2], NULL, 10));
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGPIPE);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    struct sockaddr_in own = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, serve, NULL,
        MHD_OPTION_SOCK_ADDR, &own, MHD_OPTION_CONNECTION_LIMIT, 4096u,
        MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32768,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u,
        threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads, MHD_OPTION_END);
    if (!daemon)
        return fprintf(stderr, "http_floor: cannot listen\n"), 1;
    printf("http_floor serves (port %d)\n",
           MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    sigdelset(&stop, SIGPIPE);
    sigwait(&stop, &signal);
    MHD_stop_daemon(daemon);
    MHD_destroy_response(page);
    return 0;
}
