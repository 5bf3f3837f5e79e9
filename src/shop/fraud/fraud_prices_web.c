/* Fraud, prices on the web: what things cost by the operator's word, tried before they are saved.
 */
#include "shop/fraud/fraud_policy.h"

#include "base/id.h"
#include "shop/fraud/fraud_console_web.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/fraud/fraud_sql.h"

REFUSAL_AT(FRAUD_PRICE_UNKNOWN, 422, "prices",
           "There is no price of this name. Nothing was changed.");
REFUSAL_AT(FRAUD_PRICE_WRONG, 422, "prices",
           "A price is not of its kind: an amount like 1.50, a share in percent like 0.6, or an "
           "action that is possible. Nothing was changed.");

/* Answers ---------------------------------------------------------------------------------- */

static const struct choice unit_choices[] = {
    [PRICE_AMOUNT] = { "amount", N_("An amount") },
    [PRICE_SHARE] = { "share", N_("Percent") },
    [PRICE_ACTION] = { "action", N_("An action") },
    { 0 },
};
struct price_row {
    const char *name, *says, *value, *usual;
    int64_t place;
    enum fraud_price_unit unit;
    bool changed;
    LIST_OF(struct named_choice) choices;
};
static const struct field price_row_fields[] = {
    TEXT_FIELD(struct price_row, name, .says = "For programs."),
    TEXT_FIELD(struct price_row, says, .says = "For people."),
    CHOICE_FIELD(struct price_row, unit, unit_choices, .says = "What it is."),
    TEXT_FIELD(struct price_row, value,
               .says = "An amount as a decimal number, a share in percent, or an action's name."),
    TEXT_FIELD(struct price_row, usual, .says = "What it is if nobody changes it, in words."),
    INT_FIELD(struct price_row, place, .says = "Its place in a form."),
    BOOL_FIELD(struct price_row, changed, .says = "It is not what is in force."),
    LIST_FIELD(struct price_row, choices, named_choice_fields,
               .says = "Actions that are possible."),
    { 0 },
};
struct price_group {
    const char *title, *says;
    LIST_OF(struct price_row) prices;
};
static const struct field price_group_fields[] = {
    TEXT_FIELD(struct price_group, title, .says = "What they are about."),
    TEXT_FIELD(struct price_group, says, .says = "In a sentence."),
    LIST_FIELD(struct price_group, prices, price_row_fields, .says = "The prices."),
    { 0 },
};
struct prices_answer {
    const char *currency;
    int64_t days;
    LIST_OF(struct price_group) groups;
    struct tried *tried;
};
static const struct field prices_fields[] = {
    TEXT_FIELD(struct prices_answer, currency, .says = "Of the amounts: the market's own."),
    INT_FIELD(struct prices_answer, days, .says = "Over how many days prices are tried."),
    LIST_FIELD(struct prices_answer, groups, price_group_fields, .says = "All prices."),
    MAYBE_FIELD(struct prices_answer, tried, tried_fields,
                .says = "What these prices would have done with past decisions, when tried."),
    { 0 },
};

// clang-format off
static const struct {
    const char *title, *says;
    int first, last;
} groups[] = {
    { N_("What stopping costs"), N_("Against these the loss is weighed, and the cheapest is done."),
      FRAUD_PRICE_challenge_friction, FRAUD_PRICE_refuse_margin },
    { N_("Bounds"), N_("Whatever the prices say, no more honest people than this are bothered."),
      FRAUD_PRICE_challenged_most, FRAUD_PRICE_refused_most },
    { N_("What fraud costs"), N_("What is lost when it goes through."),
      FRAUD_PRICE_loss_sign_up, FRAUD_PRICE_loss_bank_change },
    { N_("The safe side"),
      N_("What is done when the engine cannot judge. Every time, an alarm is raised."),
      FRAUD_PRICE_safe_sign_up, FRAUD_PRICE_safe_bank_change },
    { N_("Two people"), N_("A verdict over much money is not one person’s alone."),
      FRAUD_PRICE_two_people, FRAUD_PRICE_two_people },
};
// clang-format on
enum { GROUPS = sizeof groups / sizeof *groups };

static bool is_possible(int price, int64_t action)
{
    int act = price - FRAUD_PRICE_safe_sign_up;
    return action >= 0 && action < FRAUD_ACTIONS && fraud_possible[act] & 1u << action;
}

static const char *plain(struct request *request, int price, int64_t value)
{
    AUTO(text) amount = { 0 };
    switch (fraud_price_rows[price].unit) {
    case PRICE_SHARE: return console_percent(request->memory, value);
    case PRICE_ACTION: return fraud_actions[value].name;
    default:
        money_write_plain(&amount, money_of(value, request->settings->reference));
        return arena_copy(request->memory, text_of(&amount));
    }
}

