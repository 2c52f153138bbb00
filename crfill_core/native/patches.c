/* Patches: the nearest ones by their descriptors, better matches near known ones, sums of overlapping patches. */
#include "kernels.h"

#if defined(__AVX2__) && defined(__FMA__) && !defined(__AVX512F__)
#include <immintrin.h>
#endif

#define LANES 16
#define TILE 4     /* queries compared at a time */
#define EARLY 2    /* blocks compared before all others */
#define LEAST (-3.402823466e+38f)

/* Vectors are as long as the processor's own, because compilers do poorly with longer ones. */
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

/* Lane by lane, a where mask is set and b elsewhere (all of type Ints). */
#define CHOSEN(mask, a, b) (((a) & (mask)) | ((b) & ~(mask)))

/* Fused where the processor can do that. Other sums must be rounded alike on every processor, but this one only ranks rows. */
static inline Floats multiplied_and_added(float factor, Floats values, Floats sum) {
#if defined(__AVX2__) && defined(__FMA__) && !defined(__AVX512F__)
    return (Floats)_mm256_fmadd_ps(_mm256_set1_ps(factor), (__m256)values, (__m256)sum);
#else
    return sum + factor * values;
#endif
}

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* Stores the columns from … to - 1 of rows (m, d) in blocks of LANES rows, each block column by column. The last block is
   completed with 0. */
static void pack_columns(int64_t m, int64_t d, int64_t from, int64_t to, const float *rows, float *packed) {
    for (int64_t block = 0; block * LANES < m; block++)
        for (int64_t k = from; k < to; k++)
            for (int64_t lane = 0; lane < LANES; lane++) {
                int64_t row = block * LANES + lane;
                *packed++ = row < m ? rows[row * d + k] : 0;
            }
}

/* Stores rows (m, d) for nearest: the first head columns of all blocks, the other columns of all blocks, half (m), tail (m)
   and places (m, 2). packed: (d + 4) numbers for each row, with m rounded up to a multiple of LANES. */
EXPORT void pack(int64_t m, int64_t d, int64_t head, const float *rows, const float *half, const float *tail,
                 const float *places, float *packed) {
    int64_t full = (m + LANES - 1) / LANES * LANES;
    float *halves = packed + full * d;
    pack_columns(m, d, 0, head, rows, packed);
    pack_columns(m, d, head, d, rows, packed + full * head);
    pack_columns(m, 1, 0, 1, half, halves);
    pack_columns(m, 1, 0, 1, tail, halves + full);
    pack_columns(m, 2, 0, 2, places, halves + 2 * full);
    for (int64_t lane = m; lane < full; lane++) halves[lane] = -LEAST; /* never nearest */
}

/* Adds to sums the products of TILE queries with a block of rows, over count columns. These are stored at column, and begin
   at index from of the queries. */
static inline void add_products(const float *const *query, int64_t from, const float *column, int64_t count,
                                Floats sums[TILE][PARTS]) {
    for (int64_t k = from; k < from + count; k++, column += LANES)
        for (int64_t part = 0; part < PARTS; part++) {
            Floats values = *(const Floats *)(column + part * VECTOR);
            for (int64_t i = 0; i < TILE; i++) sums[i][part] = multiplied_and_added(query[i][k], values, sums[i][part]);
        }
}

static inline int any(Ints mask) {
#if defined(__AVX2__) && defined(__FMA__) && !defined(__AVX512F__)
    return !_mm256_testz_si256((__m256i)mask, (__m256i)mask);
#else
    int32_t found = 0;
    for (int32_t lane = 0; lane < VECTOR; lane++) found |= mask[lane];
    return found;
#endif
}

static float greatest(const float *lanes) {
    float most = lanes[0];
    for (int32_t lane = 1; lane < LANES; lane++) most = lanes[lane] > most ? lanes[lane] : most;
    return most;
}

/* result (n): for each of the queries (n, d) the index of the row with the greatest product - half, the first one if
   several are equal. Only rows whose place is at least apart pixels from the query's place (n, 2) count. packed: the m
   rows, as pack stores them.
   A block of rows is skipped if its first head and its last columns show that none of its rows can be the nearest. This
   requires that the other columns add at most tail · reach (n) + slack (n) to a product, rounding errors of all sums
   included. guess: (n) rows that are likely to be near, or null; they do not change the result. */
