/* Catalog, on the web: a product, with every way to have it at one's door. */
#include "scene/scene.h"
#include "shop/bundles/bundles_web.h"
#include "shop/deals/deals_web.h"
#include "shop/catalog/catalog_offer_web.h"
#include "shop/catalog/catalog_web.h"
#include "shop/promotions/promotions_web.h"
#include "shop/reviews/reviews_web.h"

enum { VALUES_MAX = 40, OFFERS_SHOWN = 30, FEW = 5, REVIEWS_SHOWN = 3 };

struct picture_answer {
    picture_id picture;
    int64_t number;
    bool first;
};
struct value_answer {
    const char *name;
    variant_id variant;
    bool chosen, in_stock;
    const char *hex;
};
struct axis_answer {
    const char *name, *value;
    LIST_OF(struct value_answer) values;
};
struct attribute_answer {
    const char *name, *value;
};
struct way_answer {
    const char *name, *arrives;
    struct money cost;
    enum tracking_level tracking;
    bool proposed;
};
struct product_answer {
    product_id product;
    const char *title, *brand, *description, *country_name;
    enum product_state state;
    LIST_OF(struct category_answer) crumbs;
    LIST_OF(struct picture_answer) pictures;
    variant_id variant;
    const char *options;
    LIST_OF(struct axis_answer) axes;
    LIST_OF(struct attribute_answer) attributes;
    struct offer_answer *best;
    LIST_OF(struct way_answer) ways;
    LIST_OF(struct offer_answer) offers;
    LIST_OF(struct promotion_line) promotions;
    LIST_OF(struct bundle_answer) bundles;
    LIST_OF(struct deal_answer) deals;
    struct review_summary reviews;
    struct trader_answer *trader;
    bool for_sale, in_stock, few, sends, several, may_offer, own;
    struct moment listed_at;
};

// clang-format off
static const struct field picture_fields[] = {
    ID_FIELD(struct picture_answer, picture, "pic", .says = "At /pictures/{picture}/{width}."),
    INT_FIELD(struct picture_answer, number, .says = "Its place, from 1."),
    BOOL_FIELD(struct picture_answer, first, .says = "The one shown first."),
    { 0 },
};
static const struct field value_fields[] = {
    TEXT_FIELD(struct value_answer, name, .says = "The value."),
    ID_FIELD(struct value_answer, variant, "var", .says = "The variant to take for it."),
    BOOL_FIELD(struct value_answer, chosen, .says = "The variant shown has it."),
    BOOL_FIELD(struct value_answer, in_stock, .says = "That variant is in stock."),
    TEXT_FIELD(struct value_answer, hex, .says = "Of a colour: what it looks like; or null."),
    { 0 },
};
static const struct field axis_fields[] = {
    TEXT_FIELD(struct axis_answer, name, .says = "Colour, size and so on."),
    TEXT_FIELD(struct axis_answer, value, .says = "Of the variant shown."),
    LIST_FIELD(struct axis_answer, values, value_fields, .says = "What there is."),
    { 0 },
};
static const struct field attribute_fields[] = {
    TEXT_FIELD(struct attribute_answer, name, .says = "What is told."),
    TEXT_FIELD(struct attribute_answer, value, .says = "How it is."),
    { 0 },
};
static const struct field way_fields[] = {
    TEXT_FIELD(struct way_answer, name, .says = "The method of shipping."),
    TEXT_FIELD(struct way_answer, arrives, .says = "When, in words."),
    MONEY_FIELD(struct way_answer, cost, .says = "For one piece."),
    CHOICE_FIELD(struct way_answer, tracking, tracking_levels, .says = "How far it is tracked."),
    BOOL_FIELD(struct way_answer, proposed, .says = "The one that the cart proposes."),
    { 0 },
};
static const struct field product_fields[] = {
    ID_FIELD(struct product_answer, product, "prd", .says = "The product."),
    TEXT_FIELD(struct product_answer, title, .says = "Its name."),
    TEXT_FIELD(struct product_answer, brand, .says = "Its brand, or null."),
    TEXT_FIELD(struct product_answer, description,
               .says = "In the seller's words, with line breaks."),
    TEXT_FIELD(struct product_answer, country_name, .says = "Where it would be sent."),
    CHOICE_FIELD(struct product_answer, state, product_states, .says = "For sale or not."),
    LIST_FIELD(struct product_answer, crumbs, category_link_fields,
               .says = "Its categories, from the top."),
    LIST_FIELD(struct product_answer, pictures, picture_fields, .says = "The first one first."),
    ID_FIELD(struct product_answer, variant, "var", .says = "The variant shown."),
    TEXT_FIELD(struct product_answer, options, .says = "Its options, in one line; may be empty."),
    LIST_FIELD(struct product_answer, axes, axis_fields, .says = "What can be chosen."),
    LIST_FIELD(struct product_answer, attributes, attribute_fields, .says = "Facts."),
    MAYBE_FIELD(struct product_answer, best, catalog_offer_fields,
                .says = "The offer with the least to the door, or null."),
    LIST_FIELD(struct product_answer, ways, way_fields, .says = "How the best offer can be sent."),
    LIST_FIELD(struct product_answer, offers, catalog_offer_fields,
               .says = "All sellers of the variant, by the total to the door."),
    LIST_FIELD(struct product_answer, promotions, promotion_line_fields,
               .says = "What is taken off now, beside the price of a piece."),
    LIST_FIELD(struct product_answer, deals, deal_fields, .says = "Flash deals of it, running."),
    LIST_FIELD(struct product_answer, bundles, bundle_fields,
               .says = "Sets with this product that save."),
    OBJECT_FIELD(struct product_answer, reviews, review_summary_fields,
                 .says = "Its rating, and the three most useful reviews."),
    MAYBE_FIELD(struct product_answer, trader, trader_fields,
                .says = "Who sells the best offer, or null."),
    BOOL_FIELD(struct product_answer, for_sale, .says = "Somebody offers the variant."),
    BOOL_FIELD(struct product_answer, in_stock, .says = "The best offer has some left."),
    BOOL_FIELD(struct product_answer, few, .says = "It has only few left."),
    BOOL_FIELD(struct product_answer, sends, .says = "It is sent to the visitor's country."),
    BOOL_FIELD(struct product_answer, several, .says = "More than one seller offers it."),
    BOOL_FIELD(struct product_answer, may_offer,
               .says = "The visitor is a seller, and could offer it, too."),
    BOOL_FIELD(struct product_answer, own, .says = "The visitor listed it."),
    MOMENT_FIELD(struct product_answer, listed_at, .says = "Since when."),
    { 0 },
};
// clang-format on

