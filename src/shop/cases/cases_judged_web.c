/* Cases, decisions on the web: what was judged, why, and all that stands around it. */
#include "shop/cases/cases_web.h"

#include <math.h>

#include "base/id.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/orders/orders_inside.h"
#include "shop/sellers/sellers_inside.h"

enum { REASONS_SHOWN = 14, BEFORE_SHOWN = 12, LINKS_SHOWN = 120, EARLIER_SHOWN = 12 };

// clang-format off
const struct field case_row_fields[] = {
    CASE_FIELD(struct case_row, "The case."),
    CHOICE_FIELD(struct case_row, act, fraud_acts, .says = "What was about to be done."),
    CHOICE_FIELD(struct case_row, action, fraud_actions, .says = "Whether it was held or refused."),
    CHOICE_FIELD(struct case_row, state, case_states, .says = "Where the case stands."),
    ID_FIELD(struct case_row, account, "acc", .says = "Whose act it was."),
    TEXT_FIELD(struct case_row, account_name, .says = "By name; null if it was never opened."),
    MONEY_FIELD(struct case_row, at_risk, .says = "What may be lost."),
    MOMENT_FIELD(struct case_row, opened_at, .says = "When it was judged."),
    MOMENT_FIELD(struct case_row, appealed_at, .says = "When a person was asked for, or null."),
    BOOL_FIELD(struct case_row, waits, .says = "It waits for a person."),
    TEXT_FIELD(struct case_row, verdict, .says = "Proposed or final, or null."),
    TEXT_FIELD(struct case_row, verdict_words, .says = "The same for people."),
    { 0 },
};
static const struct field outcome_fields[] = {
    CHOICE_FIELD(struct judged_outcome, kind, fraud_kinds, .says = "What it turned out to be."),
    CHOICE_FIELD(struct judged_outcome, by, fraud_sources, .says = "Who says so."),
    MOMENT_FIELD(struct judged_outcome, at, .says = "Since when it is known."),
    { 0 },
};
static const struct field cost_fields[] = {
    CHOICE_FIELD(struct judged_cost, action, fraud_actions, .says = "What could be done."),
    MONEY_FIELD(struct judged_cost, cost, .says = "What is expected to be lost by it."),
    BOOL_FIELD(struct judged_cost, chosen, .says = "It was done."),
    { 0 },
};
static const struct field reason_row_fields[] = {
    TEXT_FIELD(struct judged_reason, name, .says = "Of the rule or the signal."),
    TEXT_FIELD(struct judged_reason, says, .says = "In words."),
    BOOL_FIELD(struct judged_reason, rule, .says = "It is a rule that fired."),
    BOOL_FIELD(struct judged_reason, against, .says = "It speaks for fraud."),
    INT_FIELD(struct judged_reason, width, .says = "How strong, beside the strongest: 0 to 100."),
    { 0 },
};
static const struct field fact_fields[] = {
    TEXT_FIELD(struct judged_fact, name, .says = "Of the signal."),
    TEXT_FIELD(struct judged_fact, says, .says = "What it is, in words."),
    TEXT_FIELD(struct judged_fact, value, .says = "What was seen, in words."),
    BOOL_FIELD(struct judged_fact, known, .says = "It could be had."),
    { 0 },
};
static const struct field before_fields[] = {
    ID_FIELD(struct judged_before, decision, "dec", .says = "The decision."),
    CHOICE_FIELD(struct judged_before, act, fraud_acts, .says = "What was about to be done."),
    CHOICE_FIELD(struct judged_before, action, fraud_actions, .says = "What was decided."),
    CHOICE_FIELD(struct judged_before, way, fraud_ways, .says = "By which way it was confirmed."),
    MONEY_FIELD(struct judged_before, amount, .says = "What was at stake."),
    TEXT_FIELD(struct judged_before, probability, .says = "Of fraud, by the model; or null."),
    MOMENT_FIELD(struct judged_before, at, .says = "When."),
    MAYBE_FIELD(struct judged_before, outcome, outcome_fields, .says = "What it was, or null."),
    BOOL_FIELD(struct judged_before, shown, .says = "It is the decision that was asked for."),
    { 0 },
};
const struct field judged_fields[] = {
    ID_FIELD(struct judged, decision, "dec", .says = "The decision."),
    CHOICE_FIELD(struct judged, act, fraud_acts, .says = "What was about to be done."),
    CHOICE_FIELD(struct judged, action, fraud_actions, .says = "What was decided."),
    CHOICE_FIELD(struct judged, by, fraud_deciders, .says = "What decided."),
    CHOICE_FIELD(struct judged, way, fraud_ways,
                 .says = "By which way it was confirmed that it is the person."),
    MONEY_FIELD(struct judged, amount, .says = "What was at stake."),
    TEXT_FIELD(struct judged, probability, .says = "Of fraud, by the model; null without one."),
    TEXT_FIELD(struct judged, shadow, .says = "The same by the shadow model, or null."),
    MOMENT_FIELD(struct judged, at, .says = "When."),
    ID_FIELD(struct judged, account, "acc", .says = "Whose act it was."),
    TEXT_FIELD(struct judged, account_name, .says = "By name; null if it was never opened."),
    TEXT_FIELD(struct judged, subject, .says = "The id of what it made or changes, or null."),
    TEXT_FIELD(struct judged, subject_path, .says = "The page of that, or null."),
    TEXT_FIELD(struct judged, subject_state, .says = "How it stands now, in words; or null."),
    CASE_FIELD(struct judged, "The case that it opened, or null."),
    BOOL_FIELD(struct judged, by_list,
               .says = "A list decided: its entry is in force until ended."),
    MAYBE_FIELD(struct judged, outcome, outcome_fields,
                .says = "What it turned out to be, or null."),
    LIST_FIELD(struct judged, costs, cost_fields, .says = "Expected costs, by today's prices."),
    LIST_FIELD(struct judged, reasons, reason_row_fields,
               .says = "Rules first, then the strongest signals."),
    LIST_FIELD(struct judged, facts, fact_fields, .says = "Every signal of such an act."),
    LIST_FIELD(struct judged, before, before_fields,
               .says = "The account's acts, the newest first."),
    LIST_FIELD(struct judged, earlier, case_row_fields,
               .says = "Cases of the account and of linked ones."),
    MAYBE_FIELD(struct judged, graph, linked_graph_fields,
                .says = "What is linked; null when nothing is."),
    { 0 },
};
// clang-format on

