/* Promotion, as JSON: read strictly, written in one spelling. What nobody knows is refused: a term
 * that was mistyped must not be a term that is missing. */
#include <jansson.h>
#include <stdlib.h>

#include "base/id.h"
#include "base/words.h"
#include "shop/promotions/promotion.h"

struct reading {
    struct arena *memory;
    const char *where;   /* JSON pointer of the object being read */
    const char *at;      /* of the fault */
    const char *problem; /* the first one; NULL: none */
};

static void fault(struct reading *reading, const char *name, const char *problem)
{
    if (reading->problem)
        return;
    reading->at =
        arena_format(reading->memory, "%s%s%s", reading->where, name ? "/" : "", name ? name : "");
    reading->problem = problem;
}

/* The member, which is marked as known; NULL when it is not there. */
static json_t *member(const json_t *object, const char *name)
{
    return object ? json_object_get(object, name) : NULL;
}

static void only(struct reading *reading, const json_t *object, const char *const *names)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value)
    {
        size_t at = 0;
        while (names[at] && !text_same(names[at], name))
            at++;
        if (!names[at])
            fault(reading, name, N_("Nothing is known by this name."));
    }
}

static int64_t number(struct reading *reading, const json_t *object, const char *name, int64_t max)
{
    const json_t *value = member(object, name);
    if (!value)
        return 0;
    if (!json_is_integer(value)) {
        fault(reading, name, N_("This must be a whole number."));
        return 0;
    }
    int64_t number = json_integer_value(value);
    if (number < 0 || number > max) {
        fault(reading, name, N_("This number is too large, or below zero."));
        return 0;
    }
    return number;
}

static bool truth(struct reading *reading, const json_t *object, const char *name)
{
    const json_t *value = member(object, name);
    if (value && !json_is_boolean(value))
        fault(reading, name, N_("This must be true or false."));
    return json_is_true(value);
}

static const char *word(struct reading *reading, const json_t *object, const char *name, size_t max)
{
    const json_t *value = member(object, name);
    if (!value)
        return NULL;
    const char *given = json_string_value(value);
    if (!given || !*given || strlen(given) > max || strlen(given) != json_string_length(value)) {
        fault(reading, name, N_("This must be a text that is not too long."));
        return NULL;
    }
    return arena_copy(reading->memory, given);
}

static int choice(struct reading *reading, const json_t *object, const char *name,
                  const struct choice *choices, int otherwise)
{
    const char *given = word(reading, object, name, 40);
    if (!given)
        return otherwise;
    for (int i = 0; choices[i].name; i++)
        if (text_same(choices[i].name, given))
            return i;
    fault(reading, name, N_("This is not one of the words that can be chosen from."));
    return otherwise;
}

static const json_t *object(struct reading *reading, const json_t *whole, const char *name)
{
    const json_t *value = member(whole, name);
    if (value && !json_is_object(value))
        fault(reading, name, N_("This must be an object."));
    return json_is_object(value) ? value : NULL;
}

static const json_t *list(struct reading *reading, const json_t *object, const char *name,
                          size_t max)
{
    const json_t *value = member(object, name);
    if (!value)
        return NULL;
    if (!json_is_array(value) || json_array_size(value) > max) {
        fault(reading, name, N_("This must be a list that is not too long."));
        return NULL;
    }
    return value;
}

static int by_size(const void *a, const void *b)
{
    const int64_t *one = a, *other = b;
    return *one < *other ? -1 : *one > *other;
}

static struct promotion_ids ids(struct reading *reading, const json_t *object, const char *name,
                                const char *prefix)
{
    const json_t *value = list(reading, object, name, SCOPE_IDS_MAX);
    size_t size = json_array_size(value), count = 0;
    if (!size)
        return (struct promotion_ids){ 0 };
    int64_t *items = arena_array(reading->memory, size, sizeof *items);
    for (size_t i = 0; i < size; i++) {
        const char *given = json_string_value(json_array_get(value, i));
        if (!given || !id_read(given, prefix, &items[i]))
            fault(reading, name, N_("Something in this list is not an id of its kind."));
    }
    qsort(items, size, sizeof *items, by_size);
    for (size_t i = 0; i < size; i++)
        if (!count || items[count - 1] != items[i])
            items[count++] = items[i];
    return (struct promotion_ids){ items, count };
}

static const char *const *words(struct reading *reading, const json_t *object, const char *name,
                                size_t length_max, size_t *ret_count)
{
    const json_t *value = list(reading, object, name, 300);
    size_t size = json_array_size(value);
    const char **items = arena_array(reading->memory, size + 1, sizeof *items);
    for (size_t i = 0; i < size; i++) {
        const char *given = json_string_value(json_array_get(value, i));
        if (!given || !*given || strlen(given) > length_max)
            fault(reading, name, N_("Something in this list is not a text that fits."));
        items[i] = arena_copy(reading->memory, given ? given : "");
    }
    *ret_count = size;
    return items;
}

