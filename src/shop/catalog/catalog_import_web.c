/* Catalog, on the web: a seller's file, loaded, with a report. */
#include "shop/catalog/catalog_import.h"
#include "shop/catalog/catalog_web.h"
#include "shop/fraud/fraud_web.h"
#include "shop/sellers/sellers_web.h"

enum { FILE_BYTES_MAX = 12 * 1024 * 1024, FAULTS_SHOWN = 200 };

static const struct choice import_formats[] = {
    [IMPORT_UNKNOWN] = { "any", N_("Look at the file") },
    [IMPORT_SHOPIFY] = { "shopify", N_("Shopify’s product file (CSV)") },
    [IMPORT_JSON] = { "json", N_("JSON: one array, or an object a line") },
    { 0 },
};

struct fault_answer {
    int64_t line;
    const char *reason;
};
struct import_answer {
    bool loaded;
    int64_t made, changed, same, bad;
    LIST_OF(struct fault_answer) faults;
    LIST_OF(struct category_answer) categories;
    const char *currency;
};
struct import_request {
    struct upload file;
    enum import_format format;
    const char *category;
};

// clang-format off
static const struct field import_request_fields[] = {
    UPLOAD_FIELD(struct import_request, file, .says = "The file, up to 12 MB."),
    CHOICE_FIELD(struct import_request, format, import_formats, .optional = true,
                 .says = "any looks at the file."),
    TEXT_FIELD(struct import_request, category, .optional = true, .max = 60,
               .says = "Slug of the category for what no word of the file tells."),
    { 0 },
};
static const struct field fault_fields[] = {
    INT_FIELD(struct fault_answer, line, .says = "Of the file, from 1."),
    TEXT_FIELD(struct fault_answer, reason, .says = "What is wrong with it."),
    { 0 },
};
static const struct field import_fields[] = {
    BOOL_FIELD(struct import_answer, loaded, .says = "A file was loaded."),
    INT_FIELD(struct import_answer, made, .says = "New products."),
    INT_FIELD(struct import_answer, changed, .says = "Products that were there and are changed."),
    INT_FIELD(struct import_answer, same, .says = "Products that were there already, just so."),
    INT_FIELD(struct import_answer, bad, .says = "Rows that could not be used, or not wholly."),
    LIST_FIELD(struct import_answer, faults, fault_fields, .says = "Where and why; the first 200."),
    LIST_FIELD(struct import_answer, categories, category_link_fields, .says = "To choose from."),
    TEXT_FIELD(struct import_answer, currency,
               .says = "That the file's prices are taken to be in."),
    { 0 },
};
// clang-format on

static void fill_categories(struct arena *memory, const struct categories *all,
                            struct import_answer *answer)
{
    answer->categories.items = arena_array(memory, all->count, sizeof *answer->categories.items);
    for (size_t i = 0; i < all->count; i++)
        answer->categories.items[answer->categories.count++] = (struct category_answer){
            .slug = all->items[i].slug,
            .name = _(all->items[i].name),
            .chosen = text_same(all->items[i].slug, "home-garden"),
        };
}

static refused show_import(struct request *request)
{
    struct import_answer *answer = request->answer;
    struct seller seller;
    refused why = sellers_of_request(request, request->tx, &seller);
    if (why)
        return why;
    struct categories all = catalog_categories(request->tx, request->memory);
    fill_categories(request->memory, &all, answer);
    answer->currency = arena_copy(request->memory, seller.currency.code);
    request->title = _("Load a file");
    return NULL;
}

/* What the plan needs of the store; read before the acts, which are several. */
static refused read_plan(struct request *request, struct categories *all, struct import_plan *plan,
                         bool *ret_trusted)
{
    const struct import_request *body = request->body;
    struct store_tx *tx = store_read(request->store);
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    if (!why && (seller.standing == SELLER_SUSPENDED || seller.standing == SELLER_RESTRICTED))
        why = &SELLER_IS_SUSPENDED;
    if (!why && body->category && !catalog_category(tx, body->category).number)
        why = &CATEGORY_NOT_FOUND;
    if (!why) {
        *all = catalog_categories(tx, request->memory);
        *plan = (struct import_plan){ .format = body->format,
                                      .seller = seller.seller,
                                      .currency = seller.currency,
                                      .category = body->category,
                                      .categories = all,
                                      .now = request->now };
        *ret_trusted = seller.standing == SELLER_VERIFIED || seller.standing == SELLER_TOP;
    }
    store_read_end(tx);
    return why;
}

static refused load_file(struct request *request)
{
    const struct import_request *body = request->body;
    struct import_answer *answer = request->answer;
    struct categories all = { 0 };
    struct import_plan plan = { 0 };
    struct import_result result = { 0 };
    struct fraud_visit visit = fraud_visit_of(request);
    bool trusted = false;
    refused why = read_plan(request, &all, &plan, &trusted);
    if (why)
        return why;
    struct import_items items =
        catalog_import_read(request->memory, &plan, body->file.bytes, body->file.size);
    /* Whom the market has verified it trusts with whole files; of others each product is judged. */
    items.visit = trusted ? NULL : &visit;
    why = catalog_import_load(request->store, request->memory, &items, NULL, NULL, &result);
    if (why)
        return why;
    *answer = (struct import_answer){
        .loaded = true,
        .made = result.made,
        .changed = result.changed,
        .same = result.same,
        .bad = (int64_t)result.fault_count,
        .currency = arena_copy(request->memory, plan.currency.code),
    };
    answer->faults.items = arena_array(request->memory, FAULTS_SHOWN, sizeof *answer->faults.items);
    for (size_t i = 0; i < result.fault_count && i < FAULTS_SHOWN; i++)
        answer->faults.items[answer->faults.count++] =
            (struct fault_answer){ result.faults[i].line, _(result.faults[i].reason) };
    fill_categories(request->memory, &all, answer);
    request->title = _("Load a file");
    return NULL;
}

// clang-format off
const struct route catalog_import_routes[] = {
    { GET, "/seller/imports", SELLER, show_import,
      .summary = "The form to load a catalogue file", .gives = import_fields,
      .refuses = { &NOT_A_SELLER }, .page = "catalog/imports", .face = ONLY_PAGE },
    { POST, "/seller/imports", SELLER, load_file,
      .summary = "Load a catalogue file; twice changes nothing", .takes = import_request_fields,
      .gives = import_fields,
      .refuses = { &NOT_A_SELLER, &SELLER_IS_SUSPENDED, &CATEGORY_NOT_FOUND },
      .page = "catalog/imports", .again = "/seller/imports", .body_max = FILE_BYTES_MAX,
      .scope = SCOPE_SELL, .limit = { 20, 60 } },
    { 0 },
};
// clang-format on