const char *cases_name_of(struct request *request, struct store_tx *tx, int64_t account)
{
    struct account found;
    return accounts_find(tx, request->memory, (account_id){ account }, &found) ? NULL : found.name;
}

struct case_row cases_row_of(struct request *request, struct store_tx *tx,
                             const struct case_file *file)
{
    return (struct case_row){
        .file = file->file,
        .act = file->act,
        .action = file->action,
        .state = file->state,
        .account = file->account,
        .account_name = cases_name_of(request, tx, file->account.number),
        .at_risk = file->at_risk,
        .opened_at = file->opened_at,
        .appealed_at = file->appealed_at,
        .waits = file->waits,
        .verdict = file->verdict < 0 ? NULL : fraud_kinds[file->verdict].name,
        .verdict_words = file->verdict < 0 ? NULL : _(fraud_kinds[file->verdict].words),
    };
}

static const char *percent(struct arena *memory, double share)
{
    return isnan(share) ? NULL : arena_format(memory, "%.*f %%", share < 0.01 ? 2 : 1, share * 100);
}

static struct judged_outcome *outcome_of(struct arena *memory,
                                         const struct fraud_decision *decision)
{
    if (decision->outcome < 0)
        return NULL;
    struct judged_outcome *outcome = arena_take(memory, sizeof *outcome);
    *outcome = (struct judged_outcome){ (enum fraud_kind)decision->outcome, decision->outcome_by,
                                        decision->outcome_at };
    return outcome;
}

/* Subject ---------------------------------------------------------------------------------- */

static const char *purchase_state(struct request *request, int64_t purchase)
{
    struct orders orders =
        orders_of_purchase(request->tx, request->memory, (purchase_id){ purchase });
    for (size_t i = 0; i < orders.count; i++)
        if (orders.items[i].in_review)
            return _("Waits for a verdict");
    return orders.count ? _(order_states[orders.items[0].state].words) : NULL;
}

