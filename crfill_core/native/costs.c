/* The cost of a shift at the single places of a box. Energy.data averages these costs over patches. */
#include "kernels.h"

#define BLOCK 8

typedef float Eight __attribute__((vector_size(4 * BLOCK), aligned(4)));

/* One level. guide (guide_height, guide_width, channels): channels that count fully (a multiple of BLOCK), then four
   whose differences are multiplied by the confidence, then four whose differences are multiplied by 1 - confidence.
   confidence: (guide_height, guide_width). Guide and confidence are read enlarged linearly by factor, to the level's size.
   known, usable: (height, width). features (height, width, feature_channels): vectors of unit length, or null. */
typedef struct {
    int64_t height, width, factor, guide_height, guide_width, channels, feature_channels;
    const float *colour; /* (height, width, 3) */
    const uint8_t *known, *usable;
    const float *guide, *confidence, *features;
    float feature_weight, ring, cap;
} Costs;

static inline float sum_of(Eight v) { return ((v[0] + v[4]) + (v[1] + v[5])) + ((v[2] + v[6]) + (v[3] + v[7])); }

static inline Eight magnitudes(Eight v) {
    typedef int32_t Bits __attribute__((vector_size(4 * BLOCK), aligned(4)));
    return (Eight)((Bits)v & 0x7fffffff);
}

/* Where a place of the level is in the guide: the four pixels of the guide around it, and the share of each. */
typedef struct {
    int64_t at[4];
    float share[4];
} Spot;

static Spot spot(const Costs *c, int64_t y, int64_t x) {
    float factor = (float)c->factor;
    float row = ((float)y + 0.5f) / factor - 0.5f, column = ((float)x + 0.5f) / factor - 0.5f;
    int64_t top = row < 0 ? -1 : (int64_t)row, left = column < 0 ? -1 : (int64_t)column;
    float down = row - (float)top, across = column - (float)left;
    int64_t rows[2] = {clamped(top, c->guide_height), clamped(top + 1, c->guide_height)};
    int64_t columns[2] = {clamped(left, c->guide_width), clamped(left + 1, c->guide_width)};
    Spot s;
    for (int64_t k = 0; k < 4; k++) {
        s.at[k] = rows[k / 2] * c->guide_width + columns[k % 2];
        s.share[k] = (k / 2 ? down : 1 - down) * (k % 2 ? across : 1 - across);
    }
    return s;
}

static inline Eight block_of(const float *pixel, int64_t block) { return *(const Eight *)(pixel + BLOCK * block); }

static Eight sampled_block(const Costs *c, const Spot *s, int64_t block) {
    Eight sum = {0};
    for (int64_t k = 0; k < 4; k++) sum += s->share[k] * block_of(c->guide + s->at[k] * c->channels, block);
    return sum;
}

/* The weighted difference between the guide's maps at the places (y, x) and (v, u). */
static float guide_change(const Costs *c, int64_t y, int64_t x, int64_t v, int64_t u) {
    int64_t blocks = c->channels / BLOCK;
    Eight sum = {0}, last;
    float sure = 0;
    if (c->factor == 1) {
        int64_t at = y * c->width + x;
        const float *here = c->guide + at * c->channels, *there = c->guide + (v * c->width + u) * c->channels;
        for (int64_t k = 0; k + 1 < blocks; k++) sum += magnitudes(block_of(here, k) - block_of(there, k));
        last = magnitudes(block_of(here, blocks - 1) - block_of(there, blocks - 1));
        sure = c->confidence[at];
    } else {
        Spot here = spot(c, y, x), there = spot(c, v, u);
        for (int64_t k = 0; k + 1 < blocks; k++)
            sum += magnitudes(sampled_block(c, &here, k) - sampled_block(c, &there, k));
        last = magnitudes(sampled_block(c, &here, blocks - 1) - sampled_block(c, &there, blocks - 1));
        for (int64_t k = 0; k < 4; k++) sure += here.share[k] * c->confidence[here.at[k]];
    }
    float rest = 1 - sure;
    Eight shares = {sure, sure, sure, sure, rest, rest, rest, rest};
    return sum_of(sum + shares * last);
}

static float likeness(const float *a, const float *b, int64_t count) {
    Eight sum = {0};
    int64_t k = 0;
    for (; k + BLOCK <= count; k += BLOCK) sum += *(const Eight *)(a + k) * *(const Eight *)(b + k);
    float rest = 0;
    for (; k < count; k++) rest += a[k] * b[k];
    return sum_of(sum) + rest;
}

/* For every place of a box under a shift (dx, dy): error (h, w), the cost of the place alone; touching (h, w), at known
   places the difference in colour from the source, at most cap, and cap if the source is not known, at missing places 0;
   valid (h, w), whether the shift leads to a usable pixel. All three are 0 where asked (h, w) is 0. asked may be null. */
EXPORT void compare(const Costs *c, int64_t left, int64_t top, int64_t right, int64_t bottom, int64_t dx, int64_t dy,
                    const uint8_t *asked, float *error, float *touching, uint8_t *valid) {
    for (int64_t y = top; y < bottom; y++)
        for (int64_t x = left; x < right; x++, error++, touching++, valid++) {
            if (asked && !*asked++) {
                *error = *touching = 0;
                *valid = 0;
                continue;
            }
            int64_t v = y + dy, u = x + dx, at = y * c->width + x, there = v * c->width + u;
            int inside = v >= 0 && v < c->height && u >= 0 && u < c->width;
            *valid = inside && c->usable[there];
            *touching = 0;
            if (c->known[at]) {
                float step = c->cap;
                if (inside && c->known[there]) {
                    const float *a = c->colour + 3 * at, *b = c->colour + 3 * there;
                    step = magnitude(a[0] - b[0]) + magnitude(a[1] - b[1]) + magnitude(a[2] - b[2]);
                    step = step < c->cap ? step : c->cap;
                }
                *touching = step;
                *error = c->ring * step; /* known places compare true colours, missing ones the guide's maps */
            } else if (*valid) {
                *error = guide_change(c, y, x, v, u);
                if (c->features)
                    *error += c->feature_weight * (1 - likeness(c->features + at * c->feature_channels,
                                                               c->features + there * c->feature_channels,
                                                               c->feature_channels));
            } else {
                *error = c->cap;
            }
        }
}
