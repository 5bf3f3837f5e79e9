/* Fraud, a model's card: read from its JSON, and its curves drawn. */
#include "shop/fraud/fraud_card_web.h"

#include <jansson.h>
#include <math.h>

#include "shop/fraud/fraud_chart.h"
#include "shop/fraud/fraud_signals.h"

static const struct fraud_chart_box BOX = { .x = 44, .y = 10, .width = 300, .height = 200 };
enum { POINTS_MAX = 200, TICKS_WANTED = 4 };

const struct field card_figures_fields[] = {
    TEXT_FIELD(struct card_figures, act, .says = "The act in words; null is all of them."),
    TEXT_FIELD(struct card_figures, auc, .says = "Area under the ROC curve."),
    TEXT_FIELD(struct card_figures, average_precision, .says = "Average precision."),
    INT_FIELD(struct card_figures, decisions, .says = "Of so many decisions not learnt from."),
    INT_FIELD(struct card_figures, bad, .says = "So many of them were fraud."),
    { 0 },
};
static const struct field tick_fields[] = {
    TEXT_FIELD(struct card_tick, label, .says = "The value."),
    INT_FIELD(struct card_tick, at, .says = "Where it stands in the drawing."),
    { 0 },
};
static const struct field point_fields[] = {
    TEXT_FIELD(struct card_point, threshold, .says = "From this probability on."),
    TEXT_FIELD(struct card_point, recall, .says = "Share of fraud above it."),
    TEXT_FIELD(struct card_point, precision, .says = "Share of what is above it that is fraud."),
    TEXT_FIELD(struct card_point, false_share, .says = "Share of the honest above it."),
    { 0 },
};
static const struct field bin_fields[] = {
    TEXT_FIELD(struct card_bin, said, .says = "Probability that the model said, on average."),
    TEXT_FIELD(struct card_bin, was, .says = "Share that was fraud."),
    INT_FIELD(struct card_bin, count, .says = "Of so many decisions."),
    INT_FIELD(struct card_bin, x, .says = "Where the point stands in the drawing."),
    INT_FIELD(struct card_bin, y, .says = "And how high."),
    { 0 },
};
static const struct field quantile_fields[] = {
    TEXT_FIELD(struct card_quantile, act, .says = "The act in words."),
    TEXT_FIELD(struct card_quantile, one_percent,
               .says = "One in 100 honest ones has a probability above this."),
    TEXT_FIELD(struct card_quantile, half_percent, .says = "One in 200."),
    TEXT_FIELD(struct card_quantile, tenth_percent, .says = "One in 1,000."),
    TEXT_FIELD(struct card_quantile, hundredth_percent, .says = "One in 10,000."),
    { 0 },
};
static const struct field signal_fields[] = {
    TEXT_FIELD(struct card_signal, name, .says = "For rules."),
    TEXT_FIELD(struct card_signal, says, .says = "What it is."),
    { 0 },
};
const struct field model_card_fields[] = {
    INT_FIELD(struct card, learnt, .says = "Decisions that it learnt from."),
    INT_FIELD(struct card, calibrated, .says = "Decisions that its probabilities are fitted to."),
    OBJECT_FIELD(struct card, figures, card_figures_fields,
                 .says = "How it did on the decisions after those."),
    LIST_FIELD(struct card, acts, card_figures_fields, .says = "The same by act."),
    TEXT_FIELD(struct card, precision_recall,
               .says = "Path of the precision-recall curve, or \"\"."),
    TEXT_FIELD(struct card, roc, .says = "Path of the ROC curve, or \"\"."),
    LIST_FIELD(struct card, right, tick_fields, .says = "Marks of the axis to the right."),
    LIST_FIELD(struct card, up, tick_fields, .says = "Marks of the axis upwards."),
    LIST_FIELD(struct card, points, point_fields, .says = "The curves' points."),
    LIST_FIELD(struct card, bins, bin_fields, .says = "Whether its probabilities were right."),
    LIST_FIELD(struct card, quantiles, quantile_fields,
               .says = "By act, above which probability honest ones lie."),
    LIST_FIELD(struct card, signals, signal_fields, .says = "The signals that it uses."),
    { 0 },
};

const char *card_number(struct arena *memory, double number)
{
    return isfinite(number) ? arena_format(memory, "%.3f", number) : "–";
}

static double number_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static struct card_figures figures_of(struct arena *memory, const json_t *figures, const char *act)
{
    int64_t decisions = json_integer_value(json_object_get(figures, "decisions"));
    int64_t bad = json_integer_value(json_object_get(figures, "bad"));
    bool told = bad > 0 && bad < decisions; /* of one kind alone nothing can be told apart */
    double auc = number_of(figures, "auc_roc");
    double precision = number_of(figures, "average_precision");
    return (struct card_figures){
        .act = act,
        .auc = card_number(memory, told ? auc : (double)NAN),
        .average_precision = card_number(memory, told ? precision : (double)NAN),
        .decisions = decisions,
        .bad = bad,
    };
}

