/* Palettes, families and categories: what product types share. */
#include "demo/types.h"

const struct demo_shade demo_bold_colours[] = {
    { "black", "Black" },
    { "white", "Chalk white" },
    { "navy", "Navy" },
    { "red", "Signal red" },
    { "forest", "Pine green" },
    { "saffron", "Saffron" },
    { "sky", "Light blue" },
    { "graphite", "Graphite" },
    { "coral", "Coral" },
    { "teal", "Teal" },
    { "cobalt", "Cobalt blue" },
    { "olive", "Olive" },
    { 0 },
};

const struct demo_shade demo_earth_colours[] = {
    { "tan", "Cognac" },
    { "chocolate", "Dark brown" },
    { "black", "Black" },
    { "olive", "Olive" },
    { "burgundy", "Burgundy" },
    { "sand", "Sand" },
    { "navy", "Navy" },
    { "forest", "Forest green" },
    { "grey", "Stone grey" },
    { "amber", "Honey" },
    { 0 },
};

const struct demo_shade demo_textile_colours[] = {
    { "white", "White" },       { "cream", "Ecru" },
    { "navy", "Navy" },         { "blush", "Dusty pink" },
    { "sage", "Sage" },         { "coral", "Coral" },
    { "lilac", "Lilac" },       { "teal", "Petrol" },
    { "burgundy", "Burgundy" }, { "graphite", "Charcoal" },
    { "sky", "Sky blue" },      { "lemon", "Lemon" },
    { "rose", "Rose" },         { 0 },
};

const struct demo_shade demo_gadget_colours[] = {
    { "black", "Matt black" },
    { "white", "Pearl white" },
    { "graphite", "Graphite" },
    { "silver", "Silver" },
    { "midnight", "Midnight blue" },
    { "sage", "Sage green" },
    { "coral", "Coral" },
    { "sand", "Sand" },
    { "lilac", "Lilac" },
    { "teal", "Teal" },
    { 0 },
};

const struct demo_shade demo_home_colours[] = {
    { "cream", "Oat" },      { "sage", "Sage" },        { "teal", "Deep teal" },
    { "amber", "Ochre" },    { "white", "Snow white" }, { "midnight", "Ink blue" },
    { "blush", "Blush" },    { "olive", "Olive" },      { "coral", "Terracotta" },
    { "grey", "Dove grey" }, { "saffron", "Saffron" },  { 0 },
};

const struct demo_shade demo_makeup_colours[] = {
    { "red", "Ruby" },
    { "rose", "Rosewood" },
    { "blush", "Nude" },
    { "burgundy", "Mulberry" },
    { "coral", "Coral" },
    { "plum", "Plum" },
    { "violet", "Violet" },
    { "black", "Black" },
    { "copper", "Bronze" },
    { "gold", "Champagne" },
    { 0 },
};

const struct demo_shade demo_care_colours[] = {
    { "white", "White" },    { "mint", "Fresh mint" }, { "sand", "Almond" },
    { "lilac", "Lavender" }, { "blush", "Blush" },     { "sky", "Sky" },
    { "amber", "Amber" },    { "sage", "Sage" },       { 0 },
};

const struct demo_shade demo_kids_colours[] = {
    { "red", "Red" },
    { "sky", "Sky blue" },
    { "saffron", "Sunny yellow" },
    { "mint", "Mint" },
    { "coral", "Coral" },
    { "lilac", "Lilac" },
    { "cobalt", "Bright blue" },
    { "lime", "Lime green" },
    { "forest", "Forest green" },
    { 0 },
};

const struct demo_shade demo_gear_colours[] = {
    { "red", "Red" },
    { "black", "Black" },
    { "graphite", "Graphite" },
    { "cobalt", "Cobalt blue" },
    { "olive", "Olive" },
    { "saffron", "Safety yellow" },
    { "teal", "Teal" },
    { "amber", "Orange" },
    { "forest", "Forest green" },
    { 0 },
};

const struct demo_shade demo_gem_colours[] = {
    { "cobalt", "Sapphire" },  { "red", "Ruby" },       { "forest", "Emerald" },
    { "violet", "Amethyst" },  { "sky", "Aquamarine" }, { "turquoise", "Turquoise" },
    { "rose", "Rose quartz" }, { "amber", "Citrine" },  { "black", "Onyx" },
    { "white", "Moonstone" },  { "mint", "Jade" },      { 0 },
};

const struct demo_shade demo_phone_colours[] = {
    { "black", "Black" },         { "midnight", "Midnight blue" },
    { "white", "Pearl white" },   { "lilac", "Lilac" },
    { "mint", "Mint" },           { "rose", "Rose" },
    { "sand", "Sand" },           { "coral", "Coral" },
    { "sage", "Sage" },           { "graphite", "Graphite" },
    { "forest", "Forest green" }, { 0 },
};

