/* Promotions, on the web: the module. */
#include "web/route.h"

#include "shop/promotions/promotions_schema_sql.h"
#include "shop/promotions/promotions_sql.h"

static const struct id_name promotions_ids[] = { { "promotion", "prm" }, { 0 } };

const struct module promotions_module = {
    .name = "promotions",
    .ids = promotions_ids,
    .schema = promotions_schema,
    .statements = promotions_statements,
};
