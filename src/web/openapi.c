/* OpenAPI: the description of the API, written from the same tables that serve it. */
#include "web/transport.h"

static const char *const scope_words[] = { "read", "buy", "sell", "operate" };

static void add_string(text *to, const char *name, const char *value)
{
    text_add_json(to, name);
    text_add_char(to, ':');
    text_add_json(to, value);
}

/* Operations ------------------------------------------------------------------------------- */

/* "POST /orders/{order}/receipt" is post_orders_order_receipt. */
static void add_operation_id(text *to, const struct route *route)
{
    static const char *const verbs[METHODS] = { "get", "post", "put", "patch", "delete" };
    text_add(to, "\"operationId\":\"");
    text_add(to, verbs[route->method]);
    for (const char *at = route->path; *at; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        if (plain)
            text_add_char(to, *at);
        else if (at[0] != '}' && to->bytes[to->length - 1] != '_')
            text_add_char(to, '_');
    }
    text_add_char(to, '"');
}

static void add_path_parameters(text *to, const struct routed *routed, const char **comma)
{
    for (size_t i = 0; i < routed->name_count; i++, *comma = ",") {
        text_add_format(to, "%s{\"in\":\"path\",\"required\":true,", *comma);
        add_string(to, "name", routed->names[i].name);
        if (routed->names[i].prefix)
            text_add_format(
                to, ",\"schema\":{\"type\":\"string\",\"pattern\":\"^%s_[0-9a-zA-Z]{13}$\"}}",
                routed->names[i].prefix);
        else
            text_add(to, ",\"schema\":{\"type\":\"string\"}}");
    }
}

/* A query's parameters are the members of the list's schema. */
static void add_query_parameters(text *to, const struct field *fields, const char **comma)
{
    for (const struct field *field = fields; field && field->kind; field++, *comma = ",") {
        struct field one[2] = { *field, { 0 } };
        AUTO(text) schema = { 0 };
        fields_to_schema(&schema, one, true);
        /* {"type":"object",...,"properties":{"NAME":{...}},...}: what stands behind the name */
        const char *begin = strstr(text_of(&schema), "\"properties\":{");
        begin = strchr(strchr(begin, '{') + 1, '{');
        size_t depth = 0, length = 0;
        bool quoted = false;
        do {
            char letter = begin[length];
            if (quoted && letter == '\\')
                length++;
            else if (letter == '"')
                quoted = !quoted;
            else if (!quoted)
                depth += (size_t)(letter == '{') - (size_t)(letter == '}');
            length++;
        } while (depth);
        text_add_format(to, "%s{\"in\":\"query\",\"required\":%s,", *comma,
                        field->optional || field->kind == FIELD_BOOL ? "false" : "true");
        add_string(to, "name", field->name);
        text_add(to, ",\"schema\":");
        if (field->kind == FIELD_MONEY) /* typed as people type it */
            text_add(to, "{\"type\":\"string\"}");
        else
            text_add_bytes(to, begin, length);
        text_add_char(to, '}');
    }
}

static void add_parameters(text *to, const struct routed *routed)
{
    const char *comma = "";
    text_add(to, ",\"parameters\":[");
    add_path_parameters(to, routed, &comma);
    if (routed->route->method == GET)
        add_query_parameters(to, routed->route->takes, &comma);
    if (routed->route->once) {
        text_add_format(to, "%s{\"$ref\":\"#/components/parameters/IdempotencyKey\"}", comma);
    }
    text_add_char(to, ']');
}

static bool has_upload(const struct field *fields)
{
    for (; fields->kind; fields++)
        if (fields->kind == FIELD_UPLOAD)
            return true;
    return false;
}

static void add_body(text *to, const struct route *route)
{
    if (route->method == GET || !route->takes)
        return;
    text_add_format(to, ",\"requestBody\":{\"required\":true,\"content\":{\"%s\":{\"schema\":",
                    has_upload(route->takes) ? "multipart/form-data" : "application/json");
    fields_to_schema(to, route->takes, true);
    text_add(to, "}}}");
}

static void add_problem(text *to, int status, const char *names)
{
    text_add_format(to, ",\"%d\":{\"description\":", status);
    text_add_json(to, names);
    text_add(to, ",\"content\":{\"application/problem+json\":"
                 "{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}");
}

