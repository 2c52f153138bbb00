/* The maps that seams compare: see seam_map.py. */
#include "kernels.h"

/* The places before and after place k of size places, mirrored at the first and the last, as OpenCV's filters do. */
static inline int64_t before(int64_t k, int64_t size) { return k > 0 ? k - 1 : size > 1; }
static inline int64_t after(int64_t k, int64_t size) { return k + 1 < size ? k + 1 : size > 1 ? size - 2 : 0; }

/* Writes the rows top to bottom - 1 of result (height, width, 5): colour (height, width, 3), then gradient times Sobel's
   slopes of grey across and down. grey (rows, width) begins with row first, and has one more row above and below where
   there is one. tiles (height / side, width / side), rounded up: squares of that side, which are left out where it is 0. */
EXPORT void seam_map(int64_t height, int64_t width, int64_t top, int64_t bottom, int64_t first, int64_t side,
                     const float *colour, const float *grey, const uint8_t *tiles, float gradient, float *result) {
    int64_t across = (width + side - 1) / side;
    for (int64_t y = top; y < bottom; y++) {
        const float *here = grey + (y - first) * width;
        const float *above = grey + (before(y, height) - first) * width;
        const float *below = grey + (after(y, height) - first) * width;
        for (int64_t tile = 0; tile < across; tile++) {
            if (!tiles[y / side * across + tile]) continue;
            int64_t end = (tile + 1) * side < width ? (tile + 1) * side : width;
            for (int64_t x = tile * side; x < end; x++) {
                int64_t left = before(x, width), right = after(x, width);
                float *to = result + (y * width + x) * 5;
                const float *from = colour + (y * width + x) * 3;
                for (int64_t c = 0; c < 3; c++) to[c] = from[c];
                float upper = above[right] - above[left], middle = here[right] - here[left];
                float lower = below[right] - below[left];
                to[3] = gradient * ((2 * middle + (upper + lower)) * 0.25f);
                to[4] = gradient * (((2 * below[x] + (below[left] + below[right])) -
                                     (2 * above[x] + (above[left] + above[right]))) * 0.25f);
            }
        }
    }
}
