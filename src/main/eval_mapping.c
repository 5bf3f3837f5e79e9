/* Evaluation, mapping: read by inih; what it does not know it refuses. */
#include "main/eval_mapping.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char *const column_names[COLUMNS] = {
    [COLUMN_ACCOUNT] = "account",
    [COLUMN_SELLER] = "seller",
    [COLUMN_DEVICE] = "device",
    [COLUMN_CARD] = "card",
    [COLUMN_ADDRESS] = "address",
    [COLUMN_IP] = "ip",
    [COLUMN_EMAIL] = "email",
    [COLUMN_COUNTRY] = "country",
    [COLUMN_CARD_COUNTRY] = "card_country",
    [COLUMN_ADDRESS_COUNTRY] = "address_country",
    [COLUMN_CATEGORY] = "category",
    [COLUMN_AGENT] = "agent",
    [COLUMN_TIME] = "time",
    [COLUMN_OPENED] = "opened",
    [COLUMN_AMOUNT] = "amount",
    [COLUMN_LABEL] = "label",
};

struct reading {
    struct arena *memory;
    struct eval_mapping *to;
    const char *problem;
};

static bool take_column(struct reading *reading, const char *name, const char *value)
{
    for (int i = 0; i < COLUMNS; i++)
        if (text_same(name, column_names[i])) {
            reading->to->columns[i] = arena_copy(reading->memory, value);
            return true;
        }
    if (!text_same(name, "never"))
        return false;
    reading->to->never = arena_copy(reading->memory, value);
    return true;
}

static bool take_format(struct reading *reading, const char *name, const char *value)
{
    struct eval_mapping *to = reading->to;
    char *end = NULL;
    if (text_same(name, "time"))
        to->time = arena_copy(reading->memory, value);
    else if (text_same(name, "bad"))
        to->bad = arena_copy(reading->memory, value);
    else if (text_same(name, "ip"))
        to->ip_is_number = text_same(value, "number");
    else if (text_same(name, "usd"))
        to->usd = strtod(value, &end);
    bool known = text_same(name, "time") || text_same(name, "bad") || text_same(name, "ip");
    bool ip = !text_same(name, "ip") || to->ip_is_number || text_same(value, "text");
    return (known && ip) || (end && end > value && !*end && to->usd > 0 && to->usd < 1e9);
}

static bool take_protocol(struct reading *reading, const char *name, const char *value)
{
    struct eval_mapping *to = reading->to;
    const struct {
        const char *name;
        int64_t *to, least, most;
    } numbers[] = {
        { "train_days", &to->train_days, 1, 366 },
        { "assess_days", &to->assess_days, 1, 366 },
        { "delay_days", &to->delay_days, 0, 366 },
        { "train_share", &to->train_share, 1, 99 },
    };
    if (text_same(name, "split")) {
        to->by_share = text_same(value, "share");
        return to->by_share || text_same(value, "folds");
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (text_same(name, numbers[i].name)) {
            int64_t number;
            if (!text_to_int(value, &number) || number < numbers[i].least ||
                number > numbers[i].most)
                return false;
            *numbers[i].to = number;
            return true;
        }
    return false;
}

static int take_line(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    bool taken = text_same(section, "columns")    ? take_column(reading, name, value)
                 : text_same(section, "format")   ? take_format(reading, name, value)
                 : text_same(section, "protocol") ? take_protocol(reading, name, value)
                                                  : false;
    if (!taken && !reading->problem)
        reading->problem =
            arena_format(reading->memory, "[%s] %s = %s is not understood", section, name, value);
    return taken;
}

static bool is_never(const struct eval_mapping *mapping, const char *column)
{
    size_t length = strlen(column);
    for (const char *at = mapping->never; at && *at;) {
        at += strspn(at, ", \t");
        size_t word = strcspn(at, ",");
        size_t end = word;
        while (end > 0 && (at[end - 1] == ' ' || at[end - 1] == '\t'))
            end--;
        if (end == length && memcmp(at, column, length) == 0)
            return true;
        at += word;
    }
    return false;
}

static const char *first_fault(struct arena *memory, const struct eval_mapping *mapping)
{
    static const enum eval_column needed[] = { COLUMN_TIME, COLUMN_ACCOUNT, COLUMN_AMOUNT,
                                               COLUMN_LABEL };
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!mapping->columns[needed[i]])
            return arena_format(memory, "[columns] does not say which column is the %s",
                                column_names[needed[i]]);
    for (int i = 0; i < COLUMNS; i++)
        if (mapping->columns[i] && is_never(mapping, mapping->columns[i]))
            return arena_format(memory, "[columns] uses %s, which is never to be used",
                                mapping->columns[i]);
    return NULL;
}

bool eval_mapping_read(struct arena *memory, const char *file, struct eval_mapping *ret_mapping,
                       const char **ret_problem)
{
    struct eval_mapping mapping = {
        .time = "%Y-%m-%d %H:%M:%S",
        .bad = "1",
        .usd = 1,
        .train_days = 7,
        .assess_days = 7,
        .delay_days = 7,
        .train_share = 80,
    };
    struct reading reading = { memory, &mapping, NULL };
    int line = ini_parse(file, take_line, &reading);
    if (line == -1)
        reading.problem = "it cannot be read";
    else if (line && !reading.problem)
        reading.problem = arena_format(memory, "line %d is not NAME = VALUE", line);
    if (!reading.problem)
        reading.problem = first_fault(memory, &mapping);
    if (reading.problem) {
        *ret_problem = arena_format(memory, "%s: %s", file, reading.problem);
        return false;
    }
    *ret_mapping = mapping;
    return true;
}
