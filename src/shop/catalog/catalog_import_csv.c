/* Catalog, import: comma-separated values (RFC 4180), and HTML made plain. */
#include "shop/catalog/catalog_import.h"

#include "base/words.h"

/* CSV -------------------------------------------------------------------------------------- */

enum { CELLS_MAX = 200 };

struct csv csv_begin(const char *file, size_t size)
{
    struct csv csv = { file, file + size, 1, false };
    if (size >= 3 && memcmp(file, "\xef\xbb\xbf", 3) == 0)
        csv.at += 3;
    return csv;
}

/* Passes over a line's end; CRLF is one. */
static bool take_line_end(struct csv *csv)
{
    if (csv->at == csv->end || (*csv->at != '\n' && *csv->at != '\r'))
        return false;
    csv->at += *csv->at == '\r' && csv->at + 1 < csv->end && csv->at[1] == '\n' ? 2 : 1;
    csv->line++;
    return true;
}

/* From behind the opening quote to behind the closing one. */
static void read_quoted(struct csv *csv, text *cell)
{
    while (csv->at < csv->end) {
        if (*csv->at == '"') {
            csv->at++;
            if (csv->at == csv->end || *csv->at != '"')
                return;
            text_add_char(cell, '"');
            csv->at++;
        } else if (take_line_end(csv))
            text_add_char(cell, '\n');
        else
            text_add_char(cell, *csv->at++);
    }
    csv->broken = true;
}

static char *read_cell(struct arena *memory, struct csv *csv)
{
    AUTO(text) cell = { 0 };
    if (csv->at < csv->end && *csv->at == '"') {
        csv->at++;
        read_quoted(csv, &cell);
    }
    /* Also what some programs write behind a closing quote. */
    while (csv->at < csv->end && *csv->at != ',' && *csv->at != '\n' && *csv->at != '\r')
        text_add_char(&cell, *csv->at++);
    return arena_copy_bytes(memory, text_of(&cell), cell.length);
}

bool csv_next(struct arena *memory, struct csv *csv, struct csv_row *ret_row)
{
    while (take_line_end(csv))
        continue; /* empty lines */
    if (csv->at >= csv->end)
        return false;
    *ret_row = (struct csv_row){ arena_array(memory, CELLS_MAX, sizeof(char *)), 0, csv->line };
    for (;;) {
        char *cell = read_cell(memory, csv);
        if (ret_row->count < CELLS_MAX)
            ret_row->cells[ret_row->count++] = cell;
        if (csv->at >= csv->end || *csv->at != ',')
            break;
        csv->at++;
    }
    take_line_end(csv);
    return true;
}

/* HTML ------------------------------------------------------------------------------------- */

static bool is_tag(const char *at, const char *name)
{
    size_t length = strlen(name);
    if (*at == '/')
        at++;
    for (size_t i = 0; i < length; i++)
        if ((at[i] | 0x20) != name[i])
            return false;
    return strchr(" \t\r\n/>", at[length]) != NULL; /* also the text's end */
}

static bool is_one_of(const char *at, const char *const *names)
{
    for (; *names; names++)
        if (is_tag(at, *names))
            return true;
    return false;
}

/* Two line breaks at most, none at the beginning, no blanks at lines' ends. */
static void add_break(text *plain, int lines)
{
    while (plain->length && plain->bytes[plain->length - 1] == ' ')
        plain->bytes[--plain->length] = 0;
    int have = 0;
    while (have < 2 && plain->length > (size_t)have &&
           plain->bytes[plain->length - 1 - (size_t)have] == '\n')
        have++;
    for (; plain->length && have < lines; have++)
        text_add_char(plain, '\n');
}

static void add_blank(text *plain)
{
    if (plain->length && plain->bytes[plain->length - 1] != ' ' &&
        plain->bytes[plain->length - 1] != '\n')
        text_add_char(plain, ' ');
}