struct refusal_list {
    refused items[48];
    size_t count;
};

static void add_refusal(struct refusal_list *list, refused why)
{
    if (list->count < sizeof list->items / sizeof list->items[0])
        list->items[list->count++] = why;
}

/* What the route says, and what the router may say before it. */
static struct refusal_list refusals_of(const struct routed *routed)
{
    const struct route *route = routed->route;
    struct refusal_list list = { 0 };
    for (size_t i = 0; i < 20 && route->refuses[i]; i++)
        add_refusal(&list, route->refuses[i]);
    if (route->who != ANYONE) {
        add_refusal(&list, &NOT_SIGNED_IN);
        add_refusal(&list, &NOT_ALLOWED);
    }
    if (routed->name_count)
        add_refusal(&list, &NOT_FOUND);
    add_refusal(&list, &API_KEY_WRONG);
    if (route->scope)
        add_refusal(&list, &SCOPE_MISSING);
    if (route->method != GET && !route->no_csrf && !route->form_is_get)
        add_refusal(&list, &CSRF_WRONG);
    if (route->method != GET) {
        add_refusal(&list, &BODY_UNREADABLE);
        add_refusal(&list, &TYPE_UNKNOWN);
        add_refusal(&list, &BODY_TOO_LARGE);
    }
    if (route->takes)
        add_refusal(&list, &BODY_WRONG);
    if (route->once) {
        add_refusal(&list, &KEY_MISSING);
        add_refusal(&list, &KEY_IN_FLIGHT);
    }
    add_refusal(&list, &TOO_MANY);
    add_refusal(&list, &SERVER_BUSY);
    return list;
}

static void add_responses(text *to, const struct routed *routed)
{
    const struct route *route = routed->route;
    struct refusal_list list = refusals_of(routed);
    text_add(to, ",\"responses\":{");
    if (route->gives) {
        text_add(
            to,
            "\"2XX\":{\"description\":\"Done.\",\"content\":{\"application/json\":{\"schema\":");
        fields_to_schema(to, route->gives, false);
        text_add(to, "}}}");
    } else
        text_add(to, "\"2XX\":{\"description\":\"Done.\"}");
    for (int status = 400; status < 600; status++) {
        AUTO(text) names = { 0 };
        for (size_t i = 0; i < list.count; i++)
            if (list.items[i]->status == status && !strstr(text_of(&names), list.items[i]->name))
                text_add_format(&names, "%s%s", names.length ? ", " : "", list.items[i]->name);
        if (names.length)
            add_problem(to, status, text_of(&names));
    }
    text_add_char(to, '}');
}

static void add_security(text *to, const struct route *route)
{
    if (route->no_csrf) {
        text_add(to, ",\"security\":[]");
        return;
    }
    text_add(to, ",\"security\":[");
    if (route->who == ANYONE)
        text_add(to, "{},");
    text_add(to, "{\"key\":[");
    const char *comma = "";
    for (unsigned i = 0; i < 4; i++)
        if (route->scope & (1u << i)) {
            text_add_format(to, "%s\"%s\"", comma, scope_words[i]);
            comma = ",";
        }
    text_add(to, route->method == GET ? "]},{\"cookie\":[]}]" : "]},{\"cookie\":[],\"csrf\":[]}]");
}

static void add_operation(text *to, const struct module *module, const struct routed *routed)
{
    static const char *const verbs[METHODS] = { "get", "post", "put", "patch", "delete" };
    const struct route *route = routed->route;
    text_add_format(to, "\"%s\":{", verbs[route->method]);
    add_operation_id(to, route);
    text_add_char(to, ',');
    add_string(to, "summary", route->summary ? route->summary : route->path);
    text_add(to, ",\"tags\":[");
    text_add_json(to, module->name);
    text_add(to, "],");
    add_string(to, "description", route->who->says);
    add_parameters(to, routed);
    add_body(to, route);
    add_responses(to, routed);
    add_security(to, route);
    text_add_char(to, '}');
}

/* The document ----------------------------------------------------------------------------- */

