/* Mustache, JSON shown: for the specification's cases and for answers kept as JSON. */
#include "web/mustache.h"

#include <inttypes.h>
#include <jansson.h>

static struct shown show(const json_t *value)
{
    return value ? (struct shown){ &shown_json, value, NULL } : (struct shown){ 0 };
}

static struct shown json_look_up(struct shown value, const char *name)
{
    return show(json_object_get(value.data, name));
}

static bool json_shows(struct shown value)
{
    const json_t *json = value.data;
    if (json_is_array(json))
        return json_array_size(json) > 0;
    if (json_is_string(json))
        return json_string_length(json) > 0;
    return !json_is_false(json) && !json_is_null(json);
}

static bool json_item(struct shown value, size_t index, struct shown *ret_item)
{
    const json_t *item = json_array_get(value.data, index);
    if (!item)
        return false;
    *ret_item = show(item);
    return true;
}

static bool json_list(struct shown value)
{
    return json_is_array((const json_t *)value.data);
}

static void json_write(struct shown value, struct arena *memory, text *to, bool escape)
{
    const json_t *json = value.data;
    (void)memory;
    if (json_is_integer(json))
        text_add_format(to, "%" PRId64, (int64_t)json_integer_value(json));
    else if (json_is_real(json))
        text_add_format(to, "%.15g", json_real_value(json));
    else if (json_is_boolean(json))
        text_add(to, json_is_true(json) ? "true" : "false");
    else if (json_is_string(json) && escape)
        text_add_html(to, json_string_value(json));
    else if (json_is_string(json))
        text_add(to, json_string_value(json));
}

const struct shown_kind shown_json = {
    .look_up = json_look_up,
    .is_true = json_shows,
    .item = json_item,
    .is_list = json_list,
    .write = json_write,
};
