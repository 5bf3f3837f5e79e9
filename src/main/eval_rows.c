/* Evaluation, rows: names are kept once and numbered, cells become numbers, rows are sorted. */
#include "main/eval_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "main/eval_table.h"

struct reading {
    struct arena *memory;
    const struct eval_mapping *mapping;
    struct eval_table *table;
    struct eval_rows rows;
    int places[COLUMNS]; /* of the columns in the file, or -1 */
    uint32_t *slots;     /* numbers of names by their hash; 0: free */
    size_t slot_count;
    size_t name_room;
    const char *problem;
};

/* Names ------------------------------------------------------------------------------------ */

static uint64_t hash_of(const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
    return hash ^ hash >> 29;
}

static void put_slot(struct reading *reading, uint32_t number)
{
    size_t at = hash_of(reading->rows.names[number]) & (reading->slot_count - 1);
    while (reading->slots[at])
        at = (at + 1) & (reading->slot_count - 1);
    reading->slots[at] = number;
}

static void grow_slots(struct reading *reading)
{
    reading->slot_count = reading->slot_count ? reading->slot_count * 2 : 1 << 16;
    free(reading->slots);
    reading->slots = must_take(reading->slot_count * sizeof *reading->slots);
    for (uint32_t i = 1; i < reading->rows.name_count; i++)
        put_slot(reading, i);
}

/* The number of a name; the same one for the same name. 0 for none. */
static uint32_t number_of(struct reading *reading, const char *name)
{
    struct eval_rows *rows = &reading->rows;
    if (!*name)
        return 0;
    if (rows->name_count * UINT64_C(2) >= reading->slot_count)
        grow_slots(reading);
    for (size_t at = hash_of(name) & (reading->slot_count - 1); reading->slots[at];
         at = (at + 1) & (reading->slot_count - 1))
        if (strcmp(rows->names[reading->slots[at]], name) == 0)
            return reading->slots[at];
    if (rows->name_count == 0)
        rows->name_count = 1; /* number 0 is none */
    if (rows->name_count >= reading->name_room) {
        reading->name_room = reading->name_room ? reading->name_room * 2 : 1 << 12;
        rows->names = must_resize(rows->names, reading->name_room * sizeof *rows->names);
        rows->names[0] = "";
    }
    rows->names[rows->name_count] = arena_copy(reading->memory, name);
    put_slot(reading, rows->name_count);
    return rows->name_count++;
}

/* Cells ------------------------------------------------------------------------------------ */

static bool read_number(const char *cell, double *ret_number)
{
    char *end;
    double number = strtod(cell, &end);
    if (end == cell || *end || !isfinite(number))
        return false;
    *ret_number = number;
    return true;
}

static bool read_moment(const char *format, const char *cell, struct moment *ret_at)
{
    double number;
    struct tm tm = { .tm_mday = 1 };
    if (text_same(format, "unix")) {
        if (!read_number(cell, &number) || number < 0 || number > 1e11)
            return false;
        ret_at->us = (int64_t)(number * 1e6);
        return true;
    }
    const char *end = strptime(cell, format, &tm);
    if (!end || *end)
        return false;
    *ret_at = moment_after(moment_of_date(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday),
                           seconds(tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec));
    return ret_at->us >= 0;
}

static uint32_t ip_number(struct reading *reading, const char *cell)
{
    double number;
    char dotted[16];
    if (!reading->mapping->ip_is_number)
        return number_of(reading, cell);
    if (!read_number(cell, &number) || number < 0 || number > (double)UINT32_MAX)
        return 0;
    uint32_t address = (uint32_t)number;
    snprintf(dotted, sizeof dotted, "%u.%u.%u.%u", address >> 24, address >> 16 & 0xff,
             address >> 8 & 0xff, address & 0xff);
    return number_of(reading, dotted);
}

