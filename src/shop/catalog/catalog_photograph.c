/* Photographs: headers read, pixels decoded by libgd, upright and smaller ones made. */
#include "shop/catalog/catalog_photograph.h"

#include <gd.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>

#include "shop/catalog/catalog.h"

REFUSAL_AT(PICTURE_NOT_AN_IMAGE, 422, "file",
           "This is not a picture that can be read. Send a JPEG, PNG, WebP or GIF file.");
REFUSAL_AT(PICTURE_TOO_LARGE, 422, "file",
           "This picture has too many pixels. Send one of at most 40 megapixels.");

enum { JPEG_QUALITY = 82 };

const int photograph_widths[PHOTOGRAPH_WIDTHS] = { 800, 400, 200 };

/* Headers ---------------------------------------------------------------------------------- */

/* Numbers at a place; beyond the end they are 0. */
struct view {
    const unsigned char *bytes;
    size_t size;
};

static unsigned byte_at(struct view view, size_t at)
{
    return at < view.size ? view.bytes[at] : 0;
}

static unsigned big16(struct view view, size_t at)
{
    return byte_at(view, at) << 8 | byte_at(view, at + 1);
}

static unsigned little16(struct view view, size_t at)
{
    return byte_at(view, at) | byte_at(view, at + 1) << 8;
}

static bool has(struct view view, size_t at, const char *letters, size_t count)
{
    return at + count <= view.size && memcmp(view.bytes + at, letters, count) == 0;
}

/* A side that does not fit an int is too large in any case. */
static int side(uint64_t pixels)
{
    return pixels > INT32_MAX ? INT32_MAX : (int)pixels;
}

static uint64_t big32(struct view view, size_t at)
{
    return (uint64_t)big16(view, at) << 16 | big16(view, at + 2);
}

/* The orientation tag of the first directory of a TIFF, as EXIF has it; 1 when there is none. */
static int read_orientation(struct view tiff)
{
    bool little = has(tiff, 0, "II", 2);
    if (!little && !has(tiff, 0, "MM", 2))
        return 1;
    unsigned (*read16)(struct view, size_t) = little ? little16 : big16;
    size_t at = little ? (size_t)little16(tiff, 4) | (size_t)little16(tiff, 6) << 16
                       : (size_t)big32(tiff, 4);
    if (at + 2 > tiff.size)
        return 1;
    unsigned entries = read16(tiff, at);
    for (unsigned i = 0; i < entries && at + 2 + 12 * (i + 1) <= tiff.size; i++) {
        size_t entry = at + 2 + 12 * (size_t)i;
        if (read16(tiff, entry) == 0x0112) {
            unsigned value = read16(tiff, entry + 8);
            return value >= 1 && value <= 8 ? (int)value : 1;
        }
    }
    return 1;
}

/* Segments until the frame's: SOF0 to SOF15 without DHT, JPG and DAC. */
static void look_at_jpeg(struct view view, struct photograph_head *head)
{
    for (size_t at = 2; at + 4 <= view.size && byte_at(view, at) == 0xff;) {
        unsigned marker = byte_at(view, at + 1);
        if (marker == 0xff) { /* a fill byte */
            at++;
            continue;
        }
        size_t length = big16(view, at + 2);
        bool frame =
            marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame) {
            head->height = (int)big16(view, at + 5);
            head->width = (int)big16(view, at + 7);
            return;
        }
        if (marker == 0xe1 && has(view, at + 4, "Exif\0\0", 6) && length > 8 &&
            at + 2 + length <= view.size)
            head->orientation = read_orientation((struct view){ view.bytes + at + 10, length - 8 });
        if (length < 2 || marker == 0xda)
            return;
        at += 2 + length;
    }
}

/* The screen's size and the first frame's may differ: the larger counts. */
static void look_at_gif(struct view view, struct photograph_head *head)
{
    unsigned flags = byte_at(view, 10);
    size_t at = 13 + (flags & 0x80 ? (size_t)3 << ((flags & 7) + 1) : 0);
    while (byte_at(view, at) == 0x21) {
        at += 2;
        while (byte_at(view, at))
            at += byte_at(view, at) + 1;
        at++;
    }
    if (byte_at(view, at) != 0x2c || at + 10 > view.size)
        return;
    unsigned width = little16(view, at + 5), height = little16(view, at + 7);
    unsigned screen_width = little16(view, 6), screen_height = little16(view, 8);
    head->width = side(width > screen_width ? width : screen_width);
    head->height = side(height > screen_height ? height : screen_height);
}

