/* Conjugate gradients for the screened Poisson equation, preconditioned by a multigrid cycle: see poisson.py. */
#include "kernels.h"

#define SMOOTHING 2 /* Jacobi steps before and after each visit to a coarser grid */
#define COARSE_STEPS 64 /* Jacobi steps on the coarsest grid */
#define DAMPING 0.8f
#define LIMIT 200 /* iterations of conjugate gradients */

/* The equation on one grid; all arrays but none are (height, width). mask: 1 inside the region, else 0; inverse: mask /
   diagonal. u, right, spare: memory of the cycle. none: width zeros. */
typedef struct {
    int64_t height, width;
    const float *mask, *inverse, *diagonal;
    float *u, *right, *spare, *none;
} Grid;

/* Row y of (screen - Laplacian) u; u is 0 outside the region. */
static inline void applied_row(const Grid *g, const float *u, int64_t y, float *out) {
    int64_t width = g->width, last = width - 1;
    const float *row = u + y * width, *diagonal = g->diagonal + y * width, *mask = g->mask + y * width;
    const float *above = y > 0 ? row - width : g->none, *below = y + 1 < g->height ? row + width : g->none;
    for (int64_t x = 1; x < last; x++)
        out[x] = (diagonal[x] * row[x] - above[x] - below[x] - row[x - 1] - row[x + 1]) * mask[x];
    out[0] = (diagonal[0] * row[0] - above[0] - below[0] - (last > 0 ? row[1] : 0)) * mask[0];
    if (last > 0)
        out[last] = (diagonal[last] * row[last] - above[last] - below[last] - row[last - 1]) * mask[last];
}

static void apply(const Grid *g, const float *u, float *out) {
    for (int64_t y = 0; y < g->height; y++) applied_row(g, u, y, out + y * g->width);
}

/* One damped Jacobi step from u to out. */
static void smooth(const Grid *g, const float *u, const float *right, float *out) {
    for (int64_t y = 0; y < g->height; y++) {
        int64_t at = y * g->width;
        float *to = out + at;
        const float *from = u + at, *wanted = right + at, *inverse = g->inverse + at;
        applied_row(g, u, y, to);
        for (int64_t x = 0; x < g->width; x++) to[x] = from[x] + DAMPING * inverse[x] * (wanted[x] - to[x]);
    }
}

static void smooth_times(const Grid *g, int64_t pairs, const float *right) {
    for (int64_t k = 0; k < pairs; k++) {
        smooth(g, g->u, right, g->spare);
        smooth(g, g->spare, right, g->u);
    }
}

/* Puts an approximate solution into g->u by a V-cycle that starts from zero. The cycle is symmetric, as conjugate gradients
   require. */
static void cycle(const Grid *g, int64_t coarser, const float *right) {
    int64_t height = g->height, width = g->width;
    float *first = g->spare; /* the first step, from zero; after an odd number of further steps the result is in u */
    for (int64_t k = 0; k < height * width; k++) first[k] = DAMPING * g->inverse[k] * right[k];
    smooth(g, g->spare, right, g->u);
    if (!coarser) {
        smooth_times(g, COARSE_STEPS / 2 - 1, right);
        return;
    }
    smooth_times(g, SMOOTHING / 2 - 1, right);
    const Grid *below = g + 1;
    apply(g, g->u, g->spare);
    for (int64_t y = 0; y < below->height; y++)
        for (int64_t x = 0; x < below->width; x++) {
            float sum = 0;
            for (int64_t v = 2 * y; v < 2 * y + 2 && v < height; v++)
                for (int64_t w = 2 * x; w < 2 * x + 2 && w < width; w++) {
                    int64_t at = v * width + w;
                    sum += right[at] - g->spare[at];
                }
            below->right[y * below->width + x] = sum * below->mask[y * below->width + x];
        }
    cycle(below, coarser - 1, below->right);
    for (int64_t y = 0; y < height; y++)
        for (int64_t x = 0; x < width; x++) {
            int64_t at = y * width + x, there = y / 2 * below->width + x / 2;
            g->u[at] += below->u[there] * below->mask[there] * g->mask[at];
        }
    smooth_times(g, SMOOTHING / 2, right);
}

static double product(const float *a, const float *b, int64_t count) {
    double sums[8] = {0}, total = 0;
    int64_t k = 0;
    for (; k + 8 <= count; k += 8)
        for (int64_t lane = 0; lane < 8; lane++) sums[lane] += (double)a[k + lane] * b[k + lane];
    for (; k < count; k++) sums[0] += (double)a[k] * b[k];
    for (int64_t lane = 0; lane < 8; lane++) total += sums[lane];
    return total;
}

/* Solves for u, which must be 0, on the first of count grids; each further grid has half the resolution. residual: the
   right side, which is overwritten. direction, moved: (height, width) numbers of memory. Ends once the residual's norm is
   at most tolerance times the right side's, or after LIMIT iterations. */
EXPORT void solve_poisson(const Grid *grids, int64_t count, double tolerance, float *u, float *residual,
                          float *direction, float *moved) {
    int64_t size = grids->height * grids->width;
    double goal = tolerance * tolerance * product(residual, residual, size);
    cycle(grids, count - 1, residual);
    for (int64_t k = 0; k < size; k++) direction[k] = grids->u[k];
    double fit = product(residual, direction, size);
    for (int64_t round = 0; round < LIMIT; round++) {
        if (product(residual, residual, size) <= goal || fit <= 0) return;
        apply(grids, direction, moved);
        float step = (float)(fit / product(direction, moved, size));
        for (int64_t k = 0; k < size; k++) {
            u[k] += step * direction[k];
            residual[k] -= step * moved[k];
        }
        cycle(grids, count - 1, residual);
        double before = fit;
        fit = product(residual, grids->u, size);
        float share = (float)(fit / before);
        for (int64_t k = 0; k < size; k++) direction[k] = grids->u[k] + share * direction[k];
    }
}
