/* Fraud, gathering: from a question to its scene, and from what was seen to signals. */
#pragma once

#include "shop/fraud/fraud_scene.h"
#include "shop/fraud/fraud_signals.h"

/* Puts all that the question names on the scene; nothing is known of it yet. Pure. */
void gather_named(const struct settings *settings, struct arena *memory,
                  const struct fraud_question *question, struct fraud_scene *ret_scene);
/* The same, and reads what was seen of it. */
void gather_scene(struct store_tx *tx, struct arena *memory, const struct fraud_question *question,
                  struct fraud_scene *ret_scene);

/* Pure: what the scene says of the question at its moment, before the act is counted. */
void gather_signals(const struct settings *settings, struct arena *memory,
                    const struct fraud_question *question, struct fraud_scene *scene,
                    struct fraud_signals *ret_signals);

/* Counts the act in all histories of the scene; gives what the account used for the first time
 * as bits of enum fraud_entity_kind. Pure but for the scene. */
unsigned gather_count(struct arena *memory, const struct fraud_question *question,
                      struct fraud_scene *scene, const struct fraud_signals *signals);

/* "Sold out of WhatsApp +351 ..." has contacts to outside: how many. */
int gather_contacts(const char *text);
