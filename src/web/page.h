/* Page: an answer, dressed: the route's template inside the layout, with what every page knows. */
#pragma once

#include "web/mustache.h"
#include "web/route.h"

struct pages;
struct transport;

/* Parses every baked page in every language; NULL with a line in ret_problem. */
struct pages *pages_make(struct arena *memory, const char **ret_problem);
void pages_free(struct pages *pages);
bool pages_know(const struct pages *pages, const char *name);
const struct template *pages_find(const struct pages *pages, const char *name,
                                  enum words_language language);
const char *pages_source(const char *name, void *context); /* a mustache_partial */

struct page_plan {
    const char *name;           /* of the template */
    const struct field *fields; /* of the answer, or NULL */
    const void *answer;
    const struct field *form_fields; /* of what was typed, to keep secrets back; or NULL */
    const struct pairs *typed;       /* what was typed, or NULL */
    const struct faults *faults;     /* or NULL */
    refused problem;                 /* or NULL */
    int status;
    struct store_tx *tx; /* for the counters; NULL shows none */
};
void page_render(struct transport *transport, const struct page_plan *plan, text *to);

/* What a template may use besides the answer, for pagecheck. */
extern const struct field page_globals[];

/* forms_shown.c */
struct form_shown {
    const struct pairs *typed;
    const struct field *form_fields, *answer_fields;
    const void *answer;
};
struct faults_shown {
    struct arena *memory;
    const struct faults *faults;
};
extern const struct shown_kind shown_form;   /* data: struct form_shown */
extern const struct shown_kind shown_faults; /* data: struct faults_shown */
