/* Messages, scan: folding, so that what looks alike is alike. */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "shop/messages/messages_scan_inside.h"

/* Letters that look Latin, after folding to lower case. */
static UChar32 looks_latin(UChar32 point)
{
    static const struct {
        UChar32 point;
        char like;
    } alike[] = {
        { 0x430, 'a' }, { 0x435, 'e' }, { 0x43e, 'o' }, { 0x440, 'p' }, { 0x441, 'c' },
        { 0x443, 'y' }, { 0x445, 'x' }, { 0x456, 'i' }, { 0x458, 'j' }, { 0x455, 's' },
        { 0x43c, 'm' }, { 0x442, 't' }, { 0x43a, 'k' }, { 0x43d, 'h' }, { 0x432, 'b' },
        { 0x501, 'd' }, { 0x51b, 'q' }, { 0x51d, 'w' }, { 0x3b1, 'a' }, { 0x3bf, 'o' },
        { 0x3b5, 'e' }, { 0x3b9, 'i' }, { 0x3bd, 'v' }, { 0x3c1, 'p' }, { 0x3c4, 't' },
        { 0x3c5, 'u' }, { 0x3c7, 'x' }, { 0x3ba, 'k' }, { 0x131, 'i' }, { 0x251, 'a' },
        { 0x261, 'g' }, { 0x4cf, 'l' }, { 0x26a, 'i' },
    };
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
        if (alike[i].point == point)
            return alike[i].like;
    return point;
}

static void put(struct arena *memory, struct folded *to, UChar32 point, size_t from)
{
    if (to->length + 5 > to->room) { /* twice as large */
        size_t room = to->room ? to->room * 2 : 256;
        char *bytes = arena_array(memory, room, 1);
        size_t *places = arena_array(memory, room, sizeof *places);
        if (to->length) {
            memcpy(bytes, to->bytes, to->length);
            memcpy(places, to->from, to->length * sizeof *places);
        }
        to->bytes = bytes, to->from = places, to->room = room;
    }
    UBool wrong = false;
    int32_t at = (int32_t)to->length, was = at;
    U8_APPEND((uint8_t *)to->bytes, at, (int32_t)to->room - 1, (uint32_t)point, wrong);
    if (wrong)
        return;
    for (int32_t i = was; i < at; i++)
        to->from[i] = from;
    to->length = (size_t)at;
    to->bytes[at] = '\0';
}

static void put_folded(struct arena *memory, struct folded *to, UChar32 point, size_t from,
                       bool latin)
{
    UErrorCode failed = U_ZERO_ERROR;
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&failed);
    const UNormalizer2 *apart = unorm2_getNFKDInstance(&failed);
    UChar raw[2], once[40], twice[80];
    int32_t size = 0;
    U16_APPEND_UNSAFE(raw, size, (uint32_t)point);
    int32_t first = unorm2_normalize(fold, raw, size, once, 40, &failed);
    int32_t second = unorm2_normalize(apart, once, first, twice, 80, &failed);
    UChar32 parts[80];
    int32_t count = 0;
    u_strToUTF32(parts, 80, &count, twice, second, &failed);
    if (U_FAILURE(failed)) {
        put(memory, to, point, from);
        return;
    }
    for (int32_t i = 0; i < count; i++) {
        UChar32 part = parts[i];
        int32_t digit = u_charDigitValue(part);
        if (u_charType(part) == U_NON_SPACING_MARK)
            continue;
        if (digit >= 0)
            part = '0' + digit;
        put(memory, to, latin ? looks_latin(part) : part, from);
    }
}

struct folded messages_fold(struct arena *memory, const char *text, bool latin)
{
    struct folded to = { 0 };
    put(memory, &to, ' ', 0);
    to.length = 0, to.bytes[0] = '\0';
    int32_t length = (int32_t)strlen(text);
    for (int32_t i = 0; i < length;) {
        size_t from = (size_t)i;
        UChar32 point;
        U8_NEXT((const uint8_t *)text, i, length, point);
        if (point < 0)
            continue;
        if (point < 0x80)
            put(memory, &to, point >= 'A' && point <= 'Z' ? point + 32 : point, from);
        else
            put_folded(memory, &to, point, from, latin);
    }
    return to;
}

static UChar32 as_letter(UChar32 point)
{
    static const char digits[] = "01345$7@", letters[] = "oieassta";
    const char *at = point > 0 && point < 0x80 ? strchr(digits, (int)point) : NULL;
    return at ? letters[at - digits] : point;
}

/* A letter that stands alone: with its like it makes one word ("w h a t s"). */
static bool alone(const char *bytes, size_t length, size_t at)
{
    return at + 1 <= length && bytes[at] >= 'a' && bytes[at] <= 'z' &&
           (at + 1 == length || bytes[at + 1] == ' ' || bytes[at + 1] == '.' ||
            bytes[at + 1] == '-' || bytes[at + 1] == '_');
}

struct folded messages_words(struct arena *memory, const struct folded *of, bool plain_letters)
{
    struct folded to = { 0 };
    bool was_alone = false, new_word = true;
    put(memory, &to, ' ', 0);
    for (int32_t i = 0; i < (int32_t)of->length;) {
        size_t at = (size_t)i;
        UChar32 point;
        U8_NEXT((const uint8_t *)of->bytes, i, (int32_t)of->length, point);
        if (plain_letters)
            point = as_letter(point);
        if (point < 0 || !u_isalnum(point)) {
            bool joins = plain_letters && was_alone && alone(of->bytes, of->length, at + 1);
            if (!joins && to.bytes[to.length - 1] != ' ')
                put(memory, &to, ' ', of->from[at]);
            new_word = true;
            continue;
        }
        was_alone = new_word && alone(of->bytes, of->length, at);
        new_word = false;
        put(memory, &to, point, of->from[at]);
    }
    if (to.bytes[to.length - 1] != ' ')
        put(memory, &to, ' ', of->length ? of->from[of->length - 1] : 0);
    return to;
}
