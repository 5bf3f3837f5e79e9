/* sqlbake: makes C constants of a .sql file, spelled for SQLite and for PostgreSQL.
 *
 *     sqlbake escrow.sql escrow_sql.h escrow_sql.c
 *
 * A file of statements:
 *
 *     -- name: escrow_select_due            one engine's text: -- name: escrow_select_due @sqlite
 *     -- What the comment says is put above the declaration.
 *     SELECT hold_id FROM escrow_hold WHERE release_at <= :now;
 *
 * Parameters are numbered by first appearance; where the engines have a text each, the first of the
 * two numbers them for both. A file whose name ends with _schema.sql has versions instead:
 *
 *     -- version: 1
 *     CREATE TABLE ...;
 *     -- @sqlite                            only for SQLite, until "-- @postgres" or "-- @both"
 *
 * Everything is read and checked before anything is written: a fault leaves no half-made file. */
#include "sqlbake_words.h"

enum { NAME_SIZE = 64, PARAMETERS_MAX = 64, PARTS_MAX = 512 };
enum engine { SQLITE, POSTGRES, BOTH };

struct buffer {
    char *bytes;
    size_t length, capacity;
};

/* A named statement, or one version of a schema. The raw texts keep their line breaks, so that a
 * fault is told at its line. */
struct part {
    char name[NAME_SIZE];
    int version;
    int line; /* of its first heading */
    bool shared;
    bool given[2];
    int text_line[2];
    struct buffer comment;
    struct buffer raw[2], cooked[2];
    char parameters[PARAMETERS_MAX][NAME_SIZE];
    int parameter_count;
};

static struct part parts[PARTS_MAX];
static int part_count;

static void add(struct buffer *to, const char *bytes, size_t size)
{
    if (to->length + size + 1 > to->capacity) {
        to->capacity = (to->length + size + 1) * 2;
        to->bytes = realloc(to->bytes, to->capacity);
        if (!to->bytes) {
            fputs("sqlbake: out of memory\n", stderr);
            exit(1);
        }
    }
    memcpy(to->bytes + to->length, bytes, size);
    to->length += size;
    to->bytes[to->length] = 0;
}

static bool has_text(const struct buffer *of)
{
    for (size_t i = 0; i < of->length; i++)
        if (!isspace((unsigned char)of->bytes[i]))
            return true;
    return false;
}

/* Cooking: one engine's spelling ----------------------------------------------------------- */

static int parameter_number(struct part *part, const char *name, size_t length, bool may_be_new,
                            int line)
{
    if (length >= NAME_SIZE)
        fail(line, "the parameter :%.*s has too long a name", (int)length, name);
    for (int i = 0; i < part->parameter_count; i++)
        if (word_is(name, length, part->parameters[i]))
            return i + 1;
    if (!may_be_new)
        fail(line, "%s: the other engine's text has no parameter :%.*s", part->name, (int)length,
             name);
    if (part->parameter_count == PARAMETERS_MAX)
        fail(line, "%s has more than %d parameters", part->name, PARAMETERS_MAX);
    memcpy(part->parameters[part->parameter_count], name, length);
    return ++part->parameter_count;
}

/* Only "INTEGER PRIMARY KEY" makes a column SQLite's own row number; spelled BIGINT, the key would
 * be a second tree beside the table, to be searched and written for each row. */
static bool is_bigint_primary_key(const char *at)
{
    static const char *const words[] = { "BIGINT", "PRIMARY", "KEY" };
    for (int i = 0; i < 3; i++) {
        size_t length = word_length(at);
        if (!word_is(at, length, words[i]))
            return false;
        at += length;
        at += strspn(at, " \t\n");
    }
    return true;
}

static void cook_word(struct buffer *to, const char *at, size_t length, enum engine engine)
{
    if (engine == SQLITE && word_is(at, length, "BYTEA"))
        add(to, "BLOB", 4);
    else if (engine == SQLITE && word_is(at, length, "BIGINT") && is_bigint_primary_key(at))
        add(to, "INTEGER", 7);
    else
        add(to, at, length);
}

/* Removes blanks at the ends of lines and lines without text, which comments leave behind. */
static void tidy_lines(struct buffer *of)
{
    struct buffer tidy = { 0 };
    for (const char *at = of->bytes ? of->bytes : ""; *at;) {
        size_t length = strcspn(at, "\n"), kept = length;
        while (kept && isspace((unsigned char)at[kept - 1]))
            kept--;
        if (kept) {
            if (tidy.length)
                add(&tidy, "\n", 1);
            add(&tidy, at, kept);
        }
        at += length + (at[length] == '\n');
    }
    free(of->bytes);
    *of = tidy;
}

