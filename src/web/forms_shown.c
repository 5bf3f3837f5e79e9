/* Forms shown: {{form.NAME}}, {{form.NAME.VALUE}} and {{faults.NAME}}.
 *
 * What was typed comes first; a field that was not part of the form shows what is stored. Secrets
 * are never given back. */
#include "web/page.h"

#include "base/words.h"

static const struct field *field_named(const struct field *fields, const char *name)
{
    for (; fields && fields->kind; fields++)
        if (strcmp(fields->name, name) == 0)
            return fields;
    return NULL;
}

/* Was the form that has this field sent? An unticked box sends nothing, and that counts. */
static bool was_typed(const struct form_shown *form, const char *name)
{
    return form->typed && form->typed->count && form->form_fields &&
           fields_know(form->form_fields, name);
}

static bool is_secret(const struct form_shown *form, const char *name)
{
    const struct field *field = field_named(form->form_fields, name);
    return field && (field->secret || field->kind == FIELD_UPLOAD);
}

static const void *member_of(const struct form_shown *form, const struct field *field)
{
    return (const char *)form->answer + field->offset;
}

/* As an input's value wants it. */
static void write_stored(const struct field *field, const void *member, text *to)
{
    struct date date;
    char id[ID_TEXT_SIZE];
    const struct money *amount = member;
    switch (field->kind) {
    case FIELD_TEXT:
        if (*(const char *const *)member)
            text_add(to, *(const char *const *)member);
        break;
    case FIELD_INT: text_add_int(to, *(const int64_t *)member); break;
    case FIELD_BOOL: text_add(to, *(const bool *)member ? "true" : ""); break;
    case FIELD_MONEY:
        if (amount->currency.code[0])
            money_write_plain(to, *amount);
        break;
    case FIELD_MOMENT:
        date = moment_date(*(const struct moment *)member);
        if (((const struct moment *)member)->us)
            text_add_format(to, "%04d-%02d-%02d", date.year, date.month, date.day);
        break;
    case FIELD_ID:
        if (*(const int64_t *)member) {
            id_write(id, field->prefix, *(const int64_t *)member);
            text_add(to, id);
        }
        break;
    case FIELD_CHOICE:
        for (int i = 0; field->choices[i].name; i++)
            if (i == *(const int *)member)
                text_add(to, field->choices[i].name);
        break;
    default: break;
    }
}

static void write_plain(const struct form_shown *form, const char *name, text *to)
{
    if (is_secret(form, name))
        return;
    if (was_typed(form, name)) {
        const char *typed = pairs_find(form->typed, name);
        text_add(to, typed ? typed : "");
        return;
    }
    const struct field *field = field_named(form->answer_fields, name);
    if (field && form->answer && !field->secret)
        write_stored(field, member_of(form, field), to);
}

/* Is `value` among what was typed or stored under the name? */
static bool has_value(const struct form_shown *form, const char *name, const char *value)
{
    if (is_secret(form, name))
        return false;
    if (was_typed(form, name)) {
        for (size_t i = 0; i < form->typed->count; i++) {
            const struct pair *pair = &form->typed->items[i];
            if (pair->value && strcmp(pair->name, name) == 0 && strcmp(pair->value, value) == 0)
                return true;
        }
        return false;
    }
    const struct field *field = field_named(form->answer_fields, name);
    if (field && field->kind == FIELD_TEXTS && form->answer) {
        const LIST_OF(const char *) *list = member_of(form, field);
        for (size_t i = 0; i < list->count; i++)
            if (strcmp(list->items[i], value) == 0)
                return true;
        return false;
    }
    AUTO(text) stored = { 0 };
    write_plain(form, name, &stored);
    return stored.length && strcmp(text_of(&stored), value) == 0;
}

/* Shown kinds ------------------------------------------------------------------------------ */

static bool no_item(struct shown value, size_t index, struct shown *ret_item)
{
    (void)value, (void)index, (void)ret_item;
    return false;
}

static bool never(struct shown value)
{
    (void)value;
    return false;
}

static bool always(struct shown value)
{
    (void)value;
    return true;
}

static void write_nothing(struct shown value, struct arena *memory, text *to, bool escape)
{
    (void)value, (void)memory, (void)to, (void)escape;
}

static struct shown no_look_up(struct shown value, const char *name)
{
    (void)value, (void)name;
    return (struct shown){ 0 };
}

static const struct shown_kind shown_form_field, shown_yes, shown_no, shown_sentence;

static struct shown form_look_up(struct shown value, const char *name)
{
    return (struct shown){ &shown_form_field, value.data, name };
}

static struct shown form_field_look_up(struct shown value, const char *wanted)
{
    bool is = has_value(value.data, value.how, wanted);
    return (struct shown){ is ? &shown_yes : &shown_no, value.data, NULL };
}

static bool form_field_is_true(struct shown value)
{
    AUTO(text) plain = { 0 };
    write_plain(value.data, value.how, &plain);
    return plain.length > 0;
}

static void form_field_write(struct shown value, struct arena *memory, text *to, bool escape)
{
    AUTO(text) plain = { 0 };
    (void)memory;
    write_plain(value.data, value.how, &plain);
    if (escape)
        text_add_html(to, text_of(&plain));
    else
        text_add_bytes(to, text_of(&plain), plain.length);
}

const struct shown_kind shown_form = { form_look_up, always, no_item, never, write_nothing };
static const struct shown_kind shown_form_field = { form_field_look_up, form_field_is_true, no_item,
                                                    never, form_field_write };
static const struct shown_kind shown_yes = { no_look_up, always, no_item, never, write_nothing };
static const struct shown_kind shown_no = { no_look_up, never, no_item, never, write_nothing };

/* The fault of "lines-0-count" is at /lines/0/count. */
static struct shown faults_look_up(struct shown value, const char *name)
{
    const struct faults_shown *shown = value.data;
    for (size_t i = 0; shown->faults && i < shown->faults->count; i++) {
        const char *pointer = shown->faults->items[i].pointer;
        if (*pointer++ != '/')
            continue;
        const char *at = name;
        while (*at && (*at == *pointer || (*at == '-' && *pointer == '/')))
            at++, pointer++;
        /* What is wrong inside an object or amount is also said at the whole. */
        if (!*at && (!*pointer || *pointer == '/'))
            return (struct shown){ &shown_sentence, shown->faults->items[i].sentence, NULL };
    }
    return (struct shown){ 0 };
}

static bool faults_are_true(struct shown value)
{
    const struct faults_shown *shown = value.data;
    return shown->faults && shown->faults->count > 0;
}

static void sentence_write(struct shown value, struct arena *memory, text *to, bool escape)
{
    (void)memory;
    if (escape)
        text_add_html(to, value.data);
    else
        text_add(to, value.data);
}

const struct shown_kind shown_faults = { faults_look_up, faults_are_true, no_item, never,
                                         write_nothing };
static const struct shown_kind shown_sentence = { no_look_up, always, no_item, never,
                                                  sentence_write };
