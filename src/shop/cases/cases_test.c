/* Cases: opened once with what was stopped, in the order of the money, decided by one or by two,
 * and asked for by who was refused. On SQLite always, and on PostgreSQL when SOUK_TEST_POSTGRES
 * is its URL. */
#include "shop/cases/cases.h"

#include "base/id.h"
#include "base/log.h"
#include "shop/cases/cases_test_sql.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/sellers/sellers.h"
#include "store/store_test.h"
#include "web/route.h"

int cases_tests(void);

extern const struct module fraud_module;

#define EACH_MARKET(TEST) cmocka_unit_test_setup_teardown(TEST, set_up, bench_tear_down)
#define BIT(ACT) (1u << (ACT))

struct people {
    account_id first, second, buyer; /* two operators */
};

static refused put_rules(struct store_tx *tx, void *what)
{
    static const struct {
        const char *expression;
        unsigned acts;
        enum fraud_action action;
    } rules[] = {
        { "amount_usd > 100", BIT(FRAUD_CHECKOUT) | BIT(FRAUD_PAYOUT) | BIT(FRAUD_BANK_CHANGE),
          FRAUD_HOLD },
        { "amount_usd > 100", BIT(FRAUD_COUPON) | BIT(FRAUD_SIGN_IN) | BIT(FRAUD_SIGN_UP),
          FRAUD_REFUSE },
        { "account_bad_ever > 0", BIT(FRAUD_REVIEW), FRAUD_REFUSE },
    };
    (void)what;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        store_put(tx, &rule_in_force,
                  WITH(INT((int64_t)i + 1), TEXT(rules[i].expression), INT(rules[i].acts),
                       INT(rules[i].action)));
    fraud_changed(tx);
    return NULL;
}

static int set_up(void **state)
{
    const char *problem = NULL;
    int failed = bench_set_up(state);
    struct bench *bench = *state;
    bench->settings.reference = currency_of("EUR");
    bench->settings.judge_fraud = true;
    for (const struct module *const *module = modules; *module; module++) {
        if ((*module)->schema &&
            !store_migrate(bench->store, (*module)->name, (*module)->schema, &problem))
            fail_msg("%s", problem);
        if ((*module)->hears)
            events_register(bench->store, (*module)->hears);
    }
    assert_null(fraud_module.first(bench->store, test_noon));
    assert_null(store_transact(bench->store, put_rules, NULL));
    return failed;
}

static refused open_people(struct store_tx *tx, void *what)
{
    struct people *people = what;
    struct account_opening opening = { .email = "olga@souk.example",
                                       .name = "Olga",
                                       .password_hash = "-",
                                       .country = "PT",
                                       .currency = currency_of("EUR"),
                                       .roles = ROLE_OPERATOR,
                                       .now = test_noon };
    refused why = accounts_open(tx, &opening, &people->first);
    opening.email = "otto@souk.example";
    if (!why)
        why = accounts_open(tx, &opening, &people->second);
    opening.email = "ben@souk.example";
    opening.roles = 0;
    return why ? why : accounts_open(tx, &opening, &people->buyer);
}

static struct people people_of(struct bench *bench)
{
    struct people people;
    assert_null(store_transact(bench->store, open_people, &people));
    return people;
}

/* Judging ---------------------------------------------------------------------------------- */

struct judging {
    enum fraud_act act;
    int64_t account, subject, minor;
    const char *device;
    struct fraud_judgement judgement;
};

static refused judge_act(struct store_tx *tx, void *what)
{
    struct judging *judging = what;
    AUTO(arena) memory = { 0 };
    struct fraud_question question = { .act = judging->act,
                                       .account = judging->account,
                                       .subject = judging->subject,
                                       .visit = { .device = judging->device },
                                       .amount = money_of(judging->minor, currency_of("EUR")),
                                       .amount_usd = (double)judging->minor / 100,
                                       .now = test_noon };
    return fraud_judge(tx, &memory, &question, &judging->judgement);
}

static struct fraud_judgement judge(struct bench *bench, struct judging judging)
{
    assert_null(store_transact(bench->store, judge_act, &judging));
    return judging.judgement;
}

static struct case_file case_of(struct bench *bench, struct fraud_judgement judgement)
{
    struct case_file file;
    struct store_tx *tx = store_read(bench->store);
    refused why = cases_of_decision(tx, &bench->memory, judgement.decision, &file);
    store_read_end(tx);
    assert_null(why);
    return file;
}

