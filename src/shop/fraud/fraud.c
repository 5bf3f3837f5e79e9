/* Fraud: judges. Lists, then rules, then the model; what stops an act is told with its decision. */
#include "shop/fraud/fraud_inside.h"

#include "base/id.h"
#include "shop/fraud/fraud_challenges.h"
#include "shop/fraud/fraud_gather.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/fraud/fraud_sql.h"

REFUSAL(FRAUD_CHALLENGED, 403, "Please confirm that it is you. Then do it once more.");
REFUSAL(FRAUD_REFUSED, 403,
        "We could not accept this, and nothing was charged or changed. If you think that is wrong, "
        "ask us to look at it: a person will.");

const struct event_kind FRAUD_STOPPED_EVENT = { "fraud.stopped" };

// clang-format off
const struct choice fraud_acts[] = {
    [FRAUD_SIGN_UP] = { "sign_up", N_("Sign-up") },
    [FRAUD_SIGN_IN] = { "sign_in", N_("Sign-in") },
    [FRAUD_CHECKOUT] = { "checkout", N_("Checkout") },
    [FRAUD_COUPON] = { "coupon", N_("Coupon") },
    [FRAUD_LISTING] = { "listing", N_("Listing") },
    [FRAUD_REVIEW] = { "review", N_("Review") },
    [FRAUD_MESSAGE] = { "message", N_("Message") },
    [FRAUD_PAYOUT] = { "payout", N_("Payout") },
    [FRAUD_BANK_CHANGE] = { "bank_change", N_("Bank account") },
    { 0 },
};
const struct choice fraud_actions[] = {
    [FRAUD_ALLOW] = { "allow", N_("Allow") },
    [FRAUD_CHALLENGE] = { "challenge", N_("Challenge") },
    [FRAUD_HOLD] = { "hold", N_("Hold for review") },
    [FRAUD_REFUSE] = { "refuse", N_("Refuse") },
    { 0 },
};
const struct choice fraud_deciders[] = {
    [FRAUD_BY_MODEL] = { "model", N_("By the model") },
    [FRAUD_BY_RULE] = { "rule", N_("By a rule") },
    [FRAUD_BY_LIST] = { "list", N_("By a list") },
    [FRAUD_BY_SAFE_SIDE] = { "safe_side", N_("By the safe side, for want of a judgement") },
    [FRAUD_BY_PASSED] = { "challenge", N_("By a challenge that was passed") },
    [FRAUD_BY_NOTHING] = { "nothing", N_("Nothing spoke against it") },
    { 0 },
};
// clang-format on

/* Judging ---------------------------------------------------------------------------------- */

struct judging {
    struct store_tx *tx;
    struct arena *memory;
    const struct fraud_question *question;
    const struct fraud_kept *kept;
    struct fraud_scene scene;
    struct fraud_signals signals;
    text fired;
    enum fraud_action action;
    enum fraud_decider by;
    int64_t rule; /* or list entry */
    double probability, shadow;
};

/* The harshest word counts; the first of two that are as harsh gives the reason. */
static void demand(struct judging *judging, enum fraud_action action, enum fraud_decider by,
                   int64_t rule)
{
    enum fraud_action possible = fraud_possible_action(judging->question->act, action);
    if (possible <= judging->action)
        return;
    judging->action = possible;
    judging->by = by;
    judging->rule = rule;
}

/* A rule or model that fails must not leave the door open: the operator's safe side. */
static void fail_safe(struct judging *judging, const char *kind, const char *says)
{
    fraud_raise(judging->tx, kind, says, judging->question->now);
    demand(judging, fraud_safe_side(&judging->kept->policy, judging->question->act),
           FRAUD_BY_SAFE_SIDE, 0);
}

/* Somebody's word stands over rules and models: true when it is "allow". */
static bool judge_lists(struct judging *judging)
{
    const struct fraud_question *question = judging->question;
    bool allowed = false;
    for (size_t i = 0; i < judging->scene.count; i++) {
        const struct fraud_history *seen = entity_seen(&judging->scene.entities[i]);
        if (!seen->listed || (seen->listed_to.us && seen->listed_to.us <= question->now.us))
            continue;
        if (seen->listed == FRAUD_LISTED_BLOCK)
            demand(judging, FRAUD_REFUSE, FRAUD_BY_LIST, judging->scene.entities[i].id);
        else
            allowed = true;
    }
    if (judging->by == FRAUD_BY_LIST)
        return false; /* who is both is blocked: the more careful word */
    if (allowed)
        judging->by = FRAUD_BY_LIST;
    return allowed;
}

