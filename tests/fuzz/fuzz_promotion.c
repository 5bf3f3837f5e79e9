/* Fuzz: any bytes as the terms of a promotion; what is read is written in its one spelling, and
 * read and written again it is the same text. */
#include "base/text.h"
#include "shop/promotions/promotion.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO(arena) memory = { 0 };
    struct promotion_terms terms, again;
    const char *where = NULL, *problem = NULL;
    if (!promotion_read(&memory, arena_copy_bytes(&memory, bytes, size), &terms, &where,
                        &problem)) {
        if (!where || !problem) /* a fault says where it is, and what */
            abort();
        return 0;
    }
    const char *written = promotion_write(&memory, &terms);
    if (!promotion_read(&memory, written, &again, &where, &problem) ||
        strcmp(promotion_write(&memory, &again), written) != 0)
        abort();
    return 0;
}
