/* Fraud, the operator's pages: shares in words, and what a try came to. */
#include "shop/fraud/fraud_console_web.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *console_share(struct arena *memory, int64_t part, int64_t whole)
{
    double percent = whole ? 100.0 * (double)part / (double)whole : 0;
    return whole ? arena_format(memory, "%.2f%%", percent) : NULL;
}

const char *console_percent(struct arena *memory, int64_t basis_points)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%lld.%02lld", (long long)(basis_points / 100),
             (long long)(basis_points % 100));
    size_t length = strlen(digits);
    while (digits[length - 1] == '0')
        digits[--length] = 0;
    if (digits[length - 1] == '.')
        digits[length - 1] = 0;
    return arena_copy(memory, digits);
}

bool console_percent_read(const char *typed, int64_t *ret_basis_points)
{
    int64_t whole = 0, part = 0, worth = 10;
    const char *at = typed;
    if (*at < '0' || *at > '9')
        return false;
    for (; *at >= '0' && *at <= '9' && whole <= 100; at++)
        whole = whole * 10 + (*at - '0');
    if (*at == '.')
        for (at++; *at >= '0' && *at <= '9' && worth; at++, worth /= 10)
            part += (*at - '0') * worth;
    int64_t basis_points = whole * 100 + part;
    if (*at || basis_points > 10000)
        return false;
    *ret_basis_points = basis_points;
    return true;
}

void console_fault(struct request *request, const char *pointer, const char *sentence)
{
    if (request->faults.count < sizeof request->faults.items / sizeof *request->faults.items)
        request->faults.items[request->faults.count++] = (struct fault){ pointer, sentence };
}

const struct field days_fields[] = {
    INT_FIELD(struct days_request, days, .optional = true, .min = 1, .max = CONSOLE_DAYS_MAX,
              .says = "Over how many past days; 30 if not given."),
    { 0 },
};

const struct field named_choice_fields[] = {
    TEXT_FIELD(struct named_choice, name, .says = "For programs."),
    TEXT_FIELD(struct named_choice, words, .says = "For people."),
    BOOL_FIELD(struct named_choice, chosen, .says = "It is chosen."),
    { 0 },
};

/* A try ------------------------------------------------------------------------------------ */

static const struct field tried_sum_fields[] = {
    INT_FIELD(struct tried_sum, count, .says = "How many."),
    MONEY_FIELD(struct tried_sum, amount, .says = "The money in them."),
    { 0 },
};
static const struct field tried_decision_fields[] = {
    ID_FIELD(struct tried_decision, decision, "dec", .says = "The decision."),
    CHOICE_FIELD(struct tried_decision, was, fraud_actions, .says = "What was done."),
    CHOICE_FIELD(struct tried_decision, would, fraud_actions, .says = "What would be done."),
    BOOL_FIELD(struct tried_decision, bad, .says = "It is known to be fraud."),
    MONEY_FIELD(struct tried_decision, amount, .says = "At stake."),
    { 0 },
};
const struct field tried_fields[] = {
    INT_FIELD(struct tried, days, .says = "Over so many days."),
    INT_FIELD(struct tried, decisions, .says = "How many were looked at."),
    INT_FIELD(struct tried, unknown, .says = "Whose outcome is not known yet."),
    INT_FIELD(struct tried, failed, .says = "That could not be judged."),
    OBJECT_FIELD(struct tried, bad, tried_sum_fields, .says = "All fraud among them."),
    OBJECT_FIELD(struct tried, good, tried_sum_fields, .says = "All honest ones among them."),
    OBJECT_FIELD(struct tried, caught, tried_sum_fields,
                 .says = "Fraud that was allowed and would be stopped."),
    OBJECT_FIELD(struct tried, bothered, tried_sum_fields,
                 .says = "Honest ones that were allowed and would be challenged or held."),
    OBJECT_FIELD(struct tried, refused, tried_sum_fields,
                 .says = "Honest ones that would be refused and were not."),
    OBJECT_FIELD(struct tried, missed, tried_sum_fields,
                 .says = "Fraud that was stopped and would be allowed."),
    OBJECT_FIELD(struct tried, freed, tried_sum_fields,
                 .says = "Honest ones that were stopped and would be allowed."),
    TEXT_FIELD(struct tried, caught_share, .says = "Of all fraud, or null when there is none."),
    TEXT_FIELD(struct tried, bothered_share, .says = "Of all honest ones, or null."),
    TEXT_FIELD(struct tried, refused_share, .says = "Of all honest ones, or null."),
    LIST_FIELD(struct tried, shown, tried_decision_fields,
               .says = "At most 20 that change, the dearest first."),
    { 0 },
};

static struct tried_sum sum_of(struct fraud_backtest_sum sum, struct currency reference)
{
    return (struct tried_sum){ sum.count, money_of(sum.minor, reference) };
}

static int dearest_first(const void *a, const void *b)
{
    const struct tried_decision *one = a, *other = b;
    if (one->amount.minor != other->amount.minor)
        return one->amount.minor < other->amount.minor ? 1 : -1;
    return (one->decision.number < other->decision.number) -
           (one->decision.number > other->decision.number);
}

static struct tried *tried_of(struct request *request, const struct fraud_backtest *found,
                              int64_t days_back)
{
    struct arena *memory = request->memory;
    struct currency reference = request->settings->reference;
    struct tried *tried = arena_take(memory, sizeof *tried);
    *tried = (struct tried){
        .days = days_back,
        .decisions = found->decisions,
        .unknown = found->unknown,
        .failed = found->failed,
        .bad = sum_of(found->bad, reference),
        .good = sum_of(found->good, reference),
        .caught = sum_of(found->caught, reference),
        .bothered = sum_of(found->bothered, reference),
        .refused = sum_of(found->refused, reference),
        .missed = sum_of(found->missed, reference),
        .freed = sum_of(found->freed, reference),
        .caught_share = console_share(memory, found->caught.count, found->bad.count),
        .bothered_share = console_share(memory, found->bothered.count, found->good.count),
        .refused_share = console_share(memory, found->refused.count, found->good.count),
    };
    tried->shown.items = arena_array(memory, found->shown_count, sizeof(struct tried_decision));
    for (size_t i = 0; i < found->shown_count; i++)
        tried->shown.items[tried->shown.count++] =
            (struct tried_decision){ found->shown[i].decision, found->shown[i].was,
                                     found->shown[i].would, found->shown[i].bad,
                                     found->shown[i].amount };
    if (tried->shown.count)
        qsort(tried->shown.items, tried->shown.count, sizeof *tried->shown.items, dearest_first);
    return tried;
}

refused console_try(struct request *request, struct fraud_backtest_plan *plan, int64_t days_back,
                    struct tried **ret_tried)
{
    struct fraud_backtest found = { 0 };
    bool reading = request->tx != NULL;
    if (!days_back)
        days_back = CONSOLE_DAYS;
    plan->now = request->now;
    /* To the newest there is: their ids may run a little ahead of the clock. */
    plan->to = moment_after(request->now, days(CONSOLE_DAYS_MAX));
    plan->from = moment_before(request->now, days(days_back));
    if (reading)
        store_read_end(request->tx);
    request->tx = NULL;
    refused why = fraud_backtest(request->store, request->memory, plan, &found);
    if (reading)
        request->tx = store_read(request->store);
    if (why)
        return why;
    *ret_tried = tried_of(request, &found, days_back);
    return NULL;
}
