/* Catalog, on the web: a seller's offers one by one, and offering what others listed. */
#include "shop/catalog/catalog_judged.h"
#include "shop/catalog/catalog_web.h"
#include "shop/fraud/fraud_web.h"
#include "shop/sellers/sellers_web.h"

enum { STOCK_MAX = 1000000 };

/* Acts that are judged ---------------------------------------------------------------------- */

static refused judged_act(struct store_tx *tx, void *what)
{
    struct judged_act *judged = what;
    judged->judgement = (struct fraud_judgement){ 0 };
    refused why = judged->act(tx, judged);
    judged->request->unkept = judged->judgement.stops;
    return why;
}

refused catalog_do_judged(struct judged_act *judged)
{
    judged->visit = fraud_visit_of(judged->request);
    refused why = request_transact(judged->request, judged_act, judged);
    return why ? why : fraud_stop(judged->request, &judged->judgement);
}

/* Offers ----------------------------------------------------------------------------------- */

struct offered {
    offer_id offer;
    product_id product;
    struct money price;
    struct reduction_answer *reduction;
    int64_t stock;
};
// clang-format off
static const struct field offered_fields[] = {
    ID_FIELD(struct offered, offer, "off", .says = "The offer."),
    ID_FIELD(struct offered, product, "prd", .says = "What is offered."),
    MONEY_FIELD(struct offered, price, .says = "In the seller's currency."),
    MAYBE_FIELD(struct offered, reduction, reduction_fields,
                .says = "That is announced from now on, or null."),
    INT_FIELD(struct offered, stock, .says = "How many there are."),
    { 0 },
};

struct change_form {
    struct money price, was;
    bool ends_reduction;
    int64_t stock;
    const char *sku;
};
#define WAS_FIELD(TYPE, UNSAID) \
    MONEY_FIELD(TYPE, was, .optional = true, \
                .says = "The price before, announced with a reduction: at most the lowest " \
                        "charged in the last 30 days. " UNSAID)
static const struct field change_form_fields[] = {
    MONEY_FIELD(struct change_form, price, .says = "In the shop's currency."),
    WAS_FIELD(struct change_form, "As it was if not given."),
    BOOL_FIELD(struct change_form, ends_reduction, .optional = true,
               .says = "No reduction is announced any more."),
    INT_FIELD(struct change_form, stock, .min = 0, .max = STOCK_MAX, .says = "How many there are."),
    TEXT_FIELD(struct change_form, sku, .optional = true, .max = 60,
               .says = "The seller's own number; as it was if not given."),
    { 0 },
};
// clang-format on

static refused fill_offered(struct request *request, struct store_tx *tx, const struct offer *offer,
                            struct offered *answer)
{
    struct reduction reduction;
    refused why = catalog_reduction(tx, request->memory, offer->offer, &reduction);
    if (why)
        return why;
    *answer = (struct offered){
        .offer = offer->offer,
        .product = offer->product,
        .price = offer->price,
        .reduction = catalog_show_reduction(request->memory, &reduction, NULL),
        .stock = offer->stock,
    };
    return NULL;
}

/* Says what the price before may be at most; the snapshot is of after the act, which changed
 * nothing. */
static void tell_lowest(struct request *request, offer_id number)
{
    struct store_tx *tx = store_read(request->store);
    struct lowest_price lowest = catalog_lowest_price(tx, number, request->now);
    struct offer offer;
    refused why = catalog_offer(tx, request->memory, number, &offer);
    store_read_end(tx);
    if (why || !lowest.minor)
        return;
    struct arena *memory = request->memory;
    request->faults.items[request->faults.count++] = (struct fault){
        "/was",
        words_fill(memory,
                   _("In the last 30 days that buyers could buy it, this cost as little as "
                     "{lowest}, last on {day}. The price before may not be above that."),
                   "lowest", words_money(memory, money_of(lowest.minor, offer.price.currency)),
                   "day", words_day(memory, lowest.at), NULL)
    };
}

