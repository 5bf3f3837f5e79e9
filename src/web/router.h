/* Router: from a method and a path to the one route that answers.
 *
 * Compiled once into a tree of path segments, one tree for pages and one for the API, so that a
 * look-up costs the length of the path and not the number of routes. */
#pragma once

#include "web/route.h"

enum { ROUTE_NAMES_MAX = 6, ROUTE_SEGMENTS_MAX = 16, METHODS = 5 };

struct route_name {
    const char *name;
    const char *prefix; /* of an id; NULL is a text */
    size_t segment;
};

/* A route, and the {names} of its path. */
struct routed {
    const struct route *route;
    size_t name_count;
    struct route_name names[ROUTE_NAMES_MAX];
};

/* What stood for the {names} in the path that was asked for. */
struct route_values {
    const char *texts[ROUTE_NAMES_MAX];
    int64_t ids[ROUTE_NAMES_MAX];
};

struct path {
    const char *segments[ROUTE_SEGMENTS_MAX]; /* decoded */
    size_t count;
};

struct router;

/* NULL with a line in ret_problem: two routes alike, a path that is not one. */
struct router *router_make(const struct module *const *module_list, struct arena *memory,
                           const char **ret_problem);

/* Decodes "/a%20b/c"; false for broken escapes, control characters and paths beyond all routes.
 * Ends at '?'. */
bool router_read_path(struct arena *memory, const char *raw, struct path *ret_path);

enum router_found { ROUTER_FOUND, ROUTER_NO_PATH, ROUTER_NO_METHOD };
/* ret_methods (bits by enum method) are those that the path has. */
enum router_found router_find(const struct router *router, bool api, enum method method,
                              const struct path *path, const struct routed **ret_routed,
                              struct route_values *ret_values, unsigned *ret_methods);

/* Every route with its names, in the modules' order. */
const struct routed *const *router_all(const struct router *router, size_t *ret_count);

extern const char *const method_names[METHODS];

/* Served as JSON under /v1; served at its own path. */
bool route_has_api(const struct route *route);
bool route_has_page(const struct route *route);
