/* Fraud, kept: read anew when the revision has moved. */
#include "shop/fraud/fraud_kept.h"

#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/secret.h"
#include "shop/fraud/fraud_sql.h"

void fraud_changed(struct store_tx *tx)
{
    int64_t revision = 0;
    while (revision <= 0) /* random: an act that is rolled back leaves no number to be used again */
        secret_random(&revision, sizeof revision);
    store_put(tx, &fraud_set_revision, WITH(INT(revision)));
}

/* Models ----------------------------------------------------------------------------------- */

/* Trees are large, so the threads of a process share them; each hold is counted. What nobody holds
 * is freed when its place is wanted: not by a thread that ends, for XGBoost's own things of that
 * thread are gone by then. */
enum { TREES_KEPT = 32 };
static struct {
    pthread_mutex_t lock;
    struct tree_place {
        int64_t model;
        struct fraud_model *trees;
        int holds;
    } places[TREES_KEPT];
} forest = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* A stored model is never changed, so its number says it all; random ids of other markets in this
 * process do not meet. */
static struct fraud_model *hold_known(int64_t model)
{
    struct fraud_model *trees = NULL;
    pthread_mutex_lock(&forest.lock);
    for (int i = 0; i < TREES_KEPT; i++)
        if (forest.places[i].model == model && forest.places[i].trees) {
            forest.places[i].holds++;
            trees = forest.places[i].trees;
        }
    pthread_mutex_unlock(&forest.lock);
    return trees;
}

static void hold_new(int64_t model, struct fraud_model *trees)
{
    struct fraud_model *old = NULL;
    int at = 0;
    pthread_mutex_lock(&forest.lock);
    while (at < TREES_KEPT && forest.places[at].holds)
        at++;
    if (at < TREES_KEPT) {
        old = forest.places[at].trees;
        forest.places[at] = (struct tree_place){ model, trees, 1 };
    }
    pthread_mutex_unlock(&forest.lock);
    fraud_model_free(old);
}

static void let_go(const struct fraud_model *trees)
{
    pthread_mutex_lock(&forest.lock);
    for (int i = 0; trees && i < TREES_KEPT; i++)
        forest.places[i].holds -= forest.places[i].trees == trees;
    pthread_mutex_unlock(&forest.lock);
}

struct fraud_model *fraud_read_model(struct store_tx *tx, int64_t model, const char **ret_problem)
{
    AUTO(arena) memory = { 0 };
    struct rows rows = store_query(tx, &fraud_select_model, WITH(INT(model)));
    *ret_problem = "there is no such model";
    if (!rows_next(&rows))
        return NULL;
    size_t size;
    const unsigned char *bytes = rows_bytes(&rows, &memory, "bytes", &size);
    rows_close(&rows);
    return fraud_model_read(bytes, size, ret_problem);
}

/* Of honest acts the card has, for a row of shares ("0.01"), the probability that so many of them
 * lie above: between two of these the stricter one counts. */
static double floor_of(const json_t *quantiles, double most)
{
    const char *name;
    json_t *value;
    double floor = 1, best = 0;
    json_object_foreach((json_t *)quantiles, name, value)
    {
        double share = strtod(name, NULL);
        if (share <= most + 1e-12 && share > best) {
            best = share;
            floor = json_number_value(value);
        }
    }
    return floor;
}

void fraud_floors_of_card(const char *card, const struct fraud_policy *policy,
                          struct fraud_floors ret_floors[FRAUD_ACTS])
{
    json_t *read = json_loads(card ? card : "", 0, NULL);
    const json_t *honest = json_object_get(read, "honest");
    for (int act = 0; act < FRAUD_ACTS; act++) {
        const json_t *of_act = json_object_get(honest, fraud_acts[act].name);
        ret_floors[act] = (struct fraud_floors){
            floor_of(of_act, (double)policy->prices[FRAUD_PRICE_challenged_most] / 10000),
            floor_of(of_act, (double)policy->prices[FRAUD_PRICE_refused_most] / 10000),
        };
    }
    json_decref(read);
}

