/* Field, forms and queries coming in: names and values, as people type and tick them. */
#include "web/field_check.h"

#include <assert.h>

#include "base/words.h"

struct reader {
    struct arena *memory;
    const struct pairs *pairs;
    struct currency currency;
    struct faults *faults;
};

/* Where this object's names begin: "" or "lines-0-". */
static void read_pairs(const struct reader *reader, const struct field_place *place,
                       const struct field *fields, const char *start, char *to);

static const struct pair *find_pair(const struct pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (strcmp(pairs->items[i].name, name) == 0)
            return &pairs->items[i];
    return NULL;
}

const char *pairs_find(const struct pairs *pairs, const char *name)
{
    const struct pair *pair = find_pair(pairs, name);
    return pair ? pair->value : NULL;
}

/* Something that is not empty was sent for a name that begins so. */
static bool any_begins(const struct pairs *pairs, const char *start)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->items[i];
        bool sent = (pair->value && *pair->value) || pair->upload.size;
        if (sent && text_starts(pair->name, start))
            return true;
    }
    return false;
}

/* "7-count" gives 7 and "count"; two digits at most, without leading zeros. */
static bool read_index(const char *from, size_t *ret_index, const char **ret_rest)
{
    size_t digits = strspn(from, "0123456789");
    if (digits < 1 || digits > 2 || (digits == 2 && *from == '0') || from[digits] != '-')
        return false;
    *ret_index = digits == 1 ? (size_t)(from[0] - '0')
                             : (size_t)(from[0] - '0') * 10 + (size_t)(from[1] - '0');
    *ret_rest = from + digits + 1;
    return true;
}

bool fields_know(const struct field *fields, const char *name)
{
    for (const struct field *field = fields; field->kind; field++) {
        size_t length = strlen(field->name), index;
        if (strncmp(field->name, name, length) != 0)
            continue;
        const char *rest = name + length;
        bool inner = field->kind == FIELD_OBJECT || field->kind == FIELD_MAYBE;
        if (!*rest && !inner && field->kind != FIELD_LIST)
            return true;
        if (field->kind == FIELD_MONEY && strcmp(rest, "_currency") == 0)
            return true;
        if (inner && *rest == '-' && fields_know(field->of, rest + 1))
            return true;
        if (field->kind == FIELD_LIST && *rest == '-' && read_index(rest + 1, &index, &rest) &&
            fields_know(field->of, rest))
            return true;
    }
    return false;
}

static void read_money_pair(const struct reader *reader, const struct field_place *place,
                            const struct field *field, const char *name, const char *value,
                            char *member)
{
    struct currency currency = reader->currency;
    const char *code = pairs_find(reader->pairs, arena_format(reader->memory, "%s_currency", name));
    struct money amount;
    char *typed = text_trim(reader->memory, value);
    if (code && *code && !currency_read(code, &currency))
        field_fault(place, _("Give a currency, like EUR."));
    else if (strlen(typed) > 20 || !money_read(typed, currency, &amount))
        field_fault(place, _("Give an amount, like 12.99."));
    else
        field_take_money(place, field, amount, (void *)member);
}

static void read_list_pairs(const struct reader *reader, const struct field_place *place,
                            const struct field *field, const char *name, void *member)
{
    LIST_OF(char) *list = member;
    const char *start = arena_format(reader->memory, "%s-", name), *rest;
    size_t count = 0, index;
    for (size_t i = 0; i < reader->pairs->count; i++) {
        const char *sent = reader->pairs->items[i].name;
        if (text_starts(sent, start) && read_index(sent + strlen(start), &index, &rest) &&
            index >= count)
            count = index + 1;
    }
    if (!field_count_fits(place, field, count))
        return;
    list->items = arena_array(reader->memory, count, field->of_size);
    list->count = count;
    for (size_t i = 0; i < count; i++) {
        struct field_place inner = field_place_at(place, i);
        const char *inner_start = arena_format(reader->memory, "%s-%zu-", name, i);
        read_pairs(reader, &inner, field->of, inner_start, list->items + i * field->of_size);
    }
}

