/* Cart, on the web: shown, changed, and the ways of shipping chosen. */
#include "shop/cart/cart_web.h"

#include "base/id.h"
#include "shop/cart/cart_schema_sql.h"
#include "shop/cart/cart_sql.h"

REFUSAL_AT(COUPON_UNREADABLE, 422, "coupon", "This is not the name of a coupon.");

static const struct field line_fields[] = {
    ID_FIELD(struct cart_line_answer, line, "crl", .says = "This line of the cart."),
    ID_FIELD(struct cart_line_answer, offer, "off", .says = "What is bought: a seller's offer."),
    ID_FIELD(struct cart_line_answer, product, "prd", .says = "The product."),
    TEXT_FIELD(struct cart_line_answer, title, .says = "The product's name."),
    TEXT_FIELD(struct cart_line_answer, options, .says = "Colour, size and so on; may be empty."),
    TEXT_FIELD(struct cart_line_answer, picture, .says = "Path of a picture, or null."),
    INT_FIELD(struct cart_line_answer, count, .says = "How many."),
    INT_FIELD(struct cart_line_answer, stock, .says = "How many are left."),
    MONEY_FIELD(struct cart_line_answer, list_price, .says = "Of one, without any promotion."),
    MONEY_FIELD(struct cart_line_answer, unit_price, .says = "Of one, in the buyer's currency."),
    MONEY_FIELD(struct cart_line_answer, total, .says = "Of all, less what bundles save."),
    MONEY_FIELD(struct cart_line_answer, discount, .says = "Off this total, of all discounts."),
    TEXT_FIELD(struct cart_line_answer, priced_by, .says = "What made the price, or null."),
    MOMENT_FIELD(struct cart_line_answer, held_until,
                 .says = "Until when a flash deal keeps it, or null."),
    INT_FIELD(struct cart_line_answer, held_seconds, .says = "So long from now; or 0."),
    TEXT_FIELD(struct cart_line_answer, held, .says = "What must be known of that, or null."),
    TEXT_FIELD(struct cart_line_answer, fault, .says = "Why it cannot be bought now, or null."),
    { 0 },
};
static const struct field way_fields[] = {
    ID_FIELD(struct cart_way_answer, method, "shm", .says = "The method of shipping."),
    TEXT_FIELD(struct cart_way_answer, name, .says = "Its name."),
    MONEY_FIELD(struct cart_way_answer, cost, .says = "For this parcel."),
    MOMENT_FIELD(struct cart_way_answer, arrives_from, .says = "The earliest day."),
    MOMENT_FIELD(struct cart_way_answer, arrives_to, .says = "The latest day."),
    TEXT_FIELD(struct cart_way_answer, arrives, .says = "Both days, in words."),
    CHOICE_FIELD(struct cart_way_answer, tracking, tracking_levels,
                 .says = "How far it is tracked."),
    BOOL_FIELD(struct cart_way_answer, chosen, .says = "The one that is taken."),
    BOOL_FIELD(struct cart_way_answer, proposed, .says = "The one that the market proposes."),
    { 0 },
};
static const struct field part_fields[] = {
    ID_FIELD(struct cart_part_answer, seller, "sel", .says = "Who sells and sends this part."),
    TEXT_FIELD(struct cart_part_answer, seller_name, .says = "The shop's name."),
    TEXT_FIELD(struct cart_part_answer, seller_slug, .says = "The shop's name in its address."),
    CHOICE_FIELD(struct cart_part_answer, standing, seller_standings,
                 .says = "The seller's standing."),
    LIST_FIELD(struct cart_part_answer, lines, line_fields,
               .says = "What is bought of this seller."),
    LIST_FIELD(struct cart_part_answer, ways, way_fields, .says = "How it can be sent."),
    BOOL_FIELD(struct cart_part_answer, sends, .says = "The seller sends to this country."),
    TEXT_FIELD(struct cart_part_answer, way, .says = "Name of the method taken, or null."),
    TEXT_FIELD(struct cart_part_answer, arrives, .says = "When, in words, or null."),
    MONEY_FIELD(struct cart_part_answer, goods, .says = "The lines."),
    MONEY_FIELD(struct cart_part_answer, discount, .says = "Off the lines."),
    MONEY_FIELD(struct cart_part_answer, shipping, .says = "Sending them."),
    MONEY_FIELD(struct cart_part_answer, shipping_discount, .says = "Off sending them."),
    MONEY_FIELD(struct cart_part_answer, total, .says = "What is paid for this part."),
    { 0 },
};
const struct field cart_fields[] = {
    LIST_FIELD(struct cart_answer, parts, part_fields, .says = "One for each seller."),
    LIST_FIELD(struct cart_answer, uses, cart_use_fields, .says = "What takes something off."),
    LIST_FIELD(struct cart_answer, unused, cart_unused_fields,
               .says = "Promotions and coupons that do not, and why."),
    MONEY_FIELD(struct cart_answer, goods, .says = "All lines."),
    MONEY_FIELD(struct cart_answer, discount, .says = "Off the goods."),
    MONEY_FIELD(struct cart_answer, shipping, .says = "All parcels."),
    MONEY_FIELD(struct cart_answer, shipping_discount, .says = "Off the shipping."),
    MONEY_FIELD(struct cart_answer, saved, .says = "Against list prices, all together."),
    MONEY_FIELD(struct cart_answer, total, .says = "What is paid: give it when buying."),
    INT_FIELD(struct cart_answer, count, .says = "Pieces in the cart."),
    TEXT_FIELD(struct cart_answer, country, .says = "Where it is sent."),
    TEXT_FIELD(struct cart_answer, country_name, .says = "The country in words."),
    BOOL_FIELD(struct cart_answer, can_be_bought, .says = "Every line and part can be bought."),
    BOOL_FIELD(struct cart_answer, shipping_free, .says = "Sending costs nothing."),
    { 0 },
};

