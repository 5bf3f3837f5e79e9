/* Fraud, trees: nodes in one array, children behind their parents. */
#include "shop/fraud/fraud_trees.h"

#include <jansson.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* A leaf has column -1 and its value in `bound`. */
struct node {
    float bound;
    int32_t column;
    uint32_t below, other, missing; /* where to go on: value < bound, not so, not there */
};

struct fraud_trees {
    struct node *nodes;
    size_t count, room;
    uint32_t *roots;
    size_t root_count;
};

enum { NODES_MAX = 1 << 22, DEPTH_MAX = 40 };

struct fraud_trees *fraud_trees_new(void)
{
    return must_take(sizeof(struct fraud_trees));
}

void fraud_trees_free(struct fraud_trees *trees)
{
    if (!trees)
        return;
    free(trees->nodes);
    free(trees->roots);
    free(trees);
}

static uint32_t add_node(struct fraud_trees *trees)
{
    if (trees->count == trees->room) {
        trees->room = trees->room ? trees->room * 2 : 1024;
        trees->nodes = must_resize(trees->nodes, trees->room * sizeof *trees->nodes);
    }
    return (uint32_t)trees->count++;
}

/* "f12" is column 12. */
static bool read_column(const json_t *json, size_t columns, int32_t *ret_column)
{
    const char *name = json_string_value(json);
    char *end;
    if (!name || name[0] != 'f')
        return false;
    unsigned long column = strtoul(name + 1, &end, 10);
    *ret_column = (int32_t)column;
    return *end == 0 && end > name + 1 && column < columns;
}

static const json_t *child_of(const json_t *node, const char *name)
{
    json_int_t wanted = json_integer_value(json_object_get(node, name));
    const json_t *children = json_object_get(node, "children");
    for (size_t i = 0; i < json_array_size(children); i++) {
        const json_t *child = json_array_get(children, i);
        if (json_integer_value(json_object_get(child, "nodeid")) == wanted)
            return child;
    }
    return NULL;
}

/* Depth first; the depth is the model's own, and bounded. */
static bool read_node(struct fraud_trees *trees, const json_t *json, size_t columns, int depth,
                      uint32_t *ret_place)
{
    uint32_t place = add_node(trees), below = 0, other = 0;
    const json_t *leaf = json_object_get(json, "leaf");
    struct node node = { .column = -1 };
    *ret_place = place;
    if (!json_is_object(json) || depth > DEPTH_MAX || trees->count > NODES_MAX)
        return false;
    if (leaf) {
        node.bound = (float)json_number_value(leaf);
        trees->nodes[place] = node;
        return json_is_number(leaf);
    }
    const json_t *yes = child_of(json, "yes"), *no = child_of(json, "no");
    const json_t *bound = json_object_get(json, "split_condition");
    if (!yes || !no || !json_is_number(bound) ||
        !read_column(json_object_get(json, "split"), columns, &node.column) ||
        !read_node(trees, yes, columns, depth + 1, &below) ||
        !read_node(trees, no, columns, depth + 1, &other))
        return false;
    node.bound = (float)json_number_value(bound);
    node.below = below;
    node.other = other;
    node.missing = child_of(json, "missing") == no ? other : below;
    trees->nodes[place] = node;
    return true;
}

bool fraud_trees_add(struct fraud_trees *trees, const char *const *dumps, size_t count,
                     size_t columns)
{
    trees->roots = must_resize(trees->roots, (trees->root_count + count + 1) * sizeof(uint32_t));
    for (size_t i = 0; i < count; i++) {
        json_t *json = json_loads(dumps[i], 0, NULL);
        bool good = json && read_node(trees, json, columns, 0, &trees->roots[trees->root_count]);
        json_decref(json);
        if (!good)
            return false;
        trees->root_count++;
    }
    return true;
}

double fraud_trees_sum(const struct fraud_trees *trees, const float *columns)
{
    /* XGBoost adds in single precision, in this order: so the sum is the same to the last bit. */
    float sum = 0;
    for (size_t i = 0; i < trees->root_count; i++) {
        const struct node *node = &trees->nodes[trees->roots[i]];
        while (node->column >= 0) {
            float value = columns[node->column];
            node = &trees->nodes[isnan(value)          ? node->missing
                                 : value < node->bound ? node->below
                                                       : node->other];
        }
        sum += node->bound;
    }
    return (double)sum;
}