static refused change_act(struct store_tx *tx, void *what)
{
    struct judged_act *judged = what;
    struct request *request = judged->request;
    const struct change_form *form = request->body;
    struct offered *answer = request->answer;
    struct seller seller;
    struct offer offer;
    offer_id number = { request_id(request, "offer") };
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = catalog_judge_offer(tx, request->memory, number,
                                  &(struct offer_change){ .seller = seller.seller,
                                                          .price = form->price,
                                                          .was = form->was,
                                                          .ends_reduction = form->ends_reduction,
                                                          .stock = form->stock,
                                                          .sku = form->sku,
                                                          .now = request->now },
                                  &judged->visit, &judged->judgement);
    if (why || judged->judgement.stops)
        return why;
    why = catalog_offer(tx, request->memory, number, &offer);
    return why ? why : fill_offered(request, tx, &offer, answer);
}

static refused change_offer(struct request *request)
{
    refused why = catalog_do_judged(&(struct judged_act){ .request = request, .act = change_act });
    if (why == &WAS_NOT_CHARGED)
        tell_lowest(request, (offer_id){ request_id(request, "offer") });
    return why;
}

static refused withdraw_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct offered *answer = request->answer;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    answer->offer = (offer_id){ request_id(request, "offer") };
    if (!why)
        why = catalog_withdraw_offer(tx, seller.seller, answer->offer, request->now,
                                     &answer->product);
    return why;
}

static refused withdraw_offer(struct request *request)
{
    return request_transact(request, withdraw_act, request);
}

/* Selling what another listed -------------------------------------------------------------- */

struct variant_choice {
    variant_id variant;
    const char *options;
    bool chosen, offered;
};
struct offer_form_answer {
    product_id product;
    const char *title, *picture, *currency;
    LIST_OF(struct variant_choice) variants;
    bool has_options;
};
// clang-format off
static const struct field variant_choice_fields[] = {
    ID_FIELD(struct variant_choice, variant, "var", .says = "Give it as variant."),
    TEXT_FIELD(struct variant_choice, options, .says = "Its options in one line; may be empty."),
    BOOL_FIELD(struct variant_choice, chosen, .says = "Proposed."),
    BOOL_FIELD(struct variant_choice, offered, .says = "The seller offers it already."),
    { 0 },
};
static const struct field offer_form_fields[] = {
    ID_FIELD(struct offer_form_answer, product, "prd", .says = "The product."),
    TEXT_FIELD(struct offer_form_answer, title, .says = "Its name."),
    TEXT_FIELD(struct offer_form_answer, picture, .says = "Path of a picture, or null."),
    TEXT_FIELD(struct offer_form_answer, currency, .says = "Of the seller's prices."),
    LIST_FIELD(struct offer_form_answer, variants, variant_choice_fields,
               .says = "What can be offered."),
    BOOL_FIELD(struct offer_form_answer, has_options, .says = "There is more than one variant."),
    { 0 },
};
// clang-format on

static bool offers_it(const struct variant_offers *offers, variant_id variant, seller_id seller)
{
    for (size_t i = 0; i < offers->count; i++)
        if (offers->items[i].variant.number == variant.number && offers->items[i].open &&
            offers->items[i].seller.number == seller.number)
            return true;
    return false;
}

static refused show_offer_form(struct request *request)
{
    struct offer_form_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct seller seller;
    struct product product;
    refused why = sellers_of_request(request, request->tx, &seller);
    if (!why)
        why = catalog_find(request->tx, memory, (product_id){ request_id(request, "product") },
                           &product);
    if (why)
        return why;
    if (product.state != PRODUCT_LISTED)
        return &PRODUCT_NOT_FOUND;
    struct variants variants = catalog_variants(request->tx, memory, product.product);
    struct variant_offers offers = catalog_offers(request->tx, memory, product.product);
    *answer = (struct offer_form_answer){
        .product = product.product,
        .title = product.title,
        .picture = product.picture,
        .currency = arena_copy(memory, seller.currency.code),
        .has_options = variants.count > 1,
    };
    answer->variants.items = arena_array(memory, variants.count, sizeof *answer->variants.items);
    for (size_t i = 0; i < variants.count; i++)
        answer->variants.items[answer->variants.count++] = (struct variant_choice){
            .variant = variants.items[i].variant,
            .options = variants.items[i].options,
            .chosen = i == 0,
            .offered = offers_it(&offers, variants.items[i].variant, seller.seller),
        };
    request->title = _("Sell this, too");
    return NULL;
}

