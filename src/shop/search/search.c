/* Search: questions answered, and what buyers bought counted. Rows are written in search_index.c.
 */
#include "shop/search/search_inside.h"

#include "base/words.h"
#include "shop/exchange/exchange.h"
#include "shop/search/search_sql.h"

enum { LIMIT_MAX = 100, FACETS_MAX = 200 };

const struct choice search_sorts[] = {
    [SEARCH_BEST] = { "best", N_("Best match") },
    [SEARCH_PRICE_UP] = { "price_up", N_("Price, lowest first") },
    [SEARCH_PRICE_DOWN] = { "price_down", N_("Price, highest first") },
    [SEARCH_NEWEST] = { "newest", N_("Newest") },
    [SEARCH_ORDERS] = { "orders", N_("Most bought") },
    { 0 },
};

/* A question with its words made ready and its prices in the reference currency. */
struct looking {
    const struct search_question *question;
    struct search_words words;
    int64_t least, most, limit;
    bool facets;
};

/* Reading rows ----------------------------------------------------------------------------- */

static enum seller_standing standing_named(const char *name)
{
    int standing = SELLER_NEW;
    while (standing < SELLER_SUSPENDED && !text_same(seller_standings[standing].name, name))
        standing++;
    return (enum seller_standing)standing;
}

static struct search_card card_from_row(const struct rows *rows, struct arena *memory)
{
    return (struct search_card){
        .product = { rows_int(rows, "product_id") },
        .title = rows_text(rows, memory, "title"),
        .brand = rows_text(rows, memory, "brand"),
        .picture = rows_text(rows, memory, "picture"),
        .category = { rows_int(rows, "category_id") },
        .offer = { rows_int(rows, "offer_id") },
        .price =
            money_of(rows_int(rows, "price"), currency_of(rows_text(rows, memory, "currency"))),
        .stock = rows_int(rows, "stock"),
        .weight_grams = rows_int(rows, "weight_grams"),
        .variants = rows_int(rows, "variants"),
        .sellers = rows_int(rows, "sellers"),
        .in_stock = rows_int(rows, "in_stock") != 0,
        .seller = { rows_int(rows, "seller_id") },
        .seller_name = rows_text(rows, memory, "name"),
        .country = rows_text(rows, memory, "country"),
        .standing = standing_named(rows_text(rows, memory, "standing")),
        .ship_days = rows_int(rows, "ship_days"),
        .orders = rows_int(rows, "orders"),
        .listed_at = { rows_int(rows, "listed_at") },
    };
}

static void read_cards(struct arena *memory, const struct looking *looking, struct rows *rows,
                       struct search_found *found)
{
    found->cards = arena_array(memory, (size_t)looking->limit, sizeof *found->cards);
    while (rows_next(rows)) {
        if ((int64_t)found->count == looking->limit) {
            found->has_more = true;
            rows_close(rows);
            break;
        }
        found->cards[found->count++] = card_from_row(rows, memory);
    }
    found->total = (int64_t)found->count;
}

static int most_first(const void *a, const void *b)
{
    int64_t one = ((const struct search_facet *)a)->count;
    int64_t other = ((const struct search_facet *)b)->count;
    return (one < other) - (one > other);
}

static void read_facets(struct arena *memory, const struct looking *looking, struct rows *rows,
                        struct search_found *found)
{
    int64_t chosen = looking->question->category.number;
    found->facets = arena_array(memory, FACETS_MAX, sizeof *found->facets);
    found->total = 0;
    while (rows_next(rows)) {
        int64_t category = rows_int(rows, "category_id"), count = rows_int(rows, "n");
        if (!chosen || category == chosen || rows_int(rows, "parent_id") == chosen)
            found->total += count;
        if (found->facet_count < FACETS_MAX)
            found->facets[found->facet_count++] = (struct search_facet){ { category }, count };
    }
    if (found->facet_count)
        qsort(found->facets, found->facet_count, sizeof *found->facets, most_first);
}

/* Asking ----------------------------------------------------------------------------------- */

static const struct statement *browse_statement(enum search_sort sort)
{
    switch (sort) {
    case SEARCH_PRICE_UP: return &search_browse_price_up;
    case SEARCH_PRICE_DOWN: return &search_browse_price_down;
    case SEARCH_NEWEST: return &search_browse_newest;
    case SEARCH_BEST:
    case SEARCH_ORDERS: break;
    }
    return &search_browse_orders;
}

