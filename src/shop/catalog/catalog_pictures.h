/* Catalog, pictures: the acts on photographs, and reading them back. */
#pragma once

#include "shop/catalog/catalog_inside.h"
#include "shop/catalog/catalog_photograph.h"

struct picture_adding {
    seller_id seller;
    product_id product;
    const struct photograph *photograph;
    struct moment now;
};
refused catalog_add_picture(struct store_tx *tx, const struct picture_adding *adding,
                            picture_id *ret_picture);
/* What it would refuse; decides and changes nothing. */
refused catalog_may_add_picture(struct store_tx *tx, struct arena *memory,
                                const struct picture_adding *adding, struct product *ret_product);
/* Both give the product that the picture shows. */
refused catalog_put_first(struct store_tx *tx, seller_id seller, picture_id picture,
                          struct moment now, product_id *ret_product);
refused catalog_remove_picture(struct store_tx *tx, seller_id seller, picture_id picture,
                               struct moment now, product_id *ret_product);

/* The recipe, or NULL for a photograph. */
refused catalog_picture_scene(struct store_tx *tx, struct arena *memory, picture_id picture,
                              const char **ret_scene);
/* The smallest JPEG that is at least this wide, or the widest. */
refused catalog_picture_bytes(struct store_tx *tx, struct arena *memory, picture_id picture,
                              int64_t width, const unsigned char **ret_bytes, size_t *ret_size);
