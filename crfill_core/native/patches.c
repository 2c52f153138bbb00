/* Patches: the nearest ones by their descriptors, better matches near known ones, sums of overlapping patches. */
#include "kernels.h"

#if defined(__AVX2__) && defined(__FMA__) && !defined(__AVX512F__)
#include <immintrin.h>
#endif

#define LANES 16
#define TILE 4     /* queries compared at a time */
#define CHUNK 64   /* blocks of LANES rows that stay in the cache meanwhile */
#define LEAST (-3.402823466e+38f)

/* Vectors as long as the processor's own: compilers do poorly with longer ones. */
#if defined(__AVX512F__)
#define VECTOR 16
#elif defined(__AVX2__)
#define VECTOR 8
#else
#define VECTOR 4
#endif
#define PARTS (LANES / VECTOR)
typedef float Floats __attribute__((vector_size(4 * VECTOR), aligned(4)));
typedef int32_t Ints __attribute__((vector_size(4 * VECTOR), aligned(4)));

/* Lane by lane a where mask is set, b elsewhere (vectors of Ints). */
#define CHOSEN(mask, a, b) (((a) & (mask)) | ((b) & ~(mask)))

/* Fused where the processor can. Other sums must be rounded alike on every processor; this one only ranks rows. */
static inline Floats multiplied_and_added(float factor, Floats values, Floats sum) {
#if defined(__AVX2__) && defined(__FMA__) && !defined(__AVX512F__)
    return (Floats)_mm256_fmadd_ps(_mm256_set1_ps(factor), (__m256)values, (__m256)sum);
#else
    return sum + factor * values;
#endif
}

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* Stores rows (m, d) in blocks of LANES rows, each block column by column. The last block is completed with 0. */
static void pack(int64_t m, int64_t d, const float *rows, float *packed) {
    for (int64_t block = 0; block * LANES < m; block++)
        for (int64_t k = 0; k < d; k++)
            for (int64_t lane = 0; lane < LANES; lane++) {
                int64_t row = block * LANES + lane;
                packed[(block * d + k) * LANES + lane] = row < m ? rows[row * d + k] : 0;
            }
}

/* result (n): for each of the queries (n, d) the index of the row of rows (m, d) with the greatest product - half (m),
   the first of equal ones. Only rows count whose place (m, 2) is at least apart pixels from the query's place (n, 2).
   packed: (m rounded up to LANES) (d + 3) numbers; best, best_row: n LANES numbers each. */
EXPORT void nearest(int64_t n, int64_t m, int64_t d, const float *queries, const float *rows, const float *half,
                    const float *query_places, const float *places, float apart, float *packed, float *best,
                    int32_t *best_row, int64_t *result) {
    int64_t blocks = (m + LANES - 1) / LANES;
    float *halves = packed + blocks * LANES * d, *where = halves + blocks * LANES;
    pack(m, d, rows, packed);
    pack(m, 1, half, halves);
    pack(m, 2, places, where);
    for (int64_t lane = m; lane < blocks * LANES; lane++) halves[lane] = -LEAST; /* never nearest */
    for (int64_t k = 0; k < n * LANES; k++) {
        best[k] = LEAST;
        best_row[k] = 0;
    }
    Ints lanes;
    for (int32_t lane = 0; lane < VECTOR; lane++) lanes[lane] = lane;
    for (int64_t from = 0; from < blocks; from += CHUNK) {
        int64_t to = least(from + CHUNK, blocks);
        for (int64_t tile = 0; tile < n; tile += TILE) {
            int64_t count = least(TILE, n - tile);
            const float *query[TILE];
            for (int64_t i = 0; i < TILE; i++) query[i] = queries + (tile + (i < count ? i : 0)) * d;
            for (int64_t block = from; block < to; block++) {
                Floats closeness[TILE][PARTS];
                for (int64_t part = 0; part < PARTS; part++) {
                    Floats far = *(const Floats *)(halves + block * LANES + part * VECTOR);
                    for (int64_t i = 0; i < TILE; i++) closeness[i][part] = -far;
                }
                const float *column = packed + block * d * LANES;
                for (int64_t k = 0; k < d; k++, column += LANES)
                    for (int64_t part = 0; part < PARTS; part++) {
                        Floats values = *(const Floats *)(column + part * VECTOR);
                        for (int64_t i = 0; i < TILE; i++) closeness[i][part] = multiplied_and_added(query[i][k], values, closeness[i][part]);
                    }
                for (int64_t i = 0; i < count; i++)
                    for (int64_t part = 0; part < PARTS; part++) {
                        int64_t lane = (tile + i) * LANES + part * VECTOR;
                        Floats *value = (Floats *)(best + lane);
                        Ints *row = (Ints *)(best_row + lane);
                        Ints better = closeness[i][part] > *value;
                        if (apart > 0) {
                            const float *own = query_places + 2 * (tile + i);
                            const float *places_there = where + 2 * block * LANES + part * VECTOR;
                            Floats dy = *(const Floats *)places_there - own[0];
                            Floats dx = *(const Floats *)(places_there + LANES) - own[1];
                            better &= (dy * dy + dx * dx) >= apart * apart;
                        }
                        Ints number = lanes + (int32_t)(block * LANES + part * VECTOR);
                        *value = (Floats)CHOSEN(better, (Ints)closeness[i][part], (Ints)*value);
                        *row = CHOSEN(better, number, *row);
                    }
            }
        }
    }
    for (int64_t i = 0; i < n; i++) {
        const float *value = best + i * LANES;
        const int32_t *row = best_row + i * LANES;
        int32_t first = 0;
        for (int32_t lane = 1; lane < LANES; lane++)
            if (value[lane] > value[first] || (value[lane] == value[first] && row[lane] < row[first])) first = lane;
        result[i] = row[first];
    }
}

