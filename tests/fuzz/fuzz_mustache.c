/* Fuzz: the first half of the bytes as a template, the second as the JSON it shows. A template may
 * include itself. */
#include <jansson.h>

#include "web/mustache.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char *itself(const char *name, void *context)
{
    return name[0] == 'p' ? context : NULL;
}

static void ignore(const struct mustache_use *use, void *context)
{
    (void)use, (void)context;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO(arena) memory = { 0 };
    AUTO(text) out = { 0 };
    const char *problem = NULL;
    char *source = arena_copy_bytes(&memory, bytes, size / 2);
    json_t *data = json_loadb((const char *)bytes + size / 2, size - size / 2, 0, NULL);
    struct template *template =
        mustache_parse(source, WORDS_ENGLISH, itself, source, &memory, &problem);
    struct shown shown = { &shown_json, data, NULL };
    if (!template && !problem)
        abort();
    if (template)
        mustache_walk(template, ignore, NULL);
    /* A template that shows itself in a list many times over takes very long, but ends. */
    if (template && data && !strstr(source, ">"))
        mustache_render(template, &shown, 1, &memory, &out);
    mustache_free(template);
    json_decref(data);
    return 0;
}
