/* Standing, each day: sellers are counted anew, page by page; and they are told. */
#include "shop/standing/standing_inside.h"

#include "base/words.h"
#include "shop/standing/standing_sql.h"

const struct notice_kind standing_restricted_notice = {
    "standing.restricted", N_("Your shop is restricted"),
    N_("Something about your shop {title} is restricted from now on. The reasons, what follows and "
       "how to appeal are on your page of standing."),
    N_("Read the reasons")
};
const struct notice_kind standing_answered_notice = {
    "standing.answered", N_("Your appeal is decided"),
    N_("A person has looked at your appeal for {title} and decided it. The reasons are on your "
       "page of standing."),
    N_("Read the decision")
};
const struct notice_kind standing_level_notice = {
    "standing.level", N_("Your shop’s standing is better"),
    N_("The standing of {title} has risen. Your page of standing shows what it is made of."),
    N_("See your standing")
};
const struct notice_kind *const standing_notices[] = {
    &standing_restricted_notice,
    &standing_answered_notice,
    &standing_level_notice,
    NULL,
};

void standing_tell(struct store_tx *tx, struct arena *memory, seller_id number,
                   const struct notice_kind *kind, const char *key, struct moment now)
{
    struct seller seller;
    struct account account;
    if (sellers_find(tx, memory, number, &seller) ||
        accounts_find(tx, memory, seller.account, &account))
        return;
    notices_send(tx, &(struct notice){
                         .kind = kind,
                         .account = account.account.number,
                         .email = account.email,
                         .language = account.language,
                         .path = "/seller/standing",
                         .key = key,
                         .facts = (const struct notice_fact[]){ { "title", seller.name }, { 0 } },
                         .now = now,
                     });
}

enum { PAGE = 100, EVERY_HOURS = 24 };

struct reviewing {
    seller_id seller;
    struct moment now;
};

static refused review(struct store_tx *tx, void *what)
{
    const struct reviewing *reviewing = what;
    AUTO(arena) memory = { 0 };
    return standing_review(tx, &memory, reviewing->seller, reviewing->now);
}

static refused plan_next(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "standing.review",
                                      .run_at = moment_after(*now, hours(EVERY_HOURS)) });
    return NULL;
}

/* Those of a page whose standing changes: most days nobody's does, and nothing is written. */
static int64_t find_changing(struct store *store, int64_t after, struct moment now,
                             struct reviewing changing[static PAGE], int *ret_count)
{
    AUTO(arena) memory = { 0 };
    int64_t last = 0;
    seller_id sellers[PAGE];
    int count = 0;
    *ret_count = 0;
    struct store_tx *tx = store_read(store);
    struct rows rows = store_query(tx, &standing_select_page, WITH(INT(after), INT(PAGE)));
    while (rows_next(&rows))
        sellers[count++] = (seller_id){ rows_int(&rows, "seller_id") };
    for (int i = 0; i < count; i++) {
        struct seller seller;
        last = sellers[i].number;
        if (!sellers_find(tx, &memory, sellers[i], &seller) &&
            standing_would_change(tx, &memory, &seller, now))
            changing[(*ret_count)++] = (struct reviewing){ sellers[i], now };
    }
    store_read_end(tx);
    return last;
}

/* One seller that cannot be reviewed holds up no other. */
static refused run_review(struct store *store, const struct job *job, struct moment now)
{
    struct reviewing changing[PAGE];
    refused first = NULL;
    int count = 0;
    (void)job;
    for (int64_t after = 0; (after = find_changing(store, after, now, changing, &count)) != 0;)
        for (int i = 0; i < count; i++) {
            refused why = store_transact(store, review, &changing[i]);
            first = first ? first : why;
        }
    refused why = store_transact(store, plan_next, &now);
    return first ? first : why;
}

const struct job_kind standing_jobs[] = {
    { .name = "standing.review", .run = run_review, .attempts_max = 1000000 },
    { 0 },
};

refused standing_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_next, &now);
}
