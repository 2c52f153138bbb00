/* The surface over missing pixels with the least sum of weighted squares of curvatures and slopes: see surface.py. */
#include "kernels.h"

#define RELAXATION 1.5f

typedef struct {
    const float *weight; /* (pixels,) */
    int64_t step;        /* to the next pixel in its direction */
} Terms;

/* One step of successive over-relaxation at pixel p. Returns the largest change. */
static inline float relaxed(const Terms *curvature, const Terms *slope, int64_t channels, int64_t p, float *u) {
    float diagonal = 0, gradient[4] = {0}, largest = 0;
    const float *here = u + p * channels;
    for (int64_t d = 0; d < 4; d++) {
        int64_t step = curvature[d].step, far = step * channels;
        const float *weight = curvature[d].weight + p;
        float before = weight[-step], at = weight[0], after = weight[step];
        diagonal += before + 4 * at + after;
        for (int64_t c = 0; c < channels; c++) {
            const float *value = here + c;
            float a = value[-far], b = value[0], e = value[far];
            gradient[c] += before * (value[-2 * far] - 2 * a + b) - 2 * at * (a - 2 * b + e) +
                           after * (b - 2 * e + value[2 * far]);
        }
    }
    for (int64_t d = 0; d < 2; d++) {
        int64_t step = slope[d].step, far = step * channels;
        float before = slope[d].weight[p - step], after = slope[d].weight[p];
        diagonal += before + after;
        for (int64_t c = 0; c < channels; c++)
            gradient[c] += before * (here[c] - here[c - far]) + after * (here[c] - here[c + far]);
    }
    if (diagonal <= 0) return 0;
    for (int64_t c = 0; c < channels; c++) {
        float change = RELAXATION * gradient[c] / diagonal, size = magnitude(change);
        u[p * channels + c] -= change;
        if (size > largest) largest = size;
    }
    return largest;
}

/* Relaxes u (height, width, channels <= 4) at count places, none within two pixels of the border, until no value changes
   by more than tolerance in a sweep, or sweeps times. Weights: curvature (4, height, width), each stored at the middle one
   of three pixels along x, y or a diagonal; slope (2, height, width), each stored at the first of two pixels along x or y. */
EXPORT void smooth_surface(int64_t height, int64_t width, int64_t channels, const float *curvature, const float *slope,
                           int64_t count, const int64_t *places, int64_t sweeps, float tolerance, float *u) {
    int64_t size = height * width, steps[4] = {1, width, width + 1, width - 1};
    Terms curved[4], sloped[2];
    for (int64_t d = 0; d < 4; d++) curved[d] = (Terms){curvature + d * size, steps[d]};
    for (int64_t d = 0; d < 2; d++) sloped[d] = (Terms){slope + d * size, steps[d]};
    for (int64_t sweep = 0; sweep < sweeps; sweep++) {
        float largest = 0;
        for (int64_t k = 0; k < count; k++) {
            float change = relaxed(curved, sloped, channels, places[sweep % 2 ? count - 1 - k : k], u);
            if (change > largest) largest = change;
        }
        if (largest <= tolerance) return;
    }
}
