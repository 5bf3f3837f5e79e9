/* Search, the index: one row a product, written again whenever it changes. */
#include "shop/search/search_inside.h"

#include "base/secret.h"
#include "base/words.h"
#include "shop/exchange/exchange.h"
#include "shop/search/search_sql.h"

enum { STALE_MINUTES = 5, STALE_MOST = 5000, AT_ONCE = 100, COUNT_SLOTS = 8 };
/* A merge of so many pages keeps other acts waiting for a few milliseconds. */
enum { SEGMENTS_FEW = 8, MERGE_PAGES = 64, MERGES_MOST = 100 };

/* Numbers, the standing order: the higher step of what was bought comes first, then the newest. A
 * step is three doublings (8, 64, 512 pieces), so that few purchases move a product. Within a step
 * blocks of 4,096 count down and their numbers up: the text index takes rising numbers many at
 * once, and falling ones one by one; it also reads them faster that way. */
enum { STEP_BITS = 3, STEP_MOST = 7, PLACE_BITS = 40 };

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

int64_t search_step_of(int64_t orders)
{
    int64_t step = 0;
    for (; orders >> STEP_BITS > 0 && step < STEP_MOST; orders >>= STEP_BITS)
        step++;
    return step;
}

int64_t search_step_of_number(int64_t number)
{
    return STEP_MOST - (number >> PLACE_BITS);
}

/* What the index has of a product; number 0: nothing. */
struct place {
    int64_t number, category, tag;
};

static struct place find_place(struct store_tx *tx, product_id product)
{
    struct place place = { 0 };
    struct rows rows = store_query(tx, &search_select_place, WITH(INT(product.number)));
    while (rows_next(&rows))
        place = (struct place){ rows_int(&rows, "number"), rows_int(&rows, "category_id"),
                                rows_int(&rows, "tag") };
    return place;
}

static int64_t next_number(struct store_tx *tx, int64_t step)
{
    int64_t from = STEP_MOST - step;
    return store_int(tx, &search_next_number,
                     WITH(INT((from + 1) << PLACE_BITS), INT(from << PLACE_BITS)), 0);
}

struct shelving {
    int64_t category, parent;
    const char *words; /* the names of both */
};

static struct shelving find_shelving(struct store_tx *tx, struct arena *memory,
                                     category_id category)
{
    struct shelving shelving = { category.number, 0, "" };
    struct rows rows = store_query(tx, &search_select_category, WITH(INT(category.number)));
    while (rows_next(&rows)) {
        const char *parent = rows_text(&rows, memory, "parent");
        shelving.parent = rows_int(&rows, "parent_id");
        shelving.words =
            arena_format(memory, "%s %s", rows_text(&rows, memory, "name"), parent ? parent : "");
    }
    return shelving;
}

/* Folded: title, brand, category, description. */
struct wording {
    const char *parts[4];
    const char *lines; /* the first three */
    int64_t length, tag;
};

static struct wording fold_all(struct arena *memory, const struct product *product,
                               const char *category)
{
    struct wording wording = { .parts = { product->title, product->brand, category,
                                          product->description } };
    for (int i = 0; i < 4; i++) {
        wording.parts[i] = search_fold(memory, wording.parts[i]);
        wording.length += search_count_folded(wording.parts[i]);
    }
    wording.lines =
        arena_format(memory, "%s\n%s\n%s", wording.parts[0], wording.parts[1], wording.parts[2]);
    const char *all = arena_format(memory, "%s\n%s", wording.lines, wording.parts[3]);
    struct secret_tag tag = secret_hash(NULL, all, strlen(all));
    memcpy(&wording.tag, tag.bytes, sizeof wording.tag);
    return wording;
}

/* What buyers may begin to type: the description's words are not offered. */
static void write_words(struct store_tx *tx, struct arena *memory, const char *lines)
{
    for (const char *at = lines; *at;) {
        size_t length = strcspn(at, " \n");
        if (length > 1)
            store_do(tx, &search_insert_word, WITH(TEXT(arena_copy_bytes(memory, at, length))));
        at += length + (at[length] != 0);
    }
}

