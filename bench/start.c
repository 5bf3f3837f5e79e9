/* Start: how long it takes from exec to the first page.
 *
 *   start PATH COMMAND [ARGUMENT ...]
 * Starts the command, waits until it says "(port N)", asks there for the page, takes the whole
 * answer and tells the command to stop. Prints the milliseconds as one JSON object. */
#include "client.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS_MAX = 30 };

struct first_page {
    char request[1024];
    bool asked;
    int status;
    size_t size;
};

static bool take_turn(struct client *client, void *context)
{
    struct first_page *page = context;
    if (!page->asked) {
        page->asked = true;
        return client_ask(client, page->request, strlen(page->request));
    }
    page->status = client->status;
    page->size = client->body;
    return false;
}

static pid_t run(char **command, FILE **ret_says)
{
    int ends[2];
    if (pipe(ends) != 0)
        client_fail("pipe");
    pid_t process = fork();
    if (process == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execv(command[0], command);
        _exit(127);
    }
    close(ends[1]);
    *ret_says = fdopen(ends[0], "r");
    return process;
}

static int read_port(FILE *says)
{
    char line[512];
    int port = 0;
    while (!port && fgets(line, sizeof line, says)) {
        const char *at = strstr(line, "(port ");
        port = at ? (int)strtol(at + 6, NULL, 10) : 0;
    }
    return port;
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 3)
        return fprintf(stderr, "start PATH COMMAND [ARGUMENT ...]\n"), 2;
    struct first_page page = { 0 };
    snprintf(page.request, sizeof page.request, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n",
             arguments[1]);
    FILE *says;
    double from = client_now();
    pid_t process = run(arguments + 2, &says);
    struct crowd crowd = { .count = 1, .turn = take_turn, .context = &page };
    crowd.port = read_port(says);
    double listening = client_now();
    if (crowd.port) {
        crowd_open(&crowd);
        crowd_run(&crowd, SECONDS_MAX);
    }
    double answered = client_now();
    kill(process, SIGTERM);
    waitpid(process, NULL, 0);
    printf("{\"status\": %d, \"bytes\": %zu, \"listening_ms\": %.1f, \"answered_ms\": %.1f}\n",
           page.status, page.size, (listening - from) * 1000, (answered - from) * 1000);
    return page.status == 200 ? 0 : 1;
}
