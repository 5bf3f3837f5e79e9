/* Show struct: what a template sees of a struct and its fields, by the table in field.h.
 *
 * A value is shown by its kind, the address of its member and its field, so nothing is copied and
 * nothing is allocated until words are made. */
#include "web/mustache.h"

#include "web/field.h"

static const struct shown_kind shown_member, shown_truth, shown_words, shown_sub;

static const char yes, no;

static struct shown truth(bool is)
{
    return (struct shown){ &shown_truth, is ? &yes : &no, NULL };
}

static struct shown words_shown(const char *words)
{
    return (struct shown){ &shown_words, words, NULL };
}

struct shown show_struct(const struct field *fields, const void *from)
{
    return (struct shown){ &shown_struct, from, fields };
}

static void add(text *to, const char *words, bool escape)
{
    if (escape)
        text_add_html(to, words);
    else
        text_add(to, words);
}

static bool never(struct shown value)
{
    (void)value;
    return false;
}

static bool no_item(struct shown value, size_t index, struct shown *ret_item)
{
    (void)value, (void)index, (void)ret_item;
    return false;
}

static struct shown no_look_up(struct shown value, const char *name)
{
    (void)value, (void)name;
    return (struct shown){ 0 };
}

/* Structs ---------------------------------------------------------------------------------- */

static const struct field *field_named(const struct field *fields, const char *name)
{
    for (; fields->kind; fields++)
        if (*fields->name == *name && strcmp(fields->name, name) == 0)
            return fields;
    return NULL;
}

/* A page asks for some 400 names, each in up to four lists of fields. Lists are constants and a
 * template's names live for ever, so each thread remembers which field of which list a name is. */
static const struct field *find_field(const struct field *fields, const char *name)
{
    enum { REMEMBERED = 1024 };
    static _Thread_local struct found {
        const struct field *fields, *field; /* field NULL: not in the list */
        const char *name;
    } found[REMEMBERED];
    uint64_t mixed = ((uint64_t)(uintptr_t)fields * 31 + (uint64_t)(uintptr_t)name) *
                     UINT64_C(0x9e3779b97f4a7c15);
    struct found *slot = &found[(mixed >> 32) % REMEMBERED];
    if (slot->fields != fields || slot->name != name)
        *slot = (struct found){ fields, field_named(fields, name), name };
    return slot->field;
}

static struct shown struct_look_up(struct shown value, const char *name)
{
    const struct field *field = find_field(value.how, name);
    if (!field)
        return (struct shown){ 0 };
    const char *member = (const char *)value.data + field->offset;
    if (field->kind == FIELD_OBJECT)
        return show_struct(field->of, member);
    return (struct shown){ &shown_member, member, field };
}

static bool struct_is_true(struct shown value)
{
    return value.data != NULL;
}

static void struct_write(struct shown value, struct arena *memory, text *to, bool escape)
{
    (void)value, (void)memory, (void)to, (void)escape; /* a struct has no words of its own */
}

const struct shown_kind shown_struct = {
    .look_up = struct_look_up,
    .is_true = struct_is_true,
    .item = no_item,
    .is_list = never,
    .write = struct_write,
};

/* Members ---------------------------------------------------------------------------------- */

/* Every LIST_OF has this shape. */
struct any_list {
    const char *items;
    size_t count;
};

/* {{price.minor}}, {{paid_at.day}}: other words for the same member. */
enum sub_words { SUB_DIGITS, SUB_PLAIN, SUB_CURRENCY, SUB_DAY, SUB_ISO, SUB_DATE, SUB_COUNT };
struct sub {
    enum field_kind kind;
    const char *name;
    enum sub_words words;
};
static const struct sub subs[] = {
    { FIELD_INT, "plain", SUB_DIGITS },  { FIELD_MONEY, "minor", SUB_DIGITS },
    { FIELD_MONEY, "plain", SUB_PLAIN }, { FIELD_MONEY, "currency", SUB_CURRENCY },
    { FIELD_MOMENT, "day", SUB_DAY },    { FIELD_MOMENT, "iso", SUB_ISO },
    { FIELD_MOMENT, "date", SUB_DATE },  { FIELD_LIST, "count", SUB_COUNT },
    { FIELD_TEXTS, "count", SUB_COUNT },
};

static struct shown choice_look_up(struct shown value, const struct field *field, const char *name)
{
    int chosen = *(const int *)value.data;
    for (int i = 0; field->choices[i].name; i++)
        if (strcmp(field->choices[i].name, name) == 0)
            return truth(i == chosen);
    if (strcmp(name, "name") != 0)
        return (struct shown){ 0 };
    for (int i = 0; field->choices[i].name; i++)
        if (i == chosen)
            return words_shown(field->choices[i].name);
    return words_shown("");
}

static struct shown member_look_up(struct shown value, const char *name)
{
    const struct field *field = value.how;
    if (field->kind == FIELD_TEXT || field->kind == FIELD_BOOL) /* asked inside {{#brand}} */
        return (struct shown){ 0 };
    if (field->kind == FIELD_MAYBE) {
        const void *inner = *(const void *const *)value.data;
        return inner ? struct_look_up(show_struct(field->of, inner), name) : (struct shown){ 0 };
    }
    if (field->kind == FIELD_CHOICE)
        return choice_look_up(value, field, name);
    for (size_t i = 0; i < sizeof subs / sizeof subs[0]; i++)
        if (subs[i].kind == field->kind && strcmp(subs[i].name, name) == 0)
            return (struct shown){ &shown_sub, value.data, &subs[i] };
    return (struct shown){ 0 };
}