struct cart_owner cart_owner_of(const struct request *request)
{
    return (struct cart_owner){ request->visitor.account, request->visitor.key };
}

static const char *fault_words(struct arena *memory, const struct cart_view_line *line)
{
    switch (line->fault) {
    case CART_FINE: return NULL;
    case CART_WITHDRAWN: return _("This is no longer for sale.");
    case CART_SOLD_OUT: return _("This is sold out.");
    case CART_TOO_FEW: break;
    }
    return words_fill(memory, _("Only {count} are left."), "count",
                      words_number(memory, line->offer.stock), NULL);
}

static const char *held_words(struct arena *memory, const struct cart_view_line *line)
{
    if (!line->hold)
        return NULL;
    if (cart_is_of_deal(line))
        return _("Kept for you at the price of the flash deal. Then it is offered to others.");
    return words_fill(memory,
                      _("The price of the flash deal is for at most {count}. With more, all cost "
                        "the usual price."),
                      "count", words_number(memory, line->hold->pieces), NULL);
}

static struct cart_line_answer line_answer(struct arena *memory, const struct cart *cart,
                                           const struct cart_view_line *line,
                                           const struct quote_line *quoted)
{
    const struct quote_use *by =
        quoted->priced_by == SIZE_MAX ? NULL : &cart->quote.uses[quoted->priced_by];
    return (struct cart_line_answer){
        .line = line->line,
        .offer = line->offer.offer,
        .product = line->offer.product,
        .title = line->offer.title,
        .options = line->offer.options,
        .picture = line->offer.picture,
        .count = line->count,
        .stock = line->offer.stock,
        .list_price = quoted->list_price,
        .unit_price = quoted->unit_price,
        .total = quoted->total,
        .discount = quoted->discount,
        .priced_by = !by        ? NULL
                     : by->deal ? _(cart_use_kinds[USED_DEAL].words)
                                : cart->facts.promotions[by->fact].name,
        .held_until = line->hold ? line->hold->expires_at : (struct moment){ 0 },
        .held_seconds = line->hold ? (line->hold->expires_at.us - cart->facts.now.us) / 1000000 : 0,
        .held = held_words(memory, line),
        .fault = fault_words(memory, line),
    };
}

static struct cart_way_answer way_answer(struct arena *memory, const struct shipping_offer *way,
                                         method_id chosen)
{
    return (struct cart_way_answer){
        .method = way->method,
        .name = way->name,
        .cost = way->cost,
        .arrives_from = way->arrives_from,
        .arrives_to = way->arrives_to,
        .arrives = words_days(memory, way->arrives_from, way->arrives_to),
        .tracking = way->tracking,
        .chosen = way->method.number == chosen.number,
        .proposed = way->proposed,
    };
}