static void add_point(text *to, uint32_t point)
{
    if (point < 0x20 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ||
        (point >= 0x7f && point < 0xa0))
        return;
    if (point < 0x80) {
        text_add_char(to, (char)point);
        return;
    }
    int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const uint32_t leads[] = { 0, 0xc0, 0xe0, 0xf0 };
    text_add_char(to, (char)(unsigned char)(leads[more] | point >> (6 * more)));
    while (more--)
        text_add_char(to, (char)(unsigned char)(0x80 | (point >> (6 * more) & 0x3f)));
}

/* "&amp;", "&#39;", "&#x27;"; gives how many bytes were read, 0 when it is none. */
static size_t read_entity(const char *at, text *plain)
{
    static const struct {
        const char *name;
        const char *words;
    } named[] = {
        { "&amp;", "&" },    { "&lt;", "<" },    { "&gt;", ">" },     { "&quot;", "\"" },
        { "&apos;", "'" },   { "&nbsp;", " " },  { "&ndash;", "–" },  { "&mdash;", "—" },
        { "&rsquo;", "’" },  { "&lsquo;", "‘" }, { "&rdquo;", "”" },  { "&ldquo;", "“" },
        { "&hellip;", "…" }, { "&times;", "×" }, { "&deg;", "°" },    { "&reg;", "®" },
        { "&trade;", "™" },  { "&copy;", "©" },  { "&eacute;", "é" }, { "&bull;", "•" },
    };
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (text_starts(at, named[i].name)) {
            if (named[i].words[0] == ' ')
                add_blank(plain);
            else
                text_add(plain, named[i].words);
            return strlen(named[i].name);
        }
    if (at[1] != '#')
        return 0;
    bool hex = at[2] == 'x' || at[2] == 'X';
    const char *digits = at + 2 + hex;
    size_t count = strspn(digits, hex ? "0123456789abcdefABCDEF" : "0123456789");
    if (count < 1 || count > 7 || digits[count] != ';')
        return 0;
    add_point(plain, (uint32_t)strtoul(digits, NULL, hex ? 16 : 10));
    return (size_t)(digits - at) + count + 1;
}

/* Behind a tag that begins at `at`; what stands inside script and style is no text at all. */
static const char *pass_tag(const char *at, text *plain)
{
    static const char *const blocks[] = { "p",  "div", "ul", "ol", "table",   "h1",         "h2",
                                          "h3", "h4",  "h5", "h6", "section", "blockquote", NULL };
    static const char *const lines[] = { "br", "li", "tr", NULL };
    static const char *const silent[] = { "script", "style", NULL };
    if (text_starts(at, "<!--")) {
        const char *end = strstr(at, "-->");
        return end ? end + 3 : at + strlen(at);
    }
    const char *end = strchr(at, '>');
    if (!end)
        return at + strlen(at);
    if (is_one_of(at + 1, silent) && at[1] != '/') {
        const char *close = strstr(end, "</");
        while (close && !is_one_of(close + 1, silent))
            close = strstr(close + 2, "</");
        return close ? close : at + strlen(at);
    }
    if (is_one_of(at + 1, blocks))
        add_break(plain, 2);
    else if (is_one_of(at + 1, lines))
        add_break(plain, 1);
    if (is_tag(at + 1, "li") && at[1] != '/')
        text_add(plain, "• ");
    return end + 1;
}

char *import_plain_text(struct arena *memory, const char *html)
{
    AUTO(text) plain = { 0 };
    const char *at = html ? html : "";
    while (*at) {
        bool tag = *at == '<' && (at[1] == '/' || at[1] == '!' || (at[1] | 0x20) >= 'a') &&
                   (at[1] == '/' || at[1] == '!' || (at[1] | 0x20) <= 'z');
        size_t entity = *at == '&' ? read_entity(at, &plain) : 0;
        if (tag)
            at = pass_tag(at, &plain);
        else if (entity)
            at += entity;
        else if (strchr(" \t\r\n", *at)) {
            add_blank(&plain);
            at++;
        } else
            text_add_char(&plain, *at++);
    }
    add_break(&plain, 0);
    return text_trim(memory, text_of(&plain));
}
