/* Minimum cuts by Boykov and Kolmogorov's maximum flow (PAMI 26(9), 2004). A tree of nodes grows from each terminal, paths
   are augmented where the trees meet, and nodes that this cuts off from their tree are adopted by other nodes. */
#include "kernels.h"

#define NONE (-1)     /* parent of a node that is in no tree; end of a list of arcs */
#define TERMINAL (-2) /* parent of a node that is joined to its terminal */
#define ORPHAN (-3)   /* parent of a node that was cut off from its tree */
#define FAR INT32_MAX

typedef struct {
    int32_t n;
    int32_t *first;          /* a node's first arc; arcs 2e and 2e + 1 are the two directions of edge e */
    int32_t *next, *head, *left; /* an arc's successor in its node's list, where it leads, its residual capacity */
    int32_t *excess;         /* residual capacity from the source (> 0), or minus that to the sink (< 0) */
    int32_t *parent;         /* arc to the parent */
    int32_t *stamp, *depth;  /* the time at which a node's depth in its tree was valid, and this depth */
    int32_t *in_sink;        /* whether a node in a tree is in the sink's tree */
    int32_t *queued, *queue; /* ring of nodes that may grow */
    int32_t *orphans;        /* ring of nodes to be adopted */
    int32_t queue_at, queue_size, orphans_at, orphans_size;
    int32_t time;
} Graph;

static void enqueue(Graph *g, int32_t i) {
    if (g->queued[i]) return;
    g->queued[i] = 1;
    int32_t at = g->queue_at + g->queue_size++;
    g->queue[at >= g->n ? at - g->n : at] = i;
}

static int32_t dequeue(Graph *g) {
    int32_t i = g->queue[g->queue_at];
    g->queue_at = g->queue_at + 1 == g->n ? 0 : g->queue_at + 1;
    g->queue_size--;
    g->queued[i] = 0;
    return i;
}

static void orphan_first(Graph *g, int32_t i) {
    g->parent[i] = ORPHAN;
    g->orphans_at = g->orphans_at == 0 ? g->n - 1 : g->orphans_at - 1;
    g->orphans_size++;
    g->orphans[g->orphans_at] = i;
}

static void orphan_last(Graph *g, int32_t i) {
    g->parent[i] = ORPHAN;
    int32_t at = g->orphans_at + g->orphans_size++;
    g->orphans[at >= g->n ? at - g->n : at] = i;
}

/* Residual capacity between an arc's tail, in the source's or the sink's tree, and its head, in the direction of flow. */
static inline int32_t outward(const Graph *g, int32_t arc, int32_t in_sink) { return g->left[in_sink ? arc ^ 1 : arc]; }

/* Grows the tree at node i. Returns an arc from the source's tree to the sink's if they meet there, else NONE. */
static int32_t grown(Graph *g, int32_t i) {
    int32_t in_sink = g->in_sink[i];
    for (int32_t a = g->first[i]; a != NONE; a = g->next[a]) {
        if (!outward(g, a, in_sink)) continue;
        int32_t j = g->head[a];
        if (g->parent[j] == NONE) {
            g->in_sink[j] = in_sink;
            g->parent[j] = a ^ 1;
            g->stamp[j] = g->stamp[i];
            g->depth[j] = g->depth[i] + 1;
            enqueue(g, j);
        } else if (g->in_sink[j] != in_sink) {
            return in_sink ? a ^ 1 : a;
        } else if (g->stamp[j] <= g->stamp[i] && g->depth[j] > g->depth[i]) {
            g->parent[j] = a ^ 1;
            g->stamp[j] = g->stamp[i];
            g->depth[j] = g->depth[i] + 1;
        }
    }
    return NONE;
}

static int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

/* Pushes as much flow as fits along the path from source to sink through the arc middle. */
static void augment(Graph *g, int32_t middle) {
    int32_t ends[2] = {g->head[middle ^ 1], g->head[middle]};
    int32_t flow = g->left[middle];
    for (int32_t side = 0; side < 2; side++) {
        int32_t i = ends[side];
        for (; g->parent[i] != TERMINAL; i = g->head[g->parent[i]])
            flow = smaller(flow, g->left[side ? g->parent[i] : g->parent[i] ^ 1]);
        flow = smaller(flow, side ? -g->excess[i] : g->excess[i]);
    }
    g->left[middle] -= flow;
    g->left[middle ^ 1] += flow;
    for (int32_t side = 0; side < 2; side++) {
        int32_t i = ends[side];
        while (g->parent[i] != TERMINAL) {
            int32_t arc = g->parent[i], used = side ? arc : arc ^ 1, above = g->head[arc];
            g->left[used] -= flow;
            g->left[used ^ 1] += flow;
            if (!g->left[used]) orphan_first(g, i);
            i = above;
        }
        g->excess[i] += side ? flow : -flow;
        if (!g->excess[i]) orphan_first(g, i);
    }
}

