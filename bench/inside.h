/* Inside: what the benches share that call the modules in their own process, without HTTP. */
#pragma once

#include "main/market.h"

/* Opens the market of the settings (environment and flags); the flags that are none are left in
 * ret_rest. Stops the program when it cannot. */
void inside_open(struct arena *memory, struct market *market, char **arguments, char ***ret_rest);

/* One durable commit of many acts, as the server's writer makes them of several threads' acts.
 * Stops the program when one is refused. */
void inside_group(struct store *store, store_act *act, void *items, size_t size, size_t count);

void inside_fail(const char *what) __attribute__((noreturn));
