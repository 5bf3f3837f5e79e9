/* Catalog, on the web: the seller's products in the seller's centre, one by one. */
#include "shop/catalog/catalog_editing.h"
#include "shop/catalog/catalog_judged.h"
#include "shop/catalog/catalog_web.h"
#include "shop/sellers/sellers_web.h"

enum { STOCK_MAX = 1000000, GRAMS_MAX = 100000 };

REFUSAL_AT(VARIANTS_MISSING, 422, "variants", "Give at least one variant a price.");

/* A seller who may sell at the moment. */
static refused selling(struct request *request, struct store_tx *tx, struct seller *ret_seller)
{
    refused why = sellers_of_request(request, tx, ret_seller);
    if (why)
        return why;
    bool may =
        ret_seller->standing != SELLER_SUSPENDED && ret_seller->standing != SELLER_RESTRICTED;
    return may ? NULL : &SELLER_IS_SUSPENDED;
}

/* A new product ---------------------------------------------------------------------------- */

struct choice_answer {
    const char *slug, *name;
    bool top, chosen;
};
struct variant_row {
    offer_id offer;
    const char *options, *sku;
    struct money price;
    struct reduction_answer *reduction;
    int64_t stock, weight_grams;
};
struct own_picture {
    picture_id picture;
    bool first;
};
struct form_answer {
    product_id product;
    const char *title, *brand, *description, *category, *facts, *currency;
    enum product_state state;
    LIST_OF(struct choice_answer) categories;
    LIST_OF(struct variant_row) variants;
    LIST_OF(struct own_picture) pictures;
    const char *option1_name, *option2_name, *option3_name;
    bool may_list, may_withdraw, being_checked, has_options;
};
// clang-format off
static const struct field choice_fields[] = {
    TEXT_FIELD(struct choice_answer, slug, .says = "Give it as category."),
    TEXT_FIELD(struct choice_answer, name, .says = "In words."),
    BOOL_FIELD(struct choice_answer, top, .says = "A top category."),
    BOOL_FIELD(struct choice_answer, chosen, .says = "The product's."),
    { 0 },
};
static const struct field variant_row_fields[] = {
    ID_FIELD(struct variant_row, offer, "off", .says = "The seller's offer of it."),
    TEXT_FIELD(struct variant_row, options, .says = "Colour, size and so on; may be empty."),
    TEXT_FIELD(struct variant_row, sku, .says = "The seller's own number, or null."),
    MONEY_FIELD(struct variant_row, price, .says = "In the seller's currency."),
    MAYBE_FIELD(struct variant_row, reduction, reduction_fields,
                .says = "That is announced, or null."),
    INT_FIELD(struct variant_row, stock, .says = "How many there are."),
    INT_FIELD(struct variant_row, weight_grams, .says = "With its packing."),
    { 0 },
};
static const struct field own_picture_fields[] = {
    ID_FIELD(struct own_picture, picture, "pic", .says = "At /pictures/{picture}/{width}."),
    BOOL_FIELD(struct own_picture, first, .says = "The one on cards."),
    { 0 },
};
static const struct field form_fields[] = {
    ID_FIELD(struct form_answer, product, "prd", .says = "The product; null for a new one."),
    TEXT_FIELD(struct form_answer, title, .says = "Its name."),
    TEXT_FIELD(struct form_answer, brand, .says = "Its brand, or null."),
    TEXT_FIELD(struct form_answer, description, .says = "With line breaks."),
    TEXT_FIELD(struct form_answer, category, .says = "Slug of its category."),
    TEXT_FIELD(struct form_answer, facts, .says = "Name: value, one a line."),
    TEXT_FIELD(struct form_answer, currency, .says = "Of the seller's prices."),
    CHOICE_FIELD(struct form_answer, state, product_states, .says = "For sale or not."),
    LIST_FIELD(struct form_answer, categories, choice_fields, .says = "To choose from."),
    LIST_FIELD(struct form_answer, variants, variant_row_fields, .says = "The seller's own."),
    LIST_FIELD(struct form_answer, pictures, own_picture_fields, .says = "The first one first."),
    TEXT_FIELD(struct form_answer, option1_name, .says = "What variants differ in, or null."),
    TEXT_FIELD(struct form_answer, option2_name, .says = "And in what else, or null."),
    TEXT_FIELD(struct form_answer, option3_name, .says = "And in what else, or null."),
    BOOL_FIELD(struct form_answer, may_list, .says = "It can be put up for sale."),
    BOOL_FIELD(struct form_answer, may_withdraw, .says = "It can be withdrawn."),
    BOOL_FIELD(struct form_answer, being_checked,
               .says = "Not for sale, and not to be changed, until the market has looked at it."),
    BOOL_FIELD(struct form_answer, has_options, .says = "Its variants differ in something."),
    { 0 },
};
// clang-format on

