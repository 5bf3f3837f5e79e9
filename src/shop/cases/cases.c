/* Cases: opened by what was stopped, found again, and asked about by who was refused. */
#include "shop/cases/cases_inside.h"

#include "base/id.h"
#include "shop/cases/cases_sql.h"

REFUSAL(CASE_NOT_FOUND, 404, "There is no such case.");
REFUSAL(APPEAL_NOT_POSSIBLE, 404,
        "There is nothing here that can be looked at again. Sign in to the account that it was "
        "about, or ask us by e-mail.");
REFUSAL_AT(APPEAL_WORDS_SHORT, 422, "words", "Tell us a little more: at least ten letters.");
REFUSAL_AT(APPEAL_EMAIL_MISSING, 422, "email",
           "Enter an e-mail address: without an account it is the only way to answer you.");

enum { APPEAL_LETTERS_LEAST = 10 };

static const char *const state_names[] = { "open", "proposed", "closed" };
const struct choice case_states[] = {
    [CASE_IS_OPEN] = { "open", N_("Open") },
    [CASE_IS_PROPOSED] = { "proposed", N_("Needs a second person") },
    [CASE_IS_CLOSED] = { "closed", N_("Closed") },
    { 0 },
};

const char *cases_state_name(enum case_state state)
{
    return state_names[state];
}

/* Finding ---------------------------------------------------------------------------------- */

static struct secret_key seal_key(struct store_tx *tx)
{
    return secret_derive(&store_tx_settings(tx)->master, "case");
}

static struct value seal(struct store_tx *tx, struct arena *memory, case_id file, const char *plain)
{
    struct secret_key key = seal_key(tx);
    size_t size;
    if (!plain)
        return NOTHING;
    unsigned char *sealed = secret_seal(memory, &key, file.number, plain, strlen(plain), &size);
    return BYTES(sealed, size);
}

static const char *unseal(struct store_tx *tx, struct arena *memory, const struct rows *rows,
                          const char *column)
{
    struct secret_key key = seal_key(tx);
    size_t size;
    if (rows_is_null(rows, column))
        return NULL;
    unsigned char *sealed = rows_bytes(rows, memory, column, &size);
    return secret_open(memory, &key, rows_int(rows, "case_id"), sealed, size, NULL);
}

static struct case_file from_row(struct store_tx *tx, const struct rows *rows, struct arena *memory)
{
    return (struct case_file){
        .file = { rows_int(rows, "case_id") },
        .decision = { rows_int(rows, "decision_id") },
        .act = (enum fraud_act)rows_int(rows, "act"),
        .action = (enum fraud_action)rows_int(rows, "action"),
        .account = { rows_int(rows, "account_id") },
        .subject = rows_int(rows, "subject"),
        .at_risk = money_of(rows_int(rows, "at_risk"), store_tx_settings(tx)->reference),
        .state = (enum case_state)text_place(rows_text(rows, memory, "state"), state_names, 3),
        .waits = rows_int(rows, "waits") != 0,
        .verdict = (int)rows_int(rows, "verdict"),
        .decided_by = { rows_int(rows, "decided_by") },
        .opened_at = { rows_int(rows, "opened_at") },
        .closed_at = { rows_int(rows, "closed_at") },
        .appealed_at = { rows_int(rows, "appealed_at") },
        .appeal = unseal(tx, memory, rows, "appeal"),
        .appeal_email = unseal(tx, memory, rows, "appeal_email"),
        .language = words_choose(rows_text(rows, memory, "language")),
    };
}

static refused find_one(struct store_tx *tx, struct arena *memory, struct rows rows,
                        struct case_file *ret_file)
{
    if (!rows_next(&rows))
        return &CASE_NOT_FOUND;
    *ret_file = from_row(tx, &rows, memory);
    rows_close(&rows);
    return NULL;
}

static struct case_files find_many(struct store_tx *tx, struct arena *memory, struct rows rows)
{
    struct case_files found = { 0 };
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = from_row(tx, &rows, memory);
    }
    return found;
}

refused cases_find(struct store_tx *tx, struct arena *memory, case_id file,
                   struct case_file *ret_file)
{
    return find_one(tx, memory, store_query(tx, &cases_select, WITH(INT(file.number))), ret_file);
}

refused cases_of_decision(struct store_tx *tx, struct arena *memory, fraud_decision_id decision,
                          struct case_file *ret_file)
{
    return find_one(tx, memory,
                    store_query(tx, &cases_select_of_decision, WITH(INT(decision.number))),
                    ret_file);
}

