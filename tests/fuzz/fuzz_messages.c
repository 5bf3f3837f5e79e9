/* Fuzz: any bytes as a message. What is found lies in the message, its kinds are marked, and the
 * same text is judged the same again. */
#include "base/text.h"
#include "shop/messages/messages_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (!text_is_utf8((const char *)bytes, size))
        return 0; /* fields refuse it before the scan */
    AUTO(arena) memory = { 0 };
    const char *text = arena_copy_bytes(&memory, bytes, size);
    struct message_scan scan = messages_scan(&memory, text, "souk.example");
    struct message_scan again = messages_scan(&memory, text, "souk.example");
    if (scan.kinds != again.kinds || scan.count != again.count || scan.count > MESSAGE_FOUND_MAX)
        abort();
    if (!scan.kinds != !scan.count || (scan.count && !(scan.weight > 0)))
        abort();
    for (size_t i = 0; i < scan.count; i++)
        if (scan.found[i].from >= scan.found[i].to || scan.found[i].to > size ||
            !(scan.kinds >> scan.found[i].kind & 1))
            abort();
    return 0;
}
