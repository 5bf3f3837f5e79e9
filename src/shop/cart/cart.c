/* Cart: lines by owner, read together with what they cost now. */
#include "shop/cart/cart_inside.h"

#include <assert.h>

#include "base/id.h"
#include "shop/cart/cart_sql.h"

REFUSAL(CART_EMPTY, 409, "Your cart is empty. Put something into it first.");
REFUSAL(CART_FULL, 409, "The cart is full. Buy what is in it, or take something out.");
REFUSAL(CART_LINE_NOT_FOUND, 404, "This line is no longer in your cart.");
REFUSAL(CART_SELLER_NOT_FOUND, 404, "Nothing of this seller is in your cart.");

const char *cart_owner_name(struct arena *memory, const struct cart_owner *owner)
{
    if (owner->account.number)
        return arena_format(memory, "account %lld", (long long)owner->account.number);
    return arena_format(memory, "visitor %s", owner->visitor);
}

/* Changing --------------------------------------------------------------------------------- */

refused cart_add(struct store_tx *tx, const struct cart_owner *owner, offer_id number,
                 int64_t count, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct offer offer;
    const char *name = cart_owner_name(&memory, owner);
    refused why = catalog_offer(tx, &memory, number, &offer);
    if (why)
        return why;
    if (!offer.for_sale)
        return &OFFER_WITHDRAWN;
    int64_t line = 0, before = 0, lines = 0;
    struct rows rows = store_query(tx, &cart_select_line, WITH(INT(number.number), TEXT(name)));
    while (rows_next(&rows)) {
        line = rows_int(&rows, "line_id");
        before = rows_int(&rows, "count");
        lines = rows_int(&rows, "lines");
    }
    int64_t wanted = before + count > CART_COUNT_MAX ? CART_COUNT_MAX : before + count;
    if (wanted > offer.stock && wanted > deals_pieces_held(tx, owner->account, number, now))
        return &OUT_OF_STOCK;
    if (line) {
        store_put(tx, &cart_set_count, WITH(INT(wanted), TEXT(name), INT(line)));
        return NULL;
    }
    if (lines >= store_tx_settings(tx)->cart_lines_max)
        return &CART_FULL;
    store_put(tx, &cart_insert_line,
              WITH(INT(id_next(now)), TEXT(name), INT(number.number), INT(wanted), INT(now.us)));
    return NULL;
}

refused cart_hold(struct store_tx *tx, const struct cart_owner *owner, const struct deal_hold *hold,
                  struct moment now)
{
    AUTO(arena) memory = { 0 };
    const char *name = cart_owner_name(&memory, owner);
    int64_t line = 0;
    struct rows rows =
        store_query(tx, &cart_select_line, WITH(INT(hold->offer.number), TEXT(name)));
    while (rows_next(&rows))
        line = rows_int(&rows, "line_id");
    if (line)
        store_put(tx, &cart_delete_line, WITH(TEXT(name), INT(line)));
    return cart_add(tx, owner, hold->offer, hold->pieces, now);
}

refused cart_set(struct store_tx *tx, const struct cart_owner *owner, cart_line_id line,
                 int64_t count)
{
    AUTO(arena) memory = { 0 };
    const char *name = cart_owner_name(&memory, owner);
    int64_t changed =
        count > 0 ? store_do(tx, &cart_set_count, WITH(INT(count), TEXT(name), INT(line.number)))
                  : store_do(tx, &cart_delete_line, WITH(TEXT(name), INT(line.number)));
    return changed ? NULL : &CART_LINE_NOT_FOUND;
}

refused cart_choose_way(struct store_tx *tx, const struct cart_owner *owner, seller_id seller,
                        method_id method)
{
    AUTO(arena) memory = { 0 };
    store_put(tx, &cart_upsert_way,
              WITH(TEXT(cart_owner_name(&memory, owner)), INT(seller.number), INT(method.number)));
    return NULL;
}

void cart_empty(struct store_tx *tx, const struct cart_owner *owner)
{
    AUTO(arena) memory = { 0 };
    const char *name = cart_owner_name(&memory, owner);
    store_put(tx, &cart_delete_lines, WITH(TEXT(name)));
    store_put(tx, &cart_delete_ways, WITH(TEXT(name)));
}

refused cart_keep(struct store_tx *tx, const struct cart_owner *owner,
                  const struct promotion_coupon *what, bool keep)
{
    AUTO(arena) memory = { 0 };
    const char *name = cart_owner_name(&memory, owner);
    store_put(tx, &cart_delete_off,
              WITH(TEXT(name), INT(what->promotion.number), INT(what->coupon)));
    if (!keep)
        return NULL;
    if (store_int(tx, &cart_count_off, WITH(TEXT(name)), 0) >= QUOTE_PROMOTIONS_MAX)
        return &CART_FULL;
    store_put(tx, &cart_insert_off,
              WITH(TEXT(name), INT(what->promotion.number), INT(what->coupon)));
    return NULL;
}

int64_t cart_count(struct store_tx *tx, const struct cart_owner *owner)
{
    AUTO(arena) memory = { 0 };
    return store_int(tx, &cart_sum_counts, WITH(TEXT(cart_owner_name(&memory, owner))), 0);
}

