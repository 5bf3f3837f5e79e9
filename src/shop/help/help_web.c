/* Help: what protects a buyer, how selling works, what orders the results; and the site map.
 *
 * The pages say what the program does, with the numbers that this market has chosen. Who changes
 * a rule changes its sentence here. */
#include "shop/catalog/catalog.h"
#include "shop/help/help_sql.h"
#include "store/jobs.h"
#include "web/route.h"

/* The market's own numbers, for the sentences. */
struct help_answer {
    int64_t protection_days, ship_within_days, cart_lines_max;
    const char *commission; /* "5%" */
};
static const struct field help_fields[] = {
    INT_FIELD(struct help_answer, protection_days, .says = "After arrival, until it ends."),
    INT_FIELD(struct help_answer, ship_within_days, .says = "Not sent by then, it is refunded."),
    INT_FIELD(struct help_answer, cart_lines_max, .says = "Different offers in one cart."),
    TEXT_FIELD(struct help_answer, commission, .says = "The market's part of a sale."),
    { 0 },
};

static const char *percent(struct arena *memory, int64_t basis_points)
{
    long long whole = basis_points / 100, rest = basis_points % 100;
    if (rest == 0)
        return arena_format(memory, "%lld%%", whole);
    return rest % 10 ? arena_format(memory, "%lld.%02lld%%", whole, rest)
                     : arena_format(memory, "%lld.%lld%%", whole, rest / 10);
}

static refused show_page(struct request *request)
{
    const struct settings *settings = request->settings;
    struct help_answer *answer = request->answer;
    *answer = (struct help_answer){
        .protection_days = settings->protection_days,
        .ship_within_days = settings->ship_within_days,
        .cart_lines_max = settings->cart_lines_max,
        .commission = percent(request->memory, settings->commission_basis_points),
    };
    return NULL;
}

/* Site map (sitemaps.org) ------------------------------------------------------------------ */

enum { PRODUCTS_MOST = 49000 };

static void add_place(text *to, const struct request *request, const char *path,
                      struct moment changed_at)
{
    text_add(to, "<url><loc>");
    text_add_html(to, request->settings->url);
    text_add_html(to, path);
    text_add(to, "</loc>");
    if (changed_at.us) {
        struct date date = moment_date(changed_at);
        text_add_format(to, "<lastmod>%04d-%02d-%02d</lastmod>", date.year, date.month, date.day);
    }
    text_add(to, "</url>\n");
}

static refused show_site_map(struct request *request)
{
    static const char *const fixed[] = {
        "/",
        "/help",
        "/help/protection",
        "/help/safe-shopping",
        "/help/ranking",
        "/help/selling",
        "/help/api",
    };
    struct moment unknown = { 0 };
    AUTO(text) map = { 0 };
    AUTO(arena) memory = { 0 };
    text_add(&map, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        add_place(&map, request, fixed[i], unknown);
    struct categories categories = catalog_categories(request->tx, &memory);
    for (size_t i = 0; i < categories.count; i++)
        add_place(&map, request, arena_format(&memory, "/categories/%s", categories.items[i].slug),
                  unknown);
    struct rows rows = store_query(request->tx, &help_select_products, WITH(INT(PRODUCTS_MOST)));
    while (rows_next(&rows)) {
        const char *product = id_text(&memory, "prd", rows_int(&rows, "product_id"));
        add_place(&map, request, arena_format(&memory, "/products/%s", product),
                  (struct moment){ rows_int(&rows, "changed_at") });
    }
    text_add(&map, "</urlset>\n");
    request->raw = arena_copy_bytes(request->memory, map.bytes, map.length);
    request->raw_size = map.length;
    request->raw_type = "application/xml; charset=utf-8";
    request->cache = "public, max-age=3600";
    return NULL;
}

#define HELP_PAGE(PATH, NAME, SUMMARY)                                          \
    {                                                                           \
        GET, PATH, ANYONE, show_page, .summary = SUMMARY, .gives = help_fields, \
                                      .page = "help/" NAME, .face = ONLY_PAGE   \
    }

// clang-format off
static const struct route help_routes[] = {
    HELP_PAGE("/help", "help", N_("Help")),
    HELP_PAGE("/help/protection", "protection", N_("How you are protected")),
    HELP_PAGE("/help/safe-shopping", "safe_shopping", N_("Safe shopping")),
    HELP_PAGE("/help/ranking", "ranking", N_("What orders the results")),
    HELP_PAGE("/help/selling", "selling", N_("Selling here")),
    HELP_PAGE("/help/api", "api", N_("The API")),
    { GET, "/sitemap.xml", ANYONE, show_site_map, .summary = "The site map for search engines",
      .face = ONLY_PAGE, .slow = true },
    { 0 },
};
// clang-format on

const struct module help_module = {
    .name = "help",
    .routes = help_routes,
    .statements = help_statements,
};
