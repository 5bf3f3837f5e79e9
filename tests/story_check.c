/* Story, checked: answers against what the line and the route say. */
#include "story_run.h"

static char called_routes[1024]; /* one byte a route */

/* What an answer must be ------------------------------------------------------------------- */

/* Whether `part` is in `whole`: objects may have more, lists must be as long. */
bool story_contains(json_t *whole, json_t *part)
{
    const char *name;
    json_t *value;
    size_t i;
    if (json_is_object(part)) {
        json_object_foreach(part, name, value) if (!story_contains(json_object_get(whole, name),
                                                                   value)) return false;
        return json_is_object(whole);
    }
    if (json_is_array(part)) {
        if (json_array_size(whole) != json_array_size(part))
            return false;
        json_array_foreach(
            part, i, value) if (!story_contains(json_array_get(whole, i), value)) return false;
        return true;
    }
    return json_equal(whole, part);
}

static json_t *at_path(json_t *from, const char *path)
{
    char part[64];
    while (from && *path) {
        size_t length = strcspn(path, ".");
        snprintf(part, sizeof part, "%.*s", (int)length, path);
        int64_t index;
        from = text_to_int(part, &index) ? json_array_get(from, (size_t)index)
                                         : json_object_get(from, part);
        path += length + (path[length] == '.');
    }
    return from;
}

void story_keep(struct run *run, int line, json_t *json, const char *word)
{
    const char *equals = strchr(word, '=');
    json_t *value = equals ? at_path(json, equals + 1) : NULL;
    if (!value) {
        story_fault(run, line, "the answer lacks", word);
        return;
    }
    char *number = json_is_string(value) ? NULL : json_dumps(value, JSON_ENCODE_ANY);
    story_set(&run->memory, &run->variables,
              arena_copy_bytes(&run->memory, word, (size_t)(equals - word)),
              number ? number : json_string_value(value));
    free(number);
}

/* Routes: what they may give and refuse ---------------------------------------------------- */

static bool path_fits(const char *pattern, const char *path)
{
    while (*pattern && *path && *path != '?') {
        if (*pattern == '{') {
            pattern += strcspn(pattern, "}") + 1;
            path += strcspn(path, "/?");
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return !*pattern && (!*path || *path == '?');
}

static size_t count_braces(const char *path)
{
    size_t count = 0;
    for (; *path; path++)
        count += *path == '{';
    return count;
}

/* Of two that fit, the one that says more. */
static const struct route *route_of(const char *method, const char *path, size_t *ret_number)
{
    static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };
    const struct route *found = NULL;
    size_t number = 0;
    for (const struct module *const *module = modules; *module; module++)
        for (const struct route *route = (*module)->routes; route && route->path;
             route++, number++) {
            bool fits = text_same(methods[route->method], method) && path_fits(route->path, path);
            if (fits && (!found || count_braces(route->path) < count_braces(found->path))) {
                found = route;
                *ret_number = number;
            }
        }
    return found;
}

static void check_fields(struct run *run, int line, const struct field *fields, json_t *json)
{
    const char *name;
    json_t *value;
    size_t i;
    json_object_foreach(json, name, value)
    {
        const struct field *field = fields;
        while (field->name && !text_same(field->name, name))
            field++;
        if (!field->name)
            story_fault(run, line, "the answer has a field that its route does not give", name);
        else if (field->of && json_is_object(value))
            check_fields(run, line, field->of, value);
        else if (field->of)
            for (i = 0; i < json_array_size(value); i++)
                check_fields(run, line, field->of, json_array_get(value, i));
    }
    for (const struct field *field = fields; field->name; field++)
        if (!json_object_get(json, field->name))
            story_fault(run, line, "the answer lacks a field that its route gives", field->name);
}

/* Those that the router owns may come from any route. */
static bool may_refuse(const struct route *route, const char *code)
{
    static const struct refusal *const always[] = {
        &NOT_FOUND,      &NOT_SIGNED_IN, &NOT_ALLOWED,         &BODY_WRONG,     &KEY_MISSING,
        &KEY_IN_FLIGHT,  &TOO_MANY,      &CSRF_WRONG,          &BODY_TOO_LARGE, &TYPE_UNKNOWN,
        &METHOD_UNKNOWN, &NOT_CONFIRMED, &PRECONDITION_FAILED, &STORE_BUSY,
    };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (text_same(always[i]->name, code))
            return true;
    for (int i = 0; route && route->refuses[i]; i++)
        if (text_same(route->refuses[i]->name, code))
            return true;
    /* A permission refuses in its own words. */
    return text_same(code, "KEY_REUSED") || text_same(code, "NOT_A_SELLER") ||
           text_same(code, "BODY_UNREADABLE");
}

void story_check_route(struct run *run, int line, const char *method, const char *path,
                       const struct answer *answer)
{
    size_t number = 0;
    const struct route *route = route_of(method, path, &number);
    if (route && number < sizeof called_routes)
        called_routes[number] = 1;
    if (!answer->json || !route)
        return;
    if (answer->status < 300 && route->gives)
        check_fields(run, line, route->gives, answer->json);
    const char *code = json_string_value(json_object_get(answer->json, "code"));
    if (answer->status >= 400 && code && !may_refuse(route, code))
        story_fault(run, line, "refused with a name that its route does not list", code);
}

int story_count_uncalled(void)
{
    static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };
    size_t number = 0;
    int uncalled = 0;
    for (const struct module *const *module = modules; *module; module++)
        for (const struct route *route = (*module)->routes; route && route->path; route++, number++)
            if (!called_routes[number]) {
                printf("  no story calls %s %s\n", methods[route->method], route->path);
                uncalled++;
            }
    return uncalled;
}