/* The parts ---------------------------------------------------------------------------------- */

static void read_scope(struct reading *reading, const json_t *on, struct promotion_scope *scope)
{
    reading->where = "/on";
    only(reading, on,
         (const char *const[]){ "offers", "products", "categories", "sellers", "brands",
                                "new_within_days", "delivered_within_days", "local", "joined",
                                NULL });
    scope->offers = ids(reading, on, "offers", "off");
    scope->products = ids(reading, on, "products", "prd");
    scope->categories = ids(reading, on, "categories", "cat");
    scope->sellers = ids(reading, on, "sellers", "sel");
    scope->brands = words(reading, on, "brands", 100, &scope->brand_count);
    scope->new_within_days = number(reading, on, "new_within_days", 3650);
    scope->delivered_within_days = number(reading, on, "delivered_within_days", 365);
    scope->local = truth(reading, on, "local");
    scope->joined = truth(reading, on, "joined");
}

static void read_audience(struct reading *reading, const json_t *whom,
                          struct promotion_audience *audience)
{
    reading->where = "/for";
    only(reading, whom,
         (const char *const[]){ "countries", "first_order", "app", "tier", "segment", NULL });
    audience->countries = words(reading, whom, "countries", 2, &audience->country_count);
    audience->first_order = truth(reading, whom, "first_order");
    audience->app = truth(reading, whom, "app");
    audience->tier = number(reading, whom, "tier", 100);
    audience->segment = word(reading, whom, "segment", 40);
}

static void read_tiers(struct reading *reading, const json_t *gives, struct promotion_terms *terms)
{
    const json_t *tiers = list(reading, gives, "tiers", TIERS_MAX);
    for (size_t i = 0; i < json_array_size(tiers); i++) {
        const json_t *tier = json_array_get(tiers, i);
        reading->where = arena_format(reading->memory, "/gives/tiers/%zu", i);
        if (!json_is_object(tier)) {
            fault(reading, NULL, N_("This must be an object."));
            return;
        }
        only(reading, tier, (const char *const[]){ "spend", "off", "basis_points", NULL });
        terms->tiers[i] = (struct promotion_tier){
            .spend = number(reading, tier, "spend", MONEY_MAX),
            .off = number(reading, tier, "off", MONEY_MAX),
            .basis_points = (int)number(reading, tier, "basis_points", 10000),
        };
        if (i && terms->tiers[i].spend <= terms->tiers[i - 1].spend)
            fault(reading, "spend", N_("Each tier must begin above the one before."));
        if (!terms->tiers[i].off == !terms->tiers[i].basis_points)
            fault(reading, "off", N_("A tier takes off an amount or a percentage, one of them."));
    }
    terms->tier_count = (int)json_array_size(tiers);
}

static void read_benefit(struct reading *reading, const json_t *gives,
                         struct promotion_terms *terms)
{
    reading->where = "/gives";
    only(reading, gives,
         (const char *const[]){ "benefit", "basis_points", "off", "every", "cap", "spend", "tiers",
                                "tiers_add", "gift", "coins_percent", NULL });
    terms->benefit =
        (enum promotion_benefit)choice(reading, gives, "benefit", promotion_benefits, BENEFITS);
    terms->basis_points = (int)number(reading, gives, "basis_points", 10000);
    terms->off = number(reading, gives, "off", MONEY_MAX);
    terms->every = number(reading, gives, "every", MONEY_MAX);
    terms->cap = number(reading, gives, "cap", MONEY_MAX);
    terms->spend = number(reading, gives, "spend", MONEY_MAX);
    terms->tiers_add = truth(reading, gives, "tiers_add");
    terms->coins_percent = number(reading, gives, "coins_percent", 10000);
    const char *gift = word(reading, gives, "gift", 40);
    if (gift && !id_read(gift, "prm", &terms->gift))
        fault(reading, "gift", N_("This is not the id of a promotion."));
    read_tiers(reading, gives, terms);
    reading->where = "/gives";
}

static void read_rest(struct reading *reading, const json_t *whole, struct promotion_terms *terms)
{
    const json_t *limits = object(reading, whole, "limits");
    const json_t *stacking = object(reading, whole, "stacking");
    reading->where = "/limits";
    only(reading, limits, (const char *const[]){ "budget", "uses", "uses_per_buyer", NULL });
    terms->budget = number(reading, limits, "budget", MONEY_MAX);
    terms->uses_max = number(reading, limits, "uses", MONEY_MAX);
    terms->uses_per_buyer = number(reading, limits, "uses_per_buyer", 1000000);
    reading->where = "/stacking";
    only(reading, stacking, (const char *const[]){ "group", "order", "alone", NULL });
    const char *group = word(reading, stacking, "group", GROUP_NAME_MAX);
    memcpy(terms->group, group ? group : "", group ? strlen(group) : 0);
    terms->order = (int)number(reading, stacking, "order", 1000);
    terms->alone = truth(reading, stacking, "alone");
}

