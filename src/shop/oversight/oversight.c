/* Oversight: the record of what operators did. */
#include "shop/oversight/oversight.h"

#include <assert.h>

#include "base/id.h"
#include "shop/oversight/oversight_sql.h"

void oversight_note(struct store_tx *tx, const struct oversight_act *act)
{
    assert(act->operator.number && act->act);
    store_put(tx, &oversight_insert,
              WITH(INT(id_next(act->now)), INT(act->operator.number), TEXT(act->act),
                   TEXT(act->subject ? act->subject : ""), TEXT(act->reason), TEXT(act->facts),
                   INT(act->now.us)));
}

struct oversight_entries oversight_entries(struct store_tx *tx, struct arena *memory,
                                           const char *subject, int64_t before, int64_t most)
{
    struct oversight_entries found = {
        arena_array(memory, (size_t)most, sizeof(struct oversight_entry)), 0
    };
    struct rows rows = store_query(tx, &oversight_select,
                                   WITH(INT(before), TEXT(subject ? subject : ""), INT(most)));
    while (rows_next(&rows)) {
        const char *written = rows_text(&rows, memory, "subject");
        found.items[found.count++] = (struct oversight_entry){
            .audit = { rows_int(&rows, "audit_id") },
            .operator= { rows_int(&rows, "operator") },
            .act = rows_text(&rows, memory, "act"),
            .subject = *written ? written : NULL,
            .reason = rows_text(&rows, memory, "reason"),
            .facts = rows_text(&rows, memory, "facts"),
            .at = { rows_int(&rows, "at") },
        };
    }
    return found;
}
