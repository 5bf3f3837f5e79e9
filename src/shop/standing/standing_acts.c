/* Standing, carried out: levels and what follows from them, statements of reasons, appeals. */
#include "shop/standing/standing_inside.h"

#include "base/id.h"
#include "shop/catalog/catalog.h"
#include "shop/standing/standing_sql.h"

REFUSAL(STATEMENT_APPEALED, 409, "You have appealed against this before.");
REFUSAL(STATEMENT_APPEAL_LATE, 409, "An appeal is possible for six months, and these have passed.");
REFUSAL(STATEMENT_NO_APPEAL, 409, "Nobody has appealed against this.");
REFUSAL(STATEMENT_DECIDED, 409, "This appeal was decided before.");
REFUSAL(STATEMENT_SAME_PERSON, 403,
        "You have decided this yourself. Somebody else has to look at the appeal.");
REFUSAL_AT(STATEMENT_WORDS_NEEDED, 422, "words", "Give the reasons in at least twenty letters.");

static bool says_enough(const char *words)
{
    return words && text_count_points(words) >= STANDING_WORDS_LEAST;
}

/* Statements ------------------------------------------------------------------------------- */

struct stating {
    const struct seller *seller;
    enum statement_kind kind;
    const struct standing_verdict *verdict; /* of STATEMENT_BELOW */
    const struct standing_record *record;
    account_id decided_by;
    const char *words;
    struct moment now;
};

static void state(struct store_tx *tx, struct arena *memory, const struct stating *stating)
{
    const struct seller *seller = stating->seller;
    statement_id statement = { id_next(stating->now) };
    int64_t bad = 0, all = 0, window_days = 0;
    const char *measure = NULL;
    if (stating->verdict) {
        enum standing_measure reason = stating->verdict->reason;
        const struct standing_figures *figures =
            &stating->record->windows[stating->verdict->window];
        measure = standing_measures[reason].name;
        window_days = standing_window_days[stating->verdict->window];
        if (reason < MEASURE_SHARES) {
            standing_share(figures, reason, &bad, &all);
        } else {
            bool prices = reason == MEASURE_FALSE_PRICES;
            bad = prices ? figures->false_prices : standing_stars(figures, reason);
            all = prices ? 0 : figures->reviews;
        }
    }
    bool free = seller->standing < SELLER_RESTRICTED;
    store_put(tx, &standing_insert_statement,
              WITH(INT(statement.number), INT(seller->seller.number),
                   TEXT(statement_kinds[stating->kind].name), TEXT(measure), INT(bad), INT(all),
                   INT(window_days), INT(stating->decided_by.number), TEXT(stating->words),
                   INT(stating->now.us),
                   TEXT(seller_standings[free ? seller->standing : SELLER_VERIFIED].name)));
    standing_tell(tx, memory, seller->seller, &standing_restricted_notice,
                  id_text(memory, "sta", statement.number), stating->now);
}

static void end_statements(struct store_tx *tx, seller_id seller, bool below, struct moment now)
{
    store_put(tx, &standing_end_statements, WITH(INT(now.us), INT(seller.number), INT(below)));
}

/* Levels ----------------------------------------------------------------------------------- */

struct floor {
    const char *level; /* NULL: none in force */
    bool known;        /* there is a row */
};

static struct floor floor_of(struct store_tx *tx, struct arena *memory, seller_id seller,
                             struct moment now)
{
    struct floor floor = { 0 };
    struct rows rows = store_query(tx, &standing_select, WITH(INT(seller.number)));
    while (rows_next(&rows)) {
        floor.known = true;
        if (rows_int(&rows, "floor_until") > now.us)
            floor.level = rows_text(&rows, memory, "floor");
    }
    return floor;
}

/* What people have said stands above the figures: a lifted restriction, a Top by hand. */
static struct standing_verdict decide(struct store_tx *tx, struct arena *memory,
                                      const struct seller *seller, struct moment now,
                                      struct standing_record *ret_record)
{
    struct floor floor = floor_of(tx, memory, seller->seller, now);
    *ret_record = standing_record(tx, memory, seller, now);
    struct standing_verdict verdict = standing_judge(ret_record);
    bool top_by_hand =
        text_same(floor.level, "top") || (!floor.known && seller->standing == SELLER_TOP);
    if (top_by_hand && verdict.level != STANDING_BELOW)
        verdict = (struct standing_verdict){ STANDING_TOP, STANDING_MEASURES, WINDOW_365 };
    else if (floor.level && verdict.level == STANDING_BELOW)
        verdict.level = STANDING_GOOD;
    return verdict;
}

