/* Catalog, import: sellers' files, read into listings.
 *
 * Text goes in, listings come out; nothing is written here, so that the command, the page and the
 * fuzzer share it. A row that cannot be used is named with its line and its reason, and the rest
 * goes on. */
#pragma once

#include "shop/catalog/catalog_inside.h"
#include "shop/fraud/fraud.h"

enum import_format { IMPORT_UNKNOWN, IMPORT_SHOPIFY, IMPORT_JSON };

struct import_plan {
    enum import_format format; /* IMPORT_UNKNOWN looks at the text */
    seller_id seller;
    struct currency currency; /* of the seller's prices */
    const char *category;     /* slug for what no word tells; NULL is "home-garden" */
    const struct categories *categories;
    struct moment now;
};

struct import_fault {
    int64_t line;
    const char *reason; /* English; translated when shown */
};

/* One product of the file, or what is wrong with one. */
struct import_item {
    int64_t line;      /* where it begins, from 1 */
    const char *fault; /* NULL: the listing is good */
    struct product_listing listing;
};
struct import_items {
    struct import_item *items;
    size_t count;
    const struct fraud_visit *visit; /* each is judged as listed by this hand; NULL: not judged */
};

/* Everything the NUL-ended text holds, in its order; the items live in `memory`. An
 * unreadable text is one item with a fault. */
struct import_items catalog_import_read(struct arena *memory, const struct import_plan *plan,
                                        const char *file, size_t size);

/* Parts of it, and what its tests look at --------------------------------------------------- */

/* RFC 4180: commas, quoted cells with commas, line breaks and doubled quotes; LF, CRLF or CR. */
struct csv {
    const char *at, *end;
    int64_t line;
    bool broken; /* a quote was never closed */
};
struct csv_row {
    char **cells;
    size_t count;
    int64_t line;
};
struct csv csv_begin(const char *file, size_t size); /* passes over a byte order mark */
bool csv_next(struct arena *memory, struct csv *csv, struct csv_row *ret_row);

/* HTML as paragraphs of plain text: tags go, entities are read, blocks and breaks part lines. */
char *import_plain_text(struct arena *memory, const char *html);

/* "1,299.50", "12.99", "1299" or a JSON number's text as money; false when it is none. */
bool import_money(const char *from, struct currency currency, struct money *ret_amount);

/* The price before, of a variant that has its price. Shops leave the same price, zero or nothing
 * there when they announce no reduction. */
void import_was(const char *from, struct currency currency, struct variant_listing *variant);

/* The category that the words fit best, or `otherwise`. */
category_id import_category(const struct categories *categories, const char *words,
                            category_id otherwise);

/* catalog_import_json.c */
struct import_items catalog_import_json(struct arena *memory, const struct import_plan *plan,
                                        const char *file, size_t size);
/* catalog_import_shopify.c */
struct import_items catalog_import_shopify(struct arena *memory, const struct import_plan *plan,
                                           const char *file, size_t size);

/* A growing list of items. */
void import_add(struct arena *memory, struct import_items *items, size_t *room,
                const struct import_item *item);
category_id import_otherwise(const struct import_plan *plan);
/* The first `most` code points, trimmed; NULL for nothing. Control characters become blanks. */
const char *import_words(struct arena *memory, const char *from, size_t most, bool lines);

/* Loading ----------------------------------------------------------------------------------- */

struct import_result {
    int64_t made, changed, same;
    struct import_fault *faults;
    size_t fault_count;
};
typedef void import_progress(int64_t done, int64_t all, void *context);
/* Lists all items, a hundred a transaction; `progress` may be NULL. */
refused catalog_import_load(struct store *store, struct arena *memory,
                            const struct import_items *items, import_progress *progress,
                            void *context, struct import_result *ret_result);
