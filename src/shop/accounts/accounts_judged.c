/* Accounts, judged: opening one and signing in, as the fraud engine lets it through. */
#include "shop/accounts/accounts_inside.h"

#include "base/id.h"

refused accounts_sign_up(struct store_tx *tx, struct arena *memory,
                         const struct account_opening *opening, const struct fraud_visit *visit,
                         account_id *ret_account, struct fraud_judgement *ret_judgement)
{
    struct account_opening chosen = *opening;
    refused why = accounts_may_open(tx, opening);
    if (why)
        return why;
    chosen.account = (account_id){ id_next(opening->now) };
    struct fraud_question question = { .act = FRAUD_SIGN_UP,
                                       .account = chosen.account.number,
                                       .subject = chosen.account.number,
                                       .visit = *visit,
                                       .account_country = opening->country,
                                       .now = opening->now };
    question.visit.email = opening->email;
    why = fraud_judge(tx, memory, &question, ret_judgement);
    if (why || ret_judgement->stops)
        return why;
    return accounts_open(tx, &chosen, ret_account);
}

refused accounts_judge_sign_in(struct store_tx *tx, struct arena *memory, account_id number,
                               const struct fraud_visit *visit, struct moment now,
                               struct fraud_judgement *ret_judgement)
{
    struct account account;
    refused why = accounts_find(tx, memory, number, &account);
    if (why)
        return why;
    struct fraud_question question = { .act = FRAUD_SIGN_IN,
                                       .account = number.number,
                                       .subject = number.number,
                                       .visit = *visit,
                                       .account_country = account.country,
                                       .now = now };
    question.visit.email = account.email;
    return fraud_judge(tx, memory, &question, ret_judgement);
}

void accounts_note_wrong(struct store_tx *tx, account_id account, const struct fraud_visit *visit,
                         struct moment now)
{
    fraud_note_failure(tx, &(struct fraud_question){ .act = FRAUD_SIGN_IN,
                                                     .account = account.number,
                                                     .subject = account.number,
                                                     .visit = *visit,
                                                     .now = now });
}
