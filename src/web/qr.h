/* QR: words as a square of squares (ISO/IEC 18004), drawn as one path of SVG. */
#pragma once

#include <stdint.h>

#include "base/arena.h"

/* The value of a path's d, for a viewBox "0 0 size size" with the quiet edge that scanners want;
 * NULL when it is too long for any code. */
const char *qr_path(struct arena *memory, const char *words, int64_t *ret_size);
