/* Catalog, pictures: added, put first, removed, and found again. */
#include "shop/catalog/catalog_pictures.h"

#include "base/id.h"
#include "shop/catalog/catalog_sql.h"

REFUSAL(PICTURE_NOT_FOUND, 404, "There is no such picture.");
REFUSAL_AT(PICTURE_LIMIT, 409, "file", "A product has at most 12 pictures. Take one away first.");

static refused own_product(struct store_tx *tx, seller_id seller, product_id product)
{
    AUTO(arena) memory = { 0 };
    struct product found;
    refused why = catalog_find(tx, &memory, product, &found);
    if (why)
        return why;
    return found.seller.number == seller.number ? NULL : &NOT_YOUR_PRODUCT;
}

refused catalog_may_add_picture(struct store_tx *tx, struct arena *memory,
                                const struct picture_adding *adding, struct product *ret_product)
{
    product_id product = adding->product;
    refused why = catalog_find(tx, memory, product, ret_product);
    if (why)
        return why;
    if (ret_product->seller.number != adding->seller.number)
        return &NOT_YOUR_PRODUCT;
    if (ret_product->held_decision)
        return &PRODUCT_IN_REVIEW;
    bool full =
        store_int(tx, &catalog_count_pictures, WITH(INT(product.number)), 0) >= PICTURES_MAX;
    return full ? &PICTURE_LIMIT : NULL;
}

refused catalog_add_picture(struct store_tx *tx, const struct picture_adding *adding,
                            picture_id *ret_picture)
{
    AUTO(arena) memory = { 0 };
    struct product found;
    const struct photograph *photograph = adding->photograph;
    product_id product = adding->product;
    refused why = catalog_may_add_picture(tx, &memory, adding, &found);
    if (why)
        return why;
    picture_id picture = { id_next(adding->now) };
    store_do(tx, &catalog_insert_photograph,
             WITH(INT(picture.number), INT(product.number), INT(adding->seller.number),
                  INT(adding->now.us), INT((int64_t)photograph->hash)));
    for (int i = 0; i < photograph->count; i++)
        store_do(tx, &catalog_insert_picture_file,
                 WITH(INT(picture.number), INT(photograph->files[i].width),
                      BYTES(photograph->files[i].bytes, photograph->files[i].size)));
    catalog_choose_picture(tx, product);
    *ret_picture = picture;
    return catalog_announce(tx, &PRODUCT_CHANGED, product, adding->now);
}

/* The product that a picture of the seller's own shows. */
static refused find_own(struct store_tx *tx, seller_id seller, picture_id picture,
                        product_id *ret_product)
{
    struct rows rows = store_query(tx, &catalog_select_picture, WITH(INT(picture.number)));
    product_id product = { 0 };
    while (rows_next(&rows))
        product.number = rows_int(&rows, "product_id");
    if (!product.number)
        return &PICTURE_NOT_FOUND;
    refused why = own_product(tx, seller, product);
    if (why)
        return why == &NOT_YOUR_PRODUCT ? &PICTURE_NOT_FOUND : why;
    *ret_product = product;
    return NULL;
}

refused catalog_put_first(struct store_tx *tx, seller_id seller, picture_id picture,
                          struct moment now, product_id *ret_product)
{
    refused why = find_own(tx, seller, picture, ret_product);
    if (why)
        return why;
    store_do(tx, &catalog_put_picture_first, WITH(INT(ret_product->number), INT(picture.number)));
    catalog_choose_picture(tx, *ret_product);
    return catalog_announce(tx, &PRODUCT_CHANGED, *ret_product, now);
}

refused catalog_remove_picture(struct store_tx *tx, seller_id seller, picture_id picture,
                               struct moment now, product_id *ret_product)
{
    refused why = find_own(tx, seller, picture, ret_product);
    if (why)
        return why;
    store_do(tx, &catalog_delete_picture_files, WITH(INT(picture.number)));
    store_do(tx, &catalog_delete_picture, WITH(INT(picture.number)));
    catalog_choose_picture(tx, *ret_product);
    return catalog_announce(tx, &PRODUCT_CHANGED, *ret_product, now);
}

refused catalog_picture_scene(struct store_tx *tx, struct arena *memory, picture_id picture,
                              const char **ret_scene)
{
    struct rows rows = store_query(tx, &catalog_select_picture, WITH(INT(picture.number)));
    if (!rows_next(&rows))
        return &PICTURE_NOT_FOUND;
    *ret_scene = rows_text(&rows, memory, "scene");
    rows_close(&rows);
    return NULL;
}

refused catalog_picture_bytes(struct store_tx *tx, struct arena *memory, picture_id picture,
                              int64_t width, const unsigned char **ret_bytes, size_t *ret_size)
{
    struct rows rows =
        store_query(tx, &catalog_select_picture_file, WITH(INT(picture.number), INT(width)));
    if (!rows_next(&rows))
        return &PICTURE_NOT_FOUND;
    *ret_bytes = rows_bytes(&rows, memory, "bytes", ret_size);
    rows_close(&rows);
    return NULL;
}
