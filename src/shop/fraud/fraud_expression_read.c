/* Fraud, expressions: the grammar of SQL's expressions, as far as the list goes.
 *
 * It binds as SQLite does, weakest first: OR, AND, NOT, equality and its kin, order, + -, * / %,
 * ||, signs. What is found is only whether the whole holds together and whether numbers meet texts,
 * which SQL compares without a word and never as meant; computing is SQLite's. */
#include "shop/fraud/fraud_expression_read.h"

#include <stdarg.h>

enum { HEIGHT_MAX = 100, NESTED_MAX = 40 };

enum binding {
    BINDS_NOT_AT_ALL,
    BINDS_OR,
    BINDS_AND,
    BINDS_EQUAL,
    BINDS_ORDER,
    BINDS_SUM,
    BINDS_PRODUCT,
    BINDS_JOIN,
    BINDS_SIGN,
};

/* What a part gives, and how many operations are within each other in it. */
struct part {
    enum fraud_kind_of_value kind;
    int height;
    int64_t at;
};

struct reader {
    struct arena *memory;
    const char *written;
    struct fraud_tokens tokens;
    size_t next;
    int nested;
    bool failed;
    struct fraud_expression_fault *fault;
};

static struct part read_part(struct reader *reader, enum binding least);

/* The first fault counts. From then on the text is at its end, so every loop ends as well. */
static void fail(struct reader *reader, int64_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void fail(struct reader *reader, int64_t at, const char *format, ...)
{
    char sentence[400];
    va_list arguments;
    if (reader->failed)
        return;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    *reader->fault = (struct fraud_expression_fault){ at, arena_copy(reader->memory, sentence) };
    reader->failed = true;
    reader->next = reader->tokens.count - 1;
}

static const struct fraud_token *peek(const struct reader *reader)
{
    return &reader->tokens.items[reader->next];
}

static bool next_is(const struct reader *reader, const char *word)
{
    const struct fraud_token *token = peek(reader);
    return token->kind == TOKEN_WORD && strcmp(token->word, word) == 0;
}

static bool take_if(struct reader *reader, const char *word)
{
    bool is = next_is(reader, word);
    reader->next += is;
    return is;
}

/* The word as it was written, for sentences; a long text is cut at a letter's end. */
static const char *written_of(struct reader *reader, const struct fraud_token *token)
{
    enum { SHOWN = 40 };
    const char *from = reader->written + token->at;
    size_t length = token->length;
    if (token->kind == TOKEN_END)
        return "the end";
    if (length > SHOWN)
        for (length = SHOWN; ((unsigned char)from[length] & 0xc0) == 0x80;)
            length--;
    return arena_copy_bytes(reader->memory, from, length);
}

static void expect(struct reader *reader, const char *word, const char *why)
{
    if (!reader->failed && !take_if(reader, word))
        fail(reader, peek(reader)->at, "%s is missing before %s: %s", word,
             written_of(reader, peek(reader)), why);
}

static int higher(int a, int b)
{
    return a > b ? a : b;
}

static struct part joined(enum fraud_kind_of_value kind, struct part a, struct part b)
{
    return (struct part){ kind, 1 + higher(a.height, b.height), a.at };
}

static void needs_number(struct reader *reader, struct part part, const char *where)
{
    if (part.kind == KIND_TEXT)
        fail(reader, part.at, "%s takes numbers, and this is a text.", where);
}

static void needs_text(struct reader *reader, struct part part, const char *where)
{
    if (part.kind == KIND_NUMBER)
        fail(reader, part.at, "%s takes texts, and this is a number.", where);
}

/* What two values have in common that are compared, or of which one is chosen. */
static enum fraud_kind_of_value alike(struct reader *reader, struct part a, struct part b)
{
    if (a.kind == KIND_ANY)
        return b.kind;
    if (b.kind != KIND_ANY && a.kind != b.kind)
        fail(reader, b.at, "A %s meets a %s here: both must be numbers, or both texts.",
             a.kind == KIND_TEXT ? "text" : "number", b.kind == KIND_TEXT ? "text" : "number");
    return a.kind;
}

/* Arguments of the function whose place is `which`, up to the closing parenthesis. */
static struct part read_call(struct reader *reader, const struct fraud_token *token)
{
    const struct fraud_function *function = &fraud_functions[token->signal];
    /* nullif compares, the rest choose; iif chooses between its second and third. */
    bool chooses = function->gives == KIND_ANY;
    struct part whole = { function->gives, 0, token->at }, common = whole;
    int count = 0;
    reader->next++; /* the parenthesis, which made the name a function's */
    if (!next_is(reader, ")"))
        do {
            struct part part = read_part(reader, BINDS_OR);
            enum fraud_kind_of_value wanted = count ? function->others : function->first;
            if (wanted == KIND_NUMBER)
                needs_number(reader, part, function->name);
            if (wanted == KIND_TEXT)
                needs_text(reader, part, function->name);
            if (chooses && wanted == KIND_ANY)
                common.kind = alike(reader, common, part);
            whole.height = higher(whole.height, part.height);
            count++;
        } while (take_if(reader, ","));
    expect(reader, ")", "it ends the arguments of a function.");
    if (count < function->least || count > function->most)
        fail(reader, token->at,
             function->least == function->most ? "%s takes %d arguments, not %d."
                                               : "%s takes at least %d arguments, not %d.",
             function->name, count < function->least ? function->least : function->most, count);
    if (chooses)
        whole.kind = common.kind;
    return (struct part){ whole.kind, whole.height + 1, token->at };
}

static struct part read_case(struct reader *reader, int64_t at)
{
    struct part whole = { KIND_ANY, 1, at }, base = { KIND_ANY, 0, at }, gives = base;
    bool compares = !next_is(reader, "WHEN");
    if (compares)
        base = read_part(reader, BINDS_OR);
    if (!next_is(reader, "WHEN"))
        expect(reader, "WHEN", "CASE WHEN condition THEN value ELSE value END.");
    while (take_if(reader, "WHEN")) {
        struct part when = read_part(reader, BINDS_OR);
        if (compares)
            alike(reader, base, when);
        else
            needs_number(reader, when, "WHEN");
        expect(reader, "THEN", "it follows the condition of WHEN.");
        struct part then = read_part(reader, BINDS_OR);
        gives.kind = alike(reader, gives, then);
        whole.height = higher(whole.height, higher(when.height, then.height));
    }
    if (take_if(reader, "ELSE")) {
        struct part other = read_part(reader, BINDS_OR);
        gives.kind = alike(reader, gives, other);
        whole.height = higher(whole.height, other.height);
    }
    expect(reader, "END", "it closes CASE.");
    return (struct part){ gives.kind, 1 + higher(whole.height, base.height), at };
}

static struct part read_word(struct reader *reader, const struct fraud_token *token)
{
    struct part part = { KIND_ANY, 1, token->at };
    if (take_if(reader, "NULL"))
        return part;
    if (take_if(reader, "(")) {
        part = read_part(reader, BINDS_OR);
        if (next_is(reader, ","))
            fail(reader, peek(reader)->at,
                 "A comma stands only between arguments and in the list of IN.");
        expect(reader, ")", "every ( needs one.");
    } else if (take_if(reader, "NOT")) {
        part = read_part(reader, BINDS_EQUAL);
        needs_number(reader, part, "NOT");
        part.kind = KIND_NUMBER;
    } else if (next_is(reader, "-") || next_is(reader, "+")) {
        reader->next++;
        part = read_part(reader, BINDS_SIGN);
        needs_number(reader, part, token->word);
        part.kind = KIND_NUMBER;
    } else if (take_if(reader, "CASE")) {
        part = read_case(reader, token->at);
    } else {
        fail(reader, token->at, "A signal, a number, a 'text' or ( belongs here, not %s.",
             written_of(reader, token));
    }
    part.at = token->at;
    part.height++;
    return part;
}

/* What stands before any operator. */
static struct part read_first(struct reader *reader)
{
    const struct fraud_token *token = peek(reader);
    struct part part = { KIND_NUMBER, 1, token->at };
    switch (token->kind) {
    case TOKEN_END:
        fail(reader, token->at, "The expression ends too early: a value is missing.");
        return part;
    case TOKEN_WORD: return read_word(reader, token);
    case TOKEN_FUNCTION: reader->next++; return read_call(reader, token);
    case TOKEN_TEXT: part.kind = KIND_TEXT; break;
    case TOKEN_SIGNAL:
        if (fraud_signals[token->signal].unit == UNIT_TEXT)
            part.kind = KIND_TEXT;
        break;
    case TOKEN_NUMBER: break;
    }
    reader->next++;
    return part;
}

static enum binding binding_of(const struct fraud_token *token)
{
    // clang-format off
    static const struct { const char *word; enum binding binding; } table[] = {
        { "OR", BINDS_OR },     { "AND", BINDS_AND },   { "=", BINDS_EQUAL },
        { "==", BINDS_EQUAL },  { "<>", BINDS_EQUAL },  { "!=", BINDS_EQUAL },
        { "IS", BINDS_EQUAL },  { "IN", BINDS_EQUAL },  { "NOT", BINDS_EQUAL },
        { "LIKE", BINDS_EQUAL },{ "GLOB", BINDS_EQUAL },{ "BETWEEN", BINDS_EQUAL },
        { "<", BINDS_ORDER },   { "<=", BINDS_ORDER },  { ">", BINDS_ORDER },
        { ">=", BINDS_ORDER },  { "+", BINDS_SUM },     { "-", BINDS_SUM },
        { "*", BINDS_PRODUCT }, { "/", BINDS_PRODUCT }, { "%", BINDS_PRODUCT },
        { "||", BINDS_JOIN },
    };
    // clang-format on
    for (size_t i = 0; token->kind == TOKEN_WORD && i < sizeof table / sizeof *table; i++)
        if (strcmp(token->word, table[i].word) == 0)
            return table[i].binding;
    return BINDS_NOT_AT_ALL;
}

static struct part read_list(struct reader *reader, struct part left)
{
    struct part whole = left;
    expect(reader, "(", "IN is followed by a list, IN ('PT', 'ES').");
    if (next_is(reader, ")"))
        fail(reader, peek(reader)->at, "The list of IN is empty.");
    do {
        struct part part = read_part(reader, BINDS_OR);
        left.kind = alike(reader, left, part);
        whole.height = higher(whole.height, part.height);
    } while (!reader->failed && take_if(reader, ","));
    expect(reader, ")", "it ends the list of IN.");
    return joined(KIND_NUMBER, whole, left);
}

/* Behind IN, LIKE, GLOB or BETWEEN, before which there may have been NOT. */
static struct part read_kin(struct reader *reader, struct part left, const struct fraud_token *word)
{
    struct part right;
    if (strcmp(word->word, "IN") == 0)
        return read_list(reader, left);
    right = read_part(reader, BINDS_ORDER);
    if (strcmp(word->word, "BETWEEN") != 0) {
        needs_text(reader, left, word->word);
        needs_text(reader, right, word->word);
        return joined(KIND_NUMBER, left, right);
    }
    left.kind = alike(reader, left, right);
    expect(reader, "AND", "x BETWEEN 1 AND 10.");
    struct part last = read_part(reader, BINDS_ORDER);
    alike(reader, left, last);
    return joined(KIND_NUMBER, joined(KIND_NUMBER, left, right), last);
}

static struct part read_operation(struct reader *reader, struct part left, enum binding binding)
{
    const struct fraud_token *word = peek(reader);
    reader->next++;
    if (strcmp(word->word, "NOT") == 0) {
        word = peek(reader);
        if (!next_is(reader, "IN") && !next_is(reader, "LIKE") && !next_is(reader, "GLOB") &&
            !next_is(reader, "BETWEEN"))
            fail(reader, word->at, "After NOT here comes IN, LIKE, GLOB or BETWEEN.");
        if (reader->failed)
            return left;
        reader->next++;
        left.height++;
        return read_kin(reader, left, word);
    }
    if (strcmp(word->word, "IS") == 0)
        take_if(reader, "NOT");
    else if (binding == BINDS_EQUAL && word->length > 1 && word->word[0] >= 'A')
        return read_kin(reader, left, word);
    struct part right = read_part(reader, binding + 1);
    switch (binding) {
    case BINDS_EQUAL:
    case BINDS_ORDER: alike(reader, left, right); break;
    case BINDS_JOIN: return joined(KIND_TEXT, left, right);
    default:
        needs_number(reader, left, word->word);
        needs_number(reader, right, word->word);
        break;
    }
    return joined(KIND_NUMBER, left, right);
}

static struct part read_part(struct reader *reader, enum binding least)
{
    if (++reader->nested > NESTED_MAX)
        fail(reader, peek(reader)->at, "Too much is within each other here: make two rules of it.");
    struct part part = read_first(reader);
    enum binding binding;
    while ((binding = binding_of(peek(reader))) >= least && binding)
        part = read_operation(reader, part, binding);
    if (part.height > HEIGHT_MAX)
        fail(reader, part.at, "This has more than %d operations in a row: make two rules of it.",
             HEIGHT_MAX);
    reader->nested--;
    return part;
}

/* Words are put together anew with a space between them, so that nothing but them gets through. */
static void make_statement(const struct reader *reader, struct fraud_expression_reading *reading)
{
    AUTO(text) statement = { 0 };
    int parameter[FRAUD_SIGNALS] = { 0 };
    text_add(&statement, "SELECT (");
    for (size_t i = 0; i + 1 < reader->tokens.count; i++) {
        const struct fraud_token *token = &reader->tokens.items[i];
        text_add_char(&statement, ' ');
        if (token->kind != TOKEN_SIGNAL) {
            text_add_bytes(&statement, reader->written + token->at, token->length);
            continue;
        }
        if (!parameter[token->signal]) {
            reading->signals[reading->signal_count++] = token->signal;
            reading->acts &= fraud_signals[token->signal].acts;
            parameter[token->signal] = reading->signal_count;
        }
        text_add_char(&statement, '?');
        text_add_int(&statement, parameter[token->signal]);
    }
    text_add(&statement, " )");
    reading->statement = arena_copy(reader->memory, text_of(&statement));
}

bool fraud_expression_read(struct arena *memory, const char *written,
                           struct fraud_expression_reading *ret_reading,
                           struct fraud_expression_fault *ret_fault)
{
    struct reader reader = { .memory = memory, .written = written, .fault = ret_fault };
    struct fraud_expression_reading reading = { .acts = FRAUD_ANY };
    if (!fraud_expression_split(memory, written, &reader.tokens, ret_fault))
        return false;
    if (peek(&reader)->kind == TOKEN_END)
        fail(&reader, 0, "Write a condition: amount_usd > 500 AND account_age_days < 1.");
    struct part whole = read_part(&reader, BINDS_OR);
    const struct fraud_token *rest = peek(&reader);
    if (next_is(&reader, ")"))
        fail(&reader, rest->at, "This ) has no ( before it.");
    else if (next_is(&reader, ","))
        fail(&reader, rest->at, "A comma stands only between arguments and in the list of IN.");
    else if (rest->kind != TOKEN_END)
        fail(&reader, rest->at, "AND, OR or another operator is missing before %s.",
             written_of(&reader, rest));
    if (whole.kind == KIND_TEXT)
        fail(&reader, whole.at,
             "The whole gives a text, and a rule asks for yes or no: compare it with something.");
    if (reader.failed)
        return false;
    make_statement(&reader, &reading);
    *ret_reading = reading;
    return true;
}
