/* Standing, shown: measures, statements of reasons and levels, in words. */
#include "shop/standing/standing_web.h"

#include "base/words.h"
#include "shop/messages/messages.h"

const struct field measure_fields[] = {
    CHOICE_FIELD(struct measure_row, measure, standing_measures, .says = "What is measured."),
    TEXT_FIELD(struct measure_row, recent, .says = "In 30 days."),
    TEXT_FIELD(struct measure_row, season, .says = "In 90 days."),
    TEXT_FIELD(struct measure_row, year, .says = "In 365 days."),
    TEXT_FIELD(struct measure_row, fall, .says = "Worse than that is below standard; or null."),
    TEXT_FIELD(struct measure_row, top, .says = "At least that good is Top; or null."),
    BOOL_FIELD(struct measure_row, bad, .says = "It is worse than the standard, for sure."),
    BOOL_FIELD(struct measure_row, good, .says = "It is good enough for Top."),
    { 0 },
};
const struct field statement_fields[] = {
    ID_FIELD(struct statement_row, statement, "sta", .says = "The statement of reasons."),
    ID_FIELD(struct statement_row, seller, "sel", .says = "Whom it restricts."),
    TEXT_FIELD(struct statement_row, seller_name, .says = "The shop."),
    CHOICE_FIELD(struct statement_row, kind, statement_kinds, .says = "What was decided."),
    TEXT_FIELD(struct statement_row, facts, .says = "The facts and figures behind it."),
    TEXT_FIELD(struct statement_row, follows, .says = "What is restricted."),
    TEXT_FIELD(struct statement_row, ground, .says = "The ground in the terms."),
    TEXT_FIELD(struct statement_row, words, .lines = true, .says = "A person's reasons, or null."),
    TEXT_FIELD(struct statement_row, appeal, .lines = true, .says = "The appeal, or null."),
    TEXT_FIELD(struct statement_row, answer, .lines = true, .says = "The answer to it, or null."),
    BOOL_FIELD(struct statement_row, by_program, .says = "Found and decided without a person."),
    BOOL_FIELD(struct statement_row, in_force, .says = "It still restricts."),
    BOOL_FIELD(struct statement_row, may_appeal, .says = "It can be appealed against now."),
    BOOL_FIELD(struct statement_row, waits, .says = "The appeal waits for an answer."),
    CHOICE_FIELD(struct statement_row, decision, statement_decisions, .says = "Of the appeal."),
    MOMENT_FIELD(struct statement_row, at, .says = "When it was decided."),
    MOMENT_FIELD(struct statement_row, ended_at, .says = "When it ended, or null."),
    MOMENT_FIELD(struct statement_row, appealed_at, .says = "When it was appealed, or null."),
    MOMENT_FIELD(struct statement_row, appeal_until, .says = "Until when it can be."),
    MOMENT_FIELD(struct statement_row, answered_at, .says = "When the appeal was decided."),
    { 0 },
};
const struct field standing_public_fields[] = {
    CHOICE_FIELD(struct standing_public, level, standing_levels, .says = "The level."),
    TEXT_FIELD(struct standing_public, in_time, .says = "How many parcels come in time, or null."),
    TEXT_FIELD(struct standing_public, disputes,
               .says = "How many orders end in dispute, or null."),
    TEXT_FIELD(struct standing_public, answers,
               .says = "How fast questions are answered, or null."),
    TEXTS_FIELD(struct standing_public, history, .says = "Its levels of the last year."),
    { 0 },
};

/* Measures --------------------------------------------------------------------------------- */

static const char *percent(struct arena *memory, int64_t basis_points)
{
    return basis_points % 100 ? arena_format(memory, "%lld.%lld %%", (long long)basis_points / 100,
                                             (long long)(basis_points % 100) / 10)
                              : arena_format(memory, "%lld %%", (long long)basis_points / 100);
}

static const char *number(struct arena *memory, int64_t count)
{
    return arena_format(memory, "%lld", (long long)count);
}

