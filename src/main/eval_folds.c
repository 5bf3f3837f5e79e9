/* Evaluation, folds: days, who is left out, and the precision among the first hundred. */
#include "main/eval_folds.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static int64_t day_of(const struct eval_row *row)
{
    return row->at.us / days(1).us;
}

/* The first row of a day or later. */
static size_t row_of_day(const struct eval_rows *rows, int64_t day)
{
    size_t low = 0, high = rows->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (day_of(&rows->items[middle]) < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool eval_fold_read(struct arena *memory, const char *name, const struct eval_mapping *mapping,
                    const struct eval_rows *rows, struct eval_fold *ret_fold,
                    const char **ret_problem)
{
    struct moment from;
    int year = moment_date(rows->items[0].at).year;
    const char *whole = strlen(name) == 5 ? arena_format(memory, "%d-%s", year, name) : name;
    if (strlen(whole) != 10 || !moment_read(whole, &from)) {
        *ret_problem = arena_format(memory, "the fold %s is not a day like 08-15", name);
        return false;
    }
    int64_t first = from.us / days(1).us, train_end = first + mapping->train_days;
    int64_t assess = train_end + mapping->delay_days, end = assess + mapping->assess_days;
    if (first < day_of(&rows->items[0]) || end - 1 > day_of(&rows->items[rows->count - 1])) {
        *ret_problem =
            arena_format(memory, "the fold %s needs %lld days from then on; the file ends before",
                         name, (long long)(end - first));
        return false;
    }
    *ret_fold = (struct eval_fold){
        .name = name,
        .train_first = row_of_day(rows, first),
        .train_end = row_of_day(rows, train_end),
        .assess_first = row_of_day(rows, assess),
        .assess_end = row_of_day(rows, end),
    };
    return true;
}

bool eval_fold_by_share(const struct eval_mapping *mapping, const struct eval_rows *rows,
                        struct eval_fold *ret_fold, const char **ret_problem)
{
    size_t end = rows->count * (size_t)mapping->train_share / 100;
    if (end == 0 || end == rows->count) {
        *ret_problem = "there are too few rows to split";
        return false;
    }
    *ret_fold = (struct eval_fold){ "share", 0, end, end, rows->count };
    return true;
}

/* Assessing -------------------------------------------------------------------------------- */

size_t *eval_assessed(struct arena *memory, const struct eval_mapping *mapping,
                      const struct eval_rows *rows, const struct eval_fold *fold, size_t *ret_count)
{
    bool *known = must_take(rows->name_count + 1);
    size_t *places = arena_array(memory, fold->assess_end - fold->assess_first + 1, sizeof *places);
    size_t count = 0, looked = fold->train_first;
    for (size_t i = fold->assess_first; i < fold->assess_end; i++) {
        int64_t told = day_of(&rows->items[i]) - 1 - mapping->delay_days;
        for (; looked < i && day_of(&rows->items[looked]) <= told; looked++)
            if (rows->items[looked].bad)
                known[rows->items[looked].things[COLUMN_ACCOUNT]] = true;
        if (!known[rows->items[i].things[COLUMN_ACCOUNT]])
            places[count++] = i;
    }
    free(known);
    *ret_count = count;
    return places;
}

/* Card precision --------------------------------------------------------------------------- */

static int by_account(const void *a, const void *b)
{
    const struct eval_scored *one = a, *other = b;
    return (one->account > other->account) - (one->account < other->account);
}

/* Of the same score, the account that the file named first: no less arbitrary, and always so. */
static int by_score(const void *a, const void *b)
{
    const struct eval_scored *one = a, *other = b;
    if (one->score != other->score)
        return one->score > other->score ? -1 : 1;
    return by_account(a, b);
}

/* One entry an account: its highest score, and whether anything of it was bad. Sorts the rows. */
static size_t fold_accounts(struct eval_scored *rows, size_t count)
{
    size_t accounts = 0;
    qsort(rows, count, sizeof *rows, by_account);
    for (size_t i = 0; i < count; i++) {
        if (accounts && rows[accounts - 1].account == rows[i].account) {
            struct eval_scored *same = &rows[accounts - 1];
            same->bad = same->bad || rows[i].bad;
            if (rows[i].score > same->score)
                same->score = rows[i].score;
        } else {
            rows[accounts++] = rows[i];
        }
    }
    return accounts;
}

double eval_card_precision(const struct eval_scored *scored, size_t count, size_t most)
{
    struct eval_scored *today = must_take((count + 1) * sizeof *today);
    uint32_t highest = 0;
    double sum = 0, days_met = 0;
    for (size_t i = 0; i < count; i++)
        if (scored[i].account > highest)
            highest = scored[i].account;
    bool *caught = must_take((size_t)highest + 1);
    for (size_t i = 0; i < count;) {
        size_t rows = 0, hits = 0;
        int64_t day = scored[i].day;
        for (; i < count && scored[i].day == day; i++)
            if (!caught[scored[i].account])
                today[rows++] = scored[i];
        size_t accounts = fold_accounts(today, rows);
        qsort(today, accounts, sizeof *today, by_score);
        for (size_t k = 0; k < accounts && k < most; k++) {
            hits += today[k].bad;
            if (today[k].bad)
                caught[today[k].account] = true;
        }
        sum += (double)hits / (double)most;
        days_met++;
    }
    free(caught);
    free(today);
    return days_met > 0 ? sum / days_met : 0;
}
