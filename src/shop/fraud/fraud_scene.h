/* Fraud, the scene: all that an act uses, with what was seen of each before. */
#pragma once

#include "shop/fraud/fraud.h"
#include "shop/fraud/fraud_history.h"

enum fraud_entity_kind {
    ENTITY_NONE,
    ENTITY_ACCOUNT,
    ENTITY_DEVICE,
    ENTITY_CARD,
    ENTITY_ADDRESS,
    ENTITY_IP,
    ENTITY_NETWORK,
    ENTITY_DOMAIN,
    ENTITY_SELLER,
    ENTITY_CATEGORY,
    ENTITY_TEXT,
    ENTITY_PICTURE,
    ENTITY_RULE,
    ENTITY_KINDS,
};

enum { SCENE_FEW = 10, SCENE_MAX = 20 };

struct fraud_entity {
    enum fraud_entity_kind kind;
    int64_t id;
    struct fraud_history own; /* of the row that this thread writes */
    struct fraud_history all; /* of all rows, when there are others */
    int64_t home; /* of that row; 0: it is not there yet */
    int64_t last; /* of an account: its newest decision */
    bool shared, changed;
};

struct fraud_scene {
    struct fraud_entity entities[SCENE_MAX];
    size_t count;
};

/* The thing's name in the tables: a keyed hash, so that a copy of the database names nobody. */
int64_t fraud_entity_id(const struct settings *settings, enum fraud_entity_kind kind,
                        const void *thing, size_t size);
int64_t fraud_entity_text(const struct settings *settings, enum fraud_entity_kind kind,
                          const char *thing);
int64_t fraud_entity_number(const struct settings *settings, enum fraud_entity_kind kind,
                            int64_t number);

/* Puts a thing on the scene; id 0 or a full scene puts nothing. */
void scene_add(struct fraud_scene *scene, enum fraud_entity_kind kind, int64_t id);
/* Reads what was seen of all from `from` on. */
void scene_load(struct store_tx *tx, struct arena *memory, struct fraud_scene *scene, size_t from);
/* Writes what was changed. */
void scene_save(struct store_tx *tx, struct arena *memory, const struct fraud_scene *scene);

/* The first of a kind from `after` on (NULL: from the beginning), or NULL. */
struct fraud_entity *scene_find(struct fraud_scene *scene, enum fraud_entity_kind kind);
struct fraud_entity *scene_next(struct fraud_scene *scene, const struct fraud_entity *after);
/* Everything seen of it; never NULL. */
const struct fraud_history *entity_seen(const struct fraud_entity *entity);
void entity_count(struct fraud_entity *entity, struct arena *memory, int series, struct moment now,
                  double amount);

/* Kinds and ids as a decision keeps them, and back (without histories). */
unsigned char *scene_pack(struct arena *memory, const struct fraud_scene *scene, size_t *ret_size);
bool scene_unpack(const unsigned char *bytes, size_t size, struct fraud_scene *ret_scene);
