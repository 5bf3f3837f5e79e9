/* Electronics: sound, computers and cameras. */
#include "demo/types.h"

const struct demo_type demo_electronics_types[] = {
    {
        .scene = "headphones",
        .category = "audio",
        .family = 1,
        .nouns = {
            "wireless headphones", "over-ear headphones", "noise-cancelling headphones",
            "studio headphones",
        },
        .models = {
            "Aria 40", "Halo One", "Nocturne", "Tonwerk 7", "Quiet Room", "Calder 3",
        },
        .qualities = {
            "{30-46:2} h battery", "noise cancelling", "folding", "multipoint",
            "wired and wireless",
        },
        .materials = {
            { "plastic", "matt polycarbonate" },
            { "leather", "plant-based leather and steel" },
            { "aluminium", "anodised aluminium" },
        },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .cents_low = 3490,
        .cents_high = 17900,
        .weight_grams = 260,
        .sentences = {
            "{model} plays for {30-46:2} hours on a charge and gives three more after ten "
            "minutes at the socket.",
            "Active noise cancelling takes about {24-32:2} dB off engines and office fans; "
            "a press lets voices through.",
            "The 40 mm drivers are tuned flat, with a gentle lift below 80 Hz.",
            "Bluetooth 5.3 stays connected to two devices, so a call can interrupt a film.",
            "The ear pads are memory foam and come off without tools; spares cost less "
            "than a lunch.",
            "A 1.2 m cable with a 3.5 mm plug is in the case for aeroplanes.",
            "The band is {material} and weighs {240-280:10} g in all.",
        },
        .attributes = {
            { "Driver", "40 mm dynamic" },
            { "Battery", "{30-46:2} hours" },
            { "Noise cancelling", "Up to {24-32:2} dB" },
            { "Bluetooth", "5.3, two devices" },
            { "Charging", "USB-C, 10 minutes for 3 hours" },
            { "Weight", "{240-280:10} g" },
        },
    },
    {
        .scene = "earbuds",
        .category = "audio",
        .family = 1,
        .nouns = {
            "wireless earbuds", "in-ear headphones", "sport earbuds",
            "true wireless earbuds",
        },
        .models = { "Pebble", "Aria Mini", "Whisper 2", "Duo Fit", "Sparrow", "Murmur" },
        .qualities = {
            "{24-36:2} h with case", "IPX5", "four microphones", "low latency mode",
            "six tip sizes",
        },
        .materials = {
            { "plastic", "soft-touch polycarbonate" }, { "ceramic", "polished ceramic" },
        },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .cents_low = 1490,
        .cents_high = 9900,
        .weight_grams = 48,
        .sentences = {
            "Each {model} bud weighs {4-6} g and disappears once it is in.",
            "They play for {6-9} hours, and the case holds enough for {24-36:2} in all.",
            "Two microphones a side pick your voice out of wind and traffic.",
            "Rated IPX5: sweat and rain are welcome, a swimming pool is not.",
            "Touch controls can be switched off for people who fidget.",
            "Six pairs of silicone tips from XS to XL are in the box.",
            "The case charges by USB-C or on any Qi pad.",
        },
        .attributes = {
            { "Battery", "{6-9} hours, {24-36:2} with case" },
            { "Driver", "10 mm" },
            { "Water resistance", "IPX5" },
            { "Bluetooth", "5.3" },
            { "Weight", "{4-6} g a bud" },
        },
    },
    {
        .scene = "laptop",
        .category = "laptops",
        .family = 1,
        .nouns = {
            "laptop", "thin and light laptop", "student laptop", "14 inch notebook",
        },
        .models = {
            "Folio 14", "Slate Air", "Tern 13", "Workbench", "Linden 14", "Penrose",
        },
        .qualities = {
            "16 GB memory", "all-day battery", "matt display", "repairable", "backlit keys",
        },
        .materials = {
            { "aluminium", "recycled aluminium" }, { "plastic", "glass-fibre composite" },
        },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .option_name = "Storage",
        .options = { "256 GB", "512 GB", "1 TB" },
        .option_step_percent = 12,
        .cents_low = 42900,
        .cents_high = 129900,
        .weight_grams = 1320,
        .sentences = {
            "{model} weighs {1180-1450:30} g and is {14-17} mm thin, with a hinge that "
            "opens with one finger.",
            "The 14 inch matt display shows 1920 by 1200 points at {350-450:50} nits, "
            "enough for a seat by the window.",
            "Eight cores and 16 GB of memory keep thirty tabs and a video call going "
            "without a fan to hear.",
            "The battery of {54-68:2} Wh lasts {10-15} hours of writing and browsing.",
            "Two USB-C sockets charge it from either side; HDMI, USB-A and a card slot are "
            "still here.",
            "Ten screws open the base; memory, drive and battery can be replaced.",
            "The shell is {material}.",
        },
        .attributes = {
            { "Display", "14 inch, 1920 × 1200, matt" },
            { "Memory", "16 GB" },
            { "Battery", "{54-68:2} Wh, {10-15} hours" },
            { "Ports", "2 × USB-C, USB-A, HDMI, SD" },
            { "Weight", "{1180-1450:30} g" },
            { "Keyboard", "Backlit, spill resistant" },
        },
    },
    {
        .scene = "tablet",
        .category = "tablets",
        .family = 1,
        .nouns = { "tablet", "drawing tablet", "11 inch tablet", "reading tablet" },
        .models = {
            "Leaf 11", "Easel 10", "Quarto", "Canvasboard", "Margin", "Slateway 11",
        },
        .qualities = {
            "pen included", "120 Hz", "8 GB memory", "paper-like display", "four speakers",
        },
        .materials = { { "aluminium", "anodised aluminium" } },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .option_name = "Storage",
        .options = { "64 GB", "128 GB", "256 GB" },
        .option_step_percent = 14,
        .cents_low = 15900,
        .cents_high = 54900,
        .weight_grams = 480,
        .sentences = {
            "{model} is a tablet for reading in bed and drawing at a table: 11 inches, "
            "{460-510:10} g.",
            "The display refreshes 120 times a second and dims to 2 nits at night.",
            "The pen knows 4,096 levels of pressure and charges on the long edge.",
            "The battery of 8,000 mAh lasts {10-14} hours of video.",
            "Four speakers face forward in either direction.",
            "Five years of system updates are promised, in writing.",
            "A folding cover is in the box.",
        },
        .attributes = {
            { "Display", "11 inch, 2000 × 1200, 120 Hz" },
            { "Memory", "8 GB" },
            { "Battery", "8,000 mAh, {10-14} hours" },
            { "Pen", "4,096 levels, included" },
            { "Weight", "{460-510:10} g" },
        },
    },
    {
        .scene = "camera",
        .category = "cameras",
        .family = 1,
        .nouns = {
            "mirrorless camera", "compact camera", "travel camera",
            "camera with 35 mm lens",
        },
        .models = {
            "Vista M1", "Rambler", "Atelier 35", "Oculo", "Fieldnote", "Peregrine",
        },
        .qualities = {
            "26 megapixels", "image stabiliser", "4K video", "weather sealed",
            "eye detection",
        },
        .materials = {
            { "metal", "magnesium alloy" }, { "leather", "magnesium and grained leather" },
        },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .cents_low = 28900,
        .cents_high = 119900,
        .weight_grams = 520,
        .sentences = {
            "{model} takes {24-26} megapixel pictures on an APS-C sensor, with colours "
            "that need no rescue.",
            "The stabiliser buys about {4-6} stops: hand-held at dusk, the lights stay "
            "points.",
            "Focus finds the nearer eye of people, cats and birds, and stays there.",
            "Dials for shutter, aperture and exposure are where your fingers expect them.",
            "Seals at every joint keep drizzle and dust outside.",
            "It records 4K at 30 frames a second without cutting the frame.",
            "Comes with a 35 mm f/2 lens, a strap, a battery for {340-420:20} pictures and "
            "a charger.",
        },
        .attributes = {
            { "Sensor", "{24-26} megapixels, APS-C" },
            { "Lens", "35 mm f/2" },
            { "Stabiliser", "{4-6} stops" },
            { "Video", "4K 30p" },
            { "Battery", "{340-420:20} pictures" },
            { "Weight", "520 g with battery" },
        },
    },
    {
        .scene = "speaker",
        .category = "audio",
        .family = 1,
        .nouns = {
            "portable speaker", "Bluetooth speaker", "outdoor speaker", "room speaker",
        },
        .models = {
            "Tumbler", "Campfire", "Resound", "Kitchen Radio", "Basin", "Porchlight",
        },
        .qualities = {
            "IP67", "{14-24:2} h playtime", "stereo pairing", "360 degree sound",
            "with strap",
        },
        .materials = {
            { "plastic", "rubberised shell and woven mesh" },
            { "bamboo", "bamboo and mesh" }, { "wood", "beech and wool felt" },
        },
        .colours = demo_gadget_colours,
        .patterns = { "plain", "stripes" },
        .cents_low = 2490,
        .cents_high = 12900,
        .weight_grams = 640,
        .sentences = {
            "{model} fills a kitchen or a picnic blanket with {16-30:2} watts in all "
            "directions.",
            "Two passive radiators give it more bass than its 18 cm would suggest.",
            "It plays {14-24:2} hours at half volume and charges in three.",
            "IP67 means sand, rain and half an hour in a metre of water; it also floats.",
            "A second one can be paired for stereo from the button on the base.",
            "The strap is replaceable and holds three times the weight.",
            "A microphone lets it answer calls.",
        },
        .attributes = {
            { "Power", "{16-30:2} W" },
            { "Battery", "{14-24:2} hours" },
            { "Protection", "IP67" },
            { "Bluetooth", "5.3, stereo pair" },
            { "Size", "18 × 9.5 cm" },
        },
    },
    {
        .scene = "smartwatch",
        .category = "wearables",
        .family = 1,
        .nouns = { "smartwatch", "sport watch", "fitness watch", "GPS watch" },
        .models = { "Pace S2", "Contour", "Stride", "Daybreak", "Kilo", "Meridian Fit" },
        .qualities = {
            "GPS", "{8-14} day battery", "heart rate", "5 ATM", "always-on display",
        },
        .materials = {
            { "rubber", "fluoroelastomer" }, { "leather", "calf leather" },
            { "metal", "steel mesh" },
        },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .option_name = "Case",
        .options = { "41 mm", "45 mm" },
        .option_step_percent = 6,
        .cents_low = 3990,
        .cents_high = 22900,
        .weight_grams = 46,
        .sentences = {
            "{model} runs {8-14} days between charges with heart rate on and notifications "
            "coming in.",
            "Dual-band GPS finds itself in under ten seconds and keeps honest distance "
            "between tall houses.",
            "The AMOLED display stays on at {600-1000:100} nits, readable at noon.",
            "It follows sleep, pulse and blood oxygen, and exports everything as files "
            "that you own.",
            "Swim-proof to 50 metres.",
            "Bands change without tools and fit any 20 mm strap.",
            "Works with both common phone systems; no subscription.",
        },
        .attributes = {
            { "Display", "1.4 inch AMOLED" },
            { "Battery", "{8-14} days" },
            { "GPS", "Dual band" },
            { "Water resistance", "5 ATM" },
            { "Strap", "{Material}, 20 mm" },
        },
    },
    {
        .scene = "keyboard",
        .category = "computer-accessories",
        .family = 1,
        .nouns = {
            "mechanical keyboard", "wireless keyboard", "compact keyboard",
            "75 percent keyboard",
        },
        .models = {
            "Clack 75", "Typist", "Hammond", "Thock", "Letterpress", "Quarterdeck",
        },
        .qualities = {
            "hot-swap switches", "quiet linear", "three devices", "PBT keycaps",
            "aluminium case",
        },
        .materials = {
            { "aluminium", "milled aluminium" }, { "plastic", "recycled plastic" },
            { "wood", "oiled walnut" },
        },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .option_name = "Layout",
        .options = { "US", "UK", "DE", "FR", "ES" },
        .cents_low = 4490,
        .cents_high = 15900,
        .weight_grams = 890,
        .sentences = {
            "{model} has 84 keys in the space of 32 by 13 cm and leaves room for the mouse.",
            "Switches come out with the tool in the box, so you can change the feel "
            "without a soldering iron.",
            "Keycaps are PBT with letters moulded through; they do not wear shiny.",
            "It connects to three devices by Bluetooth and one by cable, chosen by a key.",
            "The battery lasts {180-300:20} hours without light.",
            "Two layers of foam under the plate take away the ring.",
            "The case is {material}; two feet set the angle to 4 or 8 degrees.",
        },
        .attributes = {
            { "Keys", "84" },
            { "Switches", "Linear, hot-swap" },
            { "Keycaps", "PBT double-shot" },
            { "Connection", "Bluetooth × 3, USB-C" },
            { "Battery", "{180-300:20} hours" },
        },
    },
    {
        .scene = "mouse",
        .category = "computer-accessories",
        .family = 1,
        .nouns = { "wireless mouse", "silent mouse", "ergonomic mouse", "travel mouse" },
        .models = { "Glide", "Field Mouse", "Pointer S", "Ovo", "Drift", "Tessel" },
        .qualities = {
            "silent clicks", "{50-90:10} day battery", "4,000 dpi", "USB-C charging",
            "left or right hand",
        },
        .materials = {
            { "plastic", "matt ABS" }, { "rubber", "soft rubber" },
            { "wood", "walnut shell" },
        },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .cents_low = 1290,
        .cents_high = 5900,
        .weight_grams = 92,
        .sentences = {
            "{model} rests under the palm rather than being pinched, which a wrist notices "
            "by Friday.",
            "Clicks are damped to about {18-24:2} dB; the person opposite will not hear "
            "them.",
            "The sensor follows on glass, wood and cloth from 800 to 4,000 dpi.",
            "One charge lasts {50-90:10} days, one minute gives three hours.",
            "The wheel spins freely or in steps, by a press.",
            "A side button can be set to anything in the open configuration tool.",
            "It works in either hand.",
        },
        .attributes = {
            { "Sensor", "Optical, 800–4,000 dpi" },
            { "Battery", "{50-90:10} days" },
            { "Connection", "Bluetooth, 2.4 GHz" },
            { "Buttons", "5" },
            { "Weight", "92 g" },
        },
    },
    {
        .scene = "drone",
        .category = "cameras",
        .family = 1,
        .nouns = { "camera drone", "folding drone", "travel drone", "4K drone" },
        .models = {
            "Kite Mini", "Swift 249", "Lookout", "Cirrus", "Dragonfly", "Overlook",
        },
        .qualities = {
            "under 250 g", "{28-38:2} min flight", "three-axis gimbal", "return to home",
            "4K camera",
        },
        .materials = { { "plastic", "reinforced nylon" } },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .cents_low = 18900,
        .cents_high = 74900,
        .weight_grams = 249,
        .sentences = {
            "{model} weighs 249 g, so in most countries it needs a label and not a licence.",
            "One battery keeps it up for {28-38:2} minutes in light wind.",
            "The camera hangs on a three-axis gimbal and records 4K at 30 frames without "
            "wobble.",
            "Sensors in front and below stop it before branches and brick.",
            "When the signal is lost it climbs, turns and comes home.",
            "The arms fold; the whole is 14 by 9 by 6 cm.",
            "In the box: controller, two batteries, eight spare blades, a case.",
        },
        .attributes = {
            { "Weight", "249 g" },
            { "Flight time", "{28-38:2} minutes" },
            { "Camera", "4K 30p, three-axis gimbal" },
            { "Range", "6 km" },
            { "Wind", "Up to 38 km/h" },
        },
    },
    {
        .scene = "monitor",
        .category = "computer-accessories",
        .family = 1,
        .nouns = {
            "monitor", "desktop monitor", "office monitor", "colour-accurate monitor",
        },
        .models = {
            "Panorama", "Studio Glass", "Clerestory", "Prism", "Lightbox", "Bureau",
        },
        .qualities = {
            "1440p", "USB-C 90 W", "height adjustable", "matt", "99 percent sRGB",
        },
        .materials = {
            { "plastic", "recycled plastic and steel" }, { "aluminium", "aluminium" },
        },
        .colours = demo_gadget_colours,
        .patterns = { "plain" },
        .option_name = "Size",
        .options = { "24 inch", "27 inch", "32 inch" },
        .option_step_percent = 22,
        .cents_low = 15900,
        .cents_high = 58900,
        .weight_grams = 6200,
        .sentences = {
            "{model} shows 2560 by 1440 points, sharp enough that letters lose their "
            "stairs.",
            "Each panel is measured before it is packed; the sheet with its colour error, "
            "below {2-3}, is in the box.",
            "One USB-C cable brings the picture and gives the laptop 90 watts.",
            "The stand moves 13 cm in height, tilts, turns and goes upright.",
            "The matt layer breaks up windows behind you without making greys grainy.",
            "No flicker at any brightness, from 4 to {300-400:50} nits.",
            "The screen comes off with one lever for an arm with 100 mm VESA.",
        },
        .attributes = {
            { "Resolution", "2560 × 1440" },
            { "Brightness", "{300-400:50} nits" },
            { "Colour", "99 % sRGB" },
            { "USB-C", "90 W charging" },
            { "Stand", "13 cm height, tilt, swivel, pivot" },
        },
    },
    { 0 },
};
