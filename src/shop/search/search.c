/* Search: questions answered, and what buyers bought counted. Rows are written in search_index.c.
 *
 * Products that fit are gathered in their standing order, as many as are looked at, and ordered
 * here; then the cards of the page are read. A whole shelf comes ordered from its index. */
#include "shop/search/search_inside.h"

#include <math.h>

#include "base/words.h"
#include "shop/exchange/exchange.h"
#include "shop/search/search_sql.h"

enum {
    LIMIT_MAX = 100,
    FACETS_MAX = 200,
    RANKED_MAX = 288,      /* ordered by how well they fit: twelve pages */
    SOME_MAX = 288,        /* shared by the words when some are enough */
    SORTED_MAX = 3000,     /* ordered by price, age or orders */
    FILTERED_MAX = 1000,   /* of a shelf with filters */
    LOOKED_AT_MAX = 6000,  /* where filters pass over most */
    PART_LOOKED_AT = 5000, /* for letters inside names */
};

const struct choice search_sorts[] = {
    [SEARCH_BEST] = { "best", N_("Best match") },
    [SEARCH_PRICE_UP] = { "price_up", N_("Price, lowest first") },
    [SEARCH_PRICE_DOWN] = { "price_down", N_("Price, highest first") },
    [SEARCH_NEWEST] = { "newest", N_("Newest") },
    [SEARCH_ORDERS] = { "orders", N_("Most bought") },
    { 0 },
};

/* A product that may be shown, and what orders it: least place first, then best fit. */
struct candidate {
    int64_t number, product, place;
    double fit;
    const char *lines;
    int64_t length, orders;
    unsigned found; /* bits of the words that it was found by */
};

/* A question with its words made ready and its prices in the reference currency. */
struct looking {
    const struct search_question *question;
    struct search_words words;
    int64_t least, top, limit;
    bool filtered; /* by price, stock or sellers */
    struct store_tx *tx;
    struct arena *memory;
};

/* What was gathered so far. */
struct gathering {
    const struct looking *looking;
    struct search_found *found;
    struct candidate *candidates;
    size_t count, room; /* `room` are ordered together */
    int64_t passed;     /* before those */
    int64_t seen;       /* in the category */
    size_t facet;       /* of the last product: the next is often in the same */
    bool cut;           /* there may be more */
    bool several;       /* each word is gathered by itself */
};

/* Reading cards ---------------------------------------------------------------------------- */

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
        .category_parent = rows_int(rows, "parent_id"),
        .offer = { rows_int(rows, "offer_id") },
        .variants = rows_int(rows, "variants"),
        .sellers = rows_int(rows, "sellers"),
        .orders = rows_int(rows, "orders"),
        .listed_at = { rows_int(rows, "listed_at") },
        .price =
            money_of(rows_int(rows, "price"), currency_of(rows_text(rows, memory, "currency"))),
        .reduction = catalog_reduction_from_row(rows, memory),
        .stock = rows_int(rows, "stock"),
        .weight_grams = rows_int(rows, "weight_grams"),
        .seller = { rows_int(rows, "seller_id") },
        .seller_name = rows_text(rows, memory, "name"),
        .country = rows_text(rows, memory, "country"),
        .standing = standing_named(rows_text(rows, memory, "standing")),
        .ship_days = rows_int(rows, "ship_days"),
        .in_stock = rows_int(rows, "in_stock") != 0,
        .rated = rows_int(rows, "rated"),
        .rated_weight = rows_int(rows, "weight"),
        .rated_weighted = rows_int(rows, "weighted"),
    };
}

/* The cards of these numbers, a JSON array, as the offers are now. */
static void read_cards(const struct looking *looking, const char *numbers,
                       struct search_found *found)
{
    struct rows rows = store_query(looking->tx, &search_select_cards, WITH(TEXT(numbers)));
    found->cards = arena_array(looking->memory, (size_t)looking->limit, sizeof *found->cards);
    while (rows_next(&rows))
        if ((int64_t)found->count < looking->limit)
            found->cards[found->count++] = card_from_row(&rows, looking->memory);
}

