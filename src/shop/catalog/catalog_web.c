/* Catalog, on the web: the home page, categories and shops. */
#include "shop/catalog/catalog_web.h"

#include "shop/catalog/catalog_schema_sql.h"
#include "shop/catalog/catalog_sql.h"
#include "shop/deals/deals.h"
#include "shop/promotions/promotions_events.h"
#include "shop/reviews/reviews.h"
#include "shop/standing/standing_web.h"

enum { TOPS_MAX = 20, CHILDREN_MAX = 20, SHELF_CARDS = 10, HOME_SHELVES = 2 };

// clang-format off
const struct field category_link_fields[] = {
    TEXT_FIELD(struct category_answer, slug, .says = "Its name in addresses."),
    TEXT_FIELD(struct category_answer, name, .says = "In words."),
    INT_FIELD(struct category_answer, count,
              .says = "Products in it; 0 where they are not counted."),
    BOOL_FIELD(struct category_answer, chosen, .says = "The one that is shown."),
    { 0 },
};
const struct field trader_fields[] = {
    ID_FIELD(struct trader_answer, seller, "sel", .says = "The seller."),
    TEXT_FIELD(struct trader_answer, name, .says = "The shop's name."),
    TEXT_FIELD(struct trader_answer, slogan, .says = "In a few words, or null."),
    TEXT_FIELD(struct trader_answer, about, .says = "What the seller says of the shop, or null."),
    TEXT_FIELD(struct trader_answer, country_name, .says = "Where parcels start."),
    CHOICE_FIELD(struct trader_answer, standing, seller_standings,
                 .says = "The seller's standing."),
    BOOL_FIELD(struct trader_answer, trusted, .says = "Verified by the market."),
    TEXT_FIELD(struct trader_answer, legal_name, .says = "The trader's name in law, or null."),
    TEXT_FIELD(struct trader_answer, legal_address, .says = "The trader's address, or null."),
    TEXT_FIELD(struct trader_answer, register_number, .says = "In the trade register, or null."),
    INT_FIELD(struct trader_answer, ship_days, .says = "Hands a parcel over within so many days."),
    TEXT_FIELD(struct trader_answer, handing, .says = "The same in words."),
    MOMENT_FIELD(struct trader_answer, since, .says = "Sells here since."),
    { 0 },
};
// clang-format on

static struct category_answer link_to(const struct category *category)
{
    return (struct category_answer){ .slug = category->slug, .name = _(category->name) };
}

struct crumbs catalog_crumbs(struct store_tx *tx, struct arena *memory, category_id category)
{
    struct crumbs crumbs = { arena_array(memory, 2, sizeof *crumbs.items), 0 };
    struct rows rows = store_query(tx, &catalog_select_crumbs, WITH(INT(category.number)));
    if (!rows_next(&rows))
        return crumbs;
    struct category_answer here = { .slug = rows_text(&rows, memory, "slug"),
                                    .name = _(rows_text(&rows, memory, "name")) };
    if (!rows_is_null(&rows, "above_slug"))
        crumbs.items[crumbs.count++] =
            (struct category_answer){ .slug = rows_text(&rows, memory, "above_slug"),
                                      .name = _(rows_text(&rows, memory, "above_name")) };
    crumbs.items[crumbs.count++] = here;
    rows_close(&rows);
    return crumbs;
}

struct trader_answer catalog_trader(struct arena *memory, const struct seller *seller)
{
    return (struct trader_answer){
        .seller = seller->seller,
        .name = seller->name,
        .slogan = seller->slogan,
        .about = seller->about,
        .country_name = words_country(memory, seller->country),
        .standing = seller->standing,
        .trusted = seller->standing == SELLER_VERIFIED || seller->standing == SELLER_TOP,
        .legal_name = seller->legal_name,
        .legal_address = seller->legal_address,
        .register_number = seller->register_number,
        .ship_days = seller->ship_days,
        .handing = words_count(memory, "Hands parcels over within {count} day",
                               "Hands parcels over within {count} days", seller->ship_days),
        .since = seller->since,
    };
}

/* Anybody may keep these for a moment; only what is personal may not be kept. */
static const char *const shared_cache = "public, max-age=60, stale-while-revalidate=600";

/* Home ------------------------------------------------------------------------------------- */

