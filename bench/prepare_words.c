/* Bench, prepared: the words of the catalogue. Titles, brands and searches are made of these. */
#include "prepare.h"

// clang-format off
const struct thing things[] = {
    { "Lamp", "home-decor", "lamp", 1200, 3900 },
    { "Mug", "kitchen", "mug", 350, 1200 },
    { "Cushion", "bedding-textiles", "cushion", 500, 1900 },
    { "Backpack", "bags", "backpack", 900, 5900 },
    { "Headphones", "audio", "headphones", 300, 7900 },
    { "Phone Case", "cases", "phonecase", 60, 1500 },
    { "Sneakers", "shoes", "sneaker", 900, 6900 },
    { "Scarf", "accessories", "scarf", 200, 2500 },
    { "Vase", "home-decor", "vase", 900, 2900 },
    { "Teapot", "kitchen", "teapot", 800, 3500 },
    { "Watch", "watches", "watch", 120, 12900 },
    { "Jacket", "clothing", "jacket", 1100, 8900 },
    { "Rug", "home-decor", "rug", 1700, 7900 },
    { "Candle", "home-decor", "candle", 400, 1400 },
    { "Keyboard", "computer-accessories", "keyboard", 800, 8900 },
    { "Speaker", "audio", "speaker", 700, 5900 },
    { "Bottle", "fitness", "bottle", 300, 1900 },
    { "Hat", "accessories", "hat", 150, 2200 },
    { "Dress", "clothing", "dress", 400, 5400 },
    { "Ring", "rings", "ring", 20, 4900 },
    { "Necklace", "necklaces", "necklace", 40, 6900 },
    { "Puzzle", "puzzles", "puzzle", 700, 2400 },
    { "Tent", "camping", "tent", 1800, 14900 },
    { "Charger", "chargers-cables", "charger", 120, 1900 },
    { "Cable", "chargers-cables", "cable", 50, 900 },
    { "Boots", "shoes", "boot", 1300, 9900 },
    { "Handbag", "bags", "handbag", 700, 7400 },
    { "Sunglasses", "accessories", "sunglasses", 80, 3900 },
    { "Earbuds", "audio", "earbuds", 80, 4900 },
    { "Tablet", "tablets", "tablet", 500, 24900 },
    { "Camera", "cameras", "camera", 600, 39900 },
    { "Mouse", "computer-accessories", "mouse", 120, 2900 },
    { "Monitor", "computer-accessories", "monitor", 1800, 17900 },
    { "Pan", "kitchen", "pan", 1400, 4400 },
    { "Knife Set", "kitchen", "knives", 1200, 6400 },
    { "Blanket", "bedding-textiles", "bedding", 1400, 4900 },
    { "Pillow", "bedding-textiles", "cushion", 800, 2900 },
    { "Pet Bowl", "pet-supplies", "petbowl", 500, 1600 },
    { "Plant Pot", "garden", "plantpot", 1100, 1800 },
    { "Watering Can", "garden", "wateringcan", 900, 2600 },
    { "Shears", "garden", "shears", 500, 2300 },
    { "Lipstick", "makeup", "lipstick", 40, 1700 },
    { "Perfume", "fragrance", "perfume", 250, 5900 },
    { "Cream", "skincare", "cream", 150, 2400 },
    { "Serum", "skincare", "serum", 90, 3400 },
    { "Hairdryer", "hair-care", "hairdryer", 700, 4900 },
    { "Hairbrush", "hair-care", "brush", 150, 1300 },
    { "Soap", "personal-care", "soap", 120, 700 },
    { "Polish", "makeup", "polish", 60, 900 },
    { "Robot", "action-figures", "robot", 500, 3400 },
    { "Board Game", "board-games", "boardgame", 1300, 3900 },
    { "Kite", "outdoor-toys", "kite", 300, 2100 },
    { "Toy Car", "action-figures", "toycar", 250, 1500 },
    { "Blocks", "building-toys", "blocks", 900, 2900 },
    { "Teddy Bear", "soft-toys", "bear", 400, 2300 },
    { "Dumbbell", "fitness", "dumbbell", 1800, 2900 },
    { "Yoga Mat", "fitness", "yogamat", 1200, 2700 },
    { "Bicycle Bell", "cycling", "bicycle", 150, 1100 },
    { "Ball", "ball-games", "ball", 450, 1900 },
    { "Sleeping Bag", "camping", "sleepingbag", 1500, 6900 },
    { "Helmet", "cycling", "helmet", 400, 4900 },
    { "Dashcam", "car-electronics", "dashcam", 250, 6900 },
    { "Tyre Inflator", "car-accessories", "inflator", 900, 4400 },
    { "Gloves", "motorcycle-gear", "glove", 250, 3900 },
    { "Seat Cover", "car-accessories", "seatcover", 1200, 4900 },
    { "Motor Oil", "oils-fluids", "motoroil", 1000, 1900 },
    { "Phone Mount", "car-electronics", "phonemount", 150, 1600 },
    { "Drill", "tools", "drill", 1700, 8900 },
    { "Hammer", "tools", "hammer", 900, 1900 },
    { "Tap", "plumbing", "tap", 1200, 5400 },
    { "Screwdriver", "tools", "screwdrivers", 300, 1200 },
    { "Light Switch", "electrical", "lightswitch", 120, 1100 },
    { "Paint Roller", "painting", "roller", 350, 900 },
    { "Toolbox", "building-supplies", "toolbox", 1700, 3900 },
    { "Padlock", "building-supplies", "lock", 350, 1500 },
    { "Earrings", "earrings", "earrings", 20, 3900 },
    { "Bracelet", "bracelets", "bracelet", 40, 3400 },
    { "Brooch", "brooches", "brooch", 30, 2900 },
    { "Cufflinks", "cufflinks", "cufflinks", 40, 4400 },
    { "Anklet", "bracelets", "anklet", 20, 1900 },
    { "Smartphone", "mobile-phones", "phone", 200, 34900 },
    { "Screen Protector", "screen-protectors", "protector", 40, 900 },
    { "Phone Stand", "phone-holders", "phonestand", 200, 1400 },
    { "Router", "networking", "router", 500, 7900 },
    { "Power Bank", "chargers-cables", "powerbank", 350, 3400 },
    { "Drone", "cameras", "drone", 700, 29900 },
    { "Laptop", "laptops", "laptop", 1700, 74900 },
    { "Smartwatch", "wearables", "smartwatch", 90, 14900 },
    { "Shirt", "clothing", "tshirt", 250, 2400 },
    { "Coat", "clothing", "jacket", 1500, 12900 },
    { "Sandals", "shoes", "sneaker", 600, 3900 },
    { "Belt", "accessories", "scarf", 250, 2900 },
    { "Bowl", "kitchen", "petbowl", 450, 1500 },
    { "Plate", "kitchen", "petbowl", 500, 1300 },
    { "Jug", "kitchen", "teapot", 900, 2600 },
    { "Lantern", "camping", "lamp", 600, 2900 },
    { "Carpet", "home-decor", "rug", 1800, 9900 },
    { "Curtain", "bedding-textiles", "bedding", 1100, 3900 },
    { "Towel", "bedding-textiles", "bedding", 500, 1700 },
    { "Wallet", "bags", "handbag", 120, 3400 },
    { "Suitcase", "bags", "backpack", 1800, 11900 },
    { "Stool", "home-decor", "toolbox", 1800, 5900 },
    { "Clock", "home-decor", "watch", 700, 3900 },
    { "Mirror", "home-decor", "tablet", 1500, 4900 },
    { NULL, NULL, NULL, 0, 0 },
};