/* Counting --------------------------------------------------------------------------------- */

static bool is_in(const struct looking *looking, int64_t category, const struct rows *rows)
{
    int64_t chosen = looking->question->category.number;
    return !chosen || chosen == category || chosen == rows_int(rows, "parent_id");
}

static void add_facet(struct gathering *gathering, int64_t category, int64_t count)
{
    struct search_found *found = gathering->found;
    size_t at = gathering->facet;
    if (at >= found->facet_count || found->facets[at].category.number != category)
        for (at = 0; at < found->facet_count; at++)
            if (found->facets[at].category.number == category)
                break;
    if (at == FACETS_MAX)
        return;
    if (at == found->facet_count)
        found->facets[found->facet_count++] = (struct search_facet){ { category }, 0 };
    found->facets[at].count += count;
    gathering->facet = at;
}

static int most_first(const void *a, const void *other)
{
    const struct search_facet *one = a, *two = other;
    if (one->count != two->count)
        return (one->count < two->count) - (one->count > two->count);
    return (one->category.number > two->category.number) -
           (one->category.number < two->category.number);
}

static void count_shelves(const struct looking *looking, struct search_found *found)
{
    struct gathering gathering = { .looking = looking, .found = found };
    found->facets = arena_array(looking->memory, FACETS_MAX, sizeof *found->facets);
    found->total = 0;
    struct rows rows = store_query(looking->tx, &search_count_shelves, WITHOUT);
    while (rows_next(&rows)) {
        int64_t category = rows_int(&rows, "category_id"), count = rows_int(&rows, "n");
        if (is_in(looking, category, &rows))
            found->total += count;
        add_facet(&gathering, category, count);
    }
    if (found->facet_count)
        qsort(found->facets, found->facet_count, sizeof *found->facets, most_first);
    while (found->facet_count && !found->facets[found->facet_count - 1].count)
        found->facet_count--;
}

/* Gathering -------------------------------------------------------------------------------- */

static struct gathering gathering_begin(const struct looking *looking, struct search_found *found,
                                        size_t room)
{
    found->facets = arena_array(looking->memory, FACETS_MAX, sizeof *found->facets);
    return (struct gathering){
        .looking = looking,
        .found = found,
        .candidates = arena_array(looking->memory, room, sizeof(struct candidate)),
        .room = room,
        .passed = looking->question->after / (int64_t)room * (int64_t)room,
    };
}

/* At most so many rows are of use: with filters some are passed over. */
static int64_t most_rows(const struct gathering *gathering)
{
    const struct search_question *question = gathering->looking->question;
    bool some_pass =
        gathering->looking->filtered || question->category.number || question->seller.number;
    return some_pass ? LOOKED_AT_MAX + 1 : gathering->passed + (int64_t)gathering->room + 1;
}

static int64_t place_of(enum search_sort sort, const struct rows *rows)
{
    switch (sort) {
    case SEARCH_PRICE_UP: return rows_int(rows, "price_reference");
    case SEARCH_PRICE_DOWN: return -rows_int(rows, "price_reference");
    case SEARCH_NEWEST: return -rows_int(rows, "listed_at");
    case SEARCH_ORDERS: return -rows_int(rows, "orders");
    case SEARCH_BEST: break;
    }
    return 0;
}

/* The product was found by another word already. */
static bool is_there(struct gathering *gathering, int64_t number, unsigned found)
{
    for (size_t i = 0; i < gathering->count; i++)
        if (gathering->candidates[i].number == number) {
            gathering->candidates[i].found |= found;
            return true;
        }
    return false;
}

/* Columns that few questions need are read for those only. */
static bool is_wanted(const struct looking *looking, const struct rows *rows)
{
    int64_t price = rows_int(rows, "price_reference");
    return price >= looking->least && price <= looking->top && rows_int(rows, "wanted");
}

