/* Field, going out: JSON straight from the struct, and the JSON Schema of it. */
#include "web/field.h"

#include "base/words.h"

/* JSON ------------------------------------------------------------------------------------- */

static void money_to_json(text *to, struct money amount)
{
    if (!amount.currency.code[0]) {
        text_add(to, "null");
        return;
    }
    text_add(to, "{\"minor\":");
    text_add_int(to, amount.minor);
    text_add(to, ",\"currency\":\"");
    text_add(to, amount.currency.code);
    text_add(to, "\",\"text\":\"");
    words_add_money(to, amount);
    text_add(to, "\"}");
}

static void choice_to_json(text *to, const struct field *field, int choice)
{
    for (int i = 0; field->choices[i].name; i++)
        if (i == choice) {
            text_add_json(to, field->choices[i].name);
            return;
        }
    text_add(to, "null"); /* outside the list: nothing that has a name */
}

static void list_to_json(text *to, const struct field *field, const void *member)
{
    const LIST_OF(const char) *list = member;
    text_add_char(to, '[');
    for (size_t i = 0; i < list->count; i++) {
        if (i)
            text_add_char(to, ',');
        fields_to_json(to, field->of, list->items + i * field->of_size);
    }
    text_add_char(to, ']');
}

static void texts_to_json(text *to, const void *member)
{
    const LIST_OF(const char *) *list = member;
    text_add_char(to, '[');
    for (size_t i = 0; i < list->count; i++) {
        if (i)
            text_add_char(to, ',');
        text_add_json(to, list->items[i]);
    }
    text_add_char(to, ']');
}

static void id_to_json(text *to, const struct field *field, int64_t number)
{
    char written[ID_TEXT_SIZE];
    if (number) {
        id_write(written, field->prefix, number);
        text_add_json(to, written);
    } else
        text_add(to, "null");
}

static void moment_to_json(text *to, struct moment at)
{
    if (!at.us) {
        text_add(to, "null");
        return;
    }
    text_add_char(to, '"');
    moment_write(to, at);
    text_add_char(to, '"');
}

static void value_to_json(text *to, const struct field *field, const char *member)
{
    const void *at = member;
    const char *words;
    switch (field->kind) {
    case FIELD_TEXT:
        words = *(const char *const *)at;
        if (words)
            text_add_json(to, words);
        else
            text_add(to, "null");
        break;
    case FIELD_INT: text_add_int(to, *(const int64_t *)at); break;
    case FIELD_BOOL: text_add(to, *(const bool *)at ? "true" : "false"); break;
    case FIELD_MONEY: money_to_json(to, *(const struct money *)at); break;
    case FIELD_MOMENT: moment_to_json(to, *(const struct moment *)at); break;
    case FIELD_ID: id_to_json(to, field, *(const int64_t *)at); break;
    case FIELD_CHOICE: choice_to_json(to, field, *(const int *)at); break;
    case FIELD_OBJECT: fields_to_json(to, field->of, at); break;
    case FIELD_MAYBE:
        if (*(const void *const *)at)
            fields_to_json(to, field->of, *(const void *const *)at);
        else
            text_add(to, "null");
        break;
    case FIELD_LIST: list_to_json(to, field, at); break;
    case FIELD_TEXTS: texts_to_json(to, at); break;
    default: text_add(to, "null");
    }
}

void fields_to_json(text *to, const struct field *fields, const void *from)
{
    text_add_char(to, '{');
    for (const struct field *field = fields; field->kind; field++) {
        text_add(to, field == fields ? "\"" : ",\"");
        text_add(to, field->name); /* needs no escape */
        text_add(to, "\":");
        value_to_json(to, field, (const char *)from + field->offset);
    }
    text_add_char(to, '}');
}

/* Schema ----------------------------------------------------------------------------------- */

static void string_schema(text *to, const struct field *field, bool incoming)
{
    if (!incoming) {
        text_add(to, "\"type\":[\"string\",\"null\"]");
        return;
    }
    text_add(to, "\"type\":\"string\"");
    text_add_format(to, ",\"minLength\":%d", (int)(field->min ? field->min : !field->optional));
    text_add_format(to, ",\"maxLength\":%d", (int)(field->max ? field->max : 200));
    if (field->pattern) {
        AUTO(text) whole = { 0 };
        text_add_format(&whole, "^(%s)$", field->pattern);
        text_add(to, ",\"pattern\":");
        text_add_json(to, text_of(&whole));
    }
    if (field->secret)
        text_add(to, ",\"format\":\"password\"");
}