static struct cart_part_answer part_answer(struct arena *memory, const struct cart *cart, size_t i)
{
    const struct cart_part *part = &cart->parts[i];
    const struct quote_order *quoted = &cart->quote.orders[i];
    struct cart_part_answer answer = {
        .seller = part->seller.seller,
        .seller_name = part->seller.name,
        .seller_slug = part->seller.slug,
        .standing = part->seller.standing,
        .sends = part->way.method.number != 0,
        .goods = quoted->goods,
        .discount = quoted->discount,
        .shipping = quoted->shipping,
        .shipping_discount = quoted->shipping_discount,
        .total = quoted->total,
    };
    answer.lines.items = arena_array(memory, part->line_count, sizeof(*answer.lines.items));
    for (size_t k = 0; k < part->line_count; k++)
        answer.lines.items[answer.lines.count++] =
            line_answer(memory, cart, &cart->lines[part->lines[k]], &quoted->lines[k]);
    answer.ways.items = arena_array(memory, part->ways.count, sizeof(*answer.ways.items));
    for (size_t k = 0; k < part->ways.count; k++)
        answer.ways.items[answer.ways.count++] =
            way_answer(memory, &part->ways.items[k], part->way.method);
    if (answer.sends) {
        answer.way = part->way.name;
        answer.arrives = words_days(memory, part->way.arrives_from, part->way.arrives_to);
    }
    return answer;
}

refused cart_answer_for(struct request *request, struct store_tx *tx, const char *destination,
                        struct cart_answer *ret_answer)
{
    return cart_answer_of(request, tx,
                          &(struct cart_question){ .owner = cart_owner_of(request),
                                                   .destination = destination,
                                                   .currency = request->visitor.currency,
                                                   .now = request->now,
                                                   .app = request_is_app(request) },
                          ret_answer);
}

refused cart_answer_of(struct request *request, struct store_tx *tx,
                       const struct cart_question *question, struct cart_answer *ret_answer)
{
    struct arena *memory = request->memory;
    const char *destination = question->destination;
    struct cart cart;
    refused why = cart_read(tx, memory, question, &cart);
    if (why)
        return why;
    struct cart_answer answer = {
        .goods = cart.quote.goods,
        .discount = cart.quote.discount,
        .shipping = cart.quote.shipping,
        .shipping_discount = cart.quote.shipping_discount,
        .total = cart.quote.total,
        .saved = cart.quote.saved,
        .country = destination,
        .country_name = words_country(memory, destination),
        .can_be_bought = cart.can_be_bought,
        .shipping_free = cart.quote.shipping.minor == 0,
    };
    answer.parts.items = arena_array(memory, cart.part_count, sizeof(*answer.parts.items));
    for (size_t i = 0; i < cart.part_count; i++)
        answer.parts.items[answer.parts.count++] = part_answer(memory, &cart, i);
    for (size_t i = 0; i < cart.line_count; i++)
        answer.count += cart.lines[i].count;
    cart_fill_uses(request, &cart, &answer);
    *ret_answer = answer;
    return NULL;
}

/* Handlers --------------------------------------------------------------------------------- */

static refused show_cart(struct request *request)
{
    request->title = _("Your cart");
    return cart_answer_for(request, request->tx, request->visitor.country, request->answer);
}

/* Changes the cart, then reads it on a snapshot: pricing is for the reading threads, the one that
 * writes has enough to do. */
static refused change_and_answer(struct request *request, store_act *act)
{
    refused why = store_transact(request->store, act, request);
    if (why)
        return why;
    struct store_tx *tx = store_read(request->store);
    why = cart_answer_for(request, tx, request->visitor.country, request->answer);
    store_read_end(tx);
    return why;
}

struct add_request {
    offer_id offer;
    int64_t count;
};
static const struct field add_fields[] = {
    ID_FIELD(struct add_request, offer, "off", .says = "The offer to buy."),
    INT_FIELD(struct add_request, count, .optional = true, .min = 1, .max = CART_COUNT_MAX,
              .says = "How many; 1 if not given."),
    { 0 },
};

static refused add_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct add_request *add = request->body;
    struct cart_owner owner = cart_owner_of(request);
    return cart_add(tx, &owner, add->offer, add->count ? add->count : 1, request->now);
}

