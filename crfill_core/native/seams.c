/* Costs of the seams where two shifts meet, and moves by which a shift takes over pixels of others. */
#include "kernels.h"

/* One level: see crfill_core.references.assembly.energy.Energy. */
typedef struct {
    int64_t height, width, channels;
    int64_t index_left, index_top, index_width;
    const float *map;              /* (height, width, channels) */
    const int32_t *index;          /* numbers of the hole's pixels, else -1, in a box around them and their neighbours */
    const int64_t *rows, *columns; /* of the hole's pixels, by number */
} Field;

static const float *place(const Field *f, int64_t pixel, const int64_t *shift) {
    int64_t row = clamped(f->rows[pixel] + shift[1], f->height);
    int64_t column = clamped(f->columns[pixel] + shift[0], f->width);
    return f->map + (row * f->width + column) * f->channels;
}

static inline float difference(const Field *f, const float *a, const float *b) {
    float sum = 0;
    for (int64_t c = 0; c < f->channels; c++) sum += magnitude(a[c] - b[c]);
    return sum;
}

/* result (n): the difference between what shifts ours and theirs (n, 2) show at each of the hole's pixels (n). */
EXPORT void seam(const Field *f, int64_t n, const int64_t *pixels, const int64_t *ours, const int64_t *theirs,
                 float *result) {
    for (int64_t k = 0; k < n; k++)
        result[k] = difference(f, place(f, pixels[k], ours + 2 * k), place(f, pixels[k], theirs + 2 * k));
}

/* value * unit as the nearest integer (halves to even), limited to less than 2^30. Adding 1.5 * 2^52 rounds, so no
   mathematical library is needed. */
static int32_t in_units(double value, double unit) {
    const double shove = 6755399441055744.0;
    double limit = 1073741823.0, scaled = value * unit;
    scaled = scaled > limit ? limit : scaled < -limit ? -limit : scaled;
    return (int32_t)((scaled + shove) - shove);
}

static inline int same(const int64_t *a, const int64_t *b) { return a[0] == b[0] && a[1] == b[1]; }

/* Lets a shift (2) take over the set of the hole's pixels (n) that lowers the energy most. costs (n): the shift's data
   costs there; only pixels with costs below forbidden change. Updates shifts (N, 2) and data_cost (N); returns how many
   pixels changed. unit: the integer capacity of a cost of 1. number (N): all -1, before and after. work: 32 n numbers;
   sums: n numbers. */