static void look_at_webp(struct view view, struct photograph_head *head)
{
    if (has(view, 12, "VP8 ", 4)) {
        head->width = (int)(little16(view, 26) & 0x3fff);
        head->height = (int)(little16(view, 28) & 0x3fff);
    } else if (has(view, 12, "VP8L", 4)) {
        unsigned low = little16(view, 21), high = little16(view, 23);
        head->width = (int)((low & 0x3fff) + 1);
        head->height = (int)((low >> 14 | (high & 0xfff) << 2) + 1);
    } else if (has(view, 12, "VP8X", 4)) {
        head->width = (int)((little16(view, 24) | byte_at(view, 26) << 16) + 1);
        head->height = (int)((little16(view, 27) | byte_at(view, 29) << 16) + 1);
    }
}

struct photograph_head photograph_look(const void *bytes, size_t size)
{
    struct view view = { bytes, size };
    struct photograph_head head = { .orientation = 1 };
    if (has(view, 0, "\xff\xd8\xff", 3)) {
        head.kind = PHOTOGRAPH_JPEG;
        look_at_jpeg(view, &head);
    } else if (has(view, 0, "\x89PNG\r\n\x1a\n", 8) && has(view, 12, "IHDR", 4)) {
        head.kind = PHOTOGRAPH_PNG;
        head.width = side(big32(view, 16));
        head.height = side(big32(view, 20));
    } else if (has(view, 0, "GIF87a", 6) || has(view, 0, "GIF89a", 6)) {
        head.kind = PHOTOGRAPH_GIF;
        look_at_gif(view, &head);
    } else if (has(view, 0, "RIFF", 4) && has(view, 8, "WEBP", 4)) {
        head.kind = PHOTOGRAPH_WEBP;
        look_at_webp(view, &head);
    }
    if (head.width <= 0 || head.height <= 0)
        head.kind = PHOTOGRAPH_UNKNOWN;
    return head;
}

/* Pixels ----------------------------------------------------------------------------------- */

/* One at a time: the largest picture takes a few hundred megabytes while it is decoded, and many
 * sellers uploading at once must not take that many times as much. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static void say_nothing(int priority, const char *format, va_list arguments)
{
    (void)priority, (void)format, (void)arguments; /* what a stranger's file provokes is no news */
}

static gdImagePtr decode(const struct photograph_head *head, const void *bytes, size_t size)
{
    void *data = (void *)(uintptr_t)bytes;
    int length = (int)size;
    switch (head->kind) {
    case PHOTOGRAPH_JPEG: return gdImageCreateFromJpegPtr(length, data);
    case PHOTOGRAPH_PNG: return gdImageCreateFromPngPtr(length, data);
    case PHOTOGRAPH_WEBP: return gdImageCreateFromWebpPtr(length, data);
    case PHOTOGRAPH_GIF: return gdImageCreateFromGifPtr(length, data);
    case PHOTOGRAPH_UNKNOWN: break;
    }
    return NULL;
}

/* A copy of this size on white, since JPEG knows no glass. */
static gdImagePtr resized(gdImagePtr from, int width, int height)
{
    gdImagePtr made = gdImageCreateTrueColor(width, height);
    if (!made)
        return NULL;
    gdImageFilledRectangle(made, 0, 0, width - 1, height - 1, gdTrueColor(255, 255, 255));
    gdImageAlphaBlending(made, 1);
    gdImageCopyResampled(made, from, 0, 0, 0, 0, width, height, gdImageSX(from), gdImageSY(from));
    return made;
}

/* Where the upright picture's pixel is in the one that lies. */
static int pixel_of(gdImagePtr from, int orientation, int x, int y)
{
    int right = gdImageSX(from) - 1, low = gdImageSY(from) - 1;
    switch (orientation) {
    case 2: return gdImageGetTrueColorPixel(from, right - x, y);
    case 3: return gdImageGetTrueColorPixel(from, right - x, low - y);
    case 4: return gdImageGetTrueColorPixel(from, x, low - y);
    case 5: return gdImageGetTrueColorPixel(from, y, x);
    case 6: return gdImageGetTrueColorPixel(from, y, low - x);
    case 7: return gdImageGetTrueColorPixel(from, right - y, low - x);
    case 8: return gdImageGetTrueColorPixel(from, right - y, x);
    default: return gdImageGetTrueColorPixel(from, x, y);
    }
}