static void write_text(struct store_tx *tx, struct arena *memory, int64_t number,
                       const struct wording *wording)
{
    const char *parts[4];
    for (int i = 0; i < 4; i++)
        parts[i] = store_is_postgres(store_of(tx)) ? search_vector(memory, wording->parts[i])
                                                   : wording->parts[i];
    store_do(tx, &search_insert_text,
             WITH(INT(number), TEXT(parts[0]), TEXT(parts[1]), TEXT(parts[2]), TEXT(parts[3])));
    write_words(tx, memory, wording->lines);
}

/* One writer needs one slot; on PostgreSQL sellers who list at once mostly have different ones. */
static void count_in(struct store_tx *tx, const struct shelving *shelving, product_id product,
                     int64_t by)
{
    int64_t slot = store_is_postgres(store_of(tx)) ? product.number % COUNT_SLOTS : 0;
    store_do(tx, &search_add_count,
             WITH(INT(shelving->category), INT(slot), INT(shelving->parent), INT(by)));
}

static void take_out(struct store_tx *tx, struct arena *memory, product_id product,
                     const struct place *place)
{
    struct shelving shelving = find_shelving(tx, memory, (category_id){ place->category });
    store_do(tx, &search_delete_text, WITH(INT(place->number)));
    store_do(tx, &search_delete, WITH(INT(place->number)));
    store_do(tx, &search_delete_shelves, WITH(INT(product.number)));
    count_in(tx, &shelving, product, -1);
}

static void put_on_shelves(struct store_tx *tx, const struct product *product,
                           const struct shelving *shelving, const struct summary *summary,
                           int64_t orders)
{
    const int64_t shelves[] = { 0, shelving->category, shelving->parent };
    for (int i = 0; i < (shelving->parent ? 3 : 2); i++)
        store_do(tx, &search_upsert_shelf,
                 WITH(INT(product->product.number), INT(shelves[i]), INT(orders),
                      INT(product->listed_at.us), INT(summary->price_reference)));
}

static void write_product(struct store_tx *tx, struct arena *memory, const struct product *product,
                          const struct summary *summary)
{
    struct place place = find_place(tx, product->product);
    struct shelving shelving = find_shelving(tx, memory, product->category);
    struct wording wording = fold_all(memory, product, shelving.words);
    int64_t orders = store_int(tx, &search_select_bought, WITH(INT(product->product.number)), 0);
    bool moves = place.number && (place.category != shelving.category ||
                                  search_step_of_number(place.number) != search_step_of(orders));
    if (moves)
        take_out(tx, memory, product->product, &place);
    bool is_new = !place.number || moves;
    int64_t number = is_new ? next_number(tx, search_step_of(orders)) : place.number;
    if (is_new)
        count_in(tx, &shelving, product->product, 1);
    else if (place.tag != wording.tag)
        store_do(tx, &search_delete_text, WITH(INT(number)));
    if (is_new || place.tag != wording.tag)
        write_text(tx, memory, number, &wording);
    put_on_shelves(tx, product, &shelving, summary, orders);
    store_do(tx, &search_upsert,
             WITH(INT(number), INT(product->product.number), INT(shelving.category),
                  INT(shelving.parent), INT(summary->seller.number), INT(summary->price_reference),
                  INT(orders), INT(product->listed_at.us), INT(wording.length), TEXT(wording.lines),
                  INT(wording.tag), INT(summary->offer.number), INT(summary->in_stock),
                  INT(summary->variants), INT(summary->sellers), TEXT(product->title),
                  TEXT(product->brand), TEXT(product->picture)));
}

