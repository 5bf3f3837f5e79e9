/* Evaluation, reviews: the text model on a file of genuine and made-up reviews.
 *
 * Columns: polarity (positive, negative), label (deceptive, truthful), text, and for
 * cross-validation fold: each fold is judged by a model of the others. Accuracy is of all texts of
 * a polarity, at the margin 0; AUC is the mean of the folds', as margins of two models are not of
 * one scale. docs/reviews_evaluation.md has the protocol and what was reached. */
#include "main/eval.h"

#include <stdlib.h>

#include "main/eval_table.h"
#include "shop/fraud/fraud_model.h"
#include "shop/reviews/reviews_model.h"

enum { FOLDS_MAX = 50, TEXT_LEAST_OF_KIND = 2 };

struct reviewed {
    struct review_example *items;
    int64_t *folds;
    size_t count;
};

struct tally {
    double right, count, auc, auc_folds;
};

/* Reading ---------------------------------------------------------------------------------- */

struct columns {
    int polarity, label, text, fold;
};

static bool find_columns(struct arena *memory, const struct eval_table *table, const char *file,
                         bool folds, struct columns *ret_columns, const char **ret_problem)
{
    const char *const names[] = { "polarity", "label", "text", "fold" };
    int found[4];
    for (int i = 0; i < 4; i++) {
        found[i] = eval_table_column(table, names[i]);
        bool needed = i < 3 || folds;
        if (needed && found[i] < 0) {
            *ret_problem = arena_format(memory, "%s has no column %s", file, names[i]);
            return false;
        }
    }
    *ret_columns = (struct columns){ found[0], found[1], found[2], found[3] };
    return true;
}

/* One of two words: 0 or 1; -1 when it is neither. */
static int which(const char *word, const char *first, const char *second)
{
    return text_same(word, first) ? 0 : text_same(word, second) ? 1 : -1;
}

static const char *add_row(struct arena *memory, const char *const *cells,
                           const struct columns *columns, bool folds, struct reviewed *reviewed)
{
    int negative = which(cells[columns->polarity], "positive", "negative");
    int fake = which(cells[columns->label], "truthful", "deceptive");
    int64_t fold = 0;
    if (negative < 0)
        return "has no polarity: it is positive or negative";
    if (fake < 0)
        return "has no label: it is truthful or deceptive";
    if (folds && (!text_to_int(cells[columns->fold], &fold) || fold < 0))
        return "has no number as fold";
    reviewed->items = arena_room(memory, reviewed->items, reviewed->count, sizeof *reviewed->items);
    reviewed->folds = arena_room(memory, reviewed->folds, reviewed->count, sizeof *reviewed->folds);
    reviewed->items[reviewed->count] =
        (struct review_example){ arena_copy(memory, cells[columns->text]), negative == 1,
                                 fake == 1 };
    reviewed->folds[reviewed->count++] = fold;
    return NULL;
}

static bool read_table(struct arena *memory, struct eval_table *table, const char *file, bool folds,
                       struct reviewed *ret_reviewed, const char **ret_problem)
{
    struct columns columns;
    const char *const *cells, *wrong = NULL;
    *ret_problem = NULL;
    if (!find_columns(memory, table, file, folds, &columns, ret_problem))
        return false;
    while (!wrong && eval_table_next(table, &cells, ret_problem))
        wrong = add_row(memory, cells, &columns, folds, ret_reviewed);
    if (wrong)
        *ret_problem = arena_format(memory, "%s: line %lld %s", file,
                                    (long long)eval_table_line(table), wrong);
    else if (!*ret_problem && !ret_reviewed->count)
        *ret_problem = arena_format(memory, "%s has no rows", file);
    return !*ret_problem;
}

static bool read_file(struct arena *memory, const char *file, bool folds,
                      struct reviewed *ret_reviewed, const char **ret_problem)
{
    struct eval_table *table = eval_table_open(memory, file, ret_problem);
    if (!table)
        return false;
    bool good = read_table(memory, table, file, folds, ret_reviewed, ret_problem);
    eval_table_close(table);
    return good;
}

/* Judging ---------------------------------------------------------------------------------- */

static bool both_kinds(const struct review_example *examples, size_t count)
{
    size_t kinds[2] = { 0, 0 };
    for (size_t i = 0; i < count; i++)
        kinds[examples[i].fake]++;
    return kinds[0] >= TEXT_LEAST_OF_KIND && kinds[1] >= TEXT_LEAST_OF_KIND;
}

