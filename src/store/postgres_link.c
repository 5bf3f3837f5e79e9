/* Links to a PostgreSQL server: prepared statements, values out, rows in. */
#include "store/postgres_inside.h"

#include <assert.h>

#include "base/log.h"
#include "base/text.h"

enum { PARAMETERS_MAX = 64, SLOTS_MIN = 256 }; /* sqlbake's limit; a power of two */
enum { TYPE_BOOL = 16, TYPE_BYTEA = 17, TYPE_INT8 = 20, TYPE_TEXT = 25 }; /* of pg_type, fixed */

/* Connecting ------------------------------------------------------------------------------- */

static void hear_notice(void *nobody, const char *words)
{
    (void)nobody;
    log_line(LOG_WARNING, "postgres says", LOG_TEXT("words", words));
}

PGconn *server_connect(const struct settings *settings)
{
    /* The URL comes last: what it says goes before what is said here. */
    const char *names[] = { "connect_timeout", "fallback_application_name", "dbname",
                            "client_encoding", NULL };
    const char *values[] = { "10", "souk", settings->database, "UTF8", NULL };
    PGconn *server = PQconnectdbParams(names, values, 1);
    PQsetNoticeProcessor(server, hear_notice, NULL);
    return server;
}

const char *const turn_names[TURNS] = { "begin_read", "begin_act", "begin_committed", "commit",
                                        "rollback" };