static refused add_to_cart(struct request *request)
{
    return change_and_answer(request, add_act);
}

struct count_request {
    int64_t count;
};
static const struct field count_fields[] = {
    INT_FIELD(struct count_request, count, .min = 0, .max = CART_COUNT_MAX,
              .says = "How many; 0 takes the line out."),
    { 0 },
};

static refused count_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct count_request *body = request->body;
    struct cart_owner owner = cart_owner_of(request);
    cart_line_id line = { request_id(request, "line") };
    return cart_set(tx, &owner, line, body->count);
}

static refused set_count(struct request *request)
{
    return change_and_answer(request, count_act);
}

struct way_request {
    seller_id seller;
    method_id method;
};
static const struct field choose_fields[] = {
    ID_FIELD(struct way_request, seller, "sel", .says = "Whose part of the cart."),
    ID_FIELD(struct way_request, method, "shm", .says = "How it is to be sent."),
    { 0 },
};

static refused way_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct way_request *body = request->body;
    struct cart_owner owner = cart_owner_of(request);
    return cart_choose_way(tx, &owner, body->seller, body->method);
}

static refused choose_way(struct request *request)
{
    return change_and_answer(request, way_act);
}

struct keep_request {
    promotion_id promotion;
    const char *coupon;
    bool keep;
};
static const struct field keep_fields[] = {
    ID_FIELD(struct keep_request, promotion, "prm", .says = "The promotion."),
    TEXT_FIELD(struct keep_request, coupon, .optional = true, .max = 40,
               .says = "The coupon (cpn_), when it is one."),
    BOOL_FIELD(struct keep_request, keep, .optional = true,
               .says = "Keep it for another time; false uses it again."),
    { 0 },
};

static refused keep_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct keep_request *body = request->body;
    struct cart_owner owner = cart_owner_of(request);
    struct promotion_coupon kept = { .promotion = body->promotion };
    if (body->coupon && *body->coupon && !id_read(body->coupon, "cpn", &kept.coupon))
        return &COUPON_UNREADABLE;
    return cart_keep(tx, &owner, &kept, body->keep);
}

static refused keep_promotion(struct request *request)
{
    return change_and_answer(request, keep_act);
}

static int64_t count_for_head(struct request *request, struct store_tx *tx)
{
    struct cart_owner owner = cart_owner_of(request);
    return cart_count(tx, &owner);
}

/* Signing in brings along what the browser had put in: the session's old key is its visitor key. */
// clang-format off
static const struct route cart_routes[] = {
    { GET, "/cart", ANYONE, show_cart,
      .summary = "The cart with its prices now", .gives = cart_fields, .page = "cart/cart" },
    { POST, "/cart/lines", ANYONE, add_to_cart,
      .summary = "Put an offer into the cart", .takes = add_fields, .gives = cart_fields,
      .refuses = { &OFFER_NOT_FOUND, &OFFER_WITHDRAWN, &OUT_OF_STOCK, &CART_FULL },
      .then = "/cart", .done = N_("It is in your cart.") },
    { POST, "/cart/lines/{line}", ANYONE, set_count,
      .summary = "Change how many", .takes = count_fields, .gives = cart_fields,
      .refuses = { &CART_LINE_NOT_FOUND }, .then = "/cart", .again = "/cart" },
    { POST, "/cart/ways", ANYONE, choose_way,
      .summary = "Choose how a seller's part is sent", .takes = choose_fields,
      .gives = cart_fields, .then = "/cart", .again = "/cart" },
    { POST, "/cart/kept", ANYONE, keep_promotion,
      .summary = "Keep a promotion or coupon for another time, or use it again",
      .takes = keep_fields, .gives = cart_fields, .refuses = { &COUPON_UNREADABLE, &CART_FULL },
      .then = "/cart", .again = "/cart" },
    { 0 },
};
// clang-format on

static const struct id_name cart_ids[] = { { "line", "crl" }, { 0 } };

const struct module cart_module = {
    .name = "cart",
    .routes = cart_routes,
    .ids = cart_ids,
    .schema = cart_schema,
    .jobs = cart_jobs,
    .statements = cart_statements,
    .counter_name = "cart",
    .counter = count_for_head,
    .first = cart_first,
};
