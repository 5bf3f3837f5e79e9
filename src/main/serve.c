/* Serve: the server on its threads, jobs on one more, until told to stop. */
#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/log.h"
#include "main/market.h"
#include "web/server.h"

enum { JOBS_AT_ONCE = 100, JOBS_PAUSE_MS = 500 };

static struct moment system_clock(void *context)
{
    (void)context;
    return market_now();
}

struct job_thread {
    struct store *store;
    atomic_bool stop;
    pthread_t thread;
};

static void *run_jobs(void *context)
{
    struct job_thread *jobs = context;
    while (!atomic_load(&jobs->stop)) {
        if (jobs_run_due(jobs->store, market_now(), JOBS_AT_ONCE) == 0)
            poll(NULL, 0, JOBS_PAUSE_MS);
    }
    return NULL;
}

static void wait_for_signal(void)
{
    sigset_t wanted;
    struct signalfd_siginfo told;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    int handle = signalfd(-1, &wanted, 0);
    while (read(handle, &told, sizeof told) < 0 && errno == EINTR)
        continue;
    close(handle);
}

/* Before any thread is made, so that all inherit it. */
static void block_signals(void)
{
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &wanted, NULL);
}

int command_serve(struct arena *memory, struct market *market, char **arguments)
{
    const char *problem = "";
    struct job_thread jobs = { .store = market->store };
    (void)arguments;
    block_signals();
    /* Each act takes and gives back some hundred kilobytes; without these the heap of its thread is
     * grown and cut by two system calls an act (measured: 5 % of a checkout). */
    mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
    mallopt(M_TOP_PAD, 4 * 1024 * 1024);
    refused why = market_first(market, market_now());
    if (why) {
        fprintf(stderr, "souk: %s\n", why->sentence);
        return 1;
    }
    struct server *server = server_start(&(struct server_plan){ .store = market->store,
                                                                .settings = &market->settings,
                                                                .modules = modules,
                                                                .clock = system_clock },
                                         memory, &problem);
    if (!server) {
        fprintf(stderr, "souk: %s\n", problem);
        return 1;
    }
    pthread_create(&jobs.thread, NULL, run_jobs, &jobs);
    printf("souk serves at %s (port %d). Stop it with Ctrl-C.\n", market->settings.url,
           server_port(server));
    fflush(stdout);
    wait_for_signal();
    log_line(LOG_INFO, "stopping", LOG_INT("port", server_port(server)));
    atomic_store(&jobs.stop, true);
    pthread_join(jobs.thread, NULL);
    server_stop(server);
    return 0;
}