/* What a product is read into before it is shown. */
struct reading {
    struct request *request;
    struct product product;
    struct variants variants;
    struct variant_offers offers;
    const struct variant *chosen;
    int64_t category_parent;
};

/* Variants --------------------------------------------------------------------------------- */

static bool is_sold(const struct reading *reading, variant_id variant, bool in_stock)
{
    for (size_t i = 0; i < reading->offers.count; i++) {
        const struct variant_offer *offer = &reading->offers.items[i];
        if (offer->variant.number == variant.number && offer->open && (!in_stock || offer->stock))
            return true;
    }
    return false;
}

/* The one asked for, or the first that is in stock, or that is offered, or the first. */
static const struct variant *choose_variant(const struct reading *reading, variant_id wanted)
{
    const struct variants *all = &reading->variants;
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].variant.number == wanted.number)
            return &all->items[i];
    for (int in_stock = 1; in_stock >= 0; in_stock--)
        for (size_t i = 0; i < all->count; i++)
            if (is_sold(reading, all->items[i].variant, in_stock))
                return &all->items[i];
    return all->count ? &all->items[0] : NULL;
}

/* The variant with another value on one axis and the others as they are; where there is no such
 * one, any that is offered with the value. */
static const struct variant *variant_with(const struct reading *reading, int axis,
                                          const char *value)
{
    const struct variant *any = NULL;
    for (size_t i = 0; i < reading->variants.count; i++) {
        const struct variant *variant = &reading->variants.items[i];
        bool others = true;
        if (!text_same(variant->values[axis], value) || !is_sold(reading, variant->variant, false))
            continue;
        for (int k = 0; k < OPTIONS_MAX; k++)
            others &= k == axis || text_same(variant->values[k], reading->chosen->values[k]);
        if (others)
            return variant;
        any = any ? any : variant;
    }
    return any;
}

/* "Midnight blue" as the scenes name colours. */
static const char *colour_of(struct arena *memory, const char *value)
{
    return scene_colour_hex(text_slug(memory, value));
}

