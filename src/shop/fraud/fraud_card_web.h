/* Fraud, a model's card as a page shows it: figures, curves as SVG paths, calibration, signals. */
#pragma once

#include "web/field.h"

/* "0.912", or "–" when it is not known. */
const char *card_number(struct arena *memory, double number);

struct card_figures {
    const char *act; /* in words; NULL: all of them */
    const char *auc, *average_precision;
    int64_t decisions, bad;
};
struct card_tick {
    const char *label;
    int64_t at;
};
struct card_point {
    const char *threshold, *recall, *precision, *false_share;
};
struct card_bin {
    const char *said, *was;
    int64_t count, x, y;
};
struct card_quantile {
    const char *act, *one_percent, *half_percent, *tenth_percent, *hundredth_percent;
};
struct card_signal {
    const char *name, *says;
};
struct card {
    int64_t learnt, calibrated;
    struct card_figures figures;
    LIST_OF(struct card_figures) acts;
    const char *precision_recall, *roc; /* paths in a box at 44, 10, 300 wide and 200 high */
    LIST_OF(struct card_tick) right;
    LIST_OF(struct card_tick) up;
    LIST_OF(struct card_point) points;
    LIST_OF(struct card_bin) bins;
    LIST_OF(struct card_quantile) quantiles;
    LIST_OF(struct card_signal) signals;
};
extern const struct field model_card_fields[], card_figures_fields[];

/* What a card that cannot be read lacks stays empty. */
struct card *card_read(struct arena *memory, const char *json);
