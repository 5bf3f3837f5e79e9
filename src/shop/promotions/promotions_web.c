/* Promotions, on the web: the module. */
#include "web/route.h"

#include "shop/promotions/promotions_schema_sql.h"
#include "shop/promotions/promotions_sql.h"

const struct module promotions_module = {
    .name = "promotions",
    .schema = promotions_schema,
    .statements = promotions_statements,
};