static struct case_file hold(struct bench *bench, int64_t account, int64_t minor)
{
    struct fraud_judgement judgement =
        judge(bench, (struct judging){ FRAUD_CHECKOUT, account, id_next(test_noon), minor,
                                       .device = "a browser" });
    assert_int_equal(judgement.action, FRAUD_HOLD);
    return case_of(bench, judgement);
}

static struct case_file refuse(struct bench *bench, enum fraud_act act, int64_t account)
{
    struct fraud_judgement judgement =
        judge(bench, (struct judging){ act, account, .minor = 20000, .device = "a browser" });
    assert_int_equal(judgement.action, FRAUD_REFUSE);
    return case_of(bench, judgement);
}

/* Deciding --------------------------------------------------------------------------------- */

struct deciding {
    struct store *store;
    struct case_deciding deciding;
    enum case_state state;
    refused why;
};

static refused decide_act(struct store_tx *tx, void *what)
{
    struct deciding *deciding = what;
    AUTO(arena) memory = { 0 };
    return cases_decide(tx, &memory, &deciding->deciding, &deciding->state);
}

static void *decide_in_thread(void *part)
{
    struct deciding *deciding = part;
    deciding->why = store_transact(deciding->store, decide_act, deciding);
    return NULL;
}

static struct deciding deciding_of(struct bench *bench, case_id file, account_id operator,
                                   enum fraud_kind kind)
{
    return (struct deciding){
        .store = bench->store,
        .deciding = { file, kind, "I have called them", operator, test_noon } };
}

static refused decide(struct bench *bench, case_id file, account_id operator, enum fraud_kind kind,
                      enum case_state *ret_state)
{
    struct deciding deciding = deciding_of(bench, file, operator, kind);
    decide_in_thread(&deciding);
    if (ret_state)
        *ret_state = deciding.state;
    return deciding.why;
}

static struct case_file found(struct bench *bench, case_id number)
{
    struct case_file file;
    struct store_tx *tx = store_read(bench->store);
    assert_null(cases_find(tx, &bench->memory, number, &file));
    store_read_end(tx);
    return file;
}

static int outcome_of(struct bench *bench, fraud_decision_id number)
{
    struct fraud_decision decision;
    struct store_tx *tx = store_read(bench->store);
    assert_null(fraud_find(tx, &bench->memory, number, &decision));
    store_read_end(tx);
    return decision.outcome;
}

static int64_t mails(struct bench *bench, const char *kind, int64_t account)
{
    struct store_tx *tx = store_read(bench->store);
    int64_t count = store_int(tx, &count_mails, WITH(TEXT(kind), INT(account)), -1);
    store_read_end(tx);
    return count;
}

/* Asking ----------------------------------------------------------------------------------- */

static refused appeal_act(struct store_tx *tx, void *what)
{
    AUTO(arena) memory = { 0 };
    return cases_appeal(tx, &memory, what);
}

static refused appeal(struct bench *bench, const struct case_file *file, int64_t account,
                      const char *email)
{
    struct appeal_wish wish = { .decision = file->decision,
                                .account = { account },
                                .words = "It was me, on a journey",
                                .email = email,
                                .language = WORDS_ARABIC,
                                .now = test_noon };
    return store_transact(bench->store, appeal_act, &wish);
}

/* Tests ------------------------------------------------------------------------------------ */

static void a_case_is_opened_with_what_was_stopped(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    struct fraud_judgement allowed =
        judge(bench, (struct judging){ FRAUD_CHECKOUT, people.buyer.number, .minor = 5000 });
    assert_int_equal(allowed.action, FRAUD_ALLOW);
    assert_int_equal(bench_number(bench->store, &count_cases), 0);
    struct case_file held = hold(bench, people.buyer.number, 20000);
    struct case_file stopped = refuse(bench, FRAUD_COUPON, people.buyer.number);
    assert_int_equal(bench_number(bench->store, &count_cases), 2);
    assert_true(held.waits);
    assert_int_equal(held.at_risk.minor, 20000);
    assert_int_equal(held.act, FRAUD_CHECKOUT);
    assert_int_equal(held.verdict, -1);
    assert_false(stopped.waits);
    assert_int_equal(stopped.action, FRAUD_REFUSE);
}

