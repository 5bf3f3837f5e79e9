/* Fraud, lists: an entry is a row for people and a mark in the thing's history for the judge, who
 * reads that anyway. */
#include "shop/fraud/fraud_lists.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/id.h"
#include "shop/fraud/fraud_inside.h"
#include "shop/fraud/fraud_places.h"
#include "shop/fraud/fraud_sql.h"

REFUSAL(LISTED_NOT_FOUND, 404, "There is no such entry in force.");
REFUSAL_AT(LISTED_ALREADY, 409, "thing", "This is on a list already. End that entry first.");
REFUSAL_AT(LISTED_WRONG, 422, "thing",
           "This is not a thing of that kind. Check how it is written.");

static const char *const verdict_names[] = { "allow", "block" };
const struct choice fraud_list_verdicts[] = {
    [LIST_ALLOW] = { "allow", N_("Allowed") },
    [LIST_BLOCK] = { "block", N_("Blocked") },
    { 0 },
};

static struct secret_key shown_key(struct store_tx *tx)
{
    return secret_derive(&store_tx_settings(tx)->master, "fraud listed");
}

static struct fraud_listed_entry from_row(struct store_tx *tx, const struct rows *rows,
                                          struct arena *memory)
{
    struct secret_key key = shown_key(tx);
    int64_t number = rows_int(rows, "listed_id");
    size_t size;
    const unsigned char *sealed = rows_bytes(rows, memory, "shown", &size);
    const char *shown = secret_open(memory, &key, number, sealed, size, NULL);
    int64_t kind = rows_int(rows, "kind");
    return (struct fraud_listed_entry){
        .listed = { number },
        .kind = kind > 0 && kind < ENTITY_KINDS ? (enum fraud_entity_kind)kind : ENTITY_NONE,
        .shown = shown ? shown : "",
        .verdict = (enum fraud_list_verdict)text_place(rows_text(rows, memory, "verdict"),
                                                       verdict_names, 2),
        .reason = rows_text(rows, memory, "reason"),
        .made_by = rows_int(rows, "made_by"),
        .made_at = { rows_int(rows, "made_at") },
        .expires_at = { rows_int(rows, "expires_at") },
    };
}

