/* Cases, deciding: a verdict, and what follows from it in the same transaction. */
#include "shop/cases/cases_inside.h"

#include "base/id.h"
#include "shop/cases/cases_sql.h"
#include "shop/catalog/catalog.h"
#include "shop/fraud/fraud_lists.h"
#include "shop/orders/orders.h"
#include "shop/reviews/reviews.h"
#include "shop/sellers/sellers.h"

REFUSAL(CASE_CLOSED, 409, "This case is closed: somebody has decided it.");
REFUSAL_AT(CASE_NOTE_SHORT, 422, "note",
           "Say why, in ten letters or more: others have to understand it.");
REFUSAL(CASE_SAME_PERSON, 409,
        "You have decided this case already. So much money needs a second person’s word.");
REFUSAL(CASE_OWN, 403, "This case is about your own account. Another operator has to decide it.");

enum { NOTE_LETTERS_LEAST = 10, ALLOWED_DAYS = 30 };

/* Telling ---------------------------------------------------------------------------------- */

static const struct notice_kind honest_sign_up = {
    "case.honest.sign_up", N_("You can open your account now"),
    N_("A person has looked at it, and it was our mistake. Please sign up once more, from the same "
       "browser as before: it will go through. We are sorry for the trouble."),
    N_("Sign up")
};
static const struct notice_kind honest_sign_in = {
    "case.honest.sign_in", N_("You can sign in now"),
    N_("A person has looked at it, and it was our mistake. Please sign in once more: it will go "
       "through. We are sorry for the trouble. If you did not try to sign in, choose a new "
       "password."),
    N_("Sign in")
};
static const struct notice_kind honest_purchase = {
    "case.honest.purchase", N_("You can place your order now"),
    N_("A person has looked at it, and it was our mistake. Please place your order once more: it "
       "will go through. We are sorry for the trouble."),
    N_("See your cart")
};
static const struct notice_kind honest_other = {
    "case.honest", N_("It will go through now"),
    N_("A person has looked at what we did not accept, and it was our mistake. Please do it once "
       "more: it will go through. We are sorry for the trouble."),
    N_("Go on")
};
static const struct notice_kind stays = {
    "case.stays", N_("We looked at it again"),
    N_("A person has looked at what we did not accept, and at what was written to us about it. It "
       "stays as it is. If it was not you who did it, somebody may know your password: choose a "
       "new one."),
    N_("See it")
};
const struct notice_kind *const cases_notices[] = { &honest_sign_up,  &honest_sign_in,
                                                    &honest_purchase, &honest_other,
                                                    &stays,           NULL };

/* Where it is done once more. */
static const struct {
    const struct notice_kind *kind;
    const char *path;
} again[FRAUD_ACTS] = {
    [FRAUD_SIGN_UP] = { &honest_sign_up, "/sign-up" },
    [FRAUD_SIGN_IN] = { &honest_sign_in, "/sign-in" },
    [FRAUD_CHECKOUT] = { &honest_purchase, "/cart" },
    [FRAUD_COUPON] = { &honest_other, "/cart" },
    [FRAUD_LISTING] = { &honest_other, "/seller/products" },
    [FRAUD_REVIEW] = { &honest_other, "/orders" },
    [FRAUD_MESSAGE] = { &honest_other, "/orders" },
    [FRAUD_PAYOUT] = { &honest_other, "/seller/balance" },
    [FRAUD_BANK_CHANGE] = { &honest_other, "/seller/shop" },
};

const char *cases_again_path(enum fraud_act act)
{
    return again[act].path;
}

/* Whoever has an account is written to there, whatever address was left with the appeal. */
static void tell(struct store_tx *tx, struct arena *memory, const struct case_file *file,
                 bool honest, struct moment now)
{
    struct account account;
    bool known = !accounts_find(tx, memory, file->account, &account);
    const char *email = known ? account.email : file->appeal_email;
    const char *decision = id_text(memory, "dec", file->decision.number);
    if (!email || (!honest && !file->appealed_at.us))
        return;
    notices_send(tx, &(struct notice){
                         .kind = honest ? again[file->act].kind : &stays,
                         .account = known ? file->account.number : 0,
                         .email = email,
                         .language = known ? account.language : file->language,
                         .path = honest ? again[file->act].path
                                        : arena_format(memory, "/appeals/%s", decision),
                         .key = id_text(memory, "cas", file->file.number),
                         .only_mail = !known,
                         .now = now,
                     });
}

/* Settling --------------------------------------------------------------------------------- */

/* Only the newest change of a bank account waits; an earlier one was replaced by it. */
static refused settle_bank(struct store_tx *tx, struct arena *memory, const struct case_file *file,
                           bool honest, struct moment now)
{
    seller_id seller = { file->subject };
    struct iban_view view = sellers_iban_view(tx, memory, seller);
    if (!view.pending || view.decision != file->decision.number)
        return &IBAN_NOT_WAITING;
    return honest ? sellers_clear_iban(tx, seller, now) : sellers_refuse_iban(tx, seller);
}

/* Withdrawn by the seller it waits no more; listed again after, it waits by another decision. */
static refused settle_listing(struct store_tx *tx, const struct case_file *file, bool honest,
                              struct moment now)
{
    AUTO(arena) memory = { 0 };
    product_id number = { file->subject };
    struct product product;
    refused why = catalog_find(tx, &memory, number, &product);
    if (why == &PRODUCT_NOT_FOUND || (!why && product.held_decision != file->decision.number))
        return NULL;
    if (why)
        return why;
    return honest ? catalog_clear_product(tx, number, now)
                  : catalog_refuse_product(tx, number, now);
}

