/* Catalog, categories: the market's ten shelves and what stands on them.
 *
 * The table is the market's own and is written into the database when it is made, so that a
 * product can name its category by number. Names are English and translated when shown. */
#include "shop/catalog/catalog_inside.h"

#include <assert.h>

#include "base/id.h"
#include "base/words.h"
#include "scene/scene.h"
#include "shop/catalog/catalog_sql.h"

struct shelf {
    const char *parent; /* slug; NULL for a top one */
    const char *slug, *name;
    const char *type, *colour; /* of the picture in its gate */
    int backdrop;
};

/* Each child behind its parent. */
// clang-format off
static const struct shelf shelves[] = {
    { NULL, "fashion", N_("Fashion"), "sneaker", "coral", 0 },
    { "fashion", "clothing", N_("Clothing"), "dress", "rose", 3 },
    { "fashion", "shoes", N_("Shoes"), "boot", "copper", 4 },
    { "fashion", "bags", N_("Bags"), "handbag", "burgundy", 2 },
    { "fashion", "accessories", N_("Hats, scarves and sunglasses"), "sunglasses", "amber", 1 },
    { "fashion", "watches", N_("Watches"), "watch", "midnight", 8 },

    { NULL, "electronics", N_("Electronics"), "headphones", "midnight", 1 },
    { "electronics", "laptops", N_("Laptops"), "laptop", "sky", 7 },
    { "electronics", "tablets", N_("Tablets"), "tablet", "violet", 4 },
    { "electronics", "cameras", N_("Cameras and drones"), "camera", "midnight", 8 },
    { "electronics", "audio", N_("Headphones and speakers"), "speaker", "teal", 4 },
    { "electronics", "wearables", N_("Smartwatches"), "smartwatch", "violet", 3 },
    { "electronics", "computer-accessories",
      N_("Monitors, keyboards and mice"), "keyboard", "sage", 2 },

    { NULL, "home-garden", N_("Home and Garden"), "lamp", "saffron", 6 },
    { "home-garden", "home-decor", N_("Home decor"), "vase", "coral", 7 },
    { "home-garden", "kitchen", N_("Kitchen"), "teapot", "sage", 4 },
    { "home-garden", "bedding-textiles", N_("Bedding"), "cushion", "teal", 8 },
    { "home-garden", "pet-supplies", N_("Pet supplies"), "petbowl", "sky", 10 },
    { "home-garden", "garden", N_("Garden"), "wateringcan", "forest", 0 },

    { NULL, "beauty-health", N_("Beauty and Health"), "perfume", "rose", 5 },
    { "beauty-health", "makeup", N_("Makeup"), "lipstick", "red", 3 },
    { "beauty-health", "skincare", N_("Skincare"), "cream", "mint", 4 },
    { "beauty-health", "hair-care", N_("Hair care"), "hairdryer", "plum", 7 },
    { "beauty-health", "personal-care", N_("Personal care"), "soap", "lilac", 8 },
    { "beauty-health", "fragrance", N_("Fragrance"), "perfume", "amber", 12 },

    { NULL, "toys-hobbies", N_("Toys and Hobbies"), "robot", "turquoise", 8 },
    { "toys-hobbies", "action-figures", N_("Action figures and vehicles"), "toycar", "red", 1 },
    { "toys-hobbies", "puzzles", N_("Puzzles"), "puzzle", "violet", 4 },
    { "toys-hobbies", "board-games", N_("Board games"), "boardgame", "forest", 3 },
    { "toys-hobbies", "outdoor-toys", N_("Outdoor toys"), "kite", "coral", 12 },
    { "toys-hobbies", "building-toys", N_("Building toys"), "blocks", "saffron", 1 },
    { "toys-hobbies", "soft-toys", N_("Soft toys"), "bear", "copper", 2 },

    { NULL, "sports-outdoors", N_("Sports and Outdoors"), "bicycle", "teal", 2 },
    { "sports-outdoors", "fitness", N_("Fitness equipment"), "dumbbell", "midnight", 10 },
    { "sports-outdoors", "camping", N_("Camping gear"), "tent", "olive", 4 },
    { "sports-outdoors", "cycling", N_("Cycling"), "helmet", "red", 7 },
    { "sports-outdoors", "ball-games", N_("Ball games"), "ball", "saffron", 0 },

    { NULL, "automobiles-motorcycles",
      N_("Automobiles and Motorcycles"), "dashcam", "midnight", 12 },
    { "automobiles-motorcycles", "car-electronics",
      N_("Car electronics"), "phonemount", "midnight", 8 },
    { "automobiles-motorcycles", "car-accessories",
      N_("Car accessories"), "seatcover", "burgundy", 4 },
    { "automobiles-motorcycles", "motorcycle-gear",
      N_("Motorcycle parts and gear"), "glove", "midnight", 10 },
    { "automobiles-motorcycles", "oils-fluids", N_("Oils and fluids"), "motoroil", "saffron", 9 },

    { NULL, "home-improvement", N_("Home Improvement"), "drill", "saffron", 9 },
    { "home-improvement", "tools", N_("Tools"), "hammer", "red", 7 },
    { "home-improvement", "building-supplies", N_("Building supplies"), "toolbox", "turquoise", 4 },
    { "home-improvement", "plumbing", N_("Plumbing"), "tap", "sky", 14 },
    { "home-improvement", "electrical", N_("Electrical"), "lightswitch", "sky", 4 },
    { "home-improvement", "painting", N_("Painting"), "roller", "turquoise", 3 },

    { NULL, "jewelry-accessories", N_("Jewelry and Accessories"), "ring", "sky", 11 },
    { "jewelry-accessories", "necklaces", N_("Necklaces"), "necklace", "forest", 4 },
    { "jewelry-accessories", "earrings", N_("Earrings"), "earrings", "violet", 7 },
    { "jewelry-accessories", "bracelets", N_("Bracelets and anklets"), "bracelet", "gold", 5 },
    { "jewelry-accessories", "rings", N_("Rings"), "ring", "red", 3 },
    { "jewelry-accessories", "brooches", N_("Brooches"), "brooch", "teal", 8 },
    { "jewelry-accessories", "cufflinks", N_("Cufflinks"), "cufflinks", "midnight", 7 },

    { NULL, "phones-telecommunications",
      N_("Phones and Telecommunications"), "phone", "violet", 5 },
    { "phones-telecommunications", "mobile-phones", N_("Mobile phones"), "phone", "midnight", 2 },
    { "phones-telecommunications", "cases", N_("Cases"), "phonecase", "coral", 4 },
    { "phones-telecommunications", "screen-protectors",
      N_("Screen protectors"), "protector", "sky", 8 },
    { "phones-telecommunications", "chargers-cables",
      N_("Chargers and cables"), "cable", "lime", 7 },
    { "phones-telecommunications", "phone-holders",
      N_("Holders and stands"), "phonestand", "sage", 3 },
    { "phones-telecommunications", "networking", N_("Routers and networking"), "router", "sky", 4 },
};
// clang-format on
enum { SHELVES = sizeof shelves / sizeof *shelves };

