/* Photographs: what sellers upload, checked and made again.
 *
 * Neither a name nor a type is believed, only bytes. The size in the header is read before
 * anything is decoded, so that a picture bomb is refused before it goes off. What is stored is
 * always our own JPEG, without what cameras write about places and people.
 *
 * What a photograph looks like is told by 64 bits, the same ones when it is made smaller or
 * compressed again: the difference hash ("dHash") of Neal Krawetz, "Kind of Like That", The Hacker
 * Factor Blog, 21 January 2013. In grey and at 9 by 8 pixels, each pixel that is darker than its
 * right neighbour is a 1. */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/refusal.h"

enum {
    PHOTOGRAPH_WIDTHS = 3,
    PHOTOGRAPH_SIDE_MAX = 10000,
    PHOTOGRAPH_PIXELS_MAX = 40 * 1000 * 1000,
};
extern const int photograph_widths[PHOTOGRAPH_WIDTHS]; /* 800, 400, 200 */

enum photograph_kind {
    PHOTOGRAPH_UNKNOWN,
    PHOTOGRAPH_JPEG,
    PHOTOGRAPH_PNG,
    PHOTOGRAPH_WEBP,
    PHOTOGRAPH_GIF
};

/* What the first bytes say, without decoding. */
struct photograph_head {
    enum photograph_kind kind;
    int width, height;
    int orientation; /* EXIF: 1 is upright, 6 lies on its left side... */
};
struct photograph_head photograph_look(const void *bytes, size_t size);

struct photograph_file {
    int width;
    unsigned char *bytes;
    size_t size;
};
struct photograph {
    struct photograph_file files[PHOTOGRAPH_WIDTHS]; /* widest first */
    int count;
    int width, height; /* upright, as it was sent */
    uint64_t hash;     /* 0: of one colour */
};

/* Decodes and makes the widths that the picture has; takes up to seconds, so never inside an act.
 * PICTURE_NOT_AN_IMAGE, PICTURE_TOO_LARGE. */
refused photograph_make(struct arena *memory, const void *bytes, size_t size,
                        struct photograph *ret_photograph);
