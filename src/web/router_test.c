/* Router: which route answers a path, what its names hold, and what is said about others. Also the
 * buckets of the rate limits, which the router asks, and how queries are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "web/limits.h"
#include "web/pagecheck.h"
#include "web/router.h"
#include "web/transport.h"

int router_tests(void);

static refused do_nothing(struct request *request)
{
    (void)request;
    return NULL;
}

// clang-format off
static const struct route test_routes[] = {
    { GET,    "/",                        ANYONE, do_nothing, .page = "x" },
    { GET,    "/orders",                  ANYONE, do_nothing, .page = "x" },
    { POST,   "/orders",                  ANYONE, do_nothing, .then = "/orders" },
    { GET,    "/orders/{order}",          ANYONE, do_nothing, .page = "x" },
    { GET,    "/orders/new",              ANYONE, do_nothing, .page = "x" },
    { POST,   "/orders/{order}/receipt",  ANYONE, do_nothing, .then = "/orders/{order}" },
    { DELETE, "/orders/{order}",          ANYONE, do_nothing, .summary = "Gone" },
    { GET,    "/shops/{slug}",            ANYONE, do_nothing, .page = "x" },
    { GET,    "/shops/{slug}/{order}",    ANYONE, do_nothing, .page = "x" },
    { GET,    "/sitemap.xml",             ANYONE, do_nothing, .face = ONLY_PAGE },
    { GET,    "/figures",                 ANYONE, do_nothing, .page = "x", .face = ONLY_API },
    { 0 },
};
static const struct id_name test_ids[] = { { "order", "ord" }, { 0 } };
static const struct module test_module = { .name = "test", .routes = test_routes, .ids = test_ids };
static const struct module *const test_modules[] = { &test_module, NULL };

#define ORDER "ord_00g5m2x7qx8t0"
static const struct router_case {
    bool api; enum method method; const char *path; enum router_found found; const char *route;
    unsigned methods;
} router_cases[] = {
    { false, GET,    "/",                      ROUTER_FOUND,     "/",                       0 },
    { false, GET,    "/?a=/b",                 ROUTER_FOUND,     "/",                       0 },
    { false, GET,    "/orders?limit=1",        ROUTER_FOUND,     "/orders",                 0 },
    { false, GET,    "/orders/new",            ROUTER_FOUND,     "/orders/new",             0 },
    { false, GET,    "/orders/" ORDER,         ROUTER_FOUND,     "/orders/{order}",         0 },
    { false, GET,    "/orders/ord_1",          ROUTER_NO_PATH,   NULL,                      0 },
    { false, GET,    "/orders/acc_00g5m2x7qx8t0", ROUTER_NO_PATH, NULL,                     0 },
    { false, POST,   "/orders/" ORDER,         ROUTER_NO_METHOD, NULL,                 1 << GET },
    { true,  POST,   "/orders/" ORDER,         ROUTER_NO_METHOD, NULL, 1 << GET | 1 << DELETE },
    { false, DELETE, "/orders/" ORDER,         ROUTER_NO_METHOD, NULL,                 1 << GET },
    { true,  DELETE, "/orders/" ORDER,         ROUTER_FOUND,     "/orders/{order}",         0 },
    { false, POST,   "/orders/new/receipt",    ROUTER_NO_PATH,   NULL,                      0 },
    { false, POST,   "/orders/" ORDER "/receipt", ROUTER_FOUND,  "/orders/{order}/receipt", 0 },
    { false, GET,    "/shops/b%C3%A4r",        ROUTER_FOUND,     "/shops/{slug}",           0 },
    { false, GET,    "/shops/a%2Fb",           ROUTER_FOUND,     "/shops/{slug}",           0 },
    { false, GET,    "/shops/a/" ORDER,        ROUTER_FOUND,     "/shops/{slug}/{order}",   0 },
    { false, GET,    "/sitemap.xml",           ROUTER_FOUND,     "/sitemap.xml",            0 },
    { true,  GET,    "/sitemap.xml",           ROUTER_NO_PATH,   NULL,                      0 },
    { true,  GET,    "/figures",               ROUTER_FOUND,     "/figures",                0 },
    { false, GET,    "/figures",               ROUTER_NO_PATH,   NULL,                      0 },
    { false, GET,    "/nothing",               ROUTER_NO_PATH,   NULL,                      0 },
};
static const char *const not_paths[] = {
    "", "orders", "//", "/orders/", "/orders//x", "/shops/%", "/shops/%4", "/shops/%zz",
    "/shops/%00", "/shops/%0a", "/shops/%ff", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17",
};
// clang-format on

static void finds_routes(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const char *problem = NULL;
    struct router *router = router_make(test_modules, &memory, &problem);
    assert_non_null(router);
    for (size_t i = 0; i < sizeof router_cases / sizeof router_cases[0]; i++) {
        const struct router_case *one = &router_cases[i];
        struct path path;
        const struct routed *routed = NULL;
        struct route_values values;
        unsigned methods = 0;
        assert_true(router_read_path(&memory, one->path, &path));
        enum router_found found =
            router_find(router, one->api, one->method, &path, &routed, &values, &methods);
        if (found != one->found || (one->methods && methods != one->methods) ||
            !text_same(routed ? routed->route->path : NULL, one->route))
            fail_msg("%s: found %d, %s, methods %u", one->path, found,
                     routed ? routed->route->path : "nothing", methods);
    }
}

static void reads_names(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const char *problem = NULL;
    struct router *router = router_make(test_modules, &memory, &problem);
    struct path path;
    const struct routed *routed;
    struct route_values values;
    unsigned methods;
    assert_true(router_read_path(&memory, "/shops/a%2Fb/" ORDER, &path));
    assert_int_equal(router_find(router, false, GET, &path, &routed, &values, &methods),
                     ROUTER_FOUND);
    assert_string_equal(values.texts[0], "a/b");
    int64_t order;
    assert_true(id_read(ORDER, "ord", &order));
    assert_int_equal(values.ids[1], order);
}

static void refuses_what_is_no_path(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct path path;
    for (size_t i = 0; i < sizeof not_paths / sizeof not_paths[0]; i++)
        if (router_read_path(&memory, not_paths[i], &path))
            fail_msg("%s was taken for a path", not_paths[i]);
}

static void refuses_twins(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    static const struct route twins[] = { { GET, "/a/{b}", ANYONE, do_nothing, .page = "x" },
                                          { GET, "/a/{c}", ANYONE, do_nothing, .page = "x" },
                                          { 0 } };
    static const struct route nobody[] = { { GET, "/a", NULL, do_nothing, .summary = "A" }, { 0 } };
    const struct module twin = { .name = "twin", .routes = twins };
    const struct module open = { .name = "open", .routes = nobody };
    const char *problem = NULL;
    assert_null(router_make((const struct module *const[]){ &twin, NULL }, &memory, &problem));
    assert_string_equal(problem, "two routes are alike: GET /a/{b} and /a/{c}");
    assert_null(router_make((const struct module *const[]){ &open, NULL }, &memory, &problem));
}

static void limits_by_buckets(void **state)
{
    (void)state;
    struct limits *limits = limits_make();
    const int64_t second = 1000000, start = 5 * second;
    for (int left = 2; left >= 0; left--) {
        struct limit_state taken = limits_take(limits, 7, 3, 30, start);
        assert_true(taken.allowed);
        assert_int_equal(taken.left, left);
    }
    struct limit_state refused_one = limits_take(limits, 7, 3, 30, start);
    assert_false(refused_one.allowed);
    assert_int_equal(refused_one.seconds, 10);
    assert_true(limits_take(limits, 8, 3, 30, start).allowed);
    assert_false(limits_take(limits, 7, 3, 30, start + 9 * second).allowed);
    assert_true(limits_take(limits, 7, 3, 30, start + 10 * second).allowed);
    assert_false(limits_take(limits, 7, 3, 30, start + 10 * second).allowed);
    limits_free(limits);
}

static void reads_queries(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct pairs pairs;
    assert_true(query_read(&memory, "q=a+b%20c&&empty&x=%zz&y=1=2", &pairs));
    assert_int_equal(pairs.count, 4);
    assert_string_equal(pairs_find(&pairs, "q"), "a b c");
    assert_string_equal(pairs_find(&pairs, "empty"), "");
    assert_string_equal(pairs_find(&pairs, "x"), "%zz");
    assert_string_equal(pairs_find(&pairs, "y"), "1=2");
    assert_false(query_read(&memory, "q=%00", &pairs));
    assert_false(query_read(&memory, "q=%c3", &pairs));
}

/* Its own pages; each module's are checked with it by the whole program's tests. */
static void own_pages_show_what_is_given(void **state)
{
    (void)state;
    AUTO(text) problems = { 0 };
    pagecheck((const struct module *const[]){ &problems_module, NULL }, &problems);
    assert_string_equal(text_of(&problems), "");
}

int router_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_routes),
        cmocka_unit_test(reads_names),
        cmocka_unit_test(refuses_what_is_no_path),
        cmocka_unit_test(refuses_twins),
        cmocka_unit_test(limits_by_buckets),
        cmocka_unit_test(reads_queries),
        cmocka_unit_test(own_pages_show_what_is_given),
    };
    return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
