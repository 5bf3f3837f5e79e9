/* Mustache: the source becomes a tree once; rendering walks it. */
#include "web/mustache.h"

#include <assert.h>
#include <pthread.h>

enum {
    PARTIALS_DEEP_MAX = 40, /* a partial with an indent that includes itself would never end */
    STACK_MAX = 64,
    NAME_PARTS_MAX = 8,
    SECTIONS_MAX = 48,
};

enum part_kind {
    PART_WORDS,
    PART_VALUE,
    PART_RAW_VALUE,
    PART_SECTION,
    PART_INVERTED,
    PART_PARTIAL
};

/* A dotted name, cut when parsed, so that looking it up takes no memory. */
struct name {
    const char *whole;
    const char *parts[NAME_PARTS_MAX];
    size_t count; /* 0: the item itself, {{.}} */
};

struct part {
    enum part_kind kind;
    struct part *next;
    struct part *inner; /* of a section */
    const char *words;  /* literal text */
    size_t length;
    struct name name;
    struct partial *partial; /* parsed once for each name and indent */
};

struct partial {
    const char *name, *indent;
    struct part *parts;
    struct partial *next;
};

struct template
{
    struct arena memory;
    struct part *parts;
    struct partial *partials;
};

struct parser {
    struct template *template;
    enum words_language language;
    mustache_partial *partial;
    void *context;
    struct arena *memory; /* for the problem */
    const char *problem;
    int deep;
};

/* One source being read. */
struct reader {
    struct parser *parser;
    const char *start, *at;
    char open[8], close[8];
    const char *sections[SECTIONS_MAX];
    struct part **tails[SECTIONS_MAX]; /* where the next part of each open section hangs */
    size_t depth;
};

static void parse_source(struct parser *parser, const char *source, struct part **ret_parts);

/* Parsing ---------------------------------------------------------------------------------- */

static void fail_at(struct reader *reader, const char *at, const char *what, const char *about)
{
    int line = 1;
    for (const char *seen = reader->start; seen < at && *seen; seen++)
        line += *seen == '\n';
    if (!reader->parser->problem)
        reader->parser->problem =
            arena_format(reader->parser->memory, "line %d: %s \"%.60s\"", line, what, about);
}

static struct part *add_part(struct reader *reader, enum part_kind kind)
{
    struct part *part = arena_take(&reader->parser->template->memory, sizeof *part);
    part->kind = kind;
    *reader->tails[reader->depth] = part;
    reader->tails[reader->depth] = &part->next;
    return part;
}

static void add_words(struct reader *reader, const char *words, size_t length)
{
    if (!length)
        return;
    struct part *part = add_part(reader, PART_WORDS);
    part->words = arena_copy_bytes(&reader->parser->template->memory, words, length);
    part->length = length;
}

/* Names that are alike are kept once and for ever, so that whoever looks them up may remember the
 * answer by the address. There are as many as pages are written with. */
static const char *interned(const char *name, size_t length)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct arena memory;
    static const char **names;
    static size_t count;
    pthread_mutex_lock(&lock);
    size_t at = 0;
    while (at < count && (strncmp(names[at], name, length) != 0 || names[at][length]))
        at++;
    if (at == count) {
        names = arena_room(&memory, names, count, sizeof *names);
        names[count++] = arena_copy_bytes(&memory, name, length);
    }
    const char *found = names[at];
    pthread_mutex_unlock(&lock);
    return found;
}

static bool cut_name(const char *whole, struct name *ret_name)
{
    *ret_name = (struct name){ .whole = whole };
    if (strcmp(whole, ".") == 0)
        return true;
    for (const char *at = whole;; at++) {
        size_t length = strcspn(at, ".");
        if (!length || ret_name->count == NAME_PARTS_MAX)
            return false;
        ret_name->parts[ret_name->count++] = interned(at, length);
        at += length;
        if (!*at)
            return true;
    }
}

static struct part *add_named(struct reader *reader, enum part_kind kind, const char *at,
                              const char *name)
{
    struct part *part = add_part(reader, kind);
    if (!cut_name(name, &part->name))
        fail_at(reader, at, "not a name:", name);
    return part;
}

