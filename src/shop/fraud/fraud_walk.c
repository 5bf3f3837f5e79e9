/* Fraud, walk: batches of decisions, unpacked by the list of signals that wrote them. */
#include "shop/fraud/fraud_walk.h"

#include "base/id.h"
#include "shop/fraud/fraud_inside.h"
#include "shop/fraud/fraud_sql.h"

enum { BATCH = 2000, LAYOUTS = 8 };

/* Lists of signals, of the few builds that wrote decisions. */
struct layouts {
    struct {
        int64_t number;
        struct fraud_layout layout;
        bool known;
    } items[LAYOUTS];
    size_t count;
};

static const struct fraud_layout *layout_of(struct store_tx *tx, struct arena *memory,
                                            struct layouts *layouts, int64_t number)
{
    for (size_t i = 0; i < layouts->count; i++)
        if (layouts->items[i].number == number)
            return layouts->items[i].known ? &layouts->items[i].layout : NULL;
    size_t at = layouts->count < LAYOUTS ? layouts->count++ : LAYOUTS - 1;
    layouts->items[at].number = number;
    layouts->items[at].known = fraud_layout_find(tx, memory, number, &layouts->items[at].layout);
    return layouts->items[at].known ? &layouts->items[at].layout : NULL;
}

struct read_decision {
    struct fraud_decision decision;
    const unsigned char *bytes;
    size_t size;
};

/* Gives how many were read; the last one's id goes to *after. */
static size_t walk_batch(struct store *store, const struct fraud_walk *walk, size_t most,
                         struct layouts *layouts, struct arena *kept, int64_t *after)
{
    AUTO(arena) memory = { 0 };
    size_t count = 0;
    struct read_decision *read = arena_array(&memory, BATCH, sizeof *read);
    struct store_tx *tx = store_read(store);
    struct currency reference = store_tx_settings(tx)->reference;
    struct rows rows = store_query(
        tx, &fraud_select_between,
        WITH(INT(*after), INT(id_first(walk->to)), INT((int64_t)(most < BATCH ? most : BATCH))));
    while (rows_next(&rows) && count < BATCH) {
        read[count].decision = fraud_from_row(&rows, &memory, reference);
        read[count].bytes = rows_bytes(&rows, &memory, "signals", &read[count].size);
        count++;
    }
    for (size_t i = 0; i < count; i++) {
        struct fraud_signals signals;
        const struct fraud_layout *layout =
            layout_of(tx, kept, layouts, fraud_signals_layout_of(read[i].bytes, read[i].size));
        if (layout && read[i].decision.act < FRAUD_ACTS &&
            fraud_signals_unpack(&memory, layout, read[i].bytes, read[i].size, &signals))
            walk->see(walk->what, &read[i].decision, &signals);
    }
    store_read_end(tx);
    if (count)
        *after = read[count - 1].decision.decision.number;
    return count;
}

void fraud_walk(struct store *store, const struct fraud_walk *walk)
{
    AUTO(arena) kept = { 0 };
    struct layouts layouts = { 0 };
    int64_t after = id_first(walk->from) - 1;
    size_t left = walk->most ? (size_t)walk->most : SIZE_MAX;
    for (size_t count = BATCH; count == BATCH && left > 0; left -= count)
        count = walk_batch(store, walk, left, &layouts, &kept, &after);
}
