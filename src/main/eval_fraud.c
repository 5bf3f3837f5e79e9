/* Evaluation, fraud: the shop's signals and trainer on a file of card transactions.
 *
 * docs/fraud_evaluation.md has the protocol and what was reached. */
#include "main/eval.h"

#include <stdlib.h>

#include "main/eval_folds.h"
#include "main/eval_replay.h"
#include "shop/fraud/fraud_model.h"

enum { FOLDS_MAX = 32, CARDS = 100 };

struct assessing {
    struct arena *memory;
    struct eval_mapping mapping;
    struct eval_rows rows;
    struct eval_signals signals;
    struct eval_fold folds[FOLDS_MAX];
    size_t fold_count;
};

struct assessed {
    struct fraud_figures figures;
    double card_precision;
};

static bool read_folds(struct assessing *is, const char *names, const char **ret_problem)
{
    if (is->mapping.by_share) {
        is->fold_count = 1;
        return eval_fold_by_share(&is->mapping, &is->rows, &is->folds[0], ret_problem);
    }
    *ret_problem = "eval fraud needs --folds DAY,DAY: the days that folds begin on";
    for (char *at = arena_copy(is->memory, names); at && *at;) {
        char *comma = strchr(at, ',');
        if (comma)
            *comma = 0;
        if (is->fold_count == FOLDS_MAX) {
            *ret_problem = "there are more than 32 folds";
            return false;
        }
        if (!eval_fold_read(is->memory, at, &is->mapping, &is->rows, &is->folds[is->fold_count++],
                            ret_problem))
            return false;
        at = comma ? comma + 1 : NULL;
    }
    return is->fold_count > 0;
}

static void replay(struct assessing *is, const struct settings *settings)
{
    struct eval_run wanted[FOLDS_MAX * 2];
    for (size_t i = 0; i < is->fold_count; i++) {
        const struct eval_fold *fold = &is->folds[i];
        wanted[i * 2] = (struct eval_run){ fold->train_first, fold->train_end };
        wanted[i * 2 + 1] = (struct eval_run){ fold->assess_first, fold->assess_end };
    }
    eval_replay(settings, &is->mapping, &is->rows, wanted, is->fold_count * 2, &is->signals);
}

/* Rows of signals and labels; freed by the caller. */
static struct fraud_examples examples_of(const struct assessing *is, const size_t *places,
                                         size_t first, size_t count)
{
    struct fraud_examples examples = { .count = count, .room = count };
    examples.numbers = must_take((count + 1) * FRAUD_NUMBERS * sizeof *examples.numbers);
    examples.bad = must_take((count + 1) * sizeof *examples.bad);
    for (size_t i = 0; i < count; i++) {
        size_t row = places ? places[i] : first + i;
        memcpy(examples.numbers + i * FRAUD_NUMBERS,
               is->signals.numbers + is->signals.places[row] * FRAUD_NUMBERS,
               FRAUD_NUMBERS * sizeof *examples.numbers);
        examples.bad[i] = is->rows.items[row].bad;
    }
    return examples;
}

static void free_examples(struct fraud_examples *examples)
{
    free(examples->numbers);
    free(examples->bad);
}

static double card_precision_of(const struct assessing *is, const size_t *places,
                                const double *scores, size_t count)
{
    struct eval_scored *scored = must_take((count + 1) * sizeof *scored);
    for (size_t i = 0; i < count; i++) {
        const struct eval_row *row = &is->rows.items[places[i]];
        scored[i] = (struct eval_scored){ row->at.us / days(1).us, row->things[COLUMN_ACCOUNT],
                                          scores[i], row->bad };
    }
    double precision = eval_card_precision(scored, count, CARDS);
    free(scored);
    return precision;
}

static bool assess(const struct assessing *is, const struct eval_fold *fold,
                   struct assessed *ret_assessed, const char **ret_problem)
{
    size_t count;
    const size_t *places = eval_assessed(is->memory, &is->mapping, &is->rows, fold, &count);
    struct fraud_examples learnt =
        examples_of(is, NULL, fold->train_first, fold->train_end - fold->train_first);
    struct fraud_model *model = fraud_model_train(&learnt, &fraud_tuning_usual, NULL, ret_problem);
    free_examples(&learnt);
    if (!model)
        return false;
    struct fraud_examples asked = examples_of(is, places, 0, count);
    double *scores = must_take((count + 1) * sizeof *scores);
    bool told = fraud_model_probabilities(model, asked.numbers, count, scores);
    if (told)
        *ret_assessed = (struct assessed){ fraud_figures_of(scores, asked.bad, count),
                                           card_precision_of(is, places, scores, count) };
    else
        *ret_problem = "the model did not answer";
    free(scores);
    free_examples(&asked);
    fraud_model_free(model);
    return told;
}

