/* Fraud, models as bytes, and the figures that say how well scores tell bad from good. */
#include "shop/fraud/fraud_model_inside.h"

#include <stdlib.h>
#include <string.h>

/* Bytes: magic, format, columns, boosters, slope, shift, names each ended by 0, then each booster's
 * size and XGBoost's own bytes. Numbers are of 8 bytes, little end first. */
static const char MAGIC[8] = "soukfrd";
enum { HEAD = 48 };

static void put(text *to, const void *bytes, size_t size)
{
    text_add_bytes(to, bytes, size);
}

unsigned char *fraud_model_write(struct arena *memory, struct fraud_model *model, size_t *ret_size)
{
    AUTO(text) made = { 0 };
    uint64_t head[3] = { 1, (uint64_t)model->columns, (uint64_t)model->booster_count };
    put(&made, MAGIC, sizeof MAGIC);
    put(&made, head, sizeof head);
    put(&made, &model->slope, sizeof model->slope);
    put(&made, &model->shift, sizeof model->shift);
    for (int i = 0; i < model->columns; i++)
        put(&made, model->names[i], strlen(model->names[i]) + 1);
    pthread_mutex_lock(&model->lock);
    for (int i = 0; i < model->booster_count; i++) {
        bst_ulong length = 0;
        const char *bytes = "";
        if (XGBoosterSaveModelToBuffer(model->boosters[i], "{\"format\":\"ubj\"}", &length,
                                       &bytes) != 0)
            length = 0;
        uint64_t size = length;
        put(&made, &size, sizeof size);
        put(&made, bytes, size);
    }
    pthread_mutex_unlock(&model->lock);
    *ret_size = made.length;
    return (unsigned char *)arena_copy_bytes(memory, made.bytes, made.length);
}

struct reading {
    const unsigned char *at, *end;
};

static bool take(struct reading *from, void *to, size_t size)
{
    if ((size_t)(from->end - from->at) < size)
        return false;
    memcpy(to, from->at, size);
    from->at += size;
    return true;
}

static bool take_names(struct reading *from, struct fraud_model *model, uint64_t columns)
{
    for (uint64_t i = 0; i < columns; i++) {
        const unsigned char *end = memchr(from->at, 0, (size_t)(from->end - from->at));
        if (!end)
            return false;
        fraud_model_add_column(model, (const char *)from->at, (size_t)(end - from->at));
        from->at = end + 1;
    }
    return true;
}

static bool take_boosters(struct reading *from, struct fraud_model *model, uint64_t boosters)
{
    for (uint64_t i = 0; i < boosters; i++) {
        uint64_t size, features = 0;
        BoosterHandle booster;
        if (!take(from, &size, sizeof size) || size == 0 ||
            (uint64_t)(from->end - from->at) < size || XGBoosterCreate(NULL, 0, &booster) != 0)
            return false;
        model->boosters[model->booster_count++] = booster;
        if (XGBoosterSetParam(booster, "nthread", "1") != 0 ||
            XGBoosterLoadModelFromBuffer(booster, from->at, size) != 0 ||
            XGBoosterGetNumFeature(booster, (bst_ulong *)&features) != 0 ||
            features > (uint64_t)model->columns)
            return false;
        XGBoosterSetParam(booster, "nthread", "1");
        from->at += size;
    }
    return from->at == from->end;
}

/* What it says of nothing at all must be a probability: a booster that fails is found here. */
static bool answers(struct fraud_model *model)
{
    float nothing[FRAUD_NUMBERS];
    for (int i = 0; i < FRAUD_NUMBERS; i++)
        nothing[i] = NAN;
    double probability = fraud_model_probability(model, nothing);
    return probability >= 0 && probability <= 1;
}

struct fraud_model *fraud_model_read(const void *bytes, size_t size, const char **ret_problem)
{
    struct reading from = { bytes, (const unsigned char *)bytes + size };
    struct fraud_model *model = fraud_model_new();
    char magic[8];
    uint64_t head[3];
    bool good = size >= HEAD && take(&from, magic, sizeof magic) &&
                memcmp(magic, MAGIC, sizeof MAGIC) == 0 && take(&from, head, sizeof head) &&
                head[0] == 1 && head[1] > 0 && head[1] <= FRAUD_NUMBERS && head[2] > 0 &&
                head[2] <= FRAUD_SEEDS_MAX && take(&from, &model->slope, sizeof model->slope) &&
                take(&from, &model->shift, sizeof model->shift) && isfinite(model->slope) &&
                isfinite(model->shift);
    *ret_problem = "it is not a model of this program";
    if (good) {
        good = take_names(&from, model, head[1]) && take_boosters(&from, model, head[2]) &&
               fraud_model_flatten(model) && answers(model);
        *ret_problem = "its trees cannot be read";
    }
    if (good)
        return model;
    fraud_model_free(model);
    return NULL;
}

/* Figures ---------------------------------------------------------------------------------- */

struct scored {
    double score;
    bool bad;
};

static int by_falling_score(const void *a, const void *b)
{
    const struct scored *one = a, *other = b;
    return (one->score < other->score) - (one->score > other->score);
}

static struct scored *sorted(const double *scores, const float *bad, size_t count)
{
    struct scored *all = must_take((count + 1) * sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i] = (struct scored){ scores[i], bad[i] > 0 };
    qsort(all, count, sizeof *all, by_falling_score);
    return all;
}

/* Rows of the same score are taken together, so that their order in the file says nothing. */
struct fraud_figures fraud_figures_of(const double *scores, const float *bad, size_t count)
{
    struct fraud_figures figures = { 0, 0, count, 0 };
    struct scored *all = sorted(scores, bad, count);
    for (size_t i = 0; i < count; i++)
        figures.bad += all[i].bad;
    double good = (double)(count - figures.bad), caught = 0, bothered = 0, area = 0, precision = 0;
    for (size_t i = 0; i < count;) {
        double more = 0, others = 0;
        size_t end = i;
        for (; end < count && all[end].score == all[i].score; end++) {
            more += all[end].bad;
            others += !all[end].bad;
        }
        area += others * (caught + more / 2);
        caught += more;
        bothered += others;
        precision += more * (caught / (caught + bothered));
        i = end;
    }
    if (figures.bad > 0 && good > 0) {
        figures.auc = area / ((double)figures.bad * good);
        figures.average_precision = precision / (double)figures.bad;
    }
    free(all);
    return figures;
}

size_t fraud_curve(const double *scores, const float *bad, size_t count,
                   struct fraud_curve_point *points, size_t most)
{
    struct scored *all = sorted(scores, bad, count);
    double bads = 0, caught = 0, bothered = 0;
    size_t made = 0;
    for (size_t i = 0; i < count; i++)
        bads += all[i].bad;
    double goods = (double)count - bads;
    /* Half of the points by what is caught, half by who is bothered: both curves are smooth. */
    double step = most > 2 ? 2.0 / (double)(most - 2) : 1, last = -1;
    for (size_t i = 0; i < count && made < most; i++) {
        caught += all[i].bad;
        bothered += !all[i].bad;
        bool same = i + 1 < count && all[i + 1].score == all[i].score;
        double way = (bads > 0 ? caught / bads : 0) + (goods > 0 ? bothered / goods : 0);
        if (same || (way - last < step && i + 1 < count))
            continue;
        last = way;
        points[made++] = (struct fraud_curve_point){
            .threshold = all[i].score,
            .recall = bads > 0 ? caught / bads : 0,
            .precision = caught / (caught + bothered),
            .false_share = goods > 0 ? bothered / goods : 0,
        };
    }
    free(all);
    return made;
}
