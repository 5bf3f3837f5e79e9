/* Text: growing strings and escaping. */
#include "base/text.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>

static void make_room(text *to, size_t more)
{
    if (to->capacity - to->length > more)
        return;
    size_t wanted = to->capacity ? to->capacity * 2 : 256;
    while (wanted - to->length <= more)
        wanted *= 2;
    to->bytes = must_resize(to->bytes, wanted);
    to->capacity = wanted;
}

void text_reserve(text *to, size_t size)
{
    make_room(to, size);
}

void text_add_bytes(text *to, const void *bytes, size_t size)
{
    make_room(to, size);
    if (size)
        memcpy(to->bytes + to->length, bytes, size);
    to->length += size;
    to->bytes[to->length] = 0;
}

void text_add(text *to, const char *more)
{
    text_add_bytes(to, more, strlen(more));
}

void text_add_char(text *to, char character)
{
    make_room(to, 1);
    to->bytes[to->length++] = character;
    to->bytes[to->length] = 0;
}

void text_add_int(text *to, int64_t number)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        *--at = '-';
    text_add_bytes(to, at, (size_t)(digits + sizeof digits - at));
}

void text_add_digits(text *to, int64_t number, int width)
{
    char digits[24];
    assert(number >= 0 && width > 0 && width <= (int)sizeof digits);
    for (int i = width - 1; i >= 0; i--, number /= 10)
        digits[i] = (char)('0' + number % 10);
    text_add_bytes(to, digits, (size_t)width);
}

void text_add_format(text *to, const char *format, ...)
{
    va_list arguments, again;
    make_room(to, 64); /* mostly enough, so that it is formatted only once */
    size_t room = to->capacity - to->length;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(to->bytes + to->length, room, format, arguments);
    va_end(arguments);
    if ((size_t)length >= room) {
        make_room(to, (size_t)length + 1);
        vsnprintf(to->bytes + to->length, (size_t)length + 1, format, again);
    }
    va_end(again);
    to->length += (size_t)length;
}

/* What stands for a byte in a context; NULL where the byte stands for itself. `special` marks the
 * bytes to ask for, so that long runs are passed over by one look each. */
struct escapes {
    bool special[256];
    const char *(*instead)(unsigned char byte, char room[static 8]);
};

static void add_escaped(text *to, const char *raw, const struct escapes *escapes)
{
    char room[8];
    const char *run = raw, *at = raw;
    for (;; at++) {
        if (!escapes->special[(unsigned char)*at])
            continue;
        text_add_bytes(to, run, (size_t)(at - run));
        if (!*at)
            return;
        text_add(to, escapes->instead((unsigned char)*at, room));
        run = at + 1;
    }
}

static const char *html_instead(unsigned char byte, char room[static 8])
{
    (void)room;
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default: return "&#39;";
    }
}

static const struct escapes html_escapes = {
    .special = { [0] = true,
                 ['&'] = true,
                 ['<'] = true,
                 ['>'] = true,
                 ['"'] = true,
                 ['\''] = true },
    .instead = html_instead,
};

void text_add_html(text *to, const char *raw)
{
    add_escaped(to, raw, &html_escapes);
}

static const char *json_instead(unsigned char byte, char room[static 8])
{
    switch (byte) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '<': return "\\u003c"; /* may stand inside a script element */
    default: snprintf(room, 8, "\\u%04x", byte); return room;
    }
}

/* 0 to 31 are the control characters. */
static const struct escapes json_escapes = {
    .special = { true, true, true, true, true, true,         true,          true,        true,
                 true, true, true, true, true, true,         true,          true,        true,
                 true, true, true, true, true, true,         true,          true,        true,
                 true, true, true, true, true, ['"'] = true, ['\\'] = true, ['<'] = true },
    .instead = json_instead,
};

void text_add_json(text *to, const char *raw)
{
    text_add_char(to, '"');
    add_escaped(to, raw, &json_escapes);
    text_add_char(to, '"');
}

void text_add_url(text *to, const char *raw)
{
    static const char digits[] = "0123456789ABCDEF";
    for (; *raw; raw++) {
        unsigned char byte = (unsigned char)*raw;
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= '0' && byte <= '9') || strchr("-._~", byte);
        char escaped[] = { '%', digits[byte >> 4], digits[byte & 15] };
        text_add_bytes(to, plain ? raw : escaped, plain ? 1 : 3);
    }
}

const char *text_of(const text *from)
{
    return from->bytes ? from->bytes : "";
}

void text_reset(text *of)
{
    of->length = 0;
    if (of->bytes)
        of->bytes[0] = 0;
}

void text_clear(text *of)
{
    free(of->bytes);
    *of = (text){ 0 };
}

/* Length of the well-formed sequence at `at`, or 0. Ranges: Unicode 15, table 3-7. */
static size_t sequence_length(const unsigned char *at, size_t left)
{
    if (at[0] < 0x80)
        return at[0] ? 1 : 0;
    size_t length = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
    if (at[0] < 0xC2 || at[0] > 0xF4 || left < length)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    bool bad = (at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xED && at[1] > 0x9F) ||
               (at[0] == 0xF0 && at[1] < 0x90) || (at[0] == 0xF4 && at[1] > 0x8F);
    return bad ? 0 : length;
}

bool text_is_utf8(const char *bytes, size_t size)
{
    const unsigned char *at = (const unsigned char *)bytes;
    for (size_t length; size; at += length, size -= length)
        if (!(length = sequence_length(at, size)))
            return false;
    return true;
}

size_t text_count_points(const char *utf8)
{
    size_t count = 0;
    for (; *utf8; utf8++)
        count += ((unsigned char)*utf8 & 0xC0) != 0x80;
    return count;
}

bool text_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool text_starts(const char *whole, const char *with)
{
    return strncmp(whole, with, strlen(with)) == 0;
}

bool text_ends(const char *whole, const char *with)
{
    size_t length = strlen(whole), tail = strlen(with);
    return length >= tail && strcmp(whole + length - tail, with) == 0;
}

int text_place(const char *word, const char *const *list, int count)
{
    for (int i = 0; i < count; i++)
        if (text_same(list[i], word))
            return i;
    fprintf(stderr, "souk: \"%s\" is not one of the words it can be\n", word ? word : "");
    abort();
}

bool text_to_int(const char *from, int64_t *ret_number)
{
    char *end;
    if (!from || (*from != '-' && (*from < '0' || *from > '9')))
        return false;
    errno = 0;
    long long number = strtoll(from, &end, 10);
    if (errno || *end || end == from)
        return false;
    *ret_number = number;
    return true;
}

static bool is_space(char character)
{
    return character == ' ' || (character >= '\t' && character <= '\r');
}

char *text_trim(struct arena *memory, const char *from)
{
    while (is_space(*from))
        from++;
    size_t length = strlen(from);
    while (length && is_space(from[length - 1]))
        length--;
    return arena_copy_bytes(memory, from, length);
}

char *text_slug(struct arena *memory, const char *from)
{
    char *slug = arena_take(memory, strlen(from) + 1), *to = slug;
    for (; *from; from++) {
        char lower = *from >= 'A' && *from <= 'Z' ? (char)(*from + 32) : *from;
        bool plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (plain)
            *to++ = lower;
        else if (to > slug && to[-1] != '-')
            *to++ = '-';
    }
    while (to > slug && to[-1] == '-')
        to--;
    *to = 0;
    return slug;
}
