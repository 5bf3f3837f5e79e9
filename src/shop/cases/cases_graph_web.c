/* Cases, the graph: what is linked with an account, as a drawing that a page can show. */
#include "shop/cases/cases_web.h"

#include "base/id.h"
#include "shop/fraud/fraud_scene.h"

enum { GRAPH_HEIGHT = 460, PLACES_MAX = 200 };

// clang-format off
static const struct field node_fields[] = {
    CHOICE_FIELD(struct linked_node, kind, fraud_graph_kinds, .says = "What it is."),
    TEXT_FIELD(struct linked_node, label, .says = "Its name, or what kind of thing it is."),
    TEXT_FIELD(struct linked_node, shown, .says = "The name cut short; null where it has no room."),
    TEXT_FIELD(struct linked_node, anchor, .says = "Where its name stands: start, middle, end."),
    TEXT_FIELD(struct linked_node, path, .says = "The page of it, or null."),
    BOOL_FIELD(struct linked_node, bad, .says = "Fraud was done with it."),
    BOOL_FIELD(struct linked_node, centre, .says = "It is the account that the page is about."),
    INT_FIELD(struct linked_node, x, .says = "Of its middle."),
    INT_FIELD(struct linked_node, y, .says = "Of its middle."),
    INT_FIELD(struct linked_node, radius, .says = "Of its circle."),
    INT_FIELD(struct linked_node, shown_x, .says = "Of its name."),
    INT_FIELD(struct linked_node, shown_y, .says = "Of its name."),
    { 0 },
};
static const struct field edge_fields[] = {
    INT_FIELD(struct linked_edge, x1, .says = "Of one end."),
    INT_FIELD(struct linked_edge, y1, .says = "Of one end."),
    INT_FIELD(struct linked_edge, x2, .says = "Of the other end."),
    INT_FIELD(struct linked_edge, y2, .says = "Of the other end."),
    INT_FIELD(struct linked_edge, stroke, .says = "How thick: 1 to 4."),
    BOOL_FIELD(struct linked_edge, bad, .says = "It leads to a bad one."),
    { 0 },
};
const struct field linked_graph_fields[] = {
    INT_FIELD(struct linked_graph, left, .says = "Where the drawing begins."),
    INT_FIELD(struct linked_graph, top, .says = "Where the drawing begins."),
    INT_FIELD(struct linked_graph, width, .says = "Of the drawing."),
    INT_FIELD(struct linked_graph, height, .says = "Of the drawing."),
    INT_FIELD(struct linked_graph, left_out, .says = "How many things had no room."),
    BOOL_FIELD(struct linked_graph, more, .says = "There is more than was looked at."),
    LIST_FIELD(struct linked_graph, nodes, node_fields, .says = "Accounts and what they used."),
    LIST_FIELD(struct linked_graph, edges, edge_fields, .says = "Who used what."),
    { 0 },
};
// clang-format on

/* What is linked, on its way to a drawing. */
struct linking {
    struct request *request;
    struct store_tx *tx;
    struct fraud_graph_node nodes[PLACES_MAX];
    int64_t ids[PLACES_MAX];
    bool opened[PLACES_MAX]; /* an account that has a page */
    size_t node_count;
    struct fraud_graph_edge edges[PLACES_MAX];
    size_t edge_count;
};

