/* Id: one counter, never below the clock. */
#include "base/id.h"

#include <assert.h>
#include <stdatomic.h>

enum { SEQUENCE_BITS = 14, NODE_BITS = 8, LETTERS = 13 };
#define EPOCH_MS INT64_C(1577836800000) /* 2020-01-01 */

static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
static int own_node;
static _Atomic int64_t last_tick; /* milliseconds and sequence, without the node */

void id_set_node(int node)
{
    assert(node >= 0 && node < 1 << NODE_BITS);
    own_node = node;
}

void id_start(struct moment now)
{
    id_next(now);
}

int64_t id_next(struct moment now)
{
    int64_t ms = now.us / 1000 - EPOCH_MS, wanted = (ms < 0 ? 0 : ms) << SEQUENCE_BITS;
    int64_t last = atomic_load(&last_tick), tick;
    do
        tick = wanted > last ? wanted : last + 1;
    while (!atomic_compare_exchange_weak(&last_tick, &last, tick));
    int64_t sequence = tick & ((1 << SEQUENCE_BITS) - 1);
    return (tick >> SEQUENCE_BITS) << (SEQUENCE_BITS + NODE_BITS) |
           (int64_t)own_node << SEQUENCE_BITS | sequence;
}

struct moment id_moment(int64_t number)
{
    return (struct moment){ ((number >> (SEQUENCE_BITS + NODE_BITS)) + EPOCH_MS) * 1000 };
}

int64_t id_first(struct moment at)
{
    int64_t ms = at.us / 1000 - EPOCH_MS;
    return (ms < 0 ? 0 : ms) << (SEQUENCE_BITS + NODE_BITS);
}

void id_write(char to[static ID_TEXT_SIZE], const char *prefix, int64_t number)
{
    size_t length = strlen(prefix);
    assert(length <= 8 && number > 0);
    memcpy(to, prefix, length); // NOLINT(bugprone-not-null-terminated-result): more follows
    to[length] = '_';
    char *digits = to + length + 1;
    for (int i = LETTERS - 1; i >= 0; i--, number >>= 5)
        digits[i] = letters[number & 31];
    digits[LETTERS] = 0;
}

char *id_text(struct arena *memory, const char *prefix, int64_t number)
{
    char made[ID_TEXT_SIZE];
    id_write(made, prefix, number);
    return arena_copy(memory, made);
}

static int letter_value(char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        letter = (char)(letter + 32);
    if (letter == 'o')
        letter = '0';
    if (letter == 'i' || letter == 'l')
        letter = '1';
    const char *found = letter ? strchr(letters, letter) : NULL;
    return found ? (int)(found - letters) : -1;
}

bool id_read(const char *from, const char *prefix, int64_t *ret_number)
{
    size_t length = strlen(prefix);
    if (!from || strncmp(from, prefix, length) != 0 || from[length] != '_')
        return false;
    const char *digits = from + length + 1;
    if (strlen(digits) != LETTERS)
        return false;
    uint64_t number = 0;
    for (int i = 0; i < LETTERS; i++) {
        int value = letter_value(digits[i]);
        if (value < 0 || number >> 58)
            return false;
        number = number << 5 | (uint64_t)value;
    }
    if (number == 0)
        return false;
    *ret_number = (int64_t)number;
    return true;
}
