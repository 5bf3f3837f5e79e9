/* Baked: files that the build put into the program (tools/filebake). */
#pragma once

#include <stddef.h>

struct baked_file {
    const char *name; /* "orders/order" for a page, "souk.css" for a static, "ar" for words */
    const unsigned char *bytes; /* with a NUL behind them */
    size_t size;
    const unsigned char *gzip; /* static files only, where it is smaller; or NULL */
    size_t gzip_size;
    const char *hash; /* 12 hexadecimal letters of the content */
};

/* Each sorted by name and ended by { 0 }. */
extern const struct baked_file baked_pages[];
extern const struct baked_file baked_static[];
extern const struct baked_file baked_words[];