static void read_texts_pairs(const struct reader *reader, const struct field_place *place,
                             const struct field *field, const char *name, void *member)
{
    LIST_OF(const char *) *list = member;
    const struct pairs *pairs = reader->pairs;
    struct field one = *field;
    size_t count = 0;
    one.min = one.max = 0;
    one.optional = true;
    for (size_t i = 0; i < pairs->count; i++)
        count += strcmp(pairs->items[i].name, name) == 0;
    list->items = arena_array(reader->memory, count, sizeof *list->items);
    for (size_t i = 0; i < pairs->count; i++) {
        const char *value = pairs->items[i].value;
        if (strcmp(pairs->items[i].name, name) != 0 || !value || !*value)
            continue;
        struct field_place inner = field_place_at(place, list->count);
        list->items[list->count] = NULL;
        field_take_text(&inner, &one, value, strlen(value), &list->items[list->count]);
        list->count += list->items[list->count] != NULL; /* only spaces are nothing */
    }
    if (!field_count_fits(place, field, list->count))
        list->count = 0;
}

static void read_one(const struct reader *reader, const struct field_place *place,
                     const struct field *field, const char *name, char *member)
{
    const struct pair *pair = find_pair(reader->pairs, name);
    const char *value = pair ? pair->value : NULL;
    int64_t number;
    if (field->kind == FIELD_BOOL) {
        /* A box is there when it is ticked; its value is what the page says. */
        *(bool *)member = value && *value && strcmp(value, "false") != 0 && strcmp(value, "0") != 0;
        return;
    }
    if (field->kind == FIELD_UPLOAD) {
        if (pair && pair->upload.size)
            *(struct upload *)(void *)member = pair->upload;
        else if (!field->optional)
            field_fault(place, _("Choose a file."));
        return;
    }
    if (!value || !*value) {
        if (!field->optional)
            field_fault(place, _("This is needed."));
        return;
    }
    switch (field->kind) {
    case FIELD_TEXT: field_take_text(place, field, value, strlen(value), (void *)member); break;
    case FIELD_MONEY: read_money_pair(reader, place, field, name, value, member); break;
    case FIELD_INT:
        if (text_to_int(text_trim(reader->memory, value), &number))
            field_take_int(place, field, number, (void *)member);
        else
            field_fault(place, _("Give a whole number."));
        break;
    default: field_take_word(place, field, value, strlen(value), member);
    }
}

static void read_pairs(const struct reader *reader, const struct field_place *place,
                       const struct field *fields, const char *start, char *to)
{
    for (const struct field *field = fields; field->kind; field++) {
        struct field_place inner = field_place_in(place, field->name);
        const char *name =
            *start ? arena_format(reader->memory, "%s%s", start, field->name) : field->name;
        char *member = to + field->offset;
        const char *inner_start;
        switch (field->kind) {
        case FIELD_OBJECT:
        case FIELD_MAYBE:
            inner_start = arena_format(reader->memory, "%s-", name);
            if (field->optional && !any_begins(reader->pairs, inner_start))
                break;
            if (field->kind == FIELD_MAYBE)
                member = *(char **)(void *)member = arena_take(reader->memory, field->of_size);
            read_pairs(reader, &inner, field->of, inner_start, member);
            break;
        case FIELD_LIST: read_list_pairs(reader, &inner, field, name, member); break;
        case FIELD_TEXTS: read_texts_pairs(reader, &inner, field, name, member); break;
        default: read_one(reader, &inner, field, name, member);
        }
    }
}

bool fields_from_pairs(struct arena *memory, const struct field *fields, const struct pairs *pairs,
                       struct currency currency, void *ret_struct, struct faults *ret_faults)
{
    struct field_place top = { memory, ret_faults, "" };
    struct reader reader = { memory, pairs, currency, ret_faults };
    *ret_faults = (struct faults){ 0 };
    for (size_t i = 0; i < pairs->count; i++) {
        const char *name = pairs->items[i].name;
        if (*name == '_' || fields_know(fields, name))
            continue;
        struct field_place inner = field_place_in(&top, name);
        field_fault(&inner, _("This field is not known here."));
    }
    read_pairs(&reader, &top, fields, "", ret_struct);
    return ret_faults->count == 0;
}