EXPORT void nearest(int64_t n, int64_t m, int64_t d, int64_t head, int64_t last, const float *queries, const float *packed,
                    const float *query_places, float apart, const float *reach, const float *slack,
                    const int64_t *guess, int64_t *result) {
    int64_t blocks = (m + LANES - 1) / LANES, rest = d - head;
    const float *others = packed + blocks * LANES * head, *halves = others + blocks * LANES * rest;
    const float *tails = halves + blocks * LANES, *where = tails + blocks * LANES;
    Ints lanes;
    for (int32_t lane = 0; lane < VECTOR; lane++) lanes[lane] = lane;
    for (int64_t tile = 0; tile < n; tile += TILE) {
        int64_t count = least(TILE, n - tile);
        const float *query[TILE];
        /* For each query: the greatest product so far, the least bound of a row that may be nearest, and reach. */
        float top[TILE], needed[TILE], far_reaching[TILE];
        float best[TILE][LANES];
        int32_t best_row[TILE][LANES];
        for (int64_t i = 0; i < TILE; i++) { /* the last tile is completed with its first query */
            int64_t number = tile + (i < count ? i : 0);
            query[i] = queries + number * d;
            far_reaching[i] = reach[number];
            top[i] = needed[i] = LEAST;
            for (int64_t lane = 0; lane < LANES; lane++) {
                best[i][lane] = LEAST;
                best_row[i][lane] = 0;
            }
        }
        /* Blocks that probably hold near rows come first, without changing best, so that more of the others are skipped. */
        int64_t early[EARLY] = {0}, likely = guess ? guess[tile] : tile ? result[tile - 1] : 0;
        for (int64_t k = 0; k < EARLY; k++)
            early[k] = guess && k ? guess[tile + count - 1] / LANES : least(likely / LANES + k, blocks - 1);
        for (int64_t turn = -EARLY; turn < blocks; turn++) {
            int64_t block = turn < 0 ? early[turn + EARLY] : turn;
            const float *first = packed + block * LANES * head, *other = others + block * LANES * rest;
            Floats closeness[TILE][PARTS];
            for (int64_t part = 0; part < PARTS; part++) {
                Floats far = *(const Floats *)(halves + block * LANES + part * VECTOR);
                for (int64_t i = 0; i < TILE; i++) closeness[i][part] = -far;
            }
            add_products(query, 0, first, head, closeness);
            Ints hopeful = {0};
            for (int64_t part = 0; part < PARTS; part++) {
                Floats tail = *(const Floats *)(tails + block * LANES + part * VECTOR);
                for (int64_t i = 0; i < TILE; i++) {
                    Floats bound = multiplied_and_added(far_reaching[i], tail, closeness[i][part]);
                    for (int64_t k = rest - last; k < rest; k++) {
                        Floats values = *(const Floats *)(other + k * LANES + part * VECTOR);
                        bound = multiplied_and_added(query[i][head + k], values, bound);
                    }
                    hopeful |= bound >= needed[i];
                }
            }
            if (!any(hopeful)) continue;
            add_products(query, head, other, rest, closeness);
            for (int64_t i = 0; i < count; i++) {
                Ints better[PARTS], changed = {0};
                for (int64_t part = 0; part < PARTS; part++) {
                    better[part] = closeness[i][part] >= top[i];
                    if (apart > 0) {
                        const float *own = query_places + 2 * (tile + i);
                        const float *places_there = where + 2 * block * LANES + part * VECTOR;
                        Floats dy = *(const Floats *)places_there - own[0];
                        Floats dx = *(const Floats *)(places_there + LANES) - own[1];
                        better[part] &= (dy * dy + dx * dx) >= apart * apart;
                    }
                    changed |= better[part];
                }
                if (!any(changed)) continue;
                float seen[LANES];
                for (int64_t part = 0; part < PARTS; part++) {
                    Floats *value = (Floats *)(best[i] + part * VECTOR), now = closeness[i][part];
                    Ints *row = (Ints *)(best_row[i] + part * VECTOR), number = lanes + (int32_t)(block * LANES + part * VECTOR);
                    Ints taken = better[part] & (now > *value);
                    *(Floats *)(seen + part * VECTOR) = (Floats)CHOSEN(better[part], (Ints)now, (Ints)*value);
                    if (turn < 0) continue; /* it is compared again in its turn, so that of equal rows the first wins */
                    *value = (Floats)CHOSEN(taken, (Ints)now, (Ints)*value);
                    *row = CHOSEN(taken, number, *row);
                }
                float most = greatest(seen);
                top[i] = most > top[i] ? most : top[i];
                needed[i] = top[i] - slack[tile + i];
            }
            for (int64_t i = count; i < TILE; i++) needed[i] = needed[0];
        }
        for (int64_t i = 0; i < count; i++) {
            int32_t first = 0;
            for (int32_t lane = 1; lane < LANES; lane++)
                if (best[i][lane] > best[i][first] ||
                    (best[i][lane] == best[i][first] && best_row[i][lane] < best_row[i][first]))
                    first = lane;
            result[tile + i] = best_row[i][first];
        }
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

/* The known patches: see improve. */
typedef struct {
    int64_t height, width;
    const float *far, *table, *penalty;
} Known;

/* Whether a patch's error with the step (dy, dx) is less than error, which is then updated. place (2), query (2 WIDTH),
   trust: the patch's. */
static inline int nearer(const Known *known, const int64_t *place, const float *query, float trust, int64_t dy,
                         int64_t dx, float *error) {
    int64_t row = place[0] + dy, column = place[1] + dx;
    if (row < 0 || row >= known->height || column < 0 || column >= known->width) return 0;
    int64_t at = row * known->width + column;
    float fresh = known->penalty[at] + known->far[0] * (float)(dy * dy) + known->far[1] * (float)(dx * dx);
    if (!(fresh < *error)) return 0;
    const float *there = known->table + at * 2 * WIDTH;
    fresh += squared_distance(there, query);
    if (!(fresh < *error)) return 0;
    fresh += trust * squared_distance(there + WIDTH, query + WIDTH);
    if (!(fresh < *error)) return 0;
    *error = fresh;
    return 1;
}

/* For each of the n patches at wanted (n, 2): computes the error (n) of its current step in steps (n, 2), infinite where
   there is no known patch, then tries other steps and keeps any with a smaller error. For each of the k rows of neighbours
   (k, n) it tries the step that the patch with this number had before that row; then the patch's own step plus each of
   around (j, 2), one after another. Steps and places are (row, column).
   table (height, width, 2 WIDTH): the descriptors of the known patch and of the guide's patch at each place.
   penalty (height, width): infinite where there is no known patch.
   queries (n, 2 WIDTH), trust (n), far (2): see _Search in guide_synthesis.py. before: 2 n numbers. */
EXPORT void improve(int64_t n, int64_t height, int64_t width, const int64_t *wanted, const float *queries,
                    const float *trust, const float *far, const float *table, const float *penalty, int64_t k,
                    const int32_t *neighbours, int64_t j, const int64_t *around, int64_t *steps, float *error,
                    int64_t *before) {
    Known known = {height, width, far, table, penalty};
    for (int64_t i = 0; i < n; i++) {
        int64_t dy = steps[2 * i], dx = steps[2 * i + 1];
        error[i] = __builtin_inff();
        nearer(&known, wanted + 2 * i, queries + i * 2 * WIDTH, trust[i], dy, dx, error + i);
    }
    for (int64_t turn = 0; turn < k; turn++) {
        const int32_t *number = neighbours + turn * n;
        for (int64_t i = 0; i < 2 * n; i++) before[i] = steps[i];
        for (int64_t i = 0; i < n; i++) {
            const int64_t *own = before + 2 * i, *theirs = before + 2 * (int64_t)number[i];
            if (theirs[0] == own[0] && theirs[1] == own[1]) continue;
            if (!nearer(&known, wanted + 2 * i, queries + i * 2 * WIDTH, trust[i], theirs[0], theirs[1], error + i))
                continue;
            steps[2 * i] = theirs[0];
            steps[2 * i + 1] = theirs[1];
        }
    }
    for (int64_t i = 0; i < n; i++)
        for (int64_t turn = 0; turn < j; turn++) {
            int64_t dy = steps[2 * i] + around[2 * turn], dx = steps[2 * i + 1] + around[2 * turn + 1];
            if (!nearer(&known, wanted + 2 * i, queries + i * 2 * WIDTH, trust[i], dy, dx, error + i)) continue;
            steps[2 * i] = dy;
            steps[2 * i + 1] = dx;
        }
}

/* For each of n patches adds to total, at wanted (n, 2), its vote (n) times the patch of colour that is steps (n, 2)
   away, and to weight its vote. Patches have that side; places and steps are (row, column), wanted in row-major order.
   colour, total: (height, width, 3); weight: (height, width). */
EXPORT void overlay(int64_t n, int64_t side, int64_t width, const float *colour, const int64_t *wanted,
                    const int64_t *steps, const float *votes, float *total, float *weight) {
    /* From the last patch to the first, so that each pixel adds its patches in the order of its position in them. */
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
