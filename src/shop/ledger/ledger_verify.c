/* Ledger, proved: the hash chain and the invariants that anyone can check from the rows alone. */
#include "base/id.h"
#include "base/secret.h"
#include "shop/ledger/ledger.h"
#include "shop/ledger/ledger_sql.h"

enum { SEAL_MOST = 300, SEAL_SECONDS = 10 };

/* How far behind the last sealed one another may still appear. On PostgreSQL numbers are given
 * before their transactions commit, and no act is open this long; SQLite's one writer gives them in
 * their order. */
static int64_t unsealed_room(struct store_tx *tx)
{
    return store_is_postgres(store_of(tx)) ? 10000 : 0;
}

/* The chain's next hash: BLAKE2b of the hash before it and the whole row with what its accounts
 * are, as text. */
static struct secret_tag seal_of(const struct secret_tag *before, const struct rows *row,
                                 struct arena *memory)
{
    static const char *const numbers[] = { "transfer_no",  "transfer_id", "subject",
                                           "from_account", "from_owner",  "to_account",
                                           "to_owner",     "amount",      "at" };
    static const char *const words[] = { "kind", "key", "from_kind", "to_kind", "currency" };
    AUTO(text) sealed = { 0 };
    text_add_bytes(&sealed, before->bytes, sizeof before->bytes);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        text_add_int(&sealed, rows_int(row, numbers[i]));
        text_add_char(&sealed, '|');
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *value = rows_text(row, memory, words[i]);
        text_add(&sealed, value ? value : "");
        text_add_char(&sealed, '|');
    }
    return secret_hash(NULL, sealed.bytes, sealed.length);
}

struct sealing {
    int most;
    int sealed; /* result */
};

struct seal {
    int64_t transfer_no;
    struct secret_tag hash;
};

static refused seal_more(struct store_tx *tx, void *what)
{
    struct sealing *sealing = what;
    AUTO(arena) memory = { 0 };
    struct secret_tag last = { { 0 } };
    int64_t seal_no = 0, after = 0;
    struct rows rows = store_query(tx, &ledger_select_last_seal, WITHOUT);
    if (rows_next(&rows)) {
        size_t size;
        unsigned char *hash = rows_bytes(&rows, &memory, "hash", &size);
        if (size == sizeof last.bytes)
            memcpy(last.bytes, hash, size);
        seal_no = rows_int(&rows, "seal_no");
        after = rows_int(&rows, "transfer_no") - unsealed_room(tx);
    }
    rows_close(&rows);
    struct seal *seals = arena_array(&memory, (size_t)sealing->most, sizeof *seals);
    sealing->sealed = 0;
    rows = store_query(tx, &ledger_select_unsealed,
                       WITH(INT(after < 0 ? 0 : after), INT(sealing->most)));
    while (rows_next(&rows)) {
        last = seal_of(&last, &rows, &memory);
        seals[sealing->sealed++] = (struct seal){ rows_int(&rows, "transfer_no"), last };
    }
    for (int i = 0; i < sealing->sealed; i++)
        store_put(tx, &ledger_insert_seal,
                  WITH(INT(seal_no + i + 1), INT(seals[i].transfer_no),
                       BYTES(seals[i].hash.bytes, sizeof seals[i].hash.bytes)));
    return NULL;
}

int ledger_seal(struct store *store, int most)
{
    struct sealing sealing = { .most = most };
    refused why = store_transact(store, seal_more, &sealing);
    return why ? 0 : sealing.sealed;
}

int64_t ledger_count_unsealed(struct store_tx *tx)
{
    return store_int(tx, &ledger_count_unsealed_behind, WITH(INT(unsealed_room(tx))), 0);
}

/* The follower: seals what has come, every few seconds. */
static refused plan_seal(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "ledger.seal",
                                      .run_at = moment_after(*now, seconds(SEAL_SECONDS)) });
    return NULL;
}

static refused run_seal(struct store *store, const struct job *job, struct moment now)
{
    (void)job;
    while (ledger_seal(store, SEAL_MOST) == SEAL_MOST)
        continue;
    return store_transact(store, plan_seal, &now);
}

const struct job_kind ledger_jobs[] = {
    { .name = "ledger.seal", .run = run_seal, .attempts_max = 1000000 },
    { 0 },
};

refused ledger_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_seal, &now);
}

static const char *verify_chain(struct store_tx *tx, struct arena *memory)
{
    struct secret_tag last = { { 0 } };
    int64_t expected = 1;
    const char *fault = NULL;
    AUTO(arena) row_memory = { 0 };
    struct rows rows = store_query(tx, &ledger_select_sealed, WITHOUT);
    while (!fault && rows_next(&rows)) {
        size_t size;
        if (rows_is_null(&rows, "transfer_id") || rows_int(&rows, "seal_no") != expected) {
            fault = arena_format(memory, "seal %lld: its transfer or a seal before it is missing",
                                 (long long)expected);
            break;
        }
        last = seal_of(&last, &rows, &row_memory);
        unsigned char *hash = rows_bytes(&rows, &row_memory, "hash", &size);
        if (size != sizeof last.bytes || memcmp(hash, last.bytes, size) != 0)
            fault = arena_format(memory, "transfer %s: was changed after it was sealed (seal %lld)",
                                 id_text(memory, "trf", rows_int(&rows, "transfer_id")),
                                 (long long)expected);
        expected++;
        arena_clear(&row_memory);
    }
    rows_close(&rows);
    return fault;
}

const char *ledger_verify(struct store_tx *tx, struct arena *memory)
{
    const struct {
        const struct statement *statement;
        const char *prefix, *fault;
    } checks[] = {
        { &ledger_verify_transfers, "trf", "its two entries do not balance" },
        { &ledger_verify_currencies, "trf", "moves between currencies or to no account" },
        { &ledger_verify_entries, "trf", "entries without their transfer" },
        { &ledger_verify_balances, "lac", "the kept balance is not the sum of the entries" },
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        int64_t found = store_int(tx, checks[i].statement, WITHOUT, 0);
        if (found)
            return arena_format(memory, "ledger: %s: %s", id_text(memory, checks[i].prefix, found),
                                checks[i].fault);
    }
    const char *fault = NULL;
    struct rows rows = store_query(tx, &ledger_verify_zero, WITHOUT);
    if (rows_next(&rows))
        fault = arena_format(memory, "ledger: the entries in %s do not sum to zero",
                             rows_text(&rows, memory, "currency"));
    rows_close(&rows);
    return fault ? fault : verify_chain(tx, memory);
}