/* After the semicolon there may only be blanks and comments. */
static void check_end(const struct part *part, const char *at, int line)
{
    while (*at) {
        const char *after = skip_comment(at);
        if (after == at && !isspace((unsigned char)*at))
            fail(line, "text after the end of %s: a \"-- name:\" is missing", part->name);
        if (after == at)
            line += *at++ == '\n';
        else
            for (; at < after; at++)
                line += *at == '\n';
    }
}

static void cook(struct part *part, enum engine engine, bool may_be_new, bool schema)
{
    struct buffer *to = &part->cooked[engine];
    int line = part->text_line[engine];
    for (const char *at = part->raw[engine].bytes; *at;) {
        const char *after = skip_comment(at);
        bool comment = after != at;
        if (!comment)
            after = skip_quoted(at);
        if (after != at) {
            if (!comment)
                add(to, at, (size_t)(after - at));
            for (; at < after; at++)
                line += *at == '\n';
            continue;
        }
        size_t length = word_length(at);
        if (length) {
            cook_word(to, at, length, engine);
            at += length;
        } else if (starts(at, "::")) {
            add(to, at, 2);
            at += 2;
        } else if (*at == ':' && is_word(at[1]) && !isdigit((unsigned char)at[1])) {
            char number[16];
            if (schema)
                fail(line, "a schema has no parameters");
            length = word_length(at + 1);
            int size = snprintf(number, sizeof(number), "%c%d", engine == SQLITE ? '?' : '$',
                                parameter_number(part, at + 1, length, may_be_new, line));
            add(to, number, (size_t)size);
            at += length + 1;
        } else if (*at == ';' && !schema) {
            check_end(part, at + 1, line);
            break;
        } else {
            line += *at == '\n';
            add(to, at++, 1);
        }
    }
    tidy_lines(to);
}

static bool uses(const struct part *part, enum engine engine, int number)
{
    char mark[16];
    int size = snprintf(mark, sizeof(mark), "%c%d", engine == SQLITE ? '?' : '$', number);
    const char *at = part->cooked[engine].bytes;
    while ((at = strstr(at, mark))) {
        if (!isdigit((unsigned char)at[size]))
            return true;
        at += size;
    }
    return false;
}

static void cook_statement(struct part *part)
{
    static const char *const engines[] = { "sqlite", "postgres" };
    for (int engine = 0; engine < 2; engine++) {
        if (!part->given[engine])
            fail(part->line, "%s has no text for @%s", part->name, engines[engine]);
        if (!has_text(&part->raw[engine]))
            fail(part->line, "%s has no text", part->name);
    }
    bool postgres_first = part->text_line[POSTGRES] < part->text_line[SQLITE];
    cook(part, postgres_first ? POSTGRES : SQLITE, true, false);
    cook(part, postgres_first ? SQLITE : POSTGRES, false, false);
    for (int engine = 0; engine < 2; engine++) {
        if (!part->cooked[engine].length)
            fail(part->text_line[engine], "%s has no text", part->name);
        for (int i = 0; i < part->parameter_count; i++)
            if (!uses(part, (enum engine)engine, i + 1))
                fail(part->text_line[engine], "%s: the text for @%s does not use :%s", part->name,
                     engines[engine], part->parameters[i]);
    }
}

/* Reading ---------------------------------------------------------------------------------- */

static struct part *add_part(int line)
{
    if (part_count == PARTS_MAX)
        fail(line, "more than %d parts", PARTS_MAX);
    struct part *part = &parts[part_count++];
    part->line = line;
    return part;
}

static struct part *find_part(const char *name)
{
    for (int i = 0; i < part_count; i++)
        if (strcmp(parts[i].name, name) == 0)
            return &parts[i];
    return NULL;
}

/* Takes "escrow_select_due @sqlite". */
static struct part *read_heading(const char *heading, int line, enum engine *ret_engine)
{
    char name[NAME_SIZE] = "", marker[16] = "", more[2] = "";
    int found = sscanf(heading, " %63s %15s %1s", name, marker, more);
    *ret_engine = BOTH;
    if (strcmp(marker, "@sqlite") == 0)
        *ret_engine = SQLITE;
    else if (strcmp(marker, "@postgres") == 0)
        *ret_engine = POSTGRES;
    else if (found == 2)
        fail(line, "%s: expected @sqlite or @postgres, found %s", name, marker);
    if (found < 1 || found > 2)
        fail(line, "expected \"-- name: module_verb_what\"");
    if (word_length(name) != strlen(name) || !islower((unsigned char)*name))
        fail(line, "%s is not a name of lower-case letters, digits and _", name);