#define WIDTH 24 /* length of a patch's descriptor: DIMENSIONS in patches.py */

typedef float Eight __attribute__((vector_size(32), aligned(4)));

static inline float squared_distance(const float *a, const float *b) {
    Eight sum = {0};
    for (int32_t k = 0; k < WIDTH; k += 8) {
        Eight step = *(const Eight *)(a + k) - *(const Eight *)(b + k);
        sum += step * step;
    }
    return ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
}

/* For each of the n patches at wanted (n, 2) tries one more step, beside its present one of steps (n, 2), and writes the
   step with the smaller error (n) and that error into the new arrays. The step tried is that of the patch number (n),
   or, if number is null, the patch's own step plus by (2). Steps and places are (row, column).
   table (height, width, 2 WIDTH): the descriptors of the known patch and of the guide's patch at each place.
   penalty (height, width): infinite where there is no known patch.
   queries (n, 2 WIDTH), trust (n), far (2): see _Search in synthesis.py. */
EXPORT void better(int64_t n, int64_t height, int64_t width, const int64_t *wanted, const float *queries,
                   const float *trust, const float *far, const float *table, const float *penalty,
                   const int64_t *number, const int64_t *by, const int64_t *steps, const float *error,
                   int64_t *new_steps, float *new_error) {
    for (int64_t i = 0; i < n; i++) {
        const int64_t *from = steps + 2 * (number ? number[i] : i);
        int64_t dy = from[0] + (number ? 0 : by[0]), dx = from[1] + (number ? 0 : by[1]);
        new_steps[2 * i] = steps[2 * i];
        new_steps[2 * i + 1] = steps[2 * i + 1];
        new_error[i] = error[i];
        int64_t row = wanted[2 * i] + dy, column = wanted[2 * i + 1] + dx;
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        if (dy == steps[2 * i] && dx == steps[2 * i + 1] && error[i] < -LEAST) continue; /* the present step */
        int64_t at = row * width + column;
        float fresh = penalty[at] + far[0] * (float)(dy * dy) + far[1] * (float)(dx * dx);
        if (!(fresh < error[i])) continue;
        const float *known = table + at * 2 * WIDTH, *query = queries + i * 2 * WIDTH;
        fresh += squared_distance(known, query);
        if (!(fresh < error[i])) continue;
        fresh += trust[i] * squared_distance(known + WIDTH, query + WIDTH);
        if (!(fresh < error[i])) continue;
        new_steps[2 * i] = dy;
        new_steps[2 * i + 1] = dx;
        new_error[i] = fresh;
    }
}

/* For each of n patches adds to total, at wanted (n, 2), its vote (n) times the patch of colour that is steps (n, 2)
   away, and to weight its vote. Patches have that side; places and steps are (row, column), wanted in row-major order.
   colour, total: (height, width, 3); weight: (height, width). */
EXPORT void overlay(int64_t n, int64_t side, int64_t width, const float *colour, const int64_t *wanted,
                    const int64_t *steps, const float *votes, float *total, float *weight) {
    /* From the last patch to the first: then each pixel adds its patches in the order of its position in them. */
    for (int64_t i = n - 1; i >= 0; i--) {
        int64_t to = wanted[2 * i] * width + wanted[2 * i + 1];
        int64_t from = to + steps[2 * i] * width + steps[2 * i + 1];
        float vote = votes[i];
        for (int64_t dy = 0; dy < side; dy++, to += width, from += width) {
            const float *source = colour + 3 * from;
            float *sum = total + 3 * to, *counted = weight + to;
            for (int64_t k = 0; k < 3 * side; k++) sum[k] += vote * source[k];
            for (int64_t k = 0; k < side; k++) counted[k] += vote;
        }
    }
}

/* result (n, 3, side, side): the patches of an image (height, width, 3) with top left corners (row, column) (n, 2). */
EXPORT void cut_out(int64_t n, int64_t side, int64_t width, const float *image, const int64_t *corners, float *result) {
    for (int64_t i = 0; i < n; i++, result += 3 * side * side) {
        const float *corner = image + 3 * (corners[2 * i] * width + corners[2 * i + 1]);
        for (int64_t y = 0; y < side; y++)
            for (int64_t x = 0; x < side; x++)
                for (int64_t c = 0; c < 3; c++)
                    result[(c * side + y) * side + x] = corner[3 * (y * width + x) + c];
    }
}