static refused settle_held(struct store_tx *tx, struct arena *memory, const struct case_file *file,
                           bool honest, struct moment now)
{
    purchase_id purchase = { file->subject };
    payout_id payout = { file->subject };
    switch (file->act) {
    case FRAUD_CHECKOUT:
        return honest ? orders_clear_review(tx, memory, purchase, now)
                      : orders_refuse_review(tx, memory, purchase, now);
    case FRAUD_PAYOUT:
        return honest ? sellers_release_payout(tx, payout, now)
                      : sellers_refuse_payout(tx, payout, now);
    case FRAUD_BANK_CHANGE: return settle_bank(tx, memory, file, honest, now);
    case FRAUD_LISTING: return settle_listing(tx, file, honest, now);
    case FRAUD_REVIEW:
        return reviews_settle_held(tx, memory, (review_id){ file->subject }, file->decision, honest,
                                   now);
    default: return NULL;
    }
}

/* The buyer cancelled, or the seller changed the bank account again: nothing is held any more. */
static bool was_ended(refused why)
{
    return why == &ORDER_NOT_IN_REVIEW || why == &PURCHASE_NOT_FOUND || why == &PAYOUT_NOT_HELD ||
           why == &PAYOUT_NOT_FOUND || why == &IBAN_NOT_WAITING;
}

/* So that it goes through when it is done once more. A refused sign-up has no account, and the
 * next one gets another number: there it is the browser that is allowed. */
static void allow(struct store_tx *tx, const struct case_file *file,
                  const struct case_deciding *deciding)
{
    struct moment until = moment_after(deciding->now, days(ALLOWED_DAYS));
    fraud_listed_id listed;
    if (file->act != FRAUD_SIGN_UP) {
        fraud_list_account(tx, file->account.number, false, deciding->note,
                           deciding->operator.number, until, deciding->now);
        return;
    }
    /* What is on a list already stays as somebody else wanted it. */
    fraud_list_add(tx,
                   &(struct fraud_list_wish){ .kind = ENTITY_DEVICE,
                                              .of = file->decision,
                                              .verdict = LIST_ALLOW,
                                              .reason = deciding->note,
                                              .by = deciding->operator.number,
                                              .until = until,
                                              .now = deciding->now },
                   &listed);
}

/* Deciding --------------------------------------------------------------------------------- */

static void note(struct store_tx *tx, struct arena *memory, const struct case_deciding *deciding,
                 const char *act)
{
    store_put(tx, &cases_insert_verdict,
              WITH(INT(id_next(deciding->now)), INT(deciding->file.number), INT(deciding->kind),
                   TEXT(deciding->note), INT(deciding->operator.number), INT(deciding->now.us)));
    oversight_note(tx, &(struct oversight_act){
                           .operator= deciding->operator,
                           .act = act,
                           .subject = id_text(memory, "cas", deciding->file.number),
                           .reason = deciding->note,
                           .facts = fraud_kinds[deciding->kind].name,
                           .now = deciding->now,
                       });
}

static refused propose(struct store_tx *tx, struct arena *memory, const struct case_file *file,
                       const struct case_deciding *deciding)
{
    if (!store_do(tx, &cases_propose,
                  WITH(INT(deciding->kind), INT(deciding->operator.number), INT(file->file.number),
                       TEXT(cases_state_name(file->state)), INT(file->decided_by.number))))
        return &CASE_CLOSED;
    note(tx, memory, deciding, "case.proposed");
    return NULL;
}

static refused close_case(struct store_tx *tx, struct arena *memory, const struct case_file *file,
                          const struct case_deciding *deciding)
{
    bool honest = deciding->kind == FRAUD_NONE;
    if (!store_do(tx, &cases_close,
                  WITH(INT(deciding->kind), INT(deciding->operator.number), INT(deciding->now.us),
                       INT(file->file.number), TEXT(cases_state_name(file->state)),
                       INT(file->decided_by.number))))
        return &CASE_CLOSED;
    note(tx, memory, deciding, "case.decided");
    fraud_label(tx, file->decision, deciding->kind, FRAUD_BY_PERSON, deciding->now);
    if (file->action == FRAUD_HOLD) {
        refused why = settle_held(tx, memory, file, honest, deciding->now);
        return was_ended(why) ? NULL : why;
    }
    if (honest)
        allow(tx, file, deciding);
    tell(tx, memory, file, honest, deciding->now);
    return NULL;
}

refused cases_decide(struct store_tx *tx, struct arena *memory, const struct case_deciding *wish,
                     enum case_state *ret_state)
{
    struct case_file file;
    struct case_deciding deciding = *wish;
    deciding.note = text_trim(memory, wish->note);
    refused why = cases_find(tx, memory, wish->file, &file);
    if (why)
        return why;
    if (file.state == CASE_IS_CLOSED)
        return &CASE_CLOSED;
    if (text_count_points(deciding.note) < NOTE_LETTERS_LEAST)
        return &CASE_NOTE_SHORT;
    if (file.account.number == deciding.operator.number)
        return &CASE_OWN;
    if (file.state == CASE_IS_PROPOSED && file.decided_by.number == deciding.operator.number)
        return &CASE_SAME_PERSON;
    bool large = file.at_risk.minor > fraud_two_people_over(tx).minor;
    bool confirmed = file.state == CASE_IS_PROPOSED && file.verdict == (int)deciding.kind;
    bool closes = confirmed || !large;
    why = closes ? close_case(tx, memory, &file, &deciding) : propose(tx, memory, &file, &deciding);
    if (!why)
        *ret_state = closes ? CASE_IS_CLOSED : CASE_IS_PROPOSED;
    return why;
}