static const struct shelf *shelf_named(const char *slug)
{
    for (int i = 0; i < SHELVES; i++)
        if (text_same(shelves[i].slug, slug))
            return &shelves[i];
    return NULL;
}

static refused add_categories(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    for (int i = 0; i < SHELVES; i++) {
        const struct shelf *shelf = &shelves[i];
        int64_t parent = shelf->parent ? catalog_category(tx, shelf->parent).number : 0;
        store_do(
            tx, &catalog_insert_category,
            WITH(INT(id_next(*now)), TEXT(shelf->slug), INT(parent), TEXT(shelf->name), INT(i)));
    }
    return NULL;
}

refused catalog_first(struct store *store, struct moment now)
{
    return store_transact(store, add_categories, &now);
}

static struct categories read_categories(struct rows rows, struct arena *memory)
{
    struct categories all = { 0 };
    while (rows_next(&rows) && all.count < CATEGORIES_MAX) {
        all.items = arena_room(memory, all.items, all.count, sizeof *all.items);
        all.items[all.count++] = (struct category){
            .category = { rows_int(&rows, "category_id") },
            .slug = rows_text(&rows, memory, "slug"),
            .parent = { rows_int(&rows, "parent_id") },
            .name = rows_text(&rows, memory, "name"),
        };
    }
    rows_close(&rows);
    return all;
}

struct categories catalog_categories(struct store_tx *tx, struct arena *memory)
{
    return read_categories(store_query(tx, &catalog_select_categories, WITHOUT), memory);
}

struct categories catalog_top_categories(struct store_tx *tx, struct arena *memory)
{
    return read_categories(store_query(tx, &catalog_select_tops, WITHOUT), memory);
}

const struct category *catalog_category_in(const struct categories *all, category_id category)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].category.number == category.number)
            return &all->items[i];
    return NULL;
}

bool catalog_draw_category(text *ret_svg, const char *slug)
{
    const struct shelf *shelf = shelf_named(slug);
    return shelf && scene_draw(ret_svg, &(struct scene){ .type = shelf->type,
                                                         .colour = shelf->colour,
                                                         .backdrop = shelf->backdrop });
}

int64_t catalog_parent(struct store_tx *tx, category_id category)
{
    return store_int(tx, &catalog_select_parent, WITH(INT(category.number)), 0);
}
