/* Fuzz: any bytes as an uploaded photograph. */
#include "base/text.h"
#include "shop/catalog/catalog_photograph.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO(arena) memory = { 0 };
    struct photograph photograph = { 0 };
    struct photograph_head head = photograph_look(bytes, size);
    if ((int64_t)head.width * head.height > 1000 * 1000)
        return 0; /* allowed, but slow */
    if (photograph_make(&memory, bytes, size, &photograph) == NULL && photograph.count < 1)
        abort();
    for (int i = 0; i < photograph.count; i++) {
        head = photograph_look(photograph.files[i].bytes, photograph.files[i].size);
        if (head.kind != PHOTOGRAPH_JPEG || head.width > photograph.files[i].width)
            abort(); /* what we make must be what we take */
    }
    return 0;
}
