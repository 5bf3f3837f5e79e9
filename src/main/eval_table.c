/* Evaluation, tables: RFC 4180, in one pass over blocks. */
#include "main/eval_table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/text.h"

enum { BLOCK = 1 << 18, ROW_MAX = 1 << 20 };

struct eval_table {
    struct arena *memory; /* of problems */
    const char *name;
    FILE *file;
    ZSTD_DStream *unpacker; /* NULL: the file is plain */
    ZSTD_inBuffer packed;
    char *block_in, *block;
    size_t at, size;
    bool ended, failed, unfinished;
    const char *problem;
    int64_t line, row_line;
    text row; /* its cells, each ended by a NUL */
    size_t begins[EVAL_CELLS_MAX];
    const char *cells[EVAL_CELLS_MAX];
    int count;
    char **names;
    int columns;
    bool cut;
};

/* Bytes ------------------------------------------------------------------------------------ */

static void fail(struct eval_table *table, const char *problem)
{
    table->failed = table->ended = true;
    table->problem = arena_format(table->memory, "%s: %s", table->name, problem);
}

static size_t unpack(struct eval_table *table)
{
    ZSTD_outBuffer out = { table->block, BLOCK, 0 };
    while (out.pos == 0) {
        if (table->packed.pos == table->packed.size) {
            table->packed.size = fread(table->block_in, 1, BLOCK, table->file);
            table->packed.pos = 0;
            if (table->packed.size == 0) {
                if (table->unfinished)
                    fail(table, "its packed data ends too early");
                return 0;
            }
        }
        size_t wants = ZSTD_decompressStream(table->unpacker, &out, &table->packed);
        if (ZSTD_isError(wants)) {
            fail(table, "its packed data is damaged");
            return 0;
        }
        table->unfinished = wants != 0;
    }
    return out.pos;
}

/* The next byte without taking it, or -1 at the end. */
static int peek(struct eval_table *table)
{
    if (table->at < table->size)
        return (unsigned char)table->block[table->at];
    if (table->ended)
        return -1;
    table->at = 0;
    table->size = table->unpacker ? unpack(table) : fread(table->block, 1, BLOCK, table->file);
    if (table->size == 0)
        table->ended = true;
    return table->size ? (unsigned char)table->block[0] : -1;
}

static bool take_line_end(struct eval_table *table)
{
    int next = peek(table);
    if (next != '\n' && next != '\r')
        return false;
    table->at++;
    if (next == '\r' && peek(table) == '\n')
        table->at++;
    table->line++;
    return true;
}

/* Rows ------------------------------------------------------------------------------------- */

/* From behind the opening quote to behind the closing one. */
static bool read_quoted(struct eval_table *table)
{
    for (int next; (next = peek(table)) >= 0 && table->row.length < ROW_MAX;) {
        if (take_line_end(table)) {
            text_add_char(&table->row, '\n');
            continue;
        }
        table->at++;
        if (next == '"' && peek(table) != '"')
            return true;
        if (next == '"')
            table->at++;
        text_add_char(&table->row, (char)next);
    }
    return false;
}

static bool read_cell(struct eval_table *table)
{
    int next = peek(table);
    if (next == '"') {
        table->at++;
        if (!read_quoted(table)) {
            fail(table, "a quote is opened and not closed");
            return false;
        }
        next = peek(table);
    }
    for (; next >= 0 && next != ',' && next != '\n' && next != '\r'; next = peek(table)) {
        if (next == 0 || table->row.length > ROW_MAX) {
            fail(table, "it is not a table of comma-separated values");
            return false;
        }
        text_add_char(&table->row, (char)next);
        table->at++;
    }
    text_add_bytes(&table->row, "", 1);
    return true;
}

static bool read_row(struct eval_table *table)
{
    while (take_line_end(table))
        continue; /* empty lines */
    table->row_line = table->line;
    table->count = 0;
    text_reset(&table->row);
    if (peek(table) < 0)
        return false;
    for (;;) {
        if (table->count == EVAL_CELLS_MAX) {
            fail(table, "it has more than 200 columns");
            return false;
        }
        table->begins[table->count++] = table->row.length;
        if (!read_cell(table))
            return false;
        if (peek(table) != ',')
            break;
        table->at++;
    }
    take_line_end(table);
    for (int i = 0; i < table->count; i++)
        table->cells[i] = table->row.bytes + table->begins[i];
    return true;
}

bool eval_table_next(struct eval_table *table, const char *const **ret_cells,
                     const char **ret_problem)
{
    if (!read_row(table)) {
        if (table->problem)
            *ret_problem = table->problem;
        return false;
    }
    if (table->count != table->columns) {
        table->cut = table->count < table->columns && peek(table) < 0 && !table->failed;
        if (!table->cut)
            *ret_problem =
                arena_format(table->memory, "%s line %lld has %d cells, not %d", table->name,
                             (long long)table->row_line, table->count, table->columns);
        return false;
    }
    *ret_cells = table->cells;
    return true;
}

/* Files ------------------------------------------------------------------------------------ */

struct eval_table *eval_table_open(struct arena *memory, const char *file, const char **ret_problem)
{
    struct eval_table *table = must_take(sizeof *table);
    *table = (struct eval_table){ .memory = memory, .name = file, .line = 1 };
    table->block = must_take(BLOCK);
    table->block_in = must_take(BLOCK);
    table->packed = (ZSTD_inBuffer){ table->block_in, 0, 0 };
    table->file = fopen(file, "rb");
    if (!table->file) {
        *ret_problem = arena_format(memory, "%s: %s", file, strerror(errno));
        eval_table_close(table);
        return NULL;
    }
    if (text_ends(file, ".zst"))
        table->unpacker = ZSTD_createDStream();
    if (peek(table) == 0xef && table->size >= 3 && memcmp(table->block, "\xef\xbb\xbf", 3) == 0)
        table->at = 3;
    if (!read_row(table)) {
        *ret_problem = table->problem ? table->problem : arena_format(memory, "%s is empty", file);
        eval_table_close(table);
        return NULL;
    }
    table->columns = table->count;
    table->names = arena_array(memory, (size_t)table->columns, sizeof *table->names);
    for (int i = 0; i < table->columns; i++)
        table->names[i] = text_trim(memory, table->cells[i]);
    return table;
}

void eval_table_close(struct eval_table *table)
{
    if (!table)
        return;
    if (table->file)
        fclose(table->file);
    ZSTD_freeDStream(table->unpacker);
    text_clear(&table->row);
    free(table->block_in);
    free(table->block);
    free(table);
}

int eval_table_column(const struct eval_table *table, const char *name)
{
    for (int i = 0; i < table->columns; i++)
        if (text_same(table->names[i], name))
            return i;
    return -1;
}

int64_t eval_table_line(const struct eval_table *table)
{
    return table->row_line;
}

bool eval_table_ended(struct eval_table *table)
{
    return peek(table) < 0;
}

bool eval_table_cut(const struct eval_table *table)
{
    return table->cut;
}