struct offer_form {
    variant_id variant;
    struct money price, was;
    int64_t stock;
    const char *sku;
};
// clang-format off
static const struct field offer_request_fields[] = {
    ID_FIELD(struct offer_form, variant, "var", .says = "Which variant."),
    MONEY_FIELD(struct offer_form, price, .says = "In the shop's currency."),
    WAS_FIELD(struct offer_form, "None if not given."),
    INT_FIELD(struct offer_form, stock, .min = 0, .max = STOCK_MAX, .says = "How many there are."),
    TEXT_FIELD(struct offer_form, sku, .optional = true, .max = 60,
               .says = "The seller's own number."),
    { 0 },
};
// clang-format on

static refused offer_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct offer_form *form = request->body;
    struct offered *answer = request->answer;
    struct seller seller;
    struct offer offer;
    offer_id number = { 0 };
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = catalog_offer_too(tx, form->variant,
                                &(struct offer_change){ .seller = seller.seller,
                                                        .price = form->price,
                                                        .was = form->was,
                                                        .ends_reduction = !form->was.minor,
                                                        .stock = form->stock,
                                                        .sku = form->sku,
                                                        .now = request->now },
                                &number);
    if (!why)
        why = catalog_offer(tx, request->memory, number, &offer);
    if (why)
        return why;
    if (offer.product.number != request_id(request, "product"))
        return &PRODUCT_NOT_FOUND; /* a variant of another product */
    request->status = 201;
    return fill_offered(request, tx, &offer, answer);
}

static refused offer_too(struct request *request)
{
    return request_transact(request, offer_act, request);
}

// clang-format off
const struct route catalog_offers_routes[] = {
    { POST, "/seller/offers/{offer}", SELLER, change_offer,
      .summary = "Change an offer's price and stock", .takes = change_form_fields,
      .gives = offered_fields,
      .refuses = { &NOT_A_SELLER, &SELLER_IS_SUSPENDED, &OFFER_NOT_FOUND, &PRICE_WRONG,
                   &WAS_NOT_CHARGED, &WAS_NOT_ABOVE, &PRODUCT_IN_REVIEW, &FRAUD_REFUSED },
      .then = "/seller/products", .done = N_("The price and the stock are changed."),
      .scope = SCOPE_SELL },
    { POST, "/seller/offers/{offer}/withdrawal", SELLER, withdraw_offer,
      .summary = "Stop offering this variant", .gives = offered_fields,
      .refuses = { &NOT_A_SELLER, &OFFER_NOT_FOUND }, .then = "/seller/products",
      .done = N_("You do not offer it any more."), .scope = SCOPE_SELL },
    { GET, "/products/{product}/offers/new", SELLER, show_offer_form,
      .summary = "The form to sell what another listed", .gives = offer_form_fields,
      .refuses = { &NOT_A_SELLER, &PRODUCT_NOT_FOUND }, .page = "catalog/offer_new",
      .face = ONLY_PAGE },
    { POST, "/products/{product}/offers", SELLER, offer_too,
      .summary = "Sell what another listed, too", .takes = offer_request_fields,
      .gives = offered_fields,
      .refuses = { &NOT_A_SELLER, &SELLER_IS_SUSPENDED, &PRODUCT_NOT_FOUND, &OFFER_NOT_FOUND,
                   &PRICE_WRONG, &WAS_NOT_CHARGED, &WAS_NOT_ABOVE },
      .then = "/products/{product}", .again = "/products/{product}/offers/new",
      .done = N_("You offer it now."), .once = true, .scope = SCOPE_SELL },
    { 0 },
};
// clang-format on
