/* Market: the store with all modules' tables, listeners and jobs, ready to serve. */
#pragma once

#include "base/settings.h"
#include "store/store.h"
#include "web/route.h"

struct market {
    struct settings settings;
    struct store *store;
};

/* Opens the database (making the key and the file first when `make` is set), brings its schema up
 * to date, registers what modules hear and do, and claims a node number. False with one line. */
bool market_open(struct arena *memory, struct market *market, bool make, const char **ret_problem);
/* Fills what every market needs; may be done at each start. */
refused market_first(struct market *market, struct moment now);
void market_close(struct market *market);

/* Proves the books and that orders, holds and payments agree. NULL, or the first fault. */
const char *market_verify(struct store *store, struct arena *memory);

/* Runs what is due as time goes on from `from` to `to`, in steps of at most an hour, so that each
 * job runs near its own time. Gives how many jobs were run. */
int market_tick(struct store *store, struct moment from, struct moment to);

struct moment market_now(void); /* the system's clock: asked here and nowhere else */

/* Commands: main.c dispatches by name. `arguments` is what the settings left, NULL-ended. */
struct command {
    const char *name, *says, *help;
    int (*run)(struct arena *memory, struct market *market, char **arguments);
    bool makes; /* may make the market's files */
    bool bare;  /* needs no database */
    bool past;  /* makes a market in a simulated past: ids are of then, no commit is durable */
};
extern const struct command commands[];
int command_serve(struct arena *memory, struct market *market, char **arguments);
int command_demo(struct arena *memory, struct market *market, char **arguments);
int command_import(struct arena *memory, struct market *market, char **arguments);
int command_eval(struct arena *memory, struct market *market, char **arguments);
int command_simulate(struct arena *memory, struct market *market, char **arguments);
int command_train(struct arena *memory, struct market *market, char **arguments);

/* The value behind --name among arguments, or NULL. */
const char *command_flag(char **arguments, const char *name);
bool command_has(char **arguments, const char *name); /* --name stands there */
