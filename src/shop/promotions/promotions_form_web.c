/* Promotions, the form: read into JSON, which promotion_read() then judges; so the form and the API
 * have the same rules, and the same words for what is wrong. */
#include "shop/promotions/promotions_form_web.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/id.h"
#include "base/zone.h"

#define FORM struct promotion_form

const struct field promotion_form_fields[] = {
    TEXT_FIELD(FORM, name, .min = 3, .max = 80, .says = "As buyers read it."),
    TEXT_FIELD(FORM, terms, .optional = true, .max = 20000, .lines = true,
               .says = "The terms as JSON; then nothing else of what it gives is looked at."),
    CHOICE_FIELD(FORM, level, promotion_levels, .optional = true, .says = "What it acts on."),
    CHOICE_FIELD(FORM, benefit, promotion_benefits, .optional = true, .says = "What it gives."),
    CHOICE_FIELD(FORM, funder, promotion_funders, .optional = true, .says = "Who pays for it."),
    TEXT_FIELD(FORM, currency, .optional = true, .max = 3, .says = "Of all its amounts."),
    TEXT_FIELD(FORM, percent, .optional = true, .max = 6, .says = "\"12.5\"."),
    TEXT_FIELD(FORM, off, .optional = true, .max = 20, .says = "The amount taken off, or a price."),
    TEXT_FIELD(FORM, every, .optional = true, .max = 20, .says = "For every so much spent."),
    TEXT_FIELD(FORM, spend, .optional = true, .max = 20, .says = "From so much spent on."),
    TEXT_FIELD(FORM, cap, .optional = true, .max = 20, .says = "At most so much off."),
    TEXT_FIELD(FORM, tier1_spend, .optional = true, .max = 20, .says = "From so much spent ..."),
    TEXT_FIELD(FORM, tier1_off, .optional = true, .max = 20, .says = "... so much off."),
    TEXT_FIELD(FORM, tier2_spend, .optional = true, .max = 20, .says = "From so much spent ..."),
    TEXT_FIELD(FORM, tier2_off, .optional = true, .max = 20, .says = "... so much off."),
    BOOL_FIELD(FORM, tiers_add, .optional = true, .says = "Each tier that is reached counts."),
    TEXT_FIELD(FORM, category, .optional = true, .max = 300,
               .says = "Slugs of categories, with spaces between; none: all."),
    TEXT_FIELD(FORM, brands, .optional = true, .max = 500, .says = "Brands, with commas between."),
    TEXT_FIELD(FORM, items, .optional = true, .max = 10000, .lines = true,
               .says = "Ids of products or of offers, with spaces between."),
    TEXT_FIELD(FORM, countries, .optional = true, .max = 800,
               .says = "Of the destination, with spaces between; none: all."),
    INT_FIELD(FORM, new_within_days, .optional = true, .min = 0, .max = 3650,
              .says = "Only what was listed no longer ago."),
    INT_FIELD(FORM, delivered_within_days, .optional = true, .min = 0, .max = 365,
              .says = "Only what is at the door within so many days."),
    BOOL_FIELD(FORM, local, .optional = true, .says = "Only goods of the buyer's country."),
    BOOL_FIELD(FORM, joined, .optional = true, .says = "Only offers that sellers join with."),
    BOOL_FIELD(FORM, first_order, .optional = true, .says = "For a first order only."),
    BOOL_FIELD(FORM, app, .optional = true, .says = "In the installed app only."),
    BOOL_FIELD(FORM, alone, .optional = true, .says = "Not together with other discounts."),
    BOOL_FIELD(FORM, by_coupon, .optional = true, .says = "Only for who has a coupon."),
    ID_FIELD(FORM, gift, "prm", .optional = true, .says = "What the reward is a coupon of."),
    TEXT_FIELD(FORM, platform_percent, .optional = true, .max = 6,
               .says = "The market's share where both pay."),
    TEXT_FIELD(FORM, budget, .optional = true, .max = 20, .says = "At most so much in all."),
    INT_FIELD(FORM, uses, .optional = true, .min = 0, .max = 1000000000,
              .says = "At most so often in all."),
    INT_FIELD(FORM, uses_per_buyer, .optional = true, .min = 0, .max = 1000000,
              .says = "At most so often by one buyer."),
    TEXT_FIELD(FORM, stacking_group, .optional = true, .max = GROUP_NAME_MAX,
               .says = "At most one of a group is used."),
    INT_FIELD(FORM, stacking_order, .optional = true, .min = 0, .max = 1000,
              .says = "Among groups; smaller first."),
    TEXT_FIELD(FORM, starts_at, .optional = true, .max = 30,
               .says = "\"2026-11-27T09:00\" in the zone, or with an offset; none: at once."),
    TEXT_FIELD(FORM, ends_at, .optional = true, .max = 30, .says = "The same; none: open."),
    TEXT_FIELD(FORM, zone, .optional = true, .max = 60, .says = "\"America/Sao_Paulo\"; or UTC."),
    { 0 },
};