static void fire(struct judging *judging, const struct fraud_kept_rule *rule)
{
    char id[ID_TEXT_SIZE];
    id_write(id, "rul", rule->rule);
    text_add(&judging->fired, judging->fired.length ? " " : "");
    text_add(&judging->fired, id);
    scene_add(&judging->scene, ENTITY_RULE,
              fraud_entity_number(store_tx_settings(judging->tx), ENTITY_RULE, rule->rule));
    if (rule->live)
        demand(judging, rule->action, FRAUD_BY_RULE, rule->rule);
}

static void judge_rules(struct judging *judging)
{
    for (size_t i = 0; i < judging->kept->rule_count; i++) {
        const struct fraud_kept_rule *rule = &judging->kept->rules[i];
        const char *problem = rule->problem;
        enum fraud_said said = FRAUD_FAILS;
        if (!(rule->acts & 1u << judging->question->act))
            continue;
        if (rule->expression)
            said = fraud_expression_evaluate(rule->expression, &judging->signals, &problem);
        if (said == FRAUD_SAYS_YES)
            fire(judging, rule);
        if (said != FRAUD_FAILS)
            continue;
        fraud_note_rule_failure(judging->tx, rule->rule, problem, judging->question->now);
        if (rule->live)
            fail_safe(judging, "rule",
                      arena_format(judging->memory, "A live rule cannot be evaluated: %s",
                                   problem ? problem : "it failed"));
    }
}

/* Fraud by chance happens in parts of a million: anything else is not a probability. */
static double ask(const struct fraud_kept_model *model, const struct fraud_signals *signals)
{
    return model->trees ? fraud_model_probability(model->trees, signals->numbers) : (double)NAN;
}

static void judge_model(struct judging *judging)
{
    const struct fraud_kept *kept = judging->kept;
    const struct fraud_question *question = judging->question;
    bool money = question->amount.minor > 0;
    judging->probability = ask(&kept->champion, &judging->signals);
    judging->shadow = ask(&kept->shadow, &judging->signals);
    if (kept->shadow.model && isnan(judging->shadow))
        fraud_raise(judging->tx, "shadow", "The shadow model cannot be read.", question->now);
    if (kept->champion.model && isnan(judging->probability)) {
        fail_safe(judging, "model",
                  arena_format(judging->memory, "The model in force cannot be used: %s",
                               kept->champion.problem ? kept->champion.problem : "it failed"));
    } else if (!kept->champion.model && kept->policy.prices[FRAUD_PRICE_model_wanted]) {
        fail_safe(judging, "model", "There is no model in force, and there was one.");
    } else if (money && isnan(question->amount_usd)) {
        fail_safe(judging, "signal", "The amount cannot be had in US dollars: a rate is missing.");
    } else if (!isnan(judging->probability)) {
        struct fraud_choice choice =
            fraud_choose(&kept->policy, question->act, question->amount.minor, judging->probability,
                         kept->champion.floors[question->act]);
        demand(judging, choice.action, FRAUD_BY_MODEL, 0);
    }
}

/* Passed a moment ago, on the same device: what a challenge could tell is told. */
static void pass_challenge(struct judging *judging, fraud_decision_id decision)
{
    enum { PASSED_MINUTES = 30 };
    const struct fraud_question *question = judging->question;
    const struct fraud_entity *device = scene_find(&judging->scene, ENTITY_DEVICE);
    struct moment since = moment_before(question->now, minutes(PASSED_MINUTES));
    if (judging->action != FRAUD_CHALLENGE ||
        !store_do(judging->tx, &fraud_use_challenge,
                  WITH(INT(question->now.us), INT(decision.number), INT(question->account),
                       INT(question->act), INT(device ? device->id : 0), INT(since.us),
                       INT(question->amount.minor), INT(FRAUD_WAY_BANK),
                       TEXT(question->card_token))))
        return;
    judging->action = FRAUD_ALLOW;
    judging->by = FRAUD_BY_PASSED;
}

static int64_t millionths(double probability)
{
    return isnan(probability) ? -1 : (int64_t)(probability * 1e6);
}

static void keep_decision(struct judging *judging, fraud_decision_id decision, int64_t previous)
{
    const struct fraud_question *question = judging->question;
    size_t scene_size, signals_size;
    unsigned char *scene = scene_pack(judging->memory, &judging->scene, &scene_size);
    unsigned char *signals = fraud_signals_pack(judging->memory, &judging->signals, &signals_size);
    store_put(judging->tx, &fraud_insert_decision,
              WITH(INT(decision.number), INT(question->act), INT(question->account),
                   INT(question->subject), INT(judging->action), INT(judging->by),
                   INT(judging->rule), INT(millionths(judging->probability)),
                   INT(millionths(judging->shadow)), INT(judging->kept->champion.model),
                   INT(question->amount.minor),
                   TEXT(judging->fired.length ? text_of(&judging->fired) : NULL),
                   BYTES(scene, scene_size), BYTES(signals, signals_size), INT(previous)));
}

