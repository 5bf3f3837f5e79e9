/* Promotion, words: each clause is a sentence of its own for translators, filled from inside out.
 */
#include "shop/promotions/promotion_words.h"

#include "base/words.h"

static char *amount(struct arena *memory, const struct promotion_terms *terms, int64_t minor)
{
    return words_money(memory, money_of(minor, terms->currency));
}

/* 1250 basis points are "12.5%". */
static char *percent(struct arena *memory, int basis_points)
{
    if (basis_points % 100 == 0)
        return arena_format(memory, "%d%%", basis_points / 100);
    if (basis_points % 10 == 0)
        return arena_format(memory, "%d.%d%%", basis_points / 100, basis_points / 10 % 10);
    return arena_format(memory, "%d.%02d%%", basis_points / 100, basis_points % 100);
}

static char *tier_words(struct arena *memory, const struct promotion_terms *terms,
                        const struct promotion_tier *tier)
{
    char *spend = amount(memory, terms, tier->spend);
    if (tier->basis_points)
        return words_fill(memory, _("{percent} off from {spend}"), "percent",
                          percent(memory, tier->basis_points), "spend", spend, NULL);
    return words_fill(memory,
                      terms->tiers_add && tier != terms->tiers
                          ? _("an additional {off} off from {spend}")
                          : _("{off} off from {spend}"),
                      "off", amount(memory, terms, tier->off), "spend", spend, NULL);
}

static char *tiers_words(struct arena *memory, const struct promotion_terms *terms)
{
    char *words = terms->tier_count ? tier_words(memory, terms, &terms->tiers[0]) : "";
    for (int i = 1; i < terms->tier_count; i++)
        words = words_fill(memory, _("{first}, {second}"), "first", words, "second",
                           tier_words(memory, terms, &terms->tiers[i]), NULL);
    return words;
}

static char *percent_words(struct arena *memory, const struct promotion_terms *terms)
{
    return words_fill(
        memory, terms->level == LEVEL_SHIPPING ? _("{percent} off shipping") : _("{percent} off"),
        "percent", percent(memory, terms->basis_points), NULL);
}

static char *amount_words(struct arena *memory, const struct promotion_terms *terms)
{
    return words_fill(memory,
                      terms->level == LEVEL_SHIPPING ? _("{off} off shipping") : _("{off} off"),
                      "off", amount(memory, terms, terms->off), NULL);
}

static char *benefit_words(struct arena *memory, const struct promotion_terms *terms)
{
    switch (terms->benefit) {
    case BENEFIT_PERCENT: return percent_words(memory, terms);
    case BENEFIT_AMOUNT: return amount_words(memory, terms);
    case BENEFIT_FIXED_PRICE:
        return words_fill(memory, _("{price} each"), "price", amount(memory, terms, terms->off),
                          NULL);
    case BENEFIT_JOINED_PRICE: return arena_copy(memory, _("special prices"));
    case BENEFIT_EVERY:
        return words_fill(memory, _("{off} off every {every} spent"), "off",
                          amount(memory, terms, terms->off), "every",
                          amount(memory, terms, terms->every), NULL);
    case BENEFIT_TIERS: return tiers_words(memory, terms);
    case BENEFIT_FREE_SHIPPING: return arena_copy(memory, _("free shipping"));
    case BENEFIT_FREE_RETURNS: return arena_copy(memory, _("free returns"));
    case BENEFIT_GIFT_COUPON: return arena_copy(memory, _("a coupon as reward"));
    case BENEFIT_COINS:
    case BENEFITS: break;
    }
    return words_fill(memory, _("{percent} of the usual coins"), "percent",
                      arena_format(memory, "%lld%%", (long long)terms->coins_percent), NULL);
}

char *promotion_words_gives(struct arena *memory, const struct promotion_terms *terms)
{
    char *words = benefit_words(memory, terms);
    bool bounded = terms->cap && terms->benefit != BENEFIT_AMOUNT;
    return bounded ? words_fill(memory, _("{gives}, at most {cap}"), "gives", words, "cap",
                                amount(memory, terms, terms->cap), NULL)
                   : words;
}

char *promotion_words(struct arena *memory, const struct promotion_saying *saying)
{
    const struct promotion_terms *terms = saying->terms;
    char *words = promotion_words_gives(memory, terms);
    if (terms->spend)
        words = words_fill(memory, _("{gives} from {spend}"), "gives", words, "spend",
                           amount(memory, terms, terms->spend), NULL);
    if (saying->shop)
        words =
            words_fill(memory, _("{gives} at {shop}"), "gives", words, "shop", saying->shop, NULL);
    if (saying->ends_at.us)
        words = words_fill(memory, _("{gives}, until {day}"), "gives", words, "day",
                           words_day(memory, saying->ends_at), NULL);
    return words;
}

/* Conditions ------------------------------------------------------------------------------- */

enum { CONDITIONS_MAX = 12, NAMED_MAX = 6 };

static void add(struct promotion_conditions *conditions, const char *words)
{
    conditions->items[conditions->count++] = words;
}

static char *joined(struct arena *memory, char *before, const char *next)
{
    return before
               ? words_fill(memory, _("{first}, {second}"), "first", before, "second", next, NULL)
               : arena_copy(memory, next);
}

static void add_countries(struct promotion_conditions *conditions, struct arena *memory,
                          const struct promotion_audience *audience)
{
    char *names = NULL;
    if (!audience->country_count)
        return;
    if (audience->country_count > NAMED_MAX) {
        add(conditions,
            words_count(memory, "Delivered to {count} country only",
                        "Delivered to {count} countries only", (int64_t)audience->country_count));
        return;
    }
    for (size_t i = 0; i < audience->country_count; i++)
        names = joined(memory, names, words_country(memory, audience->countries[i]));
    add(conditions,
        words_fill(memory, _("Delivered to {countries} only"), "countries", names, NULL));
}

static void add_goods(struct promotion_conditions *conditions, struct arena *memory,
                      const struct promotion_scope *scope)
{
    char *brands = NULL;
    for (size_t i = 0; i < scope->brand_count && i < NAMED_MAX; i++)
        brands = joined(memory, brands, scope->brands[i]);
    if (brands)
        add(conditions, words_fill(memory, _("On {brands} only"), "brands", brands, NULL));
    if (scope->offers.count || scope->products.count || scope->joined)
        add(conditions, _("On chosen products only"));
    else if (scope->categories.count)
        add(conditions, _("In chosen categories only"));
    if (scope->new_within_days)
        add(conditions, _("On new arrivals only"));
    if (scope->delivered_within_days)
        add(conditions,
            words_count(memory, "With delivery within {count} day",
                        "With delivery within {count} days", scope->delivered_within_days));
    if (scope->local)
        add(conditions, _("On goods sent from your own country"));
}

struct promotion_conditions promotion_words_conditions(struct arena *memory,
                                                       const struct promotion_terms *terms)
{
    struct promotion_conditions conditions = {
        .items = arena_array(memory, CONDITIONS_MAX, sizeof(const char *)),
    };
    const struct promotion_audience *audience = &terms->audience;
    if (audience->first_order)
        add(&conditions, _("On your first order only"));
    if (audience->app)
        add(&conditions, _("In the app only"));
    if (audience->tier || audience->segment)
        add(&conditions, _("For some members only"));
    add_countries(&conditions, memory, audience);
    add_goods(&conditions, memory, &terms->scope);
    if (terms->alone)
        add(&conditions, _("Not together with other discounts"));
    return conditions;
}
