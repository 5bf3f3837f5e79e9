/* Fraud, drift on the web: signals of these days against those that the model has learnt from. */
#include "shop/fraud/fraud_chart.h"
#include "shop/fraud/fraud_signals.h"
#include "shop/fraud/fraud_watch.h"
#include "shop/oversight/oversight_web.h"

enum { DRAWN = 10 };
static const struct fraud_chart_box BOX = { .x = 0, .y = 2, .width = 360, .height = 80 };

static const struct choice level_choices[] = {
    [FRAUD_DRIFT_TOO_FEW] = { "too_few", N_("Too few to say") },
    [FRAUD_DRIFT_STEADY] = { "steady", N_("Steady") },
    [FRAUD_DRIFT_WARNS] = { "warns", N_("Moving") },
    [FRAUD_DRIFT_ALARMS] = { "alarms", N_("Moved far") },
    { 0 },
};

struct bar_answer {
    const char *bin;
    int64_t first_x, first_y, first_height, second_x, second_y, second_height, width;
    const char *first_share, *second_share;
};
static const struct field bar_fields[] = {
    TEXT_FIELD(struct bar_answer, bin, .says = "Values up to this; null is the missing ones."),
    INT_FIELD(struct bar_answer, first_x, .says = "Of the bar of the training time."),
    INT_FIELD(struct bar_answer, first_y, .says = "Of its top."),
    INT_FIELD(struct bar_answer, first_height, .says = "Of it."),
    INT_FIELD(struct bar_answer, second_x, .says = "Of the bar of the last days."),
    INT_FIELD(struct bar_answer, second_y, .says = "Of its top."),
    INT_FIELD(struct bar_answer, second_height, .says = "Of it."),
    INT_FIELD(struct bar_answer, width, .says = "Of each."),
    TEXT_FIELD(struct bar_answer, first_share, .says = "Share of the training time, in percent."),
    TEXT_FIELD(struct bar_answer, second_share, .says = "Share of the last days, in percent."),
    { 0 },
};
struct drift_row {
    const char *name, *says, *index;
    int64_t index_thousandths;
    enum fraud_drift_level level;
    LIST_OF(struct bar_answer) bars;
};
static const struct field drift_row_fields[] = {
    TEXT_FIELD(struct drift_row, name, .says = "The signal, as rules name it."),
    TEXT_FIELD(struct drift_row, says, .says = "What it is."),
    TEXT_FIELD(struct drift_row, index, .says = "The population stability index."),
    INT_FIELD(struct drift_row, index_thousandths, .says = "The same, times a thousand."),
    CHOICE_FIELD(struct drift_row, level, level_choices, .says = "What that means."),
    LIST_FIELD(struct drift_row, bars, bar_fields,
               .says = "Of the ten that moved most: shares in a drawing 360 wide and 84 high."),
    { 0 },
};
typedef struct {
    int64_t number;
} model_id;
struct drift_answer {
    model_id model;
    struct moment from_at, to_at;
    int64_t before, after, days;
    bool enough;
    LIST_OF(struct drift_row) data;
};
static const struct field drift_fields[] = {
    ID_FIELD(struct drift_answer, model, "mod", .says = "The model in force, or null."),
    MOMENT_FIELD(struct drift_answer, from_at, .says = "Where its training time begins."),
    MOMENT_FIELD(struct drift_answer, to_at, .says = "And ends."),
    INT_FIELD(struct drift_answer, before, .says = "Checkouts of that time in the sample."),
    INT_FIELD(struct drift_answer, after, .says = "Checkouts of the last days in the sample."),
    INT_FIELD(struct drift_answer, days, .says = "So many last days."),
    BOOL_FIELD(struct drift_answer, enough, .says = "Both samples are large enough to say much."),
    LIST_FIELD(struct drift_answer, data, drift_row_fields, .says = "The most moved first."),
    { 0 },
};