static gdImagePtr upright(gdImagePtr from, int orientation)
{
    bool turned = orientation >= 5;
    int width = turned ? gdImageSY(from) : gdImageSX(from);
    int height = turned ? gdImageSX(from) : gdImageSY(from);
    gdImagePtr made = gdImageCreateTrueColor(width, height);
    for (int y = 0; made && y < height; y++)
        for (int x = 0; x < width; x++)
            gdImageSetPixel(made, x, y, pixel_of(from, orientation, x, y));
    gdImageDestroy(from);
    return made;
}

static int at_least_one(int64_t pixels)
{
    return pixels < 1 ? 1 : (int)pixels;
}

/* The widest that is kept, upright: no wider than 800 and no wider than it was. */
static gdImagePtr make_widest(gdImagePtr decoded, int orientation)
{
    int width = gdImageSX(decoded), height = gdImageSY(decoded), most = photograph_widths[0];
    int shown = orientation >= 5 ? height : width; /* its width when upright */
    int64_t by = shown > most ? most : shown;
    gdImagePtr made =
        resized(decoded, at_least_one(width * by / shown), at_least_one(height * by / shown));
    return made && orientation > 1 ? upright(made, orientation) : made;
}

static int grey_of(gdImagePtr image, int x, int y)
{
    int colour = gdImageGetTrueColorPixel(image, x, y);
    return (299 * gdTrueColorGetRed(colour) + 587 * gdTrueColorGetGreen(colour) +
            114 * gdTrueColorGetBlue(colour)) /
           1000;
}

static uint64_t difference_hash(gdImagePtr image)
{
    enum { ACROSS = 8, DOWN = 8 };
    uint64_t hash = 0;
    gdImagePtr small = image ? resized(image, ACROSS + 1, DOWN) : NULL;
    for (int y = 0; small && y < DOWN; y++)
        for (int x = 0; x < ACROSS; x++)
            hash = hash << 1 | (grey_of(small, x, y) < grey_of(small, x + 1, y));
    if (small)
        gdImageDestroy(small);
    return hash;
}

static void add_file(struct arena *memory, struct photograph *photograph, gdImagePtr image,
                     int width)
{
    int size = 0;
    gdImageInterlace(image, 1);
    void *bytes = gdImageJpegPtr(image, &size, JPEG_QUALITY);
    if (!bytes)
        return;
    photograph->files[photograph->count++] = (struct photograph_file){
        width, (unsigned char *)arena_copy_bytes(memory, bytes, (size_t)size), (size_t)size
    };
    gdFree(bytes);
}

static void make_files(struct arena *memory, gdImagePtr image, struct photograph *photograph)
{
    for (int i = 0; image && i < PHOTOGRAPH_WIDTHS; i++) {
        int width = gdImageSX(image), wanted = photograph_widths[i];
        if (i + 1 < PHOTOGRAPH_WIDTHS && width <= photograph_widths[i + 1])
            continue; /* the next smaller one shows it as well */
        if (width > wanted) {
            int64_t height = (int64_t)gdImageSY(image) * wanted / width;
            gdImagePtr smaller = resized(image, wanted, at_least_one(height));
            gdImageDestroy(image);
            image = smaller;
        }
        if (image)
            add_file(memory, photograph, image, wanted);
    }
    if (image)
        gdImageDestroy(image);
}

refused photograph_make(struct arena *memory, const void *bytes, size_t size,
                        struct photograph *ret_photograph)
{
    struct photograph_head head = photograph_look(bytes, size);
    if (head.kind == PHOTOGRAPH_UNKNOWN || size > INT32_MAX)
        return &PICTURE_NOT_AN_IMAGE;
    if (head.width > PHOTOGRAPH_SIDE_MAX || head.height > PHOTOGRAPH_SIDE_MAX ||
        (int64_t)head.width * head.height > PHOTOGRAPH_PIXELS_MAX)
        return &PICTURE_TOO_LARGE;
    struct photograph made = { 0 };
    pthread_mutex_lock(&one_at_a_time);
    gdSetErrorMethod(say_nothing);
    gdImagePtr decoded = decode(&head, bytes, size);
    if (decoded) {
        bool turned = head.orientation >= 5;
        made.width = turned ? gdImageSY(decoded) : gdImageSX(decoded);
        made.height = turned ? gdImageSX(decoded) : gdImageSY(decoded);
        gdImagePtr widest = make_widest(decoded, head.orientation);
        gdImageDestroy(decoded);
        made.hash = difference_hash(widest);
        make_files(memory, widest, &made);
    }
    pthread_mutex_unlock(&one_at_a_time);
    if (!made.count)
        return &PICTURE_NOT_AN_IMAGE;
    *ret_photograph = made;
    return NULL;
}
