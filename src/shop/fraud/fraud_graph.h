/* Fraud, graph: draws what is linked with an account, as places on a plane.
 *
 * The judged account is in the middle; what it used is around it, then other accounts that used the
 * same, each behind what links it, then their things. Pure: the same graph gives the same drawing.
 * A page draws it with <line>, <circle> and <text>; texts need direction="ltr", so that `anchor`
 * means the same in every language. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/choice.h"

enum { FRAUD_GRAPH_NODES_MAX = 60, FRAUD_GRAPH_RINGS_MAX = 4, FRAUD_GRAPH_WIDTH = 900 };

enum fraud_graph_kind {
    GRAPH_ACCOUNT,
    GRAPH_DEVICE,
    GRAPH_CARD,
    GRAPH_ADDRESS,
    GRAPH_IP,
    GRAPH_SELLER,
    GRAPH_KINDS,
};
extern const struct choice fraud_graph_kinds[]; /* "account", N_("Account") ... */

struct fraud_graph_node {
    enum fraud_graph_kind kind;
    const char *label;
    bool bad;
    bool centre; /* the judged one; without any the first is */
};
struct fraud_graph_edge {
    size_t from, to; /* places among the nodes; which is which does not matter */
    int64_t count;   /* how often used */
};
struct fraud_graph {
    const struct fraud_graph_node *nodes;
    size_t node_count;
    const struct fraud_graph_edge *edges;
    size_t edge_count;
    int64_t width, height;
};

/* Nearest to the middle first; edges first when drawn. */
struct fraud_drawn_node {
    int64_t place; /* among the nodes that were given */
    enum fraud_graph_kind kind;
    const char *label; /* whole, for <title> */
    bool bad, centre;
    int64_t ring; /* 0 is the middle */
    int64_t x, y, radius;
    const char *shown; /* cut short; NULL where there is no room for it */
    int64_t shown_x, shown_y;
    const char *anchor; /* "start", "middle" or "end" */
};
struct fraud_drawn_edge {
    int64_t x1, y1, x2, y2;
    int64_t stroke; /* 1 to 4, by the count */
    int64_t count;
    bool bad; /* leads to a bad one */
};
struct fraud_drawing {
    int64_t width, height;
    struct {
        struct fraud_drawn_node *items;
        size_t count;
    } nodes;
    struct {
        struct fraud_drawn_edge *items;
        size_t count;
    } edges;
    int64_t left_out; /* nodes: the farthest beyond FRAUD_GRAPH_NODES_MAX, and those not linked */
};
struct fraud_drawing fraud_graph_draw(struct arena *memory, const struct fraud_graph *graph);