static void int_schema(text *to, const struct field *field, bool incoming)
{
    text_add(to, "\"type\":\"integer\"");
    if (!incoming)
        return;
    if (field->min || field->max)
        text_add_format(to, ",\"minimum\":%lld", (long long)field->min);
    if (field->max > 0 || field->min < 0)
        text_add_format(to, ",\"maximum\":%lld", (long long)field->max);
}

static void choice_schema(text *to, const struct field *field)
{
    text_add(to, "\"type\":\"string\",\"enum\":[");
    for (int i = 0; field->choices[i].name; i++) {
        if (i)
            text_add_char(to, ',');
        text_add_json(to, field->choices[i].name);
    }
    text_add_char(to, ']');
}

static void id_schema(text *to, const struct field *field, bool incoming)
{
    text_add(to, incoming ? "\"type\":\"string\"" : "\"type\":[\"string\",\"null\"]");
    text_add_format(to, ",\"pattern\":\"^%s_[0-9a-zA-Z]{13}$\"", field->prefix);
}

static void money_schema(text *to, bool incoming)
{
    text_add_format(to, "\"$ref\":\"#/components/schemas/%s\"", incoming ? "MoneyIn" : "Money");
}

static void object_schema(text *to, const struct field *field, bool incoming)
{
    AUTO(text) inner = { 0 };
    fields_to_schema(&inner, field->of, incoming);
    bool may_be_null = field->kind == FIELD_MAYBE && !incoming;
    if (may_be_null)
        text_add_format(to, "\"anyOf\":[%s,{\"type\":\"null\"}]", text_of(&inner));
    else /* without its braces: what says what it is follows */
        text_add_bytes(to, inner.bytes + 1, inner.length - 2);
}

static void value_schema(text *to, const struct field *field, bool incoming)
{
    long most = field->max > 0 ? (long)field->max : 100;
    switch (field->kind) {
    case FIELD_TEXT: string_schema(to, field, incoming); break;
    case FIELD_INT: int_schema(to, field, incoming); break;
    case FIELD_BOOL: text_add(to, "\"type\":\"boolean\""); break;
    case FIELD_MONEY: money_schema(to, incoming); break;
    case FIELD_MOMENT:
        text_add(to, incoming ? "\"type\":\"string\"" : "\"type\":[\"string\",\"null\"]");
        text_add(to, ",\"format\":\"date-time\"");
        break;
    case FIELD_ID: id_schema(to, field, incoming); break;
    case FIELD_CHOICE: choice_schema(to, field); break;
    case FIELD_LIST:
        text_add(to, "\"type\":\"array\",\"items\":");
        fields_to_schema(to, field->of, incoming);
        if (incoming)
            text_add_format(to, ",\"maxItems\":%ld", most);
        break;
    case FIELD_TEXTS:
        text_add(to, "\"type\":\"array\",\"items\":{\"type\":\"string\"}");
        if (incoming)
            text_add_format(to, ",\"maxItems\":%ld", most);
        break;
    case FIELD_UPLOAD: text_add(to, "\"type\":\"string\",\"format\":\"binary\""); break;
    default: object_schema(to, field, incoming);
    }
}

void fields_to_schema(text *to, const struct field *fields, bool incoming)
{
    bool any = false;
    text_add(to, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    for (const struct field *field = fields; field->kind; field++) {
        if (field != fields)
            text_add_char(to, ',');
        text_add_json(to, field->name);
        text_add(to, ":{");
        value_schema(to, field, incoming);
        if (field->says) {
            text_add(to, ",\"description\":");
            text_add_json(to, field->says);
        }
        text_add_char(to, '}');
        any |= !incoming || !field->optional;
    }
    text_add(to, "}");
    if (any) {
        const char *comma = "";
        text_add(to, ",\"required\":[");
        for (const struct field *field = fields; field->kind; field++) {
            if (incoming && field->optional)
                continue;
            text_add(to, comma);
            text_add_json(to, field->name);
            comma = ",";
        }
        text_add_char(to, ']');
    }
    text_add_char(to, '}');
}
