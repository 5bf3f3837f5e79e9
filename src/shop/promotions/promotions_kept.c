/* Promotions, kept: those that are live, as this thread has them in memory.
 *
 * Every cart and every price shown asks for them. What is kept belongs to one revision, a number
 * that each change replaces in its own transaction (docs/decisions/0011). What is live never
 * changes, so a new revision reads only what was not there before. */
#include "shop/promotions/promotions_inside.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/secret.h"
#include "shop/promotions/promotions_sql.h"

void promotions_changed(struct store_tx *tx)
{
    int64_t revision = 0;
    while (revision <= 0) /* random: an act that is rolled back leaves no number to be used again */
        secret_random(&revision, sizeof revision);
    store_put(tx, &promotions_set_revision, WITH(INT(revision)));
}

static void forget_one(struct kept_promotion *one)
{
    arena_clear(&one->memory);
}

static void forget(struct promotions_kept *kept)
{
    for (size_t i = 0; i < kept->count; i++)
        forget_one(&kept->promotions[i]);
    free(kept->promotions);
    free(kept->joins);
    *kept = (struct promotions_kept){ 0 };
}

static void end_thread(void *of_thread)
{
    forget(of_thread);
    free(of_thread);
}

static pthread_key_t thread_key;
static void make_key(void)
{
    pthread_key_create(&thread_key, end_thread);
}

static int by_seller(const void *a, const void *b)
{
    const struct promotion *one = &((const struct kept_promotion *)a)->promotion;
    const struct promotion *other = &((const struct kept_promotion *)b)->promotion;
    if (one->seller.number != other->seller.number)
        return one->seller.number < other->seller.number ? -1 : 1;
    return one->promotion.number < other->promotion.number ? -1 : 1;
}

/* The numbers of all that are live, ascending. */
static int64_t *live_numbers(struct store_tx *tx, struct arena *memory, struct moment now,
                             size_t *ret_count)
{
    int64_t *numbers = NULL;
    *ret_count = 0;
    struct rows rows = store_query(tx, &promotions_select_live_ids, WITH(INT(now.us)));
    while (rows_next(&rows)) {
        numbers = arena_room(memory, numbers, *ret_count, sizeof *numbers);
        numbers[(*ret_count)++] = rows_int(&rows, "promotion_id");
    }
    return numbers;
}

static int compare_numbers(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return one < other ? -1 : one > other;
}

/* Those that were kept and still are live stay; the others go. What is left in `numbers` is 0. */
static void keep_old(struct promotions_kept *kept, struct promotions_kept *next, int64_t *numbers,
                     size_t count)
{
    struct arena memory = { 0 };
    bool *known = arena_array(&memory, count + 1, sizeof *known);
    for (size_t i = 0; i < kept->count; i++) {
        struct kept_promotion *old = &kept->promotions[i];
        int64_t number = old->promotion.promotion.number;
        const int64_t *found =
            count ? bsearch(&number, numbers, count, sizeof number, compare_numbers) : NULL;
        if (!found) {
            forget_one(old);
            continue;
        }
        known[found - numbers] = true;
        next->promotions[next->count++] = *old;
    }
    kept->count = 0;
    for (size_t i = 0; i < count; i++)
        if (known[i])
            numbers[i] = 0;
    arena_clear(&memory);
}

static void read_new(struct store_tx *tx, struct promotions_kept *next, int64_t number)
{
    struct kept_promotion *one = &next->promotions[next->count];
    *one = (struct kept_promotion){ 0 };
    if (!promotions_find(tx, &one->memory, (promotion_id){ number }, &one->promotion))
        next->count++;
    else
        forget_one(one);
}

static void read_joins(struct store_tx *tx, struct promotions_kept *next, struct moment now)
{
    size_t room = 0;
    struct rows rows = store_query(tx, &promotions_select_live_joins, WITH(INT(now.us)));
    while (rows_next(&rows)) {
        if (next->join_count == room) {
            room = room ? 2 * room : 64;
            next->joins = must_resize(next->joins, room * sizeof *next->joins);
        }
        next->joins[next->join_count++] = (struct kept_join){
            .offer = rows_int(&rows, "offer_id"),
            .promotion = rows_int(&rows, "promotion_id"),
            .price = rows_int(&rows, "price"),
        };
    }
}

static void keep_revision(struct store_tx *tx, struct promotions_kept *kept, int64_t revision,
                          struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct promotions_kept next = { 0 };
    size_t count;
    int64_t *numbers = live_numbers(tx, &memory, now, &count);
    next.promotions = must_take((count + 1) * sizeof *next.promotions);
    keep_old(kept, &next, numbers, count);
    for (size_t i = 0; i < count; i++)
        if (numbers[i])
            read_new(tx, &next, numbers[i]);
    qsort(next.promotions, next.count, sizeof *next.promotions, by_seller);
    read_joins(tx, &next, now);
    forget(kept);
    *kept = next;
    /* A transaction that failed meanwhile gives no rows, and no revision: that is not kept. */
    if (store_int(tx, &promotions_select_revision, WITHOUT, -1) == revision)
        kept->revision = revision;
}

const struct promotions_kept *promotions_keep(struct store_tx *tx, struct moment now)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_key);
    struct promotions_kept *kept = pthread_getspecific(thread_key);
    if (!kept) {
        kept = must_take(sizeof *kept);
        pthread_setspecific(thread_key, kept);
    }
    int64_t revision = store_int(tx, &promotions_select_revision, WITHOUT, -1);
    if (revision == 0) { /* nothing was ever live here: another market may have been open before */
        forget(kept);
        return kept;
    }
    if (revision < 0 || kept->revision != revision)
        keep_revision(tx, kept, revision, now);
    return kept;
}
