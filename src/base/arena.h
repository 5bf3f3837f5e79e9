/* Arena: memory that goes all at once.
 *
 * What a request, a job or a command makes lives in its arena and is released with it; nothing
 * taken from an arena is freed alone. Out of memory stops the process, so no caller checks.
 * An arena belongs to one thread at a time. A zeroed arena is an empty one. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Releases a local variable on every way out: AUTO(text) name = { 0 }; */
#define AUTO(type) __attribute__((cleanup(type##_clear))) type

struct arena_block;

typedef struct arena {
    struct arena_block *block; /* the newest; older ones hang behind it */
    char *at, *end;
} arena;

/* Zeroed memory, aligned for any type. */
void *arena_take(struct arena *memory, size_t size);

/* Room for `count` items of `size` bytes, zeroed; stops the process if the product overflows. */
void *arena_array(struct arena *memory, size_t count, size_t size);

/* Room for items[count] in an array that grows by one; begin with NULL and 0. The rest is zeroed.
 * It moves when it is full, to twice its size. */
void *arena_room(struct arena *memory, void *items, size_t count, size_t size);

char *arena_copy(struct arena *memory, const char *text);                     /* NULL gives NULL */
char *arena_copy_bytes(struct arena *memory, const void *bytes, size_t size); /* adds a NUL */

char *arena_format(struct arena *memory, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Releases everything; the arena is empty and may be used again. */
void arena_clear(struct arena *memory);

/* malloc and realloc that stop the process instead of giving NULL. */
void *must_take(size_t size); /* zeroed */
void *must_resize(void *old, size_t size);