static void add_choice(struct form_answer *answer, const struct category *category,
                       category_id chosen)
{
    answer->categories.items[answer->categories.count++] =
        (struct choice_answer){ category->slug, _(category->name), !category->parent.number,
                                category->category.number == chosen.number };
}

/* Each top category, and what is below it. */
static void fill_choices(struct request *request, struct store_tx *tx, category_id chosen,
                         struct form_answer *answer)
{
    struct categories all = catalog_categories(tx, request->memory);
    const struct category *category = catalog_category_in(&all, chosen);
    answer->category = category ? category->slug : NULL;
    answer->categories.items =
        arena_array(request->memory, all.count, sizeof *answer->categories.items);
    for (size_t i = 0; i < all.count; i++) {
        if (all.items[i].parent.number)
            continue;
        add_choice(answer, &all.items[i], chosen);
        for (size_t k = 0; k < all.count; k++)
            if (all.items[k].parent.number == all.items[i].category.number)
                add_choice(answer, &all.items[k], chosen);
    }
}

static refused show_new(struct request *request)
{
    struct form_answer *answer = request->answer;
    struct seller seller;
    refused why = selling(request, request->tx, &seller);
    if (why)
        return why;
    answer->currency = arena_copy(request->memory, seller.currency.code);
    fill_choices(request, request->tx, (category_id){ 0 }, answer);
    request->title = _("A new product");
    return NULL;
}

struct variant_form {
    const char *option1, *option2, *option3;
    struct money price;
    int64_t stock, weight_grams;
    const char *sku, *barcode;
};
struct product_form {
    const char *title, *brand, *description, *category, *facts;
    const char *option1_name, *option2_name, *option3_name;
    LIST_OF(struct variant_form) variants;
    enum product_state state;
};
// clang-format off
#define VARIANT_FORM_FIELDS(TYPE) \
    TEXT_FIELD(TYPE, option1, .optional = true, .max = 60, \
               .says = "Value of the first option: Midnight."), \
    TEXT_FIELD(TYPE, option2, .optional = true, .max = 60, .says = "Of the second: 40."), \
    TEXT_FIELD(TYPE, option3, .optional = true, .max = 60, .says = "Of the third."), \
    INT_FIELD(TYPE, stock, .optional = true, .min = 0, .max = STOCK_MAX, \
              .says = "How many there are."), \
    INT_FIELD(TYPE, weight_grams, .optional = true, .min = 0, .max = GRAMS_MAX, \
              .says = "With its packing: shipping is reckoned by it."), \
    TEXT_FIELD(TYPE, sku, .optional = true, .max = 60, .says = "The seller's own number."), \
    TEXT_FIELD(TYPE, barcode, .optional = true, .max = 14, .pattern = "[0-9]{8,14}", \
               .says = "GTIN.")
#define WORD_FORM_FIELDS(TYPE) \
    TEXT_FIELD(TYPE, title, .min = 3, .max = 150, .says = "Its name."), \
    TEXT_FIELD(TYPE, brand, .optional = true, .max = 60, .says = "Its brand."), \
    TEXT_FIELD(TYPE, description, .optional = true, .max = 8000, .lines = true, \
               .says = "What a buyer should know."), \
    TEXT_FIELD(TYPE, category, .max = 60, .says = "Slug of its category."), \
    TEXT_FIELD(TYPE, facts, .optional = true, .max = 4000, .lines = true, \
               .says = "Name: value, one a line.")
static const struct field variant_form_fields[] = {
    VARIANT_FORM_FIELDS(struct variant_form),
    MONEY_FIELD(struct variant_form, price, .optional = true, .says = "In the shop's currency."),
    { 0 },
};
static const struct field product_form_fields[] = {
    WORD_FORM_FIELDS(struct product_form),
    TEXT_FIELD(struct product_form, option1_name, .optional = true, .max = 30,
               .says = "What variants differ in: Colour."),
    TEXT_FIELD(struct product_form, option2_name, .optional = true, .max = 30,
               .says = "And in what else: Size."),
    TEXT_FIELD(struct product_form, option3_name, .optional = true, .max = 30,
               .says = "And in what else."),
    LIST_FIELD(struct product_form, variants, variant_form_fields, .max = VARIANTS_MAX,
               .says = "At least one; those without a price are passed over."),
    CHOICE_FIELD(struct product_form, state, product_states, .optional = true,
                 .says = "draft or listed; draft if not given."),
    { 0 },
};
// clang-format on