/* What each benefit must say, and where it can act. */
static const struct {
    bool at[4]; /* level */
    bool percent, off, every, tiers, gift, coins;
} needs[BENEFITS] = {
    [BENEFIT_PERCENT] = { .at = { true, true, true, false }, .percent = true },
    [BENEFIT_AMOUNT] = { .at = { true, true, true, false }, .off = true },
    [BENEFIT_FIXED_PRICE] = { .at = { true, false, false, false }, .off = true },
    [BENEFIT_JOINED_PRICE] = { .at = { true, false, false, false } },
    [BENEFIT_EVERY] = { .at = { false, true, false, false }, .off = true, .every = true },
    [BENEFIT_TIERS] = { .at = { false, true, false, false }, .tiers = true },
    [BENEFIT_FREE_SHIPPING] = { .at = { false, false, true, false } },
    [BENEFIT_FREE_RETURNS] = { .at = { false, false, false, true } },
    [BENEFIT_GIFT_COUPON] = { .at = { false, false, false, true }, .gift = true },
    [BENEFIT_COINS] = { .at = { false, false, false, true }, .coins = true },
};

static void check(struct reading *reading, struct promotion_terms *terms)
{
    if (terms->benefit == BENEFITS) {
        fault(reading, "benefit", N_("Say what it gives."));
        return;
    }
    if (!needs[terms->benefit].at[terms->level])
        fault(reading, "benefit", N_("What it gives cannot act on this level."));
    if (needs[terms->benefit].percent && !terms->basis_points)
        fault(reading, "basis_points", N_("Say how much, in hundredths of a percent."));
    if (needs[terms->benefit].off && !terms->off)
        fault(reading, "off", N_("Say the amount."));
    if (needs[terms->benefit].every && !terms->every)
        fault(reading, "every", N_("Say for every how much."));
    if (needs[terms->benefit].tiers && !terms->tier_count)
        fault(reading, "tiers", N_("Say the tiers."));
    if (needs[terms->benefit].gift && !terms->gift)
        fault(reading, "gift", N_("Say which promotion the coupon is of."));
    if (needs[terms->benefit].coins && terms->coins_percent < 100)
        fault(reading, "coins_percent", N_("More coins are more than 100 percent."));
    if (terms->benefit == BENEFIT_EVERY && terms->off > terms->every)
        fault(reading, "off", N_("More cannot be given than is spent."));
    if (terms->level == LEVEL_PRICE && terms->spend)
        fault(reading, "spend", N_("A price of a piece cannot depend on what is spent."));
    reading->where = "";
    if ((terms->funder == FUNDED_BY_BOTH) != (terms->platform_basis_points > 0))
        fault(reading, "platform_basis_points",
              N_("The market's share is said where both fund it, and only there."));
    if (terms->level == LEVEL_PRICE && terms->audience.first_order)
        fault(reading, "for", N_("A price of a piece is the same for new and old buyers."));
}

bool promotion_read(struct arena *memory, const char *json, struct promotion_terms *ret_terms,
                    const char **ret_where, const char **ret_problem)
{
    struct reading reading = { .memory = memory, .where = "" };
    struct promotion_terms terms = { 0 };
    json_error_t error;
    json_t *whole = json_loads(json, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(whole))
        fault(&reading, NULL, N_("This is not a JSON object."));
    only(&reading, whole,
         (const char *const[]){ "currency", "funder", "platform_basis_points", "level", "on", "for",
                                "gives", "limits", "stacking", NULL });
    const char *currency = word(&reading, whole, "currency", 3);
    if (!currency || !currency_read(currency, &terms.currency))
        fault(&reading, "currency", N_("Say the currency of the amounts, by its three letters."));
    terms.funder = (enum promotion_funder)choice(&reading, whole, "funder", promotion_funders,
                                                 FUNDED_BY_PLATFORM);
    terms.platform_basis_points = (int)number(&reading, whole, "platform_basis_points", 9999);
    terms.level =
        (enum promotion_level)choice(&reading, whole, "level", promotion_levels, LEVEL_GOODS);
    const json_t *on = object(&reading, whole, "on"), *whom = object(&reading, whole, "for"),
                 *gives = object(&reading, whole, "gives");
    read_scope(&reading, on, &terms.scope);
    read_audience(&reading, whom, &terms.audience);
    read_rest(&reading, whole, &terms);
    read_benefit(&reading, gives, &terms);
    check(&reading, &terms);
    json_decref(whole);
    if (reading.problem) {
        *ret_where = reading.at;
        *ret_problem = reading.problem;
        return false;
    }
    *ret_terms = terms;
    return true;
}

