/* Story, read: lines cut into words. */
#include "story.h"

static char *read_whole(struct arena *memory, const char *file)
{
    FILE *from = fopen(file, "rb");
    if (!from) {
        fprintf(stderr, "stories: cannot read %s\n", file);
        exit(2);
    }
    AUTO(text) all = { 0 };
    char block[4096];
    for (size_t size; (size = fread(block, 1, sizeof block, from)) > 0;)
        text_add_bytes(&all, block, size);
    fclose(from);
    return arena_copy(memory, text_of(&all));
}

/* The end of a word that begins at `at`: a quoted one, one in braces, or a plain one. */
static const char *word_end(const char *at)
{
    int depth = 0;
    bool quoted = false;
    if (*at == '"' || *at == '\'') {
        const char *end = strchr(at + 1, *at);
        return end ? end + 1 : at + strlen(at);
    }
    for (; *at; at++) {
        if (*at == '"' && at[-1] != '\\')
            quoted = !quoted;
        if (!quoted && *at == '{')
            depth++;
        if (!quoted && *at == '}' && --depth == 0 && (at[1] == ' ' || !at[1]))
            return at + 1;
        if (!quoted && depth == 0 && (*at == ' ' || *at == '\t'))
            return at;
    }
    return at;
}

static struct story_line cut(struct arena *memory, const char *line, int number)
{
    struct story_line made = { .number = number };
    while (*line && made.count < STORY_WORDS_MAX) {
        line += strspn(line, " \t");
        if (!*line || *line == '#')
            break;
        const char *end = word_end(line);
        bool quoted = *line == '"' || *line == '\'';
        size_t length = (size_t)(end - line) - (quoted ? 2 : 0);
        char *word = arena_copy_bytes(memory, line + quoted, length), *to = word;
        bool kept = *line == '{' || *line == '\'';
        for (const char *from = word; *from && !kept; from++)
            if (*from != '"')
                *to++ = *from;
        if (!kept)
            *to = 0;
        made.words[made.count++] = word;
        line = end;
    }
    return made;
}

struct stories story_read(struct arena *memory, const char *file)
{
    enum { STORIES_MAX = 200 };
    struct stories found = { arena_array(memory, STORIES_MAX, sizeof(struct story)), 0 };
    char *rest = read_whole(memory, file);
    int number = 0;
    for (char *line; (line = strsep(&rest, "\n"));) {
        struct story_line cut_line = cut(memory, line, ++number);
        if (cut_line.count == 0)
            continue;
        if (text_same(cut_line.words[0], "story")) {
            found.items[found.count++] =
                (struct story){ file, cut_line.words[1],
                                arena_array(memory, STORY_LINES_MAX, sizeof(struct story_line)),
                                0 };
            continue;
        }
        struct story *story = &found.items[found.count - 1];
        if (found.count == 0 || story->line_count == STORY_LINES_MAX) {
            fprintf(stderr, "stories: %s:%d: outside a story, or too many lines\n", file, number);
            exit(2);
        }
        story->lines[story->line_count++] = cut_line;
    }
    return found;
}

void story_set(struct arena *memory, struct story_variables *variables, const char *name,
               const char *value)
{
    size_t i = 0;
    while (i < variables->count && !text_same(variables->names[i], name))
        i++;
    if (i == STORY_VARIABLES_MAX)
        return;
    variables->count += i == variables->count;
    variables->names[i] = arena_copy(memory, name);
    variables->values[i] = arena_copy(memory, value);
}

static bool is_name(char sign)
{
    return (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || sign == '_';
}

const char *story_fill(struct arena *memory, const struct story_variables *variables,
                       const char *word)
{
    AUTO(text) made = { 0 };
    while (*word) {
        size_t length = 0;
        if (*word == '$')
            while (is_name(word[1 + length]))
                length++;
        const char *value = NULL;
        for (size_t i = 0; length && i < variables->count; i++)
            if (strlen(variables->names[i]) == length &&
                strncmp(variables->names[i], word + 1, length) == 0)
                value = variables->values[i];
        if (value) {
            text_add(&made, value);
            word += length + 1;
        } else {
            text_add_char(&made, *word++);
        }
    }
    return arena_copy(memory, text_of(&made));
}
