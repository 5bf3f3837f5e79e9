/* Automobiles and motorcycles: the car and the motorcycle. */
#include "demo/types.h"

const struct demo_type demo_motor_types[] = {
    {
        .scene = "dashcam",
        .category = "car-electronics",
        .family = 6,
        .nouns = { "dash cam", "dashboard camera", "dual dash cam", "car camera" },
        .models = {
            "Witness 2", "Road Log", "Sentry Mile", "Third Eye", "Milestone", "Lane Keeper",
        },
        .qualities = {
            "1440p", "parking mode", "{130-150:10} degree lens", "GPS", "night vision",
        },
        .materials = { { "plastic", "heat-proof plastic" }, { "metal", "aluminium" } },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .cents_low = 3490,
        .cents_high = 14900,
        .weight_grams = 180,
        .sentences = {
            "{model} records the road in 1440p at 30 frames, sharp enough for a number "
            "plate at {10-16:2} m.",
            "The lens sees {130-150:10} degrees without bending the horizon.",
            "A capacitor replaces the battery, so it survives a summer behind glass at 70 "
            "degrees.",
            "A knock saves the last {20-40:10} seconds where they are not overwritten.",
            "Parking mode draws current only when something moves.",
            "It sticks with a pad that leaves no mark; 3.5 m of cable reach the fuse box.",
        },
        .attributes = {
            { "Video", "2560 × 1440, 30 fps" },
            { "Lens", "{130-150:10}°" },
            { "Storage", "microSD to 256 GB" },
            { "Power", "Capacitor, 12–24 V" },
            { "Working range", "-20 to 70 °C" },
        },
    },
    {
        .scene = "charger",
        .category = "car-electronics",
        .family = 6,
        .nouns = {
            "car charger", "USB-C car charger", "fast car charger", "twin car charger",
        },
        .models = {
            "Voltway", "Ampère 60", "Quick Stop", "Junction 12", "Layby", "Circuit",
        },
        .qualities = {
            "{45-75:5} W", "USB-C and USB-A", "metal body", "for 12 and 24 V", "with cable",
        },
        .materials = { { "metal", "zinc alloy" }, { "plastic", "flame-proof plastic" } },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .cents_low = 990,
        .cents_high = 3400,
        .weight_grams = 64,
        .sentences = {
            "{model} gives {45-75:5} watts through USB-C and 18 through USB-A at the same "
            "time.",
            "A phone goes from empty to half in {22-30:2} minutes.",
            "It watches temperature, voltage and short circuits, and switches off before "
            "the fuse does.",
            "The ring of light shows the sockets at night without lighting up the "
            "windscreen.",
            "The body is {material} and sits {9-12} mm proud of the socket.",
            "A coiled cable stretches to 1.5 m and goes back.",
        },
        .attributes = {
            { "Output", "{45-75:5} W USB-C, 18 W USB-A" },
            { "Input", "12–24 V" },
            { "Material", "{Material}" },
            { "Cable", "1.5 m, coiled" },
            { "Protection", "Heat, current, short circuit" },
        },
    },
    {
        .scene = "inflator",
        .category = "car-accessories",
        .family = 6,
        .nouns = {
            "tyre inflator", "portable air pump", "cordless tyre inflator",
            "car air compressor",
        },
        .models = {
            "Puff", "Pressure Point", "Roadside", "Gust 150", "Fill Up", "Mistral Mini",
        },
        .qualities = {
            "stops by itself", "{120-160:10} psi", "cordless", "with lamp",
            "{4-6} minutes a tyre",
        },
        .materials = { { "plastic", "glass-fibre nylon" } },
        .colours = demo_gear_colours,
        .patterns = { "plain" },
        .cents_low = 2990,
        .cents_high = 9900,
        .weight_grams = 780,
        .sentences = {
            "{model} brings a car tyre from 1.8 to 2.5 bar in {4-6} minutes.",
            "Set the pressure, press once; it stops within 0.05 bar.",
            "The battery of {4000-6000:500} mAh does {4-6} tyres and charges by USB-C.",
            "Adapters for bicycles, balls and air beds live under the lid.",
            "At {68-76:2} dB it is louder than a talk and quieter than a hoover.",
            "A lamp on the front finds the valve in the dark.",
        },
        .attributes = {
            { "Pressure", "Up to {120-160:10} psi" },
            { "Accuracy", "±0.05 bar" },
            { "Battery", "{4000-6000:500} mAh" },
            { "Noise", "{68-76:2} dB" },
            { "Weight", "780 g" },
        },
    },
    {
        .scene = "glove",
        .category = "motorcycle-gear",
        .family = 6,
        .nouns = {
            "motorcycle gloves", "summer riding gloves", "touring gloves",
            "short riding gloves",
        },
        .models = {
            "Apex", "Two Lane", "Cafe Racer", "Sierra Pass", "Nightride", "Gravel",
        },
        .qualities = {
            "knuckle protection", "touchscreen finger", "CE level 1", "pre-curved",
            "double palm",
        },
        .materials = {
            { "leather", "goat leather" }, { "suede", "suede and mesh" },
            { "denim", "aramid denim" },
        },
        .colours = demo_earth_colours,
        .patterns = { "plain" },
        .option_name = "Size",
        .options = { "S", "M", "L", "XL", "XXL" },
        .cents_low = 2990,
        .cents_high = 10900,
        .weight_grams = 240,
        .sentences = {
            "{model} gloves are cut from {material} and curved like a hand on a grip.",
            "Knuckles lie under a shell of {3-5} mm that moves with the fist.",
            "The palm is doubled where it would meet the road.",
            "Tested to EN 13594, level 1, and marked inside.",
            "The forefinger works a phone or a satnav.",
            "The cuff closes with one strap and passes under a jacket sleeve.",
        },
        .attributes = {
            { "Material", "{Material}" },
            { "Protector", "TPU, {3-5} mm" },
            { "Standard", "EN 13594 level 1" },
            { "Lining", "Unlined palm" },
            { "Closure", "Wrist strap" },
        },
    },
    {
        .scene = "seatcover",
        .category = "car-accessories",
        .family = 6,
        .nouns = {
            "car seat cover", "front seat cover", "padded seat cover",
            "breathable seat cover",
        },
        .models = { "Concord", "Long Haul", "Tourer", "Saddlery", "Upland", "Parkway" },
        .qualities = {
            "airbag compatible", "wipe-clean", "universal fit", "perforated", "no tools",
        },
        .materials = {
            { "leather", "vegan leather" }, { "cotton", "cotton twill" },
            { "suede", "microfibre suede" },
        },
        .colours = demo_earth_colours,
        .patterns = { "plain", "checks", "herringbone" },
        .option_name = "Set",
        .options = { "1 seat", "2 seats", "5 seats" },
        .option_step_percent = 60,
        .cents_low = 2490,
        .cents_high = 9900,
        .weight_grams = 1500,
        .sentences = {
            "{model} covers a front seat in {8-14:2} minutes, without tools and without "
            "taking off the headrest.",
            "It is made of {material} with perforated centre panels.",
            "Side seams are sewn to open for the airbag and have been tested for it.",
            "A rubber back keeps it from sliding when you get in.",
            "Fits seats up to {54-58} cm wide, with or without armrest.",
            "Wipe with soapy water; the stitching holds its colour.",
        },
        .attributes = {
            { "Material", "{Material}" },
            { "Width", "Up to {54-58} cm" },
            { "Airbag", "Compatible, tested" },
            { "Fitting", "{8-14:2} minutes" },
            { "Care", "Wipe clean" },
        },
    },
    {
        .scene = "motoroil",
        .category = "oils-fluids",
        .family = 6,
        .nouns = {
            "engine oil", "fully synthetic motor oil", "low-friction engine oil",
            "motor oil 5W-30",
        },
        .models = {
            "Longrun", "Clearflow", "Crankcase", "Millrace", "Steady", "Northern",
        },
        .qualities = {
            "fully synthetic", "5W-30", "for diesel and petrol", "long life", "low ash",
        },
        .materials = { { "plastic", "recycled HDPE" } },
        .colours = demo_gear_colours,
        .patterns = { "plain" },
        .option_name = "Volume",
        .options = { "1 l", "4 l", "5 l" },
        .option_step_percent = 120,
        .cents_low = 990,
        .cents_high = 2400,
        .weight_grams = 950,
        .sentences = {
            "{model} is a fully synthetic 5W-30 for petrol and diesel engines with "
            "particle filters.",
            "It flows at minus {30-36:2} degrees, so the first seconds of a winter morning "
            "do no harm.",
            "Change it after {15-30:5},000 km or as your book says.",
            "Approved to ACEA C3 and API SP.",
            "The spout is long and vented: it pours without a gulp and without a funnel.",
            "Take used oil back to any seller; that is the law and a good idea.",
        },
        .attributes = {
            { "Grade", "5W-30" },
            { "Base", "Fully synthetic" },
            { "Approvals", "ACEA C3, API SP" },
            { "Pour point", "-{30-36:2} °C" },
            { "Change", "Every {15-30:5},000 km" },
        },
    },
    {
        .scene = "phonemount",
        .category = "car-accessories",
        .family = 6,
        .nouns = {
            "car phone holder", "magnetic phone mount", "dashboard phone mount",
            "windscreen phone mount",
        },
        .models = {
            "Copilot", "Steadyhand", "Navigator", "Firm Grip", "Wayfinder", "Dashpoint",
        },
        .qualities = {
            "one-hand release", "gel base", "for phones to 7 inch", "360 degrees",
            "no rattle",
        },
        .materials = {
            { "plastic", "polycarbonate and silicone" }, { "aluminium", "aluminium" },
        },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .cents_low = 990,
        .cents_high = 3900,
        .weight_grams = 160,
        .sentences = {
            "{model} holds the phone by its sides and lets go at a press of the thumb.",
            "The gel base sticks to grained dashboards and washes clean under the tap.",
            "The ball joint turns through 360 degrees and stays there on cobbles.",
            "Arms open from {58-64:2} to 95 mm, thick cases included.",
            "Slots leave the cable and the microphone free.",
            "It has been shaken for {40-60:10} hours in a test rig and did not rattle.",
        },
        .attributes = {
            { "Width", "{58-64:2}–95 mm" },
            { "Base", "Gel suction, 80 mm" },
            { "Joint", "360° ball" },
            { "Material", "{Material}" },
            { "Weight", "160 g" },
        },
    },
    { 0 },
};