/* Written ------------------------------------------------------------------------------------ */

static void put_number(json_t *to, const char *name, int64_t number)
{
    if (number)
        json_object_set_new(to, name, json_integer(number));
}

static void put_truth(json_t *to, const char *name, bool truth)
{
    if (truth)
        json_object_set_new(to, name, json_true());
}

static void put_ids(struct arena *memory, json_t *to, const char *name, const char *prefix,
                    const struct promotion_ids *ids)
{
    json_t *items = ids->count ? json_array() : NULL;
    for (size_t i = 0; i < ids->count; i++)
        json_array_append_new(items, json_string(id_text(memory, prefix, ids->items[i])));
    if (items)
        json_object_set_new(to, name, items);
}

static void put_words(json_t *to, const char *name, const char *const *words, size_t count)
{
    json_t *items = count ? json_array() : NULL;
    for (size_t i = 0; i < count; i++)
        json_array_append_new(items, json_string(words[i]));
    if (items)
        json_object_set_new(to, name, items);
}

static void put_part(json_t *to, const char *name, json_t *part)
{
    if (json_object_size(part))
        json_object_set(to, name, part);
    json_decref(part);
}

static json_t *scope_json(struct arena *memory, const struct promotion_scope *scope)
{
    json_t *on = json_object();
    put_ids(memory, on, "offers", "off", &scope->offers);
    put_ids(memory, on, "products", "prd", &scope->products);
    put_ids(memory, on, "categories", "cat", &scope->categories);
    put_ids(memory, on, "sellers", "sel", &scope->sellers);
    put_words(on, "brands", scope->brands, scope->brand_count);
    put_number(on, "new_within_days", scope->new_within_days);
    put_number(on, "delivered_within_days", scope->delivered_within_days);
    put_truth(on, "local", scope->local);
    put_truth(on, "joined", scope->joined);
    return on;
}

static json_t *gives_json(struct arena *memory, const struct promotion_terms *terms)
{
    json_t *gives = json_pack("{s:s}", "benefit", promotion_benefits[terms->benefit].name);
    put_number(gives, "basis_points", terms->basis_points);
    put_number(gives, "off", terms->off);
    put_number(gives, "every", terms->every);
    put_number(gives, "cap", terms->cap);
    put_number(gives, "spend", terms->spend);
    json_t *tiers = terms->tier_count ? json_array() : NULL;
    for (int i = 0; i < terms->tier_count; i++) {
        json_t *tier = json_object();
        put_number(tier, "spend", terms->tiers[i].spend);
        put_number(tier, "off", terms->tiers[i].off);
        put_number(tier, "basis_points", terms->tiers[i].basis_points);
        json_array_append_new(tiers, tier);
    }
    if (tiers)
        json_object_set_new(gives, "tiers", tiers);
    put_truth(gives, "tiers_add", terms->tiers_add);
    if (terms->gift)
        json_object_set_new(gives, "gift", json_string(id_text(memory, "prm", terms->gift)));
    put_number(gives, "coins_percent", terms->coins_percent);
    return gives;
}

const char *promotion_write(struct arena *memory, const struct promotion_terms *terms)
{
    json_t *whole = json_pack("{s:s s:s s:s}", "currency", terms->currency.code, "funder",
                              promotion_funders[terms->funder].name, "level",
                              promotion_levels[terms->level].name);
    json_t *whom = json_object(), *limits = json_object(), *stacking = json_object();
    put_number(whole, "platform_basis_points", terms->platform_basis_points);
    put_part(whole, "on", scope_json(memory, &terms->scope));
    put_words(whom, "countries", terms->audience.countries, terms->audience.country_count);
    put_truth(whom, "first_order", terms->audience.first_order);
    put_truth(whom, "app", terms->audience.app);
    put_number(whom, "tier", terms->audience.tier);
    if (terms->audience.segment)
        json_object_set_new(whom, "segment", json_string(terms->audience.segment));
    put_part(whole, "for", whom);
    put_part(whole, "gives", gives_json(memory, terms));
    put_number(limits, "budget", terms->budget);
    put_number(limits, "uses", terms->uses_max);
    put_number(limits, "uses_per_buyer", terms->uses_per_buyer);
    put_part(whole, "limits", limits);
    if (*terms->group)
        json_object_set_new(stacking, "group", json_string(terms->group));
    put_number(stacking, "order", terms->order);
    put_truth(stacking, "alone", terms->alone);
    put_part(whole, "stacking", stacking);
    char *plain = json_dumps(whole, JSON_COMPACT);
    const char *json = arena_copy(memory, plain);
    free(plain);
    json_decref(whole);
    return json;
}