static const char *bound(struct arena *memory, const struct fraud_drift_bin *bin)
{
    if (bin->missing)
        return NULL;
    return isinf(bin->up_to) ? arena_format(memory, "> %.4g", (double)bin->above)
                             : arena_format(memory, "≤ %.4g", (double)bin->up_to);
}

static void draw(struct arena *memory, const struct fraud_drift *drift, struct drift_row *row)
{
    int64_t before[FRAUD_DRIFT_BINS_MAX], after[FRAUD_DRIFT_BINS_MAX];
    for (size_t i = 0; i < drift->bin_count; i++) {
        before[i] = drift->bins[i].before;
        after[i] = drift->bins[i].after;
    }
    struct fraud_bars bars = fraud_chart_bars(memory, before, after, drift->bin_count, BOX);
    row->bars.items = arena_array(memory, bars.count, sizeof(struct bar_answer));
    for (size_t i = 0; i < bars.count; i++) {
        const struct fraud_bar_pair *pair = &bars.items[i];
        row->bars.items[row->bars.count++] = (struct bar_answer){
            .bin = bound(memory, &drift->bins[i]),
            .first_x = pair->first_x,
            .first_y = pair->first_y,
            .first_height = pair->first_height,
            .second_x = pair->second_x,
            .second_y = pair->second_y,
            .second_height = pair->second_height,
            .width = pair->width,
            .first_share = arena_format(memory, "%.1f%%", (double)pair->first_thousandths / 10),
            .second_share = arena_format(memory, "%.1f%%", (double)pair->second_thousandths / 10),
        };
    }
}

static void fill(struct request *request, const struct fraud_watch *watch,
                 struct drift_answer *answer)
{
    struct arena *memory = request->memory;
    answer->model.number = watch->model;
    answer->from_at = watch->from;
    answer->to_at = watch->to;
    answer->before = watch->before_count;
    answer->after = watch->after_count;
    answer->enough = watch->before_count >= FRAUD_DRIFT_VALUES_LEAST &&
                     watch->after_count >= FRAUD_DRIFT_VALUES_LEAST;
    answer->data.items = arena_array(memory, watch->count, sizeof(struct drift_row));
    for (size_t i = 0; i < watch->count; i++) {
        const struct fraud_watched *watched = &watch->items[i];
        struct drift_row *row = &answer->data.items[answer->data.count++];
        *row = (struct drift_row){
            .name = fraud_signals[watched->signal].name,
            .says = fraud_signal_says(memory, watched->signal),
            .index = arena_format(memory, "%.3f", (double)watched->drift.psi_thousandths / 1000),
            .index_thousandths = watched->drift.psi_thousandths,
            .level = watched->drift.level,
        };
        if (i < DRAWN && watched->drift.bin_count)
            draw(memory, &watched->drift, row);
    }
}

/* The walk reads on snapshots of its own, so this one is ended and begun again. */
static refused show_drift(struct request *request)
{
    struct drift_answer *answer = request->answer;
    struct fraud_watch watch = { 0 };
    request->title = _("Drift of the signals");
    answer->days = FRAUD_WATCH_DAYS;
    store_read_end(request->tx);
    request->tx = NULL;
    refused why = fraud_watch_measure(request->store, request->memory, request->now, &watch);
    request->tx = store_read(request->store);
    if (!why)
        fill(request, &watch, answer);
    return NULL; /* without a model there is nothing to compare with, and the page says so */
}

// clang-format off
static const struct route drift_routes[] = {
    { GET, "/operator/fraud/drift", OPERATOR, show_drift,
      .summary = "How far the signals have moved from what the model in force was trained on",
      .gives = drift_fields, .page = "fraud/drift", .slow = true, .limit = { 60, 600 },
      .scope = SCOPE_OPERATE },
    { 0 },
};
// clang-format on

const struct module fraud_drift_module = { .name = "fraud_drift", .routes = drift_routes };
