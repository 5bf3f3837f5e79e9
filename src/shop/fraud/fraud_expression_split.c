/* Fraud, expressions: splits the text into the words of the list, and nothing else. */
#include "shop/fraud/fraud_expression_read.h"

enum { NAME_LENGTH_MAX = 64 };

// clang-format off
const struct fraud_function fraud_functions[] = {
    { "abs",      1, 1,  KIND_NUMBER, KIND_ANY,    KIND_NUMBER },
    { "coalesce", 2, 20, KIND_ANY,    KIND_ANY,    KIND_ANY },
    { "ifnull",   2, 2,  KIND_ANY,    KIND_ANY,    KIND_ANY },
    { "iif",      3, 3,  KIND_NUMBER, KIND_ANY,    KIND_ANY },
    { "nullif",   2, 2,  KIND_ANY,    KIND_ANY,    KIND_ANY },
    { "min",      2, 20, KIND_ANY,    KIND_ANY,    KIND_ANY },
    { "max",      2, 20, KIND_ANY,    KIND_ANY,    KIND_ANY },
    { "round",    1, 2,  KIND_NUMBER, KIND_NUMBER, KIND_NUMBER },
    { "length",   1, 1,  KIND_ANY,    KIND_ANY,    KIND_NUMBER },
    { "lower",    1, 1,  KIND_TEXT,   KIND_ANY,    KIND_TEXT },
    { "upper",    1, 1,  KIND_TEXT,   KIND_ANY,    KIND_TEXT },
    { "substr",   2, 3,  KIND_TEXT,   KIND_NUMBER, KIND_TEXT },
    { "instr",    2, 2,  KIND_TEXT,   KIND_TEXT,   KIND_NUMBER },
    { "trim",     1, 2,  KIND_TEXT,   KIND_TEXT,   KIND_TEXT },
    { "replace",  3, 3,  KIND_TEXT,   KIND_TEXT,   KIND_TEXT },
    { 0 },
};
static const char *const words[] = {
    "AND",  "OR",   "NOT", "IN",   "BETWEEN", "LIKE", "GLOB",
    "IS",   "NULL", "CASE", "WHEN", "THEN",   "ELSE", "END",
};
/* Longer ones first. */
static const char *const signs[] = {
    "||", "==", "<>", "!=", "<=", ">=", "+", "-", "*", "/", "%", "=", "<", ">", "(", ")", ",",
};
static const struct { const char *begins, *says; } refused_signs[] = {
    { "--", "Comments are not allowed, and two minus signs begin one: put a space between them." },
    { "/*", "Comments are not allowed." },
    { ";",  "One expression only: ; is not allowed." },
    { "\"", "Texts stand in single quotes, 'like this': \" is not allowed." },
    { "`",  "Names of signals stand without quotes: ` is not allowed." },
    { "[",  "Names of signals stand without brackets: [ is not allowed." },
    { "?",  "Parameters are not allowed: write the number or the 'text' itself." },
    { ":",  "Parameters are not allowed: write the number or the 'text' itself." },
    { "@",  "Parameters are not allowed: write the number or the 'text' itself." },
    { "$",  "Amounts stand without a currency: $ is not allowed." },
    { "&",  "& is not allowed: write AND." },
    { "|",  "| is not allowed: write OR, or || to put texts together." },
    { "!",  "! is not allowed: write NOT, or != for not equal." },
    { ".",  "A number begins with a digit: write 0.5." },
};
// clang-format on
enum {
    WORDS = sizeof words / sizeof *words,
    SIGNS = sizeof signs / sizeof *signs,
    REFUSED_SIGNS = sizeof refused_signs / sizeof *refused_signs,
};

struct splitting {
    struct arena *memory;
    const char *written;
    size_t at;
    struct fraud_tokens tokens;
    struct fraud_expression_fault *fault;
};

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

static char lower_of(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter + 32) : letter;
}

static bool begins_name(char letter)
{
    return letter == '_' || (lower_of(letter) >= 'a' && lower_of(letter) <= 'z');
}