/* Learns from some and judges others; adds to the tallies of the polarities. */
static bool judge(const struct review_example *learnt, size_t learnt_count,
                  const struct review_example *asked, size_t asked_count, struct tally tallies[2])
{
    if (!both_kinds(learnt, learnt_count))
        return false;
    struct reviews_model *model = reviews_model_train(learnt, learnt_count);
    double *margins = must_take((asked_count + 1) * sizeof *margins);
    float *fake = must_take((asked_count + 1) * sizeof *fake);
    for (int negative = 0; negative < 2; negative++) {
        struct tally *tally = &tallies[negative];
        size_t count = 0, fakes = 0;
        for (size_t i = 0; i < asked_count; i++) {
            if (asked[i].negative != (negative == 1))
                continue;
            margins[count] = reviews_model_margin(model, asked[i].text, asked[i].negative);
            tally->right += (margins[count] > 0) == asked[i].fake;
            fakes += asked[i].fake;
            fake[count++] = asked[i].fake;
        }
        tally->count += (double)count;
        if (!fakes || fakes == count)
            continue;
        tally->auc += fraud_figures_of(margins, fake, count).auc;
        tally->auc_folds++;
    }
    free(margins);
    free(fake);
    reviews_model_free(model);
    return true;
}

static const char *judge_folds(struct arena *memory, const struct reviewed *all,
                               struct tally tallies[2])
{
    int64_t folds[FOLDS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        size_t known = 0;
        while (known < count && folds[known] != all->folds[i])
            known++;
        if (known == FOLDS_MAX)
            return "there are more than 50 folds";
        if (known == count)
            folds[count++] = all->folds[i];
    }
    if (count < 2)
        return "there is only one fold: at least two are needed";
    struct review_example *learnt = arena_array(memory, all->count, sizeof *learnt);
    struct review_example *asked = arena_array(memory, all->count, sizeof *asked);
    for (size_t fold = 0; fold < count; fold++) {
        size_t learnt_count = 0, asked_count = 0;
        for (size_t i = 0; i < all->count; i++)
            if (all->folds[i] == folds[fold])
                asked[asked_count++] = all->items[i];
            else
                learnt[learnt_count++] = all->items[i];
        if (!judge(learnt, learnt_count, asked, asked_count, tallies))
            return arena_format(memory,
                                "beside fold %lld there are not two texts of each label to learn",
                                (long long)folds[fold]);
        fprintf(stderr, "fold %lld: learnt from %zu texts, judged %zu\n", (long long)folds[fold],
                learnt_count, asked_count);
    }
    return NULL;
}

/* Answering -------------------------------------------------------------------------------- */

static const char *run(struct arena *memory, char **arguments, struct tally tallies[2])
{
    const char *data = command_flag(arguments, "--data"), *problem = NULL;
    const char *train = command_flag(arguments, "--train");
    const char *test = command_flag(arguments, "--test");
    struct reviewed all = { 0 }, asked = { 0 };
    if (data && !train && !test)
        return read_file(memory, data, true, &all, &problem) ? judge_folds(memory, &all, tallies)
                                                             : problem;
    if (data || !train || !test)
        return "eval reviews needs --data FILE.csv, or --train FILE.csv and --test FILE.csv";
    if (!read_file(memory, train, false, &all, &problem) ||
        !read_file(memory, test, false, &asked, &problem))
        return problem;
    return judge(all.items, all.count, asked.items, asked.count, tallies)
               ? NULL
               : arena_format(memory, "%s has not two texts of each label to learn", train);
}

/* Null where the file says nothing about it. */
static json_t *share(double part, double of)
{
    return of > 0 ? json_real(part / of) : json_null();
}

int eval_reviews(struct arena *memory, struct market *market, char **arguments)
{
    (void)market;
    struct tally tallies[2] = { { .right = 0 }, { .right = 0 } };
    const char *problem = run(memory, arguments, tallies);
    if (problem)
        return eval_fail(problem);
    const struct tally *good = &tallies[0], *bad = &tallies[1];
    if (eval_has(arguments, "--json")) {
        eval_print_json(json_pack(
            "{s:o, s:o, s:o, s:o}", "accuracy_positive", share(good->right, good->count),
            "accuracy_negative", share(bad->right, bad->count), "auc_positive",
            share(good->auc, good->auc_folds), "auc_negative", share(bad->auc, bad->auc_folds)));
        return 0;
    }
    static const char *const names[] = { "positive", "negative" };
    for (int i = 0; i < 2; i++)
        if (tallies[i].count > 0)
            printf("%s: %.0f texts, accuracy %.4f, AUC %.4f\n", names[i], tallies[i].count,
                   tallies[i].right / tallies[i].count,
                   tallies[i].auc_folds > 0 ? tallies[i].auc / tallies[i].auc_folds : 0);
    return 0;
}