static struct variant_listing variant_from(const struct variant_form *form,
                                           const char *const names[static 3])
{
    const char *values[] = { form->option1, form->option2, form->option3 };
    struct variant_listing variant = {
        .sku = form->sku,
        .barcode = form->barcode,
        .price = form->price,
        .stock = form->stock,
        .weight_grams = form->weight_grams,
    };
    for (int i = 0; i < OPTIONS_MAX; i++)
        if (names[i] && values[i])
            variant.options[i] = (struct option){ names[i], values[i] };
    return variant;
}

/* Changing one ----------------------------------------------------------------------------- */

static void fill_variants(struct arena *memory, const struct editing *editing,
                          struct form_answer *answer)
{
    const struct product_listing *listing = &editing->listing;
    answer->variants.items =
        arena_array(memory, listing->variant_count, sizeof *answer->variants.items);
    for (size_t i = 0; i < listing->variant_count; i++) {
        const struct variant_listing *variant = &editing->variants[i];
        AUTO(text) options = { 0 };
        for (int k = 0; k < OPTIONS_MAX; k++)
            if (variant->options[k].name)
                text_add_format(&options, "%s%s", k ? ", " : "", variant->options[k].value);
        answer->variants.items[answer->variants.count++] = (struct variant_row){
            .offer = editing->offers[i],
            .options = arena_copy(memory, text_of(&options)),
            .sku = variant->sku,
            .price = variant->price,
            .reduction = catalog_show_reduction(memory, &editing->reductions[i], NULL),
            .stock = variant->stock,
            .weight_grams = variant->weight_grams,
        };
        answer->option1_name = variant->options[0].name;
        answer->option2_name = variant->options[1].name;
        answer->option3_name = variant->options[2].name;
    }
    answer->has_options = answer->option1_name != NULL;
}

static refused fill_form_of(struct request *request, struct store_tx *tx, product_id product,
                            struct form_answer *answer)
{
    struct arena *memory = request->memory;
    struct seller seller;
    struct editing editing;
    struct product found;
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = catalog_edit(tx, memory, seller.seller, product, request->now, &editing);
    if (!why)
        why = catalog_find(tx, memory, product, &found);
    if (why)
        return why;
    bool held = found.held_decision != 0;
    const struct product_listing *listing = &editing.listing;
    struct attributes attributes = { editing.attributes, listing->attribute_count };
    *answer = (struct form_answer){
        .product = product,
        .title = listing->title,
        .brand = listing->brand,
        .description = listing->description,
        .facts = catalog_write_facts(memory, &attributes),
        .currency = arena_copy(memory, seller.currency.code),
        .state = listing->state,
        .may_list = listing->state != PRODUCT_LISTED && !held,
        .may_withdraw = listing->state == PRODUCT_LISTED || held,
        .being_checked = held,
    };
    fill_choices(request, tx, listing->category, answer);
    fill_variants(memory, &editing, answer);
    struct pictures pictures = catalog_pictures(tx, memory, product);
    answer->pictures.items = arena_array(memory, pictures.count, sizeof *answer->pictures.items);
    for (size_t i = 0; i < pictures.count; i++)
        answer->pictures.items[answer->pictures.count++] =
            (struct own_picture){ pictures.items[i].picture, i == 0 };
    return NULL;
}

static refused fill_form(struct request *request, struct store_tx *tx, struct form_answer *answer)
{
    return fill_form_of(request, tx, (product_id){ request_id(request, "product") }, answer);
}