static void set_floor(struct store_tx *tx, seller_id seller, const char *level, struct moment now)
{
    store_put(tx, &standing_insert, WITH(INT(seller.number), INT(now.us)));
    store_put(tx, &standing_set_floor,
              WITH(TEXT(level), INT(moment_after(now, days(STANDING_FLOOR_DAYS)).us),
                   INT(seller.number)));
}

/* The badge, when payouts leave, and how many products there may be. */
static void follow(struct store_tx *tx, const struct seller *seller, enum standing_level level)
{
    int64_t payout_days = level == STANDING_BELOW ? STANDING_PAYOUT_DAYS : 0, products = 0;
    if (level == STANDING_BELOW) {
        int64_t count = catalog_count_products(tx, seller->seller);
        products = count > 0 ? count : 1;
    } else if (level == STANDING_NEW && seller->standing == SELLER_NEW) {
        products = STANDING_NEW_PRODUCTS;
    }
    if (payout_days != seller->payout_days || products != seller->products_most)
        sellers_set_limits_of(tx, seller->seller, payout_days, products);
    if (level == STANDING_TOP && seller->standing == SELLER_VERIFIED)
        sellers_set_standing_of(tx, seller->seller, SELLER_TOP);
    if (level != STANDING_TOP && seller->standing == SELLER_TOP)
        sellers_set_standing_of(tx, seller->seller, SELLER_VERIFIED);
}

/* Below standard the limit is what there was when it fell; it is not counted again. */
static bool follows(const struct seller *seller, enum standing_level level)
{
    bool new_shop = level == STANDING_NEW && seller->standing == SELLER_NEW;
    bool limits = level == STANDING_BELOW
                      ? seller->payout_days == STANDING_PAYOUT_DAYS && seller->products_most > 0
                      : seller->payout_days == 0 &&
                            seller->products_most == (new_shop ? STANDING_NEW_PRODUCTS : 0);
    bool badge = level == STANDING_TOP ? seller->standing != SELLER_VERIFIED
                                       : seller->standing != SELLER_TOP;
    return limits && badge;
}

bool standing_would_change(struct store_tx *tx, struct arena *memory, const struct seller *seller,
                           struct moment now)
{
    struct standing_record record;
    struct standing_now before = standing_of(tx, memory, seller->seller);
    struct standing_verdict verdict = decide(tx, memory, seller, now, &record);
    return !before.since.us || verdict.level != before.level || !follows(seller, verdict.level);
}

static void change_level(struct store_tx *tx, struct arena *memory, const struct seller *seller,
                         const struct standing_verdict *verdict,
                         const struct standing_record *record, enum standing_level before,
                         struct moment now)
{
    const char *level = standing_levels[verdict->level].name;
    const char *reason =
        verdict->reason < STANDING_MEASURES ? standing_measures[verdict->reason].name : NULL;
    store_put(
        tx, &standing_set,
        WITH(TEXT(level), TEXT(reason), INT(now.us), INT(now.us), INT(seller->seller.number)));
    store_put(tx, &standing_insert_change,
              WITH(INT(seller->seller.number), INT(now.us), TEXT(level), TEXT(reason)));
    if (verdict->level == STANDING_BELOW)
        state(tx, memory,
              &(struct stating){ .seller = seller,
                                 .kind = STATEMENT_BELOW,
                                 .verdict = verdict,
                                 .record = record,
                                 .now = now });
    else if (before == STANDING_BELOW)
        end_statements(tx, seller->seller, true, now);
    if (verdict->level == STANDING_TOP || (before == STANDING_BELOW))
        standing_tell(tx, memory, seller->seller, &standing_level_notice,
                      arena_format(memory, "%s %lld", level, (long long)now.us), now);
}

refused standing_review(struct store_tx *tx, struct arena *memory, seller_id number,
                        struct moment now)
{
    struct seller seller;
    struct standing_record record;
    refused why = sellers_find(tx, memory, number, &seller);
    if (why)
        return why;
    struct standing_now before = standing_of(tx, memory, number);
    struct standing_verdict verdict = decide(tx, memory, &seller, now, &record);
    if (!before.since.us && seller.standing == SELLER_TOP)
        set_floor(tx, number, "top", now);
    store_put(tx, &standing_insert, WITH(INT(number.number), INT(now.us)));
    if (!before.since.us || verdict.level != before.level)
        change_level(tx, memory, &seller, &verdict, &record, before.level, now);
    if (!follows(&seller, verdict.level))
        follow(tx, &seller, verdict.level);
    return NULL;
}