static void note(struct request *request, const char *pointer, const char *sentence)
{
    if (request->faults.count < sizeof request->faults.items / sizeof *request->faults.items)
        request->faults.items[request->faults.count++] = (struct fault){ pointer, sentence };
}

/* Building the JSON -------------------------------------------------------------------------- */

struct building {
    struct request *request;
    struct currency currency;
    bool failed;
};

static void fail(struct building *building, const char *pointer, const char *sentence)
{
    note(building->request, pointer, sentence);
    building->failed = true;
}

static void put_amount(struct building *building, json_t *to, const char *name, const char *field,
                       const char *given)
{
    struct money amount;
    if (!given || !*given)
        return;
    if (money_read(given, building->currency, &amount))
        json_object_set_new(to, name, json_integer(amount.minor));
    else
        fail(building, field, _("Write an amount like 12.50."));
}

/* "12.5" percent are 1250 basis points. */
static void put_percent(struct building *building, json_t *to, const char *name, const char *field,
                        const char *given)
{
    struct money hundredths; /* two digits behind the point, as the euro has */
    if (!given || !*given)
        return;
    if (money_read(given, currency_of("EUR"), &hundredths) && hundredths.minor <= 10000)
        json_object_set_new(to, name, json_integer(hundredths.minor));
    else
        fail(building, field, _("Write a percentage like 12.5, at most 100."));
}

/* Each word of a list, cut at any of `cuts`. */
static json_t *words_of(struct arena *memory, const char *given, const char *cuts)
{
    json_t *words = json_array();
    char *rest = arena_copy(memory, given ? given : ""), *kept;
    for (char *word = strtok_r(rest, cuts, &kept); word; word = strtok_r(NULL, cuts, &kept)) {
        const char *trimmed = text_trim(memory, word);
        if (*trimmed)
            json_array_append_new(words, json_string(trimmed));
    }
    return words;
}

static void put_list(json_t *to, const char *name, json_t *list)
{
    if (json_array_size(list))
        json_object_set(to, name, list);
    json_decref(list);
}

/* Products and offers in one field, told apart by their ids. */
static void put_items(struct building *building, json_t *on, const char *given)
{
    json_t *words = words_of(building->request->memory, given, " ,;\r\n\t");
    json_t *offers = json_array(), *products = json_array();
    for (size_t i = 0; i < json_array_size(words); i++) {
        json_t *word = json_array_get(words, i);
        bool offer = text_starts(json_string_value(word), "off_");
        json_array_append(offer ? offers : products, word);
    }
    json_decref(words);
    put_list(on, "offers", offers);
    put_list(on, "products", products);
}

static void put_categories(struct building *building, struct store_tx *tx, json_t *on,
                           const char *given)
{
    struct arena *memory = building->request->memory;
    json_t *slugs = words_of(memory, given, " ,;"), *categories = json_array();
    for (size_t i = 0; i < json_array_size(slugs); i++) {
        category_id category = catalog_category(tx, json_string_value(json_array_get(slugs, i)));
        if (category.number)
            json_array_append_new(categories, json_string(id_text(memory, "cat", category.number)));
        else
            fail(building, "/category", _("There is no such category."));
    }
    json_decref(slugs);
    put_list(on, "categories", categories);
}

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

