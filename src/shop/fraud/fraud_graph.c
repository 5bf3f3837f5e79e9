/* Fraud, graph: rings around the judged account. */
#include "shop/fraud/fraud_graph.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/words.h"

#define TURN 6.283185307179586 /* radians */

/* A node with few others behind it does not need the whole turn. */
#define WEDGE_LEAST (TURN / 3)
#define WEDGE_A_NODE (TURN / 30)

/* Room for a label at the sides and for a node at the top; of a letter of 12 px. */
enum { MARGIN_X = 120, MARGIN_Y = 36, LETTER_WIDTH = 7, LETTER_HEIGHT = 14 };
enum { RADIUS = 8, RADIUS_CENTRE = 13, LETTERS_SHOWN = 16, CROWD = 14, GAP = 4 };

const struct choice fraud_graph_kinds[] = {
    [GRAPH_ACCOUNT] = { "account", N_("Account") },
    [GRAPH_DEVICE] = { "device", N_("Device") },
    [GRAPH_CARD] = { "card", N_("Card") },
    [GRAPH_ADDRESS] = { "address", N_("Address") },
    [GRAPH_IP] = { "ip", N_("IP address") },
    [GRAPH_SELLER] = { "seller", N_("Seller") },
    [GRAPH_KINDS] = { 0 },
};

/* A node that is drawn; `parent` is its place among the drawn ones. */
struct spot {
    size_t node, parent;
    int ring, place_in_ring;
    const struct fraud_graph_node *what;
    int64_t count;              /* of the edge to the parent */
    double weight, from, wedge; /* angle that it and all behind it need; where that begins */
};
struct drawing {
    const struct fraud_graph *graph;
    struct spot spots[FRAUD_GRAPH_NODES_MAX];
    size_t count;
    int rings;
    int in_ring[FRAUD_GRAPH_RINGS_MAX + 1];
};

/* Who stays when there are too many in a ring: bad ones, then what is used most. */
static int compare_worth(const void *a, const void *b)
{
    const struct spot *one = a, *other = b;
    if (one->what->bad != other->what->bad)
        return one->what->bad ? -1 : 1;
    if (one->count != other->count)
        return one->count > other->count ? -1 : 1;
    return (one->node > other->node) - (one->node < other->node);
}

/* Around the ring: with their parents, the same kinds together. */
static int compare_around(const void *a, const void *b)
{
    const struct spot *one = a, *other = b;
    if (one->parent != other->parent)
        return one->parent < other->parent ? -1 : 1;
    if (one->what->kind != other->what->kind)
        return one->what->kind < other->what->kind ? -1 : 1;
    return (one->node > other->node) - (one->node < other->node);
}

/* All that hangs on the ring that begins at `begin` and was not seen yet. */
static size_t find_next_ring(const struct drawing *drawing, size_t begin, bool *seen,
                             struct spot *ret_found)
{
    const struct fraud_graph *graph = drawing->graph;
    size_t count = 0;
    for (size_t parent = begin; parent < drawing->count; parent++)
        for (size_t i = 0; i < graph->edge_count; i++) {
            const struct fraud_graph_edge *edge = &graph->edges[i];
            size_t own = drawing->spots[parent].node;
            size_t other = edge->from == own ? edge->to : edge->from;
            if ((edge->from != own && edge->to != own) || seen[other])
                continue;
            seen[other] = true;
            ret_found[count] = (struct spot){ .node = other,
                                              .parent = parent,
                                              .ring = drawing->spots[parent].ring + 1,
                                              .what = &graph->nodes[other],
                                              .count = edge->count };
            count++;
        }
    return count;
}

static void choose_spots(struct drawing *drawing, struct arena *memory)
{
    const struct fraud_graph *graph = drawing->graph;
    bool *seen = arena_array(memory, graph->node_count, sizeof *seen);
    struct spot *found = arena_array(memory, graph->node_count, sizeof *found);
    size_t centre = 0, begin = 0;
    while (centre < graph->node_count && !graph->nodes[centre].centre)
        centre++;
    if (centre == graph->node_count)
        centre = 0;
    seen[centre] = true;
    drawing->spots[drawing->count++] =
        (struct spot){ .node = centre, .what = &graph->nodes[centre] };
    drawing->in_ring[0] = 1;
    while (drawing->rings < FRAUD_GRAPH_RINGS_MAX) {
        size_t room = FRAUD_GRAPH_NODES_MAX - drawing->count;
        size_t count = find_next_ring(drawing, begin, seen, found);
        qsort(found, count, sizeof *found, compare_worth);
        if (count > room)
            count = room;
        if (!count)
            break;
        qsort(found, count, sizeof *found, compare_around);
        begin = drawing->count;
        drawing->in_ring[++drawing->rings] = (int)count;
        for (size_t i = 0; i < count; i++) {
            found[i].place_in_ring = (int)i;
            drawing->spots[drawing->count++] = found[i];
        }
    }
}