static const char *in_words(struct request *request, int price, int64_t value)
{
    switch (fraud_price_rows[price].unit) {
    case PRICE_SHARE:
        return arena_format(request->memory, "%s%%", console_percent(request->memory, value));
    case PRICE_ACTION: return _(fraud_actions[value].words);
    default: return words_money(request->memory, money_of(value, request->settings->reference));
    }
}

/* An action that cannot be chosen stands for the nearest that can. */
static int64_t shown_value(const struct fraud_policy *policy, int price)
{
    if (fraud_price_rows[price].unit != PRICE_ACTION)
        return policy->prices[price];
    return fraud_safe_side(policy, (enum fraud_act)(price - FRAUD_PRICE_safe_sign_up));
}

static struct price_row row_of(struct request *request, int price, const struct fraud_policy *shown,
                               const struct fraud_policy *kept)
{
    const struct fraud_price_row *known = &fraud_price_rows[price];
    struct price_row row = {
        .name = known->name,
        .says = _(known->says),
        .unit = known->unit,
        .value = plain(request, price, shown_value(shown, price)),
        .usual = in_words(request, price, known->otherwise),
        .place = price,
        .changed = shown->prices[price] != kept->prices[price],
    };
    if (known->unit != PRICE_ACTION)
        return row;
    row.choices.items = arena_array(request->memory, FRAUD_ACTIONS, sizeof(struct named_choice));
    for (int action = 0; action < FRAUD_ACTIONS; action++)
        if (is_possible(price, action))
            row.choices.items[row.choices.count++] =
                (struct named_choice){ fraud_actions[action].name, _(fraud_actions[action].words),
                                       action == shown_value(shown, price) };
    return row;
}

static void fill(struct request *request, const struct fraud_policy *shown,
                 const struct fraud_policy *kept, struct prices_answer *answer)
{
    answer->currency = arena_copy(request->memory, request->settings->reference.code);
    answer->groups.items = arena_array(request->memory, GROUPS, sizeof(struct price_group));
    for (int i = 0; i < GROUPS; i++) {
        struct price_group *group = &answer->groups.items[answer->groups.count++];
        *group = (struct price_group){ .title = _(groups[i].title), .says = _(groups[i].says) };
        group->prices.items =
            arena_array(request->memory, FRAUD_PRICE_COUNT, sizeof(struct price_row));
        for (int price = groups[i].first; price <= groups[i].last; price++)
            group->prices.items[group->prices.count++] = row_of(request, price, shown, kept);
    }
}

static refused show_prices(struct request *request)
{
    struct prices_answer *answer = request->answer;
    struct fraud_policy policy = fraud_keep(request->tx)->policy;
    request->title = _("Prices of fraud");
    answer->days = CONSOLE_DAYS;
    fill(request, &policy, &policy, answer);
    return NULL;
}

/* What was typed --------------------------------------------------------------------------- */

struct typed_price {
    const char *name, *value;
};
static const struct field typed_price_fields[] = {
    TEXT_FIELD(struct typed_price, name, .max = 40, .says = "The price."),
    TEXT_FIELD(struct typed_price, value, .max = 40,
               .says = "An amount as a decimal number, a share in percent, or an action's name."),
    { 0 },
};
struct prices_request {
    LIST_OF(struct typed_price) prices;
    int64_t days;
};
static const struct field prices_request_fields[] = {
    LIST_FIELD(struct prices_request, prices, typed_price_fields,
               .says = "Those to change; the others stay."),
    INT_FIELD(struct prices_request, days, .optional = true, .min = 1, .max = CONSOLE_DAYS_MAX,
              .says = "For a try: over how many past days; 30 if not given."),
    { 0 },
};

static bool read_value(struct request *request, int price, const char *typed, int64_t *ret_value)
{
    struct money amount;
    switch (fraud_price_rows[price].unit) {
    case PRICE_SHARE: return console_percent_read(typed, ret_value);
    case PRICE_ACTION:
        for (int action = 0; action < FRAUD_ACTIONS; action++)
            if (text_same(fraud_actions[action].name, typed) && is_possible(price, action)) {
                *ret_value = action;
                return true;
            }
        return false;
    default:
        if (!money_read(typed, request->settings->reference, &amount) || amount.minor < 0)
            return false;
        *ret_value = amount.minor;
        return true;
    }
}

