/* Inside: a market opened, and acts in groups. */
#include "inside.h"

#include <malloc.h>

#include "base/id.h"
#include "base/log.h"
#include "main/settings.h"

void inside_fail(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

void inside_open(struct arena *memory, struct market *market, char **arguments, char ***ret_rest)
{
    const char *problem = "";
    mallopt(M_TRIM_THRESHOLD, 64 << 20); /* as the server keeps its heap (serve.c) */
    mallopt(M_TOP_PAD, 4 << 20);
    if (!settings_read(memory, arguments, &market->settings, ret_rest, &problem))
        inside_fail(problem);
    log_set_level((enum log_level)market->settings.log_level);
    if (!market_open(memory, market, false, &problem))
        inside_fail(problem);
    id_start(market_now());
}

struct group {
    store_act *act;
    char *items;
    size_t size, count;
};

static refused run_all(struct store_tx *tx, void *what)
{
    struct group *group = what;
    refused why = NULL;
    for (size_t i = 0; !why && i < group->count; i++)
        why = group->act(tx, group->items + i * group->size);
    return why;
}

void inside_group(struct store *store, store_act *act, void *items, size_t size, size_t count)
{
    refused why = store_transact(store, run_all, &(struct group){ act, items, size, count });
    if (why)
        inside_fail(why->name);
}
