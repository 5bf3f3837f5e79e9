/* Catalog, import: the product file of Shopify, with the headers of before and after 2024.
 *
 * Rows that follow each other under one handle are one product: the first tells what it is, each
 * with a price is a variant, the others only add pictures, of which the first is kept. */
#include "shop/catalog/catalog_import.h"

#include "base/words.h"

// clang-format off
enum column {
    HANDLE, TITLE, BODY, VENDOR, TYPE, CATEGORY, TAGS, PUBLISHED, STATUS,
    NAME1, VALUE1, NAME2, VALUE2, NAME3, VALUE3,
    SKU, GRAMS, WEIGHT, WEIGHT_UNIT, QUANTITY, PRICE, WAS, BARCODE, IMAGE, COLUMNS,
};
// clang-format on

/* Each column's names; the first file format's, then the newer one's. */
// clang-format off
static const char *const names[COLUMNS][3] = {
    [HANDLE] = { "Handle", "URL handle" },
    [TITLE] = { "Title" },
    [BODY] = { "Body (HTML)", "Description", "Body HTML" },
    [VENDOR] = { "Vendor" },
    [TYPE] = { "Type" },
    [CATEGORY] = { "Product Category", "Product category",
                   "Google Shopping / Google Product Category" },
    [TAGS] = { "Tags" },
    [PUBLISHED] = { "Published", "Published on online store" },
    [STATUS] = { "Status" },
    [NAME1] = { "Option1 Name", "Option1 name" },
    [VALUE1] = { "Option1 Value", "Option1 value" },
    [NAME2] = { "Option2 Name", "Option2 name" },
    [VALUE2] = { "Option2 Value", "Option2 value" },
    [NAME3] = { "Option3 Name", "Option3 name" },
    [VALUE3] = { "Option3 Value", "Option3 value" },
    [SKU] = { "Variant SKU", "SKU" },
    [GRAMS] = { "Variant Grams", "Weight value (grams)" },
    [WEIGHT] = { "Variant Weight" },
    [WEIGHT_UNIT] = { "Variant Weight Unit", "Weight unit for display" },
    [QUANTITY] = { "Variant Inventory Qty", "Inventory quantity" },
    [PRICE] = { "Variant Price", "Price" },
    [WAS] = { "Variant Compare At Price", "Compare-at price" },
    [BARCODE] = { "Variant Barcode", "Barcode" },
    [IMAGE] = { "Image Src", "Product image URL" },
};
// clang-format on

/* One product while its rows come. */
struct building {
    struct import_item item;
    const char *handle, *words; /* Type, Tags and title: what tells the category */
    const char *option_names[3];
    struct variant_listing *variants;
    size_t variant_count;
    bool begun;
};

struct reading {
    struct arena *memory;
    const struct import_plan *plan;
    int where[COLUMNS]; /* -1: the file does not have it */
    struct csv_row row;
    struct import_items items;
    size_t room;
    struct building now;
};

static const char *cell(const struct reading *reading, enum column column)
{
    int at = reading->where[column];
    return at >= 0 && (size_t)at < reading->row.count ? reading->row.cells[at] : "";
}

static void find_columns(struct reading *reading)
{
    for (int column = 0; column < COLUMNS; column++) {
        reading->where[column] = -1;
        for (int name = 0; name < 3 && reading->where[column] < 0; name++)
            for (size_t i = 0; names[column][name] && i < reading->row.count; i++)
                if (text_same(text_trim(reading->memory, reading->row.cells[i]),
                              names[column][name]))
                    reading->where[column] = (int)i;
    }
}

static void add_fault(struct reading *reading, int64_t line, const char *fault)
{
    import_add(reading->memory, &reading->items, &reading->room,
               &(struct import_item){ .line = line, .fault = fault });
}

static void finish_product(struct reading *reading)
{
    struct building *now = &reading->now;
    struct product_listing *listing = &now->item.listing;
    if (!now->begun)
        return;
    listing->variants = now->variants;
    listing->variant_count = now->variant_count;
    if (!now->item.fault && !now->variant_count)
        now->item.fault = N_("No row of this product has a price.");
    import_add(reading->memory, &reading->items, &reading->room, &now->item);
    *now = (struct building){ 0 };
}

static enum product_state state_of(const struct reading *reading)
{
    const char *status = cell(reading, STATUS), *published = cell(reading, PUBLISHED);
    bool hidden = text_same(published, "false") || text_same(published, "FALSE") ||
                  text_same(status, "draft") || text_same(status, "Draft") ||
                  text_same(status, "archived") || text_same(status, "Archived");
    return hidden ? PRODUCT_DRAFT : PRODUCT_LISTED;
}

