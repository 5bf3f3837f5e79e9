/* Server: HTTP on event threads, acts on act threads. */
#pragma once

#include "store/store.h"
#include "web/route.h"

struct server;

/* The moment now; main gives the system's, stories one that can be moved. */
typedef struct moment server_clock(void *context);

struct server_plan {
    struct store *store;
    const struct settings *settings;
    const struct module *const *modules;
    server_clock *clock;
    void *clock_context;
};

/* NULL with one clear line in ret_problem: a port taken, two routes alike, a template that does
 * not parse. */
struct server *server_start(const struct server_plan *plan, struct arena *memory,
                            const char **ret_problem);
int server_port(const struct server *server);
void server_stop(struct server *server); /* lets what is being answered finish */

/* The OpenAPI 3.1 document of the modules' routes. */
void openapi_write(text *to, const struct module *const *modules, const struct settings *settings);
