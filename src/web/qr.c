/* QR: libqrencode's squares; each run of dark ones is a rectangle of the path. */
#include "web/qr.h"

#include <qrencode.h>

#include "base/text.h"

const char *qr_path(struct arena *memory, const char *words, int64_t *ret_size)
{
    enum { EDGE = 4, DARK = 1 };
    AUTO(text) path = { 0 };
    QRcode *code = QRcode_encodeString8bit(words, 0, QR_ECLEVEL_M);
    if (!code)
        return NULL;
    for (int y = 0; y < code->width; y++)
        for (int x = 0, length; x < code->width; x += length ? length : 1) {
            const unsigned char *row = code->data + y * code->width;
            for (length = 0; x + length < code->width && row[x + length] & DARK; length++)
                ;
            if (length)
                text_add_format(&path, "M%d %dh%dv1h-%dz", x + EDGE, y + EDGE, length, length);
        }
    *ret_size = code->width + 2 * EDGE;
    QRcode_free(code);
    return arena_copy(memory, text_of(&path));
}