static void fill_values(const struct reading *reading, int axis, struct axis_answer *answer)
{
    struct arena *memory = reading->request->memory;
    answer->values.items = arena_array(memory, VALUES_MAX, sizeof *answer->values.items);
    for (size_t i = 0; i < reading->variants.count && answer->values.count < VALUES_MAX; i++) {
        const char *value = reading->variants.items[i].values[axis];
        bool known = !value || !*value;
        for (size_t k = 0; k < answer->values.count; k++)
            known |= text_same(answer->values.items[k].name, value);
        const struct variant *variant = known ? NULL : variant_with(reading, axis, value);
        if (!variant)
            continue;
        answer->values.items[answer->values.count++] = (struct value_answer){
            .name = value,
            .variant = variant->variant,
            .chosen = text_same(value, reading->chosen->values[axis]),
            .in_stock = is_sold(reading, variant->variant, true),
            .hex = colour_of(memory, value),
        };
    }
}

/* "Colour, Size" gives an axis each. */
static void fill_axes(const struct reading *reading, struct product_answer *answer)
{
    struct arena *memory = reading->request->memory;
    answer->axes.items = arena_array(memory, OPTIONS_MAX, sizeof *answer->axes.items);
    const char *names = reading->chosen ? reading->chosen->names : "";
    for (int axis = 0; axis < OPTIONS_MAX && *names; axis++) {
        size_t length = strlen(names);
        const char *comma = strstr(names, ", ");
        if (comma)
            length = (size_t)(comma - names);
        struct axis_answer *made = &answer->axes.items[answer->axes.count];
        *made = (struct axis_answer){ .name = arena_copy_bytes(memory, names, length),
                                      .value = reading->chosen->values[axis] };
        fill_values(reading, axis, made);
        answer->axes.count += made->values.count > 0;
        names += length + (comma ? 2 : 0);
    }
}

/* Pictures --------------------------------------------------------------------------------- */

/* A drawn picture shows the colour that its recipe names second: "mug/coral/...". */
static bool shows_colour(const struct picture *picture, const char *colour)
{
    const char *named = picture->scene ? strchr(picture->scene, '/') : NULL;
    size_t length = strlen(colour);
    return named && strncmp(named + 1, colour, length) == 0 && named[1 + length] == '/';
}

/* Those of the chosen colour come first. */
static void fill_pictures(const struct reading *reading, struct product_answer *answer)
{
    struct request *request = reading->request;
    struct pictures all = catalog_pictures(request->tx, request->memory, reading->product.product);
    bool shows[PICTURES_MAX] = { false };
    for (int axis = 0; reading->chosen && axis < OPTIONS_MAX; axis++) {
        const char *value = reading->chosen->values[axis];
        const char *colour = value ? text_slug(request->memory, value) : "";
        for (size_t i = 0; i < all.count && *colour; i++)
            shows[i] |= shows_colour(&all.items[i], colour);
    }
    answer->pictures.items =
        arena_array(request->memory, all.count, sizeof *answer->pictures.items);
    for (int chosen = 1; chosen >= 0; chosen--)
        for (size_t i = 0; i < all.count; i++)
            if (shows[i] == (chosen == 1)) {
                size_t at = answer->pictures.count++;
                answer->pictures.items[at] =
                    (struct picture_answer){ all.items[i].picture, (int64_t)at + 1, at == 0 };
            }
}

/* Offers ----------------------------------------------------------------------------------- */

/* What can be had comes first; then the least to the door. */
static int by_total(const void *a, const void *b)
{
    const struct offer_answer *one = a, *other = b;
    int rank_one = one->in_stock * 2 + one->sends, rank_other = other->in_stock * 2 + other->sends;
    if (rank_one != rank_other)
        return rank_other - rank_one;
    int64_t first = one->total.minor, second = other->total.minor;
    if (first == second) { /* whoever offered it first */
        first = one->offer.number;
        second = other->offer.number;
    }
    return (first > second) - (first < second);
}

static struct door door_of(struct doors *doors, const struct reading *reading,
                           const struct variant_offer *offer)
{
    return doors_find(doors, &(struct door_question){
                                 .seller = offer->seller,
                                 .origin = offer->seller_country,
                                 .price = offer->price,
                                 .weight_grams = reading->chosen->weight_grams,
                                 .ship_days = offer->ship_days,
                                 .about = { .offer = offer->offer.number,
                                            .product = reading->product.product.number,
                                            .category = reading->product.category.number,
                                            .category_parent = reading->category_parent,
                                            .brand = reading->product.brand,
                                            .listed_at = reading->product.listed_at },
                             });
}

