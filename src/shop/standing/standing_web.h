/* Standing, on the web floor: figures and statements as they are shown. */
#pragma once

#include "shop/standing/standing_inside.h"
#include "web/route.h"

struct measure_row {
    enum standing_measure measure;
    const char *recent, *season, *year; /* "2 of 40 (5 %)", "4.62 (18)", "–" */
    const char *fall, *top;             /* the limits, in words; or NULL */
    bool bad, good;                     /* over the one, within the other */
};
struct statement_row {
    statement_id statement;
    seller_id seller;
    const char *seller_name;
    enum statement_kind kind;
    const char *facts, *follows, *ground; /* in words */
    const char *words, *appeal, *answer;  /* or NULL */
    bool by_program, in_force, may_appeal, waits;
    enum statement_decision decision;
    struct moment at, ended_at, appealed_at, appeal_until, answered_at;
};
extern const struct field measure_fields[], statement_fields[];

/* All measures of a record: STANDING_MEASURES at most. */
size_t standing_measure_rows(struct arena *memory, const struct standing_record *record,
                             struct measure_row *to);
struct statement_row standing_statement_row(struct request *request, struct store_tx *tx,
                                            const struct standing_statement *statement);

/* For a shop's page: what buyers may know. */
struct standing_public {
    enum standing_level level;
    const char *in_time, *disputes, *answers; /* in words; NULL where too little is known */
    LIST_OF(const char *) history;            /* "Top since 3 May" */
};
extern const struct field standing_public_fields[];
struct standing_public standing_for_buyers(struct request *request, struct store_tx *tx,
                                           const struct seller *seller);
