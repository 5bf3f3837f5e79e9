/* Catalog, reading: a product with its variants, offers, attributes and pictures. */
#include "shop/catalog/catalog_inside.h"

#include "shop/catalog/catalog_sql.h"

static enum product_state state_named(const char *name)
{
    int state = PRODUCT_DRAFT;
    while (state < PRODUCT_WITHDRAWN && !text_same(catalog_state_names[state], name))
        state++;
    return (enum product_state)state;
}

refused catalog_find(struct store_tx *tx, struct arena *memory, product_id product,
                     struct product *ret_product)
{
    struct rows rows = store_query(tx, &catalog_select_product, WITH(INT(product.number)));
    if (!rows_next(&rows))
        return &PRODUCT_NOT_FOUND;
    *ret_product = (struct product){
        .product = product,
        .seller = { rows_int(&rows, "seller_id") },
        .title = rows_text(&rows, memory, "title"),
        .title_sold = rows_text(&rows, memory, "title_sold"),
        .brand = rows_text(&rows, memory, "brand"),
        .description = rows_text(&rows, memory, "description"),
        .category = { rows_int(&rows, "category_id") },
        .state = state_named(rows_text(&rows, memory, "state")),
        .held_decision = rows_int(&rows, "held_decision"),
        .picture = rows_text(&rows, memory, "picture"),
        .import_key = rows_text(&rows, memory, "import_key"),
        .picture_url = rows_text(&rows, memory, "picture_url"),
        .listed_at = { rows_int(&rows, "listed_at") },
        .changed_at = { rows_int(&rows, "changed_at") },
    };
    rows_close(&rows);
    return NULL;
}

struct variants catalog_variants(struct store_tx *tx, struct arena *memory, product_id product)
{
    struct variants all = { 0 };
    struct rows rows = store_query(tx, &catalog_select_variants, WITH(INT(product.number)));
    while (rows_next(&rows) && all.count < VARIANTS_MAX) {
        all.items = arena_room(memory, all.items, all.count, sizeof *all.items);
        all.items[all.count++] = (struct variant){
            .variant = { rows_int(&rows, "variant_id") },
            .options = rows_text(&rows, memory, "options"),
            .names = rows_text(&rows, memory, "names"),
            .values = { rows_text(&rows, memory, "option1"), rows_text(&rows, memory, "option2"),
                        rows_text(&rows, memory, "option3") },
            .barcode = rows_text(&rows, memory, "barcode"),
            .weight_grams = rows_int(&rows, "weight_grams"),
        };
    }
    rows_close(&rows);
    return all;
}

struct variant_offers catalog_offers(struct store_tx *tx, struct arena *memory, product_id product)
{
    struct variant_offers all = { 0 };
    struct rows rows =
        store_query(tx, &catalog_select_offers, WITH(INT(product.number), INT(OFFERS_MAX)));
    while (rows_next(&rows)) {
        all.items = arena_room(memory, all.items, all.count, sizeof *all.items);
        struct variant_offer *offer = &all.items[all.count++];
        *offer = (struct variant_offer){
            .offer = { rows_int(&rows, "offer_id") },
            .variant = { rows_int(&rows, "variant_id") },
            .seller = { rows_int(&rows, "seller_id") },
            .sku = rows_text(&rows, memory, "sku"),
            .price = money_of(rows_int(&rows, "price"),
                              currency_of(rows_text(&rows, memory, "currency"))),
            .stock = rows_int(&rows, "stock"),
            .open = rows_int(&rows, "open"),
            .seller_name = rows_text(&rows, memory, "name"),
            .seller_country = rows_text(&rows, memory, "country"),
            .standing = sellers_standing_named(rows_text(&rows, memory, "standing")),
            .guarantees = (unsigned)rows_int(&rows, "guarantees"),
            .ship_days = rows_int(&rows, "ship_days"),
        };
        offer->reduction = catalog_reduction_from_row(&rows, memory);
        bool may_sell = offer->standing != SELLER_SUSPENDED && offer->standing != SELLER_RESTRICTED;
        offer->open = offer->open && may_sell;
    }
    return all;
}

struct attributes catalog_attributes(struct store_tx *tx, struct arena *memory, product_id product)
{
    struct attributes all = { arena_array(memory, ATTRIBUTES_MAX, sizeof(struct attribute)), 0 };
    struct rows rows = store_query(tx, &catalog_select_attributes, WITH(INT(product.number)));
    while (rows_next(&rows) && all.count < ATTRIBUTES_MAX)
        all.items[all.count++] = (struct attribute){ rows_text(&rows, memory, "name"),
                                                     rows_text(&rows, memory, "value") };
    rows_close(&rows);
    return all;
}

struct pictures catalog_pictures(struct store_tx *tx, struct arena *memory, product_id product)
{
    struct pictures all = { arena_array(memory, PICTURES_MAX, sizeof(struct picture)), 0 };
    struct rows rows = store_query(tx, &catalog_select_pictures, WITH(INT(product.number)));
    while (rows_next(&rows) && all.count < PICTURES_MAX)
        all.items[all.count++] = (struct picture){ { rows_int(&rows, "picture_id") },
                                                   rows_text(&rows, memory, "scene") };
    rows_close(&rows);
    return all;
}
