/* Field checks: lengths, ranges, patterns and the sentences about them. */
#include "web/field_check.h"

#include <inttypes.h>
#include <pthread.h>
#include <regex.h>

#include "base/words.h"

/* Places and faults ------------------------------------------------------------------------ */

struct field_place field_place_in(const struct field_place *place, const char *name)
{
    AUTO(text) pointer = { 0 };
    text_add(&pointer, place->pointer);
    text_add_char(&pointer, '/');
    size_t room = 80; /* names come from outside: the pointer stays short */
    for (; *name && room; name++, room--) {
        if (*name == '~')
            text_add(&pointer, "~0");
        else if (*name == '/')
            text_add(&pointer, "~1");
        else
            text_add_char(&pointer, *name);
    }
    while (pointer.length && !room && !text_is_utf8(pointer.bytes, pointer.length))
        pointer.bytes[--pointer.length] = 0;
    struct field_place inner = *place;
    inner.pointer = arena_copy(place->memory, text_of(&pointer));
    return inner;
}

struct field_place field_place_at(const struct field_place *place, size_t index)
{
    struct field_place inner = *place;
    inner.pointer = arena_format(place->memory, "%s/%zu", place->pointer, index);
    return inner;
}

void field_fault(const struct field_place *place, const char *sentence)
{
    struct faults *faults = place->faults;
    if (faults->count < sizeof faults->items / sizeof faults->items[0])
        faults->items[faults->count++] = (struct fault){ place->pointer, sentence };
}

/* Texts ------------------------------------------------------------------------------------ */

/* Patterns are constants of the program, so each is compiled once and kept. */
struct known_pattern {
    const char *pattern;
    regex_t compiled;
    struct known_pattern *next;
};
static struct known_pattern *known_patterns;
static pthread_mutex_t known_patterns_lock = PTHREAD_MUTEX_INITIALIZER;

static const regex_t *pattern_find(const char *pattern)
{
    pthread_mutex_lock(&known_patterns_lock);
    struct known_pattern *known = known_patterns;
    while (known && strcmp(known->pattern, pattern) != 0)
        known = known->next;
    if (!known) {
        known = must_take(sizeof *known);
        known->pattern = pattern;
        AUTO(text) whole = { 0 };
        text_add_format(&whole, "^(%s)$", pattern);
        if (regcomp(&known->compiled, text_of(&whole), REG_EXTENDED | REG_NOSUB) != 0) {
            fprintf(stderr, "souk: a field's pattern is not an expression: %s\n", pattern);
            abort();
        }
        known->next = known_patterns;
        known_patterns = known;
    }
    pthread_mutex_unlock(&known_patterns_lock);
    return &known->compiled;
}

/* C0, DEL and C1 controls; line feed and tab only where lines are allowed. */
static bool has_controls(const char *from, bool lines)
{
    for (const unsigned char *at = (const unsigned char *)from; *at; at++) {
        if (*at < 0x20 && !(lines && (*at == '\n' || *at == '\t')))
            return true;
        if (*at == 0x7F || (*at == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0))
            return true;
    }
    return false;
}

/* Forms send line breaks as CR LF; stored is LF. */
static char *with_line_feeds(struct arena *memory, const char *raw, size_t size)
{
    char *copy = arena_take(memory, size + 1), *to = copy;
    for (size_t i = 0; i < size; i++) {
        if (raw[i] == '\r' && i + 1 < size && raw[i + 1] == '\n')
            continue;
        *to++ = raw[i] == '\r' ? '\n' : raw[i];
    }
    *to = 0;
    return copy;
}

