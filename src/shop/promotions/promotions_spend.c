/* Promotions, used: counted with the purchase, given back with a cancelled order. */
#include "shop/promotions/promotions_inside.h"

#include "shop/promotions/promotions_sql.h"

/* What of a use's cost falls on each order, by what it took off there. */
static void share_cost(const struct promotions_spending *spending, const struct quote_use *use,
                       struct arena *memory, int64_t **ret_taken, int64_t **ret_costs)
{
    const struct quote_facts *facts = spending->facts;
    int64_t *taken = arena_array(memory, facts->parcel_count, sizeof *taken);
    int64_t *costs = arena_array(memory, facts->parcel_count, sizeof *costs);
    for (size_t i = 0; i < facts->item_count; i++)
        taken[facts->items[i].order] += use->line_parts[i];
    for (size_t i = 0; i < facts->parcel_count; i++)
        taken[i] += use->shipping_parts[i];
    if (use->cost.minor)
        money_share(use->cost, taken, facts->parcel_count, costs);
    *ret_taken = taken;
    *ret_costs = costs;
}

/* A perk holds for the orders of who gives it. */
static bool holds_for(const struct quote_promotion *fact, int64_t seller)
{
    return !fact->seller || fact->seller == seller;
}

static refused count_use(struct store_tx *tx, const struct promotions_spending *spending,
                         const struct quote_use *use)
{
    AUTO(arena) memory = { 0 };
    const struct quote_promotion *fact = &spending->facts->promotions[use->fact];
    const struct promotion_terms *terms = fact->terms;
    int64_t *taken, *costs;
    share_cost(spending, use, &memory, &taken, &costs);
    if ((terms->budget || terms->uses_max) &&
        !store_do(tx, &promotions_count, WITH(INT(use->cost.minor), INT(use->promotion))))
        return &PROMOTION_GONE;
    if (terms->uses_per_buyer && !store_do(tx, &promotions_count_buyer,
                                           WITH(INT(use->promotion), INT(spending->buyer.number),
                                                INT(terms->uses_per_buyer))))
        return &PROMOTION_GONE;
    for (size_t i = 0; i < spending->facts->parcel_count; i++) {
        int64_t seller = spending->facts->parcels[i].seller;
        bool perk = use->level == LEVEL_PERK && holds_for(fact, seller);
        if (!taken[i] && !perk)
            continue;
        store_put(tx, &promotions_insert_use,
                  WITH(INT(spending->purchase), INT(use->promotion), INT(seller),
                       INT(spending->buyer.number), INT(use->coupon), INT(costs[i]),
                       INT(terms->gift), INT(spending->now.us)));
    }
    return NULL;
}

refused promotions_spend(struct store_tx *tx, const struct promotions_spending *spending)
{
    store_put(tx, &promotions_insert_first,
              WITH(INT(spending->buyer.number), INT(spending->purchase)));
    for (size_t i = 0; i < spending->quote->use_count; i++) {
        const struct quote_use *use = &spending->quote->uses[i];
        refused why = use->promotion ? count_use(tx, spending, use) : NULL;
        if (why)
            return why;
    }
    return NULL;
}

enum { USES_MAX = 64 };

struct used {
    int64_t promotion, buyer, cost, gift, others;
};
static size_t uses_of(struct store_tx *tx, int64_t purchase, seller_id seller,
                      struct used ret_uses[USES_MAX])
{
    size_t count = 0;
    struct rows rows =
        store_query(tx, &promotions_select_uses, WITH(INT(purchase), INT(seller.number)));
    while (rows_next(&rows))
        if (count < USES_MAX)
            ret_uses[count++] = (struct used){ rows_int(&rows, "promotion_id"),
                                               rows_int(&rows, "buyer_id"), rows_int(&rows, "cost"),
                                               rows_int(&rows, "gift"), rows_int(&rows, "others") };
    return count;
}

void promotions_give_back(struct store_tx *tx, int64_t purchase, seller_id seller,
                          struct moment now)
{
    struct used uses[USES_MAX];
    size_t count = uses_of(tx, purchase, seller, uses);
    for (size_t i = 0; i < count; i++) {
        bool last = uses[i].others == 0;
        if (!store_do(tx, &promotions_give_use_back,
                      WITH(INT(now.us), INT(purchase), INT(uses[i].promotion), INT(seller.number))))
            continue;
        store_put(tx, &promotions_count_back,
                  WITH(INT(uses[i].cost), INT(last), INT(uses[i].promotion)));
        if (last)
            store_put(tx, &promotions_count_buyer_back,
                      WITH(INT(uses[i].promotion), INT(uses[i].buyer)));
    }
}

void promotions_forget_first(struct store_tx *tx, int64_t purchase, account_id buyer)
{
    store_put(tx, &promotions_delete_first, WITH(INT(purchase), INT(buyer.number)));
}

struct promotion_gifts promotions_gifts(struct store_tx *tx, int64_t purchase, seller_id seller)
{
    enum { GIFTS_MAX = sizeof((struct promotion_gifts *)0)->items / sizeof(promotion_id) };
    struct used uses[USES_MAX];
    struct promotion_gifts gifts = { 0 };
    size_t count = uses_of(tx, purchase, seller, uses);
    for (size_t i = 0; i < count && gifts.count < GIFTS_MAX; i++)
        if (uses[i].gift)
            gifts.items[gifts.count++] = (promotion_id){ uses[i].gift };
    return gifts;
}