struct shelf_answer {
    const char *slug, *name;
    LIST_OF(struct card_answer) cards;
};
struct home_sale {
    const char *name, *slug;
    struct moment starts_at, ends_at;
    bool on;
};
struct home_answer {
    LIST_OF(struct home_sale) sales;
    int64_t deals;
    LIST_OF(struct category_answer) categories;
    LIST_OF(struct card_answer) popular;
    LIST_OF(struct card_answer) newest;
    LIST_OF(struct shelf_answer) shelves;
    const char *country_name;
    int64_t products, sellers;
};
// clang-format off
static const struct field shelf_fields[] = {
    TEXT_FIELD(struct shelf_answer, slug, .says = "The category."),
    TEXT_FIELD(struct shelf_answer, name, .says = "In words."),
    LIST_FIELD(struct shelf_answer, cards, card_fields, .says = "What is bought most of it."),
    { 0 },
};
static const struct field home_sale_fields[] = {
    TEXT_FIELD(struct home_sale, name, .says = "The sale."),
    TEXT_FIELD(struct home_sale, slug, .says = "Its page: /sales/ and this."),
    MOMENT_FIELD(struct home_sale, starts_at, .says = "When it begins."),
    MOMENT_FIELD(struct home_sale, ends_at, .says = "When it ends."),
    BOOL_FIELD(struct home_sale, on, .says = "It is on."),
    { 0 },
};
static const struct field home_fields[] = {
    LIST_FIELD(struct home_answer, sales, home_sale_fields, .says = "On now, or the next ones."),
    INT_FIELD(struct home_answer, deals, .says = "Flash deals that are running."),
    LIST_FIELD(struct home_answer, categories, category_link_fields, .says = "The top categories."),
    LIST_FIELD(struct home_answer, popular, card_fields, .says = "What is bought most."),
    LIST_FIELD(struct home_answer, newest, card_fields, .says = "What came last."),
    LIST_FIELD(struct home_answer, shelves, shelf_fields,
               .says = "Some categories, from a look inside."),
    TEXT_FIELD(struct home_answer, country_name, .says = "Where parcels go."),
    INT_FIELD(struct home_answer, products, .says = "Products for sale."),
    INT_FIELD(struct home_answer, sellers, .says = "Sellers in the market."),
    { 0 },
};
// clang-format on

static struct card_list shelf_of(struct request *request, category_id category,
                                 enum search_sort sort)
{
    struct search_found found = search_products(request->tx, request->memory,
                                                &(struct search_question){ .category = category,
                                                                           .in_stock = true,
                                                                           .sort = sort,
                                                                           .limit = SHELF_CARDS,
                                                                           .now = request->now });
    return search_cards(request, request->tx, &found);
}

/* Two shelves, others each day, so that each category gets its turn. */
static void fill_shelves(struct request *request, const struct categories *tops,
                         struct home_answer *answer)
{
    int64_t day = request->now.us / days(1).us;
    size_t count = answer->categories.count;
    answer->shelves.items =
        arena_array(request->memory, HOME_SHELVES, sizeof *answer->shelves.items);
    for (size_t tried = 0; tried < count && answer->shelves.count < HOME_SHELVES; tried++) {
        size_t at = ((size_t)(day % 1000) * HOME_SHELVES + tried) % count;
        struct card_list cards = shelf_of(request, tops->items[at].category, SEARCH_ORDERS);
        if (cards.count < 4)
            continue; /* nearly empty shelves make a poor street */
        answer->shelves.items[answer->shelves.count++] = (struct shelf_answer){
            tops->items[at].slug, _(tops->items[at].name), { cards.items, cards.count }
        };
    }
}

/* What is on, or comes next. */
static void fill_sales(struct request *request, struct home_answer *answer)
{
    enum { SALES = 2, DEALS = 50 };
    struct sale_events sales =
        sale_events_after(request->tx, request->memory, request->now, false, SALES);
    answer->sales.items = arena_array(request->memory, SALES, sizeof *answer->sales.items);
    for (size_t i = 0; i < sales.count && answer->sales.count < SALES; i++) {
        const struct sale_event *sale = &sales.items[i];
        answer->sales.items[answer->sales.count++] =
            (struct home_sale){ sale->name, sale->slug, sale->starts_at, sale->ends_at,
                                sale->starts_at.us <= request->now.us };
    }
    answer->deals = (int64_t)deals_running(request->tx, request->memory, request->now, DEALS).count;
}