static const char *stars(struct arena *memory, int64_t hundredths)
{
    return arena_format(memory, "%lld.%02lld", (long long)hundredths / 100,
                        (long long)hundredths % 100);
}

static const char *value_of(struct arena *memory, const struct standing_figures *figures,
                            enum standing_measure measure)
{
    int64_t bad, all;
    if (measure == MEASURE_FALSE_PRICES)
        return arena_format(memory, "%lld", (long long)figures->false_prices);
    if (measure >= MEASURE_SHARES)
        return figures->reviews ? arena_format(memory, "%s (%lld)",
                                               stars(memory, standing_stars(figures, measure)),
                                               (long long)figures->reviews)
                                : "–";
    standing_share(figures, measure, &bad, &all);
    if (all == 0)
        return "–";
    return words_fill(memory, _("{bad} of {all} ({share})"), "bad", number(memory, bad), "all",
                      number(memory, all), "share", percent(memory, (bad * 10000 + all / 2) / all),
                      NULL);
}

static const char *fall_of(struct arena *memory, enum standing_measure measure)
{
    int64_t below = standing_limits[measure].below;
    if (!below)
        return NULL;
    if (measure == MEASURE_FALSE_PRICES)
        return words_fill(memory, _("from {count} in 90 days"), "count", number(memory, below),
                          NULL);
    return measure >= MEASURE_SHARES
               ? words_fill(memory, _("under {stars}"), "stars", stars(memory, below), NULL)
               : words_fill(memory, _("surely over {share}"), "share", percent(memory, below),
                            NULL);
}

static const char *top_of(struct arena *memory, enum standing_measure measure)
{
    int64_t top = standing_limits[measure].top;
    if (measure == MEASURE_FALSE_PRICES)
        return _("none in a year");
    return measure >= MEASURE_SHARES
               ? words_fill(memory, _("from {stars}"), "stars", stars(memory, top), NULL)
               : words_fill(memory, _("up to {share}"), "share", percent(memory, top), NULL);
}

size_t standing_measure_rows(struct arena *memory, const struct standing_record *record,
                             struct measure_row *to)
{
    size_t count = 0;
    for (int i = 0; i <= MEASURE_FALSE_PRICES; i++) {
        enum standing_measure measure = (enum standing_measure)i;
        to[count++] = (struct measure_row){
            .measure = measure,
            .recent = value_of(memory, &record->windows[WINDOW_30], measure),
            .season = value_of(memory, &record->windows[WINDOW_90], measure),
            .year = value_of(memory, &record->windows[WINDOW_365], measure),
            .fall = fall_of(memory, measure),
            .top = top_of(memory, measure),
            .bad = standing_is_below(record, measure),
            .good = standing_is_top(record, measure),
        };
    }
    return count;
}

/* Statements ------------------------------------------------------------------------------- */

static const char *facts_of(struct arena *memory, const struct standing_statement *statement)
{
    if (statement->kind != STATEMENT_BELOW)
        return statement->words;
    const char *measure = _(standing_measures[statement->measure].words);
    const char *bad = number(memory, statement->bad), *all = number(memory, statement->all);
    const char *window = number(memory, statement->window_days);
    if (statement->measure == MEASURE_FALSE_PRICES)
        return words_fill(memory, _("{measure}: {count} in {days} days."), "measure", measure,
                          "count", bad, "days", window, NULL);
    if (statement->measure >= MEASURE_SHARES)
        return words_fill(
            memory, _("{measure}: {stars} of 5, from {reviews} reviews in {days} days."), "measure",
            measure, "stars", stars(memory, statement->bad), "reviews", all, "days", window, NULL);
    return words_fill(memory,
                      _("{measure}: {bad} of {all} in {days} days. The standard is {limit}."),
                      "measure", measure, "bad", bad, "all", all, "days", window, "limit",
                      percent(memory, standing_limits[statement->measure].below), NULL);
}