/* From outside in, what each needs; then from inside out, what each gets. A ring is as long as it
 * is far out, so what hangs behind a node needs less of the angle than the node. */
static void share_out_angles(struct drawing *drawing)
{
    struct spot *spots = drawing->spots;
    double behind[FRAUD_GRAPH_NODES_MAX] = { 0 };
    for (size_t i = drawing->count; i-- > 0;) {
        spots[i].weight = fmax(1, behind[i] * spots[i].ring / (spots[i].ring + 1));
        if (i)
            behind[spots[i].parent] += spots[i].weight;
    }
    double next[FRAUD_GRAPH_NODES_MAX], used[FRAUD_GRAPH_NODES_MAX];
    for (size_t i = 0; i < drawing->count; i++) {
        struct spot *spot = &spots[i];
        if (i == 0) {
            spot->from = -TURN / 4;
            spot->wedge = TURN;
        } else {
            spot->wedge = used[spot->parent] * spot->weight / behind[spot->parent];
            spot->from = next[spot->parent];
            next[spot->parent] += spot->wedge;
        }
        used[i] = i ? fmin(spot->wedge, fmax(WEDGE_LEAST, behind[i] * WEDGE_A_NODE)) : TURN;
        next[i] = spot->from + (spot->wedge - used[i]) / 2;
    }
}

static struct fraud_drawn_node place_node(const struct drawing *drawing, const struct spot *spot)
{
    const struct fraud_graph *graph = drawing->graph;
    double angle = spot->from + spot->wedge / 2, far = 0;
    if (spot->ring)
        far = drawing->rings == 1 ? 0.6 : (double)spot->ring / drawing->rings;
    /* Crowded rings are drawn as two. */
    if (drawing->in_ring[spot->ring] > CROWD && spot->place_in_ring % 2)
        far *= 0.87;
    double wide = (double)graph->width / 2 - MARGIN_X, high = (double)graph->height / 2 - MARGIN_Y;
    return (struct fraud_drawn_node){
        .place = (int64_t)spot->node,
        .kind = spot->what->kind,
        .label = spot->what->label,
        .bad = spot->what->bad,
        .centre = spot->ring == 0,
        .ring = spot->ring,
        .x = graph->width / 2 + llround(wide * far * cos(angle)),
        .y = graph->height / 2 + llround(high * far * sin(angle)),
        .radius = spot->ring ? RADIUS : RADIUS_CENTRE,
    };
}

struct box {
    int64_t left, top, right, bottom;
};

