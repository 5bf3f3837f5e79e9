/* Fuzz: any bytes as the query of an address, read into fields. */
#include "web/transport.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct line {
    const char *name;
    int64_t count;
};
struct sample {
    const char *q;
    int64_t limit;
    bool open;
    struct money price;
    struct moment by;
    struct line first;
    struct line *second;
    LIST_OF(struct line) lines;
    LIST_OF(const char *) colours;
};

// clang-format off
static const struct field line_fields[] = {
    TEXT_FIELD(struct line, name, .says = "Its name."),
    INT_FIELD(struct line, count, .min = 1, .max = 99, .says = "How many."),
    { 0 },
};
static const struct field sample_fields[] = {
    TEXT_FIELD(struct sample, q, .optional = true, .says = "Looked for."),
    INT_FIELD(struct sample, limit, .optional = true, .min = 1, .max = 100, .says = "At most."),
    BOOL_FIELD(struct sample, open, .optional = true, .says = "Only those."),
    MONEY_FIELD(struct sample, price, .optional = true, .says = "At most."),
    MOMENT_FIELD(struct sample, by, .optional = true, .says = "Not later."),
    OBJECT_FIELD(struct sample, first, line_fields, .optional = true, .says = "Before."),
    MAYBE_FIELD(struct sample, second, line_fields, .optional = true, .says = "After."),
    LIST_FIELD(struct sample, lines, line_fields, .optional = true, .says = "All."),
    TEXTS_FIELD(struct sample, colours, .optional = true, .says = "Liked."),
    { 0 },
};
// clang-format on

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO(arena) memory = { 0 };
    AUTO(text) out = { 0 };
    struct pairs pairs;
    struct path path;
    struct sample sample = { 0 };
    struct faults faults;
    const char *query = arena_copy_bytes(&memory, bytes, size);
    router_read_path(&memory, query, &path);
    if (!query_read(&memory, query, &pairs))
        return 0;
    if (fields_from_pairs(&memory, sample_fields, &pairs, currency_of("EUR"), &sample, &faults))
        fields_to_json(&out, sample_fields, &sample);
    else if (!faults.count)
        abort();
    return 0;
}
