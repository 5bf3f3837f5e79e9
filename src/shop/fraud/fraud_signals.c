/* Fraud, signals: their table, and how they are stored. */
#include "shop/fraud/fraud_signals.h"

#include <string.h>

#include "base/words.h"

// clang-format off
#define ROW(NAME, UNIT, ACTS, SAYS) { #NAME, UNIT, ACTS, SAYS },
const struct fraud_signal fraud_signals[FRAUD_SIGNALS] = {
    FRAUD_NUMBER_SIGNALS(ROW)
    FRAUD_TEXT_SIGNALS(ROW)
};
#undef ROW
// clang-format on

void fraud_signals_clear(struct fraud_signals *signals)
{
    for (int i = 0; i < FRAUD_NUMBERS; i++)
        signals->numbers[i] = NAN;
    for (int i = 0; i < FRAUD_WORDS; i++)
        signals->words[i] = NULL;
}

int fraud_signal_place(const char *name, size_t length)
{
    for (int i = 0; i < FRAUD_SIGNALS; i++)
        if (strncmp(fraud_signals[i].name, name, length) == 0 && !fraud_signals[i].name[length])
            return i;
    return -1;
}

const char *fraud_signal_says(struct arena *memory, int signal)
{
    static const struct {
        const char *end, *words;
    } windows[] = { { "_1h", N_("within an hour") },
                    { "_1d", N_("within a day") },
                    { "_7d", N_("within 7 days") },
                    { "_30d", N_("within 30 days") } };
    const char *says = words_say(fraud_signals[signal].says);
    const char *place = strstr(says, "{window}");
    for (size_t i = 0; place && i < sizeof windows / sizeof *windows; i++)
        if (text_ends(fraud_signals[signal].name, windows[i].end))
            return arena_format(memory, "%.*s%s%s", (int)(place - says), says, _(windows[i].words),
                                place + strlen("{window}"));
    return says;
}

/* Stored: the layout's number, a bit for each number that is there, a bit for each of those that
 * is not 0, then these: a byte up to 250, else 255 and the float; then the texts, each with its
 * length; 0 is none. Most numbers are 0 or small counts. */
enum { BITS = (FRAUD_NUMBERS + 7) / 8, SMALL_MAX = 250, WIDE = 255, TEXT_MAX = 120 };

static void set_bit(unsigned char *bits, int at)
{
    bits[at / 8] = (unsigned char)(bits[at / 8] | 1 << at % 8);
}

static bool get_bit(const unsigned char *bits, int at)
{
    return bits[at / 8] >> at % 8 & 1;
}

int64_t fraud_signals_layout(void)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a over the names */
    for (int i = 0; i < FRAUD_SIGNALS; i++)
        for (const char *at = fraud_signals[i].name;; at++) {
            hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
            if (!*at)
                break;
        }
    return (int64_t)(hash & INT64_MAX);
}

const char *fraud_signals_names(struct arena *memory)
{
    AUTO(text) names = { 0 };
    for (int i = 0; i < FRAUD_SIGNALS; i++) {
        text_add(&names, i == FRAUD_NUMBERS ? "|" : i ? " " : "");
        text_add(&names, fraud_signals[i].name);
    }
    return arena_copy(memory, text_of(&names));
}

unsigned char *fraud_signals_pack(struct arena *memory, const struct fraud_signals *signals,
                                  size_t *ret_size)
{
    static _Atomic int64_t layout; /* the same for all threads */
    if (!layout)
        layout = fraud_signals_layout();
    unsigned char *bytes = arena_take(memory, 8 + 2 * BITS + FRAUD_NUMBERS * 5 +
                                                  FRAUD_WORDS * (TEXT_MAX + 1)),
                  *at = bytes + 8 + 2 * BITS;
    int64_t written = layout;
    memcpy(bytes, &written, 8);
    for (int i = 0; i < FRAUD_NUMBERS; i++) {
        float number = signals->numbers[i];
        if (isnan(number))
            continue;
        set_bit(bytes + 8, i);
        if (number == 0)
            continue;
        set_bit(bytes + 8 + BITS, i);
        if (number > 0 && number <= SMALL_MAX && number == floorf(number)) {
            *at++ = (unsigned char)number;
        } else {
            *at++ = WIDE;
            memcpy(at, &number, sizeof number);
            at += sizeof number;
        }
    }
    for (int i = 0; i < FRAUD_WORDS; i++) {
        size_t length = signals->words[i] ? strlen(signals->words[i]) : 0;
        if (length > TEXT_MAX)
            length = TEXT_MAX;
        *at++ = (unsigned char)length;
        if (length)
            memcpy(at, signals->words[i], length);
        at += length;
    }
    *ret_size = (size_t)(at - bytes);
    return bytes;
}

/* Reading ---------------------------------------------------------------------------------- */

struct stored {
    const unsigned char *at, *end;
};

static bool take_number(struct stored *from, float *ret_number)
{
    if (from->at == from->end)
        return false;
    unsigned char byte = *from->at++;
    *ret_number = (float)byte;
    if (byte != WIDE)
        return true;
    if (from->end - from->at < (ptrdiff_t)sizeof *ret_number)
        return false;
    memcpy(ret_number, from->at, sizeof *ret_number);
    from->at += sizeof *ret_number;
    return true;
}

static bool take_text(struct stored *from, struct arena *memory, const char **ret_text)
{
    if (from->at == from->end)
        return false;
    size_t length = *from->at++;
    if ((size_t)(from->end - from->at) < length)
        return false;
    bool readable = length && text_is_utf8((const char *)from->at, length);
    *ret_text = readable ? arena_copy_bytes(memory, from->at, length) : NULL;
    from->at += length;
    return true;
}

int64_t fraud_signals_layout_of(const unsigned char *bytes, size_t size)
{
    int64_t layout = 0;
    if (size > 8)
        memcpy(&layout, bytes, 8);
    return layout;
}

bool fraud_signals_unpack(struct arena *memory, const struct fraud_layout *layout,
                          const unsigned char *bytes, size_t size,
                          struct fraud_signals *ret_signals)
{
    size_t bits = (size_t)(layout->numbers + 7) / 8;
    struct stored from = { bytes + 8 + 2 * bits, bytes + size };
    fraud_signals_clear(ret_signals);
    if (size < 8 + 2 * bits)
        return false;
    for (int i = 0; i < layout->numbers; i++) {
        float number = 0;
        if (!get_bit(bytes + 8, i))
            continue;
        if (get_bit(bytes + 8 + bits, i) && !take_number(&from, &number))
            return false;
        if (layout->places[i] >= 0 && layout->places[i] < FRAUD_NUMBERS)
            ret_signals->numbers[layout->places[i]] = number;
    }
    for (int i = layout->numbers; i < layout->count; i++) {
        const char *words;
        if (!take_text(&from, memory, &words))
            return false;
        if (layout->places[i] >= FRAUD_NUMBERS)
            ret_signals->words[layout->places[i] - FRAUD_NUMBERS] = words;
    }
    return true;
}

bool fraud_layout_read(struct arena *memory, const char *names, struct fraud_layout *ret_layout)
{
    struct fraud_layout layout = { arena_array(memory, strlen(names) + 1, sizeof(int)), -1, 0 };
    for (const char *at = names; *at;) {
        size_t length = strcspn(at, " |");
        layout.places[layout.count++] = fraud_signal_place(at, length);
        at += length;
        if (*at == '|')
            layout.numbers = layout.count;
        if (*at)
            at++;
    }
    *ret_layout = layout;
    return layout.numbers > 0;
}