static struct search_found browse(struct store_tx *tx, struct arena *memory,
                                  const struct looking *looking)
{
    const struct search_question *question = looking->question;
    struct search_found found = { 0 };
    struct rows rows =
        store_query(tx, browse_statement(question->sort),
                    WITH(INT(question->category.number), INT(question->seller.number),
                         INT(looking->least), INT(looking->most), INT(question->in_stock),
                         INT(looking->limit + 1), INT(question->after)));
    read_cards(memory, looking, &rows, &found);
    if (!looking->facets)
        return found;
    rows = store_query(tx, &search_count_all,
                       WITH(INT(question->seller.number), INT(looking->least), INT(looking->most),
                            INT(question->in_stock)));
    read_facets(memory, looking, &rows, &found);
    return found;
}

struct wording {
    const struct statement *select, *count;
    const char *query;
};

static struct search_found ask(struct store_tx *tx, struct arena *memory,
                               const struct looking *looking, const struct wording *wording)
{
    const struct search_question *question = looking->question;
    struct search_found found = { 0 };
    struct rows rows =
        store_query(tx, wording->select,
                    WITH(TEXT(search_sorts[question->sort].name), TEXT(wording->query),
                         INT(question->category.number), INT(question->seller.number),
                         INT(looking->least), INT(looking->most), INT(question->in_stock),
                         INT(looking->limit + 1), INT(question->after)));
    read_cards(memory, looking, &rows, &found);
    if (!looking->facets)
        return found;
    rows = store_query(tx, wording->count,
                       WITH(TEXT(wording->query), INT(question->seller.number), INT(looking->least),
                            INT(looking->most), INT(question->in_stock)));
    read_facets(memory, looking, &rows, &found);
    return found;
}

/* Something fits the words somewhere, if not in this category or on this page. */
static bool fits(const struct search_found *found)
{
    return found->count > 0 || found->facet_count > 0;
}

static struct search_found look_up(struct store_tx *tx, struct arena *memory,
                                   const struct looking *looking)
{
    bool postgres = store_is_postgres(store_of(tx));
    char *(*query)(struct arena *, const struct search_words *, bool) =
        postgres ? search_query_postgres : search_query_sqlite;
    struct wording wording = { &search_select_words, &search_count_words,
                               query(memory, &looking->words, false) };
    struct search_found found = ask(tx, memory, looking, &wording);
    if (!fits(&found) && looking->words.count > 1) {
        wording.query = query(memory, &looking->words, true);
        found = ask(tx, memory, looking, &wording);
        found.manner = SEARCH_SOME_WORDS;
    }
    if (!fits(&found)) {
        wording = (struct wording){ &search_select_part, &search_count_part,
                                    search_part(memory, &looking->words) };
        found = ask(tx, memory, looking, &wording);
        found.manner = SEARCH_PART_OF_WORD;
    }
    return found;
}

static int64_t reference_price(struct store_tx *tx, struct money price, struct moment now,
                               int64_t otherwise)
{
    struct money converted;
    if (price.minor <= 0)
        return otherwise;
    refused why = exchange_convert(tx, price, store_tx_settings(tx)->reference, now, &converted);
    return why ? otherwise : converted.minor;
}

struct search_found search_products(struct store_tx *tx, struct arena *memory,
                                    const struct search_question *question)
{
    struct looking looking = {
        .question = question,
        .words = search_read_words(memory, question->words),
        .least = reference_price(tx, question->price_min, question->now, 0),
        .most = reference_price(tx, question->price_max, question->now, INT64_MAX),
        .limit = question->limit < 1           ? 20
                 : question->limit > LIMIT_MAX ? LIMIT_MAX
                                               : question->limit,
        .facets = question->facets,
    };
    return looking.words.count ? look_up(tx, memory, &looking) : browse(tx, memory, &looking);
}

void search_count_bought(struct store_tx *tx, product_id product, int64_t count)
{
    store_do(tx, &search_add_bought, WITH(INT(product.number), INT(count)));
    store_do(tx, &search_add_orders, WITH(INT(count), INT(product.number)));
}