static refused new_act(struct store_tx *tx, void *what)
{
    struct judged_act *judged = what;
    struct request *request = judged->request;
    const struct product_form *form = request->body;
    struct form_answer *answer = request->answer;
    const char *names[] = { form->option1_name, form->option2_name, form->option3_name };
    struct product_words words = { form->title, form->brand, form->description, form->category,
                                   form->facts };
    struct variant_listing *variants =
        arena_array(request->memory, form->variants.count, sizeof *variants);
    struct product_listing listing = {
        .variants = variants,
        .state = form->state == PRODUCT_LISTED ? PRODUCT_LISTED : PRODUCT_DRAFT,
        .now = request->now,
    };
    struct seller seller;
    bool changed;
    refused why = selling(request, tx, &seller);
    if (why)
        return why;
    listing.seller = seller.seller;
    for (size_t i = 0; i < form->variants.count; i++)
        if (form->variants.items[i].price.minor)
            variants[listing.variant_count++] = variant_from(&form->variants.items[i], names);
    if (!listing.variant_count)
        return &VARIANTS_MISSING;
    why = catalog_edit_words(tx, request->memory, &words, &listing);
    product_id product;
    if (!why)
        why = catalog_judge_listing(tx, request->memory, &listing, &judged->visit, &product,
                                    &changed, &judged->judgement);
    if (why || judged->judgement.stops)
        return why;
    request->status = 201;
    return fill_form_of(request, tx, product, answer);
}

static refused make_product(struct request *request)
{
    return catalog_do_judged(&(struct judged_act){ .request = request, .act = new_act });
}

static refused show_edit(struct request *request)
{
    request->title = _("Your product");
    return fill_form(request, request->tx, request->answer);
}

struct words_form {
    const char *title, *brand, *description, *category, *facts;
};
static const struct field words_form_fields[] = { WORD_FORM_FIELDS(struct words_form), { 0 } };

static refused words_act(struct store_tx *tx, void *what)
{
    struct judged_act *judged = what;
    struct request *request = judged->request;
    const struct words_form *form = request->body;
    struct product_words words = { form->title, form->brand, form->description, form->category,
                                   form->facts };
    struct seller seller;
    struct editing editing;
    product_id product = { request_id(request, "product") };
    bool changed;
    refused why = selling(request, tx, &seller);
    if (!why)
        why = catalog_edit(tx, request->memory, seller.seller, product, request->now, &editing);
    if (!why)
        why = catalog_edit_words(tx, request->memory, &words, &editing.listing);
    if (!why)
        why = catalog_judge_listing(tx, request->memory, &editing.listing, &judged->visit, &product,
                                    &changed, &judged->judgement);
    return why || judged->judgement.stops ? why : fill_form(request, tx, request->answer);
}

static refused change_words(struct request *request)
{
    return catalog_do_judged(&(struct judged_act){ .request = request, .act = words_act });
}

struct add_form {
    const char *option1_name, *option2_name, *option3_name, *option1, *option2, *option3;
    struct money price;
    int64_t stock, weight_grams;
    const char *sku, *barcode;
};
// clang-format off
static const struct field add_form_fields[] = {
    TEXT_FIELD(struct add_form, option1_name, .optional = true, .max = 30,
               .says = "What variants differ in: Colour."),
    TEXT_FIELD(struct add_form, option2_name, .optional = true, .max = 30,
               .says = "And in what else."),
    TEXT_FIELD(struct add_form, option3_name, .optional = true, .max = 30,
               .says = "And in what else."),
    VARIANT_FORM_FIELDS(struct add_form),
    MONEY_FIELD(struct add_form, price, .says = "In the shop's currency."),
    { 0 },
};
// clang-format on

REFUSAL_AT(VARIANTS_FULL, 409, "option1", "A product has at most 100 variants.");

static refused add_act(struct store_tx *tx, void *what)
{
    struct judged_act *judged = what;
    struct request *request = judged->request;
    const struct add_form *form = request->body;
    const char *names[] = { form->option1_name, form->option2_name, form->option3_name };
    struct variant_form variant = {
        form->option1, form->option2,      form->option3, form->price,
        form->stock,   form->weight_grams, form->sku,     form->barcode
    };
    struct seller seller;
    struct editing editing;
    product_id product = { request_id(request, "product") };
    bool changed;
    refused why = selling(request, tx, &seller);
    if (!why)
        why = catalog_edit(tx, request->memory, seller.seller, product, request->now, &editing);
    if (why)
        return why;
    if (editing.listing.variant_count >= VARIANTS_MAX)
        return &VARIANTS_FULL;
    editing.variants[editing.listing.variant_count++] = variant_from(&variant, names);
    why = catalog_judge_listing(tx, request->memory, &editing.listing, &judged->visit, &product,
                                &changed, &judged->judgement);
    if (why || judged->judgement.stops)
        return why;
    request->status = 201;
    return fill_form(request, tx, request->answer);
}

static refused add_variant(struct request *request)
{
    return catalog_do_judged(&(struct judged_act){ .request = request, .act = add_act });
}