/* Takes the row; false when no more are wanted. */
static bool take(struct gathering *gathering, const struct rows *rows, unsigned found)
{
    const struct looking *looking = gathering->looking;
    int64_t number = rows_int(rows, "number"), category = rows_int(rows, "category_id");
    if (looking->filtered && !is_wanted(looking, rows))
        return true;
    if (gathering->several && is_there(gathering, number, found))
        return true;
    if (gathering->count == gathering->room)
        return false;
    add_facet(gathering, category, 1);
    if (!is_in(looking, category, rows) || gathering->seen++ < gathering->passed)
        return true;
    gathering->candidates[gathering->count++] = (struct candidate){
        .number = number,
        .product = rows_int(rows, "product_id"),
        .orders = rows_int(rows, "orders"),
        .length = rows_int(rows, "length"),
        .lines = rows_text(rows, looking->memory, "words"),
        .place = place_of(looking->question->sort, rows),
        .found = found,
    };
    return true;
}

/* Gives how many rows were looked at. */
static int64_t gather(struct gathering *gathering, struct rows rows, unsigned found)
{
    int64_t looked_at = 0;
    for (; rows_next(&rows); looked_at++)
        if (looked_at == LOOKED_AT_MAX || !take(gathering, &rows, found)) {
            gathering->cut = true;
            rows_close(&rows);
            break;
        }
    return looked_at;
}

/* Ordering --------------------------------------------------------------------------------- */

/* `words` NULL: what was bought most fits best. */
static void fit_all(struct gathering *gathering, const struct search_words *words,
                    const double *weights)
{
    for (size_t i = 0; i < gathering->count; i++) {
        struct candidate *candidate = &gathering->candidates[i];
        candidate->fit =
            words ? search_fit(words, &(struct search_fitting){ .lines = candidate->lines,
                                                                .length = candidate->length,
                                                                .orders = candidate->orders,
                                                                .found = candidate->found,
                                                                .weights = weights })
                  : (double)candidate->orders;
    }
}

static int best_first(const void *a, const void *other)
{
    const struct candidate *one = a, *two = other;
    if (one->place != two->place)
        return one->place < two->place ? -1 : 1;
    if (one->fit != two->fit)
        return one->fit > two->fit ? -1 : 1;
    return (one->product < two->product) - (one->product > two->product);
}

/* The page's part of what was gathered. */
static void give_page(struct gathering *gathering)
{
    const struct looking *looking = gathering->looking;
    struct search_found *found = gathering->found;
    AUTO(text) numbers = { 0 };
    int64_t from = looking->question->after - gathering->passed, count = (int64_t)gathering->count;
    if (gathering->count)
        qsort(gathering->candidates, gathering->count, sizeof *gathering->candidates, best_first);
    int64_t below = from + looking->limit < count ? from + looking->limit : count;
    text_add_char(&numbers, '[');
    for (int64_t i = from; i < below; i++)
        text_add_format(&numbers, "%s%lld", i > from ? "," : "",
                        (long long)gathering->candidates[i].number);
    text_add_char(&numbers, ']');
    if (from < below)
        read_cards(looking, text_of(&numbers), found);
    found->has_more = below < count || (gathering->cut && count == (int64_t)gathering->room);
    found->total = gathering->seen;
    found->more_than_total = gathering->cut;
    if (found->facet_count)
        qsort(found->facets, found->facet_count, sizeof *found->facets, most_first);
}

/* Asking ----------------------------------------------------------------------------------- */

static struct rows ask_words(const struct looking *looking, const struct search_words *words,
                             int64_t most)
{
    const struct search_question *question = looking->question;
    const char *query = store_is_postgres(store_of(looking->tx))
                            ? search_query_postgres(looking->memory, words)
                            : search_query_sqlite(looking->memory, words);
    return store_query(looking->tx, &search_gather_words,
                       WITH(INT(question->in_stock), INT(question->top_sellers),
                            INT(question->seller.number), TEXT(query), INT(most)));
}

static size_t room_for(const struct looking *looking)
{
    return looking->question->sort == SEARCH_BEST ? RANKED_MAX : SORTED_MAX;
}