static const char *payout_state(struct request *request, int64_t payout)
{
    seller_id seller;
    struct payout found;
    return sellers_payout(request->tx, request->memory, (payout_id){ payout }, &seller, &found)
               ? NULL
               : _(payout_states[found.state].words);
}

static const char *bank_state(struct request *request, const struct fraud_decision *decision)
{
    struct iban_view view =
        sellers_iban_view(request->tx, request->memory, (seller_id){ decision->subject });
    if (view.decision != decision->decision.number)
        return _("Changed again since");
    return view.pending ? _("Waits for a verdict") : _("Decided");
}

/* What was refused or challenged made nothing; a shop is there all the same. */
static void fill_subject(struct request *request, const struct fraud_decision *decision,
                         struct judged *judged)
{
    static const char *const prefixes[FRAUD_ACTS] = {
        [FRAUD_CHECKOUT] = "pur",
        [FRAUD_LISTING] = "prd",
        [FRAUD_PAYOUT] = "pay",
        [FRAUD_BANK_CHANGE] = "sel",
    };
    bool made = decision->action == FRAUD_ALLOW || decision->action == FRAUD_HOLD;
    if (!decision->subject || !prefixes[decision->act] ||
        (!made && decision->act != FRAUD_BANK_CHANGE))
        return;
    judged->subject = id_text(request->memory, prefixes[decision->act], decision->subject);
    judged->subject_path = oversight_path_of(request->memory, judged->subject);
    if (decision->act == FRAUD_CHECKOUT)
        judged->subject_state = purchase_state(request, decision->subject);
    else if (decision->act == FRAUD_PAYOUT)
        judged->subject_state = payout_state(request, decision->subject);
    else if (decision->act == FRAUD_BANK_CHANGE)
        judged->subject_state = bank_state(request, decision);
}

/* Why -------------------------------------------------------------------------------------- */

static void fill_costs(struct request *request, const struct fraud_decision *decision,
                       struct judged *judged)
{
    if (isnan(decision->probability))
        return;
    const struct fraud_kept *kept = fraud_keep(request->tx);
    struct fraud_choice choice =
        fraud_choose(&kept->policy, decision->act, decision->amount.minor, decision->probability,
                     kept->champion.floors[decision->act]);
    judged->costs.items = arena_array(request->memory, FRAUD_ACTIONS, sizeof(struct judged_cost));
    for (int i = 0; i < FRAUD_ACTIONS; i++)
        if (isfinite(choice.costs[i]))
            judged->costs.items[judged->costs.count++] = (struct judged_cost){
                (enum fraud_action)i,
                money_of(llround(choice.costs[i]), decision->amount.currency),
                (int)decision->action == i,
            };
    if (judged->costs.count < 2)
        judged->costs.count = 0; /* there was no choice to explain */
}

static void fill_reasons(struct request *request, const struct fraud_decision *decision,
                         struct judged *judged)
{
    struct fraud_reasons reasons =
        fraud_reasons(request->tx, request->memory, decision->decision, REASONS_SHOWN);
    double most = 0;
    judged->reasons.items =
        arena_array(request->memory, reasons.count, sizeof(struct judged_reason));
    for (size_t i = 0; i < reasons.count; i++)
        most = fmax(most, fabs(reasons.items[i].weight));
    for (size_t i = 0; i < reasons.count; i++) {
        const struct fraud_reason *reason = &reasons.items[i];
        double share = most > 0 ? fabs(reason->weight) / most : 0;
        judged->reasons.items[judged->reasons.count++] = (struct judged_reason){
            reason->name,         reason->says, reason->rule, reason->rule || reason->weight > 0,
            llround(share * 100),
        };
    }
    struct fraud_facts facts = fraud_facts(request->tx, request->memory, decision->decision);
    judged->facts.items = arena_array(request->memory, facts.count, sizeof(struct judged_fact));
    for (size_t i = 0; i < facts.count; i++) {
        const struct fraud_fact *fact = &facts.items[i];
        judged->facts.items[judged->facts.count++] =
            (struct judged_fact){ fact->name, fact->says, fact->value, fact->known };
    }
}

