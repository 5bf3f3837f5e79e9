/* Bundles, on the web: the seller's sets; and a whole set put into the cart at once. */
#include "base/id.h"
#include "shop/bundles/bundles_schema_sql.h"
#include "shop/bundles/bundles_sql.h"
#include "shop/bundles/bundles_web.h"
#include "shop/cart/cart_web.h"
#include "shop/exchange/exchange.h"
#include "shop/sellers/sellers_web.h"

static const struct field member_fields[] = {
    ID_FIELD(struct bundle_member_answer, product, "prd", .says = "The product."),
    TEXT_FIELD(struct bundle_member_answer, title, .says = "Its name."),
    TEXT_FIELD(struct bundle_member_answer, picture, .says = "Path of a picture, or null."),
    INT_FIELD(struct bundle_member_answer, count, .says = "So many pieces of it."),
    MONEY_FIELD(struct bundle_member_answer, price, .says = "Of one: in the currency of the set."),
    { 0 },
};
const struct field bundle_fields[] = {
    ID_FIELD(struct bundle_answer, bundle, "bdl", .says = "The set."),
    TEXT_FIELD(struct bundle_answer, name, .says = "Its name."),
    LIST_FIELD(struct bundle_answer, members, member_fields, .says = "What is in it."),
    MONEY_FIELD(struct bundle_answer, price,
                .says = "Of the set: in the seller's currency, on a product in the visitor's."),
    MONEY_FIELD(struct bundle_answer, apart, .says = "Of its pieces one by one; 0: sold out."),
    MONEY_FIELD(struct bundle_answer, saves, .says = "What the set saves; 0: sold out."),
    BOOL_FIELD(struct bundle_answer, open, .says = "It holds."),
    BOOL_FIELD(struct bundle_answer, available, .says = "All of it can be bought now."),
    { 0 },
};

struct bundle_answer bundles_answer(struct arena *memory, const struct bundle *bundle)
{
    struct bundle_answer answer = {
        .bundle = bundle->bundle,
        .name = bundle->name,
        .price = bundle->price,
        .apart = bundle->apart,
        .saves = money_of(0, bundle->price.currency),
        .open = bundle->open,
        .available = bundle->open && bundle->available,
    };
    if (bundle->apart.minor > bundle->price.minor)
        answer.saves = money_minus(bundle->apart, bundle->price);
    answer.members.items =
        arena_array(memory, bundle->member_count + 1, sizeof(*answer.members.items));
    for (size_t i = 0; i < bundle->member_count; i++) {
        const struct bundle_member *member = &bundle->members[i];
        answer.members.items[answer.members.count++] =
            (struct bundle_member_answer){ member->product, member->title, member->picture,
                                           member->count, member->price };
    }
    return answer;
}

void bundles_answer_for_visitor(struct request *request, struct bundle_answer *answer)
{
    struct money price, apart, member;
    struct currency to = request->visitor.currency;
    if (exchange_convert(request->tx, answer->price, to, request->now, &price) ||
        exchange_convert(request->tx, answer->apart, to, request->now, &apart))
        return;
    answer->price = price;
    answer->apart = apart;
    answer->saves = money_of(apart.minor > price.minor ? apart.minor - price.minor : 0, to);
    for (size_t i = 0; i < answer->members.count; i++)
        if (!exchange_convert(request->tx, answer->members.items[i].price, to, request->now,
                              &member))
            answer->members.items[i].price = member;
}

/* The seller's sets -------------------------------------------------------------------------- */

struct own_product {
    product_id product;
    const char *title;
};
static const struct field own_product_fields[] = {
    ID_FIELD(struct own_product, product, "prd", .says = "A product for sale."),
    TEXT_FIELD(struct own_product, title, .says = "Its name."),
    { 0 },
};
struct own_answer {
    LIST_OF(struct bundle_answer) data;
    LIST_OF(struct own_product) products;
    const char *currency, *next_cursor;
    bool has_more;
};
static const struct field own_fields[] = {
    LIST_FIELD(struct own_answer, data, bundle_fields, .says = "The newest first."),
    LIST_FIELD(struct own_answer, products, own_product_fields,
               .says = "What can be put into one; for the form."),
    TEXT_FIELD(struct own_answer, currency, .says = "Of the seller's prices."),
    PAGED_ANSWER(struct own_answer),
    { 0 },
};
struct own_request {
    const char *cursor;
    int64_t limit;
};
static const struct field own_request_fields[] = { PAGED_REQUEST(struct own_request), { 0 } };