/* NULL, or what is wrong with the row. */
static const char *read_cells(struct reading *reading, const char *const *cells,
                              struct eval_row *row)
{
    const struct eval_mapping *mapping = reading->mapping;
    const int *places = reading->places;
    for (int i = 0; i < COLUMN_THINGS; i++)
        if (places[i] >= 0)
            row->things[i] = i == COLUMN_IP ? ip_number(reading, cells[places[i]])
                                            : number_of(reading, cells[places[i]]);
    if (!row->things[COLUMN_ACCOUNT])
        return "no account";
    if (!read_moment(mapping->time, cells[places[COLUMN_TIME]], &row->at))
        return "no time that fits the mapping";
    if (places[COLUMN_OPENED] >= 0 && *cells[places[COLUMN_OPENED]] &&
        !read_moment(mapping->time, cells[places[COLUMN_OPENED]], &row->opened))
        return "no opening of the account that fits the mapping";
    if (!read_number(cells[places[COLUMN_AMOUNT]], &row->amount_usd))
        return "no number as its amount";
    row->amount_usd *= mapping->usd;
    if (!*cells[places[COLUMN_LABEL]])
        return "no label";
    row->bad = text_same(cells[places[COLUMN_LABEL]], mapping->bad);
    return NULL;
}

/* Rows ------------------------------------------------------------------------------------- */

static bool find_columns(struct reading *reading, const char *file)
{
    for (int i = 0; i < COLUMNS; i++) {
        const char *name = reading->mapping->columns[i];
        reading->places[i] = name ? eval_table_column(reading->table, name) : -1;
        if (!name || reading->places[i] >= 0)
            continue;
        reading->problem = arena_format(reading->memory,
                                        "%s has no column %s, which the mapping names", file, name);
        return false;
    }
    return true;
}

static void read_rows(struct reading *reading, const char *file)
{
    enum { SAID_EVERY = 500000 };
    struct eval_rows *rows = &reading->rows;
    const char *const *cells;
    while (!reading->problem && eval_table_next(reading->table, &cells, &reading->problem)) {
        struct eval_row row = { 0 };
        const char *fault = read_cells(reading, cells, &row);
        if (fault && eval_table_ended(reading->table)) {
            rows->cut = true;
            break;
        }
        if (fault) {
            reading->problem = arena_format(reading->memory, "%s line %lld has %s", file,
                                            (long long)eval_table_line(reading->table), fault);
            break;
        }
        if (rows->count == rows->room) {
            rows->room = rows->room ? rows->room * 2 : 1 << 12;
            rows->items = must_resize(rows->items, rows->room * sizeof *rows->items);
        }
        rows->items[rows->count++] = row;
        if (rows->count % SAID_EVERY == 0)
            fprintf(stderr, "read %zu rows\n", rows->count);
    }
    rows->cut = rows->cut || eval_table_cut(reading->table);
    if (!reading->problem && rows->count == 0)
        reading->problem = arena_format(reading->memory, "%s has no rows", file);
}

/* Rows of one moment stay in the file's order. */
struct placed {
    struct eval_row row;
    size_t place;
};

static int by_time(const void *a, const void *b)
{
    const struct placed *one = a, *other = b;
    if (one->row.at.us != other->row.at.us)
        return one->row.at.us < other->row.at.us ? -1 : 1;
    return (one->place > other->place) - (one->place < other->place);
}

static void sort_rows(struct eval_rows *rows)
{
    bool sorted = true;
    for (size_t i = 1; i < rows->count && sorted; i++)
        sorted = rows->items[i - 1].at.us <= rows->items[i].at.us;
    if (sorted)
        return;
    struct placed *placed = must_take(rows->count * sizeof *placed);
    for (size_t i = 0; i < rows->count; i++)
        placed[i] = (struct placed){ rows->items[i], i };
    qsort(placed, rows->count, sizeof *placed, by_time);
    for (size_t i = 0; i < rows->count; i++)
        rows->items[i] = placed[i].row;
    free(placed);
}

bool eval_rows_read(struct arena *memory, const char *file, const struct eval_mapping *mapping,
                    struct eval_rows *ret_rows, const char **ret_problem)
{
    struct reading reading = { .memory = memory, .mapping = mapping };
    reading.table = eval_table_open(memory, file, &reading.problem);
    if (reading.table && find_columns(&reading, file))
        read_rows(&reading, file);
    eval_table_close(reading.table);
    free(reading.slots);
    if (reading.problem) {
        *ret_problem = reading.problem;
        eval_rows_clear(&reading.rows);
        return false;
    }
    sort_rows(&reading.rows);
    *ret_rows = reading.rows;
    return true;
}

void eval_rows_clear(struct eval_rows *rows)
{
    free(rows->items);
    free(rows->names);
    *rows = (struct eval_rows){ 0 };
}
