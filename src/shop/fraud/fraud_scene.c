/* Fraud, the scene: read in one statement, written in one a thing. */
#include "shop/fraud/fraud_scene.h"

#include <assert.h>
#include <stdatomic.h>

#include "base/id.h"
#include "shop/fraud/fraud_sql.h"

// clang-format off
const struct choice fraud_entity_kinds[] = {
    [ENTITY_NONE] = { "none", N_("Nothing") },
    [ENTITY_ACCOUNT] = { "account", N_("Account") },
    [ENTITY_DEVICE] = { "device", N_("Device") },
    [ENTITY_CARD] = { "card", N_("Card") },
    [ENTITY_ADDRESS] = { "address", N_("Postal address") },
    [ENTITY_IP] = { "ip", N_("IP address") },
    [ENTITY_NETWORK] = { "network", N_("IP network") },
    [ENTITY_DOMAIN] = { "domain", N_("E-mail domain") },
    [ENTITY_SELLER] = { "seller", N_("Seller") },
    [ENTITY_CATEGORY] = { "category", N_("Category") },
    [ENTITY_TEXT] = { "text", N_("Text") },
    [ENTITY_PICTURE] = { "picture", N_("Picture") },
    [ENTITY_RULE] = { "rule", N_("Rule") },
    { 0 },
};
// clang-format on

/* Things that many acts count at once: each thread of PostgreSQL writes a row of its own. */
static bool is_shared(enum fraud_entity_kind kind)
{
    return kind == ENTITY_IP || kind == ENTITY_NETWORK || kind == ENTITY_DOMAIN ||
           kind == ENTITY_SELLER || kind == ENTITY_CATEGORY || kind == ENTITY_RULE;
}

/* This thread's number among all threads of all processes that share the database. */
static int64_t shard_of(struct store_tx *tx, enum fraud_entity_kind kind)
{
    static _Atomic int threads;
    static _Thread_local int64_t mine;
    if (!is_shared(kind) || !store_is_postgres(store_of(tx)))
        return 0;
    if (!mine) {
        int64_t node = id_next((struct moment){ 0 }) >> 14 & 0xff;
        mine = node << 16 | (atomic_fetch_add(&threads, 1) + 1);
    }
    return mine;
}

/* Names ------------------------------------------------------------------------------------ */

int64_t fraud_entity_id(const struct settings *settings, enum fraud_entity_kind kind,
                        const void *thing, size_t size)
{
    enum { THING_MAX = 600 };
    unsigned char bytes[THING_MAX + 1];
    struct secret_key key = secret_derive(&settings->master, "fraud entity");
    int64_t id;
    if (size > THING_MAX)
        size = THING_MAX;
    bytes[0] = (unsigned char)kind;
    memcpy(bytes + 1, thing, size);
    struct secret_tag tag = secret_hash(&key, bytes, size + 1);
    memcpy(&id, tag.bytes, sizeof id);
    id &= INT64_MAX;
    return id ? id : 1;
}

int64_t fraud_entity_text(const struct settings *settings, enum fraud_entity_kind kind,
                          const char *thing)
{
    return thing && *thing ? fraud_entity_id(settings, kind, thing, strlen(thing)) : 0;
}

int64_t fraud_entity_number(const struct settings *settings, enum fraud_entity_kind kind,
                            int64_t number)
{
    return number ? fraud_entity_id(settings, kind, &number, sizeof number) : 0;
}

/* The scene -------------------------------------------------------------------------------- */

void scene_add(struct fraud_scene *scene, enum fraud_entity_kind kind, int64_t id)
{
    if (!id || scene->count == SCENE_MAX)
        return;
    for (size_t i = 0; i < scene->count; i++)
        if (scene->entities[i].id == id)
            return;
    scene->entities[scene->count++] = (struct fraud_entity){ .kind = kind, .id = id };
}

static struct fraud_entity *with_id(struct fraud_scene *scene, int64_t id)
{
    for (size_t i = 0; i < scene->count; i++)
        if (scene->entities[i].id == id)
            return &scene->entities[i];
    return NULL;
}

static void take_row(struct store_tx *tx, struct arena *memory, struct fraud_scene *scene,
                     const struct rows *rows)
{
    struct fraud_entity *entity = with_id(scene, rows_int(rows, "entity_id"));
    struct fraud_history history;
    size_t size;
    const unsigned char *bytes = rows_bytes(rows, memory, "bytes", &size);
    if (!entity || !history_unpack(memory, bytes, size, &history))
        return;
    if (rows_int(rows, "shard") == shard_of(tx, entity->kind)) {
        entity->own = history;
        entity->home = rows_int(rows, "home_id");
        entity->last = rows_int(rows, "last_id");
    } else {
        entity->shared = true;
        history_merge(&entity->all, memory, &history);
    }
}