struct case_files cases_waiting(struct store_tx *tx, struct arena *memory,
                                const struct case_file *after, int64_t most)
{
    int64_t at_risk = after ? after->at_risk.minor : INT64_MAX;
    int64_t number = after ? after->file.number : INT64_MAX;
    return find_many(
        tx, memory,
        store_query(tx, &cases_select_waiting, WITH(INT(at_risk), INT(number), INT(most))));
}

struct cases_sum cases_sum(struct store_tx *tx)
{
    struct cases_sum sum = { 0, money_of(0, store_tx_settings(tx)->reference) };
    struct rows rows = store_query(tx, &cases_sum_waiting, WITHOUT);
    while (rows_next(&rows)) {
        sum.count = rows_int(&rows, "n");
        sum.at_risk.minor = rows_int(&rows, "at_risk");
    }
    return sum;
}

struct case_files cases_list(struct store_tx *tx, struct arena *memory, enum case_list list,
                             int64_t before, int64_t most)
{
    static const struct statement *const lists[] = {
        [CASES_ALL] = &cases_select_all,
        [CASES_CLOSED] = &cases_select_closed,
        [CASES_REFUSED] = &cases_select_refused,
    };
    return find_many(tx, memory, store_query(tx, lists[list], WITH(INT(before), INT(most))));
}

struct case_files cases_of_account(struct store_tx *tx, struct arena *memory, account_id account,
                                   int64_t before, int64_t most)
{
    return find_many(tx, memory,
                     store_query(tx, &cases_select_of_account,
                                 WITH(INT(account.number), INT(before), INT(most))));
}

struct case_verdicts cases_verdicts(struct store_tx *tx, struct arena *memory, case_id file)
{
    struct case_verdicts found = { 0 };
    struct rows rows = store_query(tx, &cases_select_verdicts, WITH(INT(file.number)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct case_verdict){
            .kind = (enum fraud_kind)rows_int(&rows, "kind"),
            .note = rows_text(&rows, memory, "note"),
            .operator= { rows_int(&rows, "operator") },
            .at = { rows_int(&rows, "at") },
        };
    }
    return found;
}

/* Opening ---------------------------------------------------------------------------------- */

static refused hear_stopped(struct store_tx *tx, const struct event *event)
{
    const struct fraud_stopped *stopped = event->what;
    store_put(tx, &cases_insert,
              WITH(INT(id_next(stopped->now)), INT(stopped->decision.number), INT(stopped->act),
                   INT(stopped->action), INT(stopped->account), INT(stopped->subject),
                   INT(stopped->at_risk.minor), INT(stopped->action == FRAUD_HOLD),
                   INT(stopped->now.us)));
    return NULL;
}

const struct listener cases_hears[] = {
    { &FRAUD_STOPPED_EVENT, hear_stopped },
    { 0 },
};

/* Asking ----------------------------------------------------------------------------------- */

/* Who is not signed in can be asked for no account by what it was refused: opening or entering it.
 */
static bool is_theirs(const struct case_file *file, account_id account)
{
    return file->act == FRAUD_SIGN_UP || file->act == FRAUD_SIGN_IN ||
           (account.number && file->account.number == account.number);
}

refused cases_of_refused(struct store_tx *tx, struct arena *memory, fraud_decision_id decision,
                         account_id account, struct case_file *ret_file)
{
    struct case_file found;
    if (cases_of_decision(tx, memory, decision, &found) || found.action != FRAUD_REFUSE ||
        !is_theirs(&found, account))
        return &APPEAL_NOT_POSSIBLE;
    *ret_file = found;
    return NULL;
}

refused cases_appeal(struct store_tx *tx, struct arena *memory, const struct appeal_wish *wish)
{
    struct case_file file;
    struct account owner;
    refused why = cases_of_refused(tx, memory, wish->decision, wish->account, &file);
    if (why)
        return why;
    const char *words = text_trim(memory, wish->words);
    bool has_account = !accounts_find(tx, memory, file.account, &owner);
    const char *email = has_account ? NULL : wish->email;
    if (file.state == CASE_IS_CLOSED || file.appealed_at.us)
        return &APPEAL_NOT_POSSIBLE;
    if (text_count_points(words) < APPEAL_LETTERS_LEAST)
        return &APPEAL_WORDS_SHORT;
    if (!has_account && !email)
        return &APPEAL_EMAIL_MISSING;
    if (!store_do(tx, &cases_appeal_of,
                  WITH(INT(wish->now.us), seal(tx, memory, file.file, words),
                       seal(tx, memory, file.file, email), TEXT(words_infos[wish->language].code),
                       INT(file.file.number), INT(FRAUD_REFUSE))))
        return &APPEAL_NOT_POSSIBLE;
    return NULL;
}