static void keep_model(struct store_tx *tx, struct fraud_kept *kept, const char *state,
                       struct fraud_kept_model *ret_model)
{
    struct rows rows = store_query(tx, &fraud_select_model_in_state, WITH(TEXT(state)));
    *ret_model = (struct fraud_kept_model){ 0 };
    if (!rows_next(&rows))
        return;
    size_t size;
    ret_model->model = rows_int(&rows, "model_id");
    const unsigned char *bytes = rows_bytes(&rows, &kept->memory, "bytes", &size);
    fraud_floors_of_card(rows_text(&rows, &kept->memory, "card"), &kept->policy, ret_model->floors);
    rows_close(&rows);
    ret_model->trees = hold_known(ret_model->model);
    if (ret_model->trees)
        return;
    ret_model->trees = fraud_model_read(bytes, size, &ret_model->problem);
    if (ret_model->trees)
        hold_new(ret_model->model, ret_model->trees);
}

/* All ------------------------------------------------------------------------------------- */

static void forget(struct fraud_kept *kept)
{
    for (size_t i = 0; i < kept->rule_count; i++)
        fraud_expression_free(kept->rules[i].expression);
    let_go(kept->champion.trees);
    let_go(kept->shadow.trees);
    arena_clear(&kept->memory);
    *kept = (struct fraud_kept){ .evaluator = kept->evaluator };
}

static void keep_rules(struct store_tx *tx, struct fraud_kept *kept)
{
    struct arena *memory = &kept->memory;
    struct rows rows = store_query(tx, &fraud_select_rules, WITHOUT);
    if (!kept->evaluator)
        kept->evaluator = fraud_evaluator_open();
    while (rows_next(&rows)) {
        const char *state = rows_text(&rows, memory, "state");
        bool live = text_same(state, "live");
        if ((!live && !text_same(state, "shadow")) || kept->rule_count == FRAUD_RULES_MAX)
            continue;
        struct fraud_expression_fault fault = { 0 };
        kept->rules = arena_room(memory, kept->rules, kept->rule_count, sizeof *kept->rules);
        struct fraud_kept_rule *rule = &kept->rules[kept->rule_count++];
        *rule = (struct fraud_kept_rule){
            .rule = rows_int(&rows, "rule_id"),
            .acts = (unsigned)rows_int(&rows, "acts"),
            .action = (enum fraud_action)rows_int(&rows, "action"),
            .live = live,
        };
        rule->expression = fraud_expression_compile(
            kept->evaluator, memory, rows_text(&rows, memory, "expression"), NULL, &fault);
        rule->problem = rule->expression ? NULL : fault.sentence;
    }
}

static void keep_policy(struct store_tx *tx, struct fraud_kept *kept)
{
    struct rows rows = store_query(tx, &fraud_select_prices, WITHOUT);
    fraud_policy_clear(&kept->policy);
    while (rows_next(&rows)) {
        int place = fraud_price_place(rows_text(&rows, &kept->memory, "name"));
        if (place >= 0)
            kept->policy.prices[place] = rows_int(&rows, "value");
    }
}

static void end_thread(void *of_thread)
{
    struct fraud_kept *kept = of_thread;
    forget(kept);
    if (kept->evaluator)
        fraud_evaluator_close(kept->evaluator);
    free(kept);
}

static pthread_key_t thread_key;
static void make_key(void)
{
    pthread_key_create(&thread_key, end_thread);
}

const struct fraud_kept *fraud_keep(struct store_tx *tx)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_key);
    struct fraud_kept *kept = pthread_getspecific(thread_key);
    if (!kept) {
        kept = must_take(sizeof *kept);
        pthread_setspecific(thread_key, kept);
    }
    int64_t revision = store_int(tx, &fraud_select_revision, WITHOUT, 0);
    if (revision && kept->revision == revision)
        return kept;
    forget(kept);
    keep_policy(tx, kept);
    keep_rules(tx, kept);
    keep_model(tx, kept, "champion", &kept->champion);
    keep_model(tx, kept, "shadow", &kept->shadow);
    /* A transaction that failed meanwhile gives no rows, and no revision: that must not be kept. */
    if (store_int(tx, &fraud_select_revision, WITHOUT, 0) == revision)
        kept->revision = revision;
    return kept;
}

struct money fraud_two_people_over(struct store_tx *tx)
{
    return money_of(fraud_keep(tx)->policy.prices[FRAUD_PRICE_two_people],
                    store_tx_settings(tx)->reference);
}