struct fraud_listed_entries fraud_listed(struct store_tx *tx, struct arena *memory, int64_t before,
                                         int64_t most)
{
    struct fraud_listed_entries found = { 0 };
    struct rows rows = store_query(tx, &fraud_select_listed, WITH(INT(before), INT(most)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = from_row(tx, &rows, memory);
    }
    return found;
}

/* Writing ---------------------------------------------------------------------------------- */

/* As the judge sees it, so that what is written otherwise is the same; NULL when it is none. */
static const char *plain_address(struct arena *memory, const char *thing)
{
    unsigned char bytes[16];
    char shown[INET6_ADDRSTRLEN];
    int family = strchr(thing, ':') ? AF_INET6 : AF_INET;
    if (inet_pton(family, thing, bytes) != 1 || !inet_ntop(family, bytes, shown, sizeof shown))
        return NULL;
    return arena_copy(memory, shown);
}

static const char *plain_network(struct arena *memory, const char *thing)
{
    const char *slash = strchr(thing, '/');
    const char *address = slash ? arena_copy_bytes(memory, thing, (size_t)(slash - thing)) : thing;
    const char *network = fraud_network_of(memory, address);
    /* A network of another size is not what the judge counts by. */
    return network && (!slash || text_ends(network, slash)) ? network : NULL;
}

static const char *plain_domain(struct arena *memory, const char *thing)
{
    const char *dot = strchr(thing, '.');
    if (!dot || dot == thing || !dot[1] || strpbrk(thing, "@ /"))
        return NULL;
    return fraud_domain_of(memory, arena_format(memory, "x@%s", thing));
}

static int64_t entity_written(const struct settings *settings, struct arena *memory,
                              enum fraud_entity_kind kind, const char *thing)
{
    int64_t number;
    switch (kind) {
    case ENTITY_ACCOUNT:
        return id_read(thing, "acc", &number) ? fraud_entity_number(settings, kind, number) : 0;
    case ENTITY_SELLER:
        return id_read(thing, "sel", &number) ? fraud_entity_number(settings, kind, number) : 0;
    case ENTITY_IP: return fraud_entity_text(settings, kind, plain_address(memory, thing));
    case ENTITY_NETWORK: return fraud_entity_text(settings, kind, plain_network(memory, thing));
    case ENTITY_DOMAIN: return fraud_entity_text(settings, kind, plain_domain(memory, thing));
    case ENTITY_CARD: return fraud_entity_text(settings, kind, thing);
    default: return 0; /* a device or an address is named by a decision */
    }
}

static int64_t entity_at(struct store_tx *tx, struct arena *memory, fraud_decision_id decision,
                         enum fraud_entity_kind kind)
{
    struct fraud_scene *scene = arena_take(memory, sizeof *scene);
    size_t size;
    struct rows rows = store_query(tx, &fraud_select_decision, WITH(INT(decision.number)));
    if (!rows_next(&rows))
        return 0;
    const unsigned char *bytes = rows_bytes(&rows, memory, "entities", &size);
    rows_close(&rows);
    scene_unpack(bytes, size, scene);
    struct fraud_entity *found = scene_find(scene, kind);
    return found ? found->id : 0;
}

/* The judge reads shard 0 with all others, and no thread but SQLite's writer counts on it. */
static void mark(struct store_tx *tx, struct arena *memory, enum fraud_entity_kind kind,
                 int64_t entity, enum fraud_listed listed, struct moment until)
{
    struct fraud_history history = { 0 };
    int64_t last = 0;
    size_t size;
    struct rows rows = store_query(tx, &fraud_select_history, WITH(INT(entity)));
    while (rows_next(&rows)) {
        const unsigned char *bytes = rows_bytes(&rows, memory, "bytes", &size);
        history_unpack(memory, bytes, size, &history);
        last = rows_int(&rows, "last_id");
    }
    history.listed = (uint8_t)listed;
    history.listed_to = until;
    unsigned char *bytes = history_pack(memory, &history, &size);
    store_put(tx, &fraud_upsert_history,
              WITH(INT(entity), INT(entity), INT(0), INT(kind), BYTES(bytes, size), INT(last)));
}

refused fraud_list_add(struct store_tx *tx, const struct fraud_list_wish *wish,
                       fraud_listed_id *ret_listed)
{
    AUTO(arena) memory = { 0 };
    const struct settings *settings = store_tx_settings(tx);
    fraud_listed_id listed = { id_next(wish->now) };
    const char *shown = wish->thing;
    int64_t entity = wish->of.number ? entity_at(tx, &memory, wish->of, wish->kind)
                                     : entity_written(settings, &memory, wish->kind, wish->thing);
    if (!entity)
        return &LISTED_WRONG;
    if (wish->of.number)
        shown = id_text(&memory, "dec", wish->of.number);
    struct secret_key key = shown_key(tx);
    size_t size;
    unsigned char *sealed = secret_seal(&memory, &key, listed.number, shown, strlen(shown), &size);
    int64_t earlier =
        store_int(tx, &fraud_select_listed_entity, WITH(INT(entity), INT(wish->now.us)), 0);
    if (earlier)
        return &LISTED_ALREADY;
    store_put(tx, &fraud_end_listed_entity, WITH(INT(wish->now.us), INT(entity)));
    store_put(tx, &fraud_insert_listed,
              WITH(INT(listed.number), INT(entity), INT(wish->kind), BYTES(sealed, size),
                   TEXT(verdict_names[wish->verdict]), TEXT(wish->reason), INT(wish->by),
                   INT(wish->now.us), INT(wish->until.us)));
    mark(tx, &memory, wish->kind, entity,
         wish->verdict == LIST_BLOCK ? FRAUD_LISTED_BLOCK : FRAUD_LISTED_ALLOW, wish->until);
    *ret_listed = listed;
    return NULL;
}

refused fraud_list_end(struct store_tx *tx, fraud_listed_id listed, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct rows rows = store_query(tx, &fraud_select_listed_one, WITH(INT(listed.number)));
    if (!rows_next(&rows))
        return &LISTED_NOT_FOUND;
    int64_t entity = rows_int(&rows, "entity_id"), kind = rows_int(&rows, "kind");
    rows_close(&rows);
    if (!store_do(tx, &fraud_end_listed, WITH(INT(now.us), INT(listed.number))))
        return &LISTED_NOT_FOUND;
    mark(tx, &memory, (enum fraud_entity_kind)kind, entity, FRAUD_UNLISTED, (struct moment){ 0 });
    return NULL;
}

void fraud_list_account(struct store_tx *tx, int64_t account, bool block, const char *reason,
                        int64_t by, struct moment until, struct moment now)
{
    AUTO(arena) memory = { 0 };
    fraud_listed_id made;
    fraud_list_add(tx,
                   &(struct fraud_list_wish){ .kind = ENTITY_ACCOUNT,
                                              .thing = id_text(&memory, "acc", account),
                                              .verdict = block ? LIST_BLOCK : LIST_ALLOW,
                                              .reason = reason,
                                              .by = by,
                                              .until = until,
                                              .now = now },
                   &made);
}