/* {{_ Hello {name}}}: translated now; what stands in braces is a variable. */
static void add_translated(struct reader *reader, const char *at, const char *english)
{
    struct arena *memory = &reader->parser->template->memory;
    const char *words = words_say_in(reader->parser->language, english);
    while (*words) {
        size_t plain = strcspn(words, "{");
        AUTO(text) escaped = { 0 };
        text_add_html(&escaped, arena_copy_bytes(memory, words, plain));
        add_words(reader, text_of(&escaped), escaped.length);
        words += plain;
        if (!*words)
            return;
        size_t length = strcspn(++words, "}");
        add_named(reader, PART_VALUE, at,
                  text_trim(memory, arena_copy_bytes(memory, words, length)));
        words += length + (words[length] == '}');
    }
}

static bool set_delimiters(struct reader *reader, const char *inside)
{
    char open[8], close[8], rest;
    if (sscanf(inside, " %7[^ \t\r\n=] %7[^ \t\r\n=] %c", open, close, &rest) != 2)
        return false;
    memcpy(reader->open, open, sizeof open);
    memcpy(reader->close, close, sizeof close);
    return true;
}

static const char *indented(struct arena *memory, const char *source, const char *indent)
{
    if (!*indent)
        return source;
    AUTO(text) made = { 0 };
    for (const char *at = source; *at;) {
        size_t length = strcspn(at, "\n");
        length += at[length] == '\n';
        text_add(&made, indent);
        text_add_bytes(&made, at, length);
        at += length;
    }
    return arena_copy(memory, text_of(&made));
}

static void add_partial(struct reader *reader, const char *at, const char *name, const char *indent)
{
    struct parser *parser = reader->parser;
    struct template *template = parser->template;
    struct part *part = add_part(reader, PART_PARTIAL);
    for (struct partial *known = template->partials; known; known = known->next)
        if (strcmp(known->name, name) == 0 && strcmp(known->indent, indent) == 0) {
            part->partial = known;
            return;
        }
    struct partial *partial = arena_take(&template->memory, sizeof *partial);
    partial->name = arena_copy(&template->memory, name);
    partial->indent = arena_copy(&template->memory, indent);
    partial->next = template->partials;
    template->partials = partial;
    part->partial = partial;
    const char *source = parser->partial ? parser->partial(name, parser->context) : NULL;
    if (!source)
        return; /* an unknown partial is empty, says the specification */
    if (++parser->deep > PARTIALS_DEEP_MAX)
        fail_at(reader, at, "partials include each other too deep:", name);
    else
        parse_source(parser, indented(&template->memory, source, indent), &partial->parts);
    if (parser->problem && !strstr(parser->problem, "partial "))
        parser->problem = arena_format(parser->memory, "partial %s, %s", name, parser->problem);
    parser->deep--;
}

static void open_section(struct reader *reader, const char *at, char sigil, const char *name)
{
    struct part *part = add_named(reader, sigil == '#' ? PART_SECTION : PART_INVERTED, at, name);
    if (reader->depth + 1 == SECTIONS_MAX) {
        fail_at(reader, at, "sections are nested too deep:", name);
        return;
    }
    reader->sections[++reader->depth] = part->name.whole;
    reader->tails[reader->depth] = &part->inner;
}

static void close_section(struct reader *reader, const char *at, const char *name)
{
    if (!reader->depth || strcmp(reader->sections[reader->depth], name) != 0)
        fail_at(reader, at, "closes what is not open:", name);
    else
        reader->depth--;
}

/* Where the tag's close begins; the sigil may have its own ("}" before it, "=" before it). */
static const char *find_close(const struct reader *reader, const char *inside)
{
    const char *found = strstr(inside, reader->close);
    bool braces = strcmp(reader->close, "}}") == 0;
    if (!found || !braces)
        return found;
    if (*inside == '{')
        return found[2] == '}' ? found + 1 : found;
    if (*inside == '_') { /* {{_ Hello {name}}} ends behind the third brace */
        int open = 0;
        for (const char *at = inside; at < found; at++)
            open += (*at == '{') - (*at == '}');
        if (open > 0 && found[2] == '}')
            return found + 1;
    }
    return found;
}