    struct part *part = find_part(name);
    if (part && (part->shared || *ret_engine == BOTH || part->given[*ret_engine]))
        fail(line, "%s is there twice: see line %d", name, part->line);
    if (!part) {
        part = add_part(line);
        memcpy(part->name, name, sizeof(name));
    }
    part->shared = *ret_engine == BOTH;
    for (int engine = 0; engine < 2; engine++)
        if (*ret_engine == BOTH || (int)*ret_engine == engine) {
            part->given[engine] = true;
            part->text_line[engine] = line + 1;
        }
    return part;
}

static void add_comment(struct part *part, const char *line, size_t length)
{
    size_t skip = starts(line, "-- ") ? 3 : 2;
    if (part->comment.length)
        add(&part->comment, "\n", 1);
    add(&part->comment, line + skip, length > skip ? length - skip : 0);
}

static void read_statements(const char *bytes)
{
    struct part *part = NULL;
    enum engine engine = BOTH;
    bool in_comment = false;
    int line = 1;
    for (const char *at = bytes; *at; line++) {
        size_t length = strcspn(at, "\n"), whole = length + (at[length] == '\n');
        bool comment = starts(at, "--"), blank = strspn(at, " \t\r") == length;
        if (starts(at, "-- name:")) {
            char *heading = strndup(at + 8, length - 8);
            part = read_heading(heading, line, &engine);
            free(heading);
            in_comment = true;
            at += whole;
            continue;
        }
        if (!part && !comment && !blank)
            fail(line, "text before the first \"-- name:\"");
        if (part && in_comment && comment)
            add_comment(part, at, length);
        else if (!blank)
            in_comment = false;
        for (int each = 0; part && each < 2; each++)
            if (engine == BOTH || (int)engine == each)
                add(&part->raw[each], at, whole);
        at += whole;
    }
    for (int i = 0; i < part_count; i++)
        cook_statement(&parts[i]);
}

static void end_version(struct part *part, struct buffer *shared)
{
    if (!part)
        return;
    if (!has_text(&part->raw[SQLITE]) && !has_text(&part->raw[POSTGRES]))
        fail(part->line, "version %d has no text", part->version);
    check_schema_types(shared->bytes, part->line + 1);
    cook(part, SQLITE, false, true);
    cook(part, POSTGRES, false, true);
    shared->length = 0;
}

static void read_versions(const char *bytes)
{
    struct part *part = NULL;
    struct buffer shared = { 0 };
    enum engine engine = BOTH;
    int line = 1;
    for (const char *at = bytes; *at; line++) {
        size_t length = strcspn(at, "\n"), whole = length + (at[length] == '\n');
        bool text = strspn(at, " \t\r") != length && !starts(at, "--");
        if (starts(at, "-- version:")) {
            end_version(part, &shared);
            int before = part ? part->version : 0;
            part = add_part(line);
            part->version = atoi(at + 11);
            part->text_line[SQLITE] = part->text_line[POSTGRES] = line + 1;
            if (part->version != before + 1)
                fail(line, "expected version %d", before + 1);
            engine = BOTH;
            at += whole;
            continue;
        }
        if (!part && text)
            fail(line, "text before the first \"-- version: 1\"");
        if (starts(at, "-- @sqlite"))
            engine = SQLITE;
        else if (starts(at, "-- @postgres"))
            engine = POSTGRES;
        else if (starts(at, "-- @both"))
            engine = BOTH;
        else if (starts(at, "-- @"))
            fail(line, "expected -- @sqlite, -- @postgres or -- @both");
        for (int each = 0; part && each < 2; each++) {
            bool wanted = engine == BOTH || (int)engine == each;
            add(&part->raw[each], wanted ? at : "\n", wanted ? whole : 1);
        }
        add(&shared, engine == BOTH ? at : "\n", engine == BOTH ? whole : 1);
        at += whole;
    }
    end_version(part, &shared);
    free(shared.bytes);
    if (!part)
        fail(line, "no \"-- version: 1\"");
}

/* Writing ---------------------------------------------------------------------------------- */

static void write_literal(FILE *to, const char *text)
{
    fputs("\n        \"", to);
    for (; *text; text++) {
        if (*text == '\n')
            fputs("\\n\"\n        \"", to);
        else if (*text == '"' || *text == '\\')
            fprintf(to, "\\%c", *text);
        else
            fputc(*text, to);
    }
    fputs("\"", to);
}