static refused list_own(struct request *request)
{
    const struct own_request *body = request->body;
    struct own_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct seller seller;
    int64_t limit = body->limit ? body->limit : 20, before = INT64_MAX;
    refused why = sellers_of_request(request, request->tx, &seller);
    if (why)
        return why;
    if (body->cursor && !id_read(body->cursor, "bdl", &before))
        before = INT64_MAX;
    struct bundles found = bundles_of_seller(request->tx, memory, seller.seller, before, limit + 1);
    answer->data.items = arena_array(memory, found.count + 1, sizeof(*answer->data.items));
    for (size_t i = 0; i < found.count && i < (size_t)limit; i++)
        answer->data.items[answer->data.count++] = bundles_answer(memory, &found.items[i]);
    answer->has_more = found.count > (size_t)limit;
    if (answer->has_more)
        answer->next_cursor = id_text(memory, "bdl", found.items[limit - 1].bundle.number);
    struct rows rows =
        store_query(request->tx, &bundles_select_own_products, WITH(INT(seller.seller.number)));
    while (rows_next(&rows)) {
        answer->products.items = arena_room(memory, answer->products.items, answer->products.count,
                                            sizeof(*answer->products.items));
        answer->products.items[answer->products.count++] =
            (struct own_product){ { rows_int(&rows, "product_id") },
                                  rows_text(&rows, memory, "title") };
    }
    answer->currency = arena_copy(memory, seller.currency.code);
    request->title = _("Sets");
    return NULL;
}

struct make_request {
    const char *name, *products, *price;
};
static const struct field make_fields[] = {
    TEXT_FIELD(struct make_request, name, .min = 3, .max = 80, .says = "As buyers read it."),
    TEXT_FIELD(struct make_request, products, .max = 600, .lines = true,
               .says = "Ids of products with spaces between; \"prd_... x2\" for two of one."),
    TEXT_FIELD(struct make_request, price, .max = 20, .says = "Of a set, in your currency."),
    { 0 },
};

/* "prd_a prd_b x2": the count stands behind its product. */
static bool read_members(struct arena *memory, const char *given,
                         struct bundle_member ret_members[BUNDLE_MEMBERS_MAX], size_t *ret_count)
{
    char *rest = arena_copy(memory, given), *kept;
    *ret_count = 0;
    for (char *word = strtok_r(rest, " ,;\r\n\t", &kept); word;
         word = strtok_r(NULL, " ,;\r\n\t", &kept)) {
        int64_t number;
        if (*word == 'x' && *ret_count && text_to_int(word + 1, &number) && number >= 1 &&
            number <= 99) {
            ret_members[*ret_count - 1].count = number;
            continue;
        }
        if (*ret_count == BUNDLE_MEMBERS_MAX || !id_read(word, "prd", &number))
            return false;
        ret_members[(*ret_count)++] = (struct bundle_member){ .product = { number }, .count = 1 };
    }
    return true;
}

struct making {
    struct request *request;
    struct bundle_making wish;
    const char *price;
};

static refused make_act(struct store_tx *tx, void *what)
{
    struct making *making = what;
    struct request *request = making->request;
    struct seller seller;
    struct bundle bundle;
    bundle_id number;
    refused why = sellers_of_request(request, tx, &seller);
    if (why)
        return why;
    making->wish.seller = seller.seller;
    making->wish.currency = seller.currency;
    if (!money_read(making->price, seller.currency, &making->wish.price))
        return &BUNDLE_PRICE_WRONG;
    why = bundles_make(tx, &making->wish, &number);
    if (!why)
        why = bundles_find(tx, request->memory, number, &bundle);
    if (!why)
        *(struct bundle_answer *)request->answer = bundles_answer(request->memory, &bundle);
    return why;
}