static void keep_links(struct judging *judging, unsigned met)
{
    for (size_t i = 0; i < judging->scene.count; i++) {
        const struct fraud_entity *entity = &judging->scene.entities[i];
        if (met & 1u << entity->kind)
            store_put(judging->tx, &fraud_insert_link,
                      WITH(INT(entity->id), INT(judging->question->account), INT(entity->kind),
                           INT(judging->question->now.us)));
    }
}

/* The decision becomes the account's newest; gives the one before. */
static int64_t chain_decision(struct judging *judging, fraud_decision_id decision)
{
    struct fraud_entity *account = scene_find(&judging->scene, ENTITY_ACCOUNT);
    int64_t previous = account ? account->last : 0;
    if (account) {
        account->last = decision.number;
        account->changed = true;
    }
    return previous;
}

static void count(struct judging *judging)
{
    const struct fraud_question *question = judging->question;
    struct fraud_scene *scene = &judging->scene;
    unsigned met = gather_count(judging->memory, question, scene, &judging->signals);
    if (judging->action == FRAUD_CHALLENGE)
        entity_count(scene_find(scene, ENTITY_ACCOUNT), judging->memory, SERIES_CHALLENGED,
                     question->now, 0);
    struct fraud_entity *rule = scene_find(scene, ENTITY_RULE);
    if (rule)
        scene_load(judging->tx, judging->memory, scene, (size_t)(rule - scene->entities));
    for (; rule; rule = scene_next(scene, rule))
        entity_count(rule, judging->memory, SERIES_ACTS + (int)question->act, question->now,
                     question->amount_usd);
    scene_save(judging->tx, judging->memory, scene);
    keep_links(judging, met);
}

static refused announce(const struct judging *judging, fraud_decision_id decision)
{
    const struct fraud_question *question = judging->question;
    if (judging->action != FRAUD_HOLD && judging->action != FRAUD_REFUSE)
        return NULL;
    struct fraud_stopped stopped = { decision,          question->act,     judging->action,
                                     question->account, question->subject, question->amount,
                                     question->now };
    return events_announce(judging->tx, &(struct event){ .kind = &FRAUD_STOPPED_EVENT,
                                                         .subject = decision.number,
                                                         .subject_prefix = "dec",
                                                         .at = question->now,
                                                         .what = &stopped });
}

refused fraud_judge(struct store_tx *tx, struct arena *memory,
                    const struct fraud_question *question, struct fraud_judgement *ret_judgement)
{
    *ret_judgement = (struct fraud_judgement){ .probability = (double)NAN };
    if (!store_tx_settings(tx)->judge_fraud)
        return NULL;
    struct judging *judging = arena_take(memory, sizeof *judging);
    *judging = (struct judging){ .tx = tx,
                                 .memory = memory,
                                 .question = question,
                                 .by = FRAUD_BY_NOTHING,
                                 .probability = (double)NAN,
                                 .shadow = (double)NAN };
    fraud_decision_id decision = { id_next(question->now) };
    gather_scene(tx, memory, question, &judging->scene);
    judging->kept = fraud_keep(tx);
    gather_signals(store_tx_settings(tx), memory, question, &judging->scene, &judging->signals);
    if (!judge_lists(judging)) {
        judge_rules(judging);
        judge_model(judging);
        pass_challenge(judging, decision);
    }
    int64_t previous = chain_decision(judging, decision);
    count(judging);
    keep_decision(judging, decision, previous);
    *ret_judgement = (struct fraud_judgement){
        .decision = decision,
        .action = judging->action,
        .stops = judging->action == FRAUD_CHALLENGE || judging->action == FRAUD_REFUSE,
        .probability = judging->probability,
    };
    if (judging->action == FRAUD_CHALLENGE) {
        const struct fraud_entity *device = scene_find(&judging->scene, ENTITY_DEVICE);
        ret_judgement->why = &FRAUD_CHALLENGED;
        ret_judgement->challenge =
            fraud_open_challenge(tx, memory, question, decision, device ? device->id : 0);
    } else if (judging->action == FRAUD_REFUSE) {
        ret_judgement->why = &FRAUD_REFUSED;
    }
    refused why = announce(judging, decision);
    text_clear(&judging->fired);
    return why;
}
