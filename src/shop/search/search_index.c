/* Search, the index: one row a product, written again whenever it changes. */
#include "shop/search/search_inside.h"

#include "base/words.h"
#include "shop/exchange/exchange.h"
#include "shop/search/search_sql.h"

enum { STALE_MINUTES = 5, STALE_AT_ONCE = 500, REBUILD_AT_ONCE = 100 };

/* What a product's offers come to. */
struct summary {
    offer_id offer;
    seller_id seller;
    int64_t price_reference;
    bool in_stock;
    int64_t variants, sellers;
};

/* In stock before sold out, then the cheapest. */
static bool is_better(const struct summary *best, int64_t price, bool in_stock)
{
    if (!best->offer.number || best->in_stock != in_stock)
        return !best->offer.number || in_stock;
    return price < best->price_reference;
}

static struct summary sum_up(struct store_tx *tx, struct arena *memory, product_id product,
                             struct moment now)
{
    struct summary summary = { 0 };
    struct variant_offers offers = catalog_offers(tx, memory, product);
    for (size_t i = 0; i < offers.count; i++) {
        const struct variant_offer *offer = &offers.items[i];
        struct money price;
        if (!offer->open ||
            exchange_convert(tx, offer->price, store_tx_settings(tx)->reference, now, &price))
            continue;
        bool new_variant = true, new_seller = true;
        for (size_t k = 0; k < i; k++) {
            new_variant &=
                !offers.items[k].open || offers.items[k].variant.number != offer->variant.number;
            new_seller &=
                !offers.items[k].open || offers.items[k].seller.number != offer->seller.number;
        }
        summary.variants += new_variant;
        summary.sellers += new_seller;
        if (is_better(&summary, price.minor, offer->stock > 0)) {
            summary.offer = offer->offer;
            summary.seller = offer->seller;
            summary.price_reference = price.minor;
            summary.in_stock = offer->stock > 0;
        }
    }
    return summary;
}

static void write_text(struct store_tx *tx, struct arena *memory, const struct product *product,
                       const char *category)
{
    const char *parts[] = { product->title, product->brand, category, product->description };
    for (int i = 0; i < 4; i++) {
        parts[i] = search_fold(memory, parts[i]);
        if (store_is_postgres(store_of(tx)))
            parts[i] = search_vector(memory, parts[i]);
    }
    store_do(tx, &search_delete_text, WITH(INT(product->product.number)));
    store_do(tx, &search_insert_text,
             WITH(INT(product->product.number), TEXT(parts[0]), TEXT(parts[1]), TEXT(parts[2]),
                  TEXT(parts[3])));
}

void search_write(struct store_tx *tx, product_id number, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct product product;
    refused why = catalog_find(tx, &memory, number, &product);
    struct summary summary = { 0 };
    if (!why && product.state == PRODUCT_LISTED)
        summary = sum_up(tx, &memory, number, now);
    if (!summary.offer.number) {
        store_do(tx, &search_delete, WITH(INT(number.number)));
        store_do(tx, &search_delete_text, WITH(INT(number.number)));
        return;
    }
    struct categories categories = catalog_categories(tx, &memory);
    const struct category *category = catalog_category_in(&categories, product.category);
    const struct category *parent =
        category ? catalog_category_in(&categories, category->parent) : NULL;
    store_do(tx, &search_upsert,
             WITH(INT(number.number), TEXT(product.title), TEXT(product.brand),
                  TEXT(search_fold(&memory, product.title)), INT(product.category.number),
                  INT(category ? category->parent.number : 0), TEXT(product.picture),
                  INT(summary.offer.number), INT(summary.seller.number),
                  INT(summary.price_reference), INT(summary.in_stock), INT(summary.variants),
                  INT(summary.sellers), INT(product.listed_at.us)));
    write_text(
        tx, &memory, &product,
        arena_format(&memory, "%s %s", category ? category->name : "", parent ? parent->name : ""));
}

/* Kept in step ----------------------------------------------------------------------------- */

static refused hear_product(struct store_tx *tx, const struct event *event)
{
    search_write(tx, (product_id){ event->subject }, event->at);
    return NULL;
}

const struct listener search_hears[] = {
    { &PRODUCT_LISTED_EVENT, hear_product },
    { &PRODUCT_CHANGED, hear_product },
    { &PRODUCT_WITHDRAWN_EVENT, hear_product },
    { &OFFER_CHANGED, hear_product },
    { 0 },
};

/* Numbers first, then rows are written: a change does not disturb what is being read. */
static size_t read_numbers(struct rows *rows, int64_t *ret_numbers)
{
    size_t count = 0;
    while (rows_next(rows))
        ret_numbers[count++] = rows_int(rows, "product_id");
    return count;
}

static refused refresh(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    int64_t stale[STALE_AT_ONCE];
    struct rows rows = store_query(tx, &search_select_stale, WITH(INT(STALE_AT_ONCE)));
    size_t count = read_numbers(&rows, stale);
    for (size_t i = 0; i < count; i++)
        search_write(tx, (product_id){ stale[i] }, *now);
    jobs_plan(tx, &(struct job_plan){ .kind = "search.refresh",
                                      .run_at = moment_after(*now, minutes(STALE_MINUTES)) });
    return NULL;
}

/* Stock goes up and down with orders, too often to write a card each time. */
static refused run_refresh(struct store *store, const struct job *job, struct moment now)
{
    (void)job;
    return store_transact(store, refresh, &now);
}

struct rebuilding {
    int64_t after;
    struct moment now;
    int64_t count;
};

static refused rebuild_some(struct store_tx *tx, void *what)
{
    struct rebuilding *rebuilding = what;
    int64_t numbers[REBUILD_AT_ONCE];
    struct rows rows = store_query(tx, &search_select_products_after,
                                   WITH(INT(rebuilding->after), INT(REBUILD_AT_ONCE)));
    size_t count = read_numbers(&rows, numbers);
    for (size_t i = 0; i < count; i++)
        search_write(tx, (product_id){ numbers[i] }, rebuilding->now);
    rebuilding->count = (int64_t)count;
    if (count)
        rebuilding->after = numbers[count - 1];
    return NULL;
}

int64_t search_rebuild(struct store *store, struct moment now)
{
    int64_t after = 0, all = 0;
    for (;;) {
        struct rebuilding rebuilding = { .after = after, .now = now };
        if (store_transact(store, rebuild_some, &rebuilding) || !rebuilding.count)
            return all;
        after = rebuilding.after;
        all += rebuilding.count;
    }
}

static refused plan_rebuild(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(
        tx, &(struct job_plan){ .kind = "search.rebuild", .run_at = moment_after(*now, days(1)) });
    return NULL;
}

/* Once a day, so that prices are compared by the day's rates. */
static refused run_rebuild(struct store *store, const struct job *job, struct moment now)
{
    (void)job;
    search_rebuild(store, now);
    return store_transact(store, plan_rebuild, &now);
}

const struct job_kind search_jobs[] = {
    { .name = "search.refresh", .run = run_refresh, .attempts_max = 1000000 },
    { .name = "search.rebuild", .run = run_rebuild, .attempts_max = 1000000 },
    { 0 },
};

static refused plan_both(struct store_tx *tx, void *what)
{
    refresh(tx, what);
    return plan_rebuild(tx, what);
}

refused search_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_both, &now);
}