static const char *const turn_texts[TURNS] = {
    [BEGIN_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    [BEGIN_ACT] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE",
    [BEGIN_COMMITTED] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
};

/* How answers are spelled, whatever the server's or the user's settings say; and that a statement
 * is planned once, as SQLite does: else it is planned anew for the values of each run (measured: a
 * quarter of the server's work for a purchase). Each is written for an index; a plan that was made
 * while its table was young would read all of it long after. */
static void set_up(struct link *link)
{
    if (link_is_lost(link))
        return;
    PQclear(PQexec(link->server, "SET bytea_output = hex; SET client_min_messages = warning;"
                                 " SET jit = off; SET plan_cache_mode = force_generic_plan;"
                                 " SET enable_seqscan = off"));
    for (int i = 0; i < TURNS; i++)
        PQclear(PQprepare(link->server, turn_names[i], turn_texts[i], 0, NULL));
}

struct link *link_open(struct postgres_store *store)
{
    struct link *link = must_take(sizeof(*link));
    link->tx.store = &store->store;
    link->slot_count = SLOTS_MIN;
    link->slots = must_take(link->slot_count * sizeof(*link->slots));
    link->server = server_connect(store->store.settings);
    set_up(link);
    return link;
}

void link_close(struct link *link)
{
    link_close_rows(link);
    PQfinish(link->server);
    free(link->slots);
    free(link);
}

bool link_is_lost(const struct link *link)
{
    return PQstatus(link->server) != CONNECTION_OK;
}

/* 57P01 to 57P03: the server says so before the connection itself ends. */
bool link_was_cut(const struct link *link)
{
    return link_is_lost(link) || (link->tx.failed && text_starts(link->fault, "57P0"));
}

bool link_renew(struct link *link)
{
    memset(link->slots, 0, link->slot_count * sizeof(*link->slots));
    link->used = 0;
    link->waiting_count = link->syncs_left = 0;
    PQreset(link->server);
    set_up(link);
    if (!link_is_lost(link))
        node_keep((struct postgres_store *)link->tx.store);
    return !link_is_lost(link);
}

/* Failing ---------------------------------------------------------------------------------- */

/* A conflict is not logged: the act is run again. The detail, which may quote values, is left
 * out. */
void link_fail(struct link *link, const char *statement, const PGresult *result)
{
    if (link->tx.failed)
        return;
    const char *fault = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    snprintf(link->fault, sizeof(link->fault), "%s", fault ? fault : "");
    store_tx_fail(&link->tx, statement, words ? words : PQerrorMessage(link->server));
}

/* Many statements at once: out of the pipe, in the same transaction. */
bool postgres_script(struct store_tx *tx, const char *sql)
{
    struct link *link = (struct link *)tx;
    if (tx->failed)
        return false;
    pipe_sync(link);
    PGresult *result = tx->failed ? NULL : PQexec(link->server, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        link_fail(link, "script", result);
    PQclear(result);
    PQenterPipelineMode(link->server);
    return !tx->failed;
}

/* Preparing -------------------------------------------------------------------------------- */

static struct prepared *find_slot(struct prepared *slots, size_t slot_count,
                                  const struct statement *statement)
{
    uint64_t hash = (uint64_t)(uintptr_t)statement * UINT64_C(0x9e3779b97f4a7c15);
    for (size_t at = (size_t)(hash >> 32);; at++) {
        struct prepared *slot = &slots[at & (slot_count - 1)];
        if (!slot->statement || slot->statement == statement)
            return slot;
    }
}

static void grow_cache(struct link *link)
{
    size_t count = link->slot_count * 2;
    struct prepared *slots = must_take(count * sizeof(*slots));
    for (size_t i = 0; i < link->slot_count; i++)
        if (link->slots[i].statement)
            *find_slot(slots, count, link->slots[i].statement) = link->slots[i];
    free(link->slots);
    link->slots = slots;
    link->slot_count = count;
}

/* The types are those of the first values; where the first is nothing, the server finds it. */
static bool prepare(struct link *link, const struct statement *statement, const char *name,
                    const struct value *values)
{
    Oid types[PARAMETERS_MAX];
    for (int i = 0; i < statement->parameters; i++)
        types[i] = values[i].kind == VALUE_INT     ? TYPE_INT8
                   : values[i].kind == VALUE_TEXT  ? TYPE_TEXT
                   : values[i].kind == VALUE_BYTES ? TYPE_BYTEA
                                                   : 0;
    if (PQsendPrepare(link->server, name, statement->postgres, statement->parameters, types) != 1) {
        link_fail(link, statement->name, NULL);
        return false;
    }
    PGresult *result = pipe_answer(link, statement->name);
    bool done = result != NULL;
    PQclear(result);
    return done;
}

/* Sends it; numbers and texts go as text, bytes as they are. */
static bool send(struct link *link, const struct statement *statement, const struct value *values)
{
    assert(statement->parameters <= PARAMETERS_MAX);
    char name[16], numbers[PARAMETERS_MAX][24];
    const char *words[PARAMETERS_MAX];
    int sizes[PARAMETERS_MAX], formats[PARAMETERS_MAX];
    struct prepared *slot = find_slot(link->slots, link->slot_count, statement);
    bool is_new = !slot->statement;
    snprintf(name, sizeof(name), "s%u", is_new ? link->used : slot->number);
    if (is_new) {
        if (!prepare(link, statement, name, values))
            return false;
        *slot = (struct prepared){ statement, link->used };
        if (++link->used * 2 > link->slot_count)
            grow_cache(link);
    }
    for (int i = 0; i < statement->parameters; i++) {
        words[i] = values[i].bytes;
        sizes[i] = (int)values[i].size;
        formats[i] = values[i].kind == VALUE_BYTES;
        if (values[i].kind == VALUE_INT) {
            snprintf(numbers[i], sizeof(numbers[i]), "%lld", (long long)values[i].number);
            words[i] = numbers[i];
        }
    }
    if (PQsendQueryPrepared(link->server, name, statement->parameters, words, sizes, formats, 0) ==
        1)
        return true;
    link_fail(link, statement->name, NULL);
    return false;
}

/* NULL when the statement failed. A read whose link was lost while it rested begins again. */
static PGresult *execute(struct link *link, const struct statement *statement,
                         const struct value *values)
{
    PGresult *result = send(link, statement, values) ? pipe_answer(link, statement->name) : NULL;
    bool may_begin_again = !result && !link->tx.writing && !link->answered && link_was_cut(link);
    if (!may_begin_again || !link_renew(link))
        return result;
    link->tx.failed = false;
    return pipe_begin(link, BEGIN_READ) && send(link, statement, values)
               ? pipe_answer(link, statement->name)
               : NULL;
}

/* Running ---------------------------------------------------------------------------------- */

int64_t postgres_change(struct store_tx *tx, const struct statement *statement,
                        const struct value *values)
{
    PGresult *result = execute((struct link *)tx, statement, values);
    int64_t changed = 0;
    if (result && !text_starts(PQcmdStatus(result), "SELECT"))
        text_to_int(PQcmdTuples(result), &changed); /* "" where nothing is counted */
    PQclear(result);
    return changed;
}

void postgres_put(struct store_tx *tx, const struct statement *statement,
                  const struct value *values)
{
    struct link *link = (struct link *)tx;
    if (send(link, statement, values))
        pipe_wait(link, statement->name);
}

struct rows postgres_query(struct store_tx *tx, const struct statement *statement,
                           const struct value *values)
{
    struct link *link = (struct link *)tx;
    PGresult *result = execute(link, statement, values);
    if (!result)
        return (struct rows){ .tx = tx };
    struct answer *answer = must_take(sizeof(*answer));
    *answer = (struct answer){ .result = result, .row = -1, .next_open = link->open };
    link->open = answer;
    return (struct rows){ .tx = tx, .handle = answer };
}

bool postgres_next(struct rows *rows)
{
    struct answer *answer = rows->handle;
    return ++answer->row < PQntuples(answer->result);
}

void postgres_close_rows(struct rows *rows)
{
    struct answer *answer = rows->handle, **at = &((struct link *)rows->tx)->open;
    /* NOLINTBEGIN(clang-analyzer-unix.Malloc): each is freed only when it is taken out */
    while (*at != answer)
        at = &(*at)->next_open;
    *at = answer->next_open;
    PQclear(answer->result);
    free(answer);
    /* NOLINTEND(clang-analyzer-unix.Malloc) */
}

void link_close_rows(struct link *link)
{
    while (link->open)
        postgres_close_rows(&(struct rows){ .tx = &link->tx, .handle = link->open });
}

/* Columns ---------------------------------------------------------------------------------- */

int postgres_column(const struct rows *rows, const char *name)
{
    struct answer *answer = rows->handle;
    int columns = PQnfields(answer->result);
    for (int i = 0, column = answer->next_column; i < columns; i++, column++) {
        if (column >= columns)
            column = 0;
        if (strcmp(PQfname(answer->result, column), name) == 0) {
            answer->next_column = column + 1; /* mostly asked for in their order */
            return column;
        }
    }
    return -1;
}

bool postgres_is_null(const struct rows *rows, int column)
{
    const struct answer *answer = rows->handle;
    return PQgetisnull(answer->result, answer->row, column);
}

/* Comparisons are numbers in SQLite: true is 1 here, too. */
int64_t postgres_number(const struct rows *rows, int column)
{
    const struct answer *answer = rows->handle;
    if (PQgetisnull(answer->result, answer->row, column))
        return 0;
    const char *words = PQgetvalue(answer->result, answer->row, column);
    if (PQftype(answer->result, column) == TYPE_BOOL)
        return *words == 't';
    int64_t number = 0;
    bool is_number = text_to_int(words, &number);
    assert(is_number);
    (void)is_number;
    return number;
}

static int hex_digit(char digit)
{
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

/* "\x00ff" is two bytes. */
static char *bytes_of_hex(const char *hex, struct arena *memory, size_t *ret_size)
{
    assert(hex[0] == '\\' && hex[1] == 'x');
    hex += 2;
    size_t size = strlen(hex) / 2;
    char *bytes = arena_take(memory, size + 1);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]));
    *ret_size = size;
    return bytes;
}

char *postgres_bytes(const struct rows *rows, int column, struct arena *memory, size_t *ret_size)
{
    const struct answer *answer = rows->handle;
    *ret_size = 0;
    if (PQgetisnull(answer->result, answer->row, column))
        return NULL;
    const char *words = PQgetvalue(answer->result, answer->row, column);
    if (PQftype(answer->result, column) == TYPE_BYTEA)
        return bytes_of_hex(words, memory, ret_size);
    *ret_size = (size_t)PQgetlength(answer->result, answer->row, column);
    return arena_copy_bytes(memory, words, *ret_size);
}
