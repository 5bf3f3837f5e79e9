/* Fraud, on the web: who asks, and the module. Confirming that it is you is in
 * fraud_challenge_web.c; the operators' pages are in fraud_rules_web.c and the like. */
#include "shop/fraud/fraud_web.h"

#include "shop/fraud/fraud_inside.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/fraud/fraud_schema_sql.h"
#include "shop/fraud/fraud_sql.h"

struct fraud_visit fraud_visit_of(const struct request *request)
{
    const struct visitor *visitor = &request->visitor;
    return (struct fraud_visit){
        .device = visitor->key,
        .address = visitor->address,
        .agent = visitor->agent,
        .by_program = visitor->by_api_key,
    };
}

/* The module ------------------------------------------------------------------------------- */

/* What is stored names its signals by this build's list, so the list must be there first. */
static refused keep_layout(struct store_tx *tx, void *what)
{
    AUTO(arena) memory = { 0 };
    (void)what;
    store_put(tx, &fraud_insert_layout,
              WITH(INT(fraud_signals_layout()), TEXT(fraud_signals_names(&memory))));
    if (!store_int(tx, &fraud_select_revision, WITHOUT, 0))
        fraud_changed(tx);
    return NULL;
}

static refused fraud_first(struct store *store, struct moment now)
{
    (void)now;
    return store_transact(store, keep_layout, NULL);
}

static const struct id_name fraud_ids[] = {
    { "decision", "dec" }, { "rule", "rul" }, { "listed", "lst" }, { "model", "mod" }, { 0 },
};

const struct module fraud_module = {
    .name = "fraud",
    .routes = fraud_challenge_routes,
    .ids = fraud_ids,
    .schema = fraud_schema,
    .statements = fraud_statements,
    .first = fraud_first,
};