static bool meet(struct box a, struct box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static struct box box_of_node(const struct fraud_drawn_node *node)
{
    return (struct box){ node->x - node->radius, node->y - node->radius, node->x + node->radius,
                         node->y + node->radius };
}

static struct box box_of_label(const struct fraud_drawn_node *node)
{
    int64_t width = (int64_t)text_count_points(node->shown) * LETTER_WIDTH;
    int64_t left = node->shown_x;
    if (node->anchor[0] == 'm')
        left -= width / 2;
    if (node->anchor[0] == 'e')
        left -= width;
    return (struct box){ left, node->shown_y - LETTER_HEIGHT + 3, left + width, node->shown_y + 3 };
}

static const char *cut_short(struct arena *memory, const char *label)
{
    size_t length = 0;
    if (text_count_points(label) <= LETTERS_SHOWN)
        return label;
    for (int points = 0; points < LETTERS_SHOWN - 1; points++)
        do
            length++;
        while (((unsigned char)label[length] & 0xc0) == 0x80);
    return arena_format(memory, "%.*s\xe2\x80\xa6", (int)length, label);
}

enum side { SIDE_RIGHT, SIDE_LEFT, SIDE_BELOW, SIDE_ABOVE, SIDES };

static void put_label(struct fraud_drawn_node *node, enum side side)
{
    int64_t away = node->radius + GAP;
    node->shown_x = node->x + (side == SIDE_RIGHT ? away : side == SIDE_LEFT ? -away : 0);
    node->shown_y = node->y + (side == SIDE_BELOW   ? away + LETTER_HEIGHT - 4
                               : side == SIDE_ABOVE ? -away
                                                    : GAP);
    node->anchor = side == SIDE_RIGHT ? "start" : side == SIDE_LEFT ? "end" : "middle";
}

static bool label_is_free(const struct fraud_drawing *drawing, const struct fraud_drawn_node *node)
{
    struct box own = box_of_label(node);
    if (own.left < 0 || own.top < 0 || own.right > drawing->width || own.bottom > drawing->height)
        return false;
    for (size_t i = 0; i < drawing->nodes.count; i++) {
        const struct fraud_drawn_node *other = &drawing->nodes.items[i];
        if (other == node)
            continue;
        if (meet(own, box_of_node(other)) || (other->shown && meet(own, box_of_label(other))))
            return false;
    }
    return true;
}

/* Outwards first, so that labels do not stand on edges. */
static void label_node(struct arena *memory, const struct fraud_drawing *drawing,
                       struct fraud_drawn_node *node)
{
    static const enum side orders[SIDES][SIDES] = {
        [SIDE_RIGHT] = { SIDE_RIGHT, SIDE_BELOW, SIDE_ABOVE, SIDE_LEFT },
        [SIDE_LEFT] = { SIDE_LEFT, SIDE_BELOW, SIDE_ABOVE, SIDE_RIGHT },
        [SIDE_BELOW] = { SIDE_BELOW, SIDE_RIGHT, SIDE_LEFT, SIDE_ABOVE },
        [SIDE_ABOVE] = { SIDE_ABOVE, SIDE_RIGHT, SIDE_LEFT, SIDE_BELOW },
    };
    int64_t right = node->x - drawing->width / 2, down = node->y - drawing->height / 2;
    enum side outwards = llabs(right) > llabs(down) ? right > 0 ? SIDE_RIGHT : SIDE_LEFT
                         : down >= 0                ? SIDE_BELOW
                                                    : SIDE_ABOVE;
    node->shown = cut_short(memory, node->label ? node->label : "");
    for (int i = 0; i < SIDES; i++) {
        put_label(node, orders[outwards][i]);
        if (label_is_free(drawing, node))
            return;
    }
    node->shown = NULL;
}

static void add_edges(struct arena *memory, const struct fraud_graph *graph,
                      struct fraud_drawing *drawing)
{
    struct fraud_drawn_node **drawn = arena_array(memory, graph->node_count, sizeof(void *));
    for (size_t i = 0; i < drawing->nodes.count; i++)
        drawn[drawing->nodes.items[i].place] = &drawing->nodes.items[i];
    drawing->edges.items = arena_array(memory, graph->edge_count + 1, sizeof *drawing->edges.items);
    for (size_t i = 0; i < graph->edge_count; i++) {
        const struct fraud_graph_edge *edge = &graph->edges[i];
        const struct fraud_drawn_node *from = drawn[edge->from], *to = drawn[edge->to];
        if (!from || !to || from == to)
            continue;
        int64_t stroke = edge->count < 2 ? 1 : edge->count < 5 ? 2 : edge->count < 20 ? 3 : 4;
        drawing->edges.items[drawing->edges.count++] =
            (struct fraud_drawn_edge){ .x1 = from->x,
                                       .y1 = from->y,
                                       .x2 = to->x,
                                       .y2 = to->y,
                                       .stroke = stroke,
                                       .count = edge->count,
                                       .bad = (from->bad && !from->centre) ||
                                              (to->bad && !to->centre) };
    }
}

struct fraud_drawing fraud_graph_draw(struct arena *memory, const struct fraud_graph *graph)
{
    struct drawing made = { .graph = graph };
    struct fraud_drawing drawing = { .width = graph->width, .height = graph->height };
    assert(graph->width > 3 * MARGIN_X && graph->height > 4 * MARGIN_Y);
    for (size_t i = 0; i < graph->edge_count; i++)
        assert(graph->edges[i].from < graph->node_count && graph->edges[i].to < graph->node_count);
    if (!graph->node_count)
        return drawing;
    choose_spots(&made, memory);
    share_out_angles(&made);
    drawing.nodes.items = arena_array(memory, made.count, sizeof *drawing.nodes.items);
    for (size_t i = 0; i < made.count; i++)
        drawing.nodes.items[i] = place_node(&made, &made.spots[i]);
    drawing.nodes.count = made.count;
    /* The middle and the bad ones are named before the others take their room. */
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < made.count; i++) {
            struct fraud_drawn_node *node = &drawing.nodes.items[i];
            if ((turn == 0) == (node->centre || node->bad))
                label_node(memory, &drawing, node);
        }
    add_edges(memory, graph, &drawing);
    drawing.left_out = (int64_t)(graph->node_count - made.count);
    return drawing;
}