/* A tag alone on its line takes the line with it; those that show something do not. */
static bool stands_alone(const struct reader *reader, const char *tag, const char *behind,
                         const char **ret_line, const char **ret_next)
{
    const char *line = tag, *next = behind;
    while (line > reader->start && (line[-1] == ' ' || line[-1] == '\t'))
        line--;
    if (line > reader->start && line[-1] != '\n')
        return false;
    next += strspn(next, " \t");
    if (*next == '\r' && next[1] == '\n')
        next++;
    if (*next && *next != '\n')
        return false;
    *ret_line = line;
    *ret_next = *next ? next + 1 : next;
    return true;
}

static void do_tag(struct reader *reader, const char *tag, char sigil, const char *inside,
                   const char *indent)
{
    switch (sigil) {
    case '!': break;
    case '=':
        if (!set_delimiters(reader, inside))
            fail_at(reader, tag, "not a pair of delimiters:", inside);
        break;
    case '#':
    case '^': open_section(reader, tag, sigil, inside); break;
    case '/': close_section(reader, tag, inside); break;
    case '>': add_partial(reader, tag, inside, indent); break;
    case '_': add_translated(reader, tag, inside); break;
    case '{':
    case '&': add_named(reader, PART_RAW_VALUE, tag, inside); break;
    default: add_named(reader, PART_VALUE, tag, inside);
    }
}

static void read_tag(struct reader *reader, const char *tag)
{
    struct arena *memory = &reader->parser->template->memory;
    const char *inside = tag + strlen(reader->open);
    const char *close = find_close(reader, inside);
    if (!close) {
        fail_at(reader, tag, "a tag is not closed:", tag);
        return;
    }
    size_t length = (size_t)(close - inside);
    const char *behind = close + strlen(reader->close);
    char sigil = *inside && strchr("!=#^/>_{&", *inside) ? *inside : 0;
    /* {{_name}} without a space is a variable whose name begins so. */
    if (sigil == '_' && (length < 2 || !strchr(" \t\r\n", inside[1])))
        sigil = 0;
    if (sigil) {
        inside++;
        length--;
    }
    if ((sigil == '{' || sigil == '=') && length &&
        inside[length - 1] == (sigil == '{' ? '}' : '='))
        length--;
    const char *line = tag, *next = behind;
    bool alone = sigil && !strchr("_{&", sigil) && stands_alone(reader, tag, behind, &line, &next);
    /* {{_ ... }} may be broken over lines in the source: the words are one. */
    char *content = text_trim(memory, arena_copy_bytes(memory, inside, length));
    const char *indent = alone ? arena_copy_bytes(memory, line, (size_t)(tag - line)) : "";
    add_words(reader, reader->at,
              (size_t)((alone && line > reader->at ? line
                        : alone                    ? reader->at
                                                   : tag) -
                       reader->at));
    reader->at = alone ? next : behind;
    do_tag(reader, tag, sigil, content, indent);
}

static void parse_source(struct parser *parser, const char *source, struct part **ret_parts)
{
    struct reader reader = { .parser = parser,
                             .start = source,
                             .at = source,
                             .open = "{{",
                             .close = "}}",
                             .tails = { ret_parts } };
    const char *tag;
    while (!parser->problem && (tag = strstr(reader.at, reader.open)))
        read_tag(&reader, tag);
    add_words(&reader, reader.at, strlen(reader.at));
    if (reader.depth)
        fail_at(&reader, reader.at, "is not closed:", reader.sections[reader.depth]);
}

struct template *mustache_parse(const char *source, enum words_language language,
                                mustache_partial *partial, void *context, struct arena *memory,
                                const char **ret_problem)
{
    struct template *template = must_take(sizeof *template);
    struct parser parser = { .template = template,
                             .language = language,
                             .partial = partial,
                             .context = context,
                             .memory = memory };
    parse_source(&parser, source, &template->parts);
    if (!parser.problem)
        return template;
    mustache_free(template);
    *ret_problem = parser.problem;
    return NULL;
}

void mustache_free(struct template *template)
{
    if (!template)
        return;
    arena_clear(&template->memory);
    free(template);
}

/* Rendering -------------------------------------------------------------------------------- */

struct renderer {
    struct shown stack[STACK_MAX];
    size_t depth;
    struct arena *memory;
    text *to;
};

static const struct shown nothing;