struct state_form {
    enum product_state state;
};
static const struct field state_form_fields[] = {
    CHOICE_FIELD(struct state_form, state, product_states, .says = "listed or withdrawn."),
    { 0 },
};

static refused state_act(struct store_tx *tx, void *what)
{
    struct judged_act *judged = what;
    struct request *request = judged->request;
    const struct state_form *form = request->body;
    product_id product = { request_id(request, "product") };
    struct seller seller;
    refused why = form->state == PRODUCT_LISTED ? selling(request, tx, &seller)
                                                : sellers_of_request(request, tx, &seller);
    if (!why)
        why = catalog_judge_state(
            tx, request->memory,
            &(struct state_change){ seller.seller, product, form->state, request->now },
            &judged->visit, &judged->judgement);
    return why || judged->judgement.stops ? why : fill_form(request, tx, request->answer);
}

static refused change_state(struct request *request)
{
    return catalog_do_judged(&(struct judged_act){ .request = request, .act = state_act });
}

// clang-format off
const struct route catalog_seller_routes[] = {
    { GET, "/seller/products", SELLER, catalog_list_own,
      .summary = "The seller's products", .takes = catalog_own_request_fields,
      .gives = catalog_own_list_fields,
      .refuses = { &NOT_A_SELLER }, .page = "catalog/seller_products", .scope = SCOPE_SELL },
    { GET, "/seller/products/new", SELLER, show_new,
      .summary = "The form for a new product", .gives = form_fields,
      .refuses = { &NOT_A_SELLER, &SELLER_IS_SUSPENDED }, .page = "catalog/product_new",
      .face = ONLY_PAGE },
    { POST, "/seller/products", SELLER, make_product,
      .summary = "List a product, or keep it as a draft", .takes = product_form_fields,
      .gives = form_fields,
      .refuses = { &NOT_A_SELLER, &SELLER_IS_SUSPENDED, &CATEGORY_NOT_FOUND, &VARIANTS_MISSING,
                   &VARIANT_TWICE, &PRICE_WRONG, &PRODUCTS_FULL, &FRAUD_REFUSED },
      .then = "/seller/products/{product}", .again = "/seller/products/new",
      .done = N_("It is there. Now give it pictures."), .once = true, .body_max = 256 * 1024,
      .scope = SCOPE_SELL },
    { GET, "/seller/products/{product}", SELLER, show_edit,
      .summary = "A product of the seller's own", .gives = form_fields,
      .refuses = { &NOT_A_SELLER, &PRODUCT_NOT_FOUND, &NOT_YOUR_PRODUCT },
      .page = "catalog/product_edit", .scope = SCOPE_SELL },
    { POST, "/seller/products/{product}", SELLER, change_words,
      .summary = "Change a product's words", .takes = words_form_fields, .gives = form_fields,
      .refuses = { &NOT_A_SELLER, &SELLER_IS_SUSPENDED, &PRODUCT_NOT_FOUND, &NOT_YOUR_PRODUCT,
                   &CATEGORY_NOT_FOUND, &PRICE_WRONG, &PRODUCT_IN_REVIEW, &FRAUD_REFUSED },
      .then = "/seller/products/{product}", .again = "/seller/products/{product}",
      .done = N_("Changed."), .scope = SCOPE_SELL },
    { POST, "/seller/products/{product}/variants", SELLER, add_variant,
      .summary = "Add a variant to a product", .takes = add_form_fields, .gives = form_fields,
      .refuses = { &NOT_A_SELLER, &SELLER_IS_SUSPENDED, &PRODUCT_NOT_FOUND, &NOT_YOUR_PRODUCT,
                   &VARIANT_TWICE, &VARIANTS_FULL, &PRICE_WRONG, &PRODUCT_IN_REVIEW,
                   &FRAUD_REFUSED },
      .then = "/seller/products/{product}", .again = "/seller/products/{product}",
      .done = N_("The variant is there."), .scope = SCOPE_SELL },
    { POST, "/seller/products/{product}/state", SELLER, change_state,
      .summary = "Put a product up for sale, or withdraw it", .takes = state_form_fields,
      .gives = form_fields,
      .refuses = { &NOT_A_SELLER, &SELLER_IS_SUSPENDED, &PRODUCT_NOT_FOUND, &NOT_YOUR_PRODUCT,
                   &STATE_CHANGE_WRONG, &PRODUCT_IN_REVIEW, &FRAUD_REFUSED },
      .then = "/seller/products/{product}", .done = N_("Changed."), .scope = SCOPE_SELL },
    { 0 },
};
// clang-format on