void search_write(struct store_tx *tx, product_id number, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct product product;
    refused why = catalog_find(tx, &memory, number, &product);
    struct summary summary = { 0 };
    if (!why && product.state == PRODUCT_LISTED)
        summary = sum_up(tx, &memory, number, now);
    if (summary.offer.number) {
        write_product(tx, &memory, &product, &summary);
        return;
    }
    struct place place = find_place(tx, number);
    if (place.number)
        take_out(tx, &memory, number, &place);
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

/* Products written again in one act. */
struct writing {
    const int64_t *products;
    size_t count;
    struct moment now;
};

static refused write_some(struct store_tx *tx, void *what)
{
    const struct writing *writing = what;
    for (size_t i = 0; i < writing->count; i++)
        search_write(tx, (product_id){ writing->products[i] }, writing->now);
    return NULL;
}

/* A few at once, so that other acts do not wait. */
static refused write_all(struct store *store, const int64_t *products, size_t count,
                         struct moment now)
{
    refused why = NULL;
    for (size_t i = 0; !why && i < count; i += AT_ONCE)
        why = store_transact(
            store, write_some,
            &(struct writing){ products + i, count - i < AT_ONCE ? count - i : AT_ONCE, now });
    return why;
}

static size_t read_numbers(struct rows *rows, int64_t *ret_numbers)
{
    size_t count = 0;
    while (rows_next(rows))
        ret_numbers[count++] = rows_int(rows, "product_id");
    return count;
}

static refused plan_refresh(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "search.refresh",
                                      .run_at = moment_after(*now, minutes(STALE_MINUTES)) });
    return NULL;
}

/* The text index is written in small segments, which are merged while it is written, and here. */
static refused merge_some(struct store_tx *tx, void *what)
{
    int64_t *segments = what;
    *segments = store_int(tx, &search_count_segments, WITHOUT, 0);
    if (*segments > SEGMENTS_FEW)
        store_do(tx, &search_merge, WITH(INT(MERGE_PAGES)));
    return NULL;
}

static refused merge(struct store *store)
{
    int64_t segments = SEGMENTS_FEW + 1;
    refused why = NULL;
    for (int i = 0; !why && segments > SEGMENTS_FEW && i < MERGES_MOST; i++)
        why = store_transact(store, merge_some, &segments);
    return why;
}

/* Stock goes up and down with orders, too often to write a card each time. Looked for on a
 * snapshot: it takes a while, and acts must not wait for it. */
static refused run_refresh(struct store *store, const struct job *job, struct moment now)
{
    AUTO(arena) memory = { 0 };
    int64_t *stale = arena_array(&memory, STALE_MOST, sizeof *stale);
    (void)job;
    struct store_tx *tx = store_read(store);
    struct rows rows = store_query(tx, &search_select_stale, WITH(INT(STALE_MOST)));
    size_t count = read_numbers(&rows, stale);
    store_read_end(tx);
    refused why = write_all(store, stale, count, now);
    if (!why)
        why = merge(store);
    return why ? why : store_transact(store, plan_refresh, &now);
}

/* A product was bought often enough to take another number. */
static refused run_write(struct store *store, const struct job *job, struct moment now)
{
    return write_all(store, &job->subject, 1, now);
}

int64_t search_rebuild(struct store *store, struct moment now)
{
    int64_t after = 0, all = 0, numbers[AT_ONCE];
    for (;;) {
        struct store_tx *tx = store_read(store);
        struct rows rows =
            store_query(tx, &search_select_products_after, WITH(INT(after), INT(AT_ONCE)));
        size_t count = read_numbers(&rows, numbers);
        store_read_end(tx);
        if (!count || write_all(store, numbers, count, now))
            return all;
        after = numbers[count - 1];
        all += (int64_t)count;
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
    { .name = "search.write", .run = run_write },
    { .name = "search.rebuild", .run = run_rebuild, .attempts_max = 1000000 },
    { 0 },
};

/* Tables of a new version are empty: everything is written again before the market opens. */
static bool is_missing(struct store *store)
{
    struct store_tx *tx = store_read(store);
    bool missing = !store_int(tx, &search_select_any, WITHOUT, 0) &&
                   store_int(tx, &search_select_any_listed, WITHOUT, 0);
    store_read_end(tx);
    return missing;
}

static refused plan_both(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "search.refresh", .run_at = *now });
    return plan_rebuild(tx, what);
}

refused search_first(struct store *store, struct moment now)
{
    if (is_missing(store))
        search_rebuild(store, now);
    return store_transact(store, plan_both, &now);
}
