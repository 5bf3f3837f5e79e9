/* Standing: how a seller does, what follows from it, and why.
 *
 * Each day the figures of each seller give a level (standing_rules.h). Top adds the badge to a
 * verified seller's; below standard takes it away, makes payouts wait some days and lets the shop
 * grow no further; a new shop has a limit of products. An operator may restrict or suspend a
 * seller by hand (sellers.h).
 *
 * Each restriction comes with a statement of reasons, as article 17 of the Digital Services Act
 * (Regulation (EU) 2022/2065) asks: what is restricted, the facts and figures, whether a person or
 * a program decided, the ground in the terms, and how to object. The seller may appeal once within
 * six months (article 20); somebody else than who decided then upholds it or lifts it. */
#pragma once

#include "shop/orders/orders.h"
#include "shop/sellers/sellers.h"
#include "shop/standing/standing_rules.h"

typedef struct {
    int64_t number;
} statement_id; /* sta_ */

enum {
    STANDING_PAYOUT_DAYS = 7,     /* payouts of a seller below standard wait so long */
    STANDING_NEW_PRODUCTS = 1000, /* of a new shop, at most */
    STANDING_APPEAL_DAYS = 180,
    STANDING_FLOOR_DAYS = 90, /* a lifted restriction, or a Top by hand, stands so long */
    STANDING_WORDS_LEAST = 20,
    STANDING_WORDS_MAX = 4000,
};

enum statement_kind { STATEMENT_BELOW, STATEMENT_RESTRICTED, STATEMENT_SUSPENDED };
enum statement_decision { STATEMENT_UNDECIDED, STATEMENT_UPHELD, STATEMENT_LIFTED };
extern const struct choice statement_kinds[], statement_decisions[];

extern const struct refusal STATEMENT_NOT_FOUND, STATEMENT_APPEALED, STATEMENT_APPEAL_LATE,
    STATEMENT_NO_APPEAL, STATEMENT_DECIDED, STATEMENT_SAME_PERSON, STATEMENT_WORDS_NEEDED;

/* Counted since a moment until now. */
struct standing_figures standing_figures(struct store_tx *tx, struct arena *memory,
                                         seller_id seller, struct moment since);
struct standing_record standing_record(struct store_tx *tx, struct arena *memory,
                                       const struct seller *seller, struct moment now);

/* As the last review found it; a seller that was never reviewed is new. */
struct standing_now {
    enum standing_level level;
    enum standing_measure reason;
    struct moment since, reviewed_at;
};
struct standing_now standing_of(struct store_tx *tx, struct arena *memory, seller_id seller);

/* The levels that a seller had, the newest first. */
struct standing_change {
    enum standing_level level;
    enum standing_measure reason;
    struct moment at;
};
struct standing_changes {
    struct standing_change *items;
    size_t count;
};
struct standing_changes standing_history(struct store_tx *tx, struct arena *memory,
                                         seller_id seller, struct moment since);

struct standing_statement {
    statement_id statement;
    seller_id seller;
    enum statement_kind kind;
    enum standing_measure measure; /* of STATEMENT_BELOW */
    int64_t bad, all, window_days; /* its figures: bad ones of all, in so many days; stars: bad */
    account_id decided_by;         /* 0: by program */
    const char *words;             /* a person's reasons, or NULL */
    struct moment at, ended_at;    /* ended: 0 while it is in force */
    const char *appeal;            /* or NULL */
    struct moment appealed_at;
    enum statement_decision decision; /* of the appeal */
    const char *answer;               /* and its reasons, or NULL */
    struct moment answered_at;
};
struct standing_statements {
    struct standing_statement *items;
    size_t count;
};
refused standing_statement_find(struct store_tx *tx, struct arena *memory, statement_id statement,
                                struct standing_statement *ret_statement);
/* Of a seller, the newest first; or (number 0) those whose appeal waits, the oldest first. */
struct standing_statements standing_list_statements(struct store_tx *tx, struct arena *memory,
                                                    seller_id seller, int64_t most);
int64_t standing_count_appeals(struct store_tx *tx);

struct standing_below {
    seller_id seller;
    const char *name;
    enum standing_measure reason;
    struct moment since;
};
struct standing_belows {
    struct standing_below *items;
    size_t count;
};
/* Sellers below standard, the latest first. */
struct standing_belows standing_below(struct store_tx *tx, struct arena *memory, int64_t most);

/* Acts ------------------------------------------------------------------------------------- */

/* Counts anew and carries out what follows; nothing when nothing changes. */
refused standing_review(struct store_tx *tx, struct arena *memory, seller_id seller,
                        struct moment now);

/* An operator has set a seller's standing: restricting and suspending make a statement with these
 * words (STATEMENT_WORDS_NEEDED), anything else ends those in force; Top stands for a while. */
struct standing_by_hand {
    const struct seller *before;
    enum seller_standing standing;
    account_id operator;
    const char *words; /* for the seller */
    struct moment now;
};
refused standing_set_by_hand(struct store_tx *tx, struct arena *memory,
                             const struct standing_by_hand *by_hand);

struct standing_appeal {
    statement_id statement;
    seller_id seller;
    const char *words;
    struct moment now;
};
refused standing_appeal(struct store_tx *tx, struct arena *memory,
                        const struct standing_appeal *appeal);

/* Lifted, what was restricted is free at once, and what was counted until now does not count. */
struct standing_answer {
    statement_id statement;
    account_id operator;
    enum statement_decision decision; /* upheld or lifted */
    const char *words;
    struct moment now;
};
refused standing_answer(struct store_tx *tx, struct arena *memory,
                        const struct standing_answer *answer);
