/* Reviews, the text model: learners of three views, and their sum. */
#include "shop/reviews/reviews_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "shop/reviews/reviews_features.h"

/* Chosen on the inner folds; docs/reviews_evaluation.md has what else was tried. */
static const struct view_plan {
    enum review_view view;
    int least, most;
    bool weighs;  /* by rarity and by how differently the two kinds use it; and is of length one */
    double cost;  /* of an example on the wrong side: C of the machine */
    double share; /* of its word in the sum */
} plans[] = {
    { REVIEW_LETTERS, 1, 6, true, 1, 1 },
    { REVIEW_WORDS, 1, 3, true, 10, 1 },
    { REVIEW_STYLE, 0, 0, false, 1, 0.15 },
};
enum { PLANS = sizeof plans / sizeof *plans, SIDES = 3, EPOCHS_MAX = 100, KEPT_APART = 4 };
static const double ratio_power = 0.3;

struct learner {
    float *scales;  /* of each place; 0: never seen */
    float *weights; /* of each place: in common, of good reviews, of bad ones */
    double bias;
    bool sided; /* it has seen praise and blame, so each side has weights of its own */
};

struct reviews_model {
    struct learner learners[PLANS];
    double slope, shift; /* Platt: of the probability by the margin */
};

static struct reviews_model *model_new(void)
{
    struct reviews_model *model = must_take(sizeof *model);
    for (int i = 0; i < PLANS; i++) {
        model->learners[i].scales = must_take(REVIEW_PLACES * sizeof(float));
        model->learners[i].weights = must_take((size_t)REVIEW_PLACES * SIDES * sizeof(float));
    }
    return model;
}

void reviews_model_free(struct reviews_model *model)
{
    if (!model)
        return;
    for (int i = 0; i < PLANS; i++) {
        free(model->learners[i].scales);
        free(model->learners[i].weights);
    }
    free(model);
}

/* Vectors ---------------------------------------------------------------------------------- */

struct vector {
    struct review_feature *items; /* place, and the value in place of the count */
    size_t count;
};

/* Scaled, then once more for the text's own side. */
static struct vector vector_of(struct arena *memory, const struct view_plan *plan,
                               const struct learner *learner,
                               const struct review_features *features, bool negative)
{
    struct vector vector = { arena_array(memory, features->count * 2 + 1, sizeof *vector.items),
                             0 };
    double square = 0;
    for (size_t i = 0; i < features->count; i++) {
        uint32_t place = features->items[i].place;
        double count = (double)features->items[i].count;
        double value = (plan->weighs ? 1 + log(count) : count) * (double)learner->scales[place];
        if (value == 0)
            continue;
        vector.items[vector.count++] = (struct review_feature){ place * SIDES, (float)value };
        square += value * value;
    }
    double length = plan->weighs && square > 0 ? sqrt(square) : 1;
    size_t common = vector.count;
    for (size_t i = 0; i < common; i++) {
        struct review_feature *item = &vector.items[i];
        item->count = (float)((double)item->count / length);
        if (learner->sided)
            vector.items[vector.count++] =
                (struct review_feature){ item->place + (negative ? 2 : 1), item->count };
    }
    return vector;
}

static double dot(const struct vector *vector, const float *weights)
{
    double sum = 0;
    for (size_t i = 0; i < vector->count; i++)
        sum += (double)vector->items[i].count * (double)weights[vector->items[i].place];
    return sum;
}

/* Scales ----------------------------------------------------------------------------------- */

/* Rarity, and a little of the log-count ratio: what both kinds use alike tells nothing. */
static float scale_of(double fake, double honest, double all)
{
    double rarity = log((1 + all) / (1 + fake + honest)) + 1;
    return (float)(rarity * pow(fabs(log((fake + 1) / (honest + 1))), ratio_power));
}

static void scale(struct learner *learner, const struct view_plan *plan,
                  const struct review_example *examples, const struct review_features *features,
                  size_t count)
{
    float *have[2] = { must_take(REVIEW_PLACES * sizeof(float)),
                       must_take(REVIEW_PLACES * sizeof(float)) };
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < features[i].count; j++)
            have[examples[i].fake][features[i].items[j].place]++;
    for (size_t i = 0; i < REVIEW_PLACES; i++)
        if (have[0][i] + have[1][i] > 0)
            learner->scales[i] =
                plan->weighs ? scale_of((double)have[1][i], (double)have[0][i], (double)count) : 1;
    free(have[0]);
    free(have[1]);
}

/* Learning --------------------------------------------------------------------------------- */

struct dual {
    const struct vector *vectors;
    const bool *fake;
    size_t count;
    double ridge; /* 1 / 2C */
    double *alphas, *squares;
    size_t *order;
    uint64_t turn; /* of the order: a fixed beginning, so that training is repeatable */
};

static size_t next_below(uint64_t *turn, size_t bound)
{
    *turn = *turn * 6364136223846793005 + 1442695040888963407;
    return (size_t)((*turn >> 33) % bound);
}

