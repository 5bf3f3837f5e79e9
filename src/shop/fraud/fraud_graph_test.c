/* Graph and chart: what is drawn stands inside, apart, and where it belongs. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <math.h>

#include "base/text.h"
#include "shop/fraud/fraud_chart.h"
#include "shop/fraud/fraud_graph.h"

int fraud_graph_tests(void);

enum { NODES_MAX = 400, HEIGHT = 560 };

/* An account, `things` that it used, `others` that used the same, and `theirs` each. */
struct shape {
    const char *says;
    int things, others, theirs;
    int64_t left_out;
    int labels_least; /* that are shown */
};
struct sample {
    struct fraud_graph_node nodes[NODES_MAX];
    struct fraud_graph_edge edges[NODES_MAX];
    struct fraud_graph graph;
};

static size_t add_node(struct sample *sample, enum fraud_graph_kind kind, const char *label)
{
    size_t place = sample->graph.node_count++;
    assert_true(place < NODES_MAX);
    sample->nodes[place] = (struct fraud_graph_node){ .kind = kind, .label = label };
    return place;
}

static void link_nodes(struct sample *sample, size_t from, size_t to, int64_t count)
{
    assert_true(sample->graph.edge_count < NODES_MAX);
    sample->edges[sample->graph.edge_count++] = (struct fraud_graph_edge){ from, to, count };
}

static struct sample *sample_of(struct arena *memory, const struct shape *shape)
{
    struct sample *sample = arena_take(memory, sizeof *sample);
    size_t things[NODES_MAX];
    sample->graph = (struct fraud_graph){
        .nodes = sample->nodes, .edges = sample->edges, .width = FRAUD_GRAPH_WIDTH, .height = HEIGHT
    };
    /* Not the first, so that `centre` is what counts. */
    for (int i = 0; i < shape->things; i++)
        things[i] = add_node(sample, GRAPH_DEVICE + (unsigned)i % 4,
                             arena_format(memory, "dev_%09d", i * 7919));
    size_t centre = add_node(sample, GRAPH_ACCOUNT, "Ana Sofia Figueiredo de Almeida");
    sample->nodes[centre].centre = true;
    for (int i = 0; i < shape->things; i++)
        link_nodes(sample, i % 2 ? centre : things[i], i % 2 ? things[i] : centre, 1 + i * 3);
    for (int i = 0; i < shape->others; i++) {
        size_t other = add_node(sample, GRAPH_ACCOUNT, arena_format(memory, "Account %d", i));
        sample->nodes[other].bad = i % 3 == 0;
        link_nodes(sample, things[i * i % shape->things], other, 1);
        for (int k = 0; k < shape->theirs; k++)
            link_nodes(sample, other,
                       add_node(sample, GRAPH_CARD, arena_format(memory, "**** %04d", k)), 2);
    }
    return sample;
}

// clang-format off
static const struct shape shapes[] = {
    { "alone", 0, 0, 0, 0, 1 },
    { "one device", 1, 0, 0, 0, 2 },
    { "a few things", 5, 0, 0, 0, 6 },
    { "many things", 40, 0, 0, 0, 20 },
    { "a farm on one device", 1, 25, 0, 0, 20 },
    { "a large farm on one device", 1, 57, 0, 0, 25 },
    { "an ordinary case", 6, 8, 2, 0, 25 },
    { "many of all", 12, 15, 2, 0, 25 },
    { "too many", 20, 60, 2, 141, 20 },
    { "far too many", 100, 90, 2, 311, 20 },
};
// clang-format on

static bool apart(int64_t a_left, int64_t a_right, int64_t b_left, int64_t b_right)
{
    return a_right <= b_left || b_right <= a_left;
}

static int64_t label_left(const struct fraud_drawn_node *node)
{
    int64_t width = (int64_t)text_count_points(node->shown) * 6;
    return text_same(node->anchor, "start")    ? node->shown_x
           : text_same(node->anchor, "middle") ? node->shown_x - width / 2
                                               : node->shown_x - width;
}

static void check_labels(const char *says, const struct fraud_drawn_node *a,
                         const struct fraud_drawn_node *b)
{
    if (!a->shown || !b->shown)
        return;
    int64_t a_left = label_left(a), b_left = label_left(b);
    int64_t a_right = a_left + (int64_t)text_count_points(a->shown) * 6;
    int64_t b_right = b_left + (int64_t)text_count_points(b->shown) * 6;
    if (!apart(a_left, a_right, b_left, b_right) &&
        !apart(a->shown_y - 10, a->shown_y, b->shown_y - 10, b->shown_y))
        fail_msg("%s: %s stands on %s", says, a->shown, b->shown);
}