EXPORT int64_t move(const Field *f, int64_t n, const int64_t *pixels, const float *costs, const int64_t *shift,
                    int64_t *shifts, float *data_cost, float forbidden, double unit, int32_t *number, int32_t *work,
                    double *sums) {
    int32_t *open = work, *gain = work + n, *taking = work + 2 * n;
    int32_t *ends = work + 3 * n, *slack = work + 7 * n; /* at most two edges per pixel */
    float *steps = (float *)(work + 9 * n); /* from what a pixel shows to what it would show; the cut uses this memory later */
    int32_t count = 0, edges = 0, any = 0;
    for (int64_t k = 0; k < n; k++) {
        const int64_t *now = shifts + 2 * pixels[k];
        if (!(costs[k] < forbidden) || same(now, shift)) continue;
        number[pixels[k]] = count;
        sums[count] = (double)(costs[k] - data_cost[pixels[k]]);
        steps[count] = difference(f, place(f, pixels[k], now), place(f, pixels[k], shift));
        open[count++] = (int32_t)k;
    }
    for (int32_t i = 0; i < count; i++) {
        int64_t mine = pixels[open[i]], row = f->rows[mine], column = f->columns[mine];
        for (int32_t side = 0; side < 4; side++) { /* right, below, left, above */
            int64_t y = row + (side == 1) - (side == 3), x = column + (side == 0) - (side == 2);
            if (y < 0 || y >= f->height || x < 0 || x >= f->width) continue;
            int64_t other = f->index[(y - f->index_top) * f->index_width + x - f->index_left];
            if (other < 0 || (side > 1 && number[other] >= 0)) continue; /* seen from the other pixel */
            int64_t p = side > 1 ? other : mine, q = side > 1 ? mine : other;
            const int64_t *a = shifts + 2 * p, *b = shifts + 2 * q;
            /* Energy of x (1 = takes the shift): keep + (only_p - keep) x_p - only_p x_q + slack (1 - x_p) x_q
               if both pixels may take the shift; a pixel without a number keeps its own. Between two pixels with the same
               shift (a = b) keep is 0, and only_p = only_q is the sum of their own steps. */
            int alike = same(a, b), p_open = number[p] >= 0, q_open = number[q] >= 0;
            float p_step = p_open ? steps[number[p]] : 0, q_step = q_open ? steps[number[q]] : 0;
            float keep = 0, only_p, only_q;
            const float *ps = 0, *pb = 0, *qs = 0, *qa = 0;
            if (!alike || !p_open || !q_open) {
                ps = place(f, p, shift), pb = place(f, p, b);
                qs = place(f, q, shift), qa = place(f, q, a);
                if (!p_open) p_step = difference(f, place(f, p, a), ps);
                if (!q_open) q_step = difference(f, place(f, q, b), qs);
            }
            if (alike) {
                only_p = only_q = p_step + q_step;
            } else {
                keep = difference(f, place(f, p, a), pb) + difference(f, qa, place(f, q, b));
                only_p = difference(f, ps, pb) + q_step;
                only_q = p_step + difference(f, qa, qs);
            }
            if (!p_open) {
                sums[i] += only_q - keep;
            } else if (!q_open) {
                sums[i] += only_p - keep;
            } else {
                float excess = only_q + only_p - keep;
                sums[i] += only_p - keep;
                sums[number[q]] -= only_p;
                ends[2 * edges] = i;
                ends[2 * edges + 1] = number[q];
                slack[edges++] = excess > 0 ? in_units(excess, unit) : 0;
            }
        }
    }
    for (int32_t i = 0; i < count; i++) {
        gain[i] = in_units(sums[i], unit);
        any |= gain[i] < 0;
        number[pixels[open[i]]] = -1;
    }
    if (!any) return 0;
    minimum_cut(count, edges, ends, slack, gain, taking, work + 9 * n);
    int64_t changed = 0;
    for (int32_t i = 0; i < count; i++) {
        if (!taking[i]) continue;
        int64_t pixel = pixels[open[i]];
        shifts[2 * pixel] = shift[0];
        shifts[2 * pixel + 1] = shift[1];
        data_cost[pixel] = costs[open[i]];
        changed++;
    }
    return changed;
}

/* The index of the step, of count steps (count, 2), by which a region's shift (2) should change so that its rim costs
   least. The first step must be (0, 0). Other steps must lead all n pixels of the region to places where usable (height,
   width) is not 0. The cost of a rim is that of its m seams, from inner to outer pixels (m), plus, for each of k known
   neighbours beside (k, 3: number, row, column), border times the difference in the map's first three channels between
   the neighbour and its source. This difference is at most cap, and it is cap where known (height, width) of the source
   is 0. */
EXPORT int64_t best_step(const Field *f, const uint8_t *usable, const uint8_t *known, int64_t n, const int64_t *pixels,
                         int64_t m, const int64_t *inner, const int64_t *outer, int64_t k, const int64_t *beside,
                         const int64_t *shifts, const int64_t *shift, int64_t count, const int64_t *steps, float border,
                         float cap) {
    int64_t best = 0;
    double least = 0;
    for (int64_t number = 0; number < count; number++) {
        int64_t moved[2] = {shift[0] + steps[2 * number], shift[1] + steps[2 * number + 1]};
        int64_t served = number ? 0 : n;
        for (; served < n; served++) {
            int64_t y = f->rows[pixels[served]] + moved[1], x = f->columns[pixels[served]] + moved[0];
            if (y < 0 || y >= f->height || x < 0 || x >= f->width || !usable[y * f->width + x]) break;
        }
        if (served < n) continue;
        double cost = 0;
        for (int64_t e = 0; e < m; e++) {
            const int64_t *theirs = shifts + 2 * outer[e];
            cost += difference(f, place(f, inner[e], moved), place(f, inner[e], theirs));
            cost += difference(f, place(f, outer[e], moved), place(f, outer[e], theirs));
        }
        for (int64_t e = 0; e < k; e++) {
            int64_t row = beside[3 * e + 1], column = beside[3 * e + 2];
            int64_t there = clamped(row + moved[1], f->height) * f->width + clamped(column + moved[0], f->width);
            const float *a = f->map + there * f->channels, *b = f->map + (row * f->width + column) * f->channels;
            float step = cap;
            if (known[there]) step = magnitude(a[0] - b[0]) + magnitude(a[1] - b[1]) + magnitude(a[2] - b[2]);
            cost += border * (step < cap ? step : cap);
        }
        if (!number || cost < least) {
            best = number;
            least = cost;
        }
    }
    return best;
}