static struct search_found with_all_words(const struct looking *looking)
{
    struct search_found found = { .manner = SEARCH_ALL_WORDS };
    struct gathering gathering = gathering_begin(looking, &found, room_for(looking));
    gather(&gathering, ask_words(looking, &looking->words, most_rows(&gathering)),
           (1u << looking->words.count) - 1);
    fit_all(&gathering, &looking->words, NULL);
    give_page(&gathering);
    return found;
}

/* Each word brings its share, so that a common one leaves room for a rare one, which counts more.
 */
static struct search_found with_some_words(const struct looking *looking)
{
    struct search_found found = { .manner = SEARCH_SOME_WORDS };
    const struct search_words *words = &looking->words;
    double weights[SEARCH_WORDS_MAX] = { 0 };
    struct gathering gathering = gathering_begin(looking, &found, SOME_MAX);
    size_t room = gathering.room, share = room / words->count;
    gathering.several = true;
    gathering.passed = 0;
    for (size_t i = 0; i < words->count; i++) {
        struct search_words one = { .items = { words->items[i] }, .count = 1 };
        if (one.items[0].goes_on) {
            memcpy(one.endings, words->endings, sizeof one.endings);
            one.ending_count = words->ending_count;
        }
        gathering.room = gathering.count + share;
        struct rows rows = ask_words(looking, &one, (int64_t)room + 1);
        int64_t count = gather(&gathering, rows, 1u << i);
        weights[i] = log(1 + 2.0 * (double)share / (double)(count ? count : 1));
    }
    gathering.room = room;
    fit_all(&gathering, words, weights);
    give_page(&gathering);
    return found;
}

static struct search_found with_part_of_word(const struct looking *looking)
{
    const struct search_question *question = looking->question;
    struct search_found found = { .manner = SEARCH_PART_OF_WORD };
    struct gathering gathering = gathering_begin(looking, &found, SORTED_MAX);
    gather(&gathering,
           store_query(looking->tx, &search_gather_part,
                       WITH(INT(question->in_stock), INT(question->top_sellers),
                            INT(question->seller.number), INT(PART_LOOKED_AT),
                            TEXT(search_part(looking->memory, &looking->words)))),
           0);
    fit_all(&gathering, NULL, NULL);
    give_page(&gathering);
    return found;
}

/* Something fits the words somewhere, if not in this category or on this page. */
static bool fits(const struct search_found *found)
{
    return found->count > 0 || found->facet_count > 0;
}

/* SQLite is told the words that the last one may become. */
static void read_endings(struct looking *looking)
{
    enum { LOOKED_AT = 64 };
    struct search_words *words = &looking->words;
    const struct search_word *last = &words->items[words->count - 1];
    if (store_is_postgres(store_of(looking->tx)) || !search_wants_endings(last))
        return;
    words->endings[words->ending_count++] = last->parts;
    const char *below = arena_format(looking->memory, "%s\xf4\x8f\xbf\xbf", last->parts);
    struct rows rows =
        store_query(looking->tx, &search_select_endings,
                    WITH(TEXT(last->parts), TEXT(below), INT(LOOKED_AT), INT(SEARCH_ENDINGS_MAX)));
    while (rows_next(&rows)) {
        const char *word = rows_text(&rows, looking->memory, "word");
        if (words->ending_count <= SEARCH_ENDINGS_MAX && !text_same(word, last->parts))
            words->endings[words->ending_count++] = word;
    }
}

static struct search_found look_up(struct looking *looking)
{
    read_endings(looking);
    struct search_found found = with_all_words(looking);
    if (!fits(&found) && looking->words.count > 1)
        found = with_some_words(looking);
    if (!fits(&found))
        found = with_part_of_word(looking);
    return found;
}

/* Shelves ---------------------------------------------------------------------------------- */

static const struct statement *shelf_statement(enum search_sort sort)
{
    switch (sort) {
    case SEARCH_PRICE_UP: return &search_shelf_by_price_up;
    case SEARCH_PRICE_DOWN: return &search_shelf_by_price_down;
    case SEARCH_NEWEST: return &search_shelf_by_newest;
    case SEARCH_BEST:
    case SEARCH_ORDERS: break;
    }
    return &search_shelf_by_orders;
}

