/* Catalog, on the web: the list of what a seller sells. */
#include "shop/catalog/catalog_sql.h"
#include "shop/catalog/catalog_web.h"
#include "shop/sellers/sellers_web.h"

enum { ROWS_MAX = 20, FALSE_DAYS = 365 };

struct list_request {
    const char *cursor;
    int64_t limit;
    const char *state;
};
struct row_answer {
    product_id product;
    const char *title, *picture;
    enum product_state state;
    struct money price;
    int64_t stock, variants;
    offer_id offer; /* of the only variant; else 0 */
    bool own, sold_out, being_checked;
    struct moment changed_at;
};
struct list_answer_own {
    LIST_OF(struct row_answer) data;
    const char *next_cursor;
    bool has_more;
    const char *state;
    int64_t drafts, listed, withdrawn, false_reductions;
};
// clang-format off
const struct field catalog_own_request_fields[] = {
    PAGED_REQUEST(struct list_request),
    TEXT_FIELD(struct list_request, state, .optional = true, .pattern = "draft|listed|withdrawn",
               .says = "Only products in this state."),
    { 0 },
};
static const struct field row_fields[] = {
    ID_FIELD(struct row_answer, product, "prd", .says = "The product."),
    TEXT_FIELD(struct row_answer, title, .says = "Its name."),
    TEXT_FIELD(struct row_answer, picture, .says = "Path of a picture, or null."),
    CHOICE_FIELD(struct row_answer, state, product_states, .says = "For sale or not."),
    MONEY_FIELD(struct row_answer, price, .says = "The seller's own least price."),
    INT_FIELD(struct row_answer, stock, .says = "All that the seller has of it."),
    INT_FIELD(struct row_answer, variants, .says = "Variants that the seller offers."),
    ID_FIELD(struct row_answer, offer, "off", .says = "The offer, when there is one variant only."),
    BOOL_FIELD(struct row_answer, own, .says = "The seller listed it, and may change it."),
    BOOL_FIELD(struct row_answer, sold_out, .says = "Nothing is left."),
    BOOL_FIELD(struct row_answer, being_checked,
               .says = "Not for sale until the market has looked at it."),
    MOMENT_FIELD(struct row_answer, changed_at, .says = "Changed last."),
    { 0 },
};
const struct field catalog_own_list_fields[] = {
    LIST_FIELD(struct list_answer_own, data, row_fields, .says = "Newest first."),
    PAGED_ANSWER(struct list_answer_own),
    TEXT_FIELD(struct list_answer_own, state, .says = "The filter, or null."),
    INT_FIELD(struct list_answer_own, drafts, .says = "Products not listed yet."),
    INT_FIELD(struct list_answer_own, listed, .says = "Products for sale."),
    INT_FIELD(struct list_answer_own, withdrawn, .says = "Products withdrawn."),
    INT_FIELD(struct list_answer_own, false_reductions,
              .says = "Announced reductions that became none, in the last year."),
    { 0 },
};
// clang-format on

static enum product_state state_from(const char *name)
{
    int state = PRODUCT_DRAFT;
    while (state < PRODUCT_WITHDRAWN && !text_same(product_states[state].name, name))
        state++;
    return (enum product_state)state;
}

static struct row_answer row_of(struct arena *memory, const struct rows *rows,
                                const struct seller *seller)
{
    struct row_answer row = {
        .product = { rows_int(rows, "product_id") },
        .title = rows_text(rows, memory, "title"),
        .picture = rows_text(rows, memory, "picture"),
        .state = state_from(rows_text(rows, memory, "state")),
        .price = money_of(rows_int(rows, "price"), seller->currency),
        .stock = rows_int(rows, "stock"),
        .variants = rows_int(rows, "variants"),
        .own = rows_int(rows, "seller_id") == seller->seller.number,
        .being_checked = rows_int(rows, "held_decision") != 0,
        .changed_at = { rows_int(rows, "changed_at") },
    };
    row.sold_out = row.stock == 0;
    if (row.variants == 1)
        row.offer.number = rows_int(rows, "offer_id");
    return row;
}

static void count_states(struct store_tx *tx, struct arena *memory, seller_id seller,
                         struct list_answer_own *answer)
{
    int64_t *counts[] = { &answer->drafts, &answer->listed, &answer->withdrawn };
    struct rows rows = store_query(tx, &catalog_count_of_seller, WITH(INT(seller.number)));
    while (rows_next(&rows))
        *counts[state_from(rows_text(&rows, memory, "state"))] = rows_int(&rows, "n");
}

refused catalog_list_own(struct request *request)
{
    const struct list_request *body = request->body;
    struct list_answer_own *answer = request->answer;
    struct seller seller;
    int64_t before, limit = body->limit ? body->limit : ROWS_MAX;
    refused why = sellers_of_request(request, request->tx, &seller);
    if (why)
        return why;
    if (!body->cursor || !id_read(body->cursor, "prd", &before))
        before = INT64_MAX;
    answer->state = body->state;
    answer->data.items = arena_array(request->memory, (size_t)limit, sizeof *answer->data.items);
    struct rows rows = store_query(request->tx, &catalog_select_of_seller,
                                   WITH(INT(seller.seller.number), INT(before),
                                        TEXT(body->state ? body->state : ""), INT(limit + 1)));
    while (rows_next(&rows)) {
        if ((int64_t)answer->data.count == limit) {
            answer->has_more = true;
            rows_close(&rows);
            break;
        }
        answer->data.items[answer->data.count++] = row_of(request->memory, &rows, &seller);
    }
    if (answer->has_more)
        answer->next_cursor =
            id_text(request->memory, "prd", answer->data.items[limit - 1].product.number);
    count_states(request->tx, request->memory, seller.seller, answer);
    answer->false_reductions = catalog_false_reductions(
        request->tx, seller.seller, moment_before(request->now, days(FALSE_DAYS)));
    request->title = _("Your products");
    return NULL;
}