/* Answers ---------------------------------------------------------------------------------- */

static json_t *figures_json(double auc, double average_precision, double card_precision)
{
    return json_pack("{s:f, s:f, s:f}", "auc_roc", auc, "average_precision", average_precision,
                     "card_precision_at_100", card_precision);
}

static void say(const char *name, const struct assessed *assessed)
{
    fprintf(stderr,
            "fold %s: %zu rows, %zu bad, AUC %.4f, average precision %.4f, card precision "
            "%.4f\n",
            name, assessed->figures.count, assessed->figures.bad, assessed->figures.auc,
            assessed->figures.average_precision, assessed->card_precision);
}

static bool assess_all(const struct assessing *is, json_t **ret_answer, const char **ret_problem)
{
    json_t *folds = json_array();
    double auc = 0, average_precision = 0, card_precision = 0, count = (double)is->fold_count;
    for (size_t i = 0; i < is->fold_count; i++) {
        struct assessed of;
        if (!assess(is, &is->folds[i], &of, ret_problem)) {
            json_decref(folds);
            return false;
        }
        say(is->folds[i].name, &of);
        json_t *fold =
            figures_json(of.figures.auc, of.figures.average_precision, of.card_precision);
        json_object_set_new(fold, "fold", json_string(is->folds[i].name));
        json_object_set_new(fold, "rows", json_integer((json_int_t)of.figures.count));
        json_object_set_new(fold, "bad", json_integer((json_int_t)of.figures.bad));
        json_array_append_new(folds, fold);
        auc += of.figures.auc / count;
        average_precision += of.figures.average_precision / count;
        card_precision += of.card_precision / count;
    }
    *ret_answer = figures_json(auc, average_precision, card_precision);
    json_object_set_new(*ret_answer, "folds", folds);
    return true;
}

static const char *run(struct assessing *is, const struct settings *settings, char **arguments,
                       json_t **ret_answer)
{
    const char *data = command_flag(arguments, "--data"), *problem = NULL;
    const char *mapping = command_flag(arguments, "--mapping");
    if (!data || !mapping)
        return "eval fraud needs --data FILE.csv[.zst] and --mapping FILE";
    if (!eval_mapping_read(is->memory, mapping, &is->mapping, &problem) ||
        !eval_rows_read(is->memory, data, &is->mapping, &is->rows, &problem))
        return problem;
    if (is->rows.cut)
        fprintf(stderr, "the last row of %s is cut off; it is left out\n", data);
    if (!read_folds(is, command_flag(arguments, "--folds"), &problem))
        return problem;
    replay(is, settings);
    if (!assess_all(is, ret_answer, &problem))
        return problem;
    return NULL;
}

int eval_fraud(struct arena *memory, struct market *market, char **arguments)
{
    struct assessing *is = arena_take(memory, sizeof *is);
    struct moment began = market_now();
    json_t *answer = NULL;
    is->memory = memory;
    const char *problem = run(is, &market->settings, arguments, &answer);
    size_t rows = is->rows.count;
    eval_signals_clear(&is->signals);
    eval_rows_clear(&is->rows);
    if (problem)
        return eval_fail(problem);
    double seconds_taken = (double)(market_now().us - began.us) / 1e6;
    json_object_set_new(answer, "rows", json_integer((json_int_t)rows));
    json_object_set_new(answer, "seconds", json_real(seconds_taken));
    if (eval_has(arguments, "--json")) {
        eval_print_json(answer);
        return 0;
    }
    printf("AUC ROC                %.4f\nAverage precision      %.4f\nCard precision at 100  %.4f\n"
           "%zu rows in %.1f seconds\n",
           json_real_value(json_object_get(answer, "auc_roc")),
           json_real_value(json_object_get(answer, "average_precision")),
           json_real_value(json_object_get(answer, "card_precision_at_100")), rows, seconds_taken);
    json_decref(answer);
    return 0;
}