static bool same_name(const char *written, size_t length, const char *name)
{
    size_t i = 0;
    for (; i < length && name[i]; i++)
        if (lower_of(written[i]) != lower_of(name[i]))
            return false;
    return i == length && !name[i];
}

static bool wrong(struct splitting *splitting, size_t at, const char *sentence)
{
    *splitting->fault = (struct fraud_expression_fault){ (int64_t)at, sentence };
    return false;
}

static void take(struct splitting *splitting, struct fraud_token token)
{
    struct fraud_tokens *tokens = &splitting->tokens;
    tokens->items = arena_room(splitting->memory, tokens->items, tokens->count, sizeof token);
    token.at = (int64_t)splitting->at;
    tokens->items[tokens->count++] = token;
    splitting->at += token.length;
}

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters have to be put in, taken out, changed, or swapped with the next one. */
static size_t edits_between(const char *written, size_t length, const char *name)
{
    size_t rows[3][NAME_LENGTH_MAX + 1], other = strlen(name);
    if (length > NAME_LENGTH_MAX || other > NAME_LENGTH_MAX)
        return NAME_LENGTH_MAX;
    for (size_t k = 0; k <= other; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= length; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        char letter = lower_of(written[i - 1]);
        row[0] = i;
        for (size_t k = 1; k <= other; k++) {
            row[k] = least_of(least_of(row[k - 1], above[k]) + 1,
                              above[k - 1] + (letter != lower_of(name[k - 1])));
            if (i > 1 && k > 1 && letter == lower_of(name[k - 2]) &&
                lower_of(written[i - 2]) == lower_of(name[k - 1]))
                row[k] = least_of(row[k], before[k - 2] + 1);
        }
    }
    return rows[length % 3][other];
}

struct nearest {
    const char *name;
    size_t edits;
};

static void consider(struct nearest *nearest, const char *written, size_t length, const char *name)
{
    size_t edits = edits_between(written, length, name);
    if (edits < nearest->edits)
        *nearest = (struct nearest){ name, edits };
}

static bool unknown_name(struct splitting *splitting, size_t length, bool called)
{
    static const char *const yes_no[] = { "true", "false", "yes", "no" };
    const char *name = splitting->written + splitting->at;
    const char *what = called ? "function" : "signal";
    char *copy = arena_copy_bytes(splitting->memory, name, length);
    for (size_t i = 0; i < sizeof yes_no / sizeof *yes_no; i++)
        if (same_name(name, length, yes_no[i]))
            return wrong(splitting, splitting->at,
                         arena_format(splitting->memory, "There is no %s %s: yes is 1 and no is 0.",
                                      what, copy));
    /* A third of the letters may be wrong; beyond that a guess does not help. */
    struct nearest nearest = { NULL, 2 + length / 3 };
    for (int i = 0; !called && i < FRAUD_SIGNALS; i++)
        consider(&nearest, name, length, fraud_signals[i].name);
    for (size_t i = 0; called && fraud_functions[i].name; i++)
        consider(&nearest, name, length, fraud_functions[i].name);
    for (int i = 0; !called && length < 8 && i < WORDS; i++)
        consider(&nearest, name, length, words[i]);
    return wrong(splitting, splitting->at,
                 nearest.name
                     ? arena_format(splitting->memory, "There is no %s %s. Did you mean %s?", what,
                                    copy, nearest.name)
                     : arena_format(splitting->memory, "There is no %s %s.", what, copy));
}

static bool take_name(struct splitting *splitting)
{
    const char *name = splitting->written + splitting->at;
    size_t length = 0, next;
    while (begins_name(name[length]) || is_digit(name[length]))
        length++;
    next = length + strspn(name + length, " \t\r\n");
    bool called = name[next] == '(';
    for (int i = 0; i < WORDS; i++)
        if (same_name(name, length, words[i])) {
            take(splitting, (struct fraud_token){ TOKEN_WORD, 0, length, 0, words[i] });
            return true;
        }
    for (size_t i = 0; called && fraud_functions[i].name; i++)
        if (same_name(name, length, fraud_functions[i].name)) {
            take(splitting, (struct fraud_token){ TOKEN_FUNCTION, 0, length, (int)i,
                                                  fraud_functions[i].name });
            return true;
        }
    int place = called ? -1 : fraud_signal_place(name, length);
    if (place < 0)
        return unknown_name(splitting, length, called);
    take(splitting, (struct fraud_token){ TOKEN_SIGNAL, 0, length, place, NULL });
    return true;
}