static void the_most_money_waits_first(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    static const int64_t amounts[] = { 20000, 90000, 20000, 40000 };
    static const int order[] = { 1, 3, 0, 2 };
    struct case_file files[4], last = { 0 };
    for (int i = 0; i < 4; i++)
        files[i] = hold(bench, people.buyer.number, amounts[i]);
    refuse(bench, FRAUD_COUPON, people.buyer.number);
    struct store_tx *tx = store_read(bench->store);
    for (int i = 0; i < 4; i++) { /* a page each */
        struct case_files page = cases_waiting(tx, &bench->memory, i ? &last : NULL, 1);
        assert_int_equal(page.count, 1);
        last = page.items[0];
        assert_int_equal(last.file.number, files[order[i]].file.number);
    }
    assert_int_equal(cases_waiting(tx, &bench->memory, &last, 9).count, 0);
    struct cases_sum sum = cases_sum(tx);
    assert_int_equal(sum.count, 4);
    assert_int_equal(sum.at_risk.minor, 170000);
    assert_int_equal(cases_list(tx, &bench->memory, CASES_ALL, INT64_MAX, 9).count, 5);
    assert_int_equal(cases_list(tx, &bench->memory, CASES_REFUSED, INT64_MAX, 9).count, 1);
    assert_int_equal(cases_list(tx, &bench->memory, CASES_CLOSED, INT64_MAX, 9).count, 0);
    store_read_end(tx);
}

static void a_verdict_labels_and_counts(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    struct judging review = { FRAUD_REVIEW, people.buyer.number, .device = "a browser" };
    struct case_file file = hold(bench, people.buyer.number, 20000);
    enum case_state now;
    assert_int_equal(judge(bench, review).action, FRAUD_ALLOW);
    assert_int_equal(outcome_of(bench, file.decision), -1);
    assert_null(decide(bench, file.file, people.first, FRAUD_STOLEN_CARD, &now));
    assert_int_equal(now, CASE_IS_CLOSED);
    assert_int_equal(outcome_of(bench, file.decision), FRAUD_STOLEN_CARD);
    file = found(bench, file.file);
    assert_int_equal(file.state, CASE_IS_CLOSED);
    assert_false(file.waits);
    assert_int_equal(file.decided_by.number, people.first.number);
    assert_int_equal(judge(bench, review).action, FRAUD_REFUSE);
    assert_ptr_equal(decide(bench, file.file, people.second, FRAUD_NONE, NULL), &CASE_CLOSED);
    assert_int_equal(outcome_of(bench, file.decision), FRAUD_STOLEN_CARD);
    struct store_tx *tx = store_read(bench->store);
    struct oversight_entries audit = oversight_entries(
        tx, &bench->memory, id_text(&bench->memory, "cas", file.file.number), INT64_MAX, 9);
    store_read_end(tx);
    assert_int_equal(audit.count, 1);
    assert_string_equal(audit.items[0].act, "case.decided");
    assert_string_equal(audit.items[0].facts, "stolen_card");
}

static void what_is_wrong_is_refused_by_name(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    struct case_file file = hold(bench, people.first.number, 20000);
    struct deciding curt = deciding_of(bench, file.file, people.second, FRAUD_NONE);
    curt.deciding.note = "   fine       ";
    decide_in_thread(&curt);
    assert_ptr_equal(curt.why, &CASE_NOTE_SHORT);
    assert_ptr_equal(decide(bench, file.file, people.first, FRAUD_NONE, NULL), &CASE_OWN);
    assert_ptr_equal(decide(bench, (case_id){ 7 }, people.first, FRAUD_NONE, NULL),
                     &CASE_NOT_FOUND);
    assert_int_equal(bench_number(bench->store, &count_verdicts), 0);
    assert_int_equal(found(bench, file.file).state, CASE_IS_OPEN);
}

static void much_money_needs_two_people(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    struct case_file file = hold(bench, people.buyer.number, 90000);
    enum case_state now;
    assert_null(decide(bench, file.file, people.first, FRAUD_NONE, &now));
    assert_int_equal(now, CASE_IS_PROPOSED);
    assert_int_equal(outcome_of(bench, file.decision), -1);
    assert_ptr_equal(decide(bench, file.file, people.first, FRAUD_NONE, NULL), &CASE_SAME_PERSON);
    /* The second thinks otherwise: then it is the first who may confirm. */
    assert_null(decide(bench, file.file, people.second, FRAUD_OTHER, &now));
    assert_int_equal(now, CASE_IS_PROPOSED);
    assert_true(found(bench, file.file).waits);
    assert_null(decide(bench, file.file, people.first, FRAUD_OTHER, &now));
    assert_int_equal(now, CASE_IS_CLOSED);
    assert_int_equal(outcome_of(bench, file.decision), FRAUD_OTHER);
    struct store_tx *tx = store_read(bench->store);
    struct case_verdicts verdicts = cases_verdicts(tx, &bench->memory, file.file);
    store_read_end(tx);
    assert_int_equal(verdicts.count, 3);
    assert_int_equal(verdicts.items[0].kind, FRAUD_NONE);
    assert_int_equal(verdicts.items[2].operator.number, people.first.number);
}

