/* Router: the trees and the walk down them. */
#include "web/router.h"

const char *const method_names[METHODS] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

struct node {
    const char *word;
    struct node **children; /* sorted by word */
    size_t child_count;
    struct node *any; /* a {name} */
    const struct routed *routes[METHODS];
};

struct router {
    struct node pages, api;
    const struct routed **all;
    size_t count;
};

bool route_has_api(const struct route *route)
{
    return route->face != ONLY_PAGE;
}

bool route_has_page(const struct route *route)
{
    return route->face == ONLY_PAGE ||
           (route->face != ONLY_API && (route->page || route->then || route->raw));
}

/* Making ----------------------------------------------------------------------------------- */

static struct node *child_named(struct arena *memory, struct node *node, const char *word)
{
    size_t at = 0;
    while (at < node->child_count && strcmp(node->children[at]->word, word) < 0)
        at++;
    if (at < node->child_count && strcmp(node->children[at]->word, word) == 0)
        return node->children[at];
    struct node **grown = arena_array(memory, node->child_count + 1, sizeof *grown);
    for (size_t i = 0; i < node->child_count; i++)
        grown[i + (i >= at)] = node->children[i];
    grown[at] = arena_take(memory, sizeof **grown);
    grown[at]->word = word;
    node->children = grown;
    node->child_count++;
    return grown[at];
}

static struct node *child_any(struct arena *memory, struct node *node)
{
    if (!node->any)
        node->any = arena_take(memory, sizeof *node->any);
    return node->any;
}

static const char *prefix_of(const struct module *const *module_list, const char *name)
{
    for (; *module_list; module_list++)
        for (const struct id_name *id = (*module_list)->ids; id && id->name; id++)
            if (strcmp(id->name, name) == 0)
                return id->prefix;
    return NULL;
}

/* Cuts the route's path; false when it is not a path. */
static bool read_route(struct arena *memory, const struct module *const *module_list,
                       struct routed *routed, struct path *ret_path)
{
    *ret_path = (struct path){ 0 };
    if (routed->route->path[0] != '/')
        return false;
    for (const char *at = routed->route->path; *at == '/' && at[1];) {
        size_t length = strcspn(++at, "/");
        if (!length || ret_path->count == ROUTE_SEGMENTS_MAX)
            return false;
        char *word = arena_copy_bytes(memory, at, length);
        at += length;
        if (*word == '{') {
            if (word[length - 1] != '}' || length < 3 || routed->name_count == ROUTE_NAMES_MAX)
                return false;
            word[length - 1] = 0;
            routed->names[routed->name_count++] =
                (struct route_name){ word + 1, prefix_of(module_list, word + 1), ret_path->count };
        }
        ret_path->segments[ret_path->count++] = word;
    }
    return true;
}

static bool add_to_tree(struct arena *memory, struct node *node, const struct path *path,
                        const struct routed *routed, const char **ret_problem)
{
    for (size_t i = 0; i < path->count; i++)
        node = path->segments[i][0] == '{' ? child_any(memory, node)
                                           : child_named(memory, node, path->segments[i]);
    const struct routed **slot = &node->routes[routed->route->method];
    if (*slot) {
        *ret_problem = arena_format(memory, "two routes are alike: %s %s and %s",
                                    method_names[routed->route->method], (*slot)->route->path,
                                    routed->route->path);
        return false;
    }
    *slot = routed;
    return true;
}

static bool add_route(struct router *router, struct arena *memory,
                      const struct module *const *module_list, const struct route *route,
                      const char **ret_problem)
{
    struct path path;
    struct routed *routed = arena_take(memory, sizeof *routed);
    routed->route = route;
    if (!route->who || !route->handle || !read_route(memory, module_list, routed, &path)) {
        *ret_problem = arena_format(memory, "the route %s needs a path, a permission and a handler",
                                    route->path);
        return false;
    }
    if (route_has_page(route) && !add_to_tree(memory, &router->pages, &path, routed, ret_problem))
        return false;
    if (route_has_api(route) && !add_to_tree(memory, &router->api, &path, routed, ret_problem))
        return false;
    router->all[router->count++] = routed;
    return true;
}

