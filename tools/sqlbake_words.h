/* What sqlbake knows of SQL: words, quotes, comments, and the types that columns may have. */
#pragma once

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *file_name; /* that is read, for faults */

__attribute__((noreturn, format(printf, 2, 3))) static void fail(int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%d: ", file_name, line);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static bool starts(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

static bool is_word(char character)
{
    return isalnum((unsigned char)character) || character == '_';
}

static size_t word_length(const char *at)
{
    size_t length = 0;
    while (is_word(at[length]))
        length++;
    return length;
}

static bool word_is(const char *at, size_t length, const char *word)
{
    return strlen(word) == length && strncasecmp(at, word, length) == 0;
}

/* Where a quoted text or a comment that begins at `at` ends; `at` itself when neither does. */
static const char *skip_quoted(const char *at)
{
    if (*at == '\'' || *at == '"') {
        const char *end = strchr(at + 1, *at);
        return end ? end + 1 : at + strlen(at);
    }
    return at;
}

static const char *skip_comment(const char *at)
{
    if (starts(at, "--"))
        return at + strcspn(at, "\n");
    if (starts(at, "/*")) {
        const char *end = strstr(at, "*/");
        return end ? end + 2 : at + strlen(at);
    }
    return at;
}

/* Checking the types of columns ------------------------------------------------------------ */

struct reader {
    const char *at;
    int line;
};

/* The next word or single character, without comments; its length 0 at the end. */
static size_t next_token(struct reader *reader, const char **ret_token)
{
    for (;;) {
        const char *after = skip_comment(reader->at);
        if (after == reader->at && !isspace((unsigned char)*reader->at))
            break;
        if (after == reader->at)
            after++;
        for (; reader->at < after; reader->at++)
            reader->line += *reader->at == '\n';
    }
    *ret_token = reader->at;
    size_t length = word_length(reader->at);
    if (!length)
        length = (size_t)(skip_quoted(reader->at) - reader->at);
    if (!length && *reader->at)
        length = 1;
    for (size_t i = 0; i < length; i++)
        reader->line += reader->at[i] == '\n';
    reader->at += length;
    return length;
}

static bool begins_a_table_constraint(const char *word, size_t length)
{
    static const char *const words[] = { "CONSTRAINT", "PRIMARY", "UNIQUE",
                                         "CHECK",      "FOREIGN", "EXCLUDE" };
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (word_is(word, length, words[i]))
            return true;
    return false;
}

/* `column` has been read; its type comes. */
static void check_type(struct reader *reader, const char *column, size_t column_length)
{
    const char *type;
    size_t length = next_token(reader, &type);
    if (word_is(type, length, "BIGINT") || word_is(type, length, "TEXT") ||
        word_is(type, length, "BYTEA"))
        return;
    fail(reader->line, "the column %.*s is %.*s: types are BIGINT, TEXT and BYTEA",
         (int)column_length, column, (int)length, type);
}

static void check_table(struct reader *reader)
{
    const char *token;
    size_t length;
    while ((length = next_token(reader, &token)) && *token != '(')
        if (*token == ';')
            return;
    bool item_begins = true;
    for (int depth = 1; depth > 0 && (length = next_token(reader, &token));) {
        if (item_begins && is_word(*token) && !begins_a_table_constraint(token, length))
            check_type(reader, token, length);
        depth += (*token == '(') - (*token == ')');
        item_begins = depth == 1 && *token == ',';
    }
}

/* `shared` is the version's text with the engines' own parts left blank. */
static void check_schema_types(const char *shared, int line)
{
    struct reader reader = { shared, line };
    const char *token, *before = "";
    size_t length, before_length = 0;
    while ((length = next_token(&reader, &token))) {
        if (word_is(token, length, "TABLE") && word_is(before, before_length, "CREATE")) {
            check_table(&reader);
        } else if (word_is(token, length, "COLUMN") && word_is(before, before_length, "ADD")) {
            length = next_token(&reader, &token);
            check_type(&reader, token, length);
        }
        before = token;
        before_length = length;
    }
}
