/* Filebake: turns files into C arrays, so that the program needs no folder beside it.
 *
 *   filebake pages|static|words OUT.c FILES...
 *
 * Writes the arrays of base/baked.h. A page is named by its module and file
 * (src/shop/orders/pages/order.html is "orders/order", src/web/parts/card.html "parts/card",
 * src/web/layout.html "layout"), a static file by its path below static/, words by their
 * language. No files at all make an empty list. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct input {
    char *name;
    unsigned char *bytes;
    size_t size;
    unsigned char *gzip;
    size_t gzip_size;
};

static void fail(const char *what, const char *about)
{
    fprintf(stderr, "filebake: %s: %s\n", what, about);
    exit(1);
}

static char *copy_range(const char *from, size_t length)
{
    char *copy = calloc(1, length + 1);
    if (!copy)
        fail("out of memory", from);
    memcpy(copy, from, length);
    return copy;
}

/* What stands behind the last `part` of the path, or the path's last segment. */
static const char *behind(const char *path, const char *part)
{
    const char *found = NULL;
    for (const char *at = strstr(path, part); at; at = strstr(at + 1, part))
        found = at + strlen(part);
    const char *slash = strrchr(path, '/');
    return found ? found : slash ? slash + 1 : path;
}

static char *without_extension(const char *name)
{
    const char *dot = strrchr(name, '.');
    return copy_range(name, dot ? (size_t)(dot - name) : strlen(name));
}

/* src/shop/MODULE/pages/NAME.html is MODULE/NAME; below src/web the path is the name. */
static char *page_name(const char *path)
{
    const char *pages = strstr(path, "/pages/");
    if (!pages)
        return without_extension(behind(path, "web/"));
    const char *module = pages;
    while (module > path && module[-1] != '/')
        module--;
    char *file = without_extension(pages + strlen("/pages/"));
    size_t length = (size_t)(pages - module) + 1 + strlen(file) + 1;
    char *name = calloc(1, length);
    if (!name)
        fail("out of memory", path);
    snprintf(name, length, "%.*s/%s", (int)(pages - module), module, file);
    free(file);
    return name;
}

static void read_file(const char *path, struct input *input)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        fail("cannot read", path);
    long size = ftell(file);
    rewind(file);
    input->size = (size_t)size;
    input->bytes = calloc(1, input->size + 1);
    if (!input->bytes || fread(input->bytes, 1, input->size, file) != input->size)
        fail("cannot read", path);
    fclose(file);
}

static void compress_file(struct input *input)
{
    z_stream stream = { 0 };
    /* 16 more bits of window ask zlib for gzip's header. */
    if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        fail("zlib does not start", input->name);
    size_t room = deflateBound(&stream, (uLong)input->size);
    unsigned char *packed = malloc(room);
    stream.next_in = input->bytes;
    stream.avail_in = (uInt)input->size;
    stream.next_out = packed;
    stream.avail_out = (uInt)room;
    if (!packed || deflate(&stream, Z_FINISH) != Z_STREAM_END)
        fail("zlib does not compress", input->name);
    size_t size = stream.total_out;
    deflateEnd(&stream);
    if (size >= input->size) {
        free(packed);
        return;
    }
    input->gzip = packed;
    input->gzip_size = size;
}

/* FNV-1a: only has to differ when the content does. */
static uint64_t hash_of(const unsigned char *bytes, size_t size)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    return hash ^ (hash >> 48);
}

static void write_bytes(FILE *out, const char *what, size_t index, const unsigned char *bytes,
                        size_t size)
{
    fprintf(out, "static const unsigned char %s_%zu[] = {", what, index);
    for (size_t i = 0; i < size; i++)
        fprintf(out, "%s%u,", i % 32 ? "" : "\n", bytes[i]);
    fprintf(out, "0 };\n");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct input *)a)->name, ((const struct input *)b)->name);
}

static void write_all(FILE *out, const char *kind, const struct input *inputs, size_t count)
{
    fprintf(out, "/* Made by tools/filebake. */\n#include \"base/baked.h\"\n\n");
    for (size_t i = 0; i < count; i++) {
        write_bytes(out, "bytes", i, inputs[i].bytes, inputs[i].size);
        if (inputs[i].gzip)
            write_bytes(out, "gzip", i, inputs[i].gzip, inputs[i].gzip_size);
    }
    fprintf(out, "const struct baked_file baked_%s[] = {\n", kind);
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = hash_of(inputs[i].bytes, inputs[i].size);
        fprintf(out, "    { \"%s\", bytes_%zu, %zu, ", inputs[i].name, i, inputs[i].size);
        if (inputs[i].gzip)
            fprintf(out, "gzip_%zu, %zu, ", i, inputs[i].gzip_size);
        else
            fprintf(out, "0, 0, ");
        fprintf(out, "\"%012llx\" },\n", (unsigned long long)(hash & UINT64_C(0xffffffffffff)));
    }
    fprintf(out, "    { 0 },\n};\n");
}

int main(int count, char **arguments)
{
    if (count < 3)
        fail("usage", "filebake pages|static|words OUT.c FILES...");
    const char *kind = arguments[1];
    if (strcmp(kind, "pages") && strcmp(kind, "static") && strcmp(kind, "words"))
        fail("knows pages, static and words, not", kind);
    size_t files = (size_t)(count - 3);
    struct input *inputs = calloc(files + 1, sizeof *inputs);
    if (!inputs)
        fail("out of memory", kind);
    for (size_t i = 0; i < files; i++) {
        const char *path = arguments[i + 3];
        read_file(path, &inputs[i]);
        if (strcmp(kind, "pages") == 0)
            inputs[i].name = page_name(path);
        else if (strcmp(kind, "words") == 0)
            inputs[i].name = without_extension(behind(path, "words/"));
        else
            inputs[i].name = copy_range(behind(path, "static/"), strlen(behind(path, "static/")));
        if (strpbrk(inputs[i].name, "\"\\"))
            fail("no quotes in names", path);
        if (strcmp(kind, "static") == 0)
            compress_file(&inputs[i]);
    }
    qsort(inputs, files, sizeof *inputs, by_name);
    for (size_t i = 1; i < files; i++)
        if (strcmp(inputs[i - 1].name, inputs[i].name) == 0)
            fail("two files have the name", inputs[i].name);
    FILE *out = fopen(arguments[2], "w");
    if (!out)
        fail("cannot write", arguments[2]);
    write_all(out, kind, inputs, files);
    if (fclose(out) != 0)
        fail("cannot write", arguments[2]);
    for (size_t i = 0; i < files; i++) {
        free(inputs[i].name);
        free(inputs[i].bytes);
        free(inputs[i].gzip);
    }
    free(inputs);
    return 0;
}
