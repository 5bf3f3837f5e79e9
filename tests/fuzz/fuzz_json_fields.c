/* Fuzz: any bytes as a JSON body. What is taken must also be writable again. */
#include "base/words.h"
#include "web/field.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct line {
    const char *name;
    int64_t count;
};
struct sample {
    const char *title, *note;
    int64_t count;
    bool gift;
    struct money price;
    struct moment by;
    struct {
        int64_t number;
    } order;
    int size;
    struct line *second;
    LIST_OF(struct line) lines;
    LIST_OF(const char *) colours;
};

// clang-format off
static const struct choice sizes[] = { { "small", "Small" }, { "large", "Large" }, { 0 } };
static const struct field line_fields[] = {
    TEXT_FIELD(struct line, name, .says = "Its name."),
    INT_FIELD(struct line, count, .min = 1, .max = 99, .says = "How many."),
    { 0 },
};
static const struct field sample_fields[] = {
    TEXT_FIELD(struct sample, title, .optional = true, .pattern = "[a-z]*", .says = "Short."),
    TEXT_FIELD(struct sample, note, .optional = true, .lines = true, .says = "Long."),
    INT_FIELD(struct sample, count, .optional = true, .says = "Any."),
    BOOL_FIELD(struct sample, gift, .optional = true, .says = "Wrapped."),
    MONEY_FIELD(struct sample, price, .optional = true, .says = "At most."),
    MOMENT_FIELD(struct sample, by, .optional = true, .says = "Not later."),
    ID_FIELD(struct sample, order, "ord", .optional = true, .says = "Of which."),
    CHOICE_FIELD(struct sample, size, sizes, .optional = true, .says = "How large."),
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
    struct sample sample = { 0 };
    struct faults faults;
    if (fields_from_json(&memory, sample_fields, (const char *)bytes, size, &sample, &faults))
        fields_to_json(&out, sample_fields, &sample);
    else if (!faults.count)
        abort(); /* a refusal without a reason */
    return 0;
}