static refused show_home(struct request *request)
{
    struct home_answer *answer = request->answer;
    struct categories tops = catalog_top_categories(request->tx, request->memory);
    answer->categories.items =
        arena_array(request->memory, TOPS_MAX, sizeof *answer->categories.items);
    for (size_t i = 0; i < tops.count && answer->categories.count < TOPS_MAX; i++)
        answer->categories.items[answer->categories.count++] = link_to(&tops.items[i]);
    struct card_list popular = shelf_of(request, (category_id){ 0 }, SEARCH_ORDERS);
    struct card_list newest = shelf_of(request, (category_id){ 0 }, SEARCH_NEWEST);
    answer->popular.items = popular.items;
    answer->popular.count = popular.count;
    answer->newest.items = newest.items;
    answer->newest.count = newest.count;
    fill_shelves(request, &tops, answer);
    fill_sales(request, answer);
    answer->country_name = words_country(request->memory, request->visitor.country);
    answer->products = store_int(request->tx, &catalog_count_listed, WITHOUT, 0);
    answer->sellers = store_int(request->tx, &catalog_count_sellers, WITHOUT, 0);
    request->title = "";
    request->cache = shared_cache;
    return NULL;
}

/* A category ------------------------------------------------------------------------------- */

struct list_request {
    const char *cursor;
    int64_t limit;
    struct money price_min, price_max;
    bool in_stock, top_sellers;
    enum search_sort sort;
};
static const struct field list_request_fields[] = { LIST_QUESTION(struct list_request), { 0 } };

struct category_page {
    const char *slug, *name, *parent_slug, *parent_name;
    LIST_OF(struct category_answer) children;
    LIST_MEMBERS;
};
// clang-format off
static const struct field category_page_fields[] = {
    TEXT_FIELD(struct category_page, slug, .says = "Its name in addresses."),
    TEXT_FIELD(struct category_page, name, .says = "In words."),
    TEXT_FIELD(struct category_page, parent_slug, .says = "The one above, or null."),
    TEXT_FIELD(struct category_page, parent_name, .says = "The same in words."),
    LIST_FIELD(struct category_page, children, category_link_fields,
               .says = "What it is divided into; of a lowest one, those beside it."),
    LIST_ANSWER(struct category_page),
    { 0 },
};
// clang-format on

static int64_t count_in(const struct search_found *found, category_id category)
{
    for (size_t i = 0; i < found->facet_count; i++)
        if (found->facets[i].category.number == category.number)
            return found->facets[i].count;
    return 0;
}

static void fill_children(struct arena *memory, const struct categories *all,
                          const struct category *here, const struct search_found *found,
                          struct category_page *answer)
{
    int64_t above = here->parent.number ? here->parent.number : here->category.number;
    answer->children.items = arena_array(memory, CHILDREN_MAX, sizeof *answer->children.items);
    for (size_t i = 0; i < all->count && answer->children.count < CHILDREN_MAX; i++) {
        if (all->items[i].parent.number != above)
            continue;
        struct category_answer link = link_to(&all->items[i]);
        link.count = count_in(found, all->items[i].category);
        link.chosen = all->items[i].category.number == here->category.number;
        answer->children.items[answer->children.count++] = link;
    }
}

/* The address is asked for, not sent: no such category is no such page. */
REFUSAL(CATEGORY_PAGE_NOT_FOUND, 404, "There is no such category.");

static refused show_category(struct request *request)
{
    struct category_page *answer = request->answer;
    struct list_question list = LIST_QUESTION_OF((const struct list_request *)request->body);
    struct categories all = catalog_categories(request->tx, request->memory);
    category_id category = catalog_category(request->tx, request_text(request, "slug"));
    const struct category *here = catalog_category_in(&all, category);
    if (!here)
        return &CATEGORY_PAGE_NOT_FOUND;
    const struct category *parent = catalog_category_in(&all, here->parent);
    struct search_question question = search_question_of(request, &list);
    question.category = category;
    struct search_found found = search_products(request->tx, request->memory, &question);
    struct list_answer listed =
        search_list(request, request->tx, &list, &found,
                    arena_format(request->memory, "/categories/%s", here->slug));
    LIST_TAKE(answer, listed);
    answer->slug = here->slug;
    answer->name = _(here->name);
    answer->parent_slug = parent ? parent->slug : NULL;
    answer->parent_name = parent ? _(parent->name) : NULL;
    fill_children(request->memory, &all, here, &found, answer);
    request->title = answer->name;
    request->cache = shared_cache;
    return NULL;
}

struct categories_answer {
    LIST_OF(struct category_answer) data;
};
// clang-format off
static const struct field categories_fields[] = {
    LIST_FIELD(struct categories_answer, data, category_link_fields,
               .says = "The top ones, then what is below them."),
    { 0 },
};
// clang-format on

