/* Id: 64-bit names of things, made by us, sorted by the time they were made.
 *
 * Bits from the top: sign 0, 41 of milliseconds since 2020-01-01, 8 of node, 14 of sequence.
 * Written outside as a prefix and 13 Crockford base-32 letters: ord_00g5m2x7qx8t0. Each module
 * wraps its own in a struct, so that an order is not taken for a hold. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/moment.h"

enum { ID_TEXT_SIZE = 24 }; /* prefix of at most 8, '_', 13 letters, NUL */

/* This process's number among those that share a database, 0 to 255. Set once, at the start. */
void id_set_node(int node);

/* From here on, ids are later than `now`, also those made for an earlier moment: so they are not
 * those of a process that ended before this one began. */
void id_start(struct moment now);

/* A number greater than all that this process made before. Safe from any thread; an act that
 * runs twice simply makes another. */
int64_t id_next(struct moment now);

/* The moment an id was made at, to the millisecond. */
struct moment id_moment(int64_t number);

/* The least number that an id made at this moment can have, to find rows by the time they were
 * made. */
int64_t id_first(struct moment at);

void id_write(char to[static ID_TEXT_SIZE], const char *prefix, int64_t number);
char *id_text(struct arena *memory, const char *prefix, int64_t number);

/* Takes exactly what id_write() gives; letters in either case; I L O as 1 1 0. */
bool id_read(const char *from, const char *prefix, int64_t *ret_number);