/* One pass over the examples in a new order; the largest step that was still wanted. */
static double pass(struct dual *dual, struct learner *learner)
{
    double worst = 0;
    for (size_t i = dual->count; i > 1; i--) {
        size_t other = next_below(&dual->turn, i), kept = dual->order[i - 1];
        dual->order[i - 1] = dual->order[other];
        dual->order[other] = kept;
    }
    for (size_t n = 0; n < dual->count; n++) {
        size_t i = dual->order[n];
        const struct vector *vector = &dual->vectors[i];
        double side = dual->fake[i] ? 1 : -1, before = dual->alphas[i];
        double slope =
            side * (dot(vector, learner->weights) + learner->bias) - 1 + before * dual->ridge;
        double wanted = before == 0 && slope > 0 ? 0 : fabs(slope);
        if (wanted < 1e-12)
            continue;
        double after = fmax(before - slope / (dual->squares[i] + dual->ridge), 0);
        double step = (after - before) * side;
        dual->alphas[i] = after;
        for (size_t j = 0; j < vector->count; j++)
            learner->weights[vector->items[j].place] +=
                (float)(step * (double)vector->items[j].count);
        learner->bias += step;
        worst = fmax(worst, wanted);
    }
    return worst;
}

static void learn(struct arena *memory, struct learner *learner, const struct vector *vectors,
                  const bool *fake, size_t count, double cost)
{
    struct dual dual = { vectors, fake, count, 0.5 / cost, NULL, NULL, NULL, 20260101 };
    dual.alphas = arena_array(memory, count, sizeof *dual.alphas);
    dual.squares = arena_array(memory, count, sizeof *dual.squares);
    dual.order = arena_array(memory, count, sizeof *dual.order);
    for (size_t i = 0; i < count; i++) {
        dual.order[i] = i;
        dual.squares[i] = 1; /* the bias */
        for (size_t j = 0; j < vectors[i].count; j++)
            dual.squares[i] +=
                (double)vectors[i].items[j].count * (double)vectors[i].items[j].count;
    }
    for (int epoch = 0; epoch < EPOCHS_MAX && pass(&dual, learner) > 0.01; epoch++)
        ;
}

/* Both kinds of praise and of blame; otherwise nothing can be known of a side by itself. */
static bool has_sides(const struct review_example *examples, size_t count)
{
    size_t seen[2][2] = { { 0, 0 }, { 0, 0 } };
    for (size_t i = 0; i < count; i++)
        seen[examples[i].negative][examples[i].fake]++;
    return seen[0][0] && seen[0][1] && seen[1][0] && seen[1][1];
}

static void train_learner(struct learner *learner, const struct view_plan *plan,
                          const struct review_example *examples, size_t count)
{
    AUTO(arena) memory = { 0 };
    struct review_features *features = arena_array(&memory, count, sizeof *features);
    struct vector *vectors = arena_array(&memory, count, sizeof *vectors);
    bool *fake = arena_array(&memory, count, sizeof *fake);
    for (size_t i = 0; i < count; i++) {
        features[i] =
            review_features_of(&memory, examples[i].text, plan->view, plan->least, plan->most);
        fake[i] = examples[i].fake;
    }
    learner->sided = has_sides(examples, count);
    scale(learner, plan, examples, features, count);
    for (size_t i = 0; i < count; i++)
        vectors[i] = vector_of(&memory, plan, learner, &features[i], examples[i].negative);
    learn(&memory, learner, vectors, fake, count, plan->cost);
}

static struct reviews_model *train(const struct review_example *examples, size_t count)
{
    struct reviews_model *model = model_new();
    for (int i = 0; i < PLANS; i++)
        train_learner(&model->learners[i], &plans[i], examples, count);
    return model;
}

/* Margins to probabilities ------------------------------------------------------------------ */

/* Platt's method by Newton's steps, with his corrected targets, so that no probability is 0 or 1.
 */
static void calibrate(struct reviews_model *model, const double *margins, const bool *fake,
                      size_t count)
{
    double fakes = 0, slope = 1, shift = 0;
    for (size_t i = 0; i < count; i++)
        fakes += fake[i];
    double high = (fakes + 1) / (fakes + 2), low = 1 / ((double)count - fakes + 2);
    for (int step = 0; step < 50; step++) {
        double by_slope = 0, by_shift = 0, ss = 1e-6, st = 0, tt = 1e-6;
        for (size_t i = 0; i < count; i++) {
            double p = 1 / (1 + exp(-(slope * margins[i] + shift)));
            double off = p - (fake[i] ? high : low), weight = p * (1 - p);
            by_slope += off * margins[i];
            by_shift += off;
            ss += weight * margins[i] * margins[i];
            st += weight * margins[i];
            tt += weight;
        }
        double area = ss * tt - st * st;
        if (area < 1e-12 || fabs(by_slope) + fabs(by_shift) < 1e-9)
            break;
        slope -= fmax(fmin((tt * by_slope - st * by_shift) / area, 2), -2);
        shift -= fmax(fmin((ss * by_shift - st * by_slope) / area, 2), -2);
    }
    model->slope = fmax(slope, 0.01); /* a higher margin never means a lower probability */
    model->shift = shift;
}