struct router *router_make(const struct module *const *module_list, struct arena *memory,
                           const char **ret_problem)
{
    struct router *router = arena_take(memory, sizeof *router);
    size_t count = 0;
    for (const struct module *const *module = module_list; *module; module++)
        for (const struct route *route = (*module)->routes; route && route->path; route++)
            count++;
    router->all = arena_array(memory, count, sizeof *router->all);
    for (const struct module *const *module = module_list; *module; module++)
        for (const struct route *route = (*module)->routes; route && route->path; route++)
            if (!add_route(router, memory, module_list, route, ret_problem))
                return NULL;
    return router;
}

const struct routed *const *router_all(const struct router *router, size_t *ret_count)
{
    *ret_count = router->count;
    return router->all;
}

/* Finding ---------------------------------------------------------------------------------- */

static int hex_digit(char letter)
{
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    if (letter >= 'a' && letter <= 'f')
        return letter - 'a' + 10;
    return letter >= 'A' && letter <= 'F' ? letter - 'A' + 10 : -1;
}

static char *decode_segment(struct arena *memory, const char *from, size_t length)
{
    char *decoded = arena_take(memory, length + 1), *to = decoded;
    for (size_t i = 0; i < length; i++) {
        char letter = from[i];
        if (letter == '%') {
            int high = i + 2 < length ? hex_digit(from[i + 1]) : -1;
            int low = i + 2 < length ? hex_digit(from[i + 2]) : -1;
            if (high < 0 || low < 0)
                return NULL;
            letter = (char)(high * 16 + low);
            i += 2;
        }
        if ((unsigned char)letter < 0x20 || letter == 0x7F)
            return NULL;
        *to++ = letter;
    }
    *to = 0;
    return text_is_utf8(decoded, (size_t)(to - decoded)) ? decoded : NULL;
}

bool router_read_path(struct arena *memory, const char *raw, struct path *ret_path)
{
    *ret_path = (struct path){ 0 };
    if (*raw != '/')
        return false;
    while (*raw == '/' && raw[1] && raw[1] != '?') {
        size_t length = strcspn(++raw, "/?");
        if (!length || ret_path->count == ROUTE_SEGMENTS_MAX)
            return false;
        char *segment = decode_segment(memory, raw, length);
        if (!segment)
            return false;
        ret_path->segments[ret_path->count++] = segment;
        raw += length;
    }
    return *raw != '/' || ret_path->count == 0;
}

static const struct node *find_child(const struct node *node, const char *word)
{
    size_t low = 0, high = node->child_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(word, node->children[middle]->word);
        if (order == 0)
            return node->children[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool read_values(const struct routed *routed, const struct path *path,
                        struct route_values *ret_values)
{
    for (size_t i = 0; i < routed->name_count; i++) {
        const struct route_name *name = &routed->names[i];
        ret_values->texts[i] = path->segments[name->segment];
        if (name->prefix && !id_read(ret_values->texts[i], name->prefix, &ret_values->ids[i]))
            return false;
    }
    return true;
}

struct search {
    enum method method;
    const struct path *path;
    const struct routed *found;
    struct route_values values;
    unsigned methods;
};

/* A written word goes before a {name}; when it leads nowhere the {name} is tried. */
static bool walk(struct search *search, const struct node *node, size_t at)
{
    if (at < search->path->count) {
        const struct node *child = find_child(node, search->path->segments[at]);
        return (child && walk(search, child, at + 1)) ||
               (node->any && walk(search, node->any, at + 1));
    }
    const struct routed *routed = node->routes[search->method];
    struct route_values values = { 0 };
    for (unsigned method = 0; method < METHODS; method++)
        if (node->routes[method] && read_values(node->routes[method], search->path, &values))
            search->methods |= 1u << method;
    if (!routed || !read_values(routed, search->path, &values))
        return false;
    search->found = routed;
    search->values = values;
    return true;
}

enum router_found router_find(const struct router *router, bool api, enum method method,
                              const struct path *path, const struct routed **ret_routed,
                              struct route_values *ret_values, unsigned *ret_methods)
{
    struct search search = { .method = method, .path = path };
    if (walk(&search, api ? &router->api : &router->pages, 0)) {
        *ret_routed = search.found;
        *ret_values = search.values;
        *ret_methods = search.methods;
        return ROUTER_FOUND;
    }
    *ret_methods = search.methods;
    return search.methods ? ROUTER_NO_METHOD : ROUTER_NO_PATH;
}
