/* Field: what a body or an answer is made of, declared once.
 *
 * One list of fields describes a C struct. From it a JSON body, a form or a query is parsed into
 * the struct and checked; an answer's struct is written as JSON and shown by a page; and the
 * OpenAPI description is made. Fields not in the list are refused.
 *
 *   member in C                in JSON                       on a page
 *   const char *               "text"                        {{name}}
 *   int64_t                    12                            {{count}} (grouped) {{count.plain}}
 *   bool                       true                          {{#open}}
 *   struct money               {"minor","currency","text"}   {{price}} and .minor .plain .currency
 *   struct moment              "2026-11-21T09:12:00Z", null  {{paid_at}} and .day .iso .date
 *   a wrapped id (int64_t)     "ord_...", null when 0        {{order}}
 *   int (an enum)              "shipped"                     {{state}} (in words) {{state.name}}
 *                                                            {{#state.shipped}}
 *   struct x                   {...}                         {{address.city}}
 *   struct x * (may be NULL)   {...} or null                 {{#hold}} {{hold.state}}
 *   LIST_OF(struct x)          [...]                         {{#lines}} {{lines.count}}
 *   LIST_OF(const char *)      ["a"]                         {{#colours}}{{.}} {{colours.count}}
 *   struct upload              only in forms (multipart)
 *
 * As a section, a number, an amount, a moment and an id show when they are not 0.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/choice.h"
#include "base/id.h"
#include "base/moment.h"
#include "base/money.h"
#include "base/text.h"

enum field_kind {
    FIELD_END,
    FIELD_TEXT,
    FIELD_INT,
    FIELD_BOOL,
    FIELD_MONEY,
    FIELD_MOMENT,
    FIELD_ID,
    FIELD_CHOICE,
    FIELD_OBJECT, /* embedded struct */
    FIELD_MAYBE,  /* pointer to a struct, may be NULL */
    FIELD_LIST,   /* of structs */
    FIELD_TEXTS,  /* list of strings */
    FIELD_UPLOAD,
};

#define LIST_OF(TYPE) \
    struct {          \
        TYPE *items;  \
        size_t count; \
    }

/* A file of a form. The bytes are as sent: trust neither the name nor the type. */
struct upload {
    const char *name;
    const void *bytes;
    size_t size;
};

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    size_t struct_size; /* of the struct that the whole list describes */
    const char *says;   /* one sentence for the API's reader */

    /* Checks of what comes in. */
    bool optional; /* may be absent: stays zero. A text is then NULL */
    bool secret;   /* never logged, never sent back to a form */
    int64_t min,
        max; /* INT: value, used when max > 0 or min < 0. TEXT: code points, max 0 is 200 */
    const char *pattern; /* TEXT: POSIX extended regular expression for the whole */
    bool lines; /* TEXT: line breaks are allowed; otherwise control characters are refused */

    const char *prefix;           /* ID */
    const struct choice *choices; /* CHOICE */
    const struct field *of;       /* OBJECT, MAYBE, LIST */
    size_t of_size;               /* LIST: of one item */
};