static refused list_categories(struct request *request)
{
    struct categories_answer *answer = request->answer;
    struct categories all = catalog_categories(request->tx, request->memory);
    answer->data.items = arena_array(request->memory, all.count, sizeof *answer->data.items);
    for (size_t i = 0; i < all.count; i++)
        answer->data.items[answer->data.count++] = link_to(&all.items[i]);
    request->cache = shared_cache;
    return NULL;
}

/* A shop ----------------------------------------------------------------------------------- */

struct shop_answer {
    struct trader_answer trader;
    struct standing_public record;
    const char *rating; /* "4.6"; NULL: nobody has said */
    int64_t reviews;
    LIST_MEMBERS;
};
// clang-format off
static const struct field shop_fields[] = {
    OBJECT_FIELD(struct shop_answer, trader, trader_fields, .says = "Who sells here."),
    OBJECT_FIELD(struct shop_answer, record, standing_public_fields, .says = "How it does."),
    TEXT_FIELD(struct shop_answer, rating, .says = "Stars of 5, from reviews; or null."),
    INT_FIELD(struct shop_answer, reviews, .says = "How many reviews count."),
    LIST_ANSWER(struct shop_answer),
    { 0 },
};
// clang-format on

static refused show_shop(struct request *request)
{
    struct shop_answer *answer = request->answer;
    struct list_question list = LIST_QUESTION_OF((const struct list_request *)request->body);
    struct seller seller;
    refused why = sellers_find(request->tx, request->memory,
                               (seller_id){ request_id(request, "seller") }, &seller);
    if (why)
        return why;
    if (seller.standing == SELLER_SUSPENDED)
        return &SELLER_NOT_FOUND;
    struct search_question question = search_question_of(request, &list);
    question.seller = seller.seller;
    struct search_found found = search_products(request->tx, request->memory, &question);
    struct list_answer listed =
        search_list(request, request->tx, &list, &found,
                    arena_format(request->memory, "/sellers/%s",
                                 id_text(request->memory, "sel", seller.seller.number)));
    LIST_TAKE(answer, listed);
    answer->trader = catalog_trader(request->memory, &seller);
    answer->record = standing_for_buyers(request, request->tx, &seller);
    struct review_rating rating = reviews_rating_of_shop(request->tx, seller.seller, request->now);
    answer->reviews = rating.count;
    if (rating.count)
        answer->rating = arena_format(request->memory, "%.1f", rating.shown);
    request->title = seller.name;
    request->cache = shared_cache;
    return NULL;
}

// clang-format off
static const struct route catalog_routes[] = {
    { GET, "/", ANYONE, show_home,
      .summary = "The market's front", .gives = home_fields, .page = "catalog/home" },
    { GET, "/categories", ANYONE, list_categories,
      .summary = "All categories", .gives = categories_fields, .face = ONLY_API },
    { GET, "/categories/{slug}", ANYONE, show_category,
      .summary = "The products of a category", .takes = list_request_fields,
      .gives = category_page_fields, .refuses = { &CATEGORY_PAGE_NOT_FOUND },
      .page = "catalog/category" },
    { GET, "/sellers/{seller}", ANYONE, show_shop,
      .summary = "A seller's shop", .takes = list_request_fields, .gives = shop_fields,
      .refuses = { &SELLER_NOT_FOUND }, .page = "catalog/shop" },
    { 0 },
};
// clang-format on

static const struct id_name catalog_ids[] = {
    { "product", "prd" }, { "variant", "var" }, { "offer", "off" },
    { "picture", "pic" }, { "seller", "sel" },  { 0 },
};

const struct module catalog_module = {
    .name = "catalog",
    .routes = catalog_routes,
    .ids = catalog_ids,
    .schema = catalog_schema,
    .statements = catalog_statements,
    .first = catalog_first,
};
const struct module catalog_product_module = {
    .name = "catalog_product",
    .routes = catalog_product_routes,
};
const struct module catalog_pictures_module = {
    .name = "catalog_pictures",
    .routes = catalog_pictures_routes,
};
const struct module catalog_seller_module = {
    .name = "catalog_seller",
    .routes = catalog_seller_routes,
};
const struct module catalog_offers_module = {
    .name = "catalog_offers",
    .routes = catalog_offers_routes,
};
const struct module catalog_import_module = {
    .name = "catalog_import",
    .routes = catalog_import_routes,
};
const struct module catalog_prices_module = {
    .name = "catalog_prices",
    .routes = catalog_prices_routes,
};
