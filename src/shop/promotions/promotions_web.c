/* Promotions, on the web: the module. */
#include "shop/promotions/promotions_web.h"

#include "shop/promotions/promotion_words.h"
#include "shop/promotions/promotions_events.h"

#include "shop/promotions/promotions_schema_sql.h"
#include "shop/promotions/promotions_sql.h"

const struct field promotion_line_fields[] = {
    ID_FIELD(struct promotion_line, promotion, "prm", .says = "The promotion."),
    TEXT_FIELD(struct promotion_line, name, .says = "Its name."),
    TEXT_FIELD(struct promotion_line, gives, .says = "What it gives, in words."),
    MOMENT_FIELD(struct promotion_line, ends_at, .says = "Until when; null: open."),
    { 0 },
};

struct promotion_line promotions_line(struct arena *memory, const struct promotion *promotion)
{
    return (struct promotion_line){
        .promotion = promotion->promotion,
        .name = promotion->name,
        .gives = promotion_words(memory, &(struct promotion_saying){ .terms = &promotion->terms }),
        .ends_at = promotion->ends_at,
    };
}

static const struct id_name promotions_ids[] = { { "promotion", "prm" },
                                                 { "event", "sev" },
                                                 { 0 } };

const struct module promotions_module = {
    .name = "promotions",
    .ids = promotions_ids,
    .schema = promotions_schema,
    .jobs = promotions_jobs,
    .statements = promotions_statements,
    .first = promotions_first,
};