/* The number of arcs from node i to its terminal, or FAR if an orphan is on the way. Depths that are valid at the current
   time are used, and stored for the nodes on the way. */
static int32_t steps_to_root(Graph *g, int32_t i) {
    int32_t steps = 0, j = i;
    for (;;) {
        if (g->stamp[j] == g->time) {
            steps += g->depth[j];
            break;
        }
        int32_t arc = g->parent[j];
        steps++;
        if (arc == TERMINAL) {
            g->stamp[j] = g->time;
            g->depth[j] = 1;
            break;
        }
        if (arc == ORPHAN) return FAR;
        j = g->head[arc];
    }
    int32_t depth = steps;
    for (j = i; g->stamp[j] != g->time; j = g->head[g->parent[j]]) {
        g->stamp[j] = g->time;
        g->depth[j] = depth--;
    }
    return steps;
}

/* Gives an orphan a new parent in its tree. If there is none, removes it from the tree and makes its children orphans. */
static void adopt(Graph *g, int32_t i) {
    int32_t in_sink = g->in_sink[i], best = NONE, least = FAR;
    for (int32_t a = g->first[i]; a != NONE; a = g->next[a]) {
        int32_t j = g->head[a];
        if (!outward(g, a ^ 1, in_sink) || g->parent[j] == NONE || g->in_sink[j] != in_sink) continue;
        int32_t steps = steps_to_root(g, j);
        if (steps < least) {
            best = a;
            least = steps;
        }
    }
    g->parent[i] = best;
    if (best != NONE) {
        g->stamp[i] = g->time;
        g->depth[i] = least + 1;
        return;
    }
    for (int32_t a = g->first[i]; a != NONE; a = g->next[a]) {
        int32_t j = g->head[a], above = g->parent[j];
        if (above == NONE || g->in_sink[j] != in_sink) continue;
        if (outward(g, a ^ 1, in_sink)) enqueue(g, j);
        if (above >= 0 && g->head[above] == i) orphan_last(g, j);
    }
}

static void maximise(Graph *g) {
    for (int32_t i = 0; i < g->n; i++) {
        g->stamp[i] = g->queued[i] = 0;
        g->depth[i] = 1;
        g->in_sink[i] = g->excess[i] < 0;
        g->parent[i] = g->excess[i] ? TERMINAL : NONE;
        if (g->excess[i]) enqueue(g, i);
    }
    while (g->queue_size) {
        int32_t i = dequeue(g);
        while (g->parent[i] != NONE) {
            int32_t middle = grown(g, i);
            g->time++;
            if (middle == NONE) break;
            augment(g, middle);
            while (g->orphans_size) {
                int32_t orphan = g->orphans[g->orphans_at];
                g->orphans_at = g->orphans_at + 1 == g->n ? 0 : g->orphans_at + 1;
                g->orphans_size--;
                adopt(g, orphan);
            }
        }
    }
}

/* Minimises the sum of gain_i x_i and of slack_e (1 - x_p) x_q over x in {0, 1}, where (p, q) = ends_e.
   Of several minima it finds the one with the fewest ones. taking (n): the result x. gain (n) is overwritten.
   work: 8 n + 6 m numbers. Absolute gains and slacks must be less than 2^30. */
EXPORT void minimum_cut(int32_t n, int32_t m, const int32_t *ends, const int32_t *slack, int32_t *gain,
                        int32_t *taking, int32_t *work) {
    Graph g = {.n = n, .excess = gain};
    int32_t **per_node[] = {&g.first, &g.parent, &g.stamp, &g.depth, &g.in_sink, &g.queued, &g.queue, &g.orphans};
    for (int32_t k = 0; k < 8; k++, work += n) *per_node[k] = work;
    g.next = work;
    g.head = work + 2 * m;
    g.left = work + 4 * m;
    for (int32_t i = 0; i < n; i++) g.first[i] = NONE;
    for (int32_t e = 0; e < m; e++) {
        for (int32_t side = 0; side < 2; side++) {
            int32_t arc = 2 * e + side, tail = ends[arc];
            g.head[arc] = ends[arc ^ 1];
            g.left[arc] = side ? 0 : slack[e];
            g.next[arc] = g.first[tail];
            g.first[tail] = arc;
        }
    }
    maximise(&g);
    /* x is 1 for exactly the nodes from which the sink can still be reached. */
    for (int32_t i = 0; i < n; i++) taking[i] = g.parent[i] != NONE && g.in_sink[i];
}
