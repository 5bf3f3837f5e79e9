/* Field checks: what the readers of JSON and of pairs have in common. Only for web/field_*.c. */
#pragma once

#include "web/field.h"

enum { FIELD_ITEMS_MAX = 100, FIELD_DEPTH_MAX = 32 };
#define FIELD_INT_MAX INT64_C(9007199254740991) /* what JavaScript's numbers hold exactly */

/* Where a reader is: the path so far, as a JSON pointer. */
struct field_place {
    struct arena *memory;
    struct faults *faults;
    const char *pointer;
};

struct field_place field_place_in(const struct field_place *place, const char *name);
struct field_place field_place_at(const struct field_place *place, size_t index);
void field_fault(const struct field_place *place, const char *sentence);

/* Each writes the checked value into the member or names the fault. */
void field_take_text(const struct field_place *place, const struct field *field, const char *raw,
                     size_t size, const char **ret_text);
void field_take_int(const struct field_place *place, const struct field *field, int64_t number,
                    int64_t *ret_number);
void field_take_money(const struct field_place *place, const struct field *field,
                      struct money amount, struct money *ret_amount);
void field_take_word(const struct field_place *place, const struct field *field, const char *raw,
                     size_t size, void *ret_member);
/* False with a fault when there are too few or too many items. */
bool field_count_fits(const struct field_place *place, const struct field *field, size_t count);
