/* Migration: brings a module's tables from the version they have to the one this program knows. */
#include <assert.h>

#include "base/log.h"
#include "store/engine.h"
#include "store/store_schema_sql.h"
#include "store/store_sql.h"

static const char version_table[] = "CREATE TABLE IF NOT EXISTS store_version ("
                                    " module TEXT PRIMARY KEY,"
                                    " version BIGINT NOT NULL)";

struct step {
    const char *module;
    const struct schema *schema; /* the version to apply */
    int64_t version;             /* that the tables have */
    char problem[256];
};

static void note_problem(struct step *step, const char *problem)
{
    snprintf(step->problem, sizeof(step->problem), "%s", problem);
}

static refused make_version_table(struct store_tx *tx, void *what)
{
    struct step *step = what;
    if (!tx->store->engine->script(tx, version_table))
        note_problem(step, tx->problem);
    return NULL;
}

static refused find_version(struct store_tx *tx, void *what)
{
    struct step *step = what;
    step->version = store_int(tx, &store_select_version, WITH(TEXT(step->module)), 0);
    if (tx->failed)
        note_problem(step, tx->problem);
    return NULL;
}

/* Another process may have applied it since its version was found: on SQLite nothing is locked
 * between the two acts. */
static refused apply_version(struct store_tx *tx, void *what)
{
    struct step *step = what;
    if (store_int(tx, &store_select_version, WITH(TEXT(step->module)), 0) >= step->schema->version)
        return NULL;
    const char *script =
        store_is_postgres(tx->store) ? step->schema->postgres : step->schema->sqlite;
    if (*script) /* a version may be for the other engine only */
        tx->store->engine->script(tx, script);
    store_do(tx, &store_keep_version, WITH(TEXT(step->module), INT(step->schema->version)));
    if (tx->failed)
        note_problem(step, tx->problem);
    return NULL;
}

static bool run_step(struct store *store, store_act *act, struct step *step)
{
    note_problem(step, "");
    refused why = store_transact(store, act, step);
    if (!why)
        return true;
    if (!*step->problem)
        note_problem(step, why->name);
    return false;
}

static bool migrate(struct store *store, struct step *step, const struct schema *versions)
{
    if (!run_step(store, find_version, step))
        return false;
    int64_t before = step->version;
    for (; versions->version; versions++) {
        if (versions->version <= step->version)
            continue;
        assert(versions->version == step->version + 1);
        step->schema = versions;
        if (!run_step(store, apply_version, step))
            return false;
        step->version = versions->version;
    }
    if (versions[-1].version < step->version) {
        note_problem(step, "made by a newer program than this one");
        return false;
    }
    if (before < step->version)
        log_line(LOG_INFO, "tables are new", LOG_TEXT("module", step->module),
                 LOG_INT("from", before), LOG_INT("version", step->version));
    return true;
}

bool store_migrate(struct store *store, const char *module, const struct schema *versions,
                   const char **ret_problem)
{
    assert(versions->version == 1);
    if (!store->engine->lock_schema(store, ret_problem))
        return false;
    struct step step = { .module = module };
    bool done = migrate(store, &step, versions);
    store->engine->unlock_schema(store);
    if (!done)
        *ret_problem = store_problem("the tables of \"%s\" (version %lld): %s", module,
                                     (long long)step.version, step.problem);
    return done;
}

bool store_migrate_own(struct store *store, const char **ret_problem)
{
    struct step step = { .module = "store" };
    if (!store->engine->lock_schema(store, ret_problem))
        return false;
    bool made = run_step(store, make_version_table, &step);
    store->engine->unlock_schema(store);
    if (!made) {
        *ret_problem = store_problem("cannot make tables: %s", step.problem);
        return false;
    }
    return store_migrate(store, "store", store_schema, ret_problem);
}
