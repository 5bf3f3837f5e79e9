/* Messages, the text model: what is learnt from, what is said of those kept apart, and why. */
#include "shop/messages/messages_model.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "shop/messages/messages_scan_inside.h"

enum {
    FOLDS = 4,
    FOLD_LEAST = 20,      /* of each kind, to learn from and to be asked about */
    CAUGHT_PERCENT = 30,  /* at least */
    TROUBLED_PERCENT = 5, /* at most */
    POINTS_LEAST = 20,
    RUN_WORDS = 3,
    RUNS_ASKED_MAX = 200,
};

static struct folded plain_of(struct arena *memory, const char *words)
{
    struct folded plain = messages_fold(memory, words, true);
    for (size_t i = 0; i < plain.length; i++)
        if (isdigit((unsigned char)plain.bytes[i]))
            plain.bytes[i] = '0';
    return plain;
}

/* Learning --------------------------------------------------------------------------------- */

static bool is_known(const struct message_lesson *lesson, const char *plain)
{
    for (size_t i = 0; i < lesson->count; i++)
        if (text_same(lesson->items[i].text, plain))
            return true;
    return false;
}

struct message_lesson messages_lesson(struct arena *memory, const struct message_example *examples,
                                      size_t count)
{
    struct message_lesson lesson = { arena_array(memory, count + 1, sizeof *lesson.items),
                                     arena_array(memory, count + 1, sizeof *lesson.senders),
                                     0,
                                     { 0 } };
    for (size_t i = 0; i < count; i++) {
        const char *plain = plain_of(memory, examples[i].words).bytes;
        if (text_count_points(plain) < POINTS_LEAST || is_known(&lesson, plain))
            continue;
        lesson.senders[lesson.count] = examples[i].sender;
        lesson.items[lesson.count++] =
            (struct review_example){ .text = plain, .fake = examples[i].against };
        lesson.kinds[examples[i].against]++;
    }
    return lesson;
}

/* Kept apart ------------------------------------------------------------------------------- */

static int fold_of(int64_t sender)
{
    return (int)(((uint64_t)sender * UINT64_C(0x9e3779b97f4a7c15)) >> 33) % FOLDS;
}

static int64_t say(const struct reviews_model *model, const char *plain)
{
    return llround(reviews_model_probability(model, plain, false) * 10000);
}

static void ask_fold(struct arena *memory, const struct message_lesson *lesson, int fold,
                     struct message_figures *figures)
{
    struct review_example *learnt = arena_array(memory, lesson->count + 1, sizeof *learnt);
    size_t count = 0, kinds[2] = { 0, 0 };
    for (size_t i = 0; i < lesson->count; i++)
        if (fold_of(lesson->senders[i]) != fold) {
            learnt[count++] = lesson->items[i];
            kinds[lesson->items[i].fake]++;
        }
    if (kinds[0] < FOLD_LEAST || kinds[1] < FOLD_LEAST)
        return;
    struct reviews_model *model = reviews_model_train_calibrated(learnt, count);
    for (size_t i = 0; i < lesson->count; i++)
        if (fold_of(lesson->senders[i]) == fold) {
            const struct review_example *of = &lesson->items[i];
            figures->asked[of->fake]++;
            figures->suspected[of->fake] += say(model, of->text) >= MESSAGE_SUSPECTED_FROM;
        }
    reviews_model_free(model);
}

struct message_figures messages_figures(const struct message_lesson *lesson)
{
    AUTO(arena) memory = { 0 };
    struct message_figures figures = { { 0 }, { 0 } };
    for (int fold = 0; fold < FOLDS; fold++)
        ask_fold(&memory, lesson, fold, &figures);
    return figures;
}

bool messages_figures_suffice(const struct message_figures *figures)
{
    return figures->asked[0] >= FOLD_LEAST && figures->asked[1] >= FOLD_LEAST &&
           figures->suspected[1] * 100 >= figures->asked[1] * CAUGHT_PERCENT &&
           figures->suspected[0] * 100 <= figures->asked[0] * TROUBLED_PERCENT;
}

/* Asking ----------------------------------------------------------------------------------- */

int64_t messages_model_probability(const struct reviews_model *model, struct arena *memory,
                                   const char *words)
{
    const char *plain = plain_of(memory, words).bytes;
    return text_count_points(plain) < POINTS_LEAST ? -1 : say(model, plain);
}

struct run {
    size_t from, to; /* bytes of the plain text */
    double margin;
};

/* Every run of so many words, or of what is left at the end. */
static size_t runs_of(struct arena *memory, const struct folded *plain, struct run *runs)
{
    size_t *starts = arena_array(memory, RUNS_ASKED_MAX + RUN_WORDS, sizeof *starts);
    size_t *ends = arena_array(memory, RUNS_ASKED_MAX + RUN_WORDS, sizeof *ends);
    size_t words = 0, at = 0;
    while (at < plain->length && words < RUNS_ASKED_MAX) {
        at += strspn(plain->bytes + at, " \t\r\n");
        size_t length = strcspn(plain->bytes + at, " \t\r\n");
        if (length) {
            starts[words] = at;
            ends[words++] = at + length;
        }
        at += length;
    }
    size_t count = words > RUN_WORDS ? words - RUN_WORDS + 1 : words ? 1 : 0;
    for (size_t i = 0; i < count; i++) {
        size_t last = i + RUN_WORDS - 1 < words ? i + RUN_WORDS - 1 : words - 1;
        runs[i] = (struct run){ .from = starts[i], .to = ends[last] };
    }
    return count;
}

static const struct run *strongest_apart(const struct run *runs, size_t count,
                                         const struct run *const *taken, size_t taken_count)
{
    const struct run *best = NULL;
    for (size_t i = 0; i < count; i++) {
        bool overlaps = false;
        for (size_t j = 0; j < taken_count; j++)
            overlaps |= runs[i].from < taken[j]->to && taken[j]->from < runs[i].to;
        if (!overlaps && runs[i].margin > 0 && (!best || runs[i].margin > best->margin))
            best = &runs[i];
    }
    return best;
}

/* As it was written: what was folded says where it comes from. */
static const char *written(struct arena *memory, const char *words, const struct folded *plain,
                           const struct run *run)
{
    size_t from = plain->from[run->from];
    size_t to = run->to < plain->length ? plain->from[run->to] : strlen(words);
    return arena_format(memory, "%.*s", (int)(to - from), words + from);
}

struct message_runs messages_model_strongest(const struct reviews_model *model,
                                             struct arena *memory, const char *words)
{
    struct message_runs found = { { 0 }, 0 };
    const struct run *taken[MESSAGE_RUNS_MAX];
    struct folded plain = plain_of(memory, words);
    struct run *runs = arena_array(memory, RUNS_ASKED_MAX + 1, sizeof *runs);
    size_t count = runs_of(memory, &plain, runs);
    for (size_t i = 0; i < count; i++)
        runs[i].margin =
            reviews_model_margin(model,
                                 arena_format(memory, "%.*s", (int)(runs[i].to - runs[i].from),
                                              plain.bytes + runs[i].from),
                                 false);
    while (found.count < MESSAGE_RUNS_MAX) {
        const struct run *best = strongest_apart(runs, count, taken, found.count);
        if (!best)
            break;
        taken[found.count] = best;
        found.items[found.count++] = written(memory, words, &plain, best);
    }
    return found;
}
