/* Demo: what buyers write about what they bought, put together from sentences. */
#include "demo/opinions.h"

// clang-format off
static const char *const good_openings[] = {
    "Exactly what I was looking for.", "Better than I expected for the price.",
    "I bought it for my daughter and she has not put it down since.",
    "My second one, the first is still going strong.",
    "A present for my father, and he is hard to please.",
    "I compared five of these before I chose, and I chose well.",
    "It does what it says and nothing else.",
    "Solid from the first touch.", "I needed it for a trip and it came in time.",
    "Looks as in the pictures, which is not always so.",
    "It has replaced one that cost three times as much.",
    "I was in doubt because of the price; I need not have been.",
    "Neatly made and carefully packed.",
    "For the kitchen of our summer house, and just right there.",
    "Bought on a whim, used every day.",
    "A friend has one, so I knew what I would get.", "Simple and good.",
    "My flatmate has ordered one as well.",
    "The colour is warmer than on my screen, and nicer.",
    "It took the place of something much bulkier.",
};
static const char *const fair_openings[] = {
    "It is all right.", "Good enough for what it costs, not more.", "I hoped for a little more.",
    "It works, with a few buts.", "Half of it is great, the other half is not.",
    "Fine for occasional use.", "I am of two minds about this one.", "Not bad, not memorable.",
    "It is what it is: cheap and cheerful.", "Smaller than I had pictured it.",
};
static const char *const bad_openings[] = {
    "I am disappointed.", "This was not what I ordered for.", "I would not buy it again.",
    "It did not last a week.", "The pictures promise more than the thing holds.",
    "A waste of a good cardboard box.", "I wanted to like it.", "Not for daily use.",
};
static const char *const good_details[] = {
    "It is neatly finished all around.", "After three weeks it looks like new.",
    "It is lighter than it looks.", "The instructions were short and clear.",
    "Nothing about it feels cheap.", "It was ready to use in ten minutes.",
    "The material is pleasant to touch and does not smell.", "It fits where I measured it would.",
    "It has been in use every day since.", "Even the small parts are well made.",
    "The measurements in the listing are right to the millimetre.",
    "It survived a fall from the table.", "You see that somebody has thought about it.",
    "The colour is the one in the pictures.", "It keeps its shape.",
    "The inside is as well made as the outside.",
    "My children have tested it, and it still holds.", "It does not slip and does not rattle.",
    "I have shown it to half of my colleagues.", "It is easy to clean.",
    "Nothing was missing in the box.", "I could not find a fault with a magnifying glass.",
    "It takes less room than the one I had.",
    "Two people in the house now want it at the same time.",
};
static const char *const fair_details[] = {
    "The finish has a few scratches if you look closely.", "It could be a little bigger.",
    "One corner was a little bent, I straightened it.",
    "The manual is a translation of a translation.", "It took two evenings to get used to it.",
    "The colour is more grey than I thought.", "It feels lighter than I like.",
    "The edges could be smoother.", "It is not quite the size that I had in mind.",
    "Some details are better than others.",
};
static const char *const bad_details[] = {
    "A part came off on the second day.", "It did not survive the first week.",
    "You see the glue in several places.", "It smells of plastic even after airing.",
    "The size is not the one in the listing.", "The colour comes off on the cloth.",
    "Something was missing in the box.", "It was scratched when I unpacked it.",
};
static const char *const good_ways[] = {
    "It came two days before it was promised.", "Well packed, without a heap of plastic.",
    "The parcel could be followed the whole way.",
    "Shipping took a while, but I was told so before.",
    "The seller answered my question within the hour.", "It lay safely with the neighbour.",
    "Sent on the same day.", "The box was battered, the thing inside was not.",
    "It came in time for the birthday.", "Customs took no interest in it.",
};
static const char *const bad_ways[] = {
    "It came a week late.", "The parcel stood still for ten days.",
    "The packaging was torn open at one side.", "I wrote twice and heard nothing for four days.",
    "It was left in the rain.", "The tracking said delivered a day before it was.",
};
static const char *const good_closings[] = {
    "I would buy it again.", "Recommended.", "Five stars without a second thought.",
    "I shall keep an eye on this shop.", "Worth every cent.", "No regrets.",
    "Now I need one for the office too.", "Thank you to the seller.", "What more can one want.",
    "I am content, and so is the cat.",
};
static const char *const fair_closings[] = {
    "For the price I shall not complain.", "I shall see how long it lasts.",
    "I would look for another one next time.", "It does its job.", "You get what you pay for.",
    "Fine for a guest room.",
};
static const char *const bad_closings[] = {
    "Choose another one.", "At least the money came back.",
    "I have learned to read the reviews first.",
    "It is in the cellar now.", "Save your money.",
};
// clang-format on

#define OF(TABLE)                           \
    {                                       \
        TABLE, sizeof TABLE / sizeof *TABLE \
    }

struct opinion_sentences demo_opinion(enum opinion_part part, int stars)
{
    static const struct opinion_sentences all[OPINION_PARTS][3] = {
        [OPINION_OPENING] = { OF(bad_openings), OF(fair_openings), OF(good_openings) },
        [OPINION_DETAIL] = { OF(bad_details), OF(fair_details), OF(good_details) },
        [OPINION_WAY] = { OF(bad_ways), OF(good_ways), OF(good_ways) },
        [OPINION_CLOSING] = { OF(bad_closings), OF(fair_closings), OF(good_closings) },
    };
    return all[part][stars <= 2 ? 0 : stars == 3 ? 1 : 2];
}

const struct complaint demo_complaints[] = {
    { "damaged", "One corner is broken off. The box was dented on the same side.",
      "I am sorry. I can give back a part of the price if you keep it." },
    { "not_as_described", "The listing says solid wood. This is chipboard with a foil on it.",
      "The frame is wood, the back is not. That is how this model is made." },
    { "wrong", "I ordered the blue one and got a green one.",
      "That was our mistake. Please send it back, we pay for it." },
    { "incomplete", "One of the parts on the list is not in the box.",
      "I can send the part on its own, or a part back." },
    { "counterfeit", "The logo is spelled differently on the inside.",
      "We buy from the brand's own distributor and can show the invoice." },
};
const size_t demo_complaint_count = sizeof demo_complaints / sizeof *demo_complaints;