static struct shown look_up(const struct renderer *renderer, const struct name *name)
{
    if (!name->count)
        return renderer->depth ? renderer->stack[renderer->depth - 1] : nothing;
    struct shown found = nothing;
    for (size_t i = renderer->depth; i-- && !found.kind;)
        found = renderer->stack[i].kind->look_up(renderer->stack[i], name->parts[0]);
    /* Only the first part is looked for outwards; the rest must be inside it. */
    for (size_t i = 1; i < name->count && found.kind; i++)
        found = found.kind->look_up(found, name->parts[i]);
    return found;
}

static void render_parts(struct renderer *renderer, const struct part *part);

static void render_with(struct renderer *renderer, const struct part *inner, struct shown value)
{
    if (renderer->depth == STACK_MAX)
        return; /* data that goes deeper than any page of ours */
    renderer->stack[renderer->depth++] = value;
    render_parts(renderer, inner);
    renderer->depth--;
}

static void render_section(struct renderer *renderer, const struct part *part)
{
    struct shown value = look_up(renderer, &part->name), item;
    bool shows = value.kind && value.kind->is_true(value);
    if (part->kind == PART_INVERTED) {
        if (!shows)
            render_parts(renderer, part->inner);
        return;
    }
    if (!shows)
        return;
    if (!value.kind->is_list(value)) {
        render_with(renderer, part->inner, value);
        return;
    }
    for (size_t i = 0; value.kind->item(value, i, &item); i++)
        render_with(renderer, part->inner, item);
}

static void render_parts(struct renderer *renderer, const struct part *part)
{
    for (; part; part = part->next) {
        if (part->kind == PART_WORDS)
            text_add_bytes(renderer->to, part->words, part->length);
        else if (part->kind == PART_PARTIAL) {
            /* A partial inside itself ends with the data, or here. */
            struct shown same = renderer->depth ? renderer->stack[renderer->depth - 1] : nothing;
            if (same.kind)
                render_with(renderer, part->partial->parts, same);
            else
                render_parts(renderer, part->partial->parts);
        } else if (part->kind == PART_VALUE || part->kind == PART_RAW_VALUE) {
            struct shown value = look_up(renderer, &part->name);
            if (value.kind)
                value.kind->write(value, renderer->memory, renderer->to, part->kind == PART_VALUE);
        } else
            render_section(renderer, part);
    }
}

void mustache_render(const struct template *template, const struct shown *stack, size_t depth,
                     struct arena *memory, text *to)
{
    struct renderer renderer = { .memory = memory, .to = to };
    assert(depth < STACK_MAX);
    for (size_t i = 0; i < depth; i++)
        if (stack[i].kind)
            renderer.stack[renderer.depth++] = stack[i];
    render_parts(&renderer, template->parts);
}

/* Walking ---------------------------------------------------------------------------------- */

struct walk {
    void (*visit)(const struct mustache_use *use, void *context);
    void *context;
    const char *sections[SECTIONS_MAX];
    size_t depth;
    const struct partial *inside[PARTIALS_DEEP_MAX + 1];
    size_t partials;
};

static void walk_parts(struct walk *walk, const struct part *part);

static void walk_partial(struct walk *walk, const struct partial *partial)
{
    for (size_t i = 0; i < walk->partials; i++)
        if (walk->inside[i] == partial)
            return;
    if (walk->partials > PARTIALS_DEEP_MAX)
        return;
    walk->inside[walk->partials++] = partial;
    walk_parts(walk, partial->parts);
    walk->partials--;
}

static void walk_parts(struct walk *walk, const struct part *part)
{
    for (; part; part = part->next) {
        if (part->kind == PART_PARTIAL)
            walk_partial(walk, part->partial);
        if (part->kind == PART_PARTIAL || part->kind == PART_WORDS)
            continue;
        bool section = part->kind == PART_SECTION || part->kind == PART_INVERTED;
        walk->visit(
            &(struct mustache_use){ part->name.whole, walk->sections, walk->depth, section },
            walk->context);
        bool enters = part->kind == PART_SECTION && walk->depth < SECTIONS_MAX;
        if (enters)
            walk->sections[walk->depth++] = part->name.whole;
        walk_parts(walk, part->inner);
        walk->depth -= enters;
    }
}

void mustache_walk(const struct template *template,
                   void (*visit)(const struct mustache_use *use, void *context), void *context)
{
    struct walk walk = { .visit = visit, .context = context };
    walk_parts(&walk, template->parts);
}
