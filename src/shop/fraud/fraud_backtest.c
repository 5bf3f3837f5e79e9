/* Fraud, backtest: past decisions, judged anew. */
#include "shop/fraud/fraud_backtest.h"

#include "shop/fraud/fraud_kept.h"
#include "shop/fraud/fraud_walk.h"

enum { MATURE_DAYS = 21 };

struct testing {
    const struct fraud_backtest_plan *plan;
    struct fraud_backtest *result;
    struct fraud_expression *expression;
    struct fraud_model *model; /* judged by it; NULL: by the stored probability */
    struct fraud_policy policy;
    struct fraud_floors floors[FRAUD_ACTS];
};

/* A person's or a rule's word of then stands; what the model decided is decided anew. */
static enum fraud_action decide_anew(struct testing *testing, const struct fraud_decision *decision,
                                     const struct fraud_signals *signals)
{
    double probability = decision->probability;
    if (testing->model)
        probability = fraud_model_probability(testing->model, signals->numbers);
    if (decision->by != FRAUD_BY_MODEL && decision->by != FRAUD_BY_NOTHING)
        return decision->action;
    if (isnan(probability))
        return decision->action;
    return fraud_choose(&testing->policy, decision->act, decision->amount.minor, probability,
                        testing->floors[decision->act])
        .action;
}

static enum fraud_action would(struct testing *testing, const struct fraud_decision *decision,
                               const struct fraud_signals *signals)
{
    const char *problem;
    if (!testing->expression)
        return decide_anew(testing, decision, signals);
    if (!(testing->plan->acts & 1u << decision->act))
        return decision->action;
    enum fraud_said said = fraud_expression_evaluate(testing->expression, signals, &problem);
    testing->result->failed += said == FRAUD_FAILS;
    enum fraud_action action = said == FRAUD_SAYS_YES
                                   ? fraud_possible_action(decision->act, testing->plan->action)
                                   : FRAUD_ALLOW;
    return action > decision->action ? action : decision->action;
}

static void add(struct fraud_backtest_sum *sum, const struct fraud_decision *decision)
{
    sum->count++;
    sum->minor += decision->amount.minor;
}

/* Keeps the dearest of those that change. */
static void show(struct fraud_backtest *result, const struct fraud_decision *decision,
                 enum fraud_action action, bool bad)
{
    size_t at = result->shown_count;
    if (at == BACKTEST_SHOWN) {
        at = 0;
        for (size_t i = 1; i < BACKTEST_SHOWN; i++)
            if (result->shown[i].amount.minor < result->shown[at].amount.minor)
                at = i;
        if (result->shown[at].amount.minor >= decision->amount.minor)
            return;
    } else {
        result->shown_count++;
    }
    result->shown[at].decision = decision->decision;
    result->shown[at].was = decision->action;
    result->shown[at].would = action;
    result->shown[at].bad = bad;
    result->shown[at].amount = decision->amount;
}

static void test(void *what, const struct fraud_decision *decision,
                 const struct fraud_signals *signals)
{
    struct testing *testing = what;
    struct fraud_backtest *result = testing->result;
    struct moment mature = moment_before(testing->plan->now, days(MATURE_DAYS));
    bool bad = decision->outcome > 0;
    enum fraud_action was = decision->action, action = would(testing, decision, signals);
    result->decisions++;
    result->unknown += decision->outcome < 0 && decision->at.us > mature.us;
    add(bad ? &result->bad : &result->good, decision);
    if (action == was)
        return;
    if (was == FRAUD_ALLOW && bad)
        add(&result->caught, decision);
    else if (was == FRAUD_ALLOW && action != FRAUD_REFUSE)
        add(&result->bothered, decision);
    else if (action == FRAUD_ALLOW)
        add(bad ? &result->missed : &result->freed, decision);
    if (!bad && action == FRAUD_REFUSE)
        add(&result->refused, decision);
    show(result, decision, action, bad);
}

/* What is in force, and of it what the plan changes. */
static refused prepare(struct store *store, struct arena *memory, struct testing *testing,
                       struct fraud_evaluator *evaluator)
{
    const struct fraud_backtest_plan *plan = testing->plan;
    struct fraud_expression_fault fault;
    struct fraud_model_row row = { 0 };
    const char *problem;
    refused why = NULL;
    struct store_tx *tx = store_read(store);
    const struct fraud_kept *kept = fraud_keep(tx);
    testing->policy = plan->policy ? *plan->policy : kept->policy;
    int64_t model = plan->model.number ? plan->model.number : kept->champion.model;
    if (plan->expression) {
        testing->expression =
            fraud_expression_compile(evaluator, memory, plan->expression, NULL, &fault);
        why = testing->expression ? NULL : &RULE_WRONG;
    } else if (model) {
        why = fraud_model_find(tx, memory, (fraud_model_id){ model }, &row);
        if (!why && plan->model.number)
            testing->model = fraud_read_model(tx, model, &problem);
        if (!why && plan->model.number && !testing->model)
            why = &MODEL_UNREADABLE;
    }
    store_read_end(tx);
    fraud_floors_of_card(row.card, &testing->policy, testing->floors);
    return why;
}

refused fraud_backtest(struct store *store, struct arena *memory,
                       const struct fraud_backtest_plan *plan, struct fraud_backtest *ret_backtest)
{
    struct fraud_backtest *result = arena_take(memory, sizeof *result);
    struct testing testing = { .plan = plan, .result = result };
    struct fraud_evaluator *evaluator = fraud_evaluator_open();
    refused why = prepare(store, memory, &testing, evaluator);
    if (!why) {
        fraud_walk(store, &(struct fraud_walk){ .from = plan->from,
                                                .to = plan->to,
                                                .most = BACKTEST_MOST,
                                                .see = test,
                                                .what = &testing });
        *ret_backtest = *result;
    }
    fraud_expression_free(testing.expression);
    fraud_evaluator_close(evaluator);
    fraud_model_free(testing.model);
    return why;
}