static void fill_offers(const struct reading *reading, struct doors *doors,
                        struct product_answer *answer)
{
    struct request *request = reading->request;
    const struct variant_offer *shown[OFFERS_SHOWN];
    struct door at[OFFERS_SHOWN];
    struct promoted_door promoted[OFFERS_SHOWN];
    size_t count = 0, promoted_count = 0;
    for (size_t i = 0; i < reading->offers.count && count < OFFERS_SHOWN; i++) {
        const struct variant_offer *offer = &reading->offers.items[i];
        if (!offer->open || offer->variant.number != reading->chosen->variant.number)
            continue;
        at[count] = door_of(doors, reading, offer);
        if (at[count].promotion)
            promoted[promoted_count++] = (struct promoted_door){ offer->offer, &at[count] };
        shown[count++] = offer;
    }
    doors_lowest(doors, promoted, promoted_count);
    answer->offers.items = arena_array(request->memory, count, sizeof *answer->offers.items);
    for (size_t i = 0; i < count; i++)
        answer->offers.items[answer->offers.count++] =
            catalog_offer_answer(request->memory, shown[i], &at[i]);
    if (count)
        qsort(answer->offers.items, count, sizeof *answer->offers.items, by_total);
}

static void fill_ways(struct arena *memory, const struct door *door, struct product_answer *answer)
{
    answer->ways.items = arena_array(memory, door->ways.count, sizeof *answer->ways.items);
    for (size_t i = 0; i < door->ways.count; i++) {
        const struct shipping_offer *way = &door->ways.items[i];
        answer->ways.items[answer->ways.count++] = (struct way_answer){
            .name = way->name,
            .arrives = words_days(memory, way->arrives_from, way->arrives_to),
            .cost = way->cost,
            .tracking = way->tracking,
            .proposed = way->proposed,
        };
    }
}

static void fill_best(const struct reading *reading, struct doors *doors,
                      struct product_answer *answer)
{
    struct request *request = reading->request;
    struct seller seller;
    if (!answer->offers.count)
        return;
    struct offer_answer *best = &answer->offers.items[0];
    best->best = true;
    answer->best = best;
    answer->for_sale = true;
    answer->in_stock = best->in_stock;
    answer->few = best->in_stock && best->stock <= FEW;
    answer->sends = best->sends;
    answer->several = answer->offers.count > 1;
    if (sellers_find(request->tx, request->memory, best->seller, &seller))
        return;
    answer->trader = arena_take(request->memory, sizeof *answer->trader);
    *answer->trader = catalog_trader(request->memory, &seller);
    for (size_t i = 0; i < reading->offers.count; i++)
        if (reading->offers.items[i].offer.number == best->offer.number) {
            struct door door = door_of(doors, reading, &reading->offers.items[i]);
            fill_ways(request->memory, &door, answer);
        }
}

/* What promotions for everyone say of the best offer, and sets that it is in. */
static void fill_savings(const struct reading *reading, struct product_answer *answer)
{
    enum { BUNDLES_SHOWN = 3 };
    struct request *request = reading->request;
    if (!answer->best)
        return;
    struct promotion_item about = { .offer = answer->best->offer.number,
                                    .product = reading->product.product.number,
                                    .category = reading->product.category.number,
                                    .category_parent = reading->category_parent,
                                    .seller = answer->best->seller.number,
                                    .brand = reading->product.brand,
                                    .listed_at = reading->product.listed_at };
    struct promotion_buyer buyer = { .country = request->visitor.country,
                                     .first_order = true,
                                     .app = request_is_app(request) };
    struct promotions found =
        promotions_about(request->tx, request->memory, &about, &buyer, request->now);
    answer->promotions.items =
        arena_array(request->memory, found.count, sizeof *answer->promotions.items);
    for (size_t i = 0; i < found.count; i++)
        if (found.items[i].terms.level != LEVEL_PRICE)
            answer->promotions.items[answer->promotions.count++] =
                promotions_line(request->memory, &found.items[i]);
    struct bundles bundles =
        bundles_of_product(request->tx, request->memory, answer->product, BUNDLES_SHOWN);
    answer->bundles.items =
        arena_array(request->memory, bundles.count, sizeof *answer->bundles.items);
    for (size_t i = 0; i < bundles.count; i++)
        if (bundles.items[i].available) {
            struct bundle_answer *shown = &answer->bundles.items[answer->bundles.count++];
            *shown = bundles_answer(request->memory, &bundles.items[i]);
            bundles_answer_for_visitor(request, shown);
        }
}

