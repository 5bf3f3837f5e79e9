/* Fraud, the operator's pages: what they share. */
#pragma once

#include "shop/fraud/fraud_backtest.h"
#include "shop/oversight/oversight_web.h"

/* "0.42%" of the whole, or NULL when there is no whole. */
const char *console_share(struct arena *memory, int64_t part, int64_t whole);
/* Parts of ten thousand as people type them: "0.6", "90"; and back, false when it is not one. */
const char *console_percent(struct arena *memory, int64_t basis_points);
bool console_percent_read(const char *typed, int64_t *ret_basis_points);

/* A fault at a field of the form, in words. */
void console_fault(struct request *request, const char *pointer, const char *sentence);

/* Over how many days past decisions are tried. */
enum { CONSOLE_DAYS = 30, CONSOLE_DAYS_MAX = 365 };
struct days_request {
    int64_t days;
};
extern const struct field days_fields[];

/* A name and words to choose by. */
struct named_choice {
    const char *name, *words;
    bool chosen;
};
extern const struct field named_choice_fields[];

/* A signal, as rules name it. */
struct signal_row {
    const char *name, *says;
    enum fraud_unit unit;
    bool any;
    LIST_OF(struct named_choice) acts;
};
extern const struct field signal_row_fields[];
struct signal_rows {
    LIST_OF(struct signal_row) data;
};
struct signal_rows console_signals(struct arena *memory);

/* What a try on past decisions came to. */
struct tried_sum {
    int64_t count;
    struct money amount;
};
struct tried_decision {
    fraud_decision_id decision;
    enum fraud_action was, would;
    bool bad;
    struct money amount;
};
struct tried {
    int64_t days, decisions, unknown, failed;
    struct tried_sum bad, good, caught, bothered, refused, missed, freed;
    const char *caught_share, *bothered_share, *refused_share;
    LIST_OF(struct tried_decision) shown;
};
extern const struct field tried_fields[];

/* Tries the plan on the last days (0: 30). Reads on snapshots of its own: a read of the request is
 * ended before, and another one begun after it. */
refused console_try(struct request *request, struct fraud_backtest_plan *plan, int64_t days_back,
                    struct tried **ret_tried);
