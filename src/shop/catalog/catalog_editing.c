/* Catalog, editing: listings from what there is and what is typed. */
#include "shop/catalog/catalog_editing.h"

struct attributes catalog_read_facts(struct arena *memory, const char *facts)
{
    struct attributes all = { arena_array(memory, ATTRIBUTES_MAX, sizeof(struct attribute)), 0 };
    for (const char *at = facts ? facts : ""; *at && all.count < ATTRIBUTES_MAX;) {
        size_t length = strcspn(at, "\n"), name = strcspn(at, ":\n");
        if (name < length) {
            const char *named = text_trim(memory, arena_copy_bytes(memory, at, name));
            const char *value =
                text_trim(memory, arena_copy_bytes(memory, at + name + 1, length - name - 1));
            if (*named && *value)
                all.items[all.count++] = (struct attribute){ named, value };
        }
        at += length + (at[length] == '\n');
    }
    return all;
}

char *catalog_write_facts(struct arena *memory, const struct attributes *attributes)
{
    AUTO(text) facts = { 0 };
    for (size_t i = 0; i < attributes->count; i++)
        text_add_format(&facts, "%s: %s\n", attributes->items[i].name, attributes->items[i].value);
    return arena_copy(memory, text_of(&facts));
}

/* "Colour, Size" cut at its commas; the text lives in `memory`. */
static void read_names(struct arena *memory, const char *names, const char *ret_names[static 3])
{
    for (int i = 0; i < OPTIONS_MAX && *names; i++) {
        const char *comma = strstr(names, ", ");
        size_t length = comma ? (size_t)(comma - names) : strlen(names);
        ret_names[i] = arena_copy_bytes(memory, names, length);
        names += length + (comma ? 2 : 0);
    }
}

static struct variant_listing variant_as_is(struct arena *memory, const struct variant *variant,
                                            const struct variant_offer *offer)
{
    struct variant_listing listing = {
        .sku = offer->sku,
        .barcode = variant->barcode,
        .price = offer->price,
        .was = offer->reduction.was,
        .stock = offer->stock,
        .weight_grams = variant->weight_grams,
    };
    const char *names[3] = { NULL };
    read_names(memory, variant->names, names);
    for (int i = 0; i < OPTIONS_MAX; i++)
        if (names[i] && variant->values[i])
            listing.options[i] = (struct option){ names[i], variant->values[i] };
    return listing;
}

refused catalog_edit(struct store_tx *tx, struct arena *memory, seller_id seller, product_id number,
                     struct moment now, struct editing *ret_editing)
{
    struct product product;
    refused why = catalog_find(tx, memory, number, &product);
    if (why)
        return why;
    if (product.seller.number != seller.number)
        return &NOT_YOUR_PRODUCT;
    struct variants variants = catalog_variants(tx, memory, number);
    struct variant_offers offers = catalog_offers(tx, memory, number);
    struct attributes attributes = catalog_attributes(tx, memory, number);
    struct editing editing = {
        .variants = arena_array(memory, VARIANTS_MAX + 1, sizeof *editing.variants),
        .offers = arena_array(memory, VARIANTS_MAX + 1, sizeof *editing.offers),
        .reductions = arena_array(memory, VARIANTS_MAX + 1, sizeof *editing.reductions),
        .attributes = attributes.items,
    };
    size_t count = 0;
    for (size_t i = 0; i < variants.count; i++)
        for (size_t k = 0; k < offers.count; k++) {
            const struct variant_offer *offer = &offers.items[k];
            if (offer->seller.number != seller.number || !offer->open ||
                offer->variant.number != variants.items[i].variant.number)
                continue;
            editing.offers[count] = offer->offer;
            editing.reductions[count] = offer->reduction;
            editing.variants[count++] = variant_as_is(memory, &variants.items[i], offer);
        }
    editing.listing = (struct product_listing){
        .product = number,
        .seller = seller,
        .import_key = product.import_key,
        .title = product.title,
        .brand = product.brand,
        .description = product.description,
        .category = product.category,
        .attributes = editing.attributes,
        .attribute_count = attributes.count,
        .variants = editing.variants,
        .variant_count = count,
        .picture_url = product.picture_url,
        .state = product.state,
        .now = now,
    };
    *ret_editing = editing;
    return NULL;
}

refused catalog_edit_words(struct store_tx *tx, struct arena *memory,
                           const struct product_words *words, struct product_listing *listing)
{
    struct attributes attributes = catalog_read_facts(memory, words->facts);
    category_id category = catalog_category(tx, words->category);
    if (!category.number)
        return &CATEGORY_NOT_FOUND;
    listing->title = words->title;
    listing->brand = words->brand;
    listing->description = words->description ? words->description : "";
    listing->category = category;
    listing->attributes = attributes.items;
    listing->attribute_count = attributes.count;
    return NULL;
}
