/* Form page: a refused form is shown again, with what was typed and what is wrong with it.
 *
 * The page that holds the form is read anew, as a GET of its own with its own permission, so that
 * it shows what is so now. */
#include "web/transport.h"

/* Filling paths ---------------------------------------------------------------------------- */

static const char *name_in_path(const struct transport *transport, const char *name)
{
    for (size_t i = 0; i < transport->routed->name_count; i++)
        if (strcmp(transport->routed->names[i].name, name) == 0)
            return transport->values.texts[i];
    return NULL;
}

static const char *name_in_answer(const struct transport *transport, const char *name)
{
    const struct field *field = transport->request.route->gives;
    for (; field && field->kind && transport->request.answer; field++) {
        if (strcmp(field->name, name) != 0)
            continue;
        const void *member = (const char *)transport->request.answer + field->offset;
        if (field->kind == FIELD_TEXT)
            return *(const char *const *)member;
        if (field->kind == FIELD_ID)
            return id_text((struct arena *)&transport->memory, field->prefix,
                           *(const int64_t *)member);
    }
    return NULL;
}

const char *fill_path(const struct transport *transport, const char *path)
{
    AUTO(text) filled = { 0 };
    struct arena *memory = (struct arena *)&transport->memory;
    while (*path) {
        size_t plain = strcspn(path, "{");
        text_add_bytes(&filled, path, plain);
        path += plain;
        if (!*path)
            break;
        size_t length = strcspn(++path, "}");
        const char *name = arena_copy_bytes(memory, path, length);
        const char *value = name_in_path(transport, name);
        if (!value)
            value = transport->replayed
                        ? json_string_value(json_object_get(transport->replay, name))
                        : name_in_answer(transport, name);
        if (!value)
            return NULL;
        text_add_url(&filled, value);
        path += length + (path[length] == '}');
    }
    return arena_copy(memory, text_of(&filled));
}

/* The page again --------------------------------------------------------------------------- */

/* Where the form was: the route's .again, or the page that the browser came from, if ours. */
static const char *form_path(const struct transport *transport)
{
    const struct route *route = transport->request.route;
    if (route->again)
        return fill_path(transport, route->again);
    /* A form that is shown again stands at the act's address: it remembers its page itself. */
    const char *page = pairs_find(&transport->form, "_page");
    if (page && page[0] == '/' && page[1] != '/')
        return page;
    const char *referer = transport_header(transport, "Referer");
    const char *host = referer ? strstr(referer, "://") : NULL;
    const char *path = host ? strchr(host + 3, '/') : NULL;
    const char *ours = transport_header(transport, "Host");
    if (!path)
        return NULL;
    size_t length = (size_t)(path - host - 3);
    bool same = ours && strlen(ours) == length && strncmp(host + 3, ours, length) == 0;
    return same || text_starts(referer, transport->request.settings->url) ? path : NULL;
}

struct again {
    const struct routed *routed;
    struct route_values values;
    struct pairs query;
    const char *path;
};

static bool find_again(struct transport *transport, struct again *again)
{
    struct path path;
    unsigned methods;
    const char *at = form_path(transport);
    const char *query = at ? strchr(at, '?') : NULL;
    again->path = at;
    return at && router_read_path(&transport->memory, at, &path) &&
           (!query || query_read(&transport->memory, query + 1, &again->query)) &&
           router_find(transport->server->router, false, GET, &path, &again->routed, &again->values,
                       &methods) == ROUTER_FOUND &&
           again->routed->route->page;
}

/* The page's own handler, on a snapshot, as if it had been asked for. */
static refused read_again(struct transport *transport, const struct again *again)
{
    struct request *request = &transport->request;
    const struct route *route = again->routed->route;
    struct arena *memory = &transport->memory;
    struct faults unused;
    request->route = route;
    request->body = NULL;
    request->status = 0;
    request->location = NULL;
    request->title = NULL;
    request->answer = route->gives ? arena_take(memory, route->gives->struct_size) : NULL;
    if (route->takes) {
        struct pairs known = pairs_known(memory, &again->query, route->takes);
        void *body = arena_take(memory, route->takes->struct_size);
        if (!fields_from_pairs(memory, route->takes, &known, request->visitor.currency, body,
                               &unused))
            return &NOT_FOUND;
        request->body = body;
    }
    refused why = route->who->allows(request);
    return why ? why : route->handle(request);
}

bool form_page_again(struct transport *transport, refused why)
{
    struct request *request = &transport->request;
    struct again again = { 0 };
    if (!find_again(transport, &again))
        return false;
    struct request asked = *request;
    const struct routed *routed = transport->routed;
    struct route_values values = transport->values;
    const char *target = transport->target;
    transport->routed = again.routed;
    transport->values = again.values;
    transport->target = again.path;
    request->tx = store_read(request->store);
    bool shown = read_again(transport, &again) == NULL && !request->raw && !request->location;
    if (shown) {
        text_reset(&transport->text);
        page_render(transport,
                    &(struct page_plan){ .name = again.routed->route->page,
                                         .fields = again.routed->route->gives,
                                         .answer = request->answer,
                                         .form_fields = asked.route->takes,
                                         .typed = &transport->form,
                                         .faults = &asked.faults,
                                         .problem = why,
                                         .status = why->status,
                                         .tx = request->tx },
                    &transport->text);
        visitor_give_token(transport);
        answer_bytes(transport, why->status, "text/html; charset=utf-8", text_of(&transport->text),
                     transport->text.length);
    }
    store_read_end(request->tx); /* its handler may have begun another */
    transport->routed = routed;
    transport->values = values;
    transport->target = target;
    struct faults faults = asked.faults;
    *request = asked;
    request->faults = faults;
    request->tx = NULL;
    return shown;
}