static bool member_is_true(struct shown value)
{
    const struct field *field = value.how;
    const char *words;
    switch (field->kind) {
    case FIELD_TEXT: words = *(const char *const *)value.data; return words && *words;
    case FIELD_BOOL: return *(const bool *)value.data;
    case FIELD_MAYBE: return *(const void *const *)value.data != NULL;
    case FIELD_LIST:
    case FIELD_TEXTS: return ((const struct any_list *)value.data)->count > 0;
    case FIELD_CHOICE: return true;
    case FIELD_UPLOAD: return false;
    default: return *(const int64_t *)value.data != 0; /* numbers, moments, ids, money's minor */
    }
}

static bool member_item(struct shown value, size_t index, struct shown *ret_item)
{
    const struct field *field = value.how;
    const struct any_list *list = value.data;
    if ((field->kind != FIELD_LIST && field->kind != FIELD_TEXTS) || index >= list->count)
        return false;
    if (field->kind == FIELD_LIST)
        *ret_item = show_struct(field->of, list->items + index * field->of_size);
    else
        *ret_item = words_shown(((const char *const *)(const void *)list->items)[index]);
    return true;
}

static bool member_is_list(struct shown value)
{
    const struct field *field = value.how;
    return field->kind == FIELD_LIST || field->kind == FIELD_TEXTS;
}

static void number_write(struct arena *memory, text *to, int64_t number)
{
    if (number > -1000 && number < 1000) /* needs no grouping in any language we speak */
        text_add_int(to, number);
    else
        text_add(to, words_number(memory, number));
}

static void member_write(struct shown value, struct arena *memory, text *to, bool escape)
{
    const struct field *field = value.how;
    const char *words;
    char id[ID_TEXT_SIZE];
    switch (field->kind) {
    case FIELD_TEXT:
        words = *(const char *const *)value.data;
        if (words)
            add(to, words, escape);
        break;
    case FIELD_INT: number_write(memory, to, *(const int64_t *)value.data); break;
    case FIELD_BOOL: text_add(to, *(const bool *)value.data ? "true" : "false"); break;
    case FIELD_MONEY:
        if (((const struct money *)value.data)->currency.code[0])
            words_add_money(to, *(const struct money *)value.data);
        break;
    case FIELD_MOMENT:
        if (((const struct moment *)value.data)->us)
            add(to, words_moment(memory, *(const struct moment *)value.data), escape);
        break;
    case FIELD_ID:
        if (*(const int64_t *)value.data) {
            id_write(id, field->prefix, *(const int64_t *)value.data);
            text_add(to, id);
        }
        break;
    case FIELD_CHOICE:
        for (int i = 0; field->choices[i].name; i++)
            if (i == *(const int *)value.data) {
                words = field->choices[i].words;
                add(to, words ? words_say(words) : field->choices[i].name, escape);
            }
        break;
    default: break; /* objects and lists have no words of their own */
    }
}

static const struct shown_kind shown_member = {
    .look_up = member_look_up,
    .is_true = member_is_true,
    .item = member_item,
    .is_list = member_is_list,
    .write = member_write,
};

/* Sub-values ------------------------------------------------------------------------------- */

static void sub_write(struct shown value, struct arena *memory, text *to, bool escape)
{
    const struct sub *sub = value.how;
    const struct money *amount = value.data;
    const struct moment *at = value.data;
    struct date date;
    switch (sub->words) {
    case SUB_DIGITS: text_add_int(to, *(const int64_t *)value.data); break;
    case SUB_COUNT: text_add_int(to, (int64_t)((const struct any_list *)value.data)->count); break;
    case SUB_CURRENCY: text_add(to, amount->currency.code); break;
    case SUB_PLAIN:
        if (amount->currency.code[0])
            money_write_plain(to, *amount);
        break;
    case SUB_DAY:
        if (at->us)
            add(to, words_day(memory, *at), escape);
        break;
    case SUB_ISO:
        if (at->us)
            moment_write(to, *at);
        break;
    case SUB_DATE: /* what an input of type date wants */
        date = moment_date(*at);
        if (at->us)
            text_add_format(to, "%04d-%02d-%02d", date.year, date.month, date.day);
        break;
    }
}

static bool sub_is_true(struct shown value)
{
    const struct sub *sub = value.how;
    if (sub->words == SUB_COUNT)
        return ((const struct any_list *)value.data)->count > 0;
    return *(const int64_t *)value.data != 0;
}

static const struct shown_kind shown_sub = {
    .look_up = no_look_up,
    .is_true = sub_is_true,
    .item = no_item,
    .is_list = never,
    .write = sub_write,
};

/* Truths and plain words ------------------------------------------------------------------- */

static bool truth_is_true(struct shown value)
{
    return value.data == &yes;
}

static void truth_write(struct shown value, struct arena *memory, text *to, bool escape)
{
    (void)memory, (void)escape;
    text_add(to, value.data == &yes ? "true" : "false");
}

static const struct shown_kind shown_truth = {
    .look_up = no_look_up,
    .is_true = truth_is_true,
    .item = no_item,
    .is_list = never,
    .write = truth_write,
};

static bool words_is_true(struct shown value)
{
    const char *words = value.data;
    return words && *words;
}

static void words_write(struct shown value, struct arena *memory, text *to, bool escape)
{
    (void)memory;
    if (value.data)
        add(to, value.data, escape);
}

static const struct shown_kind shown_words = {
    .look_up = no_look_up,
    .is_true = words_is_true,
    .item = no_item,
    .is_list = never,
    .write = words_write,
};
