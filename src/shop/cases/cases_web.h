/* Cases, on the web floor: what the operator's pages of cases and decisions share. */
#pragma once

#include "shop/cases/cases_inside.h"
#include "shop/fraud/fraud_challenges.h"
#include "shop/fraud/fraud_graph.h"
#include "shop/oversight/oversight_web.h"
#include "web/route.h"

/* "case" is a word of C, so the member has another name than the field. */
#define CASE_FIELD(TYPE, SAYS)                                                   \
    {                                                                            \
        .name = "case", .kind = FIELD_ID, .offset = offsetof(TYPE, file.number), \
        .struct_size = sizeof(TYPE), .prefix = "cas", .says = SAYS               \
    }

struct case_row {
    case_id file;
    enum fraud_act act;
    enum fraud_action action;
    enum case_state state;
    account_id account;
    const char *account_name; /* NULL: it was never opened */
    struct money at_risk;
    struct moment opened_at, appealed_at;
    bool waits;
    const char *verdict, *verdict_words;
};
extern const struct field case_row_fields[];
struct case_row cases_row_of(struct request *request, struct store_tx *tx,
                             const struct case_file *file);

/* NULL when the account was never opened. */
const char *cases_name_of(struct request *request, struct store_tx *tx, int64_t account);

/* A decision with all that is known about it. */
struct judged_outcome {
    enum fraud_kind kind;
    enum fraud_source by;
    struct moment at;
};
struct judged_cost {
    enum fraud_action action;
    struct money cost;
    bool chosen;
};
struct judged_reason {
    const char *name, *says;
    bool rule, against; /* against: it speaks for fraud */
    int64_t width;      /* of its bar, 0 to 100 */
};
struct judged_fact {
    const char *name, *says, *value;
    bool known;
};
struct judged_before {
    fraud_decision_id decision;
    enum fraud_act act;
    enum fraud_action action;
    enum fraud_way way;
    struct money amount;
    const char *probability;
    struct moment at;
    struct judged_outcome *outcome;
    bool shown; /* it is the one that the page is about */
};
struct linked_node {
    enum fraud_graph_kind kind;
    const char *label, *shown, *anchor, *path;
    bool bad, centre;
    int64_t x, y, radius, shown_x, shown_y;
};
struct linked_edge {
    int64_t x1, y1, x2, y2, stroke;
    bool bad;
};
struct linked_graph {
    int64_t left, top, width, height, left_out;
    bool more;
    LIST_OF(struct linked_node) nodes;
    LIST_OF(struct linked_edge) edges;
};

struct judged {
    fraud_decision_id decision;
    enum fraud_act act;
    enum fraud_action action;
    enum fraud_decider by;
    enum fraud_way way;
    struct money amount;
    const char *probability, *shadow;
    struct moment at;
    account_id account;
    const char *account_name;
    const char *subject, *subject_path, *subject_state;
    case_id file;
    bool by_list;
    struct judged_outcome *outcome;
    LIST_OF(struct judged_cost) costs;
    LIST_OF(struct judged_reason) reasons;
    LIST_OF(struct judged_fact) facts;
    LIST_OF(struct judged_before) before;
    LIST_OF(struct case_row) earlier;
    struct linked_graph *graph;
};
extern const struct field judged_fields[];

refused cases_fill_judged(struct request *request, fraud_decision_id decision,
                          struct judged *ret_judged);
/* What is linked with an account, drawn; NULL when nothing is. */
struct linked_graph *cases_draw(struct request *request, struct store_tx *tx, int64_t account,
                                const struct fraud_links *links);
extern const struct field linked_graph_fields[];