/* Puts what was typed over the policy; the first fault is refused, with its place. */
static refused read_typed(struct request *request, struct fraud_policy *policy)
{
    const struct prices_request *body = request->body;
    for (size_t i = 0; i < body->prices.count; i++) {
        const struct typed_price *typed = &body->prices.items[i];
        int price = fraud_price_place(typed->name);
        if (price < 0 || price == FRAUD_PRICE_model_wanted)
            return &FRAUD_PRICE_UNKNOWN;
        if (!read_value(request, price, typed->value, &policy->prices[price])) {
            console_fault(
                request, arena_format(request->memory, "/prices/%zu/value", i),
                words_fill(request->memory,
                           _("{price}: this is not an amount, share or action that fits."), "price",
                           _(fraud_price_rows[price].says), NULL));
            return &FRAUD_PRICE_WRONG;
        }
    }
    return NULL;
}

/* Trying ----------------------------------------------------------------------------------- */

static refused try_prices(struct request *request)
{
    const struct prices_request *body = request->body;
    struct prices_answer *answer = request->answer;
    struct fraud_policy kept = fraud_keep(request->tx)->policy, policy = kept;
    request->title = _("Prices of fraud");
    refused why = read_typed(request, &policy);
    if (!why)
        why = console_try(request, &(struct fraud_backtest_plan){ .policy = &policy }, body->days,
                          &answer->tried);
    if (why)
        return why;
    answer->days = answer->tried->days;
    fill(request, &policy, &kept, answer);
    return NULL;
}

/* Saving ----------------------------------------------------------------------------------- */

struct prices_acted {
    int64_t changed;
};
static const struct field prices_acted_fields[] = {
    INT_FIELD(struct prices_acted, changed, .says = "How many were changed."),
    { 0 },
};

struct saving {
    struct request *request;
    struct fraud_policy wanted;
    bool given[FRAUD_PRICE_COUNT];
};

static refused save_act(struct store_tx *tx, void *what)
{
    struct saving *saving = what;
    struct request *request = saving->request;
    struct prices_acted *answer = request->answer;
    AUTO(text) facts = { 0 };
    struct fraud_policy policy = fraud_keep(tx)->policy;
    answer->changed = 0;
    for (int i = 0; i < FRAUD_PRICE_COUNT; i++) {
        int64_t from = policy.prices[i], to = saving->wanted.prices[i];
        if (!saving->given[i] || from == to)
            continue;
        store_put(tx, &fraud_set_price, WITH(TEXT(fraud_price_rows[i].name), INT(to)));
        text_add(&facts, facts.length ? ", " : "");
        text_add_format(&facts, "%s %s → %s", fraud_price_rows[i].name, plain(request, i, from),
                        plain(request, i, to));
        answer->changed++;
    }
    if (!answer->changed)
        return NULL;
    fraud_changed(tx);
    oversight_note_for(tx, request,
                       &(struct noted){ .act = "prices.changed", .facts = text_of(&facts) });
    return NULL;
}

static refused save_prices(struct request *request)
{
    const struct prices_request *body = request->body;
    struct saving saving = { .request = request };
    refused why = read_typed(request, &saving.wanted);
    if (why)
        return why;
    for (size_t i = 0; i < body->prices.count; i++)
        saving.given[fraud_price_place(body->prices.items[i].name)] = true;
    return request_transact(request, save_act, &saving);
}

// clang-format off
static const struct route prices_routes[] = {
    { GET, "/operator/fraud/prices", OPERATOR, show_prices,
      .summary = "What challenges, reviews, refusals and fraud cost, and the bounds",
      .gives = prices_fields, .page = "fraud/prices", .scope = SCOPE_OPERATE },
    { POST, "/operator/fraud/prices", OPERATOR, save_prices, .summary = "Change prices",
      .takes = prices_request_fields, .gives = prices_acted_fields,
      .refuses = { &FRAUD_PRICE_UNKNOWN, &FRAUD_PRICE_WRONG }, .then = "/operator/fraud/prices",
      .again = "/operator/fraud/prices", .scope = SCOPE_OPERATE,
      .done = N_("The prices are in force from the next act on.") },
    { POST, "/operator/fraud/prices/try", OPERATOR, try_prices,
      .summary = "Try prices on past decisions; nothing is changed",
      .takes = prices_request_fields, .gives = prices_fields,
      .refuses = { &FRAUD_PRICE_UNKNOWN, &FRAUD_PRICE_WRONG }, .page = "fraud/prices",
      .again = "/operator/fraud/prices", .slow = true, .form_is_get = true, .limit = { 60, 600 },
      .scope = SCOPE_OPERATE },
    { 0 },
};
// clang-format on

const struct module fraud_prices_module = { .name = "fraud_prices", .routes = prices_routes };