void scene_load(struct store_tx *tx, struct arena *memory, struct fraud_scene *scene, size_t from)
{
    struct value ids[SCENE_MAX];
    if (from >= scene->count)
        return;
    for (size_t i = 0; i < SCENE_MAX; i++)
        ids[i] = INT(from + i < scene->count ? scene->entities[from + i].id : 0);
    bool few = scene->count - from <= SCENE_FEW;
    struct rows rows = store_query(tx, few ? &fraud_select_histories : &fraud_select_more_histories,
                                   ids, few ? SCENE_FEW : SCENE_MAX);
    while (rows_next(&rows))
        take_row(tx, memory, scene, &rows);
    for (size_t i = from; i < scene->count; i++)
        if (scene->entities[i].shared)
            history_merge(&scene->entities[i].all, memory, &scene->entities[i].own);
}

static int64_t first_of(const struct fraud_scene *scene, enum fraud_entity_kind kind)
{
    for (size_t i = 0; i < scene->count; i++)
        if (scene->entities[i].kind == kind)
            return scene->entities[i].id;
    return 0;
}

/* Beside what it is seen with now, which mostly is what it will be seen with. */
static int64_t new_home(const struct fraud_scene *scene, const struct fraud_entity *entity)
{
    int64_t home = 0;
    if (entity->kind == ENTITY_DEVICE || entity->kind == ENTITY_CARD ||
        entity->kind == ENTITY_ADDRESS)
        home = first_of(scene, ENTITY_ACCOUNT);
    if (entity->kind == ENTITY_IP)
        home = first_of(scene, ENTITY_NETWORK);
    return home ? home : entity->id;
}

void scene_save(struct store_tx *tx, struct arena *memory, const struct fraud_scene *scene)
{
    for (size_t i = 0; i < scene->count; i++) {
        const struct fraud_entity *entity = &scene->entities[i];
        size_t size;
        if (!entity->changed)
            continue;
        unsigned char *bytes = history_pack(memory, &entity->own, &size);
        int64_t shard = shard_of(tx, entity->kind);
        if (entity->home)
            store_put(tx, &fraud_update_history,
                      WITH(BYTES(bytes, size), INT(entity->last), INT(entity->home),
                           INT(entity->id), INT(shard)));
        else
            store_put(tx, &fraud_upsert_history,
                      WITH(INT(new_home(scene, entity)), INT(entity->id), INT(shard),
                           INT(entity->kind), BYTES(bytes, size), INT(entity->last)));
    }
}

struct fraud_entity *scene_find(struct fraud_scene *scene, enum fraud_entity_kind kind)
{
    for (size_t i = 0; i < scene->count; i++)
        if (scene->entities[i].kind == kind)
            return &scene->entities[i];
    return NULL;
}

struct fraud_entity *scene_next(struct fraud_scene *scene, const struct fraud_entity *after)
{
    for (size_t i = (size_t)(after - scene->entities) + 1; i < scene->count; i++)
        if (scene->entities[i].kind == after->kind)
            return &scene->entities[i];
    return NULL;
}

const struct fraud_history *entity_seen(const struct fraud_entity *entity)
{
    return entity->shared ? &entity->all : &entity->own;
}

void entity_count(struct fraud_entity *entity, struct arena *memory, int series, struct moment now,
                  double amount)
{
    if (!entity)
        return;
    history_add(&entity->own, memory, series, now, amount);
    entity->changed = true;
}

/* Kept ------------------------------------------------------------------------------------- */

unsigned char *scene_pack(struct arena *memory, const struct fraud_scene *scene, size_t *ret_size)
{
    unsigned char *bytes = arena_take(memory, scene->count * 9 + 1), *at = bytes;
    for (size_t i = 0; i < scene->count; i++) {
        *at++ = (unsigned char)scene->entities[i].kind;
        memcpy(at, &scene->entities[i].id, 8);
        at += 8;
    }
    *ret_size = (size_t)(at - bytes);
    return bytes;
}

bool scene_unpack(const unsigned char *bytes, size_t size, struct fraud_scene *ret_scene)
{
    struct fraud_scene scene = { 0 };
    for (size_t at = 0; at + 9 <= size; at += 9) {
        int64_t id;
        memcpy(&id, bytes + at + 1, 8);
        if (bytes[at] >= ENTITY_KINDS)
            return false;
        scene_add(&scene, (enum fraud_entity_kind)bytes[at], id);
    }
    *ret_scene = scene;
    return size % 9 == 0;
}