/* 12, 0.5, 1e6: as SQL and people write them; no hexadecimal. */
static bool take_number(struct splitting *splitting)
{
    const char *digits = splitting->written + splitting->at;
    size_t length = 0;
    while (is_digit(digits[length]))
        length++;
    if (digits[length] == '.' && is_digit(digits[length + 1]))
        do
            length++;
        while (is_digit(digits[length]));
    if (digits[length] == 'e' || digits[length] == 'E') {
        size_t power = length + 1 + (digits[length + 1] == '-' || digits[length + 1] == '+');
        while (is_digit(digits[power]))
            length = ++power;
    }
    if (begins_name(digits[length]) || digits[length] == '.')
        return wrong(splitting, splitting->at,
                     "This is not a number: write digits, with a point for fractions.");
    take(splitting, (struct fraud_token){ TOKEN_NUMBER, 0, length, 0, NULL });
    return true;
}

static bool take_text(struct splitting *splitting)
{
    const char *from = splitting->written + splitting->at;
    size_t length = 1;
    while (from[length] && (from[length] != '\'' || from[length + 1] == '\''))
        length += from[length] == '\'' ? 2 : 1;
    if (!from[length])
        return wrong(splitting, splitting->at,
                     "This text has no end: close it with a single quote.");
    take(splitting, (struct fraud_token){ TOKEN_TEXT, 0, length + 1, 0, NULL });
    return true;
}

static bool take_sign(struct splitting *splitting)
{
    const char *from = splitting->written + splitting->at;
    size_t length = 1;
    if (text_starts(from, "--") || text_starts(from, "/*"))
        return wrong(splitting, splitting->at, refused_signs[*from == '/'].says);
    for (int i = 0; i < SIGNS; i++)
        if (text_starts(from, signs[i])) {
            take(splitting, (struct fraud_token){ TOKEN_WORD, 0, strlen(signs[i]), 0, signs[i] });
            return true;
        }
    for (int i = 0; i < REFUSED_SIGNS; i++)
        if (text_starts(from, refused_signs[i].begins))
            return wrong(splitting, splitting->at, refused_signs[i].says);
    if ((unsigned char)*from < ' ' || *from == 127)
        return wrong(splitting, splitting->at, "There is a character here that cannot be seen.");
    while (((unsigned char)from[length] & 0xc0) == 0x80)
        length++;
    return wrong(splitting, splitting->at,
                 arena_format(splitting->memory, "%.*s is not allowed outside of 'texts'.",
                              (int)length, from));
}

bool fraud_expression_split(struct arena *memory, const char *written,
                            struct fraud_tokens *ret_tokens,
                            struct fraud_expression_fault *ret_fault)
{
    struct splitting splitting = { memory, written, 0, { NULL, 0 }, ret_fault };
    size_t length = strlen(written);
    if (length > FRAUD_EXPRESSION_MAX)
        return wrong(&splitting, FRAUD_EXPRESSION_MAX,
                     arena_format(memory, "An expression has at most %d bytes; this one has %zu.",
                                  FRAUD_EXPRESSION_MAX, length));
    if (!text_is_utf8(written, length))
        return wrong(&splitting, 0, "This is not valid UTF-8 text.");
    for (;;) {
        splitting.at += strspn(written + splitting.at, " \t\r\n");
        char next = written[splitting.at];
        if (!next)
            break;
        if (!(begins_name(next) ? take_name(&splitting)
              : is_digit(next)  ? take_number(&splitting)
              : next == '\''    ? take_text(&splitting)
                                : take_sign(&splitting)))
            return false;
    }
    take(&splitting, (struct fraud_token){ .kind = TOKEN_END });
    *ret_tokens = splitting.tokens;
    return true;
}