static void two_at_once_decide_once(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    for (int round = 0; round < 5; round++) {
        struct case_file file = hold(bench, people.buyer.number, 20000 + round);
        int64_t before = bench_number(bench->store, &count_verdicts);
        struct deciding both[] = { deciding_of(bench, file.file, people.first, FRAUD_NONE),
                                   deciding_of(bench, file.file, people.second, FRAUD_OTHER) };
        bench_run_threads(2, decide_in_thread, both, sizeof *both);
        int won = both[0].why ? 1 : 0;
        assert_null(both[won].why);
        assert_ptr_equal(both[1 - won].why, &CASE_CLOSED);
        assert_int_equal(bench_number(bench->store, &count_verdicts), before + 1);
        assert_int_equal(outcome_of(bench, file.decision), both[won].deciding.kind);
    }
    /* Of much money, the second to come confirms the first. */
    struct case_file file = hold(bench, people.buyer.number, 90000);
    struct deciding both[] = { deciding_of(bench, file.file, people.first, FRAUD_OTHER),
                               deciding_of(bench, file.file, people.second, FRAUD_OTHER) };
    bench_run_threads(2, decide_in_thread, both, sizeof *both);
    assert_null(both[0].why);
    assert_null(both[1].why);
    assert_true((both[0].state == CASE_IS_CLOSED) != (both[1].state == CASE_IS_CLOSED));
    assert_int_equal(found(bench, file.file).state, CASE_IS_CLOSED);
}

static void a_refused_person_asks_once(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    struct case_file held = hold(bench, people.buyer.number, 20000);
    struct case_file file = refuse(bench, FRAUD_COUPON, people.buyer.number);
    int64_t buyer = people.buyer.number;
    assert_ptr_equal(appeal(bench, &held, buyer, NULL), &APPEAL_NOT_POSSIBLE);
    assert_ptr_equal(appeal(bench, &file, 0, NULL), &APPEAL_NOT_POSSIBLE);
    assert_ptr_equal(appeal(bench, &file, people.second.number, NULL), &APPEAL_NOT_POSSIBLE);
    assert_null(appeal(bench, &file, buyer, "somebody@else.example"));
    assert_ptr_equal(appeal(bench, &file, buyer, NULL), &APPEAL_NOT_POSSIBLE);
    file = found(bench, file.file);
    assert_true(file.waits);
    assert_string_equal(file.appeal, "It was me, on a journey");
    assert_null(file.appeal_email); /* the account has one */
    assert_int_equal(file.language, WORDS_ARABIC);
    assert_null(decide(bench, file.file, people.first, FRAUD_FAKE_ACCOUNT, NULL));
    assert_int_equal(mails(bench, "case.stays", buyer), 1);
    assert_int_equal(judge(bench, (struct judging){ FRAUD_COUPON, buyer, .minor = 20000 }).action,
                     FRAUD_REFUSE);
}

static void found_honest_it_goes_through(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    int64_t buyer = people.buyer.number;
    struct judging again = { FRAUD_COUPON, buyer, .minor = 20000, .device = "a browser" };
    struct case_file file = refuse(bench, FRAUD_COUPON, buyer);
    assert_null(appeal(bench, &file, buyer, NULL));
    assert_null(decide(bench, file.file, people.first, FRAUD_NONE, NULL));
    assert_int_equal(mails(bench, "case.honest", buyer), 1);
    assert_int_equal(outcome_of(bench, file.decision), FRAUD_NONE);
    assert_int_equal(judge(bench, again).action, FRAUD_ALLOW);
}

/* The next sign-up has another account, so it is known by the browser. */
static void a_stranger_may_sign_up_after_all(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    struct case_file file = refuse(bench, FRAUD_SIGN_UP, id_next(test_noon));
    assert_ptr_equal(appeal(bench, &file, 0, NULL), &APPEAL_EMAIL_MISSING);
    assert_null(appeal(bench, &file, 0, "new@souk.example"));
    assert_string_equal(found(bench, file.file).appeal_email, "new@souk.example");
    assert_null(decide(bench, file.file, people.first, FRAUD_NONE, NULL));
    assert_int_equal(mails(bench, "case.honest.sign_up", 0), 1);
    struct judging next = { FRAUD_SIGN_UP, id_next(test_noon), .minor = 20000,
                            .device = "a browser" };
    assert_int_equal(judge(bench, next).action, FRAUD_ALLOW);
    next.account = id_next(test_noon);
    next.device = "another browser";
    assert_int_equal(judge(bench, next).action, FRAUD_REFUSE);
}