static bool kind_of(int entity, enum fraud_graph_kind *ret_kind)
{
    static const struct {
        enum fraud_entity_kind entity;
        enum fraud_graph_kind kind;
    } kinds[] = {
        { ENTITY_ACCOUNT, GRAPH_ACCOUNT }, { ENTITY_DEVICE, GRAPH_DEVICE },
        { ENTITY_CARD, GRAPH_CARD },       { ENTITY_ADDRESS, GRAPH_ADDRESS },
        { ENTITY_IP, GRAPH_IP },           { ENTITY_SELLER, GRAPH_SELLER },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((int)kinds[i].entity == entity) {
            *ret_kind = kinds[i].kind;
            return true;
        }
    return false;
}

/* The place among the nodes; PLACES_MAX when there is no room. */
static size_t place_of(struct linking *linking, enum fraud_graph_kind kind, int64_t id, bool bad)
{
    for (size_t i = 0; i < linking->node_count; i++)
        if (linking->ids[i] == id && linking->nodes[i].kind == kind)
            return i;
    if (linking->node_count == PLACES_MAX)
        return PLACES_MAX;
    const char *label = _(fraud_graph_kinds[kind].words);
    if (kind == GRAPH_ACCOUNT) {
        const char *name = cases_name_of(linking->request, linking->tx, id);
        label = name ? name : id_text(linking->request->memory, "acc", id);
        linking->opened[linking->node_count] = name != NULL;
    }
    linking->ids[linking->node_count] = id;
    linking->nodes[linking->node_count] =
        (struct fraud_graph_node){ .kind = kind, .label = label, .bad = bad };
    return linking->node_count++;
}

static void add_edge(struct linking *linking, size_t from, size_t to)
{
    if (from == PLACES_MAX || to == PLACES_MAX || linking->edge_count == PLACES_MAX)
        return;
    linking->edges[linking->edge_count++] = (struct fraud_graph_edge){ from, to, 1 };
}

static void take_drawing(struct linking *linking, const struct fraud_drawing *drawing,
                         struct linked_graph *graph)
{
    struct arena *memory = linking->request->memory;
    graph->nodes.items = arena_array(memory, drawing->nodes.count, sizeof(struct linked_node));
    graph->edges.items = arena_array(memory, drawing->edges.count, sizeof(struct linked_edge));
    for (size_t i = 0; i < drawing->edges.count; i++) {
        const struct fraud_drawn_edge *edge = &drawing->edges.items[i];
        graph->edges.items[graph->edges.count++] = (struct linked_edge){
            edge->x1, edge->y1, edge->x2, edge->y2, edge->stroke, edge->bad,
        };
    }
    for (size_t i = 0; i < drawing->nodes.count; i++) {
        const struct fraud_drawn_node *node = &drawing->nodes.items[i];
        int64_t id = linking->ids[node->place];
        graph->nodes.items[graph->nodes.count++] = (struct linked_node){
            .kind = node->kind,
            .label = node->label,
            .shown = node->shown,
            .anchor = node->anchor,
            .path = linking->opened[node->place] && !node->centre
                        ? oversight_path_of(memory, id_text(memory, "acc", id))
                        : NULL,
            .bad = node->bad,
            .centre = node->centre,
            .x = node->x,
            .y = node->y,
            .radius = node->radius,
            .shown_x = node->shown_x,
            .shown_y = node->shown_y,
        };
    }
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Cuts off what is empty around it, so that few things are drawn large. */
static void crop(struct linked_graph *graph)
{
    enum { LETTER = 7, LINE = 14, MARGIN = 8, WIDTH_LEAST = 420 };
    int64_t left = INT64_MAX, top = INT64_MAX, right = INT64_MIN, bottom = INT64_MIN;
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const struct linked_node *node = &graph->nodes.items[i];
        int64_t size = node->shown ? (int64_t)text_count_points(node->shown) * LETTER : 0;
        int64_t before = !node->shown || text_same(node->anchor, "start") ? 0
                         : text_same(node->anchor, "end")                 ? size
                                                                          : size / 2;
        int64_t x = node->shown ? node->shown_x : node->x;
        int64_t y = node->shown ? node->shown_y : node->y;
        left = least(left, least(node->x - node->radius, x - before));
        right = most(right, most(node->x + node->radius, x - before + size));
        top = least(top, least(node->y - node->radius, y - LINE));
        bottom = most(bottom, most(node->y + node->radius, y + LINE));
    }
    int64_t lacking = most(0, WIDTH_LEAST - (right - left)) / 2;
    graph->left = left - lacking - MARGIN;
    graph->width = right + lacking + MARGIN - graph->left;
    graph->top = top - MARGIN;
    graph->height = bottom + MARGIN - graph->top;
}

struct linked_graph *cases_draw(struct request *request, struct store_tx *tx, int64_t account,
                                const struct fraud_links *links)
{
    struct arena *memory = request->memory;
    struct linking *linking = arena_take(memory, sizeof *linking);
    struct linked_graph *graph = arena_take(memory, sizeof *graph);
    linking->request = request;
    linking->tx = tx;
    linking->nodes[place_of(linking, GRAPH_ACCOUNT, account, false)].centre = true;
    for (size_t i = 0; i < links->count; i++) {
        const struct fraud_linked *link = &links->items[i];
        enum fraud_graph_kind kind;
        if (!kind_of(link->kind, &kind))
            continue; /* a network or a mail domain links strangers */
        size_t thing = place_of(linking, kind, link->thing, link->thing_bad);
        size_t user = place_of(linking, GRAPH_ACCOUNT, link->account, link->account_bad);
        if (user != PLACES_MAX)
            linking->nodes[user].bad |= link->account_bad;
        add_edge(linking, thing, user);
    }
    if (!linking->edge_count)
        return NULL;
    struct fraud_drawing drawing =
        fraud_graph_draw(memory, &(struct fraud_graph){ .nodes = linking->nodes,
                                                        .node_count = linking->node_count,
                                                        .edges = linking->edges,
                                                        .edge_count = linking->edge_count,
                                                        .width = FRAUD_GRAPH_WIDTH,
                                                        .height = GRAPH_HEIGHT });
    graph->left_out = drawing.left_out;
    graph->more = links->more;
    take_drawing(linking, &drawing, graph);
    crop(graph);
    return graph;
}