static void nodes_stand_apart(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct sample *sample = sample_of(&memory, &shapes[i]);
        struct fraud_drawing drawing = fraud_graph_draw(&memory, &sample->graph);
        const struct fraud_drawn_node *nodes = drawing.nodes.items;
        int labels = 0;
        assert_int_equal(drawing.left_out, shapes[i].left_out);
        assert_int_equal(drawing.nodes.count + (size_t)drawing.left_out, sample->graph.node_count);
        assert_true(drawing.nodes.count <= FRAUD_GRAPH_NODES_MAX);
        assert_true(nodes[0].centre && nodes[0].x == FRAUD_GRAPH_WIDTH / 2 &&
                    nodes[0].y == HEIGHT / 2);
        assert_string_equal(nodes[0].shown, "Ana Sofia Figue\xe2\x80\xa6");
        for (size_t a = 0; a < drawing.nodes.count; a++) {
            labels += nodes[a].shown != NULL;
            assert_true(nodes[a].x >= 0 && nodes[a].x <= drawing.width);
            assert_true(nodes[a].y >= 0 && nodes[a].y <= drawing.height);
            for (size_t b = a + 1; b < drawing.nodes.count; b++) {
                double away =
                    hypot((double)(nodes[a].x - nodes[b].x), (double)(nodes[a].y - nodes[b].y));
                if (away < (double)(nodes[a].radius + nodes[b].radius))
                    fail_msg("%s: %s is %.0f from %s", shapes[i].says, nodes[a].label, away,
                             nodes[b].label);
                check_labels(shapes[i].says, &nodes[a], &nodes[b]);
            }
        }
        if (labels < shapes[i].labels_least)
            fail_msg("%s: only %d labels of %zu", shapes[i].says, labels, drawing.nodes.count);
    }
}

/* The farthest go first, but bad ones last; edges are only between what is drawn. */
static void what_is_left_out_is_told(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct sample *sample = sample_of(&memory, &(struct shape){ "", 20, 60, 2, 0, 0 });
    struct fraud_drawing drawing = fraud_graph_draw(&memory, &sample->graph);
    int bad = 0, rings[5] = { 0 };
    for (size_t i = 0; i < drawing.nodes.count; i++) {
        bad += drawing.nodes.items[i].bad;
        rings[drawing.nodes.items[i].ring]++;
    }
    assert_int_equal(rings[0], 1);
    assert_int_equal(rings[1], 20);
    assert_int_equal(rings[2], 39);
    assert_int_equal(rings[3], 0);
    assert_int_equal(bad, 20);
    assert_int_equal(drawing.edges.count, 20 + 39);
    int bad_edges = 0;
    for (size_t i = 0; i < drawing.edges.count; i++) {
        bad_edges += drawing.edges.items[i].bad;
        assert_true(drawing.edges.items[i].stroke >= 1 && drawing.edges.items[i].stroke <= 4);
    }
    assert_int_equal(bad_edges, 20);
}

static void what_is_not_linked_is_left_out(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    static const struct fraud_graph_node nodes[] = {
        { GRAPH_ACCOUNT, "a", false, false },
        { GRAPH_DEVICE, NULL, true, false },
        { GRAPH_CARD, "c", false, false },
        { GRAPH_IP, "d", false, false },
    };
    /* Twice the same, and one that leads to itself. */
    static const struct fraud_graph_edge edges[] = {
        { 0, 1, 1 }, { 1, 0, 30 }, { 0, 0, 1 }, { 2, 3, 1 }
    };
    struct fraud_graph graph = { nodes, 4, edges, 4, 900, 400 };
    struct fraud_drawing drawing = fraud_graph_draw(&memory, &graph);
    assert_int_equal(drawing.nodes.count, 2);
    assert_int_equal(drawing.left_out, 2);
    assert_int_equal(drawing.edges.count, 2);
    assert_true(drawing.nodes.items[0].centre);
    graph.node_count = graph.edge_count = 0;
    drawing = fraud_graph_draw(&memory, &graph);
    assert_int_equal(drawing.nodes.count, 0);
    assert_int_equal(drawing.edges.count, 0);
}

static void curves_are_paths(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const struct fraud_chart_box box = { 10, 20, 100, 50 };
    // clang-format off
    static const struct fraud_point gap[] = {
        { 0, 0 }, { 0.5, 1 }, { NAN, 0 }, { 0.505, 0.5 }, { 0.505, 0.5 }, { 2, -1 },
    };
    // clang-format on
    assert_string_equal(fraud_chart_curve(&memory, gap, 0, box), "");
    assert_string_equal(fraud_chart_curve(&memory, gap, 2, box), "M10 70L60 20");
    assert_string_equal(fraud_chart_curve(&memory, gap, 6, box), "M10 70L60 20M60.5 45L110 70");
    assert_string_equal(fraud_chart_area(&memory, gap, 6, box),
                        "M10 70L60 20L60 70L10 70ZM60.5 45L110 70L110 70L60.5 70Z");
}