/* The page of a shelf, read from its index. */
static void read_shelf(const struct looking *looking, struct search_found *found)
{
    const struct search_question *question = looking->question;
    AUTO(text) numbers = { 0 };
    int64_t count = 0;
    text_add_char(&numbers, '[');
    struct rows rows =
        store_query(looking->tx, shelf_statement(question->sort),
                    WITH(INT(question->category.number), INT(looking->least), INT(looking->top),
                         INT(question->in_stock), INT(question->top_sellers),
                         INT(looking->limit + 1), INT(question->after)));
    for (; rows_next(&rows); count++)
        if (count < looking->limit)
            text_add_format(&numbers, "%s%lld", count ? "," : "",
                            (long long)rows_int(&rows, "number"));
    text_add_char(&numbers, ']');
    found->has_more = count > looking->limit;
    found->count = 0;
    if (count)
        read_cards(looking, text_of(&numbers), found);
}

/* What a seller has, or a shelf between two prices. When it is all gathered it is ordered and
 * counted here. */
static struct search_found browse_gathered(const struct looking *looking)
{
    const struct search_question *question = looking->question;
    struct search_found found = { 0 };
    bool of_seller = question->seller.number != 0;
    struct gathering gathering =
        gathering_begin(looking, &found, of_seller ? SORTED_MAX : FILTERED_MAX);
    gathering.passed = 0;
    struct rows rows = of_seller
                           ? store_query(looking->tx, &search_gather_seller,
                                         WITH(INT(question->in_stock), INT(question->top_sellers),
                                              INT(question->seller.number), INT(LOOKED_AT_MAX + 1)))
                           : store_query(looking->tx, &search_gather_prices,
                                         WITH(INT(question->in_stock), INT(question->top_sellers),
                                              INT(question->category.number), INT(looking->least),
                                              INT(looking->top), INT(LOOKED_AT_MAX + 1)));
    gather(&gathering, rows, 0);
    fit_all(&gathering, NULL, NULL);
    if (gathering.cut && !of_seller) {
        found.total = gathering.seen;
        found.more_than_total = true;
        read_shelf(looking, &found);
    } else {
        give_page(&gathering);
    }
    return found;
}

static struct search_found browse(const struct looking *looking)
{
    struct search_found found = { 0 };
    if (looking->question->seller.number || (looking->filtered && looking->question->facets))
        return browse_gathered(looking);
    read_shelf(looking, &found);
    found.total = (int64_t)found.count;
    if (looking->question->facets)
        count_shelves(looking, &found);
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
        .top = reference_price(tx, question->price_max, question->now, INT64_MAX),
        .limit = question->limit < 1           ? 20
                 : question->limit > LIMIT_MAX ? LIMIT_MAX
                                               : question->limit,
        .tx = tx,
        .memory = memory,
    };
    looking.filtered = looking.least > 0 || looking.top < INT64_MAX || question->in_stock ||
                       question->top_sellers || question->seller.number;
    return looking.words.count ? look_up(&looking) : browse(&looking);
}

/* Bought ----------------------------------------------------------------------------------- */

void search_count_rating(struct store_tx *tx, product_id product, int64_t count, int64_t weight,
                         int64_t weighted)
{
    store_put(tx, &search_add_rated,
              WITH(INT(product.number), INT(count), INT(weight), INT(weighted)));
}

void search_count_bought(struct store_tx *tx, product_id product, int64_t count)
{
    int64_t before = store_int(tx, &search_select_bought, WITH(INT(product.number)), 0);
    store_do(tx, &search_add_bought, WITH(INT(product.number), INT(count)));
    store_do(tx, &search_add_orders, WITH(INT(count), INT(product.number)));
    store_do(tx, &search_add_shelf_orders, WITH(INT(count), INT(product.number)));
    if (search_step_of(before + count) != search_step_of(before)) /* takes another number */
        jobs_plan(tx, &(struct job_plan){ .kind = "search.write", .subject = product.number });
}