static void fill_deals(struct request *request, struct product_answer *answer)
{
    struct deals found =
        deals_of_product(request->tx, request->memory, answer->product, request->now);
    answer->deals.items = arena_array(request->memory, found.count, sizeof *answer->deals.items);
    for (size_t i = 0; i < found.count; i++)
        if (!deals_answer(request, request->tx, &found.items[i], request->visitor.currency,
                          &answer->deals.items[answer->deals.count]))
            answer->deals.count++;
}

/* The visitor's own shop may sell it, too, unless it does already. */
static void fill_own(const struct reading *reading, struct product_answer *answer)
{
    struct request *request = reading->request;
    struct seller seller;
    if (!request->visitor.account.number ||
        sellers_of_account(request->tx, request->memory, request->visitor.account, &seller))
        return;
    answer->own = reading->product.seller.number == seller.seller.number;
    answer->may_offer = !answer->own;
}

/* The whole -------------------------------------------------------------------------------- */

static void fill_facts(const struct reading *reading, struct product_answer *answer)
{
    struct request *request = reading->request;
    const struct product *product = &reading->product;
    struct crumbs crumbs = catalog_crumbs(request->tx, request->memory, product->category);
    struct attributes attributes =
        catalog_attributes(request->tx, request->memory, product->product);
    *answer = (struct product_answer){
        .product = product->product,
        .title = product->title,
        .brand = product->brand,
        .description = product->description,
        .country_name = words_country(request->memory, request->visitor.country),
        .state = product->state,
        .crumbs = { crumbs.items, crumbs.count },
        .listed_at = product->listed_at,
    };
    answer->attributes.items =
        arena_array(request->memory, attributes.count, sizeof *answer->attributes.items);
    for (size_t i = 0; i < attributes.count; i++)
        answer->attributes.items[answer->attributes.count++] =
            (struct attribute_answer){ attributes.items[i].name, attributes.items[i].value };
}

/* A draft is nobody's business but its seller's. */
static bool may_see(struct request *request, const struct product *product)
{
    struct seller seller;
    if (product->state != PRODUCT_DRAFT)
        return true;
    return request->visitor.account.number &&
           !sellers_of_account(request->tx, request->memory, request->visitor.account, &seller) &&
           seller.seller.number == product->seller.number;
}

struct product_request {
    variant_id variant;
};
// clang-format off
static const struct field product_request_fields[] = {
    ID_FIELD(struct product_request, variant, "var", .optional = true,
             .says = "Show this variant; the first in stock if not given."),
    { 0 },
};
// clang-format on

static refused show_product(struct request *request)
{
    const struct product_request *body = request->body;
    struct product_answer *answer = request->answer;
    struct reading reading = { .request = request };
    product_id product = { request_id(request, "product") };
    refused why = catalog_find(request->tx, request->memory, product, &reading.product);
    if (why)
        return why;
    if (!may_see(request, &reading.product))
        return &PRODUCT_NOT_FOUND;
    reading.category_parent = catalog_parent(request->tx, reading.product.category);
    reading.variants = catalog_variants(request->tx, request->memory, product);
    reading.offers = catalog_offers(request->tx, request->memory, product);
    reading.chosen = choose_variant(&reading, body->variant);
    fill_facts(&reading, answer);
    fill_pictures(&reading, answer);
    fill_own(&reading, answer);
    if (reading.chosen) {
        answer->variant = reading.chosen->variant;
        answer->options = reading.chosen->options;
        fill_axes(&reading, answer);
    }
    if (reading.chosen && reading.product.state == PRODUCT_LISTED) {
        struct doors *doors = doors_begin(request, request->tx);
        fill_offers(&reading, doors, answer);
        fill_best(&reading, doors, answer);
        fill_savings(&reading, answer);
        fill_deals(request, answer);
    }
    answer->reviews = reviews_summary(request, request->tx, reading.product.product, REVIEWS_SHOWN);
    request->title = reading.product.title;
    if (!answer->own) /* a seller sees the change that was just made */
        request->cache = "public, max-age=60, stale-while-revalidate=600";
    return NULL;
}

// clang-format off
const struct route catalog_product_routes[] = {
    { GET, "/products/{product}", ANYONE, show_product,
      .summary = "A product and every offer of it, to the visitor's door",
      .takes = product_request_fields, .gives = product_fields,
      .refuses = { &PRODUCT_NOT_FOUND }, .page = "catalog/product" },
    { 0 },
};
// clang-format on