/* A member given to the wrong macro does not compile. */
#define FIELD_MEMBER_IS(TYPE, MEMBER, WANTED)                                   \
    (0 * sizeof(struct {                                                        \
         _Static_assert(_Generic(((TYPE *)0)->MEMBER, WANTED : 1, default : 0), \
                        #MEMBER " is not of the type that this field needs");   \
         int unused;                                                            \
     }))
#define FIELD_BASE(TYPE, MEMBER, KIND, WANTED)                                \
    .name = #MEMBER, .kind = (KIND),                                          \
    .offset = offsetof(TYPE, MEMBER) + FIELD_MEMBER_IS(TYPE, MEMBER, WANTED), \
    .struct_size = sizeof(TYPE)

#define TEXT_FIELD(TYPE, MEMBER, ...)                                   \
    {                                                                   \
        FIELD_BASE(TYPE, MEMBER, FIELD_TEXT, const char *), __VA_ARGS__ \
    }
#define INT_FIELD(TYPE, MEMBER, ...)                              \
    {                                                             \
        FIELD_BASE(TYPE, MEMBER, FIELD_INT, int64_t), __VA_ARGS__ \
    }
#define BOOL_FIELD(TYPE, MEMBER, ...)                           \
    {                                                           \
        FIELD_BASE(TYPE, MEMBER, FIELD_BOOL, bool), __VA_ARGS__ \
    }
#define MONEY_FIELD(TYPE, MEMBER, ...)                                   \
    {                                                                    \
        FIELD_BASE(TYPE, MEMBER, FIELD_MONEY, struct money), __VA_ARGS__ \
    }
#define MOMENT_FIELD(TYPE, MEMBER, ...)                                    \
    {                                                                      \
        FIELD_BASE(TYPE, MEMBER, FIELD_MOMENT, struct moment), __VA_ARGS__ \
    }
/* The member is a struct holding one int64_t `number`. */
#define ID_FIELD(TYPE, MEMBER, PREFIX, ...)                                         \
    {                                                                               \
        .name = #MEMBER, .kind = FIELD_ID, .offset = offsetof(TYPE, MEMBER.number), \
        .struct_size = sizeof(TYPE), .prefix = PREFIX, __VA_ARGS__                  \
    }
/* The member is an int or an enum whose values count the choices from 0. */
#define CHOICE_FIELD(TYPE, MEMBER, CHOICES, ...)                                         \
    {                                                                                    \
        .name = #MEMBER, .kind = FIELD_CHOICE,                                           \
        .offset = offsetof(TYPE, MEMBER) +                                               \
                  0 * sizeof(char[sizeof(((TYPE *)0)->MEMBER) == sizeof(int) ? 1 : -1]), \
        .struct_size = sizeof(TYPE), .choices = CHOICES, __VA_ARGS__                     \
    }
#define OBJECT_FIELD(TYPE, MEMBER, FIELDS, ...)                                            \
    {                                                                                      \
        .name = #MEMBER, .kind = FIELD_OBJECT, .offset = offsetof(TYPE, MEMBER),           \
        .struct_size = sizeof(TYPE), .of = FIELDS, .of_size = sizeof(((TYPE *)0)->MEMBER), \
        __VA_ARGS__                                                                        \
    }
#define MAYBE_FIELD(TYPE, MEMBER, FIELDS, ...)                                              \
    {                                                                                       \
        .name = #MEMBER, .kind = FIELD_MAYBE, .offset = offsetof(TYPE, MEMBER),             \
        .struct_size = sizeof(TYPE), .of = FIELDS, .of_size = sizeof(*((TYPE *)0)->MEMBER), \
        __VA_ARGS__                                                                         \
    }
#define LIST_FIELD(TYPE, MEMBER, FIELDS, ...)                                                     \
    {                                                                                             \
        .name = #MEMBER, .kind = FIELD_LIST, .offset = offsetof(TYPE, MEMBER),                    \
        .struct_size = sizeof(TYPE), .of = FIELDS, .of_size = sizeof(*((TYPE *)0)->MEMBER.items), \
        __VA_ARGS__                                                                               \
    }
#define TEXTS_FIELD(TYPE, MEMBER, ...)                                          \
    {                                                                           \
        .name = #MEMBER, .kind = FIELD_TEXTS, .offset = offsetof(TYPE, MEMBER), \
        .struct_size = sizeof(TYPE), __VA_ARGS__                                \
    }
#define UPLOAD_FIELD(TYPE, MEMBER, ...)                                    \
    {                                                                      \
        FIELD_BASE(TYPE, MEMBER, FIELD_UPLOAD, struct upload), __VA_ARGS__ \
    }

/* A fault of one field: a JSON pointer ("/lines/0/count") and a sentence in the spoken language. */
struct fault {
    const char *pointer;
    const char *sentence;
};
struct faults {
    struct fault items[16];
    size_t count;
};

/* Each parses all it is given into zeroed `ret_struct`, in `memory`; false with the faults named.
 * `json` is UTF-8 of `size` bytes: at most 32 deep, no duplicate keys. */
bool fields_from_json(struct arena *memory, const struct field *fields, const char *json,
                      size_t size, void *ret_struct, struct faults *ret_faults);

/* Names and values as a form or query sends them. Money is typed as people type it ("12.99") in
 * the currency of NAME_currency or else of `currency`; a box that is not ticked is absent; empty
 * is absent; a list of structs is NAME-0-member, NAME-1-member; repeated names make a list of
 * texts. Names that begin with '_' are the router's and passed over. */
struct pair {
    const char *name;
    const char *value;
    struct upload upload;
};
struct pairs {
    struct pair *items;
    size_t count;
};
const char *pairs_find(const struct pairs *pairs, const char *name); /* NULL when absent */

bool fields_from_pairs(struct arena *memory, const struct field *fields, const struct pairs *pairs,
                       struct currency currency, void *ret_struct, struct faults *ret_faults);

/* The list has a place for a pair of this name ("total", "total_currency", "lines-0-count"). */
bool fields_know(const struct field *fields, const char *name);

/* The struct as a JSON object. */
void fields_to_json(text *to, const struct field *fields, const void *from);
/* The JSON Schema of the object, for OpenAPI. */
void fields_to_schema(text *to, const struct field *fields, bool incoming);