static const char components[] =
    "\"components\":{\"schemas\":{"
    "\"Money\":{\"type\":[\"object\",\"null\"],\"additionalProperties\":false,"
    "\"required\":[\"minor\",\"currency\",\"text\"],\"properties\":{"
    "\"minor\":{\"type\":\"integer\",\"description\":\"Minor units by ISO 4217: 1299 is 12.99 "
    "EUR.\"},"
    "\"currency\":{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}$\"},"
    "\"text\":{\"type\":\"string\",\"description\":\"As people read it.\"}}},"
    "\"MoneyIn\":{\"type\":\"object\",\"additionalProperties\":false,"
    "\"required\":[\"minor\",\"currency\"],\"properties\":{"
    "\"minor\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":1000000000000000},"
    "\"currency\":{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}$\"},"
    "\"text\":{\"type\":\"string\",\"description\":\"Passed over.\"}}},"
    "\"Problem\":{\"type\":\"object\","
    "\"required\":[\"type\",\"title\",\"status\",\"detail\",\"instance\",\"code\"],\"properties\":{"
    "\"type\":{\"type\":\"string\",\"format\":\"uri\"},\"title\":{\"type\":\"string\"},"
    "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
    "\"instance\":{\"type\":\"string\",\"description\":\"The request's id.\"},"
    "\"code\":{\"type\":\"string\",\"description\":\"The refusal's name.\"},"
    "\"onward\":{\"type\":\"string\",\"description\":\"Where to go on, when there is a way.\"},"
    "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
    "\"required\":[\"pointer\",\"detail\"],\"properties\":{\"pointer\":{\"type\":\"string\"},"
    "\"detail\":{\"type\":\"string\"}}}}}}},"
    "\"parameters\":{\"IdempotencyKey\":{\"in\":\"header\",\"name\":\"Idempotency-Key\","
    "\"required\":true,\"description\":\"The same key gets the same answer.\","
    "\"schema\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}}},"
    "\"securitySchemes\":{"
    "\"key\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":\"An API key, sk_...\"},"
    "\"cookie\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"__Host-souk\"},"
    "\"csrf\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"Souk-Csrf\"}}}";

static const struct module *module_of(const struct module *const *module_list,
                                      const struct route *route)
{
    for (; *module_list; module_list++)
        for (const struct route *at = (*module_list)->routes; at && at->path; at++)
            if (at == route)
                return *module_list;
    return NULL;
}

/* All methods of a path stand together, where its first one does. */
static void add_paths(text *to, const struct module *const *module_list,
                      const struct routed *const *all, size_t count)
{
    const char *comma = "";
    for (size_t i = 0; i < count; i++) {
        bool first = route_has_api(all[i]->route);
        for (size_t j = 0; j < i && first; j++)
            first = !route_has_api(all[j]->route) ||
                    strcmp(all[j]->route->path, all[i]->route->path) != 0;
        if (!first)
            continue;
        AUTO(text) path = { 0 };
        text_add_format(&path, "/v1%s", all[i]->route->path);
        text_add(to, comma);
        text_add_json(to, text_of(&path));
        text_add(to, ":{");
        comma = "";
        for (size_t j = i; j < count; j++) {
            if (!route_has_api(all[j]->route) ||
                strcmp(all[j]->route->path, all[i]->route->path) != 0)
                continue;
            text_add(to, comma);
            add_operation(to, module_of(module_list, all[j]->route), all[j]);
            comma = ",";
        }
        text_add_char(to, '}');
        comma = ",";
    }
}

void openapi_write(text *to, const struct module *const *module_list,
                   const struct settings *settings)
{
    AUTO(arena) memory = { 0 };
    const char *problem;
    size_t count = 0;
    struct router *router = router_make(module_list, &memory, &problem);
    const struct routed *const *all = router ? router_all(router, &count) : NULL;
    text_add(to, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"souk\",\"version\":\"2026-11-01\","
                 "\"description\":\"The same acts and answers as the pages have.\"},"
                 "\"servers\":[{\"url\":");
    text_add_json(to, settings->url);
    text_add(to, "}],\"paths\":{");
    add_paths(to, module_list, all, count);
    text_add(to, "},");
    text_add(to, components);
    text_add(to, "}\n");
}
