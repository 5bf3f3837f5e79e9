/* Shipping, kept: the methods' bands and who uses which methods, in memory.
 *
 * Each price at a door asks for them, a product's page for those of every seller, and they change
 * a few times a day. What is kept belongs to one revision: a number in the database that each
 * change of these tables replaces, in its own transaction, by one that was never there before. A
 * read that finds another revision in its snapshot throws away what was kept. So what is kept is
 * never wrong, whoever made the change, on either engine (docs/decisions/0011). */
#include "shop/shipping/shipping_inside.h"

#include <pthread.h>

#include "base/secret.h"
#include "shop/shipping/shipping_sql.h"

/* A seller's place is by its number; whoever comes later to the same place takes it. */
enum { SELLERS_KEPT = 4096 };

struct kept_band {
    struct shipping_band band;
    uint64_t origin, reach; /* packed */
    int64_t grams_min, grams_max;
    uint64_t method; /* its bit */
};
struct kept_seller {
    int64_t seller;   /* 0: nobody */
    uint64_t methods; /* their bits */
};

static struct {
    pthread_mutex_t lock;
    int64_t revision; /* 0: nothing is kept */
    struct arena memory;
    struct kept_band *bands; /* by method, then by base */
    size_t band_count;
    int64_t methods[SHIPPING_METHODS_MAX];
    int method_count;
    struct kept_seller sellers[SELLERS_KEPT];
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

void shipping_changed(struct store_tx *tx)
{
    int64_t revision = 0;
    while (revision <= 0) /* random: an act that is rolled back leaves no number to be used again */
        secret_random(&revision, sizeof revision);
    store_do(tx, &shipping_set_revision, WITH(INT(revision)));
}

int64_t shipping_revision(struct store_tx *tx)
{
    return store_int(tx, &shipping_select_revision, WITHOUT, 0);
}

/* Bands ------------------------------------------------------------------------------------ */

/* The bit of a method; 0 of one beyond the most that a market may have. */
static uint64_t bit_of(int64_t method)
{
    int at = 0;
    while (at < kept.method_count && kept.methods[at] != method)
        at++;
    if (at == SHIPPING_METHODS_MAX)
        return 0;
    if (at == kept.method_count)
        kept.methods[kept.method_count++] = method;
    return UINT64_C(1) << at;
}

/* A country or reach as a number: all bands are looked through for each parcel. They have at most
 * eight letters; nothing fits a longer one. */
static uint64_t packed(const char *word)
{
    uint64_t number = 0;
    size_t length = strlen(word);
    if (length > sizeof number)
        return UINT64_MAX;
    memcpy(&number, word, length);
    return number;
}

/* Makes what is kept that of `revision`. With the lock. */
static void keep_revision(struct store_tx *tx, int64_t revision)
{
    arena_clear(&kept.memory);
    memset(kept.sellers, 0, sizeof kept.sellers);
    kept.bands = NULL;
    kept.band_count = 0;
    kept.method_count = 0;
    struct rows rows = store_query(tx, &shipping_select_bands, WITHOUT);
    while (rows_next(&rows)) {
        kept.bands = arena_room(&kept.memory, kept.bands, kept.band_count, sizeof *kept.bands);
        struct kept_band *band = &kept.bands[kept.band_count++];
        *band = (struct kept_band){
            .band = {
                .method = { rows_int(&rows, "method_id") },
                .name = rows_text(&rows, &kept.memory, "name"),
                .tracking = shipping_tracking_named(rows_text(&rows, &kept.memory, "tracking")),
                .base = rows_int(&rows, "base"),
                .step_price = rows_int(&rows, "step_price"),
                .step_grams = rows_int(&rows, "step_grams"),
                .days_min = rows_int(&rows, "days_min"),
                .days_max = rows_int(&rows, "days_max"),
            },
            .grams_min = rows_int(&rows, "grams_min"),
            .grams_max = rows_int(&rows, "grams_max"),
        };
        band->method = bit_of(band->band.method.number);
        band->origin = packed(rows_text(&rows, &kept.memory, "origin"));
        band->reach = packed(rows_text(&rows, &kept.memory, "reach"));
    }
    kept.revision = revision;
}

/* The first that carries the parcel, of each of these methods. With the lock. */
static struct shipping_bands choose_bands(struct arena *memory, uint64_t methods,
                                          const struct shipping_question *question)
{
    struct shipping_bands found = { 0 };
    const uint64_t origin = packed(question->origin), anywhere = packed("*");
    const uint64_t zone = packed(question->zone), near = packed(question->near);
    for (size_t i = 0; i < kept.band_count; i++) {
        const struct kept_band *band = &kept.bands[i];
        bool carries = (band->origin == origin || band->origin == anywhere) &&
                       (band->reach == zone || band->reach == near) &&
                       band->grams_min < question->grams && question->grams <= band->grams_max;
        if (!carries || !(methods & band->method))
            continue;
        methods &= ~band->method;
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count] = band->band;
        found.items[found.count++].name = arena_copy(memory, band->band.name);
    }
    return found;
}

/* Sellers ---------------------------------------------------------------------------------- */

static struct kept_seller *place_of_seller(seller_id seller)
{
    uint64_t mixed = (uint64_t)seller.number * UINT64_C(0x9e3779b97f4a7c15);
    return &kept.sellers[(mixed >> 32) % SELLERS_KEPT];
}

/* Asked without the lock, so that nobody waits for the database; `ret_methods` has room. */
static size_t read_methods(struct store_tx *tx, seller_id seller, int64_t *ret_methods)
{
    size_t count = 0;
    struct rows rows =
        store_query(tx, &shipping_select_methods_of_seller, WITH(INT(seller.number)));
    while (rows_next(&rows) && count < SHIPPING_METHODS_MAX)
        ret_methods[count++] = rows_int(&rows, "method_id");
    rows_close(&rows);
    return count;
}

static bool find_kept(struct arena *memory, const struct shipping_question *question,
                      struct shipping_bands *ret_bands)
{
    const struct kept_seller *seller = place_of_seller(question->seller);
    if (seller->seller != question->seller.number)
        return false;
    *ret_bands = choose_bands(memory, seller->methods, question);
    return true;
}

struct shipping_bands shipping_bands(struct store_tx *tx, struct arena *memory,
                                     const struct shipping_question *question)
{
    struct shipping_bands found;
    pthread_mutex_lock(&kept.lock);
    bool is_kept = kept.revision == question->revision && question->revision &&
                   find_kept(memory, question, &found);
    pthread_mutex_unlock(&kept.lock);
    if (is_kept)
        return found;
    int64_t methods[SHIPPING_METHODS_MAX];
    size_t count = read_methods(tx, question->seller, methods);
    struct kept_seller seller = { .seller = question->seller.number };
    pthread_mutex_lock(&kept.lock);
    if (kept.revision != question->revision || !question->revision)
        keep_revision(tx, question->revision);
    for (size_t i = 0; i < count; i++)
        seller.methods |= bit_of(methods[i]);
    found = choose_bands(memory, seller.methods, question);
    /* A transaction that failed meanwhile gives no rows, and no revision: that must not be kept. */
    if (shipping_revision(tx) == question->revision)
        *place_of_seller(question->seller) = seller;
    else
        kept.revision = 0;
    pthread_mutex_unlock(&kept.lock);
    return found;
}