static void put_tiers(struct building *building, json_t *gives, const FORM *form)
{
    const struct {
        const char *spend, *off, *spend_field, *off_field;
    } tiers[] = {
        { form->tier1_spend, form->tier1_off, "/tier1_spend", "/tier1_off" },
        { form->tier2_spend, form->tier2_off, "/tier2_spend", "/tier2_off" },
    };
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof tiers / sizeof *tiers; i++) {
        if (!tiers[i].spend || !*tiers[i].spend)
            continue;
        json_t *tier = json_object();
        put_amount(building, tier, "spend", tiers[i].spend_field, tiers[i].spend);
        put_amount(building, tier, "off", tiers[i].off_field, tiers[i].off);
        json_array_append_new(list, tier);
    }
    put_list(gives, "tiers", list);
    put_truth(gives, "tiers_add", form->tiers_add);
}

static json_t *gives_of(struct building *building, const FORM *form)
{
    enum promotion_benefit benefit = (enum promotion_benefit)form->benefit;
    json_t *gives = json_pack("{s:s}", "benefit", promotion_benefits[form->benefit].name);
    if (benefit == BENEFIT_PERCENT || benefit == BENEFIT_JOINED_PRICE)
        put_percent(building, gives, "basis_points", "/percent", form->percent);
    put_amount(building, gives, "off", "/off", form->off);
    put_amount(building, gives, "every", "/every", form->every);
    put_amount(building, gives, "spend", "/spend", form->spend);
    put_amount(building, gives, "cap", "/cap", form->cap);
    if (benefit == BENEFIT_TIERS)
        put_tiers(building, gives, form);
    if (benefit == BENEFIT_GIFT_COUPON && form->gift.number)
        json_object_set_new(
            gives, "gift",
            json_string(id_text(building->request->memory, "prm", form->gift.number)));
    return gives;
}

static const char *terms_of(struct building *building, struct store_tx *tx, const FORM *form,
                            bool of_market)
{
    struct arena *memory = building->request->memory;
    json_t *whole = json_pack("{s:s s:s}", "currency", building->currency.code, "level",
                              promotion_levels[form->level].name);
    json_t *on = json_object(), *whom = json_object(), *limits = json_object();
    json_t *stacking = json_object();
    json_object_set_new(whole, "funder",
                        json_string(of_market ? promotion_funders[form->funder].name : "seller"));
    if (of_market && form->funder == FUNDED_BY_BOTH)
        put_percent(building, whole, "platform_basis_points", "/platform_percent",
                    form->platform_percent);
    put_items(building, on, form->items);
    put_categories(building, tx, on, form->category);
    put_list(on, "brands", words_of(memory, form->brands, ","));
    put_number(on, "new_within_days", form->new_within_days);
    put_number(on, "delivered_within_days", form->delivered_within_days);
    put_truth(on, "local", form->local);
    put_truth(on, "joined", form->joined || form->benefit == BENEFIT_JOINED_PRICE);
    put_list(whom, "countries", words_of(memory, form->countries, " ,;"));
    put_truth(whom, "first_order", form->first_order);
    put_truth(whom, "app", form->app);
    put_amount(building, limits, "budget", "/budget", form->budget);
    put_number(limits, "uses", form->uses);
    put_number(limits, "uses_per_buyer", form->uses_per_buyer);
    if (form->stacking_group && *form->stacking_group)
        json_object_set_new(stacking, "group", json_string(form->stacking_group));
    put_number(stacking, "order", form->stacking_order);
    put_truth(stacking, "alone", form->alone);
    json_object_set_new(whole, "on", on);
    json_object_set_new(whole, "for", whom);
    json_object_set_new(whole, "limits", limits);
    json_object_set_new(whole, "stacking", stacking);
    json_object_set_new(whole, "gives", gives_of(building, form));
    char *plain = json_dumps(whole, JSON_COMPACT);
    const char *json = arena_copy(memory, plain);
    free(plain);
    json_decref(whole);
    return json;
}

