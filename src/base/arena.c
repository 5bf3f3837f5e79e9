/* Arena: a chain of blocks; taking is moving a pointer. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>

/* Many arenas live for one function and hold a few words: a first block of this size comes from
 * malloc's per-thread cache (up to 1032 bytes), a larger one would not. */
enum { FIRST_BLOCK_SIZE = 968, BLOCK_SIZE = 16 * 1024 };

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

void *arena_take(struct arena *memory, size_t size)
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
    return memset(taken, 0, size);
}

void *arena_array(struct arena *memory, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        out_of_memory();
    return arena_take(memory, total);
}

char *arena_copy_bytes(struct arena *memory, const void *bytes, size_t size)
{
    char *copy = arena_take(memory, size + 1);
    if (size)
        memcpy(copy, bytes, size);
    return copy;
}

char *arena_copy(struct arena *memory, const char *text)
{
    return text ? arena_copy_bytes(memory, text, strlen(text)) : NULL;
}

char *arena_format(struct arena *memory, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *made = arena_take(memory, (size_t)length + 1);
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