void cart_merge(struct store_tx *tx, const char *visitor, account_id account, struct moment now)
{
    struct cart_owner from = { .visitor = visitor }, to = { .account = account };
    struct {
        offer_id offer;
        int64_t count;
    } kept[QUOTE_LINES_MAX];
    size_t count = 0;
    AUTO(arena) memory = { 0 };
    struct rows rows =
        store_query(tx, &cart_select_lines, WITH(TEXT(cart_owner_name(&memory, &from))));
    while (rows_next(&rows))
        if (count < QUOTE_LINES_MAX) {
            kept[count].offer = (offer_id){ rows_int(&rows, "offer_id") };
            kept[count++].count = rows_int(&rows, "count");
        }
    /* What is sold out or too much in the meantime stays out; the rest comes along. */
    for (size_t i = 0; i < count; i++)
        cart_add(tx, &to, kept[i].offer, kept[i].count, now);
    cart_empty(tx, &from);
}

/* Reading ---------------------------------------------------------------------------------- */

bool cart_is_of_deal(const struct cart_view_line *line)
{
    return line->hold && line->count <= line->hold->pieces;
}

static enum cart_fault fault_of(const struct cart_view_line *line)
{
    if (!line->offer.for_sale)
        return CART_WITHDRAWN;
    if (cart_is_of_deal(line))
        return CART_FINE; /* they are off the shelf already */
    if (line->offer.stock == 0)
        return CART_SOLD_OUT;
    return line->offer.stock < line->count ? CART_TOO_FEW : CART_FINE;
}

static void read_lines(struct store_tx *tx, struct arena *memory, const char *owner,
                       struct cart *cart)
{
    struct rows rows = store_query(tx, &cart_select_lines, WITH(TEXT(owner)));
    while (rows_next(&rows) && cart->line_count < QUOTE_LINES_MAX) {
        cart->lines = arena_room(memory, cart->lines, cart->line_count, sizeof *cart->lines);
        struct cart_view_line *line = &cart->lines[cart->line_count];
        line->line = (cart_line_id){ rows_int(&rows, "line_id") };
        line->count = rows_int(&rows, "count");
        line->offer = catalog_offer_from_row(&rows, memory);
        line->way = (method_id){ rows_int(&rows, "method_id") };
        line->brand = rows_text(&rows, memory, "brand");
        line->listed_at = (struct moment){ rows_int(&rows, "listed_at") };
        line->category_parent = rows_int(&rows, "parent_id");
        line->hold = deals_hold_of(&cart->holds, line->offer.offer);
        line->fault = fault_of(line);
        cart->line_count++;
    }
    rows_close(&rows);
}

static struct cart_part *part_of(struct cart *cart, seller_id seller)
{
    for (size_t i = 0; i < cart->part_count; i++)
        if (cart->parts[i].seller.seller.number == seller.number)
            return &cart->parts[i];
    return NULL;
}

static refused sort_into_parts(struct store_tx *tx, struct arena *memory, struct cart *cart)
{
    for (size_t i = 0; i < cart->line_count; i++) {
        struct cart_part *part = part_of(cart, cart->lines[i].offer.seller);
        if (!part) {
            if (cart->part_count == QUOTE_ORDERS_MAX)
                return &CART_FULL;
            cart->parts = arena_room(memory, cart->parts, cart->part_count, sizeof *cart->parts);
            part = &cart->parts[cart->part_count++];
            part->lines = arena_array(memory, cart->line_count, sizeof(*part->lines));
            refused why = sellers_find(tx, memory, cart->lines[i].offer.seller, &part->seller);
            if (why)
                return why;
        }
        part->lines[part->line_count++] = i;
    }
    return NULL;
}

refused cart_read(struct store_tx *tx, struct arena *memory, const struct cart_question *question,
                  struct cart *ret_cart)
{
    struct cart cart = { 0 };
    const char *owner = cart_owner_name(memory, &question->owner);
    cart.holds = deals_holds(tx, memory, question->owner.account, question->now);
    read_lines(tx, memory, owner, &cart);
    cart.can_be_bought = cart.line_count > 0;
    refused why = sort_into_parts(tx, memory, &cart);
    if (!why)
        why = cart_price(tx, memory, question, owner, &cart);
    if (why)
        return why;
    *ret_cart = cart;
    return NULL;
}

/* Browsers that did not come back ---------------------------------------------------------- */

enum { KEEP_DAYS = 60 };

static refused forget_old(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    store_put(tx, &cart_forget_old, WITH(INT(moment_before(*now, days(KEEP_DAYS)).us)));
    jobs_plan(
        tx, &(struct job_plan){ .kind = "cart.forget_old", .run_at = moment_after(*now, days(1)) });
    return NULL;
}

static refused run_forget_old(struct store *store, const struct job *job, struct moment now)
{
    (void)job;
    return store_transact(store, forget_old, &now);
}

const struct job_kind cart_jobs[] = {
    { .name = "cart.forget_old", .run = run_forget_old, .attempts_max = 1000000 },
    { 0 },
};

refused cart_first(struct store *store, struct moment now)
{
    return store_transact(store, forget_old, &now);
}
