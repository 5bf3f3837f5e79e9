/* Standing: counted, found and listed. What follows from it: standing_acts.c. */
#include "shop/standing/standing_inside.h"

#include "base/id.h"
#include "base/words.h"
#include "shop/catalog/catalog_prices.h"
#include "shop/disputes/disputes.h"
#include "shop/messages/messages.h"
#include "shop/reviews/reviews.h"
#include "shop/standing/standing_sql.h"

REFUSAL(STATEMENT_NOT_FOUND, 404, "There is no such statement of reasons.");

const struct choice statement_kinds[] = {
    [STATEMENT_BELOW] = { "below", N_("Below standard") },
    [STATEMENT_RESTRICTED] = { "restricted", N_("Restricted") },
    [STATEMENT_SUSPENDED] = { "suspended", N_("Suspended") },
    { 0 },
};
const struct choice statement_decisions[] = {
    [STATEMENT_UNDECIDED] = { "undecided", N_("Not decided yet") },
    [STATEMENT_UPHELD] = { "upheld", N_("Upheld") },
    [STATEMENT_LIFTED] = { "lifted", N_("Lifted") },
    { 0 },
};

static int choice_place(const struct choice *choices, const char *name)
{
    int place = 0;
    while (name && choices[place].name && !text_same(choices[place].name, name))
        place++;
    return name ? place : 0;
}

static enum standing_measure measure_named(const char *name)
{
    return name ? (enum standing_measure)choice_place(standing_measures, name) : STANDING_MEASURES;
}

/* Counting --------------------------------------------------------------------------------- */

struct standing_figures standing_figures(struct store_tx *tx, struct arena *memory,
                                         seller_id seller, struct moment since)
{
    struct dispute_share disputes = disputes_share(tx, seller, since);
    struct shipping_punctuality parcels = shipping_punctuality(tx, seller, since);
    struct review_standing reviews = reviews_rating_of_seller(tx, seller, since);
    struct messages_answering answers = messages_answering(tx, memory, seller, since);
    struct standing_figures figures = {
        .disputed = disputes.disputed,
        .lost = disputes.lost,
        .delivered = parcels.delivered,
        .late = parcels.delivered - parcels.in_time,
        .asked = answers.asked,
        .unanswered = answers.asked - answers.within_day,
        .false_prices = catalog_false_reductions(tx, seller, since),
        .reviews = reviews.count,
        .as_described = reviews.as_described,
        .communication = reviews.communication,
        .shipping = reviews.shipping,
    };
    struct rows rows =
        store_query(tx, &standing_count_orders, WITH(INT(seller.number), INT(id_first(since))));
    while (rows_next(&rows)) {
        figures.paid = rows_int(&rows, "paid");
        figures.sent = rows_int(&rows, "sent");
        figures.cancelled = rows_int(&rows, "cancelled");
    }
    return figures;
}

struct standing_record standing_record(struct store_tx *tx, struct arena *memory,
                                       const struct seller *seller, struct moment now)
{
    struct standing_record record = { .age_days = (now.us - seller->since.us) / days(1).us };
    for (int i = 0; i < STANDING_WINDOWS; i++)
        record.windows[i] = standing_figures(tx, memory, seller->seller,
                                             moment_before(now, days(standing_window_days[i])));
    return record;
}

/* Finding ---------------------------------------------------------------------------------- */

struct standing_now standing_of(struct store_tx *tx, struct arena *memory, seller_id seller)
{
    struct standing_now found = { .level = STANDING_NEW, .reason = MEASURE_AGE };
    struct rows rows = store_query(tx, &standing_select, WITH(INT(seller.number)));
    while (rows_next(&rows))
        found = (struct standing_now){
            .level = (enum standing_level)choice_place(standing_levels,
                                                       rows_text(&rows, memory, "level")),
            .reason = measure_named(rows_text(&rows, memory, "reason")),
            .since = { rows_int(&rows, "since") },
            .reviewed_at = { rows_int(&rows, "reviewed_at") },
        };
    return found;
}

struct standing_changes standing_history(struct store_tx *tx, struct arena *memory,
                                         seller_id seller, struct moment since)
{
    struct standing_changes found = { 0 };
    struct rows rows =
        store_query(tx, &standing_select_changes,
                    WITH(INT(seller.number), INT(since.us), INT(STANDING_HISTORY_MAX)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct standing_change){
            .level = (enum standing_level)choice_place(standing_levels,
                                                       rows_text(&rows, memory, "level")),
            .reason = measure_named(rows_text(&rows, memory, "reason")),
            .at = { rows_int(&rows, "at") },
        };
    }
    return found;
}

static struct standing_statement statement_from_row(const struct rows *rows, struct arena *memory)
{
    return (struct standing_statement){
        .statement = { rows_int(rows, "statement_id") },
        .seller = { rows_int(rows, "seller_id") },
        .kind = (enum statement_kind)choice_place(statement_kinds, rows_text(rows, memory, "kind")),
        .measure = measure_named(rows_text(rows, memory, "measure")),
        .bad = rows_int(rows, "bad"),
        .all = rows_int(rows, "counted"),
        .window_days = rows_int(rows, "window_days"),
        .decided_by = { rows_int(rows, "decided_by") },
        .words = rows_text(rows, memory, "words"),
        .at = { rows_int(rows, "at") },
        .ended_at = { rows_int(rows, "ended_at") },
        .appeal = rows_text(rows, memory, "appeal"),
        .appealed_at = { rows_int(rows, "appealed_at") },
        .decision = (enum statement_decision)choice_place(statement_decisions,
                                                          rows_text(rows, memory, "decision")),
        .answer = rows_text(rows, memory, "answer"),
        .answered_at = { rows_int(rows, "answered_at") },
    };
}

refused standing_statement_find(struct store_tx *tx, struct arena *memory, statement_id statement,
                                struct standing_statement *ret_statement)
{
    struct rows rows = store_query(tx, &standing_select_statement, WITH(INT(statement.number)));
    if (!rows_next(&rows))
        return &STATEMENT_NOT_FOUND;
    *ret_statement = statement_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

struct standing_statements standing_list_statements(struct store_tx *tx, struct arena *memory,
                                                    seller_id seller, int64_t most)
{
    struct standing_statements found = { 0 };
    struct rows rows = seller.number ? store_query(tx, &standing_select_statements,
                                                   WITH(INT(seller.number), INT(most)))
                                     : store_query(tx, &standing_select_appeals, WITH(INT(most)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = statement_from_row(&rows, memory);
    }
    return found;
}

int64_t standing_count_appeals(struct store_tx *tx)
{
    return store_int(tx, &standing_count_waiting, WITHOUT, 0);
}

struct standing_belows standing_below(struct store_tx *tx, struct arena *memory, int64_t most)
{
    struct standing_belows found = { 0 };
    struct rows rows = store_query(tx, &standing_select_below, WITH(INT(most)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] =
            (struct standing_below){ .seller = { rows_int(&rows, "seller_id") },
                                     .name = rows_text(&rows, memory, "name"),
                                     .reason = measure_named(rows_text(&rows, memory, "reason")),
                                     .since = { rows_int(&rows, "since") } };
    }
    return found;
}