/* Around it -------------------------------------------------------------------------------- */

/* Most acts were asked nothing, and are not looked up. */
static enum fraud_way way_of(struct store_tx *tx, const struct fraud_decision *decision)
{
    return decision->by == FRAUD_BY_PASSED ? fraud_way_of(tx, decision->decision) : FRAUD_WAY_NONE;
}

static void fill_before(struct request *request, const struct fraud_decision *decision,
                        struct judged *judged)
{
    struct arena *memory = request->memory;
    struct fraud_decisions found =
        fraud_of_account(request->tx, memory, decision->account, INT64_MAX, BEFORE_SHOWN);
    judged->before.items = arena_array(memory, found.count, sizeof(struct judged_before));
    for (size_t i = 0; i < found.count; i++) {
        const struct fraud_decision *before = &found.items[i];
        judged->before.items[judged->before.count++] = (struct judged_before){
            .decision = before->decision,
            .act = before->act,
            .action = before->action,
            .way = way_of(request->tx, before),
            .amount = before->amount,
            .probability = percent(memory, before->probability),
            .at = before->at,
            .outcome = outcome_of(memory, before),
            .shown = before->decision.number == decision->decision.number,
        };
    }
}

static void add_cases(struct request *request, int64_t account, struct judged *judged)
{
    struct case_files found = cases_of_account(request->tx, request->memory,
                                               (account_id){ account }, INT64_MAX, EARLIER_SHOWN);
    for (size_t i = 0; i < found.count; i++) {
        if (found.items[i].file.number == judged->file.number)
            continue;
        judged->earlier.items = arena_room(request->memory, judged->earlier.items,
                                           judged->earlier.count, sizeof(struct case_row));
        judged->earlier.items[judged->earlier.count++] =
            cases_row_of(request, request->tx, &found.items[i]);
    }
}

/* Cases of the account itself, then of each that is linked with it. */
static void fill_earlier(struct request *request, const struct fraud_links *links,
                         struct judged *judged)
{
    add_cases(request, judged->account.number, judged);
    for (size_t i = 0; i < links->count && judged->earlier.count < EARLIER_SHOWN; i++) {
        int64_t account = links->items[i].account;
        bool seen = account == judged->account.number;
        for (size_t before = 0; before < i && !seen; before++)
            seen = links->items[before].account == account;
        if (!seen)
            add_cases(request, account, judged);
    }
    if (judged->earlier.count > EARLIER_SHOWN)
        judged->earlier.count = EARLIER_SHOWN;
}

refused cases_fill_judged(struct request *request, fraud_decision_id number,
                          struct judged *ret_judged)
{
    struct arena *memory = request->memory;
    struct fraud_decision decision;
    struct case_file file;
    refused why = fraud_find(request->tx, memory, number, &decision);
    if (why)
        return why;
    bool has_case = !cases_of_decision(request->tx, memory, number, &file);
    *ret_judged = (struct judged){
        .decision = decision.decision,
        .act = decision.act,
        .action = decision.action,
        .by = decision.by,
        .way = way_of(request->tx, &decision),
        .amount = decision.amount,
        .probability = percent(memory, decision.probability),
        .shadow = percent(memory, decision.shadow),
        .at = decision.at,
        .account = { decision.account },
        .account_name = cases_name_of(request, request->tx, decision.account),
        .file = has_case ? file.file : (case_id){ 0 },
        .by_list = decision.by == FRAUD_BY_LIST && decision.action == FRAUD_REFUSE,
        .outcome = outcome_of(memory, &decision),
    };
    fill_subject(request, &decision, ret_judged);
    fill_costs(request, &decision, ret_judged);
    fill_reasons(request, &decision, ret_judged);
    fill_before(request, &decision, ret_judged);
    struct fraud_links links = fraud_links(request->tx, memory, decision.account, LINKS_SHOWN);
    fill_earlier(request, &links, ret_judged);
    ret_judged->graph = cases_draw(request, request->tx, decision.account, &links);
    return NULL;
}
