/* Arena: a chain of blocks; taking is moving a pointer. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>

/* Many arenas live for one function and hold a few words: a first block of this size comes from
 * malloc's per-thread cache (up to 1032 bytes), a larger one would not. */
enum { FIRST_BLOCK_SIZE = 968, BLOCK_SIZE = 16 * 1024 };

enum { ROOM_MIN = 4 }; /* items; a power of two */

struct arena_block {
    struct arena_block *older;
    alignas(max_align_t) char bytes[];
};

static void out_of_memory(void)
{
    fputs("souk: out of memory\n", stderr);
    abort();
}

void *must_take(size_t size)
{
    void *memory = calloc(1, size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

void *must_resize(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

static void add_block(struct arena *memory, size_t size)
{
    struct arena_block *block = malloc(sizeof(*block) + size);
    if (!block)
        out_of_memory();
    block->older = memory->block;
    memory->block = block;
    memory->at = block->bytes;
    memory->end = block->bytes + size;
}

/* Not zeroed. */
static void *take(struct arena *memory, size_t size)
{
    if (size > SIZE_MAX / 2)
        out_of_memory();
    size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (!memory->block || (size_t)(memory->end - memory->at) < size) {
        size_t usual = memory->block ? BLOCK_SIZE : FIRST_BLOCK_SIZE;
        add_block(memory, size > usual / 2 ? size : usual);
    }
    void *taken = memory->at;
    memory->at += size;
    return taken;
}

void *arena_take(struct arena *memory, size_t size)
{
    return memset(take(memory, size), 0, size);
}

void *arena_array(struct arena *memory, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        out_of_memory();
    return arena_take(memory, total);
}

void *arena_room(struct arena *memory, void *items, size_t count, size_t size)
{
    bool full = !count || (count >= ROOM_MIN && (count & (count - 1)) == 0);
    if (!full)
        return items;
    void *grown = arena_array(memory, count ? count * 2 : ROOM_MIN, size);
    return count ? memcpy(grown, items, count * size) : grown;
}

char *arena_copy_bytes(struct arena *memory, const void *bytes, size_t size)
{
    char *copy = take(memory, size + 1);
    if (size)
        memcpy(copy, bytes, size);
    copy[size] = 0;
    return copy;
}

char *arena_copy(struct arena *memory, const char *text)
{
    return text ? arena_copy_bytes(memory, text, strlen(text)) : NULL;
}

char *arena_format(struct arena *memory, const char *format, ...)
{
    char short_one[256]; /* mostly enough, so that it is formatted only once */
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(short_one, sizeof short_one, format, arguments);
    va_end(arguments);
    char *made = take(memory, (size_t)length + 1);
    if ((size_t)length < sizeof short_one)
        memcpy(made, short_one, (size_t)length + 1);
    else
        vsnprintf(made, (size_t)length + 1, format, again);
    va_end(again);
    return made;
}

void arena_clear(struct arena *memory)
{
    for (struct arena_block *block = memory->block, *older; block; block = older) {
        older = block->older;
        free(block);
    }
    *memory = (struct arena){ 0 };
}