/* Bank accounts ---------------------------------------------------------------------------- */

static refused open_shop(struct store_tx *tx, void *what)
{
    const struct people *people = what;
    seller_id seller;
    struct seller_opening opening = { .account = people->buyer,
                                      .name = "Ben’s",
                                      .country = "PT",
                                      .currency = currency_of("EUR"),
                                      .legal_name = "Ben",
                                      .legal_address = "1 Street",
                                      .iban = "DE89370400440532013000",
                                      .ship_days = 2,
                                      .now = test_noon };
    return sellers_open(tx, &opening, &seller);
}

static struct iban_view bank_of(struct bench *bench, const struct people *people,
                                seller_id *ret_seller)
{
    struct seller seller;
    struct store_tx *tx = store_read(bench->store);
    assert_null(sellers_of_account(tx, &bench->memory, people->buyer, &seller));
    struct iban_view view = sellers_iban_view(tx, &bench->memory, seller.seller);
    store_read_end(tx);
    *ret_seller = seller.seller;
    return view;
}

static refused change_act(struct store_tx *tx, void *what)
{
    return sellers_change_iban(tx, what);
}

static struct case_file change_bank(struct bench *bench, const struct people *people,
                                    seller_id seller, const char *iban)
{
    struct fraud_judgement judgement =
        judge(bench, (struct judging){ FRAUD_BANK_CHANGE, people->buyer.number, seller.number,
                                       20000, .device = "a browser" });
    assert_int_equal(judgement.action, FRAUD_HOLD);
    struct iban_change change = { seller, iban, true, judgement.decision.number, test_noon };
    assert_null(store_transact(bench->store, change_act, &change));
    return case_of(bench, judgement);
}

static void a_verdict_is_about_its_own_change(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    seller_id seller;
    assert_null(store_transact(bench->store, open_shop, &people));
    const char *before = bank_of(bench, &people, &seller).used;
    struct case_file first = change_bank(bench, &people, seller, "NO9386011117947");
    struct case_file second = change_bank(bench, &people, seller, "PT50000201231234567890154");
    const char *pending = bank_of(bench, &people, &seller).pending;
    /* The first change was replaced: its verdict touches nothing. */
    assert_null(decide(bench, first.file, people.first, FRAUD_NONE, NULL));
    struct iban_view view = bank_of(bench, &people, &seller);
    assert_string_equal(view.used, before);
    assert_string_equal(view.pending, pending);
    assert_null(decide(bench, second.file, people.first, FRAUD_NONE, NULL));
    view = bank_of(bench, &people, &seller);
    assert_string_equal(view.used, pending);
    assert_null(view.pending);
    struct case_file third = change_bank(bench, &people, seller, "NO9386011117947");
    assert_null(decide(bench, third.file, people.first, FRAUD_PAYOUT_HIJACK, NULL));
    view = bank_of(bench, &people, &seller);
    assert_string_equal(view.used, pending);
    assert_null(view.pending);
}

int cases_tests(void)
{
    const struct CMUnitTest tests[] = {
        EACH_MARKET(a_case_is_opened_with_what_was_stopped),
        EACH_MARKET(the_most_money_waits_first),
        EACH_MARKET(a_verdict_labels_and_counts),
        EACH_MARKET(what_is_wrong_is_refused_by_name),
        EACH_MARKET(much_money_needs_two_people),
        EACH_MARKET(two_at_once_decide_once),
        EACH_MARKET(a_refused_person_asks_once),
        EACH_MARKET(found_honest_it_goes_through),
        EACH_MARKET(a_stranger_may_sign_up_after_all),
        EACH_MARKET(a_verdict_is_about_its_own_change),
    };
    log_set_level(LOG_ERROR + 1); /* new tables are no news here */
    bench_postgres_url = NULL;
    int failed = cmocka_run_group_tests_name("cases on SQLite", tests, NULL, NULL);
    bench_postgres_url = getenv("SOUK_TEST_POSTGRES");
    if (bench_postgres_url)
        failed += cmocka_run_group_tests_name("cases on PostgreSQL", tests, NULL, NULL);
    bench_postgres_url = NULL;
    log_set_level(LOG_INFO);
    return failed;
}
