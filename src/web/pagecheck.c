/* Pagecheck: walks each route's template with the types of its answer in hand. */
#include "web/pagecheck.h"

#include "web/page.h"

/* What a name may stand for: a list of fields to look into, one field, or anything (form.x). */
struct seen {
    const struct field *fields;
    const struct field *field;
    bool anything;
    bool found;
};

struct check {
    const struct route *route;
    text *problems;
    int count;
};

static const struct field *field_named(const struct field *fields, const char *name, size_t length)
{
    for (; fields && fields->kind; fields++)
        if (strncmp(fields->name, name, length) == 0 && !fields->name[length])
            return fields;
    return NULL;
}

static struct seen seen_in(const struct field *fields, const char *name, size_t length)
{
    const struct field *field = field_named(fields, name, length);
    return (struct seen){ field ? field->of : NULL, field, false, field != NULL };
}

static bool is_one_of(const char *name, size_t length, const char *const *words)
{
    for (; *words; words++)
        if (strncmp(*words, name, length) == 0 && !(*words)[length])
            return true;
    return false;
}

/* {{price.minor}}, {{state.shipped}}: parts of a field that is not a struct. */
static struct seen seen_sub(const struct field *field, const char *name, size_t length)
{
    static const char *const money[] = { "minor", "plain", "currency", NULL };
    static const char *const moment[] = { "day", "iso", "date", NULL };
    static const char *const plain[] = { "plain", NULL };
    static const char *const count[] = { "count", NULL };
    bool found = false;
    switch (field->kind) {
    case FIELD_MONEY: found = is_one_of(name, length, money); break;
    case FIELD_MOMENT: found = is_one_of(name, length, moment); break;
    case FIELD_INT: found = is_one_of(name, length, plain); break;
    case FIELD_LIST:
    case FIELD_TEXTS: found = is_one_of(name, length, count); break;
    case FIELD_CHOICE:
        found = length == 4 && strncmp(name, "name", 4) == 0;
        for (int i = 0; field->choices[i].name && !found; i++)
            found = strncmp(field->choices[i].name, name, length) == 0 &&
                    !field->choices[i].name[length];
        break;
    default: return seen_in(field->of, name, length);
    }
    return (struct seen){ .found = found };
}

static struct seen follow(struct seen seen, const char *rest)
{
    while (seen.found && !seen.anything && *rest == '.') {
        size_t length = strcspn(++rest, ".");
        seen = seen.field ? seen_sub(seen.field, rest, length) : seen_in(seen.fields, rest, length);
        rest += length;
    }
    return seen;
}

static struct seen look_up(const struct seen *stack, size_t depth, const char *name)
{
    static const char *const open_groups[] = { "form", "faults", "counts", "static", NULL };
    size_t length = strcspn(name, ".");
    if (strcmp(name, ".") == 0)
        return (struct seen){ .found = true };
    for (size_t i = depth; i--;) {
        struct seen seen = seen_in(stack[i].fields, name, length);
        if (seen.found)
            return follow(seen, name + length);
    }
    if (is_one_of(name, length, open_groups))
        return (struct seen){ .anything = true, .found = true };
    return (struct seen){ 0 };
}

static void visit(const struct mustache_use *use, void *context)
{
    struct check *check = context;
    struct seen stack[64] = { { .fields = page_globals }, { .fields = check->route->gives } };
    size_t depth = 2;
    for (size_t i = 0; i < use->depth && depth < 64; i++, depth++)
        stack[depth] = look_up(stack, depth, use->sections[i]);
    if (look_up(stack, depth, use->name).found)
        return;
    check->count++;
    text_add_format(check->problems, "%s: {{%s}} is not in what %s gives", check->route->page,
                    use->name, check->route->path);
    for (size_t i = 0; i < use->depth; i++)
        text_add_format(check->problems, "%s%s", i ? " > " : ", inside ", use->sections[i]);
    text_add_char(check->problems, '\n');
}

static int check_route(const struct route *route, text *problems)
{
    AUTO(arena) memory = { 0 };
    struct check check = { route, problems, 0 };
    const char *problem = "there is no such page", *source = pages_source(route->page, NULL);
    struct template *template =
        source ? mustache_parse(source, WORDS_ENGLISH, pages_source, NULL, &memory, &problem)
               : NULL;
    if (!template) {
        text_add_format(problems, "%s: %s\n", route->page, problem);
        return 1;
    }
    mustache_walk(template, visit, &check);
    mustache_free(template);
    return check.count;
}

int pagecheck(const struct module *const *module_list, text *ret_problems)
{
    /* These two see no answer at all. */
    static const struct route frames[] = { { .path = "every page", .page = "layout" },
                                           { .path = "every refusal", .page = "error" } };
    int count = check_route(&frames[0], ret_problems) + check_route(&frames[1], ret_problems);
    for (; *module_list; module_list++)
        for (const struct route *route = (*module_list)->routes; route && route->path; route++)
            if (route->page)
                count += check_route(route, ret_problems);
    return count;
}