const struct demo_shade demo_metal_colours[] = {
    { "silver", "Chrome" }, { "black", "Matt black" }, { "gold", "Brushed gold" },
    { "copper", "Copper" }, { "white", "White" },      { "graphite", "Gunmetal" },
    { "navy", "Navy" },     { "sage", "Sage" },        { 0 },
};

const struct demo_family demo_families[DEMO_TOP_CATEGORIES] = {
    {
        .slug = "fashion",
        .brands = {
            "Northwold", "Casa Melo", "Ostra", "Linden & Loom", "Fairweather",
            "Harrow Mill", "Tessitura", "Plain Goods",
        },
        .closings = {
            "Exchanges are free within 30 days.",
            "Repairs in the first year are on us.",
            "Made in a workshop that we visit twice a year.",
            "Wrapped in paper; there is no plastic in the parcel.",
            "Each piece is checked by hand, and the checker signs the card.",
        },
    },
    {
        .slug = "electronics",
        .brands = {
            "Aria", "Tonwerk", "Novalis", "Kestrel Labs", "Suzume", "Halden Audio",
            "Bitfjord", "Meridian Works",
        },
        .closings = {
            "Two-year guarantee, with a person who answers.",
            "Spare parts are listed and sold for seven years.",
            "The manual is two pages in eleven languages.",
            "Firmware updates come without an account.",
            "Packed in card that goes into the paper bin.",
        },
    },
    {
        .slug = "home-garden",
        .brands = {
            "Olaria", "Kiln & Co", "Lindenhof", "Sahn", "Ferngrove", "Casa Ipê",
            "Hjem & Ro", "The Tea Cupboard",
        },
        .closings = {
            "Breakages in the post are replaced; a picture is enough.",
            "Packed in straw and card.",
            "Small differences between pieces are part of the craft.",
            "Comes with a card that says who made it and when.",
            "If it does not suit the room, send it back within 30 days.",
        },
    },
    {
        .slug = "beauty-health",
        .brands = {
            "Verveine", "Hanok Lab", "Mission Row", "Saline", "Petal & Salt",
            "Botanica Norte", "Clara Voss", "Onsen Days",
        },
        .closings = {
            "Unopened returns are free for 30 days.",
            "Questions are answered by the person who made it.",
            "Packed in card and paper.",
            "Batch and date are printed underneath.",
            "The packaging can be recycled.",
        },
    },
    {
        .slug = "toys-hobbies",
        .brands = {
            "Yangtze Toy Works", "Little Otto", "Bayou Games", "Holzwurm", "Pequeno Mundo",
            "Kite & Cub", "Tinplate Co", "Marble Arch Toys",
        },
        .closings = {
            "Tested to EN 71; the sheet is in the box.",
            "Spare parts are free for two years.",
            "Loved by the three children who tested it, and by their uncle.",
            "Batteries, where needed, are included.",
            "The box is strong enough to be part of the game.",
        },
    },
    {
        .slug = "sports-outdoors",
        .brands = {
            "Cedar & Rail", "Ridgeway", "Moorland", "Onda", "Ventoux Lane", "Basecamp Nine",
            "Terra Leve", "Sportivo Po",
        },
        .closings = {
            "We use each model for a season before we sell it.",
            "Repairs cost less than a new one; ask us.",
            "Three-year guarantee.",
            "Comes with a mesh bag.",
            "Returned goods are cleaned and sold as such, so send it back without guilt.",
        },
    },
    {
        .slug = "automobiles-motorcycles",
        .brands = {
            "Voltway", "Dune Motors", "Routier", "Costa Moto", "Ironlane", "Kilometre",
            "Parkstone", "Strada Nove",
        },
        .closings = {
            "Ask us whether it fits, with the model year at hand.",
            "Instructions with drawings are in the box.",
            "Two-year guarantee, also for professional drivers.",
            "Tested in the heat of a closed car and in a frost chamber.",
            "Returns are free if it does not fit.",
        },
    },
    {
        .slug = "home-improvement",
        .brands = {
            "Werkbank", "Red Maple", "Prairie Supply", "Ferrum", "Bastion", "Brookside",
            "Millwright", "Casa Forte",
        },
        .closings = {
            "Spare parts are kept for ten years.",
            "A drawing with all measures is in the box.",
            "Guaranteed for five years of use at home.",
            "Sold to tradespeople and to everyone else at the same price.",
            "Ask before you buy; we would rather answer than take it back.",
        },
    },
    {
        .slug = "jewelry-accessories",
        .brands = {
            "Jade Steps", "Fio d’Ouro", "Stone Room", "Aurelia", "Bursztyn",
            "Maison Opaline", "Perla Negra", "Evening Star",
        },
        .closings = {
            "Comes in a box with a cloth.",
            "Engraving takes two days and is free.",
            "The name of the cutter is on the card.",
            "Solder and repairs are free in the first two years.",
            "Send it back within 30 days, unworn.",
        },
    },
    {
        .slug = "phones-telecommunications",
        .brands = {
            "Nova", "Kin", "Pearl River", "Clearline", "Lanyard", "Signalbox", "Hale",
            "Saigon Small Things",
        },
        .closings = {
            "Two-year guarantee.",
            "Works with both common phone systems.",
            "Packed flat, without plastic.",
            "Questions are answered the same day.",
            "Checked and switched on once before it leaves.",
        },
    },
};

