/* Mustache: templates, parsed once a language.
 *
 * The core of the Mustache specification: variables, sections, inverted sections, comments,
 * partials, set delimiters, with escaping for HTML. Beyond it, {{_ words}} is translated when the
 * template is parsed; {name} inside the words is a variable. Lambdas and inheritance are absent.
 *
 * A template reads its values through an interface, so that structs with their fields
 * (web/field.h) and JSON (for the specification's cases) are shown alike, without a copy. */
#pragma once

#include <stdbool.h>

#include "base/text.h"
#include "base/words.h"

/* A value a template can see: what it is, and where. */
struct shown {
    const struct shown_kind *kind; /* NULL: nothing there */
    const void *data;
    const void *how; /* the kind's: a field, for example */
};

struct shown_kind {
    /* The value of one name (no dots) inside this one; kind NULL if there is none. Two names of
     * templates that are alike are one, and it lives for ever. */
    struct shown (*look_up)(struct shown value, const char *name);
    bool (*is_true)(struct shown value); /* false for empty lists, "", false, NULL */
    bool (*item)(struct shown value, size_t index,
                 struct shown *ret_item); /* false: not a list, or past its end */
    bool (*is_list)(struct shown value);
    /* Adds the value as words; `memory` is for making them. */
    void (*write)(struct shown value, struct arena *memory, text *to, bool escape);
};

struct template;

/* Gives the source of a partial, or NULL. */
typedef const char *mustache_partial(const char *name, void *context);

/* NULL on a syntax fault, with a line in ret_problem. */
struct template *mustache_parse(const char *source, enum words_language language,
                                mustache_partial *partial, void *context, struct arena *memory,
                                const char **ret_problem);
void mustache_free(struct template *template);

/* Names are looked for in `stack`, last first. */
void mustache_render(const struct template *template, const struct shown *stack, size_t depth,
                     struct arena *memory, text *to);

/* Calls `visit` with each dotted name as it is used, and with the path of sections around it;
 * for the check that pages use only what answers give. */
struct mustache_use {
    const char *name;
    const char *const *sections;
    size_t depth;
    bool section;
};
void mustache_walk(const struct template *template,
                   void (*visit)(const struct mustache_use *use, void *context), void *context);

extern const struct shown_kind shown_struct; /* data: the struct; how: its fields */
extern const struct shown_kind shown_json;   /* data: a jansson json_t */
struct field;
struct shown show_struct(const struct field *fields, const void *from);