static const char *follows_of(struct arena *memory, const struct standing_statement *statement)
{
    switch (statement->kind) {
    case STATEMENT_BELOW:
        return words_fill(memory,
                          _("Payouts leave {days} days after you ask for them, you can list no "
                            "more products than you have, and there is no Top badge."),
                          "days", number(memory, STANDING_PAYOUT_DAYS), NULL);
    case STATEMENT_RESTRICTED:
        return _("Your offers are not found and cannot be bought. Orders under way go on.");
    default: return _("Your shop is not shown and sells nothing. Orders under way go on.");
    }
}

static const char *ground_of(const struct standing_statement *statement)
{
    return statement->kind == STATEMENT_BELOW
               ? _("Terms for sellers: orders are sent in time and are as described.")
               : _("Terms for sellers: what is sold is lawful, and buyers are not deceived.");
}

struct statement_row standing_statement_row(struct request *request, struct store_tx *tx,
                                            const struct standing_statement *statement)
{
    struct arena *memory = request->memory;
    struct seller seller = { .name = "" };
    sellers_find(tx, memory, statement->seller, &seller);
    struct moment until = moment_after(statement->at, days(STANDING_APPEAL_DAYS));
    return (struct statement_row){
        .statement = statement->statement,
        .seller = statement->seller,
        .seller_name = seller.name,
        .kind = statement->kind,
        .facts = facts_of(memory, statement),
        .follows = follows_of(memory, statement),
        .ground = ground_of(statement),
        .words = statement->words,
        .appeal = statement->appeal,
        .answer = statement->answer,
        .by_program = statement->decided_by.number == 0,
        .in_force = statement->ended_at.us == 0,
        .may_appeal = !statement->appealed_at.us && request->now.us <= until.us,
        .waits = statement->appealed_at.us && statement->decision == STATEMENT_UNDECIDED,
        .decision = statement->decision,
        .at = statement->at,
        .ended_at = statement->ended_at,
        .appealed_at = statement->appealed_at,
        .appeal_until = until,
        .answered_at = statement->answered_at,
    };
}

/* Buyers ----------------------------------------------------------------------------------- */

enum { PUBLIC_LEAST = 20, HISTORY_SHOWN = 6 };

static const char *of_hundred(struct arena *memory, const char *words, int64_t part, int64_t all)
{
    return all >= PUBLIC_LEAST
               ? words_fill(memory, words, "share",
                            percent(memory, (part * 100 + all / 2) / all * 100), NULL)
               : NULL;
}

struct standing_public standing_for_buyers(struct request *request, struct store_tx *tx,
                                           const struct seller *seller)
{
    struct arena *memory = request->memory;
    struct moment year = moment_before(request->now, days(365));
    struct standing_figures figures = standing_figures(tx, memory, seller->seller, year);
    struct standing_changes changes = standing_history(tx, memory, seller->seller, year);
    int64_t share = figures.sent ? figures.disputed * 10000 / figures.sent : 0;
    struct standing_public shown = {
        .level = standing_of(tx, memory, seller->seller).level,
        .in_time = of_hundred(memory, _("{share} of parcels come in time"),
                              figures.delivered - figures.late, figures.delivered),
        .disputes = figures.sent >= PUBLIC_LEAST
                        ? words_fill(memory, _("{share} of orders end in dispute"), "share",
                                     percent(memory, share), NULL)
                        : NULL,
        .answers = of_hundred(memory, _("{share} of questions are answered within a day"),
                              figures.asked - figures.unanswered, figures.asked),
    };
    shown.history.items = arena_array(memory, HISTORY_SHOWN, sizeof *shown.history.items);
    for (size_t i = 0; i < changes.count && i < HISTORY_SHOWN; i++)
        shown.history.items[shown.history.count++] =
            words_fill(memory, _("{level} from {day}"), "level",
                       _(standing_levels[changes.items[i].level].words), "day",
                       words_day(memory, changes.items[i].at), NULL);
    return shown;
}