/* Each text's margin by a model that has not seen it. */
static void margins_apart(const struct review_example *examples, size_t count, double *margins)
{
    struct review_example *learnt = must_take((count + 1) * sizeof *learnt);
    for (size_t apart = 0; apart < KEPT_APART; apart++) {
        size_t kept = 0;
        for (size_t i = 0; i < count; i++)
            if (i % KEPT_APART != apart)
                learnt[kept++] = examples[i];
        struct reviews_model *model = train(learnt, kept);
        for (size_t i = apart; i < count; i += KEPT_APART)
            margins[i] = reviews_model_margin(model, examples[i].text, examples[i].negative);
        reviews_model_free(model);
    }
    free(learnt);
}

struct reviews_model *reviews_model_train(const struct review_example *examples, size_t count)
{
    struct reviews_model *model = train(examples, count);
    model->slope = 1;
    return model;
}

struct reviews_model *reviews_model_train_calibrated(const struct review_example *examples,
                                                     size_t count)
{
    struct reviews_model *model = train(examples, count);
    double *margins = must_take((count + 1) * sizeof *margins);
    bool *fake = must_take(count + 1);
    for (size_t i = 0; i < count; i++)
        fake[i] = examples[i].fake;
    margins_apart(examples, count, margins);
    calibrate(model, margins, fake, count);
    free(margins);
    free(fake);
    return model;
}

/* Asking ----------------------------------------------------------------------------------- */

double reviews_model_margin(const struct reviews_model *model, const char *words, bool negative)
{
    AUTO(arena) memory = { 0 };
    double sum = 0;
    for (int i = 0; i < PLANS; i++) {
        const struct learner *learner = &model->learners[i];
        struct review_features features =
            review_features_of(&memory, words, plans[i].view, plans[i].least, plans[i].most);
        struct vector vector = vector_of(&memory, &plans[i], learner, &features, negative);
        sum += plans[i].share * (dot(&vector, learner->weights) + learner->bias);
    }
    return sum;
}

double reviews_model_probability(const struct reviews_model *model, const char *words,
                                 bool negative)
{
    double margin = reviews_model_margin(model, words, negative);
    return 1 / (1 + exp(-(model->slope * margin + model->shift)));
}

/* Keeping ---------------------------------------------------------------------------------- */

/* A head, then of each learner the places that were seen. */
struct kept_head {
    char magic[8];
    double slope, shift, biases[PLANS];
    uint64_t sided, counts[PLANS];
};
struct kept_place {
    uint32_t place;
    float scale, weights[SIDES];
};
static const char magic[8] = "soukrv1";

static struct kept_place place_of(const struct learner *learner, uint32_t place)
{
    struct kept_place kept = { .place = place, .scale = learner->scales[place] };
    memcpy(kept.weights, learner->weights + (size_t)place * SIDES, sizeof kept.weights);
    return kept;
}

void reviews_model_write(const struct reviews_model *model, text *to)
{
    struct kept_head head = { .slope = model->slope, .shift = model->shift };
    memcpy(head.magic, magic, sizeof magic);
    for (int i = 0; i < PLANS; i++) {
        head.biases[i] = model->learners[i].bias;
        head.sided = model->learners[i].sided;
        for (uint32_t j = 0; j < REVIEW_PLACES; j++)
            head.counts[i] += fabsf(model->learners[i].scales[j]) > 0;
    }
    text_add_bytes(to, &head, sizeof head);
    for (int i = 0; i < PLANS; i++)
        for (uint32_t j = 0; j < REVIEW_PLACES; j++)
            if (fabsf(model->learners[i].scales[j]) > 0) {
                struct kept_place kept = place_of(&model->learners[i], j);
                text_add_bytes(to, &kept, sizeof kept);
            }
}

static bool read_learner(struct learner *learner, const unsigned char *bytes, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        struct kept_place kept;
        memcpy(&kept, bytes + i * sizeof kept, sizeof kept);
        if (kept.place >= REVIEW_PLACES)
            return false;
        learner->scales[kept.place] = kept.scale;
        memcpy(learner->weights + (size_t)kept.place * SIDES, kept.weights, sizeof kept.weights);
    }
    return true;
}

struct reviews_model *reviews_model_read(const void *bytes, size_t size)
{
    struct kept_head head;
    const unsigned char *at = bytes;
    uint64_t all = 0;
    if (size < sizeof head)
        return NULL;
    memcpy(&head, bytes, sizeof head);
    for (int i = 0; i < PLANS; i++) {
        if (head.counts[i] > REVIEW_PLACES)
            return NULL;
        all += head.counts[i];
    }
    if (memcmp(head.magic, magic, sizeof magic) != 0 ||
        size != sizeof head + all * sizeof(struct kept_place))
        return NULL;
    struct reviews_model *model = model_new();
    model->slope = head.slope;
    model->shift = head.shift;
    at += sizeof head;
    for (int i = 0; i < PLANS; i++) {
        model->learners[i].bias = head.biases[i];
        model->learners[i].sided = head.sided;
        if (!read_learner(&model->learners[i], at, head.counts[i])) {
            reviews_model_free(model);
            return NULL;
        }
        at += head.counts[i] * sizeof(struct kept_place);
    }
    return model;
}