static void read_acts(struct arena *memory, const json_t *read, struct card *card)
{
    const json_t *by_act = json_object_get(read, "by_act");
    const json_t *honest = json_object_get(read, "honest");
    card->acts.items = arena_array(memory, FRAUD_ACTS, sizeof *card->acts.items);
    card->quantiles.items = arena_array(memory, FRAUD_ACTS, sizeof *card->quantiles.items);
    for (int act = 0; act < FRAUD_ACTS; act++) {
        const char *words = words_say(fraud_acts[act].words);
        const json_t *figures = json_object_get(by_act, fraud_acts[act].name);
        const json_t *quantiles = json_object_get(honest, fraud_acts[act].name);
        if (figures)
            card->acts.items[card->acts.count++] = figures_of(memory, figures, words);
        if (quantiles)
            card->quantiles.items[card->quantiles.count++] =
                (struct card_quantile){ words, card_number(memory, number_of(quantiles, "0.01")),
                                        card_number(memory, number_of(quantiles, "0.005")),
                                        card_number(memory, number_of(quantiles, "0.001")),
                                        card_number(memory, number_of(quantiles, "0.0001")) };
    }
}

static double at(const json_t *list, size_t place)
{
    const json_t *value = json_array_get(list, place);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static void read_curve(struct arena *memory, const json_t *curve, struct card *card)
{
    struct fraud_point precision[POINTS_MAX], roc[POINTS_MAX];
    size_t count = json_array_size(curve) < POINTS_MAX ? json_array_size(curve) : POINTS_MAX;
    card->points.items = arena_array(memory, count, sizeof *card->points.items);
    for (size_t i = 0; i < count; i++) {
        const json_t *point = json_array_get(curve, i);
        precision[i] = (struct fraud_point){ at(point, 1), at(point, 2) };
        roc[i] = (struct fraud_point){ at(point, 3), at(point, 1) };
        card->points.items[card->points.count++] = (struct card_point){
            card_number(memory, at(point, 0)), card_number(memory, at(point, 1)),
            card_number(memory, at(point, 2)), card_number(memory, at(point, 3))
        };
    }
    card->precision_recall = fraud_chart_curve(memory, precision, count, BOX);
    card->roc = fraud_chart_curve(memory, roc, count, BOX);
}

static void read_bins(struct arena *memory, const json_t *bins, struct card *card)
{
    size_t count = json_array_size(bins);
    card->bins.items = arena_array(memory, count, sizeof *card->bins.items);
    for (size_t i = 0; i < count; i++) {
        const json_t *bin = json_array_get(bins, i);
        double said = at(bin, 0), was = at(bin, 1), within = at(bin, 2);
        if (!(said >= 0 && said <= 1 && was >= 0 && was <= 1 && within >= 0 && within < 1e15))
            continue;
        card->bins.items[card->bins.count++] =
            (struct card_bin){ card_number(memory, said), card_number(memory, was), (int64_t)within,
                               BOX.x + (int64_t)(said * (double)BOX.width),
                               BOX.y + (int64_t)((1 - was) * (double)BOX.height) };
    }
}

static void read_signals(struct arena *memory, const json_t *names, struct card *card)
{
    size_t count = json_array_size(names);
    card->signals.items = arena_array(memory, count, sizeof *card->signals.items);
    for (size_t i = 0; i < count; i++) {
        const char *name = json_string_value(json_array_get(names, i));
        int place = name ? fraud_signal_place(name, strlen(name)) : -1;
        if (name)
            card->signals.items[card->signals.count++] =
                (struct card_signal){ arena_copy(memory, name),
                                      place < 0 ? "" : fraud_signal_says(memory, place) };
    }
}

static void add_ticks(struct arena *memory, struct card *card)
{
    struct fraud_ticks right = fraud_chart_ticks(memory, 0, 1, TICKS_WANTED, AXIS_RIGHT, BOX);
    struct fraud_ticks up = fraud_chart_ticks(memory, 0, 1, TICKS_WANTED, AXIS_UP, BOX);
    card->right.items = arena_array(memory, right.count, sizeof *card->right.items);
    card->up.items = arena_array(memory, up.count, sizeof *card->up.items);
    for (size_t i = 0; i < right.count; i++)
        card->right.items[card->right.count++] =
            (struct card_tick){ right.items[i].label, right.items[i].at };
    for (size_t i = 0; i < up.count; i++)
        card->up.items[card->up.count++] = (struct card_tick){ up.items[i].label, up.items[i].at };
}

struct card *card_read(struct arena *memory, const char *json)
{
    struct card *card = arena_take(memory, sizeof *card);
    json_t *read = json ? json_loads(json, 0, NULL) : NULL;
    card->learnt = json_integer_value(json_object_get(read, "learnt"));
    card->calibrated = json_integer_value(json_object_get(read, "calibrated"));
    card->figures = figures_of(memory, json_object_get(read, "figures"), NULL);
    read_acts(memory, read, card);
    read_curve(memory, json_object_get(read, "curve"), card);
    read_bins(memory, json_object_get(read, "calibration"), card);
    read_signals(memory, json_object_get(read, "signals"), card);
    add_ticks(memory, card);
    json_decref(read);
    return card;
}