static void ticks_are_round(void **state)
{
    (void)state;
    // clang-format off
    static const struct {
        double least, most;
        int wanted;
        const char *labels;
    } cases[] = {
        { 0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0 " },
        { 0, 1, 4, "0.0 0.2 0.4 0.6 0.8 1.0 " },
        { 0, 1, 2, "0.0 0.5 1.0 " },
        { 0, 1000, 5, "0 200 400 600 800 1000 " },
        { 0, 3, 3, "0 1 2 3 " },
        { 0.1, 0.3, 4, "0.10 0.15 0.20 0.25 0.30 " },
        { -1, 1, 4, "-1.0 -0.5 0.0 0.5 1.0 " },
        { 3, 97, 5, "20 40 60 80 " },
        { 0, 0.9, 9, "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 " },
        { 0, 85000000, 4, "0 20000000 40000000 60000000 80000000 " },
        { 1, 1, 5, "" }, { 2, 1, 5, "" }, { 0, (double)INFINITY, 5, "" }, { (double)NAN, 1, 5, "" },
    };
    // clang-format on
    AUTO(arena) memory = { 0 };
    const struct fraud_chart_box box = { 40, 10, 200, 100 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO(text) labels = { 0 };
        struct fraud_ticks right = fraud_chart_ticks(&memory, cases[i].least, cases[i].most,
                                                     cases[i].wanted, AXIS_RIGHT, box);
        struct fraud_ticks up = fraud_chart_ticks(&memory, cases[i].least, cases[i].most,
                                                  cases[i].wanted, AXIS_UP, box);
        assert_int_equal(right.count, up.count);
        for (size_t k = 0; k < right.count; k++) {
            text_add_format(&labels, "%s ", right.items[k].label);
            assert_true(right.items[k].at >= 40 && right.items[k].at <= 240);
            assert_true(up.items[k].at >= 10 && up.items[k].at <= 110);
        }
        if (!text_same(text_of(&labels), cases[i].labels))
            fail_msg("%s, not %s", text_of(&labels), cases[i].labels);
    }
    struct fraud_ticks up = fraud_chart_ticks(&memory, 0, 1, 2, AXIS_UP, box);
    assert_int_equal(up.items[0].at, 110);
    assert_int_equal(up.items[1].at, 60);
    assert_int_equal(up.items[2].at, 10);
}

static void bars_stand_side_by_side(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const int64_t before[] = { 10, 30, 0, 0 }, after[] = { 5, 0, 0, 5 };
    const struct fraud_chart_box box = { 0, 0, 400, 90 };
    struct fraud_bars bars = fraud_chart_bars(&memory, before, after, 4, box);
    static const int64_t heights[4][2] = { { 30, 60 }, { 90, 0 }, { 0, 0 }, { 0, 60 } };
    assert_int_equal(bars.count, 4);
    assert_int_equal(bars.most_thousandths, 750);
    for (size_t i = 0; i < 4; i++) {
        const struct fraud_bar_pair *pair = &bars.items[i];
        assert_int_equal(pair->first_height, heights[i][0]);
        assert_int_equal(pair->second_height, heights[i][1]);
        assert_int_equal(pair->first_y + pair->first_height, 90);
        assert_int_equal(pair->second_y + pair->second_height, 90);
        assert_int_equal(pair->first_x + pair->width, pair->second_x);
        assert_int_equal(pair->second_x, 50 + 100 * (int64_t)i);
        assert_int_equal(pair->width, 40);
    }
    assert_int_equal(bars.items[0].second_thousandths, 500);
    const int64_t nothing[] = { 0, 0 };
    bars = fraud_chart_bars(&memory, nothing, nothing, 2, box);
    assert_int_equal(bars.most_thousandths, 0);
    assert_int_equal(bars.items[1].first_height, 0);
    assert_int_equal(fraud_chart_bars(&memory, nothing, nothing, 0, box).count, 0);
}

int fraud_graph_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_stand_apart),
        cmocka_unit_test(what_is_left_out_is_told),
        cmocka_unit_test(what_is_not_linked_is_left_out),
        cmocka_unit_test(curves_are_paths),
        cmocka_unit_test(ticks_are_round),
        cmocka_unit_test(bars_stand_side_by_side),
    };
    return cmocka_run_group_tests_name("graphs and charts", tests, NULL, NULL);
}
