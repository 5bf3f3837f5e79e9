/* Fuzz: any bytes as a seller's catalogue file. */
#include "shop/catalog/catalog_import.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check(const struct import_item *item)
{
    const struct product_listing *listing = &item->listing;
    if (item->fault)
        return;
    if (!listing->title || !*listing->title || !listing->import_key || !listing->description ||
        listing->variant_count < 1 || listing->variant_count > VARIANTS_MAX)
        abort();
    if (!text_is_utf8(listing->title, strlen(listing->title)) ||
        !text_is_utf8(listing->description, strlen(listing->description)))
        abort();
    for (size_t i = 0; i < listing->variant_count; i++)
        if (listing->variants[i].price.minor <= 0 || listing->variants[i].stock < 0 ||
            listing->variants[i].weight_grams < 0)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO(arena) memory = { 0 };
    static struct category shelf[] = { { { 1 }, { 0 }, "home-garden", "Home and Garden" } };
    static const struct categories all = { shelf, 1 };
    struct import_plan plan = { .seller = { 1 }, .categories = &all };
    plan.currency = currency_of("EUR");
    const char *file = arena_copy_bytes(&memory, bytes, size);
    struct import_items items = catalog_import_read(&memory, &plan, file, size);
    for (size_t i = 0; i < items.count; i++)
        check(&items.items[i]);
    return 0;
}
