/* Functions shared by the kernels. Arrays are row-major; images are (height, width, channels).
   Sums have a fixed order and no result depends on threads, so equal input gives equal output. */
#ifndef CRFILL_KERNELS_H
#define CRFILL_KERNELS_H

#include <stdint.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* Minimum cut of a graph with n nodes and m edges: see cut.c. */
void minimum_cut(int32_t n, int32_t m, const int32_t *ends, const int32_t *slack, int32_t *gain, int32_t *taking,
                 int32_t *work);

static inline int64_t clamped(int64_t value, int64_t size) {
    return value < 0 ? 0 : value >= size ? size - 1 : value;
}

static inline float magnitude(float value) { return value < 0 ? -value : value; }

#endif