/* Reading ------------------------------------------------------------------------------------ */

/* The field of the form that a JSON pointer into the terms is about. */
static const char *field_of(const char *pointer)
{
    static const char *const fields[][2] = {
        { "/gives/basis_points", "/percent" },
        { "/gives/off", "/off" },
        { "/gives/every", "/every" },
        { "/gives/spend", "/spend" },
        { "/gives/cap", "/cap" },
        { "/gives/tiers", "/tier1_spend" },
        { "/gives/gift", "/gift" },
        { "/gives/benefit", "/benefit" },
        { "/on/products", "/items" },
        { "/on/offers", "/items" },
        { "/on/brands", "/brands" },
        { "/for/countries", "/countries" },
        { "/for", "/first_order" },
        { "/limits/budget", "/budget" },
        { "/stacking/group", "/stacking_group" },
        { "/platform_basis_points", "/platform_percent" },
        { "/currency", "/currency" },
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (text_starts(pointer, fields[i][0]))
            return fields[i][1];
    return "/terms";
}

static bool read_time(const char *given, const char *zone, struct moment otherwise,
                      struct moment *ret_at)
{
    *ret_at = otherwise;
    if (!given || !*given)
        return true;
    return zone_read(given, zone, ret_at) || moment_read(given, ret_at);
}

refused promotion_form_read(struct request *request, seller_id seller,
                            struct promotion_making *ret_making)
{
    const FORM *form = request->body;
    struct building building = { .request = request };
    const char *zone = form->zone && *form->zone ? form->zone : "UTC", *where, *problem;
    struct promotion_terms terms;
    bool written = form->terms && *form->terms;
    building.currency = request->visitor.currency;
    if (form->currency && *form->currency && !currency_read(form->currency, &building.currency))
        fail(&building, "/currency", _("This is not the name of a currency, like EUR."));
    struct promotion_making making = {
        .seller = seller,
        .name = form->name,
        .terms = form->terms,
        .by_coupon = form->by_coupon,
        .now = request->now,
    };
    if (!written) {
        struct store_tx *tx = store_read(request->store);
        making.terms = terms_of(&building, tx, form, seller.number == 0);
        store_read_end(tx);
    }
    if (building.failed)
        return &PROMOTION_TERMS_WRONG;
    if (!promotion_read(request->memory, making.terms, &terms, &where, &problem)) {
        note(request, written ? arena_format(request->memory, "/terms%s", where) : field_of(where),
             _(problem));
        return &PROMOTION_TERMS_WRONG;
    }
    if (!zone_known(zone)) {
        note(request, "/zone", _("This time zone is not known. Write one like Europe/Lisbon."));
        return &PROMOTION_TIMES_WRONG;
    }
    if (!read_time(form->starts_at, zone, request->now, &making.starts_at) ||
        !read_time(form->ends_at, zone, (struct moment){ 0 }, &making.ends_at))
        return &PROMOTION_TIMES_WRONG;
    *ret_making = making;
    return NULL;
}

/* The other way ------------------------------------------------------------------------------ */

struct promotion_form promotion_form_of(struct request *request, const struct promotion *promotion)
{
    return (FORM){
        .name = promotion->name,
        .terms = promotion_write(request->memory, &promotion->terms),
        .currency = arena_copy(request->memory, promotion->terms.currency.code),
        .level = (int)promotion->terms.level,
        .benefit = (int)promotion->terms.benefit,
        .funder = (int)promotion->terms.funder,
        .by_coupon = promotion->by_coupon,
        .starts_at = zone_text(request->memory, promotion->starts_at, "UTC"),
        .ends_at =
            promotion->ends_at.us ? zone_text(request->memory, promotion->ends_at, "UTC") : "",
        .zone = "UTC",
    };
}
