/* Field, JSON coming in: jansson reads, the fields decide. */
#include "web/field_check.h"

#include <assert.h>
#include <jansson.h>

#include "base/words.h"

static void read_object(const struct field_place *place, const struct field *fields,
                        const json_t *from, void *to);

/* The parser's own limit is far beyond what a stack should hold. */
static bool too_deep(const char *json, size_t size)
{
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        if (quoted && json[i] == '\\')
            i++;
        else if (json[i] == '"')
            quoted = !quoted;
        else if (!quoted && (json[i] == '{' || json[i] == '[') && ++depth > FIELD_DEPTH_MAX)
            return true;
        else if (!quoted && (json[i] == '}' || json[i] == ']'))
            depth--;
    }
    return false;
}

static void read_money(const struct field_place *place, const struct field *field,
                       const json_t *from, struct money *to)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)from, name, value)
    {
        /* An answer's money may be sent back as it came; its words are passed over. */
        bool known = strcmp(name, "minor") == 0 || strcmp(name, "currency") == 0 ||
                     strcmp(name, "text") == 0;
        struct field_place inner = field_place_in(place, name);
        if (!known)
            field_fault(&inner, _("This field is not known here."));
    }
    const json_t *minor = json_object_get(from, "minor");
    const json_t *code = json_object_get(from, "currency");
    struct currency currency;
    struct field_place at_minor = field_place_in(place, "minor");
    struct field_place at_currency = field_place_in(place, "currency");
    if (!json_is_integer(minor))
        field_fault(&at_minor, _("Give a whole number of minor units."));
    else if (!json_is_string(code) || !currency_read(json_string_value(code), &currency))
        field_fault(&at_currency, _("Give a currency, like EUR."));
    else
        field_take_money(place, field, (struct money){ json_integer_value(minor), currency }, to);
}

static void read_list(const struct field_place *place, const struct field *field,
                      const json_t *from, void *member)
{
    LIST_OF(char) *list = member; /* every LIST_OF has this shape */
    size_t count = json_array_size(from);
    if (!field_count_fits(place, field, count))
        return;
    list->items = arena_array(place->memory, count, field->of_size);
    list->count = count;
    for (size_t i = 0; i < count; i++) {
        struct field_place inner = field_place_at(place, i);
        const json_t *item = json_array_get(from, i);
        if (json_is_object(item))
            read_object(&inner, field->of, item, list->items + i * field->of_size);
        else
            field_fault(&inner, _("Give an object here."));
    }
}

static void read_texts(const struct field_place *place, const struct field *field,
                       const json_t *from, void *member)
{
    LIST_OF(const char *) *list = member;
    struct field one = *field;
    size_t count = json_array_size(from);
    if (!field_count_fits(place, field, count))
        return;
    one.min = one.max = 0; /* those count the texts */
    list->items = arena_array(place->memory, count, sizeof *list->items);
    list->count = count;
    for (size_t i = 0; i < count; i++) {
        struct field_place inner = field_place_at(place, i);
        const json_t *item = json_array_get(from, i);
        list->items[i] = "";
        if (json_is_string(item))
            field_take_text(&inner, &one, json_string_value(item), json_string_length(item),
                            &list->items[i]);
        else
            field_fault(&inner, _("Give text in quotes."));
    }
}

static const char *wanted_words(enum field_kind kind)
{
    switch (kind) {
    case FIELD_INT: return _("Give a whole number.");
    case FIELD_BOOL: return _("Give true or false.");
    case FIELD_MONEY: return _("Give an object with minor and currency.");
    case FIELD_OBJECT:
    case FIELD_MAYBE: return _("Give an object here.");
    case FIELD_LIST:
    case FIELD_TEXTS: return _("Give a list here.");
    case FIELD_UPLOAD: return _("Send files as multipart/form-data.");
    default: return _("Give text in quotes.");
    }
}

static bool is_of_kind(const json_t *from, enum field_kind kind)
{
    switch (kind) {
    case FIELD_INT: return json_is_integer(from);
    case FIELD_BOOL: return json_is_boolean(from);
    case FIELD_MONEY:
    case FIELD_OBJECT:
    case FIELD_MAYBE: return json_is_object(from);
    case FIELD_LIST:
    case FIELD_TEXTS: return json_is_array(from);
    case FIELD_UPLOAD: return false;
    default: return json_is_string(from);
    }
}

static void read_value(const struct field_place *place, const struct field *field,
                       const json_t *from, char *member)
{
    if (!from || json_is_null(from)) {
        if (!field->optional)
            field_fault(place, _("This is needed."));
        return;
    }
    if (!is_of_kind(from, field->kind)) {
        field_fault(place, wanted_words(field->kind));
        return;
    }
    switch (field->kind) {
    case FIELD_TEXT:
        field_take_text(place, field, json_string_value(from), json_string_length(from),
                        (void *)member);
        break;
    case FIELD_INT: field_take_int(place, field, json_integer_value(from), (void *)member); break;
    case FIELD_BOOL: *(bool *)member = json_is_true(from); break;
    case FIELD_MONEY: read_money(place, field, from, (void *)member); break;
    case FIELD_OBJECT: read_object(place, field->of, from, member); break;
    case FIELD_MAYBE:
        *(void **)member = arena_take(place->memory, field->of_size);
        read_object(place, field->of, from, *(void **)member);
        break;
    case FIELD_LIST: read_list(place, field, from, member); break;
    case FIELD_TEXTS: read_texts(place, field, from, member); break;
    default:
        field_take_word(place, field, json_string_value(from), json_string_length(from), member);
    }
}

static void read_object(const struct field_place *place, const struct field *fields,
                        const json_t *from, void *to)
{
    size_t known = 0;
    for (const struct field *field = fields; field->kind; field++) {
        const json_t *value = json_object_get(from, field->name);
        struct field_place inner = field_place_in(place, field->name);
        known += value != NULL;
        read_value(&inner, field, value, (char *)to + field->offset);
    }
    if (known == json_object_size(from))
        return;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)from, name, value)
    {
        const struct field *field = fields;
        while (field->kind && strcmp(field->name, name) != 0)
            field++;
        struct field_place inner = field_place_in(place, name);
        if (!field->kind)
            field_fault(&inner, _("This field is not known here."));
    }
}

bool fields_from_json(struct arena *memory, const struct field *fields, const char *json,
                      size_t size, void *ret_struct, struct faults *ret_faults)
{
    struct field_place top = { memory, ret_faults, "" };
    *ret_faults = (struct faults){ 0 };
    if (too_deep(json, size)) {
        field_fault(&top, _("This JSON is nested too deep."));
        return false;
    }
    json_error_t error;
    json_t *document = json_loadb(json, size, JSON_REJECT_DUPLICATES, &error);
    if (!document) {
        const char *sentence = json_error_code(&error) == json_error_duplicate_key
                                   ? _("A name stands twice in one object (line {line}).")
                                   : _("This is not valid JSON (line {line}).");
        field_fault(&top, words_fill(memory, sentence, "line",
                                     arena_format(memory, "%d", error.line), NULL));
        return false;
    }
    if (json_is_object(document))
        read_object(&top, fields, document, ret_struct);
    else
        field_fault(&top, _("Give an object here."));
    json_decref(document);
    return ret_faults->count == 0;
}