/* By hand ---------------------------------------------------------------------------------- */

refused standing_set_by_hand(struct store_tx *tx, struct arena *memory,
                             const struct standing_by_hand *by_hand)
{
    bool restricts =
        by_hand->standing == SELLER_RESTRICTED || by_hand->standing == SELLER_SUSPENDED;
    if (restricts && !says_enough(by_hand->words))
        return &STATEMENT_WORDS_NEEDED;
    end_statements(tx, by_hand->before->seller, false, by_hand->now);
    if (by_hand->standing == SELLER_TOP)
        set_floor(tx, by_hand->before->seller, "top", by_hand->now);
    if (restricts)
        state(tx, memory,
              &(struct stating){ .seller = by_hand->before,
                                 .kind = by_hand->standing == SELLER_RESTRICTED
                                             ? STATEMENT_RESTRICTED
                                             : STATEMENT_SUSPENDED,
                                 .decided_by = by_hand->operator,
                                 .words = by_hand->words,
                                 .now = by_hand->now });
    return NULL;
}

/* Appeals ---------------------------------------------------------------------------------- */

refused standing_appeal(struct store_tx *tx, struct arena *memory,
                        const struct standing_appeal *appeal)
{
    struct standing_statement statement;
    refused why = standing_statement_find(tx, memory, appeal->statement, &statement);
    if (why || statement.seller.number != appeal->seller.number)
        return &STATEMENT_NOT_FOUND;
    if (statement.appealed_at.us)
        return &STATEMENT_APPEALED;
    if (appeal->now.us > moment_after(statement.at, days(STANDING_APPEAL_DAYS)).us)
        return &STATEMENT_APPEAL_LATE;
    if (!says_enough(appeal->words))
        return &STATEMENT_WORDS_NEEDED;
    bool first =
        store_do(tx, &standing_appeal_row,
                 WITH(TEXT(appeal->words), INT(appeal->now.us), INT(appeal->statement.number)));
    return first ? NULL : &STATEMENT_APPEALED;
}

/* What it restricted is free: the level cannot fall again for a while, or the standing that a
 * person took away comes back. */
static refused lift(struct store_tx *tx, struct arena *memory,
                    const struct standing_statement *statement, struct moment now)
{
    if (statement->ended_at.us)
        return NULL; /* over already: it was wrong, and it is said so */
    if (statement->kind == STATEMENT_BELOW) {
        set_floor(tx, statement->seller, "good", now);
        return standing_review(tx, memory, statement->seller, now);
    }
    const char *before = "verified";
    struct rows rows =
        store_query(tx, &standing_select_statement, WITH(INT(statement->statement.number)));
    while (rows_next(&rows))
        before = rows_text(&rows, memory, "before");
    end_statements(tx, statement->seller, false, now);
    refused why = sellers_set_standing_of(tx, statement->seller, sellers_standing_named(before));
    return why == &SELLER_STANDING_SAME ? NULL : why;
}

refused standing_answer(struct store_tx *tx, struct arena *memory,
                        const struct standing_answer *answer)
{
    struct standing_statement statement;
    refused why = standing_statement_find(tx, memory, answer->statement, &statement);
    if (why)
        return why;
    if (!statement.appealed_at.us)
        return &STATEMENT_NO_APPEAL;
    if (statement.decision != STATEMENT_UNDECIDED)
        return &STATEMENT_DECIDED;
    if (statement.decided_by.number == answer->operator.number)
        return &STATEMENT_SAME_PERSON;
    if (!says_enough(answer->words))
        return &STATEMENT_WORDS_NEEDED;
    if (!store_do(tx, &standing_answer_row,
                  WITH(TEXT(statement_decisions[answer->decision].name),
                       INT(answer->operator.number), TEXT(answer->words), INT(answer->now.us),
                       INT(answer->statement.number))))
        return &STATEMENT_DECIDED;
    if (answer->decision == STATEMENT_LIFTED)
        why = lift(tx, memory, &statement, answer->now);
    if (!why)
        standing_tell(tx, memory, statement.seller, &standing_answered_notice,
                      id_text(memory, "sta", statement.statement.number), answer->now);
    return why;
}