static void write_comment(FILE *to, const char *text)
{
    fputs("/* ", to);
    for (; *text; text++) {
        if (*text == '\n')
            fputs("\n * ", to);
        else if (text[0] == '*' && text[1] == '/')
            fputs("* ", to); /* must not end the comment */
        else
            fputc(*text, to);
    }
    fputs(" */\n", to);
}

static void write_header(FILE *to, const char *base, bool schema)
{
    fprintf(to,
            "/* Made by sqlbake from %s: do not edit. */\n#pragma once\n\n"
            "#include \"store/store.h\"\n\n",
            file_name);
    if (schema) {
        fprintf(to, "extern const struct schema %s[];\n", base);
        return;
    }
    for (int i = 0; i < part_count; i++) {
        if (parts[i].comment.length)
            write_comment(to, parts[i].comment.bytes);
        fprintf(to, "extern const struct statement %s;%s", parts[i].name,
                parts[i].parameter_count ? " /*" : "\n");
        for (int each = 0; each < parts[i].parameter_count; each++)
            fprintf(to, " %s%s", parts[i].parameters[each],
                    each + 1 == parts[i].parameter_count ? " */\n" : ",");
    }
    fprintf(to, "\nextern const struct statement *const %s_statements[];\n", base);
}

static void write_source(FILE *to, const char *header, const char *base, bool schema)
{
    const char *slash = strrchr(header, '/');
    fprintf(to,
            "/* Made by sqlbake from %s: do not edit. */\n#include \"%s\"\n\n"
            "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n",
            file_name, slash ? slash + 1 : header);
    if (schema)
        fprintf(to, "const struct schema %s[] = {\n", base);
    for (int i = 0; i < part_count; i++) {
        const struct part *part = &parts[i];
        if (schema)
            fprintf(to, "    { %d,", part->version);
        else
            fprintf(to, "const struct statement %s = {\n    \"%s\",", part->name, part->name);
        write_literal(to, part->cooked[SQLITE].bytes ? part->cooked[SQLITE].bytes : "");
        fputs(",", to);
        write_literal(to, part->cooked[POSTGRES].bytes ? part->cooked[POSTGRES].bytes : "");
        if (schema)
            fputs(" },\n", to);
        else
            fprintf(to, ",\n    %d,\n};\n\n", part->parameter_count);
    }
    if (schema) {
        fputs("    { 0, 0, 0 },\n};\n", to);
        return;
    }
    fprintf(to, "const struct statement *const %s_statements[] = {\n", base);
    for (int i = 0; i < part_count; i++)
        fprintf(to, "    &%s,\n", parts[i].name);
    fputs("    0,\n};\n", to);
}

static FILE *must_open(const char *name, const char *how)
{
    FILE *file = fopen(name, how);
    if (!file) {
        fprintf(stderr, "sqlbake: cannot open %s\n", name);
        exit(1);
    }
    return file;
}

static void must_close(FILE *file, const char *name)
{
    if (ferror(file) | fclose(file)) {
        fprintf(stderr, "sqlbake: cannot write %s\n", name);
        exit(1);
    }
}

int main(int count, char **arguments)
{
    if (count != 4) {
        fputs("usage: sqlbake IN.sql OUT_sql.h OUT_sql.c\n", stderr);
        return 2;
    }
    file_name = arguments[1];
    struct buffer bytes = { 0 };
    char piece[4096];
    FILE *in = must_open(file_name, "r");
    for (size_t size; (size = fread(piece, 1, sizeof(piece), in));)
        add(&bytes, piece, size);
    must_close(in, file_name);

    const char *slash = strrchr(file_name, '/');
    char *base = strdup(slash ? slash + 1 : file_name);
    size_t length = strlen(base);
    if (length <= 4 || strcmp(base + length - 4, ".sql") != 0)
        fail(1, "the file's name does not end with .sql");
    base[length -= 4] = 0;
    bool schema = length > 7 && strcmp(base + length - 7, "_schema") == 0;
    if (schema)
        read_versions(bytes.bytes ? bytes.bytes : "");
    else
        read_statements(bytes.bytes ? bytes.bytes : "");

    FILE *header = must_open(arguments[2], "w");
    write_header(header, base, schema);
    must_close(header, arguments[2]);
    FILE *source = must_open(arguments[3], "w");
    write_source(source, arguments[2], base, schema);
    must_close(source, arguments[3]);
    return 0;
}
