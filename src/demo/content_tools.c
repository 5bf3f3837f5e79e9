/* Home improvement: tools, water, light and locks. */
#include "demo/types.h"

const struct demo_type demo_tools_types[] = {
    {
        .scene = "drill",
        .category = "tools",
        .family = 7,
        .nouns = {
            "cordless drill", "drill driver", "combi drill", "compact cordless drill",
        },
        .models = {
            "Workhorse 18", "Chuck", "Millwright", "Torque 50", "Joiner", "Bench Mate",
        },
        .qualities = {
            "{40-60:5} Nm", "keyless chuck", "brushless", "metal chuck", "in a case",
        },
        .materials = { { "plastic", "glass-fibre nylon" }, { "metal", "magnesium housing" } },
        .colours = demo_gear_colours,
        .patterns = { "plain" },
        .option_name = "Batteries",
        .options = { "1 × 2 Ah", "2 × 2 Ah", "2 × 4 Ah" },
        .option_step_percent = 25,
        .cents_low = 4900,
        .cents_high = 19900,
        .weight_grams = 1350,
        .sentences = {
            "{model} turns with {40-60:5} Nm and weighs {1200-1450:50} g with its battery.",
            "The brushless motor drills 10 mm in steel and 35 mm in pine.",
            "Twenty-one steps of clutch stop a screw flush and not below.",
            "The 13 mm chuck is metal and closes with one hand.",
            "A charge drives about {280-360:20} screws of 5 by 60; refilling takes "
            "{35-50:5} minutes.",
            "A light above the trigger points at the work and not at your sleeve.",
        },
        .attributes = {
            { "Torque", "{40-60:5} Nm" },
            { "Voltage", "18 V" },
            { "Chuck", "13 mm, metal" },
            { "Speeds", "0–500 and 0–1,900 rpm" },
            { "Weight", "{1200-1450:50} g" },
        },
    },
    {
        .scene = "hammer",
        .category = "tools",
        .family = 7,
        .nouns = {
            "claw hammer", "carpenter's hammer", "joiner's hammer", "framing hammer",
        },
        .models = {
            "Old Nick", "Shipwright", "Penny Nail", "Rafter", "Woodcote", "Ridge Pole",
        },
        .qualities = {
            "{450-600:50} g head", "long handle", "magnetic nail holder", "forged steel",
            "balanced",
        },
        .materials = {
            { "wood", "hickory" }, { "plastic", "fibreglass" },
            { "rubber", "steel with rubber grip" },
        },
        .colours = demo_earth_colours,
        .patterns = { "plain" },
        .cents_low = 1290,
        .cents_high = 4900,
        .weight_grams = 780,
        .sentences = {
            "{model} has a forged head of {450-600:50} g and a balance that does the work "
            "for you.",
            "The handle is {material}, {32-36} cm long, shaped to be found without looking.",
            "The claw is thin enough for a sunk nail.",
            "Face hardened to {50-54} HRC, edges bevelled against chips.",
            "Wedged twice and checked by pulling with half a ton.",
            "A new handle costs less than a coffee.",
        },
        .attributes = {
            { "Head", "{450-600:50} g, forged" },
            { "Handle", "{Material}" },
            { "Length", "{32-36} cm" },
            { "Hardness", "{50-54} HRC" },
            { "Claw", "Curved" },
        },
    },
    {
        .scene = "tap",
        .category = "plumbing",
        .family = 7,
        .nouns = { "kitchen tap", "mixer tap", "swivel kitchen tap", "single-lever tap" },
        .models = { "Brookside", "Confluence", "Arch", "Cascade", "Wharf", "Fontana" },
        .qualities = {
            "swivels 360°", "solid brass", "ceramic cartridge", "{5-8} l a minute",
            "lead-free",
        },
        .materials = {
            { "metal", "brass with a steel finish" },
            { "copper", "brass with an aged copper finish" }, { "silver", "chromed brass" },
            { "gold", "brushed brass" },
        },
        .colours = demo_metal_colours,
        .patterns = { "plain" },
        .cents_low = 3990,
        .cents_high = 18900,
        .weight_grams = 2100,
        .sentences = {
            "{model} is cast in {material} and weighs just over two kilos, which you feel "
            "when you turn it.",
            "The ceramic cartridge is made for 500,000 movements and does not drip.",
            "The spout turns all the way round and stands {20-26:2} cm above the sink.",
            "Flow is {5-8} litres a minute at 3 bar, with a soft stop before full.",
            "Less than 0.1 percent lead, certified for drinking water.",
            "Hoses, nut and a drawing come with it; one person and a spanner fit it in "
            "half an hour.",
        },
        .attributes = {
            { "Body", "{Material}" },
            { "Outlet height", "{20-26:2} cm" },
            { "Flow", "{5-8} l/min at 3 bar" },
            { "Hole", "35 mm" },
            { "Cartridge", "Ceramic, 35 mm" },
        },
    },
    {
        .scene = "screwdrivers",
        .category = "tools",
        .family = 7,
        .nouns = {
            "screwdriver set", "precision screwdriver set", "insulated screwdriver set",
            "screwdrivers with stand",
        },
        .models = {
            "Slot & Cross", "Fivefold", "Turner", "Workshop Five", "Locksmith",
            "Clockmaker",
        },
        .qualities = {
            "5 pieces", "S2 steel", "magnetic tips", "with oak stand", "soft grip",
        },
        .materials = {
            { "plastic", "two-part grip" }, { "wood", "ash" }, { "rubber", "soft rubber" },
        },
        .colours = demo_gear_colours,
        .patterns = { "plain" },
        .cents_low = 1490,
        .cents_high = 5900,
        .weight_grams = 920,
        .sentences = {
            "{model} is the five that you reach for: two slots, two crosses, one hex.",
            "The blades are S2 steel, hardened to {58-61} HRC, with tips machined and not "
            "stamped.",
            "Handles of {material} have a free-turning cap for small screws.",
            "Tips are magnetic enough to hold a screw sideways.",
            "The oak stand screws to the wall or stands on a bench.",
            "Any tip that breaks is replaced, without questions.",
        },
        .attributes = {
            { "Pieces", "5 and stand" },
            { "Steel", "S2, {58-61} HRC" },
            { "Handle", "{Material}" },
            { "Lengths", "75–150 mm" },
            { "Stand", "Oak" },
        },
    },
    {
        .scene = "lightswitch",
        .category = "electrical",
        .family = 7,
        .nouns = {
            "light switch", "flush light switch", "rocker switch", "wide rocker switch",
        },
        .models = {
            "Bakelite Hall", "Corridor", "Landing", "Clic", "Old Mill", "Hallway",
        },
        .qualities = {
            "silver contacts", "screwless plate", "soft click", "16 A", "with back box",
        },
        .materials = {
            { "plastic", "thermoset plastic" }, { "metal", "brushed steel" },
            { "ceramic", "porcelain" }, { "wood", "oak" },
        },
        .colours = demo_metal_colours,
        .patterns = { "plain" },
        .cents_low = 590,
        .cents_high = 3900,
        .weight_grams = 180,
        .sentences = {
            "{model} has wide rockers that you find with an elbow.",
            "The plate is {material}, {7-9} mm flat, and its screws are out of sight.",
            "Contacts are silver and rated for 16 A, LED lamps included.",
            "Terminals take solid or stranded wire up to {2-4} mm² without a screwdriver.",
            "Each one has been clicked 40,000 times in the laboratory.",
            "Have it fitted by an electrician; the diagram is printed inside.",
        },
        .attributes = {
            { "Rating", "16 A, 250 V" },
            { "Plate", "{Material}" },
            { "Depth", "{7-9} mm" },
            { "Terminals", "Screwless" },
            { "Standard", "EN 60669" },
        },
    },
    {
        .scene = "roller",
        .category = "painting",
        .family = 7,
        .nouns = {
            "paint roller", "paint roller with handle", "wall paint roller", "roller set",
        },
        .models = {
            "Lime Wash", "Second Coat", "Cutting In", "Ceiling Rose", "Broad Stroke",
            "Dado",
        },
        .qualities = { "{9-18} mm pile", "no lint", "25 cm", "with tray", "for wall paint" },
        .materials = { { "wool", "lambswool" }, { "cotton", "woven polyamide" } },
        .colours = demo_home_colours,
        .patterns = { "plain" },
        .cents_low = 590,
        .cents_high = 2400,
        .weight_grams = 320,
        .sentences = {
            "{model} takes up {180-240:20} ml of paint and gives it back evenly.",
            "The sleeve is {material} with a pile of {9-18} mm, right for smooth and for "
            "lightly rough walls.",
            "It has been spun and washed before packing, so it does not shed.",
            "The frame runs on two bearings and stays on line.",
            "The beech handle takes any standard pole.",
            "Wash with cold water straight away and it will do ten rooms.",
        },
        .attributes = {
            { "Width", "25 cm" },
            { "Sleeve", "{Material}" },
            { "Pile", "{9-18} mm" },
            { "Handle", "Beech, pole thread" },
            { "For", "Emulsion and limewash" },
        },
    },
    {
        .scene = "toolbox",
        .category = "tools",
        .family = 7,
        .nouns = { "tool box", "large tool box", "cantilever tool box", "tool chest" },
        .models = {
            "Gaffer", "Dockside", "Site Hut", "Mechanic's Own", "Van Tray", "Foreman",
        },
        .qualities = {
            "{18-26:2} litres", "two latches", "removable tray", "padlock eye",
            "powder-coated",
        },
        .materials = { { "metal", "powder-coated steel" }, { "aluminium", "aluminium" } },
        .colours = demo_gear_colours,
        .patterns = { "plain" },
        .cents_low = 2490,
        .cents_high = 9900,
        .weight_grams = 3200,
        .sentences = {
            "{model} holds {18-26:2} litres: a drill, a long level and the things at the "
            "bottom that one never finds.",
            "It is made of {material} with folded edges and a welded base.",
            "A tray with five compartments lifts out.",
            "Two latches close with a clap and take a padlock.",
            "The handle swings flat and is as wide as a palm.",
            "Carries {20-30:5} kg without complaint.",
        },
        .attributes = {
            { "Volume", "{18-26:2} litres" },
            { "Material", "{Material}" },
            { "Size", "44 × 22 × 24 cm" },
            { "Load", "{20-30:5} kg" },
            { "Tray", "Five compartments" },
        },
    },
    {
        .scene = "lock",
        .category = "building-supplies",
        .family = 7,
        .nouns = {
            "padlock", "weatherproof padlock", "heavy padlock", "shackle padlock",
        },
        .models = {
            "Gatehouse", "Watchman", "Bastion 60", "Keeper", "Portcullis", "Toll House",
        },
        .qualities = {
            "hardened shackle", "three keys", "weatherproof", "keyed alike", "{5-6} pins",
        },
        .materials = {
            { "metal", "hardened steel" }, { "gold", "solid brass" },
            { "copper", "bronze" },
        },
        .colours = demo_metal_colours,
        .patterns = { "plain" },
        .option_name = "Width",
        .options = { "40 mm", "50 mm", "60 mm" },
        .option_step_percent = 30,
        .cents_low = 890,
        .cents_high = 4900,
        .weight_grams = 460,
        .sentences = {
            "{model} has a body of {material} and a shackle {8-11} mm thick that a bolt "
            "cutter does not like.",
            "The cylinder has {5-6} pins with two that fool a pick.",
            "A cover over the keyhole and two drains keep it moving in winter.",
            "Both legs of the shackle are held by balls.",
            "Three keys come with it; more are cut by number against proof.",
            "A drop of graphite a year, never oil.",
        },
        .attributes = {
            { "Body", "{Material}" },
            { "Shackle", "{8-11} mm, hardened" },
            { "Cylinder", "{5-6} pins" },
            { "Keys", "3" },
            { "Security", "Grade {2-3}, EN 12320" },
        },
    },
    { 0 },
};