static void begin_product(struct reading *reading, const char *handle)
{
    struct arena *memory = reading->memory;
    const struct import_plan *plan = reading->plan;
    struct building *now = &reading->now;
    const char *title = import_words(memory, cell(reading, TITLE), 150, false);
    const char *body = import_plain_text(memory, cell(reading, BODY));
    const char *told = arena_format(memory, "%s, %s, %s", cell(reading, TYPE), cell(reading, TAGS),
                                    cell(reading, CATEGORY));
    category_id by_title =
        import_category(plan->categories, title ? title : "", import_otherwise(plan));
    *now = (struct building){ .handle = handle, .begun = true };
    now->variants = arena_array(memory, VARIANTS_MAX, sizeof *now->variants);
    now->item.line = reading->row.line;
    now->item.listing = (struct product_listing){
        .seller = plan->seller,
        .import_key = import_words(memory, handle, 200, false),
        .title = title,
        .brand = import_words(memory, cell(reading, VENDOR), 60, false),
        .description = import_words(memory, body, 8000, true),
        .category = import_category(plan->categories, told, by_title),
        .picture_url = import_words(memory, cell(reading, IMAGE), 1000, false),
        .state = state_of(reading),
        .now = plan->now,
    };
    if (!now->item.listing.description)
        now->item.listing.description = "";
    if (!title)
        now->item.fault = N_("The first row of this product has no title.");
}

/* Whole grams, or a weight in its unit. */
static int64_t grams_of(const struct reading *reading)
{
    static const struct {
        const char *unit;
        double grams;
    } units[] = {
        { "kg", 1000 },
        { "lb", 453.59237 },
        { "oz", 28.349523 },
        { "g", 1 },
    };
    char *end;
    double grams = strtod(cell(reading, GRAMS), &end);
    if (grams <= 0 && *cell(reading, WEIGHT)) {
        grams = strtod(cell(reading, WEIGHT), &end);
        for (size_t i = 0; i < sizeof units / sizeof *units; i++)
            if (text_same(cell(reading, WEIGHT_UNIT), units[i].unit))
                grams *= units[i].grams;
    }
    return grams > 0 && grams < 1e6 ? (int64_t)(grams + 0.5) : 0;
}

/* Only what looks like a GTIN: others put all sorts of things there. */
static const char *barcode_of(const struct reading *reading)
{
    const char *code = cell(reading, BARCODE);
    code += *code == '\'';
    size_t digits = strspn(code, "0123456789");
    return digits >= 8 && digits <= 14 && !code[digits] ? code : NULL;
}

static void fill_options(struct reading *reading, struct variant_listing *variant)
{
    static const enum column name_columns[] = { NAME1, NAME2, NAME3 };
    static const enum column value_columns[] = { VALUE1, VALUE2, VALUE3 };
    struct building *now = &reading->now;
    for (int i = 0; i < OPTIONS_MAX; i++) {
        const char *name = import_words(reading->memory, cell(reading, name_columns[i]), 30, false);
        const char *value =
            import_words(reading->memory, cell(reading, value_columns[i]), 60, false);
        if (name)
            now->option_names[i] = name; /* only a product's first row has it */
        bool nothing = !value || (text_same(value, "Default Title") &&
                                  text_same(now->option_names[0], "Title"));
        if (!nothing && now->option_names[i])
            variant->options[i] = (struct option){ now->option_names[i], value };
    }
}

static void add_variant(struct reading *reading)
{
    struct building *now = &reading->now;
    struct variant_listing variant = { 0 };
    int64_t stock;
    if (now->item.fault)
        return;
    if (now->variant_count == VARIANTS_MAX) {
        add_fault(reading, reading->row.line, N_("A product has at most 100 variants."));
        return;
    }
    const char *price = text_trim(reading->memory, cell(reading, PRICE));
    if (!import_money(price, reading->plan->currency, &variant.price)) {
        add_fault(reading, reading->row.line, N_("The price is not an amount above zero."));
        return;
    }
    import_was(text_trim(reading->memory, cell(reading, WAS)), reading->plan->currency, &variant);
    bool counted = text_to_int(text_trim(reading->memory, cell(reading, QUANTITY)), &stock);
    variant.stock = counted && stock > 0 ? stock : 0;
    variant.weight_grams = grams_of(reading);
    variant.sku = import_words(reading->memory, cell(reading, SKU), 60, false);
    variant.barcode = barcode_of(reading);
    fill_options(reading, &variant);
    now->variants[now->variant_count++] = variant;
}

static void take_row(struct reading *reading)
{
    const char *handle = text_trim(reading->memory, cell(reading, HANDLE));
    if (!*handle) {
        finish_product(reading);
        add_fault(reading, reading->row.line, N_("The row has no handle."));
        return;
    }
    if (!reading->now.begun || !text_same(reading->now.handle, handle)) {
        finish_product(reading);
        begin_product(reading, handle);
    }
    if (*cell(reading, PRICE))
        add_variant(reading);
}

struct import_items catalog_import_shopify(struct arena *memory, const struct import_plan *plan,
                                           const char *file, size_t size)
{
    struct reading reading = { .memory = memory, .plan = plan };
    struct csv csv = csv_begin(file, size);
    if (csv_next(memory, &csv, &reading.row))
        find_columns(&reading);
    bool known = reading.row.count && reading.where[HANDLE] >= 0 && reading.where[TITLE] >= 0 &&
                 reading.where[PRICE] >= 0;
    if (!known) {
        add_fault(&reading, 1,
                  N_("The first line must name the columns Handle, Title and Variant Price."));
        return reading.items;
    }
    while (csv_next(memory, &csv, &reading.row))
        take_row(&reading);
    finish_product(&reading);
    if (csv.broken)
        add_fault(&reading, reading.row.line,
                  N_("A quotation mark is opened here and not closed."));
    return reading.items;
}