static refused make(struct request *request)
{
    const struct make_request *body = request->body;
    struct bundle_member members[BUNDLE_MEMBERS_MAX];
    struct making making = {
        .request = request,
        .wish = { .name = body->name, .members = members, .now = request->now },
        .price = body->price,
    };
    if (!read_members(request->memory, body->products, members, &making.wish.member_count))
        return &BUNDLE_TOO_SMALL;
    refused why = request_transact(request, make_act, &making);
    if (!why)
        request->status = 201;
    return why;
}

static refused close_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    bundle_id number = { request_id(request, "bundle") };
    struct seller seller;
    struct bundle bundle;
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = bundles_close_one(tx, seller.seller, number);
    if (!why)
        why = bundles_find(tx, request->memory, number, &bundle);
    if (!why)
        *(struct bundle_answer *)request->answer = bundles_answer(request->memory, &bundle);
    return why;
}

static refused close_bundle(struct request *request)
{
    return request_transact(request, close_act, request);
}

/* Into the cart ------------------------------------------------------------------------------ */

static refused take_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct cart_owner owner = cart_owner_of(request);
    struct bundle bundle;
    refused why =
        bundles_find(tx, request->memory, (bundle_id){ request_id(request, "bundle") }, &bundle);
    if (!why && !bundle.open)
        why = &BUNDLE_NOT_FOUND;
    if (!why && !bundle.available)
        why = &BUNDLE_NOT_AVAILABLE;
    for (size_t i = 0; !why && i < bundle.member_count; i++)
        why = cart_add(tx, &owner, bundle.members[i].offer, bundle.members[i].count, request->now);
    return why;
}

static refused take_bundle(struct request *request)
{
    refused why = store_transact(request->store, take_act, request);
    if (why)
        return why;
    struct store_tx *tx = store_read(request->store);
    why = cart_answer_for(request, tx, request->visitor.country, request->answer);
    store_read_end(tx);
    return why;
}

// clang-format off
static const struct route bundles_routes[] = {
    { GET, "/seller/bundles", SELLER, list_own, .summary = "The seller's sets",
      .takes = own_request_fields, .gives = own_fields, .page = "bundles/own",
      .scope = SCOPE_SELL },
    { POST, "/seller/bundles", SELLER, make, .summary = "Sell products as a set",
      .takes = make_fields, .gives = bundle_fields,
      .refuses = { &BUNDLE_TOO_SMALL, &BUNDLE_PRICE_WRONG, &PRODUCT_NOT_FOUND, &NOT_A_SELLER },
      .then = "/seller/bundles", .again = "/seller/bundles", .scope = SCOPE_SELL,
      .done = N_("The set is for sale.") },
    { POST, "/seller/bundles/{bundle}/closing", SELLER, close_bundle,
      .summary = "Sell a set no more", .gives = bundle_fields,
      .refuses = { &BUNDLE_NOT_FOUND, &NOT_A_SELLER }, .then = "/seller/bundles",
      .again = "/seller/bundles", .scope = SCOPE_SELL, .done = N_("The set is closed.") },
    { POST, "/bundles/{bundle}/cart", ANYONE, take_bundle,
      .summary = "Put a whole set into the cart", .gives = cart_fields,
      .refuses = { &BUNDLE_NOT_FOUND, &BUNDLE_NOT_AVAILABLE, &OFFER_WITHDRAWN, &OUT_OF_STOCK,
                   &CART_FULL, &OFFER_NOT_FOUND },
      .then = "/cart", .done = N_("The set is in your cart.") },
    { 0 },
};
// clang-format on

static const struct id_name bundles_ids[] = { { "bundle", "bdl" }, { 0 } };

const struct module bundles_module = {
    .name = "bundles",
    .routes = bundles_routes,
    .ids = bundles_ids,
    .schema = bundles_schema,
    .statements = bundles_statements,
};