void field_take_text(const struct field_place *place, const struct field *field, const char *raw,
                     size_t size, const char **ret_text)
{
    struct arena *memory = place->memory;
    if (!text_is_utf8(raw, size)) {
        field_fault(place, _("This is not readable text."));
        return;
    }
    /* Spaces at the ends of a password are the person's own. */
    char *taken = field->lines    ? text_trim(memory, with_line_feeds(memory, raw, size))
                  : field->secret ? arena_copy_bytes(memory, raw, size)
                                  : text_trim(memory, arena_copy_bytes(memory, raw, size));
    int64_t most = field->max ? field->max : 200;
    int64_t points = (int64_t)text_count_points(taken);
    char least_words[24], most_words[24];
    snprintf(least_words, sizeof least_words, "%" PRId64, field->min);
    snprintf(most_words, sizeof most_words, "%" PRId64, most);
    if (!*taken && field->optional)
        return;
    if (!*taken)
        field_fault(place, _("This is needed."));
    else if (has_controls(taken, field->lines))
        field_fault(place, _("This has characters that cannot be kept."));
    else if (points > most)
        field_fault(
            place, words_fill(memory, _("At most {count} characters."), "count", most_words, NULL));
    else if (points < field->min)
        field_fault(place, words_fill(memory, _("At least {count} characters."), "count",
                                      least_words, NULL));
    else if (field->pattern && regexec(pattern_find(field->pattern), taken, 0, NULL, 0) != 0)
        field_fault(place, _("This does not have the right form."));
    else
        *ret_text = taken;
}

/* Numbers ---------------------------------------------------------------------------------- */

static void take_between(const struct field_place *place, int64_t number, int64_t least,
                         int64_t most, int64_t *ret_number)
{
    if (number >= least && number <= most) {
        *ret_number = number;
        return;
    }
    char bound[24];
    bool low = number < least;
    snprintf(bound, sizeof bound, "%" PRId64, low ? least : most);
    field_fault(place,
                words_fill(place->memory, low ? _("At least {bound}.") : _("At most {bound}."),
                           "bound", bound, NULL));
}

void field_take_int(const struct field_place *place, const struct field *field, int64_t number,
                    int64_t *ret_number)
{
    bool bounded = field->max > 0 || field->min < 0;
    int64_t least = field->min ? field->min : bounded ? 0 : -FIELD_INT_MAX;
    take_between(place, number, least, bounded ? field->max : FIELD_INT_MAX, ret_number);
}

void field_take_money(const struct field_place *place, const struct field *field,
                      struct money amount, struct money *ret_amount)
{
    AUTO(text) bound = { 0 };
    int64_t most = field->max > 0 ? field->max : MONEY_MAX;
    bool low = amount.minor < field->min;
    if (!low && amount.minor <= most) {
        *ret_amount = amount;
        return;
    }
    money_write_plain(&bound, money_of(low ? field->min : most, amount.currency));
    field_fault(place,
                words_fill(place->memory, low ? _("At least {bound}.") : _("At most {bound}."),
                           "bound", text_of(&bound), NULL));
}

/* Words that name something ---------------------------------------------------------------- */

static bool take_choice(const struct field *field, const char *word, int *ret_choice)
{
    for (int i = 0; field->choices[i].name; i++) {
        if (strcmp(field->choices[i].name, word) != 0)
            continue;
        *ret_choice = i;
        return true;
    }
    return false;
}

void field_take_word(const struct field_place *place, const struct field *field, const char *raw,
                     size_t size, void *ret_member)
{
    bool readable = size < 100 && text_is_utf8(raw, size);
    const char *word =
        readable ? text_trim(place->memory, arena_copy_bytes(place->memory, raw, size)) : "";
    switch (field->kind) {
    case FIELD_ID:
        if (!id_read(word, field->prefix, ret_member))
            field_fault(place, _("There is no such thing."));
        break;
    case FIELD_CHOICE:
        if (!take_choice(field, word, ret_member))
            field_fault(place, _("Choose one of the list."));
        break;
    default:
        if (!moment_read(word, ret_member))
            field_fault(place, _("Give a date, like 2026-11-21."));
    }
}

bool field_count_fits(const struct field_place *place, const struct field *field, size_t count)
{
    char bound[24];
    size_t most = field->max > 0 ? (size_t)field->max : FIELD_ITEMS_MAX;
    size_t least = field->min > 0 ? (size_t)field->min : 0;
    if (count >= least && count <= most)
        return true;
    snprintf(bound, sizeof bound, "%zu", count < least ? least : most);
    field_fault(place, words_fill(place->memory,
                                  count < least ? _("At least {bound}.") : _("At most {bound}."),
                                  "bound", bound, NULL));
    return false;
}
