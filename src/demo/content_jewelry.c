/* Jewelry: stones in metal. */
#include "demo/types.h"

const struct demo_type demo_jewelry_types[] = {
    {
        .scene = "ring",
        .category = "rings",
        .family = 8,
        .nouns = { "solitaire ring", "engagement ring", "stone ring", "cocktail ring" },
        .models = {
            "Evening Star", "Ottilie", "First Light", "Leonora", "Aurelia", "Promise",
        },
        .qualities = {
            "six claws", "polished by hand", "claw setting", "{5-8} mm stone", "hallmarked",
        },
        .materials = {
            { "gold", "14 ct gold vermeil" }, { "silver", "925 sterling silver" },
            { "copper", "rose gold vermeil" },
        },
        .colours = demo_gem_colours,
        .patterns = { "plain" },
        .option_name = "Size (EU)",
        .options = { "50", "52", "54", "56", "58", "60" },
        .cents_low = 2900,
        .cents_high = 24900,
        .weight_grams = 6,
        .sentences = {
            "{model} lifts one stone of {5-8} mm above a plain band, so that the light "
            "comes in from the side.",
            "The metal is {material}, {2-3} microns where it is plated, over solid silver.",
            "Six claws hold the stone and are rounded not to catch wool.",
            "Each stone is cut in 57 facets and chosen by eye for colour.",
            "Hallmarked inside, with room for a short engraving.",
            "Comes in a small box with a cloth; take it off for the garden.",
        },
        .attributes = {
            { "Metal", "{Material}" },
            { "Stone", "{5-8} mm, 57 facets" },
            { "Band", "2.1 mm" },
            { "Setting", "Six claws" },
            { "Nickel", "Free" },
        },
    },
    {
        .scene = "necklace",
        .category = "necklaces",
        .family = 8,
        .nouns = {
            "pendant necklace", "drop necklace", "stone necklace", "fine chain necklace",
        },
        .models = {
            "Tidewater", "Serena", "Dewdrop", "Valentina", "Moonrise", "Amphitrite",
        },
        .qualities = {
            "fine chain", "extra ring", "hypoallergenic", "gift box", "adjustable",
        },
        .materials = {
            { "gold", "14 ct gold vermeil" }, { "silver", "925 sterling silver" },
            { "copper", "rose gold vermeil" },
        },
        .colours = demo_gem_colours,
        .patterns = { "plain" },
        .option_name = "Length",
        .options = { "40 cm", "45 cm", "50 cm" },
        .cents_low = 2400,
        .cents_high = 18900,
        .weight_grams = 12,
        .sentences = {
            "{model} is a drop of colour on a chain that lies flat.",
            "The chain is {material}, with a second ring 3 cm before the end.",
            "The stone measures {9-14} mm and is set in a closed cup with a polished back.",
            "Small beads on either side keep the pendant in the middle.",
            "The clasp is large enough to do up alone.",
            "Packed in a box that fits through a letter slot.",
        },
        .attributes = {
            { "Metal", "{Material}" },
            { "Chain", "Cable, 1.2 mm" },
            { "Stone", "{9-14} mm" },
            { "Clasp", "Lobster" },
            { "Nickel", "Free" },
        },
    },
    {
        .scene = "earrings",
        .category = "earrings",
        .family = 8,
        .nouns = {
            "drop earrings", "dangle earrings", "crystal earrings", "pearl drop earrings",
        },
        .models = {
            "Chandelier", "Isadora", "Belle de Nuit", "Kite & Pearl", "Marchesa",
            "Two Lanterns",
        },
        .qualities = {
            "{4-7} g a pair", "surgical steel hooks", "freshwater pearls", "nickel-free",
            "handmade",
        },
        .materials = {
            { "gold", "gold-plated brass" }, { "silver", "925 sterling silver" },
            { "copper", "rose gold plate" },
        },
        .colours = demo_gem_colours,
        .patterns = { "plain" },
        .cents_low = 1690,
        .cents_high = 11900,
        .weight_grams = 7,
        .sentences = {
            "{model} earrings are {48-62:2} mm long and weigh {4-7} g the pair, so you "
            "forget them.",
            "The stones are cut as kites and set so that light passes through.",
            "The metal is {material}; the hooks are made for sensitive ears.",
            "A freshwater pearl hangs at the end, each a little different.",
            "They move, but they do not ring.",
            "Silicone stoppers and a box are included.",
        },
        .attributes = {
            { "Metal", "{Material}" },
            { "Length", "{48-62:2} mm" },
            { "Weight", "{4-7} g a pair" },
            { "Pearl", "Freshwater, 8 mm" },
            { "Nickel", "Free" },
        },
    },
    {
        .scene = "bracelet",
        .category = "bracelets",
        .family = 8,
        .nouns = {
            "beaded bracelet", "charm bracelet", "stone bead bracelet", "stretch bracelet",
        },
        .models = {
            "Rosary Hill", "Lucky Seven", "Riverstone", "Amuleto", "Ponte", "Day Market",
        },
        .qualities = {
            "natural stone", "{6-10} mm beads", "elastic cord", "with heart charm",
            "matched by hand",
        },
        .materials = {
            { "gold", "gold-plated silver" }, { "silver", "925 sterling silver" },
            { "copper", "rose gold plate" },
        },
        .colours = demo_gem_colours,
        .patterns = { "plain" },
        .option_name = "Wrist",
        .options = { "15–16 cm", "17–18 cm", "19–20 cm" },
        .cents_low = 1290,
        .cents_high = 7900,
        .weight_grams = 24,
        .sentences = {
            "{model} strings {6-10} mm beads of natural stone with small discs of "
            "{material} between.",
            "No two have the same veins; we match them by hand.",
            "The cord is a braided elastic of {7-9} strands, knotted and hidden in a tube.",
            "A heart no bigger than a lentil hangs from the side.",
            "It slides on wet or dry, over any hand.",
            "The bracelet comes in a cotton pouch.",
        },
        .attributes = {
            { "Stone", "Natural, {6-10} mm" },
            { "Metal", "{Material}" },
            { "Cord", "Elastic, {7-9} strands" },
            { "Charm", "Heart, 7 mm" },
            { "Nickel", "Free" },
        },
    },
    {
        .scene = "brooch",
        .category = "brooches",
        .family = 8,
        .nouns = {
            "butterfly brooch", "enamel brooch", "statement brooch", "vintage-style brooch",
        },
        .models = {
            "Papillon", "Garden Party", "Wintergreen", "Madame Irma", "Silver Birch",
            "Emmeline",
        },
        .qualities = {
            "enamelled by hand", "safety clasp", "{42-56:2} mm", "antique finish",
            "gift box",
        },
        .materials = {
            { "gold", "gold-plated brass" }, { "silver", "silver-plated brass" },
            { "copper", "copper" },
        },
        .colours = demo_gem_colours,
        .patterns = { "plain" },
        .cents_low = 1490,
        .cents_high = 8900,
        .weight_grams = 22,
        .sentences = {
            "{model} sits on a lapel as if it had just landed.",
            "The wings are enamel, fired {3-5} times and polished between.",
            "The frame is {material} with five pearls down the middle.",
            "It is {42-56:2} mm wide and weighs {16-24:2} g; heavy cloth or a scarf "
            "carries it best.",
            "The pin turns in a safety catch.",
            "Wipe dry; enamel does not mind anything but the floor.",
        },
        .attributes = {
            { "Width", "{42-56:2} mm" },
            { "Metal", "{Material}" },
            { "Enamel", "{3-5} firings" },
            { "Pin", "Steel, safety catch" },
            { "Weight", "{16-24:2} g" },
        },
    },
    {
        .scene = "cufflinks",
        .category = "cufflinks",
        .family = 8,
        .nouns = {
            "cufflinks", "square cufflinks", "stone cufflinks", "enamel cufflinks",
        },
        .models = {
            "Chancery", "Monday Board", "Savile Court", "Opera", "Barrister",
            "Midnight Train",
        },
        .qualities = {
            "swivel back", "engraving possible", "in a box", "brushed sides",
            "inlaid stone",
        },
        .materials = {
            { "silver", "rhodium-plated brass" }, { "gold", "gold-plated brass" },
            { "metal", "stainless steel" },
        },
        .colours = demo_gem_colours,
        .patterns = { "plain" },
        .cents_low = 1990,
        .cents_high = 9900,
        .weight_grams = 20,
        .sentences = {
            "{model} cufflinks are {14-18} mm square with a stone let in level with the "
            "rim.",
            "The metal is {material}, brushed at the side and polished in front.",
            "The bullet back swivels and fits a buttonhole of any shirt.",
            "{8-11} g each: enough to hang straight, little enough to forget.",
            "The back is plain for two initials.",
            "The box is lined and made to stay in a drawer for thirty years.",
        },
        .attributes = {
            { "Size", "{14-18} mm" },
            { "Metal", "{Material}" },
            { "Weight", "{8-11} g each" },
            { "Back", "Swivel bullet" },
            { "Box", "Included" },
        },
    },
    {
        .scene = "anklet",
        .category = "bracelets",
        .family = 8,
        .nouns = { "anklet", "layered anklet", "beach anklet", "beaded anklet" },
        .models = {
            "Salt Lane", "Maldiva", "Barefoot", "Copacabana Noon", "Sandbar", "Lagoon",
        },
        .qualities = {
            "waterproof", "two strands", "{22-26} cm", "adjustable", "with moon charm",
        },
        .materials = {
            { "gold", "gold-plated steel" }, { "silver", "925 sterling silver" },
            { "copper", "rose gold plate" },
        },
        .colours = demo_gem_colours,
        .patterns = { "plain" },
        .cents_low = 990,
        .cents_high = 4900,
        .weight_grams = 9,
        .sentences = {
            "{model} is two fine strands, one with beads, that settle on the ankle bone.",
            "It may stay on in the sea: {material}, sealed, does not turn.",
            "{22-26} cm with 4 cm to adjust.",
            "Seven small stones, two pearls and a moon.",
            "Links are soldered, so it does not come open in a wave.",
            "Rinse with fresh water after salt.",
        },
        .attributes = {
            { "Metal", "{Material}" },
            { "Length", "{22-26} cm + 4 cm" },
            { "Strands", "2" },
            { "Water", "Sea and shower" },
            { "Nickel", "Free" },
        },
    },
    { 0 },
};
