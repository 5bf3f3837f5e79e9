/* Catalog, editing: a product as its seller's forms send it, turned into a listing and back. */
#pragma once

#include "shop/catalog/catalog_inside.h"

/* What a listing needs of what is typed. */
struct product_words {
    const char *title, *brand, *description;
    const char *category; /* slug */
    const char *facts;    /* "Material: cotton", one a line */
};

/* "Material: cotton" a line; lines without a colon are passed over. */
struct attributes catalog_read_facts(struct arena *memory, const char *facts);
char *catalog_write_facts(struct arena *memory, const struct attributes *attributes);

/* The listing that would make a product just as it is, with the seller's own open offers; the
 * variants have room for one more. NOT_YOUR_PRODUCT. */
struct editing {
    struct product_listing listing;
    struct variant_listing *variants; /* the listing's own, to be changed */
    struct attribute *attributes;
    offer_id *offers;             /* beside the variants */
    struct reduction *reductions; /* the offers', too */
};
refused catalog_edit(struct store_tx *tx, struct arena *memory, seller_id seller,
                     product_id product, struct moment now, struct editing *ret_editing);
/* Puts words into the listing; CATEGORY_NOT_FOUND. */
refused catalog_edit_words(struct store_tx *tx, struct arena *memory,
                           const struct product_words *words, struct product_listing *listing);