const struct demo_category demo_categories[] = {
    { "fashion", NULL, "Fashion" },
    { "clothing", "fashion", "Clothing" },
    { "shoes", "fashion", "Shoes" },
    { "bags", "fashion", "Bags" },
    { "accessories", "fashion", "Hats, scarves and sunglasses" },
    { "watches", "fashion", "Watches" },
    { "electronics", NULL, "Electronics" },
    { "laptops", "electronics", "Laptops" },
    { "tablets", "electronics", "Tablets" },
    { "cameras", "electronics", "Cameras and drones" },
    { "audio", "electronics", "Headphones and speakers" },
    { "wearables", "electronics", "Smartwatches" },
    { "computer-accessories", "electronics", "Monitors, keyboards and mice" },
    { "home-garden", NULL, "Home and Garden" },
    { "home-decor", "home-garden", "Home decor" },
    { "kitchen", "home-garden", "Kitchen" },
    { "bedding-textiles", "home-garden", "Bedding" },
    { "pet-supplies", "home-garden", "Pet supplies" },
    { "garden", "home-garden", "Garden" },
    { "beauty-health", NULL, "Beauty and Health" },
    { "makeup", "beauty-health", "Makeup" },
    { "skincare", "beauty-health", "Skincare" },
    { "hair-care", "beauty-health", "Hair care" },
    { "personal-care", "beauty-health", "Personal care" },
    { "fragrance", "beauty-health", "Fragrance" },
    { "toys-hobbies", NULL, "Toys and Hobbies" },
    { "action-figures", "toys-hobbies", "Action figures and vehicles" },
    { "puzzles", "toys-hobbies", "Puzzles" },
    { "board-games", "toys-hobbies", "Board games" },
    { "outdoor-toys", "toys-hobbies", "Outdoor toys" },
    { "building-toys", "toys-hobbies", "Building toys" },
    { "soft-toys", "toys-hobbies", "Soft toys" },
    { "sports-outdoors", NULL, "Sports and Outdoors" },
    { "fitness", "sports-outdoors", "Fitness equipment" },
    { "camping", "sports-outdoors", "Camping gear" },
    { "cycling", "sports-outdoors", "Cycling" },
    { "ball-games", "sports-outdoors", "Ball games" },
    { "automobiles-motorcycles", NULL, "Automobiles and Motorcycles" },
    { "car-electronics", "automobiles-motorcycles", "Car electronics" },
    { "car-accessories", "automobiles-motorcycles", "Car accessories" },
    { "motorcycle-gear", "automobiles-motorcycles", "Motorcycle parts and gear" },
    { "oils-fluids", "automobiles-motorcycles", "Oils and fluids" },
    { "home-improvement", NULL, "Home Improvement" },
    { "tools", "home-improvement", "Tools" },
    { "building-supplies", "home-improvement", "Building supplies" },
    { "plumbing", "home-improvement", "Plumbing" },
    { "electrical", "home-improvement", "Electrical" },
    { "painting", "home-improvement", "Painting" },
    { "jewelry-accessories", NULL, "Jewelry and Accessories" },
    { "necklaces", "jewelry-accessories", "Necklaces" },
    { "earrings", "jewelry-accessories", "Earrings" },
    { "bracelets", "jewelry-accessories", "Bracelets and anklets" },
    { "rings", "jewelry-accessories", "Rings" },
    { "brooches", "jewelry-accessories", "Brooches" },
    { "cufflinks", "jewelry-accessories", "Cufflinks" },
    { "phones-telecommunications", NULL, "Phones and Telecommunications" },
    { "mobile-phones", "phones-telecommunications", "Mobile phones" },
    { "cases", "phones-telecommunications", "Cases" },
    { "screen-protectors", "phones-telecommunications", "Screen protectors" },
    { "chargers-cables", "phones-telecommunications", "Chargers and cables" },
    { "phone-holders", "phones-telecommunications", "Holders and stands" },
    { "networking", "phones-telecommunications", "Routers and networking" },
    { 0 },
};

int demo_category_count(void)
{
    return (int)(sizeof demo_categories / sizeof *demo_categories) - 1;
}