const char *const brand_words[] = {
    "Aldren", "Belmora", "Cintra", "Dovetail", "Elmwood", "Farrow", "Galani", "Harbour", "Isolde",
    "Juniper", "Kestrel", "Lumen", "Marlow", "Nordvik", "Okapi", "Pellara", "Quillon", "Rowan",
    "Solane", "Tamsin", "Umbra", "Verano", "Wexford", "Yarrow", "Zephyr", "Atelier", "Brisa",
    "Corvo", "Duneside", "Ember", "Fjell", "Granito", "Halcyon", "Ironbark", "Jade", "Kumo",
    "Larkspur", "Mistral", "Nectar", "Orchard", NULL,
};

/* Names of the scene's colours, too, so that the picture is of the title's colour. */
const char *const colour_words[] = {
    "Black", "White", "Grey", "Navy", "Red", "Sand", "Teal", "Silver", "Forest", "Midnight",
    "Cream", "Coral", "Olive", "Sky", "Rose", "Gold", "Burgundy", "Mint", "Saffron", "Violet",
    "Copper", "Sage", "Amber", "Plum", NULL,
};

const char *const material_words[] = {
    "Cotton", "Leather", "Wooden", "Steel", "Glass", "Linen", "Ceramic", "Wool", "Bamboo", "Silk",
    "Canvas", "Brass", "Velvet", "Marble", "Rubber", "Denim", "Stone", "Suede", "Paper", "Cork",
    "Titanium", "Walnut", "Rattan", "Felt", "Porcelain", "Aluminium", NULL,
};

const char *const quality_words[] = {
    "Classic", "Compact", "Large", "Slim", "Soft", "Folding", "Vintage", "Modern", "Light",
    "Waterproof", "Portable", "Handmade", "Striped", "Wireless", "Quiet", "Heavy", "Round",
    "Adjustable", "Travel", "Everyday", "Nordic", "Rustic", "Polished", "Woven", "Insulated",
    "Double", "Little", "Tall", "Organic", "Magnetic", NULL,
};
// clang-format on

uint32_t count_words(const char *const *list)
{
    uint32_t count = 0;
    while (list[count])
        count++;
    return count;
}

uint32_t count_things(void)
{
    return sizeof things / sizeof *things - 1;
}
